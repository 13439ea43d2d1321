/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-paper.h — a small document on A4: what galley-slip.h writes as HTML, drawn as PDF. Knows headings, tables, numbered
 * lists and paragraphs, with what was struck out or put in, and colours. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The document as a PDF file (transfer full). GALLEY_ERROR_MALFORMED where @html is none, G_IO_ERROR_FAILED
 * where it cannot be drawn. Any thread. */
GBytes *galley_paper_make_pdf (const char *html, GError **error);

G_END_DECLS
