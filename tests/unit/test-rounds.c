/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 三审三校 and 签发 on a live store, as the window works: what was typed after a signature makes it void, and the log says so
 * by itself. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "galley-blame.h"
#include "galley-calendar.h"
#include "galley-copyfit.h"
#include "galley-error.h"
#include "galley-imprint.h"
#include "galley-preflight.h"
#include "galley-replace.h"
#include "galley-statistics.h"
#include "galley-rounds.h"
#include "galley-topics.h"

#include "store-fixture.h"

static GalleyArticle *
first_article (GalleyStore *store)
{
  return galley_page_get_article (galley_edition_get_page (galley_store_get_edition (store), 0), 0);
}

static void
type (GalleyArticle *article, guint block, guint offset, guint n_removed, const char *text)
{
  g_autoptr (GalleyBlock) changed =
      galley_block_splice (galley_article_get_block (article, block), offset, n_removed, text);

  galley_article_splice (article, block, 1, &changed, 1);
}

static GalleyStore *
open_filled (StoreFixture *fixture, GalleyRounds **rounds)
{
  g_autoptr (GError) error = NULL;
  GalleyStore *store = galley_store_open (fixture->path, TRUE, "编务", &error);
  g_autoptr (GPtrArray) articles = NULL;

  g_assert_no_error (error);
  store_fill (galley_store_get_edition (store));
  articles = galley_edition_list_articles (galley_store_get_edition (store));
  for (guint i = 0; i < articles->len; i++)
    galley_store_keep (store, articles->pdata[i], "import", NULL);
  *rounds = galley_rounds_new (store, &error);
  g_assert_no_error (error);
  return store;
}

static void
do_rounds (GalleyRounds *rounds, GalleyArticle *article)
{
  static const char *const people[] = { "许梅", "吴月", "顾清川" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      galley_rounds_next (rounds, article, people[i], NULL, &error);
      g_assert_no_error (error);
    }
}

static void
assert_conflict (gboolean done, GError **error)
{
  g_assert_false (done);
  g_assert_error (*error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT);
  g_clear_error (error);
}

static void
test_rounds (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GError) error = NULL;
  GalleyStore *store = open_filled (fixture, &rounds);
  GalleyArticle *article = first_article (store);
  const char *id = galley_article_get_id (article);
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (GalleyCollation) collation = NULL;
  const GalleyRound *round;

  g_assert_cmpstr (galley_rounds_get_due (rounds, id)->plan->name, ==, "一校");
  assert_conflict (galley_rounds_end (rounds, article, "许梅", NULL, &error), &error);
  assert_conflict (galley_rounds_begin (rounds, article, "  ", NULL, &error), &error);
  g_assert_true (galley_rounds_begin (rounds, article, "许梅", NULL, &error));
  type (article, 0, 0, 1, "新");
  assert_conflict (galley_rounds_begin (rounds, article, "吴月", NULL, &error), &error);
  assert_conflict (galley_rounds_end (rounds, article, "吴月", NULL, &error), &error);
  g_assert_true (galley_rounds_end (rounds, article, "许梅", NULL, &error));

  round = galley_rounds_get_last (rounds, id);
  g_assert_cmpstr (round->person, ==, "许梅");
  marks = galley_rounds_list_marks (rounds, article, round, &error);
  g_assert_cmpuint (marks->len, ==, 1);
  collation = galley_rounds_collate (rounds, article, &error);
  g_assert_true (galley_collation_is_clean (collation));

  /* Nobody does two of a kind. */
  assert_conflict (galley_rounds_begin (rounds, article, "许 梅", NULL, &error), &error);
  g_assert_true (galley_rounds_next (rounds, article, "吴月", NULL, &error));
  g_assert_true (galley_rounds_next (rounds, article, "顾清川", NULL, &error));
  g_assert_true (galley_rounds_are_done (rounds, id));
  assert_conflict (galley_rounds_next (rounds, article, "沈一禾", NULL, &error), &error);

  /* A change after the last round is one that no mark asked for, until the round is done again. */
  type (article, 0, 0, 1, "旧");
  g_assert_true (galley_rounds_is_changed_since (rounds, article, &error));
  g_clear_pointer (&collation, galley_collation_free);
  collation = galley_rounds_collate (rounds, article, &error);
  g_assert_cmpuint (collation->extras->len, ==, 1);
  assert_conflict (galley_rounds_next (rounds, article, "许梅", NULL, &error), &error);
  g_assert_true (galley_rounds_next (rounds, article, "顾清川", NULL, &error));
  g_assert_false (galley_rounds_is_changed_since (rounds, article, &error));
  g_assert_no_error (error);

  /* What the log says is all there is. */
  {
    g_autoptr (GalleyRounds) again = galley_rounds_new (store, &error);

    g_assert_no_error (error);
    g_assert_true (galley_rounds_are_done (again, id));
    g_assert_cmpstr (galley_rounds_get_last (again, id)->person, ==, "顾清川");
    g_assert_true (galley_rounds_verify (again, &error));
  }
  g_clear_object (&rounds);
  store_close (store);
}

