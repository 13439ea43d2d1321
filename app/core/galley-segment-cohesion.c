/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lexical cohesion: does what stands behind a short line speak of the same things as what stands before it? Pairs of Han
 * characters are weighed by how few paragraphs have them; pairs of the list "common" say nothing. */

#include <math.h>
#include <string.h>

#include "galley-segment-private.h"

#define TABLE_BITS 15
#define TABLE_SIZE (1u << TABLE_BITS)
#define REACH 1200 /* characters on each side: a passage of that length speaks of one thing */
#define MAX_STEPS 60 /* units that are looked at for them */

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

/* What the units speak of: the slots of the pairs of each unit, one after another, and how much each slot weighs. */
typedef struct
{
  guint32 *starts; /* of each unit, in slots; one more than units */
  guint16 *slots;
  float *weights; /* TABLE_SIZE */
} Subjects;

static guint
list_slots (const gunichar *s, guint n, guint16 *slots)
{
  const Silence *silence = get_silence ();
  guint count = 0;
  gboolean before = FALSE;

  for (guint k = 0; k < n; k++)
    {
      gboolean speaks = seg_is_han (s[k]) && !(s[k] < 0x10000 && silence->characters[s[k]]);

      if (speaks && before)
        {
          guint32 slot = hash_pair (s[k - 1], s[k]);

          slots[count] = (guint16) slot;
          count += !silence->slots[slot];
        }
      before = speaks;
    }
  return count;
}

/* In how many paragraphs of the page each pair stands. */
static guint
count_paragraphs (const SegPage *page, const Subjects *subjects, guint16 *counts)
{
  g_autofree guint32 *seen = g_new0 (guint32, TABLE_SIZE);
  guint n = 0;

  for (guint i = 0; i < page->units->len; i++)
    {
      if (!is_body_like (seg_page_unit (page, i)))
        continue;
      n++;
      for (guint32 k = subjects->starts[i]; k < subjects->starts[i + 1]; k++)
        if (seen[subjects->slots[k]] != i + 1)
          {
            seen[subjects->slots[k]] = i + 1;
            counts[subjects->slots[k]] += counts[subjects->slots[k]] < G_MAXUINT16;
          }
    }
  return n;
}

static void
subjects_init (Subjects *self, const SegPage *page)
{
  g_autofree guint16 *counts = g_new0 (guint16, TABLE_SIZE);
  guint n = 0;
  guint32 at = 0;

  self->starts = g_new (guint32, page->units->len + 1);
  self->slots = g_new (guint16, page->n + 1);
  for (guint i = 0; i < page->units->len; i++)
    {
      const SegUnit *unit = seg_page_unit (page, i);

      self->starts[i] = at;
      if (is_body_like (unit) || is_candidate (unit))
        at += list_slots (seg_unit_text (page, unit), unit->n, self->slots + at);
    }
  self->starts[page->units->len] = at;
  self->weights = g_new0 (float, TABLE_SIZE);
  n = count_paragraphs (page, self, counts);
  for (guint32 k = 0; k < at; k++)
    if (self->weights[self->slots[k]] == 0)
      self->weights[self->slots[k]] = logf ((n + 200.0f) / (counts[self->slots[k]] + 0.5f));
}

static void
subjects_clear (Subjects *self)
{
  g_free (self->starts);
  g_free (self->slots);
  g_free (self->weights);
}

typedef struct
{
  guint16 *counts; /* TABLE_SIZE, zero but for the slots in use */
  GArray *slots;
} Bag;

static void
bag_add (Bag *bag, const Subjects *subjects, guint unit)
{
  for (guint32 k = subjects->starts[unit]; k < subjects->starts[unit + 1]; k++)
    {
      guint16 slot = subjects->slots[k];

      if (bag->counts[slot] == 0)
        g_array_append_val (bag->slots, slot);
      bag->counts[slot] += bag->counts[slot] < G_MAXUINT16;
    }
}

static void
bag_clear (Bag *bag)
{
  for (guint i = 0; i < bag->slots->len; i++)
    bag->counts[g_array_index (bag->slots, guint16, i)] = 0;
  g_array_set_size (bag->slots, 0);
}

#define N_LOGS 64

