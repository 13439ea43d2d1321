/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "galley-byline.h"

/* Persons as "name:role;name:role"; "-" where the line is no byline. */
static char *
show (const char *line)
{
  g_autoptr (GPtrArray) persons = galley_byline_parse (line);
  GString *shown = g_string_new (NULL);

  if (persons == NULL)
    return g_string_free (g_string_append (shown, "-"), FALSE);
  for (guint i = 0; i < persons->len; i++)
    {
      const GalleyPerson *person = g_ptr_array_index (persons, i);

      g_string_append_printf (shown, "%s%s:%s", i > 0 ? ";" : "", person->name, person->role);
    }
  return g_string_free (shown, FALSE);
}

typedef struct
{
  const char *line;
  const char *persons;
} Case;

static void
check_cases (const Case *cases, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *shown = show (cases[i].line);

      if (strcmp (shown, cases[i].persons) != 0)
        g_error ("“%s”: %s, not %s", cases[i].line, shown, cases[i].persons);
    }
}

static void
test_lines (void)
{
  static const Case cases[] = {
    { "本报记者 江一帆", "江一帆:本报记者" },
    { "本报首席记者 江一帆 通讯员 何小满", "江一帆:本报首席记者;何小满:通讯员" },
    { "□ 本报记者 江一帆　□ 本报见习记者 方圆圆", "江一帆:本报记者;方圆圆:本报见习记者" },
    { "■本报记者江一帆本报通讯员何小满", "江一帆:本报记者;何小满:本报通讯员" },
    { "记者/江一帆 实习生/何小满", "江一帆:记者;何小满:实习生" },
    { "记者 江　帆 何小满", "江帆:记者;何小满:记者" },
    { "本报记者 江一帆、何小满，通讯员 丁宁", "江一帆:本报记者;何小满:本报记者;丁宁:通讯员" },
    { "柳城报道组 江一帆 何小满", "江一帆:柳城报道组;何小满:柳城报道组" },
    { "山海日报驻柳城记者 江一帆", "江一帆:山海日报驻柳城记者" },
    { "本报记者 阿依古丽·买买提", "阿依古丽·买买提:本报记者" },
    { "欧阳小满", "欧阳小满:" },
    { "江一帆", "江一帆:" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_marks (void)
{
  static const Case cases[] = {
    { "江一帆 何小满 摄", "江一帆:摄;何小满:摄" },
    { "江一帆摄", "江一帆:摄" },
    { "江　帆摄（新华社发）", "江帆:摄" },
    { "本报记者 江一帆\n通讯员 何小满 摄", "江一帆:本报记者摄;何小满:通讯员摄" },
    { "本报记者 江一帆 文 何小满 摄", "江一帆:本报记者;何小满:摄" },
    { "本报记者 江一帆/文 通讯员 何小满/摄", "江一帆:本报记者;何小满:通讯员摄" },
    { "见习记者 江一帆 何小满 摄影报道", "江一帆:见习记者;何小满:见习记者" },
    { "摄影 江一帆 何小满", "江一帆:摄影;何小满:摄影" },
    { "记者 江一帆 摄影 何小满", "江一帆:记者;何小满:摄影" },
    { "江　帆图　何　满文", "江帆:图;何满:文" },
    { "江一帆 整理", "江一帆:整理" },
    { "责任编辑：江一帆 版式：何小满、丁宁", "江一帆:责任编辑;何小满:版式;丁宁:版式" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_inline (void)
{
  static const Case cases[] = {
    { "本报讯（记者江一帆 通讯员何小满）昨天，新桥通车。", "江一帆:记者;何小满:通讯员" },
    { "本报柳城5月7日讯 (记者 江一帆) 新桥通车。", "江一帆:记者" },
    { "新华社柳城5月7日电（记者江一帆、何小满）新桥通车。", "江一帆:记者;何小满:记者" },
    { "本报讯 江一帆报道 新桥昨天通车。", "江一帆:报道" },
    { "【山海日报特约记者 江一帆】新桥通车。", "江一帆:山海日报特约记者" },
    { "（综合本报记者江一帆、何小满报道）", "江一帆:本报记者;何小满:本报记者" },
    { "（江一帆、何小满参与采写）", "江一帆:参与采写;何小满:参与采写" },
    { "（据新华社柳城电 记者江一帆）", "江一帆:记者" },
    { "（作者为柳城大学教授，本报记者江一帆采访整理）", "江一帆:本报记者" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_english (void)
{
  static const Case cases[] = {
    { "By Ann Example", "Ann Example:By" },
    { "BY ANN O'SAMPLE AND BOB VAN DYKE", "Ann O'Sample:By;Bob Van Dyke:By" },
    { "By Ann Example, Bob Sample and Carl de Witt", "Ann Example:By;Bob Sample:By;Carl de Witt:By" },
    { "By Ann Example, Staff Writer", "Ann Example:By" },
    { "By the end of the week the harbour was empty.", "-" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

/* A line with a token that is not known is no byline, however it begins. */
static void
test_refused (void)
{
  static const Case cases[] = {
    { "", "-" },
    { "　　", "-" },
    { "记者从发布会上了解到，新桥通车三年来", "-" },
    { "本报记者获悉，新桥昨天通车", "-" },
    { "江山如此多娇", "-" },
    { "新桥昨天正式通车", "-" },
    { "王大力出席并讲话", "-" },
    { "本报记者", "-" },
    { "（上接第一版）", "-" },
    { "2024年3月4日", "-" },
    { "\xff\xfe", "-" },
  };

  check_cases (cases, G_N_ELEMENTS (cases));
}

/* The forms that real papers printed, where the shared data lies beside the project. */
static void
test_shared (void)
{
  const char *shared = g_getenv ("GALLEY_SHARED");
  g_autofree char *folder = shared != NULL
                                ? g_strdup (shared)
                                : g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "shared", NULL);
  g_autofree char *file = g_build_filename (folder, "pages", "byline_forms.tsv", NULL);
  g_autofree char *text = NULL;
  guint n = 0, good = 0;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    {
      g_test_skip ("there is no shared folder beside the project: set GALLEY_SHARED");
      return;
    }

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);
      g_auto (GStrv) parts = NULL;
      g_autofree char *raw = NULL;
      g_autofree char *shown = NULL;

      if (lines[i][0] == '#' || g_strv_length (fields) < 2)
        continue;
      parts = g_strsplit (fields[0], "\\n", -1);
      raw = g_strjoinv ("\n", parts);
      shown = show (raw);
      n++;
      good += strcmp (shown, fields[1]) == 0;
    }
  g_test_message ("%u of %u forms", good, n);
  g_assert_cmpuint (n, >=, 60);
  g_assert_cmpuint (good * 63, >=, n * 60);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/byline/lines", test_lines);
  g_test_add_func ("/byline/marks", test_marks);
  g_test_add_func ("/byline/inline", test_inline);
  g_test_add_func ("/byline/english", test_english);
  g_test_add_func ("/byline/refused", test_refused);
  g_test_add_func ("/byline/shared", test_shared);
  return g_test_run ();
}
