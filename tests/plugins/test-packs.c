/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packs of a user and of a publication, tables of names, reading them again, and the weights and the report that come of what
 * is found. The user's data lie in a folder of the test. */

#include <string.h>

#include <glib/gstdio.h>

#include "galley-check-report.h"
#include "galley-check.h"

static GalleyPlugins *plugins;
static char *data_home;

static char *
write_data (const char *relative, const char *text)
{
  char *path = g_build_filename (data_home, "galley", relative, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0755);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
remove_data (char *path)
{
  g_unlink (path);
  g_free (path);
}

static GalleyEdition *
make_edition (const char *text, GalleyRole role)
{
  GalleyEdition *edition = galley_edition_new ();
  g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_auto (GStrv) paragraphs = g_strsplit (text, "¶", -1);

  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      g_autoptr (GalleyBlock) block = galley_block_new (role, paragraphs[i], -1);

      galley_article_append (article, block);
    }
  galley_page_insert (galley_edition_ensure_page (edition, 3, NULL), 0, article);
  return edition;
}

static GPtrArray *
look (GalleyCheck *check, GalleyEdition *edition)
{
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *findings = galley_check_edition (check, frozen, job, &error);

  g_assert_no_error (error);
  return findings;
}

/* The first fix of the first finding of a rule ("" where it has none), or NULL where nothing is found. */
static char *
first_fix (GalleyCheck *check, const char *rule, const char *text)
{
  g_autoptr (GalleyEdition) edition = make_edition (text, GALLEY_ROLE_BODY);
  g_autoptr (GPtrArray) findings = look (check, edition);

  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      const char *fix = galley_finding_get_fixes (finding)[0];

      if (g_str_equal (galley_finding_get_rule (finding)->id, rule))
        return g_strdup (fix != NULL ? fix : "");
    }
  return NULL;
}

static void
assert_fix (GalleyCheck *check, const char *rule, const char *text, const char *expected)
{
  g_autofree char *fix = first_fix (check, rule, text);

  g_assert_cmpstr (fix, ==, expected);
}

static void
test_user_pack (void)
{
  char *own = write_data ("rules/own.rules", "[pack]\nid=own\n"
                                             "[list CN.WORD.TYPO]\n布署=布置\n灯谜会=灯会\n"
                                             "[rule CN.PUNCT.P12]\nenabled=false\n"
                                             "[list CN.WORD.IDIOM]\nenabled=false\n");
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);

  /* A word of the installed list is changed, another added, the rest stays. */
  assert_fix (check, "CN.WORD.TYPO", "会议布署了工作。", "布置");
  assert_fix (check, "CN.WORD.TYPO", "元宵节办灯谜会。", "灯会");
  assert_fix (check, "CN.WORD.TYPO", "他去海边渡假。", "度假");
  /* A rule and a list are gone. */
  assert_fix (check, "CN.PUNCT.P12", "他说：“今天开工。”。", NULL);
  assert_fix (check, "CN.WORD.IDIOM", "大家迫不急待。", NULL);

  /* What is taken away is there again. */
  remove_data (own);
  galley_check_reload (check);
  assert_fix (check, "CN.WORD.TYPO", "会议布署了工作。", "部署");
  assert_fix (check, "CN.PUNCT.P12", "他说：“今天开工。”。", "");
  assert_fix (check, "CN.WORD.TYPO", "元宵节办灯谜会。", NULL);
}

static void
test_publication (void)
{
  char *parent = write_data ("profiles/group.profile",
                             "[profile]\nname=Group\nparent=newspaper\n[rules]\nCN.PUNCT.P16=off\n");
  char *child =
      write_data ("profiles/paper.profile", "[profile]\nname=Paper\nparent=group\n[terms]\n布署堂=\n");
  char *group_pack =
      write_data ("profiles/group/group.rules", "[list GROUP.WORD]\n老城根=老城墙\n旧码头=老码头\n");
  char *paper_pack = write_data ("profiles/paper/paper.rules", "[list GROUP.WORD]\n旧码头=滨江码头\n");
  g_autoptr (GalleyCheck) plain = galley_check_new (plugins, NULL);
  g_autoptr (GalleyCheck) group = galley_check_new (plugins, "group");
  g_autoptr (GalleyCheck) paper = galley_check_new (plugins, "paper");

  assert_fix (plain, "GROUP.WORD", "走到旧码头。", NULL);
  assert_fix (group, "GROUP.WORD", "走到旧码头。", "老码头");
  assert_fix (paper, "GROUP.WORD", "走到旧码头。", "滨江码头");
  assert_fix (paper, "GROUP.WORD", "走到老城根。", "老城墙");
  assert_fix (plain, "CN.PUNCT.P16", "苹果、梨、等水果。", "");
  assert_fix (paper, "CN.PUNCT.P16", "苹果、梨、等水果。", NULL);
  assert_fix (group, "CN.WORD.TYPO", "布署堂开门。", "部署");
  assert_fix (paper, "CN.WORD.TYPO", "布署堂开门。", NULL);

  remove_data (parent);
  remove_data (child);
  remove_data (group_pack);
  remove_data (paper_pack);
}

