/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-tables.h — everything the checker looks up, as flat arrays in mapped files.
 *
 * Two files: the characters (sound and shape; made by the build, part of the program) and the words (made once from the
 * models that are installed, kept in the user's cache folder, made anew when they change or the file is damaged). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SPELLING_FIRST_HAN 0x3400
#define SPELLING_LAST_HAN 0x9fff
#define SPELLING_N_HAN (SPELLING_LAST_HAN - SPELLING_FIRST_HAN + 1)
#define SPELLING_MAX_READINGS 6
#define SPELLING_MAX_WORD 12 /* longest word the lattice knows */
#define SPELLING_NO_WORD (-1)
#define SPELLING_UNKNOWN (-16.0f) /* ln P of what a model cannot say */

typedef enum
{
  SPELLING_LIBIME,
  SPELLING_SUNPINYIN,
  SPELLING_LIBPINYIN,
  SPELLING_N_MODELS
} SpellingModel;

static inline gboolean
spelling_is_han (gunichar c)
{
  return c >= SPELLING_FIRST_HAN && c <= SPELLING_LAST_HAN;
}

/* --- characters ------------------------------------------------------------------------------------------------ */

typedef struct
{
  guint16 code;
  guint8 n_readings;
  guint8 strokes;
  guint16 readings[SPELLING_MAX_READINGS]; /* syllable << 3 | tone, the commonest first */
} SpellingCharacter;

typedef struct
{
  guint16 code;
  guint8 likeness; /* 250 is the same */
  guint8 unused;
} SpellingShape;

typedef struct
{
  guint n_syllables;
  const guint16 *dense; /* by code - SPELLING_FIRST_HAN: 1 + index into records, 0 for none */
  const SpellingCharacter *records;
  const guint32 *shape_starts;
  const SpellingShape *shapes; /* by character, then code */
  const char (*syllables)[8];
  const guint8 *nearness; /* n_syllables squared, in hundredths */
} SpellingCharacters;

/* The table that the build made. */
const SpellingCharacters *spelling_characters (void);
/* NULL for a character of which nothing is known. */
const SpellingCharacter *spelling_character (gunichar c);
/* How alike two characters sound (1 the same with its tone, .9 another tone, less for a slip) and look; both 0 … 1. */
void spelling_similarity (gunichar a, gunichar b, float *sound, float *shape);
/* Sets of the characters that sound or look like one, made as they are asked for. Not for two threads. */
typedef struct SpellingNearTable SpellingNearTable;
typedef guint64 SpellingNear[SPELLING_N_HAN / 64];

/* @sound and @shape: how alike they must be at least. */
SpellingNearTable *spelling_near_table_new (float sound, float shape);
void spelling_near_table_free (SpellingNearTable *self);
const SpellingNear *spelling_near_of (SpellingNearTable *self, gunichar c);

static inline gboolean
spelling_near_has (const SpellingNear *self, gunichar c)
{
  return (*self)[(c - SPELLING_FIRST_HAN) / 64] >> ((c - SPELLING_FIRST_HAN) % 64) & 1;
}

/* The reading of @c that comes nearest to one of @other, as "bù" (newly allocated), or NULL. */
char *spelling_dup_reading (gunichar c, gunichar other);

/* --- words ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  guint32 print; /* a second hash of the key; 0 is an empty slot */
  guint32 start; /* into the entries */
  guint32 n;
} SpellingSlot;

typedef struct
{
  gint32 word;
  guint16 code;       /* the character that fills the blank */
  gint16 thousandths; /* its cost, so that a list can be read without looking words up */
} SpellingEntry;

typedef struct
{
  const guint64 *filter; /* a bit for each key, by its upper bits: most keys of a text are in no index */
  const SpellingSlot *slots;
  guint32 mask;
  const SpellingEntry *entries;
} SpellingIndex;

#define SPELLING_FILTER_BITS 22

static inline gboolean
spelling_index_may_have (const SpellingIndex *self, guint64 key)
{
  guint64 bit = key >> (64 - SPELLING_FILTER_BITS);

  return self->filter[bit / 64] >> (bit % 64) & 1;
}

/* A set of pairs of numbers, by one bit each: what it has not, was never put in. It saves a search in a large list that would
 * find nothing, as most do. */
static inline guint64
spelling_filter_bit (guint64 a, guint32 b, guint bits)
{
  guint64 key = (a << 32 ^ a >> 32 ^ b) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  key = (key ^ key >> 32) * G_GUINT64_CONSTANT (0xD6E8FEB86659FD93);
  return key >> (64 - bits);
}

static inline gboolean
spelling_filter_may_have (const guint64 *filter, guint64 a, guint32 b, guint bits)
{
  guint64 bit = spelling_filter_bit (a, b, bits);

  return filter[bit / 64] >> (bit % 64) & 1;
}

