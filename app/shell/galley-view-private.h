/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-view-private.h — what the three files of the galley view know of each other: the widget itself, its actions, its
 * menus. */

#pragma once

#include "galley-marks.h"
#include "galley-view.h"

G_BEGIN_DECLS

/* An article with its buffer, kept while others are looked at. */
typedef struct
{
  GalleyBuffer *buffer;
  GalleyMarks *marks;
  double scrolled;
} Leaf;

struct _GalleyView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *warning;
  GtkWidget *warning_label;
  GtkWidget *scroller;
  GtkWidget *clamp;
  GtkWidget *text;
  GtkWidget *popover;
  GtkWidget *menu;
  GtkWidget *card;

  GQueue leaves; /* the one shown first */
  Leaf *leaf;    /* or NULL */
  GalleyProof *proof;
  GalleyFinding *finding;
  GPtrArray *ignored;    /* ignored since the text changed last: Ctrl+Z takes these back first */
  gboolean outside_back; /* who changes several articles at once could undo something */
  gboolean outside_forward;
  GPtrArray
      *kept; /* what was given to the desk since the text changed last: "d" and a word, "r" and a rule */
  guint tell_source;
  guint sync_source;
  int fitted; /* pixels the text is wide */
  gulong proof_changed;
};

/* The buffer shown, or NULL. */
GtkTextBuffer *galley_view_get_text_buffer (GalleyView *self);
/* Only where an article is shown. */
void galley_view_get_caret_iter (GalleyView *self, GtkTextIter *iter);
/* The finding at a place (borrowed), or NULL. */
GalleyFinding *galley_view_find_at (GalleyView *self, const GtkTextIter *iter);
/* Makes @finding (or none) the one that is looked at, and says so. */
void galley_view_look_at (GalleyView *self, GalleyFinding *finding);
void galley_view_show_card (GalleyView *self);
/* What can be undone or redone now? */
void galley_view_update_undo (GalleyView *self);

/* The actions about what the desk keeps of its own, and the fixes of many findings at once. */
void galley_view_install_desk_actions (GtkWidgetClass *widget_class);
/* Takes back what was last done to the desk's own; FALSE when that was nothing. */
gboolean galley_view_undo_desk (GalleyView *self);

void galley_view_install_actions (GtkWidgetClass *widget_class);

/* The menus: at a click in the margin or the text, and by key. */
void galley_view_role_margin_cb (GalleyView *self, GtkTextIter *iter, GdkRectangle *area, guint button);
void
galley_view_right_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GalleyView *self);
void
galley_view_left_released_cb (GtkGestureClick *gesture, int n_press, double x, double y, GalleyView *self);
gboolean galley_view_menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data);

G_END_DECLS
