/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main job from one end to the other with real key strokes and nothing else: from the empty window over the sample page, its
 * findings, a fix and its undo, a role, a section and keywords, to the exported files; then a second start, and the same
 * files again. Needs an X display with the XTEST extension (Xvfb has it). */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "galley-export-dialog.h"
#include "keys.h"
#include "shell-fixture.h"

static Shell shell;

static GalleyMetadata *
get_metadata (void)
{
  return galley_article_get_metadata (shell_get_article (&shell));
}

static gboolean
has_article (gpointer user_data)
{
  return galley_window_get_workspace (shell.window) != NULL && shell_get_article (&shell) != NULL;
}

static char *
dup_text (void)
{
  return galley_article_dup_text (shell_get_article (&shell));
}

/* --- stations of the day ----------------------------------------------------------------------------------------- */

static void
import_sample (void)
{
  keys_tab_to (keys_on_button, "Try the Sample Page");
  keys_press ("Return");
  shell_wait (has_article, NULL);
  shell_settle (&shell);
}

/* Goes to the text of the first story. */
static void
go_to_story (void)
{
  for (guint i = 0; i < 20 && galley_article_get_kind (shell_get_article (&shell)) != GALLEY_ARTICLE_STORY;
       i++)
    keys_press ("<Control>Page_Down");
  g_assert_cmpint (galley_article_get_kind (shell_get_article (&shell)), ==, GALLEY_ARTICLE_STORY);
}

static gboolean
has_plain_fix (GalleyFinding *finding)
{
  guint n_edits;

  galley_finding_get_edits (finding, &n_edits);
  return n_edits == 0 && galley_finding_get_fixes (finding)[0] != NULL;
}

/* F8 from finding to finding, all round; Enter takes a fix and Ctrl+Z gives it back, in the text as well as in the list. */
static void
walk_and_fix (void)
{
  GListModel *findings =
      galley_proof_get_findings (galley_view_get_proof (shell_get_view (&shell)), shell_get_article (&shell));
  guint n = g_list_model_get_n_items (findings);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree char *before = dup_text ();
  g_autofree char *fixed = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpuint (n, >, 1);
  for (guint i = 0; i < n; i++)
    {
      keys_press ("F8");
      g_assert_nonnull (galley_view_get_finding (shell_get_view (&shell)));
      g_hash_table_add (seen, galley_view_get_finding (shell_get_view (&shell)));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, n);
  for (guint i = 0; i < n && !has_plain_fix (galley_view_get_finding (shell_get_view (&shell))); i++)
    keys_press ("F8");
  g_assert_true (has_plain_fix (galley_view_get_finding (shell_get_view (&shell))));
  keys_press ("Return");
  shell_settle (&shell);
  fixed = dup_text ();
  g_assert_cmpstr (fixed, !=, before);
  g_assert_cmpuint (g_list_model_get_n_items (findings), <, n);
  keys_press ("<Control>z");
  shell_settle (&shell);
  after = dup_text ();
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (g_list_model_get_n_items (findings), ==, n);
  /* Once more and for good, so that there is something to compare in the end. */
  keys_press ("F8");
  for (guint i = 0; i < n && !has_plain_fix (galley_view_get_finding (shell_get_view (&shell))); i++)
    keys_press ("F8");
  keys_press ("Return");
  shell_settle (&shell);
}

static guint
get_caret_block (void)
{
  guint block, offset;

  galley_view_get_caret (shell_get_view (&shell), &block, &offset);
  return block;
}

static guint
change_role (void)
{
  guint block;

  keys_press ("<Control>End");
  block = get_caret_block ();
  keys_press ("<Alt>8");
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (shell_get_article (&shell), block)), ==,
                   GALLEY_ROLE_QUOTE);
  keys_press ("<Control>z");
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (shell_get_article (&shell), block)), !=,
                   GALLEY_ROLE_QUOTE);
  keys_press ("<Control><Shift>z");
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (shell_get_article (&shell), block)), ==,
                   GALLEY_ROLE_QUOTE);
  return block;
}

