/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk's work on a whole edition, with real key strokes: find and replace, search in editions, subjects, tags for many, statistics,
 * slots, other places, the digest, the next edition. Needs an X display with the XTEST extension (Xvfb has it). */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "galley-archive-window.h"
#include "galley-find-pane.h"
#include "galley-imprint.h"
#include "galley-progress.h"
#include "galley-statistics-dialog.h"
#include "galley-tag-dialog.h"
#include "keys.h"
#include "shell-fixture.h"

#define N_PAGES 3
#define N_ARTICLES 2 /* on each page */

static Shell shell;

static GalleyArticle *
article_at (guint page, guint index)
{
  return galley_page_get_article (galley_edition_get_page (shell_get_edition (&shell), page), index);
}

static const char *
get_value (GalleyArticle *article, const char *key)
{
  return galley_metadata_get (galley_article_get_metadata (article), key);
}

static gboolean
holds (GalleyArticle *article, const char *words)
{
  g_autofree char *text = galley_article_dup_text (article);

  return strstr (text, words) != NULL;
}

static char *
dup_selected_text (void)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (galley_view_get_buffer (shell_get_view (&shell)));
  GtkTextIter start, end;

  return gtk_text_buffer_get_selection_bounds (buffer, &start, &end) ? gtk_text_iter_get_slice (&start, &end)
                                                                     : NULL;
}

static GtkWidget *
get_focus (void)
{
  return gtk_window_get_focus (keys_get_front ());
}

/* --- an edition -------------------------------------------------------------------------------------------------- */

static void
add_article (GalleyPage *page, const char *headline, const char *body)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) head = galley_block_new (GALLEY_ROLE_HEADLINE, headline, -1);
  g_autoptr (GalleyBlock) text = galley_block_new (GALLEY_ROLE_BODY, body, -1);

  galley_article_append (article, head);
  galley_article_append (article, text);
  galley_metadata_add (galley_article_get_metadata (article), "person", "方小舟", "本报记者");
  galley_page_insert (page, G_MAXUINT, article);
}

static void
make_edition (void)
{
  GalleyMasthead *masthead;

  g_assert_true (galley_window_create (shell.window, NULL));
  masthead = galley_edition_get_masthead (shell_get_edition (&shell));
  galley_masthead_set (masthead, GALLEY_FACT_PAPER, "临江日报");
  galley_masthead_set (masthead, GALLEY_FACT_DATE, "2025-03-18");
  galley_masthead_set (masthead, GALLEY_FACT_ISSUE, "4127");
  for (guint i = 0; i < N_PAGES; i++)
    {
      GalleyPage *page =
          galley_edition_ensure_page (shell_get_edition (&shell), i + 1, i == 0 ? "要闻" : "综合");

      for (guint k = 0; k < N_ARTICLES; k++)
        {
          g_autofree char *headline = g_strdup_printf ("Story %u of page %u", k + 1, i + 1);
          g_autofree char *body = g_strdup_printf (
              "The spring fair of hall %u%u opened, and Spring was in the air.", i + 1, k + 1);

          add_article (page, headline, body);
        }
    }
  galley_workspace_show_article (shell_get_workspace (&shell), galley_article_get_id (article_at (0, 0)));
  shell_settle (&shell);
}

/* --- find and replace -------------------------------------------------------------------------------------------- */

static GtkWidget *
get_pane (void)
{
  return shell_find (GTK_WIDGET (shell.window), GALLEY_TYPE_FIND_PANE);
}

static gboolean
has_found (gpointer data)
{
  return !galley_find_pane_is_busy (GALLEY_FIND_PANE (get_pane ()));
}

static void
look_for (const char *key, const char *text)
{
  keys_press (key);
  g_assert_true (gtk_widget_is_ancestor (get_focus (), get_pane ()));
  keys_press ("<Control>a");
  keys_type (text);
  shell_wait (has_found, NULL);
}

static gboolean
is_list (GtkWidget *focus, gconstpointer data)
{
  return gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW) != NULL &&
         gtk_widget_is_ancestor (focus, get_pane ());
}

