/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-caption.h"
#include "galley-export.h"
#include "galley-export-words.h"

/* --- options ----------------------------------------------------------------------------------------------------- */

void
export_install_options (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (klass, EXPORT_PROP_ADS,
                                   g_param_spec_boolean ("include-ads", N_ ("Advertisements"),
                                                         N_ ("Write advertisements and announcements too"),
                                                         TRUE, flags));
  g_object_class_install_property (
      klass, EXPORT_PROP_FURNITURE,
      g_param_spec_boolean ("include-furniture", N_ ("Masthead and folio lines"),
                            N_ ("Write the lines of the page that belong to no article"), FALSE, flags));
  g_object_class_install_property (
      klass, EXPORT_PROP_PICTURES,
      g_param_spec_boolean ("include-pictures", N_ ("Pictures"), N_ ("Write the pictures too"), TRUE, flags));
}

gboolean
export_get_option (const ExportOptions *options, guint id, GValue *value)
{
  switch (id)
    {
    case EXPORT_PROP_ADS:
      g_value_set_boolean (value, options->ads);
      return TRUE;
    case EXPORT_PROP_FURNITURE:
      g_value_set_boolean (value, options->furniture);
      return TRUE;
    case EXPORT_PROP_PICTURES:
      g_value_set_boolean (value, options->pictures);
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
export_set_option (ExportOptions *options, guint id, const GValue *value)
{
  switch (id)
    {
    case EXPORT_PROP_ADS:
      options->ads = g_value_get_boolean (value);
      return TRUE;
    case EXPORT_PROP_FURNITURE:
      options->furniture = g_value_get_boolean (value);
      return TRUE;
    case EXPORT_PROP_PICTURES:
      options->pictures = g_value_get_boolean (value);
      return TRUE;
    default:
      return FALSE;
    }
}

/* --- text -------------------------------------------------------------------------------------------------------- */

/* U+FFFE and U+FFFF, which XML does not know, as UTF-8. */
static gboolean
is_no_character (const char *p, const char *end)
{
  return end - p >= 3 && (guchar) p[0] == 0xef && (guchar) p[1] == 0xbf && (guchar) p[2] >= 0xbe;
}

void
export_escape (GString *out, const char *text, gssize length)
{
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);
  const char *from = text;

  for (const char *p = text; p < end; p++)
    {
      guchar c = (guchar) *p;
      const char *instead;
      guint n = 1;

      if (c == '&')
        instead = "&amp;";
      else if (c == '<')
        instead = "&lt;";
      else if (c == '>')
        instead = "&gt;";
      else if (c == '"')
        instead = "&quot;";
      else if (c == '\n' || c == '\t')
        /* In an attribute they would become blanks. */
        instead = c == '\n' ? "&#10;" : "&#9;";
      else if (c < 0x20)
        instead = "";
      else if (c == 0xef && is_no_character (p, end))
        {
          instead = "";
          n = 3;
        }
      else
        continue;
      g_string_append_len (out, from, p - from);
      g_string_append (out, instead);
      p += n - 1;
      from = p + 1;
    }
  g_string_append_len (out, from, end - from);
}

void
export_attribute (GString *out, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (out, " %s=\"", name);
  export_escape (out, value, -1);
  g_string_append_c (out, '"');
}

void
export_element (GString *out, const char *name, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append_printf (out, "<%s>", name);
  export_escape (out, text, -1);
  g_string_append_printf (out, "</%.*s>\n", (int) strcspn (name, " "), name);
}

gboolean
export_next_run (GalleyBlock *block, ExportRun *run)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);
  guint length = galley_block_get_length (block);
  const char *from = run->text != NULL ? run->text + run->n_bytes : galley_block_get_text (block);

  run->text = from;
  run->start = run->end;
  if (run->start >= length)
    return FALSE;
  run->end = length;
  run->marks = 0;
  run->address = NULL;
  for (guint i = 0; i < n_spans; i++)
    {
      if (spans[i].start > run->start)
        run->end = MIN (run->end, spans[i].start);
      if (spans[i].end > run->start)
        run->end = MIN (run->end, spans[i].end);
      if (spans[i].start > run->start || spans[i].end <= run->start)
        continue;
      run->marks |= 1u << spans[i].kind;
      if (spans[i].kind == GALLEY_SPAN_LINK)
        run->address = spans[i].value;
    }
  run->n_bytes = run->end == length
                     ? galley_block_get_n_bytes (block) - (gsize) (from - galley_block_get_text (block))
                     : (gsize) (g_utf8_offset_to_pointer (from, run->end - run->start) - from);
  return TRUE;
}

