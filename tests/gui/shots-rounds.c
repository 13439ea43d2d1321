/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-compare-dialog.h"
#include "galley-export-dialog.h"
#include "galley-log-dialog.h"
#include "galley-name-entry.h"
#include "galley-preflight-dialog.h"
#include "galley-refusal.h"
#include "galley-rounds-ui.h"
#include "galley-stage-group.h"
#include "shots-rounds.h"

static gboolean
is_quiet (gpointer data)
{
  return !galley_rounds_ui_is_busy (galley_workspace_get_rounds_ui (data));
}

static void
settle (Shell *shell)
{
  shell_settle (shell);
  shell_wait (is_quiet, shell_get_workspace (shell));
  shell_settle (shell);
}

static void
shoot (Shell *shell, const char *folder, const char *name)
{
  settle (shell);
  shell_shoot (GTK_WIDGET (shell->window), folder, name);
}

static void
show_panel (Shell *shell, const char *name)
{
  galley_workspace_show_panel (shell_get_workspace (shell), name);
  settle (shell);
}

static void
go_to_story (Shell *shell)
{
  GalleyOutline *outline = galley_workspace_get_outline (shell_get_workspace (shell));

  for (guint i = 0; i < 30 && galley_article_get_kind (galley_view_get_article (shell_get_view (shell))) !=
                                  GALLEY_ARTICLE_STORY;
       i++)
    galley_outline_step (outline, 1);
  settle (shell);
}

/* Under the name @person. */
static void
run (Shell *shell, const char *what, const char *person)
{
  GtkWidget *name = shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_NAME_ENTRY);

  galley_name_entry_set_name (GALLEY_NAME_ENTRY (name), person);
  galley_rounds_ui_run (galley_workspace_get_rounds_ui (shell_get_workspace (shell)), what);
  settle (shell);
}

/* Puts @text in the place of the two characters behind the @offset. */
static void
change (Shell *shell, guint block, guint offset, const char *text)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (galley_view_get_buffer (shell_get_view (shell)));
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_line_offset (buffer, &start, (gint) block, (gint) offset);
  end = start;
  gtk_text_iter_forward_chars (&end, 2);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (buffer);
  settle (shell);
}

static gboolean
is_compared (gpointer data)
{
  return !galley_compare_dialog_is_busy (data);
}

static void
shoot_compare (Shell *shell, const char *folder, const char *suffix)
{
  GtkWidget *panel = shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_HISTORY_PANEL);
  GtkWidget *list, *dialog;
  g_autofree char *one = g_strconcat ("compare-one", suffix, NULL);
  g_autofree char *side = g_strconcat ("compare-side", suffix, NULL);

  show_panel (shell, "history");
  list = shell_find (panel, GTK_TYPE_LIST_BOX);
  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (shell_find (gtk_widget_get_last_child (list), GTK_TYPE_CHECK_BUTTON)), TRUE);
  gtk_widget_activate_action (panel, "history.compare", NULL);
  dialog = shell_find_window (GALLEY_TYPE_COMPARE_DIALOG);
  g_assert_nonnull (dialog);
  shell_wait (is_compared, dialog);
  shell_shoot (dialog, folder, one);
  for (GtkWidget *button = shell_find (dialog, GTK_TYPE_TOGGLE_BUTTON); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  shell_wait (is_compared, dialog);
  shell_shoot (dialog, folder, side);
  gtk_window_close (GTK_WINDOW (dialog));
}

static gboolean
is_looked_at (gpointer data)
{
  return !galley_preflight_dialog_is_busy (data);
}

static void
shoot_preflight (Shell *shell, const char *folder, const char *suffix)
{
  GtkWidget *dialog;
  g_autofree char *name = g_strconcat ("preflight", suffix, NULL);

  galley_rounds_ui_run (galley_workspace_get_rounds_ui (shell_get_workspace (shell)), "preflight");
  dialog = shell_find_window (GALLEY_TYPE_PREFLIGHT_DIALOG);
  shell_wait (is_looked_at, dialog);
  shell_shoot (dialog, folder, name);
  gtk_window_close (GTK_WINDOW (dialog));
  shell_settle (shell);
}

static gboolean
is_read (gpointer data)
{
  return !galley_log_dialog_is_busy (data);
}

static void
shoot_log (Shell *shell, const char *folder, const char *suffix)
{
  static const char *const files[] = { "log.pdf", "log.html", "slip.pdf", "slip.html" };
  GtkWidget *dialog;
  g_autofree char *name = g_strconcat ("log", suffix, NULL);

  galley_rounds_ui_run (galley_workspace_get_rounds_ui (shell_get_workspace (shell)), "log");
  dialog = shell_find_window (GALLEY_TYPE_LOG_DIALOG);
  shell_wait (is_read, dialog);
  shell_shoot (dialog, folder, name);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i], NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      galley_log_dialog_save (GALLEY_LOG_DIALOG (dialog), i >= 2, file);
      shell_wait (is_read, dialog);
    }
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
on_done (GalleyExportDialog *dialog, gboolean written, gboolean *over)
{
  *over = TRUE;
}

