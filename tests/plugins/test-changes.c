/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tracked changes and comments of word processors: what came in as changes is known as changes, and what goes out as changes
 * comes back as the same. */

#define _GNU_SOURCE

#include "config.h"

#include <glib/gstdio.h>

#include "../../plugins/common/galley-zip.h"
#include "galley-markup.h"
#include "galley-tape.h"
#include "galley-version.h"
#include "test-common.h"

static GalleyPlugins *plugins;

#define NS " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define T(text) "<w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r>"
#define D(text) "<w:r><w:delText xml:space=\"preserve\">" text "</w:delText></w:r>"
#define BY(who, day) " w:id=\"1\" w:author=\"" who "\" w:date=\"2024-11-" day "T08:00:00Z\""

/* @part is "comments", "footnotes" …, and @beside that part; or NULL. The document links to it, and the package, which is where
 * its properties are looked for. */
static GBytes *
make_docx (const char *body, const char *part, const char *beside)
{
  g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
  g_autofree char *document = g_strdup_printf ("<w:document" NS "><w:body>%s</w:body></w:document>", body);
  g_autofree char *name = g_strdup_printf ("word/%s.xml", part);
  g_autofree char *links =
      g_strdup_printf ("<Relationships><Relationship Id=\"d\" Type=\"" REL
                       "/%s\" Target=\"/%s\"/><Relationship Id=\"x\" Type=\"" REL
                       "/officeDocument\" Target=\"/word/document.xml\"/></Relationships>",
                       part, name);

  galley_zip_writer_add_text (writer, "[Content_Types].xml", "<Types/>");
  galley_zip_writer_add_text (writer, "_rels/.rels", links);
  galley_zip_writer_add_text (writer, "word/document.xml", document);
  if (beside != NULL)
    {
      galley_zip_writer_add_text (writer, name, beside);
      galley_zip_writer_add_text (writer, "word/_rels/document.xml.rels", links);
    }
  return galley_zip_writer_finish (writer, NULL);
}

static GalleyEdition *
read_docx_with (const char *body, const char *part, const char *beside)
{
  g_autoptr (GBytes) bytes = make_docx (body, part, beside);
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition =
      test_open (plugins, "a.docx", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, &error);

  g_assert_no_error (error);
  return edition;
}

static GalleyEdition *
read_docx (const char *body, const char *comments)
{
  return read_docx_with (body, "comments", comments);
}

static char *
make_flat_odt (const char *body)
{
  return g_strdup_printf ("<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                          " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
                          " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                          " office:mimetype=\"application/"
                          "vnd.oasis.opendocument.text\"><office:body><office:text>%s</office:text>"
                          "</office:body></office:document>",
                          body);
}

static GalleyEdition *
read_flat_odt (const char *body)
{
  g_autofree char *text = make_flat_odt (body);
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition = test_open (plugins, "a.fodt", text, strlen (text), NULL, &error);

  g_assert_no_error (error);
  return edition;
}

static GalleyArticle *
first_article (GalleyEdition *edition)
{
  return galley_page_get_article (galley_edition_get_page (edition, 0), 0);
}

static char *
dump_blocks (GPtrArray *blocks)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      GalleyBlock *block = g_ptr_array_index (blocks, i);

      g_string_append_printf (out, "%s: %s\n", galley_role_get_name (galley_block_get_role (block)),
                              galley_block_get_text (block));
    }
  return g_string_free (out, FALSE);
}

static GPtrArray *
list_blocks (GalleyArticle *article)
{
  GPtrArray *blocks = g_ptr_array_new ();

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    g_ptr_array_add (blocks, galley_article_get_block (article, i));
  return blocks;
}

