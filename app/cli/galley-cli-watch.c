/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The work blocks the main thread, so signals and the progress line are served by a thread. A handler may do next to nothing: it
 * writes into a pipe, and the thread reads. (The signal sources of GLib would start a second thread.) */

#define _GNU_SOURCE 1
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "galley-cli.h"

#define STEP_MS 120

enum
{
  WORD_STOP = 's', /* a signal */
  WORD_END = 'e',  /* of the watch */
};

struct _GalleyCliWatch
{
  GalleyJob *job;
  char *label;
  int words[2]; /* a pipe */
  GThread *thread;
  GMutex lock;
  gboolean drawing; /* the two under the lock: progress is wanted, … */
  gboolean drawn;   /* … and stands on the screen */
};

static volatile sig_atomic_t signal_fd = -1;

static void
say (int fd, char word)
{
  while (write (fd, &word, 1) < 0 && errno == EINTR)
    continue;
}

static void
on_signal (int number)
{
  int before = errno;

  if (signal_fd >= 0)
    say (signal_fd, WORD_STOP);
  errno = before;
}

static void
handle_signals (void (*handler) (int))
{
  struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };

  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

static void
stop_job (GalleyCliWatch *self)
{
  /* Somebody who asks twice does not want to wait for the next safe point. The store survives that. */
  if (g_cancellable_is_cancelled (galley_job_get_cancellable (self->job)))
    _exit (128 + SIGINT);

  galley_job_cancel (self->job);
}

static void
draw (GalleyCliWatch *self)
{
  double done = CLAMP (galley_job_get_progress (self->job), 0, 1);

  g_mutex_lock (&self->lock);
  if (self->drawing)
    {
      fprintf (stderr, "\r\033[K%s %3d %%", self->label, (int) (done * 100));
      fflush (stderr);
      self->drawn = TRUE;
    }
  g_mutex_unlock (&self->lock);
}

static gpointer
run (gpointer user_data)
{
  GalleyCliWatch *self = user_data;
  gboolean draws = self->drawing;
  char word = 0;

  while (word != WORD_END)
    {
      struct pollfd wait = { .fd = self->words[0], .events = POLLIN };

      if (poll (&wait, 1, draws ? STEP_MS : -1) == 0)
        draw (self);
      else if (read (self->words[0], &word, 1) == 1 && word == WORD_STOP)
        stop_job (self);
    }
  return NULL;
}

GalleyCliWatch *
galley_cli_watch_new (const char *label)
{
  GalleyCliWatch *self = g_new0 (GalleyCliWatch, 1);

  self->job = galley_job_new (NULL);
  self->label = g_filename_display_basename (label);
  self->drawing = isatty (STDERR_FILENO);
  g_mutex_init (&self->lock);
  if (pipe2 (self->words, O_CLOEXEC) != 0)
    g_error ("pipe: %s", g_strerror (errno));
  signal_fd = self->words[1];
  handle_signals (on_signal);
  self->thread = g_thread_new ("watch", run, self);
  return self;
}

/* Ends the thread. */
static void
stop (GalleyCliWatch *self)
{
  handle_signals (SIG_DFL);
  signal_fd = -1;
  say (self->words[1], WORD_END);
  g_thread_join (self->thread);
  close (self->words[0]);
  close (self->words[1]);
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
  g_object_unref (self->job);
  g_free (self->label);
  g_free (self);
}
