/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-diff.h"

/* An article of body paragraphs, parted by '|'; a paragraph may begin with the first letter of its role and a colon. */
static GalleyArticle *
make (const char *text)
{
  static const struct
  {
    const char *mark;
    GalleyRole role;
  } marks[] = { { "h:", GALLEY_ROLE_HEADLINE },
                { "b:", GALLEY_ROLE_BYLINE },
                { "c:", GALLEY_ROLE_CROSSHEAD } };
  GalleyArticle *article = galley_article_new_with_id (GALLEY_ARTICLE_STORY, "a");
  g_auto (GStrv) paragraphs = g_strsplit (text, "|", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      const char *words = paragraphs[i];
      GalleyRole role = GALLEY_ROLE_BODY;

      for (guint k = 0; k < G_N_ELEMENTS (marks); k++)
        {
          if (g_str_has_prefix (paragraphs[i], marks[k].mark))
            {
              role = marks[k].role;
              words = paragraphs[i] + 2;
            }
        }

      g_autoptr (GalleyBlock) block = galley_block_new (role, words, -1);

      galley_article_append (article, block);
    }
  galley_metadata_add (galley_article_get_metadata (article), "person", "欧阳晓", "本报记者");
  return article;
}

static char *
dup_place (const GalleyPlace *start, const GalleyPlace *end)
{
  return g_strdup_printf ("%u.%u-%u.%u", start->block, start->offset, end->block, end->offset);
}

/* "number 0.2-0.3 5>6; …" */
static char *
dup_hunks (GPtrArray *hunks)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (hunks, i);
      g_autofree char *place = dup_place (&hunk->old_start, &hunk->old_end);
      g_auto (GStrv) old_parts = g_strsplit (hunk->old_text, "\n", -1);
      g_auto (GStrv) new_parts = g_strsplit (hunk->new_text, "\n", -1);
      g_autofree char *old_text = g_strjoinv ("|", old_parts);
      g_autofree char *new_text = g_strjoinv ("|", new_parts);

      g_string_append_printf (text, "%s%s%s %s %s>%s", i > 0 ? "; " : "",
                              galley_change_kind_get_name (hunk->kind), hunk->head ? "!" : "", place,
                              old_text, new_text);
    }
  return g_string_free (text, FALSE);
}

static glong
offset_of (GalleyArticle *article, const GalleyPlace *place)
{
  glong offset = place->offset;

  for (guint i = 0; i < place->block; i++)
    offset += galley_block_get_length (galley_article_get_block (article, i)) + 1;
  return offset;
}

/* Made in order, the changes turn the one text into the other; and each says what stands where. */
static void
assert_exact (GalleyArticle *before, GalleyArticle *after, GPtrArray *hunks)
{
  g_autofree char *old = galley_article_dup_text (before);
  g_autofree char *new = galley_article_dup_text (after);
  g_autoptr (GString) made = g_string_new (NULL);
  glong at = 0;

  for (guint i = 0; i < hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (hunks, i);
      glong start = offset_of (before, &hunk->old_start), end = offset_of (before, &hunk->old_end);
      glong new_start = offset_of (after, &hunk->new_start), new_end = offset_of (after, &hunk->new_end);
      g_autofree char *removed = g_utf8_substring (old, start, end);
      g_autofree char *inserted = g_utf8_substring (new, new_start, new_end);

      g_assert_cmpstr (removed, ==, hunk->old_text);
      g_assert_cmpstr (inserted, ==, hunk->new_text);
      if (hunk->kind == GALLEY_CHANGE_ROLE)
        continue;
      g_assert_cmpint (start, >=, at);

      g_autofree char *kept = g_utf8_substring (old, at, start);

      g_string_append (made, kept);
      g_assert_cmpint (g_utf8_strlen (made->str, -1), ==, new_start);
      g_string_append (made, hunk->new_text);
      at = end;
    }
  g_string_append (made, g_utf8_offset_to_pointer (old, at));
  g_assert_cmpstr (made->str, ==, new);
}

