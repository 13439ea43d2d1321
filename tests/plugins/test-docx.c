/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugins/common/galley-zip.h"

#include "test-common.h"

#define NS                                                                                                   \
  " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""                                \
  " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""                         \
  " xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "                               \
  "xmlns:v=\"urn:schemas-microsoft-com:vml\" "                                                               \
  "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\""                                   \
  " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""                     \
  " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define P(text) "<w:p><w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r></w:p>"
#define STYLED(style, text)                                                                                  \
  "<w:p><w:pPr><w:pStyle w:val=\"" style "\"/></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"
#define ITEM(list, depth, text)                                                                              \
  "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" depth "\"/><w:numId w:val=\"" list                                 \
  "\"/></w:numPr></w:pPr><w:r><w:t>" text "</w:t></w:r></w:p>"

#define GONE_ITEM(inside)                                                                                    \
  "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId "                                                      \
  "w:val=\"3\"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>" inside "</w:p>"
#define RUN(inside) "<w:r>" inside "</w:r>"
#define MARK(kind) "<w:r><w:fldChar w:fldCharType=\"" kind "\"/></w:r>"
#define CODE(text) "<w:r><w:instrText xml:space=\"preserve\">" text "</w:instrText></w:r>"
#define FORMULA(text) "<m:r><m:t>" text "</m:t></m:r>"
#define M(name, inner) "<m:" name ">" inner "</m:" name ">"
#define PART(name, text) M (name, FORMULA (text))
#define SIGN(name, value) "<m:" name " m:val=\"" value "\"/>"

static GalleyPlugins *plugins;

static const char styles[] =
    "<w:styles" NS
    "><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn "
    "w:val=\"a\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"标题 2\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"my\"><w:name w:val=\"我的\"/><w:basedOn "
    "w:val=\"1\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"k\"><w:name w:val=\"引题\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"h\"><w:name w:val=\"主题\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"s\"><w:name w:val=\"副题\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"q\"><w:name w:val=\"Intense Quote\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"c\"><w:name w:val=\"caption\"/></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"loop\"><w:name w:val=\"x\"/><w:basedOn "
    "w:val=\"loop\"/></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"z\"><w:name "
    "w:val=\"重\"/><w:rPr><w:b/></w:rPr></w:style></w:styles>";

static const char numbering[] =
    "<w:numbering" NS "><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
    "<w:numFmt w:val=\"chineseCounting\"/><w:suff w:val=\"nothing\"/><w:lvlText "
    "w:val=\"%1、\"/></w:lvl><w:lvl "
    "w:ilvl=\"1\">"
    "<w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText "
    "w:val=\"%2)\"/></w:lvl></w:abstractNum>"
    "<w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText "
    "w:val=\"&#xF0B7;\"/>"
    "</w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"2\"><w:lvl w:ilvl=\"0\"><w:lvlText "
    "w:val=\"%1\"/></w:lvl>"
    "<w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:lvlText w:val=\"%1.%2\"/></w:lvl><w:lvl "
    "w:ilvl=\"2\"><w:start "
    "w:val=\"1\"/><w:lvlRestart w:val=\"1\"/><w:lvlText w:val=\"%1.%2.%3\"/></w:lvl></w:abstractNum>"
    "<w:num w:numId=\"4\"><w:abstractNumId w:val=\"2\"/></w:num><w:num w:numId=\"5\"><w:abstractNumId "
    "w:val=\"2\"/>"
    "<w:lvlOverride w:ilvl=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"upperLetter\"/><w:lvlText "
    "w:val=\"%1\"/></w:lvl>"
    "</w:lvlOverride></w:num><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
    "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId "
    "w:val=\"0\"/>"
    "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"11\"/></w:lvlOverride></w:num></w:numbering>";

static const char notes[] = "<w:footnotes" NS "><w:footnote w:type=\"separator\" w:id=\"0\">" P (
    "线") "</w:footnote><w:footnote w:id=\"2\">" P ("脚注一。")
    P ("又一段。") "</w:footnote><w:footnote w:id=\"3\">" ITEM ("2", "0", "条")
        P ("续") "</w:footnote></w:footnotes>";

static const char comments[] = "<w:comments" NS "><w:comment w:id=\"0\" w:author=\"何远\">" P ("请核实")
    P ("数字") "</w:comment></w:comments>";

static const char core[] =
    "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>吴月</dc:creator><cp:keywords>春耕；农机</"
    "cp:keywords>"
    "</cp:coreProperties>";

