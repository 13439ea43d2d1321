/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <json-glib/json-glib.h>

#include "galley-json-scan.h"

static void
test_values (void)
{
  GalleyJsonScan scan;
  g_autofree char *text = NULL, *escaped = NULL, *key = NULL;

  galley_json_scan_init (
      &scan, " [ \"清样\" , \"a\\n\\\"\\u6e05\\ud83d\\ude00\\/\", 42, -0.5e1, {\"k\": []}, [], {} ] ");
  galley_json_scan_enter (&scan, '[');
  g_assert_true (galley_json_scan_next (&scan));
  text = galley_json_scan_string (&scan);
  g_assert_cmpstr (text, ==, "清样");
  g_assert_true (galley_json_scan_next (&scan));
  escaped = galley_json_scan_string (&scan);
  g_assert_cmpstr (escaped, ==, "a\n\"清😀/");
  g_assert_true (galley_json_scan_next (&scan));
  g_assert_cmpuint (galley_json_scan_count (&scan), ==, 42);
  g_assert_true (galley_json_scan_next (&scan));
  g_assert_cmpfloat (galley_json_scan_number (&scan), ==, -5);
  g_assert_true (galley_json_scan_next (&scan));
  galley_json_scan_enter (&scan, '{');
  g_assert_true (galley_json_scan_next (&scan));
  key = galley_json_scan_key (&scan);
  g_assert_cmpstr (key, ==, "k");
  galley_json_scan_enter (&scan, '[');
  g_assert_false (galley_json_scan_next (&scan));
  g_assert_false (galley_json_scan_next (&scan));
  g_assert_true (galley_json_scan_next (&scan));
  galley_json_scan_skip (&scan);
  g_assert_true (galley_json_scan_next (&scan));
  galley_json_scan_skip (&scan);
  g_assert_false (galley_json_scan_next (&scan));
  g_assert_true (galley_json_scan_is_done (&scan));
}

/* What another writer makes of any text is read as that text. */
static void
test_other_writer (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);
      g_autofree char *json = NULL, *read = NULL;
      GalleyJsonScan scan;

      for (gint n = g_rand_int_range (rand, 0, 20); n > 0; n--)
        {
          static const gunichar limits[] = { 0x20, 0x80, 0x800, 0xD000, 0x10FFFF };

          g_string_append_unichar (
              text, (gunichar) g_rand_int_range (rand, 1, (gint32) limits[g_rand_int_range (rand, 0, 4)]));
        }
      json_node_set_string (node, text->str);
      json = json_to_string (node, FALSE);
      galley_json_scan_init (&scan, json);
      read = galley_json_scan_string (&scan);
      g_assert_cmpstr (read, ==, text->str);
      g_assert_true (galley_json_scan_is_done (&scan));
    }
}

static gboolean
accepts (const char *text)
{
  GalleyJsonScan scan;

  galley_json_scan_init (&scan, text);
  galley_json_scan_skip (&scan);
  return galley_json_scan_is_done (&scan);
}

static void
test_damage (void)
{
  static const char *const bad[] = {
    "",
    " ",
    "[",
    "]",
    "[1",
    "[1,",
    "[1 2]",
    "[1}",
    "{\"a\"}",
    "{\"a\":}",
    "{1:2}",
    "\"a",
    "\"\\",
    "\"\\x\"",
    "\"\\u12",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "tru",
    "[1] 2",
    "{\"a\":1,}",
    "-",
    "\xff",
    "\"\xff\"",
    "{\"a\":1]",
    "\"\\ud800\\u0041\"",
  };
  static const char *const good[] = {
    "[]", "{}", "0", "-1.5E+3", "null", "[true,false]", "{\"a\":{\"b\":[1,[2]]}}"
  };
  g_autoptr (GString) deep = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (accepts (bad[i]));
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (accepts (good[i]));
  g_assert_false (accepts (NULL));
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_assert_false (accepts (deep->str));
}

/* Every beginning of a good text is a bad one, and asking for what is not there fails. */
static void
test_cut (void)
{
  static const char whole[] = "[{\"role\":\"body\",\"text\":\"清\\u6e05\",\"source\":[0,12]}]";
  GalleyJsonScan scan;

  g_assert_true (accepts (whole));
  for (gsize length = 0; length + 1 < sizeof whole; length++)
    {
      g_autofree char *cut = g_strndup (whole, length);

      g_assert_false (accepts (cut));
    }
  galley_json_scan_init (&scan, "[1]");
  galley_json_scan_enter (&scan, '{');
  g_assert_false (galley_json_scan_next (&scan));
  g_assert_null (galley_json_scan_string (&scan));
  g_assert_cmpuint (galley_json_scan_count (&scan), ==, 0);
  g_assert_false (galley_json_scan_is_done (&scan));
  galley_json_scan_init (&scan, "4294967296");
  g_assert_cmpuint (galley_json_scan_count (&scan), ==, 0);
  g_assert_false (galley_json_scan_is_done (&scan));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-scan/values", test_values);
  g_test_add_func ("/json-scan/other-writer", test_other_writer);
  g_test_add_func ("/json-scan/damage", test_damage);
  g_test_add_func ("/json-scan/cut", test_cut);
  return g_test_run ();
}
