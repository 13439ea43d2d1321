/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "galley-caption.h"
#include "galley-export-html.h"
#include "galley-export-words.h"
#include "galley-jsonld.h"

static void
add_string (JsonBuilder *json, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
begin_thing (JsonBuilder *json, const char *name, const char *type)
{
  if (name != NULL)
    json_builder_set_member_name (json, name);
  json_builder_begin_object (json);
  add_string (json, "@type", type);
}

static void
add_thing (JsonBuilder *json, const char *name, const char *type, const char *thing)
{
  if (thing == NULL || *thing == '\0')
    return;
  begin_thing (json, name, type);
  add_string (json, "name", thing);
  json_builder_end_object (json);
}

static void
add_list (JsonBuilder *json, GalleyMetadata *metadata, const char *key, const char *name)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);

  if (items->len == 0)
    return;
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint i = 0; i < items->len; i++)
    json_builder_add_string_value (json, ((const GalleyMetaItem *) g_ptr_array_index (items, i))->value);
  json_builder_end_array (json);
}

/* --- people, subjects, pictures ---------------------------------------------------------------------------------- */

/* 通讯员 supply copy to the paper without being of it. */
static gboolean
is_contributor (const GalleyMetaItem *person)
{
  return person->qualifier != NULL && strstr (person->qualifier, "通讯员") != NULL;
}

static void
add_people (JsonBuilder *json, GPtrArray *people, const char *name, gboolean contributors)
{
  guint n = 0;

  for (guint i = 0; i < people->len; i++)
    n += is_contributor (g_ptr_array_index (people, i)) == contributors;
  if (n == 0)
    return;
  json_builder_set_member_name (json, name);
  json_builder_begin_array (json);
  for (guint i = 0; i < people->len; i++)
    {
      const GalleyMetaItem *person = g_ptr_array_index (people, i);

      if (is_contributor (person) != contributors)
        continue;
      begin_thing (json, NULL, "Person");
      add_string (json, "name", person->value);
      add_string (json, "jobTitle", person->qualifier);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_editors (JsonBuilder *json, GalleyPage *page)
{
  g_autoptr (GPtrArray) staff = galley_metadata_list (galley_page_get_staff (page), NULL);
  guint n = 0;

  for (guint i = 0; i < staff->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (staff, i);

      if (item->qualifier == NULL || strstr (item->qualifier, "编辑") == NULL)
        continue;
      if (n++ == 0)
        {
          json_builder_set_member_name (json, "editor");
          json_builder_begin_array (json);
        }
      begin_thing (json, NULL, "Person");
      add_string (json, "name", item->value);
      add_string (json, "jobTitle", item->qualifier);
      json_builder_end_object (json);
    }
  if (n > 0)
    json_builder_end_array (json);
}

static void
add_subjects (JsonBuilder *json, GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) subjects = galley_metadata_list (metadata, "subject");

  if (subjects->len == 0)
    return;
  json_builder_set_member_name (json, "about");
  json_builder_begin_array (json);
  for (guint i = 0; i < subjects->len; i++)
    {
      const GalleyMetaItem *subject = g_ptr_array_index (subjects, i);

      begin_thing (json, NULL, "DefinedTerm");
      add_string (json, "name", subject->value);
      add_string (json, "inDefinedTermSet", subject->qualifier);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_pictures (JsonBuilder *json, GalleyEdition *edition, GalleyArticle *article, const char *folder)
{
  g_autoptr (GPtrArray) pictures = export_list_pictures (edition, article);
  gboolean any = FALSE;

  for (guint i = 0; i < pictures->len && folder != NULL; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (pictures, i);
      g_auto (GalleyCaption) words = { 0 };
      g_autofree char *name = export_picture_name (asset);
      g_autofree char *path = g_strconcat (folder, name, NULL);
      g_autofree char *alt = export_dup_alt (asset, article);

      if (name == NULL)
        continue;
      if (!any)
        {
          json_builder_set_member_name (json, "image");
          json_builder_begin_array (json);
        }
      any = TRUE;
      begin_thing (json, NULL, "ImageObject");
      add_string (json, "contentUrl", path);
      add_string (json, "caption", alt);
      galley_caption_find (&words, asset, article);
      add_string (json, "creditText", words.credit);
      json_builder_end_object (json);
    }
  if (any)
    json_builder_end_array (json);
}

/* --- the issue --------------------------------------------------------------------------------------------------- */

static void
add_code (JsonBuilder *json, const char *kind, const char *value)
{
  begin_thing (json, NULL, "PropertyValue");
  add_string (json, "propertyID", kind);
  add_string (json, "value", value);
  json_builder_end_object (json);
}

static void
add_paper (JsonBuilder *json, GalleyMasthead *masthead)
{
  const char *paper = galley_masthead_get (masthead, GALLEY_FACT_PAPER);
  const char *cn = galley_masthead_get (masthead, GALLEY_FACT_CN);
  const char *post_code = galley_masthead_get (masthead, GALLEY_FACT_POST_CODE);

  if (paper == NULL)
    return;
  begin_thing (json, "isPartOf", "Newspaper");
  add_string (json, "name", paper);
  if (cn != NULL || post_code != NULL)
    {
      json_builder_set_member_name (json, "identifier");
      json_builder_begin_array (json);
      if (cn != NULL)
        add_code (json, "CN", cn);
      if (post_code != NULL)
        add_code (json, "邮发代号", post_code);
      json_builder_end_array (json);
    }
  json_builder_end_object (json);
}

static void
add_issue (JsonBuilder *json, GalleyEdition *edition)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);

  add_string (json, "issueNumber", galley_masthead_get (masthead, GALLEY_FACT_ISSUE));
  add_string (json, "datePublished", export_edition_date (edition));
  add_paper (json, masthead);
}

/* --- the article ------------------------------------------------------------------------------------------------- */

/* Lines beside the headline, in the order of print: kicker, subhead. */
static void
add_other_heads (JsonBuilder *json, GalleyArticle *article)
{
  static const GalleyRole roles[] = { GALLEY_ROLE_KICKER, GALLEY_ROLE_SUBHEAD };
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      char *text = export_dup_role_text (article, roles[i], " ");

      if (*text != '\0')
        g_ptr_array_add (lines, text);
      else
        g_free (text);
    }
  if (lines->len == 1)
    add_string (json, "alternativeHeadline", g_ptr_array_index (lines, 0));
  if (lines->len < 2)
    return;
  json_builder_set_member_name (json, "alternativeHeadline");
  json_builder_begin_array (json);
  for (guint i = 0; i < lines->len; i++)
    json_builder_add_string_value (json, g_ptr_array_index (lines, i));
  json_builder_end_array (json);
}

