/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 核红: ten texts with three marks each, and every way in which the next proof may come back. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "galley-collate.h"

typedef struct
{
  guint paragraph;
  const char *old_text; /* stands once in the paragraph */
  const char *new_text;
} Edit;

typedef struct
{
  const char *name;
  const char *paragraphs[3];
  Edit marks[3];
  Edit extra;        /* a change of its own */
  const char *wrong; /* what was made of marks[2] instead */
} Case;

static const Case cases[] = {
  { "wrong characters",
    { "全市春耕动员会上午召开,会议布署了水利、农机和种子供应工作,要求各乡镇本周内完成排查。",
      "会后,代表们到柳塘村查看了育秧大棚。棚内温度保持在二十五度,秧苗分布均匀,长势良好。",
      "村民郑广林说,今年的种子座落在库房东侧,随用随取,比往年方便得多。" },
    { { 0, "布署", "部署" }, { 1, "分布", "分步" }, { 2, "座落", "坐落" } },
    { 1, "二十五度", "二十八度" },
    "堆放" },
  { "figures",
    { "统计显示,一季度全县用电量达到3200万千瓦时,同比增长8.5%,其中工业用电占六成。",
      "城东变电站扩建后,供电能力提高了40%,可以满足12个村的抗旱需要。",
      "供电所共出动抢修人员260人次,处理故障18起,没有发生安全事故。" },
    { { 0, "3200", "3020" }, { 1, "40%", "45%" }, { 2, "260", "206" } },
    { 2, "18起", "19起" },
    "2060" },
  { "insertions",
    { "市图书馆新馆昨日开放,首日接待读者四千多人,儿童阅览区座无虚席。",
      "馆长介绍,新馆设有自助借还设备,读者凭身份证可借书十册。",
      "周末还将举办讲座,邀请本地作家同读者见面,免费入场。" },
    { { 0, "昨日开放", "昨日正式开放" }, { 1, "凭身份证", "凭身份证或社保卡" }, { 2, "讲座", "系列讲座" } },
    { 0, "四千多人", "五千多人" },
    "公益讲座" },
  { "deletions",
    { "这次演练模拟了暴雨引发山洪的险情,参演队伍在非常短的时间内完成了转移安置。",
      "演练结束后,指挥部当场进行了非常详细的点评,指出三处衔接不畅的环节。",
      "下一步,各村将根据点评进一步地修订预案,把责任落实到户到人。" },
    { { 0, "在非常短的", "在短的" }, { 1, "非常详细", "详细" }, { 2, "进一步地修订", "修订" } },
    { 1, "三处", "两处" },
    "进一步修订" },
  { "names",
    { "本次比赛由县体育局局长方闻达担任总裁判,来自九个代表队的运动员参加角逐。",
      "女子长跑冠军由石桥镇的骆小雨获得,亚军和季军分别由苏琴、魏蓝获得。",
      "颁奖仪式上,方闻达同获奖选手一一握手,勉励她们继续努力。" },
    { { 0, "方闻达", "方文达" }, { 1, "骆小雨", "骆晓雨" }, { 2, "方闻达", "方文达" } },
    { 1, "石桥镇", "石矶镇" },
    "方雯达" },
  { "punctuation",
    { "记者在现场看到、工人们正在铺设管道,焊花四溅,机声隆隆。",
      "“月底前一定通水。”项目经理说,“材料已经备齐。,”",
      "管道全长七公里,途经三个村庄;建成后可灌溉农田两千亩" },
    { { 0, "看到、", "看到," }, { 1, "备齐。,", "备齐。" }, { 2, "两千亩", "两千亩。" } },
    { 2, "七公里", "九公里" },
    "两千亩;" },
  { "English",
    { "The harbour board met on Tuesday and agreed to dredge the eastern channal before the winter storms "
      "arrive.",
      "Its chair, Moira Tennant, said the work would cost 2.4 million pounds and take eleven weeks.",
      "Fishermen welcomed the decission, but asked that the inner basin stay open while the crews are at "
      "work." },
    { { 0, "channal", "channel" }, { 1, "2.4 million", "2.6 million" }, { 2, "decission", "decision" } },
    { 2, "inner basin", "inner dock" },
    "ruling" },
  { "doubled characters",
    { "老街改造后,沿河的的店铺统一了招牌,夜里灯光倒映在水面上,游人络绎不绝。",
      "商户们自发成立了了联合会,约定明码标价,谁家缺斤少两就摘谁家的牌子。",
      "管委会每月公布一次评分,排在最后的商户要在会上作说明说明,接受大家监督。" },
    { { 0, "的的", "的" }, { 1, "了了", "了" }, { 2, "说明说明", "说明" } },
    { 0, "水面上", "河面上" },
    "说明解释" },
  { "titles",
    { "市长助理兼开发区主任温景行到企业走访,现场解决了用工、用地和通勤三个难题。",
      "他在座谈会上说,干部要主动上门,不能坐等企业来找,更不能推诿扯皮。",
      "随行的税务局副局长丁若兰向企业讲解了退税流程,当场受理申请六件。" },
    { { 0, "市长助理", "副市长" }, { 1, "坐等企业来找", "等企业来找" }, { 2, "副局长", "局长" } },
    { 2, "六件", "八件" },
    "总会计师" },
  { "whole phrases",
    { "入夏以来,气象台已经发布高温预警五次,提醒市民减少午后外出,注意补充水分。",
      "环卫部门调整了作业时间,把清扫安排在清晨和傍晚,并为一线工人配发防暑药品。",
      "社区医院延长了门诊,夜间也有医生值守,中暑病人随到随诊。" },
    { { 0, "减少午后外出", "避开十一点到十五点出门" },
      { 1, "调整了作业时间", "实行错峰作业" },
      { 2, "延长了门诊", "把门诊延到晚上九点" } },
    { 0, "五次", "六次" },
    "延长了夜间门诊" },
};

