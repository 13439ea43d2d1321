/* SPDX-License-Identifier: GPL-3.0-or-later */
/* toy — a third party's plugin: each line of a .toy file is "role: text", an empty line ends the article. */

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

G_DECLARE_FINAL_TYPE (ToyImporter, toy_importer, TOY, IMPORTER, GObject)

struct _ToyImporter
{
  GObject parent_instance;
};

static guint
toy_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);

  return length >= 4 && g_ascii_strncasecmp ((const char *) head, "toy\n", 4) == 0 ? 100 : 0;
}

static gboolean
toy_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (galley_source_get_bytes (source), &length);
  g_autofree char *text = g_strndup (data, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL && galley_job_continues (job, error); i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], ": ", 2);
      GalleyRole role;

      if (parts[0] == NULL)
        galley_builder_next_article (builder);
      else if (parts[1] != NULL && galley_role_from_name (parts[0], &role))
        {
          galley_builder_begin (builder, role);
          galley_builder_text (builder, parts[1], -1, GALLEY_STYLE_PLAIN);
        }
      else
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, "Line %u names no role.", i + 1);
          return FALSE;
        }
    }
  return galley_job_continues (job, error);
}

static void
toy_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = toy_importer_probe;
  iface->load = toy_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ToyImporter,
                               toy_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, toy_importer_iface_init))

static void
toy_importer_class_init (ToyImporterClass *klass)
{
}
static void
toy_importer_init (ToyImporter *self)
{
}

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, toy_importer_get_type ());
}
