/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pairs.c — P04: quotation marks, brackets and title marks that do not pair. The stack runs over the article, since a
 * quotation may run over paragraphs: each of them is then opened again, and only the last is closed (4.8.3.5). */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "marks.h"

#define WIDE_OPEN 0xff08 /* （ */

typedef struct
{
  gunichar open;
  GalleyBlock *block;
  guint at;
  gboolean at_start; /* the first mark of its paragraph */
} Open;

typedef struct
{
  const CheckerLook *look;
  GArray *stack; /* of Open */
} Pairs;

static gunichar
opener_of (gunichar close)
{
  switch (close)
    {
    case 0x201d: /* ” */
    case 0x2019: /* ’ */
    case 0x300b: /* 》 */
    case 0x3009: /* 〉 */
    case 0x3011: /* 】 */
    case 0x3015: /* 〕 */
    case 0x300d: /* 」 */
    case 0x300f: /* 』 */
    case 0xff3d: /* ］ */
      return close - (close == 0xff3d ? 2 : 1);
    case 0xff09: /* ） */
      return WIDE_OPEN;
    default:
      return 0;
    }
}

static gboolean
is_opener (gunichar c)
{
  return c == 0x201c || c == 0x2018 || c == 0x300a || c == 0x3008 || c == 0x3010 || c == 0x3014 ||
         c == 0x300c || c == 0x300e || c == 0xff3b || c == WIDE_OPEN;
}

static void
report_alone (Pairs *self, GalleyBlock *block, guint at, gboolean opens)
{
  g_autofree char *text = galley_block_dup_range (block, at, at + 1);
  g_autofree char *message = g_strdup_printf (
      opens ? _ ("“%s” opens here and is not closed") : _ ("“%s” closes what was not opened"), text);

  checker_report (self->look, RULE_PAIRS, block, at, at + 1, message, NULL);
}

static void
pop_unclosed (Pairs *self)
{
  const Open *open = &g_array_index (self->stack, Open, self->stack->len - 1);

  report_alone (self, open->block, open->at, TRUE);
  g_array_set_size (self->stack, self->stack->len - 1);
}

/* “1）” and “a)” number an item: nothing was opened. */
static gboolean
is_item_number (const GalleyChars *chars, guint i)
{
  guint start = i;

  if (chars->chars[i] != 0xff09)
    return FALSE;
  while (start > 0 &&
         (chars->kinds[start - 1] == GALLEY_CHAR_DIGIT || chars->kinds[start - 1] == GALLEY_CHAR_LATIN ||
          (chars->kinds[start - 1] == GALLEY_CHAR_HAN &&
           g_utf8_strchr ("一二三四五六七八九十", -1, chars->chars[start - 1]) != NULL)))
    start--;
  return start < i && i - start <= 3 &&
         (start == 0 || chars->kinds[start - 1] == GALLEY_CHAR_POINT ||
          chars->kinds[start - 1] == GALLEY_CHAR_SPACE);
}

/* The innermost open mark of that kind, counted from 1; 0 when none is open. */
static guint
find_open (Pairs *self, gunichar open)
{
  for (guint i = self->stack->len; i > 0; i--)
    {
      if (g_array_index (self->stack, Open, i - 1).open == open)
        return i;
    }
  return 0;
}

/* An apostrophe, or a prime: Don’t, 80’s, 5’. Behind a letter it closes what is open, where anything is. */
static gboolean
is_apostrophe (Pairs *self, const GalleyChars *chars, guint i)
{
  if (chars->chars[i] != 0x2019 || i == 0 ||
      (chars->kinds[i - 1] != GALLEY_CHAR_LATIN && chars->kinds[i - 1] != GALLEY_CHAR_DIGIT))
    return FALSE;
  return chars->kinds[i + 1] == GALLEY_CHAR_LATIN || find_open (self, 0x2018) == 0;
}

static void
open_mark (Pairs *self, GalleyBlock *block, gunichar c, guint at, gboolean at_start)
{
  guint before = find_open (self, c);
  Open open = { c, block, at, at_start };

  if (c == 0x201c && before == self->stack->len && before > 0)
    {
      const Open *older = &g_array_index (self->stack, Open, before - 1);

      /* The same quotation goes on in a new paragraph; else the one before was never closed. */
      if (at_start && older->block != block)
        g_array_set_size (self->stack, self->stack->len - 1);
      else if (older->block != block || !marks_quotes_nest (galley_protect_read (block)))
        pop_unclosed (self);
    }
  g_array_append_val (self->stack, open);
}

static void
close_mark (Pairs *self, GalleyBlock *block, gunichar opener, guint at)
{
  guint match = find_open (self, opener);

  if (match == 0)
    {
      report_alone (self, block, at, FALSE);
      return;
    }
  while (self->stack->len > match)
    pop_unclosed (self);
  g_array_set_size (self->stack, match - 1);
}

/* A narrow bracket pairs with a wide one, whose width is another rule's matter. By itself it may be anything: 1), ;-). */
static void
read_narrow (Pairs *self, const GalleyChars *chars, GalleyBlock *block, guint i)
{
  if (chars->chars[i] == ')' && find_open (self, WIDE_OPEN) != 0)
    close_mark (self, block, WIDE_OPEN, i);
  else if (chars->chars[i] == '(')
    {
      for (guint k = i + 1; k < chars->n; k++)
        {
          if (chars->chars[k] == ')' || chars->chars[k] == 0xff09)
            {
              open_mark (self, block, WIDE_OPEN, i, FALSE);
              return;
            }
        }
    }
}

static void
read_block (Pairs *self, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);
  gboolean text = FALSE;

  for (guint i = 0; i < chars->n; i++)
    {
      gunichar c = chars->chars[i], opener;

      if (c == '(' || c == ')')
        read_narrow (self, chars, block, i);
      else if (chars->kinds[i] == GALLEY_CHAR_OPEN && is_opener (c))
        {
          if (c == 0x2018 && find_open (self, 0x201c) == 0)
            marks_check_single (self->look, block, i);
          open_mark (self, block, c, i, !text);
        }
      else if (chars->kinds[i] == GALLEY_CHAR_CLOSE && (opener = opener_of (c)) != 0 &&
               !is_apostrophe (self, chars, i) && !is_item_number (chars, i))
        close_mark (self, block, opener, i);
      text |= chars->kinds[i] != GALLEY_CHAR_SPACE;
    }
}

static void
finish (Pairs *self)
{
  while (self->stack->len > 0)
    pop_unclosed (self);
}

/* Paragraphs of running text go on from one to the next; a headline or a caption stands alone. */
static gboolean
runs_on (GalleyRole role)
{
  return role == GALLEY_ROLE_BODY || role == GALLEY_ROLE_QUOTE;
}

static void
check_alone (const CheckerLook *look, GalleyBlock *block)
{
  Pairs pairs = { look, g_array_new (FALSE, FALSE, sizeof (Open)) };

  read_block (&pairs, block);
  finish (&pairs);
  g_array_unref (pairs.stack);
}

void
marks_check_pairs (const CheckerLook *look, GalleyArticle *article)
{
  Pairs pairs = { look, g_array_new (FALSE, FALSE, sizeof (Open)) };

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (!checker_is_prose (block))
        continue;
      if (runs_on (galley_block_get_role (block)))
        read_block (&pairs, block);
      else
        check_alone (look, block);
    }
  finish (&pairs);
  g_array_unref (pairs.stack);
}
