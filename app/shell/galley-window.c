/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-export-dialog.h"
#include "galley-import.h"
#include "galley-vocabulary.h"
#include "galley-window-desk.h"
#include "galley-window-import.h"
#include "galley-window.h"

struct _GalleyWindow
{
  AdwApplicationWindow parent_instance;

  AdwWindowTitle *title;
  AdwSplitButton *import_button;
  GtkWidget *empty_import;
  GMenu *recent_menu;
  GalleyBanner *banner;
  GalleyProgress *progress;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GalleyWorkspace *workspace;

  GSettings *settings;
  GalleySession *session;
  GalleyImport *import;
  AdwToast *last_toast; /* about the editor's hand; weak */
  GFile *later;         /* to be opened after the first frame */
  gulong after_paint;
};

G_DEFINE_FINAL_TYPE (GalleyWindow, galley_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_SETTINGS,
  N_PROPS
};

enum
{
  OPEN_REQUESTED,
  CREATE_REQUESTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* --- messages ------------------------------------------------------------------------------------------- */

void
galley_window_show_error (GalleyWindow *self, const char *message)
{
  g_return_if_fail (GALLEY_IS_WINDOW (self));

  galley_banner_show (self->banner, message);
}

/* --- the edition ---------------------------------------------------------------------------------------- */

static void
update_title (GalleyWindow *self)
{
  const char *title = galley_session_get_title (self->session);

  adw_window_title_set_title (self->title, title != NULL ? title : _ ("Galley"));
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _ ("Galley"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
}

/* --- the editor's hand ---------------------------------------------------------------------------------- */

/* What was said last about it gives way: a row of old messages would offer to undo the wrong thing. */
static void
say (GalleyWindow *self, const char *text, gboolean can_undo)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (self->last_toast != NULL)
    adw_toast_dismiss (self->last_toast);
  if (can_undo)
    {
      adw_toast_set_button_label (toast, _ ("_Undo"));
      adw_toast_set_action_name (toast, "win.reading");
      adw_toast_set_action_target (toast, "s", "undo");
    }
  g_set_weak_pointer (&self->last_toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_correction_undone (GalleyWindow *self)
{
  if (self->last_toast != NULL)
    adw_toast_dismiss (self->last_toast);
}

static void
on_corrected (GalleyWindow *self, const char *text)
{
  if (text != NULL)
    say (self, text, TRUE);
  else
    on_correction_undone (self);
}

static void
on_said (GalleyWindow *self, const char *text)
{
  say (self, text, FALSE);
}

static void
watch_corrections (GalleyWindow *self)
{
  GalleyCorrect *correct = galley_workspace_get_correct (self->workspace);

  g_signal_connect_object (correct, "done", G_CALLBACK (on_corrected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (correct, "undone", G_CALLBACK (on_correction_undone), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (correct, "refused", G_CALLBACK (on_said), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (galley_workspace_get_rounds_ui (self->workspace), "said", G_CALLBACK (on_said),
                           self, G_CONNECT_SWAPPED);
}

/* --- rules that are mostly ignored ------------------------------------------------------------------------ */

static void
on_noisy (GalleyWindow *self, GalleyRule *rule)
{
  g_autofree char *text =
      g_markup_printf_escaped (_ ("You mostly ignore “%s”."), rule->name != NULL ? rule->name : rule->id);
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _ ("_Switch Off"));
  adw_toast_set_action_name (toast, "win.rule-off");
  adw_toast_set_action_target (toast, "s", rule->id);
  adw_toast_set_timeout (toast, 10);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_rule_off_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);

  /* Who asks for it is the proof of an edition that is shown. */
  if (self->workspace != NULL)
    galley_view_switch_rule_off (galley_workspace_get_view (self->workspace),
                                 g_variant_get_string (parameter, NULL));
}

/* --- the edition, shown ---------------------------------------------------------------------------------- */

static void
update_edition (GalleyWindow *self)
{
  GalleyEdition *edition = galley_session_get_edition (self->session);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export", edition != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.proofread", edition != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.rounds", edition != NULL);
  galley_window_update_desk_actions (self, edition != NULL);
  /* The workspace is a good part of the work of a start: it is built when there is something to show in it. */
  if (edition != NULL && self->workspace == NULL)
    {
      self->workspace = GALLEY_WORKSPACE (galley_workspace_new (self->session));
      watch_corrections (self);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->workspace), "edition");
    }
  gtk_stack_set_visible_child_name (self->stack, edition != NULL ? "edition" : "empty");
}

gboolean
galley_window_open (GalleyWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (GALLEY_IS_WINDOW (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (self->workspace != NULL)
    galley_workspace_save_state (self->workspace);
  if (galley_session_open (self->session, file, &error))
    {
      galley_banner_hide (self->banner);
      return TRUE;
    }
  update_edition (self);
  galley_window_show_error (self, error->message);
  return FALSE;
}

gboolean
galley_window_create (GalleyWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (GALLEY_IS_WINDOW (self), FALSE);

  if (self->workspace != NULL)
    galley_workspace_save_state (self->workspace);
  if (galley_session_create (self->session, file, &error))
    return TRUE;
  update_edition (self);
  galley_window_show_error (self, error->message);
  return FALSE;
}

static gboolean
open_now (gpointer user_data)
{
  g_autoptr (GalleyWindow) self = user_data;
  g_autoptr (GFile) file = g_steal_pointer (&self->later);

  if (file != NULL && !gtk_widget_in_destruction (GTK_WIDGET (self)))
    galley_window_open (self, file);
  return G_SOURCE_REMOVE;
}

static void
on_first_frame (GalleyWindow *self, GdkFrameClock *clock)
{
  g_clear_signal_handler (&self->after_paint, clock);
  g_idle_add (open_now, g_object_ref (self));
}

static void
watch_first_frame (GalleyWindow *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (self->after_paint == 0)
    self->after_paint = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_first_frame), self);
}

void
galley_window_open_later (GalleyWindow *self, GFile *file)
{
  g_return_if_fail (GALLEY_IS_WINDOW (self));

  g_set_object (&self->later, file);
  gtk_stack_set_visible_child_name (self->stack, "opening");
  if (gtk_widget_get_realized (GTK_WIDGET (self)))
    watch_first_frame (self);
  else
    g_signal_connect (self, "realize", G_CALLBACK (watch_first_frame), NULL);
}

gboolean
galley_window_has (GalleyWindow *self, GFile *file)
{
  GalleyStore *store;
  g_autoptr (GFile) open = NULL;

  g_return_val_if_fail (GALLEY_IS_WINDOW (self), FALSE);

  if (self->later != NULL)
    return g_file_equal (self->later, file);
  store = galley_session_get_store (self->session);
  if (store == NULL)
    return FALSE;
  open = g_file_new_for_commandline_arg (galley_store_get_uri (store));
  return g_file_equal (open, file);
}

gboolean
galley_window_is_free (GalleyWindow *self)
{
  g_return_val_if_fail (GALLEY_IS_WINDOW (self), FALSE);

  return galley_session_get_edition (self->session) == NULL && self->later == NULL &&
         !galley_import_is_busy (self->import);
}

GalleyImport *
galley_window_get_import (GalleyWindow *self)
{
  g_return_val_if_fail (GALLEY_IS_WINDOW (self), NULL);

  return self->import;
}

void
galley_window_add_toast (GalleyWindow *self, AdwToast *toast)
{
  g_return_if_fail (GALLEY_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
galley_window_import (GalleyWindow *self, GListModel *files)
{
  g_return_if_fail (GALLEY_IS_WINDOW (self));

  galley_import_files (self->import, files);
}

void
galley_window_open_sample (GalleyWindow *self)
{
  g_autofree char *path = galley_data_find ("samples/sample-page.txt");
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = NULL;

  g_return_if_fail (GALLEY_IS_WINDOW (self));

  if (path == NULL)
    {
      galley_window_show_error (self, _ ("The sample page is missing from this installation."));
      return;
    }
  file = g_file_new_for_path (path);
  g_list_store_append (files, file);
  galley_window_import (self, G_LIST_MODEL (files));
}

static void
on_edition_dropped (GalleyWindow *self, GFile *file)
{
  g_signal_emit (self, signals[OPEN_REQUESTED], 0, file);
}

/* --- actions -------------------------------------------------------------------------------------------- */

static void
on_import_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  galley_import_choose (GALLEY_WINDOW (widget)->import);
}

static void
on_import_folder_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  galley_import_choose_folder (GALLEY_WINDOW (widget)->import);
}

static void
on_paste_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  galley_import_paste (GALLEY_WINDOW (widget)->import);
}

static void
on_proofread_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);
  GalleyProof *proof = galley_session_get_proof (self->session);

