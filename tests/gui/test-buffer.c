/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The buffer is the article, whatever is done to either: text, roles, fixes, undo and redo. Needs no display. */

#include "config.h"

#include <string.h>

#include "galley-buffer.h"
#include "galley-check.h"

#define N_STEPS 20000

static const char *const pieces[] = {
  "字",
  "清样",
  "，",
  "。",
  "a",
  "7132",
  "\n",
  "一行\n又一行",
  "本报讯",
  "　　",
  "\r\n",
  "　",
  "\xf0\xa0\xae\xb7",
  "A\rB",
  " ",
  "部署工作\n",
  "\xe2\x80\xa9",
  "e\xcc\x81",
};

static GalleyArticle *
sample_article (void)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  static const struct
  {
    GalleyRole role;
    const char *text;
  } lines[] = {
    { GALLEY_ROLE_KICKER, "全市水利工作会议召开" },
    { GALLEY_ROLE_HEADLINE, "把每一条河都管好" },
    { GALLEY_ROLE_BYLINE, "本报记者 张三" },
    { GALLEY_ROLE_BODY, "　　本报讯 昨天，全市水利工作会议召开，会上布署了今年的任务。" },
    { GALLEY_ROLE_BODY, "会议要求,各地要把河道清理放在首位,不留死角。" },
    { GALLEY_ROLE_CROSSHEAD, "清淤先行" },
    { GALLEY_ROLE_BODY, "从三月起，八支队伍分头进场。" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GalleyBlock) block = galley_block_new (lines[i].role, lines[i].text, -1);

      galley_article_append (article, block);
    }
  return article;
}

static char *
text_of (GalleyBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (buffer), &start, &end);
  return gtk_text_buffer_get_slice (GTK_TEXT_BUFFER (buffer), &start, &end, TRUE);
}

/* All that makes the article what it is: roles, texts, marks. */
static char *
signature_of (GalleyArticle *article)
{
  GString *signature = g_string_new (NULL);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      guint n_spans;
      const GalleySpan *spans = galley_block_get_spans (block, &n_spans);

      g_string_append_printf (signature, "%s|%s", galley_role_get_name (galley_block_get_role (block)),
                              galley_block_get_text (block));
      for (guint k = 0; k < n_spans; k++)
        g_string_append_printf (signature, "|%d %u-%u", spans[k].kind, spans[k].start, spans[k].end);
      g_string_append_c (signature, '\n');
    }
  return g_string_free (signature, FALSE);
}

static void
assert_in_step (GalleyBuffer *buffer, gboolean tags)
{
  GalleyArticle *article = galley_buffer_get_article (buffer);
  g_autofree char *shown = text_of (buffer);
  g_autofree char *held = galley_article_dup_text (article);
  guint n = galley_article_get_n_blocks (article);
  GtkTextIter iter;

  g_assert_cmpstr (shown, ==, held);
  g_assert_cmpint (gtk_text_buffer_get_line_count (GTK_TEXT_BUFFER (buffer)), ==, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      guint offset = 99;

      g_assert_cmpint (galley_buffer_get_line_role (buffer, i), ==, galley_block_get_role (block));
      if (!tags)
        continue;
      g_assert_true (galley_buffer_locate (buffer, block, galley_block_get_length (block), &iter));
      g_assert_true (galley_buffer_block_at (buffer, &iter, &offset) == block);
      g_assert_cmpint (offset, ==, galley_block_get_length (block));
      gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (buffer), &iter, i);
      while (!gtk_text_iter_ends_line (&iter))
        {
          for (guint role = 0; role < GALLEY_N_ROLES; role++)
            g_assert_true (gtk_text_iter_has_tag (&iter, galley_buffer_get_role_tag (buffer, role)) ==
                           (role == galley_block_get_role (block)));
          gtk_text_iter_forward_char (&iter);
        }
    }
}

static void
iter_at_random (GtkTextBuffer *buffer, GtkTextIter *iter)
{
  gtk_text_buffer_get_iter_at_offset (buffer, iter,
                                      g_test_rand_int_range (0, gtk_text_buffer_get_char_count (buffer) + 1));
}

