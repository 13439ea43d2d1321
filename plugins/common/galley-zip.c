/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <zlib.h>

#include "galley-error.h"

#include "galley-zip.h"

/* 1 January 1980, the first day a package can name. */
#define FIRST_DOS_DATE 0x21

/* Where one member stands in the package. */
typedef struct
{
  guint64 header; /* of its local header */
  guint64 packed; /* bytes */
  guint32 crc;
  guint16 flags;
  guint16 method;
} Member;

#define FLAG_LOCKED 0x1
#define FLAG_UTF8 0x800
#define STORED 0
#define DEFLATED 8

struct _GalleyZip
{
  GBytes *bytes;
  char *shown;
  GPtrArray *names;    /* of char * */
  GHashTable *members; /* folded name → Member */
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

static guint32
number (const guint8 *at, guint n)
{
  guint32 value = 0;

  for (guint i = 0; i < n; i++)
    value |= (guint32) at[i] << 8 * i;
  return value;
}

static guint64
long_number (const guint8 *at)
{
  return number (at, 4) | (guint64) number (at + 4, 4) << 32;
}

static void
set_broken (GalleyZip *self, GError **error)
{
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
               _ ("“%s” is not a whole package: it is cut off or damaged."), self->shown);
}

/* Without the flag names have the encoding of the system that wrote them: in China GB18030, by the norm that of the first PC. */
static char *
dup_name (const guint8 *at, gsize length, guint16 flags)
{
  g_autofree char *raw = g_strndup ((const char *) at, length);
  char *name = NULL;

  if (memchr (at, 0, length) != NULL)
    return NULL;
  if (g_utf8_validate (raw, -1, NULL))
    return g_steal_pointer (&raw);
  if (!(flags & FLAG_UTF8))
    name = g_convert (raw, -1, "UTF-8", "GB18030", NULL, NULL, NULL);
  if (name == NULL && !(flags & FLAG_UTF8))
    name = g_convert (raw, -1, "UTF-8", "IBM437", NULL, NULL, NULL);
  return name;
}

static gboolean
add_member (GalleyZip *self, char *name, const Member *member, GError **error)
{
  g_autofree char *folded = NULL;

  if (name == NULL || leads_out (name))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” holds a file whose name leads out of the package."), self->shown);
      return FALSE;
    }
  if (*name == '\0' || g_str_has_suffix (name, "/"))
    return TRUE;
  folded = fold_name (name);
  if (g_hash_table_contains (self->members, folded))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” holds the same file twice: “%s”."),
                   self->shown, name);
      return FALSE;
    }
  g_hash_table_insert (self->members, g_steal_pointer (&folded), g_memdup2 (member, sizeof *member));
  g_ptr_array_add (self->names, g_strdelimit (g_strdup (name), "\\", '/'));
  return TRUE;
}

/* Sizes that do not fit in four bytes stand in an extra field, those that are wanted alone, in this order. */
static void
read_long_sizes (const guint8 *extra, gsize length, gboolean unpacked, Member *member)
{
  while (length >= 4)
    {
      gsize size = number (extra + 2, 2);
      const guint8 *at = extra + 4, *end = at + size;

      if (size > length - 4)
        return;
      if (number (extra, 2) == 1)
        {
          at += unpacked ? 8 : 0;
          if (member->packed == G_MAXUINT32 && end - at >= 8)
            {
              member->packed = long_number (at);
              at += 8;
            }
          if (member->header == G_MAXUINT32 && end - at >= 8)
            member->header = long_number (at);
          return;
        }
      extra = end;
      length -= 4 + size;
    }
}

/* The list of members: where it begins, how many there are, and what stands before the package itself. */
static const guint8 *
find_list (const guint8 *data, gsize length, guint64 *n_members, guint64 *size, guint64 *before)
{
  for (gsize at = length >= 22 ? length - 22 : 0; length >= 22; at--)
    {
      const guint8 *end = data + at;
      guint64 offset;

      if (memcmp (end, "PK\005\006", 4) == 0 && number (end + 20, 2) <= length - at - 22)
        {
          *n_members = number (end + 10, 2);
          *size = number (end + 12, 4);
          offset = number (end + 16, 4);
          if (at >= 20 && memcmp (end - 20, "PK\006\007", 4) == 0)
            {
              guint64 large = long_number (end - 12);

              if (large <= at - 20 && at - 20 - large >= 56 && memcmp (data + large, "PK\006\006", 4) == 0)
                {
                  *n_members = long_number (data + large + 32);
                  *size = long_number (data + large + 40);
                  offset = long_number (data + large + 48);
                  at = (gsize) large;
                }
            }
          if (*size > at || offset > at - *size)
            return NULL;
          *before = at - *size - offset;
          return data + offset + *before;
        }
      if (at == 0 || length - at > 22 + 65535)
        break;
    }
  return NULL;
}