/* A signed article that the program takes out, and a picture whose words it changes, are no crime: the signature is void. */
static void
test_pictures (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GError) error = NULL;
  GalleyStore *store = open_filled (fixture, &rounds);
  GalleyEdition *edition = galley_store_get_edition (store);
  GalleyPage *page = galley_edition_get_page (edition, 0);
  g_autoptr (GPtrArray) assets = galley_edition_list_assets (edition);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  GalleyAsset *asset = g_ptr_array_index (assets, 0);
  GalleyArticle *article = articles->pdata[0], *other = articles->pdata[1];
  g_autoptr (GalleySignature) signature = NULL;

  galley_metadata_set (galley_article_get_metadata (article), "picture", galley_asset_get_id (asset));
  g_assert_true (galley_rounds_sign (rounds, article, "沈一禾", NULL, NULL, &error));
  g_assert_true (galley_rounds_sign (rounds, other, "沈一禾", NULL, NULL, &error));
  g_assert_true (galley_rounds_verify (rounds, &error));

  galley_asset_set_info (asset, "caption", "另一张");
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VOID);
  g_assert_true (galley_store_flush (store, &error));
  g_assert_true (galley_rounds_reload (rounds, &error));
  g_clear_pointer (&signature, galley_signature_free);
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VOID);
  g_assert_nonnull (strstr (signature->changes, "河堤.png"));
  g_assert_true (galley_rounds_verify (rounds, &error));

  if (other == galley_page_get_article (page, 1))
    galley_page_remove (page, 1);
  g_assert_true (galley_rounds_verify (rounds, &error));
  g_assert_no_error (error);
  g_clear_object (&rounds);
  store_close (store);
}

static void
add (GalleyArticle *article, GalleyRole role, const char *text)
{
  g_autoptr (GalleyBlock) block = galley_block_new (role, text, -1);

  galley_article_append (article, block);
}

static void
assert_people (GalleyRounds *rounds, GalleyArticle *article, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = galley_preflight_list_article (rounds, article, NULL, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    {
      const GalleyObstacle *obstacle = list->pdata[i];

      if (g_strcmp0 (obstacle->key, "person") != 0 || obstacle->blocks)
        continue;
      g_string_append_printf (found, "%s\n", obstacle->sentence);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

/* The byline is printed and the metadata is paid: they name the same persons. */
static void
test_people (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyRounds) rounds = NULL;
  GalleyStore *store = open_filled (fixture, &rounds);
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  GalleyMetadata *metadata = galley_article_get_metadata (article);

  add (article, GALLEY_ROLE_HEADLINE, "河堤修好了");
  add (article, GALLEY_ROLE_BYLINE, "本报记者 吴  月 通讯员 顾清川");
  add (article, GALLEY_ROLE_BODY, "据了解，河堤已经修好。（韩立冬）");
  galley_page_insert (galley_edition_get_page (galley_store_get_edition (store), 0), G_MAXUINT, article);
  /* Nobody has tagged it yet. */
  assert_people (rounds, article, "");
  galley_metadata_add (metadata, "person", "吴月", "本报记者");
  assert_people (rounds, article, "“顾清川” is named in the byline and not in the metadata.\n");
  galley_metadata_add (metadata, "person", "顾清川", "通讯员");
  galley_metadata_add (metadata, "person", "韩立冬", "通讯员");
  galley_metadata_add (metadata, "person", "谢云生", "责任编辑");
  assert_people (rounds, article, "");
  galley_metadata_add (metadata, "person", "吴越", "本报记者");
  assert_people (rounds, article, "“吴越” is in the metadata and nowhere in the article.\n");
  g_clear_object (&rounds);
  store_close (store);
}

/* The window: no command ends, no store is closed; a key is pressed. */
static void
test_void (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GError) error = NULL;
  GalleyStore *store = open_filled (fixture, &rounds);
  GalleyArticle *article = first_article (store);
  g_autoptr (GalleySignature) signature = NULL;
  g_autoptr (GPtrArray) events = NULL;
  const GalleyEvent *last;
  static const char *const obstacles[] = { "no", NULL };

  do_rounds (rounds, article);
  assert_conflict (galley_rounds_sign (rounds, article, "沈一禾", obstacles, NULL, &error), &error);
  g_assert_true (galley_rounds_sign (rounds, article, "沈一禾", NULL, NULL, &error));
  g_assert_no_error (error);
  assert_conflict (galley_rounds_sign (rounds, article, "沈一禾", NULL, NULL, &error), &error);
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VALID);
  g_assert_cmpuint (strlen (signature->digest), ==, 64);

  /* What is no change of the text leaves it alone. */
  galley_article_set_confidence (article, 0.4);
  store_wait (store, "saved");
  g_assert_true (galley_rounds_reload (rounds, &error));
  g_clear_pointer (&signature, galley_signature_free);
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VALID);

  galley_store_set_author (store, "纪敏行");
  type (article, 1, 0, 1, "他");
  g_clear_pointer (&signature, galley_signature_free);
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VOID);
  g_assert_null (signature->breaker);
  store_wait (store, "saved");

  events = galley_store_list_events (store, &error);
  last = events->pdata[events->len - 1];
  g_assert_cmpstr (last->what, ==, "void");
  g_assert_cmpstr (last->author, ==, "纪敏行");
  g_assert_cmpstr (last->subject, ==, galley_article_get_id (article));
  g_assert_nonnull (strstr (last->detail, "他"));
  g_assert_true (galley_rounds_reload (rounds, &error));
  g_clear_pointer (&signature, galley_signature_free);
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpstr (signature->breaker, ==, "纪敏行");
  g_assert_true (galley_rounds_verify (rounds, &error));
  g_assert_no_error (error);
  g_clear_object (&rounds);
  store_close (store);
}

