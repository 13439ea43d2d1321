/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-imprint.h — the facts of an edition held against each other: the masthead (form, weekday, lunar date, number, pages),
 * jump lines at both ends, the digest of page one against the pages it points to. And the next edition made of the last. */

#pragma once

#include "galley-edition.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_FAULT_FACT,   /* the masthead: key is the fact's name */
  GALLEY_FAULT_JUMP,   /* 转版, 接版 */
  GALLEY_FAULT_DIGEST, /* 导读 */
} GalleyFaultKind;

typedef struct
{
  GalleyFaultKind kind;
  gboolean wrong; /* certainly; else it is worth a look */
  char *key;      /* of a fact, else NULL */
  char *article;  /* id, or NULL */
  char *sentence; /* translated */
  char *fix;      /* what the fact should be, or NULL */
} GalleyFault;

void galley_fault_free (GalleyFault *self);

/* All of them (array of GalleyFault * with a free function). @last_issue and @last_date: of the edition before, or NULL. */
GPtrArray *galley_imprint_check (GalleyEdition *edition, const char *last_issue, const char *last_date);

/* The digest of page one: for each other page its first headlines, "第4版 …" (one line a headline; newly allocated). */
char *galley_imprint_dup_digest (GalleyEdition *edition, guint per_page);
/* Is the article a digest, by its genre or its headline? */
gboolean galley_imprint_is_digest (GalleyArticle *article);

/* An empty edition for @date (NULL: the next day): the same masthead with number + 1, weekday and lunar date computed, and the
 * same pages with name and staff (transfer full). */
GalleyEdition *galley_imprint_make_next (GalleyEdition *last, const char *date);

G_END_DECLS
