/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-colours.h — the galley in the colours of its rounds: the marks of the last one, or who wrote what; a legend; and words
 * for the place of the caret. */

#pragma once

#include "galley-session.h"
#include "galley-view.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_COLOURS (galley_colours_get_type ())
G_DECLARE_FINAL_TYPE (GalleyColours, galley_colours, GALLEY, COLOURS, GObject)

/* Follows the settings "marks-visible" and "blame-visible", of which one is on at most, and the article of the view. Signal
 * "changed" (): legend, or the words for the caret. */
GalleyColours *galley_colours_new (GalleySession *session, GalleyView *view);
/* Whose marks are shown: the name of a round, or NULL for the last that was begun. Switches the marks on. */
void galley_colours_show_round (GalleyColours *self, const char *round);
/* The legend as Pango markup, NULL where no colours are shown (newly allocated). */
char *galley_colours_dup_legend (GalleyColours *self);
/* Who wrote what stands at the caret, or what the mark there changed; NULL where there is nothing to say (newly allocated). */
char *galley_colours_dup_caret (GalleyColours *self);
gboolean galley_colours_is_busy (GalleyColours *self);

G_END_DECLS
