/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-correct.h"
#include "galley-hand.h"
#include "galley-origin.h"

#define MAX_STEPS 200

struct _GalleyCorrect
{
  GObject parent_instance;

  GalleySession *session;
  GalleyView *view;
  GPtrArray *steps; /* of GalleyHandStep * */
  guint n_done;
  GalleyAsset *read_text; /* the source that was read last, and its readings */
  GPtrArray *readings;
  GCancellable *reading; /* while a source is being read */
  gboolean busy;         /* somebody changes several articles */
};

G_DEFINE_FINAL_TYPE (GalleyCorrect, galley_correct, G_TYPE_OBJECT)

enum
{
  SHOW,
  DONE,
  UNDONE,
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
refuse (GalleyCorrect *self, const char *why)
{
  gtk_widget_error_bell (GTK_WIDGET (self->view));
  g_signal_emit (self, signals[REFUSED], 0, why);
}

/* One step after the other: what is half done is not undone, and nothing comes between. */
static gboolean
refuse_busy (GalleyCorrect *self)
{
  if (self->busy)
    refuse (self, _ ("Text is being replaced; wait until that is done, or stop it."));
  return self->busy;
}

static GalleyHandStep *
get_step (GalleyCorrect *self, gboolean forward)
{
  if (forward)
    return self->n_done < self->steps->len ? self->steps->pdata[self->n_done] : NULL;
  return self->n_done > 0 ? self->steps->pdata[self->n_done - 1] : NULL;
}

static void
update_view (GalleyCorrect *self)
{
  GalleyHandStep *back = get_step (self, FALSE);

  galley_view_set_outside (self->view, back != NULL ? galley_hand_step_get_time (back) : 0,
                           get_step (self, TRUE) != NULL);
}

static void
look (GalleyCorrect *self, GalleyHandStep *step)
{
  GalleyArticle *article;
  guint block;

  article = galley_hand_step_get_article (step, &block);
  if (article == NULL)
    return;
  g_signal_emit (self, signals[SHOW], 0, article);
  if (galley_view_get_article (self->view) == article)
    galley_view_set_caret (self->view, block, 0);
}

/* --- steps ------------------------------------------------------------------------------------------------------- */

static void
keep_step (GalleyCorrect *self, GalleyHandStep *step, gboolean quiet)
{
  g_ptr_array_set_size (self->steps, (gint) self->n_done);
  if (self->steps->len == MAX_STEPS)
    g_ptr_array_remove_index (self->steps, 0);
  g_ptr_array_add (self->steps, step);
  self->n_done = self->steps->len;
  update_view (self);
  if (!quiet)
    look (self, step);
  g_signal_emit (self, signals[DONE], 0, quiet ? NULL : galley_hand_step_get_label (step));
}

static gboolean
turn_step (GalleyCorrect *self, gboolean forward)
{
  GalleyHandStep *step = get_step (self, forward);

  if (step == NULL || !(forward ? galley_hand_step_can_redo (step) : galley_hand_step_can_undo (step)))
    return FALSE;
  galley_view_begin_outside (self->view, forward ? 1 : -1);
  if (forward)
    galley_hand_step_redo (step);
  else
    galley_hand_step_undo (step);
  galley_view_end_outside (self->view);
  self->n_done += forward ? 1 : -1;
  update_view (self);
  look (self, step);
  g_signal_emit (self, signals[UNDONE], 0);
  return TRUE;
}

/* Whichever was done last is undone first: the text of the article that is shown, or what was done to several. */
static gboolean
on_step_outside (GalleyCorrect *self, gboolean forward)
{
  GalleyBuffer *buffer = galley_view_get_buffer (self->view);
  GalleyHandStep *step = get_step (self, forward);
  gboolean outside = FALSE;
  gint64 time = 0;
  gboolean has_text;

  if (refuse_busy (self))
    return TRUE;
  has_text = buffer != NULL && galley_buffer_peek (buffer, forward, &outside, &time);

  if (has_text && !outside && (step == NULL || forward || galley_hand_step_get_time (step) < time))
    return FALSE;
  if (turn_step (self, forward))
    return TRUE;
  if (!outside)
    return FALSE;
  refuse (self, _ ("What was done here touched other articles, and those have been changed since."));
  return TRUE;
}

/* --- readings ---------------------------------------------------------------------------------------------------- */

static void
take_next_reading (GalleyCorrect *self, GalleyArticle *article)
{
  GalleyHandStep *step;

  galley_view_begin_outside (self->view, 0);
  step = galley_hand_next_reading (galley_session_get_edition (self->session), article, self->readings);
  galley_view_end_outside (self->view);
  if (step != NULL)
    keep_step (self, step, FALSE);
  else
    refuse (self, _ ("There is no other reading of what has not been worked on."));
}

static void
read_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GalleyJob) job = galley_job_new (cancellable);
  g_autoptr (GError) error = NULL;
  GPtrArray *readings = galley_hand_read (data, job, &error);

  if (readings != NULL)
    g_task_return_pointer (task, readings, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_read (GObject *object, GAsyncResult *result, gpointer data)
{
  GalleyCorrect *self = GALLEY_CORRECT (object);
  GTask *task = G_TASK (result);
  GalleyAsset *text = g_task_get_task_data (task);
  GalleyEdition *edition = galley_session_get_edition (self->session);
  GalleyArticle *article = galley_view_get_article (self->view);
  GPtrArray *readings = g_task_propagate_pointer (task, NULL);

  if (g_task_get_cancellable (task) != self->reading)
    {
      g_clear_pointer (&readings, g_ptr_array_unref);
      return;
    }
  g_clear_object (&self->reading);
  if (readings == NULL)
    return;
  g_clear_pointer (&self->readings, g_ptr_array_unref);
  self->readings = readings;
  g_set_object (&self->read_text, text);
  /* Somebody may have gone on to another page meanwhile. */
  if (article != NULL && edition != NULL && galley_origin_get_text (edition, article) == text &&
      !refuse_busy (self))
    take_next_reading (self, article);
}

static void
next_reading (GalleyCorrect *self, GalleyArticle *article)
{
  GalleyAsset *text = galley_origin_get_text (galley_session_get_edition (self->session), article);
  g_autoptr (GTask) task = NULL;

  if (text == NULL)
    {
      refuse (self, _ ("The text this article came from was not kept."));
      return;
    }
  if (text == self->read_text)
    {
      take_next_reading (self, article);
      return;
    }
  if (self->reading != NULL)
    return;
  self->reading = g_cancellable_new ();
  task = g_task_new (self, self->reading, on_read, NULL);
  g_task_set_source_tag (task, next_reading);
  g_task_set_task_data (task, g_object_ref (text), g_object_unref);
  g_task_run_in_thread (task, read_in_thread);
}

/* --- operations -------------------------------------------------------------------------------------------------- */

static GalleyHandStep *
operate (GalleyEdition *edition, GalleyArticle *article, guint block, const char *what, const char **why)
{
  GalleyArticleKind kind;

  if (g_str_equal (what, "split"))
    {
      *why = _ ("An article begins here already.");
      return galley_hand_split (edition, article, block);
    }
  if (g_str_equal (what, "merge"))
    {
      *why = _ ("There is no article before this one on the page.");
      return galley_hand_merge (edition, article);
    }
  if (g_str_equal (what, "confirm"))
    {
      *why = _ ("Nothing here is a guess.");
      return galley_hand_confirm (edition, article, block);
    }
  *why = _ ("That is what the article is already.");
  return galley_article_kind_from_name (what, &kind) ? galley_hand_mark_article (edition, article, kind)
                                                     : NULL;
}

/* Undone with the text of the article, in one order. */
static void
turn_heads (GalleyCorrect *self, GalleyEdition *edition, GalleyArticle *article, guint block)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (galley_view_get_buffer (self->view));
  g_autoptr (GalleyHandStep) step = NULL;

  gtk_text_buffer_begin_user_action (buffer);
  step = galley_hand_turn_heads (edition, article, block);
  gtk_text_buffer_end_user_action (buffer);
  if (step == NULL)
    refuse (self, _ ("There is one line of headline, or none: nothing to swap."));
}

