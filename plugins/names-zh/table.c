/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-rules-set.h"

#include "table.h"

static void
place_free (gpointer data)
{
  NamesPlace *self = data;

  g_free (self->old);
  g_free (self->now);
  g_free (self);
}

static void
read_names (NamesTable *self, GKeyFile *file)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, "names", NULL, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, "names", names[i], NULL);
      g_auto (GStrv) fields = g_strsplit (value, "、", -1);
      g_autofree char *bars = g_strjoinv ("|", fields);
      GStrv posts = g_strsplit (bars, "|", -1);

      for (guint k = 0; posts[k] != NULL; k++)
        {
          const char *holder = g_hash_table_lookup (self->holders, g_strstrip (posts[k]));

          if (*posts[k] != '\0')
            g_hash_table_replace (
                self->holders, g_strdup (posts[k]),
                g_strdup (holder == NULL || g_str_equal (holder, names[i]) ? names[i] : ""));
        }
      g_hash_table_replace (self->names, g_strdup (names[i]), posts);
    }
}

static void
read_orders (NamesTable *self, GKeyFile *file, guint *orders)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, "order", NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, "order", keys[i], NULL);
      g_auto (GStrv) names = g_strsplit (value, ";", -1);

      (*orders)++;
      for (guint k = 0; names[k] != NULL; k++)
        {
          NamesRank *rank = g_new (NamesRank, 1);

          *rank = (NamesRank){ *orders, k };
          g_hash_table_replace (self->ranks, g_strdup (g_strstrip (names[k])), rank);
        }
    }
}

static void
read_places (NamesTable *self, GKeyFile *file)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, "places", NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      NamesPlace *place = g_new (NamesPlace, 1);

      place->old = g_strdup (keys[i]);
      place->now = g_strstrip (g_key_file_get_value (file, "places", keys[i], NULL));
      g_ptr_array_add (self->places, place);
    }
}

static void
read_within (NamesTable *self, GKeyFile *file)
{
  g_auto (GStrv) cities = g_key_file_get_keys (file, "within", NULL, NULL);

  for (guint i = 0; cities != NULL && cities[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, "within", cities[i], NULL);
      g_auto (GStrv) parts = g_strsplit (value, ";", -1);
      GHashTable *own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (guint k = 0; parts[k] != NULL; k++)
        {
          if (*g_strstrip (parts[k]) == '\0')
            continue;
          g_hash_table_add (own, g_strdup (parts[k]));
          g_hash_table_add (self->parts, g_strdup (parts[k]));
        }
      g_hash_table_replace (self->within, g_strdup (cities[i]), own);
    }
}

static void
read_file (NamesTable *self, const char *path, guint *orders)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  read_names (self, file);
  read_orders (self, file, orders);
  read_places (self, file);
  read_within (self, file);
}

gpointer
names_table_read (const char *const *folders)
{
  NamesTable *self = g_new0 (NamesTable, 1);
  g_auto (GStrv) paths = galley_rule_set_list_names (folders);
  guint orders = 0;

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  self->holders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ranks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->within = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->places = g_ptr_array_new_with_free_func (place_free);
  for (guint i = 0; paths[i] != NULL; i++)
    read_file (self, paths[i], &orders);
  return self;
}

void
names_table_free (gpointer table)
{
  NamesTable *self = table;

  g_hash_table_unref (self->names);
  g_hash_table_unref (self->holders);
  g_hash_table_unref (self->ranks);
  g_hash_table_unref (self->within);
  g_hash_table_unref (self->parts);
  g_ptr_array_unref (self->places);
  g_free (self);
}
