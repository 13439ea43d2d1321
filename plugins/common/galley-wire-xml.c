/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

#include "galley-error.h"

#include "galley-wire.h"

/* No item of a wire is larger. */
#define MAX_XML_BYTES (64u * 1024 * 1024)
/* A declared entity may stand for a letter or a word. */
#define MAX_ENTITY_BYTES 64

/* --- parsing ---------------------------------------------------------------------------------------------------- */

/* The declared encoding, where it is one of those that say less than they mean: GB2312 and GBK are read as GB18030. */
static const char *
better_encoding (const char *data, gsize length)
{
  static const char *const narrow[] = { "gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", NULL };
  g_autofree char *head = g_ascii_strdown (data, (gssize) MIN (length, 200));
  const char *end = strstr (head, "?>");
  const char *found = strstr (head, "encoding");

  if (!g_str_has_prefix (head, "<?xml") || end == NULL || found == NULL || found > end)
    return NULL;
  found += strlen ("encoding");
  found += strspn (found, " \t\r\n=\"'");
  for (guint i = 0; narrow[i] != NULL; i++)
    {
      if (g_str_has_prefix (found, narrow[i]) && strchr ("\"' ?", found[strlen (narrow[i])]) != NULL)
        return "GB18030";
    }
  return NULL;
}

xmlDoc *
wire_xml_parse (GalleySource *source, GError **error)
{
  const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA;
  const char *name = galley_source_get_name (source);
  gsize length;
  const char *data = g_bytes_get_data (galley_source_get_bytes (source), &length);
  xmlDoc *doc;

  if (length > MAX_XML_BYTES)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is too large for one item: %u MB."),
                   name, (guint) (length >> 20));
      return NULL;
    }
  /* Files of old systems begin with blanks, or with the line ends of a transmission. */
  while (length > 0 && g_ascii_isspace (*data))
    {
      data++;
      length--;
    }
  doc = length > 0 ? xmlReadMemory (data, (int) length, NULL, better_encoding (data, length), options) : NULL;
  if (doc != NULL && xmlDocGetRootElement (doc) != NULL)
    return doc;
  xmlFreeDoc (doc);
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not well-formed XML near line %d."),
               name, xmlGetLastError () != NULL ? MAX (xmlGetLastError ()->line, 1) : 1);
  return NULL;
}

/* --- walking ---------------------------------------------------------------------------------------------------- */

gboolean
wire_xml_is (const xmlNode *node, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0;
}

static xmlNode *
first_of (xmlNode *node, const char *name)
{
  while (node != NULL && (node->type != XML_ELEMENT_NODE || (name != NULL && !wire_xml_is (node, name))))
    node = node->next;
  return node;
}

xmlNode *
wire_xml_child (const xmlNode *node, const char *name)
{
  return node != NULL && node->type == XML_ELEMENT_NODE ? first_of (node->children, name) : NULL;
}

xmlNode *
wire_xml_next (const xmlNode *node, const char *name)
{
  return node != NULL ? first_of (node->next, name) : NULL;
}

/* Behind @node in the order of the document, below @top. The children of an entity reference are not walked. */
static xmlNode *
walk (const xmlNode *node, const xmlNode *top)
{
  if (node->type == XML_ELEMENT_NODE && node->children != NULL)
    return node->children;
  while (node != top && node->next == NULL)
    node = node->parent;
  return node != top ? node->next : NULL;
}

xmlNode *
wire_xml_find (xmlNode *node, const char *name)
{
  for (xmlNode *found = node; found != NULL; found = walk (found, node))
    {
      if (wire_xml_is (found, name))
        return found;
    }
  return NULL;
}

xmlNode *
wire_xml_path (const xmlNode *node, ...)
{
  xmlNode *found = (xmlNode *) node;
  const char *name;
  va_list names;

  va_start (names, node);
  while (found != NULL && (name = va_arg (names, const char *)) != NULL)
    found = wire_xml_child (found, name);
  va_end (names);
  return found;
}

/* --- text ------------------------------------------------------------------------------------------------------- */

/* What a reference stands for: the letters HTML knows by name, and short texts without further references. */
static void
append_entity (GString *out, const xmlNode *reference)
{
  const htmlEntityDesc *known = htmlEntityLookup (reference->name);
  const xmlEntity *declared = xmlGetDocEntity (reference->doc, reference->name);

  if (declared != NULL && declared->content != NULL && declared->etype == XML_INTERNAL_GENERAL_ENTITY &&
      strlen ((const char *) declared->content) <= MAX_ENTITY_BYTES &&
      strpbrk ((const char *) declared->content, "&<") == NULL)
    g_string_append (out, (const char *) declared->content);
  else if (known != NULL)
    g_string_append_unichar (out, known->value);
}

