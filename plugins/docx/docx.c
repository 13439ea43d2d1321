/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docx — Word documents, in and out. In: strict and transitional, by the relationships of the package. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

#include "../common/galley-copy.h"
#include "../common/galley-office.h"
#include "docx-body.h"
#include "docx-export.h"
#include "docx-package.h"

#define DOCX_TYPE_IMPORTER (docx_importer_get_type ())
G_DECLARE_FINAL_TYPE (DocxImporter, docx_importer, DOCX, IMPORTER, GObject)

struct _DocxImporter
{
  GObject parent_instance;
};

static gboolean
head_has (const guint8 *head, gsize length, const char *word)
{
  return galley_office_holds (head, length, word, strlen (word));
}

static guint
docx_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  const char *suffix = galley_source_get_suffix (source);
  gboolean named = g_str_equal (suffix, "docx") || g_str_equal (suffix, "docm") ||
                   g_str_equal (suffix, "dotx") || g_str_equal (suffix, "dotm");

  if (galley_office_is_ole (head, length))
    return named ? 80 : 0;
  if (length < 4 || memcmp (head, "PK\003\004", 4) != 0)
    return 0;
  if (head_has (head, length, "word/"))
    return 95;
  return named ? 90 : head_has (head, length, "[Content_Types].xml") ? 30 : 0;
}

/* What the file says of itself, or NULL. */
static GalleyTree *
open_properties (GalleyZip *zip, GHashTable *links)
{
  const char *part = docx_links_find (links, "core-properties");

  return part != NULL ? docx_package_parse (zip, part, NULL) : NULL;
}

static void
read_properties (GalleyTree *properties, GalleyCopy *copy)
{
  const xmlNode *root = properties != NULL ? galley_tree_get_root (properties) : NULL;

  for (const xmlNode *child = root != NULL ? root->children : NULL; child != NULL; child = child->next)
    {
      if (child->type == XML_ELEMENT_NODE)
        {
          g_autofree char *value = galley_xml_dup_text (child);

          galley_office_property (copy, (const char *) child->name, value);
        }
    }
}

/* The facts of a masthead that our own exporter leaves among the properties. */
static void
read_facts (GalleyZip *zip, GHashTable *links, GalleyBuilder *builder)
{
  const char *part = docx_links_find (links, "custom-properties");
  g_autoptr (GalleyTree) document = part != NULL ? docx_package_parse (zip, part, NULL) : NULL;
  const xmlNode *root = document != NULL ? galley_tree_get_root (document) : NULL;
  GalleyFact fact;

  for (const xmlNode *child = root != NULL ? root->children : NULL; child != NULL; child = child->next)
    {
      const char *name = child->type == XML_ELEMENT_NODE ? galley_xml_get (child, "name") : NULL;

      if (name != NULL && galley_fact_from_name (name, &fact))
        {
          g_autofree char *value = galley_xml_dup_text (child);

          galley_builder_fact (builder, fact, value);
        }
    }
}

static gboolean
docx_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  const char *shown = galley_source_get_name (source);
  g_autoptr (GalleyZip) zip = galley_office_open (source, error);
  g_autoptr (DocxBody) body = NULL;
  g_autoptr (GHashTable) links = NULL;
  g_autoptr (GalleyTree) properties = NULL;
  const char *main_part;
  GalleyChanges *changes;
  guint n_versions;

  if (zip == NULL)
    return FALSE;
  links = docx_package_links (zip, "");
  main_part = docx_links_find (links, "officeDocument");
  if (main_part == NULL && galley_zip_has (zip, "word/document.xml"))
    main_part = "word/document.xml";
  if (main_part == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” is a package, but no Word document."), shown);
      return FALSE;
    }
  body = docx_body_open (zip, main_part, job, error);
  if (body == NULL)
    return FALSE;
  read_facts (zip, links, builder);
  properties = open_properties (zip, links);
  changes = docx_body_get_changes (body);
  n_versions = galley_changes_get_n_versions (changes);
  for (guint version = 0; version < n_versions; version++)
    {
      gboolean is_last = version + 1 == n_versions;
      /* What is told of the document is told once. */
      g_autoptr (GalleyJob) quiet = galley_job_new (galley_job_get_cancellable (job));
      g_autoptr (GalleyCopy) copy = galley_copy_new ();

      read_properties (properties, copy);
      galley_job_progress (job, 0.1 + 0.9 * version / n_versions);
      if (!docx_body_read (body, version, copy, is_last ? job : quiet, error))
        return FALSE;
      galley_job_progress (job, 0.1 + 0.9 * (version + 0.7) / n_versions);
      if (!galley_copy_push (copy, builder, is_last ? job : quiet, error))
        return FALSE;
      if (n_versions > 1)
        galley_builder_version (builder, galley_changes_get_author (changes, version),
                                galley_changes_get_time (changes, version));
    }
  return TRUE;
}

static void
docx_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = docx_importer_probe;
  iface->load = docx_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DocxImporter,
                               docx_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, docx_importer_iface_init))

static void
docx_importer_class_init (DocxImporterClass *klass)
{
}

static void
docx_importer_init (DocxImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, DOCX_TYPE_IMPORTER);
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, DOCX_TYPE_EXPORTER);
}
