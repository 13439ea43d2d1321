/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-compare.h — two versions of an article laid out paragraph by paragraph, for eyes: what went, what came, side by side
 * and in one text. No widget; any thread, on frozen articles. */

#pragma once

#include "galley-diff.h"

G_BEGIN_DECLS

/* Paragraphs that belong together; mostly one of each version. */
typedef struct
{
  guint old_block; /* the first of the version before; past its end: none */
  guint new_block;
  guint n_old;
  guint n_new;
  gboolean changed;
  gboolean head; /* a line of the headline */
  char *label;   /* of the role, "正文 → 小标题" where it changed */
  char *left;    /* Pango markup: the version before, what went marked */
  char *right;   /* the version after, what came marked */
  char *both;    /* one text with both */
} GalleyCompareRow;

void galley_compare_row_free (GalleyCompareRow *self);

/* @hunks: of galley_diff_articles() (array of GalleyCompareRow * with a free function). */
GPtrArray *galley_compare_rows (GalleyArticle *before, GalleyArticle *after, const GPtrArray *hunks);

G_END_DECLS
