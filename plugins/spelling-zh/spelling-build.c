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

/* A word of one of the input methods. Words are many: nothing is allocated for a single one. */
typedef struct
{
  guint16 text[SPELLING_MAX_WORD]; /* zeros behind its end */
  guint16 syllables[LONGEST_PINYIN];
  guint32 place; /* among the words as they came */
  guint32 word;  /* its number */
  guint32 sun;   /* in sunpinyin; 0 for none */
  guint8 n, n_syllables;
  guint8 known; /* FALSE: its model does not know it, only how it is read */
} Item;

typedef struct
{
  const SpellingPaths *paths;
  guint models;
  float weights[SPELLING_N_MODELS];
  LibimeModel *libime;
  SunModel *sun;
  guint broken;        /* bits of the models whose data cannot be read */
  GArray *items;       /* Item */
  guint16 *syllables;  /* by libime's code: 1 + our number */
  GArray *sun_numbers; /* guint32, by word; 0 for none */
  GHashTable *tokens;  /* libpinyin's token to 1 + word */
  GArray *counts;      /* of libpinyin, by word (double) */
  GArray *pairs;
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

/* UTF-8 of @n characters, ended by a zero. */
static void
name_of (const guint16 *text, guint n, char name[SPELLING_MAX_WORD * 3 + 1])
{
  for (guint i = 0; i < n; i++)
    name += g_unichar_to_utf8 (text[i], name);
  *name = 0;
}

static Item *
add_item (Build *self, const gunichar *text, guint n)
{
  Item *item;

  g_array_set_size (self->items, self->items->len + 1);
  item = &g_array_index (self->items, Item, self->items->len - 1);
  memset (item, 0, sizeof *item);
  item->place = self->items->len;
  item->n = n;
  item->known = TRUE;
  for (guint i = 0; i < n; i++)
    item->text[i] = text[i];
  return item;
}

/* Our number of a syllable that libime writes in two bytes, and 1; 0 for one we do not have. libime writes ü as the letter,
 * our table as v. */
static guint
find_syllable (const char *code)
{
  const SpellingCharacters *table = spelling_characters ();
  char letters[LIBIME_SHIM_SYLLABLE_SIZE], *umlaut;
  guint low = 0, high = table->n_syllables;

  libime_shim_decode (code, letters);
  umlaut = strstr (letters, "ü");
  if (umlaut)
    {
      *umlaut = 'v';
      memmove (umlaut + 1, umlaut + 2, strlen (umlaut + 2) + 1);
    }
  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (strcmp (table->syllables[middle], letters) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low < table->n_syllables && strcmp (table->syllables[low], letters) == 0 ? low + 1 : 0;
}

static void
read_syllables (Build *self, Item *item, const char *code, guint n)
{
  if (n < 2 || n > LONGEST_PINYIN || n != item->n)
    return;
  for (guint i = 0; i < n; i++)
    {
      guint16 *known = &self->syllables[(guint8) code[2 * i] << 8 | (guint8) code[2 * i + 1]];

      if (*known == G_MAXUINT16)
        *known = find_syllable (code + 2 * i);
      if (*known == 0)
        return;
      item->syllables[i] = *known - 1;
    }
  item->n_syllables = n;
}

static void
take_libime_word (const char *word, size_t length, const char *code, size_t code_length, void *data)
{
  Build *self = data;
  gunichar text[SPELLING_MAX_WORD];
  guint n = 0;
  Item *item;

  for (const char *at = word; at < word + length; at = g_utf8_next_char (at))
    {
      if (n == SPELLING_MAX_WORD)
        return;
      text[n++] = g_utf8_get_char (at);
    }
  if (!all_han (text, n))
    return;
  item = add_item (self, text, n);
  item->known = libime_shim_index (self->libime, word, length) != 0;
  read_syllables (self, item, code, code_length / 2);
}

static void
take_sun_word (const gunichar *text, guint n, guint32 number, gpointer data)
{
  if (all_han (text, n))
    add_item (data, text, n)->sun = number;
}

static void
take_pinyin_word (const gunichar *text, guint n, guint32 token, guint32 count, gpointer data)
{
  if (all_han (text, n) && count > 1)
    add_item (data, text, n);
}

static int
compare_texts (const Item *x, const Item *y)
{
  for (guint i = 0; i < SPELLING_MAX_WORD; i++)
    if (x->text[i] != y->text[i])
      return x->text[i] < y->text[i] ? -1 : 1;
  return 0;
}

static int
compare_items (const void *a, const void *b)
{
  const Item *x = a, *y = b;
  int order = compare_texts (x, y);

  return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* The items of one text, of which some model knows the word: it is the next. */
static void
number_word (Build *self, Item *items, guint n, guint32 start)
{
  guint32 sun = 0, word = self->words.n_words;

  for (guint i = 0; i < n; i++)
    {
      items[i].word = word;
      sun = sun ? sun : items[i].sun;
    }
  section_append (self, SPELLING_SECTION_TEXT_STARTS, &start, 4);
  section_append (self, SPELLING_SECTION_TEXT, items->text, items->n * sizeof *items->text);
  g_array_append_val (self->sun_numbers, sun);
  self->words.n_words++;
}

/* Gives every word its number, by its characters. */
static void
number_words (Build *self)
{
  Item *items = (Item *) (void *) self->items->data;
  guint32 start = 0;

  qsort (items, self->items->len, sizeof (Item), compare_items);
  for (guint i = 0, end; i < self->items->len; i = end)
    {
      gboolean known = FALSE;

      for (end = i; end < self->items->len && compare_texts (&items[i], &items[end]) == 0; end++)
        known |= items[end].known;
      if (known)
        {
          number_word (self, items + i, end - i, start);
          start += items[i].n;
        }
      else
        for (guint k = i; k < end; k++)
          items[k].n_syllables = 0;
    }
  section_append (self, SPELLING_SECTION_TEXT_STARTS, &start, 4);
  self->words.text_starts = section_data (self, SPELLING_SECTION_TEXT_STARTS);
  self->words.text = section_data (self, SPELLING_SECTION_TEXT);
}

static gboolean
collect_words (Build *self, GError **error)
{
  if (self->libime && !libime_shim_foreach_word (self->paths->dictionary, take_libime_word, self))
    {
      self->broken = 1u << SPELLING_LIBIME;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s cannot be read", self->paths->dictionary);
      return FALSE;
    }
  if (self->sun && !sun_dictionary_foreach (self->paths->sunpinyin_words, take_sun_word, self, error))
    {
      self->broken = 1u << SPELLING_SUNPINYIN;
      return FALSE;
    }
  if (!self->libime && !self->sun &&
      !pinyin_phrases_foreach (self->paths->libpinyin, take_pinyin_word, self, error))
    {
      self->broken = 1u << SPELLING_LIBPINYIN;
      return FALSE;
    }
  number_words (self);
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

  return x->after < y->after ? -1 : x->after > y->after;
}

/* By the first word, then the second. */
static void
sort_pairs (Build *self)
{
  guint n = self->words.n_words;
  g_autofree guint32 *ends = g_new0 (guint32, n + 1);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (Pair), self->pairs->len);

  g_array_set_size (sorted, self->pairs->len);
  for (guint i = 0; i < self->pairs->len; i++)
    ends[g_array_index (self->pairs, Pair, i).before + 1]++;
  for (guint w = 0; w < n; w++)
    ends[w + 1] += ends[w];
  for (guint i = 0; i < self->pairs->len; i++)
    {
      const Pair *pair = &g_array_index (self->pairs, Pair, i);

      g_array_index (sorted, Pair, ends[pair->before]++) = *pair;
    }
  for (guint w = 0, start = 0; w < n; start = ends[w++])
    qsort (&g_array_index (sorted, Pair, start), ends[w] - start, sizeof (Pair), compare_pairs);
  g_array_unref (self->pairs);
  self->pairs = sorted;
}

static guint64 *
append_filter (Build *self, guint section, guint bits)
{
  g_byte_array_set_size (self->sections[section], (1u << bits) / 8);
  memset (section_data (self, section), 0, (1u << bits) / 8);
  return section_data (self, section);
}

static gboolean
build_pairs (Build *self, GError **error)
{
  guint n = self->words.n_words;
  double sum = 0;
  guint32 at = 0;
  guint64 *filter;

  if (!(self->models & (1u << SPELLING_LIBPINYIN)))
    return TRUE;
  g_array_set_size (self->counts, n);
  if (!pinyin_phrases_foreach (self->paths->libpinyin, take_token, self, error) ||
      !pinyin_pairs_foreach (self->paths->libpinyin, take_pair, self, error))
    {
      self->broken = 1u << SPELLING_LIBPINYIN;
      return FALSE;
    }
  sort_pairs (self);
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
  filter = append_filter (self, SPELLING_SECTION_PAIR_FILTER, SPELLING_PAIR_BITS);
  for (guint i = 0; i < self->pairs->len; i++)
    spelling_filter_add (filter, g_array_index (self->pairs, Pair, i).before,
                         g_array_index (self->pairs, Pair, i).after, SPELLING_PAIR_BITS);
  return TRUE;
}

/* --- what a word costs alone, and what stands for it in a model that lacks it --------------------------------------- */

static guint32
own_id (Build *self, guint model, guint32 word)
{
  if (model == SPELLING_LIBIME)
    {
      guint32 start = self->words.text_starts[word];
      char name[SPELLING_MAX_WORD * 3 + 1];

      name_of (self->words.text + start, self->words.text_starts[word + 1] - start, name);
      return self->libime ? libime_shim_index (self->libime, name, strlen (name)) : 0;
    }
  if (model == SPELLING_SUNPINYIN)
    return g_array_index (self->sun_numbers, guint32, word);
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

/* Writes a filter, the slots and the entries: three sections, one behind the other. */
static void
write_index (Build *self, GArray *entries, guint filter_section)
{
  guint slots_section = filter_section + 1, entries_section = filter_section + 2;
  guint32 size = 1;
  SpellingSlot *slots;
  guint64 *filter;

  qsort (entries->data, entries->len, sizeof (Entry), compare_entries);
  while (size < entries->len * 2 + 2)
    size *= 2;
  g_byte_array_set_size (self->sections[slots_section], size * sizeof (SpellingSlot));
  slots = section_data (self, slots_section);
  filter = append_filter (self, filter_section, SPELLING_FILTER_BITS);
  memset (slots, 0, size * sizeof (SpellingSlot));
  for (guint i = 0, end; i < entries->len; i = end)
    {
      guint64 key = g_array_index (entries, Entry, i).key;
      guint32 slot = (guint32) key & (size - 1);
      guint32 start = self->sections[entries_section]->len / sizeof (SpellingEntry), n = 0;
      guint64 bit = key >> (64 - SPELLING_FILTER_BITS);

      filter[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);

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
  write_index (self, entries, SPELLING_SECTION_WILDCARD_FILTER);
}

static void
add_reading (Build *self, GArray *entries, const guint16 *syllables, guint n, guint32 word)
{
  Entry entry = { spelling_pinyin_key (syllables, n), word, 0, self->words.cost[word] };

  g_array_append_val (entries, entry);
}

/* Without libime's dictionary a word is read as its characters are read most often. */
static void
guess_readings (Build *self, GArray *entries)
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
        add_reading (self, entries, syllables, n, w);
    }
}

static void
build_pinyin (Build *self)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = &g_array_index (self->items, Item, i);

      if (item->n_syllables)
        add_reading (self, entries, item->syllables, item->n_syllables, item->word);
    }
  if (!self->libime)
    guess_readings (self, entries);
  write_index (self, entries, SPELLING_SECTION_PINYIN_FILTER);
}