static gboolean
has_keyword (const char *word)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (get_metadata (), "keyword");

  for (guint i = 0; i < items->len; i++)
    {
      if (g_str_equal (((const GalleyMetaItem *) items->pdata[i])->value, word))
        return TRUE;
    }
  return FALSE;
}

/* A section, two keywords one after the other, and an urgency out of its choices. */
static void
tag (void)
{
  keys_press ("<Control>2");
  keys_tab_to (keys_in_row, "Section");
  keys_press ("<Control>a");
  keys_type ("culture");
  g_assert_cmpstr (galley_metadata_get (get_metadata (), "section"), ==, "culture");
  keys_tab_to (keys_in_row, "Keywords");
  while (!GTK_IS_TEXT (gtk_window_get_focus (keys_get_front ())))
    keys_press ("Tab");
  keys_type ("library");
  keys_press ("Return");
  keys_type ("reading");
  keys_press ("Return");
  g_assert_true (has_keyword ("library"));
  g_assert_true (has_keyword ("reading"));
  keys_tab_to (keys_in_row, "Urgency");
  keys_press ("Return");
  keys_press ("Down");
  keys_press ("Return");
  g_assert_nonnull (galley_metadata_get (get_metadata (), "urgency"));
  shell_settle (&shell);
}

static void
done_cb (GalleyExportDialog *dialog, gboolean written, gboolean *done)
{
  *done = written;
}

static gboolean
is_done (gpointer user_data)
{
  return *(gboolean *) user_data;
}

static void
tick (const char *format)
{
  keys_tab_to (keys_in_row, format);
  while (!GTK_IS_CHECK_BUTTON (gtk_window_get_focus (keys_get_front ())))
    keys_press ("Tab");
  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (gtk_window_get_focus (keys_get_front ()))))
    keys_press ("space");
}

static gboolean
is_no_dialog (gpointer user_data)
{
  return GALLEY_IS_WINDOW (keys_get_front ());
}

/* To a folder that is named by typing its path. */
static void
export_to (const char *folder)
{
  GtkWidget *dialog;
  gboolean done = FALSE;

  keys_press ("<Control>e");
  dialog = GTK_WIDGET (keys_get_front ());
  g_assert_true (GALLEY_IS_EXPORT_DIALOG (dialog));
  keys_tab_to (keys_on_button, "Choose…");
  keys_press ("Return");
  g_assert_true (GTK_IS_FILE_CHOOSER (keys_get_front ()));
  keys_type (folder);
  keys_press ("Return");
  for (guint i = 0; i < 3 && GTK_WIDGET (keys_get_front ()) != dialog; i++)
    keys_press ("<Alt>c");
  g_assert_true (GTK_WIDGET (keys_get_front ()) == dialog);
  g_signal_connect (dialog, "done", G_CALLBACK (done_cb), &done);
  tick ("Web Page");
  tick ("Markdown");
  keys_press ("<Alt>e");
  shell_wait (is_done, &done);
  keys_press ("Escape");
  shell_wait (is_no_dialog, NULL);
}

static GHashTable *
read_folder (const char *path)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      char *text = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (file, &text, &length, NULL));
      g_hash_table_insert (files, g_strdup (name), g_bytes_new_take (text, length));
      g_remove (file);
    }
  g_rmdir (path);
  return files;
}

