/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "galley-copyfit.h"
#include "galley-hyphenate.h"
#include "galley-sheet-private.h"

#include "page-fixture.h"

/* --- a paragraph ------------------------------------------------------------------------------------------------------- */

static void
check_lines (GalleyPara *para, double width)
{
  guint at = 0;

  for (guint l = 0; l < para->lines->len; l++)
    {
      const GalleyLine *line = &g_array_index (para->lines, GalleyLine, l);
      const GalleyGlyph *glyphs = (const GalleyGlyph *) para->glyphs->data;
      g_autofree double *xs = galley_para_place_line (para, l, NULL);
      guint end = line->last;

      g_assert_cmpuint (line->first, ==, at);
      g_assert_cmpuint (line->last, >, line->first);
      at = line->last;
      while (end > line->first && (glyphs[end - 1].flags & GALLEY_GLYPH_SPACE) != 0)
        end--;
      if (xs[end - line->first] > width + 0.5)
        g_error ("overfull by %.2f: %s", xs[end - line->first] - width,
                 para->text + glyphs[line->first].byte);
      if (l > 0)
        g_assert_false (galley_typeset_is_closer (g_utf8_get_char (para->text + glyphs[line->first].byte)));
      if (l + 1 < para->lines->len)
        g_assert_false (galley_typeset_is_opener (g_utf8_get_char (para->text + glyphs[end - 1].byte)));
      for (guint i = 1; i < line->last - line->first; i++)
        g_assert_cmpfloat (xs[i], >=, xs[i - 1] - 0.01);
    }
  g_assert_cmpuint (at, ==, para->glyphs->len);
}

static void
test_lines_break_well (void)
{
  g_autoptr (GalleyTypesetter) setter = galley_typesetter_new (FALSE);
  GalleyType type = { GALLEY_FACE_SERIF, 10, 2, GALLEY_ALIGN_JUSTIFY, 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 12; round++)
    {
      g_autofree char *prose = page_fixture_prose (rand, 400);
      g_autoptr (GalleyPara) para = galley_para_new (setter, &type, NULL, prose);

      for (double width = 60; width < 400; width += 7.3)
        {
          galley_para_break (para, width);
          check_lines (para, width);
        }
    }
}

static void
test_lines_are_full (void)
{
  g_autoptr (GalleyTypesetter) setter = galley_typesetter_new (FALSE);
  GalleyType type = { GALLEY_FACE_SERIF, 10, 0, GALLEY_ALIGN_JUSTIFY, 0 };
  g_autoptr (GalleyPara) para = galley_para_new (
      setter, &type, NULL,
      "全市110通过该机制处置12.6万件，同比下降30.5%，其中（含街道）办理876件，办结率98.2%。");

  galley_para_break (para, 130);
  g_assert_cmpuint (para->lines->len, >, 2);
  for (guint l = 0; l + 1 < para->lines->len; l++)
    {
      const GalleyLine *line = &g_array_index (para->lines, GalleyLine, l);
      const GalleyGlyph *glyphs = (const GalleyGlyph *) para->glyphs->data;
      g_autofree double *xs = galley_para_place_line (para, l, NULL);
      guint n = line->last - line->first;

      /* Both edges are met, but for the blank that a closing mark has of itself. */
      g_assert_cmpfloat (xs[n], <=, 130.1);
      g_assert_cmpfloat (xs[n], >=, 129.9);
      /* Figures keep together: no slack goes between them. */
      for (guint i = 1; i < n; i++)
        {
          const GalleyGlyph *before = &glyphs[line->first + i - 1];

          if (g_ascii_isdigit (para->text[before->byte]) &&
              g_ascii_isdigit (para->text[glyphs[line->first + i].byte]))
            g_assert_cmpfloat_with_epsilon (xs[i] - xs[i - 1], before->width, 0.01);
        }
    }
}