void
galley_correct_run (GalleyCorrect *self, const char *what)
{
  GalleyEdition *edition;
  GalleyArticle *article;
  GalleyHandStep *step;
  const char *why = NULL;
  guint block, offset;

  g_return_if_fail (GALLEY_IS_CORRECT (self));
  g_return_if_fail (what != NULL);

  if (refuse_busy (self))
    return;
  edition = galley_session_get_edition (self->session);
  article = galley_view_get_article (self->view);
  if (g_str_equal (what, "undo") || g_str_equal (what, "redo"))
    {
      if (get_step (self, g_str_equal (what, "redo")) == NULL)
        gtk_widget_error_bell (GTK_WIDGET (self->view));
      else if (!turn_step (self, g_str_equal (what, "redo")))
        refuse (self, _ ("The articles have been changed since."));
      return;
    }
  if (edition == NULL || article == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self->view));
      return;
    }
  galley_view_get_caret (self->view, &block, &offset);
  if (g_str_equal (what, "next-reading"))
    {
      next_reading (self, article);
      return;
    }
  if (g_str_equal (what, "turn-heads"))
    {
      turn_heads (self, edition, article, block);
      return;
    }
  galley_view_begin_outside (self->view, 0);
  step = operate (edition, article, block, what, &why);
  galley_view_end_outside (self->view);
  if (step != NULL)
    keep_step (self, step, FALSE);
  else
    refuse (self, why);
}

