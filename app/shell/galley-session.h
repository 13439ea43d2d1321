/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-session.h — what one window works on: the plugins, the edition and its store, the check and its findings, and the
 * imports that add to it. No widget. */

#pragma once

#include "galley-proof.h"
#include "galley-workflow.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_SESSION (galley_session_get_type ())
G_DECLARE_FINAL_TYPE (GalleySession, galley_session, GALLEY, SESSION, GObject)

/* @settings: of the schema io.github.galley.Galley. Properties, read-only and notified: "edition", "proof", "title" (of the
 * edition), "state" ("saved", "saving", "failed", or NULL without an edition). Signal "failed" (const char *): one
 * sentence about something that went wrong by itself, such as a full disk. */
GalleySession *galley_session_new (GSettings *settings);

GSettings *galley_session_get_settings (GalleySession *self); /* borrowed */
/* What the desk keeps of its own, the same for all windows (borrowed). */
GalleyDesk *galley_session_get_desk (GalleySession *self);
GalleyPlugins *galley_session_get_plugins (GalleySession *self); /* borrowed; made when first wanted */

/* All NULL as long as no edition is open; borrowed. */
GalleyStore *galley_session_get_store (GalleySession *self);
GalleyEdition *galley_session_get_edition (GalleySession *self);
GalleyProof *galley_session_get_proof (GalleySession *self);
/* Rounds and signatures of whatever edition is open (borrowed, always there). */
GalleyWorkflow *galley_session_get_workflow (GalleySession *self);
const char *galley_session_get_title (GalleySession *self);
const char *galley_session_get_state (GalleySession *self);

/* Opens an edition; the one that was open is closed first. */
gboolean galley_session_open (GalleySession *self, GFile *file, GError **error);
/* A new empty edition at @file, or, when NULL, in the folder for editions. */
gboolean galley_session_create (GalleySession *self, GFile *file, GError **error);
/* Writes what is not yet written and lets go of the edition. */
gboolean galley_session_close (GalleySession *self, GError **error);

/* The folder new editions go to (transfer full). */
GFile *galley_session_dup_folder (GalleySession *self);
/* Where a new edition of that name would go: a file that is not there yet (transfer full). */
GFile *galley_session_dup_new_file (GalleySession *self, const char *name);
/* Is this file an edition, by its name? */
gboolean galley_session_is_edition (GFile *file);

/* What came of an import. */
typedef struct
{
  guint n_articles;
  char *first;      /* id of the first article that came in, or NULL */
  GStrv notes;      /* what was not kept as it was, one sentence each */
  GStrv failures;   /* files that could not be read, one sentence each */
  GPtrArray *files; /* what came of each, of GalleyGathered * (galley-gather.h); empty for text */
} GalleyImported;

void galley_imported_free (GalleyImported *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyImported, galley_imported_free)

/* Reads files (GListModel of GFile) into the edition, all of them at the end, so that a cancelled import changes nothing.
 * Where no edition is open one is made, named after what came in. @page: the page all articles go to, 0 for the pages the
 * files name. */
void galley_session_import_async (GalleySession *self,
                                  GListModel *files,
                                  guint page,
                                  GalleyJob *job,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/* The same for text that was pasted or dropped. */
void galley_session_import_text_async (GalleySession *self,
                                       const char *text,
                                       guint page,
                                       GalleyJob *job,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* NULL where it was cancelled, another edition is open than at the start (G_IO_ERROR_CANCELLED too), or the edition could not be
 * made; files that could not be read stand in the result. */
GalleyImported *galley_session_import_finish (GalleySession *self, GAsyncResult *result, GError **error);

G_END_DECLS
