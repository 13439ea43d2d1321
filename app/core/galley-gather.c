/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "galley-alike.h"
#include "galley-error.h"
#include "galley-gather.h"

typedef struct
{
  GFile *file;
  char *name;
  gboolean chosen; /* named by the user, not found in a folder */
} Entry;

typedef struct
{
  GalleyArticle *article; /* frozen, until its sketch is wanted; then NULL */
  GalleySketch *sketch;   /* or NULL: not yet, or too short for one */
  char *headline;
  char *file; /* or NULL */
} Known;

struct _GalleyGather
{
  GalleyPlugins *plugins;
  GPtrArray *entries;   /* of Entry */
  GPtrArray *known;     /* of Known */
  GPtrArray *unpacked;  /* folders to take away, char * */
  GHashTable *parts;    /* paths, a set */
  GHashTable *suffixes; /* that some importer reads, a set */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->file);
  g_free (entry->name);
  g_free (entry);
}

static void
known_free (gpointer data)
{
  Known *known = data;

  g_clear_object (&known->article);
  g_clear_pointer (&known->sketch, galley_sketch_free);
  g_free (known->headline);
  g_free (known->file);
  g_free (known);
}

GalleyGather *
galley_gather_new (GalleyPlugins *plugins)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (plugins), NULL);

  GalleyGather *self = g_new0 (GalleyGather, 1);
  g_auto (GStrv) suffixes = galley_open_list_suffixes (plugins);

  self->plugins = g_object_ref (plugins);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->known = g_ptr_array_new_with_free_func (known_free);
  self->unpacked = g_ptr_array_new_with_free_func (g_free);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->suffixes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; suffixes[i] != NULL; i++)
    g_hash_table_add (self->suffixes, g_strdup (suffixes[i]));
  return self;
}

/* Only what was made here: no link is followed. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  (void) g_remove (path);
}

void
galley_gather_free (GalleyGather *self)
{
  for (guint i = 0; i < self->unpacked->len; i++)
    remove_tree (g_ptr_array_index (self->unpacked, i));
  g_object_unref (self->plugins);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->known);
  g_ptr_array_unref (self->unpacked);
  g_hash_table_unref (self->parts);
  g_hash_table_unref (self->suffixes);
  g_free (self);
}

/* --- what there is ----------------------------------------------------------------------------------------------- */

static gboolean
add_entry (GalleyGather *self, GFile *file, const char *name, gboolean chosen, GError **error)
{
  Entry *entry;

  if (self->entries->len >= GALLEY_GATHER_MAX_FILES)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("There are more than %u files."),
                   GALLEY_GATHER_MAX_FILES);
      return FALSE;
    }
  entry = g_new0 (Entry, 1);
  entry->file = g_object_ref (file);
  entry->name = g_strdup (name);
  entry->chosen = chosen;
  g_ptr_array_add (self->entries, entry);
  return TRUE;
}

/* Pages that draw in other files come before those, files before folders, all by their names as people count: 2 before 10. */
static guint
rank (GFileInfo *info)
{
  const char *name = g_file_info_get_name (info);

  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    return 2;
  return g_str_has_prefix (name, "node_") || g_str_has_prefix (name, "nbs.") ||
                 g_str_has_prefix (name, "index.")
             ? 0
             : 1;
}

static gint
compare_infos (gconstpointer a, gconstpointer b)
{
  GFileInfo *one = *(GFileInfo *const *) a, *two = *(GFileInfo *const *) b;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (rank (one) != rank (two))
    return rank (one) < rank (two) ? -1 : 1;
  first = g_utf8_collate_key_for_filename (g_file_info_get_display_name (one), -1);
  second = g_utf8_collate_key_for_filename (g_file_info_get_display_name (two), -1);
  return strcmp (first, second);
}

