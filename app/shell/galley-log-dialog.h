/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-log-dialog.h — the log of the edition, whether it holds, and on paper: the log and the copy slip of an article as PDF or
 * HTML. */

#pragma once

#include <adwaita.h>

#include "galley-session.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_LOG_DIALOG (galley_log_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GalleyLogDialog, galley_log_dialog, GALLEY, LOG_DIALOG, AdwWindow)

/* @article: whose slip can be saved, or NULL. Actions: log.save-log, log.save-slip. Signal "done" (gboolean written): a file was
 * written, or could not be. */
GtkWidget *galley_log_dialog_new (GtkWindow *parent, GalleySession *session, GalleyArticle *article);
/* Writes the log, or the slip of the article, to @file: HTML when its name ends so, else PDF. */
void galley_log_dialog_save (GalleyLogDialog *self, gboolean slip, GFile *file);
gboolean galley_log_dialog_is_busy (GalleyLogDialog *self);

G_END_DECLS
