/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-view.h — the galley: an article as text, the role of each paragraph in the margin, findings underlined, a card at
 * the one that is looked at. */

#pragma once

#include <gtk/gtk.h>

#include "galley-buffer.h"
#include "galley-proof.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_VIEW (galley_view_get_type ())
G_DECLARE_FINAL_TYPE (GalleyView, galley_view, GALLEY, VIEW, GtkWidget)

/* Property "article" (read-only, notified). Signals: "caret-moved" (); "finding-selected" (GalleyFinding * or NULL).
 * Widget actions: view.role (s: name of a role; Alt+1 … Alt+9, Alt+0, Alt+letter), view.undo, view.redo,
 * view.next-finding (F8), view.previous-finding (Shift+F8), view.take-fix (i: index of the fix), view.ignore (s: scope),
 * view.explain, view.add-term (the selected or found text; Ctrl+Shift+D), view.rule-off, view.fix-many (Ctrl+Shift+F8),
 * view.join (Ctrl+J), view.split, view.cut, view.copy, view.paste. */
GtkWidget *galley_view_new (void);

/* Shows an article (live), or nothing. The buffer of an article shown before is taken up again, with its undo. */
void galley_view_set_article (GalleyView *self, GalleyArticle *article);
GalleyArticle *galley_view_get_article (GalleyView *self); /* borrowed, or NULL */
GalleyBuffer *galley_view_get_buffer (GalleyView *self);   /* borrowed, or NULL */
void galley_view_set_proof (GalleyView *self, GalleyProof *proof);
GalleyProof *galley_view_get_proof (GalleyView *self); /* borrowed, or NULL */

/* Caret there, scrolled to, card shown. Nothing happens when it is not in the article shown. */
void galley_view_show_finding (GalleyView *self, GalleyFinding *finding);
/* Caret and scroll only: no card, and the focus stays where it is. */
void galley_view_select_finding (GalleyView *self, GalleyFinding *finding);
/* Switches a rule off for the desk; undone in one order with the text. */
void galley_view_switch_rule_off (GalleyView *self, const char *rule_id);
/* The finding that is looked at, or NULL. Borrowed. */
GalleyFinding *galley_view_get_finding (GalleyView *self);
/* The next (@direction > 0) or previous finding from the caret on, round the end. FALSE when there is none. */
gboolean galley_view_next_finding (GalleyView *self, int direction);

/* For who changes several articles at once (galley-buffer.h): the buffers of all articles that were looked at. */
void galley_view_begin_outside (GalleyView *self, int direction);
void galley_view_end_outside (GalleyView *self);
/* When what could be undone outside was done (monotonic time; 0: there is nothing), and whether there is something to redo. Signal
 * "step-outside" (gboolean forward) asks for it before the text of the article is undone; a handler gives back TRUE when it took
 * care. */
void galley_view_set_outside (GalleyView *self, gint64 back, gboolean forward);

void galley_view_get_caret (GalleyView *self, guint *block_index, guint *offset);
void galley_view_set_caret (GalleyView *self, guint block_index, guint offset);
void galley_view_grab_focus (GalleyView *self);
/* The text widget itself, for who needs its adjustments (borrowed). */
GtkTextView *galley_view_get_text_view (GalleyView *self);

/* The key that gives the line a role, as an accelerator ("<Alt>1"); static. */
const char *galley_view_get_role_accelerator (GalleyRole role);

G_END_DECLS
