/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epub-export.h — electronic books, out. */

#pragma once

#include "galley-exporter.h"

G_BEGIN_DECLS

#define EPUB_TYPE_EXPORTER (epub_exporter_get_type ())
G_DECLARE_FINAL_TYPE (EpubExporter, epub_exporter, EPUB, EXPORTER, GObject)

G_END_DECLS
