/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export-words.h — the words of the reader: what stands around the articles in a finished edition is in the language
 * of the edition, whatever the person at the desk speaks. So they are no messages of the program, and not in po. */

#pragma once

#include "galley-edition.h"

G_BEGIN_DECLS

typedef enum
{
  EXPORT_WORD_CONTENTS,
  EXPORT_WORD_PAGES,
  EXPORT_WORD_ARTICLES,
  EXPORT_WORD_COVER,
  EXPORT_WORD_LANDMARKS,
  EXPORT_WORD_ACCESS, /* a sentence: how the book can be read without seeing it */
  EXPORT_WORD_SKIP,
  EXPORT_WORD_FRONT, /* the first page of the site */
  EXPORT_WORD_FACTS,
  EXPORT_WORD_SEARCH,
  EXPORT_WORD_SEARCH_WORDS,
  EXPORT_WORD_FOUND, /* behind a number */
  EXPORT_WORD_NOTHING_FOUND,
  EXPORT_WORD_NO_SCRIPT,
  EXPORT_WORD_PREVIOUS_PAGE,
  EXPORT_WORD_NEXT_PAGE,
  EXPORT_WORD_PREVIOUS_ARTICLE,
  EXPORT_WORD_NEXT_ARTICLE,
  EXPORT_WORD_PAGE_PICTURE,
  EXPORT_WORD_ON_THIS_PAGE,
  EXPORT_WORD_SITE,
  EXPORT_WORD_FEED,
  EXPORT_WORD_EMPTY_PAGE,
  EXPORT_WORD_BACK_TO_PAGE,
  EXPORT_WORD_KEYWORDS,
  EXPORT_WORD_ARTICLE,
  EXPORT_WORD_CAPTION,
  EXPORT_WORD_CREDIT,
  EXPORT_WORD_RIGHTS,
  EXPORT_WORD_PICTURE_LIST, /* the name of a file */
  EXPORT_WORD_FIRST_ROUND,
  EXPORT_WORD_COLON, /* with what stands behind it */
  EXPORT_N_WORDS
} ExportWord;

/* @language is a BCP 47 tag; all but English are taken for Chinese (static). */
const char *export_word (const char *language, ExportWord word);
/* 国内统一刊号 … (static). */
const char *export_fact_word (const char *language, GalleyFact fact);
/* "浙江法制报 · 2024年11月27日 · 第7132期"; "第1版 · 要闻"; the headline, or 无题 (all newly allocated). */
char *export_title (const char *language, GalleyEdition *edition);
char *export_page_title (const char *language, GalleyPage *page);
char *export_article_title (GalleyArticle *article);

G_END_DECLS
