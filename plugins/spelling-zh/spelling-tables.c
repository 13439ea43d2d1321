/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-tables.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#ifndef SPELLING_MULTIARCH
#define SPELLING_MULTIARCH ""
#endif

/* --- characters ------------------------------------------------------------------------------------------------ */

/* The table of the build becomes part of the program's read-only data: mapped, shared, never copied. */
__asm__(".section .rodata\n"
        ".balign 16\n"
        ".local spelling_character_data\n"
        "spelling_character_data:\n"
        ".incbin \"" SPELLING_CHARACTERS "\"\n"
        ".byte 0\n"
        ".previous\n");
extern const guint8 spelling_character_data[];

static SpellingCharacters the_characters;

static gpointer
map_characters (gpointer data)
{
  const guint32 *head = (const guint32 *) spelling_character_data;
  const guint8 *at = spelling_character_data + 16;
  guint n_codes = head[2], n_shapes = head[3];

  the_characters.n_syllables = head[1];
  the_characters.dense = (const guint16 *) at;
  at += SPELLING_N_HAN * sizeof (guint16);
  the_characters.records = (const SpellingCharacter *) at;
  at += n_codes * sizeof (SpellingCharacter);
  the_characters.shape_starts = (const guint32 *) at;
  at += (n_codes + 1) * sizeof (guint32);
  the_characters.shapes = (const SpellingShape *) at;
  at += n_shapes * sizeof (SpellingShape);
  the_characters.syllables = (const char (*)[8]) at;
  at += head[1] * 8;
  the_characters.nearness = at;
  return &the_characters;
}

const SpellingCharacters *
spelling_characters (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, map_characters, NULL);
}

const SpellingCharacter *
spelling_character (gunichar c)
{
  const SpellingCharacters *table = spelling_characters ();
  guint index = spelling_is_han (c) ? table->dense[c - SPELLING_FIRST_HAN] : 0;

  return index ? &table->records[index - 1] : NULL;
}

static float
reading_similarity (const SpellingCharacters *table, guint a, guint b)
{
  guint near = table->nearness[(a >> 3) * table->n_syllables + (b >> 3)];

  if (near == 100)
    return (a & 7) == (b & 7) || !(a & 7) || !(b & 7) ? 1.0f : 0.9f;
  return near / 100.0f;
}

void
spelling_similarity (gunichar a, gunichar b, float *sound, float *shape)
{
  const SpellingCharacters *table = spelling_characters ();
  const SpellingCharacter *x = spelling_character (a), *y = spelling_character (b);
  guint low, high;

  *sound = *shape = 0;
  if (!x || !y)
    return;
  for (guint i = 0; i < x->n_readings; i++)
    for (guint j = 0; j < y->n_readings; j++)
      *sound = MAX (*sound, reading_similarity (table, x->readings[i], y->readings[j]));

  low = table->shape_starts[x - table->records];
  high = table->shape_starts[x - table->records + 1];
  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (table->shapes[middle].code < b)
        low = middle + 1;
      else
        high = middle;
    }
  if (low < table->shape_starts[x - table->records + 1] && table->shapes[low].code == b)
    *shape = table->shapes[low].likeness / 250.0f;
}

/* "lv4" → "lǜ": the tone stands on a or e, on the o of ou, else on the last vowel. */
static char *
format_reading (const char *letters, guint tone)
{
  static const char *const vowels = "aeiouv";
  static const char *const marked[] = { "āáǎà", "ēéěè", "īíǐì", "ōóǒò", "ūúǔù", "ǖǘǚǜ" };
  GString *text = g_string_new (NULL);
  const char *place = strpbrk (letters, "ae");

  if (!place && (place = strstr (letters, "ou")) == NULL)
    for (const char *p = letters; *p; p++)
      if (strchr (vowels, *p))
        place = p;
  for (const char *p = letters; *p; p++)
    if (p == place && tone >= 1 && tone <= 4)
      {
        const char *mark = g_utf8_offset_to_pointer (marked[strchr (vowels, *p) - vowels], tone - 1);

        g_string_append_len (text, mark, g_utf8_next_char (mark) - mark);
      }
    else if (*p == 'v')
      g_string_append (text, "ü");
    else
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}