/* --- texts --------------------------------------------------------------------------------------------------------- */

static void
edit_texts (char **texts, guint paragraph, const char *old_text, const char *new_text)
{
  char *at = strstr (texts[paragraph], old_text);
  char *whole;

  g_assert_nonnull (at);
  whole = g_strdup_printf ("%.*s%s%s", (int) (at - texts[paragraph]), texts[paragraph], new_text,
                           at + strlen (old_text));
  g_free (texts[paragraph]);
  texts[paragraph] = whole;
}

static char **
make_texts (const Case *c, const guint8 *done)
{
  char **texts = g_new0 (char *, 4);

  for (guint i = 0; i < 3; i++)
    texts[i] = g_strdup (c->paragraphs[i]);
  for (guint i = 0; i < 3; i++)
    {
      if (done[i])
        edit_texts (texts, c->marks[i].paragraph, c->marks[i].old_text, c->marks[i].new_text);
    }
  return texts;
}

static GalleyArticle *
make_article (char **texts)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) head = galley_block_new (GALLEY_ROLE_HEADLINE, "本地要闻一束", -1);

  galley_article_append (article, head);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, texts[i], -1);

      galley_article_append (article, block);
    }
  return article;
}

static char *
dup_marks (const GalleyCollation *collation)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < collation->marks->len; i++)
    {
      const GalleyMark *mark = g_ptr_array_index (collation->marks, i);

      g_string_append_c (text, galley_mark_state_get_name (mark->state)[0]);
      if (mark->elsewhere)
        g_string_append_c (text, '!');
    }
  return g_string_free (text, FALSE);
}

static char *
dup_extras (const GalleyCollation *collation)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < collation->extras->len; i++)
    {
      const GalleyExtra *extra = g_ptr_array_index (collation->extras, i);

      g_string_append_c (text, galley_extra_kind_get_name (extra->kind)[0]);
    }
  return g_string_free (text, FALSE);
}

static const guint8 all[] = { 1, 1, 1 }, none[] = { 0, 0, 0 };

