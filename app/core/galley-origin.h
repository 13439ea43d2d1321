/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-origin.h — where copy came from: the text an importer read stays with the edition as an asset, each article names
 * it, and each block knows its characters in it. So the source can be shown beside the copy, and read in another way. */

#pragma once

#include "galley-edition.h"

G_BEGIN_DECLS

/* The metadata key of an article that names its source: value the id of the asset (text/plain, UTF-8), qualifier a random id
 * of the import, so that a text that was read in twice makes two families of articles. */
#define GALLEY_ORIGIN_KEY "source.text"

/* Is this a key the program keeps for itself: nothing to show among metadata, nothing to export? */
gboolean galley_origin_is_key (const char *key);

/* The text an article was read from (borrowed), or NULL. */
GalleyAsset *galley_origin_get_text (GalleyEdition *edition, GalleyArticle *article);
/* The articles that came from the same import as @article, in page order (array of borrowed GalleyArticle *; free it). Just
 * @article where it names no source. */
GPtrArray *galley_origin_list_family (GalleyEdition *edition, GalleyArticle *article);
/* The characters an article covers in its source; FALSE where none of its blocks came from one. */
gboolean galley_origin_get_range (GalleyArticle *article, guint *start, guint *end);

/* @frozen as exporters get it: without sources and without their keys (transfer full; @frozen itself where it has none). */
GalleyEdition *galley_origin_strip (GalleyEdition *frozen);

/* Places in a block and in its part of the source, @slice: the characters from its source_start up to its source_end. Both
 * count characters from the beginning, and bear with what was typed, unwrapped and healed since. */
guint galley_origin_to_source (GalleyBlock *block, guint offset, const char *slice);
guint galley_origin_from_source (GalleyBlock *block, guint place, const char *slice);

/* The block among @articles (of GalleyArticle *) that the character @place of their source is in, or the nearest before it:
 * borrowed, with its article; NULL where there is none. */
GalleyBlock *galley_origin_find_block (GPtrArray *articles, guint place, GalleyArticle **article);

G_END_DECLS
