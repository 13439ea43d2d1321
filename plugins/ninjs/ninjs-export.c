/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ninjs: one composite item for the edition, in it one for each page, in these the articles. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "galley-caption.h"

#include "../common/galley-wire-write.h"

#include "ninjs.h"

struct _NinjsExporter
{
  GObject parent_instance;

  char *version; /* "3.1" or "2.1" */
  gboolean include_ads;
  gboolean include_furniture;
  gboolean include_pictures;
};

enum
{
  PROP_VERSION = 1,
  PROP_INCLUDE_ADS,
  PROP_INCLUDE_FURNITURE,
  PROP_INCLUDE_PICTURES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What one save needs at hand. */
typedef struct
{
  NinjsExporter *self;
  GalleyEdition *edition;
  GalleyJob *job;
  JsonBuilder *json;
} Writer;

static const char *const native_keys[] = { "person", "subject",       "subject.name", "keyword", "genre",
                                           "source", "created",       "embargo",      "urgency", "language",
                                           "rights", "rights.holder", "rights.usage", "ed-note", "place",
                                           "slug",   "summary",       "picture",      NULL };

/* --- JSON ------------------------------------------------------------------------------------------------------- */

/* Names are camelCase from 3.0 on and were all small before; one was renamed. */
static void
put_name (Writer *writer, const char *name)
{
  g_autofree char *small = NULL;

  if (*writer->self->version != '2')
    {
      json_builder_set_member_name (writer->json, name);
      return;
    }
  small = g_str_equal (name, "embargoedUntil") ? g_strdup ("embargoed") : g_ascii_strdown (name, -1);
  json_builder_set_member_name (writer->json, small);
}

static void
put (Writer *writer, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  put_name (writer, name);
  json_builder_add_string_value (writer->json, value);
}

static void
begin_list (Writer *writer, const char *name)
{
  put_name (writer, name);
  json_builder_begin_array (writer->json);
}

static void
end_list (Writer *writer)
{
  json_builder_end_array (writer->json);
}

static void
put_pair (Writer *writer, const char *role, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  json_builder_begin_object (writer->json);
  put (writer, "role", role);
  put (writer, "value", value);
  json_builder_end_object (writer->json);
}

/* Role @prefix with @name percent-escaped, and behind a semicolon the qualifier. */
static void
put_escaped_pair (
    Writer *writer, const char *prefix, const char *name, const char *qualifier, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (name, NULL, TRUE);
  g_autofree char *escaped_qualifier = g_uri_escape_string (qualifier != NULL ? qualifier : "", NULL, TRUE);
  g_autofree char *role =
      g_strconcat (prefix, escaped, *escaped_qualifier != '\0' ? ";" : "", escaped_qualifier, NULL);

  put_pair (writer, role, value);
}

static void
put_standard (Writer *writer)
{
  g_autofree char *schema =
      g_strdup_printf ("http://www.iptc.org/std/ninjs/ninjs-schema_%s.json", writer->self->version);

  put_name (writer, "standard");
  json_builder_begin_object (writer->json);
  put (writer, "name", "ninjs");
  put (writer, "version", writer->self->version);
  put (writer, "schema", schema);
  json_builder_end_object (writer->json);
}

static void
put_items (Writer *writer, GalleyMetadata *metadata, const char *key, const char *list)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);

  if (items->len == 0)
    return;
  begin_list (writer, list);
  for (guint i = 0; i < items->len; i++)
    {
      json_builder_begin_object (writer->json);
      put (writer, "name", ((const GalleyMetaItem *) g_ptr_array_index (items, i))->value);
      json_builder_end_object (writer->json);
    }
  end_list (writer);
}

/* --- metadata --------------------------------------------------------------------------------------------------- */

/* Which values have a property of their own; single ones hold the first value. */
static gboolean
is_native (Writer *writer, GalleyMetadata *metadata, const GalleyMetaItem *item)
{
  static const char *const repeated[] = { "person", "subject", "keyword", "genre",
                                          "source", "summary", "picture", NULL };

  if (!g_strv_contains (native_keys, item->key))
    return FALSE;
  if (g_strv_contains (repeated, item->key))
    return TRUE;
  if (g_str_equal (item->key, "subject.name"))
    return item->qualifier != NULL && strchr (item->qualifier, ':') != NULL;
  if (g_strcmp0 (galley_metadata_get (metadata, item->key), item->value) != 0)
    return FALSE;
  if (g_str_equal (item->key, "created") || g_str_equal (item->key, "embargo"))
    {
      g_autofree char *time = wire_dup_time (writer->edition, item->value);

      return g_strcmp0 (time, item->value) == 0;
    }
  return !g_str_equal (item->key, "urgency") ||
         (strlen (item->value) == 1 && *item->value >= '1' && *item->value <= '9');
}

