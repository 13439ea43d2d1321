/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-build.c — makes the table of words from the data of the installed input methods. Runs once, for some seconds. */
#include "spelling-models.h"

#include <gio/gio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHEAPEST_WORD (-20.0f)   /* rarer words are no candidates */
#define CHEAPEST_SINGLE (-10.3f) /* nor rarer characters as words of their own */
#define LONGEST_CANDIDATE 6
#define LONGEST_PINYIN 4

typedef struct
{
  guint64 key;
  gint32 word;
  guint16 code;
  float cost;
} Entry;

typedef struct
{
  guint32 before;
  guint32 after;
  guint32 count;
} Pair;

typedef struct
{
  const SpellingPaths *paths;
  guint models;
  float weights[SPELLING_N_MODELS];
  LibimeModel *libime;
  SunModel *sun;
  GHashTable *names;   /* of every word, UTF-8, to 1 + number */
  GPtrArray *list;     /* the same, in order */
  GHashTable *sun_ids; /* word to number in sunpinyin */
  GHashTable *tokens;  /* libpinyin's token to 1 + word */
  GArray *counts;      /* of libpinyin, by word (double) */
  GArray *pairs;
  GArray *pinyin; /* Entry */
  GHashTable *syllables;
  SpellingWords words; /* points into the arrays below as they are made */
  GByteArray *sections[SPELLING_N_SECTIONS];
} Build;

static gpointer
section_data (Build *self, guint number)
{
  return self->sections[number]->data;
}

static void
section_append (Build *self, guint number, gconstpointer data, gsize size)
{
  g_byte_array_append (self->sections[number], data, size);
}

/* --- the list of words ----------------------------------------------------------------------------------------- */

static gboolean
all_han (const gunichar *text, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!spelling_is_han (text[i]))
      return FALSE;
  return n > 0 && n <= SPELLING_MAX_WORD;
}

static void
add_name (Build *self, const char *word)
{
  if (!g_hash_table_contains (self->names, word))
    g_hash_table_insert (self->names, g_strdup (word), GINT_TO_POINTER (1));
}

static void
take_libime_word (const char *word, const char *pinyin, void *data)
{
  Build *self = data;
  glong n;
  g_autofree gunichar *text = g_utf8_to_ucs4_fast (word, -1, &n);

  if (all_han (text, n) && libime_shim_index (self->libime, word))
    add_name (self, word);
}

static void
take_sun_word (const gunichar *text, guint n, guint32 number, gpointer data)
{
  Build *self = data;

  if (all_han (text, n))
    {
      g_autofree char *word = g_ucs4_to_utf8 (text, n, NULL, NULL, NULL);

      if (!g_hash_table_contains (self->sun_ids, word))
        {
          add_name (self, word);
          g_hash_table_insert (self->sun_ids, g_steal_pointer (&word), GUINT_TO_POINTER (number));
        }
    }
}

static void
take_pinyin_word (const gunichar *text, guint n, guint32 token, guint32 count, gpointer data)
{
  Build *self = data;

  if (all_han (text, n) && count > 1)
    {
      g_autofree char *word = g_ucs4_to_utf8 (text, n, NULL, NULL, NULL);

      add_name (self, word);
    }
}

