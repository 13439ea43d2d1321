/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-html-head.c — what a page says of itself, and the lines above its text. */

#include "config.h"

#include <string.h>

#include "galley-byline.h"

#include "galley-html.h"

/* A line above the text that is longer is text. */
#define MAX_HEAD 120
#define MAX_LINE 60

/* --- the head of the page ---------------------------------------------------------------------------------------- */

/* The keys under which pages tell it, the surer first. */
static const struct
{
  const char *name;
  const char *key;
} metas[] = {
  { "article:published_time", "created" },
  { "datepublished", "created" },
  { "publishdate", "created" },
  { "pubdate", "created" },
  { "publish-date", "created" },
  { "og:release_date", "created" },
  { "dc.date", "created" },
  { "dcterms.date", "created" },
  { "date", "created" },
  { "article:modified_time", "modified" },
  { "og:updated_time", "modified" },
  { "description", "summary" },
  { "og:description", "summary" },
  { "dc.description", "summary" },
  { "article:section", "section" },
  { "columnname", "section" },
  { "contentsource", "source" },
  { "og:site_name", "source" },
  { "copyright", "rights" },
  { "rights", "rights" },
  { "dc.rights", "rights" },
  { "dcterms.rights", "rights" },
};

static gboolean
is_named (const xmlNode *meta, const char *name)
{
  static const char *const attributes[] = { "name", "property", "itemprop" };

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      const char *value = galley_xml_get (meta, attributes[i]);

      if (value != NULL && g_ascii_strcasecmp (value, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static char *
dup_meta (xmlNode *root, const char *name)
{
  for (xmlNode *node = root; node != NULL; node = galley_xml_next (node, root, TRUE))
    {
      g_autofree char *value = NULL;

      if (!wire_xml_is (node, "meta") || !is_named (node, name))
        continue;
      value = wire_xml_attr (node, "content");
      if (value != NULL)
        return wire_fold (value);
    }
  return NULL;
}

static void
add_keywords (WireItem *item, const char *list)
{
  static const char *const commas[] = { "，", "；", "、", ";" };
  g_autofree char *plain = g_strdup (list);
  g_auto (GStrv) words = NULL;

  if (wire_item_get_meta (item, "keyword") != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (commas); i++)
    {
      g_auto (GStrv) parts = g_strsplit (plain, commas[i], -1);

      g_free (plain);
      plain = g_strjoinv (",", parts);
    }
  words = g_strsplit (plain, ",", -1);
  /* Without commas they are parted by blanks; a single one may hold some. */
  if (g_strv_length (words) == 1 && strchr (plain, ' ') != NULL && g_utf8_strlen (plain, -1) > 30)
    {
      g_strfreev (words);
      words = g_strsplit (plain, " ", -1);
    }
  for (guint i = 0; words[i] != NULL; i++)
    wire_item_meta (item, "keyword", g_strstrip (words[i]), NULL);
}

/* "标题_栏目_报社", "Headline - The Paper": the name of the site is no part of the title. */
static char *
dup_title (xmlNode *root)
{
  static const char *const separators[] = { " - ", " – ", " — ", " | ", "_", "|", "--", "－" };
  g_autofree char *open_graph = dup_meta (root, "og:title");
  g_autofree char *headline = dup_meta (root, "headline");
  xmlNode *element = galley_html_find (root, "title", NULL, NULL);
  char *title = NULL;

  if (open_graph != NULL)
    return g_steal_pointer (&open_graph);
  if (headline != NULL)
    return g_steal_pointer (&headline);
  if (element == NULL)
    return NULL;
  title = wire_xml_text (element);
  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      char *found = strstr (title, separators[i]);

      if (found != NULL && found - title >= 9)
        *found = '\0';
    }
  g_strstrip (title);
  if (*title == '\0')
    g_clear_pointer (&title, g_free);
  return title;
}

void
galley_html_head (WireItem *item, xmlNode *root, char **title)
{
  g_autofree char *language = wire_xml_attr (root, "lang");
  g_autofree char *keywords = dup_meta (root, "keywords");
  g_autofree char *author = dup_meta (root, "author");
  g_autofree char *other = author == NULL ? dup_meta (root, "article:author") : NULL;

  *title = dup_title (root);
  if (other != NULL && strstr (other, "://") == NULL)
    author = g_steal_pointer (&other);
  for (guint i = 0; i < G_N_ELEMENTS (metas); i++)
    {
      g_autofree char *value = dup_meta (root, metas[i].name);
      g_autofree char *date = NULL;

      if (value == NULL)
        continue;
      if (g_str_equal (metas[i].key, "created") || g_str_equal (metas[i].key, "modified"))
        date = wire_date (value);
      wire_item_meta_once (item, metas[i].key, date != NULL ? date : value);
    }
  if (keywords != NULL)
    add_keywords (item, keywords);
  if (author != NULL && wire_item_get_meta (item, "person") == NULL)
    wire_item_meta (item, "person", author, NULL);
  wire_item_meta_once (item, "language", language);
}

/* --- the lines above the text ------------------------------------------------------------------------------------ */

static guint
length_of (const char *text)
{
  return (guint) g_utf8_strlen (text, -1);
}

static gboolean
is_heading (const xmlNode *node)
{
  return node != NULL && node->type == XML_ELEMENT_NODE && (node->name[0] | 0x20) == 'h' &&
         node->name[1] >= '1' && node->name[1] <= '6' && node->name[2] == '\0';
}

/* The words of two titles are the same, or one holds the other. */
static gboolean
is_title (const char *text, const char *title)
{
  return *text != '\0' && title != NULL && (strstr (title, text) != NULL || strstr (text, title) != NULL);
}

static xmlNode *
find_headline (xmlNode *root, xmlNode *main, const char *title)
{
  xmlNode *first = NULL, *marked = galley_html_find (root, NULL, "itemprop", "headline");

  if (marked != NULL && !wire_xml_is (marked, "meta") && !galley_html_holds (marked, main))
    return marked;
  for (xmlNode *node = root; node != NULL; node = galley_xml_next (node, root, TRUE))
    {
      g_autofree char *text = is_heading (node) ? wire_xml_text (node) : NULL;

      if (text == NULL || *text == '\0' || length_of (text) > MAX_HEAD || galley_html_holds (node, main))
        continue;
      if (is_title (text, title))
        return node;
      if (first == NULL && node->name[1] == '1')
        first = node;
    }
  if (first != NULL)
    return first;
  /* No h1: the heading the copy begins with. */
  for (xmlNode *node = galley_xml_next (main, main, TRUE); node != NULL;
       node = galley_xml_next (node, main, TRUE))
    {
      g_autofree char *text = wire_xml_text (node);

      if (is_heading (node) && *text != '\0' && length_of (text) <= MAX_HEAD)
        return node;
      if (node->children != NULL && node->children->type == XML_TEXT_NODE && length_of (text) > MAX_LINE)
        break;
    }
  return NULL;
}

static xmlNode *
sibling (const xmlNode *node, gboolean before)
{
  xmlNode *found = before ? node->prev : node->next;

  while (found != NULL && found->type != XML_ELEMENT_NODE)
    {
      if (found->type == XML_TEXT_NODE && !xmlIsBlankNode (found))
        return NULL;
      found = before ? found->prev : found->next;
    }
  return found;
}

/* The role of a line beside the headline, by its class or its rank. */
static gboolean
is_beside (const xmlNode *node, gboolean before, GalleyRole *role)
{
  g_autofree char *class = wire_xml_attr (node, "class");
  g_auto (GStrv) words = g_strsplit_set (class != NULL ? class : "", " -_", -1);
  const xmlNode *around = node->parent;
  gboolean grouped = around != NULL && (wire_xml_is (around, "hgroup") || wire_xml_is (around, "header"));

  for (guint i = 0; words[i] != NULL; i++)
    {
      *role = wire_head_role (words[i]);
      if (*role != GALLEY_ROLE_HEADLINE)
        return TRUE;
    }
  if (galley_html_has_word (node, "role", "doc-subtitle"))
    {
      *role = GALLEY_ROLE_SUBHEAD;
      return TRUE;
    }
  *role = before ? GALLEY_ROLE_KICKER : GALLEY_ROLE_SUBHEAD;
  if (!is_heading (node) || galley_xml_get (node, "id") != NULL)
    return FALSE;
  /* A heading above the first one stands over it; one below begins a chapter, but not between the title and the byline. */
  return before || grouped || (sibling (node, FALSE) != NULL && !wire_xml_is (sibling (node, FALSE), "p"));
}

static void
take_beside (WireItem *item, xmlNode *headline, const xmlNode *main, gboolean before)
{
  xmlNode *node;

  while ((node = sibling (headline, before)) != NULL && !galley_html_holds (node, main))
    {
      g_autofree char *text = wire_xml_text (node);
      GalleyRole role;

      if (*text != '\0' && (length_of (text) > MAX_HEAD || !is_beside (node, before, &role)))
        break;
      if (*text == '\0' && (!is_heading (node) || node->children != NULL))
        break;
      if (*text != '\0')
        wire_item_head (item, role, text);
      galley_html_remove (node);
    }
}

/* "2024-11-27 10:00", "2024年11月27日" anywhere in the line. */
static char *
find_date (const char *text)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *year = NULL, *month = NULL, *day = NULL, *time = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("((?:19|20)\\d\\d)[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?"
                                            "(?:[ T\\x{a0}\\x{3000}]*(\\d{1,2}:\\d\\d(?::\\d\\d)?))?",
                                            G_REGEX_OPTIMIZE, 0, NULL));
  if (!g_regex_match (regex, text, 0, &match))
    return NULL;
  year = g_match_info_fetch (match, 1);
  month = g_match_info_fetch (match, 2);
  day = g_match_info_fetch (match, 3);
  time = g_match_info_fetch (match, 4);
  return g_strdup_printf ("%s-%02d-%02d%s%s%s", year, atoi (month), atoi (day),
                          time != NULL && *time ? "T" : "", time != NULL && strlen (time) % 3 == 1 ? "0" : "",
                          time != NULL ? time : "");
}

