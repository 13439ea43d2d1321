/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that takes the focus has a name for who does not see it. Run with GTK_A11Y=test. Needs a display (Xvfb). */

#include "config.h"

#include "galley-archive-window.h"
#include "galley-export-dialog.h"
#include "galley-log-dialog.h"
#include "galley-preflight-dialog.h"
#include "galley-preferences.h"
#include "galley-statistics-dialog.h"
#include "galley-tag-dialog.h"
#include "shell-fixture.h"

/* Text inside a button names it; an image does not. */
static gboolean
holds_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return *gtk_label_get_text (GTK_LABEL (widget)) != '\0';
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (holds_text (child))
        return TRUE;
    }
  return FALSE;
}

/* A name given by hand, or one that the widget's own text gives. */
static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    return TRUE;
  /* A button with an icon alone is labelled by that icon, which says nothing. */
  if (gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return !GTK_IS_BUTTON (widget) || holds_text (widget);
  if (ADW_IS_PREFERENCES_ROW (widget))
    return *adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)) != '\0';
  return FALSE;
}

/* The toolkit builds some widgets out of others; those inside are named by the whole. */
static gboolean
is_named_by_whole (GtkWidget *widget)
{
  for (GtkWidget *whole = gtk_widget_get_parent (widget); whole != NULL;
       whole = gtk_widget_get_parent (whole))
    {
      if ((GTK_IS_EDITABLE (whole) || GTK_IS_MENU_BUTTON (whole) || GTK_IS_DROP_DOWN (whole) ||
           ADW_IS_PREFERENCES_ROW (whole) || ADW_IS_SPLIT_BUTTON (whole) || GTK_IS_FONT_BUTTON (whole)) &&
          (has_name (whole) || holds_text (whole)))
        return TRUE;
    }
  return FALSE;
}

