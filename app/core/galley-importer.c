/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-importer.h"

G_DEFINE_INTERFACE (GalleyImporter, galley_importer, G_TYPE_OBJECT)

static guint
galley_importer_real_probe (GalleyImporter *self, GalleySource *source)
{
  return 50;
}

static gboolean
galley_importer_real_load (
    GalleyImporter *self, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, "%s reads nothing", G_OBJECT_TYPE_NAME (self));
  return FALSE;
}

static void
galley_importer_default_init (GalleyImporterInterface *iface)
{
  iface->probe = galley_importer_real_probe;
  iface->load = galley_importer_real_load;
}

guint
galley_importer_probe (GalleyImporter *self, GalleySource *source)
{
  g_return_val_if_fail (GALLEY_IS_IMPORTER (self), 0);
  g_return_val_if_fail (GALLEY_IS_SOURCE (source), 0);

  return MIN (GALLEY_IMPORTER_GET_IFACE (self)->probe (self, source), 100);
}

gboolean
galley_importer_load (
    GalleyImporter *self, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_IMPORTER (self), FALSE);

  g_autoptr (GError) local = NULL;
  gboolean done = GALLEY_IMPORTER_GET_IFACE (self)->load (self, source, builder, job, &local);

  if (done && local == NULL)
    return TRUE;
  /* A plugin that fails without saying why still owes the user a sentence. */
  if (local == NULL)
    g_set_error (&local, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” could not be read."),
                 galley_source_get_name (source));
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
