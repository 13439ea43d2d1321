/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One newsMessage: a packageItem for the edition with a group a page, a newsItem an article, a newsItem a picture. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-caption.h"

#include "../common/galley-wire-write.h"

#include "newsml-g2.h"

struct _G2Exporter
{
  GObject parent_instance;

  gboolean include_ads;
  gboolean include_furniture;
  gboolean include_pictures;
};

enum
{
  PROP_INCLUDE_ADS = 1,
  PROP_INCLUDE_FURNITURE,
  PROP_INCLUDE_PICTURES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What G2 has fields for; every other key is a property of our own. */
static const char *const native_keys[] = { "created",  "embargo",      "ed-note", "rights",  "rights.holder",
                                           "urgency",  "rights.usage", "place",   "source",  "person",
                                           "language", "genre",        "keyword", "subject", "subject.name",
                                           "slug",     "credit",       "summary", "picture", NULL };

/* Schemes of the IPTC catalog whose codes are written as they are. */
static const char *const iptc_schemes[] = { "medtop", "subj", "wldreg", "geonames", "wikidata", NULL };

/* --- parts of items --------------------------------------------------------------------------------------------- */

static void
write_catalog (GString *out)
{
  static const char *const own[] = { G2_PROPERTY, G2_FACT, G2_META, G2_ROLE, G2_GROUP };

  wire_empty (out, "catalogRef", "href", G2_CATALOG, NULL);
  g_string_append (out, "<catalog>\n");
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    {
      g_autofree char *uri = g_strconcat (G2_SCHEMES, own[i] + 1, "/", NULL);

      wire_empty (out, "scheme", "alias", own[i], "uri", uri, NULL);
    }
  g_string_append (out, "</catalog>\n");
}

static void
open_item (GString *out, const char *element, const char *guid, guint version, const char *language)
{
  g_autofree char *number = g_strdup_printf ("%u", version);

  wire_open (out, element, "guid", guid, "version", number, "standard", "NewsML-G2", "standardversion",
             "2.35", "conformance", "power", "xml:lang", language, NULL);
  g_string_append_c (out, '\n');
  write_catalog (out);
}

/* A property of our own: @alias:@name = @value, and a word more about it. */
static void
write_property (GString *out,
                const char *element,
                const char *alias,
                const char *name,
                const char *value,
                const char *literal)
{
  g_autofree char *escaped = g_uri_escape_string (name, NULL, TRUE);
  g_autofree char *rel = g_strconcat (alias, ":", escaped, NULL);

  if (value != NULL && *value != '\0')
    wire_empty (out, element, "rel", rel, "value", value, "literal",
                literal != NULL && *literal != '\0' ? literal : NULL, NULL);
}

/* A concept that is known by its name alone. */
static void
write_named (GString *out, const char *element, const char *name)
{
  if (name == NULL || *name == '\0')
    return;
  wire_open (out, element, "literal", name, NULL);
  wire_leaf (out, "name", name, NULL);
  wire_close (out, element);
}

static const char *
paper_name (GalleyEdition *edition)
{
  const char *paper = galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER);

  return paper != NULL ? paper : "Galley";
}

static void
write_each (GString *out, GalleyMetadata *metadata, const char *key, const char *element)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      wire_leaf (out, element, item->value, NULL);
    }
}

static void
write_each_named (GString *out, GalleyMetadata *metadata, const char *key, const char *element)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);

  for (guint i = 0; i < items->len; i++)
    write_named (out, element, ((const GalleyMetaItem *) g_ptr_array_index (items, i))->value);
}

/* A value the format wants in one form only, and a property of our own where it has another form. */
static void
write_time (
    GString *out, GalleyEdition *edition, GalleyMetadata *metadata, const char *key, const char *element)
{
  g_autofree char *time = wire_dup_time (edition, galley_metadata_get (metadata, key));

  if (time != NULL)
    wire_leaf (out, element, time, NULL);
}

/* --- metadata of an article ------------------------------------------------------------------------------------- */

