/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-people.h"

struct _GalleyPeople
{
  GtkWidget parent_instance;

  GtkWidget *rows; /* of one box a person */
  GtkWidget *add;

  GPtrArray *codes; /* the first one, "", stands for no role */
  GtkStringList *labels;
  GtkSizeGroup *same_width;
  GalleyMetadata *metadata;
  GSignalGroup *metadata_signals;
  char *key;
  gboolean writing;
};

G_DEFINE_FINAL_TYPE (GalleyPeople, galley_people, GTK_TYPE_WIDGET)

static GtkWidget *
get_name_entry (GtkWidget *row)
{
  return gtk_widget_get_first_child (row);
}

static GtkWidget *
get_role (GtkWidget *row)
{
  return gtk_widget_get_next_sibling (gtk_widget_get_first_child (row));
}

static void
write_all (GalleyPeople *self)
{
  if (self->metadata == NULL || self->writing)
    return;
  self->writing = TRUE;
  galley_metadata_clear (self->metadata, self->key);
  for (GtkWidget *row = gtk_widget_get_first_child (self->rows); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      g_autofree char *name =
          g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (get_name_entry (row)))));
      guint role = gtk_drop_down_get_selected (GTK_DROP_DOWN (get_role (row)));
      const char *code = role < self->codes->len ? self->codes->pdata[role] : "";

      if (*name != '\0')
        galley_metadata_add (self->metadata, self->key, name, *code != '\0' ? code : NULL);
    }
  self->writing = FALSE;
}

static void
on_remove_clicked (GtkButton *button, GalleyPeople *self)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (button));

  gtk_widget_grab_focus (self->add);
  gtk_box_remove (GTK_BOX (self->rows), row);
  write_all (self);
}

/* The index of a role; one that is not among the choices joins them, so that nothing is lost. */
static guint
ensure_choice (GalleyPeople *self, const char *code)
{
  for (guint i = 0; i < self->codes->len; i++)
    {
      if (g_strcmp0 (self->codes->pdata[i], code != NULL ? code : "") == 0)
        return i;
    }
  galley_people_add_choice (self, code, code);
  return self->codes->len - 1;
}

static GtkWidget *
add_row (GalleyPeople *self, const char *name, const char *code)
{
  guint selected = ensure_choice (self, code);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *role = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (self->labels)), NULL);
  GtkWidget *remove = gtk_button_new_from_icon_name ("list-remove-symbolic");

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Name"));
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), name);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (role), selected);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, _ ("Remove This Name"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (role), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Role"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove This Name"), -1);
  gtk_box_append (GTK_BOX (row), entry);
  gtk_box_append (GTK_BOX (row), role);
  gtk_box_append (GTK_BOX (row), remove);
  gtk_box_append (GTK_BOX (self->rows), row);
  gtk_size_group_add_widget (self->same_width, role);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (write_all), self);
  g_signal_connect_swapped (role, "notify::selected", G_CALLBACK (write_all), self);
  g_signal_connect (remove, "clicked", G_CALLBACK (on_remove_clicked), self);
  return entry;
}

static void
on_add_clicked (GalleyPeople *self)
{
  const char *code = self->codes->len > 1 ? self->codes->pdata[1] : NULL;

  gtk_widget_grab_focus (add_row (self, "", code));
}

static void
rebuild (GalleyPeople *self)
{
  g_autoptr (GPtrArray) items = NULL;
  GtkWidget *row;

  self->writing = TRUE;
  while ((row = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), row);
  if (self->metadata != NULL)
    items = galley_metadata_list (self->metadata, self->key);
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const GalleyMetaItem *item = items->pdata[i];

      add_row (self, item->value, item->qualifier);
    }
  self->writing = FALSE;
}

static void
on_changed (GalleyPeople *self, const char *key)
{
  if (!self->writing && g_strcmp0 (key, self->key) == 0)
    rebuild (self);
}

static void
galley_people_dispose (GObject *object)
{
  GalleyPeople *self = GALLEY_PEOPLE (object);
  GtkWidget *child;

  self->writing = TRUE;
  g_clear_object (&self->metadata_signals);
  g_clear_object (&self->metadata);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (galley_people_parent_class)->dispose (object);
}

static void
galley_people_finalize (GObject *object)
{
  GalleyPeople *self = GALLEY_PEOPLE (object);

  g_ptr_array_unref (self->codes);
  g_object_unref (self->labels);
  g_object_unref (self->same_width);
  g_free (self->key);
  G_OBJECT_CLASS (galley_people_parent_class)->finalize (object);
}

static void
galley_people_class_init (GalleyPeopleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_people_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_people_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
galley_people_init (GalleyPeople *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->codes = g_ptr_array_new_with_free_func (g_free);
  self->labels = gtk_string_list_new (NULL);
  self->same_width = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  galley_people_add_choice (self, "", "—");
  self->metadata_signals = g_signal_group_new (GALLEY_TYPE_METADATA);
  g_signal_group_connect_swapped (self->metadata_signals, "changed", G_CALLBACK (on_changed), self);

  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->rows, GTK_WIDGET (self));
  self->add = gtk_button_new_with_mnemonic (_ ("_Add a Name"));
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->add, "galley-chip");
  gtk_widget_set_parent (self->add, GTK_WIDGET (self));
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add_clicked), self);
}

GtkWidget *
galley_people_new (const char *label)
{
  GtkWidget *self = g_object_new (GALLEY_TYPE_PEOPLE, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return self;
}

void
galley_people_add_choice (GalleyPeople *self, const char *code, const char *label)
{
  g_return_if_fail (GALLEY_IS_PEOPLE (self));

  g_ptr_array_add (self->codes, g_strdup (code));
  gtk_string_list_append (self->labels, label);
}

void
galley_people_set (GalleyPeople *self, GalleyMetadata *metadata, const char *key)
{
  g_return_if_fail (GALLEY_IS_PEOPLE (self));

  g_set_object (&self->metadata, metadata);
  g_free (self->key);
  self->key = g_strdup (key);
  g_signal_group_set_target (self->metadata_signals, metadata);
  rebuild (self);
}