char *
spelling_dup_reading (gunichar c, gunichar other)
{
  const SpellingCharacters *table = spelling_characters ();
  const SpellingCharacter *x = spelling_character (c), *y = spelling_character (other);
  float best = -1;
  guint reading = 0;

  if (!x || !x->n_readings)
    return NULL;
  reading = x->readings[0];
  for (guint i = 0; i < x->n_readings; i++)
    for (guint j = 0; y && j < y->n_readings; j++)
      {
        float near = reading_similarity (table, x->readings[i], y->readings[j]);

        if (near > best)
          {
            best = near;
            reading = x->readings[i];
          }
      }
  return format_reading (table->syllables[reading >> 3], reading & 7);
}

/* --- where the models are -------------------------------------------------------------------------------------- */

static char *
try_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

/* @name below one of the folders where a distribution keeps data that depend on the architecture. */
static char *
find_model (const char *name)
{
  const char *override = g_getenv ("GALLEY_SPELLING_MODELS");
  g_autoptr (GDir) libraries = NULL;
  const char *entry;
  char *path, *found = NULL;

  if (override)
    return try_file (override, name);
  if (*SPELLING_MULTIARCH && (path = try_file ("/usr/lib/" SPELLING_MULTIARCH, name)))
    return path;
  if ((path = try_file ("/usr/lib", name)) || (path = try_file ("/usr/share", name)))
    return path;
  libraries = g_dir_open ("/usr/lib", 0, NULL);
  /* The first by name, whatever order the folder gives them in. */
  while (libraries && (entry = g_dir_read_name (libraries)))
    {
      g_autofree char *folder = g_build_filename ("/usr/lib", entry, NULL);

      path = try_file (folder, name);
      if (path && (!found || strcmp (path, found) < 0))
        {
          g_free (found);
          found = g_steal_pointer (&path);
        }
      g_free (path);
    }
  return found;
}

void
spelling_paths_find (SpellingPaths *self)
{
  self->libime = find_model ("libime/zh_CN.lm");
  self->dictionary = find_model ("libime/sc.dict");
  self->sunpinyin = find_model ("sunpinyin/data/lm_sc.t3g");
  self->sunpinyin_words = find_model ("sunpinyin/data/pydict_sc.bin");
  self->libpinyin = find_model ("libpinyin/data/bigram.db");
  if (self->libpinyin)
    {
      char *folder = g_path_get_dirname (self->libpinyin);

      g_free (self->libpinyin);
      self->libpinyin = folder;
    }
  /* Half a model is none. */
  if (!self->sunpinyin || !self->sunpinyin_words)
    {
      g_clear_pointer (&self->sunpinyin, g_free);
      g_clear_pointer (&self->sunpinyin_words, g_free);
    }
  if (!self->libime || !self->dictionary)
    {
      g_clear_pointer (&self->libime, g_free);
      g_clear_pointer (&self->dictionary, g_free);
    }
}

void
spelling_paths_clear (SpellingPaths *self)
{
  g_clear_pointer (&self->libime, g_free);
  g_clear_pointer (&self->dictionary, g_free);
  g_clear_pointer (&self->sunpinyin, g_free);
  g_clear_pointer (&self->sunpinyin_words, g_free);
  g_clear_pointer (&self->libpinyin, g_free);
}

void
spelling_weights (guint models, float weights[SPELLING_N_MODELS])
{
  static const float full[SPELLING_N_MODELS] = { 0.4f, 0.3f, 0.3f };
  float sum = 0;

  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    sum += models & (1u << m) ? full[m] : 0;
  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    weights[m] = models & (1u << m) && sum > 0 ? full[m] / sum : 0;
}

/* --- words ----------------------------------------------------------------------------------------------------- */

static guint64
mix (guint64 hash, guint64 value)
{
  hash = (hash ^ value) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
  return hash ^ (hash >> 31);
}

guint64
spelling_checksum (const guint8 *data, gsize size)
{
  guint64 lanes[4] = { 1, 2, 3, 4 };
  gsize i = 0;

  for (; i + 32 <= size; i += 32)
    for (guint lane = 0; lane < 4; lane++)
      {
        guint64 value;

        memcpy (&value, data + i + lane * 8, 8);
        lanes[lane] = (lanes[lane] ^ value) * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
        lanes[lane] ^= lanes[lane] >> 29;
      }
  for (; i < size; i++)
    lanes[0] = mix (lanes[0], data[i]);
  return mix (mix (mix (lanes[0], lanes[1]), lanes[2]), lanes[3]);
}