/* One version of the first article. */
static void
check_version (GalleyEdition *edition, guint number, const char *author, const char *expected)
{
  GalleyArticle *article = first_article (edition);
  const GPtrArray *versions = galley_article_get_versions (article);
  const GalleyVersion *version;
  g_autoptr (GPtrArray) own = list_blocks (article);
  g_autofree char *text = NULL;

  g_assert_nonnull (versions);
  g_assert_cmpuint (number, <, versions->len);
  version = g_ptr_array_index (versions, number);
  g_assert_cmpstr (version->author, ==, author);
  g_assert_cmpint (version->blocks == NULL, ==, number + 1 == versions->len);
  text = dump_blocks (version->blocks != NULL ? version->blocks : own);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_docx_versions (void)
{
  g_autoptr (GalleyEdition)
      edition =
          read_docx ("<w:p>" T ("会议") "<w:del" BY ("许梅", "27") ">" D (
                         "二十五日") "</w:del>"
                                     "<w:ins" BY ("许梅", "27") ">" T ("二十六日") "</w:ins>" T (
                                         "召开。") "</w:p>"
                                                   "<w:p>" T ("他说") "<w:ins" BY ("许梅", "27") ">" T ("，") "<w:del" BY ("何远", "28") ">" D ("很") "</w:del></w:ins>" T (
                                                       "好。") "</w:p>"
                                                               "<w:p><w:pPr><w:rPr><w:del" BY ("何远", "28") "/></w:rPr></w:pPr>" T (
                                                                   "前段，") "</w:p>"
                                                                             "<w:p>" T (
                                                                                 "后段。") "</w:p>"
                                                                                           "<w:p><w:pPr><w:"
                                                                                           "rPr><w:ins" BY ("何远", "28") "/></w:rPr></w:pPr><w:ins" BY (
                                                                                               "何远",
                                                                                               "28") ">" T ("新段。") "</w:ins></w:p>"
                                                                                                                      "<w:p>" T ("末段。") "<w:moveTo" BY (
                                                                                                                          "何远",
                                                                                                                          "28") ">" T ("移来。") "</w:moveTo></w:p>",
                     NULL);

  g_assert_cmpuint (galley_article_get_versions (first_article (edition))->len, ==, 3);
  check_version (edition, 0, NULL,
                 "body: 会议二十五日召开。\nbody: 他说好。\nbody: 前段，\nbody: 后段。\nbody: 末段。\n");
  check_version (edition, 1, "许梅",
                 "body: 会议二十六日召开。\nbody: 他说，很好。\nbody: 前段，\nbody: 后段。\nbody: 末段。\n");
  check_version (
      edition, 2, "何远",
      "body: 会议二十六日召开。\nbody: 他说，好。\nbody: 前段，后段。\nbody: 新段。\nbody: 末段。移来。\n");
}

/* Whose change was made first does not hang on where it stands. */
static void
test_docx_order (void)
{
  g_autoptr (GalleyEdition) edition =
      read_docx ("<w:p>" T ("一") "<w:ins" BY ("何远", "29") ">" T ("二") "</w:ins>" T ("三") "<w:ins" BY (
                     "许梅", "27") ">" T ("四") "</w:ins></w:p>",
                 NULL);
  const GalleyVersion *version;

  check_version (edition, 0, NULL, "body: 一三\n");
  check_version (edition, 1, "许梅", "body: 一三四\n");
  check_version (edition, 2, "何远", "body: 一二三四\n");
  version = g_ptr_array_index (galley_article_get_versions (first_article (edition)), 1);
  g_assert_cmpint (version->time, ==, G_GINT64_CONSTANT (1732694400) * G_USEC_PER_SEC);
}

static void
test_docx_style (void)
{
  g_autoptr (GalleyEdition) edition = read_docx (
      "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/><w:pPrChange" BY (
          "许梅", "27") "><w:pPr/></w:pPrChange></w:pPr>" T ("小标题在此") "</w:p>"
                                                                           "<w:p>" T ("正文一。") "</w:p>",
      NULL);

  check_version (edition, 0, NULL, "body: 小标题在此\nbody: 正文一。\n");
  check_version (edition, 1, "许梅", "headline: 小标题在此\nbody: 正文一。\n");
}

/* Who changed a note alone changed the document too. */
static void
test_docx_notes (void)
{
  g_autoptr (GalleyEdition) edition = read_docx_with (
      "<w:p>" T ("正文") "<w:r><w:footnoteReference w:id=\"2\"/></w:r>" T ("。") "</w:p>", "footnotes",
      "<w:footnotes" NS "><w:footnote w:id=\"2\"><w:p>" T ("出处") "<w:del" BY ("许梅", "27") ">" D (
          "旧书") "</w:del><w:ins" BY ("许梅",
                                       "27") ">" T ("新书") "</w:ins></w:p></w:footnote></w:footnotes>");

  check_version (edition, 0, NULL, "body: 正文[1]。\nnote: [1] 出处旧书\n");
  check_version (edition, 1, "许梅", "body: 正文[1]。\nnote: [1] 出处新书\n");
}

/* More authors than a document is read for: the last version holds them all. */
static void
test_many_authors (void)
{
  g_autoptr (GString) body = g_string_new ("<w:p>" T ("甲"));
  g_autoptr (GalleyEdition) edition = NULL;
  const GPtrArray *versions;
  const GalleyVersion *last;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (body,
                            "<w:ins w:author=\"作者%u\" w:date=\"2024-11-20T08:00:%02uZ\">" T (
                                "乙") "</w:ins>"
                                      "<w:ins w:author=\"作者%u\" w:date=\"2024-11-20T08:01:%02uZ\"/>",
                            i, i, i, 40 - i);
  g_string_append (body, "</w:p>");
  edition = read_docx (body->str, NULL);
  versions = galley_article_get_versions (first_article (edition));
  g_assert_cmpuint (versions->len, ==, 8);
  g_assert_cmpstr (((GalleyVersion *) versions->pdata[6])->author, ==, "作者5");
  /* It is the work of all who are left. */
  last = versions->pdata[7];
  g_assert_true (g_str_has_prefix (last->author, "作者6、作者7、"));
  g_assert_true (g_str_has_suffix (last->author, "、作者29"));
  g_assert_cmpint (last->time, ==, G_GINT64_CONSTANT (1732089694) * G_USEC_PER_SEC);
  text = galley_article_dup_text (first_article (edition));
  g_assert_cmpuint (g_utf8_strlen (g_strchomp (text), -1), ==, 31);
}

/* As many authors as changes: were each looked for among all, the test would not come to its end in time. */
static void
test_hostile_authors (void)
{
  g_autoptr (GString) body = g_string_new ("<w:p>" T ("甲"));
  g_autoptr (GalleyEdition) edition = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (body, "<w:ins w:author=\"%u\"/>", i);
  g_string_append (body, "</w:p>");
  edition = read_docx (body->str, NULL);
  text = galley_article_dup_text (first_article (edition));
  g_assert_cmpstr (g_strchomp (text), ==, "甲");
}

/* What would be too much with all its versions comes in as it is now. */
static void
test_large (void)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GalleyEdition) edition = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (
        body, "<w:p>" T ("这是很长的一份文件里的一段，它的每一段都说着同样的话，%u。") "</w:p>", i);
  for (guint i = 0; i < 7; i++)
    g_string_append_printf (body, "<w:p><w:ins w:author=\"作者%u\">" T ("新加的一段。") "</w:ins></w:p>", i);
  edition = read_docx (body->str, NULL);
  g_assert_null (galley_article_get_versions (first_article (edition)));
  text = galley_article_dup_text (first_article (edition));
  g_assert_nonnull (strstr (text, "新加的一段"));
}

