/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout — F01 to F04: what the way from the page to the text did to it. Column breaks that were healed on import are put
 * before the editor; those that were not are found by what stands on their two sides. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-protect.h"

#include "../common/checker-plugin.h"

enum
{
  RULE_BREAK,
  RULE_FRAGMENT,
  RULE_DOUBLE,
  RULE_DOUBLE_EDITION,
  RULE_JUMP,
  RULE_FURNITURE,
};

static const GalleyRule fields[] = {
  [RULE_BREAK] = { "CN.LAYOUT.F01", N_ ("Column break inside a sentence"), "GB/T 14706-1993", "版面",
                   GALLEY_SEVERITY_WARNING, N_ ("A sentence goes on in the next paragraph"),
                   "亩产预计同 / 比提高一成。", "亩产预计同比提高一成。", 0, FALSE },
  [RULE_FRAGMENT] = { "CN.LAYOUT.F02", N_ ("Characters printed twice at a break"), "GB/T 14706-1993", "版面",
                      GALLEY_SEVERITY_WARNING, N_ ("The paragraph begins with the end of the one before it"),
                      "极易引发火灾。 / 灾，村里逐户检修。", "极易引发火灾，村里逐户检修。", 0, FALSE },
  [RULE_DOUBLE] = { "CN.LAYOUT.F03", N_ ("Paragraph stands twice"), "GB/T 14706-1993", "版面",
                    GALLEY_SEVERITY_ERROR, N_ ("The same paragraph stands in this article before"), NULL,
                    NULL, 1, FALSE },
  [RULE_DOUBLE_EDITION] = { "CN.LAYOUT.F03.EDITION", N_ ("Story stands twice"), "新闻惯例", "版面",
                            GALLEY_SEVERITY_WARNING,
                            N_ ("The same paragraph stands in another article of this edition"), NULL, NULL,
                            1, FALSE },
  [RULE_JUMP] = { "CN.LAYOUT.F03.JUMP", N_ ("Jump without its other end"), "新闻惯例", "版面",
                  GALLEY_SEVERITY_WARNING, N_ ("The page this points to has no line that points back"),
                  "下转第9版", NULL, 1, FALSE },
  [RULE_FURNITURE] = { "CN.LAYOUT.F04", N_ ("Looks like a masthead line or an advertisement"), "新闻惯例",
                       "版面", GALLEY_SEVERITY_HINT,
                       N_ ("Addresses and numbers without a sentence: is this part of the story?"),
                       "新闻热线：12345678 邮箱：a@b.cn", NULL, 0, FALSE },
};

/* Shorter paragraphs may be lines of verse, names or signs. */
#define BREAK_MIN 18
#define DOUBLE_MIN 15
#define DOUBLE_EDITION_MIN 40
#define DOUBLE_ENGLISH_MIN 200
#define FRAGMENT_MAX 3

static gboolean
is_text (GalleyBlock *block)
{
  return block != NULL && galley_block_get_role (block) == GALLEY_ROLE_BODY;
}

static gboolean
is_one_of (gunichar c, const char *set)
{
  return c != 0 && g_utf8_strchr (set, -1, c) != NULL;
}

/* --- healed breaks ------------------------------------------------------------------------------------------------ */

/* What the source had there, on one line. */
static char *
without_blanks (const char *text)
{
  GString *line = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isspace (g_utf8_get_char (p)))
        g_string_append_unichar (line, g_utf8_get_char (p));
    }
  return g_string_free (line, FALSE);
}

static void
report_seam (const CheckerLook *look, GalleyBlock *block, const GalleySpan *span)
{
  guint length = galley_block_get_length (block);
  guint start = span->start > 0 ? span->start - 1 : 0, end = MIN (length, span->end + 1);
  g_autofree char *removed = without_blanks (span->value != NULL ? span->value : "");
  g_autofree char *message = NULL;

  if (*removed == '\0')
    {
      checker_report (look, RULE_BREAK, block, start, end,
                      _ ("A column break was healed here: is the sentence whole?"), NULL);
      return;
    }
  message = g_strdup_printf (
      _ ("“%s” was printed twice at a column break and taken out here: is the sentence whole?"), removed);
  checker_report (look, RULE_FRAGMENT, block, start, end, message, NULL);
}

static void
look_at_seams (const CheckerLook *look, GalleyBlock *block)
{
  guint n;
  const GalleySpan *spans = galley_block_get_spans (block, &n);

  for (guint i = 0; i < n; i++)
    {
      if (spans[i].kind == GALLEY_SPAN_JOIN)
        report_seam (look, block, &spans[i]);
    }
}

/* --- breaks that are still there ---------------------------------------------------------------------------------- */

/* The last character that is no blank; 0 for none. */
static gunichar
last_char (const GalleyChars *chars, guint *at)
{
  for (guint i = chars->n; i-- > 0;)
    {
      if (chars->kinds[i] != GALLEY_CHAR_SPACE)
        {
          *at = i;
          return chars->chars[i];
        }
    }
  return 0;
}