static GBytes *
make (const char *body, const char *main_part)
{
  g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
  g_autofree char *document =
      g_strdup_printf ("\xef\xbb\xbf<w:document" NS "><w:body>%s</w:body></w:document>", body);
  g_autofree char *links = g_strdup_printf (
      "<Relationships><Relationship Id=\"x\" Type=\"" REL
      "/officeDocument\" Target=\"/%s\"/><Relationship Id=\"y\" "
      "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "
      "Target=\"docProps/core.xml\"/></Relationships>",
      main_part);
  g_autofree char *folder = g_path_get_dirname (main_part);
  g_autofree char *name = g_path_get_basename (main_part);
  g_autofree char *part_links = g_strdup_printf ("%s/_rels/%s.rels", folder, name);
  g_autoptr (GBytes) picture = g_bytes_new_static ("\x89PNG\r\n\x1a\n1234", 12);
  g_autofree char *picture_name = g_strdup_printf ("%s/media/p.png", folder);
  const char *const beside[][2] = { { "styles.xml", styles },
                                    { "numbering.xml", numbering },
                                    { "footnotes.xml", notes },
                                    { "comments.xml", comments } };

  galley_zip_writer_add_text (writer, "[Content_Types].xml", "<Types/>");
  galley_zip_writer_add_text (writer, "_rels/.rels", links);
  galley_zip_writer_add_text (writer, "docProps/core.xml", core);
  galley_zip_writer_add_text (writer, main_part, document);
  galley_zip_writer_add_text (
      writer, part_links,
      "<Relationships><Relationship Id=\"a\" Type=\"" REL "/styles\" Target=\"styles.xml\"/>"
      "<Relationship Id=\"b\" Type=\"" REL "/numbering\" Target=\"numbering.xml\"/>"
      "<Relationship Id=\"c\" Type=\"" REL "/footnotes\" Target=\"./footnotes.xml\"/>"
      "<Relationship Id=\"d\" Type=\"" REL "/comments\" Target=\"comments.xml\"/>"
      "<Relationship Id=\"p\" Type=\"" REL "/image\" Target=\"media/p.png\"/>"
      "<Relationship Id=\"o\" Type=\"" REL "/image\" Target=\"http://a.b/x.png\" TargetMode=\"External\"/>"
      "<Relationship Id=\"l\" Type=\"" REL "/hyperlink\" Target=\"http://a.b/\" TargetMode=\"External\"/>"
      "</Relationships>");
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s", folder, beside[i][0]);

      galley_zip_writer_add_text (writer, path, beside[i][1]);
    }
  galley_zip_writer_add (writer, picture_name, picture, TRUE);
  return galley_zip_writer_finish (writer, NULL);
}

