/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html-epaper.c — the pages that digital editions of Chinese papers are made of. A page file shows the page as a picture with
 * an image map and lists its articles; an article file holds one. Both may end with a comment of facts, enpproperty. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-byline.h"
#include "galley-error.h"

#include "html-import.h"

/* No page has more articles. */
#define MAX_ARTICLES 500
#define MAX_ARTICLE_BYTES (8u * 1024 * 1024)

/* --- the comment of facts ---------------------------------------------------------------------------------------- */

static const char *const fact_names[] = {
  "articleid",
  "author",
  "date",
  "founder-author",
  "founder-content",
  "founder-date",
  "founder-imgurl",
  "founder-link",
  "founder-pagenum",
  "founder-pagepicurl",
  "founder-papername",
  "founder-subtitle",
  "founder-introtitle",
  "founder-title",
  "founder-type",
  "introtitle",
  "keyword",
  "nodeid",
  "nodename",
  "picurl",
  "siteid",
  "sitename",
  "subtitle",
  "title",
  "url",
};

/* Is there a tag of a fact here, "<name>" or "</name>"? Its name, and what follows it. */
static const char *
read_tag (const char *p, gboolean *closes, const char **after)
{
  if (*p != '<')
    return NULL;
  *closes = p[1] == '/';
  p += *closes ? 2 : 1;
  for (guint i = 0; i < G_N_ELEMENTS (fact_names); i++)
    {
      gsize n = strlen (fact_names[i]);

      if (g_ascii_strncasecmp (p, fact_names[i], n) == 0 && p[n] == '>')
        {
          *after = p + n + 1;
          return fact_names[i];
        }
    }
  return NULL;
}

static void
replace (GString *text, const char *from, const char *to)
{
  (void) g_string_replace (text, from, to, 0);
}

/* A value without CDATA, line breaks and entities. */
static char *
clean_value (const char *start, gsize length)
{
  static const char *const breaks[] = { "<br>", "<BR>", "<br/>", "<br />", "<BR/>", "&nbsp;", "\xc2\xa0" };
  static const char *const entities[][2] = { { "&lt;", "<" },     { "&gt;", ">" },     { "&quot;", "\"" },
                                             { "&middot;", "·" }, { "&mdash;", "—" },  { "&ldquo;", "“" },
                                             { "&rdquo;", "”" },  { "&hellip;", "…" }, { "&#39;", "'" },
                                             { "&amp;", "&" } };
  g_autoptr (GString) text = g_string_new_len (start, (gssize) length);
  char *fold;

  replace (text, "<![CDATA[", "");
  replace (text, "]]>", "");
  for (guint i = 0; i < G_N_ELEMENTS (breaks); i++)
    replace (text, breaks[i], " ");
  for (char *tag; (tag = strchr (text->str, '<')) != NULL && strchr (tag, '>') != NULL;)
    g_string_erase (text, tag - text->str, strchr (tag, '>') - tag + 1);
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    replace (text, entities[i][0], entities[i][1]);
  fold = wire_fold (text->str);
  return fold;
}

/* Values end with their closing tag, or without one with the next fact. Name → value (both newly allocated); NULL where the
 * page has no such comment. */
static GHashTable *
read_comment (const char *page)
{
  const char *start = strstr (page, "<!--enpproperty");
  const char *end = start != NULL ? strstr (start, "enpproperty-->") : NULL;
  GHashTable *facts;

  if (start == NULL)
    return NULL;
  start += strlen ("<!--enpproperty");
  if (end == NULL || end < start)
    end = strstr (start, "-->") != NULL ? strstr (start, "-->") : start + strlen (start);
  else if (end > start && end[-1] == '/')
    end--;
  facts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  for (const char *p = start; p < end;)
    {
      gboolean closes;
      const char *value, *after, *name = read_tag (p, &closes, &value);
      const char *stop;

      if (name == NULL || closes)
        {
          p++;
          continue;
        }
      for (stop = value; stop < end && read_tag (stop, &closes, &after) == NULL;)
        stop++;
      if (!g_hash_table_contains (facts, name))
        g_hash_table_insert (facts, (gpointer) name, clean_value (value, (gsize) (stop - value)));
      p = stop;
    }
  return facts;
}

