/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-archive.h — search across the editions of a folder. An index of the folder lies in the user's cache (an SQLite file
 * of its own with an FTS5 trigram index, which finds Chinese); it is brought up to date by looking at the times of the files,
 * and can be thrown away at any moment. One thread at a time. */

#pragma once

#include "galley-job.h"

G_BEGIN_DECLS

typedef struct _GalleyArchive GalleyArchive;

/* The archive of @folder; @cache: the folder of the index, NULL for the user's own (XDG_CACHE_HOME/galley). GIO's errors. */
GalleyArchive *galley_archive_open (const char *folder, const char *cache, GError **error);
void galley_archive_free (GalleyArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyArchive, galley_archive_free)

/* Reads the editions (*.galley, in folders below too) that are new or changed since, and forgets those that are gone. What
 * cannot be read goes into the job's notes. Takes its time at the first call. */
gboolean galley_archive_update (GalleyArchive *self, GalleyJob *job, GError **error);

/* All that is set has to fit; what is NULL or 0 does not matter. */
typedef struct
{
  const char *words;   /* parted by blanks, of any length; all have to be in the article */
  guint page;          /* 版次 */
  const char *person;  /* a name */
  const char *subject; /* a code, with or without its scheme */
  const char *state;   /* "signed", "void", "unsigned", or the name of the last round that ended */
  const char *from;    /* the first day, 2025-01-31 */
  const char *to;      /* the last day */
  guint limit;         /* 0: 100 */
} GalleyArchiveQuery;

typedef struct
{
  char *path;    /* of the edition */
  char *title;   /* of the edition */
  char *date;    /* of the edition, or "" */
  char *article; /* id */
  guint number;  /* of the article, as the command line counts */
  guint page;
  char *page_name;
  char *headline;
  char *state;
  char *snippet; /* from the text around the words, or NULL as long as it was not read */
} GalleyArchiveHit;

void galley_archive_hit_free (GalleyArchiveHit *self);

/* Articles with all words in the headline first, then the newest (array of GalleyArchiveHit * with a free function). */
GPtrArray *galley_archive_search (GalleyArchive *self, const GalleyArchiveQuery *query, GError **error);

/* The index holds no text: this reads the editions of @hits again, for the text around the words (the beginning where there are
 * none). What cannot be read gets "". Takes its time; any thread. */
gboolean galley_archive_read_snippets (GPtrArray *hits, const char *words, GalleyJob *job, GError **error);

/* In how many articles a word stands, and how many there are. */
guint galley_archive_count (GalleyArchive *self, const char *word, guint *total);

G_END_DECLS
