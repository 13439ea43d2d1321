/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-store-watch.h"

/* What is known of one article of the edition. */
typedef struct
{
  GalleyStoreWatch *watch;
  GalleyArticle *article;
  gboolean dirty;
  gboolean touched;
} Watched;

struct _GalleyStoreWatch
{
  GalleyEdition *edition;
  void (*changed) (gpointer data);
  gpointer data;

  GHashTable *articles; /* id → Watched * */
  GHashTable *pages;    /* set of GalleyPage * */
  GHashTable *assets;   /* set of GalleyAsset * */
  GPtrArray *dirty;     /* of Watched *, borrowed */
  GHashTable
      *dirty_words; /* set of GalleyAsset *, borrowed: their words or they themselves are not written */
  GPtrArray *gone;  /* ids of articles that left and are not yet taken out of the file */
  gboolean masthead;
  gboolean layout;
  gboolean unsynced; /* pages or articles may have come or gone */
};

static void
on_masthead_changed (GalleyStoreWatch *self)
{
  self->masthead = TRUE;
  self->changed (self->data);
}

static void
on_layout_changed (GalleyStoreWatch *self)
{
  self->layout = TRUE;
  self->unsynced = TRUE;
  self->changed (self->data);
}

static void
on_page_changed (GalleyStoreWatch *self)
{
  self->layout = TRUE;
  self->changed (self->data);
}

static void
mark (Watched *watched)
{
  watched->touched = TRUE;
  if (!watched->dirty)
    {
      watched->dirty = TRUE;
      g_ptr_array_add (watched->watch->dirty, watched);
    }
}

static void
on_article_changed (Watched *watched)
{
  mark (watched);
  watched->watch->changed (watched->watch->data);
}

static void
on_asset_changed (GalleyStoreWatch *self, const char *key, GalleyAsset *asset)
{
  g_hash_table_add (self->dirty_words, asset);
  self->changed (self->data);
}

static void
watch_article (GalleyStoreWatch *self, GalleyArticle *article, gboolean dirty)
{
  Watched *watched = g_new0 (Watched, 1);

  watched->watch = self;
  watched->article = g_object_ref (article);
  g_signal_connect_swapped (article, "items-changed", G_CALLBACK (on_article_changed), watched);
  g_signal_connect_swapped (article, "notify::kind", G_CALLBACK (on_article_changed), watched);
  g_signal_connect_swapped (galley_article_get_metadata (article), "changed", G_CALLBACK (on_article_changed),
                            watched);
  g_hash_table_insert (self->articles, (char *) galley_article_get_id (article), watched);
  if (dirty)
    mark (watched);
}

static void
watched_free (gpointer data)
{
  Watched *watched = data;

  g_signal_handlers_disconnect_by_data (watched->article, watched);
  g_signal_handlers_disconnect_by_data (galley_article_get_metadata (watched->article), watched);
  if (watched->dirty)
    g_ptr_array_remove (watched->watch->dirty, watched);
  g_object_unref (watched->article);
  g_free (watched);
}

static void
watch_page (GalleyStoreWatch *self, GalleyPage *page)
{
  g_signal_connect_swapped (page, "items-changed", G_CALLBACK (on_layout_changed), self);
  g_signal_connect_swapped (page, "notify", G_CALLBACK (on_page_changed), self);
  g_signal_connect_swapped (galley_page_get_staff (page), "changed", G_CALLBACK (on_page_changed), self);
  g_hash_table_add (self->pages, g_object_ref (page));
}

static void
unwatch_page (GalleyStoreWatch *self, GalleyPage *page)
{
  g_signal_handlers_disconnect_by_data (page, self);
  g_signal_handlers_disconnect_by_data (galley_page_get_staff (page), self);
}

static void
sync_pages (GalleyStoreWatch *self)
{
  g_autoptr (GHashTable) present = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer page;

  for (guint i = 0; i < galley_edition_get_n_pages (self->edition); i++)
    {
      page = galley_edition_get_page (self->edition, i);
      g_hash_table_add (present, page);
      if (!g_hash_table_contains (self->pages, page))
        watch_page (self, page);
    }
  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &page, NULL))
    {
      if (!g_hash_table_contains (present, page))
        {
          unwatch_page (self, page);
          g_hash_table_iter_remove (&iter);
        }
    }
}

/* An id may come back on another object (a revision that was put in whole): then the article has changed, not gone. */
static void
sync_articles (GalleyStoreWatch *self, gboolean dirty, GPtrArray *gone)
{
  g_autoptr (GHashTable) present = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (self->edition);
  GHashTableIter iter;
  gpointer id, value;

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);

      if (!g_hash_table_insert (present, (char *) galley_article_get_id (article), article))
        g_critical ("article %s stands in the edition twice", galley_article_get_id (article));
    }
  g_hash_table_iter_init (&iter, self->articles);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      Watched *watched = value;
      gpointer now = g_hash_table_lookup (present, id);

      if (now == watched->article)
        continue;
      if (now == NULL)
        {
          g_ptr_array_add (self->gone, g_strdup (id));
          if (gone != NULL)
            g_ptr_array_add (gone, g_object_ref (watched->article));
        }
      g_hash_table_iter_remove (&iter);
    }
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);

      if (!g_hash_table_contains (self->articles, galley_article_get_id (article)))
        watch_article (self, article, dirty);
    }
}

