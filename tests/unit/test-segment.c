/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages written for this test, in the shapes that real pages have. What the reader makes of one is shown as an outline:
 * a line for each article, and below it one for each block. */

#include <string.h>

#include <glib/gstdio.h>

#include "galley-byline.h"
#include "galley-segment.h"

static GalleyReading *
read_page (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) readings = galley_segment_read (text, -1, 1, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (readings->len, >=, 1);
  return g_ptr_array_steal_index (readings, 0);
}

static char *
outline (const GalleyReading *reading)
{
  GString *shown = g_string_new (NULL);

  for (guint a = 0; a < reading->articles->len; a++)
    {
      const GalleyReadingArticle *article = g_ptr_array_index (reading->articles, a);
      g_autoptr (GPtrArray) persons = galley_reading_list_persons (reading, a);

      g_string_append_printf (shown, "= %s", galley_article_kind_get_name (article->kind));
      for (guint i = 0; i < persons->len; i++)
        {
          const GalleyPerson *person = g_ptr_array_index (persons, i);

          g_string_append_printf (shown, " [%s %s]", person->role, person->name);
        }
      g_string_append_c (shown, '\n');
      for (guint b = 0; b < reading->blocks->len; b++)
        {
          const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, b);

          if (block->article == a)
            g_string_append_printf (shown, "%s: %s\n", galley_role_get_name (block->role), block->text);
        }
    }
  return g_string_free (shown, FALSE);
}

static void
assert_outline (const char *page, const char *expected)
{
  g_autoptr (GalleyReading) reading = read_page (page);
  g_autofree char *shown = outline (reading);

  g_assert_cmpstr (shown, ==, expected);
  for (guint i = 0; i < reading->blocks->len; i++)
    {
      const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, i);

      g_assert_cmpfloat (block->confidence, >=, 0);
      g_assert_cmpfloat (block->confidence, <=, 1);
    }
}

/* Long enough to be paragraphs; each is about a matter of its own. */
#define BRIDGE_1                                                                                                                                                 \
  "柳城新大桥昨天上午建成通车，大桥全长三千二百米，双向六车道，连接江北新区和老城码头。通车以后，居民过江只" \
  "要五分钟。"
#define BRIDGE_2                                                                                             \
  "大桥建设历时四年，施工人员先后攻克深水桩基、大跨度吊装等难题，桥塔高一百六十米，远望像一张帆。"
#define BRIDGE_3 "柳城交通局负责人介绍，大桥两端还建了公交首末站和自行车道，方便市民换乘。"
#define ORCHID_1                                                                                             \
  "幽兰谷的兰花又开了。护林员老周在山里守了二十年，认得每一株野生兰草的位置，花期一到，他每天上山记录。"
#define ORCHID_2 "如今谷里建起种质资源圃，收集兰科植物六十余种，山民靠育苗和观花旅游，人均一年增收八千元。"

static void
test_front_page (void)
{
  assert_outline (
      "\n\n新闻热线：0577-81234567 13812345678 | 国内统一刊号：CN33-0999 邮发代号：31-99 | 第1234期 今日8版 "
      "| 柳城网：www.liucheng.example\n\n"
      "市委召开城市建设工作会议强调\n\n"
      "让群众出行更方便\n\n"
      "王大力讲话 陈小雨主持\n\n"
      "本报首席记者 江一帆 通讯员 何小满\n\n"
      "本报讯 " BRIDGE_1 "\n\n" BRIDGE_2 "\n\n" BRIDGE_3 "\n\n\n\n"
      "春到山乡\n\n"
      "3月4日，柳城云岭乡的油菜花竞相开放，吸引许多市民前来踏青。图为孩子们在花田里放风筝。\n\n"
      "丁宁 摄\n\n\n\n"
      "守山二十年 幽兰满谷香\n\n"
      "本报记者 方圆圆\n\n"
      "本报云岭3月4日电 " ORCHID_1 "\n\n" ORCHID_2 "\n\n（下转第三版）\n\n"
      "柳城农商银行\nLIUCHENG RURAL BANK\n贴心服务 就在身边\n客服热线：96599\n",
      "= furniture\n"
      "furniture: 新闻热线：0577-81234567 13812345678 | 国内统一刊号：CN33-0999 邮发代号：31-99 | 第1234期 "
      "今日8版 | 柳城网：www.liucheng.example\n"
      "= story [本报首席记者 江一帆] [通讯员 何小满]\n"
      "kicker: 市委召开城市建设工作会议强调\n"
      "headline: 让群众出行更方便\n"
      "people: 王大力讲话 陈小雨主持\n"
      "byline: 本报首席记者 江一帆 通讯员 何小满\n"
      "body: 本报讯 " BRIDGE_1 "\n"
      "body: " BRIDGE_2 "\n"
      "body: " BRIDGE_3 "\n"
      "= picture [摄 丁宁]\n"
      "headline: 春到山乡\n"
      "caption: 3月4日，柳城云岭乡的油菜花竞相开放，吸引许多市民前来踏青。图为孩子们在花田里放风筝。\n"
      "credit: 丁宁 摄\n"
      "= story [本报记者 方圆圆]\n"
      "headline: 守山二十年 幽兰满谷香\n"
      "byline: 本报记者 方圆圆\n"
      "body: 本报云岭3月4日电 " ORCHID_1 "\n"
      "body: " ORCHID_2 "\n"
      "jump: （下转第三版）\n"
      "= ad\n"
      "ad: 柳城农商银行\n"
      "ad: LIUCHENG RURAL BANK\n"
      "ad: 贴心服务 就在身边\n"
      "ad: 客服热线：96599\n");
}

