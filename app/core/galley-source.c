/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "galley-error.h"
#include "galley-source.h"

#define HEAD_BYTES 4096

struct _GalleySource
{
  GObject parent_instance;

  char *name;
  char *suffix;
  char *mime_type;
  GBytes *bytes;
  GFile *folder;
  GFile *root;
};

G_DEFINE_FINAL_TYPE (GalleySource, galley_source, G_TYPE_OBJECT)

static void
galley_source_finalize (GObject *object)
{
  GalleySource *self = GALLEY_SOURCE (object);

  g_free (self->name);
  g_free (self->suffix);
  g_free (self->mime_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->folder);
  g_clear_object (&self->root);

  G_OBJECT_CLASS (galley_source_parent_class)->finalize (object);
}

static void
galley_source_class_init (GalleySourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_source_finalize;
}

static void
galley_source_init (GalleySource *self)
{
}

GalleySource *
galley_source_new_for_bytes (const char *name, const char *mime_type, GBytes *bytes)
{
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  GalleySource *self = g_object_new (GALLEY_TYPE_SOURCE, NULL);
  const char *dot = strrchr (name, '.');

  self->name = g_strdup (name);
  self->suffix = dot != NULL && dot != name ? g_utf8_strdown (dot + 1, -1) : g_strdup ("");
  /* No bytes are somewhere all the same: whoever reads an empty file need not ask for NULL. */
  self->bytes = g_bytes_get_size (bytes) > 0 ? g_bytes_ref (bytes) : g_bytes_new_static ("", 0);
  if (mime_type != NULL)
    self->mime_type = g_strdup (mime_type);
  else
    {
      gsize length;
      const guint8 *head = galley_source_get_head (self, &length);
      g_autofree char *type = g_content_type_guess (name, head, length, NULL);

      self->mime_type = g_content_type_get_mime_type (type);
      if (self->mime_type == NULL)
        self->mime_type = g_strdup ("application/octet-stream");
    }
  return self;
}

/* Reads a stream up to the limit, so that a file that grows, or a pipe without end, is bounded too. */
static GBytes *
read_bounded (GInputStream *stream, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (1 << 20);
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, 1 << 20, cancellable, error)) > 0)
    {
      if (data->len + (gsize) n > GALLEY_SOURCE_MAX_BYTES)
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                       _ ("“%s” is larger than %u MB, more than any file of copy may be."), name,
                       GALLEY_SOURCE_MAX_BYTES >> 20);
          return NULL;
        }
      g_byte_array_append (data, buffer, (guint) n);
    }
  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

/* Of a file of this machine the system is asked: GIO would load its modules for other machines first. */
static gboolean
look_here (const char *path, GFileType *type, goffset *size, GError **error)
{
  GStatBuf found;

  if (g_stat (path, &found) != 0)
    {
      int number = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
      return FALSE;
    }
  *size = found.st_size;
  *type = S_ISDIR (found.st_mode)   ? G_FILE_TYPE_DIRECTORY
          : S_ISREG (found.st_mode) ? G_FILE_TYPE_REGULAR
                                    : G_FILE_TYPE_SPECIAL;
  return TRUE;
}

gboolean
galley_source_look (GFile *file, GFileType *type, goffset *size, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  g_autoptr (GFileInfo) info = NULL;

  if (g_file_peek_path (file) != NULL)
    return look_here (g_file_peek_path (file), type, size, error);
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, cancellable, error);
  if (info == NULL)
    return FALSE;
  *type = g_file_info_get_file_type (info);
  *size = g_file_info_get_size (info);
  return TRUE;
}

GalleySource *
galley_source_new_for_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name != NULL ? name : "?");
  GFileType type;
  goffset size;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!galley_source_look (file, &type, &size, cancellable, error))
    return NULL;
  if (type == G_FILE_TYPE_DIRECTORY)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, _ ("“%s” is a folder, not a file."), shown);
      return NULL;
    }
  if (size > GALLEY_SOURCE_MAX_BYTES)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                   _ ("“%s” is larger than %u MB, more than any file of copy may be."), shown,
                   GALLEY_SOURCE_MAX_BYTES >> 20);
      return NULL;
    }

  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return NULL;
  bytes = read_bounded (G_INPUT_STREAM (stream), shown, cancellable, error);
  if (bytes == NULL)
    return NULL;

  g_autoptr (GFile) folder = g_file_get_parent (file);

  return galley_source_new_in_folder (shown, NULL, bytes, folder);
}

