/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-keywords.h — words an article is about: what it says often, and the rest of the edition (and the archive) seldom. Words
 * are parted by ICU; a keyword is one of them, or up to four that stand together often. */

#pragma once

#include "galley-edition.h"

G_BEGIN_DECLS

typedef struct
{
  char *word;
  double weight;
  guint times;    /* in the article */
  guint articles; /* of the edition that have it, this one among them */
  guint n_articles;
  guint archived; /* of the archive that have it */
  guint n_archived;
  gboolean head; /* stands in a headline */
} GalleyKeyword;

void galley_keyword_free (GalleyKeyword *self);
/* "3 times, in the headline; in 1 of 12 articles" (newly allocated, translated). */
char *galley_keyword_dup_why (const GalleyKeyword *self);

/* In how many articles of an archive the word stands; the whole count goes to @total. */
typedef guint (*GalleyKeywordCount) (const char *word, guint *total, gpointer data);

/* The heaviest first, @limit at most (array of GalleyKeyword * with a free function). @edition and @count may be NULL. */
GPtrArray *galley_keywords_suggest (
    GalleyArticle *article, GalleyEdition *edition, GalleyKeywordCount count, gpointer data, guint limit);

G_END_DECLS
