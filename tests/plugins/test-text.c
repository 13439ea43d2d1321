/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugins/common/galley-charset.h"

#include "test-common.h"

static GalleyPlugins *plugins;

static const char page[] =
    "2024年5月6日 星期一 第01版 要闻\n"
    "责任编辑 林小川 版式 何远\n"
    "\n"
    "全市春耕备耕工作推进会召开\n"
    "本报讯(记者 周一鸣)5月5日,全市春耕备耕工作推进会在临江镇召开。会议要求,各地要抓紧农时,\n"
    "把种子、化肥和农机送到田头,确保粮食播种面积只增不减。\n"
    "会后,与会人员察看了临江镇的高标准农田和育秧工厂。\n"
    "\n"
    "老街修好了,邻里更近了\n"
    "本报记者 陈思远\n"
    "清晨六点,南门老街的豆浆铺已经冒起了热气。“路平了,灯亮了,来的人也多了。”店主老徐一边\n"
    "招呼客人,一边说起这半年的变化。\n"
    "从去年十月起,街道对这条四百米的老街做了修缮:换下水管、铺青石板、装路灯——花了一百八十万元。\n";

static const char traditional[] =
    "2024年5月6日 星期一 第01版 要聞\n"
    "\n"
    "圖書館新館開幕 讀者絡繹不絕\n"
    "本報訊(記者 周一鳴)市立圖書館新館昨日開幕,當天有超過三千名讀者入館。館方表示,新館藏書\n"
    "八十萬冊,並設有兒童閱覽室與視聽中心。\n"
    "來自東區的張女士說,這裡的環境比從前好得多,孩子們也願意坐下來看書了。\n";

static char *
open_as (const char *text, const char *charset, const char *mark, gsize mark_length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) bytes = g_string_new_len (mark, (gssize) mark_length);
  g_autoptr (GalleyEdition) edition = NULL;
  g_autofree char *converted = NULL;
  gsize length;

  converted = g_convert (text, -1, charset, "UTF-8", NULL, &length, &error);
  g_assert_no_error (error);
  g_string_append_len (bytes, converted, (gssize) length);
  edition = test_open (plugins, "page.txt", bytes->str, bytes->len, NULL, &error);
  g_assert_no_error (error);
  return test_dump (edition);
}

