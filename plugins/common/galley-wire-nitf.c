/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body of a NITF document, which comes alone and inside of NewsML; and lines that name their writers. */

#include "config.h"

#include <string.h>

#include "galley-asset.h"
#include "galley-byline.h"

#include "galley-wire.h"

/* "Jo Doe" of "By Jo Doe". */
static const char *
skip_by (const char *text)
{
  return g_ascii_strncasecmp (text, "by ", 3) == 0 ? text + 3 : text;
}

/* The persons of a line in Latin letters: "By A and B, Staff Writer" with @title "Staff Writer". */
static void
add_latin_persons (WireItem *item, const char *line, const char *title)
{
  static const char *const joins[] = { " and ", " & ", " und ", ";", NULL };
  g_autofree char *rest = wire_fold (skip_by (line));
  g_auto (GStrv) names = NULL;

  if (title != NULL && *title != '\0' && g_str_has_suffix (rest, title))
    rest[strlen (rest) - strlen (title)] = '\0';
  for (guint i = 0; joins[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (rest, joins[i], -1);

      g_free (rest);
      rest = g_strjoinv ("\n", parts);
    }
  names = g_strsplit (rest, "\n", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_strstrip (names[i]);
      if (g_str_has_suffix (names[i], ","))
        names[i][strlen (names[i]) - 1] = '\0';
      wire_item_meta (item, "person", names[i], title != NULL && *title != '\0' ? title : NULL);
    }
}

void
wire_item_by (WireItem *item, const char *line, const char *title, gboolean persons)
{
  g_autofree char *folded = wire_fold (line != NULL ? line : "");
  g_autoptr (GPtrArray) people = NULL;

  if (*folded == '\0')
    return;
  wire_item_head (item, GALLEY_ROLE_BYLINE, folded);
  if (!persons)
    return;
  people = galley_byline_parse (folded);
  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      const GalleyPerson *person = g_ptr_array_index (people, i);

      wire_item_meta (item, "person", person->name, *person->role != '\0' ? person->role : title);
    }
  if (people == NULL || people->len == 0)
    add_latin_persons (item, folded, title);
}

/* A byline is a line to print, and the persons in it; a title stands in an element of its own, without a blank before. */
static void
read_byline (WireItem *item, const xmlNode *byline, gboolean persons)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *title = wire_xml_text (wire_xml_child (byline, "byttl"));
  const xmlNode *person = wire_xml_child (byline, "person");

  for (const xmlNode *node = byline->children; node != NULL; node = node->next)
    {
      g_autofree char *text = wire_xml_raw_text (node);

      if (wire_xml_is (node, "byttl") && line->len > 0 && !g_ascii_isspace (line->str[line->len - 1]))
        g_string_append_c (line, ' ');
      if (node->type != XML_COMMENT_NODE)
        g_string_append (line, text);
    }
  for (const xmlNode *node = person; node != NULL && persons; node = wire_xml_next (node, "person"))
    {
      g_autofree char *name = wire_xml_text (node);

      wire_item_meta (item, "person", name, *title != '\0' ? title : NULL);
    }
  wire_item_by (item, line->str, title, persons && person == NULL);
}

static void
read_hedline (WireItem *item, const xmlNode *hedline)
{
  gboolean had_headline = wire_item_has_head (item, GALLEY_ROLE_HEADLINE);
  gboolean had_subhead = wire_item_has_head (item, GALLEY_ROLE_SUBHEAD);

  for (const xmlNode *node = wire_xml_child (hedline, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      g_autofree char *class = wire_xml_attr (node, "class");
      g_autofree char *text = wire_xml_text (node);
      GalleyRole role = wire_xml_is (node, "hl1") ? GALLEY_ROLE_HEADLINE : wire_head_role (class);

      if (wire_xml_is (node, "hl2") && role == GALLEY_ROLE_HEADLINE)
        role = GALLEY_ROLE_SUBHEAD;
      if ((role == GALLEY_ROLE_HEADLINE && had_headline) || (role == GALLEY_ROLE_SUBHEAD && had_subhead))
        continue;
      wire_item_head (item, role, text);
    }
}

static void
read_dateline (WireItem *item, const xmlNode *dateline)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *place = wire_xml_text (wire_xml_child (dateline, "location"));
  g_autofree char *text = NULL;

  for (const xmlNode *node = dateline->children; node != NULL; node = node->next)
    {
      g_autofree char *part = wire_xml_raw_text (node);

      if (node->type != XML_COMMENT_NODE && !wire_xml_is (node, "story.date"))
        g_string_append (line, part);
    }
  text = wire_fold (line->str);
  wire_item_meta_once (item, "dateline", text);
  wire_item_meta_once (item, "place", *place != '\0' ? place : text);
}

