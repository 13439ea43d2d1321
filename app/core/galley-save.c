/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For renameat2() and RENAME_EXCHANGE. */
#define _GNU_SOURCE

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "galley-error.h"
#include "galley-save.h"

/* Marks a folder as one that an export made, so that the next export may take its place. A folder of other things is
 * never replaced. */
#define TREE_MARK ".galley-export"

/* A file name longer than this (in bytes) is cut; 255 is what file systems allow. */
#define MAX_NAME 200

/* --- exporters and their options -------------------------------------------------------------------------------- */

static gboolean
is_exporter (GalleyPlugins *plugins, GalleyPluginInfo *info)
{
  return galley_plugins_get_key (plugins, info, "Exporter-Suffix") != NULL ||
         galley_plugins_get_key (plugins, info, "Exporter-Types") != NULL;
}

GalleyExporter *
galley_save_create (GalleyPlugins *plugins, const char *format, GError **error)
{
  GalleyPluginInfo *info;
  GObject *object;

  g_return_val_if_fail (GALLEY_IS_PLUGINS (plugins), NULL);
  g_return_val_if_fail (format != NULL, NULL);

  info = galley_plugins_find (plugins, format);
  if (info == NULL || !is_exporter (plugins, info))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("There is no exporter named “%s”."),
                   format);
      return NULL;
    }
  object = galley_plugins_create (plugins, info, GALLEY_TYPE_EXPORTER, error);
  return object != NULL ? GALLEY_EXPORTER (object) : NULL;
}

static gboolean
is_option (const GParamSpec *pspec)
{
  return (pspec->flags & G_PARAM_WRITABLE) != 0 &&
         (pspec->flags & (G_PARAM_CONSTRUCT_ONLY | G_PARAM_DEPRECATED)) == 0;
}

GPtrArray *
galley_save_list_options (GalleyExporter *exporter)
{
  GPtrArray *options = g_ptr_array_new ();
  g_autofree GParamSpec **all = NULL;
  guint n;

  g_return_val_if_fail (GALLEY_IS_EXPORTER (exporter), NULL);

  all = g_object_class_list_properties (G_OBJECT_GET_CLASS (exporter), &n);
  for (guint i = 0; i < n; i++)
    {
      if (is_option (all[i]))
        g_ptr_array_add (options, all[i]);
    }
  return options;
}

static gboolean
boolean_from_text (const char *text, GValue *value)
{
  static const char *const words[][2] = {
    { "false", "true" }, { "no", "yes" }, { "off", "on" }, { "0", "1" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (words) * 2; i++)
    {
      if (g_ascii_strcasecmp (words[i / 2][i % 2], text) == 0)
        {
          g_value_set_boolean (value, i % 2 == 1);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
double_from_text (const char *text, GValue *value)
{
  char *end;
  double number;

  errno = 0;
  number = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || errno != 0)
    return FALSE;
  g_value_set_double (value, number);
  return TRUE;
}

static gboolean
enum_from_text (const char *text, GParamSpec *pspec, GValue *value)
{
  const GEnumValue *found = g_enum_get_value_by_nick (G_PARAM_SPEC_ENUM (pspec)->enum_class, text);

  if (found == NULL)
    return FALSE;
  g_value_set_enum (value, found->value);
  return TRUE;
}

/* The value @text stands for, of the type of @pspec; FALSE where it is none or lies out of range. */
static gboolean
value_from_text (GParamSpec *pspec, const char *text, GValue *value)
{
  gint64 number;
  guint64 positive;
  gboolean good = FALSE;

  g_value_init (value, G_PARAM_SPEC_VALUE_TYPE (pspec));
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    good = boolean_from_text (text, value);
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    good = enum_from_text (text, pspec, value);
  else if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    good = double_from_text (text, value);
  else if (G_IS_PARAM_SPEC_INT (pspec) &&
           g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT, &number, NULL))
    {
      g_value_set_int (value, (int) number);
      good = TRUE;
    }
  else if (G_IS_PARAM_SPEC_UINT (pspec) &&
           g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &positive, NULL))
    {
      g_value_set_uint (value, (guint) positive);
      good = TRUE;
    }
  else if (G_IS_PARAM_SPEC_STRING (pspec))
    {
      g_value_set_string (value, text);
      good = TRUE;
    }
  /* TRUE from g_param_value_validate() means that it had to change the value: out of range. */
  return good && !g_param_value_validate (pspec, value);
}

gboolean
galley_save_set_option (GalleyExporter *exporter, const char *name, const char *text, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GParamSpec *pspec;

  g_return_val_if_fail (GALLEY_IS_EXPORTER (exporter), FALSE);
  g_return_val_if_fail (name != NULL && text != NULL, FALSE);

  pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (exporter), name);
  if (pspec == NULL || !is_option (pspec))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("This format has no option “%s”."),
                   name);
      return FALSE;
    }
  if (!value_from_text (pspec, text, &value))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("“%s” is no value for the option “%s”."), text, name);
      return FALSE;
    }
  g_object_set_property (G_OBJECT (exporter), name, &value);
  return TRUE;
}

