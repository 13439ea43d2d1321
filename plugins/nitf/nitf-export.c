/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NITF 3.6: a folder with one file an article, pictures inside of them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-caption.h"

#include "../common/galley-wire-write.h"

#include "nitf.h"

struct _NitfExporter
{
  GObject parent_instance;

  gboolean include_ads;
  gboolean include_pictures;
};

enum
{
  PROP_INCLUDE_ADS = 1,
  PROP_INCLUDE_PICTURES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const native_keys[] = {
  "person", "subject", "subject.name",  "keyword",      "genre",   "urgency",
  "source", "rights",  "rights.holder", "rights.usage", "created", "embargo",
  "slug",   "summary", "picture",       "ed-note",      NULL
};

/* --- head ------------------------------------------------------------------------------------------------------- */

static void
write_meta (GString *out, const char *name, const char *content)
{
  if (content != NULL && *content != '\0')
    wire_empty (out, "meta", "name", name, "content", content, NULL);
}

/* "name;qualifier=value". */
static void
write_named_meta (GString *out, const char *meta, const char *name, const char *qualifier, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (name, NULL, TRUE);
  g_autofree char *escaped_qualifier = g_uri_escape_string (qualifier != NULL ? qualifier : "", NULL, TRUE);
  g_autofree char *content =
      g_strconcat (escaped, *escaped_qualifier != '\0' ? ";" : "", escaped_qualifier, "=", value, NULL);

  write_meta (out, meta, content);
}

/* A name token of XML, as a code must be. */
static gboolean
is_token (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 && !g_ascii_isalnum ((char) c) && strchr (".-_", (int) c) == NULL)
        return FALSE;
      if (c >= 0x80 && !g_unichar_isalpha (c))
        return FALSE;
    }
  return *text != '\0';
}

/* Which values have a field of their own here: single fields hold the first one. */
static gboolean
is_native (GalleyEdition *edition, GalleyMetadata *metadata, const GalleyMetaItem *item)
{
  static const char *const repeated[] = { "person",  "subject", "subject.name", "keyword", "genre",
                                          "picture", NULL };

  if (!g_strv_contains (native_keys, item->key))
    return FALSE;
  if (g_str_equal (item->key, "subject.name"))
    return item->qualifier != NULL &&
           (g_str_has_prefix (item->qualifier, "medtop:") || g_str_has_prefix (item->qualifier, "subj:"));
  if (g_strv_contains (repeated, item->key))
    return TRUE;
  if (g_strcmp0 (galley_metadata_get (metadata, item->key), item->value) != 0)
    return FALSE;
  if (g_str_equal (item->key, "created") || g_str_equal (item->key, "embargo"))
    {
      g_autofree char *time = wire_dup_time (edition, item->value);

      return g_strcmp0 (time, item->value) == 0;
    }
  return !g_str_equal (item->key, "urgency") || is_token (item->value);
}

static void
write_own_meta (GString *out, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article, guint n_heads)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  GalleyMetadata *staff = galley_page_get_staff (page);
  g_autofree char *number = g_strdup_printf ("%u", galley_page_get_number (page));
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < n_heads; i++)
    g_string_append_printf (
        order, "%s%s", i > 0 ? " " : "",
        galley_role_get_name (galley_block_get_role (galley_article_get_block (article, i))));
  write_meta (out, NITF_ORDER, order->len > 0 ? order->str : "none");
  write_meta (out, NITF_KIND, galley_article_kind_get_name (galley_article_get_kind (article)));
  write_meta (out, NITF_PAGE, number);
  write_meta (out, NITF_PAGE_NAME, galley_page_get_name (page));
  for (guint i = 0; i < galley_metadata_get_n_items (staff); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (staff, i);

      write_named_meta (out, NITF_STAFF, item->qualifier != NULL ? item->qualifier : "", NULL, item->value);
    }
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (galley_edition_get_masthead (edition), (GalleyFact) i);

      if (value != NULL)
        write_named_meta (out, NITF_FACT, galley_fact_get_name ((GalleyFact) i), NULL, value);
    }
  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      if (!is_native (edition, metadata, item))
        write_named_meta (out, NITF_META, item->key, item->qualifier, item->value);
    }
}

static gboolean
is_iptc_subject (const GalleyMetaItem *subject)
{
  return (g_strcmp0 (subject->qualifier, "medtop") == 0 || g_strcmp0 (subject->qualifier, "subj") == 0) &&
         is_token (subject->value);
}

