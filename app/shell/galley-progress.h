/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-progress.h — a strip that shows how far a job is, with a button to cancel it. Shows itself only when the job
 * takes longer than a blink. */

#pragma once

#include <gtk/gtk.h>

#include "galley-job.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_PROGRESS (galley_progress_get_type ())
G_DECLARE_FINAL_TYPE (GalleyProgress, galley_progress, GALLEY, PROGRESS, GtkWidget)

GtkWidget *galley_progress_new (void);
/* Follows @job until stop(); @what says what is being done. */
void galley_progress_start (GalleyProgress *self, GalleyJob *job, const char *what);
void galley_progress_stop (GalleyProgress *self);
/* The job that is followed (borrowed), or NULL. */
GalleyJob *galley_progress_get_job (GalleyProgress *self);

G_END_DECLS
