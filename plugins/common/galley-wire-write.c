/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-wire-write.h"

/* --- XML -------------------------------------------------------------------------------------------------------- */

void
wire_escape (GString *out, const char *text, gssize length)
{
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      switch (c)
        {
        case '&':
          g_string_append (out, "&amp;");
          break;
        case '<':
          g_string_append (out, "&lt;");
          break;
        case '>':
          g_string_append (out, "&gt;");
          break;
        case '"':
          g_string_append (out, "&quot;");
          break;
        case '\t':
          g_string_append (out, "&#9;");
          break;
        case '\n':
          /* In an attribute it would become a blank. */
          g_string_append (out, "&#10;");
          break;
        default:
          /* XML has no room for other controls; two code points are no characters. */
          if (c >= 0x20 && c != 0xfffe && c != 0xffff)
            g_string_append_unichar (out, c);
        }
    }
}

static void
append_start (GString *out, const char *name, va_list attributes)
{
  const char *attribute;

  g_string_append_printf (out, "<%s", name);
  while ((attribute = va_arg (attributes, const char *)) != NULL)
    {
      const char *value = va_arg (attributes, const char *);

      if (value == NULL)
        continue;
      g_string_append_printf (out, " %s=\"", attribute);
      wire_escape (out, value, -1);
      g_string_append_c (out, '"');
    }
}

void
wire_open (GString *out, const char *name, ...)
{
  va_list attributes;

  va_start (attributes, name);
  append_start (out, name, attributes);
  va_end (attributes);
  g_string_append_c (out, '>');
}

void
wire_close (GString *out, const char *name)
{
  g_string_append_printf (out, "</%s>\n", name);
}

void
wire_empty (GString *out, const char *name, ...)
{
  va_list attributes;

  va_start (attributes, name);
  append_start (out, name, attributes);
  va_end (attributes);
  g_string_append (out, "/>\n");
}

void
wire_leaf (GString *out, const char *name, const char *text, ...)
{
  va_list attributes;

  if (text == NULL || *text == '\0')
    return;
  va_start (attributes, text);
  append_start (out, name, attributes);
  va_end (attributes);
  g_string_append_c (out, '>');
  wire_escape (out, text, -1);
  wire_close (out, name);
}

/* --- the text --------------------------------------------------------------------------------------------------- */

typedef struct
{
  GalleySpanKind kind;
  const char *open[2]; /* by dialect */
  const char *close[2];
} MarkTags;

static const MarkTags mark_tags[] = {
  { GALLEY_SPAN_DATELINE,
    { "<span class=\"dateline\">", "<em class=\"dateline\">" },
    { "</span>", "</em>" } },
  { GALLEY_SPAN_STRONG, { "<strong>", "<em class=\"strong\">" }, { "</strong>", "</em>" } },
  { GALLEY_SPAN_EMPHASIS, { "<em>", "<em>" }, { "</em>", "</em>" } },
};

static void
write_join (GString *out, const GalleySpan *span, WireDialect dialect)
{
  if (dialect == WIRE_NITF)
    return;
  wire_open (out, "span", "class", "join", "title", span->value, NULL);
  g_string_append (out, "</span>");
}

/* Each run between two changes is wrapped on its own, so that marks that cross still nest. */
void
wire_write_inline (GString *out, GalleyBlock *block, WireDialect dialect)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);
  const char *text = galley_block_get_text (block);
  guint length = galley_block_get_length (block);

  for (guint offset = 0, next; offset <= length; offset = next)
    {
      const char *address = NULL;
      const char *end;
      guint marks = 0;

      next = length;
      for (guint i = 0; i < n_spans; i++)
        {
          if (spans[i].kind == GALLEY_SPAN_JOIN && spans[i].start == offset)
            write_join (out, &spans[i], dialect);
          if (spans[i].start > offset)
            next = MIN (next, spans[i].start);
          if (spans[i].end > offset)
            next = MIN (next, spans[i].end);
          if (spans[i].start > offset || spans[i].end <= offset)
            continue;
          marks |= 1u << spans[i].kind;
          if (spans[i].kind == GALLEY_SPAN_LINK)
            address = spans[i].value;
        }
      if (offset == length)
        return;
      end = g_utf8_offset_to_pointer (text, next - offset);
      if (address != NULL)
        wire_open (out, "a", "href", address, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (mark_tags); i++)
        {
          if (marks & (1u << mark_tags[i].kind))
            g_string_append (out, mark_tags[i].open[dialect]);
        }
      wire_escape (out, text, end - text);
      for (guint i = G_N_ELEMENTS (mark_tags); i > 0; i--)
        {
          if (marks & (1u << mark_tags[i - 1].kind))
            g_string_append (out, mark_tags[i - 1].close[dialect]);
        }
      if (address != NULL)
        g_string_append (out, "</a>");
      text = end;
    }
}