static gboolean
holds (GHashTable *files, const char *suffix, const char *text)
{
  GHashTableIter iter;
  gpointer name, bytes;

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      gsize length;
      const char *data = g_bytes_get_data (bytes, &length);

      if (g_str_has_suffix (name, suffix) && g_strstr_len (data, (gssize) length, text) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_closed (gpointer user_data)
{
  return gtk_application_get_windows (user_data) == NULL;
}

static void
test_day (void)
{
  g_autofree char *first = g_dir_make_tmp ("galley-keys-XXXXXX", NULL);
  g_autofree char *second = g_dir_make_tmp ("galley-keys-XXXXXX", NULL);
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  GHashTableIter iter;
  gpointer name, bytes;
  guint block;

  shell_start (&shell);
  g_settings_reset (shell.settings, "last-edition");
  if (!keys_start ())
    {
      g_test_skip ("the display has no XTEST, which presses the keys");
      shell_stop (&shell);
      return;
    }
  import_sample ();
  go_to_story ();
  walk_and_fix ();
  block = change_role ();
  tag ();
  export_to (first);
  text = dup_text ();
  before = read_folder (first);
  g_assert_cmpuint (g_hash_table_size (before), >=, 2);
  g_assert_true (holds (before, ".html", "library"));
  g_assert_true (holds (before, ".md", "culture"));

  keys_press ("<Control>w");
  shell_wait (has_closed, shell.application);
  shell_start (&shell);
  shell_wait (has_article, NULL);
  shell_settle (&shell);
  again = dup_text ();
  g_assert_cmpstr (again, ==, text);
  g_assert_cmpuint (get_caret_block (), ==, block);
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (shell_get_article (&shell), block)), ==,
                   GALLEY_ROLE_QUOTE);
  g_assert_cmpstr (galley_metadata_get (get_metadata (), "section"), ==, "culture");
  export_to (second);
  after = read_folder (second);
  g_assert_cmpuint (g_hash_table_size (after), ==, g_hash_table_size (before));
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      GBytes *other = g_hash_table_lookup (after, name);

      g_assert_nonnull (other);
      g_assert_true (g_bytes_equal (bytes, other));
    }
  g_settings_reset (shell.settings, "last-edition");
  shell_stop (&shell);
}

/* --- what is decided about findings ------------------------------------------------------------------------------ */

static guint
count_findings (void)
{
  shell_settle (&shell);
  return g_list_model_get_n_items (galley_proof_get_findings (galley_view_get_proof (shell_get_view (&shell)),
                                                              shell_get_article (&shell)));
}

static GalleyDesk *
get_desk (void)
{
  return galley_session_get_desk (galley_window_get_session (shell.window));
}

/* To the first finding that is one place with a fix. */
static void
go_to_finding (void)
{
  keys_press ("<Control>Home");
  keys_press ("F8");
  for (guint i = 0; i < 50 && !has_plain_fix (galley_view_get_finding (shell_get_view (&shell))); i++)
    keys_press ("F8");
  g_assert_true (has_plain_fix (galley_view_get_finding (shell_get_view (&shell))));
}

/* One key lets the finding go, Ctrl+Z brings it back. */
static void
test_there_and_back (const char *key)
{
  guint n = count_findings ();
  g_autofree char *before = dup_text ();
  g_autofree char *after = NULL;

  go_to_finding ();
  keys_press (key);
  g_assert_cmpuint (count_findings (), <, n);
  keys_press ("<Control>z");
  g_assert_cmpuint (count_findings (), ==, n);
  after = dup_text ();
  g_assert_cmpstr (after, ==, before);
}

static gboolean
on_expander (GtkWidget *focus, gconstpointer data)
{
  return GTK_IS_EXPANDER (focus) ||
         (gtk_widget_get_parent (focus) != NULL && GTK_IS_EXPANDER (gtk_widget_get_parent (focus)));
}

static void
test_unignore (void)
{
  guint n = count_findings ();

  go_to_finding ();
  keys_press ("<Shift>i");
  g_assert_cmpuint (count_findings (), <, n);
  keys_press ("<Control>1");
  keys_tab_to (on_expander, "Ignored");
  keys_press ("Return");
  keys_tab_to (keys_on_button, "Stop ignoring this");
  keys_press ("Return");
  g_assert_cmpuint (count_findings (), ==, n);
  keys_press ("F6");
}

static gboolean
is_in_text (GtkWidget *focus, gconstpointer data)
{
  return focus == GTK_WIDGET (galley_view_get_text_view (shell_get_view (&shell)));
}