static void
write_tobject (GString *out, GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) genres = galley_metadata_list (metadata, "genre");
  g_autoptr (GPtrArray) subjects = galley_metadata_list (metadata, "subject");
  g_autoptr (GPtrArray) names = galley_metadata_list (metadata, "subject.name");

  wire_open (out, "tobject", "tobject.type", "news", NULL);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < genres->len; i++)
    wire_empty (out, "tobject.property", "tobject.property.type",
                ((const GalleyMetaItem *) g_ptr_array_index (genres, i))->value, NULL);
  for (guint i = 0; i < subjects->len; i++)
    {
      const GalleyMetaItem *subject = g_ptr_array_index (subjects, i);
      g_autofree char *qcode = NULL;
      const char *name = NULL;

      if (!is_iptc_subject (subject))
        continue;
      qcode = g_strconcat (subject->qualifier, ":", subject->value, NULL);
      for (guint k = 0; k < names->len && name == NULL; k++)
        {
          const GalleyMetaItem *item = g_ptr_array_index (names, k);

          if (g_strcmp0 (item->qualifier, qcode) == 0)
            name = item->value;
        }
      wire_empty (out, "tobject.subject", "tobject.subject.ipr",
                  g_str_equal (subject->qualifier, "medtop") ? NITF_MEDTOP : "IPTC", "tobject.subject.refnum",
                  subject->value, "tobject.subject.type", name, NULL);
    }
  wire_close (out, "tobject");
}

/* "20240506T080000+0800". */
static char *
dup_norm (GalleyEdition *edition, const char *value)
{
  g_autofree char *time = wire_dup_time (edition, value);
  GString *norm = g_string_new (NULL);

  for (const char *p = time != NULL ? time : ""; *p != '\0'; p++)
    {
      if (*p != ':' && (*p != '-' || p > time + 10))
        g_string_append_c (norm, *p);
    }
  if (norm->len > 0)
    return g_string_free (norm, FALSE);
  g_string_free (norm, TRUE);
  return NULL;
}

static void
write_norm (
    GString *out, GalleyEdition *edition, GalleyMetadata *metadata, const char *key, const char *element)
{
  g_autofree char *norm = dup_norm (edition, galley_metadata_get (metadata, key));

  if (norm != NULL)
    wire_empty (out, element, "norm", norm, NULL);
}

static void
write_classifiers (GString *out, GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) subjects = galley_metadata_list (metadata, "subject");
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < subjects->len; i++)
    {
      const GalleyMetaItem *subject = g_ptr_array_index (subjects, i);

      if (!is_iptc_subject (subject))
        wire_empty (list, "classifier", "value", subject->value, "type",
                    subject->qualifier != NULL && *subject->qualifier != '\0' ? subject->qualifier : NULL,
                    NULL);
    }
  if (list->len > 0)
    g_string_append_printf (out, "<identified-content>\n%s</identified-content>\n", list->str);
}

static void
write_docdata (GString *out, GalleyEdition *edition, GalleyArticle *article)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autoptr (GPtrArray) keywords = galley_metadata_list (metadata, "keyword");
  g_autofree char *guid = wire_dup_guid (article);
  const char *status = galley_metadata_get (metadata, "status");
  const char *urgency = galley_metadata_get (metadata, "urgency");
  const char *holder = galley_metadata_get (metadata, "rights.holder");
  const char *usage = galley_metadata_get (metadata, "rights.usage");
  const char *slug = galley_metadata_get (metadata, "slug");
  const char *note = galley_metadata_get (metadata, "ed-note");

  wire_open (out, "docdata", "management-status", status != NULL ? status : "usable", NULL);
  g_string_append_c (out, '\n');
  wire_empty (out, "doc-id", "id-string", guid, NULL);
  if (urgency != NULL && is_token (urgency))
    wire_empty (out, "urgency", "ed-urg", urgency, NULL);
  if (slug != NULL)
    wire_empty (out, "fixture", "fix-id", slug, NULL);
  write_norm (out, edition, metadata, "created", "date.issue");
  write_norm (out, edition, metadata, "embargo", "date.release");
  if (note != NULL)
    wire_empty (out, "ed-msg", "info", note, NULL);
  if (holder != NULL)
    wire_empty (out, "doc.copyright", "holder", holder, NULL);
  if (usage != NULL)
    wire_empty (out, "doc.rights", "limitations", usage, NULL);
  if (keywords->len > 0)
    g_string_append (out, "<key-list>\n");
  for (guint i = 0; i < keywords->len; i++)
    wire_empty (out, "keyword", "key", ((const GalleyMetaItem *) g_ptr_array_index (keywords, i))->value,
                NULL);
  if (keywords->len > 0)
    wire_close (out, "key-list");
  write_classifiers (out, metadata);
  wire_close (out, "docdata");
}

