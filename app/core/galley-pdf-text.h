/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-pdf-text.h — the bare text of a PDF, page after page, in the order in which it was drawn: what 核红 holds a proof
 * against. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean galley_pdf_text_is_pdf (GBytes *bytes);
/* GALLEY_ERROR_ENCRYPTED, _MALFORMED, _TOO_LARGE; _UNSUPPORTED where poppler is not installed. */
char *galley_pdf_text_read (GBytes *bytes, GError **error);

G_END_DECLS