static void
write_rights (GString *out, GalleyMetadata *metadata)
{
  const char *holder = galley_metadata_get (metadata, "rights.holder");
  const char *notice = galley_metadata_get (metadata, "rights");
  const char *usage = galley_metadata_get (metadata, "rights.usage");

  if (holder == NULL && notice == NULL && usage == NULL)
    return;
  g_string_append (out, "<rightsInfo>\n");
  write_named (out, "copyrightHolder", holder);
  wire_leaf (out, "copyrightNotice", notice, NULL);
  wire_leaf (out, "usageTerms", usage, NULL);
  wire_close (out, "rightsInfo");
}

/* Does the native field hold this value? What it does not hold goes to a property. */
static gboolean
is_native (GalleyEdition *edition, GalleyMetadata *metadata, const GalleyMetaItem *item)
{
  if (!g_strv_contains (native_keys, item->key))
    return FALSE;
  if (g_str_equal (item->key, "created") || g_str_equal (item->key, "embargo"))
    {
      g_autofree char *time = wire_dup_time (edition, item->value);

      return g_strcmp0 (galley_metadata_get (metadata, item->key), item->value) == 0 &&
             g_strcmp0 (time, item->value) == 0;
    }
  if (g_str_equal (item->key, "urgency"))
    return strlen (item->value) == 1 && item->value[0] >= '1' && item->value[0] <= '9' &&
           g_strcmp0 (galley_metadata_get (metadata, item->key), item->value) == 0;
  /* One value each. */
  if (g_str_has_prefix (item->key, "rights") || g_str_equal (item->key, "language"))
    return g_strcmp0 (galley_metadata_get (metadata, item->key), item->value) == 0;
  return TRUE;
}

static void
write_own_properties (GString *out, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autofree char *number = g_strdup_printf ("%u", galley_page_get_number (page));

  write_property (out, "itemMetaExtProperty", G2_PROPERTY, "kind",
                  galley_article_kind_get_name (galley_article_get_kind (article)), NULL);
  write_property (out, "itemMetaExtProperty", G2_PROPERTY, "page", number, NULL);
  write_property (out, "itemMetaExtProperty", G2_PROPERTY, "page-name", galley_page_get_name (page), NULL);
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    write_property (out, "itemMetaExtProperty", G2_FACT, galley_fact_get_name ((GalleyFact) i),
                    galley_masthead_get (masthead, (GalleyFact) i), NULL);
  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      if (!is_native (edition, metadata, item))
        write_property (out, "itemMetaExtProperty", G2_META, item->key, item->value, item->qualifier);
    }
}

static gboolean
has_picture (GalleyArticle *article, const char *id)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), "picture");

  for (guint i = 0; i < items->len; i++)
    {
      if (g_str_equal (((const GalleyMetaItem *) g_ptr_array_index (items, i))->value, id))
        return TRUE;
    }
  return FALSE;
}

/* One item says one thing of a picture: where articles say different things of the same picture, the first keeps the plain name. */
static char *
dup_picture_urn (GalleyEdition *edition, GalleyArticle *article, GalleyAsset *asset)
{
  const char *id = galley_asset_get_id (asset);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  g_auto (GalleyCaption) words = { 0 };
  gboolean is_first = TRUE;

  galley_caption_find (&words, asset, article);
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *other = g_ptr_array_index (articles, i);
      g_auto (GalleyCaption) theirs = { 0 };

      if (!has_picture (other, id))
        continue;
      galley_caption_find (&theirs, asset, other);
      if (other == article || galley_caption_equal (&words, &theirs))
        {
          g_autofree char *own = g_strconcat (id, ":", galley_article_get_id (other), NULL);

          return wire_dup_urn ("picture", is_first ? id : own);
        }
      is_first = FALSE;
    }
  return wire_dup_urn ("picture", id);
}

static void
write_picture_links (
    G2Exporter *self, GString *out, GalleyEdition *edition, GalleyArticle *article, GalleyJob *job)
{
  g_autoptr (GPtrArray) pictures = galley_metadata_list (galley_article_get_metadata (article), "picture");

  for (guint i = 0; i < pictures->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (pictures, i);
      GalleyAsset *asset = galley_edition_get_asset (edition, item->value);
      g_autofree char *urn = asset != NULL ? dup_picture_urn (edition, article, asset) : NULL;

      if (asset == NULL)
        continue;
      if (self->include_pictures)
        wire_empty (out, "link", "rel", G2_PROPERTY ":picture", "residref", urn, NULL);
      else
        wire_note_lost (job, article, "picture", _ ("the file without pictures"));
    }
}

