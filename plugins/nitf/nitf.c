/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nitf — NITF 2.x to 3.6, with or without namespace and DOCTYPE, in; 3.6 out. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-peas.h"

#include "../common/galley-wire.h"

#include "nitf.h"

struct _NitfImporter
{
  GObject parent_instance;
};

/* --- what files of ours say ------------------------------------------------------------------------------------- */

/* "name;qualifier=value" in three. */
static gboolean
split_content (const char *content, char **name, char **qualifier, const char **value)
{
  const char *equals = strchr (content, '=');
  g_autofree char *left = equals != NULL ? g_strndup (content, (gsize) (equals - content)) : NULL;
  char *semicolon = left != NULL ? strchr (left, ';') : NULL;

  if (left == NULL)
    return FALSE;
  if (semicolon != NULL)
    *semicolon = '\0';
  *value = equals + 1;
  *name = g_uri_unescape_string (left, NULL);
  *qualifier = semicolon != NULL ? g_uri_unescape_string (semicolon + 1, NULL) : NULL;
  return *name != NULL && **name != '\0';
}

static void
read_own_meta (WireItem *item, GalleyBuilder *builder, const char *meta, const char *content)
{
  g_autofree char *name = NULL;
  g_autofree char *qualifier = NULL;
  const char *value;
  GalleyFact fact;
  GalleyArticleKind kind;

  if (g_str_equal (meta, NITF_KIND) && galley_article_kind_from_name (content, &kind))
    wire_item_kind (item, kind);
  else if (g_str_equal (meta, NITF_PAGE_NAME))
    wire_item_page (item, 0, content);
  else if (g_str_equal (meta, NITF_PAGE))
    wire_item_page (item, (guint) CLAMP (g_ascii_strtoll (content, NULL, 10), 1, 9999), NULL);
  else if (g_str_equal (meta, NITF_META) && split_content (content, &name, &qualifier, &value))
    wire_item_meta (item, name, value, qualifier);
  else if (g_str_equal (meta, NITF_FACT) && split_content (content, &name, &qualifier, &value) &&
           galley_fact_from_name (name, &fact))
    galley_builder_fact (builder, fact, value);
}

/* Staff belongs to the page, and the page comes first. */
static void
read_staff (GalleyBuilder *builder, const xmlNode *head)
{
  for (xmlNode *node = wire_xml_child (head, "meta"); node != NULL; node = wire_xml_next (node, "meta"))
    {
      g_autofree char *meta = wire_xml_attr (node, "name");
      g_autofree char *content = wire_xml_attr (node, "content");
      g_autofree char *name = NULL;
      g_autofree char *qualifier = NULL;
      const char *value;

      if (g_strcmp0 (meta, NITF_STAFF) == 0 && content != NULL &&
          split_content (content, &name, &qualifier, &value))
        galley_builder_staff (builder, name, value);
    }
}

static char *
dup_meta (const xmlNode *head, const char *name)
{
  for (xmlNode *node = wire_xml_child (head, "meta"); node != NULL; node = wire_xml_next (node, "meta"))
    {
      g_autofree char *found = wire_xml_attr (node, "name");

      if (g_strcmp0 (found, name) == 0)
        return wire_xml_attr (node, "content");
    }
  return NULL;
}

/* --- head ------------------------------------------------------------------------------------------------------- */

static void
read_subject (WireItem *item, const xmlNode *node)
{
  static const char *const names[] = { "tobject.subject.detail", "tobject.subject.matter",
                                       "tobject.subject.type" };
  g_autofree char *code = wire_xml_attr (node, "tobject.subject.refnum");
  g_autofree char *owner = wire_xml_attr (node, "tobject.subject.ipr");
  g_autofree char *name = NULL;
  g_autofree char *qcode = NULL;
  const char *scheme = owner;

  for (guint i = 0; i < G_N_ELEMENTS (names) && name == NULL; i++)
    name = wire_xml_attr (node, names[i]);
  if (code == NULL)
    code = wire_xml_attr (node, "tobject.subject.code");
  if (code == NULL)
    {
      wire_item_meta (item, "subject", name, NULL);
      return;
    }
  if (owner == NULL || g_str_equal (owner, "IPTC"))
    scheme = *code == '2' && strlen (code) == 8 ? "medtop" : "subj";
  else if (g_str_equal (owner, NITF_MEDTOP))
    scheme = "medtop";
  qcode = g_strconcat (scheme, ":", code, NULL);
  wire_item_meta (item, "subject", code, scheme);
  wire_item_meta (item, "subject.name", name, qcode);
}

