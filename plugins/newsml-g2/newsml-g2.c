/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newsml-g2 — NewsML-G2: items, packages and messages in, one message for the edition out. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-peas.h"

#include "../common/galley-wire.h"

#include "newsml-g2.h"

struct _G2Importer
{
  GObject parent_instance;
};

/* A news item and where the package wants it. */
typedef struct
{
  xmlNode *node;
  char *guid; /* or NULL */
  gboolean is_pushed;
} Entry;

typedef struct
{
  GalleyBuilder *builder;
  GalleyJob *job;
  GPtrArray *entries;  /* of Entry */
  GHashTable *by_guid; /* guid → Entry */
  guint n_pushed;
  guint n_remote; /* contents that are elsewhere */
} Reader;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->guid);
  g_free (entry);
}

/* --- concepts --------------------------------------------------------------------------------------------------- */

/* What a person would call it: its name, else its literal, else the code. */
static char *
dup_name (const xmlNode *node)
{
  char *name = wire_xml_text (wire_xml_child (node, "name"));
  const char *code;
  g_autofree char *qcode = NULL;
  g_autofree char *scheme = NULL;

  if (*name != '\0')
    return name;
  g_free (name);
  name = wire_xml_attr (node, "literal");
  if (name != NULL)
    return name;
  qcode = wire_xml_attr (node, "qcode");
  if (qcode == NULL)
    return wire_xml_attr (node, "uri");
  scheme = wire_qcode_split (qcode, &code);
  return g_strdup (code);
}

static gboolean
has_attr (const xmlNode *node, const char *name, const char *value)
{
  g_autofree char *found = wire_xml_attr (node, name);

  return g_strcmp0 (found, value) == 0;
}

/* The value of our own extension property "@alias:@name", or NULL. */
static char *
dup_property (const xmlNode *parent, const char *element, const char *alias, const char *name)
{
  g_autofree char *rel = g_strconcat (alias, ":", name, NULL);

  for (xmlNode *node = wire_xml_child (parent, element); node != NULL; node = wire_xml_next (node, element))
    {
      if (has_attr (node, "rel", rel))
        return wire_xml_attr (node, "value");
    }
  return NULL;
}

/* What was printed before the name: our own title, a title of the sender's, or the role it has there. */
static char *
dup_person_role (const xmlNode *person)
{
  const char *code;
  char *role = wire_xml_attr (person, "jobtitle");
  g_autofree char *qcode = NULL;
  g_autofree char *scheme = NULL;

  for (xmlNode *node = wire_xml_child (person, "related"); node != NULL && role == NULL;
       node = wire_xml_next (node, "related"))
    {
      g_autofree char *rel = wire_xml_attr (node, "rel");

      if (g_strcmp0 (rel, G2_PROPERTY ":jobtitle") == 0 || g_strcmp0 (rel, "crel:isA") == 0)
        role = dup_name (node);
    }
  if (role != NULL && (scheme = wire_qcode_split (role, &code)) != NULL)
    {
      char *stripped = g_strdup (code);

      g_free (role);
      return stripped;
    }
  if (role != NULL)
    return role;
  qcode = wire_xml_attr (person, "role");
  if (qcode == NULL)
    return NULL;
  scheme = wire_qcode_split (qcode, &code);
  return g_strdup (code);
}

static void
read_person (WireItem *item, const xmlNode *node)
{
  g_autofree char *name = dup_name (node);
  g_autofree char *role = dup_person_role (node);

  wire_item_meta (item, "person", name, role);
}

static void
read_subject (WireItem *item, const xmlNode *node)
{
  g_autofree char *name = wire_xml_text (wire_xml_child (node, "name"));
  g_autofree char *qcode = wire_xml_attr (node, "qcode");
  g_autofree char *type = wire_xml_attr (node, "type");
  g_autofree char *scheme = NULL;
  const char *code = NULL;

  for (xmlNode *related = wire_xml_child (node, "related"); related != NULL;
       related = wire_xml_next (related, "related"))
    {
      if (has_attr (related, "rel", G2_PROPERTY ":scheme"))
        {
          g_autofree char *literal = wire_xml_attr (node, "literal");
          g_autofree char *own_scheme = wire_xml_attr (related, "literal");

          wire_item_meta (item, "subject", literal, own_scheme);
          return;
        }
    }
  if (qcode != NULL)
    scheme = wire_qcode_split (qcode, &code);
  if (scheme != NULL && code != NULL && *code != '\0')
    {
      wire_item_meta (item, "subject", code, scheme);
      wire_item_meta (item, "subject.name", name, qcode);
    }
  else
    {
      g_autofree char *shown = dup_name (node);
      g_autofree char *type_scheme = type != NULL ? wire_qcode_split (type, &code) : NULL;

      wire_item_meta (item, "subject", shown, type != NULL ? code : NULL);
    }
}

