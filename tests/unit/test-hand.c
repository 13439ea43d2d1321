/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's hand on a page of our own: every operation there and back, and the source behind the copy. */

#include "config.h"

#include <string.h>

#include "galley-hand.h"
#include "galley-imprint.h"
#include "galley-origin.h"
#include "galley-replace.h"
#include "galley-segment.h"

static const char page_text[] =
    "01版：要闻\n\n"
    "全市防汛工作会议要求\n\n"
    "守住堤防守住家园\n\n"
    "林知远讲话 沈若水主持\n\n"
    "本报记者 方小舟\n\n"
    "本报讯 "
    "6月2日上午，全市防汛工作会议在市民中心召开。会议回顾去年的汛情，部署今年的任务，要求各县把责任落到每"
    "一段堤防。\n\n"
    "会议指出，今年入汛比常年早，上游水库的水位已经高出往年，任何松懈都要不\n\n"
    "得。各地要备足沙袋、冲锋舟和发电机，夜间巡堤一班也不能少。\n\n"
    "古镇书场添新座\n\n"
    "本报通讯员 何田\n\n"
    "本报讯 "
    "昨天下午，柳桥古镇的老书场重新开门，新添的六十个座位坐得满满当当。说书人一拍醒木，台下的老人便笑着鼓起"
    "掌来。\n\n"
    "书场修了三个月，屋顶换了新瓦，戏台保留了原来的雕花。镇上说，往后每个周末都有演出，门票只收五元。\n\n";

typedef struct
{
  GalleyEdition *edition;
  GalleyPage *page;
} Fixture;

static GalleyEdition *
read_page (const char *text)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GalleyAsset) asset = galley_asset_new ("page.txt", "text/plain; charset=utf-8", bytes);
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition;

  galley_builder_source (builder, asset);
  g_assert_true (galley_segment_text (text, -1, builder, NULL, &error));
  g_assert_no_error (error);
  edition = galley_builder_finish (builder, &error);
  g_assert_no_error (error);
  return edition;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->edition = read_page (page_text);
  self->page = galley_edition_get_page (self->edition, 0);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_object_unref (self->edition);
}

static GalleyArticle *
find (Fixture *self, const char *headline)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (self->edition);

  for (guint i = 0; i < articles->len; i++)
    {
      g_autofree char *its = galley_article_dup_headline (articles->pdata[i]);

      if (g_str_equal (its, headline))
        return articles->pdata[i];
    }
  g_test_message ("no article “%s”", headline);
  g_assert_not_reached ();
}

static void
write_metadata (GString *out, GalleyArticle *article)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);

  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      g_string_append_printf (out, "  %s=%s/%s\n", item->key, item->value,
                              item->qualifier != NULL ? item->qualifier : "");
    }
}

/* All that an edition says, with ids when they matter. */
static char *
dump (GalleyEdition *edition, gboolean whole)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = articles->pdata[i];

      g_string_append_printf (out, "%s\n", galley_article_kind_get_name (galley_article_get_kind (article)));
      if (whole)
        {
          g_string_append_printf (out, "  %s %g\n", galley_article_get_id (article),
                                  galley_article_get_confidence (article));
          write_metadata (out, article);
        }
      for (guint k = 0; k < galley_article_get_n_blocks (article); k++)
        {
          GalleyBlock *block = galley_article_get_block (article, k);

          if (whole)
            g_string_append_printf (out, "%p ", (void *) block);
          g_string_append_printf (out, "%s | %s\n", galley_role_get_name (galley_block_get_role (block)),
                                  galley_block_get_text (block));
        }
    }
  return g_string_free (out, FALSE);
}

/* There, back, there and back again: each time exactly what it was. */
static void
check_step (Fixture *self, GalleyHandStep *step, const char *before)
{
  g_autofree char *after = dump (self->edition, TRUE);

  g_assert_nonnull (step);
  g_assert_cmpstr (before, !=, after);
  g_assert_true (galley_hand_step_is_done (step));
  g_assert_nonnull (galley_hand_step_get_label (step));
  g_assert_nonnull (galley_hand_step_get_article (step, NULL));
  g_assert_false (galley_hand_step_redo (step));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *back = NULL;
      g_autofree char *again = NULL;

      g_assert_true (galley_hand_step_undo (step));
      back = dump (self->edition, TRUE);
      g_assert_cmpstr (back, ==, before);
      g_assert_false (galley_hand_step_undo (step));
      g_assert_true (galley_hand_step_redo (step));
      again = dump (self->edition, TRUE);
      g_assert_cmpstr (again, ==, after);
    }
}