static gboolean
add_folder (GalleyGather *self, GFile *folder, const char *name, guint depth, GalleyJob *job, GError **error)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      folder,
      G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME
                                     "," G_FILE_ATTRIBUTE_STANDARD_TYPE
                                     "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN,
      G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, galley_job_get_cancellable (job), error);
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func (g_object_unref);
  GFileInfo *info;

  if (children == NULL)
    return FALSE;
  while (infos->len <= GALLEY_GATHER_MAX_FILES &&
         (info = g_file_enumerator_next_file (children, galley_job_get_cancellable (job), NULL)) != NULL)
    g_ptr_array_add (infos, info);
  g_ptr_array_sort (infos, compare_infos);
  for (guint i = 0; i < infos->len; i++)
    {
      g_autoptr (GFile) child = NULL;
      g_autofree char *path = NULL;
      GFileType type;

      info = g_ptr_array_index (infos, i);
      type = g_file_info_get_file_type (info);
      if (g_file_info_get_is_hidden (info))
        continue;
      child = g_file_get_child (folder, g_file_info_get_name (info));
      path = g_strdup_printf ("%s/%s", name, g_file_info_get_display_name (info));
      if (type == G_FILE_TYPE_REGULAR && !add_entry (self, child, path, FALSE, error))
        return FALSE;
      if (type == G_FILE_TYPE_DIRECTORY && depth < GALLEY_GATHER_MAX_DEPTH &&
          !add_folder (self, child, path, depth + 1, job, error))
        return FALSE;
    }
  return TRUE;
}

/* --- archives ---------------------------------------------------------------------------------------------------- */

/* A path of an archive as one below a folder; NULL where it leads out, or is none. */
static char *
clean_path (const char *path)
{
  g_auto (GStrv) parts = g_strsplit_set (path, "/\\", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (g_str_equal (parts[i], "..") || strlen (parts[i]) > 200 || kept->len > GALLEY_GATHER_MAX_DEPTH)
        return NULL;
      if (*parts[i] != '\0' && !g_str_equal (parts[i], "."))
        g_ptr_array_add (kept, parts[i]);
    }
  if (kept->len == 0)
    return NULL;
  g_ptr_array_add (kept, NULL);
  return g_strjoinv (G_DIR_SEPARATOR_S, (char **) kept->pdata);
}