/* A signature is for a page; and what becomes of the facts behind it is told, but makes nothing void. */
static void
test_moved (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GError) error = NULL;
  GalleyStore *store = open_filled (fixture, &rounds);
  GalleyEdition *edition = galley_store_get_edition (store);
  GalleyArticle *article = first_article (store);
  GalleyPage *page = galley_edition_get_page (edition, 0);
  GalleyPage *other = galley_edition_ensure_page (edition, 7, "体育");
  g_autoptr (GalleySignature) signature = NULL;
  g_autofree char *facts = NULL;

  galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_HOTLINE, "0500-8855018");
  do_rounds (rounds, article);
  g_assert_true (galley_rounds_sign (rounds, article, "沈一禾", NULL, NULL, &error));
  g_assert_true (galley_store_flush (store, &error));

  galley_store_set_author (store, "编务");
  galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_HOTLINE, "0500-8855019");
  g_assert_true (galley_store_flush (store, &error));
  g_assert_true (galley_rounds_reload (rounds, &error));
  facts = galley_rounds_dup_facts (rounds);
  g_assert_nonnull (strstr (facts, "0500-8855019"));
  g_assert_nonnull (strstr (facts, "编务"));
  g_assert_true (galley_rounds_verify (rounds, &error));
  galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_HOTLINE, "0500-8855018");
  g_assert_true (galley_store_flush (store, &error));
  g_assert_true (galley_rounds_reload (rounds, &error));
  g_assert_null (galley_rounds_dup_facts (rounds));
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VALID);

  galley_store_set_author (store, "纪敏行");
  galley_edition_move (edition, article, other, 0);
  g_clear_pointer (&signature, galley_signature_free);
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VOID);
  g_assert_true (galley_store_flush (store, &error));
  g_assert_true (galley_rounds_reload (rounds, &error));
  g_clear_pointer (&signature, galley_signature_free);
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpstr (signature->breaker, ==, "纪敏行");
  g_assert_nonnull (strstr (signature->changes, "7"));
  g_assert_true (galley_rounds_verify (rounds, &error));
  /* Back again it is void nevertheless. */
  galley_edition_move (edition, article, page, 0);
  g_assert_true (galley_store_flush (store, &error));
  g_clear_pointer (&signature, galley_signature_free);
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VOID);
  g_assert_no_error (error);
  g_clear_object (&rounds);
  store_close (store);
}

