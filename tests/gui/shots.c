/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the window, for eyes: shots FOLDER writes them there. Not a test. */

#include "config.h"

#include "galley-export-dialog.h"
#include "galley-page-panel.h"
#include "galley-preferences.h"
#include "shots-rounds.h"

#include <glib/gi18n.h>
#include <locale.h>

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
on_done (GalleyExportDialog *dialog, gboolean written, gboolean *over)
{
  *over = TRUE;
}

static gboolean
is_over (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* The dialog with the options of a format unfolded, and with what was written. */
static void
shoot_export (Shell *shell, const char *folder)
{
  g_autofree char *path = g_dir_make_tmp ("galley-export-XXXXXX", NULL);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  gboolean over = FALSE;
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.export", NULL);
  dialog = shell_find_window (GALLEY_TYPE_EXPORT_DIALOG);
  galley_export_dialog_set_folder (GALLEY_EXPORT_DIALOG (dialog), target);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (shell_find (dialog, ADW_TYPE_EXPANDER_ROW)), TRUE);
  shell_shoot (dialog, folder, "export-options");
  galley_export_dialog_select (GALLEY_EXPORT_DIALOG (dialog), "html", TRUE);
  galley_export_dialog_select (GALLEY_EXPORT_DIALOG (dialog), "markdown", TRUE);
  g_signal_connect (dialog, "done", G_CALLBACK (on_done), &over);
  galley_export_dialog_start (GALLEY_EXPORT_DIALOG (dialog));
  shell_wait (is_over, &over);
  shell_shoot (dialog, folder, "export-done");
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
shoot_subpage (GtkWidget *dialog, const char *title, const char *folder, const char *name)
{
  GtkWidget *row = shell_find_row (dialog, title);

  g_assert_nonnull (row);
  adw_action_row_activate (ADW_ACTION_ROW (row));
  shell_draw (dialog);
  shell_shoot (dialog, folder, name);
  adw_preferences_window_close_subpage (ADW_PREFERENCES_WINDOW (dialog));
  shell_draw (dialog);
}

/* A desk that was worked at for a while. */
static void
fill_desk (GalleyDesk *desk)
{
  galley_desk_add_term (desk, "临江新区智慧食堂联盟", NULL, NULL);
  galley_desk_add_term (desk, "云岭春茶节", "2031-05-01", NULL);
  galley_desk_add_term (desk, "望潮杯", "2020-05-01", NULL);
  galley_desk_set_own_rules (desk,
                             "[pack]\nid=own\nversion=1\nlang=zh-CN\n\n"
                             "[rule OWN.1]\nname=本市地名\nseverity=error\npattern=云西区\n"
                             "replace=云溪区\nbad.1=云西区的食堂 → 云溪区的食堂\nok.1=云溪区的食堂\n\n"
                             "[rule OWN.2]\nname=新名\nseverity=warning\npattern=市粮食局\n"
                             "bad.1=市粮食局昨天说\nok.1=市粮食局的粮食\n",
                             NULL);
  for (guint i = 0; i < 12; i++)
    galley_desk_count (desk, "CN.WORD.VARIANT", FALSE, 1);
}

static void
shoot_preferences (Shell *shell, const char *folder)
{
  static const char *const pages[] = { "preferences", "checkers", "plugins" };
  GtkWidget *dialog, *stack;
  g_autoptr (GtkSelectionModel) list = NULL;

  fill_desk (galley_session_get_desk (galley_window_get_session (shell->window)));
  g_action_group_activate_action (G_ACTION_GROUP (shell->application), "preferences", NULL);
  dialog = shell_find_window (GALLEY_TYPE_PREFERENCES);
  stack = shell_find (dialog, ADW_TYPE_VIEW_STACK);
  list = adw_view_stack_get_pages (ADW_VIEW_STACK (stack));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *expander;

      gtk_selection_model_select_item (list, i, TRUE);
      expander =
          shell_find (adw_view_stack_get_visible_child (ADW_VIEW_STACK (stack)), ADW_TYPE_EXPANDER_ROW);
      if (expander != NULL)
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
      shell_shoot (dialog, folder, pages[i]);
      if (i != 1)
        continue;
      shoot_subpage (dialog, _ ("_Dictionary"), folder, "dictionary");
      shoot_subpage (dialog, _ ("Own _Rules"), folder, "own-rules");
    }
  gtk_window_close (GTK_WINDOW (dialog));
}

static gboolean
has_picture (gpointer user_data)
{
  return !galley_page_panel_is_busy (user_data);
}

static void
shoot_panels (Shell *shell, const char *folder, const char *suffix)
{
  static const char *const panels[] = { "findings", "metadata", "edition", "page" };

  for (guint i = 0; i < G_N_ELEMENTS (panels); i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%s", panels[i], suffix);

      galley_workspace_show_panel (galley_window_get_workspace (shell->window), panels[i]);
      if (i == 0)
        galley_workspace_next_finding (galley_window_get_workspace (shell->window), 1);
      shell_settle (shell);
      shell_wait (has_picture, shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_PAGE_PANEL));
      shell_shoot (GTK_WIDGET (shell->window), folder, name);
    }
}

int
main (int argc, char *argv[])
{
  Shell shell = { .with_models = TRUE };
  const char *folder, *locale_dir = g_getenv ("GALLEY_LOCALE_DIR");

  if (argc < 2)
    {
      g_printerr ("usage: %s FOLDER\n", argv[0]);
      return 2;
    }
  folder = argv[1];
  /* LANGUAGE=zh_CN GALLEY_LOCALE_DIR=BUILD/po shows the window in Chinese. */
  if (locale_dir != NULL)
    {
      setlocale (LC_ALL, "");
      bindtextdomain (GETTEXT_PACKAGE, locale_dir);
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      textdomain (GETTEXT_PACKAGE);
    }
  shell_isolate ();
  shell_start (&shell);
  shell_shoot (GTK_WIDGET (shell.window), folder, "empty");
  galley_window_show_error (shell.window,
                            "“page.docx” is locked with a password: open it in the program it came "
                            "from, take the password off, and import it again.");
  shell_shoot (GTK_WIDGET (shell.window), folder, "error");
  gtk_widget_activate_action (GTK_WIDGET (shell.window), "win.dismiss", NULL);

  shell_import_sample (&shell);
  shoot_panels (&shell, folder, "");
  shoot_export (&shell, folder);
  shoot_rounds (&shell, folder);
  shoot_preferences (&shell, folder);
  shoot_dialog (&shell, "win.shortcuts", GTK_TYPE_SHORTCUTS_WINDOW, folder, "shortcuts");
  shoot_dialog (&shell, "app.about", ADW_TYPE_ABOUT_WINDOW, folder, "about");

  g_settings_set_string (shell.settings, "color-scheme", "dark");
  shoot_panels (&shell, folder, "-dark");
  shoot_rounds_again (&shell, folder, "-dark");
  g_settings_set_string (shell.settings, "color-scheme", "light");
  gtk_window_set_default_size (GTK_WINDOW (shell.window), 900, 600);
  shoot_panels (&shell, folder, "-small");
  shoot_rounds_again (&shell, folder, "-small");
  shell_stop (&shell);
  return 0;
}
