/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <sys/resource.h>
#include <signal.h>

#include <glib/gstdio.h>

#include "galley-error.h"
#include "store-fixture.h"

static void
test_round_trip (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  g_autoptr (GalleyEdition) frozen = NULL;
  g_autoptr (GError) error = NULL;

  store_fill (galley_store_get_edition (store));
  g_assert_true (galley_store_flush (store, &error));
  g_assert_no_error (error);
  store_assert_on_disk (fixture, galley_store_get_edition (store));
  frozen = galley_edition_freeze (galley_store_get_edition (store));
  store_close (store);
  g_assert_cmpuint (store_count_files (fixture), ==, 1);
  store_assert_on_disk (fixture, frozen);

  store = store_open (fixture, FALSE);
  store_assert_same (frozen, galley_store_get_edition (store));
  store_close (store);
}

/* Every kind of change arrives by the main loop alone, and each in less than a second. */
static void
change (GalleyEdition *edition, guint step)
{
  GalleyPage *front = galley_edition_get_page (edition, 0);
  GalleyPage *back = galley_edition_get_page (edition, 1);
  GalleyArticle *article = galley_page_get_article (front, 0);
  g_autoptr (GPtrArray) assets = galley_edition_list_assets (edition);
  g_autoptr (GalleyBlock) block = NULL;
  g_autoptr (GalleyArticle) added = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GalleyAsset) asset = NULL;

  switch (step)
    {
    case 0:
      block = galley_block_splice (galley_article_get_block (article, 1), 2, 0, "今早");
      galley_article_splice (article, 1, 1, &block, 1);
      break;
    case 1:
      galley_metadata_set (galley_article_get_metadata (article), "section", "民生");
      break;
    case 2:
      galley_article_set_kind (article, GALLEY_ARTICLE_AD);
      break;
    case 3:
      galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_ISSUE, "82");
      break;
    case 4:
      galley_page_set_name (front, "头版");
      break;
    case 5:
      galley_metadata_add (galley_page_get_staff (front), "staff", "何苗", "版式");
      break;
    case 6:
      galley_edition_move (edition, article, back, 0);
      break;
    case 7:
      added = store_make_article ("增补", "开印前补的一条。");
      galley_page_insert (front, 0, added);
      break;
    case 8:
      galley_page_remove (front, 0);
      break;
    case 9:
      galley_asset_set_info (g_ptr_array_index (assets, 0), "caption", "河堤全景");
      break;
    case 10:
      bytes = g_bytes_new_static ("GIF89a..", 8);
      asset = galley_asset_new ("b.gif", NULL, bytes);
      galley_edition_add_asset (edition, asset);
      break;
    case 11:
      galley_edition_ensure_page (edition, 2, "评论");
      break;
    case 12:
      galley_edition_remove_page (edition, front);
      break;
    case 13:
      galley_page_set_number (back, 3);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
test_follows (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);

  store_fill (galley_store_get_edition (store));
  store_wait (store, "saved");
  for (guint step = 0; step <= 13; step++)
    {
      gint64 start = g_get_monotonic_time ();

      change (galley_store_get_edition (store), step);
      store_wait (store, "saving");
      store_wait (store, "saved");
      g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
      store_assert_on_disk (fixture, galley_store_get_edition (store));
    }
  store_close (store);
}

/* An article made in the running store is followed like the others, and so is one that came back. */
static void
test_follows_new (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  GalleyEdition *edition = galley_store_get_edition (store);
  GalleyPage *page = galley_edition_ensure_page (edition, 1, "一");
  g_autoptr (GalleyArticle) article = store_make_article ("题", "文");
  g_autoptr (GalleyArticle) stand_in = NULL;
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, "又一段", -1);
  g_autoptr (GalleyBlock) other = galley_block_new (GALLEY_ROLE_BODY, "换了人", -1);

  galley_page_insert (page, 0, article);
  g_assert_true (galley_store_flush (store, NULL));
  galley_article_append (article, block);
  g_assert_true (galley_store_flush (store, NULL));
  store_assert_on_disk (fixture, edition);

  galley_page_remove (page, 0);
  g_assert_true (galley_store_flush (store, NULL));
  store_assert_on_disk (fixture, edition);
  galley_page_insert (page, 0, article);
  g_assert_true (galley_store_flush (store, NULL));
  store_assert_on_disk (fixture, edition);

  /* The same id on another object, as when a revision is put in whole. */
  stand_in = galley_article_new_with_id (GALLEY_ARTICLE_STORY, galley_article_get_id (article));
  galley_page_remove (page, 0);
  galley_page_insert (page, 0, stand_in);
  galley_article_append (stand_in, other);
  g_assert_true (galley_store_flush (store, NULL));
  store_assert_on_disk (fixture, edition);
  store_close (store);
}