gboolean
export_is_safe_address (const char *address)
{
  g_autofree char *scheme = address != NULL ? g_uri_parse_scheme (address) : NULL;

  return scheme != NULL &&
         (g_ascii_strcasecmp (scheme, "http") == 0 || g_ascii_strcasecmp (scheme, "https") == 0 ||
          g_ascii_strcasecmp (scheme, "mailto") == 0) &&
         g_uri_is_valid (address, G_URI_FLAGS_NONE, NULL);
}

char *
export_dup_role_text (GalleyArticle *article, GalleyRole role, const char *separator)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (galley_block_get_role (block) != role)
        continue;
      if (text->len > 0)
        g_string_append (text, separator);
      g_string_append (text, galley_block_get_text (block));
    }
  return g_string_free (text, FALSE);
}

char *
export_dup_dateline (GalleyArticle *article)
{
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      const GalleySpan *span = galley_block_find_span (block, GALLEY_SPAN_DATELINE);

      if (span != NULL)
        return galley_block_dup_range (block, span->start, span->end);
    }
  return NULL;
}

/* --- names ------------------------------------------------------------------------------------------------------- */

const char *
export_role_style (GalleyRole role)
{
  static const char *const names[GALLEY_N_ROLES] = {
    [GALLEY_ROLE_KICKER] = "引题",      [GALLEY_ROLE_HEADLINE] = "主题",      [GALLEY_ROLE_SUBHEAD] = "副题",
    [GALLEY_ROLE_PEOPLE] = "人物行",    [GALLEY_ROLE_BYLINE] = "署名",        [GALLEY_ROLE_BODY] = "正文",
    [GALLEY_ROLE_CROSSHEAD] = "小标题", [GALLEY_ROLE_QUOTE] = "引文",         [GALLEY_ROLE_NOTE] = "编者按",
    [GALLEY_ROLE_CAPTION] = "图片说明", [GALLEY_ROLE_CREDIT] = "图片署名",    [GALLEY_ROLE_JUMP] = "转版",
    [GALLEY_ROLE_AD] = "广告",          [GALLEY_ROLE_FURNITURE] = "版面杂项",
  };

  return names[role];
}

const char *
export_edition_language (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  guint n_english = 0;

  for (guint i = 0; i < articles->len; i++)
    n_english += g_str_has_prefix (galley_article_get_language (g_ptr_array_index (articles, i)), "en");
  return n_english * 2 > articles->len ? "en" : "zh-CN";
}

const char *
export_edition_date (GalleyEdition *edition)
{
  const char *date = galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_DATE);
  g_autofree char *fault = date != NULL ? galley_fact_validate (GALLEY_FACT_DATE, date) : NULL;

  return fault == NULL ? date : NULL;
}

char *
export_dup_edition_time (GalleyEdition *edition)
{
  const char *date = export_edition_date (edition);

  return g_strconcat (date != NULL ? date : "1970-01-01", "T00:00:00Z", NULL);
}

GPtrArray *
export_list_values (GalleyEdition *edition, const char *key)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  GPtrArray *values = g_ptr_array_new ();

  for (guint a = 0; a < articles->len; a++)
    {
      g_autoptr (GPtrArray) items =
          galley_metadata_list (galley_article_get_metadata (g_ptr_array_index (articles, a)), key);

      for (guint i = 0; i < items->len; i++)
        {
          GalleyMetaItem *item = g_ptr_array_index (items, i);

          if (g_hash_table_add (seen, item->value))
            g_ptr_array_add (values, item);
        }
    }
  return values;
}

/* --- what is written --------------------------------------------------------------------------------------------- */

gboolean
export_is_wanted (const ExportOptions *options, GalleyArticle *article)
{
  GalleyArticleKind kind = galley_article_get_kind (article);

  return kind == GALLEY_ARTICLE_AD          ? options->ads
         : kind == GALLEY_ARTICLE_FURNITURE ? options->furniture
                                            : TRUE;
}

