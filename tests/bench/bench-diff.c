/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it costs to compare two versions of 100,000 characters, after few changes, many, and nothing but changes. */

#include "config.h"

#include <string.h>
#include <time.h>

#include "galley-diff.h"

#define N_CHARS 100000
#define PARAGRAPH 120
#define CLAUSE 14

/* A text of clauses and paragraphs; one character in @every is another than in the text of @every 0. */
static GalleyArticle *
make (guint32 seed, guint every)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GRand) text = g_rand_new_with_seed (seed);
  g_autoptr (GRand) change = g_rand_new_with_seed (seed + every + 1);

  for (guint done = 0; done < N_CHARS; done += PARAGRAPH)
    {
      g_autoptr (GString) words = g_string_new (NULL);
      g_autoptr (GalleyBlock) block = NULL;

      for (guint i = 1; i <= PARAGRAPH; i++)
        {
          gunichar c = i % CLAUSE == 0 ? 0xff0c : (gunichar) g_rand_int_range (text, 0x4e00, 0x5600);

          if (every > 0 && g_rand_int_range (change, 0, (gint32) every) == 0)
            c = (gunichar) g_rand_int_range (change, 0x4e00, 0x5600);
          g_string_append_unichar (words, c);
        }
      block = galley_block_new (GALLEY_ROLE_BODY, words->str, -1);
      galley_article_append (article, block);
    }
  return article;
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
bench (const char *what, GalleyArticle *before, GalleyArticle *after)
{
  double best = G_MAXDOUBLE, worst = 0;
  guint n_hunks = 0;

  for (guint i = 0; i < 7; i++)
    {
      gint64 start = now ();
      g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);
      double taken = (double) (now () - start) / 1000;

      best = MIN (best, taken);
      worst = MAX (worst, taken);
      n_hunks = hunks->len;
    }
  g_print ("%-36s best %6.1f ms  worst %6.1f ms  %6u changes\n", what, best, worst, n_hunks);
}

int
main (void)
{
  static const guint every[] = { 10000, 1000, 100, 20, 5, 2 };
  g_autoptr (GalleyArticle) before = make (1, 0);
  g_autoptr (GalleyArticle) same = make (1, 0);
  g_autoptr (GalleyArticle) other = make (2, 0);

  bench ("the same text", before, same);
  for (guint i = 0; i < G_N_ELEMENTS (every); i++)
    {
      g_autoptr (GalleyArticle) after = make (1, every[i]);
      g_autofree char *what = g_strdup_printf ("one character in %u changed", every[i]);

      bench (what, before, after);
    }
  bench ("two different texts", before, other);
  return 0;
}
