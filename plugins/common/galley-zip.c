/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <zip.h>

#include "galley-error.h"

#include "galley-zip.h"

/* 1 January 1980, the first day a package can name. */
#define FIRST_DOS_DATE 0x21

struct _GalleyZip
{
  GBytes *bytes;
  char *shown;
  zip_t *archive;
  GPtrArray *names;    /* of char * */
  GHashTable *indices; /* folded name → index + 1 */
  guint64 n_unpacked;
};

/* --- reading ---------------------------------------------------------------------------------------------------- */

static char *
fold_name (const char *name)
{
  char *folded = g_ascii_strdown (name + strspn (name, "/"), -1);

  return g_strdelimit (folded, "\\", '/');
}

static gboolean
leads_out (const char *name)
{
  g_auto (GStrv) parts = g_strsplit_set (name, "/\\", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (g_str_equal (parts[i], ".."))
        return TRUE;
    }
  return *name == '/' || *name == '\\' || (g_ascii_isalpha (name[0]) && name[1] == ':');
}

static gboolean
list_member (GalleyZip *self, zip_uint64_t index, GError **error)
{
  const char *name = zip_get_name (self->archive, index, ZIP_FL_ENC_GUESS);
  g_autofree char *folded = NULL;

  if (name == NULL || !g_utf8_validate (name, -1, NULL) || leads_out (name))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” holds a file whose name leads out of the package."), self->shown);
      return FALSE;
    }
  if (*name == '\0' || g_str_has_suffix (name, "/"))
    return TRUE;
  folded = fold_name (name);
  if (g_hash_table_contains (self->indices, folded))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” holds the same file twice: “%s”."),
                   self->shown, name);
      return FALSE;
    }
  g_hash_table_insert (self->indices, g_steal_pointer (&folded), GSIZE_TO_POINTER (index + 1));
  g_ptr_array_add (self->names, g_strdelimit (g_strdup (name), "\\", '/'));
  return TRUE;
}

static gboolean
list_members (GalleyZip *self, GError **error)
{
  zip_int64_t n = zip_get_num_entries (self->archive, 0);

  if (n > (zip_int64_t) GALLEY_ZIP_MAX_MEMBERS)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” holds more than %u files."),
                   self->shown, GALLEY_ZIP_MAX_MEMBERS);
      return FALSE;
    }
  for (zip_int64_t i = 0; i < n; i++)
    {
      if (!list_member (self, (zip_uint64_t) i, error))
        return FALSE;
    }
  return TRUE;
}

GalleyZip *
galley_zip_open (GBytes *bytes, const char *shown, GError **error)
{
  g_return_val_if_fail (bytes != NULL && shown != NULL, NULL);

  g_autoptr (GalleyZip) self = g_new0 (GalleyZip, 1);
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  zip_error_t failure;
  zip_source_t *source;

  self->bytes = g_bytes_ref (bytes);
  self->shown = g_strdup (shown);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->indices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  zip_error_init (&failure);
  source = zip_source_buffer_create (data, length, 0, &failure);
  if (source != NULL)
    self->archive = zip_open_from_source (source, ZIP_RDONLY, &failure);
  zip_error_fini (&failure);
  if (self->archive == NULL)
    {
      if (source != NULL)
        zip_source_free (source);
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” is not a whole package: it is cut off or damaged."), shown);
      return NULL;
    }
  return list_members (self, error) ? g_steal_pointer (&self) : NULL;
}

void
galley_zip_free (GalleyZip *self)
{
  if (self == NULL)
    return;
  if (self->archive != NULL)
    zip_discard (self->archive);
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->indices);
  g_bytes_unref (self->bytes);
  g_free (self->shown);
  g_free (self);
}

const GPtrArray *
galley_zip_list (GalleyZip *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->names;
}

gboolean
galley_zip_has (GalleyZip *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  g_autofree char *folded = fold_name (name);

  return g_hash_table_contains (self->indices, folded);
}

static void
set_damaged (GalleyZip *self, const char *name, GError **error)
{
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is damaged: “%s” in it cannot be read."),
               self->shown, name);
}

/* Packed sizes are what the package claims; what counts is what comes out. */
static gboolean
is_too_much (GalleyZip *self, gsize n, gsize max_bytes)
{
  guint64 total = self->n_unpacked + n;

  return n > max_bytes || total > GALLEY_ZIP_MAX_BYTES ||
         (total > GALLEY_ZIP_RATIO_FROM && total / GALLEY_ZIP_MAX_RATIO > g_bytes_get_size (self->bytes));
}

