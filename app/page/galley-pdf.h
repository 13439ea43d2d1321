/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-pdf.h — sheets as a PDF 1.7 file (ISO 32000-1): tagged, with outline, page labels, links and language, fonts embedded as
 * far as they are used. Written by ourselves: Cairo's own takes three times as long, reads whole fonts into memory, and leaves out
 * the language and what pictures show. */

#pragma once

#include "galley-sheet.h"

G_BEGIN_DECLS

typedef struct _GalleyPdf GalleyPdf;

/* A file that goes to @stream as it is made; @stream and @job are borrowed for as long as it lives. Title, author and date are
 * those of the edition, so that the same edition gives the same bytes. @language: BCP 47. */
GalleyPdf *
galley_pdf_new (GalleyEdition *edition, const char *language, GOutputStream *stream, GalleyJob *job);
/* Without galley_pdf_finish() what was written is no whole file. */
void galley_pdf_free (GalleyPdf *self);

/* A sheet as the next page, with its articles in the outline. */
gboolean galley_pdf_add (GalleyPdf *self, GalleySheet *sheet, GError **error);
/* The sheet that was added last, for its fonts; or NULL. */
GalleySheet *galley_pdf_get_sheet (GalleyPdf *self);
/* Ends the file. Once, after the last sheet. */
gboolean galley_pdf_finish (GalleyPdf *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyPdf, galley_pdf_free)

G_END_DECLS