/* The text of one text, CDATA or reference node. */
static void
append_node (GString *out, const xmlNode *node)
{
  if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL)
    g_string_append (out, (const char *) node->content);
  else if (node->type == XML_ENTITY_REF_NODE)
    append_entity (out, node);
}

char *
wire_xml_raw_text (const xmlNode *node)
{
  GString *text = g_string_new (NULL);

  for (const xmlNode *part = node; part != NULL && text->len < MAX_XML_BYTES; part = walk (part, node))
    append_node (text, part);
  return g_string_free (text, FALSE);
}

char *
wire_xml_text (const xmlNode *node)
{
  g_autofree char *raw = wire_xml_raw_text (node);

  return wire_fold (raw);
}

char *
wire_xml_attr (const xmlNode *node, const char *name)
{
  if (node == NULL || node->type != XML_ELEMENT_NODE)
    return NULL;
  for (const xmlAttr *attr = node->properties; attr != NULL; attr = attr->next)
    {
      g_autoptr (GString) text = NULL;
      char *value;

      if (strcmp ((const char *) attr->name, name) != 0)
        continue;
      text = g_string_new (NULL);
      for (const xmlNode *part = attr->children; part != NULL; part = part->next)
        append_node (text, part);
      value = g_strstrip (g_strdup (text->str));
      if (*value != '\0')
        return value;
      g_free (value);
    }
  return NULL;
}

char *
wire_fold (const char *text)
{
  GString *out = g_string_new (NULL);
  gboolean blank = FALSE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isspace (*p))
        {
          blank = TRUE;
          continue;
        }
      if (blank && out->len > 0)
        g_string_append_c (out, ' ');
      blank = FALSE;
      g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

/* --- looking at a head ------------------------------------------------------------------------------------------ */

