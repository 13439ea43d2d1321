/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench-replace — how long the window's thread is held up while a word is replaced all over an edition of 500 articles, and while
 * that is undone and done again. A turn is what the processor did for the thread between two waits of the main loop, without
 * painting; "own" is what the window's own sources take of it, the rest is GTK's, which lays out what has changed. Prints one line
 * of JSON; exits 1 when more than 8 ms of a turn are our own while the word is replaced. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "galley-application.h"
#include "galley-find-pane.h"
#include "galley-store.h"
#include "galley-window.h"
#include "loop.h"

#define N_ARTICLES 500
#define N_BLOCKS 8
#define PER_PAGE 12
#define LIMIT_MS 8.0

static GalleyWindow *window;
static double awake, paint, painting;
static double entered, own, longest_own;
static guint depth;
static GArray *turns; /* of double; NULL while nobody measures */

/* --- an edition ---------------------------------------------------------------------------------------------------- */

static void
add_article (GalleyPage *page, guint number)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autofree char *headline = g_strdup_printf ("临江新区第%u座老桥完成检测", number);
  g_autoptr (GalleyBlock) head = galley_block_new (GALLEY_ROLE_HEADLINE, headline, -1);

  galley_article_append (article, head);
  for (guint i = 0; i < N_BLOCKS; i++)
    {
      g_autoptr (GString) text = g_string_new ("昨天上午，各地又安排了一批清淤的任务，");
      g_autoptr (GalleyBlock) block = NULL;

      for (guint k = 0; k < 6; k++)
        g_string_append_printf (text, "第%u条河道两岸的树都发了新芽，水也清了些，", number + k);
      g_string_append (text, "大家非常高兴。");
      block = galley_block_new (GALLEY_ROLE_BODY, text->str, -1);
      galley_article_append (article, block);
    }
  galley_metadata_add (galley_article_get_metadata (article), "person", "方小舟", "本报记者");
  galley_page_insert (page, G_MAXUINT, article);
}

static void
make_edition (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open (path, TRUE, "bench", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_ARTICLES; i++)
    add_article (galley_edition_ensure_page (galley_store_get_edition (store), i / PER_PAGE + 1, "综合"),
                 i + 1);
  galley_store_close (store, &error);
  g_assert_no_error (error);
}

/* --- turns of the loop ----------------------------------------------------------------------------------------------- */

static int
probe_poll (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  if (turns != NULL)
    {
      double turn = loop_cpu_ms () - awake - painting;

      g_array_append_val (turns, turn);
      longest_own = MAX (longest_own, own);
    }
  result = g_poll (fds, n_fds, timeout);
  painting = own = 0;
  awake = loop_cpu_ms ();
  return result;
}

static void
enter (void)
{
  if (depth++ == 0)
    entered = loop_cpu_ms ();
}

static void
leave (void)
{
  if (--depth == 0)
    own += loop_cpu_ms () - entered;
}

static void
on_paint (void)
{
  paint = loop_cpu_ms ();
}

static void
on_painted (void)
{
  painting += loop_cpu_ms () - paint;
}

/* The longest turn until nothing is done any more; @ms: how long that took. */
static double
measure (gboolean (*is_done) (void), double *ms)
{
  gint64 begin = g_get_monotonic_time ();
  double longest;

  while (!is_done ())
    g_main_context_iteration (NULL, TRUE);
  *ms = (g_get_monotonic_time () - begin) / 1000.0;
  /* What follows: it is written, counted, and looked for again. */
  loop_run_for (2500);
  longest = loop_quantile (turns, 1);
  /* To sort them is no turn of the window's. */
  loop_run_for (50);
  g_array_set_size (turns, 0);
  return longest;
}

/* --- what is done ------------------------------------------------------------------------------------------------------ */

static GalleySession *
get_session (void)
{
  return galley_window_get_session (window);
}

static gboolean
all_say (const char *word)
{
  g_autoptr (GPtrArray) all = galley_edition_list_articles (galley_session_get_edition (get_session ()));

  for (guint i = all->len; i > 0; i--)
    {
      if (strstr (galley_block_get_text (galley_article_get_block (all->pdata[i - 1], N_BLOCKS)), word) ==
          NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_replaced (void)
{
  return all_say ("布置");
}

static gboolean
is_undone (void)
{
  return all_say ("安排");
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

static GObject *
get_child (GalleyFindPane *pane, const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (pane), GALLEY_TYPE_FIND_PANE, name);
}

static void
open_edition (const char *path)
{
  g_autoptr (GError) error = NULL;
  GalleyApplication *application = galley_application_new (G_APPLICATION_NON_UNIQUE, &error);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GdkFrameClock *clock;

  g_assert_no_error (error);
  g_main_context_set_poll_func (NULL, probe_poll);
  loop_watch (enter, leave);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_application_open (G_APPLICATION (application), &file, 1, "");
  window = GALLEY_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (application)));
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (clock, "paint", G_CALLBACK (on_paint), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_painted), NULL);
  while (galley_window_get_workspace (window) == NULL ||
         galley_view_get_article (galley_workspace_get_view (galley_window_get_workspace (window))) == NULL)
    g_main_context_iteration (NULL, TRUE);
  loop_run_for (4000);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("galley-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "large.galley", NULL);
  GalleyFindPane *pane;
  GtkWidget *view;
  double ms[3], longest[4], owned, unused;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  make_edition (path);
  open_edition (path);
  view = GTK_WIDGET (galley_workspace_get_view (galley_window_get_workspace (window)));
  pane = GALLEY_FIND_PANE (find (GTK_WIDGET (window), GALLEY_TYPE_FIND_PANE));
  turns = g_array_new (FALSE, FALSE, sizeof (double));
  galley_find_pane_open (pane, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (get_child (pane, "pattern")), "安排");
  gtk_editable_set_text (GTK_EDITABLE (get_child (pane, "text")), "布置");
  longest[0] = measure (is_undone, &unused);
  longest_own = 0;
  g_signal_emit_by_name (get_child (pane, "replace_all"), "clicked");
  longest[1] = measure (is_replaced, &ms[0]);
  owned = longest_own;
  gtk_widget_activate_action (view, "view.undo", NULL);
  longest[2] = measure (is_undone, &ms[1]);
  gtk_widget_activate_action (view, "view.redo", NULL);
  longest[3] = measure (is_replaced, &ms[2]);
  g_print ("{\"articles\":%u,\"places\":%u,\"replace_ms\":%.0f,\"undo_ms\":%.0f,\"redo_ms\":%.0f,\"find_turn_"
           "max_ms\":%.2f,\"replace_turn_max_ms\":%.2f,\"replace_own_max_ms\":%.2f,\"undo_turn_max_ms\":%.2f,"
           "\"redo_turn_max_ms\":%.2f}\n",
           (guint) N_ARTICLES, (guint) (N_ARTICLES * N_BLOCKS), ms[0], ms[1], ms[2], longest[0], longest[1],
           owned, longest[2], longest[3]);
  /* The windows go with the process. */
  exit (owned > LIMIT_MS ? EXIT_FAILURE : EXIT_SUCCESS);
}