/* The value of the first of the names that has one. */
static const char *
get_fact (GHashTable *facts, const char *name, const char *other)
{
  const char *value = facts != NULL ? g_hash_table_lookup (facts, name) : NULL;

  if ((value == NULL || *value == '\0') && facts != NULL && other != NULL)
    value = g_hash_table_lookup (facts, other);
  return value != NULL && *value != '\0' ? value : NULL;
}

/* --- numbers and names of pages ---------------------------------------------------------------------------------- */

/* "第A01版：头版", "A02： 要闻", "01版:要闻": @label gets "A01", the result is the name or NULL. FALSE for other text. */
static gboolean
read_page_line (const char *text, char **label, char **name)
{
  static GRegex *regex;
  g_autoptr (GMatchInfo) match = NULL;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, g_regex_new ("(?:^|[\\s\\x{a0}\\x{3000}])(?:第\\s*)?([A-Z]{0,2}\\d{1,3})\\s*"
                                            "(?:版\\s*[：:]?|[：:])[\\s\\x{a0}\\x{3000}]*(\\S{0,20})",
                                            G_REGEX_OPTIMIZE, 0, NULL));
  if (!g_regex_match (regex, text, 0, &match))
    return FALSE;
  *label = g_match_info_fetch (match, 1);
  *name = g_match_info_fetch (match, 2);
  return TRUE;
}

static guint
page_number (const char *label)
{
  const char *digits = label + strcspn (label, "0123456789");

  return (guint) CLAMP (atoi (digits), 0, 999);
}

/* The labels of all pages in the order the page lists them. */
static GPtrArray *
list_pages (xmlNode *root)
{
  GPtrArray *labels = g_ptr_array_new_with_free_func (g_free);

  for (xmlNode *node = root; node != NULL; node = galley_xml_next (node, root, TRUE))
    {
      g_autofree char *text = NULL;
      g_autofree char *label = NULL;
      g_autofree char *name = NULL;

      if (!wire_xml_is (node, "a") || !(galley_html_has_word (node, "id", "pageLink") ||
                                        galley_html_has_word (node, "class", "pageLink")))
        continue;
      text = wire_xml_text (node);
      if (read_page_line (text, &label, &name) &&
          !g_ptr_array_find_with_equal_func (labels, label, g_str_equal, NULL))
        g_ptr_array_add (labels, g_steal_pointer (&label));
    }
  return labels;
}

typedef struct
{
  guint number;
  char *label; /* as printed: "A01", or NULL */
  char *name;
} PageName;

