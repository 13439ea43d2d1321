/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <sys/wait.h>

#include "spelling-doubled.h"
#include "spelling-engine.h"

#include "galley-check.h"
#include "test-common.h"

/* Sentences of our own: the wrong character, the right one. */
static const struct
{
  const char *text;
  const char *wrong;
  const char *right;
} slips[] = {
  { "市里全面布署了今冬明春的防火工作", "布", "部" }, { "老师傅耐心地给徒弟讲解操作要令", "令", "领" },
  { "大家在车站等侯了整整一个下午", "侯", "候" },     { "孩子们坐在教室里认真地听将", "将", "讲" },
  { "全县今年的粮食生产又获丰受", "受", "收" },       { "消防员迅速感到现场扑灭了大火", "感", "赶" },
  { "公司决定从本月起提搞员工工资", "搞", "高" },     { "村民们对新修的公路十分满易", "易", "意" },
  { "代表们围绕民生问提展开了热烈讨论", "提", "题" }, { "这项工成预计明年年底完工", "成", "程" },
};

/* Nothing is wrong with these. */
static const char *const clean[] = {
  "市里召开会议，部署今冬明春的森林防火工作。",     "孩子们坐在教室里认真听讲，老师不时走下讲台。",
  "消防员迅速赶到现场，半个小时后大火被扑灭。",     "代表们围绕民生问题展开了热烈讨论，提出了许多建议。",
  "这项工程预计明年年底完工，将惠及沿线十万居民。", "今年以来，全县粮食生产再获丰收，农民收入稳步增长。",
};

static SpellingData *data;

static char *
apply (const char *text, const GArray *guesses)
{
  g_autofree gunichar *chars = g_utf8_to_ucs4_fast (text, -1, NULL);

  for (guint i = 0; i < guesses->len; i++)
    {
      const SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);

      for (guint k = 0; k < guess->n_edits; k++)
        chars[guess->at[k]] = guess->to[k];
    }
  return g_ucs4_to_utf8 (chars, -1, NULL, NULL, NULL);
}

/* How many of the slips are put right, and no more than that, from @least confidence. */
static guint
count_right (const SpellingData *from, float least)
{
  SpellingEngine *engine = spelling_engine_new (from);
  guint right = 0;

  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      glong n;
      g_autofree gunichar *chars = g_utf8_to_ucs4_fast (slips[i].text, -1, &n);
      g_autofree char *fixed = apply (slips[i].text, spelling_engine_check (engine, chars, n, least));
      const char *place = strstr (slips[i].text, slips[i].wrong);
      g_autofree char *expected = g_strdup_printf ("%.*s%s%s", (int) (place - slips[i].text), slips[i].text,
                                                   slips[i].right, place + strlen (slips[i].wrong));

      right += g_str_equal (fixed, expected);
      if (!g_str_equal (fixed, expected))
        g_test_message ("%s became %s", slips[i].text, fixed);
    }
  spelling_engine_free (engine);
  return right;
}

static void
test_slips (void)
{
  g_assert_cmpuint (count_right (data, 0.4f), >=, 8);
}

static void
test_clean (void)
{
  SpellingEngine *engine = spelling_engine_new (data);

  for (guint i = 0; i < G_N_ELEMENTS (clean); i++)
    {
      glong n;
      g_autofree gunichar *chars = g_utf8_to_ucs4_fast (clean[i], -1, &n);
      const GArray *guesses = spelling_engine_check (engine, chars, n, 0.7f);
      g_autofree char *fixed = apply (clean[i], guesses);

      g_assert_cmpstr (fixed, ==, clean[i]);
      g_assert_cmpuint (guesses->len, ==, 0);
    }
  spelling_engine_free (engine);
}

/* Any text at all: nothing, strange characters, a run longer than a sentence; and the same text gives the same answer
 * however full the memory of the models is. */
