/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 核红 over hundreds of proofs that are made at random, and of which is known what was done to them: each mark carried out, not
 * carried out or changed otherwise, changes that no mark asked for, and the same as text of a page in columns. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "galley-collate.h"

#define N_CASES 400
#define MAX_EDITS 6
/* Characters between two edits: nearer ones are one to a reader too. */
#define GAP 8

static const char *const sentences[] = {
  "三月十六日上午，全市造林现场会在柳塘镇召开，部署今年的春季绿化。",
  "记者从水利局获悉，一季度累计完成投资32.75亿元，同比增长8.4%。",
  "“老百姓的事再小也是大事。”镇党委书记方文达说，问题要解决在一线。",
  "项目建成后可灌溉农田4200亩，惠及16个村的3150户村民。",
  "志愿者骆小雨、温景行手把手教孩子们扶苗、填土，欢声笑语不断。",
  "据了解，这已经是青溪县连续第12年举办此类活动，人数一年比一年多。",
  "苏琴今年68岁，退休以后一直义务照看村里的图书室。",
  "下一步，应急部门将加强巡查，对发现的隐患建立台账、限期整改。",
  "为方便上班族，图书馆把闭馆时间延到晚上九点，周末照常开放。",
  "雨后的田野空气清新，收割机来回穿梭，金黄的稻谷堆满了晒场。",
  "法院经审理认为，被告人的行为已构成诈骗罪，判处有期徒刑18个月。",
  "检察官沈一禾提醒，凡是要求转账到所谓保险账户的，一律不要相信。",
  "这座石桥始建于1736年，全长86米，是出山的唯一通道。",
  "馆里有27件出土文物首次公开展出，其中一尊青铜鼎最引人注目。",
  "水库全部降到汛限水位以下，93名巡坝人员昼夜值守。",
  "家家户户门前种花、屋后种菜，昔日的荒滩变成了远近闻名的花园。",
  "篮球赛设男女两组，东港码头队以78比75险胜，捧得奖杯。",
  "医生丁若兰说，近期冷热交替频繁，老人和幼童要注意保暖。",
};
/* No character of one stands in another. */
static const char *const words[] = { "昨",   "正式", "首先", "立即", "共同",
                                     "顺利", "非常", "陆续", "专门", "逐步" };
static const char *const news[] = { "当晚街道举办了消防讲座，反响热烈。", "技工更换了磨损的路牌，费用全免。",
                                    "邻镇代表前来考察，赞叹不已。", "合唱团排练了新节目，准备巡演。" };

typedef enum
{
  FATE_DONE,
  FATE_NOT,
  FATE_OTHERWISE,
  FATE_EXTRA,
  N_FATES
} Fate;

typedef struct
{
  guint at; /* in the text before, in characters */
  guint length;
  const char *marked;
  const char *otherwise;
  Fate fate;
} Edit;

typedef struct
{
  GString *before;
  GString *marked;
  GString *proof;
  Edit edits[MAX_EDITS];
  guint n;
  guint n_news; /* each sentence is used once: twice it would have moved */
} Case;

/* --- making -------------------------------------------------------------------------------------------------------- */

static GString *
make_text (GRand *rand)
{
  GString *text = g_string_new ("本地要闻一束");
  guint order[G_N_ELEMENTS (sentences)];

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (gint32) i + 1);

      order[i] = order[at];
      order[at] = i;
    }
  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text, "%s%s", i % 3 == 0 ? "\n" : "", sentences[order[i]]);
  return text;
}

