/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>

#include "galley-archive-private.h"
#include "galley-rounds.h"

#define FORMAT 3 /* of the index: another one is made anew */
#define MAX_DEPTH 4
#define MAX_EDITIONS 100000
#define BATCH 32 /* editions to a transaction */
/* So that the last characters of a text stand in a trigram too. */
#define TAIL "\x1f\x1f"

static const char tables[] =
    "CREATE TABLE source (path TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;"
    /* A number is never given twice: the words of an article that is gone answer to nothing. */
    "CREATE TABLE item (number INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, title TEXT NOT NULL,"
    " date TEXT NOT NULL, article TEXT NOT NULL, ordinal INTEGER NOT NULL, page INTEGER NOT NULL,"
    " page_name TEXT NOT NULL, headline TEXT NOT NULL, state TEXT NOT NULL);"
    "CREATE INDEX item_path ON item (path);"
    "CREATE INDEX item_date ON item (date);"
    /* What can be asked for besides words: as quick for a person who is nowhere as for one who is everywhere. */
    "CREATE TABLE facet (kind TEXT, value TEXT, number INTEGER, PRIMARY KEY (kind, value, number))"
    " WITHOUT ROWID;"
    "CREATE VIRTUAL TABLE copy USING fts5 (headline, body, content='', columnsize=0, tokenize='trigram');"
    "CREATE VIRTUAL TABLE gram USING fts5vocab ('copy', 'instance');"
    /* Most words of Chinese have two characters, too few for a trigram: the pairs, without their places. */
    "CREATE VIRTUAL TABLE pair USING fts5 (body, content='', columnsize=0, detail=none);";

static gboolean
fail (GalleyArchive *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The index of the folder cannot be used: %s."),
               sqlite3_errmsg (self->db));
  return FALSE;
}

static gboolean
run (GalleyArchive *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail (self, error);
}

sqlite3_stmt *
galley_archive_prepare (GalleyArchive *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    fail (self, error);
  return statement;
}

gint64
galley_archive_ask (GalleyArchive *self, const char *sql)
{
  sqlite3_stmt *statement = galley_archive_prepare (self, sql, NULL);
  gint64 value =
      statement != NULL && sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;

  sqlite3_finalize (statement);
  return value;
}

/* --- opening ------------------------------------------------------------------------------------------------------- */

static char *
dup_index_path (const char *folder, const char *cache)
{
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, folder, -1);
  g_autofree char *name = g_strdup_printf ("archive-%.16s.sqlite", sum);

  return cache != NULL ? g_build_filename (cache, name, NULL)
                       : g_build_filename (g_get_user_cache_dir (), "galley", name, NULL);
}

static gboolean
make_tables (GalleyArchive *self, GError **error)
{
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", FORMAT);

  return run (self, "BEGIN IMMEDIATE", error) &&
         run (self,
              "DROP TABLE IF EXISTS pair; DROP TABLE IF EXISTS gram; DROP TABLE IF EXISTS copy;"
              "DROP TABLE IF EXISTS facet; DROP TABLE IF EXISTS item; DROP TABLE IF EXISTS source;",
              error) &&
         run (self, tables, error) && run (self, version, error) && run (self, "COMMIT", error);
}

