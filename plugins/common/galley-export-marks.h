/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export-marks.h — the marks of a copy as a word processor shows them: what was inserted and deleted, and which
 * paragraphs became something else, and what is commented on. Accepting all changes gives the article as it stands,
 * rejecting them all the one before. */

#pragma once

#include "galley-diff.h"
#include "galley-exporter.h"
#include "galley-export-words.h"
#include "galley-export.h"
#include "galley-markup.h"

G_BEGIN_DECLS

/* The options of a document, and what it shows of the marks of its copy, where that is marked at all. */
typedef struct
{
  ExportOptions document;
  gboolean changes;
  gboolean findings;
} ExportMarkOptions;

/* An exporter's own properties begin at EXPORT_N_MARK_PROPS. */
enum
{
  EXPORT_PROP_CHANGES = EXPORT_N_PROPS,
  EXPORT_PROP_FINDINGS,
  EXPORT_N_MARK_PROPS
};

/* Those of export_install_options(), "include-changes" and "include-findings" (both TRUE). */
void export_install_mark_options (GObjectClass *klass);
/* FALSE for a property that is not one of these. */
gboolean export_get_mark_option (const ExportMarkOptions *options, guint id, GValue *value);
gboolean export_set_mark_option (ExportMarkOptions *options, guint id, const GValue *value);

typedef struct
{
  GalleyMarkup *markup;             /* or NULL */
  const GalleyMarkupChange *change; /* or NULL */
  GPtrArray *hunks;                 /* of GalleyHunk *, or NULL */
} ExportMarks;

/* What of the exporter's markup is wanted in this article. */
void export_marks_begin (ExportMarks *self,
                         GalleyExporter *exporter,
                         const ExportMarkOptions *options,
                         GalleyArticle *article);
void export_marks_end (ExportMarks *self);

/* How a format writes what an article consists of; @writer is its own. */
typedef void (*ExportPicturesFunc) (gpointer writer, GalleyArticle *article);
typedef void (*ExportBlockFunc) (gpointer writer, GalleyArticle *article, guint index);
/* What begins and ends at a place of a block. */
typedef void (*ExportMarksFunc) (gpointer writer, GalleyBlock *block, guint index, guint offset);
/* @length bytes of one look; @inserted: they are new. */
typedef void (*ExportPieceFunc) (
    gpointer writer, const ExportRun *run, const char *text, gsize length, gboolean inserted);

/* All blocks, and all pictures above the first caption, else at the end. */
void export_marks_write_article (GalleyArticle *article,
                                 ExportPicturesFunc pictures,
                                 ExportBlockFunc block,
                                 gpointer writer);
/* The text of a block, with the marks of each place, its end included, where there are any. The number of findings on it comes back. */
guint export_marks_write_block (ExportMarks *self,
                                GalleyArticle *article,
                                guint index,
                                ExportMarksFunc marks,
                                ExportPieceFunc piece,
                                gpointer writer);

/* Behind @offset in the block of index @block: where a change or a finding begins or ends next, at most @limit. */
guint export_marks_next (ExportMarks *self, GalleyArticle *article, guint block, guint offset, guint limit);
/* What was deleted at this place: its text, "\n" for a paragraph break; NULL where there is nothing. */
const GalleyHunk *export_marks_deleted (ExportMarks *self, guint block, guint offset);
/* Is the character at this place new? With the length of the block as @offset: is the paragraph break behind it? */
gboolean export_marks_is_inserted (ExportMarks *self, guint block, guint offset);
/* What the whole paragraph was before; FALSE where it is what it was. */
gboolean export_marks_old_role (ExportMarks *self, guint block, GalleyRole *role);
/* The role of the paragraph of the article before that the @nth line of a deletion lies in. */
GalleyRole export_marks_deleted_role (ExportMarks *self, const GalleyHunk *hunk, guint nth);

/* The findings that begin or end at a place (array of borrowed GalleyFinding *; free it). */
GPtrArray *export_marks_findings (ExportMarks *self, GalleyBlock *block, guint offset, gboolean ends);
/* What a comment says: the message, what would stand there, and the norm, one a line (newly allocated). */
char *export_finding_words (GalleyFinding *finding);
/* Who reported a finding: the program's name. */
#define EXPORT_REPORTER "清样"

/* When the changes were made as "2024-11-27T08:00:00Z" (newly allocated), or NULL. */
char *export_marks_dup_time (ExportMarks *self);
const char *export_marks_author (ExportMarks *self);

G_END_DECLS