static int
compare_singles (const void *a, const void *b)
{
  const Entry *x = a, *y = b;

  if (x->cost != y->cost)
    return x->cost > y->cost ? -1 : 1;
  return x->word - y->word;
}

#define SINGLE_SOUND 0.3f
#define SINGLE_SHAPE 0.5f

/* The characters that may stand alone, likeliest first. */
static GArray *
list_common (Build *self)
{
  GArray *common = g_array_new (FALSE, FALSE, sizeof (Entry));

  for (guint c = 0; c < SPELLING_N_HAN; c++)
    {
      gint32 word = self->words.char_words[c];

      if (word != SPELLING_NO_WORD && self->words.cost[word] > CHEAPEST_SINGLE &&
          spelling_character (c + SPELLING_FIRST_HAN))
        g_array_append_val (common, ((Entry){ 0, c + SPELLING_FIRST_HAN, 0, self->words.cost[word] }));
    }
  qsort (common->data, common->len, sizeof (Entry), compare_singles);
  return common;
}

/* Adds those of the @common characters that sound or look like @c. Most do neither, which a look at a table tells. */
static guint
append_singles (Build *self, const GArray *common, const SpellingNear *near, gunichar c)
{
  guint n = 0;

  for (guint i = 0; i < common->len; i++)
    {
      gunichar other = g_array_index (common, Entry, i).word;
      SpellingSingle single = { other };
      float sound, shape;

      if (other == c || !spelling_near_has (near, other))
        continue;
      spelling_similarity (c, other, &sound, &shape);
      if (sound < SINGLE_SOUND && shape < SINGLE_SHAPE)
        continue;
      single.sound = sound * 100 + 0.5f;
      single.shape = shape * 100 + 0.5f;
      section_append (self, SPELLING_SECTION_SINGLES, &single, sizeof single);
      n++;
    }
  return n;
}

