/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-pdf-private.h"

typedef struct
{
  guint number; /* object of the page */
  guint paper;  /* number in the paper; 0 for a strip */
  guint continuation;
  GArray *parents; /* of guint: elements of its marked contents */
} Page;

typedef struct
{
  char *title;
  guint page; /* object */
  double x, y;
  gboolean inner; /* an article below its page */
} Bookmark;

struct _GalleyPdf
{
  GalleyPdfBody body;
  GalleyJob *job;
  GalleySheet *last;
  GArray *pages;     /* of Page */
  GArray *bookmarks; /* of Bookmark */
  char *language;
  char *title;
  char *author;
  char *date; /* D:YYYYMMDD… */
  guint tree; /* object: of pages */
  guint fonts;
  guint structure;
};

static void
page_clear (gpointer data)
{
  g_array_unref (((Page *) data)->parents);
}

static void
bookmark_clear (gpointer data)
{
  g_free (((Bookmark *) data)->title);
}

static void
element_clear (gpointer data)
{
  GalleyPdfElement *element = data;

  g_array_unref (element->marks);
  g_free (element->alt);
}

/* The date of the paper, so that the same edition gives the same bytes. */
static char *
dup_date (const char *date)
{
  guint year = 2000, month = 1, day = 1;

  if (date != NULL && strlen (date) == 10)
    {
      year = (guint) g_ascii_strtoull (date, NULL, 10);
      month = (guint) g_ascii_strtoull (date + 5, NULL, 10);
      day = (guint) g_ascii_strtoull (date + 8, NULL, 10);
    }
  return g_strdup_printf ("D:%04u%02u%02u000000Z", year % 10000, CLAMP (month, 1, 12), CLAMP (day, 1, 31));
}

GalleyPdf *
galley_pdf_new (GalleyEdition *edition, const char *language, GOutputStream *stream, GalleyJob *job)
{
  GalleyPdf *self = g_new0 (GalleyPdf, 1);
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);

  self->job = job;
  self->language = g_strdup (language);
  self->title = galley_edition_dup_title (edition);
  self->author = g_strdup (galley_masthead_get (masthead, GALLEY_FACT_PAPER));
  self->date = dup_date (galley_masthead_get (masthead, GALLEY_FACT_DATE));
  self->pages = g_array_new (FALSE, FALSE, sizeof (Page));
  g_array_set_clear_func (self->pages, page_clear);
  self->bookmarks = g_array_new (FALSE, FALSE, sizeof (Bookmark));
  g_array_set_clear_func (self->bookmarks, bookmark_clear);
  galley_pdf_out_init (&self->body.out, stream, galley_job_get_cancellable (job));
  self->body.fonts = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_pdf_font_free);
  self->body.images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->body.elements = g_array_new (FALSE, FALSE, sizeof (GalleyPdfElement));
  g_array_set_clear_func (self->body.elements, element_clear);
  self->body.links = g_array_new (FALSE, FALSE, sizeof (GalleyPdfLink));
  self->tree = galley_pdf_out_reserve (&self->body.out);
  self->fonts = galley_pdf_out_reserve (&self->body.out);
  self->structure = galley_pdf_out_reserve (&self->body.out);
  return self;
}

void
galley_pdf_free (GalleyPdf *self)
{
  galley_pdf_out_clear (&self->body.out);
  g_ptr_array_unref (self->body.fonts);
  g_hash_table_unref (self->body.images);
  g_array_unref (self->body.elements);
  g_array_unref (self->body.links);
  g_array_unref (self->pages);
  g_array_unref (self->bookmarks);
  g_clear_object (&self->last);
  g_free (self->language);
  g_free (self->title);
  g_free (self->author);
  g_free (self->date);
  g_free (self);
}

GalleySheet *
galley_pdf_get_sheet (GalleyPdf *self)
{
  return self->last;
}

static gboolean
check (GalleyPdf *self, GError **error)
{
  if (self->body.out.error == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->body.out.error));
  return FALSE;
}

/* --- pages ---------------------------------------------------------------------------------------------------------------------- */

static void
add_bookmark (GalleyPdf *self, const char *title, guint page, double x, double y, gboolean inner)
{
  Bookmark bookmark = { g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), 80)), page, x, y, inner };

  g_array_append_val (self->bookmarks, bookmark);
}

