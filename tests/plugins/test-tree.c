/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our parser of XML is held against libxml2: it makes the same tree of the same document, and takes and refuses the same ones. */

#include "config.h"

#include "../../plugins/common/galley-tree.h"
#include "../../plugins/common/galley-zip.h"
#include "test-common.h"

/* Comments and instructions are nodes with libxml2 alone; nobody looks at them. Text that they part is one text here; two nodes of
 * text beside each other are told apart. */
static void
dump (GString *out, const xmlNode *node)
{
  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
    {
      if (node->prev != NULL && node->prev->type == node->type)
        g_string_append_c (out, '|');
      g_string_append (out, (const char *) node->content);
      return;
    }
  if (node->type != XML_ELEMENT_NODE)
    return;
  g_string_append_printf (out, "<{%s}%s", node->ns != NULL ? (const char *) node->ns->href : "", node->name);
  for (const xmlAttr *a = node->properties; a != NULL; a = a->next)
    {
      g_assert_true (a->parent == node);
      g_string_append_printf (
          out, " {%s}%s=\"%s\"", a->ns != NULL ? (const char *) a->ns->href : "", a->name,
          a->children != NULL && a->children->content != NULL ? (const char *) a->children->content : "");
    }
  g_string_append_c (out, '>');
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      g_assert_true (child->parent == node);
      g_assert_true (child->next != NULL ? child->next->prev == child : node->last == child);
      dump (out, child);
    }
  g_string_append (out, "</>");
}

/* What each of the two makes of it; NULL: refused. */
static char *
dump_ours (GBytes *bytes)
{
  g_autoptr (GalleyTree) tree = galley_tree_parse (bytes, "a.xml", NULL);
  GString *out = g_string_new (NULL);

  if (tree == NULL)
    return g_string_free (out, TRUE);
  dump (out, galley_tree_get_root (tree));
  return g_string_free (out, FALSE);
}

static char *
dump_theirs (GBytes *bytes)
{
  g_autoptr (xmlDoc) document = galley_xml_parse (bytes, "a.xml", NULL);
  GString *out = g_string_new (NULL);

  if (document == NULL)
    return g_string_free (out, TRUE);
  dump (out, xmlDocGetRootElement (document));
  return g_string_free (out, FALSE);
}

static void
compare (const char *text, gssize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autofree char *ours = dump_ours (bytes);
  g_autofree char *theirs = dump_theirs (bytes);

  if (g_strcmp0 (ours, theirs) != 0)
    g_test_message ("of %.*s", (int) MIN (400, g_bytes_get_size (bytes)), text);
  g_assert_cmpstr (ours, ==, theirs);
}

