/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <hb-ot.h>
#include <hb-subset.h>

#include "galley-pdf-private.h"

/* A glyph whose text is more than one character has it in a table of its own. */
#define SEVERAL 0xFFFFFFFFu

struct _GalleyPdfFont
{
  PangoFont *pango;
  hb_font_t *hb; /* of it */
  hb_face_t *face;
  guint number; /* object */
  guint index;
  guint n_glyphs;
  gboolean keyed; /* CFF by character collection: a page's codes are its CIDs */
  gboolean cff;
  guint16 *cids;       /* of each glyph, where they are not the same */
  guint32 *text;       /* of each glyph: a character, SEVERAL, 0: not used */
  gint16 *widths;      /* of each glyph, thousandths of an em; -1: not used */
  GHashTable *several; /* glyph → text */
};

/* --- CFF: what of it a PDF asks (Adobe Technical Note 5176) ----------------------------------------------------------------- */

typedef struct
{
  const guint8 *data;
  gsize length;
} Bytes;

static guint
byte_at (const Bytes *bytes, gsize at)
{
  return at < bytes->length ? bytes->data[at] : 0;
}

static guint
number_at (const Bytes *bytes, gsize at, guint size)
{
  guint number = 0;

  for (guint i = 0; i < size; i++)
    number = number << 8 | byte_at (bytes, at + i);
  return number;
}

/* The end of an INDEX that begins at @at; its first item in @first and @last. */
static gsize
skip_index (const Bytes *bytes, gsize at, gsize *first, gsize *last)
{
  guint count = number_at (bytes, at, 2), size = byte_at (bytes, at + 2);
  gsize data = at + 3 + (gsize) (count + 1) * size - 1;

  if (count == 0 || size < 1 || size > 4)
    return at + 2;
  *first = data + number_at (bytes, at + 3, size);
  *last = data + number_at (bytes, at + 3 + size, size);
  return data + number_at (bytes, at + 3 + (gsize) count * size, size);
}

/* Reads the Top DICT: is it keyed by CID, and where is its charset? */
static gboolean
read_top (const Bytes *bytes, gsize *charset)
{
  gsize at, first = 0, last = 0;
  gboolean keyed = FALSE;
  gint64 operand = 0;

  *charset = 0;
  at = skip_index (bytes, byte_at (bytes, 2), &first, &last);
  first = last = 0;
  skip_index (bytes, at, &first, &last);
  for (at = first; at < last && at < bytes->length;)
    {
      guint b = byte_at (bytes, at++);

      if (b == 12)
        keyed |= byte_at (bytes, at++) == 30;
      else if (b == 15)
        *charset = (gsize) operand;
      else if (b == 28)
        operand = number_at (bytes, at, 2), at += 2;
      else if (b == 29)
        operand = number_at (bytes, at, 4), at += 4;
      else if (b == 30)
        while (at < last && (byte_at (bytes, at) & 0xF) != 0xF && (byte_at (bytes, at++) >> 4) != 0xF)
          ;
      else if (b >= 32 && b <= 246)
        operand = (gint64) b - 139;
      else if (b >= 247 && b <= 254)
        at++;
    }
  return keyed;
}

/* The CID of each glyph; NULL where they are one and the same. */
static guint16 *
read_charset (const Bytes *bytes, gsize at, guint n_glyphs)
{
  guint16 *cids = g_new0 (guint16, n_glyphs);
  guint format = byte_at (bytes, at++);
  gboolean same = TRUE;

  for (guint glyph = 1; glyph < n_glyphs && at < bytes->length;)
    {
      guint cid = number_at (bytes, at, 2),
            left = format == 0 ? 0 : number_at (bytes, at + 2, format == 1 ? 1 : 2);

      at += format == 0 ? 2 : format == 1 ? 3 : 4;
      for (guint i = 0; i <= left && glyph < n_glyphs; i++, glyph++)
        {
          cids[glyph] = (guint16) (cid + i);
          same &= cids[glyph] == glyph;
        }
    }
  if (same)
    g_clear_pointer (&cids, g_free);
  return cids;
}

static void
read_cff (GalleyPdfFont *self)
{
  hb_blob_t *blob = hb_face_reference_table (self->face, HB_TAG ('C', 'F', 'F', ' '));
  unsigned int length;
  Bytes bytes = { (const guint8 *) hb_blob_get_data (blob, &length), 0 };
  gsize charset;

  bytes.length = length;
  self->cff = length > 0;
  if (self->cff && read_top (&bytes, &charset) && charset > 2)
    {
      self->keyed = TRUE;
      self->cids = read_charset (&bytes, charset, self->n_glyphs);
    }
  hb_blob_destroy (blob);
}

/* --- a font ------------------------------------------------------------------------------------------------------------------ */

GalleyPdfFont *
galley_pdf_font_new (PangoFont *font, guint number, guint index)
{
  GalleyPdfFont *self = g_new0 (GalleyPdfFont, 1);

  self->pango = g_object_ref (font);
  self->hb = pango_font_get_hb_font (font);
  self->face = hb_face_reference (hb_font_get_face (self->hb));
  self->number = number;
  self->index = index;
  self->n_glyphs = MAX (hb_face_get_glyph_count (self->face), 1);
  self->text = g_new0 (guint32, self->n_glyphs);
  self->widths = g_new (gint16, self->n_glyphs);
  memset (self->widths, 0xFF, self->n_glyphs * sizeof (gint16));
  self->several = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  read_cff (self);
  return self;
}