static char *
dup_parted (const char *word)
{
  g_autoptr (GString) parted = g_string_new (NULL);
  guint8 parts[200];
  gboolean found = galley_hyphenate (word, strlen (word), parts);

  for (gsize i = 0; word[i] != '\0'; i++)
    {
      g_assert_true (found || parts[i] == 0);
      if (parts[i] != 0)
        g_string_append_c (parted, '-');
      g_string_append_c (parted, word[i]);
    }
  return g_string_free (g_steal_pointer (&parted), FALSE);
}

/* FALSE, and the test is skipped, where the system has no patterns. */
static gboolean
have_patterns (void)
{
  guint8 parts[20];

  if (galley_hyphenate ("international", strlen ("international"), parts))
    return TRUE;
  g_test_skip ("libhyphen or hyphen-en-us is not installed");
  return FALSE;
}

static void
test_words_are_parted (void)
{
  static const char *const whole[] = {
    "",
    "the",
    "said",
    "NATO",
    "UNESCO",
    "well-informed",
    "https://example.org/page",
    "e-mail",
    "a@example.org",
    "B2B",
    "1,000",
    "U.S.",
    "don’t",
    "café",
    "McDonalds",
    "“",
    "--------",
    "0500-8855018",
    "éternellement",
  };
  static const char *const parted[][2] = { { "international", "in-ter-na-tional" },
                                           { "“Communities,”", "“Com-mu-ni-ties,”" },
                                           { "administration.", "ad-min-is-tra-tion." } };

  if (!have_patterns ())
    return;
  for (guint i = 0; i < G_N_ELEMENTS (whole); i++)
    {
      g_autofree char *shown = dup_parted (whole[i]);

      g_assert_cmpstr (shown, ==, whole[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (parted); i++)
    {
      g_autofree char *shown = dup_parted (parted[i][0]);

      g_assert_cmpstr (shown, ==, parted[i][1]);
    }
}

static const char english[] =
    "The intergovernmental administration responsible for environmental protection announced comprehensive "
    "recommendations concerning international transportation infrastructure. “Unfortunately, "
    "misunderstandings characterized preliminary consultations,” acknowledged superintendent Montgomery, "
    "whose responsibilities encompass telecommunications and agricultural diversification throughout the "
    "metropolitan districts, notwithstanding considerable uncertainties regarding implementation.";

/* A parted word leaves two letters before and three behind; not in three lines on end, not at the end of the paragraph. */
static guint
check_parted (GalleyPara *para, double width)
{
  const GalleyGlyph *glyphs = (const GalleyGlyph *) para->glyphs->data;
  guint n_parted = 0, on_end = 0;

  for (guint l = 0; l < para->lines->len; l++)
    {
      const GalleyLine *line = &g_array_index (para->lines, GalleyLine, l);
      g_autofree double *xs = galley_para_place_line (para, l, NULL);
      const char *next = line->last < para->glyphs->len ? para->text + glyphs[line->last].byte : "";
      gsize end;
      guint first;

      on_end = line->hyphen ? on_end + 1 : 0;
      if (!line->hyphen)
        continue;
      n_parted++;
      g_assert_cmpuint (on_end, <=, 2);
      g_assert_true (g_ascii_isalpha (next[-1]) && g_ascii_isalpha (next[-2]));
      g_assert_true (g_ascii_isalpha (next[0]) && g_ascii_isalpha (next[1]) && g_ascii_isalpha (next[2]));
      g_assert_nonnull (strchr (next, ' '));
      g_assert_cmpfloat (xs[line->last - line->first] + para->hyphen.width, <=, width + 0.1);
      first = galley_para_find_parted (para, l, &end);
      g_assert_true (first == 0 || para->text[glyphs[first].byte - 1] == ' ');
      g_assert_true (end == strlen (para->text) || para->text[end] == ' ');
      g_assert_cmpuint (glyphs[line->last].byte, <, end);
    }
  return n_parted;
}

static void
test_english_is_parted (void)
{
  g_autoptr (GalleyTypesetter) setter = galley_typesetter_new (TRUE);
  GalleyType body = { GALLEY_FACE_SERIF, 9.5, 1.2, GALLEY_ALIGN_JUSTIFY, 0 };
  GalleyType head = { GALLEY_FACE_SERIF_BOLD, 20, 0, GALLEY_ALIGN_CENTRE, 0 };
  g_autoptr (GalleyPara) para = galley_para_new (setter, &body, NULL, english);
  g_autoptr (GalleyPara) headline = galley_para_new (setter, &head, NULL, english);
  guint narrow = 0, wide = 0;

  if (!have_patterns ())
    return;
  for (double width = 90; width < 500; width += 11)
    {
      guint n;

      galley_para_break (para, width);
      check_lines (para, width);
      n = check_parted (para, width);
      narrow += width < 200 ? n : 0;
      wide += width > 390 ? n : 0;
    }
  g_assert_cmpuint (narrow, >, 30);
  g_assert_cmpuint (wide, <, narrow / 3);
  galley_para_break_balanced (headline, 300);
  for (guint l = 0; l < headline->lines->len; l++)
    g_assert_false (g_array_index (headline->lines, GalleyLine, l).hyphen);
}

static void
test_dashes_stay_together (void)
{
  g_autoptr (GalleyTypesetter) setter = galley_typesetter_new (FALSE);
  GalleyType type = { GALLEY_FACE_SERIF, 10, 0, GALLEY_ALIGN_JUSTIFY, 0 };
  g_autoptr (GalleyPara) para =
      galley_para_new (setter, &type, NULL, "甲乙丙丁——戊己庚辛……壬癸子丑——寅卯辰巳午未——申酉戌亥……");

  for (double width = 40; width < 160; width += 10)
    {
      galley_para_break (para, width);
      for (guint l = 1; l < para->lines->len; l++)
        {
          const GalleyLine *line = &g_array_index (para->lines, GalleyLine, l);
          const GalleyGlyph *glyphs = (const GalleyGlyph *) para->glyphs->data;
          gunichar before = g_utf8_get_char (para->text + glyphs[line->first - 1].byte);
          gunichar after = g_utf8_get_char (para->text + glyphs[line->first].byte);

          g_assert_false (before == after && (before == 0x2014 || before == 0x2026));
        }
    }
}

static void
test_hard_words (void)
{
  static const char *const words[] = {
    "",
    " ",
    "　",
    "一",
    "。",
    "“”",
    "（（（（（（（（（（（（（（（（（（（（",
    "，，，，，，，，，，，，，，，，，，，，",
    "https://www.example.org/a/very/long/address/that/has/no/place/to/break/and/goes/on/and/on/"
    "index.html?x=1",
    "אבגד العربية ไทย हिन्दी 한국어 日本語",
    "a\tb\tc",
    "\xF0\x9F\x98\x80\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
    "e\xCC\x81\xCC\x82\xCC\x83\xCC\x84 x\xE2\x80\x8By",
    "\xF3\xA0\x80\x81\xEE\x80\x80\xEF\xBF\xBD",
  };
  g_autoptr (GalleyTypesetter) setter = galley_typesetter_new (FALSE);
  GalleyType type = { GALLEY_FACE_SERIF, 10, 2, GALLEY_ALIGN_JUSTIFY, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GalleyPara) para = galley_para_new (setter, &type, NULL, words[i]);
      guint at = 0;
      gsize bytes = 0;

      galley_para_break (para, 60);
      for (guint l = 0; l < para->lines->len; l++)
        {
          g_assert_cmpuint (g_array_index (para->lines, GalleyLine, l).first, ==, at);
          at = g_array_index (para->lines, GalleyLine, l).last;
        }
      for (guint g = 0; g < para->glyphs->len; g++)
        bytes += g_array_index (para->glyphs, GalleyGlyph, g).n_bytes;
      g_assert_cmpuint (at, ==, para->glyphs->len);
      g_assert_cmpuint (bytes, ==, strlen (words[i]));
      galley_para_break_balanced (para, 60);
    }
}

/* --- a page ------------------------------------------------------------------------------------------------------------ */

typedef struct
{
  guint n_lines;
} Walk;

static gboolean
check_line (const char *text, gsize length, double overfull, gboolean justified, gpointer data)
{
  Walk *walk = data;

  walk->n_lines++;
  if (overfull > 0.6)
    g_error ("overfull by %.2f: %.*s", overfull, (int) length, text);
  return TRUE;
}

static void
count_characters (const char *text, GHashTable *counts, int sign)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gpointer key = GUINT_TO_POINTER (g_utf8_get_char (p));
      int count = GPOINTER_TO_INT (g_hash_table_lookup (counts, key));

      if (*p != '\n')
        g_hash_table_insert (counts, key, GINT_TO_POINTER (count + sign));
    }
}