/* A signature and a change before either is written: the log has both. */
static void
test_same_batch (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GError) error = NULL;
  GalleyStore *store = open_filled (fixture, &rounds);
  GalleyArticle *article = g_object_ref (first_article (store));
  g_autoptr (GPtrArray) events = NULL;
  guint n = 0;

  do_rounds (rounds, article);
  type (article, 0, 0, 1, "前");
  g_assert_true (galley_rounds_sign (rounds, article, "沈一禾", NULL, NULL, &error));
  type (article, 0, 0, 1, "后");
  g_assert_true (galley_store_flush (store, &error));
  /* Once is enough. */
  type (article, 0, 0, 1, "再");
  g_assert_true (galley_store_flush (store, &error));

  g_assert_true (galley_rounds_sign (rounds, article, "沈一禾", NULL, NULL, &error));
  galley_page_remove (galley_edition_get_page (galley_store_get_edition (store), 0), 0);
  g_assert_true (galley_store_flush (store, &error));
  events = galley_store_list_events (store, &error);
  for (guint i = 0; i < events->len; i++)
    n += g_str_equal (((const GalleyEvent *) events->pdata[i])->what, "void");
  g_assert_cmpuint (n, ==, 2);
  g_assert_nonnull (strstr (((const GalleyEvent *) events->pdata[events->len - 1])->detail, "removed"));
  g_assert_no_error (error);
  g_object_unref (article);
  g_clear_object (&rounds);
  store_close (store);
}

static void
test_blame (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GError) error = NULL;
  GalleyStore *store = open_filled (fixture, &rounds);
  GalleyArticle *article = first_article (store);
  g_autoptr (GPtrArray) runs = NULL;
  const GalleyBlame *run;

  galley_store_set_author (store, "许梅");
  g_assert_true (galley_rounds_begin (rounds, article, "许梅", NULL, &error));
  type (article, 1, 1, 1, "校");
  g_assert_true (galley_rounds_end (rounds, article, "许梅", NULL, &error));
  galley_store_set_author (store, "吴月");
  type (article, 1, 0, 0, "加");
  runs = galley_blame_article (rounds, article, &error);
  g_assert_no_error (error);
  run = runs->pdata[0];
  g_assert_cmpstr (run->author, ==, "编务");
  run = runs->pdata[1];
  g_assert_cmpstr (run->author, ==, "吴月");
  g_assert_cmpint (run->revision, ==, 0);
  run = runs->pdata[3];
  g_assert_cmpstr (run->author, ==, "许梅");
  g_assert_cmpstr (run->round, ==, "一校");
  g_assert_cmpuint (run->start, ==, 2);
  g_assert_cmpuint (run->end, ==, 3);
  g_clear_object (&rounds);
  store_close (store);
}

/* --- without a store ------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *uri;
  GalleyEdition *frozen;
  guint n_events;
  guint n_revisions;
  char *changes; /* of the signature */
} Beside;

static gpointer
read_beside (gpointer data)
{
  Beside *beside = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open_beside (beside->uri, beside->frozen, &error);
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GalleySignature) signature = NULL;
  GalleyArticle *article;

  g_assert_no_error (error);
  rounds = galley_rounds_new (store, &error);
  g_assert_no_error (error);
  article = first_article (store);
  events = galley_store_list_events (store, &error);
  revisions = galley_store_list_revisions (store, galley_article_get_id (article), &error);
  g_assert_no_error (error);
  signature = galley_rounds_get_signature (rounds, article);
  beside->n_events = events->len;
  beside->n_revisions = revisions->len;
  beside->changes = g_strdup (signature->changes);
  g_assert_true (galley_rounds_verify (rounds, &error));
  /* It is no second writer. */
  g_assert_false (galley_store_log (store, "x", NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
  return NULL;
}

/* A thread reads what the window has written, while the edition stays open; what was done in memory and what the log says are
 * the same. */
static void
test_beside (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GError) error = NULL;
  GalleyStore *store = open_filled (fixture, &rounds);
  GalleyArticle *article = first_article (store);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GalleySignature) signature = NULL;
  g_autoptr (GalleySignature) after = NULL;
  Beside beside = { 0 };
  gboolean changed = FALSE;

  do_rounds (rounds, article);
  g_assert_false (galley_rounds_has_signatures (rounds));
  g_assert_true (galley_rounds_sign (rounds, article, "沈一禾", NULL, NULL, &error));
  g_assert_true (galley_rounds_has_signatures (rounds));
  signature = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VALID);
  g_assert_cmpstr (signature->signer, ==, "沈一禾");
  type (article, 0, 0, 1, "改");
  galley_store_hurry (store);
  store_wait (store, "saved");

  beside.uri = g_strdup (galley_store_get_uri (store));
  beside.frozen = galley_edition_freeze (galley_store_get_edition (store));
  g_thread_join (g_thread_new ("beside", read_beside, &beside));
  g_assert_cmpuint (beside.n_events, ==, 8);
  g_assert_cmpuint (beside.n_revisions, >=, 1);
  g_assert_nonnull (strstr (beside.changes, "改"));

  events = galley_store_list_events (store, &error);
  g_assert_true (galley_rounds_take_events (rounds, events, &changed, &error));
  g_assert_true (changed);
  after = galley_rounds_get_signature (rounds, article);
  g_assert_cmpint (after->state, ==, GALLEY_SIGNATURE_VOID);
  g_assert_cmpstr (after->changes, ==, beside.changes);
  g_assert_false (galley_rounds_has_signatures (rounds));
  g_assert_true (galley_rounds_take_events (rounds, events, &changed, &error));
  g_assert_false (changed);
  g_free (beside.uri);
  g_free (beside.changes);
  g_object_unref (beside.frozen);
  g_clear_object (&rounds);
  store_close (store);
}

