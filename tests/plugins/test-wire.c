/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire formats: out and in again, against their schemas, real items against a table of facts, hostile input. */

#include "config.h"

#include <stdlib.h>

#include "test-common.h"

static GalleyPlugins *plugins;

static char *
shared_path (const char *relative)
{
  const char *shared = g_getenv ("GALLEY_SHARED");
  g_autofree char *beside = g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "shared", NULL);
  g_autofree char *above = g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "..", "shared", NULL);
  const char *folder = shared != NULL ? shared : g_file_test (beside, G_FILE_TEST_IS_DIR) ? beside : above;
  char *path = g_build_filename (folder, relative, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  return NULL;
}

/* --- an edition that uses everything ---------------------------------------------------------------------------- */

static void
add_block (GalleyBuilder *builder, GalleyRole role, const char *text)
{
  galley_builder_begin (builder, role);
  galley_builder_text (builder, text, -1, GALLEY_STYLE_PLAIN);
}

static void
add_metadata (GalleyBuilder *builder)
{
  galley_builder_person (builder, "王小川", "本报记者");
  galley_builder_person (builder, "李桂芳", "通讯员");
  galley_builder_person (builder, "Ann O'Hara", NULL);
  galley_builder_item (builder, "subject", "20000350", "medtop");
  galley_builder_item (builder, "subject.name", "中央银行", "medtop:20000350");
  galley_builder_item (builder, "subject", "水利", NULL);
  galley_builder_item (builder, "subject", "31", "gbt20093");
  galley_builder_meta (builder, "keyword", "春耕");
  galley_builder_meta (builder, "keyword", "<雨水> & \"灌溉\"");
  galley_builder_meta (builder, "genre", "消息");
  galley_builder_meta (builder, "urgency", "3");
  galley_builder_meta (builder, "language", "zh-CN");
  galley_builder_meta (builder, "place", "丰县");
  galley_builder_meta (builder, "source", "本报");
  galley_builder_meta (builder, "rights", "© 2024 青禾日报");
  galley_builder_meta (builder, "rights.holder", "青禾日报社");
  galley_builder_meta (builder, "rights.usage", "未经许可不得转载");
  galley_builder_meta (builder, "created", "2024-05-05T18:30:00+08:00");
  galley_builder_meta (builder, "modified", "2024-05-05T22:10:00+08:00");
  galley_builder_meta (builder, "embargo", "2024-05-06T05:00:00+08:00");
  galley_builder_meta (builder, "slug", "qinghe-01");
  galley_builder_meta (builder, "summary", "一场雨解了丰县的旱。");
  galley_builder_meta (builder, "section", "三农");
  galley_builder_item (builder, "dateline.place", "丰县", "现场");
  galley_builder_meta (builder, "自定 项", "值: 100%");
}

