/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-compare-dialog.h"
#include "galley-compare.h"
#include "galley-proof-items.h"
#include "galley-tab-stop.h"

/* Paragraphs laid out between two frames. */
#define SLICE 2
#define FRAME_MS 17

struct _GalleyCompareDialog
{
  AdwWindow parent_instance;

  GtkToggleButton *side_button;
  GtkToggleButton *changed_button;
  GtkStack *stack;
  AdwStatusPage *same;
  GalleyPlaceList *changes;
  GtkLabel *before_label;
  GtkLabel *after_label;
  GtkScrolledWindow *scroller;
  GtkListBox *list;

  GalleyWorkflow *workflow;
  char *before; /* words for the versions */
  char *after;
  GPtrArray *rows; /* of GalleyCompareRow *, or NULL */
  GCancellable *reading;
  guint n_made;
  guint source;
};

G_DEFINE_FINAL_TYPE (GalleyCompareDialog, galley_compare_dialog, ADW_TYPE_WINDOW)

/* --- in the thread ------------------------------------------------------------------------------------------------- */

typedef struct
{
  char *id;
  gint64 before;
  gint64 after;
} Order;

typedef struct
{
  GPtrArray *rows;
  GPtrArray *items;
} Comparison;

static void
order_free (gpointer data)
{
  g_free (((Order *) data)->id);
  g_free (data);
}

static void
comparison_free (gpointer data)
{
  Comparison *comparison = data;

  g_clear_pointer (&comparison->rows, g_ptr_array_unref);
  g_clear_pointer (&comparison->items, g_ptr_array_unref);
  g_free (comparison);
}

static GalleyArticle *
read_version (GalleyRounds *rounds, const char *id, gint64 number, GError **error)
{
  GalleyStore *store = galley_rounds_get_store (rounds);
  GalleyArticle *now = galley_edition_find_article (galley_store_get_edition (store), id, NULL);

  if (number > 0)
    return galley_store_read_revision (store, number, error);
  return now != NULL ? g_object_ref (now) : NULL;
}

static gpointer
compare (GalleyRounds *rounds, const GPtrArray *findings, gpointer data, GError **error)
{
  const Order *order = data;
  g_autoptr (GalleyArticle) before = read_version (rounds, order->id, order->before, error);
  g_autoptr (GalleyArticle) after =
      before != NULL ? read_version (rounds, order->id, order->after, error) : NULL;
  g_autoptr (GPtrArray) hunks = NULL;
  Comparison *comparison;

  if (after == NULL)
    return NULL;
  hunks = galley_diff_articles (before, after);
  comparison = g_new0 (Comparison, 1);
  comparison->rows = galley_compare_rows (before, after, hunks);
  comparison->items = galley_proof_items_from_hunks (hunks);
  return comparison;
}

/* --- paragraphs ---------------------------------------------------------------------------------------------------- */

static GtkWidget *
new_text (const char *markup, gboolean head)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "copy");
  if (head)
    gtk_widget_add_css_class (label, "head");
  return label;
}

static GtkWidget *
new_row (GalleyCompareDialog *self, const GalleyCompareRow *it)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *label = gtk_label_new (it->label);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "role");
  gtk_box_set_homogeneous (GTK_BOX (texts), TRUE);
  if (gtk_toggle_button_get_active (self->side_button))
    {
      gtk_box_append (GTK_BOX (texts), new_text (it->left, it->head));
      gtk_box_append (GTK_BOX (texts), new_text (it->right, it->head));
    }
  else
    {
      gtk_box_append (GTK_BOX (texts), new_text (it->both, it->head));
    }
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  if (it->changed)
    gtk_widget_add_css_class (row, "changed");
  g_object_set_data (G_OBJECT (row), "it", (gpointer) it);
  return row;
}

static gboolean
add_rows (gpointer data)
{
  GalleyCompareDialog *self = data;

  for (guint i = 0; i < SLICE && self->n_made < self->rows->len; i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (self->rows, self->n_made++)));
  if (self->n_made < self->rows->len)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
lay_out (GalleyCompareDialog *self)
{
  gboolean side = gtk_toggle_button_get_active (self->side_button);
  g_autofree char *both = g_strdup_printf ("%s → %s", self->before, self->after);
  GtkWidget *row;

  gtk_widget_set_visible (GTK_WIDGET (self->before_label), side);
  gtk_label_set_label (self->after_label, side ? self->after : both);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->after_label), side ? self->after : both);
  g_clear_handle_id (&self->source, g_source_remove);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  self->n_made = 0;
  if (self->rows != NULL)
    self->source = g_timeout_add (FRAME_MS, add_rows, self);
}

static gboolean
is_wanted (GtkListBoxRow *row, gpointer data)
{
  GalleyCompareDialog *self = data;
  const GalleyCompareRow *it = g_object_get_data (G_OBJECT (row), "it");

  return !gtk_toggle_button_get_active (self->changed_button) || it->changed;
}