static void
write_item_meta (G2Exporter *self,
                 GString *out,
                 GalleyEdition *edition,
                 GalleyPage *page,
                 GalleyArticle *article,
                 GalleyJob *job)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  const char *provider = galley_metadata_get (metadata, "provider");
  const char *status = galley_metadata_get (metadata, "status");
  g_autofree char *version_time = wire_dup_version_time (edition, article);
  g_autofree char *headline = galley_article_dup_headline (article);
  gboolean withheld = g_strcmp0 (status, "withheld") == 0;
  gboolean canceled = g_strcmp0 (status, "canceled") == 0;

  g_string_append (out, "<itemMeta>\n");
  wire_empty (out, "itemClass", "qcode",
              galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE ? "ninat:picture" : "ninat:text",
              NULL);
  write_named (out, "provider", provider != NULL ? provider : paper_name (edition));
  wire_leaf (out, "versionCreated", version_time, NULL);
  write_time (out, edition, metadata, "created", "firstCreated");
  write_time (out, edition, metadata, "embargo", "embargoed");
  wire_empty (out, "pubStatus", "qcode",
              withheld   ? "stat:withheld"
              : canceled ? "stat:canceled"
                         : "stat:usable",
              NULL);
  wire_leaf (out, "title", headline, NULL);
  write_each (out, metadata, "ed-note", "edNote");
  write_picture_links (self, out, edition, article, job);
  write_own_properties (out, edition, page, article);
  wire_close (out, "itemMeta");
}

/* Who wrote it is a creator, who helped is a contributor. */
static void
write_people (GString *out, GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) people = galley_metadata_list (metadata, "person");

  for (guint i = 0; i < people->len; i++)
    {
      const GalleyMetaItem *person = g_ptr_array_index (people, i);
      const char *role = person->qualifier != NULL ? person->qualifier : "";
      const char *element =
          strstr (role, "通讯员") != NULL || strstr (role, "编辑") != NULL ? "contributor" : "creator";

      wire_open (out, element, "literal", person->value, NULL);
      wire_leaf (out, "name", person->value, NULL);
      if (*role != '\0')
        wire_empty (out, "related", "rel", G2_PROPERTY ":jobtitle", "literal", role, NULL);
      wire_close (out, element);
    }
}

/* The name the metadata know for a coded subject. */
static const char *
subject_name (GPtrArray *names, const char *qcode)
{
  for (guint i = 0; i < names->len; i++)
    {
      const GalleyMetaItem *name = g_ptr_array_index (names, i);

      if (g_strcmp0 (name->qualifier, qcode) == 0)
        return name->value;
    }
  return NULL;
}

static void
write_subjects (GString *out, GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) subjects = galley_metadata_list (metadata, "subject");
  g_autoptr (GPtrArray) names = galley_metadata_list (metadata, "subject.name");

  for (guint i = 0; i < subjects->len; i++)
    {
      const GalleyMetaItem *subject = g_ptr_array_index (subjects, i);
      const char *scheme = subject->qualifier;
      g_autofree char *qcode = g_strconcat (scheme != NULL ? scheme : "", ":", subject->value, NULL);
      const char *name = subject_name (names, qcode);

      if (scheme != NULL && g_strv_contains (iptc_schemes, scheme) && strpbrk (subject->value, " :") == NULL)
        wire_open (out, "subject", "qcode", qcode, NULL);
      else
        {
          wire_open (out, "subject", "literal", subject->value, NULL);
          name = name != NULL ? name : subject->value;
        }
      wire_leaf (out, "name", name, NULL);
      if (scheme != NULL && *scheme != '\0' && !g_strv_contains (iptc_schemes, scheme))
        wire_empty (out, "related", "rel", G2_PROPERTY ":scheme", "literal", scheme, NULL);
      wire_close (out, "subject");
    }
}