/* Only the lines of blocks; most cases are about them. */
static char *
dump_blocks (GalleyEdition *edition)
{
  g_autofree char *all = test_dump (edition);
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "    ") && strstr (lines[i], ": ") != NULL)
        g_string_append_printf (out, "%s\n", lines[i] + 4);
      else if (g_str_has_prefix (lines[i], "  article") && out->len > 0)
        g_string_append (out, "--\n");
    }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *name;
  const char *body;
  const char *blocks;
} cases[] = {
  { "headings", STYLED ("1", "主") STYLED ("2", "副") P ("文。") STYLED ("2", "小") P ("再。"),
    "headline: 主\nsubhead: 副\nbody: 文。\ncrosshead: 小\nbody: 再。\n" },
  { "inherited heading", STYLED ("my", "主") P ("文。"), "headline: 主\nbody: 文。\n" },
  { "named roles",
    STYLED ("k", "引") STYLED ("h", "主") STYLED ("s", "副") P ("本报记者 吴月") P ("文。") STYLED ("1", "小")
        STYLED ("q", "引文") STYLED ("k", "引二") STYLED ("h", "主二") P ("二。"),
    "kicker: 引\nheadline: 主\nsubhead: 副\nbyline: 本报记者 吴月\nbody: 文。\ncrosshead: 小\nquote: "
    "引文\n--\n"
    "kicker: 引二\nheadline: 主二\nbody: 二。\n" },
  { "two articles", STYLED ("1", "一") P ("甲。") STYLED ("1", "二") P ("乙。"),
    "headline: 一\nbody: 甲。\n--\nheadline: 二\nbody: 乙。\n" },
  { "bare headline",
    "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>春耕开始了</w:t></w:r></w:p>" P ("文。"),
    "headline: 春耕开始了\nbody: 文。\n" },
  { "outline level",
    "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>主</w:t></w:r></w:p>" P ("文。"),
    "headline: 主\nbody: 文。\n" },
  { "carriers",
    "<w:p><w:sdt><w:sdtContent><w:r><w:t>甲</w:t></w:r></w:sdtContent></w:sdt><w:smartTag><w:r><w:t>乙</"
    "w:t></w:r>"
    "</w:smartTag><w:r><w:noBreakHyphen/><w:sym w:font=\"Symbol\" "
    "w:char=\"F061\"/><w:ruby><w:rt><w:r><w:t>bing</w:t>"
    "</w:r></w:rt><w:rubyBase><w:r><w:t>丙</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
    "body: 甲乙‑α丙（bing）\n" },
  { "line break",
    "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type=\"page\"/><w:t>丙</w:t></w:r></w:p>",
    "body: 甲\nbody: 乙\nbody: 丙\n" },
  { "changes",
    "<w:p><w:r><w:t>甲</w:t></w:r><w:del "
    "w:author=\"吴月\"><w:r><w:delText>错</w:delText></w:r></w:del><w:ins "
    "w:author=\"何远\"><w:r><w:t>乙</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>走</w:t></w:r></"
    "w:moveFrom></w:p>",
    "body: 甲乙\n" },
  { "deleted mark",
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>" P ("后。") P ("另。"),
    "body: 前后。\nbody: 另。\n" },
  { "deleted mark between words",
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one</w:t></w:r></w:p>" P ("two"),
    "body: one two\n" },
  { "initial", "<w:p><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr><w:r><w:t>O</w:t></w:r></w:p>" P ("nce."),
    "body: Once.\n" },
  { "lists",
    ITEM ("1", "0", "甲") ITEM ("1", "1", "乙") ITEM ("1", "1", "丙") ITEM ("1", "0", "丁")
        ITEM ("1", "1", "戊") ITEM ("2", "0", "己") ITEM ("3", "0", "庚"),
    "body: 一、甲\nbody: a) 乙\nbody: b) 丙\nbody: 二、丁\nbody: a) 戊\nbody: • 己\nbody: 十一、庚\n" },
  { "deleted items",
    ITEM ("2", "0", "甲") GONE_ITEM ("<w:del><w:r><w:delText>错</w:delText></w:r></w:del>")
        ITEM ("3", "0", "乙") GONE_ITEM ("<w:r><w:t>丙</w:t></w:r>") P ("丁") ITEM ("3", "0", "戊"),
    "body: • 甲\nbody: 十一、乙\nbody: 丙丁\nbody: 十二、戊\n" },
  /* Levels that are passed over have begun, and a list with levels of its own goes on in the one it is of. */
  { "counting of lists",
    ITEM ("4", "1", "甲") ITEM ("4", "0", "乙") ITEM ("4", "2", "丙") ITEM ("4", "1", "丁")
        ITEM ("4", "2", "戊") ITEM ("4", "0", "己") ITEM ("4", "2", "庚") ITEM ("5", "0", "辛"),
    "body: 0.1 甲\nbody: 1 乙\nbody: 1.1.1 丙\nbody: 1.2 丁\nbody: 1.2.2 戊\nbody: 2 己\nbody: 2.1.1 庚\n"
    "body: C 辛\n" },
  { "table",
    "<w:tbl><w:tr><w:tc>" P ("队") "</w:tc><w:tc>" P ("分")
        P ("秒") "</w:tc></w:tr><w:tr><w:tc>" P ("东") "</w:tc><w:tc><w:tbl><w:tr><w:tc>" P (
            "3") "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>" P ("后。"),
    "body: 队\t分 秒\nbody: 东\t3\nbody: 后。\n" },
  { "one cell is no table", "<w:tbl><w:tr><w:tc>" P ("甲。") P ("乙。") "</w:tc></w:tr></w:tbl>",
    "body: 甲。\nbody: 乙。\n" },
  { "note", "<w:p><w:r><w:t>文</w:t><w:footnoteReference w:id=\"2\"/><w:t>。</w:t></w:r></w:p>" P ("完。"),
    "body: 文[1]。\nbody: 完。\nnote: [1] 脚注一。\nnote: 又一段。\n" },
  { "box",
    "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice "
    "Requires=\"wps\"><w:drawing><w:txbxContent>" P ("框") "</w:txbxContent></w:drawing></"
                                                           "mc:Choice><mc:Fallback><w:pict><v:textbox><w:"
                                                           "txbxContent>" P (
                                                               "框") "</w:txbxContent></v:textbox></"
                                                                     "w:pict></mc:Fallback></"
                                                                     "mc:AlternateContent><w:t>后</w:t></"
                                                                     "w:r></w:p>",
    "body: 前后\nbody: 框\n" },
  { "field",
    "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> HYPERLINK "
    "\"http://c.d/\"</w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>网</w:t></w:r><w:r><w:fldChar "
    "w:fldCharType=\"end\"/></w:r>"
    "<w:r><w:t>后</w:t></w:r></w:p>",
    "body: 网后 {link 0-1 http://c.d/}\n" },
  { "marks",
    "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>重</w:t></w:r><w:r><w:rPr><w:b "
    "w:val=\"0\"/></w:rPr><w:t>轻</w:t></w:r><w:r>"
    "<w:rPr><w:rStyle w:val=\"z\"/><w:i/></w:rPr><w:t>样</w:t></w:r><w:hyperlink "
    "r:id=\"l\"><w:r><w:t>网</w:t></w:r>"
    "</w:hyperlink></w:p>",
    "body: 重轻样网 {strong 0-1 } {strong 2-3 } {emphasis 2-3 } {link 3-4 http://a.b/}\n" },
  { "hidden", "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>见</w:t></w:r></w:p>",
    "body: 见\n" },
  { "field without an end",
    "<w:p>" MARK ("begin") CODE (" PAGE ") RUN ("<w:t>前</w:t>") "</w:p>" P ("后。") P ("再后。"),
    "body: 前\nbody: 后。\nbody: 再后。\n" },
  { "field whose end was deleted",
    "<w:p>" MARK ("begin") CODE ("PAGE") "<w:del>" MARK ("end") "</w:del></w:p>" P ("后。"), "body: 后。\n" },
  { "field with a hidden end",
    "<w:p>" MARK ("begin")
        CODE ("TC x") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t><w:fldChar "
                      "w:fldCharType=\"end\"/></w:r>" RUN ("<w:t>前</w:t>") "</w:p>" P ("后。"),
    "body: 前\nbody: 后。\n" },
  { "fields in a field",
    "<w:p>" MARK ("begin") CODE ("IF ") MARK ("begin") CODE ("MERGEFIELD a") MARK ("separate")
        RUN ("<w:t>里</w:t>") MARK ("end") CODE (" = 1") MARK ("separate") RUN ("<w:t>外</w:t>")
            MARK ("end") "</w:p>",
    "body: 外\n" },
  { "formulas of fields",
    "<w:p>" MARK ("begin") CODE ("eq \\o\\ac(○,12)") MARK ("end") MARK ("begin")
        CODE ("EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(") CODE ("nóng),农)") MARK ("end")
            MARK ("begin") CODE ("EQ \\f(a+b,\\r(3,c)) \\i\\su(k=1,n,\\b\\bc\\{(x,y))") MARK ("separate")
                MARK ("end") "</w:p>",
    "body: ⑫农（nóng）(a+b)/(3√c) ∑_(k=1)^n {x,y}\n" },
  { "signs of fields",
    "<w:p>" MARK ("begin") CODE ("SYMBOL 254 \\f \"Wingdings\" \\s 10") MARK ("end") MARK ("begin")
        CODE ("MACROBUTTON X 点这里") MARK ("end") "</w:p>",
    "body: ☑点这里\n" },
  { "form",
    "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ddList><w:result w:val=\"1\"/><w:listEntry "
    "w:val=\"甲\"/><w:listEntry w:val=\"乙\"/></w:ddList></w:ffData></w:fldChar></w:r>" CODE ("FORMDROPDOWN")
        MARK ("end") "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default "
                     "w:val=\"1\"/></w:checkBox></w:ffData></w:fldChar></w:r>" CODE ("FORMCHECKBOX")
                         MARK ("end") "</w:p>",
    "body: 乙☒\n" },
  { "simple fields",
    "<w:p><w:fldSimple w:instr=\" HYPERLINK http://c.d/ \">" RUN (
        "<w:t>网</w:t>") "</w:fldSimple><w:fldSimple "
                         "w:instr=\"EQ "
                         "\\o\\ac(○,3)\"/></w:p>",
    "body: 网③ {link 0-1 http://c.d/}\n" },
  { "fonts of signs",
    "<w:p><w:r><w:rPr><w:rFonts w:ascii=\"Symbol\" "
    "w:hAnsi=\"Symbol\"/></w:rPr><w:t>ab文</w:t></w:r><w:r><w:rPr>"
    "<w:rFonts w:hAnsi=\"Wingdings\"/></w:rPr><w:t>&#xF04A;</w:t><w:sym w:font=\"Wingdings\" "
    "w:char=\"F0FC\"/></w:r>" RUN ("<w:t>ab</w:t>") "</w:p>",
    "body: αβ文☺✓ab\n" },
  { "other alternatives",
    "<w:p>" RUN ("<mc:AlternateContent><mc:Choice Requires=\"x\"/><mc:Fallback><w:t>旧</w:t></mc:Fallback>"
                 "</mc:AlternateContent>") "</w:p>",
    "body: 旧\n" },
  { "drawn words",
    "<w:p>" RUN ("<w:t>前</w:t><w:pict><v:shape><v:textpath string=\"艺术字\"/></v:shape></w:pict><w:drawing>"
                 "<a:p><a:r><a:t>图</a:t></a:r><a:r><a:t>字</a:t></a:r></a:p></w:drawing>") "</w:p>",
    "body: 前\nbody: 艺术字\nbody: 图字\n" },
  { "deleted cell",
    "<w:tbl><w:tr><w:tc>" P ("甲") "</w:tc><w:tc><w:tcPr><w:cellDel/></w:tcPr>" P (
        "错") "</w:tc><w:tc><w:tcPr><w:cellIns/></w:tcPr>" P ("乙") "</w:tc></w:tr></w:tbl>",
    "body: 甲\t乙\n" },
  { "formulas",
    "<w:p>" M (
        "oMath",
        M ("sSup", PART ("e", "a") PART ("sup", "2")) M (
            "f",
            PART ("num", "1") PART (
                "den",
                "x+y"))) "</w:p>"
                         "<w:p>" M (
                             "oMathPara",
                             M ("oMath",
                                M ("nary",
                                   M ("naryPr",
                                      SIGN ("chr",
                                            "∑")) PART ("sub", "k") PART ("sup", "n")
                                       M ("e",
                                          M ("d",
                                             M ("dPr", SIGN ("begChr", "[") SIGN ("endChr", "]")) PART (
                                                 "e",
                                                 "q")))) "<w:del>" FORMULA ("错") "</w:del>" RUN ("<w:t>文</"
                                                                                                  "w:t>"))) "</w:p>",
    "body: a²1/(x+y)\nbody: ∑_kⁿ [q]文\n" },
  { "list in a note", "<w:p>" RUN ("<w:t>文</w:t><w:footnoteReference w:id=\"3\"/>") "</w:p>",
    "body: 文[1]\nnote: [1] • 条\nnote: 续\n" },
  { "style loop", STYLED ("loop", "甲"), "body: 甲\n" },
};