guint64
spelling_words_stamp (const SpellingPaths *paths)
{
  const char *files[] = { paths->libime, paths->dictionary, paths->sunpinyin, paths->sunpinyin_words,
                          paths->libpinyin };
  guint64 stamp = sizeof (SpellingHead);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      GStatBuf status;

      stamp = mix (stamp, i);
      if (files[i] && g_stat (files[i], &status) == 0)
        stamp = mix (mix (mix (stamp, g_str_hash (files[i])), status.st_size), status.st_mtime);
    }
  return stamp;
}

static const void *
section (const guint8 *data, guint number)
{
  return data + ((const SpellingHead *) (const void *) data)->offsets[number];
}

static gboolean
is_sound (const guint8 *data, gsize size, guint64 stamp)
{
  const SpellingHead *head = (const SpellingHead *) (const void *) data;

  if (size < sizeof *head || memcmp (head->magic, SPELLING_MAGIC, sizeof head->magic) != 0 ||
      head->stamp != stamp || head->offsets[SPELLING_N_SECTIONS] != size)
    return FALSE;
  return head->checksum == spelling_checksum (data + sizeof *head, size - sizeof *head);
}

static SpellingWords *
words_from_file (GMappedFile *file)
{
  const guint8 *data = (const guint8 *) g_mapped_file_get_contents (file);
  const SpellingHead *head = (const SpellingHead *) (const void *) data;
  SpellingWords *self = g_new0 (SpellingWords, 1);

  self->file = g_mapped_file_ref (file);
  self->models = head->models;
  self->n_words = head->n_words;
  self->text_starts = section (data, SPELLING_SECTION_TEXT_STARTS);
  self->text = section (data, SPELLING_SECTION_TEXT);
  self->char_words = section (data, SPELLING_SECTION_CHAR_WORDS);
  self->cost = section (data, SPELLING_SECTION_COST);
  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    self->model_cost[m] = section (data, SPELLING_SECTION_MODEL_COST + m);
  self->numbers = section (data, SPELLING_SECTION_NUMBERS);
  self->chains = section (data, SPELLING_SECTION_CHAINS);
  self->trie_code = section (data, SPELLING_SECTION_TRIE_CODE);
  self->trie_first = section (data, SPELLING_SECTION_TRIE_FIRST);
  self->trie_word = section (data, SPELLING_SECTION_TRIE_WORD);
  self->n_nodes =
      (head->offsets[SPELLING_SECTION_TRIE_WORD] - head->offsets[SPELLING_SECTION_TRIE_FIRST]) / 4 - 1;
  self->wildcards.filter = section (data, SPELLING_SECTION_WILDCARD_FILTER);
  self->wildcards.slots = section (data, SPELLING_SECTION_WILDCARD_SLOTS);
  self->wildcards.mask =
      (head->offsets[SPELLING_SECTION_WILDCARD_ENTRIES] - head->offsets[SPELLING_SECTION_WILDCARD_SLOTS]) /
          sizeof (SpellingSlot) -
      1;
  self->wildcards.entries = section (data, SPELLING_SECTION_WILDCARD_ENTRIES);
  self->pinyin.filter = section (data, SPELLING_SECTION_PINYIN_FILTER);
  self->pinyin.slots = section (data, SPELLING_SECTION_PINYIN_SLOTS);
  self->pinyin.mask =
      (head->offsets[SPELLING_SECTION_PINYIN_ENTRIES] - head->offsets[SPELLING_SECTION_PINYIN_SLOTS]) /
          sizeof (SpellingSlot) -
      1;
  self->pinyin.entries = section (data, SPELLING_SECTION_PINYIN_ENTRIES);
  self->single_starts = section (data, SPELLING_SECTION_SINGLE_STARTS);
  self->singles = section (data, SPELLING_SECTION_SINGLES);
  self->pair_starts = section (data, SPELLING_SECTION_PAIR_STARTS);
  self->pair_next = section (data, SPELLING_SECTION_PAIR_NEXT);
  self->pair_count = section (data, SPELLING_SECTION_PAIR_COUNT);
  self->pair_total = section (data, SPELLING_SECTION_PAIR_TOTAL);
  self->pair_unigram = section (data, SPELLING_SECTION_PAIR_UNIGRAM);
  self->pair_filter = section (data, SPELLING_SECTION_PAIR_FILTER);
  self->sun_filter = section (data, SPELLING_SECTION_SUN_FILTER);
  return self;
}

