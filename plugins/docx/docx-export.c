/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An edition as one Word document: a named style for each role, a page break where a page of the paper begins. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "../common/galley-xml.h"
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

  gboolean include_ads;
  gboolean include_furniture;
  gboolean include_pictures;
};

enum
{
  PROP_INCLUDE_ADS = 1,
  PROP_INCLUDE_FURNITURE,
  PROP_INCLUDE_PICTURES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  DocxExporter *self;
  GalleyEdition *edition;
  GalleyJob *job;
  GString *body;
  GString *links; /* relationships of the document */
  guint n_links;
  guint n_pictures;
  GalleyZipWriter *zip;
  GHashTable *media; /* asset id → link id */
  gboolean page_begins;
} Writer;

/* The looks of the roles. The names are those of the trade, in files of any language. */
static const struct
{
  const char *name;
  const char *paragraph; /* in the order the format wants */
  const char *run;
} looks[GALLEY_N_ROLES] = {
  [GALLEY_ROLE_KICKER] = { "引题", "<w:keepNext/><w:jc w:val=\"center\"/>", "<w:sz w:val=\"28\"/>" },
  [GALLEY_ROLE_HEADLINE] = { "主题", "<w:keepNext/><w:jc w:val=\"center\"/><w:outlineLvl w:val=\"0\"/>",
                             "<w:b/><w:sz w:val=\"44\"/>" },
  [GALLEY_ROLE_SUBHEAD] = { "副题", "<w:keepNext/><w:jc w:val=\"center\"/>", "<w:sz w:val=\"28\"/>" },
  [GALLEY_ROLE_PEOPLE] = { "人物行", "<w:jc w:val=\"center\"/>", "" },
  [GALLEY_ROLE_BYLINE] = { "署名", "<w:jc w:val=\"center\"/>", "" },
  [GALLEY_ROLE_BODY] = { "正文",
                         "<w:ind w:firstLineChars=\"200\" w:firstLine=\"420\"/><w:jc w:val=\"both\"/>", "" },
  [GALLEY_ROLE_CROSSHEAD] = { "小标题", "<w:keepNext/><w:jc w:val=\"center\"/>",
                              "<w:b/><w:sz w:val=\"24\"/>" },
  [GALLEY_ROLE_QUOTE] = { "引文", "<w:ind w:leftChars=\"200\" w:left=\"420\"/>", "" },
  [GALLEY_ROLE_NOTE] = { "编者按", "<w:ind w:firstLineChars=\"200\" w:firstLine=\"420\"/>", "<w:i/>" },
  [GALLEY_ROLE_CAPTION] = { "图片说明", "<w:jc w:val=\"center\"/>", "<w:sz w:val=\"18\"/>" },
  [GALLEY_ROLE_CREDIT] = { "图片署名", "<w:jc w:val=\"right\"/>", "<w:sz w:val=\"18\"/>" },
  [GALLEY_ROLE_JUMP] = { "转版", "<w:jc w:val=\"right\"/>", "" },
  [GALLEY_ROLE_AD] = { "广告", "", "" },
  [GALLEY_ROLE_FURNITURE] = { "版面杂项", "", "<w:sz w:val=\"18\"/>" },
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
                              galley_role_get_name ((GalleyRole) i), looks[i].name);
      if (*looks[i].paragraph != '\0')
        g_string_append_printf (out, "<w:pPr>%s</w:pPr>", looks[i].paragraph);
      if (*looks[i].run != '\0')
        g_string_append_printf (out, "<w:rPr>%s</w:rPr>", looks[i].run);
      g_string_append (out, "</w:style>");
    }
  g_string_append (out, "</w:styles>");
  return g_string_free (out, FALSE);
}

static void
append_element (GString *out, const char *name, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append_printf (out, "<%s>", name);
  galley_xml_append (out, text, -1);
  g_string_append_printf (out, "</%s>", name);
}

/* All keywords of the edition, each once, in order. */
static char *
join_keywords (GalleyEdition *edition)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *out = g_string_new (NULL);

  for (guint p = 0; p < galley_edition_get_n_pages (edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (edition, p);

      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          GalleyMetadata *metadata = galley_article_get_metadata (galley_page_get_article (page, a));
          g_autoptr (GPtrArray) items = galley_metadata_list (metadata, "keyword");

          for (guint i = 0; i < items->len; i++)
            {
              const GalleyMetaItem *item = g_ptr_array_index (items, i);

              if (g_hash_table_add (seen, item->value))
                g_string_append_printf (out, "%s%s", out->len > 0 ? ";" : "", item->value);
            }
        }
    }
  return g_string_free (out, FALSE);
}

