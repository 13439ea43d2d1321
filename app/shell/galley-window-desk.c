/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-archive-window.h"
#include "galley-hand.h"
#include "galley-imprint.h"
#include "galley-next.h"
#include "galley-statistics-dialog.h"
#include "galley-tag-dialog.h"
#include "galley-window-desk.h"

static const char *const of_an_edition[] = { "win.find",       "win.replace", "win.find-next",   "win.tag",
                                             "win.statistics", "win.digest",  "win.next-edition" };

/* --- find and replace ----------------------------------------------------------------------------------- */

static void
on_find_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWorkspace *workspace = galley_window_get_workspace (GALLEY_WINDOW (widget));

  if (workspace != NULL)
    galley_workspace_find (workspace, g_str_equal (action, "win.replace"));
}

static void
on_find_next_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWorkspace *workspace = galley_window_get_workspace (GALLEY_WINDOW (widget));

  if (workspace != NULL)
    galley_workspace_find_next (workspace, g_variant_get_int32 (parameter));
}

/* --- other editions ------------------------------------------------------------------------------------- */

static GalleyWindow *
find_window (GtkApplication *application, GFile *file)
{
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    {
      if (GALLEY_IS_WINDOW (l->data) && galley_window_has (l->data, file))
        return l->data;
    }
  return NULL;
}

static void
on_hit_activated (GalleyWindow *self, const char *path, const char *article)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GalleyWindow *window;

  g_signal_emit_by_name (self, "open-requested", file);
  window = find_window (application, file);
  if (window != NULL && galley_window_get_workspace (window) != NULL)
    galley_workspace_show_article (galley_window_get_workspace (window), article);
}

static void
on_search_editions_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleySession *session = galley_window_get_session (GALLEY_WINDOW (widget));
  g_autoptr (GFile) folder = galley_session_dup_folder (session);
  GtkWidget *window = galley_archive_window_new (GTK_WINDOW (widget), folder);

  g_signal_connect_object (window, "hit-activated", G_CALLBACK (on_hit_activated), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

/* --- many articles -------------------------------------------------------------------------------------- */

static void
on_tag_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWorkspace *workspace = galley_window_get_workspace (GALLEY_WINDOW (widget));
  g_autoptr (GPtrArray) articles = NULL;

  if (workspace == NULL)
    return;
  articles = galley_outline_list_selected (galley_workspace_get_outline (workspace));
  if (articles->len == 0)
    gtk_widget_error_bell (widget);
  else
    gtk_window_present (GTK_WINDOW (
        galley_tag_dialog_new (GTK_WINDOW (widget), galley_window_get_session (GALLEY_WINDOW (widget)),
                               galley_workspace_get_correct (workspace), articles)));
}

static void
on_statistics_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleySession *session = galley_window_get_session (GALLEY_WINDOW (widget));

  if (galley_session_get_edition (session) != NULL)
    gtk_window_present (GTK_WINDOW (galley_statistics_dialog_new (GTK_WINDOW (widget), session)));
}

static void
on_digest_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);
  GalleyWorkspace *workspace = galley_window_get_workspace (self);
  GalleyEdition *edition = galley_session_get_edition (galley_window_get_session (self));
  GalleyHandStep *step;

  if (workspace == NULL || edition == NULL ||
      !galley_correct_begin (galley_workspace_get_correct (workspace)))
    return;
  step = galley_hand_make_digest (edition, 1);
  galley_correct_end (galley_workspace_get_correct (workspace), step, FALSE);
  if (step == NULL)
    galley_window_show_error (
        self, _ ("There is nothing to put into a digest: it takes a page one, other pages with "
                 "headlines, and no digest that says so already."));
}

/* --- the next edition ----------------------------------------------------------------------------------- */