static void
test_split_merge (Fixture *self, gconstpointer data)
{
  GalleyArticle *first = find (self, "守住堤防守住家园");
  GalleyArticle *second = find (self, "古镇书场添新座");
  g_autofree char *before = dump (self->edition, TRUE);
  g_autofree char *plain = dump (self->edition, FALSE);
  g_autofree char *merged = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GalleyHandStep) merge = NULL;
  g_autoptr (GalleyHandStep) split = NULL;
  guint n = galley_article_get_n_blocks (first);
  GalleyArticle *made;
  guint block;

  merge = galley_hand_merge (self->edition, second);
  check_step (self, merge, before);
  g_assert_true (galley_hand_step_get_article (merge, &block) == first);
  g_assert_cmpuint (block, ==, n);
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (first, n)), ==, GALLEY_ROLE_CROSSHEAD);
  g_assert_null (galley_edition_find_article (self->edition, galley_article_get_id (second), NULL));

  merged = dump (self->edition, TRUE);
  split = galley_hand_split (self->edition, first, n);
  check_step (self, split, merged);
  again = dump (self->edition, FALSE);
  g_assert_cmpstr (again, ==, plain);
  made = galley_hand_step_get_article (split, NULL);
  g_assert_cmpstr (galley_metadata_get (galley_article_get_metadata (made), "person"), ==, "何田");
  g_assert_cmpstr (galley_metadata_get (galley_article_get_metadata (first), "person"), ==, "方小舟");
  g_assert_true (galley_origin_get_text (self->edition, made) != NULL);

  /* What was typed since is not thrown away. */
  {
    GalleyBlock *block_here = galley_article_get_block (made, 1);
    g_autoptr (GalleyBlock) typed = galley_block_splice (block_here, 0, 0, "特约");

    galley_article_splice (made, 1, 1, &typed, 1);
    g_assert_false (galley_hand_step_can_undo (split));
    g_assert_false (galley_hand_step_undo (split));
    galley_article_splice (made, 1, 1, &block_here, 1);
  }
}

static void
test_nothing_to_do (Fixture *self, gconstpointer data)
{
  GalleyArticle *first = galley_page_get_article (self->page, 0);
  g_autoptr (GalleyArticle) stranger = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autofree char *before = dump (self->edition, TRUE);
  g_autofree char *after = NULL;

  g_assert_null (galley_hand_merge (self->edition, first));
  g_assert_null (galley_hand_split (self->edition, first, 0));
  g_assert_null (galley_hand_split (self->edition, first, 99));
  g_assert_null (galley_hand_split (self->edition, stranger, 0));
  g_assert_null (galley_hand_merge (self->edition, stranger));
  g_assert_null (galley_hand_heal (self->edition, first, galley_article_get_n_blocks (first) - 1));
  g_assert_null (galley_hand_part (self->edition, first, 0, 0));
  g_assert_null (galley_hand_mark_article (self->edition, first, galley_article_get_kind (first)));
  g_assert_null (galley_hand_turn_heads (self->edition, stranger, 0));
  after = dump (self->edition, TRUE);
  g_assert_cmpstr (before, ==, after);
}

