/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-open.h"
#include "galley-remote.h"

typedef struct
{
  GalleyPluginInfo *info;
  gint64 priority;
} Candidate;

/* --- which importers -------------------------------------------------------------------------------------------- */

/* Is @word one of the words of the key, which are parted by semicolons, commas or blanks? A type may be a whole family, "image" and a star. */
static gboolean
key_holds (const char *list, const char *word)
{
  g_auto (GStrv) words = NULL;

  if (list == NULL || word == NULL || *word == '\0')
    return FALSE;
  words = g_strsplit_set (list, ";, ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      gsize length = strlen (words[i]);

      if (g_ascii_strcasecmp (words[i], word) == 0)
        return TRUE;
      if (length > 2 && g_str_has_suffix (words[i], "/*") &&
          g_ascii_strncasecmp (words[i], word, length - 1) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_importer (GalleyPlugins *plugins, GalleyPluginInfo *info)
{
  return galley_plugins_get_key (plugins, info, "Importer-Suffixes") != NULL ||
         galley_plugins_get_key (plugins, info, "Importer-Types") != NULL;
}

static gint
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *first = a;
  const Candidate *second = b;

  if (first->priority != second->priority)
    return first->priority > second->priority ? -1 : 1;
  return strcmp (first->info->module, second->info->module);
}

/* All importers that are on, the preferred first. */
static GArray *
list_candidates (GalleyPlugins *plugins)
{
  const GPtrArray *all = galley_plugins_list (plugins);
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint i = 0; i < all->len; i++)
    {
      Candidate candidate = { .info = g_ptr_array_index (all, i) };
      const char *priority;

      if (!candidate.info->enabled || !is_importer (plugins, candidate.info))
        continue;
      priority = galley_plugins_get_key (plugins, candidate.info, "Importer-Priority");
      candidate.priority = priority != NULL ? g_ascii_strtoll (priority, NULL, 10) : 0;
      g_array_append_val (candidates, candidate);
    }
  g_array_sort (candidates, compare_candidates);
  return candidates;
}

static GalleyImporter *
create_importer (GalleyPlugins *plugins, GalleyPluginInfo *info, GError **error)
{
  GObject *object = galley_plugins_create (plugins, info, GALLEY_TYPE_IMPORTER, error);

  return object != NULL ? GALLEY_IMPORTER (object) : NULL;
}

/* Asks those of @candidates that are (@named TRUE) or are not (FALSE) meant for this name and type. The surest one, or
 * NULL; @failure is the first reason why one of them could not be asked. */
static GalleyPluginInfo *
ask (GalleyPlugins *plugins,
     GalleySource *source,
     GArray *candidates,
     const gboolean *named,
     gboolean which,
     GError **failure)
{
  GalleyPluginInfo *best = NULL;
  guint best_score = 0;

  for (guint i = 0; i < candidates->len; i++)
    {
      GalleyPluginInfo *info = g_array_index (candidates, Candidate, i).info;
      g_autoptr (GalleyImporter) importer = NULL;
      g_autoptr (GError) error = NULL;
      guint score;

      if (named[i] != which)
        continue;
      importer = create_importer (plugins, info, &error);
      if (importer == NULL)
        {
          if (failure != NULL && *failure == NULL)
            g_propagate_error (failure, g_steal_pointer (&error));
          continue;
        }
      score = MIN (galley_importer_probe (importer, source), 100);
      if (score > best_score)
        {
          best_score = score;
          best = info;
        }
    }
  return best;
}

static gboolean
head_is_binary (GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  gsize control = 0;

  for (gsize i = 0; i < length; i++)
    control += head[i] == 0 || (head[i] < 0x20 && head[i] != '\t' && head[i] != '\n' && head[i] != '\r' &&
                                head[i] != '\f' && head[i] != 0x1a && head[i] != 0x1b);
  return control * 100 > length;
}

/* The type of the source, unless it says no more than that it is text or that nobody knows. */
static const char *
specific_type (GalleySource *source)
{
  const char *type = galley_source_get_mime_type (source);

  return g_strcmp0 (type, "text/plain") != 0 && g_strcmp0 (type, "application/octet-stream") != 0 ? type
                                                                                                  : NULL;
}

/* Which of @candidates are meant for a source of this name and type (free it). A suffix some importer claims keeps the others
 * out; where nobody claims it, all are. */
static gboolean *
find_named (GalleyPlugins *plugins, GalleySource *source, GArray *candidates, guint *n_named)
{
  gboolean *named = g_new0 (gboolean, MAX (candidates->len, 1));
  const char *suffix = galley_source_get_suffix (source);
  const char *type = specific_type (source);
  gboolean suffix_is_known = FALSE;

  *n_named = 0;
  for (guint i = 0; i < candidates->len; i++)
    {
      GalleyPluginInfo *info = g_array_index (candidates, Candidate, i).info;
      gboolean by_suffix = key_holds (galley_plugins_get_key (plugins, info, "Importer-Suffixes"), suffix);

      suffix_is_known |= by_suffix;
      named[i] = by_suffix || key_holds (galley_plugins_get_key (plugins, info, "Importer-Types"), type);
      *n_named += named[i];
    }
  if (!suffix_is_known)
    {
      for (guint i = 0; i < candidates->len; i++)
        named[i] = TRUE;
      *n_named = candidates->len;
    }
  return named;
}

/* The importer for a source nobody named a format for. By name and type first; if all of those say "not mine" the name was
 * wrong, and the content decides among the rest. */
static GalleyPluginInfo *
choose_importer (GalleyPlugins *plugins, GalleySource *source, GError **error)
{
  g_autoptr (GArray) candidates = list_candidates (plugins);
  guint n_named;
  g_autofree gboolean *named = find_named (plugins, source, candidates, &n_named);
  g_autoptr (GError) failure = NULL;
  GalleyPluginInfo *best = ask (plugins, source, candidates, named, TRUE, &failure);

  if (best == NULL && failure == NULL)
    best = ask (plugins, source, candidates, named, FALSE, NULL);
  if (best != NULL)
    return best;

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (head_is_binary (source))
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                 _ ("“%s” is neither text nor a document of a kind that can be read here."),
                 galley_source_get_name (source));
  else
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("Nothing here can read “%s”."),
                 galley_source_get_name (source));
  return NULL;
}