static void
test_reading (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = make (cases[i].body, i % 2 ? "word/document.xml" : "other/text2.xml");
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition = NULL;
      g_autofree char *dump = NULL;

      g_test_message ("%s", cases[i].name);
      edition = test_open (plugins, "a.docx", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL,
                           &error);
      g_assert_no_error (error);
      dump = dump_blocks (edition);
      g_assert_cmpstr (dump, ==, cases[i].blocks);
    }
}

/* Pages and texts that Word takes in: as they are, in a web archive, in another code page. */
static void
test_chunks (void)
{
  static const struct
  {
    const char *name;
    const char *data;
    const char *blocks;
  } chunks[] = {
    { "a.html",
      "<!DOCTYPE html><HTML><head><title>x</title><style>p{}</style></head><body><!-- <p>x "
      "--><h1>题&amp;目</h1>\n<p>甲\n "
      "<b>乙</b><br/>丙&#x4E01;&ldquo;&rdquo; a < b "
      "&c</p><ul><li>戊</li></ul><table><tr><td>己</td><td>庚</td></tr></table>"
      "</body></HTML>",
      "headline: 题&目\nbody: 甲 乙\nbody: 丙丁“” a < b &c\nbody: • 戊\nbody: 己\t庚\n" },
    { "a.mht",
      "MIME-Version: 1.0\r\nContent-Type: multipart/related; "
      "boundary=\"x\"\r\n\r\n--x\r\nContent-Transfer-Encoding: "
      "quoted-printable\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n<html><body><p>=E7=94=B2=\r\n"
      "=E4=B9=99</p></body></html>\r\n--x\r\nContent-Type: image/png\r\n\r\nxyz\r\n--x--\r\n",
      "body: 甲乙\n" },
    { "b.mht",
      "MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+55SyPC9wPg==\n",
      "body: 甲\n" },
    { "gbk.html", "<html><meta charset=gb2312><p>\xbc\xd7</html>", "body: 甲\n" },
    { "a.txt", "甲\n乙", "body: 甲\nbody: 乙\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (chunks); i++)
    {
      g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
      g_autofree char *links = g_strdup_printf ("<Relationships><Relationship Id=\"c\" Type=\"" REL
                                                "/aFChunk\" Target=\"%s\"/></Relationships>",
                                                chunks[i].name);
      g_autofree char *part = g_strconcat ("word/", chunks[i].name, NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition = NULL;
      g_autofree char *dump = NULL;

      galley_zip_writer_add_text (writer, "word/_rels/document.xml.rels", links);
      galley_zip_writer_add_text (writer, "word/document.xml",
                                  "<w:document" NS "><w:body><w:altChunk r:id=\"c\"/></w:body></w:document>");
      galley_zip_writer_add_text (writer, part, chunks[i].data);
      bytes = galley_zip_writer_finish (writer, NULL);
      edition = test_open (plugins, "a.docx", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL,
                           &error);
      g_assert_no_error (error);
      dump = dump_blocks (edition);
      g_assert_cmpstr (dump, ==, chunks[i].blocks);
    }
}

/* Nothing is left out that nobody is told of. */
static void
test_told (void)
{
  g_autoptr (GBytes) bytes =
      make (P ("文。") "<w:altChunk r:id=\"p\"/><w:p>" RUN ("<w:drawing><relIds/></w:drawing>") "</w:p>",
            "word/document.xml");
  g_autoptr (GalleySource) source = galley_source_new_for_bytes ("a.docx", NULL, bytes);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition = galley_open_source (plugins, source, NULL, job, &error);
  g_auto (GStrv) told = NULL;

  g_assert_no_error (error);
  told = galley_job_dup_notes (job);
  g_assert_nonnull (told[0]);
  g_assert_nonnull (strstr (told[0], "p.png"));
  /* Remarks come between. */
  g_assert_cmpuint (g_strv_length (told), ==, 3);
  g_assert_nonnull (strstr (told[2], "1"));
}

static void
test_strict (void)
{
  g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition = NULL;
  g_autofree char *dump = NULL;

  galley_zip_writer_add_text (
      writer, "_rels/.rels",
      "<Relationships><Relationship Id=\"x\" "
      "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" "
      "Target=\"word/document.xml\"/></Relationships>");
  galley_zip_writer_add_text (
      writer, "word/document.xml",
      "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body>" P (
          "文。") "</w:body></w:document>");
  bytes = galley_zip_writer_finish (writer, NULL);
  edition =
      test_open (plugins, "a.docx", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, &error);
  g_assert_no_error (error);
  dump = dump_blocks (edition);
  g_assert_cmpstr (dump, ==, "body: 文。\n");
}

/* Pictures, their words, what the file says of itself, comments, and what the job is told. */
static void
test_beside (void)
{
  g_autoptr (GBytes) bytes =
      make (P ("文。") "<w:p><w:r><w:drawing><wp:inline><wp:docPr descr=\"田野\"/><a:blip "
                       "r:embed=\"p\"/></wp:inline>"
                       "</w:drawing></w:r></w:p>" STYLED (
                           "c", "春天的田野。") "<w:p><w:r><w:pict><v:imagedata "
                                                "r:id=\"o\"/></w:pict></w:r><w:ins "
                                                "w:author=\"何远\"><w:r><w:t>完。</w:t></w:r></w:ins></w:p>",
            "word/document.xml");
  g_autoptr (GalleySource) source = galley_source_new_for_bytes ("a.docx", NULL, bytes);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition = galley_open_source (plugins, source, NULL, job, &error);
  g_auto (GStrv) job_notes = NULL;
  g_autoptr (GPtrArray) assets = NULL;
  g_autofree char *dump = NULL;
  g_autofree char *expected = NULL;
  GalleyAsset *asset;

  g_assert_no_error (error);
  assets = galley_edition_list_assets (edition);
  g_assert_cmpuint (assets->len, ==, 1);
  asset = g_ptr_array_index (assets, 0);
  g_assert_cmpstr (galley_asset_get_info (asset, "alt"), ==, "田野");
  g_assert_cmpstr (galley_asset_get_info (asset, "caption"), ==, "春天的田野。");
  dump = test_dump (edition);
  expected =
      g_strdup_printf ("asset p.png %s\npage 1 \n  article story\n    creator=吴月 ()\n    "
                       "keyword=春耕 ()\n    keyword=农机 ()\n"
                       "    comment=请核实 数字 (何远)\n    picture=%s ()\n    body: 文。\n    caption: "
                       "春天的田野。\n    body: 完。\n",
                       galley_asset_get_id (asset), galley_asset_get_id (asset));
  g_assert_cmpstr (dump, ==, expected);
  job_notes = galley_job_dup_notes (job);
  g_assert_cmpuint (g_strv_length (job_notes), ==, 3);
  g_assert_nonnull (strstr (job_notes[0], "何远"));
}

/* Copy of a whole page goes the way of page text. */
static void
test_page (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "data", "samples", "sample-page.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GalleyEdition) plain = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = g_markup_escape_text (lines[i], -1);

      g_string_append_printf (body, P ("%s"), line);
    }
  bytes = make (body->str, "word/document.xml");
  edition =
      test_open (plugins, "a.docx", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, &error);
  g_assert_no_error (error);
  plain = test_open (plugins, "a.txt", text, strlen (text), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_DATE), ==,
                   galley_masthead_get (galley_edition_get_masthead (plain), GALLEY_FACT_DATE));
  g_assert_cmpuint (galley_page_get_n_articles (galley_edition_get_page (edition, 0)), >, 3);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *data;
    gsize length;
    int code;
  } files[] = {
    { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 44,
      GALLEY_ERROR_ENCRYPTED },
    { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....W\0o\0r\0d\0", 20, GALLEY_ERROR_UNSUPPORTED },
    { "PK\003\004 nothing more", 17, GALLEY_ERROR_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (test_open (plugins, "a.docx", files[i].data, files[i].length, NULL, &error));
      g_assert_error (error, GALLEY_ERROR, files[i].code);
    }
}

static void
test_hostile (void)
{
  static const char *const bodies[] = {
    "<!ENTITY x \"y\">",
    "<w:p>",
    "&x;",
    "<w:tbl><w:tr><w:tc>",
    "<w:p><w:r><w:fldChar w:fldCharType=\"end\"/><w:fldChar w:fldCharType=\"separate\"/></w:r></w:p>",
    "<w:tr/><w:tc/><w:tc/>",
    "<w:p><w:r><w:footnoteReference w:id=\"99\"/><w:footnoteReference/></w:r></w:p>",
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"-5\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:p>"
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) bytes = make (bodies[i], "word/document.xml");

      test_survives (plugins, "a.docx", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
    }
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = make (cases[2].body, "word/document.xml");

  test_damage (plugins, "a.docx", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "docx");
}

/* The same with the damage inside of the package, where the parser meets it. */
static void
test_damaged_parts (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].body);

      for (guint k = 1; k < 16; k++)
        {
          g_autofree char *body = g_strndup (cases[i].body, length * k / 16);
          g_autofree char *turned = g_strdup (cases[i].body);
          g_autoptr (GBytes) cut = make (body, "word/document.xml");
          g_autoptr (GBytes) changed = NULL;

          turned[length * k / 16] ^= (char) (1 << k % 7);
          changed = make (turned, "word/document.xml");
          test_survives (plugins, "a.docx", g_bytes_get_data (cut, NULL), g_bytes_get_size (cut), "docx");
          test_survives (plugins, "a.docx", g_bytes_get_data (changed, NULL), g_bytes_get_size (changed),
                         "docx");
        }
    }
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

