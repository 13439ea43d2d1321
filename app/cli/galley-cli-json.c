/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-cli-json.h"
#include "galley-origin.h"

void
galley_json_strings (GalleyCliWriter *writer, const char *name, const char *const *strings)
{
  galley_cli_writer_begin_array (writer, name);
  for (guint i = 0; strings != NULL && strings[i] != NULL; i++)
    galley_cli_writer_string (writer, NULL, strings[i]);
  galley_cli_writer_end (writer);
}

/* Lines of one headline belong together: without a blank where Chinese meets, with one between Latin words. */
static void
append_line (GString *text, const char *line)
{
  if (text->len > 0 && *line != '\0')
    {
      gunichar before = g_utf8_get_char (g_utf8_prev_char (text->str + text->len));
      gunichar after = g_utf8_get_char (line);

      if (!g_unichar_iswide (before) && !g_unichar_iswide (after))
        g_string_append_c (text, ' ');
    }
  g_string_append (text, line);
}

/* All blocks of a role in one line, or NULL where there is none. */
static char *
dup_role (GalleyArticle *article, GalleyRole role)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = galley_article_get_n_blocks (article);

  for (guint i = 0; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (galley_block_get_role (block) == role)
        append_line (text, galley_block_get_text (block));
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static void
add_role (GalleyCliWriter *writer, const char *name, GalleyArticle *article, GalleyRole role)
{
  g_autofree char *text = dup_role (article, role);

  galley_cli_writer_string (writer, name, text);
}

/* An array of the texts of the blocks of one role from block @from on. */
static void
add_role_list (GalleyCliWriter *writer, const char *name, GalleyArticle *article, GalleyRole role, guint from)
{
  guint n = galley_article_get_n_blocks (article);

  galley_cli_writer_begin_array (writer, name);
  for (guint i = from; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (galley_block_get_role (block) == role)
        galley_cli_writer_string (writer, NULL, galley_block_get_text (block));
    }
  galley_cli_writer_end (writer);
}

static char *
without_blanks (const char *text)
{
  GString *result = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (result, c);
    }
  return g_string_free (result, FALSE);
}

/* The line a person was read from: the first block that prints the name, bylines before all others. Names may be spaced
 * out in print, so blanks do not count. */
static const char *
find_raw_line (GalleyArticle *article, const char *name)
{
  static const GalleyRole places[] = { GALLEY_ROLE_BYLINE, GALLEY_ROLE_CREDIT, GALLEY_ROLE_NOTE };
  g_autofree char *wanted = without_blanks (name);
  guint n = galley_article_get_n_blocks (article);

  for (guint k = 0; k < G_N_ELEMENTS (places); k++)
    {
      for (guint i = 0; i < n; i++)
        {
          GalleyBlock *block = galley_article_get_block (article, i);
          g_autofree char *text = NULL;

          if (galley_block_get_role (block) != places[k])
            continue;
          text = without_blanks (galley_block_get_text (block));
          if (strstr (text, wanted) != NULL)
            return galley_block_get_text (block);
        }
    }
  return NULL;
}

static void
add_persons (GalleyCliWriter *writer, const char *name, GalleyArticle *article)
{
  g_autoptr (GPtrArray) persons = galley_metadata_list (galley_article_get_metadata (article), "person");

  galley_cli_writer_begin_array (writer, name);
  for (guint i = 0; i < persons->len; i++)
    {
      const GalleyMetaItem *item = persons->pdata[i];

      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "name", item->value);
      galley_cli_writer_string (writer, "role", item->qualifier != NULL ? item->qualifier : "");
      galley_cli_writer_string (writer, "raw", find_raw_line (article, item->value));
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
}

/* A metadata value as a number where it is one, else as it stands. */
static void
add_fact (GalleyCliWriter *writer, const char *name, const char *value)
{
  guint64 number;

  if (value != NULL && g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT32, &number, NULL))
    galley_cli_writer_integer (writer, name, (gint64) number);
  else
    galley_cli_writer_string (writer, name, value);
}

static char *
dup_dateline_span (GalleyArticle *article)
{
  guint n = galley_article_get_n_blocks (article);

  for (guint i = 0; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      const GalleySpan *span = galley_block_find_span (block, GALLEY_SPAN_DATELINE);

      if (span != NULL)
        return g_strstrip (galley_block_dup_range (block, span->start, span->end));
    }
  return NULL;
}

