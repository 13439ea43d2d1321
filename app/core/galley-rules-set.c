/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "galley-rules-set.h"
#include "galley-vocabulary.h"

#define DEFAULT_CHECKER "words-zh"

struct _GalleyRuleSet
{
  GalleyRulePack *pack; /* all of them as one, or NULL where there is none */
  GPtrArray *problems;  /* of char * */
};

/* A file of rules, and how far up it stands. */
typedef struct
{
  char *path;
  char *data;
  gsize length;
  guint level;
} File;

static void
file_free (gpointer data)
{
  File *self = data;

  g_free (self->path);
  g_free (self->data);
  g_free (self);
}

/* The value of a key of [pack], without reading the file as a whole: most packs are somebody else's. */
static char *
peek (const char *data, const char *key)
{
  const char *group = g_str_has_prefix (data, "[pack]") ? data : strstr (data, "\n[pack]");
  const char *end = group != NULL ? strstr (group + 1, "\n[") : NULL;
  g_autofree char *head = group == NULL ? g_strdup ("")
                          : end != NULL ? g_strndup (group, (gsize) (end - group))
                                        : g_strdup (group);
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);
  gsize length = strlen (key);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (strncmp (lines[i], key, length) == 0 && lines[i][length] == '=')
        return g_strstrip (g_strdup (lines[i] + length + 1));
    }
  return NULL;
}

static gboolean
is_for (const char *data, const char *module, const char *language)
{
  g_autofree char *checker = peek (data, "checker");
  g_autofree char *lang = peek (data, "lang");

  return g_str_equal (checker != NULL ? checker : DEFAULT_CHECKER, module) &&
         g_str_has_prefix (lang != NULL ? lang : "zh-CN", language);
}

/* The installed packs stand on level 0, the user's own on 1, each folder of the publication one higher. */
static guint
level_of (const char *path)
{
  guint own;
  g_auto (GStrv) places = galley_data_dup_places (&own);

  return g_str_has_prefix (path, places[own]) && path[strlen (places[own])] == G_DIR_SEPARATOR ? 1 : 0;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The files with one of the suffixes in one folder, by name. */
static GPtrArray *
list_folder (const char *folder)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_suffix (name, ".rules") || g_str_has_suffix (name, ".names"))
        g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
    }
  g_ptr_array_sort (paths, compare_names);
  return paths;
}

static void
add_file (GPtrArray *files, GPtrArray *problems, const char *path, guint level)
{
  g_autoptr (GError) error = NULL;
  File *file = g_new0 (File, 1);

  file->path = g_strdup (path);
  file->level = level;
  if (g_file_get_contents (path, &file->data, &file->length, &error))
    {
      g_ptr_array_add (files, file);
      return;
    }
  g_ptr_array_add (problems, g_strdup (error->message));
  file_free (file);
}

static GPtrArray *
list_files (const char *const *folders, GPtrArray *problems)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (file_free);
  g_auto (GStrv) shared = galley_data_list ("rules", ".rules");

  for (guint i = 0; shared[i] != NULL; i++)
    add_file (files, problems, shared[i], level_of (shared[i]));
  for (guint f = 0; folders != NULL && folders[f] != NULL; f++)
    {
      g_autoptr (GPtrArray) own = list_folder (folders[f]);

      for (guint i = 0; i < own->len; i++)
        {
          if (g_str_has_suffix (g_ptr_array_index (own, i), ".rules"))
            add_file (files, problems, g_ptr_array_index (own, i), f + 2);
        }
    }
  return files;
}

GStrv
galley_rule_set_list_names (const char *const *folders)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_auto (GStrv) shared = galley_data_list ("names", ".names");

  g_strv_builder_addv (list, (const char **) shared);
  for (guint f = 0; folders != NULL && folders[f] != NULL; f++)
    {
      g_autoptr (GPtrArray) own = list_folder (folders[f]);

      for (guint i = 0; i < own->len; i++)
        g_strv_builder_add (list, g_ptr_array_index (own, i));
    }
  return g_strv_builder_end (list);
}

