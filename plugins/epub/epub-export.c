/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epub-export.c — an edition as a book for readers and phones: EPUB 3.3 with the pages of the paper as its page list, and EPUB
 * Accessibility 1.1. */

#include "config.h"

#include <string.h>

#include "../common/galley-export-html.h"
#include "../common/galley-export-plugin.h"
#include "../common/galley-export-words.h"
#include "../common/galley-zip.h"

#include "epub-export.h"

struct _EpubExporter
{
  GObject parent_instance;

  ExportOptions options;
};

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
/* The cover, in pixels: what shops ask for at least. */
#define COVER_WIDTH 1200
#define COVER_HEIGHT 1600

typedef struct
{
  EpubExporter *self;
  GalleyEdition *edition;
  GalleyJob *job;
  GalleyZipWriter *zip;
  const char *language;
  GString *manifest;
  GString *spine;
  GString *contents;  /* <li> of the table of contents */
  GString *page_list; /* <li> of the page list */
  GHashTable *images; /* ids of the pictures that are in */
  char *first;        /* the first file with an article */
} Book;

static const ExportHtml how = { TRUE, "images/" };

static const char style[] =
    "html{line-break:strict}\n"
    "body{margin:1em;line-height:1.8;overflow-wrap:break-word}\n"
    "h1,h2{line-height:1.35;text-align:center}\n"
    "h1.label{font-size:1em;font-weight:normal}\n"
    ".kicker,.subhead,.people,.byline{text-align:center;text-indent:0;margin:.4em 0}\n"
    ".kicker,.subhead{font-size:1.15em}\n"
    "p{margin:.3em 0}\n"
    ".body{text-indent:2em;text-align:justify}\n"
    "[lang|=en] .body{text-indent:1.5em}\n"
    ".dateline{font-weight:bold}\n"
    "blockquote{margin:.5em 2em}\n"
    ".note{font-style:italic}\n"
    ".caption,.credit,figcaption,.jump,.furniture,.staff{font-size:.9em}\n"
    ".credit,.jump{text-align:right}\n"
    "figure{margin:1em 0;text-align:center}\n"
    "img{max-width:100%;height:auto}\n"
    "dl div{margin:.2em 0}\n"
    "dt,dd{display:inline;margin:0}\n"
    "dd:before{content:\" \"}\n"
    ".cover{margin:0;text-align:center}\n"
    "nav ol{list-style:none;padding-left:1em}\n";

/* --- one file ---------------------------------------------------------------------------------------------------- */

static GString *
begin_file (Book *book, const char *title, const char *language, GalleyArticle *article)
{
  GString *out = g_string_new (XML_HEAD "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" "
                                        "xmlns:epub=\"http://www.idpf.org/2007/ops\"");

  export_html_language (out, &how, language);
  g_string_append (out, ">\n<head>\n<meta charset=\"utf-8\"/>\n");
  export_element (out, "title", title);
  g_string_append (out, "<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n");
  if (article != NULL)
    export_html_meta (out, &how, article);
  g_string_append (out, "</head>\n");
  return out;
}

static void
add_item (Book *book, const char *name, const char *type, const char *properties, gboolean in_spine)
{
  g_autofree char *id = g_strdelimit (g_strconcat ("f-", name, NULL), "./", '-');

  g_string_append_printf (book->manifest, "<item id=\"%s\" href=\"%s\" media-type=\"%s\"", id, name, type);
  export_attribute (book->manifest, "properties", properties);
  g_string_append (book->manifest, "/>\n");
  if (in_spine)
    g_string_append_printf (book->spine, "<itemref idref=\"%s\"/>\n", id);
}

static void
add_file (Book *book, const char *name, const char *type, const char *properties, const GString *text)
{
  g_autofree char *path = g_strconcat ("EPUB/", name, NULL);

  galley_zip_writer_add_text (book->zip, path, text->str);
  add_item (book, name, type, properties, g_str_equal (type, "application/xhtml+xml"));
}

static void
finish_file (Book *book, const char *name, const char *properties, GString *out)
{
  g_string_append (out, "</body>\n</html>\n");
  add_file (book, name, "application/xhtml+xml", properties, out);
  g_string_free (out, TRUE);
}

