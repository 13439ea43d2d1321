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

/* --- the Symbol font -------------------------------------------------------------------------------------------- */

gunichar
galley_symbol_to_unicode (guint code)
{
  static const guint16 low[] = {
    0x0020, 0x0021, 0x2200, 0x0023, 0x2203, 0x0025, 0x0026, 0x220b, 0x0028, 0x0029, 0x2217, 0x002b,
    0x002c, 0x2212, 0x002e, 0x002f, 0x0030, 0x0031, 0x0032, 0x0033, 0x0034, 0x0035, 0x0036, 0x0037,
    0x0038, 0x0039, 0x003a, 0x003b, 0x003c, 0x003d, 0x003e, 0x003f, 0x2245, 0x0391, 0x0392, 0x03a7,
    0x0394, 0x0395, 0x03a6, 0x0393, 0x0397, 0x0399, 0x03d1, 0x039a, 0x039b, 0x039c, 0x039d, 0x039f,
    0x03a0, 0x0398, 0x03a1, 0x03a3, 0x03a4, 0x03a5, 0x03c2, 0x03a9, 0x039e, 0x03a8, 0x0396, 0x005b,
    0x2234, 0x005d, 0x22a5, 0x005f, 0x203e, 0x03b1, 0x03b2, 0x03c7, 0x03b4, 0x03b5, 0x03c6, 0x03b3,
    0x03b7, 0x03b9, 0x03d5, 0x03ba, 0x03bb, 0x03bc, 0x03bd, 0x03bf, 0x03c0, 0x03b8, 0x03c1, 0x03c3,
    0x03c4, 0x03c5, 0x03d6, 0x03c9, 0x03be, 0x03c8, 0x03b6, 0x007b, 0x007c, 0x007d, 0x223c
  };
  static const guint16 high[] = {
    0x20ac, 0x03d2, 0x2032, 0x2264, 0x2044, 0x221e, 0x0192, 0x2663, 0x2666, 0x2665, 0x2660, 0x2194,
    0x2190, 0x2191, 0x2192, 0x2193, 0x00b0, 0x00b1, 0x2033, 0x2265, 0x00d7, 0x221d, 0x2202, 0x2022,
    0x00f7, 0x2260, 0x2261, 0x2248, 0x2026, 0x23d0, 0x23af, 0x21b5, 0x2135, 0x2111, 0x211c, 0x2118,
    0x2297, 0x2295, 0x2205, 0x2229, 0x222a, 0x2283, 0x2287, 0x2284, 0x2282, 0x2286, 0x2208, 0x2209,
    0x2220, 0x2207, 0x00ae, 0x00a9, 0x2122, 0x220f, 0x221a, 0x22c5, 0x00ac, 0x2227, 0x2228, 0x21d4,
    0x21d0, 0x21d1, 0x21d2, 0x21d3, 0x25ca, 0x2329, 0x00ae, 0x00a9, 0x2122, 0x2211, 0x239b, 0x239c,
    0x239d, 0x23a1, 0x23a2, 0x23a3, 0x23a7, 0x23a8, 0x23a9, 0x23aa, 0x0000, 0x232a, 0x222b, 0x2320,
    0x23ae, 0x2321, 0x239e, 0x239f, 0x23a0, 0x23a4, 0x23a5, 0x23a6, 0x23ab, 0x23ac, 0x23ad
  };
  guint byte = code >= 0xf000 && code <= 0xf0ff ? code - 0xf000 : code;

  if (byte >= 0x20 && byte < 0x20 + G_N_ELEMENTS (low))
    return low[byte - 0x20];
  return byte >= 0xa0 && byte < 0xa0 + G_N_ELEMENTS (high) ? high[byte - 0xa0] : 0;
}