/* A file that lives as long as its map: for a home folder that is full or read-only. */
static GMappedFile *
map_without_cache (const GByteArray *bytes, GError **error)
{
  g_autofree char *path = NULL;
  GMappedFile *file = NULL;
  int fd = g_file_open_tmp ("galley-spelling-XXXXXX", &path, error);

  if (fd < 0)
    return NULL;
  g_close (fd, NULL);
  if (g_file_set_contents (path, (const char *) bytes->data, bytes->len, error))
    file = g_mapped_file_new (path, FALSE, error);
  g_unlink (path);
  return file;
}

SpellingWords *
spelling_words_load (const SpellingPaths *paths, const char *cache, GError **error)
{
  guint64 stamp = spelling_words_stamp (paths);
  g_autoptr (GMappedFile) file = g_mapped_file_new (cache, FALSE, NULL);
  g_autoptr (GByteArray) bytes = NULL;
  g_autofree char *folder = NULL;

  if (file &&
      is_sound ((const guint8 *) g_mapped_file_get_contents (file), g_mapped_file_get_length (file), stamp))
    return words_from_file (file);

  bytes = spelling_words_build (paths, stamp, error);
  if (!bytes)
    return NULL;
  g_clear_pointer (&file, g_mapped_file_unref);
  folder = g_path_get_dirname (cache);
  g_mkdir_with_parents (folder, 0700);
  /* Written beside it and renamed: a second program that starts now sees the old file or the new one, no half of it. */
  if (g_file_set_contents (cache, (const char *) bytes->data, bytes->len, NULL))
    file = g_mapped_file_new (cache, FALSE, NULL);
  if (!file)
    file = map_without_cache (bytes, error);
  return file ? words_from_file (file) : NULL;
}

void
spelling_words_free (SpellingWords *self)
{
  g_mapped_file_unref (self->file);
  g_free (self);
}

guint
spelling_trie_step (const SpellingWords *self, guint node, guint16 code)
{
  guint low = self->trie_first[node], high = self->trie_first[node + 1], end = high;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->trie_code[middle] < code)
        low = middle + 1;
      else
        high = middle;
    }
  return low < end && self->trie_code[low] == code ? low : 0;
}

gint32
spelling_words_find (const SpellingWords *self, const gunichar *text, guint n)
{
  guint node = 0;

  for (guint i = 0; i < n; i++)
    if (!spelling_is_han (text[i]) || (node = spelling_trie_step (self, node, text[i])) == 0)
      return SPELLING_NO_WORD;
  return n ? self->trie_word[node] : SPELLING_NO_WORD;
}

guint64
spelling_wildcard_key (const gunichar *text, guint n, guint blank)
{
  guint64 key = spelling_blank_key (n, blank);

  for (guint i = 0; i < n; i++)
    key += i == blank ? 0 : spelling_char_key (text[i], i);
  return key;
}

guint64
spelling_pinyin_key (const guint16 *syllables, guint n)
{
  guint64 hash = 0x777 + n;

  for (guint i = 0; i < n; i++)
    hash = mix (hash, syllables[i] + 1);
  return hash;
}

guint
spelling_index_lookup (const SpellingIndex *self, guint64 key, const SpellingEntry **entries)
{
  guint32 print = (guint32) (key >> 32) | 1;

  if (!spelling_index_may_have (self, key))
    return 0;
  for (guint32 slot = (guint32) key & self->mask; self->slots[slot].print; slot = (slot + 1) & self->mask)
    if (self->slots[slot].print == print)
      {
        *entries = self->entries + self->slots[slot].start;
        return self->slots[slot].n;
      }
  return 0;
}
