/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-workflow-panel.h — 流程: the rounds of the article with who, when and how many marks; the step that is next; 核红; and
 * 签发 with all that stands in its way. */

#pragma once

#include <gtk/gtk.h>

#include "galley-place-list.h"
#include "galley-session.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_WORKFLOW_PANEL (galley_workflow_panel_get_type ())
G_DECLARE_FINAL_TYPE (GalleyWorkflowPanel, galley_workflow_panel, GALLEY, WORKFLOW_PANEL, GtkWidget)

/* Signals: "place-wanted" (const GalleyPlaceItem *): that place is to be gone to; "round-wanted" (const char *name): the marks of
 * that round are to be shown; "done" (const char *): one sentence on what was done; "failed" (const char *).
 * Widget actions: workflow.step (begin or end the round that is due), workflow.hand-on (do it at once), workflow.sign,
 * workflow.withdraw, workflow.collate-page, workflow.collate-article. */
GtkWidget *galley_workflow_panel_new (void);
void galley_workflow_panel_set_session (GalleyWorkflowPanel *self, GalleySession *session);
void galley_workflow_panel_set_article (GalleyWorkflowPanel *self, GalleyArticle *article);
/* 核红 against a file that came back, without asking which. */
void galley_workflow_panel_collate_file (GalleyWorkflowPanel *self, GFile *file);
/* Is what is shown still being read, or something being done? */
gboolean galley_workflow_panel_is_busy (GalleyWorkflowPanel *self);

G_END_DECLS