static GalleyEdition *
make_edition (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  g_autoptr (GalleyAsset) asset = galley_asset_new ("渠.png", "image/png", bytes);
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition;

  galley_asset_set_info (asset, "alt", "水渠");
  galley_asset_set_info (asset, "caption", "新修的水渠");
  galley_builder_fact (builder, GALLEY_FACT_PAPER, "青禾日报");
  galley_builder_fact (builder, GALLEY_FACT_DATE, "2024-05-06");
  galley_builder_fact (builder, GALLEY_FACT_ISSUE, "1024");
  galley_builder_fact (builder, GALLEY_FACT_CN, "CN99-0001");
  galley_builder_fact (builder, GALLEY_FACT_POST_CODE, "1-2");
  galley_builder_fact (builder, GALLEY_FACT_HOTLINE, "010-1 010-2");
  galley_builder_page (builder, 1, "要闻");
  galley_builder_staff (builder, "责任编辑", "赵一");
  galley_builder_staff (builder, "校对", "钱二");
  add_metadata (builder);
  galley_builder_asset (builder, asset);
  add_block (builder, GALLEY_ROLE_KICKER, "春雨落下来");
  add_block (builder, GALLEY_ROLE_HEADLINE, "丰县三天栽下<两万亩>秧");
  add_block (builder, GALLEY_ROLE_SUBHEAD, "水渠修到了田头");
  add_block (builder, GALLEY_ROLE_SUBHEAD, "人人都说来得及");
  add_block (builder, GALLEY_ROLE_PEOPLE, "周县长到场 吴主任主持");
  add_block (builder, GALLEY_ROLE_BYLINE, "本报记者 王小川 通讯员 李桂芳");
  add_block (builder, GALLEY_ROLE_BODY, "本报讯 五月五日,丰县下了一场透雨。田里的人都笑了,说今年赶得上。");
  galley_builder_mark (builder, GALLEY_SPAN_DATELINE, 0, 3, NULL);
  galley_builder_mark (builder, GALLEY_SPAN_STRONG, 4, 8, NULL);
  galley_builder_mark (builder, GALLEY_SPAN_EMPHASIS, 6, 12, NULL);
  galley_builder_mark (builder, GALLEY_SPAN_LINK, 13, 15, "https://example.org/a?b=1&c=2");
  add_block (builder, GALLEY_ROLE_CROSSHEAD, "渠通了");
  add_block (builder, GALLEY_ROLE_QUOTE, "“水到了,心就定了。”");
  add_block (builder, GALLEY_ROLE_BODY, "A & B < C > D; “引号”,全角。");
  add_block (builder, GALLEY_ROLE_CAPTION, "新修的水渠");
  add_block (builder, GALLEY_ROLE_CREDIT, "孙五 摄");
  add_block (builder, GALLEY_ROLE_NOTE, "(编者:此为首篇)");
  add_block (builder, GALLEY_ROLE_JUMP, "(下转第2版)");
  galley_builder_next_article (builder);
  galley_builder_page (builder, 2, "综合");
  galley_builder_kind (builder, GALLEY_ARTICLE_PICTURE);
  add_block (builder, GALLEY_ROLE_HEADLINE, "渡口");
  add_block (builder, GALLEY_ROLE_CAPTION, "渡口的早晨。");
  galley_builder_next_article (builder);
  galley_builder_kind (builder, GALLEY_ARTICLE_AD);
  add_block (builder, GALLEY_ROLE_AD, "青禾种子站 电话 010-3");
  galley_builder_next_article (builder);
  edition = galley_builder_finish (builder, &error);
  g_assert_no_error (error);
  return edition;
}

static GBytes *
save (const char *format, const char *option, const char *value, GalleyEdition *edition)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, format, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  if (option != NULL)
    g_assert_true (galley_save_set_option (exporter, option, value, &error));
  bytes = test_save (exporter, edition, &error);
  g_assert_no_error (error);
  return bytes;
}

/* --- comparing -------------------------------------------------------------------------------------------------- */

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Metadata are a set: each run of their lines (indented, with "=") is put in order. */
static char *
sorted_dump (GalleyEdition *edition)
{
  g_autofree char *dump = test_dump (edition);
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);

  for (guint i = 0; lines[i] != NULL;)
    {
      guint end = i;

      while (lines[end] != NULL && g_str_has_prefix (lines[end], "    ") && strstr (lines[end], ": ") == NULL)
        end++;
      while (lines[end] != NULL && g_str_has_prefix (lines[end], "    ") &&
             strcspn (lines[end], "=") < strcspn (lines[end], ":"))
        end++;
      if (end > i)
        qsort (lines + i, end - i, sizeof *lines, compare_lines);
      i = MAX (end, i + 1);
    }
  return g_strjoinv ("\n", lines);
}

static void
round_trip (const char *format, const char *name, const char *option, const char *value)
{
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GBytes) bytes = save (format, option, value, edition);
  g_autoptr (GBytes) again = save (format, option, value, edition);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) back = NULL;
  g_autofree char *before = sorted_dump (edition);
  g_autofree char *after = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_true (g_bytes_equal (bytes, again));
  back = test_open (plugins, name, data, length, NULL, &error);
  g_assert_no_error (error);
  after = sorted_dump (back);
  g_assert_cmpstr (after, ==, before);
}

static void
test_g2_round (void)
{
  round_trip ("newsml-g2", "a.xml", NULL, NULL);
}

static void
test_ninjs_round (void)
{
  round_trip ("ninjs", "a.json", NULL, NULL);
  round_trip ("ninjs", "a.json", "version", "2.1");
}

