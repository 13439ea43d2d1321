/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>

#include "galley-export-words.h"

typedef struct
{
  const char *chinese;
  const char *english;
} Word;

static const Word words[EXPORT_N_WORDS] = {
  [EXPORT_WORD_CONTENTS] = { "目录", "Contents" },
  [EXPORT_WORD_PAGES] = { "版面", "Pages" },
  [EXPORT_WORD_ARTICLES] = { "稿件", "Articles" },
  [EXPORT_WORD_COVER] = { "封面", "Cover" },
  [EXPORT_WORD_LANDMARKS] = { "导航点", "Landmarks" },
  [EXPORT_WORD_ACCESS] = { "全部稿件可由目录到达，报纸各版可由页码表到达，图片均有替代文字。",
                           "Every article can be reached from the table of contents, the pages of the paper "
                           "from the "
                           "page list; pictures have words that stand for them." },
  [EXPORT_WORD_SKIP] = { "跳到正文", "Skip to the content" },
  [EXPORT_WORD_FRONT] = { "首页", "Front" },
  [EXPORT_WORD_FACTS] = { "本期信息", "About this issue" },
  [EXPORT_WORD_SEARCH] = { "检索", "Search" },
  [EXPORT_WORD_SEARCH_WORDS] = { "在本期中检索", "Words in this issue" },
  [EXPORT_WORD_FOUND] = { "篇", "found" },
  [EXPORT_WORD_NOTHING_FOUND] = { "没有找到", "Nothing found" },
  [EXPORT_WORD_NO_SCRIPT] = { "浏览器未运行脚本：下面列出全部稿件，可用浏览器的页内查找。",
                              "Scripts are off: all articles are listed below; use the browser’s own "
                              "search." },
  [EXPORT_WORD_PREVIOUS_PAGE] = { "上一版", "Previous page" },
  [EXPORT_WORD_NEXT_PAGE] = { "下一版", "Next page" },
  [EXPORT_WORD_PREVIOUS_ARTICLE] = { "上一篇", "Previous article" },
  [EXPORT_WORD_NEXT_ARTICLE] = { "下一篇", "Next article" },
  [EXPORT_WORD_PAGE_PICTURE] = { "版面图，点按稿件区域阅读", "The page: choose an article to read it" },
  [EXPORT_WORD_ON_THIS_PAGE] = { "本版稿件", "On this page" },
  [EXPORT_WORD_SITE] = { "全站导航", "Site" },
  [EXPORT_WORD_FEED] = { "订阅（Atom）", "Feed (Atom)" },
  [EXPORT_WORD_EMPTY_PAGE] = { "本版没有稿件。", "There are no articles on this page." },
  [EXPORT_WORD_BACK_TO_PAGE] = { "回到", "Back to" },
  [EXPORT_WORD_KEYWORDS] = { "关键词", "Keywords" },
  [EXPORT_WORD_ARTICLE] = { "稿件", "Article" },
  [EXPORT_WORD_CAPTION] = { "图片说明", "Caption" },
  [EXPORT_WORD_CREDIT] = { "图片署名", "Credit" },
  [EXPORT_WORD_RIGHTS] = { "版权", "Rights" },
  [EXPORT_WORD_PICTURE_LIST] = { "图片清单.txt", "Pictures.txt" },
  [EXPORT_WORD_FIRST_ROUND] = { "一校", "First proof" },
  [EXPORT_WORD_COLON] = { "：", ": " },
};

static const Word facts[GALLEY_N_FACTS] = {
  [GALLEY_FACT_PAPER] = { "报名", "Paper" },
  [GALLEY_FACT_DATE] = { "出版日期", "Date" },
  [GALLEY_FACT_WEEKDAY] = { "星期", "Weekday" },
  [GALLEY_FACT_LUNAR] = { "农历", "Lunar date" },
  [GALLEY_FACT_ISSUE] = { "期号", "Issue" },
  [GALLEY_FACT_PAGES] = { "今日版数", "Pages today" },
  [GALLEY_FACT_CN] = { "国内统一刊号", "CN number" },
  [GALLEY_FACT_POST_CODE] = { "邮发代号", "Postal code" },
  [GALLEY_FACT_HOTLINE] = { "新闻热线", "Hotline" },
  [GALLEY_FACT_EMAIL] = { "邮箱", "E-mail" },
  [GALLEY_FACT_SITE] = { "网站", "Site" },
  [GALLEY_FACT_URL] = { "网址", "Address" },
  [GALLEY_FACT_PUBLISHER] = { "主管主办", "Publisher" },
};

static gboolean
is_english (const char *language)
{
  return language != NULL && g_ascii_strncasecmp (language, "en", 2) == 0;
}

const char *
export_word (const char *language, ExportWord word)
{
  return is_english (language) ? words[word].english : words[word].chinese;
}

const char *
export_fact_word (const char *language, GalleyFact fact)
{
  return is_english (language) ? facts[fact].english : facts[fact].chinese;
}

static void
append_part (GString *title, const char *format, const char *value)
{
  g_string_append (title, title->len > 0 ? " · " : "");
  g_string_append_printf (title, "%s%s%s", format, value, g_str_equal (format, "第") ? "期" : "");
}

char *
export_title (const char *language, GalleyEdition *edition)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  const char *paper = galley_masthead_get (masthead, GALLEY_FACT_PAPER);
  const char *site = galley_masthead_get (masthead, GALLEY_FACT_SITE);
  const char *date = galley_masthead_get (masthead, GALLEY_FACT_DATE);
  const char *issue = galley_masthead_get (masthead, GALLEY_FACT_ISSUE);
  GString *title = g_string_new (paper != NULL ? paper : site);
  int year, month, day;

  if (date != NULL && !is_english (language) && sscanf (date, "%4d-%2d-%2d", &year, &month, &day) == 3)
    {
      g_autofree char *shown = g_strdup_printf ("%d年%d月%d日", year, month, day);

      append_part (title, "", shown);
    }
  else if (date != NULL)
    append_part (title, "", date);
  if (issue != NULL)
    append_part (title, is_english (language) ? "No. " : "第", issue);
  if (title->len == 0)
    g_string_append (title, is_english (language) ? "New edition" : "新的一期");
  return g_string_free (title, FALSE);
}

char *
export_page_title (const char *language, GalleyPage *page)
{
  const char *name = galley_page_get_name (page);
  g_autofree char *number =
      g_strdup_printf (is_english (language) ? "Page %u" : "第%u版", galley_page_get_number (page));

  return name != NULL && *name != '\0' ? g_strdup_printf ("%s · %s", number, name)
                                       : g_steal_pointer (&number);
}

char *
export_article_title (GalleyArticle *article)
{
  char *headline = galley_article_dup_headline (article);

  if (*headline != '\0')
    return headline;
  g_free (headline);
  return g_strdup (is_english (galley_article_get_language (article)) ? "Untitled" : "无题");
}
