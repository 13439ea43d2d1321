/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "galley-builder.h"
#include "galley-error.h"
#include "galley-remote.h"
#include "galley-version.h"

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

/* --- versions ----------------------------------------------------------------------------------------------------- */

static void
push_article (GalleyBuilder *builder, const char *headline, const char *body)
{
  galley_builder_begin (builder, GALLEY_ROLE_HEADLINE);
  galley_builder_text (builder, headline, -1, GALLEY_STYLE_PLAIN);
  galley_builder_begin (builder, GALLEY_ROLE_BODY);
  galley_builder_text (builder, body, -1, GALLEY_STYLE_PLAIN);
  galley_builder_next_article (builder);
}

/* The text of a version of an article: its blocks parted by '|'. */
static char *
dup_version (GalleyArticle *article, guint number)
{
  const GalleyVersion *version = g_ptr_array_index (galley_article_get_versions (article), number);
  GString *out = g_string_new (NULL);

  for (guint i = 0; version->blocks != NULL && i < version->blocks->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "|" : "",
                            galley_block_get_text (g_ptr_array_index (version->blocks, i)));
  return g_string_free (out, FALSE);
}

static void
push_versions (GalleyBuilder *builder)
{
  galley_builder_fact (builder, GALLEY_FACT_PAPER, "春溪日报");
  push_article (builder, "春耕", "今年的春耕比往年早了十天左右。");
  push_article (builder, "夏收", "夏收的准备工作已经全面展开了。");
  push_article (builder, "简讯", "这一条在改稿时被整篇删去了。");
  galley_builder_version (builder, NULL, 0);
  push_article (builder, "新增", "这一篇是改稿的人后来加上去的。");
  push_article (builder, "春耕来得早", "今年的春耕比往年早了十天左右。");
  push_article (builder, "夏收", "夏收的准备工作已经全面展开。");
  galley_builder_version (builder, "许梅", 1732694400000000);
}

static void
test_versions (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GError) error = NULL;

  push_versions (builder);
  edition = galley_builder_finish (builder, &error);
  g_assert_no_error (error);
  /* As many articles in both: which is which is their order. */
  {
    g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
    g_autofree char *first = dup_version (articles->pdata[0], 0);

    g_assert_cmpstr (first, ==, "春耕|今年的春耕比往年早了十天左右。");
  }
}

/* Another number of articles: the text decides; and the tape says the same. */
static void
push_uneven (GalleyBuilder *builder)
{
  push_versions (builder);
  push_article (builder, "又一篇", "最后一次改稿又添了这么一篇短文。");
  push_article (builder, "新增", "这一篇是改稿的人后来加上去的。");
  push_article (builder, "春耕来得早", "今年的春耕比往年早了十天左右。");
  push_article (builder, "夏收", "夏收的准备工作已经全面展开。");
}

static void
check_uneven (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  static const char *const expected[][2] = {
    { "", "" },
    { "", "新增|这一篇是改稿的人后来加上去的。" },
    { "春耕|今年的春耕比往年早了十天左右。", "春耕来得早|今年的春耕比往年早了十天左右。" },
    { "夏收|夏收的准备工作已经全面展开了。|简讯|这一条在改稿时被整篇删去了。",
      "夏收|夏收的准备工作已经全面展开。" },
  };
  const GalleyVersion *second;

  g_assert_cmpuint (articles->len, ==, G_N_ELEMENTS (expected));
  g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER), ==,
                   "春溪日报");
  for (guint i = 0; i < articles->len; i++)
    {
      for (guint k = 0; k < 2; k++)
        {
          g_autofree char *text = dup_version (articles->pdata[i], k);

          g_assert_cmpstr (text, ==, expected[i][k]);
        }
    }
  second = g_ptr_array_index (galley_article_get_versions (articles->pdata[0]), 1);
  g_assert_cmpstr (second->author, ==, "许梅");
  g_assert_cmpint (second->time, ==, 1732694400000000);
}

static void
test_uneven_versions (void)
{
  g_autofree char *path = NULL;
  g_autofree char *frames = NULL;
  gsize length;
  int fd = g_file_open_tmp ("galley-XXXXXX", &path, NULL);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyTape) tape = galley_tape_new (fd);
  g_autoptr (GalleyBuilder) first = galley_builder_new (NULL);
  g_autoptr (GalleyBuilder) second = galley_builder_new (NULL);
  g_autoptr (GalleyEdition) here = NULL, there = NULL;
  g_autoptr (GError) error = NULL;

  galley_builder_record (first, tape);
  push_uneven (first);
  galley_builder_record_words (first);
  galley_tape_write (tape, GALLEY_TAPE_DONE, "");
  g_assert_true (galley_tape_flush (tape));
  close (fd);
  here = galley_builder_finish (first, &error);
  g_assert_no_error (error);
  check_uneven (here);

  g_assert_true (g_file_get_contents (path, &frames, &length, NULL));
  g_assert_true (galley_remote_replay ((const guint8 *) frames, length, second, job, &error));
  g_assert_no_error (error);
  there = galley_builder_finish (second, &error);
  g_assert_no_error (error);
  check_uneven (there);
  g_unlink (path);
}

/* Nothing but versions without text. */
static void
test_empty_versions (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GError) error = NULL;

  galley_builder_version (builder, "", 0);
  galley_builder_version (builder, "许梅", 0);
  edition = galley_builder_finish (builder, &error);
  g_assert_null (edition);
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
  g_test_add_func ("/builder/versions", test_versions);
  g_test_add_func ("/builder/uneven-versions", test_uneven_versions);
  g_test_add_func ("/builder/empty-versions", test_empty_versions);
  return g_test_run ();
}
