/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-article.h — 稿件: an ordered list of blocks, and metadata. A GListModel of GalleyBlock; splice() is the only way
 * its text changes. */

#pragma once

#include <gio/gio.h>

#include "galley-block.h"
#include "galley-metadata.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_ARTICLE_STORY,     /* 文字稿 */
  GALLEY_ARTICLE_PICTURE,   /* 图片新闻: caption and credits, perhaps a title */
  GALLEY_ARTICLE_AD,        /* 广告、公告 */
  GALLEY_ARTICLE_FURNITURE, /* masthead and folio lines of a page, kept so that nothing is lost */
} GalleyArticleKind;

#define GALLEY_TYPE_ARTICLE (galley_article_get_type ())
G_DECLARE_FINAL_TYPE (GalleyArticle, galley_article, GALLEY, ARTICLE, GObject)

/* A new empty article with an id of its own (a random UUID). Properties: "kind", "headline" (read-only, notified). */
GalleyArticle *galley_article_new (GalleyArticleKind kind);
GalleyArticle *galley_article_new_with_id (GalleyArticleKind kind, const char *id);

const char *galley_article_get_id (GalleyArticle *self);
GalleyArticleKind galley_article_get_kind (GalleyArticle *self);
void galley_article_set_kind (GalleyArticle *self, GalleyArticleKind kind);
const char *galley_article_kind_get_name (GalleyArticleKind kind);
gboolean galley_article_kind_from_name (const char *name, GalleyArticleKind *kind);

/* Replaces @n_removed blocks at @position by @n_added blocks of @added (referenced, not taken).
 * Not on a frozen article. No block may stand in an article twice. */
void galley_article_splice (
    GalleyArticle *self, guint position, guint n_removed, GalleyBlock *const *added, guint n_added);
void galley_article_append (GalleyArticle *self, GalleyBlock *block);

guint galley_article_get_n_blocks (GalleyArticle *self);
GalleyBlock *galley_article_get_block (GalleyArticle *self, guint index); /* borrowed; NULL past the end */
/* Is this very block in the article? O(1): the test whether a result is stale. */
gboolean galley_article_has_block (GalleyArticle *self, GalleyBlock *block);
/* Its index, or -1. */
gint galley_article_index_of (GalleyArticle *self, GalleyBlock *block);

GalleyMetadata *galley_article_get_metadata (GalleyArticle *self); /* borrowed */

/* How sure the importer was that the article begins and ends where it does, 0 … 1 (1 for what a person made). */
double galley_article_get_confidence (GalleyArticle *self);
void galley_article_set_confidence (GalleyArticle *self, double confidence);

/* A copy that never changes, sharing the blocks: what threads, checkers and exporters get. */
GalleyArticle *galley_article_freeze (GalleyArticle *self);
gboolean galley_article_is_frozen (GalleyArticle *self);

/* The 主题 in one line, else the start of the first text, else "" (newly allocated). */
char *galley_article_dup_headline (GalleyArticle *self);
/* The text, one block a line (newly allocated). */
char *galley_article_dup_text (GalleyArticle *self);
/* Characters as a newsroom counts them: Han, letters, digits and marks; white space does not count. */
guint galley_article_count_characters (GalleyArticle *self);
/* The SHA-256 of what the article says: its kind, its metadata, and of each block role, text and marks (newly allocated, 64
 * hex digits). What is only known about the reading (source, confidence, healed joins) does not count. Equal content, equal
 * digest, on every machine: what a signature binds. */
char *galley_article_dup_digest (GalleyArticle *self);
/* The article's language as a BCP 47 tag: its metadata, else "zh-CN" or "en" by its letters. */
const char *galley_article_get_language (GalleyArticle *self);
/* The same of a text that is in no article yet, by its letters alone. */
const char *galley_article_guess_language (const char *text);

G_END_DECLS
