/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An edition as plain text, in the form the importer reads: masthead, pages, paragraphs with an empty line between them, two
 * between articles. */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "../common/galley-export.h"
#include "../common/galley-export-words.h"
#include "text-export.h"

/* Two of them begin a Chinese paragraph. */
#define IDEOGRAPHIC_SPACE "\xe3\x80\x80"

typedef enum
{
  TEXT_UTF_8,
  TEXT_UTF_8_BOM,
  TEXT_GB18030,
} TextEncoding;

struct _TextExporter
{
  GObject parent_instance;

  ExportOptions options;
  TextEncoding encoding;
  guint wrap; /* Han characters in a line; 0: no hard wrap */
  gboolean indent;
  gboolean crlf;
};

enum
{
  PROP_ENCODING = EXPORT_N_PROPS,
  PROP_WRAP,
  PROP_INDENT,
  PROP_CRLF,
};

static GType
text_encoding_get_type (void)
{
  static const GEnumValue values[] = {
    { TEXT_UTF_8, "TEXT_UTF_8", "utf-8" },
    { TEXT_UTF_8_BOM, "TEXT_UTF_8_BOM", "utf-8-bom" },
    { TEXT_GB18030, "TEXT_GB18030", "gb18030" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GalleyTextEncoding", values));
  return (GType) type;
}

/* --- lines ------------------------------------------------------------------------------------------------------- */

/* A line may not begin with it (避头), and it is not wide: it hangs over the end instead. */
static gboolean
may_not_begin (gunichar c)
{
  static const char *const marks = "，。、；：？！”’）】》〉」』〕…—～·％‰℃,.;:?!)]}%";

  return g_utf8_strchr (marks, -1, c) != NULL;
}

static gboolean
may_not_end (gunichar c)
{
  static const char *const marks = "“‘（【《〈「『〔([{";

  return g_utf8_strchr (marks, -1, c) != NULL;
}

static gboolean
is_word (gunichar c)
{
  return c < 0x2e80 && (g_unichar_isalnum (c) || c == '\'' || c == '-' || c == '.' || c == ',');
}

/* May a line end between @before and @after? Words and figures stay whole. */
static gboolean
may_break (gunichar before, gunichar after)
{
  return !may_not_begin (after) && !may_not_end (before) && !(is_word (before) && is_word (after));
}

/* @text in lines of at most @width half-width columns, each with a line end; a word longer than a line is cut. */
static void
append_wrapped (GString *out, const char *text, guint width)
{
  const char *line = text;

  while (*line != '\0')
    {
      const char *stop = line;
      const char *last = NULL;
      gunichar before = 0;
      guint used = 0;

      while (*stop != '\0')
        {
          gunichar c = g_utf8_get_char (stop);
          guint wide = g_unichar_iswide (c) ? 2 : g_unichar_iszerowidth (c) ? 0 : 1;

          if (stop > line && may_break (before, c))
            last = stop;
          if (used + wide > width)
            break;
          used += wide;
          before = c;
          stop = g_utf8_next_char (stop);
        }
      if (*stop != '\0' && last != NULL && last > line)
        stop = last;
      else if (stop == line)
        stop = g_utf8_next_char (line);
      g_string_append_len (out, line, stop - line);
      while (out->len > 0 && out->str[out->len - 1] == ' ')
        g_string_truncate (out, out->len - 1);
      g_string_append_c (out, '\n');
      line = stop;
      while (*line == ' ')
        line++;
    }
}

static gboolean
is_indented (GalleyRole role)
{
  return role == GALLEY_ROLE_BODY || role == GALLEY_ROLE_QUOTE || role == GALLEY_ROLE_NOTE;
}

static void
append_block (TextExporter *self, GString *out, GalleyArticle *article, GalleyBlock *block)
{
  gboolean indent = self->indent && is_indented (galley_block_get_role (block)) &&
                    g_str_has_prefix (galley_article_get_language (article), "zh");
  g_autofree char *line =
      g_strconcat (indent ? IDEOGRAPHIC_SPACE IDEOGRAPHIC_SPACE : "", galley_block_get_text (block), NULL);

  if (self->wrap > 0)
    append_wrapped (out, line, self->wrap * 2);
  else
    g_string_append_printf (out, "%s\n", line);
  g_string_append_c (out, '\n');
}

/* --- the edition ------------------------------------------------------------------------------------------------- */

static void
append_fact (GString *out, GalleyMasthead *masthead, GalleyFact fact, const char *before, const char *after)
{
  const char *value = galley_masthead_get (masthead, fact);

  if (value == NULL)
    return;
  if (out->len > 0)
    g_string_append (out, " | ");
  g_string_append_printf (out, "%s%s%s", before, value, after);
}

/* The lines at the head of a Chinese paper, as they are printed there. */
static void
append_chinese_facts (GString *out, GalleyMasthead *masthead)
{
  const char *site = galley_masthead_get (masthead, GALLEY_FACT_SITE);
  g_autofree char *address = g_strconcat (site != NULL ? site : "网址", ":", NULL);
  int year, month, day;
  const char *date = galley_masthead_get (masthead, GALLEY_FACT_DATE);

  if (date != NULL && sscanf (date, "%4d-%2d-%2d", &year, &month, &day) == 3)
    g_string_append_printf (out, "%d年%d月%d日", year, month, day);
  append_fact (out, masthead, GALLEY_FACT_WEEKDAY, "", "");
  append_fact (out, masthead, GALLEY_FACT_LUNAR, "", "");
  append_fact (out, masthead, GALLEY_FACT_ISSUE, "第", "期");
  append_fact (out, masthead, GALLEY_FACT_PAGES, "今日", "版");
  append_fact (out, masthead, GALLEY_FACT_CN, "国内统一刊号:", "");
  append_fact (out, masthead, GALLEY_FACT_POST_CODE, "邮发代号:", "");
  append_fact (out, masthead, GALLEY_FACT_HOTLINE, "新闻热线:", "");
  append_fact (out, masthead, GALLEY_FACT_EMAIL, "邮箱:", "");
  append_fact (out, masthead, GALLEY_FACT_URL, address, "");
  append_fact (out, masthead, GALLEY_FACT_PUBLISHER, "主管主办:", "");
}

static void
append_head (GString *out, GalleyEdition *edition)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  const char *paper = galley_masthead_get (masthead, GALLEY_FACT_PAPER);
  g_autoptr (GString) facts = g_string_new (NULL);

  if (g_str_has_prefix (export_edition_language (edition), "zh"))
    append_chinese_facts (facts, masthead);
  else
    {
      for (guint i = GALLEY_FACT_PAPER + 1; i < GALLEY_N_FACTS; i++)
        {
          g_autofree char *label = g_strconcat (export_fact_word ("en", (GalleyFact) i), ": ", NULL);

          append_fact (facts, masthead, (GalleyFact) i, label, "");
        }
    }
  if (paper != NULL)
    g_string_append_printf (out, "%s\n\n", paper);
  if (facts->len > 0)
    g_string_append_printf (out, "%s\n\n", facts->str);
}

static void
append_page (TextExporter *self, GString *out, GalleyPage *page, const char *draft)
{
  g_autoptr (GPtrArray) articles = export_list_articles (&self->options, page);
  GalleyMetadata *staff = galley_page_get_staff (page);
  guint n_staff = galley_metadata_get_n_items (staff);

  if (draft != NULL)
    g_string_append_printf (out, "%s\n\n", draft);
  g_string_append_printf (out, "%02u版%s%s\n", galley_page_get_number (page),
                          *galley_page_get_name (page) != '\0' ? ":" : "", galley_page_get_name (page));
  for (guint i = 0; i < n_staff; i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (staff, i);

      g_string_append_printf (out, "%s%s:%s", i > 0 ? " " : "",
                              item->qualifier != NULL ? item->qualifier : "", item->value);
    }
  g_string_append (out, n_staff > 0 ? "\n\n" : "\n");
  for (guint a = 0; a < articles->len; a++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, a);

      for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
        append_block (self, out, article, galley_article_get_block (article, b));
      g_string_append_c (out, '\n');
    }
}

