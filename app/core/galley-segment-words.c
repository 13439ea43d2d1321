/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "galley-segment-private.h"
#include "galley-vocabulary.h"

typedef struct
{
  const gunichar *word;
  guint length;
} Word;

typedef struct
{
  Word *words; /* by first character, longer ones first */
  guint n_words;
  guint longest;
  gunichar *characters;
} WordList;

static const struct
{
  const char *file;
  const char *group;
} sources[SEG_N_WORDS] = {
  [SEG_WORDS_ROLE] = { "byline", "role" },
  [SEG_WORDS_PREFIX] = { "byline", "prefix" },
  [SEG_WORDS_OUTLET] = { "byline", "outlet" },
  [SEG_WORDS_MARK] = { "byline", "mark" },
  [SEG_WORDS_STAFF] = { "byline", "staff" },
  [SEG_WORDS_SURNAME] = { "byline", "surname" },
  [SEG_WORDS_AGENCY] = { "page", "agency" },
  [SEG_WORDS_SPEECH] = { "page", "speech" },
  [SEG_WORDS_SOURCE] = { "byline", "source" },
  [SEG_WORDS_PICTURE] = { "page", "picture" },
  [SEG_WORDS_NOTE] = { "page", "note" },
  [SEG_WORDS_SECTION] = { "page", "section" },
  [SEG_WORDS_JUNK] = { "page", "junk" },
  [SEG_WORDS_SAYS] = { "page", "says" },
  [SEG_WORDS_LABEL] = { "page", "label" },
  [SEG_WORDS_COMMON] = { "common", "pair" },
  [SEG_WORDS_FUNCTION] = { "common", "character" },
  [SEG_WORDS_HANGING] = { "page", "hanging" },
  [SEG_WORDS_PARTICLE] = { "common", "particle" },
  [SEG_WORDS_OPENER] = { "page", "opener" },
  [SEG_WORDS_CONTINUING] = { "page", "continuing" },
  [SEG_WORDS_COMPANY] = { "ads", "company" },
  [SEG_WORDS_BRAND] = { "ads", "brand" },
  [SEG_WORDS_AD] = { "ads", "cue" },
  [SEG_WORDS_AD_SURE] = { "ads", "sure" },
  [SEG_WORDS_MONTH] = { "english", "month" },
  [SEG_WORDS_WIRE] = { "english", "wire" },
  [SEG_WORDS_END_MARK] = { "english", "end" },
  [SEG_WORDS_EN_SECTION] = { "english", "section" },
};

static WordList lists[SEG_N_WORDS];

/* For each character of the basic plane the lists (one bit each) that have a word which begins / ends with it: nearly every
 * question is answered by these. The last entry is for the characters beyond. */
#define N_MASKS 0x10001

static guint32 begins[N_MASKS];
static guint32 ends[N_MASKS];

G_STATIC_ASSERT (SEG_N_WORDS <= 32);

static inline gboolean
has_bit (const guint32 *masks, gunichar c, SegWords list)
{
  return (masks[MIN (c, N_MASKS - 1)] >> list & 1) != 0;
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  const Word *left = a;
  const Word *right = b;

  if (left->word[0] != right->word[0])
    return left->word[0] < right->word[0] ? -1 : 1;
  return (left->length < right->length) - (left->length > right->length);
}

/* A line of a Chinese list may hold several words parted by blanks; an English word may have blanks of its own. */
static void
add_line (GPtrArray *words, const char *line)
{
  if ((guchar) line[0] < 0x80)
    {
      g_ptr_array_add (words, g_strdup (line));
      return;
    }

  g_auto (GStrv) parts = g_strsplit (line, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (parts[i][0] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
}

static void
fill_list (SegWords which, const GPtrArray *terms)
{
  WordList *list = &lists[which];
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  gsize n_characters = 0;
  gunichar *next;

  for (guint i = 0; i < terms->len; i++)
    add_line (words, ((const GalleyTerm *) g_ptr_array_index (terms, i))->code);
  for (guint i = 0; i < words->len; i++)
    n_characters += g_utf8_strlen (g_ptr_array_index (words, i), -1);

  list->words = g_new0 (Word, words->len + 1);
  list->characters = next = g_new0 (gunichar, n_characters + 1);
  for (guint i = 0; i < words->len; i++)
    {
      guint n;
      g_autofree gunichar *word = seg_from_utf8 (g_ptr_array_index (words, i), -1, &n);

      if (n == 0)
        continue;
      memcpy (next, word, n * sizeof (gunichar));
      list->words[list->n_words++] = (Word){ next, n };
      list->longest = MAX (list->longest, n);
      begins[MIN (word[0], N_MASKS - 1)] |= 1u << which;
      ends[MIN (word[n - 1], N_MASKS - 1)] |= 1u << which;
      next += n;
    }
  qsort (list->words, list->n_words, sizeof (Word), compare_words);
}

/* A list whose file is missing stays empty: the reader then has fewer cues, but reads on. */
static const WordList *
get_list (SegWords which)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < SEG_N_WORDS; i++)
        {
          g_autoptr (GalleyVocabulary) vocabulary = galley_vocabulary_load (sources[i].file, NULL);

          if (vocabulary != NULL)
            fill_list ((SegWords) i, galley_vocabulary_get_terms (vocabulary, sources[i].group));
        }
      g_once_init_leave (&once, 1);
    }
  return &lists[which];
}

