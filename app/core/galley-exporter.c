/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-error.h"
#include "galley-exporter.h"
#include "galley-origin.h"

G_DEFINE_INTERFACE (GalleyExporter, galley_exporter, G_TYPE_OBJECT)

static gboolean
galley_exporter_real_save (
    GalleyExporter *self, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, "%s writes no single file",
               G_OBJECT_TYPE_NAME (self));
  return FALSE;
}

static gboolean
galley_exporter_real_save_tree (
    GalleyExporter *self, GalleyEdition *frozen, GFile *new_folder, GalleyJob *job, GError **error)
{
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, "%s writes no folder",
               G_OBJECT_TYPE_NAME (self));
  return FALSE;
}

static void
galley_exporter_default_init (GalleyExporterInterface *iface)
{
  iface->save = galley_exporter_real_save;
  iface->save_tree = galley_exporter_real_save_tree;
}

gboolean
galley_exporter_is_tree (GalleyExporter *self)
{
  g_return_val_if_fail (GALLEY_IS_EXPORTER (self), FALSE);

  return GALLEY_EXPORTER_GET_IFACE (self)->save_tree != galley_exporter_real_save_tree;
}

gboolean
galley_exporter_save (
    GalleyExporter *self, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_EXPORTER (self), FALSE);

  g_autoptr (GalleyEdition) stripped = galley_origin_strip (frozen);

  return GALLEY_EXPORTER_GET_IFACE (self)->save (self, stripped, stream, job, error);
}

gboolean
galley_exporter_save_tree (
    GalleyExporter *self, GalleyEdition *frozen, GFile *new_folder, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_EXPORTER (self), FALSE);

  g_autoptr (GalleyEdition) stripped = galley_origin_strip (frozen);

  return GALLEY_EXPORTER_GET_IFACE (self)->save_tree (self, stripped, new_folder, job, error);
}

/* It is kept beside the object: an exporter that knows nothing of marks need not know that there are any. */
#define MARKUP_KEY "galley-markup"

void
galley_exporter_set_markup (GalleyExporter *self, GalleyMarkup *markup)
{
  g_return_if_fail (GALLEY_IS_EXPORTER (self));
  g_return_if_fail (markup == NULL || GALLEY_IS_MARKUP (markup));

  g_object_set_data_full (G_OBJECT (self), MARKUP_KEY, markup != NULL ? g_object_ref (markup) : NULL,
                          g_object_unref);
}

GalleyMarkup *
galley_exporter_get_markup (GalleyExporter *self)
{
  g_return_val_if_fail (GALLEY_IS_EXPORTER (self), NULL);

  return g_object_get_data (G_OBJECT (self), MARKUP_KEY);
}
