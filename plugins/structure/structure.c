/* SPDX-License-Identifier: GPL-3.0-or-later */
/* structure — S01 to S05: parts that a story should have and does not. */

#include "config.h"

#include <string.h>

#include "galley-protect.h"

#include "../common/checker-plugin.h"

enum
{
  RULE_HEADLINE,
  RULE_BYLINE,
  RULE_CREDIT,
  RULE_SECTION,
  RULE_LEVELS,
};

static const GalleyRule fields[] = {
  [RULE_HEADLINE] = { "STRUCT.S01", N_ ("No headline"), "新闻惯例", "体例", GALLEY_SEVERITY_WARNING,
                      N_ ("The article has no headline"), NULL, NULL, 0, FALSE },
  [RULE_BYLINE] = { "STRUCT.S02", N_ ("No byline"), "新闻惯例", "体例", GALLEY_SEVERITY_HINT,
                    N_ ("Nobody signs for the article"), NULL, NULL, 0, FALSE },
  [RULE_CREDIT] = { "STRUCT.S03", N_ ("Picture without credit"), "新闻惯例", "体例", GALLEY_SEVERITY_HINT,
                    N_ ("The caption does not say who made the picture"), NULL, NULL, 0, FALSE },
  [RULE_SECTION] = { "STRUCT.S04", N_ ("Empty section"), "新闻惯例", "体例", GALLEY_SEVERITY_WARNING,
                     N_ ("No text follows this crosshead"), NULL, NULL, 0, FALSE },
  [RULE_LEVELS] = { "CN.PUNCT.P19", N_ ("Gap in the numbering"), "GB/T 15834-2011 B.3.8", "体例",
                    GALLEY_SEVERITY_WARNING, N_ ("The number before this one is missing"), "一、… 三、…",
                    "一、… 二、…", 0.1, FALSE },
};

/* From this many paragraphs on a text is a story, and not a piece of one. */
#define STORY_MIN 3

#define HEAD 6
#define FOOT 3

typedef struct
{
  guint bodies;
  gboolean head;
  gboolean signed_;
  gboolean credit;
  GalleyBlock *first_body;
  GalleyBlock *caption;
} Parts;

