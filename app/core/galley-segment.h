/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-segment.h — page text → articles. Pure text in, a reading out: every character of the source lies in exactly one
 * piece of one block, or in a listed repair, and a test sums them up. */

#pragma once

#include "galley-builder.h"
#include "galley-edition.h"

G_BEGIN_DECLS

/* A run of source characters [start, start + length) as they stand in a block's text. */
typedef struct
{
  guint start;
  guint length;
} GalleyPiece;

typedef enum
{
  GALLEY_REPAIR_BLANK,   /* white space and line ends between blocks, indents, trailing blanks */
  GALLEY_REPAIR_WRAP,    /* a hard line end inside a paragraph */
  GALLEY_REPAIR_JOIN,    /* a column break that was healed */
  GALLEY_REPAIR_OVERLAP, /* characters printed twice at a column break */
  GALLEY_REPAIR_HYPHEN,  /* a hyphen at a line end inside a word */
} GalleyRepairKind;

/* Source characters [start, start + length) that are in no block, and why. Where English lines meet, the block has one
 * blank in place of the repair. */
typedef struct
{
  GalleyRepairKind kind;
  guint start;
  guint length;
  guint block;   /* index into the reading's blocks of the block it lies in, or G_MAXUINT between blocks */
  guint offset;  /* where in that block's text, in characters */
  char *removed; /* joins, overlaps and hyphens: the characters; NULL for the others */
  double confidence; /* 0 … 1 */
} GalleyRepair;

typedef struct
{
  GalleyRole role;
  char *text;
  GArray *pieces;    /* of GalleyPiece */
  guint article;     /* index into articles */
  double confidence; /* of the role */
} GalleyReadingBlock;

typedef struct
{
  GalleyArticleKind kind;
  gint near;         /* for a picture: the article it stands in or belongs to, or -1 */
  double confidence; /* of its beginning */
} GalleyReadingArticle;

/* One reading of a page. */
typedef struct
{
  GPtrArray *blocks;   /* of GalleyReadingBlock *, in page order */
  GPtrArray *articles; /* of GalleyReadingArticle * */
  GArray *repairs;     /* of GalleyRepair, by start */
  GalleyMasthead *masthead;
  guint page_number; /* 0 when the page does not say */
  char *page_name;   /* or NULL */
  GPtrArray *staff;  /* of GalleyPerson *: role is the post */
  double score;      /* the better of two readings has the higher score */
} GalleyReading;

void galley_reading_free (GalleyReading *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyReading, galley_reading_free)

/* The @n best readings of @text (valid UTF-8, @length in bytes or -1), best first (array with a free function; at least
 * one). NULL only when @job was cancelled. */
GPtrArray *galley_segment_read (const char *text, gssize length, guint n, GalleyJob *job, GError **error);

/* How rare the words of a page are in the user's own papers tells where its subject changes; without an archive the page
 * itself has to do. How many counts there are, one for each hash of a pair of characters: */
#define GALLEY_SEGMENT_COUNTS (1u << 17)
/* Adds to @counts in how many paragraphs of the stories of @edition each pair stands; returns how many paragraphs there are. */
guint galley_segment_count (GalleyEdition *edition, guint32 *counts);
/* What readings weigh words by from now on, in every thread: @counts (of guint32, GALLEY_SEGMENT_COUNTS of them; NULL for
 * none) over @n_paragraphs. See galley-lexicon.h. */
void galley_segment_set_archive (GBytes *counts, guint n_paragraphs);

/* The persons of one article: of its bylines, of the bracket behind its dateline, of its end notes, of its credits (array
 * of GalleyPerson * with a free function; may be empty). A name that stands alone in a byline has the role 作者. */
GPtrArray *galley_reading_list_persons (const GalleyReading *self, guint article);

/* Does the text look like a page of several pieces (masthead, headlines, bylines), or like the copy of one article? */
gboolean galley_segment_looks_like_page (const char *text, gssize length);

/* Pushes a reading into a builder: pages, facts, articles, blocks, datelines, persons, healed joins. */
void galley_segment_push (const GalleyReading *reading, GalleyBuilder *builder);

/* The short way for importers: reads the text as a page and pushes the best reading. */
gboolean
galley_segment_text (const char *text, gssize length, GalleyBuilder *builder, GalleyJob *job, GError **error);

G_END_DECLS