static guint
check (GtkWidget *widget, const char *where)
{
  guint n_bad = 0;

  /* Toasts and the bar above preferences are libadwaita's own: what has no name there is not ours to name. */
  if (!gtk_widget_get_mapped (widget) || g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget") ||
      (ADW_IS_HEADER_BAR (widget) && ADW_IS_PREFERENCES_WINDOW (gtk_widget_get_root (widget))))
    return 0;
  if (gtk_widget_get_focusable (widget) && !GTK_IS_WINDOW (widget) && !GTK_IS_SCROLLED_WINDOW (widget) &&
      !GTK_IS_STACK_SWITCHER (widget) && !has_name (widget) && !holds_text (widget) &&
      !is_named_by_whole (widget))
    {
      g_test_message ("%s: a %s in a %s has no name", where, G_OBJECT_TYPE_NAME (widget),
                      G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
      n_bad++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_bad += check (child, where);
  return n_bad;
}

static void
test_empty (Shell *shell, gconstpointer data)
{
  galley_window_show_error (shell->window, "This did not work.");
  shell_draw (GTK_WIDGET (shell->window));
  g_assert_cmpuint (check (GTK_WIDGET (shell->window), "empty"), ==, 0);
}

static void
test_edition (Shell *shell, gconstpointer data)
{
  static const char *const panels[] = { "findings", "metadata", "edition", "workflow", "history" };
  guint n_bad = 0;

  shell_import_sample (shell);
  for (guint i = 0; i < G_N_ELEMENTS (panels); i++)
    {
      galley_workspace_show_panel (galley_window_get_workspace (shell->window), panels[i]);
      shell_settle (shell);
      n_bad += check (GTK_WIDGET (shell->window), panels[i]);
    }
  g_assert_cmpuint (n_bad, ==, 0);
}

static gboolean
is_looked_at (gpointer dialog)
{
  return GALLEY_IS_LOG_DIALOG (dialog) ? !galley_log_dialog_is_busy (dialog)
                                       : !galley_preflight_dialog_is_busy (dialog);
}

static void
check_rounds (Shell *shell, const char *what, GType type)
{
  GtkWidget *dialog;

  galley_rounds_ui_run (galley_workspace_get_rounds_ui (galley_window_get_workspace (shell->window)), what);
  dialog = shell_find_window (type);
  shell_wait (is_looked_at, dialog);
  shell_draw (dialog);
  g_assert_cmpuint (check (dialog, what), ==, 0);
  gtk_window_close (GTK_WINDOW (dialog));
}

/* What the desk does to a whole edition. */
static void
check_desk (Shell *shell)
{
  const struct
  {
    const char *action;
    GType type;
  } dialogs[] = {
    { "win.statistics", GALLEY_TYPE_STATISTICS_DIALOG },
    { "win.tag", GALLEY_TYPE_TAG_DIALOG },
    { "win.search-editions", GALLEY_TYPE_ARCHIVE_WINDOW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      GtkWidget *dialog;

      gtk_widget_activate_action (GTK_WIDGET (shell->window), dialogs[i].action, NULL);
      dialog = shell_find_window (dialogs[i].type);
      g_assert_nonnull (dialog);
      shell_draw (dialog);
      g_assert_cmpuint (check (dialog, dialogs[i].action), ==, 0);
      gtk_window_close (GTK_WINDOW (dialog));
    }
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.replace", NULL);
  shell_draw (GTK_WIDGET (shell->window));
  g_assert_cmpuint (check (GTK_WIDGET (shell->window), "find and replace"), ==, 0);
}

static void
test_dialogs (Shell *shell, gconstpointer data)
{
  GtkWidget *dialog;

  shell_import_sample (shell);
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.export", NULL);
  dialog = shell_find_window (GALLEY_TYPE_EXPORT_DIALOG);
  shell_draw (dialog);
  g_assert_cmpuint (check (dialog, "export"), ==, 0);
  gtk_window_close (GTK_WINDOW (dialog));

  check_rounds (shell, "preflight", GALLEY_TYPE_PREFLIGHT_DIALOG);
  check_rounds (shell, "log", GALLEY_TYPE_LOG_DIALOG);
  check_desk (shell);

  g_action_group_activate_action (G_ACTION_GROUP (shell->application), "preferences", NULL);
  dialog = shell_find_window (GALLEY_TYPE_PREFERENCES);
  shell_draw (dialog);
  g_assert_cmpuint (check (dialog, "preferences"), ==, 0);
  gtk_window_close (GTK_WINDOW (dialog));
}

/* The keys of the window that lists the keys, each in the form GTK gives it. */
static GHashTable *
list_shown_keys (void)
{
  g_autoptr (GBytes) ui = g_resources_lookup_data ("/io/github/galley/Galley/galley-shortcuts.ui", 0, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (ui, NULL), g_bytes_get_size (ui));
  g_autoptr (GRegex) regex = g_regex_new ("\"accelerator\">([^<]+)<", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GHashTable *shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *escaped = g_match_info_fetch (match, 1);
      g_auto (GStrv) less = g_strsplit (escaped, "&lt;", -1);
      g_autofree char *half = g_strjoinv ("<", less);
      g_auto (GStrv) greater = g_strsplit (half, "&gt;", -1);
      g_autofree char *accels = g_strjoinv (">", greater);
      g_auto (GStrv) keys = g_strsplit (accels, " ", -1);

      for (guint i = 0; keys[i] != NULL; i++)
        {
          guint key = 0;
          GdkModifierType state = 0;

          if (gtk_accelerator_parse (keys[i], &key, &state))
            g_hash_table_add (shown, gtk_accelerator_name (key, state));
        }
    }
  return shown;
}

/* Each key of the program stands in the window that lists the keys, and no key has two meanings. */
static void
test_keys (Shell *shell, gconstpointer data)
{
  g_autoptr (GHashTable) shown = list_shown_keys ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (GTK_APPLICATION (shell->application));

  for (guint i = 0; actions[i] != NULL; i++)
    {
      g_auto (GStrv) keys =
          gtk_application_get_accels_for_action (GTK_APPLICATION (shell->application), actions[i]);

      for (guint j = 0; keys[j] != NULL; j++)
        {
          g_test_message ("%s: %s", actions[i], keys[j]);
          g_assert_true (g_hash_table_add (seen, g_strdup (keys[j])));
          g_assert_true (g_hash_table_contains (shown, keys[j]));
        }
    }
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    g_assert_true (g_hash_table_contains (shown, galley_view_get_role_accelerator (i)));
}

static void
set_up (Shell *shell, gconstpointer data)
{
  shell_start (shell);
}

static void
tear_down (Shell *shell, gconstpointer data)
{
  g_settings_reset (shell->settings, "last-edition");
  shell_stop (shell);
}

int
main (int argc, char *argv[])
{
  shell_isolate ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/access/empty", Shell, NULL, set_up, test_empty, tear_down);
  g_test_add ("/access/edition", Shell, NULL, set_up, test_edition, tear_down);
  g_test_add ("/access/dialogs", Shell, NULL, set_up, test_dialogs, tear_down);
  g_test_add ("/access/keys", Shell, NULL, set_up, test_keys, tear_down);
  return g_test_run ();
}
