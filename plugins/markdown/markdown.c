/* SPDX-License-Identifier: GPL-3.0-or-later */
/* markdown — articles as Markdown, in and out.
 *
 * Front matter between `---` lines begins what it describes: with `edition:` the facts of the masthead, with `page:` a page,
 * with `asset:` a picture, else an article and its metadata. `#` is the headline and begins an article; `##` below it is
 * the subhead, lower headings are crossheads, `>` is a quote. Any other role is said at the start of the paragraph:
 * `{kicker} …`, `{people} …`, `{byline} …`, `{note} …`. Kickers stand before their headline. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>
#include <md4c.h>

#include "galley-byline.h"
#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

#include "../common/galley-charset.h"
#include "markdown-entities.h"
#include "markdown-export.h"
#include "markdown-front.h"

#define MARKDOWN_TYPE_IMPORTER (markdown_importer_get_type ())
G_DECLARE_FINAL_TYPE (MarkdownImporter, markdown_importer, MARKDOWN, IMPORTER, GObject)

struct _MarkdownImporter
{
  GObject parent_instance;
};

/* A paragraph as it was read, before its role is known for good. */
typedef struct
{
  GString *text;
  GArray *spans; /* of GalleySpan, in characters of text */
  guint length;  /* in characters */
  guint heading; /* 1 … 6, or 0 */
  gboolean quoted;
  gboolean literal; /* a brace at its start is only a brace */
} Paragraph;

typedef struct
{
  GalleyBuilder *builder;
  GalleyJob *job;

  /* Of the article in hand. */
  gboolean has_head;
  gboolean only_head;
  gboolean is_empty;
  GPtrArray *kickers; /* of Paragraph: they belong to the article of the headline that follows, if one does */
  char *title;        /* of foreign front matter, until a headline turns up */

  /* Of the paragraph in hand. */
  Paragraph *paragraph;
  GArray *open;        /* of GalleySpan: marks that have begun */
  gboolean soft_break; /* a line end that may stand for a blank */
  guint heading;
  guint quotes;
  GArray *lists; /* of gint: the next number, or -1 for bullets */
  gboolean item_begins;
  guint cell;
} Reader;

/* --- paragraphs ------------------------------------------------------------------------------------------------- */

static void
span_clear (gpointer data)
{
  g_free ((char *) ((GalleySpan *) data)->value);
}

static GArray *
spans_new (void)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (GalleySpan));

  g_array_set_clear_func (spans, span_clear);
  return spans;
}

static void
paragraph_free (gpointer data)
{
  Paragraph *paragraph = data;

  g_string_free (paragraph->text, TRUE);
  g_array_unref (paragraph->spans);
  g_free (paragraph);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paragraph, paragraph_free)

/* Takes "{role} " off the start of the text. */
static gboolean
take_role (Paragraph *paragraph, GalleyRole *role)
{
  const char *end = paragraph->text->str[0] == '{' ? strchr (paragraph->text->str, '}') : NULL;
  g_autofree char *name = NULL;
  guint removed;

  if (end == NULL || paragraph->literal)
    return FALSE;
  name = g_strndup (paragraph->text->str + 1, (gsize) (end - paragraph->text->str - 1));
  if (!galley_role_from_name (name, role))
    return FALSE;
  end++;
  while (*end == ' ' || *end == '\t')
    end++;
  removed = (guint) (end - paragraph->text->str);
  g_string_erase (paragraph->text, 0, removed);
  paragraph->length -= removed;
  for (guint i = 0; i < paragraph->spans->len; i++)
    {
      GalleySpan *span = &g_array_index (paragraph->spans, GalleySpan, i);

      span->start -= MIN (span->start, removed);
      span->end -= MIN (span->end, removed);
    }
  return TRUE;
}

/* Pushes the text piece by piece, so that the builder can say where each mark begins and ends after it has brought the
 * text into its own form. */
