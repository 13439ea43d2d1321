/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copy from everywhere, in the window: many files at once with a result for each, and a folder that is watched. */

#include "config.h"

#include <utime.h>

#include <glib/gstdio.h>

#include "galley-arrivals.h"
#include "galley-gather.h"
#include "galley-import-list.h"
#include "keys.h"
#include "shell-fixture.h"

static Shell shell;

static guint
count_articles (void)
{
  g_autoptr (GPtrArray) articles =
      shell_get_edition (&shell) != NULL ? galley_edition_list_articles (shell_get_edition (&shell)) : NULL;

  return articles != NULL ? articles->len : 0;
}

static char *
dup_all_text (void)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (shell_get_edition (&shell));
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < articles->len; i++)
    {
      g_autofree char *text = galley_article_dup_text (articles->pdata[i]);

      g_string_append_printf (all, "%s\n", text);
    }
  return g_string_free (all, FALSE);
}

static guint
count_words (const char *text, const char *words)
{
  guint n = 0;

  for (const char *p = strstr (text, words); p != NULL; p = strstr (p + 1, words))
    n++;
  return n;
}

static gboolean
has_articles (gpointer user_data)
{
  return count_articles () >= GPOINTER_TO_UINT (user_data);
}

static char *
make_folder (const char *name)
{
  char *folder = g_build_filename (g_get_user_data_dir (), name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  return folder;
}

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static gboolean
is_over (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
get_flag (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* Long enough for a file to count as whole, twice over. */
static void
wait_long (void)
{
  gboolean over = FALSE;

  g_timeout_add (GALLEY_ARRIVALS_QUIET_MS * 4, is_over, &over);
  shell_wait (get_flag, &over);
}

static gboolean
is_offered (gpointer user_data)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (shell.application), "import-new");
}

/* --- a watched folder -------------------------------------------------------------------------------------------- */

static void
watch (const char *folder, gboolean at_once)
{
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  g_settings_set_boolean (shell.settings, "watched-import", at_once);
  g_settings_set_string (shell.settings, "watched-folder", uri);
  wait_long ();
}

static void
watch_nothing (void)
{
  g_settings_reset (shell.settings, "watched-folder");
  g_settings_reset (shell.settings, "watched-import");
}

/* Offered once it is whole, imported by a key, and never offered again. */
static void
test_offer (void)
{
  g_autofree char *folder = make_folder ("inbox");
  g_autofree char *half = g_build_filename (folder, "late.txt", NULL);
  g_autofree char *first = NULL, *second = NULL;
  FILE *writer;

  shell_start (&shell);
  g_assert_true (keys_start ());
  write_file (folder, "before.txt", "昨天的旧稿\n本报讯 这一篇在开始之前就在这里了。\n");
  watch (folder, FALSE);
  g_assert_false (is_offered (NULL));

  write_file (folder, ".hidden.txt", "隐藏的文件不是稿件。\n");
  write_file (folder, "unfinished.part", "还没有下载完。\n");
  wait_long ();
  g_assert_false (is_offered (NULL));

  /* Somebody writes slowly: as long as it grows, nothing is offered. */
  writer = g_fopen (half, "w");
  g_assert_nonnull (writer);
  for (guint i = 0; i < 6; i++)
    {
      gboolean over = FALSE;

      fprintf (writer, "%s本报讯 第%u段，稿件还在传输之中，尚未传完。\n", i == 0 ? "稿件传来\n" : "", i);
      fflush (writer);
      g_timeout_add (GALLEY_ARRIVALS_QUIET_MS / 2, is_over, &over);
      shell_wait (get_flag, &over);
      g_assert_false (is_offered (NULL));
    }
  fclose (writer);
  shell_wait (is_offered, NULL);
  g_assert_cmpuint (count_articles (), ==, 0);

  keys_press ("<Control><Alt>i");
  shell_wait (has_articles, GUINT_TO_POINTER (1));
  shell_settle (&shell);
  g_assert_false (is_offered (NULL));
  first = dup_all_text ();
  g_assert_cmpuint (count_words (first, "第0段"), ==, 1);
  g_assert_cmpuint (count_words (first, "第5段"), ==, 1);
  wait_long ();
  g_assert_false (is_offered (NULL));
  shell_stop (&shell);

  /* The program was away; what came in the meantime is offered, what is known is not. */
  watch_nothing ();
  write_file (folder, "meanwhile.txt", "其间来稿\n本报讯 没有人看着的时候来了一篇稿件。\n");
  shell_start (&shell);
  watch (folder, FALSE);
  shell_wait (is_offered, NULL);
  keys_press ("<Control><Alt>i");
  shell_settle (&shell);
  wait_long ();
  g_assert_false (is_offered (NULL));
  second = dup_all_text ();
  g_assert_cmpuint (count_words (second, "没有人看着"), ==, 1);
  g_assert_cmpuint (count_words (second, "第5段"), ==, 1);
  g_assert_cmpuint (count_words (second, "旧稿"), ==, 0);
  watch_nothing ();
  shell_stop (&shell);
}

/* Without asking; several together; each once. */
static void
test_at_once (void)
{
  g_autofree char *folder = make_folder ("press");
  g_autofree char *path = g_build_filename (folder, "two.txt", NULL);
  guint n;

  shell_start (&shell);
  n = count_articles ();
  watch (folder, TRUE);
  write_file (folder, "one.txt", "春茶早\n本报讯 今年的春茶比往年早了一个星期。\n");
  write_file (folder, "two.txt", "秋粮入库\n本报讯 全市秋粮入库过半，进度快于去年。\n");
  shell_wait (has_articles, GUINT_TO_POINTER (n + 2));
  shell_settle (&shell);
  g_assert_cmpint (utime (path, NULL), ==, 0);
  wait_long ();
  g_assert_cmpuint (count_articles (), ==, n + 2);
  g_assert_false (is_offered (NULL));
  watch_nothing ();
  shell_stop (&shell);
}

/* --- many files -------------------------------------------------------------------------------------------------- */

static void
on_done (GalleyImport *import, const GalleyImported *imported, GPtrArray **files)
{
  *files = g_ptr_array_ref (imported->files);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

/* One line for each file, and a reason for each that did not come in. */
static void
test_list (void)
{
  g_autofree char *folder = make_folder ("many");
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);
  GPtrArray *files = NULL;
  g_autofree char *text = NULL;
  GtkWidget *window;

  shell_start (&shell);
  write_file (folder, "a.txt",
              "水库加固完工\n本报讯 记者昨天获悉，青石水库加固工程已经完工，比计划提前了两个月。\n");
  write_file (folder, "b.txt",
              "水库加固完工\n本报讯 记者昨天获悉，青石水库加固工程已经完工，比计划提前了两个月。\n");
  write_file (folder, "broken.docx", "PK\003\004 no package");
  write_file (folder, "empty.txt", "");
  write_file (folder, "tool.xyz", "\001\002\003");
  g_list_store_append (list, file);
  g_signal_connect (galley_window_get_import (shell.window), "done", G_CALLBACK (on_done), &files);
  galley_window_import (shell.window, G_LIST_MODEL (list));
  shell_wait (is_set, &files);
  shell_settle (&shell);
  g_assert_cmpuint (files->len, ==, 5);
  text = galley_import_list_dup_text (files);
  g_assert_nonnull (strstr (text, "many/a.txt: 1 article\n"));
  g_assert_nonnull (strstr (text, "many/b.txt: 1 article\n  “水库加固完工” has the same text"));
  g_assert_nonnull (strstr (text, "many/broken.docx: Not read\n  "));
  g_assert_nonnull (strstr (text, "many/tool.xyz: Nothing here reads"));

  window = galley_import_list_new (GTK_WINDOW (shell.window), files);
  gtk_window_present (GTK_WINDOW (window));
  shell_draw (window);
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_assert_nonnull (shell_find_row (window, "many/b.txt"));
  gtk_window_close (GTK_WINDOW (window));
  shell_draw (GTK_WIDGET (shell.window));
  g_assert_null (window);
  g_ptr_array_unref (files);
  g_signal_handlers_disconnect_by_func (galley_window_get_import (shell.window), on_done, &files);
  shell_stop (&shell);
}

int
main (int argc, char *argv[])
{
  shell_isolate ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inbox/offer", test_offer);
  g_test_add_func ("/inbox/at-once", test_at_once);
  g_test_add_func ("/inbox/list", test_list);
  return g_test_run ();
}
