/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-models.h — the language models of the input methods, asked together.
 *
 * libime: trigrams, through its library. sunpinyin: trigrams with back-off, read from the mapped file. libpinyin: word
 * pairs, from our tables. Any of them may be missing; the weights of the rest then add up to 1. */

#pragma once

#include "libime-shim.h"
#include "spelling-tables.h"

G_BEGIN_DECLS

/* --- sunpinyin's lm_sc.t3g ------------------------------------------------------------------------------------- */

typedef struct SunModel SunModel;

SunModel *sun_model_open (const char *path, GError **error);
void sun_model_close (SunModel *self);
/* ln P (@word | @state) and the state behind it; state 0 remembers nothing. */
float sun_model_score (const SunModel *self, guint32 state, guint32 word, guint32 *out);

/* Puts what the model has of pairs and triples into @filter (SPELLING_SUN_BITS), and has it asked before a search. */
void sun_model_fill_filter (const SunModel *self, guint64 *filter);
void sun_model_set_filter (SunModel *self, const guint64 *filter);

/* Calls @function for each entry of pydict_sc.bin with its number. */
typedef void (*SunWordFunc) (const gunichar *text, guint n, guint32 number, gpointer data);
gboolean sun_dictionary_foreach (const char *path, SunWordFunc function, gpointer data, GError **error);

/* --- libpinyin's phrase lists and bigram.db (an old Berkeley DB hash, read as a file) ---------------------------- */

typedef void (*PinyinPhraseFunc) (const gunichar *text, guint n, guint32 token, guint32 count, gpointer data);
typedef void (*PinyinPairFunc) (guint32 before, guint32 after, guint32 count, gpointer data);
/* @folder holds gb_char.bin, opengram.bin and their like, and bigram.db. */
gboolean
pinyin_phrases_foreach (const char *folder, PinyinPhraseFunc function, gpointer data, GError **error);
gboolean pinyin_pairs_foreach (const char *folder, PinyinPairFunc function, gpointer data, GError **error);

/* --- all together ---------------------------------------------------------------------------------------------- */

typedef struct
{
  const SpellingWords *words;
  LibimeModel *libime;
  SunModel *sun;
  float weights[SPELLING_N_MODELS];
} SpellingModels;

/* Opens what @words was made from. */
SpellingModels *spelling_models_open (const SpellingPaths *paths, const SpellingWords *words, GError **error);
void spelling_models_close (SpellingModels *self);

/* What one model after the other says, in ln P. */
typedef struct
{
  float by_model[SPELLING_N_MODELS];
  float sum; /* weighted */
} SpellingScore;

/* The memory of one thread: each pair of a state and a word is asked once, states are numbers. */
typedef struct SpellingScorer SpellingScorer;

SpellingScorer *spelling_scorer_new (const SpellingModels *models);
void spelling_scorer_free (SpellingScorer *self);
const SpellingWords *spelling_scorer_get_words (SpellingScorer *self);
/* Before a new run of text; old state numbers are void afterwards. */
void spelling_scorer_begin (SpellingScorer *self);

typedef enum
{
  SPELLING_EDGE_MARK, /* a mark or the end of the block: the sentence begins or ends here, for a language model */
  SPELLING_EDGE_OTHER, /* digits, Latin letters: we know nothing of what is beyond */
} SpellingEdgeKind;

/* @mark: the mark itself or 0. */
guint32 spelling_scorer_start (SpellingScorer *self, SpellingEdgeKind kind, gunichar mark);
/* The state that remembers nothing. */
guint32 spelling_scorer_null (SpellingScorer *self);
/* @word may be SPELLING_NO_WORD. The pointer is good until the next call of any function here. */
const SpellingScore *spelling_scorer_step (SpellingScorer *self, guint32 state, gint32 word, guint32 *out);
/* What ending here costs. */
void spelling_scorer_end (
    SpellingScorer *self, guint32 state, SpellingEdgeKind kind, gunichar mark, SpellingScore *score);

G_END_DECLS
