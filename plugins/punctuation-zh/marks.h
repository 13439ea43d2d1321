/* SPDX-License-Identifier: GPL-3.0-or-later */
/* marks.h — the parts of the punctuation checker: what each looks for, and the rules they report. */

#pragma once

#include "galley-protect.h"

#include "../common/checker-plugin.h"

typedef enum
{
  RULE_WIDTH,          /* P01 */
  RULE_QUOTES,         /* P03 */
  RULE_QUOTES_LEVEL,   /* P03: the level of quotation marks */
  RULE_PAIRS,          /* P04 */
  RULE_DASH,           /* P07 */
  RULE_ELLIPSIS,       /* P08 */
  RULE_REPEATED,       /* P10 */
  RULE_PARAGRAPH_EDGE, /* P11 */
  RULE_RANGES,         /* P23: ranges of an article */
  RULE_QUOTE_SPLIT,    /* P29 */
  RULE_SPACES,         /* P30 */
  N_RULES
} MarkRule;

/* width.c: P01, over the article, one finding for all. */
void marks_check_width (const CheckerLook *look, GalleyArticle *article);
/* pairs.c: P04, over the article. */
void marks_check_pairs (const CheckerLook *look, GalleyArticle *article);
/* TRUE when the “ ” of the text are balanced, one pair inside another: their level is wrong, but none is missing. */
gboolean marks_quotes_nest (const GalleyChars *chars);
/* quotes.c: P03 as far as the article decides it: ‘ ’ where nothing is quoted around them. */
void marks_check_single (const CheckerLook *look, GalleyBlock *block, guint at);
/* ranges.c: P23, over the article. */
void marks_check_ranges (const CheckerLook *look, GalleyArticle *article);
/* quotes.c: P03; spaces.c: P11, P30; points.c: the rest; block by block. */
void marks_check_quotes (const CheckerLook *look, GalleyBlock *block);
void marks_check_spaces (const CheckerLook *look, GalleyBlock *block);
void marks_check_edges (const CheckerLook *look, GalleyBlock *block);
void marks_check_block (const CheckerLook *look, GalleyBlock *block);