static gboolean
list_members (GalleyZip *self, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->bytes, &length);
  guint64 n = 0, size = 0, before = 0;
  const guint8 *at = find_list (data, length, &n, &size, &before);
  const guint8 *end = at != NULL ? at + size : NULL;

  if (n > GALLEY_ZIP_MAX_MEMBERS)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” holds more than %u files."),
                   self->shown, GALLEY_ZIP_MAX_MEMBERS);
      return FALSE;
    }
  for (guint64 i = 0; at != NULL && i < n; i++)
    {
      gsize name_length, extra_length, whole;
      Member member;
      g_autofree char *name = NULL;

      if (end - at < 46 || memcmp (at, "PK\001\002", 4) != 0)
        break;
      name_length = number (at + 28, 2);
      extra_length = number (at + 30, 2);
      whole = 46 + name_length + extra_length + number (at + 32, 2);
      if ((gsize) (end - at) < whole)
        break;
      member = (Member){ .header = number (at + 42, 4),
                         .packed = number (at + 20, 4),
                         .crc = number (at + 16, 4),
                         .flags = (guint16) number (at + 8, 2),
                         .method = (guint16) number (at + 10, 2) };
      read_long_sizes (at + 46 + name_length, extra_length, number (at + 24, 4) == G_MAXUINT32, &member);
      member.header += before;
      name = dup_name (at + 46, name_length, member.flags);
      if (!add_member (self, name, &member, error))
        return FALSE;
      at += whole;
      if (i + 1 == n)
        return TRUE;
    }
  if (at != NULL && n == 0)
    return TRUE;
  set_broken (self, error);
  return FALSE;
}

GalleyZip *
galley_zip_open (GBytes *bytes, const char *shown, GError **error)
{
  g_return_val_if_fail (bytes != NULL && shown != NULL, NULL);

  g_autoptr (GalleyZip) self = g_new0 (GalleyZip, 1);

  self->bytes = g_bytes_ref (bytes);
  self->shown = g_strdup (shown);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return list_members (self, error) ? g_steal_pointer (&self) : NULL;
}

void
galley_zip_free (GalleyZip *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->members);
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

  return g_hash_table_contains (self->members, folded);
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

/* The packed bytes of a member, or NULL where they do not lie in the package. */
static const guint8 *
find_packed (GalleyZip *self, const Member *member)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->bytes, &length);
  guint64 start;

  if (member->header > length || length - member->header < 30 ||
      memcmp (data + member->header, "PK\003\004", 4) != 0)
    return NULL;
  start =
      member->header + 30 + number (data + member->header + 26, 2) + number (data + member->header + 28, 2);
  return start <= length && member->packed <= length - start ? data + start : NULL;
}

static gboolean
append (GalleyZip *self, GByteArray *data, const guint8 *piece, gsize n, gsize max_bytes, GError **error)
{
  if (is_too_much (self, data->len + n, max_bytes))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                   _ ("“%s” unpacks to more than a document may hold."), self->shown);
      return FALSE;
    }
  g_byte_array_append (data, piece, (guint) n);
  return TRUE;
}

/* FALSE without an error where the data is damaged. */
static gboolean
unpack (
    GalleyZip *self, const guint8 *packed, gsize n_packed, gsize max_bytes, GByteArray *data, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (65536);
  z_stream stream = { .next_in = (guint8 *) packed, .avail_in = (uInt) n_packed };
  int state = inflateInit2 (&stream, -MAX_WBITS);
  gboolean good = state == Z_OK;

  while (good && state == Z_OK)
    {
      stream.next_out = buffer;
      stream.avail_out = 65536;
      state = inflate (&stream, Z_NO_FLUSH);
      good = (state == Z_OK || state == Z_STREAM_END) &&
             (state == Z_STREAM_END || stream.avail_out < 65536) &&
             append (self, data, buffer, 65536 - stream.avail_out, max_bytes, error);
    }
  (void) inflateEnd (&stream);
  return good;
}

GBytes *
galley_zip_read (GalleyZip *self, const char *name, gsize max_bytes, GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  g_autofree char *folded = fold_name (name);
  const Member *member = g_hash_table_lookup (self->members, folded);
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GError) failure = NULL;
  const guint8 *packed;
  gboolean good = FALSE;

  if (member == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("“%s” has no part “%s”."), self->shown, name);
      return NULL;
    }
  if (member->flags & FLAG_LOCKED)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_ENCRYPTED, _ ("“%s” is locked with a password."),
                   self->shown);
      return NULL;
    }
  packed = find_packed (self, member);
  if (packed != NULL && member->method == STORED)
    good = append (self, data, packed, member->packed, max_bytes, &failure);
  else if (packed != NULL && member->method == DEFLATED)
    good = unpack (self, packed, member->packed, max_bytes, data, &failure);
  if (good && crc32 (0, data->data, data->len) == member->crc)
    {
      self->n_unpacked += data->len;
      return g_byte_array_free_to_bytes (g_steal_pointer (&data));
    }
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    set_damaged (self, name, error);
  return NULL;
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

