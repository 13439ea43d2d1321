/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train-stages.c — the two forests, from candidates of which it is known whether they are right. */
#include "training.h"

#include <string.h>

void
examples_init (Examples *self)
{
  self->guesses = g_array_new (FALSE, FALSE, sizeof (SpellingGuess));
  self->labels = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint));
  self->sentences = g_ptr_array_new ();
}

void
examples_clear (Examples *self)
{
  g_array_unref (self->guesses);
  g_array_unref (self->labels);
  g_array_unref (self->ends);
  g_ptr_array_unref (self->sentences);
}

void
examples_add (Examples *self, const Sentence *sentence, const GArray *guesses)
{
  for (guint i = 0; i < guesses->len; i++)
    {
      const SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);
      guint8 label = 1;

      for (guint k = 0; k < guess->n_edits; k++)
        label &= sentence->target[guess->at[k]] == guess->to[k];
      g_array_append_val (self->guesses, *guess);
      g_array_append_val (self->labels, label);
    }
  g_array_append_val (self->ends, self->guesses->len);
  g_ptr_array_add (self->sentences, (gpointer) sentence);
}

static SpellingForest
view_forest (const Forest *forest)
{
  return (SpellingForest){ forest->roots->len, forest->base,
                           (const guint32 *) (const void *) forest->roots->data,
                           (const SpellingNode *) (const void *) forest->nodes->data };
}

/* Clean text has no fold of its own: its sentences are dealt out. */
static guint
fold_of (const Examples *self, guint i)
{
  const Sentence *sentence = self->sentences->pdata[i];

  return sentence->fold < N_FOLDS ? sentence->fold : i % N_FOLDS;
}

/* A forest over the first @n_columns features of the candidates with hope that are not of @fold (N_FOLDS: all). */
static Forest *
grow (const Examples *self, guint fold, guint n_columns, float hope, const ForestOptions *options)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr (GArray) weights = g_array_new (FALSE, FALSE, sizeof (float));
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (guint8));
  guint at = 0;

  for (guint i = 0; i < self->sentences->len; i++)
    for (; at < g_array_index (self->ends, guint, i); at++)
      {
        const SpellingGuess *guess = &g_array_index (self->guesses, SpellingGuess, at);

        if (fold_of (self, i) == fold || guess->odds < hope)
          continue;
        g_array_append_vals (rows, guess->features, n_columns);
        g_array_append_val (labels, g_array_index (self->labels, guint8, at));
        g_array_append_val (weights, ((const Sentence *) self->sentences->pdata[i])->weight);
      }
  return forest_train ((const float *) (const void *) rows->data, n_columns, (const guint8 *) labels->data,
                       (const float *) (const void *) weights->data, labels->len, options);
}

/* The odds of each candidate by a forest that has not seen its fold, as they will be of text never seen. */
static void
judge_fold (Examples *self, guint fold, const ForestOptions *options)
{
  Forest *forest = grow (self, fold, SPELLING_N_FEATURES, -G_MAXFLOAT, options);
  SpellingForest view = view_forest (forest);
  guint at = 0;

  for (guint i = 0; i < self->sentences->len; i++)
    for (; at < g_array_index (self->ends, guint, i); at++)
      {
        SpellingGuess *guess = &g_array_index (self->guesses, SpellingGuess, at);

        if (fold_of (self, i) == fold)
          guess->odds = spelling_forest_judge (&view, guess->features);
      }
  forest_free (forest);
}

/* What the second stage knows beyond the first, by sentence. */
static void
compare_odds (Examples *self)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (SpellingGuess));
  guint at = 0;

  for (guint i = 0; i < self->sentences->len; i++)
    {
      const Sentence *sentence = self->sentences->pdata[i];
      SpellingGuess *first = &g_array_index (self->guesses, SpellingGuess, at);
      guint n = g_array_index (self->ends, guint, i) - at;

      g_array_set_size (own, 0);
      g_array_append_vals (own, first, n);
      spelling_features_of_odds (own, sentence->source, sentence->n);
      memcpy (first, own->data, n * sizeof *first);
      at += n;
    }
}

void
stages_train (Examples *self,
              const ForestOptions options[SPELLING_N_STAGES],
              Forest *forests[SPELLING_N_STAGES])
{
  const ForestOptions *first = &options[SPELLING_STAGE_FIRST], *second = &options[SPELLING_STAGE_SECOND];

  for (guint i = 0; i < self->guesses->len; i++)
    g_array_index (self->guesses, SpellingGuess, i).odds = 0;
  forests[SPELLING_STAGE_FIRST] = grow (self, N_FOLDS, SPELLING_N_FEATURES, -G_MAXFLOAT, first);
  for (guint fold = 0; fold < N_FOLDS; fold++)
    judge_fold (self, fold, first);
  compare_odds (self);
  forests[SPELLING_STAGE_SECOND] = grow (self, N_FOLDS, SPELLING_N_ALL_FEATURES, SPELLING_HOPE, second);
}
