/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <gio/gio.h>

#include "galley-error.h"
#include "galley-vocabulary.h"

typedef struct
{
  GPtrArray *terms; /* of GalleyTerm * */
  GHashTable *by_code;
} Group;

struct _GalleyVocabulary
{
  gatomicrefcount ref_count;
  GHashTable *groups; /* char * → Group * */
  GPtrArray *none;
};

static void
term_free (gpointer data)
{
  GalleyTerm *term = data;

  g_free (term->code);
  g_free (term->label);
  g_free (term);
}

static void
group_free (gpointer data)
{
  Group *group = data;

  g_hash_table_unref (group->by_code);
  g_ptr_array_unref (group->terms);
  g_free (group);
}

/* The folders data is looked for in, best first. */
static GStrv
list_roots (void)
{
  g_autoptr (GStrvBuilder) roots = g_strv_builder_new ();
  const char *given = g_getenv ("GALLEY_DATA_PATH");
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "galley", NULL);

  if (given != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (given, G_SEARCHPATH_SEPARATOR_S, -1);

      g_strv_builder_addv (roots, (const char **) parts);
    }
  g_strv_builder_add (roots, own);
  g_strv_builder_add (roots, GALLEY_DATA_DIR);
  return g_strv_builder_end (roots);
}

GStrv
galley_data_dup_places (guint *own)
{
  g_auto (GStrv) roots = list_roots ();
  guint n = g_strv_length (roots);
  g_autoptr (GStrvBuilder) places = g_strv_builder_new ();

  g_strv_builder_add (places, roots[n - 1]);
  for (guint i = n - 2; i-- > 0;)
    g_strv_builder_add (places, roots[i]);
  g_strv_builder_add (places, roots[n - 2]);
  if (own != NULL)
    *own = n - 1;
  return g_strv_builder_end (places);
}

char *
galley_data_find (const char *relative)
{
  g_return_val_if_fail (relative != NULL, NULL);

  g_auto (GStrv) roots = list_roots ();

  for (guint i = 0; roots[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (roots[i], relative, NULL);

      if (*roots[i] != '\0' && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

GStrv
galley_data_list (const char *folder, const char *suffix)
{
  g_return_val_if_fail (folder != NULL && suffix != NULL, NULL);

  g_auto (GStrv) roots = list_roots ();
  g_autoptr (GTree) found =
      g_tree_new_full ((GCompareDataFunc) (void (*) (void)) strcmp, NULL, g_free, g_free);

  for (guint i = 0; roots[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (roots[i], folder, NULL);
      g_autoptr (GDir) dir = *roots[i] != '\0' ? g_dir_open (path, 0, NULL) : NULL;
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          if (g_str_has_suffix (name, suffix) && g_tree_lookup (found, name) == NULL)
            g_tree_insert (found, g_strdup (name), g_build_filename (path, name, NULL));
        }
    }

  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (GTreeNode *node = g_tree_node_first (found); node != NULL; node = g_tree_node_next (node))
    g_strv_builder_add (list, g_tree_node_value (node));
  return g_strv_builder_end (list);
}

static Group *
ensure_group (GalleyVocabulary *self, const char *name)
{
  Group *group = g_hash_table_lookup (self->groups, name);

  if (group == NULL)
    {
      group = g_new0 (Group, 1);
      group->terms = g_ptr_array_new_with_free_func (term_free);
      group->by_code = g_hash_table_new (g_str_hash, g_str_equal);
      g_hash_table_insert (self->groups, g_strdup (name), group);
    }
  return group;
}

/* Is `code[zh_CN]=label` in a language the user reads? */
static gboolean
is_own_locale (const char *locale)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL; i++)
    {
      if (g_str_equal (languages[i], locale))
        return TRUE;
    }
  return FALSE;
}

static void
add_line (Group *group, char *line)
{
  char *equals = strchr (line, '=');
  char *label = equals != NULL ? g_strstrip (equals + 1) : NULL;
  char *bracket;

  if (equals != NULL)
    *equals = '\0';
  g_strstrip (line);
  if (*line == '\0')
    return;

  /* code[locale]=label gives the label of a code that stands already, to those who read that language. */
  bracket = equals != NULL ? strchr (line, '[') : NULL;
  if (bracket != NULL && g_str_has_suffix (bracket, "]"))
    {
      line[strlen (line) - 1] = '\0';
      *bracket = '\0';

      GalleyTerm *term = g_hash_table_lookup (group->by_code, line);

      if (term != NULL && is_own_locale (bracket + 1))
        {
          g_free (term->label);
          term->label = g_strdup (label);
        }
      return;
    }
  if (g_hash_table_contains (group->by_code, line))
    return;

  GalleyTerm *term = g_new0 (GalleyTerm, 1);
  term->code = g_strdup (line);
  term->label = g_strdup (label != NULL && *label != '\0' ? label : line);
  g_ptr_array_add (group->terms, term);
  g_hash_table_insert (group->by_code, term->code, term);
}

/* Not a GKeyFile: a bare word a line is the common case here, and a key file would refuse it. */
GalleyVocabulary *
galley_vocabulary_new_from_data (const char *data, gssize length, GError **error)
{
  g_return_val_if_fail (data != NULL, NULL);

  if (!g_utf8_validate (data, length, NULL))
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, "a vocabulary must be UTF-8 text");
      return NULL;
    }

  GalleyVocabulary *self = g_new0 (GalleyVocabulary, 1);
  g_autofree char *copy = length < 0 ? g_strdup (data) : g_strndup (data, (gsize) length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  Group *group = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, group_free);
  self->none = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);
      gsize n = strlen (line);

      if (*line == '#' || *line == '\0')
        continue;
      if (*line == '[' && line[n - 1] == ']')
        {
          line[n - 1] = '\0';
          group = ensure_group (self, line + 1);
        }
      else if (group != NULL)
        add_line (group, line);
    }
  return self;
}

GalleyVocabulary *
galley_vocabulary_load (const char *name, GError **error)
{
  g_return_val_if_fail (name != NULL, NULL);

  g_autofree char *relative = g_strdup_printf ("vocabularies/%s.vocab", name);
  g_autofree char *path = galley_data_find (relative);
  g_autofree char *data = NULL;
  gsize length;

  if (path == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "there is no vocabulary “%s”", name);
      return NULL;
    }
  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  return galley_vocabulary_new_from_data (data, (gssize) length, error);
}

GalleyVocabulary *
galley_vocabulary_ref (GalleyVocabulary *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
galley_vocabulary_unref (GalleyVocabulary *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    {
      g_hash_table_unref (self->groups);
      g_ptr_array_unref (self->none);
      g_free (self);
    }
}

const GPtrArray *
galley_vocabulary_get_terms (GalleyVocabulary *self, const char *group)
{
  g_return_val_if_fail (self != NULL, NULL);

  Group *found = g_hash_table_lookup (self->groups, group);

  return found != NULL ? found->terms : self->none;
}

gboolean
galley_vocabulary_has (GalleyVocabulary *self, const char *group, const char *code)
{
  g_return_val_if_fail (self != NULL, FALSE);

  Group *found = g_hash_table_lookup (self->groups, group);

  return found != NULL && g_hash_table_contains (found->by_code, code);
}

const char *
galley_vocabulary_get_label (GalleyVocabulary *self, const char *group, const char *code)
{
  g_return_val_if_fail (self != NULL, NULL);

  Group *found = g_hash_table_lookup (self->groups, group);
  GalleyTerm *term = found != NULL ? g_hash_table_lookup (found->by_code, code) : NULL;

  return term != NULL ? term->label : NULL;
}
