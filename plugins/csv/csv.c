/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv — the list of an edition's articles as a table (RFC 4180), for planning, fees and the archive. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "../common/galley-export-plugin.h"

#define CSV_TYPE_EXPORTER (csv_exporter_get_type ())
G_DECLARE_FINAL_TYPE (CsvExporter, csv_exporter, CSV, EXPORTER, GObject)

struct _CsvExporter
{
  GObject parent_instance;

  ExportOptions options;
};

/* Metadata that have a column of their own; several values are parted by semicolons. */
static const struct
{
  const char *key;
  const char *label;
} fields[] = {
  { "section", N_ ("Section") },
  { "genre", N_ ("Genre") },
  { "keyword", N_ ("Keywords") },
  { "subject", N_ ("Subjects") },
  { "person", N_ ("By") },
  { "source", N_ ("Source") },
  { "place", N_ ("Place") },
  { "urgency", N_ ("Urgency") },
  { "language", N_ ("Language") },
  { "embargo", N_ ("Embargo") },
  { "rights", N_ ("Rights") },
  { "dateline.agency", N_ ("Dateline: agency") },
  { "dateline.place", N_ ("Dateline: place") },
};

static const char *const roles[] = { N_ ("Kicker"), N_ ("Headline"), N_ ("Subhead"), N_ ("People line"),
                                     N_ ("Byline") };

/* A table program takes what begins like this for a formula, and would carry it out. */
static gboolean
is_formula (const char *text)
{
  return *text == '=' || *text == '+' || *text == '@' || *text == '\t' ||
         (*text == '-' && !g_ascii_isdigit (text[1]));
}

static void
append_cell (GString *out, const char *text)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *doubled = NULL;

  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, ',');
  if (!is_formula (text) && strpbrk (text, ",\"\r\n") == NULL && *text != ' ')
    {
      g_string_append (out, text);
      return;
    }
  parts = g_strsplit (text, "\"", -1);
  doubled = g_strjoinv ("\"\"", parts);
  g_string_append_printf (out, "\"%s%s\"", is_formula (text) ? "'" : "", doubled);
}

static void
append_number (GString *out, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  append_cell (out, text);
}

static void
append_values (GString *out, GalleyMetadata *metadata, const char *key)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean people = g_str_equal (key, "person");

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      g_string_append (text, i > 0 ? ";" : "");
      if (people && item->qualifier != NULL)
        g_string_append_printf (text, "%s ", item->qualifier);
      g_string_append (text, item->value);
    }
  append_cell (out, text->str);
}

static void
append_titles (GString *out)
{
  static const char *const first[] = { N_ ("Page"), N_ ("Page name"), N_ ("Place on the page"), N_ ("Kind") };

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    append_cell (out, _ (first[i]));
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    append_cell (out, _ (roles[i]));
  append_cell (out, _ ("Characters"));
  append_cell (out, _ ("Pictures"));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    append_cell (out, _ (fields[i].label));
  append_cell (out, "ID");
  g_string_append (out, "\r\n");
}

static void
append_article (GString *out, GalleyEdition *edition, GalleyPage *page, guint place, GalleyArticle *article)
{
  g_autoptr (GPtrArray) pictures = export_list_pictures (edition, article);

  append_number (out, galley_page_get_number (page));
  append_cell (out, galley_page_get_name (page));
  append_number (out, place);
  append_cell (out, galley_article_kind_get_name (galley_article_get_kind (article)));
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autofree char *text = export_dup_role_text (article, GALLEY_ROLE_KICKER + i, " ");

      append_cell (out, text);
    }
  append_number (out, galley_article_count_characters (article));
  append_number (out, pictures->len);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    append_values (out, galley_article_get_metadata (article), fields[i].key);
  append_cell (out, galley_article_get_id (article));
  g_string_append (out, "\r\n");
}

static void
note_lost (GalleyJob *job, GalleyArticle *article)
{
  const char *held[G_N_ELEMENTS (fields) + 2] = { "picture" };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    held[i + 1] = fields[i].key;
  export_note_lost (job, article, "CSV", held, 0, _ ("text"));
}

static gboolean
csv_exporter_save (
    GalleyExporter *exporter, GalleyEdition *frozen, GOutputStream *stream, GalleyJob *job, GError **error)
{
  CsvExporter *self = CSV_EXPORTER (exporter);
  /* Table programs take the file for one in UTF-8 only with this mark. */
  g_autoptr (GString) out = g_string_new (NULL);
  guint n_pages = galley_edition_get_n_pages (frozen);

  append_titles (out);
  for (guint p = 0; p < n_pages; p++)
    {
      GalleyPage *page = galley_edition_get_page (frozen, p);
      g_autoptr (GPtrArray) articles = export_list_articles (&self->options, page);

      for (guint a = 0; a < articles->len; a++)
        {
          append_article (out, frozen, page, a + 1, g_ptr_array_index (articles, a));
          note_lost (job, g_ptr_array_index (articles, a));
        }
      galley_job_progress (job, 0.9 * (p + 1) / n_pages);
      if (!galley_job_continues (job, error))
        return FALSE;
    }
  export_note_left_out (job, frozen, &self->options);
  export_note_lost_facts (job, frozen, "CSV", 0, FALSE);
  g_string_prepend (out, "\xef\xbb\xbf");
  return export_write (stream, out->str, out->len, job, error);
}

EXPORT_DEFINE_TYPE (CsvExporter, csv_exporter, save)
