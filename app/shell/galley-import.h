/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-import.h — brings copy in: files that are chosen or dropped, text that is pasted or dropped. */

#pragma once

#include <gtk/gtk.h>

#include "galley-progress.h"
#include "galley-session.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_IMPORT (galley_import_get_type ())
G_DECLARE_FINAL_TYPE (GalleyImport, galley_import, GALLEY, IMPORT, GObject)

/* @parent: the window dialogs belong to (not referenced). Property "busy" (read-only, notified). Signals: "done"
 * (GalleyImported *); "failed" (const char *), one sentence; "edition-dropped" (GFile *), when an edition was dropped
 * that is to be opened. */
GalleyImport *galley_import_new (GtkWindow *parent, GalleySession *session, GalleyProgress *progress);

/* Asks for files and imports them. */
void galley_import_choose (GalleyImport *self);
/* The same for whole folders. */
void galley_import_choose_folder (GalleyImport *self);
void galley_import_files (GalleyImport *self, GListModel *files);
/* The text of the clipboard, or the files in it, as new articles. */
void galley_import_paste (GalleyImport *self);
void galley_import_text (GalleyImport *self, const char *text);
/* Lets @widget take files that are dropped on it, and text when @with_text. */
void galley_import_accept_drops (GalleyImport *self, GtkWidget *widget, gboolean with_text);
gboolean galley_import_is_busy (GalleyImport *self);

G_END_DECLS
