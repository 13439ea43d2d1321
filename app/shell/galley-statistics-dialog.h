/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-statistics-dialog.h — what an edition adds up to: characters by page and person, findings by rule and round, how far each
 * page is. Each table can be copied and saved. */

#pragma once

#include <adwaita.h>

#include "galley-session.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_STATISTICS_DIALOG (galley_statistics_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GalleyStatisticsDialog, galley_statistics_dialog, GALLEY, STATISTICS_DIALOG, AdwWindow)

GtkWidget *galley_statistics_dialog_new (GtkWindow *parent, GalleySession *session);
/* Is it still counting or checking? */
gboolean galley_statistics_dialog_is_busy (GalleyStatisticsDialog *self);
/* The table of a page ("pages", "people", "findings", "progress") as CSV (newly allocated); NULL before it is there. */
char *galley_statistics_dialog_dup_csv (GalleyStatisticsDialog *self, const char *page);

G_END_DECLS
