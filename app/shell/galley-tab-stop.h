/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-tab-stop.h — Tab leaves a list: its rows are walked with the arrow keys. By itself a list view goes through all of them,
 * and whoever has no mouse would press Tab three hundred times to get past three hundred findings. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on Tab goes to what can take the focus within the row, then on to what stands behind @list. */
void galley_tab_stop_add (GtkWidget *list);

G_END_DECLS
