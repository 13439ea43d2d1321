/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-facet.h — one group of metadata as data; the host draws the rows and writes what the user enters into the
 * article's metadata under the field's id. */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_FIELD_TEXT,
  GALLEY_FIELD_LONG_TEXT,
  GALLEY_FIELD_NUMBER,
  GALLEY_FIELD_DATE,   /* YYYY-MM-DD, or with a time in ISO 8601 */
  GALLEY_FIELD_CHOICE, /* one of the choices */
  GALLEY_FIELD_LIST,   /* several values: keywords, subjects */
  GALLEY_FIELD_PEOPLE, /* several names, each with a role from the choices as qualifier */
} GalleyFieldKind;

#define GALLEY_TYPE_FIELD (galley_field_get_type ())
G_DECLARE_FINAL_TYPE (GalleyField, galley_field, GALLEY, FIELD, GObject)

/* @id is the metadata key; @label and @hint are translated; @hint may be NULL. */
GalleyField *galley_field_new (const char *id, const char *label, GalleyFieldKind kind, const char *hint);
const char *galley_field_get_id (GalleyField *self);
const char *galley_field_get_label (GalleyField *self);
GalleyFieldKind galley_field_get_kind (GalleyField *self);
const char *galley_field_get_hint (GalleyField *self);

/* What the article has now, several values parted by "; " (newly allocated by the facet's host: see galley_facet_read). */
void galley_field_set_value (GalleyField *self, const char *value);
const char *galley_field_get_value (GalleyField *self);

void galley_field_set_required (GalleyField *self, gboolean required);
gboolean galley_field_get_required (GalleyField *self);

/* Choices, as code and label. */
void galley_field_add_choice (GalleyField *self, const char *code, const char *label);
guint galley_field_get_n_choices (GalleyField *self);
const char *galley_field_get_choice (GalleyField *self, guint index, const char **label);

/* A value worth offering, and why: "names the place three times". */
void
galley_field_add_suggestion (GalleyField *self, const char *value, const char *qualifier, const char *why);
guint galley_field_get_n_suggestions (GalleyField *self);
const char *
galley_field_get_suggestion (GalleyField *self, guint index, const char **qualifier, const char **why);

#define GALLEY_TYPE_FACET (galley_facet_get_type ())
G_DECLARE_INTERFACE (GalleyFacet, galley_facet, GALLEY, FACET, GObject)

struct _GalleyFacetInterface
{
  GTypeInterface parent_iface;

  /* The fields for this article, of GalleyField, with their values (transfer full). Quick: it runs on the main loop. */
  GListModel *(*list_fields) (GalleyFacet *self, GalleyArticle *article);
};

GListModel *galley_facet_list_fields (GalleyFacet *self, GalleyArticle *article);

/* For facets: sets the field's value from the article's metadata under its id. */
void galley_field_read (GalleyField *self, GalleyArticle *article);
/* For hosts: writes one text a user entered ("; " or "；" or "、" part the values of a list; "role name" for people). */
void galley_field_write (GalleyField *self, GalleyArticle *article, const char *text);

G_END_DECLS
