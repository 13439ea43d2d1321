/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-models.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

/* --- sunpinyin ------------------------------------------------------------------------------------------------- */

/* The file: two numbers, the sizes of the levels, two tables of probabilities, then the levels, sorted by word below each
 * parent. A node that ends a level has a guard behind it, so that node + 1 always exists. */
typedef struct
{
  guint32 word : 18;
  guint32 backoff : 14;
  guint32 probability : 16;
  guint32 child_low : 16;
  guint32 next : 23;
  guint32 next_level : 2;
  guint32 child_high : 7;
} SunNode;

typedef struct
{
  guint32 word : 18;
  guint32 probability_low : 14;
  guint32 next : 23;
  guint32 next_level : 2;
  guint32 probability_high : 2;
} SunLeaf;

#define SUN_ORDER 3
#define SUN_N_PROBABILITIES 65536
#define SUN_N_BACKOFFS 16384

struct SunModel
{
  GMappedFile *file;
  const guint32 *sizes;
  const SunNode *levels[SUN_ORDER];
  const SunLeaf *leaves;
  const guint64 *filter;
  float probabilities[SUN_N_PROBABILITIES]; /* as ln P; the file may hold P or -ln P */
  float backoffs[SUN_N_BACKOFFS];
};

static inline guint
sun_child (const SunNode *node)
{
  return (guint) node->child_high << 16 | node->child_low;
}

static const guint8 *
read_logarithms (const guint8 *at, gboolean logarithms, guint n, float *out)
{
  for (guint i = 0; i < n; i++, at += sizeof (float))
    {
      float value;

      memcpy (&value, at, sizeof value);
      out[i] = logarithms ? -value : logf (MAX (value, 1e-30f));
    }
  return at;
}

SunModel *
sun_model_open (const char *path, GError **error)
{
  GMappedFile *file = g_mapped_file_new (path, FALSE, error);
  gsize size, need = (2 + SUN_ORDER + 1 + SUN_N_PROBABILITIES + SUN_N_BACKOFFS) * 4;
  const guint8 *at;
  const guint32 *head;
  SunModel *self;

  if (!file)
    return NULL;
  size = g_mapped_file_get_length (file);
  head = (const guint32 *) (const void *) g_mapped_file_get_contents (file);
  if (size >= need && head[0] == SUN_ORDER)
    for (guint level = 0; level <= SUN_ORDER; level++)
      need += (gsize) head[2 + level] * (level < SUN_ORDER ? sizeof (SunNode) : sizeof (SunLeaf));
  if (size < need || head[0] != SUN_ORDER)
    {
      g_mapped_file_unref (file);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is not a trigram model", path);
      return NULL;
    }
  self = g_new0 (SunModel, 1);
  self->file = file;
  self->sizes = head + 2;
  at = (const guint8 *) (head + 2 + SUN_ORDER + 1);
  at = read_logarithms (at, head[1], SUN_N_PROBABILITIES, self->probabilities);
  at = read_logarithms (at, head[1], SUN_N_BACKOFFS, self->backoffs);
  for (guint level = 0; level < SUN_ORDER; level++)
    {
      self->levels[level] = (const SunNode *) (const void *) at;
      at += (gsize) self->sizes[level] * sizeof (SunNode);
    }
  self->leaves = (const SunLeaf *) (const void *) at;
  return self;
}

void
sun_model_close (SunModel *self)
{
  if (!self)
    return;
  g_mapped_file_unref (self->file);
  g_free (self);
}

/* A place in a level, as states number it. */
static guint64
sun_place (guint level, guint place)
{
  return (guint64) level << 24 | place;
}

void
sun_model_fill_filter (const SunModel *self, guint64 *filter)
{
  for (guint level = 1; level < SUN_ORDER; level++)
    for (guint32 place = 0; place + 1 < self->sizes[level]; place++)
      {
        const SunNode *node = self->levels[level] + place;

        for (guint child = sun_child (node); child < sun_child (node + 1); child++)
          spelling_filter_add (filter, sun_place (level, place),
                               level < SUN_ORDER - 1 ? self->levels[level + 1][child].word
                                                     : self->leaves[child].word,
                               SPELLING_SUN_BITS);
      }
}

