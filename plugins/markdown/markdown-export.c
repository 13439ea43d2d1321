/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-caption.h"
#include "galley-byline.h"

#include "markdown-export.h"
#include "markdown-front.h"

struct _MarkdownExporter
{
  GObject parent_instance;

  gboolean include_furniture;
  gboolean embed_pictures;
};

enum
{
  PROP_INCLUDE_FURNITURE = 1,
  PROP_EMBED_PICTURES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

gboolean
markdown_key_is_reserved (const char *key)
{
  static const char *const reserved[] = { "edition", "page", "page-name", "staff", "kind", "asset" };

  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    {
      if (g_str_equal (reserved[i], key))
        return TRUE;
    }
  return g_str_has_prefix (key, "meta.");
}

/* --- inline ----------------------------------------------------------------------------------------------------- */

/* Text with what Markdown would read as a mark escaped. */
static void
append_escaped (GString *out, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (strchr ("\\`*_[]<&#", text[i]) != NULL && text[i] != '\0')
        g_string_append_c (out, '\\');
      g_string_append_c (out, text[i]);
    }
}

static void
append_attribute (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, " %s=\"", name);
  for (const char *p = value; *p != '\0'; p++)
    {
      if (strchr ("\"&<>\n\r", *p) != NULL)
        g_string_append_printf (out, "&#%d;", *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

/* An ordinary letter or Han character: beside it an asterisk can open and close. */
static gboolean
is_letter (gunichar c)
{
  return c != 0 && (g_unichar_isalnum (c) || g_unichar_type (c) == G_UNICODE_OTHER_LETTER);
}

static gunichar
char_at (const char *text, guint length, guint index)
{
  return index < length ? g_utf8_get_char (g_utf8_offset_to_pointer (text, index)) : 0;
}

/* Asterisks say it where nothing else begins, ends or stands near; elsewhere an HTML tag does. CommonMark does not close
 * emphasis between a Chinese mark and a character, and asterisks of neighbours run together. */
static gboolean
takes_asterisks (GalleyBlock *block, const GalleySpan *spans, guint n_spans, guint index)
{
  const GalleySpan *span = &spans[index];
  const char *text = galley_block_get_text (block);
  guint length = galley_block_get_length (block);

  for (guint i = 0; i < n_spans; i++)
    {
      if (i != index && spans[i].start <= span->end && spans[i].end >= span->start)
        return FALSE;
    }
  return (span->start == 0 || is_letter (char_at (text, length, span->start - 1))) &&
         is_letter (char_at (text, length, span->start)) &&
         is_letter (char_at (text, length, span->end - 1)) &&
         (span->end == length || is_letter (char_at (text, length, span->end)));
}

static gboolean
takes_brackets (const GalleySpan *spans, guint n_spans, guint index)
{
  const GalleySpan *span = &spans[index];

  for (guint i = 0; i < n_spans; i++)
    {
      if (i != index && spans[i].kind == GALLEY_SPAN_LINK && spans[i].start < span->end &&
          spans[i].end > span->start)
        return FALSE;
    }
  return span->value != NULL && *span->value != '\0' && strpbrk (span->value, "\r\n") == NULL;
}

static void
open_span (GString *out, GalleyBlock *block, const GalleySpan *spans, guint n_spans, guint index)
{
  const GalleySpan *span = &spans[index];

  switch (span->kind)
    {
    case GALLEY_SPAN_STRONG:
      g_string_append (out, takes_asterisks (block, spans, n_spans, index) ? "**" : "<strong>");
      break;
    case GALLEY_SPAN_EMPHASIS:
      g_string_append (out, takes_asterisks (block, spans, n_spans, index) ? "*" : "<em>");
      break;
    case GALLEY_SPAN_DATELINE:
      g_string_append (out, "<dateline>");
      break;
    case GALLEY_SPAN_LINK:
      if (!takes_brackets (spans, n_spans, index))
        {
          g_string_append (out, "<a");
          append_attribute (out, "href", span->value != NULL ? span->value : "");
          g_string_append_c (out, '>');
          break;
        }
      /* An exclamation mark before it would make it a picture. */
      if (g_str_has_suffix (out->str, "!"))
        g_string_insert_c (out, (gssize) out->len - 1, '\\');
      g_string_append_c (out, '[');
      break;
    case GALLEY_SPAN_JOIN:
      g_string_append (out, "<join");
      if (span->value != NULL)
        append_attribute (out, "removed", span->value);
      g_string_append_c (out, '>');
      break;
    }
}

static void
close_span (GString *out, GalleyBlock *block, const GalleySpan *spans, guint n_spans, guint index)
{
  const GalleySpan *span = &spans[index];

  switch (span->kind)
    {
    case GALLEY_SPAN_STRONG:
      g_string_append (out, takes_asterisks (block, spans, n_spans, index) ? "**" : "</strong>");
      break;
    case GALLEY_SPAN_EMPHASIS:
      g_string_append (out, takes_asterisks (block, spans, n_spans, index) ? "*" : "</em>");
      break;
    case GALLEY_SPAN_DATELINE:
      g_string_append (out, "</dateline>");
      break;
    case GALLEY_SPAN_LINK:
      if (!takes_brackets (spans, n_spans, index))
        {
          g_string_append (out, "</a>");
          break;
        }
      g_string_append (out, "](<");
      for (const char *p = span->value; *p != '\0'; p++)
        {
          if (strchr ("<>\\&", *p) != NULL)
            g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
      g_string_append (out, ">)");
      break;
    case GALLEY_SPAN_JOIN:
      break;
    }
}

/* What the start of a line would mean if it were left as it is: a list, a quotation, a role. */
static void
append_line_start (GString *out, const char **text, const char *end)
{
  const char *p = *text;
  gsize digits;

  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  digits = strspn (p, "0123456789");
  *text = p;
  if (p < end && strchr (">+-=~|", *p) != NULL)
    {
      g_string_append_printf (out, "\\%c", *p);
      *text = p + 1;
    }
  else if (digits > 0 && p + digits < end && (p[digits] == '.' || p[digits] == ')'))
    {
      g_string_append_printf (out, "%.*s\\%c", (int) digits, p, p[digits]);
      *text = p + digits + 1;
    }
}

static void
append_inline (GString *out, GalleyBlock *block, gboolean at_line_start)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);
  const char *text = galley_block_get_text (block);
  guint length = galley_block_get_length (block);
  guint offset = 0;

  for (guint next; offset <= length; offset = next)
    {
      const char *end;

      next = length;
      for (guint i = n_spans; i > 0; i--)
        {
          const GalleySpan *span = &spans[i - 1];

          if (span->end == offset && span->start < offset)
            close_span (out, block, spans, n_spans, i - 1);
          if (span->start > offset)
            next = MIN (next, span->start);
          if (span->end > offset)
            next = MIN (next, span->end);
        }
      for (guint i = 0; i < n_spans; i++)
        {
          if (spans[i].start == offset && (offset < length || spans[i].kind == GALLEY_SPAN_JOIN))
            open_span (out, block, spans, n_spans, i);
        }
      if (offset == length)
        return;
      end = g_utf8_offset_to_pointer (text, next - offset);
      if (offset == 0 && at_line_start)
        append_line_start (out, &text, end);
      /* A brace at the start would name a role. */
      if (offset == 0 && text < end && *text == '{')
        {
          g_string_append (out, "&#123;");
          text++;
        }
      append_escaped (out, text, (gsize) (end - text));
      text = end;
    }
}

/* --- blocks ----------------------------------------------------------------------------------------------------- */

/* What of the article was written: that decides which short forms mean what they should. */
typedef struct
{
  gboolean has_head;
  gboolean only_head;    /* kickers, headlines and subheads */
  gboolean only_kickers; /* or nothing at all */
} Sofar;

static gboolean
reads_as_byline (const char *text)
{
  g_autoptr (GPtrArray) people = galley_byline_parse (text);

  return people != NULL && people->len > 0;
}

/* The mark a paragraph begins with; with @plain the text then stands at the start of its line. */
static const char *
short_form (GalleyBlock *block, const Sofar *sofar, gboolean *plain)
{
  *plain = FALSE;
  switch (galley_block_get_role (block))
    {
    case GALLEY_ROLE_HEADLINE:
      return sofar->only_kickers ? "# " : NULL;
    case GALLEY_ROLE_SUBHEAD:
      return sofar->has_head && sofar->only_head ? "## " : NULL;
    case GALLEY_ROLE_CROSSHEAD:
      return "### ";
    case GALLEY_ROLE_QUOTE:
      *plain = TRUE;
      return "> ";
    case GALLEY_ROLE_BODY:
      *plain = TRUE;
      return !sofar->only_head || !reads_as_byline (galley_block_get_text (block)) ? "" : NULL;
    case GALLEY_ROLE_KICKER:
    case GALLEY_ROLE_PEOPLE:
    case GALLEY_ROLE_BYLINE:
    case GALLEY_ROLE_NOTE:
    case GALLEY_ROLE_CAPTION:
    case GALLEY_ROLE_CREDIT:
    case GALLEY_ROLE_JUMP:
    case GALLEY_ROLE_AD:
    case GALLEY_ROLE_FURNITURE:
    default:
      return NULL;
    }
}

static void
write_block (GString *out, GalleyBlock *block, Sofar *sofar)
{
  GalleyRole role = galley_block_get_role (block);
  gboolean plain;
  const char *mark = short_form (block, sofar, &plain);

  if (mark != NULL)
    g_string_append (out, mark);
  else
    g_string_append_printf (out, "{%s} ", galley_role_get_name (role));
  append_inline (out, block, mark != NULL && plain);
  g_string_append (out, "\n\n");

  sofar->has_head |= role == GALLEY_ROLE_HEADLINE;
  sofar->only_head &= galley_role_is_head (role);
  sofar->only_kickers &= role == GALLEY_ROLE_KICKER;
}

/* --- front matter ----------------------------------------------------------------------------------------------- */

static void
write_items (GString *out, GalleyMetadata *metadata)
{
  guint n = galley_metadata_get_n_items (metadata);

  for (guint i = 0; i < n;)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);
      g_autofree char *key =
          g_strconcat (markdown_key_is_reserved (item->key) ? "meta." : "", item->key, NULL);
      guint end = i + 1;

      while (end < n && g_str_equal (galley_metadata_get_item (metadata, end)->key, item->key))
        end++;
      if (end == i + 1)
        front_write (out, key, item->value, item->qualifier);
      else
        {
          front_write_key (out, key);
          for (guint k = i; k < end; k++)
            {
              const GalleyMetaItem *one = galley_metadata_get_item (metadata, k);

              front_write_item (out, one->value, one->qualifier);
            }
        }
      i = end;
    }
}

