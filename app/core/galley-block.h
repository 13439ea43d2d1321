/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-block.h — one immutable paragraph: its role, its text, its spans. A change makes a new block, so threads read
 * blocks without locks, and a result that points to a block is stale exactly when the block has left its article. */

#pragma once

#include <glib-object.h>

#include "galley-role.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_SPAN_STRONG,
  GALLEY_SPAN_EMPHASIS,
  GALLEY_SPAN_LINK,     /* value: the address */
  GALLEY_SPAN_DATELINE, /* 电头: "本报讯", "新华社北京4月23日电" */
  GALLEY_SPAN_JOIN,     /* a healed column break; empty span at the seam, value: what the source had there */
} GalleySpanKind;

/* A mark on part of a block. @start and @end count Unicode characters in the block; @end is not part of it. */
typedef struct
{
  GalleySpanKind kind;
  guint start;
  guint end;
  const char *value; /* owned by the block, or NULL */
} GalleySpan;

#define GALLEY_NO_SOURCE G_MAXUINT

#define GALLEY_TYPE_BLOCK (galley_block_get_type ())
G_DECLARE_FINAL_TYPE (GalleyBlock, galley_block, GALLEY, BLOCK, GObject)

/* A block of @role with @text (valid UTF-8 in NFC, no line ends; @length in bytes, -1 when zero-terminated). */
GalleyBlock *galley_block_new (GalleyRole role, const char *text, gssize length);

/* The same, with marks (copied; cut to the text where they reach out of it) and the place in the imported source
 * (characters, GALLEY_NO_SOURCE where there is none) and how sure the reading was (0 … 1). */
GalleyBlock *galley_block_new_full (GalleyRole role,
                                    const char *text,
                                    gssize length,
                                    const GalleySpan *spans,
                                    guint n_spans,
                                    guint source_start,
                                    guint source_end,
                                    double confidence);

GalleyRole galley_block_get_role (GalleyBlock *self);

/* The text (owned by the block), its length in characters, its length in bytes. */
const char *galley_block_get_text (GalleyBlock *self);
guint galley_block_get_length (GalleyBlock *self);
gsize galley_block_get_n_bytes (GalleyBlock *self);

/* The marks, sorted by start (owned by the block). */
const GalleySpan *galley_block_get_spans (GalleyBlock *self, guint *n_spans);

/* The first mark of a kind, or NULL. */
const GalleySpan *galley_block_find_span (GalleyBlock *self, GalleySpanKind kind);

/* Where the block stood in the imported source, in characters; FALSE for a block that came from no source. */
gboolean galley_block_get_source (GalleyBlock *self, guint *start, guint *end);
double galley_block_get_confidence (GalleyBlock *self);

/* The characters from @start up to @end, both counted in characters (newly allocated). */
char *galley_block_dup_range (GalleyBlock *self, guint start, guint end);

/* New blocks made from this one (all transfer full). A new role counts as decided by hand: its confidence is 1. */
GalleyBlock *galley_block_with_role (GalleyBlock *self, GalleyRole role);
/* The block after @n_removed characters at @offset gave way to @inserted (UTF-8, may be NULL); marks move along. */
GalleyBlock *galley_block_splice (GalleyBlock *self, guint offset, guint n_removed, const char *inserted);
/* This block with @next behind it, marks of both kept. */
GalleyBlock *galley_block_append (GalleyBlock *self, GalleyBlock *next);
/* The part from @start up to @end as a block of its own, with the marks that lie in it. */
GalleyBlock *galley_block_slice (GalleyBlock *self, guint start, guint end);
/* This block with one more mark, or without the mark of index @index. */
GalleyBlock *
galley_block_add_span (GalleyBlock *self, GalleySpanKind kind, guint start, guint end, const char *value);
GalleyBlock *galley_block_remove_span (GalleyBlock *self, guint index);

/* TRUE when role, text and marks are the same. */
gboolean galley_block_equal (GalleyBlock *self, GalleyBlock *other);

const char *galley_span_kind_get_name (GalleySpanKind kind);
gboolean galley_span_kind_from_name (const char *name, GalleySpanKind *kind);

G_END_DECLS
