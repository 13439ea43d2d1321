/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quotes.c — P03: straight quotation marks in Chinese text, and marks that stand the wrong way round. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "marks.h"

#define MAX_MARKS 64

static gboolean
is_double (gunichar c)
{
  return c == '"' || c == 0xff02;
}

static gboolean
is_single (gunichar c)
{
  return c == '\'' || c == 0xff07;
}

/* Don't, users' and 5' 30": no quotation marks. */
static gboolean
is_quotation (const GalleyChars *chars, guint i)
{
  gboolean letter_before = i > 0 && chars->kinds[i - 1] == GALLEY_CHAR_LATIN;
  gboolean digit_before = i > 0 && chars->kinds[i - 1] == GALLEY_CHAR_DIGIT;
  gboolean letter_behind = chars->kinds[i + 1] == GALLEY_CHAR_LATIN;

  if (chars->marks[i] & GALLEY_PROTECT_CODE)
    return FALSE;
  return !(is_single (chars->chars[i]) && letter_before && letter_behind) &&
         !(digit_before && chars->chars[i + 1] == 0);
}

static guint
collect (const GalleyChars *chars, gboolean (*is_mark) (gunichar c), guint *places)
{
  guint n = 0;

  for (guint i = 0; i < chars->n && n < MAX_MARKS; i++)
    {
      if (is_mark (chars->chars[i]) && is_quotation (chars, i))
        places[n++] = i;
    }
  return n;
}

/* One finding for the marks of a kind in the paragraph: they pair as they come, or nothing is said about them. */
static void
check_straight (const CheckerLook *look,
                GalleyBlock *block,
                const GalleyChars *chars,
                gboolean (*is_mark) (gunichar c),
                const char *open,
                const char *close)
{
  guint places[MAX_MARKS], n = collect (chars, is_mark, places);
  GalleyRule *rule = g_ptr_array_index (look->rules, RULE_QUOTES);
  const char *fixes[] = { open, NULL };
  GalleyFinding *finding;

  if (n == 0 || n % 2 != 0)
    return;
  finding = galley_finding_new (rule, block, places[0], places[0] + 1,
                                _ ("Straight quotation marks in Chinese text"), fixes);
  for (guint i = 0; i < n; i++)
    galley_finding_add_edit (finding, block, places[i], places[i] + 1, i % 2 == 0 ? open : close, FALSE);
  galley_report_take (look->report, finding);
}

/* ”…“: both the wrong way round, where they are the only ones of the paragraph. */
static void
check_reversed (const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars)
{
  guint close = G_MAXUINT, open = G_MAXUINT, n = 0;
  GalleyRule *rule = g_ptr_array_index (look->rules, RULE_QUOTES);
  const char *fixes[] = { "“", NULL };
  GalleyFinding *finding;

  for (guint i = 0; i < chars->n; i++)
    {
      if (chars->chars[i] != 0x201c && chars->chars[i] != 0x201d)
        continue;
      n++;
      if (chars->chars[i] == 0x201d)
        close = i;
      else
        open = i;
    }
  if (n != 2 || open == G_MAXUINT || close == G_MAXUINT || close > open)
    return;
  finding = galley_finding_new (rule, block, close, close + 1,
                                _ ("These quotation marks stand the wrong way round"), fixes);
  galley_finding_add_edit (finding, block, close, close + 1, "“", FALSE);
  galley_finding_add_edit (finding, block, open, open + 1, "”", FALSE);
  galley_report_take (look->report, finding);
}

gboolean
marks_quotes_nest (const GalleyChars *chars)
{
  guint depth = 0, deepest = 0;

  for (guint i = 0; i < chars->n; i++)
    {
      if (chars->chars[i] == 0x201c)
        depth++;
      else if (chars->chars[i] == 0x201d && depth-- == 0)
        return FALSE;
      deepest = MAX (deepest, depth);
    }
  return depth == 0 && deepest == 2;
}

/* “甲“乙”丙”: the pair inside takes the inner marks. */
static void
check_nested (const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars)
{
  GalleyRule *rule = g_ptr_array_index (look->rules, RULE_QUOTES_LEVEL);
  const char *fixes[] = { "‘", NULL };
  guint depth = 0, inner = 0;

  if (!marks_quotes_nest (chars))
    return;
  for (guint i = 0; i < chars->n; i++)
    {
      GalleyFinding *finding;

      if (chars->chars[i] == 0x201c && ++depth == 2)
        inner = i;
      if (chars->chars[i] != 0x201d || depth-- != 2)
        continue;
      finding = galley_finding_new (rule, block, inner, inner + 1, rule->why, fixes);
      galley_finding_add_edit (finding, block, inner, inner + 1, "‘", FALSE);
      galley_finding_add_edit (finding, block, i, i + 1, "’", FALSE);
      galley_report_take (look->report, finding);
    }
}

/* Where the ‘ at @at is closed, in Chinese text; 0 where it is not, or where it is an apostrophe. */
static guint
find_single_close (const GalleyChars *chars, guint at)
{
  guint depth = 0;

  for (guint i = at; i < chars->n; i++)
    {
      if (chars->chars[i] == 0x2018)
        depth++;
      else if (chars->chars[i] == 0x2019 && --depth == 0)
        return chars->kinds[i - 1] == GALLEY_CHAR_LATIN && chars->kinds[i + 1] == GALLEY_CHAR_LATIN ? 0 : i;
    }
  return 0;
}

void
marks_check_single (const CheckerLook *look, GalleyBlock *block, guint at)
{
  const GalleyChars *chars = galley_protect_read (block);
  GalleyRule *rule = g_ptr_array_index (look->rules, RULE_QUOTES_LEVEL);
  const char *fixes[] = { "“", NULL };
  guint close = find_single_close (chars, at);
  GalleyFinding *finding;

  if (close == 0 || close < at + 2 || (at > 0 && chars->kinds[at - 1] == GALLEY_CHAR_LATIN) ||
      galley_chars_inside (chars, at + 1, close, GALLEY_PROTECT_ENGLISH))
    return;
  finding = galley_finding_new (rule, block, at, at + 1, rule->why, fixes);
  /* Some papers set headlines so: it is asked, not told. */
  galley_finding_set_severity (finding, GALLEY_SEVERITY_HINT);
  /* What is quoted inside changes to the other marks. */
  for (guint i = at; i <= close; i++)
    {
      gunichar c = chars->chars[i];
      const char *other = c == 0x2018   ? "“"
                          : c == 0x2019 ? "”"
                          : c == 0x201c ? "‘"
                          : c == 0x201d ? "’"
                                        : NULL;

      if (other != NULL)
        galley_finding_add_edit (finding, block, i, i + 1, other, FALSE);
    }
  galley_report_take (look->report, finding);
}

void
marks_check_quotes (const CheckerLook *look, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);

  if (!checker_is_prose (block) || !chars->has_han)
    return;
  if (galley_chars_has (chars, GALLEY_CHAR_ASCII) || galley_chars_has (chars, GALLEY_CHAR_MARK))
    {
      check_straight (look, block, chars, is_double, "“", "”");
      check_straight (look, block, chars, is_single, "‘", "’");
    }
  if (galley_chars_has (chars, GALLEY_CHAR_CLOSE))
    {
      check_reversed (look, block, chars);
      check_nested (look, block, chars);
    }
}
