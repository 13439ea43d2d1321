/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts — B01, B02: numbers and addresses that have a form, and the facts of the masthead. Furniture and ads are read too:
 * that is where they stand. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-protect.h"

#include "../common/checker-plugin.h"
#include "../common/checker-words.h"

enum
{
  RULE_PHONE,
  RULE_MAIL,
  RULE_URL,
  RULE_POSTCODE,
  RULE_CN,
  RULE_CN_LABEL,
  RULE_POST_CODE,
  RULE_PAGES,
  RULE_WEEKDAY,
};

static const GalleyRule fields[] = {
  [RULE_PHONE] = { "FACT.B01.PHONE", N_ ("Telephone number"), "GB/T 15279-2002", "事实",
                   GALLEY_SEVERITY_ERROR, N_ ("A number of this kind has another count of digits"),
                   "0577-612345", "0577-61234567", 1, FALSE },
  [RULE_MAIL] = { "FACT.B01.MAIL", N_ ("Mail address"), "RFC 5321", "事实", GALLEY_SEVERITY_ERROR,
                  N_ ("This is no complete mail address"), "news@paper", "news@paper.cn", 1, FALSE },
  [RULE_URL] = { "FACT.B01.URL", N_ ("Web address"), "RFC 3986", "事实", GALLEY_SEVERITY_ERROR,
                 N_ ("This is no complete web address"), "htpp://www.paper.cn", "http://www.paper.cn", 1,
                 FALSE },
  [RULE_POSTCODE] = { "FACT.B01.POSTCODE", N_ ("Postal code"), "YD/T 603-2001", "事实", GALLEY_SEVERITY_ERROR,
                      N_ ("A postal code has six digits"), "邮编：31000", "邮编：310000", 1, FALSE },
  [RULE_CN] = { "FACT.B02.CN", N_ ("CN number"), "GB/T 9999.1-2018", "事实", GALLEY_SEVERITY_ERROR,
                N_ ("CN, two digits of the region, a dash, four digits; newspapers have 0001 to 0999"),
                "CN83-0027", "CN35-0027", 1, FALSE },
  [RULE_CN_LABEL] = { "FACT.B02.LABEL", N_ ("Name of the CN number"), "GB/T 9999.1-2018", "事实",
                      GALLEY_SEVERITY_HINT, N_ ("Its name today is 国内统一连续出版物号"), "国内统一刊号",
                      "国内统一连续出版物号", 0, FALSE },
  [RULE_POST_CODE] = { "FACT.B02.POST", N_ ("Postal subscription code"), "新闻惯例", "事实",
                       GALLEY_SEVERITY_ERROR, N_ ("One or two digits, a dash, one to four digits"),
                       "邮发代号：3316", "邮发代号：33-16", 1, FALSE },
  [RULE_PAGES] = { "FACT.B02.PAGES", N_ ("Number of pages"), "新闻惯例", "事实", GALLEY_SEVERITY_WARNING,
                   N_ ("The edition has another number of pages than the masthead says"), NULL, NULL, 1,
                   FALSE },
  [RULE_WEEKDAY] = { "FACT.B02.WEEKDAY", N_ ("Weekday of the masthead"), "GB/T 7408-2005", "事实",
                     GALLEY_SEVERITY_ERROR, N_ ("The date of the paper is another weekday"), NULL, NULL, 1,
                     FALSE },
};

typedef struct
{
  const CheckerLook *look;
  GalleyBlock *block;
  const GalleyChars *chars;
} Facts;

static void
report (const Facts *self, guint rule, guint start, guint end, const char *fix)
{
  checker_report (self->look, rule, self->block, start, end, NULL, fix);
}

static guint
run_of_digits (const GalleyChars *chars, guint i)
{
  while (i < chars->n && chars->kinds[i] == GALLEY_CHAR_DIGIT)
    i++;
  return i;
}

