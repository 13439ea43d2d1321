/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "store-fixture.h"

void
store_set_up (StoreFixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("galley-store-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "期.galley", NULL);
}

void
store_tear_down (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->folder);
  g_free (fixture->path);
}

GalleyArticle *
store_make_article (const char *headline, const char *body)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) head = galley_block_new (GALLEY_ROLE_HEADLINE, headline, -1);
  g_autoptr (GalleyBlock) text = galley_block_new (GALLEY_ROLE_BODY, body, -1);

  galley_article_append (article, head);
  galley_article_append (article, text);
  return article;
}

/* An edition with two pages, three articles and a picture. */
void
store_fill (GalleyEdition *edition)
{
  g_autoptr (GalleyArticle) first = store_make_article ("河堤加固完工", "河堤昨天加固完工，历时三个月。");
  g_autoptr (GalleyArticle) second = store_make_article ("夜校开课", "夜校今晚开课，教室在社区中心二楼。");
  g_autoptr (GalleyArticle) third =
      store_make_article ("Night trains return", "The night train to the coast runs again.");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x89PNG\r\n\x1a\n\0\0", 10);
  g_autoptr (GalleyAsset) asset = galley_asset_new ("河堤.png", NULL, bytes);
  const GalleySpan spans[] = {
    { GALLEY_SPAN_DATELINE, 0, 3, NULL },
    { GALLEY_SPAN_LINK, 3, 6, (char *) "https://example.org/?a=\"1\"" },
  };
  g_autoptr (GalleyBlock) marked = galley_block_new_full (GALLEY_ROLE_BODY, "本报讯链接处𠮷字\\\"", -1, spans,
                                                          G_N_ELEMENTS (spans), 40, 52, 0.75);

  galley_article_append (first, marked);
  galley_article_set_confidence (first, 0.5);
  galley_metadata_add (galley_article_get_metadata (first), "person", "周岚", "本报记者");
  galley_metadata_add (galley_article_get_metadata (first), "section", "要闻", NULL);
  galley_article_set_kind (third, GALLEY_ARTICLE_PICTURE);
  galley_asset_set_info (asset, "caption", "加固后的河堤");

  GalleyPage *front = galley_edition_ensure_page (edition, 1, "要闻");
  GalleyPage *back = galley_edition_ensure_page (edition, 4, "生活");

  galley_page_insert (front, G_MAXUINT, first);
  galley_page_insert (front, G_MAXUINT, second);
  galley_page_insert (back, G_MAXUINT, third);
  galley_metadata_add (galley_page_get_staff (back), "staff", "郑晓", "责任编辑");
  galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER, "江畔晚报");
  galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_ISSUE, "81");
  galley_edition_add_asset (edition, asset);
}

static void
store_assert_same_article (GalleyArticle *a, GalleyArticle *b)
{
  g_assert_cmpstr (galley_article_get_id (a), ==, galley_article_get_id (b));
  g_assert_cmpint (galley_article_get_kind (a), ==, galley_article_get_kind (b));
  g_assert_cmpfloat (galley_article_get_confidence (a), ==, galley_article_get_confidence (b));
  g_assert_true (galley_metadata_equal (galley_article_get_metadata (a), galley_article_get_metadata (b)));
  g_assert_cmpuint (galley_article_get_n_blocks (a), ==, galley_article_get_n_blocks (b));
  for (guint i = 0; i < galley_article_get_n_blocks (a); i++)
    {
      GalleyBlock *block_a = galley_article_get_block (a, i);
      GalleyBlock *block_b = galley_article_get_block (b, i);
      guint start_a = 0, end_a = 0, start_b = 0, end_b = 0;

      g_assert_true (galley_block_equal (block_a, block_b));
      g_assert_cmpfloat (galley_block_get_confidence (block_a), ==, galley_block_get_confidence (block_b));
      g_assert_cmpint (galley_block_get_source (block_a, &start_a, &end_a), ==,
                       galley_block_get_source (block_b, &start_b, &end_b));
      g_assert_cmpuint (start_a, ==, start_b);
      g_assert_cmpuint (end_a, ==, end_b);
    }
}

void
store_assert_same (GalleyEdition *a, GalleyEdition *b)
{
  g_autoptr (GPtrArray) assets_a = galley_edition_list_assets (a);
  g_autoptr (GPtrArray) assets_b = galley_edition_list_assets (b);

  g_assert_cmpstr (galley_edition_get_id (a), ==, galley_edition_get_id (b));
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (a), i), ==,
                     galley_masthead_get (galley_edition_get_masthead (b), i));
  g_assert_cmpuint (galley_edition_get_n_pages (a), ==, galley_edition_get_n_pages (b));
  for (guint i = 0; i < galley_edition_get_n_pages (a); i++)
    {
      GalleyPage *page_a = galley_edition_get_page (a, i);
      GalleyPage *page_b = galley_edition_get_page (b, i);

      g_assert_cmpuint (galley_page_get_number (page_a), ==, galley_page_get_number (page_b));
      g_assert_cmpstr (galley_page_get_name (page_a), ==, galley_page_get_name (page_b));
      g_assert_true (galley_metadata_equal (galley_page_get_staff (page_a), galley_page_get_staff (page_b)));
      g_assert_cmpuint (galley_page_get_n_articles (page_a), ==, galley_page_get_n_articles (page_b));
      for (guint j = 0; j < galley_page_get_n_articles (page_a); j++)
        store_assert_same_article (galley_page_get_article (page_a, j), galley_page_get_article (page_b, j));
    }
  g_assert_cmpuint (assets_a->len, ==, assets_b->len);
  for (guint i = 0; i < assets_a->len; i++)
    {
      GalleyAsset *asset_a = g_ptr_array_index (assets_a, i);
      GalleyAsset *asset_b = g_ptr_array_index (assets_b, i);

      g_assert_cmpstr (galley_asset_get_id (asset_a), ==, galley_asset_get_id (asset_b));
      g_assert_cmpstr (galley_asset_get_name (asset_a), ==, galley_asset_get_name (asset_b));
      g_assert_cmpstr (galley_asset_get_info (asset_a, "caption"), ==,
                       galley_asset_get_info (asset_b, "caption"));
      g_assert_true (g_bytes_equal (galley_asset_get_bytes (asset_a), galley_asset_get_bytes (asset_b)));
    }
}

GalleyStore *
store_open (StoreFixture *fixture, gboolean create)
{
  g_autoptr (GError) error = NULL;
  GalleyStore *store = galley_store_open (fixture->path, create, "林工", &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

void
store_close (GalleyStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (galley_store_close (store, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (store);
}

void
store_assert_on_disk (StoreFixture *fixture, GalleyEdition *edition)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) other = galley_store_open_readonly (fixture->path, &error);

  g_assert_no_error (error);
  store_assert_same (edition, galley_store_get_edition (other));
}

void
store_wait (GalleyStore *store, const char *state)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autofree char *now = NULL;

  for (;;)
    {
      g_clear_pointer (&now, g_free);
      g_object_get (store, "state", &now, NULL);
      if (g_strcmp0 (now, state) == 0)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

void
store_run_sql (const char *path, const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (handle);
}

guint
store_count_files (StoreFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
