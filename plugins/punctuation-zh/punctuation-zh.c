/* SPDX-License-Identifier: GPL-3.0-or-later */
/* punctuation-zh — GB/T 15834 for Chinese copy: what needs more than a pattern is found here, the rest stands in the pack
 * rules/punctuation-zh.rules. */

#include "config.h"

#include "galley-checker.h"
#include "galley-peas.h"
#include "galley-rules-set.h"

#include "../common/rule-table.h"
#include "marks.h"

#define NORM "GB/T 15834-2011 "
#define PUNCT "标点"

static const GalleyRule fields[N_RULES] = {
  [RULE_WIDTH] = { "CN.PUNCT.P01", N_ ("Half-width marks in Chinese text"), NORM "5.1", PUNCT,
                   GALLEY_SEVERITY_ERROR, N_ ("Marks among Chinese characters take a full square"),
                   "会议结束,大家离场。", "会议结束，大家离场。", 0.1, TRUE },
  [RULE_WIDE_IN_LATIN] = { "CN.PUNCT.P02", N_ ("Full-width mark inside a number or a word"), NORM "4.4",
                           PUNCT, GALLEY_SEVERITY_ERROR,
                           N_ ("Inside numbers and English the narrow mark stands"), "增长3。5%", "增长3.5%",
                           0.1, TRUE },
  [RULE_QUOTES] = { "CN.PUNCT.P03", N_ ("Form of quotation marks"), NORM "4.8.3.4", PUNCT,
                    GALLEY_SEVERITY_ERROR, N_ ("Outer quotations take “ ”, inner ones ‘ ’"), "他说\"好\"",
                    "他说“好”", 0.1, FALSE },
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
  [RULE_QUOTE_SPLIT] = { "CN.PUNCT.P29", N_ ("One quotation for two things"), NORM "4.8", PUNCT,
                         GALLEY_SEVERITY_WARNING,
                         N_ ("Each of the two things quoted takes its own quotation marks"),
                         "从“有没有向好不好”转变", "从“有没有”向“好不好”转变", 0.1, FALSE },
  [RULE_SPACES] = { "CN.PUNCT.P30", N_ ("Blanks in Chinese text"), NORM "5.1", PUNCT, GALLEY_SEVERITY_ERROR,
                    N_ ("No blank stands beside a full-width mark or inside a sentence"),
                    "会议结束 ，大家离场。", "会议结束，大家离场。", 0.1, TRUE },
};

#define PUNCTUATION_TYPE_CHECKER (punctuation_checker_get_type ())
G_DECLARE_FINAL_TYPE (PunctuationChecker, punctuation_checker, PUNCTUATION, CHECKER, GObject)

struct _PunctuationChecker
{
  GObject parent_instance;

  GPtrArray *rules; /* of GalleyRule, by MarkRule */
  GalleyRuleSet *set;
};

static void punctuation_checker_checker_init (GalleyCheckerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PunctuationChecker,
                               punctuation_checker,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_CHECKER, punctuation_checker_checker_init))

static gboolean
punctuation_checker_prepare (GalleyChecker *checker, const char *language, GalleyJob *job, GError **error)
{
  PunctuationChecker *self = PUNCTUATION_CHECKER (checker);

  g_clear_pointer (&self->set, galley_rule_set_free);
  self->set = galley_rule_set_load ("punctuation-zh", "zh", job);
  return TRUE;
}

static GPtrArray *
punctuation_checker_list_rules (GalleyChecker *checker)
{
  PunctuationChecker *self = PUNCTUATION_CHECKER (checker);
  GPtrArray *rules = rule_table_list (self->rules);

  if (self->set == NULL)
    self->set = galley_rule_set_load ("punctuation-zh", "zh", NULL);
  galley_rule_set_list (self->set, rules);
  return rules;
}

static gboolean
punctuation_checker_check_block (
    GalleyChecker *checker, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error)
{
  PunctuationChecker *self = PUNCTUATION_CHECKER (checker);

  if (!marks_is_prose (block))
    return TRUE;
  marks_check_block (block, self->rules, report);
  return galley_rule_set_check_block (self->set, block, report, job, error);
}

static gboolean
punctuation_checker_check_article (
    GalleyChecker *checker, GalleyArticle *frozen, GalleyReport *report, GalleyJob *job, GError **error)
{
  PunctuationChecker *self = PUNCTUATION_CHECKER (checker);

  marks_check_width (frozen, self->rules, report);
  marks_check_pairs (frozen, self->rules, report);
  return galley_job_continues (job, error);
}

static void
punctuation_checker_finalize (GObject *object)
{
  PunctuationChecker *self = PUNCTUATION_CHECKER (object);

  g_ptr_array_unref (self->rules);
  g_clear_pointer (&self->set, galley_rule_set_free);
  G_OBJECT_CLASS (punctuation_checker_parent_class)->finalize (object);
}

static void
punctuation_checker_checker_init (GalleyCheckerInterface *iface)
{
  iface->prepare = punctuation_checker_prepare;
  iface->list_rules = punctuation_checker_list_rules;
  iface->check_block = punctuation_checker_check_block;
  iface->check_article = punctuation_checker_check_article;
}

static void
punctuation_checker_class_init (PunctuationCheckerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = punctuation_checker_finalize;
}

static void
punctuation_checker_init (PunctuationChecker *self)
{
  self->rules = rule_table_new (fields, N_RULES);
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_CHECKER, PUNCTUATION_TYPE_CHECKER);
}
