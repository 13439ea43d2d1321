/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-name-entry.h"

struct _GalleyNameEntry
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *entry;
  GtkWidget *button;
  GtkWidget *popover;
  GtkWidget *list;
  GStrv names;
};

G_DEFINE_FINAL_TYPE (GalleyNameEntry, galley_name_entry, GTK_TYPE_WIDGET)

enum
{
  CHANGED,
  ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_changed (GalleyNameEntry *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_activate (GalleyNameEntry *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
on_row_activated (GalleyNameEntry *self, GtkListBoxRow *row)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  gtk_editable_set_text (GTK_EDITABLE (self->entry), self->names[gtk_list_box_row_get_index (row)]);
  gtk_widget_grab_focus (self->entry);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

static gboolean
on_key (GalleyNameEntry *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Down || !gtk_widget_get_sensitive (self->button))
    return GDK_EVENT_PROPAGATE;
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->button));
  gtk_widget_child_focus (self->list, GTK_DIR_TAB_FORWARD);
  return GDK_EVENT_STOP;
}

static void
galley_name_entry_dispose (GObject *object)
{
  GalleyNameEntry *self = GALLEY_NAME_ENTRY (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (galley_name_entry_parent_class)->dispose (object);
}

static void
galley_name_entry_finalize (GObject *object)
{
  g_strfreev (GALLEY_NAME_ENTRY (object)->names);
  G_OBJECT_CLASS (galley_name_entry_parent_class)->finalize (object);
}

static gboolean
galley_name_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GALLEY_NAME_ENTRY (widget)->entry);
}

static void
galley_name_entry_class_init (GalleyNameEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_name_entry_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_name_entry_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = galley_name_entry_grab_focus;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[ACTIVATE] = g_signal_new ("activate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
make_list (GalleyNameEntry *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Names Used Lately"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 300);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), scroller);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
}

static void
galley_name_entry_init (GalleyNameEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->entry = gtk_entry_new ();
  self->button = gtk_menu_button_new ();
  make_list (self);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Who does it"));
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 6);
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Who does it"), -1);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_set_tooltip_text (self->button, _ ("Names Used Lately"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Names Used Lately"), -1);
  gtk_widget_add_css_class (self->box, "linked");
  gtk_box_append (GTK_BOX (self->box), self->entry);
  gtk_box_append (GTK_BOX (self->box), self->button);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_activate), self);
  galley_name_entry_set_choices (self, (const char *const[]){ NULL });
}

GtkWidget *
galley_name_entry_new (void)
{
  return g_object_new (GALLEY_TYPE_NAME_ENTRY, NULL);
}

char *
galley_name_entry_dup_name (GalleyNameEntry *self)
{
  g_return_val_if_fail (GALLEY_IS_NAME_ENTRY (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

void
galley_name_entry_set_name (GalleyNameEntry *self, const char *name)
{
  g_return_if_fail (GALLEY_IS_NAME_ENTRY (self));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->entry)), name) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), name != NULL ? name : "");
}

void
galley_name_entry_set_choices (GalleyNameEntry *self, const char *const *names)
{
  GtkWidget *row;

  g_return_if_fail (GALLEY_IS_NAME_ENTRY (self));
  g_return_if_fail (names != NULL);

  if (self->names != NULL && g_strv_equal ((const char *const *) self->names, names))
    return;
  g_strfreev (self->names);
  self->names = g_strdupv ((char **) names);
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; names[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (names[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_list_box_append (GTK_LIST_BOX (self->list), label);
    }
  gtk_widget_set_sensitive (self->button, names[0] != NULL);
}
