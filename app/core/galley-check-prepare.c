/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check-prepare.c — checkers that take long to get ready (models to be read) do so in threads of their own, while the
 * others work. */

#include "config.h"

#include "galley-check-private.h"

typedef struct
{
  GWeakRef check;
  GalleyChecker *object;
  char *module;
  char *language;
  GMainContext *context;
  GError *error;
} Beside;

static void
beside_free (gpointer data)
{
  Beside *self = data;

  g_weak_ref_clear (&self->check);
  g_object_unref (self->object);
  g_free (self->module);
  g_free (self->language);
  g_main_context_unref (self->context);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
told_cb (gpointer data)
{
  Beside *self = data;
  g_autoptr (GalleyCheck) check = g_weak_ref_get (&self->check);

  if (check == NULL)
    return G_SOURCE_REMOVE;
  g_mutex_lock (&check->state_lock);
  check->n_preparing--;
  g_mutex_unlock (&check->state_lock);
  g_signal_emit_by_name (check, "prepared");
  return G_SOURCE_REMOVE;
}

/* Under the lock: from now on it may be entered again. */
static void
admit (Beside *self, GalleyCheck *check)
{
  GalleyCheckSlot *checker = galley_check_find_checker (check, self->module);

  if (checker == NULL || checker->object != self->object)
    return;
  checker->preparing = FALSE;
  checker->failed = self->error != NULL;
  if (self->error != NULL)
    galley_check_add_problem (check, self->error->message);
  else
    g_hash_table_add (checker->prepared, g_strdup (self->language));
}

static gpointer
beside_thread (gpointer data)
{
  Beside *self = data;
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyCheck) check = NULL;

  if (!galley_checker_prepare (self->object, self->language, job, &self->error) && self->error == NULL)
    self->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, self->module);
  check = g_weak_ref_get (&self->check);
  if (check != NULL)
    {
      g_mutex_lock (&check->lock);
      admit (self, check);
      g_mutex_unlock (&check->lock);
    }
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, told_cb, self, beside_free);
  return NULL;
}

void
galley_check_prepare_beside (GalleyCheckRun *run, GalleyCheckSlot *checker, const char *language)
{
  Beside *self = g_new0 (Beside, 1);

  g_weak_ref_init (&self->check, run->check);
  self->object = g_object_ref (checker->object);
  self->module = g_strdup (checker->module);
  self->language = g_strdup (language);
  self->context = g_main_context_ref (run->context);
  checker->preparing = TRUE;
  g_mutex_lock (&run->check->state_lock);
  run->check->n_preparing++;
  g_mutex_unlock (&run->check->state_lock);
  g_thread_unref (g_thread_new ("prepare", beside_thread, self));
}

gboolean
galley_check_is_preparing (GalleyCheck *self)
{
  gboolean preparing;

  g_return_val_if_fail (GALLEY_IS_CHECK (self), FALSE);

  g_mutex_lock (&self->state_lock);
  preparing = self->n_preparing > 0;
  g_mutex_unlock (&self->state_lock);
  return preparing;
}
