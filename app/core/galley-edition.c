/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-edition.h"

struct _GalleyEdition
{
  GObject parent_instance;

  char *id;
  char *publication; /* or NULL */
  char *draft;       /* or NULL */
  GalleyMasthead *masthead;
  GPtrArray *pages;   /* of GalleyPage *, by number */
  GHashTable *assets; /* id → GalleyAsset * */
};

enum
{
  ASSETS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void galley_edition_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GalleyEdition,
                               galley_edition,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, galley_edition_list_model_init))

static GType
galley_edition_get_item_type (GListModel *model)
{
  return GALLEY_TYPE_PAGE;
}

static guint
galley_edition_get_n_items (GListModel *model)
{
  return GALLEY_EDITION (model)->pages->len;
}

static gpointer
galley_edition_get_item (GListModel *model, guint position)
{
  GalleyPage *page = galley_edition_get_page (GALLEY_EDITION (model), position);

  return page != NULL ? g_object_ref (page) : NULL;
}

static void
galley_edition_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = galley_edition_get_item_type;
  iface->get_n_items = galley_edition_get_n_items;
  iface->get_item = galley_edition_get_item;
}

static void
galley_edition_finalize (GObject *object)
{
  GalleyEdition *self = GALLEY_EDITION (object);

  g_free (self->id);
  g_free (self->publication);
  g_free (self->draft);
  g_object_unref (self->masthead);
  g_ptr_array_unref (self->pages);
  g_hash_table_unref (self->assets);

  G_OBJECT_CLASS (galley_edition_parent_class)->finalize (object);
}

static void
galley_edition_class_init (GalleyEditionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_edition_finalize;

  signals[ASSETS_CHANGED] = g_signal_new ("assets-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
galley_edition_init (GalleyEdition *self)
{
  self->masthead = galley_masthead_new ();
  self->pages = g_ptr_array_new_with_free_func (g_object_unref);
  self->assets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

GalleyEdition *
galley_edition_new (void)
{
  g_autofree char *id = g_uuid_string_random ();

  return galley_edition_new_with_id (id);
}

GalleyEdition *
galley_edition_new_with_id (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  GalleyEdition *self = g_object_new (GALLEY_TYPE_EDITION, NULL);

  self->id = g_strdup (id);
  return self;
}

const char *
galley_edition_get_id (GalleyEdition *self)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  return self->id;
}

const char *
galley_edition_get_publication (GalleyEdition *self)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  return self->publication;
}

void
galley_edition_set_publication (GalleyEdition *self, const char *name)
{
  g_return_if_fail (GALLEY_IS_EDITION (self));

  if (g_strcmp0 (name, self->publication) == 0)
    return;
  g_free (self->publication);
  self->publication = g_strdup (name);
}

const char *
galley_edition_get_draft (GalleyEdition *self)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  return self->draft;
}

void
galley_edition_set_draft (GalleyEdition *self, const char *sentence)
{
  char *old;

  g_return_if_fail (GALLEY_IS_EDITION (self));

  old = self->draft;
  self->draft = g_strdup (sentence);
  g_free (old);
}

GalleyMasthead *
galley_edition_get_masthead (GalleyEdition *self)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  return self->masthead;
}

guint
galley_edition_get_n_pages (GalleyEdition *self)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), 0);

  return self->pages->len;
}

GalleyPage *
galley_edition_get_page (GalleyEdition *self, guint index)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  return index < self->pages->len ? g_ptr_array_index (self->pages, index) : NULL;
}

void
galley_edition_add_page (GalleyEdition *self, GalleyPage *page)
{
  g_return_if_fail (GALLEY_IS_EDITION (self));
  g_return_if_fail (GALLEY_IS_PAGE (page));

  guint position = self->pages->len;

  while (position > 0 && galley_page_get_number (g_ptr_array_index (self->pages, position - 1)) >
                             galley_page_get_number (page))
    position--;
  g_ptr_array_insert (self->pages, (gint) position, g_object_ref (page));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

GalleyPage *
galley_edition_ensure_page (GalleyEdition *self, guint number, const char *name)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  for (guint i = 0; i < self->pages->len; i++)
    {
      GalleyPage *page = g_ptr_array_index (self->pages, i);

      if (galley_page_get_number (page) != number)
        continue;
      if (name != NULL && *galley_page_get_name (page) == '\0')
        galley_page_set_name (page, name);
      return page;
    }

  g_autoptr (GalleyPage) page = galley_page_new (number, name);

  galley_edition_add_page (self, page);
  return page;
}

