/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <sqlite3.h>

#include "galley-archive.h"
#include "galley-rounds.h"

#define FORMAT 2 /* of the index: another one is made anew */
#define MAX_DEPTH 4
#define MAX_EDITIONS 100000
#define DEFAULT_LIMIT 100
#define BATCH 32 /* editions to a transaction */
/* Below this many the hits are all read, and those of headlines put first; above, the newest will do. */
#define FEW 400
/* So many hits of the last word, the newest of the index, are looked at where nothing else is asked: nobody reads more. */
#define ENOUGH 20000
#define LAST "\xf4\x8f\xbf\xbf" /* behind all texts */
/* So that the last characters of a text stand in a trigram too. */
#define TAIL "\x1f\x1f"

struct _GalleyArchive
{
  char *folder;
  sqlite3 *db;
};

static const char tables[] =
    "CREATE TABLE source (path TEXT PRIMARY KEY, stamp TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE item (number INTEGER PRIMARY KEY, path TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT "
    "NULL,"
    " article TEXT NOT NULL, ordinal INTEGER NOT NULL, page INTEGER NOT NULL, page_name TEXT NOT NULL,"
    " headline TEXT NOT NULL, persons TEXT NOT NULL, subjects TEXT NOT NULL, state TEXT NOT NULL);"
    "CREATE INDEX item_path ON item (path);"
    "CREATE INDEX item_date ON item (date);"
    "CREATE VIRTUAL TABLE copy USING fts5 (headline, body, content='', columnsize=0, tokenize='trigram');"
    "CREATE VIRTUAL TABLE gram USING fts5vocab ('copy', 'instance');"
    /* Most words of Chinese have two characters, too few for a trigram: the pairs, without their places. */
    "CREATE VIRTUAL TABLE pair USING fts5 (body, content='', columnsize=0, detail=none);";

void
galley_archive_hit_free (GalleyArchiveHit *self)
{
  g_free (self->path);
  g_free (self->title);
  g_free (self->date);
  g_free (self->article);
  g_free (self->page_name);
  g_free (self->headline);
  g_free (self->state);
  g_free (self->snippet);
  g_free (self);
}

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

static sqlite3_stmt *
prepare (GalleyArchive *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    fail (self, error);
  return statement;
}

static gint64
ask (GalleyArchive *self, const char *sql)
{
  sqlite3_stmt *statement = prepare (self, sql, NULL);
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
              "DROP TABLE IF EXISTS pair; DROP TABLE IF EXISTS gram; DROP TABLE IF EXISTS copy; DROP TABLE "
              "IF EXISTS item;"
              "DROP TABLE IF EXISTS source;",
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
      (ask (self, "PRAGMA user_version") != FORMAT && !make_tables (self, error)))
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

/* "\nvalue\nvalue\n": so that a whole value can be looked for. */
static char *
dup_values (GalleyMetadata *metadata, const char *key, gboolean qualified)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);
  GString *text = g_string_new ("\n");

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      g_string_append_printf (text, "%s\n", item->value);
      if (qualified && item->qualifier != NULL)
        g_string_append_printf (text, "%s:%s\n", item->qualifier, item->value);
    }
  return g_string_free (text, FALSE);
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

