/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zero loss: every character of a source lies in exactly one piece of one block, or in one repair, whatever the text is. */

#include <string.h>

#include "galley-segment.h"

/* A build under a sanitizer is some thirty times slower: it looks for faults of memory in fewer mutants; the property itself
 * is tried on all of them in the plain build. */
#ifdef __SANITIZE_ADDRESS__
#define N_OWN 150
#define N_SHARED 400
#define WINDOWS 300000 /* bytes: more than one window */
#else
#define N_OWN 1500
#define N_SHARED 10000
#define WINDOWS 600000
#endif

static const char seed_page[] =
    "\n柳城日报 > 第三版：民生\n\n2024年3月4日 "
    "星期一\n\n市里开会强调\n\n新桥通车（柳江时评）\n\n王大力讲话\n\n本报记者 江一帆\n\n"
    "　　本报讯 柳城新大桥昨天上午建成通车，大桥全长三千二百米，连接江北新区和老城码头，居民过江只要五\n\n"
    "分钟。这是一座有故事的桥。\n\n桥的设计者说，为了它等了二十年，“等得头发都白了。”\n\n一、水下打桩\n\n"
    "打桩用了两年。桩基要打进江底八十米深的岩层，施工队在急流里打下一百二十根桩，存在很大困难。\n\n难，也要打"
    "。\n\n"
    "（作者为柳城大学教授）\n\n春到山乡\n丁宁 摄\n图为云岭乡的油菜花竞相开放，孩子们放风筝。 拍友 方圆圆 "
    "摄\n\n\n"
    "柳城农商银行\nRURAL BANK\n热线：96599\n\n(下转第4版)\n\n责编：何小满\n"
    "By Ann Example\nReuters\nPORT EXAMPLE, March 4 (Reuters) - The boats are repl-\n\nacing others.\r\nSee "
    "Page 7\n";

/* What the text of a block must be, piece by piece; a blank that stands for a line end is the only thing added. */
static void
check_block (const GalleyReadingBlock *block, const gunichar *source, guint8 *seen, guint n)
{
  const char *p = block->text;

  g_assert_cmpuint (block->pieces->len, >, 0);
  for (guint i = 0; i < block->pieces->len; i++)
    {
      const GalleyPiece *piece = &g_array_index (block->pieces, GalleyPiece, i);

      g_assert_cmpuint (piece->length, >, 0);
      g_assert_cmpuint (piece->start, <, n);
      g_assert_cmpuint (piece->length, <=, n - piece->start);
      if (i > 0 && *p == ' ' && source[piece->start] != ' ')
        p++;
      for (guint k = piece->start; k < piece->start + piece->length; k++)
        {
          g_assert_cmpuint (g_utf8_get_char (p), ==, source[k]);
          p = g_utf8_next_char (p);
          g_assert_cmpuint (seen[k]++, ==, 0);
        }
    }
  g_assert_cmpint (*p, ==, '\0');
}

static void
check_repair (
    const GalleyRepair *repair, const GalleyReading *reading, const gunichar *source, guint8 *seen, guint n)
{
  g_assert_cmpuint (repair->length, >, 0);
  g_assert_cmpuint (repair->start, <, n);
  g_assert_cmpuint (repair->length, <=, n - repair->start);
  g_assert_cmpfloat (repair->confidence, >=, 0);
  g_assert_cmpfloat (repair->confidence, <=, 1);
  for (guint k = repair->start; k < repair->start + repair->length; k++)
    {
      g_assert_cmpuint (seen[k]++, ==, 0);
      /* Only overlaps and hyphens may take anything but white space out. */
      if (repair->kind < GALLEY_REPAIR_OVERLAP)
        g_assert_true (g_unichar_isspace (source[k]) || source[k] == 0xfeff || source[k] == 0x2003);
    }
  if (repair->block == G_MAXUINT)
    return;
  g_assert_cmpuint (repair->block, <, reading->blocks->len);
  g_assert_cmpuint (
      repair->offset, <=,
      g_utf8_strlen (((GalleyReadingBlock *) g_ptr_array_index (reading->blocks, repair->block))->text, -1));
}

static void
check_text (const char *text, guint n_best)
{
  g_autoptr (GPtrArray) readings = galley_segment_read (text, -1, n_best, NULL, NULL);
  glong length = 0;
  g_autofree gunichar *source = g_utf8_to_ucs4_fast (text, -1, &length);
  guint n = (guint) length;

  g_assert_cmpuint (readings->len, >=, 1);
  for (guint r = 0; r < readings->len; r++)
    {
      const GalleyReading *reading = g_ptr_array_index (readings, r);
      g_autofree guint8 *seen = g_new0 (guint8, n + 1);

      for (guint i = 0; i < reading->blocks->len; i++)
        {
          const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, i);

          g_assert_cmpuint (block->article, <, reading->articles->len);
          check_block (block, source, seen, n);
        }
      for (guint i = 0; i < reading->repairs->len; i++)
        check_repair (&g_array_index (reading->repairs, GalleyRepair, i), reading, source, seen, n);
      for (guint k = 0; k < n; k++)
        if (seen[k] != 1)
          g_error ("character %u of %u is lost", k, n);
    }
}

