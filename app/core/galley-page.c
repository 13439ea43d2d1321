/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-page.h"

struct _GalleyPage
{
  GObject parent_instance;

  guint number;
  char *name;
  GalleyMetadata *staff;
  GPtrArray *articles; /* of GalleyArticle * */
};

enum
{
  PROP_0,
  PROP_NUMBER,
  PROP_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void galley_page_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GalleyPage,
                               galley_page,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, galley_page_list_model_init))

static GType
galley_page_get_item_type (GListModel *model)
{
  return GALLEY_TYPE_ARTICLE;
}

static guint
galley_page_get_n_items (GListModel *model)
{
  return GALLEY_PAGE (model)->articles->len;
}

static gpointer
galley_page_get_item (GListModel *model, guint position)
{
  GalleyArticle *article = galley_page_get_article (GALLEY_PAGE (model), position);

  return article != NULL ? g_object_ref (article) : NULL;
}

static void
galley_page_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = galley_page_get_item_type;
  iface->get_n_items = galley_page_get_n_items;
  iface->get_item = galley_page_get_item;
}

static void
galley_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GalleyPage *self = GALLEY_PAGE (object);

  switch (prop_id)
    {
    case PROP_NUMBER:
      g_value_set_uint (value, self->number);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_page_finalize (GObject *object)
{
  GalleyPage *self = GALLEY_PAGE (object);

  g_free (self->name);
  g_object_unref (self->staff);
  g_ptr_array_unref (self->articles);

  G_OBJECT_CLASS (galley_page_parent_class)->finalize (object);
}

static void
galley_page_class_init (GalleyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = galley_page_finalize;
  object_class->get_property = galley_page_get_property;

  properties[PROP_NUMBER] =
      g_param_spec_uint ("number", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NAME] =
      g_param_spec_string ("name", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
galley_page_init (GalleyPage *self)
{
  self->name = g_strdup ("");
  self->staff = galley_metadata_new ();
  self->articles = g_ptr_array_new_with_free_func (g_object_unref);
}

GalleyPage *
galley_page_new (guint number, const char *name)
{
  GalleyPage *self = g_object_new (GALLEY_TYPE_PAGE, NULL);

  self->number = number;
  galley_page_set_name (self, name);
  return self;
}

guint
galley_page_get_number (GalleyPage *self)
{
  g_return_val_if_fail (GALLEY_IS_PAGE (self), 0);

  return self->number;
}

void
galley_page_set_number (GalleyPage *self, guint number)
{
  g_return_if_fail (GALLEY_IS_PAGE (self));

  if (self->number != number)
    {
      self->number = number;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NUMBER]);
    }
}

const char *
galley_page_get_name (GalleyPage *self)
{
  g_return_val_if_fail (GALLEY_IS_PAGE (self), NULL);

  return self->name;
}

void
galley_page_set_name (GalleyPage *self, const char *name)
{
  g_return_if_fail (GALLEY_IS_PAGE (self));

  if (name == NULL)
    name = "";
  if (!g_str_equal (self->name, name))
    {
      g_free (self->name);
      self->name = g_strdup (name);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
    }
}

GalleyMetadata *
galley_page_get_staff (GalleyPage *self)
{
  g_return_val_if_fail (GALLEY_IS_PAGE (self), NULL);

  return self->staff;
}

guint
galley_page_get_n_articles (GalleyPage *self)
{
  g_return_val_if_fail (GALLEY_IS_PAGE (self), 0);

  return self->articles->len;
}

GalleyArticle *
galley_page_get_article (GalleyPage *self, guint index)
{
  g_return_val_if_fail (GALLEY_IS_PAGE (self), NULL);

  return index < self->articles->len ? g_ptr_array_index (self->articles, index) : NULL;
}

void
galley_page_insert (GalleyPage *self, guint position, GalleyArticle *article)
{
  g_return_if_fail (GALLEY_IS_PAGE (self));
  g_return_if_fail (GALLEY_IS_ARTICLE (article));

  position = MIN (position, self->articles->len);
  g_ptr_array_insert (self->articles, (gint) position, g_object_ref (article));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

void
galley_page_remove (GalleyPage *self, guint position)
{
  g_return_if_fail (GALLEY_IS_PAGE (self));
  g_return_if_fail (position < self->articles->len);

  g_ptr_array_remove_index (self->articles, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

gint
galley_page_index_of (GalleyPage *self, GalleyArticle *article)
{
  guint index;

  g_return_val_if_fail (GALLEY_IS_PAGE (self), -1);

  return g_ptr_array_find (self->articles, article, &index) ? (gint) index : -1;
}
