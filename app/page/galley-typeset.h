/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-typeset.h — one paragraph set in type: glyphs, lines, and where each glyph stands. Within libgalley-page.
 *
 * Pango finds fonts and shapes words; Han characters and full-width marks, which never change shape, are looked up once
 * and kept. Lines are broken and justified here: Pango stretches figures and knows neither hanging blanks nor 标点挤压. All
 * measures are points. */

#pragma once

#include <cairo.h>
#include <glib.h>
#include <pango/pango.h>

#include "galley-block.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_FACE_SERIF,      /* 宋体: body */
  GALLEY_FACE_SERIF_BOLD, /* headlines */
  GALLEY_FACE_SANS,       /* 黑体: captions, bylines */
  GALLEY_FACE_SANS_BOLD,  /* crossheads, datelines */
} GalleyFace;

#define GALLEY_N_FACES (GALLEY_FACE_SANS_BOLD + 1)

typedef enum
{
  GALLEY_ALIGN_JUSTIFY, /* the last line to the left */
  GALLEY_ALIGN_LEFT,
  GALLEY_ALIGN_CENTRE,
  GALLEY_ALIGN_RIGHT,
} GalleyAlign;

typedef struct
{
  GalleyFace face;
  double size;   /* points */
  double indent; /* of the first line, in ems */
  GalleyAlign align;
  double grey; /* 0 black … 1 white */
} GalleyType;

/* What a glyph is for breaking and justifying. */
enum
{
  GALLEY_GLYPH_BREAK = 1 << 0, /* a line may begin here */
  GALLEY_GLYPH_WIDE = 1 << 1,  /* Han or a full-width mark: slack may go beside it */
  GALLEY_GLYPH_SPACE = 1 << 2,
  GALLEY_GLYPH_CLOSER = 1 << 3, /* may not begin a line */
  GALLEY_GLYPH_OPENER = 1 << 4, /* may not end one */
  GALLEY_GLYPH_LINK = 1 << 5,
  GALLEY_GLYPH_CLUSTER = 1 << 6, /* the first glyph of its characters */
};

typedef struct
{
  guint32 glyph;
  float width;
  float dx;
  float dy;
  guint32 byte;         /* where its characters begin in the text */
  guint16 n_bytes : 14; /* their length; 0 for the second glyph of a cluster */
  guint16
      blank : 2; /* of a full-width mark: quarters of its em that may go where a line is tight (标点挤压) */
  guint8 font;
  guint8 flags;
} GalleyGlyph;

typedef struct
{
  guint first;     /* glyphs */
  guint last;      /* one past the end, spaces at the end included */
  float x;         /* where its first glyph stands, from the left of the column */
  float width;     /* as the glyphs are, without spaces at the end */
  float slack;     /* to be added (or, below 0, taken from the blanks of marks) */
  gboolean hyphen; /* one is drawn at its end: @width and @slack count it */
} GalleyLine;

typedef struct
{
  GalleyBlock *block; /* or NULL for text that the page adds */
  char *text;
  GalleyType type;
  GArray *glyphs;     /* of GalleyGlyph */
  GArray *lines;      /* of GalleyLine */
  GalleyGlyph hyphen; /* for the ends of lines */
  double width;       /* of the column it was broken for */
  gboolean english;
  gatomicrefcount ref_count;
} GalleyPara;

/* Fonts and what was shaped with them. For one thread at a time. */
typedef struct _GalleyTypesetter GalleyTypesetter;

GalleyTypesetter *galley_typesetter_ref (GalleyTypesetter *self);
void galley_typesetter_unref (GalleyTypesetter *self);
/* @english: proportional quotation marks, and breaks at blanks only. */
GalleyTypesetter *galley_typesetter_new (gboolean english);
gboolean galley_typesetter_is_english (GalleyTypesetter *self);
/* The font a glyph names (borrowed). */
PangoFont *galley_typesetter_get_font (GalleyTypesetter *self, guint8 index);

/* A paragraph as one endless line. @block may be NULL, then @text is set; else the block's text with its marks. */
GalleyPara *
galley_para_new (GalleyTypesetter *setter, const GalleyType *type, GalleyBlock *block, const char *text);
GalleyPara *galley_para_ref (GalleyPara *self);
void galley_para_unref (GalleyPara *self);

/* Breaks it into lines of @width. Overwrites earlier lines. */
void galley_para_break (GalleyPara *self, double width);
/* The same with lines of about equal length, as a headline wants them; at a blank where there is a fitting one. */
void galley_para_break_balanced (GalleyPara *self, double width);
/* How wide it is on one line. */
double galley_para_get_natural_width (GalleyPara *self);

/* The x of each glyph of a line and of its end (array of last − first + 1; newly allocated). @gap, may be NULL: what stands between
 * characters that take slack. */
double *galley_para_place_line (GalleyPara *self, guint line, double *gap);
/* The word that a line ends in the middle of: its first glyph, and the end of its text (offset in bytes). */
guint galley_para_find_parted (GalleyPara *self, guint line, gsize *end);
/* Draws a line with its baseline at @x, @y. */
void galley_para_draw_line (
    GalleyPara *self, GalleyTypesetter *setter, guint line, cairo_t *cr, double x, double y);

/* Characters that may not begin a line (GB/T 15834), and those that may not end one. */
gboolean galley_typeset_is_closer (gunichar c);
gboolean galley_typeset_is_opener (gunichar c);

/* The character at @p, which is UTF-8 that has been checked. All copy passes here, and most of it is three bytes long. */
static inline gunichar
galley_typeset_get_char (const char *p)
{
  const guchar *byte = (const guchar *) p;

  if (byte[0] >= 0xE0 && byte[0] < 0xF0)
    return (gunichar) (byte[0] & 0x0F) << 12 | (gunichar) (byte[1] & 0x3F) << 6 | (gunichar) (byte[2] & 0x3F);
  return byte[0] < 0x80 ? byte[0] : g_utf8_get_char (p);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyTypesetter, galley_typesetter_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyPara, galley_para_unref)

G_END_DECLS
