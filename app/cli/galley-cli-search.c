/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "galley-archive.h"
#include "galley-cli-desk.h"
#include "galley-masthead.h"
#include "galley-vocabulary.h"

#define NO_PAGE G_MININT

static void
write_hit (GalleyCliWriter *writer, const GalleyArchiveHit *hit)
{
  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "file", hit->path);
  galley_cli_writer_string (writer, "edition", hit->title);
  galley_cli_writer_string (writer, "date", hit->date);
  galley_cli_writer_integer (writer, "page", hit->page);
  galley_cli_writer_string (writer, "page_name", hit->page_name);
  galley_cli_writer_integer (writer, "article", hit->number);
  galley_cli_writer_string (writer, "id", hit->article);
  galley_cli_writer_string (writer, "headline", hit->headline);
  galley_cli_writer_string (writer, "state", hit->state);
  galley_cli_writer_end (writer);
}

static void
print_hits (const GPtrArray *hits, gboolean json)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < hits->len; i++)
    {
      const GalleyArchiveHit *hit = hits->pdata[i];
      g_autofree char *name = g_filename_display_name (hit->path);

      if (json)
        write_hit (writer, hit);
      else
        galley_cli_print ("%s  %02u %-8s %s\n    %s #%u\n", *hit->date != '\0' ? hit->date : "----------",
                          hit->page, hit->page_name, hit->headline, name, hit->number);
    }
  galley_cli_writer_end (writer);
  if (json)
    galley_cli_emit (writer);
}

/* What an article may be: the words of the archive, and the rounds of the publications there are. */
static GPtrArray *
list_states (void)
{
  static const char *const words[] = { "signed", "void", "unsigned", GALLEY_ROUND_COPY };
  g_auto (GStrv) paths = galley_data_list ("publications", ".publication");
  GPtrArray *states = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_ptr_array_add (states, g_strdup (words[i]));
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *name = g_path_get_basename (paths[i]);
      g_autoptr (GalleyPublication) publication = NULL;

      name[strlen (name) - strlen (".publication")] = '\0';
      publication = galley_publication_load (name, NULL);
      for (guint k = 0; publication != NULL && k < galley_publication_get_n_rounds (publication); k++)
        {
          const char *round = galley_publication_get_round (publication, k)->name;

          if (!g_ptr_array_find_with_equal_func (states, round, g_str_equal, NULL))
            g_ptr_array_add (states, g_strdup (round));
        }
    }
  g_ptr_array_add (states, NULL);
  return states;
}

/* An empty list must mean that nothing fits, not that the question was no question. */
static gboolean
check_query (const GalleyCommand *self, const GalleyArchiveQuery *query)
{
  const char *const days[] = { query->from, query->to };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *fault = galley_fact_validate (GALLEY_FACT_DATE, days[i]);

      /* They are compared as text: 2025-1-5 will not do. */
      if (fault != NULL || (days[i] != NULL && strlen (days[i]) != strlen ("YYYY-MM-DD")))
        {
          galley_cli_misused (self, _ ("“%s” is not a date; it is written YYYY-MM-DD."), days[i]);
          return FALSE;
        }
    }
  if (query->state != NULL)
    {
      g_autoptr (GPtrArray) states = list_states ();
      g_autofree char *list = g_strjoinv (", ", (char **) states->pdata);

      if (!g_strv_contains ((const char *const *) states->pdata, query->state))
        {
          galley_cli_misused (self, _ ("“%s” is no state of an article; there are: %s."), query->state, list);
          return FALSE;
        }
    }
  return TRUE;
}

static GalleyExit
run (const char *folder, const GalleyArchiveQuery *query, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyArchive) archive = galley_archive_open (folder, NULL, &error);
  g_autoptr (GalleyCliWatch) watch = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  gboolean updated;

  if (archive == NULL)
    return galley_cli_failed (folder, error);
  watch = galley_cli_watch_new (folder);
  updated = galley_archive_update (archive, galley_cli_watch_get_job (watch), &error);
  galley_cli_watch_end (watch, folder);
  if (updated)
    hits = galley_archive_search (archive, query, &error);
  if (hits == NULL)
    return galley_cli_failed (folder, error);
  print_hits (hits, json);
  return GALLEY_EXIT_DONE;
}

GalleyExit
galley_cli_search (const GalleyCommand *self, int argc, char **argv)
{
  gboolean json = FALSE;
  gint page = NO_PAGE, limit = 0;
  g_autofree char *person = NULL, *subject = NULL, *state = NULL, *from = NULL, *to = NULL, *words = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "page", 0, 0, G_OPTION_ARG_INT, &page, N_ ("Only on this page"), "N" },
    { "person", 0, 0, G_OPTION_ARG_FILENAME, &person, N_ ("Only by this person"), "NAME" },
    { "subject", 0, 0, G_OPTION_ARG_FILENAME, &subject, N_ ("Only about this subject"), "CODE" },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &state, N_ ("Only signed, void, unsigned, or behind this round"),
      "STATE" },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_ ("From this day on"), "YYYY-MM-DD" },
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_ ("Up to this day"), "YYYY-MM-DD" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("No more than so many"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  GalleyArchiveQuery query = { 0 };

  if (!galley_cli_parse (self, entries, argc, argv, 1, G_MAXUINT, &rest))
    return GALLEY_EXIT_USAGE;
  if (page != NO_PAGE && (page < 1 || page > 999))
    return galley_cli_misused (self, _ ("--page %d: a page has a number from 1 to 999."), page);
  words = g_strjoinv (" ", rest + 1);
  if (*words == '\0' && page == NO_PAGE && person == NULL && subject == NULL && state == NULL &&
      from == NULL && to == NULL)
    return galley_cli_misused (self, _ ("Something is missing: %s."), "WORDS");
  query.words = words;
  query.page = page != NO_PAGE ? (guint) page : 0;
  query.person = person;
  query.subject = subject;
  query.state = state;
  query.from = from;
  query.to = to;
  query.limit = (guint) MAX (limit, 0);
  if (!check_query (self, &query))
    return GALLEY_EXIT_USAGE;
  return run (rest[0], &query, json);
}
