/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>

#include "galley-facet.h"
#include "galley-registry.h"
#include "galley-vocabulary.h"

#include "test-common.h"

static GalleyPlugins *plugins;

static GListModel *
list_fields_of (const char *module, GalleyArticle *article, GalleyEdition *edition)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) facet =
      galley_plugins_create (plugins, galley_plugins_find (plugins, module), GALLEY_TYPE_FACET, &error);

  g_assert_no_error (error);
  galley_facet_set_edition (GALLEY_FACET (facet), edition);
  return galley_facet_list_fields (GALLEY_FACET (facet), article);
}

static GListModel *
list_fields (GalleyArticle *article)
{
  return list_fields_of ("news", article, NULL);
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

  galley_field_write (find_field (list, "section"), article, "法治");
  after = list_fields (article);
  g_assert_cmpuint (galley_field_get_n_suggestions (find_field (after, "section")), ==, 0);
  g_assert_cmpstr (galley_field_get_value (find_field (after, "section")), ==, "法治");
}

static void
test_people (void)
{
  g_autoptr (GalleyArticle) article = make_article ();
  g_autoptr (GListModel) list = list_fields_of ("people", article, NULL);
  g_autoptr (GListModel) after = NULL;

  g_assert_cmpstr (galley_field_get_value (find_field (list, "person")), ==, "本报记者 吴月");
  /* The one who is named already is not offered again. */
  assert_suggestion (list, "person", "陈思远", "通讯员");
  galley_field_write (find_field (list, "person"), article, "本报记者 吴月; 通讯员 陈思远");
  after = list_fields_of ("people", article, NULL);
  g_assert_cmpuint (galley_field_get_n_suggestions (find_field (after, "person")), ==, 0);
}

static void
test_registry (void)
{
  g_autofree char *folder = g_dir_make_tmp ("galley-people-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "people.txt", NULL);
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (GalleyRegistry) registry = galley_registry_new (folder);

    galley_registry_add (registry, "吴月", "见习记者");
    galley_registry_add (registry, "吴月明", "通讯员");
    galley_registry_add (registry, "吴月", "本报记者");
    galley_registry_add (registry, "郑吴", NULL);
    galley_registry_add (registry, "坏\t名", "记者");
    g_assert_true (galley_registry_save (registry, &error));
    g_assert_no_error (error);
  }
  {
    g_autoptr (GalleyRegistry) registry = galley_registry_new (folder);
    g_autoptr (GPtrArray) found = galley_registry_complete (registry, "吴", 0);

    g_assert_cmpuint (found->len, ==, 3);
    g_assert_cmpstr (((const GalleyRegistered *) found->pdata[0])->name, ==, "吴月");
    g_assert_cmpstr (((const GalleyRegistered *) found->pdata[0])->role, ==, "本报记者");
    g_assert_cmpstr (((const GalleyRegistered *) found->pdata[2])->name, ==, "郑吴");
  }
  g_remove (path);
  g_rmdir (folder);
}

static void
test_subjects (void)
{
  g_autoptr (GalleyArticle) article = make_article ();
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autoptr (GListModel) list = list_fields_of ("subjects", article, NULL);
  GalleyField *field = find_field (list, "subject");
  g_autoptr (GPtrArray) offers = galley_field_complete (field, "fl", 5);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) names = NULL;
  const GalleyOffer *first = offers->pdata[0];
  const GalleyMetaItem *item;

  g_assert_cmpstr (first->value, ==, "20000121");
  g_assert_cmpstr (first->qualifier, ==, "medtop");
  g_assert_cmpstr (first->label, ==, "法律");
  galley_field_write (field, article, "法律; 自定的题目; law enforcement; 法律、司法");
  items = galley_metadata_list (metadata, "subject");
  g_assert_cmpuint (items->len, ==, 4);
  item = items->pdata[0];
  g_assert_cmpstr (item->value, ==, "20000121");
  g_assert_cmpstr (item->qualifier, ==, "medtop");
  item = items->pdata[1];
  g_assert_cmpstr (item->value, ==, "自定的题目");
  g_assert_null (item->qualifier);
  item = items->pdata[3];
  g_assert_cmpstr (item->qualifier, ==, "gbt20093");
  names = galley_metadata_list (metadata, "subject.name");
  item = names->pdata[0];
  g_assert_cmpstr (item->value, ==, "法律");
  g_assert_cmpstr (item->qualifier, ==, "medtop:20000121");
  galley_field_read (field, article);
  g_assert_true (g_str_has_prefix (galley_field_get_value (field), "法律; 自定的题目; "));
  galley_field_write (field, article, "");
  g_assert_null (galley_metadata_get (metadata, "subject.name"));
}