/* The first word that begins with @c, or n_words. */
static guint
find_first (const WordList *list, gunichar c)
{
  guint low = 0, high = list->n_words;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (list->words[middle].word[0] < c)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
seg_words_match (SegWords which, const gunichar *s, guint n)
{
  const WordList *list = get_list (which);

  if (n == 0 || !has_bit (begins, s[0], which))
    return 0;

  for (guint i = find_first (list, s[0]); i < list->n_words && list->words[i].word[0] == s[0]; i++)
    {
      const Word *word = &list->words[i];

      if (word->length <= n && memcmp (word->word, s, word->length * sizeof (gunichar)) == 0)
        return word->length;
    }
  return 0;
}

gboolean
seg_words_has (SegWords which, const gunichar *s, guint n)
{
  const WordList *list = get_list (which);

  if (n == 0 || n > list->longest || !has_bit (begins, s[0], which) || !has_bit (ends, s[n - 1], which))
    return FALSE;

  for (guint i = find_first (list, s[0]); i < list->n_words && list->words[i].word[0] == s[0]; i++)
    {
      const Word *word = &list->words[i];

      if (word->length == n && memcmp (word->word, s, n * sizeof (gunichar)) == 0)
        return TRUE;
    }
  return FALSE;
}

guint
seg_words_match_end (SegWords which, const gunichar *s, guint n)
{
  guint longest = MIN (n, get_list (which)->longest);

  if (n == 0 || !has_bit (ends, s[n - 1], which))
    return 0;
  for (guint length = longest; length > 0; length--)
    if (seg_words_has (which, s + n - length, length))
      return length;
  return 0;
}

void
seg_words_foreach (SegWords which,
                   void (*function) (const gunichar *word, guint n, gpointer data),
                   gpointer data)
{
  const WordList *list = get_list (which);

  for (guint i = 0; i < list->n_words; i++)
    function (list->words[i].word, list->words[i].length, data);
}

guint
seg_words_count (SegWords which, const gunichar *s, guint n)
{
  guint count = 0;

  get_list (which);
  for (guint i = 0; i < n;)
    {
      guint length = has_bit (begins, s[i], which) ? seg_words_match (which, s + i, n - i) : 0;

      count += length > 0;
      i += MAX (length, 1);
    }
  return count;
}

gunichar
seg_fold (gunichar c)
{
  if (c >= 0xff01 && c <= 0xff5e)
    return c - 0xfee0;

  switch (c)
    {
    case '\t':
    case '\v':
    case 0x00a0:
    case 0x2002:
    case 0x2003:
    case 0x2009:
    case 0x3000:
    case 0xfeff:
      return ' ';
    case 0x2013: /* – */
    case 0x2015: /* ― */
      return 0x2014;
    case 0x2022: /* • */
    case 0x30fb: /* ・ */
    case 0x2027:
      return 0x00b7;
    case 0xff61: /* ｡ */
      return 0x3002;
    case 0xff64: /* ､ */
      return 0x3001;
    default:
      return c;
    }
}

gboolean
seg_is_han (gunichar c)
{
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3007 ||
         (c >= 0x20000 && c <= 0x3134f) || (c >= 0xf900 && c <= 0xfaff);
}

gboolean
seg_is_blank (gunichar c)
{
  return c == ' ' || c == '\n' || c == '\r';
}

guint
seg_starts (const gunichar *s, guint n, const char *word)
{
  guint i = 0;

  if (n == 0 || (s[0] < 0x80 ? s[0] != (guchar) word[0] : (guchar) word[0] < 0x80))
    return 0;
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p), i++)
    if (i >= n || s[i] != g_utf8_get_char (p))
      return 0;
  return i;
}

guint
seg_ends (const gunichar *s, guint n, const char *word)
{
  guint length = (guint) g_utf8_strlen (word, -1);

  return length <= n ? seg_starts (s + n - length, length, word) : 0;
}

gboolean
seg_contains (const gunichar *s, guint n, const char *word)
{
  gunichar first = g_utf8_get_char (word);

  for (guint i = 0; i < n; i++)
    if (s[i] == first && seg_starts (s + i, n - i, word) > 0)
      return TRUE;
  return FALSE;
}

static guint
numeral (gunichar c)
{
  static const gunichar numerals[] = {
    0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d
  };

  for (guint i = 0; i < G_N_ELEMENTS (numerals); i++)
    if (numerals[i] == c)
      return i + 1;
  return c == 0x5341 ? 10 : G_MAXUINT;
}

guint
seg_number (const gunichar *s, guint n, guint *value)
{
  guint i = 0;
  guint number = 0;

  if (n > 0 && s[0] < 0x80 && g_ascii_isdigit ((char) s[0]))
    {
      for (; i < n && i < 9 && s[i] < 0x80 && g_ascii_isdigit ((char) s[i]); i++)
        number = number * 10 + (s[i] - '0');
    }
  else
    {
      for (; i < n && i < 3 && numeral (s[i]) != G_MAXUINT; i++)
        {
          guint v = numeral (s[i]);

          if (v == 10)
            number = MAX (number, 1) * 10;
          else if (i > 0 && numeral (s[i - 1]) != 10)
            break;
          else
            number += v;
        }
    }
  if (value != NULL)
    *value = number;
  return i;
}

char *
seg_to_utf8 (const gunichar *s, guint n)
{
  return g_ucs4_to_utf8 (s, n, NULL, NULL, NULL);
}

gunichar *
seg_from_utf8 (const char *utf8, gssize length, guint *n)
{
  glong written = 0;
  gunichar *s = g_utf8_to_ucs4_fast (utf8, length, &written);

  for (glong i = 0; i < written; i++)
    s[i] = seg_fold (s[i]);
  *n = (guint) written;
  return s;
}
