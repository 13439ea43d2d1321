/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "test-common.h"

static GalleyPlugins *plugins;
static char *folder; /* where the third party's plugin was built */

/* --- a third party's plugin ------------------------------------------------------------------------------------- */

/* What somebody with one .c and one key file does. */
static void
build_toy (void)
{
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "plugins", "toy", "toy.c", NULL);
  g_autofree char *keys = g_test_build_filename (G_TEST_DIST, "plugins", "toy", "toy.plugin", NULL);
  g_autofree char *key_target = g_build_filename (folder, "toy.plugin", NULL);
  g_autofree char *command =
      g_strdup_printf ("%s -std=gnu17 -shared -fPIC -o '%s/libtoy.so' '%s' -I'%s/app/core' $(pkg-config "
                       "--cflags --libs gio-2.0 %s)",
                       TOY_CC, folder, source, g_getenv ("GALLEY_SOURCE_ROOT"), TOY_PEAS);
  const char *const argv[] = { "/bin/sh", "-c", command, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  int status;

  g_assert_true (
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_get_contents (keys, &data, NULL, NULL));
  g_assert_true (g_file_set_contents (key_target, data, -1, NULL));
}

static void
test_toy (void)
{
  static const char text[] = "toy\nheadline: 春耕\nbody: 今年早。\n\nheadline: 插秧\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition = test_open (plugins, "a.toy", text, strlen (text), NULL, &error);
  g_autofree char *dump = NULL;

  g_assert_no_error (error);
  dump = test_dump (edition);
  g_assert_cmpstr (dump, ==,
                   "page 1 \n  article story\n    headline: 春耕\n    body: 今年早。\n  article story\n    "
                   "headline: 插秧\n");
}

