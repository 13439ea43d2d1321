/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-office.h — what Word and OpenDocument files have in common: how they are opened and refused, and what they say of
 * themselves. */

#pragma once

#include "galley-source.h"

#include "galley-copy.h"
#include "galley-zip.h"

G_BEGIN_DECLS

/* The container of Word before 2007, and of every Office file that is locked with a password. */
gboolean galley_office_is_ole (const guint8 *head, gsize length);
/* Does the data hold these bytes? */
gboolean galley_office_holds (const guint8 *data, gsize length, const char *word, gsize n);
/* The package of a document. GALLEY_ERROR_ENCRYPTED for one that is locked, _UNSUPPORTED for a Word file of before 2007, else
 * as galley_zip_open(). */
GalleyZip *galley_office_open (GalleySource *source, GError **error);
/* A property by its local name, "title", "creator", "keywords" … → metadata; others are left alone. */
void galley_office_property (GalleyCopy *copy, const char *name, const char *value);
/* The address in the instruction of a field, or NULL when it is no link (newly allocated). */
char *galley_office_field_address (const char *code);
/* What a field without a result shows: formulas and signs are drawn from the instruction. NULL where that is nothing (newly
 * allocated). */
char *galley_office_field_text (const char *code);

G_END_DECLS