static gboolean
is_second_entry (GtkWidget *focus, gconstpointer first)
{
  return GTK_IS_TEXT (focus) && focus != first;
}

static void
test_find (void)
{
  g_autofree char *found = NULL;
  GalleyArticle *first = shell_get_article (&shell);

  /* Small and capital letters are the same: two places in each article. */
  look_for ("<Control>f", "spring");
  keys_press ("Return");
  found = dup_selected_text ();
  g_assert_cmpstr (found, ==, "spring");
  keys_press ("Return");
  g_assert_true (shell_get_article (&shell) == first);
  keys_press ("Return");
  g_assert_true (shell_get_article (&shell) == article_at (0, 1));
  keys_press ("Escape");
  g_assert_false (gtk_widget_get_visible (get_pane ()));
  keys_press ("<Shift>F3");
  g_assert_true (shell_get_article (&shell) == first);
  keys_press ("F3");
  g_assert_true (shell_get_article (&shell) == article_at (0, 1));
}

static void
test_bad_expression (void)
{
  GtkWidget *entry;

  look_for ("<Control>f", "(fair");
  entry = gtk_widget_get_ancestor (get_focus (), GTK_TYPE_ENTRY);
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  keys_press ("<Alt>x");
  shell_wait (has_found, NULL);
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  keys_press ("<Alt>x");
  keys_press ("Escape");
}

static gboolean
is_replaced (gpointer article)
{
  return holds (article, "fair at");
}

static gboolean
can_replace_all (void)
{
  return gtk_widget_get_sensitive (
      GTK_WIDGET (gtk_widget_get_template_child (get_pane (), GALLEY_TYPE_FIND_PANE, "replace_all")));
}

static void
test_replace (void)
{
  GtkWidget *entry;

  look_for ("<Control>h", "(fair) of");
  entry = get_focus ();
  keys_press ("<Alt>x");
  gtk_widget_grab_focus (entry);
  keys_tab_to (is_second_entry, entry);
  keys_type ("\\1 at");
  shell_wait (has_found, NULL);
  g_assert_true (can_replace_all ());
  /* What was found goes with what stood there. */
  gtk_editable_set_text (GTK_EDITABLE (get_focus ()), "by");
  g_assert_false (can_replace_all ());
  gtk_editable_set_text (GTK_EDITABLE (get_focus ()), "\\1 at");
  shell_wait (has_found, NULL);
  g_assert_true (can_replace_all ());
  /* All but the first one. */
  keys_tab_to (is_list, "the list");
  keys_press ("Home");
  keys_press ("space");
  keys_press ("<Alt>a");
  shell_wait (is_replaced, article_at (2, 1));
  shell_wait (has_found, NULL);
  g_assert_true (holds (article_at (0, 0), "fair of"));
  g_assert_true (holds (article_at (0, 1), "fair at"));
  g_assert_true (holds (article_at (2, 1), "fair at"));
  keys_press ("Escape");
  /* One step back, whatever article is shown. */
  keys_press ("<Control>z");
  for (guint i = 0; i < N_PAGES; i++)
    g_assert_true (holds (article_at (i, 1), "fair of"));
  keys_press ("<Control><Shift>z");
  g_assert_true (holds (article_at (2, 0), "fair at"));
  look_for ("<Control>f", "at");
  keys_press ("<Alt>x");
  keys_press ("Escape");
}

static guint
count_holding (GPtrArray *articles, const char *words)
{
  guint n = 0;

  for (guint i = 0; i < articles->len; i++)
    n += holds (articles->pdata[i], words);
  return n;
}