gboolean
galley_correct_restore (GalleyCorrect *self, GalleyArticle *old)
{
  GalleyEdition *edition;
  GalleyArticle *article;
  GalleyHandStep *step;

  g_return_val_if_fail (GALLEY_IS_CORRECT (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (old), FALSE);

  edition = galley_session_get_edition (self->session);
  article = galley_view_get_article (self->view);
  if (edition == NULL || article == NULL || refuse_busy (self))
    return FALSE;
  galley_view_begin_outside (self->view, 0);
  step = galley_hand_restore (edition, article, old);
  galley_view_end_outside (self->view);
  if (step != NULL)
    keep_step (self, step, FALSE);
  else
    refuse (self, _ ("The article says that already."));
  return step != NULL;
}

gboolean
galley_correct_begin (GalleyCorrect *self)
{
  g_return_val_if_fail (GALLEY_IS_CORRECT (self), FALSE);

  if (refuse_busy (self))
    return FALSE;
  self->busy = TRUE;
  galley_view_begin_outside (self->view, 0);
  return TRUE;
}

void
galley_correct_pause (GalleyCorrect *self)
{
  g_return_if_fail (GALLEY_IS_CORRECT (self));

  galley_view_end_outside (self->view);
}

void
galley_correct_resume (GalleyCorrect *self)
{
  g_return_if_fail (GALLEY_IS_CORRECT (self));

  galley_view_begin_outside (self->view, 0);
}

void
galley_correct_end (GalleyCorrect *self, GalleyHandStep *step, gboolean quiet)
{
  g_return_if_fail (GALLEY_IS_CORRECT (self));

  galley_view_end_outside (self->view);
  self->busy = FALSE;
  if (step != NULL)
    keep_step (self, step, quiet);
}

/* --- the object -------------------------------------------------------------------------------------------------- */

static void
on_edition (GalleyCorrect *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->read_text);
  g_clear_pointer (&self->readings, g_ptr_array_unref);
  g_ptr_array_set_size (self->steps, 0);
  self->n_done = 0;
  update_view (self);
}

static void
galley_correct_dispose (GObject *object)
{
  GalleyCorrect *self = GALLEY_CORRECT (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->read_text);
  g_clear_pointer (&self->readings, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_ptr_array_unref);
  g_clear_object (&self->view);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (galley_correct_parent_class)->dispose (object);
}

static void
galley_correct_class_init (GalleyCorrectClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_correct_dispose;
  signals[SHOW] = g_signal_new ("show", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                GALLEY_TYPE_ARTICLE);
  signals[DONE] =
      g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[UNDONE] = g_signal_new ("undone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REFUSED] =
      g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
galley_correct_init (GalleyCorrect *self)
{
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_hand_step_free);
}

GalleyCorrect *
galley_correct_new (GalleySession *session, GalleyView *view)
{
  GalleyCorrect *self;

  g_return_val_if_fail (GALLEY_IS_SESSION (session), NULL);
  g_return_val_if_fail (GALLEY_IS_VIEW (view), NULL);

  self = g_object_new (GALLEY_TYPE_CORRECT, NULL);
  self->session = g_object_ref (session);
  self->view = g_object_ref (view);
  g_signal_connect_object (view, "step-outside", G_CALLBACK (on_step_outside), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::edition", G_CALLBACK (on_edition), self, G_CONNECT_SWAPPED);
  return self;
}
