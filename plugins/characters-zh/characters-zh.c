/* SPDX-License-Identifier: GPL-3.0-or-later */
/* characters-zh — C01 to C06: characters that should not stand in simplified copy, or are not what they look like. */

#include "config.h"

#include "galley-protect.h"

#include "../common/checker-plugin.h"
#include "han.h"

enum
{
  RULE_OUTSIDE,
  RULE_TRADITIONAL,
  RULE_ARTICLE,
  RULE_VARIANT,
  RULE_INVISIBLE,
  RULE_COMPATIBLE,
  RULE_LOOKS_LIKE,
};

#define TABLE "《通用规范汉字表》(2013)"

static const GalleyRule fields[] = {
  [RULE_OUTSIDE] = { "CN.CHAR.C01", N_ ("Character outside the standard table"), TABLE, "字",
                     GALLEY_SEVERITY_WARNING,
                     N_ ("The character is not among the 8,105 of the table; names and old texts may hold "
                         "it"),
                     "㗎", NULL, 1, FALSE },
  [RULE_TRADITIONAL] = { "CN.CHAR.C02", N_ ("Traditional character"), TABLE, "字", GALLEY_SEVERITY_ERROR,
                         N_ ("Simplified copy takes the simplified form"), "經济发展", "经济发展", 1, TRUE },
  [RULE_ARTICLE] = { "CN.CHAR.C02.ARTICLE", N_ ("Text in traditional characters"), TABLE, "字",
                     GALLEY_SEVERITY_WARNING, N_ ("The whole text is written in traditional characters"),
                     "經濟發展", "经济发展", 1, FALSE },
  [RULE_VARIANT] = { "CN.CHAR.C03", N_ ("Variant character"), "《第一批异体字整理表》", "字",
                     GALLEY_SEVERITY_ERROR, N_ ("The variant form gave way to the standard one"), "崑曲",
                     "昆曲", 1, TRUE },
  [RULE_INVISIBLE] = { "CN.CHAR.C04", N_ ("Invisible or private character"), "GB 18030-2022", "字",
                       GALLEY_SEVERITY_ERROR,
                       N_ ("The character cannot be seen, or means something on one machine only"),
                       "大\xe2\x80\x8b会", "大会", 1, TRUE },
  [RULE_COMPATIBLE] = { "CN.CHAR.C05", N_ ("Compatibility character"), "GB 18030-2022", "字",
                        GALLEY_SEVERITY_ERROR, N_ ("The character only looks like the one that is meant"),
                        "⼈民", "人民", 1, TRUE },
  [RULE_LOOKS_LIKE] = { "CN.CHAR.C06", N_ ("Look-alike character"), "GB 18030-2022", "字",
                        GALLEY_SEVERITY_ERROR, N_ ("The character belongs to another script or use"),
                        "人ロ普查", "人口普查", 1, TRUE },
};

/* --- C04 ---------------------------------------------------------------------------------------------------------- */

static gboolean
is_invisible (gunichar c)
{
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x2064) ||
         c == 0xfeff || c == 0xad || (c >= 0x80 && c <= 0x9f) || (c < 0x20 && c != '\t');
}

static gboolean
is_private (gunichar c)
{
  return (c >= 0xe000 && c <= 0xf8ff) || c == 0xfffd || (c >= 0xf0000 && c <= 0x10fffd);
}

/* --- C05, C06 ----------------------------------------------------------------------------------------------------- */

static gboolean
is_compatible (gunichar c)
{
  return (c >= 0x2e80 && c <= 0x2fdf) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xff66 && c <= 0xff9f) ||
         (c >= 0xfb00 && c <= 0xfb06) || (c >= 0x2f800 && c <= 0x2fa1f);
}

