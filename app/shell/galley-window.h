/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-window.h — the window of one edition: header bar, messages, and the edition at work or an invitation to begin. */

#pragma once

#include <adwaita.h>

#include "galley-banner.h"
#include "galley-import.h"
#include "galley-session.h"
#include "galley-workspace.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_WINDOW (galley_window_get_type ())
G_DECLARE_FINAL_TYPE (GalleyWindow, galley_window, GALLEY, WINDOW, AdwApplicationWindow)

/* Signals: "open-requested" (GFile *): an edition is to be opened, here or in a window of its own; "create-requested"
 * (GFile * or NULL): a new one is to be made there, or where new editions go. */
GalleyWindow *galley_window_new (GtkApplication *application, GSettings *settings);

GalleySession *galley_window_get_session (GalleyWindow *self); /* borrowed */
GalleyWorkspace *
galley_window_get_workspace (GalleyWindow *self); /* borrowed; NULL as long as no edition is open */
GalleyBanner *galley_window_get_banner (GalleyWindow *self); /* borrowed */

/* Opens an edition in this window; what goes wrong stands in the banner. */
gboolean galley_window_open (GalleyWindow *self, GFile *file);
/* Makes a new edition, see galley_session_create(). */
gboolean galley_window_create (GalleyWindow *self, GFile *file);
/* As galley_window_open(), once the first frame is on screen. Until then the window is blank, not inviting. */
void galley_window_open_later (GalleyWindow *self, GFile *file);
/* Whether that edition is shown here, or is about to be. */
gboolean galley_window_has (GalleyWindow *self, GFile *file);
/* Whether nothing is shown here, nothing about to be, and nothing is coming in. */
gboolean galley_window_is_free (GalleyWindow *self);
/* Reads files (GListModel of GFile) into the edition. */
void galley_window_import (GalleyWindow *self, GListModel *files);
GalleyImport *galley_window_get_import (GalleyWindow *self);        /* borrowed */
void galley_window_add_toast (GalleyWindow *self, AdwToast *toast); /* takes it */
/* Opens the sample edition, or makes it from the sample page. */
void galley_window_open_sample (GalleyWindow *self);
void galley_window_show_error (GalleyWindow *self, const char *message);

G_END_DECLS
