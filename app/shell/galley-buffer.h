/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-buffer.h — one text buffer, one live article: one line a block. A keystroke replaces one block; what happens to
 * the article elsewhere (a fix, a reload) shows in the buffer. Undo is kept here, as runs of blocks that gave way to
 * others, so that text, roles, joins, splits and marks of a block come back together and in one order. Needs no display. */

#pragma once

#include <gtksourceview/gtksource.h>

#include "galley-article.h"
#include "galley-finding.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_BUFFER (galley_buffer_get_type ())
G_DECLARE_FINAL_TYPE (GalleyBuffer, galley_buffer, GALLEY, BUFFER, GtkSourceBuffer)

/* A buffer on @article (live, referenced). GTK's own undo is off; use the functions below. Properties: "article",
 * "can-step-back", "can-step-forward" (read-only, notified). Signal "roles-changed" (guint first_line, guint last_line):
 * lines got other roles, or lines came and went from first_line on. */
GalleyBuffer *galley_buffer_new (GalleyArticle *article);
GalleyArticle *galley_buffer_get_article (GalleyBuffer *self); /* borrowed */

/* The role of a line (from 0); body past the end. */
GalleyRole galley_buffer_get_line_role (GalleyBuffer *self, guint line);
/* Gives the lines from @first_line to @last_line (included) a role: one undo step. */
void galley_buffer_set_role (GalleyBuffer *self, guint first_line, guint last_line, GalleyRole role);

/* Carries out a fix of a finding as one undo step, also when it is a fold of many changes and joins. FALSE, changing
 * nothing, when the finding is stale. */
gboolean galley_buffer_apply_fix (GalleyBuffer *self, GalleyFinding *finding, guint fix_index);

/* Heals a column break between @line and the one behind it (galley-hand.h); FALSE on the last line. */
gboolean galley_buffer_join (GalleyBuffer *self, guint line);
/* Takes a healed join apart again: the one at @offset or a character beside it. FALSE where there is none. */
gboolean galley_buffer_unjoin (GalleyBuffer *self, guint line, guint offset);
/* Cuts a line in two at @offset; both keep the role. FALSE at the ends of the line. */
gboolean galley_buffer_split (GalleyBuffer *self, guint line, guint offset);

void galley_buffer_undo (GalleyBuffer *self);
void galley_buffer_redo (GalleyBuffer *self);
gboolean galley_buffer_can_undo (GalleyBuffer *self);
gboolean galley_buffer_can_redo (GalleyBuffer *self);

/* Something that is no text was done meanwhile: what is typed from now on is a step of its own. */
void galley_buffer_part_steps (GalleyBuffer *self);

/* The article is being changed together with others: by an operation (@direction 0), or by undoing (-1) or redoing (1) it.
 * What changes up to the end is one step here, and undone there. Ends without a beginning are ignored. */
void galley_buffer_begin_outside (GalleyBuffer *self, int direction);
void galley_buffer_end_outside (GalleyBuffer *self);
/* The step that would be undone (@forward: redone) next: does it belong to such a change, and when was it made (monotonic
 * time)? FALSE when there is none. */
gboolean galley_buffer_peek (GalleyBuffer *self, gboolean forward, gboolean *outside, gint64 *time);

/* The place of a character of a block that is in the article; FALSE, leaving @iter alone, when it is not. @char_offset may
 * be the length of the block. */
gboolean galley_buffer_locate (GalleyBuffer *self, GalleyBlock *block, guint char_offset, GtkTextIter *iter);
/* The block a place stands in, and its offset there (may be NULL). Borrowed; NULL only in an empty article. */
GalleyBlock *galley_buffer_block_at (GalleyBuffer *self, const GtkTextIter *iter, guint *offset);

/* The tag that gives lines of a role their look (borrowed). */
GtkTextTag *galley_buffer_get_role_tag (GalleyBuffer *self, GalleyRole role);

G_END_DECLS
