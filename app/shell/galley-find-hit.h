/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-find-hit.h — one place that was found, for a list: where it is, whether it is ticked, and how it is shown. */

#pragma once

#include <gtk/gtk.h>

#include "galley-replace.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_FIND_HIT (galley_find_hit_get_type ())
G_DECLARE_FINAL_TYPE (GalleyFindHit, galley_find_hit, GALLEY, FIND_HIT, GObject)

/* @place (transfer full). Property "ticked", notified. */
GalleyFindHit *galley_find_hit_new (GalleyReplacement *place);
GalleyReplacement *galley_find_hit_get_place (GalleyFindHit *self); /* borrowed */
gboolean galley_find_hit_get_ticked (GalleyFindHit *self);
void galley_find_hit_set_ticked (GalleyFindHit *self, gboolean ticked);

/* The place with what stands around it, as markup; @replaced: what it is to become beside what it is. Newly allocated. */
char *galley_find_hit_dup_context (GalleyFindHit *self, gboolean replaced);

/* Rows for a list of hits, each with its box to tick. @ticked (data) is called when one that is shown was ticked or unticked: to
 * listen to each hit of thousands would take longer than to find them. */
GtkListItemFactory *galley_find_hit_factory_new (gboolean replaced, GCallback ticked, gpointer data);

G_END_DECLS
