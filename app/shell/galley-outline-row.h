/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-outline-row.h — one line of the outline: a page or an article. Takes an article that is dropped on it. */

#pragma once

#include <gtk/gtk.h>

#include "galley-proof.h"
#include "galley-workflow.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_OUTLINE_ROW (galley_outline_row_get_type ())
G_DECLARE_FINAL_TYPE (GalleyOutlineRow, galley_outline_row, GALLEY, OUTLINE_ROW, GtkWidget)

/* Signal "dropped" (GalleyArticle *, gboolean below): an article was dropped on the upper or lower half. */
GtkWidget *galley_outline_row_new (void);
/* @item: a GalleyPage, a GalleyArticle, or NULL. */
void galley_outline_row_set_item (GalleyOutlineRow *self, GObject *item);
GObject *galley_outline_row_get_item (GalleyOutlineRow *self); /* borrowed, or NULL */
void galley_outline_row_set_proof (GalleyOutlineRow *self, GalleyProof *proof);
void galley_outline_row_set_workflow (GalleyOutlineRow *self, GalleyWorkflow *workflow);
/* What a screen reader says of the line (newly allocated). */
char *galley_outline_row_dup_spoken (GalleyOutlineRow *self);

G_END_DECLS
