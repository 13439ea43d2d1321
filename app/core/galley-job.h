/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-job.h — what one run tells its caller: how far, what was left out, and whether to go on. Thread-safe. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_JOB (galley_job_get_type ())
G_DECLARE_FINAL_TYPE (GalleyJob, galley_job, GALLEY, JOB, GObject)

/* @cancellable may be NULL; then the job makes its own. */
GalleyJob *galley_job_new (GCancellable *cancellable);
GCancellable *galley_job_get_cancellable (GalleyJob *self);
void galley_job_cancel (GalleyJob *self);

/* How much is done, 0 … 1. Within galley_job_push_range() it counts in that part of the whole. */
void galley_job_progress (GalleyJob *self, double fraction);
double galley_job_get_progress (GalleyJob *self);
void galley_job_push_range (GalleyJob *self, double start, double end);
void galley_job_pop_range (GalleyJob *self);

/* One sentence for the user about something that was not kept as it was: "3 tables were left out". */
void galley_job_note (GalleyJob *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The notes so far (free with g_strfreev). */
GStrv galley_job_dup_notes (GalleyJob *self);

/* The file of that path, which lies beside the one being read, was read with it: who reads the whole folder leaves it out. */
void galley_job_part (GalleyJob *self, const char *path);
gboolean galley_job_has_part (GalleyJob *self, const char *path);
/* All of them so far, sorted (free with g_strfreev). */
GStrv galley_job_dup_parts (GalleyJob *self);

/* FALSE with G_IO_ERROR_CANCELLED: stop now. */
gboolean galley_job_continues (GalleyJob *self, GError **error);

G_END_DECLS
