/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-marks.h — findings as underlines in a buffer. Marks of paragraphs that did not change stay; one that is being
 * checked keeps its marks, but for those the edit touched. */

#pragma once

#include "galley-buffer.h"
#include "galley-proof.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_MARKS (galley_marks_get_type ())
G_DECLARE_FINAL_TYPE (GalleyMarks, galley_marks, GALLEY, MARKS, GObject)

/* The marks of @buffer (referenced). */
GalleyMarks *galley_marks_new (GalleyBuffer *buffer);

/* Brings the underlines to what @proof knows of the article now. TRUE when there is more to do: call again soon. */
gboolean galley_marks_sync (GalleyMarks *self, GalleyProof *proof);
void galley_marks_clear (GalleyMarks *self);
/* Colours for a light or dark ground; stronger ones for high contrast. */
void galley_marks_set_ground (GalleyMarks *self, gboolean dark, gboolean high_contrast);

G_END_DECLS
