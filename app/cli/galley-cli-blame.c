/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-blame.h"
#include "galley-cli-desk.h"

static void
write_run (GalleyCliWriter *writer, const GalleyBlame *run, const char *text)
{
  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_integer (writer, "block", run->block);
  galley_cli_writer_integer (writer, "start", run->start);
  galley_cli_writer_integer (writer, "end", run->end);
  galley_cli_writer_string (writer, "text", text);
  galley_cli_writer_string (writer, "author", run->author);
  galley_cli_writer_string (writer, "round", run->round);
  if (run->revision > 0)
    galley_cli_writer_integer (writer, "revision", run->revision);
  else
    galley_cli_writer_null (writer, "revision");
  galley_cli_write_time (writer, "time", run->time);
  galley_cli_writer_end (writer);
}

static void
print_run (const GalleyBlame *run, const char *text)
{
  g_autofree char *time = run->time > 0 ? galley_cli_dup_time (run->time) : g_strdup (_ ("now"));
  g_autofree char *revision =
      run->revision > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, run->revision) : g_strdup ("-");

  galley_cli_print ("%4u:%-4u %5s  %s  %-12s %-6s %s\n", run->block + 1, run->start, revision, time,
                    run->author, run->round != NULL ? run->round : run->reason, text);
}

static void
print_runs (const GPtrArray *runs, GalleyArticle *article, gboolean json)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < runs->len; i++)
    {
      const GalleyBlame *run = runs->pdata[i];
      g_autofree char *text =
          galley_block_dup_range (galley_article_get_block (article, run->block), run->start, run->end);

      if (json)
        write_run (writer, run, text);
      else
        print_run (run, text);
    }
  galley_cli_writer_end (writer);
  if (json)
    galley_cli_emit (writer);
}

GalleyExit
galley_cli_blame (const GalleyCommand *self, int argc, char **argv)
{
  gboolean json = FALSE;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = NULL;
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  GalleyArticle *article = NULL;

  if (!galley_cli_parse (self, entries, argc, argv, 2, 2, &rest))
    return GALLEY_EXIT_USAGE;
  store = galley_store_open_readonly (rest[0], &error);
  rounds = store != NULL ? galley_rounds_new (store, &error) : NULL;
  if (rounds != NULL)
    article = galley_cli_find_article (galley_store_get_edition (store), rest[1], &error);
  if (article != NULL)
    runs = galley_blame_article (rounds, article, &error);
  if (runs == NULL)
    return galley_cli_failed (rest[0], error);
  print_runs (runs, article, json);
  return GALLEY_EXIT_DONE;
}
