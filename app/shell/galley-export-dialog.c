/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-banner.h"
#include "galley-export-dialog.h"
#include "galley-export-run.h"
#include "galley-marked-copy.h"
#include "galley-option-rows.h"
#include "galley-preflight.h"
#include "galley-progress.h"
#include "galley-proof-items.h"
#include "galley-save.h"

#define SETTINGS_OPTIONS "export-options"

/* One format of the list. */
typedef struct
{
  GalleyExportDialog *dialog; /* owns us */
  GalleyPluginInfo *info;
  GalleyExporter *exporter; /* NULL until it is wanted */
  GtkWidget *row;
  GtkCheckButton *check;
  gboolean filled; /* the options were drawn */
} Format;

struct _GalleyExportDialog
{
  AdwWindow parent_instance;

  GtkWidget *close;
  GalleyBanner *banner;
  GalleyProgress *progress;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *result_group;
  GtkWidget *obstacles_group;
  GalleyPlaceList *obstacles;
  GtkCheckButton *final;
  AdwActionRow *folder_row;
  AdwPreferencesGroup *formats_group;
  AdwComboRow *marks;

  GalleySession *session;
  GSettings *settings;
  GPtrArray *formats; /* of Format */
  GPtrArray *rounds;  /* of char *: names, as they stand in the list of marks behind "None" */
  GPtrArray *results; /* of GtkWidget, borrowed: the rows of the result */
  GFile *folder;
  GFile *written;       /* what "Show in Folder" shows */
  GalleyExportRun *run; /* the last one, or NULL */
  GtkFileChooserNative *chooser;
};

G_DEFINE_FINAL_TYPE (GalleyExportDialog, galley_export_dialog, ADW_TYPE_WINDOW)

enum
{
  DONE,
  PLACE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
format_free (gpointer data)
{
  Format *format = data;

  g_clear_object (&format->exporter);
  g_free (format);
}

/* --- formats -------------------------------------------------------------------------------------------- */

static GalleyExporter *
ensure_exporter (Format *format, GError **error)
{
  GalleyExportDialog *self = format->dialog;
  g_autoptr (GPtrArray) pspecs = NULL;

  if (format->exporter != NULL)
    return format->exporter;
  format->exporter =
      galley_save_create (galley_session_get_plugins (self->session), format->info->module, error);
  if (format->exporter == NULL)
    return NULL;
  pspecs = galley_save_list_options (format->exporter);
  galley_option_rows_restore (G_OBJECT (format->exporter), pspecs, self->settings, SETTINGS_OPTIONS,
                              format->info->module);
  return format->exporter;
}

static void
on_expanded (Format *format)
{
  GalleyExportDialog *self = format->dialog;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pspecs = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (format->filled || !adw_expander_row_get_expanded (ADW_EXPANDER_ROW (format->row)))
    return;
  if (ensure_exporter (format, &error) == NULL)
    {
      galley_banner_show (self->banner, error->message);
      return;
    }
  format->filled = TRUE;
  pspecs = galley_save_list_options (format->exporter);
  rows = galley_option_rows_new (G_OBJECT (format->exporter), pspecs, self->settings, SETTINGS_OPTIONS,
                                 format->info->module);
  for (guint i = 0; i < rows->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (format->row), rows->pdata[i]);
  if (rows->len == 0)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("This format has no options."));
      gtk_widget_set_sensitive (row, FALSE);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (format->row), row);
    }
}

/* The option of a format that has it show marks, "kind=marked"; NULL where it cannot. */
static const char *
get_marks_option (Format *format)
{
  return galley_plugins_get_key (galley_session_get_plugins (format->dialog->session), format->info,
                                 "Exporter-Marks");
}

/* The marks there are, and why there are none. */
static void
update_marks (GalleyExportDialog *self)
{
  gboolean can = FALSE;
  const char *why = _ ("The text as the round left it");

  for (guint i = 0; i < self->formats->len && !can; i++)
    {
      Format *format = self->formats->pdata[i];

      can = gtk_check_button_get_active (format->check) && get_marks_option (format) != NULL;
    }
  if (self->rounds->len == 0)
    why = _ ("No round has begun yet");
  else if (gtk_check_button_get_active (self->final))
    why = _ ("What is final shows no marks");
  else if (!can)
    why = _ ("None of the formats that are ticked can show marks");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->marks), why);
  gtk_widget_set_sensitive (GTK_WIDGET (self->marks),
                            can && self->rounds->len > 0 && !gtk_check_button_get_active (self->final));
}