/* For each character the common ones that sound or look like it, likeliest first. */
static void
build_singles (Build *self)
{
  g_autoptr (GArray) common = list_common (self);
  SpellingNearTable *table = spelling_near_table_new (SINGLE_SOUND, SINGLE_SHAPE);
  guint32 at = 0;

  for (guint c = 0; c < SPELLING_N_HAN; c++)
    {
      section_append (self, SPELLING_SECTION_SINGLE_STARTS, &at, 4);
      if (self->words.char_words[c] != SPELLING_NO_WORD && spelling_character (c + SPELLING_FIRST_HAN))
        at += append_singles (self, common, spelling_near_of (table, c + SPELLING_FIRST_HAN),
                              c + SPELLING_FIRST_HAN);
    }
  section_append (self, SPELLING_SECTION_SINGLE_STARTS, &at, 4);
  spelling_near_table_free (table);
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
  g_array_unref (self->items);
  g_free (self->syllables);
  g_array_unref (self->sun_numbers);
  g_hash_table_unref (self->tokens);
  g_array_unref (self->counts);
  g_array_unref (self->pairs);
  for (guint i = 0; i < SPELLING_N_SECTIONS; i++)
    g_byte_array_unref (self->sections[i]);
}

static void
open_models (Build *self, guint without)
{
  if (self->paths->libime && self->paths->dictionary && !(without & (1u << SPELLING_LIBIME)))
    self->libime = libime_shim_open (self->paths->libime);
  if (self->paths->sunpinyin && !(without & (1u << SPELLING_SUNPINYIN)))
    self->sun = sun_model_open (self->paths->sunpinyin, NULL);
  self->models =
      (self->libime ? 1u << SPELLING_LIBIME : 0) | (self->sun ? 1u << SPELLING_SUNPINYIN : 0) |
      (self->paths->libpinyin && !(without & (1u << SPELLING_LIBPINYIN)) ? 1u << SPELLING_LIBPINYIN : 0);
  spelling_weights (self->models, self->weights);
}

