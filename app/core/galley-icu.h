/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-icu.h — what is used of ICU: the Chinese calendar, and where words end. It costs more to load than most files cost to
 * read, and few runs ask for it: it is opened when it is asked. */

#pragma once

#include <glib.h>
#include <unicode/ubrk.h>
#include <unicode/ucal.h>

G_BEGIN_DECLS

/* The functions by their names in ICU. */
typedef struct
{
  __typeof__ (&ucal_open) cal_open;
  __typeof__ (&ucal_close) cal_close;
  __typeof__ (&ucal_get) cal_get;
  __typeof__ (&ucal_getMillis) cal_get_millis;
  __typeof__ (&ucal_setMillis) cal_set_millis;
  __typeof__ (&ucal_setDateTime) cal_set_date_time;
  __typeof__ (&ubrk_open) brk_open;
  __typeof__ (&ubrk_close) brk_close;
  __typeof__ (&ubrk_setText) brk_set_text;
  __typeof__ (&ubrk_first) brk_first;
  __typeof__ (&ubrk_next) brk_next;
  __typeof__ (&ubrk_getRuleStatus) brk_get_rule_status;
} GalleyIcu;

/* The same for the life of the process, from any thread; NULL where the library cannot be opened. */
const GalleyIcu *galley_icu_get (void);

G_END_DECLS
