/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-cli-markup.h — what an exported copy is marked with: changes since a revision, and open findings. */

#pragma once

#include "galley-cli.h"
#include "galley-markup.h"

G_BEGIN_DECLS

/* @since: the number of a revision, or the reason it was kept for ("import", a round), or NULL; changes are those from there
 * up to the text as it stands. @findings: check @frozen, and take what is open. NULL with @error where that failed. */
GalleyMarkup *galley_cli_make_markup (const GalleyInput *input,
                                      GalleyEdition *frozen,
                                      const char *since,
                                      gboolean findings,
                                      GalleyJob *job,
                                      GError **error);

G_END_DECLS
