/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-collate.h — 核红: was every mark of a proof carried out, and nothing else changed? Three versions are held against
 * each other: the proof as it was read (before), the proof with its marks (marked), and the next proof. */

#pragma once

#include "galley-diff.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_MARK_DONE,      /* carried out */
  GALLEY_MARK_NOT,       /* not carried out: there stands what stood before */
  GALLEY_MARK_OTHERWISE, /* neither the one nor the other stands there */
  GALLEY_MARK_UNSEEN,    /* cannot be told from a bare text: a paragraph break, a role */
} GalleyMarkState;

/* "done", "not", "otherwise", "unseen" (static). */
const char *galley_mark_state_get_name (GalleyMarkState state);

typedef struct
{
  GalleyHunk *hunk; /* the mark: from before to marked */
  GalleyMarkState state;
  char *found;        /* of GALLEY_MARK_OTHERWISE: what stands there now; else NULL */
  gboolean elsewhere; /* the same change was made at another place */
} GalleyMark;

typedef enum
{
  GALLEY_EXTRA_CHANGE,
  GALLEY_EXTRA_MOVED,  /* a passage stands at another place */
  GALLEY_EXTRA_JOINED, /* two paragraphs became one */
  GALLEY_EXTRA_SPLIT,  /* one paragraph became two */
  GALLEY_EXTRA_ROLE,   /* a paragraph became something else */
} GalleyExtraKind;

/* "change", "moved", "joined", "split", "role" (static). */
const char *galley_extra_kind_get_name (GalleyExtraKind kind);

/* A change that no mark asked for. */
typedef struct
{
  GalleyExtraKind kind;
  GalleyPlace marked; /* where, in the marked proof */
  GalleyPlace
      proof; /* where, in the next one (in a bare text: block 0, characters of the article without white space) */
  char *old_text; /* of the marked proof; of a passage that moved: the passage, in both */
  char *new_text;
  gint mark; /* the mark that this looks like, done at the wrong place; else -1 */
} GalleyExtra;

typedef struct
{
  GPtrArray *marks;  /* of GalleyMark *, in the order of the text */
  GPtrArray *extras; /* of GalleyExtra *, likewise */
  double found;      /* of a bare text: which part of the article is there, 0 … 1; else 1 */
} GalleyCollation;

void galley_collation_free (GalleyCollation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyCollation, galley_collation_free)

/* Nothing left to do: all marks carried out (or not to be told), no change besides. */
gboolean galley_collation_is_clean (GalleyCollation *self);

/* Of a bare text: next to nothing of the article is there. It stands on another page. */
gboolean galley_collation_is_absent (GalleyCollation *self);

/* All three frozen, or all on this thread. */
GalleyCollation *galley_collate (GalleyArticle *before, GalleyArticle *marked, GalleyArticle *proof);
/* The same against a bare text that was pulled back from a page: lines, columns and blanks say nothing there, and the order
 * of passages neither. @page: the text of the whole page. @others: what else stands on that page as far as it is known, or
 * NULL: a passage of it between two columns is no change. */
GalleyCollation *
galley_collate_text (GalleyArticle *before, GalleyArticle *marked, const char *page, const char *others);

G_END_DECLS
