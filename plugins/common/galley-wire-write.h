/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-wire-write.h — what exporters to the wire share: XML, the text as XHTML or NITF, dates, and the order of a galley. */

#pragma once

#include "galley-edition.h"
#include "galley-job.h"

G_BEGIN_DECLS

/* XML into a string. Attributes are pairs of name and value that end with NULL; a pair whose value is NULL is left out. */
void wire_escape (GString *out, const char *text, gssize length);
void wire_open (GString *out, const char *name, ...) G_GNUC_NULL_TERMINATED;
void wire_close (GString *out, const char *name);
void wire_empty (GString *out, const char *name, ...) G_GNUC_NULL_TERMINATED;
void wire_leaf (GString *out, const char *name, const char *text, ...) G_GNUC_NULL_TERMINATED;

typedef enum
{
  WIRE_XHTML,
  WIRE_NITF,
} WireDialect;

/* The text of a block with its marks; of all blocks from @first on, one element a block, its role as the class. */
void wire_write_inline (GString *out, GalleyBlock *block, WireDialect dialect);
void wire_write_blocks (GString *out, GalleyArticle *article, guint first, WireDialect dialect);

/* How many blocks at the beginning are headlines, people lines and bylines. */
guint wire_count_heads (GalleyArticle *article);
/* TRUE when a head carries marks: fields for headlines hold plain text. */
gboolean wire_heads_have_marks (GalleyArticle *article, guint n_heads);
/* The printed dateline, or NULL (newly allocated). */
char *wire_dup_dateline (GalleyArticle *article);
/* The printed bylines in one line, else the persons with their roles; NULL where there are none. */
char *wire_dup_by (GalleyArticle *article);

/* The address of an article or picture: its own "guid", else one made of its id. */
char *wire_dup_guid (GalleyArticle *article);
char *wire_dup_urn (const char *kind, const char *id);
/* @value as a full time of XML Schema, "2024-05-06T08:00:00+08:00"; a date gets midnight, a time without zone that of China for
 * a Chinese edition and UTC for others. NULL where it is no date. */
char *wire_dup_time (GalleyEdition *edition, const char *value);
/* When the version was made, as far as the edition knows: never NULL, and the same for the same edition. */
char *wire_dup_version_time (GalleyEdition *edition, GalleyArticle *article);
/* The number of the version, at least 1. */
guint wire_get_version (GalleyArticle *article);

/* Whether an exporter with these options writes it. Furniture that is left out is counted into one note. */
gboolean wire_is_wanted (GalleyArticle *article, gboolean ads, gboolean furniture);
void wire_note_left_out (GalleyEdition *edition, gboolean ads, gboolean furniture, GalleyJob *job);
/* One note: "Headline: field is not kept by NAME." */
void wire_note_lost (GalleyJob *job, GalleyArticle *article, const char *field, const char *format);

gboolean wire_push_out (GString *out, GOutputStream *stream, GalleyJob *job, GError **error);

G_END_DECLS
