/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "galley-edition.h"

static GalleyArticle *
make_article (const char *const *lines)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GalleyBlock) block =
          galley_block_new (i == 0 ? GALLEY_ROLE_HEADLINE : GALLEY_ROLE_BODY, lines[i], -1);

      galley_article_append (article, block);
    }
  return article;
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, GArray *seen)
{
  g_array_append_val (seen, position);
  g_array_append_val (seen, removed);
  g_array_append_val (seen, added);
}

static void
test_splice (void)
{
  g_autoptr (GalleyArticle) article = make_article ((const char *[]){ "题", "甲", "乙", "丙", NULL });
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, "丁", -1);
  g_autofree char *text = NULL;
  GalleyBlock *old = galley_article_get_block (article, 2);

  g_signal_connect (article, "items-changed", G_CALLBACK (on_items_changed), seen);
  g_object_ref (old);
  galley_article_splice (article, 1, 2, &block, 1);
  g_assert_false (galley_article_has_block (article, old));
  g_assert_true (galley_article_has_block (article, block));
  g_assert_cmpint (galley_article_index_of (article, block), ==, 1);
  g_assert_cmpint (galley_article_index_of (article, old), ==, -1);
  g_object_unref (old);
  text = galley_article_dup_text (article);
  g_assert_cmpstr (text, ==, "题\n丁\n丙");
  g_assert_cmpuint (seen->len, ==, 3);
  g_assert_cmpuint (g_array_index (seen, guint, 0), ==, 1);
  g_assert_cmpuint (g_array_index (seen, guint, 1), ==, 2);
  g_assert_cmpuint (g_array_index (seen, guint, 2), ==, 1);
}

static void
test_freeze (void)
{
  g_autoptr (GalleyArticle) article = make_article ((const char *[]){ "题", "甲", NULL });
  galley_metadata_set (galley_article_get_metadata (article), "section", "要闻");
  g_autoptr (GalleyArticle) frozen = galley_article_freeze (article);

  galley_article_splice (article, 0, 1, NULL, 0);
  galley_metadata_set (galley_article_get_metadata (article), "section", "体育");
  g_assert_true (galley_article_is_frozen (frozen));
  g_assert_cmpuint (galley_article_get_n_blocks (frozen), ==, 2);
  g_assert_cmpstr (galley_metadata_get (galley_article_get_metadata (frozen), "section"), ==, "要闻");
  g_assert_cmpstr (galley_article_get_id (frozen), ==, galley_article_get_id (article));
}

static void
test_counts (void)
{
  g_autoptr (GalleyArticle) article =
      make_article ((const char *[]){ "大标题 分两段", "共 12 字,含标点。", NULL });
  g_autoptr (GalleyArticle) english =
      make_article ((const char *[]){ "A headline", "Words in a row and 汉字.", NULL });
  g_autofree char *headline = galley_article_dup_headline (article);

  g_assert_cmpstr (headline, ==, "大标题 分两段");
  g_assert_cmpuint (galley_article_count_characters (article), ==, 15);
  g_assert_cmpstr (galley_article_get_language (article), ==, "zh-CN");
  g_assert_cmpstr (galley_article_get_language (english), ==, "en");
}

static void
test_metadata (void)
{
  g_autoptr (GalleyMetadata) metadata = galley_metadata_new ();
  g_autoptr (GalleyMetadata) copy = NULL;
  g_autoptr (GPtrArray) people = NULL;

  galley_metadata_add (metadata, "person", "许梅", "本报首席记者");
  galley_metadata_set (metadata, "section", "法治");
  galley_metadata_add (metadata, "person", "阮家骅", "通讯员");
  galley_metadata_add (metadata, "person", "阮家骅", "通讯员");
  people = galley_metadata_list (metadata, "person");
  g_assert_cmpuint (people->len, ==, 2);
  copy = galley_metadata_copy (metadata);
  g_assert_true (galley_metadata_equal (metadata, copy));
  g_assert_true (galley_metadata_remove (metadata, "person", "许梅", NULL));
  g_assert_false (galley_metadata_remove (metadata, "person", "许梅", NULL));
  g_assert_false (galley_metadata_equal (metadata, copy));
  galley_metadata_set (metadata, "person", NULL);
  g_assert_null (galley_metadata_get (metadata, "person"));
  g_assert_cmpuint (galley_metadata_get_n_items (metadata), ==, 1);
}

