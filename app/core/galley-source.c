/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

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
  self->bytes = g_bytes_ref (bytes);
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

GalleySource *
galley_source_new_for_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name != NULL ? name : "?");
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, cancellable, error);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, _ ("“%s” is a folder, not a file."), shown);
      return NULL;
    }
  if (g_file_info_get_size (info) > GALLEY_SOURCE_MAX_BYTES)
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

  GalleySource *self = galley_source_new_for_bytes (shown, NULL, bytes);

  self->folder = g_file_get_parent (file);
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
