/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole newspaper's worth of articles in the window: how long it takes from the start of the program to the first frame that
 * shows an edition of 500 articles, beside one of 5, and how long the main loop is kept while its outline is scrolled from one
 * end to the other. Starts itself anew for each: bench-edition [RUNS].
 *
 * Figures of the turns of the loop are time of the processor without painting. "own" is what the window's own code takes of
 * one turn: the lines of the outline, and its sources; the linker puts the functions below between them and GTK. The rest is what
 * GTK takes to lay out the two hundred lines it keeps of any list. Prints one line of JSON; exits 1 when the large edition takes
 * more than 1.2 times as long of the window's thread, or when more than 8 ms of one turn are our own. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "galley-application.h"
#include "galley-outline-row.h"
#include "galley-store.h"
#include "galley-window.h"
#include "loop.h"

#define N_LARGE 500
#define N_SMALL 5
#define PER_PAGE 12
#define RATIO 1.2
#define LIMIT_MS 8.0
#define N_STEPS 240

/* --- editions ---------------------------------------------------------------------------------------------------- */

static void
add_article (GalleyPage *page, guint number)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autofree char *headline = g_strdup_printf ("临江新区第%u座老桥完成检测", number);
  g_autoptr (GalleyBlock) head = galley_block_new (GALLEY_ROLE_HEADLINE, headline, -1);

  galley_article_append (article, head);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GString) text = g_string_new ("昨天上午，各地又布署了一批清淤的任务，");
      g_autoptr (GalleyBlock) block = NULL;

      for (guint k = 0; k < 6; k++)
        g_string_append_printf (text, "第%u条河道两岸的树都发了新芽，水也清了些，", number + k);
      g_string_append (text, "大家非常高兴。");
      block = galley_block_new (GALLEY_ROLE_BODY, text->str, -1);
      galley_article_append (article, block);
    }
  galley_metadata_add (galley_article_get_metadata (article), "person", "方小舟", "本报记者");
  galley_metadata_set (galley_article_get_metadata (article), "slot", "13x40");
  galley_page_insert (page, G_MAXUINT, article);
}

static void
make_edition (const char *path, guint n_articles)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open (path, TRUE, "bench", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n_articles; i++)
    add_article (galley_edition_ensure_page (galley_store_get_edition (store), i / PER_PAGE + 1, "综合"),
                 i + 1);
  galley_store_close (store, &error);
  g_assert_no_error (error);
}

/* --- in the window ------------------------------------------------------------------------------------------------- */

typedef struct
{
  GalleyWindow *window;
  gint64 begin;
  double ms;       /* to the first frame with the edition, or 0 */
  double cpu;      /* of this thread until then, ms */
  double paint;    /* of the frame being painted: when it began */
  double painting; /* in this turn of the loop, ms */
  double awake;
  double own;     /* in this turn, ms of the processor */
  double entered; /* our own, ms */
  guint depth;    /* of our own functions that call each other by way of GTK */
  GArray *turns;  /* of double: ms of the processor, without painting; NULL while nobody measures */
  GArray *owns;   /* of double, of the same turns */
} Bench;

static Bench bench;

static int
probe_poll (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  if (bench.turns != NULL)
    {
      double turn = loop_cpu_ms () - bench.awake - bench.painting;

      g_array_append_val (bench.turns, turn);
      g_array_append_val (bench.owns, bench.own);
    }
  result = g_poll (fds, n_fds, timeout);
  bench.painting = bench.own = 0;
  bench.awake = loop_cpu_ms ();
  return result;
}

/* --- between GTK and our own ---------------------------------------------------------------------------------------- */

void __wrap_galley_outline_row_set_item (GalleyOutlineRow *row, GObject *item);
void __real_galley_outline_row_set_item (GalleyOutlineRow *row, GObject *item);
void __wrap_galley_outline_row_set_proof (GalleyOutlineRow *row, GalleyProof *proof);
void __real_galley_outline_row_set_proof (GalleyOutlineRow *row, GalleyProof *proof);
GtkWidget *__wrap_galley_outline_row_new (void);
GtkWidget *__real_galley_outline_row_new (void);

static void
enter (void)
{
  if (bench.depth++ == 0)
    bench.entered = loop_cpu_ms ();
}

static void
leave (void)
{
  if (--bench.depth == 0)
    bench.own += loop_cpu_ms () - bench.entered;
}

void
__wrap_galley_outline_row_set_item (GalleyOutlineRow *row, GObject *item)
{
  enter ();
  __real_galley_outline_row_set_item (row, item);
  leave ();
}

void
__wrap_galley_outline_row_set_proof (GalleyOutlineRow *row, GalleyProof *proof)
{
  enter ();
  __real_galley_outline_row_set_proof (row, proof);
  leave ();
}

GtkWidget *
__wrap_galley_outline_row_new (void)
{
  GtkWidget *row;

  enter ();
  row = __real_galley_outline_row_new ();
  leave ();
  return row;
}

/* --- frames ------------------------------------------------------------------------------------------------------------ */

static void
on_paint (void)
{
  bench.paint = loop_cpu_ms ();
}

