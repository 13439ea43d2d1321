/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training.h — the parts of the training program. One thread, one seed: the same texts give the same bytes. */

#pragma once

#include "../spelling-features.h"

G_BEGIN_DECLS

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

/* @rows: @n_rows times SPELLING_N_FEATURES; @labels 0 or 1. */
Forest *forest_train (const float *rows,
                      const guint8 *labels,
                      const float *weights,
                      gsize n_rows,
                      const ForestOptions *options);
void forest_free (Forest *self);

G_END_DECLS
