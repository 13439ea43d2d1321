/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An edition as one OpenDocument text: a named style for each role, a page break where a page of the paper begins, the
 * changes of a round as tracked changes, open findings as comments. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "../common/galley-copy.h"
#include "../common/galley-export-marks.h"
#include "../common/galley-export-words.h"
#include "../common/galley-zip.h"
#include "odt-export.h"

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define ODF "urn:oasis:names:tc:opendocument:xmlns:"
#define NAMESPACES                                                                                           \
  " xmlns:office=\"" ODF "office:1.0\" xmlns:style=\"" ODF "style:1.0\" xmlns:text=\"" ODF                   \
  "text:1.0\" xmlns:draw=\"" ODF "drawing:1.0\" xmlns:fo=\"" ODF "xsl-fo-compatible:1.0\" xmlns:svg=\"" ODF  \
  "svg-compatible:1.0\" xmlns:meta=\"" ODF "meta:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "        \
  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" office:version=\"1.3\""
/* The width of the column, and of a pixel, in centimetres. */
#define COLUMN_CM 15.0
#define PIXEL_CM (2.54 / 96)

struct _OdtExporter
{
  GObject parent_instance;

  ExportMarkOptions options;
};

typedef struct
{
  OdtExporter *self;
  GalleyEdition *edition;
  GalleyJob *job;
  GalleyZipWriter *zip;
  GString *changes; /* regions of tracked changes: they stand before the text */
  GString *body;
  GString *manifest;
  GHashTable *images; /* ids of the pictures that are in */
  ExportMarks marks;  /* of the article that is being written */
  guint n_changes;
  guint n_notes;
  guint n_pictures;
  guint n_articles;
  gboolean page_begins;
  gboolean article_begins;
} Writer;

/* The looks of the roles: paragraph, text. The size of body copy is 10.5 pt (五号), so 21 pt are two characters. */
static const struct
{
  const char *paragraph;
  const char *text;
} looks[GALLEY_N_ROLES] = {
  [GALLEY_ROLE_KICKER] = { "fo:text-align=\"center\" fo:keep-with-next=\"always\"", "14pt" },
  [GALLEY_ROLE_HEADLINE] = { "fo:text-align=\"center\" fo:keep-with-next=\"always\" fo:margin-top=\"0.3cm\"",
                             "22pt" },
  [GALLEY_ROLE_SUBHEAD] = { "fo:text-align=\"center\" fo:keep-with-next=\"always\"", "14pt" },
  [GALLEY_ROLE_PEOPLE] = { "fo:text-align=\"center\"", NULL },
  [GALLEY_ROLE_BYLINE] = { "fo:text-align=\"center\"", NULL },
  [GALLEY_ROLE_BODY] = { "fo:text-align=\"justify\" fo:text-indent=\"21pt\" style:auto-text-indent=\"false\"",
                         NULL },
  [GALLEY_ROLE_CROSSHEAD] = { "fo:text-align=\"center\" fo:keep-with-next=\"always\"", "12pt" },
  [GALLEY_ROLE_QUOTE] = { "fo:margin-left=\"21pt\" fo:margin-right=\"21pt\"", NULL },
  [GALLEY_ROLE_NOTE] = { "fo:text-indent=\"21pt\" style:auto-text-indent=\"false\"", NULL },
  [GALLEY_ROLE_CAPTION] = { "fo:text-align=\"center\"", "9pt" },
  [GALLEY_ROLE_CREDIT] = { "fo:text-align=\"end\"", "9pt" },
  [GALLEY_ROLE_JUMP] = { "fo:text-align=\"end\"", NULL },
  [GALLEY_ROLE_AD] = { "", NULL },
  [GALLEY_ROLE_FURNITURE] = { "", "9pt" },
};

/* --- styles ------------------------------------------------------------------------------------------------------ */

