/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libxml/HTMLparser.h>

#include "galley-error.h"

#include "galley-html.h"

/* The parser is fed in pieces, so that what nests without end is found out early. */
#define FEED_BYTES 8192
#define MAX_ELEMENTS 1000000u

/* --- the tree --------------------------------------------------------------------------------------------------- */

GalleyDecoded *
galley_html_decode (GBytes *bytes, const char *shown, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GalleyDecoded *decoded = NULL;

  if (length > GALLEY_HTML_MAX_BYTES)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is too large for a page: %u MB."),
                   shown, (guint) (length >> 20));
      return NULL;
    }
  decoded = galley_charset_decode (data, length);
  if (decoded == NULL)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not text in any known encoding."),
                 shown);
  return decoded;
}

static gboolean
feed (htmlParserCtxtPtr context,
      const char *text,
      gsize length,
      const char *shown,
      GalleyJob *job,
      GError **error)
{
  for (gsize done = 0; done < length; done += FEED_BYTES)
    {
      if (job != NULL && !galley_job_continues (job, error))
        return FALSE;
      (void) htmlParseChunk (context, text + done, (int) MIN (FEED_BYTES, length - done), 0);
      if (context->nameNr > GALLEY_HTML_MAX_DEPTH)
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                       _ ("“%s” nests its elements more than %d deep."), shown, GALLEY_HTML_MAX_DEPTH);
          return FALSE;
        }
    }
  (void) htmlParseChunk (context, text, 0, 1);
  return TRUE;
}