/* A whole sentence stands in it: it is running text, and no summary, sign or line of a list. */
static gboolean
has_sentence (const GalleyChars *chars)
{
  for (guint i = 0; i < chars->n; i++)
    {
      if (chars->kinds[i] == GALLEY_CHAR_POINT && is_one_of (chars->chars[i], "。！？"))
        return TRUE;
    }
  return FALSE;
}

/* A paragraph of running text whose last sentence has no end. */
static gboolean
is_torn (const GalleyChars *chars)
{
  guint at = 0;
  gunichar last = last_char (chars, &at);

  if (last == 0 || at + 1 < BREAK_MIN || !has_sentence (chars))
    return FALSE;
  return chars->kinds[at] == GALLEY_CHAR_HAN || chars->kinds[at] == GALLEY_CHAR_DIGIT ||
         is_one_of (last, "，、,");
}

/* A paragraph that can be the second half of a sentence: running text with an end, and no head of its own. */
static gboolean
goes_on (const GalleyChars *chars)
{
  guint at = 0;
  gunichar last = last_char (chars, &at);

  if (chars->n < 3 || !is_one_of (last, "。！？”）…」』!?)"))
    return FALSE;
  return chars->kinds[0] == GALLEY_CHAR_HAN || chars->kinds[0] == GALLEY_CHAR_DIGIT ||
         is_one_of (chars->chars[0], "，、。；：,”》）");
}

static void
report_break (const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars)
{
  guint at = 0;
  GalleyFinding *finding;
  const char *fixes[] = { _ ("Join with the next paragraph"), NULL };
  GalleyRule *rule = g_ptr_array_index (look->rules, RULE_BREAK);

  last_char (chars, &at);
  finding = galley_finding_new (rule, block, at, at + 1, rule->why, fixes);
  galley_finding_add_edit (finding, block, at + 1, chars->n, "", TRUE);
  galley_report_take (look->report, finding);
}

/* How many characters at the head of @next repeat the tail of @chars: “…隐患。” and “患，由此…”. 0 for none. */
static guint
repeated (const GalleyChars *chars, const GalleyChars *next, guint *tail)
{
  guint end = 0;

  last_char (chars, &end);
  if (chars->n < BREAK_MIN || next->n < 6 || !is_one_of (chars->chars[end], "。，、；,"))
    return 0;
  *tail = end;
  for (guint length = 1; length <= FRAGMENT_MAX && length + 1 < next->n; length++)
    {
      if (!is_one_of (next->chars[length], "，、,") || length > end)
        continue;
      if (memcmp (next->chars, chars->chars + end - length, length * sizeof (gunichar)) == 0 &&
          next->kinds[0] == GALLEY_CHAR_HAN)
        return length;
    }
  return 0;
}

static void
report_fragment (const CheckerLook *look, GalleyBlock *block, guint tail, GalleyBlock *next, guint length)
{
  GalleyRule *rule = g_ptr_array_index (look->rules, RULE_FRAGMENT);
  const char *fixes[] = { _ ("Drop the repeated characters and join"), NULL };
  GalleyFinding *finding = galley_finding_new (rule, next, 0, length, rule->why, fixes);

  galley_finding_add_edit (finding, block, tail, galley_block_get_length (block), "", TRUE);
  galley_finding_add_edit (finding, next, 0, length, "", FALSE);
  galley_report_take (look->report, finding);
}

static void
look_between (const CheckerLook *look, GalleyBlock *block, GalleyBlock *next)
{
  const GalleyChars *chars = galley_protect_read (block), *following = galley_protect_read (next);
  guint tail = 0, length;

  if (!chars->has_han)
    return;
  length = repeated (chars, following, &tail);
  if (length > 0)
    report_fragment (look, block, tail, next, length);
  else if (is_torn (chars) && goes_on (following))
    report_break (look, block, chars);
}

/* --- F03, F04 ----------------------------------------------------------------------------------------------------- */

/* Addresses and numbers, and hardly a sentence. */
static void
look_for_furniture (const CheckerLook *look, GalleyBlock *block)
{
  static const char *const signs[] = { "热线", "邮箱", "网址", "邮编", "邮发代号",
                                       "刊号", "广告", "www.", "@",    "http" };
  const char *text = galley_block_get_text (block);
  guint found = 0;

  if (galley_block_get_length (block) > 120 || strstr (text, "。") != NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    found += strstr (text, signs[i]) != NULL;
  if (found >= 2)
    checker_report (look, RULE_FURNITURE, block, 0, galley_block_get_length (block), NULL, NULL);
}

/* Paragraphs differ in their length, or at their start: no need to read them to the end. */
static guint
hash_text (gconstpointer text)
{
  gsize length = strlen (text);
  guint hash = (guint) length;

  for (gsize i = 0; i < MIN (length, 48); i++)
    hash = hash * 31 + ((const guchar *) text)[i];
  return hash;
}

static void
look_for_doubles (const CheckerLook *look, GalleyArticle *article)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_text, g_str_equal);

  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);

      if (is_text (block) && galley_block_get_length (block) >= DOUBLE_MIN &&
          !g_hash_table_add (seen, (gpointer) galley_block_get_text (block)))
        checker_report (look, RULE_DOUBLE, block, 0, galley_block_get_length (block), NULL, NULL);
    }
}

