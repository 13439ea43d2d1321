/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-store-schema.h"
#include "galley-store-text.h"

/* Every table carries the edition's id, so that the same tables can hold a whole newsroom's on a server. Blocks, metadata
 * and facts are JSON text (galley-store-text.h). A page is known by its place in the edition, an article's page likewise. */
static const char tables_1[] = "CREATE TABLE edition ("
                               "  id TEXT NOT NULL PRIMARY KEY,"
                               "  masthead TEXT NOT NULL,"
                               "  revision_head TEXT NOT NULL DEFAULT '',"
                               "  event_head TEXT NOT NULL DEFAULT '');"
                               "CREATE TABLE page ("
                               "  edition TEXT NOT NULL,"
                               "  position BIGINT NOT NULL,"
                               "  number BIGINT NOT NULL,"
                               "  name TEXT NOT NULL,"
                               "  staff TEXT NOT NULL,"
                               "  PRIMARY KEY (edition, position));"
                               "CREATE TABLE article ("
                               "  edition TEXT NOT NULL,"
                               "  id TEXT NOT NULL,"
                               "  page BIGINT NOT NULL,"
                               "  position BIGINT NOT NULL,"
                               "  kind TEXT NOT NULL,"
                               "  confidence DOUBLE PRECISION NOT NULL,"
                               "  metadata TEXT NOT NULL,"
                               "  blocks TEXT NOT NULL,"
                               "  PRIMARY KEY (edition, id));"
                               "CREATE TABLE revision ("
                               "  edition TEXT NOT NULL,"
                               "  number BIGINT NOT NULL,"
                               "  article TEXT NOT NULL,"
                               "  author TEXT NOT NULL,"
                               "  reason TEXT NOT NULL,"
                               "  time BIGINT NOT NULL,"
                               "  kind TEXT NOT NULL,"
                               "  metadata TEXT NOT NULL,"
                               "  blocks TEXT NOT NULL,"
                               "  digest TEXT NOT NULL,"
                               "  hash TEXT NOT NULL,"
                               "  PRIMARY KEY (edition, number));"
                               "CREATE INDEX revision_article ON revision (edition, article, number);"
                               "CREATE TABLE asset ("
                               "  edition TEXT NOT NULL,"
                               "  id TEXT NOT NULL,"
                               "  name TEXT NOT NULL,"
                               "  type TEXT NOT NULL,"
                               "  info TEXT NOT NULL,"
                               "  bytes BYTEA NOT NULL,"
                               "  PRIMARY KEY (edition, id));"
                               "CREATE TABLE decision ("
                               "  edition TEXT NOT NULL,"
                               "  key TEXT NOT NULL,"
                               "  scope TEXT NOT NULL,"
                               "  article TEXT NOT NULL," /* '' for the whole edition */
                               "  decision TEXT NOT NULL,"
                               "  author TEXT NOT NULL,"
                               "  time BIGINT NOT NULL,"
                               "  PRIMARY KEY (edition, key, scope, article));"
                               "CREATE TABLE event ("
                               "  edition TEXT NOT NULL,"
                               "  number BIGINT NOT NULL,"
                               "  time BIGINT NOT NULL,"
                               "  author TEXT NOT NULL,"
                               "  what TEXT NOT NULL,"
                               "  subject TEXT,"
                               "  detail TEXT,"
                               "  hash TEXT NOT NULL,"
                               "  PRIMARY KEY (edition, number));";

/* 2: facts of the window, and the full-text index. */
static const char tables_2[] = "CREATE TABLE note ("
                               "  edition TEXT NOT NULL,"
                               "  key TEXT NOT NULL,"
                               "  value TEXT NOT NULL,"
                               "  PRIMARY KEY (edition, key));";

/* 3: what the log says of one article, found without reading all of it. */
static const char tables_3[] = "CREATE INDEX event_subject ON event (edition, subject, number);";

static gboolean
index_articles (GalleyDb *db, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows = NULL;

  if (!galley_db_make_index (db, error))
    return FALSE;
  rows = galley_db_query (db, "SELECT id, blocks FROM article", error, "");
  if (rows == NULL)
    return FALSE;
  while (galley_rows_next (rows, &failure))
    {
      const char *id = galley_rows_get_text (rows, 0);
      g_autoptr (GalleyArticle) article = galley_article_new_with_id (GALLEY_ARTICLE_STORY, id);

      if (!galley_store_text_read_blocks (galley_rows_get_text (rows, 1), article, &failure))
        break;

      g_autofree char *headline = galley_article_dup_headline (article);
      g_autofree char *text = galley_article_dup_text (article);

      if (!galley_db_index (db, id, headline, text, &failure))
        break;
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static const struct
{
  const char *tables;
  gboolean (*fill) (GalleyDb *db, GError **error); /* or NULL */
} steps[GALLEY_SCHEMA_VERSION] = {
  { tables_1, NULL },
  { tables_2, index_articles },
  { tables_3, NULL },
};

static gboolean
take_steps (GalleyDb *db, gint64 version, GError **error)
{
  for (; version < GALLEY_SCHEMA_VERSION; version++)
    {
      if (!galley_db_run (db, steps[version].tables, error) ||
          (steps[version].fill != NULL && !steps[version].fill (db, error)) ||
          !galley_db_set_version (db, version + 1, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
galley_schema_migrate (GalleyDb *db, GError **error)
{
  gint64 version = galley_db_get_version (db, error);

  if (version < 0 || version == GALLEY_SCHEMA_VERSION)
    return version >= 0;
  if (!galley_db_begin (db, TRUE, error))
    return FALSE;
  if (!take_steps (db, version, error) || !galley_db_commit (db, error))
    {
      galley_db_rollback (db);
      return FALSE;
    }
  return TRUE;
}
