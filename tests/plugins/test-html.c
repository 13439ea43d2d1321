/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <json-glib/json-glib.h>

#include "test-common.h"

static GalleyPlugins *plugins;

/* An edition whose every string tries to break out of the page. */
static GalleyEdition *
make_edition (void)
{
  static const char evil[] = "</script><script>alert(1)</script>\"'&<b>]]>--><!--";
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x89PNG\r\n\x1a\n....", 12);
  g_autoptr (GBytes) foreign_bytes = g_bytes_new_static ("II*", 4);
  g_autoptr (GalleyAsset) asset = galley_asset_new ("a.png", "image/png", bytes);
  g_autoptr (GalleyAsset) foreign = galley_asset_new ("b.tiff", "image/tiff", foreign_bytes);

  galley_asset_set_info (asset, "alt", "春耕\"><img src=x>");
  galley_builder_fact (builder, GALLEY_FACT_PAPER, evil);
  galley_builder_fact (builder, GALLEY_FACT_DATE, "2024-05-06");
  for (guint p = 1; p <= 2; p++)
    {
      galley_builder_page (builder, p, evil);
      galley_builder_staff (builder, evil, evil);
      for (guint kind = 0; kind <= GALLEY_ARTICLE_FURNITURE; kind++)
        {
          galley_builder_kind (builder, (GalleyArticleKind) kind);
          galley_builder_item (builder, "person", evil, evil);
          galley_builder_item (builder, "keyword", evil, NULL);
          galley_builder_asset (builder, asset);
          galley_builder_asset (builder, foreign);
          for (guint role = 0; role < GALLEY_N_ROLES; role++)
            {
              g_autofree char *text = g_strdup_printf ("%u-%u-%u %s", p, kind, role, evil);

              galley_builder_begin (builder, (GalleyRole) role);
              galley_builder_text (builder, text, -1, GALLEY_STYLE_PLAIN);
              galley_builder_mark (builder, GALLEY_SPAN_STRONG, 0, 4, NULL);
              galley_builder_mark (builder, GALLEY_SPAN_EMPHASIS, 2, 8, NULL);
              galley_builder_mark (builder, GALLEY_SPAN_LINK, 3, 9,
                                   role % 2 ? "javascript:alert(1)" : "https://a.b/?x=\"1\"&y");
            }
          galley_builder_next_article (builder);
        }
    }
  return galley_builder_finish (builder, NULL);
}

static char *
save (GalleyEdition *edition, const char *option, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, "html", &error);
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  const char *data;

  g_assert_no_error (error);
  if (option != NULL)
    g_assert_true (galley_save_set_option (exporter, option, value, &error));
  bytes = test_save (exporter, edition, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &length);
  return g_strndup (data, length);
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, part)) != NULL; p += strlen (part))
    n++;
  return n;
}

static void
test_escaping (void)
{
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autofree char *html = save (edition, NULL, NULL);
  g_autofree char *again = save (edition, NULL, NULL);

  g_assert_cmpstr (html, ==, again);
  g_assert_true (g_utf8_validate (html, -1, NULL));
  g_assert_cmpuint (count (html, "<script>"), ==, 0);
  g_assert_cmpuint (count (html, "<script"), ==, 4); /* the data of four articles */
  g_assert_cmpuint (count (html, "</script>"), ==, 4);
  g_assert_null (strstr (html, "javascript:"));
  g_assert_null (strstr (html, "<img src=x"));
  g_assert_null (strstr (html, "<b>"));
  g_assert_null (strstr (html, "image/tiff"));
  g_assert_cmpuint (count (html, "<!--"), ==, 0);
}

/* Each tag that opens is closed in order, and every link inside of the page has its place. */
static void
test_structure (void)
{
  static const char *const empty[] = { "meta", "img", "br", NULL };
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autofree char *html = save (edition, "include-ads", "true");
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
  guint level = 0;

  for (const char *p = strchr (html + 1, '<'); p != NULL; p = strchr (p + 1, '<'))
    {
      gboolean closes = p[1] == '/';
      const char *start = p + (closes ? 2 : 1);
      g_autofree char *name = g_strndup (start, strcspn (start, " >"));

      if (g_strv_contains (empty, name))
        continue;
      if (!closes)
        g_ptr_array_add (open, g_strdup (name));
      else
        {
          g_assert_cmpuint (open->len, >, 0);
          g_assert_cmpstr (g_ptr_array_index (open, open->len - 1), ==, name);
          g_ptr_array_set_size (open, (gint) open->len - 1);
        }
      if (!closes && name[0] == 'h' && g_ascii_isdigit (name[1]))
        {
          g_assert_cmpuint (name[1] - '0', <=, level + 1);
          level = (guint) (name[1] - '0');
        }
    }
  g_assert_cmpuint (open->len, ==, 0);
  for (const char *p = strstr (html, "href=\"#"); p != NULL; p = strstr (p + 1, "href=\"#"))
    {
      g_autofree char *target = g_strndup (p + 7, strcspn (p + 7, "\""));
      g_autofree char *id = g_strdup_printf ("id=\"%s\"", target);

      g_assert_cmpuint (count (html, id), ==, 1);
    }
  g_assert_cmpuint (count (html, "<h1>"), ==, 1);
  g_assert_cmpuint (count (html, "<main"), ==, 1);
  g_assert_cmpuint (count (html, "<img"), ==, count (html, "alt=\""));
}

static void
test_json (void)
{
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autofree char *html = save (edition, NULL, NULL);
  static const char mark[] = "<script type=\"application/ld+json\">";
  guint n = 0;

  for (const char *p = strstr (html, mark); p != NULL; p = strstr (p + 1, mark))
    {
      const char *start = p + strlen (mark);
      const char *end = strstr (start, "</script>");
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError) error = NULL;
      JsonObject *article;

      g_assert_true (json_parser_load_from_data (parser, start, end - start, &error));
      g_assert_no_error (error);
      article = json_node_get_object (json_parser_get_root (parser));
      g_assert_cmpstr (json_object_get_string_member (article, "@type"), ==, "NewsArticle");
      g_assert_cmpstr (json_object_get_string_member (article, "datePublished"), ==, "2024-05-06");
      g_assert_nonnull (strstr (json_object_get_string_member (article, "articleBody"), "</script>"));
      n++;
    }
  g_assert_cmpuint (n, ==, 4);
}

static void
test_options (void)
{
  static const struct
  {
    const char *option;
    const char *value;
    const char *part;
    guint n;
  } cases[] = {
    { "include-ads", "false", "<article", 4 },      { "include-ads", "true", "<article", 6 },
    { "include-furniture", "true", "<article", 6 }, { "include-pictures", "false", "<img", 0 },
    { "include-pictures", "true", "<img", 4 },      { "include-metadata", "false", "<script", 0 },
  };
  g_autoptr (GalleyEdition) edition = make_edition ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *html = save (edition, cases[i].option, cases[i].value);

      g_test_message ("%s=%s", cases[i].option, cases[i].value);
      g_assert_cmpuint (count (html, cases[i].part), ==, cases[i].n);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/html/escaping", test_escaping);
  g_test_add_func ("/html/structure", test_structure);
  g_test_add_func ("/html/json", test_json);
  g_test_add_func ("/html/options", test_options);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
