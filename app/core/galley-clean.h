/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-clean.h — text that a person types, pastes or gives on the command line, as it may stand in blocks. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What may not stand in a block becomes a line end or goes; the text comes in NFC (newly allocated). NULL when it is fine as
 * it is. @length in bytes. */
char *galley_clean_text (const char *text, gsize length);
/* The same of text that is one line, as a value and a replacement are: line ends and tabs become blanks (never NULL). @text:
 * valid UTF-8. */
char *galley_clean_line (const char *text);
/* TRUE where a line ends in @text, by whatever character Unicode ends one. */
gboolean galley_clean_has_lines (const char *text);

G_END_DECLS
