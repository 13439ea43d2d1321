/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <libxml/HTMLparser.h>
#include <pango/pangocairo.h>

#include "galley-error.h"
#include "galley-paper.h"

/* Points: A4 and its margins. */
#define WIDTH 595.276
#define HEIGHT 841.89
#define SIDE 45.0
#define TOP 51.0
#define BOTTOM 56.0
#define INNER (WIDTH - 2 * SIDE)
#define CELL_X 5.0
#define CELL_Y 3.0
#define MAX_COLUMNS 12

static const char family[] = "Noto Serif CJK SC, Source Han Serif SC, Noto Sans CJK SC, serif";

typedef struct
{
  cairo_t *cr;
  PangoContext *context;
  double y;
  guint page;
} Paper;

/* --- pages --------------------------------------------------------------------------------------------------------- */

static PangoLayout *
layout_new (Paper *self, double size, const char *markup, double width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_from_string (family);

  pango_font_description_set_size (font, (gint) (size * PANGO_SCALE));
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing (layout, 1.15f);
  if (width > 0)
    pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_markup (layout, markup, -1);
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static double
get_width (PangoLayout *layout)
{
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

static void
number_page (Paper *self)
{
  g_autofree char *markup = g_strdup_printf ("<span foreground=\"#666666\">%u</span>", self->page);
  g_autoptr (PangoLayout) layout = layout_new (self, 8, markup, 0);

  cairo_move_to (self->cr, (WIDTH - get_width (layout)) / 2, HEIGHT - BOTTOM / 2 - get_height (layout) / 2);
  pango_cairo_show_layout (self->cr, layout);
}

static void
turn_page (Paper *self)
{
  number_page (self);
  cairo_show_page (self->cr);
  self->page++;
  self->y = TOP;
}

/* @height fits on the page that is begun, or a new one is. */
static gboolean
need (Paper *self, double height)
{
  if (self->y + height <= HEIGHT - BOTTOM || self->y <= TOP)
    return FALSE;
  turn_page (self);
  return TRUE;
}

/* A text flows over the end of a page line by line. */
static void
flow (Paper *self, PangoLayout *layout, double x)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);

  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      PangoRectangle area;
      int top, bottom;

      pango_layout_iter_get_line_extents (iter, NULL, &area);
      pango_layout_iter_get_line_yrange (iter, &top, &bottom);
      need (self, (double) (bottom - top) / PANGO_SCALE);
      cairo_move_to (self->cr, x + (double) area.x / PANGO_SCALE,
                     self->y + (double) (pango_layout_iter_get_baseline (iter) - top) / PANGO_SCALE);
      pango_cairo_show_layout_line (self->cr, line);
      self->y += (double) (bottom - top) / PANGO_SCALE;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

static void
draw_line (Paper *self, double x1, double y1, double x2, double y2)
{
  cairo_set_line_width (self->cr, 0.5);
  cairo_set_source_rgb (self->cr, 0.55, 0.55, 0.55);
  cairo_move_to (self->cr, x1, y1);
  cairo_line_to (self->cr, x2, y2);
  cairo_stroke (self->cr);
  cairo_set_source_rgb (self->cr, 0.11, 0.11, 0.11);
}

/* --- what stands in an element -------------------------------------------------------------------------------------- */

static gboolean
is_named (xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, name);
}

static gboolean
has_class (xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetProp (node, (const xmlChar *) "class");
  gboolean is = value != NULL && g_str_equal ((const char *) value, name);

  xmlFree (value);
  return is;
}

/* "color:#c01c28" of its style (newly allocated), or NULL. */
static char *
dup_colour (xmlNode *node)
{
  xmlChar *value = xmlGetProp (node, (const xmlChar *) "style");
  char *colour =
      value != NULL && g_str_has_prefix ((const char *) value, "color:#") && strlen ((char *) value) == 13
          ? g_strdup ((const char *) value + strlen ("color:"))
          : NULL;

  xmlFree (value);
  return colour;
}

