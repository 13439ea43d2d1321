/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdf-file.h — a PDF on its way to a stream: facts of the document, pages, outline, and what Cairo leaves out. */

#pragma once

#include "galley-sheet.h"

typedef struct _PdfFile PdfFile;

/* @stream and @job are borrowed for as long as it lives. */
PdfFile *pdf_file_new (GalleyEdition *edition, const char *language, GOutputStream *stream, GalleyJob *job);
void pdf_file_free (PdfFile *self);

/* Draws a sheet as the next page, with its articles in the outline. */
gboolean pdf_file_add (PdfFile *self, GalleySheet *sheet, GError **error);
/* The sheet that was added last, for its fonts; or NULL. */
GalleySheet *pdf_file_get_sheet (PdfFile *self);
/* Ends the file. Once, after the last page. */
gboolean pdf_file_finish (PdfFile *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfFile, pdf_file_free)
