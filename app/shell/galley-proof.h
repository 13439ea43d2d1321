/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-proof.h — keeps the findings of a live edition up to date: what changed is checked again after a pause in typing,
 * in the checker's thread; stale findings go at once; what touches the caret waits until the word is done. Also what was
 * ignored, and where. No widget. */

#pragma once

#include "galley-check.h"
#include "galley-ignored.h"
#include "galley-store.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_PROOF (galley_proof_get_type ())
G_DECLARE_FINAL_TYPE (GalleyProof, galley_proof, GALLEY, PROOF, GObject)

/* @store: keeps what is ignored with the edition; NULL: it is forgotten with this object. What the store already holds is
 * heeded from the start. Properties: "busy" (a check is running or waiting), "rate" (差错率 of the edition, errors per 10,000
 * characters), both read-only and notified. Signals: "changed" (GalleyArticle *): findings of this article came or went;
 * "failed" (const char *): one sentence why a check could not be done; "noisy" (GalleyRule *): findings of this rule are mostly
 * ignored, told once. */
GalleyProof *galley_proof_new (GalleyCheck *check, GalleyStore *store);

GalleyCheck *galley_proof_get_check (GalleyProof *self); /* borrowed */
/* The edition whose articles are followed (its pages and articles may come and go), or NULL. */
void galley_proof_set_edition (GalleyProof *self, GalleyEdition *edition);
GalleyEdition *galley_proof_get_edition (GalleyProof *self); /* borrowed, or NULL */

/* The findings of an article, live (GListModel of GalleyFinding by block order, start), borrowed, the same object for as
 * long as the article is in the edition. The first call has the article checked. */
GListModel *galley_proof_get_findings (GalleyProof *self, GalleyArticle *article);
guint galley_proof_count (GalleyProof *self, GalleyArticle *article, GalleySeverity severity);
/* Weighted errors per 10,000 characters of the article; 0 as long as it was not checked. */
double galley_proof_get_rate (GalleyProof *self, GalleyArticle *article);
double galley_proof_get_edition_rate (GalleyProof *self);
gboolean galley_proof_is_busy (GalleyProof *self);
/* Was the article changed, and the check of what changed is not done yet? */
gboolean galley_proof_is_due (GalleyProof *self, GalleyArticle *article);
/* Was this block seen by a check since it came to be? Marks of one that was not are best left as they are. */
gboolean galley_proof_has_seen (GalleyProof *self, GalleyArticle *article, GalleyBlock *block);

/* Was this place of a fold found just now, under the hand that types? Then it is not marked yet. */
gboolean galley_proof_is_at_hand (
    GalleyProof *self, GalleyArticle *article, GalleyBlock *block, guint start, guint end);

/* Checks every article, and what shows only across the edition. */
void galley_proof_check_all (GalleyProof *self);

/* Where the caret is: block index and character offset. @article NULL: nowhere. */
void galley_proof_set_caret (GalleyProof *self, GalleyArticle *article, guint block, guint offset);
/* The blocks on screen, looked at before the others. */
void
galley_proof_set_visible (GalleyProof *self, GalleyArticle *article, guint first_block, guint last_block);

/* What the desk keeps of its own, over all editions: heeded, also when it changes, and told what is heeded and ignored. */
void galley_proof_set_desk (GalleyProof *self, GalleyDesk *desk);
GalleyDesk *galley_proof_get_desk (GalleyProof *self); /* borrowed, or NULL */
/* A fix of the finding was taken. */
void galley_proof_count_accepted (GalleyProof *self, GalleyFinding *finding);

/* Ignores a finding: "once" this very place, "article" the same text under the same rule in this article, "edition" in
 * all of them. Returns the entry of the list (transfer full), NULL when the store refused. */
GalleyIgnored *galley_proof_ignore (
    GalleyProof *self, GalleyArticle *article, GalleyFinding *finding, const char *scope, GError **error);
gboolean galley_proof_unignore (GalleyProof *self, GalleyIgnored *ignored, GError **error);
/* All that is ignored (GListModel of GalleyIgnored, borrowed), latest last. */
GListModel *galley_proof_get_ignored (GalleyProof *self);

G_END_DECLS