/* What stands behind a label: "来源：浙江日报  作者：…" up to the next blank. */
static char *
find_labelled (const char *text, const char *label)
{
  const char *found = strstr (text, label);
  const char *end;

  if (found == NULL)
    return NULL;
  found += strlen (label);
  if (g_str_has_prefix (found, "："))
    found += strlen ("：");
  else if (*found == ':')
    found++;
  else
    return NULL;
  while (*found != '\0' && g_unichar_isspace (g_utf8_get_char (found)))
    found = g_utf8_next_char (found);
  for (end = found; *end != '\0' && *end != '|' && !g_unichar_isspace (g_utf8_get_char (end));)
    end = g_utf8_next_char (end);
  return end > found ? g_strndup (found, (gsize) (end - found)) : NULL;
}

/* The line of facts that sites print under the headline. TRUE where there was a fact in it. */
static gboolean
read_facts (WireItem *item, const char *text)
{
  static const struct
  {
    const char *label;
    const char *role;
  } people[] = {
    { "作者", "作者" }, { "记者", "记者" }, { "通讯员", "通讯员" }, { "编辑", "编辑" }, { "责编", "责编" }
  };
  g_autofree char *source = find_labelled (text, "来源");
  g_autofree char *date = find_date (text);

  if (source != NULL)
    wire_item_meta_once (item, "source", source);
  if (date != NULL)
    wire_item_meta_once (item, "created", date);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *name = find_labelled (text, people[i].label);

      if (name != NULL)
        wire_item_meta (item, "person", name, people[i].role);
      source = name != NULL && source == NULL ? g_strdup (name) : source;
    }
  return source != NULL || date != NULL;
}

