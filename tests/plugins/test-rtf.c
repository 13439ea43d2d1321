/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "test-common.h"

static GalleyPlugins *plugins;

#define FONTS                                                                                                \
  "{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset134 SimSun;}{\\f2\\fcharset2 "                           \
  "Symbol;}{\\f3\\fcharset238 A;}}"

static const struct
{
  const char *name;
  const char *text; /* between "{\rtf1" and "}" */
  const char *blocks;
} cases[] = {
  { "paragraphs", "\\ansi one\\par two\\\nthree\\line four",
    "body: one\nbody: two\nbody: three\nbody: four\n" },
  { "code page 936", "\\ansicpg936 \\'b4\\'ba\\'b8\\'fb", "body: 春耕\n" },
  { "raw bytes", "\\ansicpg936 \xb4\xba\xb8\xfb", "body: 春耕\n" },
  { "a second byte that looks like a sign", "\\ansicpg936 \\'95\\'5c\\'8a\\'7b", "body: 昞妠\n" },
  { "font charset", "\\ansicpg1252" FONTS "\\f0 \\'e4\\f1 \\'b4\\'ba\\f3 \\'9a\\f2 a", "body: ä春šα\n" },
  { "halves in two groups", "\\ansicpg1252" FONTS "{\\f1 \\'b4}{\\f1 \\'ba}.", "body: 春.\n" },
  { "unicode", "\\ansicpg936\\uc2 \\u26149\\'b4\\'ba\\u-28784\\'b8\\'fb{\\uc0 \\u26149}\\uc1 \\u26149?.",
    "body: 春辐春春.\n" },
  { "surrogates", "\\uc1 \\u-10179?\\u-8704?\\u-10179?x", "body: 😀�x\n" },
  { "escapes", "a\\{b\\}c\\\\d\\~e\\_f\\emdash\\ldblquote g\\rdblquote\\tab h",
    "body: a{b}c\\d\xc2\xa0"
    "e‑f—“g”\th\n" },
  { "marks", "{\\b bold\\b0  {\\i both}} plain", "body: bold both plain {strong 0-4 } {emphasis 5-9 }\n" },
  { "styles",
    "{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}{\\s2\\outlinelevel1 My;}{\\*\\cs3 X;}}\\pard\\s1 "
    "Head\\par\\pard "
    "text.\\par\\pard\\s2 Mid\\par\\pard more.",
    "headline: Head\nbody: text.\ncrosshead: Mid\nbody: more.\n" },
  { "destinations",
    "{\\info{\\revtim\\yr2024}}{\\header top}{\\*\\unknown x}{\\colortbl;}a{\\*\\bkmkstart b}c{\\xe d}",
    "body: ac\n" },
  { "field", "{\\field{\\*\\fldinst HYPERLINK \"http://a.b/\"}{\\fldrslt web}} on",
    "body: web on {link 0-3 http://a.b/}\n" },
  { "note", "text{\\footnote\\pard note\\par more}.\\par end",
    "body: text[1].\nbody: end\nnote: [1] note\nnote: more\n" },
  { "box", "a{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt\\pard box\\par}}{\\shprslt box}}b",
    "body: ab\nbody: box\n" },
  { "table", "\\trowd\\cellx1\\cellx2\\pard\\intbl a\\cell b\\par c\\cell\\row\\pard after",
    "body: a\tb c\nbody: after\n" },
  { "table in a table",
    "\\trowd\\cellx1\\cellx2\\pard\\intbl a\\cell\\pard\\intbl\\itap2 "
    "b\\nestcell{\\*\\nesttableprops\\trowd\\cellx1\\nestrow}"
    "{\\nonesttables x}\\pard\\intbl\\itap1 c\\cell\\row\\pard d",
    "body: a\tb c\nbody: d\n" },
  { "list", "{\\listtext 1.\\tab}one\\par{\\*\\pn\\pnlvl}{\\pntext\\'b7\\tab}two",
    "body: 1. one\nbody: • two\n" },
  { "changes", "a{\\deleted b}{\\revised c}d", "body: acd\n" },
  { "moved", "{\\mvf\\mvauth1 b}a{\\mvt\\mvauth1 b}", "body: ab\n" },
  { "hidden", "a{\\v b}c", "body: ac\n" },
  { "capitals", "{\\caps ab}c", "body: ABc\n" },
  { "upr", "{\\upr{x}{\\*\\ud{y}}}z", "body: yz\n" },
  { "binary", "a{\\pict\\pngblip\\bin4 }}\\x}b", "body: ab\n" },
  { "field without a result",
    "{\\fonttbl{\\f0 A;}}{\\field{\\*\\fldinst SYMBOL 254 \\\\f \"Wingdings\"}}{\\field{\\*\\fldinst EQ "
    "\\\\f(1,2)}{\\fldrslt }}{\\field{\\*\\fldinst SYMBOL 65}{\\fldrslt x}}{\\field{\\*\\fldinst PAGE}}.",
    "body: ☑1/2x.\n" },
  { "font of signs",
    "{\\fonttbl{\\f0\\fcharset2 Wingdings;}{\\f1\\fcharset2 Symbol;}}{\\f0 J\\'fc\\u-3928?}{\\f1 a}",
    "body: ☺✓◻α\n" },
  { "list table",
    "{\\*\\listtable{\\list{\\listlevel\\levelnfc0\\levelstartat3{\\leveltext\\leveltemplateid1\\'02\\'00.;}"
    "{\\levelnumbers\\'01;}}{\\listlevel\\levelnfc4{\\leveltext\\'04\\'00.\\'01);}{\\levelnumbers;}}"
    "{\\listname x;}\\listid7}{\\list{\\listlevel\\levelnfc23{\\leveltext\\'01\\u8226 ?;}}\\listid8}}"
    "{\\*\\listoverridetable{\\listoverride\\listid7\\ls1}{\\listoverride\\listid8\\ls2}}"
    "\\pard\\ls1 one\\par\\ilvl1 sub\\par\\ilvl0 two\\par\\pard\\ls2 point\\par\\pard none",
    "body: 3. one\nbody: 3.a) sub\nbody: 4. two\nbody: • point\nbody: none\n" },
  { "labels of headlines",
    "\\pard\\outlinelevel0 {\\listtext 1.1\\tab}a\\par\\outlinelevel1 {\\listtext "
    "\\uc0\\u31532\\u19968\\u31456\\tab}b",
    "headline: a\nsubhead: 第一章 b\n" },
  { "label in a font of signs",
    "{\\fonttbl{\\f0 A;}{\\f1\\fcharset2 Wingdings;}}{\\listtext\\f1 \\'fc\\tab}one\\par{\\listtext\\f1 "
    "\\'8c\\tab}two",
    "body: • one\nbody: ❶ two\n" },
  { "label of a paragraph that was reset",
    "{\\listtext 1.\\tab}\\pard\\ls1 one\\par{\\listtext 2.\\tab}\\ls1\\pard two\\par",
    "body: 1. one\nbody: two\n" },
  { "typed mark", "\\bullet\\tab one\\par\\endash \\tab two\\par a\\tab b",
    "body: • one\nbody: – two\nbody: a\tb\n" },
  { "list in a note", "a{\\footnote {\\listtext \\'95\\tab}note}", "body: a[1]\nnote: [1] • note\n" },
  { "old box", "a{\\*\\do\\dobxpage{\\dptxbx{\\dptxbxtext\\pard box\\par}}}b", "body: ab\nbody: box\n" },
  { "art of letters", "a{\\shp{\\*\\shpinst{\\sp{\\sn gtextUNICODE}{\\sv art}}}}b", "body: ab\nbody: art\n" },
  { "formula",
    "a {\\mmath{\\*\\moMath{\\mf{\\*\\mfPr}{\\mnum{\\mr 1}}{\\mden{\\mr x}}}{\\mnary{\\*\\mnaryPr{\\mchr "
    "\\u8721?}"
    "{\\mlimLoc undOvr}}{\\msub{\\mr i}}{\\me{\\md{\\me{\\mr y}}}}}}{\\mmathPict{\\pict\\wmetafile8 00}}}",
    "body: a 1/x∑_i(y)\n" },
  { "about the file", "{\\info{\\company B}{\\comment c}}a", "body: a\n" },
  { "cut off groups", "{{{a", "body: a\n" },
};