static void
test_publication (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyPublication) own = galley_publication_load (NULL, &error);
  g_autoptr (GalleyPublication) reviews = galley_publication_load ("newspaper-reviews", &error);
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GPtrArray) lacks = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (galley_publication_get_n_rounds (own), ==, 3);
  g_assert_cmpuint (galley_publication_get_n_rounds (reviews), ==, 6);
  g_assert_cmpstr (galley_publication_get_round (reviews, 5)->name, ==, "终审");
  g_assert_cmpint (galley_publication_get_round (reviews, 5)->kind, ==, GALLEY_ROUND_REVIEW);
  g_assert_null (galley_publication_load ("../newspaper", &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED);

  add (article, GALLEY_ROLE_HEADLINE, "题目");
  galley_metadata_set (galley_article_get_metadata (article), "genre", "评论");
  g_assert_cmpstr (galley_publication_find_content (reviews, article)->kind, ==, "评论");
  lacks = galley_publication_check (own, article);
  g_assert_cmpuint (lacks->len, ==, 2); /* section, length */
  galley_article_set_kind (article, GALLEY_ARTICLE_FURNITURE);
  g_assert_null (galley_publication_find_content (own, article));
}

/* The page: that of the parent, unless the publication names another paper. */
static void
test_publication_page (void)
{
  g_autoptr (GalleyPublication) own = galley_publication_load (NULL, NULL);
  g_autoptr (GalleyPublication) reviews = galley_publication_load ("newspaper-reviews", NULL);
  g_autoptr (GalleyPublication) large = galley_publication_load ("broadsheet", NULL);
  g_autoptr (GalleyPublication) small = galley_publication_load ("newsletter", NULL);

  g_assert_cmpstr (galley_publication_get_page (own)->paper, ==, "tabloid");
  g_assert_cmpstr (galley_publication_get_page (reviews)->paper, ==, "tabloid");
  g_assert_cmpstr (galley_publication_get_page (large)->paper, ==, "broadsheet");
  g_assert_cmpstr (galley_publication_get_page (small)->paper, ==, "a4");
  g_assert_cmpuint (galley_publication_get_page (large)->columns, ==, 0);
  g_assert_cmpuint (galley_publication_get_n_rounds (large), ==, 3);
}

static void
test_calendar (void)
{
  static const struct
  {
    const char *date, *lunar;
  } days[] = {
    { "2025-03-18", "农历乙巳年二月十九" },   { "2024-11-27", "农历甲辰年十月廿七" },
    { "2025-07-25", "农历乙巳年闰六月初一" }, { "2026-02-17", "农历丙午年正月初一" },
    { "2025-01-28", "农历甲辰年腊月廿九" },   { "2033-12-22", "农历癸丑年闰冬月初一" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *lunar = galley_calendar_dup_lunar (days[i].date);

      g_assert_cmpstr (lunar, ==, days[i].lunar);
      g_assert_true (galley_calendar_is_lunar (days[i].date, days[i].lunar));
    }
  g_assert_true (galley_calendar_is_lunar ("2025-01-28", "十二月二十九"));
  g_assert_true (galley_calendar_is_lunar ("2026-02-17", "农历一月初一"));
  g_assert_false (galley_calendar_is_lunar ("2025-03-18", "农历甲辰年二月十九"));
  g_assert_false (galley_calendar_is_lunar ("2025-03-18", "十二月十九"));
  g_assert_false (galley_calendar_is_lunar ("2025-07-25", "六月初一"));
  g_assert_false (galley_calendar_is_lunar ("2025-06-25", "闰六月初一"));
  g_assert_true (galley_calendar_is_weekday ("2025-03-18", "周二"));
  g_assert_true (galley_calendar_is_weekday ("2025-03-16", "星期天"));
  g_assert_true (galley_calendar_is_weekday ("2025-03-18", "Tuesday"));
  g_assert_false (galley_calendar_is_weekday ("2025-03-18", "星期三"));
  g_assert_null (galley_calendar_dup_lunar ("2025-02-30"));
  g_assert_null (galley_calendar_dup_weekday ("tomorrow"));
}

static GalleyArticle *
add_story (GalleyEdition *edition, guint page, const char *headline, const char *kind, const char *other)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);

  add (article, GALLEY_ROLE_HEADLINE, headline);
  galley_metadata_set (galley_article_get_metadata (article), "jump.kind", kind);
  galley_metadata_set (galley_article_get_metadata (article), "jump.page", other);
  galley_page_insert (galley_edition_ensure_page (edition, page, ""), G_MAXUINT, article);
  return article;
}

