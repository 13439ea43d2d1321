/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lexical cohesion: does what stands behind a short line speak of the same things as what stands before it? Pairs of Han
 * characters are weighed by how few paragraphs of the page have them; pairs of the list "common" say nothing. */

#include <math.h>
#include <string.h>

#include "galley-segment-private.h"

#define TABLE_BITS 15
#define TABLE_SIZE (1u << TABLE_BITS)
#define REACH 4 /* paragraphs on each side */

typedef struct
{
  guint32 pair;
  float weight;
} Entry;

static guint32
hash_pair (gunichar a, gunichar b)
{
  return ((guint32) a * 31337u + (guint32) b) * 2654435761u >> (32 - TABLE_BITS);
}

static gboolean
is_body_like (const SegUnit *unit)
{
  return unit->n_dense >= 30 && unit->ad < 200 && unit->furniture < 128;
}

static gboolean
is_candidate (const SegUnit *unit)
{
  return unit->n_dense < 60 && !unit->has_stop;
}

/* In how many units each pair stands. */
static guint16 *
count_pairs (const SegPage *page, guint *n_units)
{
  guint16 *counts = g_new0 (guint16, TABLE_SIZE);
  guint32 *seen = g_new0 (guint32, TABLE_SIZE);

  *n_units = 0;
  for (guint i = 0; i < page->units->len; i++)
    {
      const SegUnit *unit = seg_page_unit (page, i);
      const gunichar *s = seg_unit_text (page, unit);

      if (!is_body_like (unit))
        continue;
      ++*n_units;
      for (guint k = 0; k + 1 < unit->n; k++)
        if (seg_is_han (s[k]) && seg_is_han (s[k + 1]))
          {
            guint32 slot = hash_pair (s[k], s[k + 1]);

            if (seen[slot] != i + 1)
              {
                seen[slot] = i + 1;
                counts[slot] += counts[slot] < G_MAXUINT16;
              }
          }
    }
  g_free (seen);
  return counts;
}

static void
mark_pair (const gunichar *word, guint n, gpointer data)
{
  if (n == 2)
    ((guint8 *) data)[hash_pair (word[0], word[1])] = 1;
}

/* Single characters of the basic plane that say nothing, and the slots of pairs that do not: looked up for each pair. */
typedef struct
{
  guint8 characters[0x10000];
  guint8 slots[TABLE_SIZE];
} Silence;

static const Silence *
get_silence (void)
{
  static Silence *silence;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      silence = g_new0 (Silence, 1);
      for (gunichar c = 0x4e00; c < 0xa000; c++)
        silence->characters[c] = seg_words_has (SEG_WORDS_FUNCTION, &c, 1);
      seg_words_foreach (SEG_WORDS_COMMON, mark_pair, silence->slots);
      g_once_init_leave (&once, 1);
    }
  return silence;
}

static gboolean
says_nothing (const Silence *silence, gunichar a, gunichar b, guint32 slot)
{
  return (a < 0x10000 && silence->characters[a]) || (b < 0x10000 && silence->characters[b]) ||
         silence->slots[slot];
}

typedef struct
{
  float *weights; /* TABLE_SIZE, zero but for the slots in use */
  GArray *slots;
} Bag;

static void
bag_add (Bag *bag, const gunichar *s, guint n)
{
  const Silence *silence = get_silence ();

  for (guint k = 0; k + 1 < n; k++)
    if (seg_is_han (s[k]) && seg_is_han (s[k + 1]))
      {
        guint32 slot = hash_pair (s[k], s[k + 1]);

        if (says_nothing (silence, s[k], s[k + 1], slot))
          continue;
        if (bag->weights[slot] == 0)
          g_array_append_val (bag->slots, slot);
        bag->weights[slot] += 1;
      }
}

static void
bag_clear (Bag *bag)
{
  for (guint i = 0; i < bag->slots->len; i++)
    bag->weights[g_array_index (bag->slots, guint32, i)] = 0;
  g_array_set_size (bag->slots, 0);
}

static double
weight (const Bag *bag, guint32 slot, const guint16 *counts, guint n_units)
{
  double tf = bag->weights[slot];

  return tf == 0 ? 0 : (1 + log (tf)) * log ((n_units + 200.0) / (counts[slot] + 0.5));
}

static double
bag_cosine (const Bag *a, const Bag *b, const guint16 *counts, guint n_units)
{
  double dot = 0, norm_a = 0, norm_b = 0;

  for (guint i = 0; i < a->slots->len; i++)
    {
      guint32 slot = g_array_index (a->slots, guint32, i);
      double w = weight (a, slot, counts, n_units);

      norm_a += w * w;
      dot += w * weight (b, slot, counts, n_units);
    }
  for (guint i = 0; i < b->slots->len; i++)
    {
      double w = weight (b, g_array_index (b->slots, guint32, i), counts, n_units);

      norm_b += w * w;
    }
  return norm_a > 0 && norm_b > 0 ? dot / sqrt (norm_a * norm_b) : 0;
}

static void
collect (const SegPage *page, Bag *bag, guint from, int step, guint reach)
{
  guint found = 0;

  bag_clear (bag);
  for (gint64 i = from; i >= 0 && i < page->units->len && found < reach; i += step)
    {
      const SegUnit *unit = seg_page_unit (page, (guint) i);

      if (is_body_like (unit))
        {
          bag_add (bag, seg_unit_text (page, unit), unit->n);
          found++;
        }
      else if (ABS (i - (gint64) from) > 12)
        break;
    }
}

void
seg_cohesion_find (SegPage *page)
{
  guint n_units;
  g_autofree guint16 *counts = count_pairs (page, &n_units);
  Bag bags[4];

  for (guint i = 0; i < G_N_ELEMENTS (bags); i++)
    bags[i] = (Bag){ g_new0 (float, TABLE_SIZE), g_array_new (FALSE, FALSE, sizeof (guint32)) };
  for (guint i = 0; i < page->units->len; i++)
    {
      SegUnit *unit = seg_page_unit (page, i);

      unit->cont = -1;
      if (!is_candidate (unit))
        continue;
      collect (page, &bags[0], i, -1, REACH);
      collect (page, &bags[1], i, 1, REACH);
      collect (page, &bags[2], i, 1, 1);
      bag_clear (&bags[3]);
      bag_add (&bags[3], seg_unit_text (page, unit), unit->n);
      if (bags[0].slots->len == 0 || bags[1].slots->len == 0)
        continue;
      unit->cont = (float) bag_cosine (&bags[0], &bags[1], counts, n_units);
      unit->hn = (float) bag_cosine (&bags[3], &bags[2], counts, n_units);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bags); i++)
    {
      g_free (bags[i].weights);
      g_array_unref (bags[i].slots);
    }
}