/* --- metadata of an item ---------------------------------------------------------------------------------------- */

static void
read_rights (WireItem *item, const xmlNode *info)
{
  const xmlNode *holder = wire_xml_child (info, "copyrightHolder");
  g_autofree char *notice = wire_xml_text (wire_xml_child (info, "copyrightNotice"));
  g_autofree char *usage = wire_xml_text (wire_xml_child (info, "usageTerms"));
  g_autofree char *name = holder != NULL ? dup_name (holder) : NULL;

  wire_item_meta (item, "rights", notice, NULL);
  wire_item_meta (item, "rights.holder", name, NULL);
  wire_item_meta (item, "rights.usage", usage, NULL);
}

static void
read_date (WireItem *item, const char *key, const xmlNode *node)
{
  g_autofree char *text = wire_xml_text (node);
  g_autofree char *date = wire_date (text);

  wire_item_meta_once (item, key, date);
}

/* Our own properties carry what G2 has no field for, and what in foreign items is made up by the sender. */
static void
read_own_properties (WireItem *item, const xmlNode *meta)
{
  for (xmlNode *node = wire_xml_child (meta, "itemMetaExtProperty"); node != NULL;
       node = wire_xml_next (node, "itemMetaExtProperty"))
    {
      g_autofree char *rel = wire_xml_attr (node, "rel");
      g_autofree char *value = wire_xml_attr (node, "value");
      g_autofree char *qualifier = wire_xml_attr (node, "literal");
      GalleyArticleKind kind;

      if (rel == NULL || value == NULL)
        continue;
      if (g_str_has_prefix (rel, G2_META ":"))
        {
          g_autofree char *key = g_uri_unescape_string (rel + strlen (G2_META ":"), NULL);

          if (key != NULL && *key != '\0')
            wire_item_meta (item, key, value, qualifier);
        }
      else if (g_str_equal (rel, G2_PROPERTY ":kind") && galley_article_kind_from_name (value, &kind))
        wire_item_kind (item, kind);
    }
}

static gboolean
is_own (const xmlNode *meta)
{
  g_autofree char *kind = dup_property (meta, "itemMetaExtProperty", G2_PROPERTY, "kind");

  return kind != NULL;
}

static void
read_item_meta (WireItem *item, const xmlNode *news, const xmlNode *meta, gboolean own)
{
  const xmlNode *provider = wire_xml_child (meta, "provider");
  const xmlNode *class = wire_xml_child (meta, "itemClass");

  read_own_properties (item, meta);
  if (!own)
    {
      g_autofree char *guid = wire_xml_attr (news, "guid");
      g_autofree char *version = wire_xml_attr (news, "version");
      g_autofree char *name = provider != NULL ? dup_name (provider) : NULL;
      g_autofree char *status = wire_xml_attr (wire_xml_child (meta, "pubStatus"), "qcode");
      const char *code = NULL;
      g_autofree char *scheme = status != NULL ? wire_qcode_split (status, &code) : NULL;

      wire_item_meta (item, "guid", guid, NULL);
      wire_item_meta (item, "version", version, NULL);
      wire_item_meta (item, "provider", name, NULL);
      wire_item_meta (item, "status", code, NULL);
      read_date (item, "modified", wire_xml_child (meta, "versionCreated"));
      if (has_attr (class, "qcode", "ninat:picture"))
        wire_item_kind (item, GALLEY_ARTICLE_PICTURE);
    }
  read_date (item, "created", wire_xml_child (meta, "firstCreated"));
  read_date (item, "embargo", wire_xml_child (meta, "embargoed"));
  for (xmlNode *note = wire_xml_child (meta, "edNote"); note != NULL; note = wire_xml_next (note, "edNote"))
    {
      g_autofree char *text = wire_xml_text (note);

      wire_item_meta (item, "ed-note", text, NULL);
    }
}

static void
read_headline (WireItem *item, const xmlNode *node)
{
  g_autofree char *role_name = wire_xml_attr (node, "role");
  g_autofree char *text = wire_xml_text (node);
  GalleyRole role = wire_head_role (role_name);

  /* Without roles, the second line is what stands below the first. */
  if (role == GALLEY_ROLE_HEADLINE && role_name == NULL && wire_item_has_head (item, GALLEY_ROLE_HEADLINE))
    role = GALLEY_ROLE_SUBHEAD;
  wire_item_head (item, role, text);
}

