/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newsml1 — NewsML 1.0 to 1.2, the generation before NewsML-G2: envelopes of items of components. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

#include "../common/galley-wire.h"

#define NEWSML1_TYPE_IMPORTER (newsml1_importer_get_type ())
G_DECLARE_FINAL_TYPE (Newsml1Importer, newsml1_importer, NEWSML1, IMPORTER, GObject)

struct _Newsml1Importer
{
  GObject parent_instance;
};

/* Components nest; deeper ones than this are not looked into. */
#define MAX_COMPONENTS 40

/* --- metadata --------------------------------------------------------------------------------------------------- */

static void
read_text (WireItem *item, const char *key, const xmlNode *node, gboolean is_date)
{
  g_autofree char *text = wire_xml_text (node);
  g_autofree char *date = is_date ? wire_date (text) : NULL;

  wire_item_meta_once (item, key, date != NULL ? date : text);
}

static void
read_formal_name (WireItem *item, const char *key, const xmlNode *node)
{
  g_autofree char *name = wire_xml_attr (node, "FormalName");

  wire_item_meta_once (item, key, name);
}

static void
read_identification (WireItem *item, const xmlNode *news)
{
  const xmlNode *identifier = wire_xml_path (news, "Identification", "NewsIdentifier", NULL);
  const xmlNode *management = wire_xml_child (news, "NewsManagement");

  read_text (item, "guid", wire_xml_child (identifier, "PublicIdentifier"), FALSE);
  read_text (item, "guid", wire_xml_child (identifier, "NewsItemId"), FALSE);
  read_text (item, "version", wire_xml_child (identifier, "RevisionId"), FALSE);
  read_text (item, "provider", wire_xml_child (identifier, "ProviderId"), FALSE);
  read_text (item, "created", wire_xml_child (management, "FirstCreated"), TRUE);
  read_text (item, "modified", wire_xml_child (management, "ThisRevisionCreated"), TRUE);
  read_formal_name (item, "urgency", wire_xml_child (management, "Urgency"));
  read_formal_name (item, "status", wire_xml_child (management, "Status"));
}

static void
read_news_lines (WireItem *item, const xmlNode *lines)
{
  static const struct
  {
    const char *name;
    const char *key;
  } texts[] = { { "DateLine", "dateline" },       { "CreditLine", "credit" }, { "CopyrightLine", "rights" },
                { "RightsLine", "rights.usage" }, { "SeriesLine", "series" }, { "SlugLine", "slug" },
                { "KeywordLine", "keyword" } };

  for (const xmlNode *node = wire_xml_child (lines, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      g_autofree char *text = wire_xml_text (node);

      if (wire_xml_is (node, "HeadLine"))
        wire_item_head (item,
                        wire_item_has_head (item, GALLEY_ROLE_HEADLINE) ? GALLEY_ROLE_SUBHEAD
                                                                        : GALLEY_ROLE_HEADLINE,
                        text);
      else if (wire_xml_is (node, "SubHeadLine"))
        wire_item_head (item, GALLEY_ROLE_SUBHEAD, text);
      else if (wire_xml_is (node, "ByLine"))
        wire_item_by (item, text, NULL, wire_item_get_meta (item, "person") == NULL);
      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          if (wire_xml_is (node, texts[i].name))
            wire_item_meta (item, texts[i].key, text, NULL);
        }
    }
}

/* Subjects stand three levels deep: Subject, SubjectMatter, SubjectDetail; each code says all. */
static void
read_subject_code (WireItem *item, const xmlNode *code)
{
  for (const xmlNode *node = wire_xml_child (code, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      g_autofree char *name = wire_xml_attr (node, "FormalName");

      if (name == NULL || !g_str_has_prefix ((const char *) node->name, "Subject"))
        continue;
      if (strlen (name) == 8 && strspn (name, "0123456789") == 8)
        wire_item_meta (item, "subject", name, *name == '2' ? "medtop" : "subj");
      else
        wire_item_meta (item, "subject", name, NULL);
    }
}

/* Who the item is from: Party elements name them by a topic, or in a comment. */
static void
read_parties (WireItem *item, const char *key, const xmlNode *node)
{
  for (const xmlNode *party = wire_xml_child (node, "Party"); party != NULL;
       party = wire_xml_next (party, "Party"))
    read_formal_name (item, key, party);
}

static void
read_places (WireItem *item, const xmlNode *location)
{
  static const char *const kinds[] = { "City", "CountryArea", "Country" };
  const char *found = NULL;
  g_autofree char *place = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds) && found == NULL; i++)
    for (const xmlNode *node = wire_xml_child (location, "Property"); node != NULL && found == NULL;
         node = wire_xml_next (node, "Property"))
      {
        g_autofree char *name = wire_xml_attr (node, "FormalName");

        if (g_strcmp0 (name, kinds[i]) == 0)
          found = place = wire_xml_attr (node, "Value");
      }
  wire_item_meta_once (item, "place", found);
}