static gboolean
unpack (GalleyEdition *edition, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) assets = galley_edition_list_assets (edition);

  for (guint i = 0; i < assets->len; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (assets, i);
      const char *given = galley_asset_get_info (asset, "path");
      g_auto (GStrv) names = g_strsplit (given != NULL ? given : "", "\n", -1);
      gsize length;
      const char *data = g_bytes_get_data (galley_asset_get_bytes (asset), &length);

      for (guint n = 0; names[n] != NULL; n++)
        {
          g_autofree char *clean = clean_path (names[n]);
          g_autofree char *path = clean != NULL ? g_build_filename (folder, clean, NULL) : NULL;
          g_autofree char *parent = path != NULL ? g_path_get_dirname (path) : NULL;

          if (path != NULL && g_mkdir_with_parents (parent, 0700) == 0 &&
              !g_file_test (path, G_FILE_TEST_EXISTS) &&
              !g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* Is it an archive by its name? */
static GalleyPluginInfo *
find_archive (GalleyGather *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;
  g_autofree char *suffix = dot != NULL ? g_ascii_strdown (dot + 1, -1) : NULL;
  g_autoptr (GPtrArray) archives = galley_plugins_list_with (self->plugins, "Importer-Holds", NULL);

  for (guint i = 0; i < archives->len && suffix != NULL; i++)
    {
      GalleyPluginInfo *info = g_ptr_array_index (archives, i);
      const char *suffixes = galley_plugins_get_key (self->plugins, info, "Importer-Suffixes");
      g_auto (GStrv) words = g_strsplit (suffixes != NULL ? suffixes : "", ";", -1);

      if (g_strv_contains ((const char *const *) words, suffix))
        return info;
    }
  return NULL;
}

static gboolean
add_archive (
    GalleyGather *self, GalleyPluginInfo *info, GFile *file, const char *name, GalleyJob *job, GError **error)
{
  g_autoptr (GalleySource) source =
      galley_source_new_for_file (file, galley_job_get_cancellable (job), error);
  g_autoptr (GalleyEdition) edition =
      source != NULL ? galley_open_source (self->plugins, source, info->module, job, error) : NULL;
  g_autoptr (GFile) folder = NULL;
  char *path;

  if (edition == NULL)
    return FALSE;
  path = g_dir_make_tmp ("galley-XXXXXX", error);
  if (path == NULL)
    return FALSE;
  g_ptr_array_add (self->unpacked, path);
  folder = g_file_new_for_path (path);
  return unpack (edition, path, error) && add_folder (self, folder, name, 0, job, error);
}

gboolean
galley_gather_add (GalleyGather *self, GFile *file, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  GFileType type = G_FILE_TYPE_UNKNOWN;
  goffset size;
  g_autofree char *name =
      g_file_peek_path (file) != NULL ? g_file_get_basename (file) : g_file_get_uri (file);
  g_autofree char *shown = g_filename_display_name (name);
  GalleyPluginInfo *archive;
  guint before = self->entries->len;

  /* Why one cannot be looked at is said when it is read. */
  (void) galley_source_look (file, &type, &size, galley_job_get_cancellable (job), NULL);
  archive = type == G_FILE_TYPE_REGULAR ? find_archive (self, file) : NULL;
  if (type != G_FILE_TYPE_DIRECTORY && archive == NULL)
    return add_entry (self, file, shown, TRUE, error);
  if (archive != NULL ? !add_archive (self, archive, file, shown, job, error)
                      : !add_folder (self, file, shown, 0, job, error))
    return FALSE;
  if (self->entries->len > before)
    return TRUE;
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("There are no files in “%s”."), shown);
  return FALSE;
}

guint
galley_gather_get_n_files (GalleyGather *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entries->len;
}

const char *
galley_gather_get_name (GalleyGather *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->entries->len, NULL);

  return ((const Entry *) g_ptr_array_index (self->entries, index))->name;
}

GFile *
galley_gather_get_file (GalleyGather *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->entries->len, NULL);

  return ((const Entry *) g_ptr_array_index (self->entries, index))->file;
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

static gboolean
is_readable_kind (GalleyGather *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;
  g_autofree char *suffix = dot != NULL ? g_utf8_strdown (dot + 1, -1) : NULL;

  /* Without a suffix only the content tells; an archive in an archive stays closed. */
  return suffix == NULL ||
         (g_hash_table_contains (self->suffixes, suffix) && find_archive (self, file) == NULL);
}

GalleyGatherResult
galley_gather_read (GalleyGather *self,
                    guint index,
                    const char *format,
                    GalleyJob *job,
                    GalleyEdition **edition,
                    GError **error)
{
  g_return_val_if_fail (self != NULL && index < self->entries->len, GALLEY_GATHER_FAILED);

  const Entry *entry = g_ptr_array_index (self->entries, index);
  g_autofree char *real = g_file_peek_path (entry->file) != NULL
                              ? g_canonicalize_filename (g_file_peek_path (entry->file), NULL)
                              : NULL;
  g_autoptr (GalleySource) source = NULL;
  g_auto (GStrv) parts = NULL;

  *edition = NULL;
  if (real != NULL && g_hash_table_contains (self->parts, real))
    return GALLEY_GATHER_PART;
  if (!entry->chosen && format == NULL && !is_readable_kind (self, entry->file))
    return GALLEY_GATHER_SKIPPED;
  source = galley_open_read_file (entry->file, galley_job_get_cancellable (job), error);
  if (source == NULL)
    return GALLEY_GATHER_FAILED;
  *edition = galley_open_source (self->plugins, source, format, job, error);
  parts = galley_job_dup_parts (job);
  for (guint i = 0; parts[i] != NULL; i++)
    g_hash_table_add (self->parts, g_strdup (parts[i]));
  return *edition != NULL ? GALLEY_GATHER_READ : GALLEY_GATHER_FAILED;
}

/* --- doubles ----------------------------------------------------------------------------------------------------- */

/* The first article, and most files have one, is compared with nothing: what it takes to compare is made when there is another. */
static const GalleySketch *
get_sketch (Known *known)
{
  if (known->article != NULL)
    known->sketch = galley_sketch_new (known->article);
  g_clear_object (&known->article);
  return known->sketch;
}

gboolean
galley_gather_compare (GalleyGather *self, GalleyArticle *article, const char *file, GalleyDouble *found)
{
  g_return_val_if_fail (self != NULL, FALSE);

  Known *known = g_new0 (Known, 1);

  known->article = galley_article_freeze (article);
  known->headline = galley_article_dup_headline (article);
  known->file = g_strdup (file);
  found->likeness = 0;
  for (guint i = 0; i < self->known->len && found->likeness < 1; i++)
    {
      Known *other = g_ptr_array_index (self->known, i);
      const GalleySketch *one = get_sketch (known), *two = one != NULL ? get_sketch (other) : NULL;
      double likeness = two != NULL ? galley_sketch_compare (one, two) : 0;

      if (likeness >= GALLEY_ALIKE_NEAR && likeness > found->likeness)
        *found = (GalleyDouble){ other->headline, other->file, likeness };
    }
  g_ptr_array_add (self->known, known);
  return found->likeness > 0;
}

void
galley_gather_know (GalleyGather *self, GalleyEdition *edition)
{
  g_return_if_fail (self != NULL);

  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyDouble ignored;

      (void) galley_gather_compare (self, g_ptr_array_index (articles, i), NULL, &ignored);
    }
}