xmlDoc *
galley_html_parse (const char *text, gsize length, const char *shown, GalleyJob *job, GError **error)
{
  const int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                      HTML_PARSE_IGNORE_ENC;
  htmlParserCtxtPtr context = htmlCreatePushParserCtxt (NULL, NULL, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  xmlDoc *doc;
  gboolean good;

  g_return_val_if_fail (context != NULL, NULL);

  (void) htmlCtxtUseOptions (context, options);
  good = feed (context, text, length, shown, job, error);
  doc = context->myDoc;
  htmlFreeParserCtxt (context);
  if (good && doc != NULL && xmlDocGetRootElement (doc) != NULL)
    return doc;
  if (doc != NULL)
    xmlFreeDoc (doc);
  if (good)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is a page without any text."), shown);
  return NULL;
}

gboolean
galley_html_has_word (const xmlNode *node, const char *attribute, const char *word)
{
  g_autofree char *value = wire_xml_attr (node, attribute);
  gsize length = strlen (word);

  for (const char *p = value; p != NULL && *p != '\0';)
    {
      gsize n = strcspn (p, " \t\r\n");

      if (n == length && g_ascii_strncasecmp (p, word, n) == 0)
        return TRUE;
      p += n;
      p += strspn (p, " \t\r\n");
    }
  return FALSE;
}

xmlNode *
galley_html_find (xmlNode *top, const char *name, const char *attribute, const char *value)
{
  for (xmlNode *node = top; node != NULL; node = galley_xml_next (node, top, TRUE))
    {
      if (node->type == XML_ELEMENT_NODE &&
          (name == NULL || g_ascii_strcasecmp ((const char *) node->name, name) == 0) &&
          (attribute == NULL || galley_html_has_word (node, attribute, value)))
        return node;
    }
  return NULL;
}

gboolean
galley_html_holds (const xmlNode *node, const xmlNode *other)
{
  while (other != NULL && other != node)
    other = other->parent;
  return other != NULL;
}

void
galley_html_remove (xmlNode *node)
{
  xmlUnlinkNode (node);
  xmlFreeNode (node);
}

/* --- measuring -------------------------------------------------------------------------------------------------- */

static gboolean
is_one_of (const xmlNode *node, const char *names)
{
  const char *name = node->type == XML_ELEMENT_NODE ? (const char *) node->name : NULL;
  const char *found = names;
  gsize length = name != NULL ? strlen (name) : 0;

  if (name == NULL)
    return FALSE;

  while ((found = strstr (found, name)) != NULL)
    {
      if ((found == names || found[-1] == ' ') && (found[length] == ' ' || found[length] == '\0'))
        return TRUE;
      found += length;
    }
  return FALSE;
}

#define NEVER_COPY                                                                                           \
  "script style noscript template iframe object embed applet button select input textarea svg canvas form "  \
  "dialog nav"
#define INLINE                                                                                               \
  "a abbr b bdo big br cite code em font i img ins kbd label mark nobr q s samp small span strong sub sup "  \
  "time tt u var wbr ruby rb rt rp"

/* Words in class and id that say that an element is not the copy. */
static gboolean
has_noise_word (const xmlNode *node)
{
  static const char *const noise[] = {
    "nav",        "navbar",  "menu",      "breadcrumb", "breadcrumbs", "crumb",   "crumbs",  "sidebar",
    "side",       "footer",  "foot",      "copyright",  "share",       "sharing", "social",  "comment",
    "comments",   "related", "recommend", "recommends", "hot",         "rank",    "ranking", "pager",
    "pagination", "paging",  "login",     "search",     "toolbar",     "advert",  "adverts", "ads",
    "banner",     "qrcode",  "subscribe", "newsletter", "popup",       "cookie",  "cookies", "promo",
    "sponsor",    "toplink", "statement", "disclaimer"
  };
  static const char *const attributes[] = { "class", "id", "role" };

  /* Makers of pages turn headings into ids of headings and sections. */
  if (is_one_of (node, "h1 h2 h3 h4 h5 h6 section article body"))
    return FALSE;
  for (guint a = 0; a < G_N_ELEMENTS (attributes); a++)
    {
      g_autofree char *value = wire_xml_attr (node, attributes[a]);
      g_auto (GStrv) words = NULL;

      if (value == NULL)
        continue;
      words = g_strsplit_set (value, " -_\t\r\n", -1);
      for (guint w = 0; words[w] != NULL; w++)
        {
          for (guint i = 0; i < G_N_ELEMENTS (noise); i++)
            {
              if (g_ascii_strcasecmp (words[w], noise[i]) == 0)
                return TRUE;
            }
        }
    }
  return FALSE;
}

typedef struct
{
  guint text;    /* characters that are no white space */
  guint link;    /* of them, in links */
  guint direct;  /* of the text outside of links, what no block below holds */
  double weight; /* characters of paragraphs; short lines count little */
} Measure;

typedef struct
{
  GHashTable *measures; /* node → Measure */
  guint n_elements;
} Measuring;

static guint
count_characters (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += !g_unichar_isspace (g_utf8_get_char (p));
  return n;
}

/* A Chinese sentence is half as long as an English one; so is the shortest paragraph. */
#define SHORT_PARAGRAPH 18

static const Measure *
measure (Measuring *self, const xmlNode *node, gboolean in_link)
{
  Measure *own = g_new0 (Measure, 1);
  gboolean is_link = in_link || g_str_equal ((const char *) node->name, "a");

  for (const xmlNode *child = node->children; child != NULL && self->n_elements < MAX_ELEMENTS;
       child = child->next)
    {
      if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) && child->content != NULL)
        {
          guint n = count_characters ((const char *) child->content);

          own->text += n;
          own->link += is_link ? n : 0;
          own->direct += is_link ? 0 : n;
        }
      else if (child->type == XML_ELEMENT_NODE && !is_one_of (child, "script style template head"))
        {
          const Measure *below = measure (self, child, is_link);

          self->n_elements++;
          own->text += below->text;
          own->link += below->link;
          own->weight += below->weight;
          if (is_one_of (child, INLINE))
            own->direct += below->direct;
        }
    }
  if (!is_one_of (node, INLINE))
    own->weight += own->direct >= SHORT_PARAGRAPH ? own->direct : own->direct * 0.2;
  if (has_noise_word (node))
    own->weight *= 0.1;
  g_hash_table_insert (self->measures, (gpointer) node, own);
  return own;
}

static const Measure *
get_measure (const Measuring *self, const xmlNode *node)
{
  static const Measure nothing;
  const Measure *found = g_hash_table_lookup (self->measures, node);

  return found != NULL ? found : &nothing;
}

