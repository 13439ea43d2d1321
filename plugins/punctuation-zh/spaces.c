/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spaces.c — P30: blanks beside full-width marks and inside sentences. Blanks part the segments of a headline, the names of
 * a byline and the dateline from the text: these are left alone. And P11: marks at the edges of a paragraph. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "marks.h"

/* Behind the last sentence a credit may stand: 。 张三 摄 */
#define CREDIT_MAX 20

static gboolean
is_one_of (gunichar c, const char *set)
{
  return c != 0 && g_utf8_strchr (set, -1, c) != NULL;
}

static gboolean
is_running_text (GalleyBlock *block)
{
  GalleyRole role = galley_block_get_role (block);

  return role == GALLEY_ROLE_BODY || role == GALLEY_ROLE_QUOTE || role == GALLEY_ROLE_NOTE;
}

static guint
han_run (const GalleyChars *chars, guint i, gint step)
{
  guint length = 0;

  for (gint64 k = i; k >= 0 && k < chars->n && chars->kinds[k] == GALLEY_CHAR_HAN; k += step)
    length++;
  return length;
}

/* A wide or a double blank between two runs of Han, in a paragraph that has sentences and no segments. */
static gboolean
is_odd_blank (const GalleyChars *chars, guint start, guint end)
{
  if (end - start < 2 && chars->chars[start] != 0x3000)
    return FALSE;
  return !(chars->marks[start] & (GALLEY_PROTECT_QUOTE | GALLEY_PROTECT_TITLE)) &&
         han_run (chars, start - 1, -1) > 4 && han_run (chars, end, 1) > 4;
}

static gboolean
is_wrong_blank (GalleyBlock *block, const GalleyChars *chars, guint start, guint end)
{
  gunichar before = chars->chars[start - 1], behind = chars->chars[end];

  if (is_one_of (behind, "，。、；：？！”》）】"))
    return TRUE;
  if (!is_running_text (block))
    return FALSE;
  if (is_one_of (before, "，、；：（《"))
    return chars->kinds[end] == GALLEY_CHAR_HAN || chars->kinds[end] == GALLEY_CHAR_LATIN;
  if (chars->kinds[end] != GALLEY_CHAR_HAN)
    return FALSE;
  if (is_one_of (before, "。？！"))
    return end + CREDIT_MAX < chars->n;
  return chars->kinds[start - 1] == GALLEY_CHAR_HAN && is_odd_blank (chars, start, end);
}

void
marks_check_spaces (const CheckerLook *look, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);

  if (!checker_is_prose (block) || !chars->has_han || !galley_chars_has (chars, GALLEY_CHAR_SPACE))
    return;
  for (guint i = 1; i < chars->n; i++)
    {
      guint end = i;

      if (chars->kinds[i] != GALLEY_CHAR_SPACE)
        continue;
      while (end < chars->n && chars->kinds[end] == GALLEY_CHAR_SPACE)
        end++;
      if (end < chars->n && is_wrong_blank (block, chars, i, end))
        checker_report (look, RULE_SPACES, block, i, end, NULL, "");
      i = end;
    }
}

void
marks_check_edges (const CheckerLook *look, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);

  if (!checker_is_prose (block) || chars->n < 2)
    return;
  if (is_one_of (chars->chars[0], "，。、；：？！”’）》】〕"))
    checker_report (look, RULE_PARAGRAPH_EDGE, block, 0, 1, NULL, NULL);
  if (is_one_of (chars->chars[chars->n - 1], "“‘（《【〔"))
    checker_report (look, RULE_PARAGRAPH_EDGE, block, chars->n - 1, chars->n, NULL, NULL);
}
