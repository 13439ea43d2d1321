/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdf — an edition on paper: its pages as they would be printed (清样), the marks of a round (红样), or articles as strips. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-exporter.h"
#include "galley-pdf.h"
#include "galley-peas.h"
#include "galley-sheet.h"
#include "galley-store.h"

#include "../common/galley-export-words.h"
#include "../common/galley-export.h"

typedef enum
{
  PDF_KIND_PAGES,
  PDF_KIND_MARKED,
  PDF_KIND_GALLEY,
} PdfKind;

#define PDF_TYPE_EXPORTER (pdf_exporter_get_type ())
G_DECLARE_FINAL_TYPE (PdfExporter, pdf_exporter, PDF, EXPORTER, GObject)

struct _PdfExporter
{
  GObject parent_instance;

  PdfKind kind;
  GalleyPaper paper;
  guint columns;
  double body_size;
  gboolean include_ads;
  gboolean include_furniture;
  guint characters;
  guint lines;
  char *before;
  char *round;
  char *person;
};

enum
{
  PROP_KIND = 1,
  PROP_PAPER,
  PROP_COLUMNS,
  PROP_BODY_SIZE,
  PROP_INCLUDE_ADS,
  PROP_INCLUDE_FURNITURE,
  PROP_CHARACTERS,
  PROP_LINES,
  PROP_BEFORE,
  PROP_ROUND,
  PROP_PERSON,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GType
pdf_kind_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { PDF_KIND_PAGES, "PDF_KIND_PAGES", "pages" },
    { PDF_KIND_MARKED, "PDF_KIND_MARKED", "marked" },
    { PDF_KIND_GALLEY, "PDF_KIND_GALLEY", "galley" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GalleyPdfKind", values));
  return (GType) type;
}

/* --- pages --------------------------------------------------------------------------------------------------------------- */

static void
read_options (PdfExporter *self, GalleyEdition *edition, GalleySheetOptions *options)
{
  galley_sheet_options_init (options, self->paper, edition);
  if (self->columns > 0)
    options->columns = self->columns;
  if (self->body_size > 0)
    {
      options->leading *= self->body_size / options->body_size;
      options->body_size = self->body_size;
    }
  options->ads = self->include_ads;
  options->furniture = self->include_furniture;
}

static gboolean
add_sheets (GalleyPdf *file, GPtrArray *sheets, GError **error)
{
  for (guint i = 0; i < sheets->len; i++)
    {
      if (!galley_pdf_add (file, g_ptr_array_index (sheets, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_pages (PdfExporter *self, GalleyEdition *edition, GalleyPdf *file, GalleyJob *job, GError **error)
{
  GalleySheetOptions options;
  guint n = galley_edition_get_n_pages (edition);

  read_options (self, edition, &options);
  for (guint i = 0; i < n; i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);
      g_autoptr (GPtrArray) sheets =
          galley_sheet_compose (edition, page, &options, galley_pdf_get_sheet (file), job, error);

      if (sheets == NULL)
        return FALSE;
      if (sheets->len > 1)
        galley_job_note (job,
                         ngettext ("Page %u did not hold all its articles: %u more sheet follows it.",
                                   "Page %u did not hold all its articles: %u more sheets follow it.",
                                   sheets->len - 1),
                         galley_page_get_number (page), sheets->len - 1);
      if (!add_sheets (file, sheets, error))
        return FALSE;
      galley_job_progress (job, (double) (i + 1) / n);
    }
  return TRUE;
}

static gboolean
is_copy (PdfExporter *self, GalleyArticle *article)
{
  GalleyArticleKind kind = galley_article_get_kind (article);

  return galley_article_get_n_blocks (article) > 0 && (kind != GALLEY_ARTICLE_AD || self->include_ads) &&
         (kind != GALLEY_ARTICLE_FURNITURE || self->include_furniture);
}

/* --- strips and marks ------------------------------------------------------------------------------------------------------ */

static gboolean
write_strips (PdfExporter *self, GalleyEdition *edition, GalleyPdf *file, GalleyJob *job, GError **error)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);
      g_autoptr (GPtrArray) sheets = NULL;

      if (!is_copy (self, article))
        continue;
      sheets = galley_sheet_compose_galley (edition, article, self->characters, self->lines,
                                            galley_pdf_get_sheet (file), job, error);
      if (sheets == NULL || !add_sheets (file, sheets, error))
        return FALSE;
      galley_job_progress (job, (double) (i + 1) / articles->len);
    }
  return TRUE;
}

/* 一校 is red, 二校 blue, 三校 green. */
static guint
round_colour (const char *name)
{
  return strstr (name, "二") != NULL || strchr (name, '2') != NULL   ? 1
         : strstr (name, "三") != NULL || strchr (name, '3') != NULL ? 2
                                                                     : 0;
}

/* As the person says, else as the host knows it, else the first. */
static const char *
round_name (PdfExporter *self, GalleyEdition *edition)
{
  GalleyMarkup *markup = galley_exporter_get_markup (GALLEY_EXPORTER (self));
  const char *name = markup != NULL ? galley_markup_get_round (markup) : NULL;

  if (*self->round != '\0')
    return self->round;
  return name != NULL ? name : export_word (export_edition_language (edition), EXPORT_WORD_FIRST_ROUND);
}

/* What the article was, and who changed it: as the host says, else as it stands in the earlier file. */
static GalleyArticle *
find_before (PdfExporter *self, GalleyStore *store, GalleyArticle *article, const char **person)
{
  GalleyMarkup *markup = galley_exporter_get_markup (GALLEY_EXPORTER (self));
  const char *id = galley_article_get_id (article);
  const GalleyMarkupChange *change = markup != NULL ? galley_markup_get_change (markup, id) : NULL;
  GalleyArticle *old;

  *person = *self->person != '\0' ? self->person : NULL;
  if (change != NULL)
    {
      if (*person == NULL)
        *person = change->author;
      return g_object_ref (change->before);
    }
  if (store == NULL)
    return NULL;
  old = galley_edition_find_article (galley_store_get_edition (store), id, NULL);
  return old != NULL ? galley_article_freeze (old) : NULL;
}

static gboolean
open_before (PdfExporter *self, GalleyStore **store, GError **error)
{
  if (self->before != NULL && *self->before != '\0')
    *store = galley_store_open_readonly (self->before, error);
  else if (galley_exporter_get_markup (GALLEY_EXPORTER (self)) != NULL)
    return TRUE;
  else
    g_set_error_literal (
        error, GALLEY_ERROR, GALLEY_ERROR_NOT_EXPRESSIBLE,
        _ ("A marked proof compares with the edition before the round: name its file in “before”."));
  return *store != NULL;
}

static gboolean
write_marks (PdfExporter *self, GalleyEdition *edition, GalleyPdf *file, GalleyJob *job, GError **error)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  g_autoptr (GalleyStore) store = NULL;
  const char *name = round_name (self, edition);
  guint n_marked = 0;

  if (!open_before (self, &store, error))
    return FALSE;
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);
      const char *person;
      g_autoptr (GalleyArticle) before = find_before (self, store, article, &person);
      GalleySheetRound round = { before, article, name, person, round_colour (name) };
      g_autoptr (GPtrArray) sheets = NULL;

