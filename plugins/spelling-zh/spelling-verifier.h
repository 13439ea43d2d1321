/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-verifier.h — what was learned: how likely a candidate is right, from what is known of it.
 *
 * Three parts in one file of numbers: trees over the features of a candidate, in two stages; how often which character was
 * written for which in marked-up text; and which characters go with which neighbours in clean text (the context). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  float value;     /* what to compare with, or what a leaf adds */
  guint16 feature; /* SPELLING_LEAF for a leaf */
  guint16 left;    /* from the root: where at most @value; the other child stands behind it */
} SpellingNode;

#define SPELLING_LEAF 0xffff

/* The first stage judges each candidate by itself, the second those that are left, knowing what the first thinks of all. */
typedef enum
{
  SPELLING_STAGE_FIRST,
  SPELLING_STAGE_SECOND,
  SPELLING_N_STAGES
} SpellingStage;

typedef struct
{
  guint n_trees;
  float base;
  const guint32 *roots; /* into nodes */
  const SpellingNode *nodes;
} SpellingForest;

typedef struct
{
  SpellingForest stages[SPELLING_N_STAGES];
  guint n_priors;
  const guint64 *prior_keys; /* rising */
  const guint16 *prior_counts;
  guint n_partners;
  const guint32
      *partners; /* pairs of characters that the context can tell apart, lower << 16 | higher, rising */
  guint context_bits;
  float context_scale;
  const gint8 *context; /* 1 << context_bits weights */
} SpellingVerifier;

/* The file: this head, then the parts in the order above, each at a multiple of 8 bytes. */
typedef struct
{
  char magic[8];
  guint32 n_trees[SPELLING_N_STAGES], n_nodes[SPELLING_N_STAGES];
  float base[SPELLING_N_STAGES];
  guint32 n_priors, n_partners, context_bits;
  float context_scale;
  guint32 n_features[SPELLING_N_STAGES];
} SpellingVerifierHead;

#define SPELLING_VERIFIER_MAGIC "GLYVRF2"

/* The one that the program carries; NULL when it was built without. */
const SpellingVerifier *spelling_verifier_get (void);
/* Reads @data, which must live as long as @self; FALSE when it does not fit this program. */
gboolean spelling_verifier_parse (SpellingVerifier *self, const guint8 *data, gsize size);

/* ln of the odds that a candidate is right. */
float spelling_forest_judge (const SpellingForest *self, const float *features);

/* How often something was seen in marked-up text; @data is what was given with the function. */
typedef float (*SpellingPriorFunc) (guint64 key, gconstpointer data);
float spelling_verifier_prior (guint64 key, gconstpointer verifier);

/* Keys: a pair (wrong, right), a character however written, a pair behind and before a character. */
guint64 spelling_prior_pair (gunichar wrong, gunichar right);
guint64 spelling_prior_seen (gunichar wrong);
guint64 spelling_prior_left (gunichar before, gunichar wrong, gunichar right);
guint64 spelling_prior_right (gunichar wrong, gunichar right, gunichar behind);

#define SPELLING_N_CONTEXTS 9
/* The numbers of what stands around text[@at], for character @c in that place. */
void spelling_context_hashes (
    const gunichar *text, guint n, guint at, gunichar c, guint32 hashes[SPELLING_N_CONTEXTS]);
/* ln of the odds that @b stands at text[@at] rather than @a; FALSE where the context cannot tell. */
gboolean spelling_verifier_context (const SpellingVerifier *self,
                                    const gunichar *text,
                                    guint n,
                                    guint at,
                                    gunichar a,
                                    gunichar b,
                                    float *odds);

G_END_DECLS