/* Every character of the page's articles stands on its sheets once. */
static void
check_loss (GalleyPage *page, GPtrArray *sheets)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key, value;
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < sheets->len; i++)
    {
      g_autofree char *copy = galley_sheet_dup_copy (g_ptr_array_index (sheets, i));

      count_characters (copy, counts, 1);
      g_string_append (all, copy);
      g_string_append_c (all, '\n');
    }
  for (guint a = 0; a < galley_page_get_n_articles (page); a++)
    {
      GalleyArticle *article = galley_page_get_article (page, a);

      for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
        {
          const char *text = galley_block_get_text (galley_article_get_block (article, b));

          count_characters (text, counts, -1);
          if (sheets->len == 1)
            g_assert_nonnull (strstr (all->str, text));
        }
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (GPOINTER_TO_INT (value) != 0)
        g_error ("U+%04X stands %d times too often", GPOINTER_TO_UINT (key), GPOINTER_TO_INT (value));
    }
}

/* Articles do not lie on each other, nor beside the paper. */
static void
check_areas (GalleySheet *sheet, const GalleySheetOptions *options)
{
  guint n;
  const GalleySheetArea *areas = galley_sheet_get_areas (sheet, &n);

  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpfloat (areas[i].x, >=, options->margin - 0.1);
      g_assert_cmpfloat (areas[i].x + areas[i].width, <=, options->width - options->margin + 0.1);
      g_assert_cmpfloat (areas[i].y + areas[i].height, <=, options->height - options->margin + 0.1);
      for (guint j = i + 1; j < n; j++)
        g_assert_true (areas[i].x + areas[i].width <= areas[j].x + 0.1 ||
                       areas[j].x + areas[j].width <= areas[i].x + 0.1 ||
                       areas[i].y + areas[i].height <= areas[j].y + 0.1 ||
                       areas[j].y + areas[j].height <= areas[i].y + 0.1);
      if (areas[i].width > 1 && areas[i].height > 1)
        g_assert_true (galley_sheet_find_area (sheet, areas[i].x + 1, areas[i].y + 1) == &areas[i]);
    }
}

