/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-sqlite.h — the one driver file of the store: all that is SQLite's own stands behind these calls (opening,
 * pragmas, binding, full-text search). What is passed in as SQL is what SQLite 3.40 and PostgreSQL 15 share: parameters are
 * $1, $2 … in order of their first use, blobs are BYTEA, upserts are ON CONFLICT. A GalleyDb belongs to one thread at a
 * time. For the store alone. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _GalleyDb GalleyDb;
typedef struct _GalleyRows GalleyRows;

typedef enum
{
  GALLEY_DB_CREATE,   /* a new file, for the maker of the tables; nobody else knows it yet */
  GALLEY_DB_WRITE,    /* the one writer */
  GALLEY_DB_READ,     /* reads beside the writer of this process */
  GALLEY_DB_SNAPSHOT, /* a copy in memory of the file as it is now: takes no lock, leaves no trace */
} GalleyDbMode;

/* Looks at the head of the file without changing it. Errors, one sentence each: GALLEY_ERROR_MALFORMED for what is no
 * edition, or cut short; GALLEY_ERROR_UNSUPPORTED for a schema above @newest. */
gboolean galley_db_sniff (const char *path, gint64 newest, GError **error);

/* @name is what sentences call the file. */
GalleyDb *galley_db_open (const char *path, const char *name, GalleyDbMode mode, GError **error);
/* The file has proved to be sound. Without this, closing leaves it, and its log, as they were found. */
void galley_db_trust (GalleyDb *self);
void galley_db_close (GalleyDb *self);

gint64 galley_db_get_version (GalleyDb *self, GError **error); /* -1 on error */
gboolean galley_db_set_version (GalleyDb *self, gint64 version, GError **error);

/* Is the whole file sound? Reads all of it. */
gboolean galley_db_inspect (GalleyDb *self, GError **error);
/* TRUE when the file was left by somebody who did not close it. */
gboolean galley_db_was_interrupted (GalleyDb *self);
/* FALSE with an error when the file no longer stands under its name. */
gboolean galley_db_stands (GalleyDb *self, GError **error);

gboolean galley_db_begin (GalleyDb *self, gboolean write, GError **error);
gboolean galley_db_commit (GalleyDb *self, GError **error);
void galley_db_rollback (GalleyDb *self);

/* Runs a script of statements without parameters. */
gboolean galley_db_run (GalleyDb *self, const char *script, GError **error);

/* One statement. @types has a letter for each argument: s text (const char *, or NULL), i integer (gint64), d number
 * (double), b bytes (GBytes *). */
gboolean galley_db_execute (GalleyDb *self, const char *sql, GError **error, const char *types, ...);

/* The same, for statements with rows. NULL on error. Only one such query of the same text may be open at a time. */
GalleyRows *galley_db_query (GalleyDb *self, const char *sql, GError **error, const char *types, ...);
/* TRUE with the next row; FALSE at the end, or with @error set. Set or not, galley_rows_free() is due. */
gboolean galley_rows_next (GalleyRows *self, GError **error);
/* The columns of the row, counted from 0; text is never NULL unless the value is (valid until the next row). */
const char *galley_rows_get_text (GalleyRows *self, int column);
gint64 galley_rows_get_integer (GalleyRows *self, int column);
double galley_rows_get_number (GalleyRows *self, int column);
GBytes *galley_rows_dup_bytes (GalleyRows *self, int column);
void galley_rows_free (GalleyRows *self);

/* Full text. The index is a part of the file, made by the first of these. */
gboolean galley_db_make_index (GalleyDb *self, GError **error);
gboolean
galley_db_index (GalleyDb *self, const char *id, const char *headline, const char *text, GError **error);
gboolean galley_db_unindex (GalleyDb *self, const char *id, GError **error);
/* The ids of what holds all @words (parted by blanks), best first (array with a free function). */
GPtrArray *galley_db_search (GalleyDb *self, const char *words, guint limit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyDb, galley_db_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyRows, galley_rows_free)

G_END_DECLS
