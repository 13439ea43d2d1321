/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-desk.h"
#include "galley-error.h"
#include "galley-replace.h"

#define NO_PAGE G_MININT

typedef struct
{
  char **rest; /* edition, pattern, text */
  char *articles;
  char *person;
  gint page; /* or NO_PAGE */
  GalleyReplaceFlags flags;
  gboolean apply;
  gboolean json;
} Replace;

static gboolean
is_on_page (GalleyEdition *edition, GalleyArticle *article, gint number)
{
  GalleyPage *page = NULL;

  galley_edition_find_article (edition, galley_article_get_id (article), &page);
  return page != NULL && galley_page_get_number (page) == (guint) number;
}

static gboolean
names_any (const char *list)
{
  g_auto (GStrv) names = galley_cli_split_list (list);

  return names[0] != NULL;
}

/* Where to look: the articles that were named, or those of a page, or all. */
static GPtrArray *
list_articles (const Replace *self, GalleyEdition *edition, GError **error)
{
  g_auto (GStrv) names = self->articles != NULL ? galley_cli_split_list (self->articles) : NULL;
  GPtrArray *articles = galley_cli_list_articles (edition, names, error);

  for (guint i = articles != NULL && self->page != NO_PAGE ? articles->len : 0; i-- > 0;)
    {
      if (!is_on_page (edition, articles->pdata[i], self->page))
        g_ptr_array_remove_index (articles, i);
    }
  return articles;
}

/* The number of each place's block (array of gint). Once they are changed the blocks are others. */
static GArray *
number_blocks (const GPtrArray *places)
{
  GArray *blocks = g_array_sized_new (FALSE, FALSE, sizeof (gint), places->len);

  for (guint i = 0; i < places->len; i++)
    {
      const GalleyReplacement *place = places->pdata[i];
      gint block = galley_article_index_of (place->article, place->block);

      g_array_append_val (blocks, block);
    }
  return blocks;
}

static void
print_places (
    const Replace *self, GalleyEdition *edition, const GPtrArray *places, const GArray *blocks, guint n_made)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_boolean (writer, "applied", self->apply);
  galley_cli_writer_begin_array (writer, "places");
  for (guint i = 0; i < places->len; i++)
    {
      const GalleyReplacement *place = places->pdata[i];
      int number = galley_edition_number_of (edition, place->article);
      gint block = g_array_index (blocks, gint, i);

      if (!self->json)
        {
          galley_cli_print ("#%d %4d:%-4u [-%s-]{+%s+}\n", number, block + 1, place->start, place->old_text,
                            place->new_text);
          continue;
        }
      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_integer (writer, "article", number);
      galley_cli_writer_integer (writer, "block", block);
      galley_cli_writer_integer (writer, "start", place->start);
      galley_cli_writer_integer (writer, "end", place->end);
      galley_cli_writer_string (writer, "old", place->old_text);
      galley_cli_writer_string (writer, "new", place->new_text);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
  galley_cli_writer_end (writer);
  if (self->json)
    galley_cli_emit (writer);
  else if (self->apply)
    galley_cli_print (ngettext ("%u place changed\n", "%u places changed\n", n_made), n_made);
  else
    galley_cli_print (
        ngettext ("%u place; --apply changes it\n", "%u places; --apply changes them\n", places->len),
        places->len);
}

/* One revision before, one behind, in each article it changes: the difference is what this did. */
static gboolean
keep (GalleyStore *store, const GPtrArray *places, const char *reason, GError **error)
{
  const GalleyArticle *last = NULL;

  for (guint i = 0; i < places->len; i++)
    {
      const GalleyReplacement *place = places->pdata[i];

      if (place->article == last)
        continue;
      last = place->article;
      if (galley_store_keep (store, place->article, reason, error) == 0)
        return FALSE;
    }
  return TRUE;
}

static GalleyExit
run (const Replace *self)
{
  g_autoptr (GError) error = NULL;
  const char *path = self->rest[0];
  g_autoptr (GalleyStore) store = self->apply ? galley_cli_open_store_as (path, self->person, &error)
                                              : galley_store_open_readonly (path, &error);
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (GArray) blocks = NULL;
  guint n;

  if (store == NULL)
    return galley_cli_failed (path, error);
  articles = list_articles (self, galley_store_get_edition (store), &error);
  if (articles != NULL)
    places = galley_replace_find (articles, self->rest[1], self->rest[2], self->flags, &error);
  if (places == NULL)
    return galley_cli_failed (path, error);
  blocks = number_blocks (places);
  if (!self->apply)
    {
      print_places (self, galley_store_get_edition (store), places, blocks, 0);
      return GALLEY_EXIT_DONE;
    }
  if (!keep (store, places, "edit", &error))
    return galley_cli_failed (path, error);
  n = galley_replace_apply (places);
  print_places (self, galley_store_get_edition (store), places, blocks, n);
  if (!keep (store, places, "replace", &error) || !galley_store_close (store, &error))
    return galley_cli_failed (path, error);
  return GALLEY_EXIT_DONE;
}

GalleyExit
galley_cli_replace (const GalleyCommand *self, int argc, char **argv)
{
  Replace replace = { .page = NO_PAGE };
  gboolean regex = FALSE, ignore_case = FALSE;
  g_autofree char *articles = NULL;
  g_autofree char *person = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "article", 0, 0, G_OPTION_ARG_FILENAME, &articles, N_ ("Only in these articles"),
      "ARTICLE[,ARTICLE…]" },
    { "page", 0, 0, G_OPTION_ARG_INT, &replace.page, N_ ("Only on this page"), "N" },
    { "regex", 0, 0, G_OPTION_ARG_NONE, &regex, N_ ("PATTERN is a regular expression"), NULL },
    { "ignore-case", 0, 0, G_OPTION_ARG_NONE, &ignore_case, N_ ("Small and capital letters are the same"),
      NULL },
    { "apply", 0, 0, G_OPTION_ARG_NONE, &replace.apply, N_ ("Change them, as one revision of each article"),
      NULL },
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &person, N_ ("Who does this"), "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &replace.json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!galley_cli_parse (self, entries, argc, argv, 3, 3, &rest))
    return GALLEY_EXIT_USAGE;
  /* Neither may mean the whole edition: a script with an empty variable would change all of it. */
  if (articles != NULL && !names_any (articles))
    return galley_cli_misused (self, _ ("--article names no article."));
  if (replace.page != NO_PAGE && (replace.page < 1 || replace.page > 999))
    return galley_cli_misused (self, _ ("--page %d: a page has a number from 1 to 999."), replace.page);
  replace.rest = rest;
  replace.articles = articles;
  replace.person = person;
  replace.flags = (regex ? GALLEY_REPLACE_REGEX : 0) | (ignore_case ? GALLEY_REPLACE_IGNORE_CASE : 0);
  return run (&replace);
}
