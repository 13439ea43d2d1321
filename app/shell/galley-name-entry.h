/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-name-entry.h — whose name a step is done under: an entry, and a list of the names that are likely. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_NAME_ENTRY (galley_name_entry_get_type ())
G_DECLARE_FINAL_TYPE (GalleyNameEntry, galley_name_entry, GALLEY, NAME_ENTRY, GtkWidget)

/* Signals: "changed" (); "activate" (): Enter was pressed. Down opens the list. */
GtkWidget *galley_name_entry_new (void);
/* Without white space at its ends; "" where there is none (newly allocated). */
char *galley_name_entry_dup_name (GalleyNameEntry *self);
void galley_name_entry_set_name (GalleyNameEntry *self, const char *name);
void galley_name_entry_set_choices (GalleyNameEntry *self, const char *const *names);

G_END_DECLS
