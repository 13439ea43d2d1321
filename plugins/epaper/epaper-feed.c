/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "../common/galley-export-words.h"
#include "epaper-feed.h"

static void
append_id (GString *out, const char *id)
{
  g_string_append (out, g_uuid_string_is_valid (id) ? "<id>urn:uuid:" : "<id>urn:galley:");
  if (g_uuid_string_is_valid (id))
    g_string_append (out, id);
  else
    g_string_append_uri_escaped (out, id, NULL, FALSE);
  g_string_append (out, "</id>\n");
}

static void
append_link (GString *out, const char *rel, const char *type, const char *base, const char *name)
{
  g_autofree char *address = g_strconcat (base, name, NULL);

  g_string_append_printf (out, "<link rel=\"%s\" type=\"%s\"", rel, type);
  export_attribute (out, "href", address);
  g_string_append (out, "/>\n");
}

static void
append_people (GString *out, GalleyArticle *article)
{
  g_autoptr (GPtrArray) people = galley_metadata_list (galley_article_get_metadata (article), "person");

  for (guint i = 0; i < people->len; i++)
    {
      g_string_append (out, "<author>");
      export_element (out, "name", ((const GalleyMetaItem *) g_ptr_array_index (people, i))->value);
      g_string_append (out, "</author>\n");
    }
}

static void
append_category (GString *out, const char *scheme, const char *term)
{
  if (term == NULL || *term == '\0')
    return;
  g_string_append (out, "<category");
  export_attribute (out, "scheme", scheme);
  export_attribute (out, "term", term);
  g_string_append (out, "/>\n");
}

static void
append_categories (GString *out, GalleyPage *page, GalleyMetadata *metadata)
{
  const char *section = galley_metadata_get (metadata, "section");
  g_autoptr (GPtrArray) keywords = galley_metadata_list (metadata, "keyword");
  g_autoptr (GPtrArray) subjects = galley_metadata_list (metadata, "subject");

  append_category (out, "urn:galley:section", section != NULL ? section : galley_page_get_name (page));
  for (guint i = 0; i < keywords->len; i++)
    append_category (out, NULL, ((const GalleyMetaItem *) g_ptr_array_index (keywords, i))->value);
  for (guint i = 0; i < subjects->len; i++)
    {
      const GalleyMetaItem *subject = g_ptr_array_index (subjects, i);
      gboolean medtop = g_strcmp0 (subject->qualifier, "medtop") == 0;

      append_category (out, medtop ? "http://cv.iptc.org/newscodes/mediatopic/" : "urn:galley:subject",
                       subject->value);
    }
}

void
epaper_feed_add (EpaperFeed *self,
                 const ExportHtml *how,
                 GalleyPage *page,
                 GalleyArticle *article,
                 GPtrArray *pictures,
                 const char *name)
{
  GString *out = self->entries;
  g_autofree char *title = export_article_title (article);
  g_autofree char *summary = export_dup_role_text (article, GALLEY_ROLE_SUBHEAD, " ");
  g_autofree char *time = export_dup_edition_time (self->edition);
  g_autoptr (GString) content = g_string_new (NULL);

  g_string_append (out, "<entry");
  export_attribute (out, "xml:lang", galley_article_get_language (article));
  g_string_append (out, ">\n");
  append_id (out, galley_article_get_id (article));
  export_element (out, "title", title);
  g_string_append_printf (out, "<updated>%s</updated>\n<published>%s</published>\n", time, time);
  append_people (out, article);
  append_link (out, "alternate", "text/html", self->base, name);
  export_element (out, "summary", summary);
  append_categories (out, page, galley_article_get_metadata (article));
  export_element (out, "rights", galley_metadata_get (galley_article_get_metadata (article), "rights"));
  export_html_article (content, how, self->edition, article, pictures);
  g_string_append (out, "<content type=\"html\">");
  export_escape (out, content->str, (gssize) content->len);
  g_string_append (out, "</content>\n</entry>\n");
}

char *
epaper_feed_finish (EpaperFeed *self)
{
  const char *language = export_edition_language (self->edition);
  const char *paper = galley_masthead_get (galley_edition_get_masthead (self->edition), GALLEY_FACT_PAPER);
  g_autofree char *title = export_title (language, self->edition);
  g_autofree char *time = export_dup_edition_time (self->edition);
  GString *out = g_string_new (
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");

  export_attribute (out, "xml:lang", language);
  if (*self->base != '\0')
    export_attribute (out, "xml:base", self->base);
  g_string_append (out, ">\n");
  append_id (out, galley_edition_get_id (self->edition));
  export_element (out, "title", title);
  g_string_append_printf (out, "<updated>%s</updated>\n<author>", time);
  export_element (out, "name", paper != NULL ? paper : title);
  g_string_append (out, "</author>\n");
  append_link (out, "self", "application/atom+xml", self->base, "feed.xml");
  append_link (out, "alternate", "text/html", self->base, "index.html");
  g_string_append (out, "<generator>Galley</generator>\n");
  g_string_append_len (out, self->entries->str, (gssize) self->entries->len);
  g_string_append (out, "</feed>\n");
  return g_string_free (out, FALSE);
}
