/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "galley-pdf-private.h"

#define CHUNK (256 * 1024)
/* So many streams at most are with the packer; one as large as this is waited for, so that memory holds no more of its kind. */
#define MOST_PACKING 12
#define LARGE (1024 * 1024)

typedef struct
{
  guint number;
  char *entries;
  GBytes *(*make) (gpointer data);
  gpointer data;
  GBytes *bytes; /* as they are, then deflated */
} Stream;

void
galley_pdf_out_init (GalleyPdfOut *self, GOutputStream *stream, GCancellable *cancellable)
{
  const guint64 none = 0;

  self->stream = stream;
  self->cancellable = cancellable;
  self->written = 0;
  self->error = NULL;
  self->offsets = g_array_new (FALSE, TRUE, sizeof (guint64));
  g_array_append_val (self->offsets, none); /* objects count from 1 */
  /* Four bytes above 127 say that the file is not text. */
  self->out = g_string_new ("%PDF-1.7\n%\xE6\xB8\x85\xE6\n");
}

static void
stream_free (Stream *stream)
{
  g_clear_pointer (&stream->bytes, g_bytes_unref);
  g_free (stream->entries);
  g_free (stream);
}

void
galley_pdf_out_clear (GalleyPdfOut *self)
{
  if (self->packer != NULL)
    {
      g_async_queue_push (self->todo, self);
      g_thread_join (self->packer);
      g_async_queue_unref (self->todo);
      g_async_queue_unref (self->packed);
    }
  g_string_free (self->out, TRUE);
  g_array_unref (self->offsets);
  g_clear_error (&self->error);
}

gboolean
galley_pdf_out_flush (GalleyPdfOut *self)
{
  if (self->error == NULL && g_output_stream_write_all (self->stream, self->out->str, self->out->len, NULL,
                                                        self->cancellable, &self->error))
    self->written += self->out->len;
  g_string_truncate (self->out, 0);
  return self->error == NULL;
}

guint
galley_pdf_out_reserve (GalleyPdfOut *self)
{
  const guint64 none = 0;

  g_array_append_val (self->offsets, none);
  return self->offsets->len - 1;
}

guint
galley_pdf_out_begin (GalleyPdfOut *self, guint number)
{
  if (number == 0)
    number = galley_pdf_out_reserve (self);
  g_array_index (self->offsets, guint64, number) = self->written + self->out->len;
  galley_pdf_append_units (self->out, number, 0);
  g_string_append_len (self->out, " 0 obj\n", 7);
  return number;
}

void
galley_pdf_out_end (GalleyPdfOut *self)
{
  g_string_append (self->out, "\nendobj\n");
  if (self->out->len > CHUNK)
    galley_pdf_out_flush (self);
}

guint
galley_pdf_out_raw (GalleyPdfOut *self, guint number, const char *entries, const void *data, gsize length)
{
  number = galley_pdf_out_begin (self, number);
  g_string_append_printf (self->out, "<< /Length %" G_GSIZE_FORMAT " %s >>\nstream\n", length, entries);
  g_string_append_len (self->out, data, (gssize) length);
  g_string_append (self->out, "\nendstream");
  galley_pdf_out_end (self);
  return number;
}

/* --- the packer --------------------------------------------------------------------------------------------------- */

static GBytes *
deflate (GConverter *compressor, GBytes *bytes)
{
  GByteArray *packed = g_byte_array_new ();
  gsize length, read = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  g_converter_reset (compressor);
  for (GConverterResult result = G_CONVERTER_CONVERTED; result != G_CONVERTER_FINISHED;)
    {
      gsize n_read = 0, n_written = 0, at = packed->len;

      g_byte_array_set_size (packed, (guint) (at + MAX (length / 3, 4096)));
      result = g_converter_convert (compressor, data + read, length - read, packed->data + at,
                                    packed->len - at, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, NULL);
      g_assert (result != G_CONVERTER_ERROR);
      read += n_read;
      g_byte_array_set_size (packed, (guint) (at + n_written));
    }
  return g_byte_array_free_to_bytes (packed);
}

static gpointer
pack (gpointer data)
{
  GalleyPdfOut *self = data;
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 5);

  /* The writer itself in the place of a stream says that there are no more. */
  for (gpointer next = g_async_queue_pop (self->todo); next != self; next = g_async_queue_pop (self->todo))
    {
      Stream *stream = next;
      g_autoptr (GBytes) plain = stream->make != NULL ? stream->make (stream->data) : stream->bytes;

      stream->bytes = deflate (G_CONVERTER (compressor), plain);
      g_async_queue_push (self->packed, stream);
    }
  return NULL;
}

