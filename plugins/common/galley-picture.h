/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-picture.h — the library of photo metadata: getting it ready, and which pictures it may be given. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "image/jpeg", "image/png", "image/tiff" or "image/webp" by the first bytes, for the name may be wrong; NULL for all others. */
const char *galley_picture_find_type (const guint8 *data, gsize length);
/* Do all chunks of a WebP lie in the file? Others are more than the library bears. TRUE for the other kinds. */
gboolean galley_picture_is_whole (const guint8 *data, gsize length);
/* Gets the library (gexiv2) ready, quiet; once before its first use, any thread, as often as one likes. */
void galley_picture_start (void);

G_END_DECLS