static void
add_dateline (GalleyCliWriter *writer, GalleyArticle *article)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  const char *agency = galley_metadata_get (metadata, "dateline.agency");
  const char *place = galley_metadata_get (metadata, "dateline.place");
  g_autofree char *raw = dup_dateline_span (article);

  if (raw == NULL && agency == NULL && place == NULL)
    {
      galley_cli_writer_null (writer, "dateline");
      return;
    }

  galley_cli_writer_begin_object (writer, "dateline");
  galley_cli_writer_string (writer, "agency", agency);
  galley_cli_writer_string (writer, "place", place);
  add_fact (writer, "month", galley_metadata_get (metadata, "dateline.month"));
  add_fact (writer, "day", galley_metadata_get (metadata, "dateline.day"));
  galley_cli_writer_string (writer, "raw", raw);
  galley_cli_writer_end (writer);
}

static void
add_jump (GalleyCliWriter *writer, GalleyArticle *article)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  const char *kind = galley_metadata_get (metadata, "jump.kind");
  g_autofree char *raw = dup_role (article, GALLEY_ROLE_JUMP);

  if (raw == NULL && kind == NULL)
    {
      galley_cli_writer_null (writer, "jump");
      return;
    }

  galley_cli_writer_begin_object (writer, "jump");
  galley_cli_writer_string (writer, "kind", kind);
  galley_cli_writer_string (writer, "page", galley_metadata_get (metadata, "jump.page"));
  galley_cli_writer_string (writer, "raw", raw);
  galley_cli_writer_end (writer);
}

static gboolean
is_paragraph (GalleyRole role)
{
  return role == GALLEY_ROLE_BODY || role == GALLEY_ROLE_CROSSHEAD || role == GALLEY_ROLE_QUOTE;
}

/* Writes paragraphs, crossheads, and the notes before and behind them. */
static void
add_paragraphs (GalleyCliWriter *writer, GalleyArticle *article)
{
  guint n = galley_article_get_n_blocks (article);
  guint body = n;
  guint paragraph = 0;

  galley_cli_writer_begin_array (writer, "paragraphs");
  for (guint i = 0; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (!is_paragraph (galley_block_get_role (block)))
        continue;
      body = MIN (body, i);
      galley_cli_writer_string (writer, NULL, galley_block_get_text (block));
    }
  galley_cli_writer_end (writer);

  galley_cli_writer_begin_array (writer, "crossheads");
  for (guint i = 0; i < n; i++)
    {
      GalleyRole role = galley_block_get_role (galley_article_get_block (article, i));

      if (role == GALLEY_ROLE_CROSSHEAD)
        galley_cli_writer_integer (writer, NULL, paragraph);
      paragraph += is_paragraph (role) ? 1 : 0;
    }
  galley_cli_writer_end (writer);

  galley_cli_writer_begin_array (writer, "lead_notes");
  for (guint i = 0; i < body; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (body < n && galley_block_get_role (block) == GALLEY_ROLE_NOTE)
        galley_cli_writer_string (writer, NULL, galley_block_get_text (block));
    }
  galley_cli_writer_end (writer);

  add_role_list (writer, "end_notes", article, GALLEY_ROLE_NOTE, body < n ? body : 0);
}

/* What every piece of a page says about itself. */
static void
add_identity (GalleyCliWriter *writer, GalleyPage *page, GalleyArticle *article)
{
  galley_cli_writer_string (writer, "id", galley_article_get_id (article));
  if (galley_page_get_number (page) > 0)
    galley_cli_writer_integer (writer, "page", galley_page_get_number (page));
  galley_cli_writer_number (writer, "confidence", galley_article_get_confidence (article));
}

/* The healed column breaks of a paragraph: @number is its index in "paragraphs". */
static void
add_block_joins (GalleyCliWriter *writer, GalleyBlock *block, guint number)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);

  for (guint i = 0; i < n_spans; i++)
    {
      if (spans[i].kind != GALLEY_SPAN_JOIN)
        continue;
      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_integer (writer, "paragraph", number);
      galley_cli_writer_integer (writer, "offset", spans[i].start);
      galley_cli_writer_string (writer, "removed", spans[i].value);
      galley_cli_writer_number (writer, "confidence", galley_block_get_confidence (block));
      galley_cli_writer_end (writer);
    }
}