/* The models but for those of @without; what turns out to be unreadable in @broken. */
static GByteArray *
build_without (const SpellingPaths *paths, guint64 stamp, guint without, guint *broken, GError **error)
{
  Build self = { .paths = paths };
  GByteArray *file = NULL;

  self.items = g_array_new (FALSE, FALSE, sizeof (Item));
  self.syllables = g_new (guint16, 0x10000);
  memset (self.syllables, 0xff, 0x10000 * sizeof *self.syllables);
  self.sun_numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  self.tokens = g_hash_table_new (NULL, NULL);
  self.counts = g_array_new (FALSE, TRUE, sizeof (double));
  self.pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  for (guint i = 0; i < SPELLING_N_SECTIONS; i++)
    self.sections[i] = g_byte_array_new ();

  open_models (&self, without);
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
          if (self.sun)
            sun_model_fill_filter (self.sun,
                                   append_filter (&self, SPELLING_SECTION_SUN_FILTER, SPELLING_SUN_BITS));
          file = assemble (&self, stamp);
        }
    }
  *broken = self.broken;
  build_clear (&self);
  return file;
}

/* A model that is there but cannot be read is left out, as if it were not there. */
GByteArray *
spelling_words_build (const SpellingPaths *paths, guint64 stamp, GError **error)
{
  guint without = 0, broken;
  GByteArray *file;
  g_autoptr (GError) first = NULL;

  while (!(file = build_without (paths, stamp, without, &broken, first ? NULL : &first)) && broken)
    without |= broken;
  if (!file)
    g_propagate_error (error, g_steal_pointer (&first));
  return file;
}