static GalleyPluginInfo *
named_importer (GalleyPlugins *plugins, const char *format, GError **error)
{
  GalleyPluginInfo *info = galley_plugins_find (plugins, format);

  if (info != NULL && is_importer (plugins, info) && info->enabled)
    return info;
  if (info != NULL && is_importer (plugins, info))
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("The plugin “%s” is switched off."),
                 info->name);
  else
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("There is no importer named “%s”."),
                 format);
  return NULL;
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

static gboolean
is_remote (GalleyPlugins *plugins, GalleyPluginInfo *info)
{
  return galley_plugins_has_worker (plugins) &&
         galley_plugins_get_key (plugins, info, "Importer-Trusted") == NULL;
}

/* Where one importer alone is meant for the file, the worker asks it and lets it read at once: its module and the libraries
 * of it are not loaded here. FALSE with no error: it says that the file is not its own, or there is no such importer. */
static gboolean
load_at_once (
    GalleyPlugins *plugins, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (GArray) candidates = list_candidates (plugins);
  guint n_named;
  g_autofree gboolean *named = find_named (plugins, source, candidates, &n_named);
  g_autoptr (GError) failure = NULL;
  GalleyPluginInfo *info = NULL;

  for (guint i = 0; i < candidates->len && n_named == 1; i++)
    {
      if (named[i])
        info = g_array_index (candidates, Candidate, i).info;
    }
  if (info == NULL || !is_remote (plugins, info) ||
      galley_plugins_get_key (plugins, info, "Importer-Holds") != NULL)
    return FALSE;
  if (galley_remote_load (plugins, info, TRUE, source, builder, job, &failure))
    return TRUE;
  if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED) &&
      !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Runs the importer: formats of others in a process of their own, where the front wants that and the program is there. */