void
galley_edition_remove_page (GalleyEdition *self, GalleyPage *page)
{
  guint position;

  g_return_if_fail (GALLEY_IS_EDITION (self));

  if (g_ptr_array_find (self->pages, page, &position))
    {
      g_ptr_array_remove_index (self->pages, position);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
    }
}

GalleyArticle *
galley_edition_find_article (GalleyEdition *self, const char *id, GalleyPage **page)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->pages->len; i++)
    {
      GalleyPage *candidate = g_ptr_array_index (self->pages, i);

      for (guint j = 0; j < galley_page_get_n_articles (candidate); j++)
        {
          GalleyArticle *article = galley_page_get_article (candidate, j);

          if (g_str_equal (galley_article_get_id (article), id))
            {
              if (page != NULL)
                *page = candidate;
              return article;
            }
        }
    }
  return NULL;
}

GPtrArray *
galley_edition_list_articles (GalleyEdition *self)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->pages->len; i++)
    {
      GalleyPage *page = g_ptr_array_index (self->pages, i);

      for (guint j = 0; j < galley_page_get_n_articles (page); j++)
        g_ptr_array_add (list, galley_page_get_article (page, j));
    }
  return list;
}

gint
galley_edition_number_of (GalleyEdition *self, GalleyArticle *article)
{
  g_autoptr (GPtrArray) list = galley_edition_list_articles (self);
  gint number = 0;

  if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
    return -1;
  for (guint i = 0; i < list->len; i++)
    {
      if (g_ptr_array_index (list, i) == article)
        return number;
      number += galley_article_get_kind (g_ptr_array_index (list, i)) != GALLEY_ARTICLE_FURNITURE;
    }
  return -1;
}

void
galley_edition_move (GalleyEdition *self, GalleyArticle *article, GalleyPage *page, guint position)
{
  GalleyPage *from = NULL;

  g_return_if_fail (GALLEY_IS_EDITION (self));
  g_return_if_fail (GALLEY_IS_ARTICLE (article));
  g_return_if_fail (GALLEY_IS_PAGE (page));

  if (galley_edition_find_article (self, galley_article_get_id (article), &from) != article)
    return;

  gint index = galley_page_index_of (from, article);

  if (from == page && ((guint) index == position ||
                       (position == G_MAXUINT && (guint) index + 1 == galley_page_get_n_articles (page))))
    return;

  g_object_ref (article);
  galley_page_remove (from, (guint) index);
  galley_page_insert (page, position, article);
  g_object_unref (article);
}

void
galley_edition_add_asset (GalleyEdition *self, GalleyAsset *asset)
{
  g_return_if_fail (GALLEY_IS_EDITION (self));
  g_return_if_fail (GALLEY_IS_ASSET (asset));

  if (g_hash_table_contains (self->assets, galley_asset_get_id (asset)))
    return;
  g_hash_table_insert (self->assets, g_strdup (galley_asset_get_id (asset)), g_object_ref (asset));
  g_signal_emit (self, signals[ASSETS_CHANGED], 0);
}

GalleyAsset *
galley_edition_get_asset (GalleyEdition *self, const char *id)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->assets, id);
}

static gint
compare_assets (gconstpointer a, gconstpointer b)
{
  return strcmp (galley_asset_get_id (*(GalleyAsset *const *) a),
                 galley_asset_get_id (*(GalleyAsset *const *) b));
}

GPtrArray *
galley_edition_list_assets (GalleyEdition *self)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer asset;

  g_hash_table_iter_init (&iter, self->assets);
  while (g_hash_table_iter_next (&iter, NULL, &asset))
    g_ptr_array_add (list, asset);
  g_ptr_array_sort (list, compare_assets);
  return list;
}

static void
absorb_page (GalleyEdition *self, GalleyPage *from, GalleyPage *to)
{
  g_autoptr (GPtrArray) staff = galley_metadata_list (galley_page_get_staff (from), NULL);

  for (guint i = 0; i < staff->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (staff, i);

      galley_metadata_add (galley_page_get_staff (to), item->key, item->value, item->qualifier);
    }
  while (galley_page_get_n_articles (from) > 0)
    {
      g_autoptr (GalleyArticle) article = g_object_ref (galley_page_get_article (from, 0));

      galley_page_remove (from, 0);
      galley_page_insert (to, G_MAXUINT, article);
    }
}