/* --- the copy among the rest ------------------------------------------------------------------------------------- */

static gboolean
is_hidden (const xmlNode *node)
{
  g_autofree char *style = wire_xml_attr (node, "style");
  g_autofree char *packed = NULL;

  if (xmlHasProp ((xmlNode *) node, (const xmlChar *) "hidden") != NULL)
    return TRUE;
  if (style == NULL)
    return FALSE;
  packed = g_ascii_strdown (style, -1);
  for (char *from = packed, *to = packed;; from++)
    {
      if (!g_ascii_isspace (*from))
        *to++ = *from;
      if (*from == '\0')
        break;
    }
  return strstr (packed, "display:none") != NULL;
}

/* Takes out what is never copy, whatever it says: menus, forms, scripts. */
static void
strip (xmlNode *body)
{
  for (xmlNode *node = galley_xml_next (body, body, TRUE); node != NULL;)
    {
      gboolean gone = is_one_of (node, NEVER_COPY) || is_hidden (node);
      xmlNode *next = galley_xml_next (node, body, !gone);

      /* Old page makers put a form around the whole page. */
      if (gone && is_one_of (node, "form") && galley_html_find (node, "p", NULL, NULL) != NULL)
        gone = FALSE;
      if (gone)
        galley_html_remove (node);
      node = next;
    }
}

/* Inside of the copy: lists of links, and boxes that say what they are. */
static void
strip_inside (Measuring *self, xmlNode *main)
{
  double weight = get_measure (self, main)->weight;

  for (xmlNode *node = galley_xml_next (main, main, TRUE); node != NULL;)
    {
      const Measure *own = get_measure (self, node);
      gboolean linky = own->link * 2 > own->text;
      gboolean gone = !is_one_of (node, INLINE) && own->text > 0 && own->weight < 0.3 * weight &&
                      ((has_noise_word (node) && (own->link * 4 > own->text || own->text < 120)) ||
                       (linky && is_one_of (node, "aside footer")));
      xmlNode *next = galley_xml_next (node, main, !gone);

      if (gone)
        galley_html_remove (node);
      node = next;
    }
}

static xmlNode *
find_hinted (Measuring *self, xmlNode *body)
{
  static const struct
  {
    const char *name;
    const char *attribute;
    const char *value;
  } hints[] = {
    { "founder-content", NULL, NULL }, { NULL, "id", "ozoom" }, { NULL, "itemprop", "articleBody" },
    { "article", NULL, NULL },         { "main", NULL, NULL },  { NULL, "role", "main" }
  };
  double weight = get_measure (self, body)->weight;

  for (guint i = 0; i < G_N_ELEMENTS (hints); i++)
    {
      xmlNode *found = galley_html_find (body, hints[i].name, hints[i].attribute, hints[i].value);

      if (found != NULL && get_measure (self, found)->weight >= 0.5 * weight)
        return found;
    }
  return NULL;
}

/* The smallest element that still holds most of the paragraphs. */
static xmlNode *
find_dense (Measuring *self, xmlNode *body)
{
  double weight = get_measure (self, body)->weight;
  xmlNode *main = body;

  for (;;)
    {
      xmlNode *deeper = NULL;

      for (xmlNode *child = main->children; child != NULL && deeper == NULL; child = child->next)
        {
          if (child->type == XML_ELEMENT_NODE && !is_one_of (child, "p pre blockquote ul ol li h1 h2 h3") &&
              !is_one_of (child, INLINE) && get_measure (self, child)->weight >= 0.75 * weight)
            deeper = child;
        }
      if (deeper == NULL)
        return main;
      main = deeper;
    }
}

xmlNode *
galley_html_find_main (xmlNode *root, guint *left_out)
{
  xmlNode *body = galley_html_find (root, "body", NULL, NULL);
  g_autoptr (GHashTable) measures = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  Measuring self = { measures, 0 };
  xmlNode *main;
  guint all;

  *left_out = 0;
  if (body == NULL)
    body = root;
  all = measure (&self, body, FALSE)->text;
  g_hash_table_remove_all (measures);
  strip (body);
  self.n_elements = 0;
  (void) measure (&self, body, FALSE);
  main = find_hinted (&self, body);
  if (main == NULL)
    main = find_dense (&self, body);
  strip_inside (&self, main);
  g_hash_table_remove_all (measures);
  self.n_elements = 0;
  *left_out = all - MIN (all, measure (&self, main, FALSE)->text);
  return main;
}

