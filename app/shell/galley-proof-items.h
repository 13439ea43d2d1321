/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-proof-items.h — 核红, gates and changes as rows of a list of places. No widget; any thread. */

#pragma once

#include "galley-place-list.h"
#include "galley-preflight.h"

G_BEGIN_DECLS

/* The marks of @collation and what else was changed, what is not in order first (array of GalleyPlaceItem * with a free
 * function). Places are those of @article as it is now: @marked is the version the marks stand in. */
GPtrArray *
galley_proof_items_from_collation (GalleyCollation *collation, GalleyArticle *marked, GalleyArticle *article);
/* One sentence on it; @tone may not be NULL (newly allocated). */
char *galley_proof_items_dup_summary (GalleyCollation *collation, GalleyTone *tone);

/* What stands against an article or edition, what blocks first. @edition: rows are put in groups by page and article. NULL: in
 * none. */
GPtrArray *galley_proof_items_from_obstacles (const GPtrArray *obstacles, GalleyEdition *edition);

/* The changes between two versions: figures first, then names and posts, then the rest, each with its group. Places are of the
 * version after. */
GPtrArray *galley_proof_items_from_hunks (const GPtrArray *hunks);

G_END_DECLS
