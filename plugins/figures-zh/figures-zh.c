/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures-zh — A01 to A04: what the numbers of a sentence say about each other. Only forms that leave no doubt are
 * reckoned: a wrong alarm about a sum costs more trust than a sum that was not checked. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-protect.h"

#include "../common/checker-plugin.h"
#include "../common/checker-words.h"

enum
{
  RULE_PARTS,
  RULE_LIST,
  RULE_GROWTH,
  RULE_SIGN,
  RULE_TWICE,
};

static const GalleyRule fields[] = {
  [RULE_PARTS] = { "CN.ARITH.A01", N_ ("Parts do not make the total"), "算术", "事实", GALLEY_SEVERITY_ERROR,
                   N_ ("The parts do not add up to the total"), "共12人，其中男5人、女6人",
                   "共11人，其中男5人、女6人", 1, FALSE },
  [RULE_LIST] = { "CN.ARITH.A02", N_ ("List does not fit its count"), "算术", "事实", GALLEY_SEVERITY_ERROR,
                  N_ ("More are named than are counted"), "甲市、乙市、丙市、丁市等3市",
                  "甲市、乙市、丙市、丁市等4市", 1, FALSE },
  [RULE_GROWTH] = { "CN.ARITH.A03", N_ ("Growth does not fit its values"), "算术", "事实",
                    GALLEY_SEVERITY_WARNING,
                    N_ ("Reckoned from the two values, the percentage comes out otherwise"),
                    "由100万元增至150万元，增长30%", "由100万元增至150万元，增长50%", 1, FALSE },
  [RULE_SIGN] = { "CN.ARITH.A03.SIGN", N_ ("Rise or fall against its values"), "算术", "事实",
                  GALLEY_SEVERITY_WARNING, N_ ("The word says rise, the values fall, or the other way round"),
                  "由100万元增至80万元", "由100万元降至80万元", 1, FALSE },
  [RULE_TWICE] = { "CN.ARITH.A04", N_ ("One figure told in two ways"), "新闻惯例", "事实",
                   GALLEY_SEVERITY_WARNING,
                   N_ ("Headline and text give different figures for the same thing"),
                   "办案97件 / 办理案件79件", NULL, 1, FALSE },
};

/* A number with what stands behind it: 1,286.5万 人. */
typedef struct
{
  guint start;
  guint end; /* behind the unit */
  double value;
  guint unit; /* where the unit begins */
  gboolean percent;
} Figure;

typedef struct
{
  const CheckerLook *look;
  GalleyBlock *block;
  const GalleyChars *chars;
} Sums;

static double
scale_of (gunichar c)
{
  return c == 0x4e07 ? 1e4 : c == 0x4ebf ? 1e8 : 1; /* 万 亿 */
}

/* Reads the number at @i; FALSE where none begins there. */
static gboolean
read_figure (const GalleyChars *chars, guint i, Figure *figure)
{
  g_autoptr (GString) digits = NULL;
  guint at = i;

  if (chars->kinds[i] != GALLEY_CHAR_DIGIT ||
      (i > 0 && (chars->kinds[i - 1] == GALLEY_CHAR_DIGIT || chars->chars[i - 1] == '.' ||
                 chars->kinds[i - 1] == GALLEY_CHAR_LATIN || chars->chars[i - 1] == '-')))
    return FALSE;
  digits = g_string_new (NULL);
  for (; at < chars->n; at++)
    {
      gunichar c = chars->chars[at];
      gboolean inside = chars->kinds[at + 1] == GALLEY_CHAR_DIGIT;

      if (chars->kinds[at] == GALLEY_CHAR_DIGIT || (c == '.' && inside))
        g_string_append_c (digits, (gchar) c);
      else if (c != ',' || !inside || !(chars->marks[at] & GALLEY_PROTECT_NUMBER))
        break;
    }
  *figure = (Figure){ i, at, g_ascii_strtod (digits->str, NULL), at, FALSE };
  if (chars->chars[at] == '%' || chars->chars[at] == 0xff05)
    {
      figure->percent = TRUE;
      figure->end = figure->unit = at + 1;
      return TRUE;
    }
  if (scale_of (chars->chars[at]) > 1)
    {
      figure->value *= scale_of (chars->chars[at]);
      at++;
    }
  figure->unit = figure->end = at;
  return TRUE;
}

static gboolean
is_point (gunichar c)
{
  return g_utf8_strchr ("，。；：！？、,;", -1, c) != NULL;
}

