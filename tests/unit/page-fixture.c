/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "page-fixture.h"

static const char *const sentences[] = {
  "清晨的渡口飘着薄雾，摆渡人老秦已经在江边忙了半个钟头。",
  "“这条船是1987年造的，”他拍着船舷说，“比我儿子还大两岁！”",
  "村里新修的水渠全长12.6公里，灌溉农田3400亩，惠及（含新迁入的）876户。",
  "据测算：项目投用后，每年可节水约28%；若遇旱年，效益更加明显。",
  "《山乡夜话》《渡口》两部新书同日首发，作者——一位退休教师——到场签名。",
  "图书馆把阅览室延长到晚上10时，周末不休息……读者说：“灯亮着，心里就踏实。”",
  "问起收成，老人笑了：“今年的谷子，颗颗饱满、粒粒金黄，你看这穗头，沉不沉？”",
  "他们用GPS定位、用无人机播撒，一天能干过去一周的活（约150亩）。",
  "会议室里坐满了人,半角标点的旧稿也照样排,不会乱行。",
  "从“有没有”到“好不好”，从“单打独斗”到“抱团发展”，变化写在脸上。",
};

char *
page_fixture_prose (GRand *rand, guint length)
{
  GString *text = g_string_new (NULL);

  for (guint n = 0; n < length;)
    {
      const char *sentence = sentences[g_rand_int_range (rand, 0, G_N_ELEMENTS (sentences))];

      g_string_append (text, sentence);
      n += (guint) g_utf8_strlen (sentence, -1);
    }
  return g_string_free (text, FALSE);
}

static void
add (GalleyArticle *article, GalleyRole role, const char *text)
{
  g_autoptr (GalleyBlock) block = galley_block_new (role, text, -1);

  galley_article_append (article, block);
}

GalleyArticle *
page_fixture_article (GalleyArticleKind kind, int role, ...)
{
  GalleyArticle *article = galley_article_new (kind);
  va_list arguments;

  va_start (arguments, role);
  for (; role >= 0; role = va_arg (arguments, int))
    add (article, (GalleyRole) role, va_arg (arguments, const char *));
  va_end (arguments);
  return article;
}

static GalleyArticle *
make_picture (guint number)
{
  g_autofree char *title = g_strdup_printf ("第%u号渡口的清晨", number);

  return page_fixture_article (GALLEY_ARTICLE_PICTURE, GALLEY_ROLE_HEADLINE, title, GALLEY_ROLE_CAPTION,
                               "4月2日，摆渡人把第一班船撑离岸边。近年来，沿江12个渡口陆续换上了电动船。",
                               GALLEY_ROLE_CREDIT, "秦望川 摄", -1);
}

static GalleyArticle *
make_ad (guint number)
{
  g_autofree char *name = g_strdup_printf ("望川茶行%u店", number);

  return page_fixture_article (GALLEY_ARTICLE_AD, GALLEY_ROLE_AD, name, GALLEY_ROLE_AD, "明前新茶上市",
                               GALLEY_ROLE_AD, "0500-8800000", -1);
}

static GalleyArticle *
make_story (guint number, GRand *rand)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  guint n = (guint) g_rand_int_range (rand, 1, 12);
  g_autofree char *headline = g_strdup_printf ("渡口换新船 两岸添新路（之%u）", number);

  if (number % 3 == 0)
    add (article, GALLEY_ROLE_KICKER, "电动渡船首航，票价不变");
  add (article, GALLEY_ROLE_HEADLINE, headline);
  if (number % 2 == 0)
    add (article, GALLEY_ROLE_SUBHEAD, "——沿江十二渡口走访记");
  if (number % 5 == 0)
    add (article, GALLEY_ROLE_PEOPLE, "秦望川出席 沈渡主持");
  add (article, GALLEY_ROLE_BYLINE, "本报记者 秦望川 通讯员 沈渡");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *prose = page_fixture_prose (rand, (guint) g_rand_int_range (rand, 20, 240));

      if (i > 0 && i % 4 == 0)
        add (article, GALLEY_ROLE_CROSSHEAD, "船比人大两岁");
      add (article, GALLEY_ROLE_BODY, prose);
    }
  if (number % 7 == 0)
    {
      add (article, GALLEY_ROLE_CAPTION, "渡口的新船。");
      add (article, GALLEY_ROLE_CREDIT, "沈渡 摄");
    }
  if (number % 6 == 0)
    add (article, GALLEY_ROLE_JUMP, "（下转第二版）");
  return article;
}

GalleyEdition *
page_fixture_edition (guint n, guint n_pages, guint32 seed)
{
  GalleyEdition *edition = galley_edition_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);

  galley_masthead_set (masthead, GALLEY_FACT_PAPER, "望川晚报");
  galley_masthead_set (masthead, GALLEY_FACT_DATE, "2025-04-03");
  galley_masthead_set (masthead, GALLEY_FACT_WEEKDAY, "星期四");
  galley_masthead_set (masthead, GALLEY_FACT_ISSUE, "1021");
  for (guint i = 0; i < n; i++)
    {
      GalleyPage *page = galley_edition_ensure_page (edition, i * n_pages / n + 1, "要闻");
      g_autoptr (GalleyArticle) article = i % 6 == 4   ? make_picture (i)
                                          : i % 8 == 7 ? make_ad (i)
                                                       : make_story (i, rand);

      galley_page_insert (page, G_MAXUINT, article);
    }
  return edition;
}