GPtrArray *
export_list_articles (const ExportOptions *options, GalleyPage *page)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < galley_page_get_n_articles (page); i++)
    {
      GalleyArticle *article = galley_page_get_article (page, i);

      if (export_is_wanted (options, article))
        g_ptr_array_add (list, article);
    }
  return list;
}

/* --- pictures ---------------------------------------------------------------------------------------------------- */

const char *
export_picture_suffix (GalleyAsset *asset)
{
  gsize n;
  const guint8 *p = g_bytes_get_data (galley_asset_get_bytes (asset), &n);

  if (n >= 24 && memcmp (p, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  if (n >= 4 && p[0] == 0xff && p[1] == 0xd8 && p[2] == 0xff)
    return "jpg";
  if (n >= 10 && memcmp (p, "GIF8", 4) == 0)
    return "gif";
  if (n >= 16 && memcmp (p, "RIFF", 4) == 0 && memcmp (p + 8, "WEBP", 4) == 0)
    return "webp";
  return NULL;
}

const char *
export_picture_type (const char *suffix)
{
  return g_str_equal (suffix, "png")    ? "image/png"
         : g_str_equal (suffix, "gif")  ? "image/gif"
         : g_str_equal (suffix, "webp") ? "image/webp"
                                        : "image/jpeg";
}

static gboolean
jpeg_size (const guint8 *p, gsize n, guint *width, guint *height)
{
  for (gsize i = 2; i + 9 < n && p[i] == 0xff;)
    {
      guint8 marker = p[i + 1];

      if (marker == 0xff)
        {
          i++;
          continue;
        }
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          *height = (guint) p[i + 5] << 8 | p[i + 6];
          *width = (guint) p[i + 7] << 8 | p[i + 8];
          return *width > 0 && *height > 0;
        }
      i += 2 + ((gsize) p[i + 2] << 8 | p[i + 3]);
    }
  return FALSE;
}

static gboolean
webp_size (const guint8 *p, gsize n, guint *width, guint *height)
{
  if (n < 30)
    return FALSE;
  if (memcmp (p + 12, "VP8X", 4) == 0)
    {
      *width = 1 + ((guint) p[24] | (guint) p[25] << 8 | (guint) p[26] << 16);
      *height = 1 + ((guint) p[27] | (guint) p[28] << 8 | (guint) p[29] << 16);
      return TRUE;
    }
  if (memcmp (p + 12, "VP8 ", 4) != 0)
    return FALSE;
  *width = ((guint) p[26] | (guint) p[27] << 8) & 0x3fff;
  *height = ((guint) p[28] | (guint) p[29] << 8) & 0x3fff;
  return *width > 0 && *height > 0;
}

gboolean
export_picture_size (GalleyAsset *asset, guint *width, guint *height)
{
  const char *suffix = export_picture_suffix (asset);
  gsize n;
  const guint8 *p = g_bytes_get_data (galley_asset_get_bytes (asset), &n);

  if (suffix == NULL)
    return FALSE;
  if (g_str_equal (suffix, "png"))
    {
      *width = (guint) p[16] << 24 | (guint) p[17] << 16 | (guint) p[18] << 8 | p[19];
      *height = (guint) p[20] << 24 | (guint) p[21] << 16 | (guint) p[22] << 8 | p[23];
      return *width > 0 && *height > 0 && *width <= G_MAXINT32 && *height <= G_MAXINT32;
    }
  if (g_str_equal (suffix, "gif"))
    {
      *width = (guint) p[6] | (guint) p[7] << 8;
      *height = (guint) p[8] | (guint) p[9] << 8;
      return *width > 0 && *height > 0;
    }
  return g_str_equal (suffix, "webp") ? webp_size (p, n, width, height) : jpeg_size (p, n, width, height);
}

GPtrArray *
export_list_pictures (GalleyEdition *edition, GalleyArticle *article)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), "picture");
  GPtrArray *pictures = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      GalleyAsset *asset =
          galley_edition_get_asset (edition, ((const GalleyMetaItem *) g_ptr_array_index (items, i))->value);

      if (asset != NULL)
        g_ptr_array_add (pictures, asset);
    }
  return pictures;
}

