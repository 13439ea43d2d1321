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
  /* Of the line of text in hand: */
  GalleyPdfFont *font;
  gboolean string; /* between < and > */
  double pen;
  double size;
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
  g_string_append_printf (self->out, "/%s <</MCID %u>> BDC\n", item->tag, mark);
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
    g_string_append (self->out, ">] TJ\n");
  self->string = FALSE;
}

static void
open_string (Drawing *self, GalleyPdfFont *font, double x, double y)
{
  if (font != self->font)
    {
      g_string_append_printf (self->out, "/F%u ", galley_pdf_font_get_number (font));
      galley_pdf_append_number (self->out, self->size);
      g_string_append (self->out, " Tf\n");
      self->font = font;
    }
  g_string_append (self->out, "1 0 0 1 ");
  append_numbers (self->out, 2, (double[]){ x, flip (self, y) });
  g_string_append (self->out, "Tm [<");
  self->string = TRUE;
  self->pen = x;
}

static void
append_code (GString *out, guint code)
{
  static const char digits[] = "0123456789ABCDEF";
  const char hex[4] = { digits[code >> 12 & 15], digits[code >> 8 & 15], digits[code >> 4 & 15],
                        digits[code & 15] };

  g_string_append_len (out, hex, 4);
}

/* Where the glyph does not follow the one before by itself, by how much it is moved. */
static void
move_pen (Drawing *self, double to)
{
  int back = (int) floor ((self->pen - to) * 1000 / self->size + 0.5);
  char digits[12];
  guint n = 0;

  if (back == 0)
    return;
  g_string_append_c (self->out, '>');
  if (back < 0)
    g_string_append_c (self->out, '-');
  for (guint rest = (guint) ABS (back); rest > 0; rest /= 10)
    digits[n++] = (char) ('0' + rest % 10);
  while (n > 0)
    g_string_append_c (self->out, digits[--n]);
  g_string_append_c (self->out, '<');
  self->pen -= back * self->size / 1000;
}

static void
draw_line (Drawing *self, GalleyPara *para, GalleyTypesetter *setter, guint index, double x, double y)
{
  const GalleyLine *line = &g_array_index (para->lines, GalleyLine, index);
  const GalleyGlyph *glyphs = (const GalleyGlyph *) para->glyphs->data;
  g_autofree double *xs = galley_para_place_line (para, index);
  double height = y;
  gboolean spoken = FALSE; /* within an ActualText */

  for (guint i = line->first; i < line->last; i++)
    {
      const GalleyGlyph *glyph = &glyphs[i];
      GalleyPdfFont *font =
          galley_pdf_body_get_font (self->body, galley_typesetter_get_font (setter, glyph->font));
      double to = x + xs[i - line->first] + glyph->dx;
      gboolean plain = galley_pdf_font_use (font, glyph->glyph, para->text + glyph->byte, glyph->n_bytes);

      if ((glyph->flags & GALLEY_GLYPH_CLUSTER) != 0)
        {
          if (spoken || !plain)
            close_string (self);
          if (spoken)
            g_string_append (self->out, "EMC\n");
          if (!plain)
            {
              g_string_append (self->out, "/Span <</ActualText ");
              galley_pdf_append_text (self->out, para->text + glyph->byte, glyph->n_bytes);
              g_string_append (self->out, ">> BDC\n");
            }
          spoken = !plain;
        }
      if (font != self->font || y + glyph->dy != height)
        close_string (self);
      height = y + glyph->dy;
      if (!self->string)
        open_string (self, font, to, height);
      else
        move_pen (self, to);
      append_code (self->out, galley_pdf_font_get_code (font, glyph->glyph));
      self->pen += galley_pdf_font_get_width (font, glyph->glyph) * self->size / 1000;
    }
  close_string (self);
  if (spoken)
    g_string_append (self->out, "EMC\n");
}

static void
append_colour (Drawing *self, double red, double green, double blue, const char *operator)
{
  append_numbers (self->out, 3, (double[]){ red, green, blue });
  g_string_append (self->out, operator);
}

static void
draw_text (Drawing *self, const GalleyItem *item)
{
  double grey = item->para->type.grey;
  GalleyTypesetter *setter = galley_sheet_get_setter (self->sheet, item->para->english);

  if (item->red + item->green + item->blue > 0)
    append_colour (self, item->red, item->green, item->blue, "rg\n");
  else
    append_colour (self, grey, grey, grey, "rg\n");
  g_string_append (self->out, "BT\n");
  self->font = NULL;
  self->size = item->para->type.size;
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

      append_colour (self, 0.93, 0.93, 0.93, "rg ");
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
