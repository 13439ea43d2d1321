/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loop.h — what the benchmarks of the main loop share. The sources that the window's own code makes are told apart from GTK's by the
 * linker, which puts functions of ours in the place of g_idle_add() and its kin (--wrap, see tests/gui/meson.build). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the processor did for this thread, in ms: others that work on the same machine do not count. */
double loop_cpu_ms (void);
/* Runs the main loop for so long. */
void loop_run_for (guint ms);
/* Of an array of double, which is sorted by it; 0 of none. */
double loop_quantile (GArray *values, double q);
/* Called before and behind each dispatch of a source of the window's own. */
void loop_watch (void (*enter) (void), void (*leave) (void));

G_END_DECLS
