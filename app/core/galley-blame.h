/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-blame.h — who wrote this character, and in which round: every kept version of an article laid over the one before. */

#pragma once

#include "galley-rounds.h"

G_BEGIN_DECLS

/* A run of characters that came in together. */
typedef struct
{
  guint block;
  guint start; /* characters in the block */
  guint end;
  gint64 revision; /* the first that has them; 0: since the last one was kept */
  char *author;
  char *reason; /* of the revision */
  char *round;  /* name of the round it was kept in, or NULL */
  gint64 time;
} GalleyBlame;

void galley_blame_free (GalleyBlame *self);

/* The runs of the article as it stands, in the order of the text (array of GalleyBlame * with a free function). Paragraph
 * breaks are in no run. */
GPtrArray *galley_blame_article (GalleyRounds *rounds, GalleyArticle *article, GError **error);

G_END_DECLS
