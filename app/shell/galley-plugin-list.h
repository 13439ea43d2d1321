/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-plugin-list.h — every plugin with a switch, and why it cannot be used where that is so. */

#pragma once

#include <adwaita.h>

#include "galley-plugins.h"

G_BEGIN_DECLS

/* A page for AdwPreferencesWindow. What is switched is kept in "disabled-plugins" of @settings; the sessions follow it. */
GtkWidget *galley_plugin_list_new (GSettings *settings, GalleyPlugins *plugins);

G_END_DECLS