static char *
make_core (GalleyEdition *edition)
{
  GString *out =
      g_string_new (XML_HEAD "<cp:coreProperties xmlns:cp=\"" PACKAGE "/metadata/core-properties\" "
                             "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">");
  g_autofree char *title = galley_edition_dup_title (edition);
  g_autofree char *keywords = join_keywords (edition);

  append_element (out, "dc:title", title);
  append_element (out, "dc:creator",
                  galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER));
  append_element (out, "cp:keywords", keywords);
  g_string_append (out, "</cp:coreProperties>");
  return g_string_free (out, FALSE);
}

/* --- text ------------------------------------------------------------------------------------------------------- */

static guint
add_link (Writer *writer, const char *type, const char *target, gboolean external)
{
  guint id = ++writer->n_links;

  g_string_append_printf (writer->links, "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/%s\"", id, type);
  galley_xml_append_attribute (writer->links, "Target", target);
  g_string_append (writer->links, external ? " TargetMode=\"External\"/>" : "/>");
  return id;
}

static void
append_run (GString *out, const char *text, gsize length, gboolean strong, gboolean emphasis)
{
  const char *end = text + length;

  g_string_append (out, "<w:r>");
  if (strong || emphasis)
    g_string_append_printf (out, "<w:rPr>%s%s</w:rPr>", strong ? "<w:b/>" : "", emphasis ? "<w:i/>" : "");
  while (text < end)
    {
      const char *tab = memchr (text, '\t', (gsize) (end - text));
      const char *stop = tab != NULL ? tab : end;

      if (stop > text)
        {
          g_string_append (out, "<w:t xml:space=\"preserve\">");
          galley_xml_append (out, text, stop - text);
          g_string_append (out, "</w:t>");
        }
      if (tab != NULL)
        g_string_append (out, "<w:tab/>");
      text = tab != NULL ? tab + 1 : end;
    }
  g_string_append (out, "</w:r>");
}

/* Cut where any mark begins or ends: within a piece all is alike. */
static void
append_text (Writer *writer, GalleyBlock *block)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);
  const char *text = galley_block_get_text (block);
  guint length = galley_block_get_length (block);

  for (guint offset = 0, next; offset < length; offset = next)
    {
      gboolean strong = FALSE, emphasis = FALSE;
      const char *address = NULL;
      const char *end;

      next = length;
      for (guint i = 0; i < n_spans; i++)
        {
          gboolean covers = spans[i].start <= offset && offset < spans[i].end;

          strong |= covers && spans[i].kind == GALLEY_SPAN_STRONG;
          emphasis |= covers && spans[i].kind == GALLEY_SPAN_EMPHASIS;
          if (covers && spans[i].kind == GALLEY_SPAN_LINK)
            address = spans[i].value;
          if (spans[i].start > offset)
            next = MIN (next, spans[i].start);
          if (spans[i].end > offset)
            next = MIN (next, spans[i].end);
        }
      end = g_utf8_offset_to_pointer (text, next - offset);
      if (address != NULL && *address != '\0')
        g_string_append_printf (writer->body, "<w:hyperlink r:id=\"rId%u\">",
                                add_link (writer, "hyperlink", address, TRUE));
      append_run (writer->body, text, (gsize) (end - text), strong, emphasis);
      if (address != NULL && *address != '\0')
        g_string_append (writer->body, "</w:hyperlink>");
      text = end;
    }
}

static void
begin_paragraph (Writer *writer, GalleyRole role)
{
  g_string_append_printf (writer->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr>",
                          galley_role_get_name (role), writer->page_begins ? "<w:pageBreakBefore/>" : "");
  writer->page_begins = FALSE;
}

/* --- pictures --------------------------------------------------------------------------------------------------- */

