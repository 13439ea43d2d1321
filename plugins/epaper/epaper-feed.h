/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epaper-feed.h — the issue as an Atom feed (RFC 4287), one entry an article. */

#pragma once

#include "../common/galley-export-html.h"

G_BEGIN_DECLS

typedef struct
{
  GString *entries;
  GalleyEdition *edition;
  const char *base; /* the address of the site, with a slash at its end, or "" */
} EpaperFeed;

void epaper_feed_add (EpaperFeed *self,
                      const ExportHtml *how,
                      GalleyPage *page,
                      GalleyArticle *article,
                      GPtrArray *pictures,
                      const char *name);
/* The whole document (newly allocated). */
char *epaper_feed_finish (EpaperFeed *self);

G_END_DECLS
