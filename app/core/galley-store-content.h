/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-content.h — an edition out of the tables, and what changed of it into them. A batch is what one commit
 * writes: the thread that edits fills it with frozen things, the writer's thread applies it. For the store alone. */

#pragma once

#include "galley-edition.h"
#include "galley-store-log.h"
#include "galley-store-sqlite.h"

G_BEGIN_DECLS

/* The row of a new, empty edition. */
gboolean galley_content_create (GalleyDb *db, const char *id, GError **error);
/* The one edition of the file (transfer full). */
GalleyEdition *galley_content_load (GalleyDb *db, const char *name, GError **error);

/* The decisions that hold (array of GalleyDecision * with a free function). */
GPtrArray *galley_content_list_decisions (GalleyDb *db, const char *edition, GError **error);

typedef enum
{
  GALLEY_DEED_KEEP,
  GALLEY_DEED_LOG,
  GALLEY_DEED_DECIDE,
  GALLEY_DEED_UNDECIDE,
} GalleyDeedKind;

/* One thing done, in the order it was done. */
typedef struct
{
  GalleyDeedKind kind;
  GalleyLogEntry *entry;
  char *key; /* of a decision, as the three below */
  char *scope;
  char *decision;
} GalleyDeed;

void galley_deed_free (GalleyDeed *self);

typedef struct _GalleyBatch GalleyBatch;

/* @author: who made the changes, for what the log says of them. */
GalleyBatch *galley_batch_new (const char *edition, const char *author);
void galley_batch_free (GalleyBatch *self);

void galley_batch_set_masthead (GalleyBatch *self, GalleyMasthead *masthead);
/* Pages, their staff, and which article stands where. */
void galley_batch_set_layout (GalleyBatch *self, GalleyEdition *edition);
/* @article is frozen here. */
void galley_batch_add_article (GalleyBatch *self, GalleyArticle *article);
void galley_batch_remove_article (GalleyBatch *self, const char *id);
void galley_batch_add_asset (GalleyBatch *self, GalleyAsset *asset);
void galley_batch_set_note (GalleyBatch *self, const char *key, const char *value); /* NULL takes it away */
void galley_batch_add_deeds (GalleyBatch *self, GPtrArray *deeds);                  /* transfer full */

/* Writes all of it in one transaction, or nothing. */
gboolean galley_batch_apply (GalleyBatch *self, GalleyDb *db, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyBatch, galley_batch_free)

G_END_DECLS
