/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "galley-error.h"
#include "galley-store-text.h"

/* --- writing ------------------------------------------------------------------------------------------------------- */

static char *
dup_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
add_spans (JsonBuilder *builder, const GalleySpan *spans, guint n_spans)
{
  json_builder_set_member_name (builder, "spans");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_spans; i++)
    {
      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, galley_span_kind_get_name (spans[i].kind));
      json_builder_add_int_value (builder, spans[i].start);
      json_builder_add_int_value (builder, spans[i].end);
      if (spans[i].value != NULL)
        json_builder_add_string_value (builder, spans[i].value);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static void
add_block (JsonBuilder *builder, GalleyBlock *block)
{
  guint n_spans, start, end;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "role");
  json_builder_add_string_value (builder, galley_role_get_name (galley_block_get_role (block)));
  json_builder_set_member_name (builder, "text");
  json_builder_add_string_value (builder, galley_block_get_text (block));
  if (n_spans > 0)
    add_spans (builder, spans, n_spans);
  if (galley_block_get_source (block, &start, &end))
    {
      json_builder_set_member_name (builder, "source");
      json_builder_begin_array (builder);
      json_builder_add_int_value (builder, start);
      json_builder_add_int_value (builder, end);
      json_builder_end_array (builder);
    }
  if (galley_block_get_confidence (block) < 1)
    {
      json_builder_set_member_name (builder, "confidence");
      json_builder_add_double_value (builder, galley_block_get_confidence (block));
    }
  json_builder_end_object (builder);
}

char *
galley_store_text_from_blocks (GalleyArticle *article)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    add_block (builder, galley_article_get_block (article, i));
  json_builder_end_array (builder);
  return dup_json (builder);
}

char *
galley_store_text_from_metadata (GalleyMetadata *metadata)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      json_builder_begin_array (builder);
      json_builder_add_string_value (builder, item->key);
      json_builder_add_string_value (builder, item->value);
      if (item->qualifier != NULL)
        json_builder_add_string_value (builder, item->qualifier);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  return dup_json (builder);
}

char *
galley_store_text_from_masthead (GalleyMasthead *masthead)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (masthead, (GalleyFact) i);

      if (value == NULL)
        continue;
      json_builder_set_member_name (builder, galley_fact_get_name ((GalleyFact) i));
      json_builder_add_string_value (builder, value);
    }
  json_builder_end_object (builder);
  return dup_json (builder);
}

char *
galley_store_text_from_info (GalleyAsset *asset)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_auto (GStrv) keys = galley_asset_list_info (asset);

  json_builder_begin_object (builder);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      json_builder_set_member_name (builder, keys[i]);
      json_builder_add_string_value (builder, galley_asset_get_info (asset, keys[i]));
    }
  json_builder_end_object (builder);
  return dup_json (builder);
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

static gboolean
set_malformed (GError **error)
{
  g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                       _ ("A part of the edition cannot be understood; the file is damaged."));
  return FALSE;
}

/* The root of @text when it is of @type; the parser keeps it. */
static JsonNode *
parse (JsonParser *parser, const char *text, JsonNodeType type, GError **error)
{
  JsonNode *root;

  if (text == NULL || !g_utf8_validate (text, -1, NULL) ||
      !json_parser_load_from_data (parser, text, -1, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || json_node_get_node_type (root) != type)
    {
      set_malformed (error);
      return NULL;
    }
  return root;
}

static const char *
get_text (JsonArray *array, guint index)
{
  JsonNode *node = index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                          : NULL;
}

static gboolean
get_count (JsonArray *array, guint index, guint *count)
{
  JsonNode *node = index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0 ||
      json_node_get_int (node) > G_MAXUINT)
    return FALSE;
  *count = (guint) json_node_get_int (node);
  return TRUE;
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
read_spans (JsonArray *array, GArray *spans)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonArray *item = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      GalleySpan span = { 0 };

      if (item == NULL || !galley_span_kind_from_name (get_text (item, 0), &span.kind) ||
          !get_count (item, 1, &span.start) || !get_count (item, 2, &span.end))
        return FALSE;
      span.value = (char *) get_text (item, 3);
      g_array_append_val (spans, span);
    }
  return TRUE;
}

static GalleyBlock *
read_block (JsonObject *object)
{
  const char *text = json_object_get_string_member_with_default (object, "text", NULL);
  JsonArray *marks = get_array (object, "spans");
  JsonArray *source = get_array (object, "source");
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (GalleySpan));
  guint start = GALLEY_NO_SOURCE, end = GALLEY_NO_SOURCE;
  GalleyRole role;

  if (text == NULL ||
      !galley_role_from_name (json_object_get_string_member_with_default (object, "role", NULL), &role) ||
      (marks != NULL && !read_spans (marks, spans)) ||
      (source != NULL && (!get_count (source, 0, &start) || !get_count (source, 1, &end))))
    return NULL;
  return galley_block_new_full (role, text, -1, (GalleySpan *) (gpointer) spans->data, spans->len, start, end,
                                json_object_get_double_member_with_default (object, "confidence", 1));
}

gboolean
galley_store_text_read_blocks (const char *text, GalleyArticle *article, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_object_unref);
  JsonNode *root = parse (parser, text, JSON_NODE_ARRAY, error);
  JsonArray *array = root != NULL ? json_node_get_array (root) : NULL;

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      GalleyBlock *block = JSON_NODE_HOLDS_OBJECT (node) ? read_block (json_node_get_object (node)) : NULL;

      if (block == NULL)
        return set_malformed (error);
      g_ptr_array_add (blocks, block);
    }
  galley_article_splice (article, galley_article_get_n_blocks (article), 0,
                         (GalleyBlock *const *) blocks->pdata, blocks->len);
  return TRUE;
}

gboolean
galley_store_text_read_metadata (const char *text, GalleyMetadata *metadata, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = parse (parser, text, JSON_NODE_ARRAY, error);
  JsonArray *array = root != NULL ? json_node_get_array (root) : NULL;

  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonArray *item = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (item == NULL || get_text (item, 0) == NULL || get_text (item, 1) == NULL)
        return set_malformed (error);
      galley_metadata_add (metadata, get_text (item, 0), get_text (item, 1), get_text (item, 2));
    }
  return TRUE;
}

gboolean
galley_store_text_read_masthead (const char *text, GalleyMasthead *masthead, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = parse (parser, text, JSON_NODE_OBJECT, error);

  if (root == NULL)
    return FALSE;
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    galley_masthead_set (masthead, (GalleyFact) i,
                         json_object_get_string_member_with_default (
                             json_node_get_object (root), galley_fact_get_name ((GalleyFact) i), NULL));
  return TRUE;
}

gboolean
galley_store_text_read_info (const char *text, GalleyAsset *asset, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = parse (parser, text, JSON_NODE_OBJECT, error);
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (root == NULL)
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &key, &value))
    {
      if (json_node_get_value_type (value) != G_TYPE_STRING)
        return set_malformed (error);
      galley_asset_set_info (asset, key, json_node_get_string (value));
    }
  return TRUE;
}
