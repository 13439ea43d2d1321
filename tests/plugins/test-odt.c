/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugins/common/galley-zip.h"

#include "test-common.h"

#define NS                                                                                                   \
  " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""                                       \
  " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""                                           \
  " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""                                         \
  " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""                                         \
  " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""                                        \
  " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""                                \
  " xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\""                                  \
  " xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\""                                           \
  " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
#define P(text) "<text:p>" text "</text:p>"
#define STYLED(style, text) "<text:p text:style-name=\"" style "\">" text "</text:p>"

static GalleyPlugins *plugins;

static const char styles[] =
    "<office:styles><style:style style:name=\"k\" style:display-name=\"引题\" style:family=\"paragraph\"/>"
    "<style:style style:name=\"h\" style:display-name=\"主题\" style:family=\"paragraph\"/>"
    "<style:style style:name=\"cap\" style:display-name=\"Caption\" style:family=\"paragraph\"/>"
    "<text:outline-style style:name=\"Outline\"><text:outline-level-style text:level=\"1\" "
    "style:num-format=\"\"/>"
    "<text:outline-level-style text:level=\"2\" style:num-format=\"1\" style:num-suffix=\".\"/>"
    "<text:outline-level-style text:level=\"3\" style:num-format=\"一, 二, 三, ...\" "
    "style:num-suffix=\"、\"/>"
    "</text:outline-style><style:style style:name=\"loop\" style:parent-style-name=\"loop\" "
    "style:family=\"paragraph\"/></office:styles>";

static const char automatic[] =
    "<office:automatic-styles><style:style style:name=\"P1\" style:parent-style-name=\"h\" "
    "style:family=\"paragraph\"/>"
    "<style:style style:name=\"P2\" style:list-style-name=\"L1\" style:family=\"paragraph\"/>"
    "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties "
    "fo:font-weight=\"bold\"/></style:style>"
    "<style:style style:name=\"T3\" style:family=\"text\"><style:text-properties "
    "style:font-name=\"Symbol1\"/>"
    "</style:style><style:style style:name=\"T2\" style:family=\"text\"><style:text-properties "
    "text:display=\"none\"/></style:style>"
    "<text:list-style style:name=\"L1\"><text:list-level-style-number text:level=\"1\" "
    "style:num-format=\"一, 二, 三, "
    "...\" style:num-suffix=\"、\"/><text:list-level-style-number text:level=\"2\" style:num-format=\"1\" "
    "style:num-suffix=\".\" text:display-levels=\"1\"/></text:list-style>"
    "<text:list-style style:name=\"L2\"><text:list-level-style-bullet text:level=\"1\" "
    "text:bullet-char=\"\xef\x82\xb7\"/>"
    "</text:list-style></office:automatic-styles>";

static const char meta[] =
    "<office:meta><meta:initial-creator>吴月</meta:initial-creator><meta:keyword>春耕</meta:keyword>"
    "</office:meta>";

static GBytes *
make (const char *body)
{
  g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
  g_autoptr (GBytes) type = g_bytes_new_static ("application/vnd.oasis.opendocument.text", 39);
  g_autoptr (GBytes) picture = g_bytes_new_static ("\x89PNG\r\n\x1a\n1234", 12);
  g_autofree char *content = g_strdup_printf (
      "<office:document-content" NS
      ">%s<office:body><office:text>%s</office:text></office:body></office:document-content>",
      automatic, body);
  g_autofree char *named =
      g_strdup_printf ("<office:document-styles" NS ">%s</office:document-styles>", styles);
  g_autofree char *about = g_strdup_printf ("<office:document-meta" NS ">%s</office:document-meta>", meta);

  galley_zip_writer_add (writer, "mimetype", type, TRUE);
  galley_zip_writer_add_text (writer, "content.xml", content);
  galley_zip_writer_add_text (writer, "styles.xml", named);
  galley_zip_writer_add_text (writer, "meta.xml", about);
  galley_zip_writer_add (writer, "Pictures/p.png", picture, TRUE);
  return galley_zip_writer_finish (writer, NULL);
}

