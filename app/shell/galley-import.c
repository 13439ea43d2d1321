/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-import.h"
#include "galley-open.h"

struct _GalleyImport
{
  GObject parent_instance;

  GtkWindow *parent; /* owns us */
  GalleySession *session;
  GalleyProgress *progress;
  GtkFileChooserNative *chooser;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (GalleyImport, galley_import, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_BUSY,
  N_PROPS
};

enum
{
  DONE,
  FAILED,
  EDITION_DROPPED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_busy (GalleyImport *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GalleyImport) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyImported) imported =
      galley_session_import_finish (GALLEY_SESSION (source), result, &error);

  if (self->progress != NULL)
    galley_progress_stop (self->progress);
  set_busy (self, FALSE);
  if (self->parent == NULL)
    return;
  if (imported != NULL)
    g_signal_emit (self, signals[DONE], 0, imported);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

/* FALSE while another import runs. */
static gboolean
begin (GalleyImport *self, GalleyJob *job, const char *what)
{
  if (self->busy)
    {
      g_signal_emit (self, signals[FAILED], 0, _ ("Another import is still running."));
      return FALSE;
    }
  set_busy (self, TRUE);
  galley_progress_start (self->progress, job, what);
  return TRUE;
}

void
galley_import_files (GalleyImport *self, GListModel *files)
{
  g_autoptr (GListStore) copy = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autofree char *what = NULL;
  guint n;

  g_return_if_fail (GALLEY_IS_IMPORT (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (galley_session_is_edition (file))
        g_signal_emit (self, signals[EDITION_DROPPED], 0, file);
      else
        g_list_store_append (copy, file);
    }
  n = g_list_model_get_n_items (G_LIST_MODEL (copy));
  if (n == 0)
    return;
  if (n == 1)
    {
      g_autoptr (GFile) file = g_list_model_get_item (G_LIST_MODEL (copy), 0);
      g_autofree char *name = g_file_get_basename (file);

      what = g_strdup_printf (_ ("Importing “%s”…"), name);
    }
  else
    {
      what = g_strdup_printf (ngettext ("Importing %u file…", "Importing %u files…", n), n);
    }
  if (begin (self, job, what))
    galley_session_import_async (self->session, G_LIST_MODEL (copy), 0, job, on_imported,
                                 g_object_ref (self));
}

void
galley_import_text (GalleyImport *self, const char *text)
{
  g_autoptr (GalleyJob) job = galley_job_new (NULL);

  g_return_if_fail (GALLEY_IS_IMPORT (self));

  if (text == NULL || *text == '\0')
    {
      g_signal_emit (self, signals[FAILED], 0, _ ("There is no text to import."));
      return;
    }
  if (begin (self, job, _ ("Reading the text…")))
    galley_session_import_text_async (self->session, text, 0, job, on_imported, g_object_ref (self));
}

static void
on_response (GalleyImport *self, int response, GtkNativeDialog *dialog)
{
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  g_clear_object (&self->chooser);
  if (files != NULL)
    galley_import_files (self, files);
}

void
galley_import_choose_folder (GalleyImport *self)
{
  g_return_if_fail (GALLEY_IS_IMPORT (self));

  if (self->chooser != NULL)
    {
      gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
      return;
    }
  self->chooser =
      gtk_file_chooser_native_new (_ ("Import a Folder"), self->parent, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                   _ ("_Import"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
galley_import_choose (GalleyImport *self)
{
  g_autoptr (GtkFileFilter) known = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  g_auto (GStrv) suffixes = NULL;

  g_return_if_fail (GALLEY_IS_IMPORT (self));

  if (self->chooser != NULL)
    {
      gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
      return;
    }
  suffixes = galley_open_list_suffixes (galley_session_get_plugins (self->session));
  for (guint i = 0; suffixes != NULL && suffixes[i] != NULL; i++)
    {
      /* The list holds types as well, and those carry a slash. */
      if (strchr (suffixes[i], '/') != NULL)
        gtk_file_filter_add_mime_type (known, suffixes[i]);
      else
        gtk_file_filter_add_suffix (known, suffixes[i]);
    }
  gtk_file_filter_set_name (known, _ ("Files Galley Reads"));
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");

  self->chooser = gtk_file_chooser_native_new (_ ("Import"), self->parent, GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _ ("_Import"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  if (suffixes != NULL && suffixes[0] != NULL)
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), known);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), all);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
import_file_list (GalleyImport *self, const GValue *value)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);

  for (GSList *l = g_value_get_boxed (value); l != NULL; l = l->next)
    g_list_store_append (files, l->data);
  galley_import_files (self, G_LIST_MODEL (files));
}

static void
on_files_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GalleyImport) self = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (self->parent == NULL)
    return;
  if (value != NULL)
    import_file_list (self, value);
  else
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
on_text_pasted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GalleyImport) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (self->parent == NULL)
    return;
  if (text != NULL)
    galley_import_text (self, text);
  else
    g_signal_emit (self, signals[FAILED], 0, _ ("There is no text on the clipboard."));
}

void
galley_import_paste (GalleyImport *self)
{
  GdkClipboard *clipboard;
  GdkContentFormats *formats;

  g_return_if_fail (GALLEY_IS_IMPORT (self));

  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self->parent));
  formats = gdk_clipboard_get_formats (clipboard);
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, on_files_pasted,
                                    g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, NULL, on_text_pasted, g_object_ref (self));
}

static gboolean
on_drop (GalleyImport *self, const GValue *value, double x, double y, GtkDropTarget *target)
{
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    import_file_list (self, value);
  else if (G_VALUE_HOLDS_STRING (value))
    galley_import_text (self, g_value_get_string (value));
  else
    return FALSE;
  return TRUE;
}

void
galley_import_accept_drops (GalleyImport *self, GtkWidget *widget, gboolean with_text)
{
  GtkDropTarget *target;
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };

  g_return_if_fail (GALLEY_IS_IMPORT (self));

  target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  gtk_drop_target_set_gtypes (target, types, with_text ? 2 : 1);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}

gboolean
galley_import_is_busy (GalleyImport *self)
{
  g_return_val_if_fail (GALLEY_IS_IMPORT (self), FALSE);

  return self->busy;
}

static void
galley_import_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GalleyImport *self = GALLEY_IMPORT (object);

  switch (prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_import_dispose (GObject *object)
{
  GalleyImport *self = GALLEY_IMPORT (object);
  GalleyJob *job = self->progress != NULL ? galley_progress_get_job (self->progress) : NULL;

  /* The window goes, and nobody is left to look at what comes in. */
  if (job != NULL)
    galley_job_cancel (job);
  g_clear_weak_pointer (&self->parent);
  g_clear_weak_pointer (&self->progress);
  g_clear_object (&self->chooser);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (galley_import_parent_class)->dispose (object);
}

static void
galley_import_class_init (GalleyImportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = galley_import_get_property;
  object_class->dispose = galley_import_dispose;

  properties[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DONE] =
      g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FAILED] =
      g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EDITION_DROPPED] = g_signal_new ("edition-dropped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_FILE);
}

static void
galley_import_init (GalleyImport *self)
{
}

GalleyImport *
galley_import_new (GtkWindow *parent, GalleySession *session, GalleyProgress *progress)
{
  GalleyImport *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (GALLEY_TYPE_IMPORT, NULL);
  g_set_weak_pointer (&self->parent, parent);
  g_set_weak_pointer (&self->progress, progress);
  self->session = g_object_ref (session);
  return self;
}