static void
on_changed_only (GalleyCompareDialog *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
on_place (GalleyCompareDialog *self, const GalleyPlaceItem *item)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      const GalleyCompareRow *it = g_object_get_data (G_OBJECT (row), "it");

      if (item->block < (int) it->new_block || item->block >= (int) (it->new_block + MAX (it->n_new, 1)))
        continue;
      gtk_widget_grab_focus (row);
      return;
    }
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

static void
on_compared (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyCompareDialog) self = data;
  g_autoptr (GError) error = NULL;
  Comparison *comparison = galley_workflow_read_finish (GALLEY_WORKFLOW (object), result, &error);

  g_clear_object (&self->reading);
  if (self->workflow != NULL && comparison != NULL && comparison->items->len > 0)
    {
      self->rows = g_ptr_array_ref (comparison->rows);
      galley_place_list_fill (self->changes, g_steal_pointer (&comparison->items));
      gtk_stack_set_visible_child_name (self->stack, "changes");
      lay_out (self);
    }
  else if (self->workflow != NULL)
    {
      g_autofree char *escaped = error != NULL ? g_markup_escape_text (error->message, -1) : NULL;

      if (error != NULL)
        adw_status_page_set_description (self->same, escaped);
      gtk_stack_set_visible_child_name (self->stack, "same");
    }
  g_clear_pointer (&comparison, comparison_free);
}

static void
galley_compare_dialog_dispose (GObject *object)
{
  GalleyCompareDialog *self = GALLEY_COMPARE_DIALOG (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->workflow);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_COMPARE_DIALOG);
  G_OBJECT_CLASS (galley_compare_dialog_parent_class)->dispose (object);
}

static void
galley_compare_dialog_finalize (GObject *object)
{
  GalleyCompareDialog *self = GALLEY_COMPARE_DIALOG (object);

  g_clear_object (&self->reading);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->before);
  g_free (self->after);
  G_OBJECT_CLASS (galley_compare_dialog_parent_class)->finalize (object);
}

static void
galley_compare_dialog_class_init (GalleyCompareDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_PLACE_LIST);

  G_OBJECT_CLASS (klass)->dispose = galley_compare_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_compare_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-compare-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyCompareDialog, side_button);
  gtk_widget_class_bind_template_child (widget_class, GalleyCompareDialog, changed_button);
  gtk_widget_class_bind_template_child (widget_class, GalleyCompareDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyCompareDialog, same);
  gtk_widget_class_bind_template_child (widget_class, GalleyCompareDialog, changes);
  gtk_widget_class_bind_template_child (widget_class, GalleyCompareDialog, before_label);
  gtk_widget_class_bind_template_child (widget_class, GalleyCompareDialog, after_label);
  gtk_widget_class_bind_template_child (widget_class, GalleyCompareDialog, scroller);
  gtk_widget_class_bind_template_child (widget_class, GalleyCompareDialog, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
galley_compare_dialog_init (GalleyCompareDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  galley_tab_stop_add (GTK_WIDGET (self->list));
  gtk_list_box_set_filter_func (self->list, is_wanted, self, NULL);
  g_signal_connect_object (self->side_button, "toggled", G_CALLBACK (lay_out), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changed_button, "toggled", G_CALLBACK (on_changed_only), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changes, "activated", G_CALLBACK (on_place), self, G_CONNECT_SWAPPED);
}

GtkWidget *
galley_compare_dialog_new (GtkWindow *parent,
                           GalleyWorkflow *workflow,
                           GalleyArticle *article,
                           gint64 before,
                           const char *before_label,
                           gint64 after,
                           const char *after_label)
{
  GalleyCompareDialog *self;
  Order *order;

  g_return_val_if_fail (GALLEY_IS_WORKFLOW (workflow), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  self = g_object_new (GALLEY_TYPE_COMPARE_DIALOG, "transient-for", parent, NULL);
  self->workflow = g_object_ref (workflow);
  self->before = g_strdup (before_label);
  self->after = g_strdup (after_label);
  gtk_label_set_label (self->before_label, before_label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->before_label), before_label);
  lay_out (self);
  order = g_new (Order, 1);
  order->id = g_strdup (galley_article_get_id (article));
  order->before = before;
  order->after = after;
  self->reading = g_cancellable_new ();
  galley_workflow_read_async (workflow, FALSE, compare, order, order_free, comparison_free, self->reading,
                              on_compared, g_object_ref (self));
  return GTK_WIDGET (self);
}

gboolean
galley_compare_dialog_is_busy (GalleyCompareDialog *self)
{
  g_return_val_if_fail (GALLEY_IS_COMPARE_DIALOG (self), FALSE);

  return self->reading != NULL || self->source != 0 || !galley_place_list_is_full (self->changes);
}