static void
judge (const Case *c, const char *what, char **proof_texts, const char *marks, const char *extras)
{
  g_auto (GStrv) before_texts = make_texts (c, none);
  g_auto (GStrv) marked_texts = make_texts (c, all);
  g_autoptr (GalleyArticle) before = make_article (before_texts);
  g_autoptr (GalleyArticle) marked = make_article (marked_texts);
  g_autoptr (GalleyArticle) proof = make_article (proof_texts);
  g_autoptr (GalleyCollation) collation = galley_collate (before, marked, proof);
  g_autofree char *got_marks = dup_marks (collation);
  g_autofree char *got_extras = dup_extras (collation);

  if (!g_str_equal (got_marks, marks) || !g_str_equal (got_extras, extras))
    {
      g_test_message ("%s, %s: marks %s, not %s; extras “%s”, not “%s”", c->name, what, got_marks, marks,
                      got_extras, extras);
      for (guint i = 0; i < collation->marks->len; i++)
        {
          const GalleyMark *mark = g_ptr_array_index (collation->marks, i);

          g_test_message ("  mark [%s] [%s] [%s]", mark->hunk->old_text, mark->hunk->new_text, mark->found);
        }
      for (guint i = 0; i < collation->extras->len; i++)
        {
          const GalleyExtra *extra = g_ptr_array_index (collation->extras, i);

          g_test_message ("  %s: [%s] [%s]", galley_extra_kind_get_name (extra->kind), extra->old_text,
                          extra->new_text);
        }
      g_test_fail ();
      return;
    }
  g_assert_cmpint (galley_collation_is_clean (collation), ==,
                   strspn (got_marks, "d") == strlen (got_marks) && *got_extras == '\0');
}

static void
test_done (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) proof = make_texts (&cases[i], all);

      judge (&cases[i], "done", proof, "ddd", "");
    }
}

static void
test_not_done (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) proof = make_texts (&cases[i], none);

      judge (&cases[i], "not done", proof, "nnn", "");
    }
}

static void
test_half_done (void)
{
  static const struct
  {
    guint8 done[3];
    const char *marks;
  } ways[] = { { { 1, 0, 1 }, "dnd" }, { { 0, 1, 0 }, "ndn" }, { { 1, 1, 0 }, "ddn" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (ways); k++)
        {
          g_auto (GStrv) proof = make_texts (&cases[i], ways[k].done);

          judge (&cases[i], "half done", proof, ways[k].marks, "");
        }
    }
}

static void
test_otherwise (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const guint8 two[] = { 1, 1, 0 };
      g_auto (GStrv) proof = make_texts (&cases[i], two);

      edit_texts (proof, cases[i].marks[2].paragraph, cases[i].marks[2].old_text, cases[i].wrong);
      judge (&cases[i], "otherwise", proof, "ddo", "");
    }
}

static void
test_extra (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) proof = make_texts (&cases[i], all);

      edit_texts (proof, cases[i].extra.paragraph, cases[i].extra.old_text, cases[i].extra.new_text);
      judge (&cases[i], "extra change", proof, "ddd", "c");
    }
}

static void
test_moved (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const guint8 two[] = { 1, 0, 1 };
      g_auto (GStrv) proof = make_texts (&cases[i], all);
      g_auto (GStrv) late = make_texts (&cases[i], two);
      char *paragraph = proof[1];

      proof[1] = proof[2];
      proof[2] = paragraph;
      judge (&cases[i], "moved", proof, "ddd", "m");

      paragraph = late[1];
      late[1] = late[2];
      late[2] = paragraph;
      judge (&cases[i], "moved and half done", late, "dnd", "m");
    }
}

static void
test_joined (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const guint8 two[] = { 1, 0, 1 };
      g_auto (GStrv) proof = make_texts (&cases[i], all);
      g_auto (GStrv) late = make_texts (&cases[i], two);
      char *whole = g_strconcat (proof[1], proof[2], NULL);

      g_free (proof[1]);
      g_free (g_steal_pointer (&proof[2]));
      proof[1] = whole;
      judge (&cases[i], "joined", proof, "ddd", "j");

      whole = g_strconcat (late[0], late[1], NULL);
      g_free (late[0]);
      g_free (late[1]);
      late[0] = whole;
      late[1] = late[2];
      late[2] = NULL;
      judge (&cases[i], "joined and half done", late, "dnd", "j");
    }
}