static void
test_edition (void)
{
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  g_autoptr (GalleyEdition) other = galley_edition_new ();
  g_autoptr (GalleyArticle) one = make_article ((const char *[]){ "一", NULL });
  g_autoptr (GalleyArticle) two = make_article ((const char *[]){ "二", NULL });
  g_autoptr (GalleyArticle) folio = galley_article_new (GALLEY_ARTICLE_FURNITURE);
  GalleyPage *third = galley_edition_ensure_page (edition, 3, "综合");
  GalleyPage *first = galley_edition_ensure_page (edition, 1, NULL);
  GalleyPage *page = NULL;

  g_assert_true (galley_edition_get_page (edition, 0) == first);
  g_assert_true (galley_edition_ensure_page (edition, 1, "要闻") == first);
  g_assert_cmpstr (galley_page_get_name (first), ==, "要闻");
  galley_page_insert (first, 0, folio);
  galley_page_insert (first, G_MAXUINT, one);
  galley_page_insert (galley_edition_ensure_page (other, 3, "别名"), 0, two);
  galley_masthead_set (galley_edition_get_masthead (other), GALLEY_FACT_ISSUE, "7132");

  galley_edition_absorb (edition, other, 0);
  g_assert_cmpuint (galley_edition_get_n_pages (other), ==, 0);
  g_assert_true (galley_edition_find_article (edition, galley_article_get_id (two), &page) == two);
  g_assert_true (page == third);
  g_assert_cmpstr (galley_page_get_name (third), ==, "综合");
  g_assert_cmpint (galley_edition_number_of (edition, one), ==, 0);
  g_assert_cmpint (galley_edition_number_of (edition, two), ==, 1);
  g_assert_cmpint (galley_edition_number_of (edition, folio), ==, -1);

  galley_edition_move (edition, one, third, 0);
  g_assert_cmpint (galley_page_index_of (third, one), ==, 0);
  galley_edition_move (edition, one, third, G_MAXUINT);
  g_assert_cmpint (galley_page_index_of (third, one), ==, 1);

  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_autofree char *title = galley_edition_dup_title (frozen);

  g_assert_cmpuint (galley_edition_get_n_pages (frozen), ==, 2);
  g_assert_nonnull (strstr (title, "7132"));
}

static void
test_facts (void)
{
  static const struct
  {
    GalleyFact fact;
    const char *value;
    gboolean good;
  } cases[] = {
    { GALLEY_FACT_DATE, "2024-11-27", TRUE },      { GALLEY_FACT_DATE, "2024-02-30", FALSE },
    { GALLEY_FACT_DATE, "2024年11月27日", FALSE }, { GALLEY_FACT_CN, "CN33-0118", TRUE },
    { GALLEY_FACT_CN, "CN33-01180", FALSE },       { GALLEY_FACT_CN, "CN33-1118", FALSE },
    { GALLEY_FACT_CN, "CN33-0000", FALSE },        { GALLEY_FACT_POST_CODE, "31-25", TRUE },
    { GALLEY_FACT_POST_CODE, "310-25", FALSE },    { GALLEY_FACT_ISSUE, "7132", TRUE },
    { GALLEY_FACT_ISSUE, "七千", FALSE },          { GALLEY_FACT_EMAIL, "desk@paper.cn", TRUE },
    { GALLEY_FACT_EMAIL, "desk@paper", FALSE },    { GALLEY_FACT_WEEKDAY, "星期三", TRUE },
    { GALLEY_FACT_WEEKDAY, "星期八", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *problem = galley_fact_validate (cases[i].fact, cases[i].value);

      g_test_message ("%s", cases[i].value);
      g_assert_true ((problem == NULL) == cases[i].good);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/article/splice", test_splice);
  g_test_add_func ("/article/freeze", test_freeze);
  g_test_add_func ("/article/counts", test_counts);
  g_test_add_func ("/metadata/items", test_metadata);
  g_test_add_func ("/edition/pages", test_edition);
  g_test_add_func ("/masthead/facts", test_facts);
  return g_test_run ();
}