static GFile *
dup_next_file (GalleySession *session, GalleyEdition *last, const char *date)
{
  const char *paper = galley_masthead_get (galley_edition_get_masthead (last), GALLEY_FACT_PAPER);
  g_autofree char *name = paper != NULL ? g_strdup_printf ("%s-%s", paper, date) : g_strdup (date);

  return galley_session_dup_new_file (session, name);
}

static gboolean
make_next (GalleySession *session, GFile *file, const char *date, GError **error)
{
  GalleyEdition *last = galley_session_get_edition (session);
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *folder = path != NULL ? g_path_get_dirname (path) : NULL;
  g_autofree char *author = g_settings_get_string (galley_session_get_settings (session), "author");
  g_autoptr (GalleyStore) store = NULL;

  if (folder != NULL)
    g_mkdir_with_parents (folder, 0777);
  store = galley_store_open (path, TRUE, *author != '\0' ? author : NULL, error);
  return store != NULL && galley_next_begin (store, last, date, error) && galley_store_close (store, error);
}

static void
on_next_response (AdwMessageDialog *dialog, const char *response, GalleyWindow *self)
{
  GalleySession *session = galley_window_get_session (self);
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));
  const char *date = gtk_editable_get_text (entry);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;

  if (!g_str_equal (response, "create") || galley_session_get_edition (session) == NULL)
    return;
  file = dup_next_file (session, galley_session_get_edition (session), date);
  if (make_next (session, file, date, &error))
    g_signal_emit_by_name (self, "open-requested", file);
  else
    galley_window_show_error (self, error->message);
}

static void
on_next_date_edited (GtkEditable *entry, AdwMessageDialog *dialog)
{
  const char *date = gtk_editable_get_text (entry);
  g_autofree char *fault = *date != '\0' ? galley_fact_validate (GALLEY_FACT_DATE, date) : g_strdup ("");

  adw_message_dialog_set_response_enabled (dialog, "create", fault == NULL);
  if (fault != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (entry), fault != NULL && *fault != '\0' ? fault : NULL);
}

static void
on_next_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyEdition *edition = galley_session_get_edition (galley_window_get_session (GALLEY_WINDOW (widget)));
  g_autoptr (GalleyEdition) next = NULL;
  GtkWidget *dialog, *entry;
  const char *date;

  if (edition == NULL)
    return;
  next = galley_imprint_make_next (edition, NULL);
  date = galley_masthead_get (galley_edition_get_masthead (next), GALLEY_FACT_DATE);
  dialog =
      adw_message_dialog_new (GTK_WINDOW (widget), _ ("Next Edition"),
                              _ ("It gets the masthead with the next number, and the same pages with their "
                                 "names and staff, without articles. On which day does it appear?"));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "create",
                                    _ ("C_reate"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "create", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "create");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), "2025-01-31");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Date"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_next_date_edited), dialog, 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), date != NULL ? date : "");
  on_next_date_edited (GTK_EDITABLE (entry), ADW_MESSAGE_DIALOG (dialog));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_next_response), widget, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- all of them ---------------------------------------------------------------------------------------- */

void
galley_window_install_desk_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.find", NULL, on_find_action);
  gtk_widget_class_install_action (klass, "win.replace", NULL, on_find_action);
  gtk_widget_class_install_action (klass, "win.find-next", "i", on_find_next_action);
  gtk_widget_class_install_action (klass, "win.search-editions", NULL, on_search_editions_action);
  gtk_widget_class_install_action (klass, "win.tag", NULL, on_tag_action);
  gtk_widget_class_install_action (klass, "win.statistics", NULL, on_statistics_action);
  gtk_widget_class_install_action (klass, "win.digest", NULL, on_digest_action);
  gtk_widget_class_install_action (klass, "win.next-edition", NULL, on_next_action);
}

void
galley_window_update_desk_actions (GalleyWindow *self, gboolean has_edition)
{
  for (guint i = 0; i < G_N_ELEMENTS (of_an_edition); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), of_an_edition[i], has_edition);
}