/* Is it four digits of a year, and what follows is digits and one dash: "2024-11", "202411", "2024-11-27"? */
static gboolean
is_month (const char *name)
{
  gsize length = strlen (name);

  return length >= 6 && length <= 10 && strspn (name, "0123456789") >= 4 &&
         strspn (name, "0123456789-") == length;
}

/* The pages of an e-paper lie in html/2024-11/27/ or pc/layout/202411/27/ and show pictures from beside html or pc. */
static GFile *
find_root (GFile *folder)
{
  g_autoptr (GFile) month = g_file_get_parent (folder);
  g_autoptr (GFile) top = month != NULL ? g_file_get_parent (month) : NULL;
  g_autofree char *month_name = month != NULL ? g_file_get_basename (month) : NULL;
  g_autofree char *top_name = top != NULL ? g_file_get_basename (top) : NULL;
  GFile *root = NULL;

  if (top_name != NULL && is_month (month_name))
    {
      if (g_str_equal (top_name, "html"))
        root = g_file_get_parent (top);
      else if (g_str_equal (top_name, "layout") || g_str_equal (top_name, "content"))
        {
          g_autoptr (GFile) site = g_file_get_parent (top);

          root = site != NULL ? g_file_get_parent (site) : NULL;
        }
    }
  return root != NULL ? root : g_object_ref (folder);
}

GalleySource *
galley_source_new_in_folder (const char *name, const char *mime_type, GBytes *bytes, GFile *folder)
{
  GalleySource *self = galley_source_new_for_bytes (name, mime_type, bytes);

  if (folder != NULL && g_file_peek_path (folder) != NULL)
    {
      self->folder = g_object_ref (folder);
      self->root = find_root (folder);
    }
  return self;
}

const char *
galley_source_get_name (GalleySource *self)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE (self), NULL);

  return self->name;
}

const char *
galley_source_get_suffix (GalleySource *self)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE (self), NULL);

  return self->suffix;
}

const char *
galley_source_get_mime_type (GalleySource *self)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE (self), NULL);

  return self->mime_type;
}

GBytes *
galley_source_get_bytes (GalleySource *self)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE (self), NULL);

  return self->bytes;
}

const guint8 *
galley_source_get_head (GalleySource *self, gsize *length)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE (self), NULL);

  gsize size;
  const guint8 *data = g_bytes_get_data (self->bytes, &size);

  *length = MIN (size, HEAD_BYTES);
  return data;
}

GFile *
galley_source_get_folder (GalleySource *self)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE (self), NULL);

  return self->folder;
}

GFile *
galley_source_get_root (GalleySource *self)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE (self), NULL);

  return self->root;
}

char *
galley_source_resolve (GalleySource *self, const char *link)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE (self), NULL);
  g_return_val_if_fail (link != NULL, NULL);

  g_autofree char *bare = g_strndup (link, strcspn (link, "?#"));
  g_autofree char *plain = g_uri_unescape_string (bare, "/\\");
  g_autofree char *root = NULL;
  g_autofree char *path = NULL;
  char *real;
  gsize length;

  if (self->root == NULL || *bare == '\0' || *bare == '/' || g_uri_peek_scheme (link) != NULL)
    return NULL;
  path = g_build_filename (g_file_peek_path (self->folder), plain != NULL ? plain : bare, NULL);
  real = realpath (path, NULL);
  root = realpath (g_file_peek_path (self->root), NULL);
  length = root != NULL ? strlen (root) : 0;
  if (real == NULL || root == NULL || strncmp (real, root, length) != 0 || real[length] != '/' ||
      !g_file_test (real, G_FILE_TEST_IS_REGULAR))
    g_clear_pointer (&real, free);
  return real;
}

GBytes *
galley_source_read_link (GalleySource *self, const char *link, gsize max_bytes, GError **error)
{
  g_autofree char *path = galley_source_resolve (self, link);
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFileInputStream) stream = file != NULL ? g_file_read (file, NULL, error) : NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no file “%s”."), link);
  if (stream == NULL)
    return NULL;
  bytes = g_input_stream_read_bytes (G_INPUT_STREAM (stream), MIN (max_bytes, GALLEY_SOURCE_MAX_BYTES) + 1,
                                     NULL, error);
  if (bytes != NULL && g_bytes_get_size (bytes) > max_bytes)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                   _ ("“%s” is larger than %u MB, more than any file of copy may be."), link,
                   (guint) (max_bytes >> 20));
      return NULL;
    }
  return g_steal_pointer (&bytes);
}
