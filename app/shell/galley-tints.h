/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-tints.h — which characters of an article are of which round, for colours: who wrote them, or the marks of one round. No
 * widget; read in a thread. */

#pragma once

#include "galley-rounds.h"

G_BEGIN_DECLS

/* What the colours say. */
typedef enum
{
  GALLEY_TINTS_NONE,
  GALLEY_TINTS_MARKS, /* of one round */
  GALLEY_TINTS_BLAME, /* who wrote this, in which round */
} GalleyTintKind;

typedef struct
{
  GalleyBlock *block;
  guint start; /* characters in the block */
  guint end;   /* @start: something was taken out here */
  guint hue;   /* index of the hue */
  char *text;  /* one line: who, in which round, what */
} GalleyTint;

typedef struct
{
  char *label;  /* "一校 许梅" */
  char *colour; /* "#c01c28" */
} GalleyHue;

typedef struct
{
  GalleyTintKind kind;
  GPtrArray *tints; /* of GalleyTint *, in the order of the text */
  GPtrArray *hues;  /* of GalleyHue * */
} GalleyTints;

void galley_tints_free (GalleyTints *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyTints, galley_tints_free)

/* What is to be read: the article with the id @id; of marks, those of the round @round, NULL for the last one that was begun. */
gpointer galley_tints_order (GalleyTintKind kind, const char *id, const char *round);
void galley_tints_order_free (gpointer order);
/* For galley_workflow_read_async(). */
gpointer galley_tints_read (GalleyRounds *rounds, const GPtrArray *findings, gpointer order, GError **error);

/* The colour as it can be read as letters on a light or dark ground: at least 4.5 to 1 (WCAG 2.1). */
void galley_hue_get_rgba (const GalleyHue *self, gboolean dark, float rgba[4]);

G_END_DECLS
