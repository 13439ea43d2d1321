/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions laid out for eyes: read without their marks, the left side is the one before and the right side the one after. Needs
 * no display. */

#include "config.h"

#include <pango/pango.h>

#include "galley-compare.h"
#include "galley-proof-items.h"
#include "galley-tints.h"

static GalleyArticle *
make (const char *text)
{
  GalleyArticle *article = galley_article_new_with_id (GALLEY_ARTICLE_STORY, "a");
  g_auto (GStrv) paragraphs = g_strsplit (text, "|", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      g_autoptr (GalleyBlock) block =
          galley_block_new (i == 0 ? GALLEY_ROLE_HEADLINE : GALLEY_ROLE_BODY, paragraphs[i], -1);

      galley_article_append (article, block);
    }
  return article;
}

static void
add_plain (GString *out, const char *markup)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  pango_parse_markup (markup, -1, 0, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_string_append (out, text);
}

/* Without the signs that stand for breaks. */
static char *
dup_side (GPtrArray *rows, gboolean right)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      const GalleyCompareRow *row = g_ptr_array_index (rows, i);

      if ((right ? row->n_new : row->n_old) == 0)
        continue;
      if (out->len > 0)
        g_string_append_c (out, '\n');
      add_plain (out, right ? row->right : row->left);
    }
  parts = g_strsplit (out->str, "¶", -1);
  return g_strjoinv ("", parts);
}

static void
test_rows (void)
{
  static const char *const pairs[][2] = {
    { "春茶开采|全市茶园三千亩。|今年早十天。", "春茶今日开采|全市茶园五千亩。|今年早十天。" },
    { "题|一段话。|第二段。|第三段。", "题|一段话。第二段。|第三段还长。" },
    { "题|一段话，后半段。|尾。", "题|新的一段。|一段话，|后半段。|尾。" },
    { "不变|正文。", "不变|正文。" },
    { "题|去掉的一段。|留下。", "题|留下。" },
    { "题|<b> & “引号”。", "题|<i> & “引号”！" },
    { "题", "题|加一段。|再加一段。" },
    { "题|甲。|乙。|丙。", "题|丁。" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GalleyArticle) before = make (pairs[i][0]);
      g_autoptr (GalleyArticle) after = make (pairs[i][1]);
      g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);
      g_autoptr (GPtrArray) rows = galley_compare_rows (before, after, hunks);
      g_autofree char *old_text = galley_article_dup_text (before);
      g_autofree char *new_text = galley_article_dup_text (after);
      g_autofree char *left = dup_side (rows, FALSE);
      g_autofree char *right = dup_side (rows, TRUE);
      gboolean changed = FALSE;

      g_assert_cmpstr (left, ==, old_text);
      g_assert_cmpstr (right, ==, new_text);
      for (guint k = 0; k < rows->len; k++)
        {
          g_autoptr (GString) both = g_string_new (NULL);

          add_plain (both, ((const GalleyCompareRow *) rows->pdata[k])->both);
          changed |= ((const GalleyCompareRow *) rows->pdata[k])->changed;
        }
      g_assert_cmpint (changed, ==, hunks->len > 0);
    }
}

/* Figures come first, then names, then the rest; each leads to its place. */
static void
test_order (void)
{
  g_autoptr (GalleyArticle) before = make ("开工|来了很多人，其中有老张。|共投资3亿元。|记者李明报道。");
  g_autoptr (GalleyArticle) after = make ("开工了|来了许多人，其中有老张。|共投资5亿元。|记者李鸣报道。");
  g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);
  g_autoptr (GPtrArray) items = galley_proof_items_from_hunks (hunks);
  const GalleyPlaceItem *first = items->pdata[0];

  g_assert_cmpuint (items->len, ==, hunks->len);
  g_assert_cmpint (first->block, ==, 2);
  g_assert_cmpuint (first->start, ==, 3);
  g_assert_cmpuint (first->end, ==, 4);
}

/* What blocks comes first within an article, and only there. */
static void
test_obstacles (void)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  GalleyObstacle look = { GALLEY_OBSTACLE_FIT, FALSE, (char *) "a", NULL, (char *) "too long" };
  GalleyObstacle bad = { GALLEY_OBSTACLE_ROUND, TRUE, (char *) "a", NULL, (char *) "not done\nmore words" };
  GalleyObstacle other = { GALLEY_OBSTACLE_FACT, TRUE, NULL, (char *) "weekday", (char *) "wrong <day>" };
  g_autoptr (GPtrArray) items = NULL;

  g_ptr_array_add (list, &look);
  g_ptr_array_add (list, &bad);
  g_ptr_array_add (list, &other);
  items = galley_proof_items_from_obstacles (list, NULL);
  g_assert_cmpuint (items->len, ==, 3);
  g_assert_cmpstr (((const GalleyPlaceItem *) items->pdata[0])->markup, ==, "not done");
  g_assert_cmpint (((const GalleyPlaceItem *) items->pdata[1])->tone, ==, GALLEY_TONE_WARN);
  g_assert_cmpstr (((const GalleyPlaceItem *) items->pdata[2])->markup, ==, "wrong &lt;day&gt;");
  g_assert_cmpstr (((const GalleyPlaceItem *) items->pdata[2])->key, ==, "weekday");
}

static double
get_linear (double channel)
{
  return channel <= 0.03928 ? channel / 12.92 : CLAMP ((channel + 0.055) / 1.055, 0, 1);
}

/* Letters in the colour of a round are told from the ground, by day and by night. */
static void
test_contrast (void)
{
  static const char *const colours[] = { "#c01c28", "#1a5fb4", "#26a269", "#813d9c",
                                         "#ffffff", "#000000", "wrong" };

  for (guint i = 0; i < G_N_ELEMENTS (colours); i++)
    {
      GalleyHue hue = { (char *) "x", (char *) colours[i] };
      float day[4], night[4];

      galley_hue_get_rgba (&hue, FALSE, day);
      galley_hue_get_rgba (&hue, TRUE, night);
      g_assert_cmpfloat (get_linear (day[0]) + get_linear (day[1]) + get_linear (day[2]), <, 2.1);
      g_assert_cmpfloat (night[0] + night[1] + night[2], >, 1.0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare/rows", test_rows);
  g_test_add_func ("/compare/order", test_order);
  g_test_add_func ("/compare/obstacles", test_obstacles);
  g_test_add_func ("/compare/contrast", test_contrast);
  return g_test_run ();
}