static void
random_insert (GtkTextBuffer *buffer)
{
  const char *piece = pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))];
  GtkTextIter iter;
  gint before = gtk_text_buffer_get_char_count (buffer);
  gint offset;

  iter_at_random (buffer, &iter);
  offset = gtk_text_iter_get_offset (&iter);
  gtk_text_buffer_insert (buffer, &iter, piece, -1);
  /* The iterator stands behind what came in. */
  g_assert_cmpint (gtk_text_iter_get_offset (&iter), ==,
                   offset + gtk_text_buffer_get_char_count (buffer) - before);
}

static void
random_delete (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  iter_at_random (buffer, &start);
  end = start;
  gtk_text_iter_forward_chars (&end, g_test_rand_int_range (1, g_test_rand_int_range (0, 20) == 0 ? 20 : 5));
  gtk_text_buffer_delete (buffer, &start, &end);
}

static void
random_outside_change (GalleyBuffer *buffer)
{
  GalleyArticle *article = galley_buffer_get_article (buffer);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = galley_article_get_n_blocks (article);
  guint position = g_test_rand_int_range (0, n + 1);
  guint wanted = g_test_rand_int_range (0, 4);
  guint n_removed = MIN (n - position, wanted);
  guint n_added = g_test_rand_int_range (0, 4);

  for (guint i = 0; i < n_added; i++)
    {
      GalleyBlock *old = i < n_removed ? galley_article_get_block (article, position + i) : NULL;

      if (old != NULL && galley_block_get_length (old) > 2)
        g_ptr_array_add (blocks, galley_block_splice (old, 1, 1, "改"));
      else
        g_ptr_array_add (blocks,
                         galley_block_new (g_test_rand_int_range (0, GALLEY_N_ROLES), "新的一段", -1));
    }
  galley_article_splice (article, position, n_removed, (GalleyBlock *const *) blocks->pdata, blocks->len);
}

static void
random_fix (GalleyBuffer *buffer, GalleyRule *rule)
{
  GalleyArticle *article = galley_buffer_get_article (buffer);
  guint n = galley_article_get_n_blocks (article);
  GalleyBlock *block = n > 0 ? galley_article_get_block (article, g_test_rand_int_range (0, n)) : NULL;
  guint length = block != NULL ? galley_block_get_length (block) : 0;
  g_autoptr (GalleyFinding) finding = NULL;
  guint start;

  if (length == 0)
    return;
  start = g_test_rand_int_range (0, length);
  finding =
      galley_finding_new (rule, block, start, start + 1, "改这里", (const char *const[]){ "甲乙", "", NULL });
  if (g_test_rand_bit () && galley_article_index_of (article, block) + 1 < (gint) n)
    {
      GalleyBlock *next = galley_article_get_block (article, galley_article_index_of (article, block) + 1);

      galley_finding_add_edit (finding, block, start, start + 1, "戊", TRUE);
      if (galley_block_get_length (next) > 0)
        galley_finding_add_edit (finding, next, 0, 1, "己", FALSE);
    }
  g_assert_true (galley_buffer_apply_fix (buffer, finding, 0));
  g_assert_false (galley_buffer_apply_fix (buffer, finding, 0));
}

static void
random_structure (GalleyBuffer *buffer)
{
  guint n = galley_article_get_n_blocks (galley_buffer_get_article (buffer));
  guint line = g_test_rand_int_range (0, n + 1);

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      galley_buffer_join (buffer, line);
      break;
    case 1:
      galley_buffer_split (buffer, line, g_test_rand_int_range (0, 9));
      break;
    case 2:
      galley_buffer_unjoin (buffer, line, g_test_rand_int_range (0, 9));
      break;
    default:
      galley_buffer_set_role (buffer, line, line + g_test_rand_int_range (0, 3),
                              g_test_rand_int_range (0, GALLEY_N_ROLES));
      break;
    }
}

static void
there_and_back (GalleyBuffer *buffer)
{
  g_autofree char *before = signature_of (galley_buffer_get_article (buffer));
  g_autofree char *after = NULL;
  guint n = g_test_rand_int_range (1, 12);
  guint n_done = 0;

  while (n_done < n && galley_buffer_can_undo (buffer))
    {
      galley_buffer_undo (buffer);
      n_done++;
    }
  for (guint i = 0; i < n_done; i++)
    {
      g_assert_true (galley_buffer_can_redo (buffer));
      galley_buffer_redo (buffer);
    }
  after = signature_of (galley_buffer_get_article (buffer));
  g_assert_cmpstr (before, ==, after);
}

