/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text-export.h — an edition as plain text. */

#pragma once

#include "galley-exporter.h"

G_BEGIN_DECLS

#define TEXT_TYPE_EXPORTER (text_exporter_get_type ())
G_DECLARE_FINAL_TYPE (TextExporter, text_exporter, TEXT, EXPORTER, GObject)

G_END_DECLS