static void
read_genre (WireItem *item, const xmlNode *node)
{
  g_autofree char *name = dup_name (node);

  wire_item_meta (item, "genre", name, NULL);
}

static void
read_content_field (WireItem *item, const xmlNode *node, gboolean own)
{
  static const struct
  {
    const char *name;
    const char *key;
  } texts[] = {
    { "urgency", "urgency" },   { "keyword", "keyword" },     { "slugline", "slug" },
    { "creditline", "credit" }, { "description", "summary" }, { "located", "place" },
    { "infoSource", "source" },
  };

  if (wire_xml_is (node, "creator") || wire_xml_is (node, "contributor"))
    read_person (item, node);
  else if (wire_xml_is (node, "subject"))
    read_subject (item, node);
  else if (wire_xml_is (node, "genre"))
    read_genre (item, node);
  else if (wire_xml_is (node, "headline"))
    read_headline (item, node);
  else if (wire_xml_is (node, "by"))
    {
      g_autofree char *text = wire_xml_text (node);

      if (own)
        wire_item_head (item, GALLEY_ROLE_BYLINE, text);
      else
        wire_item_by (item, text, NULL, wire_item_get_meta (item, "person") == NULL);
    }
  else if (wire_xml_is (node, "language"))
    {
      g_autofree char *tag = wire_xml_attr (node, "tag");

      wire_item_meta_once (item, "language", tag);
    }
  else if (wire_xml_is (node, "contentCreated"))
    read_date (item, "created", node);
  else if (wire_xml_is (node, "dateline") && !own)
    {
      g_autofree char *text = wire_xml_text (node);

      wire_item_meta (item, "dateline", text, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *text = NULL;

      if (!wire_xml_is (node, texts[i].name))
        continue;
      text = wire_xml_child (node, NULL) != NULL || i >= 5 ? dup_name (node) : wire_xml_text (node);
      wire_item_meta (item, texts[i].key, text, NULL);
    }
}

/* --- content ---------------------------------------------------------------------------------------------------- */

static void
read_inline_xml (WireItem *item, xmlNode *inline_xml)
{
  xmlNode *nitf = wire_xml_find (inline_xml, "nitf");
  xmlNode *body = wire_xml_find (inline_xml, "body");

  if (nitf != NULL)
    wire_item_nitf (item, nitf);
  else
    wire_item_nodes (item, body != NULL ? body : inline_xml, GALLEY_ROLE_BODY);
}

static GalleyAsset *
picture_from_data (const xmlNode *news, const xmlNode *data, const char *type)
{
  g_autofree char *encoded = wire_xml_raw_text (data);
  g_autofree char *name =
      dup_property (wire_xml_child (news, "itemMeta"), "itemMetaExtProperty", G2_PROPERTY, "file-name");
  g_autofree char *file = name != NULL ? g_path_get_basename (name) : g_strdup ("picture");
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;
  guchar *decoded = g_base64_decode (encoded, &length);

  bytes = g_bytes_new_take (decoded, length);
  return length > 0 ? galley_asset_new (file, type, bytes) : NULL;
}

static void
read_picture_info (GalleyAsset *asset, const xmlNode *news)
{
  for (xmlNode *node = wire_xml_path (news, "itemMeta", "itemMetaExtProperty", NULL); node != NULL;
       node = wire_xml_next (node, "itemMetaExtProperty"))
    {
      g_autofree char *rel = wire_xml_attr (node, "rel");
      g_autofree char *value = wire_xml_attr (node, "value");

      if (rel != NULL && value != NULL && g_str_has_prefix (rel, G2_META ":"))
        galley_asset_set_info (asset, rel + strlen (G2_META ":"), value);
    }
}

static void
read_content (Reader *reader, WireItem *item, const xmlNode *news)
{
  for (xmlNode *node = wire_xml_child (wire_xml_child (news, "contentSet"), NULL); node != NULL;
       node = wire_xml_next (node, NULL))
    {
      g_autofree char *type = wire_xml_attr (node, "contenttype");

      if (wire_xml_is (node, "inlineXML") && !wire_item_has_text (item))
        read_inline_xml (item, node);
      else if (wire_xml_is (node, "inlineData") && type != NULL && g_str_has_prefix (type, "image/"))
        {
          g_autoptr (GalleyAsset) asset = picture_from_data (news, node, type);

          if (asset != NULL)
            wire_item_asset (item, asset);
        }
      else if (wire_xml_is (node, "inlineData") && !wire_item_has_text (item))
        {
          g_autofree char *text = wire_xml_raw_text (node);

          if (type != NULL && strstr (type, "html") != NULL)
            wire_item_html (item, text, -1, GALLEY_ROLE_BODY);
          else
            wire_item_plain (item, text, GALLEY_ROLE_BODY);
        }
      else if (wire_xml_is (node, "remoteContent"))
        reader->n_remote++;
    }
}

/* The pictures a package of our own keeps as items: they belong to the article that links to them. */
static void
read_linked_pictures (Reader *reader, WireItem *item, const xmlNode *meta)
{
  for (xmlNode *link = wire_xml_child (meta, "link"); link != NULL; link = wire_xml_next (link, "link"))
    {
      g_autofree char *rel = wire_xml_attr (link, "rel");
      g_autofree char *target = wire_xml_attr (link, "residref");
      Entry *entry = target != NULL && g_strcmp0 (rel, G2_PROPERTY ":picture") == 0
                         ? g_hash_table_lookup (reader->by_guid, target)
                         : NULL;
      xmlNode *data = entry != NULL ? wire_xml_path (entry->node, "contentSet", "inlineData", NULL) : NULL;
      g_autofree char *type = wire_xml_attr (data, "contenttype");
      g_autoptr (GalleyAsset) asset = data != NULL ? picture_from_data (entry->node, data, type) : NULL;

      if (asset == NULL)
        continue;
      read_picture_info (asset, entry->node);
      wire_item_asset (item, asset);
      entry->is_pushed = TRUE;
    }
}

/* --- items ------------------------------------------------------------------------------------------------------ */

static void
push_item (Reader *reader, Entry *entry)
{
  g_autoptr (WireItem) item = wire_item_new ();
  const xmlNode *news = entry->node;
  const xmlNode *meta = wire_xml_child (news, "itemMeta");
  gboolean own = is_own (meta);

  if (entry->is_pushed)
    return;
  entry->is_pushed = TRUE;
  if (own)
    wire_item_keep_order (item);
  read_item_meta (item, news, meta, own);
  read_rights (item, wire_xml_child (news, "rightsInfo"));
  for (xmlNode *node = wire_xml_child (wire_xml_child (news, "contentMeta"), NULL); node != NULL;
       node = wire_xml_next (node, NULL))
    read_content_field (item, node, own);
  if (!own)
    {
      g_autofree char *language = wire_xml_attr (news, "lang");
      g_autofree char *title = wire_xml_text (wire_xml_child (meta, "title"));

      wire_item_meta_once (item, "language", language);
      if (!wire_item_has_head (item, GALLEY_ROLE_HEADLINE))
        wire_item_head (item, GALLEY_ROLE_HEADLINE, title);
    }
  read_content (reader, item, news);
  read_linked_pictures (reader, item, meta);
  wire_item_push (item, reader->builder);
  reader->n_pushed++;
}

/* Pictures that belong to an article are taken by it, wherever they stand. */
static gboolean
is_own_picture (const Entry *entry)
{
  g_autofree char *name = dup_property (wire_xml_child (entry->node, "itemMeta"), "itemMetaExtProperty",
                                        G2_PROPERTY, "file-name");

  return name != NULL;
}

static void
push_group (Reader *reader, const xmlNode *group)
{
  for (xmlNode *ref = wire_xml_child (group, "itemRef");
       ref != NULL && !galley_builder_is_full (reader->builder); ref = wire_xml_next (ref, "itemRef"))
    {
      g_autofree char *target = wire_xml_attr (ref, "residref");
      Entry *entry = target != NULL ? g_hash_table_lookup (reader->by_guid, target) : NULL;

      if (entry != NULL)
        push_item (reader, entry);
    }
}

static void
read_page (Reader *reader, const xmlNode *group)
{
  g_autofree char *number = dup_property (group, "groupExtProperty", G2_PROPERTY, "page");
  g_autofree char *name = dup_property (group, "groupExtProperty", G2_PROPERTY, "page-name");

  if (number == NULL)
    return;
  galley_builder_page (reader->builder, (guint) CLAMP (g_ascii_strtoll (number, NULL, 10), 1, 9999), name);
  for (xmlNode *node = wire_xml_child (group, "groupExtProperty"); node != NULL;
       node = wire_xml_next (node, "groupExtProperty"))
    {
      g_autofree char *person = wire_xml_attr (node, "value");
      g_autofree char *post = wire_xml_attr (node, "literal");

      if (has_attr (node, "rel", G2_PROPERTY ":staff") && person != NULL)
        galley_builder_staff (reader->builder, post, person);
    }
}

static void
read_facts (Reader *reader, const xmlNode *meta)
{
  for (xmlNode *node = wire_xml_child (meta, "itemMetaExtProperty"); node != NULL;
       node = wire_xml_next (node, "itemMetaExtProperty"))
    {
      g_autofree char *rel = wire_xml_attr (node, "rel");
      g_autofree char *value = wire_xml_attr (node, "value");
      GalleyFact fact;

      if (rel != NULL && g_str_has_prefix (rel, G2_FACT ":") &&
          galley_fact_from_name (rel + strlen (G2_FACT ":"), &fact))
        galley_builder_fact (reader->builder, fact, value);
    }
}

static void
push_package (Reader *reader, const xmlNode *package)
{
  read_facts (reader, wire_xml_child (package, "itemMeta"));
  for (xmlNode *set = wire_xml_child (package, "groupSet"); set != NULL;
       set = wire_xml_next (set, "groupSet"))
    for (xmlNode *group = wire_xml_child (set, "group"); group != NULL;
         group = wire_xml_next (group, "group"))
      {
        read_page (reader, group);
        push_group (reader, group);
      }
}

/* --- the file --------------------------------------------------------------------------------------------------- */

static void
add_entry (Reader *reader, xmlNode *node)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->node = node;
  entry->guid = wire_xml_attr (node, "guid");
  g_ptr_array_add (reader->entries, entry);
  if (entry->guid != NULL && !g_hash_table_contains (reader->by_guid, entry->guid))
    g_hash_table_insert (reader->by_guid, entry->guid, entry);
}

