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

static GalleyTree *
read_part (GalleyZip *zip, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = galley_zip_read (zip, name, GALLEY_XML_MAX_BYTES, error);

  return bytes != NULL ? galley_tree_parse (bytes, name, error) : NULL;
}

/* The manifest says which parts are locked; they are no XML then. */
static gboolean
is_locked (GalleyZip *zip)
{
  g_autoptr (GalleyTree) manifest =
      galley_zip_has (zip, "META-INF/manifest.xml") ? read_part (zip, "META-INF/manifest.xml", NULL) : NULL;
  const xmlNode *root = manifest != NULL ? galley_tree_get_root (manifest) : NULL;

  return galley_xml_find (root, "encryption-data") != NULL || galley_zip_has (zip, "encrypted-package");
}

/* The parts of a document; a flat one has all in one. */
typedef struct
{
  GalleyZip *zip;      /* NULL: flat */
  GalleyTree *content; /* … */
  GalleyTree *styles;  /* or NULL, */
  GalleyTree *meta;    /* as this */
} Parts;

static void
parts_clear (Parts *parts)
{
  g_clear_pointer (&parts->zip, galley_zip_free);
  g_clear_pointer (&parts->content, galley_tree_free);
  g_clear_pointer (&parts->styles, galley_tree_free);
  g_clear_pointer (&parts->meta, galley_tree_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static gboolean
open_package (GalleySource *source, Parts *parts, GError **error)
{
  parts->zip = galley_office_open (source, error);
  if (parts->zip == NULL)
    return FALSE;
  if (is_locked (parts->zip))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_ENCRYPTED, _ ("“%s” is locked with a password."),
                   galley_source_get_name (source));
      return FALSE;
    }
  if (!galley_zip_has (parts->zip, "content.xml"))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” is a package, but no OpenDocument text."), galley_source_get_name (source));
      return FALSE;
    }
  parts->content = read_part (parts->zip, "content.xml", error);
  if (parts->content == NULL)
    return FALSE;
  parts->styles = read_part (parts->zip, "styles.xml", NULL);
  parts->meta = read_part (parts->zip, "meta.xml", NULL);
  return TRUE;
}

static gboolean
open_flat (GalleySource *source, Parts *parts, GError **error)
{
  parts->content =
      galley_tree_parse (galley_source_get_bytes (source), galley_source_get_name (source), error);
  return parts->content != NULL;
}

static const xmlNode *
get_root (GalleyTree *document)
{
  return document != NULL ? galley_tree_get_root (document) : NULL;
}

/* The text below @body as it was in @version. */
static gboolean
read_version (const Parts *parts,
              const xmlNode *body,
              GalleyChanges *changes,
              guint version,
              GalleyBuilder *builder,
              GalleyJob *job,
              GError **error)
{
  g_autoptr (OdtStyles) styles = odt_styles_new ();
  g_autoptr (GalleyCopy) copy = galley_copy_new ();

  if (parts->styles != NULL)
    odt_styles_add (styles, get_root (parts->styles));
  odt_styles_add (styles, get_root (parts->content));
  read_properties (get_root (parts->zip != NULL ? parts->meta : parts->content), copy, builder);
  return odt_body_read (body, parts->zip, styles, changes, version, copy, job, error) &&
         galley_copy_push (copy, builder, job, error);
}

static gboolean
odt_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_auto (Parts) parts = { 0 };
  g_autoptr (GalleyChanges) changes = galley_changes_new ();
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  gboolean is_flat = length > 0 && (*head == '<' || *head == 0xef);
  const xmlNode *body;
  guint n_versions;

  if (!(is_flat ? open_flat : open_package) (source, &parts, error))
    return FALSE;
  body = galley_xml_child (galley_xml_child (get_root (parts.content), "body"), "text");
  if (body == NULL)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                           _ ("It is an OpenDocument file, but no text document."));
      return FALSE;
    }
  odt_body_find_changes (body, changes);
  galley_changes_limit (changes, galley_tree_get_size (parts.content), job);
  n_versions = galley_changes_get_n_versions (changes);
  for (guint version = 0; version < n_versions; version++)
    {
      /* What is told of the document is told once. */
      g_autoptr (GalleyJob) quiet = galley_job_new (galley_job_get_cancellable (job));

      galley_job_progress (job, 0.1 + 0.9 * version / n_versions);
      if (!read_version (&parts, body, changes, version, builder, version + 1 == n_versions ? job : quiet,
                         error))
        return FALSE;
      if (n_versions > 1)
        galley_builder_version (builder, galley_changes_get_author (changes, version),
                                galley_changes_get_time (changes, version));
    }
  return TRUE;
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
