/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "keys.h"

#include <X11/XKBlib.h>
#include <X11/extensions/XTest.h>
#include <adwaita.h>
#include <gdk/x11/gdkx.h>

#include "shell-fixture.h"

#define MAX_TABS 120

/* A connection of its own: the one of GTK is GTK's. */
static Display *display;

gboolean
keys_start (void)
{
  int number;

  if (display == NULL && GDK_IS_X11_DISPLAY (gdk_display_get_default ()))
    display = XOpenDisplay (NULL);
  return display != NULL && XTestQueryExtension (display, &number, &number, &number, &number);
}

GtkWindow *
keys_get_front (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *front = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_widget_get_mapped (GTK_WIDGET (window)) &&
          (front == NULL || gtk_window_get_modal (window) || !gtk_window_get_modal (front)))
        front = window;
    }
  return front;
}

static gboolean
is_active (gpointer user_data)
{
  return gtk_window_is_active (user_data);
}

static void
focus (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  if (gtk_window_is_active (window))
    return;
  XSetInputFocus (display, gdk_x11_surface_get_xid (surface), RevertToParent, CurrentTime);
  XSync (display, False);
  shell_wait (is_active, window);
}

/* What the server was told has come to the window when GTK has asked the server something and heard its answer. */
static void
flush (void)
{
  XSync (display, False);
  gdk_display_sync (gdk_display_get_default ());
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  if (keys_get_front () != NULL)
    shell_frames (GTK_WIDGET (keys_get_front ()), 2);
}

static void
send (KeySym symbol, gboolean down)
{
  XTestFakeKeyEvent (display, XKeysymToKeycode (display, symbol), down ? True : False, CurrentTime);
}

/* A key of the keyboard that nothing is on. */
static KeyCode
find_spare_key (void)
{
  int first, last, n_symbols;

  XDisplayKeycodes (display, &first, &last);
  for (int code = last; code >= first; code--)
    {
      KeySym *symbols = XGetKeyboardMapping (display, (KeyCode) code, 1, &n_symbols);
      gboolean taken = FALSE;

      for (int i = 0; i < n_symbols; i++)
        taken |= symbols[i] != NoSymbol;
      XFree (symbols);
      if (!taken)
        return (KeyCode) code;
    }
  return 0;
}

/* What is on no key, as Chinese, is put on a spare one, as an input method would commit it. */
static void
put_on_key (KeySym symbol)
{
  static KeyCode spare;

  if (XKeysymToKeycode (display, symbol) != 0)
    return;
  if (spare == 0)
    spare = find_spare_key ();
  g_assert_cmpuint (spare, !=, 0);
  /* What was on it before has been read. */
  flush ();
  XChangeKeyboardMapping (display, spare, 1, &symbol, 1);
  XSync (display, False);
  while (XPending (display) > 0)
    {
      XEvent event;

      XNextEvent (display, &event);
      if (event.type == MappingNotify)
        XRefreshKeyboardMapping (&event.xmapping);
    }
  flush ();
}

static void
stroke (guint keyval, GdkModifierType modifiers)
{
  static const struct
  {
    GdkModifierType mask;
    KeySym symbol;
  } held[] = {
    { GDK_CONTROL_MASK, XK_Control_L },
    { GDK_ALT_MASK, XK_Alt_L },
    { GDK_SHIFT_MASK, XK_Shift_L },
  };
  KeyCode code = XKeysymToKeycode (display, keyval);

  g_assert_cmpuint (code, !=, 0);
  if (XkbKeycodeToKeysym (display, code, 0, 0) != keyval &&
      XkbKeycodeToKeysym (display, code, 0, 1) == keyval)
    modifiers |= GDK_SHIFT_MASK;
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    {
      if (modifiers & held[i].mask)
        send (held[i].symbol, TRUE);
    }
  send (keyval, TRUE);
  send (keyval, FALSE);
  for (guint i = G_N_ELEMENTS (held); i > 0; i--)
    {
      if (modifiers & held[i - 1].mask)
        send (held[i - 1].symbol, FALSE);
    }
}

void
keys_press (const char *accelerator)
{
  GdkModifierType modifiers = 0;
  guint keyval = 0;

  g_assert_true (gtk_accelerator_parse (accelerator, &keyval, &modifiers));
  focus (keys_get_front ());
  stroke (keyval, modifiers);
  flush ();
}

void
keys_type (const char *text)
{
  focus (keys_get_front ());
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      guint keyval = gdk_unicode_to_keyval (g_utf8_get_char (p));

      put_on_key (keyval);
      stroke (keyval, 0);
    }
  flush ();
}

void
keys_tab_to (gboolean (*there) (GtkWidget *focus, gconstpointer data), gconstpointer data)
{
  for (guint i = 0; i < MAX_TABS; i++)
    {
      GtkWidget *widget = gtk_window_get_focus (keys_get_front ());

      if (widget != NULL && there (widget, data))
        return;
      keys_press ("Tab");
    }
  g_error ("Tab never got to “%s”", (const char *) data);
}

gboolean
keys_on_button (GtkWidget *widget, gconstpointer label)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *plain = NULL;

  if (!GTK_IS_BUTTON (widget))
    return FALSE;
  if (gtk_button_get_label (GTK_BUTTON (widget)) == NULL)
    return g_strcmp0 (gtk_widget_get_tooltip_text (widget), label) == 0;
  parts = g_strsplit (gtk_button_get_label (GTK_BUTTON (widget)), "_", -1);
  plain = g_strjoinv ("", parts);
  return g_str_equal (plain, label);
}

gboolean
keys_in_row (GtkWidget *widget, gconstpointer title)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);

  return row != NULL && g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), title);
}

gboolean
keys_on_page (GtkWidget *widget, gconstpointer label)
{
  g_autofree char *own = NULL;

  if (g_strcmp0 (G_OBJECT_TYPE_NAME (widget), "AdwViewSwitcherButton") != 0)
    return FALSE;
  g_object_get (widget, "label", &own, NULL);
  return g_strcmp0 (own, label) == 0;
}