  if (proof == NULL)
    return;
  galley_proof_check_all (proof);
  galley_workspace_show_panel (self->workspace, "findings");
}

static void
on_export_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);
  GtkWidget *dialog;

  if (galley_session_get_edition (self->session) == NULL)
    return;
  dialog = galley_export_dialog_new (GTK_WINDOW (self), self->session);
  g_signal_connect_object (dialog, "place-wanted", G_CALLBACK (galley_rounds_ui_go_to),
                           galley_workspace_get_rounds_ui (self->workspace), G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_rounds_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);

  if (self->workspace != NULL)
    galley_rounds_ui_run (galley_workspace_get_rounds_ui (self->workspace),
                          g_variant_get_string (parameter, NULL));
}

static void
on_sample_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  galley_window_open_sample (GALLEY_WINDOW (widget));
}

static void
on_open_response (GtkNativeDialog *dialog, int response, GalleyWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      g_signal_emit (self, signals[OPEN_REQUESTED], 0, file);
    }
  g_object_unref (dialog);
}

static GtkFileChooserNative *
new_edition_chooser (GalleyWindow *self, const char *title, GtkFileChooserAction action, const char *accept)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (title, GTK_WINDOW (self), action, accept, _ ("_Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GFile) folder = galley_session_dup_folder (self->session);

  gtk_file_filter_set_name (filter, _ ("Editions"));
  gtk_file_filter_add_suffix (filter, "galley");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  if (g_file_query_exists (folder, NULL))
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  return chooser;
}

static void
on_open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);
  GtkFileChooserNative *chooser =
      new_edition_chooser (self, _ ("Open Edition"), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"));

  g_signal_connect_object (chooser, "response", G_CALLBACK (on_open_response), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_new_response (GtkNativeDialog *dialog, int response, GalleyWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL && !g_str_has_suffix (path, ".galley"))
        {
          g_autofree char *named = g_strconcat (path, ".galley", NULL);

          g_object_unref (file);
          file = g_file_new_for_path (named);
        }
      /* What is there already is opened, never written over. */
      g_signal_emit (self, signals[CREATE_REQUESTED], 0, file);
    }
  g_object_unref (dialog);
}