static void
write_edition_front (GString *out, GalleyEdition *edition)
{
  g_autofree char *title = galley_edition_dup_title (edition);

  g_string_append (out, "---\n");
  front_write (out, "edition", title, NULL);
  for (guint fact = 0; fact < GALLEY_N_FACTS; fact++)
    {
      const char *value = galley_masthead_get (galley_edition_get_masthead (edition), (GalleyFact) fact);

      if (value != NULL)
        front_write (out, galley_fact_get_name ((GalleyFact) fact), value, NULL);
    }
  g_string_append (out, "---\n\n");
}

static void
write_page_front (GString *out, GalleyPage *page)
{
  GalleyMetadata *staff = galley_page_get_staff (page);
  const char *name = galley_page_get_name (page);

  g_string_append_printf (out, "---\npage: %u\n", galley_page_get_number (page));
  if (name != NULL && *name != '\0')
    front_write (out, "page-name", name, NULL);
  if (galley_metadata_get_n_items (staff) > 0)
    front_write_key (out, "staff");
  for (guint i = 0; i < galley_metadata_get_n_items (staff); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (staff, i);

      front_write_item (out, item->value, item->qualifier);
    }
  g_string_append (out, "---\n\n");
}

static void
write_asset (GString *out, GalleyArticle *article, GalleyAsset *asset)
{
  gsize length;
  const guchar *bytes = g_bytes_get_data (galley_asset_get_bytes (asset), &length);
  g_autofree char *data = g_base64_encode (bytes, length);
  g_auto (GStrv) keys = galley_asset_list_info (asset);
  g_auto (GalleyCaption) words = { 0 };

  galley_caption_find (&words, asset, article);
  g_string_append (out, "---\n");
  front_write (out, "asset", galley_asset_get_name (asset), NULL);
  front_write (out, "type", galley_asset_get_mime_type (asset), NULL);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *key = g_strconcat ("info.", keys[i], NULL);
      g_autofree char *value = galley_caption_dup_info (&words, asset, keys[i]);

      if (value != NULL)
        front_write (out, key, value, NULL);
    }
  front_write (out, "data", data, NULL);
  g_string_append (out, "---\n\n");
}

