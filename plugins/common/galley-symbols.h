/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-symbols.h — the letters of fonts that have signs where others have letters. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Is it one of them? */
gboolean galley_symbol_is_font (const char *font);
/* The Unicode character of a code of the font (0x20 … 0xff, or the same in the private use area from 0xf000 on); 0 where there is
 * none. Of fonts it does not know the codes are taken for those of Symbol. */
gunichar galley_symbol_to_unicode (const char *font, guint code);
/* Text in the font in Unicode (newly allocated), or NULL where it stays what it is: in other fonts only the private use area is
 * of signs. */
char *galley_symbol_text (const char *font, const char *text);

G_END_DECLS