GalleyArchive *
galley_archive_open (const char *folder, const char *cache, GError **error)
{
  g_autoptr (GalleyArchive) self = g_new0 (GalleyArchive, 1);
  char *real;
  g_autofree char *path = NULL;
  g_autofree char *parent = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  real = realpath (folder, NULL);
  if (real == NULL || !g_file_test (real, G_FILE_TEST_IS_DIR))
    {
      g_autofree char *name = g_filename_display_name (folder);

      free (real);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no folder “%s”."), name);
      return NULL;
    }
  self->folder = g_strdup (real);
  free (real);
  path = dup_index_path (self->folder, cache);
  parent = g_path_get_dirname (path);
  g_mkdir_with_parents (parent, 0700);
  if (sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
    {
      fail (self, error);
      return NULL;
    }
  sqlite3_busy_timeout (self->db, 5000);
  /* A cache may be lost, but must not be wrong. */
  if (!run (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA mmap_size = 268435456",
            error) ||
      (galley_archive_ask (self, "PRAGMA user_version") != FORMAT && !make_tables (self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
galley_archive_free (GalleyArchive *self)
{
  sqlite3_close_v2 (self->db);
  g_free (self->folder);
  g_free (self);
}

/* --- reading editions ------------------------------------------------------------------------------------------------ */

static void
list_editions (const char *folder, guint depth, GPtrArray *paths)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && paths->len < MAX_EDITIONS && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = *name != '.' ? g_build_filename (folder, name, NULL) : NULL;

      if (path == NULL)
        continue;
      if (g_str_has_suffix (name, ".galley"))
        g_ptr_array_add (paths, g_steal_pointer (&path));
      else if (depth < MAX_DEPTH && g_file_test (path, G_FILE_TEST_IS_DIR) &&
               !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        list_editions (path, depth + 1, paths);
    }
}

/* Changes when the file does, or what is being written beside it. */
static char *
dup_stamp (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  struct stat file = { 0 }, wal = { 0 };

  if (stat (path, &file) != 0 || !S_ISREG (file.st_mode))
    return NULL;
  if (stat (log, &wal) != 0)
    memset (&wal, 0, sizeof wal);
  return g_strdup_printf ("%lld.%09ld.%lld %lld.%09ld.%lld", (long long) file.st_mtim.tv_sec,
                          file.st_mtim.tv_nsec, (long long) file.st_size, (long long) wal.st_mtim.tv_sec,
                          wal.st_mtim.tv_nsec, (long long) wal.st_size);
}

static char *
dup_state (GalleyRounds *rounds, GalleyArticle *article)
{
  g_autoptr (GalleySignature) signature =
      rounds != NULL ? galley_rounds_get_signature (rounds, article) : NULL;
  const GalleyRound *last;

  if (signature != NULL && signature->state == GALLEY_SIGNATURE_VALID)
    return g_strdup ("signed");
  if (signature != NULL && signature->state == GALLEY_SIGNATURE_VOID)
    return g_strdup ("void");
  last = rounds != NULL ? galley_rounds_get_last (rounds, galley_article_get_id (article)) : NULL;
  return g_strdup (last != NULL ? last->plan->name : "unsigned");
}

void
galley_archive_bind (sqlite3_stmt *statement, int first, ...)
{
  va_list arguments;
  const char *text;

  va_start (arguments, first);
  while ((text = va_arg (arguments, const char *)) != NULL)
    sqlite3_bind_text (statement, first++, text, -1, SQLITE_TRANSIENT);
  va_end (arguments);
}

typedef struct
{
  sqlite3_stmt *item;
  sqlite3_stmt *copy;
  sqlite3_stmt *pair;
  sqlite3_stmt *facet;
  const char *path;
  const char *title;
  const char *date;
  GalleyRounds *rounds;
  GalleyEdition *edition;
} Inserter;

/* "法院院长" → "法院 院院 院长 长": pairs of letters, characters and figures, and the last one of each run alone, each once. */
static char *
dup_pairs (const char *text)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree char *lower = g_utf8_strdown (text, -1);
  GString *pairs = g_string_new (NULL);

  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      const char *next = g_utf8_next_char (p);
      gunichar c = g_utf8_get_char (p), d = *next != '\0' ? g_utf8_get_char (next) : 0;
      gboolean pair = d != 0 && g_unichar_isalnum (d);

      if (!g_unichar_isalnum (c) ||
          !g_hash_table_add (seen, GSIZE_TO_POINTER ((gsize) c << 21 | (pair ? d : 0))))
        continue;
      g_string_append_len (pairs, p, (pair ? g_utf8_next_char (next) : next) - p);
      g_string_append_c (pairs, ' ');
    }
  return g_string_free (pairs, FALSE);
}

static gboolean
finish (sqlite3_stmt *statement)
{
  gboolean done = sqlite3_step (statement) == SQLITE_DONE;

  sqlite3_reset (statement);
  return done;
}

static gboolean
insert_facet (Inserter *self, const char *kind, const char *value, gint64 number)
{
  galley_archive_bind (self->facet, 1, kind, value, NULL);
  sqlite3_bind_int64 (self->facet, 3, number);
  return finish (self->facet);
}

/* A subject by its code alone, and with its scheme before it. */
static gboolean
insert_values (Inserter *self, GalleyMetadata *metadata, const char *key, gint64 number)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);
  gboolean done = TRUE;

  for (guint i = 0; done && i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      done = insert_facet (self, key, item->value, number);
      if (done && g_str_equal (key, "subject") && item->qualifier != NULL)
        {
          g_autofree char *qualified = g_strdup_printf ("%s:%s", item->qualifier, item->value);

          done = insert_facet (self, key, qualified, number);
        }
    }
  return done;
}

