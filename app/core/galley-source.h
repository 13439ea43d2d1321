/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-source.h — the bytes of one foreign file and what is known about them before reading. Immutable. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* No file of copy is larger; what passes it is refused with GALLEY_ERROR_TOO_LARGE. */
#define GALLEY_SOURCE_MAX_BYTES (256u * 1024 * 1024)

#define GALLEY_TYPE_SOURCE (galley_source_get_type ())
G_DECLARE_FINAL_TYPE (GalleySource, galley_source, GALLEY, SOURCE, GObject)

/* What @file is, links followed, and of how many bytes. GIO's errors. */
gboolean
galley_source_look (GFile *file, GFileType *type, goffset *size, GCancellable *cancellable, GError **error);
/* Reads a whole local file (blocks). Errors: GIO's, GALLEY_ERROR_TOO_LARGE. */
GalleySource *galley_source_new_for_file (GFile *file, GCancellable *cancellable, GError **error);
/* @name as a file would be called, "page.txt"; @mime_type may be NULL. */
GalleySource *galley_source_new_for_bytes (const char *name, const char *mime_type, GBytes *bytes);

/* The same for bytes that came from a file in @folder (may be NULL): as galley_source_new_for_file() makes it. */
GalleySource *
galley_source_new_in_folder (const char *name, const char *mime_type, GBytes *bytes, GFile *folder);

const char *galley_source_get_name (GalleySource *self);
const char *galley_source_get_suffix (GalleySource *self); /* lower case, no dot; "" where there is none */
const char *galley_source_get_mime_type (GalleySource *self);
GBytes *galley_source_get_bytes (GalleySource *self); /* borrowed */
/* The first bytes, 4 KiB at most: all a probe may look at. */
const guint8 *galley_source_get_head (GalleySource *self, gsize *length);
/* The folder the file lies in, for importers of many files; NULL for bytes. */
GFile *galley_source_get_folder (GalleySource *self);
/* The folder that links of the file may lead into: its own, or of a saved e-paper (…/html/2024-11/27/) the one that holds the
 * whole site. NULL for bytes. */
GFile *galley_source_get_root (GalleySource *self);
/* The path of the ordinary file that @link (an address as it stands in the file) names, below the root, symbolic links
 * followed; NULL where it names none, leads elsewhere or away from the machine (newly allocated). */
char *galley_source_resolve (GalleySource *self, const char *link);
/* The bytes of it. G_IO_ERROR_NOT_FOUND as above, GALLEY_ERROR_TOO_LARGE where it has more than @max_bytes. */
GBytes *galley_source_read_link (GalleySource *self, const char *link, gsize max_bytes, GError **error);

G_END_DECLS