static void
append_role_style (GString *out, GalleyRole role)
{
  gboolean bold = role == GALLEY_ROLE_HEADLINE || role == GALLEY_ROLE_CROSSHEAD;
  const char *size = looks[role].text;

  g_string_append_printf (
      out,
      "<style:style style:name=\"%s\" style:display-name=\"%s\" style:family=\"paragraph\" "
      "style:parent-style-name=\"Standard\"%s><style:paragraph-properties %s/>",
      galley_role_get_name (role), export_role_style (role),
      role == GALLEY_ROLE_HEADLINE ? " style:default-outline-level=\"1\"" : "", looks[role].paragraph);
  if (size != NULL || bold)
    {
      g_string_append (out, "<style:text-properties");
      if (size != NULL)
        g_string_append_printf (out, " fo:font-size=\"%s\" style:font-size-asian=\"%s\"", size, size);
      if (bold)
        g_string_append (out, " fo:font-weight=\"bold\" style:font-weight-asian=\"bold\"");
      g_string_append (out, "/>");
    }
  g_string_append (out, "</style:style>\n");
}

static void
add_styles (Writer *writer)
{
  const char *draft = galley_edition_get_draft (writer->edition);
  g_autoptr (GString) out = g_string_new (
      XML_HEAD
      "<office:document-styles" NAMESPACES ">\n<office:font-face-decls><style:font-face style:name=\"latin\" "
      "svg:font-family=\"&apos;Times New Roman&apos;\" style:font-family-generic=\"roman\"/><style:font-face "
      "style:name=\"han\" svg:font-family=\"&apos;Noto Serif CJK SC&apos;, SimSun, 宋体\" "
      "style:font-family-generic=\"roman\"/></office:font-face-decls>\n<office:styles>\n<style:default-style "
      "style:family=\"paragraph\"><style:text-properties style:font-name=\"latin\" "
      "style:font-name-asian=\"han\" fo:font-size=\"10.5pt\" style:font-size-asian=\"10.5pt\" "
      "fo:language=\"en\" fo:country=\"US\" style:language-asian=\"zh\" "
      "style:country-asian=\"CN\"/></style:default-style>\n<style:style style:name=\"Standard\" "
      "style:family=\"paragraph\" style:class=\"text\"/>\n");

  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    append_role_style (out, (GalleyRole) i);
  g_string_append (
      out,
      "<style:style style:name=\"dateline\" style:display-name=\"电头\" "
      "style:family=\"text\"/>\n</office:styles>\n"
      "<office:automatic-styles><style:page-layout style:name=\"page\"><style:page-layout-properties "
      "fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin-top=\"2.5cm\" fo:margin-bottom=\"2.5cm\" "
      "fo:margin-left=\"3cm\" fo:margin-right=\"3cm\"/></style:page-layout></office:automatic-styles>\n"
      "<office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"page\">");
  if (draft != NULL)
    {
      g_string_append (out, "<style:header><text:p text:style-name=\"Standard\">");
      export_escape (out, draft, -1);
      g_string_append (out, "</text:p></style:header>");
    }
  g_string_append (out, "</style:master-page></office:master-styles>\n</office:document-styles>\n");
  galley_zip_writer_add_text (writer->zip, "styles.xml", out->str);
}

static void
append_automatic_styles (GString *out)
{
  g_string_append (out, "<office:automatic-styles>\n");
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    g_string_append_printf (out,
                            "<style:style style:name=\"B%u\" style:family=\"paragraph\" "
                            "style:parent-style-name=\"%s\"><style:paragraph-properties "
                            "fo:break-before=\"page\"/></style:style>\n",
                            i, galley_role_get_name ((GalleyRole) i));
  g_string_append (
      out,
      "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\" "
      "style:font-weight-asian=\"bold\"/></style:style>\n<style:style style:name=\"T2\" "
      "style:family=\"text\"><style:text-properties fo:font-style=\"italic\" "
      "style:font-style-asian=\"italic\"/></style:style>\n<style:style style:name=\"T3\" "
      "style:family=\"text\"><style:text-properties fo:font-weight=\"bold\" "
      "style:font-weight-asian=\"bold\" fo:font-style=\"italic\" "
      "style:font-style-asian=\"italic\"/></style:style>\n<style:style style:name=\"picture\" "
      "style:family=\"graphic\"><style:graphic-properties style:vertical-pos=\"top\" "
      "style:vertical-rel=\"baseline\"/></style:style>\n</office:automatic-styles>\n");
}

/* --- text -------------------------------------------------------------------------------------------------------- */