static void
add_markup (GString *out, xmlNode *node)
{
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      const char *opening = NULL;

      if (child->type == XML_TEXT_NODE)
        {
          g_autofree char *escaped = g_markup_escape_text ((const char *) child->content, -1);

          g_string_append (out, escaped);
          continue;
        }
      if (is_named (child, "del"))
        opening = "<span strikethrough=\"true\">";
      else if (is_named (child, "ins"))
        opening = "<span underline=\"single\">";
      else if (is_named (child, "code"))
        opening = "<span size=\"82%\" font_family=\"monospace\">";
      else
        opening = "<span>";
      g_string_append (out, opening);
      add_markup (out, child);
      g_string_append (out, "</span>");
    }
}

/* The inside of an element, bold or coloured (newly allocated). */
static char *
dup_markup (xmlNode *node, gboolean bold, const char *colour)
{
  GString *out = g_string_new (bold ? "<b>" : "");

  if (colour != NULL)
    g_string_append_printf (out, "<span foreground=\"%s\">", colour);
  add_markup (out, node);
  if (colour != NULL)
    g_string_append (out, "</span>");
  if (bold)
    g_string_append (out, "</b>");
  return g_string_free (out, FALSE);
}

/* --- blocks -------------------------------------------------------------------------------------------------------- */

static void
draw_title (Paper *self, xmlNode *node)
{
  g_autofree char *markup = dup_markup (node, TRUE, NULL);
  g_autoptr (PangoLayout) layout = layout_new (self, 17, markup, INNER);

  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  flow (self, layout, SIDE);
  self->y += 10;
}

static void
draw_heading (Paper *self, xmlNode *node)
{
  g_autofree char *colour = dup_colour (node);
  g_autofree char *markup = dup_markup (node, TRUE, colour);
  g_autoptr (PangoLayout) layout = layout_new (self, 12, markup, INNER);

  /* A heading does not stand alone at the foot of a page. */
  need (self, get_height (layout) + 60);
  if (self->y > TOP)
    self->y += 10;
  flow (self, layout, SIDE);
  draw_line (self, SIDE, self->y + 1, WIDTH - SIDE, self->y + 1);
  self->y += 6;
}

static void
draw_paragraph (Paper *self, xmlNode *node)
{
  gboolean head = has_class (node, "head");
  g_autofree char *markup = dup_markup (node, head, NULL);
  g_autoptr (PangoLayout) layout = layout_new (self, 10.5, markup, INNER);

  if (!head)
    pango_layout_set_indent (layout, 21 * PANGO_SCALE);
  flow (self, layout, SIDE);
  self->y += 3;
}

static void
draw_list (Paper *self, xmlNode *node)
{
  guint n = 0;

  for (xmlNode *item = node->children; item != NULL; item = item->next)
    {
      g_autofree char *colour = NULL;
      g_autofree char *markup = NULL;
      g_autofree char *number = NULL;
      g_autoptr (PangoLayout) layout = NULL;
      g_autoptr (PangoLayout) label = NULL;

      if (!is_named (item, "li"))
        continue;
      colour = dup_colour (item);
      markup = dup_markup (item, FALSE, colour);
      layout = layout_new (self, 10, markup, INNER - 26);
      number = g_strdup_printf ("%u.", ++n);
      label = layout_new (self, 10, number, 0);
      need (self, get_height (label));
      cairo_move_to (self->cr, SIDE + 20 - get_width (label), self->y);
      pango_cairo_show_layout (self->cr, label);
      flow (self, layout, SIDE + 26);
      self->y += 1;
    }
  self->y += 4;
}

/* --- tables -------------------------------------------------------------------------------------------------------- */

/* The cells of a row as layouts without a width (array of PangoLayout *). */
static GPtrArray *
make_cells (Paper *self, xmlNode *row, gboolean *heads)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_object_unref);
  const char *colour = has_class (row, "void") ? "#a51d2d" : NULL;

  *heads = TRUE;
  for (xmlNode *cell = row->children; cell != NULL && cells->len < MAX_COLUMNS; cell = cell->next)
    {
      gboolean head = is_named (cell, "th");
      g_autofree char *markup = NULL;

      if (!head && !is_named (cell, "td"))
        continue;
      *heads = *heads && head;
      markup = dup_markup (cell, head, colour);
      g_ptr_array_add (cells, layout_new (self, 9, markup, 0));
    }
  return cells;
}

