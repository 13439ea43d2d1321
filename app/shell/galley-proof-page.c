/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "galley-checker.h"
#include "galley-dictionary.h"
#include "galley-option-rows.h"
#include "galley-proof-page.h"
#include "galley-rule-editor.h"
#include "galley-rule-row.h"
#include "galley-vocabulary.h"

#define SETTINGS_OPTIONS "checker-options"

/* The profiles that come with the program, for its catalogue. */
static const char *const profile_labels[] G_GNUC_UNUSED = { NC_ ("profile", "Newspaper"),
                                                            NC_ ("profile", "Web") };

/* What the rows of the page need; goes with the page. */
typedef struct
{
  AdwPreferencesWindow *window; /* borrowed: the page stands in it */
  GSettings *settings;
  GalleyPlugins *plugins;
  GalleyDesk *desk;
  AdwPreferencesGroup *checkers;
  GPtrArray *checker_rows;
  AdwActionRow *dictionary;
  AdwActionRow *own_rules;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_object_unref (page->settings);
  g_object_unref (page->plugins);
  g_object_unref (page->desk);
  g_ptr_array_unref (page->checker_rows);
  g_free (page);
}

/* --- the profile ------------------------------------------------------------------------------------------------- */

static char *
dup_profile_label (const char *path, const char *id)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  char *label = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    label = g_key_file_get_locale_string (file, "profile", "name", NULL, NULL);
  if (label != NULL && *label != '\0')
    {
      const char *own = g_dpgettext2 (NULL, "profile", label);
      char *copy = g_strdup (own);

      g_free (label);
      return copy;
    }
  g_free (label);
  return g_strdup (id);
}

static void fill_checkers (Page *page);

static void
profile_chosen_cb (AdwComboRow *combo, GParamSpec *pspec, Page *page)
{
  GPtrArray *ids = g_object_get_data (G_OBJECT (combo), "ids");
  guint selected = adw_combo_row_get_selected (combo);

  if (selected >= ids->len)
    return;
  g_settings_set_string (page->settings, "profile", ids->pdata[selected]);
  fill_checkers (page);
}

static GtkWidget *
new_profile_row (Page *page)
{
  GtkWidget *combo = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) paths = galley_data_list ("profiles", ".profile");
  g_autofree char *current = g_settings_get_string (page->settings, "profile");
  guint selected = 0;

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *base = g_path_get_basename (paths[i]);
      char *id = g_strndup (base, strlen (base) - strlen (".profile"));
      g_autofree char *label = dup_profile_label (paths[i], id);

      if (g_str_equal (id, current))
        selected = ids->len;
      gtk_string_list_append (labels, label);
      g_ptr_array_add (ids, id);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (combo), _ ("_Profile"));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (combo), TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (combo), _ ("What the publication holds for right"));
  adw_combo_row_set_model (ADW_COMBO_ROW (combo), G_LIST_MODEL (labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), selected);
  g_object_set_data_full (G_OBJECT (combo), "ids", ids, (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect (combo, "notify::selected", G_CALLBACK (profile_chosen_cb), page);
  return combo;
}

/* --- dictionary and own rules ------------------------------------------------------------------------------------ */

static void
show_own (Page *page)
{
  g_auto (GStrv) terms = galley_desk_dup_all_terms (page->desk);
  guint n = g_strv_length (terms);
  g_autofree char *words =
      n > 0 ? g_strdup_printf (
                  ngettext ("%u entry that is never a fault", "%u entries that are never a fault", n), n)
            : g_strdup (_ ("Words that are never a fault"));
  g_autofree char *rules = galley_desk_dup_own_rules (page->desk);
  gboolean good = TRUE;
  g_autofree char *verdict = *rules != '\0' ? galley_rule_editor_dup_verdict (rules, &good) : NULL;
  g_autofree char *escaped = g_markup_escape_text (
      verdict != NULL ? verdict : _ ("Rules of your own, with tests that run as you write"), -1);

  adw_action_row_set_subtitle (page->dictionary, words);
  adw_action_row_set_subtitle (page->own_rules, escaped);
}

static void
dictionary_cb (Page *page)
{
  GtkWidget *dictionary = galley_dictionary_new (page->desk, page->window);

  g_signal_connect_data (dictionary, "unmap", G_CALLBACK (show_own), page, NULL, G_CONNECT_SWAPPED);
  adw_preferences_window_present_subpage (page->window, dictionary);
  gtk_widget_grab_focus (dictionary);
}

static void
own_rules_cb (Page *page)
{
  GtkWidget *editor = galley_rule_editor_new (page->desk, page->window);

  g_signal_connect_data (editor, "unmap", G_CALLBACK (show_own), page, NULL, G_CONNECT_SWAPPED);
  adw_preferences_window_present_subpage (page->window, editor);
  gtk_widget_grab_focus (editor);
}

static AdwActionRow *
new_way (GtkWidget *group, const char *title, GCallback callback, Page *page)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_swapped (row, "activated", callback, page);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return ADW_ACTION_ROW (row);
}

