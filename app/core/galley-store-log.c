/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-store-facts.h"
#include "galley-store-log.h"
#include "galley-store-seal.h"
#include "galley-store-text.h"

void
galley_log_entry_free (GalleyLogEntry *self)
{
  g_free (self->author);
  g_free (self->what);
  g_free (self->subject);
  g_free (self->detail);
  g_free (self->kind);
  g_free (self->metadata);
  g_free (self->blocks);
  g_free (self->digest);
  g_free (self);
}

void
galley_revision_free (GalleyRevision *self)
{
  g_free (self->article);
  g_free (self->author);
  g_free (self->reason);
  g_free (self);
}

void
galley_event_free (GalleyEvent *self)
{
  g_free (self->author);
  g_free (self->what);
  g_free (self->subject);
  g_free (self->detail);
  g_free (self->hash);
  g_free (self);
}

/* --- hashes -------------------------------------------------------------------------------------------------------- */

/* Each field goes in with its length, so that no two lists of fields can look alike. NULL is not "". */
static char *
hash_fields (const char *const *fields, guint n_fields)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < n_fields; i++)
    {
      g_autofree char *head =
          fields[i] != NULL ? g_strdup_printf ("%" G_GSIZE_FORMAT ":", strlen (fields[i])) : g_strdup ("-");

      g_checksum_update (sum, (const guchar *) head, -1);
      if (fields[i] != NULL)
        g_checksum_update (sum, (const guchar *) fields[i], -1);
    }
  return g_strdup (g_checksum_get_string (sum));
}

char *
galley_log_digest (const char *kind, const char *metadata, const char *blocks)
{
  const char *fields[] = { kind, metadata, blocks };

  return hash_fields (fields, G_N_ELEMENTS (fields));
}

static char *
hash_row (const char *before,
          gint64 number,
          gint64 time,
          const char *author,
          const char *what,
          const char *subject,
          const char *rest)
{
  g_autofree char *number_text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *time_text = g_strdup_printf ("%" G_GINT64_FORMAT, time);
  const char *fields[] = { before, number_text, time_text, author, what, subject, rest };

  return hash_fields (fields, G_N_ELEMENTS (fields));
}

/* Number and hash of the last row of a chain; 0 and "" where there is none. */
static gboolean
find_head (GalleyDb *db, const char *sql, const char *edition, gint64 *number, char **hash, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows = galley_db_query (db, sql, error, "s", edition);
  gboolean found;

  if (rows == NULL)
    return FALSE;
  found = galley_rows_next (rows, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *number = found ? galley_rows_get_integer (rows, 0) : 0;
  *hash = g_strdup (found ? galley_rows_get_text (rows, 1) : "");
  return TRUE;
}

static const char event_head[] =
    "SELECT number, hash FROM event WHERE edition = $1 ORDER BY number DESC LIMIT 1";
static const char revision_head[] =
    "SELECT number, hash FROM revision WHERE edition = $1 ORDER BY number DESC LIMIT 1";

/* --- adding -------------------------------------------------------------------------------------------------------- */

gboolean
galley_log_add_event (GalleyDb *db, const char *edition, const GalleyLogEntry *entry, GError **error)
{
  g_autofree char *before = NULL;
  g_autofree char *hash = NULL;
  gint64 number;

  if (!find_head (db, event_head, edition, &number, &before, error))
    return FALSE;
  number++;
  hash = hash_row (before, number, entry->time, entry->author, entry->what, entry->subject, entry->detail);
  return galley_db_execute (db,
                            "INSERT INTO event (edition, number, time, author, what, subject, detail, hash)"
                            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                            error, "siisssss", edition, number, entry->time, entry->author, entry->what,
                            entry->subject, entry->detail, hash) &&
         galley_db_execute (db, "UPDATE edition SET event_head = $1 WHERE id = $2", error, "ss", hash,
                            edition);
}

gboolean
galley_log_add_revision (GalleyDb *db, const char *edition, const GalleyLogEntry *entry, GError **error)
{
  g_autofree char *before = NULL;
  g_autofree char *hash = NULL;
  gint64 number;

  if (!find_head (db, revision_head, edition, &number, &before, error))
    return FALSE;
  hash = hash_row (before, entry->number, entry->time, entry->author, entry->what, entry->subject,
                   entry->digest);
  return galley_db_execute (
             db,
             "INSERT INTO revision (edition, number, article, author, reason, time, kind, metadata,"
             " blocks, digest, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
             error, "sisssisssss", edition, entry->number, entry->subject, entry->author, entry->what,
             entry->time, entry->kind, entry->metadata, entry->blocks, entry->digest, hash) &&
         galley_db_execute (db, "UPDATE edition SET revision_head = $1 WHERE id = $2", error, "ss", hash,
                            edition);
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

GPtrArray *
galley_log_list_events (GalleyDb *db, const char *edition, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_event_free);
  g_autoptr (GalleyRows) rows = galley_db_query (
      db,
      "SELECT number, time, author, what, subject, detail, hash FROM event WHERE edition = $1"
      " ORDER BY number",
      error, "s", edition);

  if (rows == NULL)
    return NULL;
  while (galley_rows_next (rows, &failure))
    {
      GalleyEvent *event = g_new (GalleyEvent, 1);

      event->number = galley_rows_get_integer (rows, 0);
      event->time = galley_rows_get_integer (rows, 1);
      event->author = g_strdup (galley_rows_get_text (rows, 2));
      event->what = g_strdup (galley_rows_get_text (rows, 3));
      event->subject = g_strdup (galley_rows_get_text (rows, 4));
      event->detail = g_strdup (galley_rows_get_text (rows, 5));
      event->hash = g_strdup (galley_rows_get_text (rows, 6));
      g_ptr_array_add (list, event);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&list);
}

GPtrArray *
galley_log_list_revisions (GalleyDb *db, const char *edition, const char *article, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_revision_free);
  g_autoptr (GalleyRows) rows = galley_db_query (
      db,
      "SELECT number, article, author, reason, time FROM revision WHERE edition = $1 AND article = $2"
      " ORDER BY number",
      error, "ss", edition, article);

  if (rows == NULL)
    return NULL;
  while (galley_rows_next (rows, &failure))
    {
      GalleyRevision *revision = g_new (GalleyRevision, 1);

      revision->number = galley_rows_get_integer (rows, 0);
      revision->article = g_strdup (galley_rows_get_text (rows, 1));
      revision->author = g_strdup (galley_rows_get_text (rows, 2));
      revision->reason = g_strdup (galley_rows_get_text (rows, 3));
      revision->time = galley_rows_get_integer (rows, 4);
      g_ptr_array_add (list, revision);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&list);
}

