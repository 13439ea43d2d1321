/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export-picture.h — a picture on its way out, with what the edition says about it written into it: caption, credit, people,
 * place, date and rights, as IPTC Photo Metadata in XMP. The picture itself is not touched: not one byte of its image data changes. */

#pragma once

#include "galley-caption.h"
#include "galley-export.h"

G_BEGIN_DECLS

/* What is said about one picture; each may be NULL. */
typedef struct
{
  GalleyAsset *asset;
  GalleyCaption print; /* what the article says below the picture */
  char *headline;
  const char *caption; /* of @print */
  const char *credit;
  char *rights;
  char *place;
  char *date;
  const char *alt;
  GStrv creators;
  GStrv persons;
} ExportPictureWords;

/* Fills @words, which are zero, with what @article says below the picture, and of a picture article with one picture also with its other
 * facts; else with those of @asset. */
void export_picture_find_words (ExportPictureWords *words, GalleyAsset *asset, GalleyArticle *article);
void export_picture_words_clear (ExportPictureWords *words);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExportPictureWords, export_picture_words_clear)

/* The bytes of @asset with those words. The bytes as they are, where there is nothing to say, or where the format (JPEG, PNG, TIFF and WebP can) or the file does
 * not take words: then one note. Transfer full. */
GBytes *export_picture_with_words (GalleyAsset *asset, GalleyArticle *article, GalleyJob *job);

/* Installs the option "picture-words" (TRUE). */
void export_install_words_option (GObjectClass *klass, guint id);

G_END_DECLS
