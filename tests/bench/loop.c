/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <time.h>

#include "loop.h"

static void (*enter) (void);
static void (*leave) (void);

double
loop_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1000.0 + now.tv_nsec / 1000000.0;
}

static gint
compare_doubles (gconstpointer one, gconstpointer other)
{
  double a = *(const double *) one, b = *(const double *) other;

  return a < b ? -1 : a > b;
}

double
loop_quantile (GArray *values, double q)
{
  if (values->len == 0)
    return 0;
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, (guint) (q * (values->len - 1)));
}

static gboolean
late_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
loop_run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, late_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
loop_watch (void (*enter_cb) (void), void (*leave_cb) (void))
{
  enter = enter_cb;
  leave = leave_cb;
}

/* --- between the window and its sources ---------------------------------------------------------------------------- */

typedef struct
{
  GSourceFunc function;
  gpointer data;
  GDestroyNotify notify;
} Source;

guint __wrap_g_idle_add (GSourceFunc function, gpointer data);
guint __wrap_g_idle_add_full (gint priority, GSourceFunc function, gpointer data, GDestroyNotify notify);
guint __wrap_g_timeout_add (guint interval, GSourceFunc function, gpointer data);
guint __wrap_g_timeout_add_full (
    gint priority, guint interval, GSourceFunc function, gpointer data, GDestroyNotify notify);
guint __real_g_idle_add_full (gint priority, GSourceFunc function, gpointer data, GDestroyNotify notify);
guint __real_g_timeout_add_full (
    gint priority, guint interval, GSourceFunc function, gpointer data, GDestroyNotify notify);

static gboolean
source_cb (gpointer data)
{
  Source *source = data;
  gboolean more;

  if (enter == NULL)
    return source->function (source->data);
  enter ();
  more = source->function (source->data);
  leave ();
  return more;
}

static void
source_free (gpointer data)
{
  Source *source = data;

  if (source->notify != NULL)
    source->notify (source->data);
  g_free (source);
}

static Source *
source_new (GSourceFunc function, gpointer data, GDestroyNotify notify)
{
  Source *source = g_new (Source, 1);

  *source = (Source){ function, data, notify };
  return source;
}

guint
__wrap_g_idle_add_full (gint priority, GSourceFunc function, gpointer data, GDestroyNotify notify)
{
  return __real_g_idle_add_full (priority, source_cb, source_new (function, data, notify), source_free);
}

guint
__wrap_g_idle_add (GSourceFunc function, gpointer data)
{
  return __wrap_g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, function, data, NULL);
}

guint
__wrap_g_timeout_add_full (
    gint priority, guint interval, GSourceFunc function, gpointer data, GDestroyNotify notify)
{
  return __real_g_timeout_add_full (priority, interval, source_cb, source_new (function, data, notify),
                                    source_free);
}

guint
__wrap_g_timeout_add (guint interval, GSourceFunc function, gpointer data)
{
  return __wrap_g_timeout_add_full (G_PRIORITY_DEFAULT, interval, function, data, NULL);
}