GalleyArticle *
galley_log_read_revision (GalleyDb *db, const char *edition, gint64 number, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyArticle) article = NULL;
  g_autoptr (GalleyRows) rows = galley_db_query (
      db, "SELECT article, kind, metadata, blocks FROM revision WHERE edition = $1 AND number = $2", error,
      "si", edition, number);
  GalleyArticleKind kind = GALLEY_ARTICLE_STORY;

  if (rows == NULL)
    return NULL;
  if (!galley_rows_next (rows, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      else
        {
          g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);

          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no revision %s."), digits);
        }
      return NULL;
    }
  galley_article_kind_from_name (galley_rows_get_text (rows, 1), &kind);
  article = galley_article_new_with_id (kind, galley_rows_get_text (rows, 0));
  if (!galley_store_text_read_metadata (galley_rows_get_text (rows, 2), galley_article_get_metadata (article),
                                        error) ||
      !galley_store_text_read_blocks (galley_rows_get_text (rows, 3), article, error))
    return NULL;
  return galley_article_freeze (article);
}

gint64
galley_log_find_last (GalleyDb *db, const char *edition, const char *article, char **digest, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows =
      galley_db_query (db,
                       "SELECT number, digest FROM revision WHERE edition = $1 AND article = $2"
                       " ORDER BY number DESC LIMIT 1",
                       error, "ss", edition, article);

  *digest = NULL;
  if (rows == NULL)
    return -1;
  if (galley_rows_next (rows, &failure))
    {
      *digest = g_strdup (galley_rows_get_text (rows, 1));
      return galley_rows_get_integer (rows, 0);
    }
  if (failure == NULL)
    return 0;
  g_propagate_error (error, g_steal_pointer (&failure));
  return -1;
}

gint64
galley_log_count_revisions (GalleyDb *db, const char *edition, GError **error)
{
  g_autofree char *hash = NULL;
  gint64 number;

  return find_head (db, revision_head, edition, &number, &hash, error) ? number : -1;
}

/* --- proving ------------------------------------------------------------------------------------------------------- */

/* Where a decision stands in the log and in the table: for which article, scope and key. */
static char *
dup_place (const char *article, const char *scope_and_key)
{
  return g_strconcat (article != NULL ? article : "", " ", scope_and_key, NULL);
}

/* What was decided where, by the log alone: place → "DECISION TIME AUTHOR". */
static GHashTable *
replay_decisions (const GPtrArray *events)
{
  GHashTable *decisions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < events->len; i++)
    {
      const GalleyEvent *event = g_ptr_array_index (events, i);
      g_autofree char *place = NULL;
      const char *blank;

      if (event->detail == NULL)
        continue;
      if (g_str_equal (event->what, "undecide"))
        {
          place = dup_place (event->subject, event->detail);
          g_hash_table_remove (decisions, place);
        }
      else if (g_str_equal (event->what, "decide") && (blank = strchr (event->detail, ' ')) != NULL)
        g_hash_table_insert (decisions, dup_place (event->subject, blank + 1),
                             g_strdup_printf ("%.*s %" G_GINT64_FORMAT " %s", (int) (blank - event->detail),
                                              event->detail, event->time, event->author));
    }
  return decisions;
}

