/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-asset.h"

struct _GalleyAsset
{
  GObject parent_instance;

  char *id;
  char *name;
  char *mime_type;
  GBytes *bytes;
  GHashTable *info; /* char * → char * */
};

G_DEFINE_FINAL_TYPE (GalleyAsset, galley_asset, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
galley_asset_finalize (GObject *object)
{
  GalleyAsset *self = GALLEY_ASSET (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->mime_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_hash_table_unref (self->info);

  G_OBJECT_CLASS (galley_asset_parent_class)->finalize (object);
}

static void
galley_asset_class_init (GalleyAssetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_asset_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
galley_asset_init (GalleyAsset *self)
{
  self->info = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

GalleyAsset *
galley_asset_new (const char *name, const char *mime_type, GBytes *bytes)
{
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  GalleyAsset *self = g_object_new (GALLEY_TYPE_ASSET, NULL);

  self->id = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  /* A name from a foreign file may try to leave its folder. */
  self->name = g_path_get_basename (name);
  self->bytes = g_bytes_ref (bytes);
  if (mime_type != NULL)
    self->mime_type = g_strdup (mime_type);
  else
    {
      gsize length;
      const guchar *data = g_bytes_get_data (bytes, &length);
      g_autofree char *type = g_content_type_guess (name, data, MIN (length, 4096), NULL);

      self->mime_type = g_content_type_get_mime_type (type);
      if (self->mime_type == NULL)
        self->mime_type = g_strdup ("application/octet-stream");
    }
  return self;
}

const char *
galley_asset_get_id (GalleyAsset *self)
{
  g_return_val_if_fail (GALLEY_IS_ASSET (self), NULL);

  return self->id;
}

const char *
galley_asset_get_name (GalleyAsset *self)
{
  g_return_val_if_fail (GALLEY_IS_ASSET (self), NULL);

  return self->name;
}

const char *
galley_asset_get_mime_type (GalleyAsset *self)
{
  g_return_val_if_fail (GALLEY_IS_ASSET (self), NULL);

  return self->mime_type;
}

GBytes *
galley_asset_get_bytes (GalleyAsset *self)
{
  g_return_val_if_fail (GALLEY_IS_ASSET (self), NULL);

  return self->bytes;
}

const char *
galley_asset_get_info (GalleyAsset *self, const char *key)
{
  g_return_val_if_fail (GALLEY_IS_ASSET (self), NULL);

  return g_hash_table_lookup (self->info, key);
}

void
galley_asset_set_info (GalleyAsset *self, const char *key, const char *value)
{
  g_return_if_fail (GALLEY_IS_ASSET (self));
  g_return_if_fail (key != NULL);

  if (value != NULL && *value == '\0')
    value = NULL;
  if (g_strcmp0 (g_hash_table_lookup (self->info, key), value) == 0)
    return;

  if (value == NULL)
    g_hash_table_remove (self->info, key);
  else
    g_hash_table_insert (self->info, g_strdup (key), g_strdup (value));
  g_signal_emit (self, signals[CHANGED], 0, key);
}

static gint
compare_strings (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

GStrv
galley_asset_list_info (GalleyAsset *self)
{
  g_return_val_if_fail (GALLEY_IS_ASSET (self), NULL);

  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->info);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, g_strdup (key));
  g_ptr_array_sort (keys, compare_strings);
  g_ptr_array_add (keys, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&keys), FALSE);
}

char *
galley_asset_dup_info_digest (GalleyAsset *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_auto (GStrv) keys = galley_asset_list_info (self);

  /* With the zero that ends each: no two lists look alike. */
  for (guint i = 0; keys[i] != NULL; i++)
    {
      const char *value = galley_asset_get_info (self, keys[i]);

      g_checksum_update (sum, (const guchar *) keys[i], (gssize) strlen (keys[i]) + 1);
      g_checksum_update (sum, (const guchar *) value, (gssize) strlen (value) + 1);
    }
  return g_strdup (g_checksum_get_string (sum));
}