void
sun_model_set_filter (SunModel *self, const guint64 *filter)
{
  self->filter = filter;
}

/* States: the level in the high byte, the place in it below. */
float
sun_model_score (const SunModel *self, guint32 state, guint32 word, guint32 *out)
{
  guint level = state >> 24, place = state & 0xffffff;
  float cost = 0;

  for (;;)
    {
      const SunNode *node = self->levels[level] + place;
      guint low = sun_child (node), high = sun_child (node + 1);

      if (level > 0 && self->filter &&
          !spelling_filter_may_have (self->filter, sun_place (level, place), word, SPELLING_SUN_BITS))
        ; /* no child is this word */
      else if (level < SUN_ORDER - 1)
        {
          const SunNode *children = self->levels[level + 1];

          /* Of the words alone none is missing: each stands where its number says. */
          if (level == 0 && low + word < high && children[low + word].word == word)
            low = high = low + word;
          while (low < high)
            {
              guint middle = (low + high) / 2;

              if (children[middle].word < word)
                low = middle + 1;
              else
                high = middle;
            }
          if (low < sun_child (node + 1) && children[low].word == word)
            {
              const SunNode *child = children + low;

              /* A word that nothing follows is remembered by its shorter history. */
              *out = sun_child (child) == sun_child (child + 1)
                         ? (guint) child->next_level << 24 | child->next
                         : (level + 1) << 24 | low;
              return cost + self->probabilities[child->probability];
            }
        }
      else
        {
          while (low < high)
            {
              guint middle = (low + high) / 2;

              if (self->leaves[middle].word < word)
                low = middle + 1;
              else
                high = middle;
            }
          if (low < sun_child (node + 1) && self->leaves[low].word == word)
            {
              const SunLeaf *leaf = self->leaves + low;

              *out = (guint) leaf->next_level << 24 | leaf->next;
              return cost + self->probabilities[(guint) leaf->probability_high << 14 | leaf->probability_low];
            }
        }
      cost += self->backoffs[node->backoff];
      if (level == 0)
        break;
      level = node->next_level;
      place = node->next;
    }
  *out = 0;
  return cost + self->probabilities[self->levels[0]->probability];
}

gboolean
sun_dictionary_foreach (const char *path, SunWordFunc function, gpointer data, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  const guint32 *head, *at, *end, *start;
  gsize size;

  if (!file)
    return FALSE;
  size = g_mapped_file_get_length (file);
  head = (const guint32 *) (const void *) g_mapped_file_get_contents (file);
  if (size < 12 || head[2] > size || head[2] % 4)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is not a word list", path);
      return FALSE;
    }
  end = head + size / 4;
  at = start = head + head[2] / 4;
  for (guint32 number = 0; at < end; at++)
    if (*at == 0)
      {
        function (start, at - start, number++, data);
        start = at + 1;
      }
  return TRUE;
}

/* --- all together ---------------------------------------------------------------------------------------------- */

SpellingModels *
spelling_models_open (const SpellingPaths *paths, const SpellingWords *words, GError **error)
{
  SpellingModels *self = g_new0 (SpellingModels, 1);

  self->words = words;
  spelling_weights (words->models, self->weights);
  if (words->models & (1u << SPELLING_LIBIME))
    self->libime = libime_shim_open (paths->libime);
  if (words->models & (1u << SPELLING_SUNPINYIN))
    self->sun = sun_model_open (paths->sunpinyin, error);
  if (self->sun)
    sun_model_set_filter (self->sun, words->sun_filter);
  if (((words->models & (1u << SPELLING_LIBIME)) && !self->libime) ||
      ((words->models & (1u << SPELLING_SUNPINYIN)) && !self->sun))
    {
      if (error && !*error)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s cannot be read", paths->libime);
      spelling_models_close (self);
      return NULL;
    }
  return self;
}

void
spelling_models_close (SpellingModels *self)
{
  libime_shim_close (self->libime);
  sun_model_close (self->sun);
  g_free (self);
}

/* What the three models remember. */
typedef struct
{
  LibimeState libime;
  guint32 sun;
  guint32 pair; /* 1 + the word, 0 for none */
} State;

typedef struct
{
  guint32 state; /* 1 + number; 0: empty */
  gint32 word;
  guint32 next;
  SpellingScore score;
} Memo;

