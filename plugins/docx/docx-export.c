/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An edition as one Word document: a named style for each role, a page break where a page of the paper begins, the changes
 * of a round as tracked changes, open findings as comments. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "../common/galley-copy.h"
#include "../common/galley-export-marks.h"
#include "../common/galley-export-words.h"
#include "../common/galley-zip.h"
#include "docx-export.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006"
#define WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
/* English metric units: of a centimetre, of a pixel at 96 to the inch, and the width of the column. */
#define EMU_CM 360000
#define EMU_PIXEL 9525
#define COLUMN_EMU (15 * EMU_CM)

struct _DocxExporter
{
  GObject parent_instance;

  ExportMarkOptions options;
};

typedef struct
{
  DocxExporter *self;
  GalleyEdition *edition;
  GalleyJob *job;
  GString *body;
  GString *paragraph; /* what is in the one being written */
  GString *links;     /* relationships of the document */
  GString *comments;
  guint n_links;
  guint n_pictures;
  guint n_comments;
  guint n_changes;
  GalleyZipWriter *zip;
  GHashTable *media; /* asset id → link id */
  ExportMarks marks; /* of the article that is being written */
  guint n_articles;
  gboolean page_begins;
  gboolean article_begins;
} Writer;

/* The looks of the roles: paragraph, text. First lines are indented by two characters, whatever their size. */
static const struct
{
  const char *paragraph; /* in the order the format wants */
  const char *run;
} looks[GALLEY_N_ROLES] = {
  [GALLEY_ROLE_KICKER] = { "<w:keepNext/><w:jc w:val=\"center\"/>", "<w:sz w:val=\"28\"/>" },
  [GALLEY_ROLE_HEADLINE] = { "<w:keepNext/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
                             "<w:b/><w:sz w:val=\"44\"/>" },
  [GALLEY_ROLE_SUBHEAD] = { "<w:keepNext/><w:jc w:val=\"center\"/>", "<w:sz w:val=\"28\"/>" },
  [GALLEY_ROLE_PEOPLE] = { "<w:jc w:val=\"center\"/>", "" },
  [GALLEY_ROLE_BYLINE] = { "<w:jc w:val=\"center\"/>", "" },
  [GALLEY_ROLE_BODY] = { "<w:ind w:firstLineChars=\"200\" w:firstLine=\"420\"/><w:jc w:val=\"both\"/>", "" },
  [GALLEY_ROLE_CROSSHEAD] = { "<w:keepNext/><w:jc w:val=\"center\"/>", "<w:b/><w:sz w:val=\"24\"/>" },
  [GALLEY_ROLE_QUOTE] = { "<w:ind w:leftChars=\"200\" w:left=\"420\"/>", "" },
  [GALLEY_ROLE_NOTE] = { "<w:ind w:firstLineChars=\"200\" w:firstLine=\"420\"/>", "<w:i/>" },
  [GALLEY_ROLE_CAPTION] = { "<w:jc w:val=\"center\"/>", "<w:sz w:val=\"18\"/>" },
  [GALLEY_ROLE_CREDIT] = { "<w:jc w:val=\"right\"/>", "<w:sz w:val=\"18\"/>" },
  [GALLEY_ROLE_JUMP] = { "<w:jc w:val=\"right\"/>", "" },
  [GALLEY_ROLE_AD] = { "", "" },
  [GALLEY_ROLE_FURNITURE] = { "", "<w:sz w:val=\"18\"/>" },
};

/* --- parts ------------------------------------------------------------------------------------------------------ */

static char *
make_styles (void)
{
  GString *out = g_string_new (
      XML_HEAD
      "<w:styles xmlns:w=\"" WORD "\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New "
      "Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"宋体\"/><w:sz w:val=\"21\"/><w:lang w:val=\"en-US\" "
      "w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type=\"paragraph\" "
      "w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>");

  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    {
      g_string_append_printf (out,
                              "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name "
                              "w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>",
                              galley_role_get_name ((GalleyRole) i), export_role_style ((GalleyRole) i));
      if (*looks[i].paragraph != '\0')
        g_string_append_printf (out, "<w:pPr>%s</w:pPr>", looks[i].paragraph);
      if (*looks[i].run != '\0')
        g_string_append_printf (out, "<w:rPr>%s</w:rPr>", looks[i].run);
      g_string_append (out, "</w:style>");
    }
  g_string_append (out, "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"dateline\"><w:name "
                        "w:val=\"电头\"/></w:style></w:styles>");
  return g_string_free (out, FALSE);
}

