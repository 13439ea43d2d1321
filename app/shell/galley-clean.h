/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-clean.h — text that is typed or pasted, as it may stand in blocks. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What may not stand in a block becomes a line end or goes; the text comes in NFC (newly allocated). NULL when it is fine as
 * it is. @length in bytes. */
char *galley_clean_text (const char *text, gsize length);

G_END_DECLS
