/* SPDX-License-Identifier: GPL-3.0-or-later */
/* punctuation-zh — GB/T 15834 for Chinese copy: what needs more than a pattern is found here, the rest stands in the pack
 * rules/punctuation-zh.rules. */

#include "config.h"

#include "marks.h"

#define NORM "GB/T 15834-2011 "
#define PUNCT "标点"

static const GalleyRule fields[N_RULES] = {
  [RULE_WIDTH] = { "CN.PUNCT.P01", N_ ("Half-width marks in Chinese text"), NORM "5.1", PUNCT,
                   GALLEY_SEVERITY_ERROR, N_ ("Marks among Chinese characters take a full square"),
                   "会议结束,大家离场。", "会议结束，大家离场。", 0.1, TRUE },
  [RULE_QUOTES] = { "CN.PUNCT.P03", N_ ("Form of quotation marks"), NORM "4.8.3.4", PUNCT,
                    GALLEY_SEVERITY_ERROR, N_ ("Outer quotations take “ ”, inner ones ‘ ’"), "他说\"好\"",
                    "他说“好”", 0.1, FALSE },
  [RULE_QUOTES_LEVEL] = { "CN.PUNCT.P03.LEVEL", N_ ("Level of quotation marks"), NORM "4.8.3.4", PUNCT,
                          GALLEY_SEVERITY_WARNING, N_ ("Outer quotations take “ ”, inner ones ‘ ’"),
                          "他说“这叫“传帮带”吧”", "他说“这叫‘传帮带’吧”", 0.1, FALSE },
  [RULE_PAIRS] = { "CN.PUNCT.P04", N_ ("Marks that do not pair"), NORM "4.8, 4.9, 4.15", PUNCT,
                   GALLEY_SEVERITY_ERROR, N_ ("Quotation marks, brackets and title marks come in pairs"),
                   "参观了“丝路之光展览", "参观了“丝路之光”展览", 0.1, FALSE },
  [RULE_DASH] = { "CN.PUNCT.P07", N_ ("Form of the dash"), NORM "4.10.2, 5.1.4", PUNCT,
                  GALLEY_SEVERITY_WARNING, N_ ("A dash is one stroke two characters long: ——"),
                  "好消息--大桥通了", "好消息——大桥通了", 0.1, TRUE },
  [RULE_ELLIPSIS] = { "CN.PUNCT.P08", N_ ("Form of the ellipsis"), NORM "4.11.2, A.9.1", PUNCT,
                      GALLEY_SEVERITY_ERROR, N_ ("An ellipsis is six dots in two characters: ……"),
                      "天色渐渐暗了。。。", "天色渐渐暗了……", 0.1, TRUE },
  [RULE_REPEATED] = { "CN.PUNCT.P10", N_ ("Points one after another"), NORM "4.1-4.7", PUNCT,
                      GALLEY_SEVERITY_ERROR, N_ ("Two points do not stand side by side"),
                      "雨停了，，风还在刮。", "雨停了，风还在刮。", 0.1, FALSE },
  [RULE_PARAGRAPH_EDGE] = { "CN.PUNCT.P11", N_ ("Mark at the edge of a paragraph"), NORM "5.1.1-5.1.3", PUNCT,
                            GALLEY_SEVERITY_ERROR,
                            N_ ("A paragraph does not begin with a closing mark nor end with an opening one"),
                            "，大家都到了。", "大家都到了。", 0.1, FALSE },
  [RULE_RANGES] = { "CN.PUNCT.P23.MIXED", N_ ("Two marks for ranges"), NORM "4.13", PUNCT,
                    GALLEY_SEVERITY_HINT, N_ ("Most ranges of this article are written with the other mark"),
                    "3～5天，8～9人，2—3次", "3～5天，8～9人，2～3次", 0.1, FALSE },
  [RULE_QUOTE_SPLIT] = { "CN.PUNCT.P29", N_ ("One quotation for two things"), NORM "4.8", PUNCT,
                         GALLEY_SEVERITY_WARNING,
                         N_ ("Each of the two things quoted takes its own quotation marks"),
                         "从“有没有向好不好”转变", "从“有没有”向“好不好”转变", 0.1, FALSE },
  [RULE_SPACES] = { "CN.PUNCT.P30", N_ ("Blanks in Chinese text"), NORM "5.1", PUNCT, GALLEY_SEVERITY_ERROR,
                    N_ ("No blank stands beside a full-width mark or inside a sentence"),
                    "会议结束 ，大家离场。", "会议结束，大家离场。", 0.1, TRUE },
};

static void
look_at_block (const CheckerLook *look, GalleyBlock *block)
{
  marks_check_block (look, block);
  marks_check_quotes (look, block);
  marks_check_spaces (look, block);
  marks_check_edges (look, block);
}

static void
look_at_article (const CheckerLook *look, GalleyArticle *frozen)
{
  marks_check_width (look, frozen);
  marks_check_pairs (look, frozen);
  marks_check_ranges (look, frozen);
}

static const CheckerPlan plan = {
  .module = "punctuation-zh",
  .language = "zh",
  .fields = fields,
  .n_fields = N_RULES,
  .block = look_at_block,
  .article = look_at_article,
  .option = "narrow-brackets",
  .option_label = N_ ("Brackets may stay half-width"),
};

CHECKER_PLUGIN (PunctuationChecker, punctuation_checker, plan)
