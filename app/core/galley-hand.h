/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-hand.h — what an editor's hand does to the reading of a page: move a boundary, change a role, heal a join or take
 * it apart, ask for the next reading. Works on a live edition, in the thread that edits it; each operation gives back a step
 * that can be undone and done again exactly. */

#pragma once

#include "galley-edition.h"
#include "galley-facet.h"
#include "galley-job.h"

G_BEGIN_DECLS

/* Below this the reader's guess is worth a look. A confidence weighs the best reading against the best one that says something
 * else here: at 0.7 that one is about half as likely. It makes some two marks on a printed page. */
#define GALLEY_HAND_UNSURE 0.7

/* --- steps --------------------------------------------------------------------------------------------------------- */

typedef struct _GalleyHandStep GalleyHandStep;

void galley_hand_step_free (GalleyHandStep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyHandStep, galley_hand_step_free)

/* Can the step be undone (or, when it is undone, done again)? Not when what it touched has changed since. */
gboolean galley_hand_step_can_undo (GalleyHandStep *self);
gboolean galley_hand_step_can_redo (GalleyHandStep *self);
/* FALSE, changing nothing, when it cannot. */
gboolean galley_hand_step_undo (GalleyHandStep *self);
gboolean galley_hand_step_redo (GalleyHandStep *self);
gboolean galley_hand_step_is_done (GalleyHandStep *self);

/* One sentence, translated: "The article was split." (static). */
const char *galley_hand_step_get_label (GalleyHandStep *self);
/* The article to look at now that the step is done, or undone, and the block in it (borrowed). */
GalleyArticle *galley_hand_step_get_article (GalleyHandStep *self, guint *block);
/* When it was done last, in monotonic time. */
gint64 galley_hand_step_get_time (GalleyHandStep *self);

/* --- articles: all give NULL, changing nothing, where there is nothing to be done ---------------------------------------- */

/* Lets an article begin at block @block (not the first) of @article, behind it on its page. A crosshead there becomes the
 * headline. Persons, dateline and jump go with the paragraphs they stand in. */
GalleyHandStep *galley_hand_split (GalleyEdition *edition, GalleyArticle *article, guint block);
/* Puts the article behind the one before it on the page; the nearest of its own kind, if there is one. Its headline becomes
 * a crosshead where text stands before it. */
GalleyHandStep *galley_hand_merge (GalleyEdition *edition, GalleyArticle *article);
/* Says what an article is, and gives its blocks the roles that go with it. */
GalleyHandStep *
galley_hand_mark_article (GalleyEdition *edition, GalleyArticle *article, GalleyArticleKind kind);
/* Says that the reader guessed right: block @block, and at the first block of the article its beginning, are sure now. */
GalleyHandStep *galley_hand_confirm (GalleyEdition *edition, GalleyArticle *article, guint block);

/* Brings the article back to what @old, an earlier version of it, says: text, roles, kind and metadata. */
GalleyHandStep *galley_hand_restore (GalleyEdition *edition, GalleyArticle *article, GalleyArticle *old);

/* --- inside an article --------------------------------------------------------------------------------------------- */

GalleyHandStep *
galley_hand_mark_block (GalleyEdition *edition, GalleyArticle *article, guint block, GalleyRole role);
/* Gives the lines of the headline block at @block, or at the head of the article, the next pattern of 引题, 主题, 副题: with
 * three lines 引主副, 主副副, 引引主, and round. */
GalleyHandStep *galley_hand_turn_heads (GalleyEdition *edition, GalleyArticle *article, guint block);
/* Heals a column break between @block and the one behind it: characters printed twice and a hyphen go, and stand in the
 * mark of the join. */
GalleyHandStep *galley_hand_heal (GalleyEdition *edition, GalleyArticle *article, guint block);
/* Takes the healed join at @offset, or a character beside it, apart again; what was taken out comes back. */
GalleyHandStep *galley_hand_part (GalleyEdition *edition, GalleyArticle *article, guint block, guint offset);

/* The same two on blocks alone (transfer full). */
GalleyBlock *galley_hand_heal_blocks (GalleyBlock *before, GalleyBlock *after);
gboolean galley_hand_part_block (GalleyBlock *block, guint offset, GalleyBlock **before, GalleyBlock **after);

/* Is the role of the block, or for the first block of an article its beginning, a guess to be looked at? */
gboolean galley_hand_is_unsure (GalleyArticle *article, guint block);
/* How many blocks of the article are. */
guint galley_hand_count_unsure (GalleyArticle *article);

/* --- many articles at once: NULL, changing nothing, where there is nothing to be done ------------------------------------- */

/* Makes those of the replacements (galley-replace.h) that are not stale; their articles are live ones of @edition. @n_made: how
 * many. */
GalleyHandStep *galley_hand_replace (GalleyEdition *edition, GPtrArray *replacements, guint *n_made);
/* The same in pieces, for who has a window to serve in between: a step in the making, to which nothing else may be done but add
 * the places of one article after the other (array of GalleyReplacement *), and end it (gives back @step, or NULL where nothing
 * was made). galley_hand_replace_in() gives how many places were made. @whole: nothing was left out. */
GalleyHandStep *galley_hand_replace_begin (GalleyEdition *edition);
guint galley_hand_replace_in (GalleyHandStep *step, GPtrArray *replacements);
GalleyHandStep *galley_hand_replace_end (GalleyHandStep *step, gboolean whole);
/* Moves articles (array of GalleyArticle *) to stand together, in the order of the edition, before what is at @position of
 * @page now; G_MAXUINT: behind all that is there. */
GalleyHandStep *
galley_hand_move (GalleyEdition *edition, GPtrArray *articles, GalleyPage *page, guint position);
/* Takes articles out of the edition. */
GalleyHandStep *galley_hand_remove (GalleyEdition *edition, GPtrArray *articles);
/* 导读: the headlines of the other pages as an article of page one; one that is there already gets the new lines. */
GalleyHandStep *galley_hand_make_digest (GalleyEdition *edition, guint per_page);

typedef enum
{
  GALLEY_TAG_SET,    /* the text is all the field holds; "" empties it */
  GALLEY_TAG_ADD,    /* of a list: these values too */
  GALLEY_TAG_REMOVE, /* of a list: not these values */
} GalleyTagMode;

/* What one field is to hold, text as a user enters it (galley_field_write()). */
typedef struct
{
  GalleyField *field;
  GalleyTagMode mode;
  const char *text;
} GalleyTag;

/* What came of it in one article. */
typedef struct
{
  GalleyArticle *article; /* referenced */
  guint n_changed;        /* fields */
} GalleyTagged;

void galley_tagged_free (GalleyTagged *self);

/* Tags all @articles. @results: one for each, also for those where nothing changed (array of GalleyTagged * with a free function;
 * may be NULL). */
GalleyHandStep *galley_hand_tag (
    GalleyEdition *edition, GPtrArray *articles, const GalleyTag *tags, guint n_tags, GPtrArray **results);

/* --- readings ------------------------------------------------------------------------------------------------------ */

/* The best readings of a source text, each as an edition of its own (array with a free function). Takes its time: for a
 * thread. NULL when @job was cancelled. */
GPtrArray *galley_hand_read (GalleyAsset *text, GalleyJob *job, GError **error);
/* Reads the part of the page that @article came from in the next way, and after the last in the first again. @readings: of
 * galley_hand_read(). Articles that are not as one of the readings has them were worked on: they, and what shares text with
 * them, stay as they are. NULL where no reading differs. */
GalleyHandStep *
galley_hand_next_reading (GalleyEdition *edition, GalleyArticle *article, GPtrArray *readings);

G_END_DECLS
