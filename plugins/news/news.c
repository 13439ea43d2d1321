/* SPDX-License-Identifier: GPL-3.0-or-later */
/* news — what a newsroom says about an article: where it belongs, where it is from, and when it may run. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-facet.h"
#include "galley-peas.h"
#include "galley-vocabulary.h"

#define NEWS_TYPE_FACET (news_facet_get_type ())
G_DECLARE_FINAL_TYPE (NewsFacet, news_facet, NEWS, FACET, GObject)

/* It runs on the main loop: no more of the text than this is looked at for words (in bytes). */
#define MAX_LOOKED_AT 30000

struct _NewsFacet
{
  GObject parent_instance;

  GalleyVocabulary *vocabulary; /* or NULL where the file is missing: then there are no choices */
};

typedef struct
{
  const char *id;
  const char *label;
  GalleyFieldKind kind;
  const char *hint;
  const char *choices; /* group of the vocabulary */
} FieldInfo;

static const FieldInfo fields[] = {
  { "section", N_ ("Section"), GALLEY_FIELD_TEXT, NULL, "section" },
  { "genre", N_ ("Genre"), GALLEY_FIELD_CHOICE, NULL, "genre" },
  { "slug", N_ ("Slug"), GALLEY_FIELD_TEXT, N_ ("A short name for the story while it is made"), NULL },
  { "dateline.agency", N_ ("Dateline: agency"), GALLEY_FIELD_TEXT, NULL, NULL },
  { "dateline.place", N_ ("Dateline: place"), GALLEY_FIELD_TEXT, NULL, NULL },
  { "dateline.month", N_ ("Dateline: month"), GALLEY_FIELD_NUMBER, NULL, NULL },
  { "dateline.day", N_ ("Dateline: day"), GALLEY_FIELD_NUMBER, NULL, NULL },
  { "place", N_ ("Place"), GALLEY_FIELD_TEXT, N_ ("Where it happened"), NULL },
  { "source", N_ ("Source"), GALLEY_FIELD_TEXT, N_ ("Who supplied the copy"), "source" },
  { "urgency", N_ ("Urgency"), GALLEY_FIELD_CHOICE, N_ ("1 is the most urgent"), "urgency" },
  { "language", N_ ("Language"), GALLEY_FIELD_CHOICE, NULL, "language" },
  { "rights", N_ ("Rights"), GALLEY_FIELD_TEXT, NULL, NULL },
  { "embargo", N_ ("Embargo"), GALLEY_FIELD_DATE, N_ ("Not to be published before: 2025-01-31T18:00"), NULL },
};

/* --- suggestions ------------------------------------------------------------------------------------------------ */

static gboolean
has_value (GalleyArticle *article, const char *key)
{
  return galley_metadata_get (galley_article_get_metadata (article), key) != NULL;
}

typedef struct
{
  guint n;
  const char *word; /* the first one that was found */
} Votes;

/* The section most of the words in the text speak for, if at least two do. */
static void
suggest_section (NewsFacet *self, GalleyField *field, GalleyArticle *article, const char *text)
{
  g_autoptr (GHashTable) votes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  const GPtrArray *words = galley_vocabulary_get_terms (self->vocabulary, "section-word");
  const char *best = NULL;
  const Votes *best_votes = NULL;

  for (guint i = 0; i < words->len; i++)
    {
      const GalleyTerm *word = g_ptr_array_index (words, i);
      Votes *found;

      if (strstr (text, word->code) == NULL)
        continue;
      found = g_hash_table_lookup (votes, word->label);
      if (found == NULL)
        {
          found = g_new0 (Votes, 1);
          found->word = word->code;
          g_hash_table_insert (votes, word->label, found);
        }
      /* The first of two equal ones in the order of the file wins, whatever the order of the hash table. */
      if (++found->n > (best_votes != NULL ? best_votes->n : 1))
        {
          best = word->label;
          best_votes = found;
        }
    }
  if (best != NULL)
    {
      g_autofree char *why =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s” and %u other word of this section",
                                        "“%s” and %u other words of this section", best_votes->n - 1),
                           best_votes->word, best_votes->n - 1);

      galley_field_add_suggestion (field, best, NULL, why);
    }
}

