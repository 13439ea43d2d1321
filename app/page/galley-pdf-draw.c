/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sheet as the content of a page: every item is marked as part of its element, or as an artifact. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "galley-pdf-private.h"

typedef struct
{
  GalleyPdfBody *body;
  GalleySheet *sheet;
  GString *out;
  guint page;
  GArray *parents;    /* of guint: the element of each marked content */
  GString *resources; /* images */
  gint article;       /* whose element is open */
  gint section;       /* that element, -1 */
  gint element;       /* of the paragraph in hand, -1 */
  const GalleyPara *para;
  /* What the page has been told, so that it is not told again: */
  GalleyPdfFont *font;
  double size;
  gint64 spacing; /* between characters, ten thousandths of a point */
  gint64 fill[3]; /* thousandths */
  /* Of the text in hand: */
  gint64 line_x; /* where its line begins, thousandths of a point */
  gint64 line_y;
  gboolean string; /* between ( and ) */
  gboolean spoken; /* within an ActualText */
  double height;   /* where the glyph before stands */
  double pen;
  guint8 index; /* of @font among those of the typesetter; its object */
  GalleyPdfFont *indexed;
  const GalleyTypesetter *setter;
} Drawing;

GalleyPdfFont *
galley_pdf_body_get_font (GalleyPdfBody *self, PangoFont *font)
{
  GalleyPdfFont *found;

  for (guint i = 0; i < self->fonts->len; i++)
    {
      found = g_ptr_array_index (self->fonts, i);
      if (galley_pdf_font_get_pango (found) == font)
        return found;
    }
  found = galley_pdf_font_new (font, galley_pdf_out_reserve (&self->out), self->fonts->len);
  g_ptr_array_add (self->fonts, found);
  return found;
}

/* --- structure -------------------------------------------------------------------------------------------------------------- */

static gint
add_element (Drawing *self, const char *tag, gint parent)
{
  GalleyPdfElement element = { .tag = tag, .parent = parent, .page = self->page };

  element.marks = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (self->body->elements, element);
  return (gint) self->body->elements->len - 1;
}

static void
begin_item (Drawing *self, const GalleyItem *item)
{
  guint mark = self->parents->len;
  GalleyPdfElement *element;
  guint index;

  if (item->tag == NULL)
    {
      g_string_append (self->out, "/Artifact BMC\n");
      return;
    }
  if (item->article != self->article)
    {
      self->section = item->article >= 0 ? add_element (self, "Art", -1) : -1;
      self->article = item->article;
      self->para = NULL;
    }
  if (item->para == NULL || item->para != self->para)
    self->element = add_element (self, item->tag, self->section);
  self->para = item->para;
  element = &g_array_index (self->body->elements, GalleyPdfElement, (guint) self->element);
  g_array_append_val (element->marks, mark);
  index = (guint) self->element;
  g_array_append_val (self->parents, index);
  if (item->kind == GALLEY_ITEM_PICTURE)
    element->alt = g_strdup (item->alt != NULL ? item->alt : "");
  g_string_append_c (self->out, '/');
  g_string_append (self->out, item->tag);
  g_string_append (self->out, " <</MCID ");
  galley_pdf_append_units (self->out, mark, 0);
  g_string_append (self->out, ">> BDC\n");
}

/* --- text --------------------------------------------------------------------------------------------------------------------- */

static double
flip (const Drawing *self, double y)
{
  return self->sheet->height - y;
}

static void
append_numbers (GString *out, guint n, const double *values)
{
  for (guint i = 0; i < n; i++)
    {
      galley_pdf_append_number (out, values[i]);
      g_string_append_c (out, ' ');
    }
}

static void
close_string (Drawing *self)
{
  if (self->string)
    g_string_append_len (self->out, ")] TJ\n", 6);
  self->string = FALSE;
}

/* Begins a string at a place of the page. */
static void
open_string (Drawing *self, GalleyPdfFont *font, double x, double y)
{
  gint64 to_x = (gint64) floor (x * 1000 + 0.5), to_y = (gint64) floor (flip (self, y) * 1000 + 0.5);

  if (font != self->font)
    {
      g_string_append (self->out, "/F");
      galley_pdf_append_units (self->out, galley_pdf_font_get_number (font), 0);
      g_string_append_c (self->out, ' ');
      galley_pdf_append_number (self->out, self->size);
      g_string_append (self->out, " Tf\n");
      self->font = font;
    }
  galley_pdf_append_units (self->out, to_x - self->line_x, 3);
  g_string_append_c (self->out, ' ');
  galley_pdf_append_units (self->out, to_y - self->line_y, 3);
  g_string_append (self->out, " Td [(");
  self->line_x = to_x;
  self->line_y = to_y;
  self->string = TRUE;
  self->pen = x;
}

