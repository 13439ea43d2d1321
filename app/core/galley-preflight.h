/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-preflight.h — what stands between an edition and print, all of it in one list: open errors, what the content
 * profiles ask for, rounds, 核红, signatures, the facts of the edition, the error rate. What fronts sign and export by. */

#pragma once

#include "galley-rate.h"
#include "galley-rounds.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_OBSTACLE_FINDING,   /* an open error of proofreading */
  GALLEY_OBSTACLE_FIELD,     /* a required field is missing, or a length is wrong */
  GALLEY_OBSTACLE_ROUND,     /* a round waits or runs */
  GALLEY_OBSTACLE_COLLATE,   /* a mark was not carried out, or something was changed after the last round */
  GALLEY_OBSTACLE_SIGNATURE, /* not signed, or void */
  GALLEY_OBSTACLE_FACT,      /* masthead */
  GALLEY_OBSTACLE_JUMP,
  GALLEY_OBSTACLE_DIGEST,
  GALLEY_OBSTACLE_RATE,
  GALLEY_OBSTACLE_FIT, /* longer than its slot; blocks nothing */
  GALLEY_OBSTACLE_LOG, /* the file was changed behind the program's back */
} GalleyObstacleKind;

/* "finding", "field" … (static). */
const char *galley_obstacle_kind_get_name (GalleyObstacleKind kind);

typedef struct
{
  GalleyObstacleKind kind;
  gboolean blocks; /* FALSE: worth a look, but nothing waits for it */
  char *article;   /* id, or NULL for the edition */
  char *key;       /* the field, fact or rule, or NULL */
  char *sentence;  /* translated */
} GalleyObstacle;

void galley_obstacle_free (GalleyObstacle *self);

/* All obstacles of the edition of @rounds (array of GalleyObstacle * with a free function), by article order, the edition's
 * last. @findings: of a check of the whole edition as it stands (array of GalleyFinding *); those of severity error are open
 * errors, and all count for the rate. NULL on error. */
GPtrArray *galley_preflight_list (GalleyRounds *rounds, const GPtrArray *findings, GError **error);
/* Those of one article without its signature: what keeps it from being signed. @findings: of the article or of more. */
GPtrArray *galley_preflight_list_article (GalleyRounds *rounds,
                                          GalleyArticle *article,
                                          const GPtrArray *findings,
                                          GError **error);
/* Proves the log, and puts what it says otherwise before the others. It reads all revisions and pictures: for who asks once, not
 * for a list that is kept up to date. */
gboolean galley_preflight_prove (GalleyRounds *rounds, GPtrArray *obstacles, GError **error);
/* Does none of them block? */
gboolean galley_preflight_is_green (const GPtrArray *obstacles);

/* 签发 through the gates: galley_rounds_sign() with what galley_preflight_list_article() finds. */
gboolean galley_preflight_sign (GalleyRounds *rounds,
                                GalleyArticle *article,
                                const GPtrArray *findings,
                                const char *person,
                                const char *override,
                                GError **error);

/* @frozen as a draft is exported: it says that it is one (galley_edition_get_draft()), every article that it may not be used yet
 * (status "withheld"), and every page says so in a line at its head, which readers take for furniture (transfer full). */
GalleyEdition *galley_preflight_make_draft (GalleyEdition *frozen);

/* The keys of notes in which an edition that was made of the last one keeps what its facts are held against. */
#define GALLEY_NOTE_LAST_ISSUE "last.issue"
#define GALLEY_NOTE_LAST_DATE "last.date"

G_END_DECLS