/* All keywords of the edition, each once, in order. */
static char *
join_keywords (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) values = export_list_values (edition, "keyword");
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < values->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? ";" : "",
                            ((const GalleyMetaItem *) g_ptr_array_index (values, i))->value);
  return g_string_free (out, FALSE);
}

static char *
make_core (GalleyEdition *edition)
{
  GString *out =
      g_string_new (XML_HEAD "<cp:coreProperties xmlns:cp=\"" PACKAGE "/metadata/core-properties\" "
                             "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">");
  g_autofree char *title = export_title (export_edition_language (edition), edition);
  g_autofree char *keywords = join_keywords (edition);

  export_element (out, "dc:title", title);
  export_element (out, "dc:creator",
                  galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER));
  export_element (out, "cp:keywords", keywords);
  g_string_append (out, "</cp:coreProperties>");
  return g_string_free (out, FALSE);
}

/* The facts of the masthead, each under its name. */
static char *
make_custom (GalleyEdition *edition)
{
  GString *out = g_string_new (
      XML_HEAD
      "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" "
      "xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">");
  guint pid = 2;

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (galley_edition_get_masthead (edition), (GalleyFact) i);

      if (value == NULL)
        continue;
      g_string_append_printf (out,
                              "<property fmtid=\"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}\" pid=\"%u\" "
                              "name=\"%s\"><vt:lpwstr>",
                              pid++, galley_fact_get_name ((GalleyFact) i));
      export_escape (out, value, -1);
      g_string_append (out, "</vt:lpwstr></property>");
    }
  g_string_append (out, "</Properties>");
  return g_string_free (out, FALSE);
}

/* --- text ------------------------------------------------------------------------------------------------------- */

static guint
add_link (Writer *writer, const char *type, const char *target, gboolean external)
{
  guint id = ++writer->n_links;

  g_string_append_printf (writer->links, "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/%s\"", id, type);
  export_attribute (writer->links, "Target", target);
  g_string_append (writer->links, external ? " TargetMode=\"External\"/>" : "/>");
  return id;
}

/* @deleted: the text is not there any more, and Word wants another element for it. */
static void
append_characters (GString *out, const char *text, gsize length, gboolean deleted)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *tab = memchr (text, '\t', (gsize) (end - text));
      const char *stop = tab != NULL ? tab : end;

      if (stop > text)
        {
          g_string_append (out,
                           deleted ? "<w:delText xml:space=\"preserve\">" : "<w:t xml:space=\"preserve\">");
          export_escape (out, text, stop - text);
          g_string_append (out, deleted ? "</w:delText>" : "</w:t>");
        }
      if (tab != NULL)
        g_string_append (out, "<w:tab/>");
      text = tab != NULL ? tab + 1 : end;
    }
}

static void
append_run (GString *out, const ExportRun *run, const char *text, gsize length)
{
  g_string_append (out, "<w:r>");
  if (run->marks & (1u << GALLEY_SPAN_STRONG | 1u << GALLEY_SPAN_EMPHASIS | 1u << GALLEY_SPAN_DATELINE))
    g_string_append_printf (out, "<w:rPr>%s%s%s</w:rPr>",
                            EXPORT_HAS (run, GALLEY_SPAN_DATELINE) ? "<w:rStyle w:val=\"dateline\"/>" : "",
                            EXPORT_HAS (run, GALLEY_SPAN_STRONG) ? "<w:b/>" : "",
                            EXPORT_HAS (run, GALLEY_SPAN_EMPHASIS) ? "<w:i/>" : "");
  append_characters (out, text, length, FALSE);
  g_string_append (out, "</w:r>");
}

