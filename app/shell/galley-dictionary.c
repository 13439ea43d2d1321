/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-dictionary.h"

struct _GalleyDictionary
{
  GtkBox parent_instance;

  GalleyDesk *desk;
  GtkEditable *term;
  GtkEditable *until;
  GtkWidget *add;
  GtkWidget *fault;
  AdwPreferencesGroup *group;
  GPtrArray *rows; /* borrowed */
};

G_DEFINE_FINAL_TYPE (GalleyDictionary, galley_dictionary, GTK_TYPE_BOX)

GtkWidget *
galley_subpage_bar_new (AdwPreferencesWindow *window, const char *title)
{
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"), -1);
  g_signal_connect_object (back, "clicked", G_CALLBACK (adw_preferences_window_close_subpage), window,
                           G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (ADW_HEADER_BAR (bar), back);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), adw_window_title_new (title, NULL));
  return bar;
}

static void
show_fault (GalleyDictionary *self, const char *text)
{
  gtk_label_set_text (GTK_LABEL (self->fault), text != NULL ? text : "");
  gtk_widget_set_visible (self->fault, text != NULL);
}

static void
remove_cb (GtkButton *button, GalleyDictionary *self)
{
  g_autofree char *term = g_strdup (g_object_get_data (G_OBJECT (button), "term"));
  g_autoptr (GError) error = NULL;

  /* The row goes: the focus has to be elsewhere before. */
  gtk_widget_grab_focus (GTK_WIDGET (self->term));
  if (!galley_desk_remove_term (self->desk, term, &error))
    show_fault (self, error->message);
}

static gboolean
is_over (const char *day)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  return g_strcmp0 (day, today) < 0;
}

static GtkWidget *
new_row (GalleyDictionary *self, const char *term)
{
  const char *day = galley_desk_get_until (self->desk, term);
  g_autofree char *until = NULL;
  g_autofree char *name = g_strdup_printf (_ ("Take “%s” out of the dictionary"), term);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  if (day != NULL && is_over (day))
    until = g_strdup_printf (_ ("Was good until %s"), day);
  else if (day != NULL)
    until = g_strdup_printf (_ ("Good until %s"), day);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), term);
  if (until != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), until);
  if (day != NULL && is_over (day))
    gtk_widget_add_css_class (row, "dim-label");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "term", g_strdup (term), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static void
fill (GalleyDictionary *self)
{
  g_auto (GStrv) terms = galley_desk_dup_all_terms (self->desk);
  guint n = g_strv_length (terms);
  g_autofree char *title =
      n > 0 ? g_strdup_printf (ngettext ("%u entry", "%u entries", n), n) : g_strdup (_ ("No entries yet"));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  adw_preferences_group_set_title (self->group, title);
  adw_preferences_group_set_description (
      self->group,
      n > 0 ? NULL : _ ("With D on a finding, or with Ctrl+Shift+D on chosen text, words come here too."));
  /* What came last is looked for first. */
  for (guint i = n; i > 0; i--)
    {
      GtkWidget *row = new_row (self, terms[i - 1]);

      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
update_add (GalleyDictionary *self)
{
  gtk_widget_set_sensitive (self->add, *gtk_editable_get_text (self->term) != '\0');
  show_fault (self, NULL);
}

static void
add_cb (GalleyDictionary *self)
{
  const char *until = gtk_editable_get_text (self->until);
  g_autoptr (GError) error = NULL;

  if (*gtk_editable_get_text (self->term) == '\0')
    return;
  if (!galley_desk_add_term (self->desk, gtk_editable_get_text (self->term), *until != '\0' ? until : NULL,
                             &error))
    {
      show_fault (self, error->message);
      return;
    }
  gtk_editable_set_text (self->term, "");
  gtk_editable_set_text (self->until, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->term));
}

static void
galley_dictionary_dispose (GObject *object)
{
  GalleyDictionary *self = GALLEY_DICTIONARY (object);

  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (galley_dictionary_parent_class)->dispose (object);
}

static gboolean
galley_dictionary_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GALLEY_DICTIONARY (widget)->term));
}

static void
galley_dictionary_class_init (GalleyDictionaryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_dictionary_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = galley_dictionary_grab_focus;
}

static GtkWidget *
make_entry_group (GalleyDictionary *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *term = adw_entry_row_new ();
  GtkWidget *until = adw_entry_row_new ();

  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("Names, brands and turns of phrase that are right as they stand. No finding is shown on them."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (term), _ ("Word, or Several Words"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (until),
                                 _ ("Good Until, such as 2027-01-31 (may be empty)"));
  self->term = GTK_EDITABLE (term);
  self->until = GTK_EDITABLE (until);
  self->add = gtk_button_new_with_mnemonic (_ ("_Add"));
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_widget_set_valign (self->add, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (term, "entry-activated", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (until, "entry-activated", G_CALLBACK (add_cb), self);
  g_signal_connect_swapped (term, "changed", G_CALLBACK (update_add), self);
  g_signal_connect_swapped (until, "changed", G_CALLBACK (update_add), self);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (term), self->add);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), term);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), until);
  self->fault = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->fault), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->fault), 0);
  gtk_widget_add_css_class (self->fault, "galley-complaint");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->fault);
  return group;
}

static void
galley_dictionary_init (GalleyDictionary *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->rows = g_ptr_array_new ();
}

GtkWidget *
galley_dictionary_new (GalleyDesk *desk, AdwPreferencesWindow *window)
{
  GalleyDictionary *self;
  GtkWidget *page;

  g_return_val_if_fail (GALLEY_IS_DESK (desk), NULL);

  self = g_object_new (GALLEY_TYPE_DICTIONARY, NULL);
  self->desk = g_object_ref (desk);
  page = adw_preferences_page_new ();
  gtk_widget_set_vexpand (page, TRUE);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (make_entry_group (self)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), self->group);
  gtk_box_append (GTK_BOX (self), galley_subpage_bar_new (window, _ ("Dictionary")));
  gtk_box_append (GTK_BOX (self), page);
  g_signal_connect_swapped (desk, "changed", G_CALLBACK (fill), self);
  update_add (self);
  fill (self);
  return GTK_WIDGET (self);
}