static void
test_masthead (void)
{
  static const struct
  {
    const char *head;
    guint page;
    const char *name;
    const char *paper;
    const char *date;
  } cases[] = {
    { "柳城日报 数字报纸\n\n00003版：要闻\n2024年3月4日 星期一", 3, "要闻", "柳城日报", "2024-03-04" },
    { "柳城日报 > 第五版：今日关注\n2024.3.4，星期一", 5, "今日关注", "柳城日报", "2024-03-04" },
    { "柳城日报 2024.3.4 星期一 12 民生", 12, "民生", "柳城日报", "2024-03-04" },
    { "A07版 江南走笔\n2024-03-04 星期一", 7, "江南走笔", NULL, "2024-03-04" },
    { "16\n\n江南走笔\n\n2024年3月4日 星期一\n\n柳城晚报", 16, "江南走笔", "柳城晚报", "2024-03-04" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
          g_strconcat (cases[i].head,
                       "\n\n柳城新大桥建成通车\n\n本报记者 江一帆\n\n本报讯 " BRIDGE_1 "\n\n" BRIDGE_2
                       "\n\n" BRIDGE_3 "\n\n责任编辑：何小满 版式：丁宁\n",
                       NULL);
      g_autoptr (GalleyReading) reading = read_page (text);

      g_test_message ("%s", cases[i].head);
      g_assert_cmpuint (reading->page_number, ==, cases[i].page);
      g_assert_cmpstr (reading->page_name, ==, cases[i].name);
      g_assert_cmpstr (galley_masthead_get (reading->masthead, GALLEY_FACT_PAPER), ==, cases[i].paper);
      g_assert_cmpstr (galley_masthead_get (reading->masthead, GALLEY_FACT_DATE), ==, cases[i].date);
      g_assert_cmpstr (galley_masthead_get (reading->masthead, GALLEY_FACT_WEEKDAY), ==, "星期一");
      g_assert_cmpuint (reading->staff->len, ==, 2);
    }

  g_autoptr (GalleyReading) full =
      read_page ("柳城日报\n2024年3月4日 星期一 农历甲辰年正月廿四 第1234期 今日16版\n"
                 "柳城日报社出版 国内统一连续出版物号：CN33-0999 代号：31-99\n热线：0577-81234567 96599 "
                 "邮箱：desk@liucheng.example\n\n"
                 "柳城新大桥建成通车\n\n本报讯 " BRIDGE_1 "\n\n" BRIDGE_2 "\n");

  g_assert_cmpstr (galley_masthead_get (full->masthead, GALLEY_FACT_LUNAR), ==, "农历甲辰年正月廿四");
  g_assert_cmpstr (galley_masthead_get (full->masthead, GALLEY_FACT_ISSUE), ==, "1234");
  g_assert_cmpstr (galley_masthead_get (full->masthead, GALLEY_FACT_PAGES), ==, "16");
  g_assert_cmpstr (galley_masthead_get (full->masthead, GALLEY_FACT_CN), ==, "CN33-0999");
  g_assert_cmpstr (galley_masthead_get (full->masthead, GALLEY_FACT_POST_CODE), ==, "31-99");
  g_assert_cmpstr (galley_masthead_get (full->masthead, GALLEY_FACT_PUBLISHER), ==, "柳城日报社");
  g_assert_cmpstr (galley_masthead_get (full->masthead, GALLEY_FACT_HOTLINE), ==, "0577-81234567 96599");
  g_assert_cmpstr (galley_masthead_get (full->masthead, GALLEY_FACT_EMAIL), ==, "desk@liucheng.example");
}

static const GalleyRepair *
only_repair (const GalleyReading *reading, GalleyRepairKind kind)
{
  const GalleyRepair *found = NULL;

  for (guint i = 0; i < reading->repairs->len; i++)
    {
      const GalleyRepair *repair = &g_array_index (reading->repairs, GalleyRepair, i);

      if (repair->kind == kind)
        {
          g_assert_null (found);
          found = repair;
        }
    }
  g_assert_nonnull (found);
  return found;
}

/* Column breaks: in the middle of a word, before a comma, with a character printed twice, and over a picture. */
static void
test_joins (void)
{
#define HEAD "柳城日报\n\n柳城新大桥建成通车\n\n本报记者 江一帆\n\n本报讯 " BRIDGE_1 "\n\n"
  g_autoptr (GalleyReading) plain =
      read_page (HEAD "大桥建设历时四年，施工人员先后攻克深水桩基、大跨度吊装等难题，桥塔高一\n\n百六十米，远"
                      "望像一张帆。\n\n" BRIDGE_3 "\n");
  const GalleyRepair *join = only_repair (plain, GALLEY_REPAIR_JOIN);

  g_assert_cmpstr (((GalleyReadingBlock *) g_ptr_array_index (plain->blocks, join->block))->text, ==,
                   BRIDGE_2);
  g_assert_cmpuint (join->offset, ==, 35);
  g_assert_cmpstr (join->removed, ==, "\n\n");

  g_autoptr (GalleyReading) twice =
      read_page (HEAD "大桥建设历时四年，施工人员先后攻克深水桩。\n\n桩基、大跨度吊装等难题，桥塔高一百六十米"
                      "，远望像一张帆。\n\n"
                      "柳城交通局负责人介绍，大桥两端还建了公交首末站和自行\n\n车道，方便市民换乘。\n");
  const GalleyRepair *overlap = only_repair (twice, GALLEY_REPAIR_OVERLAP);

  g_assert_cmpstr (((GalleyReadingBlock *) g_ptr_array_index (twice->blocks, overlap->block))->text, ==,
                   BRIDGE_2);
  g_assert_cmpstr (overlap->removed, ==, "。\n\n桩");

  assert_outline (
      HEAD
      "大桥建设历时四年，施工人员先后攻克深水桩基、大跨度吊装等难题，桥塔高一\n\n"
      "春到山乡\n\n云岭乡的油菜花竞相开放，吸引许多市民前来踏青。图为孩子们在花田里放风筝。\n\n丁宁 摄\n\n"
      "百六十米，远望像一张帆。\n\n" BRIDGE_3 "\n",
      "= furniture\nfurniture: 柳城日报\n= story [本报记者 江一帆]\nheadline: 柳城新大桥建成通车\n"
      "byline: 本报记者 江一帆\nbody: 本报讯 " BRIDGE_1 "\nbody: " BRIDGE_2 "\nbody: " BRIDGE_3 "\n"
      "= picture [摄 丁宁]\nheadline: 春到山乡\n"
      "caption: 云岭乡的油菜花竞相开放，吸引许多市民前来踏青。图为孩子们在花田里放风筝。\ncredit: 丁宁 摄\n");
#undef HEAD
}

/* Two paragraphs that only happen to end and begin with the same character stay two. */
static void
test_no_join (void)
{
  g_autoptr (GalleyReading) reading =
      read_page ("柳城新大桥建成通车\n\n本报记者 江一帆\n\n本报讯 " BRIDGE_1 "\n\n"
                 "这座大桥的设计团队此前承担过三十多个项目，其中七座桥梁被评为优秀工程案例。\n\n"
                 "例如云岭大桥，建成十年来没有出现一处裂缝。\n\n" BRIDGE_3 "\n");

  for (guint i = 0; i < reading->repairs->len; i++)
    g_assert_cmpint (g_array_index (reading->repairs, GalleyRepair, i).kind, ==, GALLEY_REPAIR_BLANK);
}

/* Crossheads within a piece, and the next, unsigned piece: only its subject tells. */
static void
test_crossheads (void)
{
  assert_outline (
      "柳城日报\n\n大桥是怎样建成的\n\n本报记者 江一帆\n\n" BRIDGE_1 "\n\n"
      "水下打桩\n\n大桥的桩基要打进江底八十米深的岩层。施工队用了两年时间，在急流里打下一百二十根桩，桩基合格"
      "率百分之百。\n\n"
      "高空吊装\n\n桥塔的钢梁在塔顶吊装，每段钢梁重两百吨。大桥施工队选在无风的夜里吊装，误差不到一厘米，桥面"
      "因此十分平顺。\n\n\n"
      "幽兰谷里守山人\n\n" ORCHID_1 "\n\n" ORCHID_2 "\n",
      "= furniture\nfurniture: 柳城日报\n"
      "= story [本报记者 江一帆]\nheadline: 大桥是怎样建成的\nbyline: 本报记者 江一帆\nbody: " BRIDGE_1 "\n"
      "crosshead: 水下打桩\nbody: "
      "大桥的桩基要打进江底八十米深的岩层。施工队用了两年时间，在急流里打下一百二十根桩，桩基合格率百分之百。"
      "\n"
      "crosshead: 高空吊装\nbody: "
      "桥塔的钢梁在塔顶吊装，每段钢梁重两百吨。大桥施工队选在无风的夜里吊装，误差不到一厘米，桥面因此十分平顺"
      "。\n"
      "= story\nheadline: 幽兰谷里守山人\nbody: " ORCHID_1 "\nbody: " ORCHID_2 "\n");
}

static void
test_heads (void)
{
  assert_outline (
      "柳城日报\n\n全省城市交通工作推进会在柳城召开—— 大桥架起来 日子好起来\n\n本报记者 "
      "江一帆\n\n本报讯 " BRIDGE_1 "\n\n" BRIDGE_2
      "\n\n\n大桥通车的启示（柳江时评）\n\n——从一座桥看一座城\n\n" BRIDGE_3 "\n\n（作者为柳城大学教授）\n",
      "= furniture\nfurniture: 柳城日报\n"
      "= story [本报记者 江一帆]\nkicker: 全省城市交通工作推进会在柳城召开——\nheadline: 大桥架起来 "
      "日子好起来\n"
      "byline: 本报记者 江一帆\nbody: 本报讯 " BRIDGE_1 "\nbody: " BRIDGE_2 "\n"
      "= story\nheadline: 大桥通车的启示（柳江时评）\nsubhead: ——从一座桥看一座城\nbody: " BRIDGE_3 "\n"
      "note: （作者为柳城大学教授）\n");
}

/* A headline broken into two lines where the type ran out. */
static void
test_two_lines (void)
{
  assert_outline (
      "柳城日报\n\n柳城新大\n桥昨天建成通车\n\n本报记者 江一帆\n\n本报讯 " BRIDGE_1 "\n\n" BRIDGE_2 "\n\n"
      "守山人和《幽\n兰谷志》的故事\n\n本报讯 " ORCHID_1 "\n\n" ORCHID_2 "\n",
      "= furniture\nfurniture: 柳城日报\n"
      "= story [本报记者 江一帆]\nheadline: 柳城新大桥昨天建成通车\nbyline: 本报记者 江一帆\n"
      "body: 本报讯 " BRIDGE_1 "\nbody: " BRIDGE_2 "\n"
      "= story\nheadline: 守山人和《幽兰谷志》的故事\nbody: 本报讯 " ORCHID_1 "\nbody: " ORCHID_2 "\n");
}

/* The credit before, inside and behind the caption, and in two lines. */
static void
test_pictures (void)
{
#define STORY "柳城新大桥建成通车\n\n本报讯 " BRIDGE_1 "\n\n" BRIDGE_2 "\n\n"
#define STORY_OUTLINE "= story\nheadline: 柳城新大桥建成通车\nbody: 本报讯 " BRIDGE_1 "\nbody: " BRIDGE_2 "\n"
#define CAPTION "云岭乡的油菜花竞相开放，昨天有三千多名市民前来踏青赏花，孩子们在花田里放风筝。"
  assert_outline (STORY "春到山乡\n\n" CAPTION " 拍友 丁宁 摄\n",
                  STORY_OUTLINE "= picture [拍友摄 丁宁]\nheadline: 春到山乡\ncaption: " CAPTION
                                "\ncredit: 拍友 丁宁 摄\n");
  assert_outline (STORY "春到山乡\n\n丁宁 摄\n\n" CAPTION "\n", STORY_OUTLINE
                  "= picture [摄 丁宁]\nheadline: 春到山乡\ncredit: 丁宁 摄\ncaption: " CAPTION "\n");
  assert_outline (STORY "春到山乡\n\n" CAPTION "\n本报记者 丁宁\n通讯员 方圆圆 摄\n", STORY_OUTLINE
                  "= picture [本报记者摄 丁宁] [通讯员摄 方圆圆]\nheadline: 春到山乡\ncaption: " CAPTION
                  "\ncredit: 本报记者 丁宁\ncredit: 通讯员 方圆圆 摄\n");
  assert_outline (STORY "图为" CAPTION "\n\n丁宁摄（新华社发）\n", STORY_OUTLINE
                  "= picture [摄 丁宁]\ncaption: 图为" CAPTION "\ncredit: 丁宁摄（新华社发）\n");
#undef STORY
#undef STORY_OUTLINE
#undef CAPTION
}

/* Every line cut after 16 characters, as the columns of the paper are; paragraphs begin with an indent. */
static char *
wrap (const char *text, guint width)
{
  GString *wrapped = g_string_new ("　　");
  guint column = 2;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (column == width)
        {
          g_string_append_c (wrapped, '\n');
          column = 0;
        }
      g_string_append_unichar (wrapped, g_utf8_get_char (p));
      column++;
    }
  g_string_append_c (wrapped, '\n');
  return g_string_free (wrapped, FALSE);
}

