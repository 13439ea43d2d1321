/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train-spelling TRAIN-FOLDER OUTPUT — learns the numbers of the checker from marked-up and from clean text.
 *
 * Reads cscd_dev.tsv, sighan1{3,4,5}_train_raw.tsv, faspell_dev.tsv (id, source, target) and clean-news.txt.gz. */
#include "../spelling-engine.h"
#include "training.h"

#include <gio/gio.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONTEXT_BITS 21
#define LONGEST_SENTENCE 400

typedef struct
{
  const char *name;
  float weight;
  gboolean counts;
} Source;

/* Native writers first; learners' errors, converted from another script, teach little. */
static const Source sources[] = {
  { "cscd_dev.tsv", 1.5f, TRUE },           { "sighan15_train_raw.tsv", 0.4f, TRUE },
  { "sighan14_train_raw.tsv", 0.2f, TRUE }, { "sighan13_train_raw.tsv", 0.2f, TRUE },
  { "faspell_dev.tsv", 0.2f, FALSE },
};

typedef struct
{
  const char *folder;
  GHashTable *excluded; /* sentences that must not be learned */
  gint held_fold;       /* left out, to be measured on; -1 for none */
  guint n_negative, n_synthetic;
  float synthetic_weight, negative_weight;
  ForestOptions stages[SPELLING_N_STAGES];
} Options;

typedef struct
{
  const Options *options;
  GPtrArray *marked;  /* Sentence: with errors, or marked as free of them */
  GPtrArray *clean;   /* for the context */
  GPtrArray *rest;    /* clean, kept from the context: negatives, and errors made up */
  GHashTable *counts; /* key of a prior to guint[N_FOLDS + 1]; the last is the sum */
  GArray *rights;     /* guint64: right << 32 | wrong, once for each time that it was so written */
  guint64 random;
  SpellingEngine *engine;
  const SpellingWords *words;
  Examples examples;
} Training;

guint
random_below (guint64 *state, guint n)
{
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (guint) ((*state * G_GUINT64_CONSTANT (0x2545F4914F6CDD1D)) >> 33) % n;
}

static void
sentence_free (Sentence *self)
{
  g_free (self->source);
  g_free (self->target);
  g_free (self);
}

/* --- reading --------------------------------------------------------------------------------------------------- */

static Sentence *
make_sentence (const char *source, const char *target, guint fold, const Source *from)
{
  Sentence *self = g_new0 (Sentence, 1);
  glong n, m;

  self->source = g_utf8_to_ucs4_fast (source, -1, &n);
  self->target = g_utf8_to_ucs4_fast (target, -1, &m);
  self->n = n;
  self->fold = fold;
  self->weight = from->weight;
  self->counts = from->counts;
  if (n != m || n > LONGEST_SENTENCE)
    g_clear_pointer (&self, sentence_free);
  return self;
}

static gboolean
read_marked (Training *self, const Source *source, GError **error)
{
  g_autofree char *path = g_build_filename (self->options->folder, source->name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) fields = g_strsplit (g_strchomp (lines[i]), "\t", -1);
      guint fold = i % N_FOLDS;
      Sentence *sentence;

      if (g_strv_length (fields) < 3 || g_hash_table_contains (self->options->excluded, fields[1]) ||
          g_hash_table_contains (self->options->excluded, fields[2]) ||
          (gint) fold == self->options->held_fold)
        continue;
      sentence = make_sentence (fields[1], fields[2], fold, source);
      if (sentence)
        g_ptr_array_add (self->marked, sentence);
    }
  return TRUE;
}

static char *
read_packed (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) packed = g_file_read (file, NULL, error);
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GOutputStream) text = g_memory_output_stream_new_resizable ();
  g_autoptr (GInputStream) plain = NULL;

  if (!packed)
    return NULL;
  plain = g_converter_input_stream_new (G_INPUT_STREAM (packed), G_CONVERTER (gunzip));
  if (g_output_stream_splice (text, plain, G_OUTPUT_STREAM_SPLICE_NONE, NULL, error) < 0 ||
      !g_output_stream_write_all (text, "", 1, NULL, NULL, error) ||
      !g_output_stream_close (text, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (text));
}