/* How sure the reader is of the role of a block. */
static void
add_guess (GalleyCliWriter *writer, GalleyBlock *block)
{
  guint start, end;

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "role", galley_role_get_name (galley_block_get_role (block)));
  if (galley_block_get_source (block, &start, &end))
    {
      galley_cli_writer_integer (writer, "source_start", start);
      galley_cli_writer_integer (writer, "source_end", end);
    }
  galley_cli_writer_number (writer, "confidence", galley_block_get_confidence (block));
  galley_cli_writer_end (writer);
}

/* The same of each role and of each join, for whoever shows the reader's guesses. */
static void
add_guesses (GalleyCliWriter *writer, GalleyArticle *article)
{
  guint n = galley_article_get_n_blocks (article);
  guint paragraph = 0;

  galley_cli_writer_begin_array (writer, "roles");
  for (guint i = 0; i < n; i++)
    add_guess (writer, galley_article_get_block (article, i));
  galley_cli_writer_end (writer);

  galley_cli_writer_begin_array (writer, "joins");
  for (guint i = 0; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (is_paragraph (galley_block_get_role (block)))
        add_block_joins (writer, block, paragraph++);
    }
  galley_cli_writer_end (writer);
}

static void
add_story (GalleyCliWriter *writer, GalleyPage *page, GalleyArticle *article)
{
  galley_cli_writer_begin_object (writer, NULL);
  add_role (writer, "kicker", article, GALLEY_ROLE_KICKER);
  add_role (writer, "headline", article, GALLEY_ROLE_HEADLINE);
  add_role_list (writer, "subheads", article, GALLEY_ROLE_SUBHEAD, 0);
  add_role (writer, "people_line", article, GALLEY_ROLE_PEOPLE);
  add_persons (writer, "bylines", article);
  add_dateline (writer, article);
  add_paragraphs (writer, article);
  add_jump (writer, article);
  add_guesses (writer, article);
  add_identity (writer, page, article);
  galley_cli_writer_end (writer);
}

static gboolean
is_caption_text (GalleyArticle *article, GalleyRole role)
{
  if (role == GALLEY_ROLE_CAPTION)
    return TRUE;
  return galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE && is_paragraph (role);
}

/* The number of the story a picture stands by: its importer noted that story's headline. -1 where there is none. */
static int
find_near (GalleyEdition *edition, GalleyArticle *picture)
{
  const char *near = galley_metadata_get (galley_article_get_metadata (picture), "near");
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  int number = 0;

  for (guint i = 0; near != NULL && i < articles->len; i++)
    {
      g_autofree char *headline = NULL;

      if (galley_article_get_kind (articles->pdata[i]) != GALLEY_ARTICLE_STORY)
        continue;
      headline = dup_role (articles->pdata[i], GALLEY_ROLE_HEADLINE);
      if (g_strcmp0 (headline, near) == 0)
        return number;
      number++;
    }
  return -1;
}

/* A picture of its own has its credits as persons. @number: the story it belongs to, or -1. */
static void
add_picture (GalleyCliWriter *writer, GalleyPage *page, GalleyArticle *article, int number)
{
  g_autofree char *title = dup_role (article, GALLEY_ROLE_HEADLINE);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = galley_article_get_n_blocks (article);

  for (guint i = 0; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (is_caption_text (article, galley_block_get_role (block)))
        append_line (text, galley_block_get_text (block));
    }

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "title", title);
  galley_cli_writer_string (writer, "text", text->str);
  add_persons (writer, "credits", article);
  if (number >= 0)
    galley_cli_writer_integer (writer, "article", number);
  else
    galley_cli_writer_null (writer, "article");
  add_guesses (writer, article);
  add_identity (writer, page, article);
  galley_cli_writer_end (writer);
}

/* A story with captions inside, as documents have them: one picture for each caption and the credit behind it. */
static void
add_inner_captions (GalleyCliWriter *writer, GalleyPage *page, GalleyArticle *article, int number)
{
  guint n = galley_article_get_n_blocks (article);

  for (guint i = 0; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyBlock *next = galley_article_get_block (article, i + 1);

      if (galley_block_get_role (block) != GALLEY_ROLE_CAPTION)
        continue;
      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_null (writer, "title");
      galley_cli_writer_string (writer, "text", galley_block_get_text (block));
      galley_cli_writer_begin_array (writer, "credits");
      galley_cli_writer_end (writer);
      if (next != NULL && galley_block_get_role (next) == GALLEY_ROLE_CREDIT)
        galley_cli_writer_string (writer, "credit_line", galley_block_get_text (next));
      galley_cli_writer_integer (writer, "article", number);
      galley_cli_writer_begin_array (writer, "roles");
      add_guess (writer, block);
      if (next != NULL && galley_block_get_role (next) == GALLEY_ROLE_CREDIT)
        add_guess (writer, next);
      galley_cli_writer_end (writer);
      add_identity (writer, page, article);
      galley_cli_writer_end (writer);
    }
}