static void
look_at_article (const CheckerLook *look, GalleyArticle *article)
{
  if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE ||
      galley_article_get_kind (article) == GALLEY_ARTICLE_AD)
    return;
  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      GalleyBlock *next = galley_article_get_block (article, b + 1);

      look_at_seams (look, block);
      if (!is_text (block))
        continue;
      look_for_furniture (look, block);
      if (is_text (next))
        look_between (look, block, next);
    }
  look_for_doubles (look, article);
}

/* --- the edition -------------------------------------------------------------------------------------------------- */

/* The page a jump names: 下转第2版, 紧接2版, 上接一版. 0 where it names none. */
static guint
jump_page (const GalleyChars *chars)
{
  static const char digits[] = "零一二三四五六七八九十";

  for (guint i = 1; i < chars->n; i++)
    {
      guint number = 0, scale = 1;

      if (chars->chars[i] != 0x7248) /* 版 */
        continue;
      for (guint k = i; k-- > 0 && chars->kinds[k] == GALLEY_CHAR_DIGIT; scale *= 10)
        number += (chars->chars[k] - '0') * scale;
      if (number == 0 && g_utf8_strchr (digits, -1, chars->chars[i - 1]) != NULL)
        number = (guint) g_utf8_pointer_to_offset (digits, g_utf8_strchr (digits, -1, chars->chars[i - 1]));
      return number;
    }
  return 0;
}

static GalleyPage *
find_page (GalleyEdition *edition, guint number)
{
  for (guint p = 0; p < galley_edition_get_n_pages (edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (edition, p);

      if (galley_page_get_number (page) == number)
        return page;
    }
  return NULL;
}

static gboolean
points_back (GalleyPage *page, guint number)
{
  for (guint a = 0; a < galley_page_get_n_articles (page); a++)
    {
      GalleyArticle *article = galley_page_get_article (page, a);

      for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
        {
          GalleyBlock *block = galley_article_get_block (article, b);

          if (galley_block_get_role (block) == GALLEY_ROLE_JUMP &&
              jump_page (galley_protect_read (block)) == number)
            return TRUE;
        }
    }
  return FALSE;
}

static void
look_at_jump (const CheckerLook *look, GalleyEdition *edition, GalleyPage *page, GalleyBlock *block)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  const char *pages = galley_masthead_get (masthead, GALLEY_FACT_PAGES);
  guint number = jump_page (galley_protect_read (block)), last = pages != NULL ? (guint) atoi (pages) : 0;
  GalleyPage *other = number > 0 ? find_page (edition, number) : NULL;

  if (number == 0)
    return;
  if ((last > 0 && number > last) || number == galley_page_get_number (page) ||
      (other != NULL && !points_back (other, galley_page_get_number (page))))
    checker_report (look, RULE_JUMP, block, 0, galley_block_get_length (block), NULL, NULL);
}

/* Long enough that nobody wrote it twice by chance. */
static gboolean
is_telling (GalleyBlock *block)
{
  return galley_block_get_length (block) >=
         (galley_protect_read (block)->has_han ? DOUBLE_EDITION_MIN : DOUBLE_ENGLISH_MIN);
}

static void
look_at_edition (const CheckerLook *look, GalleyEdition *edition)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_text, g_str_equal);

  for (guint p = 0; p < galley_edition_get_n_pages (edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (edition, p);

      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          GalleyArticle *article = galley_page_get_article (page, a);

          for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
            {
              GalleyBlock *block = galley_article_get_block (article, b);
              gpointer text = (gpointer) galley_block_get_text (block), where;

              if (galley_block_get_role (block) == GALLEY_ROLE_JUMP)
                look_at_jump (look, edition, page, block);
              if (!is_text (block) || !is_telling (block))
                continue;
              where = g_hash_table_lookup (seen, text);
              if (where == NULL)
                g_hash_table_insert (seen, text, article);
              else if (where != article)
                checker_report (look, RULE_DOUBLE_EDITION, block, 0, galley_block_get_length (block), NULL,
                                NULL);
            }
        }
    }
}

static const CheckerPlan plan = {
  .module = "layout",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .article = look_at_article,
  .edition = look_at_edition,
};

CHECKER_PLUGIN (LayoutChecker, layout_checker, plan)
