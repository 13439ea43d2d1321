/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ninjs — News in JSON: 1.x, 2.x and 3.x in, 3.1 or 2.1 out.
 *
 * The generations differ in letter case (versioncreated, versionCreated) and in shape (headline, headlines[]): names are
 * compared without case, and each shape is looked for where the other is missing. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <json-glib/json-glib.h>

#include "galley-error.h"
#include "galley-peas.h"

#include "../common/galley-wire.h"

#include "ninjs.h"

/* The parser calls itself for each level. */
#define MAX_DEPTH 100
#define MAX_BYTES (64u * 1024 * 1024)

struct _NinjsImporter
{
  GObject parent_instance;
};

typedef struct
{
  GalleyBuilder *builder;
  guint n_pushed;
} Reader;

/* --- JSON without trust ----------------------------------------------------------------------------------------- */

/* How deep brackets nest; the parser has no limit of its own. */
static guint
count_depth (const char *text, gsize length)
{
  guint depth = 0, most = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        in_string = !in_string;
      else if (!in_string && (text[i] == '[' || text[i] == '{'))
        {
          depth++;
          most = MAX (most, depth);
        }
      else if (!in_string && (text[i] == ']' || text[i] == '}') && depth > 0)
        depth--;
    }
  return most;
}

static JsonNode *
find (JsonObject *object, const char *name)
{
  JsonObjectIter iter;
  const char *member;
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL)
    return node;
  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &member, &node))
    {
      if (g_ascii_strcasecmp (member, name) == 0)
        return node;
    }
  return NULL;
}

/* A string, or a number as text (newly allocated); NULL for anything else. */
static char *
dup_string (JsonObject *object, const char *name)
{
  JsonNode *node = find (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    return g_strdup_printf ("%g", json_node_get_double (node));
  return NULL;
}

/* The objects in an array, or the values of an object (1.x names its associations); borrowed. */
static GPtrArray *
list_objects (JsonObject *object, const char *name)
{
  GPtrArray *list = g_ptr_array_new ();
  JsonNode *node = find (object, name);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
            g_ptr_array_add (list, json_array_get_object_element (array, i));
        }
    }
  else if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *member;
      JsonNode *value;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &member, &value))
        {
          if (JSON_NODE_HOLDS_OBJECT (value))
            g_ptr_array_add (list, json_node_get_object (value));
        }
    }
  return list;
}

/* Of our own: the value of the altId of that role. */
static char *
dup_alt_id (JsonObject *object, const char *role)
{
  g_autoptr (GPtrArray) ids = list_objects (object, "altIds");

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *found = dup_string (g_ptr_array_index (ids, i), "role");

      if (g_strcmp0 (found, role) == 0)
        return dup_string (g_ptr_array_index (ids, i), "value");
    }
  return NULL;
}

/* --- metadata --------------------------------------------------------------------------------------------------- */

static void
read_string (WireItem *item, JsonObject *object, const char *name, const char *key)
{
  g_autofree char *value = dup_string (object, name);

  wire_item_meta_once (item, key, value);
}