static void
test_wrapped (void)
{
  g_autofree char *one = wrap ("本报讯 " BRIDGE_1, 16);
  g_autofree char *two = wrap (BRIDGE_2, 16);
  g_autofree char *three = wrap (BRIDGE_3, 16);
  g_autofree char *four = wrap ("本报讯 " ORCHID_1, 16);
  g_autofree char *five = wrap (ORCHID_2, 16);
  g_autofree char *page =
      g_strconcat ("柳城日报\n2024年3月4日 星期一 第3版\n\n柳城新大桥建成通车\n本报记者 江一帆\n", one, two,
                   three, "\n幽兰谷里守山人\n记者 方圆圆\n", four, five, NULL);

  assert_outline (page, "= furniture\nfurniture: 柳城日报\nfurniture: 2024年3月4日 星期一 第3版\n"
                        "= story [本报记者 江一帆]\nheadline: 柳城新大桥建成通车\nbyline: 本报记者 江一帆\n"
                        "body: 本报讯 " BRIDGE_1 "\nbody: " BRIDGE_2 "\nbody: " BRIDGE_3 "\n"
                        "= story [记者 方圆圆]\nheadline: 幽兰谷里守山人\nbyline: 记者 方圆圆\n"
                        "body: 本报讯 " ORCHID_1 "\nbody: " ORCHID_2 "\n");
}