static void
read_descriptive (WireItem *item, const xmlNode *metadata)
{
  for (const xmlNode *node = wire_xml_child (metadata, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      if (wire_xml_is (node, "Language"))
        read_formal_name (item, "language", node);
      else if (wire_xml_is (node, "Genre"))
        read_formal_name (item, "genre", node);
      else if (wire_xml_is (node, "SubjectCode"))
        read_subject_code (item, node);
      else if (wire_xml_is (node, "Location"))
        read_places (item, node);
    }
}

static void
read_metadata (WireItem *item, const xmlNode *component)
{
  const xmlNode *administrative = wire_xml_child (component, "AdministrativeMetadata");
  const xmlNode *rights = wire_xml_child (component, "RightsMetadata");

  read_news_lines (item, wire_xml_child (component, "NewsLines"));
  read_descriptive (item, wire_xml_child (component, "DescriptiveMetadata"));
  read_parties (item, "provider", wire_xml_child (administrative, "Provider"));
  read_parties (item, "source", wire_xml_child (administrative, "Source"));
  read_text (item, "rights.holder", wire_xml_path (rights, "Copyright", "CopyrightHolder", NULL), FALSE);
}

/* --- content ---------------------------------------------------------------------------------------------------- */

static void
read_content (WireItem *item, xmlNode *content)
{
  xmlNode *data = wire_xml_child (content, "DataContent");
  xmlNode *nitf = data != NULL ? wire_xml_find (data, "nitf") : NULL;
  xmlNode *body = data != NULL ? wire_xml_find (data, "body") : NULL;
  g_autofree char *text = NULL;

  if (data == NULL || wire_item_has_text (item))
    return;
  if (nitf != NULL)
    wire_item_nitf (item, nitf);
  else if (wire_xml_child (data, NULL) != NULL)
    wire_item_nodes (item, body != NULL ? body : data, GALLEY_ROLE_BODY);
  else
    {
      text = wire_xml_raw_text (data);
      if (strstr (text, "</") != NULL)
        wire_item_html (item, text, -1, GALLEY_ROLE_BODY);
      else
        wire_item_plain (item, text, GALLEY_ROLE_BODY);
    }
}

/* Metadata of an outer component hold for those in it; the first text is the text, other media add nothing to it. */
static void
read_component (WireItem *item, const xmlNode *component, guint depth)
{
  if (depth > MAX_COMPONENTS)
    return;
  read_metadata (item, component);
  for (xmlNode *node = wire_xml_child (component, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      if (wire_xml_is (node, "ContentItem"))
        read_content (item, node);
      else if (wire_xml_is (node, "NewsComponent"))
        read_component (item, node, depth + 1);
    }
}

static gboolean
newsml1_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (xmlDoc) doc = wire_xml_parse (source, error);
  xmlNode *root;
  guint n_items = 0;

  if (doc == NULL)
    return FALSE;
  root = wire_xml_find (xmlDocGetRootElement (doc), "NewsML");
  for (xmlNode *news = wire_xml_child (root, "NewsItem"); news != NULL;
       news = wire_xml_next (news, "NewsItem"))
    {
      g_autoptr (WireItem) item = wire_item_new ();

      if (!galley_job_continues (job, error))
        return FALSE;
      read_identification (item, news);
      for (xmlNode *node = wire_xml_child (news, "NewsComponent"); node != NULL;
           node = wire_xml_next (node, "NewsComponent"))
        read_component (item, node, 0);
      if (wire_item_is_empty (item))
        continue;
      wire_item_push (item, builder);
      n_items++;
    }
  if (n_items > 0)
    return TRUE;
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” holds no news item."),
               galley_source_get_name (source));
  return FALSE;
}

static guint
newsml1_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  static const char *const names[] = { "NewsML", NULL };

  return wire_head_has_element (source, names) ? 90 : 0;
}

static void
newsml1_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = newsml1_importer_probe;
  iface->load = newsml1_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Newsml1Importer,
                               newsml1_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, newsml1_importer_iface_init))

static void
newsml1_importer_class_init (Newsml1ImporterClass *klass)
{
}

static void
newsml1_importer_init (Newsml1Importer *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, NEWSML1_TYPE_IMPORTER);
}