/* The next number at or behind @i and before @end. */
static gboolean
next_figure (const GalleyChars *chars, guint i, guint end, Figure *figure)
{
  for (; i < end; i++)
    {
      if (read_figure (chars, i, figure))
        return TRUE;
    }
  return FALSE;
}

static gboolean
same_unit (const GalleyChars *chars, const Figure *a, const Figure *b)
{
  gunichar one = chars->chars[a->unit], two = chars->chars[b->unit];

  return a->percent == b->percent && (a->percent || (one == two && chars->kinds[a->unit] == GALLEY_CHAR_HAN));
}

/* “余” “多” and their like make a number a guess: nothing is reckoned from it. */
static gboolean
is_guess (const GalleyChars *chars, const Figure *figure)
{
  gunichar c = chars->chars[figure->unit], before = figure->start > 0 ? chars->chars[figure->start - 1] : 0;

  return c == 0x4f59 || c == 0x591a || c == 0x51e0 || g_utf8_strchr ("约近超过逾达上", -1, before) != NULL;
}

static guint
sentence_end (const GalleyChars *chars, guint i)
{
  while (i < chars->n &&
         (chars->kinds[i] != GALLEY_CHAR_POINT || g_utf8_strchr ("。！？；", -1, chars->chars[i]) == NULL))
    i++;
  return i;
}

static guint
sentence_start (const GalleyChars *chars, guint i)
{
  while (i > 0 && g_utf8_strchr ("。！？；", -1, chars->chars[i - 1]) == NULL)
    i--;
  return i;
}

/* --- A01 ---------------------------------------------------------------------------------------------------------- */

/* “共12人，其中男5人、女6人”: every figure of the clause has the total's unit, each with a name of its own before it, and the
 * clause is over with them. Parts may be fewer than the whole only where the sentence does not name two sides of it. */
static void
check_parts (const Sums *self, guint at)
{
  const GalleyChars *chars = self->chars;
  guint start = sentence_start (chars, at), end = sentence_end (chars, at), n = 0;
  Figure total = { 0 }, figure;
  double sum = 0;
  gboolean both;

  for (guint i = start; next_figure (chars, i, at, &figure); i = figure.end)
    total = figure;
  if (total.end == 0 || total.percent || is_guess (chars, &total) || at - total.unit > 4 ||
      !checker_words_within (chars, total.start > 3 ? total.start - 3 : 0, total.start, "共|计"))
    return;
  for (guint i = at; next_figure (chars, i, end, &figure); i = figure.end)
    {
      if (!same_unit (chars, &total, &figure) || is_guess (chars, &figure))
        return;
      sum += figure.value;
      n++;
    }
  both = (checker_words_within (chars, at, end, "男") && checker_words_within (chars, at, end, "女")) ||
         checker_words_within (chars, at, end, "其余|另外|另");
  if (n < 2 || (sum <= total.value + 0.5 && !both) || fabs (sum - total.value) < 0.5)
    return;
  checker_report (self->look, RULE_PARTS, self->block, total.start, total.unit + 1, NULL, NULL);
}

/* “分别占60%、30%、20%”: percentages of one whole that pass a hundred. */
static void
check_shares (const Sums *self, guint at)
{
  guint end = at;
  double sum = 0;
  guint n = 0;
  Figure figure;

  while (end < self->chars->n && (self->chars->chars[end] == 0x3001 || !is_point (self->chars->chars[end])))
    end++;
  for (guint i = at; next_figure (self->chars, i, end, &figure); i = figure.end)
    {
      if (!figure.percent)
        return;
      sum += figure.value;
      n++;
    }
  if (n >= 2 && sum > 100.5)
    checker_report (self->look, RULE_PARTS, self->block, at, end, NULL, NULL);
}

/* --- A02 ---------------------------------------------------------------------------------------------------------- */

#define ITEM_MAX 14

static guint
chinese_number (gunichar c)
{
  static const char digits[] = "一二三四五六七八九十";
  const char *at = g_utf8_strchr (digits, -1, c);

  if (c == 0x4e24) /* 两 */
    return 2;
  return at != NULL && c != 0 ? (guint) g_utf8_pointer_to_offset (digits, at) + 1 : 0;
}

