/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-fix-dialog.h — the fixes of many findings of one article, looked over before they are made, as one undo step. */

#pragma once

#include <adwaita.h>

#include "galley-view.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_FIX_DIALOG (galley_fix_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GalleyFixDialog, galley_fix_dialog, GALLEY, FIX_DIALOG, AdwWindow)

/* The findings of the article the view shows that have a fix, by rule; those that are safe are ticked. */
GtkWidget *galley_fix_dialog_new (GalleyView *view);
/* Makes the fixes that are ticked, and closes. How many findings that were. */
guint galley_fix_dialog_apply (GalleyFixDialog *self);

G_END_DECLS