static void
push_paragraph (Reader *reader, Paragraph *paragraph, GalleyRole role)
{
  GArray *spans = paragraph->spans;
  g_autofree guint *starts = g_new0 (guint, MAX (spans->len, 1));
  const char *text = paragraph->text->str;
  guint offset = 0;

  galley_builder_begin (reader->builder, role);
  for (guint next; offset <= paragraph->length; offset = next)
    {
      const char *end;
      guint now = galley_builder_get_offset (reader->builder);

      next = paragraph->length;
      for (guint i = 0; i < spans->len; i++)
        {
          const GalleySpan *span = &g_array_index (spans, GalleySpan, i);

          if (span->start == offset)
            starts[i] = now;
          if (span->end == offset)
            galley_builder_mark (reader->builder, span->kind, starts[i], now, span->value);
          if (span->start > offset)
            next = MIN (next, span->start);
          if (span->end > offset)
            next = MIN (next, span->end);
        }
      if (offset == paragraph->length)
        break;
      end = g_utf8_offset_to_pointer (text, next - offset);
      galley_builder_text (reader->builder, text, end - text, GALLEY_STYLE_PLAIN);
      text = end;
    }
  reader->is_empty = FALSE;
  reader->has_head |= role == GALLEY_ROLE_HEADLINE;
  reader->only_head &= galley_role_is_head (role);
}

static void
push_kickers (Reader *reader)
{
  for (guint i = 0; i < reader->kickers->len; i++)
    push_paragraph (reader, g_ptr_array_index (reader->kickers, i), GALLEY_ROLE_KICKER);
  g_ptr_array_set_size (reader->kickers, 0);
}

/* The title of foreign front matter is the headline, unless the text brings one. */
static void
push_title (Reader *reader)
{
  g_autofree char *title = g_steal_pointer (&reader->title);

  if (title == NULL)
    return;
  galley_builder_begin (reader->builder, GALLEY_ROLE_HEADLINE);
  galley_builder_text (reader->builder, title, -1, GALLEY_STYLE_PLAIN);
  reader->is_empty = FALSE;
  reader->has_head = TRUE;
}

static void
end_article (Reader *reader)
{
  push_title (reader);
  push_kickers (reader);
  galley_builder_next_article (reader->builder);
  reader->has_head = FALSE;
  reader->only_head = TRUE;
  reader->is_empty = TRUE;
}

static gboolean
reads_as_byline (const char *text)
{
  g_autoptr (GPtrArray) people = galley_byline_parse (text);

  return people != NULL && people->len > 0;
}

static GalleyRole
guess_role (Reader *reader, Paragraph *paragraph)
{
  if (paragraph->heading == 1)
    return GALLEY_ROLE_HEADLINE;
  if (paragraph->heading == 2 && reader->has_head && reader->only_head)
    return GALLEY_ROLE_SUBHEAD;
  if (paragraph->heading > 0)
    return GALLEY_ROLE_CROSSHEAD;
  if (paragraph->quoted)
    return GALLEY_ROLE_QUOTE;
  if (reader->has_head && reader->only_head && reads_as_byline (paragraph->text->str))
    return GALLEY_ROLE_BYLINE;
  return GALLEY_ROLE_BODY;
}

static void
finish_paragraph (Reader *reader)
{
  g_autoptr (Paragraph) paragraph = g_steal_pointer (&reader->paragraph);
  GalleyRole role;

  reader->soft_break = FALSE;
  g_array_set_size (reader->open, 0);
  if (paragraph == NULL || strspn (paragraph->text->str, " \t\n") == paragraph->text->len)
    return;
  if (!take_role (paragraph, &role))
    {
      if (paragraph->heading == 1)
        g_clear_pointer (&reader->title, g_free);
      else
        push_title (reader);
      role = guess_role (reader, paragraph);
      if (paragraph->heading == 1 && !reader->is_empty)
        {
          /* The kickers in hand are those of the new headline. */
          g_autoptr (GPtrArray) kickers = g_steal_pointer (&reader->kickers);

          reader->kickers = g_ptr_array_new_with_free_func (paragraph_free);
          end_article (reader);
          g_ptr_array_extend_and_steal (reader->kickers, g_steal_pointer (&kickers));
        }
    }
  else if (role == GALLEY_ROLE_KICKER)
    {
      g_ptr_array_add (reader->kickers, g_steal_pointer (&paragraph));
      return;
    }
  push_kickers (reader);
  push_paragraph (reader, paragraph, role);
}

