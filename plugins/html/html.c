/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html — pages of the web and of e-papers in; out, an edition as one page for a browser: landmarks, headings in order, no script, nothing fetched from elsewhere. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-caption.h"
#include "galley-exporter.h"
#include "galley-peas.h"

#include "../common/galley-export-words.h"
#include "../common/galley-jsonld.h"

#include "html-import.h"

#define HTML_TYPE_EXPORTER (html_exporter_get_type ())
G_DECLARE_FINAL_TYPE (HtmlExporter, html_exporter, HTML, EXPORTER, GObject)

struct _HtmlExporter
{
  GObject parent_instance;

  gboolean include_ads;
  gboolean include_furniture;
  gboolean include_pictures;
  gboolean include_metadata;
};

enum
{
  PROP_INCLUDE_ADS = 1,
  PROP_INCLUDE_FURNITURE,
  PROP_INCLUDE_PICTURES,
  PROP_INCLUDE_METADATA,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* Text 17:1 and links 8:1 on paper, 14:1 and 9:1 in the dark; small print 7:1 and more: WCAG AA asks for 4.5:1. */
static const char style[] =
    ":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--soft:#525252;--line:#c8c8c8;--link:#0b4a9e;"
    "--focus:#b00020}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#161616;--soft:#b4b4b4;--line:#4a4a4a;"
    "--link:#9cc4ff;--focus:#ffb4a9}}\n"
    "*{box-sizing:border-box}\n"
    "html{font-size:112.5%}\n"
    "body{margin:0 auto;padding:0 1rem 4rem;max-width:46rem;background:var(--paper);color:var(--ink);"
    "font-family:\"Noto Serif CJK SC\",\"Source Han Serif SC\",\"Songti SC\",SimSun,serif;line-height:1.8;"
    "line-break:strict;overflow-wrap:anywhere}\n"
    "a{color:var(--link)}\n"
    "a:focus-visible{outline:3px solid var(--focus);outline-offset:2px}\n"
    ".skip{position:absolute;left:-999rem}\n"
    ".skip:focus{left:1rem;top:1rem;padding:.5rem 1rem;background:var(--paper)}\n"
    "h1,h2,h3,h4,nav,.byline,.kicker,.subhead,.people,figcaption,dl{font-family:\"Noto Sans CJK SC\","
    "\"Source Han Sans SC\",\"PingFang SC\",\"Microsoft YaHei\",sans-serif}\n"
    "h1,h2,h3,h4{line-height:1.35}\n"
    "header dl{display:flex;flex-wrap:wrap;gap:0 1.5rem;margin:0;font-size:.85rem;color:var(--soft)}\n"
    "header dl div{display:flex;gap:.5em}\n"
    "dd{margin:0}\n"
    "nav ol{list-style:none;padding-left:1em}\n"
    "section{border-top:3px double var(--line);margin-top:2.5rem}\n"
    "article{border-top:1px solid var(--line);padding:1rem 0}\n"
    "p{margin:.5em 0}\n"
    ".body{text-indent:2em;text-align:justify}\n"
    ".kicker,.subhead,.people,.byline,.credit,.jump,.note,.furniture,.staff{color:var(--soft)}\n"
    ".dateline{font-weight:bold}\n"
    "blockquote{margin:.5em 2em}\n"
    "figure{margin:1rem 0}\n"
    "img{max-width:100%;height:auto}\n"
    "[lang|=en] .body,[lang|=en].body{text-indent:1.5em}\n"
    "@media print{nav,.skip{display:none}body{max-width:none;font-size:10.5pt}article{break-inside:auto}"
    "h2,h3,h4{break-after:avoid}a{color:inherit;text-decoration:none}}\n";

/* --- text ------------------------------------------------------------------------------------------------------- */

/* Controls that XML and HTML forbid cannot be escaped: they are left out. */
static void
append_escaped (GString *out, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      switch (text[i])
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
        case '\'':
          g_string_append (out, "&#39;");
          break;
        default:
          if ((guchar) text[i] >= 0x20 || text[i] == '\t' || text[i] == '\n')
            g_string_append_c (out, text[i]);
        }
    }
}

static void
append_text (GString *out, const char *text)
{
  append_escaped (out, text, strlen (text));
}

/* Only addresses a reader can follow without harm become links; a script: address stays text. */
static gboolean
is_safe_address (const char *address)
{
  g_autofree char *scheme = g_uri_parse_scheme (address);

  return scheme != NULL &&
         (g_ascii_strcasecmp (scheme, "http") == 0 || g_ascii_strcasecmp (scheme, "https") == 0 ||
          g_ascii_strcasecmp (scheme, "mailto") == 0);
}

