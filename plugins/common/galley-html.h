/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-html.h — pages of the web and of books: a tree without network and scripts, the part of it that is copy, and its
 * way into an item (galley-wire.h). */

#pragma once

#include "galley-charset.h"
#include "galley-wire.h"

G_BEGIN_DECLS

/* No page is larger (bytes of UTF-8), and none is nested deeper. */
#define GALLEY_HTML_MAX_BYTES (32u * 1024 * 1024)
#define GALLEY_HTML_MAX_DEPTH 1000
/* Nor is any picture in it. */
#define GALLEY_HTML_MAX_PICTURE (64u * 1024 * 1024)

/* The text of a page in whatever encoding it has. GALLEY_ERROR_MALFORMED, _TOO_LARGE. @shown is the file name. */
GalleyDecoded *galley_html_decode (GBytes *bytes, const char *shown, GError **error);
/* The tree of it (free with xmlFreeDoc); unknown elements stay. GALLEY_ERROR_MALFORMED, _TOO_LARGE, G_IO_ERROR_CANCELLED. */
xmlDoc *galley_html_parse (const char *text, gsize length, const char *shown, GalleyJob *job, GError **error);

/* The first element of the tree for which @name, where it is not NULL, and the attribute say so; attributes "class" hold one
 * of several words. NULL where there is none. */
xmlNode *galley_html_find (xmlNode *top, const char *name, const char *attribute, const char *value);
gboolean galley_html_has_word (const xmlNode *node, const char *attribute, const char *word);
/* Is @other the element @node, or somewhere in it? */
gboolean galley_html_holds (const xmlNode *node, const xmlNode *other);
/* Takes an element out of its tree and frees it. */
void galley_html_remove (xmlNode *node);

/* The element that holds the copy, found by structure and by how dense the text is; never NULL for a tree with a body. What is
 * surely none (menus, forms) is taken out of the tree. @left_out: how many characters lie outside of it. */
xmlNode *galley_html_find_main (xmlNode *root, guint *left_out);

/* Bytes of the picture at @address, or NULL; @name gets a file name. */
typedef GBytes *(*GalleyHtmlFetch) (gpointer data, const char *address, char **name);

/* The pictures below @top, with their words, into the item; how many were not to be had is the result. */
guint galley_html_pictures (WireItem *item, xmlNode *top, GalleyHtmlFetch fetch, gpointer data);

/* What the head of a page says: title, author, date, keywords, language. The title goes to @title (newly allocated, may be
 * NULL), the rest to metadata the item does not have yet. */
void galley_html_head (WireItem *item, xmlNode *root, char **title);
/* Takes headline, kicker, subhead and byline of the copy out of the tree into the heads of the item. @title as above. */
void galley_html_heads (WireItem *item, xmlNode *root, xmlNode *main, const char *title);

G_END_DECLS