/* The list opens where its row is, so the row has to come into view first: the focus brings it there. */
static gboolean
on_marks_mnemonic (GtkWidget *row, gboolean cycling, gpointer data)
{
  return gtk_widget_grab_focus (row);
}

/* The round whose marks are wanted, or NULL. */
static const char *
get_round (GalleyExportDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->marks);

  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->marks)) || selected == 0 || selected > self->rounds->len)
    return NULL;
  return self->rounds->pdata[selected - 1];
}

static void
list_rounds (GalleyExportDialog *self)
{
  GalleyWorkflow *workflow = galley_session_get_workflow (self->session);
  GalleyEdition *edition = galley_session_get_edition (self->session);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) plans =
      edition != NULL ? galley_marked_copy_list_rounds (galley_workflow_get_rounds (workflow), edition)
                      : g_ptr_array_new ();

  gtk_string_list_append (labels, C_ ("marks of a round", "None"));
  for (guint i = 0; i < plans->len; i++)
    {
      const GalleyRoundPlan *plan = plans->pdata[i];

      gtk_string_list_append (labels, plan->label);
      g_ptr_array_add (self->rounds, g_strdup (plan->name));
    }
  adw_combo_row_set_model (self->marks, G_LIST_MODEL (labels));
  update_marks (self);
}

static void
update_start (GalleyExportDialog *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->formats->len && !any; i++)
    any = gtk_check_button_get_active (((Format *) self->formats->pdata[i])->check);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.start",
                                 any && self->folder != NULL &&
                                     galley_progress_get_job (self->progress) == NULL);
  update_marks (self);
}

static char *
dup_subtitle (GalleyExportDialog *self, GalleyPluginInfo *info)
{
  GalleyPlugins *plugins = galley_session_get_plugins (self->session);
  const char *level = galley_plugins_get_key (plugins, info, "Exporter-Level");

  if (g_strcmp0 (level, "lossy") != 0)
    return g_strdup (info->description);
  /* Translators: %s is what a plugin says of itself. */
  return g_strdup_printf (_ ("%s (does not hold everything)"),
                          info->description != NULL ? info->description : "");
}

static void
add_format (GalleyExportDialog *self, GalleyPluginInfo *info, gboolean selected)
{
  Format *format = g_new0 (Format, 1);
  g_autofree char *subtitle = dup_subtitle (self, info);
  g_autofree char *escaped_title = g_markup_escape_text (info->name, -1);
  g_autofree char *escaped = g_markup_escape_text (subtitle != NULL ? subtitle : "", -1);
  GtkWidget *check = gtk_check_button_new ();

  format->dialog = self;
  format->info = info;
  format->row = adw_expander_row_new ();
  format->check = GTK_CHECK_BUTTON (check);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (format->row), escaped_title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (format->row), escaped);
  gtk_check_button_set_active (format->check, selected);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, info->name, -1);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (format->row), check);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (update_start), self);
  g_signal_connect_swapped (format->row, "notify::expanded", G_CALLBACK (on_expanded), format);
  adw_preferences_group_add (self->formats_group, format->row);
  g_ptr_array_add (self->formats, format);
}

static void
add_formats (GalleyExportDialog *self)
{
  g_auto (GStrv) chosen = g_settings_get_strv (self->settings, "export-formats");
  g_autoptr (GPtrArray) infos = galley_plugins_list_with (galley_session_get_plugins (self->session),
                                                          "Exporter-Suffix", "Exporter-Priority");

  for (guint i = 0; i < infos->len; i++)
    {
      GalleyPluginInfo *info = infos->pdata[i];

      add_format (self, info, g_strv_contains ((const char *const *) chosen, info->module));
    }
  if (infos->len == 0)
    adw_preferences_group_set_description (self->formats_group,
                                           _ ("No plugin that writes a format is switched on."));
}

/* --- folder --------------------------------------------------------------------------------------------- */