/* --- NITF: a file an article ------------------------------------------------------------------------------------ */

static char *
save_nitf (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, "nitf", &error);
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  char *folder = test_folder ();
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  g_assert_no_error (error);
  g_assert_true (galley_exporter_save_tree (exporter, frozen, file, job, &error));
  g_assert_no_error (error);
  return folder;
}

static void
test_nitf_round (void)
{
  static const char *const names[] = { "p01-01.xml", "p02-01.xml", "p02-02.xml" };
  g_autofree char *folder = save_nitf ();
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GalleyEdition) back = galley_edition_new ();
  g_autofree char *before = sorted_dump (edition);
  g_autofree char *after = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *data = NULL;
      g_autoptr (GalleyEdition) one = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &data, &length, &error));
      g_assert_no_error (error);
      one = test_open (plugins, names[i], data, length, NULL, &error);
      g_assert_no_error (error);
      galley_edition_absorb (back, one, 0);
    }
  test_remove (folder);
  after = sorted_dump (back);
  g_assert_cmpstr (after, ==, before);
}

/* --- schemas ---------------------------------------------------------------------------------------------------- */

static void
validate (const char *schema, const char *path)
{
  g_autofree char *xmllint = g_find_program_in_path ("xmllint");
  g_autofree char *xsd = shared_path (schema);
  const char *const argv[] = { xmllint, "--nonet", "--noout", "--schema", xsd, path, NULL };
  g_autofree char *errors = NULL;
  gint status;

  if (xsd == NULL || xmllint == NULL)
    {
      g_test_skip (xsd == NULL ? "there are no schemas in ../shared: set GALLEY_SHARED"
                               : "xmllint (libxml2-utils) is not installed");
      return;
    }
  g_assert_true (
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &errors, &status, NULL));
  if (status != 0)
    g_test_message ("%s", errors);
  g_assert_cmpint (status, ==, 0);
}

static void
test_g2_schema (void)
{
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GBytes) bytes = save ("newsml-g2", NULL, NULL, edition);
  g_autofree char *folder = test_folder ();
  g_autofree char *path = g_build_filename (folder, "a.xml", NULL);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  validate ("schemas/newsml-g2/NewsML-G2_2.35-spec-All-Power.xsd", path);
  test_remove (folder);
}

static void
test_nitf_schema (void)
{
  g_autofree char *folder = save_nitf ();
  g_autofree char *path = g_build_filename (folder, "p01-01.xml", NULL);
  g_autofree char *second = g_build_filename (folder, "p02-01.xml", NULL);

  validate ("schemas/nitf/nitf-3-6.xsd", path);
  validate ("schemas/nitf/nitf-3-6.xsd", second);
  test_remove (folder);
}

/* The schema does not look at it: each alias must be in the item's catalog or in that of the IPTC. */
static void
test_g2_aliases (void)
{
  static const char *const iptc[] = { "ninat", "stat", "genre", "medtop", "encd", "drol", NULL };
  static const char *const attributes[] = { "qcode", "role", "rel", "type", "encoding", NULL };
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GBytes) bytes = save ("newsml-g2", NULL, NULL, edition);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data, length);
  g_auto (GStrv) items = g_strsplit (text, "standardversion=", -1);
  guint n_codes = 0;

  for (guint i = 1; items[i] != NULL; i++)
    for (guint k = 0; attributes[k] != NULL; k++)
      {
        g_autofree char *mark = g_strconcat (" ", attributes[k], "=\"", NULL);

        for (const char *p = strstr (items[i], mark); p != NULL; p = strstr (p + 1, mark))
          {
            const char *code = p + strlen (mark);
            g_autofree char *alias = g_strndup (code, strcspn (code, ":\""));
            g_autofree char *scheme = g_strdup_printf ("<scheme alias=\"%s\"", alias);

            n_codes++;
            if (!g_strv_contains (iptc, alias) && strstr (items[i], scheme) == NULL)
              g_error ("the alias “%s” is not declared", alias);
          }
      }
  g_assert_cmpuint (n_codes, >, 60);
}

/* --- foreign items ---------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  const char *data;
  const char *parts; /* lines the dump must hold, parted by "|" */
} Foreign;

