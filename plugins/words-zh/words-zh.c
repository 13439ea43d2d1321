/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words-zh — wrong words from packs of rules (data/rules, and the user's own): all that name no other checker. And words
 * that were typed or pasted twice. */

#include "config.h"

#include "galley-protect.h"

#include "../common/checker-plugin.h"

/* Doubling is a way of speaking up to this length; longer, it is a slip of the hand. */
#define DOUBLE_MIN 5
#define TRIPLE_MIN 2
#define REPEAT_MAX 24

enum
{
  RULE_TRIPLE,
  RULE_DOUBLE,
};

static const GalleyRule fields[] = {
  [RULE_TRIPLE] = { "CN.WORD.REPEAT.TRIPLE", N_ ("The same three times"), "《现代汉语词典》", "词语",
                    GALLEY_SEVERITY_WARNING, N_ ("The same characters stand here three times"),
                    "我们我们我们去看展览", "我们去看展览", 1, FALSE },
  [RULE_DOUBLE] = { "CN.WORD.REPEAT.DOUBLE", N_ ("The same twice"), "《现代汉语词典》", "词语",
                    GALLEY_SEVERITY_WARNING, N_ ("The same characters stand here twice"),
                    "保护生态环境保护生态环境人人有责", "保护生态环境人人有责", 1, FALSE },
};

static gboolean
all_han (const GalleyChars *chars, guint start, guint end)
{
  for (guint i = start; i < end; i++)
    {
      if (chars->kinds[i] != GALLEY_CHAR_HAN)
        return FALSE;
    }
  return TRUE;
}

/* 哈哈哈 and 一步一步一步: sounds and steps repeat themselves. */
static gboolean
is_of_one_character (const GalleyChars *chars, guint start, guint end)
{
  for (guint i = start + 1; i < end; i++)
    {
      if (chars->chars[i] != chars->chars[start])
        return FALSE;
    }
  return TRUE;
}

/* A run of characters that equal those @lag before them: it ends at @end and is @length long. */
static void
report_run (
    const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars, guint end, guint length, guint lag)
{
  guint start = end - length - lag;
  gboolean triple = length >= 2 * lag && lag >= TRIPLE_MIN;
  g_autofree char *once = NULL;

  if ((!triple && lag < DOUBLE_MIN) || !all_han (chars, start, end) ||
      is_of_one_character (chars, start, end))
    return;
  once = galley_chars_dup (chars, start, start + lag);
  checker_report (look, triple ? RULE_TRIPLE : RULE_DOUBLE, block, start, start + lag * (length / lag + 1),
                  NULL, once);
}

static void
look_at_block (const CheckerLook *look, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);

  if (!checker_is_prose (block))
    return;
  for (guint lag = TRIPLE_MIN; lag <= REPEAT_MAX && 2 * lag <= chars->n; lag++)
    {
      /* A run that is long enough to matter holds a place that is a multiple of the lag: only these are looked at. */
      for (guint i = lag; i < chars->n;)
        {
          guint start = i, end = i;

          if (chars->chars[i] != chars->chars[i - lag])
            {
              i += lag;
              continue;
            }
          while (end < chars->n && chars->chars[end] == chars->chars[end - lag])
            end++;
          while (end > i && start > lag && chars->chars[start - 1] == chars->chars[start - 1 - lag])
            start--;
          if (end > i && end - start >= lag)
            report_run (look, block, chars, end, end - start, lag);
          i = MAX (i + lag, end - end % lag + lag);
        }
    }
}

static const CheckerPlan plan = {
  .module = "words-zh",
  .language = "zh",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .block = look_at_block,
};

CHECKER_PLUGIN (WordsCheckerZh, words_checker_zh, plan)