/* UTF-8 sorts as its characters do. */
static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
collect_words (Build *self, GError **error)
{
  GHashTableIter iter;
  gpointer word;
  guint32 start = 0;

  if (self->libime && !libime_shim_foreach_word (self->paths->dictionary, take_libime_word, self))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s cannot be read", self->paths->dictionary);
      return FALSE;
    }
  if (self->sun && !sun_dictionary_foreach (self->paths->sunpinyin_words, take_sun_word, self, error))
    return FALSE;
  if (!self->libime && !self->sun &&
      !pinyin_phrases_foreach (self->paths->libpinyin, take_pinyin_word, self, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    g_ptr_array_add (self->list, word);
  g_ptr_array_sort (self->list, compare_names);
  for (guint i = 0; i < self->list->len; i++)
    {
      glong n;
      g_autofree gunichar *text = g_utf8_to_ucs4_fast (self->list->pdata[i], -1, &n);

      g_hash_table_insert (self->names, g_strdup (self->list->pdata[i]), GUINT_TO_POINTER (i + 1));
      section_append (self, SPELLING_SECTION_TEXT_STARTS, &start, 4);
      for (glong k = 0; k < n; k++)
        section_append (self, SPELLING_SECTION_TEXT, &(guint16){ text[k] }, 2);
      start += n;
    }
  section_append (self, SPELLING_SECTION_TEXT_STARTS, &start, 4);
  self->words.n_words = self->list->len;
  self->words.text_starts = section_data (self, SPELLING_SECTION_TEXT_STARTS);
  self->words.text = section_data (self, SPELLING_SECTION_TEXT);
  return TRUE;
}

/* --- the trie: breadth first, so that the children of a node lie side by side --------------------------------------- */

typedef struct
{
  guint32 low, high; /* words */
  guint32 depth;
} Range;

static void
build_trie (Build *self)
{
  const guint32 *starts = self->words.text_starts;
  const guint16 *text = self->words.text;
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (Range));
  guint32 next = 1;
  gint32 *char_words;

  g_byte_array_set_size (self->sections[SPELLING_SECTION_CHAR_WORDS], SPELLING_N_HAN * 4);
  char_words = section_data (self, SPELLING_SECTION_CHAR_WORDS);
  memset (char_words, 0xff, SPELLING_N_HAN * 4);

  g_array_append_val (queue, ((Range){ 0, self->words.n_words, 0 }));
  section_append (self, SPELLING_SECTION_TRIE_CODE, &(guint16){ 0 }, 2);
  section_append (self, SPELLING_SECTION_TRIE_WORD, &(gint32){ SPELLING_NO_WORD }, 4);
  for (guint node = 0; node < queue->len; node++)
    {
      Range range = g_array_index (queue, Range, node);
      guint32 low = range.low;

      section_append (self, SPELLING_SECTION_TRIE_FIRST, &next, 4);
      if (node > 0 && starts[low + 1] - starts[low] == range.depth)
        low++; /* the word that ends here */
      while (low < range.high)
        {
          guint16 code = text[starts[low] + range.depth];
          guint32 high = low + 1;
          gint32 word = starts[low + 1] - starts[low] == range.depth + 1 ? (gint32) low : SPELLING_NO_WORD;

          while (high < range.high && text[starts[high] + range.depth] == code)
            high++;
          g_array_append_val (queue, ((Range){ low, high, range.depth + 1 }));
          section_append (self, SPELLING_SECTION_TRIE_CODE, &code, 2);
          section_append (self, SPELLING_SECTION_TRIE_WORD, &word, 4);
          if (range.depth == 0 && word != SPELLING_NO_WORD)
            char_words[code - SPELLING_FIRST_HAN] = word;
          next++;
          low = high;
        }
    }
  section_append (self, SPELLING_SECTION_TRIE_FIRST, &next, 4);
  self->words.n_nodes = queue->len;
  self->words.char_words = char_words;
  self->words.trie_code = section_data (self, SPELLING_SECTION_TRIE_CODE);
  self->words.trie_first = section_data (self, SPELLING_SECTION_TRIE_FIRST);
  self->words.trie_word = section_data (self, SPELLING_SECTION_TRIE_WORD);
}

/* --- libpinyin's pairs, in our numbers ----------------------------------------------------------------------------- */

static void
take_token (const gunichar *text, guint n, guint32 token, guint32 count, gpointer data)
{
  Build *self = data;
  gint32 word = spelling_words_find (&self->words, text, n);

  if (word == SPELLING_NO_WORD)
    return;
  g_hash_table_insert (self->tokens, GUINT_TO_POINTER (token), GINT_TO_POINTER (word + 1));
  g_array_index (self->counts, double, word) += count;
}

static void
take_pair (guint32 before, guint32 after, guint32 count, gpointer data)
{
  Build *self = data;
  guint a = GPOINTER_TO_UINT (g_hash_table_lookup (self->tokens, GUINT_TO_POINTER (before)));
  guint b = GPOINTER_TO_UINT (g_hash_table_lookup (self->tokens, GUINT_TO_POINTER (after)));

  if (a && b)
    g_array_append_val (self->pairs, ((Pair){ a - 1, b - 1, count }));
}

static int
compare_pairs (const void *a, const void *b)
{
  const Pair *x = a, *y = b;

  if (x->before != y->before)
    return x->before < y->before ? -1 : 1;
  return x->after < y->after ? -1 : x->after > y->after;
}