static void
put_people (Writer *writer, GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) people = galley_metadata_list (metadata, "person");

  if (people->len == 0)
    return;
  begin_list (writer, "people");
  for (guint i = 0; i < people->len; i++)
    {
      const GalleyMetaItem *person = g_ptr_array_index (people, i);
      const char *role = person->qualifier != NULL ? person->qualifier : "";

      json_builder_begin_object (writer->json);
      put (writer, "name", person->value);
      put (writer, "rel",
           strstr (role, "通讯员") != NULL ? "contributor"
           : strstr (role, "编辑") != NULL ? "editor"
                                           : "author");
      put (writer, "literal", role);
      json_builder_end_object (writer->json);
    }
  end_list (writer);
}

static void
put_subject (Writer *writer, const GalleyMetaItem *subject, GPtrArray *names)
{
  const char *scheme = subject->qualifier;
  const char *name = NULL;
  g_autofree char *qcode = NULL;
  g_autofree char *uri = NULL;

  if (scheme != NULL && *scheme != '\0')
    qcode = g_strconcat (scheme, ":", subject->value, NULL);
  for (guint i = 0; i < names->len && name == NULL && qcode != NULL; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (names, i);

      if (g_strcmp0 (item->qualifier, qcode) == 0)
        name = item->value;
    }
  if (g_strcmp0 (scheme, "medtop") == 0)
    uri = g_strconcat ("http://cv.iptc.org/newscodes/mediatopic/", subject->value, NULL);
  else if (g_strcmp0 (scheme, "subj") == 0)
    uri = g_strconcat ("http://cv.iptc.org/newscodes/subjectcode/", subject->value, NULL);
  json_builder_begin_object (writer->json);
  put (writer, "name", name != NULL ? name : subject->value);
  put (writer, "rel", "about");
  if (uri != NULL && g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL))
    put (writer, "uri", uri);
  put (writer, "literal", qcode);
  json_builder_end_object (writer->json);
}

static void
put_subjects (Writer *writer, GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) subjects = galley_metadata_list (metadata, "subject");
  g_autoptr (GPtrArray) names = galley_metadata_list (metadata, "subject.name");
  g_autoptr (GPtrArray) keywords = galley_metadata_list (metadata, "keyword");

  if (subjects->len + keywords->len == 0)
    return;
  begin_list (writer, "subjects");
  for (guint i = 0; i < subjects->len; i++)
    put_subject (writer, g_ptr_array_index (subjects, i), names);
  for (guint i = 0; i < keywords->len; i++)
    {
      json_builder_begin_object (writer->json);
      put (writer, "name", ((const GalleyMetaItem *) g_ptr_array_index (keywords, i))->value);
      put (writer, "rel", "keyword");
      json_builder_end_object (writer->json);
    }
  end_list (writer);
}

static void
put_time (Writer *writer, GalleyMetadata *metadata, const char *key, const char *name)
{
  g_autofree char *time = wire_dup_time (writer->edition, galley_metadata_get (metadata, key));

  put (writer, name, time);
}

static void
put_plain_fields (Writer *writer, GalleyMetadata *metadata)
{
  const char *urgency = galley_metadata_get (metadata, "urgency");

  put_time (writer, metadata, "created", "firstCreated");
  put_time (writer, metadata, "embargo", "embargoedUntil");
  if (urgency != NULL && strlen (urgency) == 1 && *urgency >= '1' && *urgency <= '9')
    {
      put_name (writer, "urgency");
      json_builder_add_int_value (writer->json, *urgency - '0');
    }
  put (writer, "copyrightHolder", galley_metadata_get (metadata, "rights.holder"));
  put (writer, "copyrightNotice", galley_metadata_get (metadata, "rights"));
  put (writer, "usageTerms", galley_metadata_get (metadata, "rights.usage"));
  put (writer, "edNote", galley_metadata_get (metadata, "ed-note"));
  put (writer, "language", galley_metadata_get (metadata, "language"));
  put (writer, "located", galley_metadata_get (metadata, "place"));
  put (writer, "slugline", galley_metadata_get (metadata, "slug"));
}

