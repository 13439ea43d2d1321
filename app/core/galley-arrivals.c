/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "galley-arrivals.h"

struct _GalleyArrivals
{
  GObject parent_instance;

  GFile *folder;
  char *memory; /* path, or NULL */
  GFileMonitor *monitor;
  GHashTable *known;   /* names */
  GHashTable *told;    /* names that were told and not taken yet */
  GHashTable *waiting; /* name → what it was at the last look */
  guint timer;         /* while something waits */
  gboolean looking;    /* a look is under way */
  gboolean saving;
  gboolean changed; /* since the save that is under way began */
};

G_DEFINE_FINAL_TYPE (GalleyArrivals, galley_arrivals, G_TYPE_OBJECT)

enum
{
  ARRIVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
galley_arrivals_dispose (GObject *object)
{
  GalleyArrivals *self = GALLEY_ARRIVALS (object);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  g_clear_handle_id (&self->timer, g_source_remove);

  G_OBJECT_CLASS (galley_arrivals_parent_class)->dispose (object);
}

static void
galley_arrivals_finalize (GObject *object)
{
  GalleyArrivals *self = GALLEY_ARRIVALS (object);

  g_clear_object (&self->folder);
  g_free (self->memory);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->told);
  g_hash_table_unref (self->waiting);

  G_OBJECT_CLASS (galley_arrivals_parent_class)->finalize (object);
}

static void
galley_arrivals_class_init (GalleyArrivalsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_arrivals_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_arrivals_finalize;

  signals[ARRIVED] = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_LIST_MODEL);
}

static void
galley_arrivals_init (GalleyArrivals *self)
{
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* --- the memory -------------------------------------------------------------------------------------------------- */

/* The first line is the folder, each other one a name. */
static GBytes *
write_memory (GalleyArrivals *self)
{
  g_autofree char *uri = g_file_get_uri (self->folder);
  GString *text = g_string_new (uri);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->known), (GCompareFunc) strcmp);

  g_string_append_c (text, '\n');
  for (const GList *name = names; name != NULL; name = name->next)
    g_string_append_printf (text, "%s\n", (const char *) name->data);
  return g_string_free_to_bytes (text);
}

static void save (GalleyArrivals *self);

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GalleyArrivals) self = user_data;

  /* What could not be written is told twice at worst. */
  (void) g_file_replace_contents_finish (G_FILE (source), result, NULL, NULL);
  self->saving = FALSE;
  if (self->changed)
    save (self);
}

static void
save (GalleyArrivals *self)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autofree char *folder = NULL;

  self->changed = self->saving;
  if (self->memory == NULL || self->saving)
    return;
  folder = g_path_get_dirname (self->memory);
  g_mkdir_with_parents (folder, 0700);
  file = g_file_new_for_path (self->memory);
  text = write_memory (self);
  self->saving = TRUE;
  g_file_replace_contents_bytes_async (file, text, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                       on_saved, g_object_ref (self));
}

/* What the memory has in it is known again. FALSE where it tells nothing of this folder. */
static gboolean
recall (GalleyArrivals *self, const char *text)
{
  g_autofree char *uri = g_file_get_uri (self->folder);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  if (lines == NULL)
    return FALSE;
  if (g_strcmp0 (lines[0], uri) != 0)
    return FALSE;
  for (guint i = 1; lines[i] != NULL; i++)
    {
      if (*lines[i] != '\0')
        g_hash_table_add (self->known, g_strdup (lines[i]));
    }
  return TRUE;
}

/* --- looking ----------------------------------------------------------------------------------------------------- */

/* A name with a line end in it could not be remembered: it is nobody's file. */
static gboolean
is_none (const char *name)
{
  return *name == '.' || *name == '~' || strchr (name, '\n') != NULL || g_str_has_suffix (name, ".part") ||
         g_str_has_suffix (name, ".tmp") || g_str_has_suffix (name, ".crdownload");
}

/* One look at files: on a folder of the network it may take its time, so it is done in a thread. */
typedef struct
{
  char *folder;
  gboolean all;     /* of the folder, or those in */
  char *memory;     /* path, or NULL: not to be read */
  char *text;       /* of the memory, or NULL */
  GPtrArray *names; /* char * */
  GPtrArray *states;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->folder);
  g_free (look->memory);
  g_free (look->text);
  g_ptr_array_unref (look->names);
  g_ptr_array_unref (look->states);
  g_free (look);
}

/* What changes while it is being written. */
static char *
dup_state (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                                                      (gint64) info.st_size, (gint64) info.st_mtime)
                                   : NULL;
}

static void
look_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Look *look = data;
  g_autoptr (GDir) folder = look->all ? g_dir_open (look->folder, 0, NULL) : NULL;
  const char *name;

  if (look->memory != NULL)
    g_file_get_contents (look->memory, &look->text, NULL, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (look->names, g_strdup (name));
  for (guint i = 0; i < look->names->len; i++)
    g_ptr_array_add (look->states, dup_state (look->folder, g_ptr_array_index (look->names, i)));
  g_task_return_boolean (task, TRUE);
}

static gboolean on_timer (gpointer user_data);

