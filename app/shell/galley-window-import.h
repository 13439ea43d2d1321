/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-window-import.h — what the window says of an import that is done. */

#pragma once

#include "galley-window.h"

G_BEGIN_DECLS

/* A toast for what came in and the banner for what did not; shows the first article unless somebody is typing. */
void galley_window_tell_imported (GalleyWindow *self, const GalleyImported *imported);

G_END_DECLS