char *
galley_double_describe (const GalleyDouble *self, GalleyArticle *article)
{
  g_autofree char *headline = galley_article_dup_headline (article);

  if (self->likeness >= 1 && self->file != NULL)
    return g_strdup_printf (_ ("“%s” has the same text as “%s” in %s."), headline, self->headline,
                            self->file);
  if (self->likeness >= 1)
    return g_strdup_printf (_ ("“%s” has the same text as “%s” in the edition."), headline, self->headline);
  if (self->file != NULL)
    return g_strdup_printf (_ ("“%s” has nearly the same text as “%s” in %s (%d %%)."), headline,
                            self->headline, self->file, (int) (self->likeness * 100));
  return g_strdup_printf (_ ("“%s” has nearly the same text as “%s” in the edition (%d %%)."), headline,
                          self->headline, (int) (self->likeness * 100));
}

/* --- a whole run ------------------------------------------------------------------------------------------------- */

typedef struct
{
  GalleyPlugins *plugins;
  GPtrArray *files;
  GalleyEdition *present;
  GalleyJob *job;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->plugins);
  g_ptr_array_unref (run->files);
  g_clear_object (&run->present);
  g_object_unref (run->job);
  g_free (run);
}

GalleyGathered *
galley_gathered_copy (const GalleyGathered *self)
{
  GalleyGathered *copy = g_new0 (GalleyGathered, 1);

  copy->name = g_strdup (self->name);
  copy->result = self->result;
  copy->n_articles = self->n_articles;
  copy->failure = g_strdup (self->failure);
  copy->notes = g_strdupv (self->notes);
  copy->doubles = g_strdupv (self->doubles);
  return copy;
}

void
galley_gathered_free (GalleyGathered *self)
{
  g_free (self->name);
  g_free (self->failure);
  g_strfreev (self->notes);
  g_strfreev (self->doubles);
  g_free (self);
}

void
galley_harvest_free (GalleyHarvest *self)
{
  g_ptr_array_unref (self->editions);
  g_ptr_array_unref (self->files);
  g_strfreev (self->failures);
  g_strfreev (self->doubles);
  g_free (self);
}

/* The sentence of an error, with the name of the file where it does not say it itself. */
static char *
name_failure (const char *name, const GError *error)
{
  g_autofree char *base = g_path_get_basename (name);

  return strstr (error->message, base) != NULL ? g_strdup (error->message)
                                               : g_strdup_printf ("%s: %s", name, error->message);
}

/* Counts what came in, and finds what was there already. */
static void
reap (GalleyGather *gather, GalleyGathered *file, GalleyEdition *edition, GStrvBuilder *all)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  g_autoptr (GStrvBuilder) doubles = g_strv_builder_new ();

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);
      GalleyDouble found;

      file->n_articles += galley_article_get_kind (article) != GALLEY_ARTICLE_FURNITURE;
      if (galley_gather_compare (gather, article, file->name, &found))
        {
          g_autofree char *sentence = galley_double_describe (&found, article);

          g_strv_builder_add (doubles, sentence);
          g_strv_builder_add (all, sentence);
        }
    }
  g_strfreev (file->doubles);
  file->doubles = g_strv_builder_end (doubles);
}