/* --- the cover --------------------------------------------------------------------------------------------------- */

static void
cover_line (GString *out, guint y, guint size, const char *text)
{
  g_autofree char *line = NULL;
  glong room = (COVER_WIDTH - 120) / (glong) size;

  if (text == NULL || *text == '\0')
    return;
  /* A line of Latin letters is about half as wide as one of Han characters. */
  if ((guchar) *text < 0x80)
    room *= 2;
  line = g_utf8_strlen (text, -1) > room ? g_utf8_substring (text, 0, room - 1) : NULL;
  g_string_append_printf (out, "<text x=\"%u\" y=\"%u\" font-size=\"%u\" text-anchor=\"middle\">",
                          COVER_WIDTH / 2, y, size);
  export_escape (out, line != NULL ? line : text, -1);
  g_string_append (out, line != NULL ? "…</text>\n" : "</text>\n");
}

/* The paper, the day, the number and the headlines of the first page, as a drawing: no picture is needed for it. */
static void
add_cover (Book *book)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (book->edition);
  GalleyPage *front = galley_edition_get_page (book->edition, 0);
  g_autoptr (GPtrArray) articles =
      front != NULL ? export_list_articles (&book->self->options, front) : g_ptr_array_new ();
  g_autofree char *title = export_title (book->language, book->edition);
  const char *paper = galley_masthead_get (masthead, GALLEY_FACT_PAPER);
  GString *page = begin_file (book, title, book->language, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  guint shown = 0;

  g_string_append_printf (out,
                          XML_HEAD "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" "
                                   "viewBox=\"0 0 %u %u\" font-family=\"serif\">\n<title>",
                          COVER_WIDTH, COVER_HEIGHT, COVER_WIDTH, COVER_HEIGHT);
  export_escape (out, title, -1);
  g_string_append_printf (
      out,
      "</title>\n<rect width=\"%u\" height=\"%u\" fill=\"#fdfcf8\"/>\n<rect x=\"60\" y=\"420\" "
      "width=\"%u\" height=\"6\" fill=\"#a01c1c\"/>\n",
      COVER_WIDTH, COVER_HEIGHT, COVER_WIDTH - 120);
  g_string_append (out, "<g fill=\"#a01c1c\" font-weight=\"bold\">");
  cover_line (out, 280, 150, paper != NULL ? paper : title);
  g_string_append (out, "</g>\n<g fill=\"#1b1b1b\">\n");
  cover_line (out, 385, 44, paper != NULL ? title : NULL);
  for (guint i = 0; i < articles->len && shown < 5; i++)
    {
      g_autofree char *headline =
          export_dup_role_text (g_ptr_array_index (articles, i), GALLEY_ROLE_HEADLINE, "");

      if (*headline == '\0')
        continue;
      cover_line (out, shown == 0 ? 600 : 680 + 130 * shown, shown == 0 ? 76 : 52, headline);
      shown++;
    }
  g_string_append (out, "</g>\n</svg>\n");
  add_file (book, "cover.svg", "image/svg+xml", "cover-image", out);

  g_string_append (
      page, "<body class=\"cover\" epub:type=\"cover\">\n<figure class=\"cover\"><img src=\"cover.svg\"");
  export_attribute (page, "alt", title);
  g_string_append (page, "/></figure>\n");
  finish_file (book, "cover.xhtml", NULL, page);
}

/* --- pages and articles ------------------------------------------------------------------------------------------ */

static GPtrArray *
add_pictures (Book *book, GalleyArticle *article)
{
  GPtrArray *all = export_list_pictures (book->edition, article);
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (all, i);
      g_autofree char *name = book->self->options.pictures ? export_picture_name (asset) : NULL;
      g_autofree char *href = NULL;
      g_autofree char *path = NULL;

      if (name == NULL)
        {
          export_note_picture (book->job, article, asset, "EPUB");
          continue;
        }
      g_ptr_array_add (kept, asset);
      if (!g_hash_table_add (book->images, (char *) galley_asset_get_id (asset)))
        continue;
      href = g_strconcat ("images/", name, NULL);
      path = g_strconcat ("EPUB/", href, NULL);
      galley_zip_writer_add (book->zip, path, galley_asset_get_bytes (asset), TRUE);
      add_item (book, href, export_picture_type (export_picture_suffix (asset)), NULL, FALSE);
    }
  g_ptr_array_unref (all);
  return kept;
}