static const Foreign foreign[] = {
  { "g2-nitf.xml",
    "<newsItem guid='urn:x:1' version='2' xml:lang='en'><itemMeta><itemClass qcode='ninat:text'/>"
    "<provider literal='Acme'/><versionCreated>2020-01-02T03:04:05Z</versionCreated></itemMeta><contentMeta>"
    "<located><name>Rome</name></located><creator><name>Ann Lee</name></creator>"
    "<subject qcode='medtop:11000000'><name>politics</name></subject><headline>River "
    "rises</headline></contentMeta>"
    "<contentSet><inlineXML><nitf><body><body.head><hedline><hl1>River rises</hl1><hl2>Two towns wait</hl2>"
    "</hedline><byline>By Ann Lee</byline></body.head><body.content><p>First &eacute;tage.</p><p>Second</p>"
    "</body.content></body></nitf></inlineXML></contentSet></newsItem>",
    NULL },
  { "g2.xml",
    "<newsItem guid='urn:x:1' version='2' xml:lang='en'><itemMeta><itemClass qcode='ninat:text'/>"
    "<provider literal='Acme'/><versionCreated>2020-01-02T03:04:05Z</versionCreated></itemMeta><rightsInfo>"
    "<copyrightNotice>(c) Acme</copyrightNotice></rightsInfo><contentMeta>"
    "<located><name>Rome</name></located><creator role='r:writer'><name>Ann Lee</name></creator>"
    "<subject qcode='medtop:11000000'><name>politics</name></subject><headline>River rises</headline>"
    "<dateline>ROME (Acme)</dateline></contentMeta><contentSet><inlineXML><html><body><h1>River rises</h1>"
    "<p>ROME (Acme) - Water &amp; <b>mud</b>.</p><blockquote><p>We wait</p></blockquote><table><tr><td>a</td>"
    "<td>b</td></tr></table></body></html></inlineXML></contentSet></newsItem>",
    "guid=urn:x:1|version=2|provider=Acme|modified=2020-01-02T03:04:05Z|person=Ann Lee (writer)|"
    "subject=11000000 (medtop)|subject.name=politics (medtop:11000000)|place=Rome|rights=(c) "
    "Acme|language=en|"
    "headline: River rises|body: ROME (Acme) - Water & mud. {dateline 0-11 } {strong 22-25 }|quote: We "
    "wait|body: a\tb" },
  { "old.nitf.xml",
    "<?xml version='1.0' encoding='ISO-8859-1'?><!DOCTYPE nitf SYSTEM '../dtd/nitf-3-2.dtd'><nitf><head>"
    "<title>t</title><tobject><tobject.subject tobject.subject.refnum='04000000' "
    "tobject.subject.type='Economy'/>"
    "</tobject><docdata><doc-id id-string='N1' regsrc='Acme'/><urgency ed-urg='4'/>"
    "<date.issue norm='20210203T040506+0100'/><doc.copyright holder='Acme' year='2021'/><key-list>"
    "<keyword key='oil'/></key-list></docdata></head><body><body.head><hedline><hl1>Prices fall</hl1>"
    "<hl2>Buyers wait</hl2></hedline><byline>By <person>Jo Doe</person><byttl>Staff writer</byttl></byline>"
    "<dateline><location>Oslo</location></dateline></body.head><body.content><p>Caf\xe9 one.</p>"
    "<hl2>Later</hl2><p>Two.</p></body.content></body></nitf>",
    "subject=04000000 (subj)|subject.name=Economy (subj:04000000)|guid=N1|urgency=4|"
    "created=2021-02-03T04:05:06+01:00|rights.holder=Acme|keyword=oil|person=Jo Doe (Staff "
    "writer)|place=Oslo|"
    "headline: Prices fall|subhead: Buyers wait|body: Café one.|crosshead: Later" },
  { "one.json",
    "{\"uri\":\"urn:n:1\",\"type\":\"text\",\"versioncreated\":\"2019-01-01T00:00:00Z\",\"byline\":\"By Jo "
    "Doe\","
    "\"headline\":\"Ice melts\",\"copyrightholder\":\"Acme\",\"body_html\":\"<p>First.</p><p>Second "
    "<b>x</b>.</p>\","
    "\"person\":[{\"name\":\"Max Muster\",\"rel\":\"about\"}],\"subject\":[{\"code\":\"medtop:20000001\","
    "\"name\":\"arts\"}]}",
    "guid=urn:n:1|modified=2019-01-01T00:00:00Z|rights.holder=Acme|subject=20000001 (medtop)|headline: Ice "
    "melts|"
    "byline: By Jo Doe|body: First.|body: Second x. {strong 7-8 }" },
  { "three.json",
    "{\"uri\":\"urn:n:3\",\"standard\":{\"name\":\"ninjs\",\"version\":\"3.0\"},\"type\":\"text\",\"by\":"
    "\"Jo\","
    "\"headlines\":[{\"role\":\"main\",\"value\":\"Main\"},{\"role\":\"subhead\",\"value\":\"Sub\"}],"
    "\"people\":[{\"name\":\"Jo\",\"rel\":\"author\"}],\"located\":\"Bonn\",\"copyrightNotice\":\"(c)\","
    "\"bodies\":[{\"role\":\"main\",\"contentType\":\"text/plain\",\"value\":\"One\\nTwo\"}]}",
    "headline: Main|subhead: Sub|byline: Jo|person=Jo (author)|place=Bonn|rights=(c)|body: One|body: Two" },
  { "n1.xml",
    "<NewsML><NewsEnvelope><DateAndTime>20050607T080910Z</DateAndTime></"
    "NewsEnvelope><NewsItem><Identification>"
    "<NewsIdentifier><ProviderId>acme.com</ProviderId><NewsItemId>42</NewsItemId><RevisionId>3</RevisionId>"
    "<PublicIdentifier>urn:newsml:acme.com:42</PublicIdentifier></NewsIdentifier></"
    "Identification><NewsManagement>"
    "<FirstCreated>20050607T070000Z</FirstCreated><Urgency FormalName='5'/></NewsManagement><NewsComponent>"
    "<NewsLines><HeadLine>Storm</HeadLine><SubHeadLine>Roofs fly</SubHeadLine><ByLine>By "
    "Jo</ByLine><DateLine>Bern"
    "</DateLine><CopyrightLine>(c) Acme</CopyrightLine><KeywordLine>wind</KeywordLine></NewsLines>"
    "<DescriptiveMetadata><Language FormalName='en'/><SubjectCode><Subject "
    "FormalName='03000000'/></SubjectCode>"
    "</DescriptiveMetadata><ContentItem><DataContent><nitf><body><body.content><p>Wind.</p></body.content></"
    "body>"
    "</nitf></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
    "guid=urn:newsml:acme.com:42|version=3|created=2005-06-07T07:00:00Z|urgency=5|rights=(c) "
    "Acme|keyword=wind|"
    "language=en|subject=03000000 (subj)|headline: Storm|subhead: Roofs fly|byline: By Jo|body: Wind." },
  { "wire.iptc",
    "\x01"
    "ABC123 4 POL 120 Town-Council\r\n\x02"
    "Council votes\r\nBy Jo Doe\r\n"
    "  BONN, 3 May (Acme) - The council voted\r\nlate.\r\n  A second one.\r\n\x03"
    "031415 MAY 21\r\n\x04",
    "urgency=4|category=POL|slug=Town-Council|headline: Council votes|byline: By Jo Doe|"
    "body: BONN, 3 May (Acme) - The council voted late.|body: A second one." },
  { "a.atom",
    "<feed "
    "xmlns='http://www.w3.org/2005/Atom'><title>F</title><entry><id>tag:x:1</id><title>One</title><author>"
    "<name>Jo</name></author><updated>2020-01-01T00:00:00Z</updated><category term='sport'/><content "
    "type='html'>"
    "&lt;p&gt;Body &lt;b&gt;b&lt;/b&gt;&lt;/p&gt;</content></entry><entry><id>tag:x:2</id><title>Two</title>"
    "<content type='xhtml'><div "
    "xmlns='http://www.w3.org/1999/xhtml'><p>X</p><p>Y</p></div></content></entry></feed>",
    "guid=tag:x:1|person=Jo (author)|keyword=sport|modified=2020-01-01T00:00:00Z|headline: One|"
    "body: Body b {strong 5-6 }|headline: Two|body: X|body: Y" },
  { "a.rss",
    "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:c='http://purl.org/rss/1.0/modules/content/'>"
    "<channel><title>F</title><copyright>(c) F</copyright><item><title>One &amp;amp; "
    "two</title><guid>g1</guid>"
    "<pubDate>Mon, 06 May 2024 08:00:00 "
    "+0800</pubDate><dc:creator>Jo</dc:creator><description>short</description>"
    "<c:encoded><![CDATA[<p>Long<br/>text</p>]]></c:encoded></item></channel></rss>",
    "guid=g1|created=2024-05-06T08:00:00+08:00|person=Jo (author)|summary=short|rights=(c) F|"
    "headline: One & two|body: Long|body: text" },
};

