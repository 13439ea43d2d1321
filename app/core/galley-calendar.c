/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "galley-calendar.h"
#include "galley-icu.h"

static const char *const stems[] = { "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸" };
static const char *const branches[] = {
  "子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"
};
static const char *const figures[] = { "", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };

/* A day of the Chinese calendar. */
typedef struct
{
  guint year;  /* in the cycle of sixty, from 1 */
  guint month; /* from 1 */
  guint day;
  gboolean leap;
} Lunar;

static gboolean
parse (const char *date, GDate *day)
{
  int y, m, d, used = 0;

  if (date == NULL || sscanf (date, "%4d-%2d-%2d%n", &y, &m, &d, &used) != 3 || date[used] != '\0' ||
      !g_date_valid_dmy ((GDateDay) d, (GDateMonth) m, (GDateYear) y))
    return FALSE;
  g_date_clear (day, 1);
  g_date_set_dmy (day, (GDateDay) d, (GDateMonth) m, (GDateYear) y);
  return TRUE;
}

/* --- weekdays ------------------------------------------------------------------------------------------------------ */

char *
galley_calendar_dup_weekday (const char *date)
{
  GDate day;
  guint number;

  if (!parse (date, &day))
    return NULL;
  number = g_date_get_weekday (&day);
  return g_strconcat ("星期", number == G_DATE_SUNDAY ? "日" : figures[number], NULL);
}

gboolean
galley_calendar_is_weekday (const char *date, const char *text)
{
  static const char *const english[] = { "",         "Monday", "Tuesday",  "Wednesday",
                                         "Thursday", "Friday", "Saturday", "Sunday" };
  GDate day;
  guint number;

  if (text == NULL || !parse (date, &day))
    return FALSE;
  number = g_date_get_weekday (&day);
  if (g_ascii_isalpha (*text))
    return g_ascii_strcasecmp (text, english[number]) == 0;
  return number == G_DATE_SUNDAY ? g_str_has_suffix (text, "日") || g_str_has_suffix (text, "天")
                                 : g_str_has_suffix (text, figures[number]);
}

char *
galley_calendar_dup_later (const char *date, int days)
{
  GDate day;
  char text[32];

  if (!parse (date, &day))
    return NULL;
  if (days >= 0)
    g_date_add_days (&day, (guint) days);
  else
    g_date_subtract_days (&day, (guint) -days);
  g_date_strftime (text, sizeof text, "%Y-%m-%d", &day);
  return g_strdup (text);
}

/* --- the Chinese calendar -------------------------------------------------------------------------------------------- */

static gboolean
read_lunar (const GDate *day, Lunar *lunar)
{
  const GalleyIcu *icu = galley_icu_get ();
  static const UChar zone[] = { 'A', 's', 'i', 'a', '/', 'S', 'h', 'a', 'n', 'g', 'h', 'a', 'i', 0 };
  UErrorCode status = U_ZERO_ERROR;
  UCalendar *sun =
      icu == NULL ? NULL : icu->cal_open (zone, -1, "zh_CN@calendar=gregorian", UCAL_GREGORIAN, &status);
  UCalendar *moon =
      icu == NULL ? NULL : icu->cal_open (zone, -1, "zh_CN@calendar=chinese", UCAL_DEFAULT, &status);

  if (icu != NULL && U_SUCCESS (status))
    {
      /* Noon, so that no hour of summer time moves the day. */
      icu->cal_set_date_time (sun, g_date_get_year (day), (int) g_date_get_month (day) - 1,
                              g_date_get_day (day), 12, 0, 0, &status);
      icu->cal_set_millis (moon, icu->cal_get_millis (sun, &status), &status);
      lunar->year = (guint) icu->cal_get (moon, UCAL_YEAR, &status);
      lunar->month = (guint) icu->cal_get (moon, UCAL_MONTH, &status) + 1;
      lunar->leap = icu->cal_get (moon, UCAL_IS_LEAP_MONTH, &status) != 0;
      lunar->day = (guint) icu->cal_get (moon, UCAL_DATE, &status);
    }
  if (sun != NULL)
    icu->cal_close (sun);
  if (moon != NULL)
    icu->cal_close (moon);
  return icu != NULL && U_SUCCESS (status) && lunar->year >= 1 && lunar->month >= 1 && lunar->month <= 12 &&
         lunar->day >= 1 && lunar->day <= 30;
}