static void
add_article (Book *book, GalleyPage *page, guint number, GalleyArticle *article)
{
  g_autofree char *title = export_article_title (article);
  g_autofree char *name = g_strdup_printf ("p%03u-a%03u.xhtml", galley_page_get_number (page), number);
  g_autoptr (GPtrArray) pictures = add_pictures (book, article);
  GString *out = begin_file (book, title, galley_article_get_language (article), article);

  g_string_append (out, "<body>\n");
  export_html_article (out, &how, book->edition, article, pictures);
  finish_file (book, name, NULL, out);
  g_string_append_printf (book->contents, "<li><a href=\"%s\">", name);
  export_escape (book->contents, title, -1);
  g_string_append (book->contents, "</a></li>\n");
  if (book->first == NULL)
    book->first = g_strdup (name);
  export_note_lost (book->job, article, "EPUB", NULL, ~0u, NULL);
}

/* A page of the paper begins with a leaf of its own: its name, its staff, and where the page break of the page list is. */
static void
add_page (Book *book, GalleyPage *page)
{
  g_autoptr (GPtrArray) articles = export_list_articles (&book->self->options, page);
  guint number = galley_page_get_number (page);
  g_autofree char *title = export_page_title (book->language, page);
  g_autofree char *name = g_strdup_printf ("p%03u.xhtml", number);
  GString *out = begin_file (book, title, book->language, NULL);

  g_string_append_printf (out,
                          "<body>\n<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-%u\" "
                          "aria-label=\"%u\"/>\n<section>\n",
                          number, number);
  export_element (out, "h1", title);
  export_html_draft (out, book->edition);
  export_html_staff (out, page);
  g_string_append (out, "</section>\n");
  finish_file (book, name, NULL, out);

  g_string_append_printf (book->page_list, "<li><a href=\"%s#page-%u\">%u</a></li>\n", name, number, number);
  g_string_append_printf (book->contents, "<li><a href=\"%s\">", name);
  export_escape (book->contents, title, -1);
  g_string_append (book->contents, "</a>");
  if (articles->len > 0)
    {
      g_string_append (book->contents, "\n<ol>\n");
      for (guint i = 0; i < articles->len; i++)
        add_article (book, page, i + 1, g_ptr_array_index (articles, i));
      g_string_append (book->contents, "</ol>\n");
    }
  g_string_append (book->contents, "</li>\n");
}

/* The facts of the issue: what the masthead says, as a list. */
static void
add_facts (Book *book)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (book->edition);
  g_autofree char *title = export_title (book->language, book->edition);
  GString *out = begin_file (book, title, book->language, NULL);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (masthead, (GalleyFact) i);

      if (value == NULL)
        continue;
      g_string_append_printf (list, "<div id=\"fact-%s\"><dt>", galley_fact_get_name ((GalleyFact) i));
      export_escape (list, export_fact_word (book->language, (GalleyFact) i), -1);
      g_string_append (list, "</dt><dd>");
      export_escape (list, value, -1);
      g_string_append (list, "</dd></div>\n");
    }
  g_string_append (out, "<body>\n<section epub:type=\"titlepage\">\n");
  export_element (out, "h1", title);
  if (list->len > 0)
    g_string_append_printf (out, "<dl>\n%s</dl>\n", list->str);
  g_string_append (out, "</section>\n");
  finish_file (book, "facts.xhtml", NULL, out);
}

/* --- the whole --------------------------------------------------------------------------------------------------- */

