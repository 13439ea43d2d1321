/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-unfold.h — lets the pages of an edition unfold in a tree, a screenful at once and the others one after the other when
 * nothing else is to be done: a list makes its lines when they unfold, and hundreds of them take longer than a frame. */

#pragma once

#include <gtk/gtk.h>

#include "galley-edition.h"

G_BEGIN_DECLS

typedef struct _GalleyUnfold GalleyUnfold;

/* @tree: of the pages of @edition, not expanding by itself. Pages that come later unfold too; one that somebody folds stays so. */
GalleyUnfold *galley_unfold_new (GalleyEdition *edition, GtkTreeListModel *tree);
void galley_unfold_free (GalleyUnfold *self);

/* The page of an article that is to be seen does not have to wait, and does not stay folded. */
void galley_unfold_show (GalleyUnfold *self, GalleyArticle *article);

G_END_DECLS