static void
on_painted (void)
{
  GalleyWorkspace *workspace = galley_window_get_workspace (bench.window);

  bench.painting += loop_cpu_ms () - bench.paint;
  if (bench.ms <= 0 && workspace != NULL &&
      galley_view_get_article (galley_workspace_get_view (workspace)) != NULL)
    {
      bench.ms = (g_get_monotonic_time () - bench.begin) / 1000.0;
      bench.cpu = loop_cpu_ms ();
    }
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);
  return found;
}

/* Down to the end and up again. */
static void
scroll (void)
{
  GtkWidget *outline = GTK_WIDGET (galley_workspace_get_outline (galley_window_get_workspace (bench.window)));
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (find (outline, GTK_TYPE_SCROLLED_WINDOW)));

  loop_run_for (3000);
  bench.owns = g_array_new (FALSE, FALSE, sizeof (double));
  bench.turns = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i <= N_STEPS; i++)
    {
      double there = i <= N_STEPS / 2 ? i * 2.0 / N_STEPS : 2.0 - i * 2.0 / N_STEPS;
      double range = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

      gtk_adjustment_set_value (adjustment, range * there);
      loop_run_for (16);
    }
  g_print ("%.2f %.2f %.2f ", loop_quantile (bench.turns, 0.5), loop_quantile (bench.turns, 0.95),
           loop_quantile (bench.owns, 1));
}

/* In a process of its own: opens an edition and prints how long that took, and scrolling. */
static int
show (const char *path, gint64 begin, gboolean scrolled)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyApplication) application = galley_application_new (G_APPLICATION_NON_UNIQUE, &error);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GdkFrameClock *clock;

  g_assert_no_error (error);
  bench.begin = begin;
  g_main_context_set_poll_func (NULL, probe_poll);
  loop_watch (enter, leave);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_open (G_APPLICATION (application), &file, 1, "");
  bench.window = GALLEY_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench.window));
  g_signal_connect (clock, "paint", G_CALLBACK (on_paint), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_painted), NULL);
  while (bench.ms <= 0)
    g_main_context_iteration (NULL, TRUE);
  g_print ("%.2f %.2f ", bench.ms, bench.cpu);
  if (scrolled)
    scroll ();
  /* The windows go with the process. */
  exit (EXIT_SUCCESS);
}

/* --- one after the other --------------------------------------------------------------------------------------------- */

/* @figures: as many as are printed: the time to the first frame, that of the processor, and of the turns median, 95 %, and the worst
 * of our own. */
static void
start (const char *self, const char *path, gboolean scrolled, double *figures)
{
  g_autofree char *begin = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());
  const char *argv[] = { self, "--show", path, begin, scrolled ? "scroll" : NULL, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  char *at;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  at = output;
  for (guint i = 0; i < (scrolled ? 5 : 2); i++)
    figures[i] = g_ascii_strtod (at, &at);
}

/* Wall time, and that of the processor. */
typedef double Opening[2];

static double
median (Opening *openings, guint n, guint which)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < n; i++)
    g_array_append_val (values, openings[i][which]);
  return loop_quantile (values, 0.5);
}

int
main (int argc, char *argv[])
{
  guint n_runs = argc > 1 ? (guint) MAX (atoi (argv[1]), 1) : 7;
  g_autofree char *folder = NULL;
  g_autofree char *large = NULL;
  g_autofree char *small = NULL;
  g_autofree Opening *larges = NULL;
  g_autofree Opening *smalls = NULL;
  double turns[5];
  double ratio;

  if (argc > 3 && g_str_equal (argv[1], "--show"))
    return show (argv[2], g_ascii_strtoll (argv[3], NULL, 10), argc > 4);
  folder = g_dir_make_tmp ("galley-bench-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  large = g_build_filename (folder, "large.galley", NULL);
  small = g_build_filename (folder, "small.galley", NULL);
  make_edition (large, N_LARGE);
  make_edition (small, N_SMALL);
  larges = g_new0 (Opening, n_runs);
  smalls = g_new0 (Opening, n_runs);
  /* Once each for the caches. */
  start (argv[0], large, FALSE, turns);
  start (argv[0], small, FALSE, turns);
  for (guint i = 0; i < n_runs; i++)
    {
      start (argv[0], large, FALSE, larges[i]);
      start (argv[0], small, FALSE, smalls[i]);
    }
  start (argv[0], large, TRUE, turns);
  /* Others that work on the same machine do not count. */
  ratio = median (larges, n_runs, 1) / median (smalls, n_runs, 1);
  g_print ("{\"articles\":%u,\"open_ms\":%.1f,\"open_small_ms\":%.1f,\"open_cpu_ms\":%.1f,\"open_small_cpu_"
           "ms\":%.1f,"
           "\"cpu_ratio\":%.2f,\"scroll_turn_median_ms\":%.2f,\"scroll_turn_p95_ms\":%.2f,\"scroll_own_max_"
           "ms\":%.2f}\n",
           (guint) N_LARGE, median (larges, n_runs, 0), median (smalls, n_runs, 0),
           median (larges, n_runs, 1), median (smalls, n_runs, 1), ratio, turns[2], turns[3], turns[4]);
  return ratio > RATIO || turns[4] > LIMIT_MS ? EXIT_FAILURE : EXIT_SUCCESS;
}