static void
test_fix_many (void)
{
  guint n = count_findings ();
  g_autofree char *before = dup_text ();
  g_autofree char *fixed = NULL;
  g_autofree char *after = NULL;

  keys_tab_to (is_in_text, "the text");
  keys_press ("<Control><Shift>F8");
  g_assert_false (GALLEY_IS_WINDOW (keys_get_front ()));
  keys_press ("Return");
  shell_wait (is_no_dialog, NULL);
  g_assert_cmpuint (count_findings (), <, n);
  fixed = dup_text ();
  g_assert_cmpstr (fixed, !=, before);
  keys_press ("<Control>z");
  g_assert_cmpuint (count_findings (), ==, n);
  after = dup_text ();
  g_assert_cmpstr (after, ==, before);
}

static void
test_dictionary (void)
{
  g_auto (GStrv) terms = NULL;
  g_auto (GStrv) none = NULL;

  keys_tab_to (keys_in_row, "_Dictionary");
  keys_press ("Return");
  keys_type ("spring tea fair");
  keys_press ("Tab");
  keys_tab_to (keys_in_row, "Good Until");
  keys_type ("2031-05-01");
  keys_press ("Return");
  terms = galley_desk_dup_all_terms (get_desk ());
  g_assert_true (g_strv_contains ((const char *const *) terms, "spring tea fair"));
  g_assert_cmpstr (galley_desk_get_until (get_desk (), "spring tea fair"), ==, "2031-05-01");
  keys_tab_to (keys_on_button, "Take “spring tea fair” out of the dictionary");
  keys_press ("Return");
  none = galley_desk_dup_all_terms (get_desk ());
  g_assert_false (g_strv_contains ((const char *const *) none, "spring tea fair"));
  keys_tab_to (keys_on_button, "Back");
  keys_press ("Return");
}

static gboolean
has_own_finding (gpointer user_data)
{
  GListModel *findings =
      galley_proof_get_findings (galley_view_get_proof (shell_get_view (&shell)), shell_get_article (&shell));

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, i);

      if (g_str_equal (galley_finding_get_rule (finding)->id, "OWN.1"))
        return TRUE;
    }
  return FALSE;
}

/* A rule of one's own is written, and found in the copy a moment later. */
static void
test_own_rule (void)
{
  static const char *const lines[] = { "severity=error", "skip=none", "pattern=126", "bad.1=126" };

  keys_tab_to (keys_in_row, "Own _Rules");
  keys_press ("Return");
  keys_press ("<Control>End");
  keys_press ("Return");
  keys_type ("[rule OWN.1]");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      keys_press ("Return");
      keys_type (lines[i]);
    }
  shell_wait (has_own_finding, NULL);
  keys_tab_to (keys_on_button, "Back");
  keys_press ("Return");
}

static void
test_preferences (void)
{
  keys_press ("<Control>comma");
  g_assert_false (GALLEY_IS_WINDOW (keys_get_front ()));
  keys_tab_to (keys_on_page, "Proofreading");
  keys_press ("space");
  test_dictionary ();
  test_own_rule ();
  keys_press ("Escape");
  shell_wait (is_no_dialog, NULL);
}

static void
test_manners (void)
{
  static const char *const keys[] = { "i", "<Shift>i", "<Control>i", "d", "r", "Return", "1" };

  shell_start (&shell);
  g_settings_reset (shell.settings, "last-edition");
  if (!keys_start ())
    {
      g_test_skip ("the display has no XTEST, which presses the keys");
      shell_stop (&shell);
      return;
    }
  shell_import_sample (&shell);
  go_to_story ();
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    test_there_and_back (keys[i]);
  test_unignore ();
  test_fix_many ();
  test_preferences ();
  g_settings_reset (shell.settings, "last-edition");
  shell_stop (&shell);
}

int
main (int argc, char *argv[])
{
  shell_isolate ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/day", test_day);
  g_test_add_func ("/keys/manners", test_manners);
  return g_test_run ();
}
