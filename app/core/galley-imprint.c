/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-calendar.h"
#include "galley-imprint.h"

void
galley_fault_free (GalleyFault *self)
{
  g_free (self->key);
  g_free (self->article);
  g_free (self->sentence);
  g_free (self->fix);
  g_free (self);
}

/* Takes the two strings. */
static void
add_fault (GPtrArray *faults,
           GalleyFaultKind kind,
           gboolean wrong,
           const char *key,
           GalleyArticle *article,
           char *sentence,
           char *fix)
{
  GalleyFault *fault = g_new0 (GalleyFault, 1);

  fault->kind = kind;
  fault->wrong = wrong;
  fault->key = g_strdup (key);
  fault->article = article != NULL ? g_strdup (galley_article_get_id (article)) : NULL;
  fault->sentence = sentence;
  fault->fix = fix;
  g_ptr_array_add (faults, fault);
}

static void
add_fact (GPtrArray *faults, GalleyFact fact, char *sentence, char *fix)
{
  add_fault (faults, GALLEY_FAULT_FACT, TRUE, galley_fact_get_name (fact), NULL, sentence, fix);
}

/* --- the masthead -------------------------------------------------------------------------------------------------- */

static void
check_forms (GPtrArray *faults, GalleyMasthead *masthead)
{
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (masthead, (GalleyFact) i);
      char *sentence = galley_fact_validate ((GalleyFact) i, value);

      if (sentence != NULL)
        add_fact (
            faults, (GalleyFact) i,
            g_strdup_printf (_ ("%s “%s”: %s"), galley_fact_get_label ((GalleyFact) i), value, sentence),
            NULL);
      g_free (sentence);
    }
}

/* What has to be printed in every issue. */
static void
check_missing (GPtrArray *faults, GalleyMasthead *masthead)
{
  static const GalleyFact needed[] = { GALLEY_FACT_PAPER, GALLEY_FACT_DATE, GALLEY_FACT_ISSUE,
                                       GALLEY_FACT_CN };

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      if (galley_masthead_get (masthead, needed[i]) == NULL)
        add_fault (faults, GALLEY_FAULT_FACT, FALSE, galley_fact_get_name (needed[i]), NULL,
                   g_strdup_printf (_ ("The masthead has no “%s”."), galley_fact_get_label (needed[i])),
                   NULL);
    }
}

static void
check_days (GPtrArray *faults, GalleyMasthead *masthead)
{
  const char *date = galley_masthead_get (masthead, GALLEY_FACT_DATE);
  const char *weekday = galley_masthead_get (masthead, GALLEY_FACT_WEEKDAY);
  const char *lunar = galley_masthead_get (masthead, GALLEY_FACT_LUNAR);
  g_autofree char *right_weekday = galley_calendar_dup_weekday (date);
  g_autofree char *right_lunar = galley_calendar_dup_lunar (date);

  if (weekday != NULL && right_weekday != NULL && !galley_calendar_is_weekday (date, weekday))
    add_fact (faults, GALLEY_FACT_WEEKDAY,
              g_strdup_printf (_ ("%s is %s, not %s."), date, right_weekday, weekday),
              g_strdup (right_weekday));
  if (lunar != NULL && right_lunar != NULL && !galley_calendar_is_lunar (date, lunar))
    add_fact (faults, GALLEY_FACT_LUNAR, g_strdup_printf (_ ("%s is %s, not %s."), date, right_lunar, lunar),
              g_strdup (right_lunar));
}

static void
check_numbers (GPtrArray *faults, GalleyEdition *edition, const char *last_issue, const char *last_date)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  const char *issue = galley_masthead_get (masthead, GALLEY_FACT_ISSUE);
  const char *date = galley_masthead_get (masthead, GALLEY_FACT_DATE);
  const char *pages = galley_masthead_get (masthead, GALLEY_FACT_PAGES);
  guint n = galley_edition_get_n_pages (edition);

  if (issue != NULL && last_issue != NULL &&
      g_ascii_strtoull (issue, NULL, 10) != g_ascii_strtoull (last_issue, NULL, 10) + 1)
    add_fact (faults, GALLEY_FACT_ISSUE,
              g_strdup_printf (_ ("Issue %s follows issue %s."), issue, last_issue),
              g_strdup_printf ("%" G_GUINT64_FORMAT, g_ascii_strtoull (last_issue, NULL, 10) + 1));
  if (date != NULL && last_date != NULL && strcmp (date, last_date) <= 0)
    add_fact (faults, GALLEY_FACT_DATE,
              g_strdup_printf (_ ("The edition of %s follows that of %s."), date, last_date), NULL);
  /* One page alone is a page of copy, and says nothing about how many there are. */
  if (pages != NULL && n > 1 && g_ascii_strtoull (pages, NULL, 10) != n)
    add_fact (faults, GALLEY_FACT_PAGES,
              g_strdup_printf (_ ("The masthead says %s pages, the edition has %u."), pages, n),
              g_strdup_printf ("%u", n));
}

