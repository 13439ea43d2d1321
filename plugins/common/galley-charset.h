/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-charset.h — bytes of unknown encoding → UTF-8. A byte order mark decides; without one every encoding that comes
 * into question is tried, and the reading that looks most like written language wins. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *text;     /* UTF-8 without byte order mark and without NUL characters */
  gsize length;   /* in bytes */
  char *charset;  /* the name iconv knows: "GB18030", "UTF-16LE" … */
  gsize n_broken; /* places that mean nothing in that encoding; U+FFFD stands there */
} GalleyDecoded;

/* NULL where no reading makes text of it: binary data. An empty input gives an empty text. */
GalleyDecoded *galley_charset_decode (const guint8 *data, gsize length);
void galley_decoded_free (GalleyDecoded *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyDecoded, galley_decoded_free)

/* Whether the first bytes of a file (the last character may be cut) can be text at all. */
gboolean galley_charset_is_text (const guint8 *head, gsize length);

G_END_DECLS
