/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugins/common/galley-xml.h"
#include "plugins/common/galley-zip.h"

#include "test-common.h"

static GBytes *
pack (const char *const *members)
{
  g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  for (guint i = 0; members[i] != NULL; i += 2)
    galley_zip_writer_add_text (writer, members[i], members[i + 1]);
  bytes = galley_zip_writer_finish (writer, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
test_round_trip (void)
{
  static const char *const members[] = { "mimetype", "a/b", "文/图.txt", "正文", "empty", "", NULL };
  g_autoptr (GBytes) first = pack (members);
  g_autoptr (GBytes) again = pack (members);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyZip) zip = galley_zip_open (first, "x.zip", &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, again));
  g_assert_cmpuint (galley_zip_list (zip)->len, ==, 3);
  for (guint i = 0; members[i] != NULL; i += 2)
    {
      g_autoptr (GBytes) bytes = galley_zip_read (zip, members[i], 100, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (g_ptr_array_index (galley_zip_list (zip), i / 2), ==, members[i]);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), members[i + 1],
                       strlen (members[i + 1]));
    }
  g_assert_true (galley_zip_has (zip, "/MimeType"));
  g_assert_null (galley_zip_read (zip, "none", 100, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* What an EPUB and an OpenDocument need: the first member as it is, right behind a header without extras. */
static void
test_stored (void)
{
  g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
  g_autoptr (GBytes) type = g_bytes_new_static ("application/epub+zip", 20);
  g_autoptr (GBytes) bytes = NULL;
  const char *data;

  galley_zip_writer_add (writer, "mimetype", type, TRUE);
  bytes = galley_zip_writer_finish (writer, NULL);
  data = g_bytes_get_data (bytes, NULL);
  g_assert_cmpmem (data + 30, 28, "mimetypeapplication/epub+zip", 28);
}

static void
test_unsafe_names (void)
{
  static const char *const names[] = { "../up", "a/../../up", "/etc/up", "c:\\up", "..\\up" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *const members[] = { "a", "b", names[i], "c", NULL };
      g_autoptr (GBytes) bytes = pack (members);
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyZip) zip = galley_zip_open (bytes, "x.zip", &error);

      g_assert_null (zip);
      g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
    }
}

static void
test_same_name_twice (void)
{
  static const char *const members[] = { "word/a.xml", "b", "Word/A.xml", "c", NULL };
  g_autoptr (GBytes) bytes = pack (members);
  g_autoptr (GError) error = NULL;

  g_assert_null (galley_zip_open (bytes, "x.zip", &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
}

static void
test_bomb (void)
{
  g_autoptr (GalleyZipWriter) writer = galley_zip_writer_new ();
  g_autoptr (GBytes) zeros = g_bytes_new_take (g_malloc0 (40u << 20), 40u << 20);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyZip) zip = NULL;

  galley_zip_writer_add (writer, "a", zeros, FALSE);
  bytes = galley_zip_writer_finish (writer, NULL);
  zip = galley_zip_open (bytes, "x.zip", &error);
  g_assert_no_error (error);
  g_assert_null (galley_zip_read (zip, "a", G_MAXSIZE, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (galley_zip_read (zip, "a", 1000, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE);
}

/* --- XML -------------------------------------------------------------------------------------------------------- */

static xmlDoc *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return galley_xml_parse (bytes, "part.xml", error);
}

static void
test_entities (void)
{
  static const char *const hostile[] = {
    "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a>&x;</a>",
    "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>",
    "<!DOCTYPE a SYSTEM \"http://localhost:1/x.dtd\"><a>&x;</a>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (xmlDoc) document = parse (hostile[i], &error);
      g_autofree char *text = document != NULL ? galley_xml_dup_text (xmlDocGetRootElement (document)) : NULL;

      if (document == NULL)
        g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
      else
        g_assert_cmpstr (text, ==, "");
    }
}

static void
test_limits (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) wide = g_string_new ("<a>");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (deep, "<a>");
  g_assert_null (parse (deep->str, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
  g_clear_error (&error);
  for (guint i = 0; i < GALLEY_XML_MAX_NODES + 1; i++)
    g_string_append (wide, "<b/>");
  g_string_append (wide, "</a>");
  g_assert_null (parse (wide->str, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE);
}

static void
test_walking (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (xmlDoc) document =
      parse ("<a xmlns='urn:one' xmlns:t='urn:two'><b t:v='x' v='7'> 甲<c/>乙 </b><t:b/></a>", &error);
  const xmlNode *root, *b;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  root = xmlDocGetRootElement (document);
  b = galley_xml_child (root, "b");
  text = galley_xml_dup_text (root);
  g_assert_cmpstr (text, ==, "甲乙");
  g_assert_true (galley_xml_is (b, "one", "b"));
  g_assert_false (galley_xml_is (b->next, "one", "b"));
  g_assert_cmpstr (galley_xml_get_in (b, "two", "v"), ==, "x");
  g_assert_cmpint (galley_xml_get_int (b, "w", 3), ==, 3);
  g_assert_nonnull (galley_xml_find (root, "c"));
  g_assert_null (galley_xml_find (b->next, "c"));
}

static void
test_writing (void)
{
  g_autoptr (GString) out = g_string_new ("<a");
  g_autoptr (GError) error = NULL;
  g_autoptr (xmlDoc) document = NULL;
  g_autofree char *text = NULL;

  galley_xml_append_attribute (out, "v", "<\"&>\n\t甲");
  g_string_append_c (out, '>');
  galley_xml_append (out, "a<b>&\"c\"\x01\xef\xbf\xbf乙", -1);
  g_string_append (out, "</a>");
  document = parse (out->str, &error);
  g_assert_no_error (error);
  text = galley_xml_dup_text (xmlDocGetRootElement (document));
  g_assert_cmpstr (text, ==, "a<b>&\"c\"乙");
  g_assert_cmpstr (galley_xml_get (xmlDocGetRootElement (document), "v"), ==, "<\"&>\n\t甲");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zip/round-trip", test_round_trip);
  g_test_add_func ("/zip/stored", test_stored);
  g_test_add_func ("/zip/unsafe-names", test_unsafe_names);
  g_test_add_func ("/zip/same-name-twice", test_same_name_twice);
  g_test_add_func ("/zip/bomb", test_bomb);
  g_test_add_func ("/xml/entities", test_entities);
  g_test_add_func ("/xml/limits", test_limits);
  g_test_add_func ("/xml/walking", test_walking);
  g_test_add_func ("/xml/writing", test_writing);
  return g_test_run ();
}