static GalleyEdition *
make_edition (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13,
                                'I',  'H', 'D', 'R', 0,  0,  0,  40, 0, 0, 0, 30 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (png, sizeof png);
  g_autoptr (GalleyAsset) asset = galley_asset_new ("图.png", "image/png", bytes);

  galley_asset_set_info (asset, "alt", "<田> & \"野\"");
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    {
      galley_builder_begin (builder, (GalleyRole) i);
      galley_builder_text (builder, "本报记者 吴月 <&>\"\t", -1, GALLEY_STYLE_PLAIN);
      galley_builder_text (builder, "重", -1, GALLEY_STYLE_STRONG | GALLEY_STYLE_EMPHASIS);
      galley_builder_link (builder, "网", -1, "http://a.b/?c=1&d=\"2\"");
    }
  galley_builder_asset (builder, asset);
  galley_builder_meta (builder, "keyword", "春耕");
  galley_builder_page (builder, 2, "要闻");
  galley_builder_begin (builder, GALLEY_ROLE_HEADLINE);
  galley_builder_text (builder, "第二版", -1, GALLEY_STYLE_PLAIN);
  return galley_builder_finish (builder, NULL);
}

static GBytes *
save (GalleyEdition *edition)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, "docx", &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = test_save (exporter, edition, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
test_writing (void)
{
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GBytes) first = save (edition);
  g_autoptr (GBytes) again = save (edition);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) back =
      test_open (plugins, "a.docx", g_bytes_get_data (first, NULL), g_bytes_get_size (first), NULL, &error);
  g_autoptr (GPtrArray) assets = NULL;
  GalleyArticle *article;
  g_autofree char *blocks = NULL;
  g_autofree char *blocks_before = dump_blocks (edition);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, again));
  blocks = dump_blocks (back);
  g_assert_cmpstr (blocks, ==, blocks_before);
  assets = galley_edition_list_assets (back);
  g_assert_cmpuint (assets->len, ==, 1);
  g_assert_cmpstr (galley_asset_get_info (g_ptr_array_index (assets, 0), "alt"), ==, "<田> & \"野\"");
  article = galley_page_get_article (galley_edition_get_page (back, 0), 0);
  g_assert_cmpstr (galley_metadata_get (galley_article_get_metadata (article), "keyword"), ==, "春耕");
}

