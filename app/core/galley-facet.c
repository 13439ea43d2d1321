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
  GPtrArray *choices;           /* of Offer * */
  GPtrArray *suggestions;       /* of Offer * */
  GalleyFieldComplete complete; /* or NULL */
  gpointer complete_data;
  GDestroyNotify complete_destroy;
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
  if (self->complete_destroy != NULL)
    self->complete_destroy (self->complete_data);

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

/* --- completion ---------------------------------------------------------------------------------------------------- */

GalleyOffer *
galley_offer_new (const char *value, const char *qualifier, const char *label)
{
  GalleyOffer *self = g_new (GalleyOffer, 1);

  self->value = g_strdup (value);
  self->qualifier = g_strdup (qualifier);
  self->label = g_strdup (label != NULL ? label : value);
  return self;
}

void
galley_offer_free (GalleyOffer *self)
{
  g_free (self->value);
  g_free (self->qualifier);
  g_free (self->label);
  g_free (self);
}

void
galley_field_set_completer (GalleyField *self,
                            GalleyFieldComplete complete,
                            gpointer data,
                            GDestroyNotify destroy)
{
  g_return_if_fail (GALLEY_IS_FIELD (self));

  if (self->complete_destroy != NULL)
    self->complete_destroy (self->complete_data);
  self->complete = complete;
  self->complete_data = data;
  self->complete_destroy = destroy;
}

gboolean
galley_field_has_completer (GalleyField *self)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), FALSE);

  return self->complete != NULL;
}

GPtrArray *
galley_field_complete (GalleyField *self, const char *typed, guint limit)
{
  g_return_val_if_fail (GALLEY_IS_FIELD (self), NULL);

  return self->complete != NULL ? self->complete (typed, limit, self->complete_data)
                                : g_ptr_array_new_with_free_func ((GDestroyNotify) galley_offer_free);
}

static gboolean
is_offer (const GalleyOffer *offer, const char *typed)
{
  g_autofree char *whole =
      offer->qualifier != NULL ? g_strconcat (offer->qualifier, ":", offer->value, NULL) : NULL;

  return g_strcmp0 (whole, typed) == 0 || g_str_equal (offer->value, typed) ||
         g_str_equal (offer->label, typed);
}

/* The offer that is just this, among the few best; NULL where there is none. Newly allocated. */
static GalleyOffer *
find_offer (GalleyField *self, const char *typed)
{
  g_autoptr (GPtrArray) offers = galley_field_complete (self, typed, 5);

  for (guint i = 0; i < offers->len; i++)
    {
      const GalleyOffer *offer = g_ptr_array_index (offers, i);

      if (is_offer (offer, typed))
        return galley_offer_new (offer->value, offer->qualifier, offer->label);
    }
  return NULL;
}

void
galley_field_resolve (GalleyField *self, const char *typed, char **value, char **qualifier)
{
  GalleyOffer *offer = self->kind == GALLEY_FIELD_LIST ? find_offer (self, typed) : NULL;

  *value = g_strdup (offer != NULL ? offer->value : typed);
  *qualifier = offer != NULL ? g_strdup (offer->qualifier) : NULL;
  if (offer != NULL)
    galley_offer_free (offer);
}

/* --- facets -------------------------------------------------------------------------------------------------------- */

static GListModel *
galley_facet_real_list_fields (GalleyFacet *self, GalleyArticle *article)
{
  return G_LIST_MODEL (g_list_store_new (GALLEY_TYPE_FIELD));
}

static void
galley_facet_real_set_edition (GalleyFacet *self, GalleyEdition *edition)
{
}

static void
galley_facet_default_init (GalleyFacetInterface *iface)
{
  iface->list_fields = galley_facet_real_list_fields;
  iface->set_edition = galley_facet_real_set_edition;
}

void
galley_facet_set_edition (GalleyFacet *self, GalleyEdition *edition)
{
  g_return_if_fail (GALLEY_IS_FACET (self));

  GALLEY_FACET_GET_IFACE (self)->set_edition (self, edition);
}

GListModel *
galley_facet_list_fields (GalleyFacet *self, GalleyArticle *article)
{
  g_return_val_if_fail (GALLEY_IS_FACET (self), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  return GALLEY_FACET_GET_IFACE (self)->list_fields (self, article);
}

/* A code is shown by its name. */
static void
append_value (GalleyField *self, GString *text, const GalleyMetaItem *item)
{
  g_autofree char *whole = self->kind == GALLEY_FIELD_LIST && item->qualifier != NULL
                               ? g_strconcat (item->qualifier, ":", item->value, NULL)
                               : g_strdup (item->value);
  GalleyOffer *offer = self->kind == GALLEY_FIELD_LIST ? find_offer (self, whole) : NULL;

  g_string_append (text, offer != NULL ? offer->label : item->value);
  if (offer != NULL)
    galley_offer_free (offer);
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
      append_value (self, text, item);
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

  g_auto (GStrv) parts =
      g_regex_split_simple (self->kind == GALLEY_FIELD_PEOPLE || self->complete != NULL ? "[;；]" : "[;；、]",
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
        {
          g_autofree char *value = NULL;
          g_autofree char *qualifier = NULL;

          galley_field_resolve (self, parts[i], &value, &qualifier);
          galley_metadata_add (metadata, self->id, value, qualifier);
        }
    }
  galley_field_name_values (self, article);
}

static gboolean
has_code (GalleyMetadata *metadata, const char *key, const char *code)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);
      g_autofree char *own =
          item->qualifier != NULL ? g_strconcat (item->qualifier, ":", item->value, NULL) : NULL;

      if (g_strcmp0 (own, code) == 0)
        return TRUE;
    }
  return FALSE;
}

void
galley_field_name_values (GalleyField *self, GalleyArticle *article)
{
  GalleyMetadata *metadata;
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) items = NULL;

  g_return_if_fail (GALLEY_IS_FIELD (self));
  g_return_if_fail (GALLEY_IS_ARTICLE (article));

  if (self->kind != GALLEY_FIELD_LIST || self->complete == NULL)
    return;
  metadata = galley_article_get_metadata (article);
  key = g_strconcat (self->id, ".name", NULL);
  names = galley_metadata_list (metadata, key);
  for (guint i = names->len; i-- > 0;)
    {
      const GalleyMetaItem *name = g_ptr_array_index (names, i);

      if (!has_code (metadata, self->id, name->qualifier))
        {
          g_autofree char *value = g_strdup (name->value);
          g_autofree char *code = g_strdup (name->qualifier);

          galley_metadata_remove (metadata, key, value, code);
        }
    }
  items = galley_metadata_list (metadata, self->id);
  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);
      g_autofree char *code =
          item->qualifier != NULL ? g_strconcat (item->qualifier, ":", item->value, NULL) : NULL;
      GalleyOffer *offer = code != NULL ? find_offer (self, code) : NULL;

      if (offer != NULL && !g_str_equal (offer->label, offer->value))
        galley_metadata_add (metadata, key, offer->label, code);
      if (offer != NULL)
        galley_offer_free (offer);
    }
}
