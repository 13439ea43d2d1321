/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranges.c — P23: the mark between two numbers of a range, “3—5天” and “3～5天”, is one and the same in an article. The norm
 * allows several: the one that stands more often is the article's own. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "marks.h"

typedef enum
{
  RANGE_WAVE, /* ～ ~ */
  RANGE_DASH, /* — － */
  N_RANGES
} RangeMark;

typedef struct
{
  GalleyBlock *block;
  guint at;
  RangeMark mark;
} Range;

/* A mark between two numbers, the second with a unit: no telephone, no score, no date in figures. */
static gboolean
read_range (const GalleyChars *chars, guint i, RangeMark *mark)
{
  gunichar c = chars->chars[i];
  guint end = i + 1;

  if (c == 0xff5e || c == 0x301c || c == '~')
    *mark = RANGE_WAVE;
  else if (c == 0x2014 || c == 0xff0d)
    *mark = RANGE_DASH;
  else
    return FALSE;
  if (i == 0 || chars->kinds[i + 1] != GALLEY_CHAR_DIGIT ||
      (chars->kinds[i - 1] != GALLEY_CHAR_DIGIT && chars->chars[i - 1] != '%'))
    return FALSE;
  while (chars->kinds[end] == GALLEY_CHAR_DIGIT || chars->chars[end] == '.')
    end++;
  /* Years have a dash by the norm, whatever stands elsewhere. */
  return (chars->kinds[end] == GALLEY_CHAR_HAN || chars->chars[end] == '%') && chars->chars[end] != 0x5e74;
}

static void
collect (GArray *ranges, guint *counts, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);

  for (guint i = 1; i < chars->n; i++)
    {
      Range range = { block, i, RANGE_WAVE };

      if ((chars->kinds[i] == GALLEY_CHAR_MARK || chars->kinds[i] == GALLEY_CHAR_ASCII) &&
          read_range (chars, i, &range.mark))
        {
          g_array_append_val (ranges, range);
          counts[range.mark]++;
        }
    }
}

void
marks_check_ranges (const CheckerLook *look, GalleyArticle *article)
{
  static const char *const marks[] = { "～", "—" };
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  guint counts[N_RANGES] = { 0 };
  RangeMark usual;

  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      const GalleyChars *chars = galley_protect_read (block);

      if (checker_is_prose (block) && galley_chars_has (chars, GALLEY_CHAR_DIGIT) && chars->has_han)
        collect (ranges, counts, block);
    }
  if (counts[RANGE_WAVE] == 0 || counts[RANGE_DASH] == 0)
    return;
  usual = counts[RANGE_DASH] > counts[RANGE_WAVE] ? RANGE_DASH : RANGE_WAVE;
  for (guint i = 0; i < ranges->len; i++)
    {
      const Range *range = &g_array_index (ranges, Range, i);

      if (range->mark != usual)
        checker_report (look, RULE_RANGES, range->block, range->at, range->at + 1, NULL, marks[usual]);
    }
}
