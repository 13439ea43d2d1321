/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "galley-facts-panel.h"
#include "galley-people.h"

struct _GalleyFactsPanel
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GalleyFaultList *faults;
  AdwPreferencesGroup *facts;
  GtkWidget *page_group;
  GtkEditable *page_number;
  GtkEditable *page_name;
  AdwPreferencesGroup *staff_group;
  GalleyPeople *staff;

  GtkWidget *rows[GALLEY_N_FACTS];
  GtkWidget *complaints[GALLEY_N_FACTS];

  GalleyEdition *edition;
  GalleyPage *page;
  GSignalGroup *masthead_signals;
  GSignalGroup *page_signals;
  gboolean filling; /* the rows change by our own doing */
};

G_DEFINE_FINAL_TYPE (GalleyFactsPanel, galley_facts_panel, GTK_TYPE_WIDGET)

/* The posts that stand on a page, as papers print them. */
static const char *const posts[] = { "责任编辑", "版式", "校对", "美编", "值班编委" };

static void
validate (GalleyFactsPanel *self, GalleyFact fact)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->rows[fact]));
  g_autofree char *complaint = *text != '\0' ? galley_fact_validate (fact, text) : NULL;

  gtk_label_set_label (GTK_LABEL (self->complaints[fact]), complaint != NULL ? complaint : "");
  gtk_widget_set_visible (gtk_widget_get_parent (self->complaints[fact]), complaint != NULL);
  if (complaint != NULL)
    gtk_widget_add_css_class (self->rows[fact], "error");
  else
    gtk_widget_remove_css_class (self->rows[fact], "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->rows[fact]), GTK_ACCESSIBLE_STATE_INVALID,
                               complaint != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
on_fact_edited (GtkEditable *row, GalleyFactsPanel *self)
{
  GalleyFact fact = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "fact"));

  validate (self, fact);
  if (self->filling || self->edition == NULL)
    return;
  self->filling = TRUE;
  galley_masthead_set (galley_edition_get_masthead (self->edition), fact, gtk_editable_get_text (row));
  self->filling = FALSE;
}

static void
fill_fact (GalleyFactsPanel *self, GalleyFact fact)
{
  const char *value =
      self->edition != NULL ? galley_masthead_get (galley_edition_get_masthead (self->edition), fact) : NULL;

  if (self->filling || self->rows[fact] == NULL)
    return;
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->rows[fact]), value != NULL ? value : "");
  self->filling = FALSE;
  validate (self, fact);
}

static void
on_masthead_changed (GalleyFactsPanel *self, GalleyFact fact)
{
  fill_fact (self, fact);
}

static void
on_number_edited (GalleyFactsPanel *self)
{
  const char *text = gtk_editable_get_text (self->page_number);
  guint64 number = 0;
  gboolean good = g_ascii_string_to_unsigned (text, 10, 1, 9999, &number, NULL);

  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->page_number), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->page_number), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->page_number), good ? NULL : _ ("A number from 1 to 9999"));
  if (self->filling || self->page == NULL || !good)
    return;
  self->filling = TRUE;
  galley_page_set_number (self->page, (guint) number);
  self->filling = FALSE;
}

static void
on_name_edited (GalleyFactsPanel *self)
{
  if (self->filling || self->page == NULL)
    return;
  self->filling = TRUE;
  galley_page_set_name (self->page, gtk_editable_get_text (self->page_name));
  self->filling = FALSE;
}

static void
fill_page (GalleyFactsPanel *self)
{
  g_autofree char *number = NULL;

  if (self->filling || self->page == NULL)
    return;
  self->filling = TRUE;
  number = g_strdup_printf ("%u", galley_page_get_number (self->page));
  gtk_editable_set_text (self->page_number, number);
  gtk_editable_set_text (self->page_name, galley_page_get_name (self->page));
  self->filling = FALSE;
  on_number_edited (self);
}

static void
add_fact (GalleyFactsPanel *self, GalleyFact fact)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *complaint = gtk_label_new (NULL);
  GtkWidget *complaint_row = adw_preferences_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), galley_fact_get_label (fact));
  g_object_set_data (G_OBJECT (row), "fact", GUINT_TO_POINTER (fact));
  g_signal_connect (row, "changed", G_CALLBACK (on_fact_edited), self);
  gtk_label_set_wrap (GTK_LABEL (complaint), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (complaint), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (complaint), 0);
  gtk_widget_add_css_class (complaint, "galley-complaint");
  /* A line of the list of its own, right below what it is about. */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (complaint_row), complaint);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (complaint_row), FALSE);
  gtk_widget_set_focusable (complaint_row, FALSE);
  gtk_widget_set_visible (complaint_row, FALSE);
  self->rows[fact] = row;
  self->complaints[fact] = complaint;
  adw_preferences_group_add (self->facts, row);
  adw_preferences_group_add (self->facts, complaint_row);
}

