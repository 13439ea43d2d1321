/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-exporter.h — writes one frozen edition. The host opens, closes and renames; an exporter's writable GObject
 * properties are its options (dialog rows, --set, settings, documentation). */

#pragma once

#include "galley-edition.h"
#include "galley-job.h"
#include "galley-markup.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_EXPORTER (galley_exporter_get_type ())
G_DECLARE_INTERFACE (GalleyExporter, galley_exporter, GALLEY, EXPORTER, GObject)

struct _GalleyExporterInterface
{
  GTypeInterface parent_iface;

  /* Blocks, in a worker thread. What the format cannot hold goes into the job's notes, by article and field. */
  gboolean (*save) (
      GalleyExporter *self, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error);
  /* A format of many files implements this instead; @new_folder exists, is empty, and is renamed by the host at the end. */
  gboolean (*save_tree) (
      GalleyExporter *self, GalleyEdition *frozen, GFile *new_folder, GalleyJob *job, GError **error);
};

/* TRUE when the format is a folder of files. */
gboolean galley_exporter_is_tree (GalleyExporter *self);
gboolean galley_exporter_save (
    GalleyExporter *self, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error);
gboolean galley_exporter_save_tree (
    GalleyExporter *self, GalleyEdition *frozen, GFile *new_folder, GalleyJob *job, GError **error);

/* What the copy is marked with, for formats that know tracked changes and comments. NULL: nothing. Those say so in their key file
 * by the option that has them do it: X-Exporter-Marks=kind=marked. */
void galley_exporter_set_markup (GalleyExporter *self, GalleyMarkup *markup);
GalleyMarkup *galley_exporter_get_markup (GalleyExporter *self); /* borrowed, or NULL */

G_END_DECLS
