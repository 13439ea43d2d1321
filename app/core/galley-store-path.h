/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-path.h — from what an edition is called to where it lies. For the store alone. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The one path of the file at @uri (a path or a file: URI), whatever links lead there, so that it has one lock; the folder's
 * where there is no file yet (newly allocated). GALLEY_ERROR_UNSUPPORTED for what is no file of this machine, _MALFORMED for
 * what is no file, GIO's errors. */
char *galley_store_resolve (const char *uri, gboolean *exists, GError **error);

G_END_DECLS