static void
test_revisions (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  GalleyPage *page = galley_edition_ensure_page (galley_store_get_edition (store), 1, "");
  g_autoptr (GalleyArticle) article = store_make_article ("题", "原来的文字");
  g_autoptr (GalleyArticle) old = NULL;
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, "改过的文字", -1);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  const GalleyRevision *revision;

  galley_page_insert (page, 0, article);
  g_assert_cmpint (galley_store_keep (store, article, "import", &error), ==, 1);
  g_assert_cmpint (galley_store_keep (store, article, "again", &error), ==, 1);
  galley_article_splice (article, 1, 1, &block, 1);
  galley_store_set_author (store, "许工");
  g_assert_cmpint (galley_store_keep (store, article, "一校", &error), ==, 2);
  galley_metadata_set (galley_article_get_metadata (article), "section", "要闻");
  store_close (store); /* keeps the third by itself */

  store = store_open (fixture, FALSE);
  list = galley_store_list_revisions (store, galley_article_get_id (article), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 3);
  revision = g_ptr_array_index (list, 0);
  g_assert_cmpstr (revision->reason, ==, "import");
  g_assert_cmpstr (revision->author, ==, "林工");
  revision = g_ptr_array_index (list, 1);
  g_assert_cmpstr (revision->reason, ==, "一校");
  g_assert_cmpstr (revision->author, ==, "许工");
  g_assert_cmpint (revision->number, ==, 2);
  g_assert_cmpint (ABS (revision->time - g_get_real_time ()), <, 60 * G_USEC_PER_SEC);
  revision = g_ptr_array_index (list, 2);
  g_assert_cmpstr (revision->reason, ==, "close");

  old = galley_store_read_revision (store, 1, &error);
  g_assert_no_error (error);
  g_assert_true (galley_article_is_frozen (old));
  g_assert_cmpstr (galley_block_get_text (galley_article_get_block (old, 1)), ==, "原来的文字");
  g_assert_null (galley_store_read_revision (store, 9, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Opened again and left as it is: nothing new. */
  g_assert_cmpint (
      galley_store_keep (
          store, galley_page_get_article (galley_edition_get_page (galley_store_get_edition (store), 0), 0),
          "on demand", &error),
      ==, 3);
  g_assert_true (galley_store_verify (store, &error));
  store_close (store);
}

static void
test_removed_text (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  GalleyPage *page = galley_edition_ensure_page (galley_store_get_edition (store), 1, "");
  g_autoptr (GalleyArticle) article = store_make_article ("题", "删去的稿子");
  g_autoptr (GalleyArticle) old = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *text = NULL;

  galley_page_insert (page, 0, article);
  g_assert_true (galley_store_flush (store, NULL));
  galley_page_remove (page, 0);
  store_close (store);

  store = store_open (fixture, FALSE);
  list = galley_store_list_revisions (store, galley_article_get_id (article), NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((const GalleyRevision *) g_ptr_array_index (list, 0))->reason, ==, "removed");
  old = galley_store_read_revision (store, 1, NULL);
  text = galley_article_dup_text (old);
  g_assert_cmpstr (text, ==, "题\n删去的稿子");
  store_close (store);
}

static void
test_decisions (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  g_autoptr (GPtrArray) decisions = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  const GalleyDecision *decision;
  const GalleyEvent *event;

  g_assert_true (galley_store_decide (store, "规则|的|地", "article", "a-1", "ignore", &error));
  g_assert_true (galley_store_decide (store, "规则|的|地", "edition", NULL, "ignore", &error));
  g_assert_true (galley_store_decide (store, "规则|的|地", "edition", NULL, "accept", &error));
  g_assert_true (galley_store_undecide (store, "规则|的|地", "article", "a-1", &error));
  g_assert_true (galley_store_log (store, "print", "a-1", NULL, &error));
  g_assert_true (galley_store_log (store, "export", NULL, "", &error));

  decisions = galley_store_list_decisions (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (decisions->len, ==, 1);
  decision = g_ptr_array_index (decisions, 0);
  g_assert_cmpstr (decision->key, ==, "规则|的|地");
  g_assert_cmpstr (decision->scope, ==, "edition");
  g_assert_null (decision->article);
  g_assert_cmpstr (decision->decision, ==, "accept");
  g_assert_cmpstr (decision->author, ==, "林工");

  store_close (store);
  store = store_open (fixture, FALSE);
  events = galley_store_list_events (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 6);
  event = g_ptr_array_index (events, 3);
  g_assert_cmpstr (event->what, ==, "undecide");
  event = g_ptr_array_index (events, 4);
  g_assert_cmpstr (event->what, ==, "print");
  g_assert_cmpstr (event->subject, ==, "a-1");
  g_assert_null (event->detail);
  event = g_ptr_array_index (events, 5);
  g_assert_cmpint (event->number, ==, 6);
  g_assert_cmpstr (event->detail, ==, "");
  g_assert_true (galley_store_verify (store, &error));
  store_close (store);
}

static void
test_notes (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  g_autofree char *value = NULL;
  g_autofree char *none = NULL;

  galley_store_set_note (store, "caret", "3:17");
  galley_store_set_note (store, "open", "a-1");
  galley_store_set_note (store, "open", NULL);
  store_close (store);
  store = store_open (fixture, FALSE);
  value = galley_store_dup_note (store, "caret");
  none = galley_store_dup_note (store, "open");
  g_assert_cmpstr (value, ==, "3:17");
  g_assert_null (none);
  galley_store_set_note (store, "caret", NULL);
  store_close (store);
  store = store_open (fixture, FALSE);
  g_clear_pointer (&value, g_free);
  value = galley_store_dup_note (store, "caret");
  g_assert_null (value);
  store_close (store);
}

static void
assert_found (GalleyStore *store, const char *words, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = galley_store_search (store, words, 10, &error);
  g_autoptr (GString) headlines = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      GalleyArticle *article =
          galley_edition_find_article (galley_store_get_edition (store), g_ptr_array_index (found, i), NULL);
      g_autofree char *headline = galley_article_dup_headline (article);

      g_string_append_printf (headlines, "%s%s", i > 0 ? "," : "", headline);
    }
  g_assert_cmpstr (headlines->str, ==, expected);
}

static void
test_search (StoreFixture *fixture, gconstpointer data)
{
  static const char *const articles[][2] = {
    { "水价听证会", "听证会定于周五。水价调整方案有两个，水价涨幅都在一成以内。" },
    { "图书馆延时开放", "图书馆周五起延时。阅览室到晚上十点。" },
    { "Ferry adds trips", "The harbour ferry adds 100% more trips; a_b \"quoted\"." },
    { "阅览室故事", "老读者谈水价。" },
  };
  GalleyStore *store = store_open (fixture, TRUE);
  GalleyPage *page = galley_edition_ensure_page (galley_store_get_edition (store), 1, "");
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, "图书馆搬家。", -1);

  for (guint i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      g_autoptr (GalleyArticle) article = store_make_article (articles[i][0], articles[i][1]);

      galley_page_insert (page, G_MAXUINT, article);
    }
  g_assert_true (galley_store_flush (store, NULL));

  assert_found (store, "听证会", "水价听证会");
  assert_found (store, "水价",
                "水价听证会,阅览室故事"); /* two characters; more often, and in the headline, first */
  assert_found (store, "阅览室", "阅览室故事,图书馆延时开放"); /* the headline counts more */
  assert_found (store, "周五 图书馆", "图书馆延时开放");
  assert_found (store, "　周五　", "水价听证会,图书馆延时开放");
  assert_found (store, "FERRY trips", "Ferry adds trips");
  assert_found (store, "0%", "Ferry adds trips");
  assert_found (store, "_", "Ferry adds trips");
  assert_found (store, "\"quoted\"", "Ferry adds trips");
  assert_found (store, "AND OR NOT", "");
  assert_found (store, "没有的词", "");
  assert_found (store, " ", "");

  /* What is changed is found in its new words, and no longer in the old. */
  galley_article_splice (galley_page_get_article (page, 3), 1, 1, &block, 1);
  g_assert_true (galley_store_flush (store, NULL));
  assert_found (store, "水价", "水价听证会");
  assert_found (store, "搬家", "阅览室故事");
  galley_page_remove (page, 3);
  g_assert_true (galley_store_flush (store, NULL));
  assert_found (store, "搬家", "");
  store_close (store);
}