static void
add_ad (GalleyCliWriter *writer, GalleyPage *page, GalleyArticle *article)
{
  guint n = galley_article_get_n_blocks (article);

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_begin_array (writer, "lines");
  for (guint i = 0; i < n; i++)
    galley_cli_writer_string (writer, NULL, galley_block_get_text (galley_article_get_block (article, i)));
  galley_cli_writer_end (writer);
  add_identity (writer, page, article);
  galley_cli_writer_end (writer);
}

static void
add_text_fact (GalleyCliWriter *writer, const char *name, GalleyMasthead *masthead, GalleyFact fact)
{
  const char *value = galley_masthead_get (masthead, fact);

  if (value != NULL)
    galley_cli_writer_string (writer, name, value);
}

static void
add_number_fact (GalleyCliWriter *writer, const char *name, GalleyMasthead *masthead, GalleyFact fact)
{
  const char *value = galley_masthead_get (masthead, fact);

  if (value != NULL)
    add_fact (writer, name, value);
}

static void
add_hotlines (GalleyCliWriter *writer, GalleyMasthead *masthead)
{
  const char *value = galley_masthead_get (masthead, GALLEY_FACT_HOTLINE);
  g_auto (GStrv) numbers = value != NULL ? g_strsplit (value, " ", -1) : NULL;

  if (value == NULL)
    return;
  galley_cli_writer_begin_array (writer, "hotline");
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      if (*numbers[i] != '\0')
        galley_cli_writer_string (writer, NULL, numbers[i]);
    }
  galley_cli_writer_end (writer);
}

static void
add_page_facts (GalleyCliWriter *writer, GalleyPage *page)
{
  g_autoptr (GPtrArray) staff = galley_metadata_list (galley_page_get_staff (page), NULL);

  /* Only what is printed: page 1 without a name is where copy goes that names no page. */
  if (galley_page_get_number (page) > 1 || *galley_page_get_name (page) != '\0')
    galley_cli_writer_integer (writer, "page_no", galley_page_get_number (page));
  if (*galley_page_get_name (page) != '\0')
    galley_cli_writer_string (writer, "page_name", galley_page_get_name (page));
  if (staff->len == 0)
    return;

  galley_cli_writer_begin_array (writer, "staff");
  for (guint i = 0; i < staff->len; i++)
    {
      const GalleyMetaItem *item = staff->pdata[i];

      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "role", item->qualifier != NULL ? item->qualifier : "");
      galley_cli_writer_string (writer, "name", item->value);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
}

static void
add_masthead (GalleyCliWriter *writer, GalleyEdition *edition)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);

  galley_cli_writer_begin_object (writer, "masthead");
  add_text_fact (writer, "paper_name", masthead, GALLEY_FACT_PAPER);
  add_hotlines (writer, masthead);
  add_text_fact (writer, "cn", masthead, GALLEY_FACT_CN);
  add_text_fact (writer, "post_code", masthead, GALLEY_FACT_POST_CODE);
  add_text_fact (writer, "email", masthead, GALLEY_FACT_EMAIL);
  add_text_fact (writer, "url", masthead, GALLEY_FACT_URL);
  add_text_fact (writer, "site_name", masthead, GALLEY_FACT_SITE);
  add_number_fact (writer, "issue_no", masthead, GALLEY_FACT_ISSUE);
  add_number_fact (writer, "pages_today", masthead, GALLEY_FACT_PAGES);
  add_text_fact (writer, "date", masthead, GALLEY_FACT_DATE);
  add_text_fact (writer, "weekday", masthead, GALLEY_FACT_WEEKDAY);
  add_text_fact (writer, "lunar", masthead, GALLEY_FACT_LUNAR);
  add_text_fact (writer, "publisher", masthead, GALLEY_FACT_PUBLISHER);
  /* A reading is of one page; the facts of a whole edition's other pages stand with their pieces. */
  if (galley_edition_get_n_pages (edition) == 1)
    add_page_facts (writer, galley_edition_get_page (edition, 0));
  galley_cli_writer_end (writer);
}

/* @number: of the last story so far. */
typedef void (*PieceFunc) (
    GalleyCliWriter *writer, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article, int number);

