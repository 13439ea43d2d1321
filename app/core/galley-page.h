/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-page.h — 版: a page's number, name and staff, and its articles in order (a GListModel of GalleyArticle). */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_PAGE (galley_page_get_type ())
G_DECLARE_FINAL_TYPE (GalleyPage, galley_page, GALLEY, PAGE, GObject)

/* Properties, notified: "number", "name", "staff". */
GalleyPage *galley_page_new (guint number, const char *name);

guint galley_page_get_number (GalleyPage *self); /* 版次, from 1 */
void galley_page_set_number (GalleyPage *self, guint number);
const char *galley_page_get_name (GalleyPage *self); /* 版名, "" where unset */
void galley_page_set_name (GalleyPage *self, const char *name);

/* The staff of the page: items of key "staff", value the name, qualifier the post (责任编辑, 版式, 校对). Borrowed. */
GalleyMetadata *galley_page_get_staff (GalleyPage *self);

guint galley_page_get_n_articles (GalleyPage *self);
GalleyArticle *galley_page_get_article (GalleyPage *self, guint index); /* borrowed; NULL past the end */
/* @position may be G_MAXUINT for the end. */
void galley_page_insert (GalleyPage *self, guint position, GalleyArticle *article);
void galley_page_remove (GalleyPage *self, guint position);
/* Its place on the page, or -1. */
gint galley_page_index_of (GalleyPage *self, GalleyArticle *article);

G_END_DECLS