static void
test_docx_unchanged (void)
{
  g_autoptr (GalleyEdition) edition = read_docx ("<w:p>" T ("一段。") "</w:p>", NULL);

  g_assert_null (galley_article_get_versions (first_article (edition)));
}

static void
test_odt_versions (void)
{
#define REGION(id, what, who, day, inside)                                                                   \
  "<text:changed-region xml:id=\"" id "\"><text:" what "><office:change-info><dc:creator>" who               \
  "</dc:creator><dc:date>2024-11-" day "T08:00:00</dc:date></office:change-info>" inside "</text:" what      \
  "></text:changed-region>"
  g_autoptr (GalleyEdition) edition = read_flat_odt (
      "<text:tracked-changes>" REGION ("a", "deletion", "许梅", "27", "<text:p>二十五日</text:p>")
          REGION ("b", "insertion", "许梅", "27", "")
              REGION ("c", "deletion", "何远", "28", "<text:p>删去的尾</text:p><text:p>删去的头</text:p>")
                  REGION ("d", "insertion", "何远", "28",
                          "") "</text:tracked-changes>"
                              "<text:p>会议<text:change text:change-id=\"a\"/><text:change-start "
                              "text:change-id=\"b\"/>二十六日"
                              "<text:change-end text:change-id=\"b\"/>召开。</text:p>"
                              "<text:p>前段<text:change text:change-id=\"c\"/>后段。</text:p>"
                              "<text:p>末段。<text:change-start text:change-id=\"d\"/></text:p>"
                              "<text:p>新段。<text:change-end text:change-id=\"d\"/></text:p>");

  check_version (edition, 0, NULL,
                 "body: 会议二十五日召开。\nbody: 前段删去的尾\nbody: 删去的头后段。\nbody: 末段。\n");
  check_version (edition, 1, "许梅",
                 "body: 会议二十六日召开。\nbody: 前段删去的尾\nbody: 删去的头后段。\nbody: 末段。\n");
  check_version (edition, 2, "何远",
                 "body: 会议二十六日召开。\nbody: 前段后段。\nbody: 末段。\nbody: 新段。\n");
}

