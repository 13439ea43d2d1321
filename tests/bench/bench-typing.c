/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main loop is kept from its next turn while somebody types into an article of 20,000 characters with 300
 * findings, beside a bare GtkSourceView with the same text. What GTK itself takes to lay out and draw is in both figures
 * of the turns; "own" is each dispatch of a source of the window's own: the linker puts the functions below between the
 * window's code and those that make sources, so that GTK's are not among them. Prints one line of JSON, in wall time and in time of
 * the processor; exits 1 when one own dispatch takes more than 8 ms of the processor. */

#include "config.h"

#include <adwaita.h>
#include <stdlib.h>

#include "galley-findings-panel.h"
#include "loop.h"

#define N_PARAGRAPHS 134
#define N_KEYS 300
#define LIMIT_MS 8.0

typedef struct
{
  GArray *turns; /* of double, ms */
  gint64 awake;
  GArray *own_wall; /* of double, ms, one for each dispatch of ours */
  GArray *own_cpu;
  gint64 wall; /* when the dispatch in hand began */
  double cpu;  /* ms */
} Probe;

static Probe probe;

/* The loop is awake from one poll to the next. */
static int
probe_poll (GPollFD *fds, guint n_fds, int timeout)
{
  int result;

  if (probe.awake != 0)
    {
      double turn = (g_get_monotonic_time () - probe.awake) / 1000.0;

      g_array_append_val (probe.turns, turn);
    }
  result = g_poll (fds, n_fds, timeout);
  probe.awake = g_get_monotonic_time ();
  return result;
}

/* --- between the window and its sources --------------------------------------------------------------------------- */

typedef struct
{
  GAsyncReadyCallback callback;
  gpointer data;
} Check;

static void
enter (void)
{
  probe.wall = g_get_monotonic_time ();
  probe.cpu = loop_cpu_ms ();
}

static void
leave (void)
{
  double cpu = loop_cpu_ms () - probe.cpu;
  double wall = (g_get_monotonic_time () - probe.wall) / 1000.0;

  g_array_append_val (probe.own_cpu, cpu);
  g_array_append_val (probe.own_wall, wall);
}

void __wrap_galley_check_article_async (GalleyCheck *check,
                                        GalleyArticle *article,
                                        GalleyMasthead *masthead,
                                        GPtrArray *first,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
void __real_galley_check_article_async (GalleyCheck *check,
                                        GalleyArticle *article,
                                        GalleyMasthead *masthead,
                                        GPtrArray *first,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);

static void
check_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Check *check = data;

  enter ();
  check->callback (source, result, check->data);
  leave ();
}

void
__wrap_galley_check_article_async (GalleyCheck *check,
                                   GalleyArticle *article,
                                   GalleyMasthead *masthead,
                                   GPtrArray *first,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  Check *own = g_new (Check, 1);

  *own = (Check){ callback, data };
  __real_galley_check_article_async (check, article, masthead, first, cancellable, check_cb, own);
}

/* --- typing -------------------------------------------------------------------------------------------------------- */

static gboolean
key_cb (gpointer data)
{
  g_signal_emit_by_name (data, "insert-at-cursor", "字");
  return G_SOURCE_REMOVE;
}

/* A key every 30 ms, and now and then a rest, so that checks come in between. */
static void
type_keys (GtkTextView *text)
{
  loop_run_for (600);
  probe.turns = g_array_new (FALSE, FALSE, sizeof (double));
  probe.own_wall = g_array_new (FALSE, FALSE, sizeof (double));
  probe.own_cpu = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < N_KEYS; i++)
    {
      g_idle_add_full (G_PRIORITY_DEFAULT, key_cb, text, NULL);
      loop_run_for (i % 10 == 9 ? 300 : 30);
    }
}

static void
print_result (const char *name)
{
  g_print ("\"%s\":{\"turns\":%u,\"median_ms\":%.2f,\"p95_ms\":%.2f,\"max_ms\":%.2f,"
           "\"own_dispatches\":%u,\"own_p95_ms\":%.2f,\"own_max_ms\":%.2f,\"own_cpu_p95_ms\":%.2f,"
           "\"own_cpu_max_ms\":%.2f}",
           name, probe.turns->len, loop_quantile (probe.turns, 0.5), loop_quantile (probe.turns, 0.95),
           loop_quantile (probe.turns, 1), probe.own_wall->len, loop_quantile (probe.own_wall, 0.95),
           loop_quantile (probe.own_wall, 1), loop_quantile (probe.own_cpu, 0.95),
           loop_quantile (probe.own_cpu, 1));
}

