/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training.h — the parts of the training program. One thread, one seed: the same texts give the same bytes. */

#pragma once

#include "../spelling-features.h"

G_BEGIN_DECLS

#define N_FOLDS 4 /* parts of the marked text, to judge each by what the others teach */

/* A sentence as it was written and as it should be; the same length. */
typedef struct
{
  gunichar *source;
  gunichar *target;
  guint n;
  guint fold; /* for priors that must not know their own sentence */
  float weight;
  gboolean counts; /* whether its errors count as priors */
} Sentence;

/* xorshift64*: 0 … n - 1. */
guint random_below (guint64 *state, guint n);

/* --- context: which neighbours go with which character ---------------------------------------------------------- */

typedef struct
{
  guint bits;
  float scale;
  gint8 *weights;   /* 1 << bits */
  GArray *partners; /* guint32, rising */
} ContextModel;

/* Learns to tell each character of the clean @texts (Sentence *) from those it is mistaken for. @pairs: guint32, lower
 * character << 16 | higher, rising. */
ContextModel *context_train (GPtrArray *texts, GArray *pairs, guint bits);
void context_free (ContextModel *self);

/* --- forest: boosted trees over rows of features ----------------------------------------------------------------- */

typedef struct
{
  guint n_forests; /* grown apart, from other rows each, and averaged */
  guint n_trees;   /* of each */
  guint n_leaves;
  float rate;
  float rows;    /* share of the rows that a tree sees */
  float columns; /* share of the features */
} ForestOptions;

typedef struct
{
  float base;
  GArray *roots; /* guint32; the first trees of all forests, then the second … */
  GArray *nodes; /* SpellingNode */
} Forest;

/* @rows: @n_rows times @n_columns, which is at most 64; @labels 0 or 1. */
Forest *forest_train (const float *rows,
                      guint n_columns,
                      const guint8 *labels,
                      const float *weights,
                      gsize n_rows,
                      const ForestOptions *options);
void forest_free (Forest *self);

/* --- stages: both forests ----------------------------------------------------------------------------------------- */

/* Candidates with the features of the first stage, sentence by sentence. */
typedef struct
{
  GArray *guesses;      /* SpellingGuess */
  GArray *labels;       /* guint8: is it right? */
  GArray *ends;         /* guint: where those of each sentence end */
  GPtrArray *sentences; /* const Sentence *, borrowed */
} Examples;

void examples_init (Examples *self);
void examples_clear (Examples *self);
void examples_add (Examples *self, const Sentence *sentence, const GArray *guesses);
/* Grows the first forest, and the second on what forests that have not seen a candidate's fold think of it. */
void stages_train (Examples *self,
                   const ForestOptions options[SPELLING_N_STAGES],
                   Forest *forests[SPELLING_N_STAGES]);

G_END_DECLS