/* Readers fold blanks and drop tabs: more than one in a row is said in words. */
static void
append_characters (GString *out, const char *text, gsize length)
{
  const char *end = text + length;
  const char *from = text;

  for (const char *p = text; p < end; p++)
    {
      guint n = 0;

      if (*p == '\t')
        {
          export_escape (out, from, p - from);
          g_string_append (out, "<text:tab/>");
          from = p + 1;
          continue;
        }
      while (p + n < end && p[n] == ' ')
        n++;
      if (n == 0 || (n == 1 && p > text && p + 1 < end))
        continue;
      export_escape (out, from, p - from);
      g_string_append_printf (out, "<text:s text:c=\"%u\"/>", n);
      p += n - 1;
      from = p + 1;
    }
  export_escape (out, from, end - from);
}

static void
append_piece (gpointer data, const ExportRun *run, const char *text, gsize length, gboolean inserted)
{
  GString *out = ((Writer *) data)->body;
  guint face =
      (EXPORT_HAS (run, GALLEY_SPAN_STRONG) ? 1 : 0) + (EXPORT_HAS (run, GALLEY_SPAN_EMPHASIS) ? 2 : 0);
  gboolean link = run->address != NULL && *run->address != '\0';
  gboolean dateline = EXPORT_HAS (run, GALLEY_SPAN_DATELINE);

  if (link)
    {
      g_string_append (out, "<text:a xlink:type=\"simple\"");
      export_attribute (out, "xlink:href", run->address);
      g_string_append_c (out, '>');
    }
  if (dateline)
    g_string_append (out, "<text:span text:style-name=\"dateline\">");
  if (face > 0)
    g_string_append_printf (out, "<text:span text:style-name=\"T%u\">", face);
  append_characters (out, text, length);
  g_string_append (out, face > 0 ? "</text:span>" : "");
  g_string_append (out, dateline ? "</text:span>" : "");
  g_string_append (out, link ? "</text:a>" : "");
}

/* --- marks ------------------------------------------------------------------------------------------------------- */

static void
append_change_info (Writer *writer)
{
  g_autofree char *time = export_marks_dup_time (&writer->marks);
  g_autofree char *edition_time = time == NULL ? export_dup_edition_time (writer->edition) : NULL;

  g_string_append (writer->changes, "<office:change-info>");
  export_element (writer->changes, "dc:creator", export_marks_author (&writer->marks));
  export_element (writer->changes, "dc:date", time != NULL ? time : edition_time);
  g_string_append (writer->changes, "</office:change-info>");
}

static void
append_deletion (Writer *writer, const GalleyHunk *hunk)
{
  g_auto (GStrv) lines = g_strsplit (hunk->old_text, "\n", -1);

  writer->n_changes++;
  g_string_append_printf (writer->changes,
                          "<text:changed-region xml:id=\"c%u\" text:id=\"c%u\"><text:deletion>",
                          writer->n_changes, writer->n_changes);
  append_change_info (writer);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_string_append_printf (writer->changes, "<text:p text:style-name=\"%s\">",
                              galley_role_get_name (export_marks_deleted_role (&writer->marks, hunk, i)));
      append_characters (writer->changes, lines[i], strlen (lines[i]));
      g_string_append (writer->changes, "</text:p>");
    }
  g_string_append (writer->changes, "</text:deletion></text:changed-region>\n");
  g_string_append_printf (writer->body, "<text:change text:change-id=\"c%u\"/>", writer->n_changes);
}

static void
append_insertion (Writer *writer)
{
  writer->n_changes++;
  g_string_append_printf (writer->changes,
                          "<text:changed-region xml:id=\"c%u\" text:id=\"c%u\"><text:insertion>",
                          writer->n_changes, writer->n_changes);
  append_change_info (writer);
  g_string_append (writer->changes, "</text:insertion></text:changed-region>\n");
  g_string_append_printf (writer->body, "<text:change-start text:change-id=\"c%u\"/>", writer->n_changes);
}

