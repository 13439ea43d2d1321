/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-peas.h"
#include "galley-plugins.h"

#define GALLEY_ABI "1"

/* The public part first: the host hands out pointers to it. */
typedef struct
{
  GalleyPluginInfo info;
  PeasPluginInfo *peas;
} Plugin;

struct _GalleyPlugins
{
  GObject parent_instance;

  PeasEngine *engine;
  GPtrArray *plugins; /* of Plugin *, by module */
  char *worker;       /* path, "" or NULL */
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
}

static Plugin *
plugin_new (PeasPluginInfo *peas, const char *const *disabled)
{
  Plugin *plugin = g_new0 (Plugin, 1);

  plugin->peas = g_boxed_copy (PEAS_TYPE_PLUGIN_INFO, peas);
  plugin->info.module = g_strdup (peas_plugin_info_get_module_name (peas));
  plugin->info.name = g_strdup (peas_plugin_info_get_name (peas));
  plugin->info.description = g_strdup (peas_plugin_info_get_description (peas));
  plugin->info.folder = g_strdup (peas_plugin_info_get_module_dir (peas));
  plugin->info.enabled = disabled == NULL || !g_strv_contains (disabled, plugin->info.module);
  return plugin;
}

static gint
compare_plugins (gconstpointer a, gconstpointer b)
{
  const Plugin *x = *(Plugin *const *) a, *y = *(Plugin *const *) b;

  return g_strcmp0 (x->info.module, y->info.module);
}

/* libpeas lists plugins in the order the folder is read in: sorted here, once. The one place that knows the versions. */
static void
take_infos (GalleyPlugins *self, const char *const *disabled)
{
#ifdef GALLEY_PEAS_2
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->engine)); i++)
    {
      g_autoptr (PeasPluginInfo) peas = g_list_model_get_item (G_LIST_MODEL (self->engine), i);

      g_ptr_array_add (self->plugins, plugin_new (peas, disabled));
    }
#else
  for (const GList *l = peas_engine_get_plugin_list (self->engine); l != NULL; l = l->next)
    g_ptr_array_add (self->plugins, plugin_new (l->data, disabled));
#endif
  g_ptr_array_sort (self->plugins, compare_plugins);
}

GalleyPlugins *
galley_plugins_new (const char *const *disabled)
{
  GalleyPlugins *self = g_object_new (GALLEY_TYPE_PLUGINS, NULL);
  const char *given = g_getenv ("GALLEY_PLUGIN_PATH");
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "galley", "plugins", NULL);

  self->engine = peas_engine_new ();
  if (given != NULL)
    {
      g_auto (GStrv) folders = g_strsplit (given, G_SEARCHPATH_SEPARATOR_S, -1);

      for (guint i = 0; folders[i] != NULL; i++)
        {
          if (*folders[i] != '\0')
            peas_engine_add_search_path (self->engine, folders[i], NULL);
        }
    }
  peas_engine_add_search_path (self->engine, own, NULL);
  peas_engine_add_search_path (self->engine, GALLEY_PLUGIN_DIR, NULL);
  take_infos (self, disabled);
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

  return peas_plugin_info_get_external_data (((Plugin *) info)->peas, key);
}

/* libpeas says why a module cannot be used in its log, not in an error: look before it does. */
static char *
find_fault (Plugin *plugin)
{
  const char *abi = peas_plugin_info_get_external_data (plugin->peas, "Galley-Abi");
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

static gboolean
ensure_loaded (GalleyPlugins *self, Plugin *plugin, GError **error)
{
  if (plugin->info.error == NULL && !plugin->info.enabled)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("The plugin “%s” is switched off."),
                   plugin->info.name);
      return FALSE;
    }
  if (plugin->info.error == NULL && !peas_plugin_info_is_loaded (plugin->peas))
    {
      plugin->info.error = find_fault (plugin);
      if (plugin->info.error == NULL && !peas_engine_load_plugin (self->engine, plugin->peas))
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