/* --- marks ------------------------------------------------------------------------------------------------------- */

/* ' w:id="…" w:author="…" w:date="…"' */
static void
append_change (Writer *writer, GString *out, const char *element)
{
  g_autofree char *time = export_marks_dup_time (&writer->marks);

  g_string_append_printf (out, "<w:%s w:id=\"%u\"", element, ++writer->n_changes);
  export_attribute (out, "w:author", export_marks_author (&writer->marks));
  export_attribute (out, "w:date", time);
}

static void
append_comment (Writer *writer, GalleyFinding *finding, guint id)
{
  g_autofree char *words = export_finding_words (finding);
  g_auto (GStrv) lines = g_strsplit (words, "\n", -1);

  g_string_append_printf (writer->comments, "<w:comment w:id=\"%u\" w:author=\"" EXPORT_REPORTER "\">", id);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_string_append (writer->comments, "<w:p><w:r>");
      append_characters (writer->comments, lines[i], strlen (lines[i]), FALSE);
      g_string_append (writer->comments, "</w:r></w:p>");
    }
  g_string_append (writer->comments, "</w:comment>");
}

/* Comments are numbered by the place of their finding among those of the block, so that the end knows its beginning. */
static void
append_comments (Writer *writer, GalleyBlock *block, guint offset)
{
  GPtrArray *all =
      writer->marks.markup != NULL ? galley_markup_get_findings (writer->marks.markup, block) : NULL;

  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; all != NULL && i < all->len; i++)
        {
          GalleyFinding *finding = g_ptr_array_index (all, i);
          guint id = writer->n_comments + i;
          gboolean is_point = galley_finding_get_end (finding) <= galley_finding_get_start (finding);
          gboolean ends = pass == 0 && !is_point && galley_finding_get_end (finding) == offset;
          gboolean begins = pass == 1 && galley_finding_get_start (finding) == offset;

          if (begins)
            {
              append_comment (writer, finding, id);
              g_string_append_printf (writer->paragraph, "<w:commentRangeStart w:id=\"%u\"/>", id);
            }
          if (ends || (begins && is_point))
            g_string_append_printf (
                writer->paragraph,
                "<w:commentRangeEnd w:id=\"%u\"/><w:r><w:commentReference w:id=\"%u\"/></w:r>", id, id);
        }
    }
}

/* --- paragraphs -------------------------------------------------------------------------------------------------- */

static void
begin_paragraph (Writer *writer, GalleyRole role)
{
  g_string_append_printf (writer->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s", galley_role_get_name (role),
                          writer->page_begins ? "<w:pageBreakBefore/>" : "");
  writer->page_begins = FALSE;
}

/* Where an article begins is a bookmark: the importer goes by it. */
static void
end_properties (Writer *writer)
{
  g_string_append (writer->body, "</w:pPr>");
  if (writer->article_begins)
    g_string_append_printf (writer->body,
                            "<w:bookmarkStart w:id=\"%u\" w:name=\"" GALLEY_COPY_ARTICLE_MARK
                            "%u\"/><w:bookmarkEnd w:id=\"%u\"/>",
                            writer->n_articles, writer->n_articles, writer->n_articles);
  writer->article_begins = FALSE;
}

/* The paragraph that was gathered, once it is known what became of its mark: @mark is "ins", "del" or NULL. */
static void
flush_paragraph (Writer *writer, GalleyRole role, const char *mark, const GalleyRole *old_role)
{
  begin_paragraph (writer, role);
  if (mark != NULL)
    {
      g_string_append (writer->body, "<w:rPr>");
      append_change (writer, writer->body, mark);
      g_string_append (writer->body, "/></w:rPr>");
    }
  if (old_role != NULL)
    {
      append_change (writer, writer->body, "pPrChange");
      g_string_append_printf (writer->body, "><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr></w:pPrChange>",
                              galley_role_get_name (*old_role));
    }
  end_properties (writer);
  g_string_append_len (writer->body, writer->paragraph->str, (gssize) writer->paragraph->len);
  g_string_append (writer->body, "</w:p>");
  g_string_truncate (writer->paragraph, 0);
}