struct _GalleyZipWriter
{
  GByteArray *out;
  GByteArray *list; /* what stands at the end */
  guint n_members;
  gboolean failed;
};

GalleyZipWriter *
galley_zip_writer_new (void)
{
  GalleyZipWriter *self = g_new0 (GalleyZipWriter, 1);

  self->out = g_byte_array_new ();
  self->list = g_byte_array_new ();
  return self;
}

void
galley_zip_writer_free (GalleyZipWriter *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->out);
  g_byte_array_unref (self->list);
  g_free (self);
}

static void
put (GByteArray *out, guint32 value, guint n)
{
  guint8 bytes[4];

  for (guint i = 0; i < n; i++)
    bytes[i] = (guint8) (value >> 8 * i);
  g_byte_array_append (out, bytes, n);
}

/* What both headers of a member have in common. */
static void
put_facts (GByteArray *out, const char *name, const Member *member, gsize unpacked)
{
  put (out, 20, 2);
  put (out, member->flags, 2);
  put (out, member->method, 2);
  put (out, 0, 2);
  put (out, FIRST_DOS_DATE, 2);
  put (out, member->crc, 4);
  put (out, (guint32) member->packed, 4);
  put (out, (guint32) unpacked, 4);
  put (out, (guint32) strlen (name), 2);
  put (out, 0, 2);
}

/* NULL where it would not get smaller. */
static GByteArray *
pack (const guint8 *data, gsize length)
{
  z_stream stream = { .next_in = (guint8 *) data, .avail_in = (uInt) length };
  g_autoptr (GByteArray) packed = g_byte_array_new ();
  int state;

  if (length == 0 ||
      deflateInit2 (&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return NULL;
  g_byte_array_set_size (packed, (guint) deflateBound (&stream, length));
  stream.next_out = packed->data;
  stream.avail_out = packed->len;
  state = deflate (&stream, Z_FINISH);
  g_byte_array_set_size (packed, (guint) stream.total_out);
  (void) deflateEnd (&stream);
  return state == Z_STREAM_END && packed->len < length ? g_steal_pointer (&packed) : NULL;
}

void
galley_zip_writer_add (GalleyZipWriter *self, const char *name, GBytes *bytes, gboolean stored)
{
  g_return_if_fail (self != NULL && name != NULL && bytes != NULL);

  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GByteArray) packed = NULL;
  Member member = { .header = self->out->len };

  /* The form has four bytes for a size and two for a count; none of our files comes near. */
  self->failed |= length > G_MAXINT32 || self->n_members == G_MAXUINT16 || strlen (name) > 65535 ||
                  self->out->len + length > G_MAXINT32;
  if (self->failed)
    return;
  packed = stored ? NULL : pack (data, length);
  member.method = packed != NULL ? DEFLATED : STORED;
  member.packed = packed != NULL ? packed->len : length;
  member.crc = length > 0 ? (guint32) crc32 (0, data, (uInt) length) : 0;
  member.flags = g_str_is_ascii (name) ? 0 : FLAG_UTF8;

  put (self->out, 0x04034b50, 4);
  put_facts (self->out, name, &member, length);
  g_byte_array_append (self->out, (const guint8 *) name, (guint) strlen (name));
  g_byte_array_append (self->out, packed != NULL ? packed->data : data, (guint) member.packed);

  put (self->list, 0x02014b50, 4);
  put (self->list, 20, 2);
  put_facts (self->list, name, &member, length);
  put (self->list, 0, 2); /* comment */
  put (self->list, 0, 2); /* disk */
  put (self->list, 0, 2); /* kind */
  put (self->list, 0, 4); /* rights */
  put (self->list, (guint32) member.header, 4);
  g_byte_array_append (self->list, (const guint8 *) name, (guint) strlen (name));
  self->n_members++;
}

void
galley_zip_writer_add_text (GalleyZipWriter *self, const char *name, const char *text)
{
  g_return_if_fail (text != NULL);

  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  galley_zip_writer_add (self, name, bytes, FALSE);
}

GBytes *
galley_zip_writer_finish (GalleyZipWriter *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  guint32 start = self->out->len;
  GByteArray *out = self->out;

  if (self->failed)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           _ ("The package could not be put together."));
      return NULL;
    }
  g_byte_array_append (out, self->list->data, self->list->len);
  put (out, 0x06054b50, 4);
  put (out, 0, 4);
  put (out, self->n_members, 2);
  put (out, self->n_members, 2);
  put (out, self->list->len, 4);
  put (out, start, 4);
  put (out, 0, 2);
  self->out = g_byte_array_new ();
  return g_byte_array_free_to_bytes (out);
}