static gboolean
load (GalleyPlugins *plugins,
      GalleyPluginInfo *info,
      GalleySource *source,
      GalleyBuilder *builder,
      GalleyJob *job,
      GError **error)
{
  const char *worker = galley_plugins_get_worker (plugins);
  g_autoptr (GalleyImporter) importer = NULL;
  g_autoptr (GError) failure = NULL;

  if (is_remote (plugins, info))
    {
      if (galley_remote_load (plugins, info, FALSE, source, builder, job, &failure))
        return TRUE;
      if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      worker = "";
    }
  if (worker != NULL && *worker == '\0' && galley_plugins_get_key (plugins, info, "Importer-Trusted") == NULL)
    galley_job_note (
        job, _ ("“%s” was read without the safety of a process of its own: galley-worker is missing."),
        galley_source_get_name (source));
  importer = create_importer (plugins, info, error);
  return importer != NULL && galley_importer_load (importer, source, builder, job, error);
}

/* Finds the importer and runs it. */
static gboolean
read_source (GalleyPlugins *plugins,
             GalleySource *source,
             const char *format,
             GalleyBuilder *builder,
             GalleyJob *job,
             GError **error)
{
  g_autoptr (GError) failure = NULL;
  GalleyPluginInfo *info;

  if (format == NULL && galley_plugins_has_worker (plugins))
    {
      if (load_at_once (plugins, source, builder, job, &failure))
        return TRUE;
      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  info = format != NULL ? named_importer (plugins, format, error) : choose_importer (plugins, source, error);
  if (info != NULL && format == NULL && galley_plugins_get_key (plugins, info, "Importer-Holds") != NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                   _ ("“%s” is an archive of files: import it, and each of them is read."),
                   galley_source_get_name (source));
      return FALSE;
    }
  return info != NULL && load (plugins, info, source, builder, job, error);
}

GalleyEdition *
galley_open_source (
    GalleyPlugins *plugins, GalleySource *source, const char *format, GalleyJob *job, GError **error)
{
  g_autoptr (GalleyBuilder) builder = NULL;
  g_autoptr (GalleyJob) own_job = NULL;
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (GALLEY_IS_PLUGINS (plugins), NULL);
  g_return_val_if_fail (GALLEY_IS_SOURCE (source), NULL);

  if (job == NULL)
    job = own_job = galley_job_new (NULL);
  if (g_bytes_get_size (galley_source_get_bytes (source)) == 0)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is empty."),
                   galley_source_get_name (source));
      return NULL;
    }
  if (!galley_job_continues (job, error))
    return NULL;

  builder = galley_builder_new (job);
  if (!read_source (plugins, source, format, builder, job, &failure))
    {
      if (failure == NULL)
        g_set_error (&failure, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” could not be read."),
                     galley_source_get_name (source));
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (!galley_job_continues (job, error))
    return NULL;
  return galley_builder_finish (builder, error);
}

/* GIO's sentences name system calls and paths; these name the file as the user knows it. */
GalleySource *
galley_open_read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  GFileType type = G_FILE_TYPE_UNKNOWN;
  goffset size;
  g_autoptr (GError) failure = NULL;
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = name != NULL ? g_filename_display_name (name) : g_file_get_uri (file);
  GalleySource *source = NULL;

  if (galley_source_look (file, &type, &size, cancellable, &failure) && type == G_FILE_TYPE_DIRECTORY)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, _ ("“%s” is a folder, not a file."), shown);
      return NULL;
    }
  if (type == G_FILE_TYPE_SPECIAL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _ ("“%s” is not an ordinary file."),
                   shown);
      return NULL;
    }
  if (failure == NULL)
    source = galley_source_new_for_file (file, cancellable, &failure);
  if (source != NULL)
    return source;

  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no file “%s”."), shown);
  else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, _ ("You are not allowed to read “%s”."),
                 shown);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* --- in a thread ------------------------------------------------------------------------------------------------ */