static void
append_byte (GString *out, guint byte)
{
  if (byte == '(' || byte == ')' || byte == '\\' || byte == '\r')
    g_string_append_c (out, '\\');
  g_string_append_c (out, byte == '\r' ? 'r' : (char) byte);
}

/* Where the glyph does not follow the one before by itself, by how much it is moved. */
static void
move_pen (Drawing *self, double to)
{
  int back = (int) floor ((self->pen - to) * 1000 / self->size + 0.5);

  if (back == 0)
    return;
  g_string_append_c (self->out, ')');
  galley_pdf_append_units (self->out, back, 0);
  g_string_append_c (self->out, '(');
  self->pen -= back * self->size / 1000;
}

/* Characters with as much between them as most of the line wants. */
static void
set_spacing (Drawing *self, const GalleyGlyph *glyphs, guint n, double gap)
{
  gint64 spacing = (gint64) floor (gap * 10000 + 0.5);
  guint n_wide = 0;

  for (guint i = 0; i < n && spacing != 0; i++)
    n_wide += (glyphs[i].flags & GALLEY_GLYPH_WIDE) != 0;
  if (n_wide * 2 <= n)
    spacing = 0;
  if (spacing == self->spacing)
    return;
  galley_pdf_append_units (self->out, spacing, 4);
  g_string_append (self->out, " Tc\n");
  self->spacing = spacing;
}

static GalleyPdfFont *
get_font (Drawing *self, GalleyTypesetter *setter, guint8 index)
{
  if (self->indexed == NULL || self->index != index || self->setter != setter)
    {
      self->indexed = galley_pdf_body_get_font (self->body, galley_typesetter_get_font (setter, index));
      self->index = index;
      self->setter = setter;
    }
  return self->indexed;
}

/* Glyphs that follow are read as @text, whatever they are; NULL: as they stand. */
static void
read_as (Drawing *self, const char *text, gsize length)
{
  if (!self->spoken && text == NULL)
    return;
  close_string (self);
  if (self->spoken)
    g_string_append (self->out, "EMC\n");
  self->spoken = text != NULL;
  if (!self->spoken)
    return;
  g_string_append (self->out, "/Span <</ActualText ");
  galley_pdf_append_text (self->out, text, (gssize) length);
  g_string_append (self->out, ">> BDC\n");
}

static void
draw_glyph (
    Drawing *self, GalleyPdfFont *font, const GalleyGlyph *glyph, guint code, int width, double x, double y)
{
  if (font != self->font || y + glyph->dy != self->height)
    close_string (self);
  self->height = y + glyph->dy;
  if (!self->string)
    open_string (self, font, x + glyph->dx, self->height);
  else
    move_pen (self, x + glyph->dx);
  append_byte (self->out, code >> 8);
  append_byte (self->out, code & 0xFF);
  self->pen += width * self->size / 1000 + (double) self->spacing / 10000;
}

static void
draw_hyphen (Drawing *self, const GalleyPara *para, GalleyTypesetter *setter, double x, double y)
{
  GalleyPdfFont *font = get_font (self, setter, para->hyphen.font);
  guint code;
  int width;

  galley_pdf_font_use (font, para->hyphen.glyph, "-", 1, &code, &width);
  draw_glyph (self, font, &para->hyphen, code, width, x, y);
}

/* A word that is parted is read whole where it begins, and not at all where it goes on: so whoever looks for it finds it, and whoever
 * copies the text gets it without the hyphen. */
typedef struct
{
  guint lead; /* glyphs before this one belong to a word of the line before */
  guint tail; /* this one begins a word that goes on */
  gsize end;  /* of its text */
} Parted;

static Parted
find_parted (GalleyPara *para, guint index)
{
  const GalleyLine *line = &g_array_index (para->lines, GalleyLine, index);
  Parted parted = { line->first, line->last, 0 };

  if (index > 0 && line[-1].hyphen)
    {
      gsize end;

      galley_para_find_parted (para, index - 1, &end);
      while (parted.lead < line->last && g_array_index (para->glyphs, GalleyGlyph, parted.lead).byte < end)
        parted.lead++;
    }
  if (line->hyphen)
    parted.tail = MAX (galley_para_find_parted (para, index, &parted.end), parted.lead);
  return parted;
}