/* How wide and high a PNG or JPEG is, in pixels. */
static gboolean
read_size (GalleyAsset *asset, guint *width, guint *height)
{
  gsize n;
  const guint8 *p = g_bytes_get_data (galley_asset_get_bytes (asset), &n);

  if (n >= 24 && memcmp (p, "\x89PNG", 4) == 0)
    {
      *width = (guint) p[16] << 24 | (guint) p[17] << 16 | (guint) p[18] << 8 | p[19];
      *height = (guint) p[20] << 24 | (guint) p[21] << 16 | (guint) p[22] << 8 | p[23];
      return *width > 0 && *height > 0;
    }
  if (n < 4 || p[0] != 0xff || p[1] != 0xd8)
    return FALSE;
  for (gsize i = 2; i + 9 < n && p[i] == 0xff; i += 2 + ((gsize) p[i + 2] << 8 | p[i + 3]))
    {
      gboolean is_frame =
          p[i + 1] >= 0xc0 && p[i + 1] <= 0xcf && p[i + 1] != 0xc4 && p[i + 1] != 0xc8 && p[i + 1] != 0xcc;

      if (is_frame)
        {
          *height = (guint) p[i + 5] << 8 | p[i + 6];
          *width = (guint) p[i + 7] << 8 | p[i + 8];
          return *width > 0 && *height > 0;
        }
    }
  return FALSE;
}

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
write_picture (Writer *writer, GalleyAsset *asset)
{
  const char *type = galley_asset_get_mime_type (asset);
  const char *suffix = g_str_equal (type, "image/png")    ? "png"
                       : g_str_equal (type, "image/jpeg") ? "jpeg"
                                                          : NULL;
  const char *alt = galley_asset_get_info (asset, "alt");
  guint width, height, id, number;
  gint64 cx, cy;

  if (suffix == NULL || !read_size (asset, &width, &height))
    return FALSE;
  id = link_picture (writer, asset, suffix);
  number = ++writer->n_pictures;
  cx = MIN ((gint64) width * EMU_PIXEL, COLUMN_EMU);
  cy = MAX (cx * height / width, 1);
  begin_paragraph (writer, GALLEY_ROLE_CAPTION);
  g_string_append_printf (writer->body,
                          "<w:r><w:drawing><wp:inline><wp:extent cx=\"%" G_GINT64_FORMAT
                          "\" cy=\"%" G_GINT64_FORMAT "\"/><wp:docPr id=\"%u\" name=\"%u\"",
                          cx, cy, number, number);
  galley_xml_append_attribute (writer->body, "descr", alt != NULL ? alt : "");
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
note_left_out (Writer *writer, GalleyArticle *article, const char *what)
{
  g_autofree char *headline = galley_article_dup_headline (article);

  galley_job_note (writer->job, _ ("“%s”: not kept in Word: %s."), headline, what);
}

static void
write_pictures (Writer *writer, GalleyArticle *article)
{
  g_autoptr (GPtrArray) pictures = galley_metadata_list (galley_article_get_metadata (article), "picture");

  for (guint i = 0; i < pictures->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (pictures, i);
      GalleyAsset *asset = galley_edition_get_asset (writer->edition, item->value);

      if (asset != NULL && (!writer->self->include_pictures || !write_picture (writer, asset)))
        note_left_out (writer, article, galley_asset_get_name (asset));
    }
}

/* The fields and marks a document of many articles has no room for. */
static void
note_fields (Writer *writer, GalleyArticle *article)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autoptr (GString) keys = g_string_new (NULL);
  const char *last = "";
  gboolean joins = FALSE;

  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const char *key = galley_metadata_get_item (metadata, i)->key;

      if (!g_str_equal (key, "keyword") && !g_str_equal (key, "picture") && !g_str_equal (key, last))
        g_string_append_printf (keys, "%s%s", keys->len > 0 ? ", " : "", key);
      last = key;
    }
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      joins |= galley_block_find_span (block, GALLEY_SPAN_JOIN) != NULL ||
               galley_block_find_span (block, GALLEY_SPAN_DATELINE) != NULL;
    }
  if (joins)
    g_string_append_printf (keys, "%s%s", keys->len > 0 ? ", " : "", _ ("datelines and healed joins"));
  if (keys->len > 0)
    note_left_out (writer, article, keys->str);
}

static gboolean
is_wanted (Writer *writer, GalleyArticle *article)
{
  GalleyArticleKind kind = galley_article_get_kind (article);

  return (kind != GALLEY_ARTICLE_AD || writer->self->include_ads) &&
         (kind != GALLEY_ARTICLE_FURNITURE || writer->self->include_furniture);
}

