/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "galley-pdf-private.h"

#define CHUNK (256 * 1024)

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

void
galley_pdf_out_clear (GalleyPdfOut *self)
{
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
  g_string_append_printf (self->out, "%u 0 obj\n", number);
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

static GByteArray *
deflate (const void *data, gsize length)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 5);
  GByteArray *packed = g_byte_array_new ();
  gsize read = 0;

  for (GConverterResult result = G_CONVERTER_CONVERTED; result != G_CONVERTER_FINISHED;)
    {
      gsize n_read = 0, n_written = 0, at = packed->len;

      g_byte_array_set_size (packed, (guint) (at + MAX (length / 3, 4096)));
      result = g_converter_convert (G_CONVERTER (compressor), (const char *) data + read, length - read,
                                    packed->data + at, packed->len - at, G_CONVERTER_INPUT_AT_END, &n_read,
                                    &n_written, NULL);
      g_assert (result != G_CONVERTER_ERROR);
      read += n_read;
      g_byte_array_set_size (packed, (guint) (at + n_written));
    }
  return packed;
}

guint
galley_pdf_out_stream (GalleyPdfOut *self, guint number, const char *entries, const void *data, gsize length)
{
  g_autoptr (GByteArray) packed = deflate (data, length);
  g_autofree char *all = g_strconcat ("/Filter /FlateDecode ", entries, NULL);

  return galley_pdf_out_raw (self, number, all, packed->data, packed->len);
}

void
galley_pdf_out_finish (GalleyPdfOut *self, guint root, guint info)
{
  guint64 table = self->written + self->out->len;

  g_string_append_printf (self->out, "xref\n0 %u\n0000000000 65535 f \n", self->offsets->len);
  for (guint i = 1; i < self->offsets->len; i++)
    {
      guint64 offset = g_array_index (self->offsets, guint64, i);

      if (offset == 0)
        g_string_append (self->out, "0000000000 65535 f \n");
      else
        g_string_append_printf (self->out, "%010" G_GUINT64_FORMAT " 00000 n \n", offset);
    }
  g_string_append_printf (self->out,
                          "trailer\n<< /Size %u /Root %u 0 R /Info %u 0 R >>\nstartxref\n%" G_GUINT64_FORMAT
                          "\n%%%%EOF\n",
                          self->offsets->len, root, info, table);
  galley_pdf_out_flush (self);
}

/* printf() is half of the time a page takes. */
void
galley_pdf_append_number (GString *out, double value)
{
  gint64 thousandths = (gint64) floor (value * 1000 + 0.5);
  char digits[24];
  guint n = 0, decimals = 3;

  if (thousandths < 0)
    {
      g_string_append_c (out, '-');
      thousandths = -thousandths;
    }
  while (decimals > 0 && thousandths % 10 == 0)
    {
      thousandths /= 10;
      decimals--;
    }
  for (guint i = 0; thousandths > 0 || i <= decimals; i++)
    {
      if (i == decimals && decimals > 0)
        digits[n++] = '.';
      digits[n++] = (char) ('0' + thousandths % 10);
      thousandths /= 10;
    }
  while (n > 0)
    g_string_append_c (out, digits[--n]);
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
        g_string_append_printf (out, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10),
                                0xDC00 + ((c - 0x10000) & 0x3FF));
      else
        g_string_append_printf (out, "%04X", c);
    }
  g_string_append_c (out, '>');
}