static void
append_changes (Writer *writer, guint block, guint offset)
{
  GPtrArray *hunks = writer->marks.hunks;

  for (guint i = 0; i < hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (hunks, i);

      if (hunk->kind == GALLEY_CHANGE_ROLE)
        continue;
      if (hunk->new_start.block == block && hunk->new_start.offset == offset)
        {
          if (*hunk->old_text != '\0')
            append_deletion (writer, hunk);
          if (*hunk->new_text != '\0')
            append_insertion (writer);
        }
      else if (hunk->new_end.block == block && hunk->new_end.offset == offset && *hunk->new_text != '\0')
        /* Insertions do not overlap: the last one that was opened is the one that ends. */
        g_string_append_printf (writer->body, "<text:change-end text:change-id=\"c%u\"/>", writer->n_changes);
    }
}

static void
append_note (Writer *writer, GalleyFinding *finding, guint number)
{
  g_autofree char *words = export_finding_words (finding);
  g_auto (GStrv) lines = g_strsplit (words, "\n", -1);

  g_string_append_printf (writer->body, "<office:annotation office:name=\"n%u\">", number);
  export_element (writer->body, "dc:creator", EXPORT_REPORTER);
  for (guint i = 0; lines[i] != NULL; i++)
    export_element (writer->body, "text:p", lines[i]);
  g_string_append (writer->body, "</office:annotation>");
}

/* Findings are numbered by their place among those of their block, so that the end knows the number of its beginning. */
static void
append_notes (Writer *writer, GalleyBlock *block, guint offset, gboolean ends)
{
  GPtrArray *all =
      writer->marks.markup != NULL ? galley_markup_get_findings (writer->marks.markup, block) : NULL;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (all, i);
      guint number = writer->n_notes + i + 1;
      gboolean is_point = galley_finding_get_end (finding) <= galley_finding_get_start (finding);

      if (!ends && galley_finding_get_start (finding) == offset)
        append_note (writer, finding, number);
      else if (ends && !is_point && galley_finding_get_end (finding) == offset)
        g_string_append_printf (writer->body, "<office:annotation-end office:name=\"n%u\"/>", number);
    }
}

static void
append_marks (gpointer data, GalleyBlock *block, guint index, guint offset)
{
  Writer *writer = data;
  append_notes (writer, block, offset, TRUE);
  if (writer->marks.hunks != NULL)
    append_changes (writer, index, offset);
  append_notes (writer, block, offset, FALSE);
}

/* --- paragraphs -------------------------------------------------------------------------------------------------- */

static void
begin_paragraph (Writer *writer, GalleyRole role)
{
  const char *element = role == GALLEY_ROLE_HEADLINE ? "text:h" : "text:p";

  if (writer->page_begins)
    g_string_append_printf (writer->body, "<%s text:style-name=\"B%u\"", element, role);
  else
    g_string_append_printf (writer->body, "<%s text:style-name=\"%s\"", element, galley_role_get_name (role));
  g_string_append (writer->body, role == GALLEY_ROLE_HEADLINE ? " text:outline-level=\"1\">" : ">");
  writer->page_begins = FALSE;
  /* The importer goes by it. */
  if (writer->article_begins)
    g_string_append_printf (writer->body, "<text:bookmark text:name=\"" GALLEY_COPY_ARTICLE_MARK "%u\"/>",
                            writer->n_articles);
  writer->article_begins = FALSE;
}

static void
end_paragraph (Writer *writer, GalleyRole role)
{
  g_string_append (writer->body, role == GALLEY_ROLE_HEADLINE ? "</text:h>\n" : "</text:p>\n");
}

static void
write_block (gpointer data, GalleyArticle *article, guint index)
{
  Writer *writer = data;
  GalleyRole role = galley_block_get_role (galley_article_get_block (article, index));

  begin_paragraph (writer, role);
  writer->n_notes +=
      export_marks_write_block (&writer->marks, article, index, append_marks, append_piece, writer);
  end_paragraph (writer, role);
}