/* --- one file --------------------------------------------------------------------------------------------------- */

static void
set_errno (GError **error, int code, const char *path)
{
  g_autofree char *shown = g_filename_display_basename (path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _ ("“%s” could not be written: %s."), shown,
               g_strerror (code));
}

/* An exporter that failed without a word still gives a sentence. */
static gboolean
fail (GError **error, GError *failure, const char *path)
{
  g_autofree char *shown = g_filename_display_basename (path);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("“%s” could not be written."), shown);
  return FALSE;
}

/* What a rename made sure of lasts only when the folder is on the disk too. Some file systems cannot; no harm. */
static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    {
      (void) fsync (fd);
      (void) close (fd);
    }
}

static gboolean
write_stream (
    GalleyExporter *exporter, GalleyEdition *frozen, int fd, const char *path, GalleyJob *job, GError **error)
{
  g_autoptr (GOutputStream) raw = g_unix_output_stream_new (fd, FALSE);
  g_autoptr (GOutputStream) stream = g_buffered_output_stream_new_sized (raw, 64 * 1024);
  GError *failure = NULL;

  if (!galley_exporter_save (exporter, frozen, stream, job, &failure))
    return fail (error, failure, path);
  if (!g_output_stream_close (stream, galley_job_get_cancellable (job), error))
    return FALSE;
  return galley_job_continues (job, error);
}

static gboolean
save_one_file (
    GalleyExporter *exporter, GalleyEdition *frozen, const char *path, GalleyJob *job, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *temporary = g_build_filename (folder, ".galley-XXXXXX", NULL);
  gboolean good;
  struct stat old;
  int code;
  int fd;

  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
  if (fd < 0)
    {
      set_errno (error, errno, path);
      return FALSE;
    }
  good = write_stream (exporter, frozen, fd, path, job, error);
  /* Who could read the old file can read the new one. */
  if (good && stat (path, &old) == 0)
    (void) fchmod (fd, old.st_mode & 07777);
  code = good && fsync (fd) != 0 ? errno : 0;
  if (close (fd) != 0 && code == 0 && good)
    code = errno;
  if (good && code == 0 && g_rename (temporary, path) != 0)
    code = errno;
  if (good && code != 0)
    set_errno (error, code, path);
  if (!good || code != 0)
    {
      (void) g_unlink (temporary);
      return FALSE;
    }
  sync_folder (folder);
  return TRUE;
}

/* --- a folder of files ------------------------------------------------------------------------------------------ */

/* Removes a folder with all that is in it; links are removed, not followed. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && (folder = g_dir_open (path, 0, NULL)) != NULL)
    {
      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }
  (void) g_remove (path);
}

static gboolean
sync_tree (const char *path, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, error);
  const char *name;

  if (folder == NULL)
    return FALSE;
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      int fd;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          if (!sync_tree (child, error))
            return FALSE;
          continue;
        }
      fd = g_open (child, O_RDONLY | O_CLOEXEC, 0);
      if (fd < 0 || fsync (fd) != 0)
        {
          set_errno (error, errno, child);
          if (fd >= 0)
            (void) close (fd);
          return FALSE;
        }
      (void) close (fd);
    }
  sync_folder (path);
  return TRUE;
}

/* May an export take the place of what stands at @path? Of nothing, of an empty folder, and of an earlier export. */
static gboolean
may_replace (const char *path, GError **error)
{
  g_autofree char *mark = g_build_filename (path, TREE_MARK, NULL);
  g_autofree char *shown = g_filename_display_basename (path);
  g_autoptr (GDir) folder = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) || g_file_test (mark, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY,
                   _ ("“%s” is a file; this format makes a folder."), shown);
      return FALSE;
    }
  folder = g_dir_open (path, 0, error);
  if (folder == NULL)
    return FALSE;
  if (g_dir_read_name (folder) == NULL)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
               _ ("The folder “%s” holds other files and was left alone."), shown);
  return FALSE;
}

/* Puts the new folder in the place of the old one, which ends up at @temporary and is removed. In one step where the
 * kernel and the file system can; otherwise in two, the first of which is undone if the second fails. */
