/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-check-profile.h"
#include "galley-vocabulary.h"

#define MAX_PARENTS 8

struct _GalleyProfile
{
  GHashTable *rules;   /* id or prefix → "error" … "off" */
  GHashTable *options; /* MODULE.PROPERTY → text */
  GPtrArray *terms;    /* of char *, NULL last once it was loaded */
  GPtrArray *folders;  /* the same */
};

static void
read_pairs (GKeyFile *file, const char *group, GHashTable *into)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      char *value = g_key_file_get_value (file, group, keys[i], NULL);

      if (value != NULL)
        g_hash_table_replace (into, g_strdup (keys[i]), g_strstrip (value));
    }
}

/* Key files have no bare words: a term stands as "word=". */
static void
read_terms (GalleyProfile *self, GKeyFile *file)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, "terms", NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_ptr_array_add (self->terms, g_strdup (keys[i]));
}

static void
read_folders (GalleyProfile *self, const char *name)
{
  g_auto (GStrv) places = galley_data_dup_places (NULL);

  for (guint i = 0; places[i] != NULL; i++)
    {
      g_autofree char *folder = g_build_filename (places[i], "profiles", name, NULL);

      if (*places[i] != '\0' && g_file_test (folder, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (self->folders, g_steal_pointer (&folder));
    }
}

static gboolean
read_profile (GalleyProfile *self, const char *name, guint depth, GError **error)
{
  g_autofree char *relative = g_strdup_printf ("profiles/%s.profile", name);
  g_autofree char *path = strchr (name, '/') == NULL ? galley_data_find (relative) : NULL;
  g_autofree char *parent = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) problem = NULL;

  if (path == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("There is no profile “%s”"), name);
      return FALSE;
    }
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &problem) || depth > MAX_PARENTS)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("The profile “%s” cannot be read: %s"),
                   name, problem != NULL ? problem->message : _ ("its parents go round in a circle"));
      return FALSE;
    }
  parent = g_key_file_get_value (file, "profile", "parent", NULL);
  if (parent != NULL && *parent != '\0' && !read_profile (self, parent, depth + 1, error))
    return FALSE;
  read_folders (self, name);
  read_pairs (file, "rules", self->rules);
  read_pairs (file, "options", self->options);
  read_terms (self, file);
  return TRUE;
}

GalleyProfile *
galley_profile_new (void)
{
  GalleyProfile *self = g_new0 (GalleyProfile, 1);

  self->rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->terms = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->terms, NULL);
  self->folders = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->folders, NULL);
  return self;
}

GalleyProfile *
galley_profile_load (const char *name, GError **error)
{
  g_autoptr (GalleyProfile) self = galley_profile_new ();

  g_ptr_array_set_size (self->terms, 0);
  g_ptr_array_set_size (self->folders, 0);
  if (!read_profile (self, name != NULL ? name : GALLEY_DEFAULT_PROFILE, 0, error))
    return NULL;
  g_ptr_array_add (self->terms, NULL);
  g_ptr_array_add (self->folders, NULL);
  return g_steal_pointer (&self);
}

void
galley_profile_free (GalleyProfile *self)
{
  g_hash_table_unref (self->rules);
  g_hash_table_unref (self->options);
  g_ptr_array_unref (self->terms);
  g_ptr_array_unref (self->folders);
  g_free (self);
}

gboolean
galley_profile_names_rule (const char *pattern, const char *rule_id)
{
  gsize length = strlen (pattern), whole = strlen (rule_id);

  if (length == 0 || length > whole)
    return FALSE;
  if (strncmp (pattern, rule_id, length) == 0)
    return rule_id[length] == '\0' || rule_id[length] == '.';
  return length < whole && rule_id[whole - length - 1] == '.' && g_str_has_suffix (rule_id, pattern);
}

gboolean
galley_profile_judge (GalleyProfile *self, const char *rule_id, GalleySeverity *severity)
{
  GHashTableIter iter;
  gpointer key, value;
  const char *found = NULL;
  gsize best = 0;

  g_hash_table_iter_init (&iter, self->rules);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gsize length = strlen (key);

      if (length > best && strncmp (key, rule_id, length) == 0 &&
          (rule_id[length] == '\0' || rule_id[length] == '.'))
        {
          best = length;
          found = value;
        }
    }
  if (found == NULL)
    return TRUE;
  if (g_str_equal (found, "off"))
    return FALSE;
  galley_severity_from_name (found, severity);
  return TRUE;
}

GHashTable *
galley_profile_get_options (GalleyProfile *self)
{
  return self->options;
}

const char *const *
galley_profile_get_terms (GalleyProfile *self)
{
  return (const char *const *) self->terms->pdata;
}

const char *const *
galley_profile_get_folders (GalleyProfile *self)
{
  return (const char *const *) self->folders->pdata;
}
