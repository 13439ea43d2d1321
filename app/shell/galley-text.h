/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-text.h — the text widget of the galley: plain cut, copy and paste, and a faint ⌇ where column pieces were put
 * together. */

#pragma once

#include "galley-buffer.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_TEXT (galley_text_get_type ())
G_DECLARE_FINAL_TYPE (GalleyText, galley_text, GALLEY, TEXT, GtkSourceView)

GtkWidget *galley_text_new (void);
/* A place where a mark of a round took characters away: a wedge between two characters. */
typedef struct
{
  GalleyBlock *block; /* borrowed: only compared */
  guint offset;
  GdkRGBA colour;
} GalleyWedge;

/* Shows these (array of GalleyWedge, taken), or none. */
void galley_text_set_wedges (GalleyText *self, GArray *wedges);
/* Is an input method composing? Then the text is not to be touched. */
gboolean galley_text_is_composing (GalleyText *self);

G_END_DECLS