static void
write_pictures (
    MarkdownExporter *self, GString *out, GalleyEdition *edition, GalleyArticle *article, guint *n_left_out)
{
  g_autoptr (GPtrArray) pictures = galley_metadata_list (galley_article_get_metadata (article), "picture");

  for (guint i = 0; i < pictures->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (pictures, i);
      GalleyAsset *asset = galley_edition_get_asset (edition, item->value);

      if (asset != NULL && self->embed_pictures)
        write_asset (out, article, asset);
      else if (asset != NULL)
        *n_left_out += 1;
    }
}

static void
write_article (
    MarkdownExporter *self, GString *out, GalleyEdition *edition, GalleyArticle *article, guint *n_left_out)
{
  Sofar sofar = { FALSE, TRUE, TRUE };

  g_string_append (out, "---\n");
  front_write (out, "kind", galley_article_kind_get_name (galley_article_get_kind (article)), NULL);
  write_items (out, galley_article_get_metadata (article));
  g_string_append (out, "---\n\n");
  write_pictures (self, out, edition, article, n_left_out);
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    write_block (out, galley_article_get_block (article, i), &sofar);
}

static gboolean
push_out (GString *out, GOutputStream *stream, GalleyJob *job, GError **error)
{
  gboolean good =
      g_output_stream_write_all (stream, out->str, out->len, NULL, galley_job_get_cancellable (job), error);

  g_string_truncate (out, 0);
  return good && galley_job_continues (job, error);
}

