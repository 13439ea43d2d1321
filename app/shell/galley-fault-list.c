/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-fault-list.h"
#include "galley-imprint.h"

#define DELAY_MS 500

struct _GalleyFaultList
{
  AdwPreferencesGroup parent_instance;

  GalleyEdition *edition;
  char *last_issue;
  char *last_date;
  GPtrArray *rows; /* of GtkWidget, borrowed */
  GCancellable *looking;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (GalleyFaultList, galley_fault_list, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  ARTICLE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void queue_look (GalleyFaultList *self);

/* --- in the thread --------------------------------------------------------------------------------------- */

typedef struct
{
  GalleyEdition *frozen;
  char *last_issue;
  char *last_date;
} Order;

static void
order_free (Order *order)
{
  g_object_unref (order->frozen);
  g_free (order->last_issue);
  g_free (order->last_date);
  g_free (order);
}

static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Order *order = data;

  g_task_return_pointer (task, galley_imprint_check (order->frozen, order->last_issue, order->last_date),
                         (GDestroyNotify) g_ptr_array_unref);
}

/* --- rows ------------------------------------------------------------------------------------------------ */

static void
on_row_activated (AdwActionRow *row, GalleyFaultList *self)
{
  GalleyArticle *article =
      self->edition != NULL
          ? galley_edition_find_article (self->edition, g_object_get_data (G_OBJECT (row), "article"), NULL)
          : NULL;

  if (article != NULL)
    g_signal_emit (self, signals[ARTICLE_WANTED], 0, article);
}

static void
on_fix (GtkButton *button, GalleyFaultList *self)
{
  GalleyFact fact;

  if (self->edition != NULL && galley_fact_from_name (g_object_get_data (G_OBJECT (button), "fact"), &fact))
    galley_masthead_set (galley_edition_get_masthead (self->edition), fact,
                         g_object_get_data (G_OBJECT (button), "fix"));
  queue_look (self);
}

static void
add_fix (GalleyFaultList *self, GtkWidget *row, const GalleyFault *fault)
{
  g_autofree char *label = g_strdup_printf (_ ("→ %s"), fault->fix);
  g_autofree char *name = g_strdup_printf (_ ("Make it “%s”"), fault->fix);
  GtkWidget *button = gtk_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (button), "fact", g_strdup (fault->key), g_free);
  g_object_set_data_full (G_OBJECT (button), "fix", g_strdup (fault->fix), g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_fix), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_row (GalleyFaultList *self, const GalleyFault *fault)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon =
      gtk_image_new_from_icon_name (fault->wrong ? "dialog-error-symbolic" : "dialog-warning-symbolic");
  g_autofree char *title = g_markup_escape_text (fault->sentence, -1);

  gtk_widget_add_css_class (icon, fault->wrong ? "error" : "warning");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (fault->fix != NULL && fault->key != NULL)
    add_fix (self, row, fault);
  if (fault->article != NULL)
    {
      g_object_set_data_full (G_OBJECT (row), "article", g_strdup (fault->article), g_free);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_widget_set_tooltip_text (row, _ ("Go to the article"));
      g_signal_connect_object (row, "activated", G_CALLBACK (on_row_activated), self, 0);
    }
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
}

static void
clear_rows (GalleyFaultList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  GalleyFaultList *self = GALLEY_FAULT_LIST (source);
  g_autoptr (GPtrArray) faults = g_task_propagate_pointer (G_TASK (result), NULL);

  if (faults == NULL || g_task_get_cancellable (G_TASK (result)) != self->looking)
    return;
  g_clear_object (&self->looking);
  clear_rows (self);
  for (guint i = 0; i < faults->len; i++)
    add_row (self, faults->pdata[i]);
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (self), faults->len == 0 ? _ ("Masthead, jump lines and digest agree.") : NULL);
}

static gboolean
on_timeout (gpointer data)
{
  GalleyFaultList *self = data;
  g_autoptr (GTask) task = NULL;
  Order *order = g_new0 (Order, 1);

  self->timeout = 0;
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  order->frozen = galley_edition_freeze (self->edition);
  order->last_issue = g_strdup (self->last_issue);
  order->last_date = g_strdup (self->last_date);
  self->looking = g_cancellable_new ();
  task = g_task_new (self, self->looking, on_looked, NULL);
  g_task_set_task_data (task, order, (GDestroyNotify) order_free);
  g_task_run_in_thread (task, look);
  return G_SOURCE_REMOVE;
}

/* What nobody sees is not looked at. */
static void
queue_look (GalleyFaultList *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->edition != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->timeout = g_timeout_add (DELAY_MS, on_timeout, self);
}

gboolean
galley_fault_list_is_busy (GalleyFaultList *self)
{
  g_return_val_if_fail (GALLEY_IS_FAULT_LIST (self), FALSE);

  return self->timeout != 0 || self->looking != NULL;
}

/* --- the widget ------------------------------------------------------------------------------------------ */

static void
galley_fault_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (galley_fault_list_parent_class)->map (widget);
  queue_look (GALLEY_FAULT_LIST (widget));
}

static void
forget_edition (GalleyFaultList *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (self->edition != NULL)
    {
      g_signal_handlers_disconnect_by_data (galley_edition_get_masthead (self->edition), self);
      g_signal_handlers_disconnect_by_data (self->edition, self);
    }
  g_clear_object (&self->edition);
  g_clear_pointer (&self->last_issue, g_free);
  g_clear_pointer (&self->last_date, g_free);
}

static void
galley_fault_list_dispose (GObject *object)
{
  forget_edition (GALLEY_FAULT_LIST (object));
  G_OBJECT_CLASS (galley_fault_list_parent_class)->dispose (object);
}

static void
galley_fault_list_finalize (GObject *object)
{
  g_ptr_array_unref (GALLEY_FAULT_LIST (object)->rows);
  G_OBJECT_CLASS (galley_fault_list_parent_class)->finalize (object);
}

static void
galley_fault_list_class_init (GalleyFaultListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_fault_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_fault_list_finalize;
  GTK_WIDGET_CLASS (klass)->map = galley_fault_list_map;
  signals[ARTICLE_WANTED] = g_signal_new ("article-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, GALLEY_TYPE_ARTICLE);
}

static void
galley_fault_list_init (GalleyFaultList *self)
{
  self->rows = g_ptr_array_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _ ("What Does Not Agree"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _ ("Looking…"));
}

GtkWidget *
galley_fault_list_new (void)
{
  return g_object_new (GALLEY_TYPE_FAULT_LIST, NULL);
}

void
galley_fault_list_set_edition (GalleyFaultList *self,
                               GalleyEdition *edition,
                               const char *last_issue,
                               const char *last_date)
{
  g_return_if_fail (GALLEY_IS_FAULT_LIST (self));

  forget_edition (self);
  clear_rows (self);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), _ ("Looking…"));
  if (edition == NULL)
    return;
  self->edition = g_object_ref (edition);
  self->last_issue = g_strdup (last_issue);
  self->last_date = g_strdup (last_date);
  g_signal_connect_swapped (galley_edition_get_masthead (edition), "changed", G_CALLBACK (queue_look), self);
  g_signal_connect_swapped (edition, "items-changed", G_CALLBACK (queue_look), self);
  queue_look (self);
}
