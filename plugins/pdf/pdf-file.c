/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

#include "pdf-file.h"

struct _PdfFile
{
  cairo_surface_t *surface;
  cairo_t *cr;
  GOutputStream *stream;
  GalleyJob *job;
  GError *error;     /* of the stream, the first */
  GString *tail;     /* what was written last: the catalog and the table of objects */
  guint64 n_written; /* bytes */
  char *language;
  GalleySheet *last; /* its fonts serve for the next */
  guint n_pages;
  int outline; /* of the page of the paper in hand */
};

/* Cairo writes the catalog among the last objects; so much of the end is kept to find it. */
#define KEEP (1024 * 1024)

/* --- to the stream ---------------------------------------------------------------------------------------------------- */

static gboolean
push (PdfFile *self, const void *data, gsize length)
{
  if (self->error == NULL)
    g_output_stream_write_all (self->stream, data, length, NULL, galley_job_get_cancellable (self->job),
                               &self->error);
  return self->error == NULL;
}

static cairo_status_t
on_write (void *closure, const unsigned char *data, unsigned int length)
{
  PdfFile *self = closure;

  self->n_written += length;
  g_string_append_len (self->tail, (const char *) data, length);
  if (self->tail->len > 2 * KEEP)
    g_string_erase (self->tail, 0, (gssize) (self->tail->len - KEEP));
  return push (self, data, length) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* --- the document ------------------------------------------------------------------------------------------------------ */

/* The date of the paper, so that the same edition gives the same bytes. */
static char *
dup_time (GalleyEdition *edition)
{
  const char *date = galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_DATE);

  return g_strdup_printf ("%sT00:00:00Z", date != NULL && strlen (date) == 10 ? date : "2000-01-01");
}

static void
set_facts (PdfFile *self, GalleyEdition *edition)
{
  g_autofree char *title = galley_edition_dup_title (edition);
  g_autofree char *time = dup_time (edition);
  const char *paper = galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER);

  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR, "Galley");
  if (paper != NULL)
    cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_AUTHOR, paper);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATE_DATE, time);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_MOD_DATE, time);
}

PdfFile *
pdf_file_new (GalleyEdition *edition, const char *language, GOutputStream *stream, GalleyJob *job)
{
  PdfFile *self = g_new0 (PdfFile, 1);

  self->stream = stream;
  self->job = job;
  self->language = g_strdup (language);
  self->tail = g_string_new (NULL);
  self->surface = cairo_pdf_surface_create_for_stream (on_write, self, 595, 842);
  self->cr = cairo_create (self->surface);
  set_facts (self, edition);
  return self;
}

void
pdf_file_free (PdfFile *self)
{
  /* Whatever is still to be written then goes nowhere. */
  if (self->error == NULL)
    self->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "closed");
  cairo_destroy (self->cr);
  cairo_surface_finish (self->surface);
  cairo_surface_destroy (self->surface);
  g_clear_error (&self->error);
  g_clear_object (&self->last);
  g_string_free (self->tail, TRUE);
  g_free (self->language);
  g_free (self);
}

static gboolean
check (PdfFile *self, GError **error)
{
  cairo_status_t status = cairo_status (self->cr);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->error));
      return FALSE;
    }
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The PDF could not be written: %s."),
               cairo_status_to_string (status));
  return FALSE;
}

/* Pages of the paper at the top, their articles below; what a sheet continues stands there once. */
static void
add_outline (PdfFile *self, GalleySheet *sheet)
{
  guint n;
  const GalleySheetArea *areas = galley_sheet_get_areas (sheet, &n);
  g_autofree char *top = g_strdup_printf ("page=%u pos=[0 0]", self->n_pages);

  if (galley_sheet_get_continuation (sheet) == 0)
    self->outline =
        cairo_pdf_surface_add_outline (self->surface, CAIRO_PDF_OUTLINE_ROOT, galley_sheet_get_title (sheet),
                                       top, CAIRO_PDF_OUTLINE_FLAG_OPEN);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *headline = galley_article_dup_headline (areas[i].article);
      g_autofree char *start = g_utf8_substring (headline, 0, MIN (g_utf8_strlen (headline, -1), 80));
      char x[G_ASCII_DTOSTR_BUF_SIZE], y[G_ASCII_DTOSTR_BUF_SIZE];
      g_autofree char *to = g_strdup_printf ("page=%u pos=[%s %s]", self->n_pages,
                                             g_ascii_formatd (x, sizeof x, "%.1f", areas[i].x),
                                             g_ascii_formatd (y, sizeof y, "%.1f", areas[i].y));

      if (!areas[i].continued && *start != '\0')
        cairo_pdf_surface_add_outline (self->surface, self->outline, start, to, 0);
    }
}