static void
page_name_clear (PageName *name)
{
  g_free (name->label);
  g_free (name->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PageName, page_name_clear)

/* The line that names this page, not one of the menu: its label is known, or it is in large letters for itself. */
static void
find_page_name (HtmlPage *page, GHashTable *facts, PageName *found)
{
  const char *known = get_fact (facts, "founder-pagenum", NULL);
  g_autoptr (GPtrArray) labels = list_pages (page->root);
  guint index;

  found->label = g_strdup (known);
  for (xmlNode *node = page->root; node != NULL && found->name == NULL;
       node = galley_xml_next (node, page->root, TRUE))
    {
      g_autofree char *text = NULL;
      g_autofree char *label = NULL;
      g_autofree char *name = NULL;
      gboolean is_link = wire_xml_is (node, "a");

      if (node->type != XML_ELEMENT_NODE || wire_xml_is (node, "title") || wire_xml_is (node, "script"))
        continue;
      if (is_link && found->label == NULL)
        continue;
      /* Short elements alone: a table of all pages begins like one, too. */
      text = wire_xml_text (node);
      if (*text == '\0' || g_utf8_strlen (text, -1) > 24 || !read_page_line (text, &label, &name) ||
          *name == '\0')
        continue;
      if (found->label != NULL && page_number (found->label) == page_number (label) &&
          (g_ascii_isdigit (*label) || *label == *found->label))
        found->name = g_steal_pointer (&name);
      else if (found->label == NULL && !is_link && (node->parent == NULL || !wire_xml_is (node->parent, "a")))
        {
          found->label = g_steal_pointer (&label);
          found->name = g_steal_pointer (&name);
        }
    }
  if (found->label == NULL && labels->len > 0)
    found->label = g_strdup (g_ptr_array_index (labels, 0));
  if (found->label == NULL)
    return;
  /* A01 … A04, B01: the pages of the second part go on counting. */
  if (!g_ascii_isdigit (*found->label) && *found->label != 'A' &&
      g_ptr_array_find_with_equal_func (labels, found->label, g_str_equal, &index))
    found->number = index + 1;
  else
    found->number = page_number (found->label);
}

static void
push_masthead (GHashTable *facts, HtmlPage *page, GalleyBuilder *builder)
{
  const char *date = get_fact (facts, "founder-date", "date");
  const char *paper = get_fact (facts, "founder-papername", "sitename");

  if (date != NULL && strlen (date) >= 10 && date[4] == '-' && date[7] == '-')
    {
      g_autofree char *day = g_strndup (date, 10);

      galley_builder_fact (builder, GALLEY_FACT_DATE, day);
    }
  if (paper != NULL)
    galley_builder_fact (builder, GALLEY_FACT_PAPER, paper);
}

/* --- an article -------------------------------------------------------------------------------------------------- */

static xmlNode *
find_content (xmlNode *root)
{
  xmlNode *content = galley_html_find (root, "founder-content", NULL, NULL);

  if (content == NULL)
    content = galley_html_find (root, NULL, "id", "ozoom");
  if (content == NULL)
    content = galley_html_find (root, NULL, "id", "articleContent");
  return content;
}

/* The text between the marks of the content manager, which stand around it once or twice. */
static char *
dup_marked_content (const char *page)
{
  const char *start = strstr (page, "<!--enpcontent-->");
  const char *end = start != NULL ? g_strrstr (start, "<!--/enpcontent-->") : NULL;

  return end != NULL ? g_strndup (start, (gsize) (end - start)) : NULL;
}

static char *
dup_element (xmlNode *root, const char *name)
{
  xmlNode *node = galley_html_find (root, name, NULL, NULL);
  char *text = node != NULL ? wire_xml_text (node) : NULL;

  if (text != NULL && *text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

static void
add_head (WireItem *item, GalleyRole role, const char *text)
{
  g_autofree char *clean = text != NULL ? clean_value (text, strlen (text)) : NULL;

  if (clean != NULL)
    wire_item_head (item, role, clean);
}

/* Headlines by the comment, which alone tells them apart for sure; by elements of the family; by the rank of headings. */
static void
read_heads (WireItem *item, HtmlPage *page, GHashTable *facts, xmlNode *content)
{
  g_autofree char *element = dup_element (page->root, "founder-title");
  const char *title = get_fact (facts, "title", "founder-title");

  add_head (item, GALLEY_ROLE_KICKER, get_fact (facts, "introtitle", "founder-introtitle"));
  add_head (item, GALLEY_ROLE_HEADLINE, title != NULL ? title : element);
  add_head (item, GALLEY_ROLE_SUBHEAD, get_fact (facts, "subtitle", "founder-subtitle"));
  if (wire_item_has_head (item, GALLEY_ROLE_HEADLINE))
    return;
  for (xmlNode *node = page->root; node != NULL && node != content;
       node = galley_xml_next (node, page->root, TRUE))
    {
      g_autofree char *text = NULL;

      if (!wire_xml_is (node, "h1") && !wire_xml_is (node, "h2") && !wire_xml_is (node, "h3"))
        continue;
      text = wire_xml_text (node);
      wire_item_head (item,
                      node->name[1] == '1'   ? GALLEY_ROLE_HEADLINE
                      : node->name[1] == '3' ? GALLEY_ROLE_KICKER
                                             : GALLEY_ROLE_SUBHEAD,
                      text);
    }
}

/* "■ 记者 张三", "□本报记者 李四": marks that stand before a byline are no part of it. */
static const char *
skip_marks (const char *text)
{
  static const char marks[] = "■□●○◆◇▲△★☆▍▌◎　 ";

  while (*text != '\0' && (g_utf8_strchr (marks, -1, g_utf8_get_char (text)) != NULL ||
                           g_unichar_isspace (g_utf8_get_char (text))))
    text = g_utf8_next_char (text);
  return text;
}

/* Where the author's field is empty, the first line of the text often is the byline. */
static void
take_byline (WireItem *item, xmlNode *content)
{
  for (xmlNode *node = content; node != NULL; node = galley_xml_next (node, content, TRUE))
    {
      g_autofree char *text =
          wire_xml_is (node, "p") || wire_xml_is (node, "div") ? wire_xml_text (node) : NULL;
      g_autoptr (GPtrArray) people = NULL;
      const char *line;

      if (text == NULL || *text == '\0' || node == content)
        continue;
      line = skip_marks (text);
      people = g_utf8_strlen (line, -1) <= 40 ? galley_byline_parse (line) : NULL;
      if (people != NULL && people->len > 0 &&
          *((const GalleyPerson *) g_ptr_array_index (people, 0))->role != '\0')
        {
          wire_item_by (item, line, NULL, TRUE);
          galley_html_remove (node);
        }
      return;
    }
}

static void
read_author (WireItem *item, HtmlPage *page, GHashTable *facts, xmlNode *content)
{
  g_autofree char *element = dup_element (page->root, "founder-author");
  const char *author = get_fact (facts, "author", "founder-author");

  if (author == NULL)
    author = element;
  if (author != NULL)
    wire_item_by (item, skip_marks (author), NULL, TRUE);
  else if (content != NULL)
    take_byline (item, content);
}

static void
read_words (WireItem *item, GHashTable *facts)
{
  const char *keywords = get_fact (facts, "keyword", NULL);
  g_auto (GStrv) words = keywords != NULL ? g_strsplit_set (keywords, ",; ", -1) : NULL;

  wire_item_meta (item, "guid", get_fact (facts, "articleid", NULL), NULL);
  wire_item_meta (item, "section", get_fact (facts, "nodename", NULL), NULL);
  wire_item_meta (item, "link", get_fact (facts, "url", "founder-link"), NULL);
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    wire_item_meta (item, "keyword", words[i], NULL);
}

/* The article of the file in @page; its heads, where the file names none, are @title of the list. FALSE where there is no
 * article in it. */
static gboolean
push_article (HtmlPage *page,
              GHashTable *facts,
              const PageName *place,
              const char *title,
              const char *area,
              GalleyBuilder *builder)
{
  g_autoptr (WireItem) item = wire_item_new ();
  g_autofree char *marked = NULL;
  xmlNode *content = find_content (page->root);

  if (content == NULL)
    marked = dup_marked_content (page->text);
  if (content == NULL && marked == NULL && title != NULL)
    content = galley_html_find_main (page->root, &page->left_out);
  if (content == NULL && marked == NULL && get_fact (facts, "title", "founder-title") == NULL)
    return FALSE;
  read_heads (item, page, facts, content);
  if (title != NULL && !wire_item_has_head (item, GALLEY_ROLE_HEADLINE))
    wire_item_head (item, GALLEY_ROLE_HEADLINE, title);
  read_author (item, page, facts, content);
  read_words (item, facts);
  if (area != NULL)
    wire_item_meta (item, "page.area", area, NULL);
  if (place != NULL && place->number > 0)
    wire_item_page (item, place->number, place->name);
  page->n_missing += galley_html_pictures (item, content != NULL ? content : page->root, html_fetch, page);
  if (content != NULL)
    wire_item_nodes (item, content, GALLEY_ROLE_BODY);
  else if (marked != NULL)
    wire_item_html (item, marked, -1, GALLEY_ROLE_BODY);
  /* Only a picture and no words: an advertisement. */
  if (!wire_item_has_head (item, GALLEY_ROLE_HEADLINE) && !wire_item_has_text (item))
    wire_item_kind (item, GALLEY_ARTICLE_AD);
  if (!wire_item_is_empty (item))
    wire_item_push (item, builder);
  return TRUE;
}

/* --- a page ------------------------------------------------------------------------------------------------------ */

typedef struct
{
  char *link;
  char *title;
  char *area; /* of the picture of the page, in its pixels; or NULL */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->link);
  g_free (entry->title);
  g_free (entry->area);
  g_free (entry);
}

/* Does an address lead to an article? "content_401862.htm?div=-1", "c1-2024.html", "con-12.html", "nw.D110…-01.htm". */
static gboolean
is_article_link (const char *link)
{
  static const char *const starts[] = { "content_", "content-", "con-", "nw.", "c1_", "art_", "article_" };
  g_autofree char *bare = g_strndup (link, strcspn (link, "?#"));
  const char *slash = strrchr (bare, '/');
  const char *name = slash != NULL ? slash + 1 : bare;

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      if (g_ascii_strncasecmp (name, starts[i], strlen (starts[i])) == 0 && strstr (name, ".htm") != NULL)
        return TRUE;
    }
  return FALSE;
}

static Entry *
ensure_entry (GPtrArray *entries, const char *link)
{
  gsize length = strcspn (link, "?#");
  Entry *entry;

  for (guint i = 0; i < entries->len; i++)
    {
      entry = g_ptr_array_index (entries, i);
      if (strlen (entry->link) == length && strncmp (entry->link, link, length) == 0)
        return entry;
    }
  if (entries->len >= MAX_ARTICLES)
    return NULL;
  entry = g_new0 (Entry, 1);
  entry->link = g_strndup (link, length);
  g_ptr_array_add (entries, entry);
  return entry;
}

/* The articles of a page in the order of the image map, then of the list. */
static GPtrArray *
list_entries (xmlNode *root)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);

  for (guint pass = 0; pass < 2; pass++)
    {
      for (xmlNode *node = root; node != NULL; node = galley_xml_next (node, root, TRUE))
        {
          g_autofree char *link = NULL;
          g_autofree char *text = NULL;
          Entry *entry;

          if (!wire_xml_is (node, pass == 0 ? "area" : "a"))
            continue;
          link = wire_xml_attr (node, "href");
          if (link == NULL || !is_article_link (link) || (entry = ensure_entry (entries, link)) == NULL)
            continue;
          if (pass == 0 && entry->area == NULL)
            entry->area = wire_xml_attr (node, "coords");
          text = pass == 0 ? wire_xml_attr (node, "title") : wire_xml_text (node);
          if (text != NULL && (entry->title == NULL || strlen (text) > strlen (entry->title)))
            {
              g_free (entry->title);
              entry->title = g_steal_pointer (&text);
            }
        }
    }
  return entries;
}

