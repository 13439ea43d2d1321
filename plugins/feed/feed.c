/* SPDX-License-Identifier: GPL-3.0-or-later */
/* feed — Atom 1.0, RSS 0.9x, 1.0 and 2.0 in files: each entry an article. Nothing is fetched. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <libxml/HTMLparser.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

#include "../common/galley-wire.h"

#define FEED_TYPE_IMPORTER (feed_importer_get_type ())
G_DECLARE_FINAL_TYPE (FeedImporter, feed_importer, FEED, IMPORTER, GObject)

struct _FeedImporter
{
  GObject parent_instance;
};

/* --- one entry -------------------------------------------------------------------------------------------------- */

/* Titles of feeds are often escaped twice, and hold a tag at times. */
static char *
dup_plain (const xmlNode *node)
{
  char *text = wire_xml_text (node);
  g_autoptr (xmlDoc) doc = NULL;
  char *plain;

  if (strchr (text, '&') == NULL && strchr (text, '<') == NULL)
    return text;
  doc = htmlReadMemory (text, (int) strlen (text), NULL, "UTF-8",
                        HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  if (doc == NULL)
    return text;
  plain = wire_xml_text (xmlDocGetRootElement (doc));
  g_free (text);
  return plain;
}

static void
read_date (WireItem *item, const char *key, const xmlNode *node)
{
  g_autofree char *text = wire_xml_text (node);
  g_autofree char *date = wire_date (text);

  wire_item_meta_once (item, key, date);
}

/* In Atom XHTML is markup and HTML is text; in RSS text is HTML as a rule. */
static void
read_body (WireItem *item, xmlNode *node)
{
  g_autofree char *type = wire_xml_attr (node, "type");
  g_autofree char *text = NULL;

  if (node == NULL || wire_item_has_text (item))
    return;
  if (wire_xml_child (node, NULL) != NULL)
    {
      wire_item_nodes (item, node, GALLEY_ROLE_BODY);
      return;
    }
  text = wire_xml_raw_text (node);
  if (g_strcmp0 (type, "text") == 0 || (strchr (text, '<') == NULL && strchr (text, '&') == NULL))
    wire_item_plain (item, text, GALLEY_ROLE_BODY);
  else
    wire_item_html (item, text, -1, GALLEY_ROLE_BODY);
}

static void
read_author (WireItem *item, const xmlNode *node)
{
  g_autofree char *name = wire_xml_text (wire_xml_child (node, "name"));
  g_autofree char *text = wire_xml_child (node, "name") == NULL ? wire_xml_text (node) : NULL;
  const char *open = text != NULL ? strchr (text, '(') : NULL;

  /* "jo@example.org (Jo Doe)", as RSS wants it. */
  if (open != NULL && strchr (text, '@') != NULL && g_str_has_suffix (text, ")"))
    {
      g_autofree char *inner = g_strndup (open + 1, strlen (open) - 2);

      wire_item_meta (item, "person", inner, "author");
    }
  else
    wire_item_meta (item, "person", *name != '\0' ? name : text, "author");
}

static void
read_field (WireItem *item, const xmlNode *node)
{
  static const struct
  {
    const char *name;
    const char *key;
  } fields[] = { { "id", "guid" },
                 { "guid", "guid" },
                 { "rights", "rights" },
                 { "copyright", "rights" },
                 { "language", "language" } };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *text = NULL;

      if (!wire_xml_is (node, fields[i].name))
        continue;
      text = dup_plain (node);
      wire_item_meta_once (item, fields[i].key, text);
    }
  if (wire_xml_is (node, "title"))
    {
      g_autofree char *title = dup_plain (node);

      wire_item_head (item, GALLEY_ROLE_HEADLINE, title);
    }
  else if (wire_xml_is (node, "published") || wire_xml_is (node, "pubDate") || wire_xml_is (node, "date"))
    read_date (item, "created", node);
  else if (wire_xml_is (node, "updated"))
    read_date (item, "modified", node);
  else if (wire_xml_is (node, "author") || wire_xml_is (node, "creator"))
    read_author (item, node);
  else if (wire_xml_is (node, "contributor"))
    {
      g_autofree char *name = wire_xml_text (wire_xml_child (node, "name"));

      wire_item_meta (item, "person", name, "contributor");
    }
  else if (wire_xml_is (node, "category") || wire_xml_is (node, "subject"))
    {
      g_autofree char *label = wire_xml_attr (node, "label");
      g_autofree char *term = wire_xml_attr (node, "term");
      g_autofree char *text = wire_xml_text (node);

      wire_item_meta (item, "keyword", label != NULL ? label : term != NULL ? term : text, NULL);
    }
}

