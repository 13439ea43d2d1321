/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-preferences.h — what the user may choose: looks, name, checkers, plugins. */

#pragma once

#include <adwaita.h>

#include "galley-desk.h"
#include "galley-plugins.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_PREFERENCES (galley_preferences_get_type ())
G_DECLARE_FINAL_TYPE (GalleyPreferences, galley_preferences, GALLEY, PREFERENCES, AdwPreferencesWindow)

GtkWidget *galley_preferences_new (GSettings *settings, GalleyPlugins *plugins, GalleyDesk *desk);

G_END_DECLS