static Paragraph *
ensure_paragraph (Reader *reader)
{
  Paragraph *paragraph = reader->paragraph;

  if (paragraph != NULL)
    return paragraph;
  paragraph = reader->paragraph = g_new0 (Paragraph, 1);
  paragraph->text = g_string_new (NULL);
  paragraph->spans = spans_new ();
  paragraph->heading = reader->heading;
  paragraph->quoted = reader->quotes > 0;
  if (reader->item_begins && reader->lists->len > 0)
    {
      gint *number = &g_array_index (reader->lists, gint, reader->lists->len - 1);

      if (*number >= 0)
        g_string_append_printf (paragraph->text, "%d. ", (*number)++);
      else
        g_string_append (paragraph->text, "• ");
      paragraph->length = (guint) g_utf8_strlen (paragraph->text->str, -1);
      reader->item_begins = FALSE;
    }
  return paragraph;
}

/* --- inline ----------------------------------------------------------------------------------------------------- */

/* Between two Han characters, or beside a Chinese mark, a line end in the source is nothing. */
static gboolean
is_wide (gunichar c)
{
  return g_unichar_iswide (c) || (c >= 0x2014 && c <= 0x2026);
}

/* The blank stands before the marks that have begun since the line end. */
static void
add_blank (Reader *reader)
{
  for (guint i = 0; i < reader->open->len; i++)
    {
      GalleySpan *open = &g_array_index (reader->open, GalleySpan, i);

      open->start += open->start == reader->paragraph->length;
    }
  g_string_append_c (reader->paragraph->text, ' ');
  reader->paragraph->length++;
}

static void
add_text (Reader *reader, const char *text, gsize length)
{
  Paragraph *paragraph = ensure_paragraph (reader);

  if (length == 0)
    return;
  if (reader->soft_break && paragraph->text->len > 0)
    {
      const char *last =
          g_utf8_find_prev_char (paragraph->text->str, paragraph->text->str + paragraph->text->len);

      if (!is_wide (g_utf8_get_char (last)) || !is_wide (g_utf8_get_char (text)))
        add_blank (reader);
    }
  reader->soft_break = FALSE;
  g_string_append_len (paragraph->text, text, (gssize) length);
  paragraph->length += (guint) g_utf8_strlen (text, (gssize) length);
}

static void
open_mark (Reader *reader, GalleySpanKind kind, char *value)
{
  GalleySpan span = { kind, ensure_paragraph (reader)->length, 0, value };

  g_array_append_val (reader->open, span);
}

static void
close_mark (Reader *reader, GalleySpanKind kind)
{
  for (guint i = reader->open->len; i > 0; i--)
    {
      GalleySpan *open = &g_array_index (reader->open, GalleySpan, i - 1);
      GalleySpan span = *open;

      if (open->kind != kind)
        continue;
      open->value = NULL;
      g_array_remove_index (reader->open, i - 1);
      span.end = ensure_paragraph (reader)->length;
      g_array_append_val (reader->paragraph->spans, span);
      return;
    }
}

/* A tag inside of the text: the marks that have no sign of their own, and those that asterisks cannot say. */
static void
read_tag (Reader *reader, const char *text, gsize length)
{
  static const struct
  {
    const char *name;
    GalleySpanKind kind;
    const char *attribute;
  } known[] = {
    { "strong", GALLEY_SPAN_STRONG, NULL }, { "b", GALLEY_SPAN_STRONG, NULL },
    { "em", GALLEY_SPAN_EMPHASIS, NULL },   { "i", GALLEY_SPAN_EMPHASIS, NULL },
    { "a", GALLEY_SPAN_LINK, "href" },      { "dateline", GALLEY_SPAN_DATELINE, NULL },
  };
  g_autofree char *tag = g_strndup (text, length);
  gboolean closes = g_str_has_prefix (tag, "</");
  const char *start = tag + (closes ? 2 : 1);
  g_autofree char *name =
      g_ascii_strdown (start, (gssize) strspn (start, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS));

  if (g_str_has_prefix (tag, "<!--"))
    return;
  if (g_str_equal (name, "join"))
    {
      open_mark (reader, GALLEY_SPAN_JOIN, markdown_tag_attribute (tag, "removed"));
      close_mark (reader, GALLEY_SPAN_JOIN);
      return;
    }
  if (g_str_equal (name, "br"))
    {
      add_text (reader, "\n", 1);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (!g_str_equal (known[i].name, name))
        continue;
      if (closes)
        close_mark (reader, known[i].kind);
      else
        open_mark (reader, known[i].kind,
                   known[i].attribute != NULL ? markdown_tag_attribute (tag, known[i].attribute) : NULL);
      return;
    }
  add_text (reader, text, length);
}