/* Readers fold white space unless they are told that it is meant. */
static gboolean
has_meant_blanks (const char *text)
{
  return strchr (text, '\t') != NULL || strstr (text, "  ") != NULL;
}

void
wire_write_blocks (GString *out, GalleyArticle *article, guint first, WireDialect dialect)
{
  for (guint i = first; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);
      const char *element = role == GALLEY_ROLE_CROSSHEAD ? (dialect == WIRE_NITF ? "hl2" : "h2") : "p";
      gboolean in_quote = role == GALLEY_ROLE_QUOTE && dialect == WIRE_XHTML;
      gboolean preserve = dialect == WIRE_XHTML && has_meant_blanks (galley_block_get_text (block));

      if (in_quote)
        g_string_append (out, "<blockquote>");
      wire_open (out, element, "class", galley_role_get_name (role), "xml:space",
                 preserve ? "preserve" : NULL, NULL);
      wire_write_inline (out, block, dialect);
      g_string_append_printf (out, "</%s>%s\n", element, in_quote ? "</blockquote>" : "");
    }
}

guint
wire_count_heads (GalleyArticle *article)
{
  guint n = 0;

  for (; n < galley_article_get_n_blocks (article); n++)
    {
      GalleyRole role = galley_block_get_role (galley_article_get_block (article, n));

      if (!galley_role_is_head (role) && role != GALLEY_ROLE_PEOPLE && role != GALLEY_ROLE_BYLINE)
        break;
    }
  return n;
}

gboolean
wire_heads_have_marks (GalleyArticle *article, guint n_heads)
{
  guint n_spans = 0;

  for (guint i = 0; i < n_heads && n_spans == 0; i++)
    galley_block_get_spans (galley_article_get_block (article, i), &n_spans);
  return n_spans > 0;
}

char *
wire_dup_dateline (GalleyArticle *article)
{
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      const GalleySpan *span = galley_block_find_span (block, GALLEY_SPAN_DATELINE);

      if (span != NULL)
        return galley_block_dup_range (block, span->start, span->end);
    }
  return g_strdup (galley_metadata_get (galley_article_get_metadata (article), "dateline"));
}

char *
wire_dup_by (GalleyArticle *article)
{
  g_autoptr (GPtrArray) people = galley_metadata_list (galley_article_get_metadata (article), "person");
  g_autoptr (GString) by = g_string_new (NULL);
  gboolean printed;

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (galley_block_get_role (block) == GALLEY_ROLE_BYLINE)
        g_string_append_printf (by, "%s%s", by->len > 0 ? " " : "", galley_block_get_text (block));
    }
  printed = by->len > 0;
  for (guint i = 0; !printed && i < people->len; i++)
    {
      const GalleyMetaItem *person = g_ptr_array_index (people, i);
      const char *role = person->qualifier != NULL ? person->qualifier : "";

      g_string_append_printf (by, "%s%s%s%s", i > 0 ? " " : "", role, *role != '\0' ? " " : "",
                              person->value);
    }
  return by->len > 0 ? g_strdup (by->str) : NULL;
}

/* --- names and times -------------------------------------------------------------------------------------------- */

char *
wire_dup_urn (const char *kind, const char *id)
{
  g_autofree char *escaped = NULL;

  if (g_uuid_string_is_valid (id))
    return g_strconcat ("urn:uuid:", id, NULL);
  escaped = g_uri_escape_string (id, NULL, FALSE);
  return g_strconcat ("tag:galley.github.io,2026:", kind, ":", escaped, NULL);
}

