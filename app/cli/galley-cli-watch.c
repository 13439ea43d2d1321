/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The work blocks the main thread, so signals and the progress line are served by a thread with a context of its own. */

#include "config.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "galley-cli.h"

#define STEP_MS 120

struct _GalleyCliWatch
{
  GalleyJob *job;
  char *label;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GMutex lock;
  gboolean drawing; /* the two under the lock: progress is wanted, … */
  gboolean drawn;   /* … and stands on the screen */
};

static gboolean
on_signal (gpointer user_data)
{
  GalleyCliWatch *self = user_data;

  /* Somebody who asks twice does not want to wait for the next safe point. The store survives that. */
  if (g_cancellable_is_cancelled (galley_job_get_cancellable (self->job)))
    _exit (128 + SIGINT);

  galley_job_cancel (self->job);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_step (gpointer user_data)
{
  GalleyCliWatch *self = user_data;
  double done = CLAMP (galley_job_get_progress (self->job), 0, 1);

  g_mutex_lock (&self->lock);
  if (self->drawing)
    {
      fprintf (stderr, "\r\033[K%s %3d %%", self->label, (int) (done * 100));
      fflush (stderr);
      self->drawn = TRUE;
    }
  g_mutex_unlock (&self->lock);
  return G_SOURCE_CONTINUE;
}

static void
add_source (GalleyCliWatch *self, GSource *source, GSourceFunc function)
{
  g_source_set_callback (source, function, self, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
}

static gpointer
run (gpointer user_data)
{
  GalleyCliWatch *self = user_data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

GalleyCliWatch *
galley_cli_watch_new (const char *label)
{
  GalleyCliWatch *self = g_new0 (GalleyCliWatch, 1);

  self->job = galley_job_new (NULL);
  self->label = g_filename_display_basename (label);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->drawing = isatty (STDERR_FILENO);
  g_mutex_init (&self->lock);

  add_source (self, g_unix_signal_source_new (SIGINT), on_signal);
  add_source (self, g_unix_signal_source_new (SIGTERM), on_signal);
  if (self->drawing)
    add_source (self, g_timeout_source_new (STEP_MS), on_step);

  self->thread = g_thread_new ("watch", run, self);
  return self;
}

static gboolean
on_quit (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* Ends the thread. Asked for from within its loop: a quit before the loop runs would be lost. */
static void
stop (GalleyCliWatch *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_set_callback (source, on_quit, self->loop, NULL);
  g_source_attach (source, self->context);
  g_thread_join (self->thread);
}

static void
clear_line (GalleyCliWatch *self)
{
  g_mutex_lock (&self->lock);
  if (self->drawn)
    {
      fputs ("\r\033[K", stderr);
      fflush (stderr);
    }
  self->drawing = FALSE;
  self->drawn = FALSE;
  g_mutex_unlock (&self->lock);
}

void
galley_cli_watch_hide (GalleyCliWatch *self)
{
  g_mutex_lock (&self->lock);
  if (self->drawn)
    {
      fputs ("\r\033[K", stderr);
      fflush (stderr);
    }
  self->drawn = FALSE;
  g_mutex_unlock (&self->lock);
}

GalleyJob *
galley_cli_watch_get_job (GalleyCliWatch *self)
{
  return self->job;
}

void
galley_cli_watch_end (GalleyCliWatch *self, const char *subject)
{
  g_auto (GStrv) notes = galley_job_dup_notes (self->job);

  clear_line (self);
  for (guint i = 0; notes[i] != NULL; i++)
    galley_cli_remark (subject, notes[i]);
}

void
galley_cli_watch_free (GalleyCliWatch *self)
{
  clear_line (self);
  stop (self);
  g_mutex_clear (&self->lock);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_object_unref (self->job);
  g_free (self->label);
  g_free (self);
}
