/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-replace-run.h — replaces all places that were found, in an edition of any size, without keeping the window from its user:
 * a few articles, a turn of the main loop, a few more. One step to undo. No widget. */

#pragma once

#include "galley-correct.h"
#include "galley-find-hit.h"

G_BEGIN_DECLS

/* Replaces those of @hits (array of GalleyFindHit *, in the order of the edition) that are ticked and not stale, and keeps each
 * article before and behind. What a cancelled @job made until then stays, and can be undone. FALSE, having said why, where @correct
 * is at something else. */
gboolean galley_replace_run_async (GalleySession *session,
                                   GalleyCorrect *correct,
                                   GPtrArray *hits,
                                   GalleyJob *job,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* How many places were made. */
guint galley_replace_run_finish (GalleyCorrect *correct, GAsyncResult *result);

G_END_DECLS
