/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "test-common.h"

static GalleyPlugins *plugins;

/* --- reading ---------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *name;
  const char *text;
  const char *dump;
} cases[] = {
  { "headline", "# 春耕开始了\n\n今年来得早。\n",
    "page 1 \n  article story\n    headline: 春耕开始了\n    body: 今年来得早。\n" },
  { "levels", "# 主题\n\n## 副题\n\n正文。\n\n## 小题\n\n再写。\n",
    "page 1 \n  article story\n    headline: 主题\n    subhead: 副题\n    body: 正文。\n    crosshead: "
    "小题\n    body: 再写。\n" },
  { "roles", "{kicker} 引题\n\n# 主题\n\n{people} 甲主持\n\n{byline} 本报记者 吴月\n\n> 引文\n\n{note} 注\n",
    "page 1 \n  article story\n    kicker: 引题\n    headline: 主题\n    people: 甲主持\n    byline: "
    "本报记者 吴月\n"
    "    quote: 引文\n    note: 注\n" },
  { "byline", "# 主题\n\n本报记者 吴月\n\n正文。\n",
    "page 1 \n  article story\n    headline: 主题\n    byline: 本报记者 吴月\n    body: 正文。\n" },
  { "two", "# 一\n\n甲。\n\n{kicker} 引\n\n# 二\n\n乙。\n",
    "page 1 \n  article story\n    headline: 一\n    body: 甲。\n  article story\n    kicker: 引\n    "
    "headline: 二\n    body: 乙。\n" },
  { "foreign front matter", "---\ntitle: 标题\nauthor: 吴月\ntags: [春耕, \"农机, 种子\"]\n---\n\n正文。\n",
    "page 1 \n  article story\n    person=吴月 ()\n    keyword=春耕 ()\n    keyword=农机, 种子 ()\n    "
    "headline: 标题\n    body: 正文。\n" },
  { "pages",
    "---\npage: 3\npage-name: 文化\nstaff:\n- 何远 | 版式\n---\n\n# 甲\n\n文。\n\n---\npage: 4\n---\n\n# "
    "乙\n\n文。\n",
    "page 3 文化\n    staff=何远 (版式)\n  article story\n    headline: 甲\n    body: 文。\npage 4 \n  "
    "article story\n"
    "    headline: 乙\n    body: 文。\n" },
  { "soft line ends", "春天\n来了，\n花开 spring\nhas come\n",
    "page 1 \n  article story\n    body: 春天来了，花开 spring has come\n" },
  { "marks", "**重**要 *说* [网](http://a.b/?c=1&d) `码`\n",
    "page 1 \n  article story\n    body: 重要 说 网 码 {strong 0-1 } {emphasis 3-4 } {link 5-6 "
    "http://a.b/?c=1&d}\n" },
  { "lists", "- 甲\n- 乙\n\n3. 丙\n4. 丁\n",
    "page 1 \n  article story\n    body: • 甲\n    body: • 乙\n    body: 3. 丙\n    body: 4. 丁\n" },
  { "table", "| 队 | 分 |\n|---|---|\n| 东 | 3 |\n",
    "page 1 \n  article story\n    body: 队\t分\n    body: 东\t3\n" },
  { "a rule is no front matter", "甲。\n\n---\n\n乙。\n",
    "page 1 \n  article story\n    body: 甲。\n    body: 乙。\n" },
  { "entities", "A&amp;B &#20013; &middot; &nosuch;\n",
    "page 1 \n  article story\n    body: A&B 中 · &nosuch;\n" },
  { "hard break", "甲\\\n乙\n", "page 1 \n  article story\n    body: 甲\n    body: 乙\n" },
};

static void
test_reading (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition =
          test_open (plugins, "a.md", cases[i].text, strlen (cases[i].text), NULL, &error);
      g_autofree char *dump = NULL;

      g_test_message ("%s", cases[i].name);
      g_assert_no_error (error);
      dump = test_dump (edition);
      g_assert_cmpstr (dump, ==, cases[i].dump);
    }
}

/* --- round trips ------------------------------------------------------------------------------------------------ */

