/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-archive-private.h — what making the index of a folder and asking it have in common. */

#pragma once

#include <sqlite3.h>

#include "galley-archive.h"

G_BEGIN_DECLS

struct _GalleyArchive
{
  char *folder;
  sqlite3 *db;
};

/* NULL where SQLite refuses, which is said. */
sqlite3_stmt *galley_archive_prepare (GalleyArchive *self, const char *sql, GError **error);

/* The number a statement answers with, 0 where it does not. */
gint64 galley_archive_ask (GalleyArchive *self, const char *sql);

/* Binds texts from the parameter @first on, up to NULL. */
void galley_archive_bind (sqlite3_stmt *statement, int first, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
