/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-version.h — what an article was before: a file with tracked changes holds more than one text. The versions stand with the
 * article from the import until it is kept (galley-incoming.h), which makes revisions of them. */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *blocks; /* of GalleyBlock; NULL: the article as it stands, of the last version alone */
  char *author;      /* who made it of the one before, or NULL */
  gint64 time;       /* when: microseconds since 1970, UTC; 0 where it is not known */
} GalleyVersion;

/* Adds a version behind those that are there. @blocks (GalleyBlock *, referenced) may be NULL, see above. */
void galley_article_add_version (GalleyArticle *self, GPtrArray *blocks, const char *author, gint64 time);
/* The versions, oldest first (array of GalleyVersion *, owned by the article), or NULL where it has none. */
const GPtrArray *galley_article_get_versions (GalleyArticle *self);
void galley_article_forget_versions (GalleyArticle *self);

G_END_DECLS