static char *
dup_faults (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) faults = galley_imprint_check (edition, "7131", "2024-11-26");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < faults->len; i++)
    {
      const GalleyFault *fault = faults->pdata[i];

      if (fault->wrong)
        g_string_append_printf (text, "%s ",
                                fault->kind == GALLEY_FAULT_FACT   ? fault->key
                                : fault->kind == GALLEY_FAULT_JUMP ? "jump"
                                                                   : "digest");
    }
  return g_string_free (text, FALSE);
}

static void
test_imprint (void)
{
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  GalleyArticle *from;
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autofree char *digest = NULL;
  g_autoptr (GalleyEdition) next = NULL;

  galley_masthead_set (masthead, GALLEY_FACT_PAPER, "春溪日报");
  galley_masthead_set (masthead, GALLEY_FACT_DATE, "2024-11-27");
  galley_masthead_set (masthead, GALLEY_FACT_WEEKDAY, "星期三");
  galley_masthead_set (masthead, GALLEY_FACT_LUNAR, "十月廿七");
  galley_masthead_set (masthead, GALLEY_FACT_ISSUE, "7132");
  galley_masthead_set (masthead, GALLEY_FACT_PAGES, "4");
  galley_masthead_set (masthead, GALLEY_FACT_CN, "CN33-0118");
  add_story (edition, 1, "全市工作会议召开", "to", "四");
  from = add_story (edition, 4, "会议报道续", "from", "一");
  add_story (edition, 2, "河道清淤完工", NULL, NULL);
  add_story (edition, 3, "图书馆夜间开放", NULL, NULL);
  {
    GalleyArticle *guide = add_story (edition, 1, "今日导读", NULL, NULL);

    add (guide, GALLEY_ROLE_BODY, "河道清淤完工……2版");
    add (guide, GALLEY_ROLE_BODY, "图书馆夜间开放(第三版)");
  }
  good = dup_faults (edition);
  g_assert_cmpstr (good, ==, "");
  digest = galley_imprint_dup_digest (edition, 1);
  g_assert_cmpstr (digest, ==, "河道清淤完工……2版\n图书馆夜间开放……3版\n");

  galley_masthead_set (masthead, GALLEY_FACT_WEEKDAY, "星期四");
  galley_masthead_set (masthead, GALLEY_FACT_ISSUE, "7133");
  galley_masthead_set (masthead, GALLEY_FACT_PAGES, "8");
  galley_masthead_set (masthead, GALLEY_FACT_CN, "CN93-0118");
  galley_metadata_set (galley_article_get_metadata (from), "jump.page", "二");
  galley_page_remove (galley_edition_ensure_page (edition, 3, NULL), 0);
  bad = dup_faults (edition);
  g_assert_cmpstr (bad, ==, "cn weekday issue pages jump jump digest ");

  galley_metadata_add (galley_page_get_staff (galley_edition_get_page (edition, 0)), "staff", "何知远",
                       "责任编辑");
  next = galley_imprint_make_next (edition, NULL);
  g_assert_cmpuint (galley_edition_get_n_pages (next), ==, 4);
  g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (next), GALLEY_FACT_DATE), ==,
                   "2024-11-28");
  g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (next), GALLEY_FACT_ISSUE), ==, "7134");
  g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (next), GALLEY_FACT_LUNAR), ==,
                   "农历甲辰年十月廿八");
  g_assert_cmpstr (galley_metadata_get (galley_page_get_staff (galley_edition_get_page (next, 0)), "staff"),
                   ==, "何知远");
}

