/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dates-zh — D01 to D04 and N14: what the calendar and the clock do not allow, by themselves and against the day on which
 * the paper is dated. */

#include "config.h"

#include <string.h>

#include "galley-protect.h"

#include "../common/checker-plugin.h"
#include "../common/checker-words.h"

enum
{
  RULE_IMPOSSIBLE,
  RULE_RANGE,
  RULE_WEEKDAY,
  RULE_RELATIVE,
  RULE_FUTURE,
  RULE_REVERSED,
  RULE_AGE,
};

static const GalleyRule fields[] = {
  [RULE_IMPOSSIBLE] = { "CN.DATE.D01", N_ ("Impossible date"), "GB/T 7408-2005", "事实",
                        GALLEY_SEVERITY_ERROR, N_ ("The calendar has no such day"), "2月30日开工",
                        "2月28日开工", 1, FALSE },
  [RULE_RANGE] = { "CN.NUM.N14", N_ ("Month, day or time out of range"), "GB/T 7408-2005", "事实",
                   GALLEY_SEVERITY_ERROR, N_ ("No month, day, hour or minute has this number"), "13月5日",
                   "12月5日", 1, FALSE },
  [RULE_WEEKDAY] = { "CN.DATE.D02", N_ ("Weekday does not fit the date"), "GB/T 7408-2005", "事实",
                     GALLEY_SEVERITY_ERROR, N_ ("The calendar has another weekday for this date"),
                     "2024年11月26日（星期三）", "2024年11月26日（星期二）", 1, FALSE },
  [RULE_RELATIVE] = { "CN.DATE.D03", N_ ("Yesterday, today, tomorrow"), "新闻惯例", "事实",
                      GALLEY_SEVERITY_WARNING,
                      N_ ("The day in brackets is not that day, counted from the date of the paper"),
                      "昨天（20日）", "昨天（26日）", 1, FALSE },
  [RULE_FUTURE] = { "CN.DATE.D03.FUTURE", N_ ("Past event on a day to come"), "新闻惯例", "事实",
                    GALLEY_SEVERITY_WARNING,
                    N_ ("The day lies after the date of the paper, but the event is told as past"),
                    "12月30日，大会召开了", "11月30日，大会召开了", 1, FALSE },
  [RULE_REVERSED] = { "CN.DATE.D04", N_ ("Dates in the wrong order"), "GB/T 7408-2005", "事实",
                      GALLEY_SEVERITY_WARNING, N_ ("The period ends before it begins"), "从5月20日到5月15日",
                      "从5月15日到5月20日", 1, FALSE },
  [RULE_AGE] = { "CN.DATE.D04.AGE", N_ ("Age or anniversary does not fit the year"), "新闻惯例", "事实",
                 GALLEY_SEVERITY_WARNING,
                 N_ ("Counted from the year that is given, the number comes out otherwise"),
                 "1950年出生，今年60岁", NULL, 1, FALSE },
};

/* One date as it stands in the text; 0 for parts it does not give. */
typedef struct
{
  guint year, month, day;
  guint start, end;
} Found;

typedef struct
{
  const CheckerLook *look;
  GalleyBlock *block;
  const GalleyChars *chars;
  GDate edition; /* not valid where the masthead has no date */
} Dates;

static guint
read_number (const GalleyChars *chars, guint i, guint most, guint *value)
{
  guint start = i;

  *value = 0;
  for (; i < chars->n && chars->kinds[i] == GALLEY_CHAR_DIGIT; i++)
    *value = MIN (*value * 10 + (chars->chars[i] - '0'), 100000);
  return i - start > most ? start : i;
}

/* A number of at most @most digits and the character @unit behind it: the place behind both, or @i. */
static guint
read_unit (const GalleyChars *chars, guint i, guint most, const char *unit, guint *value)
{
  guint number, end = read_number (chars, i, most, &number);

  if (end == i || end >= chars->n || g_utf8_strchr (unit, -1, chars->chars[end]) == NULL)
    return i;
  *value = number;
  return end + 1;
}

/* Reads a date at @i: year and month, month and day, or all three. FALSE where there is none. */
static gboolean
read_date (const GalleyChars *chars, guint i, Found *date)
{
  guint at = i;

  *date = (Found){ 0, 0, 0, i, i };
  if (i > 0 && (chars->kinds[i - 1] == GALLEY_CHAR_DIGIT || chars->chars[i - 1] == '.'))
    return FALSE;
  at = read_unit (chars, at, 4, "年", &date->year);
  if (at > i && date->year < 1000)
    return FALSE;
  date->end = at = read_unit (chars, at, 2, "月", &date->month);
  if (date->end == i)
    return FALSE;
  if (date->month > 0 || chars->chars[at - 1] == 0x6708)
    date->end = read_unit (chars, at, 2, "日号", &date->day);
  return date->year > 0 || date->end > at;
}