static void
bind_texts (sqlite3_stmt *statement, int first, ...)
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
insert_article (Inserter *self, GalleyPage *page, GalleyArticle *article)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autofree char *headline = galley_article_dup_headline (article);
  g_autofree char *text = galley_article_dup_text (article);
  g_autofree char *body = g_strconcat (text, TAIL, NULL);
  g_autofree char *head = g_strconcat (headline, TAIL, NULL);
  g_autofree char *persons = dup_values (metadata, "person", FALSE);
  g_autofree char *subjects = dup_values (metadata, "subject", TRUE);
  g_autofree char *state = dup_state (self->rounds, article);
  g_autofree char *pairs = dup_pairs (text);
  gint64 number;
  gboolean done;

  bind_texts (self->item, 1, self->path, self->title, self->date, galley_article_get_id (article), NULL);
  sqlite3_bind_int (self->item, 5, galley_edition_number_of (self->edition, article));
  sqlite3_bind_int (self->item, 6, (int) galley_page_get_number (page));
  bind_texts (self->item, 7, galley_page_get_name (page), headline, persons, subjects, state, NULL);
  done = sqlite3_step (self->item) == SQLITE_DONE;
  sqlite3_reset (self->item);
  if (!done)
    return FALSE;
  number = sqlite3_last_insert_rowid (sqlite3_db_handle (self->copy));
  sqlite3_bind_int64 (self->copy, 1, number);
  bind_texts (self->copy, 2, head, body, NULL);
  done = sqlite3_step (self->copy) == SQLITE_DONE;
  sqlite3_reset (self->copy);
  sqlite3_bind_int64 (self->pair, 1, number);
  bind_texts (self->pair, 2, pairs, NULL);
  done &= sqlite3_step (self->pair) == SQLITE_DONE;
  sqlite3_reset (self->pair);
  return done;
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
  inserter.item = prepare (self,
                           "INSERT INTO item (path, title, date, article, ordinal, page, page_name, headline,"
                           " persons, subjects, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                           error);
  inserter.copy = prepare (self, "INSERT INTO copy (rowid, headline, body) VALUES (?1, ?2, ?3)", error);
  inserter.pair = prepare (self, "INSERT INTO pair (rowid, body) VALUES (?1, ?2)", error);
  ready = inserter.item != NULL && inserter.copy != NULL && inserter.pair != NULL;
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
  return done && ready;
}

static gboolean
forget (GalleyArchive *self, const char *path, GError **error)
{
  static const char *const statements[] = { "DELETE FROM item WHERE path = ?1",
                                            "DELETE FROM source WHERE path = ?1" };
  gboolean done = TRUE;

  /* Its words stay in the text index, where no item answers to them. */
  for (guint i = 0; done && i < G_N_ELEMENTS (statements); i++)
    {
      sqlite3_stmt *statement = prepare (self, statements[i], error);

      if (statement == NULL)
        return FALSE;
      bind_texts (statement, 1, path, NULL);
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
  statement = prepare (self, "INSERT INTO source (path, stamp) VALUES (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  bind_texts (statement, 1, path, stamp, NULL);
  done = sqlite3_step (statement) == SQLITE_DONE || fail (self, error);
  sqlite3_finalize (statement);
  return done;
}

/* path → stamp of what the index holds. */
static GHashTable *
read_sources (GalleyArchive *self, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sqlite3_stmt *statement = prepare (self, "SELECT path, stamp FROM source", error);

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
  if (ask (self, "SELECT max(number) FROM item") > 2 * ask (self, "SELECT count(*) FROM item") + 1000 &&
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

/* --- searching ----------------------------------------------------------------------------------------------------- */

/* Bumps the count of each article with the word that had all words before it. */
static guint
mark (sqlite3_stmt *statement, guint8 *counts, gint64 most, guint8 before, guint enough)
{
  guint n = 0;

  while (n < enough && sqlite3_step (statement) == SQLITE_ROW)
    {
      gint64 number = sqlite3_column_int64 (statement, 0);

      if (number > 0 && number <= most && counts[number] == before)
        {
          counts[number]++;
          n++;
        }
    }
  return n;
}

static gboolean
is_alnum (const char *word)
{
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isalnum (g_utf8_get_char (p)))
        return FALSE;
    }
  return TRUE;
}

/* Of three characters and more: a phrase of trigrams. Of one or two: a pair, or its beginning; with marks among them all
 * trigrams that begin so. The newest of the index come first. */
static sqlite3_stmt *
prepare_word (GalleyArchive *self, const char *word, GError **error)
{
  glong length = g_utf8_strlen (word, -1);
  g_autofree char *lower = g_utf8_strdown (word, -1);
  g_auto (GStrv) parts = g_strsplit (lower, "\"", -1);
  g_autofree char *joined = g_strjoinv ("\"\"", parts);
  g_autofree char *quoted = g_strdup_printf ("\"%s\"%s", joined, length == 1 ? "*" : "");
  /* Behind every character that may follow. */
  g_autofree char *end = g_strconcat (lower, LAST, NULL);
  sqlite3_stmt *statement;

  if (length >= 3)
    statement = prepare (self, "SELECT rowid FROM copy WHERE copy MATCH ?1 ORDER BY rowid DESC", error);
  else if (is_alnum (lower))
    statement = prepare (self, "SELECT rowid FROM pair WHERE pair MATCH ?1 ORDER BY rowid DESC", error);
  else
    statement = prepare (self, "SELECT doc FROM gram WHERE term >= ?1 AND term <= ?2", error);
  if (statement != NULL && (length >= 3 || is_alnum (lower)))
    bind_texts (statement, 1, quoted, NULL);
  else if (statement != NULL)
    bind_texts (statement, 1, lower, end, NULL);
  return statement;
}

static gint
compare_lengths (gconstpointer a, gconstpointer b)
{
  gsize x = strlen (*(const char *const *) a), y = strlen (*(const char *const *) b);

  return (x < y) - (x > y);
}

static GStrv
split_words (const char *words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) parts = g_regex_split_simple ("[\\s　]+", words != NULL ? words : "", 0, 0);

  /* NULL where they are not UTF-8. */
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      if (*parts[i] != '\0')
        g_strv_builder_add (builder, parts[i]);
    }
  return g_strv_builder_end (builder);
}