/* The marks that stand on the character at @offset, as bits of GalleySpanKind, and the link among them. */
static guint
marks_at (const GalleySpan *spans, guint n_spans, guint offset, const char **address)
{
  guint marks = 0;

  *address = NULL;
  for (guint i = 0; i < n_spans; i++)
    {
      if (spans[i].start > offset || spans[i].end <= offset)
        continue;
      if (spans[i].kind != GALLEY_SPAN_LINK)
        marks |= 1u << spans[i].kind;
      else if (spans[i].value != NULL && is_safe_address (spans[i].value))
        *address = spans[i].value;
    }
  return marks;
}

/* Where the marks change next. */
static guint
next_change (const GalleySpan *spans, guint n_spans, guint offset, guint length)
{
  guint next = length;

  for (guint i = 0; i < n_spans; i++)
    {
      if (spans[i].start > offset)
        next = MIN (next, spans[i].start);
      if (spans[i].end > offset)
        next = MIN (next, spans[i].end);
    }
  return next;
}

/* Each run between two changes is wrapped on its own, so that marks that cross still nest. */
static void
append_inline (GString *out, GalleyBlock *block)
{
  static const struct
  {
    GalleySpanKind kind;
    const char *open;
    const char *close;
  } tags[] = {
    { GALLEY_SPAN_DATELINE, "<span class=\"dateline\">", "</span>" },
    { GALLEY_SPAN_STRONG, "<strong>", "</strong>" },
    { GALLEY_SPAN_EMPHASIS, "<em>", "</em>" },
  };
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);
  const char *text = galley_block_get_text (block);
  guint length = galley_block_get_length (block);

  for (guint offset = 0, next; offset < length; offset = next)
    {
      const char *address;
      guint marks = marks_at (spans, n_spans, offset, &address);
      const char *end;

      next = next_change (spans, n_spans, offset, length);
      end = g_utf8_offset_to_pointer (text, next - offset);
      if (address != NULL)
        {
          g_string_append (out, "<a href=\"");
          append_text (out, address);
          g_string_append (out, "\">");
        }
      for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
        {
          if (marks & (1u << tags[i].kind))
            g_string_append (out, tags[i].open);
        }
      append_escaped (out, text, (gsize) (end - text));
      for (guint i = G_N_ELEMENTS (tags); i > 0; i--)
        {
          if (marks & (1u << tags[i - 1].kind))
            g_string_append (out, tags[i - 1].close);
        }
      if (address != NULL)
        g_string_append (out, "</a>");
      text = end;
    }
}

/* --- blocks ----------------------------------------------------------------------------------------------------- */

static void
write_block (GString *out, GalleyBlock *block, gboolean *has_title)
{
  GalleyRole role = galley_block_get_role (block);
  const char *element = "p";

  if (role == GALLEY_ROLE_HEADLINE && !*has_title)
    element = "h3";
  else if (role == GALLEY_ROLE_CROSSHEAD && *has_title)
    element = "h4";
  else if (role == GALLEY_ROLE_QUOTE)
    element = "blockquote";
  *has_title |= role == GALLEY_ROLE_HEADLINE;
  g_string_append_printf (out, "<%s class=\"%s\">", element, galley_role_get_name (role));
  append_inline (out, block);
  g_string_append_printf (out, "</%s>\n", element);
}

static void
write_picture (GString *out, GalleyAsset *asset, GalleyArticle *article)
{
  g_auto (GalleyCaption) words = { 0 };
  g_autofree char *alt = export_dup_alt (asset, article);
  gsize length;
  const guchar *bytes = g_bytes_get_data (galley_asset_get_bytes (asset), &length);
  g_autofree char *data = g_base64_encode (bytes, length);

  g_string_append (out, "<figure><img alt=\"");
  append_text (out, alt);
  g_string_append (out, "\" src=\"data:");
  append_text (out, galley_asset_get_mime_type (asset));
  g_string_append_printf (out, ";base64,%s\">", data);
  galley_caption_find (&words, asset, article);
  if (!words.printed && (words.caption != NULL || words.credit != NULL))
    {
      g_string_append (out, "<figcaption>");
      append_text (out, words.caption != NULL ? words.caption : "");
      if (words.credit != NULL)
        {
          g_string_append (out, " <span class=\"credit\">");
          append_text (out, words.credit);
          g_string_append (out, "</span>");
        }
      g_string_append (out, "</figcaption>");
    }
  g_string_append (out, "</figure>\n");
}

/* A browser shows these; anything else would be a broken picture. */
static gboolean
is_web_picture (GalleyAsset *asset)
{
  static const char *const types[] = { "image/jpeg", "image/png",  "image/gif",
                                       "image/webp", "image/avif", NULL };
  const char *type = galley_asset_get_mime_type (asset);

  return type != NULL && g_strv_contains (types, type);
}