static void
put_summaries (Writer *writer, GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) summaries = galley_metadata_list (metadata, "summary");

  if (summaries->len == 0)
    return;
  begin_list (writer, "descriptions");
  for (guint i = 0; i < summaries->len; i++)
    put_pair (writer, "summary", ((const GalleyMetaItem *) g_ptr_array_index (summaries, i))->value);
  end_list (writer);
}

/* --- articles --------------------------------------------------------------------------------------------------- */

static void
put_heads (Writer *writer, GalleyArticle *article, guint n_heads)
{
  g_autoptr (GString) by = g_string_new (NULL);
  guint n_lines = 0;

  for (guint i = 0; i < n_heads; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);

      if (role == GALLEY_ROLE_BYLINE)
        {
          g_string_append_printf (by, "%s%s", by->len > 0 ? "\n" : "", galley_block_get_text (block));
          continue;
        }
      if (n_lines++ == 0)
        begin_list (writer, "headlines");
      put_pair (writer, role == GALLEY_ROLE_HEADLINE ? "main" : galley_role_get_name (role),
                galley_block_get_text (block));
    }
  if (n_lines > 0)
    end_list (writer);
  if (by->len == 0)
    {
      g_autofree char *made = wire_dup_by (article);

      put (writer, "by", made);
    }
  put (writer, "by", by->str);
}

static void
put_body (Writer *writer, GalleyArticle *article, guint n_heads)
{
  g_autoptr (GString) html = g_string_new (NULL);

  wire_write_blocks (html, article, n_heads, WIRE_XHTML);
  if (html->len == 0)
    return;
  begin_list (writer, "bodies");
  json_builder_begin_object (writer->json);
  put (writer, "role", "main");
  put (writer, "contentType", "application/xhtml+xml");
  put_name (writer, "charCount");
  json_builder_add_int_value (writer->json, galley_article_count_characters (article));
  put (writer, "value", html->str);
  json_builder_end_object (writer->json);
  end_list (writer);
}

static void
put_own_ids (Writer *writer, GalleyArticle *article, guint n_heads)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < n_heads; i++)
    g_string_append_printf (
        order, "%s%s", i > 0 ? " " : "",
        galley_role_get_name (galley_block_get_role (galley_article_get_block (article, i))));
  begin_list (writer, "altIds");
  put_pair (writer, NINJS_KIND, galley_article_kind_get_name (galley_article_get_kind (article)));
  put_pair (writer, NINJS_ORDER, order->len > 0 ? order->str : "none");
  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      if (!is_native (writer, metadata, item))
        put_escaped_pair (writer, NINJS_META, item->key, item->qualifier, item->value);
    }
  end_list (writer);
}

static void
put_picture (Writer *writer, GalleyArticle *article, GalleyAsset *asset, guint number)
{
  g_autofree char *name = g_strdup_printf ("picture-%u", number);
  g_autofree char *urn = wire_dup_urn ("picture", galley_asset_get_id (asset));
  g_auto (GStrv) keys = galley_asset_list_info (asset);
  const char *type = galley_asset_get_mime_type (asset);
  gsize length;
  const guchar *bytes = g_bytes_get_data (galley_asset_get_bytes (asset), &length);
  g_autofree char *data = g_base64_encode (bytes, length);
  g_autofree char *href = g_strconcat ("data:", type, ";base64,", data, NULL);
  g_auto (GalleyCaption) words = { 0 };

  galley_caption_find (&words, asset, article);
  json_builder_begin_object (writer->json);
  put (writer, "name", name);
  put (writer, "uri", urn);
  put (writer, "type", "picture");
  put (writer, "by", words.credit);
  put (writer, "copyrightNotice", galley_asset_get_info (asset, "rights"));
  if (words.caption != NULL)
    {
      begin_list (writer, "descriptions");
      put_pair (writer, "caption", words.caption);
      end_list (writer);
    }
  begin_list (writer, "renditions");
  json_builder_begin_object (writer->json);
  put (writer, "name", "original");
  put (writer, "href", href);
  put (writer, "contentType", type);
  put (writer, "title", galley_asset_get_name (asset));
  json_builder_end_object (writer->json);
  end_list (writer);
  begin_list (writer, "altIds");
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *role = g_strconcat (NINJS_INFO, keys[i], NULL);
      g_autofree char *value = galley_caption_dup_info (&words, asset, keys[i]);

      if (value != NULL)
        put_pair (writer, role, value);
    }
  end_list (writer);
  json_builder_end_object (writer->json);
}