void
galley_edition_absorb (GalleyEdition *self, GalleyEdition *other, guint page)
{
  g_return_if_fail (GALLEY_IS_EDITION (self));
  g_return_if_fail (GALLEY_IS_EDITION (other));
  g_return_if_fail (self != other);

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      if (galley_masthead_get (self->masthead, i) == NULL)
        galley_masthead_set (self->masthead, i, galley_masthead_get (other->masthead, i));
    }

  while (other->pages->len > 0)
    {
      GalleyPage *from = g_ptr_array_index (other->pages, 0);
      guint number = page > 0 ? page : galley_page_get_number (from);

      absorb_page (self, from, galley_edition_ensure_page (self, number, galley_page_get_name (from)));
      galley_edition_remove_page (other, from);
    }

  g_autoptr (GPtrArray) assets = galley_edition_list_assets (other);

  for (guint i = 0; i < assets->len; i++)
    galley_edition_add_asset (self, g_ptr_array_index (assets, i));
  if (g_hash_table_size (other->assets) > 0)
    {
      g_hash_table_remove_all (other->assets);
      g_signal_emit (other, signals[ASSETS_CHANGED], 0);
    }
}

GalleyEdition *
galley_edition_freeze (GalleyEdition *self)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  GalleyEdition *copy = galley_edition_new_with_id (self->id);
  g_autoptr (GPtrArray) assets = galley_edition_list_assets (self);

  g_object_unref (copy->masthead);
  copy->masthead = galley_masthead_copy (self->masthead);
  copy->publication = g_strdup (self->publication);
  copy->draft = g_strdup (self->draft);

  for (guint i = 0; i < self->pages->len; i++)
    {
      GalleyPage *page = g_ptr_array_index (self->pages, i);
      g_autoptr (GalleyPage) frozen =
          galley_page_new (galley_page_get_number (page), galley_page_get_name (page));
      g_autoptr (GPtrArray) staff = galley_metadata_list (galley_page_get_staff (page), NULL);

      for (guint j = 0; j < staff->len; j++)
        {
          const GalleyMetaItem *item = g_ptr_array_index (staff, j);

          galley_metadata_add (galley_page_get_staff (frozen), item->key, item->value, item->qualifier);
        }
      for (guint j = 0; j < galley_page_get_n_articles (page); j++)
        {
          g_autoptr (GalleyArticle) article = galley_article_freeze (galley_page_get_article (page, j));

          galley_page_insert (frozen, G_MAXUINT, article);
        }
      g_ptr_array_add (copy->pages, g_steal_pointer (&frozen));
    }
  for (guint i = 0; i < assets->len; i++)
    galley_edition_add_asset (copy, g_ptr_array_index (assets, i));
  return copy;
}

/* 2024-11-27 as a reader of the interface's language writes it. */
static char *
dup_long_date (const char *value)
{
  int year, month, day;

  if (sscanf (value, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 || month > 12)
    return g_strdup (value);
  /* Translators: year, month and day of an edition: 2024年11月27日 in Chinese. */
  return g_strdup_printf (_ ("%1$d-%2$02d-%3$02d"), year, month, day);
}

char *
galley_edition_dup_title (GalleyEdition *self)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (self), NULL);

  const char *paper = galley_masthead_get (self->masthead, GALLEY_FACT_PAPER);
  const char *site = galley_masthead_get (self->masthead, GALLEY_FACT_SITE);
  const char *date = galley_masthead_get (self->masthead, GALLEY_FACT_DATE);
  const char *issue = galley_masthead_get (self->masthead, GALLEY_FACT_ISSUE);
  GString *title = g_string_new (paper != NULL ? paper : site);

  if (date != NULL)
    {
      g_autofree char *shown = dup_long_date (date);

      g_string_append_printf (title, "%s%s", title->len > 0 ? " · " : "", shown);
    }
  if (issue != NULL)
    {
      /* Translators: the number of an edition, 第7132期 in Chinese. */
      g_autofree char *shown = g_strdup_printf (_ ("No. %s"), issue);

      g_string_append_printf (title, "%s%s", title->len > 0 ? " · " : "", shown);
    }
  if (title->len == 0)
    g_string_append (title, _ ("New edition"));
  return g_string_free (title, FALSE);
}