static void
on_new_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[CREATE_REQUESTED], 0, NULL);
}

static void
on_new_at_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);
  GtkFileChooserNative *chooser =
      new_edition_chooser (self, _ ("New Edition"), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Create"));
  g_autoptr (GFile) proposal = galley_session_dup_new_file (self->session, NULL);
  g_autofree char *name = g_file_get_basename (proposal);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_new_response), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_open_uri_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  g_signal_emit (widget, signals[OPEN_REQUESTED], 0, file);
}

static void
on_shortcuts_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/io/github/galley/Galley/galley-shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  /* Only now that the sections are there can one of them be in front. */
  g_object_set (window, "section-name", "window", NULL);
  gtk_window_set_transient_for (window, GTK_WINDOW (widget));
  gtk_window_present (window);
}

static void
on_panel_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);

  if (self->workspace != NULL)
    galley_workspace_show_panel (self->workspace, g_variant_get_string (parameter, NULL));
}

static void
on_pane_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);

  if (self->workspace != NULL)
    galley_workspace_cycle (self->workspace, g_variant_get_int32 (parameter));
}

static void
on_finding_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);

  if (self->workspace != NULL)
    galley_workspace_next_finding (self->workspace, g_variant_get_int32 (parameter));
}

static void
on_article_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);

  if (self->workspace != NULL)
    galley_outline_step (galley_workspace_get_outline (self->workspace), g_variant_get_int32 (parameter));
}

static void
on_search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);

  if (self->workspace == NULL)
    return;
  g_settings_set_boolean (self->settings, "outline-visible", TRUE);
  galley_outline_focus_search (galley_workspace_get_outline (self->workspace));
}

