/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-checker.h"
#include "galley-option-rows.h"
#include "galley-plugin-list.h"
#include "galley-preferences.h"

#define SETTINGS_OPTIONS "checker-options"

struct _GalleyPreferences
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *scheme;
  GtkFontChooser *font;
  GtkWidget *font_reset;
  GtkSpinButton *size;
  GtkEditable *author;
  AdwActionRow *folder;
  GtkWidget *folder_button;
  GtkWidget *folder_reset;
  AdwPreferencesPage *checkers;

  GSettings *settings;
  GalleyPlugins *plugins;
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (GalleyPreferences, galley_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* In the order of the list in the .ui file. */
static const char *const schemes[] = { "follow", "light", "dark" };

static gboolean
scheme_to_index (GValue *value, GVariant *variant, gpointer user_data)
{
  const char *scheme = g_variant_get_string (variant, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_str_equal (schemes[i], scheme))
        {
          g_value_set_uint (value, i);
          return TRUE;
        }
    }
  return FALSE;
}

static GVariant *
index_to_scheme (const GValue *value, const GVariantType *type, gpointer user_data)
{
  guint i = g_value_get_uint (value);

  return i < G_N_ELEMENTS (schemes) ? g_variant_new_string (schemes[i]) : NULL;
}

static void
show_font (GalleyPreferences *self)
{
  g_autofree char *family = g_settings_get_string (self->settings, "copy-font");

  gtk_font_chooser_set_font (self->font, *family != '\0' ? family : "Noto Sans CJK SC");
  gtk_widget_set_sensitive (self->font_reset, *family != '\0');
}

static void
on_font_set (GalleyPreferences *self)
{
  PangoFontFamily *family = gtk_font_chooser_get_font_family (self->font);

  if (family != NULL)
    g_settings_set_string (self->settings, "copy-font", pango_font_family_get_name (family));
}

static void
on_font_reset (GalleyPreferences *self)
{
  g_settings_reset (self->settings, "copy-font");
}

static void
show_folder (GalleyPreferences *self)
{
  g_autofree char *uri = g_settings_get_string (self->settings, "editions-folder");
  g_autofree char *name = NULL;
  g_autofree char *escaped = NULL;

  if (*uri != '\0')
    {
      g_autoptr (GFile) folder = g_file_new_for_uri (uri);

      name = g_file_get_parse_name (folder);
    }
  else
    {
      name = g_strdup (_ ("The folder of your own data"));
    }
  escaped = g_markup_escape_text (name, -1);
  adw_action_row_set_subtitle (self->folder, escaped);
  gtk_widget_set_sensitive (self->folder_reset, *uri != '\0');
}

static void
on_folder_response (GalleyPreferences *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *uri = g_file_get_uri (folder);

      g_settings_set_string (self->settings, "editions-folder", uri);
    }
  g_clear_object (&self->chooser);
}

static void
on_folder_clicked (GalleyPreferences *self)
{
  if (self->chooser == NULL)
    {
      self->chooser =
          gtk_file_chooser_native_new (_ ("Folder for New Editions"), GTK_WINDOW (self),
                                       GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Choose"), _ ("_Cancel"));
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_folder_response), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_folder_reset (GalleyPreferences *self)
{
  g_settings_reset (self->settings, "editions-folder");
}

/* --- checkers -------------------------------------------------------------------------------------------------- */

static const char *
get_severity_label (GalleySeverity severity)
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

static GtkWidget *
new_rule_row (const GalleyRule *rule)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *severity = gtk_label_new (get_severity_label (rule->severity));
  g_autofree char *title = g_markup_escape_text (rule->name != NULL ? rule->name : rule->id, -1);
  g_autofree char *text = g_strconcat (rule->id, rule->norm != NULL ? " · " : "", rule->norm, NULL);
  g_autofree char *subtitle = g_markup_escape_text (text, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, rule->why);
  gtk_widget_add_css_class (severity, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), severity);
  return row;
}

static void
add_note (AdwExpanderRow *expander, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_expander_row_add_row (expander, row);
}