/* The feed's own rights, language and author hold where an entry says nothing. */
static void
inherit (WireItem *item, const xmlNode *feed)
{
  g_autofree char *language = wire_xml_attr (feed, "lang");

  for (xmlNode *node = wire_xml_child (feed, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      if (wire_xml_is (node, "rights") || wire_xml_is (node, "copyright") || wire_xml_is (node, "language"))
        read_field (item, node);
      else if (wire_xml_is (node, "author") && wire_item_get_meta (item, "person") == NULL)
        read_author (item, node);
    }
  wire_item_meta_once (item, "language", language);
}

static void
push_entry (GalleyBuilder *builder, const xmlNode *feed, const xmlNode *entry)
{
  g_autoptr (WireItem) item = wire_item_new ();
  xmlNode *summary = wire_xml_child (entry, "summary");
  xmlNode *full = wire_xml_child (entry, "content");

  if (summary == NULL)
    summary = wire_xml_child (entry, "description");
  if (full == NULL)
    full = wire_xml_child (entry, "encoded");
  for (xmlNode *node = wire_xml_child (entry, NULL); node != NULL; node = wire_xml_next (node, NULL))
    read_field (item, node);
  read_body (item, full);
  if (wire_item_has_text (item) && summary != NULL)
    {
      g_autofree char *text = dup_plain (summary);

      wire_item_meta (item, "summary", text, NULL);
    }
  read_body (item, summary);
  inherit (item, feed);
  wire_item_push (item, builder);
}

/* --- the file --------------------------------------------------------------------------------------------------- */

static gboolean
feed_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (xmlDoc) doc = wire_xml_parse (source, error);
  xmlNode *root, *feed;
  guint n_entries = 0;

  if (doc == NULL)
    return FALSE;
  root = xmlDocGetRootElement (doc);
  feed = wire_xml_child (root, "channel");
  if (feed == NULL)
    feed = root;
  if (wire_xml_is (root, "entry"))
    {
      push_entry (builder, root, root);
      return TRUE;
    }
  /* RSS 1.0 has its items beside the channel, not in it. */
  for (xmlNode *entry = wire_xml_child (wire_xml_is (root, "RDF") ? root : feed, NULL); entry != NULL;
       entry = wire_xml_next (entry, NULL))
    {
      if (!wire_xml_is (entry, "entry") && !wire_xml_is (entry, "item"))
        continue;
      if (!galley_job_continues (job, error))
        return FALSE;
      push_entry (builder, feed, entry);
      n_entries++;
    }
  if (n_entries > 0)
    return TRUE;
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is a feed without entries."),
               galley_source_get_name (source));
  return FALSE;
}

static guint
feed_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  static const char *const names[] = { "feed", "rss", "RDF", "entry", NULL };

  return wire_head_has_element (source, names) ? 80 : 0;
}

static void
feed_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = feed_importer_probe;
  iface->load = feed_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FeedImporter,
                               feed_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, feed_importer_iface_init))

static void
feed_importer_class_init (FeedImporterClass *klass)
{
}

static void
feed_importer_init (FeedImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, FEED_TYPE_IMPORTER);
}