/* No empty line between paragraphs: only articles are parted by one. */
static void
test_tight (void)
{
  assert_outline (
      "柳城日报\n\n柳城新大桥建成通车\n本报记者 江一帆\n本报讯 " BRIDGE_1 "\n" BRIDGE_2 "\n" BRIDGE_3 "\n\n"
      "幽兰谷里守山人\n云岭报道组 方圆圆\n本报讯 " ORCHID_1 "\n" ORCHID_2 "\n\n"
      "遗失声明\n云岭茶业有限公司遗失公章一枚，声明作废。\n联系电话：0577-81234567\n",
      "= furniture\nfurniture: 柳城日报\n"
      "= story [本报记者 江一帆]\nheadline: 柳城新大桥建成通车\nbyline: 本报记者 江一帆\n"
      "body: 本报讯 " BRIDGE_1 "\nbody: " BRIDGE_2 "\nbody: " BRIDGE_3 "\n"
      "= story [云岭报道组 方圆圆]\nheadline: 幽兰谷里守山人\nbyline: 云岭报道组 方圆圆\n"
      "body: 本报讯 " ORCHID_1 "\nbody: " ORCHID_2 "\n"
      "= ad\nad: 遗失声明\nad: 云岭茶业有限公司遗失公章一枚，声明作废。\nad: 联系电话：0577-81234567\n");
}