static void
on_outline_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);

  if (self->workspace != NULL)
    gtk_widget_activate_action_variant (
        GTK_WIDGET (galley_workspace_get_outline (self->workspace)),
        g_str_equal (action, "win.new-article") ? "outline.new-article" : "outline.new-page", NULL);
}

static void
on_reading_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyWindow *self = GALLEY_WINDOW (widget);

  if (self->workspace != NULL)
    galley_correct_run (galley_workspace_get_correct (self->workspace),
                        g_variant_get_string (parameter, NULL));
}

static void
on_fullscreen_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    gtk_window_unfullscreen (GTK_WINDOW (widget));
  else
    gtk_window_fullscreen (GTK_WINDOW (widget));
}

static void
on_dismiss_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  galley_banner_hide (GALLEY_WINDOW (widget)->banner);
}

/* --- the window ----------------------------------------------------------------------------------------- */

static void
update_recent (GalleyWindow *self)
{
  g_auto (GStrv) uris = g_settings_get_strv (self->settings, "recent-editions");

  g_menu_remove_all (self->recent_menu);
  for (guint i = 0; uris[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (uris[i]);
      g_autofree char *name = g_file_get_basename (file);
      g_auto (GStrv) pieces = NULL;
      g_autofree char *label = NULL;
      g_autoptr (GMenuItem) item = NULL;

      if (g_str_has_suffix (name, ".galley"))
        name[strlen (name) - strlen (".galley")] = '\0';
      /* An underline in a file name is no mnemonic. */
      pieces = g_strsplit (name, "_", -1);
      label = g_strjoinv ("__", pieces);
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "win.open-uri", "s", uris[i]);
      g_menu_append_item (self->recent_menu, item);
    }
}

static void
save_window_state (GalleyWindow *self)
{
  int width, height;

  if (self->workspace != NULL)
    galley_workspace_save_state (self->workspace);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (width, 360));
  g_settings_set_int (self->settings, "window-height", MAX (height, 240));
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (galley_session_get_edition (self->session) == NULL && self->later == NULL)
    g_settings_set_string (self->settings, "last-edition", "");
}

