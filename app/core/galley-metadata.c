/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-metadata.h"

struct _GalleyMetadata
{
  GObject parent_instance;

  GPtrArray *items; /* of GalleyMetaItem * */
};

G_DEFINE_FINAL_TYPE (GalleyMetadata, galley_metadata, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
item_free (gpointer data)
{
  GalleyMetaItem *item = data;

  g_free (item->key);
  g_free (item->value);
  g_free (item->qualifier);
  g_free (item);
}

static GalleyMetaItem *
item_new (const char *key, const char *value, const char *qualifier)
{
  GalleyMetaItem *item = g_new (GalleyMetaItem, 1);

  item->key = g_strdup (key);
  item->value = g_strdup (value);
  item->qualifier = g_strdup (qualifier != NULL && *qualifier != '\0' ? qualifier : NULL);
  return item;
}

static void
galley_metadata_finalize (GObject *object)
{
  g_ptr_array_unref (GALLEY_METADATA (object)->items);

  G_OBJECT_CLASS (galley_metadata_parent_class)->finalize (object);
}

static void
galley_metadata_class_init (GalleyMetadataClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_metadata_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
galley_metadata_init (GalleyMetadata *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
}

GalleyMetadata *
galley_metadata_new (void)
{
  return g_object_new (GALLEY_TYPE_METADATA, NULL);
}

GalleyMetadata *
galley_metadata_copy (GalleyMetadata *self)
{
  g_return_val_if_fail (GALLEY_IS_METADATA (self), NULL);

  GalleyMetadata *copy = galley_metadata_new ();

  for (guint i = 0; i < self->items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (self->items, i);

      g_ptr_array_add (copy->items, item_new (item->key, item->value, item->qualifier));
    }
  return copy;
}

static void
emit_changed (GalleyMetadata *self, const char *key)
{
  g_signal_emit (self, signals[CHANGED], 0, key);
}

const char *
galley_metadata_get (GalleyMetadata *self, const char *key)
{
  g_return_val_if_fail (GALLEY_IS_METADATA (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (self->items, i);

      if (g_str_equal (item->key, key))
        return item->value;
    }
  return NULL;
}

/* Takes away all items of a key from @from on; TRUE when there were any. */
static gboolean
drop_key (GalleyMetadata *self, const char *key, guint from)
{
  gboolean any = FALSE;

  for (guint i = self->items->len; i > from; i--)
    {
      const GalleyMetaItem *item = g_ptr_array_index (self->items, i - 1);

      if (g_str_equal (item->key, key))
        {
          g_ptr_array_remove_index (self->items, i - 1);
          any = TRUE;
        }
    }
  return any;
}

void
galley_metadata_set (GalleyMetadata *self, const char *key, const char *value)
{
  g_return_if_fail (GALLEY_IS_METADATA (self));
  g_return_if_fail (key != NULL);

  if (value == NULL || *value == '\0')
    {
      galley_metadata_clear (self, key);
      return;
    }

  /* The first item of the key keeps its place in the order. */
  for (guint i = 0; i < self->items->len; i++)
    {
      GalleyMetaItem *item = g_ptr_array_index (self->items, i);

      if (!g_str_equal (item->key, key))
        continue;

      gboolean changed = drop_key (self, key, i + 1);

      if (!g_str_equal (item->value, value))
        {
          char *old = item->value;

          item->value = g_strdup (value);
          g_free (old);
          changed = TRUE;
        }
      if (changed)
        emit_changed (self, key);
      return;
    }
  g_ptr_array_add (self->items, item_new (key, value, NULL));
  emit_changed (self, key);
}

void
galley_metadata_add (GalleyMetadata *self, const char *key, const char *value, const char *qualifier)
{
  g_return_if_fail (GALLEY_IS_METADATA (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (value != NULL);

  if (*value == '\0')
    return;
  if (qualifier != NULL && *qualifier == '\0')
    qualifier = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (self->items, i);

      if (g_str_equal (item->key, key) && g_str_equal (item->value, value) &&
          g_strcmp0 (item->qualifier, qualifier) == 0)
        return;
    }
  g_ptr_array_add (self->items, item_new (key, value, qualifier));
  emit_changed (self, key);
}

gboolean
galley_metadata_remove (GalleyMetadata *self, const char *key, const char *value, const char *qualifier)
{
  g_return_val_if_fail (GALLEY_IS_METADATA (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (self->items, i);

      if (g_str_equal (item->key, key) && g_str_equal (item->value, value) &&
          (qualifier == NULL || g_strcmp0 (item->qualifier, qualifier) == 0))
        {
          g_ptr_array_remove_index (self->items, i);
          emit_changed (self, key);
          return TRUE;
        }
    }
  return FALSE;
}

void
galley_metadata_clear (GalleyMetadata *self, const char *key)
{
  g_return_if_fail (GALLEY_IS_METADATA (self));
  g_return_if_fail (key != NULL);

  if (drop_key (self, key, 0))
    emit_changed (self, key);
}

GPtrArray *
galley_metadata_list (GalleyMetadata *self, const char *key)
{
  g_return_val_if_fail (GALLEY_IS_METADATA (self), NULL);

  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->items->len; i++)
    {
      GalleyMetaItem *item = g_ptr_array_index (self->items, i);

      if (key == NULL || g_str_equal (item->key, key))
        g_ptr_array_add (list, item);
    }
  return list;
}

guint
galley_metadata_get_n_items (GalleyMetadata *self)
{
  g_return_val_if_fail (GALLEY_IS_METADATA (self), 0);

  return self->items->len;
}

const GalleyMetaItem *
galley_metadata_get_item (GalleyMetadata *self, guint index)
{
  g_return_val_if_fail (GALLEY_IS_METADATA (self), NULL);
  g_return_val_if_fail (index < self->items->len, NULL);

  return g_ptr_array_index (self->items, index);
}

gboolean
galley_metadata_equal (GalleyMetadata *self, GalleyMetadata *other)
{
  g_return_val_if_fail (GALLEY_IS_METADATA (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_METADATA (other), FALSE);

  if (self->items->len != other->items->len)
    return FALSE;
  for (guint i = 0; i < self->items->len; i++)
    {
      const GalleyMetaItem *a = g_ptr_array_index (self->items, i);
      const GalleyMetaItem *b = g_ptr_array_index (other->items, i);

      if (!g_str_equal (a->key, b->key) || !g_str_equal (a->value, b->value) ||
          g_strcmp0 (a->qualifier, b->qualifier) != 0)
        return FALSE;
    }
  return TRUE;
}