/* Small enough for the second cache of a processor; emptied between runs when half full. */
#define MEMO_BITS 15
#define MEMO_SIZE (1u << MEMO_BITS)
#define STATES_SIZE (1u << 15)

struct SpellingScorer
{
  const SpellingModels *models;
  State *states;
  guint n_states;
  guint32 *state_slots; /* 1 + number of the state, 0 empty */
  Memo *memo;
  guint n_memo;
  Memo spare; /* the answer when the memory is full */
  guint32 null_state;
};

SpellingScorer *
spelling_scorer_new (const SpellingModels *models)
{
  SpellingScorer *self = g_new0 (SpellingScorer, 1);

  self->models = models;
  self->states = g_new (State, STATES_SIZE / 2 + 1);
  self->state_slots = g_new0 (guint32, STATES_SIZE);
  self->memo = g_new0 (Memo, MEMO_SIZE);
  return self;
}

void
spelling_scorer_free (SpellingScorer *self)
{
  g_free (self->states);
  g_free (self->state_slots);
  g_free (self->memo);
  g_free (self);
}

const SpellingWords *
spelling_scorer_get_words (SpellingScorer *self)
{
  return self->models->words;
}

static guint32
intern (SpellingScorer *self, const State *state)
{
  guint64 hash = 0;
  guint64 words[sizeof (State) / 8];
  guint32 slot;

  memcpy (words, state, sizeof words);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      hash = (hash ^ words[i]) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
      hash ^= hash >> 31;
    }
  for (slot = hash & (STATES_SIZE - 1); self->state_slots[slot]; slot = (slot + 1) & (STATES_SIZE - 1))
    if (memcmp (&self->states[self->state_slots[slot] - 1], state, sizeof *state) == 0)
      return self->state_slots[slot] - 1;
  /* A run that needs more is a run of nonsense: what is beyond remembers nothing. */
  if (self->n_states >= STATES_SIZE / 2)
    return self->null_state;
  self->states[self->n_states] = *state;
  self->state_slots[slot] = ++self->n_states;
  return self->n_states - 1;
}

static void
null_state (SpellingScorer *self, State *state)
{
  memset (state, 0, sizeof *state);
  if (self->models->libime)
    libime_shim_null (self->models->libime, &state->libime);
}

void
spelling_scorer_begin (SpellingScorer *self)
{
  State state;

  if (self->n_states == 0 || self->n_states > STATES_SIZE / 8 || self->n_memo > MEMO_SIZE / 4)
    {
      memset (self->state_slots, 0, STATES_SIZE * sizeof *self->state_slots);
      memset (self->memo, 0, MEMO_SIZE * sizeof *self->memo);
      self->n_states = self->n_memo = 0;
      null_state (self, &state);
      self->null_state = intern (self, &state);
    }
}

/* sunpinyin numbers the commonest marks as words. */
static guint32
sun_mark (gunichar mark)
{
  switch (mark)
    {
    case 0xff0c:
    case ',':
      return 70;
    case 0x3002:
      return 71;
    case 0xff1b:
    case ';':
      return 72;
    case 0xff1f:
    case '?':
      return 73;
    case 0xff01:
    case '!':
      return 74;
    case 0xff1a:
    case ':':
      return 75;
    default:
      return 0;
    }
}

guint32
spelling_scorer_null (SpellingScorer *self)
{
  return self->null_state;
}

guint32
spelling_scorer_start (SpellingScorer *self, SpellingEdgeKind kind, gunichar mark)
{
  State state;
  guint32 number = sun_mark (mark);

  null_state (self, &state);
  if (kind == SPELLING_EDGE_OTHER)
    return intern (self, &state);
  if (self->models->libime)
    libime_shim_begin (self->models->libime, &state.libime);
  if (self->models->sun && number)
    sun_model_score (self->models->sun, 0, number, &state.sun);
  return intern (self, &state);
}