static void
report (const Dates *self, guint rule, guint start, guint end, const char *fix)
{
  checker_report (self->look, rule, self->block, start, end, NULL, fix);
}

/* --- D01, N14 ----------------------------------------------------------------------------------------------------- */

static gboolean
has_month (const Dates *self, const Found *date)
{
  for (guint i = date->start; i < date->end; i++)
    {
      if (self->chars->chars[i] == 0x6708) /* 月 */
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_day (const Dates *self, const Found *date)
{
  gunichar last = self->chars->chars[date->end - 1];

  return last == 0x65e5 || last == 0x53f7; /* 日 号 */
}

/* FALSE when something was wrong with the date, so that nothing else is made of it. */
static gboolean
check_possible (const Dates *self, const Found *date)
{
  gboolean month = has_month (self, date), day = month && has_day (self, date);
  guint leap_year = date->year > 0 ? date->year : 2000;

  if ((month && (date->month < 1 || date->month > 12)) || (day && (date->day < 1 || date->day > 31)))
    {
      report (self, RULE_RANGE, date->start, date->end, NULL);
      return FALSE;
    }
  if (day && date->day > g_date_get_days_in_month ((GDateMonth) date->month, (GDateYear) leap_year))
    {
      report (self, RULE_IMPOSSIBLE, date->start, date->end, NULL);
      return FALSE;
    }
  return TRUE;
}

/* “8时75分”, “25时”: the clock. Scores have no 时. */
static void
check_clock (const Dates *self, guint i)
{
  guint hour = 0, minute = 0, end = read_unit (self->chars, i, 2, "时点", &hour), last;

  if (end == i || (i > 0 && self->chars->kinds[i - 1] == GALLEY_CHAR_DIGIT))
    return;
  last = read_unit (self->chars, end, 2, "分", &minute);
  if ((self->chars->chars[end - 1] == 0x65f6 && hour > 24 && galley_chars_at (self->chars, last, "许")) ||
      (last > end && (hour > 24 || minute > 59 || (hour == 24 && minute > 0))))
    report (self, RULE_RANGE, i, last, NULL);
}

/* “上午9:75”: a clock time where a word says that it is one. */
static void
check_colon_time (const Dates *self, guint i)
{
  guint hour, minute, end = read_number (self->chars, i, 2, &hour), last;

  if (end == i || end >= self->chars->n ||
      (self->chars->chars[end] != ':' && self->chars->chars[end] != 0xff1a) ||
      !checker_words_before (self->chars, i, "上午|下午|中午|凌晨|早上|晚上|早晨|傍晚|清晨|时间|日"))
    return;
  last = read_number (self->chars, end + 1, 2, &minute);
  if (last == end + 3 && (hour > 24 || minute > 59))
    report (self, RULE_RANGE, i, last, NULL);
}

/* --- D02 ---------------------------------------------------------------------------------------------------------- */

static const char *const weekdays[] = { "", "一", "二", "三", "四", "五", "六", "日" };

/* The weekday behind a date, 1 for Monday, and where its own character stands; 0 where there is none. */
static guint
read_weekday (const GalleyChars *chars, guint i, guint *at)
{
  if (i < chars->n && (chars->chars[i] == 0xff08 || chars->chars[i] == '(' || chars->chars[i] == 0xff0c))
    i++;
  while (i < chars->n && chars->kinds[i] == GALLEY_CHAR_SPACE)
    i++;
  if (galley_chars_at (chars, i, "星期") || galley_chars_at (chars, i, "礼拜"))
    i += 2;
  else if (galley_chars_at (chars, i, "周"))
    i++;
  else
    return 0;
  *at = i;
  for (guint day = 1; day <= 7; day++)
    {
      if (galley_chars_at (chars, i, weekdays[day]) || (day == 7 && galley_chars_at (chars, i, "天")))
        return day;
    }
  return 0;
}

/* The date with the year it must mean: its own, or the one that brings it nearest to the paper's. */
static gboolean
complete (const Dates *self, const Found *date, GDate *full)
{
  gint best = G_MAXINT;

  g_date_clear (full, 1);
  if (date->month == 0 || date->day == 0)
    return FALSE;
  if (date->year > 0)
    {
      g_date_set_dmy (full, (GDateDay) date->day, (GDateMonth) date->month, (GDateYear) date->year);
      return TRUE;
    }
  if (!g_date_valid (&self->edition))
    return FALSE;
  for (gint year = (gint) g_date_get_year (&self->edition) - 1; year <= g_date_get_year (&self->edition) + 1;
       year++)
    {
      GDate candidate;

      if (!g_date_valid_dmy ((GDateDay) date->day, (GDateMonth) date->month, (GDateYear) year))
        continue;
      g_date_clear (&candidate, 1);
      g_date_set_dmy (&candidate, (GDateDay) date->day, (GDateMonth) date->month, (GDateYear) year);
      if (ABS (g_date_days_between (&self->edition, &candidate)) < best)
        {
          best = ABS (g_date_days_between (&self->edition, &candidate));
          *full = candidate;
        }
    }
  return best < G_MAXINT;
}

static void
check_weekday (const Dates *self, const Found *date)
{
  guint at = 0, said = read_weekday (self->chars, date->end, &at);
  GDate full;

  if (said == 0 || !complete (self, date, &full) || g_date_get_weekday (&full) == (GDateWeekday) said)
    return;
  report (self, RULE_WEEKDAY, at, at + 1, weekdays[g_date_get_weekday (&full)]);
}

/* --- D03 ---------------------------------------------------------------------------------------------------------- */

/* “昨天（26日）”: the day in the brackets against the date of the paper. */
static void
check_relative (const Dates *self, guint i)
{
  gint step = self->chars->chars[i] == 0x6628 ? -1 : self->chars->chars[i] == 0x660e ? 1 : 0; /* 昨 明 今 */
  guint at = i + 2, day = 0, end;
  GDate meant = self->edition;
  g_autofree char *fix = NULL;

  if (!g_date_valid (&self->edition) || at >= self->chars->n ||
      g_utf8_strchr ("日天晚晨早", -1, self->chars->chars[i + 1]) == NULL ||
      (self->chars->chars[at] != 0xff08 && self->chars->chars[at] != '('))
    return;
  end = read_unit (self->chars, at + 1, 2, "日", &day);
  if (end == at + 1 || day < 1 || day > 31)
    return;
  if (step < 0)
    g_date_subtract_days (&meant, 1);
  else if (step > 0)
    g_date_add_days (&meant, 1);
  if (g_date_get_day (&meant) == day)
    return;
  fix = g_strdup_printf ("%d日", g_date_get_day (&meant));
  report (self, RULE_RELATIVE, at + 1, end, fix);
}

static guint
sentence_end (const GalleyChars *chars, guint i)
{
  while (i < chars->n &&
         (chars->kinds[i] != GALLEY_CHAR_POINT || g_utf8_strchr ("。！？；", -1, chars->chars[i]) == NULL))
    i++;
  return i;
}

/* How far ahead a day without year may be meant, before it is rather one of last year. */
#define AHEAD_MAX 90

static void
check_future (const Dates *self, const Found *date)
{
  guint end = sentence_end (self->chars, date->end);
  GDate full;
  gint ahead;

  if (!g_date_valid (&self->edition) || !complete (self, date, &full))
    return;
  ahead = g_date_days_between (&self->edition, &full);
  if (ahead <= 0 || (date->year == 0 && ahead > AHEAD_MAX) || end - date->end > 40)
    return;
  if (checker_words_within (
          self->chars, date->end, end,
          "召开了|举行了|举办了|开幕了|闭幕了|落幕了|发布了|启动了|通车了|抵达了|会见了|出席了|结束了") &&
      !checker_words_within (self->chars, date->start > 6 ? date->start - 6 : 0, end,
                             "将|拟|计划|预计|定于|有望|截至|前|之后|如果|假如"))
    report (self, RULE_FUTURE, date->start, date->end, NULL);
}

/* --- D04 ---------------------------------------------------------------------------------------------------------- */

/* TRUE when the second date, whose missing parts are the first one's, lies before it. */
static gboolean
is_before (const Found *first, const Found *second)
{
  guint year = second->year > 0 ? second->year : first->year;
  guint month = second->month > 0 ? second->month : first->month;

  if (first->year != year)
    return year < first->year;
  /* Over New Year the months go down. */
  if (first->month != month)
    return month < first->month && (second->year > 0 || first->month - month < 6);
  return first->day > 0 && second->day > 0 && second->day < first->day;
}

static void
check_reversed (const Dates *self, const Found *date)
{
  guint at = date->end;
  Found second;

  if (at >= self->chars->n || g_utf8_strchr ("至到—～~", -1, self->chars->chars[at]) == NULL)
    return;
  while (at < self->chars->n && g_utf8_strchr ("至到—～~", -1, self->chars->chars[at]) != NULL)
    at++;
  if (!read_date (self->chars, at, &second))
    {
      second = (Found){ 0, 0, 0, at, at };
      second.end = read_unit (self->chars, at, 2, "日", &second.day);
      if (second.end == at || date->day == 0)
        return;
    }
  if (second.day == 0 && date->day > 0)
    return;
  if (is_before (date, &second))
    report (self, RULE_REVERSED, date->start, second.end, NULL);
}

/* The number in front of @unit, looked for in the sentence; 0 where there is none. */
static guint
find_counted (
    const Dates *self, guint start, guint end, const char *before, const char *unit, guint *at, guint *last)
{
  for (guint i = start; i < end; i++)
    {
      guint value = 0;

      *last = read_number (self->chars, i, 3, &value);
      if (*last > i && galley_chars_at (self->chars, *last, unit) &&
          (*before == '\0' || checker_words_before (self->chars, i, before)))
        {
          *at = i;
          return value;
        }
      i = MAX (i, *last);
    }
  return 0;
}

static void
check_age (const Dates *self, const Found *date)
{
  guint end = sentence_end (self->chars, date->end), now, at = 0, last = 0, count;
  gboolean born;

  if (date->year == 0 || !g_date_valid (&self->edition))
    return;
  now = g_date_get_year (&self->edition);
  born = galley_chars_at (self->chars, date->end, "出生") ||
         galley_chars_at (self->chars, date->end, "生于") ||
         galley_chars_at (self->chars, date->end, "生，") ||
         checker_words_before (self->chars, date->start, "出生于|生于");
  if (born)
    {
      count = find_counted (self, date->end, end, "今年|现年|已|已经", "岁", &at, &last);
      if (count > 0 && date->year + count != now && date->year + count + 1 != now &&
          date->year + count != now + 1)
        report (self, RULE_AGE, at, last + 1, NULL);
      return;
    }
  if (checker_words_within (self->chars, date->end, MIN (end, date->end + 4),
                            "成立|建校|创办|创刊|建成|创建") ||
      checker_words_before (self->chars, date->start, "成立于|创办于|创刊于|建成于|始建于|创建于"))
    {
      g_autofree char *fix = NULL;

      count =
          find_counted (self, date->end, end, "迎来|今年|成立|建校|创刊|迎来了|是|第", "周年", &at, &last);
      if (count == 0 || date->year + count == now || date->year > now)
        return;
      fix = g_strdup_printf ("%u周年", now - date->year);
      report (self, RULE_AGE, at, last + 2, fix);
    }
}

/* --- all of them -------------------------------------------------------------------------------------------------- */

static void
read_edition_date (Dates *self)
{
  GalleyMasthead *masthead = galley_report_get_masthead (self->look->report);
  const char *date = masthead != NULL ? galley_masthead_get (masthead, GALLEY_FACT_DATE) : NULL;
  guint year, month, day;

  g_date_clear (&self->edition, 1);
  if (date == NULL || strlen (date) != 10)
    return;
  year = (guint) g_ascii_strtoull (date, NULL, 10);
  month = (guint) g_ascii_strtoull (date + 5, NULL, 10);
  day = (guint) g_ascii_strtoull (date + 8, NULL, 10);
  if (g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    g_date_set_dmy (&self->edition, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static void
look_at_block (const CheckerLook *look, GalleyBlock *block)
{
  Dates self = { look, block, galley_protect_read (block) };

  if (!checker_is_prose (block) || !galley_chars_has (self.chars, GALLEY_CHAR_DIGIT))
    return;
  read_edition_date (&self);
  for (guint i = 0; i < self.chars->n; i++)
    {
      gunichar c = self.chars->chars[i];
      Found date;

      if (c == 0x6628 || c == 0x4eca || c == 0x660e)
        check_relative (&self, i);
      if (self.chars->kinds[i] != GALLEY_CHAR_DIGIT)
        continue;
      check_clock (&self, i);
      check_colon_time (&self, i);
      if (read_date (self.chars, i, &date))
        {
          if (check_possible (&self, &date))
            {
              check_weekday (&self, &date);
              check_future (&self, &date);
              check_reversed (&self, &date);
              check_age (&self, &date);
            }
          i = date.end - 1;
          continue;
        }
      while (self.chars->kinds[i + 1] == GALLEY_CHAR_DIGIT)
        i++;
    }
}

static const CheckerPlan plan = {
  .module = "dates-zh",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .block = look_at_block,
};

CHECKER_PLUGIN (DatesCheckerZh, dates_checker_zh, plan)
