/* SPDX-License-Identifier: GPL-3.0-or-later */
/* width.c — P01: half-width marks among Han characters. A page whose copy was typed or folded to half width has hundreds of
 * them; each by itself says nothing. They are judged over the article and reported as one finding with an edit for each. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "marks.h"

/* Fewer than this are single slips, more are the way the copy was typed. */
#define SLIPS 4

typedef struct
{
  GalleyBlock *block;
  guint start;
  guint end;
  const char *wide;
} Narrow;

static const char *
wide_of (gunichar c)
{
  switch (c)
    {
    case ',':
      return "，";
    case ';':
      return "；";
    case ':':
      return "：";
    case '!':
      return "！";
    case '?':
      return "？";
    case '(':
      return "（";
    case ')':
      return "）";
    case '.':
      return "。";
    default:
      return NULL;
    }
}

/* Han, or a mark that stands only among Han. */
static gboolean
is_chinese (const GalleyChars *chars, guint i)
{
  switch ((GalleyCharKind) chars->kinds[i])
    {
    case GALLEY_CHAR_HAN:
    case GALLEY_CHAR_KANA:
    case GALLEY_CHAR_POINT:
      return TRUE;
    case GALLEY_CHAR_OPEN:
    case GALLEY_CHAR_CLOSE:
      /* Curly quotes stand in English too. */
      return chars->chars[i] >= 0x3000 || (i > 0 && chars->kinds[i - 1] == GALLEY_CHAR_HAN) ||
             chars->kinds[i + 1] == GALLEY_CHAR_HAN;
    case GALLEY_CHAR_OTHER:
    case GALLEY_CHAR_SPACE:
    case GALLEY_CHAR_LATIN:
    case GALLEY_CHAR_DIGIT:
    case GALLEY_CHAR_WIDE_ALNUM:
    case GALLEY_CHAR_MARK:
    case GALLEY_CHAR_ASCII:
    default:
      return FALSE;
    }
}

/* The next character in a direction that is no blank and no half-width mark of this kind; the block's length when there is
 * none. */
static guint
neighbour (const GalleyChars *chars, guint i, gint step)
{
  for (gint64 k = (gint64) i + step; k >= 0 && k < chars->n; k += step)
    {
      if (chars->kinds[k] != GALLEY_CHAR_SPACE &&
          (k == (gint64) i + step || wide_of (chars->chars[k]) == NULL))
        return (guint) k;
    }
  return chars->n;
}

/* TRUE when nothing but closing marks stands from @i to the end. */
static gboolean
ends_here (const GalleyChars *chars, guint i)
{
  while (i < chars->n && (chars->kinds[i] == GALLEY_CHAR_CLOSE || chars->kinds[i] == GALLEY_CHAR_SPACE ||
                          strchr ("\"')", (int) MIN (chars->chars[i], 0x7f)) != NULL))
    i++;
  return i == chars->n;
}

/* A full stop counts only at the end of a Han sentence, or with Han enough on both sides: everywhere else it may be a
 * decimal point, an interpunct or an abbreviation. */
static gboolean
is_narrow_stop (const GalleyChars *chars, guint i)
{
  if (i == 0 || chars->kinds[i - 1] != GALLEY_CHAR_HAN || chars->chars[i + 1] == '.')
    return FALSE;
  if (ends_here (chars, i + 1))
    return TRUE;
  return i > 3 && i + 3 < chars->n && chars->kinds[i - 2] == GALLEY_CHAR_HAN &&
         chars->kinds[i - 3] == GALLEY_CHAR_HAN && chars->kinds[i + 1] == GALLEY_CHAR_HAN &&
         chars->kinds[i + 2] == GALLEY_CHAR_HAN && chars->kinds[i + 3] == GALLEY_CHAR_HAN;
}

/* Yahoo!的, !important and ;-) are no points of a sentence. */
static gboolean
is_part_of_a_name (const GalleyChars *chars, guint i)
{
  gboolean letter_before = i > 0 && chars->kinds[i - 1] == GALLEY_CHAR_LATIN;

  if (chars->chars[i] == '!')
    return chars->kinds[i + 1] == GALLEY_CHAR_LATIN || (letter_before && !ends_here (chars, i + 1));
  return (chars->chars[i] == ';' || chars->chars[i] == ':') &&
         (chars->chars[i + 1] == '-' || chars->chars[i + 1] == ')');
}

static gboolean
is_narrow_point (const GalleyChars *chars, guint i)
{
  guint before, after;

  if (chars->chars[i] == '.')
    return is_narrow_stop (chars, i);
  if (is_part_of_a_name (chars, i))
    return FALSE;
  before = neighbour (chars, i, -1);
  after = neighbour (chars, i, 1);
  if (before < chars->n && is_chinese (chars, before))
    return TRUE;
  /* 30.5%,其中 and VISA,万事达: the sentence is Chinese, whatever stands before the mark. */
  return before < chars->n && after < chars->n && chars->kinds[after] == GALLEY_CHAR_HAN;
}

