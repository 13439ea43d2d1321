/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-hyphenate.h — where an English word may be parted at the end of a line, by the patterns of F. M. Liang that the system has
 * (hyph_en_US.dic or hyph_en_GB.dic of libhyphen). Within libgalley-page. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells for each byte of a word whether a part of it may begin there (@parts: @length of them, 0 or 1). A word is what stands between
 * blanks, marks beside it included. Never in what is no plain word: addresses, figures, compounds that have a hyphen, abbreviations in
 * capitals, fewer than two letters before or three behind. FALSE where there is no such place, or where there are no patterns. Any
 * thread. */
gboolean galley_hyphenate (const char *word, gsize length, guint8 *parts);

G_END_DECLS
