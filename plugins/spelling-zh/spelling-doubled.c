/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-doubled.h"

/* Characters that end a word of their own: behind a doubled one they say that the second begins a word (部署 署长). */
static const gunichar endings[] = { 0x957f, 0x5458, 0x90e8, 0x533a, 0x5185, 0x5916, 0x4e0a,
                                    0x4e0b, 0x4e2d, 0x91cc, 0x623f, 0x540d, 0x6c11, 0x59d4,
                                    0x5e02, 0x7701, 0x53bf, 0x56fd, 0x5bb6, 0x7ea7 };

#define LONGEST 6
#define PHRASE 4            /* characters of a set phrase */
#define PHRASE_GAIN 8       /* how much likelier the whole phrase must be, ln */
#define COMMON_PHRASE (-15) /* ln P of phrases that people know */

/* Bodies that stand before another body of the same first character: 市市场监管局. */
static const gunichar bodies[] = { 0x5e02, 0x53bf, 0x7701, 0x533a, 0x5c40, 0x7f72, 0x519b,
                                   0x90e8, 0x9662, 0x6240, 0x5385, 0x5dde, 0x56e2, 0x9547,
                                   0x5904, 0x961f, 0x56fd, 0x5382, 0x4ebf, 0x4e07 };

#define LEADER 0x957f /* 长 */
#define ONE 0x4e00    /* 一 */

static gboolean
is_one_of (gunichar c, const gunichar *list, guint n)
{
  for (guint i = 0; i < n; i++)
    if (list[i] == c)
      return TRUE;
  return FALSE;
}

static gboolean
is_word (const SpellingWords *words, const gunichar *text, guint n)
{
  return spelling_words_find (words, text, n) != SPELLING_NO_WORD;
}

static gboolean
word_covers (const SpellingWords *words, const gunichar *text, guint n, guint at)
{
  for (guint from = at >= LONGEST ? at - LONGEST + 1 : 0; from + 1 <= at; from++)
    for (guint to = at + 1; to <= MIN (n, from + LONGEST); to++)
      if (is_word (words, text + from, to - from))
        return TRUE;
  return FALSE;
}

static gboolean
word_ends (const SpellingWords *words, const gunichar *text, guint end)
{
  for (guint length = 2; length <= LONGEST && length <= end; length++)
    if (is_word (words, text + end - length, length))
      return TRUE;
  return FALSE;
}

static gboolean
word_begins (const SpellingWords *words, const gunichar *text, guint n, guint at)
{
  for (guint length = 2; length <= LONGEST && at + length <= n; length++)
    if (is_word (words, text + at, length))
      return TRUE;
  return at + 1 < n && is_one_of (text[at + 1], endings, G_N_ELEMENTS (endings));
}

/* The second of two equal characters, where nobody would write two: no word holds both, and it is not that one word ends
 * with the first and another begins with the second. */
static gboolean
is_doubled (const SpellingWords *words, const gunichar *text, guint n, guint at)
{
  gboolean more = (at >= 2 && text[at - 2] == text[at]) || (at + 1 < n && text[at + 1] == text[at]);
  /* 高高兴兴, 红红火火 */
  gboolean pairs = (at >= 3 && text[at - 3] == text[at - 2]) || (at + 2 < n && text[at + 1] == text[at + 2]);

  if (text[at - 1] != text[at] || !spelling_is_han (text[at]) || more || pairs ||
      word_covers (words, text, n, at))
    return FALSE;
  /* 一项项 */
  if (at >= 2 && text[at - 2] == ONE)
    return FALSE;
  if (is_one_of (text[at], bodies, G_N_ELEMENTS (bodies)) || (at + 1 < n && text[at + 1] == LEADER))
    return FALSE;
  /* Alone it may be a verb said twice, 听听; beside the rest of a word it is a slip. */
  if (!word_ends (words, text, at) && !word_begins (words, text, n, at))
    return FALSE;
  return !(word_ends (words, text, at) && word_begins (words, text, n, at));
}

/* A phrase of four of which three stand here, in words of one character; the place of the fourth in @gap. */
static gint32
find_phrase (const SpellingWords *words, const gunichar *text, guint *gap)
{
  gint32 best = SPELLING_NO_WORD;

  for (guint k = 1; k < PHRASE; k++)
    {
      gunichar whole[PHRASE];
      const SpellingEntry *found;
      guint count;

      for (guint i = 0; i < PHRASE; i++)
        whole[i] = text[i < k ? i : i - (i > k)];
      whole[k] = 0;
      count = spelling_index_lookup (&words->wildcards, spelling_wildcard_key (whole, PHRASE, k), &found);
      for (guint i = 0; i < count && found[i].thousandths > COMMON_PHRASE * 1000; i++)
        {
          const guint32 *starts = words->text_starts;
          const guint16 *phrase = words->text + starts[found[i].word];
          gboolean fits = starts[found[i].word + 1] - starts[found[i].word] == PHRASE;

          for (guint c = 0; fits && c < PHRASE; c++)
            fits = c == k || phrase[c] == whole[c];
          if (fits && best != SPELLING_NO_WORD)
            return SPELLING_NO_WORD; /* two phrases would fit */
          if (fits)
            {
              best = found[i].word;
              *gap = k;
            }
        }
    }
  return best;
}

/* TRUE when a word reaches over one of the ends of [@from, @to). */
static gboolean
word_crosses (const SpellingWords *words, const gunichar *text, guint n, guint from, guint to)
{
  for (guint at = from >= LONGEST ? from - LONGEST + 1 : 0; at < to; at++)
    for (guint length = 2; length <= LONGEST && at + length <= n; length++)
      {
        guint end = at + length;

        if (((at < from && end > from) || (at < to && end > to)) && is_word (words, text + at, length))
          return TRUE;
      }
  return FALSE;
}

/* What the characters of a broken phrase cost, read as the likeliest words. */
static float
cost_of (const SpellingWords *words, const gunichar *text, guint n)
{
  float best[PHRASE] = { 0 };

  for (guint to = 1; to <= n; to++)
    {
      best[to] = -1000;
      for (guint from = 0; from < to; from++)
        {
          gint32 word = spelling_words_find (words, text + from, to - from);
          float cost = word != SPELLING_NO_WORD ? words->cost[word] : SPELLING_UNKNOWN * (to - from);

          best[to] = MAX (best[to], best[from] + cost);
        }
    }
  return best[n];
}

GArray *
spelling_slips_find (const SpellingWords *words, const gunichar *text, guint n)
{
  GArray *slips = g_array_new (FALSE, FALSE, sizeof (SpellingSlip));

  for (guint at = 0; at < n; at++)
    {
      guint run = at, gap;
      gint32 phrase;

      if (at > 0 && is_doubled (words, text, n, at))
        g_array_append_val (slips, ((SpellingSlip){ SPELLING_DOUBLED, at, 0, at - 1, at + 1 }));
      while (run < n && run < at + PHRASE - 1 && spelling_is_han (text[run]))
        run++;
      if (run < at + PHRASE - 1)
        continue;
      phrase = find_phrase (words, text + at, &gap);
      if (phrase != SPELLING_NO_WORD &&
          words->cost[phrase] > cost_of (words, text + at, PHRASE - 1) + PHRASE_GAIN &&
          !word_crosses (words, text, n, at, at + PHRASE - 1))
        g_array_append_val (
            slips, ((SpellingSlip){ SPELLING_MISSING, at + gap, words->text[words->text_starts[phrase] + gap],
                                    at, at + PHRASE - 1 }));
    }
  return slips;
}