static void
add_nav (Book *book)
{
  g_autofree char *title = export_title (book->language, book->edition);
  GString *out = begin_file (book, title, book->language, NULL);

  g_string_append (out, "<body>\n<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n");
  export_element (out, "h1", export_word (book->language, EXPORT_WORD_CONTENTS));
  g_string_append (out, "<ol>\n<li><a href=\"facts.xhtml\">");
  export_escape (out, title, -1);
  g_string_append_printf (out, "</a></li>\n%s</ol>\n</nav>\n", book->contents->str);
  if (book->page_list->len > 0)
    {
      g_string_append (out, "<nav epub:type=\"page-list\" role=\"doc-pagelist\" hidden=\"hidden\">\n");
      export_element (out, "h2", export_word (book->language, EXPORT_WORD_PAGES));
      g_string_append_printf (out, "<ol>\n%s</ol>\n</nav>\n", book->page_list->str);
    }
  g_string_append (out, "<nav epub:type=\"landmarks\" hidden=\"hidden\">\n");
  export_element (out, "h2", export_word (book->language, EXPORT_WORD_LANDMARKS));
  g_string_append (out, "<ol>\n<li><a epub:type=\"cover\" href=\"cover.xhtml\">");
  export_escape (out, export_word (book->language, EXPORT_WORD_COVER), -1);
  g_string_append (out, "</a></li>\n<li><a epub:type=\"toc\" href=\"#toc\">");
  export_escape (out, export_word (book->language, EXPORT_WORD_CONTENTS), -1);
  g_string_append_printf (out, "</a></li>\n<li><a epub:type=\"bodymatter\" href=\"%s\">",
                          book->first != NULL ? book->first : "facts.xhtml");
  export_escape (out, export_word (book->language, EXPORT_WORD_ARTICLES), -1);
  g_string_append (out, "</a></li>\n</ol>\n</nav>\n");
  finish_file (book, "nav.xhtml", "nav", out);
}

static void
append_subjects (Book *book, GString *out)
{
  g_autoptr (GPtrArray) keywords = export_list_values (book->edition, "keyword");
  g_autoptr (GPtrArray) subjects = export_list_values (book->edition, "subject");

  for (guint i = 0; i < keywords->len; i++)
    export_element (out, "dc:subject", ((const GalleyMetaItem *) g_ptr_array_index (keywords, i))->value);
  for (guint i = 0; i < subjects->len; i++)
    export_element (out, "dc:subject", ((const GalleyMetaItem *) g_ptr_array_index (subjects, i))->value);
}

static void
append_access (Book *book, GString *out)
{
  static const char *const features[] = { "tableOfContents", "readingOrder",    "structuralNavigation",
                                          "pageNavigation",  "alternativeText", "displayTransformability" };

  g_string_append (out, "<meta property=\"schema:accessMode\">textual</meta>\n"
                        "<meta property=\"schema:accessMode\">visual</meta>\n"
                        "<meta property=\"schema:accessModeSufficient\">textual</meta>\n");
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    g_string_append_printf (out, "<meta property=\"schema:accessibilityFeature\">%s</meta>\n", features[i]);
  g_string_append (out, "<meta property=\"schema:accessibilityHazard\">none</meta>\n");
  export_element (out, "meta property=\"schema:accessibilitySummary\"",
                  export_word (book->language, EXPORT_WORD_ACCESS));
}

/* What Dublin Core has no name for stands under our own. */
static void
append_facts (Book *book, GString *out)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (book->edition);
  const char *paper = galley_masthead_get (masthead, GALLEY_FACT_PAPER);
  const char *publisher = galley_masthead_get (masthead, GALLEY_FACT_PUBLISHER);
  const char *issue = galley_masthead_get (masthead, GALLEY_FACT_ISSUE);
  const char *cn = galley_masthead_get (masthead, GALLEY_FACT_CN);

  export_element (out, "dc:creator", paper);
  export_element (out, "dc:publisher", publisher != NULL ? publisher : paper);
  export_element (out, "dc:date", export_edition_date (book->edition));
  export_element (out, "dc:type", "newspaper");
  if (cn != NULL)
    export_element (out, "dc:source id=\"source\"", cn);
  else
    export_element (out, "dc:source id=\"source\"", paper != NULL ? paper : "print");
  g_string_append (out, "<meta refines=\"#source\" property=\"source-of\">pagination</meta>\n");
  if (paper != NULL)
    {
      export_element (out, "meta property=\"belongs-to-collection\" id=\"paper\"", paper);
      g_string_append (out, "<meta refines=\"#paper\" property=\"collection-type\">series</meta>\n");
      if (issue != NULL && strspn (issue, "0123456789") == strlen (issue) && *issue != '\0')
        export_element (out, "meta refines=\"#paper\" property=\"group-position\"", issue);
    }
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      g_autofree char *element =
          g_strdup_printf ("meta property=\"galley:%s\"", galley_fact_get_name ((GalleyFact) i));

      export_element (out, element, galley_masthead_get (masthead, (GalleyFact) i));
    }
}