/* Pages of the paper at the top, their articles below; what a sheet continues stands there once. */
static void
add_bookmarks (GalleyPdf *self, GalleySheet *sheet, guint page)
{
  gboolean strip = sheet->number == 0;
  guint n;
  const GalleySheetArea *areas = galley_sheet_get_areas (sheet, &n);

  if (sheet->continuation == 0)
    add_bookmark (self, sheet->title, page, 0, sheet->height, FALSE);
  for (guint i = 0; i < n && !strip; i++)
    {
      g_autofree char *headline = galley_article_dup_headline (areas[i].article);

      if (!areas[i].continued && *headline != '\0')
        add_bookmark (self, headline, page, areas[i].x, sheet->height - areas[i].y, TRUE);
    }
}

static void
write_page (GalleyPdf *self,
            GalleySheet *sheet,
            const Page *page,
            guint content,
            const char *images,
            guint first_link)
{
  GString *out = self->body.out.out;

  galley_pdf_out_begin (&self->body.out, page->number);
  g_string_append_printf (out, "<< /Type /Page /Parent %u 0 R /MediaBox [0 0 ", self->tree);
  galley_pdf_append_number (out, sheet->width);
  g_string_append_c (out, ' ');
  galley_pdf_append_number (out, sheet->height);
  g_string_append_printf (
      out, "] /Resources << /Font %u 0 R /XObject <<%s >> >> /Contents %u 0 R /StructParents %u /Tabs /S",
      self->fonts, images, content, self->pages->len);
  if (self->body.links->len > first_link)
    {
      g_string_append (out, " /Annots [");
      for (guint i = first_link; i < self->body.links->len; i++)
        galley_pdf_append_reference (out, g_array_index (self->body.links, GalleyPdfLink, i).number);
      g_string_append (out, " ]");
    }
  g_string_append (out, " >>");
  galley_pdf_out_end (&self->body.out);
}

gboolean
galley_pdf_add (GalleyPdf *self, GalleySheet *sheet, GError **error)
{
  Page page = { 0, sheet->number, sheet->continuation, NULL };
  g_autoptr (GString) images = g_string_new (NULL);
  g_autoptr (GBytes) content = NULL;
  guint first_link = self->body.links->len, number;

  if (!galley_job_continues (self->job, error))
    return FALSE;
  page.number = galley_pdf_out_reserve (&self->body.out);
  page.parents = g_array_new (FALSE, FALSE, sizeof (guint));
  content =
      g_string_free_to_bytes (galley_pdf_body_draw (&self->body, sheet, page.number, page.parents, images));
  number = galley_pdf_out_stream (&self->body.out, 0, "", content);
  write_page (self, sheet, &page, number, images->str, first_link);
  add_bookmarks (self, sheet, page.number);
  g_array_append_val (self->pages, page);
  g_set_object (&self->last, sheet);
  return check (self, error);
}

/* --- what stands at the end -------------------------------------------------------------------------------------------------------- */

static void
write_fonts (GalleyPdf *self)
{
  GalleyPdfOut *out = &self->body.out;

  for (guint i = 0; i < self->body.fonts->len; i++)
    galley_pdf_font_write (g_ptr_array_index (self->body.fonts, i), out);
  galley_pdf_out_begin (out, self->fonts);
  g_string_append (out->out, "<<");
  for (guint i = 0; i < self->body.fonts->len; i++)
    {
      guint number = galley_pdf_font_get_number (g_ptr_array_index (self->body.fonts, i));

      g_string_append_printf (out->out, " /F%u %u 0 R", number, number);
    }
  g_string_append (out->out, " >>");
  galley_pdf_out_end (out);
}

static void
write_links (GalleyPdf *self)
{
  GalleyPdfOut *out = &self->body.out;

  for (guint i = 0; i < self->body.links->len; i++)
    {
      const GalleyPdfLink *link = &g_array_index (self->body.links, GalleyPdfLink, i);
      const double corners[] = { link->x1, link->y1, link->x2, link->y2 };

      galley_pdf_out_begin (out, link->number);
      g_string_append (out->out, "<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4 /Rect [");
      for (guint c = 0; c < G_N_ELEMENTS (corners); c++)
        {
          galley_pdf_append_number (out->out, corners[c]);
          g_string_append_c (out->out, ' ');
        }
      g_string_append_c (out->out, ']');
      for (guint p = 0; p < self->pages->len; p++)
        {
          const Page *page = &g_array_index (self->pages, Page, p);

          if (page->paper == link->target && page->continuation == 0)
            {
              g_string_append_printf (out->out, " /Dest [%u 0 R /Fit]", page->number);
              break;
            }
        }
      g_string_append (out->out, " >>");
      galley_pdf_out_end (out);
    }
}

