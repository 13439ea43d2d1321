/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-candidates.h"

#include <string.h>

#define NEVER (-1e9f)
#define MIN_SOUND 0.2f
#define MIN_SHAPE 0.45f
#define MIN_ROUGH (-2.5f)   /* candidates that gain less are dropped */
#define MIN_RANK (-6.5f)    /* and those that gain too little for so unusual a slip */
#define CONTEXT_HELP 3.5f   /* how much its neighbours may help a word, at most */
#define READING_HELP 2.5f   /* the same, against whole readings */
#define NEIGHBOUR_HELP 2.5f /* how much a new word may help the one behind it, at most */
#define LIKELY_HELP 1.0f    /* how much neighbours help a word as a rule */
#define MIN_SINGLE (-9.3f)  /* ln P of a character as a word, where the sound differs */
#define LONGEST_WORD 6
#define LONGEST_PINYIN 4
#define READINGS_TRIED 3
#define MEMO_BITS 15

typedef struct
{
  guint32 pair; /* both characters; 0 is empty */
  float sound, shape;
} Similarity;

struct SpellingFinder
{
  SpellingScorer *scorer;
  const SpellingWords *words;
  const SpellingLattice *lattice;
  SpellingNearTable *near;
  guint64 blank_keys[LONGEST_WORD][LONGEST_WORD];
  Similarity *memo;
  GArray *costs;                 /* float, n + 1: cost of the best path up to a place */
  GArray *at_place;              /* SpellingCandidate: all, by where their word begins */
  guint begun[LONGEST_WORD + 1]; /* how many there were when each of the last places began */
  GArray *candidates;            /* SpellingCandidate, the answer */
};

SpellingFinder *
spelling_finder_new (SpellingScorer *scorer)
{
  SpellingFinder *self = g_new0 (SpellingFinder, 1);

  self->scorer = scorer;
  self->words = spelling_scorer_get_words (scorer);
  self->near = spelling_near_table_new (MIN_SOUND, MIN_SHAPE);
  self->memo = g_new0 (Similarity, 1u << MEMO_BITS);
  for (guint n = 1; n <= LONGEST_WORD; n++)
    for (guint blank = 0; blank < n; blank++)
      self->blank_keys[n - 1][blank] = spelling_blank_key (n, blank);
  self->costs = g_array_new (FALSE, FALSE, sizeof (float));
  self->at_place = g_array_new (FALSE, FALSE, sizeof (SpellingCandidate));
  self->candidates = g_array_new (FALSE, FALSE, sizeof (SpellingCandidate));
  return self;
}

void
spelling_finder_free (SpellingFinder *self)
{
  spelling_near_table_free (self->near);
  g_free (self->memo);
  g_array_unref (self->costs);
  g_array_unref (self->at_place);
  g_array_unref (self->candidates);
  g_free (self);
}

static void
similarity (SpellingFinder *self, gunichar a, gunichar b, float *sound, float *shape)
{
  guint32 pair = a << 16 | b;
  Similarity *memo = &self->memo[(pair * 0x9E3779B1u) >> (32 - MEMO_BITS)];

  if (memo->pair != pair)
    {
      memo->pair = pair;
      spelling_similarity (a, b, &memo->sound, &memo->shape);
    }
  *sound = memo->sound;
  *shape = memo->shape;
}

/* How usual a slip of this kind is, in ln. */
static float
usualness (float sound, float shape)
{
  float by_sound = sound >= 0.95f   ? -4
                   : sound >= 0.85f ? -4.5f
                   : sound >= 0.55f ? -6
                   : sound >= 0.3f  ? -7
                   : sound > 0      ? -8
                                    : -9;
  float by_shape = shape > 0.85f ? -5.5f : shape > 0.7f ? -6.5f : shape > 0.55f ? -7.5f : -9;

  return MAX (by_sound, by_shape);
}

static float
cost_between (SpellingFinder *self, guint from, guint to)
{
  return g_array_index (self->costs, float, to) - g_array_index (self->costs, float, from);
}

/* What a word must cost at least (ln P), over [@from, @to), to be worth a question to the models, by what the text there
 * costs as it is. Words come likeliest first: one that is not worth it ends the list. */
