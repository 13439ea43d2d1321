/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-pdf-private.h — objects, fonts and pages of a PDF on its way to a stream. */

#pragma once

#include <pango/pango.h>

#include "galley-pdf.h"
#include "galley-sheet-private.h"

G_BEGIN_DECLS

/* --- objects --- */

typedef struct
{
  GOutputStream *stream;
  GCancellable *cancellable;
  GString *out;        /* not yet written */
  guint64 written;     /* bytes before it */
  GArray *offsets;     /* of guint64: object n begins at [n]; 0: not yet */
  GError *error;       /* the first */
  GThread *packer;     /* deflates streams while pages are made; NULL: none yet */
  GAsyncQueue *todo;   /* of Stream *: for the packer, in order */
  GAsyncQueue *packed; /* of Stream *: from it, in the same order */
  guint n_packing;
} GalleyPdfOut;

void galley_pdf_out_init (GalleyPdfOut *self, GOutputStream *stream, GCancellable *cancellable);
void galley_pdf_out_clear (GalleyPdfOut *self);
/* A number for an object to come. */
guint galley_pdf_out_reserve (GalleyPdfOut *self);
/* Begins the object of that number (0: a new one, which comes back); what follows is appended to self->out. */
guint galley_pdf_out_begin (GalleyPdfOut *self, guint number);
void galley_pdf_out_end (GalleyPdfOut *self);
/* A whole stream object, deflated; @entries: more of its dictionary, or "". It goes out with one of the next objects: which one hangs
 * on the number of streams alone, so that the same calls give the same bytes. */
guint galley_pdf_out_stream (GalleyPdfOut *self, guint number, const char *entries, GBytes *data);
/* The same of what @make (data) gives, which is called in another thread; @data must last until galley_pdf_out_finish(). */
guint galley_pdf_out_stream_made (
    GalleyPdfOut *self, guint number, const char *entries, GBytes *(*make) (gpointer data), gpointer data);
/* One whose data is as it must be. */
guint
galley_pdf_out_raw (GalleyPdfOut *self, guint number, const char *entries, const void *data, gsize length);
/* Lets go of what is ready. */
gboolean galley_pdf_out_flush (GalleyPdfOut *self);
/* Cross-reference table and trailer. */
void galley_pdf_out_finish (GalleyPdfOut *self, guint root, guint info);

/* A number with at most three decimals, whatever the locale; a text string in UTF-16. */
void galley_pdf_append_number (GString *out, double value);
/* @units / 10 ^ @decimals (at most 9). */
void galley_pdf_append_units (GString *out, gint64 units, guint decimals);
/* " 12 0 R" */
void galley_pdf_append_reference (GString *out, guint object);
void galley_pdf_append_text (GString *out, const char *utf8, gssize length);

/* --- fonts --- */

typedef struct _GalleyPdfFont GalleyPdfFont;

GalleyPdfFont *galley_pdf_font_new (PangoFont *font, guint number, guint index);
void galley_pdf_font_free (GalleyPdfFont *self);
PangoFont *galley_pdf_font_get_pango (GalleyPdfFont *self);
guint galley_pdf_font_get_number (GalleyPdfFont *self);
/* Notes that a glyph is used for this text, and tells the code that stands for it in a page and its width in thousandths of an em; TRUE
 * when the font's map says just that text. */
gboolean galley_pdf_font_use (
    GalleyPdfFont *self, guint32 glyph, const char *text, guint n_bytes, guint *code, int *width);
/* Writes it, with the glyphs that were used. */
void galley_pdf_font_write (GalleyPdfFont *self, GalleyPdfOut *out);

/* --- pages --- */

typedef struct
{
  const char *tag;
  gint parent;   /* another element, -1: the document */
  guint page;    /* object number */
  GArray *marks; /* of guint: its marked contents on that page; empty for one that holds elements */
  char *alt;
  guint number; /* object */
} GalleyPdfElement;

typedef struct
{
  guint page;   /* object number */
  guint target; /* number of the page of the paper */
  double x1, y1, x2, y2;
  guint number;
} GalleyPdfLink;

typedef struct
{
  GalleyPdfOut out;
  GPtrArray *fonts;   /* of GalleyPdfFont * */
  GHashTable *images; /* asset id → object number + 1 */
  GArray *elements;   /* of GalleyPdfElement */
  GArray *links;      /* of GalleyPdfLink */
} GalleyPdfBody;

/* The font of the document for a font of Pango's. */
GalleyPdfFont *galley_pdf_body_get_font (GalleyPdfBody *self, PangoFont *font);
/* Draws a sheet as page object @page. @n_marks: its marked contents; @parents: of guint, the element of each; @resources: the images
 * it uses, as entries of a dictionary. */
GString *galley_pdf_body_draw (
    GalleyPdfBody *self, GalleySheet *sheet, guint page, GArray *parents, GString *resources);

/* The asset as an image object: its number, 0 where it cannot be shown. */
guint galley_pdf_image (GalleyPdfOut *out, GalleyAsset *asset, double points, guint *width, guint *height);

G_END_DECLS
