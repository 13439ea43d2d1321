/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-copyfit.h — 盈/缺: how much of a slot of n characters × m lines an article takes, without any font: a full-width
 * character counts one, a half-width one half, and lines break as GB/T 15834 asks. */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_characters;   /* as a newsroom counts: galley_article_count_characters() */
  guint n_lines;        /* of body, in columns of the slot's width */
  gint over_lines;      /* 盈 > 0, 缺 < 0; 0 where no slot was given */
  gint over_characters; /* so many full-width characters are to be cut, or (< 0) may still come in */
} GalleyCopyfit;

/* Fills in @fit. @line_length: characters a line of the slot holds (≥ 1); @slot_lines: its lines in all its columns together, 0 for no
 * slot. Headline, people and byline stand over the columns, captions and credits under pictures: they do not count. Takes time in
 * proportion to the text. */
void galley_copyfit_measure (GalleyArticle *article, guint line_length, guint slot_lines, GalleyCopyfit *fit);

/* Lines one paragraph takes, with a first-line indent of @indent characters. */
guint galley_copyfit_count_lines (const char *text, guint line_length, guint indent);

/* Does text of this role flow in the columns of the slot? */
gboolean galley_copyfit_counts (GalleyRole role);

/* The slot of an article, n 字 × m 行 or a number of characters; in its metadata under this key. */
#define GALLEY_SLOT_KEY "slot"

typedef struct
{
  guint line_length;  /* full-width characters to a line, 4 … 200; 0 where only characters are counted */
  guint n_lines;      /* 1 … 10000, or 0 */
  guint n_characters; /* 1 … 1000000 where only characters are counted, else 0 */
} GalleyCopySlot;

/* "13x40", "13×40", "13字40行"; "800", "800字"; FALSE where it is none. */
gboolean galley_copy_slot_parse (const char *text, GalleyCopySlot *slot);

/* galley_copyfit_measure() against the slot of the article's metadata; FALSE where it has none. In a slot of characters those of
 * what flows in it are counted as a newsroom counts, and lines stay 0. */
gboolean galley_copyfit_measure_own (GalleyArticle *article, GalleyCopySlot *slot, GalleyCopyfit *fit);

/* How it fits, short: "3 lines over", "12 characters under", "fits" (盈 3 行, 缺 12 字; newly allocated, translated). */
char *galley_copyfit_dup_label (const GalleyCopySlot *slot, const GalleyCopyfit *fit);
/* The same for where there is little room: "+3", "−12", "0" (盈3, 缺12). */
char *galley_copyfit_dup_short (const GalleyCopySlot *slot, const GalleyCopyfit *fit);

G_END_DECLS
