/* SPDX-License-Identifier: GPL-3.0-or-later */
/* numerals-zh — GB/T 15835 for Chinese copy. Most of it is the pack rules/numerals-zh.rules; full-width digits and letters
 * have a fix that no pattern can write. */

#include "config.h"

#include "galley-protect.h"

#include "../common/checker-plugin.h"

static const GalleyRule fields[] = {
  { "CN.NUM.N07", N_ ("Full-width digits and letters"), "GB/T 15835-2011 5.1.7", "数字",
    GALLEY_SEVERITY_WARNING, N_ ("Digits and Latin letters take half a square"), "共１２人", "共12人", 0.1,
    TRUE },
};

/* The mark between two full-width digits goes with them: １６：３２, ３．５. */
static gunichar
narrow_mark (gunichar c)
{
  return c == 0xff1a || c == 0xff0e || c == 0xff0d || c == 0xff05 || c == 0xff0f ? c - 0xfee0 : 0;
}

static void
look_at_block (const CheckerLook *look, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);

  for (guint i = 0; i < chars->n;)
    {
      g_autoptr (GString) narrow = NULL;
      guint end = i;

      if (chars->kinds[i] != GALLEY_CHAR_WIDE_ALNUM)
        {
          i++;
          continue;
        }
      narrow = g_string_new (NULL);
      for (; end < chars->n; end++)
        {
          if (chars->kinds[end] == GALLEY_CHAR_WIDE_ALNUM)
            g_string_append_unichar (narrow, chars->chars[end] - 0xfee0);
          else if (narrow_mark (chars->chars[end]) != 0 && chars->kinds[end + 1] == GALLEY_CHAR_WIDE_ALNUM)
            g_string_append_unichar (narrow, narrow_mark (chars->chars[end]));
          else
            break;
        }
      checker_report (look, 0, block, i, end, NULL, narrow->str);
      i = end;
    }
}

static const CheckerPlan plan = {
  .module = "numerals-zh",
  .language = "zh",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .block = look_at_block,
};

CHECKER_PLUGIN (NumeralsCheckerZh, numerals_checker_zh, plan)