#define META "    creator=吴月 ()\n    keyword=春耕 ()\n"

static const struct
{
  const char *name;
  const char *body;
  const char *blocks; /* behind page, article and metadata */
} cases[] = {
  { "headings",
    "<text:h text:outline-level=\"1\">主</text:h>" P ("文。") "<text:h text:outline-level=\"2\">小</text:h>",
    "    headline: 主\n    body: 文。\n    crosshead: 小\n" },
  { "numbered headings",
    "<text:h text:outline-level=\"1\">主</text:h>" P (
        "文。") "<text:h text:outline-level=\"2\">甲</text:h>"
                "<text:h text:outline-level=\"3\">乙</text:h><text:h text:outline-level=\"3\" "
                "text:is-list-header=\"true\">丙"
                "</text:h><text:h text:outline-level=\"3\">丁</text:h><text:list "
                "text:style-name=\"L1\"><text:list-item><text:h "
                "text:outline-level=\"2\">戊</text:h></text:list-item></text:list>",
    "    headline: 主\n    body: 文。\n    crosshead: 甲\n    crosshead: 一、 乙\n    crosshead: 丙\n    "
    "crosshead: 二、 "
    "丁\n    crosshead: 一、 戊\n" },
  { "named roles", STYLED ("k", "引") STYLED ("P1", "主") P ("本报记者 吴月") P ("文。"),
    "    kicker: 引\n    headline: 主\n    byline: 本报记者 吴月\n    body: 文。\n" },
  { "white space", P (" 甲\n  <text:span> 乙</text:span><text:s text:c=\"2\"/>丙<text:tab/>丁 "),
    "    body: 甲 乙  丙\t丁\n" },
  { "line break", P ("甲<text:line-break/>乙"), "    body: 甲\n    body: 乙\n" },
  { "marks",
    P ("甲<text:span text:style-name=\"T1\">重</text:span><text:a xlink:href=\"http://a.b/\">网</text:a>"),
    "    body: 甲重网 {strong 1-2 } {link 2-3 http://a.b/}\n" },
  { "hidden", P ("见<text:span text:style-name=\"T2\">藏</text:span>"), "    body: 见\n" },
  { "lists",
    "<text:list text:style-name=\"L1\"><text:list-header>" P ("头") "</text:list-header><text:list-item>" P (
        "甲")
        P ("续") "<text:list><text:list-item>" P (
            "乙") "</text:list-item></text:list></text:list-item>"
                  "<text:list-item>" P ("丙") "</text:list-item></text:list>" P (
                      "间") "<text:list text:style-name=\"L1\" "
                            "text:continue-numbering=\"true\"><text:list-item>" P (
                                "丁") "</text:list-item></text:list>"
                                      "<text:list text:style-name=\"L2\"><text:list-item>" P (
                                          "戊") "</text:list-item></text:list>",
    "    body: 头\n    body: 一、 甲\n    body: 续\n    body: 1. 乙\n    body: 二、 丙\n    body: 间\n    "
    "body: 三、 丁\n"
    "    body: • 戊\n" },
  { "table",
    "<table:table><table:table-row><table:table-cell>" P ("队") "</table:table-cell><table:table-cell>" P (
        "分") P ("秒") "</table:table-cell></table:table-row></table:table>",
    "    body: 队\t分 秒\n" },
  { "note",
    P ("文<text:note><text:note-citation>1</text:note-citation><text:note-body>" P (
        "脚注。") "</text:note-body></text:note>。") P ("完。"),
    "    body: 文[1]。\n    body: 完。\n    note: [1] 脚注。\n" },
  { "box", P ("前<draw:frame><draw:text-box>" P ("框") "</draw:text-box></draw:frame>后"),
    "    body: 前后\n    body: 框\n" },
  { "changes",
    "<text:tracked-changes><text:changed-region><text:deletion>" P (
        "错") "</text:deletion></text:changed-region></text:tracked-changes>" P ("甲<text:change/>乙"),
    "    body: 甲乙\n" },
  { "ruby",
    P ("<text:ruby><text:ruby-base>丙</text:ruby-base><text:ruby-text>bing</text:ruby-text></text:ruby>"),
    "    body: 丙（bing）\n" },
  { "index",
    "<text:table-of-content><text:index-body>" P ("目录") "</text:index-body></text:table-of-content>" P (
        "文。"),
    "    body: 文。\n" },
  { "field with the title",
    P ("甲<text:title>题</text:title><draw:frame><svg:title>画</svg:title><draw:text-box>" P (
        "框") "</draw:text-box></draw:frame>"),
    "    body: 甲题\n    body: 框\n" },
  { "hidden blocks",
    "<text:section text:display=\"none\">" P ("藏") "</text:section>" P (
        "<text:hidden-paragraph text:is-hidden=\"true\"/>藏")
        P ("见<text:hidden-text "
           "text:is-hidden=\"true\">藏</text:hidden-text><text:hidden-text>乙</text:hidden-text>"),
    "    body: 见乙\n" },
  { "numbered paragraphs",
    "<text:numbered-paragraph text:list-id=\"x\" text:style-name=\"L1\">" P (
        "甲") "</text:numbered-paragraph><text:numbered-paragraph text:list-id=\"x\" text:style-name=\"L1\" "
              "text:level=\"2\">" P ("乙") "</text:numbered-paragraph>" P (
                  "间") "<text:numbered-paragraph text:list-id=\"x\" "
                        "text:style-name=\"L1\">" P ("丙") "</"
                                                           "text:"
                                                           "numbered-"
                                                           "paragraph>",
    "    body: 一、 甲\n    body: 1. 乙\n    body: 间\n    body: 二、 丙\n" },
  { "level without a style",
    "<text:list text:style-name=\"L1\"><text:list-item>" P ("甲") "<text:list><text:list-item>" P (
        "乙") "<text:list><text:list-item>" P ("丙") "</text:list-item></text:list></text:list-item></"
                                                     "text:list></text:list-item></text:list>",
    "    body: 一、 甲\n    body: 1. 乙\n    body: 1. 丙\n" },
  { "list with the style of its paragraph",
    "<text:list><text:list-item>" STYLED ("P2", "甲") "</text:list-item></text:list>",
    "    body: 一、 甲\n" },
  { "font of signs", P ("甲<text:span text:style-name=\"T3\">a&#xF062;</text:span>a"), "    body: 甲αβa\n" },
  { "list in a note",
    P ("文<text:note><text:note-body><text:list text:style-name=\"L2\"><text:list-item>" P (
        "条") "</text:list-item></text:list></text:note-body></text:note>"),
    "    body: 文[1]\n    note: [1] • 条\n" },
  { "formula",
    P ("甲<draw:frame><draw:object><math><mrow><msup><mi>e</mi><mn>2</mn></msup><mo>=</mo><mfrac><mn>1</"
       "mn><mi>x</mi>"
       "</mfrac></mrow><annotation>e^2</annotation></math></draw:object></draw:frame>乙"),
    "    body: 甲e²=1/x乙\n" },
  { "table in a frame",
    P ("甲<draw:frame><table:table><table:table-row><table:table-cell>" P (
        "表") "</table:table-cell></table:table-row></table:table></draw:frame>"),
    "    body: 甲\n    body: 表\n" },
  { "list of books",
    "<text:bibliography><text:bibliography-source><text:bibliography-entry-template><text:index-entry-span>: "
    "</text:index-entry-span></text:bibliography-entry-template></"
    "text:bibliography-source><text:index-body>" P ("书") "</text:index-body></text:bibliography>",
    "    body: 书\n" },
  { "style loop", STYLED ("loop", "甲"), "    body: 甲\n" },
};