/* Seven of eight sentences teach the context; what it has not seen shows how far it can be trusted. */
static gboolean
read_clean (Training *self, GError **error)
{
  static const Source source = { "clean-news.txt.gz", 1, FALSE };
  g_autofree char *text = read_packed (self->options->folder, source.name, error);
  guint i = 0;

  if (!text)
    return FALSE;
  for (char *line = text, *end; (end = strchr (line, '\n')); line = end + 1, i++)
    {
      Sentence *sentence = NULL;

      *end = 0;
      g_strchomp (line);
      if (!g_hash_table_contains (self->options->excluded, line))
        sentence = make_sentence (line, line, N_FOLDS, &source);
      if (sentence)
        g_ptr_array_add (i % 8 == 3 ? self->rest : self->clean, sentence);
    }
  return TRUE;
}

static gboolean
read_all (Training *self, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    if (!read_marked (self, &sources[i], error))
      return FALSE;
  return read_clean (self, error);
}

/* --- priors ---------------------------------------------------------------------------------------------------- */

static void
count (Training *self, guint64 key, guint fold)
{
  guint *counts = g_hash_table_lookup (self->counts, &key);

  if (!counts)
    {
      counts = g_new0 (guint, N_FOLDS + 1);
      g_hash_table_insert (self->counts, g_memdup2 (&key, sizeof key), counts);
    }
  counts[fold]++;
  counts[N_FOLDS]++;
}

static void
count_sentence (Training *self, const Sentence *sentence)
{
  for (guint i = 0; i < sentence->n; i++)
    {
      gunichar wrong = sentence->source[i], right = sentence->target[i];

      if (!spelling_is_han (wrong))
        continue;
      count (self, spelling_prior_seen (wrong), sentence->fold);
      if (wrong == right || !spelling_is_han (right))
        continue;
      count (self, spelling_prior_pair (wrong, right), sentence->fold);
      g_array_append_val (self->rights, ((guint64){ (guint64) right << 32 | wrong }));
      if (i > 0)
        count (self, spelling_prior_left (sentence->source[i - 1], wrong, right), sentence->fold);
      if (i + 1 < sentence->n)
        count (self, spelling_prior_right (wrong, right, sentence->source[i + 1]), sentence->fold);
    }
}

typedef struct
{
  GHashTable *counts;
  guint fold; /* not to be counted; N_FOLDS for none */
} PriorView;

/* What is known without the sentence's own fold, as it will be of text never seen. */
static float
prior_without_fold (guint64 key, gconstpointer data)
{
  const PriorView *view = data;
  const guint *counts = g_hash_table_lookup (view->counts, &key);

  return counts ? counts[N_FOLDS] - (view->fold < N_FOLDS ? counts[view->fold] : 0) : 0;
}

/* --- pairs for the context ------------------------------------------------------------------------------------- */

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

static gint
compare_long_numbers (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

/* The pairs that people mix up, where both characters are common enough in clean text to learn from. */
static GArray *
choose_pairs (Training *self)
{
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint *seen = g_new0 (guint, 0x10000);
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  for (guint i = 0; i < self->clean->len; i++)
    {
      const Sentence *sentence = self->clean->pdata[i];

      for (guint k = 0; k < sentence->n; k++)
        if (spelling_is_han (sentence->target[k]))
          seen[sentence->target[k]]++;
    }
  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint64 number = *(guint64 *) key;
      guint32 wrong = number >> 16 & 0xffff, right = number & 0xffff;

      if (number >> 48 == 1 && seen[wrong] >= 50 && seen[right] >= 50)
        g_array_append_val (pairs, ((guint32){ MIN (wrong, right) << 16 | MAX (wrong, right) }));
    }
  g_array_sort (pairs, compare_numbers);
  for (guint i = 0; i < pairs->len; i++)
    if (n == 0 || g_array_index (pairs, guint32, i) != g_array_index (pairs, guint32, n - 1))
      g_array_index (pairs, guint32, n++) = g_array_index (pairs, guint32, i);
  g_array_set_size (pairs, n);
  return pairs;
}

/* --- made-up errors -------------------------------------------------------------------------------------------- */

/* Puts for the character at @at one that people put for it. */
static gboolean
slip_as_people_do (Training *self, Sentence *sentence, guint at)
{
  guint64 low = (guint64) sentence->target[at] << 32, high = low + (1 << 16);
  guint first = 0, last = self->rights->len, n;

  while (first < last)
    {
      guint middle = (first + last) / 2;

      if (g_array_index (self->rights, guint64, middle) < low)
        first = middle + 1;
      else
        last = middle;
    }
  for (n = 0; first + n < self->rights->len && g_array_index (self->rights, guint64, first + n) < high;)
    n++;
  /* Characters that are mistaken often are picked more often. */
  if (n == 0 || random_below (&self->random, 30) > n)
    return FALSE;
  sentence->source[at] =
      g_array_index (self->rights, guint64, first + random_below (&self->random, n)) & 0xffff;
  return TRUE;
}