/* What GB18030 has no code for is written as its number. */
static gboolean
write_text (TextExporter *self, GString *out, GOutputStream *stream, GalleyJob *job, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = out->len;

  if (self->crlf)
    g_string_replace (out, "\n", "\r\n", 0);
  if (self->encoding == TEXT_UTF_8_BOM)
    g_string_prepend (out, "\xef\xbb\xbf");
  if (self->encoding != TEXT_GB18030)
    return export_write (stream, out->str, out->len, job, error);
  text =
      g_convert_with_fallback (out->str, (gssize) out->len, "GB18030", "UTF-8", NULL, NULL, &length, error);
  return text != NULL && export_write (stream, text, length, job, error);
}

static void
note_lost (GalleyJob *job, GalleyEdition *edition, GalleyArticle *article)
{
  static const char *const none[] = { NULL };

  export_note_lost (job, article, _ ("plain text"), none, 0, _ ("what each paragraph is"));
}

static gboolean
text_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  TextExporter *self = TEXT_EXPORTER (exporter);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (frozen);
  guint n_pages = galley_edition_get_n_pages (frozen);

  append_head (out, frozen);
  for (guint p = 0; p < n_pages; p++)
    {
      append_page (self, out, galley_edition_get_page (frozen, p), galley_edition_get_draft (frozen));
      galley_job_progress (job, 0.9 * (p + 1) / n_pages);
      if (!galley_job_continues (job, error))
        return FALSE;
    }
  for (guint i = 0; i < articles->len; i++)
    {
      if (export_is_wanted (&self->options, g_ptr_array_index (articles, i)))
        note_lost (job, frozen, g_ptr_array_index (articles, i));
    }
  export_note_left_out (job, frozen, &self->options);
  return write_text (self, out, stream, job, error);
}