static void
write_pubdata (GString *out, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  const char *date = galley_masthead_get (masthead, GALLEY_FACT_DATE);
  const char *section = galley_metadata_get (galley_article_get_metadata (article), "section");
  const char *page_name = galley_page_get_name (page);
  g_auto (GStrv) parts = date != NULL ? g_strsplit (date, "-", -1) : NULL;
  g_autofree char *plain = parts != NULL ? g_strjoinv ("", parts) : NULL;
  g_autofree char *number = g_strdup_printf ("%u", galley_page_get_number (page));

  if (section == NULL && page_name != NULL && *page_name != '\0')
    section = page_name;
  wire_empty (out, "pubdata", "type", "print", "date.publication", plain, "name",
              galley_masthead_get (masthead, GALLEY_FACT_PAPER), "number",
              galley_masthead_get (masthead, GALLEY_FACT_ISSUE), "issn",
              galley_masthead_get (masthead, GALLEY_FACT_CN), "position.section", section,
              "position.sequence", number, "ex-ref", galley_masthead_get (masthead, GALLEY_FACT_POST_CODE),
              NULL);
}

/* --- body ------------------------------------------------------------------------------------------------------- */

static void
write_hedline (GString *out, GalleyArticle *article, guint n_heads)
{
  gint first = -1;
  guint n_lines = 0;

  for (guint i = 0; i < n_heads; i++)
    {
      GalleyRole role = galley_block_get_role (galley_article_get_block (article, i));

      n_lines += role != GALLEY_ROLE_BYLINE;
      if (role == GALLEY_ROLE_HEADLINE && first < 0)
        first = (gint) i;
    }
  if (n_lines == 0)
    return;
  g_string_append (out, "<hedline>\n");
  if (first >= 0)
    wire_leaf (out, "hl1", galley_block_get_text (galley_article_get_block (article, (guint) first)), "class",
               "headline", NULL);
  else
    wire_empty (out, "hl1", NULL);
  for (guint i = 0; i < n_heads; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);

      if ((gint) i != first && role != GALLEY_ROLE_BYLINE)
        wire_leaf (out, "hl2", galley_block_get_text (block), "class", galley_role_get_name (role), NULL);
    }
  wire_close (out, "hedline");
}

static void
write_bylines (GString *out, GalleyArticle *article, guint n_heads)
{
  g_autoptr (GPtrArray) people = galley_metadata_list (galley_article_get_metadata (article), "person");

  for (guint i = 0; i < n_heads; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (galley_block_get_role (block) == GALLEY_ROLE_BYLINE)
        wire_leaf (out, "byline", galley_block_get_text (block), "class", "byline", NULL);
    }
  for (guint i = 0; i < people->len; i++)
    {
      const GalleyMetaItem *person = g_ptr_array_index (people, i);

      wire_open (out, "byline", "class", "person", NULL);
      wire_leaf (out, "person", person->value, NULL);
      wire_leaf (out, "byttl", person->qualifier, NULL);
      wire_close (out, "byline");
    }
}

static void
write_body_head (GString *out, GalleyArticle *article, guint n_heads)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autofree char *dateline = wire_dup_dateline (article);
  const char *summary = galley_metadata_get (metadata, "summary");

  g_string_append (out, "<body.head>\n");
  write_hedline (out, article, n_heads);
  wire_leaf (out, "rights", galley_metadata_get (metadata, "rights"), NULL);
  write_bylines (out, article, n_heads);
  wire_leaf (out, "distributor", galley_metadata_get (metadata, "source"), NULL);
  wire_leaf (out, "dateline", dateline, NULL);
  if (summary != NULL)
    {
      g_string_append (out, "<abstract>");
      wire_leaf (out, "p", summary, NULL);
      g_string_append (out, "</abstract>\n");
    }
  wire_close (out, "body.head");
}

static void
write_picture (GString *out, GalleyArticle *article, GalleyAsset *asset)
{
  g_auto (GalleyCaption) words = { 0 };
  gsize length;
  const guchar *bytes = g_bytes_get_data (galley_asset_get_bytes (asset), &length);
  g_autofree char *data = g_base64_encode (bytes, length);

  galley_caption_find (&words, asset, article);
  wire_open (out, "media", "media-type", "image", NULL);
  g_string_append_c (out, '\n');
  wire_empty (out, "media-reference", "source", galley_asset_get_name (asset), "mime-type",
              galley_asset_get_mime_type (asset), "source-credit", words.credit, "copyright",
              galley_asset_get_info (asset, "rights"), "alternate-text", words.alt, NULL);
  wire_leaf (out, "media-object", data, "encoding", "base64", NULL);
  wire_leaf (out, "media-caption", words.caption, NULL);
  wire_close (out, "media");
}

