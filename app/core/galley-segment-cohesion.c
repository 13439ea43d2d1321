/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lexical cohesion: does what stands behind a short line speak of the same things as what stands before it? Pairs of Han
 * characters are weighed by how few paragraphs have them; pairs of the list "common" say nothing. */

#include <math.h>
#include <string.h>

#include "galley-segment-private.h"

#define TABLE_BITS 15
#define TABLE_SIZE (1u << TABLE_BITS)
#define REACH 1200   /* characters on each side: a passage of that length speaks of one thing */
#define MAX_STEPS 60 /* units that are looked at for them */

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
    ((guint8 *) data)[seg_hash_pair (word[0], word[1], TABLE_BITS)] = 1;
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

/* What the units speak of: the pairs of each unit, one after another, by the number that each has on this page, and how
 * much each weighs. */
typedef struct
{
  guint32 *starts; /* of each unit, in pairs; one more than units */
  guint16 *pairs;
  guint32 *slots; /* of each number, in the archive */
  guint n;        /* numbers */
  float *weights; /* of each number */
} Subjects;

/* Appends the pairs of @s to @pairs; @numbers has the number of each slot plus one. */
static guint
list_pairs (Subjects *self, const gunichar *s, guint n, guint16 *numbers, guint16 *pairs)
{
  const Silence *silence = get_silence ();
  guint count = 0;
  gboolean before = FALSE;

  for (guint k = 0; k < n; k++)
    {
      gboolean speaks = seg_is_han (s[k]) && !(s[k] < 0x10000 && silence->characters[s[k]]);

      if (speaks && before)
        {
          guint32 slot = seg_hash_pair (s[k - 1], s[k], TABLE_BITS);

          if (!silence->slots[slot])
            {
              if (numbers[slot] == 0)
                {
                  self->slots[self->n] = seg_hash_pair (s[k - 1], s[k], SEG_ARCHIVE_BITS);
                  numbers[slot] = (guint16) ++self->n;
                }
              pairs[count++] = (guint16) (numbers[slot] - 1);
            }
        }
      before = speaks;
    }
  return count;
}

/* In how many paragraphs of the page each pair stands. */
static guint
count_paragraphs (const SegPage *page, const Subjects *self, guint16 *counts)
{
  g_autofree guint32 *seen = g_new0 (guint32, self->n + 1);
  guint n = 0;

  for (guint i = 0; i < page->units->len; i++)
    {
      if (!is_body_like (seg_page_unit (page, i)))
        continue;
      n++;
      for (guint32 k = self->starts[i]; k < self->starts[i + 1]; k++)
        if (seen[self->pairs[k]] != i + 1)
          {
            seen[self->pairs[k]] = i + 1;
            counts[self->pairs[k]] += counts[self->pairs[k]] < G_MAXUINT16;
          }
    }
  return n;
}

static void
subjects_init (Subjects *self, const SegPage *page)
{
  g_autofree guint16 *numbers = g_new0 (guint16, TABLE_SIZE);
  g_autofree guint16 *counts = NULL;
  guint n = 0, n_archive = 0;
  g_autoptr (GBytes) archive = seg_archive_ref (&n_archive);
  const guint32 *before = archive != NULL ? g_bytes_get_data (archive, NULL) : NULL;
  guint32 at = 0;

  self->n = 0;
  self->starts = g_new (guint32, page->units->len + 1);
  self->pairs = g_new (guint16, page->n + 1);
  self->slots = g_new (guint32, MIN (page->n, TABLE_SIZE) + 1);
  for (guint i = 0; i < page->units->len; i++)
    {
      const SegUnit *unit = seg_page_unit (page, i);

      self->starts[i] = at;
      if (is_body_like (unit) || is_candidate (unit))
        at += list_pairs (self, seg_unit_text (page, unit), unit->n, numbers, self->pairs + at);
    }
  self->starts[page->units->len] = at;
  self->weights = g_new (float, self->n + 1);
  counts = g_new0 (guint16, self->n + 1);
  n = count_paragraphs (page, self, counts);
  for (guint k = 0; k < self->n; k++)
    {
      float count = counts[k] + (before != NULL ? (float) before[self->slots[k]] : 0);

      self->weights[k] = logf (((float) n + (float) n_archive + 200.0f) / (count + 0.5f));
    }
}

static void
subjects_clear (Subjects *self)
{
  g_free (self->starts);
  g_free (self->pairs);
  g_free (self->slots);
  g_free (self->weights);
}