static void
on_close_anyway (AdwMessageDialog *dialog, const char *response, GalleyWindow *self)
{
  if (g_str_equal (response, "discard"))
    gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
galley_window_close_request (GtkWindow *window)
{
  GalleyWindow *self = GALLEY_WINDOW (window);
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;

  save_window_state (self);
  if (galley_session_close (self->session, &error))
    return GTK_WINDOW_CLASS (galley_window_parent_class)->close_request (window);

  dialog = adw_message_dialog_new (window, _ ("The Last Changes Are Not Saved"), error->message);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Keep Open"), "discard",
                                    _ ("_Close and Lose Them"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_close_anyway), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}

static void
galley_window_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SETTINGS:
      g_value_set_object (value, GALLEY_WINDOW (object)->settings);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_window_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SETTINGS:
      GALLEY_WINDOW (object)->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_window_constructed (GObject *object)
{
  GalleyWindow *self = GALLEY_WINDOW (object);
  static const char *const toggles[] = { "outline-visible", "panels-visible", "source-visible",
                                         "marks-visible", "blame-visible" };

  G_OBJECT_CLASS (galley_window_parent_class)->constructed (object);

  self->session = galley_session_new (self->settings);
  self->import = galley_import_new (GTK_WINDOW (self), self->session, self->progress);
  galley_import_accept_drops (self->import, GTK_WIDGET (self->stack), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    {
      g_autoptr (GAction) toggle = g_settings_create_action (self->settings, toggles[i]);

      g_action_map_add_action (G_ACTION_MAP (self), toggle);
    }

  g_signal_connect_object (self->session, "notify::title", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::edition", G_CALLBACK (update_edition), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "failed", G_CALLBACK (galley_window_show_error), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "noisy", G_CALLBACK (on_noisy), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->import, "done", G_CALLBACK (galley_window_tell_imported), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->import, "failed", G_CALLBACK (galley_window_show_error), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->import, "edition-dropped", G_CALLBACK (on_edition_dropped), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::recent-editions", G_CALLBACK (update_recent), self,
                           G_CONNECT_SWAPPED);
  update_recent (self);
  update_edition (self);
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->empty_import);
}

static void
galley_window_dispose (GObject *object)
{
  GalleyWindow *self = GALLEY_WINDOW (object);

  g_clear_object (&self->later);
  g_clear_weak_pointer (&self->last_toast);
  if (self->import != NULL)
    g_object_run_dispose (G_OBJECT (self->import));
  g_clear_object (&self->import);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_WINDOW);
  G_OBJECT_CLASS (galley_window_parent_class)->dispose (object);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.import", NULL, on_import_action);
  gtk_widget_class_install_action (klass, "win.import-folder", NULL, on_import_folder_action);
  gtk_widget_class_install_action (klass, "win.paste-articles", NULL, on_paste_action);
  gtk_widget_class_install_action (klass, "win.proofread", NULL, on_proofread_action);
  gtk_widget_class_install_action (klass, "win.export", NULL, on_export_action);
  gtk_widget_class_install_action (klass, "win.open", NULL, on_open_action);
  gtk_widget_class_install_action (klass, "win.open-uri", "s", on_open_uri_action);
  gtk_widget_class_install_action (klass, "win.open-sample", NULL, on_sample_action);
  gtk_widget_class_install_action (klass, "win.new-edition", NULL, on_new_action);
  gtk_widget_class_install_action (klass, "win.new-edition-at", NULL, on_new_at_action);
  gtk_widget_class_install_action (klass, "win.shortcuts", NULL, on_shortcuts_action);
  gtk_widget_class_install_action (klass, "win.panel", "s", on_panel_action);
  gtk_widget_class_install_action (klass, "win.pane", "i", on_pane_action);
  gtk_widget_class_install_action (klass, "win.finding", "i", on_finding_action);
  gtk_widget_class_install_action (klass, "win.article", "i", on_article_action);
  gtk_widget_class_install_action (klass, "win.search", NULL, on_search_action);
  gtk_widget_class_install_action (klass, "win.reading", "s", on_reading_action);
  gtk_widget_class_install_action (klass, "win.rounds", "s", on_rounds_action);
  gtk_widget_class_install_action (klass, "win.new-article", NULL, on_outline_action);
  gtk_widget_class_install_action (klass, "win.new-page", NULL, on_outline_action);
  gtk_widget_class_install_action (klass, "win.fullscreen", NULL, on_fullscreen_action);
  gtk_widget_class_install_action (klass, "win.dismiss", NULL, on_dismiss_action);
  gtk_widget_class_install_action (klass, "win.rule-off", "s", on_rule_off_action);
  galley_window_install_desk_actions (klass);
}

static void
galley_window_class_init (GalleyWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_BANNER);
  g_type_ensure (GALLEY_TYPE_PROGRESS);

  object_class->get_property = galley_window_get_property;
  object_class->set_property = galley_window_set_property;
  object_class->constructed = galley_window_constructed;
  object_class->dispose = galley_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = galley_window_close_request;

  properties[PROP_SETTINGS] =
      g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CREATE_REQUESTED] = g_signal_new ("create-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
  signals[OPEN_REQUESTED] = g_signal_new ("open-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/galley/Galley/galley-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, GalleyWindow, import_button);
  gtk_widget_class_bind_template_child (widget_class, GalleyWindow, empty_import);
  gtk_widget_class_bind_template_child (widget_class, GalleyWindow, recent_menu);
  gtk_widget_class_bind_template_child (widget_class, GalleyWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, GalleyWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, GalleyWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GalleyWindow, stack);
  install_actions (widget_class);
}

static void
galley_window_init (GalleyWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GalleyWindow *
galley_window_new (GtkApplication *application, GSettings *settings)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  return g_object_new (GALLEY_TYPE_WINDOW, "application", application, "settings", settings, NULL);
}

GalleySession *
galley_window_get_session (GalleyWindow *self)
{
  g_return_val_if_fail (GALLEY_IS_WINDOW (self), NULL);

  return self->session;
}

GalleyWorkspace *
galley_window_get_workspace (GalleyWindow *self)
{
  g_return_val_if_fail (GALLEY_IS_WINDOW (self), NULL);

  return self->workspace;
}

GalleyBanner *
galley_window_get_banner (GalleyWindow *self)
{
  g_return_val_if_fail (GALLEY_IS_WINDOW (self), NULL);

  return self->banner;
}
