/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-history.h"

/* Typing goes into one step as long as it goes on in one place, without a longer pause, up to the end of a sentence. */
#define MERGE_PAUSE (3 * G_USEC_PER_SEC)
#define MERGE_LENGTH 8
#define MAX_STEPS 5000

/* Some blocks gave way to others. */
typedef struct
{
  guint position;
  GPtrArray *removed;
  GPtrArray *added;
} Change;

typedef struct
{
  GPtrArray *changes;
  GalleyCaret before;
  GalleyCaret after;
  GalleyStroke stroke;
  gint64 time;
  gboolean outside; /* part of a change of several articles: not to be undone here alone */
} Step;

struct _GalleyHistory
{
  GPtrArray *steps;
  guint n_done; /* steps before this one are done, the others undone */
  Step *open;   /* the step being recorded, or NULL */
  gboolean outside;
};

static void
change_free (gpointer data)
{
  Change *change = data;

  g_ptr_array_unref (change->removed);
  g_ptr_array_unref (change->added);
  g_free (change);
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_ptr_array_unref (step->changes);
  g_free (step);
}

GalleyHistory *
galley_history_new (void)
{
  GalleyHistory *self = g_new0 (GalleyHistory, 1);

  self->steps = g_ptr_array_new_with_free_func (step_free);
  return self;
}

void
galley_history_clear (GalleyHistory *self)
{
  g_clear_pointer (&self->open, step_free);
  g_ptr_array_set_size (self->steps, 0);
  self->n_done = 0;
}