static int
compare_widths (gconstpointer a, gconstpointer b, gpointer widths)
{
  double x = ((const double *) widths)[*(const guint *) a], y = ((const double *) widths)[*(const guint *) b];

  return (x > y) - (x < y);
}

/* What is narrow gets what it wants; what is wide shares the rest evenly. */
static void
fit_columns (double *widths, guint n)
{
  guint order[MAX_COLUMNS];
  double room = INNER, sum = 0;

  for (guint i = 0; i < n; i++)
    {
      order[i] = i;
      sum += widths[i];
    }
  if (sum <= INNER)
    {
      widths[n - 1] += INNER - sum;
      return;
    }
  g_qsort_with_data (order, (gint) n, sizeof (guint), compare_widths, widths);
  for (guint i = 0; i < n; i++)
    {
      double share = room / (n - i);

      widths[order[i]] = i + 1 == n ? room : MIN (widths[order[i]], share);
      room -= widths[order[i]];
    }
}

static double
lay_out_row (GPtrArray *cells, const double *widths)
{
  double height = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      PangoLayout *layout = g_ptr_array_index (cells, i);

      pango_layout_set_width (layout, (int) ((widths[i] - 2 * CELL_X) * PANGO_SCALE));
      height = MAX (height, get_height (layout));
    }
  return height + 2 * CELL_Y;
}

/* The lines around @n_columns cells that begin at @top and end at self->y. */
static void
draw_frame (Paper *self, const double *widths, guint n_columns, double top)
{
  double x = SIDE;

  draw_line (self, SIDE, top, WIDTH - SIDE, top);
  for (guint i = 0; i < n_columns; i++)
    {
      draw_line (self, x, top, x, self->y);
      x += widths[i];
    }
  draw_line (self, WIDTH - SIDE, top, WIDTH - SIDE, self->y);
  draw_line (self, SIDE, self->y, WIDTH - SIDE, self->y);
}

static void
draw_row (Paper *self, GPtrArray *cells, const double *widths, double height, gboolean shaded)
{
  double x = SIDE, top = self->y;

  if (shaded)
    {
      cairo_set_source_rgb (self->cr, 0.95, 0.945, 0.925);
      cairo_rectangle (self->cr, SIDE, self->y, INNER, height);
      cairo_fill (self->cr);
      cairo_set_source_rgb (self->cr, 0.11, 0.11, 0.11);
    }
  for (guint i = 0; i < cells->len; i++)
    {
      cairo_move_to (self->cr, x + CELL_X, self->y + CELL_Y);
      pango_cairo_show_layout (self->cr, g_ptr_array_index (cells, i));
      x += widths[i];
    }
  self->y += height;
  draw_frame (self, widths, cells->len, top);
}

/* The lines of a cell from *@first on that the page has room for; self->y is where they begin, *@bottom is moved down to where they
 * end. TRUE when there are more. */
static gboolean
draw_lines (Paper *self, PangoLayout *layout, double x, int *first, double *bottom)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  double y = self->y + CELL_Y;
  int at = 0;
  gboolean more = TRUE;

  for (; more && at < *first; at++)
    more = pango_layout_iter_next_line (iter);
  while (more)
    {
      int top, end;
      double height;

      pango_layout_iter_get_line_yrange (iter, &top, &end);
      height = (double) (end - top) / PANGO_SCALE;
      if (y + height > HEIGHT - BOTTOM - CELL_Y)
        break;
      cairo_move_to (self->cr, x, y + (double) (pango_layout_iter_get_baseline (iter) - top) / PANGO_SCALE);
      pango_cairo_show_layout_line (self->cr, pango_layout_iter_get_line_readonly (iter));
      y += height;
      at++;
      more = pango_layout_iter_next_line (iter);
    }
  pango_layout_iter_free (iter);
  *first = at;
  *bottom = MAX (*bottom, y + CELL_Y);
  return more;
}

