/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-picture.h — which pictures the library of photo metadata may be given. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "image/jpeg", "image/png", "image/tiff" or "image/webp" by the first bytes, for the name may be wrong; NULL for all others. */
const char *galley_picture_find_type (const guint8 *data, gsize length);
/* Do all chunks of a WebP lie in the file? Others are more than the library bears. TRUE for the other kinds. */
gboolean galley_picture_is_whole (const guint8 *data, gsize length);

G_END_DECLS