/* Takes streams from the packer until @n are left there. */
static void
settle (GalleyPdfOut *self, guint n)
{
  for (; self->n_packing > n; self->n_packing--)
    {
      Stream *stream = g_async_queue_pop (self->packed);
      gsize length;
      const void *data = g_bytes_get_data (stream->bytes, &length);

      galley_pdf_out_raw (self, stream->number, stream->entries, data, length);
      stream_free (stream);
    }
}

static guint
add_stream (GalleyPdfOut *self, Stream *stream, guint number, const char *entries)
{
  settle (self, MOST_PACKING - 1);
  if (self->packer == NULL)
    {
      self->todo = g_async_queue_new ();
      self->packed = g_async_queue_new_full ((GDestroyNotify) stream_free);
      self->packer = g_thread_new ("pdf-packer", pack, self);
    }
  stream->number = number != 0 ? number : galley_pdf_out_reserve (self);
  stream->entries = g_strconcat ("/Filter /FlateDecode ", entries, NULL);
  number = stream->number;
  g_async_queue_push (self->todo, stream);
  self->n_packing++;
  return number;
}

guint
galley_pdf_out_stream (GalleyPdfOut *self, guint number, const char *entries, GBytes *data)
{
  Stream *stream = g_new0 (Stream, 1);

  stream->bytes = g_bytes_ref (data);
  number = add_stream (self, stream, number, entries);
  if (g_bytes_get_size (data) >= LARGE)
    settle (self, 0);
  return number;
}

guint
galley_pdf_out_stream_made (
    GalleyPdfOut *self, guint number, const char *entries, GBytes *(*make) (gpointer data), gpointer data)
{
  Stream *stream = g_new0 (Stream, 1);

  stream->make = make;
  stream->data = data;
  return add_stream (self, stream, number, entries);
}

/* --- the end -------------------------------------------------------------------------------------------------------- */

/* Ten digits and what follows them: twenty bytes an object. */
static void
append_offset (GString *out, guint64 offset)
{
  char line[] = "0000000000 65535 f \n";

  if (offset > 0)
    memcpy (line + 10, " 00000 n \n", 10);
  for (guint i = 10; i > 0; i--, offset /= 10)
    line[i - 1] = (char) ('0' + offset % 10);
  g_string_append_len (out, line, 20);
}

void
galley_pdf_out_finish (GalleyPdfOut *self, guint root, guint info)
{
  guint64 table;

  settle (self, 0);
  table = self->written + self->out->len;
  g_string_append_printf (self->out, "xref\n0 %u\n0000000000 65535 f \n", self->offsets->len);
  for (guint i = 1; i < self->offsets->len; i++)
    append_offset (self->out, g_array_index (self->offsets, guint64, i));
  g_string_append_printf (self->out,
                          "trailer\n<< /Size %u /Root %u 0 R /Info %u 0 R >>\nstartxref\n%" G_GUINT64_FORMAT
                          "\n%%%%EOF\n",
                          self->offsets->len, root, info, table);
  galley_pdf_out_flush (self);
}

/* --- words of the format -------------------------------------------------------------------------------------------- */

/* printf() is half of the time a page takes. */
void
galley_pdf_append_units (GString *out, gint64 units, guint decimals)
{
  char digits[24];
  guint n = 0;

  if (units < 0)
    {
      g_string_append_c (out, '-');
      units = -units;
    }
  while (decimals > 0 && units % 10 == 0)
    {
      units /= 10;
      decimals--;
    }
  for (guint i = 0; units > 0 || i <= decimals; i++)
    {
      if (i == decimals && decimals > 0)
        digits[n++] = '.';
      digits[n++] = (char) ('0' + units % 10);
      units /= 10;
    }
  while (n > 0)
    g_string_append_c (out, digits[--n]);
}

void
galley_pdf_append_number (GString *out, double value)
{
  galley_pdf_append_units (out, (gint64) floor (value * 1000 + 0.5), 3);
}

void
galley_pdf_append_reference (GString *out, guint object)
{
  g_string_append_c (out, ' ');
  galley_pdf_append_units (out, object, 0);
  g_string_append_len (out, " 0 R", 4);
}

static void
append_utf16 (GString *out, gunichar unit)
{
  static const char digits[] = "0123456789ABCDEF";

  for (guint shift = 16; shift > 0; shift -= 4)
    g_string_append_c (out, digits[unit >> (shift - 4) & 15]);
}

void
galley_pdf_append_text (GString *out, const char *utf8, gssize length)
{
  const char *end = utf8 + (length < 0 ? (gssize) strlen (utf8) : length);

  g_string_append (out, "<FEFF");
  for (const char *p = utf8; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x10000)
        append_utf16 (out, 0xD800 + ((c - 0x10000) >> 10));
      append_utf16 (out, c >= 0x10000 ? 0xDC00 + ((c - 0x10000) & 0x3FF) : c);
    }
  g_string_append_c (out, '>');
}