void
galley_pdf_font_free (GalleyPdfFont *self)
{
  hb_face_destroy (self->face);
  g_object_unref (self->pango);
  g_free (self->cids);
  g_free (self->text);
  g_free (self->widths);
  g_hash_table_unref (self->several);
  g_free (self);
}

PangoFont *
galley_pdf_font_get_pango (GalleyPdfFont *self)
{
  return self->pango;
}

guint
galley_pdf_font_get_number (GalleyPdfFont *self)
{
  return self->number;
}

/* What stands for the glyph in a page. */
static guint
code_of (const GalleyPdfFont *self, guint32 glyph)
{
  return self->cids != NULL ? self->cids[glyph] : glyph;
}

static gint16
measure (GalleyPdfFont *self, guint32 glyph)
{
  int scale_x, scale_y;

  hb_font_get_scale (self->hb, &scale_x, &scale_y);
  return (gint16) CLAMP (
      floor (hb_font_get_glyph_h_advance (self->hb, glyph) * 1000.0 / MAX (scale_x, 1) + 0.5), 0, 30000);
}

/* The first text a glyph stood for is that of the font's map. */
static gboolean
maps_to (GalleyPdfFont *self, guint32 glyph, const char *text, guint n_bytes)
{
  if (n_bytes == (guint) g_utf8_skip[*(const guchar *) text])
    {
      gunichar c = galley_typeset_get_char (text);

      if (self->text[glyph] == 0)
        self->text[glyph] = c;
      return self->text[glyph] == c;
    }
  if (self->text[glyph] == 0)
    {
      self->text[glyph] = SEVERAL;
      g_hash_table_insert (self->several, GUINT_TO_POINTER (glyph), g_strndup (text, n_bytes));
    }
  return self->text[glyph] == SEVERAL &&
         strncmp (g_hash_table_lookup (self->several, GUINT_TO_POINTER (glyph)), text, n_bytes) == 0;
}

gboolean
galley_pdf_font_use (
    GalleyPdfFont *self, guint32 glyph, const char *text, guint n_bytes, guint *code, int *width)
{
  *code = 0;
  *width = 0;
  if (glyph >= self->n_glyphs)
    return FALSE;
  if (self->widths[glyph] < 0)
    self->widths[glyph] = measure (self, glyph);
  *code = code_of (self, glyph);
  *width = self->widths[glyph];
  return n_bytes == 0 || maps_to (self, glyph, text, n_bytes);
}

/* --- writing ---------------------------------------------------------------------------------------------------------------- */

static char *
dup_name (GalleyPdfFont *self)
{
  char name[128] = "";
  unsigned int size = sizeof name;

  hb_ot_name_get_utf8 (self->face, 6, HB_LANGUAGE_INVALID, &size, name);
  for (char *p = name; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-')
        *p = '-';
    }
  return g_strdup_printf ("GALLE%c+%s", (char) ('A' + self->index % 26), *name != '\0' ? name : "Font");
}

/* The tables that draw glyphs, and no others: of a whole font harfbuzz reads the map of all its characters first. */
static hb_face_t *
outlines (GalleyPdfFont *self)
{
  static const hb_tag_t drawn[] = { HB_TAG ('C', 'F', 'F', ' '), HB_TAG ('g', 'l', 'y', 'f'),
                                    HB_TAG ('l', 'o', 'c', 'a'), HB_TAG ('h', 'e', 'a', 'd'),
                                    HB_TAG ('h', 'h', 'e', 'a'), HB_TAG ('h', 'm', 't', 'x'),
                                    HB_TAG ('m', 'a', 'x', 'p'), HB_TAG ('c', 'v', 't', ' '),
                                    HB_TAG ('f', 'p', 'g', 'm'), HB_TAG ('p', 'r', 'e', 'p') };
  hb_face_t *face = hb_face_builder_create ();

  for (guint i = 0; i < G_N_ELEMENTS (drawn); i++)
    {
      hb_blob_t *table = hb_face_reference_table (self->face, drawn[i]);

      if (hb_blob_get_length (table) > 0)
        hb_face_builder_add_table (face, drawn[i], table);
      hb_blob_destroy (table);
    }
  return face;
}