static void
write_pictures (
    HtmlExporter *self, GString *out, GalleyEdition *edition, GalleyArticle *article, GalleyJob *job)
{
  g_autoptr (GPtrArray) pictures = galley_metadata_list (galley_article_get_metadata (article), "picture");
  g_autofree char *headline = galley_article_dup_headline (article);

  for (guint i = 0; i < pictures->len && self->include_pictures; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (pictures, i);
      GalleyAsset *asset = galley_edition_get_asset (edition, item->value);

      if (asset != NULL && is_web_picture (asset))
        write_picture (out, asset, article);
      else if (asset != NULL)
        galley_job_note (job, _ ("%s: the picture “%s” is of a kind browsers do not show, and was left out."),
                         headline, galley_asset_get_name (asset));
    }
}

/* --- the page --------------------------------------------------------------------------------------------------- */

static gboolean
is_wanted (HtmlExporter *self, GalleyArticle *article)
{
  switch (galley_article_get_kind (article))
    {
    case GALLEY_ARTICLE_AD:
      return self->include_ads;
    case GALLEY_ARTICLE_FURNITURE:
      return self->include_furniture;
    case GALLEY_ARTICLE_STORY:
    case GALLEY_ARTICLE_PICTURE:
    default:
      return TRUE;
    }
}

static char *
page_title (GalleyPage *page)
{
  const char *name = galley_page_get_name (page);
  g_autofree char *number = g_strdup_printf (_ ("Page %u"), galley_page_get_number (page));

  return name != NULL && *name != '\0' ? g_strdup_printf ("%s · %s", number, name)
                                       : g_steal_pointer (&number);
}

/* What a link to the article says; an article without words is known by its kind. */
static char *
article_title (GalleyArticle *article)
{
  char *headline = galley_article_dup_headline (article);

  if (*headline != '\0')
    return headline;
  g_free (headline);
  return g_strdup (_ ("Untitled"));
}

static void
write_article (
    HtmlExporter *self, GString *out, GalleyEdition *edition, GalleyPage *page, guint index, GalleyJob *job)
{
  GalleyArticle *article = galley_page_get_article (page, index);
  g_autofree char *title = article_title (article);
  gboolean has_title = FALSE;

  g_string_append_printf (out, "<article id=\"p%u-a%u\" lang=\"", galley_page_get_number (page), index + 1);
  append_text (out, galley_article_get_language (article));
  g_string_append (out, "\" aria-label=\"");
  append_text (out, title);
  g_string_append (out, "\">\n");
  write_pictures (self, out, edition, article, job);
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    write_block (out, galley_article_get_block (article, i), &has_title);
  if (self->include_metadata && galley_article_get_kind (article) != GALLEY_ARTICLE_FURNITURE)
    export_jsonld_article (out, edition, page, article, NULL, NULL);
  g_string_append (out, "</article>\n");
}

static void
write_draft (GString *out, GalleyEdition *edition)
{
  const char *draft = galley_edition_get_draft (edition);

  if (draft == NULL)
    return;
  g_string_append (out, "<p class=\"furniture\">");
  append_text (out, draft);
  g_string_append (out, "</p>\n");
}

static void
write_staff (GString *out, GalleyPage *page)
{
  GalleyMetadata *staff = galley_page_get_staff (page);
  guint n = galley_metadata_get_n_items (staff);

  if (n == 0)
    return;
  g_string_append (out, "<p class=\"staff\">");
  for (guint i = 0; i < n; i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (staff, i);

      if (i > 0)
        g_string_append (out, " · ");
      append_text (out, item->qualifier != NULL ? item->qualifier : "");
      g_string_append_c (out, ' ');
      append_text (out, item->value);
    }
  g_string_append (out, "</p>\n");
}

static void
write_nav (HtmlExporter *self, GString *out, GalleyEdition *edition)
{
  g_string_append (out, "<nav aria-label=\"");
  append_text (out, _ ("Contents"));
  g_string_append (out, "\">\n<ol>\n");
  for (guint p = 0; p < galley_edition_get_n_pages (edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (edition, p);
      g_autofree char *title = page_title (page);
      g_autoptr (GString) list = g_string_new (NULL);

      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          GalleyArticle *article = galley_page_get_article (page, a);
          g_autofree char *headline = article_title (article);

          if (!is_wanted (self, article))
            continue;
          g_string_append_printf (list, "<li><a href=\"#p%u-a%u\">", galley_page_get_number (page), a + 1);
          append_text (list, headline);
          g_string_append (list, "</a></li>\n");
        }
      g_string_append_printf (out, "<li><a href=\"#p%u\">", galley_page_get_number (page));
      append_text (out, title);
      g_string_append (out, "</a>");
      if (list->len > 0)
        g_string_append_printf (out, "\n<ol>\n%s</ol>\n", list->str);
      g_string_append (out, "</li>\n");
    }
  g_string_append (out, "</ol>\n</nav>\n");
}

