/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-publication.h — what one paper asks of its copy, as data: publications/NAME.publication, a key file with its rounds
 * (三审三校, in order), its content profiles (which fields, required ones, lengths), and the names of its house style and of
 * its table of error weights. data/publications/newspaper.publication says what stands in one. Immutable; any thread. */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

typedef struct _GalleyPublication GalleyPublication;

/* The publication of that name, NULL for "newspaper". GALLEY_ERROR_UNSUPPORTED where there is none, _MALFORMED where it or a
 * parent cannot be read. */
GalleyPublication *galley_publication_load (const char *name, GError **error);
GalleyPublication *galley_publication_ref (GalleyPublication *self);
void galley_publication_unref (GalleyPublication *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyPublication, galley_publication_unref)

const char *galley_publication_get_name (GalleyPublication *self);  /* of the file */
const char *galley_publication_get_label (GalleyPublication *self); /* translated */
/* Names for galley_rate_load() and galley_check_new(); NULL: the usual one. */
const char *galley_publication_get_rate (GalleyPublication *self);
const char *galley_publication_get_profile (GalleyPublication *self);
/* Must the one who signs have done no round? */
gboolean galley_publication_signs_apart (GalleyPublication *self);

/* The page it is printed on; 0: what the paper has. */
typedef struct
{
  char *paper;  /* "tabloid", "broadsheet" …: one of GalleyPaper (galley-sheet.h) */
  double width; /* of the sheet, mm */
  double height;
  double margin; /* mm */
  guint columns;
  double body_size; /* points */
  double leading;   /* points */
} GalleyPagePlan;

const GalleyPagePlan *galley_publication_get_page (GalleyPublication *self); /* never NULL */

typedef enum
{
  GALLEY_ROUND_PROOF,  /* 校 */
  GALLEY_ROUND_REVIEW, /* 审 */
} GalleyRoundKind;

typedef struct
{
  char *name;  /* as stored: "一校" */
  char *label; /* translated */
  GalleyRoundKind kind;
  char *colour; /* "#c01c28" */
} GalleyRoundPlan;

guint galley_publication_get_n_rounds (GalleyPublication *self);
const GalleyRoundPlan *galley_publication_get_round (GalleyPublication *self, guint index);
/* Its index, or -1. */
gint galley_publication_find_round (GalleyPublication *self, const char *name);

typedef struct
{
  char *kind;   /* "消息", "story" */
  char *label;  /* translated */
  char **kinds; /* of articles it is for: "story", "ad" */
  char **fields;
  char **required;
  guint min; /* characters of the text; 0: no limit, as for the two below */
  guint max;
  guint headline_max;
} GalleyContentPlan;

/* What is asked of this article: by its genre where that is one of its kind, else by its kind; NULL where nothing is. */
const GalleyContentPlan *galley_publication_find_content (GalleyPublication *self, GalleyArticle *article);

/* One thing an article lacks. */
typedef struct
{
  char *key;      /* the metadata key, or "headline", "text" */
  char *sentence; /* translated */
} GalleyLack;

void galley_lack_free (GalleyLack *self);
/* All that it lacks (array of GalleyLack * with a free function; empty when all is there). Furniture lacks nothing. */
GPtrArray *galley_publication_check (GalleyPublication *self, GalleyArticle *article);

G_END_DECLS