/* Lists and tables are taken out with the paragraphs around them, and come back once. */
static void
test_odt_deleted (void)
{
  g_autoptr (GalleyEdition) edition = read_flat_odt (
      "<text:tracked-changes>" REGION (
          "a", "deletion", "许梅", "27",
          "<text:p>删尾</text:p><text:list><text:list-item><text:p>项一</text:p></text:list-item></text:list>"
          "<text:p>删头</text:p>")
          REGION (
              "b", "deletion", "许梅", "27",
              "<table:table xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><table:table-row>"
              "<table:table-cell><text:p>格一</text:p></table:table-cell>"
              "<table:table-cell><text:p>格二</text:p></table:table-cell></table:table-row></table:table>")
              REGION (
                  "c", "deletion", "许梅", "27",
                  "<text:p>整段。</text:p>") "</text:tracked-changes>"
                                             "<text:p>前段<text:change text:change-id=\"a\"/>后段。</text:p>"
                                             "<text:h text:outline-level=\"2\"><text:change "
                                             "text:change-id=\"b\"/>小标题</text:h>"
                                             "<text:p>正文。</text:p><text:change text:change-id=\"c\"/>"
                                             "<text:p>末段。<text:change text:change-id=\"c\"/><text:change "
                                             "text:change-id=\"c\"/></text:p>");

  check_version (edition, 0, NULL,
                 "body: 前段删尾\nbody: • 项一\nbody: 删头后段。\nbody: 格一\t格二\ncrosshead: 小标题\n"
                 "body: 正文。\nbody: 整段。\nbody: 末段。\n");
  check_version (edition, 1, "许梅", "body: 前段后段。\ncrosshead: 小标题\nbody: 正文。\nbody: 末段。\n");
}