static GBytes *
save (GalleyEdition *edition)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, "markdown", &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = test_save (exporter, edition, &error);
  g_assert_no_error (error);
  return bytes;
}

static void
assert_round_trip (GalleyEdition *edition)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) first = save (edition);
  g_autoptr (GBytes) again = save (edition);
  gsize length;
  const char *data = g_bytes_get_data (first, &length);
  g_autoptr (GalleyEdition) back = test_open (plugins, "edition.md", data, length, NULL, &error);
  g_autofree char *before = test_dump (edition);
  g_autofree char *after = NULL;

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, again));
  after = test_dump (back);
  g_assert_cmpstr (after, ==, before);
}

static void
test_all_facts (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\x89PNG\r\n\x1a\n....", 12);
  g_autoptr (GalleyAsset) asset = galley_asset_new ("图 1.png", "image/png", bytes);

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      g_autofree char *value = g_strdup_printf ("值 %u: \"#\" | \\", i);

      galley_builder_fact (builder, (GalleyFact) i, value);
    }
  for (guint p = 1; p <= 3; p++)
    {
      galley_builder_page (builder, p * 2, p == 2 ? NULL : "- 要闻: [一]");
      galley_builder_staff (builder, "责任编辑", "林小川");
      galley_builder_staff (builder, NULL, "何远");
      for (guint kind = 0; kind <= GALLEY_ARTICLE_FURNITURE; kind++)
        {
          galley_builder_kind (builder, (GalleyArticleKind) kind);
          galley_builder_item (builder, "person", "吴月", "本报记者");
          galley_builder_item (builder, "person", "A | B", "摄 \\| 影");
          galley_builder_item (builder, "page", "true", NULL);
          galley_builder_item (builder, "meta.kind", "~", "x");
          galley_builder_item (builder, "kind", "'单引'", NULL);
          galley_builder_item (builder, "title", "[a, b]", NULL);
          galley_builder_item (builder, "关键 词", "a: b #c", "");
          galley_builder_item (builder, "person", "最后", NULL);
          galley_builder_asset (builder, asset);
          galley_builder_begin (builder, GALLEY_ROLE_BODY);
          galley_builder_text (builder, "正文。", -1, GALLEY_STYLE_PLAIN);
          galley_builder_next_article (builder);
        }
    }
  edition = galley_builder_finish (builder, NULL);
  assert_round_trip (edition);
}

/* Every order of two and three roles: the short forms must not swallow each other. */
static void
test_all_roles (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GalleyEdition) edition = NULL;

  for (guint i = 0; i < GALLEY_N_ROLES * GALLEY_N_ROLES * GALLEY_N_ROLES; i++)
    {
      guint roles[] = { i / GALLEY_N_ROLES / GALLEY_N_ROLES, i / GALLEY_N_ROLES % GALLEY_N_ROLES,
                        i % GALLEY_N_ROLES };

      for (guint k = 0; k < 3; k++)
        {
          galley_builder_begin (builder, (GalleyRole) roles[k]);
          galley_builder_text (builder, k == 1 ? "本报记者 吴月" : "春天来了", -1, GALLEY_STYLE_PLAIN);
        }
      galley_builder_next_article (builder);
    }
  edition = galley_builder_finish (builder, NULL);
  assert_round_trip (edition);
}