static gboolean
holds_any (GalleyBlock *block, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (strstr (galley_block_get_text (block), words[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

static Parts
list_parts (GalleyArticle *article)
{
  static const char *const signs[] = { "记者",   "通讯员", "（作者", "(作者", "新华社",
                                       "本报讯", "中新社", "撰文",   "来源",  NULL };
  static const char *const shots[] = { "摄",   "供图",   "提供", "新华社发", "图片来源",
                                       "制图", "通讯员", "记者", NULL };
  guint n = galley_article_get_n_blocks (article);
  Parts parts = { 0 };

  for (guint b = 0; b < n; b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      GalleyRole role = galley_block_get_role (block);

      parts.head |= galley_role_is_head (role);
      /* Who wrote it stands at the head or at the foot. */
      parts.signed_ = parts.signed_ || role == GALLEY_ROLE_BYLINE ||
                      ((b < HEAD || b + FOOT >= n) && holds_any (block, signs));
      parts.credit = parts.credit || role == GALLEY_ROLE_CREDIT ||
                     (role == GALLEY_ROLE_CAPTION && holds_any (block, shots));
      if (role == GALLEY_ROLE_BODY && parts.bodies++ == 0)
        parts.first_body = block;
      if (role == GALLEY_ROLE_CAPTION && parts.caption == NULL)
        parts.caption = block;
    }
  return parts;
}

static void
report (const CheckerLook *look, guint rule, GalleyBlock *block)
{
  checker_report (look, rule, block, 0, MIN (galley_block_get_length (block), 8), NULL, NULL);
}

static void
look_at_sections (const CheckerLook *look, GalleyArticle *article)
{
  guint n = galley_article_get_n_blocks (article);

  for (guint b = 0; b < n; b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      GalleyBlock *next = galley_article_get_block (article, b + 1);

      if (galley_block_get_role (block) == GALLEY_ROLE_CROSSHEAD && b > 0 &&
          (next == NULL || galley_role_is_head (galley_block_get_role (next)) ||
           galley_block_get_role (next) == GALLEY_ROLE_NOTE))
        report (look, RULE_SECTION, block);
    }
}

/* --- P19 ---------------------------------------------------------------------------------------------------------- */

typedef enum
{
  LEVEL_NONE,
  LEVEL_HAN,         /* 一、 */
  LEVEL_HAN_BRACKET, /* （一） */
  LEVEL_DIGIT,       /* 1. 1． 1、 */
  LEVEL_DIGIT_BRACKET,
  N_LEVELS,
} Level;

/* 一 to 九十九. */
static guint
read_han_number (const GalleyChars *chars, guint *i)
{
  static const char digits[] = "零一二三四五六七八九";
  guint number = 0, digit = 0;
  gboolean any = FALSE;

  for (; *i < chars->n; (*i)++)
    {
      const char *at = g_utf8_strchr (digits, -1, chars->chars[*i]);

      if (chars->chars[*i] == 0x5341) /* 十 */
        {
          number = (any ? digit : 1) * 10;
          digit = 0;
        }
      else if (at != NULL)
        digit = (guint) g_utf8_pointer_to_offset (digits, at);
      else
        break;
      any = TRUE;
    }
  return any ? number + digit : 0;
}

static guint
read_digits (const GalleyChars *chars, guint *i)
{
  guint number = 0;

  for (; *i < chars->n && chars->kinds[*i] == GALLEY_CHAR_DIGIT && number < 100; (*i)++)
    number = number * 10 + (chars->chars[*i] - '0');
  return number;
}

/* The number of order at the head of a paragraph; 0 where there is none. */
static guint
read_order (const GalleyChars *chars, Level *level)
{
  guint i = 0, number;
  gboolean bracket = chars->n > 0 && chars->chars[0] == 0xff08, han;

  i += bracket ? 1 : 0;
  han = chars->kinds[MIN (i, chars->n)] == GALLEY_CHAR_HAN;
  number = han ? read_han_number (chars, &i) : read_digits (chars, &i);
  if (number == 0 || i >= chars->n)
    return 0;
  if (bracket)
    *level = chars->chars[i] != 0xff09 ? LEVEL_NONE : han ? LEVEL_HAN_BRACKET : LEVEL_DIGIT_BRACKET;
  else if (han)
    *level = chars->chars[i] == 0x3001 ? LEVEL_HAN : LEVEL_NONE;
  else
    *level = chars->chars[i] == 0xff0e || chars->chars[i] == 0x3001 ||
                     (chars->chars[i] == '.' && chars->kinds[i + 1] != GALLEY_CHAR_DIGIT)
                 ? LEVEL_DIGIT
                 : LEVEL_NONE;
  return *level == LEVEL_NONE ? 0 : number;
}

/* Numbers of a level go up by one; a number of a higher level begins the lower ones anew. */
static void
look_at_numbers (const CheckerLook *look, GalleyArticle *article)
{
  guint last[N_LEVELS] = { 0 };

  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      Level level = LEVEL_NONE;
      guint number;

      if (galley_block_get_role (block) != GALLEY_ROLE_BODY &&
          galley_block_get_role (block) != GALLEY_ROLE_CROSSHEAD)
        continue;
      number = read_order (galley_protect_read (block), &level);
      if (number == 0)
        continue;
      if (last[level] > 0 && number > last[level] + 1 && number <= last[level] + 3)
        report (look, RULE_LEVELS, block);
      last[level] = number;
      for (guint lower = level + 1; lower < N_LEVELS; lower++)
        last[lower] = 0;
    }
}

static void
look_at_article (const CheckerLook *look, GalleyArticle *article)
{
  Parts parts = list_parts (article);
  g_autoptr (GPtrArray) persons = galley_metadata_list (galley_article_get_metadata (article), "person");

  look_at_sections (look, article);
  look_at_numbers (look, article);
  if (galley_article_get_kind (article) == GALLEY_ARTICLE_STORY && parts.bodies >= STORY_MIN)
    {
      if (!parts.head)
        report (look, RULE_HEADLINE, parts.first_body);
      if (!parts.signed_ && persons->len == 0)
        report (look, RULE_BYLINE, parts.first_body);
    }
  if (parts.caption != NULL && !parts.credit && persons->len == 0 &&
      galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE)
    report (look, RULE_CREDIT, parts.caption);
}

static const CheckerPlan plan = {
  .module = "structure",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .article = look_at_article,
};

CHECKER_PLUGIN (StructureChecker, structure_checker, plan)
