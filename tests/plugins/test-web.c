/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of the web and of e-papers, books, pictures and galleys of Founder: what comes in, and that damage does no harm. */

#include "config.h"

#include <gexiv2/gexiv2.h>

#include "../../plugins/common/galley-zip.h"
#include <unistd.h>

#include "test-common.h"

static GalleyPlugins *plugins;

static char *
read_text (const char *name, const char *data, gssize length, const char *format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition =
      test_open (plugins, name, data, length < 0 ? strlen (data) : (gsize) length, format, &error);

  g_assert_no_error (error);
  return test_dump (edition);
}

static void
assert_holds (const char *dump, const char *part)
{
  if (strstr (dump, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, dump);
}

static void
assert_lacks (const char *dump, const char *part)
{
  if (strstr (dump, part) != NULL)
    g_error ("“%s” is in:\n%s", part, dump);
}

/* --- pages of the web -------------------------------------------------------------------------------------------- */

static const char web_page[] =
    "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta "
    "charset=\"utf-8\"><title>山村通了公交车_要闻_清河网</title>"
    "<meta name=\"keywords\" content=\"公交，山村\"><meta property=\"article:published_time\" "
    "content=\"2024-05-06T08:00:00+08:00\"></head><body>"
    "<div class=\"nav\"><a href=\"/\">首页</a> <a href=\"/news\">新闻频道</a></div>"
    "<div class=\"wrap\"><div class=\"col\"><h3>城乡一体 路路相通</h3><h1>山村通了公交车</h1>"
    "<div class=\"info\">2024-05-06 08:00 来源：清河日报 作者：林远</div>"
    "<div "
    "class=\"text\"><p>"
    "　　昨天上午九点，第一辆公交车开进了海拔八百米的石门村，全村老少都来迎接，锣鼓敲了一上午。</p>"
    "<p>　　“以前下山要走两个钟头，现在二十分钟就到了镇上。”村民说，孩子上学、老人看病都方便了许多。</p>"
    "<h2>一条路走了十年</h2><p>　　修路的事，村里议了十年；钱、地、人，一样一样地凑，去年秋天终于动了工。</p>"
    "<script>alert('坏')</script></div>"
    "<div class=\"share\"><a href=\"#\">分享到</a></div></div>"
    "<div class=\"sidebar\"><ul><li><a href=\"1\">别的新闻第一条很长很长很长</a></li><li><a "
    "href=\"2\">别的新闻第二条也很长很长</a>"
    "</li></ul></div></div><div class=\"footer\">清河网版权所有 未经许可不得转载 "
    "备案号一二三四五六七八九十</div></body></html>";

static void
test_web_page (void)
{
  g_autofree char *dump = read_text ("a.html", web_page, -1, NULL);

  assert_holds (dump, "kicker: 城乡一体 路路相通\n    headline: 山村通了公交车\n    body: 昨天上午九点");
  assert_holds (dump, "crosshead: 一条路走了十年\n    body: 修路的事");
  assert_holds (dump, "created=2024-05-06T08:00:00+08:00");
  assert_holds (dump, "source=清河日报");
  assert_holds (dump, "person=林远 (作者)");
  assert_holds (dump, "keyword=公交 ()\n    keyword=山村");
  assert_lacks (dump, "首页");
  assert_lacks (dump, "别的新闻");
  assert_lacks (dump, "版权所有");
  assert_lacks (dump, "分享");
  assert_lacks (dump, "坏");
}

/* The label says GB2312, the bytes are GB18030. */
static void
test_charset (void)
{
  static const char page[] =
      "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"><title>"
      "朱镕基与喆</title></head><body><p>朱镕基的镕，陶喆的喆，都不在那张表里。</p></body></html>";
  gsize length;
  g_autofree char *bytes = g_convert (page, -1, "GB18030", "UTF-8", NULL, &length, NULL);
  g_autofree char *dump = read_text ("b.htm", bytes, (gssize) length, NULL);

  assert_holds (dump, "body: 朱镕基的镕，陶喆的喆，都不在那张表里。");
}

/* --- e-papers ---------------------------------------------------------------------------------------------------- */

static const char article_page[] =
    "<HTML><HEAD><META http-equiv=Content-Type content=\"text/html; "
    "charset=utf-8\"><TITLE>某报数字报</TITLE></HEAD><BODY>"
    "<TD class=a>第B02版：文化</TD><DIV id=ozoom><founder-content><P>　　■ 记者 江&nbsp;远</P><P>　　本报讯 "
    "昨天，古城墙下的"
    "灯会开了，来的人比往年多。<P>　　灯会到正月十八。<IMG src=\"../../../res/lamp.png\" width=300 "
    "alt=灯></founder-content></DIV>"
    "<IMG src=\"../../../../../out.png\" width=300>"
    "<!--enpproperty <articleid>77</articleid><date>2024-02-24 "
    "00:00:00</date><author></author><title>灯会<br>开了</title>"
    "<keyword>灯会 古城</keyword><subtitle>持续到正月十八</subtitle><introtitle><![CDATA[张灯结彩 "
    "喜迎元宵]]></introtitle>"
    "<nodename>文化</nodename>/enpproperty--></BODY></HTML>";

static const char node_page[] =
    "<html><body><a id=pageLink href=node_1.htm>第A01版：要闻</a><a id=pageLink "
    "href=node_2.htm>第B02版：文化</a>"
    "<MAP NAME=pagepicmap><Area coords=\"1,2,3,4\" shape=polygon href=content_77.htm?div=-1>"
    "<Area coords=\"5,6,7,8\" shape=polygon href=content_78.htm></MAP><img src=x.jpg USEMAP=#PagePicMap>"
    "<table><tr><td>第B02版：<b>文化</b></td></tr></table>"
    "<a href=content_78.htm>另一篇的题目</a><a href=content_77.htm>灯会 开了</a>"
    "<a href=\"../../../../../secret/content_1.htm\">外面的</a></body></html>"
    "<!--enpproperty <founder-date>2024-02-24 "
    "23:59:57<founder-pagenum>B02<founder-papername>某报<founder-type>2 "
    "/enpproperty-->";

static void
test_article (void)
{
  g_autofree char *dump = read_text ("content_77.htm", article_page, -1, NULL);

  assert_holds (
      dump,
      "kicker: 张灯结彩 喜迎元宵\n    headline: 灯会 开了\n    subhead: 持续到正月十八\n    byline: 记者");
  assert_holds (dump, "body: 本报讯 昨天，古城墙下的灯会开了，来的人比往年多。\n    body: 灯会到正月十八。");
  assert_holds (dump, "person=江远 (记者)");
  assert_holds (dump, "section=文化");
  assert_holds (dump, "page 2 文化");
  assert_holds (dump, "date=2024-02-24");
}

static char *
write_file (const char *folder, const char *name, const char *data, gssize length)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, data, length, NULL));
  return path;
}