/* A paragraph break that was deleted is the mark of a paragraph of its own, with the looks it had. */
static void
append_deleted (Writer *writer, const GalleyHunk *hunk)
{
  g_auto (GStrv) lines = g_strsplit (hunk->old_text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (i > 0)
        flush_paragraph (writer, export_marks_deleted_role (&writer->marks, hunk, i - 1), "del", NULL);
      if (*lines[i] == '\0')
        continue;
      append_change (writer, writer->paragraph, "del");
      g_string_append (writer->paragraph, "><w:r>");
      append_characters (writer->paragraph, lines[i], strlen (lines[i]), TRUE);
      g_string_append (writer->paragraph, "</w:r></w:del>");
    }
}

static void
append_piece (gpointer data, const ExportRun *run, const char *text, gsize length, gboolean inserted)
{
  Writer *writer = data;
  gboolean link = run->address != NULL && *run->address != '\0';

  if (link)
    g_string_append_printf (writer->paragraph, "<w:hyperlink r:id=\"rId%u\">",
                            add_link (writer, "hyperlink", run->address, TRUE));
  if (inserted)
    {
      append_change (writer, writer->paragraph, "ins");
      g_string_append_c (writer->paragraph, '>');
    }
  append_run (writer->paragraph, run, text, length);
  g_string_append (writer->paragraph, inserted ? "</w:ins>" : "");
  g_string_append (writer->paragraph, link ? "</w:hyperlink>" : "");
}

static void
append_marks (gpointer data, GalleyBlock *block, guint index, guint offset)
{
  Writer *writer = data;
  const GalleyHunk *hunk = export_marks_deleted (&writer->marks, index, offset);

  append_comments (writer, block, offset);
  if (hunk != NULL)
    append_deleted (writer, hunk);
}

static void
write_block (gpointer data, GalleyArticle *article, guint index)
{
  Writer *writer = data;
  GalleyBlock *block = galley_article_get_block (article, index);
  gboolean marked = writer->marks.hunks != NULL || writer->marks.markup != NULL;
  GalleyRole old_role;
  gboolean has_old, break_is_new;
  guint n_comments =
      export_marks_write_block (&writer->marks, article, index, append_marks, append_piece, writer);

  break_is_new = marked && export_marks_is_inserted (&writer->marks, index, galley_block_get_length (block));
  has_old = marked && export_marks_old_role (&writer->marks, index, &old_role);
  flush_paragraph (writer, galley_block_get_role (block), break_is_new ? "ins" : NULL,
                   has_old ? &old_role : NULL);
  writer->n_comments += n_comments;
}

/* --- pictures --------------------------------------------------------------------------------------------------- */

static guint
link_picture (Writer *writer, GalleyAsset *asset, const char *suffix)
{
  gpointer known = g_hash_table_lookup (writer->media, galley_asset_get_id (asset));
  g_autofree char *target = NULL;
  g_autofree char *member = NULL;
  guint id;

  if (known != NULL)
    return GPOINTER_TO_UINT (known);
  target = g_strdup_printf ("media/%.16s.%s", galley_asset_get_id (asset), suffix);
  member = g_strconcat ("word/", target, NULL);
  galley_zip_writer_add (writer->zip, member, galley_asset_get_bytes (asset), TRUE);
  id = add_link (writer, "image", target, FALSE);
  g_hash_table_insert (writer->media, (char *) galley_asset_get_id (asset), GUINT_TO_POINTER (id));
  return id;
}