static gboolean
is_within_its_article (GalleySheet *sheet, const GalleyItem *item)
{
  for (guint i = 0; i < sheet->areas->len; i++)
    {
      const GalleySheetArea *area = &g_array_index (sheet->areas, GalleySheetArea, i);

      if (area->article == g_ptr_array_index (sheet->articles, (guint) item->article) &&
          item->x >= area->x - 0.1 && item->x + item->width <= area->x + area->width + 0.1 &&
          item->y >= area->y &&
          item->y + (item->last - item->first - 1) * item->leading <= area->y + area->height)
        return TRUE;
    }
  return FALSE;
}

/* Text stands within its article; a crosshead has something below it. */
static void
check_items (GalleySheet *sheet, const GalleySheetOptions *options)
{
  for (guint i = 0; i < sheet->items->len; i++)
    {
      const GalleyItem *item = &g_array_index (sheet->items, GalleyItem, i);
      gboolean below = FALSE;

      if (item->kind != GALLEY_ITEM_TEXT || item->para->block == NULL || item->first >= item->last)
        continue;
      g_assert_cmpfloat (item->y + (item->last - item->first - 1) * item->leading, <=,
                         options->height - options->margin + 1);
      g_assert_true (is_within_its_article (sheet, item));
      if (galley_block_get_role (item->para->block) != GALLEY_ROLE_CROSSHEAD)
        continue;
      for (guint j = i + 1; j < sheet->items->len && !below; j++)
        {
          const GalleyItem *other = &g_array_index (sheet->items, GalleyItem, j);

          below = other->kind == GALLEY_ITEM_TEXT && other->article == item->article && other->x == item->x &&
                  other->y > item->y;
        }
      g_assert_true (below);
    }
}

