/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-outline-foot.h — how far the edition is, below its outline: a bar of the stages of all articles, and how many pages
 * have been through all rounds. */

#pragma once

#include <gtk/gtk.h>

#include "galley-rounds.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_OUTLINE_FOOT (galley_outline_foot_get_type ())
G_DECLARE_FINAL_TYPE (GalleyOutlineFoot, galley_outline_foot, GALLEY, OUTLINE_FOOT, GtkWidget)

/* Follows the rounds and the edition of their store; NULL: nothing. Counts a little at a time. */
void galley_outline_foot_set_rounds (GalleyOutlineFoot *self, GalleyRounds *rounds);

G_END_DECLS