static void
write_picture (Writer *writer, GalleyArticle *article, GalleyAsset *asset)
{
  const char *suffix = export_picture_suffix (asset);
  g_autofree char *alt = export_dup_alt (asset, article);
  char wide[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *path = NULL;
  guint width, height;
  double cm;

  if (suffix == NULL || !writer->self->options.document.pictures ||
      !export_picture_size (asset, &width, &height))
    {
      export_note_picture (writer->job, article, asset, "ODT");
      return;
    }
  path = g_strdup_printf ("Pictures/%.16s.%s", galley_asset_get_id (asset), suffix);
  if (g_hash_table_add (writer->images, (char *) galley_asset_get_id (asset)))
    {
      galley_zip_writer_add (writer->zip, path, galley_asset_get_bytes (asset), TRUE);
      g_string_append_printf (writer->manifest,
                              "<manifest:file-entry manifest:full-path=\"%s\" manifest:media-type=\"%s\"/>\n",
                              path, export_picture_type (suffix));
    }
  cm = MIN (width * PIXEL_CM, COLUMN_CM);
  g_ascii_formatd (wide, sizeof wide, "%.3f", cm);
  g_ascii_formatd (high, sizeof high, "%.3f", MAX (cm * height / width, 0.01));
  begin_paragraph (writer, GALLEY_ROLE_CAPTION);
  g_string_append_printf (
      writer->body,
      "<draw:frame draw:style-name=\"picture\" draw:name=\"p%u\" text:anchor-type=\"as-char\" "
      "svg:width=\"%scm\" svg:height=\"%scm\"><draw:image xlink:href=\"%s\" "
      "xlink:type=\"simple\" xlink:show=\"embed\" xlink:actuate=\"onLoad\"/>",
      ++writer->n_pictures, wide, high, path);
  export_element (writer->body, "svg:desc", alt);
  g_string_append (writer->body, "</draw:frame>");
  end_paragraph (writer, GALLEY_ROLE_CAPTION);
}

static void
write_pictures (gpointer data, GalleyArticle *article)
{
  Writer *writer = data;
  g_autoptr (GPtrArray) pictures = export_list_pictures (writer->edition, article);

  for (guint i = 0; i < pictures->len; i++)
    write_picture (writer, article, g_ptr_array_index (pictures, i));
}

static gboolean
has_role_changes (Writer *writer)
{
  for (guint i = 0; writer->marks.hunks != NULL && i < writer->marks.hunks->len; i++)
    {
      if (((const GalleyHunk *) g_ptr_array_index (writer->marks.hunks, i))->kind == GALLEY_CHANGE_ROLE)
        return TRUE;
    }
  return FALSE;
}

static void
write_article (Writer *writer, GalleyArticle *article)
{
  static const char *const held[] = { "keyword", "picture", "language", NULL };

  writer->n_articles++;
  writer->article_begins = TRUE;
  export_marks_begin (&writer->marks, GALLEY_EXPORTER (writer->self), &writer->self->options, article);
  export_marks_write_article (article, write_pictures, write_block, writer);
  export_note_lost (writer->job, article, "ODT", held, ~(1u << GALLEY_SPAN_JOIN),
                    has_role_changes (writer) ? _ ("what paragraphs were before") : NULL);
  export_marks_end (&writer->marks);
}

/* --- parts ------------------------------------------------------------------------------------------------------- */

static void
add_meta (Writer *writer)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (writer->edition);
  g_autoptr (GPtrArray) keywords = export_list_values (writer->edition, "keyword");
  g_autofree char *title = export_title (export_edition_language (writer->edition), writer->edition);
  g_autofree char *time = export_dup_edition_time (writer->edition);
  g_autoptr (GString) out = g_string_new (XML_HEAD "<office:document-meta" NAMESPACES ">\n<office:meta>\n");

  export_element (out, "dc:title", title);
  export_element (out, "meta:initial-creator", galley_masthead_get (masthead, GALLEY_FACT_PAPER));
  export_element (out, "dc:creator", galley_masthead_get (masthead, GALLEY_FACT_PAPER));
  g_string_append_printf (out, "<meta:creation-date>%.19s</meta:creation-date>\n", time);
  export_element (out, "dc:language", export_edition_language (writer->edition));
  for (guint i = 0; i < keywords->len; i++)
    export_element (out, "meta:keyword", ((const GalleyMetaItem *) g_ptr_array_index (keywords, i))->value);
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (masthead, (GalleyFact) i);

      if (value == NULL)
        continue;
      g_string_append_printf (out, "<meta:user-defined meta:name=\"%s\">",
                              galley_fact_get_name ((GalleyFact) i));
      export_escape (out, value, -1);
      g_string_append (out, "</meta:user-defined>\n");
    }
  g_string_append (out, "</office:meta>\n</office:document-meta>\n");
  galley_zip_writer_add_text (writer->zip, "meta.xml", out->str);
}