GalleySheet *
pdf_file_get_sheet (PdfFile *self)
{
  return self->last;
}

gboolean
pdf_file_add (PdfFile *self, GalleySheet *sheet, GError **error)
{
  double width, height;
  g_autofree char *label = NULL;

  if (!galley_job_continues (self->job, error))
    return FALSE;
  galley_sheet_get_size (sheet, &width, &height);
  cairo_pdf_surface_set_size (self->surface, width, height);
  self->n_pages++;
  label =
      galley_sheet_get_number (sheet) == 0 ? g_strdup_printf ("%u", self->n_pages)
      : galley_sheet_get_continuation (sheet) == 0
          ? g_strdup_printf ("%u", galley_sheet_get_number (sheet))
          : g_strdup_printf ("%u-%u", galley_sheet_get_number (sheet), galley_sheet_get_continuation (sheet));
  cairo_pdf_surface_set_page_label (self->surface, label);
  galley_sheet_draw (sheet, self->cr, GALLEY_SHEET_TAGGED);
  add_outline (self, sheet);
  cairo_show_page (self->cr);
  g_set_object (&self->last, sheet);
  return check (self, error);
}

/* --- what Cairo leaves out: the language, and that the title is to be shown ------------------------------------------------ */

/* Where the last of @what in the tail ends, or NULL. The tail is not text: it may hold zeros. */
static const char *
find_last (PdfFile *self, const char *what)
{
  gsize length = strlen (what);

  for (gsize at = self->tail->len; at-- > 0;)
    {
      if (self->tail->str[at] == *what && at + length <= self->tail->len &&
          memcmp (self->tail->str + at, what, length) == 0)
        return self->tail->str + at + length;
    }
  return NULL;
}

/* The catalog's dictionary as it stands, without its brackets (newly allocated). No streams stand behind it. */
static char *
dup_catalog (PdfFile *self, guint64 root)
{
  g_autofree char *head = g_strdup_printf ("\n%" G_GUINT64_FORMAT " 0 obj\n<<", root);
  const char *from = find_last (self, head);
  const char *end = from != NULL ? strstr (from, "\nendobj") : NULL;
  char *inner = end != NULL ? g_strndup (from, (gsize) (end - from)) : NULL;
  char *close = inner != NULL ? strrchr (inner, '>') : NULL;

  if (close == NULL || close == inner || close[-1] != '>')
    {
      g_free (inner);
      return NULL;
    }
  close[-1] = '\0';
  return inner;
}

static guint64
number_behind (PdfFile *self, const char *what)
{
  const char *at = find_last (self, what);

  return at != NULL ? g_ascii_strtoull (at, NULL, 10) : 0;
}

/* An incremental update: the catalog once more, with what a screen reader asks for. Where Cairo one day writes another
 * form, the file stays as it is. */
static void
add_language (PdfFile *self)
{
  guint64 root = number_behind (self, "/Root "), size = number_behind (self, "/Size ");
  guint64 info = number_behind (self, "/Info "), start = number_behind (self, "startxref\n");
  guint64 offset = self->n_written + 1, table;
  g_autofree char *catalog = root != 0 ? dup_catalog (self, root) : NULL;
  g_autoptr (GString) update = g_string_new ("\n");

  if (catalog == NULL || size == 0 || info == 0 || start == 0 || strstr (catalog, "/Lang") != NULL)
    return;
  g_string_append_printf (update, "%u 0 obj\n<<%s   /Lang (%s)\n%s", (guint) root, catalog, self->language,
                          strstr (catalog, "/MarkInfo") == NULL ? "   /MarkInfo << /Marked true >>\n" : "");
  g_string_append (update, "   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n");
  table = self->n_written + update->len;
  g_string_append_printf (update, "xref\n%u 1\n%010" G_GUINT64_FORMAT " 00000 n \ntrailer\n<< /Size %u\n",
                          (guint) root, offset, (guint) size);
  g_string_append_printf (update, "   /Root %u 0 R\n   /Info %u 0 R\n   /Prev %" G_GUINT64_FORMAT "\n>>\n",
                          (guint) root, (guint) info, start);
  g_string_append_printf (update, "startxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", table);
  push (self, update->str, update->len);
}

gboolean
pdf_file_finish (PdfFile *self, GError **error)
{
  cairo_surface_finish (self->surface);
  if (self->error == NULL && cairo_surface_status (self->surface) == CAIRO_STATUS_SUCCESS)
    add_language (self);
  return check (self, error);
}
