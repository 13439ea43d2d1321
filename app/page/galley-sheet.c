/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <cairo-svg.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-publication.h"
#include "galley-sheet-private.h"

#define MM (72.0 / 25.4)
/* Smaller measures of a publication are mistakes: mm, points. */
#define LEAST_WIDTH 100
#define LEAST_SIZE 4

G_DEFINE_FINAL_TYPE (GalleySheet, galley_sheet, G_TYPE_OBJECT)

GType
galley_paper_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { GALLEY_PAPER_PUBLICATION, "GALLEY_PAPER_PUBLICATION", "publication" },
    { GALLEY_PAPER_TABLOID, "GALLEY_PAPER_TABLOID", "tabloid" },
    { GALLEY_PAPER_BROADSHEET, "GALLEY_PAPER_BROADSHEET", "broadsheet" },
    { GALLEY_PAPER_A4, "GALLEY_PAPER_A4", "a4" },
    { GALLEY_PAPER_A3, "GALLEY_PAPER_A3", "a3" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GalleyPaper", values));
  return (GType) type;
}

static void
init_for_paper (GalleySheetOptions *options, GalleyPaper paper)
{
  static const struct
  {
    double width, height, margin; /* mm */
    guint columns;
    double body_size, leading;
  } papers[] = {
    [GALLEY_PAPER_TABLOID] = { 275, 390, 15, 5, 9.5, 14 },
    [GALLEY_PAPER_BROADSHEET] = { 390, 545, 20, 6, 10, 15 },
    [GALLEY_PAPER_A4] = { 210, 297, 14, 4, 8.5, 12.5 },
    [GALLEY_PAPER_A3] = { 297, 420, 17, 5, 10, 14.5 },
  };

  *options = (GalleySheetOptions){
    .width = papers[paper].width * MM,
    .height = papers[paper].height * MM,
    .margin = papers[paper].margin * MM,
    .columns = papers[paper].columns,
    .body_size = papers[paper].body_size,
    .leading = papers[paper].leading,
    .ads = TRUE,
  };
}

static GalleyPaper
paper_of (const GalleyPagePlan *plan)
{
  g_autoptr (GEnumClass) papers = g_type_class_ref (GALLEY_TYPE_PAPER);
  const GEnumValue *value = plan->paper != NULL ? g_enum_get_value_by_nick (papers, plan->paper) : NULL;

  return value != NULL && value->value != GALLEY_PAPER_PUBLICATION ? (GalleyPaper) value->value
                                                                   : GALLEY_PAPER_TABLOID;
}

static void
init_for_plan (GalleySheetOptions *options, const GalleyPagePlan *plan)
{
  init_for_paper (options, paper_of (plan));
  if (plan->width >= LEAST_WIDTH)
    options->width = plan->width * MM;
  if (plan->height >= LEAST_WIDTH)
    options->height = plan->height * MM;
  if (plan->margin > 0)
    options->margin = MIN (plan->margin * MM, options->width / 4);
  if (plan->columns > 0)
    options->columns = MIN (plan->columns, GALLEY_MAX_COLUMNS);
  if (plan->body_size >= LEAST_SIZE)
    {
      options->leading *= plan->body_size / options->body_size;
      options->body_size = plan->body_size;
    }
  if (plan->leading >= options->body_size)
    options->leading = plan->leading;
}

void
galley_sheet_options_init (GalleySheetOptions *options, GalleyPaper paper, GalleyEdition *edition)
{
  g_autoptr (GalleyPublication) publication = NULL;

  g_return_if_fail (options != NULL);
  g_return_if_fail (paper <= GALLEY_PAPER_A3);
  g_return_if_fail (paper != GALLEY_PAPER_PUBLICATION || GALLEY_IS_EDITION (edition));

  if (paper == GALLEY_PAPER_PUBLICATION)
    publication = galley_publication_load (galley_edition_get_publication (edition), NULL);
  if (publication != NULL)
    init_for_plan (options, galley_publication_get_page (publication));
  else
    init_for_paper (options, paper != GALLEY_PAPER_PUBLICATION ? paper : GALLEY_PAPER_TABLOID);
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static void
item_clear (gpointer data)
{
  GalleyItem *item = data;

  g_clear_object (&item->asset);
  g_free (item->alt);
  g_clear_pointer (&item->path, g_array_unref);
}

static void
galley_sheet_finalize (GObject *object)
{
  GalleySheet *self = GALLEY_SHEET (object);

  g_free (self->title);
  g_free (self->language);
  g_array_unref (self->items);
  g_ptr_array_unref (self->paras);
  g_array_unref (self->areas);
  g_ptr_array_unref (self->articles);
  for (guint i = 0; i < G_N_ELEMENTS (self->setters); i++)
    g_clear_pointer (&self->setters[i], galley_typesetter_unref);
  g_clear_pointer (&self->pages, g_hash_table_unref);
  G_OBJECT_CLASS (galley_sheet_parent_class)->finalize (object);
}

static void
galley_sheet_class_init (GalleySheetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_sheet_finalize;
}

static void
galley_sheet_init (GalleySheet *self)
{
  self->items = g_array_new (FALSE, TRUE, sizeof (GalleyItem));
  g_array_set_clear_func (self->items, item_clear);
  self->paras = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_para_unref);
  self->articles = g_ptr_array_new_with_free_func (g_object_unref);
  self->areas = g_array_new (FALSE, TRUE, sizeof (GalleySheetArea));
}