/* Letters of other alphabets that pass for Latin ones. */
static gunichar
latin_of (gunichar c)
{
  static const struct
  {
    gunichar like;
    char latin;
  } pairs[] = {
    { 0x0410, 'A' }, { 0x0412, 'B' }, { 0x0415, 'E' }, { 0x041a, 'K' }, { 0x041c, 'M' }, { 0x041d, 'H' },
    { 0x041e, 'O' }, { 0x0420, 'P' }, { 0x0421, 'C' }, { 0x0422, 'T' }, { 0x0425, 'X' }, { 0x0430, 'a' },
    { 0x0435, 'e' }, { 0x043e, 'o' }, { 0x0440, 'p' }, { 0x0441, 'c' }, { 0x0443, 'y' }, { 0x0445, 'x' },
    { 0x0456, 'i' }, { 0x0391, 'A' }, { 0x0392, 'B' }, { 0x0395, 'E' }, { 0x0397, 'H' }, { 0x0399, 'I' },
    { 0x039a, 'K' }, { 0x039c, 'M' }, { 0x039d, 'N' }, { 0x039f, 'O' }, { 0x03a1, 'P' }, { 0x03a4, 'T' },
    { 0x03a7, 'X' }, { 0x03bf, 'o' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (pairs[i].like == c)
        return (gunichar) pairs[i].latin;
    }
  return 0;
}

/* Kana that pass for a Han character when they stand alone between two. */
static const char *
han_of (gunichar c)
{
  switch (c)
    {
    case 0x30ed: /* ロ */
      return "口";
    case 0x30cb: /* ニ */
      return "二";
    case 0x30fc: /* ー */
      return "一";
    case 0x30a8: /* エ */
      return "工";
    case 0x30ab: /* カ */
      return "力";
    case 0x30cf: /* ハ */
      return "八";
    case 0x30c8: /* ト */
      return "卜";
    case 0x30bf: /* タ */
      return "夕";
    default:
      return NULL;
    }
}

static gboolean
is_ascii_letter (const GalleyChars *chars, guint i)
{
  return i < chars->n && chars->chars[i] < 0x80 && chars->kinds[i] == GALLEY_CHAR_LATIN;
}

/* Radicals that Unicode gives no plain form, though PDF readers put them out for it. */
static const char *
radical_of (gunichar c)
{
  static const struct
  {
    gunichar radical;
    const char *plain;
  } pairs[] = {
    { 0x2e81, "厂" }, { 0x2e9f, "母" }, { 0x2ea0, "民" }, { 0x2ec4, "西" }, { 0x2ec5, "见" },
    { 0x2ec6, "角" }, { 0x2ec9, "贝" }, { 0x2ecb, "车" }, { 0x2ed3, "长" }, { 0x2ed4, "门" },
    { 0x2ed8, "青" }, { 0x2eda, "页" }, { 0x2edb, "风" }, { 0x2edc, "飞" }, { 0x2edd, "食" },
    { 0x2ee2, "马" }, { 0x2ee3, "骨" }, { 0x2ee4, "鬼" }, { 0x2ee5, "鱼" }, { 0x2ee6, "鸟" },
    { 0x2ee9, "黄" }, { 0x2eec, "齐" }, { 0x2ef0, "龙" }, { 0x2ef3, "龟" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      if (pairs[i].radical == c)
        return pairs[i].plain;
    }
  return NULL;
}

static void
look_at_letter (const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars, guint i)
{
  gunichar latin = latin_of (chars->chars[i]);
  char fix[2] = { (char) latin, '\0' };

  if (latin != 0 && (is_ascii_letter (chars, i + 1) || (i > 0 && is_ascii_letter (chars, i - 1))))
    checker_report (look, RULE_LOOKS_LIKE, block, i, i + 1, NULL, fix);
}

static void
look_at_kana (const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars, guint i)
{
  const char *han = han_of (chars->chars[i]);

  if (han != NULL && i > 0 && chars->kinds[i - 1] == GALLEY_CHAR_HAN &&
      chars->kinds[i + 1] == GALLEY_CHAR_HAN)
    checker_report (look, RULE_LOOKS_LIKE, block, i, i + 1, NULL, han);
}

static void
look_at_odd (const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars, guint i)
{
  gunichar c = chars->chars[i];

  if (is_invisible (c))
    {
      /* Zero-width joiners hold emoji together. */
      if (c != 0x200d || (i > 0 && chars->kinds[i - 1] == GALLEY_CHAR_HAN))
        checker_report (look, RULE_INVISIBLE, block, i, i + 1, NULL, "");
    }
  else if (is_private (c))
    {
      checker_report (look, RULE_INVISIBLE, block, i, i + 1, NULL, NULL);
    }
  else if (is_compatible (c))
    {
      g_autofree char *own = galley_chars_dup (chars, i, i + 1);
      g_autofree char *plain = g_utf8_normalize (own, -1, G_NORMALIZE_NFKC);

      checker_report (look, RULE_COMPATIBLE, block, i, i + 1, NULL,
                      g_str_equal (own, plain) ? radical_of (c) : plain);
    }
}

static void
look_at_block (const CheckerLook *look, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);

  for (guint i = 0; i < chars->n; i++)
    {
      gunichar c = chars->chars[i];

      if (c < 0x80 ? c >= 0x20 : c >= 0x4e00 && c <= 0x9fff)
        continue;
      if (chars->kinds[i] == GALLEY_CHAR_LATIN)
        look_at_letter (look, block, chars, i);
      else if (chars->kinds[i] == GALLEY_CHAR_KANA && c >= 0x30a0 && c <= 0x30ff)
        look_at_kana (look, block, chars, i);
      else
        look_at_odd (look, block, chars, i);
    }
}

/* --- C01, C02, C03 ------------------------------------------------------------------------------------------------ */

/* From this share of traditional characters on, the article is written in them. */
#define TRADITIONAL_SHARE 10

typedef struct
{
  guint han;
  guint odd; /* outside the table */
  guint traditional;
} Count;

static Count
count_article (GalleyArticle *article)
{
  Count count = { 0, 0, 0 };

  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      const GalleyChars *chars = galley_protect_read (galley_article_get_block (article, b));

      for (guint i = 0; i < chars->n; i++)
        {
          gunichar becomes;
          HanKind kind;

          if (chars->kinds[i] != GALLEY_CHAR_HAN)
            continue;
          count.han++;
          kind = han_look_up (chars->chars[i], &becomes);
          count.odd += kind != HAN_STANDARD;
          count.traditional += kind == HAN_TRADITIONAL;
        }
    }
  return count;
}