/* A checker is loaded when somebody wants to see its options and rules. */
static void
on_checker_expanded (AdwExpanderRow *expander, GParamSpec *pspec, GalleyPreferences *self)
{
  GalleyPluginInfo *info = g_object_steal_data (G_OBJECT (expander), "info");
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) checker = NULL;
  g_autoptr (GPtrArray) pspecs = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) rules = NULL;

  if (info == NULL)
    return;
  checker = galley_plugins_create (self->plugins, info, GALLEY_TYPE_CHECKER, &error);
  if (checker == NULL)
    {
      add_note (expander, error->message);
      return;
    }
  pspecs = galley_option_rows_list (checker);
  galley_option_rows_restore (checker, pspecs, self->settings, SETTINGS_OPTIONS, info->module);
  rows = galley_option_rows_new (checker, pspecs, self->settings, SETTINGS_OPTIONS, info->module);
  for (guint i = 0; i < rows->len; i++)
    adw_expander_row_add_row (expander, rows->pdata[i]);
  rules = galley_checker_list_rules (GALLEY_CHECKER (checker));
  for (guint i = 0; rules != NULL && i < rules->len; i++)
    adw_expander_row_add_row (expander, new_rule_row (rules->pdata[i]));
  if (rows->len == 0 && (rules == NULL || rules->len == 0))
    add_note (expander, _ ("This checker has no options."));
}

static void
add_checkers (GalleyPreferences *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autoptr (GPtrArray) infos = galley_plugins_list_with (self->plugins, "Checker-Scope", NULL);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Checkers"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         infos->len > 0
                                             ? _ ("Unfold a checker to see its options and rules. "
                                                  "Checkers are switched on and off among the plugins.")
                                             : _ ("No checker is switched on."));
  for (guint i = 0; i < infos->len; i++)
    {
      GalleyPluginInfo *info = infos->pdata[i];
      GtkWidget *row = adw_expander_row_new ();
      g_autofree char *title = g_markup_escape_text (info->name != NULL ? info->name : info->module, -1);
      g_autofree char *subtitle =
          g_markup_escape_text (info->description != NULL ? info->description : "", -1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
      g_object_set_data (G_OBJECT (row), "info", info);
      g_signal_connect_object (row, "notify::expanded", G_CALLBACK (on_checker_expanded), self, 0);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  adw_preferences_page_add (self->checkers, ADW_PREFERENCES_GROUP (group));
}

static void
galley_preferences_dispose (GObject *object)
{
  GalleyPreferences *self = GALLEY_PREFERENCES (object);

  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_PREFERENCES);
  g_clear_object (&self->settings);
  g_clear_object (&self->plugins);
  G_OBJECT_CLASS (galley_preferences_parent_class)->dispose (object);
}

static void
galley_preferences_class_init (GalleyPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, scheme);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, font);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, font_reset);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, size);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, author);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, folder);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, folder_button);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, folder_reset);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, checkers);
}

static void
galley_preferences_init (GalleyPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
galley_preferences_new (GSettings *settings, GalleyPlugins *plugins)
{
  GalleyPreferences *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (GALLEY_IS_PLUGINS (plugins), NULL);

  self = g_object_new (GALLEY_TYPE_PREFERENCES, NULL);
  self->settings = g_object_ref (settings);
  self->plugins = g_object_ref (plugins);
  g_settings_bind_with_mapping (settings, "color-scheme", self->scheme, "selected", G_SETTINGS_BIND_DEFAULT,
                                scheme_to_index, index_to_scheme, NULL, NULL);
  g_settings_bind (settings, "copy-size", self->size, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "author", self->author, "text", G_SETTINGS_BIND_DEFAULT);
  show_font (self);
  show_folder (self);
  g_signal_connect_object (settings, "changed::copy-font", G_CALLBACK (show_font), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::editions-folder", G_CALLBACK (show_folder), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->font, "font-set", G_CALLBACK (on_font_set), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->font_reset, "clicked", G_CALLBACK (on_font_reset), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder_button, "clicked", G_CALLBACK (on_folder_clicked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->folder_reset, "clicked", G_CALLBACK (on_folder_reset), self,
                           G_CONNECT_SWAPPED);
  add_checkers (self);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              ADW_PREFERENCES_PAGE (galley_plugin_list_new (settings, plugins)));
  return GTK_WIDGET (self);
}
