/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-xml.h — XML as importers and exporters need it: a tree without network, entities and surprises; short ways to walk
 * it by name; and text for XML that is being written. Trees come from libxml2 (galley-xml-parse.c) or from galley-tree.h. */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* No document has more elements and attributes, is larger (bytes) or deeper (libxml2's own 256). */
#define GALLEY_XML_MAX_NODES 1500000u
#define GALLEY_XML_MAX_BYTES (64u * 1024 * 1024)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

/* A document (free with xmlFreeDoc). Entities it declares do not exist, external ones are not fetched. @shown names the part
 * in the sentence: GALLEY_ERROR_MALFORMED for what is not well-formed, GALLEY_ERROR_TOO_LARGE where a limit is passed. */
xmlDoc *galley_xml_parse (GBytes *bytes, const char *shown, GError **error);

/* Is it an element of that local name? With @family its namespace must contain that word: "wordprocessingml" fits both the
 * strict and the transitional one. NULL: any. */
gboolean galley_xml_is (const xmlNode *node, const char *family, const char *name);
gboolean galley_xml_in (const xmlNode *node, const char *family);
/* The value of the attribute of that local name (owned by the document), or NULL. */
const char *galley_xml_get (const xmlNode *node, const char *name);
/* The same in a namespace that contains @family. */
const char *galley_xml_get_in (const xmlNode *node, const char *family, const char *name);
/* The number in it, or @fallback. */
gint galley_xml_get_int (const xmlNode *node, const char *name, gint fallback);
/* The first child element, or the first element below in document order, of that local name; NULL where there is none. */
xmlNode *galley_xml_child (const xmlNode *node, const char *name);
xmlNode *galley_xml_find (const xmlNode *node, const char *name);
/* The element behind @node in document order that lies below @top; with @deeper FALSE the insides of @node are passed by. */
xmlNode *galley_xml_next (const xmlNode *node, const xmlNode *top, gboolean deeper);
/* All text below, stripped of white space at its ends (newly allocated). */
char *galley_xml_dup_text (const xmlNode *node);

/* Text escaped for element content and attributes; characters XML cannot hold are left out. */
void galley_xml_append (GString *out, const char *text, gssize length);
/* ' name="value"'. */
void galley_xml_append_attribute (GString *out, const char *name, const char *value);

G_END_DECLS