/* What takes many turns of the loop can be stopped; what was done until then is one step. */
static void
test_replace_many (void)
{
  GalleyPage *page = galley_edition_ensure_page (shell_get_edition (&shell), 4, "综合");
  GalleyProgress *progress = GALLEY_PROGRESS (shell_find (get_pane (), GALLEY_TYPE_PROGRESS));
  g_autoptr (GPtrArray) all = NULL;
  GObject *button;
  guint n;

  for (guint i = 0; i < 300; i++)
    add_article (page, "A street", "The elm by the gate was cut down.");
  all = galley_edition_list_articles (shell_get_edition (&shell));
  shell_settle (&shell);
  look_for ("<Control>h", "elm");
  gtk_editable_set_text (
      GTK_EDITABLE (gtk_widget_get_template_child (get_pane (), GALLEY_TYPE_FIND_PANE, "text")), "oak");
  shell_wait (has_found, NULL);
  button = gtk_widget_get_template_child (get_pane (), GALLEY_TYPE_FIND_PANE, "replace_all");
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (can_replace_all ());
  g_assert_cmpuint (count_holding (all, "oak"), ==, 0);
  while (galley_job_get_progress (galley_progress_get_job (progress)) <= 0)
    g_main_context_iteration (NULL, TRUE);
  /* Nothing is undone while it runs. */
  n = count_holding (all, "oak");
  gtk_widget_activate_action (GTK_WIDGET (shell_get_view (&shell)), "view.undo", NULL);
  g_assert_cmpuint (count_holding (all, "oak"), ==, n);
  keys_press ("Escape");
  shell_wait (has_found, NULL);
  n = count_holding (all, "oak");
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 300);
  g_assert_cmpuint (count_holding (all, "elm"), ==, 300 - n);
  keys_press ("Escape");
  keys_press ("<Control>z");
  g_assert_cmpuint (count_holding (all, "oak"), ==, 0);

  /* The edition is closed in the middle. */
  look_for ("<Control>h", "elm");
  g_signal_emit_by_name (button, "clicked");
  while (galley_job_get_progress (galley_progress_get_job (progress)) <= 0)
    g_main_context_iteration (NULL, TRUE);
  shell_stop (&shell);
  shell_start (&shell);
}

/* --- many articles ----------------------------------------------------------------------------------------------- */

static void
focus_outline (void)
{
  for (guint i = 0; i < 3; i++)
    {
      if (get_focus () != NULL &&
          gtk_widget_is_ancestor (get_focus (),
                                  GTK_WIDGET (galley_workspace_get_outline (shell_get_workspace (&shell)))))
        return;
      keys_press ("F6");
    }
}

static void
select_two (void)
{
  g_autoptr (GPtrArray) selected = NULL;

  galley_workspace_show_article (shell_get_workspace (&shell), galley_article_get_id (article_at (0, 0)));
  focus_outline ();
  keys_press ("Home");
  keys_press ("Down");
  keys_press ("<Shift>Down");
  selected = galley_outline_list_selected (galley_workspace_get_outline (shell_get_workspace (&shell)));
  g_assert_cmpuint (selected->len, ==, 2);
  /* What is looked at stays so. */
  g_assert_true (shell_get_article (&shell) == article_at (0, 0));
}

/* A button that is pressed by key shows it for a moment first. */
static gboolean
is_tagged (gpointer article)
{
  return get_value (article, "section") != NULL;
}

static void
test_tag (void)
{
  select_two ();
  keys_press ("<Control><Shift>t");
  g_assert_true (GALLEY_IS_TAG_DIALOG (keys_get_front ()));
  keys_tab_to (keys_in_row, "Section");
  while (!GTK_IS_TEXT (get_focus ()))
    keys_press ("Tab");
  keys_type ("culture");
  keys_press ("<Alt>t");
  shell_wait (is_tagged, article_at (0, 1));
  keys_press ("Escape");
  g_assert_true (GALLEY_IS_WINDOW (keys_get_front ()));
  g_assert_cmpstr (get_value (article_at (0, 0), "section"), ==, "culture");
  g_assert_cmpstr (get_value (article_at (0, 1), "section"), ==, "culture");
  g_assert_null (get_value (article_at (1, 0), "section"));
  keys_press ("<Control>z");
  g_assert_null (get_value (article_at (0, 0), "section"));
  g_assert_null (get_value (article_at (0, 1), "section"));
}

