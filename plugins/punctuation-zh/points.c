/* SPDX-License-Identifier: GPL-3.0-or-later */
/* points.c — what shows in one paragraph: P07 dashes, P08 ellipses, P10 repeated points, P29 split quotations. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "marks.h"

#define EM_DASH 0x2014
#define BAR 0x2015
#define ELLIPSIS 0x2026

typedef struct
{
  GalleyBlock *block;
  const GalleyChars *chars;
  const CheckerLook *look;
} Points;

static void
report (Points *self, MarkRule rule, guint start, guint end, const char *fix)
{
  checker_report (self->look, rule, self->block, start, end, NULL, fix);
}

static gboolean
is_kind (const Points *self, gint64 i, GalleyCharKind kind)
{
  return i >= 0 && i < self->chars->n && self->chars->kinds[i] == kind;
}

/* Han or a wide mark on this side: the place is in a Chinese sentence. */
static gboolean
is_chinese_side (const Points *self, gint64 i)
{
  return is_kind (self, i, GALLEY_CHAR_HAN) || is_kind (self, i, GALLEY_CHAR_CLOSE) ||
         is_kind (self, i, GALLEY_CHAR_OPEN) || is_kind (self, i, GALLEY_CHAR_POINT);
}

static guint
run_end (const Points *self, guint start, gboolean (*member) (gunichar c))
{
  guint end = start;

  while (end < self->chars->n && member (self->chars->chars[end]))
    end++;
  return end;
}

/* --- P08 ---------------------------------------------------------------------------------------------------------- */

static gboolean
is_ellipsis (gunichar c)
{
  return c == ELLIPSIS;
}

static gboolean
is_full_stop (gunichar c)
{
  return c == 0x3002;
}

static gboolean
is_dot (gunichar c)
{
  return c == '.';
}

static gboolean
is_middle_dot (gunichar c)
{
  return c == 0xb7;
}

/* Twelve dots stand for a left-out paragraph, in a line of their own (4.11.3.7). */
static gboolean
fills_block (const Points *self, guint start, guint end)
{
  return start == 0 && end == self->chars->n;
}

static guint
check_ellipsis (Points *self, guint i)
{
  gunichar c = self->chars->chars[i];
  guint end;

  if (c == ELLIPSIS)
    {
      end = run_end (self, i, is_ellipsis);
      if (end - i != 2 && !(end - i == 4 && fills_block (self, i, end)))
        report (self, RULE_ELLIPSIS, i, end, "……");
      return end;
    }
  if (c == 0x3002 && (end = run_end (self, i, is_full_stop)) - i >= 3)
    {
      report (self, RULE_ELLIPSIS, i, end, "……");
      return end;
    }
  if (c == '.' && (end = run_end (self, i, is_dot)) - i >= 3 &&
      !(self->chars->marks[i] & GALLEY_PROTECT_CODE) &&
      (is_chinese_side (self, (gint64) i - 1) || is_chinese_side (self, end)) &&
      !is_kind (self, (gint64) i - 1, GALLEY_CHAR_LATIN) && !is_kind (self, end, GALLEY_CHAR_LATIN))
    {
      report (self, RULE_ELLIPSIS, i, end, "……");
      return end;
    }
  if (c == 0xb7 && (end = run_end (self, i, is_middle_dot)) - i >= 3)
    {
      report (self, RULE_ELLIPSIS, i, end, "……");
      return end;
    }
  return i;
}

/* --- P07 ---------------------------------------------------------------------------------------------------------- */

/* Strokes that are typed for a dash. A single one, and the hyphen, have uses of their own. */
static gboolean
is_stroke (gunichar c)
{
  return c == EM_DASH || c == BAR || c == 0x2500 || c == 0x2501 || c == 0xff0d || c == '-' || c == 0x2013;
}

static gboolean
is_dash (const Points *self, guint start, guint end)
{
  return end - start == 2 && self->chars->chars[start] == EM_DASH && self->chars->chars[start + 1] == EM_DASH;
}

static guint
check_dash (Points *self, guint i)
{
  guint end = run_end (self, i, is_stroke);
  gboolean among_han =
      is_chinese_side (self, (gint64) i - 1) || (i == 0 && is_kind (self, end, GALLEY_CHAR_HAN));

  if (end == i)
    return i;
  if (end - i < 2 || is_dash (self, i, end) || !among_han || (self->chars->marks[i] & GALLEY_PROTECT_CODE) ||
      (!is_chinese_side (self, end) && !is_kind (self, end, GALLEY_CHAR_DIGIT)))
    return end;
  report (self, RULE_DASH, i, end, "——");
  return end;
}

/* --- P10 ---------------------------------------------------------------------------------------------------------- */

static gboolean
is_point (gunichar c)
{
  return c == 0xff0c || c == 0x3002 || c == 0x3001 || c == 0xff1b || c == 0xff1a || c == 0xff1f ||
         c == 0xff01;
}

static gboolean
is_cry (gunichar c)
{
  return c == 0xff1f || c == 0xff01;
}

