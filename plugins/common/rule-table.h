/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rule-table.h — the rules of a checker written down as a table of fields, with name and why marked by N_(). */

#pragma once

#include <glib/gi18n-lib.h>

#include "galley-finding.h"

/* The rules of the table, in its order, with name and why in the user's language (array with a free function). */
static inline GPtrArray *
rule_table_new (const GalleyRule *fields, guint n)
{
  GPtrArray *rules = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_unref);

  for (guint i = 0; i < n; i++)
    {
      GalleyRule local = fields[i];

      local.name = local.name != NULL ? (char *) g_dgettext (GETTEXT_PACKAGE, local.name) : NULL;
      local.why = local.why != NULL ? (char *) g_dgettext (GETTEXT_PACKAGE, local.why) : NULL;
      g_ptr_array_add (rules, galley_rule_new (&local));
    }
  return rules;
}

/* The same rules once more, each with a reference of its own: what list_rules returns. */
static inline GPtrArray *
rule_table_list (GPtrArray *rules)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_unref);

  for (guint i = 0; i < rules->len; i++)
    g_ptr_array_add (list, galley_rule_ref (g_ptr_array_index (rules, i)));
  return list;
}
