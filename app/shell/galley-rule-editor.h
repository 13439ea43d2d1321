/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rule-editor.h — the desk's own rules as a page of the preferences: the text of the pack, what its tests say while it is
 * written, and a sentence to try it on. What stands there is kept as it is written; there is no button to save. */

#pragma once

#include <adwaita.h>

#include "galley-desk.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_RULE_EDITOR (galley_rule_editor_get_type ())
G_DECLARE_FINAL_TYPE (GalleyRuleEditor, galley_rule_editor, GALLEY, RULE_EDITOR, GtkBox)

/* A page for adw_preferences_window_present_subpage() of @window. */
GtkWidget *galley_rule_editor_new (GalleyDesk *desk, AdwPreferencesWindow *window);

/* What a pack amounts to, in a line or several: how many rules and tests, or what is wrong with it (free with g_free). @good
 * says which. */
char *galley_rule_editor_dup_verdict (const char *text, gboolean *good);

G_END_DECLS