static void
test_strange (void)
{
  SpellingEngine *engine = spelling_engine_new (data), *fresh = spelling_engine_new (data);
  g_autofree gunichar *chars = g_new (gunichar, 3000);
  guint32 random = 1;

  g_assert_cmpuint (spelling_engine_check (engine, chars, 0, 0)->len, ==, 0);
  for (guint i = 0; i < 3000; i++)
    {
      random = random * 1103515245 + 12345;
      chars[i] = i % 50 == 49 ? 0x20000 + random % 50 : SPELLING_FIRST_HAN + (random >> 8) % SPELLING_N_HAN;
    }
  spelling_engine_check (engine, chars, 3000, 0);
  for (guint i = 0; i < 3000; i++)
    chars[i] = 0x7684;
  spelling_engine_check (engine, chars, 3000, 0);
  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      glong n;
      g_autofree gunichar *text = g_utf8_to_ucs4_fast (slips[i].text, -1, &n);
      const GArray *a = spelling_engine_check (engine, text, n, 0.1f),
                   *b = spelling_engine_check (fresh, text, n, 0.1f);

      g_assert_cmpuint (a->len, ==, b->len);
      for (guint k = 0; k < a->len; k++)
        g_assert_cmpfloat (g_array_index (a, SpellingGuess, k).confidence, ==,
                           g_array_index (b, SpellingGuess, k).confidence);
    }
  spelling_engine_free (engine);
  spelling_engine_free (fresh);
}

/* A second suspicion in one sentence must be more likely right than wrong; in another sentence it stands by itself. */
static void
test_second_in_sentence (void)
{
  static const char *const texts[] = {
    "市里全面布署了防火工作，老师傅耐心地给徒弟讲解操作要令，大家在车站等侯了一个下午。",
    "孩子们坐在教室里认真地听将，公司决定提搞员工工资，村民们对新修的公路十分满易。"
  };
  SpellingEngine *engine = spelling_engine_new (data);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      glong n;
      g_autofree gunichar *chars = g_utf8_to_ucs4_fast (texts[i], -1, &n);
      const GArray *guesses = spelling_engine_check (engine, chars, n, 0.1f);

      g_assert_cmpuint (guesses->len, >=, 2);
      for (guint k = 1; k < guesses->len; k++)
        g_assert_cmpfloat (g_array_index (guesses, SpellingGuess, k).confidence, >=, 0.5f);
    }
  spelling_engine_free (engine);
}

/* --- some models, and the file of words -------------------------------------------------------------------------- */

static void
link_to (const char *folder, const char *name, const char *target)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_file_make_symbolic_link (file, target, NULL, &error);
  g_assert_no_error (error);
}