static void
test_toy_error (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (test_open (plugins, "a.toy", "toy\nnobody: x", 13, NULL, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
  g_assert_cmpstr (error->message, ==, "Line 2 names no role.");
}

/* --- choosing --------------------------------------------------------------------------------------------------- */

static void
test_choosing (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    const char *format;
    const char *part; /* of the dump */
  } cases[] = {
    { "a.toy", "toy\nbody: 甲", NULL, "body: 甲\n" },
    { "a.TOY", "toy\nbody: 甲", NULL, "body: 甲\n" },
    /* A suffix nobody claims: all are asked, the surest one reads. */
    { "a.unknown", "toy\nbody: 甲", NULL, "body: 甲\n" },
    { "a", "toy\nbody: 甲", NULL, "body: 甲\n" },
    { "a.unknown", "# 春耕\n\n甲。\n", NULL, "headline: 春耕\n" },
    /* The suffix is wrong: who claims it says no, and the content decides. */
    { "a.toy", "# 春耕\n\n甲。\n", NULL, "headline: 春耕\n" },
    /* A known suffix keeps the others out, however sure they are. */
    { "a.md", "toy\nbody: 甲", NULL, "body: toy body: 甲\n" },
    /* A format that was asked for is taken, whatever the name. */
    { "a.txt", "# 春耕\n\n甲。\n", "markdown", "headline: 春耕\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition =
          test_open (plugins, cases[i].name, cases[i].text, strlen (cases[i].text), cases[i].format, &error);
      g_autofree char *dump = NULL;

      g_test_message ("%s, case %u", cases[i].name, i);
      g_assert_no_error (error);
      dump = test_dump (edition);
      g_test_message ("%s", dump);
      g_assert_nonnull (strstr (dump, cases[i].part));
    }
}

static void
test_suffixes (void)
{
  g_auto (GStrv) list = galley_open_list_suffixes (plugins);

  g_assert_true (g_strv_contains ((const char *const *) list, "toy"));
  g_assert_true (g_strv_contains ((const char *const *) list, "txt"));
  g_assert_true (g_strv_contains ((const char *const *) list, "text/markdown"));
  for (guint i = 1; list[i] != NULL; i++)
    g_assert_cmpstr (list[i - 1], <, list[i]);
}

/* --- what cannot be read ---------------------------------------------------------------------------------------- */

static void
assert_sentence (GError *error, const char *name)
{
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_null (strchr (error->message, '\n'));
}

/* No bytes are no NULL, which functions of C may not be given. */
static void
test_empty (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new (NULL, 0);
  g_autoptr (GalleySource) source = galley_source_new_for_bytes ("a.xml", NULL, bytes);
  gsize length = 1;

  g_assert_nonnull (g_bytes_get_data (galley_source_get_bytes (source), &length));
  g_assert_cmpuint (length, ==, 0);
  g_assert_nonnull (galley_source_get_head (source, &length));
  g_assert_cmpuint (length, ==, 0);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *name;
    const char *data;
    gsize length;
    const char *format;
    int code;
  } cases[] = {
    { "leer.txt", "", 0, NULL, GALLEY_ERROR_MALFORMED },
    { "leer.toy", "", 0, "toy", GALLEY_ERROR_MALFORMED },
    { "bild.gif", "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0", 20, NULL, GALLEY_ERROR_UNSUPPORTED },
    { "bild.txt", "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0", 20, NULL, GALLEY_ERROR_UNSUPPORTED },
    { "bild.txt", "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\1\0", 20, "text", GALLEY_ERROR_MALFORMED },
    { "seite.txt", "x", 1, "nosuchformat", GALLEY_ERROR_UNSUPPORTED },
    { "seite.txt", "x", 1, "news", GALLEY_ERROR_UNSUPPORTED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition =
          test_open (plugins, cases[i].name, cases[i].data, cases[i].length, cases[i].format, &error);

      g_test_message ("case %u: %s", i, error != NULL ? error->message : "");
      g_assert_null (edition);
      g_assert_error (error, GALLEY_ERROR, cases[i].code);
      assert_sentence (error, i < 5 ? cases[i].name : cases[i].format);
    }
}

static void
test_too_large (void)
{
  gsize length = 200u * 1024 * 1024;
  g_autofree char *text = g_malloc (length);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GalleySource) source = NULL;
  g_autoptr (GError) error = NULL;

  memset (text, 'a', length);
  bytes = g_bytes_new_take (g_steal_pointer (&text), length);
  source = galley_source_new_for_bytes ("gross.txt", NULL, bytes);
  g_assert_null (galley_open_source (plugins, source, NULL, NULL, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE);
  assert_sentence (error, "gross.txt");
}

static void
test_cancelled (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("甲。", strlen ("甲。"));
  g_autoptr (GalleySource) source = galley_source_new_for_bytes ("a.txt", NULL, bytes);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;

  galley_job_cancel (job);
  g_assert_null (galley_open_source (plugins, source, NULL, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* --- files, in a thread ----------------------------------------------------------------------------------------- */

static void
take_result (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GalleyEdition *
open_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  galley_open_file_async (plugins, file, NULL, NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return galley_open_finish (result, error);
}

static void
test_files (void)
{
  g_autofree char *good = g_build_filename (folder, "gut.md", NULL);
  g_autofree char *missing = g_build_filename (folder, "fehlt.md", NULL);
  g_autofree char *secret = g_build_filename (folder, "geheim.md", NULL);
  g_autofree char *pipe = g_build_filename (folder, "rohr.md", NULL);
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (good, "# 春耕\n", -1, NULL));
  edition = open_file (good, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (galley_edition_get_n_pages (edition), ==, 1);

  g_assert_null (open_file (folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);

  g_assert_null (open_file (missing, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_sentence (error, "fehlt.md");
  g_clear_error (&error);

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (open_file (pipe, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  assert_sentence (error, "rohr.md");
  g_clear_error (&error);

  if (geteuid () == 0)
    return;
  g_assert_true (g_file_set_contents_full (secret, "x", 1, G_FILE_SET_CONTENTS_NONE, 0000, NULL));
  g_assert_null (open_file (secret, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  assert_sentence (error, "geheim.md");
}

/* Several at once: the host loads modules for them one by one. */
static void
test_many (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("# 春耕\n", strlen ("# 春耕\n"));
  GAsyncResult *results[16] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    galley_open_bytes_async (plugins, i % 2 ? "a.md" : "a.txt", bytes, NULL, NULL, take_result, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GalleyEdition) edition = NULL;
      g_autoptr (GError) error = NULL;

      while (results[i] == NULL)
        g_main_context_iteration (NULL, TRUE);
      edition = galley_open_finish (results[i], &error);
      g_assert_no_error (error);
      g_clear_object (&results[i]);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = test_folder ();
  build_toy ();
  path = g_strconcat (folder, ":", g_getenv ("GALLEY_PLUGIN_PATH"), NULL);
  g_setenv ("GALLEY_PLUGIN_PATH", path, TRUE);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/open/toy", test_toy);
  g_test_add_func ("/open/toy-error", test_toy_error);
  g_test_add_func ("/open/choosing", test_choosing);
  g_test_add_func ("/open/suffixes", test_suffixes);
  g_test_add_func ("/open/empty", test_empty);
  g_test_add_func ("/open/refused", test_refused);
  g_test_add_func ("/open/too-large", test_too_large);
  g_test_add_func ("/open/cancelled", test_cancelled);
  g_test_add_func ("/open/files", test_files);
  g_test_add_func ("/open/many", test_many);
  result = g_test_run ();
  g_object_unref (plugins);
  test_remove (folder);
  g_free (folder);
  return result;
}