static GalleyArticle *
make_article (void)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);

  for (guint i = 0; i < N_PARAGRAPHS; i++)
    {
      g_autoptr (GString) text = g_string_new ("昨天上午，各地又布署了一批清淤的任务，");
      g_autoptr (GalleyBlock) block = NULL;

      for (guint k = 0; k < 7; k++)
        g_string_append (text, k % 3 == 0 ? "河道两岸的树发了许多新芽，水也清了，"
                                          : "河道两岸的树都发了新芽，水也清了些，");
      g_string_append (text, i % 4 == 0 ? "大家非常高兴。" : "大家非常高兴,也很忙。");
      block = galley_block_new (i == 0 ? GALLEY_ROLE_HEADLINE : GALLEY_ROLE_BODY, text->str, -1);
      galley_article_append (article, block);
    }
  return article;
}

static GtkWidget *
make_window (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), 1180, 720);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
bench_bare (GalleyArticle *article)
{
  GtkWidget *text = gtk_source_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
  g_autofree char *copy = galley_article_dup_text (article);
  GtkWidget *window;
  GtkTextIter iter;

  gtk_text_buffer_set_text (buffer, copy, -1);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_WORD_CHAR);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), text);
  window = make_window (scroller);
  gtk_text_buffer_get_iter_at_line_offset (buffer, &iter, 2, 60);
  gtk_text_buffer_place_cursor (buffer, &iter);
  type_keys (GTK_TEXT_VIEW (text));
  print_result ("bare");
  gtk_window_destroy (GTK_WINDOW (window));
}

static double
bench_galley (GalleyArticle *article)
{
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
  g_autoptr (GalleyProof) proof = galley_proof_new (check, NULL);
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  GalleyView *view = GALLEY_VIEW (galley_view_new ());
  GalleyFindingsPanel *panel = GALLEY_FINDINGS_PANEL (galley_findings_panel_new ());
  GtkWidget *window;
  guint n_findings;

  galley_page_insert (galley_edition_ensure_page (edition, 1, "要闻"), G_MAXUINT, article);
  galley_proof_set_edition (proof, edition);
  galley_view_set_proof (view, proof);
  galley_findings_panel_set_proof (panel, proof);
  galley_findings_panel_set_view (panel, view);
  gtk_paned_set_start_child (GTK_PANED (paned), GTK_WIDGET (view));
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (panel));
  gtk_paned_set_position (GTK_PANED (paned), 830);
  window = make_window (paned);
  galley_view_set_article (view, article);
  galley_view_set_caret (view, 2, 60);
  loop_run_for (1000);
  n_findings = g_list_model_get_n_items (galley_proof_get_findings (proof, article));
  type_keys (galley_view_get_text_view (view));
  g_print (",");
  print_result ("galley");
  g_print (",\"characters\":%u,\"findings\":%u", galley_article_count_characters (article), n_findings);
  gtk_window_destroy (GTK_WINDOW (window));
  return loop_quantile (probe.own_cpu, 1);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GalleyArticle) article = make_article ();
  double worst;

  if (!gtk_init_check ())
    {
      g_printerr ("no display\n");
      return 77;
    }
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, "gtk-enable-animations", FALSE, NULL);
  g_main_context_set_poll_func (NULL, probe_poll);
  loop_watch (enter, leave);
  probe.turns = g_array_new (FALSE, FALSE, sizeof (double));
  probe.own_wall = g_array_new (FALSE, FALSE, sizeof (double));
  probe.own_cpu = g_array_new (FALSE, FALSE, sizeof (double));
  g_print ("{");
  bench_bare (article);
  worst = bench_galley (article);
  g_print ("}\n");
  return worst > LIMIT_MS ? EXIT_FAILURE : EXIT_SUCCESS;
}
