/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-cli-markup.h — what an exported copy is marked with: changes since a revision, and open findings. */

#pragma once

#include "galley-cli.h"
#include "galley-markup.h"

G_BEGIN_DECLS

/* Each adds to @markup; FALSE with one sentence in @error where that cannot be.
 *
 * The changes of a round (一校 …) in each article that had it. An article that was changed after the round ended goes back in
 * @copy, a frozen copy of the edition, to what the round made of it. */
gboolean galley_cli_mark_round (
    GalleyMarkup *markup, const GalleyInput *input, GalleyEdition *copy, const char *round, GError **error);
/* The changes since a revision: @since is its number, or the reason it was kept for ("import"). */
gboolean
galley_cli_mark_changes (GalleyMarkup *markup, const GalleyInput *input, const char *since, GError **error);
/* What is found in @frozen and was not ignored. */
gboolean galley_cli_mark_findings (
    GalleyMarkup *markup, const GalleyInput *input, GalleyEdition *frozen, GalleyJob *job, GError **error);

G_END_DECLS