GalleySheet *
galley_sheet_new (double width, double height)
{
  GalleySheet *self = g_object_new (GALLEY_TYPE_SHEET, NULL);

  self->width = width;
  self->height = height;
  self->title = g_strdup ("");
  return self;
}

GalleyTypesetter *
galley_sheet_get_setter (GalleySheet *self, gboolean english)
{
  guint index = english ? 1 : 0;

  if (self->setters[index] == NULL)
    self->setters[index] = galley_typesetter_new (english);
  return self->setters[index];
}

void
galley_sheet_share_fonts (GalleySheet *self, GalleySheet *like)
{
  for (guint i = 0; like != NULL && i < G_N_ELEMENTS (self->setters); i++)
    {
      g_clear_pointer (&self->setters[i], galley_typesetter_unref);
      self->setters[i] = galley_typesetter_ref (galley_sheet_get_setter (like, i == 1));
    }
}

void
galley_sheet_get_size (GalleySheet *self, double *width, double *height)
{
  g_return_if_fail (GALLEY_IS_SHEET (self));

  if (width != NULL)
    *width = self->width;
  if (height != NULL)
    *height = self->height;
}

guint
galley_sheet_get_number (GalleySheet *self)
{
  g_return_val_if_fail (GALLEY_IS_SHEET (self), 0);

  return self->number;
}

guint
galley_sheet_get_continuation (GalleySheet *self)
{
  g_return_val_if_fail (GALLEY_IS_SHEET (self), 0);

  return self->continuation;
}

const char *
galley_sheet_get_title (GalleySheet *self)
{
  g_return_val_if_fail (GALLEY_IS_SHEET (self), NULL);

  return self->title;
}

const GalleySheetArea *
galley_sheet_get_areas (GalleySheet *self, guint *n_areas)
{
  g_return_val_if_fail (GALLEY_IS_SHEET (self), NULL);
  g_return_val_if_fail (n_areas != NULL, NULL);

  *n_areas = self->areas->len;
  return (const GalleySheetArea *) self->areas->data;
}

const GalleySheetArea *
galley_sheet_find_area (GalleySheet *self, double x, double y)
{
  g_return_val_if_fail (GALLEY_IS_SHEET (self), NULL);

  for (guint i = 0; i < self->areas->len; i++)
    {
      const GalleySheetArea *area = &g_array_index (self->areas, GalleySheetArea, i);

      if (x >= area->x && x < area->x + area->width && y >= area->y && y < area->y + area->height)
        return area;
    }
  return NULL;
}

void
galley_sheet_get_fill (GalleySheet *self, guint *n_taken, guint *n_lines)
{
  g_return_if_fail (GALLEY_IS_SHEET (self));

  *n_taken = self->n_taken;
  *n_lines = self->n_lines;
}

/* --- items --------------------------------------------------------------------------------------------------------- */

static GalleyItem *
add_item (GalleySheet *self, GalleyItemKind kind, double x, double y, double width, double height)
{
  GalleyItem item = { .kind = kind, .x = x, .y = y, .width = width, .height = height, .article = -1 };

  g_array_append_val (self->items, item);
  return &g_array_index (self->items, GalleyItem, self->items->len - 1);
}

gint
galley_sheet_add_article (GalleySheet *self, GalleyArticle *article)
{
  for (guint i = 0; i < self->articles->len; i++)
    {
      if (g_ptr_array_index (self->articles, i) == article)
        return (gint) i;
    }
  g_ptr_array_add (self->articles, g_object_ref (article));
  return (gint) self->articles->len - 1;
}

