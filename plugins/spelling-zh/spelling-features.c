/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-features.h"

#include <math.h>
#include <string.h>

G_STATIC_ASSERT (SPELLING_N_ALL_FEATURES <= G_N_ELEMENTS (((SpellingGuess *) 0)->features));

static float
cost_of_char (const SpellingWords *words, gunichar c)
{
  gint32 word = spelling_is_han (c) ? words->char_words[c - SPELLING_FIRST_HAN] : SPELLING_NO_WORD;

  return word == SPELLING_NO_WORD ? SPELLING_UNKNOWN : words->cost[word];
}

static guint
doubling (const SpellingRun *run, guint at, gunichar to)
{
  gunichar left = at > 0 ? run->text[at - 1] : 0, right = at + 1 < run->n ? run->text[at + 1] : 0;

  return (left == run->text[at]) + 2 * (left == to) + 4 * (right == run->text[at]) + 8 * (right == to);
}

void
spelling_features_of_run (SpellingGuess *guess,
                          SpellingLattice *lattice,
                          const SpellingCandidate *candidate,
                          guint offset)
{
  const SpellingWords *words = spelling_scorer_get_words (lattice->scorer);
  const SpellingRun *run = &lattice->run;
  guint at = candidate->edits.at[0];
  float *f = guess->features;
  SpellingTrial trial;

  spelling_lattice_try (lattice, &candidate->edits, &trial);
  guess->n_edits = candidate->edits.n_edits;
  for (guint i = 0; i < guess->n_edits; i++)
    {
      guess->at[i] = candidate->edits.at[i] + offset;
      guess->to[i] = candidate->edits.to[i];
    }
  guess->sound = candidate->sound;
  guess->shape = candidate->shape;
  guess->confidence = 0;

  f[SPELLING_F_GAIN] = f[SPELLING_F_GAIN_LEAST] = trial.gain.sum;
  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    {
      f[SPELLING_F_GAIN_BY_MODEL + m] = trial.gain.by_model[m];
      if ((words->models & (1u << m)) && trial.gain.by_model[m] < f[SPELLING_F_GAIN_LEAST])
        f[SPELLING_F_GAIN_LEAST] = trial.gain.by_model[m];
      f[SPELLING_F_NEW_COST + m] =
          trial.new_word < 0 ? SPELLING_UNKNOWN : words->model_cost[m][trial.new_word];
      f[SPELLING_F_OLD_COST + m] =
          trial.old_word < 0 ? SPELLING_UNKNOWN : words->model_cost[m][trial.old_word];
    }
  f[SPELLING_F_RANK] = trial.gain.sum + candidate->rank - candidate->rough;
  f[SPELLING_F_ROUGH] = candidate->rough;
  f[SPELLING_F_SOUND] = candidate->sound;
  f[SPELLING_F_SHAPE] = candidate->shape;
  f[SPELLING_F_N_EDITS] = guess->n_edits;
  f[SPELLING_F_NEW_LENGTH] = trial.new_to - trial.new_from;
  f[SPELLING_F_OLD_LENGTH] = trial.old_to - trial.old_from;
  f[SPELLING_F_OLD_CHAR] = cost_of_char (words, run->text[at]);
  f[SPELLING_F_NEW_CHAR] = cost_of_char (words, guess->to[0]);
  f[SPELLING_F_BEFORE] = trial.before;
  f[SPELLING_F_AFTER] = trial.after;
  f[SPELLING_F_OLD_SINGLES] = trial.old_singles;
  f[SPELLING_F_NEW_SINGLES] = trial.new_singles;
  f[SPELLING_F_WORD_CHANGE] = trial.word_change;
  f[SPELLING_F_FROM_LEFT] = MIN (at, 20);
  f[SPELLING_F_FROM_RIGHT] = MIN (run->n - 1 - at, 20);
  f[SPELLING_F_LEFT_KIND] = run->left_kind;
  f[SPELLING_F_RIGHT_KIND] = run->right_kind;
  f[SPELLING_F_RUN_COST] = lattice->best.sum / run->n;
  f[SPELLING_F_DOUBLED] = doubling (run, at, guess->to[0]);
  f[SPELLING_F_NEW_OFFSET] = at - trial.new_from;
  f[SPELLING_F_OLD_OFFSET] = at - trial.old_from;
}

