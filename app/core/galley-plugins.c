/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-peas.h"
#include "galley-plugins.h"

#define GALLEY_ABI "1"

/* The public part first: the host hands out pointers to it. */
typedef struct
{
  GalleyPluginInfo info;
  GHashTable *keys;     /* its keys that begin with X-, without that → value */
  PeasPluginInfo *peas; /* once it was wanted, or NULL */
} Plugin;

struct _GalleyPlugins
{
  GObject parent_instance;

  PeasEngine *engine; /* once a plugin was wanted, or NULL */
  GPtrArray *folders; /* that are looked in, char * */
  GPtrArray *plugins; /* of Plugin *, by module */
  char *worker;       /* path, "" or NULL */
  int server;         /* socket, or -1 */
  int server_pid;
  gboolean last; /* file for it comes next */
};

G_DEFINE_FINAL_TYPE (GalleyPlugins, galley_plugins, G_TYPE_OBJECT)

static void
plugin_free (gpointer data)
{
  Plugin *plugin = data;

  g_free (plugin->info.module);
  g_free (plugin->info.name);
  g_free (plugin->info.description);
  g_free (plugin->info.folder);
  g_free (plugin->info.error);
  g_hash_table_unref (plugin->keys);
  if (plugin->peas != NULL)
    g_boxed_free (PEAS_TYPE_PLUGIN_INFO, plugin->peas);
  g_free (plugin);
}

static void
galley_plugins_dispose (GObject *object)
{
  GalleyPlugins *self = GALLEY_PLUGINS (object);

  g_ptr_array_set_size (self->plugins, 0);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (galley_plugins_parent_class)->dispose (object);
}

static void
galley_plugins_finalize (GObject *object)
{
  g_ptr_array_unref (GALLEY_PLUGINS (object)->plugins);
  g_ptr_array_unref (GALLEY_PLUGINS (object)->folders);
  g_free (GALLEY_PLUGINS (object)->worker);

  G_OBJECT_CLASS (galley_plugins_parent_class)->finalize (object);
}

static void
galley_plugins_class_init (GalleyPluginsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_plugins_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_plugins_finalize;
}

static void
galley_plugins_init (GalleyPlugins *self)
{
  self->plugins = g_ptr_array_new_with_free_func (plugin_free);
  self->folders = g_ptr_array_new_with_free_func (g_free);
  self->server = -1;
}

/* --- key files ----------------------------------------------------------------------------------------------------- */

/* What stands behind "KEY=": GKeyFile's escapes are understood. */
static char *
dup_value (const char *text)
{
  GString *value = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      static const char codes[] = "sntr\\", meant[] = " \n\t\r\\";
      const char *code = *p == '\\' && p[1] != '\0' ? strchr (codes, p[1]) : NULL;

      g_string_append_c (value, code != NULL ? meant[code - codes] : *p);
      p += code != NULL;
    }
  return g_string_free (value, FALSE);
}

/* How well the text of a key "NAME" or "NAME[LANGUAGE]" suits: 0 not at all. */
static guint
rank_text (const char *key, const char *name)
{
  const char *const *languages;
  guint n;
  gsize length = strlen (name);

  if (!g_str_has_prefix (key, name))
    return 0;
  if (key[length] == '\0')
    return 1;
  languages = g_get_language_names ();
  n = g_strv_length ((char **) languages);
  for (guint i = 0; key[length] == '[' && i < n; i++)
    {
      gsize size = strlen (languages[i]);

      if (strncmp (key + length + 1, languages[i], size) == 0 && g_str_equal (key + length + 1 + size, "]"))
        return n - i + 1;
    }
  return 0;
}

static void
take_text (char **text, guint *best, const char *key, const char *name, const char *value)
{
  guint rank = rank_text (key, name);

  if (rank <= *best)
    return;
  *best = rank;
  g_free (*text);
  *text = dup_value (value);
}

/* How well the lines read so far told the name and the description. */
typedef struct
{
  gboolean inside; /* of the group [Plugin] */
  guint name, description;
} Reading;

static void
read_line (Plugin *plugin, Reading *reading, char *line)
{
  char *equals = strchr (line, '=');
  const char *value = equals != NULL ? g_strchug (equals + 1) : NULL;

  if (*line == '[')
    reading->inside = g_str_equal (line, "[Plugin]");
  if (!reading->inside || equals == NULL || *line == '#' || *line == '[')
    return;
  *equals = '\0';
  g_strchomp (line);
  if (line[0] == 'X' && line[1] == '-')
    g_hash_table_insert (plugin->keys, g_strdup (line + 2), dup_value (value));
  else if (g_str_equal (line, "Module"))
    {
      g_free (plugin->info.module);
      plugin->info.module = dup_value (value);
    }
  else if (*line == 'N')
    take_text (&plugin->info.name, &reading->name, line, "Name", value);
  else if (*line == 'D')
    take_text (&plugin->info.description, &reading->description, line, "Description", value);
}

