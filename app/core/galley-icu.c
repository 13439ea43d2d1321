/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gmodule.h>

#include "galley-icu.h"

/* ICU writes its version into the names of its functions. What the one library has not is found in those it needs. */
#define FIND(name, into) g_module_symbol (module, G_STRINGIFY (name), (gpointer *) (into))

static gboolean
find_all (GModule *module, GalleyIcu *icu)
{
  return FIND (ucal_open, &icu->cal_open) && FIND (ucal_close, &icu->cal_close) &&
         FIND (ucal_get, &icu->cal_get) && FIND (ucal_getMillis, &icu->cal_get_millis) &&
         FIND (ucal_setMillis, &icu->cal_set_millis) && FIND (ucal_setDateTime, &icu->cal_set_date_time) &&
         FIND (ubrk_open, &icu->brk_open) && FIND (ubrk_close, &icu->brk_close) &&
         FIND (ubrk_setText, &icu->brk_set_text) && FIND (ubrk_first, &icu->brk_first) &&
         FIND (ubrk_next, &icu->brk_next) && FIND (ubrk_getRuleStatus, &icu->brk_get_rule_status);
}

const GalleyIcu *
galley_icu_get (void)
{
  static GalleyIcu icu;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      GModule *module =
          g_module_open ("libicui18n.so." G_STRINGIFY (U_ICU_VERSION_MAJOR_NUM), G_MODULE_BIND_LAZY);

      g_once_init_leave (&once, module != NULL && find_all (module, &icu) ? 1 : 2);
    }
  return once == 1 ? &icu : NULL;
}