static gboolean
build_pairs (Build *self, GError **error)
{
  guint n = self->words.n_words;
  double sum = 0;
  guint32 at = 0;

  if (!(self->models & (1u << SPELLING_LIBPINYIN)))
    return TRUE;
  g_array_set_size (self->counts, n);
  if (!pinyin_phrases_foreach (self->paths->libpinyin, take_token, self, error) ||
      !pinyin_pairs_foreach (self->paths->libpinyin, take_pair, self, error))
    return FALSE;
  qsort (self->pairs->data, self->pairs->len, sizeof (Pair), compare_pairs);
  for (guint i = 0; i < n; i++)
    sum += g_array_index (self->counts, double, i);
  for (guint i = 0; i < n; i++)
    {
      float unigram = (g_array_index (self->counts, double, i) + 0.1) / (sum + 0.1 * n), total = 0;

      section_append (self, SPELLING_SECTION_PAIR_STARTS, &at, 4);
      for (; at < self->pairs->len && g_array_index (self->pairs, Pair, at).before == i; at++)
        {
          float count = g_array_index (self->pairs, Pair, at).count;

          section_append (self, SPELLING_SECTION_PAIR_NEXT, &g_array_index (self->pairs, Pair, at).after, 4);
          section_append (self, SPELLING_SECTION_PAIR_COUNT, &count, 4);
          total += count;
        }
      section_append (self, SPELLING_SECTION_PAIR_TOTAL, &total, 4);
      section_append (self, SPELLING_SECTION_PAIR_UNIGRAM, &unigram, 4);
    }
  section_append (self, SPELLING_SECTION_PAIR_STARTS, &at, 4);
  return TRUE;
}

/* --- what a word costs alone, and what stands for it in a model that lacks it --------------------------------------- */

static guint32
own_id (Build *self, guint model, guint32 word)
{
  const char *name = self->list->pdata[word];

  if (model == SPELLING_LIBIME)
    return self->libime ? libime_shim_index (self->libime, name) : 0;
  if (model == SPELLING_SUNPINYIN)
    return GPOINTER_TO_UINT (g_hash_table_lookup (self->sun_ids, name));
  /* Numbers of our own, from 1, for words that libpinyin has met. */
  return self->counts->len && g_array_index (self->counts, double, word) > 0 ? word + 1 : 0;
}

static float
own_cost (Build *self, guint model, guint32 id)
{
  if (model == SPELLING_LIBIME)
    {
      LibimeState null, out;

      libime_shim_null (self->libime, &null);
      return libime_shim_score (self->libime, &null, id, &out);
    }
  if (model == SPELLING_SUNPINYIN)
    {
      guint32 out;

      return sun_model_score (self->sun, 0, id, &out);
    }
  return logf (((const float *) section_data (self, SPELLING_SECTION_PAIR_UNIGRAM))[id - 1]);
}

/* The likeliest way to write word @w with words that the model has; the sum of their costs, or SPELLING_UNKNOWN. */
static float
best_chain (Build *self, guint32 w, const guint32 *ids, const float *costs, GArray *chain)
{
  const guint16 *text = self->words.text + self->words.text_starts[w];
  guint n = self->words.text_starts[w + 1] - self->words.text_starts[w];
  float best[SPELLING_MAX_WORD + 1];
  guint32 back[SPELLING_MAX_WORD + 1];
  guint from[SPELLING_MAX_WORD + 1];

  for (guint i = 1; i <= n; i++)
    best[i] = -1e9f;
  best[0] = 0;
  for (guint i = 0; i < n; i++)
    {
      guint node = 0;

      for (guint j = i; best[i] > -1e8f && j < n && (node = spelling_trie_step (&self->words, node, text[j]));
           j++)
        {
          gint32 part = self->words.trie_word[node];

          if (part != SPELLING_NO_WORD && ids[part] && best[i] + costs[part] > best[j + 1])
            {
              best[j + 1] = best[i] + costs[part];
              back[j + 1] = part;
              from[j + 1] = i;
            }
        }
    }
  g_array_set_size (chain, 0);
  if (best[n] < -1e8f)
    return SPELLING_UNKNOWN;
  for (guint i = n; i > 0; i = from[i])
    g_array_prepend_val (chain, ids[back[i]]);
  return best[n];
}