static void
check_page (GalleyEdition *edition, guint index, const GalleySheetOptions *options)
{
  GalleyPage *page = galley_edition_get_page (edition, index);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sheets = galley_sheet_compose (edition, page, options, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (sheets->len, >, 0);
  check_loss (page, sheets);
  for (guint i = 0; i < sheets->len; i++)
    {
      Walk walk = { 0 };

      galley_sheet_foreach_line (g_ptr_array_index (sheets, i), check_line, &walk);
      check_areas (g_ptr_array_index (sheets, i), options);
      check_items (g_ptr_array_index (sheets, i), options);
      g_assert_cmpuint (galley_sheet_get_continuation (g_ptr_array_index (sheets, i)), ==, i);
    }
}

static void
test_nothing_is_lost (void)
{
  for (guint32 seed = 1; seed <= 12; seed++)
    {
      g_autoptr (GalleyEdition) edition = page_fixture_edition (4 + seed * 3, 1 + seed % 4, seed);
      GalleySheetOptions options;

      galley_sheet_options_init (&options, (GalleyPaper) (GALLEY_PAPER_TABLOID + seed % 4), NULL);
      options.ads = TRUE;
      if (seed > 8)
        options.columns = seed - 5;
      for (guint p = 0; p < galley_edition_get_n_pages (edition); p++)
        check_page (edition, p, &options);
    }
}

/* A page of one article. */
static void
check_article (GalleyArticle *article)
{
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  GalleyPage *page = galley_edition_ensure_page (edition, 1, "");

  galley_page_insert (page, G_MAXUINT, article);
  for (guint paper = GALLEY_PAPER_TABLOID; paper <= GALLEY_PAPER_A3; paper++)
    {
      GalleySheetOptions options;

      galley_sheet_options_init (&options, (GalleyPaper) paper, NULL);
      check_page (edition, 0, &options);
    }
}

static void
test_hard_articles (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree char *novel = page_fixture_prose (rand, 30000), *notice = page_fixture_prose (rand, 6000);
  g_autofree char *head = page_fixture_prose (rand, 500), *caption = page_fixture_prose (rand, 900);
  g_autoptr (GalleyArticle) empty = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyArticle) length =
      page_fixture_article (GALLEY_ARTICLE_STORY, GALLEY_ROLE_HEADLINE, "长卷", GALLEY_ROLE_BODY, novel, -1);
  g_autoptr (GalleyArticle) ad =
      page_fixture_article (GALLEY_ARTICLE_AD, GALLEY_ROLE_AD, "公告", GALLEY_ROLE_AD, notice, -1);
  g_autoptr (GalleyArticle) wordy =
      page_fixture_article (GALLEY_ARTICLE_STORY, GALLEY_ROLE_HEADLINE, head, GALLEY_ROLE_KICKER, head,
                            GALLEY_ROLE_BODY, "正文。", -1);
  g_autoptr (GalleyArticle) seen =
      page_fixture_article (GALLEY_ARTICLE_PICTURE, GALLEY_ROLE_CAPTION, caption, GALLEY_ROLE_CREDIT,
                            "沈渡 摄", GALLEY_ROLE_CAPTION, "又一张。", -1);
  g_autoptr (GalleyArticle) album = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyArticle) list = galley_article_new (GALLEY_ARTICLE_STORY);

  for (guint i = 0; i < 33; i++)
    {
      g_autoptr (GalleyBlock) words = galley_block_new (GALLEY_ROLE_CAPTION, "渡口的一天，从雾里开始。", -1);
      g_autoptr (GalleyBlock) credit = galley_block_new (GALLEY_ROLE_CREDIT, "沈渡 摄", -1);

      galley_article_append (album, words);
      galley_article_append (album, credit);
    }
  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_HEADLINE, "只有题，没有文", -1);

      galley_article_append (list, block);
    }
  check_article (empty);
  check_article (length);
  check_article (ad);
  check_article (wordy);
  check_article (seen);
  check_article (album);
  {
    /* Of headlines alone, the last of a column has only headlines after it. */
    g_autoptr (GalleyEdition) edition = galley_edition_new ();
    GalleyPage *page = galley_edition_ensure_page (edition, 1, "");
    g_autoptr (GPtrArray) sheets = NULL;
    GalleySheetOptions options;

    galley_page_insert (page, G_MAXUINT, list);
    galley_sheet_options_init (&options, GALLEY_PAPER_TABLOID, NULL);
    sheets = galley_sheet_compose (edition, page, &options, NULL, NULL, NULL);
    check_loss (page, sheets);
  }
}