static void
load_pack (GalleyRuleSet *self, const File *file, const GPtrArray *files)
{
  g_autofree char *name = g_path_get_basename (file->path);
  g_autoptr (GHashTable) claims = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  GalleyRulePack *pack = galley_rule_pack_new (name, file->data, (gssize) file->length, &error);

  if (pack == NULL)
    {
      g_ptr_array_add (self->problems, g_strdup (error->message));
      return;
    }
  for (guint i = 0; i < files->len; i++)
    {
      const File *above = g_ptr_array_index (files, i);

      if (above->level > file->level)
        galley_rule_pack_claim (above->data, claims);
    }
  if (g_hash_table_size (claims) > 0)
    galley_rule_pack_yield (pack, claims);
  for (guint i = 0; i < galley_rule_pack_get_broken (pack)->len; i++)
    g_ptr_array_add (self->problems, g_strdup (g_ptr_array_index (galley_rule_pack_get_broken (pack), i)));
  if (self->pack == NULL)
    self->pack = pack;
  else
    galley_rule_pack_absorb (self->pack, pack);
}

GalleyRuleSet *
galley_rule_set_load (const char *module, const char *language, const char *const *folders)
{
  GalleyRuleSet *self = g_new0 (GalleyRuleSet, 1);
  g_autoptr (GPtrArray) files = NULL;

  self->problems = g_ptr_array_new_with_free_func (g_free);
  files = list_files (folders, self->problems);
  for (guint i = 0; i < files->len; i++)
    {
      const File *file = g_ptr_array_index (files, i);

      if (is_for (file->data, module, language))
        load_pack (self, file, files);
    }
  return self;
}

static guint64
stamp_file (guint64 stamp, const char *path)
{
  GStatBuf about;

  for (const char *p = path; *p != '\0'; p++)
    stamp = (stamp ^ (guchar) *p) * G_GUINT64_CONSTANT (1099511628211);
  if (g_stat (path, &about) != 0)
    return stamp;
  stamp = (stamp ^ (guint64) about.st_size) * G_GUINT64_CONSTANT (1099511628211);
  stamp = (stamp ^ (guint64) about.st_mtim.tv_sec) * G_GUINT64_CONSTANT (1099511628211);
  return (stamp ^ (guint64) about.st_mtim.tv_nsec) * G_GUINT64_CONSTANT (1099511628211);
}

static guint64
stamp_folder (guint64 stamp, const char *folder)
{
  g_autoptr (GPtrArray) paths = list_folder (folder);

  for (guint i = 0; i < paths->len; i++)
    stamp = stamp_file (stamp, g_ptr_array_index (paths, i));
  return stamp;
}

guint64
galley_rule_set_stamp (const char *const *folders)
{
  static const char *const kinds[] = { "rules", "names" };
  g_auto (GStrv) places = galley_data_dup_places (NULL);
  guint64 stamp = G_GUINT64_CONSTANT (14695981039346656037);

  for (guint i = 0; places[i] != NULL; i++)
    {
      for (guint k = 0; *places[i] != '\0' && k < G_N_ELEMENTS (kinds); k++)
        {
          g_autofree char *folder = g_build_filename (places[i], kinds[k], NULL);

          stamp = stamp_folder (stamp, folder);
        }
    }
  for (guint f = 0; folders != NULL && folders[f] != NULL; f++)
    stamp = stamp_folder (stamp, folders[f]);
  return stamp;
}

void
galley_rule_set_free (GalleyRuleSet *self)
{
  g_clear_pointer (&self->pack, galley_rule_pack_free);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

const GPtrArray *
galley_rule_set_get_problems (GalleyRuleSet *self)
{
  return self->problems;
}

void
galley_rule_set_list (GalleyRuleSet *self, GPtrArray *rules)
{
  const GPtrArray *own = self->pack != NULL ? galley_rule_pack_get_rules (self->pack) : NULL;

  for (guint i = 0; own != NULL && i < own->len; i++)
    g_ptr_array_add (rules, galley_rule_ref (g_ptr_array_index (own, i)));
}

gboolean
galley_rule_set_check_block (
    GalleyRuleSet *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error)
{
  return self->pack == NULL || galley_rule_pack_check_block (self->pack, block, report, job, error);
}