static void
build_model (Build *self, guint model)
{
  guint n = self->words.n_words;
  g_autofree guint32 *ids = g_new0 (guint32, n);
  g_autofree float *costs = g_new (float, n);
  g_autoptr (GArray) chain = g_array_new (FALSE, FALSE, sizeof (guint32));
  SpellingNumbers *numbers = section_data (self, SPELLING_SECTION_NUMBERS);

  for (guint w = 0; w < n; w++)
    {
      ids[w] = self->models & (1u << model) ? own_id (self, model, w) : 0;
      costs[w] = ids[w] ? own_cost (self, model, ids[w]) : SPELLING_UNKNOWN;
    }
  for (guint w = 0; w < n; w++)
    {
      /* Ours of libpinyin begin with 0 in the tables. */
      guint32 first = model == SPELLING_LIBPINYIN;
      float cost = costs[w];

      numbers[w].ids[model] = SPELLING_CHAIN;
      if (ids[w])
        numbers[w].ids[model] = ids[w] - first;
      else if (self->models & (1u << model))
        cost = best_chain (self, w, ids, costs, chain);
      section_append (self, SPELLING_SECTION_MODEL_COST + model, &cost, 4);
      if (ids[w] || chain->len == 0)
        continue;
      numbers[w].ids[model] = SPELLING_CHAIN | (self->sections[SPELLING_SECTION_CHAINS]->len / 4);
      section_append (self, SPELLING_SECTION_CHAINS, &chain->len, 4);
      for (guint i = 0; i < chain->len; i++)
        section_append (self, SPELLING_SECTION_CHAINS,
                        &(guint32){ g_array_index (chain, guint32, i) - first }, 4);
      g_array_set_size (chain, 0);
    }
}

static void
build_costs (Build *self)
{
  section_append (self, SPELLING_SECTION_CHAINS, &(guint32){ 0 }, 4);
  g_byte_array_set_size (self->sections[SPELLING_SECTION_NUMBERS],
                         self->words.n_words * sizeof (SpellingNumbers));
  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    build_model (self, m);
  for (guint w = 0; w < self->words.n_words; w++)
    {
      float cost = 0;

      for (guint m = 0; m < SPELLING_N_MODELS; m++)
        cost += self->weights[m] * ((const float *) section_data (self, SPELLING_SECTION_MODEL_COST + m))[w];
      section_append (self, SPELLING_SECTION_COST, &cost, 4);
    }
  self->words.cost = section_data (self, SPELLING_SECTION_COST);
}

/* --- indexes --------------------------------------------------------------------------------------------------- */

static int
compare_entries (const void *a, const void *b)
{
  const Entry *x = a, *y = b;

  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  if (x->cost != y->cost)
    return x->cost > y->cost ? -1 : 1;
  return x->word - y->word;
}

static void
write_index (Build *self, GArray *entries, guint slots_section, guint entries_section)
{
  guint32 size = 1;
  SpellingSlot *slots;

  qsort (entries->data, entries->len, sizeof (Entry), compare_entries);
  while (size < entries->len * 2 + 2)
    size *= 2;
  g_byte_array_set_size (self->sections[slots_section], size * sizeof (SpellingSlot));
  slots = section_data (self, slots_section);
  memset (slots, 0, size * sizeof (SpellingSlot));
  for (guint i = 0, end; i < entries->len; i = end)
    {
      guint64 key = g_array_index (entries, Entry, i).key;
      guint32 slot = (guint32) key & (size - 1);
      guint32 start = self->sections[entries_section]->len / sizeof (SpellingEntry), n = 0;

      for (end = i; end < entries->len && g_array_index (entries, Entry, end).key == key; end++)
        {
          const Entry *entry = &g_array_index (entries, Entry, end);

          if (end > i && entry->word == entry[-1].word)
            continue;
          section_append (self, entries_section,
                          &(SpellingEntry){ entry->word, entry->code, CLAMP (entry->cost * 1000, -32000, 0) },
                          sizeof (SpellingEntry));
          n++;
        }
      while (slots[slot].print)
        slot = (slot + 1) & (size - 1);
      slots[slot] = (SpellingSlot){ (guint32) (key >> 32) | 1, start, n };
    }
}