/* The end of the file cannot grow: what a full disk looks like. Nothing is lost, and it goes on by itself. */
static void
full_disk (StoreFixture *fixture)
{
  GalleyStore *store = store_open (fixture, TRUE);
  GalleyEdition *edition = galley_store_get_edition (store);
  g_autoptr (GalleyEdition) before = NULL;
  g_autoptr (GString) long_text = g_string_new (NULL);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit limit = { 0, RLIM_INFINITY };

  store_fill (edition);
  store_wait (store, "saved");
  before = galley_edition_freeze (edition);

  for (guint i = 0; i < 200000; i++)
    g_string_append (long_text, "满");

  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, long_text->str, -1);

  signal (SIGXFSZ, SIG_IGN);
  limit.rlim_cur = 128 * 1024;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  galley_article_append (galley_page_get_article (galley_edition_get_page (edition, 0), 0), block);
  store_wait (store, "failed");
  g_object_get (store, "message", &message, NULL);
  g_assert_nonnull (message);
  g_assert_false (galley_store_flush (store, &error));
  g_assert_cmpstr (error->message, ==, message);
  store_assert_on_disk (fixture, before);

  /* More is typed meanwhile; a close is refused, and loses nothing. */
  galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_ISSUE, "83");
  g_clear_error (&error);
  g_assert_false (galley_store_close (store, &error));
  g_assert_nonnull (error);

  limit.rlim_cur = RLIM_INFINITY;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
  store_wait (store, "saved");
  g_clear_pointer (&message, g_free);
  g_object_get (store, "message", &message, NULL);
  g_assert_null (message);
  store_assert_on_disk (fixture, edition);
  store_close (store);
}