static void
add_place_in_print (JsonBuilder *json, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  const char *section = galley_metadata_get (galley_article_get_metadata (article), "section");
  g_autofree char *number = g_strdup_printf ("%u", galley_page_get_number (page));
  g_autofree char *dateline = export_dup_dateline (article);

  add_string (json, "articleSection", section != NULL ? section : galley_page_get_name (page));
  add_string (json, "printPage", number);
  add_string (json, "printSection", galley_page_get_name (page));
  add_string (json, "printEdition", galley_masthead_get (masthead, GALLEY_FACT_ISSUE));
  add_string (json, "dateline", dateline);
}

static void
add_article (JsonBuilder *json,
             GalleyEdition *edition,
             GalleyPage *page,
             GalleyArticle *article,
             const char *folder,
             const char *url)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autoptr (GPtrArray) people = galley_metadata_list (metadata, "person");
  g_autofree char *headline = export_article_title (article);
  g_autofree char *body = export_dup_role_text (article, GALLEY_ROLE_BODY, "\n");
  const char *paper = galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER);
  const char *place = galley_metadata_get (metadata, "place");

  if (place == NULL)
    place = galley_metadata_get (metadata, "dateline.place");
  add_string (json, "@context", "https://schema.org");
  add_string (json, "@type",
              galley_article_get_kind (article) == GALLEY_ARTICLE_AD ? "AdvertiserContentArticle"
                                                                     : "NewsArticle");
  add_string (json, "headline", headline);
  add_other_heads (json, article);
  add_string (json, "url", url);
  add_string (json, "datePublished", export_edition_date (edition));
  add_string (json, "inLanguage", galley_article_get_language (article));
  add_place_in_print (json, edition, page, article);
  add_list (json, metadata, "keyword", "keywords");
  add_subjects (json, metadata);
  add_string (json, "genre", galley_metadata_get (metadata, "genre"));
  add_people (json, people, "author", FALSE);
  add_people (json, people, "contributor", TRUE);
  add_editors (json, page);
  add_pictures (json, edition, article, folder);
  add_thing (json, "contentLocation", "Place", place);
  add_thing (json, "sourceOrganization", "Organization", galley_metadata_get (metadata, "source"));
  add_thing (json, "publisher", "NewsMediaOrganization", paper);
  begin_thing (json, "isPartOf", "PublicationIssue");
  add_issue (json, edition);
  json_builder_end_object (json);
  add_string (json, "copyrightNotice", galley_metadata_get (metadata, "rights"));
  json_builder_set_member_name (json, "wordCount");
  json_builder_add_int_value (json, galley_article_count_characters (article));
  add_string (json, "articleBody", body);
}

/* No end tag can be made inside of a script element when there is no "<" in it. */
static void
append_script (GString *out, JsonBuilder *json)
{
  g_autoptr (JsonNode) root = json_builder_get_root (json);
  g_autofree char *text = json_to_string (root, FALSE);

  g_string_append (out, "<script type=\"application/ld+json\">");
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '<' || *p == '>' || *p == '&')
        g_string_append_printf (out, "\\u%04x", *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append (out, "</script>\n");
}

void
export_jsonld_article (GString *out,
                       GalleyEdition *edition,
                       GalleyPage *page,
                       GalleyArticle *article,
                       const char *pictures,
                       const char *url)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();

  json_builder_begin_object (json);
  add_article (json, edition, page, article, pictures, url);
  json_builder_end_object (json);
  append_script (out, json);
}

void
export_jsonld_issue (GString *out, GalleyEdition *edition, const char *url)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autofree char *title = export_title (export_edition_language (edition), edition);

  json_builder_begin_object (json);
  add_string (json, "@context", "https://schema.org");
  add_string (json, "@type", "PublicationIssue");
  add_string (json, "name", title);
  add_string (json, "url", url);
  add_issue (json, edition);
  json_builder_end_object (json);
  append_script (out, json);
}
