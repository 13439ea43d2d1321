/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-field-row.h — draws one field of a facet: a row to fill in, and what is worth offering as one-click chips. */

#pragma once

#include <gtk/gtk.h>

#include "galley-facet.h"

G_BEGIN_DECLS

/* Called after a chip was taken or a value removed: the rows are to be drawn again. */
typedef void (*GalleyFieldChanged) (gpointer user_data);

/* The widgets of @field, in order, for an AdwPreferencesGroup (array of GtkWidget *, floating; free the array). What the
 * user enters is written into @article's metadata at once. */
GPtrArray *galley_field_row_new (GalleyField *field,
                                 GalleyArticle *article,
                                 GalleyFieldChanged changed,
                                 gpointer user_data);

/* Where values of a list are typed that are not entered yet (borrowed); NULL for rows of other fields. */
GtkEditable *galley_field_row_get_typed (GtkWidget *row);

/* One sentence about a text the field cannot hold (translated, static), or NULL. */
const char *galley_field_row_find_fault (GalleyField *field, const char *text);

G_END_DECLS
