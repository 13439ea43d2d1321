/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-cli-json.h — the edition's model as JSON. */

#pragma once

#include "galley-cli-writer.h"
#include "galley-edition.h"
#include "galley-finding.h"

G_BEGIN_DECLS

/* The members of the reading of a page: "masthead", "articles", "captions", "ads". Writes into the open object; an
 * edition of several pages gives one reading, each piece with its "page". */
void galley_json_reading (GalleyCliWriter *writer, GalleyEdition *edition);

/* One article whole: id, kind, metadata, blocks with roles, marks and origin. */
void galley_json_article (GalleyCliWriter *writer,
                          const char *name,
                          GalleyEdition *edition,
                          GalleyArticle *article);

/* An array of strings; @count G_MAXUINT: zero-terminated. */
void galley_json_strings (GalleyCliWriter *writer, const char *name, const char *const *strings);

G_END_DECLS