/* The glyphs that were used, as the table a PDF embeds. */
static GBytes *
subset (gpointer data)
{
  GalleyPdfFont *self = data;
  hb_subset_input_t *input = hb_subset_input_create_or_fail ();
  hb_face_t *whole = outlines (self), *face;
  hb_blob_t *blob;
  unsigned int length;
  const char *bytes;

  for (guint i = 0; i < self->n_glyphs; i++)
    {
      if (self->widths[i] >= 0)
        hb_set_add (hb_subset_input_glyph_set (input), i);
    }
  /* Where codes are glyph numbers, these must not change. */
  if (!self->keyed)
    hb_subset_input_set_flags (input, HB_SUBSET_FLAGS_RETAIN_GIDS);
  face = hb_subset_or_fail (whole, input);
  hb_face_destroy (whole);
  hb_subset_input_destroy (input);
  if (face == NULL)
    face = hb_face_reference (self->face);
  blob =
      self->cff ? hb_face_reference_table (face, HB_TAG ('C', 'F', 'F', ' ')) : hb_face_reference_blob (face);
  hb_face_destroy (face);
  bytes = hb_blob_get_data (blob, &length);
  return g_bytes_new_with_free_func (bytes, length, (GDestroyNotify) hb_blob_destroy, blob);
}

static guint
write_map (GalleyPdfFont *self, GalleyPdfOut *out)
{
  g_autoptr (GBytes) bytes = NULL;
  GString *map = g_string_new ("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                               "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                               "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                               "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
  g_autoptr (GString) rows = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i <= self->n_glyphs; i++)
    {
      if (n == 100 || (i == self->n_glyphs && n > 0))
        {
          g_string_append_printf (map, "%u beginbfchar\n%sendbfchar\n", n, rows->str);
          g_string_truncate (rows, 0);
          n = 0;
        }
      if (i < self->n_glyphs && self->text[i] != 0)
        {
          g_autoptr (GString) text = g_string_new (NULL);

          if (self->text[i] == SEVERAL)
            galley_pdf_append_text (text, g_hash_table_lookup (self->several, GUINT_TO_POINTER (i)), -1);
          else
            {
              char one[8];

              galley_pdf_append_text (text, one, g_unichar_to_utf8 (self->text[i], one));
            }
          g_string_append_printf (rows, "<%04X> <%s\n", code_of (self, i), text->str + strlen ("<FEFF"));
          n++;
        }
    }
  g_string_append (map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
  bytes = g_string_free_to_bytes (map);
  return galley_pdf_out_stream (out, 0, "", bytes);
}

typedef struct
{
  guint code;
  int width;
} Width;

static gint
compare_widths (gconstpointer a, gconstpointer b)
{
  return (gint) ((const Width *) a)->code - (gint) ((const Width *) b)->code;
}

static void
append_widths (GalleyPdfFont *self, GString *out)
{
  g_autoptr (GArray) widths = g_array_new (FALSE, FALSE, sizeof (Width));

  for (guint i = 0; i < self->n_glyphs; i++)
    {
      Width width = { code_of (self, i), self->widths[i] };

      if (width.width >= 0 && width.width != 1000)
        g_array_append_val (widths, width);
    }
  g_array_sort (widths, compare_widths);
  g_string_append (out, " /DW 1000 /W [");
  for (guint i = 0; i < widths->len; i++)
    {
      const Width *width = &g_array_index (widths, Width, i);

      if (i > 0 && width[-1].code == width->code)
        continue;
      g_string_append_printf (out, " %u [%d]", width->code, width->width);
    }
  g_string_append (out, " ]");
}

static guint
write_descriptor (GalleyPdfFont *self, GalleyPdfOut *out, const char *name)
{
  guint file = galley_pdf_out_stream_made (out, 0, self->cff ? "/Subtype /CIDFontType0C" : "", subset, self);
  hb_font_extents_t extents = { 0 };
  int scale_x, scale_y;
  guint number;

  hb_font_get_h_extents (self->hb, &extents);
  hb_font_get_scale (self->hb, &scale_x, &scale_y);
  scale_y = MAX (ABS (scale_y), 1);
  number = galley_pdf_out_begin (out, 0);
  g_string_append_printf (out->out,
                          "<< /Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-200 -300 1200 1100] "
                          "/ItalicAngle 0 /Ascent %d "
                          "/Descent %d /CapHeight 730 /StemV 80 /%s %u 0 R >>",
                          name, (int) (ABS (extents.ascender) * 1000.0 / scale_y),
                          (int) (-ABS (extents.descender) * 1000.0 / scale_y),
                          self->cff ? "FontFile3" : "FontFile2", file);
  galley_pdf_out_end (out);
  return number;
}

void
galley_pdf_font_write (GalleyPdfFont *self, GalleyPdfOut *out)
{
  g_autofree char *name = dup_name (self);
  guint descriptor = write_descriptor (self, out, name), map = write_map (self, out);
  guint descendant = galley_pdf_out_begin (out, 0);

  g_string_append_printf (
      out->out,
      "<< /Type /Font /Subtype /%s /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
      "/Supplement 0 >> /FontDescriptor %u 0 R",
      self->cff ? "CIDFontType0" : "CIDFontType2", name, descriptor);
  if (!self->cff)
    g_string_append (out->out, " /CIDToGIDMap /Identity");
  append_widths (self, out->out);
  g_string_append (out->out, " >>");
  galley_pdf_out_end (out);
  galley_pdf_out_begin (out, self->number);
  g_string_append_printf (out->out,
                          "<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H "
                          "/DescendantFonts [%u 0 R] /ToUnicode "
                          "%u 0 R >>",
                          name, descendant, map);
  galley_pdf_out_end (out);
}