static gboolean
is_page_file (HtmlPage *page, GHashTable *facts, const GPtrArray *entries)
{
  const char *name = galley_source_get_name (page->source);
  const char *type = get_fact (facts, "founder-type", NULL);

  if (type != NULL && (*type == '1' || *type == '2'))
    return *type == '2';
  if (get_fact (facts, "articleid", "introtitle") != NULL || entries->len == 0)
    return FALSE;
  return g_str_has_prefix (name, "node_") || g_str_has_prefix (name, "nbs.") ||
         (galley_html_find (page->root, "a", "id", "pageLink") != NULL &&
          galley_html_find (page->root, "area", NULL, NULL) != NULL && find_content (page->root) == NULL);
}

/* Reads the file of one article. FALSE with no error: it is not there. */
static gboolean
read_entry (HtmlPage *page, const Entry *entry, const PageName *place, GalleyBuilder *builder, GError **error)
{
  g_autofree char *path = galley_source_resolve (page->source, entry->link);
  g_autoptr (GBytes) bytes =
      path != NULL ? galley_source_read_link (page->source, entry->link, MAX_ARTICLE_BYTES, NULL) : NULL;
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFile) folder = file != NULL ? g_file_get_parent (file) : NULL;
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;
  g_autoptr (GalleyDecoded) decoded = bytes != NULL ? galley_html_decode (bytes, name, NULL) : NULL;
  g_autoptr (xmlDoc) doc = NULL;
  g_autoptr (GalleySource) source = NULL;
  g_autoptr (GHashTable) facts = NULL;
  HtmlPage article = { .job = page->job };

  if (decoded == NULL)
    return FALSE;
  doc = galley_html_parse (decoded->text, decoded->length, name, page->job, error);
  if (doc == NULL)
    return FALSE;
  article.source = source = galley_source_new_in_folder (name, "text/html", bytes, folder);
  article.text = decoded->text;
  article.root = xmlDocGetRootElement (doc);
  facts = read_comment (article.text);
  if (!push_article (&article, facts, place, entry->title != NULL ? entry->title : "", entry->area, builder))
    return FALSE;
  push_masthead (facts, &article, builder);
  galley_job_part (page->job, path);
  page->n_missing += article.n_missing;
  return TRUE;
}