/* The rows are made when the panel is first looked at. */
static void
galley_facts_panel_map (GtkWidget *widget)
{
  GalleyFactsPanel *self = GALLEY_FACTS_PANEL (widget);

  for (guint i = 0; i < GALLEY_N_FACTS && self->rows[i] == NULL; i++)
    {
      add_fact (self, (GalleyFact) i);
      fill_fact (self, (GalleyFact) i);
    }
  GTK_WIDGET_CLASS (galley_facts_panel_parent_class)->map (widget);
}

static void
galley_facts_panel_dispose (GObject *object)
{
  GalleyFactsPanel *self = GALLEY_FACTS_PANEL (object);

  g_clear_object (&self->masthead_signals);
  g_clear_object (&self->page_signals);
  g_clear_object (&self->edition);
  g_clear_object (&self->page);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_FACTS_PANEL);
  G_OBJECT_CLASS (galley_facts_panel_parent_class)->dispose (object);
}

static void
galley_facts_panel_class_init (GalleyFactsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_FAULT_LIST);

  G_OBJECT_CLASS (klass)->dispose = galley_facts_panel_dispose;
  widget_class->map = galley_facts_panel_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-facts-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyFactsPanel, scroller);
  gtk_widget_class_bind_template_child (widget_class, GalleyFactsPanel, faults);
  gtk_widget_class_bind_template_child (widget_class, GalleyFactsPanel, facts);
  gtk_widget_class_bind_template_child (widget_class, GalleyFactsPanel, page_group);
  gtk_widget_class_bind_template_child (widget_class, GalleyFactsPanel, page_number);
  gtk_widget_class_bind_template_child (widget_class, GalleyFactsPanel, page_name);
  gtk_widget_class_bind_template_child (widget_class, GalleyFactsPanel, staff_group);
}

static void
galley_facts_panel_init (GalleyFactsPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->staff = GALLEY_PEOPLE (galley_people_new (_ ("Staff of the page")));
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    galley_people_add_choice (self->staff, posts[i], posts[i]);
  adw_preferences_group_add (self->staff_group, GTK_WIDGET (self->staff));

  self->masthead_signals = g_signal_group_new (GALLEY_TYPE_MASTHEAD);
  g_signal_group_connect_swapped (self->masthead_signals, "changed", G_CALLBACK (on_masthead_changed), self);
  self->page_signals = g_signal_group_new (GALLEY_TYPE_PAGE);
  g_signal_group_connect_swapped (self->page_signals, "notify", G_CALLBACK (fill_page), self);
  g_signal_connect_object (self->page_number, "changed", G_CALLBACK (on_number_edited), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page_name, "changed", G_CALLBACK (on_name_edited), self, G_CONNECT_SWAPPED);
}

GtkWidget *
galley_facts_panel_new (void)
{
  return g_object_new (GALLEY_TYPE_FACTS_PANEL, NULL);
}

void
galley_facts_panel_set_edition (GalleyFactsPanel *self, GalleyEdition *edition)
{
  g_return_if_fail (GALLEY_IS_FACTS_PANEL (self));

  if (!g_set_object (&self->edition, edition))
    return;
  g_signal_group_set_target (self->masthead_signals,
                             edition != NULL ? galley_edition_get_masthead (edition) : NULL);
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    fill_fact (self, (GalleyFact) i);
}

GalleyFaultList *
galley_facts_panel_get_faults (GalleyFactsPanel *self)
{
  g_return_val_if_fail (GALLEY_IS_FACTS_PANEL (self), NULL);

  return self->faults;
}

void
galley_facts_panel_set_page (GalleyFactsPanel *self, GalleyPage *page)
{
  g_return_if_fail (GALLEY_IS_FACTS_PANEL (self));

  if (!g_set_object (&self->page, page))
    return;
  g_signal_group_set_target (self->page_signals, page);
  gtk_widget_set_visible (self->page_group, page != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->staff_group), page != NULL);
  galley_people_set (self->staff, page != NULL ? galley_page_get_staff (page) : NULL, "staff");
  fill_page (self);
}

void
galley_facts_panel_focus_fact (GalleyFactsPanel *self, const char *name)
{
  GalleyFact fact;

  g_return_if_fail (GALLEY_IS_FACTS_PANEL (self));

  if (name != NULL && galley_fact_from_name (name, &fact) && self->rows[fact] != NULL)
    gtk_widget_grab_focus (self->rows[fact]);
}
