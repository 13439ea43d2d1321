/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docx-body.h — the text of a Word document: paragraphs, runs, tables, notes, boxes, pictures, changes. */

#pragma once

#include "galley-job.h"

#include "../common/galley-changes.h"
#include "../common/galley-copy.h"
#include "../common/galley-zip.h"
#include "docx-styles.h"

G_BEGIN_DECLS

typedef struct _DocxBody DocxBody;

/* Opens the part @main of @zip (borrowed) and those beside it. NULL when that part is damaged, locked or too large; others that are
 * damaged are told to the job and left out. */
DocxBody *docx_body_open (GalleyZip *zip, const char *main_part, GalleyJob *job, GError **error);
void docx_body_free (DocxBody *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocxBody, docx_body_free)

/* Its tracked changes (borrowed). */
GalleyChanges *docx_body_get_changes (DocxBody *self);

/* Reads the text as it was in @version (galley-changes.h) into @copy. FALSE when the job was cancelled. */
gboolean docx_body_read (DocxBody *self, guint version, GalleyCopy *copy, GalleyJob *job, GError **error);

G_END_DECLS
