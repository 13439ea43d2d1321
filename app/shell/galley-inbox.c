/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-arrivals.h"
#include "galley-inbox.h"
#include "galley-window.h"

struct _GalleyInbox
{
  GObject parent_instance;

  GtkApplication *application; /* owns us */
  GSettings *settings;
  GSimpleAction *action;
  GalleyArrivals *arrivals; /* or NULL */
  GListStore *waiting;      /* of GFile */
  GListStore *coming;       /* of GFile: those that are being imported, or NULL */
  GalleyImport *import;     /* that imports them; weak */
};

G_DEFINE_FINAL_TYPE (GalleyInbox, galley_inbox, G_TYPE_OBJECT)

static void
galley_inbox_dispose (GObject *object)
{
  GalleyInbox *self = GALLEY_INBOX (object);

  g_clear_weak_pointer (&self->import);
  g_clear_object (&self->arrivals);
  g_clear_object (&self->waiting);
  g_clear_object (&self->coming);
  g_clear_object (&self->action);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (galley_inbox_parent_class)->dispose (object);
}

static void
galley_inbox_class_init (GalleyInboxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_inbox_dispose;
}

static void
update_action (GalleyInbox *self)
{
  g_simple_action_set_enabled (self->action, g_list_model_get_n_items (G_LIST_MODEL (self->waiting)) > 0);
}

static void
galley_inbox_init (GalleyInbox *self)
{
  self->waiting = g_list_store_new (G_TYPE_FILE);
  self->action = g_simple_action_new ("import-new", NULL);
  g_signal_connect_object (self->waiting, "items-changed", G_CALLBACK (update_action), self,
                           G_CONNECT_SWAPPED);
  update_action (self);
}

static GalleyWindow *
get_window (GalleyInbox *self)
{
  GtkWindow *active = gtk_application_get_active_window (self->application);

  if (GALLEY_IS_WINDOW (active))
    return GALLEY_WINDOW (active);
  for (const GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    {
      if (GALLEY_IS_WINDOW (l->data))
        return l->data;
    }
  return NULL;
}

/* --- importing --------------------------------------------------------------------------------------------------- */

static void
append_all (GListStore *to, GListModel *from)
{
  for (guint i = 0; i < g_list_model_get_n_items (from); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (from, i);

      g_list_store_append (to, file);
    }
}

/* They came in, or it is told why not: nobody wants to be asked again. */
static void
on_done (GalleyInbox *self)
{
  g_autoptr (GListStore) coming = g_steal_pointer (&self->coming);

  for (guint i = 0; coming != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (coming)); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (G_LIST_MODEL (coming), i);

      if (self->arrivals != NULL)
        galley_arrivals_know (self->arrivals, file);
    }
}

static void
let_go (GalleyInbox *self)
{
  if (self->import != NULL)
    g_signal_handlers_disconnect_by_data (self->import, self);
  g_clear_weak_pointer (&self->import);
}

/* An import that was stopped leaves its files waiting. */
static gboolean
on_over (gpointer user_data)
{
  GalleyInbox *self = user_data;
  g_autoptr (GListStore) coming = g_steal_pointer (&self->coming);

  let_go (self);
  if (coming != NULL && self->waiting != NULL)
    append_all (self->waiting, G_LIST_MODEL (coming));
  return G_SOURCE_REMOVE;
}

static void
on_busy (GalleyInbox *self)
{
  /* Whether it is done is told right behind this. */
  if (!galley_import_is_busy (self->import))
    g_idle_add_full (G_PRIORITY_DEFAULT, on_over, g_object_ref (self), g_object_unref);
}

static void
import_waiting (GalleyInbox *self)
{
  GalleyWindow *window = get_window (self);
  GalleyImport *import = window != NULL ? galley_window_get_import (window) : NULL;

  if (import == NULL || galley_import_is_busy (import) || self->import != NULL ||
      g_list_model_get_n_items (G_LIST_MODEL (self->waiting)) == 0)
    return;
  /* Of an import whose window was closed. */
  if (self->coming != NULL)
    append_all (self->waiting, G_LIST_MODEL (self->coming));
  g_set_object (&self->coming, NULL);
  self->coming = g_list_store_new (G_TYPE_FILE);
  append_all (self->coming, G_LIST_MODEL (self->waiting));
  g_list_store_remove_all (self->waiting);
  g_set_weak_pointer (&self->import, import);
  g_signal_connect_object (import, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (import, "notify::busy", G_CALLBACK (on_busy), self, G_CONNECT_SWAPPED);
  galley_import_files (import, G_LIST_MODEL (self->coming));
  if (!galley_import_is_busy (import))
    on_over (self);
}

/* --- arriving ---------------------------------------------------------------------------------------------------- */

static void
offer (GalleyInbox *self)
{
  GalleyWindow *window = get_window (self);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->waiting));
  g_autofree char *name = g_file_get_basename (galley_arrivals_get_folder (self->arrivals));
  g_autofree char *text =
      g_markup_printf_escaped (ngettext ("%u new file in “%s”", "%u new files in “%s”", n), n, name);
  AdwToast *toast;

  if (window == NULL || n == 0)
    return;
  toast = adw_toast_new (text);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, _ ("_Import"));
  adw_toast_set_action_name (toast, "app.import-new");
  galley_window_add_toast (window, toast);
}

static void
on_arrived (GalleyInbox *self, GListModel *files)
{
  append_all (self->waiting, files);
  if (g_settings_get_boolean (self->settings, "watched-import"))
    import_waiting (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->waiting)) > 0)
    offer (self);
}

static void
watch_folder (GalleyInbox *self)
{
  g_autofree char *uri = g_settings_get_string (self->settings, "watched-folder");
  g_autofree char *memory = g_build_filename (g_get_user_data_dir (), "galley", "watched", NULL);
  g_autoptr (GFile) folder = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;
  g_autoptr (GError) error = NULL;
  GalleyWindow *window = get_window (self);

  g_clear_object (&self->arrivals);
  g_list_store_remove_all (self->waiting);
  if (folder == NULL)
    return;
  self->arrivals = galley_arrivals_new (folder, memory, &error);
  if (self->arrivals != NULL)
    g_signal_connect_object (self->arrivals, "arrived", G_CALLBACK (on_arrived), self, G_CONNECT_SWAPPED);
  else if (window != NULL)
    galley_window_show_error (window, error->message);
}

GalleyInbox *
galley_inbox_new (GtkApplication *application, GSettings *settings)
{
  GalleyInbox *self;

  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  self = g_object_new (GALLEY_TYPE_INBOX, NULL);
  self->application = application;
  self->settings = g_object_ref (settings);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (self->action));
  g_signal_connect_object (self->action, "activate", G_CALLBACK (import_waiting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::watched-folder", G_CALLBACK (watch_folder), self,
                           G_CONNECT_SWAPPED);
  watch_folder (self);
  return self;
}

GListModel *
galley_inbox_get_files (GalleyInbox *self)
{
  g_return_val_if_fail (GALLEY_IS_INBOX (self), NULL);

  return G_LIST_MODEL (self->waiting);
}
