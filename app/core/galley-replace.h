/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-replace.h — find and replace over an article, a page, an edition: a list of places to look at, then all of them as
 * one change. */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_REPLACE_PLAIN = 0,
  GALLEY_REPLACE_REGEX = 1 << 0, /* PCRE; the replacement knows \1, \g<name>, \n is none */
  GALLEY_REPLACE_IGNORE_CASE = 1 << 1,
} GalleyReplaceFlags;

/* One place. */
typedef struct
{
  GalleyArticle *article; /* referenced */
  GalleyBlock *block;     /* referenced: stale when it is no longer in the article */
  guint start;            /* characters in the block */
  guint end;
  char *old_text;
  char *new_text;
} GalleyReplacement;

void galley_replacement_free (GalleyReplacement *self);

/* Where @pattern stands in @articles (array of GalleyArticle *), in order (array of GalleyReplacement * with a free
 * function). A paragraph is looked at by itself; furniture is left alone. @text: what it is to become, "" takes it out.
 * GALLEY_ERROR_MALFORMED, one sentence, where the pattern or the text is none. */
GPtrArray *galley_replace_find (
    GPtrArray *articles, const char *pattern, const char *text, GalleyReplaceFlags flags, GError **error);
/* Makes those of the list that are not stale: each article is changed once. How many were made. */
guint galley_replace_apply (GPtrArray *replacements);

G_END_DECLS
