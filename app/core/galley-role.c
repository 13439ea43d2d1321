/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-role.h"

static const struct
{
  const char *name;
  const char *label;
} roles[GALLEY_N_ROLES] = {
  [GALLEY_ROLE_KICKER] = { "kicker", N_ ("Kicker") },
  [GALLEY_ROLE_HEADLINE] = { "headline", N_ ("Headline") },
  [GALLEY_ROLE_SUBHEAD] = { "subhead", N_ ("Subhead") },
  [GALLEY_ROLE_PEOPLE] = { "people", N_ ("People") },
  [GALLEY_ROLE_BYLINE] = { "byline", N_ ("Byline") },
  [GALLEY_ROLE_BODY] = { "body", N_ ("Body") },
  [GALLEY_ROLE_CROSSHEAD] = { "crosshead", N_ ("Crosshead") },
  [GALLEY_ROLE_QUOTE] = { "quote", N_ ("Quote") },
  [GALLEY_ROLE_NOTE] = { "note", N_ ("Note") },
  [GALLEY_ROLE_CAPTION] = { "caption", N_ ("Caption") },
  [GALLEY_ROLE_CREDIT] = { "credit", N_ ("Credit") },
  [GALLEY_ROLE_JUMP] = { "jump", N_ ("Jump") },
  [GALLEY_ROLE_AD] = { "ad", N_ ("Ad") },
  [GALLEY_ROLE_FURNITURE] = { "furniture", N_ ("Furniture") },
};

const char *
galley_role_get_name (GalleyRole role)
{
  g_return_val_if_fail ((guint) role < GALLEY_N_ROLES, NULL);

  return roles[role].name;
}

const char *
galley_role_get_label (GalleyRole role)
{
  g_return_val_if_fail ((guint) role < GALLEY_N_ROLES, NULL);

  return _ (roles[role].label);
}

gboolean
galley_role_from_name (const char *name, GalleyRole *role)
{
  for (guint i = 0; name != NULL && i < GALLEY_N_ROLES; i++)
    {
      if (g_str_equal (roles[i].name, name))
        {
          *role = (GalleyRole) i;
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
galley_role_is_head (GalleyRole role)
{
  return role == GALLEY_ROLE_KICKER || role == GALLEY_ROLE_HEADLINE || role == GALLEY_ROLE_SUBHEAD;
}
