/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "galley-option-rows.h"

/* What the handler of one row needs. */
typedef struct
{
  GObject *object;
  GParamSpec *pspec;
  GSettings *settings;
  char *key;
  char *name; /* module.option */
} Option;

static void
option_free (gpointer data, GClosure *closure)
{
  Option *option = data;

  g_object_unref (option->object);
  g_param_spec_unref (option->pspec);
  g_object_unref (option->settings);
  g_free (option->key);
  g_free (option->name);
  g_free (option);
}

/* The text of a value, as the command line writes it; NULL for types that have none. */
static char *
dup_text (const GValue *value)
{
  g_auto (GValue) text = G_VALUE_INIT;

  if (G_VALUE_HOLDS_BOOLEAN (value))
    return g_strdup (g_value_get_boolean (value) ? "true" : "false");
  if (G_VALUE_HOLDS_ENUM (value))
    {
      g_autoptr (GEnumClass) klass = g_type_class_ref (G_VALUE_TYPE (value));
      GEnumValue *entry = g_enum_get_value (klass, g_value_get_enum (value));

      return entry != NULL ? g_strdup (entry->value_nick) : NULL;
    }
  if (G_VALUE_HOLDS_DOUBLE (value))
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, g_value_get_double (value)));
    }
  g_value_init (&text, G_TYPE_STRING);
  return g_value_transform (value, &text) ? g_value_dup_string (&text) : NULL;
}

static void
keep (Option *option, const GValue *value)
{
  g_autoptr (GVariant) old = g_settings_get_value (option->settings, option->key);
  g_autofree char *text = dup_text (value);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *name, *other;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, old);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &other))
    {
      if (!g_str_equal (name, option->name))
        g_variant_builder_add (&builder, "{ss}", name, other);
    }
  if (text != NULL && !g_param_value_defaults (option->pspec, value))
    g_variant_builder_add (&builder, "{ss}", option->name, text);
  g_settings_set_value (option->settings, option->key, g_variant_builder_end (&builder));
}

static void
set_option (Option *option, const GValue *value)
{
  g_object_set_property (option->object, option->pspec->name, value);
  keep (option, value);
}

static void
on_switched (GtkSwitch *control, GParamSpec *pspec, Option *option)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_BOOLEAN);
  g_value_set_boolean (&value, gtk_switch_get_active (control));
  set_option (option, &value);
}

static void
on_number (GtkSpinButton *control, Option *option)
{
  g_auto (GValue) number = G_VALUE_INIT;
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&number, G_TYPE_DOUBLE);
  g_value_set_double (&number, gtk_spin_button_get_value (control));
  g_value_init (&value, option->pspec->value_type);
  if (g_value_transform (&number, &value))
    set_option (option, &value);
}

static void
on_text (GtkEditable *control, Option *option)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, gtk_editable_get_text (control));
  set_option (option, &value);
}

static void
on_enum (AdwComboRow *control, GParamSpec *pspec, Option *option)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (option->pspec->value_type);
  guint selected = adw_combo_row_get_selected (control);
  g_auto (GValue) value = G_VALUE_INIT;

  if (selected >= klass->n_values)
    return;
  g_value_init (&value, option->pspec->value_type);
  g_value_set_enum (&value, klass->values[selected].value);
  set_option (option, &value);
}

static gboolean
get_range (GParamSpec *pspec, double *minimum, double *maximum)
{
  if (G_IS_PARAM_SPEC_INT (pspec))
    {
      *minimum = G_PARAM_SPEC_INT (pspec)->minimum;
      *maximum = G_PARAM_SPEC_INT (pspec)->maximum;
    }
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    {
      *minimum = G_PARAM_SPEC_UINT (pspec)->minimum;
      *maximum = G_PARAM_SPEC_UINT (pspec)->maximum;
    }
  else if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    {
      *minimum = G_PARAM_SPEC_DOUBLE (pspec)->minimum;
      *maximum = G_PARAM_SPEC_DOUBLE (pspec)->maximum;
    }
  else
    {
      return FALSE;
    }
  return TRUE;
}

/* Plugins mark what their options are called; it is translated where it is shown. */
static const char *
translate (const char *text)
{
  return text != NULL && *text != '\0' ? _ (text) : text;
}

static GtkWidget *
new_action_row (GParamSpec *pspec, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();
  const char *blurb = translate (g_param_spec_get_blurb (pspec));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), translate (g_param_spec_get_nick (pspec)));
  if (blurb != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), blurb);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  translate (g_param_spec_get_nick (pspec)), -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  return row;
}

static GtkWidget *
new_enum_row (Option *option, const GValue *value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (option->pspec->value_type);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();
  guint selected = 0;

  for (guint i = 0; i < klass->n_values; i++)
    {
      gtk_string_list_append (names, klass->values[i].value_nick);
      if (klass->values[i].value == g_value_get_enum (value))
        selected = i;
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 translate (g_param_spec_get_nick (option->pspec)));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
  g_signal_connect_data (row, "notify::selected", G_CALLBACK (on_enum), option, option_free, 0);
  return row;
}

