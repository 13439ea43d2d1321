/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rtf-reader.h — the words and groups of a Rich Text file → copy. */

#pragma once

#include "galley-job.h"

#include "../common/galley-copy.h"

G_BEGIN_DECLS

/* GALLEY_ERROR_MALFORMED for what is no Rich Text, GALLEY_ERROR_TOO_LARGE for groups nested too deep. A file that is cut off
 * gives what there is of it, and a note in @job. */
gboolean rtf_read (const char *data, gsize length, GalleyCopy *copy, GalleyJob *job, GError **error);

G_END_DECLS
