/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A drawn sheet as PNG (ISO/IEC 15948). Cairo's own tries all filters on each line of four channels, which takes ten times as long as
 * drawing does; a page is ink on white, most often without a colour, and wants none of it. */

#include "config.h"

#include <string.h>

#include <zlib.h>

#include "galley-sheet-private.h"

#define LEVEL 5

static void
append_word (GByteArray *out, guint32 word)
{
  const guint32 big = GUINT32_TO_BE (word);

  g_byte_array_append (out, (const guint8 *) &big, 4);
}

static void
append_chunk (GByteArray *out, const char *name, const guint8 *data, gsize length)
{
  guint begin = out->len + 4;

  append_word (out, (guint32) length);
  g_byte_array_append (out, (const guint8 *) name, 4);
  if (length > 0)
    g_byte_array_append (out, data, (guint) length);
  append_word (out, (guint32) crc32 (0, out->data + begin, out->len - begin));
}

static const guint32 *
row_of (cairo_surface_t *surface, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);

  return (const guint32 *) (gconstpointer) (data +
                                            (gsize) y * (gsize) cairo_image_surface_get_stride (surface));
}

static gboolean
has_colour (const guint32 *row, int width)
{
  for (int x = 0; x < width; x++)
    {
      guint32 pixel = row[x] & 0xFFFFFF;

      if (pixel != (pixel & 0xFF) * 0x010101)
        return TRUE;
    }
  return FALSE;
}

static guint
count_channels (cairo_surface_t *surface, int width, int height)
{
  for (int y = 0; y < height; y++)
    {
      if (has_colour (row_of (surface, y), width))
        return 3;
    }
  return 1;
}

static void
read_line (cairo_surface_t *surface, int y, int width, guint channels, guint8 *line)
{
  const guint32 *row = row_of (surface, y);

  for (int x = 0; x < width; x++)
    {
      for (guint shift = 8 * channels; shift > 0; shift -= 8)
        *line++ = (guint8) (row[x] >> (shift - 8));
    }
}

/* Lines as the format wants them: a byte for the filter, then samples. Ink on white packs best as it is; of a line through a picture
 * the one above is taken off. */
static GByteArray *
pack_lines (cairo_surface_t *surface, int width, int height, guint channels)
{
  gsize length = (gsize) width * channels;
  GByteArray *lines = g_byte_array_sized_new ((guint) ((length + 1) * (gsize) height));
  g_autofree guint8 *above = g_malloc0 (length), *line = g_malloc0 (length);

  for (int y = 0; y < height; y++)
    {
      const guint8 filter = channels > 1 && has_colour (row_of (surface, y), width) ? 2 : 0;

      read_line (surface, y, width, channels, line);
      g_byte_array_append (lines, &filter, 1);
      g_byte_array_append (lines, line, (guint) length);
      for (gsize i = 0; filter != 0 && i < length; i++)
        lines->data[lines->len - length + i] = (guint8) (line[i] - above[i]);
      memcpy (above, line, length);
    }
  return lines;
}

GBytes *
galley_sheet_png_encode (cairo_surface_t *surface)
{
  static const guint8 signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  GByteArray *out = g_byte_array_new (), *head = g_byte_array_new ();
  guint channels;
  g_autoptr (GByteArray) lines = NULL;
  g_autofree guint8 *packed = NULL;
  uLongf length;

  cairo_surface_flush (surface);
  channels = count_channels (surface, width, height);
  lines = pack_lines (surface, width, height, channels);
  length = compressBound (lines->len);
  packed = g_malloc (length);
  if (compress2 (packed, &length, lines->data, lines->len, LEVEL) != Z_OK)
    g_assert_not_reached ();
  append_word (head, (guint32) width);
  append_word (head, (guint32) height);
  /* Eight bits a sample; grey or colour; deflate, the usual filters, not interlaced. */
  g_byte_array_append (head, (const guint8[]){ 8, channels == 1 ? 0 : 2, 0, 0, 0 }, 5);
  g_byte_array_append (out, signature, sizeof signature);
  append_chunk (out, "IHDR", head->data, head->len);
  append_chunk (out, "IDAT", packed, length);
  append_chunk (out, "IEND", NULL, 0);
  g_byte_array_unref (head);
  return g_byte_array_free_to_bytes (out);
}