static gboolean
is_free (const Case *c, guint at, guint length)
{
  for (guint i = 0; i < c->n; i++)
    {
      if (at < c->edits[i].at + c->edits[i].length + GAP && c->edits[i].at < at + length + GAP)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_one_of (const char *text, glong from, glong to, const char *word)
{
  for (glong i = MAX (from, 0); i < to; i++)
    {
      gunichar c = g_utf8_get_char (g_utf8_offset_to_pointer (text, i));

      if (c == '\n' || g_utf8_strchr (word, -1, c) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* A word put in, taken out or put in place of another, or a sentence put in behind one. */
static void
add_edit (Case *c, GRand *rand)
{
  const char *text = c->before->str;
  glong n = g_utf8_strlen (text, -1);
  guint at = (guint) g_rand_int_range (rand, GAP, (gint32) n - GAP);
  guint which = (guint) g_rand_int_range (rand, 0, 5), k = (guint) g_rand_int_range (rand, 0, 9);
  Edit edit = { .at = at, .length = which, .marked = words[k], .otherwise = words[(k + 1) % 10] };

  if (which == 4)
    {
      const char *stop = strstr (g_utf8_offset_to_pointer (text, at), "。");

      /* What follows the last word on lines of its own may be anybody's. */
      if (stop == NULL || stop[strlen ("。")] == '\0' || c->n_news == 2)
        return;
      edit = (Edit){ .at = (guint) g_utf8_pointer_to_offset (text, stop) + 1 };
      edit.marked = news[c->n_news];
      edit.otherwise = news[2 + c->n_news];
    }
  else if (which > 0 && k % 3 == 0)
    edit.marked = "";
  edit.fate = (Fate) g_rand_int_range (rand, 0, N_FATES);
  if (which < 4 && (has_one_of (text, (glong) at - 3, (glong) (at + edit.length) + 3, words[k]) ||
                    has_one_of (text, (glong) at - 3, (glong) (at + edit.length) + 3, edit.otherwise)))
    return;
  if (!is_free (c, edit.at, edit.length))
    return;
  c->n_news += which == 4;
  c->edits[c->n++] = edit;
}

static gint
compare_edits (gconstpointer a, gconstpointer b)
{
  return (gint) ((const Edit *) a)->at - (gint) ((const Edit *) b)->at;
}

static void
append_range (GString *to, const char *text, guint start, guint end)
{
  const char *first = g_utf8_offset_to_pointer (text, start), *last = g_utf8_offset_to_pointer (text, end);

  g_string_append_len (to, first, last - first);
}

static void
make_case (Case *c, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint want = (guint) g_rand_int_range (rand, 1, MAX_EDITS + 1), at = 0;

  c->before = make_text (rand);
  c->marked = g_string_new (NULL);
  c->proof = g_string_new (NULL);
  c->n = c->n_news = 0;
  for (guint i = 0; i < 100 && c->n < want; i++)
    add_edit (c, rand);
  qsort (c->edits, c->n, sizeof (Edit), compare_edits);
  for (guint i = 0; i < c->n; i++)
    {
      const Edit *edit = &c->edits[i];
      GString *sides[] = { c->marked, c->proof };

      for (guint k = 0; k < 2; k++)
        {
          append_range (sides[k], c->before->str, at, edit->at);
          if (k == 0 ? edit->fate == FATE_EXTRA : edit->fate == FATE_NOT)
            append_range (sides[k], c->before->str, edit->at, edit->at + edit->length);
          else
            g_string_append (sides[k],
                             k == 1 && edit->fate == FATE_OTHERWISE ? edit->otherwise : edit->marked);
        }
      at = edit->at + edit->length;
    }
  g_string_append (c->marked, g_utf8_offset_to_pointer (c->before->str, at));
  g_string_append (c->proof, g_utf8_offset_to_pointer (c->before->str, at));
}

static void
clear_case (Case *c)
{
  g_string_free (c->before, TRUE);
  g_string_free (c->marked, TRUE);
  g_string_free (c->proof, TRUE);
}

static GalleyArticle *
make_article (const char *text)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GalleyBlock) block =
          galley_block_new (i == 0 ? GALLEY_ROLE_HEADLINE : GALLEY_ROLE_BODY, lines[i], -1);

      galley_article_append (article, block);
    }
  return article;
}

/* --- judging ------------------------------------------------------------------------------------------------------- */

/* "d", "n", "o" of each edit that was marked in the order of the text, and after "+" an "x" for each that was not. */
static char *
dup_truth (const Case *c)
{
  GString *marks = g_string_new (NULL);
  g_autoptr (GString) extras = g_string_new ("+");

  for (guint i = 0; i < c->n; i++)
    g_string_append_c (c->edits[i].fate == FATE_EXTRA ? extras : marks, "dnox"[c->edits[i].fate]);
  g_string_append (marks, extras->str);
  return g_string_free (marks, FALSE);
}

static char *
dup_verdict (const GalleyCollation *collation)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < collation->marks->len; i++)
    g_string_append_c (
        text, *galley_mark_state_get_name (((const GalleyMark *) collation->marks->pdata[i])->state));
  g_string_append_c (text, '+');
  for (guint i = 0; i < collation->extras->len; i++)
    g_string_append_c (text, 'x');
  return g_string_free (text, FALSE);
}

