/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-desk.h"
#include "galley-cli-json.h"
#include "galley-diff.h"
#include "galley-hand.h"

static void
write_revision (GalleyCliWriter *writer, const GalleyRevision *revision)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (revision->time / G_USEC_PER_SEC);
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_integer (writer, "revision", revision->number);
  galley_cli_writer_string (writer, "time", text);
  galley_cli_writer_string (writer, "author", revision->author);
  galley_cli_writer_string (writer, "reason", revision->reason);
  galley_cli_writer_end (writer);
}

static void
print_list (const GPtrArray *revisions, gboolean json)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  if (!json)
    {
      for (guint i = 0; i < revisions->len; i++)
        {
          const GalleyRevision *revision = revisions->pdata[i];
          g_autofree char *time = galley_cli_dup_time (revision->time);

          galley_cli_print ("%6" G_GINT64_FORMAT "  %s  %-12s  %s\n", revision->number, time,
                            revision->author, revision->reason);
        }
      return;
    }

  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < revisions->len; i++)
    write_revision (writer, revisions->pdata[i]);
  galley_cli_writer_end (writer);
  galley_cli_emit (writer);
}

static const GalleyRevision *
find_revision (const GPtrArray *revisions, const char *name)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (name, 10, 1, G_MAXINT64, &number, NULL))
    return NULL;
  for (guint i = 0; i < revisions->len; i++)
    {
      const GalleyRevision *revision = revisions->pdata[i];

      if (revision->number == (gint64) number)
        return revision;
    }
  return NULL;
}

static void
print_version (GalleyArticle *article, gboolean json)
{
  if (json)
    {
      g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

      galley_json_article (writer, NULL, NULL, article);
      galley_cli_emit (writer);
    }
  else
    {
      g_autofree char *text = galley_article_dup_text (article);

      galley_cli_print ("%s\n", text);
    }
}

/* The revision called @name, read (transfer full). */
static GalleyArticle *
read_revision (GalleyStore *store, const GPtrArray *revisions, const char *name, GError **error)
{
  const GalleyRevision *revision = find_revision (revisions, name);

  if (revision == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("This article has no revision “%s”."), name);
      return NULL;
    }
  return galley_store_read_revision (store, revision->number, error);
}

/* What both commands begin with: the edition @path, its article @name (borrowed from the store), and the article's kept
 * versions. */
static GPtrArray *
open_history (
    const char *path, const char *name, GalleyStore **store, GalleyArticle **article, GError **error)
{
  *store = galley_store_open_readonly (path, error);
  if (*store == NULL)
    return NULL;
  *article = galley_cli_find_article (galley_store_get_edition (*store), name, error);
  if (*article == NULL)
    return NULL;
  return galley_store_list_revisions (*store, galley_article_get_id (*article), error);
}

static GalleyExit
run_history (char **rest, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GalleyArticle) old = NULL;
  GalleyArticle *article = NULL;

  revisions = open_history (rest[0], rest[1], &store, &article, &error);
  if (revisions == NULL)
    return galley_cli_failed (rest[0], error);
  if (rest[2] == NULL)
    {
      print_list (revisions, json);
      return GALLEY_EXIT_DONE;
    }
  old = read_revision (store, revisions, rest[2], &error);
  if (old == NULL)
    return galley_cli_failed (rest[0], error);
  print_version (old, json);
  return GALLEY_EXIT_DONE;
}

static void
write_hunk (GalleyCliWriter *writer, const GalleyHunk *hunk)
{
  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "kind", galley_change_kind_get_name (hunk->kind));
  galley_cli_writer_boolean (writer, "headline", hunk->head);
  galley_cli_writer_integer (writer, "old_block", hunk->old_start.block);
  galley_cli_writer_integer (writer, "old_start", hunk->old_start.offset);
  galley_cli_writer_integer (writer, "new_block", hunk->new_start.block);
  galley_cli_writer_integer (writer, "new_start", hunk->new_start.offset);
  galley_cli_writer_string (writer, "old", hunk->old_text);
  galley_cli_writer_string (writer, "new", hunk->new_text);
  galley_cli_writer_end (writer);
}