/* A folder "data" in @folder with links to all that @target holds. */
static void
link_all (const char *folder, const char *target)
{
  g_autofree char *own = g_build_filename (folder, "data", NULL);
  g_autoptr (GDir) dir = g_dir_open (target, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir (own, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (target, name, NULL);

      link_to (own, name, path);
    }
}

/* A folder of models that holds one of them; NULL where not all are installed. */
static char *
folder_of_one_model (SpellingModel model)
{
  static const char *const names[] = { "libime", "sunpinyin", "libpinyin" };
  g_autofree char *folder = NULL, *own = NULL;
  SpellingPaths paths = { 0 };

  spelling_paths_find (&paths);
  if (paths.libime && paths.sunpinyin && paths.libpinyin)
    {
      folder = test_folder ();
      own = g_build_filename (folder, names[model], NULL);
      g_assert_cmpint (g_mkdir (own, 0700), ==, 0);
      if (model == SPELLING_LIBIME)
        {
          link_to (own, "zh_CN.lm", paths.libime);
          link_to (own, "sc.dict", paths.dictionary);
        }
      else
        {
          g_autofree char *data_folder =
              model == SPELLING_SUNPINYIN ? g_path_get_dirname (paths.sunpinyin) : g_strdup (paths.libpinyin);

          link_all (own, data_folder);
        }
    }
  spelling_paths_clear (&paths);
  return g_steal_pointer (&folder);
}

static SpellingData *
load_one_model (const char *folder, const char *cache)
{
  g_autoptr (GError) error = NULL;
  SpellingData *loaded;

  g_setenv ("GALLEY_SPELLING_MODELS", folder, TRUE);
  loaded = spelling_data_load (cache, &error);
  g_unsetenv ("GALLEY_SPELLING_MODELS");
  g_assert_no_error (error);
  return loaded;
}

/* Models that are not installed: the other does the work. */
static void
test_some_models (void)
{
  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    {
      g_autofree char *folder = folder_of_one_model (m), *cache = NULL;
      g_autoptr (SpellingData) some = NULL;

      if (!folder)
        {
          g_test_skip ("libime-data-language-model, sunpinyin-data or libpinyin-data is not installed");
          return;
        }
      cache = g_build_filename (folder, "words", NULL);
      some = load_one_model (folder, cache);
      g_assert_cmpuint (spelling_data_get_words (some)->models, ==, 1u << m);
      g_assert_cmpuint (count_right (some, 0.3f), >=, 3);
      test_remove (folder);
    }
}

/* A file of words that was cut or turned is made anew, and finds the same. One model is enough to see it. */
static void
test_damaged_cache (void)
{
  g_autofree char *folder = folder_of_one_model (SPELLING_SUNPINYIN), *cache = NULL, *whole = NULL;
  gsize size;

  if (!folder)
    {
      g_test_skip ("libime-data-language-model, sunpinyin-data or libpinyin-data is not installed");
      return;
    }
  cache = g_build_filename (folder, "words", NULL);
  spelling_data_free (load_one_model (folder, cache));
  g_assert_true (g_file_get_contents (cache, &whole, &size, NULL));
  for (guint kind = 0; kind < 3; kind++)
    {
      g_autofree char *damaged = g_memdup2 (whole, size), *again = NULL;
      gsize length;

      damaged[kind == 0 ? 3 : size / 2] ^= 0x10;
      g_assert_true (g_file_set_contents (cache, damaged, kind == 2 ? size / 3 : size, NULL));
      spelling_data_free (load_one_model (folder, cache));
      g_assert_true (g_file_get_contents (cache, &again, &length, NULL));
      g_assert_cmpmem (again, length, whole, size);
    }
  test_remove (folder);
}

/* A model whose files are damaged is left out, and the other does the work. */
static void
test_damaged_model (void)
{
  g_autofree char *folder = folder_of_one_model (SPELLING_SUNPINYIN), *cache = NULL, *broken = NULL,
                  *data_folder = NULL;
  g_autofree char *pairs = NULL;
  g_autoptr (SpellingData) some = NULL;

  if (!folder)
    {
      g_test_skip ("libime-data-language-model, sunpinyin-data or libpinyin-data is not installed");
      return;
    }
  cache = g_build_filename (folder, "words", NULL);
  broken = g_build_filename (folder, "libpinyin", NULL);
  data_folder = g_build_filename (broken, "data", NULL);
  pairs = g_build_filename (data_folder, "bigram.db", NULL);
  g_assert_cmpint (g_mkdir_with_parents (data_folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (pairs, "damaged", -1, NULL));
  some = load_one_model (folder, cache);
  g_assert_cmpuint (spelling_data_get_words (some)->models, ==, 1u << SPELLING_SUNPINYIN);
  test_remove (folder);
}

typedef struct
{
  SpellingPaths paths;
  char *cache;
} Start;

static gpointer
load_words (gpointer user_data)
{
  Start *start = user_data;
  g_autoptr (GError) error = NULL;
  SpellingWords *words = spelling_words_load (&start->paths, start->cache, &error);

  g_assert_no_error (error);
  return words;
}

/* Two programs that start for the first time together: each makes the file, and nobody sees half of it. */
static void
test_two_at_once (void)
{
  g_autofree char *folder = folder_of_one_model (SPELLING_SUNPINYIN);
  Start start = { 0 };
  GThread *threads[2];
  SpellingWords *words[2];
  g_autoptr (GDir) dir = NULL;
  guint n_files = 0;

  if (!folder)
    {
      g_test_skip ("libime-data-language-model, sunpinyin-data or libpinyin-data is not installed");
      return;
    }
  g_setenv ("GALLEY_SPELLING_MODELS", folder, TRUE);
  spelling_paths_find (&start.paths);
  g_unsetenv ("GALLEY_SPELLING_MODELS");
  start.cache = g_build_filename (folder, "cache", "words", NULL);
  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("start", load_words, &start);
  for (guint i = 0; i < 2; i++)
    words[i] = g_thread_join (threads[i]);
  g_assert_cmpuint (words[0]->n_words, ==, words[1]->n_words);
  g_assert_cmpmem (words[0]->text, 1000, words[1]->text, 1000);
  /* The file alone remains. */
  {
    g_autofree char *cache_folder = g_path_get_dirname (start.cache);

    dir = g_dir_open (cache_folder, 0, NULL);
  }
  while (g_dir_read_name (dir))
    n_files++;
  g_assert_cmpuint (n_files, ==, 1);
  for (guint i = 0; i < 2; i++)
    spelling_words_free (words[i]);
  spelling_paths_clear (&start.paths);
  g_free (start.cache);
  test_remove (folder);
}

static void
test_doubled_and_missing (void)
{
  static const struct
  {
    const char *text;
    gint kind; /* -1: nothing */
    guint at;
  } cases[] = {
    { "各部门要做好各项准备备工作", SPELLING_DOUBLED, 10 },
    { "他迫不待地打开了信", SPELLING_MISSING, 3 },
    { "孩子们高高兴兴地看看这儿看看那儿", -1, 0 },
    { "工作队队长一项项检查", -1, 0 },
    { "市市场监管局上街宣传", -1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      glong n;
      g_autofree gunichar *text = g_utf8_to_ucs4_fast (cases[i].text, -1, &n);
      g_autoptr (GArray) found = spelling_slips_find (spelling_data_get_words (data), text, n);

      g_assert_cmpuint (found->len, ==, cases[i].kind < 0 ? 0 : 1);
      if (found->len == 0)
        continue;
      g_assert_cmpint (g_array_index (found, SpellingSlip, 0).kind, ==, cases[i].kind);
      g_assert_cmpuint (g_array_index (found, SpellingSlip, 0).at, ==, cases[i].at);
    }
}

/* --- the plugin ---------------------------------------------------------------------------------------------------- */

#define PEOPLE "人物行："

/* The findings in an edition whose lines are articles; a line from a reporter is a byline, one behind PEOPLE a people line. */
static GPtrArray *
check (const char *const *lines, const char *level, char **notes)
{
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  g_autoptr (GalleyCheck) host = galley_check_new (plugins, NULL);
  g_autoptr (GalleyEdition) edition = galley_edition_new (), frozen = NULL;
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  GalleyPage *page = galley_edition_ensure_page (edition, 1, NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *findings;
  g_auto (GStrv) said = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
      gboolean byline = g_str_has_prefix (lines[i], "本报记者"), people = g_str_has_prefix (lines[i], PEOPLE);
      g_autoptr (GalleyBlock) block = galley_block_new (byline   ? GALLEY_ROLE_BYLINE
                                                        : people ? GALLEY_ROLE_PEOPLE
                                                                 : GALLEY_ROLE_BODY,
                                                        lines[i] + (people ? strlen (PEOPLE) : 0), -1);

      galley_article_append (article, block);
      galley_page_insert (page, G_MAXUINT, article);
    }
  frozen = galley_edition_freeze (edition);
  galley_check_set_rules (host, (const char *const[]){ "spelling-zh", NULL });
  g_assert_true (galley_check_set_option (host, "spelling-zh", "level", level, &error));
  findings = galley_check_edition (host, frozen, job, &error);
  g_assert_no_error (error);
  said = galley_job_dup_notes (job);
  if (notes)
    *notes = g_strjoinv ("\n", said);
  return findings;
}

static gboolean
has_fix (const GPtrArray *findings, const char *rule, const char *text, const char *fix)
{
  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = findings->pdata[i];
      g_autofree char *own = galley_finding_dup_text (finding);

      if (g_str_has_prefix (galley_finding_get_rule (finding)->id, rule) && g_str_equal (own, text) &&
          g_strcmp0 (galley_finding_get_fixes (finding)[0], fix) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
test_levels (void)
{
  const char *lines[G_N_ELEMENTS (slips) + 1] = { NULL };
  static const char *const levels[] = { "certain", "default", "thorough" };
  guint before = 0;

  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    lines[i] = slips[i].text;
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      g_autoptr (GPtrArray) found = check (lines, levels[i], NULL);

      g_assert_cmpuint (found->len, >=, before);
      before = found->len;
      for (guint k = 0; i == 0 && k < found->len; k++)
        g_assert_cmpint (galley_finding_get_severity (found->pdata[k]), ==, GALLEY_SEVERITY_ERROR);
    }
  g_assert_cmpuint (before, >=, 8);
}

/* The reason names the sound, and both readings stand in the sentence. */
static void
test_message (void)
{
  const char *const lines[] = { slips[0].text, NULL };
  g_autoptr (GPtrArray) found = check (lines, "thorough", NULL);
  const char *message;

  g_assert_true (has_fix (found, "CN.CHAR", "布", "部"));
  message = galley_finding_get_message (found->pdata[0]);
  g_assert_nonnull (strstr (message, "bù"));
  g_assert_nonnull (strstr (message, "布署"));
  g_assert_nonnull (strstr (message, "部署"));
}

/* A variant of a name that a byline gives is found in another article; the name itself is never touched. */
static void
test_names (void)
{
  const char *const lines[] = { "本报记者 许晓岚", "许晓兰在现场看到，救援已经结束。",
                                "许晓岚说，她还会再来。", NULL };
  g_autoptr (GPtrArray) found = check (lines, "default", NULL);

  g_assert_true (has_fix (found, "CN.CHAR.NAME", "许晓兰", "许晓岚"));
  g_assert_cmpuint (found->len, ==, 1);
}

/* Those of a people line are names too, a foreign one and one of two that are joined among them; what else stands there is
 * none. */
static void
test_people (void)
{
  const char *const lines[] = { PEOPLE "秦望川出席有关会议并讲话　沈渡鹤主持",
                                PEOPLE "刘鹤鸣同东布罗夫斯基斯共同主持",
                                PEOPLE "主持：邵云舟、施南屏",
                                "施南坪最后发言，大家鼓掌。",
                                "沈渡贺在会上说，工程已经完工。",
                                "秦望穿走进车间，同工人们交谈。",
                                "刘鹤鸣会见了东布罗夫斯机斯一行。",
                                "有关惠议昨天结束。",
                                NULL };
  g_autoptr (GPtrArray) found = check (lines, "default", NULL);

  g_assert_true (has_fix (found, "CN.CHAR.NAME", "沈渡贺", "沈渡鹤"));
  g_assert_true (has_fix (found, "CN.CHAR.NAME", "秦望穿", "秦望川"));
  g_assert_true (has_fix (found, "CN.CHAR.NAME", "施南坪", "施南屏"));
  g_assert_true (has_fix (found, "CN.CHAR.NAME", "东布罗夫斯机斯", "东布罗夫斯基斯"));
  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *text = galley_finding_dup_text (found->pdata[i]);

      g_assert_false (g_str_equal (text, "刘鹤鸣"));
    }
}

/* The names that the house keeps are protected, and what is nearly one of them is found: those of its tables, and those that
 * the registry has met oftener than once. */
static void
test_house_names (void)
{
  static const char table[] = "[names]\n阮家骅=市长\n", people[] = "穆青禾\t通讯员\t3\n卓一帆\t记者\t1\n";
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "galley", NULL);
  g_autofree char *names = g_build_filename (folder, "names", NULL);
  g_autofree char *table_path = g_build_filename (names, "own.names", NULL);
  g_autofree char *people_path = g_build_filename (folder, "people.txt", NULL);
  const char *const lines[] = { "阮家华来到学校调研。", "穆青和把稿件送到编辑部。", "卓一凡昨天到会。",
                                "阮家骅表示，穆青禾也会参加。", NULL };
  g_autoptr (GPtrArray) before = check (lines, "default", NULL), found = NULL;

  g_assert_false (has_fix (before, "CN.CHAR.NAME", "阮家华", "阮家骅"));
  g_assert_false (has_fix (before, "CN.CHAR.NAME", "穆青和", "穆青禾"));
  g_assert_cmpint (g_mkdir_with_parents (names, 0700), ==, 0);
  g_assert_true (g_file_set_contents (table_path, table, -1, NULL));
  g_assert_true (g_file_set_contents (people_path, people, -1, NULL));
  found = check (lines, "default", NULL);
  g_assert_cmpint (g_unlink (table_path), ==, 0);
  g_assert_cmpint (g_unlink (people_path), ==, 0);
  g_assert_true (has_fix (found, "CN.CHAR.NAME", "阮家华", "阮家骅"));
  g_assert_true (has_fix (found, "CN.CHAR.NAME", "穆青和", "穆青禾"));
  g_assert_cmpuint (found->len, ==, 2);
}

/* What may be coined, a name or another word is no error, however sure the models are. */
static void
test_certain (void)
{
  static const char *const doubtful[] = { "他们把店名叫做“焙多香”烘焙坊", "从十九是这样坚持下来的",
                                          "局长常明焕表示这是一件好事" };

  for (guint i = 0; i < G_N_ELEMENTS (doubtful); i++)
    {
      const char *const lines[] = { doubtful[i], NULL };
      g_autoptr (GPtrArray) found = check (lines, "certain", NULL);

      g_assert_cmpuint (found->len, ==, 0);
    }
}

/* A given name may well be one character twice. */
static void
test_doubled_name (void)
{
  const char *const name[] = { "会长陈跃跃出席了开幕式", NULL };
  const char *const slip[] = { "各部门要做好各项准备备工作", NULL };
  g_autoptr (GPtrArray) none = check (name, "default", NULL);
  g_autoptr (GPtrArray) found = check (slip, "default", NULL);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (has_fix (found, "CN.CHAR.DOUBLED", "备备", "备"));
}

/* What is not sure and stands in many places is a word of this edition; what is sure is found in each of them. */
static void
test_repeated (void)
{
  const char *const sure[] = { slips[2].text, "乘客在车站等侯了整整一个晚上", "我们在车站等侯了整整一个上午",
                               NULL };
  g_autoptr (GPtrArray) found = check (sure, "thorough", NULL);

  g_assert_cmpuint (found->len, ==, 3);
}

static void
test_no_models (void)
{
  const char *const lines[] = { slips[0].text, slips[1].text, NULL };
  g_autofree char *notes = NULL;
  g_autoptr (GPtrArray) found = NULL;

  g_setenv ("GALLEY_SPELLING_MODELS", "/nonexistent", TRUE);
  found = check (lines, "thorough", &notes);
  g_unsetenv ("GALLEY_SPELLING_MODELS");
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_nonnull (strstr (notes, "libime-data-language-model"));
  g_assert_null (strchr (notes, '\n'));
}

/* --- training ------------------------------------------------------------------------------------------------------ */

static void
write_texts (const char *folder)
{
  static const char *const marked[] = { "cscd_dev.tsv", "sighan13_train_raw.tsv", "sighan14_train_raw.tsv",
                                        "sighan15_train_raw.tsv", "faspell_dev.tsv" };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) news = g_string_new (NULL);
  g_autofree char *path = g_build_filename (folder, "clean-news.txt.gz", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) out = NULL;
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);
  g_autoptr (GOutputStream) packed = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      const char *place = strstr (slips[i].text, slips[i].wrong);

      g_string_append_printf (text, "%u\t%s\t%.*s%s%s\n", i, slips[i].text, (int) (place - slips[i].text),
                              slips[i].text, slips[i].right, place + strlen (slips[i].wrong));
    }
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (news, "%s\n", clean[i % G_N_ELEMENTS (clean)]);
  for (guint i = 0; i < G_N_ELEMENTS (marked); i++)
    {
      g_autofree char *name = g_build_filename (folder, marked[i], NULL);

      g_assert_true (g_file_set_contents (name, text->str, text->len, &error));
    }
  out = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  g_assert_no_error (error);
  packed = g_converter_output_stream_new (G_OUTPUT_STREAM (out), G_CONVERTER (gzip));
  g_assert_true (g_output_stream_write_all (packed, news->str, news->len, NULL, NULL, &error));
  g_assert_true (g_output_stream_close (packed, NULL, &error));
}

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, 0, NULL, NULL, NULL, &said, &status, &error));
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", error->message, said);
}

