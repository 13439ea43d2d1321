/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-numbers.h"

/* --- numbers ---------------------------------------------------------------------------------------------------- */

static char *
format_letter (guint number, char first)
{
  guint times = (number - 1) / 26 + 1;

  if (number == 0 || times > 30)
    return g_strdup_printf ("%u", number);
  return g_strnfill (times, (char) (first + (char) ((number - 1) % 26)));
}

static char *
format_roman (guint number, gboolean upper)
{
  static const struct
  {
    guint value;
    const char *sign;
  } steps[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" },
                { 90, "xc" },  { 50, "l" },   { 40, "xl" }, { 10, "x" },   { 9, "ix" },
                { 5, "v" },    { 4, "iv" },   { 1, "i" } };
  g_autoptr (GString) out = g_string_new (NULL);

  if (number == 0 || number > 4999)
    return g_strdup_printf ("%u", number);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      for (; number >= steps[i].value; number -= steps[i].value)
        g_string_append (out, steps[i].sign);
    }
  return upper ? g_ascii_strup (out->str, -1) : g_strdup (out->str);
}

static const char *const plain_digits[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
static const char *const legal_digits[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

static char *
format_chinese (guint number, gboolean legal)
{
  static const char *const plain_units[] = { "千", "百", "十", "" };
  static const char *const legal_units[] = { "仟", "佰", "拾", "" };
  GString *out;
  gboolean gap = FALSE;

  if (number == 0 || number > 9999)
    return g_strdup_printf ("%u", number);
  out = g_string_new (NULL);
  for (guint i = 0, unit = 1000; i < 4; i++, unit /= 10)
    {
      guint digit = number / unit % 10;

      if (digit == 0)
        {
          gap = out->len > 0;
          continue;
        }
      if (gap)
        g_string_append (out, "零");
      gap = FALSE;
      /* 十二, not 一十二. */
      if (legal || digit != 1 || unit != 10 || out->len > 0)
        g_string_append (out, legal ? legal_digits[digit] : plain_digits[digit]);
      g_string_append (out, legal ? legal_units[i] : plain_units[i]);
    }
  return g_string_free (out, FALSE);
}

/* Each decimal digit by its own sign. */
static char *
format_digits (guint number, gboolean chinese)
{
  g_autofree char *digits = g_strdup_printf ("%u", number);
  GString *out = g_string_new (NULL);

  for (const char *p = digits; *p != '\0'; p++)
    {
      if (chinese)
        g_string_append (out, plain_digits[*p - '0']);
      else
        g_string_append_unichar (out, 0xff10 + (gunichar) (*p - '0'));
    }
  return g_string_free (out, FALSE);
}

static char *
format_circled (guint number)
{
  gunichar c = number >= 1 && number <= 20    ? 0x2460 + number - 1
               : number >= 21 && number <= 35 ? 0x3251 + number - 21
               : number >= 36 && number <= 50 ? 0x32b1 + number - 36
                                              : 0;
  char utf8[7] = { 0 };

  if (c == 0)
    return g_strdup_printf ("%u", number);
  g_unichar_to_utf8 (c, utf8);
  return g_strdup (utf8);
}

static char *
format_cycle (guint number, const char *const *signs, guint n)
{
  return number >= 1 && number <= n ? g_strdup (signs[number - 1]) : g_strdup_printf ("%u", number);
}

static char *
format_ordinal (guint number)
{
  static const char *const ends[] = { "th", "st", "nd", "rd" };
  guint last = number % 100 >= 11 && number % 100 <= 13 ? 0 : number % 10;

  return g_strdup_printf ("%u%s", number, ends[last < 4 ? last : 0]);
}

char *
galley_number_format (guint number, GalleyNumberFormat format)
{
  static const char *const stems[] = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸" };
  static const char *const branches[] = { "子", "丑", "寅", "卯", "辰", "巳",
                                          "午", "未", "申", "酉", "戌", "亥" };

  switch (format)
    {
    case GALLEY_NUMBER_DECIMAL_ZERO:
      return g_strdup_printf ("%02u", number);
    case GALLEY_NUMBER_LOWER_LETTER:
      return format_letter (number, 'a');
    case GALLEY_NUMBER_UPPER_LETTER:
      return format_letter (number, 'A');
    case GALLEY_NUMBER_LOWER_ROMAN:
      return format_roman (number, FALSE);
    case GALLEY_NUMBER_UPPER_ROMAN:
      return format_roman (number, TRUE);
    case GALLEY_NUMBER_CHINESE:
      return format_chinese (number, FALSE);
    case GALLEY_NUMBER_CHINESE_LEGAL:
      return format_chinese (number, TRUE);
    case GALLEY_NUMBER_CHINESE_DIGIT:
      return format_digits (number, TRUE);
    case GALLEY_NUMBER_CIRCLED:
      return format_circled (number);
    case GALLEY_NUMBER_FULL_WIDTH:
      return format_digits (number, FALSE);
    case GALLEY_NUMBER_STEM:
      return format_cycle (number, stems, G_N_ELEMENTS (stems));
    case GALLEY_NUMBER_BRANCH:
      return format_cycle (number, branches, G_N_ELEMENTS (branches));
    case GALLEY_NUMBER_ORDINAL:
      return format_ordinal (number);
    case GALLEY_NUMBER_NONE:
      return g_strdup ("");
    case GALLEY_NUMBER_DECIMAL:
    default:
      return g_strdup_printf ("%u", number);
    }
}

gboolean
galley_number_is_chinese (GalleyNumberFormat format)
{
  return format == GALLEY_NUMBER_CHINESE || format == GALLEY_NUMBER_CHINESE_LEGAL ||
         format == GALLEY_NUMBER_CHINESE_DIGIT || format == GALLEY_NUMBER_STEM ||
         format == GALLEY_NUMBER_BRANCH;
}