static void
put_pictures (Writer *writer, GalleyArticle *article)
{
  g_autoptr (GPtrArray) pictures = galley_metadata_list (galley_article_get_metadata (article), "picture");
  guint number = 0;

  for (guint i = 0; i < pictures->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (pictures, i);
      GalleyAsset *asset = galley_edition_get_asset (writer->edition, item->value);

      if (asset == NULL)
        continue;
      if (!writer->self->include_pictures)
        {
          wire_note_lost (writer->job, article, "picture", _ ("the file without pictures"));
          continue;
        }
      if (number++ == 0)
        begin_list (writer, "associations");
      put_picture (writer, article, asset, number);
    }
  if (number > 0)
    end_list (writer);
}

static void
put_article (Writer *writer, GalleyArticle *article, guint number)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autofree char *name = g_strdup_printf ("article-%u", number);
  g_autofree char *guid = wire_dup_guid (article);
  g_autofree char *headline = galley_article_dup_headline (article);
  g_autofree char *version = g_strdup_printf ("%u", wire_get_version (article));
  g_autofree char *time = wire_dup_version_time (writer->edition, article);
  const char *status = galley_metadata_get (metadata, "status");
  guint n_heads = wire_count_heads (article);

  if (wire_heads_have_marks (article, n_heads))
    wire_note_lost (writer->job, article, _ ("marks in headlines"), "ninjs");
  json_builder_begin_object (writer->json);
  put (writer, "name", name);
  put (writer, "uri", guid);
  put (writer, "type", galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE ? "picture" : "text");
  put (writer, "version", version);
  put (writer, "versionCreated", time);
  put (writer, "pubStatus",
       g_strcmp0 (status, "withheld") == 0 || g_strcmp0 (status, "canceled") == 0 ? status : "usable");
  put (writer, "title", headline);
  put_plain_fields (writer, metadata);
  put_heads (writer, article, n_heads);
  put_summaries (writer, metadata);
  put_body (writer, article, n_heads);
  put_people (writer, metadata);
  put_subjects (writer, metadata);
  put_items (writer, metadata, "genre", "genres");
  put_items (writer, metadata, "source", "infoSources");
  put_own_ids (writer, article, n_heads);
  put_pictures (writer, article);
  json_builder_end_object (writer->json);
}

/* --- the edition ------------------------------------------------------------------------------------------------ */

static void
put_page (Writer *writer, GalleyPage *page, const char *edition_urn)
{
  NinjsExporter *self = writer->self;
  GalleyMetadata *staff = galley_page_get_staff (page);
  g_autofree char *number = g_strdup_printf ("%u", galley_page_get_number (page));
  g_autofree char *name = g_strconcat ("page-", number, NULL);
  g_autofree char *uri = g_strconcat (edition_urn, "#", name, NULL);
  guint n_articles = 0;

  json_builder_begin_object (writer->json);
  put (writer, "name", name);
  put (writer, "uri", uri);
  put (writer, "type", "composite");
  put (writer, "title", galley_page_get_name (page));
  begin_list (writer, "altIds");
  put_pair (writer, NINJS_PAGE, number);
  put_pair (writer, NINJS_PAGE_NAME, galley_page_get_name (page));
  for (guint i = 0; i < galley_metadata_get_n_items (staff); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (staff, i);

      put_escaped_pair (writer, NINJS_STAFF, item->qualifier != NULL ? item->qualifier : "", NULL,
                        item->value);
    }
  end_list (writer);
  begin_list (writer, "associations");
  for (guint i = 0; i < galley_page_get_n_articles (page); i++)
    {
      GalleyArticle *article = galley_page_get_article (page, i);

      if (wire_is_wanted (article, self->include_ads, self->include_furniture))
        put_article (writer, article, ++n_articles);
    }
  end_list (writer);
  json_builder_end_object (writer->json);
}