#define NEAR 3
#define AROUND 25
#define ECHO 100
#define STRONG 4
#define VERY_STRONG 6

/* The best two gains at one character. */
typedef struct
{
  guint at;
  guint n;
  float gain[2], rank[2];
} Peak;

static void
raise_two (float two[2], float value)
{
  if (value > two[0])
    {
      two[1] = two[0];
      two[0] = value;
    }
  else if (value > two[1])
    two[1] = value;
}

static gint
compare_peaks (gconstpointer a, gconstpointer b)
{
  return (gint) ((const Peak *) a)->at - (gint) ((const Peak *) b)->at;
}

static GArray *
collect_peaks (GArray *guesses)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Peak));
  guint n = 0;

  for (guint i = 0; i < guesses->len; i++)
    {
      const SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);

      for (guint k = 0; k < guess->n_edits; k++)
        {
          Peak peak = { guess->at[k],
                        1,
                        { guess->features[SPELLING_F_GAIN], -5 },
                        { guess->features[SPELLING_F_RANK], -15 } };

          g_array_append_val (all, peak);
        }
    }
  g_array_sort (all, compare_peaks);
  for (guint i = 0; i < all->len; i++)
    {
      Peak peak = g_array_index (all, Peak, i);
      Peak *last = n ? &g_array_index (all, Peak, n - 1) : NULL;

      if (last && last->at == peak.at)
        {
          last->n++;
          raise_two (last->gain, peak.gain[0]);
          raise_two (last->rank, peak.rank[0]);
        }
      else
        g_array_index (all, Peak, n++) = peak;
    }
  g_array_set_size (all, n);
  return all;
}

void
spelling_features_of_rivals (GArray *guesses)
{
  g_autoptr (GArray) peaks = collect_peaks (guesses);

  for (guint i = 0; i < guesses->len; i++)
    {
      SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);
      float *f = guess->features;
      float gain = f[SPELLING_F_GAIN], rank = f[SPELLING_F_RANK];
      guint low = 0, high = peaks->len;

      f[SPELLING_F_NEIGHBOUR] = -5;
      f[SPELLING_F_STRONG_NEIGHBOURS] = f[SPELLING_F_STRONG_AROUND] = 0;
      f[SPELLING_F_RIVALS] = f[SPELLING_F_LEAD] = f[SPELLING_F_RANK_LEAD] = 0;
      while (low < high)
        {
          guint middle = (low + high) / 2;

          if (g_array_index (peaks, Peak, middle).at + AROUND < guess->at[0])
            low = middle + 1;
          else
            high = middle;
        }
      for (; low < peaks->len && g_array_index (peaks, Peak, low).at <= guess->at[0] + AROUND; low++)
        {
          const Peak *peak = &g_array_index (peaks, Peak, low);

          f[SPELLING_F_STRONG_AROUND] += peak->gain[0] > VERY_STRONG;
          if (peak->at == guess->at[0])
            {
              f[SPELLING_F_RIVALS] = peak->n;
              f[SPELLING_F_LEAD] = gain - (gain == peak->gain[0] ? peak->gain[1] : peak->gain[0]);
              f[SPELLING_F_RANK_LEAD] = rank - (rank == peak->rank[0] ? peak->rank[1] : peak->rank[0]);
            }
          else if (ABS ((gint) peak->at - (gint) guess->at[0]) <= NEAR)
            {
              f[SPELLING_F_NEIGHBOUR] = MAX (f[SPELLING_F_NEIGHBOUR], peak->gain[0]);
              f[SPELLING_F_STRONG_NEIGHBOURS] += peak->gain[0] > STRONG;
            }
        }
    }
}