static float
pair_score (const SpellingWords *words, guint32 before, guint32 word)
{
  float unigram = words->pair_unigram[word], count = 0;
  guint low, high;

  if (before == 0 || words->pair_total[before - 1] <= 0)
    return logf (unigram);
  low = words->pair_starts[before - 1];
  high = words->pair_starts[before];
  if (!spelling_filter_may_have (words->pair_filter, before - 1, word, SPELLING_PAIR_BITS))
    low = high;
  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (words->pair_next[middle] < word)
        low = middle + 1;
      else
        high = middle;
    }
  if (low < words->pair_starts[before] && words->pair_next[low] == word)
    count = MAX (0, words->pair_count[low] - 0.5f);
  return logf (
      (count + (0.5f * (words->pair_starts[before] - words->pair_starts[before - 1]) + 1) * unigram) /
      (words->pair_total[before - 1] + 1));
}

static float
ask_one (SpellingScorer *self, guint model, guint32 id, State *state)
{
  const SpellingModels *models = self->models;
  float score;

  if (model == SPELLING_LIBIME)
    {
      LibimeState next;

      score = libime_shim_score (models->libime, &state->libime, id, &next);
      state->libime = next;
    }
  else if (model == SPELLING_SUNPINYIN)
    score = sun_model_score (models->sun, state->sun, id, &state->sun);
  else
    {
      score = pair_score (models->words, state->pair, id);
      state->pair = id + 1;
    }
  return score;
}

static void
ask (SpellingScorer *self, const State *from, gint32 word, State *to, SpellingScore *score)
{
  static const guint32 nothing = 0;
  const SpellingModels *models = self->models;
  const SpellingWords *words = models->words;
  const State *null = &self->states[self->null_state];

  *to = *from;
  memset (score, 0, sizeof *score);
  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    {
      guint32 id = word < 0 ? SPELLING_CHAIN : words->numbers[word].ids[m];

      if (!(words->models & (1u << m)))
        continue;
      if (!(id & SPELLING_CHAIN))
        score->by_model[m] = ask_one (self, m, id, to);
      else
        {
          const guint32 *chain = word < 0 ? &nothing : words->chains + (id & ~SPELLING_CHAIN);

          for (guint i = 1; i <= chain[0]; i++)
            score->by_model[m] += ask_one (self, m, chain[i], to);
          if (chain[0] == 0)
            {
              score->by_model[m] = SPELLING_UNKNOWN;
              if (m == SPELLING_LIBIME)
                to->libime = null->libime;
              else if (m == SPELLING_SUNPINYIN)
                to->sun = null->sun;
              else
                to->pair = null->pair;
            }
        }
      score->sum += models->weights[m] * score->by_model[m];
    }
}

const SpellingScore *
spelling_scorer_step (SpellingScorer *self, guint32 state, gint32 word, guint32 *out)
{
  guint64 hash = ((guint64) state << 32 | (guint32) word) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  guint32 slot;
  Memo *memo;
  State next;

  for (slot = hash >> (64 - MEMO_BITS); self->memo[slot].state; slot = (slot + 1) & (MEMO_SIZE - 1))
    {
      memo = &self->memo[slot];
      if (memo->state == state + 1 && memo->word == word)
        {
          *out = memo->next;
          return &memo->score;
        }
    }
  memo = self->n_memo < MEMO_SIZE / 4 * 3 ? &self->memo[slot] : &self->spare;
  ask (self, &self->states[state], word, &next, &memo->score);
  memo->word = word;
  memo->next = intern (self, &next);
  memo->state = state + 1;
  self->n_memo += memo != &self->spare;
  *out = memo->next;
  return &memo->score;
}

void
spelling_scorer_end (
    SpellingScorer *self, guint32 state, SpellingEdgeKind kind, gunichar mark, SpellingScore *score)
{
  const SpellingModels *models = self->models;
  guint32 number = sun_mark (mark);

  memset (score, 0, sizeof *score);
  if (kind == SPELLING_EDGE_OTHER)
    return;
  if (models->libime)
    {
      LibimeState out;

      score->by_model[SPELLING_LIBIME] = libime_shim_score (models->libime, &self->states[state].libime,
                                                            libime_shim_end (models->libime), &out);
    }
  if (models->sun && number)
    {
      guint32 out;

      score->by_model[SPELLING_SUNPINYIN] =
          sun_model_score (models->sun, self->states[state].sun, number, &out);
    }
  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    score->sum += models->weights[m] * score->by_model[m];
}