static void
test_english (void)
{
  assert_outline (
      "THE HARBOUR GAZETTE | March 4, 2024 | PAGE 5\n\n"
      "FERRY LINE GETS THREE NEW BOATS\nBy Ann Example\nReuters\n\n"
      "PORT EXAMPLE, March 4 (Reuters) - The harbour board said on Monday it had ordered three new ferries, "
      "the first in twenty years, to replace boats that break down about once a week.\n\n"
      "The boats will carry four hundred people each and burn a third less fuel than those they repl-\n\n"
      "ace, the chairman of the board told reporters.\n\n"
      "Fares will not go up before next spring, he added. REUTER\n\n"
      "ORCHARD TOWN COUNTS ITS APPLES\n\n"
      "ORCHARD, March 3 (AP) -- Growers in the valley picked more apples last autumn than in any year since "
      "the railway came, the county said.\n\n"
      "Most of the fruit went to a new cider mill outside the town.\n\n"
      "(Continued on Page 7)\n\n"
      "HARBOUR SAVINGS BANK\nMember FDIC\nCall 1-800-555-0100\n",
      "= furniture\nfurniture: THE HARBOUR GAZETTE | March 4, 2024 | PAGE 5\n"
      "= story [By Ann Example]\nheadline: FERRY LINE GETS THREE NEW BOATS\nbyline: By Ann Example\nbyline: "
      "Reuters\n"
      "body: PORT EXAMPLE, March 4 (Reuters) - The harbour board said on Monday it had ordered three new "
      "ferries, the first in twenty years, to replace boats that break down about once a week.\n"
      "body: The boats will carry four hundred people each and burn a third less fuel than those they "
      "replace, the chairman of the board told reporters.\n"
      "body: Fares will not go up before next spring, he added. REUTER\n"
      "= story\nheadline: ORCHARD TOWN COUNTS ITS APPLES\n"
      "body: ORCHARD, March 3 (AP) -- Growers in the valley picked more apples last autumn than in any year "
      "since the railway came, the county said.\n"
      "body: Most of the fruit went to a new cider mill outside the town.\n"
      "jump: (Continued on Page 7)\n"
      "= ad\nad: HARBOUR SAVINGS BANK\nad: Member FDIC\nad: Call 1-800-555-0100\n");
}

static void
test_n_best (void)
{
  g_autoptr (GPtrArray) readings = galley_segment_read (
      "柳城日报\n\n新桥通车\n\n江上又添一景\n\n本报记者 江一帆\n\n本报讯 " BRIDGE_1 "\n\n" BRIDGE_2 "\n", -1,
      5, NULL, NULL);
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (readings->len, ==, 5);
  for (guint i = 0; i < readings->len; i++)
    {
      const GalleyReading *reading = g_ptr_array_index (readings, i);

      if (i > 0)
        g_assert_cmpfloat (reading->score, <=,
                           ((GalleyReading *) g_ptr_array_index (readings, i - 1))->score);
      g_hash_table_add (shown, outline (reading));
    }
  g_assert_cmpuint (g_hash_table_size (shown), ==, 5);
}