static guint
count_pair (const gunichar *text, guint n, gunichar a, gunichar b)
{
  guint count = 0;

  if (!spelling_is_han (a) || !spelling_is_han (b))
    return 0;
  for (guint i = 0; i + 1 < n; i++)
    count += text[i] == a && text[i + 1] == b;
  return count;
}

void
spelling_features_of_echoes (SpellingGuess *guess, const gunichar *text, guint n)
{
  guint first = guess->at[0], last = guess->at[guess->n_edits - 1], low = first > ECHO ? first - ECHO : 0;
  guint high = MIN (n, last + ECHO), old_count = 0, new_count = 0;
  gunichar new_last = guess->to[guess->n_edits - 1];

  if (first > 0)
    {
      old_count = count_pair (text + low, high - low, text[first - 1], text[first]) -
                  spelling_is_han (text[first - 1]);
      new_count = count_pair (text + low, high - low, text[first - 1], guess->to[0]);
    }
  if (last + 1 < n)
    {
      guint other =
          count_pair (text + low, high - low, text[last], text[last + 1]) - spelling_is_han (text[last + 1]);

      old_count = MAX (old_count, other);
      other = count_pair (text + low, high - low, new_last, text[last + 1]);
      new_count = MAX (new_count, other);
    }
  guess->features[SPELLING_F_ECHO_OLD] = MIN (old_count, 3);
  guess->features[SPELLING_F_ECHO_NEW] = MIN (new_count, 3);
}

void
spelling_features_of_priors (
    SpellingGuess *guess, const gunichar *text, guint n, SpellingPriorFunc prior, gconstpointer data)
{
  float *f = guess->features;

  for (guint i = SPELLING_F_PRIOR_PAIR; i <= SPELLING_F_PRIOR_SEEN; i++)
    f[i] = 0;
  for (guint k = 0; k < guess->n_edits; k++)
    {
      guint at = guess->at[k];
      gunichar wrong = text[at], right = guess->to[k];
      float pair = prior (spelling_prior_pair (wrong, right), data),
            seen = prior (spelling_prior_seen (wrong), data);

      f[SPELLING_F_PRIOR_PAIR] += MIN (pair, 20);
      f[SPELLING_F_PRIOR_RATE] += logf ((pair + 0.02f) / (seen + 20));
      if (pair > 0 && at > 0)
        f[SPELLING_F_PRIOR_LEFT] += MIN (prior (spelling_prior_left (text[at - 1], wrong, right), data), 5);
      if (pair > 0 && at + 1 < n)
        f[SPELLING_F_PRIOR_RIGHT] += MIN (prior (spelling_prior_right (wrong, right, text[at + 1]), data), 5);
      f[SPELLING_F_PRIOR_SEEN] += logf (seen + 1);
    }
  for (guint i = SPELLING_F_PRIOR_PAIR; i <= SPELLING_F_PRIOR_SEEN; i++)
    f[i] /= guess->n_edits;
}

void
spelling_features_of_context (SpellingGuess *guess,
                              const gunichar *text,
                              guint n,
                              const SpellingVerifier *verifier)
{
  float *f = guess->features;

  f[SPELLING_F_CONTEXT] = f[SPELLING_F_CONTEXT_KNOWN] = 0;
  for (guint k = 0; k < guess->n_edits; k++)
    {
      float odds;

      if (spelling_verifier_context (verifier, text, n, guess->at[k], text[guess->at[k]], guess->to[k],
                                     &odds))
        {
          f[SPELLING_F_CONTEXT] += odds;
          f[SPELLING_F_CONTEXT_KNOWN]++;
        }
    }
}

/* --- the second stage ---------------------------------------------------------------------------------------------- */

#define NO_ODDS (-9.0f)
#define LIKELY_ODDS (-1.4f) /* one in five */
#define BESIDE 4
#define LONGEST_SENTENCE 200