static void
test_one_page_of_everything (void)
{
  g_autoptr (GalleyEdition) edition = page_fixture_edition (500, 1, 11);
  GalleySheetOptions options;

  galley_sheet_options_init (&options, GALLEY_PAPER_TABLOID, NULL);
  check_page (edition, 0, &options);
}

static void
test_cancelled (void)
{
  g_autoptr (GalleyEdition) edition = page_fixture_edition (10, 1, 1);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;
  GalleySheetOptions options;

  galley_sheet_options_init (&options, GALLEY_PAPER_A3, NULL);
  galley_job_cancel (job);
  g_assert_null (
      galley_sheet_compose (edition, galley_edition_get_page (edition, 0), &options, NULL, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_pictures_of_it (void)
{
  g_autoptr (GalleyEdition) edition = page_fixture_edition (8, 1, 5);
  g_autoptr (GPtrArray) sheets = NULL;
  g_autoptr (GBytes) png = NULL, svg = NULL;
  g_autoptr (GError) error = NULL;
  GalleySheetOptions options;

  galley_sheet_options_init (&options, GALLEY_PAPER_TABLOID, NULL);
  sheets = galley_sheet_compose (edition, galley_edition_get_page (edition, 0), &options, NULL, NULL, &error);
  png = galley_sheet_to_png (g_ptr_array_index (sheets, 0), 300, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (png, NULL), 4, "\x89PNG", 4);
  svg = galley_sheet_to_svg (g_ptr_array_index (sheets, 0), &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (svg, NULL), 200, "<svg"));
}

/* What is encoded is decoded to the same pixels, in grey and in colour. */
static void
test_png (void)
{
  for (guint colour = 0; colour < 2; colour++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 67, 45), *decoded;
      cairo_t *cr = cairo_create (surface);
      g_autoptr (GBytes) png = NULL;
      g_autofree char *folder = g_dir_make_tmp ("galley-png-XXXXXX", NULL);
      g_autofree char *path = g_build_filename (folder, "a.png", NULL);

      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      for (guint i = 0; i < 20; i++)
        {
          cairo_set_source_rgb (cr, i / 20.0, colour == 1 ? 0.3 : i / 20.0, i / 20.0);
          cairo_arc (cr, i * 3.7, 5 + i * 2.1, 4, 0, 7);
          cairo_stroke (cr);
        }
      cairo_destroy (cr);
      png = galley_sheet_png_encode (surface);
      g_assert_true (
          g_file_set_contents (path, g_bytes_get_data (png, NULL), (gssize) g_bytes_get_size (png), NULL));
      decoded = cairo_image_surface_create_from_png (path);
      g_assert_cmpint (cairo_surface_status (decoded), ==, CAIRO_STATUS_SUCCESS);
      g_assert_cmpint (cairo_image_surface_get_width (decoded), ==, 67);
      g_assert_cmpint (cairo_image_surface_get_height (decoded), ==, 45);
      for (int y = 0; y < 45; y++)
        {
          const guint32 *a = (const guint32 *) (gconstpointer) (cairo_image_surface_get_data (surface) +
                                                                y * cairo_image_surface_get_stride (surface));
          const guint32 *b = (const guint32 *) (gconstpointer) (cairo_image_surface_get_data (decoded) +
                                                                y * cairo_image_surface_get_stride (decoded));

          for (int x = 0; x < 67; x++)
            g_assert_cmphex (a[x] & 0xFFFFFF, ==, b[x] & 0xFFFFFF);
        }
      cairo_surface_destroy (decoded);
      cairo_surface_destroy (surface);
      g_assert_cmpint (g_unlink (path), ==, 0);
      g_assert_cmpint (g_rmdir (folder), ==, 0);
    }
}

static void
test_jump_targets (void)
{
  g_assert_cmpuint (galley_sheet_jump_target ("（下转第四版）"), ==, 4);
  g_assert_cmpuint (galley_sheet_jump_target ("(下转第12版)"), ==, 12);
  g_assert_cmpuint (galley_sheet_jump_target ("下转第十二版"), ==, 12);
  g_assert_cmpuint (galley_sheet_jump_target ("上接第二十版"), ==, 20);
  g_assert_cmpuint (galley_sheet_jump_target ("Continued on Page 7"), ==, 7);
  g_assert_cmpuint (galley_sheet_jump_target ("见别处"), ==, 0);
  g_assert_cmpuint (galley_sheet_jump_target (""), ==, 0);
}

/* --- strips and marks ------------------------------------------------------------------------------------------------------ */

static void
test_strip (void)
{
  g_autoptr (GalleyEdition) edition = page_fixture_edition (3, 1, 9);
  GalleyArticle *article = galley_page_get_article (galley_edition_get_page (edition, 0), 0);
  g_autoptr (GPtrArray) sheets = galley_sheet_compose_galley (edition, article, 18, 10, NULL, NULL, NULL);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < sheets->len; i++)
    {
      g_autofree char *copy = galley_sheet_dup_copy (g_ptr_array_index (sheets, i));

      g_string_append (all, copy);
    }
  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    g_assert_true (strstr (all->str, galley_block_get_text (galley_article_get_block (article, b))) != NULL ||
                   sheets->len > 1);
}