static void
test_looks_like_page (void)
{
  g_assert_true (galley_segment_looks_like_page (
      "柳城日报\n\n新桥通车\n\n本报记者 江一帆\n\n本报讯 " BRIDGE_1 "\n\n" BRIDGE_2
      "\n\n幽兰谷里守山人\n\n本报记者 方圆圆\n\n本报讯 " ORCHID_1 "\n",
      -1));
  g_assert_false (galley_segment_looks_like_page (
      "新桥通车\n\n本报记者 江一帆\n\n" BRIDGE_1 "\n\n" BRIDGE_2 "\n\n" BRIDGE_3 "\n", -1));
  g_assert_false (galley_segment_looks_like_page (BRIDGE_1 "\n" BRIDGE_2 "\n", -1));
  g_assert_false (galley_segment_looks_like_page ("", -1));
}

static GalleyEdition *
build (const char *text)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition;

  g_assert_true (galley_segment_text (text, -1, builder, NULL, &error));
  g_assert_no_error (error);
  edition = galley_builder_finish (builder, &error);
  g_assert_no_error (error);
  return edition;
}

static void
test_push (void)
{
  g_autoptr (GalleyEdition) edition = build (
      "柳城日报 2024年3月4日 星期一 第1234期\n\n第3版 民生\n\n新桥通车\n\n（上接第一版）\n\n本报柳城3月4日电 "
      "（记者江一帆）" BRIDGE_1 "\n\n大桥建设历时四年，施工人员先后攻克深水桩基、大跨度吊装等难题，桥塔高一\n"
      "\n百六十米，远望像一张帆。\n\n" BRIDGE_3 "\n");
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  GalleyArticle *story = NULL;

  g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER), ==,
                   "柳城日报");
  g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_ISSUE), ==,
                   "1234");
  for (guint i = 0; i < articles->len; i++)
    if (galley_article_get_kind (g_ptr_array_index (articles, i)) == GALLEY_ARTICLE_STORY)
      story = g_ptr_array_index (articles, i);
  g_assert_nonnull (story);

  GalleyMetadata *metadata = galley_article_get_metadata (story);
  GalleyBlock *lead = galley_article_get_block (story, 2);
  GalleyBlock *joined = galley_article_get_block (story, 3);
  const GalleySpan *span;
  guint start, end;

  g_assert_cmpstr (galley_metadata_get (metadata, "person"), ==, "江一帆");
  g_assert_cmpstr (galley_metadata_get (metadata, "dateline.agency"), ==, "本报");
  g_assert_cmpstr (galley_metadata_get (metadata, "dateline.place"), ==, "柳城");
  g_assert_cmpstr (galley_metadata_get (metadata, "dateline.month"), ==, "3");
  g_assert_cmpstr (galley_metadata_get (metadata, "dateline.day"), ==, "4");
  g_assert_cmpstr (galley_metadata_get (metadata, "jump.kind"), ==, "from");
  g_assert_cmpstr (galley_metadata_get (metadata, "jump.page"), ==, "一");

  span = galley_block_find_span (lead, GALLEY_SPAN_DATELINE);
  g_assert_nonnull (span);
  g_assert_cmpuint (span->start, ==, 0);
  g_assert_cmpuint (span->end, ==, 9);
  g_assert_cmpstr (galley_block_get_text (joined), ==, BRIDGE_2);
  span = galley_block_find_span (joined, GALLEY_SPAN_JOIN);
  g_assert_nonnull (span);
  g_assert_cmpuint (span->start, ==, 35);
  g_assert_cmpstr (span->value, ==, "\n\n");
  g_assert_true (galley_block_get_source (joined, &start, &end));
  g_assert_cmpuint (end - start, ==, galley_block_get_length (joined) + 2);
}

/* The copy of one article comes out as one story. */
static void
test_one_article (void)
{
  g_autoptr (GalleyEdition) edition =
      build ("新桥通车\n本报记者 江一帆\n" BRIDGE_1 "\n" BRIDGE_2 "\n" BRIDGE_3 "\n");
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  GalleyArticle *story = g_ptr_array_index (articles, 0);
  static const GalleyRole roles[] = { GALLEY_ROLE_HEADLINE, GALLEY_ROLE_BYLINE, GALLEY_ROLE_BODY,
                                      GALLEY_ROLE_BODY, GALLEY_ROLE_BODY };

  g_assert_cmpuint (articles->len, ==, 1);
  g_assert_cmpint (galley_article_get_kind (story), ==, GALLEY_ARTICLE_STORY);
  g_assert_cmpuint (galley_article_get_n_blocks (story), ==, G_N_ELEMENTS (roles));
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    g_assert_cmpint (galley_block_get_role (galley_article_get_block (story, i)), ==, roles[i]);
}

