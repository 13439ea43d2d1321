/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export.h — what exporters of documents share: their common options, the runs of a paragraph, names, pictures, and
 * one way to say what was lost. */

#pragma once

#include "galley-edition.h"
#include "galley-job.h"

G_BEGIN_DECLS

/* --- options: the first properties of every document exporter ---------------------------------------------------- */

typedef struct
{
  gboolean ads;
  gboolean furniture;
  gboolean pictures;
} ExportOptions;

/* An exporter's own properties begin at EXPORT_N_PROPS. */
enum
{
  EXPORT_PROP_ADS = 1,
  EXPORT_PROP_FURNITURE,
  EXPORT_PROP_PICTURES,
  EXPORT_N_PROPS
};

/* "include-ads" (TRUE), "include-furniture" (FALSE), "include-pictures" (TRUE). */
void export_install_options (GObjectClass *klass);
/* FALSE for a property that is not one of these. */
gboolean export_get_option (const ExportOptions *options, guint id, GValue *value);
gboolean export_set_option (ExportOptions *options, guint id, const GValue *value);

/* --- text --------------------------------------------------------------------------------------------------------- */

/* Escaped for XML and HTML, content and attributes; controls that XML cannot hold are left out. @length in bytes, or -1. */
void export_escape (GString *out, const char *text, gssize length);
/* ' name="value"'; nothing where @value is NULL. */
void export_attribute (GString *out, const char *name, const char *value);
/* "<name>text</name>" and a line end; nothing where @text is NULL or empty. */
void export_element (GString *out, const char *name, const char *text);

/* A stretch of a block within which all marks are alike. Start with a zeroed one. */
typedef struct
{
  const char *text; /* not zero-terminated */
  gsize n_bytes;
  guint start; /* in characters of the block */
  guint end;
  guint marks;         /* bits: 1 << GALLEY_SPAN_STRONG, … */
  const char *address; /* of the link, or NULL; owned by the block */
} ExportRun;

gboolean export_next_run (GalleyBlock *block, ExportRun *run);
#define EXPORT_HAS(run, kind) (((run)->marks & (1u << (kind))) != 0)

/* Only what a reader can follow without harm: http, https, mailto. */
gboolean export_is_safe_address (const char *address);

/* The blocks of one role, parted by @separator (newly allocated, may be ""). */
char *export_dup_role_text (GalleyArticle *article, GalleyRole role, const char *separator);
/* The dateline as printed (newly allocated), or NULL. */
char *export_dup_dateline (GalleyArticle *article);

/* --- names -------------------------------------------------------------------------------------------------------- */

/* The trade's own name of a role, the same in files of any language: 引题, 主题 … (static). */
const char *export_role_style (GalleyRole role);
/* What most of the articles speak. */
const char *export_edition_language (GalleyEdition *edition);
/* The date of the edition as YYYY-MM-DD, or NULL; with a time, in UTC, for formats that need one (newly allocated). */
const char *export_edition_date (GalleyEdition *edition);
char *export_dup_edition_time (GalleyEdition *edition);
/* Every value of @key in the edition once, in order (array of const GalleyMetaItem *; free the array). */
GPtrArray *export_list_values (GalleyEdition *edition, const char *key);

/* --- what is written ------------------------------------------------------------------------------------------------ */

gboolean export_is_wanted (const ExportOptions *options, GalleyArticle *article);
/* The articles of a page that are wanted (array of borrowed GalleyArticle *; free it). */
GPtrArray *export_list_articles (const ExportOptions *options, GalleyPage *page);

/* --- pictures ------------------------------------------------------------------------------------------------------- */

/* The kind of picture the bytes really are: "jpg", "png", "gif", "webp"; NULL where a browser may not show it. */
const char *export_picture_suffix (GalleyAsset *asset);
const char *export_picture_type (const char *suffix); /* "image/jpeg" … */
/* In pixels; FALSE where the bytes do not say. */
gboolean export_picture_size (GalleyAsset *asset, guint *width, guint *height);
/* The pictures of an article that are there (array of borrowed GalleyAsset *; free it). */
GPtrArray *export_list_pictures (GalleyEdition *edition, GalleyArticle *article);
/* What stands for the picture where it is not seen: its alt text, its caption, the headline of the article. */
char *export_dup_alt (GalleyAsset *asset, GalleyArticle *article);

/* --- what is lost --------------------------------------------------------------------------------------------------- */

/* One note for the article: "“Headline”: not kept in @format: source, urgency." @held: the metadata keys that are kept, NULL
 * for all of them; @spans: bits of the marks that are kept; @more: another thing that is lost, or NULL. */
void export_note_lost (GalleyJob *job,
                       GalleyArticle *article,
                       const char *format,
                       const char *const *held,
                       guint spans,
                       const char *more);
/* Facts of the masthead that are not among @held (bits: 1 << GALLEY_FACT_PAPER …), and the staff of pages. */
void export_note_lost_facts (
    GalleyJob *job, GalleyEdition *edition, const char *format, guint held, gboolean holds_staff);
/* How many articles were left out because of the options. */
void export_note_left_out (GalleyJob *job, GalleyEdition *edition, const ExportOptions *options);
void export_note_picture (GalleyJob *job, GalleyArticle *article, GalleyAsset *asset, const char *format);

gboolean export_write (GOutputStream *stream, const void *data, gsize length, GalleyJob *job, GError **error);
gboolean export_write_bytes (GOutputStream *stream, GBytes *bytes, GalleyJob *job, GError **error);

G_END_DECLS
