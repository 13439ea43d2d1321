/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-verifier.h"
#include "spelling-features.h"

#include <string.h>

/* After so many trees a candidate that is this unlikely cannot rise any more. */
#define EARLY_TREES 64
#define HOPELESS (-5.0f)

__asm__(".section .rodata\n"
        ".balign 16\n"
        ".local spelling_model_data\n"
        ".local spelling_model_end\n"
        "spelling_model_data:\n"
        ".incbin \"" SPELLING_MODEL "\"\n"
        "spelling_model_end:\n"
        ".byte 0\n"
        ".previous\n");
extern const guint8 spelling_model_data[];
extern const guint8 spelling_model_end[];

static const guint8 *
align (const guint8 *at, const guint8 *start)
{
  return start + (((gsize) (at - start) + 7) & ~(gsize) 7);
}

gboolean
spelling_verifier_parse (SpellingVerifier *self, const guint8 *data, gsize size)
{
  SpellingVerifierHead head;
  const guint8 *at;

  if (size < sizeof head)
    return FALSE;
  memcpy (&head, data, sizeof head);
  if (memcmp (head.magic, SPELLING_VERIFIER_MAGIC, sizeof head.magic) != 0 ||
      head.n_features[SPELLING_STAGE_FIRST] != SPELLING_N_FEATURES ||
      head.n_features[SPELLING_STAGE_SECOND] != SPELLING_N_ALL_FEATURES || head.context_bits > 24)
    return FALSE;
  at = align (data + sizeof head, data);
  for (guint i = 0; i < SPELLING_N_STAGES; i++)
    {
      self->stages[i].n_trees = head.n_trees[i];
      self->stages[i].base = head.base[i];
      self->stages[i].roots = (const guint32 *) (const void *) at;
      at = align (at + head.n_trees[i] * sizeof (guint32), data);
      self->stages[i].nodes = (const SpellingNode *) (const void *) at;
      at = align (at + head.n_nodes[i] * sizeof (SpellingNode), data);
    }
  self->n_priors = head.n_priors;
  self->prior_keys = (const guint64 *) (const void *) at;
  at = align (at + head.n_priors * sizeof (guint64), data);
  self->prior_counts = (const guint16 *) (const void *) at;
  at = align (at + head.n_priors * sizeof (guint16), data);
  self->n_partners = head.n_partners;
  self->partners = (const guint32 *) (const void *) at;
  at = align (at + head.n_partners * sizeof (guint32), data);
  self->context_bits = head.context_bits;
  self->context_scale = head.context_scale;
  self->context = (const gint8 *) at;
  at += (gsize) 1 << head.context_bits;
  return (gsize) (at - data) <= size;
}

static gpointer
parse_model (gpointer data)
{
  static SpellingVerifier verifier;

  return spelling_verifier_parse (&verifier, spelling_model_data, spelling_model_end - spelling_model_data)
             ? &verifier
             : NULL;
}

const SpellingVerifier *
spelling_verifier_get (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, parse_model, NULL);
}

float
spelling_forest_judge (const SpellingForest *self, const float *features)
{
  float sum = self->base;

  for (guint t = 0; t < self->n_trees; t++)
    {
      const SpellingNode *tree = self->nodes + self->roots[t], *node = tree;

      while (node->feature != SPELLING_LEAF)
        node = tree + node->left + (features[node->feature] > node->value);
      sum += node->value;
      if (t == EARLY_TREES && sum < HOPELESS)
        break;
    }
  return sum;
}

float
spelling_verifier_prior (guint64 key, gconstpointer verifier)
{
  const SpellingVerifier *self = verifier;
  guint low = 0, high = self->n_priors;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->prior_keys[middle] < key)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_priors && self->prior_keys[low] == key ? self->prior_counts[low] : 0;
}

guint64
spelling_prior_pair (gunichar wrong, gunichar right)
{
  return G_GUINT64_CONSTANT (1) << 48 | (guint64) wrong << 16 | right;
}

guint64
spelling_prior_seen (gunichar wrong)
{
  return G_GUINT64_CONSTANT (2) << 48 | wrong;
}

guint64
spelling_prior_left (gunichar before, gunichar wrong, gunichar right)
{
  return G_GUINT64_CONSTANT (3) << 48 | (guint64) (before & 0xffff) << 32 | (guint64) wrong << 16 | right;
}

guint64
spelling_prior_right (gunichar wrong, gunichar right, gunichar behind)
{
  return G_GUINT64_CONSTANT (4) << 48 | (guint64) wrong << 32 | (guint64) right << 16 | (behind & 0xffff);
}

void
spelling_context_hashes (
    const gunichar *text, guint n, guint at, gunichar c, guint32 hashes[SPELLING_N_CONTEXTS])
{
  gunichar l1 = at >= 1 ? text[at - 1] : 1, l2 = at >= 2 ? text[at - 2] : 1, l3 = at >= 3 ? text[at - 3] : 1;
  gunichar r1 = at + 1 < n ? text[at + 1] : 1, r2 = at + 2 < n ? text[at + 2] : 1,
           r3 = at + 3 < n ? text[at + 3] : 1;
  const gunichar grams[SPELLING_N_CONTEXTS][3] = {
    { l1, 0, 0 },  { r1, 0, 0 },  { l2, 0, 0 },   { r2, 0, 0 },   { l2, l1, 0 },
    { r1, r2, 0 }, { l1, r1, 0 }, { l3, l2, l1 }, { r1, r2, r3 },
  };

  for (guint k = 0; k < SPELLING_N_CONTEXTS; k++)
    {
      guint64 hash = (guint64) c << 8 | (k + 1);

      for (guint i = 0; i < 3; i++)
        {
          hash = (hash ^ grams[k][i]) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
          hash ^= hash >> 31;
        }
      hashes[k] = hash >> 16;
    }
}

static gboolean
are_partners (const SpellingVerifier *self, gunichar a, gunichar b)
{
  guint32 pair = MIN (a, b) << 16 | MAX (a, b);
  guint low = 0, high = self->n_partners;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->partners[middle] < pair)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_partners && self->partners[low] == pair;
}

gboolean
spelling_verifier_context (const SpellingVerifier *self,
                           const gunichar *text,
                           guint n,
                           guint at,
                           gunichar a,
                           gunichar b,
                           float *odds)
{
  guint32 hashes[SPELLING_N_CONTEXTS], mask = (1u << self->context_bits) - 1;
  gint sum = 0;

  *odds = 0;
  if (!are_partners (self, a, b))
    return FALSE;
  spelling_context_hashes (text, n, at, b, hashes);
  for (guint k = 0; k < SPELLING_N_CONTEXTS; k++)
    sum += self->context[hashes[k] & mask];
  spelling_context_hashes (text, n, at, a, hashes);
  for (guint k = 0; k < SPELLING_N_CONTEXTS; k++)
    sum -= self->context[hashes[k] & mask];
  *odds = sum * self->context_scale;
  return TRUE;
}