static void
test_cancel (void)
{
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, BRIDGE_1 "\n\n");
  galley_job_cancel (job);
  g_assert_null (galley_segment_read (text->str, -1, 1, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Without its word lists the reader knows less, but it reads on and loses nothing. */
static void
test_without_words (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GalleyReading) reading = NULL;
      guint n = 0;

      reading = read_page ("柳城新大桥建成通车\n\n" BRIDGE_1 "\n\n" BRIDGE_2 "\n\n" BRIDGE_3 "\n");
      for (guint i = 0; i < reading->blocks->len; i++)
        n += ((GalleyReadingBlock *) g_ptr_array_index (reading->blocks, i))->role == GALLEY_ROLE_BODY;
      g_assert_cmpuint (n, ==, 3);
      return;
    }

  g_autofree char *nowhere = g_dir_make_tmp ("galley-segment-XXXXXX", NULL);
  g_autofree char *before = g_strdup (g_getenv ("GALLEY_DATA_PATH"));

  g_setenv ("GALLEY_DATA_PATH", nowhere, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  if (before != NULL)
    g_setenv ("GALLEY_DATA_PATH", before, TRUE);
  g_test_trap_assert_passed ();
  g_rmdir (nowhere);
}

/* Staff behind the date, with price and address about: all of it is masthead, and the names are facts. */
static void
test_mixed_masthead (void)
{
  g_autoptr (GalleyReading) reading =
      read_page ("柳城日报\n2024年3月4日 星期一 05版 民生 责任编辑：何小满 版式：丁宁 方圆圆\n零售价：1.50元 "
                 "社址：柳城市滨江路168号 "
                 "邮编：325000\n\n柳城新大桥建成通车\n\n本报记者 江一帆\n\n本报讯 " BRIDGE_1 "\n\n" BRIDGE_2
                 "\n\n" BRIDGE_3 "\n");
  static const char *const names[] = { "何小满", "丁宁", "方圆圆" };

  g_assert_cmpuint (reading->page_number, ==, 5);
  g_assert_cmpstr (reading->page_name, ==, "民生");
  g_assert_cmpuint (reading->staff->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const GalleyPerson *person = g_ptr_array_index (reading->staff, i);

      g_assert_cmpstr (person->name, ==, names[i]);
      g_assert_cmpstr (person->role, ==, i == 0 ? "责任编辑" : "版式");
    }
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (((GalleyReadingBlock *) g_ptr_array_index (reading->blocks, i))->role, ==,
                     GALLEY_ROLE_FURNITURE);
}

/* A jump right behind the last sentence stands for itself, and ends the story on this page. */
static void
test_inline_jump (void)
{
  assert_outline ("柳城新大桥建成通车\n\n本报讯 " BRIDGE_1 "\n\n" BRIDGE_2
                  "（下转第四版）\n\n幽兰满谷香\n\n" ORCHID_1 "\n\n" ORCHID_2 "\n",
                  "= story\nheadline: 柳城新大桥建成通车\nbody: 本报讯 " BRIDGE_1 "\nbody: " BRIDGE_2
                  "\njump: （下转第四版）\n= story\nheadline: 幽兰满谷香\nbody: " ORCHID_1 "\nbody: " ORCHID_2
                  "\n");
}

/* A dateline with its byline in a line of its own belongs to the paragraph below. */
static void
test_mere_dateline (void)
{
  g_autoptr (GalleyReading) reading =
      read_page ("柳城新大桥建成通车\n\n本报讯（记者 江一帆）\n\n" BRIDGE_1 "\n\n" BRIDGE_2
                 "\n\n幽兰满谷香\n\n" ORCHID_1 "\n\n" ORCHID_2 "\n");
  g_autofree char *shown = outline (reading);

  g_test_message ("%s", shown);
  g_assert_nonnull (
      strstr (shown, "= story [记者 江一帆]\nheadline: 柳城新大桥建成通车\nbody: 本报讯（记者 江一帆）"));
}

/* One short line amid two unsigned pieces on different matters is a headline: a crosshead hardly comes alone. */
static void
test_lone_cross (void)
{
  assert_outline ("柳城新大桥建成通车\n\n" BRIDGE_1 "\n\n" BRIDGE_2 "\n\n" BRIDGE_3
                  "\n\n“一张帆”\n\n" ORCHID_1 "\n\n" ORCHID_2 "\n",
                  "= story\nheadline: 柳城新大桥建成通车\nbody: " BRIDGE_1 "\nbody: " BRIDGE_2
                  "\nbody: " BRIDGE_3 "\n= story\nheadline: “一张帆”\nbody: " ORCHID_1 "\nbody: " ORCHID_2
                  "\n");
}

/* Names alone in a bracket are part of the text. */
static void
test_bracket_names (void)
{
  g_autofree char *shown = NULL;
  g_autoptr (GalleyReading) reading = read_page (
      "柳城新大桥建成通车\n\n（江一帆、何小满）两个名字刻在桥头的石碑上。" BRIDGE_1 "\n\n" BRIDGE_2 "\n");

  shown = outline (reading);
  g_assert_nonnull (strstr (shown, "= story\n"));
}

/* The same text with the half-width marks of a typesetter who saves room. */
static char *
dup_half (const char *text)
{
  GString *half = g_string_new (text);

  g_string_replace (half, "，", ",", 0);
  g_string_replace (half, "、", ",", 0);
  return g_string_free (half, FALSE);
}

static guint
room_of (const gunichar *s, guint n, gboolean by_room)
{
  guint room = 0;

  for (guint i = 0; i < n; i++)
    room += by_room && s[i] < 0x80 ? 1 : 2;
  return room;
}

/* Lines as a column of @width Han characters has them: no mark begins one. */
static void
append_column (GString *text, const char *paragraph, guint width, gboolean by_room)
{
  static const char marks[] = "，。、；：？！”）》,";
  g_autofree gunichar *s = g_utf8_to_ucs4_fast (paragraph, -1, NULL);
  guint n = (guint) g_utf8_strlen (paragraph, -1);

  for (guint at = 0; at < n;)
    {
      guint end = at + 1;

      while (end < n && room_of (s + at, end + 1 - at, by_room) <= 2 * width)
        end++;
      while (end < n && end > at + 1 && g_utf8_strchr (marks, -1, s[end]) != NULL)
        end--;
      for (; at < end; at++)
        g_string_append_unichar (text, s[at]);
      g_string_append_c (text, '\n');
    }
}

static void
check_column (guint width, gboolean by_room)
{
  static const char *const paragraphs[] = { "本报讯 " BRIDGE_1, BRIDGE_2, BRIDGE_3, ORCHID_1, ORCHID_2 };
  g_autoptr (GString) text = g_string_new ("柳城日报\n\n柳城新大桥建成通车\n本报记者 江一帆\n");
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GalleyReading) reading = NULL;
  guint n_credits = 0;

  for (guint i = 0; i < G_N_ELEMENTS (paragraphs); i++)
    {
      g_autofree char *paragraph = by_room ? dup_half (paragraphs[i]) : g_strdup (paragraphs[i]);

      append_column (text, paragraph, width, by_room);
      g_string_append (whole, paragraph);
    }
  g_string_append (text, "\n");
  append_column (text, "3月4日，柳城云岭乡的油菜花竞相开放，孩子们在花田里放风筝。 本报通讯员 丁宁 摄", width,
                 by_room);
  reading = read_page (text->str);
  for (guint i = 0; i < reading->blocks->len; i++)
    {
      const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, i);

      if (block->role == GALLEY_ROLE_BODY)
        g_string_append (all, block->text);
      n_credits += block->role == GALLEY_ROLE_CREDIT && strstr (block->text, "通讯员") != NULL;
    }
  g_test_message ("width %u, by %s", width, by_room ? "room" : "characters");
  g_assert_cmpstr (all->str, ==, whole->str);
  g_assert_cmpuint (n_credits, ==, 1);
}