      if (!is_copy (self, article) || (before == NULL && store == NULL))
        continue;
      if (before == NULL)
        {
          g_autofree char *headline = galley_article_dup_headline (article);

          galley_job_note (job, _ ("“%s” is not in the edition before the round, so it has no marks."),
                           headline);
          continue;
        }
      sheets = galley_sheet_compose_marked (edition, &round, self->characters, galley_pdf_get_sheet (file),
                                            job, error);
      if (sheets == NULL || !add_sheets (file, sheets, error))
        return FALSE;
      n_marked += sheets->len > 0;
      galley_job_progress (job, (double) (i + 1) / articles->len);
    }
  if (n_marked > 0)
    return TRUE;
  g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_NOT_EXPRESSIBLE,
                       _ ("Nothing was changed in this round."));
  return FALSE;
}

/* What is printed is there; what is only known is not. */
static void
note_lost (GalleyEdition *frozen, GalleyJob *job)
{
  static const char *const held[] = { "picture", NULL };
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (frozen);

  for (guint i = 0; i < articles->len; i++)
    export_note_lost (job, g_ptr_array_index (articles, i), "PDF", held, ~(1u << GALLEY_SPAN_JOIN), NULL);
}

static gboolean
pdf_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  static gboolean (*const writers[]) (PdfExporter *, GalleyEdition *, GalleyPdf *, GalleyJob *, GError **) = {
    [PDF_KIND_PAGES] = write_pages,
    [PDF_KIND_MARKED] = write_marks,
    [PDF_KIND_GALLEY] = write_strips,
  };
  PdfExporter *self = PDF_EXPORTER (exporter);
  g_autoptr (GalleyPdf) file = NULL;

  if (galley_edition_get_n_pages (frozen) == 0)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_NOT_EXPRESSIBLE,
                           _ ("The edition has no pages to print."));
      return FALSE;
    }
  file = galley_pdf_new (frozen, export_edition_language (frozen), stream, job);
  if (!writers[self->kind](self, frozen, file, job, error))
    return FALSE;
  note_lost (frozen, job);
  return galley_pdf_finish (file, error);
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static void
pdf_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PdfExporter *self = PDF_EXPORTER (object);

  switch (id)
    {
    case PROP_KIND:
      g_value_set_enum (value, (gint) self->kind);
      break;
    case PROP_PAPER:
      g_value_set_enum (value, (gint) self->paper);
      break;
    case PROP_COLUMNS:
      g_value_set_uint (value, self->columns);
      break;
    case PROP_BODY_SIZE:
      g_value_set_double (value, self->body_size);
      break;
    case PROP_INCLUDE_ADS:
      g_value_set_boolean (value, self->include_ads);
      break;
    case PROP_INCLUDE_FURNITURE:
      g_value_set_boolean (value, self->include_furniture);
      break;
    case PROP_CHARACTERS:
      g_value_set_uint (value, self->characters);
      break;
    case PROP_LINES:
      g_value_set_uint (value, self->lines);
      break;
    case PROP_PERSON:
      g_value_set_string (value, self->person);
      break;
    case PROP_ROUND:
      g_value_set_string (value, self->round);
      break;
    case PROP_BEFORE:
      g_value_set_string (value, self->before);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pdf_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PdfExporter *self = PDF_EXPORTER (object);

  switch (id)
    {
    case PROP_KIND:
      self->kind = (PdfKind) g_value_get_enum (value);
      break;
    case PROP_PAPER:
      self->paper = (GalleyPaper) g_value_get_enum (value);
      break;
    case PROP_COLUMNS:
      self->columns = g_value_get_uint (value);
      break;
    case PROP_BODY_SIZE:
      self->body_size = g_value_get_double (value);
      break;
    case PROP_INCLUDE_ADS:
      self->include_ads = g_value_get_boolean (value);
      break;
    case PROP_INCLUDE_FURNITURE:
      self->include_furniture = g_value_get_boolean (value);
      break;
    case PROP_CHARACTERS:
      self->characters = g_value_get_uint (value);
      break;
    case PROP_LINES:
      self->lines = g_value_get_uint (value);
      break;
    case PROP_PERSON:
      g_free (self->person);
      self->person = g_value_dup_string (value);
      break;
    case PROP_ROUND:
      g_free (self->round);
      self->round = g_value_dup_string (value);
      break;
    case PROP_BEFORE:
      g_free (self->before);
      self->before = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pdf_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save = pdf_exporter_save;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PdfExporter,
                               pdf_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, pdf_exporter_iface_init))

