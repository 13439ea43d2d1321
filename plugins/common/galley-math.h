/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-math.h — formulas of word processors as a line of text. */

#pragma once

#include "galley-xml.h"

G_BEGIN_DECLS

/* Is the element no part of the formula: deleted, or yet to come? */
typedef gboolean (*GalleyMathFilter) (const xmlNode *node, gpointer data);

/* The formula below @math, Office MathML or MathML, in one line: a² + 1/x, ∑_(i=1)^n i (newly allocated). Every letter of it is
 * there, and the signs that are kept as attributes. @leaves_out may be NULL. */
char *galley_math_text (const xmlNode *math, GalleyMathFilter leaves_out, gpointer data);

G_END_DECLS