static void
test_mark (Fixture *self, gconstpointer data)
{
  static const struct
  {
    GalleyArticleKind kind;
    GalleyRole body;
  } cases[] = {
    { GALLEY_ARTICLE_AD, GALLEY_ROLE_AD },      { GALLEY_ARTICLE_FURNITURE, GALLEY_ROLE_FURNITURE },
    { GALLEY_ARTICLE_STORY, GALLEY_ROLE_BODY }, { GALLEY_ARTICLE_PICTURE, GALLEY_ROLE_CAPTION },
    { GALLEY_ARTICLE_STORY, GALLEY_ROLE_BODY },
  };
  GalleyArticle *article = find (self, "古镇书场添新座");
  guint last = galley_article_get_n_blocks (article) - 1;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *before = dump (self->edition, TRUE);
      g_autoptr (GalleyHandStep) step = galley_hand_mark_article (self->edition, article, cases[i].kind);
      g_autofree char *headline = NULL;

      check_step (self, step, before);
      g_assert_cmpint (galley_article_get_kind (article), ==, cases[i].kind);
      g_assert_cmpint (galley_block_get_role (galley_article_get_block (article, last)), ==, cases[i].body);
      headline = galley_article_dup_headline (article);
      g_assert_cmpstr (headline, ==, "古镇书场添新座");
    }
  {
    g_autofree char *before = dump (self->edition, TRUE);
    g_autoptr (GalleyHandStep) step =
        galley_hand_mark_block (self->edition, article, last, GALLEY_ROLE_CAPTION);

    check_step (self, step, before);
    g_assert_cmpfloat (galley_block_get_confidence (galley_article_get_block (article, last)), ==, 1);
  }
}

static void
test_heads (Fixture *self, gconstpointer data)
{
  static const char *const three[] = { "khs", "hss", "kkh", "khs" };
  GalleyArticle *article = find (self, "守住堤防守住家园");
  g_autoptr (GalleyBlock) third = galley_block_new (GALLEY_ROLE_SUBHEAD, "各县区主官到场签下责任书", -1);

  g_assert_cmpint (galley_block_get_role (galley_article_get_block (article, 0)), ==, GALLEY_ROLE_KICKER);
  galley_article_splice (article, 2, 0, &third, 1);
  for (guint i = 0; i < G_N_ELEMENTS (three); i++)
    {
      g_autofree char *before = dump (self->edition, TRUE);

      for (guint k = 0; k < 3; k++)
        {
          GalleyRole role = galley_block_get_role (galley_article_get_block (article, k));

          g_assert_cmpint (galley_role_get_name (role)[0], ==, three[i][k]);
        }
      /* From any place: the caret may stand in the text. */
      g_autoptr (GalleyHandStep) step = galley_hand_turn_heads (self->edition, article, i % 2 == 0 ? 1 : 6);
      check_step (self, step, before);
    }
}

static GalleyBlock *
find_joined (GalleyArticle *article, guint *index, guint *offset)
{
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      const GalleySpan *seam =
          galley_block_find_span (galley_article_get_block (article, i), GALLEY_SPAN_JOIN);

      if (seam == NULL)
        continue;
      *index = i;
      *offset = seam->start;
      return galley_article_get_block (article, i);
    }
  return NULL;
}

static void
test_joins (Fixture *self, gconstpointer data)
{
  GalleyArticle *article = find (self, "守住堤防守住家园");
  guint index = 0, offset = 0;
  g_autofree char *before = dump (self->edition, TRUE);
  g_autofree char *plain = dump (self->edition, FALSE);
  g_autofree char *parted = NULL;
  g_autofree char *healed = NULL;
  g_autoptr (GalleyHandStep) part = NULL;
  g_autoptr (GalleyHandStep) heal = NULL;

  g_assert_nonnull (find_joined (article, &index, &offset));
  part = galley_hand_part (self->edition, article, index, offset);
  check_step (self, part, before);
  g_assert_true (
      g_str_has_suffix (galley_block_get_text (galley_article_get_block (article, index)), "要不"));
  g_assert_true (
      g_str_has_prefix (galley_block_get_text (galley_article_get_block (article, index + 1)), "得。"));
  parted = dump (self->edition, TRUE);
  heal = galley_hand_heal (self->edition, article, index);
  check_step (self, heal, parted);
  healed = dump (self->edition, FALSE);
  g_assert_cmpstr (healed, ==, plain);
}