static void
test_cases (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *hunks;
  } cases[] = {
    { "一样的文字。", "一样的文字。", "" },
    { "工作已经布署完毕。", "工作已经部署完毕。", "text 0.4-0.5 布>部" },
    { "全年增长5.2%。", "全年增长5.8%。", "number 0.6-0.7 2>8" },
    { "全年增长52%。", "全年增长5.2%。", "number 0.5-0.5 >." },
    { "来了三百人。", "来了五百人。", "number 0.2-0.3 三>五" },
    { "到会的有８０人。", "到会的有９０人。", "number 0.4-0.5 ８>９" },
    { "记者欧阳晓从会上获悉。", "记者欧阳小从会上获悉。", "name 0.4-0.5 晓>小" },
    { "会上副局长讲话。", "会上局长讲话。", "name 0.2-0.3 副>" },
    { "会上局长讲话。", "会上厅长讲话。", "name 0.2-0.3 局>厅" },
    { "吃了些副食。", "吃了些主食。", "text 0.3-0.4 副>主" },
    { "正文。|b:本报记者 何平", "正文。|b:本报记者 何萍", "name 1.6-1.7 平>萍" },
    { "The mayor met Mr Harlow today.", "The mayor met Mr Harlowe today.", "name 0.23-0.23 >e" },
    { "The mayor spoke.", "Tho mayor spoke.", "text 0.2-0.3 e>o" },
    { "h:大桥通车|正文在此。", "h:大桥通了|正文在此。", "text! 0.3-0.4 车>了" },
    { "前一句话。后一句话。", "前一句话。|后一句话。", "text 0.5-0.5 >|" },
    { "前一句话。|后一句话。", "前一句话。后一句话。", "text 0.5-1.0 |>" },
    { "前一段的文字。|后一段的文字。", "前一段的文字。", "text 0.7-1.7 |后一段的文字。>" },
    { "说说这件事的来由。", "c:说说这件事的来由。", "role 0.0-0.9 说说这件事的来由。>说说这件事的来由。" },
    { "", "来了。", "text 0.0-0.0 >来了。" },
    { "走了。", "", "text 0.0-0.3 走了。>" },
    { "𠮷野家开张了。", "𠮷野店开张了。", "text 0.2-0.3 家>店" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GalleyArticle) before = make (cases[i].before);
      g_autoptr (GalleyArticle) after = make (cases[i].after);
      g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);
      g_autofree char *text = dup_hunks (hunks);

      g_assert_cmpstr (text, ==, cases[i].hunks);
      assert_exact (before, after, hunks);
    }
}

/* Two phrases that happen to share a character are one change, not three. */
static void
test_gathered (void)
{
  g_autoptr (GalleyArticle) before = make ("会议要求各地认真学习文件精神，按时上报。");
  g_autoptr (GalleyArticle) after = make ("会议要求部门仔细研读学员手册内容，按时上报。");
  g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);

  assert_exact (before, after, hunks);
  g_assert_cmpuint (hunks->len, <=, 2);
}

static GString *
random_text (guint length, guint alphabet)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < length; i++)
    {
      gint pick = g_test_rand_int_range (0, (gint) alphabet);

      g_string_append_unichar (text, pick == 0 ? '|' : pick == 1 ? 0x3002 : (gunichar) (0x4e00 + pick));
    }
  return text;
}

/* Cuts, inserts and moves at random places, in texts of few and of many different characters. */
static void
test_random (void)
{
  for (guint round = 0; round < 400; round++)
    {
      guint alphabet = round % 2 == 0 ? 4 : 200;
      g_autoptr (GString) old = random_text ((guint) g_test_rand_int_range (0, 400), alphabet);
      g_autoptr (GString) new = g_string_new (old->str);
      guint n_edits = (guint) g_test_rand_int_range (0, 12);

      for (guint i = 0; i < n_edits; i++)
        {
          glong length = g_utf8_strlen (new->str, -1);
          glong start = g_test_rand_int_range (0, (gint32) length + 1);
          glong cut = g_test_rand_int_range (0, 20);
          glong end = MIN (length, start + cut);
          g_autofree char *head = g_utf8_substring (new->str, 0, start);
          g_autofree char *tail = g_strdup (g_utf8_offset_to_pointer (new->str, end));
          g_autoptr (GString) inserted = random_text ((guint) g_test_rand_int_range (0, 20), alphabet);

          g_string_printf (new, "%s%s%s", head, inserted->str, tail);
        }

      g_autoptr (GalleyArticle) before = make (old->str);
      g_autoptr (GalleyArticle) after = make (new->str);
      g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);

      assert_exact (before, after, hunks);
    }
}