typedef struct
{
  GalleyPlugins *plugins;
  GFile *file;          /* or NULL, */
  GalleySource *source; /* and then this is given */
  char *format;
  GalleyJob *job;
} OpenRun;

static void
open_run_free (gpointer data)
{
  OpenRun *run = data;

  g_clear_object (&run->plugins);
  g_clear_object (&run->file);
  g_clear_object (&run->source);
  g_clear_object (&run->job);
  g_free (run->format);
  g_free (run);
}

static void
open_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  OpenRun *run = data;
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition = NULL;

  if (run->source == NULL)
    run->source = galley_open_read_file (run->file, cancellable, &error);
  if (run->source != NULL)
    edition = galley_open_source (run->plugins, run->source, run->format, run->job, &error);

  if (edition != NULL)
    g_task_return_pointer (task, edition, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
start (GalleyPlugins *plugins,
       GFile *file,
       GalleySource *source,
       const char *format,
       GalleyJob *job,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  OpenRun *run = g_new0 (OpenRun, 1);
  g_autoptr (GTask) task = NULL;

  run->plugins = g_object_ref (plugins);
  run->file = file != NULL ? g_object_ref (file) : NULL;
  run->source = source;
  run->format = g_strdup (format);
  run->job = job != NULL ? g_object_ref (job) : galley_job_new (NULL);

  task = g_task_new (NULL, galley_job_get_cancellable (run->job), callback, user_data);
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, run, open_run_free);
  g_task_run_in_thread (task, open_in_thread);
}

void
galley_open_file_async (GalleyPlugins *plugins,
                        GFile *file,
                        const char *format,
                        GalleyJob *job,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (GALLEY_IS_PLUGINS (plugins));
  g_return_if_fail (G_IS_FILE (file));

  start (plugins, file, NULL, format, job, callback, user_data);
}

void
galley_open_bytes_async (GalleyPlugins *plugins,
                         const char *name,
                         GBytes *bytes,
                         const char *format,
                         GalleyJob *job,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (GALLEY_IS_PLUGINS (plugins));
  g_return_if_fail (bytes != NULL);

  start (plugins, NULL, galley_source_new_for_bytes (name, NULL, bytes), format, job, callback, user_data);
}

GalleyEdition *
galley_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- for dialogs ------------------------------------------------------------------------------------------------ */

GStrv
galley_open_list_suffixes (GalleyPlugins *plugins)
{
  static const char *const keys[] = { "Importer-Suffixes", "Importer-Types" };
  g_autoptr (GArray) candidates = NULL;
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GList) sorted = NULL;
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  g_return_val_if_fail (GALLEY_IS_PLUGINS (plugins), NULL);

  candidates = list_candidates (plugins);
  for (guint i = 0; i < candidates->len * G_N_ELEMENTS (keys); i++)
    {
      GalleyPluginInfo *info = g_array_index (candidates, Candidate, i / G_N_ELEMENTS (keys)).info;
      const char *value = galley_plugins_get_key (plugins, info, keys[i % G_N_ELEMENTS (keys)]);
      g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", ";, ", -1);

      for (guint w = 0; words[w] != NULL; w++)
        {
          if (*words[w] != '\0')
            g_hash_table_add (found, g_strdup (words[w]));
        }
    }
  sorted = g_list_sort (g_hash_table_get_keys (found), (GCompareFunc) strcmp);
  for (GList *item = sorted; item != NULL; item = item->next)
    g_strv_builder_add (list, item->data);
  return g_strv_builder_end (list);
}