/* --- the object -------------------------------------------------------------------------------------------------- */

static void
text_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TextExporter *self = TEXT_EXPORTER (object);

  if (id == PROP_ENCODING)
    g_value_set_enum (value, (gint) self->encoding);
  else if (id == PROP_WRAP)
    g_value_set_uint (value, self->wrap);
  else if (id == PROP_INDENT)
    g_value_set_boolean (value, self->indent);
  else if (id == PROP_CRLF)
    g_value_set_boolean (value, self->crlf);
  else if (!export_get_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
text_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TextExporter *self = TEXT_EXPORTER (object);

  if (id == PROP_ENCODING)
    self->encoding = (TextEncoding) g_value_get_enum (value);
  else if (id == PROP_WRAP)
    self->wrap = g_value_get_uint (value);
  else if (id == PROP_INDENT)
    self->indent = g_value_get_boolean (value);
  else if (id == PROP_CRLF)
    self->crlf = g_value_get_boolean (value);
  else if (!export_set_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
text_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save = text_exporter_save;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TextExporter,
                               text_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, text_exporter_iface_init))

static void
text_exporter_class_init (TextExporterClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = text_exporter_get_property;
  object_class->set_property = text_exporter_set_property;
  export_install_options (object_class);
  g_object_class_install_property (object_class, PROP_ENCODING,
                                   g_param_spec_enum ("encoding", N_ ("Encoding"), N_ ("Of the text file"),
                                                      text_encoding_get_type (), TEXT_UTF_8, flags));
  g_object_class_install_property (
      object_class, PROP_WRAP,
      g_param_spec_uint ("wrap", N_ ("Characters in a Line"),
                         N_ ("Lines are broken after that many Chinese characters; 0: only at paragraphs"), 0,
                         200, 0, flags));
  g_object_class_install_property (object_class, PROP_INDENT,
                                   g_param_spec_boolean ("indent", N_ ("Indent Paragraphs"),
                                                         N_ ("Chinese paragraphs begin with two wide blanks"),
                                                         FALSE, flags));
  g_object_class_install_property (object_class, PROP_CRLF,
                                   g_param_spec_boolean ("crlf", N_ ("Line Ends of Windows"),
                                                         N_ ("For systems that need them"), FALSE, flags));
}

static void
text_exporter_init (TextExporter *self)
{
}
