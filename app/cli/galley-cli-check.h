/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-cli-check.h — what the commands that check have in common. */

#pragma once

#include "galley-check.h"
#include "galley-cli.h"

G_BEGIN_DECLS

/* A check by the house style @profile (NULL: the usual one) that is restricted to @rules, a comma list of rules,
 * beginnings of ids, and checkers (NULL: all). Each must exist, else it is wrong usage. */
GalleyExit galley_cli_make_check (const GalleyCommand *self,
                                  const char *profile,
                                  const char *rules,
                                  GalleyCheck **check);

/* What was ignored in the edition stays ignored here. */
gboolean galley_cli_load_decisions (GalleyCheck *check, GalleyStore *store, GError **error);

/* Says on standard error which checkers and rules could not be used. */
void galley_cli_print_problems (GalleyCheck *check);

G_END_DECLS
