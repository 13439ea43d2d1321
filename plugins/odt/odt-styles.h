/* SPDX-License-Identifier: GPL-3.0-or-later */
/* odt-styles.h — the styles of an OpenDocument text, and its lists. */

#pragma once

#include "../common/galley-tree.h"

G_BEGIN_DECLS

typedef struct _OdtStyles OdtStyles;

/* -1: nothing is said. */
typedef struct
{
  gint strong;
  gint emphasis;
  gint hidden;
  gint centered;
  guint outline;    /* 1 …, or 0 */
  const char *list; /* the list style of a paragraph style, owned by the styles; or NULL */
  const char *font; /* a font of signs (static), "" for another */
} OdtLook;

#define ODT_NO_LOOK ((OdtLook){ -1, -1, -1, -1, 0, NULL, NULL })

OdtStyles *odt_styles_new (void);
void odt_styles_free (OdtStyles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OdtStyles, odt_styles_free)

/* Takes in the styles of a document (content, styles or flat). */
void odt_styles_add (OdtStyles *self, const xmlNode *root);
/* What the style of that name and family ("paragraph", "text") says, with its parents. */
OdtLook odt_styles_look (OdtStyles *self, const char *family, const char *name);
/* Is it the style of characters that our own exporter gives to datelines? */
gboolean odt_styles_is_dateline (OdtStyles *self, const char *name);
/* The name a person sees, of the style itself or of the nearest parent whose name means a role; NULL without one. */
const char *odt_styles_name (OdtStyles *self, const char *name);

/* A list begins. @style may be NULL (that of the list around it), @id and @goes_on_from too; @goes_on is for the last list of
 * the style. What is open is a stack. */
void odt_styles_open_list (
    OdtStyles *self, const char *style, const char *id, const char *goes_on_from, gboolean goes_on);
void odt_styles_close_list (OdtStyles *self);
guint odt_styles_get_depth (OdtStyles *self);
/* The label of the next item of the innermost list; @start ≥ 0 sets its number. NULL where it has none. @is_chinese: 一, 甲 and
 * their like, which are part of a headline too. */
char *odt_styles_next_label (OdtStyles *self, gint start, gboolean *is_chinese);
/* The same for a headline of that level (1 …) in no list: NULL unless its numbers are Chinese; 1.1 is layout. */
char *odt_styles_next_heading (OdtStyles *self, guint level, gint start);

G_END_DECLS
