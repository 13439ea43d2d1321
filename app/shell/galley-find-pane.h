/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-find-pane.h — find and replace in an article, a page, the edition: every place in a list with what stands around it, to be
 * ticked, and all that are ticked changed as one step. */

#pragma once

#include <gtk/gtk.h>

#include "galley-correct.h"
#include "galley-session.h"
#include "galley-view.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_FIND_PANE (galley_find_pane_get_type ())
G_DECLARE_FINAL_TYPE (GalleyFindPane, galley_find_pane, GALLEY, FIND_PANE, GtkWidget)

/* Signal "article-wanted" (GalleyArticle *): that article is to be looked at, at once. What the pane works on, once: */
void galley_find_pane_set_up (GalleyFindPane *self,
                              GalleySession *session,
                              GalleyView *view,
                              GalleyCorrect *correct);
/* The article that is looked at, or NULL. */
void galley_find_pane_set_article (GalleyFindPane *self, GalleyArticle *article);

/* Shows itself and takes the focus; what is selected in the text is looked for. */
void galley_find_pane_open (GalleyFindPane *self, gboolean replace);
/* Goes to the next (@direction > 0) or previous place from the caret on, round the end; opens where nothing was looked for. */
void galley_find_pane_step (GalleyFindPane *self, int direction);
/* Is it still looking? */
gboolean galley_find_pane_is_busy (GalleyFindPane *self);

G_END_DECLS