static gboolean
write_picture (Writer *writer, GalleyArticle *article, GalleyAsset *asset)
{
  const char *suffix = export_picture_suffix (asset);
  g_autofree char *alt = export_dup_alt (asset, article);
  guint width, height, id, number;
  gint64 cx, cy;

  if (suffix == NULL || g_str_equal (suffix, "webp") || !export_picture_size (asset, &width, &height))
    return FALSE;
  id = link_picture (writer, asset, suffix);
  number = ++writer->n_pictures;
  cx = MIN ((gint64) width * EMU_PIXEL, COLUMN_EMU);
  cy = MAX (cx * height / width, 1);
  begin_paragraph (writer, GALLEY_ROLE_CAPTION);
  end_properties (writer);
  g_string_append_printf (writer->body,
                          "<w:r><w:drawing><wp:inline><wp:extent cx=\"%" G_GINT64_FORMAT
                          "\" cy=\"%" G_GINT64_FORMAT "\"/><wp:docPr id=\"%u\" name=\"%u\"",
                          cx, cy, number, number);
  export_attribute (writer->body, "descr", alt);
  g_string_append_printf (
      writer->body,
      "/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
      "<pic:nvPicPr><pic:cNvPr id=\"%u\" name=\"%u\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
      "r:embed=\"rId%u\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off "
      "x=\"0\" "
      "y=\"0\"/><a:ext cx=\"%" G_GINT64_FORMAT "\" cy=\"%" G_GINT64_FORMAT
      "\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>"
      "</a:graphic></wp:inline></w:drawing></w:r></w:p>",
      number, number, id, cx, cy);
  return TRUE;
}

/* --- articles --------------------------------------------------------------------------------------------------- */

static void
write_pictures (gpointer data, GalleyArticle *article)
{
  Writer *writer = data;
  g_autoptr (GPtrArray) pictures = export_list_pictures (writer->edition, article);

  for (guint i = 0; i < pictures->len; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (pictures, i);

      if (!writer->self->options.document.pictures || !write_picture (writer, article, asset))
        export_note_picture (writer->job, article, asset, "Word");
    }
}

static void
write_article (Writer *writer, GalleyArticle *article)
{
  static const char *const held[] = { "keyword", "picture", NULL };

  writer->n_articles++;
  writer->article_begins = TRUE;
  export_marks_begin (&writer->marks, GALLEY_EXPORTER (writer->self), &writer->self->options, article);
  export_marks_write_article (article, write_pictures, write_block, writer);
  export_note_lost (writer->job, article, "Word", held, ~(1u << GALLEY_SPAN_JOIN), NULL);
  export_marks_end (&writer->marks);
}

static gboolean
write_pages (Writer *writer, GError **error)
{
  guint n_pages = galley_edition_get_n_pages (writer->edition);

  for (guint p = 0; p < n_pages; p++)
    {
      GalleyPage *page = galley_edition_get_page (writer->edition, p);

      writer->page_begins = p > 0;
      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          if (export_is_wanted (&writer->self->options.document, galley_page_get_article (page, a)))
            write_article (writer, galley_page_get_article (page, a));
        }
      galley_job_progress (writer->job, (double) (p + 1) / n_pages);
      if (!galley_job_continues (writer->job, error))
        return FALSE;
    }
  return TRUE;
}

/* The head of each page of a draft says so. */
static void
add_header (Writer *writer, const char *draft)
{
  g_autoptr (GString) part = g_string_new (
      XML_HEAD "<w:hdr xmlns:w=\"" WORD "\"><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>");

  export_escape (part, draft, -1);
  g_string_append (part, "</w:t></w:r></w:p></w:hdr>");
  galley_zip_writer_add_text (writer->zip, "word/header1.xml", part->str);
}

