/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "galley-block.h"

static void
test_splice (void)
{
  const GalleySpan spans[] = { { GALLEY_SPAN_STRONG, 2, 4, NULL }, { GALLEY_SPAN_JOIN, 5, 5, "。患" } };
  g_autoptr (GalleyBlock) block =
      galley_block_new_full (GALLEY_ROLE_BODY, "清样编辑部报", -1, spans, 2, 10, 16, 0.5);
  g_autoptr (GalleyBlock) longer = galley_block_splice (block, 0, 0, "《》");
  g_autoptr (GalleyBlock) shorter = galley_block_splice (block, 4, 2, NULL);
  g_autoptr (GalleyBlock) cut = galley_block_splice (block, 1, 4, "字");
  guint n_spans, start, end;
  const GalleySpan *moved;

  g_assert_cmpuint (galley_block_get_length (block), ==, 6);
  moved = galley_block_get_spans (longer, &n_spans);
  g_assert_cmpstr (galley_block_get_text (longer), ==, "《》清样编辑部报");
  g_assert_cmpuint (n_spans, ==, 2);
  g_assert_cmpuint (moved[0].start, ==, 4);
  g_assert_cmpuint (moved[0].end, ==, 6);
  g_assert_cmpuint (moved[1].start, ==, 7);
  g_assert_cmpstr (moved[1].value, ==, "。患");
  g_assert_true (galley_block_get_source (longer, &start, &end));
  g_assert_cmpuint (start, ==, 10);
  g_assert_cmpfloat (galley_block_get_confidence (longer), ==, 0.5);

  g_assert_cmpstr (galley_block_get_text (shorter), ==, "清样编辑");
  moved = galley_block_get_spans (shorter, &n_spans);
  g_assert_cmpuint (n_spans, ==, 1);
  g_assert_cmpuint (moved[0].end, ==, 4);

  /* What was marked is gone; the seam stood at the end of what was taken away and stays. */
  g_assert_cmpstr (galley_block_get_text (cut), ==, "清字报");
  moved = galley_block_get_spans (cut, &n_spans);
  g_assert_cmpuint (n_spans, ==, 1);
  g_assert_cmpint (moved[0].kind, ==, GALLEY_SPAN_JOIN);
  g_assert_cmpuint (moved[0].start, ==, 2);
}

static void
test_typing_at_the_end_of_a_mark (void)
{
  const GalleySpan spans[] = { { GALLEY_SPAN_STRONG, 0, 2, NULL } };
  g_autoptr (GalleyBlock) block =
      galley_block_new_full (GALLEY_ROLE_BODY, "重点", -1, spans, 1, GALLEY_NO_SOURCE, GALLEY_NO_SOURCE, 1);
  g_autoptr (GalleyBlock) more = galley_block_splice (block, 2, 0, "之外");
  guint n_spans;
  const GalleySpan *moved = galley_block_get_spans (more, &n_spans);

  g_assert_cmpuint (n_spans, ==, 1);
  g_assert_cmpuint (moved[0].end, ==, 2);
  g_assert_false (galley_block_get_source (more, NULL, NULL));
}

static void
test_slice_and_append (void)
{
  const GalleySpan spans[] = { { GALLEY_SPAN_LINK, 1, 5, "https://example.org/" } };
  g_autoptr (GalleyBlock) block =
      galley_block_new_full (GALLEY_ROLE_QUOTE, "一二三四五六", -1, spans, 1, 3, 9, 1);

  for (guint cut = 0; cut <= 6; cut++)
    {
      g_autoptr (GalleyBlock) head = galley_block_slice (block, 0, cut);
      g_autoptr (GalleyBlock) tail = galley_block_slice (block, cut, 6);
      g_autoptr (GalleyBlock) whole = galley_block_append (head, tail);

      g_assert_cmpstr (galley_block_get_text (whole), ==, galley_block_get_text (block));
      g_assert_cmpuint (galley_block_get_length (head) + galley_block_get_length (tail), ==, 6);
    }
}

static void
test_random_splices (void)
{
  static const char *const pieces[] = { "", "字", "ab", "“引号”", "😀", "。" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  GalleyBlock *block = galley_block_new (GALLEY_ROLE_BODY, "", 0);
  g_autoptr (GString) model = g_string_new (NULL);

  for (guint i = 0; i < 2000; i++)
    {
      guint length = galley_block_get_length (block);
      guint offset = (guint) g_rand_int_range (rand, 0, (gint) length + 1);
      guint removed = (guint) g_rand_int_range (rand, 0, (gint) MIN (length - offset, 5) + 1);
      const char *piece = pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))];
      GalleyBlock *next = galley_block_splice (block, offset, removed, piece);
      const char *from = g_utf8_offset_to_pointer (model->str, offset);
      const char *to = g_utf8_offset_to_pointer (from, removed);
      gssize at = from - model->str;

      g_string_erase (model, at, to - from);
      g_string_insert (model, at, piece);
      g_object_unref (block);
      block = next;
      g_assert_cmpstr (galley_block_get_text (block), ==, model->str);
      g_assert_cmpuint (galley_block_get_length (block), ==, g_utf8_strlen (model->str, -1));
      if (i % 3 == 0)
        {
          next = galley_block_add_span (block, GALLEY_SPAN_EMPHASIS, offset / 2, offset, NULL);
          g_object_unref (block);
          block = next;
        }

      guint n_spans;
      const GalleySpan *spans = galley_block_get_spans (block, &n_spans);

      for (guint j = 0; j < n_spans; j++)
        {
          g_assert_cmpuint (spans[j].start, <, spans[j].end);
          g_assert_cmpuint (spans[j].end, <=, galley_block_get_length (block));
          g_assert_true (j == 0 || spans[j - 1].start <= spans[j].start);
        }
    }
  g_object_unref (block);
}

static void
test_names (void)
{
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    {
      GalleyRole role = GALLEY_ROLE_AD;

      g_assert_true (galley_role_from_name (galley_role_get_name (i), &role));
      g_assert_cmpint (role, ==, i);
      g_assert_nonnull (galley_role_get_label (i));
    }
  GalleyRole role = GALLEY_ROLE_NOTE;

  g_assert_false (galley_role_from_name ("nonsense", &role));
  g_assert_cmpint (role, ==, GALLEY_ROLE_NOTE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block/splice", test_splice);
  g_test_add_func ("/block/typing-at-the-end-of-a-mark", test_typing_at_the_end_of_a_mark);
  g_test_add_func ("/block/slice-and-append", test_slice_and_append);
  g_test_add_func ("/block/random-splices", test_random_splices);
  g_test_add_func ("/role/names", test_names);
  return g_test_run ();
}