static guint
count_strokes (GalleySheet *sheet)
{
  guint n = 0;

  for (guint i = 0; i < sheet->items->len; i++)
    n += g_array_index (sheet->items, GalleyItem, i).kind == GALLEY_ITEM_MARK;
  return n;
}

static void
test_marks (void)
{
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  g_autoptr (GalleyArticle) before =
      page_fixture_article (GALLEY_ARTICLE_STORY, GALLEY_ROLE_HEADLINE, "渡口换新船", GALLEY_ROLE_BODY,
                            "清晨的渡口飘着薄雾，布署已定，大家都很高高兴兴。", GALLEY_ROLE_BODY,
                            "第二段在这里。", GALLEY_ROLE_BODY, "第三段接着说，然后另说一事。", -1);
  g_autoptr (GalleyArticle) after =
      page_fixture_article (GALLEY_ARTICLE_STORY, GALLEY_ROLE_HEADLINE, "渡口换上新船", GALLEY_ROLE_BODY,
                            "清晨的渡口飘着薄雾，部署已定，大家都高高兴兴。第二段在这里。", GALLEY_ROLE_BODY,
                            "第三段接着说，", GALLEY_ROLE_BODY, "然后另说一事。", -1);
  GalleySheetRound round = { before, after, "一校", "沈渡", 0 };
  g_autoptr (GPtrArray) sheets = galley_sheet_compose_marked (edition, &round, 24, NULL, NULL, NULL);
  g_autofree char *copy = NULL;

  g_assert_cmpuint (sheets->len, ==, 2);
  /* Each mark is a stroke or more on the text, and a line to the margin. */
  g_assert_cmpuint (count_strokes (g_ptr_array_index (sheets, 0)), >=, 2 * 5);
  copy = galley_sheet_dup_copy (g_ptr_array_index (sheets, 0));
  g_assert_nonnull (strstr (copy, "布署已定"));
  round.after = before;
  g_ptr_array_unref (sheets);
  sheets = galley_sheet_compose_marked (edition, &round, 24, NULL, NULL, NULL);
  g_assert_cmpuint (sheets->len, ==, 0);
}

