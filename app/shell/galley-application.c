/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-application.h"
#include "galley-error.h"
#include "galley-inbox.h"
#include "galley-preferences.h"
#include "galley-window.h"

#define SCHEMA_ID "io.github.galley.Galley"
#define RESOURCES "/io/github/galley/Galley"

struct _GalleyApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  GalleyInbox *inbox; /* from the start on */
  GtkCssProvider *copy_css;
  gboolean sample;
  gboolean exit_after_startup;
};

G_DEFINE_FINAL_TYPE (GalleyApplication, galley_application, ADW_TYPE_APPLICATION)

/* --- looks ---------------------------------------------------------------------------------------------- */

static void
update_color_scheme (GalleyApplication *self)
{
  g_autofree char *scheme = g_settings_get_string (self->settings, "color-scheme");
  AdwColorScheme wanted = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (scheme, "light"))
    wanted = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (scheme, "dark"))
    wanted = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_application_get_style_manager (ADW_APPLICATION (self)), wanted);
}

static void
update_copy_font (GalleyApplication *self)
{
  g_autofree char *family = g_settings_get_string (self->settings, "copy-font");
  int size = g_settings_get_int (self->settings, "copy-size");
  g_autoptr (GString) css = g_string_new (".galley-view textview.galley-text { ");

  if (*family != '\0')
    {
      /* A name out of the settings must not end the string it stands in. */
      g_strdelimit (family, "\"\\\n{};", ' ');
      g_string_append_printf (css, "font-family: \"%s\"; ", family);
    }
  g_string_append_printf (css, "font-size: %dpt; }", size);
  gtk_css_provider_load_from_data (self->copy_css, css->str, -1);
}

/* --- windows -------------------------------------------------------------------------------------------- */

static GalleyWindow *
find_window (GalleyApplication *self, GFile *file)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (GALLEY_IS_WINDOW (l->data) && galley_window_has (l->data, file))
        return l->data;
    }
  return NULL;
}

static void on_open_requested (GalleyApplication *self, GFile *file, GalleyWindow *from);
static void on_create_requested (GalleyApplication *self, GFile *file, GalleyWindow *from);

static GalleyWindow *
add_window (GalleyApplication *self)
{
  GalleyWindow *window = galley_window_new (GTK_APPLICATION (self), self->settings);

  g_signal_connect_object (window, "open-requested", G_CALLBACK (on_open_requested), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "create-requested", G_CALLBACK (on_create_requested), self,
                           G_CONNECT_SWAPPED);
  if (g_str_equal (PROFILE, "devel"))
    gtk_widget_add_css_class (GTK_WIDGET (window), "devel");
  return window;
}

/* @from, or the window in front, when it is free; else a new one. */
static GalleyWindow *
get_free_window (GalleyApplication *self, GalleyWindow *from)
{
  GtkWindow *active =
      from != NULL ? GTK_WINDOW (from) : gtk_application_get_active_window (GTK_APPLICATION (self));

  if (GALLEY_IS_WINDOW (active) && galley_window_is_free (GALLEY_WINDOW (active)))
    return GALLEY_WINDOW (active);
  return add_window (self);
}

