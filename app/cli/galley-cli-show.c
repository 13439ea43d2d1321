/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-json.h"
#include "galley-cli.h"
#include "galley-origin.h"

static void
print_facts (GalleyMasthead *masthead)
{
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (masthead, i);

      if (value != NULL)
        galley_cli_print ("  %s: %s\n", galley_fact_get_name (i), value);
    }
}

static void
print_edition (GalleyEdition *edition)
{
  g_autofree char *title = galley_edition_dup_title (edition);

  galley_cli_print ("%s\n", title);
  print_facts (galley_edition_get_masthead (edition));
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);

      galley_cli_print ("%02u %s\n", galley_page_get_number (page), galley_page_get_name (page));
      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        {
          GalleyArticle *article = galley_page_get_article (page, k);
          g_autofree char *headline = galley_article_dup_headline (article);
          int number = galley_edition_number_of (edition, article);

          if (number >= 0)
            galley_cli_print ("  %3d  %.*s  %-7s  %6u  %s\n", number, GALLEY_CLI_ID_LENGTH,
                              galley_article_get_id (article),
                              galley_article_kind_get_name (galley_article_get_kind (article)),
                              galley_article_count_characters (article), headline);
        }
    }
}

static void
print_article (GalleyArticle *article)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  guint n_items = galley_metadata_get_n_items (metadata);

  galley_cli_print ("%s  %s  %s  ", galley_article_get_id (article),
                    galley_article_kind_get_name (galley_article_get_kind (article)),
                    galley_article_get_language (article));
  galley_cli_print (ngettext ("%u character\n", "%u characters\n", galley_article_count_characters (article)),
                    galley_article_count_characters (article));

  for (guint i = 0; i < n_items; i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      if (galley_origin_is_key (item->key))
        continue;
      if (item->qualifier != NULL && *item->qualifier != '\0')
        galley_cli_print ("  %s: %s (%s)\n", item->key, item->value, item->qualifier);
      else
        galley_cli_print ("  %s: %s\n", item->key, item->value);
    }

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      galley_cli_print ("%-9s | %s\n", galley_role_get_name (galley_block_get_role (block)),
                        galley_block_get_text (block));
    }
}

static void
write_edition (GalleyCliWriter *writer, GalleyEdition *edition)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "id", galley_edition_get_id (edition));
  galley_cli_writer_begin_object (writer, "facts");
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      if (galley_masthead_get (masthead, i) != NULL)
        galley_cli_writer_string (writer, galley_fact_get_name (i), galley_masthead_get (masthead, i));
    }
  galley_cli_writer_end (writer);
  galley_cli_writer_begin_array (writer, "pages");
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);

      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_integer (writer, "number", galley_page_get_number (page));
      galley_cli_writer_string (writer, "name", galley_page_get_name (page));
      galley_cli_writer_begin_array (writer, "articles");
      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        galley_json_article (writer, NULL, edition, galley_page_get_article (page, k));
      galley_cli_writer_end (writer);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
  galley_cli_writer_end (writer);
}

static GalleyExit
show (GalleyInput *input, const char *path, const char *name, gboolean json)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);
  g_autoptr (GError) error = NULL;
  GalleyArticle *article = NULL;

  if (name != NULL)
    {
      article = galley_cli_find_article (input->edition, name, &error);
      if (article == NULL)
        return galley_cli_failed (path, error);
    }

  if (json)
    {
      if (article != NULL)
        galley_json_article (writer, NULL, input->edition, article);
      else
        write_edition (writer, input->edition);
      galley_cli_emit (writer);
    }
  else if (article != NULL)
    print_article (article);
  else
    print_edition (input->edition);
  return GALLEY_EXIT_DONE;
}

GalleyExit
galley_cli_show (const GalleyCommand *self, int argc, char **argv)
{
  gboolean json = FALSE;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GalleyCliWatch) watch = NULL;
  g_autoptr (GalleyInput) input = NULL;
  g_autoptr (GError) error = NULL;

  if (!galley_cli_parse (self, entries, argc, argv, 1, 2, &rest))
    return GALLEY_EXIT_USAGE;

  watch = galley_cli_watch_new (rest[0]);
  input = galley_input_open (rest[0], NULL, galley_cli_watch_get_job (watch), &error);
  galley_cli_watch_end (watch, rest[0]);
  if (input == NULL)
    return galley_cli_failed (rest[0], error);
  return show (input, rest[0], rest[1], json);
}