/* Takes @option; NULL where nothing can be shown. */
static GtkWidget *
new_row (Option *option)
{
  GParamSpec *pspec = option->pspec;
  g_auto (GValue) value = G_VALUE_INIT;
  double minimum, maximum;
  GtkWidget *control, *row = NULL;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (option->object, pspec->name, &value);
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    {
      control = gtk_switch_new ();
      gtk_switch_set_active (GTK_SWITCH (control), g_value_get_boolean (&value));
      row = new_action_row (pspec, control);
      g_signal_connect_data (control, "notify::active", G_CALLBACK (on_switched), option, option_free, 0);
    }
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    {
      row = new_enum_row (option, &value);
    }
  else if (G_IS_PARAM_SPEC_STRING (pspec))
    {
      row = adw_entry_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), translate (g_param_spec_get_nick (pspec)));
      gtk_widget_set_tooltip_text (row, translate (g_param_spec_get_blurb (pspec)));
      if (g_value_get_string (&value) != NULL)
        gtk_editable_set_text (GTK_EDITABLE (row), g_value_get_string (&value));
      g_signal_connect_data (row, "changed", G_CALLBACK (on_text), option, option_free, 0);
    }
  else if (get_range (pspec, &minimum, &maximum))
    {
      gboolean whole = !G_IS_PARAM_SPEC_DOUBLE (pspec);
      g_auto (GValue) number = G_VALUE_INIT;

      control = gtk_spin_button_new_with_range (minimum, maximum, whole ? 1 : 0.1);
      gtk_spin_button_set_digits (GTK_SPIN_BUTTON (control), whole ? 0 : 2);
      g_value_init (&number, G_TYPE_DOUBLE);
      g_value_transform (&value, &number);
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (control), g_value_get_double (&number));
      row = new_action_row (pspec, control);
      g_signal_connect_data (control, "value-changed", G_CALLBACK (on_number), option, option_free, 0);
    }
  else
    {
      option_free (option, NULL);
    }
  return row;
}

GPtrArray *
galley_option_rows_list (GObject *object)
{
  GPtrArray *list = g_ptr_array_new ();
  g_autofree GParamSpec **all = NULL;
  guint n;

  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  all = g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n);
  for (guint i = 0; i < n; i++)
    {
      if ((all[i]->flags & G_PARAM_READWRITE) == G_PARAM_READWRITE &&
          !(all[i]->flags & G_PARAM_CONSTRUCT_ONLY))
        g_ptr_array_add (list, all[i]);
    }
  return list;
}

GPtrArray *
galley_option_rows_new (
    GObject *object, const GPtrArray *pspecs, GSettings *settings, const char *key, const char *module)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < pspecs->len; i++)
    {
      GParamSpec *pspec = pspecs->pdata[i];
      Option *option = g_new0 (Option, 1);
      GtkWidget *row;

      option->object = g_object_ref (object);
      option->pspec = g_param_spec_ref (pspec);
      option->settings = g_object_ref (settings);
      option->key = g_strdup (key);
      option->name = g_strdup_printf ("%s.%s", module, pspec->name);
      row = new_row (option);
      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
  return rows;
}

static gboolean
from_text (GParamSpec *pspec, const char *text, GValue *value)
{
  double minimum, maximum;

  g_value_init (value, pspec->value_type);
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    {
      g_value_set_boolean (value, g_str_equal (text, "true"));
    }
  else if (G_IS_PARAM_SPEC_STRING (pspec))
    {
      g_value_set_string (value, text);
    }
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    {
      g_autoptr (GEnumClass) klass = g_type_class_ref (pspec->value_type);
      GEnumValue *entry = g_enum_get_value_by_nick (klass, text);

      if (entry == NULL)
        return FALSE;
      g_value_set_enum (value, entry->value);
    }
  else if (get_range (pspec, &minimum, &maximum))
    {
      g_auto (GValue) number = G_VALUE_INIT;

      g_value_init (&number, G_TYPE_DOUBLE);
      g_value_set_double (&number, CLAMP (g_ascii_strtod (text, NULL), minimum, maximum));
      return g_value_transform (&number, value);
    }
  else
    {
      return FALSE;
    }
  return TRUE;
}

void
galley_option_rows_restore (
    GObject *object, const GPtrArray *pspecs, GSettings *settings, const char *key, const char *module)
{
  g_autoptr (GVariant) options = g_settings_get_value (settings, key);

  for (guint i = 0; i < pspecs->len; i++)
    {
      GParamSpec *pspec = pspecs->pdata[i];
      g_autofree char *name = g_strdup_printf ("%s.%s", module, pspec->name);
      const char *text = NULL;
      g_auto (GValue) value = G_VALUE_INIT;

      if (g_variant_lookup (options, name, "&s", &text) && from_text (pspec, text, &value))
        g_object_set_property (object, pspec->name, &value);
    }
}
