/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-collate-private.h — two texts laid beside each other, character by character, with what moved. For 核红 alone. */

#pragma once

#include "galley-collate.h"

G_BEGIN_DECLS

#define GALLEY_NOWHERE G_MAXUINT

/* A text as an array of characters, paragraphs parted by "\n"; in a bare text no white space at all. */
typedef struct
{
  GalleyArticle *article; /* as it was compared */
  gunichar *chars;
  guint n;
  guint *starts; /* of each block */
} GalleyText;

/* A hunk by the indices of the whole texts. */
typedef struct
{
  guint x1, x2, y1, y2;
  gboolean role; /* the paragraphs became something else; their text did not change here */
  guint old_block, new_block;
} GalleyTextChange;

/* Where each character of one text stands in another. */
typedef struct
{
  const GalleyText *from;
  const GalleyText *to;
  guint *map;      /* index in @to, or NOWHERE */
  guint8 *moved;   /* of each character of @from: it moved */
  guint8 *reached; /* of each character of @to: one of @from stands there */
  GArray *changes; /* of GalleyTextChange */
} GalleyAlignment;

void galley_text_init (GalleyText *self, GalleyArticle *article);
void galley_text_clear (GalleyText *self);
guint galley_text_index_of (const GalleyText *self, GalleyPlace place);
GalleyPlace galley_text_place_of (const GalleyText *self, guint at);
char *galley_text_dup_range (const GalleyText *self, guint start, guint end);

/* The hunks as a hand would mark them: neighbours are one. */
GPtrArray *galley_collate_list_hunks (GalleyArticle *before, GalleyArticle *after);

/* @from and @to are borrowed, and outlive the alignment. */
void galley_alignment_init (GalleyAlignment *self, const GalleyText *from, const GalleyText *to);
void galley_alignment_clear (GalleyAlignment *self);

/* All three without blanks, in one paragraph. @others: what else stands on the page, likewise. @open: other matter may stand
 * before and behind the article in the proof. */
GalleyCollation *galley_collate_bare (
    GalleyArticle *before, GalleyArticle *marked, GalleyArticle *proof, const char *others, gboolean open);

/* Says nothing in a bare text: white space, and what a line end leaves in printed text. */
gboolean galley_collate_is_blank (gunichar c);

/* What fonts write in another way than authors do: ligatures, and radicals and compatibility forms that stand for ideographs.
 * How many characters @c is; @to has room for GALLEY_UNFOLDED. */
#define GALLEY_UNFOLDED 4
gsize galley_collate_unfold (gunichar c, gunichar *to);

/* Of the text of a page what is the article's, in its order and without white space. @before, @marked: its two versions as bare
 * texts of one paragraph. @others: what else stands on the page, bare, or "". @found: which part of the article is there,
 * 0 … 1. @open: other matter may stand before or behind it, in the same lines. */
char *galley_collate_dup_own (const GalleyText *before,
                              const GalleyText *marked,
                              const char *others,
                              const char *page,
                              double *found,
                              gboolean *open);

G_END_DECLS
