/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "galley-error.h"
#include "galley-protect.h"
#include "galley-rules.h"
#include "galley-trigger.h"
#include "galley-vocabulary.h"

static GPtrArray *
look (GalleyRulePack *pack, GalleyRole role, const char *text)
{
  g_autoptr (GalleyBlock) block = galley_block_new (role, text, -1);
  g_autoptr (GalleyReport) report = galley_report_new (NULL);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (galley_rule_pack_check_block (pack, block, report, job, &error));
  g_assert_no_error (error);
  return galley_report_steal (report);
}

static GalleyRulePack *
pack_of (const char *data)
{
  g_autoptr (GError) error = NULL;
  GalleyRulePack *pack = galley_rule_pack_new ("test.rules", data, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (pack);
  return pack;
}

static void
assert_works (GalleyRulePack *pack)
{
  const GPtrArray *broken = galley_rule_pack_get_broken (pack);

  for (guint i = 0; i < broken->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (broken, i));
  g_assert_cmpuint (broken->len, ==, 0);
}

static void
test_list (void)
{
  g_autoptr (GalleyRulePack) pack = pack_of ("[pack]\nid=t\n[list T.WORD]\nseverity=error\nwhy=常见错别字\n"
                                             "except.1=公布署名\n布署=部署\n座谈会议=座谈会|会议\n");
  g_autoptr (GPtrArray) found = look (pack, GALLEY_ROLE_BODY, "会议布署了工作，并公布署名，再布署。");
  g_autoptr (GPtrArray) two = look (pack, GALLEY_ROLE_BODY, "座谈会议");
  GalleyFinding *finding;

  assert_works (pack);
  g_assert_cmpstr (galley_rule_pack_get_id (pack), ==, "t");
  g_assert_cmpuint (galley_rule_pack_get_rules (pack)->len, ==, 1);
  g_assert_cmpuint (found->len, ==, 2);
  finding = g_ptr_array_index (found, 0);
  g_assert_cmpuint (galley_finding_get_start (finding), ==, 2);
  g_assert_cmpuint (galley_finding_get_end (finding), ==, 4);
  g_assert_cmpstr (galley_finding_get_fixes (finding)[0], ==, "部署");
  g_assert_cmpint (galley_finding_get_severity (finding), ==, GALLEY_SEVERITY_ERROR);
  g_assert_nonnull (strstr (galley_finding_get_message (finding), "常见错别字"));
  g_assert_cmpuint (two->len, ==, 1);
  g_assert_cmpstr (galley_finding_get_fixes (g_ptr_array_index (two, 0))[1], ==, "会议");
}

static void
test_rule (void)
{
  g_autoptr (GalleyRulePack) pack = pack_of (
      "[rule T.TIME]\nname=截止/截至\nseverity=warning\npattern=截止(?=\\d|目前|今年)\nreplace=截至\n"
      "bad.1=截止目前,已办结 → 截至目前,已办结\nok.1=报名截止日期为6月30日\n"
      "[rule T.SWAP]\npattern=([省市]长)、([省市]委书记)\nreplace=\\2、\\1\n"
      "bad.1=市长、市委书记王某 → 市委书记、市长王某\n");
  g_autoptr (GPtrArray) found = look (pack, GALLEY_ROLE_BODY, "截止2024年，市长、市委书记出席。");
  GalleyFinding *swap;

  assert_works (pack);
  g_assert_cmpuint (galley_rule_pack_get_n_tests (pack), ==, 3);
  g_assert_cmpuint (found->len, ==, 2);
  swap = g_ptr_array_index (found, 1);
  g_assert_cmpstr (galley_finding_get_fixes (swap)[0], ==, "市委书记、市长");
  g_assert_cmpstr (galley_finding_get_rule (g_ptr_array_index (found, 0))->wrong, ==, "截止目前,已办结");
}

static void
test_broken (void)
{
  static const struct
  {
    const char *rule;
    const char *says;
  } cases[] = {
    { "[rule T]\npattern=(\nbad.1=x\n", "test.rules:2:" },
    { "[rule T]\npattern=甲\n", "no test" },
    { "[rule T]\nseverity=fatal\npattern=甲\nbad.1=甲\n", "fatal" },
    { "[rule T]\npattern=甲\nbad.1=乙\n", "乙" },
    { "[rule T]\npattern=甲\nreplace=乙\nbad.1=甲 → 丙\n", "丙" },
    { "[rule T]\npattern=甲\nbad.1=甲\nok.1=甲等\n", "甲等" },
    { "[rule T]\npattern=甲\nskip=poems\nbad.1=甲\n", "poems" },
    { "[rule T]\npattern=甲\nscope=frontpage\nbad.1=甲\n", "frontpage" },
    { "[rule T]\nreplace=乙\nbad.1=甲\n", "no pattern" },
    { "[rule 甲]\npattern=甲\nbad.1=甲\n", "id" },
    { "[list T]\n甲=甲乙\n", "甲乙" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GalleyRulePack) pack = pack_of (cases[i].rule);
      g_autoptr (GPtrArray) found = look (pack, GALLEY_ROLE_BODY, "甲乙丙");
      const GPtrArray *broken = galley_rule_pack_get_broken (pack);

      g_test_message ("%s", cases[i].rule);
      g_assert_cmpuint (broken->len, ==, 1);
      g_test_message ("%s", (char *) g_ptr_array_index (broken, 0));
      g_assert_nonnull (strstr (g_ptr_array_index (broken, 0), cases[i].says));
      g_assert_cmpuint (found->len, ==, 0);
    }
}

static void
test_not_rules (void)
{
  static const char *const texts[] = { "no key file at all", "[list X]\n\xff\xfe=1\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (galley_rule_pack_new ("x.rules", texts[i], -1, &error));
      g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
    }
}

static void
test_skip_and_scope (void)
{
  g_autoptr (GalleyRulePack) pack =
      pack_of ("[list T.W]\nseverity=error\nskip=titles;code\n布署=部署\n"
               "[rule T.H]\npattern=。$\nscope=headline\nbad.1=标题。\nok.1=标题\n"
               "[rule T.N]\npattern=\\d+\nskip=numbers\nbad.1=N\nenabled=false\n");
  g_autoptr (GPtrArray) title = look (pack, GALLEY_ROLE_BODY, "读《论布署》有感");
  g_autoptr (GPtrArray) quote = look (pack, GALLEY_ROLE_BODY, "他说“快布署”就走");
  g_autoptr (GPtrArray) body = look (pack, GALLEY_ROLE_BODY, "句子。");
  g_autoptr (GPtrArray) head = look (pack, GALLEY_ROLE_HEADLINE, "句子。");
  g_autoptr (GPtrArray) ad = look (pack, GALLEY_ROLE_AD, "布署");

  assert_works (pack);
  g_assert_cmpuint (title->len, ==, 0);
  g_assert_cmpuint (quote->len, ==, 1);
  g_assert_cmpint (galley_finding_get_severity (g_ptr_array_index (quote, 0)), ==, GALLEY_SEVERITY_WARNING);
  g_assert_cmpuint (body->len, ==, 0);
  g_assert_cmpuint (head->len, ==, 1);
  g_assert_cmpuint (ad->len, ==, 0);
}

/* A pattern that goes wild on one paragraph is switched off with a note; the check goes on. */
/* Set phrases: one character that is another is found in either half; other forms, two slips and names of works are not. */
static void
test_phrases (void)
{
  g_autoptr (GalleyRulePack) pack =
      pack_of ("[pack]\nid=t\n"
               "[phrases P.FORM]\nskip=titles\nwrong=甲乙丙戊\nphrases.1=甲乙丙丁 子丑寅卯 申申巳午 "
               "春夏秋冬春\nexcept.1=甲乙丙己;辰寅卯巳\n"
               "[phrases P.SHORT]\nphrases.1=甲乙丙 庚辛壬癸\n");
  static const struct
  {
    const char *text;
    guint found;
  } cases[] = {
    { "说甲乙丙戊吧", 1 }, { "说戊乙丙丁吧", 1 }, { "甲乙丙丁", 0 },   { "说甲乙丙己吧", 0 },
    { "说戊己丙丁吧", 0 }, { "《甲乙丙戊》", 0 }, { "子丑寅，卯", 0 }, { "说辰寅卯巳", 0 },
    { "春夏秋冬秋", 1 },   { "甲乙", 0 },         { "庚辛壬子", 1 },   { "辰辰巳午", 1 },
    { "辰巳巳午", 0 },
  };

  g_assert_cmpuint (galley_rule_pack_get_broken (pack)->len, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found = look (pack, GALLEY_ROLE_BODY, cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (found->len, ==, cases[i].found);
    }
}

static void
test_budget (void)
{
  g_autoptr (GalleyRulePack) pack = pack_of ("[rule T.WILD]\npattern=((?:一+)+)+二\nbad.1=一二\n"
                                             "[list T.W]\n布署=部署\n");
  g_autofree char *many = g_strnfill (300, 'x');
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GalleyBlock) block = NULL;
  g_autoptr (GalleyReport) report = galley_report_new (NULL);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_auto (GStrv) notes = NULL;

  assert_works (pack);
  for (guint i = 0; many[i] != '\0'; i++)
    g_string_append (text, "一");
  g_string_append (text, "三布署二");
  block = galley_block_new (GALLEY_ROLE_BODY, text->str, -1);
  g_assert_true (galley_rule_pack_check_block (pack, block, report, job, NULL));
  notes = galley_job_dup_notes (job);
  g_assert_cmpuint (g_strv_length (notes), ==, 1);
  g_assert_nonnull (strstr (notes[0], "T.WILD"));
  g_assert_cmpuint (galley_report_get_findings (report)->len, ==, 1);
}

static void
test_cancel (void)
{
  g_autoptr (GalleyRulePack) pack = pack_of ("[rule T]\npattern=甲\nbad.1=甲\n");
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, "甲", -1);
  g_autoptr (GalleyReport) report = galley_report_new (NULL);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;

  galley_job_cancel (job);
  g_assert_false (galley_rule_pack_check_block (pack, block, report, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Which strings stand in every match: checked against what the pattern means. */
static void
test_triggers (void)
{
  static const struct
  {
    const char *pattern;
    const char *strings; /* parted by ' '; NULL: nothing known */
  } cases[] = {
    { "布署", "布署" },
    { "(?<!公)布署(?!名)", "布署" },
    { "甲乙|丙丁", "甲乙 丙丁" },
    { "[甲乙]丙", "甲丙 乙丙" },
    { "帐(?=号|户)", "帐号 帐户" },
    { "(?<=打破|刷新)记录", "打破记录 刷新记录" },
    { "甲?乙丙", "乙丙 甲乙丙" },
    { "甲.*乙丙", "乙丙" },
    { "(?:甲乙)+丙", "甲乙丙" },
    { "甲{2}乙", "甲乙" },
    { "\\.\\.", ".." },
    { "甲\\K乙", "甲乙" },
    { "[^甲]", NULL },
    { "甲*", NULL },
    { "(?i)abc", NULL },
    { "甲|.", NULL },
    { "[\\x{4e00}-\\x{9fff}]", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) strings = galley_trigger_strings (cases[i].pattern);
      g_autofree char *joined = strings != NULL ? g_strjoinv (" ", strings) : NULL;

      g_test_message ("%s", cases[i].pattern);
      g_assert_cmpstr (joined, ==, cases[i].strings);
    }
}

static void
test_protect (void)
{
  g_autoptr (GalleyBlock) block =
      galley_block_new (GALLEY_ROLE_BODY, "见www.a.cn,读《春 秋》“好”(甲)1,234元CN35-0027 BANK OF CHINA", -1);
  const GalleyChars *chars = galley_protect_read (block);
  static const struct
  {
    const char *text;
    guint bits;
  } cases[] = {
    { "www.a.cn", GALLEY_PROTECT_CODE },
    { "《春 秋》", GALLEY_PROTECT_TITLE },
    { "“好”", GALLEY_PROTECT_QUOTE },
    { "(甲)", GALLEY_PROTECT_BRACKET },
    { "1,234", GALLEY_PROTECT_NUMBER },
    { "CN35-0027", GALLEY_PROTECT_CODE },
    { "BANK OF CHINA", GALLEY_PROTECT_ENGLISH },
  };

  g_assert_true (chars == galley_protect_read (block));
  g_assert_true (chars->has_han);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *text = galley_block_get_text (block), *at = strstr (text, cases[i].text);
      guint start = galley_chars_index (chars, (gsize) (at - text));
      guint end = start + (guint) g_utf8_strlen (cases[i].text, -1);

      g_test_message ("%s", cases[i].text);
      g_assert_true (galley_chars_at (chars, start, cases[i].text));
      g_assert_true (galley_chars_inside (chars, start, end, cases[i].bits));
    }
  g_assert_false (galley_chars_touch (chars, 0, 1, G_MAXUINT));
}

/* Every pack that is shipped: no rule is broken, and the pack as a whole finds every wrong example of its own. */
static void
test_shipped (void)
{
  g_auto (GStrv) paths = galley_data_list ("rules", ".rules");
  guint n_tests = 0;

  g_assert_nonnull (paths[0]);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyRulePack) pack = galley_rule_pack_load (paths[i], &error);
      const GPtrArray *rules;

      g_assert_no_error (error);
      assert_works (pack);
      n_tests += galley_rule_pack_get_n_tests (pack);
      rules = galley_rule_pack_get_rules (pack);
      for (guint k = 0; k < rules->len; k++)
        {
          const GalleyRule *rule = g_ptr_array_index (rules, k);
          gboolean hit = FALSE;

          for (guint role = 0; role < GALLEY_N_ROLES && !hit; role++)
            {
              g_autoptr (GPtrArray) found = look (pack, (GalleyRole) role, rule->wrong);

              for (guint f = 0; f < found->len; f++)
                hit |= g_str_equal (galley_finding_get_rule (g_ptr_array_index (found, f))->id, rule->id);
            }
          if (!hit)
            g_test_message ("%s: %s is not found in “%s”", paths[i], rule->id, rule->wrong);
          g_assert_true (hit);
        }
    }
  g_test_message ("%u tests in the packs", n_tests);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/list", test_list);
  g_test_add_func ("/rules/rule", test_rule);
  g_test_add_func ("/rules/broken", test_broken);
  g_test_add_func ("/rules/not-rules", test_not_rules);
  g_test_add_func ("/rules/skip-and-scope", test_skip_and_scope);
  g_test_add_func ("/rules/phrases", test_phrases);
  g_test_add_func ("/rules/budget", test_budget);
  g_test_add_func ("/rules/cancel", test_cancel);
  g_test_add_func ("/rules/triggers", test_triggers);
  g_test_add_func ("/rules/protect", test_protect);
  g_test_add_func ("/rules/shipped", test_shipped);
  return g_test_run ();
}
