/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-places.h — where a finding is: one place, or those of all changes of a fold. */

#pragma once

#include "galley-article.h"
#include "galley-finding.h"

G_BEGIN_DECLS

typedef struct
{
  GalleyBlock *block; /* owned by the finding */
  guint start;
  guint end;
} GalleyPlace;

guint galley_places_count (GalleyFinding *finding);
GalleyPlace galley_places_get (GalleyFinding *finding, guint index);

/* The place of @finding that @offset of @block stands in or at; FALSE where there is none. */
gboolean galley_places_find (GalleyFinding *finding, GalleyBlock *block, guint offset, GalleyPlace *place);

/* Do both say the same of the same places of the same blocks? With a hash to go with it. */
gboolean galley_places_equal (gconstpointer one, gconstpointer other);
guint galley_places_hash (gconstpointer finding);

/* Sorts findings (array of GalleyFinding *) by the order of their blocks in @article, then within the block. */
void galley_places_sort (GPtrArray *findings, GalleyArticle *article);

/* Makes @list (of GalleyFinding) hold @findings, with as few changes as can be: what is equal stays the same object, and
 * then stands for its equal in @findings as well (an array with g_object_unref). FALSE when nothing differed. */
gboolean galley_places_put (GListStore *list, GPtrArray *findings);
/* The same, but lets go of no more than @max_removed and takes no more than @max_added: to be called again until FALSE. */
gboolean galley_places_put_some (GListStore *list, GPtrArray *findings, guint max_removed, guint max_added);

G_END_DECLS
