/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "shell-fixture.h"

/* No test of speed: only what never ends is to be caught, also on a slow machine with sanitizers. */
#define BOUND_SECONDS 120

static gboolean
on_late (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

void
shell_wait (ShellDone done, gpointer user_data)
{
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (BOUND_SECONDS, on_late, &late);

  while (!done (user_data) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);
}

typedef struct
{
  GtkWidget *window;
  int frames;
} Drawing;

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  ((Drawing *) user_data)->frames--;
  return G_SOURCE_CONTINUE;
}

/* A window that goes meanwhile draws no more. */
static gboolean
has_drawn (gpointer user_data)
{
  Drawing *drawing = user_data;

  return drawing->frames <= 0 || !gtk_widget_get_mapped (drawing->window);
}

void
shell_draw (GtkWidget *window)
{
  shell_frames (window, 4);
}

void
shell_frames (GtkWidget *window, guint n)
{
  g_autoptr (GtkWidget) held = g_object_ref (window);
  Drawing drawing = { held, (int) n };
  guint tick = gtk_widget_add_tick_callback (held, on_tick, &drawing, NULL);

  shell_wait (has_drawn, &drawing);
  gtk_widget_remove_tick_callback (held, tick);
}

/* GTK 4.8 measures lines of a text once more while it draws, and then finds the scrollbar beside it without its place: it says
 * so, draws it in the next frame, and is right about all else. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "MESSAGE") &&
          g_str_has_prefix (fields[i].value, "Trying to snapshot GtkGizmo "))
        return G_LOG_WRITER_HANDLED;
    }
  return g_log_writer_default (level, fields, n_fields, data);
}

void
shell_isolate (void)
{
  g_autofree char *home = g_dir_make_tmp ("galley-test-XXXXXX", NULL);

  g_assert_nonnull (home);
  g_log_set_writer_func (write_log, NULL, NULL);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
}

void
shell_switch_off (Shell *self, const char *module)
{
  const char *modules[] = { module, NULL };

  g_settings_set_strv (self->settings, "disabled-plugins", modules);
}

/* One for the process: only its windows come and go, as they do for a user who leaves a document open elsewhere. */
static GalleyApplication *
get_application (void)
{
  static GalleyApplication *application = NULL;
  g_autoptr (GError) error = NULL;

  if (application == NULL)
    {
      application = galley_application_new (G_APPLICATION_NON_UNIQUE, &error);
      g_assert_no_error (error);
      g_application_register (G_APPLICATION (application), NULL, &error);
      g_assert_no_error (error);
    }
  return application;
}

void
shell_start (Shell *self)
{
  GtkWindow *window;

  self->application = get_application ();
  self->settings = galley_application_get_settings (self->application);
  /* Language models take a while to read, and are looked at by tests of their own. */
  if (!self->with_models)
    shell_switch_off (self, "spelling-zh");
  /* What moves is never the same twice. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  g_application_activate (G_APPLICATION (self->application));
  window = gtk_application_get_active_window (GTK_APPLICATION (self->application));
  g_assert_true (GALLEY_IS_WINDOW (window));
  self->window = GALLEY_WINDOW (window);
  shell_draw (GTK_WIDGET (window));
}

GalleyWorkspace *
shell_get_workspace (Shell *self)
{
  return galley_window_get_workspace (self->window);
}

GalleyEdition *
shell_get_edition (Shell *self)
{
  return galley_session_get_edition (galley_window_get_session (self->window));
}

GalleyView *
shell_get_view (Shell *self)
{
  return galley_workspace_get_view (shell_get_workspace (self));
}

GalleyArticle *
shell_get_article (Shell *self)
{
  return galley_view_get_article (shell_get_view (self));
}

static gboolean
has_no_window (gpointer user_data)
{
  return gtk_application_get_windows (GTK_APPLICATION (user_data)) == NULL;
}

void
shell_stop (Shell *self)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self->application)));
  GalleySession *session = galley_window_get_session (self->window);

  /* A window that is closed lets go of its edition. */
  g_object_add_weak_pointer (G_OBJECT (session), (gpointer *) &session);
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
  shell_wait (has_no_window, self->application);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_null (session);
  self->window = NULL;
}

static gboolean
is_settled (gpointer user_data)
{
  GalleySession *session = galley_window_get_session (user_data);
  GalleyProof *proof = galley_session_get_proof (session);

  return proof != NULL && !galley_proof_is_busy (proof) &&
         g_strcmp0 (galley_session_get_state (session), "saved") == 0;
}

void
shell_settle (Shell *self)
{
  shell_draw (GTK_WIDGET (self->window));
  shell_wait (is_settled, self->window);
  shell_draw (GTK_WIDGET (self->window));
}

static gboolean
has_article (gpointer user_data)
{
  GalleyWorkspace *workspace = galley_window_get_workspace (user_data);

  return workspace != NULL && galley_view_get_article (galley_workspace_get_view (workspace)) != NULL;
}

void
shell_import_sample (Shell *self)
{
  galley_window_open_sample (self->window);
  shell_wait (has_article, self->window);
  shell_settle (self);
}

GtkWidget *
shell_find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = shell_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
shell_find_row (GtkWidget *widget, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = shell_find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
shell_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWidget *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type))
        found = window;
    }
  return found;
}

void
shell_shoot (GtkWidget *window, const char *folder, const char *name)
{
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  shell_draw (window);
  paintable = gtk_widget_paintable_new (window);
  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}
