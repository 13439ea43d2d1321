/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docx-export.h — an edition as one Word document. */

#pragma once

#include "galley-exporter.h"

G_BEGIN_DECLS

#define DOCX_TYPE_EXPORTER (docx_exporter_get_type ())
G_DECLARE_FINAL_TYPE (DocxExporter, docx_exporter, DOCX, EXPORTER, GObject)

G_END_DECLS