/* A narrow column without indent and without empty lines: paragraphs end where a line stops short of it without a reason, and
 * a credit may be torn. Whatever the width, and whether marks take half the room or not, the text comes back. */
static void
test_columns (void)
{
  for (guint width = 12; width <= 24; width++)
    {
      check_column (width, FALSE);
      check_column (width, TRUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/segment/front-page", test_front_page);
  g_test_add_func ("/segment/masthead", test_masthead);
  g_test_add_func ("/segment/joins", test_joins);
  g_test_add_func ("/segment/no-join", test_no_join);
  g_test_add_func ("/segment/crossheads", test_crossheads);
  g_test_add_func ("/segment/heads", test_heads);
  g_test_add_func ("/segment/two-lines", test_two_lines);
  g_test_add_func ("/segment/pictures", test_pictures);
  g_test_add_func ("/segment/wrapped", test_wrapped);
  g_test_add_func ("/segment/tight", test_tight);
  g_test_add_func ("/segment/english", test_english);
  g_test_add_func ("/segment/n-best", test_n_best);
  g_test_add_func ("/segment/looks-like-page", test_looks_like_page);
  g_test_add_func ("/segment/push", test_push);
  g_test_add_func ("/segment/one-article", test_one_article);
  g_test_add_func ("/segment/cancel", test_cancel);
  g_test_add_func ("/segment/mixed-masthead", test_mixed_masthead);
  g_test_add_func ("/segment/inline-jump", test_inline_jump);
  g_test_add_func ("/segment/mere-dateline", test_mere_dateline);
  g_test_add_func ("/segment/lone-cross", test_lone_cross);
  g_test_add_func ("/segment/bracket-names", test_bracket_names);
  g_test_add_func ("/segment/columns", test_columns);
  g_test_add_func ("/segment/without-words", test_without_words);
  return g_test_run ();
}