static void
write_tree (GalleyPdf *self)
{
  GString *out = self->body.out.out;

  galley_pdf_out_begin (&self->body.out, self->tree);
  g_string_append_printf (out, "<< /Type /Pages /Count %u /Kids [", self->pages->len);
  for (guint i = 0; i < self->pages->len; i++)
    galley_pdf_append_reference (out, g_array_index (self->pages, Page, i).number);
  g_string_append (out, " ] >>");
  galley_pdf_out_end (&self->body.out);
}

/* The elements of the structure, and from each page's marked contents the way back to them. */
static guint
write_structure (GalleyPdf *self)
{
  GalleyPdfOut *out = &self->body.out;
  GArray *elements = self->body.elements;
  guint document = galley_pdf_out_reserve (out), parents;

  for (guint i = 0; i < elements->len; i++)
    g_array_index (elements, GalleyPdfElement, i).number = galley_pdf_out_reserve (out);
  for (guint i = 0; i < elements->len; i++)
    {
      const GalleyPdfElement *element = &g_array_index (elements, GalleyPdfElement, i);
      guint parent = element->parent < 0
                         ? document
                         : g_array_index (elements, GalleyPdfElement, (guint) element->parent).number;

      galley_pdf_out_begin (out, element->number);
      g_string_append (out->out, "<< /Type /StructElem /S /");
      g_string_append (out->out, element->tag);
      g_string_append (out->out, " /P");
      galley_pdf_append_reference (out->out, parent);
      g_string_append (out->out, " /Pg");
      galley_pdf_append_reference (out->out, element->page);
      g_string_append (out->out, " /K [");
      for (guint m = 0; m < element->marks->len; m++)
        {
          g_string_append_c (out->out, ' ');
          galley_pdf_append_units (out->out, g_array_index (element->marks, guint, m), 0);
        }
      /* Children follow their parent, up to the next of its kind. */
      for (guint c = i + 1; c < elements->len && element->marks->len == 0; c++)
        {
          const GalleyPdfElement *child = &g_array_index (elements, GalleyPdfElement, c);

          if (child->parent != (gint) i)
            break;
          galley_pdf_append_reference (out->out, child->number);
        }
      g_string_append (out->out, " ]");
      if (element->alt != NULL)
        {
          g_string_append (out->out, " /Alt ");
          galley_pdf_append_text (out->out, element->alt, -1);
        }
      g_string_append (out->out, " >>");
      galley_pdf_out_end (out);
    }
  galley_pdf_out_begin (out, document);
  g_string_append_printf (out->out, "<< /Type /StructElem /S /Document /P %u 0 R /K [", self->structure);
  for (guint i = 0; i < elements->len; i++)
    {
      const GalleyPdfElement *element = &g_array_index (elements, GalleyPdfElement, i);

      if (element->parent < 0)
        galley_pdf_append_reference (out->out, element->number);
    }
  g_string_append (out->out, " ] >>");
  galley_pdf_out_end (out);
  parents = galley_pdf_out_begin (out, 0);
  g_string_append (out->out, "<< /Nums [");
  for (guint p = 0; p < self->pages->len; p++)
    {
      const GArray *marks = g_array_index (self->pages, Page, p).parents;

      g_string_append_printf (out->out, " %u [", p);
      for (guint m = 0; m < marks->len; m++)
        galley_pdf_append_reference (
            out->out, g_array_index (elements, GalleyPdfElement, g_array_index (marks, guint, m)).number);
      g_string_append (out->out, " ]");
    }
  g_string_append (out->out, " ] >>");
  galley_pdf_out_end (out);
  galley_pdf_out_begin (out, self->structure);
  g_string_append_printf (out->out,
                          "<< /Type /StructTreeRoot /K [%u 0 R] /ParentTree %u 0 R /ParentTreeNextKey %u >>",
                          document, parents, self->pages->len);
  galley_pdf_out_end (out);
  return document;
}

