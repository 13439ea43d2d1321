/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-facet.h"
#include "galley-vocabulary.h"

#include "test-common.h"

static GalleyPlugins *plugins;

static GListModel *
list_fields (GalleyArticle *article)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) facet =
      galley_plugins_create (plugins, galley_plugins_find (plugins, "news"), GALLEY_TYPE_FACET, &error);

  g_assert_no_error (error);
  return galley_facet_list_fields (GALLEY_FACET (facet), article);
}

/* Borrowed from the list. */
static GalleyField *
find_field (GListModel *list, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GalleyField) field = g_list_model_get_item (list, i);

      if (g_str_equal (galley_field_get_id (field), id))
        return field;
    }
  g_assert_not_reached ();
}

static void
add (GalleyArticle *article, GalleyRole role, const char *text)
{
  g_autoptr (GalleyBlock) block = galley_block_new (role, text, -1);

  galley_article_append (article, block);
}

static GalleyArticle *
make_article (void)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  GalleyMetadata *metadata = galley_article_get_metadata (article);

  add (article, GALLEY_ROLE_HEADLINE, "法院设点调解邻里纠纷");
  add (article, GALLEY_ROLE_BYLINE, "本报记者 吴月 通讯员 陈思远");
  add (article, GALLEY_ROLE_BODY, "新华社北京5月6日电 区法院的法官和民警一起走进社区,调解了三起诉讼。");
  galley_metadata_set (metadata, "dateline.agency", "新华社");
  galley_metadata_set (metadata, "dateline.place", "北京");
  galley_metadata_add (metadata, "person", "吴月", "本报记者");
  return article;
}

static void
test_fields (void)
{
  g_autoptr (GalleyArticle) article = make_article ();
  g_autoptr (GListModel) list = list_fields (article);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GalleyField) field = g_list_model_get_item (list, i);

      g_assert_cmpstr (galley_field_get_label (field), !=, "");
      g_assert_true (g_hash_table_add (ids, (gpointer) galley_field_get_id (field)));
      if (galley_field_get_kind (field) == GALLEY_FIELD_CHOICE)
        g_assert_cmpuint (galley_field_get_n_choices (field), >, 1);
    }
  g_assert_cmpuint (galley_field_get_n_choices (find_field (list, "urgency")), ==, 9);
  g_assert_cmpstr (galley_field_get_value (find_field (list, "person")), ==, "本报记者 吴月");
  g_assert_cmpstr (galley_field_get_value (find_field (list, "dateline.place")), ==, "北京");
}

static void
assert_suggestion (GListModel *list, const char *id, const char *value, const char *qualifier)
{
  GalleyField *field = find_field (list, id);
  const char *found_qualifier;
  const char *why;

  g_assert_cmpuint (galley_field_get_n_suggestions (field), ==, 1);
  g_assert_cmpstr (galley_field_get_suggestion (field, 0, &found_qualifier, &why), ==, value);
  g_assert_cmpstr (found_qualifier, ==, qualifier);
  g_assert_nonnull (why);
  g_assert_cmpstr (why, !=, "");
}

static void
test_suggestions (void)
{
  g_autoptr (GalleyArticle) article = make_article ();
  g_autoptr (GListModel) list = list_fields (article);
  g_autoptr (GListModel) after = NULL;

  assert_suggestion (list, "section", "法治", NULL);
  assert_suggestion (list, "place", "北京", NULL);
  assert_suggestion (list, "source", "新华社", NULL);
  assert_suggestion (list, "genre", "简讯", NULL);
  assert_suggestion (list, "language", "zh-CN", NULL);
  /* The one who is named already is not offered again. */
  assert_suggestion (list, "person", "陈思远", "通讯员");

  galley_field_write (find_field (list, "section"), article, "法治");
  galley_field_write (find_field (list, "person"), article, "本报记者 吴月; 通讯员 陈思远");
  after = list_fields (article);
  g_assert_cmpuint (galley_field_get_n_suggestions (find_field (after, "section")), ==, 0);
  g_assert_cmpuint (galley_field_get_n_suggestions (find_field (after, "person")), ==, 0);
  g_assert_cmpstr (galley_field_get_value (find_field (after, "section")), ==, "法治");
}

static void
test_odd_articles (void)
{
  g_autoptr (GalleyArticle) empty = galley_article_new (GALLEY_ARTICLE_AD);
  g_autoptr (GalleyArticle) large = galley_article_new (GALLEY_ARTICLE_PICTURE);
  g_autoptr (GListModel) list = list_fields (empty);
  g_autoptr (GListModel) large_list = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  assert_suggestion (list, "genre", "公告", NULL);
  g_assert_cmpuint (galley_field_get_n_suggestions (find_field (list, "section")), ==, 0);
  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "春耕");
  add (large, GALLEY_ROLE_BYLINE, text->str);
  add (large, GALLEY_ROLE_BODY, text->str);
  large_list = list_fields (large);
  assert_suggestion (large_list, "genre", "图片新闻", NULL);
}

/* Every term has a label of its own for Chinese readers, and every word of a section speaks for one that exists. */
static void
test_vocabulary (void)
{
  static const char *const groups[] = { "section", "genre", "urgency", "language", "role", "source" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyVocabulary) vocabulary = galley_vocabulary_load ("news", &error);
  g_autofree char *path = galley_data_find ("vocabularies/news.vocab");
  g_autofree char *data = NULL;
  const GPtrArray *words;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
  for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      const GPtrArray *terms = galley_vocabulary_get_terms (vocabulary, groups[g]);

      g_assert_cmpuint (terms->len, >, 1);
      for (guint i = 0; i < terms->len; i++)
        {
          const GalleyTerm *term = g_ptr_array_index (terms, i);
          g_autofree char *line = g_strdup_printf ("\n%s[zh_CN]=", term->code);

          g_assert_nonnull (strstr (data, line));
        }
    }
  words = galley_vocabulary_get_terms (vocabulary, "section-word");
  for (guint i = 0; i < words->len; i++)
    g_assert_true (
        galley_vocabulary_has (vocabulary, "section", ((GalleyTerm *) g_ptr_array_index (words, i))->label));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/news/fields", test_fields);
  g_test_add_func ("/news/suggestions", test_suggestions);
  g_test_add_func ("/news/odd", test_odd_articles);
  g_test_add_func ("/news/vocabulary", test_vocabulary);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