void
galley_export_dialog_set_folder (GalleyExportDialog *self, GFile *folder)
{
  g_autofree char *name = NULL;
  g_autofree char *escaped = NULL;

  g_return_if_fail (GALLEY_IS_EXPORT_DIALOG (self));

  g_set_object (&self->folder, folder);
  name = folder != NULL ? g_file_get_parse_name (folder) : g_strdup (_ ("No folder chosen"));
  escaped = g_markup_escape_text (name, -1);
  adw_action_row_set_subtitle (self->folder_row, escaped);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->folder_row), name);
  update_start (self);
}

static void
restore_folder (GalleyExportDialog *self)
{
  g_autofree char *uri = g_settings_get_string (self->settings, "export-folder");
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  g_autoptr (GFile) folder = NULL;

  if (*uri != '\0')
    folder = g_file_new_for_uri (uri);
  if (folder == NULL || !g_file_query_exists (folder, NULL))
    {
      g_clear_object (&folder);
      folder = g_file_new_for_path (documents != NULL ? documents : g_get_home_dir ());
    }
  galley_export_dialog_set_folder (self, folder);
}

static void
on_folder_response (GalleyExportDialog *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      galley_export_dialog_set_folder (self, folder);
    }
  g_clear_object (&self->chooser);
}

static void
on_folder_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyExportDialog *self = GALLEY_EXPORT_DIALOG (widget);

  if (self->chooser == NULL)
    {
      self->chooser =
          gtk_file_chooser_native_new (_ ("Folder to Write To"), GTK_WINDOW (self),
                                       GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Choose"), _ ("_Cancel"));
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
      if (self->folder != NULL)
        gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), self->folder, NULL);
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_folder_response), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* --- writing -------------------------------------------------------------------------------------------- */

static void
add_result (GalleyExportDialog *self, const char *icon, const char *text)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_preferences_group_add (self->result_group, row);
  g_ptr_array_add (self->results, row);
}

static void
clear_results (GalleyExportDialog *self)
{
  for (guint i = 0; i < self->results->len; i++)
    adw_preferences_group_remove (self->result_group, self->results->pdata[i]);
  g_ptr_array_set_size (self->results, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->result_group), FALSE);
  gtk_widget_set_visible (self->obstacles_group, FALSE);
  galley_banner_hide (self->banner);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GalleyExportDialog) self = user_data;
  GalleyExportRun *run = GALLEY_EXPORT_RUN (source);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) written = NULL;
  gboolean done = galley_export_run_write_finish (run, result, &written, &error);
  g_auto (GStrv) notes = galley_job_dup_notes (galley_export_run_get_job (run));

  galley_progress_stop (self->progress);
  if (self->session == NULL)
    return;
  g_clear_object (&self->written);
  for (guint i = 0; written[i] != NULL; i++)
    add_result (self, "object-select-symbolic", written[i]);
  if (written[0] != NULL)
    self->written = g_file_get_child (galley_export_run_get_folder (run), written[0]);
  for (guint i = 0; notes[i] != NULL; i++)
    add_result (self, "dialog-information-symbolic", notes[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->result_group), self->results->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.show", self->written != NULL);
  if (!done && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    galley_banner_show (self->banner, error->message);
  if (done)
    gtk_button_set_label (GTK_BUTTON (self->close), _ ("_Done"));
  update_start (self);
  g_signal_emit (self, signals[DONE], 0, done);
}

static void
remember (GalleyExportDialog *self)
{
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();
  g_auto (GStrv) formats = NULL;
  g_autofree char *uri = g_file_get_uri (self->folder);

  for (guint i = 0; i < self->formats->len; i++)
    {
      Format *format = self->formats->pdata[i];

      if (gtk_check_button_get_active (format->check))
        g_strv_builder_add (chosen, format->info->module);
    }
  formats = g_strv_builder_end (chosen);
  g_settings_set_strv (self->settings, "export-formats", (const char *const *) formats);
  g_settings_set_string (self->settings, "export-folder", uri);
}

/* --- what is final --------------------------------------------------------------------------------------- */

/* The edition as it was looked at, and what stands against it. */
typedef struct
{
  GalleyEdition *frozen;
  GPtrArray *obstacles;
} Final;

static void
final_free (gpointer data)
{
  Final *final = data;

  g_object_unref (final->frozen);
  g_ptr_array_unref (final->obstacles);
  g_free (final);
}

static gpointer
read_final (GalleyRounds *rounds, const GPtrArray *findings, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) obstacles = NULL;
  Final *final;

  if (!galley_rounds_verify (rounds, error))
    return NULL;
  obstacles = galley_preflight_list (rounds, findings, error);
  if (obstacles == NULL)
    return NULL;
  final = g_new (Final, 1);
  final->frozen = g_object_ref (galley_store_get_edition (galley_rounds_get_store (rounds)));
  final->obstacles = g_steal_pointer (&obstacles);
  return final;
}

