/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docx-body.h — the text of a Word document: paragraphs, runs, tables, notes, boxes, pictures, changes. */

#pragma once

#include "galley-job.h"

#include "../common/galley-copy.h"
#include "../common/galley-zip.h"
#include "docx-styles.h"

G_BEGIN_DECLS

/* Reads the part @main of @zip into @copy. FALSE when that part is damaged, locked or too large, or the job was cancelled;
 * parts beside it that are damaged are told to the job and left out. */
gboolean
docx_body_read (GalleyZip *zip, const char *main_part, GalleyCopy *copy, GalleyJob *job, GError **error);

G_END_DECLS