static const char *const documents[] = {
  "<a/>",
  "<a></a>",
  "\xef\xbb\xbf<a/>",
  "<?xml version=\"1.0\"?><a/>",
  "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<a/>\n",
  " <a/>",
  " <?xml version=\"1.0\"?><a/>",
  "<a b=\"1\" c='2'/>",
  "<a b = \"1\"\n\tc\r\n=\r\n'2' />",
  "<a b=\"1\"c=\"2\"/>",
  "<a b=\"1\" b=\"2\"/>",
  "<a b=1/>",
  "<a b/>",
  "<a b=\"<\"/>",
  "<a b=\"&\"/>",
  "<a b=\"&lt;&amp;&quot;&apos;&gt;\"/>",
  "<a b=\" x\ty\nz\r\nw\rv \"/>",
  "<a b=\"&#10;&#13;&#9;\"/>",
  "<a b=\"\"/>",
  "<a>&lt;&amp;&quot;&apos;&gt;&#20013;&#x4e2d;&#X4e2d;</a>",
  "<a>&#0;</a>",
  "<a>&#1;</a>",
  "<a>&#xd800;</a>",
  "<a>&#xfffe;</a>",
  "<a>&#x110000;</a>",
  "<a>&#99999999999999999999;</a>",
  "<a>&#;</a>",
  "<a>&#x;</a>",
  "<a>&nbsp;</a>",
  "<!DOCTYPE a><a>&nbsp;</a>",
  "<!DOCTYPE a SYSTEM \"x.dtd\"><a>b&nbsp;c</a>",
  "<!DOCTYPE a PUBLIC \"-//X\" \"x.dtd\"><a/>",
  "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
  "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
  "<!DOCTYPE a [<!ELEMENT a ANY><!-- ] --><?pi ]?>]><a>x</a>",
  "<!DOCTYPE a [<!ELEMENT a ANY>]><!DOCTYPE a><a/>",
  "<a><!DOCTYPE a></a>",
  "<a/><!DOCTYPE a>",
  "<a>a\r\nb\rc\n</a>",
  "<a>]]></a>",
  "<a>]]&gt;</a>",
  "<a>]] ></a>",
  "<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>",
  "<a>x<![CDATA[]]>y</a>",
  "<a>x<![CDATA[yz]]>w<![CDATA[&lt;]]>&lt;<b/><![CDATA[1]]><![CDATA[2]]></a>",
  "<a><![CDATA[x\r\ny]]>\r\nz<!-- c -->u<![CDATA[v]]></a>",
  "<a><![CDATA[x</a>",
  "<a><![CDATA[x]]</a>",
  "<![CDATA[x]]><a/>",
  "<a/><![CDATA[x]]>",
  "<a><!-- x --></a>",
  "<a>1<!---->2</a>",
  "<a>1<!-- - -->2</a>",
  "<a><!-- -- --></a>",
  "<a><!-- ---></a>",
  "<a><!-></a>",
  "<!-- x --><a/><!-- y -->",
  "<?p?><a/><?p q?>",
  "<a>1<?p q?>2</a>",
  "<a><?xml version=\"1.0\"?></a>",
  "<a><?xml-x?></a>",
  "<a><?p</a>",
  "<a><? p?></a>",
  "<a>",
  "</a>",
  "<a></b>",
  "<a><b></a></b>",
  "<a/><b/>",
  "<a/>x",
  "x<a/>",
  "",
  " ",
  "<",
  "<a",
  "<a ",
  "<a/",
  "<a b=\"",
  "< a/>",
  "<1/>",
  "<-/>",
  "<a></a >",
  "<a></ a>",
  "<a></a b>",
  "<a></ab>",
  "<ab></a>",
  "<_a.b-c/>",
  "<中文 属性=\"值\">字</中文>",
  "<a>\x01</a>",
  "<a>\x7f</a>",
  "<a>\xef\xbf\xbe</a>",
  "<a>\xef\xbf\xbd</a>",
  "<a>\xff</a>",
  "<a b=\"\x02\"/>",
  "<a><!-- \x02 --></a>",
  "<a xmlns=\"u\"><b/><c xmlns=\"\"><d/></c><e xmlns=\"v\"/></a>",
  "<p:a xmlns:p=\"u\" p:x=\"1\" x=\"2\"><p:b/><q:c/></p:a>",
  "<p:a xmlns:p=\"u\"><p:b xmlns:p=\"v\" p:x=\"1\"/><p:c/></p:a>",
  "<p:a><p:b p:c=\"1\"/></p:a>",
  "<a xmlns:p=\"u\"><p:b xmlns:p=\"v\" xmlns=\"w\"><c/><p:c xmlns:p=\"x\" "
  "xmlns=\"\"/><p:c/></p:b><p:d/><d/></a>",
  "<a><p:b xmlns:p=\"v\"/><p:c/></a>",
  "<a xmlns=\"w\" xmlns:p=\"v\"><:c :d=\"1\"/><::c ::d=\"1\"/><p::c/><p:c:/><p:c:d/><p:c::d/></a>",
  "<a xmlns:p=\"v\"><p:c:-/></a>",
  "<p:a xmlns:p=\"u\"></q:a>",
  "<p:a xmlns:p=\"u\" xmlns:q=\"u\"></q:a>",
  "<a xml:space=\"preserve\" xml:lang=\"zh\"> </a>",
  "<a xmlns:p=\"u\" xmlns:p=\"v\"/>",
  "<a xmlns=\"&lt;u&#x4e2d;\"/>",
  "<a b='\"' c=\"'\"/>",
  "<a>text<b/>tail<b/></a>",
  "<a\n>\n<b\n/>\n</a\n>",
  "<a>x</a>\n<!-- y",
  "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>",
  "<?xml version=\"1.0\" encoding=\"GB18030\"?><a>\xd6\xd0</a>",
  "<?xml version=\"1.0\" encoding=\"nonsense\"?><a/>",
  "<?xml encoding=\"UTF-8\"?><a/>",
  "<?xml version=\"1.0\"><a/>",
};

static void
test_documents (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    compare (documents[i], -1);
}

static void
test_encodings (void)
{
  static const char *const names[] = { "UTF-16LE", "UTF-16BE" };
  static const char *const marks[] = { "\xff\xfe", "\xfe\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gsize length;
      g_autofree char *text = g_convert ("<a b=\"中\">文𠀀</a>", -1, names[i], "UTF-8", NULL, &length, NULL);
      g_autoptr (GString) marked = g_string_new_len (marks[i], 2);

      g_string_append_len (marked, text, (gssize) length);
      compare (marked->str, (gssize) marked->len);
    }
  compare ("<a>\0</a>", 8);
}

static void
test_depth (void)
{
  for (guint depth = 250; depth < 260; depth += 9)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < depth; i++)
        g_string_append (text, "<a>");
      for (guint i = 0; i < depth; i++)
        g_string_append (text, "</a>");
      compare (text->str, -1);
    }
}

/* Many names of one length in an element; more of them than anybody writes are refused. */
static void
test_attributes (void)
{
  for (guint n = 250; n <= 260; n += 10)
    {
      g_autoptr (GString) text = g_string_new ("<a");
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GalleyTree) tree = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (text, " a%03u='%u'", i, i);
      g_string_append (text, "/>");
      bytes = g_bytes_new (text->str, text->len);
      tree = galley_tree_parse (bytes, "a.xml", NULL);
      g_assert_cmpint (tree != NULL, ==, n <= 256);
      if (tree != NULL)
        compare (text->str, -1);
    }
}

