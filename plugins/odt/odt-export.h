/* SPDX-License-Identifier: GPL-3.0-or-later */
/* odt-export.h — an edition as one OpenDocument text. */

#pragma once

#include "galley-exporter.h"

G_BEGIN_DECLS

#define ODT_TYPE_EXPORTER (odt_exporter_get_type ())
G_DECLARE_FINAL_TYPE (OdtExporter, odt_exporter, ODT, EXPORTER, GObject)

G_END_DECLS