char *
export_dup_alt (GalleyAsset *asset, GalleyArticle *article)
{
  g_auto (GalleyCaption) words = { 0 };

  galley_caption_find (&words, asset, article);
  if (words.alt != NULL)
    return g_steal_pointer (&words.alt);
  if (words.caption != NULL)
    return g_strdelimit (g_steal_pointer (&words.caption), "\n", ' ');
  return export_article_title (article);
}

/* --- what is lost ------------------------------------------------------------------------------------------------ */

static void
append_lost (GString *lost, const char *what)
{
  g_string_append_printf (lost, "%s%s", lost->len > 0 ? ", " : "", what);
}

static void
append_lost_spans (GString *lost, GalleyArticle *article, guint held)
{
  static const char *const names[] = {
    [GALLEY_SPAN_STRONG] = N_ ("bold"),       [GALLEY_SPAN_EMPHASIS] = N_ ("italics"),
    [GALLEY_SPAN_LINK] = N_ ("links"),        [GALLEY_SPAN_DATELINE] = N_ ("datelines"),
    [GALLEY_SPAN_JOIN] = N_ ("healed joins"),
  };
  guint found = 0;

  for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
    {
      guint n;
      const GalleySpan *spans = galley_block_get_spans (galley_article_get_block (article, b), &n);

      for (guint i = 0; i < n; i++)
        found |= 1u << spans[i].kind;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if ((found & ~held) & (1u << i))
        append_lost (lost, _ (names[i]));
    }
}

void
export_note_lost (GalleyJob *job,
                  GalleyArticle *article,
                  const char *format,
                  const char *const *held,
                  guint spans,
                  const char *more)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autoptr (GString) lost = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *title = NULL;

  for (guint i = 0; held != NULL && i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      if (!g_strv_contains (held, item->key) && g_hash_table_add (seen, item->key))
        append_lost (lost, item->key);
    }
  append_lost_spans (lost, article, spans);
  if (more != NULL)
    append_lost (lost, more);
  if (lost->len == 0)
    return;
  title = export_article_title (article);
  galley_job_note (job, _ ("“%s”: not kept in %s: %s."), title, format, lost->str);
}

void
export_note_lost_facts (
    GalleyJob *job, GalleyEdition *edition, const char *format, guint held, gboolean holds_staff)
{
  g_autoptr (GString) lost = g_string_new (NULL);
  g_autofree char *title = NULL;
  gboolean has_staff = FALSE;

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      if ((held & (1u << i)) == 0 &&
          galley_masthead_get (galley_edition_get_masthead (edition), (GalleyFact) i) != NULL)
        append_lost (lost, galley_fact_get_label ((GalleyFact) i));
    }
  for (guint p = 0; p < galley_edition_get_n_pages (edition); p++)
    has_staff |=
        galley_metadata_get_n_items (galley_page_get_staff (galley_edition_get_page (edition, p))) > 0;
  if (has_staff && !holds_staff)
    append_lost (lost, _ ("staff of the pages"));
  if (lost->len == 0)
    return;
  title = galley_edition_dup_title (edition);
  galley_job_note (job, _ ("“%s”: not kept in %s: %s."), title, format, lost->str);
}

void
export_note_left_out (GalleyJob *job, GalleyEdition *edition, const ExportOptions *options)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  guint n = 0;

  for (guint i = 0; i < articles->len; i++)
    n += !export_is_wanted (options, g_ptr_array_index (articles, i));
  if (n > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u piece that is no article was left out.",
                                  "%u pieces that are no articles were left out.", n),
                     n);
}

void
export_note_picture (GalleyJob *job, GalleyArticle *article, GalleyAsset *asset, const char *format)
{
  g_autofree char *title = export_article_title (article);

  galley_job_note (job, _ ("“%s”: not kept in %s: %s."), title, format, galley_asset_get_name (asset));
}

gboolean
export_write (GOutputStream *stream, const void *data, gsize length, GalleyJob *job, GError **error)
{
  return g_output_stream_write_all (stream, data, length, NULL, galley_job_get_cancellable (job), error) &&
         galley_job_continues (job, error);
}

gboolean
export_write_bytes (GOutputStream *stream, GBytes *bytes, GalleyJob *job, GError **error)
{
  return bytes != NULL &&
         export_write (stream, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), job, error);
}
