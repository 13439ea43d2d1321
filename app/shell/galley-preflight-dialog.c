/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-preflight-dialog.h"
#include "galley-proof-items.h"

/* How long the desk rests before it is looked at again. */
#define PAUSE_MS 1200

struct _GalleyPreflightDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *heading;
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *failure;
  GalleyPlaceList *list;

  GalleySession *session;
  GCancellable *reading;
  guint timeout;
  gboolean green;
};

G_DEFINE_FINAL_TYPE (GalleyPreflightDialog, galley_preflight_dialog, ADW_TYPE_WINDOW)

enum
{
  PLACE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_page (GalleyPreflightDialog *self, const char *name)
{
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "busy"));
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
show_list (GalleyPreflightDialog *self, const GPtrArray *obstacles)
{
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; i < obstacles->len; i++)
    n += ((const GalleyObstacle *) g_ptr_array_index (obstacles, i))->blocks;
  self->green = n == 0;
  text = n > 0 ? g_strdup_printf (
                     ngettext ("%u thing stands against print", "%u things stand against print", n), n)
               : g_strdup (_ ("Nothing stands against print"));
  adw_window_title_set_subtitle (self->heading, text);
  galley_place_list_fill (
      self->list, galley_proof_items_from_obstacles (obstacles, galley_session_get_edition (self->session)));
  show_page (self, obstacles->len > 0 ? "list" : "green");
}

static void
on_obstacles (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyPreflightDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) obstacles = galley_workflow_read_finish (GALLEY_WORKFLOW (object), result, &error);
  g_autofree char *escaped = error != NULL ? g_markup_escape_text (error->message, -1) : NULL;

  if (self->session == NULL || self->reading != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->reading);
  if (obstacles != NULL && galley_session_get_edition (self->session) != NULL)
    {
      show_list (self, obstacles);
      return;
    }
  self->green = FALSE;
  adw_status_page_set_description (self->failure, escaped);
  show_page (self, "failed");
}

static gboolean
look (gpointer data)
{
  GalleyPreflightDialog *self = data;

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (galley_session_get_edition (self->session) == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return G_SOURCE_REMOVE;
    }
  self->reading = g_cancellable_new ();
  galley_workflow_read_async (galley_session_get_workflow (self->session), TRUE,
                              galley_workflow_read_obstacles, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                              self->reading, on_obstacles, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static gboolean
on_timeout (gpointer data)
{
  ((GalleyPreflightDialog *) data)->timeout = 0;
  return look (data);
}

/* What is put right goes from the list by itself. */
static void
on_changed (GalleyPreflightDialog *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (PAUSE_MS, on_timeout, self);
}

static void
again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  look (GALLEY_PREFLIGHT_DIALOG (widget));
}

static void
on_place (GalleyPreflightDialog *self, gpointer item)
{
  g_signal_emit (self, signals[PLACE_WANTED], 0, item);
}

static void
galley_preflight_dialog_dispose (GObject *object)
{
  GalleyPreflightDialog *self = GALLEY_PREFLIGHT_DIALOG (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_PREFLIGHT_DIALOG);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (galley_preflight_dialog_parent_class)->dispose (object);
}

static void
galley_preflight_dialog_class_init (GalleyPreflightDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_PLACE_LIST);

  G_OBJECT_CLASS (klass)->dispose = galley_preflight_dialog_dispose;
  signals[PLACE_WANTED] = g_signal_new ("place-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-preflight-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyPreflightDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreflightDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreflightDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreflightDialog, failure);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreflightDialog, list);
  gtk_widget_class_install_action (widget_class, "preflight.again", NULL, again_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "preflight.again", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
galley_preflight_dialog_init (GalleyPreflightDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->list, "activated", G_CALLBACK (on_place), self, G_CONNECT_SWAPPED);
}

GtkWidget *
galley_preflight_dialog_new (GtkWindow *parent, GalleySession *session)
{
  GalleyPreflightDialog *self;
  GalleyProof *proof;

  g_return_val_if_fail (GALLEY_IS_SESSION (session), NULL);

  self = g_object_new (GALLEY_TYPE_PREFLIGHT_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  proof = galley_session_get_proof (session);
  g_signal_connect_object (galley_session_get_workflow (session), "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::edition", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  if (proof != NULL)
    g_signal_connect_object (proof, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  show_page (self, "busy");
  look (self);
  return GTK_WIDGET (self);
}

gboolean
galley_preflight_dialog_is_busy (GalleyPreflightDialog *self)
{
  g_return_val_if_fail (GALLEY_IS_PREFLIGHT_DIALOG (self), FALSE);

  return self->reading != NULL || self->timeout != 0 || !galley_place_list_is_full (self->list);
}

gboolean
galley_preflight_dialog_is_green (GalleyPreflightDialog *self)
{
  g_return_val_if_fail (GALLEY_IS_PREFLIGHT_DIALOG (self), FALSE);

  return self->green;
}
