/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-refusal.h — why something was not done, and a way past it: whoever gives a reason may do it nevertheless. The reason
 * is signed with their name and stands in the log. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_REFUSAL (galley_refusal_get_type ())
G_DECLARE_FINAL_TYPE (GalleyRefusal, galley_refusal, GALLEY, REFUSAL, GtkWidget)

/* Signal "override" (const char *reason). Hidden as long as nothing is refused. */
GtkWidget *galley_refusal_new (void);
/* @sentence: why; @label: what its button says, "_Begin Nevertheless". */
void galley_refusal_show (GalleyRefusal *self, const char *sentence, const char *label);
void galley_refusal_hide (GalleyRefusal *self);

G_END_DECLS
