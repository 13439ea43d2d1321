/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-outline.h — the edition as a tree: pages, and on them their articles, with kind and findings. Articles are moved
 * by dragging or by key. */

#pragma once

#include <gtk/gtk.h>

#include "galley-proof.h"
#include "galley-workflow.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_OUTLINE (galley_outline_get_type ())
G_DECLARE_FINAL_TYPE (GalleyOutline, galley_outline, GALLEY, OUTLINE, GtkWidget)

/* Properties, read-only and notified: "article" and "page", what is selected, or NULL; while several are, the one that was
 * alone before. Signals: "activated": the article is to be edited; "move-wanted" (GPtrArray of GalleyArticle *,
 * GalleyPage *, guint position) as in galley_hand_move(), and "removal-wanted" (GPtrArray): handlers do it at once.
 * Widget actions: outline.move-up, outline.move-down (Alt+Up, Alt+Down), outline.move-page (i: -1, 1; Alt+Shift+Up, Down),
 * outline.kind (s), outline.remove (Delete), outline.new-article, outline.new-page. */
GtkWidget *galley_outline_new (void);

void galley_outline_set_edition (GalleyOutline *self, GalleyEdition *edition);
void galley_outline_set_proof (GalleyOutline *self, GalleyProof *proof);
/* What stage articles are at, and from which the progress at the foot is read. */
void galley_outline_set_workflow (GalleyOutline *self, GalleyWorkflow *workflow);

GalleyArticle *galley_outline_get_article (GalleyOutline *self); /* borrowed, or NULL */
GalleyPage *galley_outline_get_page (GalleyOutline *self);       /* borrowed, or NULL */
/* All that are selected (array of GalleyArticle * with a free function); the current one where none is. */
GPtrArray *galley_outline_list_selected (GalleyOutline *self);
/* Unfolds its page, and ends a search that hides it. FALSE when it is not in the edition. */
gboolean galley_outline_select (GalleyOutline *self, GalleyArticle *article);
/* The next (@direction > 0) or previous article in page order; furniture is passed over, and what a search hides. */
gboolean galley_outline_step (GalleyOutline *self, int direction);
void galley_outline_focus_search (GalleyOutline *self);

/* The name of a page as the window shows it, "01 要闻" (newly allocated). */
char *galley_outline_dup_page_name (GalleyPage *page);
/* The name of a kind, translated (static). */
const char *galley_outline_get_kind_label (GalleyArticleKind kind);

G_END_DECLS
