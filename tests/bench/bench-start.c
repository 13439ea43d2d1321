/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the start of a program to its first frame, ours against another: runs each in turn, watches the X server for the
 * window to be mapped and then for a picture in it, and prints the medians and their ratio.
 *
 *   bench-start [--runs N] [--document] OURS [ARGUMENT…] -- OTHER [ARGUMENT…]
 *
 * A frame counts as painted once it holds more than a few colours; with --document only the middle of the window is looked
 * at, so that it is the text that counts. Exit 1 when ours took longer. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define MAX_COLOURS 24
#define MIN_SIZE 200
#define PATIENCE (20 * G_USEC_PER_SEC)
#define BETWEEN_LOOKS 2000 /* µs */

typedef struct
{
  double mapped; /* ms */
  double painted;
} Start;

static gboolean
has_picture (Display *display, Window window, gboolean middle)
{
  XWindowAttributes attributes;
  XImage *image;
  unsigned long colours[MAX_COLOURS + 1];
  int n = 0, x, y, width, height;

  if (!XGetWindowAttributes (display, window, &attributes) || attributes.map_state != IsViewable)
    return FALSE;
  /* What hangs over the edge of the screen cannot be looked at. */
  attributes.width = MIN (attributes.width, DisplayWidth (display, DefaultScreen (display)) - attributes.x);
  attributes.height =
      MIN (attributes.height, DisplayHeight (display, DefaultScreen (display)) - attributes.y);
  x = middle ? attributes.width / 3 : 0;
  y = middle ? attributes.height / 4 : 0;
  width = middle ? attributes.width / 3 : attributes.width;
  height = middle ? attributes.height / 2 : attributes.height;
  image = XGetImage (display, window, x, y, width, height, AllPlanes, ZPixmap);
  if (image == NULL)
    return FALSE;
  for (int row = 0; row < height && n <= MAX_COLOURS; row += 2)
    {
      for (int column = 0; column < width && n <= MAX_COLOURS; column++)
        {
          unsigned long colour = XGetPixel (image, column, row);
          int i = 0;

          while (i < n && colours[i] != colour)
            i++;
          if (i == n)
            colours[n++] = colour;
        }
    }
  XDestroyImage (image);
  return n > MAX_COLOURS;
}

/* Waits for a window of some size to be mapped: what toolkits map beside it is tiny. */
static Window
wait_for_map (Display *display, gint64 until)
{
  while (g_get_monotonic_time () < until)
    {
      XEvent event;
      XWindowAttributes attributes;

      if (!XCheckTypedEvent (display, MapNotify, &event))
        {
          g_usleep (BETWEEN_LOOKS / 4);
          continue;
        }
      if (XGetWindowAttributes (display, event.xmap.window, &attributes) && attributes.width >= MIN_SIZE &&
          attributes.height >= MIN_SIZE)
        return event.xmap.window;
    }
  return None;
}

static gboolean
run_once (Display *display, char **argv, gboolean middle, Start *start)
{
  g_autoptr (GError) error = NULL;
  gint64 begin, until;
  GPid pid;
  Window window;
  gboolean painted = FALSE;

  XSync (display, True);
  begin = g_get_monotonic_time ();
  until = begin + PATIENCE;
  if (!g_spawn_async (NULL, argv, NULL,
                      G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                      NULL, &pid, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }
  window = wait_for_map (display, until);
  start->mapped = (g_get_monotonic_time () - begin) / 1000.0;
  while (window != None && !painted && g_get_monotonic_time () < until)
    {
      painted = has_picture (display, window, middle);
      if (!painted)
        g_usleep (BETWEEN_LOOKS);
    }
  start->painted = (g_get_monotonic_time () - begin) / 1000.0;
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  if (!painted)
    g_printerr ("%s showed nothing in %d s\n", argv[0], (int) (PATIENCE / G_USEC_PER_SEC));
  return painted;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
print_figures (const char *name, const Start *starts, guint n)
{
  g_autofree double *mapped = g_new (double, n);
  g_autofree double *painted = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      mapped[i] = starts[i].mapped;
      painted[i] = starts[i].painted;
    }
  qsort (mapped, n, sizeof (double), compare);
  qsort (painted, n, sizeof (double), compare);
  g_print ("%-24s mapped %6.0f ms   first frame %6.0f / %6.0f / %6.0f ms (min, median, max of %u)\n", name,
           mapped[n / 2], painted[0], painted[n / 2], painted[n - 1], n);
  return painted[n / 2];
}

/* A window that goes while we look at it is no error of ours. */
static int
on_x_error (Display *display, XErrorEvent *event)
{
  return 0;
}

int
main (int argc, char *argv[])
{
  int n_runs = 7;
  gboolean document = FALSE;
  GOptionEntry options[] = {
    { "runs", 'n', 0, G_OPTION_ARG_INT, &n_runs, "How often each is started", "N" },
    { "document", 'd', 0, G_OPTION_ARG_NONE, &document, "Look at the middle of the window alone", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("OURS [ARGUMENT…] -- OTHER [ARGUMENT…]");
  g_autoptr (GError) error = NULL;
  g_autofree Start *ours = NULL;
  g_autofree Start *others = NULL;
  Display *display;
  char **other;
  Start warm;
  double ratio;
  int split = 1;

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  while (split < argc && !g_str_equal (argv[split], "--"))
    split++;
  if (split <= 1 || split + 1 >= argc || n_runs < 1)
    {
      g_printerr ("usage: bench-start [--runs N] [--document] OURS [ARGUMENT…] -- OTHER [ARGUMENT…]\n");
      return 2;
    }
  argv[split] = NULL;
  other = argv + split + 1;

  display = XOpenDisplay (NULL);
  if (display == NULL)
    {
      g_printerr ("There is no X display.\n");
      return 2;
    }
  XSetErrorHandler (on_x_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  ours = g_new0 (Start, n_runs);
  others = g_new0 (Start, n_runs);
  /* Once each for the caches. */
  if (!run_once (display, argv + 1, document, &warm) || !run_once (display, other, document, &warm))
    return 2;
  for (int i = 0; i < n_runs; i++)
    {
      if (!run_once (display, argv + 1, document, &ours[i]) ||
          !run_once (display, other, document, &others[i]))
        return 2;
    }
  ratio = print_figures (argv[1], ours, n_runs) / print_figures (other[0], others, n_runs);
  g_print ("ratio %.2f\n", ratio);
  XCloseDisplay (display);
  return ratio > 1 ? 1 : 0;
}
