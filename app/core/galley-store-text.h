/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-text.h — blocks, metadata and facts as the JSON text that stands in the tables. The same content gives the
 * same bytes, for revisions are compared and hashed by them. For the store alone. */

#pragma once

#include "galley-edition.h"

G_BEGIN_DECLS

/* [{"role":"body","text":"…","spans":[["link",3,8,"https://…"]],"source":[120,480],"confidence":0.9},…]; what is not
 * there is left out. */
char *galley_store_text_from_blocks (GalleyArticle *article);
/* Appends the blocks to @article. GALLEY_ERROR_MALFORMED where the text is not of that form. */
gboolean galley_store_text_read_blocks (const char *text, GalleyArticle *article, GError **error);

/* [["person","…","…"],["section","…"],…] */
char *galley_store_text_from_metadata (GalleyMetadata *metadata);
gboolean galley_store_text_read_metadata (const char *text, GalleyMetadata *metadata, GError **error);

/* {"paper":"…","date":"…"} */
char *galley_store_text_from_masthead (GalleyMasthead *masthead);
gboolean galley_store_text_read_masthead (const char *text, GalleyMasthead *masthead, GError **error);

/* The words of a picture. */
char *galley_store_text_from_info (GalleyAsset *asset);
gboolean galley_store_text_read_info (const char *text, GalleyAsset *asset, GError **error);

G_END_DECLS
