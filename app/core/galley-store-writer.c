/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-store-writer.h"

#define FIRST_DELAY G_USEC_PER_SEC /* before a failed batch is tried again; then twice as long, up to: */
#define LAST_DELAY (8 * G_USEC_PER_SEC)

struct _GalleyWriter
{
  GalleyDb *db;
  GThread *thread;
  GSource *done;

  GMutex mutex; /* for all below */
  GCond cond;
  GalleyBatch *batch;
  GError *error;      /* of the last attempt */
  guint64 n_attempts; /* made so far */
  gint64 delay;
  gint64 retry_at;
  gboolean hurry; /* somebody waits: try now */
  gboolean stop;
};

static gboolean
dispatch_timer (GSource *source, GSourceFunc callback, gpointer data)
{
  g_source_set_ready_time (source, -1);
  return callback (data);
}

GSource *
galley_timer_new (GMainContext *context, GSourceFunc callback, gpointer data)
{
  static GSourceFuncs functions = { NULL, NULL, dispatch_timer, NULL, NULL, NULL };
  GSource *source = g_source_new (&functions, sizeof (GSource));

  g_source_set_static_name (source, "galley-store");
  g_source_set_callback (source, callback, data, NULL);
  g_source_attach (source, context);
  return source;
}

/* With the mutex held. */
static gboolean
may_try (GalleyWriter *self)
{
  return self->batch != NULL &&
         (self->error == NULL || self->hurry || g_get_monotonic_time () >= self->retry_at);
}

/* With the mutex held, but not while the batch is written: nobody else touches it then. */
static void
attempt (GalleyWriter *self)
{
  GError *error = NULL;
  gboolean hurried = self->hurry;
  gboolean written;

  self->hurry = FALSE;
  g_mutex_unlock (&self->mutex);
  written = galley_batch_apply (self->batch, self->db, &error);
  g_mutex_lock (&self->mutex);

  g_clear_error (&self->error);
  self->n_attempts++;
  if (written)
    {
      g_clear_pointer (&self->batch, galley_batch_free);
      self->delay = FIRST_DELAY;
    }
  else
    {
      self->error = error;
      self->retry_at = g_get_monotonic_time () + self->delay;
      /* Only what was tried unasked shall be tried less often. */
      if (!hurried)
        self->delay = MIN (self->delay * 2, LAST_DELAY);
    }
  g_cond_broadcast (&self->cond);
  g_source_set_ready_time (self->done, 0);
}

static gpointer
run (gpointer data)
{
  GalleyWriter *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->stop)
    {
      if (may_try (self))
        attempt (self);
      else if (self->batch != NULL)
        g_cond_wait_until (&self->cond, &self->mutex, self->retry_at);
      else
        g_cond_wait (&self->cond, &self->mutex);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

GalleyWriter *
galley_writer_new (GalleyDb *db, GSourceFunc done, gpointer data)
{
  GalleyWriter *self = g_new0 (GalleyWriter, 1);
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->db = db;
  self->delay = FIRST_DELAY;
  self->done = galley_timer_new (context, done, data);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("galley-store", run, self);
  return self;
}

void
galley_writer_free (GalleyWriter *self)
{
  g_mutex_lock (&self->mutex);
  self->stop = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_thread_join (self->thread);

  g_source_destroy (self->done);
  g_source_unref (self->done);
  g_clear_pointer (&self->batch, galley_batch_free);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  galley_db_close (self->db);
  g_free (self);
}

gboolean
galley_writer_is_busy (GalleyWriter *self, GError **error)
{
  gboolean busy;

  g_mutex_lock (&self->mutex);
  busy = self->batch != NULL;
  if (self->error != NULL && error != NULL)
    *error = g_error_copy (self->error);
  g_mutex_unlock (&self->mutex);
  return busy;
}

void
galley_writer_submit (GalleyWriter *self, GalleyBatch *batch)
{
  g_mutex_lock (&self->mutex);
  g_assert (self->batch == NULL);
  self->batch = batch;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

gboolean
galley_writer_wait (GalleyWriter *self, GError **error)
{
  gboolean written;

  g_mutex_lock (&self->mutex);

  /* Of an attempt that is under way only the end counts; after a failure it takes a new one. */
  guint64 n_attempts = self->n_attempts;

  self->hurry = self->error != NULL;
  g_cond_broadcast (&self->cond);
  while (self->batch != NULL && self->n_attempts == n_attempts)
    g_cond_wait (&self->cond, &self->mutex);
  written = self->batch == NULL;
  if (!written && error != NULL)
    *error = g_error_copy (self->error);
  g_mutex_unlock (&self->mutex);
  return written;
}