static void
on_open_requested (GalleyApplication *self, GFile *file, GalleyWindow *from)
{
  GalleyWindow *window = find_window (self, file);

  if (window == NULL)
    {
      window = get_free_window (self, from);
      galley_window_open (window, file);
    }
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_create_requested (GalleyApplication *self, GFile *file, GalleyWindow *from)
{
  GalleyWindow *window = file != NULL ? find_window (self, file) : NULL;

  if (window == NULL)
    {
      window = get_free_window (self, from);
      galley_window_create (window, file);
    }
  gtk_window_present (GTK_WINDOW (window));
}

/* --- actions -------------------------------------------------------------------------------------------- */

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GalleyApplication *self = user_data;
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  GalleySession *session;
  GtkWidget *preferences;

  if (!GALLEY_IS_WINDOW (active))
    return;
  session = galley_window_get_session (GALLEY_WINDOW (active));
  preferences = galley_preferences_new (self->settings, galley_session_get_plugins (session),
                                        galley_session_get_desk (session));
  gtk_window_set_transient_for (GTK_WINDOW (preferences), active);
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (user_data));
  const char *developers[] = { _ ("The Galley contributors"), NULL };

  adw_show_about_window (active, "application-name", _ ("Galley"), "application-icon", APP_ID, "version",
                         VERSION, "developer-name", _ ("The Galley contributors"), "developers", developers,
                         "comments",
                         _ ("Turns raw copy into articles, helps to proofread and tag them, and exports the "
                            "finished edition."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line. */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static void
on_open_sample (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GalleyWindow *window = get_free_window (user_data, NULL);

  galley_window_open_sample (window);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  /* Each window says goodbye in its own way; the last one ends the program. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static const GActionEntry entries[] = {
  { .name = "preferences", .activate = on_preferences },
  { .name = "about", .activate = on_about },
  { .name = "open-sample", .activate = on_open_sample },
  { .name = "quit", .activate = on_quit },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.new-edition", { "<Control>n" } },
  { "win.new-edition-at", { "<Control><Shift>n" } },
  { "win.open", { "<Control>o" } },
  { "win.import", { "<Control><Shift>o" } },
  { "win.import-folder", { "<Control><Alt>o" } },
  { "app.import-new", { "<Control><Alt>i" } },
  { "win.paste-articles", { "<Control><Shift>v" } },
  { "win.export", { "<Control>e" } },
  { "win.open-sample", { "<Control><Shift>s" } },
  { "win.proofread", { "F7" } },
  { "win.finding(1)", { "F8" } },
  { "win.finding(-1)", { "<Shift>F8" } },
  { "win.article(1)", { "<Control>Page_Down" } },
  { "win.article(-1)", { "<Control>Page_Up" } },
  { "win.new-article", { "<Control><Alt>n" } },
  { "win.new-page", { "<Control><Alt>p" } },
  { "win.search", { "<Control>k" } },
  { "win.find", { "<Control>f" } },
  { "win.replace", { "<Control>h" } },
  { "win.find-next(1)", { "F3", "<Control>g" } },
  { "win.find-next(-1)", { "<Shift>F3", "<Control><Shift>g" } },
  { "win.search-editions", { "<Control><Shift>f" } },
  { "win.tag", { "<Control><Shift>t" } },
  { "win.statistics", { "<Control><Alt>s" } },
  { "win.digest", { "<Control><Alt>d" } },
  { "win.next-edition", { "<Control><Alt>e" } },
  { "win.outline-visible", { "F9" } },
  { "win.panels-visible", { "<Shift>F9" } },
  { "win.source-visible", { "F4", "<Control>u" } },
  { "win.reading::split", { "<Alt>s" } },
  { "win.reading::merge", { "<Alt>m" } },
  { "win.reading::next-reading", { "<Alt>n" } },
  { "win.reading::turn-heads", { "<Alt>t" } },
  { "win.reading::confirm", { "<Alt>k" } },
  { "win.reading::story", { "<Alt>y" } },
  { "win.reading::picture", { "<Alt>p" } },
  { "win.reading::ad", { "<Alt>d" } },
  { "win.reading::furniture", { "<Alt>u" } },
  { "win.pane(1)", { "F6" } },
  { "win.pane(-1)", { "<Shift>F6" } },
  { "win.panel::findings", { "<Control>1" } },
  { "win.panel::metadata", { "<Control>2" } },
  { "win.panel::edition", { "<Control>3" } },
  { "win.panel::page", { "<Control>4" } },
  { "win.panel::workflow", { "<Control>5" } },
  { "win.panel::history", { "<Control>6" } },
  { "win.rounds::step", { "<Control><Shift>b" } },
  { "win.rounds::hand-on", { "<Control><Shift>h" } },
  { "win.rounds::sign", { "<Control><Shift>j" } },
  { "win.rounds::collate-page", { "<Control><Shift>k" } },
  { "win.rounds::preflight", { "<Control><Shift>p" } },
  { "win.rounds::log", { "<Control><Shift>l" } },
  { "win.marks-visible", { "<Control><Shift>m" } },
  { "win.blame-visible", { "<Control><Shift>w" } },
  { "win.dismiss", { "<Control>period" } },
  { "win.fullscreen", { "F11" } },
  { "win.shortcuts", { "<Control>question", "F1" } },
};

/* --- start ---------------------------------------------------------------------------------------------- */

static gboolean
on_started (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_REMOVE;
}

static void
on_first_frame (GalleyApplication *self, GdkFrameClock *clock)
{
  g_signal_handlers_disconnect_by_data (clock, self);
  g_idle_add (on_started, self);
}

static void
on_realized (GalleyApplication *self, GtkWidget *window)
{
  g_signal_connect_swapped (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_first_frame),
                            self);
}

static void
present (GalleyApplication *self, GalleyWindow *window)
{
  if (self->exit_after_startup)
    g_signal_connect_swapped (window, "realize", G_CALLBACK (on_realized), self);
  gtk_window_present (GTK_WINDOW (window));
}

static void
galley_application_activate (GApplication *application)
{
  GalleyApplication *self = GALLEY_APPLICATION (application);
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autofree char *uri = NULL;
  g_autoptr (GFile) last = NULL;
  GalleyWindow *window;

  if (active != NULL && !self->sample)
    {
      gtk_window_present (active);
      return;
    }
  uri = g_settings_get_string (self->settings, "last-edition");
  window = add_window (self);
  if (self->sample)
    {
      galley_window_open_sample (window);
      self->sample = FALSE;
    }
  else if (*uri != '\0')
    {
      last = g_file_new_for_uri (uri);
      /* An edition that was moved or thrown away is no reason to complain at the start. */
      if (g_file_query_exists (last, NULL))
        galley_window_open_later (window, last);
    }
  present (self, window);
}

static void
galley_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  GalleyApplication *self = GALLEY_APPLICATION (application);
  g_autoptr (GListStore) copy = g_list_store_new (G_TYPE_FILE);

  for (int i = 0; i < n_files; i++)
    {
      GalleyWindow *window;

      if (!galley_session_is_edition (files[i]))
        {
          g_list_store_append (copy, files[i]);
          continue;
        }
      window = find_window (self, files[i]);
      if (window == NULL)
        {
          window = get_free_window (self, NULL);
          galley_window_open_later (window, files[i]);
        }
      present (self, window);
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (copy)) > 0)
    {
      GalleyWindow *window = get_free_window (self, NULL);

      galley_window_import (window, G_LIST_MODEL (copy));
      present (self, window);
    }
}