static void
read_tobject (WireItem *item, const xmlNode *tobject)
{
  for (xmlNode *node = wire_xml_child (tobject, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      g_autofree char *genre = wire_xml_attr (node, "tobject.property.type");

      if (wire_xml_is (node, "tobject.property"))
        wire_item_meta (item, "genre", genre, NULL);
      else if (wire_xml_is (node, "tobject.subject"))
        read_subject (item, node);
    }
}

static void
read_attr (WireItem *item, const char *key, const xmlNode *node, const char *name, gboolean is_date)
{
  g_autofree char *value = wire_xml_attr (node, name);
  g_autofree char *date = value != NULL && is_date ? wire_date (value) : NULL;

  wire_item_meta_once (item, key, date != NULL ? date : value);
}

static void
read_docdata_field (WireItem *item, const xmlNode *node)
{
  static const struct
  {
    const char *element;
    const char *attribute;
    const char *key;
    gboolean is_date;
  } fields[] = {
    { "doc-id", "id-string", "guid", FALSE },
    { "urgency", "ed-urg", "urgency", FALSE },
    { "fixture", "fix-id", "slug", FALSE },
    { "date.issue", "norm", "created", TRUE },
    { "date.release", "norm", "embargo", TRUE },
    { "date.expire", "norm", "expires", TRUE },
    { "du-key", "version", "version", FALSE },
    { "ed-msg", "info", "ed-note", FALSE },
    { "doc.copyright", "holder", "rights.holder", FALSE },
    { "doc.rights", "owner", "rights.holder", FALSE },
    { "doc.rights", "limitations", "rights.usage", FALSE },
    { "evloc", "city", "place", FALSE },
    { "evloc", "state-prov", "place", FALSE },
    { "evloc", "county-dist", "place", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (wire_xml_is (node, fields[i].element))
        read_attr (item, fields[i].key, node, fields[i].attribute, fields[i].is_date);
    }
  for (xmlNode *word = wire_xml_is (node, "key-list") ? wire_xml_child (node, "keyword") : NULL; word != NULL;
       word = wire_xml_next (word, "keyword"))
    {
      g_autofree char *key = wire_xml_attr (word, "key");

      wire_item_meta (item, "keyword", key, NULL);
    }
  for (xmlNode *one = wire_xml_is (node, "identified-content") ? wire_xml_child (node, "classifier") : NULL;
       one != NULL; one = wire_xml_next (one, "classifier"))
    {
      g_autofree char *value = wire_xml_attr (one, "value");
      g_autofree char *type = wire_xml_attr (one, "type");

      wire_item_meta (item, "subject", value, type);
    }
}

/* Where in a paper it stood. Files of ours say more elsewhere. */
static void
read_pubdata (WireItem *item, GalleyBuilder *builder, const xmlNode *pubdata)
{
  g_autofree char *type = wire_xml_attr (pubdata, "type");
  g_autofree char *name = wire_xml_attr (pubdata, "name");
  g_autofree char *number = wire_xml_attr (pubdata, "number");
  g_autofree char *sequence = wire_xml_attr (pubdata, "position.sequence");
  g_autofree char *date = wire_xml_attr (pubdata, "date.publication");
  g_autofree char *iso = date != NULL ? wire_date (date) : NULL;

  read_attr (item, "section", pubdata, "position.section", FALSE);
  wire_item_meta_once (item, "published", iso);
  if (sequence != NULL && g_ascii_strtoull (sequence, NULL, 10) > 0)
    wire_item_page (item, (guint) MIN (g_ascii_strtoull (sequence, NULL, 10), 9999), NULL);
  if (g_strcmp0 (type, "print") != 0)
    return;
  galley_builder_fact (builder, GALLEY_FACT_PAPER, name);
  galley_builder_fact (builder, GALLEY_FACT_ISSUE, number);
  if (iso != NULL && strlen (iso) >= 10)
    {
      g_autofree char *day = g_strndup (iso, 10);

      galley_builder_fact (builder, GALLEY_FACT_DATE, day);
    }
}

static void
read_head (WireItem *item, GalleyBuilder *builder, const xmlNode *head, gboolean own)
{
  for (xmlNode *node = wire_xml_child (head, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      g_autofree char *meta = wire_xml_attr (node, "name");
      g_autofree char *content = wire_xml_attr (node, "content");

      if (wire_xml_is (node, "meta") && own && meta != NULL && content != NULL)
        read_own_meta (item, builder, meta, content);
      else if (wire_xml_is (node, "tobject"))
        read_tobject (item, node);
      else if (wire_xml_is (node, "pubdata") && !own)
        read_pubdata (item, builder, node);
      else if (wire_xml_is (node, "docdata"))
        for (xmlNode *field = wire_xml_child (node, NULL); field != NULL; field = wire_xml_next (field, NULL))
          {
            if (!own || !wire_xml_is (field, "doc-id"))
              read_docdata_field (item, field);
          }
    }
  if (!own)
    read_attr (item, "status", wire_xml_child (head, "docdata"), "management-status", FALSE);
}

/* --- heads of our own ------------------------------------------------------------------------------------------- */

/* Heads in the order they were printed: NITF wants the headline first and bylines last. */
static void
read_own_heads (WireItem *item, const xmlNode *body_head, const char *order)
{
  g_auto (GStrv) names = g_strsplit (order, " ", -1);
  xmlNode *hedline = wire_xml_child (body_head, "hedline");

  wire_item_keep_order (item);
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint nth = 0;
      GalleyRole role;

      if (!galley_role_from_name (names[i], &role))
        continue;
      for (guint k = 0; k < i; k++)
        nth += g_str_equal (names[k], names[i]);
      for (xmlNode *node = role == GALLEY_ROLE_BYLINE ? wire_xml_child (body_head, "byline")
                                                      : wire_xml_child (hedline, NULL);
           node != NULL; node = wire_xml_next (node, NULL))
        {
          g_autofree char *class = wire_xml_attr (node, "class");
          g_autofree char *text = NULL;

          if (g_strcmp0 (class, names[i]) != 0 || nth-- > 0)
            continue;
          text = wire_xml_text (node);
          wire_item_head (item, role, text);
          break;
        }
    }
}

static void
read_own_body (WireItem *item, xmlNode *nitf, const char *order)
{
  xmlNode *head = wire_xml_path (nitf, "body", "body.head", NULL);

  read_own_heads (item, head, order);
  for (xmlNode *node = wire_xml_child (head, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      g_autofree char *class = wire_xml_attr (node, "class");
      g_autofree char *text = wire_xml_text (node);
      g_autofree char *name = wire_xml_text (wire_xml_child (node, "person"));
      g_autofree char *title = wire_xml_text (wire_xml_child (node, "byttl"));

      if (wire_xml_is (node, "byline") && g_strcmp0 (class, "person") == 0)
        wire_item_meta (item, "person", name, *title != '\0' ? title : NULL);
      else if (wire_xml_is (node, "rights"))
        wire_item_meta (item, "rights", text, NULL);
      else if (wire_xml_is (node, "distributor"))
        wire_item_meta (item, "source", text, NULL);
      else if (wire_xml_is (node, "abstract"))
        wire_item_meta (item, "summary", text, NULL);
    }
  /* The pictures' elements are not text of the article. */
  for (xmlNode *node = wire_xml_path (nitf, "body", "body.content", "block", NULL); node != NULL;
       node = wire_xml_next (node, "block"))
    {
      g_autofree char *class = wire_xml_attr (node, "class");

      if (g_strcmp0 (class, "text") == 0)
        wire_item_nodes (item, node, GALLEY_ROLE_BODY);
    }
}

/* --- the file --------------------------------------------------------------------------------------------------- */

static gboolean
nitf_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (xmlDoc) doc = wire_xml_parse (source, error);
  g_autoptr (WireItem) item = wire_item_new ();
  g_autofree char *order = NULL;
  g_autofree char *title = NULL;
  xmlNode *nitf;
  xmlNode *head;

  if (doc == NULL)
    return FALSE;
  nitf = wire_xml_find (xmlDocGetRootElement (doc), "nitf");
  if (nitf == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not a NITF document."),
                   galley_source_get_name (source));
      return FALSE;
    }
  head = wire_xml_child (nitf, "head");
  order = dup_meta (head, NITF_ORDER);
  read_head (item, builder, head, order != NULL);
  if (order != NULL)
    read_own_body (item, nitf, order);
  else
    wire_item_nitf (item, nitf);
  wire_item_nitf_pictures (item, nitf);
  title = wire_xml_text (wire_xml_child (head, "title"));
  if (order == NULL && !wire_item_has_head (item, GALLEY_ROLE_HEADLINE))
    wire_item_head (item, GALLEY_ROLE_HEADLINE, title);
  if (order == NULL)
    {
      read_attr (item, "language", nitf, "lang", FALSE);
      read_attr (item, "language", nitf, "baselang", FALSE);
    }
  if (wire_item_is_empty (item))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” holds no text."),
                   galley_source_get_name (source));
      return FALSE;
    }
  if (wire_item_get_page (item) > 0)
    galley_builder_page (builder, wire_item_get_page (item), NULL);
  read_staff (builder, head);
  wire_item_push (item, builder);
  return TRUE;
}

static guint
nitf_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  static const char *const names[] = { "nitf", NULL };
  static const char *const others[] = { "NewsML", "newsItem", "newsMessage", "packageItem", NULL };

  return wire_head_has_element (source, names) && !wire_head_has_element (source, others) ? 90 : 0;
}

static void
nitf_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = nitf_importer_probe;
  iface->load = nitf_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NitfImporter,
                               nitf_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, nitf_importer_iface_init))

static void
nitf_importer_class_init (NitfImporterClass *klass)
{
}

static void
nitf_importer_init (NitfImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, NITF_TYPE_IMPORTER);
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, NITF_TYPE_EXPORTER);
}
