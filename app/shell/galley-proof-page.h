/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-proof-page.h — what the preferences have about proofreading: the profile, the dictionary, the desk's own rules, rules
 * that are mostly ignored, and every checker with its options and rules. */

#pragma once

#include <adwaita.h>

#include "galley-desk.h"
#include "galley-plugins.h"

G_BEGIN_DECLS

/* Fills @page, which stands in @window. */
void galley_proof_page_fill (AdwPreferencesPage *page,
                             AdwPreferencesWindow *window,
                             GSettings *settings,
                             GalleyPlugins *plugins,
                             GalleyDesk *desk);

G_END_DECLS
