/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-stage-group.h — the rounds of an article as rows: who, when, how many marks; and by whose rules they go. */

#pragma once

#include <gtk/gtk.h>

#include "galley-workflow.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_STAGE_GROUP (galley_stage_group_get_type ())
G_DECLARE_FINAL_TYPE (GalleyStageGroup, galley_stage_group, GALLEY, STAGE_GROUP, GtkWidget)

/* Signals: "round-wanted" (const char *name): a round was activated; "failed" (const char *). */
GtkWidget *galley_stage_group_new (void);
/* @n_marks: of guint, by the rounds, or NULL where that is not known yet. An edition is open. */
void galley_stage_group_update (GalleyStageGroup *self,
                                GalleyWorkflow *workflow,
                                GalleyArticle *article,
                                const GArray *n_marks);

G_END_DECLS