static char *
dump_blocks (GalleyEdition *edition)
{
  GalleyArticle *article = galley_page_get_article (galley_edition_get_page (edition, 0), 0);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      test_dump_block (line, galley_article_get_block (article, i));
      g_string_append (out, line->str + 4);
    }
  return g_string_free (out, FALSE);
}

static void
test_reading (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\\rtf1%s}", cases[i].text);
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition = NULL;
      g_autofree char *dump = NULL;

      g_test_message ("%s", cases[i].name);
      edition = test_open (plugins, "a.rtf", text, strlen (text), NULL, &error);
      g_assert_no_error (error);
      dump = dump_blocks (edition);
      g_assert_cmpstr (dump, ==, cases[i].blocks);
    }
}

static void
test_beside (void)
{
  static const char text[] =
      "{\\rtf1\\ansicpg936{\\info{\\author \\'ce\\'e2\\'d4\\'c2}{\\keywords a, b}}text"
      "{\\*\\atnauthor He}{\\chatn{\\*\\annotation\\pard check this}}"
      "{\\*\\shppict{\\pict{\\*\\picprop{\\sp{\\sn wzDescription}{\\sv field}}}\\pngblip "
      "89504e470d0a1a0a00}}{\\nonshppict{\\pict\\wmetafile8 0102}}.}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition = test_open (plugins, "a.rtf", text, strlen (text), NULL, &error);
  g_autoptr (GPtrArray) assets = NULL;
  g_autofree char *dump = NULL;

  g_assert_no_error (error);
  assets = galley_edition_list_assets (edition);
  g_assert_cmpuint (assets->len, ==, 1);
  g_assert_cmpuint (g_bytes_get_size (galley_asset_get_bytes (g_ptr_array_index (assets, 0))), ==, 9);
  g_assert_cmpstr (galley_asset_get_info (g_ptr_array_index (assets, 0), "alt"), ==, "field");
  dump = test_dump (edition);
  g_assert_nonnull (strstr (
      dump,
      "    creator=吴月 ()\n    keyword=a ()\n    keyword=b ()\n    comment=“text.”: check this (He)\n"));
  g_assert_nonnull (strstr (dump, "    body: text.\n"));
}