static gboolean
insert_facets (Inserter *self, GalleyPage *page, GalleyArticle *article, const char *state, gint64 number)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autofree char *page_number = g_strdup_printf ("%u", galley_page_get_number (page));

  return insert_facet (self, "page", page_number, number) && insert_facet (self, "state", state, number) &&
         insert_values (self, metadata, "person", number) &&
         insert_values (self, metadata, "subject", number);
}

static gboolean
insert_text (Inserter *self, GalleyArticle *article, const char *headline, gint64 number)
{
  g_autofree char *text = galley_article_dup_text (article);
  g_autofree char *body = g_strconcat (text, TAIL, NULL);
  g_autofree char *head = g_strconcat (headline, TAIL, NULL);
  g_autofree char *pairs = dup_pairs (text);

  sqlite3_bind_int64 (self->copy, 1, number);
  galley_archive_bind (self->copy, 2, head, body, NULL);
  sqlite3_bind_int64 (self->pair, 1, number);
  galley_archive_bind (self->pair, 2, pairs, NULL);
  return finish (self->copy) && finish (self->pair);
}

static gboolean
insert_article (Inserter *self, GalleyPage *page, GalleyArticle *article)
{
  g_autofree char *headline = galley_article_dup_headline (article);
  g_autofree char *state = dup_state (self->rounds, article);
  gint64 number;

  galley_archive_bind (self->item, 1, self->path, self->title, self->date, galley_article_get_id (article),
                       NULL);
  sqlite3_bind_int (self->item, 5, galley_edition_number_of (self->edition, article));
  sqlite3_bind_int (self->item, 6, (int) galley_page_get_number (page));
  galley_archive_bind (self->item, 7, galley_page_get_name (page), headline, state, NULL);
  if (!finish (self->item))
    return FALSE;
  number = sqlite3_last_insert_rowid (sqlite3_db_handle (self->item));
  return insert_text (self, article, headline, number) && insert_facets (self, page, article, state, number);
}

/* FALSE where one of them could not be made. */
static gboolean
prepare_inserter (GalleyArchive *self, Inserter *inserter, GError **error)
{
  inserter->item = galley_archive_prepare (
      self,
      "INSERT INTO item (path, title, date, article, ordinal, page, page_name, headline,"
      " state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      error);
  inserter->copy =
      galley_archive_prepare (self, "INSERT INTO copy (rowid, headline, body) VALUES (?1, ?2, ?3)", error);
  inserter->pair = galley_archive_prepare (self, "INSERT INTO pair (rowid, body) VALUES (?1, ?2)", error);
  inserter->facet = galley_archive_prepare (
      self, "INSERT OR IGNORE INTO facet (kind, value, number) VALUES (?1, ?2, ?3)", error);
  return inserter->item != NULL && inserter->copy != NULL && inserter->pair != NULL &&
         inserter->facet != NULL;
}

static gboolean
insert_edition (GalleyArchive *self, GalleyStore *store, const char *path, GError **error)
{
  GalleyEdition *edition = galley_store_get_edition (store);
  const char *date = galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_DATE);
  g_autofree char *title = galley_edition_dup_title (edition);
  g_autoptr (GalleyRounds) rounds = galley_rounds_new (store, NULL);
  Inserter inserter = { .path = path, .title = title, .rounds = rounds, .edition = edition };
  gboolean done = TRUE, ready;

  inserter.date = date != NULL ? date : "";
  ready = prepare_inserter (self, &inserter, error);
  for (guint i = 0; done && ready && i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);

      for (guint k = 0; done && k < galley_page_get_n_articles (page); k++)
        {
          GalleyArticle *article = galley_page_get_article (page, k);

          if (galley_article_get_kind (article) != GALLEY_ARTICLE_FURNITURE)
            done = insert_article (&inserter, page, article) || fail (self, error);
        }
    }
  sqlite3_finalize (inserter.item);
  sqlite3_finalize (inserter.copy);
  sqlite3_finalize (inserter.pair);
  sqlite3_finalize (inserter.facet);
  return done && ready;
}