/* What a join takes out comes back when it is taken apart. */
static void
test_seams (void)
{
  static const struct
  {
    const char *before, *after, *joined;
  } cases[] = {
    { "水位还在上", "涨，巡堤的人没有合眼。", "水位还在上涨，巡堤的人没有合眼。" },
    { "节约的不只是电费。", "费心的是人手。", "节约的不只是电费心的是人手。" },
    { "The council met on Tues-", "day to hear the plan.", "The council met on Tuesday to hear the plan." },
    { "The bridge will be closed", "for three weeks.", "The bridge will be closed for three weeks." },
    { "第一句。", "第二句。", "第一句。第二句。" },
    { "", "只有后一段", "只有后一段" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GalleyBlock) before = galley_block_new (GALLEY_ROLE_BODY, cases[i].before, -1);
      g_autoptr (GalleyBlock) after = galley_block_new (GALLEY_ROLE_QUOTE, cases[i].after, -1);
      g_autoptr (GalleyBlock) joined = galley_hand_heal_blocks (before, after);
      const GalleySpan *seam = galley_block_find_span (joined, GALLEY_SPAN_JOIN);
      g_autoptr (GalleyBlock) first = NULL;
      g_autoptr (GalleyBlock) rest = NULL;

      g_assert_cmpstr (galley_block_get_text (joined), ==, cases[i].joined);
      g_assert_cmpint (galley_block_get_role (joined), ==, GALLEY_ROLE_BODY);
      if (*cases[i].before == '\0')
        continue;
      g_assert_nonnull (seam);
      g_assert_true (galley_hand_part_block (joined, seam->start, &first, &rest));
      g_assert_cmpstr (galley_block_get_text (first), ==, cases[i].before);
      g_assert_cmpstr (galley_block_get_text (rest), ==, cases[i].after);
    }
}

static void
test_confirm (Fixture *self, gconstpointer data)
{
  GalleyArticle *article = find (self, "古镇书场添新座");
  GalleyBlock *block = galley_article_get_block (article, 0);
  g_autoptr (GalleyBlock) guess = galley_block_new_full (
      galley_block_get_role (block), galley_block_get_text (block), -1, NULL, 0, 0, 1, 0.4);
  g_autofree char *before = NULL;
  g_autoptr (GalleyHandStep) step = NULL;
  guint unsure = galley_hand_count_unsure (article);

  g_assert_null (galley_hand_is_unsure (article, 0) ? NULL : galley_hand_confirm (self->edition, article, 0));
  unsure -= galley_hand_is_unsure (article, 0);
  galley_article_splice (article, 0, 1, &guess, 1);
  g_assert_true (galley_hand_is_unsure (article, 0));
  g_assert_cmpuint (galley_hand_count_unsure (article), ==, unsure + 1);
  before = dump (self->edition, TRUE);
  step = galley_hand_confirm (self->edition, article, 0);
  check_step (self, step, before);
  g_assert_false (galley_hand_is_unsure (article, 0));
  g_assert_cmpuint (galley_hand_count_unsure (article), ==, unsure);
}

static guint
count_text (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  guint n = 0;

  for (guint i = 0; i < articles->len; i++)
    n += galley_article_count_characters (articles->pdata[i]);
  return n;
}

static void
test_readings (Fixture *self, gconstpointer data)
{
  GalleyArticle *article = find (self, "守住堤防守住家园");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) readings =
      galley_hand_read (galley_origin_get_text (self->edition, article), NULL, &error);
  g_autofree char *first = dump (self->edition, FALSE);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_characters = count_text (self->edition);
  gboolean back = FALSE;

  g_assert_no_error (error);
  g_assert_cmpuint (readings->len, >, 1);
  g_hash_table_add (seen, g_strdup (first));
  for (guint i = 0; i < readings->len + 1 && !back; i++)
    {
      g_autofree char *before = dump (self->edition, TRUE);
      g_autoptr (GalleyHandStep) step = galley_hand_next_reading (self->edition, article, readings);
      g_autofree char *now = NULL;
      guint n;

      check_step (self, step, before);
      article = galley_hand_step_get_article (step, NULL);
      g_assert_true (galley_edition_find_article (self->edition, galley_article_get_id (article), NULL) ==
                     article);
      /* An overlap that is healed in one reading and not in the other makes a difference of some characters. */
      n = count_text (self->edition);
      g_assert_cmpint (ABS ((int) n - (int) n_characters), <, 8);
      now = dump (self->edition, FALSE);
      back = g_str_equal (now, first);
      if (!back)
        g_assert_true (g_hash_table_add (seen, g_steal_pointer (&now)));
    }
  g_assert_true (back);
}