/* Cuts @text up. */
static void
read_lines (Plugin *plugin, char *text)
{
  Reading reading = { 0 };

  for (char *line = text, *next; line != NULL; line = next)
    {
      next = strchr (line, '\n');
      if (next != NULL)
        *next++ = '\0';
      read_line (plugin, &reading, g_strstrip (line));
    }
}

/* NULL for a file that describes no plugin. */
static Plugin *
plugin_new (const char *folder, const char *path, const char *const *disabled)
{
  g_autofree char *text = NULL;
  Plugin *plugin;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return NULL;
  plugin = g_new0 (Plugin, 1);
  plugin->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  plugin->info.folder = g_strdup (folder);
  read_lines (plugin, text);
  if (plugin->info.module == NULL || *plugin->info.module == '\0' || plugin->info.name == NULL)
    {
      plugin_free (plugin);
      return NULL;
    }
  plugin->info.enabled = disabled == NULL || !g_strv_contains (disabled, plugin->info.module);
  return plugin;
}

/* Of equal names the first place wins, as with libpeas. */
static void
take_key_file (GalleyPlugins *self, const char *folder, const char *path, const char *const *disabled)
{
  Plugin *plugin = plugin_new (folder, path, disabled);

  if (plugin != NULL && galley_plugins_find (self, plugin->info.module) != NULL)
    plugin_free (plugin);
  else if (plugin != NULL)
    g_ptr_array_add (self->plugins, plugin);
}

/* The key files of a folder and, with @deeper, of those in it. libpeas would do it too, and takes longer for it than most files
 * of copy take to read: it comes in when a module is wanted. What a compiler leaves beside modules is no folder of plugins. */
static void
scan (GalleyPlugins *self, const char *folder, const char *const *disabled, gboolean deeper)
{
  DIR *all = opendir (folder);
  const struct dirent *entry;

  while (all != NULL && (entry = readdir (all)) != NULL)
    {
      gboolean is_folder = entry->d_type == DT_DIR || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN;
      g_autofree char *path = NULL;

      if (*entry->d_name == '.' || g_str_has_suffix (entry->d_name, ".so") ||
          g_str_has_suffix (entry->d_name, ".p"))
        continue;
      path = g_build_filename (folder, entry->d_name, NULL);
      if (g_str_has_suffix (entry->d_name, ".plugin"))
        take_key_file (self, folder, path, disabled);
      else if (deeper && is_folder)
        scan (self, path, disabled, FALSE);
    }
  if (all != NULL)
    closedir (all);
}

static gint
compare_plugins (gconstpointer a, gconstpointer b)
{
  const Plugin *x = *(Plugin *const *) a, *y = *(Plugin *const *) b;

  return g_strcmp0 (x->info.module, y->info.module);
}

static void
look_in (GalleyPlugins *self, const char *folder, const char *const *disabled)
{
  if (*folder == '\0')
    return;
  g_ptr_array_add (self->folders, g_strdup (folder));
  scan (self, folder, disabled, TRUE);
}

GalleyPlugins *
galley_plugins_new (const char *const *disabled)
{
  GalleyPlugins *self = g_object_new (GALLEY_TYPE_PLUGINS, NULL);
  const char *given = g_getenv ("GALLEY_PLUGIN_PATH");
  g_auto (GStrv) folders = g_strsplit (given != NULL ? given : "", G_SEARCHPATH_SEPARATOR_S, -1);
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "galley", "plugins", NULL);

  for (guint i = 0; folders[i] != NULL; i++)
    look_in (self, folders[i], disabled);
  look_in (self, own, disabled);
  look_in (self, GALLEY_PLUGIN_DIR, disabled);
  /* A folder is read in any order. */
  g_ptr_array_sort (self->plugins, compare_plugins);
  return self;
}

const GPtrArray *
galley_plugins_list (GalleyPlugins *self)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), NULL);

  return self->plugins;
}

typedef struct
{
  GalleyPlugins *self;
  const char *key;
} PriorityKey;

static gint
compare_priority (gconstpointer a, gconstpointer b, gpointer user_data)
{
  GalleyPluginInfo *x = *(GalleyPluginInfo *const *) a, *y = *(GalleyPluginInfo *const *) b;
  const PriorityKey *by = user_data;
  const char *one = galley_plugins_get_key (by->self, x, by->key);
  const char *two = galley_plugins_get_key (by->self, y, by->key);
  int first = one != NULL ? atoi (one) : 0, second = two != NULL ? atoi (two) : 0;

  if (first != second)
    return first > second ? -1 : 1;
  return g_strcmp0 (x->module, y->module);
}

