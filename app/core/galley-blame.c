/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-blame.h"
#include "galley-collate-private.h"

#define LIVE G_MAXUINT

void
galley_blame_free (GalleyBlame *self)
{
  g_free (self->author);
  g_free (self->reason);
  g_free (self->round);
  g_free (self);
}

/* Carries the origin of each character over to the next version; what came in is of @now. */
static guint *
carry (GalleyArticle *before, const guint *origins, GalleyArticle *after, guint now)
{
  g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);
  GalleyText old = { 0 }, new = { 0 };
  guint *next;
  guint x = 0, y = 0;

  galley_text_init (&old, before);
  galley_text_init (&new, after);
  next = g_new (guint, new.n + 1);
  for (guint i = 0; i <= hunks->len; i++)
    {
      const GalleyHunk *hunk = i < hunks->len ? g_ptr_array_index (hunks, i) : NULL;
      guint x1, y1, y2;

      if (hunk != NULL && hunk->kind == GALLEY_CHANGE_ROLE)
        continue;
      x1 = hunk != NULL ? galley_text_index_of (&old, hunk->old_start) : old.n;
      y1 = hunk != NULL ? galley_text_index_of (&new, hunk->new_start) : new.n;
      y2 = hunk != NULL ? galley_text_index_of (&new, hunk->new_end) : new.n;
      for (; x < x1 && y < y1; x++, y++)
        next[y] = origins[x];
      for (; y < y2; y++)
        next[y] = now;
      if (hunk != NULL)
        x = galley_text_index_of (&old, hunk->old_end);
    }
  galley_text_clear (&old);
  galley_text_clear (&new);
  return next;
}

static guint *
begin (GalleyArticle *first)
{
  GalleyText text = { 0 };
  guint *origins;

  galley_text_init (&text, first);
  origins = g_new0 (guint, text.n + 1);
  galley_text_clear (&text);
  return origins;
}

/* The round a revision was kept in. */
static const char *
find_round (GalleyRounds *rounds, const char *article, gint64 revision)
{
  g_autoptr (GPtrArray) list = galley_rounds_list (rounds, article);

  for (guint i = 0; i < list->len; i++)
    {
      const GalleyRound *round = g_ptr_array_index (list, i);

      if (round->first > 0 && revision > round->first && (round->last == 0 || revision <= round->last))
        return round->plan->name;
    }
  return NULL;
}

static GalleyBlame *
blame_new (GalleyRounds *rounds, GalleyArticle *article, const GalleyRevision *revision)
{
  GalleyBlame *blame = g_new0 (GalleyBlame, 1);
  const GalleyRound *running = galley_rounds_get_running (rounds, galley_article_get_id (article));

  if (revision != NULL)
    {
      blame->revision = revision->number;
      blame->author = g_strdup (revision->author);
      blame->reason = g_strdup (revision->reason);
      blame->time = revision->time;
      blame->round = g_strdup (find_round (rounds, galley_article_get_id (article), revision->number));
    }
  else
    {
      blame->author = g_strdup (galley_store_get_author (galley_rounds_get_store (rounds)));
      blame->reason = g_strdup ("");
      blame->round = running != NULL ? g_strdup (running->plan->name) : NULL;
    }
  return blame;
}

static GPtrArray *
list_runs (GalleyRounds *rounds, GalleyArticle *article, const guint *origins, GPtrArray *revisions)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_blame_free);
  guint at = 0;

  for (guint b = 0; b < galley_article_get_n_blocks (article); b++, at++)
    {
      guint length = galley_block_get_length (galley_article_get_block (article, b));

      for (guint i = 0; i < length;)
        {
          guint origin = origins[at + i], start = i;
          GalleyBlame *blame;

          while (i < length && origins[at + i] == origin)
            i++;
          blame = blame_new (rounds, article, origin != LIVE ? g_ptr_array_index (revisions, origin) : NULL);
          blame->block = b;
          blame->start = start;
          blame->end = i;
          g_ptr_array_add (runs, blame);
        }
      at += length;
    }
  return runs;
}

GPtrArray *
galley_blame_article (GalleyRounds *rounds, GalleyArticle *article, GError **error)
{
  GalleyStore *store;
  g_autoptr (GPtrArray) revisions = NULL;
  g_autoptr (GalleyArticle) before = NULL;
  g_autofree guint *origins = NULL;
  guint *next;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (rounds), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  store = galley_rounds_get_store (rounds);
  revisions = galley_store_list_revisions (store, galley_article_get_id (article), error);
  if (revisions == NULL)
    return NULL;
  before = galley_article_new (GALLEY_ARTICLE_STORY);
  origins = begin (before);
  for (guint i = 0; i < revisions->len; i++)
    {
      const GalleyRevision *revision = g_ptr_array_index (revisions, i);
      GalleyArticle *after = galley_store_read_revision (store, revision->number, error);

      if (after == NULL)
        return NULL;
      next = carry (before, origins, after, i);
      g_free (origins);
      origins = next;
      g_object_unref (before);
      before = after;
    }
  next = carry (before, origins, article, LIVE);
  g_free (origins);
  origins = next;
  return list_runs (rounds, article, origins, revisions);
}