/* Only what blocks is listed: the rest hinders nobody. */
static GPtrArray *
list_blocking (const GPtrArray *obstacles)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < obstacles->len; i++)
    {
      GalleyObstacle *obstacle = g_ptr_array_index (obstacles, i);

      if (obstacle->blocks)
        g_ptr_array_add (list, obstacle);
    }
  return list;
}

static void
refuse (GalleyExportDialog *self, const Final *final)
{
  g_autoptr (GPtrArray) blocking = list_blocking (final->obstacles);
  g_autofree char *text = g_strdup_printf (
      ngettext ("It cannot be exported as final: %u thing stands against it.",
                "It cannot be exported as final: %u things stand against it.", blocking->len),
      blocking->len);

  galley_place_list_fill (self->obstacles, galley_proof_items_from_obstacles (blocking, final->frozen));
  gtk_widget_set_visible (self->obstacles_group, TRUE);
  galley_banner_show (self->banner, text);
}

static void
on_final (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GalleyExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  Final *final = galley_workflow_read_finish (GALLEY_WORKFLOW (source), result, &error);

  if (final != NULL && self->run != NULL && galley_preflight_is_green (final->obstacles))
    {
      galley_export_run_write_async (self->run, final->frozen, on_written, g_object_ref (self));
      final_free (final);
      return;
    }
  galley_progress_stop (self->progress);
  if (self->session != NULL && final != NULL)
    refuse (self, final);
  else if (self->session != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    galley_banner_show (self->banner, error->message);
  if (self->session != NULL)
    {
      update_start (self);
      g_signal_emit (self, signals[DONE], 0, FALSE);
    }
  g_clear_pointer (&final, final_free);
}

/* --- marks ------------------------------------------------------------------------------------------------ */

/* One of its own: the marks and the option that shows them are for this run alone. */
static GalleyExporter *
make_marked (Format *format, GError **error)
{
  GalleyExportDialog *self = format->dialog;
  g_autoptr (GalleyExporter) exporter =
      galley_save_create (galley_session_get_plugins (self->session), format->info->module, error);
  g_autoptr (GPtrArray) pspecs = NULL;
  g_auto (GStrv) option = g_strsplit (get_marks_option (format), "=", 2);

  if (exporter == NULL)
    return NULL;
  pspecs = galley_save_list_options (exporter);
  galley_option_rows_restore (G_OBJECT (exporter), pspecs, self->settings, SETTINGS_OPTIONS,
                              format->info->module);
  if (!galley_save_set_option (exporter, option[0], option[1] != NULL ? option[1] : "true", error))
    return NULL;
  return g_steal_pointer (&exporter);
}

/* --- starting -------------------------------------------------------------------------------------------- */

static gboolean
add_to_run (GalleyExportRun *run, Format *format, GalleyEdition *edition, GError **error)
{
  GalleyPlugins *plugins = galley_session_get_plugins (format->dialog->session);
  gboolean marked = galley_export_run_get_round (run) != NULL && get_marks_option (format) != NULL;
  GalleyExporter *own = ensure_exporter (format, error);
  g_autoptr (GalleyExporter) exporter = NULL;
  g_autofree char *name = galley_save_dup_name (plugins, format->info->module, edition);

  if (own != NULL)
    exporter = marked ? make_marked (format, error) : g_object_ref (own);
  if (exporter == NULL)
    return FALSE;
  galley_export_run_add (run, exporter, name, marked);
  return TRUE;
}

/* What is ticked, ready to write; NULL where that is nothing, or cannot be used. */
static GalleyExportRun *
make_run (GalleyExportDialog *self, GalleyEdition *edition)
{
  g_autoptr (GalleyExportRun) run =
      galley_export_run_new (galley_session_get_workflow (self->session), self->folder, get_round (self));

  for (guint i = 0; i < self->formats->len; i++)
    {
      Format *format = self->formats->pdata[i];
      g_autoptr (GError) error = NULL;

      if (gtk_check_button_get_active (format->check) && !add_to_run (run, format, edition, &error))
        {
          galley_banner_show (self->banner, error->message);
          return NULL;
        }
    }
  return galley_export_run_get_n_formats (run) > 0 ? g_steal_pointer (&run) : NULL;
}

void
galley_export_dialog_start (GalleyExportDialog *self)
{
  GalleyEdition *edition;
  g_autoptr (GalleyEdition) frozen = NULL;
  g_autoptr (GalleyEdition) draft = NULL;
  GalleyJob *job;

  g_return_if_fail (GALLEY_IS_EXPORT_DIALOG (self));

  edition = galley_session_get_edition (self->session);
  if (edition == NULL || self->folder == NULL || galley_progress_get_job (self->progress) != NULL)
    return;
  clear_results (self);
  g_clear_object (&self->run);
  self->run = make_run (self, edition);
  if (self->run == NULL)
    return;
  remember (self);
  job = galley_export_run_get_job (self->run);
  if (gtk_check_button_get_active (self->final))
    {
      galley_progress_start (self->progress, job, _ ("Looking whether anything stands against print…"));
      update_start (self);
      galley_workflow_read_async (galley_session_get_workflow (self->session), TRUE, read_final, NULL, NULL,
                                  final_free, galley_job_get_cancellable (job), on_final,
                                  g_object_ref (self));
      return;
    }
  galley_progress_start (self->progress, job, _ ("Writing…"));
  update_start (self);
  frozen = galley_edition_freeze (edition);
  draft = galley_preflight_make_draft (frozen);
  galley_export_run_write_async (self->run, draft, on_written, g_object_ref (self));
}

static void
on_place (GalleyExportDialog *self, gpointer item)
{
  g_signal_emit (self, signals[PLACE_WANTED], 0, item);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_start_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  galley_export_dialog_start (GALLEY_EXPORT_DIALOG (widget));
}

static void
on_folder_launched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GalleyExportDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error) && self->session != NULL)
    galley_banner_show (self->banner, error->message);
}

