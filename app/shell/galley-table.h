/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-table.h — rows of text in columns, the first one their heads: for figures that are read, copied and saved. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A grid of @rows (array of GStrv, all of one length). The first column stands left and takes the room, the others right. */
GtkWidget *galley_table_new (const GPtrArray *rows);

/* A new row, to be added to such an array: cells up to NULL. */
GStrv galley_table_row (const char *first, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