static float
weigh (const Bag *bag, const Subjects *subjects, guint16 slot)
{
  static float logs[N_LOGS];
  static gsize once;
  guint count = MIN (bag->counts[slot], N_LOGS - 1);

  if (g_once_init_enter (&once))
    {
      for (guint i = 1; i < N_LOGS; i++)
        logs[i] = 1 + logf ((float) i);
      g_once_init_leave (&once, 1);
    }
  return logs[count] * subjects->weights[slot];
}

static double
bag_norm (const Bag *bag, const Subjects *subjects)
{
  double norm = 0;

  for (guint i = 0; i < bag->slots->len; i++)
    {
      double w = weigh (bag, subjects, g_array_index (bag->slots, guint16, i));

      norm += w * w;
    }
  return norm;
}

static double
bag_cosine (const Bag *a, const Bag *b, const Subjects *subjects)
{
  double dot = 0;
  double norm = bag_norm (a, subjects) * bag_norm (b, subjects);

  for (guint i = 0; i < a->slots->len; i++)
    {
      guint16 slot = g_array_index (a->slots, guint16, i);

      dot += weigh (a, subjects, slot) * weigh (b, subjects, slot);
    }
  return norm > 0 ? dot / sqrt (norm) : 0;
}

static gboolean
begins_story (const SegUnit *unit)
{
  return unit->place > 0 || unit->has_inline;
}

static gboolean
is_signature (const SegUnit *unit)
{
  return unit->byline == SEG_BYLINE_ROLES || unit->is_jump_from;
}

/* The paragraphs before @from, back to where their story begins for certain, or as far as one passage goes. */
static void
collect_before (const SegPage *page, const Subjects *subjects, Bag *bag, guint from)
{
  guint n = 0;

  bag_clear (bag);
  for (guint i = from; i > 0 && from - i < MAX_STEPS && n < REACH; i--)
    {
      const SegUnit *unit = seg_page_unit (page, i - 1);

      if (n > 0 && (is_signature (unit) || unit->is_note || unit->is_jump_to))
        return;
      if (!is_body_like (unit))
        continue;
      bag_add (bag, subjects, i - 1);
      n += unit->n;
      if (begins_story (unit))
        return;
    }
}

/* The paragraphs behind @from, up to where another story begins for certain. */
static void
collect_behind (const SegPage *page, const Subjects *subjects, Bag *bag, guint from, guint reach)
{
  guint n = 0;

  bag_clear (bag);
  for (guint i = from + 1; i < page->units->len && i - from < MAX_STEPS && n < reach; i++)
    {
      const SegUnit *unit = seg_page_unit (page, i);

      if (n > 0 && (begins_story (unit) || is_signature (unit) || unit->is_note || unit->is_jump_to))
        return;
      if (!is_body_like (unit))
        continue;
      bag_add (bag, subjects, i);
      n += unit->n;
    }
}

void
seg_cohesion_find (SegPage *page)
{
  Subjects subjects;
  Bag bags[4];

  subjects_init (&subjects, page);
  for (guint i = 0; i < G_N_ELEMENTS (bags); i++)
    bags[i] = (Bag){ g_new0 (guint16, TABLE_SIZE), g_array_new (FALSE, FALSE, sizeof (guint16)) };
  for (guint i = 0; i < page->units->len; i++)
    {
      SegUnit *unit = seg_page_unit (page, i);
      Bag *before = &bags[0], *behind = &bags[1], *next = &bags[2], *own = &bags[3];

      unit->cont = -1;
      if (!is_candidate (unit))
        continue;
      collect_before (page, &subjects, before, i);
      collect_behind (page, &subjects, behind, i, REACH);
      if (before->slots->len == 0 || behind->slots->len == 0)
        continue;
      collect_behind (page, &subjects, next, i, 1);
      bag_clear (own);
      bag_add (own, &subjects, i);
      unit->cont = (float) bag_cosine (before, behind, &subjects);
      unit->hn = (float) bag_cosine (own, next, &subjects);
      unit->ha = (float) bag_cosine (own, behind, &subjects);
      unit->hb = (float) bag_cosine (own, before, &subjects);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bags); i++)
    {
      g_free (bags[i].counts);
      g_array_unref (bags[i].slots);
    }
  subjects_clear (&subjects);
}
