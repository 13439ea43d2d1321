/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store.h — an edition on disk: NAME.galley, one SQLite file. There is no Save: the store watches its live
 * edition, and what changes is on disk within a second, written by a thread of its own. A kill at any moment loses at
 * most that second and never the file. One writer at a time.
 *
 * All calls are for one thread, the one that made the store and edits the edition. Changes are handed to the writer by a
 * timer of that thread's main context; where no main loop runs (the command line), galley_store_flush() does it.
 *
 * When a revision is kept. The file always holds the articles as they stand now; a revision is a version one may go back
 * to, and compare with:
 *   - import: the fronts call galley_incoming_keep() for each article when it has come in;
 *   - fixes and other changes made by the program as a whole: keep (…, "edit") before it and keep (…, "fix") behind it, so
 *     that the difference of the two is what the program did, and not what was typed before. Calling it for nothing costs
 *     nothing, for what equals the last revision makes no new one;
 *   - rounds: the name of the round, when it is handed on;
 *   - leaving: the store itself keeps every article that was changed, as "close", when it is closed, and every article that
 *     is taken out of the edition, as "removed";
 *   - on demand, with whatever reason the user gives. */

#pragma once

#include "galley-edition.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_STORE (galley_store_get_type ())
G_DECLARE_FINAL_TYPE (GalleyStore, galley_store, GALLEY, STORE, GObject)

/* Opens the edition at @uri (a path, or a file: URI), or makes it when @create and there is none. Errors, one sentence
 * each: GALLEY_ERROR_MALFORMED (not an edition, or truncated), GALLEY_ERROR_UNSUPPORTED (a newer schema, or no such
 * scheme), GALLEY_ERROR_CONFLICT (somebody else has it open for writing; the sentence names who), GIO's (read-only folder,
 * full disk, not there). @author: who makes the changes, for revisions and the log; NULL: the login name. */
GalleyStore *galley_store_open (const char *uri, gboolean create, const char *author, GError **error);
/* The same, for reading alone: takes no lock, and writes nothing, so it serves for read-only folders and media and beside a
 * writer. It is the edition as it was at this moment: what others write later is not seen, and what is changed in the
 * edition is not followed. */
GalleyStore *galley_store_open_readonly (const char *uri, GError **error);
/* For a thread beside the one that has the edition at @uri open for writing: reads what is kept and logged there without a copy
 * and without holding anybody up. The edition is @frozen, as the writing side froze it. What is not on disk yet is not seen:
 * wait until the other store's "state" is "saved". The store is for the thread that opened it. */
GalleyStore *galley_store_open_beside (const char *uri, GalleyEdition *frozen, GError **error);

const char *galley_store_get_uri (GalleyStore *self);
const char *galley_store_get_author (GalleyStore *self);
/* What was changed until now is written first, as the work of the one before. */
void galley_store_set_author (GalleyStore *self, const char *author);

/* The live edition (borrowed). The store follows its changes from now on. Properties of the store, notified on the thread
 * that made it: "state" ("saved", "saving", "failed") and "message" (why it failed, one sentence, or NULL). After a failure
 * (full disk) it keeps the changes in memory and tries again. */
GalleyEdition *galley_store_get_edition (GalleyStore *self);

/* Has what is not yet written written as soon as can be, and waits for nothing: "state" tells when it is done. */
void galley_store_hurry (GalleyStore *self);
/* Writes now all that is not yet written, and waits for it. */
gboolean galley_store_flush (GalleyStore *self, GError **error);
/* Flushes and lets go of the file; then the store cannot be used any more. When it cannot be written, the store stays open
 * and the text in memory: try again, or drop the last reference, which gives up what could not be written. */
gboolean galley_store_close (GalleyStore *self, GError **error);

/* This and the calls below that change something take effect at once for those that read, and are written together with
 * the text, within a second: their @error is that the store is closed or for reading alone. A flush waits for the disk.
 *
 * Keeps the article as it stands as a revision with @reason ("import", "fix", "一校" …); returns its number, 0 on error.
 * Equal to the last revision: no new one, and its number. */
gint64 galley_store_keep (GalleyStore *self, GalleyArticle *article, const char *reason, GError **error);

/* The same, made by @author (NULL: as above) at @time (microseconds since 1970, UTC; 0: now): what was done elsewhere. */
gint64 galley_store_keep_as (GalleyStore *self,
                             GalleyArticle *article,
                             const char *reason,
                             const char *author,
                             gint64 time,
                             GError **error);

typedef struct
{
  gint64 number; /* per edition, rising */
  char *article; /* id */
  char *author;
  char *reason;
  gint64 time; /* microseconds since 1970, UTC */
} GalleyRevision;

void galley_revision_free (GalleyRevision *self);
/* The revisions of an article, oldest first (array with a free function). */
GPtrArray *galley_store_list_revisions (GalleyStore *self, const char *article, GError **error);
/* The article as it was (frozen; transfer full). */
GalleyArticle *galley_store_read_revision (GalleyStore *self, gint64 number, GError **error);

/* What was decided about a finding: @key from galley_finding_dup_key(), @scope "once", "article", "edition". */
gboolean galley_store_decide (GalleyStore *self,
                              const char *key,
                              const char *scope,
                              const char *article,
                              const char *decision,
                              GError **error);
gboolean galley_store_undecide (
    GalleyStore *self, const char *key, const char *scope, const char *article, GError **error);

typedef struct
{
  char *key;
  char *scope;
  char *article; /* id, or NULL for the edition */
  char *decision;
  char *author;
  gint64 time;
} GalleyDecision;

void galley_decision_free (GalleyDecision *self);
GPtrArray *galley_store_list_decisions (GalleyStore *self, GError **error);

/* The event log: append-only, each row holding the hash of the one before. @subject: an article id, or NULL. */
gboolean galley_store_log (
    GalleyStore *self, const char *what, const char *subject, const char *detail, GError **error);

typedef struct
{
  gint64 number;
  gint64 time;
  char *author;
  char *what;
  char *subject; /* or NULL */
  char *detail;  /* or NULL */
  char *hash;    /* SHA-256, hex */
} GalleyEvent;

void galley_event_free (GalleyEvent *self);
GPtrArray *galley_store_list_events (GalleyStore *self, GError **error);
/* Recomputes every hash of log and revisions. GALLEY_ERROR_MALFORMED, naming the first row that does not fit. */
gboolean galley_store_verify (GalleyStore *self, GError **error);

/* Small facts of the window kept with the edition (caret, open article): not logged. */
char *galley_store_dup_note (GalleyStore *self, const char *key);
void galley_store_set_note (GalleyStore *self, const char *key, const char *value);

/* The articles that hold all of @words (parted by blanks; of any length, Chinese too), best first, as of the last commit
 * (array of newly allocated ids with a free function). */
GPtrArray *galley_store_search (GalleyStore *self, const char *words, guint limit, GError **error);

G_END_DECLS