static void
test_foreign (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition =
          test_open (plugins, foreign[i].name, foreign[i].data, strlen (foreign[i].data), NULL, &error);
      g_autofree char *dump = NULL;
      g_auto (GStrv) parts = NULL;

      g_test_message ("%s", foreign[i].name);
      if (foreign[i].parts == NULL)
        {
          /* An entity nobody declared, in a file without DOCTYPE. */
          g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
          continue;
        }
      g_assert_no_error (error);
      dump = test_dump (edition);
      parts = g_strsplit (foreign[i].parts, "|", -1);
      for (guint k = 0; parts[k] != NULL; k++)
        {
          if (strstr (dump, parts[k]) == NULL)
            g_error ("“%s” is missing in:\n%s", parts[k], dump);
        }
    }
}

/* --- real items ------------------------------------------------------------------------------------------------- */

/* tests/plugins/wire-expected.tsv: file, what (a key of the metadata, or a role), value. A role's value is how it begins. */
static gboolean
holds (GalleyEdition *edition, const char *what, const char *value)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  GalleyRole role;
  gboolean is_role = galley_role_from_name (what, &role);

  for (guint a = 0; a < articles->len; a++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, a);
      g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), what);

      for (guint i = 0; i < items->len; i++)
        {
          if (g_str_has_prefix (((const GalleyMetaItem *) g_ptr_array_index (items, i))->value, value))
            return TRUE;
        }
      for (guint i = 0; is_role && i < galley_article_get_n_blocks (article); i++)
        {
          GalleyBlock *block = galley_article_get_block (article, i);

          if (galley_block_get_role (block) == role &&
              g_str_has_prefix (galley_block_get_text (block), value))
            return TRUE;
        }
    }
  return FALSE;
}

