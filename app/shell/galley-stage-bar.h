/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-stage-bar.h — a bar parted by how many articles are at which stage, in the colours of the rounds. */

#pragma once

#include <gtk/gtk.h>

#include "galley-publication.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_STAGE_BAR (galley_stage_bar_get_type ())
G_DECLARE_FINAL_TYPE (GalleyStageBar, galley_stage_bar, GALLEY, STAGE_BAR, GtkWidget)

GtkWidget *galley_stage_bar_new (void);
/* @counts: articles at each stage, as many as galley_statistics_get_n_stages() says. Says it in words too, as a tooltip and for
 * screen readers. */
void galley_stage_bar_set (GalleyStageBar *self, GalleyPublication *publication, const guint *counts);
/* The colour of a stage. */
void galley_stage_get_colour (GalleyPublication *publication, guint stage, GdkRGBA *colour);

G_END_DECLS
