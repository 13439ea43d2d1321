/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is a text there already? And: a stream of pushes makes the same edition, and harms nothing when it is broken. */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "galley-alike.h"
#include "galley-remote.h"

static GalleySketch *
sketch (const char *headline, const char *text)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) head = galley_block_new (GALLEY_ROLE_HEADLINE, headline, -1);
  g_autoptr (GalleyBlock) body = galley_block_new (GALLEY_ROLE_BODY, text, -1);

  galley_article_append (article, head);
  galley_article_append (article, body);
  return galley_sketch_new (article);
}

static void
test_alike (void)
{
  static const char text[] =
      "河边的老渡口修好了，两岸的人又坐上了船。船工姓陆，摇了三十年橹，他说水还是那样的水，人却换了几代。"
      "清早第一班船六点开，载的是去镇上卖菜的妇人；末班船天黑前回来，载的是放学的孩子。";
  g_autofree char *changed = g_strdup (text);
  g_autoptr (GalleySketch) one = sketch ("老渡口", text);
  g_autoptr (GalleySketch) same = sketch ("又见渡口", text);
  g_autoptr (GalleySketch) near = NULL;
  g_autoptr (GalleySketch) other = sketch (
      "老渡口", "山上的茶园开园了，采茶的人天不亮就上山，一直采到日头偏西，今年的头茬茶比往年早了十天。");
  g_autoptr (GalleySketch) brief = sketch ("老渡口", "太短。");
  char *word = strstr (changed, "三十");

  memcpy (word, "四十", strlen ("四十"));
  near = sketch ("老渡口", changed);
  g_assert_cmpfloat (galley_sketch_compare (one, same), ==, 1);
  g_assert_cmpfloat (galley_sketch_compare (one, near), >=, GALLEY_ALIKE_NEAR);
  g_assert_cmpfloat (galley_sketch_compare (one, near), <, 1);
  g_assert_cmpfloat (galley_sketch_compare (one, other), <, 0.1);
  g_assert_null (brief);
}

/* Long texts are compared by a sample of them. */
static void
test_alike_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) cut = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GalleySketch) one = NULL;
  g_autoptr (GalleySketch) two = NULL;

  for (guint i = 0; i < 4000; i++)
    {
      gunichar c = (gunichar) g_rand_int_range (random, 0x4e00, 0x6000);

      g_string_append_unichar (text, c);
      /* A tenth of it is cut. */
      if (i < 1000 || i >= 1400)
        g_string_append_unichar (cut, c);
    }
  one = sketch ("a", text->str);
  two = sketch ("b", cut->str);
  g_assert_cmpfloat (galley_sketch_compare (one, two), >=, 0.8);
  g_assert_cmpfloat (galley_sketch_compare (one, two), <=, 0.98);
}

/* --- the stream -------------------------------------------------------------------------------------------------- */

static void
push (GalleyBuilder *builder)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x89PNG\r\n\x1a\n....", 12);
  g_autoptr (GalleyAsset) asset = galley_asset_new ("a.png", "image/png", bytes);
  g_autoptr (GBytes) page = g_bytes_new_static ("source", 6);
  g_autoptr (GalleyAsset) source = galley_asset_new ("page.txt", "text/plain; charset=utf-8", page);

  galley_builder_fact (builder, GALLEY_FACT_PAPER, "清河日报");
  galley_builder_source (builder, source);
  galley_builder_page (builder, 3, "文化");
  galley_builder_staff (builder, "责编", "林远");
  galley_builder_kind (builder, GALLEY_ARTICLE_PICTURE);
  galley_builder_article_confidence (builder, 0.5);
  galley_builder_person (builder, "江远", "记者");
  galley_builder_asset (builder, asset);
  galley_asset_set_info (asset, "caption", "later");
  galley_builder_begin (builder, GALLEY_ROLE_HEADLINE);
  galley_builder_text (builder, "春耕\xff", -1, GALLEY_STYLE_STRONG);
  galley_builder_origin (builder, 1, 3, 0.75);
  galley_builder_begin (builder, GALLEY_ROLE_BODY);
  galley_builder_text (builder, "今年早。", -1, GALLEY_STYLE_DATELINE);
  galley_builder_join (builder, "-\n");
  galley_builder_link (builder, "网页", -1, "https://a.example/");
  galley_builder_mark (builder, GALLEY_SPAN_EMPHASIS, 0, galley_builder_get_offset (builder), NULL);
  galley_builder_next_article (builder);
  galley_builder_source (builder, NULL);
  galley_builder_asset (builder, asset);
  galley_builder_text (builder, "再来", -1, GALLEY_STYLE_PLAIN);
}

