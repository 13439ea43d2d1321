/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docx-styles.h — the named styles of a Word document, and its lists. */

#pragma once

#include "../common/galley-tree.h"

G_BEGIN_DECLS

typedef struct _DocxStyles DocxStyles;

/* What a paragraph or run gets from styles and from its own properties. -1: nothing is said. */
typedef struct
{
  gint strong;
  gint emphasis;
  gint hidden;
  gint centered;
  gint outline;  /* 0 … 8; 9 is body text */
  gint list;     /* w:numId; 0 is "no list" */
  gint depth;    /* w:ilvl */
  gint dateline; /* of a run: the style that our own exporter gives to datelines */
} DocxLook;

/* Both parts may be NULL. Nothing of them is kept. */
DocxStyles *docx_styles_new (const xmlNode *styles, const xmlNode *numbering);
void docx_styles_free (DocxStyles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocxStyles, docx_styles_free)

/* What w:pPr or w:rPr (may be NULL) says, over what @look has. */
void docx_look_read (DocxLook *look, const xmlNode *properties);
/* What the style of that id and those it is based on say; NULL is the default paragraph style. */
DocxLook docx_styles_look (DocxStyles *self, const char *id);
/* The name of the style, or of the nearest it is based on whose name means a role (owned by @self); may be NULL. */
const char *docx_styles_name (DocxStyles *self, const char *id);

/* The next label of a list at a depth ("2. ", "• "); NULL where there is none (newly allocated). Of a heading only Chinese
 * numbers are part of the copy (一、); its 1.1 is layout. */
char *docx_styles_next_label (DocxStyles *self, gint list, gint depth, gboolean of_heading);

G_END_DECLS