static void
add_parts (Writer *writer)
{
  const char *draft = galley_edition_get_draft (writer->edition);
  g_autofree char *reference =
      draft != NULL ? g_strdup_printf ("<w:headerReference w:type=\"default\" r:id=\"rId%u\"/>",
                                       add_link (writer, "header", "header1.xml", FALSE))
                    : g_strdup ("");
  const char *type = draft != NULL ? "<Override PartName=\"/word/header1.xml\" ContentType=\"application/"
                                     "vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>"
                                   : "";
  g_autofree char *types = NULL;
  g_autofree char *styles = make_styles ();
  g_autofree char *core = make_core (writer->edition);
  g_autofree char *custom = make_custom (writer->edition);

  g_string_append_printf (
      writer->body,
      "<w:sectPr>%s<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1700\" "
      "w:bottom=\"1440\" w:left=\"1700\" w:header=\"851\" w:footer=\"992\" "
      "w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
      reference);
  g_string_append (writer->links, "</Relationships>");
  g_string_append (writer->comments, "</w:comments>");
  types = g_strconcat (
      XML_HEAD
      "<Types xmlns=\"" PACKAGE "/content-types\"><Default Extension=\"rels\" ContentType=\"application/"
      "vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
      "ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default "
      "Extension=\"jpg\" ContentType=\"image/jpeg\"/><Default Extension=\"gif\" "
      "ContentType=\"image/gif\"/><Override PartName=\"/word/document.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
      "<Override PartName=\"/word/styles.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/><Override "
      "PartName=\"/word/comments.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml\"/"
      "><Override "
      "PartName=\"/docProps/custom.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.custom-properties+xml\"/><Override "
      "PartName=\"/docProps/core.xml\" "
      "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
      type, "</Types>", NULL);
  galley_zip_writer_add_text (writer->zip, "[Content_Types].xml", types);
  galley_zip_writer_add_text (
      writer->zip, "_rels/.rels",
      XML_HEAD "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE
               "/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"" PACKAGE
               "/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/><Relationship "
               "Id=\"rId3\" Type=\"" OFFICE
               "/custom-properties\" Target=\"docProps/custom.xml\"/></Relationships>");
  galley_zip_writer_add_text (writer->zip, "docProps/core.xml", core);
  galley_zip_writer_add_text (writer->zip, "docProps/custom.xml", custom);
  galley_zip_writer_add_text (writer->zip, "word/comments.xml", writer->comments->str);
  galley_zip_writer_add_text (writer->zip, "word/styles.xml", styles);
  if (draft != NULL)
    add_header (writer, draft);
  galley_zip_writer_add_text (writer->zip, "word/_rels/document.xml.rels", writer->links->str);
  galley_zip_writer_add_text (writer->zip, "word/document.xml", writer->body->str);
}

static gboolean
docx_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  g_autoptr (GString) body = g_string_new (
      XML_HEAD "<w:document xmlns:w=\"" WORD "\" xmlns:r=\"" OFFICE
               "\" xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
               "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
               "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>");
  g_autoptr (GString) links = g_string_new (XML_HEAD "<Relationships xmlns=\"" PACKAGE "/relationships\">");
  g_autoptr (GString) paragraph = g_string_new (NULL);
  g_autoptr (GString) comments = g_string_new (XML_HEAD "<w:comments xmlns:w=\"" WORD "\">");
  g_autoptr (GHashTable) media = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GalleyZipWriter) zip = galley_zip_writer_new ();
  g_autoptr (GBytes) bytes = NULL;
  Writer writer = { .self = DOCX_EXPORTER (exporter),
                    .edition = frozen,
                    .job = job,
                    .body = body,
                    .paragraph = paragraph,
                    .comments = comments,
                    .links = links,
                    .zip = zip,
                    .media = media };

  add_link (&writer, "styles", "styles.xml", FALSE);
  add_link (&writer, "comments", "comments.xml", FALSE);
  if (!write_pages (&writer, error))
    return FALSE;
  add_parts (&writer);
  export_note_left_out (job, frozen, &writer.self->options.document);
  export_note_lost_facts (job, frozen, "Word", ~0u, FALSE);
  bytes = galley_zip_writer_finish (zip, error);
  return export_write_bytes (stream, bytes, job, error);
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static void
docx_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DocxExporter *self = DOCX_EXPORTER (object);

  if (!export_get_mark_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
docx_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DocxExporter *self = DOCX_EXPORTER (object);

  if (!export_set_mark_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
docx_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save = docx_exporter_save;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DocxExporter,
                               docx_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, docx_exporter_iface_init))

static void
docx_exporter_class_init (DocxExporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = docx_exporter_get_property;
  object_class->set_property = docx_exporter_set_property;
  export_install_mark_options (object_class);
}

static void
docx_exporter_init (DocxExporter *self)
{
}
