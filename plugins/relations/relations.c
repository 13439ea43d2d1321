/* SPDX-License-Identifier: GPL-3.0-or-later */
/* relations — how an article stands to others of the edition: related, an update of, the story a picture belongs to, and where
 * it is continued. Values are ids of articles, shown by their headlines. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "../common/facet-plugin.h"

/* So many names and keywords in common make two articles related. */
#define MIN_COMMON 2
#define MAX_SUGGESTIONS 5

G_DECLARE_FINAL_TYPE (RelationsFacet, relations_facet, RELATIONS, FACET, GObject)

static void
relations_facet_extend (GObjectClass *klass)
{
}

FACET_PLUGIN (RelationsFacet, relations_facet, char unused)

static void
relations_facet_begin (RelationsFacet *self)
{
}

static void
relations_facet_end (RelationsFacet *self)
{
}

/* --- completion ------------------------------------------------------------------------------------------------- */

/* By the beginning of an id, or by any part of a headline. */
static GPtrArray *
complete (const char *typed, guint limit, gpointer data)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (data);
  GPtrArray *offers = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_offer_free);

  for (guint i = 0; i < articles->len && (limit == 0 || offers->len < limit); i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);
      g_autofree char *headline = galley_article_dup_headline (article);

      if (galley_article_get_kind (article) != GALLEY_ARTICLE_FURNITURE &&
          (g_str_has_prefix (galley_article_get_id (article), typed) || strstr (headline, typed) != NULL))
        g_ptr_array_add (offers, galley_offer_new (galley_article_get_id (article), NULL,
                                                   *headline != '\0' ? headline : NULL));
    }
  return offers;
}

/* --- suggestions ------------------------------------------------------------------------------------------------ */

/* How many names and keywords of the one stand in the other, and one of them. */
static guint
count_common (GalleyArticle *article, const char *text, const char **example)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), NULL);
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      if ((!g_str_equal (item->key, "keyword") && !g_str_equal (item->key, "person") &&
           !g_str_equal (item->key, "place")) ||
          g_utf8_strlen (item->value, -1) < 2 || strstr (text, item->value) == NULL)
        continue;
      n++;
      *example = item->value;
    }
  return n;
}

static void
suggest_related (RelationsFacet *self, GalleyField *field, GalleyArticle *article)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (self->edition);
  g_autofree char *text = galley_article_dup_text (article);

  for (guint i = 0; i < articles->len && galley_field_get_n_suggestions (field) < MAX_SUGGESTIONS; i++)
    {
      GalleyArticle *other = g_ptr_array_index (articles, i);
      g_autofree char *other_text = galley_article_dup_text (other);
      g_autofree char *headline = galley_article_dup_headline (other);
      g_autofree char *why = NULL;
      const char *example = NULL;
      guint n;

      if (g_str_equal (galley_article_get_id (other), galley_article_get_id (article)) ||
          galley_article_get_kind (other) != GALLEY_ARTICLE_STORY || *headline == '\0')
        continue;
      n = count_common (article, other_text, &example);
      n += count_common (other, text, &example);
      if (n < MIN_COMMON)
        continue;
      why = g_strdup_printf (_ ("“%s” and other names and keywords stand in both (%u)"), example, n);
      galley_field_add_suggestion (field, headline, NULL, why);
    }
}

/* The story on the same page that names what the caption names. */
static void
suggest_story (RelationsFacet *self, GalleyField *field, GalleyArticle *article)
{
  GalleyPage *page = NULL;

  galley_edition_find_article (self->edition, galley_article_get_id (article), &page);
  for (guint i = 0; page != NULL && i < galley_page_get_n_articles (page); i++)
    {
      GalleyArticle *story = galley_page_get_article (page, i);
      g_autofree char *headline = galley_article_dup_headline (story);
      g_autofree char *text = galley_article_dup_text (article);
      const char *example = NULL;

      if (galley_article_get_kind (story) != GALLEY_ARTICLE_STORY || *headline == '\0')
        continue;
      if (count_common (story, text, &example) > 0)
        {
          g_autofree char *why = g_strdup_printf (_ ("The caption names “%s”"), example);

          galley_field_add_suggestion (field, headline, NULL, why);
        }
    }
}

/* --- fields ----------------------------------------------------------------------------------------------------- */

static GalleyField *
add_field (RelationsFacet *self, GalleyArticle *article, GListStore *list, const char *id, const char *label)
{
  g_autoptr (GalleyField) field =
      galley_field_new (id, label, GALLEY_FIELD_LIST, _ ("Headlines; several are parted by semicolons"));

  if (self->edition != NULL)
    galley_field_set_completer (field, complete, g_object_ref (self->edition), g_object_unref);
  galley_field_read (field, article);
  g_list_store_append (list, field);
  return field;
}

static void
relations_facet_list (RelationsFacet *self, GalleyArticle *article, GListStore *list)
{
  GalleyField *related = add_field (self, article, list, "related", _ ("Related"));
  g_autoptr (GalleyField) kind = NULL;
  g_autoptr (GalleyField) page = NULL;

  add_field (self, article, list, "update-of", _ ("Update of"));
  if (self->edition != NULL)
    suggest_related (self, related, article);
  if (galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE)
    {
      GalleyField *story = add_field (self, article, list, "picture-of", _ ("Picture of"));

      if (self->edition != NULL)
        suggest_story (self, story, article);
    }
  kind = galley_field_new ("jump.kind", _ ("Jump"), GALLEY_FIELD_CHOICE, NULL);
  galley_field_add_choice (kind, "to", _ ("is continued on"));
  galley_field_add_choice (kind, "from", _ ("is continued from"));
  galley_field_read (kind, article);
  g_list_store_append (list, kind);
  page =
      galley_field_new ("jump.page", _ ("Jump: page"), GALLEY_FIELD_TEXT, _ ("The page of the other part"));
  galley_field_read (page, article);
  g_list_store_append (list, page);
}
