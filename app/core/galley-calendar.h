/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-calendar.h — the two lines beside a paper's date: the weekday, and the date of the Chinese calendar (GB/T 33661),
 * computed, so that what is printed can be held against them. Dates are "2025-03-18". Any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "星期二"; NULL where @date is none (newly allocated). */
char *galley_calendar_dup_weekday (const char *date);
/* Does the text name that weekday: 星期二, 周二, Tuesday? */
gboolean galley_calendar_is_weekday (const char *date, const char *text);

/* "农历乙巳年二月十九"; NULL where @date is none, or before 1900 or after 2100 (newly allocated). */
char *galley_calendar_dup_lunar (const char *date);
/* Does the text name that day? Whatever it names, the month and day, or the year as well, has to be right: 二月十九, 腊月廿三
 * for 十二月二十三, 正月初一 for 一月初一. */
gboolean galley_calendar_is_lunar (const char *date, const char *text);

/* The day @days later (newly allocated), or NULL. */
char *galley_calendar_dup_later (const char *date, int days);

G_END_DECLS