static void
test_move (void)
{
  GalleyArticle *one = article_at (0, 0), *two = article_at (0, 1);
  GalleyPage *second = galley_edition_get_page (shell_get_edition (&shell), 1);

  select_two ();
  keys_press ("<Alt><Shift>Down");
  g_assert_cmpuint (galley_page_get_n_articles (galley_edition_get_page (shell_get_edition (&shell), 0)), ==,
                    0);
  g_assert_cmpint (galley_page_index_of (second, one), ==, N_ARTICLES);
  g_assert_cmpint (galley_page_index_of (second, two), ==, N_ARTICLES + 1);
  g_assert_true (shell_get_article (&shell) == one);
  keys_press ("<Alt>Up");
  g_assert_cmpint (galley_page_index_of (second, one), ==, N_ARTICLES - 1);
  g_assert_cmpint (galley_page_index_of (second, two), ==, N_ARTICLES);
  keys_press ("<Control>z");
  keys_press ("<Control>z");
  g_assert_true (article_at (0, 0) == one);
  g_assert_true (article_at (0, 1) == two);
}

static void
test_remove (void)
{
  GalleyArticle *one = article_at (0, 0), *two = article_at (0, 1);

  select_two ();
  keys_press ("Delete");
  g_assert_null (galley_edition_find_article (shell_get_edition (&shell), galley_article_get_id (one), NULL));
  g_assert_null (galley_edition_find_article (shell_get_edition (&shell), galley_article_get_id (two), NULL));
  keys_press ("<Control>z");
  g_assert_true (article_at (0, 0) == one);
  g_assert_true (article_at (0, 1) == two);
}

/* From the outline as from the text: what was done last goes first. */
static void
test_undo_order (void)
{
  GalleyArticle *one = article_at (0, 0);
  GalleyPage *first = galley_edition_get_page (shell_get_edition (&shell), 0);

  galley_view_grab_focus (shell_get_view (&shell));
  keys_press ("<Control>Home");
  keys_type ("Early ");
  focus_outline ();
  keys_press ("<Alt>Down");
  g_assert_cmpint (galley_page_index_of (first, one), ==, 1);
  galley_view_grab_focus (shell_get_view (&shell));
  keys_press ("<Control>Home");
  keys_type ("Late ");
  g_assert_true (holds (one, "Late Early Story"));
  focus_outline ();
  keys_press ("<Control>z");
  g_assert_true (holds (one, "Early Story"));
  g_assert_false (holds (one, "Late"));
  g_assert_cmpint (galley_page_index_of (first, one), ==, 1);
  keys_press ("<Control>z");
  g_assert_cmpint (galley_page_index_of (first, one), ==, 0);
  g_assert_true (holds (one, "Early Story"));
  keys_press ("<Control>z");
  g_assert_false (holds (one, "Early"));
}

static AdwToast *
get_toast (void)
{
  GtkWidget *widget = shell_find (GTK_WIDGET (shell.window), g_type_from_name ("AdwToastWidget"));
  AdwToast *toast = NULL;

  if (widget == NULL)
    return NULL;
  g_object_get (widget, "toast", &toast, NULL);
  g_object_unref (toast);
  return toast;
}

static gboolean
shows_toast (gpointer text)
{
  GtkWidget *widget = shell_find (GTK_WIDGET (shell.window), g_type_from_name ("AdwToastWidget"));
  GtkWidget *label = widget != NULL ? shell_find (widget, GTK_TYPE_LABEL) : NULL;

  return label != NULL && g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text);
}

static void
on_dismissed (gboolean *dismissed)
{
  *dismissed = TRUE;
}

/* What a toast offers to undo is what was done last. */
static void
test_toast (void)
{
  GalleyCorrect *correct = galley_workspace_get_correct (shell_get_workspace (&shell));
  char text[] = "Tom & Jerry <1>";
  gboolean dismissed = FALSE;

  select_two ();
  keys_press ("Delete");
  g_assert_nonnull (get_toast ());
  g_signal_connect_swapped (get_toast (), "dismissed", G_CALLBACK (on_dismissed), &dismissed);
  galley_correct_begin (correct);
  galley_correct_end (
      correct, galley_hand_mark_article (shell_get_edition (&shell), article_at (1, 0), GALLEY_ARTICLE_AD),
      TRUE);
  g_assert_true (dismissed);
  g_signal_emit_by_name (correct, "refused", text);
  shell_wait (shows_toast, text);
}

