/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-engine.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* A run of more characters than any sentence has is read in pieces: memory stays bounded. */
#define LONGEST_RUN 200
/* A sentence seldom holds two errors: a second suspicion must be more likely right than wrong. */
#define FURTHER 0.5f

struct SpellingData
{
  SpellingPaths paths;
  SpellingWords *words;
  SpellingModels *models;
};

struct SpellingEngine
{
  const SpellingData *data;
  SpellingScorer *scorer;
  SpellingLattice *lattice;
  SpellingFinder *finder;
  GArray *guesses;
  guint blank; /* SpellingGroup */
};

SpellingData *
spelling_data_load (const char *cache, GError **error)
{
  SpellingData *self = g_new0 (SpellingData, 1);
  g_autofree char *path =
      cache ? g_strdup (cache)
            : g_build_filename (g_get_user_cache_dir (), "galley", "spelling-zh.words", NULL);

  spelling_paths_find (&self->paths);
  if (!self->paths.libime && !self->paths.sunpinyin && !self->paths.libpinyin)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no language model is installed");
  else if ((self->words = spelling_words_load (&self->paths, path, error)))
    self->models = spelling_models_open (&self->paths, self->words, error);
  if (!self->models)
    g_clear_pointer (&self, spelling_data_free);
  return self;
}

void
spelling_data_free (SpellingData *self)
{
  g_clear_pointer (&self->models, spelling_models_close);
  g_clear_pointer (&self->words, spelling_words_free);
  spelling_paths_clear (&self->paths);
  g_free (self);
}

const SpellingWords *
spelling_data_get_words (const SpellingData *self)
{
  return self->words;
}

SpellingEngine *
spelling_engine_new (const SpellingData *data)
{
  SpellingEngine *self = g_new0 (SpellingEngine, 1);

  self->data = data;
  self->scorer = spelling_scorer_new (data->models);
  self->lattice = spelling_lattice_new (self->scorer);
  self->finder = spelling_finder_new (self->scorer);
  self->guesses = g_array_new (FALSE, FALSE, sizeof (SpellingGuess));
  return self;
}

void
spelling_engine_free (SpellingEngine *self)
{
  spelling_finder_free (self->finder);
  spelling_lattice_free (self->lattice);
  spelling_scorer_free (self->scorer);
  g_array_unref (self->guesses);
  g_free (self);
}

/* What a language model makes of the character beside a run. */
static SpellingEdgeKind
kind_of (gunichar c)
{
  gboolean ascii = c < 0x80 && g_ascii_isalnum (c), wide = c >= 0xff10 && c <= 0xff5a;

  return ascii || (wide && g_unichar_isalnum (c)) || spelling_is_han (c) ? SPELLING_EDGE_OTHER
                                                                         : SPELLING_EDGE_MARK;
}

static void
list_run (SpellingEngine *self, const gunichar *text, guint n, guint from, guint to)
{
  SpellingRun run = { .text = text + from, .n = to - from };
  const GArray *candidates;

  run.left_mark = from > 0 ? text[from - 1] : 0;
  run.right_mark = to < n ? text[to] : 0;
  run.left_kind = kind_of (run.left_mark);
  run.right_kind = kind_of (run.right_mark);
  spelling_scorer_begin (self->scorer);
  spelling_lattice_read (self->lattice, &run);
  candidates = spelling_finder_find (self->finder, self->lattice);
  for (guint i = 0; i < candidates->len; i++)
    {
      guint at = self->guesses->len;

      g_array_set_size (self->guesses, at + 1);
      spelling_features_of_run (&g_array_index (self->guesses, SpellingGuess, at), self->lattice,
                                &g_array_index (candidates, SpellingCandidate, i), from);
    }
}

void
spelling_engine_set_blank (SpellingEngine *self, guint groups)
{
  self->blank = groups;
}

GArray *
spelling_engine_list (SpellingEngine *self, const gunichar *text, guint n)
{
  g_array_set_size (self->guesses, 0);
  for (guint from = 0, to; from < n; from = to)
    {
      to = from + 1;
      if (!spelling_is_han (text[from]))
        continue;
      while (to < n && to < from + LONGEST_RUN && spelling_is_han (text[to]))
        to++;
      list_run (self, text, n, from, to);
    }
  spelling_features_of_rivals (self->guesses);
  for (guint i = 0; i < self->guesses->len; i++)
    spelling_features_of_echoes (&g_array_index (self->guesses, SpellingGuess, i), text, n);
  return self->guesses;
}

static gint
compare_guesses (gconstpointer a, gconstpointer b)
{
  const SpellingGuess *x = a, *y = b;

  if (x->confidence != y->confidence)
    return x->confidence > y->confidence ? -1 : 1;
  if (x->at[0] != y->at[0])
    return x->at[0] < y->at[0] ? -1 : 1;
  return x->to[0] < y->to[0] ? -1 : x->to[0] > y->to[0];
}

static float
probability (float odds)
{
  return 1 / (1 + expf (-odds));
}

/* Both stages; guesses of less than @least confidence go. */
static void
judge (SpellingEngine *self, const gunichar *text, guint n, float least)
{
  const SpellingVerifier *verifier = spelling_verifier_get ();
  GArray *guesses = self->guesses;
  guint kept = 0;

  for (guint i = 0; i < guesses->len; i++)
    {
      SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);

      spelling_features_of_priors (guess, text, n, spelling_verifier_prior, verifier);
      spelling_features_of_context (guess, text, n, verifier);
      if (self->blank)
        spelling_features_blank (guess, self->blank);
      guess->odds = spelling_forest_judge (&verifier->stages[SPELLING_STAGE_FIRST], guess->features);
    }
  spelling_features_of_odds (guesses, text, n);
  for (guint i = 0; i < guesses->len; i++)
    {
      SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);
      float odds = guess->odds;

      if (odds >= SPELLING_HOPE && !(self->blank & SPELLING_GROUP_ODDS))
        odds = spelling_forest_judge (&verifier->stages[SPELLING_STAGE_SECOND], guess->features);
      guess->confidence = probability (odds);
      if (guess->confidence >= least)
        g_array_index (guesses, SpellingGuess, kept++) = *guess;
    }
  g_array_set_size (guesses, kept);
}

/* TRUE when @guess can stand beside the @n_better that are better: on no character of theirs, and first in its sentence or
 * likely by itself. */
static gboolean
stands (const GArray *guesses, guint n_better, const SpellingGuess *guess, const gunichar *text, guint n)
{
  guint from, to;

  spelling_sentence_around (text, n, guess->at[0], &from, &to);
  for (guint i = 0; i < n_better; i++)
    {
      const SpellingGuess *better = &g_array_index (guesses, SpellingGuess, i);

      if (guess->at[guess->n_edits - 1] >= better->at[0] && better->at[better->n_edits - 1] >= guess->at[0])
        return FALSE;
      if (guess->confidence < FURTHER && better->at[0] >= from && better->at[0] < to)
        return FALSE;
    }
  return TRUE;
}

GArray *
spelling_engine_check (SpellingEngine *self, const gunichar *text, guint n, float least)
{
  GArray *guesses = spelling_engine_list (self, text, n);
  guint kept = 0;

  judge (self, text, n, least);
  g_array_sort (guesses, compare_guesses);
  for (guint i = 0; i < guesses->len; i++)
    if (stands (guesses, kept, &g_array_index (guesses, SpellingGuess, i), text, n))
      {
        g_array_index (guesses, SpellingGuess, kept) = g_array_index (guesses, SpellingGuess, i);
        kept++;
      }
  g_array_set_size (guesses, kept);
  return guesses;
}