/* A subject may stand under its name; the first words may have a role of their own (a lead, a crosshead). */
static gboolean
holds_any (GalleyEdition *edition, const char *what, const char *value)
{
  static const char *const subjects[] = { "subject", "subject.name", NULL };
  static const char *const roles[] = { "body",    "crosshead", "subhead", "headline",
                                       "caption", "quote",     "note",    NULL };
  const char *const *names = g_str_equal (what, "subject*") ? subjects
                             : g_str_equal (what, "body*")  ? roles
                                                            : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      if (holds (edition, names[i], value))
        return TRUE;
    }
  return names == NULL && holds (edition, what, value);
}

static void
test_expected (void)
{
  g_autofree char *table =
      g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "tests", "plugins", "wire-expected.tsv", NULL);
  g_autofree char *samples = shared_path ("samples");
  g_autofree char *data = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *last = NULL;
  g_autoptr (GalleyEdition) edition = NULL;
  guint n_files = 0, n_facts = 0, n_missed = 0;

  if (samples == NULL)
    {
      g_test_skip ("there are no samples in ../shared: set GALLEY_SHARED");
      return;
    }
  g_assert_true (g_file_get_contents (table, &data, NULL, NULL));
  lines = g_strsplit (data, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 3);

      if (*lines[i] == '#' || g_strv_length (fields) < 3)
        continue;
      if (g_strcmp0 (last, fields[0]) != 0)
        {
          g_autofree char *path = g_build_filename (samples, fields[0], NULL);
          g_autofree char *bytes = NULL;
          g_autoptr (GError) error = NULL;
          gsize length;

          g_free (last);
          last = g_strdup (fields[0]);
          g_clear_object (&edition);
          if (!g_file_get_contents (path, &bytes, &length, NULL))
            continue;
          edition = test_open (plugins, fields[0], bytes, length, NULL, &error);
          if (edition == NULL)
            g_test_message ("%s: %s", fields[0], error->message);
          n_files++;
        }
      n_facts++;
      if (edition == NULL || !holds_any (edition, fields[1], fields[2]))
        {
          g_test_message ("%s: no %s “%s”", fields[0], fields[1], fields[2]);
          n_missed++;
        }
    }
  g_test_message ("%u files, %u facts, %u missed", n_files, n_facts, n_missed);
  g_assert_cmpuint (n_missed, ==, 0);
}