/* --- jumps --------------------------------------------------------------------------------------------------------- */

/* "四" or "4" or "04" → 4; 0 where it is no number. */
static guint
read_number (const char *text)
{
  static const char *const figures[] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
  guint number = 0, tens = 0;
  gboolean ten = FALSE;

  if (text == NULL)
    return 0;
  if (g_ascii_isdigit (*text))
    return (guint) g_ascii_strtoull (text, NULL, 10);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean known = FALSE;

      if (g_str_has_prefix (p, "十"))
        {
          tens = number > 0 ? number : 1;
          number = 0;
          ten = TRUE;
          continue;
        }
      for (guint i = 0; i < G_N_ELEMENTS (figures) && !known; i++)
        {
          known = g_str_has_prefix (p, figures[i]);
          if (known)
            number = i;
        }
      if (!known)
        return 0;
    }
  return ten ? tens * 10 + number : number;
}

typedef struct
{
  GalleyArticle *article;
  guint page;  /* it stands on */
  guint other; /* page it points to */
  gboolean to; /* 下转; else 上接 */
  gboolean met;
} Jump;

/* A jump line that stands in its paragraph: "（上接第1版）活动现场……", or at the end of one. @to: which of both is looked for. The
 * number of its page, 0 where there is none. */
static guint
find_inline (GalleyArticle *article, gboolean to)
{
  static const char number[] = "第?\\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\\s*版\\s*[）)]";
  g_autofree char *pattern = to ? g_strconcat ("[（(]\\s*下转\\s*", number, "\\s*$", NULL)
                                : g_strconcat ("^\\s*[（(]\\s*(?:上接|紧接)\\s*", number, NULL);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      g_autoptr (GMatchInfo) match = NULL;
      g_autofree char *digits = NULL;

      if (!g_regex_match (regex, galley_block_get_text (block), 0, &match))
        continue;
      digits = g_match_info_fetch (match, 1);
      return read_number (digits);
    }
  return 0;
}

/* What the metadata do not say, the text may. */
static void
add_inline (GArray *jumps, GalleyArticle *article, guint page, const char *known)
{
  static const char *const kinds[] = { "from", "to" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Jump jump = { .article = article, .page = page, .to = i == 1 };

      if (g_strcmp0 (known, kinds[i]) == 0)
        continue;
      jump.other = find_inline (article, jump.to);
      if (jump.other > 0)
        g_array_append_val (jumps, jump);
    }
}

static GArray *
list_jumps (GalleyEdition *edition)
{
  GArray *jumps = g_array_new (FALSE, FALSE, sizeof (Jump));

  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);

      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        {
          GalleyArticle *article = galley_page_get_article (page, k);
          GalleyMetadata *metadata = galley_article_get_metadata (article);
          const char *kind = galley_metadata_get (metadata, "jump.kind");
          Jump jump = { .article = article, .page = galley_page_get_number (page) };

          add_inline (jumps, article, jump.page, kind);
          if (kind == NULL)
            continue;
          jump.to = g_str_equal (kind, "to");
          jump.other = read_number (galley_metadata_get (metadata, "jump.page"));
          g_array_append_val (jumps, jump);
        }
    }
  return jumps;
}

static gboolean
has_page (GalleyEdition *edition, guint number)
{
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      if (galley_page_get_number (galley_edition_get_page (edition, i)) == number)
        return TRUE;
    }
  return FALSE;
}

/* The other end: on the page it points to, pointing back, and not the end of another jump yet. */
static Jump *
find_end (GArray *jumps, const Jump *jump)
{
  for (guint i = 0; i < jumps->len; i++)
    {
      Jump *other = &g_array_index (jumps, Jump, i);

      if (other->to != jump->to && other->page == jump->other && other->other == jump->page && !other->met)
        return other;
    }
  return NULL;
}