static char *
attribute_text (const MD_ATTRIBUTE *attribute)
{
  return attribute->text != NULL ? markdown_decode_entities (attribute->text, attribute->size)
                                 : g_strdup ("");
}

/* --- what md4c tells -------------------------------------------------------------------------------------------- */

static int
enter_block (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Reader *reader = user_data;
  gint number = -1;

  if (type != MD_BLOCK_TH && type != MD_BLOCK_TD)
    finish_paragraph (reader);
  switch (type)
    {
    case MD_BLOCK_QUOTE:
      reader->quotes++;
      break;
    case MD_BLOCK_OL:
      number = (gint) MIN (((MD_BLOCK_OL_DETAIL *) detail)->start, G_MAXINT / 2);
      g_array_append_val (reader->lists, number);
      break;
    case MD_BLOCK_UL:
      g_array_append_val (reader->lists, number);
      break;
    case MD_BLOCK_LI:
      reader->item_begins = TRUE;
      break;
    case MD_BLOCK_H:
      reader->heading = ((MD_BLOCK_H_DETAIL *) detail)->level;
      break;
    case MD_BLOCK_TR:
      reader->cell = 0;
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      /* A row of a table is one paragraph. */
      if (reader->cell++ > 0)
        add_text (reader, "\t", 1);
      break;
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
    default:
      break;
    }
  return galley_builder_is_full (reader->builder) || !galley_job_continues (reader->job, NULL);
}

static int
leave_block (MD_BLOCKTYPE type, void *detail, void *user_data)
{
  Reader *reader = user_data;

  if (type == MD_BLOCK_TH || type == MD_BLOCK_TD)
    return 0;
  finish_paragraph (reader);
  if (type == MD_BLOCK_QUOTE)
    reader->quotes--;
  else if (type == MD_BLOCK_OL || type == MD_BLOCK_UL)
    g_array_set_size (reader->lists, reader->lists->len - 1);
  else if (type == MD_BLOCK_H)
    reader->heading = 0;
  else if (type == MD_BLOCK_LI)
    reader->item_begins = FALSE;
  return 0;
}

static int
enter_span (MD_SPANTYPE type, void *detail, void *user_data)
{
  Reader *reader = user_data;

  if (type == MD_SPAN_STRONG)
    open_mark (reader, GALLEY_SPAN_STRONG, NULL);
  else if (type == MD_SPAN_EM)
    open_mark (reader, GALLEY_SPAN_EMPHASIS, NULL);
  else if (type == MD_SPAN_A)
    open_mark (reader, GALLEY_SPAN_LINK, attribute_text (&((MD_SPAN_A_DETAIL *) detail)->href));
  return 0;
}

static int
leave_span (MD_SPANTYPE type, void *detail, void *user_data)
{
  Reader *reader = user_data;

  if (type == MD_SPAN_STRONG)
    close_mark (reader, GALLEY_SPAN_STRONG);
  else if (type == MD_SPAN_EM)
    close_mark (reader, GALLEY_SPAN_EMPHASIS);
  else if (type == MD_SPAN_A)
    close_mark (reader, GALLEY_SPAN_LINK);
  return 0;
}

static int
read_text (MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user_data)
{
  Reader *reader = user_data;
  g_autofree char *decoded = NULL;

  switch (type)
    {
    case MD_TEXT_BR:
      add_text (reader, "\n", 1);
      break;
    case MD_TEXT_SOFTBR:
      reader->soft_break = TRUE;
      break;
    case MD_TEXT_ENTITY:
      decoded = markdown_decode_entity (text, size);
      ensure_paragraph (reader)->literal |= ensure_paragraph (reader)->length == 0;
      add_text (reader, decoded, strlen (decoded));
      break;
    case MD_TEXT_HTML:
      read_tag (reader, text, size);
      break;
    case MD_TEXT_NULLCHAR:
      add_text (reader, "\xEF\xBF\xBD", 3);
      break;
    case MD_TEXT_NORMAL:
    case MD_TEXT_CODE:
    case MD_TEXT_LATEXMATH:
    default:
      add_text (reader, text, size);
      break;
    }
  return 0;
}