static void
write_article (Writer *writer, GalleyArticle *article)
{
  gboolean has_pictures = FALSE;

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      /* Pictures stand above their captions. */
      if (!has_pictures && galley_block_get_role (block) == GALLEY_ROLE_CAPTION)
        {
          write_pictures (writer, article);
          has_pictures = TRUE;
        }
      begin_paragraph (writer, galley_block_get_role (block));
      append_text (writer, block);
      g_string_append (writer->body, "</w:p>");
    }
  if (!has_pictures)
    write_pictures (writer, article);
  note_fields (writer, article);
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
          if (is_wanted (writer, galley_page_get_article (page, a)))
            write_article (writer, galley_page_get_article (page, a));
        }
      galley_job_progress (writer->job, (double) (p + 1) / n_pages);
      if (!galley_job_continues (writer->job, error))
        return FALSE;
    }
  return TRUE;
}

static void
add_parts (Writer *writer)
{
  g_autofree char *styles = make_styles ();
  g_autofree char *core = make_core (writer->edition);

  g_string_append (writer->body,
                   "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1700\" "
                   "w:bottom=\"1440\" w:left=\"1700\" w:header=\"851\" w:footer=\"992\" "
                   "w:gutter=\"0\"/></w:sectPr></w:body></w:document>");
  g_string_append (writer->links, "</Relationships>");
  galley_zip_writer_add_text (
      writer->zip, "[Content_Types].xml",
      XML_HEAD
      "<Types xmlns=\"" PACKAGE "/content-types\"><Default Extension=\"rels\" ContentType=\"application/"
      "vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
      "ContentType=\"application/xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/><Default "
      "Extension=\"jpeg\" ContentType=\"image/jpeg\"/><Override PartName=\"/word/document.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>"
      "<Override PartName=\"/word/styles.xml\" "
      "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/><Override "
      "PartName=\"/docProps/core.xml\" "
      "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>");
  galley_zip_writer_add_text (
      writer->zip, "_rels/.rels",
      XML_HEAD "<Relationships xmlns=\"" PACKAGE "/relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE
               "/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"" PACKAGE
               "/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>");
  galley_zip_writer_add_text (writer->zip, "docProps/core.xml", core);
  galley_zip_writer_add_text (writer->zip, "word/styles.xml", styles);
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
  g_autoptr (GHashTable) media = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GalleyZipWriter) zip = galley_zip_writer_new ();
  g_autoptr (GBytes) bytes = NULL;
  Writer writer = { .self = DOCX_EXPORTER (exporter),
                    .edition = frozen,
                    .job = job,
                    .body = body,
                    .links = links,
                    .zip = zip,
                    .media = media };

  add_link (&writer, "styles", "styles.xml", FALSE);
  if (!write_pages (&writer, error))
    return FALSE;
  add_parts (&writer);
  bytes = galley_zip_writer_finish (zip, error);
  return bytes != NULL &&
         g_output_stream_write_all (stream, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL,
                                    galley_job_get_cancellable (job), error);
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static gboolean *
option (DocxExporter *self, guint id)
{
  switch (id)
    {
    case PROP_INCLUDE_ADS:
      return &self->include_ads;
    case PROP_INCLUDE_FURNITURE:
      return &self->include_furniture;
    case PROP_INCLUDE_PICTURES:
      return &self->include_pictures;
    default:
      return NULL;
    }
}

static void
docx_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const gboolean *field = option (DOCX_EXPORTER (object), id);

  if (field != NULL)
    g_value_set_boolean (value, *field);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
docx_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gboolean *field = option (DOCX_EXPORTER (object), id);

  if (field != NULL)
    *field = g_value_get_boolean (value);
  else
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
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = docx_exporter_get_property;
  object_class->set_property = docx_exporter_set_property;
  properties[PROP_INCLUDE_ADS] = g_param_spec_boolean (
      "include-ads", N_ ("Advertisements"), N_ ("Write advertisements and announcements too"), TRUE, flags);
  properties[PROP_INCLUDE_FURNITURE] =
      g_param_spec_boolean ("include-furniture", N_ ("Masthead and folio lines"),
                            N_ ("Write the lines of the page that belong to no article"), FALSE, flags);
  properties[PROP_INCLUDE_PICTURES] = g_param_spec_boolean (
      "include-pictures", N_ ("Pictures"), N_ ("Write the pictures into the file"), TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
docx_exporter_init (DocxExporter *self)
{
}
