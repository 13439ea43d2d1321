/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-slot-row.h — the slot of an article, to be filled in, and how the article fits it, live. */

#pragma once

#include <adwaita.h>

#include "galley-article.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_SLOT_ROW (galley_slot_row_get_type ())
G_DECLARE_FINAL_TYPE (GalleySlotRow, galley_slot_row, GALLEY, SLOT_ROW, AdwEntryRow)

GtkWidget *galley_slot_row_new (GalleyArticle *article);

/* All there is to say about how an article fits its slot (newly allocated, translated): "13 characters × 40 lines: it takes 43
 * lines, 36 characters are to be cut"; NULL where it has no slot. @over: is it too long? */
char *galley_slot_describe (GalleyArticle *article, gboolean *over);

G_END_DECLS
