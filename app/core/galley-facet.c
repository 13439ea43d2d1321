/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-facet.h"

typedef struct
{
  char *value;
  char *label; /* of a choice; qualifier of a suggestion */
  char *why;   /* of a suggestion */
} Offer;

struct _GalleyField
{
  GObject parent_instance;

  char *id;
  char *label;
  GalleyFieldKind kind;
  char *hint;
  char *value;
  gboolean required;
  GPtrArray *choices;     /* of Offer * */
  GPtrArray *suggestions; /* of Offer * */
};

G_DEFINE_FINAL_TYPE (GalleyField, galley_field, G_TYPE_OBJECT)
G_DEFINE_INTERFACE (GalleyFacet, galley_facet, G_TYPE_OBJECT)

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_free (offer->value);
  g_free (offer->label);
  g_free (offer->why);
  g_free (offer);
}

static Offer *
offer_new (const char *value, const char *label, const char *why)
{
  Offer *offer = g_new (Offer, 1);

  offer->value = g_strdup (value);
  offer->label = g_strdup (label);
  offer->why = g_strdup (why);
  return offer;
}

static void
galley_field_finalize (GObject *object)
{
  GalleyField *self = GALLEY_FIELD (object);

  g_free (self->id);
  g_free (self->label);
  g_free (self->hint);
  g_free (self->value);
  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->suggestions);

  G_OBJECT_CLASS (galley_field_parent_class)->finalize (object);
}

static void
galley_field_class_init (GalleyFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_field_finalize;
}

static void
galley_field_init (GalleyField *self)
{
  self->value = g_strdup ("");
  self->choices = g_ptr_array_new_with_free_func (offer_free);
  self->suggestions = g_ptr_array_new_with_free_func (offer_free);
}

GalleyField *
galley_field_new (const char *id, const char *label, GalleyFieldKind kind, const char *hint)
{
  g_return_val_if_fail (id != NULL && label != NULL, NULL);

  GalleyField *self = g_object_new (GALLEY_TYPE_FIELD, NULL);

  self->id = g_strdup (id);
  self->label = g_strdup (label);
  self->kind = kind;
  self->hint = g_strdup (hint);
  return self;
}

const char *
galley_field_get_id (GalleyField *self)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), NULL);

  return self->id;
}

const char *
galley_field_get_label (GalleyField *self)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), NULL);

  return self->label;
}

GalleyFieldKind
galley_field_get_kind (GalleyField *self)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), GALLEY_FIELD_TEXT);

  return self->kind;
}

const char *
galley_field_get_hint (GalleyField *self)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), NULL);

  return self->hint;
}

void
galley_field_set_value (GalleyField *self, const char *value)
{
  g_return_if_fail (GALLEY_IS_FIELD (self));

  char *old = self->value;

  self->value = g_strdup (value != NULL ? value : "");
  g_free (old);
}

const char *
galley_field_get_value (GalleyField *self)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), NULL);

  return self->value;
}

void
galley_field_set_required (GalleyField *self, gboolean required)
{
  g_return_if_fail (GALLEY_IS_FIELD (self));

  self->required = required;
}

gboolean
galley_field_get_required (GalleyField *self)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), FALSE);

  return self->required;
}

void
galley_field_add_choice (GalleyField *self, const char *code, const char *label)
{
  g_return_if_fail (GALLEY_IS_FIELD (self));
  g_return_if_fail (code != NULL);

  g_ptr_array_add (self->choices, offer_new (code, label != NULL ? label : code, NULL));
}

guint
galley_field_get_n_choices (GalleyField *self)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), 0);

  return self->choices->len;
}

const char *
galley_field_get_choice (GalleyField *self, guint index, const char **label)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), NULL);
  g_return_val_if_fail (index < self->choices->len, NULL);

  const Offer *choice = g_ptr_array_index (self->choices, index);

  if (label != NULL)
    *label = choice->label;
  return choice->value;
}

void
galley_field_add_suggestion (GalleyField *self, const char *value, const char *qualifier, const char *why)
{
  g_return_if_fail (GALLEY_IS_FIELD (self));
  g_return_if_fail (value != NULL);

  g_ptr_array_add (self->suggestions, offer_new (value, qualifier, why));
}

guint
galley_field_get_n_suggestions (GalleyField *self)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), 0);

  return self->suggestions->len;
}

const char *
galley_field_get_suggestion (GalleyField *self, guint index, const char **qualifier, const char **why)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), NULL);
  g_return_val_if_fail (index < self->suggestions->len, NULL);

  const Offer *suggestion = g_ptr_array_index (self->suggestions, index);

  if (qualifier != NULL)
    *qualifier = suggestion->label;
  if (why != NULL)
    *why = suggestion->why;
  return suggestion->value;
}

static GListModel *
galley_facet_real_list_fields (GalleyFacet *self, GalleyArticle *article)
{
  return G_LIST_MODEL (g_list_store_new (GALLEY_TYPE_FIELD));
}

static void
galley_facet_default_init (GalleyFacetInterface *iface)
{
  iface->list_fields = galley_facet_real_list_fields;
}

GListModel *
galley_facet_list_fields (GalleyFacet *self, GalleyArticle *article)
{
  g_return_val_if_fail (GALLEY_IS_FACET (self), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  return GALLEY_FACET_GET_IFACE (self)->list_fields (self, article);
}

void
galley_field_read (GalleyField *self, GalleyArticle *article)
{
  g_return_if_fail (GALLEY_IS_FIELD (self));
  g_return_if_fail (GALLEY_IS_ARTICLE (article));

  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), self->id);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      if (i > 0)
        g_string_append (text, "; ");
      if (self->kind == GALLEY_FIELD_PEOPLE && item->qualifier != NULL)
        g_string_append_printf (text, "%s ", item->qualifier);
      g_string_append (text, item->value);
    }
  galley_field_set_value (self, text->str);
}

/* "本报记者 王乃召": the role stands before the last blank. A name alone has none. */
static void
write_person (GalleyMetadata *metadata, const char *key, char *text)
{
  char *blank = strrchr (text, ' ');

  if (blank == NULL)
    {
      galley_metadata_add (metadata, key, text, NULL);
      return;
    }
  *blank = '\0';
  galley_metadata_add (metadata, key, g_strstrip (blank + 1), g_strstrip (text));
}

void
galley_field_write (GalleyField *self, GalleyArticle *article, const char *text)
{
  g_return_if_fail (GALLEY_IS_FIELD (self));
  g_return_if_fail (GALLEY_IS_ARTICLE (article));

  GalleyMetadata *metadata = galley_article_get_metadata (article);

  if (self->kind != GALLEY_FIELD_LIST && self->kind != GALLEY_FIELD_PEOPLE)
    {
      galley_metadata_set (metadata, self->id, text);
      return;
    }

  g_auto (GStrv) parts = g_regex_split_simple (self->kind == GALLEY_FIELD_PEOPLE ? "[;；]" : "[;；、]",
                                               text != NULL ? text : "", 0, 0);

  galley_metadata_clear (metadata, self->id);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_strstrip (parts[i]);
      if (*parts[i] == '\0')
        continue;
      if (self->kind == GALLEY_FIELD_PEOPLE)
        write_person (metadata, self->id, parts[i]);
      else
        galley_metadata_add (metadata, self->id, parts[i], NULL);
    }
}
