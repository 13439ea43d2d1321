/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-changes.h — tracked changes of a document, as versions of it. Version 0 is the document without any of them; each author
 * has a version, in the order in which they began, that holds the changes of that author and of all before. The last version holds
 * all changes: it is the copy. An importer reads the document once for each of them. One author, one version: who returned
 * the proof is one person, and what each of several did can be told apart afterwards. */

#pragma once

#include "galley-job.h"

G_BEGIN_DECLS

/* No document is read more often; the changes of authors beyond that are held by the last version. */
#define GALLEY_CHANGES_MAX_VERSIONS 8u

typedef struct _GalleyChanges GalleyChanges;

GalleyChanges *galley_changes_new (void);
void galley_changes_free (GalleyChanges *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyChanges, galley_changes_free)

/* A change by @author (or NULL) on @date ("2024-11-27T08:00:00Z", or NULL). All are told before the first question. */
void galley_changes_add (GalleyChanges *self, const char *author, const char *date);

/* Each version is a document of @size bytes. Where all of them together are more than an edition holds there is only the one with
 * all changes, and a note in @job says so. Called behind the last galley_changes_add(). */
void galley_changes_limit (GalleyChanges *self, gsize size, GalleyJob *job);

/* One more than there are authors; 1 where nothing was changed. */
guint galley_changes_get_n_versions (GalleyChanges *self);
/* Is @version the one that holds all changes? */
gboolean galley_changes_is_last (GalleyChanges *self, guint version);
/* Has a change by @author been made in @version? */
gboolean galley_changes_holds (GalleyChanges *self, guint version, const char *author);
/* Who made @version of the one before (borrowed), or NULL: of the last one, which several may share, all their names (“甲、乙”, the
 * first 64). And when the last of those changes was made (microseconds since 1970,
 * UTC), or 0. Of version 0, when the first change was. */
const char *galley_changes_get_author (GalleyChanges *self, guint version);
gint64 galley_changes_get_time (GalleyChanges *self, guint version);

G_END_DECLS