/* Puts for the word at @at another of the same sound, as an input method does. */
static gboolean
slip_as_keys_do (Training *self, Sentence *sentence, guint at)
{
  guint n = 1 + random_below (&self->random, 3);
  guint16 syllables[3];
  const SpellingEntry *found;
  guint n_found;
  const guint16 *text;

  if (at + n > sentence->n || spelling_words_find (self->words, sentence->target + at, n) == SPELLING_NO_WORD)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const SpellingCharacter *character = spelling_character (sentence->target[at + i]);

      if (!character)
        return FALSE;
      syllables[i] = character->readings[0] >> 3;
    }
  if (n == 1)
    {
      guint c = sentence->target[at] - SPELLING_FIRST_HAN;
      guint32 start = self->words->single_starts[c], end = self->words->single_starts[c + 1];
      const SpellingSingle *single;

      if (start == end)
        return FALSE;
      single = &self->words->singles[start + random_below (&self->random, end - start)];
      if (single->sound < 85 && random_below (&self->random, 8) > 0)
        return FALSE;
      sentence->source[at] = single->code;
      return TRUE;
    }
  n_found = spelling_index_lookup (&self->words->pinyin, spelling_pinyin_key (syllables, n), &found);
  if (n_found < 2)
    return FALSE;
  /* Commoner words come first in the list, as they do under the keys. */
  n_found = random_below (&self->random, MIN (n_found, 2 + random_below (&self->random, 6)));
  found += n_found;
  if (self->words->text_starts[found->word + 1] - self->words->text_starts[found->word] != n)
    return FALSE;
  text = self->words->text + self->words->text_starts[found->word];
  for (guint i = 0; i < n; i++)
    sentence->source[at + i] = text[i];
  return TRUE;
}

static void
make_up_errors (Training *self, Sentence *sentence)
{
  guint wanted = 1 + (random_below (&self->random, 4) == 0), made = 0;

  for (guint tries = 0; tries < 100 && made < wanted; tries++)
    {
      guint at = random_below (&self->random, sentence->n);

      if (!spelling_is_han (sentence->target[at]) || sentence->source[at] != sentence->target[at])
        continue;
      made += random_below (&self->random, 2) ? slip_as_people_do (self, sentence, at)
                                              : slip_as_keys_do (self, sentence, at);
    }
  sentence->weight = self->options->synthetic_weight;
}

/* --- examples -------------------------------------------------------------------------------------------------- */

static void
add_examples (Training *self, const Sentence *sentence, const SpellingVerifier *context)
{
  GArray *guesses = spelling_engine_list (self->engine, sentence->source, sentence->n);
  PriorView view = { self->counts, sentence->fold };

  for (guint i = 0; i < guesses->len; i++)
    {
      SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);

      spelling_features_of_priors (guess, sentence->source, sentence->n, prior_without_fold, &view);
      spelling_features_of_context (guess, sentence->source, sentence->n, context);
    }
  examples_add (&self->examples, sentence, guesses);
}

static void
add_all_examples (Training *self, const SpellingVerifier *context)
{
  guint n_negative = MIN (self->options->n_negative, self->rest->len);
  guint n_synthetic = MIN (self->options->n_synthetic, self->rest->len - n_negative);

  for (guint i = 0; i < self->marked->len; i++)
    add_examples (self, self->marked->pdata[i], context);
  for (guint i = 0; i < n_negative + n_synthetic; i++)
    {
      Sentence *sentence = self->rest->pdata[i];

      sentence->weight = self->options->negative_weight;
      if (i >= n_negative)
        make_up_errors (self, sentence);
      add_examples (self, sentence, context);
    }
}

/* --- writing --------------------------------------------------------------------------------------------------- */

static void
append_part (GByteArray *file, gconstpointer data, gsize size)
{
  static const guint8 zeros[8] = { 0 };

  g_byte_array_append (file, data, size);
  g_byte_array_append (file, zeros, (8 - file->len % 8) % 8);
}

