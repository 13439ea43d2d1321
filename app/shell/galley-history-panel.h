/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-history-panel.h — 历史: the kept versions of the article with author, time and round; any two are compared, any one is
 * brought back. */

#pragma once

#include <gtk/gtk.h>

#include "galley-session.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_HISTORY_PANEL (galley_history_panel_get_type ())
G_DECLARE_FINAL_TYPE (GalleyHistoryPanel, galley_history_panel, GALLEY, HISTORY_PANEL, GtkWidget)

/* Signals: "restore-wanted" (GalleyArticle *old, gint64 number); "failed" (const char *).
 * Widget actions: history.compare (the two that are ticked, or the one with the text as it is), history.restore. */
GtkWidget *galley_history_panel_new (void);
void galley_history_panel_set_session (GalleyHistoryPanel *self, GalleySession *session);
void galley_history_panel_set_article (GalleyHistoryPanel *self, GalleyArticle *article);
gboolean galley_history_panel_is_busy (GalleyHistoryPanel *self);

G_END_DECLS