static void
check_jump (GPtrArray *faults, GalleyEdition *edition, GArray *jumps, Jump *jump)
{
  Jump *end = find_end (jumps, jump);
  g_autofree char *headline = galley_article_dup_headline (jump->article);

  if (end != NULL)
    jump->met = end->met = TRUE;
  else if (jump->other == 0)
    add_fault (faults, GALLEY_FAULT_JUMP, TRUE, NULL, jump->article,
               g_strdup_printf (_ ("“%s” jumps, but says to no page."), headline), NULL);
  else if (jump->other == jump->page)
    add_fault (faults, GALLEY_FAULT_JUMP, TRUE, NULL, jump->article,
               g_strdup_printf (_ ("“%s” jumps to the page it stands on."), headline), NULL);
  else if (!has_page (edition, jump->other))
    /* A page that has not come in yet. */
    add_fault (faults, GALLEY_FAULT_JUMP, galley_edition_get_n_pages (edition) > 1, NULL, jump->article,
               g_strdup_printf (jump->to ? _ ("“%s” is continued on page %u, which is not there.")
                                         : _ ("“%s” is continued from page %u, which is not there."),
                                headline, jump->other),
               NULL);
  else
    add_fault (faults, GALLEY_FAULT_JUMP, TRUE, NULL, jump->article,
               g_strdup_printf (
                   jump->to ? _ ("“%s” is continued on page %u, but nothing there continues it.")
                            : _ ("“%s” is continued from page %u, but nothing there is continued here."),
                   headline, jump->other),
               NULL);
}

static void
check_jumps (GPtrArray *faults, GalleyEdition *edition)
{
  g_autoptr (GArray) jumps = list_jumps (edition);

  for (guint i = 0; i < jumps->len; i++)
    {
      Jump *jump = &g_array_index (jumps, Jump, i);

      if (!jump->met)
        check_jump (faults, edition, jumps, jump);
    }
}

/* --- the digest ---------------------------------------------------------------------------------------------------- */

static GalleyPage *
find_page (GalleyEdition *edition, guint number)
{
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);

      if (galley_page_get_number (page) == number)
        return page;
    }
  return NULL;
}

/* Letters, figures and characters alone: blanks and marks differ between a digest and the headline it names. */
static char *
dup_bare (const char *text)
{
  GString *bare = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_isalnum (g_utf8_get_char (p)))
        g_string_append_unichar (bare, g_unichar_tolower (g_utf8_get_char (p)));
    }
  return g_string_free (bare, FALSE);
}

static gboolean
has_headline (GalleyPage *page, const char *line)
{
  g_autofree char *bare = dup_bare (line);

  for (guint i = 0; i < galley_page_get_n_articles (page); i++)
    {
      GalleyArticle *article = galley_page_get_article (page, i);

      for (guint k = 0; k < galley_article_get_n_blocks (article); k++)
        {
          GalleyBlock *block = galley_article_get_block (article, k);
          g_autofree char *head = NULL;

          if (!galley_role_is_head (galley_block_get_role (block)))
            continue;
          head = dup_bare (galley_block_get_text (block));
          if (*head != '\0' && (strstr (bare, head) != NULL || strstr (head, bare) != NULL))
            return TRUE;
        }
    }
  return FALSE;
}

/* One line of a digest: a headline, and the page it is on ("……4版", "(第4版)", "4版 …", "▶04"). */
static gboolean
read_line (const char *line, char **headline, guint *page)
{
  static const char number[] = "(?:第\\s*)?([0-9]{1,2}|[一二三四五六七八九十]{1,3})\\s*版";
  g_autoptr (GRegex) regex = g_regex_new (number, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *digits = NULL;
  int start, end;

  if (!g_regex_match (regex, line, 0, &match))
    return FALSE;
  digits = g_match_info_fetch (match, 1);
  g_match_info_fetch_pos (match, 0, &start, &end);
  *page = read_number (digits);
  *headline = g_strdup_printf ("%.*s%s", start, line, line + end);
  return *page > 0;
}

gboolean
galley_imprint_is_digest (GalleyArticle *article)
{
  g_autofree char *headline = galley_article_dup_headline (article);
  const char *genre = galley_metadata_get (galley_article_get_metadata (article), "genre");
  g_autofree char *bare = dup_bare (headline);

  return g_strcmp0 (genre, "导读") == 0 || g_str_has_suffix (bare, "导读") ||
         g_str_has_suffix (bare, "导览") || g_str_equal (bare, "今日看点") || g_str_equal (bare, "inside");
}

static void
check_digest (GPtrArray *faults, GalleyEdition *edition, GalleyArticle *article)
{
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      g_autofree char *headline = NULL;
      g_autofree char *bare = NULL;
      GalleyPage *page;
      guint number;

      if (galley_role_is_head (galley_block_get_role (block)) ||
          !read_line (galley_block_get_text (block), &headline, &number))
        continue;
      bare = dup_bare (headline);
      page = find_page (edition, number);
      if (page == NULL)
        add_fault (faults, GALLEY_FAULT_DIGEST, galley_edition_get_n_pages (edition) > 1, NULL, article,
                   g_strdup_printf (_ ("The digest points to page %u, which is not there."), number), NULL);
      else if (*bare != '\0' && !has_headline (page, headline))
        add_fault (faults, GALLEY_FAULT_DIGEST, TRUE, NULL, article,
                   g_strdup_printf (_ ("The digest says “%s” is on page %u; no headline there is that."),
                                    headline, number),
                   NULL);
    }
}