static float
least_cost (SpellingFinder *self, guint from, guint to, float gain)
{
  float help = to < self->lattice->run.n ? spelling_lattice_place (self->lattice, to)->context : 0;

  return cost_between (self, from, to) + help + gain - CONTEXT_HELP;
}

/* The same, by the best readings before and behind and the best that goes through the first edit, @first. */
static float
least_cost_at (SpellingFinder *self, guint from, guint to, guint first, float gain)
{
  const SpellingLattice *lattice = self->lattice;
  const SpellingPlace *start = spelling_lattice_place (lattice, from);
  float left = from > 0 ? spelling_lattice_edge (lattice, start->ends[0])->forward.sum : 0;
  float right = to < lattice->run.n ? spelling_lattice_place (lattice, to)->hope : 0;
  float least = spelling_lattice_place (lattice, first)->through + gain - left - right - READING_HELP;

  return MAX (least, least_cost (self, from, to, gain));
}

/* The rough gain of reading @word over [@from, @to): the best word before it and the best behind it. */
static float
rough_gain (SpellingFinder *self, guint from, guint to, gint32 word, guint first, float least)
{
  const SpellingLattice *lattice = self->lattice;
  const SpellingPlace *start = spelling_lattice_place (lattice, from),
                      *end = spelling_lattice_place (lattice, to);
  float threshold = spelling_lattice_place (lattice, first)->through + least;
  float left = NEVER, right = NEVER;
  guint32 state = 0, out;

  if (from == 0)
    left = spelling_scorer_step (
               self->scorer,
               spelling_scorer_start (self->scorer, lattice->run.left_kind, lattice->run.left_mark), word,
               &state)
               ->sum;
  else
    for (guint k = 0; k < SPELLING_BEAM && start->ends[k] >= 0; k++)
      {
        const SpellingEdge *before = spelling_lattice_edge (lattice, start->ends[k]);
        float score;

        if (k > 0 && before->forward.sum + self->words->cost[word] + LIKELY_HELP < left)
          break;
        score = before->forward.sum + spelling_scorer_step (self->scorer, before->state, word, &out)->sum;

        if (score > left)
          {
            left = score;
            state = out;
          }
      }
  if (to == lattice->run.n)
    {
      SpellingScore score;

      spelling_scorer_end (self->scorer, state, lattice->run.right_kind, lattice->run.right_mark, &score);
      right = score.sum;
    }
  else if (left + end->hope + NEIGHBOUR_HELP < threshold)
    return NEVER;
  else
    for (guint k = 0; k < SPELLING_BEAM && end->starts[k] >= 0; k++)
      {
        const SpellingEdge *behind = spelling_lattice_edge (lattice, end->starts[k]);

        if (k > 0 && behind->word >= 0 &&
            behind->backward + self->words->cost[behind->word] + LIKELY_HELP < right)
          break;
        right = MAX (right,
                     spelling_scorer_step (self->scorer, state, behind->word, &out)->sum + behind->backward);
      }
  return left + right - spelling_lattice_place (lattice, first)->through;
}

static gboolean
same_edits (const SpellingEdits *a, const SpellingEdits *b)
{
  return a->n_edits == b->n_edits && memcmp (a->at, b->at, a->n_edits * sizeof *a->at) == 0 &&
         memcmp (a->to, b->to, a->n_edits * sizeof *a->to) == 0;
}

/* Adds a candidate, or raises the one with the same edits. */
static void
offer (SpellingFinder *self, SpellingCandidate *candidate, guint from, guint to, gint32 word, float usual)
{
  float least = MAX (MIN_ROUGH, MIN_RANK - usual);

  if (self->words->cost[word] < least_cost_at (self, from, to, candidate->edits.at[0], least))
    return;
  candidate->rough = rough_gain (self, from, to, word, candidate->edits.at[0], least);
  if (candidate->rough < least)
    return;
  candidate->rank = candidate->rough + usual;
  for (guint i = self->begun[(from + 1) % G_N_ELEMENTS (self->begun)]; i < self->at_place->len; i++)
    {
      SpellingCandidate *other = &g_array_index (self->at_place, SpellingCandidate, i);

      if (same_edits (&other->edits, &candidate->edits))
        {
          if (candidate->rank > other->rank)
            *other = *candidate;
          return;
        }
    }
  g_array_append_val (self->at_place, *candidate);
}