/* Long texts with nothing in common run into the limits; the answer is coarse then, and still exact. */
static void
test_unlike (void)
{
  g_autoptr (GString) old = random_text (20000, 3000);
  g_autoptr (GString) new = random_text (20000, 3000);
  g_autoptr (GalleyArticle) before = make (old->str);
  g_autoptr (GalleyArticle) after = make (new->str);
  g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);

  assert_exact (before, after, hunks);
}

/* Each change of a long passage is shown for itself, also where no clause of it is left as it was. */
static void
test_dense (void)
{
  g_autoptr (GString) old = g_string_new (NULL), new = g_string_new (NULL);
  g_autoptr (GalleyArticle) before = NULL, after = NULL;
  g_autoptr (GPtrArray) hunks = NULL;

  for (guint i = 0; i < 2000; i++)
    {
      g_string_append_unichar (old, 0x4e00 + i);
      g_string_append_unichar (new, i % 5 == 2 ? 0x6e00 + i : 0x4e00 + i);
    }
  before = make (old->str);
  after = make (new->str);
  hunks = galley_diff_articles (before, after);
  g_assert_cmpuint (hunks->len, ==, 400);
  for (guint i = 0; i < hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (hunks, i);

      g_assert_cmpuint (hunk->old_start.offset, ==, i * 5 + 2);
      g_assert_cmpuint (hunk->old_end.offset, ==, i * 5 + 3);
    }
}

/* Whatever did not change is found again where the changes moved it. */
static void
test_places (void)
{
  static const char *const pairs[][2] = {
    { "h:春茶开采|全市茶园三千亩。|今年早十天。", "h:春茶今日开采|全市茶园五千亩。|今年早十天。" },
    { "一段话。|第二段。|第三段。", "一段话。第二段。|第三段还长。" },
    { "一段话，后半段。|尾。", "新的一段。|一段话，|后半段。|尾。" },
    { "不变。", "不变。" },
    { "去掉的一段。|留下。", "留下。" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GalleyArticle) before = make (pairs[i][0]);
      g_autoptr (GalleyArticle) after = make (pairs[i][1]);
      g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);

      for (guint b = 0; b < galley_article_get_n_blocks (before); b++)
        {
          GalleyBlock *block = galley_article_get_block (before, b);

          for (guint k = 0; k < galley_block_get_length (block); k++)
            {
              GalleyPlace place = { b, k }, mapped = galley_diff_map_place (hunks, place);
              GalleyBlock *there = galley_article_get_block (after, mapped.block);
              g_autofree char *old_char = galley_block_dup_range (block, k, k + 1);
              g_autofree char *new_char = NULL;
              gboolean changed = FALSE;

              for (guint h = 0; h < hunks->len; h++)
                {
                  const GalleyHunk *hunk = hunks->pdata[h];

                  changed |=
                      (b > hunk->old_start.block ||
                       (b == hunk->old_start.block && k >= hunk->old_start.offset)) &&
                      (b < hunk->old_end.block || (b == hunk->old_end.block && k < hunk->old_end.offset));
                }
              g_assert_nonnull (there);
              g_assert_cmpuint (mapped.offset, <=, galley_block_get_length (there));
              if (changed)
                continue;
              new_char = galley_block_dup_range (there, mapped.offset, mapped.offset + 1);
              g_assert_cmpstr (new_char, ==, old_char);
            }
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diff/cases", test_cases);
  g_test_add_func ("/diff/gathered", test_gathered);
  g_test_add_func ("/diff/random", test_random);
  g_test_add_func ("/diff/unlike", test_unlike);
  g_test_add_func ("/diff/dense", test_dense);
  g_test_add_func ("/diff/places", test_places);

  return g_test_run ();
}