static void
dump_article (GString *out, GalleyArticle *article)
{
  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      guint n;
      const GalleySpan *spans = galley_block_get_spans (block, &n);
      guint start = 0, end = 0;

      (void) galley_block_get_source (block, &start, &end);
      g_string_append_printf (out, "%d %s %u %u %g\n", (int) galley_block_get_role (block),
                              galley_block_get_text (block), start, end, galley_block_get_confidence (block));
      for (guint s = 0; s < n; s++)
        g_string_append_printf (out, "  %d %u %u %s\n", (int) spans[s].kind, spans[s].start, spans[s].end,
                                spans[s].value != NULL ? spans[s].value : "");
    }
  for (guint i = 0; i < galley_metadata_get_n_items (galley_article_get_metadata (article)); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (galley_article_get_metadata (article), i);

      if (!g_str_equal (item->key, "source.text"))
        g_string_append_printf (out, "%s %s\n", item->key, item->value);
    }
}

static char *
dump (GalleyBuilder *builder)
{
  g_autoptr (GalleyEdition) edition = galley_builder_finish (builder, NULL);
  GString *out = g_string_new (NULL);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  g_autoptr (GPtrArray) assets = galley_edition_list_assets (edition);

  for (guint i = 0; i < articles->len; i++)
    dump_article (out, g_ptr_array_index (articles, i));
  for (guint i = 0; i < assets->len; i++)
    {
      const char *caption = galley_asset_get_info (g_ptr_array_index (assets, i), "caption");

      g_string_append_printf (out, "%s %s\n", galley_asset_get_id (g_ptr_array_index (assets, i)),
                              caption != NULL ? caption : "");
    }
  g_string_append_printf (out, "%s %s\n", galley_page_get_name (galley_edition_get_page (edition, 0)),
                          galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER));
  return g_string_free (out, FALSE);
}

static char *
record (gsize *length)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("galley-tape-XXXXXX", &path, NULL);
  g_autoptr (GalleyTape) tape = galley_tape_new (fd);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyBuilder) builder = galley_builder_new (job);
  char *data;

  g_assert_cmpint (fd, >=, 0);
  galley_builder_record (builder, tape);
  push (builder);
  galley_builder_record_words (builder);
  galley_tape_write (tape, GALLEY_TAPE_NOTE, "s", "a note");
  galley_tape_write (tape, GALLEY_TAPE_DONE, "");
  g_assert_true (galley_tape_flush (tape));
  close (fd);
  g_assert_true (g_file_get_contents (path, &data, length, NULL));
  g_unlink (path);
  return data;
}

static void
test_tape (void)
{
  gsize length;
  g_autofree char *data = record (&length);
  g_autoptr (GalleyBuilder) direct = galley_builder_new (NULL);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyBuilder) replayed = galley_builder_new (job);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *found = NULL;
  g_auto (GStrv) notes = NULL;

  push (direct);
  g_assert_true (galley_remote_replay ((const guint8 *) data, length, replayed, job, &error));
  g_assert_no_error (error);
  notes = galley_job_dup_notes (job);
  g_assert_cmpstr (notes[0], ==, "a note");
  expected = dump (direct);
  found = dump (replayed);
  g_assert_cmpstr (found, ==, expected);
}

/* A worker that was taken over may send what it likes. */
static void
test_tape_broken (void)
{
  gsize length;
  g_autofree char *data = record (&length);
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *copy = g_memdup2 (data, length);
      gsize cut = i % 3 == 0 ? (gsize) g_rand_int_range (random, 0, (gint) length) : length;
      g_autoptr (GalleyJob) job = galley_job_new (NULL);
      g_autoptr (GalleyBuilder) builder = galley_builder_new (job);
      g_autoptr (GalleyEdition) edition = NULL;
      g_autoptr (GError) error = NULL;

      for (guint k = 0; k < i % 4; k++)
        copy[g_rand_int_range (random, 0, (gint) length)] = (char) g_rand_int_range (random, 0, 256);
      if (!galley_remote_replay ((const guint8 *) copy, cut, builder, job, &error))
        g_assert_nonnull (error);
      edition = galley_builder_finish (builder, NULL);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alike/text", test_alike);
  g_test_add_func ("/alike/long", test_alike_long);
  g_test_add_func ("/tape/same", test_tape);
  g_test_add_func ("/tape/broken", test_tape_broken);
  return g_test_run ();
}