/* What was worked on stays, whatever the reading. */
static void
test_readings_spare (Fixture *self, gconstpointer data)
{
  GalleyArticle *mine = find (self, "守住堤防守住家园");
  GalleyArticle *other = find (self, "古镇书场添新座");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) readings =
      galley_hand_read (galley_origin_get_text (self->edition, other), NULL, &error);
  g_autoptr (GalleyBlock) typed = galley_block_splice (galley_article_get_block (mine, 1), 0, 0, "一定要");
  g_autofree char *kept = NULL;

  galley_article_splice (mine, 1, 1, &typed, 1);
  kept = galley_article_dup_text (mine);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (GalleyHandStep) step = galley_hand_next_reading (self->edition, other, readings);
      g_autofree char *text = NULL;

      g_assert_true (galley_edition_find_article (self->edition, galley_article_get_id (mine), NULL) == mine);
      text = galley_article_dup_text (mine);
      g_assert_cmpstr (text, ==, kept);
      if (step == NULL)
        break;
      other = galley_hand_step_get_article (step, NULL);
    }
}

/* --- the source ---------------------------------------------------------------------------------------------------- */

static char *
dup_slice (GalleyBlock *block)
{
  guint start = 0, end = 0;

  g_assert_true (galley_block_get_source (block, &start, &end));
  return g_utf8_substring (page_text, start, end);
}

static void
test_places (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (self->edition);

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = articles->pdata[i];
      g_autoptr (GPtrArray) family = galley_origin_list_family (self->edition, article);

      g_assert_cmpuint (family->len, ==, articles->len);
      for (guint k = 0; k < galley_article_get_n_blocks (article); k++)
        {
          GalleyBlock *block = galley_article_get_block (article, k);
          g_autofree char *slice = dup_slice (block);
          guint start = 0, end = 0;
          GalleyArticle *its = NULL;

          galley_block_get_source (block, &start, &end);
          for (guint offset = 0; offset < galley_block_get_length (block); offset++)
            {
              guint place = galley_origin_to_source (block, offset, slice);
              gunichar here =
                  g_utf8_get_char (g_utf8_offset_to_pointer (galley_block_get_text (block), offset));

              const GalleySpan *seam = galley_block_find_span (block, GALLEY_SPAN_JOIN);

              /* Right at the seam the place is the end of the first half. */
              if (seam != NULL && seam->start == offset)
                continue;
              g_assert_cmpint (g_utf8_get_char (g_utf8_offset_to_pointer (slice, place)), ==, here);
              g_assert_cmpuint (galley_origin_from_source (block, place, slice), ==, offset);
              g_assert_true (galley_origin_find_block (family, start + place, &its) == block);
              g_assert_true (its == article);
            }
        }
    }
}

static void
test_places_after_typing (Fixture *self, gconstpointer data)
{
  GalleyArticle *article = find (self, "古镇书场添新座");
  GalleyBlock *block = galley_article_get_block (article, galley_article_get_n_blocks (article) - 1);
  g_autofree char *slice = dup_slice (block);
  g_autoptr (GalleyBlock) longer = galley_block_splice (block, 8, 0, "整整");
  g_autoptr (GalleyBlock) shorter = galley_block_splice (block, 8, 3, NULL);
  g_autoptr (GalleyBlock) rest = galley_block_slice (block, 20, galley_block_get_length (block));

  g_assert_cmpuint (galley_origin_to_source (longer, 32, slice), ==, 30);
  g_assert_cmpuint (galley_origin_from_source (longer, 30, slice), ==, 32);
  g_assert_cmpuint (galley_origin_to_source (shorter, 27, slice), ==, 30);
  g_assert_cmpuint (galley_origin_to_source (rest, 10, slice), ==, 30);
}

