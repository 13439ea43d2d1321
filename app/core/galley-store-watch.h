/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-watch.h — follows a live edition and knows what of it changed since the last batch. All on the thread that
 * edits. For the store alone. */

#pragma once

#include "galley-store-content.h"

G_BEGIN_DECLS

typedef struct _GalleyStoreWatch GalleyStoreWatch;

/* @changed is called with @data at every change, and should be quick. What the edition holds now counts as written. */
GalleyStoreWatch *
galley_store_watch_new (GalleyEdition *edition, void (*changed) (gpointer data), gpointer data);
void galley_store_watch_free (GalleyStoreWatch *self);

gboolean galley_store_watch_is_dirty (GalleyStoreWatch *self);
/* Looks which articles came and went; those that went are added to @gone (of GalleyArticle *, with a free function). */
void galley_store_watch_sync (GalleyStoreWatch *self, GPtrArray *gone);
/* Puts all that changed into the batch, frozen; from then on nothing is dirty. Comes after galley_store_watch_sync(). */
void galley_store_watch_fill (GalleyStoreWatch *self, GalleyBatch *batch);
/* The articles of the edition that changed since the watch was made (array of borrowed GalleyArticle *; free it). */
GPtrArray *galley_store_watch_list_touched (GalleyStoreWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyStoreWatch, galley_store_watch_free)

G_END_DECLS