/* Thousands of prefixes in scope, each of which is looked for again and again: no more than a moment. */
static void
test_spaces (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 start;

  for (guint i = 0; i < 200; i++)
    {
      g_string_append (text, "<a");
      for (guint k = 0; k < 200; k++)
        g_string_append_printf (text, " xmlns:p%u='u%u'", i * 200 + k, k);
      g_string_append_c (text, '>');
    }
  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "<p0:b/>");
  for (guint i = 0; i < 200; i++)
    g_string_append (text, "</a>");
  start = g_get_monotonic_time ();
  {
    g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
    g_autoptr (GalleyTree) tree = galley_tree_parse (bytes, "a.xml", NULL);

    g_assert_nonnull (tree);
  }
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

static void
check_too_large (const char *piece, guint n)
{
  g_autoptr (GString) text = g_string_new ("<a>");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= n; i++)
    g_string_append (text, piece);
  g_string_append (text, "</a>");
  bytes = g_bytes_new_static (text->str, text->len);
  g_assert_null (galley_tree_parse (bytes, "a.xml", &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE);
}

/* One that is too large is refused before it costs memory; texts are nodes too. */
static void
test_limits (void)
{
  check_too_large ("<b/>", GALLEY_XML_MAX_NODES);
  check_too_large ("<b/>x", GALLEY_XML_MAX_NODES / 2);
}

/* Bits and pieces of markup in any order, and documents with one byte changed. */
static void
test_random (void)
{
  static const char *const pieces[] = { "<a>",
                                        "</a>",
                                        "<b c=\"d\"/>",
                                        "<p:b xmlns:p=\"u\">",
                                        "</p:b>",
                                        "x",
                                        "&amp;",
                                        "&#65;",
                                        "\r\n",
                                        "<!-- y -->",
                                        "<?p q?>",
                                        "<![CDATA[z]]>",
                                        "]]",
                                        ">",
                                        "<",
                                        "\"",
                                        "中",
                                        " ",
                                        "&x;",
                                        "--" };
  static const char alphabet[] = "<>/=\"'&;#x ab:!-?[]\n\xe4";

  for (guint i = 0; i < 6000; i++)
    {
      g_autoptr (GString) text = g_string_new ("<a>");
      guint n = (guint) g_test_rand_int_range (0, 8);

      for (guint k = 0; k < n; k++)
        g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      g_string_append (text, "</a>");
      compare (text->str, -1);
    }
  for (guint i = 0; i < 6000; i++)
    {
      const char *document = documents[g_test_rand_int_range (0, G_N_ELEMENTS (documents))];
      g_autofree char *text = g_strdup (document);
      gsize length = strlen (text);
      gsize at = length > 0 ? (gsize) g_test_rand_int_range (0, (gint32) length) : 0;

      /* What a declaration or a document type holds is another matter: it is passed by. */
      if (length == 0 || strstr (document, "<!DOCTYPE") != NULL || strstr (document, "<?xml ") != NULL)
        continue;
      text[at] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];
      compare (text, (gssize) length);
    }
}

static guint
compare_package (const char *path)
{
  char *data;
  gsize length;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GalleyZip) zip = NULL;
  static const char *const parts[] = { "word/document.xml",  "word/styles.xml",
                                       "word/numbering.xml", "word/comments.xml",
                                       "word/footnotes.xml", "word/_rels/document.xml.rels",
                                       "_rels/.rels",        "docProps/core.xml",
                                       "content.xml",        "styles.xml",
                                       "meta.xml",           "META-INF/manifest.xml" };
  guint n = 0;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return 0;
  bytes = g_bytes_new_take (data, length);
  zip = galley_zip_open (bytes, path, NULL);
  for (guint i = 0; zip != NULL && i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GBytes) part = galley_zip_read (zip, parts[i], GALLEY_XML_MAX_BYTES, NULL);

      if (part == NULL)
        continue;
      compare (g_bytes_get_data (part, NULL), (gssize) g_bytes_get_size (part));
      n++;
    }
  return n;
}

/* What word processors of all kinds have written. */
static void
test_samples (void)
{
  const char *shared = g_getenv ("GALLEY_SHARED");
  g_autofree char *beside = g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "shared", NULL);
  static const char *const kinds[] = { "docx", "odt" };
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *folder =
          g_build_filename (shared != NULL ? shared : beside, "samples", kinds[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);

          n += compare_package (path);
        }
    }
  if (n == 0)
    g_test_skip ("there are no samples in ../shared: set GALLEY_SHARED");
  g_test_message ("%u parts", n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tree/documents", test_documents);
  g_test_add_func ("/tree/encodings", test_encodings);
  g_test_add_func ("/tree/depth", test_depth);
  g_test_add_func ("/tree/attributes", test_attributes);
  g_test_add_func ("/tree/spaces", test_spaces);
  g_test_add_func ("/tree/limits", test_limits);
  g_test_add_func ("/tree/random", test_random);
  g_test_add_func ("/tree/samples", test_samples);
  return g_test_run ();
}