char *
wire_dup_guid (GalleyArticle *article)
{
  const char *guid = galley_metadata_get (galley_article_get_metadata (article), "guid");

  if (guid != NULL && g_uri_is_valid (guid, G_URI_FLAGS_NONE, NULL))
    return g_strdup (guid);
  return wire_dup_urn ("article", galley_article_get_id (article));
}

static const char *
time_zone (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  guint n_chinese = 0;

  for (guint i = 0; i < articles->len; i++)
    n_chinese += g_str_has_prefix (galley_article_get_language (g_ptr_array_index (articles, i)), "zh");
  return n_chinese * 2 >= articles->len ? "+08:00" : "Z";
}

char *
wire_dup_time (GalleyEdition *edition, const char *value)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;
  const char *zone;

  if (value == NULL || strlen (value) < 10 || value[4] != '-' || value[7] != '-')
    return NULL;
  if (strlen (value) == 10)
    text = g_strconcat (value, "T00:00:00", NULL);
  else if (strlen (value) == 16)
    text = g_strconcat (value, ":00", NULL);
  else
    text = g_strdup (value);
  zone = strlen (text) > 19 && (strchr (text + 19, 'Z') != NULL || strpbrk (text + 19, "+-") != NULL)
             ? ""
             : time_zone (edition);
  {
    g_autofree char *full = g_strconcat (text, zone, NULL);

    time = g_date_time_new_from_iso8601 (full, NULL);
    return time != NULL ? g_steal_pointer (&full) : NULL;
  }
}

char *
wire_dup_version_time (GalleyEdition *edition, GalleyArticle *article)
{
  static const char *const keys[] = { "modified", "created" };
  GalleyMetadata *metadata = article != NULL ? galley_article_get_metadata (article) : NULL;
  char *time = NULL;

  for (guint i = 0; metadata != NULL && time == NULL && i < G_N_ELEMENTS (keys); i++)
    time = wire_dup_time (edition, galley_metadata_get (metadata, keys[i]));
  if (time == NULL)
    time = wire_dup_time (edition,
                          galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_DATE));
  return time != NULL ? time : g_strdup ("1970-01-01T00:00:00Z");
}

guint
wire_get_version (GalleyArticle *article)
{
  const char *version = galley_metadata_get (galley_article_get_metadata (article), "version");
  guint64 number = version != NULL ? g_ascii_strtoull (version, NULL, 10) : 1;

  return (guint) CLAMP (number, 1, 1000000000);
}

/* --- what is left out ------------------------------------------------------------------------------------------- */

gboolean
wire_is_wanted (GalleyArticle *article, gboolean ads, gboolean furniture)
{
  GalleyArticleKind kind = galley_article_get_kind (article);

  return kind == GALLEY_ARTICLE_AD ? ads : kind == GALLEY_ARTICLE_FURNITURE ? furniture : TRUE;
}

void
wire_note_left_out (GalleyEdition *edition, gboolean ads, gboolean furniture, GalleyJob *job)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  guint n = 0;

  for (guint i = 0; i < articles->len; i++)
    n += !wire_is_wanted (g_ptr_array_index (articles, i), ads, furniture);
  if (n > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u piece that is no article was left out.",
                                  "%u pieces that are no articles were left out.", n),
                     n);
}

void
wire_note_lost (GalleyJob *job, GalleyArticle *article, const char *field, const char *format)
{
  g_autofree char *headline = galley_article_dup_headline (article);

  galley_job_note (job, _ ("%s: %s has no room for “%s”."), *headline != '\0' ? headline : _ ("Untitled"),
                   format, field);
}

gboolean
wire_push_out (GString *out, GOutputStream *stream, GalleyJob *job, GError **error)
{
  gboolean good =
      g_output_stream_write_all (stream, out->str, out->len, NULL, galley_job_get_cancellable (job), error);

  g_string_truncate (out, 0);
  return good && galley_job_continues (job, error);
}
