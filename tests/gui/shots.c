/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of the window, for eyes: shots FOLDER writes them there. Not a test. */

#include "config.h"

#include "galley-archive-window.h"
#include "galley-export-dialog.h"
#include "galley-find-pane.h"
#include "galley-progress.h"
#include "galley-page-panel.h"
#include "galley-preferences.h"
#include "galley-rounds.h"
#include "galley-statistics-dialog.h"
#include "galley-tag-dialog.h"
#include "galley-topic-picker.h"
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

/* --- the desk -------------------------------------------------------------------------------------------- */

/* More pages, slots, and rounds that were done, so that there is something to be shown. */
static void
fill_edition (Shell *shell)
{
  static const char *const names[] = { "综合", "经济·民生", "文化副刊" };
  static const char *const headlines[] = { "临江新区十二座老桥完成检测", "云岭春茶开采首日成交量创新高",
                                           "柳桥古镇老书场重新开门" };
  GalleySession *session = galley_window_get_session (shell->window);
  GalleyStore *store = galley_session_get_store (session);
  GalleyEdition *edition = galley_session_get_edition (session);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyRounds) rounds = galley_rounds_new (store, &error);
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GFile) file = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GalleyPage *page = galley_edition_ensure_page (edition, i + 2, names[i]);
      g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
      g_autoptr (GalleyBlock) head = galley_block_new (GALLEY_ROLE_HEADLINE, headlines[i], -1);
      g_autoptr (GalleyBlock) body = galley_block_new (
          GALLEY_ROLE_BODY, "本报讯 昨天上午，市民中心前的广场上站满了人，法律咨询的台子前排起了队。", -1);

      galley_article_append (article, head);
      galley_article_append (article, body);
      galley_metadata_add (galley_article_get_metadata (article), "person", "方小舟", "本报记者");
      galley_page_insert (page, G_MAXUINT, article);
    }
  articles = galley_edition_list_articles (edition);
  for (guint i = 0; i < articles->len; i++)
    {
      galley_metadata_set (galley_article_get_metadata (articles->pdata[i]), "slot", i % 2 ? "13x20" : "400");
      for (guint k = 0; k < i % 4; k++)
        galley_rounds_next (rounds, articles->pdata[i],
                            k == 0   ? "许梅"
                            : k == 1 ? "顾清川"
                                     : "吴月",
                            NULL, NULL);
    }
  galley_store_flush (store, NULL);
  file = g_file_new_for_path (galley_store_get_uri (store));
  g_clear_object (&rounds);
  galley_window_open (shell->window, file);
  shell_settle (shell);
}

static gboolean
is_found (gpointer pane)
{
  return !galley_find_pane_is_busy (pane);
}

static void
shoot_find (Shell *shell, const char *folder, const char *name)
{
  GtkWidget *pane = shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_FIND_PANE);
  GalleyProgress *progress = GALLEY_PROGRESS (shell_find (pane, GALLEY_TYPE_PROGRESS));
  g_autofree char *replacing = g_strconcat (name, "-replacing", NULL);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);

  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.replace", NULL);
  gtk_editable_set_text (GTK_EDITABLE (shell_find (pane, GTK_TYPE_ENTRY)), "的");
  shell_wait (is_found, pane);
  galley_find_pane_step (GALLEY_FIND_PANE (pane), 1);
  shell_shoot (GTK_WIDGET (shell->window), folder, name);
  galley_job_progress (job, 0.4);
  galley_progress_start (progress, job, g_dgettext (GETTEXT_PACKAGE, "Replacing…"));
  shell_draw (GTK_WIDGET (shell->window));
  shell_shoot (GTK_WIDGET (shell->window), folder, replacing);
  galley_progress_stop (progress);
  gtk_widget_set_visible (pane, FALSE);
}

static gboolean
is_counted (gpointer dialog)
{
  return !galley_statistics_dialog_is_busy (dialog);
}

static void
shoot_statistics (Shell *shell, const char *folder, const char *suffix)
{
  static const char *const pages[] = { "pages", "people", "findings", "progress" };
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.statistics", NULL);
  dialog = shell_find_window (GALLEY_TYPE_STATISTICS_DIALOG);
  shell_wait (is_counted, dialog);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *name = g_strdup_printf ("statistics-%s%s", pages[i], suffix);

      gtk_stack_set_visible_child_name (GTK_STACK (shell_find (dialog, GTK_TYPE_STACK)), pages[i]);
      shell_shoot (dialog, folder, name);
    }
  gtk_window_close (GTK_WINDOW (dialog));
}