GalleyItem *
galley_sheet_add_text (GalleySheet *self,
                       GalleyPara *para,
                       guint first,
                       guint last,
                       double x,
                       double y,
                       double leading,
                       const char *tag,
                       gint article)
{
  GalleyItem *item = add_item (self, GALLEY_ITEM_TEXT, x, y, para->width, leading * (last - first));

  if (self->paras->len == 0 || g_ptr_array_index (self->paras, self->paras->len - 1) != para)
    g_ptr_array_add (self->paras, galley_para_ref (para));
  item->para = para;
  item->first = first;
  item->last = last;
  item->leading = leading;
  item->tag = tag;
  item->article = article;
  return item;
}

GalleyItem *
galley_sheet_add_words (GalleySheet *self,
                        const GalleyType *type,
                        const char *words,
                        double x,
                        double y,
                        double width,
                        const char *tag)
{
  gboolean english = self->language != NULL && g_str_has_prefix (self->language, "en");
  g_autoptr (GalleyPara) para = galley_para_new (galley_sheet_get_setter (self, english), type, NULL, words);

  para->english = english;
  galley_para_break (para, width);
  return galley_sheet_add_text (self, para, 0, para->lines->len, x, y, type->size * 1.4, tag, -1);
}

void
galley_sheet_add_draft (GalleySheet *self, GalleyEdition *edition)
{
  const char *sentence = galley_edition_get_draft (edition);
  GalleyType type = { GALLEY_FACE_SANS_BOLD, 9, 0, GALLEY_ALIGN_CENTRE, 0 };
  GalleyItem *item;

  if (sentence == NULL)
    return;
  item = galley_sheet_add_words (self, &type, sentence, 0, 14, self->width, "P");
  item->red = 0.75;
}

GalleyItem *
galley_sheet_add_rule (GalleySheet *self, double x, double y, double width, double height, double thickness)
{
  GalleyItem *item = add_item (self, GALLEY_ITEM_RULE, x, y, width, height);

  item->leading = thickness;
  return item;
}

GalleyItem *
galley_sheet_add_box (GalleySheet *self, double x, double y, double width, double height)
{
  GalleyItem *item = add_item (self, GALLEY_ITEM_BOX, x, y, width, height);

  item->leading = 0.6;
  return item;
}

GalleyItem *
galley_sheet_add_picture (GalleySheet *self,
                          GalleyAsset *asset,
                          const char *alt,
                          double x,
                          double y,
                          double width,
                          double height,
                          gint article)
{
  GalleyItem *item = add_item (self, GALLEY_ITEM_PICTURE, x, y, width, height);

  item->asset = asset != NULL ? g_object_ref (asset) : NULL;
  item->alt = g_strdup (alt);
  item->tag = "Figure";
  item->article = article;
  return item;
}

double
galley_sheet_baseline (double size, double height)
{
  /* The middle of a Han character lies 0.38 em above its baseline. */
  return height / 2 + 0.38 * size;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

static void
draw_text (GalleySheet *self, cairo_t *cr, const GalleyItem *item)
{
  double grey = item->para->type.grey;

  if (item->red + item->green + item->blue > 0)
    cairo_set_source_rgb (cr, item->red, item->green, item->blue);
  else
    cairo_set_source_rgb (cr, grey, grey, grey);
  for (guint i = item->first; i < item->last; i++)
    galley_para_draw_line (item->para, galley_sheet_get_setter (self, item->para->english), i, cr, item->x,
                           item->y + (i - item->first) * item->leading);
}

static void
draw_path (cairo_t *cr, const GalleyItem *item)
{
  for (guint i = 0; i < item->path->len; i++)
    {
      const GalleyStroke *stroke = &g_array_index (item->path, GalleyStroke, i);

      if (stroke->kind == GALLEY_STROKE_MOVE)
        cairo_move_to (cr, stroke->x[0], stroke->y[0]);
      else if (stroke->kind == GALLEY_STROKE_LINE)
        cairo_line_to (cr, stroke->x[0], stroke->y[0]);
      else
        cairo_curve_to (cr, stroke->x[0], stroke->y[0], stroke->x[1], stroke->y[1], stroke->x[2],
                        stroke->y[2]);
    }
  cairo_stroke (cr);
}

static void
draw_item (GalleySheet *self, cairo_t *cr, const GalleyItem *item)
{
  if (item->kind == GALLEY_ITEM_TEXT)
    {
      draw_text (self, cr, item);
      return;
    }
  if (item->kind == GALLEY_ITEM_PICTURE)
    {
      galley_picture_draw (item->asset, cr, item->x, item->y, item->width, item->height);
      return;
    }
  cairo_set_source_rgb (cr, item->red, item->green, item->blue);
  cairo_set_line_width (cr, item->leading);
  if (item->kind == GALLEY_ITEM_MARK)
    draw_path (cr, item);
  else if (item->kind == GALLEY_ITEM_BOX)
    {
      cairo_rectangle (cr, item->x, item->y, item->width, item->height);
      cairo_stroke (cr);
    }
  else
    {
      cairo_move_to (cr, item->x, item->y);
      cairo_line_to (cr, item->x + item->width, item->y + item->height);
      cairo_stroke (cr);
    }
}

void
galley_sheet_draw (GalleySheet *self, cairo_t *cr)
{
  g_return_if_fail (GALLEY_IS_SHEET (self));
  g_return_if_fail (cr != NULL);

  cairo_save (cr);
  for (guint i = 0; i < self->items->len; i++)
    draw_item (self, cr, &g_array_index (self->items, GalleyItem, i));
  cairo_restore (cr);
}

/* --- pictures of it ------------------------------------------------------------------------------------------------ */

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
set_undrawn (cairo_status_t status, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The page could not be drawn: %s."),
               cairo_status_to_string (status));
}