/* The proof that was has nothing to check any more, whoever holds it. */
static void
test_proof_again (void)
{
  GalleySession *session = galley_window_get_session (shell.window);
  g_autoptr (GalleyProof) old = g_object_ref (galley_session_get_proof (session));

  g_assert_nonnull (galley_proof_get_edition (old));
  g_settings_set_string (shell.settings, "profile", "none");
  g_settings_reset (shell.settings, "profile");
  g_assert_true (galley_session_get_proof (session) != old);
  g_assert_null (galley_proof_get_edition (old));
}

/* --- one article ------------------------------------------------------------------------------------------------- */

static gboolean
has_fit (gpointer text)
{
  GtkWidget *workspace = GTK_WIDGET (shell_get_workspace (&shell));
  GtkWidget *label = GTK_WIDGET (gtk_widget_get_template_child (workspace, GALLEY_TYPE_WORKSPACE, "fit"));

  return gtk_widget_get_visible (label) && g_str_equal (gtk_label_get_label (GTK_LABEL (label)), text);
}

static void
wait_for_fit (const char *text)
{
  g_autofree char *copy = g_strdup (text);

  shell_wait (has_fit, copy);
}

static void
test_slot (void)
{
  keys_press ("<Control>2");
  keys_tab_to (keys_in_row, "Slot");
  keys_press ("<Control>a");
  keys_type ("10x1");
  g_assert_cmpstr (get_value (shell_get_article (&shell), "slot"), ==, "10x1");
  wait_for_fit ("3 lines over");
  keys_press ("<Control>a");
  keys_type ("60");
  wait_for_fit ("11 characters under");
  /* Live, while the text is typed. */
  galley_view_grab_focus (shell_get_view (&shell));
  keys_press ("<Control>End");
  keys_type ("abc");
  wait_for_fit ("8 characters under");
}

static gboolean
on_picker_button (GtkWidget *focus, gconstpointer tooltip)
{
  GtkWidget *button = gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON);

  return button != NULL && g_strcmp0 (gtk_widget_get_tooltip_text (button), tooltip) == 0;
}

static void
test_subjects (void)
{
  GalleyMetadata *metadata = galley_article_get_metadata (shell_get_article (&shell));
  g_autoptr (GPtrArray) subjects = NULL;
  const GalleyMetaItem *subject;
  g_autofree char *remove = NULL;

  keys_press ("<Control>2");
  keys_tab_to (on_picker_button, "Choose Subjects");
  keys_press ("Return");
  keys_type ("law enforcement");
  keys_press ("Return");
  subjects = galley_metadata_list (metadata, "subject");
  g_assert_cmpuint (subjects->len, ==, 1);
  subject = subjects->pdata[0];
  g_assert_cmpstr (subject->qualifier, ==, "medtop");
  /* It is called by its name, and taken away again. */
  g_assert_nonnull (galley_metadata_get (metadata, "subject.name"));
  remove = g_strdup_printf ("Remove “%s”", galley_metadata_get (metadata, "subject.name"));
  shell_settle (&shell);
  keys_tab_to (keys_on_button, remove);
  keys_press ("Return");
  g_assert_null (galley_metadata_get (metadata, "subject"));
}

static void
test_suggestions (void)
{
  GalleyMetadata *metadata = galley_article_get_metadata (shell_get_article (&shell));
  g_autoptr (GalleyBlock) block = galley_block_new (
      GALLEY_ROLE_BODY, "社区养老服务办得好，社区养老服务离不开大家；社区食堂开进来，食堂里坐满了老人。", -1);
  guint n;

  galley_article_append (shell_get_article (&shell), block);
  /* What is worth offering is looked for when an article comes into view. */
  keys_press ("<Control>Page_Down");
  keys_press ("<Control>Page_Up");
  shell_settle (&shell);
  keys_press ("<Control>2");
  keys_tab_to (keys_in_row, "Suggestions for Keywords");
  n = galley_metadata_get_n_items (metadata);
  /* One key takes one, and the next one is at hand. */
  keys_press ("Return");
  shell_settle (&shell);
  g_assert_cmpuint (galley_metadata_get_n_items (metadata), ==, n + 1);
  keys_press ("Return");
  shell_settle (&shell);
  g_assert_cmpuint (galley_metadata_get_n_items (metadata), ==, n + 2);
}