static void
write_genres (GString *out, GalleyMetadata *metadata)
{
  static const struct
  {
    const char *name;
    const char *code;
  } codes[] = {
    { "消息", "Current" },
    { "简讯", "Current" },
    { "通讯", "Feature" },
    { "访谈", "Interview" },
    { "专访", "Interview" },
    { "人物", "Profile" },
    { "社论", "Opinion" },
    { "评论", "Opinion" },
    { "公告", "Press_Release" },
    { "特写", "From_the_Scene" },
    { "深度报道", "Special_Report" },
    { "讣告", "Obituary" },
  };
  g_autoptr (GPtrArray) genres = galley_metadata_list (metadata, "genre");

  for (guint i = 0; i < genres->len; i++)
    {
      const GalleyMetaItem *genre = g_ptr_array_index (genres, i);
      g_autofree char *qcode = NULL;

      for (guint k = 0; k < G_N_ELEMENTS (codes) && qcode == NULL; k++)
        {
          if (g_str_equal (codes[k].name, genre->value))
            qcode = g_strconcat ("genre:", codes[k].code, NULL);
        }
      wire_open (out, "genre", "qcode", qcode, "literal", qcode == NULL ? genre->value : NULL, NULL);
      wire_leaf (out, "name", genre->value, NULL);
      wire_close (out, "genre");
    }
}

static void
write_heads (GString *out, GalleyArticle *article, guint n_heads)
{
  for (guint i = 0; i < n_heads; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);
      g_autofree char *code = g_strconcat (G2_ROLE ":", galley_role_get_name (role), NULL);

      if (role == GALLEY_ROLE_BYLINE)
        wire_leaf (out, "by", galley_block_get_text (block), NULL);
      else
        wire_leaf (out, "headline", galley_block_get_text (block), "role",
                   role != GALLEY_ROLE_HEADLINE ? code : NULL, NULL);
    }
}

static void
write_content_meta (GString *out, GalleyEdition *edition, GalleyArticle *article, guint n_heads)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  const char *urgency = galley_metadata_get (metadata, "urgency");
  g_autofree char *dateline = wire_dup_dateline (article);

  g_string_append (out, "<contentMeta>\n");
  if (urgency != NULL && strlen (urgency) == 1 && *urgency >= '1' && *urgency <= '9')
    wire_leaf (out, "urgency", urgency, NULL);
  write_each_named (out, metadata, "place", "located");
  write_each_named (out, metadata, "source", "infoSource");
  write_people (out, metadata);
  if (galley_metadata_get (metadata, "language") != NULL)
    wire_empty (out, "language", "tag", galley_metadata_get (metadata, "language"), NULL);
  write_genres (out, metadata);
  write_each (out, metadata, "keyword", "keyword");
  write_subjects (out, metadata);
  write_each (out, metadata, "slug", "slugline");
  write_heads (out, article, n_heads);
  wire_leaf (out, "dateline", dateline, NULL);
  write_each (out, metadata, "credit", "creditline");
  write_each (out, metadata, "summary", "description");
  wire_close (out, "contentMeta");
}

static void
write_article (G2Exporter *self,
               GString *out,
               GalleyEdition *edition,
               GalleyPage *page,
               GalleyArticle *article,
               GalleyJob *job)
{
  g_autofree char *guid = wire_dup_guid (article);
  g_autofree char *headline = galley_article_dup_headline (article);
  guint n_heads = wire_count_heads (article);

  if (wire_heads_have_marks (article, n_heads))
    wire_note_lost (job, article, _ ("marks in headlines"), "NewsML-G2");
  open_item (out, "newsItem", guid, wire_get_version (article), galley_article_get_language (article));
  write_rights (out, galley_article_get_metadata (article));
  write_item_meta (self, out, edition, page, article, job);
  write_content_meta (out, edition, article, n_heads);
  g_string_append (out, "<contentSet>\n<inlineXML contenttype=\"application/xhtml+xml\">\n"
                        "<html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>");
  wire_leaf (out, "title", *headline != '\0' ? headline : guid, NULL);
  g_string_append (out, "</head>\n<body>\n");
  wire_write_blocks (out, article, n_heads, WIRE_XHTML);
  g_string_append (out, "</body>\n</html>\n</inlineXML>\n</contentSet>\n");
  wire_close (out, "newsItem");
}

/* --- pictures and the package ----------------------------------------------------------------------------------- */

