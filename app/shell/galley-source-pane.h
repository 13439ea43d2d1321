/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-source-pane.h — the text an article was read from, with line numbers, beside the article. What the caret of one is
 * in is marked in the other, and the two scroll in step. Read only. */

#pragma once

#include "galley-view.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_SOURCE_PANE (galley_source_pane_get_type ())
G_DECLARE_FINAL_TYPE (GalleySourcePane, galley_source_pane, GALLEY, SOURCE_PANE, GtkWidget)

/* Signal "article-wanted" (GalleyArticle *): the caret was put on text of an article that is not shown; show it at once. */
GtkWidget *galley_source_pane_new (void);

/* Once: the view whose article it goes with. */
void galley_source_pane_set_view (GalleySourcePane *self, GalleyView *view);
/* The edition of the articles, or NULL. */
void galley_source_pane_set_edition (GalleySourcePane *self, GalleyEdition *edition);

/* The lines of the source that are marked, from 0; FALSE where there are none. */
gboolean galley_source_pane_get_marked (GalleySourcePane *self, guint *first_line, guint *last_line);
/* Puts the caret into a line of the source, as a click there does. */
void galley_source_pane_go_to (GalleySourcePane *self, guint line);
/* The text widget (borrowed). */
GtkTextView *galley_source_pane_get_text_view (GalleySourcePane *self);

G_END_DECLS
