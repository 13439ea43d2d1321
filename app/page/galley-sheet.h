/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-sheet.h — 版面: a page of an edition as it would be printed, laid out and ready to draw. All measures are points
 * (1/72 inch) from the top left corner of the sheet. */

#pragma once

#include <cairo.h>

#include "galley-edition.h"
#include "galley-job.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_PAPER_PUBLICATION, /* what the publication of the edition is printed on */
  GALLEY_PAPER_TABLOID,     /* 四开, 275 × 390 mm */
  GALLEY_PAPER_BROADSHEET,  /* 对开, 390 × 545 mm */
  GALLEY_PAPER_A4,
  GALLEY_PAPER_A3,
} GalleyPaper;

#define GALLEY_TYPE_PAPER (galley_paper_get_type ())
GType galley_paper_get_type (void);

typedef struct
{
  double width; /* of the sheet */
  double height;
  double margin;      /* on all four sides; what is left is the type area 版心 */
  guint columns;      /* 1 … 12 */
  double body_size;   /* of the body type */
  double leading;     /* from baseline to baseline: the grid all columns share */
  gboolean ads;       /* draw advertisements */
  gboolean furniture; /* draw the lines of the page that belong to no article, too */
} GalleySheetOptions;

/* The usual measures of a paper: columns of 12 to 16 characters, 8.5 to 10 point. GALLEY_PAPER_PUBLICATION: those of the publication of
 * @edition, which may be NULL for other papers; a publication that cannot be read counts as the usual one. */
void galley_sheet_options_init (GalleySheetOptions *options, GalleyPaper paper, GalleyEdition *edition);

/* Where (part of) an article stands. An article that goes on has an area on each sheet. */
typedef struct
{
  GalleyArticle *article; /* owned by the sheet */
  double x;
  double y;
  double width;
  double height;
  gboolean goes_on;   /* the rest is on a later sheet */
  gboolean continued; /* the beginning is on an earlier one */
} GalleySheetArea;

#define GALLEY_TYPE_SHEET (galley_sheet_get_type ())
G_DECLARE_FINAL_TYPE (GalleySheet, galley_sheet, GALLEY, SHEET, GObject)

/* Begins to read what fonts the system has, in a thread of its own. Whoever will lay out pages may say so early; nobody needs to. */
void galley_sheet_find_fonts (void);

/* @like, here and below: an earlier sheet whose fonts are used again, or NULL. Finding fonts takes longer than a page does; sheets
 * that share them are for one thread at a time.
 *
 * Lays out one page of a frozen edition: the page itself and, where it cannot hold all its articles, continuation sheets (array of
 * GalleySheet *, never empty). Every block of every article is on one of them. Blocks; any thread. NULL when the job was
 * cancelled. */
GPtrArray *galley_sheet_compose (GalleyEdition *frozen,
                                 GalleyPage *page,
                                 const GalleySheetOptions *options,
                                 GalleySheet *like,
                                 GalleyJob *job,
                                 GError **error);

/* One article as a proof strip of @n_characters full-width characters a line on A4, its body lines numbered, with a rule behind line
 * @n_lines where its slot ends and what is over behind it in red (0: no slot). */
GPtrArray *galley_sheet_compose_galley (GalleyEdition *frozen,
                                        GalleyArticle *article,
                                        guint n_characters,
                                        guint n_lines,
                                        GalleySheet *like,
                                        GalleyJob *job,
                                        GError **error);

/* What a proofreader did in one round. */
typedef struct
{
  GalleyArticle *before; /* what the round was given */
  GalleyArticle *after;  /* what it made of it */
  const char *name;      /* 一校, 二校 … */
  const char *person;    /* or NULL */
  guint colour;          /* 0 red, 1 blue, 2 green, by custom those of 一校 二校 三校 */
} GalleySheetRound;

/* 红样: the text as it was, with the marks of the round in the manner of GB/T 14706 (改正 删除 增补 对调 接排 另起段), each led to the
 * margin by a line that crosses no other, and a slip that lists them. The offsets of the marks are those of galley_diff_articles().
 * Empty, not NULL, where nothing was changed. */
GPtrArray *galley_sheet_compose_marked (GalleyEdition *frozen,
                                        const GalleySheetRound *round,
                                        guint n_characters,
                                        GalleySheet *like,
                                        GalleyJob *job,
                                        GError **error);

void galley_sheet_get_size (GalleySheet *self, double *width, double *height);
/* The page's number; several sheets of one page share it. 0 for a galley. */
guint galley_sheet_get_number (GalleySheet *self);
/* 0 for the page itself, 1, 2 … for its continuation sheets. */
guint galley_sheet_get_continuation (GalleySheet *self);
/* "01版 要闻", "01版 要闻（续1）" (owned by the sheet). */
const char *galley_sheet_get_title (GalleySheet *self);

/* The articles on the sheet in reading order (owned by the sheet). */
const GalleySheetArea *galley_sheet_get_areas (GalleySheet *self, guint *n_areas);
/* The area at a point, or NULL: what a click on the page means. */
const GalleySheetArea *galley_sheet_find_area (GalleySheet *self, double x, double y);

/* Draws it at the size it has. Any thread, one at a time. */
void galley_sheet_draw (GalleySheet *self, cairo_t *cr);

/* A picture of the sheet, @pixels wide (PNG), or as SVG. */
GBytes *galley_sheet_to_png (GalleySheet *self, guint pixels, GError **error);
GBytes *galley_sheet_to_svg (GalleySheet *self, GError **error);

/* The copy on the sheet in reading order, one paragraph a line (newly allocated). What the page adds of itself (masthead, folio,
 * “goes on”) is not in it. */
char *galley_sheet_dup_copy (GalleySheet *self);
/* Every line as it stands: for whoever checks it. @overfull points beyond its column (≤ 0: it fits). FALSE stops. */
typedef gboolean (*GalleySheetLineFunc) (
    const char *text, gsize length, double overfull, gboolean justified, gpointer data);
void galley_sheet_foreach_line (GalleySheet *self, GalleySheetLineFunc function, gpointer data);

/* How full the page is: lines of its columns that are taken, and those there are. */
void galley_sheet_get_fill (GalleySheet *self, guint *n_taken, guint *n_lines);

G_END_DECLS