/* Puts, takes and moves things at random places. */
static char *
mutate (const char *text, GRand *random)
{
  static const char *const scraps[] = {
    "\n",   "\n\n", "　　", "。", "，", "（", "）", "“", "”",  "——",           " ",    "本报讯",
    "记者", "摄",   "-\n",  "1",  "A",  "\t", "\r", "😀", "版", "\xef\xbb\xbf", "图为", "公司"
  };
  g_autoptr (GString) mutant = g_string_new (text);

  for (guint i = g_rand_int_range (random, 1, 12); i > 0; i--)
    {
      glong n = g_utf8_strlen (mutant->str, -1);
      char *from = g_utf8_offset_to_pointer (mutant->str, g_rand_int_range (random, 0, (gint32) n + 1));
      char *to = g_utf8_offset_to_pointer (mutant->str, g_rand_int_range (random, 0, (gint32) n + 1));

      switch (g_rand_int_range (random, 0, 4))
        {
        case 0:
          if (to > from && to - from < 200)
            g_string_erase (mutant, from - mutant->str, to - from);
          break;
        case 1:
          if (to > from && to - from < 400)
            {
              g_autofree char *part = g_strndup (from, (gsize) (to - from));

              g_string_insert (
                  mutant,
                  g_utf8_offset_to_pointer (mutant->str, g_rand_int_range (random, 0, (gint32) n)) -
                      mutant->str,
                  part);
            }
          break;
        default:
          g_string_insert (mutant, from - mutant->str,
                           scraps[g_rand_int_range (random, 0, G_N_ELEMENTS (scraps))]);
          break;
        }
    }
  return g_string_free (g_steal_pointer (&mutant), FALSE);
}

static void
test_own (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20240304);

  g_test_message ("%u mutants", N_OWN);
  check_text (seed_page, 5);
  check_text ("", 1);
  check_text ("\n\n \n", 1);
  check_text ("字", 3);
  for (guint i = 0; i < N_OWN; i++)
    {
      g_autofree char *mutant = mutate (seed_page, random);

      check_text (mutant, i % 10 == 0 ? 3 : 1);
    }
}

/* Longer than a window: the seams lose nothing either, with line ends and without. */
static void
test_windows (void)
{
  g_autoptr (GString) pages = g_string_new (NULL);
  g_autoptr (GString) one_line = g_string_new (NULL);

  while (pages->len < WINDOWS)
    g_string_append (pages, seed_page);
  while (one_line->len < WINDOWS)
    g_string_append (one_line, "没有换行的一大段话，");
  check_text (pages->str, 2);
  check_text (one_line->str, 1);
}

static GPtrArray *
list_shared (void)
{
  static const char *const folders[] = { "seed", "local", "dev", "en_dev" };
  const char *shared = g_getenv ("GALLEY_SHARED");
  g_autofree char *root = shared != NULL
                              ? g_strdup (shared)
                              : g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "shared", NULL);
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_build_filename (root, "pages", folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *file = g_build_filename (folder, name, NULL);
          char *text = NULL;

          if (g_str_has_suffix (name, ".txt") && g_file_get_contents (file, &text, NULL, NULL))
            g_ptr_array_add (texts, text);
        }
    }
  return texts;
}

static void
test_shared (void)
{
  g_autoptr (GPtrArray) texts = list_shared ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7132);

  if (texts->len == 0)
    {
      g_test_skip ("there is no shared folder beside the project: set GALLEY_SHARED");
      return;
    }
  for (guint i = 0; i < texts->len; i++)
    check_text (g_ptr_array_index (texts, i), 2);
  g_test_message ("%u pages, %u mutants", texts->len, N_SHARED);
  for (guint i = 0; i < N_SHARED; i++)
    {
      const char *text = g_ptr_array_index (texts, (guint) g_rand_int_range (random, 0, (gint32) texts->len));
      glong n = g_utf8_strlen (text, -1);
      glong start = g_rand_int_range (random, 0, (gint32) MAX (n - 800, 1));
      g_autofree char *part = g_utf8_substring (text, start, MIN (n, start + 800));
      g_autofree char *mutant = mutate (part, random);

      check_text (mutant, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/segment-loss/own", test_own);
  g_test_add_func ("/segment-loss/windows", test_windows);
  g_test_add_func ("/segment-loss/shared", test_shared);
  return g_test_run ();
}