static void
write_pictures (
    NitfExporter *self, GString *out, GalleyEdition *edition, GalleyArticle *article, GalleyJob *job)
{
  g_autoptr (GPtrArray) pictures = galley_metadata_list (galley_article_get_metadata (article), "picture");

  for (guint i = 0; i < pictures->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (pictures, i);
      GalleyAsset *asset = galley_edition_get_asset (edition, item->value);

      if (asset != NULL && self->include_pictures)
        write_picture (out, article, asset);
      else if (asset != NULL)
        wire_note_lost (job, article, "picture", _ ("the file without pictures"));
    }
}

static gboolean
has_joins (GalleyArticle *article)
{
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      if (galley_block_find_span (galley_article_get_block (article, i), GALLEY_SPAN_JOIN) != NULL)
        return TRUE;
    }
  return FALSE;
}

static char *
dup_document (
    NitfExporter *self, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article, GalleyJob *job)
{
  GString *out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  g_autofree char *headline = galley_article_dup_headline (article);
  guint n_heads = wire_count_heads (article);

  if (wire_heads_have_marks (article, n_heads))
    wire_note_lost (job, article, _ ("marks in headlines"), "NITF");
  if (has_joins (article))
    wire_note_lost (job, article, _ ("places where columns were joined"), "NITF");
  wire_open (out, "nitf", "xmlns", "http://iptc.org/std/NITF/2006-10-18/", "xml:lang",
             galley_article_get_language (article), NULL);
  g_string_append (out, "\n<head>\n");
  wire_leaf (out, "title", headline, NULL);
  write_own_meta (out, edition, page, article, n_heads);
  write_tobject (out, galley_article_get_metadata (article));
  write_docdata (out, edition, article);
  write_pubdata (out, edition, page, article);
  g_string_append (out, "</head>\n<body>\n");
  write_body_head (out, article, n_heads);
  g_string_append (out, "<body.content>\n<block class=\"text\">\n");
  wire_write_blocks (out, article, n_heads, WIRE_NITF);
  g_string_append (out, "</block>\n");
  write_pictures (self, out, edition, article, job);
  g_string_append (out, "</body.content>\n</body>\n</nitf>\n");
  return g_string_free (out, FALSE);
}

/* --- the folder ------------------------------------------------------------------------------------------------- */

static gboolean
nitf_exporter_save_tree (
    GalleyExporter *exporter, GalleyEdition *frozen, GFile *new_folder, GalleyJob *job, GError **error)
{
  NitfExporter *self = NITF_EXPORTER (exporter);
  guint n_pages = galley_edition_get_n_pages (frozen);

  for (guint p = 0; p < n_pages; p++)
    {
      GalleyPage *page = galley_edition_get_page (frozen, p);
      guint number = 0;

      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          GalleyArticle *article = galley_page_get_article (page, a);
          g_autofree char *name = NULL;
          g_autofree char *text = NULL;
          g_autoptr (GFile) file = NULL;

          if (!galley_job_continues (job, error))
            return FALSE;
          if (!wire_is_wanted (article, self->include_ads, FALSE))
            continue;
          name = g_strdup_printf ("p%02u-%02u.xml", galley_page_get_number (page), ++number);
          text = dup_document (self, frozen, page, article, job);
          file = g_file_get_child (new_folder, name);
          if (!g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                        galley_job_get_cancellable (job), error))
            return FALSE;
        }
      galley_job_progress (job, (double) (p + 1) / n_pages);
    }
  wire_note_left_out (frozen, self->include_ads, FALSE, job);
  return TRUE;
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static void
nitf_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  NitfExporter *self = NITF_EXPORTER (object);

  switch (id)
    {
    case PROP_INCLUDE_ADS:
      g_value_set_boolean (value, self->include_ads);
      break;
    case PROP_INCLUDE_PICTURES:
      g_value_set_boolean (value, self->include_pictures);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nitf_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  NitfExporter *self = NITF_EXPORTER (object);

  switch (id)
    {
    case PROP_INCLUDE_ADS:
      self->include_ads = g_value_get_boolean (value);
      break;
    case PROP_INCLUDE_PICTURES:
      self->include_pictures = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
nitf_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save_tree = nitf_exporter_save_tree;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (NitfExporter,
                               nitf_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, nitf_exporter_iface_init))

static void
nitf_exporter_class_init (NitfExporterClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = nitf_exporter_get_property;
  object_class->set_property = nitf_exporter_set_property;
  properties[PROP_INCLUDE_ADS] = g_param_spec_boolean (
      "include-ads", N_ ("Advertisements"), N_ ("Write advertisements and announcements too"), TRUE, flags);
  properties[PROP_INCLUDE_PICTURES] = g_param_spec_boolean (
      "include-pictures", N_ ("Pictures"), N_ ("Write the pictures into the file"), TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
nitf_exporter_init (NitfExporter *self)
{
}