/* A page draws in the files of its articles, and nothing from outside of the site. */
static void
test_issue (void)
{
  g_autofree char *folder = test_folder ();
  g_autofree char *article = write_file (folder, "site/html/2024-02/24/content_77.htm", article_page, -1);
  g_autofree char *page = write_file (folder, "site/html/2024-02/24/node_2.htm", node_page, -1);
  g_autofree char *picture = write_file (folder, "site/res/lamp.png", "\x89PNG\r\n\x1a\nlamp", 12);
  g_autofree char *outside = write_file (folder, "out.png", "\x89PNG\r\n\x1a\nout", 11);
  g_autofree char *secret = write_file (folder, "secret/content_1.htm", "<p>geheim</p>", -1);
  g_autoptr (GFile) file = g_file_new_for_path (page);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleySource) source = galley_source_new_for_file (file, NULL, &error);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyEdition) edition = galley_open_source (plugins, source, NULL, job, &error);
  g_autofree char *dump = NULL;

  g_assert_no_error (error);
  dump = test_dump (edition);
  assert_holds (dump, "paper=某报\ndate=2024-02-24\nasset lamp.png");
  assert_holds (dump, "page 2 文化");
  assert_holds (dump, "page.area=1,2,3,4");
  assert_holds (dump, "headline: 灯会 开了");
  assert_holds (dump, "headline: 另一篇的题目");
  assert_lacks (dump, "out.png");
  assert_lacks (dump, "geheim");
  g_assert_true (galley_job_has_part (job, article));
  test_remove (folder);
}