static void
galley_application_startup (GApplication *application)
{
  GalleyApplication *self = GALLEY_APPLICATION (application);

  G_APPLICATION_CLASS (galley_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->inbox = galley_inbox_new (GTK_APPLICATION (self), self->settings);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action, accels[i].keys);

  self->copy_css = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (self->copy_css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  g_signal_connect_object (self->settings, "changed::copy-font", G_CALLBACK (update_copy_font), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::copy-size", G_CALLBACK (update_copy_font), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (update_color_scheme), self,
                           G_CONNECT_SWAPPED);
  update_copy_font (self);
  update_color_scheme (self);
  gtk_window_set_default_icon_name (APP_ID);
}

static int
galley_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  GalleyApplication *self = GALLEY_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("galley %s\n", VERSION);
      return 0;
    }
  self->sample = g_variant_dict_contains (options, "sample");
  self->exit_after_startup = g_variant_dict_contains (options, "exit-after-startup");
  /* Where the program runs already, that one is asked. */
  if (self->sample && g_application_register (application, NULL, NULL) &&
      g_application_get_is_remote (application))
    {
      g_action_group_activate_action (G_ACTION_GROUP (application), "open-sample", NULL);
      return 0;
    }
  return -1;
}

static void
galley_application_shutdown (GApplication *application)
{
  GalleyApplication *self = GALLEY_APPLICATION (application);

  if (self->copy_css != NULL && gdk_display_get_default () != NULL)
    gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                   GTK_STYLE_PROVIDER (self->copy_css));
  g_clear_object (&self->copy_css);
  G_APPLICATION_CLASS (galley_application_parent_class)->shutdown (application);
}

static void
galley_application_finalize (GObject *object)
{
  GalleyApplication *self = GALLEY_APPLICATION (object);

  g_clear_object (&self->inbox);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (galley_application_parent_class)->finalize (object);
}

static void
galley_application_class_init (GalleyApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = galley_application_finalize;
  application_class->activate = galley_application_activate;
  application_class->open = galley_application_open;
  application_class->startup = galley_application_startup;
  application_class->shutdown = galley_application_shutdown;
  application_class->handle_local_options = galley_application_handle_local_options;
}

static void
galley_application_init (GalleyApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { "sample", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open an edition made of the sample page"), NULL },
    { "exit-after-startup", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Exit once the window is drawn, for tests"),
      NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

GalleyApplication *
galley_application_new (GApplicationFlags flags, GError **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
      source != NULL ? g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE) : NULL;
  GalleyApplication *self;

  /* GSettings would end the process without it. */
  if (schema == NULL)
    {
      g_set_error (
          error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
          _ ("The settings of Galley are not installed: start it with “meson devenv”, or install it."));
      return NULL;
    }
  self = g_object_new (GALLEY_TYPE_APPLICATION, "application-id", APP_ID, "flags",
                       flags | G_APPLICATION_HANDLES_OPEN, "resource-base-path", RESOURCES, NULL);
  self->settings = g_settings_new_full (schema, NULL,
                                        g_str_equal (PROFILE, "devel") ? RESOURCES "/Devel/" : RESOURCES "/");
  return self;
}

GSettings *
galley_application_get_settings (GalleyApplication *self)
{
  g_return_val_if_fail (GALLEY_IS_APPLICATION (self), NULL);

  return self->settings;
}