static void
test_encodings (void)
{
  static const struct
  {
    const char *charset;
    const char *mark;
    gsize mark_length;
    gboolean simplified;
  } cases[] = {
    { "UTF-8", "\xEF\xBB\xBF", 3, TRUE },
    { "GB18030", "", 0, TRUE },
    { "GBK", "", 0, TRUE },
    { "GB18030", "\x84\x31\x95\x33", 4, TRUE },
    { "UTF-16LE", "\xFF\xFE", 2, TRUE },
    { "UTF-16BE", "\xFE\xFF", 2, TRUE },
    { "UTF-16LE", "", 0, TRUE },
    { "UTF-16BE", "", 0, TRUE },
    { "UTF-32LE", "\xFF\xFE\0\0", 4, TRUE },
    { "BIG5", "", 0, FALSE },
    { "BIG5-HKSCS", "", 0, FALSE },
    { "GB18030", "", 0, FALSE },
    { "UTF-16LE", "", 0, FALSE },
    { "UTF-16BE", "\xFE\xFF", 2, FALSE },
  };
  g_autofree char *simplified = open_as (page, "UTF-8", "", 0);
  g_autofree char *full = open_as (traditional, "UTF-8", "", 0);

  g_assert_nonnull (strstr (simplified, "全市春耕备耕工作推进会召开"));
  g_assert_nonnull (strstr (simplified, "page 1"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *dump = open_as (cases[i].simplified ? page : traditional, cases[i].charset,
                                       cases[i].mark, cases[i].mark_length);

      g_test_message ("%s, %zu bytes of mark", cases[i].charset, cases[i].mark_length);
      g_assert_cmpstr (dump, ==, cases[i].simplified ? simplified : full);
    }
}

/* Every reading of a single line, where a detector has little to go by. */
static void
test_short (void)
{
  static const struct
  {
    const char *text;
    const char *charset;
  } cases[] = {
    { "联通", "GB18030" },
    { "本报讯", "GB18030" },
    { "中国", "GB18030" },
    { "要闻", "GB18030" },
    { "圖書館新館開幕", "BIG5" },
    { "本報訊", "BIG5" },
    { "圖③ 讀者絡繹不絕", "BIG5-HKSCS" },
    { "要聞版", "UTF-8" },
    { "café", "UTF-8" },
    { "Привет, мир", "UTF-8" },
    { "café au lait", "WINDOWS-1252" },
    { "Bush hid the facts", "UTF-8" },
    { "图1:春耕", "GB18030" },
    { "A 文 B 摄", "GB18030" },
    { "会议\n要求", "UTF-16LE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length;
      g_autofree char *bytes = g_convert (cases[i].text, -1, cases[i].charset, "UTF-8", NULL, &length, NULL);
      g_autoptr (GalleyDecoded) decoded = galley_charset_decode ((const guint8 *) bytes, length);

      g_test_message ("%s in %s", cases[i].text, cases[i].charset);
      g_assert_nonnull (decoded);
      g_assert_cmpstr (decoded->text, ==, cases[i].text);
      g_assert_cmpuint (decoded->n_broken, ==, 0);
    }
}

/* A damaged byte costs its own place and nothing behind it. */
static void
test_broken (void)
{
  static const struct
  {
    const char *bytes;
    const char *text;
  } cases[] = {
    { "\xB1\xBE\xB1\xA8\xD1\xB6\xFF\n\xBB\xE1\xD2\xE9\xD5\xD9\xBF\xAA\xD4\xDA\xBA\xBC\xD6\xDD",
      "本报讯�\n会议召开在杭州" },
    { "会议\xE5\x8F召开，市长出席", "会议�召开，市长出席" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GalleyDecoded) decoded =
          galley_charset_decode ((const guint8 *) cases[i].bytes, strlen (cases[i].bytes));

      g_assert_nonnull (decoded);
      g_assert_cmpstr (decoded->text, ==, cases[i].text);
      g_assert_cmpuint (decoded->n_broken, ==, 1);
    }
}

static void
test_junk (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint8 bytes[6000];

  for (guint round = 0; round < 40; round++)
    {
      gsize length = 100 + round * 140;
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition = NULL;

      for (gsize i = 0; i < length; i++)
        bytes[i] = (guint8) g_rand_int_range (rand, 0, 256);
      edition = test_open (plugins, "junk.txt", bytes, length, round % 2 == 0 ? "text" : NULL, &error);
      g_assert_null (edition);
      g_assert_nonnull (error);
      g_assert_cmpint (error->domain, ==, GALLEY_ERROR);
      g_assert_nonnull (strstr (error->message, "junk.txt"));
      g_assert_null (strchr (error->message, '\n'));
    }
}

static void
test_hostile (void)
{
  g_autofree char *gbk = NULL;
  g_autofree char *wide = NULL;
  g_autofree char *long_line = g_strnfill (2 * 1000 * 1000, 'a');
  gsize length;

  test_damage (plugins, "page.txt", page, strlen (page), NULL);
  gbk = g_convert (page, -1, "GB18030", "UTF-8", NULL, &length, NULL);
  test_damage (plugins, "page.txt", gbk, length, NULL);
  wide = g_convert (page, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);
  test_damage (plugins, "page.txt", wide, length, NULL);
  test_survives (plugins, "long.txt", long_line, 2 * 1000 * 1000, NULL);
}

/* Does @text come back from that encoding? TRUE also where the encoding cannot hold it. */
static gboolean
comes_back (const char *text, const char *charset, const char *mark, gsize mark_length, gboolean *held)
{
  gsize length;
  g_autofree char *converted = g_convert (text, -1, charset, "UTF-8", NULL, &length, NULL);
  g_autoptr (GString) bytes = g_string_new_len (mark, (gssize) mark_length);
  g_autoptr (GalleyDecoded) decoded = NULL;

  *held = converted != NULL;
  if (converted == NULL)
    return TRUE;
  g_string_append_len (bytes, converted, (gssize) length);
  decoded = galley_charset_decode ((const guint8 *) bytes->str, bytes->len);
  return decoded != NULL && g_str_equal (decoded->text, text);
}

static char *
dup_traditional (const char *text)
{
  static const char *const argv[] = { "uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Simplified-Traditional",
                                      NULL };
  g_autoptr (GSubprocess) uconv = g_subprocess_newv (
      argv,
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
      NULL);
  char *converted = NULL;

  if (uconv == NULL || !g_subprocess_communicate_utf8 (uconv, text, NULL, &converted, NULL, NULL))
    return NULL;
  return converted;
}

/* A page of a real paper gives the same reading in whatever encoding it comes. Most are in simplified characters, which Big5
 * has not: those are compared in traditional ones. */
static void
check_page (const char *text, guint number, guint *n_big5)
{
  static const struct
  {
    const char *charset;
    const char *mark;
    gsize mark_length;
  } cases[] = {
    { "UTF-8", "\xEF\xBB\xBF", 3 }, { "GB18030", "", 0 },  { "GBK", "", 0 },
    { "UTF-16LE", "\xFF\xFE", 2 },  { "UTF-16LE", "", 0 }, { "UTF-16BE", "\xFE\xFF", 2 },
    { "UTF-16BE", "", 0 },
  };
  g_autofree char *expected = open_as (text, "UTF-8", "", 0);
  g_autofree char *traditional_text = dup_traditional (text);
  guint chosen = number % G_N_ELEMENTS (cases);
  gboolean held;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s, %zu bytes of mark", cases[i].charset, cases[i].mark_length);
      g_assert_true (comes_back (text, cases[i].charset, cases[i].mark, cases[i].mark_length, &held));
      /* The reader sees nothing but this text: one encoding for each page goes all the way. */
      if (i == chosen && held)
        {
          g_autofree char *dump = open_as (text, cases[i].charset, cases[i].mark, cases[i].mark_length);

          g_assert_cmpstr (dump, ==, expected);
        }
    }
  if (traditional_text == NULL)
    return;
  g_assert_true (comes_back (traditional_text, "BIG5-HKSCS", "", 0, &held));
  *n_big5 += held;
}

static void
test_pages (void)
{
  static const char *const folders[] = { "seed", "local", "dev", "en_dev" };
  const char *shared = g_getenv ("GALLEY_SHARED");
  g_autofree char *root = shared != NULL
                              ? g_strdup (shared)
                              : g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "shared", NULL);
  guint n = 0, n_big5 = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (root, "pages", folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);
          g_autofree char *text = NULL;

          if (!g_str_has_suffix (name, ".txt") || !g_file_get_contents (path, &text, NULL, NULL))
            continue;
#ifdef __SANITIZE_ADDRESS__
          /* Every tenth page will do under a sanitizer, which is much slower. */
          if (n++ % 10 != 0)
            continue;
#else
          n++;
#endif
          g_test_message ("%s", path);
          check_page (text, n, &n_big5);
        }
    }
  if (n == 0)
    g_test_skip ("there are no pages in ../shared: set GALLEY_SHARED");
  else
    g_test_message ("%u pages, %u of them in Big5", n, n_big5);
}