static void
sync_assets (GalleyStoreWatch *self, gboolean dirty)
{
  g_autoptr (GPtrArray) assets = galley_edition_list_assets (self->edition);

  for (guint i = 0; i < assets->len; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (assets, i);

      if (g_hash_table_contains (self->assets, asset))
        continue;
      g_signal_connect_swapped (asset, "changed", G_CALLBACK (on_asset_changed), self);
      g_hash_table_add (self->assets, g_object_ref (asset));
      if (dirty)
        g_hash_table_add (self->dirty_words, asset);
    }
}

static void
on_assets_changed (GalleyStoreWatch *self)
{
  sync_assets (self, TRUE);
  self->changed (self->data);
}

GalleyStoreWatch *
galley_store_watch_new (GalleyEdition *edition, void (*changed) (gpointer data), gpointer data)
{
  GalleyStoreWatch *self = g_new0 (GalleyStoreWatch, 1);

  self->edition = g_object_ref (edition);
  self->changed = changed;
  self->data = data;
  self->articles = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, watched_free);
  self->pages = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->assets = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->dirty = g_ptr_array_new ();
  self->dirty_words = g_hash_table_new (NULL, NULL);
  self->gone = g_ptr_array_new_with_free_func (g_free);

  sync_pages (self);
  sync_articles (self, FALSE, NULL);
  sync_assets (self, FALSE);
  g_signal_connect_swapped (edition, "items-changed", G_CALLBACK (on_layout_changed), self);
  g_signal_connect_swapped (edition, "assets-changed", G_CALLBACK (on_assets_changed), self);
  g_signal_connect_swapped (galley_edition_get_masthead (edition), "changed",
                            G_CALLBACK (on_masthead_changed), self);
  return self;
}

void
galley_store_watch_free (GalleyStoreWatch *self)
{
  GHashTableIter iter;
  gpointer object;

  g_signal_handlers_disconnect_by_data (self->edition, self);
  g_signal_handlers_disconnect_by_data (galley_edition_get_masthead (self->edition), self);
  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &object, NULL))
    unwatch_page (self, object);
  g_hash_table_iter_init (&iter, self->assets);
  while (g_hash_table_iter_next (&iter, &object, NULL))
    g_signal_handlers_disconnect_by_data (object, self);

  g_hash_table_unref (self->articles);
  g_hash_table_unref (self->pages);
  g_hash_table_unref (self->assets);
  g_hash_table_unref (self->dirty_words);
  g_ptr_array_unref (self->dirty);
  g_ptr_array_unref (self->gone);
  g_object_unref (self->edition);
  g_free (self);
}

gboolean
galley_store_watch_is_dirty (GalleyStoreWatch *self)
{
  return self->masthead || self->layout || self->dirty->len > 0 || self->gone->len > 0 ||
         g_hash_table_size (self->dirty_words) > 0;
}

void
galley_store_watch_sync (GalleyStoreWatch *self, GPtrArray *gone)
{
  if (!self->unsynced)
    return;
  self->unsynced = FALSE;
  sync_pages (self);
  sync_articles (self, TRUE, gone);
}

void
galley_store_watch_fill (GalleyStoreWatch *self, GalleyBatch *batch)
{
  GHashTableIter iter;
  gpointer asset;

  if (self->masthead)
    galley_batch_set_masthead (batch, galley_edition_get_masthead (self->edition));
  if (self->layout)
    galley_batch_set_layout (batch, self->edition);
  for (guint i = 0; i < self->dirty->len; i++)
    {
      Watched *watched = g_ptr_array_index (self->dirty, i);

      galley_batch_add_article (batch, watched->article);
      watched->dirty = FALSE;
    }
  for (guint i = 0; i < self->gone->len; i++)
    {
      /* Taken out and put back meanwhile? */
      if (!g_hash_table_contains (self->articles, g_ptr_array_index (self->gone, i)))
        galley_batch_remove_article (batch, g_ptr_array_index (self->gone, i));
    }
  g_hash_table_iter_init (&iter, self->dirty_words);
  while (g_hash_table_iter_next (&iter, &asset, NULL))
    galley_batch_add_asset (batch, asset);

  self->masthead = FALSE;
  self->layout = FALSE;
  g_ptr_array_set_size (self->dirty, 0);
  g_ptr_array_set_size (self->gone, 0);
  g_hash_table_remove_all (self->dirty_words);
}

GPtrArray *
galley_store_watch_list_touched (GalleyStoreWatch *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->articles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Watched *watched = value;

      if (watched->touched)
        g_ptr_array_add (list, watched->article);
    }
  return list;
}
