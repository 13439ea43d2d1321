/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spacing-web — the blank that web style sets between Chinese and Latin. Newspapers never do: the rule is off in their
 * profile, and then this checker does not run at all. One finding for the article, like the width of marks. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-protect.h"

#include "../common/checker-plugin.h"

static const GalleyRule fields[] = {
  { "CN.SPACE.WEB", N_ ("Blank between Chinese and Latin"), "W3C 中文排版需求 3.2.2", "版面",
    GALLEY_SEVERITY_HINT,
    N_ ("Web style sets a blank between Chinese characters and Latin letters or digits"), "使用Linux系统",
    "使用 Linux 系统", 0, TRUE },
};

static gboolean
is_chinese (const GalleyChars *chars, guint i)
{
  return chars->kinds[i] == GALLEY_CHAR_HAN ||
         (chars->kinds[i] == GALLEY_CHAR_KANA && chars->chars[i] != 0x30fb);
}

static gboolean
is_western (const GalleyChars *chars, guint i)
{
  return chars->kinds[i] == GALLEY_CHAR_LATIN || chars->kinds[i] == GALLEY_CHAR_DIGIT;
}

static gboolean
is_mark_of (gunichar c, const char *marks)
{
  return c != 0 && c < 0x80 && strchr (marks, (int) c) != NULL;
}

/* TRUE inside a path or an address that goes on in Chinese: from its start no blank stands in it. */
static gboolean
is_in_path (const GalleyChars *chars, guint i)
{
  guint start = i;

  while (start > 0 && chars->kinds[start - 1] != GALLEY_CHAR_SPACE &&
         chars->kinds[start - 1] != GALLEY_CHAR_POINT)
    start--;
  if (chars->chars[start] == '/' && chars->kinds[start + 1] == GALLEY_CHAR_LATIN)
    return TRUE;
  for (guint k = start; k + 2 < i; k++)
    {
      if (galley_chars_at (chars, k, "://"))
        return TRUE;
    }
  return FALSE;
}

/* A mark that stands by itself between two Chinese words. */
static gboolean
is_lone_mark (const GalleyChars *chars, guint i)
{
  return i > 0 && is_mark_of (chars->chars[i], "-|=+") &&
         (is_chinese (chars, i - 1) || chars->kinds[i - 1] == GALLEY_CHAR_CLOSE) &&
         (is_chinese (chars, i + 1) || chars->kinds[i + 1] == GALLEY_CHAR_OPEN);
}

/* TRUE when a blank belongs between the characters @i - 1 and @i. */
static gboolean
wants_blank (const GalleyChars *chars, guint i)
{
  guint before = i - 1;
  gboolean inside = (chars->marks[before] & chars->marks[i] & GALLEY_PROTECT_CODE) != 0;

  if (inside || is_in_path (chars, i))
    return FALSE;
  if ((is_chinese (chars, before) && is_lone_mark (chars, i)) ||
      (is_chinese (chars, i) && is_lone_mark (chars, before)))
    return TRUE;
  if (is_chinese (chars, before))
    return is_western (chars, i) || is_mark_of (chars->chars[i], "([`") ||
           (is_mark_of (chars->chars[i], "$@#+") && is_western (chars, i + 1) && chars->chars[i] != '#');
  if (is_chinese (chars, i))
    return is_western (chars, before) || is_mark_of (chars->chars[before], ")]`") ||
           (i >= 2 && is_mark_of (chars->chars[before], "%!+$") && is_western (chars, i - 2)) ||
           (i >= 3 && chars->chars[before] == '+' && chars->chars[i - 2] == '+');
  return FALSE;
}

static void
collect (GalleyBlock *block, GArray *places)
{
  const GalleyChars *chars = galley_protect_read (block);

  for (guint i = 1; i < chars->n; i++)
    {
      if (wants_blank (chars, i))
        g_array_append_val (places, i);
    }
}

static void
look_at_article (const CheckerLook *look, GalleyArticle *article)
{
  g_autoptr (GalleyFinding) finding = NULL;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  GalleyRule *rule = g_ptr_array_index (look->rules, 0);
  const char *fixes[] = { " ", NULL };

  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);

      g_array_set_size (places, 0);
      if (checker_is_prose (block))
        collect (block, places);
      for (guint i = 0; i < places->len; i++)
        {
          guint at = g_array_index (places, guint, i);

          if (finding == NULL)
            finding = galley_finding_new (rule, block, at, at, rule->why, fixes);
          galley_finding_add_edit (finding, block, at, at, " ", FALSE);
        }
    }
  if (finding != NULL)
    galley_report_take (look->report, g_steal_pointer (&finding));
}

static const CheckerPlan plan = {
  .module = "spacing-web",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .article = look_at_article,
};

CHECKER_PLUGIN (SpacingCheckerWeb, spacing_checker_web, plan)