static void
one_random_step (GalleyBuffer *buffer, GalleyRule *rule)
{
  GtkTextBuffer *text = GTK_TEXT_BUFFER (buffer);
  gint dice = g_test_rand_int_range (0, 100);

  if (dice < 40)
    random_insert (text);
  else if (dice < 68)
    random_delete (text);
  else if (dice < 74)
    {
      gtk_text_buffer_begin_user_action (text);
      random_delete (text);
      random_insert (text);
      gtk_text_buffer_end_user_action (text);
    }
  else if (dice < 82)
    random_structure (buffer);
  else if (dice < 86)
    random_fix (buffer, rule);
  else if (dice < 89)
    random_outside_change (buffer);
  else if (dice < 94)
    galley_buffer_undo (buffer);
  else if (dice < 98)
    galley_buffer_redo (buffer);
  else
    there_and_back (buffer);
}

static void
test_random (void)
{
  const GalleyRule fields = {
    (char *) "T.X", (char *) "试", NULL, (char *) "词语", GALLEY_SEVERITY_ERROR, NULL, NULL, NULL, 1, FALSE
  };
  g_autoptr (GalleyRule) rule = galley_rule_new (&fields);
  g_autoptr (GalleyArticle) article = sample_article ();
  g_autoptr (GalleyBuffer) buffer = galley_buffer_new (article);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *now = NULL;
  guint n_undone = 0;

  for (guint i = 0; i < N_STEPS; i++)
    {
      one_random_step (buffer, rule);
      assert_in_step (buffer, i % 50 == 0);
    }

  while (galley_buffer_can_redo (buffer))
    galley_buffer_redo (buffer);
  last = signature_of (article);
  while (galley_buffer_can_undo (buffer))
    {
      galley_buffer_undo (buffer);
      n_undone++;
    }
  assert_in_step (buffer, TRUE);
  g_assert_cmpint (n_undone, >, 100);
  first = signature_of (article);
  while (galley_buffer_can_redo (buffer))
    {
      galley_buffer_redo (buffer);
      assert_in_step (buffer, FALSE);
      n_undone--;
    }
  now = signature_of (article);
  g_assert_cmpstr (now, ==, last);
  g_assert_cmpint (n_undone, ==, 0);
  g_test_message ("the oldest state kept has %" G_GSIZE_FORMAT " bytes", strlen (first));
}

/* The text of the buffer against a plain string that has the same things done to it. */
static void
test_model (void)
{
  g_autoptr (GalleyArticle) article = sample_article ();
  g_autoptr (GalleyBuffer) buffer = galley_buffer_new (article);
  g_autofree char *start_text = text_of (buffer);
  g_autofree char *back = NULL;
  g_autoptr (GString) model = g_string_new (start_text);

  for (guint i = 0; i < 3000; i++)
    {
      glong length = g_utf8_strlen (model->str, -1);
      glong at = g_test_rand_int_range (0, length + 1);
      gsize byte = g_utf8_offset_to_pointer (model->str, at) - model->str;
      GtkTextIter iter;
      GtkTextIter end;
      g_autofree char *shown = NULL;

      gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (buffer), &iter, at);
      if (g_test_rand_bit () || length == 0)
        {
          const char *piece =
              ((const char *const[]){ "字", "两字\n行", "x", "\n" })[g_test_rand_int_range (0, 4)];

          gtk_text_buffer_insert (GTK_TEXT_BUFFER (buffer), &iter, piece, -1);
          g_string_insert (model, byte, piece);
        }
      else
        {
          glong wanted = g_test_rand_int_range (1, 6);
          glong n = MIN (wanted, length - at);

          gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (buffer), &end, at + n);
          gtk_text_buffer_delete (GTK_TEXT_BUFFER (buffer), &iter, &end);
          g_string_erase (model, byte, g_utf8_offset_to_pointer (model->str + byte, n) - (model->str + byte));
        }
      shown = text_of (buffer);
      g_assert_cmpstr (shown, ==, model->str);
      assert_in_step (buffer, FALSE);
    }
  while (galley_buffer_can_undo (buffer))
    galley_buffer_undo (buffer);
  back = text_of (buffer);
  g_assert_cmpstr (back, ==, start_text);
}