/* Imports with the plugin of that name; what it told is recorded, to be freed. */
static char *
record_import (const char *plugin, const char *name, GBytes *bytes, gsize *length)
{
  g_autoptr (GalleySource) source = galley_source_new_for_bytes (name, NULL, bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) importer =
      galley_plugins_create (plugins, galley_plugins_find (plugins, plugin), GALLEY_TYPE_IMPORTER, &error);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyBuilder) builder = galley_builder_new (job);
  g_autofree char *path = NULL;
  char *recorded = NULL;
  int fd = g_file_open_tmp (NULL, &path, &error);
  g_autoptr (GalleyTape) tape = galley_tape_new (fd);

  g_assert_no_error (error);
  galley_builder_record (builder, tape);
  g_assert_true (galley_importer_load (GALLEY_IMPORTER (importer), source, builder, job, &error));
  g_assert_true (galley_tape_flush (tape));
  g_assert_true (g_file_get_contents (path, &recorded, length, &error));
  g_unlink (path);
  g_close (fd, NULL);
  return recorded;
}

/* The picture of the test is told once. */
static void
check_one_picture (const char *plugin, const char *name, GBytes *bytes)
{
  gsize length;
  g_autofree char *recorded = record_import (plugin, name, bytes, &length);
  guint n = 0;

  for (const char *p = recorded; (p = memmem (p, length - (gsize) (p - recorded), "田野插图", 12)) != NULL;
       p++)
    n++;
  g_assert_cmpuint (n, ==, 1);
}

/* A picture is pushed once, however many versions there are. */
static void
test_docx_picture (void)
{
  g_autoptr (GBytes) bytes = make_docx (
      "<w:p>" T ("会议") "<w:r><w:drawing><docPr descr=\"田野插图\"/><blip xmlns:r=\"" REL
                         "\" r:embed=\"d\"/></w:drawing></w:r><w:ins" BY ("许梅", "27") ">" T (
                             "今天") "</w:ins><w:ins" BY ("何远", "28") ">" T ("召开") "</w:ins></w:p>",
      "image", "\x89PNG\r\n\x1a\n1234");

  check_one_picture ("docx", "a.docx", bytes);
}

static void
test_odt_picture (void)
{
  static const char body[] = "<text:tracked-changes>" REGION ("a", "insertion", "许梅", "27", "") REGION (
      "b", "insertion", "何远", "28",
      "") "</text:tracked-changes>"
          "<text:p xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\">会议"
          "<draw:frame><draw:image><office:binary-data>iVBORw0KGgoxMjM0</office:binary-data></draw:image>"
          "<svg:desc xmlns:svg=\"urn:svg\">田野插图</svg:desc></draw:frame>"
          "<text:change-start text:change-id=\"a\"/>今天<text:change-end text:change-id=\"a\"/>"
          "<text:change-start text:change-id=\"b\"/>召开<text:change-end text:change-id=\"b\"/>。</text:p>";
  g_autofree char *text = make_flat_odt (body);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  check_one_picture ("odt", "a.fodt", bytes);
}

/* --- comments ----------------------------------------------------------------------------------------------------- */

static void
test_docx_comments (void)
{
  g_autoptr (GalleyEdition) edition = read_docx (
      "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>" T ("第一篇") "</w:p><w:p>" T (
          "正文一。") "</w:p>"
                      "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>" T (
                          "第二篇") "</w:p>"
                                    "<w:p>" T ("数字") "<w:commentRangeStart w:id=\"7\"/>" T (
                                        "一百二十") "<w:commentRangeEnd w:id=\"7\"/>"
                                                    "<w:r><w:commentReference w:id=\"7\"/></w:r>" T (
                                                        "万吨。") "</w:p>",
      "<w:comments" NS "><w:comment w:id=\"7\" w:author=\"何远\"><w:p>" T (
          "请核实") "</w:p></w:comment>"
                    "<w:comment w:id=\"8\" w:author=\"许梅\"><w:p>" T (
                        "总体不错") "</w:p></w:comment></w:comments>");
  GalleyPage *page = galley_edition_get_page (edition, 0);
  GalleyMetadata *first = galley_article_get_metadata (galley_page_get_article (page, 0));
  GalleyMetadata *second = galley_article_get_metadata (galley_page_get_article (page, 1));

  g_assert_cmpstr (galley_metadata_get (first, "comment"), ==, "总体不错");
  g_assert_cmpstr (galley_metadata_get (second, "comment"), ==, "“一百二十”：请核实");
}