static void
read_plain_fields (WireItem *item, JsonObject *object, gboolean own)
{
  static const struct
  {
    const char *name;
    const char *key;
    gboolean is_own;
  } fields[] = {
    { "firstCreated", "created", TRUE },
    { "contentCreated", "created", TRUE },
    { "embargoedUntil", "embargo", TRUE },
    { "embargoed", "embargo", TRUE },
    { "urgency", "urgency", TRUE },
    { "language", "language", TRUE },
    { "copyrightNotice", "rights", TRUE },
    { "copyrightHolder", "rights.holder", TRUE },
    { "usageTerms", "rights.usage", TRUE },
    { "edNote", "ed-note", TRUE },
    { "located", "place", TRUE },
    { "slugline", "slug", TRUE },
    { "uri", "guid", FALSE },
    { "guid", "guid", FALSE },
    { "version", "version", FALSE },
    { "versionCreated", "modified", FALSE },
    { "pubStatus", "status", FALSE },
    { "expires", "expires", FALSE },
    { "priority", "urgency", FALSE },
    { "source", "source", FALSE },
    { "provider", "provider", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (fields[i].is_own || !own)
        read_string (item, object, fields[i].name, fields[i].key);
    }
}

/* "medtop" and the code, from an address of the IPTC's or from a code whose form says enough. */
static char *
dup_scheme (const char *uri, const char *code, const char **bare)
{
  static const struct
  {
    const char *part;
    const char *scheme;
  } schemes[] = { { "newscodes/mediatopic/", "medtop" }, { "newscodes/subjectcode/", "subj" } };
  char *scheme = NULL;

  for (guint i = 0; uri != NULL && i < G_N_ELEMENTS (schemes); i++)
    {
      const char *found = strstr (uri, schemes[i].part);

      if (found != NULL)
        {
          *bare = found + strlen (schemes[i].part);
          return g_strdup (schemes[i].scheme);
        }
    }
  if (code == NULL)
    return NULL;
  scheme = wire_qcode_split (code, bare);
  if (scheme == NULL && strlen (code) == 8 && strspn (code, "0123456789") == 8)
    scheme = g_strdup (*code == '2' ? "medtop" : "subj");
  return scheme;
}

static void
read_subject (WireItem *item, JsonObject *object)
{
  g_autofree char *name = dup_string (object, "name");
  g_autofree char *code = dup_string (object, "literal");
  g_autofree char *old_code = code == NULL ? dup_string (object, "code") : NULL;
  g_autofree char *uri = dup_string (object, "uri");
  g_autofree char *old_scheme = dup_string (object, "scheme");
  g_autofree char *rel = dup_string (object, "rel");
  const char *bare = NULL;
  g_autofree char *scheme =
      dup_scheme (uri != NULL ? uri : old_scheme, code != NULL ? code : old_code, &bare);

  if (g_strcmp0 (rel, "keyword") == 0)
    wire_item_meta (item, "keyword", name, NULL);
  else if (scheme != NULL)
    {
      g_autofree char *qcode = NULL;

      if (*bare == '\0')
        bare = code != NULL ? code : old_code != NULL ? old_code : "";
      qcode = g_strconcat (scheme, ":", bare, NULL);
      wire_item_meta (item, "subject", bare, scheme);
      if (g_strcmp0 (name, bare) != 0)
        wire_item_meta (item, "subject.name", name, qcode);
    }
  else
    wire_item_meta (item, "subject", name != NULL ? name : code != NULL ? code : old_code, NULL);
}

/* Who made it is a person of the article; who it is about is a subject. */
static void
read_person (WireItem *item, JsonObject *object, gboolean own)
{
  static const char *const about[] = { "about", "mentions", "mention", "depicts", NULL };
  g_autofree char *name = dup_string (object, "name");
  g_autofree char *rel = dup_string (object, "rel");
  g_autofree char *literal = dup_string (object, "literal");

  if (own)
    wire_item_meta (item, "person", name, literal);
  else if (rel == NULL || g_strv_contains (about, rel))
    wire_item_meta (item, "subject", name, "person");
  else
    wire_item_meta (item, "person", name, rel);
}

static void
read_named (WireItem *item, JsonObject *object, const char *list, const char *qualifier)
{
  g_autoptr (GPtrArray) objects = list_objects (object, list);

  for (guint i = 0; i < objects->len; i++)
    {
      g_autofree char *name = dup_string (g_ptr_array_index (objects, i), "name");
      g_autofree char *rel = dup_string (g_ptr_array_index (objects, i), "rel");

      if (g_strcmp0 (rel, "located") == 0)
        wire_item_meta_once (item, "place", name);
      else
        wire_item_meta (item, "subject", name, qualifier);
    }
}

static void
read_names (WireItem *item, JsonObject *object, const char *list, const char *key)
{
  g_autoptr (GPtrArray) objects = list_objects (object, list);

  for (guint i = 0; i < objects->len; i++)
    {
      JsonObject *one = g_ptr_array_index (objects, i);
      g_autofree char *name = dup_string (one, "name");
      g_autofree char *literal = name == NULL ? dup_string (one, "literal") : NULL;

      wire_item_meta (item, key, name != NULL ? name : literal, NULL);
    }
}

/* The words of an array of strings: keywords of 1.x and of its extensions. */
static void
read_words (WireItem *item, JsonObject *object, const char *name)
{
  JsonNode *node = find (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *word = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (word) && json_node_get_value_type (word) == G_TYPE_STRING)
        wire_item_meta (item, "keyword", json_node_get_string (word), NULL);
    }
}

