/* SPDX-License-Identifier: GPL-3.0-or-later */
/* odt-body.h — the text of an OpenDocument: paragraphs, lists, tables, notes, frames, pictures. */

#pragma once

#include "galley-job.h"

#include "../common/galley-copy.h"
#include "../common/galley-zip.h"
#include "odt-styles.h"

G_BEGIN_DECLS

/* Reads the text below @body (office:text) into @copy. @zip is NULL for a flat file. FALSE when the job was cancelled. */
gboolean odt_body_read (
    const xmlNode *body, GalleyZip *zip, OdtStyles *styles, GalleyCopy *copy, GalleyJob *job, GError **error);

G_END_DECLS
