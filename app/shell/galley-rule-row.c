/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-rule-row.h"

#define BY_PROFILE "profile"

/* What the handlers of one row need; goes with the row. */
typedef struct
{
  GalleyDesk *desk;
  GalleyRule *rule;
  char *profile;
  GalleySeverity usual; /* as the profile has it */
  GtkMenuButton *button;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_object_unref (row->desk);
  galley_rule_unref (row->rule);
  g_free (row->profile);
  g_free (row);
}

static const char *
get_label (GalleySeverity severity)
{
  switch (severity)
    {
    case GALLEY_SEVERITY_ERROR:
      return C_ ("severity", "Must change");
    case GALLEY_SEVERITY_WARNING:
      return C_ ("severity", "Suggestion");
    case GALLEY_SEVERITY_HINT:
    default:
      return C_ ("severity", "Hint");
    }
}

static void
show_severity (Row *row)
{
  g_autofree char *own = galley_desk_dup_severity (row->desk, row->profile, row->rule->id);
  GalleySeverity severity = row->usual;
  g_autofree char *name = NULL;

  if (own != NULL)
    galley_severity_from_name (own, &severity);
  gtk_menu_button_set_label (row->button, get_label (severity));
  /* Translators: the name of a rule, and how grave it is taken */
  name = g_strdup_printf (_ ("%s: %s"), row->rule->name != NULL ? row->rule->name : row->rule->id,
                          get_label (severity));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
severity_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  Row *row = data;
  const char *name = g_variant_get_string (value, NULL);
  g_autoptr (GError) error = NULL;

  g_simple_action_set_state (action, value);
  if (!galley_desk_set_severity (row->desk, row->profile, row->rule->id,
                                 g_str_equal (name, BY_PROFILE) ? NULL : name, &error))
    g_message ("%s", error->message);
  show_severity (row);
}

/* The menu is made when the button is first pressed: there are hundreds of rules. */
static void
create_menu (GtkMenuButton *button, gpointer data)
{
  Row *row = data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) usual = g_menu_new ();
  g_autoptr (GMenu) own = g_menu_new ();
  g_autofree char *label = g_strdup_printf (_ ("As the Profile Has It (%s)"), get_label (row->usual));

  g_menu_append (usual, label, "rule.severity::" BY_PROFILE);
  for (int i = GALLEY_SEVERITY_ERROR; i >= GALLEY_SEVERITY_HINT; i--)
    {
      g_autofree char *action =
          g_strconcat ("rule.severity::", galley_severity_get_name ((GalleySeverity) i), NULL);

      g_menu_append (own, get_label ((GalleySeverity) i), action);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (usual));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (own));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
switched_cb (GtkSwitch *control, GParamSpec *pspec, gpointer data)
{
  Row *row = data;
  g_autoptr (GError) error = NULL;

  if (!galley_desk_set_rule_off (row->desk, row->rule->id, !gtk_switch_get_active (control), &error))
    g_message ("%s", error->message);
}

static void
add_severity (GtkWidget *widget, Row *row)
{
  g_autofree char *own = galley_desk_dup_severity (row->desk, row->profile, row->rule->id);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
      "severity", G_VARIANT_TYPE_STRING, g_variant_new_string (own != NULL ? own : BY_PROFILE));

  g_signal_connect (action, "change-state", G_CALLBACK (severity_cb), row);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (widget, "rule", G_ACTION_GROUP (group));
  row->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (row->button), "flat");
  gtk_widget_set_valign (GTK_WIDGET (row->button), GTK_ALIGN_CENTER);
  gtk_menu_button_set_create_popup_func (row->button, create_menu, row, NULL);
  show_severity (row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), GTK_WIDGET (row->button));
}

static void
add_switch (GtkWidget *widget, Row *row)
{
  GtkWidget *control = gtk_switch_new ();
  g_autofree char *name =
      g_strdup_printf (_ ("Use the rule “%s”"), row->rule->name != NULL ? row->rule->name : row->rule->id);

  gtk_switch_set_active (GTK_SWITCH (control), !galley_desk_is_rule_off (row->desk, row->rule->id));
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (control, "notify::active", G_CALLBACK (switched_cb), row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (widget), control);
}

/* Id and norm, and how often the rule was heeded and ignored. */
static char *
dup_subtitle (Row *row)
{
  g_autoptr (GString) text = g_string_new (row->rule->id);
  guint accepted, ignored;

  if (row->rule->norm != NULL && *row->rule->norm != '\0')
    g_string_append_printf (text, " · %s", row->rule->norm);
  galley_desk_get_counts (row->desk, row->rule->id, &accepted, &ignored);
  if (accepted + ignored > 0)
    {
      g_string_append (text, "\n");
      /* Translators: how often fixes of a rule were taken, and its findings ignored */
      g_string_append_printf (text, _ ("taken %u, ignored %u"), accepted, ignored);
    }
  return g_markup_escape_text (text->str, -1);
}

GtkWidget *
galley_rule_row_new (GalleyRule *rule, GalleyDesk *desk, GalleyProfile *profile, const char *profile_name)
{
  GtkWidget *widget = adw_action_row_new ();
  Row *row = g_new0 (Row, 1);
  g_autofree char *title = g_markup_escape_text (rule->name != NULL ? rule->name : rule->id, -1);
  g_autofree char *subtitle = NULL;

  row->desk = g_object_ref (desk);
  row->rule = galley_rule_ref (rule);
  row->profile = g_strdup (profile_name);
  row->usual = rule->severity;
  subtitle = dup_subtitle (row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (widget), subtitle);
  gtk_widget_set_tooltip_text (widget, rule->why);
  if (profile == NULL || galley_profile_judge (profile, rule->id, &row->usual))
    {
      add_severity (widget, row);
      add_switch (widget, row);
    }
  else
    {
      GtkWidget *label = gtk_label_new (_ ("Off in this profile"));

      gtk_widget_add_css_class (label, "dim-label");
      adw_action_row_add_suffix (ADW_ACTION_ROW (widget), label);
    }
  g_object_set_data_full (G_OBJECT (widget), "row", row, row_free);
  return widget;
}