static void
test_training_twice (void)
{
  g_autofree char *folder = test_folder ();
  g_autofree char *one = g_build_filename (folder, "one", NULL),
                  *two = g_build_filename (folder, "two", NULL);
  const char *first[] = { TRAIN_SPELLING, "--trees=5", folder, one, NULL };
  const char *second[] = { TRAIN_SPELLING, "--trees=5", folder, two, NULL };
  g_autofree char *a = NULL, *b = NULL;
  gsize a_size, b_size;

  write_texts (folder);
  run (first);
  run (second);
  g_assert_true (g_file_get_contents (one, &a, &a_size, NULL));
  g_assert_true (g_file_get_contents (two, &b, &b_size, NULL));
  g_assert_cmpmem (a, a_size, b, b_size);
  test_remove (folder);
}

/* Every sentence of the files in @folder, as it is written and as it should be. */
static GHashTable *
read_sentences (const char *folder)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  GHashTable *sentences = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *name;

  while (files && (name = g_dir_read_name (files)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL), *text = NULL;
      g_auto (GStrv) lines = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      lines = g_strsplit (text, "\n", -1);
      for (guint i = 0; lines[i]; i++)
        {
          g_auto (GStrv) fields = g_strsplit (g_strchomp (lines[i]), "\t", -1);

          for (guint k = 1; k < g_strv_length (fields); k++)
            g_hash_table_add (sentences, g_strdup (fields[k]));
        }
    }
  return sentences;
}

