/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-incoming.h — the first revision of an article that has come in, or the first ones. */

#pragma once

#include "galley-store.h"

G_BEGIN_DECLS

/* Keeps an article that has just come in, as "import". Where its file told how it was changed (galley-version.h) each of its
 * versions becomes a revision, by the one who made it and of that time, and the log gets the round GALLEY_ROUND_COPY that they are.
 * One revision for each author: then the history, the blame and each single difference say whose change it is. The number of the
 * last revision, 0 on error. */
gint64 galley_incoming_keep (GalleyStore *store, GalleyArticle *article, GError **error);

G_END_DECLS