static void
each_piece (GalleyCliWriter *writer, GalleyEdition *edition, PieceFunc function)
{
  int number = -1;

  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);

      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        {
          GalleyArticle *article = galley_page_get_article (page, k);

          if (galley_article_get_kind (article) == GALLEY_ARTICLE_STORY)
            number++;
          function (writer, edition, page, article, number);
        }
    }
}

static void
write_story (
    GalleyCliWriter *writer, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article, int number)
{
  if (galley_article_get_kind (article) == GALLEY_ARTICLE_STORY)
    add_story (writer, page, article);
}

static void
write_caption (
    GalleyCliWriter *writer, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article, int number)
{
  if (galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE)
    add_picture (writer, page, article, find_near (edition, article));
  else if (galley_article_get_kind (article) == GALLEY_ARTICLE_STORY)
    add_inner_captions (writer, page, article, number);
}

static void
write_ad (
    GalleyCliWriter *writer, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article, int number)
{
  if (galley_article_get_kind (article) == GALLEY_ARTICLE_AD)
    add_ad (writer, page, article);
}

void
galley_json_reading (GalleyCliWriter *writer, GalleyEdition *edition)
{
  add_masthead (writer, edition);
  galley_cli_writer_begin_array (writer, "articles");
  each_piece (writer, edition, write_story);
  galley_cli_writer_end (writer);
  galley_cli_writer_begin_array (writer, "captions");
  each_piece (writer, edition, write_caption);
  galley_cli_writer_end (writer);
  galley_cli_writer_begin_array (writer, "ads");
  each_piece (writer, edition, write_ad);
  galley_cli_writer_end (writer);
}

static void
add_block (GalleyCliWriter *writer, GalleyBlock *block)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);
  guint start, end;

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "role", galley_role_get_name (galley_block_get_role (block)));
  galley_cli_writer_string (writer, "text", galley_block_get_text (block));
  if (n_spans > 0)
    {
      galley_cli_writer_begin_array (writer, "spans");
      for (guint i = 0; i < n_spans; i++)
        {
          galley_cli_writer_begin_object (writer, NULL);
          galley_cli_writer_string (writer, "kind", galley_span_kind_get_name (spans[i].kind));
          galley_cli_writer_integer (writer, "start", spans[i].start);
          galley_cli_writer_integer (writer, "end", spans[i].end);
          if (spans[i].value != NULL)
            galley_cli_writer_string (writer, "value", spans[i].value);
          galley_cli_writer_end (writer);
        }
      galley_cli_writer_end (writer);
    }
  if (galley_block_get_source (block, &start, &end))
    {
      galley_cli_writer_integer (writer, "source_start", start);
      galley_cli_writer_integer (writer, "source_end", end);
    }
  galley_cli_writer_number (writer, "confidence", galley_block_get_confidence (block));
  galley_cli_writer_end (writer);
}

void
galley_json_article (GalleyCliWriter *writer,
                     const char *name,
                     GalleyEdition *edition,
                     GalleyArticle *article)
{
  g_autofree char *headline = galley_article_dup_headline (article);
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), NULL);
  int number = edition != NULL ? galley_edition_number_of (edition, article) : -1;
  guint n = galley_article_get_n_blocks (article);

  galley_cli_writer_begin_object (writer, name);
  if (number >= 0)
    galley_cli_writer_integer (writer, "article", number);
  galley_cli_writer_string (writer, "id", galley_article_get_id (article));
  galley_cli_writer_string (writer, "kind", galley_article_kind_get_name (galley_article_get_kind (article)));
  galley_cli_writer_string (writer, "headline", headline);
  galley_cli_writer_string (writer, "language", galley_article_get_language (article));
  galley_cli_writer_integer (writer, "characters", galley_article_count_characters (article));
  galley_cli_writer_number (writer, "confidence", galley_article_get_confidence (article));
  galley_cli_writer_begin_array (writer, "metadata");
  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = items->pdata[i];

      if (galley_origin_is_key (item->key))
        continue;
      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "key", item->key);
      galley_cli_writer_string (writer, "value", item->value);
      if (item->qualifier != NULL)
        galley_cli_writer_string (writer, "qualifier", item->qualifier);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
  galley_cli_writer_begin_array (writer, "blocks");
  for (guint i = 0; i < n; i++)
    add_block (writer, galley_article_get_block (article, i));
  galley_cli_writer_end (writer);
  galley_cli_writer_end (writer);
}