static void
wait_for (GalleyArrivals *self, const char *name)
{
  if (is_none (name) || g_hash_table_contains (self->known, name) ||
      g_hash_table_contains (self->told, name) || self->monitor == NULL)
    return;
  g_hash_table_replace (self->waiting, g_strdup (name), g_strdup (""));
  if (self->timer == 0)
    self->timer = g_timeout_add (GALLEY_ARRIVALS_QUIET_MS, on_timer, self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
tell (GalleyArrivals *self, GPtrArray *names)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GFile) file = g_file_get_child (self->folder, g_ptr_array_index (names, i));

      g_hash_table_add (self->told, g_strdup (g_ptr_array_index (names, i)));
      g_list_store_append (files, file);
    }
  if (names->len > 0)
    g_signal_emit (self, signals[ARRIVED], 0, files);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GalleyArrivals *self = GALLEY_ARRIVALS (source);
  const Look *look = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) whole = g_ptr_array_new_with_free_func (g_free);

  self->looking = FALSE;
  for (guint i = 0; i < look->names->len; i++)
    {
      const char *name = g_ptr_array_index (look->names, i), *now = g_ptr_array_index (look->states, i);
      const char *before = g_hash_table_lookup (self->waiting, name);

      if (before == NULL)
        continue;
      if (now != NULL && g_str_equal (now, before))
        g_ptr_array_add (whole, g_strdup (name));
      if (now == NULL || g_str_equal (now, before))
        g_hash_table_remove (self->waiting, name);
      else
        g_hash_table_replace (self->waiting, g_strdup (name), g_strdup (now));
    }
  if (self->monitor != NULL)
    tell (self, whole);
}

static void
look (GalleyArrivals *self, gboolean all, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);
  Look *look = g_new0 (Look, 1);
  GHashTableIter iter;
  gpointer name;

  look->folder = g_file_get_path (self->folder);
  look->all = all;
  look->memory = all ? g_strdup (self->memory) : NULL;
  look->names = g_ptr_array_new_with_free_func (g_free);
  look->states = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, self->waiting);
  while (!all && g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (look->names, g_strdup (name));
  g_task_set_source_tag (task, look_in_thread);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, look_in_thread);
}

static gboolean
on_timer (gpointer user_data)
{
  GalleyArrivals *self = user_data;

  if (g_hash_table_size (self->waiting) == 0)
    {
      self->timer = 0;
      return G_SOURCE_REMOVE;
    }
  if (!self->looking)
    look (self, FALSE, on_looked);
  self->looking = TRUE;
  return G_SOURCE_CONTINUE;
}

/* --- the folder -------------------------------------------------------------------------------------------------- */

static void
on_changed (GalleyArrivals *self, GFile *file, GFile *other, GFileMonitorEvent event)
{
  GFile *target = event == G_FILE_MONITOR_EVENT_RENAMED ? other : file;
  g_autofree char *name = target != NULL ? g_file_get_basename (target) : NULL;

  if (name == NULL)
    return;
  if (event == G_FILE_MONITOR_EVENT_DELETED || event == G_FILE_MONITOR_EVENT_MOVED_OUT)
    {
      g_hash_table_remove (self->waiting, name);
      g_hash_table_remove (self->told, name);
      if (g_hash_table_remove (self->known, name))
        save (self);
    }
  else
    wait_for (self, name);
}

/* What lay there when the watch began: new, or, where nothing is remembered, known. */
static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GalleyArrivals *self = GALLEY_ARRIVALS (source);
  const Look *look = g_task_get_task_data (G_TASK (result));
  gboolean remembers = recall (self, look->text);

  for (guint i = 0; i < look->names->len; i++)
    {
      const char *name = g_ptr_array_index (look->names, i);

      if (remembers)
        wait_for (self, name);
      else if (!is_none (name) && !g_hash_table_contains (self->waiting, name))
        g_hash_table_add (self->known, g_strdup (name));
    }
  if (!remembers)
    save (self);
}

GalleyArrivals *
galley_arrivals_new (GFile *folder, const char *memory, GError **error)
{
  g_autoptr (GalleyArrivals) self = NULL;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  self = g_object_new (GALLEY_TYPE_ARRIVALS, NULL);
  self->folder = g_object_ref (folder);
  self->memory = g_strdup (memory);
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, error);
  if (self->monitor == NULL)
    return NULL;
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  if (memory != NULL && g_file_peek_path (folder) != NULL)
    look (self, TRUE, on_listed);
  return g_steal_pointer (&self);
}

GFile *
galley_arrivals_get_folder (GalleyArrivals *self)
{
  g_return_val_if_fail (GALLEY_IS_ARRIVALS (self), NULL);

  return self->folder;
}

void
galley_arrivals_know (GalleyArrivals *self, GFile *file)
{
  g_autofree char *name = NULL;

  g_return_if_fail (GALLEY_IS_ARRIVALS (self));
  g_return_if_fail (G_IS_FILE (file));

  name = g_file_get_relative_path (self->folder, file);
  if (name == NULL || strchr (name, '/') != NULL)
    return;
  g_hash_table_remove (self->told, name);
  g_hash_table_remove (self->waiting, name);
  if (g_hash_table_add (self->known, g_strdup (name)))
    save (self);
}