GPtrArray *
galley_plugins_list_with (GalleyPlugins *self, const char *key, const char *priority_key)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->plugins->len; i++)
    {
      Plugin *plugin = g_ptr_array_index (self->plugins, i);

      if (plugin->info.enabled && galley_plugins_get_key (self, &plugin->info, key) != NULL)
        g_ptr_array_add (list, plugin);
    }
  if (priority_key != NULL)
    {
      PriorityKey by = { self, priority_key };

      g_ptr_array_sort_with_data (list, compare_priority, &by);
    }
  return list;
}

GalleyPluginInfo *
galley_plugins_find (GalleyPlugins *self, const char *module)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), NULL);

  for (guint i = 0; i < self->plugins->len; i++)
    {
      Plugin *plugin = g_ptr_array_index (self->plugins, i);

      if (g_strcmp0 (plugin->info.module, module) == 0)
        return &plugin->info;
    }
  return NULL;
}

const char *
galley_plugins_get_key (GalleyPlugins *self, GalleyPluginInfo *info, const char *key)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), NULL);
  g_return_val_if_fail (info != NULL, NULL);

  return g_hash_table_lookup (((Plugin *) info)->keys, key);
}

/* libpeas says why a module cannot be used in its log, not in an error: look before it does. */
static char *
find_fault (Plugin *plugin)
{
  const char *abi = g_hash_table_lookup (plugin->keys, "Galley-Abi");
  g_autofree char *with_lib = g_strdup_printf ("lib%s.so", plugin->info.module);
  g_autofree char *without = g_strdup_printf ("%s.so", plugin->info.module);
  g_autofree char *one = g_build_filename (plugin->info.folder, with_lib, NULL);
  g_autofree char *two = g_build_filename (plugin->info.folder, without, NULL);

  if (g_strcmp0 (abi, GALLEY_ABI) != 0)
    return g_strdup_printf (_ ("The plugin “%s” was made for another version of Galley."), plugin->info.name);

  const char *path = g_file_test (one, G_FILE_TEST_EXISTS) ? one : two;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_strdup_printf (_ ("The plugin “%s” has no module: %s is missing."), plugin->info.name, two);

  GModule *module = g_module_open (path, G_MODULE_BIND_LOCAL);
  gpointer symbol;

  if (module == NULL)
    return g_strdup_printf (_ ("The plugin “%s” cannot be loaded: %s"), plugin->info.name, g_module_error ());

  gboolean found = g_module_symbol (module, "peas_register_types", &symbol);

  /* Its types are static: it must stay. */
  g_module_make_resident (module);
  g_module_close (module);
  if (!found)
    return g_strdup_printf (_ ("The plugin “%s” cannot be loaded: it registers nothing."), plugin->info.name);
  return NULL;
}

/* libpeas finds what was found here, by the same folders in the same order. FALSE where it does not. */
static gboolean
find_peas (GalleyPlugins *self, Plugin *plugin)
{
  PeasPluginInfo *found;

  if (plugin->peas != NULL)
    return TRUE;
  if (self->engine == NULL)
    {
      self->engine = peas_engine_new ();
      for (guint i = 0; i < self->folders->len; i++)
        peas_engine_add_search_path (self->engine, g_ptr_array_index (self->folders, i), NULL);
    }
  found = peas_engine_get_plugin_info (self->engine, plugin->info.module);
  if (found != NULL)
    plugin->peas = g_boxed_copy (PEAS_TYPE_PLUGIN_INFO, found);
  return found != NULL;
}

static gboolean
ensure_loaded (GalleyPlugins *self, Plugin *plugin, GError **error)
{
  if (plugin->info.error == NULL && !plugin->info.enabled)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("The plugin “%s” is switched off."),
                   plugin->info.name);
      return FALSE;
    }
  if (plugin->info.error == NULL && (!find_peas (self, plugin) || !peas_plugin_info_is_loaded (plugin->peas)))
    {
      plugin->info.error = find_fault (plugin);
      if (plugin->info.error == NULL && plugin->peas == NULL)
        plugin->info.error = g_strdup_printf (_ ("The plugin “%s” cannot be loaded."), plugin->info.name);
      else if (plugin->info.error == NULL && !peas_engine_load_plugin (self->engine, plugin->peas))
        plugin->info.error = g_strdup_printf (_ ("The plugin “%s” cannot be loaded."), plugin->info.name);
    }
  if (plugin->info.error != NULL)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, plugin->info.error);
      return FALSE;
    }
  return TRUE;
}

/* Files are opened and written in threads of their own; libpeas knows none. */
G_LOCK_DEFINE_STATIC (loading);

