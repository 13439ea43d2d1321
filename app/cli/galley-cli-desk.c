/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-desk.h"

GPtrArray *
galley_cli_list_articles (GalleyEdition *edition, char **names, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = galley_edition_list_articles (edition);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      GalleyArticle *article = galley_cli_find_article (edition, names[i], error);

      if (article == NULL)
        return NULL;
      if (!g_ptr_array_find (list, article, NULL))
        g_ptr_array_add (list, article);
    }
  for (guint i = 0; (names == NULL || names[0] == NULL) && i < all->len; i++)
    {
      if (galley_article_get_kind (all->pdata[i]) != GALLEY_ARTICLE_FURNITURE)
        g_ptr_array_add (list, all->pdata[i]);
    }
  return g_steal_pointer (&list);
}

GalleyExit
galley_cli_close_store (GalleyStore *store, const char *path)
{
  g_autoptr (GError) error = NULL;

  return galley_store_close (store, &error) ? GALLEY_EXIT_DONE : galley_cli_failed (path, error);
}

void
galley_cli_write_time (GalleyCliWriter *writer, const char *name, gint64 microseconds)
{
  g_autoptr (GDateTime) time =
      microseconds > 0 ? g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format_iso8601 (time) : NULL;

  galley_cli_writer_string (writer, name, text);
}

char *
galley_cli_dup_shown (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strjoinv ("¶", lines);
}

GPtrArray *
galley_cli_check_edition (const GalleyCommand *self, GalleyRounds *rounds, const char *path, GError **error)
{
  GalleyStore *store = galley_rounds_get_store (rounds);
  g_autoptr (GalleyCheck) check = NULL;
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (galley_store_get_edition (store));
  g_autoptr (GalleyCliWatch) watch = NULL;
  GPtrArray *findings;

  if (galley_cli_make_check (self, galley_publication_get_profile (galley_rounds_get_publication (rounds)),
                             NULL, &check) != GALLEY_EXIT_DONE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           _ ("The house style of the publication cannot be used."));
      return NULL;
    }
  watch = galley_cli_watch_new (path);
  findings = galley_cli_load_decisions (check, store, error)
                 ? galley_check_edition (check, frozen, galley_cli_watch_get_job (watch), error)
                 : NULL;
  galley_cli_watch_end (watch, path);
  galley_cli_print_problems (check);
  return findings;
}

static int
find_number (GalleyEdition *edition, const GalleyObstacle *obstacle)
{
  GalleyArticle *article =
      obstacle->article != NULL ? galley_edition_find_article (edition, obstacle->article, NULL) : NULL;

  return article != NULL ? galley_edition_number_of (edition, article) : -1;
}

void
galley_cli_print_obstacles (GalleyEdition *edition, const GPtrArray *obstacles)
{
  for (guint i = 0; i < obstacles->len; i++)
    {
      const GalleyObstacle *obstacle = obstacles->pdata[i];
      int number = find_number (edition, obstacle);
      g_autofree char *where = number >= 0 ? g_strdup_printf ("#%d", number) : g_strdup ("-");

      galley_cli_print ("%-4s %s  %s\n", where, obstacle->blocks ? "✗" : "·", obstacle->sentence);
    }
}

void
galley_cli_write_obstacles (GalleyCliWriter *writer,
                            const char *name,
                            GalleyEdition *edition,
                            const GPtrArray *obstacles)
{
  galley_cli_writer_begin_array (writer, name);
  for (guint i = 0; i < obstacles->len; i++)
    {
      const GalleyObstacle *obstacle = obstacles->pdata[i];
      int number = find_number (edition, obstacle);

      galley_cli_writer_begin_object (writer, NULL);
      if (number >= 0)
        galley_cli_writer_integer (writer, "article", number);
      else
        galley_cli_writer_null (writer, "article");
      galley_cli_writer_string (writer, "kind", galley_obstacle_kind_get_name (obstacle->kind));
      galley_cli_writer_boolean (writer, "blocks", obstacle->blocks);
      galley_cli_writer_string (writer, "key", obstacle->key);
      galley_cli_writer_string (writer, "message", obstacle->sentence);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
}
