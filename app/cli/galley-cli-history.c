/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-json.h"
#include "galley-cli.h"

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

static GalleyExit
run (char **rest, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open_readonly (rest[0], &error);
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GalleyArticle) old = NULL;
  GalleyArticle *article = NULL;
  const GalleyRevision *revision;

  if (store != NULL)
    article = galley_cli_find_article (galley_store_get_edition (store), rest[1], &error);
  if (article != NULL)
    revisions = galley_store_list_revisions (store, galley_article_get_id (article), &error);
  if (revisions == NULL)
    return galley_cli_failed (rest[0], error);
  if (rest[2] == NULL)
    {
      print_list (revisions, json);
      return GALLEY_EXIT_DONE;
    }

  revision = find_revision (revisions, rest[2]);
  if (revision == NULL)
    {
      g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("This article has no revision “%s”."),
                   rest[2]);
      return galley_cli_failed (rest[0], error);
    }
  old = galley_store_read_revision (store, revision->number, &error);
  if (old == NULL)
    return galley_cli_failed (rest[0], error);
  print_version (old, json);
  return GALLEY_EXIT_DONE;
}

GalleyExit
galley_cli_history (const GalleyCommand *self, int argc, char **argv)
{
  gboolean json = FALSE;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!galley_cli_parse (self, entries, argc, argv, 2, 3, &rest))
    return GALLEY_EXIT_USAGE;
  return run (rest, json);
}
