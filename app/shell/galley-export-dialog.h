/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export-dialog.h — the edition in one or several formats at once, into one folder. */

#pragma once

#include <adwaita.h>

#include "galley-session.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_EXPORT_DIALOG (galley_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GalleyExportDialog, galley_export_dialog, GALLEY, EXPORT_DIALOG, AdwWindow)

/* The formats are known from their key files; a plugin is loaded when its options are looked at or it is used. Remembers
 * formats, folder and options. A draft says so on every page; what is final is refused, with the list, as long as anything
 * stands against print. Signals: "done" (gboolean all_written); "place-wanted" (const GalleyPlaceItem *): one of that list was
 * activated, the dialog is closed. Actions: export.folder, export.start, export.show. */
GtkWidget *galley_export_dialog_new (GtkWindow *parent, GalleySession *session);
/* Where to (borrowed), and setting it without asking. */
GFile *galley_export_dialog_get_folder (GalleyExportDialog *self);
void galley_export_dialog_set_folder (GalleyExportDialog *self, GFile *folder);
/* Ticks a format, or unticks it; FALSE where there is no such one. */
gboolean galley_export_dialog_select (GalleyExportDialog *self, const char *module, gboolean selected);
/* Shows the marks of the round of that name in the formats that can; NULL (as at first): of none. FALSE where that cannot be. */
gboolean galley_export_dialog_set_marks (GalleyExportDialog *self, const char *round);
/* Draft (as at first) or final. */
void galley_export_dialog_set_final (GalleyExportDialog *self, gboolean final);
void galley_export_dialog_start (GalleyExportDialog *self);

G_END_DECLS
