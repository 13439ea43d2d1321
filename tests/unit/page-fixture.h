/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page-fixture.h — editions made up by numbers, for whoever lays them out. The same seed gives the same edition. */

#pragma once

#include "galley-edition.h"

/* @n articles on @n_pages pages: stories of all lengths with all headline levels, pictures, crossheads, jump lines and
 * advertisements. */
GalleyEdition *page_fixture_edition (guint n, guint n_pages, guint32 seed);

/* Chinese prose of about @length characters, with all the marks that break lines (newly allocated). */
char *page_fixture_prose (GRand *rand, guint length);

/* An article of blocks: role, text, role, text …, -1. */
GalleyArticle *page_fixture_article (GalleyArticleKind kind, int role, ...);