static GByteArray *
pack_model (Training *self, const ContextModel *context, Forest *const *forests)
{
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint16));
  SpellingVerifierHead head = { .context_bits = context->bits,
                                .context_scale = context->scale,
                                .n_features = { SPELLING_N_FEATURES, SPELLING_N_ALL_FEATURES } };
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_array_append_val (keys, *(guint64 *) key);
  g_array_sort (keys, compare_long_numbers);
  for (guint i = 0; i < keys->len; i++)
    {
      const guint *sum = g_hash_table_lookup (self->counts, &g_array_index (keys, guint64, i));

      g_array_append_val (counts, ((guint16){ MIN (sum[N_FOLDS], G_MAXUINT16) }));
    }
  memcpy (head.magic, SPELLING_VERIFIER_MAGIC, sizeof head.magic);
  for (guint i = 0; forests && i < SPELLING_N_STAGES; i++)
    {
      head.n_trees[i] = forests[i]->roots->len;
      head.n_nodes[i] = forests[i]->nodes->len;
      head.base[i] = forests[i]->base;
    }
  head.n_priors = keys->len;
  head.n_partners = context->partners->len;
  append_part (file, &head, sizeof head);
  for (guint i = 0; forests && i < SPELLING_N_STAGES; i++)
    {
      append_part (file, forests[i]->roots->data, forests[i]->roots->len * sizeof (guint32));
      append_part (file, forests[i]->nodes->data, forests[i]->nodes->len * sizeof (SpellingNode));
    }
  append_part (file, keys->data, keys->len * sizeof (guint64));
  append_part (file, counts->data, counts->len * sizeof (guint16));
  append_part (file, context->partners->data, context->partners->len * sizeof (guint32));
  append_part (file, context->weights, (gsize) 1 << context->bits);
  return file;
}

/* --- the whole ------------------------------------------------------------------------------------------------- */

static void
print_sentence (gpointer data, gpointer user_data)
{
  const Sentence *sentence = data;
  g_autofree char *source = g_ucs4_to_utf8 (sentence->source, sentence->n, NULL, NULL, NULL);
  g_autofree char *target = g_ucs4_to_utf8 (sentence->target, sentence->n, NULL, NULL, NULL);

  puts (source);
  if (strcmp (source, target) != 0)
    puts (target);
}

static void
training_init (Training *self, const Options *options)
{
  *self = (Training){ .options = options, .random = 20241127 };
  self->marked = g_ptr_array_new_with_free_func ((GDestroyNotify) sentence_free);
  self->clean = g_ptr_array_new_with_free_func ((GDestroyNotify) sentence_free);
  self->rest = g_ptr_array_new_with_free_func ((GDestroyNotify) sentence_free);
  self->counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->rights = g_array_new (FALSE, FALSE, sizeof (guint64));
  examples_init (&self->examples);
}

static void
training_clear (Training *self)
{
  g_clear_pointer (&self->engine, spelling_engine_free);
  g_ptr_array_unref (self->marked);
  g_ptr_array_unref (self->clean);
  g_ptr_array_unref (self->rest);
  g_hash_table_unref (self->counts);
  g_array_unref (self->rights);
  examples_clear (&self->examples);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Training, training_clear)

/* Everything that is learned from, one sentence a line, as it is written and as it should be. */
static gboolean
list_sentences (const Options *options, GError **error)
{
  g_auto (Training) self;

  training_init (&self, options);
  if (!read_all (&self, error))
    return FALSE;
  g_ptr_array_foreach (self.marked, print_sentence, NULL);
  g_ptr_array_foreach (self.clean, print_sentence, NULL);
  g_ptr_array_foreach (self.rest, print_sentence, NULL);
  return TRUE;
}

static gboolean
train (const Options *options, const char *output, GError **error)
{
  g_autoptr (SpellingData) data = spelling_data_load (g_getenv ("SPELLING_CACHE"), error);
  g_auto (Training) self;
  g_autoptr (GArray) pairs = NULL;
  g_autoptr (GByteArray) without_forest = NULL, model = NULL;
  ContextModel *context;
  SpellingVerifier verifier;
  Forest *forests[SPELLING_N_STAGES];

  training_init (&self, options);
  if (!data)
    return FALSE;
  self.engine = spelling_engine_new (data);
  self.words = spelling_data_get_words (data);
  if (!read_all (&self, error))
    return FALSE;
  for (guint i = 0; i < self.marked->len; i++)
    if (((Sentence *) self.marked->pdata[i])->counts)
      count_sentence (&self, self.marked->pdata[i]);
  g_array_sort (self.rights, compare_long_numbers);

  pairs = choose_pairs (&self);
  g_printerr ("%u marked sentences, %u clean, %u pairs\n", self.marked->len, self.clean->len + self.rest->len,
              pairs->len);
  context = context_train (self.clean, pairs, CONTEXT_BITS);
  without_forest = pack_model (&self, context, NULL);
  if (!spelling_verifier_parse (&verifier, without_forest->data, without_forest->len))
    g_assert_not_reached ();
  g_printerr ("context learned\n");
  add_all_examples (&self, &verifier);
  g_printerr ("%u candidates\n", self.examples.guesses->len);
  stages_train (&self.examples, options->stages, forests);
  model = pack_model (&self, context, forests);
  for (guint i = 0; i < SPELLING_N_STAGES; i++)
    forest_free (forests[i]);
  context_free (context);
  return g_file_set_contents (output, (const char *) model->data, model->len, error);
}