static void
draw_line (Drawing *self, GalleyPara *para, GalleyTypesetter *setter, guint index, double x, double y)
{
  const GalleyLine *line = &g_array_index (para->lines, GalleyLine, index);
  const GalleyGlyph *glyphs = (const GalleyGlyph *) para->glyphs->data;
  Parted parted = find_parted (para, index);
  double gap;
  g_autofree double *xs = galley_para_place_line (para, index, &gap);

  self->height = y;
  set_spacing (self, glyphs + line->first, line->last - line->first, gap);
  if (parted.lead > line->first)
    read_as (self, "", 0);
  for (guint i = line->first; i < line->last; i++)
    {
      const GalleyGlyph *glyph = &glyphs[i];
      const char *text = para->text + glyph->byte;
      GalleyPdfFont *font = get_font (self, setter, glyph->font);
      guint code;
      int width;
      gboolean plain = galley_pdf_font_use (font, glyph->glyph, text, glyph->n_bytes, &code, &width);

      if (i == parted.tail)
        read_as (self, text, parted.end - glyph->byte);
      else if (i >= parted.lead && i < parted.tail && (glyph->flags & GALLEY_GLYPH_CLUSTER) != 0)
        read_as (self, plain ? NULL : text, glyph->n_bytes);
      draw_glyph (self, font, glyph, code, width, x + xs[i - line->first], y);
    }
  if (line->hyphen)
    draw_hyphen (self, para, setter, x + xs[line->last - line->first], y);
  close_string (self);
  read_as (self, NULL, 0);
}

static void
append_colour (Drawing *self, double red, double green, double blue, const char *operator)
{
  append_numbers (self->out, 3, (double[]){ red, green, blue });
  g_string_append (self->out, operator);
}

/* The colour of what is filled from now on. */
static void
fill_with (Drawing *self, double red, double green, double blue)
{
  const gint64 fill[3] = { (gint64) floor (red * 1000 + 0.5), (gint64) floor (green * 1000 + 0.5),
                           (gint64) floor (blue * 1000 + 0.5) };

  if (memcmp (fill, self->fill, sizeof fill) != 0)
    append_colour (self, red, green, blue, "rg\n");
  memcpy (self->fill, fill, sizeof fill);
}

static void
draw_text (Drawing *self, const GalleyItem *item)
{
  double grey = item->para->type.grey;
  GalleyTypesetter *setter = galley_sheet_get_setter (self->sheet, item->para->english);

  if (item->red + item->green + item->blue > 0)
    fill_with (self, item->red, item->green, item->blue);
  else
    fill_with (self, grey, grey, grey);
  g_string_append (self->out, "BT\n");
  if (self->size != item->para->type.size)
    self->font = NULL;
  self->size = item->para->type.size;
  self->line_x = self->line_y = 0;
  for (guint i = item->first; i < item->last; i++)
    draw_line (self, item->para, setter, i, item->x, item->y + (i - item->first) * item->leading);
  g_string_append (self->out, "ET\n");
  if (item->link != 0 && self->sheet->pages != NULL &&
      g_hash_table_contains (self->sheet->pages, GUINT_TO_POINTER (item->link)))
    {
      GalleyPdfLink link = { self->page,
                             item->link,
                             item->x,
                             flip (self, item->y + 3),
                             item->x + item->para->width,
                             flip (self, item->y - self->size),
                             galley_pdf_out_reserve (&self->body->out) };

      g_array_append_val (self->body->links, link);
    }
}

/* --- the rest ------------------------------------------------------------------------------------------------------------------ */

static void
append_rectangle (Drawing *self, const GalleyItem *item)
{
  append_numbers (self->out, 4,
                  (double[]){ item->x, flip (self, item->y + item->height), item->width, item->height });
  g_string_append (self->out, "re ");
}