static void
type (GalleyBuffer *buffer, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gtk_text_buffer_begin_user_action (GTK_TEXT_BUFFER (buffer));
      gtk_text_buffer_insert_at_cursor (GTK_TEXT_BUFFER (buffer), p, g_utf8_next_char (p) - p);
      gtk_text_buffer_end_user_action (GTK_TEXT_BUFFER (buffer));
    }
}

static void
caret_to (GalleyBuffer *buffer, guint line, guint offset)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line_offset (GTK_TEXT_BUFFER (buffer), &iter, line, offset);
  gtk_text_buffer_place_cursor (GTK_TEXT_BUFFER (buffer), &iter);
}

/* Typing is one step up to the end of the sentence; a role in between is a step of its own; one order of undo. */
static void
test_undo_order (void)
{
  g_autoptr (GalleyArticle) article = sample_article ();
  g_autoptr (GalleyBuffer) buffer = galley_buffer_new (article);
  g_autofree char *zero = signature_of (article);
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *now = NULL;

  caret_to (buffer, 6, 0);
  type (buffer, "今年雨水早");
  one = signature_of (article);
  galley_buffer_set_role (buffer, 6, 6, GALLEY_ROLE_QUOTE);
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (article, 6)), ==, GALLEY_ROLE_QUOTE);
  two = signature_of (article);
  type (buffer, "，要快。");

  galley_buffer_undo (buffer);
  now = signature_of (article);
  g_assert_cmpstr (now, ==, two);
  galley_buffer_undo (buffer);
  g_free (now);
  now = signature_of (article);
  g_assert_cmpstr (now, ==, one);
  galley_buffer_undo (buffer);
  g_free (now);
  now = signature_of (article);
  g_assert_cmpstr (now, ==, zero);
  g_assert_false (galley_buffer_can_undo (buffer));
  g_assert_true (galley_buffer_can_redo (buffer));
  type (buffer, "新");
  g_assert_false (galley_buffer_can_redo (buffer));
  assert_in_step (buffer, TRUE);
}

/* Undo gives back the very block, so that what was found in it counts again; and its marks. */
static void
test_undo_brings_block_back (void)
{
  g_autoptr (GalleyArticle) article = sample_article ();
  g_autoptr (GalleyBlock) marked =
      galley_block_add_span (galley_article_get_block (article, 3), GALLEY_SPAN_DATELINE, 2, 5, NULL);
  g_autoptr (GalleyBuffer) buffer = galley_buffer_new (article);
  GtkTextIter start;
  GtkTextIter end;

  galley_article_splice (article, 3, 1, &marked, 1);
  assert_in_step (buffer, TRUE);
  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (buffer), &start, 2);
  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (buffer), &end, 5);
  gtk_text_buffer_delete (GTK_TEXT_BUFFER (buffer), &start, &end);
  g_assert_false (galley_article_has_block (article, marked));
  g_assert_cmpint (galley_article_get_n_blocks (article), ==, 4);
  galley_buffer_undo (buffer);
  g_assert_true (galley_article_get_block (article, 3) == marked);
  assert_in_step (buffer, TRUE);
}

static void
test_lines (void)
{
  g_autoptr (GalleyArticle) article = sample_article ();
  g_autoptr (GalleyBuffer) buffer = galley_buffer_new (article);
  GtkTextIter start;
  GtkTextIter end;

  /* Enter at the end of a headline begins body; in the middle both halves are headline. */
  caret_to (buffer, 1, 8);
  type (buffer, "\n");
  g_assert_cmpint (galley_buffer_get_line_role (buffer, 1), ==, GALLEY_ROLE_HEADLINE);
  g_assert_cmpint (galley_buffer_get_line_role (buffer, 2), ==, GALLEY_ROLE_BODY);
  galley_buffer_undo (buffer);
  caret_to (buffer, 1, 4);
  type (buffer, "\n");
  g_assert_cmpint (galley_buffer_get_line_role (buffer, 2), ==, GALLEY_ROLE_HEADLINE);
  galley_buffer_undo (buffer);
  /* Where a whole line goes, the one behind it stays what it was. */
  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (buffer), &start, 0);
  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (buffer), &end, 1);
  gtk_text_buffer_delete (GTK_TEXT_BUFFER (buffer), &start, &end);
  g_assert_cmpint (galley_buffer_get_line_role (buffer, 0), ==, GALLEY_ROLE_HEADLINE);
  assert_in_step (buffer, TRUE);
  /* All of it. */
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (buffer), "", -1);
  g_assert_cmpint (galley_article_get_n_blocks (article), ==, 1);
  assert_in_step (buffer, TRUE);
  galley_buffer_undo (buffer);
  g_assert_cmpint (galley_article_get_n_blocks (article), ==, 6);
  assert_in_step (buffer, TRUE);
}