static gboolean
is_entry_in_row (GtkWidget *focus, gconstpointer title)
{
  return GTK_IS_TEXT (focus) && keys_in_row (focus, title);
}

static void
is_typed (const char *text)
{
  g_assert_true (GTK_IS_TEXT (get_focus ()));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_focus ())), ==, text);
}

static void
go_to_keywords (void)
{
  keys_press ("<Control>2");
  keys_tab_to (is_entry_in_row, "Keywords");
}

/* What was typed into a list and not entered is still there when the rows are drawn anew, and gone in the next article. */
static void
test_half_typed (void)
{
  GalleyMetadata *metadata = galley_article_get_metadata (shell_get_article (&shell));

  go_to_keywords ();
  keys_type ("half");
  /* Another list gets a value: all rows are drawn anew. */
  keys_tab_to (is_entry_in_row, "Subjects");
  keys_type ("law enforcement");
  keys_press ("Return");
  shell_settle (&shell);
  g_assert_nonnull (galley_metadata_get (metadata, "subject"));
  is_typed ("");
  /* So they are when somebody else changes what is known of the article. */
  galley_view_grab_focus (shell_get_view (&shell));
  galley_metadata_set (metadata, "section", "culture");
  shell_settle (&shell);
  go_to_keywords ();
  is_typed ("half");
  keys_press ("End");
  keys_type ("way");
  keys_press ("Return");
  shell_settle (&shell);
  g_assert_cmpstr (galley_metadata_get (metadata, "keyword"), ==, "halfway");
  is_typed ("");

  keys_type ("other");
  keys_press ("<Control>Page_Down");
  g_assert_true (shell_get_article (&shell) == article_at (0, 1));
  go_to_keywords ();
  is_typed ("");
}

/* --- the edition ------------------------------------------------------------------------------------------------- */

static gboolean
has_counted (gpointer dialog)
{
  return !galley_statistics_dialog_is_busy (dialog);
}

static void
on_text (GObject *clipboard, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);
}

static gboolean
has_text (gpointer text)
{
  return *(char **) text != NULL;
}

static void
test_statistics (void)
{
  GtkWidget *dialog;
  g_autofree char *people = NULL;
  g_autofree char *progress = NULL;
  g_autofree char *copied = NULL;

  keys_press ("<Control><Alt>s");
  dialog = GTK_WIDGET (keys_get_front ());
  g_assert_true (GALLEY_IS_STATISTICS_DIALOG (dialog));
  shell_wait (has_counted, dialog);
  keys_press ("<Control>c");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (dialog), NULL, on_text, &copied);
  shell_wait (has_text, &copied);
  g_assert_true (g_str_has_prefix (copied, "Page,Articles,Characters\r\n01 要闻,2,"));
  people = galley_statistics_dialog_dup_csv (GALLEY_STATISTICS_DIALOG (dialog), "people");
  g_assert_nonnull (strstr (people, "本报记者 方小舟,6,"));
  progress = galley_statistics_dialog_dup_csv (GALLEY_STATISTICS_DIALOG (dialog), "progress");
  g_assert_nonnull (strstr (progress, "01 要闻,2,0,"));
  keys_press ("Escape");
  g_assert_true (GALLEY_IS_WINDOW (keys_get_front ()));
}

static gboolean
has_searched (gpointer window)
{
  return !galley_archive_window_is_busy (window);
}

static void
test_archive (void)
{
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, "A zebra crossed the street.", -1);
  GtkWidget *window;

  /* The editions of the tests before this one lie in the same folder. */
  galley_article_append (article_at (2, 1), block);
  shell_settle (&shell);
  keys_press ("<Control><Shift>f");
  window = GTK_WIDGET (keys_get_front ());
  g_assert_true (GALLEY_IS_ARCHIVE_WINDOW (window));
  shell_wait (has_searched, window);
  keys_type ("zebra street");
  shell_wait (has_searched, window);
  g_assert_cmpuint (
      g_list_model_get_n_items (galley_archive_window_get_hits (GALLEY_ARCHIVE_WINDOW (window))), ==, 1);
  keys_press ("Return");
  keys_press ("Return");
  g_assert_true (shell_get_article (&shell) == article_at (2, 1));
  gtk_window_close (GTK_WINDOW (window));
}