/* --- rules that are mostly ignored ------------------------------------------------------------------------------- */

static void
answered (GtkWidget *button, GtkWidget *group)
{
  GtkWidget *row = gtk_widget_get_ancestor (button, ADW_TYPE_ACTION_ROW);
  guint left = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (group), "left")) - 1;

  gtk_widget_set_visible (row, FALSE);
  g_object_set_data (G_OBJECT (group), "left", GUINT_TO_POINTER (left));
  gtk_widget_set_visible (group, left > 0);
}

static void
switch_off_cb (GtkWidget *button, Page *page)
{
  const char *id = g_object_get_data (G_OBJECT (button), "rule");
  g_autoptr (GError) error = NULL;

  if (!galley_desk_set_rule_off (page->desk, id, TRUE, &error))
    g_message ("%s", error->message);
  answered (button, gtk_widget_get_ancestor (button, ADW_TYPE_PREFERENCES_GROUP));
  fill_checkers (page);
}

static void
leave_cb (GtkWidget *button, Page *page)
{
  galley_desk_forget_counts (page->desk, g_object_get_data (G_OBJECT (button), "rule"));
  answered (button, gtk_widget_get_ancestor (button, ADW_TYPE_PREFERENCES_GROUP));
}

static void
add_answer (GtkWidget *row, const char *label, const char *id, GCallback callback, Page *page)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "rule", g_strdup (id), g_free);
  g_signal_connect (button, "clicked", callback, page);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* Rule id → GalleyRule, of all checkers. */
static GHashTable *
load_rules (Page *page)
{
  GHashTable *all = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) galley_rule_unref);
  g_autoptr (GPtrArray) infos = galley_plugins_list_with (page->plugins, "Checker-Scope", NULL);

  for (guint i = 0; i < infos->len; i++)
    {
      g_autoptr (GObject) checker =
          galley_plugins_create (page->plugins, infos->pdata[i], GALLEY_TYPE_CHECKER, NULL);
      g_autoptr (GPtrArray) rules =
          checker != NULL ? galley_checker_list_rules (GALLEY_CHECKER (checker)) : NULL;

      for (guint k = 0; rules != NULL && k < rules->len; k++)
        {
          GalleyRule *rule = rules->pdata[k];

          g_hash_table_replace (all, (gpointer) rule->id, galley_rule_ref (rule));
        }
    }
  return all;
}

static void
add_noisy (AdwPreferencesPage *widget, Page *page)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_auto (GStrv) ids = galley_desk_dup_noisy (page->desk);
  g_autoptr (GHashTable) rules = ids[0] != NULL ? load_rules (page) : NULL;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Mostly Ignored"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _ ("Is it worth the while to be told of these?"));
  for (guint i = 0; ids[i] != NULL; i++)
    {
      GtkWidget *row = adw_action_row_new ();
      guint accepted, ignored;
      const GalleyRule *rule = g_hash_table_lookup (rules, ids[i]);
      g_autofree char *count = NULL;

      galley_desk_get_counts (page->desk, ids[i], &accepted, &ignored);
      count = g_strdup_printf (_ ("ignored %u times of %u"), ignored, accepted + ignored);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     rule != NULL && rule->name != NULL ? rule->name : ids[i]);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), count);
      add_answer (row, _ ("Keep"), ids[i], G_CALLBACK (leave_cb), page);
      add_answer (row, _ ("Switch Off"), ids[i], G_CALLBACK (switch_off_cb), page);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  g_object_set_data (G_OBJECT (group), "left", GUINT_TO_POINTER (g_strv_length (ids)));
  gtk_widget_set_visible (group, ids[0] != NULL);
  adw_preferences_page_add (widget, ADW_PREFERENCES_GROUP (group));
}

