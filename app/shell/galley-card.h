/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-card.h — what a finding says: rule and norm, message, example, and a button for each thing to do about it. Stands
 * in a popover at the mark and below the list. Keys: Enter first fix, 1 … 9 a fix, I / Shift+I / Ctrl+I ignore, D dictionary, R rule off,
 * E explain. */

#pragma once

#include <gtk/gtk.h>

#include "galley-finding.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_CARD (galley_card_get_type ())
G_DECLARE_FINAL_TYPE (GalleyCard, galley_card, GALLEY, CARD, GtkWidget)

GtkWidget *galley_card_new (void);
/* The widget whose actions view.take-fix, view.ignore … are meant (weak). */
void galley_card_set_target (GalleyCard *self, GtkWidget *target);
/* What it shows, or nothing. */
void galley_card_set_finding (GalleyCard *self, GalleyFinding *finding);
/* Shows the reason and the example, or hides them. */
void galley_card_set_explained (GalleyCard *self, gboolean explained);
gboolean galley_card_get_explained (GalleyCard *self);
/* Puts the focus on the first fix, else on the card. */
void galley_card_grab_focus (GalleyCard *self);

/* What a fix of the finding would put in the place, as a person reads it: "delete" where that is nothing; NULL where there
 * is no such fix (newly allocated). */
char *galley_card_dup_fix (GalleyFinding *finding, guint fix);
/* Does the key press mean one of the actions? Carries it out on @target. */
gboolean galley_card_handle_key (GtkWidget *target, guint keyval, GdkModifierType state);

G_END_DECLS