static void
judge (const Case *c, guint seed, GalleyCollation *collation, guint *wrong)
{
  g_autofree char *truth = dup_truth (c);
  g_autofree char *verdict = dup_verdict (collation);

  if (g_str_equal (truth, verdict))
    return;
  ++*wrong;
  g_test_message ("%u: %s, not %s\n%s\n%s\n%s", seed, verdict, truth, c->before->str, c->marked->str,
                  c->proof->str);
}

static void
test_many (void)
{
  guint wrong = 0;

  for (guint i = 0; i < N_CASES; i++)
    {
      Case c;

      make_case (&c, i);

      g_autoptr (GalleyArticle) before = make_article (c.before->str);
      g_autoptr (GalleyArticle) marked = make_article (c.marked->str);
      g_autoptr (GalleyArticle) proof = make_article (c.proof->str);
      g_autoptr (GalleyCollation) collation = galley_collate (before, marked, proof);

      judge (&c, i, collation, &wrong);
      clear_case (&c);
    }
  g_assert_cmpuint (wrong, ==, 0);
}

/* --- as a page ------------------------------------------------------------------------------------------------------- */

static const char others[] = "夜校开到家门口\n每周三晚上，社区夜校准时开课，书法、剪纸、插花任人挑选。\n"
                             "教室设在旧粮仓里，学费每学期只收五十元，座位总是不够。\n"
                             "0500-8855018\n2025-03-18\n责任编辑何知远\n版式魏蓝\n要闻";

/* The text in lines of @width characters. */
static GPtrArray *
wrap (const char *text, guint width)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) line = g_string_new (NULL);
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (*p != '\n')
        {
          g_string_append_unichar (line, g_utf8_get_char (p));
          n++;
        }
      if (*p != '\n' && n < width && *g_utf8_next_char (p) != '\0')
        continue;
      g_ptr_array_add (lines, g_strdup (line->str));
      g_string_assign (line, *p == '\n' ? "　　" : "");
      n = *p == '\n' ? 2 : 0;
    }
  return lines;
}

/* Columns of the article, the last first, with the head of the page, another article and a folio between them. */
static char *
make_page (const char *text, GRand *rand)
{
  GString *page = g_string_new ("03  要闻\n2025年3月18日 星期二  责任编辑 何知远  版式 魏 蓝\n");
  g_autoptr (GPtrArray) lines = wrap (text, (guint) g_rand_int_range (rand, 12, 19));
  g_autoptr (GPtrArray) foreign = wrap (others, 15);
  guint half = lines->len / 2;

  for (guint i = half; i < lines->len; i++)
    g_string_append_printf (page, "%s\r\n", (const char *) lines->pdata[i]);
  for (guint i = 0; i + 5 < foreign->len; i++)
    g_string_append_printf (page, "%s\n", (const char *) foreign->pdata[i]);
  g_string_append (page, "3\n");
  for (guint i = 0; i < half; i++)
    g_string_append_printf (page, "%s \n", (const char *) lines->pdata[i]);
  g_string_append (page, "\f新闻热线：0500-8855018\n3\n");
  return g_string_free (page, FALSE);
}

static void
test_pages (void)
{
  guint wrong = 0;

  for (guint i = 0; i < N_CASES; i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (i);
      Case c;

      make_case (&c, i);

      g_autoptr (GalleyArticle) before = make_article (c.before->str);
      g_autoptr (GalleyArticle) marked = make_article (c.marked->str);
      g_autofree char *page = make_page (c.proof->str, rand);
      g_autoptr (GalleyCollation) collation = galley_collate_text (before, marked, page, others);

      judge (&c, i, collation, &wrong);
      clear_case (&c);
    }
  g_assert_cmpuint (wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collate/many", test_many);
  g_test_add_func ("/collate/pages", test_pages);
  return g_test_run ();
}