static void
test_strip (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("GIF89a", 6);
  g_autoptr (GalleyAsset) picture = galley_asset_new ("a.gif", "image/gif", bytes);
  g_autoptr (GalleyEdition) frozen = NULL;
  g_autoptr (GalleyEdition) stripped = NULL;
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GPtrArray) assets = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  galley_edition_add_asset (self->edition, picture);
  frozen = galley_edition_freeze (self->edition);
  stripped = galley_origin_strip (frozen);
  before = dump (frozen, FALSE);
  after = dump (stripped, FALSE);
  g_assert_cmpstr (before, ==, after);
  articles = galley_edition_list_articles (stripped);
  for (guint i = 0; i < articles->len; i++)
    {
      g_assert_null (
          galley_metadata_get (galley_article_get_metadata (articles->pdata[i]), GALLEY_ORIGIN_KEY));
      g_assert_true (galley_article_is_frozen (articles->pdata[i]));
    }
  assets = galley_edition_list_assets (stripped);
  g_assert_cmpuint (assets->len, ==, 1);
  g_assert_true (assets->pdata[0] == picture);
  /* The edition itself still has it. */
  g_assert_nonnull (
      galley_origin_get_text (frozen, galley_page_get_article (galley_edition_get_page (frozen, 0), 0)));
}

/* Back to an earlier version, text, kind and metadata; and that itself undone. */
static void
test_restore (Fixture *self, gconstpointer data)
{
  GalleyArticle *article = galley_page_get_article (self->page, 1);
  g_autoptr (GalleyArticle) old = galley_article_freeze (article);
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, "另一段话。", -1);
  g_autofree char *first = galley_article_dup_digest (article);
  g_autofree char *changed = NULL;
  g_autofree char *back = NULL;
  g_autofree char *again = NULL;
  GalleyHandStep *step;

  g_assert_null (galley_hand_restore (self->edition, article, old));
  galley_article_splice (article, 0, 1, &block, 1);
  galley_article_set_kind (article, GALLEY_ARTICLE_AD);
  galley_metadata_set (galley_article_get_metadata (article), "section", "本地");
  changed = galley_article_dup_digest (article);
  step = galley_hand_restore (self->edition, article, old);
  g_assert_nonnull (step);
  back = galley_article_dup_digest (article);
  g_assert_cmpstr (back, ==, first);
  g_assert_true (galley_hand_step_undo (step));
  again = galley_article_dup_digest (article);
  g_assert_cmpstr (again, ==, changed);
  galley_hand_step_free (step);
}

/* --- many articles at once ------------------------------------------------------------------------------------------- */

static GPtrArray *
list_stories (Fixture *self)
{
  g_autoptr (GPtrArray) all = galley_edition_list_articles (self->edition);
  GPtrArray *stories = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      if (galley_article_get_kind (all->pdata[i]) == GALLEY_ARTICLE_STORY)
        g_ptr_array_add (stories, all->pdata[i]);
    }
  return stories;
}

static void
test_replace (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) stories = list_stories (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = galley_replace_find (stories, "，", "；", GALLEY_REPLACE_PLAIN, &error);
  g_autoptr (GalleyHandStep) step = NULL;
  g_autofree char *before = galley_article_dup_text (stories->pdata[0]);
  g_autofree char *after = NULL;
  g_autofree char *again = NULL;
  guint n = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (places->len, >, 3);
  step = galley_hand_replace (self->edition, places, &n);
  g_assert_nonnull (step);
  g_assert_cmpuint (n, ==, places->len);
  after = galley_article_dup_text (stories->pdata[0]);
  g_assert_null (strstr (after, "，"));
  g_assert_true (galley_hand_step_undo (step));
  again = galley_article_dup_text (stories->pdata[0]);
  g_assert_cmpstr (again, ==, before);
  g_assert_true (galley_hand_step_redo (step));
  /* All of them are stale now: nothing is done, and there is no step. */
  g_assert_null (galley_hand_replace (self->edition, places, &n));
  g_assert_cmpuint (n, ==, 0);
}

