/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main loop is held up by rounds, history, colours and preflight: an edition of forty articles, one of them of
 * twenty thousand characters. Prints the longest and the mean turn of the loop for each step, and the longest without the frames that
 * GTK lays out and paints in it, in the time of its own thread. Needs a display (Xvfb). */

#include "config.h"

#include <time.h>

#include "galley-name-entry.h"
#include "galley-preflight-dialog.h"
#include "galley-rounds-ui.h"
#include "../gui/shell-fixture.h"

#define N_ARTICLES 40
#define N_LONG 20000

static Shell shell;
static gint64 woken;     /* when the loop went to work */
static gint64 framed;    /* when a frame began */
static gint64 in_frames; /* of this turn, microseconds */
static double longest;   /* milliseconds */
static double own;       /* the longest without its frames, milliseconds */
static double total;
static guint n_turns;

/* Of this thread alone: what others do on the machine is not ours. */
static gint64
get_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gint
poll_cb (GPollFD *fds, guint n, gint timeout)
{
  gint64 now = get_time ();
  gint done;

  if (woken != 0)
    {
      double turn = (double) (now - woken) / 1000;

      longest = MAX (longest, turn);
      own = MAX (own, turn - (double) in_frames / 1000);
      total += turn;
      n_turns++;
    }
  done = g_poll (fds, n, timeout);
  woken = get_time ();
  in_frames = 0;
  return done;
}

static void
on_before_paint (GdkFrameClock *clock, gpointer data)
{
  framed = get_time ();
}

static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  in_frames += get_time () - framed;
}

static gboolean
is_quiet (gpointer data)
{
  return !galley_rounds_ui_is_busy (galley_workspace_get_rounds_ui (shell_get_workspace (&shell)));
}

static void
settle (void)
{
  shell_settle (&shell);
  shell_wait (is_quiet, NULL);
  shell_settle (&shell);
}

static void
tell (const char *what)
{
  settle ();
  g_print ("%-28s longest %6.1f ms, without frames %5.1f ms, mean %5.2f ms, %u turns\n", what, longest, own,
           total / MAX (n_turns, 1), n_turns);
  longest = own = total = 0;
  n_turns = 0;
}

static GalleyArticle *
make_article (guint index, guint length)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autofree char *title = g_strdup_printf ("第%u篇稿件开工", index);
  g_autoptr (GalleyBlock) headline = galley_block_new (GALLEY_ROLE_HEADLINE, title, -1);

  galley_article_append (article, headline);
  for (guint n = 0; n < length; n += 200)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GalleyBlock) block = NULL;

      for (guint i = 0; i < 4; i++)
        g_string_append_printf (
            text,
            "据了解，今年第%u片林区计划新增造林%u亩，重点放在河道两岸和矿山修复区，各镇将实行专人管护。",
            n / 200 + 1, index * 100 + i * 10 + 20);
      block = galley_block_new (GALLEY_ROLE_BODY, text->str, -1);
      galley_article_append (article, block);
    }
  return article;
}

static void
fill (GalleyEdition *edition)
{
  GalleyPage *page = galley_edition_ensure_page (edition, 1, "要闻");

  for (guint i = 0; i < N_ARTICLES; i++)
    {
      g_autoptr (GalleyArticle) article = make_article (i, i == 0 ? N_LONG : 2000);

      galley_page_insert (page, G_MAXUINT, article);
    }
}

static void
run (const char *what, const char *person)
{
  galley_name_entry_set_name (
      GALLEY_NAME_ENTRY (shell_find (GTK_WIDGET (shell.window), GALLEY_TYPE_NAME_ENTRY)), person);
  galley_rounds_ui_run (galley_workspace_get_rounds_ui (shell_get_workspace (&shell)), what);
}

/* One after the other, as a hand does it. */
static void
change (guint n)
{
  GtkTextBuffer *buffer =
      GTK_TEXT_BUFFER (galley_view_get_buffer (galley_workspace_get_view (shell_get_workspace (&shell))));

  for (guint i = 0; i < n; i++)
    {
      GtkTextIter iter;

      gtk_text_buffer_get_iter_at_line_offset (buffer, &iter, (gint) (1 + i), 5);
      gtk_text_buffer_insert (buffer, &iter, "改", -1);
      shell_settle (&shell);
    }
}

static gboolean
is_looked_at (gpointer data)
{
  return !galley_preflight_dialog_is_busy (data);
}

int
main (int argc, char *argv[])
{
  GtkWidget *dialog;
  GdkFrameClock *clock;

  shell_isolate ();
  shell_start (&shell);
  galley_window_create (shell.window, NULL);
  fill (galley_session_get_edition (galley_window_get_session (shell.window)));
  galley_outline_step (galley_workspace_get_outline (shell_get_workspace (&shell)), 1);
  settle ();
  galley_workspace_show_panel (shell_get_workspace (&shell), "workflow");
  settle ();
  clock = gtk_widget_get_frame_clock (GTK_WIDGET (shell.window));
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), NULL);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), NULL);
  g_main_context_set_poll_func (NULL, poll_cb);

  shell_settle (&shell);
  g_print ("%u findings\n",
           g_list_model_get_n_items (galley_proof_get_findings (
               galley_session_get_proof (galley_window_get_session (shell.window)),
               galley_view_get_article (galley_workspace_get_view (shell_get_workspace (&shell))))));
  tell ("nothing");
  run ("step", "许梅");
  tell ("begin");
  change (40);
  tell ("40 changes in 40 paragraphs");
  run ("step", "许梅");
  tell ("end, 核红 of 40 marks");
  g_settings_set_boolean (shell.settings, "marks-visible", TRUE);
  tell ("marks shown");
  g_settings_set_boolean (shell.settings, "blame-visible", TRUE);
  tell ("who wrote what");
  run ("hand-on", "吴月");
  tell ("hand on");
  run ("sign", "沈一禾");
  tell ("sign, refused");
  galley_workspace_show_panel (shell_get_workspace (&shell), "history");
  tell ("history");
  galley_rounds_ui_run (galley_workspace_get_rounds_ui (shell_get_workspace (&shell)), "preflight");
  dialog = shell_find_window (GALLEY_TYPE_PREFLIGHT_DIALOG);
  shell_wait (is_looked_at, dialog);
  tell ("preflight of 40 articles");
  gtk_window_close (GTK_WINDOW (dialog));
  shell_stop (&shell);
  return 0;
}
