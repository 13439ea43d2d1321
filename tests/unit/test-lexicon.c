/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's own papers as what the reader knows of words: each is counted once, when it has come to rest. */

#include <string.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "galley-lexicon.h"
#include "galley-segment.h"
#include "galley-store.h"

/* Two pieces without a signature that share some words. */
static const char page[] =
    "古桥修缮完工\n\n老街石桥的石栏重新砌好，桥面铺上青石，河边的台阶也加宽了一米，行人过河不必再绕路。\n\n"
    "修桥的石匠从邻县请来，他们照着旧照片，把每一块刻字的石头放回原处，老街的行人都来看。\n\n后山春茶香满一条"
    "街\n\n"
    "老街茶馆的评弹每天下午开唱，听客自带茶杯，一壶新茶坐到黄昏，行人也停下来听，台上的先生换了三代人。\n\n"
    "馆里的茶叶来自后山，清明前采下，当天炒制，铁锅边总站着几个看热闹的孩子，石桥那头也闻得到。\n";

static void
make_edition (const char *path, const char *body, gint64 age)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open (path, TRUE, "test", &error);
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GalleyEdition) edition = NULL;
  struct utimbuf times;

  g_assert_no_error (error);
  for (guint i = 0; i < 40; i++)
    {
      galley_builder_begin (builder, GALLEY_ROLE_HEADLINE);
      galley_builder_text (builder, "题目", -1, GALLEY_STYLE_PLAIN);
      galley_builder_begin (builder, GALLEY_ROLE_BODY);
      galley_builder_text (builder, body, -1, GALLEY_STYLE_PLAIN);
      galley_builder_next_article (builder);
    }
  edition = galley_builder_finish (builder, NULL);
  galley_edition_absorb (galley_store_get_edition (store), edition, 1);
  g_assert_true (galley_store_close (store, &error));
  g_assert_no_error (error);
  times.actime = times.modtime = (time_t) (g_get_real_time () / G_USEC_PER_SEC - age);
  g_assert_cmpint (utime (path, &times), ==, 0);
}

/* How sure the reading is of all its roles: what the words weigh goes into that. */
static double
judge_page (void)
{
  g_autoptr (GPtrArray) readings = galley_segment_read (page, -1, 1, NULL, NULL);
  const GalleyReading *reading = g_ptr_array_index (readings, 0);
  double sum = 0;

  for (guint i = 0; i < reading->blocks->len; i++)
    sum += ((const GalleyReadingBlock *) g_ptr_array_index (reading->blocks, i))->confidence;
  return sum;
}

#define DAYS(n) ((n) *24 * 60 * 60)

static void
test_archive (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "galley", "editions", NULL);
  g_autofree char *old = g_build_filename (folder, "old.galley", NULL);
  g_autofree char *fresh = g_build_filename (folder, "fresh.galley", NULL);
  g_autofree char *broken = g_build_filename (folder, "broken.galley", NULL);
  g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), "galley", "lexicon.pairs", NULL);
  double alone = judge_page ();
  double learnt;

  /* Nothing there, nothing made. */
  g_assert_true (galley_lexicon_update (NULL, 10, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (cache, G_FILE_TEST_EXISTS));
  g_assert_cmpfloat (judge_page (), ==, alone);

  /* An edition in work is not counted. */
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  make_edition (fresh, "茶馆和石桥都在老街上，老街的茶馆旁边就是石桥。", 0);
  g_assert_true (galley_lexicon_update (NULL, 10, NULL, &error));
  g_assert_cmpfloat (judge_page (), ==, alone);

  /* What has come to rest is, and what is no edition is passed over. */
  make_edition (old, "老桥的石头和茶馆的茶叶，行人和听客，天天都见报。", DAYS (3));
  g_assert_true (g_file_set_contents (broken, "no edition", -1, NULL));
  {
    struct utimbuf times = { 1000000000, 1000000000 };

    g_assert_cmpint (utime (broken, &times), ==, 0);
  }
  g_assert_true (galley_lexicon_update (NULL, 10, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (cache, G_FILE_TEST_EXISTS));
  learnt = judge_page ();
  g_assert_cmpfloat (learnt, !=, alone);

  /* Counted once, and known to the next run from the cache. */
  galley_segment_set_archive (NULL, 0);
  g_assert_cmpfloat (judge_page (), ==, alone);
  g_assert_true (galley_lexicon_update (NULL, 10, NULL, &error));
  g_assert_cmpfloat (judge_page (), ==, learnt);

  /* A damaged cache is none, and is made anew. */
  g_assert_true (g_file_set_contents (cache, "damaged", -1, NULL));
  g_assert_true (galley_lexicon_update (NULL, 10, NULL, &error));
  g_assert_cmpfloat (judge_page (), ==, learnt);
  galley_segment_set_archive (NULL, 0);
}

static void
test_count (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GalleyEdition) edition = NULL;
  g_autofree guint32 *counts = g_new0 (guint32, GALLEY_SEGMENT_COUNTS);
  guint sum = 0;

  for (guint i = 0; i < 2; i++)
    {
      galley_builder_begin (builder, GALLEY_ROLE_BODY);
      galley_builder_text (builder, "石桥，石桥，abc石", -1, GALLEY_STYLE_PLAIN);
    }
  galley_builder_next_article (builder);
  edition = galley_builder_finish (builder, NULL);
  g_assert_cmpuint (galley_segment_count (edition, counts), ==, 2);
  /* One pair, once in each of two paragraphs. */
  for (guint i = 0; i < GALLEY_SEGMENT_COUNTS; i++)
    sum += counts[i];
  g_assert_cmpuint (sum, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/lexicon/count", test_count);
  g_test_add_func ("/lexicon/update", test_archive);
  return g_test_run ();
}
