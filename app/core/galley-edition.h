/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-edition.h — 一期报纸: one issue of one paper. A GListModel of GalleyPage, with masthead facts and assets. */

#pragma once

#include "galley-asset.h"
#include "galley-masthead.h"
#include "galley-page.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_EDITION (galley_edition_get_type ())
G_DECLARE_FINAL_TYPE (GalleyEdition, galley_edition, GALLEY, EDITION, GObject)

GalleyEdition *galley_edition_new (void);
GalleyEdition *galley_edition_new_with_id (const char *id);
const char *galley_edition_get_id (GalleyEdition *self);
/* The name of the publication it is an issue of, for galley_publication_load(); NULL: the usual one. A stored edition has what
 * galley_rounds_set_publication() said. */
const char *galley_edition_get_publication (GalleyEdition *self);
void galley_edition_set_publication (GalleyEdition *self, const char *name);

/* The sentence that every page of a draft says in whatever is printed; NULL: it is none. See galley_preflight_make_draft(). */
const char *galley_edition_get_draft (GalleyEdition *self);
void galley_edition_set_draft (GalleyEdition *self, const char *sentence);

GalleyMasthead *galley_edition_get_masthead (GalleyEdition *self); /* borrowed */

guint galley_edition_get_n_pages (GalleyEdition *self);
GalleyPage *galley_edition_get_page (GalleyEdition *self, guint index); /* borrowed; NULL past the end */
/* The page of that number, made in its place among the others if there is none yet. Borrowed. */
GalleyPage *galley_edition_ensure_page (GalleyEdition *self, guint number, const char *name);
void galley_edition_add_page (GalleyEdition *self, GalleyPage *page);
void galley_edition_remove_page (GalleyEdition *self, GalleyPage *page);

/* The article of that id, and the page it stands on (may be NULL pointers); NULL where there is none. Borrowed. */
GalleyArticle *galley_edition_find_article (GalleyEdition *self, const char *id, GalleyPage **page);
/* All articles in page order (array of borrowed GalleyArticle *; free it). Furniture is among them. */
GPtrArray *galley_edition_list_articles (GalleyEdition *self);

/* The index of an article counted over the whole edition without its furniture: the number the command line uses.
 * -1 where it is furniture or not in the edition. */
gint galley_edition_number_of (GalleyEdition *self, GalleyArticle *article);

/* Moves an article to @position (G_MAXUINT: the end) of @page. */
void galley_edition_move (GalleyEdition *self, GalleyArticle *article, GalleyPage *page, guint position);

/* Pictures, by id. "assets-changed" is emitted when one comes or goes. */
void galley_edition_add_asset (GalleyEdition *self, GalleyAsset *asset);
GalleyAsset *galley_edition_get_asset (GalleyEdition *self, const char *id); /* borrowed, or NULL */
GPtrArray *galley_edition_list_assets (GalleyEdition *self); /* sorted by id; free the array */

/* Takes all that @other holds: its facts where this edition has none, its pages by number, its articles behind those
 * that are there, its assets. With @page > 0 all articles go to that page. @other is empty afterwards. */
void galley_edition_absorb (GalleyEdition *self, GalleyEdition *other, guint page);

/* A copy that never changes, sharing the blocks. */
GalleyEdition *galley_edition_freeze (GalleyEdition *self);

/* "浙江法制报 · 2024年11月27日 · 第7132期" as far as the facts go; never empty (newly allocated). */
char *galley_edition_dup_title (GalleyEdition *self);

G_END_DECLS
