/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-plugin-list.h"

/* The groups of the page, by the key that puts a plugin there; the last one takes the others. */
static const struct
{
  const char *key;
  const char *title;
} groups[] = {
  { "Checker-Scope", N_ ("Proofreading") },
  { "Facet-Group", N_ ("Metadata") },
  { "Importer-Suffixes", N_ ("Import") },
  { "Exporter-Suffix", N_ ("Export") },
  { NULL, N_ ("Others") },
};

static void
on_switched (GtkSwitch *control, GParamSpec *pspec, GSettings *settings)
{
  const char *module = g_object_get_data (G_OBJECT (control), "module");
  g_auto (GStrv) old = g_settings_get_strv (settings, "disabled-plugins");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) disabled = NULL;

  for (guint i = 0; old[i] != NULL; i++)
    {
      if (!g_str_equal (old[i], module))
        g_strv_builder_add (builder, old[i]);
    }
  if (!gtk_switch_get_active (control))
    g_strv_builder_add (builder, module);
  disabled = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "disabled-plugins", (const char *const *) disabled);
}

static GtkWidget *
new_row (GSettings *settings, const GalleyPluginInfo *info)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *control = gtk_switch_new ();
  g_autofree char *title = g_markup_escape_text (info->name != NULL ? info->name : info->module, -1);
  g_autofree char *subtitle = g_markup_escape_text (
      info->error != NULL ? info->error : (info->description != NULL ? info->description : ""), -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (info->error != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_set_tooltip_text (image, _ ("This plugin cannot be used"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("This plugin cannot be used"), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
    }
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_switch_set_active (GTK_SWITCH (control), info->enabled);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  info->name != NULL ? info->name : info->module, -1);
  g_object_set_data_full (G_OBJECT (control), "module", g_strdup (info->module), g_free);
  g_signal_connect_object (control, "notify::active", G_CALLBACK (on_switched), settings, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  return row;
}

static guint
find_group (GalleyPlugins *plugins, GalleyPluginInfo *info)
{
  guint i = 0;

  while (groups[i].key != NULL && galley_plugins_get_key (plugins, info, groups[i].key) == NULL)
    i++;
  return i;
}

GtkWidget *
galley_plugin_list_new (GSettings *settings, GalleyPlugins *plugins)
{
  GtkWidget *page = adw_preferences_page_new ();
  const GPtrArray *infos;
  GtkWidget *widgets[G_N_ELEMENTS (groups)] = { NULL };

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (GALLEY_IS_PLUGINS (plugins), NULL);

  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (page), _ ("Plugins"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (page), "application-x-addon-symbolic");
  infos = galley_plugins_list (plugins);
  for (guint i = 0; i < infos->len; i++)
    {
      guint group = find_group (plugins, infos->pdata[i]);

      if (widgets[group] == NULL)
        {
          widgets[group] = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widgets[group]), _ (groups[group].title));
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (widgets[group]), new_row (settings, infos->pdata[i]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (widgets[i] != NULL)
        adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (widgets[i]));
    }
  return page;
}
