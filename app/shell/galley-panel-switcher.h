/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-panel-switcher.h — one button for each page of a stack, in as many rows as the width asks for: a column of panels is
 * narrow, and their names are of every length in every language. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_PANEL_SWITCHER (galley_panel_switcher_get_type ())
G_DECLARE_FINAL_TYPE (GalleyPanelSwitcher, galley_panel_switcher, GALLEY, PANEL_SWITCHER, GtkWidget)

/* Property "stack" (GtkStack). */
GtkWidget *galley_panel_switcher_new (void);

G_END_DECLS