static void
pdf_exporter_finalize (GObject *object)
{
  PdfExporter *self = PDF_EXPORTER (object);

  g_free (self->before);
  g_free (self->round);
  g_free (self->person);
  G_OBJECT_CLASS (pdf_exporter_parent_class)->finalize (object);
}

static void
pdf_exporter_class_init (PdfExporterClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = pdf_exporter_finalize;
  object_class->get_property = pdf_exporter_get_property;
  object_class->set_property = pdf_exporter_set_property;

  properties[PROP_KIND] = g_param_spec_enum (
      "kind", N_ ("Proof"), N_ ("Whole pages, the marks of a round, or articles as numbered strips"),
      pdf_kind_get_type (), PDF_KIND_PAGES, flags);
  properties[PROP_PAPER] = g_param_spec_enum ("paper", N_ ("Paper"), N_ ("The size of the newspaper's page"),
                                              GALLEY_TYPE_PAPER, GALLEY_PAPER_PUBLICATION, flags);
  properties[PROP_COLUMNS] = g_param_spec_uint (
      "columns", N_ ("Columns"), N_ ("Columns of a page; 0 takes what the paper has"), 0, 12, 0, flags);
  properties[PROP_BODY_SIZE] = g_param_spec_double (
      "body-size", N_ ("Body size"), N_ ("Size of the body type in points; 0 takes what the paper has"), 0,
      24, 0, flags);
  properties[PROP_INCLUDE_ADS] = g_param_spec_boolean (
      "include-ads", N_ ("Advertisements"), N_ ("Print advertisements and announcements too"), TRUE, flags);
  properties[PROP_INCLUDE_FURNITURE] =
      g_param_spec_boolean ("include-furniture", N_ ("Masthead and folio lines"),
                            N_ ("Print the lines of the page that belong to no article, too"), FALSE, flags);
  properties[PROP_CHARACTERS] = g_param_spec_uint (
      "characters", N_ ("Characters a line"),
      N_ ("Width of a strip or of a marked proof in full-width characters"), 8, 60, 20, flags);
  properties[PROP_LINES] =
      g_param_spec_uint ("lines", N_ ("Lines of the slot"), N_ ("Where the slot of a strip ends; 0 for none"),
                         0, 5000, 0, flags);
  properties[PROP_BEFORE] = g_param_spec_string (
      "before", N_ ("Edition before the round"),
      N_ ("For a marked proof: the file of the edition as the round was given it"), "", flags);
  properties[PROP_ROUND] = g_param_spec_string (
      "round", N_ ("Round"),
      N_ ("For a marked proof: the name of the round; empty takes that which is exported"), "", flags);
  properties[PROP_PERSON] = g_param_spec_string ("person", N_ ("Proofreader"),
                                                 N_ ("For a marked proof: who made the marks"), "", flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pdf_exporter_init (PdfExporter *self)
{
  galley_sheet_find_fonts ();
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, PDF_TYPE_EXPORTER);
}
