/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-import-list.h — what came of each file of an import: how many articles it gave, why it could not be read, what was not
 * kept as it was, and what was there already. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A window over @parent for the results in @files (GalleyGathered *, copied). */
GtkWidget *galley_import_list_new (GtkWindow *parent, GPtrArray *files);
/* The notes of an import of one file stand in a list of their own: they matter, but only to who looks. */
GtkWidget *galley_import_list_new_notes (GtkWindow *parent, const char *const *notes);
/* The list of files as text, one file a line, its remarks below it (newly allocated). */
char *galley_import_list_dup_text (GPtrArray *files);

G_END_DECLS