static void
test_all_marks (void)
{
  static const char *const texts[] = {
    "# 井号",       "## 井 ##",       "- 横线",   "--- ",       "***",       "1. 数字",     "12) 数字",
    "> 大于",       "{kicker} 括",    "{无}",     "```",        "~~~",       "| 表 | 格 |", "===",
    "<b>不是</b>",  "&amp; &#20013;", "[文](址)", "![图](址)",  "a*b*c_d_e", "\\反\\*斜",   "http://a.b/c",
    "<http://a.b>", "`码` ``",        "甲!乙",    "“文字。”后", "+1 和 -1",  "=",           "末尾\\",
    "a\tb",         "[x]: http://y",  "*",        "_",          "1.",        "100.",        "{",
    "<!-- 注 -->",  "</b>",           "&",        "Ⅷ　全角"
  };
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GalleyEdition) edition = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts) * GALLEY_N_ROLES; i++)
    {
      galley_builder_begin (builder, (GalleyRole) (i % GALLEY_N_ROLES));
      galley_builder_text (builder, texts[i / GALLEY_N_ROLES], -1, GALLEY_STYLE_PLAIN);
    }
  edition = galley_builder_finish (builder, NULL);
  assert_round_trip (edition);
}

/* Marks of every kind at random places, crossing, touching and nested, on text full of signs. Two of one kind do not
 * overlap: they would be one mark. */
static void
test_random_spans (void)
{
  static const char *const values[] = { "http://a.b/?x=1&y=<2>", "", "a b\\", "\"引\" & <号>\n", NULL };
  static const char text[] = "本报讯*星*(记者)12. “引。”后[括]{号}!叹 a_b `c` &amp; <尖> \\";
  g_autoptr (GRand) rand = g_rand_new_with_seed (20240506);
  guint length = (guint) g_utf8_strlen (text, -1);

  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
      g_autoptr (GalleyEdition) edition = NULL;
      guint n = (guint) g_rand_int_range (rand, 0, 5);
      guint taken[GALLEY_SPAN_JOIN + 1] = { 0 };

      galley_builder_begin (builder, (GalleyRole) g_rand_int_range (rand, 0, GALLEY_N_ROLES));
      galley_builder_text (builder, text, -1, GALLEY_STYLE_PLAIN);
      for (guint i = 0; i < n; i++)
        {
          GalleySpanKind kind = (GalleySpanKind) g_rand_int_range (rand, 0, GALLEY_SPAN_JOIN + 1);
          guint start = taken[kind] + (guint) g_rand_int_range (rand, 0, 12);
          guint end = start + (kind == GALLEY_SPAN_JOIN ? 0 : (guint) g_rand_int_range (rand, 1, 24));
          gboolean valued = kind == GALLEY_SPAN_LINK || kind == GALLEY_SPAN_JOIN;

          if (start >= length)
            continue;
          taken[kind] = MIN (end, length);
          galley_builder_mark (builder, kind, start, end,
                               valued ? values[g_rand_int_range (rand, 0, 4)] : NULL);
        }
      edition = galley_builder_finish (builder, NULL);
      assert_round_trip (edition);
    }
}

/* --- hostile ---------------------------------------------------------------------------------------------------- */

static void
test_hostile (void)
{
  static const char *const bricks[] = {
    "> ", "- ",  "**", "[",  "![", "<strong>", "<join>", "---\na: b\n---\n\n", "{kicker} x\n\n",
    "`",  "&#x", "# ", "|a", "\\", "*a_",      "]("
  };

  for (guint i = 0; i < G_N_ELEMENTS (bricks); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint k = 0; k < 5000; k++)
        g_string_append (text, bricks[i]);
      g_test_message ("%s", bricks[i]);
      test_survives (plugins, "a.md", text->str, text->len, NULL);
    }
}

static void
test_damaged (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    test_damage (plugins, "a.md", cases[i].text, strlen (cases[i].text), "markdown");
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/markdown/reading", test_reading);
  g_test_add_func ("/markdown/facts", test_all_facts);
  g_test_add_func ("/markdown/roles", test_all_roles);
  g_test_add_func ("/markdown/marks", test_all_marks);
  g_test_add_func ("/markdown/spans", test_random_spans);
  g_test_add_func ("/markdown/hostile", test_hostile);
  g_test_add_func ("/markdown/damaged", test_damaged);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