/* Two levels. */
static guint
write_outline (GalleyPdf *self)
{
  GalleyPdfOut *out = &self->body.out;
  guint root = galley_pdf_out_reserve (out), first = out->offsets->len, n = self->bookmarks->len, n_top = 0,
        last_top = 0;

  for (guint i = 0; i < n; i++)
    galley_pdf_out_reserve (out);
  for (guint i = 0; i < n; i++)
    {
      const Bookmark *mark = &g_array_index (self->bookmarks, Bookmark, i);
      gint before = (gint) i - 1;
      guint after = i + 1, n_inner = 0, parent = i;

      while (before >= 0 && !mark->inner && mark[before - (gint) i].inner)
        before--;
      for (; after < n && !mark->inner && mark[after - i].inner; after++)
        n_inner++;
      while (mark->inner && parent > 0 && g_array_index (self->bookmarks, Bookmark, parent).inner)
        parent--;
      if (!mark->inner)
        {
          n_top++;
          last_top = i;
        }
      galley_pdf_out_begin (out, first + i);
      g_string_append (out->out, "<< /Title ");
      galley_pdf_append_text (out->out, mark->title, -1);
      g_string_append_printf (out->out, " /Parent %u 0 R /Dest [%u 0 R /XYZ ",
                              mark->inner ? first + parent : root, mark->page);
      galley_pdf_append_number (out->out, mark->x);
      g_string_append_c (out->out, ' ');
      galley_pdf_append_number (out->out, mark->y);
      g_string_append (out->out, " 0]");
      if (before >= 0 && mark[before - (gint) i].inner == mark->inner)
        g_string_append_printf (out->out, " /Prev %u 0 R", first + (guint) before);
      if (after < n && mark[after - i].inner == mark->inner)
        g_string_append_printf (out->out, " /Next %u 0 R", first + after);
      if (n_inner > 0)
        g_string_append_printf (out->out, " /First %u 0 R /Last %u 0 R /Count %u", first + i + 1,
                                first + i + n_inner, n_inner);
      g_string_append (out->out, " >>");
      galley_pdf_out_end (out);
    }
  galley_pdf_out_begin (out, root);
  g_string_append (out->out, "<< /Type /Outlines");
  if (n > 0)
    g_string_append_printf (out->out, " /First %u 0 R /Last %u 0 R /Count %u", first, first + last_top, n);
  g_string_append (out->out, " >>");
  galley_pdf_out_end (out);
  return root;
}

static void
append_labels (GalleyPdf *self, GString *out)
{
  g_string_append (out, " /PageLabels << /Nums [");
  for (guint i = 0; i < self->pages->len; i++)
    {
      const Page *page = &g_array_index (self->pages, Page, i);

      if (page->paper == 0)
        g_string_append_printf (out, " %u << /P (%u) >>", i, i + 1);
      else if (page->continuation == 0)
        g_string_append_printf (out, " %u << /P (%u) >>", i, page->paper);
      else
        g_string_append_printf (out, " %u << /P (%u-%u) >>", i, page->paper, page->continuation);
    }
  g_string_append (out, " ] >>");
}

static guint
write_info (GalleyPdf *self)
{
  GString *out = self->body.out.out;
  guint number = galley_pdf_out_begin (&self->body.out, 0);

  g_string_append (out, "<< /Title ");
  galley_pdf_append_text (out, self->title, -1);
  if (self->author != NULL)
    {
      g_string_append (out, " /Author ");
      galley_pdf_append_text (out, self->author, -1);
    }
  g_string_append_printf (out, " /Creator (Galley) /Producer (Galley) /CreationDate (%s) /ModDate (%s) >>",
                          self->date, self->date);
  galley_pdf_out_end (&self->body.out);
  return number;
}

gboolean
galley_pdf_finish (GalleyPdf *self, GError **error)
{
  GalleyPdfOut *out = &self->body.out;
  guint outline, info, root;

  write_fonts (self);
  write_links (self);
  write_tree (self);
  write_structure (self);
  outline = write_outline (self);
  info = write_info (self);
  root = galley_pdf_out_begin (out, 0);
  g_string_append_printf (out->out,
                          "<< /Type /Catalog /Pages %u 0 R /StructTreeRoot %u 0 R /MarkInfo << /Marked true "
                          ">> /Lang (%s) /Outlines %u 0 R "
                          "/PageMode /UseOutlines /ViewerPreferences << /DisplayDocTitle true >>",
                          self->tree, self->structure, self->language, outline);
  append_labels (self, out->out);
  g_string_append (out->out, " >>");
  galley_pdf_out_end (out);
  galley_pdf_out_finish (out, root, info);
  return check (self, error) && galley_job_continues (self->job, error);
}
