/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-desk.h"
#include "galley-slip.h"

static void
write_event (GalleyCliWriter *writer, const GalleyEvent *event, const char *sentence)
{
  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_integer (writer, "number", event->number);
  galley_cli_write_time (writer, "time", event->time);
  galley_cli_writer_string (writer, "author", event->author);
  galley_cli_writer_string (writer, "what", event->what);
  galley_cli_writer_string (writer, "subject", event->subject);
  galley_cli_writer_string (writer, "detail", event->detail);
  galley_cli_writer_string (writer, "sentence", sentence);
  galley_cli_writer_string (writer, "hash", event->hash);
  galley_cli_writer_end (writer);
}

static void
print_event (GalleyEdition *edition, const GalleyEvent *event, const char *sentence)
{
  GalleyArticle *article =
      event->subject != NULL ? galley_edition_find_article (edition, event->subject, NULL) : NULL;
  g_autofree char *time = galley_cli_dup_time (event->time);
  g_autofree char *where =
      article != NULL ? g_strdup_printf ("#%d", galley_edition_number_of (edition, article)) : g_strdup ("-");
  g_autofree char *shown = galley_cli_dup_shown (sentence);

  galley_cli_print ("%5" G_GINT64_FORMAT "  %s  %-12s %-4s %s\n", event->number, time, event->author, where,
                    shown);
}

/* @article: only what is about this one; NULL: all. */
static GalleyExit
print_events (GalleyStore *store, GalleyArticle *article, gboolean json, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = galley_store_list_events (store, &error);
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  if (events == NULL)
    return galley_cli_failed (path, error);
  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < events->len; i++)
    {
      const GalleyEvent *event = events->pdata[i];
      g_autofree char *sentence = NULL;

      if (article != NULL && g_strcmp0 (event->subject, galley_article_get_id (article)) != 0)
        continue;
      sentence = galley_event_dup_sentence (event);
      if (json)
        write_event (writer, event, sentence);
      else
        print_event (galley_store_get_edition (store), event, sentence);
    }
  galley_cli_writer_end (writer);
  if (json)
    galley_cli_emit (writer);
  return GALLEY_EXIT_DONE;
}

static GalleyExit
print_html (GalleyStore *store, GalleyArticle *article, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyRounds) rounds = galley_rounds_new (store, &error);
  g_autofree char *html = NULL;

  if (rounds != NULL)
    html = article != NULL ? galley_slip_dup_article (rounds, article, &error)
                           : galley_slip_dup_log (rounds, &error);
  if (html == NULL)
    return galley_cli_failed (path, error);
  galley_cli_print ("%s", html);
  return GALLEY_EXIT_DONE;
}

GalleyExit
galley_cli_log (const GalleyCommand *self, int argc, char **argv)
{
  gboolean html = FALSE, json = FALSE;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "html", 0, 0, G_OPTION_ARG_NONE, &html, N_ ("Print it as a page of HTML; of an article, its slip"),
      NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = NULL;
  GalleyArticle *article = NULL;

  if (!galley_cli_parse (self, entries, argc, argv, 1, 2, &rest))
    return GALLEY_EXIT_USAGE;
  store = galley_store_open_readonly (rest[0], &error);
  if (store != NULL && rest[1] != NULL)
    article = galley_cli_find_article (galley_store_get_edition (store), rest[1], &error);
  if (error != NULL)
    return galley_cli_failed (rest[0], error);
  return html ? print_html (store, article, rest[0]) : print_events (store, article, json, rest[0]);
}
