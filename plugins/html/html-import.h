/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html-import.h — saved pages of the web and of e-papers. */

#pragma once

#include "galley-importer.h"

#include "../common/galley-html.h"

G_BEGIN_DECLS

#define HTML_TYPE_IMPORTER (html_importer_get_type ())
G_DECLARE_FINAL_TYPE (HtmlImporter, html_importer, HTML, IMPORTER, GObject)

/* One page that is being read. */
typedef struct
{
  GalleySource *source;
  GalleyJob *job;
  const char *text; /* the whole page, UTF-8 */
  xmlNode *root;
  guint n_missing; /* pictures that were not to be had */
  guint left_out;  /* characters outside of the copy */
} HtmlPage;

/* The picture behind an address, from the folder the page lies in (a GalleyHtmlFetch; @data is the HtmlPage). */
GBytes *html_fetch (gpointer data, const char *address, char **name);

/* What the page says of itself for search engines (schema.org in JSON), into metadata the item does not have yet; the
 * headline to @title where that is NULL. */
void html_read_json (WireItem *item, xmlNode *root, char **title);

/* Pages of the Founder family and those like it: a page of the paper with its list of articles, or one article. FALSE with no
 * error where it is none of them. */
gboolean html_read_epaper (HtmlPage *page, GalleyBuilder *builder, GError **error);

G_END_DECLS