static void
read_lists (WireItem *item, JsonObject *object, gboolean own)
{
  static const char *const people[] = { "people", "person" };
  static const char *const subjects[] = { "subjects", "subject" };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (GPtrArray) persons = list_objects (object, people[i]);
      g_autoptr (GPtrArray) topics = list_objects (object, subjects[i]);

      for (guint k = 0; k < persons->len; k++)
        read_person (item, g_ptr_array_index (persons, k), own);
      for (guint k = 0; k < topics->len; k++)
        read_subject (item, g_ptr_array_index (topics, k));
    }
  read_names (item, object, "genres", "genre");
  read_names (item, object, "genre", "genre");
  read_names (item, object, "infoSources", "source");
  read_names (item, object, "infosource", "source");
  read_words (item, object, "keywords");
  if (own)
    return;
  read_named (item, object, "organisations", "organisation");
  read_named (item, object, "organisation", "organisation");
  read_named (item, object, "places", "place");
  read_named (item, object, "place", "place");
  read_named (item, object, "events", "event");
  read_named (item, object, "event", "event");
  read_named (item, object, "objects", "object");
  read_named (item, object, "object", "object");
}

static void
read_own_meta (WireItem *item, JsonObject *object)
{
  g_autoptr (GPtrArray) ids = list_objects (object, "altIds");
  GalleyArticleKind kind;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *role = dup_string (g_ptr_array_index (ids, i), "role");
      g_autofree char *value = dup_string (g_ptr_array_index (ids, i), "value");

      if (role == NULL || value == NULL)
        continue;
      if (g_str_equal (role, NINJS_KIND) && galley_article_kind_from_name (value, &kind))
        wire_item_kind (item, kind);
      else if (g_str_has_prefix (role, NINJS_META))
        {
          g_auto (GStrv) parts = g_strsplit (role + strlen (NINJS_META), ";", 2);
          g_autofree char *key = parts[0] != NULL ? g_uri_unescape_string (parts[0], NULL) : NULL;
          g_autofree char *qualifier =
              parts[0] != NULL && parts[1] != NULL ? g_uri_unescape_string (parts[1], NULL) : NULL;

          if (key != NULL && *key != '\0')
            wire_item_meta (item, key, value, qualifier);
        }
    }
}

/* --- heads and text --------------------------------------------------------------------------------------------- */

static void
read_headlines (WireItem *item, JsonObject *object)
{
  static const struct
  {
    const char *name;
    GalleyRole role;
  } old[] = { { "headline", GALLEY_ROLE_HEADLINE },
              { "headline_kicker", GALLEY_ROLE_KICKER },
              { "headline_subhead", GALLEY_ROLE_SUBHEAD },
              { "headline_sub", GALLEY_ROLE_SUBHEAD } };
  g_autoptr (GPtrArray) heads = list_objects (object, "headlines");

  for (guint i = 0; i < heads->len; i++)
    {
      g_autofree char *name = dup_string (g_ptr_array_index (heads, i), "role");
      g_autofree char *value = dup_string (g_ptr_array_index (heads, i), "value");
      GalleyRole role = wire_head_role (name);

      /* One headline is enough; a longer form of it under another role stays known as metadata. */
      if (role == GALLEY_ROLE_HEADLINE && wire_item_has_head (item, role))
        wire_item_meta (item, "headline", value, name);
      else
        wire_item_head (item, role, value);
    }
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    {
      g_autofree char *value = dup_string (object, old[i].name);

      wire_item_head (item, old[i].role, value);
    }
}

