/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-tree.h — the XML of packages (DOCX, ODT) as a tree, read by a parser of our own. Nodes are those of libxml2, so that
 * galley-xml.h walks them, but the library itself is not needed: to load it and what it needs takes longer than to read most files. It
 * knows no entities but the five, fetches nothing, and takes exactly what is well-formed. The text is taken apart where it stands, so
 * a tree costs little more than its nodes. */

#pragma once

#include "galley-xml.h"

G_BEGIN_DECLS

typedef struct _GalleyTree GalleyTree;

/* As galley_xml_parse(), with the same limits and errors. */
GalleyTree *galley_tree_parse (GBytes *bytes, const char *shown, GError **error);
void galley_tree_free (GalleyTree *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyTree, galley_tree_free)
/* How long its text is in UTF-8 (bytes). */
gsize galley_tree_get_size (GalleyTree *self);
/* The root element (owned by the tree). */
xmlNode *galley_tree_get_root (GalleyTree *self);

G_END_DECLS
