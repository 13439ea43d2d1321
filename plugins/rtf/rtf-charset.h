/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rtf-charset.h — code pages of Rich Text. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text in a symbol font has no code page. */
#define RTF_SYMBOL_PAGE 42
/* That of signs, which no file names by a number. */
#define RTF_WINGDINGS_PAGE 43

/* The code page of a \fcharset; 0 where it says nothing. */
guint rtf_charset_page (gint charset);
/* Does @byte begin a character of two bytes in that code page? */
gboolean rtf_charset_is_lead (guint page, guint8 byte);
/* Appends the bytes as UTF-8; what means nothing becomes U+FFFD. */
void rtf_charset_append (GString *out, guint page, const char *bytes, gsize length);

G_END_DECLS
