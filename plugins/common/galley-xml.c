/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-xml.h"

/* --- walking ---------------------------------------------------------------------------------------------------- */

static gboolean
uri_has (const xmlNs *ns, const char *family)
{
  return ns != NULL && ns->href != NULL && strstr ((const char *) ns->href, family) != NULL;
}

gboolean
galley_xml_in (const xmlNode *node, const char *family)
{
  return node != NULL && node->type == XML_ELEMENT_NODE && uri_has (node->ns, family);
}

gboolean
galley_xml_is (const xmlNode *node, const char *family, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0 &&
         (family == NULL || uri_has (node->ns, family));
}

const char *
galley_xml_get_in (const xmlNode *node, const char *family, const char *name)
{
  if (node == NULL || node->type != XML_ELEMENT_NODE)
    return NULL;
  for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    {
      const xmlNode *value = attribute->children;

      if (strcmp ((const char *) attribute->name, name) != 0 ||
          (family != NULL && !uri_has (attribute->ns, family)))
        continue;
      return value != NULL && value->type == XML_TEXT_NODE ? (const char *) value->content : "";
    }
  return NULL;
}

const char *
galley_xml_get (const xmlNode *node, const char *name)
{
  return galley_xml_get_in (node, NULL, name);
}

gint
galley_xml_get_int (const xmlNode *node, const char *name, gint fallback)
{
  const char *value = galley_xml_get (node, name);
  char *end = NULL;
  gint64 number = value != NULL ? g_ascii_strtoll (value, &end, 10) : 0;

  return value != NULL && end != value ? (gint) CLAMP (number, G_MININT, G_MAXINT) : fallback;
}

xmlNode *
galley_xml_child (const xmlNode *node, const char *name)
{
  for (xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
    {
      if (galley_xml_is (child, NULL, name))
        return child;
    }
  return NULL;
}

xmlNode *
galley_xml_next (const xmlNode *node, const xmlNode *top, gboolean deeper)
{
  if (deeper && node->type == XML_ELEMENT_NODE && node->children != NULL)
    return node->children;
  while (node != top && node->next == NULL)
    node = node->parent;
  return node != top ? node->next : NULL;
}

xmlNode *
galley_xml_find (const xmlNode *node, const char *name)
{
  if (node == NULL)
    return NULL;
  for (xmlNode *item = galley_xml_next (node, node, TRUE); item != NULL;
       item = galley_xml_next (item, node, TRUE))
    {
      if (galley_xml_is (item, NULL, name))
        return item;
    }
  return NULL;
}

char *
galley_xml_dup_text (const xmlNode *node)
{
  GString *text = g_string_new (NULL);

  for (const xmlNode *item = node != NULL ? galley_xml_next (node, node, TRUE) : NULL; item != NULL;
       item = galley_xml_next (item, node, TRUE))
    {
      if (item->type == XML_TEXT_NODE || item->type == XML_CDATA_SECTION_NODE)
        g_string_append (text, (const char *) item->content);
    }
  return g_strstrip (g_string_free (text, FALSE));
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

static gboolean
is_allowed (gunichar c)
{
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) || (c >= 0xe000 && c < 0xfffe) ||
         (c >= 0x10000 && c <= 0x10ffff);
}

void
galley_xml_append (GString *out, const char *text, gssize length)
{
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '&')
        g_string_append (out, "&amp;");
      else if (c == '<')
        g_string_append (out, "&lt;");
      else if (c == '>')
        g_string_append (out, "&gt;");
      else if (c == '"')
        g_string_append (out, "&quot;");
      else if (is_allowed (c))
        g_string_append_len (out, p, g_utf8_next_char (p) - p);
    }
}

void
galley_xml_append_attribute (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, " %s=\"", name);
  for (const char *p = value; *p != '\0';)
    {
      gsize plain = strcspn (p, "\t\n\r");

      galley_xml_append (out, p, (gssize) plain);
      p += plain;
      /* As they stand they would come back as blanks. */
      if (*p != '\0')
        g_string_append_printf (out, "&#%d;", *p++);
    }
  g_string_append_c (out, '"');
}