/* In pieces, and not to the end. */
static void
test_replace_in_part (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) stories = list_stories (self);
  g_autoptr (GPtrArray) places = galley_replace_find (stories, "，", "；", GALLEY_REPLACE_PLAIN, NULL);
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  g_autofree char *before = galley_article_dup_text (stories->pdata[0]);
  g_autofree char *after = NULL;
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, "后来添的。", -1);
  GalleyHandStep *open = galley_hand_replace_begin (self->edition);
  g_autoptr (GalleyHandStep) step = NULL;

  for (guint i = 0; i < places->len; i++)
    {
      GalleyReplacement *place = places->pdata[i];

      if (place->article == stories->pdata[0])
        g_ptr_array_add (first, place);
    }
  g_assert_cmpuint (galley_hand_replace_in (open, first), ==, first->len);
  g_assert_cmpuint (galley_hand_replace_in (open, first), ==, 0);
  /* What somebody writes before the end is not the step's: it is to be undone first. */
  galley_article_append (stories->pdata[0], block);
  step = galley_hand_replace_end (open, FALSE);
  g_assert_cmpstr (galley_hand_step_get_label (step), ==, "Part of the text was replaced.");
  g_assert_false (galley_hand_step_can_undo (step));
  galley_article_splice (stories->pdata[0], galley_article_get_n_blocks (stories->pdata[0]) - 1, 1, NULL, 0);
  g_assert_true (galley_hand_step_undo (step));
  after = galley_article_dup_text (stories->pdata[0]);
  g_assert_cmpstr (after, ==, before);
  g_assert_null (galley_hand_replace_end (galley_hand_replace_begin (self->edition), TRUE));
}

static void
test_move (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) stories = list_stories (self);
  g_autoptr (GPtrArray) before = galley_edition_list_articles (self->edition);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) turned = g_ptr_array_new ();
  GalleyPage *second = galley_edition_ensure_page (self->edition, 2, "综合");
  g_autoptr (GalleyHandStep) step = NULL;

  g_assert_cmpuint (stories->len, ==, 2);
  /* In whatever order they were chosen, they keep that of the edition. */
  g_ptr_array_add (turned, stories->pdata[1]);
  g_ptr_array_add (turned, stories->pdata[0]);
  step = galley_hand_move (self->edition, turned, second, G_MAXUINT);
  g_assert_nonnull (step);
  g_assert_true (galley_page_get_article (second, 0) == stories->pdata[0]);
  g_assert_true (galley_page_get_article (second, 1) == stories->pdata[1]);
  g_assert_null (galley_hand_move (self->edition, turned, second, 0));
  g_assert_true (galley_hand_step_undo (step));
  after = galley_edition_list_articles (self->edition);
  g_assert_cmpmem (after->pdata, after->len * sizeof (gpointer), before->pdata,
                   before->len * sizeof (gpointer));
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) stories = list_stories (self);
  g_autoptr (GPtrArray) before = galley_edition_list_articles (self->edition);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GalleyHandStep) step = galley_hand_remove (self->edition, stories);

  g_assert_nonnull (step);
  g_assert_null (
      galley_edition_find_article (self->edition, galley_article_get_id (stories->pdata[0]), NULL));
  g_assert_true (galley_hand_step_undo (step));
  after = galley_edition_list_articles (self->edition);
  g_assert_cmpmem (after->pdata, after->len * sizeof (gpointer), before->pdata,
                   before->len * sizeof (gpointer));
}

static void
test_tag (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) stories = list_stories (self);
  g_autoptr (GalleyField) section = galley_field_new ("section", "Section", GALLEY_FIELD_TEXT, NULL);
  g_autoptr (GalleyField) keyword = galley_field_new ("keyword", "Keywords", GALLEY_FIELD_LIST, NULL);
  GalleyMetadata *first = galley_article_get_metadata (stories->pdata[0]);
  GalleyMetadata *second = galley_article_get_metadata (stories->pdata[1]);
  GalleyTag tags[] = { { section, GALLEY_TAG_SET, "时政" }, { keyword, GALLEY_TAG_ADD, "防汛；书场" } };
  const GalleyTag away = { keyword, GALLEY_TAG_REMOVE, "防汛" };
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GPtrArray) keywords = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GalleyHandStep) step = NULL;
  g_autoptr (GalleyHandStep) taken = NULL;

  galley_metadata_set (first, "section", "时政");
  galley_metadata_add (first, "keyword", "防汛", NULL);
  step = galley_hand_tag (self->edition, stories, tags, G_N_ELEMENTS (tags), &results);
  g_assert_nonnull (step);
  g_assert_cmpuint (results->len, ==, 2);
  g_assert_cmpuint (((GalleyTagged *) results->pdata[0])->n_changed, ==, 1);
  g_assert_cmpuint (((GalleyTagged *) results->pdata[1])->n_changed, ==, 2);
  keywords = galley_metadata_list (first, "keyword");
  g_assert_cmpuint (keywords->len, ==, 2);
  taken = galley_hand_tag (self->edition, stories, &away, 1, NULL);
  g_assert_nonnull (taken);
  left = galley_metadata_list (second, "keyword");
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_true (galley_hand_step_undo (taken));
  g_assert_true (galley_hand_step_undo (step));
  g_assert_null (galley_metadata_get (second, "section"));
  g_assert_cmpstr (galley_metadata_get (first, "section"), ==, "时政");
  /* What says so already is no step. */
  g_assert_null (galley_hand_tag (self->edition, stories, &away, 0, NULL));
}

