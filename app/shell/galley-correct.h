/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-correct.h — the editor's hand in the window: carries out the operations of galley-hand.h on the article that is
 * shown, at its caret, and undoes them in one order with the text. */

#pragma once

#include "galley-hand.h"
#include "galley-session.h"
#include "galley-view.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_CORRECT (galley_correct_get_type ())
G_DECLARE_FINAL_TYPE (GalleyCorrect, galley_correct, GALLEY, CORRECT, GObject)

/* Signals: "show" (GalleyArticle *): that article is to be looked at, at once; "done" (const char *): one sentence on what
 * was done to several articles, which can be undone, or NULL where nobody is to be told; "undone" (); "refused" (const
 * char *): one sentence why not. */
GalleyCorrect *galley_correct_new (GalleySession *session, GalleyView *view);

/* "split", "merge", "next-reading", "turn-heads", "confirm", "ad", "picture", "furniture", "story", "undo", "redo". */
void galley_correct_run (GalleyCorrect *self, const char *what);

/* Brings the article that is shown back to an earlier version; FALSE, saying so, where it is no other. */
gboolean galley_correct_restore (GalleyCorrect *self, GalleyArticle *old);

/* For who changes several articles by an operation of galley-hand.h: stands before and behind it. FALSE, saying so, while
 * somebody else is at it. @step (transfer full) may be NULL: nothing was done. @quiet: it shows anyway what was done; nobody is
 * told, and what is looked at stays. */
gboolean galley_correct_begin (GalleyCorrect *self);
/* Between the two, for who lets the main loop run meanwhile: what is typed from here on is none of the change, and from there on is
 * again. */
void galley_correct_pause (GalleyCorrect *self);
void galley_correct_resume (GalleyCorrect *self);
void galley_correct_end (GalleyCorrect *self, GalleyHandStep *step, gboolean quiet);

G_END_DECLS
