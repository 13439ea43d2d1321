/* SPDX-License-Identifier: GPL-3.0-or-later */
/* odt-body.h — the text of an OpenDocument: paragraphs, lists, tables, notes, frames, pictures. */

#pragma once

#include "galley-job.h"

#include "../common/galley-changes.h"
#include "../common/galley-copy.h"
#include "../common/galley-zip.h"
#include "odt-styles.h"

G_BEGIN_DECLS

/* The tracked changes of the text below @body (office:text). */
void odt_body_find_changes (const xmlNode *body, GalleyChanges *changes);

/* Reads the text below @body as it was in @version (galley-changes.h) into @copy. @zip is NULL for a flat file. FALSE when the job
 * was cancelled. */
gboolean odt_body_read (const xmlNode *body,
                        GalleyZip *zip,
                        OdtStyles *styles,
                        GalleyChanges *changes,
                        guint version,
                        GalleyCopy *copy,
                        GalleyJob *job,
                        GError **error);

G_END_DECLS
