/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-option-rows.h — the options of a plugin's object, its writable properties, as rows of preferences. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The properties of @object that can be set after it was made (array of GParamSpec *; free the array). */
GPtrArray *galley_option_rows_list (GObject *object);

/* One row for each property of @pspecs (array of GParamSpec *) whose type can be shown, in order (array of GtkWidget *,
 * floating; free the array). They show what @object has. What the user sets is put into @object at once, and under
 * "@module.option" into the dictionary of texts that @key of @settings holds. */
GPtrArray *galley_option_rows_new (
    GObject *object, const GPtrArray *pspecs, GSettings *settings, const char *key, const char *module);

/* Gives @object what the dictionary holds for @module. */
void galley_option_rows_restore (
    GObject *object, const GPtrArray *pspecs, GSettings *settings, const char *key, const char *module);

G_END_DECLS
