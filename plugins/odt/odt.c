/* SPDX-License-Identifier: GPL-3.0-or-later */
/* odt — OpenDocument texts as copy, in a package or flat. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

#include "../common/galley-copy.h"
#include "../common/galley-office.h"
#include "odt-body.h"
#include "odt-export.h"

#define ODT_TYPE_IMPORTER (odt_importer_get_type ())
G_DECLARE_FINAL_TYPE (OdtImporter, odt_importer, ODT, IMPORTER, GObject)

struct _OdtImporter
{
  GObject parent_instance;
};

static gboolean
head_has (const guint8 *head, gsize length, const char *word)
{
  return galley_office_holds (head, length, word, strlen (word));
}

static guint
odt_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  const char *suffix = galley_source_get_suffix (source);
  gboolean named = g_str_equal (suffix, "odt") || g_str_equal (suffix, "ott") || g_str_equal (suffix, "fodt");

  if (head_has (head, length, "application/vnd.oasis.opendocument.text"))
    return 95;
  if (length >= 4 && memcmp (head, "PK\003\004", 4) == 0)
    return named ? 80 : 0;
  return named && galley_office_is_ole (head, length) ? 80 : 0;
}

/* The facts of a masthead that our own exporter leaves among the properties. */
static void
read_fact (const xmlNode *node, const char *value, GalleyBuilder *builder)
{
  const char *name = galley_xml_get (node, "name");
  GalleyFact fact;

  if (name != NULL && g_str_equal ((const char *) node->name, "user-defined") &&
      galley_fact_from_name (name, &fact))
    galley_builder_fact (builder, fact, value);
}

static void
read_properties (const xmlNode *root, GalleyCopy *copy, GalleyBuilder *builder)
{
  const xmlNode *meta = root != NULL ? galley_xml_child (root, "meta") : NULL;

  for (const xmlNode *child = meta != NULL ? meta->children : NULL; child != NULL; child = child->next)
    {
      if (child->type == XML_ELEMENT_NODE)
        {
          g_autofree char *value = galley_xml_dup_text (child);

          galley_office_property (copy, (const char *) child->name, value);
          read_fact (child, value, builder);
        }
    }
}

static xmlDoc *
read_part (GalleyZip *zip, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = galley_zip_read (zip, name, GALLEY_XML_MAX_BYTES, error);

  return bytes != NULL ? galley_xml_parse (bytes, name, error) : NULL;
}

/* The manifest says which parts are locked; they are no XML then. */
static gboolean
is_locked (GalleyZip *zip)
{
  g_autoptr (xmlDoc) manifest =
      galley_zip_has (zip, "META-INF/manifest.xml") ? read_part (zip, "META-INF/manifest.xml", NULL) : NULL;
  const xmlNode *root = manifest != NULL ? xmlDocGetRootElement (manifest) : NULL;

  return galley_xml_find (root, "encryption-data") != NULL || galley_zip_has (zip, "encrypted-package");
}

static gboolean
read_text (
    const xmlNode *root, GalleyZip *zip, OdtStyles *styles, GalleyCopy *copy, GalleyJob *job, GError **error)
{
  const xmlNode *body = galley_xml_child (galley_xml_child (root, "body"), "text");

  if (body == NULL)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                           _ ("It is an OpenDocument file, but no text document."));
      return FALSE;
    }
  odt_styles_add (styles, root);
  return odt_body_read (body, zip, styles, copy, job, error);
}

static gboolean
read_flat (GalleySource *source,
           OdtStyles *styles,
           GalleyCopy *copy,
           GalleyBuilder *builder,
           GalleyJob *job,
           GError **error)
{
  g_autoptr (xmlDoc) document =
      galley_xml_parse (galley_source_get_bytes (source), galley_source_get_name (source), error);

  if (document == NULL)
    return FALSE;
  read_properties (xmlDocGetRootElement (document), copy, builder);
  return read_text (xmlDocGetRootElement (document), NULL, styles, copy, job, error);
}

static gboolean
read_package (GalleySource *source,
              OdtStyles *styles,
              GalleyCopy *copy,
              GalleyBuilder *builder,
              GalleyJob *job,
              GError **error)
{
  g_autoptr (GalleyZip) zip = galley_office_open (source, error);
  g_autoptr (xmlDoc) content = NULL;
  g_autoptr (xmlDoc) named = NULL;
  g_autoptr (xmlDoc) meta = NULL;

  if (zip == NULL)
    return FALSE;
  if (is_locked (zip))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_ENCRYPTED, _ ("“%s” is locked with a password."),
                   galley_source_get_name (source));
      return FALSE;
    }
  if (!galley_zip_has (zip, "content.xml"))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” is a package, but no OpenDocument text."), galley_source_get_name (source));
      return FALSE;
    }
  content = read_part (zip, "content.xml", error);
  if (content == NULL)
    return FALSE;
  named = read_part (zip, "styles.xml", NULL);
  meta = read_part (zip, "meta.xml", NULL);
  if (named != NULL)
    odt_styles_add (styles, xmlDocGetRootElement (named));
  if (meta != NULL)
    read_properties (xmlDocGetRootElement (meta), copy, builder);
  return read_text (xmlDocGetRootElement (content), zip, styles, copy, job, error);
}

static gboolean
odt_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (OdtStyles) styles = odt_styles_new ();
  g_autoptr (GalleyCopy) copy = galley_copy_new ();
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  gboolean is_flat = length > 0 && (*head == '<' || *head == 0xef);

  if (!(is_flat ? read_flat : read_package) (source, styles, copy, builder, job, error))
    return FALSE;
  galley_job_progress (job, 0.7);
  return galley_copy_push (copy, builder, job, error);
}

static void
odt_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = odt_importer_probe;
  iface->load = odt_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdtImporter,
                               odt_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, odt_importer_iface_init))

static void
odt_importer_class_init (OdtImporterClass *klass)
{
}

static void
odt_importer_init (OdtImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, ODT_TYPE_IMPORTER);
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, ODT_TYPE_EXPORTER);
}
