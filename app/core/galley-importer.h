/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-importer.h — turns the bytes of one foreign file into articles. */

#pragma once

#include "galley-builder.h"
#include "galley-source.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_IMPORTER (galley_importer_get_type ())
G_DECLARE_INTERFACE (GalleyImporter, galley_importer, GALLEY, IMPORTER, GObject)

struct _GalleyImporterInterface
{
  GTypeInterface parent_iface;

  /* 0 "not mine" … 100 "certain". Sees the name and the first 4 KiB; no I/O, no state. Default: 50. */
  guint (*probe) (GalleyImporter *self, GalleySource *source);
  /* Blocks, in a worker thread: pushes what it finds into @builder. FALSE with @error set when the file is no good. */
  gboolean (*load) (
      GalleyImporter *self, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error);
};

guint galley_importer_probe (GalleyImporter *self, GalleySource *source);
gboolean galley_importer_load (
    GalleyImporter *self, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error);

G_END_DECLS