static void
test_reading (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = make (cases[i].body);
      g_autofree char *flat =
          g_strdup_printf ("<office:document" NS ">%s%s%s<office:body><office:text>%s</office:text>"
                           "</office:body></office:document>",
                           meta, styles, automatic, cases[i].body);
      g_autofree char *expected = g_strdup_printf ("page 1 \n  article story\n" META "%s", cases[i].blocks);
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition = NULL;
      g_autoptr (GalleyEdition) from_flat = NULL;
      g_autofree char *dump = NULL;
      g_autofree char *flat_dump = NULL;

      g_test_message ("%s", cases[i].name);
      edition = test_open (plugins, "a.odt", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL,
                           &error);
      g_assert_no_error (error);
      dump = test_dump (edition);
      g_assert_cmpstr (dump, ==, expected);
      from_flat = test_open (plugins, "a.fodt", flat, strlen (flat), "odt", &error);
      g_assert_no_error (error);
      flat_dump = test_dump (from_flat);
      g_assert_cmpstr (flat_dump, ==, expected);
    }
}

static void
test_picture (void)
{
  g_autoptr (GBytes) bytes = make (P ("文。") P (
      "<draw:frame><draw:image xlink:href=\"Pictures/p.png\"/><svg:desc>田野</svg:desc></draw:frame>")
                                       STYLED ("cap", "春天。"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition =
      test_open (plugins, "a.odt", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, &error);
  g_autoptr (GPtrArray) assets = NULL;

  g_assert_no_error (error);
  assets = galley_edition_list_assets (edition);
  g_assert_cmpuint (assets->len, ==, 1);
  g_assert_cmpstr (galley_asset_get_info (g_ptr_array_index (assets, 0), "alt"), ==, "田野");
  g_assert_cmpstr (galley_asset_get_info (g_ptr_array_index (assets, 0), "caption"), ==, "春天。");
}

/* A formula in a part of its own. */
static void
test_formula (void)
{
  static const char *const addresses[] = { "./Object 1", "Object 1/" };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
      g_autoptr (GBytes) type = g_bytes_new_static ("application/vnd.oasis.opendocument.text", 39);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition = NULL;
      g_autofree char *dump = NULL;
      g_autofree char *content = g_strdup_printf (
          "<office:document-content" NS "><office:body><office:text>" P (
              "甲<draw:frame><draw:object xlink:href=\"%s\"/><draw:image xlink:href=\"none\"/></draw:frame>"
              "乙") "</office:text></office:body></office:document-content>",
          addresses[i]);

      galley_zip_writer_add (writer, "mimetype", type, TRUE);
      galley_zip_writer_add_text (writer, "content.xml", content);
      galley_zip_writer_add_text (writer, "Object 1/content.xml",
                                  "<math><msqrt><mi>x</mi><mo>+</mo><mi>y</mi></msqrt><msubsup><mi>z</"
                                  "mi><mn>1</mn><mi>k</mi></msubsup></math>");
      bytes = galley_zip_writer_finish (writer, NULL);
      edition = test_open (plugins, "a.odt", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL,
                           &error);
      g_assert_no_error (error);
      dump = test_dump (edition);
      g_assert_nonnull (strstr (dump, "    body: 甲√(x+y)z₁^k乙\n"));
    }
}

static void
test_locked (void)
{
  g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  galley_zip_writer_add_text (writer, "content.xml", "\x01\x02\x03");
  galley_zip_writer_add_text (
      writer, "META-INF/manifest.xml",
      "<m:manifest xmlns:m=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><m:file-entry>"
      "<m:encryption-data/></m:file-entry></m:manifest>");
  bytes = galley_zip_writer_finish (writer, NULL);
  g_assert_null (
      test_open (plugins, "a.odt", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_ENCRYPTED);
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = make (cases[6].body);

  test_damage (plugins, "a.odt", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "odt");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *flat =
          g_strdup_printf ("<office:document" NS ">%s<office:body><office:text>%s</office:text>"
                           "</office:body></office:document>",
                           automatic, cases[i].body);

      test_damage (plugins, "a.fodt", flat, strlen (flat), "odt");
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/odt/reading", test_reading);
  g_test_add_func ("/odt/picture", test_picture);
  g_test_add_func ("/odt/formula", test_formula);
  g_test_add_func ("/odt/locked", test_locked);
  g_test_add_func ("/odt/damaged", test_damaged);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
