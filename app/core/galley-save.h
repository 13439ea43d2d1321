/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-save.h — the last third of the line: a frozen edition → an exporter → a file or folder, written whole or not
 * at all. */

#pragma once

#include "galley-edition.h"
#include "galley-exporter.h"
#include "galley-plugins.h"

G_BEGIN_DECLS

/* A new exporter of the module @format with its options at their defaults (transfer full). */
GalleyExporter *galley_save_create (GalleyPlugins *plugins, const char *format, GError **error);

/* Sets one option from text: "true", "12", "gb18030", an enum's nick. One sentence in @error where there is no such option
 * or no such value. */
gboolean
galley_save_set_option (GalleyExporter *exporter, const char *name, const char *text, GError **error);
/* The options: writable properties (array of GParamSpec *; free the array). */
GPtrArray *galley_save_list_options (GalleyExporter *exporter);

/* Writes to @target: a temporary neighbour first, renamed over it at the end; whatever fails leaves nothing behind and
 * what was there untouched. Blocks. */
gboolean galley_save_file (
    GalleyExporter *exporter, GalleyEdition *frozen, GFile *target, GalleyJob *job, GError **error);

/* The file name a format gets in a folder: "浙江法制报-2024-11-27.html" (newly allocated). */
char *galley_save_dup_name (GalleyPlugins *plugins, const char *format, GalleyEdition *edition);

/* Several formats into one folder in one thread with one progress; all are tried, the first error is returned with a note
 * for each. @exporters: array of GalleyExporter *, @names: their file names. */
void galley_save_many_async (GPtrArray *exporters,
                             const char *const *names,
                             GalleyEdition *frozen,
                             GFile *folder,
                             GalleyJob *job,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* @written (transfer full, may be NULL): the names that were written this time, whether the others failed or not. */
gboolean galley_save_many_finish (GAsyncResult *result, GStrv *written, GError **error);

G_END_DECLS