/* The second mark is left where it was asked for and made where the same words stand. */
static void
test_elsewhere (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Edit *mark = &cases[i].marks[1];
      Case c = cases[i];
      g_autofree char *twice = g_strconcat (c.paragraphs[2], "附记:", mark->old_text, "。", NULL);
      static const guint8 two[] = { 1, 0, 1 };
      g_auto (GStrv) proof = NULL;
      g_autofree char *old_end = g_strconcat ("附记:", mark->old_text, "。", NULL);
      g_autofree char *new_end = g_strconcat ("附记:", mark->new_text, "。", NULL);

      c.paragraphs[2] = twice;
      proof = make_texts (&c, two);
      edit_texts (proof, 2, old_end, new_end);
      judge (&c, "elsewhere", proof, "dn!d", "c");
    }
}

/* --- more than one kind at a time ------------------------------------------------------------------------------------ */

static GalleyArticle *
make_lines (const char *text)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, lines[i], -1);

      galley_article_append (article, block);
    }
  return article;
}

static void
test_odd (void)
{
  static const struct
  {
    const char *before, *marked, *proof, *marks, *extras;
  } odd[] = {
    /* A run of the same figure. */
    { "共投资100元。", "共投资1000元。", "共投资1000元。", "d", "" },
    { "共投资100元。", "共投资1000元。", "共投资100元。", "n", "" },
    { "共投资100元。", "共投资1000元。", "共投资10000元。", "o", "" },
    /* A mark that joins, and one that parts. */
    { "上段末了\n下段开头", "上段末了下段开头", "上段末了下段开头", "d", "" },
    { "上段末了\n下段开头", "上段末了下段开头", "上段末了\n下段开头", "n", "" },
    { "前一句。后一句。", "前一句。\n后一句。", "前一句。后一句。", "n", "" },
    { "前一句。后一句。", "前一句。\n后一句。", "前一句。\n后一句。", "d", "" },
    /* A change of its own right beside a mark. */
    { "他布署了任务。", "他部署了任务。", "他部署了两项任务。", "d", "c" },
    /* What a mark leaves standing is not what it asked for. */
    { "与会代表表示，将把会议精神带回去，认真抓好落实。", "不与会代表，将把会议精神带回去，认真抓好落实。",
      "与会代表表示，将把会议精神带回去，认真抓好落实。", "nn", "" },
    { "会议非常重要。", "会议重要。", "会议很重要。", "o", "" },
    { "会议隆重非凡地召开。", "会议召开。", "会议昨天召开。", "o", "" },
    /* A paragraph taken out by a mark. */
    { "第一段文字在这里。\n这一段整个不要了。\n第三段文字在这里。", "第一段文字在这里。\n第三段文字在这里。",
      "第一段文字在这里。\n这一段整个不要了。\n第三段文字在这里。", "n", "" },
    { "第一段文字在这里。\n这一段整个不要了。\n第三段文字在这里。", "第一段文字在这里。\n第三段文字在这里。",
      "第一段文字在这里。\n第三段文字在这里。", "d", "" },
    /* Two sentences taken out about one that stays are two marks. */
    { "甲队经过激烈的争夺，头一个到达了终点站。乙队随后也都赶到了山顶营地。丙队在途中遇到大雾，只好提前退出了"
      "比赛。丁队领奖。",
      "乙队随后也都赶到了山顶营地。丁队领奖。",
      "乙队随后也都赶到了山顶营地。丙队在途中遇到大雾，只好提前退出了比赛。丁队领奖。", "dn", "" },
    /* The whole number is meant, its decimals too. */
    { "投资3.751亿元。", "投资3.7510亿元。", "投资5.751亿元。", "o", "" },
    { "运来59箱货物。", "运来5货物。", "运来5切实货物。", "o", "" },
    /* What should have given way stands beside what came. */
    { "他布署了任务。", "他部署了任务。", "他布部署了任务。", "o", "" },
    /* A sentence that changed places inside its paragraph. */
    { "甲队先到达了终点。乙队随后也冲过来。", "甲队先到达了终点。乙队随后也冲过来。",
      "乙队随后也冲过来。甲队先到达了终点。", "", "m" },
    /* What a mark asked for at one place stands at another: no part of it moved. */
    { "水库开闸放水了。\n村民忙着修路呢。", "水库开闸放水了。当晚街道举办讲座。\n村民忙着修路呢。",
      "水库开闸放水了。\n村民忙着修路呢。当晚街道举办讲座。", "n!", "c" },
    /* No marks at all. */
    { "一字未动。", "一字未动。", "一字未动。", "", "" },
    { "一字未动。", "一字未动。", "二字未动。", "", "c" },
    { "", "", "忽然有字。", "", "c" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GalleyArticle) before = make_lines (odd[i].before);
      g_autoptr (GalleyArticle) marked = make_lines (odd[i].marked);
      g_autoptr (GalleyArticle) proof = make_lines (odd[i].proof);
      g_autoptr (GalleyCollation) collation = galley_collate (before, marked, proof);
      g_autofree char *marks = dup_marks (collation);
      g_autofree char *extras = dup_extras (collation);

      g_test_message ("%u: %s", i, odd[i].proof);
      g_assert_cmpstr (marks, ==, odd[i].marks);
      g_assert_cmpstr (extras, ==, odd[i].extras);
    }
}