/* A row that is higher than a page goes over as many as it takes, line by line. */
static void
draw_long_row (Paper *self, GPtrArray *cells, const double *widths)
{
  int first[MAX_COLUMNS] = { 0 };
  gboolean more;

  do
    {
      double x = SIDE, top = self->y, bottom = self->y;

      more = FALSE;
      for (guint i = 0; i < cells->len; i++)
        {
          more |= draw_lines (self, g_ptr_array_index (cells, i), x + CELL_X, &first[i], &bottom);
          x += widths[i];
        }
      self->y = bottom;
      draw_frame (self, widths, cells->len, top);
      if (more)
        turn_page (self);
    }
  while (more);
}

static void
draw_table (Paper *self, xmlNode *table)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  double widths[MAX_COLUMNS] = { 0 };
  gboolean first_is_head = FALSE, heads;
  guint n_columns = 0;

  for (xmlNode *row = table->children; row != NULL; row = row->next)
    {
      GPtrArray *cells;

      if (!is_named (row, "tr"))
        continue;
      cells = make_cells (self, row, &heads);
      first_is_head |= rows->len == 0 && heads;
      n_columns = MAX (n_columns, cells->len);
      for (guint i = 0; i < cells->len; i++)
        widths[i] = MAX (widths[i], get_width (g_ptr_array_index (cells, i)) + 2 * CELL_X + 1);
      g_ptr_array_add (rows, cells);
    }
  if (n_columns == 0)
    return;
  fit_columns (widths, n_columns);
  for (guint i = 0; i < rows->len; i++)
    {
      GPtrArray *cells = g_ptr_array_index (rows, i);
      double height = lay_out_row (cells, widths);

      if (need (self, height) && first_is_head && i > 0)
        draw_row (self, g_ptr_array_index (rows, 0), widths,
                  lay_out_row (g_ptr_array_index (rows, 0), widths), TRUE);
      if (height > HEIGHT - BOTTOM - self->y)
        draw_long_row (self, cells, widths);
      else
        draw_row (self, cells, widths, height, first_is_head && i == 0);
    }
  self->y += 6;
}

/* --- the document -------------------------------------------------------------------------------------------------- */

static void
draw_body (Paper *self, xmlNode *body)
{
  for (xmlNode *node = body->children; node != NULL; node = node->next)
    {
      if (is_named (node, "h1"))
        draw_title (self, node);
      else if (is_named (node, "h2"))
        draw_heading (self, node);
      else if (is_named (node, "table"))
        draw_table (self, node);
      else if (is_named (node, "ol"))
        draw_list (self, node);
      else if (is_named (node, "p"))
        draw_paragraph (self, node);
    }
}

static cairo_status_t
append (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static xmlNode *
find_child (xmlNode *node, const char *name)
{
  for (xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
    {
      if (is_named (child, name))
        return child;
    }
  return NULL;
}

static GBytes *
draw (xmlNode *body, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, bytes, WIDTH, HEIGHT);
  Paper self = { .cr = cairo_create (surface), .y = TOP, .page = 1 };
  xmlNode *title = find_child (body, "h1");
  xmlChar *text = title != NULL ? xmlNodeGetContent (title) : NULL;
  cairo_status_t status;

  if (text != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, (const char *) text);
  xmlFree (text);
  self.context = pango_cairo_create_context (self.cr);
  pango_context_set_language (self.context, pango_language_from_string ("zh-cn"));
  pango_context_set_round_glyph_positions (self.context, FALSE);
  cairo_set_source_rgb (self.cr, 0.11, 0.11, 0.11);
  draw_body (&self, body);
  number_page (&self);
  cairo_show_page (self.cr);
  g_object_unref (self.context);
  cairo_destroy (self.cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The page could not be drawn: %s."),
               cairo_status_to_string (status));
  return NULL;
}

GBytes *
galley_paper_make_pdf (const char *html, GError **error)
{
  xmlDoc *document;
  xmlNode *body;
  GBytes *bytes = NULL;

  g_return_val_if_fail (html != NULL, NULL);

  document = htmlReadMemory (html, (int) strlen (html), NULL, "UTF-8",
                             HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  body = document != NULL ? find_child (xmlDocGetRootElement (document), "body") : NULL;
  if (body != NULL)
    bytes = draw (body, error);
  else
    g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("This is no document."));
  if (document != NULL)
    xmlFreeDoc (document);
  return bytes;
}