typedef struct
{
  guint16 *counts; /* of each number, zero but for those in use */
  guint16 *used;
  guint n;
} Bag;

static void
bag_init (Bag *bag, const Subjects *subjects)
{
  bag->counts = g_new0 (guint16, subjects->n + 1);
  bag->used = g_new (guint16, subjects->n + 1);
  bag->n = 0;
}

static void
bag_free (Bag *bag)
{
  g_free (bag->counts);
  g_free (bag->used);
}

static void
bag_add (Bag *bag, const Subjects *subjects, guint unit)
{
  for (guint32 k = subjects->starts[unit]; k < subjects->starts[unit + 1]; k++)
    {
      guint16 pair = subjects->pairs[k];

      if (bag->counts[pair] == 0)
        bag->used[bag->n++] = pair;
      bag->counts[pair] += bag->counts[pair] < G_MAXUINT16;
    }
}

static void
bag_clear (Bag *bag)
{
  while (bag->n > 0)
    bag->counts[bag->used[--bag->n]] = 0;
}

#define N_LOGS 64

static const float *
get_logs (void)
{
  static float logs[N_LOGS];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      for (guint i = 1; i < N_LOGS; i++)
        logs[i] = 1 + logf ((float) i);
      g_once_init_leave (&once, 1);
    }
  return logs;
}

static inline float
weigh (const Bag *bag, const Subjects *subjects, const float *logs, guint16 pair)
{
  return logs[MIN (bag->counts[pair], N_LOGS - 1)] * subjects->weights[pair];
}

/* The square of its length. */
static double
bag_norm (const Bag *bag, const Subjects *subjects)
{
  const float *logs = get_logs ();
  double norm = 0;

  for (guint i = 0; i < bag->n; i++)
    {
      float w = weigh (bag, subjects, logs, bag->used[i]);

      norm += w * w;
    }
  return norm;
}

static float
bag_cosine (const Bag *a, double norm_a, const Bag *b, double norm_b, const Subjects *subjects)
{
  const float *logs = get_logs ();
  double dot = 0;

  if (norm_a <= 0 || norm_b <= 0)
    return 0;
  for (guint i = 0; i < a->n; i++)
    if (b->counts[a->used[i]] > 0)
      dot += weigh (a, subjects, logs, a->used[i]) * weigh (b, subjects, logs, a->used[i]);
  return (float) (dot / sqrt (norm_a * norm_b));
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

/* Log odds that a new subject begins at @unit (fitted to headlines and crossheads of known pages). */
static void
compare (const Subjects *subjects,
         SegUnit *unit,
         const Bag *own,
         const Bag *before,
         const Bag *next,
         const Bag *behind)
{
  double norm_own = bag_norm (own, subjects);
  double norm_before = bag_norm (before, subjects);
  double norm_behind = bag_norm (behind, subjects);

  unit->cont = bag_cosine (before, norm_before, behind, norm_behind, subjects);
  unit->hn = bag_cosine (own, norm_own, next, bag_norm (next, subjects), subjects);
  unit->ha = bag_cosine (own, norm_own, behind, norm_behind, subjects);
  unit->hb = bag_cosine (own, norm_own, before, norm_before, subjects);
  unit->turn = (float) CLAMP (-2.6 * log (unit->cont + 0.01) + 7.2 * MIN (unit->hn, 0.4) +
                                  7.2 * MIN (unit->ha, 0.4) - 5.0 * MIN (unit->hb, 0.4) - 7.8,
                              -3.0, 3.0);
}

void
seg_cohesion_find (SegPage *page)
{
  Subjects subjects;
  Bag own, before, next, behind;

  subjects_init (&subjects, page);
  bag_init (&own, &subjects);
  bag_init (&before, &subjects);
  bag_init (&next, &subjects);
  bag_init (&behind, &subjects);
  for (guint i = 0; i < page->units->len; i++)
    {
      SegUnit *unit = seg_page_unit (page, i);

      unit->cont = -1;
      if (!is_candidate (unit))
        continue;
      collect_before (page, &subjects, &before, i);
      collect_behind (page, &subjects, &behind, i, REACH);
      if (before.n == 0 || behind.n == 0)
        continue;
      collect_behind (page, &subjects, &next, i, 1);
      bag_clear (&own);
      bag_add (&own, &subjects, i);
      compare (&subjects, unit, &own, &before, &next, &behind);
    }
  bag_free (&own);
  bag_free (&before);
  bag_free (&next);
  bag_free (&behind);
  subjects_clear (&subjects);
}
