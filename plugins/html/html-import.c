/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "galley-error.h"

#include "html-import.h"

struct _HtmlImporter
{
  GObject parent_instance;
};

GBytes *
html_fetch (gpointer data, const char *address, char **name)
{
  HtmlPage *page = data;
  GBytes *bytes = galley_source_read_link (page->source, address, GALLEY_HTML_MAX_PICTURE, NULL);

  if (bytes != NULL)
    {
      g_autofree char *path = galley_source_resolve (page->source, address);

      *name = g_path_get_basename (path != NULL ? path : address);
      if (path != NULL)
        galley_job_part (page->job, path);
    }
  return bytes;
}

/* --- what the page tells machines -------------------------------------------------------------------------------- */

static const char *
json_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node) && json_array_get_length (json_node_get_array (node)) > 0)
    node = json_array_get_element (json_node_get_array (node), 0);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    node = json_object_get_member (json_node_get_object (node), "name");
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                          : NULL;
}

static void
add_persons (WireItem *item, JsonNode *node)
{
  if (node == NULL || wire_item_get_meta (item, "person") != NULL)
    return;
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      g_autoptr (WireItem) probe = NULL;

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *one = json_array_get_element (array, i);
          JsonObject *object = JSON_NODE_HOLDS_OBJECT (one) ? json_node_get_object (one) : NULL;

          if (object != NULL)
            wire_item_meta (item, "person", json_text (object, "name"), json_text (object, "jobTitle"));
          else if (json_node_get_value_type (one) == G_TYPE_STRING)
            wire_item_meta (item, "person", json_node_get_string (one), NULL);
        }
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    wire_item_meta (item, "person", json_text (json_node_get_object (node), "name"),
                    json_text (json_node_get_object (node), "jobTitle"));
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    wire_item_meta (item, "person", json_node_get_string (node), NULL);
}

static void
add_keywords (WireItem *item, JsonNode *node)
{
  if (node == NULL || wire_item_get_meta (item, "keyword") != NULL)
    return;
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *one = json_array_get_element (array, i);

          if (json_node_get_value_type (one) == G_TYPE_STRING)
            wire_item_meta (item, "keyword", json_node_get_string (one), NULL);
        }
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_auto (GStrv) words = g_strsplit (json_node_get_string (node), ",", -1);

      for (guint i = 0; words[i] != NULL; i++)
        wire_item_meta (item, "keyword", g_strstrip (words[i]), NULL);
    }
}

static void
read_object (WireItem *item, JsonObject *object, char **title)
{
  static const struct
  {
    const char *name;
    const char *key;
  } fields[] = { { "articleSection", "section" },   { "description", "summary" },
                 { "abstract", "summary" },         { "inLanguage", "language" },
                 { "copyrightNotice", "rights" },   { "contentLocation", "place" },
                 { "sourceOrganization", "source" } };
  const char *date = json_text (object, "datePublished");
  const char *number = json_text (object, "printPage");

  add_persons (item, json_object_get_member (object, "author"));
  add_keywords (item, json_object_get_member (object, "keywords"));
  if (date != NULL)
    {
      g_autofree char *when = wire_date (date);

      wire_item_meta_once (item, "created", when);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = json_text (object, fields[i].name);

      if (value != NULL)
        wire_item_meta_once (item, fields[i].key, value);
    }
  if (number != NULL && strspn (number, "0123456789") == strlen (number) && strlen (number) < 4)
    wire_item_page (item, (guint) atoi (number), json_text (object, "articleSection"));
  if (*title == NULL)
    *title = g_strdup (json_text (object, "headline"));
}

static gboolean
is_article (JsonObject *object)
{
  const char *type = json_text (object, "@type");

  return type != NULL && (g_str_has_suffix (type, "Article") || g_str_equal (type, "BlogPosting"));
}