static gboolean
markdown_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  MarkdownExporter *self = MARKDOWN_EXPORTER (exporter);
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_pages = galley_edition_get_n_pages (frozen);
  guint n_left_out = 0;

  write_edition_front (out, frozen);
  for (guint p = 0; p < n_pages; p++)
    {
      GalleyPage *page = galley_edition_get_page (frozen, p);

      write_page_front (out, page);
      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          GalleyArticle *article = galley_page_get_article (page, a);

          if (!self->include_furniture && galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
            continue;
          write_article (self, out, frozen, article, &n_left_out);
          if (!push_out (out, stream, job, error))
            return FALSE;
        }
      galley_job_progress (job, (double) (p + 1) / n_pages);
    }
  if (n_left_out > 0)
    galley_job_note (
        job,
        g_dngettext (GETTEXT_PACKAGE, "%u picture was left out.", "%u pictures were left out.", n_left_out),
        n_left_out);
  return push_out (out, stream, job, error);
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static void
markdown_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MarkdownExporter *self = MARKDOWN_EXPORTER (object);

  switch (id)
    {
    case PROP_INCLUDE_FURNITURE:
      g_value_set_boolean (value, self->include_furniture);
      break;
    case PROP_EMBED_PICTURES:
      g_value_set_boolean (value, self->embed_pictures);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
markdown_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MarkdownExporter *self = MARKDOWN_EXPORTER (object);

  switch (id)
    {
    case PROP_INCLUDE_FURNITURE:
      self->include_furniture = g_value_get_boolean (value);
      break;
    case PROP_EMBED_PICTURES:
      self->embed_pictures = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
markdown_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save = markdown_exporter_save;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MarkdownExporter,
                               markdown_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, markdown_exporter_iface_init))

static void
markdown_exporter_class_init (MarkdownExporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = markdown_exporter_get_property;
  object_class->set_property = markdown_exporter_set_property;

  properties[PROP_INCLUDE_FURNITURE] =
      g_param_spec_boolean ("include-furniture", N_ ("Masthead and folio lines"),
                            N_ ("Keep the lines of the page that belong to no article"), TRUE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  properties[PROP_EMBED_PICTURES] =
      g_param_spec_boolean ("embed-pictures", N_ ("Pictures"), N_ ("Write the pictures into the file"), TRUE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
markdown_exporter_init (MarkdownExporter *self)
{
}
