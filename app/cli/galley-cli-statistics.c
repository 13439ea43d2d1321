/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-desk.h"
#include "galley-statistics.h"

typedef struct
{
  const GalleyCommand *command;
  const char *path;
  gboolean json;
  GalleyCliWriter *writer;
  GalleyRounds *rounds;
} Statistics;

/* --- what was counted ------------------------------------------------------------------------------------------------ */

static void
write_counts (Statistics *self, const char *name, const GPtrArray *counts, gboolean characters)
{
  galley_cli_writer_begin_array (self->writer, name);
  for (guint i = 0; i < counts->len; i++)
    {
      const GalleyCount *count = counts->pdata[i];

      galley_cli_writer_begin_object (self->writer, NULL);
      galley_cli_writer_string (self->writer, "name", count->name);
      if (count->role != NULL)
        galley_cli_writer_string (self->writer, "role", count->role);
      galley_cli_writer_integer (self->writer, "count", count->n);
      if (characters)
        {
          galley_cli_writer_integer (self->writer, "characters", count->characters);
          galley_cli_writer_number (self->writer, "share", count->share);
        }
      galley_cli_writer_end (self->writer);
    }
  galley_cli_writer_end (self->writer);
}

static void
print_counts (const char *title, const GPtrArray *counts, gboolean characters)
{
  galley_cli_print ("%s\n", title);
  for (guint i = 0; i < counts->len; i++)
    {
      const GalleyCount *count = counts->pdata[i];

      if (characters)
        galley_cli_print ("%5u  %8u  %10.1f  %s%s%s\n", count->n, count->characters, count->share,
                          count->role != NULL ? count->role : "", count->role != NULL ? " " : "",
                          count->name);
      else
        galley_cli_print ("%5u  %s\n", count->n, count->name);
    }
}

static void
tell (Statistics *self, const char *name, const char *title, const GPtrArray *counts, gboolean characters)
{
  if (self->json)
    write_counts (self, name, counts, characters);
  else
    print_counts (title, counts, characters);
}

/* --- findings of rounds ---------------------------------------------------------------------------------------------- */

static GPtrArray *
check_round (Statistics *self, const char *round, GError **error)
{
  g_autoptr (GalleyEdition) then = galley_statistics_make_round (self->rounds, round, error);
  g_autoptr (GalleyEdition) frozen = then != NULL ? galley_edition_freeze (then) : NULL;
  GalleyPublication *publication = galley_rounds_get_publication (self->rounds);
  g_autoptr (GalleyCheck) check = NULL;
  g_autoptr (GalleyCliWatch) watch = NULL;
  GPtrArray *findings;

  if (frozen == NULL || galley_cli_make_check (self->command, galley_publication_get_profile (publication),
                                               NULL, &check) != GALLEY_EXIT_DONE)
    return NULL;
  watch = galley_cli_watch_new (self->path);
  findings = galley_check_edition (check, frozen, galley_cli_watch_get_job (watch), error);
  galley_cli_watch_end (watch, self->path);
  return findings;
}

static gboolean
tell_rounds (Statistics *self, const GPtrArray *progress, GError **error)
{
  if (self->json)
    galley_cli_writer_begin_object (self->writer, "findings_by_round");
  for (guint i = 0; i < progress->len; i++)
    {
      const GalleyCount *count = progress->pdata[i];
      g_autoptr (GPtrArray) findings = NULL;
      g_autoptr (GPtrArray) rules = NULL;
      g_autofree char *title = NULL;

      if (count->n == 0 || g_str_equal (count->name, "signed"))
        continue;
      findings = check_round (self, count->name, error);
      if (findings == NULL)
        return FALSE;
      rules = galley_statistics_list_rules (findings);
      title = g_strdup_printf (_ ("Findings after %s"), count->name);
      tell (self, count->name, title, rules, FALSE);
    }
  if (self->json)
    galley_cli_writer_end (self->writer);
  return TRUE;
}

static gboolean
tell_all (Statistics *self, GalleyEdition *edition, GError **error)
{
  g_autoptr (GPtrArray) pages = galley_statistics_list_pages (edition);
  g_autoptr (GPtrArray) people = galley_statistics_list_people (edition);
  g_autoptr (GPtrArray) findings = galley_cli_check_edition (self->command, self->rounds, self->path, error);
  g_autoptr (GPtrArray) rules = findings != NULL ? galley_statistics_list_rules (findings) : NULL;
  g_autoptr (GPtrArray) progress = NULL;
  guint n_articles;
  g_autofree char *title = NULL;

  if (rules == NULL)
    return FALSE;
  tell (self, "pages", _ ("Pages: articles, characters"), pages, TRUE);
  tell (self, "people", _ ("People: articles, characters, share of joint bylines"), people, TRUE);
  tell (self, "findings", _ ("Findings now"), rules, FALSE);
  progress = galley_statistics_list_progress (self->rounds, &n_articles);
  title = g_strdup_printf (ngettext ("Progress of %u article", "Progress of %u articles", n_articles),
                           n_articles);
  if (self->json)
    galley_cli_writer_integer (self->writer, "articles", n_articles);
  tell (self, "progress", title, progress, FALSE);
  return tell_rounds (self, progress, error);
}

GalleyExit
galley_cli_statistics (const GalleyCommand *self, int argc, char **argv)
{
  Statistics statistics = { .command = self };
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &statistics.json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = NULL;
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  if (!galley_cli_parse (self, entries, argc, argv, 1, 1, &rest))
    return GALLEY_EXIT_USAGE;
  store = galley_store_open_readonly (rest[0], &error);
  rounds = store != NULL ? galley_rounds_new (store, &error) : NULL;
  if (rounds == NULL)
    return galley_cli_failed (rest[0], error);
  statistics.path = rest[0];
  statistics.writer = writer;
  statistics.rounds = rounds;
  galley_cli_writer_begin_object (writer, NULL);
  if (!tell_all (&statistics, galley_store_get_edition (store), &error))
    return galley_cli_failed (rest[0], error);
  galley_cli_writer_end (writer);
  if (statistics.json)
    galley_cli_emit (writer);
  return GALLEY_EXIT_DONE;
}