static const char *
kind_that_has_no_text (const xmlNode *root)
{
  static const char *const kinds[] = { "conceptItem", "knowledgeItem", "catalogItem", "planningItem" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (wire_xml_is (root, kinds[i]))
        return kinds[i];
    }
  return NULL;
}

static gboolean
check_result (Reader *reader, GalleySource *source, const xmlNode *root, gboolean has_package, GError **error)
{
  const char *name = galley_source_get_name (source);

  if (reader->n_pushed > 0)
    {
      if (reader->n_remote > 0)
        galley_job_note (reader->job,
                         g_dngettext (GETTEXT_PACKAGE, "%u content that lies elsewhere was not fetched.",
                                      "%u contents that lie elsewhere were not fetched.", reader->n_remote),
                         reader->n_remote);
      return TRUE;
    }
  if (kind_that_has_no_text (root) != NULL)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("“%s” is a %s: it holds no article."),
                 name, kind_that_has_no_text (root));
  else if (has_package)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                 _ ("“%s” is a package that only points to items in other files."), name);
  else
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” holds no news item."), name);
  return FALSE;
}

static gboolean
read_document (Reader *reader, GalleySource *source, xmlNode *root, GError **error)
{
  g_autoptr (GPtrArray) packages = g_ptr_array_new ();
  xmlNode *set = wire_xml_child (root, "itemSet");
  xmlNode *first = set != NULL ? wire_xml_child (set, NULL) : root;

  for (xmlNode *node = first; node != NULL; node = set != NULL ? wire_xml_next (node, NULL) : NULL)
    {
      if (wire_xml_is (node, "newsItem"))
        add_entry (reader, node);
      else if (wire_xml_is (node, "packageItem"))
        g_ptr_array_add (packages, node);
    }
  for (guint i = 0; i < packages->len; i++)
    push_package (reader, g_ptr_array_index (packages, i));
  for (guint i = 0; i < reader->entries->len && !galley_builder_is_full (reader->builder); i++)
    {
      Entry *entry = g_ptr_array_index (reader->entries, i);

      if (!galley_job_continues (reader->job, error))
        return FALSE;
      if (!is_own_picture (entry))
        push_item (reader, entry);
    }
  return check_result (reader, source, root, packages->len > 0, error);
}

static gboolean
g2_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (xmlDoc) doc = wire_xml_parse (source, error);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autoptr (GHashTable) by_guid = g_hash_table_new (g_str_hash, g_str_equal);
  Reader reader = { .builder = builder, .job = job, .entries = entries, .by_guid = by_guid };

  if (doc == NULL)
    return FALSE;
  return read_document (&reader, source, xmlDocGetRootElement (doc), error);
}

static guint
g2_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  static const char *const names[] = { "newsMessage",  "newsItem",    "packageItem",   "conceptItem",
                                       "planningItem", "catalogItem", "knowledgeItem", NULL };

  return wire_head_has_element (source, names) ? 90 : 0;
}

static void
g2_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = g2_importer_probe;
  iface->load = g2_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (G2Importer,
                               g2_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, g2_importer_iface_init))

static void
g2_importer_class_init (G2ImporterClass *klass)
{
}

static void
g2_importer_init (G2Importer *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, G2_TYPE_IMPORTER);
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, G2_TYPE_EXPORTER);
}
