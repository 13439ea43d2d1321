/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-markup.h — what a marked copy shows over the text of an edition: what was changed in a round, and the findings that
 * are open. Given to an exporter before it saves; formats that know tracked changes and comments write them. */

#pragma once

#include "galley-article.h"
#include "galley-finding.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_MARKUP (galley_markup_get_type ())
G_DECLARE_FINAL_TYPE (GalleyMarkup, galley_markup, GALLEY, MARKUP, GObject)

GalleyMarkup *galley_markup_new (void);

/* The name of the round in which the changes were made; NULL (as at first) where it was no one round. */
void galley_markup_set_round (GalleyMarkup *self, const char *name);
const char *galley_markup_get_round (GalleyMarkup *self);

/* What an article was before its changes were made. */
typedef struct
{
  GalleyArticle *before; /* frozen */
  char *author;          /* who changed it, or NULL */
  gint64 time;           /* when: microseconds since 1970, UTC; 0 where it is not known */
} GalleyMarkupChange;

/* The article with the id @article stood as @before (frozen) until @author changed it. One for each article: the last counts. */
void galley_markup_add_change (
    GalleyMarkup *self, const char *article, GalleyArticle *before, const char *author, gint64 time);
/* An open finding; it stands on its block, which the edition that is saved must hold. */
void galley_markup_add_finding (GalleyMarkup *self, GalleyFinding *finding);

/* Owned by @self, or NULL. */
const GalleyMarkupChange *galley_markup_get_change (GalleyMarkup *self, const char *article);
/* The findings on a block by their start (array of GalleyFinding *, owned by @self), or NULL. */
GPtrArray *galley_markup_get_findings (GalleyMarkup *self, GalleyBlock *block);

G_END_DECLS