void
galley_history_free (GalleyHistory *self)
{
  galley_history_clear (self);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

void
galley_history_record (GalleyHistory *self,
                       guint position,
                       GPtrArray *removed,
                       GPtrArray *added,
                       const GalleyStroke *stroke,
                       GalleyCaret caret)
{
  Change *last = NULL;
  Change *change;

  if (self->open == NULL)
    {
      self->open = g_new0 (Step, 1);
      self->open->changes = g_ptr_array_new_with_free_func (change_free);
      self->open->before = caret;
      self->open->outside = self->outside;
      if (stroke != NULL)
        self->open->stroke = *stroke;
    }
  else
    self->open->stroke.kind = GALLEY_STROKE_OTHER;
  self->open->time = g_get_monotonic_time ();

  if (self->open->changes->len > 0)
    last = g_ptr_array_index (self->open->changes, self->open->changes->len - 1);
  if (last != NULL && last->position == position && last->added->len == 1 && removed->len == 1 &&
      last->added->pdata[0] == removed->pdata[0])
    {
      g_ptr_array_unref (last->added);
      last->added = g_ptr_array_ref (added);
      return;
    }
  change = g_new (Change, 1);
  change->position = position;
  change->removed = g_ptr_array_ref (removed);
  change->added = g_ptr_array_ref (added);
  g_ptr_array_add (self->open->changes, change);
}

/* Is @step the next stroke of the typing that @last holds? */
static gboolean
step_continues (const Step *last, const Step *step)
{
  const GalleyStroke *old = &last->stroke;
  const GalleyStroke *new = &step->stroke;

  if (old->last || old->kind != new->kind || old->line != new->line || step->changes->len != 1 ||
      last->changes->len != 1 || step->time - last->time > MERGE_PAUSE || new->to - new->from > MERGE_LENGTH)
    return FALSE;
  if (new->kind == GALLEY_STROKE_INSERT)
    return new->from == old->to;
  if (new->kind == GALLEY_STROKE_DELETE)
    return new->to == old->from || new->from == old->from;
  return FALSE;
}

/* Lets @last hold what @step did as well; FALSE when the one does not begin where the other ended. */
static gboolean
step_absorb (Step *last, const Step *step)
{
  Change *old = g_ptr_array_index (last->changes, 0);
  Change *new = g_ptr_array_index (step->changes, 0);

  if (old->added->len != 1 || new->removed->len != 1 || old->added->pdata[0] != new->removed->pdata[0])
    return FALSE;
  g_ptr_array_unref (old->added);
  old->added = g_ptr_array_ref (new->added);
  if (step->stroke.kind == GALLEY_STROKE_INSERT)
    last->stroke.to = step->stroke.to;
  last->stroke.from = MIN (last->stroke.from, step->stroke.from);
  last->stroke.last = step->stroke.last;
  last->after = step->after;
  last->time = step->time;
  return TRUE;
}

void
galley_history_close (GalleyHistory *self, GalleyCaret caret)
{
  Step *step = g_steal_pointer (&self->open);
  Step *last = self->n_done > 0 ? g_ptr_array_index (self->steps, self->n_done - 1) : NULL;

  if (step == NULL)
    return;
  step->after = caret;
  if (last != NULL && self->n_done == self->steps->len && step_continues (last, step) &&
      step_absorb (last, step))
    {
      step_free (step);
      return;
    }
  g_ptr_array_set_size (self->steps, self->n_done);
  if (self->steps->len == MAX_STEPS)
    g_ptr_array_remove_index (self->steps, 0);
  g_ptr_array_add (self->steps, step);
  self->n_done = self->steps->len;
}

void
galley_history_part (GalleyHistory *self)
{
  if (self->n_done > 0)
    ((Step *) g_ptr_array_index (self->steps, self->n_done - 1))->stroke.last = TRUE;
}

void
galley_history_set_outside (GalleyHistory *self, gboolean outside)
{
  self->outside = outside;
}

gboolean
galley_history_peek (GalleyHistory *self, gboolean forward, gboolean *outside, gint64 *time)
{
  const Step *step;

  if (forward ? !galley_history_can_redo (self) : !galley_history_can_undo (self))
    return FALSE;
  step = g_ptr_array_index (self->steps, forward ? self->n_done : self->n_done - 1);
  *outside = step->outside;
  *time = step->time;
  return TRUE;
}

void
galley_history_pass (GalleyHistory *self, gboolean forward)
{
  gboolean outside;
  gint64 time;

  /* What does not fit the text any more is of no use. */
  if (!galley_history_peek (self, forward, &outside, &time) || !outside)
    galley_history_clear (self);
  else if (forward)
    self->n_done++;
  else
    self->n_done--;
}

gboolean
galley_history_can_undo (GalleyHistory *self)
{
  return self->n_done > 0;
}

gboolean
galley_history_can_redo (GalleyHistory *self)
{
  return self->n_done < self->steps->len;
}

static void
replace_blocks (GalleyArticle *article, guint position, GPtrArray *old, GPtrArray *new)
{
  galley_article_splice (article, position, old->len, (GalleyBlock *const *) new->pdata, new->len);
}

gboolean
galley_history_undo (GalleyHistory *self, GalleyArticle *article, GalleyCaret *caret)
{
  Step *step;

  if (self->n_done == 0)
    return FALSE;
  step = g_ptr_array_index (self->steps, --self->n_done);
  for (guint i = step->changes->len; i > 0; i--)
    {
      Change *change = g_ptr_array_index (step->changes, i - 1);

      replace_blocks (article, change->position, change->added, change->removed);
    }
  step->stroke.last = TRUE;
  *caret = step->before;
  return TRUE;
}

gboolean
galley_history_redo (GalleyHistory *self, GalleyArticle *article, GalleyCaret *caret)
{
  Step *step;

  if (self->n_done == self->steps->len)
    return FALSE;
  step = g_ptr_array_index (self->steps, self->n_done++);
  step->time = g_get_monotonic_time ();
  for (guint i = 0; i < step->changes->len; i++)
    {
      Change *change = g_ptr_array_index (step->changes, i);

      replace_blocks (article, change->position, change->removed, change->added);
    }
  step->stroke.last = TRUE;
  *caret = step->after;
  return TRUE;
}
