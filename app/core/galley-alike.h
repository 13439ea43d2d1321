/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-alike.h — is this text there already? Texts are compared by samples of their pieces of five characters (shingles,
 * Broder 1997), so that a changed word, another headline or a cut paragraph does not hide a copy. */

#pragma once

#include "galley-article.h"

G_BEGIN_DECLS

/* From here on two texts are nearly the same. */
#define GALLEY_ALIKE_NEAR 0.7

typedef struct _GalleySketch GalleySketch;

/* What is kept of the text of an article: letters, digits and Han alone, whatever their case. NULL where it has less than
 * twenty of them: short notes resemble each other. */
GalleySketch *galley_sketch_new (GalleyArticle *article);
void galley_sketch_free (GalleySketch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleySketch, galley_sketch_free)

/* How much of both texts is the same: 0 nothing … 1 all. */
double galley_sketch_compare (const GalleySketch *one, const GalleySketch *other);

G_END_DECLS
