/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-caption.h — what an article says about a picture of its. The words that came with the picture file are older than the
 * article, which was corrected and signed: where it has captions or credits, those hold, and the file's only where it has none. This is
 * the one place where that is decided, for all formats and the page. */

#pragma once

#include "galley-article.h"
#include "galley-asset.h"

G_BEGIN_DECLS

typedef struct
{
  char *caption; /* paragraphs of it are lines; each of these may be NULL */
  char *credit;
  char *creator;    /* ", " between several */
  char *alt;        /* written to stand for the picture, and not what the caption was once */
  char *said;       /* all words of the article, where they are not those of the file any more */
  gboolean printed; /* the article has blocks that say it: it must not be printed once more */
} GalleyCaption;

/* Fills @self, which is zero. The first caption with its credits belongs to the first picture of @article, and so on; pictures behind
 * the last caption share it. */
void galley_caption_find (GalleyCaption *self, GalleyAsset *asset, GalleyArticle *article);
void galley_caption_clear (GalleyCaption *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GalleyCaption, galley_caption_clear)

/* FALSE for words that came with the picture (an alt text, a name) where they repeat what its caption or credit said once and the
 * article says otherwise now. */
gboolean galley_caption_holds (const GalleyCaption *self, GalleyAsset *asset, const char *text);
gboolean galley_caption_equal (const GalleyCaption *self, const GalleyCaption *other);
/* The value of a key of galley_asset_get_info() as @article has it (newly allocated), or NULL. */
char *galley_caption_dup_info (const GalleyCaption *self, GalleyAsset *asset, const char *key);

G_END_DECLS