static void
test_healed_join (void)
{
  static const GalleySpan seam = { GALLEY_SPAN_JOIN, 4, 4, (char *) "-\n  " };
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) block = galley_block_new_full (GALLEY_ROLE_BODY, "前面一半后面一半", -1, &seam, 1,
                                                         GALLEY_NO_SOURCE, GALLEY_NO_SOURCE, 1);
  g_autoptr (GalleyBuffer) buffer = NULL;

  galley_article_append (article, block);
  buffer = galley_buffer_new (article);
  g_assert_false (galley_buffer_unjoin (buffer, 0, 7));
  g_assert_true (galley_buffer_unjoin (buffer, 0, 5));
  g_assert_cmpint (galley_article_get_n_blocks (article), ==, 2);
  g_assert_cmpstr (galley_block_get_text (galley_article_get_block (article, 0)), ==, "前面一半-");
  g_assert_cmpstr (galley_block_get_text (galley_article_get_block (article, 1)), ==, "后面一半");
  assert_in_step (buffer, TRUE);
  galley_buffer_undo (buffer);
  g_assert_true (galley_article_get_block (article, 0) == block);
  assert_in_step (buffer, TRUE);
}

static void
test_empty (void)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  GalleyBuffer *buffer = galley_buffer_new (article);
  GtkTextIter iter;

  assert_in_step (buffer, TRUE);
  gtk_text_buffer_get_start_iter (GTK_TEXT_BUFFER (buffer), &iter);
  g_assert_null (galley_buffer_block_at (buffer, &iter, NULL));
  galley_buffer_set_role (buffer, 0, 3, GALLEY_ROLE_AD);
  g_assert_false (galley_buffer_join (buffer, 0));
  type (buffer, "一\n");
  g_assert_cmpint (galley_article_get_n_blocks (article), ==, 2);
  assert_in_step (buffer, TRUE);
  galley_buffer_undo (buffer);
  galley_buffer_undo (buffer);
  g_assert_cmpint (galley_article_get_n_blocks (article), ==, 0);
  assert_in_step (buffer, TRUE);
  g_assert_finalize_object (buffer);
}

static void
test_speed (void)
{
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBuffer) buffer = NULL;
  g_autoptr (GTimer) timer = NULL;
  double each;

  for (guint i = 0; i < 130; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GalleyBlock) block = NULL;

      for (guint k = 0; k < 15; k++)
        g_string_append (text, "这一段有十个汉字呢，");
      block = galley_block_new (GALLEY_ROLE_BODY, text->str, -1);
      galley_article_append (article, block);
    }
  buffer = galley_buffer_new (article);
  caret_to (buffer, 60, 70);
  timer = g_timer_new ();
  for (guint i = 0; i < 1000; i++)
    type (buffer, "字");
  each = g_timer_elapsed (timer, NULL) * 1000 / 1000;
  g_test_minimized_result (each, "%.3f ms a keystroke without a view", each);
  g_assert_cmpfloat (each, <, 8);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/buffer/empty", test_empty);
  g_test_add_func ("/buffer/lines", test_lines);
  g_test_add_func ("/buffer/undo-order", test_undo_order);
  g_test_add_func ("/buffer/undo-brings-block-back", test_undo_brings_block_back);
  g_test_add_func ("/buffer/healed-join", test_healed_join);
  g_test_add_func ("/buffer/model", test_model);
  g_test_add_func ("/buffer/random", test_random);
  g_test_add_func ("/buffer/speed", test_speed);
  return g_test_run ();
}