static gboolean
put_edition (Writer *writer, GError **error)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (writer->edition);
  g_autofree char *urn = wire_dup_urn ("edition", galley_edition_get_id (writer->edition));
  g_autofree char *title = galley_edition_dup_title (writer->edition);
  g_autofree char *time = wire_dup_version_time (writer->edition, NULL);
  guint n_pages = galley_edition_get_n_pages (writer->edition);

  json_builder_begin_object (writer->json);
  put (writer, "uri", urn);
  put_standard (writer);
  put (writer, "type", "composite");
  put (writer, "versionCreated", time);
  put (writer, "title", title);
  begin_list (writer, "altIds");
  put_pair (writer, NINJS_KIND, "edition");
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      g_autofree char *role = g_strconcat (NINJS_FACT, galley_fact_get_name ((GalleyFact) i), NULL);

      put_pair (writer, role, galley_masthead_get (masthead, (GalleyFact) i));
    }
  end_list (writer);
  begin_list (writer, "associations");
  for (guint p = 0; p < n_pages; p++)
    {
      if (!galley_job_continues (writer->job, error))
        return FALSE;
      put_page (writer, galley_edition_get_page (writer->edition, p), urn);
      galley_job_progress (writer->job, (double) (p + 1) / n_pages);
    }
  end_list (writer);
  json_builder_end_object (writer->json);
  return TRUE;
}

static gboolean
ninjs_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  NinjsExporter *self = NINJS_EXPORTER (exporter);
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  Writer writer = { self, frozen, job, json };

  if (!put_edition (&writer, error))
    return FALSE;
  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_indent (generator, 1);
  json_generator_to_gstring (generator, out);
  g_string_append_c (out, '\n');
  wire_note_left_out (frozen, self->include_ads, self->include_furniture, job);
  return wire_push_out (out, stream, job, error);
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static gboolean *
option (NinjsExporter *self, guint id)
{
  switch (id)
    {
    case PROP_INCLUDE_ADS:
      return &self->include_ads;
    case PROP_INCLUDE_FURNITURE:
      return &self->include_furniture;
    case PROP_INCLUDE_PICTURES:
      return &self->include_pictures;
    default:
      return NULL;
    }
}

static void
ninjs_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NinjsExporter *self = NINJS_EXPORTER (object);
  const gboolean *field = option (self, id);

  if (field != NULL)
    g_value_set_boolean (value, *field);
  else if (id == PROP_VERSION)
    g_value_set_string (value, self->version);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ninjs_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NinjsExporter *self = NINJS_EXPORTER (object);
  gboolean *field = option (self, id);

  if (field != NULL)
    *field = g_value_get_boolean (value);
  else if (id == PROP_VERSION)
    {
      g_free (self->version);
      self->version = g_strdup (g_strcmp0 (g_value_get_string (value), "2.1") == 0 ? "2.1" : "3.1");
    }
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ninjs_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save = ninjs_exporter_save;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NinjsExporter,
                               ninjs_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, ninjs_exporter_iface_init))

static void
ninjs_exporter_finalize (GObject *object)
{
  g_free (NINJS_EXPORTER (object)->version);
  G_OBJECT_CLASS (ninjs_exporter_parent_class)->finalize (object);
}

static void
ninjs_exporter_class_init (NinjsExporterClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ninjs_exporter_finalize;
  object_class->get_property = ninjs_exporter_get_property;
  object_class->set_property = ninjs_exporter_set_property;
  properties[PROP_VERSION] =
      g_param_spec_string ("version", N_ ("Version"), N_ ("The version of ninjs: 3.1 or 2.1"), "3.1", flags);
  properties[PROP_INCLUDE_ADS] = g_param_spec_boolean (
      "include-ads", N_ ("Advertisements"), N_ ("Write advertisements and announcements too"), TRUE, flags);
  properties[PROP_INCLUDE_FURNITURE] =
      g_param_spec_boolean ("include-furniture", N_ ("Masthead and folio lines"),
                            N_ ("Write the lines of the page that belong to no article"), FALSE, flags);
  properties[PROP_INCLUDE_PICTURES] = g_param_spec_boolean (
      "include-pictures", N_ ("Pictures"), N_ ("Write the pictures into the file"), TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ninjs_exporter_init (NinjsExporter *self)
{
}
