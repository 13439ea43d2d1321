/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-plugins.h — the plugin host: finds key files, loads a module when its object is first wanted, makes objects.
 * It knows GTypes and keys, not the four interfaces. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One plugin as its key file describes it. Owned by the host. */
typedef struct
{
  char *module;      /* "markdown" */
  char *name;        /* translated */
  char *description; /* translated */
  char *folder;      /* where the key file lies */
  gboolean enabled;  /* not among the disabled ones */
  char *error;       /* why it cannot be used, one sentence, or NULL; known after loading was tried */
} GalleyPluginInfo;

#define GALLEY_TYPE_PLUGINS (galley_plugins_get_type ())
G_DECLARE_FINAL_TYPE (GalleyPlugins, galley_plugins, GALLEY, PLUGINS, GObject)

/* A host that looks in the folders of GALLEY_PLUGIN_PATH (parted by ':'), then the user's (XDG_DATA_HOME/galley/plugins),
 * then the installed folder; of equal module names the first place wins. @disabled: module names, or NULL. */
GalleyPlugins *galley_plugins_new (const char *const *disabled);

/* All plugins, sorted by module (array of GalleyPluginInfo * owned by @self; borrowed). */
const GPtrArray *galley_plugins_list (GalleyPlugins *self);
/* Those that carry a key, sorted by descending number in @priority_key (may be NULL), then by module. Enabled ones only.
 * Free the array. */
GPtrArray *galley_plugins_list_with (GalleyPlugins *self, const char *key, const char *priority_key);
GalleyPluginInfo *galley_plugins_find (GalleyPlugins *self, const char *module);

/* The value of an X- key, named without "X-": "Importer-Suffixes"; NULL where it is not set. */
const char *galley_plugins_get_key (GalleyPlugins *self, GalleyPluginInfo *info, const char *key);

/* A new object of @type from that plugin, loading its module first. NULL with GALLEY_ERROR_UNSUPPORTED and one sentence
 * where the module is missing, broken, disabled, of another ABI, or has no such object. Any thread may call; the
 * object then belongs to whoever asked. */
GObject *galley_plugins_create (GalleyPlugins *self, GalleyPluginInfo *info, GType type, GError **error);

/* The program that runs importers in a process of their own, locked down: GALLEY_WORKER, else the one that lies beside this
 * program or is installed with it. From then on galley-open.h uses it for every plugin without the key Importer-Trusted. With
 * GALLEY_WORKER=none, or before this call, importers run in this process. */
void galley_plugins_use_worker (GalleyPlugins *self);
/* Its path; "" where it should be used and is missing; NULL where none is wanted. */
const char *galley_plugins_get_worker (GalleyPlugins *self);
/* The same through a process that forks such workers (app/worker/galley-serve.h), by its socket, which stays the caller's: what
 * reads many small files, one after the other, starts no program for each. The program above is what there is without it. */
void galley_plugins_use_server (GalleyPlugins *self, int socket, int pid);
/* @pid (or NULL) is set to that of the server. -1: none. */
int galley_plugins_get_server (GalleyPlugins *self, int *pid);
/* The next file is the last one that it is wanted for: it reads that one itself, and ends with it. */
void galley_plugins_end_server (GalleyPlugins *self);
gboolean galley_plugins_is_last (GalleyPlugins *self);
/* Can importers run in a process of their own? */
gboolean galley_plugins_has_worker (GalleyPlugins *self);

/* For that program: an object of @type straight from the module in @folder, without a host and its key files (transfer full).
 * NULL with GALLEY_ERROR_UNSUPPORTED. */
GObject *galley_plugins_create_alone (const char *folder, const char *module, GType type, GError **error);

void galley_plugins_set_enabled (GalleyPlugins *self, GalleyPluginInfo *info, gboolean enabled);
/* The module names that are off (free with g_strfreev). */
GStrv galley_plugins_dup_disabled (GalleyPlugins *self);

G_END_DECLS