static void
read_markdown (Reader *reader, const char *text, gsize length)
{
  /* Indents are how Chinese paragraphs begin, not code; blocks of HTML are paragraphs with tags in them. */
  static const MD_PARSER parser = {
    .flags = MD_FLAG_TABLES | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_NOHTMLBLOCKS,
    .enter_block = enter_block,
    .leave_block = leave_block,
    .enter_span = enter_span,
    .leave_span = leave_span,
    .text = read_text,
  };

  (void) md_parse (text, (MD_SIZE) length, &parser, reader);
  finish_paragraph (reader);
  reader->heading = 0;
  reader->quotes = 0;
  reader->item_begins = FALSE;
  g_array_set_size (reader->lists, 0);
}

/* --- front matter ----------------------------------------------------------------------------------------------- */

static void
read_edition_front (Reader *reader, const GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const FrontItem *item = g_ptr_array_index (items, i);
      GalleyFact fact;

      if (galley_fact_from_name (item->key, &fact))
        galley_builder_fact (reader->builder, fact, item->value);
    }
}

static void
read_asset_front (Reader *reader, const GPtrArray *items)
{
  const char *data = front_get (items, "data");
  g_autofree guchar *bytes = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GalleyAsset) asset = NULL;
  gsize length = 0;

  if (data != NULL && *data != '\0')
    bytes = g_base64_decode (data, &length);
  if (length == 0)
    {
      galley_job_note (reader->job, _ ("The picture “%s” holds no data and was left out."),
                       front_get (items, "asset"));
      return;
    }
  content = g_bytes_new (bytes, length);
  asset = galley_asset_new (front_get (items, "asset"), front_get (items, "type"), content);
  for (guint i = 0; i < items->len; i++)
    {
      const FrontItem *item = g_ptr_array_index (items, i);

      if (g_str_has_prefix (item->key, "info."))
        galley_asset_set_info (asset, item->key + strlen ("info."), item->value);
    }
  /* It may stand before the headline of its article, and so does not make it one that has begun. */
  galley_builder_asset (reader->builder, asset);
}