static void
write_picture (
    GString *out, GalleyEdition *edition, GalleyArticle *article, GalleyAsset *asset, const char *urn)
{
  g_auto (GalleyCaption) words = { 0 };
  g_autofree char *time = wire_dup_version_time (edition, NULL);
  g_auto (GStrv) keys = galley_asset_list_info (asset);
  const char *rights = galley_asset_get_info (asset, "rights");
  gsize length;
  const guchar *bytes = g_bytes_get_data (galley_asset_get_bytes (asset), &length);
  g_autofree char *data = g_base64_encode (bytes, length);

  galley_caption_find (&words, asset, article);
  open_item (out, "newsItem", urn, 1, NULL);
  if (rights != NULL)
    {
      g_string_append (out, "<rightsInfo>\n");
      wire_leaf (out, "copyrightNotice", rights, NULL);
      wire_close (out, "rightsInfo");
    }
  g_string_append (out, "<itemMeta>\n");
  wire_empty (out, "itemClass", "qcode", "ninat:picture", NULL);
  write_named (out, "provider", paper_name (edition));
  wire_leaf (out, "versionCreated", time, NULL);
  wire_empty (out, "pubStatus", "qcode", "stat:usable", NULL);
  write_property (out, "itemMetaExtProperty", G2_PROPERTY, "file-name", galley_asset_get_name (asset), NULL);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = galley_caption_dup_info (&words, asset, keys[i]);

      write_property (out, "itemMetaExtProperty", G2_META, keys[i], value, NULL);
    }
  wire_close (out, "itemMeta");
  g_string_append (out, "<contentMeta>\n");
  wire_leaf (out, "creditline", words.credit, NULL);
  wire_leaf (out, "description", words.caption, "role", "drol:caption", NULL);
  wire_close (out, "contentMeta");
  g_string_append (out, "<contentSet>\n");
  wire_leaf (out, "inlineData", data, "contenttype", galley_asset_get_mime_type (asset), "encoding",
             "encd:base64", NULL);
  wire_close (out, "contentSet");
  wire_close (out, "newsItem");
}

static char *
page_id (GalleyPage *page)
{
  return g_strdup_printf ("page-%u", galley_page_get_number (page));
}

static void
write_group (G2Exporter *self, GString *out, GalleyPage *page)
{
  GalleyMetadata *staff = galley_page_get_staff (page);
  g_autofree char *id = page_id (page);
  g_autofree char *number = g_strdup_printf ("%u", galley_page_get_number (page));
  const char *name = galley_page_get_name (page);

  wire_open (out, "group", "id", id, "role", G2_GROUP ":page", NULL);
  g_string_append_c (out, '\n');
  wire_leaf (out, "title", name != NULL && *name != '\0' ? name : number, NULL);
  write_property (out, "groupExtProperty", G2_PROPERTY, "page", number, NULL);
  write_property (out, "groupExtProperty", G2_PROPERTY, "page-name", name, NULL);
  for (guint i = 0; i < galley_metadata_get_n_items (staff); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (staff, i);

      write_property (out, "groupExtProperty", G2_PROPERTY, "staff", item->value, item->qualifier);
    }
  for (guint i = 0; i < galley_page_get_n_articles (page); i++)
    {
      GalleyArticle *article = galley_page_get_article (page, i);
      g_autofree char *guid = wire_dup_guid (article);
      g_autofree char *version = g_strdup_printf ("%u", wire_get_version (article));

      if (wire_is_wanted (article, self->include_ads, self->include_furniture))
        wire_empty (out, "itemRef", "residref", guid, "version", version, "contenttype",
                    "application/vnd.iptc.g2.newsitem+xml", NULL);
    }
  wire_close (out, "group");
}