static void
test_role (void)
{
  g_autoptr (GalleyArticle) before = make_lines ("小标题在此\n正文在此,共一句。");
  g_autoptr (GalleyArticle) marked = galley_article_freeze (before);
  g_autoptr (GalleyArticle) live = make_lines ("小标题在此\n正文在此,共一句。");
  g_autoptr (GalleyBlock) head = galley_block_new (GALLEY_ROLE_CROSSHEAD, "小标题在此", -1);
  g_autoptr (GalleyCollation) extra = NULL;
  g_autoptr (GalleyCollation) done = NULL;
  g_autoptr (GalleyCollation) not_done = NULL;
  g_autofree char *extras = NULL;
  g_autofree char *marks = NULL;
  g_autofree char *other = NULL;

  galley_article_splice (live, 0, 1, &head, 1);
  extra = galley_collate (before, marked, live);
  extras = dup_extras (extra);
  g_assert_cmpstr (extras, ==, "r");
  done = galley_collate (before, live, live);
  marks = dup_marks (done);
  g_assert_cmpstr (marks, ==, "d");
  not_done = galley_collate (before, live, before);
  other = dup_marks (not_done);
  g_assert_cmpstr (other, ==, "n");
}

/* Text pulled back from a page: lines of a column, matter of another article between two columns, blanks. */
static void
test_bare (void)
{
  static const char other[] = "图为工人在清理河道。 沈一苇 摄";

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const guint8 two[] = { 1, 0, 1 };
      g_auto (GStrv) before_texts = make_texts (&cases[i], none);
      g_auto (GStrv) marked_texts = make_texts (&cases[i], all);
      g_auto (GStrv) texts = make_texts (&cases[i], two);
      g_autoptr (GalleyArticle) before = make_article (before_texts);
      g_autoptr (GalleyArticle) marked = make_article (marked_texts);
      g_autoptr (GString) page = g_string_new ("春溪日报 第3版\n本地要闻一束\n");
      g_autoptr (GalleyCollation) collation = NULL;
      g_autofree char *marks = NULL;
      g_autofree char *extras = NULL;
      guint n = 0;

      for (guint k = 0; k < 3; k++)
        {
          for (const char *p = texts[k]; *p != '\0'; p = g_utf8_next_char (p))
            {
              g_string_append_unichar (page, g_utf8_get_char (p));
              if (++n % 13 == 0)
                g_string_append (page, "\n");
            }
          g_string_append (page, k == 1 ? "\n图为工人在清理河道。 沈一苇 摄\n　　" : "\n　　");
        }
      g_string_append (page, "本版责任编辑 何知远");
      collation = galley_collate_text (before, marked, page->str, other);
      marks = dup_marks (collation);
      extras = dup_extras (collation);
      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (marks, ==, "dnd");
      g_assert_cmpstr (extras, ==, "");
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collate/done", test_done);
  g_test_add_func ("/collate/not-done", test_not_done);
  g_test_add_func ("/collate/half-done", test_half_done);
  g_test_add_func ("/collate/otherwise", test_otherwise);
  g_test_add_func ("/collate/extra", test_extra);
  g_test_add_func ("/collate/moved", test_moved);
  g_test_add_func ("/collate/joined", test_joined);
  g_test_add_func ("/collate/elsewhere", test_elsewhere);
  g_test_add_func ("/collate/odd", test_odd);
  g_test_add_func ("/collate/role", test_role);
  g_test_add_func ("/collate/bare", test_bare);
  return g_test_run ();
}