static char *
dup_column (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return g_strdup (text != NULL ? text : "");
}

static gboolean
has_value (sqlite3_stmt *statement, int column, const char *value)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);
  gsize length = strlen (value);

  /* A whole line of it; asked of every article there is. */
  for (const char *at = length > 0 ? text : NULL; at != NULL && (at = strstr (at, value)) != NULL; at++)
    {
      if (at > text && at[-1] == '\n' && at[length] == '\n')
        return TRUE;
    }
  return FALSE;
}

/* Then what was looked for may well stand behind the newest. */
static gboolean
is_filtered (const GalleyArchiveQuery *query)
{
  return query->page != 0 || query->person != NULL || query->subject != NULL || query->state != NULL ||
         query->from != NULL || query->to != NULL;
}

static gboolean
fits (sqlite3_stmt *row, const GalleyArchiveQuery *query)
{
  const char *date = (const char *) sqlite3_column_text (row, 3);
  const char *state = (const char *) sqlite3_column_text (row, 11);

  return (query->page == 0 || (guint) sqlite3_column_int (row, 6) == query->page) &&
         (query->person == NULL || has_value (row, 9, query->person)) &&
         (query->subject == NULL || has_value (row, 10, query->subject)) &&
         (query->state == NULL || g_strcmp0 (state, query->state) == 0) &&
         (query->from == NULL || g_strcmp0 (date, query->from) >= 0) &&
         (query->to == NULL || g_strcmp0 (date, query->to) <= 0);
}

static GalleyArchiveHit *
read_hit (sqlite3_stmt *row)
{
  GalleyArchiveHit *hit = g_new0 (GalleyArchiveHit, 1);

  hit->path = dup_column (row, 1);
  hit->title = dup_column (row, 2);
  hit->date = dup_column (row, 3);
  hit->article = dup_column (row, 4);
  hit->number = (guint) sqlite3_column_int (row, 5);
  hit->page = (guint) sqlite3_column_int (row, 6);
  hit->page_name = dup_column (row, 7);
  hit->headline = dup_column (row, 8);
  hit->state = dup_column (row, 11);
  return hit;
}

#define COLUMNS                                                                                              \
  "number, path, title, date, article, ordinal, page, page_name, headline, persons, subjects, state FROM "   \
  "item "