static gboolean
ends_sentence (gunichar c)
{
  return c == 0x3002 || c == 0xff01 || c == 0xff1f; /* 。！？ */
}

void
spelling_sentence_around (const gunichar *text, guint n, guint at, guint *from, guint *to)
{
  for (*from = at; *from > 0 && at - *from < LONGEST_SENTENCE && !ends_sentence (text[*from - 1]);)
    (*from)--;
  for (*to = at + 1; *to < n && *to - at < LONGEST_SENTENCE && !ends_sentence (text[*to - 1]);)
    (*to)++;
}

static gboolean
overlap (const SpellingGuess *a, const SpellingGuess *b)
{
  return a->at[0] <= b->at[b->n_edits - 1] && b->at[0] <= a->at[a->n_edits - 1];
}

static void
weigh_others (SpellingGuess *guess, const GArray *guesses, guint low, guint high)
{
  float *f = guess->features;

  f[SPELLING_F_ODDS] = guess->odds;
  f[SPELLING_F_ODDS_HERE] = f[SPELLING_F_ODDS_NEAR] = f[SPELLING_F_ODDS_IN_SENTENCE] = NO_ODDS;
  f[SPELLING_F_LIKELY_IN_SENTENCE] = 0;
  for (guint i = low; i < high; i++)
    {
      const SpellingGuess *other = &g_array_index (guesses, SpellingGuess, i);

      if (other == guess)
        continue;
      if (overlap (guess, other))
        {
          f[SPELLING_F_ODDS_HERE] = MAX (f[SPELLING_F_ODDS_HERE], other->odds);
          continue;
        }
      f[SPELLING_F_ODDS_IN_SENTENCE] = MAX (f[SPELLING_F_ODDS_IN_SENTENCE], other->odds);
      f[SPELLING_F_LIKELY_IN_SENTENCE] += other->odds > LIKELY_ODDS;
      if (ABS ((gint) other->at[0] - (gint) guess->at[0]) <= BESIDE)
        f[SPELLING_F_ODDS_NEAR] = MAX (f[SPELLING_F_ODDS_NEAR], other->odds);
    }
}

void
spelling_features_of_odds (GArray *guesses, const gunichar *text, guint n)
{
  guint low = 0, high = 0;

  for (guint i = 0; i < guesses->len; i++)
    {
      SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);
      guint from, to;

      if (guess->odds < SPELLING_HOPE)
        continue;
      spelling_sentence_around (text, n, guess->at[0], &from, &to);
      while (g_array_index (guesses, SpellingGuess, low).at[0] < from)
        low++;
      for (high = MAX (high, i);
           high < guesses->len && g_array_index (guesses, SpellingGuess, high).at[0] < to;)
        high++;
      weigh_others (guess, guesses, low, high);
      guess->features[SPELLING_F_SENTENCE] = to - from;
    }
}

static void
blank (SpellingGuess *guess, guint first, guint last)
{
  for (guint i = first; i <= last; i++)
    guess->features[i] = 0;
}

void
spelling_features_blank (SpellingGuess *guess, guint groups)
{
  if (groups & SPELLING_GROUP_RIVALS)
    blank (guess, SPELLING_F_RIVALS, SPELLING_F_STRONG_AROUND);
  if (groups & SPELLING_GROUP_PRIORS)
    blank (guess, SPELLING_F_PRIOR_PAIR, SPELLING_F_PRIOR_SEEN);
  if (groups & SPELLING_GROUP_CONTEXT)
    blank (guess, SPELLING_F_CONTEXT, SPELLING_F_CONTEXT_KNOWN);
  if (groups & SPELLING_GROUP_ECHOES)
    blank (guess, SPELLING_F_ECHO_OLD, SPELLING_F_ECHO_NEW);
  if (groups & SPELLING_GROUP_WORDS)
    blank (guess, SPELLING_F_NEW_LENGTH, SPELLING_F_OLD_OFFSET);
}