static inline void
spelling_filter_add (guint64 *filter, guint64 a, guint32 b, guint bits)
{
  guint64 bit = spelling_filter_bit (a, b, bits);

  filter[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
}

#define SPELLING_PAIR_BITS 24
#define SPELLING_SUN_BITS 25

/* How the models number a word. Where a model lacks it, the number of a chain of words it has, with the top bit set. */
typedef struct
{
  guint32 ids[SPELLING_N_MODELS];
} SpellingNumbers;

#define SPELLING_CHAIN 0x80000000u

typedef struct
{
  guint16 code;
  guint8 sound; /* in hundredths */
  guint8 shape;
} SpellingSingle;

typedef struct
{
  GMappedFile *file;
  guint models; /* bits: 1 << SpellingModel */
  guint n_words;
  const guint32 *text_starts; /* n_words + 1 */
  const guint16 *text;
  const gint32 *char_words;                   /* by code - SPELLING_FIRST_HAN, or SPELLING_NO_WORD */
  const float *cost;                          /* weighted ln P of the word alone */
  const float *model_cost[SPELLING_N_MODELS]; /* the same by model */
  const SpellingNumbers *numbers;
  const guint32 *chains; /* a length, then as many numbers; the first is of length 0 */
  /* the trie: children of node n are [first[n], first[n + 1]), by code */
  const guint16 *trie_code;
  const guint32 *trie_first;
  const gint32 *trie_word;
  guint n_nodes;
  SpellingIndex wildcards; /* words that fit with one character blanked, likeliest first */
  SpellingIndex pinyin;    /* words of a toneless reading */
  const guint32 *single_starts;
  const SpellingSingle *singles; /* what may stand for a character as a word of its own */
  /* libpinyin's counts of word pairs, by our numbers */
  const guint32 *pair_starts;
  const guint32 *pair_next;
  const float *pair_count;
  const float *pair_total;
  const float *pair_unigram;
  const guint64 *pair_filter;
  const guint64 *sun_filter; /* of sunpinyin's pairs and triples */
} SpellingWords;

/* Where the models are: NULL for one that is not installed. */
typedef struct
{
  char *libime;          /* zh_CN.lm */
  char *dictionary;      /* sc.dict */
  char *sunpinyin;       /* lm_sc.t3g */
  char *sunpinyin_words; /* pydict_sc.bin */
  char *libpinyin;       /* folder */
} SpellingPaths;

/* Looks in the folders of this architecture, then in those of all; $GALLEY_SPELLING_MODELS, where set, is a folder that
 * holds libime/, sunpinyin/ and libpinyin/ instead. */
void spelling_paths_find (SpellingPaths *self);
void spelling_paths_clear (SpellingPaths *self);

/* How much the installed models say, together 1. */
void spelling_weights (guint models, float weights[SPELLING_N_MODELS]);

/* Maps @cache, making it first where it is missing, old or damaged. A cache folder that cannot be written is no error:
 * the tables then live in memory. */
SpellingWords *spelling_words_load (const SpellingPaths *paths, const char *cache, GError **error);
void spelling_words_free (SpellingWords *self);
/* Makes the tables; the bytes of the file that spelling_words_load() maps. In spelling-build.c. */
GByteArray *spelling_words_build (const SpellingPaths *paths, guint64 stamp, GError **error);
/* A number that changes with the files at @paths and with the layout. */
guint64 spelling_words_stamp (const SpellingPaths *paths);

/* Follows one character; node 0 is the root, 0 is also "none". */
guint spelling_trie_step (const SpellingWords *self, guint node, guint16 code);
/* The number of a word, or SPELLING_NO_WORD. */
gint32 spelling_words_find (const SpellingWords *self, const gunichar *text, guint n);

/* The key of a word of @n characters without the one at @blank: the sum of its characters' keys and of the blank's, so that
 * all keys at one place of a text come of the same few numbers. */
static inline guint64
spelling_char_key (gunichar c, guint place)
{
  guint64 key = ((guint64) c << 4 | place) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);

  key = (key ^ key >> 32) * G_GUINT64_CONSTANT (0xD6E8FEB86659FD93);
  return key ^ key >> 32;
}

static inline guint64
spelling_blank_key (guint n, guint blank)
{
  return spelling_char_key (n, 8 + blank);
}

guint64 spelling_wildcard_key (const gunichar *text, guint n, guint blank);
guint64 spelling_pinyin_key (const guint16 *syllables, guint n);
/* The words under @key, likeliest first (not checked against the text: a key can stand for two); the number of them. */
guint spelling_index_lookup (const SpellingIndex *self, guint64 key, const SpellingEntry **entries);

/* The file of words: a head, then sections in this order, each at a multiple of 8 bytes. */
enum
{
  SPELLING_SECTION_TEXT_STARTS,
  SPELLING_SECTION_TEXT,
  SPELLING_SECTION_CHAR_WORDS,
  SPELLING_SECTION_COST,
  SPELLING_SECTION_MODEL_COST,
  SPELLING_SECTION_NUMBERS = SPELLING_SECTION_MODEL_COST + SPELLING_N_MODELS,
  SPELLING_SECTION_CHAINS,
  SPELLING_SECTION_TRIE_CODE,
  SPELLING_SECTION_TRIE_FIRST,
  SPELLING_SECTION_TRIE_WORD,
  SPELLING_SECTION_WILDCARD_FILTER,
  SPELLING_SECTION_WILDCARD_SLOTS,
  SPELLING_SECTION_WILDCARD_ENTRIES,
  SPELLING_SECTION_PINYIN_FILTER,
  SPELLING_SECTION_PINYIN_SLOTS,
  SPELLING_SECTION_PINYIN_ENTRIES,
  SPELLING_SECTION_SINGLE_STARTS,
  SPELLING_SECTION_SINGLES,
  SPELLING_SECTION_PAIR_STARTS,
  SPELLING_SECTION_PAIR_NEXT,
  SPELLING_SECTION_PAIR_COUNT,
  SPELLING_SECTION_PAIR_TOTAL,
  SPELLING_SECTION_PAIR_UNIGRAM,
  SPELLING_SECTION_PAIR_FILTER,
  SPELLING_SECTION_SUN_FILTER,
  SPELLING_N_SECTIONS
};

typedef struct
{
  char magic[8];
  guint64 stamp;
  guint64 checksum; /* of all behind the head */
  guint32 models;
  guint32 n_words;
  guint64 offsets[SPELLING_N_SECTIONS + 1];
} SpellingHead;

#define SPELLING_MAGIC "GLYSPL4"

guint64 spelling_checksum (const guint8 *data, gsize size);

G_END_DECLS