/* --- 盈/缺 ------------------------------------------------------------------------------------------------------------------ */

static void
test_copyfit (void)
{
  g_autoptr (GalleyTypesetter) setter = galley_typesetter_new (FALSE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (21);
  GalleyType type = { GALLEY_FACE_SERIF, 10, 2, GALLEY_ALIGN_JUSTIFY, 0 };
  guint counted = 0, set = 0;

  g_assert_cmpuint (galley_copyfit_count_lines ("", 10, 2), ==, 0);
  g_assert_cmpuint (galley_copyfit_count_lines ("一二三四五六七八", 10, 2), ==, 1);
  g_assert_cmpuint (galley_copyfit_count_lines ("一二三四五六七八九", 10, 2), ==, 2);
  g_assert_cmpuint (galley_copyfit_count_lines ("1234567890123456", 10, 2), ==, 1);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *prose = page_fixture_prose (rand, 40 + i * 5);
      g_autoptr (GalleyPara) para = galley_para_new (setter, &type, NULL, prose);
      guint columns = 12 + i % 12;

      galley_para_break (para, columns * 10);
      set += para->lines->len;
      counted += galley_copyfit_count_lines (prose, columns, 2);
    }
  g_test_message ("%u lines counted, %u set", counted, set);
  /* Two in a hundred: letters are a little wider than half. */
  g_assert_cmpint (ABS ((int) counted - (int) set) * 50, <=, (int) set);
}

static void
test_copyfit_of_article (void)
{
  g_autoptr (GalleyArticle) article =
      page_fixture_article (GALLEY_ARTICLE_STORY, GALLEY_ROLE_HEADLINE, "题不计", GALLEY_ROLE_BODY,
                            "一二三四五六七八九十一二三四五六七八", GALLEY_ROLE_BODY, "一二三", -1);
  GalleyCopyfit fit;

  galley_copyfit_measure (article, 10, 2, &fit);
  g_assert_cmpuint (fit.n_characters, ==, 24);
  g_assert_cmpuint (fit.n_lines, ==, 3);
  g_assert_cmpint (fit.over_lines, ==, 1);
  g_assert_cmpint (fit.over_characters, >, 0);
  galley_copyfit_measure (article, 10, 5, &fit);
  g_assert_cmpint (fit.over_lines, ==, -2);
  g_assert_cmpint (fit.over_characters, <, 0);
  galley_copyfit_measure (article, 10, 0, &fit);
  g_assert_cmpint (fit.over_lines, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet/lines", test_lines_break_well);
  g_test_add_func ("/sheet/lines-full", test_lines_are_full);
  g_test_add_func ("/sheet/words-are-parted", test_words_are_parted);
  g_test_add_func ("/sheet/english-is-parted", test_english_is_parted);
  g_test_add_func ("/sheet/dashes", test_dashes_stay_together);
  g_test_add_func ("/sheet/hard-words", test_hard_words);
  g_test_add_func ("/sheet/loss", test_nothing_is_lost);
  g_test_add_func ("/sheet/hard-articles", test_hard_articles);
  g_test_add_func ("/sheet/everything", test_one_page_of_everything);
  g_test_add_func ("/sheet/cancelled", test_cancelled);
  g_test_add_func ("/sheet/pictures", test_pictures_of_it);
  g_test_add_func ("/sheet/png", test_png);
  g_test_add_func ("/sheet/jumps", test_jump_targets);
  g_test_add_func ("/sheet/strip", test_strip);
  g_test_add_func ("/sheet/marks", test_marks);
  g_test_add_func ("/sheet/copyfit", test_copyfit);
  g_test_add_func ("/sheet/copyfit-article", test_copyfit_of_article);
  return g_test_run ();
}
