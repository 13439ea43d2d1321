/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-diff.h — what was changed between two versions of an article, character by character: what 核红, the colours of a
 * round and the history show. */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

/* Sorted by how much harm a wrong one does: an editor looks at figures first. */
typedef enum
{
  GALLEY_CHANGE_NUMBER, /* figures, Chinese ones too */
  GALLEY_CHANGE_NAME,   /* a person's name or post, a byline, a capitalised word */
  GALLEY_CHANGE_TEXT,
  GALLEY_CHANGE_ROLE, /* a paragraph became something else; its text did not change here */
} GalleyChangeKind;

/* A place in an article: before the character @offset of the block @block. The end of a block and the beginning of the next
 * are two places: between them lies the paragraph break. */
typedef struct
{
  guint block;
  guint offset;
} GalleyPlace;

/* One change: what stood from @old_start up to @old_end gave way to what stands from @new_start up to @new_end. In the
 * texts a paragraph break is "\n", so that a split, a join and a new paragraph are changes like any other. A change of role
 * has the whole block on both sides. */
typedef struct
{
  GalleyChangeKind kind;
  GalleyPlace old_start;
  GalleyPlace old_end;
  GalleyPlace new_start;
  GalleyPlace new_end;
  char *old_text; /* "" for an insertion */
  char *new_text; /* "" for a deletion */
  gboolean head;  /* touches a kicker, headline or subhead in either version */
} GalleyHunk;

void galley_hunk_free (GalleyHunk *self);

/* The changes from @before to @after, in the order of the text (array of GalleyHunk * with a free function; empty when
 * there are none). Made in order they turn the one into the other exactly. Blocks may be shared by both. Any thread, when
 * both are frozen. Takes time in proportion to the length, whatever was changed: where two long passages have nothing in
 * common, the one is shown as replaced by the other. */
GPtrArray *galley_diff_articles (GalleyArticle *before, GalleyArticle *after);

/* Where @place of the version before stands in the version after, by the changes between them (of galley_diff_articles()): what
 * gave way leads to where its change begins. */
GalleyPlace galley_diff_map_place (const GPtrArray *hunks, GalleyPlace place);

/* "number", "name", "text", "role" (static). */
const char *galley_change_kind_get_name (GalleyChangeKind kind);

G_END_DECLS
