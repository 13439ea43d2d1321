/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-wire.h — what the wire formats share: one item on its way into a builder, and XML read without trust.
 *
 * An importer fills a WireItem in any order; wire_item_push() brings it into the order of a galley: headlines, bylines, text.
 * No entity is expanded beyond a few characters, no DTD and no address is followed, and depth and size are bounded. */

#pragma once

#include <libxml/tree.h>

#include "galley-builder.h"
#include "galley-source.h"

G_BEGIN_DECLS

typedef struct _WireItem WireItem;

/* --- an item ---------------------------------------------------------------------------------------------------- */

WireItem *wire_item_new (void);
void wire_item_free (WireItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WireItem, wire_item_free)

/* Adds one value of metadata, white space folded; NULL and "" are nothing. */
void wire_item_meta (WireItem *self, const char *key, const char *value, const char *qualifier);
/* Adds it where the key has no value yet. */
void wire_item_meta_once (WireItem *self, const char *key, const char *value);
const char *wire_item_get_meta (WireItem *self, const char *key);
/* Adds a line above the text: kicker, headline, subhead, people or byline. */
void wire_item_head (WireItem *self, GalleyRole role, const char *text);
gboolean wire_item_has_head (WireItem *self, GalleyRole role);
/* The heads stand in their order already, as in files of our own. Otherwise headlines go before bylines. */
void wire_item_keep_order (WireItem *self);
void wire_item_kind (WireItem *self, GalleyArticleKind kind);
void wire_item_page (WireItem *self, guint number, const char *name);
guint wire_item_get_page (WireItem *self);
/* A picture that came with it. */
void wire_item_asset (WireItem *self, GalleyAsset *asset);

/* Text: the children of an XHTML, HTML or NITF element; @role is what plain paragraphs are. */
void wire_item_nodes (WireItem *self, xmlNode *parent, GalleyRole role);
/* Text: HTML in a string, whole or a piece. */
void wire_item_html (WireItem *self, const char *html, gssize length, GalleyRole role);
/* Adds a printed byline; with @persons also those it names, with @title (may be NULL) where the line says no role. */
void wire_item_by (WireItem *self, const char *line, const char *title, gboolean persons);
/* Heads, bylines, dateline, abstract and text of a NITF document; what the item has already stays. */
void wire_item_nitf (WireItem *self, xmlNode *nitf);
/* The pictures that lie in a NITF document itself. */
void wire_item_nitf_pictures (WireItem *self, xmlNode *nitf);
/* Text: one paragraph a line. */
void wire_item_plain (WireItem *self, const char *text, GalleyRole role);
gboolean wire_item_has_text (WireItem *self);
/* Is there anything to show: a head, a text, a picture? */
gboolean wire_item_is_empty (WireItem *self);

/* Pushes the item as one article. Headlines that the text repeats at its beginning are dropped from the text, and the
 * dateline is marked there. */
void wire_item_push (WireItem *self, GalleyBuilder *builder);

/* --- XML -------------------------------------------------------------------------------------------------------- */

/* GALLEY_ERROR_MALFORMED with one sentence, or GALLEY_ERROR_TOO_LARGE. Free with xmlFreeDoc. */
xmlDoc *wire_xml_parse (GalleySource *source, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

/* By local name, whatever the namespace. */
gboolean wire_xml_is (const xmlNode *node, const char *name);
/* The first child element of that name, and the next sibling of that name (any where @name is NULL). */
xmlNode *wire_xml_child (const xmlNode *node, const char *name);
xmlNode *wire_xml_next (const xmlNode *node, const char *name);
/* The first element of that name below @node, or @node itself. */
xmlNode *wire_xml_find (xmlNode *node, const char *name);
/* The child of a child …: names end with NULL. */
xmlNode *wire_xml_path (const xmlNode *node, ...) G_GNUC_NULL_TERMINATED;

/* All text below, white space folded (newly allocated, never NULL). */
char *wire_xml_text (const xmlNode *node);
/* The text with its line ends. */
char *wire_xml_raw_text (const xmlNode *node);
/* An attribute by local name, or NULL where there is none or it is blank. */
char *wire_xml_attr (const xmlNode *node, const char *name);

/* TRUE when the first bytes hold "<name" or "<prefix:name" for one of the names (in ASCII or UTF-16). */
gboolean wire_head_has_element (GalleySource *source, const char *const *names);

/* --- small things ----------------------------------------------------------------------------------------------- */

/* White space folded to single blanks, none at the ends (newly allocated). */
char *wire_fold (const char *text);
/* A date in one of the forms the wire uses (20240506T080000+0800, 2024-05-06 08:00, RFC 822 …) as ISO 8601, as far as it goes;
 * a copy of @text where it is none of them. */
char *wire_date (const char *text);
/* "medtop" of "medtop:20000001", NULL where there is no colon; *@code is what follows (or all of it). */
char *wire_qcode_split (const char *qcode, const char **code);
/* Of a headline role in any vocabulary: kicker and overline, subhead, deck …; headline for everything else. */
GalleyRole wire_head_role (const char *name);

G_END_DECLS