/* Two to four characters between marks are a name more often than not: 记者周輖, 王某、马飚、李某. */
#define SHORT_RUN 4

static gboolean
may_be_name (const GalleyChars *chars, guint i)
{
  guint start = i, end = i + 1;

  while (start > 0 && chars->kinds[start - 1] == GALLEY_CHAR_HAN && end - start <= SHORT_RUN)
    start--;
  while (chars->kinds[end] == GALLEY_CHAR_HAN && end - start <= SHORT_RUN)
    end++;
  return end - start >= 2 && end - start <= SHORT_RUN;
}

static void
report_outside (const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars, guint i)
{
  GalleyRule *rule = g_ptr_array_index (look->rules, RULE_OUTSIDE);
  GalleyFinding *finding = galley_finding_new (rule, block, i, i + 1, rule->why, NULL);

  if (may_be_name (chars, i))
    galley_finding_set_severity (finding, GALLEY_SEVERITY_HINT);
  galley_report_take (look->report, finding);
}

static void
look_at_forms (const CheckerLook *look, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);

  for (guint i = 0; i < chars->n; i++)
    {
      gunichar becomes = 0;
      HanKind kind = chars->kinds[i] == GALLEY_CHAR_HAN && chars->chars[i] >= 0x3400
                         ? han_look_up (chars->chars[i], &becomes)
                         : HAN_STANDARD;
      char fix[8] = { 0 };

      if (kind == HAN_STANDARD || (chars->marks[i] & (GALLEY_PROTECT_TITLE | GALLEY_PROTECT_CODE)))
        continue;
      if (kind != HAN_TRADITIONAL && kind != HAN_VARIANT)
        {
          report_outside (look, block, chars, i);
          continue;
        }
      if (becomes != 0)
        g_unichar_to_utf8 (becomes, fix);
      checker_report (look, kind == HAN_TRADITIONAL ? RULE_TRADITIONAL : RULE_VARIANT, block, i, i + 1, NULL,
                      becomes != 0 ? fix : NULL);
    }
}

static void
look_at_article (const CheckerLook *look, GalleyArticle *article)
{
  Count count = count_article (article);

  if (count.odd == 0)
    return;
  if (count.traditional > 3 && count.traditional * 100 > count.han * TRADITIONAL_SHARE)
    {
      GalleyBlock *first = galley_article_get_block (article, 0);

      checker_report (look, RULE_ARTICLE, first, 0, galley_block_get_length (first), NULL, NULL);
      return;
    }
  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);

      if (checker_is_prose (block))
        look_at_forms (look, block);
    }
}

static const CheckerPlan plan = {
  .module = "characters-zh",
  .language = "zh",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .block = look_at_block,
  .article = look_at_article,
};

CHECKER_PLUGIN (CharactersCheckerZh, characters_checker_zh, plan)
