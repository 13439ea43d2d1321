/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-copy.h — the copy of a word processor on its way into an edition. An importer tells what it reads, paragraph by
 * paragraph with the names of their styles; when it is done, galley_copy_push() finds the roles, numbers the notes, puts
 * pictures to their articles, or leaves the whole to the segmenter where it is the text of a page. */

#pragma once

#include "galley-builder.h"

G_BEGIN_DECLS

typedef struct _GalleyCopy GalleyCopy;

/* Where text goes that does not stand in the paragraph in hand. */
typedef enum
{
  GALLEY_COPY_BOX,  /* behind the paragraph in hand, as paragraphs of their own */
  GALLEY_COPY_NOTE, /* a footnote or endnote: behind the article; its number stands in both places */
} GalleyCopyFlow;

GalleyCopy *galley_copy_new (void);
void galley_copy_free (GalleyCopy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyCopy, galley_copy_free)

/* Starts a paragraph. @style is the name a person sees (may be NULL), @level its outline level (1 … 9, 0 for none). In a
 * row of a table it only parts text from text. */
void galley_copy_begin (GalleyCopy *self, const char *style, guint level);
/* The paragraph in hand is the first of an article, whatever it looks like. Bookmarks whose names begin with the mark say so;
 * our own exporters set them. Where there is one, headlines part articles no more. */
#define GALLEY_COPY_ARTICLE_MARK "galley_article_"
void galley_copy_begin_article (GalleyCopy *self);
/* What stands before the text of the paragraph in hand, if text comes: "1. ", "• ". */
void galley_copy_label (GalleyCopy *self, const char *label);
/* The paragraph in hand stands out as a headline does: centred, or in large type. */
void galley_copy_display (GalleyCopy *self);
/* Text with GALLEY_STYLE_STRONG and _EMPHASIS; @address where it is a link, else NULL. A line end starts another paragraph of
 * the same style. */
void
galley_copy_text (GalleyCopy *self, const char *utf8, gssize length, GalleyStyle style, const char *address);
/* Ends the paragraph. */
void galley_copy_end (GalleyCopy *self);
/* Ends the paragraph, and the next one goes on in it: its mark was deleted, or it is only an initial. With @parts words of two
 * paragraphs that are written with blanks do not run together. */
void galley_copy_end_merging (GalleyCopy *self, gboolean parts);

/* Rows of a table become paragraphs, their cells parted by tabs. They may stand in each other. */
void galley_copy_begin_row (GalleyCopy *self, guint n_cells);
void galley_copy_next_cell (GalleyCopy *self);
void galley_copy_end_row (GalleyCopy *self);

/* Text that stands elsewhere, up to the pop. They may stand in each other. */
void galley_copy_push_flow (GalleyCopy *self, GalleyCopyFlow flow);
void galley_copy_pop_flow (GalleyCopy *self);
guint galley_copy_get_depth (GalleyCopy *self);

/* A picture at this place; words about it are set already. */
void galley_copy_picture (GalleyCopy *self, GalleyAsset *asset);
/* What the file says about the whole: goes to the first article. */
void galley_copy_meta (GalleyCopy *self, const char *key, const char *value, const char *qualifier);

/* Counted for the notes of the job: changes that were accepted, tables that became lines; hidden text, pictures outside of
 * the file, and charts and diagrams that were left out. */
void galley_copy_count_change (GalleyCopy *self, const char *author);
void galley_copy_count_table (GalleyCopy *self);
void galley_copy_count_hidden (GalleyCopy *self);
void galley_copy_count_missing (GalleyCopy *self);
void galley_copy_count_drawing (GalleyCopy *self);
/* The text from here on up to the close is what a remark of that @id is about; 64 may be open, and what is opened beyond that or
 * never closed counts for nothing. @id may be NULL. */
void galley_copy_open_quote (GalleyCopy *self, const char *id);
void galley_copy_close_quote (GalleyCopy *self, const char *id);
/* A remark in the margin, at the paragraph in hand, about the text of the quote @id, or, without one (NULL), about the paragraph:
 * metadata "comment" of the article it lies in, “what it is about”：@text (with the colon of its language), by its @author (may be
 * NULL). Blocks know no remarks. */
void galley_copy_comment (GalleyCopy *self, const char *author, const char *text, const char *id);

/* More text came in than an edition holds: stop reading. */
gboolean galley_copy_is_full (GalleyCopy *self);

/* Everything into the builder. @self is used up. */
gboolean galley_copy_push (GalleyCopy *self, GalleyBuilder *builder, GalleyJob *job, GError **error);

/* The role a style of that name stands for; FALSE where the name says nothing. @level gets the level of "Heading 2", else 0. */
gboolean galley_copy_style_role (const char *style, GalleyRole *role, guint *level);

G_END_DECLS