static gboolean
forget (GalleyArchive *self, const char *path, GError **error)
{
  static const char *const statements[] = { "DELETE FROM item WHERE path = ?1",
                                            "DELETE FROM source WHERE path = ?1" };
  gboolean done = TRUE;

  /* Its words and facets stay, where no item answers to them. */
  for (guint i = 0; done && i < G_N_ELEMENTS (statements); i++)
    {
      sqlite3_stmt *statement = galley_archive_prepare (self, statements[i], error);

      if (statement == NULL)
        return FALSE;
      galley_archive_bind (statement, 1, path, NULL);
      done = sqlite3_step (statement) == SQLITE_DONE || fail (self, error);
      sqlite3_finalize (statement);
    }
  return done;
}

/* One that cannot be read is noted with its stamp, and not tried again before it changes. */
static gboolean
take_in (GalleyArchive *self, const char *path, const char *stamp, GalleyJob *job, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyStore) store = galley_store_open_readonly (path, &failure);
  sqlite3_stmt *statement;
  gboolean done;

  if (store == NULL)
    galley_job_note (job, "%s", failure->message);
  if (!forget (self, path, error) || (store != NULL && !insert_edition (self, store, path, error)))
    return FALSE;
  statement = galley_archive_prepare (self, "INSERT INTO source (path, stamp) VALUES (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  galley_archive_bind (statement, 1, path, stamp, NULL);
  done = sqlite3_step (statement) == SQLITE_DONE || fail (self, error);
  sqlite3_finalize (statement);
  return done;
}

/* path → stamp of what the index holds. */
static GHashTable *
read_sources (GalleyArchive *self, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *statement = galley_archive_prepare (self, "SELECT path, stamp FROM source", error);

  if (statement == NULL)
    return NULL;
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_hash_table_insert (known, g_strdup ((const char *) sqlite3_column_text (statement, 0)),
                         g_strdup ((const char *) sqlite3_column_text (statement, 1)));
  sqlite3_finalize (statement);
  return g_steal_pointer (&known);
}

static gboolean
update_all (GalleyArchive *self, GPtrArray *paths, GHashTable *known, GalleyJob *job, GError **error)
{
  GHashTableIter iter;
  gpointer gone;
  guint n_taken = 0;

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      g_autofree char *stamp = dup_stamp (path);
      gboolean same = stamp != NULL && g_strcmp0 (g_hash_table_lookup (known, path), stamp) == 0;

      if (stamp != NULL && !same && !take_in (self, path, stamp, job, error))
        return FALSE;
      /* So that what waits to be written never grows large, and a stop loses little. */
      if (stamp != NULL && !same && ++n_taken % BATCH == 0 &&
          (!run (self, "COMMIT", error) || !run (self, "BEGIN IMMEDIATE", error)))
        return FALSE;
      if (stamp != NULL)
        g_hash_table_remove (known, path);
      galley_job_progress (job, (double) (i + 1) / paths->len);
      if (!galley_job_continues (job, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &gone, NULL))
    {
      if (!forget (self, gone, error))
        return FALSE;
    }
  return TRUE;
}

static gint
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
galley_archive_update (GalleyArchive *self, GalleyJob *job, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) known = NULL;
  gboolean done;

  /* More words of articles that are gone than of those that are there. */
  if (galley_archive_ask (self, "SELECT max(number) FROM item") >
          2 * galley_archive_ask (self, "SELECT count(*) FROM item") + 1000 &&
      !make_tables (self, error))
    return FALSE;
  known = read_sources (self, error);
  if (known == NULL)
    return FALSE;
  list_editions (self->folder, 0, paths);
  /* Names of editions go by date as a rule: then the newest stand last in the index. */
  g_ptr_array_sort (paths, compare_paths);
  if (!run (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  done = update_all (self, paths, known, job, error);
  /* What was read before a stop is kept. */
  return (sqlite3_get_autocommit (self->db) || run (self, "COMMIT", done ? error : NULL)) && done;
}
