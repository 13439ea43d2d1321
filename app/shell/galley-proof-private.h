/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-proof-private.h — what the files of the proof know of each other: keeping findings up to date, having them made, and
 * what was decided about them. */

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
  GHashTable *told;          /* problems of checkers that were told */
  GHashTable *offered;       /* ids of rules it was asked about whether to switch them off */
  GalleyDesk *desk;          /* or NULL */
  GCancellable *cancellable; /* of the edition as it is set */
  GQueue waiting;            /* articles to be checked when nothing else is to do (referenced) */
  guint n_running;
  guint rescan_source;
  gboolean all_running;
  gboolean all_wanted; /* checked as a whole while a slow checker was not ready yet */
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
  gboolean waiting; /* stands in the line of those that wait */
  guint n_running;
  GalleyArticle *part; /* what a check under way knows of already: for this state of the article … */
  GPtrArray *part_findings;
  guint part_source; /* … and shows it, if it is not over soon */
  gint64 part_shown; /* when; 0: not in this check */
  gint64 edited;     /* when the text changed last; 0: never */
  guint first_visible;
  guint last_visible;
} ProofState;

/* Lets go of what @keep does not want; TRUE when the list of findings is another now. */
gboolean galley_proof_filter (ProofState *state,
                              gboolean (*keep) (ProofState *state, GalleyFinding *finding));
/* Is it one that was not ignored? */
gboolean galley_proof_is_kept (ProofState *state, GalleyFinding *finding);
/* Was it found in a block that is still there? A fold counts by its first place: that one of many others changed does not
 * make it go and come. */
gboolean galley_proof_is_live (ProofState *state, GalleyFinding *finding);
gboolean galley_proof_touches_caret (ProofState *state, GalleyFinding *finding);
void galley_proof_tell_changed (ProofState *state);
void galley_proof_tell_failed (GalleyProof *self, GError *error);
/* What keeps checkers or rules from their work (a broken rule, one that was switched off over its budget): says so, each once. */
void galley_proof_tell_problems (GalleyProof *self);
/* The rule is mostly ignored: says so, once. */
void galley_proof_tell_noisy (GalleyProof *self, GalleyRule *rule);
void galley_proof_tell_busy (GalleyProof *self);
/* Has the article checked when nothing else is to do; then: has those that wait checked, as far as nothing runs. */
void galley_proof_wait (GalleyProof *self, GalleyArticle *article);
void galley_proof_start_waiting (GalleyProof *self);

/* Has the article checked now; or after a pause, so that nobody is disturbed who types. */
void galley_proof_start_check (ProofState *state);
void galley_proof_schedule_check (ProofState *state);
/* What waited at the caret is shown (for a source of the main loop as well). */
gboolean galley_proof_hold_over_cb (gpointer data);
void galley_proof_forget_part (ProofState *state);
/* Handlers of the check's signals. */
void galley_proof_part_found_cb (GalleyProof *self, GalleyArticle *frozen, GPtrArray *findings);
void galley_proof_prepared_cb (GalleyProof *self);

/* What the store says was ignored. */
void galley_proof_read_decisions (GalleyProof *self);

G_END_DECLS