static void
test_keywords (void)
{
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  GalleyPage *page = galley_edition_ensure_page (edition, 1, "要闻");
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyArticle) other = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GListModel) list = NULL;
  GalleyField *field;
  const char *why;

  add (article, GALLEY_ROLE_HEADLINE, "河道清淤赶在汛期前完工");
  add (article, GALLEY_ROLE_BODY, "工人正在清淤。这次河道清淤共投入机械四十台。河道两岸的群众也来帮忙。");
  add (article, GALLEY_ROLE_BODY, "群众说,去年汛期水漫堤岸,今年放心多了。群众盼着早日完工。");
  add (other, GALLEY_ROLE_BODY, "群众反映的问题得到解决。群众满意。");
  galley_page_insert (page, G_MAXUINT, article);
  galley_page_insert (page, G_MAXUINT, other);
  list = list_fields_of ("keywords", article, edition);
  field = find_field (list, "keyword");
  g_assert_cmpuint (galley_field_get_n_suggestions (field), >, 1);
  /* What stands in the headline and nowhere else comes before what the whole edition speaks of. */
  g_assert_cmpstr (galley_field_get_suggestion (field, 0, NULL, &why), ==, "河道清淤");
  g_assert_nonnull (strstr (why, "headline"));
  galley_field_write (field, article, "河道清淤");
  list = (g_object_unref (list), list_fields_of ("keywords", article, edition));
  g_assert_cmpstr (galley_field_get_suggestion (find_field (list, "keyword"), 0, NULL, NULL), !=, "河道清淤");
}

/* A keyword that is there already stands in no suggestion with a character more. */
static void
test_keyword_taken (void)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GListModel) list = NULL;
  GalleyField *field;

  add (article, GALLEY_ROLE_HEADLINE, "全省警源治理会议召开");
  add (article, GALLEY_ROLE_BODY, "全省警源治理工作会议昨天召开，部署警源治理。与会人员考察警源治理中心。");
  galley_metadata_add (galley_article_get_metadata (article), "keyword", "警源治理", NULL);
  list = list_fields_of ("keywords", article, NULL);
  field = find_field (list, "keyword");
  for (guint i = 0; i < galley_field_get_n_suggestions (field); i++)
    g_assert_null (strstr (galley_field_get_suggestion (field, i, NULL, NULL), "警源治理"));
}

/* Words that the cutter parts wrongly, that say the same again, that say nothing, and one of Latin letters. */
static void
test_keyword_choice (void)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GListModel) list = NULL;
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
  GalleyField *field;

  add (article, GALLEY_ROLE_HEADLINE, "养老服务提质 社区食堂开进村");
  add (article, GALLEY_ROLE_BODY,
       "近日，养老服务提质行动在全县开展。养老服务中心里，电动自行车充电桩已经装好。");
  add (article, GALLEY_ROLE_BODY,
       "村民说，电动自行车不再进楼。养老服务好不好，老人说了算。社区食堂每天开放。");
  add (article, GALLEY_ROLE_BODY,
       "电动自行车棚旁是社区食堂。目前，电动自行车都归了位，Robotics小组也来帮忙，Robotics课很热闹。");
  list = list_fields_of ("keywords", article, NULL);
  field = find_field (list, "keyword");
  for (guint i = 0; i < galley_field_get_n_suggestions (field); i++)
    g_hash_table_add (found, (gpointer) galley_field_get_suggestion (field, i, NULL, NULL));
  g_assert_true (g_hash_table_contains (found, "养老服务"));
  g_assert_true (g_hash_table_contains (found, "电动自行车"));
  g_assert_true (g_hash_table_contains (found, "社区食堂"));
  g_assert_true (g_hash_table_contains (found, "Robotics"));
  g_assert_false (g_hash_table_contains (found, "动自行车"));
  g_assert_false (g_hash_table_contains (found, "老服务"));
  g_assert_false (g_hash_table_contains (found, "养老服务提质"));
  g_assert_false (g_hash_table_contains (found, "养老服务提"));
  g_assert_false (g_hash_table_contains (found, "服务"));
  g_assert_false (g_hash_table_contains (found, "目前"));
}

static void
test_relations (void)
{
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  GalleyPage *page = galley_edition_ensure_page (edition, 1, "要闻");
  g_autoptr (GalleyArticle) story = make_article ();
  g_autoptr (GalleyArticle) picture = galley_article_new (GALLEY_ARTICLE_PICTURE);
  g_autoptr (GListModel) list = NULL;
  GalleyField *field;

  galley_metadata_add (galley_article_get_metadata (story), "keyword", "调解", NULL);
  add (picture, GALLEY_ROLE_CAPTION, "图为法官在社区调解现场。");
  galley_page_insert (page, G_MAXUINT, story);
  galley_page_insert (page, G_MAXUINT, picture);
  list = list_fields_of ("relations", picture, edition);
  field = find_field (list, "picture-of");
  assert_suggestion (list, "picture-of", "法院设点调解邻里纠纷", NULL);
  galley_field_write (field, picture, "法院设点调解邻里纠纷");
  g_assert_cmpstr (galley_metadata_get (galley_article_get_metadata (picture), "picture-of"), ==,
                   galley_article_get_id (story));
  galley_field_read (field, picture);
  g_assert_cmpstr (galley_field_get_value (field), ==, "法院设点调解邻里纠纷");
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
  g_test_add_func ("/people/byline", test_people);
  g_test_add_func ("/people/registry", test_registry);
  g_test_add_func ("/subjects", test_subjects);
  g_test_add_func ("/keywords", test_keywords);
  g_test_add_func ("/keyword-choice", test_keyword_choice);
  g_test_add_func ("/keyword-taken", test_keyword_taken);
  g_test_add_func ("/relations", test_relations);
  g_test_add_func ("/news/odd", test_odd_articles);
  g_test_add_func ("/news/vocabulary", test_vocabulary);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