gboolean
wire_head_has_element (GalleySource *source, const char *const *names)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  g_autoptr (GString) ascii = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (head[i] != 0)
        g_string_append_c (ascii, (char) head[i]);
    }
  for (const char *p = strchr (ascii->str, '<'); p != NULL; p = strchr (p + 1, '<'))
    {
      gsize n = strcspn (p + 1, " \t\r\n/><");
      const char *colon = memchr (p + 1, ':', n);
      const char *name = colon != NULL ? colon + 1 : p + 1;

      n -= (gsize) (name - p - 1);
      for (guint i = 0; names[i] != NULL; i++)
        {
          if (strlen (names[i]) == n && strncmp (names[i], name, n) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

/* --- small things ----------------------------------------------------------------------------------------------- */

char *
wire_qcode_split (const char *qcode, const char **code)
{
  const char *colon = strchr (qcode, ':');

  *code = colon != NULL ? colon + 1 : qcode;
  return colon != NULL && colon > qcode ? g_strndup (qcode, (gsize) (colon - qcode)) : NULL;
}

GalleyRole
wire_head_role (const char *name)
{
  static const struct
  {
    const char *name;
    GalleyRole role;
  } names[] = {
    { "kicker", GALLEY_ROLE_KICKER },      { "overline", GALLEY_ROLE_KICKER },
    { "vignette", GALLEY_ROLE_KICKER },    { "eyebrow", GALLEY_ROLE_KICKER },
    { "introtitle", GALLEY_ROLE_KICKER },  { "shoulder", GALLEY_ROLE_KICKER },
    { "subhead", GALLEY_ROLE_SUBHEAD },    { "subheadline", GALLEY_ROLE_SUBHEAD },
    { "subheading", GALLEY_ROLE_SUBHEAD }, { "sub", GALLEY_ROLE_SUBHEAD },
    { "subtitle", GALLEY_ROLE_SUBHEAD },   { "subline", GALLEY_ROLE_SUBHEAD },
    { "deck", GALLEY_ROLE_SUBHEAD },       { "secondary", GALLEY_ROLE_SUBHEAD },
    { "people", GALLEY_ROLE_PEOPLE },      { "引题", GALLEY_ROLE_KICKER },
    { "肩题", GALLEY_ROLE_KICKER },        { "眉题", GALLEY_ROLE_KICKER },
    { "副题", GALLEY_ROLE_SUBHEAD },       { "副标题", GALLEY_ROLE_SUBHEAD },
    { "人物行", GALLEY_ROLE_PEOPLE },
  };
  const char *colon = name != NULL ? strrchr (name, ':') : NULL;

  if (colon != NULL)
    name = colon + 1;
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (names); i++)
    {
      if (g_ascii_strcasecmp (names[i].name, name) == 0)
        return names[i].role;
    }
  return GALLEY_ROLE_HEADLINE;
}

/* --- dates ------------------------------------------------------------------------------------------------------ */

/* "20240506", "20240506T080000", "20240506T080000+0800", "20240506T080000Z": the basic form of ISO 8601. */
static char *
date_from_basic (const char *p)
{
  GString *out;
  gsize digits = strspn (p, "0123456789");

  if (digits == 14 && p[14] == '\0')
    return g_strdup_printf ("%.4s-%.2s-%.2sT%.2s:%.2s:%.2s", p, p + 4, p + 6, p + 8, p + 10, p + 12);
  if (digits != 8)
    return NULL;
  out = g_string_new (NULL);
  g_string_append_printf (out, "%.4s-%.2s-%.2s", p, p + 4, p + 6);
  p += 8;
  if (*p == 'T' || *p == ' ')
    {
      p++;
      digits = strspn (p, "0123456789");
      if (digits == 4 || digits == 6)
        {
          g_string_append_printf (out, "T%.2s:%.2s:%.2s", p, p + 2, digits == 6 ? p + 4 : "00");
          p += digits;
        }
      else
        {
          digits = strspn (p, "0123456789:.");
          g_string_append_printf (out, "T%.*s", (int) digits, p);
          p += digits;
        }
    }
  if (*p == 'Z' && p[1] == '\0')
    g_string_append_c (out, 'Z');
  else if ((*p == '+' || *p == '-') && strspn (p + 1, "0123456789") == 4 && p[5] == '\0')
    g_string_append_printf (out, "%.3s:%.2s", p, p + 3);
  else if ((*p == '+' || *p == '-') && strlen (p) == 6 && p[3] == ':')
    g_string_append (out, p);
  else if (*p != '\0')
    {
      g_string_free (out, TRUE);
      return NULL;
    }
  return g_string_free (out, FALSE);
}

/* "Mon, 06 May 2024 08:00:00 +0800", of mail and of RSS. */
static char *
date_from_mail (const char *text)
{
  static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec" };
  static const struct
  {
    const char *name;
    const char *zone;
  } zones[] = { { "GMT", "Z" },      { "UT", "Z" },       { "UTC", "Z" },      { "Z", "Z" },
                { "EST", "-05:00" }, { "EDT", "-04:00" }, { "CST", "-06:00" }, { "CDT", "-05:00" },
                { "MST", "-07:00" }, { "MDT", "-06:00" }, { "PST", "-08:00" }, { "PDT", "-07:00" } };
  const char *comma = strchr (text, ',');
  const char *p = comma != NULL ? comma + 1 : text;
  int day = 0, year = 0, hour = 0, minute = 0, second = 0, read = 0;
  char month_name[4] = "";
  char zone_name[8] = "";
  guint month = 0;
  g_autofree char *zone = NULL;
  g_autofree char *lower = NULL;

  if (sscanf (p, " %d %3[A-Za-z]%*[a-z.] %d%n", &day, month_name, &year, &read) < 3 &&
      sscanf (p, " %d %3[A-Za-z] %d%n", &day, month_name, &year, &read) < 3)
    return NULL;
  lower = g_ascii_strdown (month_name, -1);
  while (month < G_N_ELEMENTS (months) && !g_str_equal (months[month], lower))
    month++;
  if (month == G_N_ELEMENTS (months) || day < 1 || day > 31 || year < 0 || year > 9999 || read == 0)
    return NULL;
  year += year < 50 ? 2000 : year < 100 ? 1900 : 0;
  if (sscanf (p + read, " %d:%d:%d %7[+-A-Za-z0-9]", &hour, &minute, &second, zone_name) < 2)
    return g_strdup_printf ("%04d-%02u-%02d", year, month + 1, day);
  if (*zone_name == '\0')
    sscanf (p + read, " %*d:%*d %7[+-A-Za-z0-9]", zone_name);
  if ((*zone_name == '+' || *zone_name == '-') && strlen (zone_name) == 5)
    zone = g_strdup_printf ("%.3s:%.2s", zone_name, zone_name + 3);
  for (guint i = 0; zone == NULL && i < G_N_ELEMENTS (zones); i++)
    {
      if (g_ascii_strcasecmp (zones[i].name, zone_name) == 0)
        zone = g_strdup (zones[i].zone);
    }
  return g_strdup_printf ("%04d-%02u-%02dT%02d:%02d:%02d%s", year, month + 1, day, CLAMP (hour, 0, 23),
                          CLAMP (minute, 0, 59), CLAMP (second, 0, 60), zone != NULL ? zone : "");
}

char *
wire_date (const char *text)
{
  g_autofree char *folded = wire_fold (text);
  char *date = date_from_basic (folded);

  if (date == NULL && g_ascii_isalnum (*folded) && strlen (folded) > 10 && folded[4] != '-')
    date = date_from_mail (folded);
  /* "2024-05-06 08:00:00": a blank for the T. */
  if (date == NULL && strlen (folded) > 11 && folded[4] == '-' && folded[7] == '-' && folded[10] == ' ' &&
      g_ascii_isdigit (folded[11]))
    {
      date = g_strdup (folded);
      date[10] = 'T';
    }
  return date != NULL ? date : g_steal_pointer (&folded);
}