/* Heads of our own in the order they were printed. */
static void
read_own_heads (WireItem *item, JsonObject *object, const char *order)
{
  g_autoptr (GPtrArray) heads = list_objects (object, "headlines");
  g_autofree char *by = dup_string (object, "by");
  g_auto (GStrv) lines = g_strsplit (by != NULL ? by : "", "\n", -1);
  g_auto (GStrv) names = g_strsplit (order, " ", -1);
  guint head = 0, line = 0;

  wire_item_keep_order (item);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = NULL;
      GalleyRole role;

      if (!galley_role_from_name (names[i], &role))
        continue;
      if (role == GALLEY_ROLE_BYLINE)
        value = lines[line] != NULL ? g_strdup (lines[line++]) : NULL;
      else if (head < heads->len)
        value = dup_string (g_ptr_array_index (heads, head++), "value");
      wire_item_head (item, role, value);
    }
}

static void
read_summaries (WireItem *item, JsonObject *object)
{
  static const char *const old[] = { "description_summary", "description_text", "description_caption",
                                     "description_html" };
  g_autoptr (GPtrArray) descriptions = list_objects (object, "descriptions");

  for (guint i = 0; i < descriptions->len; i++)
    {
      g_autofree char *value = dup_string (g_ptr_array_index (descriptions, i), "value");

      wire_item_meta (item, "summary", value, NULL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    read_string (item, object, old[i], "summary");
}

static gboolean
looks_like_markup (const char *text)
{
  return strstr (text, "</") != NULL || strstr (text, "/>") != NULL || strstr (text, "<p>") != NULL ||
         strstr (text, "<br>") != NULL;
}

static void
add_body (WireItem *item, const char *value, const char *type)
{
  if (value == NULL || wire_item_has_text (item))
    return;
  if (type != NULL ? strstr (type, "html") != NULL || strstr (type, "xml") != NULL
                   : looks_like_markup (value))
    wire_item_html (item, value, -1, GALLEY_ROLE_BODY);
  else
    wire_item_plain (item, value, GALLEY_ROLE_BODY);
}

/* The same text often comes plain and with markup: markup keeps paragraphs. */
static void
read_bodies (WireItem *item, JsonObject *object)
{
  static const struct
  {
    const char *name;
    const char *type;
  } old[] = { { "body_xhtml", "application/xhtml+xml" },
              { "body_html5", "text/html" },
              { "body_html", "text/html" },
              { "body_text", "text/plain" },
              { "body", NULL } };
  g_autoptr (GPtrArray) bodies = list_objects (object, "bodies");

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < bodies->len; i++)
      {
        JsonObject *body = g_ptr_array_index (bodies, i);
        g_autofree char *type = dup_string (body, "contentType");
        g_autofree char *value = dup_string (body, "value");

        if (pass == 1 || (type != NULL && strstr (type, "html") != NULL))
          add_body (item, value, type);
      }
  for (guint i = 0; i < G_N_ELEMENTS (old); i++)
    {
      g_autofree char *value = dup_string (object, old[i].name);

      add_body (item, value, old[i].type);
    }
}

/* --- pictures --------------------------------------------------------------------------------------------------- */

static GalleyAsset *
picture_from_rendition (JsonObject *rendition)
{
  g_autofree char *href = dup_string (rendition, "href");
  g_autofree char *title = dup_string (rendition, "title");
  g_autofree char *name = title != NULL ? g_path_get_basename (title) : g_strdup ("picture");
  const char *comma = href != NULL && g_str_has_prefix (href, "data:") ? strstr (href, ";base64,") : NULL;
  g_autofree char *type = comma != NULL ? g_strndup (href + 5, (gsize) (comma - href - 5)) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;
  guchar *data;

  if (comma == NULL)
    return NULL;
  data = g_base64_decode (comma + strlen (";base64,"), &length);
  bytes = g_bytes_new_take (data, length);
  return length > 0 ? galley_asset_new (name, type, bytes) : NULL;
}

static void
read_picture_info (GalleyAsset *asset, JsonObject *object)
{
  g_autoptr (GPtrArray) ids = list_objects (object, "altIds");

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *role = dup_string (g_ptr_array_index (ids, i), "role");
      g_autofree char *value = dup_string (g_ptr_array_index (ids, i), "value");

      if (role != NULL && value != NULL && g_str_has_prefix (role, NINJS_INFO))
        galley_asset_set_info (asset, role + strlen (NINJS_INFO), value);
    }
}

