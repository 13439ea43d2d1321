/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-log.h — what is only ever added to: the event log and the revisions, each row holding the hash of the one
 * before it, and the edition's row the hash of the last. So a row that was changed, taken out of the middle or cut off the
 * end is found. For the store alone; all calls run inside a transaction of the caller's, but for the reading ones. */

#pragma once

#include "galley-store-sqlite.h"
#include "galley-store.h"

G_BEGIN_DECLS

/* One event or revision on its way into the tables; both share these fields. */
typedef struct
{
  gint64 number; /* of a revision; events are numbered when they are written */
  gint64 time;
  char *author;
  char *what;    /* or the reason of a revision */
  char *subject; /* article id, or NULL */
  char *detail;  /* event: words, or NULL */
  char *kind;    /* revision: the article as text */
  char *metadata;
  char *blocks;
  char *digest;
} GalleyLogEntry;

void galley_log_entry_free (GalleyLogEntry *self);
/* The hash of an article's content alone: equal content, equal digest (newly allocated). */
char *galley_log_digest (const char *kind, const char *metadata, const char *blocks);

gboolean
galley_log_add_event (GalleyDb *db, const char *edition, const GalleyLogEntry *entry, GError **error);
gboolean
galley_log_add_revision (GalleyDb *db, const char *edition, const GalleyLogEntry *entry, GError **error);

GPtrArray *galley_log_list_events (GalleyDb *db, const char *edition, GError **error);
GPtrArray *galley_log_list_revisions (GalleyDb *db, const char *edition, const char *article, GError **error);
GalleyArticle *galley_log_read_revision (GalleyDb *db, const char *edition, gint64 number, GError **error);
/* The number and digest of an article's last revision; 0 and NULL where it has none. -1 on error. */
gint64
galley_log_find_last (GalleyDb *db, const char *edition, const char *article, char **digest, GError **error);
/* The highest number of all revisions, or -1 on error. */
gint64 galley_log_count_revisions (GalleyDb *db, const char *edition, GError **error);

gboolean galley_log_verify (GalleyDb *db, const char *edition, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyLogEntry, galley_log_entry_free)

G_END_DECLS