GBytes *
galley_sheet_to_png (GalleySheet *self, guint pixels, GError **error)
{
  cairo_surface_t *surface;
  cairo_status_t status;
  GBytes *bytes = NULL;
  cairo_t *cr;
  double scale;

  g_return_val_if_fail (GALLEY_IS_SHEET (self), NULL);
  g_return_val_if_fail (pixels > 0 && pixels <= 20000, NULL);

  scale = pixels / self->width;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) pixels, (int) ceil (self->height * scale));
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  galley_sheet_draw (self, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    bytes = galley_sheet_png_encode (surface);
  else
    set_undrawn (status, error);
  cairo_surface_destroy (surface);
  return bytes;
}

GBytes *
galley_sheet_to_svg (GalleySheet *self, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  g_return_val_if_fail (GALLEY_IS_SHEET (self), NULL);

  surface = cairo_svg_surface_create_for_stream (append_bytes, bytes, self->width, self->height);
  cr = cairo_create (surface);
  galley_sheet_draw (self, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  set_undrawn (status, error);
  return NULL;
}

/* --- what stands on it ---------------------------------------------------------------------------------------------- */

static gsize
line_start (const GalleyPara *para, guint line)
{
  guint first = g_array_index (para->lines, GalleyLine, line).first;

  return g_array_index (para->glyphs, GalleyGlyph, first).byte;
}

static gsize
line_end (const GalleyPara *para, guint line)
{
  return line + 1 < para->lines->len ? line_start (para, line + 1) : strlen (para->text);
}

char *
galley_sheet_dup_copy (GalleySheet *self)
{
  GString *text = g_string_new (NULL);
  const GalleyPara *before = NULL;

  g_return_val_if_fail (GALLEY_IS_SHEET (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const GalleyItem *item = &g_array_index (self->items, GalleyItem, i);

      if (item->kind != GALLEY_ITEM_TEXT || item->para->block == NULL || item->first >= item->last)
        continue;
      if (before != NULL && before != item->para)
        g_string_append_c (text, '\n');
      before = item->para;
      g_string_append_len (
          text, item->para->text + line_start (item->para, item->first),
          (gssize) (line_end (item->para, item->last - 1) - line_start (item->para, item->first)));
    }
  return g_string_free (text, FALSE);
}

void
galley_sheet_foreach_line (GalleySheet *self, GalleySheetLineFunc function, gpointer data)
{
  g_return_if_fail (GALLEY_IS_SHEET (self));
  g_return_if_fail (function != NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const GalleyItem *item = &g_array_index (self->items, GalleyItem, i);

      for (guint l = item->first; item->kind == GALLEY_ITEM_TEXT && l < item->last; l++)
        {
          const GalleyLine *line = &g_array_index (item->para->lines, GalleyLine, l);
          g_autofree double *xs = galley_para_place_line (item->para, l, NULL);
          guint end = line->last;
          gsize start = line_start (item->para, l);

          while (end > line->first &&
                 (g_array_index (item->para->glyphs, GalleyGlyph, end - 1).flags & GALLEY_GLYPH_SPACE) != 0)
            end--;
          if (!function (item->para->text + start, line_end (item->para, l) - start,
                         xs[end - line->first] + (line->hyphen ? item->para->hyphen.width : 0) -
                             item->para->width,
                         item->para->type.align == GALLEY_ALIGN_JUSTIFY, data))
            return;
        }
    }
}