static GBytes *
read_all (GalleyZip *self, zip_file_t *file, const char *name, gsize max_bytes, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (65536);
  zip_int64_t n;

  while ((n = zip_fread (file, buffer, 65536)) > 0)
    {
      g_byte_array_append (data, buffer, (guint) n);
      if (is_too_much (self, data->len, max_bytes))
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                       _ ("“%s” unpacks to more than a document may hold."), self->shown);
          return NULL;
        }
    }
  if (n < 0)
    {
      set_damaged (self, name, error);
      return NULL;
    }
  self->n_unpacked += data->len;
  return g_byte_array_free_to_bytes (g_steal_pointer (&data));
}

GBytes *
galley_zip_read (GalleyZip *self, const char *name, gsize max_bytes, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  g_autofree char *folded = fold_name (name);
  gsize index = GPOINTER_TO_SIZE (g_hash_table_lookup (self->indices, folded));
  GBytes *bytes = NULL;
  zip_stat_t status;
  zip_file_t *file;

  if (index == 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("“%s” has no part “%s”."), self->shown, name);
      return NULL;
    }
  if (zip_stat_index (self->archive, index - 1, 0, &status) == 0 &&
      (status.valid & ZIP_STAT_ENCRYPTION_METHOD) && status.encryption_method != ZIP_EM_NONE)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_ENCRYPTED, _ ("“%s” is locked with a password."),
                   self->shown);
      return NULL;
    }
  file = zip_fopen_index (self->archive, index - 1, 0);
  if (file == NULL)
    set_damaged (self, name, error);
  else
    {
      bytes = read_all (self, file, name, max_bytes, error);
      zip_fclose (file);
    }
  return bytes;
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

struct _GalleyZipWriter
{
  zip_t *archive;
  zip_source_t *target; /* holds the package once the archive is closed */
  GPtrArray *members;   /* of GBytes *: libzip reads them when it closes */
  gboolean failed;
};

GalleyZipWriter *
galley_zip_writer_new (void)
{
  GalleyZipWriter *self = g_new0 (GalleyZipWriter, 1);
  zip_error_t failure;

  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  zip_error_init (&failure);
  self->target = zip_source_buffer_create (NULL, 0, 0, &failure);
  if (self->target != NULL)
    {
      zip_source_keep (self->target);
      self->archive = zip_open_from_source (self->target, ZIP_TRUNCATE, &failure);
      /* Opening took the second reference only when it went well. */
      if (self->archive == NULL)
        zip_source_free (self->target);
    }
  zip_error_fini (&failure);
  self->failed = self->archive == NULL;
  return self;
}

void
galley_zip_writer_free (GalleyZipWriter *self)
{
  if (self == NULL)
    return;
  if (self->archive != NULL)
    zip_discard (self->archive);
  if (self->target != NULL)
    zip_source_free (self->target);
  g_ptr_array_unref (self->members);
  g_free (self);
}

void
galley_zip_writer_add (GalleyZipWriter *self, const char *name, GBytes *bytes, gboolean stored)
{
  g_return_if_fail (self != NULL && name != NULL && bytes != NULL);

  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  zip_source_t *source;
  zip_int64_t index;

  if (self->failed)
    return;
  g_ptr_array_add (self->members, g_bytes_ref (bytes));
  source = zip_source_buffer (self->archive, data != NULL ? data : "", length, 0);
  index = source != NULL ? zip_file_add (self->archive, name, source, ZIP_FL_ENC_UTF_8) : -1;
  if (index < 0)
    {
      if (source != NULL)
        zip_source_free (source);
      self->failed = TRUE;
      return;
    }
  self->failed |= zip_set_file_compression (self->archive, (zip_uint64_t) index,
                                            stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) != 0;
  self->failed |= zip_file_set_dostime (self->archive, (zip_uint64_t) index, 0, FIRST_DOS_DATE, 0) != 0;
}

void
galley_zip_writer_add_text (GalleyZipWriter *self, const char *name, const char *text)
{
  g_return_if_fail (text != NULL);

  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  galley_zip_writer_add (self, name, bytes, FALSE);
}

/* What the closed archive left in its target. */
static GBytes *
take_target (GalleyZipWriter *self)
{
  zip_stat_t status;
  g_autofree guint8 *data = NULL;

  if (zip_source_stat (self->target, &status) != 0 || !(status.valid & ZIP_STAT_SIZE) ||
      zip_source_open (self->target) != 0)
    return NULL;
  data = g_malloc (MAX (status.size, 1));
  if (zip_source_read (self->target, data, status.size) != (zip_int64_t) status.size)
    status.size = 0;
  zip_source_close (self->target);
  return status.size > 0 ? g_bytes_new_take (g_steal_pointer (&data), status.size) : NULL;
}

GBytes *
galley_zip_writer_finish (GalleyZipWriter *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  GBytes *bytes = NULL;

  if (!self->failed && zip_close (self->archive) == 0)
    {
      self->archive = NULL;
      bytes = take_target (self);
    }
  if (bytes == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The package could not be put together."));
  return bytes;
}