static gboolean
is_over (gpointer data)
{
  return *(gboolean *) data;
}

static void
shoot_final (Shell *shell, const char *folder)
{
  g_autofree char *path = g_dir_make_tmp ("galley-export-XXXXXX", NULL);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  gboolean over = FALSE;
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.export", NULL);
  dialog = shell_find_window (GALLEY_TYPE_EXPORT_DIALOG);
  galley_export_dialog_set_folder (GALLEY_EXPORT_DIALOG (dialog), target);
  galley_export_dialog_select (GALLEY_EXPORT_DIALOG (dialog), "html", TRUE);
  galley_export_dialog_set_final (GALLEY_EXPORT_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "done", G_CALLBACK (on_done), &over);
  galley_export_dialog_start (GALLEY_EXPORT_DIALOG (dialog));
  shell_wait (is_over, &over);
  shell_draw (dialog);
  shell_shoot (dialog, folder, "export-refused");
  gtk_window_close (GTK_WINDOW (dialog));
}

static void
shoot_marked (Shell *shell, const char *folder, const char *suffix)
{
  g_autofree char *name = g_strconcat ("export-marks", suffix, NULL);
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.export", NULL);
  dialog = shell_find_window (GALLEY_TYPE_EXPORT_DIALOG);
  if (g_str_equal (suffix, "-small"))
    gtk_window_set_default_size (GTK_WINDOW (dialog), 360, 480);
  galley_export_dialog_select (GALLEY_EXPORT_DIALOG (dialog), "docx", TRUE);
  galley_export_dialog_set_marks (GALLEY_EXPORT_DIALOG (dialog), "二校");
  shell_draw (dialog);
  shell_shoot (dialog, folder, name);
  gtk_window_close (GTK_WINDOW (dialog));
}

void
shoot_rounds (Shell *shell, const char *folder)
{
  go_to_story (shell);
  show_panel (shell, "workflow");
  shoot (shell, folder, "rounds-due");
  run (shell, "step", "许梅");
  change (shell, 4, 10, "三十");
  change (shell, 4, 30, "");
  shoot (shell, folder, "rounds-running");
  run (shell, "step", "许梅");
  run (shell, "hand-on", "许梅");
  shoot (shell, folder, "rounds-refused");
  run (shell, "step", "吴月");
  change (shell, 5, 4, "副站长");
  run (shell, "step", "吴月");
  run (shell, "hand-on", "顾清川");
  change (shell, 5, 20, "另外");
  shoot (shell, folder, "rounds-unclean");
  adw_action_row_activate (ADW_ACTION_ROW (
      shell_find (shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_STAGE_GROUP), ADW_TYPE_ACTION_ROW)));
  shoot (shell, folder, "rounds-marks");
  g_settings_set_boolean (shell->settings, "blame-visible", TRUE);
  shoot (shell, folder, "rounds-blame");
  run (shell, "sign", "沈一禾");
  shoot (shell, folder, "rounds-gates");
  g_signal_emit_by_name (
      shell_find (shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_WORKFLOW_PANEL), GALLEY_TYPE_REFUSAL),
      "override", "号外，值班总编同意先签");
  shoot (shell, folder, "rounds-signed");
  change (shell, 6, 4, "再改一处");
  shoot (shell, folder, "rounds-void");
  show_panel (shell, "history");
  shoot (shell, folder, "history");
  shoot_compare (shell, folder, "");
  shoot_preflight (shell, folder, "");
  shoot_log (shell, folder, "");
  shoot_final (shell, folder);
  shoot_marked (shell, folder, "");
}

void
shoot_rounds_again (Shell *shell, const char *folder, const char *suffix)
{
  g_autofree char *workflow = g_strconcat ("rounds", suffix, NULL);
  g_autofree char *marks = g_strconcat ("rounds-marks", suffix, NULL);

  show_panel (shell, "workflow");
  g_settings_set_boolean (shell->settings, "blame-visible", TRUE);
  shoot (shell, folder, workflow);
  g_settings_set_boolean (shell->settings, "marks-visible", TRUE);
  shoot (shell, folder, marks);
  shoot_compare (shell, folder, suffix);
  shoot_preflight (shell, folder, suffix);
  shoot_log (shell, folder, suffix);
  shoot_marked (shell, folder, suffix);
  g_settings_set_boolean (shell->settings, "marks-visible", FALSE);
}
