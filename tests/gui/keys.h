/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keys.h — real key events: pressed on the X server, which brings them to the window that has the focus, as a keyboard does. No
 * window manager runs beside the tests, so the window in front is given the focus here. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Call after the display is open; FALSE where keys cannot be pressed. */
gboolean keys_start (void);
/* The window a window manager would give the focus: the newest dialog, else the main window. */
GtkWindow *keys_get_front (void);
/* Presses and lets go of one combination, as gtk_accelerator_parse() reads it, and runs the main loop until the window has
 * answered. */
void keys_press (const char *accelerator);
/* Types letters, digits, marks, and Chinese, which is put on a spare key as it comes. */
void keys_type (const char *text);
/* Presses Tab until @there says that the focus is where it should be; fails when it never gets there. */
void keys_tab_to (gboolean (*there) (GtkWidget *focus, gconstpointer data), gconstpointer data);

/* For keys_tab_to(): a button with this label (without its underline), or with a picture and this tooltip; anything in the row
 * of a list with a title that begins so; the button of a page of preferences. */
gboolean keys_on_button (GtkWidget *focus, gconstpointer label);
gboolean keys_in_row (GtkWidget *focus, gconstpointer title);
gboolean keys_on_page (GtkWidget *focus, gconstpointer label);

G_END_DECLS