#define START(id) "<w:commentRangeStart w:id=\"" id "\"/>"
#define END(id) "<w:commentRangeEnd w:id=\"" id "\"/><w:r><w:commentReference w:id=\"" id "\"/></w:r>"

static void
check_comments (GalleyEdition *edition, guint from, ...)
{
  g_autoptr (GPtrArray) comments =
      galley_metadata_list (galley_article_get_metadata (first_article (edition)), "comment");
  const char *expected;
  va_list list;

  va_start (list, from);
  while ((expected = va_arg (list, const char *)) != NULL)
    {
      g_assert_cmpuint (from, <, comments->len);
      g_assert_cmpstr (((GalleyMetaItem *) comments->pdata[from++])->value, ==, expected);
    }
  va_end (list);
  g_assert_cmpuint (from, ==, comments->len);
}

/* What a comment is about is known of so many at once; of others it is the paragraph, as of one without an end. */
static void
test_docx_quotes (void)
{
  g_autoptr (GString) body = g_string_new ("<w:p>");
  g_autoptr (GString) comments = g_string_new ("<w:comments" NS ">");
  g_autoptr (GalleyEdition) edition = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (body, START ("没有%u"), i);
  for (guint i = 0; i < 65; i++)
    {
      g_string_append_printf (body, START ("%u"), i);
      g_string_append_printf (comments, "<w:comment w:id=\"%u\"><w:p>" T ("注%u") "</w:p></w:comment>", i, i);
    }
  g_string_append (body, T ("短句"));
  for (guint i = 0; i < 65; i++)
    {
      if (i != 7)
        g_string_append_printf (body, END ("%u"), i, i);
    }
  g_string_append (body, T ("。") "<w:r><w:commentReference w:id=\"7\"/></w:r></w:p>");
  g_string_append (comments, "</w:comments>");
  edition = read_docx (body->str, comments->str);
  check_comments (edition, 62, "“短句”：注63", "“短句。”：注64", "“短句。”：注7", NULL);
}

/* Those that never end are closed when they are full: the 65th is opened then. */
static void
test_docx_full_quotes (void)
{
  g_autoptr (GString) body = g_string_new ("<w:p>");
  g_autoptr (GString) comments = g_string_new ("<w:comments" NS ">");
  g_autoptr (GalleyEdition) edition = NULL;

  for (guint i = 0; i < 65; i++)
    g_string_append_printf (comments, "<w:comment w:id=\"%u\"><w:p>" T ("注%u") "</w:p></w:comment>", i, i);
  for (guint i = 0; i < 64; i++)
    g_string_append_printf (body, START ("%u"), i);
  for (guint i = 0; i < 50; i++)
    g_string_append (body, T ("八个字的一句话。"));
  g_string_append (body, START ("64") T ("短句") END ("64") "</w:p>");
  g_string_append (comments, "</w:comments>");
  edition = read_docx (body->str, comments->str);
  check_comments (edition, 64, "“短句”：注64", NULL);
}

static void
test_odt_comments (void)
{
  g_autoptr (GalleyEdition) edition = read_flat_odt (
      "<text:p>数字<office:annotation office:name=\"n\"><dc:creator>何远</dc:creator><text:p>请核实</text:p>"
      "</office:annotation>一百二十<office:annotation-end office:name=\"n\"/>万吨。</text:p>"
      "<text:p>没有范围<office:annotation><dc:creator>许梅</dc:creator><text:p>此段可删</text:p>"
      "</office:annotation>。</text:p>");
  g_autoptr (GPtrArray) comments =
      galley_metadata_list (galley_article_get_metadata (first_article (edition)), "comment");

  g_assert_cmpuint (comments->len, ==, 2);
  g_assert_cmpstr (((GalleyMetaItem *) comments->pdata[0])->value, ==, "“一百二十”：请核实");
  g_assert_cmpstr (((GalleyMetaItem *) comments->pdata[0])->qualifier, ==, "何远");
  g_assert_cmpstr (((GalleyMetaItem *) comments->pdata[1])->value, ==, "“没有范围。”：此段可删");
}

