/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-panel-switcher.h"

#define GAP 4

struct _GalleyPanelSwitcher
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkSelectionModel *pages;
  GPtrArray *buttons; /* of GtkWidget *, by the pages */
  gboolean following; /* the stack drives the buttons */
};

G_DEFINE_FINAL_TYPE (GalleyPanelSwitcher, galley_panel_switcher, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_STACK,
};

/* --- buttons ------------------------------------------------------------------------------------------------------- */

static void
on_selection (GalleyPanelSwitcher *self)
{
  self->following = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_toggle_button_set_active (g_ptr_array_index (self->buttons, i),
                                  gtk_selection_model_is_selected (self->pages, i));
  self->following = FALSE;
}

static void
on_toggled (GtkToggleButton *button, GalleyPanelSwitcher *self)
{
  guint index;

  if (self->following || !g_ptr_array_find (self->buttons, button, &index))
    return;
  gtk_selection_model_select_item (self->pages, index, TRUE);
  on_selection (self);
}

static void
clear (GalleyPanelSwitcher *self)
{
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->buttons, i));
  g_ptr_array_set_size (self->buttons, 0);
}

static void
on_pages (GalleyPanelSwitcher *self)
{
  clear (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->pages)); i++)
    {
      g_autoptr (GObject) page = g_list_model_get_item (G_LIST_MODEL (self->pages), i);
      GtkWidget *button = gtk_toggle_button_new ();

      gtk_widget_add_css_class (button, "flat");
      g_object_bind_property (page, "title", button, "label", G_BINDING_SYNC_CREATE);
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self, 0);
      gtk_widget_set_parent (button, GTK_WIDGET (self));
      g_ptr_array_add (self->buttons, button);
    }
  on_selection (self);
}

static void
set_stack (GalleyPanelSwitcher *self, GtkStack *stack)
{
  g_set_object (&self->stack, stack);
  self->pages = gtk_stack_get_pages (stack);
  g_signal_connect_object (self->pages, "items-changed", G_CALLBACK (on_pages), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "selection-changed", G_CALLBACK (on_selection), self,
                           G_CONNECT_SWAPPED);
  on_pages (self);
}

/* --- layout -------------------------------------------------------------------------------------------------------- */

static void
get_widest (GalleyPanelSwitcher *self, int *width, int *height)
{
  *width = *height = 1;
  for (guint i = 0; i < self->buttons->len; i++)
    {
      GtkRequisition wanted;

      gtk_widget_get_preferred_size (g_ptr_array_index (self->buttons, i), &wanted, NULL);
      *width = MAX (*width, wanted.width);
      *height = MAX (*height, wanted.height);
    }
}

/* Rows of even length: six buttons that do not fit into one row stand three and three. */
static int
get_n_columns (GalleyPanelSwitcher *self, int width, int widest)
{
  int n = MAX ((int) self->buttons->len, 1);
  int most = CLAMP ((width + GAP) / (widest + GAP), 1, n);
  int n_rows = (n + most - 1) / most;

  return (n + n_rows - 1) / n_rows;
}

static void
galley_panel_switcher_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  GalleyPanelSwitcher *self = GALLEY_PANEL_SWITCHER (widget);
  int width, height, n = MAX ((int) self->buttons->len, 1), n_columns, n_rows;

  get_widest (self, &width, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN (n, 2) * (width + GAP) - GAP;
      *natural = n * (width + GAP) - GAP;
      return;
    }
  n_columns = get_n_columns (self, for_size >= 0 ? for_size : n * (width + GAP), width);
  n_rows = (n + n_columns - 1) / n_columns;
  *minimum = *natural = n_rows * (height + GAP) - GAP;
}

static void
galley_panel_switcher_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GalleyPanelSwitcher *self = GALLEY_PANEL_SWITCHER (widget);
  int widest, row_height, n_columns, column_width;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  get_widest (self, &widest, &row_height);
  n_columns = get_n_columns (self, width, widest);
  column_width = (width + GAP) / n_columns - GAP;
  for (guint i = 0; i < self->buttons->len; i++)
    {
      int column = (int) i % n_columns, row = (int) i / n_columns;

      gtk_widget_size_allocate (
          g_ptr_array_index (self->buttons, i),
          &(GtkAllocation){ (rtl ? n_columns - 1 - column : column) * (column_width + GAP),
                            row * (row_height + GAP), column_width, row_height },
          -1);
    }
}

static GtkSizeRequestMode
galley_panel_switcher_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* --- the widget ---------------------------------------------------------------------------------------------------- */

static void
galley_panel_switcher_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STACK)
    set_stack (GALLEY_PANEL_SWITCHER (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
galley_panel_switcher_dispose (GObject *object)
{
  GalleyPanelSwitcher *self = GALLEY_PANEL_SWITCHER (object);

  if (self->pages != NULL)
    g_signal_handlers_disconnect_by_data (self->pages, self);
  clear (self);
  g_clear_object (&self->pages);
  g_clear_object (&self->stack);
  G_OBJECT_CLASS (galley_panel_switcher_parent_class)->dispose (object);
}

static void
galley_panel_switcher_finalize (GObject *object)
{
  g_ptr_array_unref (GALLEY_PANEL_SWITCHER (object)->buttons);
  G_OBJECT_CLASS (galley_panel_switcher_parent_class)->finalize (object);
}

static void
galley_panel_switcher_class_init (GalleyPanelSwitcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = galley_panel_switcher_set_property;
  object_class->dispose = galley_panel_switcher_dispose;
  object_class->finalize = galley_panel_switcher_finalize;
  widget_class->measure = galley_panel_switcher_measure;
  widget_class->size_allocate = galley_panel_switcher_size_allocate;
  widget_class->get_request_mode = galley_panel_switcher_get_request_mode;
  g_object_class_install_property (
      object_class, PROP_STACK,
      g_param_spec_object ("stack", NULL, NULL, GTK_TYPE_STACK, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_css_name (widget_class, "panelswitcher");
}

static void
galley_panel_switcher_init (GalleyPanelSwitcher *self)
{
  self->buttons = g_ptr_array_new ();
}

GtkWidget *
galley_panel_switcher_new (void)
{
  return g_object_new (GALLEY_TYPE_PANEL_SWITCHER, NULL);
}
