/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-copy-private.h — what galley-copy.c gathers and galley-copy-push.c puts into a builder. For these two alone. */

#pragma once

#include "galley-copy.h"

G_BEGIN_DECLS

typedef struct
{
  guint start; /* in bytes of the text */
  GalleyStyle style;
  char *address;
} GalleyCopyRun;

/* A remark in the margin. */
typedef struct
{
  char *author; /* or NULL */
  char *text;
  char *id; /* of its quote, or NULL */
} GalleyCopyComment;

/* What a remark is about. */
typedef struct
{
  GString *text;
  gboolean is_closed; /* its end has come: one without an end is about nobody knows what */
} GalleyCopyQuote;

/* A paragraph, or a picture when there is an asset. */
typedef struct
{
  GString *text;
  GArray *runs; /* of GalleyCopyRun */
  char *style;
  guint level;
  gboolean display;
  gboolean begins;     /* an article: its writer said so */
  guint notes;         /* how many notes had begun when it ended */
  GPtrArray *comments; /* of GalleyCopyComment *, or NULL */
  GalleyAsset *asset;
} GalleyCopyItem;

/* A text that is being read: the main one, a box, a note. */
typedef struct
{
  GPtrArray *items;
  GPtrArray *boxes; /* items that wait for the paragraph in hand to end */
  GalleyCopyItem *current;
  guint note; /* its number, for notes */
  gsize mark; /* how long the number is that begins the paragraph in hand (bytes) */
  gboolean merging;
  gboolean parting; /* the paragraph goes on behind a word: another word needs a blank */
  char *label;
  guint rows;        /* rows we are in */
  guint plain_rows;  /* of them, how many are a single cell around paragraphs */
  gboolean cell_gap; /* a paragraph ended in the cell: a blank before the next */
  guint tabs;        /* cells that ended; written when text comes behind them */
} GalleyCopyFrame;

struct _GalleyCopy
{
  GPtrArray *frames;   /* of GalleyCopyFrame *; the last is the one in hand */
  GPtrArray *notes;    /* of GPtrArray of GalleyCopyItem *: one for each note */
  GPtrArray *meta;     /* of GalleyMetaItem */
  GPtrArray *comments; /* of GalleyCopyComment *, at no paragraph */
  GHashTable *quotes;  /* id → GalleyCopyQuote */
  GPtrArray *open;     /* of those in @quotes that are open */
  GHashTable *authors;
  gboolean has_marks; /* articles are parted by marks */
  gsize n_bytes;
  guint n_items;
  guint n_changes;
  guint n_tables;
  guint n_hidden;
  guint n_missing;
  guint n_drawings;
  guint n_comments;
};

/* The text in hand: the main one, or one that stands elsewhere. */
GalleyCopyFrame *galley_copy_top (GalleyCopy *self);
/* Ends the paragraph in hand of a text. */
void galley_copy_finish_item (GalleyCopy *self, GalleyCopyFrame *frame);

G_END_DECLS