GObject *
galley_plugins_create (GalleyPlugins *self, GalleyPluginInfo *info, GType type, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), NULL);
  g_return_val_if_fail (info != NULL, NULL);

  Plugin *plugin = (Plugin *) info;

  GObject *object = NULL;

  G_LOCK (loading);

  gboolean loaded = ensure_loaded (self, plugin, error);

  if (loaded && peas_engine_provides_extension (self->engine, plugin->peas, type))
    object = (GObject *) peas_engine_create_extension (self->engine, plugin->peas, type, NULL);
  G_UNLOCK (loading);
  if (loaded && object == NULL)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("The plugin “%s” has no %s."), info->name,
                 g_type_name (type));
  return object;
}

/* In the build folder it lies in app/worker, beside the folders of the fronts. */
static char *
find_worker (void)
{
  const char *given = g_getenv ("GALLEY_WORKER");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *near =
      folder != NULL ? g_build_filename (folder, "..", "worker", "galley-worker", NULL) : NULL;

  if (given != NULL && *given != '\0')
    return g_strdup (g_file_test (given, G_FILE_TEST_IS_EXECUTABLE) ? given : "");
  if (near != NULL && g_file_test (near, G_FILE_TEST_IS_EXECUTABLE))
    return g_canonicalize_filename (near, NULL);
  return g_strdup (g_file_test (GALLEY_WORKER_PATH, G_FILE_TEST_IS_EXECUTABLE) ? GALLEY_WORKER_PATH : "");
}

void
galley_plugins_use_worker (GalleyPlugins *self)
{
  g_return_if_fail (GALLEY_IS_PLUGINS (self));

  g_clear_pointer (&self->worker, g_free);
  if (g_strcmp0 (g_getenv ("GALLEY_WORKER"), "none") != 0)
    self->worker = find_worker ();
}

const char *
galley_plugins_get_worker (GalleyPlugins *self)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), NULL);

  return self->worker;
}

void
galley_plugins_use_server (GalleyPlugins *self, int socket, int pid)
{
  g_return_if_fail (GALLEY_IS_PLUGINS (self));

  self->server = socket;
  self->server_pid = pid;
}

void
galley_plugins_end_server (GalleyPlugins *self)
{
  g_return_if_fail (GALLEY_IS_PLUGINS (self));

  self->last = TRUE;
}

gboolean
galley_plugins_is_last (GalleyPlugins *self)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), FALSE);

  return self->last;
}

int
galley_plugins_get_server (GalleyPlugins *self, int *pid)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), -1);

  if (pid != NULL)
    *pid = self->server_pid;

  return self->server;
}

gboolean
galley_plugins_has_worker (GalleyPlugins *self)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), FALSE);

  return self->server >= 0 || (self->worker != NULL && *self->worker != '\0');
}

/* The module itself is opened here, so that what its libraries need is looked up when it is called for: loading all at once is
 * most of what reading a small file costs. */
GObject *
galley_plugins_create_alone (const char *folder, const char *module, GType type, GError **error)
{
  g_autofree char *file = g_strdup_printf ("lib%s.so", module);
  g_autofree char *bare = g_strdup_printf ("%s.so", module);
  g_autofree char *one = g_build_filename (folder, file, NULL);
  g_autofree char *two = g_build_filename (folder, bare, NULL);
  GModule *opened = g_module_open (g_file_test (one, G_FILE_TEST_EXISTS) ? one : two, G_MODULE_BIND_LAZY);
  PeasObjectModule *loaded =
      opened != NULL ? peas_object_module_new_embedded (module, "peas_register_types") : NULL;
  GObject *object = NULL;

  if (loaded != NULL && g_type_module_use (G_TYPE_MODULE (loaded)))
    {
#ifdef GALLEY_PEAS_2
      object = peas_object_module_create_object (loaded, type, 0, NULL, NULL);
#else
      object = peas_object_module_create_object (loaded, type, 0, NULL);
#endif
    }
  if (object == NULL)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("The plugin “%s” cannot be loaded."),
                 module);
  /* Its types are static: it stays. */
  return object;
}

void
galley_plugins_set_enabled (GalleyPlugins *self, GalleyPluginInfo *info, gboolean enabled)
{
  g_return_if_fail (GALLEY_IS_PLUGINS (self));
  g_return_if_fail (info != NULL);

  info->enabled = enabled;
}

GStrv
galley_plugins_dup_disabled (GalleyPlugins *self)
{
  g_return_val_if_fail (GALLEY_IS_PLUGINS (self), NULL);

  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->plugins->len; i++)
    {
      Plugin *plugin = g_ptr_array_index (self->plugins, i);

      if (!plugin->info.enabled)
        g_strv_builder_add (names, plugin->info.module);
    }
  return g_strv_builder_end (names);
}