/* --- hostile input ---------------------------------------------------------------------------------------------- */

static void
test_hostile_xml (void)
{
  g_autoptr (GString) laughs = g_string_new ("<?xml version='1.0'?><!DOCTYPE nitf [<!ENTITY a 'ha'>");
  g_autoptr (GString) deep = g_string_new ("<nitf><body><body.content>");
  g_autoptr (GString) div = g_string_new (NULL);
  static const char xxe[] =
      "<?xml version='1.0'?><!DOCTYPE nitf [<!ENTITY x SYSTEM "
      "'file:///etc/passwd'>]><nitf><body><body.head><hedline>"
      "<hl1>H&x;</hl1></hedline></body.head><body.content><p>a&x;b</p></body.content></body></nitf>";
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dump = NULL;
  g_autofree char *json = NULL;

  for (char c = 'b'; c <= 'z'; c++)
    {
      g_string_append_printf (laughs, "<!ENTITY %c '", c);
      for (guint i = 0; i < 10; i++)
        g_string_append_printf (laughs, "&%c;", c - 1);
      g_string_append (laughs, "'>");
    }
  g_string_append (laughs,
                   "]><nitf><head><meta name='&z;' content='&z;'/></head><body><body.content><p x='&z;'>&z;"
                   "</p></body.content></body></nitf>");
  test_survives (plugins, "laughs.xml", laughs->str, laughs->len, NULL);

  for (guint i = 0; i < 100000; i++)
    {
      g_string_append (deep, "<p>");
      g_string_append (div, "<div>");
    }
  test_survives (plugins, "deep.xml", deep->str, deep->len, NULL);
  json = g_strdup_printf ("{\"uri\":\"u\",\"headline\":\"h\",\"body_html\":\"%sx\"}", div->str);
  test_survives (plugins, "deep-html.json", json, strlen (json), "ninjs");
  memset (div->str, '[', div->len);
  test_survives (plugins, "deep.json", div->str, div->len, "ninjs");

  edition = test_open (plugins, "xxe.xml", xxe, strlen (xxe), NULL, &error);
  if (edition != NULL)
    {
      dump = test_dump (edition);
      g_assert_null (strstr (dump, "root:"));
      g_assert_nonnull (strstr (dump, "ab"));
    }
}

static void
test_hostile_damage (void)
{
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GBytes) g2 = save ("newsml-g2", NULL, NULL, edition);
  g_autoptr (GBytes) ninjs = save ("ninjs", NULL, NULL, edition);
  gsize length;
  const char *data = g_bytes_get_data (g2, &length);

  test_damage (plugins, "a.xml", data, length, "newsml-g2");
  data = g_bytes_get_data (ninjs, &length);
  test_damage (plugins, "a.json", data, length, "ninjs");
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    test_damage (plugins, foreign[i].name, foreign[i].data, strlen (foreign[i].data), NULL);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/wire/newsml-g2/round-trip", test_g2_round);
  g_test_add_func ("/wire/newsml-g2/schema", test_g2_schema);
  g_test_add_func ("/wire/newsml-g2/aliases", test_g2_aliases);
  g_test_add_func ("/wire/nitf/round-trip", test_nitf_round);
  g_test_add_func ("/wire/nitf/schema", test_nitf_schema);
  g_test_add_func ("/wire/ninjs/round-trip", test_ninjs_round);
  g_test_add_func ("/wire/foreign", test_foreign);
  g_test_add_func ("/wire/expected", test_expected);
  g_test_add_func ("/wire/hostile/xml", test_hostile_xml);
  g_test_add_func ("/wire/hostile/damage", test_hostile_damage);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