static void
test_full_disk (StoreFixture *fixture, gconstpointer data)
{
  /* The limit holds for the whole process, so it gets one of its own. */
  if (g_test_subprocess ())
    {
      full_disk (fixture);
      return;
    }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_moved_away (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  g_autofree char *elsewhere = g_build_filename (fixture->folder, "elsewhere", NULL);
  g_autofree char *message = NULL;

  store_fill (galley_store_get_edition (store));
  g_assert_true (galley_store_flush (store, NULL));
  g_assert_no_errno (g_rename (fixture->path, elsewhere));
  galley_masthead_set (galley_edition_get_masthead (galley_store_get_edition (store)), GALLEY_FACT_ISSUE,
                       "90");
  store_wait (store, "failed");
  g_object_get (store, "message", &message, NULL);
  g_assert_nonnull (strstr (message, "moved"));
  g_assert_no_errno (g_rename (elsewhere, fixture->path));
  store_wait (store, "saved");
  store_assert_on_disk (fixture, galley_store_get_edition (store));
  store_close (store);
}

/* Dropping the last reference is as good as closing. */
static void
test_dropped (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  g_autoptr (GalleyEdition) edition = g_object_ref (galley_store_get_edition (store));

  store_fill (edition);
  g_assert_finalize_object (store);
  store_assert_on_disk (fixture, edition);
  galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_ISSUE,
                       "1"); /* followed by nobody */
}

static void
test_closed (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  g_autoptr (GError) error = NULL;

  g_assert_true (galley_store_close (store, NULL));
  g_assert_false (galley_store_flush (store, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (galley_store_log (store, "x", NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_assert_true (galley_store_close (store, NULL));
  g_assert_finalize_object (store);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, StoreFixture, NULL, store_set_up, function, store_tear_down)
  ADD ("/store/round-trip", test_round_trip);
  ADD ("/store/follows", test_follows);
  ADD ("/store/follows-new", test_follows_new);
  ADD ("/store/revisions", test_revisions);
  ADD ("/store/removed-text", test_removed_text);
  ADD ("/store/decisions", test_decisions);
  ADD ("/store/notes", test_notes);
  ADD ("/store/search", test_search);
  ADD ("/store/full-disk", test_full_disk);
  ADD ("/store/moved-away", test_moved_away);
  ADD ("/store/dropped", test_dropped);
  ADD ("/store/closed", test_closed);
#undef ADD

  return g_test_run ();
}
