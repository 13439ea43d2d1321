/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "galley-builder.h"
#include "galley-error.h"

static GalleyArticle *
only_article (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) list = galley_edition_list_articles (edition);

  g_assert_cmpuint (list->len, ==, 1);
  return g_ptr_array_index (list, 0);
}

static void
test_lines_and_junk (void)
{
  static const char text[] = "甲\r\n乙\xe2\x80\xa9丙\0丁\x07 \xff末\xef\xbb\xbf";
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyBuilder) builder = galley_builder_new (job);
  g_autoptr (GError) error = NULL;

  galley_builder_text (builder, text, sizeof text - 1, GALLEY_STYLE_PLAIN);
  g_autoptr (GalleyEdition) edition = galley_builder_finish (builder, &error);
  g_assert_no_error (error);
  g_autofree char *got = galley_article_dup_text (only_article (edition));
  g_auto (GStrv) notes = galley_job_dup_notes (job);

  g_assert_cmpstr (got, ==, "甲\n乙\n丙丁 \xef\xbf\xbd末");
  g_assert_cmpuint (g_strv_length (notes), ==, 2);
}

static void
test_nfc_not_nfkc (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);

  /* e + U+0301 becomes é; full-width, circled and compatibility forms stay as the paper printed them. */
  galley_builder_text (builder, "cafe\xcc\x81 Ａ，１①㎡ﬁ", -1, GALLEY_STYLE_PLAIN);
  g_autoptr (GalleyEdition) edition = galley_builder_finish (builder, NULL);
  g_autofree char *got = galley_article_dup_text (only_article (edition));

  g_assert_cmpstr (got, ==, "caf\xc3\xa9 Ａ，１①㎡ﬁ");
}

static void
test_marks (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);

  galley_builder_begin (builder, GALLEY_ROLE_BODY);
  galley_builder_text (builder, "　　本报讯", -1, GALLEY_STYLE_DATELINE);
  galley_builder_text (builder, " 存在严重安全隐", -1, GALLEY_STYLE_PLAIN);
  galley_builder_join (builder, "患。\n\n");
  galley_builder_text (builder, "患，由此", -1, GALLEY_STYLE_STRONG | GALLEY_STYLE_EMPHASIS);
  galley_builder_link (builder, "链接", -1, "https://example.org/");
  galley_builder_origin (builder, 12, 40, 0.7);
  g_autoptr (GalleyEdition) edition = galley_builder_finish (builder, NULL);
  GalleyBlock *block = galley_article_get_block (only_article (edition), 0);
  guint n_spans, start;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);

  g_assert_cmpstr (galley_block_get_text (block), ==, "本报讯 存在严重安全隐患，由此链接");
  g_assert_cmpuint (n_spans, ==, 5);
  g_assert_cmpint (spans[0].kind, ==, GALLEY_SPAN_DATELINE);
  g_assert_cmpuint (spans[0].start, ==, 0);
  g_assert_cmpuint (spans[0].end, ==, 3);
  g_assert_cmpstr (galley_block_find_span (block, GALLEY_SPAN_JOIN)->value, ==, "患。\n\n");
  g_assert_cmpuint (galley_block_find_span (block, GALLEY_SPAN_JOIN)->start, ==, 11);
  g_assert_cmpstr (galley_block_find_span (block, GALLEY_SPAN_LINK)->value, ==, "https://example.org/");
  g_assert_true (galley_block_get_source (block, &start, NULL));
  g_assert_cmpuint (start, ==, 12);
}

static void
test_pages_and_articles (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);

  galley_builder_fact (builder, GALLEY_FACT_ISSUE, "7132");
  galley_builder_fact (builder, GALLEY_FACT_ISSUE, "1");
  galley_builder_page (builder, 2, "综合");
  galley_builder_staff (builder, "责任编辑", "林一");
  galley_builder_begin (builder, GALLEY_ROLE_HEADLINE);
  galley_builder_text (builder, "第一篇", -1, GALLEY_STYLE_PLAIN);
  galley_builder_person (builder, "王二", "本报记者");
  galley_builder_next_article (builder);
  galley_builder_next_article (builder);
  galley_builder_kind (builder, GALLEY_ARTICLE_AD);
  galley_builder_begin (builder, GALLEY_ROLE_AD);
  galley_builder_text (builder, "  \n \n", -1, GALLEY_STYLE_PLAIN);
  galley_builder_text (builder, "招租", -1, GALLEY_STYLE_PLAIN);
  g_autoptr (GalleyEdition) edition = galley_builder_finish (builder, NULL);
  g_autoptr (GPtrArray) list = galley_edition_list_articles (edition);

  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_ISSUE), ==,
                   "7132");
  g_assert_cmpuint (galley_page_get_number (galley_edition_get_page (edition, 0)), ==, 2);
  g_assert_cmpint (galley_article_get_kind (g_ptr_array_index (list, 1)), ==, GALLEY_ARTICLE_AD);
  g_assert_cmpuint (galley_article_get_n_blocks (g_ptr_array_index (list, 1)), ==, 1);
}

static void
test_limits (void)
{
  g_autofree char *line = g_strnfill (1 << 20, 'x');
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GalleyBuilder) empty = galley_builder_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 70 && !galley_builder_is_full (builder); i++)
    galley_builder_text (builder, line, 1 << 20, GALLEY_STYLE_PLAIN);
  g_assert_true (galley_builder_is_full (builder));
  g_assert_null (galley_builder_finish (builder, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (galley_builder_finish (empty, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/builder/lines-and-junk", test_lines_and_junk);
  g_test_add_func ("/builder/nfc-not-nfkc", test_nfc_not_nfkc);
  g_test_add_func ("/builder/marks", test_marks);
  g_test_add_func ("/builder/pages-and-articles", test_pages_and_articles);
  g_test_add_func ("/builder/limits", test_limits);
  return g_test_run ();
}