/* Marks between words are those of the language of the copy. */
static void
test_english_comments (void)
{
  g_autoptr (GalleyEdition) edition = read_flat_odt (
      "<text:p>The mill made <office:annotation office:name=\"n\"><text:p>please check</text:p>"
      "</office:annotation>120<office:annotation-end office:name=\"n\"/> tons.</text:p>");

  g_assert_cmpstr (galley_metadata_get (galley_article_get_metadata (first_article (edition)), "comment"), ==,
                   "“120”: please check");
}

/* A comment whose end is missing is about its paragraph, not about all that follows. */
static void
test_odt_endless_comment (void)
{
  g_autoptr (GalleyEdition) edition =
      read_flat_odt ("<text:p>数字<office:annotation "
                     "office:name=\"n\"><text:p>请核实</text:p></office:annotation>一百。</text:p>"
                     "<text:p>后<office:annotation-end office:name=\"m\"/>一段<office:annotation "
                     "office:name=\"m\"><text:p>可删"
                     "</text:p></office:annotation>。</text:p><text:p>末段。</text:p>");

  check_comments (edition, 0, "“数字一百。”：请核实", "“后一段。”：可删", NULL);
}

/* --- out and in again --------------------------------------------------------------------------------------------- */

static void
add_words (GString *text, guint n)
{
  static const char *const words[] = { "会议", "强调", "，", "农业", "春耕", "12",
                                       "万吨", "“",    "”",  "Word", " ",    "的" };

  for (guint i = 0; i < n; i++)
    g_string_append (text, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
}

static GalleyBlock *
random_block (guint i)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "第%u段", i);
  add_words (text, (guint) g_test_rand_int_range (3, 20));
  g_string_append (text, "。");
  return galley_block_new (i == 0 ? GALLEY_ROLE_HEADLINE : GALLEY_ROLE_BODY, text->str, -1);
}

/* One change as a proofreader makes it. */
static void
change (GalleyArticle *article)
{
  guint n = galley_article_get_n_blocks (article);
  guint at = (guint) g_test_rand_int_range (1, (gint32) n);
  GalleyBlock *block = galley_article_get_block (article, at);
  guint length = galley_block_get_length (block);
  guint place = (guint) g_test_rand_int_range (1, (gint32) length);
  guint removed = (guint) g_test_rand_int_range (0, (gint32) MIN (5, length - place) + 1);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GalleyBlock) made = NULL;

  add_words (words, (guint) g_test_rand_int_range (1, 4));
  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      made = random_block (900 + at);
      galley_article_splice (article, at, 0, &made, 1);
      break;
    case 1:
      if (n > 3)
        galley_article_splice (article, at, 1, NULL, 0);
      break;
    case 2:
      if (at + 1 < n)
        {
          made = galley_block_append (block, galley_article_get_block (article, at + 1));
          galley_article_splice (article, at, 2, &made, 1);
        }
      break;
    default:
      made = galley_block_splice (block, place, removed, words->str);
      galley_article_splice (article, at, 1, &made, 1);
    }
}

