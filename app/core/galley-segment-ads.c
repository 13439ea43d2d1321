/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much a block of lines looks like an ad or a notice. */

#include <math.h>

#include "galley-segment-private.h"

typedef struct
{
  guint lines, characters, short_lines, cues, sure, companies, capitals, numbers, sentences, stories;
} Tally;

static gboolean
is_capitals (const gunichar *s, guint n)
{
  guint upper = 0, lower = 0;

  for (guint i = 0; i < n; i++)
    {
      if (seg_is_han (s[i]))
        return FALSE;
      upper += g_unichar_isupper (s[i]);
      lower += g_unichar_islower (s[i]);
    }
  return upper >= 1 && upper + lower >= 2;
}

/* Telephone numbers, addresses on the web, prices. */
static gboolean
is_contact (const gunichar *s, guint n)
{
  guint digits = 0;

  for (guint i = 0; i < n; i++)
    {
      if (s[i] == 0xa5 || (s[i] == 'w' && seg_starts (s + i, n - i, "www.") > 0) ||
          (s[i] == 'h' && seg_starts (s + i, n - i, "http") > 0) ||
          (s[i] == '.' && seg_starts (s + i, n - i, ".com") > 0))
        return TRUE;
      if (s[i] > 0x2e80)
        {
          digits = 0;
          continue;
        }
      digits = g_unichar_isdigit (s[i]) || (s[i] == '-' && digits > 0) || (s[i] == 0x2014 && digits > 0)
                   ? digits + 1
                   : 0;
      if (digits >= 10 || (digits >= 5 && n <= digits))
        return TRUE;
    }
  return FALSE;
}

static void
tally_unit (const SegPage *page, const SegUnit *unit, Tally *tally)
{
  const gunichar *s = seg_unit_text (page, unit);
  guint n = unit->n;

  tally->lines++;
  tally->characters += unit->n_dense;
  tally->short_lines += unit->n_dense <= 20 && unit->end != SEG_END_SENTENCE;
  tally->cues += MIN (seg_words_count (SEG_WORDS_AD, s, n), 3);
  tally->sure += seg_words_count (SEG_WORDS_AD_SURE, s, n);
  tally->companies +=
      n <= 30 && (seg_words_match_end (SEG_WORDS_COMPANY, s, n) > 0 || seg_words_has (SEG_WORDS_BRAND, s, n));
  tally->capitals += !page->latin && is_capitals (s, n);
  tally->numbers += is_contact (s, n);
  tally->sentences += unit->has_stop || (unit->n_dense > 40 && unit->end == SEG_END_SENTENCE);
  tally->stories += unit->place > 0 || unit->byline == SEG_BYLINE_ROLES ||
                    unit->byline == SEG_BYLINE_CREDIT || unit->byline == SEG_BYLINE_BOTH || unit->is_note ||
                    unit->is_jump_from || unit->is_jump_to || unit->credit_at > 0 || unit->has_inline;
}

/* A logistic of the cues; the numbers say how many times likelier each makes an ad. */
static double
ad_odds (const SegPage *page, const Tally *tally, gboolean tight)
{
  double odds = -2.0;
  double lines = tally->lines;
  guint evidence = tally->sure + tally->cues + tally->companies + tally->capitals + tally->numbers;

  odds += 4.5 * MIN (tally->sure, 2);
  odds += 1.2 * MIN (tally->cues, 4) * (tally->characters < 400 ? 1 : 0.4);
  odds += 1.6 * MIN (tally->companies, 3);
  odds += 2.2 * MIN (tally->capitals, 2);
  odds += 1.6 * MIN (tally->numbers, 3);
  odds += 2.0 * (tally->short_lines / lines - 0.5);
  odds -= 1.0 * MIN (tally->sentences, 4);
  odds -= 6.0 * MIN (tally->stories, 2);
  if (page->spaced && tally->lines >= 2 && tight)
    odds += evidence > 0 ? 3.0 : tally->lines >= 3 ? 1.5 : -1.5;
  if (evidence == 0)
    odds -= 2.0;
  return odds;
}

void
seg_ads_find (SegPage *page)
{
  for (guint start = 0; start < page->units->len;)
    {
      Tally tally = { 0 };
      guint end = start;
      double odds;
      guint8 score;

      while (end < page->units->len &&
             seg_page_unit (page, end)->block == seg_page_unit (page, start)->block && end < start + 40)
        tally_unit (page, seg_page_unit (page, end++), &tally);
      odds = ad_odds (page, &tally, page->width == 0);
      score = (guint8) CLAMP (128 + 12 * odds, 0, 255);
      for (; start < end; start++)
        seg_page_unit (page, start)->ad = score;
    }
}