static gboolean
read_own_picture (WireItem *item, JsonObject *object)
{
  g_autoptr (GPtrArray) renditions = list_objects (object, "renditions");

  for (guint i = 0; i < renditions->len; i++)
    {
      g_autoptr (GalleyAsset) asset = picture_from_rendition (g_ptr_array_index (renditions, i));

      if (asset == NULL)
        continue;
      read_picture_info (asset, object);
      wire_item_asset (item, asset);
      return TRUE;
    }
  return FALSE;
}

/* What is said about a picture that lies elsewhere: it would be printed below it. */
static void
read_caption (WireItem *item, JsonObject *object)
{
  g_autoptr (WireItem) picture = wire_item_new ();
  g_autofree char *by = dup_string (object, "by");
  g_autofree char *byline = by == NULL ? dup_string (object, "byline") : NULL;
  const char *caption;

  read_summaries (picture, object);
  caption = wire_item_get_meta (picture, "summary");
  if (caption == NULL)
    return;
  wire_item_plain (item, caption, GALLEY_ROLE_CAPTION);
  if (by != NULL || byline != NULL)
    wire_item_plain (item, by != NULL ? by : byline, GALLEY_ROLE_CREDIT);
}

/* --- items ------------------------------------------------------------------------------------------------------ */

static gboolean
is_picture (JsonObject *object)
{
  g_autofree char *type = dup_string (object, "type");

  return g_strcmp0 (type, "picture") == 0 || g_strcmp0 (type, "graphic") == 0;
}

static void read_item (Reader *reader, JsonObject *object);

static void
read_associations (Reader *reader, WireItem *item, JsonObject *object, GPtrArray *later)
{
  g_autoptr (GPtrArray) parts = list_objects (object, "associations");

  for (guint i = 0; i < parts->len; i++)
    {
      JsonObject *part = g_ptr_array_index (parts, i);

      if (read_own_picture (item, part))
        continue;
      if (is_picture (part))
        read_caption (item, part);
      else
        g_ptr_array_add (later, part);
    }
}

static void
push_article (Reader *reader, JsonObject *object)
{
  g_autoptr (WireItem) item = wire_item_new ();
  g_autoptr (GPtrArray) later = g_ptr_array_new ();
  g_autofree char *order = dup_alt_id (object, NINJS_ORDER);
  gboolean own = order != NULL;

  read_plain_fields (item, object, own);
  read_lists (item, object, own);
  read_summaries (item, object);
  read_bodies (item, object);
  if (own)
    {
      read_own_meta (item, object);
      read_own_heads (item, object, order);
    }
  else
    {
      g_autofree char *title = dup_string (object, "title");
      g_autofree char *by = dup_string (object, "by");
      g_autofree char *byline = by == NULL ? dup_string (object, "byline") : NULL;

      read_headlines (item, object);
      if (!wire_item_has_head (item, GALLEY_ROLE_HEADLINE))
        wire_item_head (item, GALLEY_ROLE_HEADLINE, title);
      wire_item_by (item, by != NULL ? by : byline, NULL, wire_item_get_meta (item, "person") == NULL);
      if (is_picture (object))
        wire_item_kind (item, GALLEY_ARTICLE_PICTURE);
      if (!wire_item_has_text (item) && wire_item_get_meta (item, "summary") != NULL)
        wire_item_plain (item, wire_item_get_meta (item, "summary"),
                         is_picture (object) ? GALLEY_ROLE_CAPTION : GALLEY_ROLE_BODY);
    }
  read_associations (reader, item, object, later);
  if (!wire_item_is_empty (item))
    {
      wire_item_push (item, reader->builder);
      reader->n_pushed++;
    }
  for (guint i = 0; i < later->len; i++)
    read_item (reader, g_ptr_array_index (later, i));
}

