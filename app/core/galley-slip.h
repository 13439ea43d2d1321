/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-slip.h — 稿签 and log on paper: an article's slip (what it is, who did which round, its marks in the rounds' colours,
 * its signature), and the log of an edition, as HTML that prints on A4 (newly allocated). */

#pragma once

#include "galley-rounds.h"

G_BEGIN_DECLS

char *galley_slip_dup_article (GalleyRounds *rounds, GalleyArticle *article, GError **error);
char *galley_slip_dup_log (GalleyRounds *rounds, GError **error);

G_END_DECLS