static void
push_title (const Entry *entry, const PageName *place, GalleyBuilder *builder)
{
  g_autoptr (WireItem) item = wire_item_new ();

  wire_item_head (item, GALLEY_ROLE_HEADLINE, entry->title);
  wire_item_meta (item, "link", entry->link, NULL);
  wire_item_meta (item, "page.area", entry->area, NULL);
  wire_item_page (item, MAX (place->number, 1), place->name);
  if (!wire_item_is_empty (item))
    wire_item_push (item, builder);
}

static gboolean
push_page (
    HtmlPage *page, GHashTable *facts, const GPtrArray *entries, GalleyBuilder *builder, GError **error)
{
  g_auto (PageName) place = { 0 };
  guint n_absent = 0;

  push_masthead (facts, page, builder);
  find_page_name (page, facts, &place);
  galley_builder_page (builder, MAX (place.number, 1), place.name);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (entries, i);
      g_autoptr (GError) failure = NULL;

      if (!galley_job_continues (page->job, error))
        return FALSE;
      if (!read_entry (page, entry, &place, builder, &failure))
        {
          push_title (entry, &place, builder);
          n_absent++;
        }
      galley_job_progress (page->job, 0.3 + 0.7 * (i + 1) / entries->len);
    }
  if (n_absent > 0)
    galley_job_note (
        page->job,
        g_dngettext (
            GETTEXT_PACKAGE, "%u article of the page is not in the folder: only its headline is there.",
            "%u articles of the page are not in the folder: only their headlines are there.", n_absent),
        n_absent);
  return TRUE;
}

gboolean
html_read_epaper (HtmlPage *page, GalleyBuilder *builder, GError **error)
{
  g_autoptr (GHashTable) facts = read_comment (page->text);
  g_autoptr (GPtrArray) entries = list_entries (page->root);
  g_auto (PageName) place = { 0 };

  if (is_page_file (page, facts, entries))
    return push_page (page, facts, entries, builder, error);
  if (facts == NULL && find_content (page->root) == NULL && strstr (page->text, "<!--enpcontent-->") == NULL)
    return FALSE;
  find_page_name (page, facts, &place);
  if (!push_article (page, facts, &place, NULL, NULL, builder))
    return FALSE;
  push_masthead (facts, page, builder);
  return TRUE;
}
