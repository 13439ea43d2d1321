/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The export dialog and the marks of a round, with real key strokes: which rounds it offers, in which formats, and what is
 * written. Needs an X display with the XTEST extension (Xvfb has it). */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "galley-export-dialog.h"
#include "galley-rounds.h"
#include "keys.h"
#include "shell-fixture.h"

static Shell shell;

/* --- an edition with two rounds ----------------------------------------------------------------------------------- */

static GalleyArticle *
get_article (void)
{
  return galley_page_get_article (galley_edition_get_page (shell_get_edition (&shell), 0), 0);
}

static void
say (const char *text)
{
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, text, -1);

  galley_article_splice (get_article (), 1, 1, &block, 1);
}

static void
do_round (const char *person, const char *text)
{
  GalleyRounds *rounds =
      galley_workflow_get_rounds (galley_session_get_workflow (galley_window_get_session (shell.window)));
  g_autoptr (GError) error = NULL;

  g_assert_true (galley_rounds_begin (rounds, get_article (), person, NULL, &error));
  g_assert_no_error (error);
  say (text);
  g_assert_true (galley_rounds_end (rounds, get_article (), person, NULL, &error));
  g_assert_no_error (error);
}

static void
make_edition (void)
{
  GalleyMasthead *masthead;
  GalleyPage *page;
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) head = galley_block_new (GALLEY_ROLE_HEADLINE, "柳塘镇种树", -1);
  g_autoptr (GalleyBlock) body = galley_block_new (GALLEY_ROLE_BODY, "栽下树苗两万棵。", -1);

  g_assert_true (galley_window_create (shell.window, NULL));
  masthead = galley_edition_get_masthead (shell_get_edition (&shell));
  galley_masthead_set (masthead, GALLEY_FACT_PAPER, "chunxi");
  galley_masthead_set (masthead, GALLEY_FACT_DATE, "2025-03-18");
  page = galley_edition_ensure_page (shell_get_edition (&shell), 1, "要闻");
  galley_article_append (article, head);
  galley_article_append (article, body);
  galley_page_insert (page, G_MAXUINT, article);
  galley_workspace_show_article (shell_get_workspace (&shell), galley_article_get_id (article));
  shell_settle (&shell);
}

/* --- what was written ---------------------------------------------------------------------------------------------- */

/* A member of a ZIP file that is as large as a megabyte at most. */
static char *
read_member (const char *path, const char *name)
{
  g_autofree char *zip = NULL;
  g_autofree char *text = g_malloc0 (1 << 20);
  g_autoptr (GZlibDecompressor) inflate = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_RAW);
  g_autoptr (GError) error = NULL;
  gsize size, n_read, n_written;

  g_file_get_contents (path, &zip, &size, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i + 30 + strlen (name) < size; i++)
    {
      const guint8 *at = (const guint8 *) zip + i;

      if (memcmp (at, "PK\003\004", 4) != 0 || memcmp (at + 30, name, strlen (name)) != 0)
        continue;
      i += 30u + at[26] + at[27] * 256u + at[28] + at[29] * 256u;
      g_converter_convert (G_CONVERTER (inflate), zip + i, size - i, text, (1 << 20) - 1,
                           G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error);
      g_assert_no_error (error);
      return g_steal_pointer (&text);
    }
  g_assert_not_reached ();
}

/* --- the dialog ----------------------------------------------------------------------------------------------------- */

static GtkWidget *
get_dialog (void)
{
  return shell_find_window (GALLEY_TYPE_EXPORT_DIALOG);
}

static GtkWidget *
get_marks (void)
{
  return GTK_WIDGET (gtk_widget_get_template_child (get_dialog (), GALLEY_TYPE_EXPORT_DIALOG, "marks"));
}

