/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epub-import.h — electronic books, in. */

#pragma once

#include "galley-importer.h"

G_BEGIN_DECLS

#define EPUB_TYPE_IMPORTER (epub_importer_get_type ())
G_DECLARE_FINAL_TYPE (EpubImporter, epub_importer, EPUB, IMPORTER, GObject)

G_END_DECLS