static gboolean
swap_in (const char *temporary, const char *path, GError **error)
{
  g_autofree char *aside = NULL;
  int code;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      if (g_rename (temporary, path) == 0)
        return TRUE;
      set_errno (error, errno, path);
      return FALSE;
    }
  if (renameat2 (AT_FDCWD, temporary, AT_FDCWD, path, RENAME_EXCHANGE) == 0)
    {
      remove_tree (temporary);
      return TRUE;
    }
  aside = g_strconcat (temporary, "-old", NULL);
  if (g_rename (path, aside) != 0)
    {
      set_errno (error, errno, path);
      return FALSE;
    }
  if (g_rename (temporary, path) != 0)
    {
      code = errno;
      (void) g_rename (aside, path);
      set_errno (error, code, path);
      return FALSE;
    }
  remove_tree (aside);
  return TRUE;
}

static gboolean
fill_tree (GalleyExporter *exporter,
           GalleyEdition *frozen,
           const char *temporary,
           const char *path,
           GalleyJob *job,
           GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_path (temporary);
  g_autofree char *mark = g_build_filename (temporary, TREE_MARK, NULL);
  GError *failure = NULL;

  if (!galley_exporter_save_tree (exporter, frozen, folder, job, &failure))
    return fail (error, failure, path);
  return g_file_set_contents (mark, "", 0, error) && sync_tree (temporary, error) &&
         galley_job_continues (job, error);
}

static gboolean
save_one_tree (
    GalleyExporter *exporter, GalleyEdition *frozen, const char *path, GalleyJob *job, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *temporary = g_build_filename (parent, ".galley-XXXXXX", NULL);

  if (!may_replace (path, error))
    return FALSE;
  if (g_mkdtemp_full (temporary, 0777) == NULL)
    {
      set_errno (error, errno, path);
      return FALSE;
    }
  if (!fill_tree (exporter, frozen, temporary, path, job, error) || !swap_in (temporary, path, error))
    {
      remove_tree (temporary);
      return FALSE;
    }
  sync_folder (parent);
  return TRUE;
}

gboolean
galley_save_file (
    GalleyExporter *exporter, GalleyEdition *frozen, GFile *target, GalleyJob *job, GError **error)
{
  g_autofree char *given = NULL;
  g_autofree char *resolved = NULL;
  g_autoptr (GalleyJob) own_job = NULL;
  const char *path;

  g_return_val_if_fail (GALLEY_IS_EXPORTER (exporter), FALSE);
  g_return_val_if_fail (GALLEY_IS_EDITION (frozen), FALSE);
  g_return_val_if_fail (G_IS_FILE (target), FALSE);

  if (job == NULL)
    job = own_job = galley_job_new (NULL);
  if (!galley_job_continues (job, error))
    return FALSE;
  given = g_file_get_path (target);
  if (given == NULL)
    {
      g_autofree char *uri = g_file_get_uri (target);

      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                   _ ("“%s” is not in a folder of this computer."), uri);
      return FALSE;
    }
  /* Through a link the file behind it is written, and the link stays. */
  resolved = g_file_test (given, G_FILE_TEST_IS_SYMLINK) ? realpath (given, NULL) : NULL;
  path = resolved != NULL ? resolved : given;

  if (galley_exporter_is_tree (exporter))
    return save_one_tree (exporter, frozen, path, job, error);
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autofree char *shown = g_filename_display_basename (path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                   _ ("“%s” is a folder; this format makes a file."), shown);
      return FALSE;
    }
  return save_one_file (exporter, frozen, path, job, error);
}

/* --- names ------------------------------------------------------------------------------------------------------ */

/* What may not stand in a file name of some system, blanks at the ends and leading dots are left out. */
static char *
clean_name (const char *text)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  for (const char *p = text; *p != '\0' && clean->len < MAX_NAME; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_iscntrl (c) || (c < 0x80 && strchr ("/\\:*?\"<>|", (int) c) != NULL))
        c = ' ';
      if (clean->len > 0 || (c != '.' && !g_unichar_isspace (c)))
        g_string_append_unichar (clean, c);
    }
  g_strchomp (clean->str);
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

/* Two formats may write the same suffix; then the one whose name it is not says its own name. */
static gboolean
suffix_is_shared (GalleyPlugins *plugins, const char *format, const char *suffix)
{
  const GPtrArray *all = galley_plugins_list (plugins);

  for (guint i = 0; i < all->len && !g_str_equal (format, suffix); i++)
    {
      GalleyPluginInfo *other = g_ptr_array_index (all, i);

      if (!g_str_equal (other->module, format) &&
          g_strcmp0 (galley_plugins_get_key (plugins, other, "Exporter-Suffix"), suffix) == 0)
        return TRUE;
    }
  return FALSE;
}