static void
build_wildcards (Build *self)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  for (guint w = 0; w < self->words.n_words; w++)
    {
      guint32 start = self->words.text_starts[w];
      guint n = self->words.text_starts[w + 1] - start;
      gunichar text[LONGEST_CANDIDATE];

      if (n < 2 || n > LONGEST_CANDIDATE || self->words.cost[w] < CHEAPEST_WORD)
        continue;
      for (guint i = 0; i < n; i++)
        text[i] = self->words.text[start + i];
      for (guint i = 0; i < n; i++)
        g_array_append_val (entries,
                            ((Entry){ spelling_wildcard_key (text, n, i), w, text[i], self->words.cost[w] }));
    }
  write_index (self, entries, SPELLING_SECTION_WILDCARD_SLOTS, SPELLING_SECTION_WILDCARD_ENTRIES);
}

/* libime writes ü as the letter, our table as v. */
static void
take_pinyin (const char *word, const char *pinyin, void *data)
{
  Build *self = data;
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->names, word));
  g_auto (GStrv) parts = NULL;
  guint16 syllables[LONGEST_PINYIN];
  guint n;

  if (!number)
    return;
  parts = g_strsplit (pinyin, "'", -1);
  n = g_strv_length (parts);
  if (n < 2 || n > LONGEST_PINYIN || (glong) n != g_utf8_strlen (word, -1))
    return;
  for (guint i = 0; i < n; i++)
    {
      char *umlaut = strstr (parts[i], "ü");
      guint syllable;

      if (umlaut)
        {
          *umlaut = 'v';
          memmove (umlaut + 1, umlaut + 2, strlen (umlaut + 2) + 1);
        }
      syllable = GPOINTER_TO_UINT (g_hash_table_lookup (self->syllables, parts[i]));
      if (!syllable)
        return;
      syllables[i] = syllable - 1;
    }
  g_array_append_val (self->pinyin, ((Entry){ spelling_pinyin_key (syllables, n), number - 1, 0,
                                              self->words.cost[number - 1] }));
}

/* Without libime's dictionary a word is read as its characters are read most often. */
static void
guess_pinyin (Build *self)
{
  for (guint w = 0; w < self->words.n_words; w++)
    {
      const guint16 *text = self->words.text + self->words.text_starts[w];
      guint n = self->words.text_starts[w + 1] - self->words.text_starts[w];
      guint16 syllables[LONGEST_PINYIN];
      gboolean known = n >= 2 && n <= LONGEST_PINYIN;

      for (guint i = 0; known && i < n; i++)
        {
          const SpellingCharacter *c = spelling_character (text[i]);

          known = c != NULL;
          syllables[i] = c ? c->readings[0] >> 3 : 0;
        }
      if (known)
        g_array_append_val (self->pinyin,
                            ((Entry){ spelling_pinyin_key (syllables, n), w, 0, self->words.cost[w] }));
    }
}

static void
build_pinyin (Build *self)
{
  const SpellingCharacters *table = spelling_characters ();

  for (guint i = 0; i < table->n_syllables; i++)
    g_hash_table_insert (self->syllables, (gpointer) table->syllables[i], GUINT_TO_POINTER (i + 1));
  if (!self->libime || !libime_shim_foreach_word (self->paths->dictionary, take_pinyin, self))
    guess_pinyin (self);
  write_index (self, self->pinyin, SPELLING_SECTION_PINYIN_SLOTS, SPELLING_SECTION_PINYIN_ENTRIES);
}

static int
compare_singles (const void *a, const void *b)
{
  const Entry *x = a, *y = b;

  if (x->cost != y->cost)
    return x->cost > y->cost ? -1 : 1;
  return x->word - y->word;
}