static GalleyGathered *
add_file (GalleyHarvest *harvest, const char *name)
{
  GalleyGathered *file = g_new0 (GalleyGathered, 1);

  file->name = g_strdup (name);
  file->result = GALLEY_GATHER_FAILED;
  file->notes = g_new0 (char *, 1);
  file->doubles = g_new0 (char *, 1);
  g_ptr_array_add (harvest->files, file);
  return file;
}

static void
set_failed (GalleyGathered *file, const GError *error, GStrvBuilder *failures)
{
  file->failure = name_failure (file->name, error);
  g_strv_builder_add (failures, file->failure);
}

/* The notes of one file go on to the whole. */
static void
take_notes (GalleyGathered *file, GalleyJob *own, GalleyJob *whole)
{
  g_strfreev (file->notes);
  file->notes = galley_job_dup_notes (own);
  for (guint i = 0; file->notes[i] != NULL; i++)
    galley_job_note (whole, "%s", file->notes[i]);
}

static void
run_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Run *run = data;
  g_autoptr (GalleyGather) gather = galley_gather_new (run->plugins);
  g_autoptr (GalleyHarvest) harvest = g_new0 (GalleyHarvest, 1);
  g_autoptr (GStrvBuilder) failures = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) doubles = g_strv_builder_new ();
  g_autoptr (GError) stopped = NULL;
  guint n;

  harvest->editions = g_ptr_array_new_with_free_func (g_object_unref);
  harvest->files = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_gathered_free);
  if (run->present != NULL)
    galley_gather_know (gather, run->present);
  for (guint i = 0; i < run->files->len; i++)
    {
      GFile *file = g_ptr_array_index (run->files, i);
      g_autofree char *name = g_file_get_basename (file);
      g_autoptr (GError) error = NULL;

      if (!galley_gather_add (gather, file, run->job, &error))
        set_failed (add_file (harvest, name), error, failures);
    }
  n = galley_gather_get_n_files (gather);
  for (guint i = 0; i < n && galley_job_continues (run->job, &stopped); i++)
    {
      g_autoptr (GalleyJob) own = n > 1 ? galley_job_new (cancellable) : g_object_ref (run->job);
      GalleyGathered *file = add_file (harvest, galley_gather_get_name (gather, i));
      g_autoptr (GalleyEdition) edition = NULL;
      g_autoptr (GError) error = NULL;

      file->result = galley_gather_read (gather, i, NULL, own, &edition, &error);
      if (n > 1)
        take_notes (file, own, run->job);
      galley_job_progress (run->job, (double) (i + 1) / n);
      if (edition != NULL)
        {
          reap (gather, file, edition, doubles);
          g_ptr_array_add (harvest->editions, g_steal_pointer (&edition));
        }
      if (file->result == GALLEY_GATHER_FAILED)
        set_failed (file, error, failures);
    }
  harvest->failures = g_strv_builder_end (failures);
  harvest->doubles = g_strv_builder_end (doubles);
  if (stopped != NULL)
    g_task_return_error (task, g_steal_pointer (&stopped));
  else
    g_task_return_pointer (task, g_steal_pointer (&harvest), (GDestroyNotify) galley_harvest_free);
}

void
galley_gather_run_async (GalleyPlugins *plugins,
                         GListModel *files,
                         GalleyEdition *present,
                         GalleyJob *job,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (GALLEY_IS_PLUGINS (plugins));
  g_return_if_fail (G_IS_LIST_MODEL (files));
  g_return_if_fail (GALLEY_IS_JOB (job));

  g_autoptr (GTask) task = g_task_new (NULL, galley_job_get_cancellable (job), callback, user_data);
  Run *run = g_new0 (Run, 1);

  run->plugins = g_object_ref (plugins);
  run->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (run->files, g_list_model_get_item (files, i));
  run->present = present != NULL ? g_object_ref (present) : NULL;
  run->job = g_object_ref (job);
  g_task_set_source_tag (task, galley_gather_run_async);
  g_task_set_task_data (task, run, run_free);
  g_task_run_in_thread (task, run_in_thread);
}

GalleyHarvest *
galley_gather_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