/* --- pictures --------------------------------------------------------------------------------------------------- */

/* What is too small to be a picture of the copy: rules, arrows, counters. */
static gboolean
is_ornament (const xmlNode *image)
{
  gint width = galley_xml_get_int (image, "width", G_MAXINT);
  gint height = galley_xml_get_int (image, "height", G_MAXINT);

  return width <= 32 || height <= 32;
}

static GBytes *
decode_data_address (const char *address, char **name)
{
  const char *comma = strchr (address, ',');
  const char *slash = strchr (address, '/');
  g_autofree char *subtype = NULL;
  gsize length;
  guchar *bytes;

  if (comma == NULL || slash == NULL || slash > comma || !g_str_has_prefix (address, "data:image/") ||
      g_strstr_len (address, comma - address, ";base64") == NULL || strlen (comma) > GALLEY_HTML_MAX_PICTURE)
    return NULL;
  subtype = g_strndup (slash + 1, strspn (slash + 1, "abcdefghijklmnopqrstuvwxyz0123456789"));
  bytes = g_base64_decode (comma + 1, &length);
  *name = g_strdup_printf ("picture.%s", g_str_equal (subtype, "jpeg") ? "jpg" : subtype);
  return g_bytes_new_take (bytes, length);
}

/* The words of the figure around it. */
static void
tell_words (GalleyAsset *asset, const xmlNode *image)
{
  g_autofree char *alt = wire_xml_attr (image, "alt");
  const xmlNode *figure = image->parent;

  for (guint i = 0; i < 3 && figure != NULL && !wire_xml_is (figure, "figure"); i++)
    figure = figure->parent;
  galley_asset_set_info (asset, "alt", alt);
  if (figure != NULL && wire_xml_is (figure, "figure"))
    {
      xmlNode *caption = galley_html_find ((xmlNode *) figure, "figcaption", NULL, NULL);
      xmlNode *credit = caption != NULL ? galley_html_find (caption, NULL, "class", "credit") : NULL;
      g_autofree char *text = NULL;
      g_autofree char *credit_text = credit != NULL ? wire_xml_text (credit) : NULL;

      text = caption != NULL ? wire_xml_text (caption) : NULL;
      if (credit_text != NULL && g_str_has_suffix (text, credit_text))
        text[strlen (text) - strlen (credit_text)] = '\0';
      galley_asset_set_info (asset, "caption", text != NULL ? g_strstrip (text) : NULL);
      galley_asset_set_info (asset, "credit", credit_text);
    }
}

guint
galley_html_pictures (WireItem *item, xmlNode *top, GalleyHtmlFetch fetch, gpointer data)
{
  static const char *const sources[] = { "data-src", "data-original", "src", "href" };
  guint n_missing = 0;

  for (xmlNode *node = top; node != NULL; node = galley_xml_next (node, top, TRUE))
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *name = NULL;
      gboolean named = FALSE;

      if (!is_one_of (node, "img image") || is_ornament (node))
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (sources) && bytes == NULL; i++)
        {
          g_autofree char *address = wire_xml_attr (node, sources[i]);

          if (address == NULL)
            continue;
          named = TRUE;
          if (g_str_has_prefix (address, "data:"))
            bytes = decode_data_address (address, &name);
          else if (fetch != NULL)
            bytes = fetch (data, address, &name);
        }
      if (bytes != NULL && g_bytes_get_size (bytes) > 0)
        {
          g_autoptr (GalleyAsset) asset = galley_asset_new (name, NULL, bytes);
          const char *type = galley_asset_get_mime_type (asset);

          if (type != NULL && g_str_has_prefix (type, "image/"))
            {
              tell_words (asset, node);
              wire_item_asset (item, asset);
              continue;
            }
        }
      n_missing += named;
    }
  return n_missing;
}