/* --- checkers ---------------------------------------------------------------------------------------------------- */

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
on_checker_expanded (AdwExpanderRow *expander, GParamSpec *pspec, Page *page)
{
  GalleyPluginInfo *info = g_object_steal_data (G_OBJECT (expander), "info");
  g_autofree char *profile_name = g_settings_get_string (page->settings, "profile");
  g_autoptr (GalleyProfile) profile = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) checker = NULL;
  g_autoptr (GPtrArray) pspecs = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) rules = NULL;

  if (info == NULL)
    return;
  checker = galley_plugins_create (page->plugins, info, GALLEY_TYPE_CHECKER, &error);
  if (checker == NULL)
    {
      add_note (expander, error->message);
      return;
    }
  profile = galley_profile_load (profile_name, NULL);
  pspecs = galley_option_rows_list (checker);
  galley_option_rows_restore (checker, pspecs, page->settings, SETTINGS_OPTIONS, info->module);
  rows = galley_option_rows_new (checker, pspecs, page->settings, SETTINGS_OPTIONS, info->module);
  for (guint i = 0; i < rows->len; i++)
    adw_expander_row_add_row (expander, rows->pdata[i]);
  rules = galley_checker_list_rules (GALLEY_CHECKER (checker));
  for (guint i = 0; rules != NULL && i < rules->len; i++)
    adw_expander_row_add_row (expander,
                              galley_rule_row_new (rules->pdata[i], page->desk, profile, profile_name));
  if (rows->len == 0 && (rules == NULL || rules->len == 0))
    add_note (expander, _ ("This checker has no options."));
}

static void
fill_checkers (Page *page)
{
  g_autoptr (GPtrArray) infos = galley_plugins_list_with (page->plugins, "Checker-Scope", NULL);

  for (guint i = 0; i < page->checker_rows->len; i++)
    adw_preferences_group_remove (page->checkers, page->checker_rows->pdata[i]);
  g_ptr_array_set_size (page->checker_rows, 0);
  adw_preferences_group_set_description (
      page->checkers, infos->len > 0 ? _ ("Unfold a checker to see its options and rules. "
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
      g_signal_connect (row, "notify::expanded", G_CALLBACK (on_checker_expanded), page);
      adw_preferences_group_add (page->checkers, row);
      g_ptr_array_add (page->checker_rows, row);
    }
}

void
galley_proof_page_fill (AdwPreferencesPage *widget,
                        AdwPreferencesWindow *window,
                        GSettings *settings,
                        GalleyPlugins *plugins,
                        GalleyDesk *desk)
{
  GtkWidget *group = adw_preferences_group_new ();
  Page *page = g_new0 (Page, 1);

  g_return_if_fail (ADW_IS_PREFERENCES_PAGE (widget));

  page->window = window;
  page->settings = g_object_ref (settings);
  page->plugins = g_object_ref (plugins);
  page->desk = g_object_ref (desk);
  page->checker_rows = g_ptr_array_new ();
  page->checkers = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_object_set_data_full (G_OBJECT (widget), "page", page, page_free);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_profile_row (page));
  page->dictionary = new_way (group, _ ("_Dictionary"), G_CALLBACK (dictionary_cb), page);
  page->own_rules = new_way (group, _ ("Own _Rules"), G_CALLBACK (own_rules_cb), page);
  show_own (page);
  adw_preferences_page_add (widget, ADW_PREFERENCES_GROUP (group));
  add_noisy (widget, page);
  adw_preferences_group_set_title (page->checkers, _ ("Checkers"));
  adw_preferences_page_add (widget, page->checkers);
  fill_checkers (page);
}