/* What does most harm when it is wrong comes first: figures, names, headlines; else the order of the text. */
static gint
compare_harm (gconstpointer a, gconstpointer b)
{
  const GalleyHunk *x = *(const GalleyHunk *const *) a;
  const GalleyHunk *y = *(const GalleyHunk *const *) b;
  gint harm_x = (gint) x->kind * 2 - (x->head ? 1 : 0), harm_y = (gint) y->kind * 2 - (y->head ? 1 : 0);

  if (harm_x != harm_y)
    return harm_x < harm_y ? -1 : 1;
  if (x->new_start.block != y->new_start.block)
    return x->new_start.block < y->new_start.block ? -1 : 1;
  return (x->new_start.offset > y->new_start.offset) - (x->new_start.offset < y->new_start.offset);
}

static void
print_hunks (GPtrArray *hunks, gboolean json)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  g_ptr_array_sort (hunks, compare_harm);
  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < hunks->len; i++)
    {
      const GalleyHunk *hunk = hunks->pdata[i];
      g_autofree char *before = galley_cli_dup_shown (hunk->old_text);
      g_autofree char *after = galley_cli_dup_shown (hunk->new_text);

      write_hunk (writer, hunk);
      if (!json)
        galley_cli_print ("%4u:%-4u %-6s [-%s-]{+%s+}\n", hunk->new_start.block + 1, hunk->new_start.offset,
                          galley_change_kind_get_name (hunk->kind), before, after);
    }
  galley_cli_writer_end (writer);
  if (json)
    galley_cli_emit (writer);
}

static GalleyExit
run_diff (char **rest, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GPtrArray) hunks = NULL;
  g_autoptr (GalleyArticle) before = NULL;
  g_autoptr (GalleyArticle) after = NULL;
  GalleyArticle *article = NULL;

  revisions = open_history (rest[0], rest[1], &store, &article, &error);
  if (revisions != NULL && rest[2] == NULL && revisions->len == 0)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("This article has no kept version yet."));
  else if (revisions != NULL && rest[2] == NULL)
    before = galley_store_read_revision (store, ((GalleyRevision *) revisions->pdata[0])->number, &error);
  else if (revisions != NULL)
    before = read_revision (store, revisions, rest[2], &error);
  if (before != NULL)
    after = rest[2] != NULL && rest[3] != NULL ? read_revision (store, revisions, rest[3], &error)
                                               : galley_article_freeze (article);
  if (after == NULL)
    return galley_cli_failed (rest[0], error);
  hunks = galley_diff_articles (before, after);
  print_hunks (hunks, json);
  return GALLEY_EXIT_DONE;
}

static GalleyExit
parse_and_run (const GalleyCommand *self,
               int argc,
               char **argv,
               guint most,
               GalleyExit (*run) (char **rest, gboolean json))
{
  gboolean json = FALSE;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!galley_cli_parse (self, entries, argc, argv, 2, most, &rest))
    return GALLEY_EXIT_USAGE;
  return run (rest, json);
}

GalleyExit
galley_cli_history (const GalleyCommand *self, int argc, char **argv)
{
  return parse_and_run (self, argc, argv, 3, run_history);
}

GalleyExit
galley_cli_diff (const GalleyCommand *self, int argc, char **argv)
{
  return parse_and_run (self, argc, argv, 4, run_diff);
}

/* --- restore --------------------------------------------------------------------------------------------------------- */

static GalleyExit
run_restore (char **rest, const char *person)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_cli_open_store_as (rest[0], person, &error);
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GalleyArticle) old = NULL;
  g_autoptr (GalleyHandStep) step = NULL;
  GalleyArticle *article = NULL;

  if (store != NULL)
    article = galley_cli_find_article (galley_store_get_edition (store), rest[1], &error);
  if (article != NULL)
    revisions = galley_store_list_revisions (store, galley_article_get_id (article), &error);
  if (revisions != NULL)
    old = read_revision (store, revisions, rest[2], &error);
  if (old == NULL || galley_store_keep (store, article, "edit", &error) == 0)
    return galley_cli_failed (rest[0], error);
  step = galley_hand_restore (galley_store_get_edition (store), article, old);
  if (galley_store_keep (store, article, "restore", &error) == 0 ||
      !galley_store_log (store, "restore", galley_article_get_id (article), rest[2], &error))
    return galley_cli_failed (rest[0], error);
  return galley_cli_close_store (store, rest[0]);
}

GalleyExit
galley_cli_restore (const GalleyCommand *self, int argc, char **argv)
{
  g_autofree char *person = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &person, N_ ("Who does this"), "NAME" },
    G_OPTION_ENTRY_NULL,
  };

  if (!galley_cli_parse (self, entries, argc, argv, 3, 3, &rest))
    return GALLEY_EXIT_USAGE;
  return run_restore (rest, person);
}