static gboolean
draw_image (Drawing *self, const GalleyItem *item)
{
  const char *id = galley_asset_get_id (item->asset);
  guint number, width, height;
  double scale, w, h;

  if (!galley_picture_get_size (item->asset, &width, &height))
    return FALSE;
  number = GPOINTER_TO_UINT (g_hash_table_lookup (self->body->images, id));
  if (number == 0)
    {
      guint pixels_w, pixels_h;

      number = galley_pdf_image (&self->body->out, item->asset, item->width, &pixels_w, &pixels_h);
      g_hash_table_insert (self->body->images, g_strdup (id), GUINT_TO_POINTER (number));
    }
  if (number == 0)
    return FALSE;
  g_string_append_printf (self->resources, " /I%u %u 0 R", number, number);
  scale = MAX (item->width / width, item->height / height);
  w = width * scale;
  h = height * scale;
  g_string_append (self->out, "q ");
  append_rectangle (self, item);
  g_string_append (self->out, "W n ");
  append_numbers (self->out, 6,
                  (double[]){ w, 0, 0, h, item->x + (item->width - w) / 2,
                              flip (self, item->y + (item->height + h) / 2) });
  g_string_append_printf (self->out, "cm /I%u Do Q\n", number);
  return TRUE;
}

static void
draw_picture (Drawing *self, const GalleyItem *item)
{
  if (item->asset == NULL || !draw_image (self, item))
    {
      double bottom = flip (self, item->y + item->height), top = flip (self, item->y),
             right = item->x + item->width;

      fill_with (self, 0.93, 0.93, 0.93);
      append_rectangle (self, item);
      g_string_append (self->out, "f\n");
      append_colour (self, 0.72, 0.72, 0.72, "RG 0.4 w ");
      append_numbers (self->out, 2, (double[]){ item->x, top });
      g_string_append (self->out, "m ");
      append_numbers (self->out, 2, (double[]){ right, bottom });
      g_string_append (self->out, "l ");
      append_numbers (self->out, 2, (double[]){ right, top });
      g_string_append (self->out, "m ");
      append_numbers (self->out, 2, (double[]){ item->x, bottom });
      g_string_append (self->out, "l S\n");
    }
  append_colour (self, 0.35, 0.35, 0.35, "RG 0.3 w ");
  append_rectangle (self, item);
  g_string_append (self->out, "S\n");
}

static void
draw_path (Drawing *self, const GalleyItem *item)
{
  for (guint i = 0; i < item->path->len; i++)
    {
      const GalleyStroke *stroke = &g_array_index (item->path, GalleyStroke, i);
      guint n = stroke->kind == GALLEY_STROKE_CURVE ? 3 : 1;

      for (guint k = 0; k < n; k++)
        append_numbers (self->out, 2, (double[]){ stroke->x[k], flip (self, stroke->y[k]) });
      g_string_append (self->out, stroke->kind == GALLEY_STROKE_MOVE   ? "m "
                                  : stroke->kind == GALLEY_STROKE_LINE ? "l "
                                                                       : "c ");
    }
  g_string_append (self->out, "S\n");
}

static void
draw_item (Drawing *self, const GalleyItem *item)
{
  if (item->kind == GALLEY_ITEM_TEXT)
    draw_text (self, item);
  else if (item->kind == GALLEY_ITEM_PICTURE)
    draw_picture (self, item);
  else
    {
      append_colour (self, item->red, item->green, item->blue, "RG ");
      galley_pdf_append_number (self->out, item->leading);
      g_string_append (self->out, " w ");
      if (item->kind == GALLEY_ITEM_MARK)
        draw_path (self, item);
      else if (item->kind == GALLEY_ITEM_BOX)
        {
          append_rectangle (self, item);
          g_string_append (self->out, "S\n");
        }
      else
        {
          append_numbers (self->out, 2, (double[]){ item->x, flip (self, item->y) });
          g_string_append (self->out, "m ");
          append_numbers (self->out, 2,
                          (double[]){ item->x + item->width, flip (self, item->y + item->height) });
          g_string_append (self->out, "l S\n");
        }
    }
}

GString *
galley_pdf_body_draw (
    GalleyPdfBody *body, GalleySheet *sheet, guint page, GArray *parents, GString *resources)
{
  Drawing self = { body, sheet, g_string_sized_new (65536), page, parents, resources, -2, -1, -1 };

  for (guint i = 0; i < sheet->items->len; i++)
    {
      const GalleyItem *item = &g_array_index (sheet->items, GalleyItem, i);

      if (item->kind == GALLEY_ITEM_TEXT && item->first >= item->last)
        continue;
      begin_item (&self, item);
      draw_item (&self, item);
      g_string_append (self.out, "EMC\n");
    }
  return self.out;
}