static void
write_package (G2Exporter *self, GString *out, GalleyEdition *edition)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  g_autofree char *urn = wire_dup_urn ("edition", galley_edition_get_id (edition));
  g_autofree char *title = galley_edition_dup_title (edition);
  g_autofree char *time = wire_dup_version_time (edition, NULL);

  open_item (out, "packageItem", urn, 1, NULL);
  g_string_append (out, "<itemMeta>\n");
  wire_empty (out, "itemClass", "qcode", "ninat:composite", NULL);
  write_named (out, "provider", paper_name (edition));
  wire_leaf (out, "versionCreated", time, NULL);
  wire_empty (out, "pubStatus", "qcode", "stat:usable", NULL);
  wire_leaf (out, "title", title, NULL);
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    write_property (out, "itemMetaExtProperty", G2_FACT, galley_fact_get_name ((GalleyFact) i),
                    galley_masthead_get (masthead, (GalleyFact) i), NULL);
  wire_close (out, "itemMeta");
  g_string_append (out, "<contentMeta>\n");
  wire_leaf (out, "headline", title, NULL);
  wire_close (out, "contentMeta");
  g_string_append (out, "<groupSet root=\"edition\">\n");
  wire_open (out, "group", "id", "edition", "role", G2_GROUP ":edition", NULL);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      g_autofree char *id = page_id (galley_edition_get_page (edition, i));

      wire_empty (out, "groupRef", "idref", id, NULL);
    }
  wire_close (out, "group");
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    write_group (self, out, galley_edition_get_page (edition, i));
  wire_close (out, "groupSet");
  wire_close (out, "packageItem");
}

/* @written: the items that are in the file. */
static gboolean
write_pictures (GString *out,
                GalleyEdition *edition,
                GalleyArticle *article,
                GHashTable *written,
                GOutputStream *stream,
                GalleyJob *job,
                GError **error)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), "picture");

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);
      GalleyAsset *asset = galley_edition_get_asset (edition, item->value);
      char *urn = asset != NULL ? dup_picture_urn (edition, article, asset) : NULL;

      if (urn == NULL || !g_hash_table_add (written, urn))
        continue;
      write_picture (out, edition, article, asset, urn);
      if (!wire_push_out (out, stream, job, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_all_pictures (G2Exporter *self,
                    GString *out,
                    GalleyEdition *edition,
                    GOutputStream *stream,
                    GalleyJob *job,
                    GError **error)
{
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);

      if (wire_is_wanted (article, self->include_ads, self->include_furniture) &&
          !write_pictures (out, edition, article, written, stream, job, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
g2_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  G2Exporter *self = G2_EXPORTER (exporter);
  g_autoptr (GString) out = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  g_autofree char *time = wire_dup_version_time (frozen, NULL);
  guint n_pages = galley_edition_get_n_pages (frozen);

  wire_open (out, "newsMessage", "xmlns", "http://iptc.org/std/nar/2006-10-01/", NULL);
  g_string_append (out, "\n<header>\n");
  wire_leaf (out, "sent", time, NULL);
  wire_leaf (out, "sender", paper_name (frozen), NULL);
  g_string_append (out, "</header>\n<itemSet>\n");
  write_package (self, out, frozen);
  for (guint p = 0; p < n_pages; p++)
    {
      GalleyPage *page = galley_edition_get_page (frozen, p);

      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          GalleyArticle *article = galley_page_get_article (page, a);

          if (wire_is_wanted (article, self->include_ads, self->include_furniture))
            write_article (self, out, frozen, page, article, job);
          if (!wire_push_out (out, stream, job, error))
            return FALSE;
        }
      galley_job_progress (job, (double) (p + 1) / n_pages);
    }
  if (self->include_pictures && !write_all_pictures (self, out, frozen, stream, job, error))
    return FALSE;
  wire_note_left_out (frozen, self->include_ads, self->include_furniture, job);
  g_string_append (out, "</itemSet>\n</newsMessage>\n");
  return wire_push_out (out, stream, job, error);
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static gboolean *
option (G2Exporter *self, guint id)
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
g2_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const gboolean *field = option (G2_EXPORTER (object), id);

  if (field != NULL)
    g_value_set_boolean (value, *field);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
g2_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gboolean *field = option (G2_EXPORTER (object), id);

  if (field != NULL)
    *field = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
g2_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save = g2_exporter_save;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (G2Exporter,
                               g2_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, g2_exporter_iface_init))

static void
g2_exporter_class_init (G2ExporterClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = g2_exporter_get_property;
  object_class->set_property = g2_exporter_set_property;
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
g2_exporter_init (G2Exporter *self)
{
}
