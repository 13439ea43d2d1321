/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-features.h — what is known of a candidate, as numbers for the verifier. Their order is part of the model. */

#pragma once

#include "spelling-candidates.h"
#include "spelling-verifier.h"

G_BEGIN_DECLS

/* A possible correction in a block. */
typedef struct
{
  guint n_edits;
  guint at[SPELLING_MAX_EDITS]; /* in the block, rising */
  gunichar to[SPELLING_MAX_EDITS];
  float sound, shape;
  float odds;       /* ln of the odds that it is right, by the first stage */
  float confidence; /* 0 … 1 */
  float features[56];
} SpellingGuess;

enum
{
  SPELLING_F_GAIN,
  SPELLING_F_GAIN_BY_MODEL,
  SPELLING_F_RANK = SPELLING_F_GAIN_BY_MODEL + SPELLING_N_MODELS,
  SPELLING_F_ROUGH,
  SPELLING_F_SOUND,
  SPELLING_F_SHAPE,
  SPELLING_F_N_EDITS,
  SPELLING_F_NEW_LENGTH,
  SPELLING_F_NEW_COST,
  SPELLING_F_OLD_LENGTH = SPELLING_F_NEW_COST + SPELLING_N_MODELS,
  SPELLING_F_OLD_COST,
  SPELLING_F_OLD_CHAR = SPELLING_F_OLD_COST + SPELLING_N_MODELS,
  SPELLING_F_NEW_CHAR,
  SPELLING_F_BEFORE,
  SPELLING_F_AFTER,
  SPELLING_F_OLD_SINGLES,
  SPELLING_F_NEW_SINGLES,
  SPELLING_F_WORD_CHANGE,
  SPELLING_F_FROM_LEFT,
  SPELLING_F_FROM_RIGHT,
  SPELLING_F_LEFT_KIND,
  SPELLING_F_RIGHT_KIND,
  SPELLING_F_RUN_COST,
  SPELLING_F_DOUBLED,
  SPELLING_F_NEW_OFFSET,
  SPELLING_F_OLD_OFFSET,
  SPELLING_F_RIVALS,
  SPELLING_F_LEAD,
  SPELLING_F_RANK_LEAD,
  SPELLING_F_NEIGHBOUR,
  SPELLING_F_STRONG_NEIGHBOURS,
  SPELLING_F_STRONG_AROUND,
  SPELLING_F_PRIOR_PAIR,
  SPELLING_F_PRIOR_RATE,
  SPELLING_F_PRIOR_LEFT,
  SPELLING_F_PRIOR_RIGHT,
  SPELLING_F_PRIOR_SEEN,
  SPELLING_F_CONTEXT,
  SPELLING_F_CONTEXT_KNOWN,
  SPELLING_F_GAIN_LEAST,
  SPELLING_F_ECHO_OLD,
  SPELLING_F_ECHO_NEW,
  SPELLING_N_FEATURES, /* of the first stage; the second has these more */
  SPELLING_F_ODDS = SPELLING_N_FEATURES,
  SPELLING_F_ODDS_HERE,
  SPELLING_F_ODDS_NEAR,
  SPELLING_F_ODDS_IN_SENTENCE,
  SPELLING_F_LIKELY_IN_SENTENCE,
  SPELLING_F_SENTENCE,
  SPELLING_N_ALL_FEATURES
};

/* Odds (ln) below which a candidate is given up after the first stage: one in fifty. */
#define SPELLING_HOPE (-3.9f)

/* The features that the run alone gives. */
void spelling_features_of_run (SpellingGuess *guess,
                               SpellingLattice *lattice,
                               const SpellingCandidate *candidate,
                               guint offset);
/* Those that come of the others in the block. @guesses by first character. */
void spelling_features_of_rivals (GArray *guesses);
/* Whether the same stands elsewhere in the text, as it is or as it would be. */
void spelling_features_of_echoes (SpellingGuess *guess, const gunichar *text, guint n);
/* What the marked-up text and the clean text know of it. */
void spelling_features_of_priors (
    SpellingGuess *guess, const gunichar *text, guint n, SpellingPriorFunc prior, gconstpointer data);
void spelling_features_of_context (SpellingGuess *guess,
                                   const gunichar *text,
                                   guint n,
                                   const SpellingVerifier *verifier);

/* What the first stage thinks of the others: those in its place, near by, and in its sentence. @guesses by first character,
 * with odds. */
void spelling_features_of_odds (GArray *guesses, const gunichar *text, guint n);
/* The sentence around text[@at], as [@from, @to): up to 。！？ or the end. */
void spelling_sentence_around (const gunichar *text, guint n, guint at, guint *from, guint *to);

/* Groups of features, to measure what each is worth. */
typedef enum
{
  SPELLING_GROUP_RIVALS = 1 << 0,  /* other candidates near by */
  SPELLING_GROUP_PRIORS = 1 << 1,  /* what people wrote for what */
  SPELLING_GROUP_CONTEXT = 1 << 2, /* the context classifier */
  SPELLING_GROUP_ECHOES = 1 << 3,  /* the same elsewhere in the text */
  SPELLING_GROUP_WORDS = 1 << 4,   /* the words before and after: costs, lengths, numbers of them */
  SPELLING_GROUP_ODDS = 1 << 5,    /* what the first stage thinks of the others: no second stage */
} SpellingGroup;

/* Sets the features of @groups to nothing. */
void spelling_features_blank (SpellingGuess *guess, guint groups);

G_END_DECLS