static void
read_abstract (WireItem *item, const xmlNode *abstract)
{
  g_autofree char *text = wire_xml_text (abstract);

  wire_item_meta_once (item, "summary", text);
}

void
wire_item_nitf (WireItem *item, xmlNode *nitf)
{
  const xmlNode *body = wire_xml_is (nitf, "body") ? nitf : wire_xml_find (nitf, "body");
  const xmlNode *head = wire_xml_child (body, "body.head");
  gboolean persons = wire_item_get_meta (item, "person") == NULL;

  for (const xmlNode *node = wire_xml_child (head, NULL); node != NULL; node = wire_xml_next (node, NULL))
    {
      g_autofree char *text = wire_xml_text (node);

      if (wire_xml_is (node, "hedline"))
        read_hedline (item, node);
      else if (wire_xml_is (node, "byline"))
        read_byline (item, node, persons);
      else if (wire_xml_is (node, "dateline"))
        read_dateline (item, node);
      else if (wire_xml_is (node, "abstract"))
        read_abstract (item, node);
      else if (wire_xml_is (node, "distributor"))
        wire_item_meta_once (item, "source", text);
      else if (wire_xml_is (node, "rights"))
        wire_item_meta_once (item, "rights", text);
      else if (wire_xml_is (node, "note"))
        wire_item_meta (item, "ed-note", text, NULL);
    }
  wire_item_nodes (item, wire_xml_child (body, "body.content"), GALLEY_ROLE_BODY);
  wire_item_nodes (item, wire_xml_child (body, "body.end"), GALLEY_ROLE_NOTE);
}

void
wire_item_nitf_pictures (WireItem *item, xmlNode *nitf)
{
  for (xmlNode *media = wire_xml_find (nitf, "media"); media != NULL;)
    {
      const xmlNode *reference = wire_xml_child (media, "media-reference");
      const xmlNode *object = wire_xml_child (media, "media-object");
      g_autofree char *encoding = wire_xml_attr (object, "encoding");
      g_autofree char *type = wire_xml_attr (reference, "mime-type");
      g_autofree char *source = wire_xml_attr (reference, "source");
      g_autofree char *name = source != NULL ? g_path_get_basename (source) : g_strdup ("picture");
      xmlNode *next = media->next;

      if (g_strcmp0 (encoding, "base64") == 0)
        {
          g_autofree char *text = wire_xml_raw_text (object);
          gsize length = 0;
          guchar *data = g_base64_decode (text, &length);
          g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);
          g_autoptr (GalleyAsset) asset = length > 0 ? galley_asset_new (name, type, bytes) : NULL;
          g_autofree char *alt = wire_xml_attr (reference, "alternate-text");
          g_autofree char *credit = wire_xml_attr (reference, "source-credit");
          g_autofree char *rights = wire_xml_attr (reference, "copyright");
          g_autofree char *caption = wire_xml_text (wire_xml_child (media, "media-caption"));

          if (asset != NULL)
            {
              galley_asset_set_info (asset, "alt", alt);
              galley_asset_set_info (asset, "credit", credit);
              galley_asset_set_info (asset, "rights", rights);
              galley_asset_set_info (asset, "caption", caption);
              wire_item_asset (item, asset);
            }
        }
      while (next != NULL && !wire_xml_is (next, "media"))
        next = next->next;
      media = next;
    }
}