static void
suggest_genre (GalleyField *field, GalleyArticle *article)
{
  guint n = galley_article_count_characters (article);

  if (galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE)
    galley_field_add_suggestion (field, "图片新闻", NULL, _ ("It is a picture with its caption"));
  else if (galley_article_get_kind (article) == GALLEY_ARTICLE_AD)
    galley_field_add_suggestion (field, "公告", NULL, _ ("It stands among the advertisements"));
  else if (has_value (article, "dateline.agency"))
    {
      g_autofree char *why = g_strdup_printf (_ ("It has a dateline and %u characters"), n);

      galley_field_add_suggestion (field, n < 200 ? "简讯" : "消息", NULL, why);
    }
}

static void
suggest_from (GalleyField *field, GalleyArticle *article, const char *key, const char *why)
{
  const char *value = galley_metadata_get (galley_article_get_metadata (article), key);

  if (value != NULL)
    galley_field_add_suggestion (field, value, NULL, why);
}

static void
suggest (NewsFacet *self, GalleyField *field, GalleyArticle *article, const char *text)
{
  const char *id = galley_field_get_id (field);

  if (has_value (article, id))
    return;
  else if (g_str_equal (id, "section") && self->vocabulary != NULL)
    suggest_section (self, field, article, text);
  else if (g_str_equal (id, "genre"))
    suggest_genre (field, article);
  else if (g_str_equal (id, "place"))
    suggest_from (field, article, "dateline.place", _ ("The dateline names it"));
  else if (g_str_equal (id, "source"))
    suggest_from (field, article, "dateline.agency", _ ("The dateline names it"));
  else if (g_str_equal (id, "language"))
    galley_field_add_suggestion (field, galley_article_get_language (article), NULL,
                                 _ ("Most of the letters are of this language"));
}

/* --- fields ----------------------------------------------------------------------------------------------------- */

static void
add_choices (NewsFacet *self, GalleyField *field, const char *group)
{
  const GPtrArray *terms;

  if (group == NULL || self->vocabulary == NULL)
    return;
  terms = galley_vocabulary_get_terms (self->vocabulary, group);
  for (guint i = 0; i < terms->len; i++)
    {
      const GalleyTerm *term = g_ptr_array_index (terms, i);

      galley_field_add_choice (field, term->code, term->label);
    }
}

static GListModel *
news_facet_list_fields (GalleyFacet *facet, GalleyArticle *article)
{
  NewsFacet *self = NEWS_FACET (facet);
  GListStore *list = g_list_store_new (GALLEY_TYPE_FIELD);
  g_autofree char *text = galley_article_dup_text (article);

  if (strlen (text) > MAX_LOOKED_AT)
    text[MAX_LOOKED_AT] = '\0';
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (GalleyField) field = galley_field_new (fields[i].id, _ (fields[i].label), fields[i].kind,
                                                        fields[i].hint != NULL ? _ (fields[i].hint) : NULL);

      add_choices (self, field, fields[i].choices);
      galley_field_read (field, article);
      suggest (self, field, article, text);
      g_list_store_append (list, field);
    }
  return G_LIST_MODEL (list);
}

static void
news_facet_iface_init (GalleyFacetInterface *iface)
{
  iface->list_fields = news_facet_list_fields;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NewsFacet,
                               news_facet,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_FACET, news_facet_iface_init))

static void
news_facet_finalize (GObject *object)
{
  g_clear_pointer (&NEWS_FACET (object)->vocabulary, galley_vocabulary_unref);
  G_OBJECT_CLASS (news_facet_parent_class)->finalize (object);
}

static void
news_facet_class_init (NewsFacetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = news_facet_finalize;
}

static void
news_facet_init (NewsFacet *self)
{
  self->vocabulary = galley_vocabulary_load ("news", NULL);
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_FACET, NEWS_TYPE_FACET);
}
