/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training.h"

#include <math.h>
#include <string.h>

#define EPOCHS 3
#define RATE 0.15f
#define SURE 4.0f        /* odds (ln) beyond which an example teaches nothing */
#define LARGEST 7.9f     /* weight */
#define PARTNERS_TRIED 3 /* of one character at one place */
#define SHRINK 0.02f     /* what an epoch takes from every weight: chance is forgotten */

typedef struct
{
  guint bits;
  float *weights;
  float *squares;       /* sum of squared steps, to make later ones smaller */
  GHashTable *partners; /* character to GArray of characters */
  guint64 random;
} Trainer;

static void
note_partner (Trainer *self, guint a, guint b)
{
  GArray *list = g_hash_table_lookup (self->partners, GUINT_TO_POINTER (a));

  if (!list)
    {
      list = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_hash_table_insert (self->partners, GUINT_TO_POINTER (a), list);
    }
  g_array_append_val (list, b);
}

/* One step: the character that stands there should score higher than the other. */
static void
learn (Trainer *self, const guint32 *right, const guint32 *wrong, float weight)
{
  guint32 mask = (1u << self->bits) - 1;
  float odds = 0, slope;

  for (guint k = 0; k < SPELLING_N_CONTEXTS; k++)
    odds += self->weights[right[k] & mask] - self->weights[wrong[k] & mask];
  if (odds > SURE)
    return;
  slope = weight / (1 + expf (odds));
  for (guint k = 0; k < SPELLING_N_CONTEXTS; k++)
    {
      guint32 up = right[k] & mask, down = wrong[k] & mask;

      self->squares[up] += slope * slope;
      self->weights[up] =
          CLAMP (self->weights[up] + RATE * slope / sqrtf (self->squares[up] + 0.1f), -LARGEST, LARGEST);
      self->squares[down] += slope * slope;
      self->weights[down] =
          CLAMP (self->weights[down] - RATE * slope / sqrtf (self->squares[down] + 0.1f), -LARGEST, LARGEST);
    }
}

static void
learn_sentence (Trainer *self, const Sentence *sentence)
{
  for (guint at = 0; at < sentence->n; at++)
    {
      GArray *list = g_hash_table_lookup (self->partners, GUINT_TO_POINTER (sentence->target[at]));
      guint32 right[SPELLING_N_CONTEXTS], wrong[SPELLING_N_CONTEXTS];
      guint tries, start;

      if (!list)
        continue;
      spelling_context_hashes (sentence->target, sentence->n, at, sentence->target[at], right);
      tries = MIN (list->len, PARTNERS_TRIED);
      start = random_below (&self->random, list->len);
      for (guint k = 0; k < tries; k++)
        {
          spelling_context_hashes (sentence->target, sentence->n, at,
                                   g_array_index (list, guint32, (start + k) % list->len), wrong);
          learn (self, right, wrong, 1);
        }
    }
}

ContextModel *
context_train (GPtrArray *texts, GArray *pairs, guint bits)
{
  Trainer trainer = { .bits = bits, .random = 20240601 };
  ContextModel *self = g_new0 (ContextModel, 1);
  gsize size = (gsize) 1 << bits;

  trainer.weights = g_new0 (float, size);
  trainer.squares = g_new0 (float, size);
  trainer.partners = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  for (guint i = 0; i < pairs->len; i++)
    {
      guint32 pair = g_array_index (pairs, guint32, i);

      note_partner (&trainer, pair >> 16, pair & 0xffff);
      note_partner (&trainer, pair & 0xffff, pair >> 16);
    }
  for (guint epoch = 0; epoch < EPOCHS; epoch++)
    {
      for (guint i = 0; i < texts->len; i++)
        learn_sentence (&trainer, texts->pdata[i]);
      for (gsize i = 0; i < size; i++)
        trainer.weights[i] = copysignf (MAX (0, fabsf (trainer.weights[i]) - SHRINK), trainer.weights[i]);
    }

  self->bits = bits;
  self->scale = LARGEST / 127;
  self->partners = g_array_ref (pairs);
  self->weights = g_new (gint8, size);
  for (gsize i = 0; i < size; i++)
    self->weights[i] = lrintf (trainer.weights[i] / self->scale);
  g_free (trainer.weights);
  g_free (trainer.squares);
  g_hash_table_unref (trainer.partners);
  return self;
}

void
context_free (ContextModel *self)
{
  g_free (self->weights);
  g_array_unref (self->partners);
  g_free (self);
}