/* An edition or a page of our own: facts and staff, and the items in it. */
static void
read_own_frame (Reader *reader, JsonObject *object, const char *page)
{
  g_autoptr (GPtrArray) ids = list_objects (object, "altIds");
  g_autoptr (GPtrArray) parts = list_objects (object, "associations");
  g_autofree char *name = dup_alt_id (object, NINJS_PAGE_NAME);

  if (page != NULL)
    galley_builder_page (reader->builder, (guint) CLAMP (g_ascii_strtoll (page, NULL, 10), 1, 9999), name);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *role = dup_string (g_ptr_array_index (ids, i), "role");
      g_autofree char *value = dup_string (g_ptr_array_index (ids, i), "value");
      GalleyFact fact;

      if (role == NULL || value == NULL)
        continue;
      if (g_str_has_prefix (role, NINJS_FACT) && galley_fact_from_name (role + strlen (NINJS_FACT), &fact))
        galley_builder_fact (reader->builder, fact, value);
      else if (g_str_has_prefix (role, NINJS_STAFF))
        {
          g_autofree char *post = g_uri_unescape_string (role + strlen (NINJS_STAFF), NULL);

          galley_builder_staff (reader->builder, post, value);
        }
    }
  for (guint i = 0; i < parts->len; i++)
    read_item (reader, g_ptr_array_index (parts, i));
}

static void
read_item (Reader *reader, JsonObject *object)
{
  g_autofree char *kind = dup_alt_id (object, NINJS_KIND);
  g_autofree char *page = dup_alt_id (object, NINJS_PAGE);

  if (galley_builder_is_full (reader->builder))
    return;
  if (g_strcmp0 (kind, "edition") == 0 || page != NULL)
    read_own_frame (reader, object, page);
  else
    push_article (reader, object);
}

/* --- the file --------------------------------------------------------------------------------------------------- */

static gboolean
check_text (GalleySource *source, const char *text, gsize length, GError **error)
{
  const char *name = galley_source_get_name (source);

  if (length > MAX_BYTES)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is too large for one item: %u MB."),
                 name, (guint) (length >> 20));
  else if (!g_utf8_validate (text, (gssize) length, NULL))
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not JSON: it is not in UTF-8."),
                 name);
  else if (count_depth (text, length) > MAX_DEPTH)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is nested too deeply."), name);
  else
    return TRUE;
  return FALSE;
}

static gboolean
ninjs_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) failure = NULL;
  gsize length;
  const char *text = g_bytes_get_data (galley_source_get_bytes (source), &length);
  Reader reader = { .builder = builder };
  JsonNode *root;

  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      length -= 3;
    }
  if (!check_text (source, length > 0 ? text : "", length, error))
    return FALSE;
  if (!json_parser_load_from_data (parser, length > 0 ? text : "", (gssize) length, &failure))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not JSON near line %u."),
                   galley_source_get_name (source), MAX (json_parser_get_current_line (parser), 1));
      return FALSE;
    }
  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    read_item (&reader, json_node_get_object (root));
  else if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    {
      JsonArray *array = json_node_get_array (root);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
            read_item (&reader, json_array_get_object_element (array, i));
        }
    }
  if (reader.n_pushed > 0)
    return galley_job_continues (job, error);
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” holds no news item."),
               galley_source_get_name (source));
  return FALSE;
}

static guint
ninjs_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  static const char *const marks[] = {
    "\"uri\"",       "\"headline", "\"bodies\"", "\"body_", "\"versioncreated\"", "\"versionCreated\"",
    "\"pubstatus\"", "ninjs"
  };
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  g_autofree char *text = g_strndup ((const char *) head, length);
  const char *start = text + strspn (text, "\xef\xbb\xbf \t\r\n");
  guint n = 0;

  if (*start != '{' && *start != '[')
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    n += strstr (start, marks[i]) != NULL;
  return n > 1 ? 90 : n == 1 ? 50 : 0;
}

static void
ninjs_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = ninjs_importer_probe;
  iface->load = ninjs_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NinjsImporter,
                               ninjs_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, ninjs_importer_iface_init))

static void
ninjs_importer_class_init (NinjsImporterClass *klass)
{
}

static void
ninjs_importer_init (NinjsImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, NINJS_TYPE_IMPORTER);
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, NINJS_TYPE_EXPORTER);
}
