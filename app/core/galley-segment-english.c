/* SPDX-License-Identifier: GPL-3.0-or-later */
/* English conventions: bylines, datelines, end marks, headlines in capitals. */

#include <string.h>

#include "galley-segment-private.h"

/* "SAN FRANCISCO, March 20 (Reuters) - ": place in capitals, month and day, agency in brackets, dash. */
gboolean
seg_english_dateline (const gunichar *s, guint n, SegDateline *dateline)
{
  guint limit = MIN (n, 90);
  guint dash = 0;
  guint month = 0;
  guint upper = 0;

  memset (dateline, 0, sizeof *dateline);
  if (n < 8 || !g_unichar_isupper (s[0]) || !(g_unichar_isupper (s[1]) || s[1] == '.'))
    return FALSE;
  for (guint i = 2; i + 2 < limit && dash == 0; i++)
    if (s[i] == ' ' && (s[i + 1] == '-' || s[i + 1] == 0x2014))
      dash = i + 1;
  if (dash == 0)
    return FALSE;
  while (upper < dash && (g_unichar_isupper (s[upper]) || s[upper] == ' ' || s[upper] == '.' ||
                          s[upper] == '-' || s[upper] == '\'' || s[upper] == '/'))
    upper++;
  dateline->place = s;
  for (guint i = 2; i < dash && month == 0; i++)
    if (s[i - 1] == ' ' && seg_words_match (SEG_WORDS_MONTH, s + i, dash - i) > 0)
      month = i;
  if (month > 0)
    {
      guint at = month + seg_words_match (SEG_WORDS_MONTH, s + month, dash - month);

      at += at < dash && s[at] == '.';
      while (at < dash && s[at] == ' ')
        at++;
      if (seg_number (s + at, dash - at, &dateline->day) == 0)
        return FALSE;
    }
  for (guint i = 0; i < dash; i++)
    if (s[i] == '(')
      {
        dateline->agency = s + i + 1;
        while (i + 1 + dateline->n_agency < dash && s[i + 1 + dateline->n_agency] != ')')
          dateline->n_agency++;
        break;
      }
  if (month == 0 && dateline->agency == NULL)
    return FALSE;
  dateline->n_place = upper;
  while (dateline->n_place > 0 && (s[dateline->n_place - 1] == ' '))
    dateline->n_place--;
  if (dateline->n_place < 3)
    return FALSE;
  dateline->month = month;
  while (dash < n && (s[dash] == '-' || s[dash] == 0x2014))
    dash++;
  dateline->length = dash;
  return TRUE;
}

static void
find_case (const gunichar *s, SegUnit *unit)
{
  guint upper = 0, lower = 0, words = 0, titles = 0;

  for (guint i = 0; i < unit->n; i++)
    {
      upper += g_unichar_isupper (s[i]);
      lower += g_unichar_islower (s[i]);
      if (g_unichar_isalpha (s[i]) && (i == 0 || s[i - 1] == ' '))
        {
          words++;
          titles += g_unichar_isupper (s[i]);
        }
    }
  unit->is_capital = upper + lower > 0 && (lower * 5 < upper || (words >= 2 && titles * 4 >= words * 3));
}

/* "(Continued on Page 7)", "CONTINUED FROM A1", "See TRADE, Page 4". */
char
seg_english_jump (const gunichar *s, guint n, const gunichar **number, guint *n_number)
{
  static const struct
  {
    const char *word;
    char kind;
  } words[] = {
    { "continued on", 't' }, { "continued from", 'f' }, { "see ", 't' }, { "from ", 'f' }, { "turn to ", 't' }
  };
  g_autofree gunichar *low = NULL;
  guint digits = 0;
  guint start = n > 0 && s[0] == '(';

  if (n > 60)
    return 0;
  low = g_new (gunichar, n + 1);
  for (guint i = 0; i < n; i++)
    low[i] = g_unichar_tolower (s[i]);
  while (n > 0 && (low[n - 1] == ')' || low[n - 1] == '.' || low[n - 1] == ' '))
    n--;
  while (digits < n && g_unichar_isdigit (low[n - 1 - digits]))
    digits++;
  if (digits == 0 || digits > 3)
    return 0;
  if (digits < n && g_unichar_isalpha (low[n - 1 - digits]) &&
      (digits + 1 == n || low[n - 2 - digits] == ' '))
    digits++;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (seg_starts (low + start, n - start, words[i].word) && (i < 2 || seg_contains (low, n, "page ")))
      {
        *number = s + n - digits;
        *n_number = digits;
        return words[i].kind;
      }
  return 0;
}

static gboolean
is_credit (const gunichar *s, guint n)
{
  return n < 70 &&
         (seg_starts (s, n, "(AP Photo") || seg_starts (s, n, "AP Photo") || seg_starts (s, n, "Photo by") ||
          seg_starts (s, n, "Photos by") || seg_starts (s, n, "Courtesy of") || seg_starts (s, n, "(Photo") ||
          seg_starts (s, n, "Photo courtesy") || seg_starts (s, n, "(Reuters"));
}

/* "… he added. REUTER": the mark ends the story. */
static gboolean
has_end_mark (const gunichar *s, guint n)
{
  guint start;

  while (n > 0 && s[n - 1] == '.')
    n--;
  start = n;
  while (start > 0 && s[start - 1] != ' ')
    start--;
  return start > 0 && start < n && seg_words_has (SEG_WORDS_END_MARK, s + start, n - start) &&
         (s[start - 1] == ' ' && start > 1 &&
          (s[start - 2] == '.' || s[start - 2] == '"' || s[start - 2] == ','));
}

void
seg_english_cues (SegPage *page)
{
  for (guint i = 0; i < page->units->len; i++)
    {
      SegUnit *unit = seg_page_unit (page, i);
      const gunichar *s = seg_unit_text (page, unit);
      guint n = unit->n;
      guint byline = seg_byline_english (s, n, NULL);
      SegDateline dateline;
      const gunichar *number;
      guint n_number;
      char jump = seg_english_jump (s, n, &number, &n_number);

      unit->place = seg_english_dateline (s, n, &dateline) ? (guint8) MIN (dateline.length, 255) : 0;
      unit->byline = byline > 0 && byline == n ? SEG_BYLINE_ROLES
                     : is_credit (s, n)        ? SEG_BYLINE_CREDIT
                                               : SEG_BYLINE_NONE;
      unit->is_wire = seg_words_has (SEG_WORDS_WIRE, s, n);
      unit->is_end_mark = n <= 12 && seg_words_has (SEG_WORDS_END_MARK, s, n);
      unit->has_end_mark = has_end_mark (s, n);
      if (unit->has_end_mark)
        unit->end = SEG_END_SENTENCE;
      unit->is_dash = n > 3 && s[0] == '-' && (s[1] == '-' || s[1] == ' ');
      unit->is_jump_to = jump == 't';
      unit->is_jump_from = jump == 'f';
      unit->is_people = FALSE;
      unit->is_numbered = FALSE;
      unit->is_tagged = FALSE;
      find_case (s, unit);
    }
}