/* Nothing is ignored but what the log says was, and nothing of that was forgotten. */
static gboolean
verify_decisions (GalleyDb *db, const char *edition, const GPtrArray *events, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GHashTable) decisions = replay_decisions (events);
  gboolean same = TRUE;
  g_autoptr (GalleyRows) rows = galley_db_query (
      db, "SELECT article, scope, key, decision, time, author FROM decision WHERE edition = $1", error, "s",
      edition);

  if (rows == NULL)
    return FALSE;
  while (same && galley_rows_next (rows, &failure))
    {
      g_autofree char *rest =
          g_strdup_printf ("%s %s", galley_rows_get_text (rows, 1), galley_rows_get_text (rows, 2));
      g_autofree char *place = dup_place (galley_rows_get_text (rows, 0), rest);
      g_autofree char *decision =
          g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", galley_rows_get_text (rows, 3),
                           galley_rows_get_integer (rows, 4), galley_rows_get_text (rows, 5));

      same = g_strcmp0 (g_hash_table_lookup (decisions, place), decision) == 0;
      g_hash_table_remove (decisions, place);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (same && g_hash_table_size (decisions) == 0)
    return TRUE;
  g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                       _ ("What is ignored was changed behind the program’s back: the log says otherwise."));
  return FALSE;
}

/* What the rounds and signatures name is there. */
static gboolean
verify_named (GalleyDb *db, const char *edition, const GPtrArray *events, GError **error)
{
  gint64 count = galley_log_count_revisions (db, edition, error);

  if (count < 0)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      if (galley_seal_get_revision (g_ptr_array_index (events, i)) <= count)
        continue;
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("The last revisions were taken out."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
verify_events (GalleyDb *db, const char *edition, const char *head, GError **error)
{
  g_autoptr (GPtrArray) events = galley_log_list_events (db, edition, error);
  const char *before = "";

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      const GalleyEvent *event = g_ptr_array_index (events, i);
      g_autofree char *hash = hash_row (before, event->number, event->time, event->author, event->what,
                                        event->subject, event->detail);

      if (event->number != i + 1 || !g_str_equal (hash, event->hash))
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                       _ ("Event %u of the log was changed or taken out after it was written."), i + 1);
          return FALSE;
        }
      if (!galley_seal_is_readable (event))
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                       _ ("What event %u of the log says of a round or signature cannot be read."), i + 1);
          return FALSE;
        }
      before = event->hash;
    }
  if (g_str_equal (before, head))
    return verify_decisions (db, edition, events, error) && verify_named (db, edition, events, error);
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("The log was cut off behind event %u."),
               events->len);
  return FALSE;
}

/* Does the row hold what it was hashed with? Leaves its hash in @before for the next one. */
static gboolean
verify_revision (GalleyRows *row, char **before)
{
  g_autofree char *digest = galley_log_digest (galley_rows_get_text (row, 5), galley_rows_get_text (row, 6),
                                               galley_rows_get_text (row, 7));
  char *hash = hash_row (*before, galley_rows_get_integer (row, 0), galley_rows_get_integer (row, 4),
                         galley_rows_get_text (row, 2), galley_rows_get_text (row, 3),
                         galley_rows_get_text (row, 1), digest);

  g_free (*before);
  *before = hash;
  return g_strcmp0 (digest, galley_rows_get_text (row, 8)) == 0 &&
         g_strcmp0 (hash, galley_rows_get_text (row, 9)) == 0;
}

static gboolean
verify_revisions (GalleyDb *db, const char *edition, const char *head, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *before = g_strdup ("");
  g_autoptr (GalleyRows) rows =
      galley_db_query (db,
                       "SELECT number, article, author, reason, time, kind, metadata, blocks, digest, hash"
                       " FROM revision WHERE edition = $1 ORDER BY number",
                       error, "s", edition);

  if (rows == NULL)
    return FALSE;
  while (galley_rows_next (rows, &failure))
    {
      if (!verify_revision (rows, &before))
        {
          g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, galley_rows_get_integer (rows, 0));

          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                       _ ("Revision %s was changed, or one before it taken out, after it was kept."), digits);
          return FALSE;
        }
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (g_str_equal (before, head))
    return TRUE;
  g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("The last revisions were taken out."));
  return FALSE;
}

gboolean
galley_log_verify (GalleyDb *db, const char *edition, GError **error)
{
  g_autofree char *event = NULL;
  g_autofree char *revision = NULL;
  g_autoptr (GalleyRows) rows = galley_db_query (
      db, "SELECT event_head, revision_head FROM edition WHERE id = $1", error, "s", edition);

  if (rows == NULL || !galley_rows_next (rows, error))
    return FALSE;
  event = g_strdup (galley_rows_get_text (rows, 0));
  revision = g_strdup (galley_rows_get_text (rows, 1));
  return verify_events (db, edition, event, error) && verify_revisions (db, edition, revision, error) &&
         galley_seal_verify (db, edition, error) && galley_facts_verify (db, edition, error);
}
