/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-dictionary.h — the words of the desk that are never a fault, as a page of the preferences: to be looked through, added
 * to (words of several parts too, and until which day they are good) and taken from. */

#pragma once

#include <adwaita.h>

#include "galley-desk.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_DICTIONARY (galley_dictionary_get_type ())
G_DECLARE_FINAL_TYPE (GalleyDictionary, galley_dictionary, GALLEY, DICTIONARY, GtkBox)

/* A page for adw_preferences_window_present_subpage() of @window. */
GtkWidget *galley_dictionary_new (GalleyDesk *desk, AdwPreferencesWindow *window);

/* The head of such a page, with the way back. */
GtkWidget *galley_subpage_bar_new (AdwPreferencesWindow *window, const char *title);

G_END_DECLS
