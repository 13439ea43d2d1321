/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rule-row.h — one rule in the preferences: its name and norm, how grave it is taken, and whether it is on. */

#pragma once

#include <adwaita.h>

#include "galley-check-profile.h"
#include "galley-desk.h"

G_BEGIN_DECLS

/* @profile and @profile_name: what the rule's severity is as long as the desk says nothing; where it is switched off there,
 * the row only says so. What is chosen is kept by the desk. */
GtkWidget *
galley_rule_row_new (GalleyRule *rule, GalleyDesk *desk, GalleyProfile *profile, const char *profile_name);

G_END_DECLS