static void
check_digests (GPtrArray *faults, GalleyEdition *edition)
{
  GalleyPage *page = find_page (edition, 1);

  for (guint i = 0; page != NULL && i < galley_page_get_n_articles (page); i++)
    {
      if (galley_imprint_is_digest (galley_page_get_article (page, i)))
        check_digest (faults, edition, galley_page_get_article (page, i));
    }
}

char *
galley_imprint_dup_digest (GalleyEdition *edition, guint per_page)
{
  GString *digest = g_string_new (NULL);

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);

  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);
      guint n = 0;

      if (galley_page_get_number (page) <= 1)
        continue;
      for (guint k = 0; k < galley_page_get_n_articles (page) && n < per_page; k++)
        {
          GalleyArticle *article = galley_page_get_article (page, k);
          const char *kind = galley_metadata_get (galley_article_get_metadata (article), "jump.kind");
          g_autofree char *headline = galley_article_dup_headline (article);

          if (galley_article_get_kind (article) != GALLEY_ARTICLE_STORY || *headline == '\0' ||
              g_strcmp0 (kind, "from") == 0)
            continue;
          n++;
          g_string_append_printf (digest, "%s……%u版\n", headline, galley_page_get_number (page));
        }
    }
  return g_string_free (digest, FALSE);
}

/* --- the whole ----------------------------------------------------------------------------------------------------- */

GPtrArray *
galley_imprint_check (GalleyEdition *edition, const char *last_issue, const char *last_date)
{
  GPtrArray *faults = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_fault_free);
  GalleyMasthead *masthead;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), faults);

  masthead = galley_edition_get_masthead (edition);
  check_forms (faults, masthead);
  check_missing (faults, masthead);
  check_days (faults, masthead);
  check_numbers (faults, edition, last_issue, last_date);
  check_jumps (faults, edition);
  check_digests (faults, edition);
  return faults;
}

GalleyEdition *
galley_imprint_make_next (GalleyEdition *last, const char *date)
{
  GalleyEdition *next;
  GalleyMasthead *from, *to;
  const char *issue;
  g_autofree char *day = NULL;
  g_autofree char *weekday = NULL;
  g_autofree char *lunar = NULL;

  g_return_val_if_fail (GALLEY_IS_EDITION (last), NULL);

  next = galley_edition_new ();
  from = galley_edition_get_masthead (last);
  to = galley_edition_get_masthead (next);
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    galley_masthead_set (to, (GalleyFact) i, galley_masthead_get (from, (GalleyFact) i));
  day = date != NULL ? g_strdup (date)
                     : galley_calendar_dup_later (galley_masthead_get (from, GALLEY_FACT_DATE), 1);
  weekday = galley_calendar_dup_weekday (day);
  lunar = galley_calendar_dup_lunar (day);
  galley_masthead_set (to, GALLEY_FACT_DATE, day);
  galley_masthead_set (to, GALLEY_FACT_WEEKDAY, weekday);
  galley_masthead_set (to, GALLEY_FACT_LUNAR,
                       galley_masthead_get (from, GALLEY_FACT_LUNAR) != NULL ? lunar : NULL);
  issue = galley_masthead_get (from, GALLEY_FACT_ISSUE);
  if (issue != NULL)
    {
      g_autofree char *number =
          g_strdup_printf ("%" G_GUINT64_FORMAT, g_ascii_strtoull (issue, NULL, 10) + 1);

      galley_masthead_set (to, GALLEY_FACT_ISSUE, number);
    }
  for (guint i = 0; i < galley_edition_get_n_pages (last); i++)
    {
      GalleyPage *old = galley_edition_get_page (last, i);
      GalleyPage *page =
          galley_edition_ensure_page (next, galley_page_get_number (old), galley_page_get_name (old));
      g_autoptr (GPtrArray) staff = galley_metadata_list (galley_page_get_staff (old), NULL);

      for (guint k = 0; k < staff->len; k++)
        {
          const GalleyMetaItem *item = g_ptr_array_index (staff, k);

          galley_metadata_add (galley_page_get_staff (page), item->key, item->value, item->qualifier);
        }
    }
  return next;
}
