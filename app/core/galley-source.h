/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-source.h — the bytes of one foreign file and what is known about them before reading. Immutable. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* No file of copy is larger; what passes it is refused with GALLEY_ERROR_TOO_LARGE. */
#define GALLEY_SOURCE_MAX_BYTES (256u * 1024 * 1024)

#define GALLEY_TYPE_SOURCE (galley_source_get_type ())
G_DECLARE_FINAL_TYPE (GalleySource, galley_source, GALLEY, SOURCE, GObject)

/* Reads a whole local file (blocks). Errors: GIO's, GALLEY_ERROR_TOO_LARGE. */
GalleySource *galley_source_new_for_file (GFile *file, GCancellable *cancellable, GError **error);
/* @name as a file would be called, "page.txt"; @mime_type may be NULL. */
GalleySource *galley_source_new_for_bytes (const char *name, const char *mime_type, GBytes *bytes);

const char *galley_source_get_name (GalleySource *self);
const char *galley_source_get_suffix (GalleySource *self); /* lower case, no dot; "" where there is none */
const char *galley_source_get_mime_type (GalleySource *self);
GBytes *galley_source_get_bytes (GalleySource *self); /* borrowed */
/* The first bytes, 4 KiB at most: all a probe may look at. */
const guint8 *galley_source_get_head (GalleySource *self, gsize *length);
/* The folder the file lies in, for importers of many files; NULL for bytes. */
GFile *galley_source_get_folder (GalleySource *self);

G_END_DECLS
