/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export-run.h — an edition written in several formats at once: the text as it is now, and in those that are to show the
 * marks of a round the text as the round left it. No widget. */

#pragma once

#include "galley-exporter.h"
#include "galley-workflow.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_EXPORT_RUN (galley_export_run_get_type ())
G_DECLARE_FINAL_TYPE (GalleyExportRun, galley_export_run, GALLEY, EXPORT_RUN, GObject)

/* For one run. @round: the name of the round whose marks are shown, or NULL. */
GalleyExportRun *galley_export_run_new (GalleyWorkflow *workflow, GFile *folder, const char *round);
GalleyJob *galley_export_run_get_job (GalleyExportRun *self);    /* borrowed */
const char *galley_export_run_get_round (GalleyExportRun *self); /* or NULL */
GFile *galley_export_run_get_folder (GalleyExportRun *self);     /* borrowed */
guint galley_export_run_get_n_formats (GalleyExportRun *self);
/* @exporter, with its options set, writes the file @name; @marked: with the marks, which go with it, beside the file without. */
void
galley_export_run_add (GalleyExportRun *self, GalleyExporter *exporter, const char *name, gboolean marked);
/* @edition (frozen): the text as it is now. All formats are tried; the first error is returned. */
void galley_export_run_write_async (GalleyExportRun *self,
                                    GalleyEdition *edition,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* @written (transfer full): the names of the files, whether others failed or not. */
gboolean
galley_export_run_write_finish (GalleyExportRun *self, GAsyncResult *result, GStrv *written, GError **error);

G_END_DECLS