/* Asks the file manager to select what was written; where there is none to ask, the folder is opened. */
static void
on_shown (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GalleyExportDialog) self = user_data;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autofree char *uri = NULL;

  if (reply != NULL || self->folder == NULL)
    return;
  uri = g_file_get_uri (self->folder);
  g_app_info_launch_default_for_uri_async (uri, NULL, NULL, on_folder_launched, g_object_ref (self));
}

static void
on_show_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyExportDialog *self = GALLEY_EXPORT_DIALOG (widget);
  GApplication *application =
      G_APPLICATION (gtk_window_get_application (gtk_window_get_transient_for (GTK_WINDOW (self))));
  GDBusConnection *bus = application != NULL ? g_application_get_dbus_connection (application) : NULL;
  g_autofree char *uri = NULL;
  const char *uris[2] = { NULL };

  if (self->written == NULL)
    return;
  if (bus == NULL)
    {
      g_autofree char *folder = g_file_get_uri (self->folder);

      g_app_info_launch_default_for_uri_async (folder, NULL, NULL, on_folder_launched, g_object_ref (self));
      return;
    }
  uri = g_file_get_uri (self->written);
  uris[0] = uri;
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems", g_variant_new ("(^ass)", uris, ""),
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_shown, g_object_ref (self));
}

/* --- the dialog ----------------------------------------------------------------------------------------- */

static gboolean
galley_export_dialog_close_request (GtkWindow *window)
{
  GalleyExportDialog *self = GALLEY_EXPORT_DIALOG (window);
  GalleyJob *job = galley_progress_get_job (self->progress);

  if (job != NULL)
    galley_job_cancel (job);
  return GTK_WINDOW_CLASS (galley_export_dialog_parent_class)->close_request (window);
}