static gboolean
is_searched (gpointer window)
{
  return !galley_archive_window_is_busy (window);
}

static void
shoot_archive (Shell *shell, const char *folder, const char *suffix)
{
  g_autofree char *empty = g_strdup_printf ("archive-empty%s", suffix);
  g_autofree char *full = g_strdup_printf ("archive%s", suffix);
  GtkWidget *window;

  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.search-editions", NULL);
  window = shell_find_window (GALLEY_TYPE_ARCHIVE_WINDOW);
  shell_wait (is_searched, window);
  shell_shoot (window, folder, empty);
  gtk_editable_set_text (GTK_EDITABLE (shell_find (window, GTK_TYPE_ENTRY)), "昨天");
  shell_wait (is_searched, window);
  shell_shoot (window, folder, full);
  gtk_window_close (GTK_WINDOW (window));
}

static void
shoot_tags (Shell *shell, const char *folder, const char *suffix)
{
  g_autofree char *name = g_strdup_printf ("tags%s", suffix);
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.tag", NULL);
  dialog = shell_find_window (GALLEY_TYPE_TAG_DIALOG);
  shell_shoot (dialog, folder, name);
  gtk_window_close (GTK_WINDOW (dialog));
}

/* The tree of subjects, and what is found in it. */
static void
shoot_subjects (Shell *shell, const char *folder, const char *suffix)
{
  g_autofree char *tree = g_strdup_printf ("subjects%s", suffix);
  g_autofree char *found = g_strdup_printf ("subjects-found%s", suffix);
  GtkWidget *picker;

  galley_workspace_show_panel (galley_window_get_workspace (shell->window), "metadata");
  shell_settle (shell);
  picker = shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_TOPIC_PICKER);
  /* The button stands below the edge of the panel, and of the screen, where GDK 4.8 looks for a monitor for the popover and finds
   * none. Whoever presses it has gone to it: the focus scrolls it into view. */
  gtk_widget_child_focus (gtk_widget_get_parent (picker), GTK_DIR_TAB_FORWARD);
  shell_draw (GTK_WIDGET (shell->window));
  gtk_popover_popup (GTK_POPOVER (picker));
  shell_draw (GTK_WIDGET (shell->window));
  shell_shoot (picker, folder, tree);
  gtk_editable_set_text (GTK_EDITABLE (shell_find (picker, GTK_TYPE_SEARCH_ENTRY)), "fl");
  g_signal_emit_by_name (shell_find (picker, GTK_TYPE_SEARCH_ENTRY), "search-changed");
  shell_draw (GTK_WIDGET (shell->window));
  shell_shoot (picker, folder, found);
  gtk_popover_popdown (GTK_POPOVER (picker));
}

static void
shoot_desk (Shell *shell, const char *folder, const char *suffix)
{
  g_autofree char *find = g_strdup_printf ("find%s", suffix);

  shoot_find (shell, folder, find);
  shoot_statistics (shell, folder, suffix);
  shoot_archive (shell, folder, suffix);
  shoot_tags (shell, folder, suffix);
  shoot_subjects (shell, folder, suffix);
}

/* As narrow as they can be. */
static void
shoot_narrow (Shell *shell, const char *folder)
{
  GtkWidget *dialog;

  gtk_window_set_default_size (GTK_WINDOW (shell->window), 640, 480);
  shoot_find (shell, folder, "find-narrow");
  g_action_group_activate_action (G_ACTION_GROUP (shell->application), "preferences", NULL);
  dialog = shell_find_window (GALLEY_TYPE_PREFERENCES);
  gtk_window_set_default_size (GTK_WINDOW (dialog), 360, 480);
  shell_shoot (dialog, folder, "preferences-narrow");
  gtk_window_close (GTK_WINDOW (dialog));
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

  fill_edition (&shell);
  shoot_panels (&shell, folder, "-desk");
  shoot_desk (&shell, folder, "");
  g_settings_set_string (shell.settings, "color-scheme", "dark");
  shoot_panels (&shell, folder, "-dark");
  shoot_rounds_again (&shell, folder, "-dark");
  shoot_desk (&shell, folder, "-dark");
  g_settings_set_string (shell.settings, "color-scheme", "light");
  gtk_window_set_default_size (GTK_WINDOW (shell.window), 900, 600);
  shoot_panels (&shell, folder, "-small");
  shoot_rounds_again (&shell, folder, "-small");
  shoot_narrow (&shell, folder);
  shell_stop (&shell);
  return 0;
}
