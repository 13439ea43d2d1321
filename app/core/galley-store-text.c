/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "galley-error.h"
#include "galley-json-scan.h"
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

/* TRUE where all was understood. */
static gboolean
finish (GalleyJsonScan *scan, GError **error)
{
  if (galley_json_scan_is_done (scan))
    return TRUE;
  g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                       _ ("A part of the edition cannot be understood; the file is damaged."));
  return FALSE;
}

static void
span_clear (gpointer data)
{
  g_free ((char *) ((GalleySpan *) data)->value);
}

/* ["strong", 0, 4] or ["link", 0, 4, "https://…"] */
static gboolean
read_span (GalleyJsonScan *scan, GalleySpan *span)
{
  g_autofree char *kind = NULL;

  *span = (GalleySpan){ 0 };
  galley_json_scan_enter (scan, '[');
  for (guint i = 0; galley_json_scan_next (scan); i++)
    {
      if (i == 0)
        kind = galley_json_scan_string (scan);
      else if (i == 1)
        span->start = galley_json_scan_count (scan);
      else if (i == 2)
        span->end = galley_json_scan_count (scan);
      else if (i == 3)
        span->value = galley_json_scan_string (scan);
      else
        galley_json_scan_skip (scan);
    }
  return kind != NULL && galley_span_kind_from_name (kind, &span->kind);
}

static gboolean
read_spans (GalleyJsonScan *scan, GArray *spans)
{
  gboolean good = TRUE;

  galley_json_scan_enter (scan, '[');
  while (galley_json_scan_next (scan))
    {
      GalleySpan span;

      good &= read_span (scan, &span);
      g_array_append_val (spans, span);
    }
  return good;
}

/* Two counts. */
static gboolean
read_source (GalleyJsonScan *scan, guint *start, guint *end)
{
  guint n = 0;

  galley_json_scan_enter (scan, '[');
  for (; galley_json_scan_next (scan); n++)
    *(n == 0 ? start : end) = galley_json_scan_count (scan);
  return n == 2;
}

static GalleyBlock *
read_block (GalleyJsonScan *scan)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (GalleySpan));
  g_autofree char *role_name = NULL, *text = NULL;
  guint start = GALLEY_NO_SOURCE, end = GALLEY_NO_SOURCE;
  double confidence = 1;
  gboolean good = TRUE;
  GalleyRole role;

  g_array_set_clear_func (spans, span_clear);
  galley_json_scan_enter (scan, '{');
  while (galley_json_scan_next (scan))
    {
      g_autofree char *key = galley_json_scan_key (scan);

      if (g_strcmp0 (key, "role") == 0 && role_name == NULL)
        role_name = galley_json_scan_string (scan);
      else if (g_strcmp0 (key, "text") == 0 && text == NULL)
        text = galley_json_scan_string (scan);
      else if (g_strcmp0 (key, "spans") == 0)
        good &= read_spans (scan, spans);
      else if (g_strcmp0 (key, "source") == 0)
        good &= read_source (scan, &start, &end);
      else if (g_strcmp0 (key, "confidence") == 0)
        confidence = galley_json_scan_number (scan);
      else
        galley_json_scan_skip (scan);
    }
  if (!good || scan->failed || text == NULL || role_name == NULL || !galley_role_from_name (role_name, &role))
    return NULL;
  return galley_block_new_full (role, text, -1, (GalleySpan *) (gpointer) spans->data, spans->len, start, end,
                                confidence);
}

gboolean
galley_store_text_read_blocks (const char *text, GalleyArticle *article, GError **error)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_object_unref);
  GalleyJsonScan scan;

  galley_json_scan_init (&scan, text);
  galley_json_scan_enter (&scan, '[');
  while (galley_json_scan_next (&scan))
    {
      GalleyBlock *block = read_block (&scan);

      if (block != NULL)
        g_ptr_array_add (blocks, block);
      else
        scan.failed = TRUE;
    }
  if (!finish (&scan, error))
    return FALSE;
  galley_article_splice (article, galley_article_get_n_blocks (article), 0,
                         (GalleyBlock *const *) blocks->pdata, blocks->len);
  return TRUE;
}

/* ["key", "value"] or ["key", "value", "qualifier"] */
static void
read_item (GalleyJsonScan *scan, GalleyMetadata *metadata)
{
  g_autofree char *key = NULL, *value = NULL, *qualifier = NULL;

  galley_json_scan_enter (scan, '[');
  for (guint i = 0; galley_json_scan_next (scan); i++)
    {
      if (i == 0)
        key = galley_json_scan_string (scan);
      else if (i == 1)
        value = galley_json_scan_string (scan);
      else if (i == 2)
        qualifier = galley_json_scan_string (scan);
      else
        galley_json_scan_skip (scan);
    }
  if (key != NULL && value != NULL && !scan->failed)
    galley_metadata_add (metadata, key, value, qualifier);
  else
    scan->failed = TRUE;
}

gboolean
galley_store_text_read_metadata (const char *text, GalleyMetadata *metadata, GError **error)
{
  GalleyJsonScan scan;

  galley_json_scan_init (&scan, text);
  galley_json_scan_enter (&scan, '[');
  while (galley_json_scan_next (&scan))
    read_item (&scan, metadata);
  return finish (&scan, error);
}

gboolean
galley_store_text_read_masthead (const char *text, GalleyMasthead *masthead, GError **error)
{
  GalleyJsonScan scan;

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    galley_masthead_set (masthead, (GalleyFact) i, NULL);
  galley_json_scan_init (&scan, text);
  galley_json_scan_enter (&scan, '{');
  while (galley_json_scan_next (&scan))
    {
      g_autofree char *key = galley_json_scan_key (&scan), *value = galley_json_scan_string (&scan);
      GalleyFact fact;

      if (value != NULL && galley_fact_from_name (key, &fact))
        galley_masthead_set (masthead, fact, value);
    }
  return finish (&scan, error);
}

gboolean
galley_store_text_read_info (const char *text, GalleyAsset *asset, GError **error)
{
  GalleyJsonScan scan;

  galley_json_scan_init (&scan, text);
  galley_json_scan_enter (&scan, '{');
  while (galley_json_scan_next (&scan))
    {
      g_autofree char *key = galley_json_scan_key (&scan), *value = galley_json_scan_string (&scan);

      if (value != NULL)
        galley_asset_set_info (asset, key, value);
    }
  return finish (&scan, error);
}
