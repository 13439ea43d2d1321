/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export-picture.h — a picture on its way out, with what the edition says about it written into it: caption, credit, people,
 * place, date and rights, as IPTC Photo Metadata in XMP. The picture itself is not touched: not one byte of its image data changes. */

#pragma once

#include "galley-export.h"

G_BEGIN_DECLS

/* The bytes of @asset with the words about it, which are those of the asset and, of a picture article with one picture, those of
 * @article. The bytes as they are, where there is nothing to say, or where the format (JPEG, PNG, TIFF and WebP can) or the file does
 * not take words: then one note. Transfer full. */
GBytes *export_picture_with_words (GalleyAsset *asset, GalleyArticle *article, GalleyJob *job);

/* Installs the option "picture-words" (TRUE). */
void export_install_words_option (GObjectClass *klass, guint id);

G_END_DECLS
