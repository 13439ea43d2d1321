/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-preflight-dialog.h — all that stands between the edition and print, by page and article. Stays beside the window while
 * one thing after the other is put right. */

#pragma once

#include <adwaita.h>

#include "galley-place-list.h"
#include "galley-session.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_PREFLIGHT_DIALOG (galley_preflight_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GalleyPreflightDialog, galley_preflight_dialog, GALLEY, PREFLIGHT_DIALOG, AdwWindow)

/* Signal "place-wanted" (const GalleyPlaceItem *). Action: preflight.again (F5). */
GtkWidget *galley_preflight_dialog_new (GtkWindow *parent, GalleySession *session);
gboolean galley_preflight_dialog_is_busy (GalleyPreflightDialog *self);
/* Did the last look find nothing that blocks? */
gboolean galley_preflight_dialog_is_green (GalleyPreflightDialog *self);

G_END_DECLS