static char *
open_dialog (void)
{
  char *folder = g_dir_make_tmp ("galley-export-XXXXXX", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  keys_press ("<Control>e");
  g_assert_nonnull (get_dialog ());
  galley_export_dialog_set_folder (GALLEY_EXPORT_DIALOG (get_dialog ()), file);
  return folder;
}

static void
tick (const char *module, gboolean ticked)
{
  g_assert_true (galley_export_dialog_select (GALLEY_EXPORT_DIALOG (get_dialog ()), module, ticked));
}

static void
on_done (GalleyExportDialog *dialog, gboolean written, int *done)
{
  *done = written ? 1 : -1;
}

static gboolean
is_over (gpointer done)
{
  return *(int *) done != 0;
}

static gboolean
write_it (void)
{
  int done = 0;
  gulong handler = g_signal_connect (get_dialog (), "done", G_CALLBACK (on_done), &done);

  keys_press ("<Alt>e");
  shell_wait (is_over, &done);
  g_signal_handler_disconnect (get_dialog (), handler);
  return done > 0;
}

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* --- the tests ------------------------------------------------------------------------------------------------------ */

/* Only where there are marks, formats that show them, and a draft. */
static void
test_offer (void)
{
  g_autofree char *folder = open_dialog ();
  GListModel *model;

  tick ("docx", TRUE);
  g_assert_false (gtk_widget_get_sensitive (get_marks ()));
  keys_press ("Escape");
  g_free (folder);

  do_round ("许梅", "栽下树苗三万棵。");
  do_round ("吴月", "栽下树苗三万株。");
  folder = open_dialog ();
  tick ("docx", FALSE);
  tick ("html", TRUE);
  g_assert_false (gtk_widget_get_sensitive (get_marks ()));
  tick ("docx", TRUE);
  g_assert_true (gtk_widget_get_sensitive (get_marks ()));
  model = adw_combo_row_get_model (ADW_COMBO_ROW (get_marks ()));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (model), 0), ==, "None");
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (model), 1), ==, "Second proof");
  g_assert_cmpstr (gtk_string_list_get_string (GTK_STRING_LIST (model), 2), ==, "First proof");
  galley_export_dialog_set_final (GALLEY_EXPORT_DIALOG (get_dialog ()), TRUE);
  g_assert_false (gtk_widget_get_sensitive (get_marks ()));
  keys_press ("Escape");
}

/* By key alone. The text without marks is as it stands now; what shows the round is as the round left it. */
static void
test_marks (void)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *html = NULL;
  g_autofree char *page = NULL;
  g_autofree char *document = NULL;

  do_round ("许梅", "栽下树苗三万棵。");
  do_round ("吴月", "栽下树苗三万株。");
  say ("栽下树苗九万株。");
  shell_settle (&shell);
  folder = open_dialog ();
  tick ("html", TRUE);
  tick ("docx", TRUE);
  keys_press ("<Alt>m");
  keys_press ("Return");
  keys_press ("End");
  keys_press ("Return");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (get_marks ())), ==, 2);
  g_assert_true (write_it ());
  g_assert_false (has_file (folder, "chunxi-2025-03-18.docx"));
  path = g_build_filename (folder, "chunxi-2025-03-18-一校.docx", NULL);
  document = read_member (path, "word/document.xml");
  g_assert_nonnull (strstr (document, "<w:ins "));
  g_assert_nonnull (strstr (document, "许梅"));
  g_assert_null (strstr (document, "吴月"));
  g_assert_null (strstr (document, "九"));
  g_assert_null (strstr (document, "株"));
  html = g_build_filename (folder, "chunxi-2025-03-18.html", NULL);
  g_assert_true (g_file_get_contents (html, &page, NULL, NULL));
  g_assert_nonnull (strstr (page, "九万株"));

  /* The next copy has none. */
  g_assert_true (galley_export_dialog_set_marks (GALLEY_EXPORT_DIALOG (get_dialog ()), NULL));
  g_assert_true (write_it ());
  g_free (path);
  g_free (document);
  path = g_build_filename (folder, "chunxi-2025-03-18.docx", NULL);
  document = read_member (path, "word/document.xml");
  g_assert_null (strstr (document, "<w:ins "));
  g_assert_nonnull (strstr (document, "九万株"));
  keys_press ("Escape");
}

/* A page that shows marks only when it is told to is told so, for this copy. */
static void
test_pdf (void)
{
  g_autofree char *folder = NULL;

  do_round ("许梅", "栽下树苗三万棵。");
  folder = open_dialog ();
  tick ("pdf", TRUE);
  g_assert_true (galley_export_dialog_set_marks (GALLEY_EXPORT_DIALOG (get_dialog ()), "一校"));
  g_assert_true (write_it ());
  g_assert_true (has_file (folder, "chunxi-2025-03-18-一校.pdf"));
  g_assert_false (galley_export_dialog_set_marks (GALLEY_EXPORT_DIALOG (get_dialog ()), "三校"));
  keys_press ("Escape");
}

/* --- all of them ------------------------------------------------------------------------------------------------- */

static void
run (gconstpointer data)
{
  void (*test) (void) = data;

  shell_start (&shell);
  g_settings_reset (shell.settings, "last-edition");
  g_settings_reset (shell.settings, "export-formats");
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

  g_test_add_data_func ("/export/offer", test_offer, run);
  g_test_add_data_func ("/export/marks", test_marks, run);
  g_test_add_data_func ("/export/pdf", test_pdf, run);
  return g_test_run ();
}