static gboolean
is_byline (const xmlNode *node, const char *text)
{
  static const char *const words[] = {
    "byline", "author", "authors", "writer", "reporter", "source", "info"
  };
  g_autoptr (GPtrArray) people = NULL;
  gboolean marked =
      galley_html_has_word (node, "rel", "author") || galley_html_has_word (node, "itemprop", "author");

  for (guint i = 0; i < 4 && !marked; i++)
    marked = galley_html_has_word (node, "class", words[i]);
  if (marked)
    return TRUE;
  people = galley_byline_parse (text);
  /* A name alone may be anything. */
  return people != NULL && people->len > 0 &&
         *((const GalleyPerson *) g_ptr_array_index (people, 0))->role != '\0';
}

/* Does it hold no other blocks? */
static gboolean
is_leaf_block (const xmlNode *node)
{
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (child->type == XML_ELEMENT_NODE && (wire_xml_is (child, "p") || wire_xml_is (child, "div") ||
                                              wire_xml_is (child, "table") || is_heading (child)))
        return FALSE;
    }
  return TRUE;
}

/* Lines of facts and bylines between the headline and the first paragraph, inside of the copy or before it. */
static void
take_lines (WireItem *item, xmlNode *root, xmlNode *main, xmlNode *from)
{
  gboolean inside = FALSE;

  for (xmlNode *node = from; node != NULL;)
    {
      g_autofree char *text = NULL;
      xmlNode *next;
      gboolean taken = FALSE;

      inside |= node == main;
      if (!is_leaf_block (node) || node == main)
        {
          node = galley_xml_next (node, root, TRUE);
          continue;
        }
      text = wire_xml_text (node);
      next = galley_xml_next (node, root, FALSE);
      if (*text != '\0' && length_of (text) <= 2 * MAX_LINE && read_facts (item, text))
        taken = TRUE;
      else if (*text != '\0' && length_of (text) <= MAX_LINE && is_byline (node, text))
        {
          wire_item_by (item, text, NULL, wire_item_get_meta (item, "person") == NULL);
          taken = TRUE;
        }
      else if (inside && *text != '\0')
        return;
      if (taken && inside)
        galley_html_remove (node);
      node = next;
    }
}

void
galley_html_heads (WireItem *item, xmlNode *root, xmlNode *main, const char *title)
{
  xmlNode *headline = find_headline (root, main, title);
  xmlNode *behind = NULL;

  if (headline != NULL)
    {
      g_autofree char *text = wire_xml_text (headline);

      take_beside (item, headline, main, TRUE);
      wire_item_head (item, GALLEY_ROLE_HEADLINE, text);
      take_beside (item, headline, main, FALSE);
      behind = galley_xml_next (headline, root, FALSE);
      galley_html_remove (headline);
    }
  else if (title != NULL)
    wire_item_head (item, GALLEY_ROLE_HEADLINE, title);
  take_lines (item, root, main, behind != NULL ? behind : main);
}
