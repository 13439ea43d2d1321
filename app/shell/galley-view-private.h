/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-view-private.h — what the files of the galley view know of each other: the widget itself, its actions, its menus,
 * and what undoes them. */

#pragma once

#include "galley-marks.h"
#include "galley-view.h"

G_BEGIN_DECLS

/* An article with its buffer, kept while others are looked at. */
typedef struct
{
  GalleyBuffer *buffer;
  GalleyMarks *marks;
  GPtrArray *
      decisions; /* what was decided over it, the last one last: Ctrl+Z takes these back like what was typed */
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
  gint64 outside_back; /* when who changes several articles at once did what could be undone, or 0 */
  gboolean outside_forward;
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
void galley_view_install_actions (GtkWidgetClass *widget_class);

/* view.undo and view.redo. */
void galley_view_install_undo_actions (GtkWidgetClass *widget_class);

/* What is decided and not written in the text. */
typedef enum
{
  GALLEY_DECIDED_IGNORED,
  GALLEY_DECIDED_TERM,
  GALLEY_DECIDED_RULE_OFF,
} GalleyDecided;

/* An array for a leaf's decisions. */
GPtrArray *galley_view_decisions_new (void);
/* It was just decided: undone in one order with the text of the article that is shown. @ignored for the first kind, the word or the
 * id of the rule in @what for the others. */
void galley_view_remember (GalleyView *self, GalleyDecided kind, GalleyIgnored *ignored, const char *what);

/* The menus: at a click in the margin or the text, and by key. */
void galley_view_role_margin_cb (GalleyView *self, GtkTextIter *iter, GdkRectangle *area, guint button);
void
galley_view_right_pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, GalleyView *self);
void
galley_view_left_released_cb (GtkGestureClick *gesture, int n_press, double x, double y, GalleyView *self);
gboolean galley_view_menu_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data);

G_END_DECLS
