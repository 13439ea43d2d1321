/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-workspace.h — an edition at work: outline, galley and panels side by side, and the status line below. */

#pragma once

#include <gtk/gtk.h>

#include "galley-correct.h"
#include "galley-outline.h"
#include "galley-rounds-ui.h"
#include "galley-session.h"
#include "galley-view.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_WORKSPACE (galley_workspace_get_type ())
G_DECLARE_FINAL_TYPE (GalleyWorkspace, galley_workspace, GALLEY, WORKSPACE, GtkWidget)

GtkWidget *galley_workspace_new (GalleySession *session);

GalleyOutline *galley_workspace_get_outline (GalleyWorkspace *self); /* borrowed */
GalleyView *galley_workspace_get_view (GalleyWorkspace *self);       /* borrowed */
GalleyCorrect *galley_workspace_get_correct (GalleyWorkspace *self); /* borrowed */
/* Rounds, signatures and history in the workspace (borrowed). */
GalleyRoundsUi *galley_workspace_get_rounds_ui (GalleyWorkspace *self);

/* Shows an article by its id, or the first one where there is none of that id and none is shown. */
void galley_workspace_show_article (GalleyWorkspace *self, const char *id);
/* "findings", "metadata", "edition", "page", "workflow" or "history", the columns folded out when need be. */
void galley_workspace_show_panel (GalleyWorkspace *self, const char *name);
/* The field of the metadata, or the fact of the masthead, of that name, to be filled in. */
void galley_workspace_show_field (GalleyWorkspace *self, const char *id);
void galley_workspace_show_fact (GalleyWorkspace *self, const char *name);
/* Moves the focus to the next column, or the one before. */
void galley_workspace_cycle (GalleyWorkspace *self, int direction);
void galley_workspace_next_finding (GalleyWorkspace *self, int direction);
/* Opens the pane for find, or find and replace. */
void galley_workspace_find (GalleyWorkspace *self, gboolean replace);
/* The next (@direction > 0) or previous hit of what was looked for last. */
void galley_workspace_find_next (GalleyWorkspace *self, int direction);
/* Keeps widths, panel and caret for the next time. */
void galley_workspace_save_state (GalleyWorkspace *self);

G_END_DECLS
