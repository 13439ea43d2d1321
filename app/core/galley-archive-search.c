/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "galley-archive-private.h"
#include "galley-store.h"

#define DEFAULT_LIMIT 100
/* Below this many the hits are all read, and those of headlines put first; above, the newest will do. */
#define FEW 400
/* So many hits of the last word, the newest of the index, are looked at where nothing else is asked: nobody reads more. */
#define ENOUGH 20000
#define MAX_WORDS 200           /* with the facets they are counted in a byte */
#define LAST "\xf4\x8f\xbf\xbf" /* behind all texts */

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

/* Counts for each article how many of what is asked for it has. */
typedef struct
{
  guint8 *counts;
  gint64 most;    /* the highest number */
  guint8 n_asked; /* so far */
  guint n_hits;   /* articles that have all of it */
} Tally;

/* Bumps the count of each article that had all before it. */
static void
mark (Tally *self, sqlite3_stmt *statement, guint enough)
{
  self->n_hits = 0;
  while (self->n_hits < enough && sqlite3_step (statement) == SQLITE_ROW)
    {
      gint64 number = sqlite3_column_int64 (statement, 0);

      if (number > 0 && number <= self->most && self->counts[number] == self->n_asked)
        {
          self->counts[number]++;
          self->n_hits++;
        }
    }
  self->n_asked++;
  sqlite3_finalize (statement);
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
    statement = galley_archive_prepare (
        self, "SELECT rowid FROM copy WHERE copy MATCH ?1 ORDER BY rowid DESC", error);
  else if (is_alnum (lower))
    statement = galley_archive_prepare (
        self, "SELECT rowid FROM pair WHERE pair MATCH ?1 ORDER BY rowid DESC", error);
  else
    statement = galley_archive_prepare (self, "SELECT doc FROM gram WHERE term >= ?1 AND term <= ?2", error);
  if (statement != NULL && (length >= 3 || is_alnum (lower)))
    galley_archive_bind (statement, 1, quoted, NULL);
  else if (statement != NULL)
    galley_archive_bind (statement, 1, lower, end, NULL);
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

/* Then what was looked for may well stand behind the newest. */
static gboolean
is_filtered (const GalleyArchiveQuery *query)
{
  return query->page != 0 || query->person != NULL || query->subject != NULL || query->state != NULL ||
         query->from != NULL || query->to != NULL;
}

static gboolean
is_between (sqlite3_stmt *row, const GalleyArchiveQuery *query)
{
  const char *date = (const char *) sqlite3_column_text (row, 3);

  return (query->from == NULL || g_strcmp0 (date, query->from) >= 0) &&
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
  hit->state = dup_column (row, 9);
  return hit;
}

#define COLUMNS "number, path, title, date, article, ordinal, page, page_name, headline, state FROM item "

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
          const Tally *tally,
          guint limit,
          GError **error)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_archive_hit_free);
  sqlite3_stmt *row = galley_archive_prepare (self, "SELECT " COLUMNS "WHERE number = ?1", error);

  for (gint64 i = 1; row != NULL && i <= tally->most; i++)
    {
      if (tally->counts[i] != tally->n_asked)
        continue;
      sqlite3_bind_int64 (row, 1, i);
      if (sqlite3_step (row) == SQLITE_ROW && is_between (row, query))
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
           const Tally *tally,
           guint limit,
           GError **error)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_archive_hit_free);
  sqlite3_stmt *walk = galley_archive_prepare (
      self, "SELECT number FROM item WHERE date BETWEEN ?1 AND ?2 ORDER BY date DESC, number", error);
  sqlite3_stmt *row = galley_archive_prepare (self, "SELECT " COLUMNS "WHERE number = ?1", error);

  if (walk != NULL)
    galley_archive_bind (walk, 1, query->from != NULL ? query->from : "",
                         query->to != NULL ? query->to : LAST, NULL);
  while (walk != NULL && row != NULL && hits->len < limit && sqlite3_step (walk) == SQLITE_ROW)
    {
      gint64 number = sqlite3_column_int64 (walk, 0);

      if (number > tally->most || tally->counts[number] != tally->n_asked)
        continue;
      sqlite3_bind_int64 (row, 1, number);
      if (sqlite3_step (row) == SQLITE_ROW)
        g_ptr_array_add (hits, read_hit (row));
      sqlite3_reset (row);
    }
  sqlite3_finalize (walk);
  sqlite3_finalize (row);
  g_ptr_array_sort_with_data (hits, compare_hits, words);
  return hits;
}

static gboolean
ask_for_facet (GalleyArchive *self, Tally *tally, const char *kind, const char *value, GError **error)
{
  sqlite3_stmt *statement;

  if (value == NULL)
    return TRUE;
  statement = galley_archive_prepare (self, "SELECT number FROM facet WHERE kind = ?1 AND value = ?2", error);
  if (statement == NULL)
    return FALSE;
  galley_archive_bind (statement, 1, kind, value, NULL);
  mark (tally, statement, G_MAXUINT);
  return TRUE;
}

static gboolean
ask_for_facets (GalleyArchive *self, Tally *tally, const GalleyArchiveQuery *query, GError **error)
{
  g_autofree char *page = query->page != 0 ? g_strdup_printf ("%u", query->page) : NULL;

  return ask_for_facet (self, tally, "page", page, error) &&
         ask_for_facet (self, tally, "person", query->person, error) &&
         ask_for_facet (self, tally, "subject", query->subject, error) &&
         ask_for_facet (self, tally, "state", query->state, error);
}

static gboolean
ask_for_words (
    GalleyArchive *self, Tally *tally, char **words, guint n_words, gboolean filtered, GError **error)
{
  /* The long ones are the rare ones. */
  qsort (words, n_words, sizeof *words, compare_lengths);
  for (guint i = 0; i < n_words; i++)
    {
      sqlite3_stmt *statement = prepare_word (self, words[i], error);

      if (statement == NULL)
        return FALSE;
      mark (tally, statement, i + 1 == n_words && !filtered ? ENOUGH : G_MAXUINT);
    }
  return TRUE;
}

GPtrArray *
galley_archive_search (GalleyArchive *self, const GalleyArchiveQuery *query, GError **error)
{
  g_auto (GStrv) words = split_words (query->words);
  guint n_words = MIN (g_strv_length (words), MAX_WORDS);
  guint limit = query->limit > 0 ? query->limit : DEFAULT_LIMIT;
  Tally tally = { .most = galley_archive_ask (self, "SELECT max(number) FROM item") };
  g_autofree guint8 *counts = g_malloc0 ((gsize) tally.most + 1);

  if (query->words != NULL && !g_utf8_validate (query->words, -1, NULL))
    return g_ptr_array_new_with_free_func ((GDestroyNotify) galley_archive_hit_free);
  tally.counts = counts;
  if (!ask_for_facets (self, &tally, query, error) ||
      !ask_for_words (self, &tally, words, n_words, is_filtered (query), error))
    return NULL;
  return tally.n_asked > 0 && tally.n_hits <= FEW ? read_few (self, query, words, &tally, limit, error)
                                                  : read_many (self, query, words, &tally, limit, error);
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
  Tally tally = { .most = galley_archive_ask (self, "SELECT max(number) FROM item") };
  g_autofree guint8 *counts = g_malloc0 ((gsize) tally.most + 1);
  sqlite3_stmt *statement = prepare_word (self, word, NULL);

  tally.counts = counts;
  if (statement != NULL)
    mark (&tally, statement, G_MAXUINT);
  if (total != NULL)
    *total = (guint) galley_archive_ask (self, "SELECT count(*) FROM item");
  return tally.n_hits;
}
