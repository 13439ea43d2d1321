/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-proof-private.h — what the two files of the proof know of each other: keeping findings up to date, and what was
 * decided about them. */

#pragma once

#include "galley-proof.h"

G_BEGIN_DECLS

struct _GalleyProof
{
  GObject parent_instance;

  GalleyCheck *check;
  GalleyStore *store;
  GalleyEdition *edition;
  GHashTable *states;  /* GalleyArticle → ProofState; the key is the state's own reference */
  GPtrArray *followed; /* the pages whose lists are watched */
  GListStore *ignored;
  GalleyDesk *desk;          /* or NULL */
  GCancellable *cancellable; /* of the edition as it is set */
  GQueue waiting;            /* articles to be checked when nothing else is to do (referenced) */
  guint n_running;
  guint rescan_source;
  gboolean all_running;
  gboolean was_busy;
  gboolean disposed;

  GalleyArticle *caret_article; /* borrowed: only compared */
  guint caret_block;
  guint caret_offset;
};

/* What is known of one article. */
typedef struct
{
  GalleyProof *proof;
  GalleyArticle *article;
  GListStore *findings;
  GPtrArray *held; /* found at the caret, not shown yet */
  GPtrArray *
      across; /* what the check of the whole edition found here, until it is known which of it only that finds */
  GPtrArray *across_own; /* what only the check of the whole edition finds */
  GHashTable *seen;      /* blocks that are there and were checked */
  GHashTable *former;    /* blocks that were checked at some time: they may come back by undo */
  GalleyBlock *hand; /* only compared: the block a fold was found in at the caret, whose mark there waits */
  guint pause_source;
  guint hold_source;
  guint n_characters;
  gboolean counted;
  gboolean checked;
  gboolean running;
  gint64 edited; /* when the text changed last; 0: never */
  guint first_visible;
  guint last_visible;
} ProofState;

/* Lets go of what @keep does not want; TRUE when the list of findings is another now. */
gboolean galley_proof_filter (ProofState *state,
                              gboolean (*keep) (ProofState *state, GalleyFinding *finding));
/* Is it one that was not ignored? */
gboolean galley_proof_is_kept (ProofState *state, GalleyFinding *finding);
void galley_proof_tell_changed (ProofState *state);
void galley_proof_tell_busy (GalleyProof *self);
/* Has the article checked when nothing else is to do; then: has those that wait checked, as far as nothing runs. */
void galley_proof_wait (GalleyProof *self, GalleyArticle *article);
void galley_proof_start_waiting (GalleyProof *self);

/* What the store says was ignored. */
void galley_proof_read_decisions (GalleyProof *self);

G_END_DECLS