static gboolean
word_before (const GalleyChars *chars, guint i, const char *words)
{
  while (i > 0 && (chars->chars[i - 1] == ':' || chars->chars[i - 1] == 0xff1a ||
                   chars->kinds[i - 1] == GALLEY_CHAR_SPACE))
    i--;
  return checker_words_before (chars, i, words);
}

/* --- telephones --------------------------------------------------------------------------------------------------- */

#define PHONE_WORDS "电话|热线|手机|联系方式|咨询|传真|专线|联系人|拨打|致电"

/* 010 and 02x have eight digits behind them, every other area seven or eight. */
static gboolean
is_good_line (const GalleyChars *chars, guint area, guint area_end, guint digits)
{
  gboolean three = area_end - area == 3;

  if (chars->chars[area] != '0' || (three && chars->chars[area + 1] != '1' && chars->chars[area + 1] != '2'))
    return FALSE;
  return three ? digits == 8 : digits == 7 || digits == 8;
}

/* An area code of three or four digits, a dash, and the number. */
static gboolean
check_line (const Facts *self, guint i, guint end, guint *last)
{
  const GalleyChars *chars = self->chars;

  if (chars->chars[i] != '0' || end - i < 3 || end - i > 4 || chars->chars[end] != '-' ||
      chars->kinds[end + 1] != GALLEY_CHAR_DIGIT)
    return FALSE;
  *last = run_of_digits (chars, end + 1);
  if (chars->chars[*last] == '-' || *last - end < 6 || is_good_line (chars, i, end, *last - end - 1))
    return TRUE;
  report (self, RULE_PHONE, i, *last, NULL);
  return TRUE;
}

/* Behind a word that announces a telephone: eleven digits of a mobile, or as many as a line has. */
static void
check_announced (const Facts *self, guint i, guint end)
{
  const GalleyChars *chars = self->chars;
  guint digits = end - i;

  if (!word_before (chars, i, PHONE_WORDS) || chars->chars[end] == '-' || chars->chars[end] == '.' ||
      (chars->kinds[end] == GALLEY_CHAR_HAN && digits < 7))
    return;
  if (chars->chars[i] == '1' && digits >= 10 && digits <= 12 && (digits != 11 || chars->chars[i + 1] < '3'))
    report (self, RULE_PHONE, i, end, NULL);
  else if (chars->chars[i] != '0' && chars->chars[i] != '1' && (digits == 6 || digits == 9))
    report (self, RULE_PHONE, i, end, NULL);
}

static guint
check_number (const Facts *self, guint i)
{
  guint end = run_of_digits (self->chars, i), last = end;

  if (i > 0 && (self->chars->chars[i - 1] == '-' || self->chars->kinds[i - 1] == GALLEY_CHAR_LATIN))
    return end;
  if (!check_line (self, i, end, &last))
    check_announced (self, i, end);
  if (word_before (self->chars, i, "邮编|邮政编码") && end - i != 6)
    report (self, RULE_POSTCODE, i, end, NULL);
  return last;
}

/* --- addresses ---------------------------------------------------------------------------------------------------- */

static gboolean
is_address_char (const GalleyChars *chars, guint i)
{
  gunichar c = chars->chars[i];

  return chars->kinds[i] == GALLEY_CHAR_LATIN || chars->kinds[i] == GALLEY_CHAR_DIGIT ||
         (c < 0x80 && c != 0 && strchr ("-_.@:/%&?=#~+", (int) c) != NULL);
}

/* A host has a point, and letters behind the last one. */
static gboolean
is_host (const char *host)
{
  gsize length = strcspn (host, "/:?#");
  g_autofree char *name = g_strndup (host, length);
  const char *last = strrchr (name, '.');

  if (last == NULL || last == name || strlen (last + 1) < 2 || strstr (name, "..") != NULL)
    return FALSE;
  for (const char *p = last + 1; *p != '\0'; p++)
    {
      if (!g_ascii_isalpha (*p))
        return FALSE;
    }
  return TRUE;
}

