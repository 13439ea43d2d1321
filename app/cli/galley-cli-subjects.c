/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli.h"
#include "galley-topics.h"

static void
print_topics (const GPtrArray *list, gboolean json)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < list->len; i++)
    {
      const GalleyTopic *topic = list->pdata[i];

      if (!json)
        {
          galley_cli_print ("%-18s %s  %s\n", topic->code, topic->chinese, topic->english);
          continue;
        }
      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "code", topic->code);
      galley_cli_writer_string (writer, "zh", topic->chinese);
      galley_cli_writer_string (writer, "en", topic->english);
      galley_cli_writer_string (writer, "broader", topic->broader);
      galley_cli_writer_integer (writer, "level", topic->level);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
  if (json)
    galley_cli_emit (writer);
}

GalleyExit
galley_cli_subjects (const GalleyCommand *self, int argc, char **argv)
{
  gboolean json = FALSE, all = FALSE;
  gint limit = 20;
  g_autofree char *scheme = NULL;
  g_autofree char *words = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "scheme", 0, 0, G_OPTION_ARG_FILENAME, &scheme, N_ ("medtop (usual) or gbt"), "NAME" },
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("List the whole scheme"), NULL },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("No more than so many"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyTopics) topics = NULL;
  g_autoptr (GPtrArray) list = NULL;

  if (!galley_cli_parse (self, entries, argc, argv, 0, G_MAXUINT, &rest))
    return GALLEY_EXIT_USAGE;
  if (!all && rest[0] == NULL)
    return galley_cli_misused (self, _ ("Something is missing: %s."), "WORD, --all");
  topics = galley_topics_load (scheme == NULL || g_str_equal (scheme, "medtop") ? "mediatopics"
                               : g_str_equal (scheme, "gbt")                    ? "gbt20093"
                                                                                : scheme,
                               &error);
  if (topics == NULL)
    return galley_cli_failed (scheme, error);
  words = g_strjoinv (" ", rest);
  if (all)
    {
      list = g_ptr_array_new ();
      for (guint i = 0; i < galley_topics_get_n (topics); i++)
        g_ptr_array_add (list, (gpointer) galley_topics_get (topics, i));
    }
  else
    list = galley_topics_search (topics, words, (guint) MAX (limit, 1));
  print_topics (list, json);
  return GALLEY_EXIT_DONE;
}