static void
check_schema (GalleyZip *zip, const char *part, const char *schema)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = galley_zip_read (zip, part, G_MAXSIZE, &error);
  g_autofree char *folder = test_folder ();
  g_autofree char *path = g_build_filename (folder, "part.xml", NULL);
  const char *const command[] = { "xmllint", "--nonet", "--noout", "--schema", schema, path, NULL };
  g_autofree char *said = NULL;
  int status;

  g_assert_no_error (error);
  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &said,
                               &status, &error));
  g_assert_no_error (error);
  if (status != 0)
    g_test_message ("%s", said);
  g_assert_cmpint (status, ==, 0);
  test_remove (folder);
}

static void
test_schema (void)
{
  const char *shared = g_getenv ("GALLEY_SHARED");
  g_autofree char *beside = g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "shared", NULL);
  g_autofree char *folder = g_build_filename (shared != NULL ? shared : beside, "schemas", "ooxml", NULL);
  g_autofree char *word = g_build_filename (folder, "wml.xsd", NULL);
  g_autofree char *types = g_build_filename (folder, "opc-xsd", "opc-contentTypes.xsd", NULL);
  g_autofree char *links = g_build_filename (folder, "opc-xsd", "opc-relationships.xsd", NULL);
  g_autofree char *xmllint = g_find_program_in_path ("xmllint");
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GalleyZip) zip = NULL;

  if (xmllint == NULL || !g_file_test (word, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("xmllint (libxml2-utils) or ../shared/schemas is absent: set GALLEY_SHARED");
      return;
    }
  edition = make_edition ();
  bytes = save (edition);
  zip = galley_zip_open (bytes, "a.docx", NULL);
  check_schema (zip, "word/document.xml", word);
  check_schema (zip, "word/styles.xml", word);
  check_schema (zip, "[Content_Types].xml", types);
  check_schema (zip, "_rels/.rels", links);
  check_schema (zip, "word/_rels/document.xml.rels", links);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/docx/reading", test_reading);
  g_test_add_func ("/docx/chunks", test_chunks);
  g_test_add_func ("/docx/told", test_told);
  g_test_add_func ("/docx/strict", test_strict);
  g_test_add_func ("/docx/beside", test_beside);
  g_test_add_func ("/docx/page", test_page);
  g_test_add_func ("/docx/refused", test_refused);
  g_test_add_func ("/docx/hostile", test_hostile);
  g_test_add_func ("/docx/damaged", test_damaged);
  g_test_add_func ("/docx/damaged-parts", test_damaged_parts);
  g_test_add_func ("/docx/writing", test_writing);
  g_test_add_func ("/docx/schema", test_schema);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
