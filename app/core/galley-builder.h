/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-builder.h — the one door into an edition: import, paste and tests all push here. Unicode form (NFC, never NFKC),
 * line ends, control characters, size limits and roles are decided here, once. One thread at a time. */

#pragma once

#include "galley-edition.h"
#include "galley-job.h"
#include "galley-tape.h"

G_BEGIN_DECLS

/* Styles of a run of text; flags. */
typedef enum
{
  GALLEY_STYLE_PLAIN = 0,
  GALLEY_STYLE_STRONG = 1 << 0,
  GALLEY_STYLE_EMPHASIS = 1 << 1,
  GALLEY_STYLE_DATELINE = 1 << 2,
} GalleyStyle;

/* No edition holds more; what passes it ends the import with GALLEY_ERROR_TOO_LARGE. */
#define GALLEY_BUILDER_MAX_BYTES (64u * 1024 * 1024)
#define GALLEY_BUILDER_MAX_BLOCKS 500000u

#define GALLEY_TYPE_BUILDER (galley_builder_get_type ())
G_DECLARE_FINAL_TYPE (GalleyBuilder, galley_builder, GALLEY, BUILDER, GObject)

/* @job gets a note for each kind of repair; may be NULL. */
GalleyBuilder *galley_builder_new (GalleyJob *job);

/* From here on all calls are written to @tape too (borrowed; it must outlive them); so is how far the job is. */
void galley_builder_record (GalleyBuilder *self, GalleyTape *tape);
/* Writes what was said about assets after they were pushed. */
void galley_builder_record_words (GalleyBuilder *self);

/* Starts a block; the one before it ends. An empty block is dropped. */
void galley_builder_begin (GalleyBuilder *self, GalleyRole role);
/* Text of the block, in as many pieces as you like (@len in bytes, -1 when zero-terminated). Broken UTF-8 becomes U+FFFD
 * and a note; a line end starts another block of the same role. Without begin() before it, it is body. */
void galley_builder_text (GalleyBuilder *self, const char *utf8, gssize len, GalleyStyle style);
/* Text that is a link. */
void galley_builder_link (GalleyBuilder *self, const char *utf8, gssize len, const char *address);
/* A healed join at this point of the block; @removed is what the source had there. */
void galley_builder_join (GalleyBuilder *self, const char *removed);
/* A mark of any kind on part of the block in hand; @start and @end are what galley_builder_get_offset() said when that part
 * began and ended. For importers whose marks cross each other, or stand on links. */
void
galley_builder_mark (GalleyBuilder *self, GalleySpanKind kind, guint start, guint end, const char *value);
/* How many characters the block in hand has so far. */
guint galley_builder_get_offset (GalleyBuilder *self);
/* Of the block in hand: its place in the source in characters, and how sure the reading is. */
void galley_builder_origin (GalleyBuilder *self, guint source_start, guint source_end, double confidence);

/* Of the article in hand: adds a value to its metadata. */
void galley_builder_meta (GalleyBuilder *self, const char *key, const char *value);
/* The same with a qualifier, which may be NULL: a subject's scheme, a person's role. */
void galley_builder_item (GalleyBuilder *self, const char *key, const char *value, const char *qualifier);
void galley_builder_person (GalleyBuilder *self, const char *name, const char *role);
void galley_builder_kind (GalleyBuilder *self, GalleyArticleKind kind);
void galley_builder_article_confidence (GalleyBuilder *self, double confidence);
/* Ends the article; what follows is another. Articles without text and metadata are dropped. */
void galley_builder_next_article (GalleyBuilder *self);

/* Of the page in hand. A page begins at its first article; page() ends the article and the page before. */
void galley_builder_page (GalleyBuilder *self, guint number, const char *name);
void galley_builder_staff (GalleyBuilder *self, const char *post, const char *name);

/* Of the edition. A fact that is already there is kept. */
void galley_builder_fact (GalleyBuilder *self, GalleyFact fact, const char *value);
/* A picture; the article in hand gets a metadata item "picture" with its id. */
void galley_builder_asset (GalleyBuilder *self, GalleyAsset *asset);

/* The text that all articles from here on are read from, kept with the edition (galley-origin.h): text/plain in UTF-8, the
 * one whose characters galley_builder_origin() counts. NULL: from no text. */
void galley_builder_source (GalleyBuilder *self, GalleyAsset *text);

/* All that was pushed so far is one version of the file, which @author (or NULL) made at @time (microseconds since 1970, UTC; 0
 * where it is not known); what follows is the next one, from its first article on. The last version is the edition; its articles
 * know those before it (galley-version.h). Only for files that tell how they were changed. */
void galley_builder_version (GalleyBuilder *self, const char *author, gint64 time);

/* The size limits were passed: stop pushing. finish() will say so. */
gboolean galley_builder_is_full (GalleyBuilder *self);

/* The edition that was built (transfer full). GALLEY_ERROR_TOO_LARGE where a limit was passed, GALLEY_ERROR_MALFORMED
 * where nothing came in at all. */
GalleyEdition *galley_builder_finish (GalleyBuilder *self, GError **error);

G_END_DECLS