/* The bracket that closes the one at @open, or the block's length. */
static guint
closing_bracket (const GalleyChars *chars, guint open)
{
  guint depth = 0;

  for (guint i = open; i < chars->n; i++)
    {
      if (chars->chars[i] == '(' || chars->chars[i] == 0xff08)
        depth++;
      else if ((chars->chars[i] == ')' || chars->chars[i] == 0xff09) && --depth == 0)
        return i;
    }
  return chars->n;
}

/* Brackets around English or numbers may stay narrow; those that hold Han may not, nor those that close wide. */
static gboolean
is_wide_bracket (const GalleyChars *chars, guint open, guint close)
{
  /* (-w 中文 w-) is a face. */
  if (close == chars->n || chars->chars[open + 1] == '-')
    return FALSE;
  if (chars->chars[close] == 0xff09)
    return TRUE;
  for (guint i = open + 1; i < close; i++)
    {
      if (is_chinese (chars, i))
        return TRUE;
    }
  return FALSE;
}

static void
add (GArray *found, GalleyBlock *block, const GalleyChars *chars, guint i)
{
  Narrow narrow = { block, i, i + 1, wide_of (chars->chars[i]) };

  /* The blank that goes with a narrow mark goes with it. */
  if (chars->chars[i] != '(' && chars->chars[narrow.end] == ' ' && is_chinese (chars, narrow.end + 1))
    narrow.end++;
  g_array_append_val (found, narrow);
}

static void
check_bracket (GArray *found, GalleyBlock *block, const GalleyChars *chars, guint i)
{
  if (chars->chars[i] == '(')
    {
      if (is_wide_bracket (chars, i, closing_bracket (chars, i)))
        add (found, block, chars, i);
      return;
    }
  for (guint open = i; open-- > 0;)
    {
      if (chars->chars[open] != '(' && chars->chars[open] != 0xff08)
        continue;
      if (closing_bracket (chars, open) != i)
        continue;
      if (chars->chars[open] == 0xff08 || is_wide_bracket (chars, open, i))
        add (found, block, chars, i);
      return;
    }
}

static void
scan_block (GArray *found, GalleyBlock *block, gboolean brackets)
{
  const GalleyChars *chars = galley_protect_read (block);

  if (!chars->has_han || !galley_chars_has (chars, GALLEY_CHAR_ASCII))
    return;
  for (guint i = 0; i < chars->n; i++)
    {
      gunichar c = chars->chars[i];

      if (chars->kinds[i] != GALLEY_CHAR_ASCII || wide_of (c) == NULL ||
          (chars->marks[i] & (GALLEY_PROTECT_CODE | GALLEY_PROTECT_NUMBER)))
        continue;
      if (c == '(' || c == ')')
        {
          if (brackets)
            check_bracket (found, block, chars, i);
        }
      else if (is_narrow_point (chars, i))
        add (found, block, chars, i);
    }
}

/* Marks of the same kinds that stand in full width. */
static guint
count_wide (GalleyArticle *article)
{
  guint n = 0;

  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      const GalleyChars *chars = galley_protect_read (galley_article_get_block (article, b));

      for (guint i = 0; i < chars->n; i++)
        n += chars->chars[i] >= 0xff01 && chars->chars[i] <= 0xff1f &&
             chars->kinds[i] != GALLEY_CHAR_WIDE_ALNUM;
    }
  return n;
}

void
marks_check_width (const CheckerLook *look, GalleyArticle *article)
{
  GalleyRule *rule = g_ptr_array_index (look->rules, RULE_WIDTH);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Narrow));
  g_autofree char *message = NULL;
  const Narrow *first;
  GalleyFinding *finding;
  const char *fixes[2] = { NULL, NULL };

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (checker_is_prose (block))
        scan_block (found, block, !look->option);
    }
  if (found->len == 0)
    return;
  first = &g_array_index (found, Narrow, 0);
  message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u half-width mark among Chinese characters",
                                          "%u half-width marks among Chinese characters", found->len),
                             found->len);
  fixes[0] = first->wide;
  finding = galley_finding_new (rule, first->block, first->start, first->end, message, fixes);
  for (guint i = 0; found->len > 1 && i < found->len; i++)
    {
      const Narrow *narrow = &g_array_index (found, Narrow, i);

      galley_finding_add_edit (finding, narrow->block, narrow->start, narrow->end, narrow->wide, FALSE);
    }
  /* A slip or two in full-width copy is no more than that. */
  if (found->len < SLIPS && count_wide (article) > found->len)
    galley_finding_set_severity (finding, GALLEY_SEVERITY_WARNING);
  galley_report_take (look->report, finding);
}