/* Feeds and pages from the days before UTF-8, against another converter. */
static void
test_samples (void)
{
  const char *shared = g_getenv ("GALLEY_SHARED");
  g_autofree char *folder = shared != NULL ? g_build_filename (shared, "samples", "txt", NULL)
                                           : g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..",
                                                               "shared", "samples", "txt", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *uconv = g_find_program_in_path ("uconv");
  const char *name;
  guint n = 0;

  if (dir == NULL || uconv == NULL)
    {
      g_test_skip (dir == NULL ? "there are no samples in ../shared: set GALLEY_SHARED"
                               : "uconv (icu-devtools) is not installed");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      const char *label = strstr (name, "Big5") != NULL     ? "big5"
                          : strstr (name, "GB2312") != NULL ? "gb18030"
                                                            : NULL;
      g_autofree char *path = g_build_filename (folder, name, NULL);
      const char *const argv[] = { uconv, "-f", label, "-t", "utf-8", path, NULL };
      g_autoptr (GalleyDecoded) decoded = NULL;
      g_autofree char *data = NULL;
      g_autofree char *expected = NULL;
      gsize length;

      if (label == NULL)
        continue;
      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &expected, NULL,
                                   NULL, NULL));
      decoded = galley_charset_decode ((const guint8 *) data, length);
      g_assert_nonnull (decoded);
      g_test_message ("%s", name);
      g_assert_true (g_str_equal (decoded->text, expected));
      n++;
    }
  g_test_message ("%u files", n);
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/text/encodings", test_encodings);
  g_test_add_func ("/text/short", test_short);
  g_test_add_func ("/text/broken", test_broken);
  g_test_add_func ("/text/junk", test_junk);
  g_test_add_func ("/text/hostile", test_hostile);
  g_test_add_func ("/text/samples", test_samples);
  g_test_add_func ("/text/pages", test_pages);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
