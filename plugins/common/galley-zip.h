/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-zip.h — packages in ZIP form, in memory only: reading with limits, and writing the same bytes every time. On
 * zlib, which GLib has loaded already: a library of packages would bring cryptography along, and loading that takes longer than
 * reading a document. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What one package may come to when it is read; more is GALLEY_ERROR_TOO_LARGE. The ratio counts from the size on up to which
 * even the emptiest document may grow. */
#define GALLEY_ZIP_MAX_MEMBERS 20000u
#define GALLEY_ZIP_MAX_BYTES (200u * 1024 * 1024)
#define GALLEY_ZIP_MAX_RATIO 100u
#define GALLEY_ZIP_RATIO_FROM (8u * 1024 * 1024)

typedef struct _GalleyZip GalleyZip;

/* @shown is the file name for error sentences. GALLEY_ERROR_MALFORMED for what is no package, is cut off, holds a name twice
 * or a name that leads out of the package; GALLEY_ERROR_TOO_LARGE for too many members. Nothing is unpacked yet. */
GalleyZip *galley_zip_open (GBytes *bytes, const char *shown, GError **error);
void galley_zip_free (GalleyZip *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyZip, galley_zip_free)

/* Names of the members in the order of the package (owned by it); folders are not among them. */
const GPtrArray *galley_zip_list (GalleyZip *self);
/* Compares as packages do: a slash at the start is nothing, and neither is the case of ASCII letters. */
gboolean galley_zip_has (GalleyZip *self, const char *name);
/* One member unpacked, at most @max_bytes of it. G_IO_ERROR_NOT_FOUND, GALLEY_ERROR_ENCRYPTED, _MALFORMED (damaged),
 * _TOO_LARGE (this member, or with it the whole package, passes a limit). */
GBytes *galley_zip_read (GalleyZip *self, const char *name, gsize max_bytes, GError **error);

typedef struct _GalleyZipWriter GalleyZipWriter;

/* Members are written in the order they are added, all with the same date, so that equal input makes equal bytes. */
GalleyZipWriter *galley_zip_writer_new (void);
void galley_zip_writer_free (GalleyZipWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyZipWriter, galley_zip_writer_free)

/* @stored leaves the member uncompressed, as "mimetype" must be. */
void galley_zip_writer_add (GalleyZipWriter *self, const char *name, GBytes *bytes, gboolean stored);
/* The same with a zero-terminated text. */
void galley_zip_writer_add_text (GalleyZipWriter *self, const char *name, const char *text);
/* The whole package; only once. */
GBytes *galley_zip_writer_finish (GalleyZipWriter *self, GError **error);

G_END_DECLS