static gboolean
find_lunar (const char *date, Lunar *lunar)
{
  GDate day;

  return parse (date, &day) && g_date_get_year (&day) >= 1900 && g_date_get_year (&day) <= 2100 &&
         read_lunar (&day, lunar);
}

/* Ways to write 1 to 12 as a month, NULL last. */
static void
list_months (guint month, const char *names[4])
{
  static const char *const plain[] = { "",   "一", "二", "三", "四",   "五",  "六",
                                       "七", "八", "九", "十", "十一", "十二" };
  guint n = 0;

  if (month == 1)
    names[n++] = "正";
  names[n++] = plain[month];
  if (month == 11)
    names[n++] = "冬";
  if (month == 12)
    names[n++] = "腊";
  names[n] = NULL;
}

/* The usual way first. */
static void
list_days (guint day, char *names[3])
{
  names[1] = names[2] = NULL;
  if (day <= 10)
    names[0] = g_strconcat ("初", figures[day], NULL);
  else if (day < 20)
    names[0] = g_strconcat ("十", figures[day - 10], NULL);
  else if (day == 20 || day == 30)
    names[0] = g_strconcat (figures[day / 10], "十", NULL);
  else
    {
      names[0] = g_strconcat ("廿", figures[day - 20], NULL);
      names[1] = g_strconcat ("二十", figures[day - 20], NULL);
    }
}

char *
galley_calendar_dup_lunar (const char *date)
{
  const char *months[4];
  char *days[3];
  Lunar lunar;
  char *text;

  if (!find_lunar (date, &lunar))
    return NULL;
  list_months (lunar.month, months);
  list_days (lunar.day, days);
  text = g_strdup_printf ("农历%s%s年%s%s月%s", stems[(lunar.year - 1) % 10], branches[(lunar.year - 1) % 12],
                          lunar.leap ? "闰" : "",
                          lunar.month == 11   ? "冬"
                          : lunar.month == 12 ? "腊"
                                              : months[0],
                          days[0]);
  g_free (days[0]);
  g_free (days[1]);
  return text;
}

/* Does the text end with this month and day, and with nothing before them that would make another month of it? */
static gboolean
ends_with (const char *text, const char *month, const char *day, gboolean leap)
{
  g_autofree char *end = g_strconcat (leap ? "闰" : "", month, "月", day, NULL);
  g_autofree char *head = NULL;

  if (!g_str_has_suffix (text, end))
    return FALSE;
  head = g_strndup (text, strlen (text) - strlen (end));
  return !g_str_has_suffix (head, "十") && !g_str_has_suffix (head, "闰");
}

/* 乙巳, where the text names a year, is the year's. */
static gboolean
is_year (const char *text, guint year)
{
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strconcat (stems[i % 10], branches[i % 12], NULL);

      if (strstr (text, name) != NULL)
        return i == year - 1;
    }
  return TRUE;
}

gboolean
galley_calendar_is_lunar (const char *date, const char *text)
{
  g_autofree char *own = NULL;
  const char *months[4];
  char *days[3];
  Lunar lunar;
  gboolean found = FALSE;

  if (text == NULL || !find_lunar (date, &lunar) || !is_year (text, lunar.year))
    return FALSE;
  own = g_strstrip (g_strdup (text));
  list_months (lunar.month, months);
  list_days (lunar.day, days);
  for (guint m = 0; months[m] != NULL; m++)
    {
      for (guint d = 0; days[d] != NULL; d++)
        found |= ends_with (own, months[m], days[d], lunar.leap);
    }
  g_free (days[0]);
  g_free (days[1]);
  return found;
}
