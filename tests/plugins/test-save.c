/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "test-common.h"

/* --- exporters of our own: one that does as it is told, one of a folder ------------------------------------------ */

typedef enum
{
  TEST_MOOD_GOOD,
  TEST_MOOD_FAILS,
  TEST_MOOD_FAILS_SILENTLY,
  TEST_MOOD_CANCELS,
} TestMood;

static GType
test_mood_get_type (void)
{
  static const GEnumValue values[] = {
    { TEST_MOOD_GOOD, "TEST_MOOD_GOOD", "good" },
    { TEST_MOOD_FAILS, "TEST_MOOD_FAILS", "fails" },
    { TEST_MOOD_FAILS_SILENTLY, "TEST_MOOD_FAILS_SILENTLY", "fails-silently" },
    { TEST_MOOD_CANCELS, "TEST_MOOD_CANCELS", "cancels" },
    { 0, NULL, NULL },
  };
  static GType type = 0;

  if (type == 0)
    type = g_enum_register_static ("TestMood", values);
  return type;
}

typedef struct
{
  GObject parent_instance;

  TestMood mood;
  gboolean flag;
  int number;
  guint count;
  double width;
  char *encoding;
} TestExporter;

typedef struct
{
  GObjectClass parent_class;
} TestExporterClass;

static GType test_exporter_get_type (void);

#define TEST_EXPORTER(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), test_exporter_get_type (), TestExporter))

enum
{
  PROP_MOOD = 1,
  PROP_FLAG,
  PROP_NUMBER,
  PROP_COUNT,
  PROP_WIDTH,
  PROP_ENCODING,
  PROP_READ_ONLY,
};

static gboolean
finish_in_mood (TestExporter *self, GalleyJob *job, GError **error)
{
  if (self->mood == TEST_MOOD_FAILS)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_NOT_EXPRESSIBLE, "It has no room.");
  if (self->mood == TEST_MOOD_CANCELS)
    galley_job_cancel (job);
  return self->mood == TEST_MOOD_GOOD || self->mood == TEST_MOOD_CANCELS;
}

static gboolean
test_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  return g_output_stream_write_all (stream, "new", 3, NULL, NULL, error) &&
         finish_in_mood (TEST_EXPORTER (exporter), job, error);
}

static gboolean
test_exporter_save_tree (
    GalleyExporter *exporter, GalleyEdition *frozen, GFile *folder, GalleyJob *job, GError **error)
{
  g_autoptr (GFile) inner = g_file_get_child (folder, "inner");
  g_autofree char *path = g_build_filename (g_file_peek_path (inner), "page.html", NULL);

  return g_file_make_directory (inner, NULL, error) && g_file_set_contents (path, "new", -1, error) &&
         finish_in_mood (TEST_EXPORTER (exporter), job, error);
}

static void
test_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
}

static void
test_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TestExporter *self = TEST_EXPORTER (object);

  if (id == PROP_MOOD)
    self->mood = (TestMood) g_value_get_enum (value);
  else if (id == PROP_FLAG)
    self->flag = g_value_get_boolean (value);
  else if (id == PROP_NUMBER)
    self->number = g_value_get_int (value);
  else if (id == PROP_COUNT)
    self->count = g_value_get_uint (value);
  else if (id == PROP_WIDTH)
    self->width = g_value_get_double (value);
  else
    {
      g_free (self->encoding);
      self->encoding = g_value_dup_string (value);
    }
}

static void
test_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save = test_exporter_save;
}

G_DEFINE_TYPE_WITH_CODE (TestExporter,
                         test_exporter,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, test_exporter_iface_init))

static void
test_exporter_finalize (GObject *object)
{
  g_free (TEST_EXPORTER (object)->encoding);
  G_OBJECT_CLASS (test_exporter_parent_class)->finalize (object);
}