static void
test_links (void)
{
  g_autofree char *folder = test_folder ();
  g_autofree char *page = write_file (folder, "in/a.html", web_page, -1);
  g_autofree char *secret = write_file (folder, "secret.txt", "geheim", -1);
  g_autofree char *link = g_build_filename (folder, "in", "link.txt", NULL);
  static const char *const bad[] = { "../secret.txt",
                                     "..%2fsecret.txt",
                                     "%2e%2e/secret.txt",
                                     "/etc/passwd",
                                     "file:///etc/passwd",
                                     "http://localhost/",
                                     "link.txt",
                                     ".",
                                     "",
                                     "a.html/../../secret.txt" };
  g_autoptr (GFile) file = g_file_new_for_path (page);
  g_autoptr (GalleySource) source = galley_source_new_for_file (file, NULL, NULL);
  g_autofree char *good = NULL;

  g_assert_cmpint (symlink (secret, link), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (galley_source_resolve (source, bad[i]));
  good = galley_source_resolve (source, "./a.html?x#y");
  g_assert_true (g_str_has_suffix (good, "/in/a.html"));
  test_remove (folder);
}

/* --- books ------------------------------------------------------------------------------------------------------- */

static GBytes *
make_book (gboolean locked)
{
  g_autoptr (GalleyZipWriter) zip = galley_zip_writer_new ();
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  g_autoptr (GBytes) type = g_bytes_new_static ("application/epub+zip", 20);
  g_autoptr (GBytes) picture = g_bytes_new_static ("\x89PNG\r\n\x1a\nbook", 12);

  galley_zip_writer_add (zip, "mimetype", type, TRUE);
  galley_zip_writer_add_text (zip, "META-INF/container.xml",
                              "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
                              "<rootfile full-path='O/p.opf'/></rootfiles></container>");
  if (locked)
    galley_zip_writer_add_text (
        zip, "META-INF/encryption.xml",
        "<encryption><EncryptedData><EncryptionMethod Algorithm='x'/><CipherData>"
        "<CipherReference URI='O/b.xhtml'/></CipherData></EncryptedData></encryption>");
  galley_zip_writer_add_text (
      zip, "O/p.opf",
      "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/' "
      "version='3.0'><metadata>"
      "<dc:title>山河集</dc:title><dc:language>zh-CN</dc:language><dc:creator>林远</"
      "dc:creator><dc:date>2024-05-06</dc:date>"
      "<dc:rights>© 林远</dc:rights></metadata><manifest><item id='n' href='n.xhtml' properties='nav' "
      "media-type='application/xhtml+xml'/><item id='b' href='b.xhtml' media-type='application/xhtml+xml'/>"
      "<item id='a' href='t/a.xhtml' media-type='application/xhtml+xml'/></manifest>"
      "<spine><itemref idref='n'/><itemref idref='a'/><itemref idref='b'/><itemref "
      "idref='gone'/></spine></package>");
  galley_zip_writer_add_text (zip, "O/n.xhtml",
                              "<html><body><nav><ol><li>目录</li></ol></nav></body></html>");
  galley_zip_writer_add_text (
      zip, "O/t/a.xhtml",
      "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>"
      "<h1>第一章</h1><p>起。<em>承</em>。</p><img src='../i/p.png' alt='山'/></body></html>");
  galley_zip_writer_add_text (zip, "O/b.xhtml", "<html><body><h1>第二章</h1><p>转合。</p></body></html>");
  galley_zip_writer_add (zip, "O/i/p.png", picture, FALSE);
  bytes = galley_zip_writer_finish (zip, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
test_book (void)
{
  g_autoptr (GBytes) bytes = make_book (FALSE);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *dump = read_text ("a.epub", data, (gssize) length, NULL);
  const char *first = strstr (dump, "headline: 第一章"), *second = strstr (dump, "headline: 第二章");

  g_assert_true (first != NULL && second != NULL && first < second);
  assert_holds (dump, "paper=山河集\ndate=2024-05-06\nasset p.png");
  assert_holds (dump, "body: 起。承。 {emphasis 2-3 }");
  assert_holds (dump, "person=林远");
  assert_holds (dump, "rights=© 林远");
  assert_lacks (dump, "目录");
  test_damage (plugins, "a.epub", data, length, NULL);
}

static void
test_locked_book (void)
{
  g_autoptr (GBytes) bytes = make_book (TRUE);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_null (test_open (plugins, "a.epub", data, length, NULL, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_ENCRYPTED);
}

/* --- pictures ---------------------------------------------------------------------------------------------------- */

static const guint8 tiny_jpeg[] = {
  0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 'J',  'F',  'I',  'F',  0x00, 0x01, 0x01, 0x00, 0x00, 0x01,
  0x00, 0x01, 0x00, 0x00, 0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x01, 0x00, 0x01, 0x01, 0x01, 0x11,
  0x00, 0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0x00, 0xff, 0xd9,
};

static void
test_picture (void)
{
  g_autofree char *folder = test_folder ();
  g_autofree char *path = write_file (folder, "p.jpg", (const char *) tiny_jpeg, sizeof tiny_jpeg);
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *dump = NULL;
  const char *creators[] = { "董明", NULL };
  gsize length;

  gexiv2_metadata_open_path (metadata, path, &error);
  g_assert_no_error (error);
  gexiv2_metadata_try_set_tag_string (metadata, "Xmp.dc.description", "元宵灯会上的人群。", &error);
  g_assert_no_error (error);
  gexiv2_metadata_try_set_tag_multiple (metadata, "Xmp.dc.creator", creators, &error);
  g_assert_no_error (error);
  gexiv2_metadata_try_set_tag_string (metadata, "Iptc.Application2.Credit", "某报", &error);
  gexiv2_metadata_try_set_tag_string (metadata, "Iptc.Application2.City", "杭州", &error);
  gexiv2_metadata_try_set_tag_string (metadata, "Xmp.dc.rights", "© 某报", &error);
  gexiv2_metadata_try_set_tag_string (metadata, "Exif.Photo.DateTimeOriginal", "2024:02:24 19:30:00", &error);
  g_assert_no_error (error);
  gexiv2_metadata_save_file (metadata, path, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  dump = read_text ("p.jpg", data, (gssize) length, NULL);
  assert_holds (dump, "article picture");
  assert_holds (dump, "caption: 元宵灯会上的人群。\n    credit: 董明/某报");
  assert_holds (dump, "person=董明 (photographer)");
  assert_holds (dump, "rights=© 某报");
  assert_holds (dump, "place=杭州");
  assert_holds (dump, "created=2024-02-24T19:30:00");
  test_damage (plugins, "p.jpg", data, length, NULL);
  test_remove (folder);
}

/* --- galleys of Founder ------------------------------------------------------------------------------------------ */

static void
test_founder (void)
{
  static const char text[] =
      "〖BT1〗〖HT2H〗灯会开了\xee\x80\x84〖JZ〗〖HT4K〗持续到正月十八\xee\x80\x84〖HT5K〗本报记者　江远\xee"
      "\x80\x84"
      "〖HT5SS〗　　本报讯　昨天，古城墙下的〖ZZ(〗灯会〖ZZ)〗，\r\n开了〖QQ3〗。\xee\x80\x84"
      "〖TP<a.tif>〗〖BG(〗〖BH〗甲〖〗乙〖BH〗丙〖〗丁〖BG)〗Ω\r\n";
  gsize length;
  g_autofree char *bytes = g_convert (text, -1, "GB18030", "UTF-8", NULL, &length, NULL);
  g_autofree char *dump = NULL;

  g_assert_nonnull (bytes);
  dump = read_text ("a.fbd", bytes, (gssize) length, NULL);
  assert_holds (dump,
                "headline: 灯会开了\n    subhead: 持续到正月十八\n    byline: 本报记者　江远\n    body: "
                "本报讯　昨天，古城墙下的灯会，开了。\n    body: 甲\t乙\n    body: 丙\t丁\n");
  test_damage (plugins, "a.fbd", bytes, length, NULL);
}

/* --- harm -------------------------------------------------------------------------------------------------------- */

static void
test_harm (void)
{
  g_autoptr (GString) deep = g_string_new ("<html><body>");

  for (guint i = 0; i < 200000; i++)
    g_string_append (deep, "<div><b>");
  test_survives (plugins, "deep.html", deep->str, deep->len, NULL);
  test_damage (plugins, "w.html", web_page, strlen (web_page), NULL);
  test_damage (plugins, "c.htm", article_page, strlen (article_page), NULL);
  test_damage (plugins, "node_2.htm", node_page, strlen (node_page), NULL);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/web/page", test_web_page);
  g_test_add_func ("/web/charset", test_charset);
  g_test_add_func ("/web/links", test_links);
  g_test_add_func ("/epaper/article", test_article);
  g_test_add_func ("/epaper/issue", test_issue);
  g_test_add_func ("/epub/book", test_book);
  g_test_add_func ("/epub/locked", test_locked_book);
  g_test_add_func ("/picture", test_picture);
  g_test_add_func ("/fbd", test_founder);
  g_test_add_func ("/harm", test_harm);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