static void
galley_export_dialog_dispose (GObject *object)
{
  GalleyExportDialog *self = GALLEY_EXPORT_DIALOG (object);

  g_clear_object (&self->chooser);
  for (guint i = 0; i < self->formats->len; i++)
    g_signal_handlers_disconnect_by_data (((Format *) self->formats->pdata[i])->row, self->formats->pdata[i]);
  g_ptr_array_set_size (self->formats, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->session);
  g_clear_object (&self->settings);
  g_clear_object (&self->folder);
  g_clear_object (&self->written);
  g_clear_object (&self->run);
  G_OBJECT_CLASS (galley_export_dialog_parent_class)->dispose (object);
}

static void
galley_export_dialog_finalize (GObject *object)
{
  GalleyExportDialog *self = GALLEY_EXPORT_DIALOG (object);

  g_ptr_array_unref (self->formats);
  g_ptr_array_unref (self->rounds);
  g_ptr_array_unref (self->results);
  G_OBJECT_CLASS (galley_export_dialog_parent_class)->finalize (object);
}

static void
galley_export_dialog_class_init (GalleyExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_BANNER);
  g_type_ensure (GALLEY_TYPE_PROGRESS);
  g_type_ensure (GALLEY_TYPE_PLACE_LIST);

  G_OBJECT_CLASS (klass)->dispose = galley_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_export_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = galley_export_dialog_close_request;
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[PLACE_WANTED] = g_signal_new ("place-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, close);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, page);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, result_group);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, obstacles_group);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, obstacles);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, final);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, folder_row);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, formats_group);
  gtk_widget_class_bind_template_child (widget_class, GalleyExportDialog, marks);
  gtk_widget_class_bind_template_callback (widget_class, update_marks);
  gtk_widget_class_bind_template_callback (widget_class, on_marks_mnemonic);
  gtk_widget_class_install_action (widget_class, "export.start", NULL, on_start_action);
  gtk_widget_class_install_action (widget_class, "export.folder", NULL, on_folder_action);
  gtk_widget_class_install_action (widget_class, "export.show", NULL, on_show_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
galley_export_dialog_init (GalleyExportDialog *self)
{
  self->formats = g_ptr_array_new_with_free_func (format_free);
  self->rounds = g_ptr_array_new_with_free_func (g_free);
  self->results = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.show", FALSE);
  g_signal_connect_object (self->obstacles, "activated", G_CALLBACK (on_place), self, G_CONNECT_SWAPPED);
}

GtkWidget *
galley_export_dialog_new (GtkWindow *parent, GalleySession *session)
{
  GalleyExportDialog *self;

  g_return_val_if_fail (GALLEY_IS_SESSION (session), NULL);

  self = g_object_new (GALLEY_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->settings = g_object_ref (galley_session_get_settings (session));
  add_formats (self);
  list_rounds (self);
  restore_folder (self);
  return GTK_WIDGET (self);
}

GFile *
galley_export_dialog_get_folder (GalleyExportDialog *self)
{
  g_return_val_if_fail (GALLEY_IS_EXPORT_DIALOG (self), NULL);

  return self->folder;
}

gboolean
galley_export_dialog_select (GalleyExportDialog *self, const char *module, gboolean selected)
{
  g_return_val_if_fail (GALLEY_IS_EXPORT_DIALOG (self), FALSE);

  for (guint i = 0; i < self->formats->len; i++)
    {
      Format *format = self->formats->pdata[i];

      if (g_str_equal (format->info->module, module))
        {
          gtk_check_button_set_active (format->check, selected);
          return TRUE;
        }
    }
  return FALSE;
}

void
galley_export_dialog_set_final (GalleyExportDialog *self, gboolean final)
{
  g_return_if_fail (GALLEY_IS_EXPORT_DIALOG (self));

  gtk_check_button_set_active (self->final, final);
}

gboolean
galley_export_dialog_set_marks (GalleyExportDialog *self, const char *round)
{
  guint index = 0;

  g_return_val_if_fail (GALLEY_IS_EXPORT_DIALOG (self), FALSE);

  if (round != NULL && !g_ptr_array_find_with_equal_func (self->rounds, round, g_str_equal, &index))
    return FALSE;
  adw_combo_row_set_selected (self->marks, round != NULL ? index + 1 : 0);
  return g_strcmp0 (get_round (self), round) == 0;
}