static void
check_token (const Facts *self, guint start, guint end, const char *token)
{
  const char *at = strchr (token, '@');
  g_autofree char *lower = g_ascii_strdown (token, -1);

  if (at != NULL)
    {
      if (at > token && (strchr (at + 1, '@') != NULL || !is_host (at + 1)))
        report (self, RULE_MAIL, start, end, NULL);
      return;
    }
  if (g_str_has_prefix (lower, "htpp:") || g_str_has_prefix (lower, "http:/w") ||
      g_str_has_prefix (lower, "htttp"))
    {
      const char *host = strstr (lower, "www");
      g_autofree char *fix = host != NULL ? g_strconcat ("http://", host, NULL) : NULL;

      report (self, RULE_URL, start, end, fix);
    }
  else if (strstr (lower, "://") != NULL && !is_host (strstr (lower, "://") + 3))
    report (self, RULE_URL, start, end, NULL);
  else if (g_str_has_prefix (lower, "www.") && !is_host (lower + 4))
    report (self, RULE_URL, start, end, NULL);
}

static guint
check_address (const Facts *self, guint i)
{
  guint end = i;
  g_autofree char *token = NULL;

  while (end < self->chars->n && is_address_char (self->chars, end))
    end++;
  while (end > i && self->chars->chars[end - 1] < 0x80 &&
         strchr (".:?-", (int) self->chars->chars[end - 1]) != NULL)
    end--;
  token = galley_chars_dup (self->chars, i, end);
  if (strchr (token, '@') != NULL || strchr (token, '/') != NULL ||
      g_ascii_strncasecmp (token, "www", 3) == 0)
    check_token (self, i, end, token);
  return MAX (end, i + 1);
}

/* --- masthead ----------------------------------------------------------------------------------------------------- */

/* The first two digits of GB/T 2260, and 10 for papers of the whole country. */
static gboolean
is_region (guint region)
{
  static const guint8 known[] = { 10, 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37,
                                  41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65 };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (known[i] == region)
        return TRUE;
    }
  return FALSE;
}

static void
check_cn (const Facts *self, guint i)
{
  const GalleyChars *chars = self->chars;
  guint start = i + 2, end, last, region = 0;

  while (chars->kinds[start] == GALLEY_CHAR_SPACE)
    start++;
  end = run_of_digits (chars, start);
  if (end == start || (i > 0 && chars->kinds[i - 1] == GALLEY_CHAR_LATIN))
    return;
  for (guint k = start; k < end; k++)
    region = region * 10 + (chars->chars[k] - '0');
  last = chars->chars[end] == '-' ? run_of_digits (chars, end + 1) : end;
  if (end - start != 2 || !is_region (region) || last - end != 5)
    report (self, RULE_CN, i, last, NULL);
}

static void
check_post_code (const Facts *self, guint i)
{
  const GalleyChars *chars = self->chars;
  guint start = i + 4, end, last;

  while (start < chars->n && (chars->chars[start] == ':' || chars->chars[start] == 0xff1a ||
                              chars->kinds[start] == GALLEY_CHAR_SPACE))
    start++;
  end = run_of_digits (chars, start);
  if (end == start)
    return;
  last = chars->chars[end] == '-' ? run_of_digits (chars, end + 1) : end;
  if (end - start > 2 || last - end < 2 || last - end > 5)
    report (self, RULE_POST_CODE, start, last, NULL);
}

