/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the window, for eyes: shots FOLDER writes them there. Not a test. */

#include "config.h"

#include "galley-export-dialog.h"
#include "galley-preferences.h"
#include "shell-fixture.h"

static void
shoot_dialog (Shell *shell, const char *action, GType type, const char *folder, const char *name)
{
  GtkWidget *dialog;

  if (g_str_has_prefix (action, "app."))
    g_action_group_activate_action (G_ACTION_GROUP (shell->application), action + 4, NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (shell->window), action, NULL);
  dialog = shell_find_window (type);
  g_assert_nonnull (dialog);
  shell_shoot (dialog, folder, name);
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
shoot_panels (Shell *shell, const char *folder, const char *suffix)
{
  static const char *const panels[] = { "findings", "metadata", "edition" };

  for (guint i = 0; i < G_N_ELEMENTS (panels); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%s", panels[i], suffix);

      galley_workspace_show_panel (galley_window_get_workspace (shell->window), panels[i]);
      if (i == 0)
        galley_workspace_next_finding (galley_window_get_workspace (shell->window), 1);
      shell_settle (shell);
      shell_shoot (GTK_WIDGET (shell->window), folder, name);
    }
}

int
main (int argc, char *argv[])
{
  Shell shell;
  const char *folder;
  g_autofree char *home = g_dir_make_tmp ("galley-shots-XXXXXX", NULL);

  if (argc < 2)
    {
      g_printerr ("usage: %s FOLDER\n", argv[0]);
      return 2;
    }
  folder = argv[1];
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  shell_start (&shell);
  shell_shoot (GTK_WIDGET (shell.window), folder, "empty");
  galley_window_show_error (shell.window, "“page.docx” is locked with a password: open it in the program it came "
                                          "from, take the password off, and import it again.");
  shell_shoot (GTK_WIDGET (shell.window), folder, "error");
  gtk_widget_activate_action (GTK_WIDGET (shell.window), "win.dismiss", NULL);

  shell_import_sample (&shell);
  shoot_panels (&shell, folder, "");
  shoot_dialog (&shell, "win.export", GALLEY_TYPE_EXPORT_DIALOG, folder, "export");
  shoot_dialog (&shell, "app.preferences", GALLEY_TYPE_PREFERENCES, folder, "preferences");
  shoot_dialog (&shell, "win.shortcuts", GTK_TYPE_SHORTCUTS_WINDOW, folder, "shortcuts");
  shoot_dialog (&shell, "app.about", ADW_TYPE_ABOUT_WINDOW, folder, "about");

  g_settings_set_string (shell.settings, "color-scheme", "dark");
  shoot_panels (&shell, folder, "-dark");
  g_settings_set_string (shell.settings, "color-scheme", "light");
  gtk_window_set_default_size (GTK_WINDOW (shell.window), 900, 600);
  shoot_panels (&shell, folder, "-small");
  shell_stop (&shell);
  return 0;
}