/* Every sentence, as written and as right, of the files that are kept for measuring. */
static gboolean
exclude (GHashTable *excluded, const char *folder, GError **error)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, error);
  const char *name;

  while (files && (name = g_dir_read_name (files)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *text = NULL;
      g_auto (GStrv) lines = NULL;

      if (!g_file_get_contents (path, &text, NULL, error))
        return FALSE;
      lines = g_strsplit (text, "\n", -1);
      for (guint i = 0; lines[i]; i++)
        {
          g_auto (GStrv) fields = g_strsplit (g_strchomp (lines[i]), "\t", -1);

          for (guint k = 1; k < g_strv_length (fields); k++)
            g_hash_table_add (excluded, g_strdup (fields[k]));
        }
    }
  return files != NULL;
}

int
main (int argc, char **argv)
{
  g_autofree char *excluded = NULL;
  g_autoptr (GHashTable) kept_apart = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Options options = { .stages = { { 1, 400, 31, 0.06f, 0.7f, 0.7f }, { 1, 200, 8, 0.06f, 0.7f, 0.5f } } };
  gint held_fold = -1, negative = 9000, synthetic = 9000, forests = 1, trees = 400, leaves = 31;
  double synthetic_weight = 0.5, negative_weight = 1, rate = 0.06;
  gboolean list = FALSE;
  const GOptionEntry entries[] = {
    { "list", 0, 0, G_OPTION_ARG_NONE, &list, "print the sentences that would be learned, and stop", NULL },
    { "exclude", 0, 0, G_OPTION_ARG_FILENAME, &excluded, "sentences in the files of DIR are not learned",
      "DIR" },
    { "hold", 0, 0, G_OPTION_ARG_INT, &held_fold, "leave every fourth sentence out, from this one", "N" },
    { "negative", 0, 0, G_OPTION_ARG_INT, &negative, "clean sentences to learn from", "N" },
    { "synthetic", 0, 0, G_OPTION_ARG_INT, &synthetic, "sentences with made-up errors", "N" },
    { "synthetic-weight", 0, 0, G_OPTION_ARG_DOUBLE, &synthetic_weight, "of each of them", "W" },
    { "negative-weight", 0, 0, G_OPTION_ARG_DOUBLE, &negative_weight, "of each clean one", "W" },
    { "forests", 0, 0, G_OPTION_ARG_INT, &forests, "number of forests that are averaged", "N" },
    { "trees", 0, 0, G_OPTION_ARG_INT, &trees, "trees of each", "N" },
    { "leaves", 0, 0, G_OPTION_ARG_INT, &leaves, "leaves of a tree", "N" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &rate, "learning rate", "R" },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("TRAIN-FOLDER OUTPUT");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != (list ? 2 : 3))
    {
      g_printerr ("%s\n", error ? error->message : "TRAIN-FOLDER and OUTPUT are wanted");
      return 2;
    }
  options.folder = argv[1];
  options.held_fold = held_fold;
  options.n_negative = negative;
  options.n_synthetic = synthetic;
  options.synthetic_weight = synthetic_weight;
  options.negative_weight = negative_weight;
  options.stages[SPELLING_STAGE_FIRST].n_forests = forests;
  options.stages[SPELLING_STAGE_FIRST].n_trees = trees;
  options.stages[SPELLING_STAGE_FIRST].n_leaves = leaves;
  options.stages[SPELLING_STAGE_FIRST].rate = rate;
  options.excluded = kept_apart;
  if ((excluded && !exclude (options.excluded, excluded, &error)) ||
      !(list ? list_sentences (&options, &error) : train (&options, argv[2], &error)))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}