static gboolean
in_headline (const GalleyArchiveHit *hit, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (strstr (hit->headline, words[i]) == NULL)
        return FALSE;
    }
  return words[0] != NULL;
}

static gint
compare_hits (gconstpointer a, gconstpointer b, gpointer data)
{
  const GalleyArchiveHit *x = *(const GalleyArchiveHit *const *) a;
  const GalleyArchiveHit *y = *(const GalleyArchiveHit *const *) b;
  gint head = in_headline (y, data) - in_headline (x, data);
  gint date = strcmp (y->date, x->date);

  if (head != 0 || date != 0)
    return head != 0 ? head : date;
  return x->number < y->number ? -1 : x->number > y->number;
}

/* Few: each by its number, all of them weighed. */
static GPtrArray *
read_few (GalleyArchive *self,
          const GalleyArchiveQuery *query,
          char **words,
          const guint8 *counts,
          gint64 most,
          guint8 want,
          guint limit,
          GError **error)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_archive_hit_free);
  sqlite3_stmt *row = prepare (self, "SELECT " COLUMNS "WHERE number = ?1", error);

  for (gint64 i = 1; row != NULL && i <= most; i++)
    {
      if (counts[i] != want)
        continue;
      sqlite3_bind_int64 (row, 1, i);
      if (sqlite3_step (row) == SQLITE_ROW && fits (row, query))
        g_ptr_array_add (hits, read_hit (row));
      sqlite3_reset (row);
    }
  sqlite3_finalize (row);
  g_ptr_array_sort_with_data (hits, compare_hits, words);
  if (hits->len > limit)
    g_ptr_array_set_size (hits, (gint) limit);
  return hits;
}

/* Many: by date, until there are enough. The walk reads the index of dates alone. */
static GPtrArray *
read_many (GalleyArchive *self,
           const GalleyArchiveQuery *query,
           char **words,
           const guint8 *counts,
           gint64 most,
           guint8 want,
           guint limit,
           GError **error)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_archive_hit_free);
  sqlite3_stmt *walk = prepare (
      self, "SELECT number FROM item WHERE date BETWEEN ?1 AND ?2 ORDER BY date DESC, number", error);
  sqlite3_stmt *row = prepare (self, "SELECT " COLUMNS "WHERE number = ?1", error);

  if (walk != NULL)
    bind_texts (walk, 1, query->from != NULL ? query->from : "", query->to != NULL ? query->to : LAST, NULL);
  while (walk != NULL && row != NULL && hits->len < limit && sqlite3_step (walk) == SQLITE_ROW)
    {
      gint64 number = sqlite3_column_int64 (walk, 0);

      if (counts != NULL && (number > most || counts[number] != want))
        continue;
      sqlite3_bind_int64 (row, 1, number);
      if (sqlite3_step (row) == SQLITE_ROW && fits (row, query))
        g_ptr_array_add (hits, read_hit (row));
      sqlite3_reset (row);
    }
  sqlite3_finalize (walk);
  sqlite3_finalize (row);
  g_ptr_array_sort_with_data (hits, compare_hits, words);
  return hits;
}

