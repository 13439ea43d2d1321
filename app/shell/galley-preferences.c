/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-plugin-list.h"
#include "galley-preferences.h"
#include "galley-proof-page.h"

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
  AdwActionRow *watched;
  GtkWidget *watched_button;
  GtkWidget *watched_reset;
  GtkWidget *watched_import;
  AdwPreferencesPage *checkers;

  GSettings *settings;
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

static void
show_watched (GalleyPreferences *self)
{
  g_autofree char *uri = g_settings_get_string (self->settings, "watched-folder");
  g_autoptr (GFile) folder = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;
  g_autofree char *name = folder != NULL ? g_file_get_parse_name (folder) : g_strdup (_ ("None"));
  g_autofree char *escaped = g_markup_escape_text (name, -1);

  adw_action_row_set_subtitle (self->watched, escaped);
  gtk_widget_set_sensitive (self->watched_reset, folder != NULL);
}

static void
on_watched_response (GalleyPreferences *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *uri = g_file_get_uri (folder);

      g_settings_set_string (self->settings, "watched-folder", uri);
    }
  g_clear_object (&self->chooser);
}

static void
on_watched_clicked (GalleyPreferences *self)
{
  if (self->chooser == NULL)
    {
      self->chooser =
          gtk_file_chooser_native_new (_ ("Folder to Watch"), GTK_WINDOW (self),
                                       GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Choose"), _ ("_Cancel"));
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_watched_response), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_watched_reset (GalleyPreferences *self)
{
  g_settings_reset (self->settings, "watched-folder");
}

static void
connect_watched (GalleyPreferences *self)
{
  show_watched (self);
  g_settings_bind (self->settings, "watched-import", self->watched_import, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->settings, "changed::watched-folder", G_CALLBACK (show_watched), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watched_button, "clicked", G_CALLBACK (on_watched_clicked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->watched_reset, "clicked", G_CALLBACK (on_watched_reset), self,
                           G_CONNECT_SWAPPED);
}

static void
galley_preferences_dispose (GObject *object)
{
  GalleyPreferences *self = GALLEY_PREFERENCES (object);

  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_PREFERENCES);
  g_clear_object (&self->settings);
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
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, watched);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, watched_button);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, watched_reset);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, watched_import);
  gtk_widget_class_bind_template_child (widget_class, GalleyPreferences, checkers);
}

static void
galley_preferences_init (GalleyPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
galley_preferences_new (GSettings *settings, GalleyPlugins *plugins, GalleyDesk *desk)
{
  GalleyPreferences *self;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (GALLEY_IS_PLUGINS (plugins), NULL);
  g_return_val_if_fail (GALLEY_IS_DESK (desk), NULL);

  self = g_object_new (GALLEY_TYPE_PREFERENCES, NULL);
  self->settings = g_object_ref (settings);
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
  connect_watched (self);
  galley_proof_page_fill (self->checkers, ADW_PREFERENCES_WINDOW (self), settings, plugins, desk);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              ADW_PREFERENCES_PAGE (galley_plugin_list_new (settings, plugins)));
  return GTK_WIDGET (self);
}