char *
galley_save_dup_name (GalleyPlugins *plugins, const char *format, GalleyEdition *edition)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *clean = NULL;
  GalleyPluginInfo *info;
  GalleyMasthead *masthead;
  const char *paper;
  const char *date;
  const char *suffix;

  g_return_val_if_fail (GALLEY_IS_PLUGINS (plugins), NULL);
  g_return_val_if_fail (format != NULL, NULL);
  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);

  masthead = galley_edition_get_masthead (edition);
  paper = galley_masthead_get (masthead, GALLEY_FACT_PAPER);
  date = galley_masthead_get (masthead, GALLEY_FACT_DATE);
  clean = clean_name (paper != NULL ? paper : "");
  g_string_append (name, *clean != '\0' ? clean : _ ("Edition"));
  if (date != NULL)
    {
      g_autofree char *clean_date = clean_name (date);

      g_string_append_printf (name, "-%s", clean_date);
    }

  info = galley_plugins_find (plugins, format);
  suffix = info != NULL ? galley_plugins_get_key (plugins, info, "Exporter-Suffix") : NULL;
  if (suffix == NULL || *suffix == '\0')
    return g_string_free (g_steal_pointer (&name), FALSE);
  if (suffix_is_shared (plugins, format, suffix))
    g_string_append_printf (name, "-%s", format);
  g_string_append_printf (name, ".%s", suffix);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* --- several formats -------------------------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *exporters;
  GStrv names;
  GalleyEdition *frozen;
  GFile *folder;
  GalleyJob *job;
  GStrvBuilder *written;
} SaveRun;

static void
save_run_free (gpointer data)
{
  SaveRun *run = data;

  g_ptr_array_unref (run->exporters);
  g_strfreev (run->names);
  g_object_unref (run->frozen);
  g_object_unref (run->folder);
  g_object_unref (run->job);
  g_strv_builder_unref (run->written);
  g_free (run);
}

static void
save_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  SaveRun *run = data;
  guint n = run->exporters->len;
  GError *first = NULL;

  if (!g_file_make_directory_with_parents (run->folder, cancellable, &first) &&
      g_error_matches (first, G_IO_ERROR, G_IO_ERROR_EXISTS))
    g_clear_error (&first);

  for (guint i = 0; i < n && !g_error_matches (first, G_IO_ERROR, G_IO_ERROR_CANCELLED); i++)
    {
      g_autoptr (GFile) target = g_file_get_child (run->folder, run->names[i]);
      g_autoptr (GError) error = NULL;

      galley_job_push_range (run->job, (double) i / n, (double) (i + 1) / n);
      if (galley_save_file (g_ptr_array_index (run->exporters, i), run->frozen, target, run->job, &error))
        g_strv_builder_add (run->written, run->names[i]);
      else
        {
          galley_job_note (run->job, "%s: %s", run->names[i], error->message);
          if (first == NULL)
            first = g_steal_pointer (&error);
        }
      galley_job_progress (run->job, 1.0);
      galley_job_pop_range (run->job);
    }

  if (first != NULL)
    g_task_return_error (task, first);
  else
    g_task_return_boolean (task, TRUE);
}

void
galley_save_many_async (GPtrArray *exporters,
                        const char *const *names,
                        GalleyEdition *frozen,
                        GFile *folder,
                        GalleyJob *job,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  SaveRun *run;

  g_return_if_fail (exporters != NULL);
  g_return_if_fail (names != NULL && g_strv_length ((GStrv) names) == exporters->len);
  g_return_if_fail (GALLEY_IS_EDITION (frozen));
  g_return_if_fail (G_IS_FILE (folder));

  run = g_new0 (SaveRun, 1);
  run->exporters = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < exporters->len; i++)
    g_ptr_array_add (run->exporters, g_object_ref (g_ptr_array_index (exporters, i)));
  run->names = g_strdupv ((GStrv) names);
  run->frozen = g_object_ref (frozen);
  run->folder = g_object_ref (folder);
  run->job = job != NULL ? g_object_ref (job) : galley_job_new (NULL);
  run->written = g_strv_builder_new ();

  task = g_task_new (NULL, galley_job_get_cancellable (run->job), callback, user_data);
  g_task_set_source_tag (task, galley_save_many_async);
  g_task_set_task_data (task, run, save_run_free);
  /* What was written is written: a cancel that comes after the last byte does not turn success into failure. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, save_in_thread);
}

gboolean
galley_save_many_finish (GAsyncResult *result, GStrv *written, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  if (written != NULL)
    *written = g_strv_builder_end (((SaveRun *) g_task_get_task_data (G_TASK (result)))->written);
  return g_task_propagate_boolean (G_TASK (result), error);
}