/* “甲、乙、丙等2家”: how many are named, counted backwards from 等. */
static guint
count_items (const GalleyChars *chars, guint at)
{
  guint n = 1, length = 0;

  for (guint i = at; i-- > 0;)
    {
      gunichar c = chars->chars[i];

      if (chars->kinds[i] == GALLEY_CHAR_CLOSE || chars->kinds[i] == GALLEY_CHAR_OPEN || c == '(' || c == ')')
        return 0;
      if (c == 0x3001) /* 、 */
        {
          if (length == 0)
            return 0;
          n++;
          length = 0;
          continue;
        }
      if (is_point (c) || ++length > ITEM_MAX)
        return n;
      if (length > 1 && g_utf8_strchr ("和与及或", -1, c) != NULL)
        return 0;
    }
  return n;
}

static void
check_list (const Sums *self, guint at)
{
  const GalleyChars *chars = self->chars;
  guint items, count = 0, number = at + 1;
  Figure figure;
  g_autofree char *message = NULL;

  if (number < chars->n && read_figure (chars, number, &figure))
    {
      count = figure.percent ? 0 : (guint) figure.value;
      number = figure.end;
    }
  else if (number + 1 < chars->n && chinese_number (chars->chars[number + 1]) == 0)
    {
      count = chinese_number (chars->chars[number]);
      number++;
    }
  if (count < 2 || count > 30 || number >= chars->n ||
      g_utf8_strchr ("个家名位市县区省国地所种项类", -1, chars->chars[number]) == NULL)
    return;
  items = count_items (chars, at);
  if (items <= count || items < 3)
    return;
  message = g_strdup_printf (_ ("%u are named, but %u are counted"), items, count);
  checker_report (self->look, RULE_LIST, self->block, at, number + 1, message, NULL);
}

/* --- A03 ---------------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *word;
  gint sign;
} turns[] = {
  { "增至", 1 },    { "增加到", 1 },  { "增长到", 1 },  { "上升到", 1 },  { "提高到", 1 },  { "上升至", 1 },
  { "提高至", 1 },  { "增加至", 1 },  { "增长至", 1 },  { "降至", -1 },   { "下降到", -1 }, { "减少到", -1 },
  { "降低到", -1 }, { "下降至", -1 }, { "减少至", -1 }, { "降低至", -1 }, { "减至", -1 },
};

/* The percentage that the sentence gives for the change, looked for in the next clause. */
static gboolean
find_percent (const GalleyChars *chars, guint from, Figure *percent, gint *sign)
{
  guint end = sentence_end (chars, from);

  if (from >= end || !is_point (chars->chars[from]) ||
      !next_figure (chars, from, MIN (end, from + 12), percent) || !percent->percent)
    return FALSE;
  *sign = checker_words_within (chars, from, percent->start, "增长|增加|提高|上升|增幅|涨幅|升幅") ? 1
          : checker_words_within (chars, from, percent->start, "下降|减少|降低|降幅|跌幅")         ? -1
                                                                                                   : 0;
  return *sign != 0 && !checker_words_within (chars, from, percent->start, "年均|月均|占|环比|其中");
}

static void
check_turn (const Sums *self, guint at, guint t)
{
  const GalleyChars *chars = self->chars;
  guint start = sentence_start (chars, at), word = (guint) g_utf8_strlen (turns[t].word, -1);
  Figure from = { 0 }, to, percent, figure;
  double real;
  gint sign;

  for (guint i = start; next_figure (chars, i, at, &figure); i = figure.end)
    from = figure;
  if (from.end == 0 || at - from.unit > 6 ||
      !checker_words_within (chars, from.start > 10 ? from.start - 10 : 0, from.start, "由|从") ||
      !read_figure (chars, at + word, &to) || is_guess (chars, &from) || is_guess (chars, &to) ||
      !same_unit (chars, &from, &to) || from.value <= 0)
    return;
  if ((to.value - from.value) * turns[t].sign < 0)
    {
      checker_report (self->look, RULE_SIGN, self->block, at, to.unit, NULL, NULL);
      return;
    }
  real = fabs (to.value - from.value) / from.value * 100;
  for (guint i = to.unit; i < chars->n && i < to.unit + 4; i++)
    {
      g_autofree char *fix = NULL;

      if (!is_point (chars->chars[i]) || from.percent || !find_percent (chars, i, &percent, &sign))
        continue;
      if (fabs (real - percent.value) <= 0.5 + 0.01 * real)
        return;
      fix = g_strdup_printf ("%.1f%%", real);
      checker_report (self->look, RULE_GROWTH, self->block, percent.start, percent.end, NULL, fix);
      return;
    }
}