static void
try_singles (SpellingFinder *self, guint at)
{
  const SpellingWords *words = self->words;
  guint c = self->lattice->run.text[at] - SPELLING_FIRST_HAN;
  float least = least_cost_at (self, at, at + 1, at, MIN_ROUGH);

  for (guint32 i = words->single_starts[c]; i < words->single_starts[c + 1]; i++)
    {
      const SpellingSingle *single = &words->singles[i];
      gint32 word = words->char_words[single->code - SPELLING_FIRST_HAN];
      SpellingCandidate candidate = { .edits = { 1, { at }, { single->code } } };

      if (words->cost[word] < least)
        return;
      candidate.sound = single->sound / 100.0f;
      candidate.shape = single->shape / 100.0f;
      if (candidate.sound < 0.85f && words->cost[word] < MIN_SINGLE)
        continue;
      offer (self, &candidate, at, at + 1, word, usualness (candidate.sound, candidate.shape));
    }
}

/* TRUE when @word is the text of [@from, @from + @n) but for the character at @blank. */
static gboolean
fits (SpellingFinder *self, gint32 word, guint from, guint n, guint blank)
{
  const guint32 *starts = self->words->text_starts;
  const guint16 *text = self->words->text + starts[word];

  if (starts[word + 1] - starts[word] != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if ((text[i] == self->lattice->run.text[from + i]) == (i == blank))
      return FALSE;
  return TRUE;
}

static void
try_wildcard (SpellingFinder *self, guint from, guint n, guint blank, guint64 key)
{
  const gunichar *text = self->lattice->run.text + from;
  const SpellingEntry *found;
  guint count = spelling_index_lookup (&self->words->wildcards, key, &found);
  const SpellingNear *near;
  gint least;

  if (count == 0)
    return;
  near = spelling_near_of (self->near, text[blank]);
  least = least_cost_at (self, from, from + n, from + blank, MIN_ROUGH) * 1000;
  for (guint i = 0; i < count; i++)
    {
      gunichar to = found[i].code;
      SpellingCandidate candidate = { .edits = { 1, { from + blank }, { to } } };

      if (found[i].thousandths < least)
        return;
      if (!spelling_near_has (near, to) || !fits (self, found[i].word, from, n, blank))
        continue;
      similarity (self, text[blank], to, &candidate.sound, &candidate.shape);
      offer (self, &candidate, from, from + n, found[i].word, usualness (candidate.sound, candidate.shape));
    }
}

/* The words from @from that fit with one character blanked. */
static void
try_wildcards (SpellingFinder *self, guint from)
{
  const SpellingRun *run = &self->lattice->run;
  guint64 keys[LONGEST_WORD], sum = 0;

  for (guint n = 1; n <= LONGEST_WORD && from + n <= run->n; n++)
    {
      keys[n - 1] = spelling_char_key (run->text[from + n - 1], n - 1);
      sum += keys[n - 1];
      for (guint blank = 0; n > 1 && blank < n; blank++)
        {
          guint64 key = sum - keys[blank] + self->blank_keys[n - 1][blank];

          if (spelling_index_may_have (&self->words->wildcards, key))
            try_wildcard (self, from, n, blank, key);
        }
    }
}

/* Words that sound the same and differ in two or three characters: 即时 for 及时, 制做 for 制作 does not count. */
static void
try_sounds (SpellingFinder *self, guint from, guint n, const guint16 *syllables)
{
  const gunichar *text = self->lattice->run.text + from;
  const SpellingEntry *found;
  gint least = least_cost (self, from, from + n, MIN_ROUGH) * 1000;
  guint count = spelling_index_lookup (&self->words->pinyin, spelling_pinyin_key (syllables, n), &found);

  for (guint i = 0; i < count; i++)
    {
      const guint32 *starts = self->words->text_starts;
      const guint16 *word = self->words->text + starts[found[i].word];
      SpellingCandidate candidate = { .sound = 1, .shape = 1 };
      SpellingEdits *edits = &candidate.edits;
      float usual = 1.5f; /* two slips in one word are one slip of the input method */
      guint n_edits = 0;

      if (found[i].thousandths < least)
        return;
      if (starts[found[i].word + 1] - starts[found[i].word] != n)
        continue;
      for (guint k = 0; k < n; k++)
        if (word[k] != text[k])
          {
            float sound, shape;

            if (n_edits++ >= SPELLING_MAX_EDITS)
              break;
            similarity (self, text[k], word[k], &sound, &shape);
            sound = MAX (sound, 0.9f);
            edits->at[n_edits - 1] = from + k;
            edits->to[n_edits - 1] = word[k];
            candidate.sound = MIN (candidate.sound, sound);
            candidate.shape = MIN (candidate.shape, shape);
            usual += usualness (sound, shape);
          }
      if (n_edits < 2 || n_edits > SPELLING_MAX_EDITS)
        continue;
      edits->n_edits = n_edits;
      offer (self, &candidate, from, from + n, found[i].word, usual);
    }
}

static void
try_all_sounds (SpellingFinder *self, guint from, guint n)
{
  const gunichar *text = self->lattice->run.text + from;
  const SpellingCharacter *characters[LONGEST_PINYIN];
  guint combinations = 1;

  for (guint i = 0; i < n; i++)
    {
      characters[i] = spelling_character (text[i]);
      if (!characters[i])
        return;
      combinations *= MIN (characters[i]->n_readings, READINGS_TRIED);
    }
  for (guint c = 0; c < combinations; c++)
    {
      guint16 syllables[LONGEST_PINYIN], earlier = FALSE;
      guint rest = c;

      for (guint i = 0; i < n; i++)
        {
          guint count = MIN (characters[i]->n_readings, READINGS_TRIED);
          guint reading = rest % count;

          syllables[i] = characters[i]->readings[reading] >> 3;
          rest /= count;
          /* Two readings that differ in tone alone are one here. */
          for (guint k = 0; k < reading; k++)
            earlier |= characters[i]->readings[k] >> 3 == syllables[i];
        }
      if (!earlier)
        try_sounds (self, from, n, syllables);
    }
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const SpellingCandidate *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank > y->rank ? -1 : 1;
  if (x->edits.at[0] != y->edits.at[0])
    return x->edits.at[0] < y->edits.at[0] ? -1 : 1;
  return x->edits.to[0] < y->edits.to[0] ? -1 : x->edits.to[0] > y->edits.to[0];
}

/* At each character only the best few are worth a closer look. */
static void
keep_best (SpellingFinder *self)
{
  guint n = self->lattice->run.n;
  g_autofree guint8 *taken = g_new0 (guint8, n);

  g_array_set_size (self->candidates, 0);
  g_array_sort (self->at_place, compare_candidates);
  for (guint i = 0; i < self->at_place->len; i++)
    {
      const SpellingCandidate *candidate = &g_array_index (self->at_place, SpellingCandidate, i);
      gboolean room = FALSE;

      for (guint k = 0; k < candidate->edits.n_edits; k++)
        room |= taken[candidate->edits.at[k]] < SPELLING_PER_PLACE;
      if (!room)
        continue;
      for (guint k = 0; k < candidate->edits.n_edits; k++)
        taken[candidate->edits.at[k]]++;
      g_array_append_val (self->candidates, *candidate);
    }
}

const GArray *
spelling_finder_find (SpellingFinder *self, const SpellingLattice *lattice)
{
  guint n = lattice->run.n;
  float sum = 0;

  self->lattice = lattice;
  g_array_set_size (self->costs, n + 1);
  for (guint i = 0; i <= n; i++)
    {
      g_array_index (self->costs, float, i) = sum;
      sum += i < n ? spelling_lattice_place (lattice, i)->cost : 0;
    }
  g_array_set_size (self->at_place, 0);
  memset (self->begun, 0, sizeof self->begun);
  for (guint from = 0; from < n; from++)
    {
      self->begun[from % G_N_ELEMENTS (self->begun)] = self->at_place->len;
      try_singles (self, from);
      try_wildcards (self, from);
      for (guint length = 2; length <= LONGEST_PINYIN && from + length <= n; length++)
        try_all_sounds (self, from, length);
    }
  keep_best (self);
  return self->candidates;
}