static void
add_package (Book *book)
{
  g_autofree char *title = export_title (book->language, book->edition);
  g_autofree char *time = export_dup_edition_time (book->edition);
  const char *id = galley_edition_get_id (book->edition);
  GString *out =
      g_string_new (XML_HEAD "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" "
                             "unique-identifier=\"id\" prefix=\"galley: https://galley.github.io/terms#\"");

  export_attribute (out, "xml:lang", book->language);
  g_string_append (out, ">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
                        "<dc:identifier id=\"id\">");
  g_string_append (out, g_uuid_string_is_valid (id) ? "urn:uuid:" : "galley:");
  export_escape (out, id, -1);
  g_string_append (out, "</dc:identifier>\n");
  export_element (out, "dc:title", title);
  export_element (out, "dc:language", book->language);
  g_string_append_printf (out, "<meta property=\"dcterms:modified\">%s</meta>\n", time);
  append_facts (book, out);
  append_subjects (book, out);
  append_access (book, out);
  g_string_append_printf (out, "</metadata>\n<manifest>\n%s</manifest>\n<spine>\n%s</spine>\n</package>\n",
                          book->manifest->str, book->spine->str);
  galley_zip_writer_add_text (book->zip, "EPUB/package.opf", out->str);
  g_string_free (out, TRUE);
}

static gboolean
fill_book (Book *book, GError **error)
{
  guint n_pages = galley_edition_get_n_pages (book->edition);
  g_autoptr (GBytes) mimetype = g_bytes_new_static ("application/epub+zip", 20);
  g_autoptr (GString) sheet = g_string_new (style);

  galley_zip_writer_add (book->zip, "mimetype", mimetype, TRUE);
  galley_zip_writer_add_text (book->zip, "META-INF/container.xml",
                              XML_HEAD
                              "<container version=\"1.0\" "
                              "xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>"
                              "<rootfile full-path=\"EPUB/package.opf\" "
                              "media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n");
  add_file (book, "style.css", "text/css", NULL, sheet);
  add_cover (book);
  add_facts (book);
  for (guint p = 0; p < n_pages; p++)
    {
      add_page (book, galley_edition_get_page (book->edition, p));
      galley_job_progress (book->job, 0.9 * (p + 1) / n_pages);
      if (!galley_job_continues (book->job, error))
        return FALSE;
    }
  add_nav (book);
  add_package (book);
  return TRUE;
}

static gboolean
epub_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  g_autoptr (GalleyZipWriter) zip = galley_zip_writer_new ();
  g_autoptr (GHashTable) images = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) manifest = g_string_new (NULL);
  g_autoptr (GString) spine = g_string_new (NULL);
  g_autoptr (GString) contents = g_string_new (NULL);
  g_autoptr (GString) page_list = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  Book book = { .self = EPUB_EXPORTER (exporter),
                .edition = frozen,
                .job = job,
                .zip = zip,
                .language = export_edition_language (frozen),
                .manifest = manifest,
                .spine = spine,
                .contents = contents,
                .page_list = page_list,
                .images = images };
  gboolean good = fill_book (&book, error);

  g_free (book.first);
  if (!good)
    return FALSE;
  export_note_left_out (job, frozen, &book.self->options);
  bytes = galley_zip_writer_finish (zip, error);
  return export_write_bytes (stream, bytes, job, error);
}

EXPORT_DEFINE_OBJECT (EpubExporter, epub_exporter, save)
