/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-diff-private.h — two texts as rows of characters, and what of them is changed. For galley-diff*.c alone. */

#pragma once

#include "galley-diff.h"

G_BEGIN_DECLS

typedef struct
{
  gunichar *chars; /* all blocks, a "\n" between them */
  guint n_chars;
  guint *starts; /* of each block, and one behind the last */
  guint n_blocks;
  guint last_block;   /* that was found last: mostly it is asked for again */
  guint8 *changed;    /* for each character: it is part of a change */
  GPtrArray *persons; /* of GalleyMetaItem */
} GalleyDiffText;

/* A stretch of both texts. */
typedef struct
{
  guint old_start;
  guint old_end;
  guint new_start;
  guint new_end;
} GalleyDiffRange;

/* Marks in either text the characters that the other does not have in their place; what is not marked is the same row of
 * characters in both. */
void galley_diff_mark (GalleyDiffText *old, GalleyDiffText *new);

G_END_DECLS
