/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "galley-registry.h"

#define MAX_NAME 60 /* characters */

struct _GalleyRegistry
{
  gatomicrefcount references;
  char *path;
  GHashTable *people; /* name → GalleyRegistered * */
};

static void
registered_free (gpointer data)
{
  GalleyRegistered *person = data;

  g_free (person->name);
  g_free (person->role);
  g_free (person);
}

static GalleyRegistered *
get (GalleyRegistry *self, const char *name)
{
  GalleyRegistered *person = g_hash_table_lookup (self->people, name);

  if (person == NULL)
    {
      person = g_new0 (GalleyRegistered, 1);
      person->name = g_strdup (name);
      person->role = g_strdup ("");
      g_hash_table_insert (self->people, person->name, person);
    }
  return person;
}

GalleyRegistry *
galley_registry_new (const char *folder)
{
  GalleyRegistry *self = g_new0 (GalleyRegistry, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_atomic_ref_count_init (&self->references);
  self->people = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, registered_free);
  self->path = folder != NULL ? g_build_filename (folder, "people.txt", NULL)
                              : g_build_filename (g_get_user_data_dir (), "galley", "people.txt", NULL);
  if (!g_file_get_contents (self->path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return self;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 3);

      if (g_strv_length (fields) < 3 || *fields[0] == '\0' || *fields[0] == '#')
        continue;

      GalleyRegistered *person = get (self, fields[0]);

      g_free (person->role);
      person->role = g_strdup (fields[1]);
      person->times = (guint) g_ascii_strtoull (fields[2], NULL, 10);
    }
  return self;
}

GalleyRegistry *
galley_registry_ref (GalleyRegistry *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
galley_registry_unref (GalleyRegistry *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->people);
  g_free (self->path);
  g_free (self);
}

void
galley_registry_add (GalleyRegistry *self, const char *name, const char *role)
{
  g_autofree char *own = g_strstrip (g_strdup (name));
  GalleyRegistered *person;

  if (*own == '\0' || *own == '#' || strpbrk (own, "\t\r\n") != NULL || g_utf8_strlen (own, -1) > MAX_NAME)
    return;
  person = get (self, own);
  person->times++;
  if (role != NULL && *role != '\0' && strpbrk (role, "\t\r\n") == NULL)
    {
      g_free (person->role);
      person->role = g_strdup (role);
    }
}

static void
learn (GalleyRegistry *self, GalleyMetadata *metadata, const char *key)
{
  g_autoptr (GPtrArray) people = galley_metadata_list (metadata, key);

  for (guint i = 0; i < people->len; i++)
    {
      const GalleyMetaItem *person = g_ptr_array_index (people, i);

      galley_registry_add (self, person->value, person->qualifier);
    }
}

void
galley_registry_learn_article (GalleyRegistry *self, GalleyArticle *article)
{
  learn (self, galley_article_get_metadata (article), "person");
}

void
galley_registry_learn (GalleyRegistry *self, GalleyEdition *edition)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint i = 0; i < articles->len; i++)
    galley_registry_learn_article (self, g_ptr_array_index (articles, i));
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    learn (self, galley_page_get_staff (galley_edition_get_page (edition, i)), "staff");
}

static gint
compare_people (gconstpointer a, gconstpointer b)
{
  const GalleyRegistered *x = *(const GalleyRegistered *const *) a;
  const GalleyRegistered *y = *(const GalleyRegistered *const *) b;

  if (x->times != y->times)
    return x->times > y->times ? -1 : 1;
  return strcmp (x->name, y->name);
}

static GPtrArray *
list_people (GalleyRegistry *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer person;

  g_hash_table_iter_init (&iter, self->people);
  while (g_hash_table_iter_next (&iter, NULL, &person))
    g_ptr_array_add (list, person);
  g_ptr_array_sort (list, compare_people);
  return list;
}

gboolean
galley_registry_save (GalleyRegistry *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) list = list_people (self);
  g_autofree char *folder = g_path_get_dirname (self->path);

  for (guint i = 0; i < list->len; i++)
    {
      const GalleyRegistered *person = g_ptr_array_index (list, i);

      g_string_append_printf (text, "%s\t%s\t%u\n", person->name, person->role, person->times);
    }
  g_mkdir_with_parents (folder, 0700);
  return g_file_set_contents (self->path, text->str, (gssize) text->len, error);
}

const GalleyRegistered *
galley_registry_find (GalleyRegistry *self, const char *name)
{
  return g_hash_table_lookup (self->people, name);
}

GPtrArray *
galley_registry_complete (GalleyRegistry *self, const char *typed, guint limit)
{
  g_autoptr (GPtrArray) all = list_people (self);
  GPtrArray *found = g_ptr_array_new ();

  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < all->len && (limit == 0 || found->len < limit); i++)
        {
          const GalleyRegistered *person = g_ptr_array_index (all, i);
          const char *at = strstr (person->name, typed);

          if (at != NULL && (at == person->name) == (pass == 0))
            g_ptr_array_add (found, (gpointer) person);
        }
    }
  return found;
}