/* The names other programs use for what our metadata call otherwise. */
static const char *
own_key (const char *key)
{
  static const char *const same[][2] = {
    { "author", "person" },    { "authors", "person" },     { "tags", "keyword" },  { "keywords", "keyword" },
    { "category", "section" }, { "categories", "section" }, { "lang", "language" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      if (g_str_equal (same[i][0], key))
        return same[i][1];
    }
  return key;
}

static void
read_article_front (Reader *reader, const GPtrArray *items)
{
  const char *kind_name = front_get (items, "kind");
  gboolean is_ours = kind_name != NULL;
  GalleyArticleKind kind;

  if (is_ours && galley_article_kind_from_name (kind_name, &kind))
    galley_builder_kind (reader->builder, kind);
  for (guint i = 0; i < items->len; i++)
    {
      const FrontItem *item = g_ptr_array_index (items, i);

      if (g_str_has_prefix (item->key, "meta."))
        galley_builder_item (reader->builder, item->key + strlen ("meta."), item->value, item->qualifier);
      else if (markdown_key_is_reserved (item->key))
        continue;
      else if (!is_ours && g_str_equal (item->key, "title"))
        {
          g_free (reader->title);
          reader->title = g_strdup (item->value);
        }
      else
        galley_builder_item (reader->builder, is_ours ? item->key : own_key (item->key), item->value,
                             item->qualifier);
    }
}

static void
read_page_front (Reader *reader, const GPtrArray *items)
{
  guint64 number = g_ascii_strtoull (front_get (items, "page"), NULL, 10);

  galley_builder_page (reader->builder, (guint) MIN (number, 9999), front_get (items, "page-name"));
  for (guint i = 0; i < items->len; i++)
    {
      const FrontItem *item = g_ptr_array_index (items, i);

      if (g_str_equal (item->key, "staff"))
        galley_builder_staff (reader->builder, item->qualifier, item->value);
    }
}

static void
read_front (Reader *reader, const GPtrArray *items)
{
  if (front_get (items, "asset") != NULL)
    {
      read_asset_front (reader, items);
      return;
    }
  end_article (reader);
  if (front_get (items, "edition") != NULL)
    {
      read_edition_front (reader, items);
      return;
    }
  if (front_get (items, "page") != NULL)
    read_page_front (reader, items);
  read_article_front (reader, items);
}

/* --- the file --------------------------------------------------------------------------------------------------- */

static const char *
line_end_of (const char *line, const char *end)
{
  const char *found = memchr (line, '\n', (gsize) (end - line));

  return found != NULL ? found + 1 : end;
}

static gboolean
is_rule (const char *line, const char *line_end)
{
  gsize length = (gsize) (line_end - line);

  while (length > 0 && g_ascii_isspace (line[length - 1]))
    length--;
  return length == 3 && memcmp (line, "---", 3) == 0;
}

/* Front matter that begins with the rule at @line: its items, and where it ends; NULL where it is only a rule. */
static GPtrArray *
find_front (const char *line, const char *end, const char **after)
{
  const char *start = line_end_of (line, end);

  for (const char *p = start; p < end; p = line_end_of (p, end))
    {
      if (!is_rule (p, line_end_of (p, end)))
        continue;
      *after = line_end_of (p, end);
      return front_parse (start, (gsize) (p - start));
    }
  return NULL;
}

static gboolean
read_file (Reader *reader, const char *text, gsize length, GError **error)
{
  const char *end = text + length;
  const char *chunk = text;
  gboolean after_blank = TRUE;

  for (const char *line = text; line < end;)
    {
      const char *next = line_end_of (line, end);
      g_autoptr (GPtrArray) items = NULL;

      if (after_blank && is_rule (line, next))
        items = find_front (line, end, &next);
      if (items != NULL)
        {
          read_markdown (reader, chunk, (gsize) (line - chunk));
          read_front (reader, items);
          chunk = next;
          galley_job_progress (reader->job, (double) (next - text) / (double) length);
          if (!galley_job_continues (reader->job, error))
            return FALSE;
        }
      else
        next = line_end_of (line, end);
      after_blank = items != NULL || strspn (line, " \t\r") >= (gsize) (next - line) - 1;
      line = next;
    }
  read_markdown (reader, chunk, (gsize) (end - chunk));
  end_article (reader);
  return galley_job_continues (reader->job, error);
}

static guint
markdown_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  const char *suffix = galley_source_get_suffix (source);

  if (!galley_charset_is_text (head, length))
    return 0;
  if (g_str_equal (suffix, "md") || g_str_equal (suffix, "markdown"))
    return 70;
  return (length > 4 && memcmp (head, "---\n", 4) == 0) || (length > 2 && memcmp (head, "# ", 2) == 0) ? 40
                                                                                                       : 0;
}

static gboolean
markdown_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (GalleyDecoded) decoded = NULL;
  Reader reader = { .builder = builder, .job = job, .only_head = TRUE, .is_empty = TRUE };
  gboolean good;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (galley_source_get_bytes (source), &length);

  /* Pictures stand in the file as text, a third larger than they are. */
  if (length > 2 * (gsize) GALLEY_BUILDER_MAX_BYTES)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is too large for a text: %u MB."),
                   galley_source_get_name (source), (guint) (length >> 20));
      return FALSE;
    }
  decoded = galley_charset_decode (bytes, length);
  if (decoded == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not text in any known encoding."),
                   galley_source_get_name (source));
      return FALSE;
    }
  reader.kickers = g_ptr_array_new_with_free_func (paragraph_free);
  reader.open = spans_new ();
  reader.lists = g_array_new (FALSE, FALSE, sizeof (gint));
  good = read_file (&reader, decoded->text, decoded->length, error);
  g_clear_pointer (&reader.paragraph, paragraph_free);
  g_free (reader.title);
  g_ptr_array_unref (reader.kickers);
  g_array_unref (reader.open);
  g_array_unref (reader.lists);
  return good;
}

static void
markdown_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = markdown_importer_probe;
  iface->load = markdown_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MarkdownImporter,
                               markdown_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, markdown_importer_iface_init))

static void
markdown_importer_class_init (MarkdownImporterClass *klass)
{
}

static void
markdown_importer_init (MarkdownImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, MARKDOWN_TYPE_IMPORTER);
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, MARKDOWN_TYPE_EXPORTER);
}
