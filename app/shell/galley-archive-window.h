/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-archive-window.h — search across the editions of a folder, by words, page, person, subject and state. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_ARCHIVE_WINDOW (galley_archive_window_get_type ())
G_DECLARE_FINAL_TYPE (GalleyArchiveWindow, galley_archive_window, GALLEY, ARCHIVE_WINDOW, AdwWindow)

/* Signal "hit-activated" (const char *path, const char *article): that edition is to be opened at that article. @folder: where to
 * look at first. */
GtkWidget *galley_archive_window_new (GtkWindow *parent, GFile *folder);
/* Is it reading or searching? */
gboolean galley_archive_window_is_busy (GalleyArchiveWindow *self);
/* What was found (GListModel, borrowed). */
GListModel *galley_archive_window_get_hits (GalleyArchiveWindow *self);

G_END_DECLS
