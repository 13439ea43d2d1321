/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-page-panel.h — 版面: the page of the chosen article as it would be printed. A click on an article goes to it. */

#pragma once

#include <gtk/gtk.h>

#include "galley-edition.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_PAGE_PANEL (galley_page_panel_get_type ())
G_DECLARE_FINAL_TYPE (GalleyPagePanel, galley_page_panel, GALLEY, PAGE_PANEL, GtkWidget)

/* Signal "article-wanted" (GalleyArticle *): an article of the picture was clicked, or reached with the arrow keys. The picture
 * is made in a thread of its own, while it is seen, a moment after the last change. */
GtkWidget *galley_page_panel_new (void);
void galley_page_panel_set_edition (GalleyPagePanel *self, GalleyEdition *edition);
void galley_page_panel_set_page (GalleyPagePanel *self, GalleyPage *page);
/* The article that is framed in the picture, or NULL. */
void galley_page_panel_set_article (GalleyPagePanel *self, GalleyArticle *article);

/* Is a picture being made, or about to be? */
gboolean galley_page_panel_is_busy (GalleyPagePanel *self);
/* The point of the picture at which the first area of an article begins, in the panel's picture; FALSE where it has none. */
gboolean galley_page_panel_find (GalleyPagePanel *self, GalleyArticle *article, double *x, double *y);
/* What a click at that point does. */
void galley_page_panel_click (GalleyPagePanel *self, double x, double y);

G_END_DECLS