/* Blanks at the ends of a paragraph are layout, and between words of two paragraphs that become one a blank is put. */
static char *
dump_stripped (GPtrArray *blocks)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < blocks->len; i++)
    {
      for (const char *p = galley_block_get_text (blocks->pdata[i]); *p != '\0'; p++)
        {
          if (*p != ' ')
            g_string_append_c (out, *p);
        }
      g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static void
there_and_back (const char *format, const char *name)
{
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  GalleyPage *page = galley_edition_ensure_page (edition, 1, NULL);
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyArticle) before = NULL;
  g_autoptr (GalleyMarkup) markup = galley_markup_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, format, &error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GalleyEdition) back = NULL;
  g_autoptr (GPtrArray) old_blocks = NULL, new_blocks = NULL, back_blocks = NULL;
  g_autofree char *old_text = NULL, *new_text = NULL, *back_old = NULL, *back_new = NULL;
  const GPtrArray *versions;

  g_assert_no_error (error);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GalleyBlock) block = random_block (i);

      galley_article_append (article, block);
    }
  galley_page_insert (page, 0, article);
  before = galley_article_freeze (article);
  for (guint i = 0; i < 4; i++)
    change (article);
  galley_markup_add_change (markup, galley_article_get_id (article), before, "许梅",
                            G_GINT64_CONSTANT (1732694400) * G_USEC_PER_SEC);
  galley_exporter_set_markup (exporter, markup);
  bytes = test_save (exporter, edition, &error);
  g_assert_no_error (error);
  back = test_open (plugins, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, &error);
  g_assert_no_error (error);

  old_blocks = list_blocks (before);
  new_blocks = list_blocks (article);
  back_blocks = list_blocks (first_article (back));
  old_text = dump_stripped (old_blocks);
  new_text = dump_stripped (new_blocks);
  back_new = dump_stripped (back_blocks);
  g_assert_cmpstr (back_new, ==, new_text);
  versions = galley_article_get_versions (first_article (back));
  if (g_str_equal (old_text, new_text))
    return;
  g_assert_nonnull (versions);
  g_assert_cmpuint (versions->len, ==, 2);
  back_old = dump_stripped (((GalleyVersion *) versions->pdata[0])->blocks);
  g_assert_cmpstr (back_old, ==, old_text);
  g_assert_cmpstr (((GalleyVersion *) versions->pdata[1])->author, ==, "许梅");
  g_assert_cmpint (((GalleyVersion *) versions->pdata[1])->time, ==,
                   G_GINT64_CONSTANT (1732694400) * G_USEC_PER_SEC);
}

static void
test_there_and_back (gconstpointer data)
{
  const char *format = data;
  g_autofree char *name = g_strconcat ("a.", format, NULL);

  for (guint i = 0; i < 200; i++)
    there_and_back (format, name);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/changes/docx/versions", test_docx_versions);
  g_test_add_func ("/changes/docx/order", test_docx_order);
  g_test_add_func ("/changes/docx/style", test_docx_style);
  g_test_add_func ("/changes/docx/notes", test_docx_notes);
  g_test_add_func ("/changes/docx/many-authors", test_many_authors);
  g_test_add_func ("/changes/docx/hostile-authors", test_hostile_authors);
  g_test_add_func ("/changes/docx/large", test_large);
  g_test_add_func ("/changes/docx/unchanged", test_docx_unchanged);
  g_test_add_func ("/changes/docx/picture", test_docx_picture);
  g_test_add_func ("/changes/docx/comments", test_docx_comments);
  g_test_add_func ("/changes/docx/quotes", test_docx_quotes);
  g_test_add_func ("/changes/docx/full-quotes", test_docx_full_quotes);
  g_test_add_func ("/changes/odt/versions", test_odt_versions);
  g_test_add_func ("/changes/odt/deleted", test_odt_deleted);
  g_test_add_func ("/changes/odt/picture", test_odt_picture);
  g_test_add_func ("/changes/odt/comments", test_odt_comments);
  g_test_add_func ("/changes/english/comments", test_english_comments);
  g_test_add_func ("/changes/odt/endless-comment", test_odt_endless_comment);
  g_test_add_data_func ("/changes/docx/there-and-back", "docx", test_there_and_back);
  g_test_add_data_func ("/changes/odt/there-and-back", "odt", test_there_and_back);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
