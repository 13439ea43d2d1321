/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check-hits.h — findings before they are handed out: what the checkers said, without a hold on the blocks, so that it can
 * be kept with a block as long as the block lives; then sorted out into what the editor sees. Private to galley-check. */

#pragma once

#include "galley-article.h"
#include "galley-finding.h"
#include "galley-check-profile.h"

G_BEGIN_DECLS

/* The findings of one checker on one block, kept with that block: they go when it goes. @check and @slot name whose they
 * are, @generation the state of the rules they were found under. Thread-safe. */
gboolean galley_hits_recall (
    GalleyBlock *block, gconstpointer check, guint slot, guint generation, GPtrArray *findings);
void galley_hits_keep (
    GalleyBlock *block, gconstpointer check, guint slot, guint generation, const GPtrArray *findings);

/* The findings of an article put in order: by block and place; of those that overlap the gravest, then the longest, with
 * the others' reasons under it; more than a handful of equal ones folded into one. New array with a free function. */
GPtrArray *galley_hits_resolve (GalleyArticle *article, const GPtrArray *findings);

G_END_DECLS