/* The first article in it: the object itself, one of an array, one of a graph. */
static JsonObject *
find_article (JsonNode *node, guint depth)
{
  JsonObject *found = NULL;

  if (depth > 4)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      JsonNode *graph = json_object_get_member (object, "@graph");

      return is_article (object) ? object : graph != NULL ? find_article (graph, depth + 1) : NULL;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array) && found == NULL; i++)
        found = find_article (json_array_get_element (array, i), depth + 1);
    }
  return found;
}

void
html_read_json (WireItem *item, xmlNode *root, char **title)
{
  for (xmlNode *node = root; node != NULL; node = galley_xml_next (node, root, TRUE))
    {
      g_autofree char *type = wire_xml_is (node, "script") ? wire_xml_attr (node, "type") : NULL;
      g_autofree char *text = NULL;
      g_autoptr (JsonParser) parser = NULL;
      JsonObject *object;

      if (g_strcmp0 (type, "application/ld+json") != 0)
        continue;
      text = wire_xml_raw_text (node);
      parser = json_parser_new ();
      /* Its parser calls itself for each level. */
      if (strlen (text) > 1024 * 1024 || strstr (text, "[[[[[[[[") != NULL || strstr (text, "{{{{") != NULL ||
          !json_parser_load_from_data (parser, text, -1, NULL) || json_parser_get_root (parser) == NULL)
        continue;
      object = find_article (json_parser_get_root (parser), 0);
      if (object != NULL)
        {
          read_object (item, object, title);
          return;
        }
    }
}

/* --- pages of the web -------------------------------------------------------------------------------------------- */

/* Pages of several articles, as blogs and our own exporter make them: the outermost elements "article". */
static GPtrArray *
list_articles (xmlNode *main)
{
  GPtrArray *articles = g_ptr_array_new ();

  for (xmlNode *node = galley_xml_next (main, main, TRUE); node != NULL;)
    {
      gboolean is = wire_xml_is (node, "article");

      if (is)
        g_ptr_array_add (articles, node);
      node = galley_xml_next (node, main, !is);
    }
  return articles;
}

/* The page a part of our own files stands for: "section id=p2" with a heading. */
static void
read_section (WireItem *item, const xmlNode *article)
{
  const xmlNode *section = article->parent;
  const char *id = galley_xml_is (section, NULL, "section") ? galley_xml_get (section, "id") : NULL;
  xmlNode *heading = id != NULL ? wire_xml_child (section, "h2") : NULL;
  g_autofree char *text = heading != NULL ? wire_xml_text (heading) : NULL;
  const char *dot = text != NULL ? strstr (text, " · ") : NULL;

  if (text != NULL && id[0] == 'p' && id[1] != '\0' && strspn (id + 1, "0123456789") == strlen (id + 1) &&
      strlen (id) < 5)
    wire_item_page (item, (guint) atoi (id + 1), dot != NULL ? dot + strlen (" · ") : NULL);
}

static void
push_article (HtmlPage *page, xmlNode *article, GalleyBuilder *builder)
{
  g_autoptr (WireItem) item = wire_item_new ();
  g_autofree char *title = NULL;
  g_autofree char *language = wire_xml_attr (article, "lang");

  html_read_json (item, article, &title);
  wire_item_meta_once (item, "language", language);
  read_section (item, article);
  page->n_missing += galley_html_pictures (item, article, html_fetch, page);
  /* Words of ours name the roles of all lines: nothing to look for. */
  if (galley_html_find (article, NULL, "class", "headline") == NULL)
    galley_html_heads (item, article, article, title);
  for (xmlNode *caption; (caption = galley_html_find (article, "figcaption", NULL, NULL)) != NULL;)
    galley_html_remove (caption);
  wire_item_nodes (item, article, GALLEY_ROLE_BODY);
  if (!wire_item_is_empty (item))
    wire_item_push (item, builder);
}

static void
push_page (HtmlPage *page, GalleyBuilder *builder)
{
  g_autoptr (WireItem) item = wire_item_new ();
  g_autofree char *title = NULL;
  xmlNode *main;

  galley_html_head (item, page->root, &title);
  html_read_json (item, page->root, &title);
  main = galley_html_find_main (page->root, &page->left_out);
  galley_html_heads (item, page->root, main, title);
  page->n_missing += galley_html_pictures (item, main, html_fetch, page);
  wire_item_nodes (item, main, GALLEY_ROLE_BODY);
  if (!wire_item_is_empty (item))
    wire_item_push (item, builder);
}

