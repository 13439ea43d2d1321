/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export-html.h — an article as HTML or XHTML, for the e-paper and for books: one markup, each role a class. */

#pragma once

#include "galley-export.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean xml;         /* XHTML: empty elements are closed, the language is said twice */
  const char *pictures; /* "images/": stands before the names of pictures */
} ExportHtml;

/* The text of a block with its marks. */
void export_html_inline (GString *out, GalleyBlock *block);
/* <article>: its heads in a <header> with an <h1>, each block with its role as the class, pictures as figures above their
 * captions. @pictures: array of GalleyAsset * that have been written (may be NULL). */
void export_html_article (
    GString *out, const ExportHtml *how, GalleyEdition *edition, GalleyArticle *article, GPtrArray *pictures);
/* All metadata as <meta name="galley:KEY" content="VALUE" data-qualifier="…">. */
void export_html_meta (GString *out, const ExportHtml *how, GalleyArticle *article);
/* The line that says that this is a draft, where it is one. */
void export_html_draft (GString *out, GalleyEdition *edition);
/* Who made a page, and in which post, as a line; nothing where nobody is named. */
void export_html_staff (GString *out, GalleyPage *page);
/* "ab12….jpg": the file of a picture, by its content (newly allocated); NULL where a browser may not show it. */
char *export_picture_name (GalleyAsset *asset);
/* ' lang="…"', and ' xml:lang="…"' in XHTML. */
void export_html_language (GString *out, const ExportHtml *how, const char *language);

G_END_DECLS
