/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check-hits.h — findings before they are handed out: what the checkers said, without a hold on the blocks, so that it can
 * be kept with a block as long as the block lives; then sorted out into what the editor sees. Private to galley-check. */

#pragma once

#include "galley-article.h"
#include "galley-finding.h"
#include "galley-check-profile.h"

G_BEGIN_DECLS

/* What checkers found in a block, kept with that block: it goes when the block goes. @check names whose it is, @generation the
 * state of the rules it was found under, @slots the checkers, a bit each. Thread-safe.
 *
 * Adds what is kept of those of @slots that have looked at the block to @findings, and gives their bits. */
guint64 galley_hits_recall (
    GalleyBlock *block, gconstpointer check, guint generation, guint64 slots, GPtrArray *findings);
/* These of @slots have looked; @findings from the index @from on are theirs (@owners: the slot of each of these). */
void galley_hits_keep (GalleyBlock *block,
                       gconstpointer check,
                       guint generation,
                       guint64 slots,
                       const GPtrArray *findings,
                       guint from,
                       const GArray *owners);

/* The findings of an article put in order: by block and place; of those that overlap the gravest, then the longest, with
 * the others' reasons under it; more than a handful of equal ones folded into one. New array with a free function. */
GPtrArray *galley_hits_resolve (GalleyArticle *article, const GPtrArray *findings);

G_END_DECLS
