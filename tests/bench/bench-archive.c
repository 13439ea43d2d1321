/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search in a folder of 1,000 editions of 50 articles, generated: how long an answer takes once the index is there. The
 * number of editions may be given. */

#include "config.h"

#include <time.h>

#include <stdlib.h>

#include <glib/gstdio.h>

#include "galley-archive.h"
#include "galley-store.h"

#define N_ARTICLES 50
#define N_WORDS 800

static void
make_word (GRand *random, GString *text, guint length)
{
  for (guint i = 0; i < length; i++)
    g_string_append_unichar (text, (gunichar) g_rand_int_range (random, 0x4e00, 0x5200));
}

/* Words of a language of its own, the first ones met most. */
static GPtrArray *
make_words (GRand *random)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_WORDS; i++)
    {
      g_autoptr (GString) word = g_string_new (NULL);

      make_word (random, word, 2 + i % 3);
      g_ptr_array_add (words, g_strdup (word->str));
    }
  return words;
}

static char *
make_text (GRand *random, GPtrArray *words, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      double at = g_rand_double (random);

      g_string_append (text, g_ptr_array_index (words, (guint) (at * at * words->len)));
      if (i % 6 == 5)
        g_string_append (text, "，");
    }
  g_string_append (text, "。");
  return g_string_free (text, FALSE);
}

static void
add (GalleyArticle *article, GalleyRole role, char *text)
{
  g_autoptr (GalleyBlock) block = galley_block_new (role, text, -1);

  galley_article_append (article, block);
  g_free (text);
}

static void
make_edition (const char *folder, guint number, GRand *random, GPtrArray *words)
{
  g_autofree char *name = g_strdup_printf ("%04u.galley", number);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open (path, TRUE, NULL, &error);
  g_autofree char *date =
      g_strdup_printf ("%04u-%02u-%02u", 2020 + number / 336, 1 + number / 28 % 12, 1 + number % 28);

  g_assert_no_error (error);
  galley_masthead_set (galley_edition_get_masthead (galley_store_get_edition (store)), GALLEY_FACT_DATE,
                       date);
  for (guint i = 0; i < N_ARTICLES; i++)
    {
      g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);

      add (article, GALLEY_ROLE_HEADLINE, make_text (random, words, 5));
      for (guint k = 0; k < 4; k++)
        add (article, GALLEY_ROLE_BODY, make_text (random, words, 40));
      galley_metadata_set (galley_article_get_metadata (article), "person", i % 2 == 0 ? "张三" : "李四");
      galley_page_insert (galley_edition_ensure_page (galley_store_get_edition (store), 1 + i / 7, "要闻"),
                          G_MAXUINT, article);
    }
  galley_store_close (store, &error);
  g_assert_no_error (error);
}

/* Time of the processor, in microseconds: others may be at work on the machine. */
static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
bench_query (GalleyArchive *archive, const char *what, GalleyArchiveQuery query)
{
  double best = G_MAXDOUBLE, worst = 0;
  guint n = 0;

  for (guint i = 0; i < 7; i++)
    {
      gint64 start = now ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) hits = galley_archive_search (archive, &query, &error);
      double taken = (double) (now () - start) / 1000;

      g_assert_no_error (error);
      best = MIN (best, taken);
      worst = MAX (worst, taken);
      n = hits->len;
    }
  g_print ("%-34s best %6.1f ms  worst %6.1f ms  %4u hits\n", what, best, worst, n);
}

static void
bench (GalleyArchive *archive, const char *what, const char *words)
{
  bench_query (archive, what, (GalleyArchiveQuery){ .words = words });
}

/* The word is in most; the filters leave many, few or none. */
static void
bench_filters (GalleyArchive *archive, const char *word)
{
  bench_query (archive, "on a page", (GalleyArchiveQuery){ .words = word, .page = 3 });
  bench_query (archive, "of the oldest days",
               (GalleyArchiveQuery){ .words = word, .from = "2020-01-01", .to = "2020-01-02" });
  bench_query (archive, "by a person of every second one",
               (GalleyArchiveQuery){ .words = word, .person = "李四" });
  bench_query (archive, "by that person, whatever the words", (GalleyArchiveQuery){ .person = "李四" });
  bench_query (archive, "by a person who is nowhere",
               (GalleyArchiveQuery){ .words = word, .person = "无此人" });
}

int
main (int argc, char **argv)
{
  guint n_editions = argc > 1 ? (guint) atoi (argv[1]) : 1000;
  g_autofree char *folder = g_dir_make_tmp ("galley-archive-XXXXXX", NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) words = make_words (random);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyArchive) archive = NULL;
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autofree char *two = NULL;
  g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", folder);
  gint64 start, work;

  for (guint i = 0; i < n_editions; i++)
    make_edition (folder, i, random, words);
  archive = galley_archive_open (folder, folder, &error);
  g_assert_no_error (error);
  start = g_get_monotonic_time ();
  work = now ();
  galley_archive_update (archive, job, &error);
  g_assert_no_error (error);
  g_print ("%-34s %.1f s, %.1f s of the processor\n", "the first index",
           (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC,
           (double) (now () - work) / G_USEC_PER_SEC);
  start = g_get_monotonic_time ();
  galley_archive_update (archive, job, &error);
  g_print ("%-34s %.1f ms\n", "nothing new", (double) (g_get_monotonic_time () - start) / 1000);
  bench (archive, "two characters, in most", g_ptr_array_index (words, 0));
  bench (archive, "three characters, in many", g_ptr_array_index (words, 301));
  bench (archive, "four characters, in some", g_ptr_array_index (words, 701));
  bench (archive, "two characters, in some", g_ptr_array_index (words, 780));
  two = g_strjoin (" ", g_ptr_array_index (words, 0), g_ptr_array_index (words, 701), NULL);
  bench (archive, "a frequent and a rare word", two);
  bench (archive, "one that is nowhere", "从来没有的词");
  bench_filters (archive, g_ptr_array_index (words, 0));
  g_clear_pointer (&archive, galley_archive_free);
  return system (remove) != 0;
}