static void
look_at_block (const CheckerLook *look, GalleyBlock *block)
{
  Sums self = { look, block, galley_protect_read (block) };

  if (!checker_is_prose (block))
    return;
  for (guint i = 0; i < self.chars->n; i++)
    {
      gunichar c = self.chars->chars[i];

      if (c == 0x7b49) /* 等 */
        check_list (&self, i);
      else if (c == 0x5176 && galley_chars_at (self.chars, i, "其中"))
        check_parts (&self, i);
      else if (c == 0x5206 && galley_chars_at (self.chars, i, "分别占"))
        check_shares (&self, i);
      else if (c == 0x589e || c == 0x4e0a || c == 0x63d0 || c == 0x964d || c == 0x4e0b || c == 0x51cf)
        {
          for (guint t = 0; t < G_N_ELEMENTS (turns); t++)
            {
              if (galley_chars_at (self.chars, i, turns[t].word))
                check_turn (&self, i, t);
            }
        }
    }
}

/* --- A04 ---------------------------------------------------------------------------------------------------------- */

/* The noun around a figure, which says what is counted: up to this many characters after the unit. */
#define NOUN 2

/* “79件” in the headline and “97件” in the text: the same digits in another order, with the same unit and noun. Figures that
 * differ otherwise may well be two things. */
static gboolean
is_transposed (const Figure *a, const Figure *b)
{
  char one[32], two[32];
  guint counts[256] = { 0 };

  g_snprintf (one, sizeof one, "%.10g", a->value);
  g_snprintf (two, sizeof two, "%.10g", b->value);
  if (strlen (one) != strlen (two) || strlen (one) < 2 || strcmp (one, two) == 0)
    return FALSE;
  for (guint i = 0; one[i] != '\0'; i++)
    {
      counts[(guchar) one[i]]++;
      counts[(guchar) two[i]] += 256;
    }
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      if (counts[i] % 256 != counts[i] / 256)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_noun (const GalleyChars *a, const Figure *one, const GalleyChars *b, const Figure *two)
{
  /* What a percentage is of stands before it. */
  if (one->percent && two->percent)
    return one->start >= NOUN && two->start >= NOUN &&
           memcmp (a->chars + one->start - NOUN, b->chars + two->start - NOUN, NOUN * sizeof (gunichar)) == 0;
  if (a->kinds[one->unit] != GALLEY_CHAR_HAN)
    return FALSE;
  for (guint i = 0; i < NOUN; i++)
    {
      gunichar c = a->chars[MIN (one->unit + i, a->n)];

      if (i > 0 && (c == 0 || is_point (c) || a->kinds[one->unit + i] == GALLEY_CHAR_SPACE))
        return TRUE;
      if (c != b->chars[MIN (two->unit + i, b->n)] && i == 0)
        return FALSE;
    }
  return TRUE;
}

static void
compare_with_text (const CheckerLook *look, GalleyArticle *article, GalleyBlock *head, const Figure *figure)
{
  const GalleyChars *chars = galley_protect_read (head);
  GalleyBlock *odd_block = NULL;
  Figure odd = { 0 };
  g_autofree char *fix = NULL;

  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      const GalleyChars *text = galley_protect_read (block);
      Figure other;

      if (galley_role_is_head (galley_block_get_role (block)) || !checker_is_prose (block))
        continue;
      for (guint i = 0; next_figure (text, i, text->n, &other); i = other.end)
        {
          if (other.percent != figure->percent)
            continue;
          if (other.value == figure->value)
            return;
          if (odd_block == NULL && same_noun (chars, figure, text, &other) && is_transposed (figure, &other))
            {
              odd_block = block;
              odd = other;
            }
        }
    }
  if (odd_block == NULL)
    return;
  fix = galley_chars_dup (galley_protect_read (odd_block), odd.start, odd.unit);
  checker_report (look, RULE_TWICE, head, figure->start, figure->unit, NULL, fix);
}

static void
look_at_article (const CheckerLook *look, GalleyArticle *article)
{
  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      const GalleyChars *chars = galley_protect_read (block);
      Figure figure;

      if (!galley_role_is_head (galley_block_get_role (block)))
        continue;
      for (guint i = 0; next_figure (chars, i, chars->n, &figure); i = figure.end)
        {
          if (chars->chars[figure.unit] != 0x5e74 && chars->chars[figure.unit] != 0x6708 &&
              chars->chars[figure.unit] != 0x65e5) /* 年 月 日 */
            compare_with_text (look, article, block, &figure);
        }
    }
}

static const CheckerPlan plan = {
  .module = "figures-zh",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .block = look_at_block,
  .article = look_at_article,
};

CHECKER_PLUGIN (FiguresCheckerZh, figures_checker_zh, plan)