static void
test_copyfit (void)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  GalleyCopySlot slot;
  GalleyCopyfit fit;
  g_autofree char *label = NULL;

  g_assert_true (galley_copy_slot_parse ("13x40", &slot));
  g_assert_cmpuint (slot.line_length, ==, 13);
  g_assert_cmpuint (slot.n_lines, ==, 40);
  g_assert_true (galley_copy_slot_parse ("13字×40行", &slot));
  g_assert_false (galley_copy_slot_parse ("wide", &slot));
  g_assert_true (galley_copy_slot_parse (" 800字", &slot));
  g_assert_cmpuint (slot.n_characters, ==, 800);
  g_assert_cmpuint (slot.line_length, ==, 0);
  g_assert_true (galley_copy_slot_parse ("13", &slot));
  g_assert_false (galley_copy_slot_parse ("0", &slot));
  g_assert_false (galley_copy_slot_parse ("0x5", &slot));

  /* Two in, eight characters: one line of ten; the ninth takes a second. */
  add (article, GALLEY_ROLE_HEADLINE, "题目不算在里面");
  add (article, GALLEY_ROLE_BODY, "一二三四五六七八");
  g_assert_true (galley_copy_slot_parse ("10x1", &slot));
  galley_copyfit_measure (article, slot.line_length, slot.n_lines, &fit);
  g_assert_cmpuint (fit.n_lines, ==, 1);
  g_assert_cmpint (fit.over_lines, ==, 0);
  g_assert_cmpint (fit.over_characters, ==, 0);
  type (article, 1, 8, 0, "。");
  galley_copyfit_measure (article, slot.line_length, slot.n_lines, &fit);
  g_assert_cmpuint (fit.n_lines, ==, 2); /* it takes a character along */
  type (article, 1, 8, 0, "九十");
  galley_copyfit_measure (article, slot.line_length, slot.n_lines, &fit);
  g_assert_cmpuint (fit.n_lines, ==, 2);
  g_assert_cmpint (fit.over_lines, ==, 1);
  g_assert_cmpint (fit.over_characters, ==, 3);
  galley_metadata_set (galley_article_get_metadata (article), GALLEY_SLOT_KEY, "10x4");
  g_assert_true (galley_copyfit_measure_own (article, &slot, &fit));
  g_assert_cmpint (fit.over_lines, ==, -2);
  g_assert_cmpint (fit.over_characters, ==, -27);
  g_assert_cmpuint (fit.n_characters, ==, 18);
  /* A slot of characters: what stands over the columns does not count. */
  galley_metadata_set (galley_article_get_metadata (article), GALLEY_SLOT_KEY, "20");
  g_assert_true (galley_copyfit_measure_own (article, &slot, &fit));
  g_assert_cmpint (fit.over_lines, ==, 0);
  g_assert_cmpint (fit.over_characters, ==, -9);
  label = galley_copyfit_dup_label (&slot, &fit);
  g_assert_cmpstr (label, ==, "9 characters under");
}

static void
test_csv (void)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autofree char *csv = NULL;
  const char *first[] = { "版", "字数", NULL };
  const char *second[] = { "01 要闻, \"综合\"", "12", NULL };

  g_ptr_array_add (rows, (gpointer) first);
  g_ptr_array_add (rows, (gpointer) second);
  csv = galley_statistics_dup_csv (rows);
  g_assert_cmpstr (csv, ==, "版,字数\r\n\"01 要闻, \"\"综合\"\"\",12\r\n");
}

/* What "甲" becomes (valid until the next call), or NULL where it is refused with a sentence. */
static const char *
replace_once (const char *pattern, const char *text, GalleyReplaceFlags flags)
{
  static char *shown;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GPtrArray) articles = g_ptr_array_new ();
  g_autoptr (GPtrArray) places = NULL;

  g_clear_pointer (&shown, g_free);
  add (article, GALLEY_ROLE_BODY, "甲");
  g_ptr_array_add (articles, article);
  places = galley_replace_find (articles, pattern, text, flags, &error);
  if (places == NULL)
    {
      g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
      return NULL;
    }
  shown = g_strdup (((const GalleyReplacement *) places->pdata[0])->new_text);
  return shown;
}

