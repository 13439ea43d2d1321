/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-jsonld.h — an article and an issue as machines read them: schema.org in JSON-LD. */

#pragma once

#include "galley-export.h"

G_BEGIN_DECLS

/* A <script type="application/ld+json"> that describes the article as a NewsArticle in its PublicationIssue. @pictures: what
 * stands before the names of pictures ("images/"), or NULL where they are not files of their own. @url: the article's
 * address, or NULL. */
void export_jsonld_article (GString *out,
                            GalleyEdition *edition,
                            GalleyPage *page,
                            GalleyArticle *article,
                            const char *pictures,
                            const char *url);
/* The same for the issue as a whole. */
void export_jsonld_issue (GString *out, GalleyEdition *edition, const char *url);

G_END_DECLS
