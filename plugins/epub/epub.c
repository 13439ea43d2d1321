/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epub — electronic books. */

#include "config.h"

#include <gmodule.h>

#include "galley-peas.h"

#include "epub-export.h"
#include "epub-import.h"

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, EPUB_TYPE_IMPORTER);
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, EPUB_TYPE_EXPORTER);
}
