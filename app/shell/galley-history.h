/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-history.h — undo and redo of an article: runs of blocks that gave way to others. Going back puts the very blocks
 * back, so marks, roles and what was found in them come with them. */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

typedef struct
{
  guint line;
  guint offset;
} GalleyCaret;

typedef enum
{
  GALLEY_STROKE_OTHER,
  GALLEY_STROKE_INSERT,
  GALLEY_STROKE_DELETE,
} GalleyStrokeKind;

/* A text edit, as far as the next one may go on with it. */
typedef struct
{
  GalleyStrokeKind kind;
  guint line;
  guint from; /* characters in the line */
  guint to;
  gboolean last; /* a sentence ends here: what follows is a step of its own */
} GalleyStroke;

typedef struct _GalleyHistory GalleyHistory;

GalleyHistory *galley_history_new (void);
void galley_history_free (GalleyHistory *self);
void galley_history_clear (GalleyHistory *self);

/* @removed at @position gave way to @added (arrays of GalleyBlock *, referenced; not to be changed any more). Goes to the
 * open step, or opens one. @stroke: the edit that did it, or NULL. @caret: where the caret was before. */
void galley_history_record (GalleyHistory *self,
                            guint position,
                            GPtrArray *removed,
                            GPtrArray *added,
                            const GalleyStroke *stroke,
                            GalleyCaret caret);
/* Ends the open step, if there is one; typing in one place goes on with the step before. */
void galley_history_close (GalleyHistory *self, GalleyCaret caret);

/* Something else was done meanwhile: what is typed from now on is a step of its own. */
void galley_history_part (GalleyHistory *self);

/* Changes that are recorded from now on belong to a change of several articles, which somebody else undoes. */
void galley_history_set_outside (GalleyHistory *self, gboolean outside);
/* The step that would be undone (@forward: redone) next: is it such a one, and when was it made? FALSE when there is none. */
gboolean galley_history_peek (GalleyHistory *self, gboolean forward, gboolean *outside, gint64 *time);
/* Such a step was undone (@forward: redone) by who made it. */
void galley_history_pass (GalleyHistory *self, gboolean forward);

gboolean galley_history_can_undo (GalleyHistory *self);
gboolean galley_history_can_redo (GalleyHistory *self);
/* One step back or forth on @article; where the caret then belongs. FALSE when there is none. */
gboolean galley_history_undo (GalleyHistory *self, GalleyArticle *article, GalleyCaret *caret);
gboolean galley_history_redo (GalleyHistory *self, GalleyArticle *article, GalleyCaret *caret);

G_END_DECLS