static gboolean
has_problem (GalleyCheck *check, const char *part)
{
  g_auto (GStrv) problems = galley_check_dup_problems (check);

  for (guint i = 0; problems[i] != NULL; i++)
    {
      if (strstr (problems[i], part) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
test_problems (void)
{
  char *own =
      write_data ("rules/broken.rules", "[pack]\nid=broken\n"
                                        "[rule OWN.FAILS]\npattern=甲乙\nbad.1=丙丁\n"
                                        "[rule OWN.SLOW]\npattern=(?:[一二]+)+三\nbad.1=一三\n"
                                        "[rule OWN.GOOD]\npattern=戊己\nreplace=己戊\nbad.1=戊己 → 己戊\n");
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GString) slow = g_string_new ("戊己");
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GPtrArray) findings = NULL;
  g_auto (GStrv) notes = NULL;

  /* Listed already by those who ask for the rules. */
  rules = galley_check_list_rules (check, NULL);
  g_assert_nonnull (rules);
  g_assert_true (has_problem (check, "broken.rules:3: [rule OWN.FAILS]") ||
                 has_problem (check, "broken.rules:5: [rule OWN.FAILS]"));
  for (guint i = 0; i < 400; i++)
    g_string_append (slow, "一二");
  g_string_append (slow, "四，三");
  edition = make_edition (slow->str, GALLEY_ROLE_BODY);
  findings = galley_check_edition (check, edition, job, NULL);
  notes = galley_job_dup_notes (job);
  g_assert_nonnull (strstr (notes[0], "OWN.SLOW"));
  assert_fix (check, "OWN.GOOD", slow->str, "己戊");
  remove_data (own);
}

static void
test_names (void)
{
  char *table = write_data ("names/town.names",
                            "[names]\n"
                            "石春明=县委书记\n李远航=县委副书记、县长|县人大代表\n周明德=县政协主席\n"
                            "[order]\n四套班子=石春明;李远航;周明德\n"
                            "[places]\n老桥镇=新桥街道\n");
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
  static const struct
  {
    const char *rule;
    const char *text;
    const char *fix;
  } cases[] = {
    /* A name with one wrong character under its own post. */
    { "CN.NAME.T01", "昨日，县委书记石春鸣表示，要抓好春耕。", "石春明" },
    { "CN.NAME.T01", "昨日，县委书记石春明表示，要抓好春耕。", NULL },
    /* The post has another holder. */
    { "CN.NAME.T01", "昨日，县委书记王大川表示，要抓好春耕。", "石春明" },
    { "CN.NAME.T01", "昨日，外县县委书记王大川表示，要抓好春耕。", NULL },
    { "CN.NAME.T01", "昨日，原县委书记王大川表示，要抓好春耕。", NULL },
    /* The name has another post. */
    { "CN.NAME.T01.POST", "县政协主席李远航出席。", "县委副书记" },
    { "CN.NAME.T01.POST", "县委副书记、县长李远航出席。", NULL },
    { "CN.NAME.T01.POST", "时任县政协主席李远航出席。", NULL },
    /* The order of names. */
    { "CN.NAME.T02.ORDER", "李远航、石春明出席。", "" },
    { "CN.NAME.T02.ORDER", "石春明、周明德、李远航出席。", "" },
    { "CN.NAME.T02.ORDER", "石春明、李远航、周明德出席。", NULL },
    { "CN.NAME.T02.ORDER", "李远航讲话，随后石春明作了部署。", NULL },
    /* Places. */
    { "CN.NAME.T05.TABLE", "他家在老桥镇。", "新桥街道" },
    { "CN.NAME.T05.TABLE", "读《老桥镇志》。", NULL },
    { "CN.NAME.T05.TABLE", "他家在原老桥镇。", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_fix (check, cases[i].rule, cases[i].text, cases[i].fix);

  /* Posts change: a table is read again like a pack. */
  g_free (write_data ("names/town.names", "[names]\n王大川=县委书记\n"));
  galley_check_reload (check);
  assert_fix (check, "CN.NAME.T01", "昨日，县委书记王大川表示，要抓好春耕。", NULL);
  remove_data (table);
}

static double
weight_of (GalleyCheck *check, const char *rule, const char *text, GalleyRole role)
{
  g_autoptr (GalleyEdition) edition = make_edition (text, role);
  g_autoptr (GPtrArray) findings = look (check, edition);

  for (guint i = 0; i < findings->len; i++)
    {
      if (g_str_equal (galley_finding_get_rule (g_ptr_array_index (findings, i))->id, rule))
        return galley_finding_get_weight (g_ptr_array_index (findings, i));
    }
  return -1;
}

/* One wrong character 1, two to five 2, more 4; two that changed places 1; double in a headline; a mark 0.1. */
static void
test_weights (void)
{
  char *own = write_data (
      "rules/long.rules",
      "[list OWN.LONG]\nseverity=error\n甲丙乙丁=甲乙丙丁\n天干丑丑=天干地支\n东南西北风=春夏秋冬\n"
      "一二三四五六=甲乙丙丁戊己庚\n");
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);

  g_assert_cmpfloat (weight_of (check, "CN.WORD.TYPO", "会议布署了工作。", GALLEY_ROLE_BODY), ==, 1);
  g_assert_cmpfloat (weight_of (check, "CN.WORD.TYPO", "会议布署了工作", GALLEY_ROLE_HEADLINE), ==, 2);
  g_assert_cmpfloat (weight_of (check, "OWN.LONG", "说甲丙乙丁。", GALLEY_ROLE_BODY), ==, 1);
  g_assert_cmpfloat (weight_of (check, "OWN.LONG", "说天干丑丑。", GALLEY_ROLE_BODY), ==, 2);
  g_assert_cmpfloat (weight_of (check, "OWN.LONG", "说东南西北风。", GALLEY_ROLE_BODY), ==, 2);
  g_assert_cmpfloat (weight_of (check, "OWN.LONG", "说一二三四五六。", GALLEY_ROLE_BODY), ==, 4);
  g_assert_cmpfloat (weight_of (check, "CN.PUNCT.P10", "雨停了，，风还在刮。", GALLEY_ROLE_BODY), ==, 0.1);
  remove_data (own);
}

static void
test_report (void)
{
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
  g_autoptr (GalleyEdition) edition = make_edition ("会议<布署>了“工作\"”。¶-=布署。", GALLEY_ROLE_BODY);
  static const char *const only[] = { "CN.WORD.TYPO", NULL };
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *html = NULL, *csv = NULL, *json = NULL;
  GalleyCheckReportFormat format;

  galley_check_set_rules (check, only);
  findings = look (check, edition);
  g_assert_cmpuint (findings->len, ==, 2);
  html = galley_check_report_make (edition, findings, GALLEY_CHECK_REPORT_HTML, NULL, NULL);
  g_assert_nonnull (strstr (html, "会议&lt;<mark>布署</mark>&gt;了"));
  g_assert_nonnull (strstr (html, "<html lang=\"en\">"));
  csv = galley_check_report_make (edition, findings, GALLEY_CHECK_REPORT_CSV, NULL, NULL);
  g_assert_true (g_str_has_prefix (csv, "\xef\xbb\xbf\"Page\",\"Article\",\"Line\""));
  g_assert_nonnull (strstr (csv, "\r\n3,0,1,4,\"词语\",\"error\",\"CN.WORD.TYPO\","));
  g_assert_nonnull (strstr (csv, "\r\n3,0,2,3,"));
  json = galley_check_report_make (edition, findings, GALLEY_CHECK_REPORT_JSON, NULL, NULL);
  g_assert_nonnull (strstr (json, "{\"page\":3,\"article\":0,\"line\":1,\"start\":3,\"end\":5,"));
  g_assert_nonnull (strstr (json, "\"fixes\":[\"部署\"]"));
  g_assert_nonnull (strstr (json, "\"weight\":1}"));

  g_assert_true (galley_check_report_find_format ("A.HTM", &format));
  g_assert_cmpint (format, ==, GALLEY_CHECK_REPORT_HTML);
  g_assert_false (galley_check_report_find_format ("a.txt", &format));
}

int
main (int argc, char *argv[])
{
  /* The language model has nothing to do with packs, and takes its time. */
  static const char *const without[] = { "spelling-zh", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  data_home = g_dir_make_tmp ("galley-packs-XXXXXX", NULL);
  g_assert_nonnull (data_home);
  g_setenv ("XDG_DATA_HOME", data_home, TRUE);
  plugins = galley_plugins_new (without);
  g_test_add_func ("/packs/user", test_user_pack);
  g_test_add_func ("/packs/publication", test_publication);
  g_test_add_func ("/packs/problems", test_problems);
  g_test_add_func ("/packs/names", test_names);
  g_test_add_func ("/packs/weights", test_weights);
  g_test_add_func ("/packs/report", test_report);
  status = g_test_run ();
  g_clear_object (&plugins);
  g_free (data_home);
  return status;
}
