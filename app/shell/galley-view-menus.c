/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-card.h"
#include "galley-view-private.h"

static void
append_item (GMenu *menu, const char *label, const char *action, GVariant *target, const char *accel)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  if (accel != NULL)
    g_menu_item_set_attribute (item, "accel", "s", accel);
  g_menu_append_item (menu, item);
}

static GMenu *
make_role_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    append_item (menu, galley_role_get_label (i), "view.role",
                 g_variant_new_string (galley_role_get_name (i)), galley_view_get_role_accelerator (i));
  return menu;
}

static GMenu *
make_finding_menu (GalleyFinding *finding)
{
  GMenu *menu = g_menu_new ();
  char *fix;

  for (guint i = 0; i < 5 && (fix = galley_card_dup_fix (finding, i)) != NULL; i++)
    {
      append_item (menu, fix, "view.take-fix", g_variant_new_int32 (i), NULL);
      g_free (fix);
    }
  append_item (menu, _ ("_Explain"), "view.explain", NULL, NULL);
  append_item (menu, _ ("_Ignore Once"), "view.ignore", g_variant_new_string ("once"), NULL);
  append_item (menu, _ ("Ignore in This _Article"), "view.ignore", g_variant_new_string ("article"), NULL);
  append_item (menu, _ ("Ignore in the Whole E_dition"), "view.ignore", g_variant_new_string ("edition"),
               NULL);
  append_item (menu, _ ("Add to Dictionar_y"), "view.add-term", NULL, "<Control><Shift>d");
  append_item (menu, _ ("Switch This R_ule Off"), "view.rule-off", NULL, NULL);
  return menu;
}

/* What the editor's hand does to the reading of the page; the window carries it out. */
static GMenu *
make_reading_menu (void)
{
  static const struct
  {
    const char *label;
    const char *what;
    const char *accel;
  } items[] = {
    { N_ ("_Split the Article Here"), "split", "<Alt>s" },
    { N_ ("_Merge with the Previous Article"), "merge", "<Alt>m" },
    { N_ ("_Next Reading"), "next-reading", "<Alt>n" },
    { N_ ("Swap the Lines of the _Headline"), "turn-heads", "<Alt>t" },
    { N_ ("The Guess Is _Right"), "confirm", "<Alt>k" },
    { N_ ("Article Is a Stor_y"), "story", "<Alt>y" },
    { N_ ("Article Is a _Picture"), "picture", "<Alt>p" },
    { N_ ("Article Is an A_d"), "ad", "<Alt>d" },
    { N_ ("Article Is Page F_urniture"), "furniture", "<Alt>u" },
  };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    append_item (menu, _ (items[i].label), "win.reading", g_variant_new_string (items[i].what),
                 items[i].accel);
  return menu;
}

static GMenu *
make_context_menu (GalleyView *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) clipboard = g_menu_new ();
  g_autoptr (GMenu) steps = g_menu_new ();
  g_autoptr (GMenu) paragraph = g_menu_new ();
  g_autoptr (GMenu) roles = make_role_menu ();
  g_autoptr (GMenu) reading = make_reading_menu ();

  if (self->finding != NULL)
    {
      g_autoptr (GMenu) finding = make_finding_menu (self->finding);

      g_menu_append_section (menu, NULL, G_MENU_MODEL (finding));
    }
  append_item (clipboard, _ ("Cu_t"), "view.cut", NULL, "<Control>x");
  append_item (clipboard, _ ("_Copy"), "view.copy", NULL, "<Control>c");
  append_item (clipboard, _ ("_Paste"), "view.paste", NULL, "<Control>v");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (clipboard));
  append_item (steps, _ ("_Undo"), "view.undo", NULL, "<Control>z");
  append_item (steps, _ ("_Redo"), "view.redo", NULL, "<Control><Shift>z");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (steps));
  g_menu_append_submenu (paragraph, _ ("Ro_le"), G_MENU_MODEL (roles));
  g_menu_append_submenu (paragraph, _ ("Rea_ding"), G_MENU_MODEL (reading));
  append_item (paragraph, _ ("_Fix Many…"), "view.fix-many", NULL, "<Control><Shift>F8");
  append_item (paragraph, _ ("_Join or Take Apart"), "view.join", NULL, "<Control>j");
  append_item (paragraph, _ ("_Split Here"), "view.split", NULL, NULL);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (paragraph));
  return menu;
}

