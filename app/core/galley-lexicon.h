/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-lexicon.h — the editions the user has made, as what they can teach the reader of page text: how often the paper
 * uses which words. Nothing leaves the machine; only counts are kept, in a small file of the cache folder. */

#pragma once

#include "galley-job.h"

G_BEGIN_DECLS

/* Counts the editions in @folder (a path; NULL: "galley/editions" in the user's data folder) that are new to the archive and
 * a day old, so that what is still in work is not counted, at most @most of them; then readings use all that was ever
 * counted. Editions that cannot be read are passed over. FALSE where @job was cancelled, or the cache cannot be written
 * (GIO's errors); what was counted is in use all the same. */
gboolean galley_lexicon_update (const char *folder, guint most, GalleyJob *job, GError **error);

/* The same in a thread of its own, a hundred at most, with nobody to tell: for a window that is about to import. */
void galley_lexicon_update_later (const char *folder);

G_END_DECLS