/* No sentence of those kept for measuring is ever learned. */
static void
test_kept_apart (void)
{
  const char *shared = g_getenv ("GALLEY_SHARED");
  g_autofree char *folder =
      shared ? g_build_filename (shared, "spelling", NULL)
             : g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "shared", "spelling", NULL);
  g_autofree char *train = g_build_filename (folder, "train", NULL),
                  *dev = g_build_filename (folder, "dev", NULL);
  const char *arguments[] = { TRAIN_SPELLING, "--list", "--exclude", dev, train, NULL };
  g_autoptr (GHashTable) kept = read_sentences (dev);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  size_t size = 0;
  guint learned = 0;
  FILE *list;
  GPid child;
  int out, status;

  if (g_hash_table_size (kept) == 0)
    {
      g_test_skip ("there is no shared folder beside the project: set GALLEY_SHARED");
      return;
    }
  g_assert_cmpuint (g_hash_table_size (kept), >, 1000);
  g_spawn_async_with_pipes (NULL, (char **) arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child,
                            NULL, &out, NULL, &error);
  g_assert_no_error (error);
  list = fdopen (out, "r");
  for (; getline (&line, &size, list) > 0; learned++)
    g_assert_false (g_hash_table_contains (kept, g_strchomp (line)));
  fclose (list);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  g_assert_cmpuint (learned, >, 1000);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("galley-test-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  int result;

  g_setenv ("XDG_CACHE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  data = spelling_data_load (NULL, &error);
  if (data)
    {
      g_test_add_func ("/spelling-zh/slips", test_slips);
      g_test_add_func ("/spelling-zh/clean", test_clean);
      g_test_add_func ("/spelling-zh/strange", test_strange);
      g_test_add_func ("/spelling-zh/second-in-sentence", test_second_in_sentence);
      g_test_add_func ("/spelling-zh/some-models", test_some_models);
      g_test_add_func ("/spelling-zh/damaged-cache", test_damaged_cache);
      g_test_add_func ("/spelling-zh/damaged-model", test_damaged_model);
      g_test_add_func ("/spelling-zh/two-at-once", test_two_at_once);
      g_test_add_func ("/spelling-zh/doubled-and-missing", test_doubled_and_missing);
      g_test_add_func ("/spelling-zh/levels", test_levels);
      g_test_add_func ("/spelling-zh/message", test_message);
      g_test_add_func ("/spelling-zh/names", test_names);
      g_test_add_func ("/spelling-zh/people", test_people);
      g_test_add_func ("/spelling-zh/house-names", test_house_names);
      g_test_add_func ("/spelling-zh/certain", test_certain);
      g_test_add_func ("/spelling-zh/doubled-name", test_doubled_name);
      g_test_add_func ("/spelling-zh/repeated", test_repeated);
      g_test_add_func ("/spelling-zh/training-twice", test_training_twice);
    }
  else
    g_test_message ("%s: only the note about it is tested", error->message);
  g_test_add_func ("/spelling-zh/no-models", test_no_models);
  g_test_add_func ("/spelling-zh/kept-apart", test_kept_apart);
  result = g_test_run ();
  g_clear_pointer (&data, spelling_data_free);
  test_remove (home);
  return result;
}
