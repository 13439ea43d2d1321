/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-inbox.h — the folder of the settings "watched-folder": what comes into it is offered in the window in front, or, with
 * "watched-import", imported there at once. One for the program: no file is offered twice. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_INBOX (galley_inbox_get_type ())
G_DECLARE_FINAL_TYPE (GalleyInbox, galley_inbox, GALLEY, INBOX, GObject)

/* Adds the action "import-new" to @application (not referenced). */
GalleyInbox *galley_inbox_new (GtkApplication *application, GSettings *settings);
/* What waits to be imported (GListModel of GFile, borrowed). */
GListModel *galley_inbox_get_files (GalleyInbox *self);

G_END_DECLS
