/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-statistics.h — what an edition adds up to: characters by page and person (稿酬), findings by rule, progress. */

#pragma once

#include "galley-finding.h"
#include "galley-rounds.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;       /* a page's "1 要闻", a person's, a rule's id, a round's or "signed" */
  char *role;       /* of a person: as printed, or NULL */
  guint n;          /* articles, findings */
  guint characters; /* whole */
  double share;     /* characters, those of joint bylines parted evenly */
} GalleyCount;

void galley_count_free (GalleyCount *self);

/* All arrays of GalleyCount * with a free function. Pages in order. */
GPtrArray *galley_statistics_list_pages (GalleyEdition *edition);
/* Persons of the metadata, most characters first. A photographer (摄, 图) has pictures, and no characters of a story. */
GPtrArray *galley_statistics_list_people (GalleyEdition *edition);
/* Rules by how many findings they have, most first. */
GPtrArray *galley_statistics_list_rules (const GPtrArray *findings);
/* How many articles have ended each round of the publication, and how many are signed ("signed"). */
GPtrArray *galley_statistics_list_progress (GalleyRounds *rounds, guint *n_articles);

/* How far one article is: 0: no round ended; k: the k-th round of the publication was the last to end; one more than there are
 * rounds: signed, and not changed since. */
guint galley_statistics_get_stage (GalleyRounds *rounds, GalleyArticle *article);
/* How many stages there are, and what a reader calls one (borrowed, translated). */
guint galley_statistics_get_n_stages (GalleyPublication *publication);
const char *galley_statistics_get_stage_label (GalleyPublication *publication, guint stage);

/* Rows (array of GStrv) as CSV by RFC 4180, UTF-8 (newly allocated). */
char *galley_statistics_dup_csv (const GPtrArray *rows);

/* The edition as it stood when the round named @round ended: its articles at that revision, and as they are where they have
 * not ended it (frozen; transfer full). What its findings were is a check of it. */
GalleyEdition *galley_statistics_make_round (GalleyRounds *rounds, const char *round, GError **error);

G_END_DECLS
