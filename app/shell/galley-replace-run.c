/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-replace-run.h"

/* Of one turn of the main loop: the window has 8 ms for all it does, and whoever listens to the articles takes a part of it. */
#define SLICE_US 3000

typedef struct
{
  GalleySession *session;
  GalleyEdition *edition;
  GPtrArray *hits; /* keeps the places */
  GPtrArray *places;
  GalleyJob *job;
  GalleyHandStep *step;
  guint at; /* of the places: what comes next */
  guint n_made;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->session);
  g_object_unref (run->edition);
  g_ptr_array_unref (run->hits);
  g_ptr_array_unref (run->places);
  g_object_unref (run->job);
  galley_hand_step_free (run->step);
  g_free (run);
}

/* The next places that stand in one article. */
static GPtrArray *
take_article (Run *run)
{
  GPtrArray *places = g_ptr_array_new ();
  const GalleyReplacement *first = g_ptr_array_index (run->places, run->at);

  while (run->at < run->places->len &&
         ((GalleyReplacement *) g_ptr_array_index (run->places, run->at))->article == first->article)
    g_ptr_array_add (places, g_ptr_array_index (run->places, run->at++));
  return places;
}

/* Both versions stay: what was there, and what this did. */
static void
replace_next (Run *run)
{
  GalleyStore *store = galley_session_get_store (run->session);
  g_autoptr (GPtrArray) places = take_article (run);
  GalleyArticle *article = ((GalleyReplacement *) places->pdata[0])->article;
  guint n;

  /* Articles may go while others are at work. */
  if (galley_edition_find_article (run->edition, galley_article_get_id (article), NULL) != article)
    return;
  galley_store_keep (store, article, "edit", NULL);
  n = galley_hand_replace_in (run->step, places);
  if (n > 0)
    galley_store_keep (store, article, "replace", NULL);
  run->n_made += n;
}

static gboolean
is_open (Run *run)
{
  return galley_session_get_edition (run->session) == run->edition;
}

static void
finish (GTask *task)
{
  GalleyCorrect *correct = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  GalleyHandStep *step = galley_hand_replace_end (g_steal_pointer (&run->step), run->at == run->places->len);

  /* Nothing of an edition that is gone can be undone. */
  if (!is_open (run))
    g_clear_pointer (&step, galley_hand_step_free);
  galley_correct_end (correct, step, FALSE);
  g_task_return_int (task, run->n_made);
}

static gboolean
on_turn (gpointer data)
{
  GTask *task = data;
  Run *run = g_task_get_task_data (task);
  gint64 end = g_get_monotonic_time () + SLICE_US;

  if (is_open (run))
    {
      galley_correct_resume (g_task_get_source_object (task));
      while (run->at < run->places->len && galley_job_continues (run->job, NULL) &&
             g_get_monotonic_time () < end)
        replace_next (run);
      galley_correct_pause (g_task_get_source_object (task));
      galley_job_progress (run->job, (double) run->at / run->places->len);
      if (run->at < run->places->len && galley_job_continues (run->job, NULL))
        return G_SOURCE_CONTINUE;
    }
  finish (task);
  return G_SOURCE_REMOVE;
}

gboolean
galley_replace_run_async (GalleySession *session,
                          GalleyCorrect *correct,
                          GPtrArray *hits,
                          GalleyJob *job,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;
  Run *run;

  g_return_val_if_fail (GALLEY_IS_SESSION (session), FALSE);
  g_return_val_if_fail (GALLEY_IS_CORRECT (correct), FALSE);
  g_return_val_if_fail (galley_session_get_edition (session) != NULL, FALSE);

  if (!galley_correct_begin (correct))
    return FALSE;
  galley_correct_pause (correct);
  task = g_task_new (correct, NULL, callback, user_data);
  g_task_set_source_tag (task, galley_replace_run_async);
  run = g_new0 (Run, 1);
  run->session = g_object_ref (session);
  run->edition = g_object_ref (galley_session_get_edition (session));
  run->hits = g_ptr_array_ref (hits);
  run->job = g_object_ref (job);
  run->step = galley_hand_replace_begin (run->edition);
  run->places = g_ptr_array_new ();
  for (guint i = 0; i < hits->len; i++)
    {
      if (galley_find_hit_get_ticked (hits->pdata[i]))
        g_ptr_array_add (run->places, galley_find_hit_get_place (hits->pdata[i]));
    }
  g_task_set_task_data (task, run, run_free);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_turn, task, g_object_unref);
  return TRUE;
}

guint
galley_replace_run_finish (GalleyCorrect *correct, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, correct), 0);

  return (guint) g_task_propagate_int (G_TASK (result), NULL);
}
