/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-open.h — the first third of the line: a file → the importer that knows it → an edition. */

#pragma once

#include "galley-edition.h"
#include "galley-importer.h"
#include "galley-plugins.h"

G_BEGIN_DECLS

/* Reads @source with the importer of the module @format, or, when NULL, with the one that is surest of it: by suffix and
 * type first, then by probe, then priority. Blocks. A clear sentence in @error where nothing reads it. Transfer full. */
GalleyEdition *galley_open_source (
    GalleyPlugins *plugins, GalleySource *source, const char *format, GalleyJob *job, GError **error);

/* A whole file to read, with sentences a person understands where that fails: no such file, a folder, not allowed. Blocks. */
GalleySource *galley_open_read_file (GFile *file, GCancellable *cancellable, GError **error);

/* galley_open_source() for a file, in a thread. */
void galley_open_file_async (GalleyPlugins *plugins,
                             GFile *file,
                             const char *format,
                             GalleyJob *job,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
/* The same for bytes that were pasted or dropped. */
void galley_open_bytes_async (GalleyPlugins *plugins,
                              const char *name,
                              GBytes *bytes,
                              const char *format,
                              GalleyJob *job,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GalleyEdition *galley_open_finish (GAsyncResult *result, GError **error);

/* The suffixes and types some importer reads, for file dialogs (free with g_strfreev). */
GStrv galley_open_list_suffixes (GalleyPlugins *plugins);

G_END_DECLS