static void
show_menu (GalleyView *self, GMenuModel *model, double x, double y)
{
  GdkRectangle place = { x, y, 1, 1 };

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

void
galley_view_role_margin_cb (GalleyView *self, GtkTextIter *iter, GdkRectangle *area, guint button)
{
  g_autoptr (GMenu) menu = make_role_menu ();
  GtkTextIter start;
  GtkTextIter end;
  GdkRectangle place;
  int y;

  if (self->leaf == NULL)
    return;
  /* A click beside selected paragraphs is about all of them. */
  if (!gtk_text_buffer_get_selection_bounds (galley_view_get_text_buffer (self), &start, &end) ||
      !(gtk_text_iter_get_line (iter) >= gtk_text_iter_get_line (&start) &&
        gtk_text_iter_get_line (iter) <= gtk_text_iter_get_line (&end)))
    gtk_text_buffer_place_cursor (galley_view_get_text_buffer (self), iter);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self->text), iter, &place);
  gtk_text_view_buffer_to_window_coords (GTK_TEXT_VIEW (self->text), GTK_TEXT_WINDOW_WIDGET, place.x, place.y,
                                         NULL, &y);
  {
    double to_x;
    double to_y;

    if (gtk_widget_translate_coordinates (self->text, GTK_WIDGET (self), area->x + area->width,
                                          y + place.height / 2, &to_x, &to_y))
      show_menu (self, G_MENU_MODEL (menu), to_x, to_y);
  }
}

static void
place_caret_at (GalleyView *self, double x, double y, GtkTextIter *iter)
{
  int buffer_x;
  int buffer_y;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self->text), GTK_TEXT_WINDOW_WIDGET, x, y, &buffer_x,
                                         &buffer_y);
  gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self->text), iter, buffer_x, buffer_y);
}

void
galley_view_right_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GalleyView *self)
{
  g_autoptr (GMenu) menu = NULL;
  GtkTextIter iter;
  GtkTextIter start;
  GtkTextIter end;
  double to_x;
  double to_y;

  if (self->leaf == NULL)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  place_caret_at (self, x, y, &iter);
  if (!gtk_text_buffer_get_selection_bounds (galley_view_get_text_buffer (self), &start, &end) ||
      !gtk_text_iter_in_range (&iter, &start, &end))
    gtk_text_buffer_place_cursor (galley_view_get_text_buffer (self), &iter);
  galley_view_look_at (self, galley_view_find_at (self, &iter));
  menu = make_context_menu (self);
  if (gtk_widget_translate_coordinates (self->text, GTK_WIDGET (self), x, y, &to_x, &to_y))
    show_menu (self, G_MENU_MODEL (menu), to_x, to_y);
}

void
galley_view_left_released_cb (GtkGestureClick *gesture, int n_press, double x, double y, GalleyView *self)
{
  GalleyFinding *finding;
  GtkTextIter iter;

  if (self->leaf == NULL || n_press != 1 ||
      gtk_text_buffer_get_has_selection (galley_view_get_text_buffer (self)))
    return;
  galley_view_get_caret_iter (self, &iter);
  finding = galley_view_find_at (self, &iter);
  if (finding != NULL)
    {
      galley_view_look_at (self, finding);
      galley_view_show_card (self);
    }
}

gboolean
galley_view_menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  GalleyView *self = GALLEY_VIEW (widget);
  g_autoptr (GMenu) menu = NULL;
  GdkRectangle place;
  GtkTextIter iter;
  double x;
  double y;

  if (self->leaf == NULL)
    return FALSE;
  galley_view_get_caret_iter (self, &iter);
  menu = make_context_menu (self);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self->text), &iter, &place);
  gtk_text_view_buffer_to_window_coords (GTK_TEXT_VIEW (self->text), GTK_TEXT_WINDOW_WIDGET, place.x,
                                         place.y + place.height, &place.x, &place.y);
  if (gtk_widget_translate_coordinates (self->text, GTK_WIDGET (self), place.x, place.y, &x, &y))
    show_menu (self, G_MENU_MODEL (menu), x, y);
  return TRUE;
}