static void
write_head (GString *out, GalleyEdition *edition, const char *language)
{
  g_autofree char *title = galley_edition_dup_title (edition);

  g_string_append (out, "<!DOCTYPE html>\n<html lang=\"");
  append_text (out, language);
  g_string_append (out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
  append_text (out, title);
  g_string_append_printf (out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
  g_string_append (out, "<a class=\"skip\" href=\"#content\">");
  append_text (out, _ ("Skip to the articles"));
  g_string_append (out, "</a>\n<header>\n<h1>");
  append_text (out, title);
  g_string_append (out, "</h1>\n");
}

static void
write_facts (GString *out, GalleyEdition *edition)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (masthead, (GalleyFact) i);

      if (value == NULL)
        continue;
      g_string_append (list, "<div><dt>");
      append_text (list, export_fact_word (export_edition_language (edition), (GalleyFact) i));
      g_string_append_printf (list, "</dt><dd id=\"fact-%s\">", galley_fact_get_name ((GalleyFact) i));
      append_text (list, value);
      g_string_append (list, "</dd></div>\n");
    }
  if (list->len > 0)
    g_string_append_printf (out, "<dl>\n%s</dl>\n", list->str);
  g_string_append (out, "</header>\n");
}

/* Most of the articles speak it. */
static const char *
edition_language (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  guint n_english = 0;

  for (guint i = 0; i < articles->len; i++)
    n_english += g_str_has_prefix (galley_article_get_language (g_ptr_array_index (articles, i)), "en");
  return n_english * 2 > articles->len ? "en" : "zh-CN";
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
html_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  HtmlExporter *self = HTML_EXPORTER (exporter);
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_pages = galley_edition_get_n_pages (frozen);

  write_head (out, frozen, edition_language (frozen));
  write_facts (out, frozen);
  write_nav (self, out, frozen);
  g_string_append (out, "<main id=\"content\">\n");
  for (guint p = 0; p < n_pages; p++)
    {
      GalleyPage *page = galley_edition_get_page (frozen, p);
      g_autofree char *title = page_title (page);

      g_string_append_printf (out, "<section id=\"p%u\">\n<h2>", galley_page_get_number (page));
      append_text (out, title);
      g_string_append (out, "</h2>\n");
      write_draft (out, frozen);
      write_staff (out, page);
      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          if (is_wanted (self, galley_page_get_article (page, a)))
            write_article (self, out, frozen, page, a, job);
          if (!push_out (out, stream, job, error))
            return FALSE;
        }
      g_string_append (out, "</section>\n");
      galley_job_progress (job, (double) (p + 1) / n_pages);
    }
  g_string_append (out, "</main>\n</body>\n</html>\n");
  return push_out (out, stream, job, error);
}

/* --- the object ------------------------------------------------------------------------------------------------- */

static gboolean *
option (HtmlExporter *self, guint id)
{
  switch (id)
    {
    case PROP_INCLUDE_ADS:
      return &self->include_ads;
    case PROP_INCLUDE_FURNITURE:
      return &self->include_furniture;
    case PROP_INCLUDE_PICTURES:
      return &self->include_pictures;
    case PROP_INCLUDE_METADATA:
      return &self->include_metadata;
    default:
      return NULL;
    }
}

static void
html_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const gboolean *field = option (HTML_EXPORTER (object), id);

  if (field != NULL)
    g_value_set_boolean (value, *field);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
html_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gboolean *field = option (HTML_EXPORTER (object), id);

  if (field != NULL)
    *field = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
html_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save = html_exporter_save;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (HtmlExporter,
                               html_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, html_exporter_iface_init))

static void
html_exporter_class_init (HtmlExporterClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = html_exporter_get_property;
  object_class->set_property = html_exporter_set_property;

  properties[PROP_INCLUDE_ADS] = g_param_spec_boolean (
      "include-ads", N_ ("Advertisements"), N_ ("Write advertisements and announcements too"), FALSE, flags);
  properties[PROP_INCLUDE_FURNITURE] =
      g_param_spec_boolean ("include-furniture", N_ ("Masthead and folio lines"),
                            N_ ("Write the lines of the page that belong to no article"), FALSE, flags);
  properties[PROP_INCLUDE_PICTURES] = g_param_spec_boolean (
      "include-pictures", N_ ("Pictures"), N_ ("Write the pictures into the file"), TRUE, flags);
  properties[PROP_INCLUDE_METADATA] =
      g_param_spec_boolean ("include-metadata", N_ ("Metadata"),
                            N_ ("Describe each article for search engines (schema.org)"), TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
html_exporter_init (HtmlExporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, HTML_TYPE_IMPORTER);
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, HTML_TYPE_EXPORTER);
}