static void
look_at_block (const CheckerLook *look, GalleyBlock *block)
{
  Facts self = { look, block, galley_protect_read (block) };

  for (guint i = 0; i < self.chars->n;)
    {
      gunichar c = self.chars->chars[i];
      guint next = i + 1;

      if (c == 'C' && self.chars->chars[i + 1] == 'N')
        check_cn (&self, i);
      if (c == 0x90ae && galley_chars_at (self.chars, i, "邮发代号"))
        check_post_code (&self, i);
      if (c == 0x56fd && galley_chars_at (self.chars, i, "国内统一刊号"))
        report (&self, RULE_CN_LABEL, i, i + 6, "国内统一连续出版物号");
      if (self.chars->kinds[i] == GALLEY_CHAR_DIGIT && !(self.chars->marks[i] & GALLEY_PROTECT_CODE))
        next = check_number (&self, i);
      else if (self.chars->kinds[i] == GALLEY_CHAR_LATIN || self.chars->kinds[i] == GALLEY_CHAR_DIGIT)
        {
          /* A number in an address begins with digits too. */
          if (self.chars->kinds[i] == GALLEY_CHAR_DIGIT)
            check_number (&self, i);
          next = check_address (&self, i);
        }
      i = MAX (next, i + 1);
    }
}

static GalleyBlock *
find_in_article (GalleyArticle *article, const char *text, guint *start)
{
  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      const char *found = strstr (galley_block_get_text (block), text);

      if (found == NULL || galley_block_get_role (block) != GALLEY_ROLE_FURNITURE)
        continue;
      *start = (guint) g_utf8_pointer_to_offset (galley_block_get_text (block), found);
      return block;
    }
  return NULL;
}

/* The line of the masthead in which a fact stands: that is where the reader sees it. NULL where it is not printed. */
static GalleyBlock *
find_text (GalleyEdition *edition, const char *text, guint *start)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint a = 0; a < articles->len; a++)
    {
      GalleyBlock *block = find_in_article (g_ptr_array_index (articles, a), text, start);

      if (block != NULL)
        return block;
    }
  return NULL;
}

static void
look_at_pages (const CheckerLook *look, GalleyEdition *edition)
{
  const char *pages = galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAGES);
  guint n = galley_edition_get_n_pages (edition), start = 0;
  g_autofree char *printed = NULL, *fix = NULL;
  GalleyBlock *block;

  /* One page alone says nothing about how many there are. */
  if (pages == NULL || n < 2 || g_ascii_strtoull (pages, NULL, 10) == n)
    return;
  printed = g_strconcat (pages, "版", NULL);
  block = find_text (edition, printed, &start);
  fix = g_strdup_printf ("%u版", n);
  if (block != NULL)
    checker_report (look, RULE_PAGES, block, start, start + (guint) g_utf8_strlen (printed, -1), NULL, fix);
}

static void
look_at_weekday (const CheckerLook *look, GalleyEdition *edition)
{
  static const char *const names[] = { "", "一", "二", "三", "四", "五", "六", "日" };
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  const char *date = galley_masthead_get (masthead, GALLEY_FACT_DATE);
  const char *weekday = galley_masthead_get (masthead, GALLEY_FACT_WEEKDAY);
  g_autofree char *fix = NULL;
  GalleyBlock *block;
  GDate day;
  guint start = 0;
  gint year, month, number;

  if (date == NULL || weekday == NULL || sscanf (date, "%d-%d-%d", &year, &month, &number) != 3 ||
      !g_date_valid_dmy ((GDateDay) number, (GDateMonth) month, (GDateYear) year))
    return;
  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay) number, (GDateMonth) month, (GDateYear) year);
  if (g_str_has_suffix (weekday, names[g_date_get_weekday (&day)]) ||
      (g_date_get_weekday (&day) == G_DATE_SUNDAY && g_str_has_suffix (weekday, "天")))
    return;
  block = find_text (edition, weekday, &start);
  fix = g_strconcat ("星期", names[g_date_get_weekday (&day)], NULL);
  if (block != NULL)
    checker_report (look, RULE_WEEKDAY, block, start, start + (guint) g_utf8_strlen (weekday, -1), NULL, fix);
}

static void
look_at_edition (const CheckerLook *look, GalleyEdition *edition)
{
  look_at_pages (look, edition);
  look_at_weekday (look, edition);
}

static const CheckerPlan plan = {
  .module = "facts",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .block = look_at_block,
  .edition = look_at_edition,
};

CHECKER_PLUGIN (FactsChecker, facts_checker, plan)