static void
test_replace (void)
{
  static const char *const wrong[] = { "\\2", "\\9",  "\\g<2>",    "\\g<y>", "a\\u",
                                       "\\l", "a\\U", "\\1\\E\\L", "\\\\\\2" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GPtrArray) articles = g_ptr_array_new ();
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (GPtrArray) dates = NULL;
  const GalleyReplacement *place;

  add (article, GALLEY_ROLE_BODY, "他在A县,她也在A县。2024年5月");
  g_ptr_array_add (articles, article);
  places = galley_replace_find (articles, "A县", "乙县城", GALLEY_REPLACE_PLAIN, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (places->len, ==, 2);
  place = places->pdata[1];
  g_assert_cmpuint (place->start, ==, 8);
  g_assert_cmpuint (galley_replace_apply (places), ==, 2);
  g_assert_cmpstr (galley_block_get_text (galley_article_get_block (article, 0)), ==,
                   "他在乙县城,她也在乙县城。2024年5月");
  /* Stale now. */
  g_assert_cmpuint (galley_replace_apply (places), ==, 0);
  dates = galley_replace_find (articles, "(\\d+)年(\\d+)月", "\\2月(\\1)", GALLEY_REPLACE_REGEX, &error);
  g_assert_cmpuint (galley_replace_apply (dates), ==, 1);
  g_assert_true (
      g_str_has_suffix (galley_block_get_text (galley_article_get_block (article, 0)), "5月(2024)"));
  /* What may not stand in copy does not come in; what may comes as it was given: no NFKC. */
  g_assert_cmpstr (replace_once ("甲", "e\xcc\x81\x01\xef\xbb\xbfＡ①", GALLEY_REPLACE_PLAIN), ==, "éＡ①");
  g_assert_cmpstr (replace_once ("甲", "a\\nb\\x{2028}c\\x{7}", GALLEY_REPLACE_REGEX), ==, "a b c");
  g_assert_null (replace_once ("甲", "a\xe2\x80\xa8", GALLEY_REPLACE_PLAIN));
  /* A group that is none would take the text away. */
  g_assert_cmpstr (replace_once ("(?<x>甲)", "\\g<x>\\1\\g<1>\\0", GALLEY_REPLACE_REGEX), ==, "甲甲甲甲");
  g_assert_cmpstr (replace_once ("(?<x>甲)", "\\\\9\\U\\1a\\E", GALLEY_REPLACE_REGEX), ==, "\\9甲A");
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (replace_once ("(?<x>甲)", wrong[i], GALLEY_REPLACE_REGEX));
  g_assert_null (galley_replace_find (articles, "(", "", GALLEY_REPLACE_REGEX, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
}

static void
test_topics (void)
{
  static const struct
  {
    const char *typed, *code;
  } searches[] = {
    { "法律", "medtop:20000121" }, { "falv", "medtop:20000121" },      { "fa lü", "medtop:20000121" },
    { "fl", "medtop:20000121" },   { "law", "medtop:20000121" },       { "LAW", "medtop:20000121" },
    { "司法", "medtop:20000106" }, { "judiciary", "medtop:20000106" }, { "20000106", "medtop:20000106" },
    { "fal", "medtop:20000121" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyTopics) topics = galley_topics_load ("mediatopics", &error);
  g_autoptr (GPtrArray) top = NULL;
  guint n_chinese = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (GPtrArray) found = galley_topics_search (topics, searches[i].typed, 5);
      gboolean has = FALSE;

      for (guint k = 0; k < found->len; k++)
        has |= g_str_equal (((const GalleyTopic *) found->pdata[k])->code, searches[i].code);
      g_test_message ("%s", searches[i].typed);
      g_assert_true (has);
    }
  /* Each is found by its Chinese and by its pinyin, all of it and first letters. */
  for (guint i = 0; i < galley_topics_get_n (topics); i++)
    {
      const GalleyTopic *topic = galley_topics_get (topics, i);

      if (*topic->chinese == '\0')
        continue;
      n_chinese++;
      g_assert_true (galley_topics_find_name (topics, topic->chinese) != NULL);
    }
  g_assert_cmpuint (n_chinese, ==, 1043);
  top = galley_topics_list_narrower (topics, "");
  g_assert_cmpuint (top->len, ==, 17);
  g_clear_pointer (&top, g_ptr_array_unref);
  top = galley_topics_search (topics, "", 5);
  g_assert_cmpuint (top->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/rounds/three", StoreFixture, NULL, store_set_up, test_rounds, store_tear_down);
  g_test_add ("/rounds/pictures", StoreFixture, NULL, store_set_up, test_pictures, store_tear_down);
  g_test_add ("/rounds/people", StoreFixture, NULL, store_set_up, test_people, store_tear_down);
  g_test_add ("/rounds/void", StoreFixture, NULL, store_set_up, test_void, store_tear_down);
  g_test_add ("/rounds/moved", StoreFixture, NULL, store_set_up, test_moved, store_tear_down);
  g_test_add ("/rounds/same-batch", StoreFixture, NULL, store_set_up, test_same_batch, store_tear_down);
  g_test_add ("/rounds/blame", StoreFixture, NULL, store_set_up, test_blame, store_tear_down);
  g_test_add ("/rounds/beside", StoreFixture, NULL, store_set_up, test_beside, store_tear_down);
  g_test_add_func ("/publication", test_publication);
  g_test_add_func ("/publication-page", test_publication_page);
  g_test_add_func ("/calendar", test_calendar);
  g_test_add_func ("/imprint", test_imprint);
  g_test_add_func ("/copyfit", test_copyfit);
  g_test_add_func ("/statistics/csv", test_csv);
  g_test_add_func ("/replace", test_replace);
  g_test_add_func ("/topics", test_topics);
  return g_test_run ();
}