static void
add_content (Writer *writer)
{
  g_autoptr (GString) out = g_string_sized_new (writer->body->len + 8192);

  g_string_append (out, XML_HEAD "<office:document-content" NAMESPACES ">\n");
  append_automatic_styles (out);
  g_string_append (out, "<office:body>\n<office:text>\n");
  if (writer->changes->len > 0)
    g_string_append_printf (out, "<text:tracked-changes>\n%s</text:tracked-changes>\n", writer->changes->str);
  g_string_append_len (out, writer->body->str, (gssize) writer->body->len);
  g_string_append (out, "</office:text>\n</office:body>\n</office:document-content>\n");
  galley_zip_writer_add_text (writer->zip, "content.xml", out->str);
}

static void
add_manifest (Writer *writer)
{
  g_autoptr (GString) out = g_string_new (
      XML_HEAD "<manifest:manifest xmlns:manifest=\"" ODF "manifest:1.0\" manifest:version=\"1.3\">\n"
               "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" "
               "manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>\n");

  for (guint i = 0; i < 3; i++)
    g_string_append_printf (
        out, "<manifest:file-entry manifest:full-path=\"%s.xml\" manifest:media-type=\"text/xml\"/>\n",
        i == 0   ? "content"
        : i == 1 ? "styles"
                 : "meta");
  g_string_append_printf (out, "%s</manifest:manifest>\n", writer->manifest->str);
  galley_zip_writer_add_text (writer->zip, "META-INF/manifest.xml", out->str);
}

static gboolean
write_pages (Writer *writer, GError **error)
{
  guint n_pages = galley_edition_get_n_pages (writer->edition);

  for (guint p = 0; p < n_pages; p++)
    {
      g_autoptr (GPtrArray) articles = export_list_articles (&writer->self->options.document,
                                                             galley_edition_get_page (writer->edition, p));

      writer->page_begins = writer->body->len > 0;
      for (guint a = 0; a < articles->len; a++)
        write_article (writer, g_ptr_array_index (articles, a));
      galley_job_progress (writer->job, 0.9 * (p + 1) / n_pages);
      if (!galley_job_continues (writer->job, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
odt_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  g_autoptr (GalleyZipWriter) zip = galley_zip_writer_new ();
  g_autoptr (GHashTable) images = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GString) manifest = g_string_new (NULL);
  g_autoptr (GBytes) mimetype = g_bytes_new_static ("application/vnd.oasis.opendocument.text", 39);
  g_autoptr (GBytes) bytes = NULL;
  Writer writer = { .self = ODT_EXPORTER (exporter),
                    .edition = frozen,
                    .job = job,
                    .zip = zip,
                    .changes = changes,
                    .body = body,
                    .manifest = manifest,
                    .images = images };

  galley_zip_writer_add (zip, "mimetype", mimetype, TRUE);
  if (!write_pages (&writer, error))
    return FALSE;
  add_content (&writer);
  add_styles (&writer);
  add_meta (&writer);
  add_manifest (&writer);
  export_note_left_out (job, frozen, &writer.self->options.document);
  export_note_lost_facts (job, frozen, "ODT", ~0u, FALSE);
  bytes = galley_zip_writer_finish (zip, error);
  return export_write_bytes (stream, bytes, job, error);
}

/* --- the object -------------------------------------------------------------------------------------------------- */

static void
odt_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OdtExporter *self = ODT_EXPORTER (object);

  if (!export_get_mark_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
odt_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  OdtExporter *self = ODT_EXPORTER (object);

  if (!export_set_mark_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
odt_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save = odt_exporter_save;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (OdtExporter,
                               odt_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, odt_exporter_iface_init))

static void
odt_exporter_class_init (OdtExporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = odt_exporter_get_property;
  object_class->set_property = odt_exporter_set_property;
  export_install_mark_options (object_class);
}

static void
odt_exporter_init (OdtExporter *self)
{
}