/* The mark to keep of a run: the one that ends most. */
static gunichar
strongest (const Points *self, guint start, guint end)
{
  static const char order[] = "！？。；：，、";
  const char *best = NULL;

  for (guint i = start; i < end; i++)
    {
      const char *place = g_utf8_strchr (order, -1, self->chars->chars[i]);

      if (place != NULL && (best == NULL || place < best))
        best = place;
    }
  return best != NULL ? g_utf8_get_char (best) : self->chars->chars[start];
}

static guint
check_repeated (Points *self, guint i)
{
  guint end = run_end (self, i, is_point);
  gboolean cries = TRUE;
  char fix[8] = { 0 };

  if (end - i < 2)
    return i;
  for (guint k = i; k < end; k++)
    cries &= is_cry (self->chars->chars[k]);
  if (cries && end - i <= 3)
    return end;
  if (cries)
    {
      g_autofree char *three = galley_chars_dup (self->chars, i, i + 3);

      report (self, RULE_REPEATED, i, end, three);
      return end;
    }
  g_unichar_to_utf8 (strongest (self, i, end), fix);
  report (self, RULE_REPEATED, i, end, fix);
  return end;
}

/* --- P29 ---------------------------------------------------------------------------------------------------------- */

#define SPLIT_MAX 24

/* 从“A向B”转变: the words that join two quotations, and what must follow for them to be two. */
static const struct
{
  const char *before; /* characters one of which stands before the quotation */
  const char *joint;
  const char *after; /* words one of which follows it, parted by '|' */
} splits[] = {
  { "从由", "向",
    "转变|转型|转化|转换|迈进|升级|跃升|跨越|延伸|拓展|过渡|发展|转移|转身|的转变|的转型|的转化|的跨越|"
    "的升级|的跃升" },
  { "从由", "到", "转变|转型|的转变|的转型|的转化|的跨越|的升级|的跃升|的蝶变|的嬗变" },
  { "变由将把", "变为", "" },
  { "将把", "作为", "" },
};

static gboolean
follows (const Points *self, guint at, const char *words)
{
  g_auto (GStrv) list = g_strsplit (words, "|", -1);

  if (*words == '\0')
    return at >= self->chars->n || self->chars->kinds[at] != GALLEY_CHAR_HAN;
  for (guint i = 0; list[i] != NULL; i++)
    {
      if (galley_chars_at (self->chars, at, list[i]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_plain_text (const Points *self, guint start, guint end)
{
  if (end < start + 2)
    return FALSE;
  for (guint i = start; i < end; i++)
    {
      GalleyCharKind kind = (GalleyCharKind) self->chars->kinds[i];

      if (kind == GALLEY_CHAR_POINT || kind == GALLEY_CHAR_OPEN || kind == GALLEY_CHAR_CLOSE)
        return FALSE;
    }
  return TRUE;
}

static gboolean
try_split (Points *self, guint open, guint close, guint s)
{
  guint length = (guint) g_utf8_strlen (splits[s].joint, -1);

  for (guint i = open + 3; i + length + 2 <= close; i++)
    {
      g_autofree char *left = NULL, *right = NULL, *fix = NULL;

      if (!galley_chars_at (self->chars, i, splits[s].joint) || !is_plain_text (self, open + 1, i) ||
          !is_plain_text (self, i + length, close))
        continue;
      left = galley_chars_dup (self->chars, open, i);
      right = galley_chars_dup (self->chars, i + length, close + 1);
      fix = g_strconcat (left, "”", splits[s].joint, "“", right, NULL);
      report (self, RULE_QUOTE_SPLIT, open, close + 1, fix);
      return TRUE;
    }
  return FALSE;
}

static void
check_split (Points *self, guint open)
{
  guint close = open + 1;

  while (close < self->chars->n && self->chars->chars[close] != 0x201d && close - open <= SPLIT_MAX)
    close++;
  if (open == 0 || close >= self->chars->n || self->chars->chars[close] != 0x201d)
    return;
  for (guint s = 0; s < G_N_ELEMENTS (splits); s++)
    {
      if (g_utf8_strchr (splits[s].before, -1, self->chars->chars[open - 1]) != NULL &&
          follows (self, close + 1, splits[s].after) && try_split (self, open, close, s))
        return;
    }
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

void
marks_check_block (const CheckerLook *look, GalleyBlock *block)
{
  Points self = { block, galley_protect_read (block), look };
  guint i = 0;

  if (!checker_is_prose (block))
    return;
  while (i < self.chars->n)
    {
      GalleyCharKind kind = (GalleyCharKind) self.chars->kinds[i];
      guint next = i;

      if (kind == GALLEY_CHAR_HAN || kind == GALLEY_CHAR_LATIN || kind == GALLEY_CHAR_DIGIT)
        {
          i++;
          continue;
        }
      next = check_ellipsis (&self, i);
      if (next == i)
        next = check_dash (&self, i);
      if (next == i)
        next = check_repeated (&self, i);
      if (self.chars->chars[i] == 0x201c)
        check_split (&self, i);
      i = MAX (next, i + 1);
    }
}