static void
push_facts (HtmlPage *page, GalleyBuilder *builder)
{
  xmlNode *header = galley_html_find (page->root, "header", NULL, NULL);
  xmlNode *list = header != NULL ? galley_html_find (header, "dl", NULL, NULL) : NULL;

  for (xmlNode *term = list; term != NULL; term = galley_xml_next (term, list, TRUE))
    {
      g_autofree char *label = wire_xml_is (term, "dt") ? wire_xml_text (term) : NULL;
      xmlNode *value = label != NULL ? wire_xml_next (term, "dd") : NULL;

      for (guint i = 0; value != NULL && i < GALLEY_N_FACTS; i++)
        {
          g_autofree char *text = wire_xml_text (value);

          if (g_str_equal (galley_fact_get_label ((GalleyFact) i), label))
            galley_builder_fact (builder, (GalleyFact) i, text);
        }
    }
}

static void
tell_job (const HtmlPage *page)
{
  if (page->n_missing > 0)
    galley_job_note (page->job,
                     g_dngettext (GETTEXT_PACKAGE, "%u picture is not in the folder and was left out.",
                                  "%u pictures are not in the folder and were left out.", page->n_missing),
                     page->n_missing);
  if (page->left_out > 0)
    galley_job_note (page->job,
                     g_dngettext (GETTEXT_PACKAGE, "%u character around the text of the page was left out.",
                                  "%u characters around the text of the page were left out: menus, links.",
                                  page->left_out),
                     page->left_out);
}

static gboolean
html_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  const char *shown = galley_source_get_name (source);
  g_autoptr (GalleyDecoded) decoded = galley_html_decode (galley_source_get_bytes (source), shown, error);
  g_autoptr (xmlDoc) doc =
      decoded != NULL ? galley_html_parse (decoded->text, decoded->length, shown, job, error) : NULL;
  HtmlPage page = { .source = source, .job = job };
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GError) failure = NULL;

  if (doc == NULL)
    return FALSE;
  page.text = decoded->text;
  page.root = xmlDocGetRootElement (doc);
  galley_job_progress (job, 0.3);
  if (html_read_epaper (&page, builder, &failure))
    {
      tell_job (&page);
      return TRUE;
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  articles = list_articles (page.root);
  if (articles->len > 1)
    push_facts (&page, builder);
  for (guint i = 0; articles->len > 1 && i < articles->len; i++)
    {
      if (!galley_job_continues (job, error))
        return FALSE;
      push_article (&page, g_ptr_array_index (articles, i), builder);
    }
  if (articles->len <= 1)
    push_page (&page, builder);
  tell_job (&page);
  return galley_job_continues (job, error);
}

static guint
html_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  static const char *const sure[] = { "html", "HTML", "!DOCTYPE", "!doctype", NULL };
  static const char *const likely[] = { "body", "BODY", "head",  "HEAD",  "div", "DIV",
                                        "p",    "P",    "table", "title", NULL };
  const char *suffix = galley_source_get_suffix (source);
  gboolean named = g_str_equal (suffix, "html") || g_str_equal (suffix, "htm") ||
                   g_str_equal (suffix, "xhtml") || g_str_equal (suffix, "shtml") ||
                   g_str_equal (suffix, "html5");
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);

  if (!galley_charset_is_text (head, length))
    return 0;
  if (wire_head_has_element (source, sure) && (named || galley_source_get_folder (source) == NULL))
    return named ? 90 : 60;
  return wire_head_has_element (source, likely) ? (named ? 80 : 20) : named ? 50 : 0;
}

static void
html_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = html_importer_probe;
  iface->load = html_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HtmlImporter,
                               html_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, html_importer_iface_init))

static void
html_importer_class_init (HtmlImporterClass *klass)
{
}

static void
html_importer_init (HtmlImporter *self)
{
}
