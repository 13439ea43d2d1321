/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-facet.h — one group of metadata as data; the host draws the rows and writes what the user enters into the
 * article's metadata under the field's id. */

#pragma once

#include "galley-edition.h"

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

/* What completes a value as it is typed: names of a registry, subjects by Chinese, pinyin or English. */
typedef struct
{
  char *value;
  char *qualifier; /* a subject's scheme, a person's role; or NULL */
  char *label;     /* what is shown */
} GalleyOffer;

GalleyOffer *galley_offer_new (const char *value, const char *qualifier, const char *label);
void galley_offer_free (GalleyOffer *self);

/* The best first (array of GalleyOffer * with a free function). */
typedef GPtrArray *(*GalleyFieldComplete) (const char *typed, guint limit, gpointer data);

/* For facets: @destroy frees @data. */
void galley_field_set_completer (GalleyField *self,
                                 GalleyFieldComplete complete,
                                 gpointer data,
                                 GDestroyNotify destroy);
gboolean galley_field_has_completer (GalleyField *self);
/* For hosts: never NULL. */
GPtrArray *galley_field_complete (GalleyField *self, const char *typed, guint limit);
/* What one value that was typed stands for: a name of a subject becomes its code and scheme (both newly allocated;
 * @qualifier may come back NULL). What nothing completes stands for itself. */
void galley_field_resolve (GalleyField *self, const char *typed, char **value, char **qualifier);

/* For hosts, after values were changed other than by galley_field_write(): the names of coded values under ID.name, with
 * "scheme:code" as qualifier, as exporters look for them. */
void galley_field_name_values (GalleyField *self, GalleyArticle *article);

#define GALLEY_TYPE_FACET (galley_facet_get_type ())
G_DECLARE_INTERFACE (GalleyFacet, galley_facet, GALLEY, FACET, GObject)

struct _GalleyFacetInterface
{
  GTypeInterface parent_iface;

  /* The fields for this article, of GalleyField, with their values (transfer full). Quick: it runs on the main loop. */
  GListModel *(*list_fields) (GalleyFacet *self, GalleyArticle *article);
  /* Optional: what the article stands among, for suggestions that weigh one against the other. NULL: nothing. */
  void (*set_edition) (GalleyFacet *self, GalleyEdition *edition);
};

/* Before the fields are listed; facets that do not ask for it take no notice. @edition is referenced. */
void galley_facet_set_edition (GalleyFacet *self, GalleyEdition *edition);

GListModel *galley_facet_list_fields (GalleyFacet *self, GalleyArticle *article);

/* For facets: sets the field's value from the article's metadata under its id. */
void galley_field_read (GalleyField *self, GalleyArticle *article);
/* For hosts: writes one text a user entered ("; " or "；" or "、" part the values of a list; "role name" for people). */
void galley_field_write (GalleyField *self, GalleyArticle *article, const char *text);

G_END_DECLS