static void
test_digest (void)
{
  GalleyPage *page = galley_edition_get_page (shell_get_edition (&shell), 0);
  GalleyArticle *digest;

  galley_view_grab_focus (shell_get_view (&shell));
  keys_press ("<Control><Alt>d");
  g_assert_cmpuint (galley_page_get_n_articles (page), ==, N_ARTICLES + 1);
  digest = galley_page_get_article (page, N_ARTICLES);
  g_assert_true (galley_imprint_is_digest (digest));
  g_assert_true (holds (digest, "Story 1 of page 2……2版"));
  g_assert_true (shell_get_article (&shell) == digest);
  keys_press ("<Control>z");
  g_assert_cmpuint (galley_page_get_n_articles (page), ==, N_ARTICLES);
}

/* The window of another edition, or NULL. */
static GtkWindow *
find_other_window (void)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (shell.application)); l != NULL; l = l->next)
    {
      if (GALLEY_IS_WINDOW (l->data) && l->data != shell.window)
        return l->data;
    }
  return NULL;
}

static gboolean
has_other_window (gpointer data)
{
  return find_other_window () != NULL;
}

static void
test_next (void)
{
  GtkWindow *front;
  GalleyEdition *next;
  GalleyMasthead *masthead;

  keys_press ("<Control><Alt>e");
  g_assert_true (ADW_IS_MESSAGE_DIALOG (keys_get_front ()));
  keys_press ("Return");
  shell_wait (has_other_window, NULL);
  front = find_other_window ();
  next = galley_session_get_edition (galley_window_get_session (GALLEY_WINDOW (front)));
  masthead = galley_edition_get_masthead (next);
  g_assert_cmpstr (galley_masthead_get (masthead, GALLEY_FACT_DATE), ==, "2025-03-19");
  g_assert_cmpstr (galley_masthead_get (masthead, GALLEY_FACT_ISSUE), ==, "4128");
  g_assert_cmpuint (galley_edition_get_n_pages (next), ==, N_PAGES);
  gtk_window_close (front);
  shell_draw (GTK_WIDGET (shell.window));
}

/* --- all of them ------------------------------------------------------------------------------------------------- */

static void
run (gconstpointer data)
{
  void (*test) (void) = data;

  shell_start (&shell);
  g_settings_reset (shell.settings, "last-edition");
  if (!keys_start ())
    g_test_skip ("the display has no XTEST, which presses the keys");
  else
    {
      make_edition ();
      test ();
      shell_settle (&shell);
    }
  g_settings_reset (shell.settings, "last-edition");
  shell_stop (&shell);
}

int
main (int argc, char *argv[])
{
  shell_isolate ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/desk/find", test_find, run);
  g_test_add_data_func ("/desk/bad-expression", test_bad_expression, run);
  g_test_add_data_func ("/desk/replace", test_replace, run);
  g_test_add_data_func ("/desk/replace-many", test_replace_many, run);
  g_test_add_data_func ("/desk/tag", test_tag, run);
  g_test_add_data_func ("/desk/move", test_move, run);
  g_test_add_data_func ("/desk/remove", test_remove, run);
  g_test_add_data_func ("/desk/undo-order", test_undo_order, run);
  g_test_add_data_func ("/desk/toast", test_toast, run);
  g_test_add_data_func ("/desk/proof-again", test_proof_again, run);
  g_test_add_data_func ("/desk/slot", test_slot, run);
  g_test_add_data_func ("/desk/subjects", test_subjects, run);
  g_test_add_data_func ("/desk/suggestions", test_suggestions, run);
  g_test_add_data_func ("/desk/half-typed", test_half_typed, run);
  g_test_add_data_func ("/desk/statistics", test_statistics, run);
  g_test_add_data_func ("/desk/archive", test_archive, run);
  g_test_add_data_func ("/desk/digest", test_digest, run);
  g_test_add_data_func ("/desk/next", test_next, run);
  return g_test_run ();
}