static void
test_digest (Fixture *self, gconstpointer data)
{
  GalleyPage *second = galley_edition_ensure_page (self->edition, 2, "综合");
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) headline = galley_block_new (GALLEY_ROLE_HEADLINE, "老桥完成检测", -1);
  g_autoptr (GalleyBlock) other = galley_block_new (GALLEY_ROLE_HEADLINE, "新桥通车", -1);
  guint n = galley_page_get_n_articles (self->page);
  g_autoptr (GalleyHandStep) none = galley_hand_make_digest (self->edition, 1);
  g_autoptr (GalleyHandStep) step = NULL;
  g_autoptr (GalleyHandStep) next = NULL;
  g_autofree char *text = NULL;

  /* No other page has a headline yet. */
  g_assert_null (none);
  galley_article_append (article, headline);
  galley_page_insert (second, G_MAXUINT, article);
  step = galley_hand_make_digest (self->edition, 1);
  g_assert_nonnull (step);
  g_assert_cmpuint (galley_page_get_n_articles (self->page), ==, n + 1);
  g_assert_true (galley_imprint_is_digest (galley_page_get_article (self->page, n)));
  g_assert_null (galley_hand_make_digest (self->edition, 1));
  /* The one that is there gets the new lines. */
  galley_article_splice (article, 0, 1, &other, 1);
  next = galley_hand_make_digest (self->edition, 1);
  g_assert_nonnull (next);
  g_assert_cmpuint (galley_page_get_n_articles (self->page), ==, n + 1);
  text = galley_article_dup_text (galley_page_get_article (self->page, n));
  g_assert_cmpstr (text, ==, "导读\n新桥通车……2版");
  g_assert_true (galley_hand_step_undo (next));
  g_assert_true (galley_hand_step_undo (step));
  g_assert_cmpuint (galley_page_get_n_articles (self->page), ==, n);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/hand/split-merge", test_split_merge);
  ADD ("/hand/nothing-to-do", test_nothing_to_do);
  ADD ("/hand/mark", test_mark);
  ADD ("/hand/heads", test_heads);
  ADD ("/hand/joins", test_joins);
  ADD ("/hand/confirm", test_confirm);
  ADD ("/hand/readings", test_readings);
  ADD ("/hand/readings-spare", test_readings_spare);
  ADD ("/hand/restore", test_restore);
  ADD ("/origin/places", test_places);
  ADD ("/origin/places-after-typing", test_places_after_typing);
  ADD ("/origin/strip", test_strip);
#undef ADD
  g_test_add_func ("/hand/seams", test_seams);
  g_test_add ("/hand/replace", Fixture, NULL, set_up, test_replace, tear_down);
  g_test_add ("/hand/replace-in-part", Fixture, NULL, set_up, test_replace_in_part, tear_down);
  g_test_add ("/hand/move", Fixture, NULL, set_up, test_move, tear_down);
  g_test_add ("/hand/remove", Fixture, NULL, set_up, test_remove, tear_down);
  g_test_add ("/hand/tag", Fixture, NULL, set_up, test_tag, tear_down);
  g_test_add ("/hand/digest", Fixture, NULL, set_up, test_digest, tear_down);
  return g_test_run ();
}
