/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-window-desk.h — the actions of the window about an edition as a whole: find and replace, search in other editions, tags for
 * many, statistics, the digest, the next edition. */

#pragma once

#include "galley-window.h"

G_BEGIN_DECLS

/* win.find, win.replace, win.find-next (i), win.search-editions, win.tag, win.statistics, win.digest, win.next-edition. */
void galley_window_install_desk_actions (GtkWidgetClass *klass);
/* Those that need an edition. */
void galley_window_update_desk_actions (GalleyWindow *self, gboolean has_edition);

G_END_DECLS