static void
test_exporter_class_init (TestExporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = test_exporter_finalize;
  object_class->get_property = test_exporter_get_property;
  object_class->set_property = test_exporter_set_property;
  g_object_class_install_property (object_class, PROP_MOOD,
                                   g_param_spec_enum ("mood", NULL, NULL, test_mood_get_type (), 0, flags));
  g_object_class_install_property (object_class, PROP_FLAG,
                                   g_param_spec_boolean ("flag", NULL, NULL, FALSE, flags));
  g_object_class_install_property (object_class, PROP_NUMBER,
                                   g_param_spec_int ("number", NULL, NULL, -5, 5, 0, flags));
  g_object_class_install_property (object_class, PROP_COUNT,
                                   g_param_spec_uint ("count", NULL, NULL, 1, 100, 1, flags));
  g_object_class_install_property (object_class, PROP_WIDTH,
                                   g_param_spec_double ("width", NULL, NULL, 0, 10, 1, flags));
  g_object_class_install_property (object_class, PROP_ENCODING,
                                   g_param_spec_string ("encoding", NULL, NULL, NULL, flags));
  g_object_class_install_property (
      object_class, PROP_READ_ONLY,
      g_param_spec_string ("read-only", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
test_exporter_init (TestExporter *self)
{
}

/* The same, writing a folder. */
static GType test_tree_get_type (void);

typedef TestExporter TestTree;
typedef TestExporterClass TestTreeClass;

static void
test_tree_iface_init (GalleyExporterInterface *iface)
{
  iface->save_tree = test_exporter_save_tree;
}

G_DEFINE_TYPE_WITH_CODE (TestTree,
                         test_tree,
                         test_exporter_get_type (),
                         G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, test_tree_iface_init))

static void
test_tree_class_init (TestTreeClass *klass)
{
}

static void
test_tree_init (TestTree *self)
{
}

/* --- the tests -------------------------------------------------------------------------------------------------- */

static GalleyPlugins *plugins;

static GalleyEdition *
make_edition (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);

  galley_builder_fact (builder, GALLEY_FACT_PAPER, "../临江/日报");
  galley_builder_fact (builder, GALLEY_FACT_DATE, "2024-05-06");
  galley_builder_text (builder, "今年来得早。", -1, GALLEY_STYLE_PLAIN);
  return galley_builder_finish (builder, NULL);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static gboolean
save_to (GType type, const char *mood, const char *path, GError **error)
{
  g_autoptr (GalleyExporter) exporter = GALLEY_EXPORTER (g_object_new (type, NULL));
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_autoptr (GFile) target = g_file_new_for_path (path);

  g_assert_true (galley_save_set_option (exporter, "mood", mood, NULL));
  return galley_save_file (exporter, frozen, target, NULL, error);
}

static void
assert_content (const char *path, const char *expected)
{
  g_autofree char *data = NULL;

  g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
  g_assert_cmpstr (data, ==, expected);
}

static const struct
{
  const char *mood;
  gboolean good;
} moods[] = { { "fails", FALSE }, { "fails-silently", FALSE }, { "cancels", FALSE }, { "good", TRUE } };

/* Whole or not at all, over nothing and over an older file; and never a trace of the try. */
static void
test_file (void)
{
  g_autofree char *folder = test_folder ();
  g_autofree char *path = g_build_filename (folder, "a.html", NULL);

  for (guint old = 0; old < 2; old++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (moods); i++)
        {
          g_autoptr (GError) error = NULL;

          if (old == 1)
            g_assert_true (g_file_set_contents (path, "old", -1, NULL));
          g_assert_cmpint (save_to (test_exporter_get_type (), moods[i].mood, path, &error), ==,
                           moods[i].good);
          g_assert_true ((error == NULL) == moods[i].good);
          g_assert_cmpuint (count_entries (folder), ==, old == 1 || moods[i].good ? 1 : 0);
          if (old == 1 || moods[i].good)
            assert_content (path, moods[i].good ? "new" : "old");
        }
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  test_remove (folder);
}

static void
test_file_kept (void)
{
  g_autofree char *folder = test_folder ();
  g_autofree char *path = g_build_filename (folder, "a.html", NULL);
  g_autofree char *link_path = g_build_filename (folder, "link.html", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "a.html", NULL);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink ("a.html", link_path), ==, 0);
  g_assert_true (save_to (test_exporter_get_type (), "good", link_path, &error));
  g_assert_no_error (error);
  assert_content (path, "new");
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0640);

  g_assert_false (save_to (test_exporter_get_type (), "good", folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);
  g_assert_false (save_to (test_exporter_get_type (), "good", nowhere, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  test_remove (folder);
}

static void
test_tree_whole (void)
{
  g_autofree char *folder = test_folder ();
  g_autofree char *path = g_build_filename (folder, "site", NULL);
  g_autofree char *inner = g_build_filename (path, "inner", "page.html", NULL);

  for (guint old = 0; old < 2; old++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (moods); i++)
        {
          g_autoptr (GError) error = NULL;

          if (old == 1)
            g_assert_true (g_file_set_contents (inner, "old", -1, NULL));
          g_assert_cmpint (save_to (test_tree_get_type (), moods[i].mood, path, &error), ==, moods[i].good);
          g_assert_true ((error == NULL) == moods[i].good);
          g_assert_cmpuint (count_entries (folder), ==, old == 1 || moods[i].good ? 1 : 0);
          if (old == 1 || moods[i].good)
            assert_content (inner, moods[i].good ? "new" : "old");
        }
    }
  test_remove (folder);
}

/* A folder of other things is left alone. */
static void
test_tree_refused (void)
{
  g_autofree char *folder = test_folder ();
  g_autofree char *other = g_build_filename (folder, "letter.txt", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (other, "mine", -1, NULL));
  g_assert_false (save_to (test_tree_get_type (), "good", folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (save_to (test_tree_get_type (), "good", other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  assert_content (other, "mine");
  test_remove (folder);
}

static void
test_options (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    gboolean good;
  } cases[] = {
    { "flag", "true", TRUE },        { "flag", "Yes", TRUE },     { "flag", "0", TRUE },
    { "flag", "perhaps", FALSE },    { "number", "-5", TRUE },    { "number", "6", FALSE },
    { "number", "1x", FALSE },       { "number", "", FALSE },     { "count", "100", TRUE },
    { "count", "0", FALSE },         { "count", "-1", FALSE },    { "width", "2.5", TRUE },
    { "width", "2,5", FALSE },       { "width", "11", FALSE },    { "width", "nan", FALSE },
    { "encoding", "gb18030", TRUE }, { "mood", "fails", TRUE },   { "mood", "FAILS", FALSE },
    { "nothing", "1", FALSE },       { "read-only", "x", FALSE }, { "count", "99999999999999999999", FALSE },
  };
  g_autoptr (GalleyExporter) exporter = GALLEY_EXPORTER (g_object_new (test_exporter_get_type (), NULL));
  g_autoptr (GPtrArray) options = galley_save_list_options (exporter);

  g_assert_cmpuint (options->len, ==, 6);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s=%s", cases[i].name, cases[i].text);
      g_assert_cmpint (galley_save_set_option (exporter, cases[i].name, cases[i].text, &error), ==,
                       cases[i].good);
      if (!cases[i].good)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
  g_assert_cmpint (TEST_EXPORTER (exporter)->number, ==, -5);
  g_assert_cmpuint (TEST_EXPORTER (exporter)->count, ==, 100);
  g_assert_cmpfloat (TEST_EXPORTER (exporter)->width, ==, 2.5);
  g_assert_cmpstr (TEST_EXPORTER (exporter)->encoding, ==, "gb18030");
  g_assert_cmpint (TEST_EXPORTER (exporter)->mood, ==, TEST_MOOD_FAILS);
}

static void
test_names (void)
{
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GalleyEdition) bare = galley_edition_new ();
  g_autofree char *name = galley_save_dup_name (plugins, "html", edition);
  g_autofree char *bare_name = galley_save_dup_name (plugins, "markdown", bare);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (name, ==, "临江 日报-2024-05-06.html");
  g_assert_cmpstr (bare_name, ==, "Edition.md");
  g_assert_null (galley_save_create (plugins, "nosuchformat", &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  g_assert_null (galley_save_create (plugins, "layout", &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED);
}

static void
take_result (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* One format that fails does not keep the others back. */
static void
test_many (void)
{
  static const char *const names[] = { "a", "b", "c", NULL };
  g_autofree char *parent = test_folder ();
  g_autofree char *path = g_build_filename (parent, "out", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_autoptr (GPtrArray) exporters = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) notes = NULL;
  g_auto (GStrv) written = NULL;
  g_autofree char *old = g_build_filename (path, "b", NULL);

  /* What an earlier time left is not what this time wrote. */
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (old, "old", -1, NULL));
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (exporters, g_object_new (test_exporter_get_type (), "mood",
                                              i == 1 ? TEST_MOOD_FAILS : TEST_MOOD_GOOD, NULL));
  galley_save_many_async (exporters, names, frozen, folder, job, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (galley_save_many_finish (result, &written, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_NOT_EXPRESSIBLE);
  notes = galley_job_dup_notes (job);
  g_assert_cmpstr (notes[0], ==, "b: It has no room.");
  g_assert_null (notes[1]);
  g_assert_cmpuint (count_entries (path), ==, 3);
  g_assert_cmpuint (g_strv_length (written), ==, 2);
  g_assert_cmpstr (written[0], ==, "a");
  g_assert_cmpstr (written[1], ==, "c");
  test_remove (parent);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/save/file", test_file);
  g_test_add_func ("/save/file-kept", test_file_kept);
  g_test_add_func ("/save/tree", test_tree_whole);
  g_test_add_func ("/save/tree-refused", test_tree_refused);
  g_test_add_func ("/save/options", test_options);
  g_test_add_func ("/save/names", test_names);
  g_test_add_func ("/save/many", test_many);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