static void
test_hostile (void)
{
  static const char *const bricks[] = { "{",
                                        "}",
                                        "{\\footnote ",
                                        "{\\shptxt ",
                                        "\\intbl\\itap20 a",
                                        "\\cell",
                                        "\\nestrow",
                                        "{\\pict ",
                                        "{\\upr",
                                        "{\\field{\\fldrslt ",
                                        "\\u-1",
                                        "\\'8",
                                        "\\bin99999 ",
                                        "{\\fonttbl\\f",
                                        "{\\stylesheet\\s1 a;",
                                        "{\\listtext ",
                                        "{\\*\\listtable{\\list{\\listlevel{\\leveltext\\'01;",
                                        "{\\*\\listoverridetable\\listid1\\ls1}\\ls1\\ilvl99 a\\par",
                                        "{\\field{\\*\\fldinst EQ \\\\f(",
                                        "{\\*\\moMath{\\md ",
                                        "\\row\\trowd\\cellx",
                                        "\\ansicpg936\\'b4{" };

  for (guint i = 0; i < G_N_ELEMENTS (bricks); i++)
    {
      for (guint n = 1; n <= 4096; n *= 16)
        {
          g_autoptr (GString) text = g_string_new ("{\\rtf1 a");

          for (guint k = 0; k < n; k++)
            g_string_append (text, bricks[i]);
          test_survives (plugins, "a.rtf", text->str, text->len, NULL);
        }
    }
}

static void
test_damaged (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\\rtf1%s}", cases[i].text);

      test_damage (plugins, "a.rtf", text, strlen (text), "rtf");
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/rtf/reading", test_reading);
  g_test_add_func ("/rtf/beside", test_beside);
  g_test_add_func ("/rtf/hostile", test_hostile);
  g_test_add_func ("/rtf/damaged", test_damaged);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