/* For each character the common ones that sound or look like it, likeliest first. */
static void
build_singles (Build *self)
{
  g_autoptr (GArray) common = g_array_new (FALSE, FALSE, sizeof (Entry));
  guint32 at = 0;

  for (guint c = 0; c < SPELLING_N_HAN; c++)
    {
      gint32 word = self->words.char_words[c];

      if (word != SPELLING_NO_WORD && self->words.cost[word] > CHEAPEST_SINGLE &&
          spelling_character (c + SPELLING_FIRST_HAN))
        g_array_append_val (common, ((Entry){ 0, c + SPELLING_FIRST_HAN, 0, self->words.cost[word] }));
    }
  qsort (common->data, common->len, sizeof (Entry), compare_singles);
  for (guint c = 0; c < SPELLING_N_HAN; c++)
    {
      section_append (self, SPELLING_SECTION_SINGLE_STARTS, &at, 4);
      if (self->words.char_words[c] == SPELLING_NO_WORD || !spelling_character (c + SPELLING_FIRST_HAN))
        continue;
      for (guint i = 0; i < common->len; i++)
        {
          gunichar other = g_array_index (common, Entry, i).word;
          float sound, shape;

          if (other == c + SPELLING_FIRST_HAN)
            continue;
          spelling_similarity (c + SPELLING_FIRST_HAN, other, &sound, &shape);
          if (sound >= 0.3f || shape >= 0.5f)
            {
              SpellingSingle single = { other, sound * 100 + 0.5f, shape * 100 + 0.5f };

              section_append (self, SPELLING_SECTION_SINGLES, &single, sizeof single);
              at++;
            }
        }
    }
  section_append (self, SPELLING_SECTION_SINGLE_STARTS, &at, 4);
}

/* --- the whole ------------------------------------------------------------------------------------------------- */

static GByteArray *
assemble (Build *self, guint64 stamp)
{
  GByteArray *file = g_byte_array_new ();
  SpellingHead head = { .stamp = stamp, .models = self->models, .n_words = self->words.n_words };

  memcpy (head.magic, SPELLING_MAGIC, sizeof SPELLING_MAGIC);
  g_byte_array_set_size (file, sizeof head);
  for (guint i = 0; i < SPELLING_N_SECTIONS; i++)
    {
      static const guint8 zeros[8] = { 0 };

      head.offsets[i] = file->len;
      if (self->sections[i]->len)
        g_byte_array_append (file, self->sections[i]->data, self->sections[i]->len);
      g_byte_array_append (file, zeros, (8 - file->len % 8) % 8);
    }
  head.offsets[SPELLING_N_SECTIONS] = file->len;
  head.checksum = spelling_checksum (file->data + sizeof head, file->len - sizeof head);
  memcpy (file->data, &head, sizeof head);
  return file;
}

static void
build_clear (Build *self)
{
  libime_shim_close (self->libime);
  sun_model_close (self->sun);
  g_ptr_array_unref (self->list);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->sun_ids);
  g_hash_table_unref (self->tokens);
  g_hash_table_unref (self->syllables);
  g_array_unref (self->counts);
  g_array_unref (self->pairs);
  g_array_unref (self->pinyin);
  for (guint i = 0; i < SPELLING_N_SECTIONS; i++)
    g_byte_array_unref (self->sections[i]);
}

/* A model that is there but cannot be read is left out, as if it were not there. */
static void
open_models (Build *self)
{
  if (self->paths->libime && self->paths->dictionary)
    self->libime = libime_shim_open (self->paths->libime);
  if (self->paths->sunpinyin)
    self->sun = sun_model_open (self->paths->sunpinyin, NULL);
  self->models = (self->libime ? 1u << SPELLING_LIBIME : 0) | (self->sun ? 1u << SPELLING_SUNPINYIN : 0) |
                 (self->paths->libpinyin ? 1u << SPELLING_LIBPINYIN : 0);
  spelling_weights (self->models, self->weights);
}

GByteArray *
spelling_words_build (const SpellingPaths *paths, guint64 stamp, GError **error)
{
  Build self = { .paths = paths };
  GByteArray *file = NULL;

  self.names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.list = g_ptr_array_new ();
  self.sun_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.tokens = g_hash_table_new (NULL, NULL);
  self.syllables = g_hash_table_new (g_str_hash, g_str_equal);
  self.counts = g_array_new (FALSE, TRUE, sizeof (double));
  self.pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  self.pinyin = g_array_new (FALSE, FALSE, sizeof (Entry));
  for (guint i = 0; i < SPELLING_N_SECTIONS; i++)
    self.sections[i] = g_byte_array_new ();

  open_models (&self);
  if (self.models == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no language model is installed");
  else if (collect_words (&self, error))
    {
      build_trie (&self);
      if (build_pairs (&self, error))
        {
          build_costs (&self);
          build_wildcards (&self);
          build_pinyin (&self);
          build_singles (&self);
          file = assemble (&self, stamp);
        }
    }
  build_clear (&self);
  return file;
}
