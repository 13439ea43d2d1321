/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the store costs: opening small and big editions, a keystroke, a commit, a search. */

#include "config.h"

#include <glib/gstdio.h>

#include "galley-store.h"

#define N_ROUNDS 9

static GalleyArticle *
make_article (GRand *random, guint n_paragraphs)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);

  for (guint i = 0; i < n_paragraphs; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GalleyBlock) block = NULL;
      guint length = i == 0 ? 18 : 110;

      for (guint k = 0; k < length; k++)
        g_string_append_unichar (text, (gunichar) g_rand_int_range (random, 0x4e00, 0x5e00));
      block = galley_block_new_full (i == 0 ? GALLEY_ROLE_HEADLINE : GALLEY_ROLE_BODY, text->str, -1, NULL, 0,
                                     i * 110, i * 110 + length, 0.9);
      galley_article_append (article, block);
    }
  galley_metadata_add (galley_article_get_metadata (article), "section", "要闻", NULL);
  galley_metadata_add (galley_article_get_metadata (article), "person", "某人", "本报记者");
  return article;
}

static void
make_edition (const char *path, guint n_articles)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (n_articles);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open (path, TRUE, "bench", &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n_articles; i++)
    {
      g_autoptr (GalleyArticle) article = make_article (random, 8);

      galley_page_insert (galley_edition_ensure_page (galley_store_get_edition (store), 1 + i / 10, ""),
                          G_MAXUINT, article);
      galley_store_keep (store, article, "import", NULL);
    }
  galley_store_close (store, &error);
  g_assert_no_error (error);
}

static gint
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
tell (const char *what, double *milliseconds, guint n)
{
  qsort (milliseconds, n, sizeof *milliseconds, compare_doubles);
  g_print ("%-44s median %7.2f ms  worst %7.2f ms\n", what, milliseconds[n / 2], milliseconds[n - 1]);
}

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
bench_open (const char *path, const char *what, gboolean readonly)
{
  double times[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GalleyStore) store =
          readonly ? galley_store_open_readonly (path, NULL) : galley_store_open (path, FALSE, "bench", NULL);

      times[i] = since (start);
      g_assert_nonnull (store);
    }
  tell (what, times, N_ROUNDS);
}

/* One character a keystroke, with the main loop turning, as a person types. */
static void
bench_typing (const char *path)
{
  g_autoptr (GalleyStore) store = galley_store_open (path, FALSE, "bench", NULL);
  GalleyArticle *article =
      galley_page_get_article (galley_edition_get_page (galley_store_get_edition (store), 0), 0);
  double keys[300], flushes[20];

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GalleyBlock) block = galley_block_splice (galley_article_get_block (article, 1), 0, 0, "字");
      gint64 start = g_get_monotonic_time ();

      galley_article_splice (article, 1, 1, &block, 1);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      keys[i] = since (start);
      g_usleep (4000);
    }
  tell ("a keystroke, main thread, 500 articles", keys, G_N_ELEMENTS (keys));

  for (guint i = 0; i < G_N_ELEMENTS (flushes); i++)
    {
      g_autoptr (GalleyBlock) block = galley_block_splice (galley_article_get_block (article, 1), 0, 0, "字");
      gint64 start = g_get_monotonic_time ();

      galley_article_splice (article, 1, 1, &block, 1);
      galley_store_flush (store, NULL);
      flushes[i] = since (start);
    }
  tell ("change and flush, synchronous = FULL", flushes, G_N_ELEMENTS (flushes));
}

static void
bench_search (const char *path, const char *words, const char *what)
{
  g_autoptr (GalleyStore) store = galley_store_open (path, FALSE, "bench", NULL);
  double times[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GPtrArray) found = galley_store_search (store, words, 50, NULL);

      times[i] = since (start);
      g_assert_nonnull (found);
    }
  tell (what, times, N_ROUNDS);
}

int
main (void)
{
  g_autofree char *folder = g_dir_make_tmp ("galley-bench-XXXXXX", NULL);
  g_autofree char *small = g_build_filename (folder, "5.galley", NULL);
  g_autofree char *big = g_build_filename (folder, "500.galley", NULL);
  gint64 start;

  make_edition (small, 5);
  start = g_get_monotonic_time ();
  make_edition (big, 500);
  g_print ("%-44s        %7.2f ms\n", "making 500 articles, with revisions", since (start));

  bench_open (small, "opening 5 articles", FALSE);
  bench_open (big, "opening 500 articles", FALSE);
  bench_open (big, "opening 500 articles for reading", TRUE);
  bench_typing (big);
  bench_search (big, "一丁", "searching two characters in 500 articles");
  bench_search (big, "一丁七", "searching three characters in 500 articles");

  g_unlink (small);
  g_unlink (big);
  g_rmdir (folder);
  return 0;
}
