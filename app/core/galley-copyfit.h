/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-copyfit.h — 盈/缺: how much an article has over its slot or under it, in lines and characters. The slot is n 字 × m 行:
 * so many full-width characters to a line, so many lines; it stands in the article's metadata under "slot" as "13x40". Counted
 * without drawing, by the widths of a typewriter: a full-width character is one, a half-width one a half; a paragraph
 * begins two in; a mark that may not begin a line hangs at the end of the one before (GB/T 15834). */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

#define GALLEY_SLOT_KEY "slot"

typedef struct
{
  guint measure; /* full-width characters to a line, 4 … 200 */
  guint lines;   /* 1 … 10000 */
} GalleySlot;

/* "13x40", "13×40", "13字40行"; FALSE where it is none. */
gboolean galley_slot_parse (const char *text, GalleySlot *slot);

typedef struct
{
  guint lines;      /* the text takes */
  guint characters; /* of the text, counted as a newsroom does */
  int over_lines;   /* 盈; negative: 缺 */
  /* To be taken out so that it fits, or what may still come in (negative): full-width characters. */
  int over_characters;
} GalleyFit;

/* The text of the article (what is no headline, picture or jump) set in lines of @slot. Quick enough for every keystroke. */
void galley_copyfit_measure (GalleyArticle *article, const GalleySlot *slot, GalleyFit *fit);
/* The same for the slot of its metadata; FALSE where it has none. */
gboolean galley_copyfit_measure_own (GalleyArticle *article, GalleySlot *slot, GalleyFit *fit);

G_END_DECLS