GPtrArray *
galley_archive_search (GalleyArchive *self, const GalleyArchiveQuery *query, GError **error)
{
  g_auto (GStrv) words = split_words (query->words);
  guint n_words = MIN (g_strv_length (words), G_MAXUINT8 - 1), n_hits = 0;
  guint limit = query->limit > 0 ? query->limit : DEFAULT_LIMIT;
  gint64 most = ask (self, "SELECT max(number) FROM item");
  g_autofree guint8 *counts = NULL;

  if (query->words != NULL && !g_utf8_validate (query->words, -1, NULL))
    return g_ptr_array_new_with_free_func ((GDestroyNotify) galley_archive_hit_free);
  if (n_words == 0)
    return read_many (self, query, words, NULL, 0, 0, limit, error);
  counts = g_malloc0 ((gsize) most + 1);
  /* The long ones are the rare ones. */
  qsort (words, n_words, sizeof *words, compare_lengths);
  for (guint i = 0; i < n_words; i++)
    {
      sqlite3_stmt *statement = prepare_word (self, words[i], error);

      if (statement == NULL)
        return NULL;
      n_hits = mark (statement, counts, most, (guint8) i,
                     i + 1 == n_words && !is_filtered (query) ? ENOUGH : G_MAXUINT);
      sqlite3_finalize (statement);
    }
  return n_hits <= FEW ? read_few (self, query, words, counts, most, (guint8) n_words, limit, error)
                       : read_many (self, query, words, counts, most, (guint8) n_words, limit, error);
}

/* --- the text around the words ----------------------------------------------------------------------------------------- */

#define SNIPPET_BEFORE 12
#define SNIPPET_LENGTH 60

/* The text from a little before @word on; NULL where the block has it not. */
static char *
dup_around (GalleyBlock *block, const char *word)
{
  const char *text = galley_block_get_text (block);
  const char *at = strstr (text, word);
  guint offset, start;
  g_autofree char *piece = NULL;

  if (at == NULL)
    return NULL;
  offset = (guint) g_utf8_strlen (text, at - text);
  start = offset > SNIPPET_BEFORE ? offset - SNIPPET_BEFORE : 0;
  piece = galley_block_dup_range (block, start, start + SNIPPET_LENGTH);
  return g_strconcat (start > 0 ? "…" : "", piece,
                      start + SNIPPET_LENGTH < galley_block_get_length (block) ? "…" : "", NULL);
}

static char *
dup_snippet (GalleyArticle *article, char **words)
{
  for (guint w = 0; words[w] != NULL; w++)
    {
      for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
        {
          GalleyBlock *block = galley_article_get_block (article, i);
          char *snippet =
              galley_role_is_head (galley_block_get_role (block)) ? NULL : dup_around (block, words[w]);

          if (snippet != NULL)
            return snippet;
        }
    }
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (galley_block_get_role (block) == GALLEY_ROLE_BODY)
        return dup_around (block, "");
    }
  return g_strdup ("");
}

gboolean
galley_archive_read_snippets (GPtrArray *hits, const char *words, GalleyJob *job, GError **error)
{
  g_auto (GStrv) list = split_words (words);

  for (guint i = 0; i < hits->len; i++)
    {
      const GalleyArchiveHit *first = hits->pdata[i];
      g_autoptr (GalleyStore) store = NULL;

      if (first->snippet != NULL)
        continue;
      if (!galley_job_continues (job, error))
        return FALSE;
      store = galley_store_open_readonly (first->path, NULL);
      /* The others of the same edition, while it is open. */
      for (guint k = i; k < hits->len; k++)
        {
          GalleyArchiveHit *hit = hits->pdata[k];
          GalleyArticle *article = NULL;

          if (hit->snippet != NULL || !g_str_equal (hit->path, first->path))
            continue;
          if (store != NULL)
            article = galley_edition_find_article (galley_store_get_edition (store), hit->article, NULL);
          hit->snippet = article != NULL ? dup_snippet (article, list) : g_strdup ("");
        }
      galley_job_progress (job, (i + 1.0) / hits->len);
    }
  return TRUE;
}

guint
galley_archive_count (GalleyArchive *self, const char *word, guint *total)
{
  gint64 most = ask (self, "SELECT max(number) FROM item");
  g_autofree guint8 *counts = g_malloc0 ((gsize) most + 1);
  sqlite3_stmt *statement = prepare_word (self, word, NULL);
  guint n = statement != NULL ? mark (statement, counts, most, 0, G_MAXUINT) : 0;

  sqlite3_finalize (statement);
  if (total != NULL)
    *total = (guint) ask (self, "SELECT count(*) FROM item");
  return n;
}
