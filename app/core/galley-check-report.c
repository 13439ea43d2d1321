/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-check-report.h"
#include "galley-check.h"

/* Characters of the sentence either side of a finding. */
#define CONTEXT 12

/* One row. */
typedef struct
{
  GalleyFinding *finding;
  guint page;
  int article; /* -1 for furniture */
  guint line;
} Row;

/* One article as the report counts it. */
typedef struct
{
  GalleyArticle *article;
  guint page;
  int number;
  guint characters;
  GPtrArray *findings; /* of GalleyFinding, borrowed */
} Part;

typedef struct
{
  GalleyEdition *edition;
  GArray *rows;     /* of Row */
  GPtrArray *parts; /* of Part */
  GPtrArray *all;   /* of GalleyFinding: those that stand in the edition */
  guint characters;
  guint counts[GALLEY_SEVERITY_ERROR + 1];
} Table;

gboolean
galley_check_report_find_format (const char *name, GalleyCheckReportFormat *format)
{
  static const struct
  {
    const char *suffix;
    GalleyCheckReportFormat format;
  } known[] = {
    { ".html", GALLEY_CHECK_REPORT_HTML },
    { ".htm", GALLEY_CHECK_REPORT_HTML },
    { ".csv", GALLEY_CHECK_REPORT_CSV },
    { ".json", GALLEY_CHECK_REPORT_JSON },
  };
  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_str_has_suffix (lower, known[i].suffix))
        {
          *format = known[i].format;
          return TRUE;
        }
    }
  return FALSE;
}

/* --- what the report tells ---------------------------------------------------------------------------------------- */

static void
part_free (gpointer data)
{
  Part *self = data;

  g_ptr_array_unref (self->findings);
  g_free (self);
}

static void
add_article (Table *self, GalleyArticle *article, guint page, int *number)
{
  Part *part = g_new0 (Part, 1);

  part->article = article;
  part->page = page;
  part->number = galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE ? -1 : (*number)++;
  part->characters = part->number >= 0 ? galley_article_count_characters (article) : 0;
  part->findings = g_ptr_array_new ();
  self->characters += part->characters;
  g_ptr_array_add (self->parts, part);
}

static void
list_articles (Table *self, GHashTable *owners)
{
  int number = 0;

  for (guint p = 0; p < galley_edition_get_n_pages (self->edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (self->edition, p);

      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        add_article (self, galley_page_get_article (page, a), galley_page_get_number (page), &number);
    }
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);

      for (guint b = 0; b < galley_article_get_n_blocks (part->article); b++)
        g_hash_table_insert (owners, galley_article_get_block (part->article, b), part);
    }
}

static void
table_init (Table *self,
            GalleyEdition *edition,
            const GPtrArray *findings,
            GalleyCheckReportLine line,
            gpointer user_data)
{
  g_autoptr (GHashTable) owners = g_hash_table_new (NULL, NULL);

  *self = (Table){ .edition = edition };
  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->all = g_ptr_array_new ();
  list_articles (self, owners);
  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      GalleyBlock *block = galley_finding_get_block (finding);
      Part *part = g_hash_table_lookup (owners, block);
      Row row = { finding, 0, -1, 0 };

      if (part == NULL)
        continue;
      row.page = part->page;
      row.article = part->number;
      row.line =
          line != NULL ? line (block, user_data) : (guint) galley_article_index_of (part->article, block) + 1;
      g_array_append_val (self->rows, row);
      g_ptr_array_add (part->findings, finding);
      g_ptr_array_add (self->all, finding);
      self->counts[galley_finding_get_severity (finding)]++;
    }
}

static void
table_clear (Table *self)
{
  g_array_unref (self->rows);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->all);
}

/* What a fold stands for: that many places. */
static guint
places_of (GalleyFinding *finding)
{
  guint n;

  galley_finding_get_edits (finding, &n);
  return MAX (n, 1);
}

static char *
format_number (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *text = g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.4f", number));
  char *end = text + strlen (text);

  while (end > text && end[-1] == '0')
    *--end = '\0';
  if (end > text && end[-1] == '.')
    *--end = '\0';
  return g_steal_pointer (&text);
}

static const char *
severity_label (GalleySeverity severity)
{
  return severity == GALLEY_SEVERITY_ERROR     ? _ ("To correct")
         : severity == GALLEY_SEVERITY_WARNING ? _ ("To look at")
                                               : _ ("Hint");
}

static const char *
class_of (GalleyFinding *finding)
{
  const char *klass = galley_finding_get_rule (finding)->klass;

  return klass != NULL ? klass : "";
}

/* --- CSV ---------------------------------------------------------------------------------------------------------- */

/* RFC 4180; and a cell that a spreadsheet would take for a formula gets an apostrophe, as spreadsheets do it. */
static void
add_cell (GString *out, const char *text, gboolean last)
{
  g_string_append_c (out, '"');
  if (*text != '\0' && strchr ("=+-@\t", *text) != NULL)
    g_string_append_c (out, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append (out, last ? "\"\r\n" : "\",");
}

static char *
make_csv (const Table *self)
{
  const char *const heads[] = { _ ("Page"),     _ ("Article"), _ ("Line"),    _ ("Column"),  _ ("Class"),
                                _ ("Severity"), _ ("Rule"),    _ ("Norm"),    _ ("Text"),    _ ("Fix"),
                                _ ("Places"),   _ ("Weight"),  _ ("Message"), _ ("Headline") };
  GString *out = g_string_new ("\xef\xbb\xbf");

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    add_cell (out, heads[i], i + 1 == G_N_ELEMENTS (heads));
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);
      const GalleyRule *rule = galley_finding_get_rule (row->finding);
      const char *const *fixes = galley_finding_get_fixes (row->finding);
      g_autofree char *text = galley_finding_dup_text (row->finding);
      g_autofree char *weight = format_number (galley_finding_get_weight (row->finding));
      g_autofree char *headline = NULL;

      for (guint k = 0; k < self->parts->len && headline == NULL; k++)
        {
          const Part *part = g_ptr_array_index (self->parts, k);

          if (part->number == row->article && part->page == row->page && row->article >= 0)
            headline = galley_article_dup_headline (part->article);
        }
      g_string_append_printf (out, "%u,%d,%u,%u,", row->page, row->article, row->line,
                              galley_finding_get_start (row->finding) + 1);
      add_cell (out, class_of (row->finding), FALSE);
      add_cell (out, galley_severity_get_name (galley_finding_get_severity (row->finding)), FALSE);
      add_cell (out, rule->id, FALSE);
      add_cell (out, rule->norm != NULL ? rule->norm : "", FALSE);
      add_cell (out, text, FALSE);
      add_cell (out, fixes[0] != NULL ? fixes[0] : "", FALSE);
      g_string_append_printf (out, "%u,%s,", places_of (row->finding), weight);
      add_cell (out, galley_finding_get_message (row->finding), FALSE);
      add_cell (out, headline != NULL ? headline : "", TRUE);
    }
  return g_string_free (out, FALSE);
}

/* --- JSON --------------------------------------------------------------------------------------------------------- */

static void
add_json_text (GString *out, const char *text)
{
  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (out, '\\');
      if ((guchar) *p < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *p);
      else
        g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

static void
add_json_pair (GString *out, const char *name, const char *text)
{
  g_string_append_printf (out, "\"%s\":", name);
  add_json_text (out, text);
  g_string_append_c (out, ',');
}

static void
add_json_row (GString *out, const Row *row)
{
  const GalleyRule *rule = galley_finding_get_rule (row->finding);
  const char *const *fixes = galley_finding_get_fixes (row->finding);
  g_autofree char *text = galley_finding_dup_text (row->finding);
  g_autofree char *weight = format_number (galley_finding_get_weight (row->finding));

  g_string_append_printf (out, "{\"page\":%u,\"article\":%d,\"line\":%u,\"start\":%u,\"end\":%u,", row->page,
                          row->article, row->line, galley_finding_get_start (row->finding),
                          galley_finding_get_end (row->finding));
  add_json_pair (out, "class", class_of (row->finding));
  add_json_pair (out, "severity", galley_severity_get_name (galley_finding_get_severity (row->finding)));
  add_json_pair (out, "rule", rule->id);
  add_json_pair (out, "norm", rule->norm);
  add_json_pair (out, "text", text);
  g_string_append (out, "\"fixes\":[");
  for (guint i = 0; fixes[i] != NULL; i++)
    {
      g_string_append (out, i > 0 ? "," : "");
      add_json_text (out, fixes[i]);
    }
  g_string_append (out, "],");
  add_json_pair (out, "message", galley_finding_get_message (row->finding));
  g_string_append_printf (out, "\"places\":%u,\"weight\":%s}", places_of (row->finding), weight);
}

static char *
make_json (const Table *self)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (self->edition);
  double rate = galley_check_rate (self->all, self->characters), limit = galley_check_rate_limit ();
  g_autofree char *rate_text = format_number (rate), *limit_text = format_number (limit);
  GString *out = g_string_new ("{");

  add_json_pair (out, "paper", galley_masthead_get (masthead, GALLEY_FACT_PAPER));
  add_json_pair (out, "date", galley_masthead_get (masthead, GALLEY_FACT_DATE));
  g_string_append_printf (out, "\"characters\":%u,\"rate\":%s,\"limit\":%s,\"passes\":%s,\n\"articles\":[",
                          self->characters, rate_text, limit_text, rate <= limit ? "true" : "false");
  for (guint i = 0, n = 0; i < self->parts->len; i++)
    {
      const Part *part = g_ptr_array_index (self->parts, i);
      g_autofree char *headline = galley_article_dup_headline (part->article);
      g_autofree char *own = format_number (galley_check_rate (part->findings, part->characters));

      if (part->number < 0)
        continue;
      g_string_append_printf (out, "%s\n{\"page\":%u,\"article\":%d,", n++ > 0 ? "," : "", part->page,
                              part->number);
      add_json_pair (out, "headline", headline);
      g_string_append_printf (out, "\"characters\":%u,\"rate\":%s}", part->characters, own);
    }
  g_string_append (out, "],\n\"findings\":[");
  for (guint i = 0; i < self->rows->len; i++)
    {
      g_string_append (out, i > 0 ? ",\n" : "\n");
      add_json_row (out, &g_array_index (self->rows, Row, i));
    }
  g_string_append (out, "]}\n");
  return g_string_free (out, FALSE);
}

/* --- HTML --------------------------------------------------------------------------------------------------------- */

static const char style[] =
    "body{font:15px/1.6 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",sans-serif;"
    "max-width:72em;margin:2em auto;padding:0 1em;color:#222;background:#fff}"
    "h1{font-size:1.5em;margin:0}h2{font-size:1.1em;margin:2em 0 .4em;border-bottom:2px solid #222}"
    ".sum{margin:.4em 0 1.5em;color:#555}.rate{font-weight:bold}.pass{color:#1a7f37}.fail{color:#b3261e}"
    "table{border-collapse:collapse;width:100%;table-layout:fixed}th:nth-child(1){width:5em}"
    "th:nth-child(2){width:6em}th:nth-child(3){width:5em}th:nth-child(5){width:13em}th:nth-child(6){width:"
    "4em}"
    "th,td{text-align:left;vertical-align:top;padding:.35em .6em;"
    "border-bottom:1px solid #ddd}th{font-weight:600;color:#555;font-size:.85em}"
    "td.n{white-space:nowrap;font-variant-numeric:tabular-nums}mark{padding:0 .1em;background:#ffd8d3}"
    ".warning mark{background:#dbe7ff}.hint mark{background:#eee}.fix{color:#1a7f37;font-weight:600}"
    ".why{color:#555;font-size:.9em}.error>td:first-child{border-left:4px solid #b3261e}"
    ".warning>td:first-child{border-left:4px solid #3b6fd4}.hint>td:first-child{border-left:4px solid #aaa}"
    "@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}";

static void
add_escaped (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

/* The sentence with the place marked: …要[布署]工作… */
static void
add_sentence (GString *out, GalleyFinding *finding)
{
  GalleyBlock *block = galley_finding_get_block (finding);
  guint start = galley_finding_get_start (finding), end = galley_finding_get_end (finding);
  guint length = galley_block_get_length (block), from = start > CONTEXT ? start - CONTEXT : 0;
  guint to = MIN (end + CONTEXT, length), shown = MIN (end, start + 4 * CONTEXT);
  g_autofree char *before = galley_block_dup_range (block, from, start);
  g_autofree char *text = galley_block_dup_range (block, start, shown);
  g_autofree char *after = shown == end ? galley_block_dup_range (block, end, to) : NULL;

  g_string_append (out, from > 0 ? "…" : "");
  add_escaped (out, before);
  g_string_append (out, "<mark>");
  add_escaped (out, text);
  g_string_append (out, shown < end ? "…</mark>" : "</mark>");
  add_escaped (out, after != NULL ? after : "");
  g_string_append (out, after != NULL && to < length ? "…" : "");
}

static void
add_html_row (GString *out, const Row *row)
{
  const GalleyRule *rule = galley_finding_get_rule (row->finding);
  GalleySeverity severity = galley_finding_get_severity (row->finding);
  const char *const *fixes = galley_finding_get_fixes (row->finding);
  g_autofree char *weight = format_number (galley_finding_get_weight (row->finding));

  g_string_append_printf (out, "<tr class=\"%s\"><td class=\"n\">%u:%u</td><td class=\"n\">",
                          galley_severity_get_name (severity), row->line,
                          galley_finding_get_start (row->finding) + 1);
  add_escaped (out, severity_label (severity));
  g_string_append (out, "</td><td class=\"n\">");
  add_escaped (out, class_of (row->finding));
  g_string_append (out, "</td><td>");
  add_sentence (out, row->finding);
  if (fixes[0] != NULL)
    {
      g_string_append (out, " <span class=\"fix\">→ ");
      add_escaped (out, *fixes[0] != '\0' ? fixes[0] : _ ("(nothing)"));
      g_string_append (out, "</span>");
    }
  if (places_of (row->finding) > 1)
    g_string_append_printf (out, " ×%u", places_of (row->finding));
  g_string_append (out, "<div class=\"why\">");
  add_escaped (out, galley_finding_get_message (row->finding));
  g_string_append (out, "</div></td><td class=\"why\">");
  add_escaped (out, rule->norm != NULL ? rule->norm : "");
  g_string_append (out, "<br>");
  add_escaped (out, rule->id);
  g_string_append_printf (out, "</td><td class=\"n\">%s</td></tr>\n", weight);
}

/* "差错率 1.2/万", green or red. */
static void
add_html_rate (GString *out, const GPtrArray *findings, guint characters)
{
  double rate = galley_check_rate (findings, characters);
  g_autofree char *text = g_strdup_printf (_ ("error rate %.1f per 10,000"), rate);

  g_string_append_printf (out, "<span class=\"rate %s\">",
                          rate <= galley_check_rate_limit () ? "pass" : "fail");
  add_escaped (out, text);
  g_string_append (out, "</span>");
}

static void
add_html_part (GString *out, const Table *self, const Part *part)
{
  const char *const heads[] = { _ ("Line"), _ ("Severity"),      _ ("Class"),
                                _ ("Text"), _ ("Norm and rule"), _ ("Weight") };
  g_autofree char *headline = galley_article_dup_headline (part->article);
  g_autofree char *title =
      part->number < 0 ? g_strdup_printf (_ ("Page %u, masthead and furniture"), part->page)
                       : g_strdup_printf (_ ("Page %u, article %d: %s"), part->page, part->number, headline);

  if (part->findings->len == 0)
    return;
  g_string_append (out, "<h2>");
  add_escaped (out, title);
  g_string_append (out, "</h2>\n");
  if (part->number >= 0)
    {
      g_string_append (out, "<p class=\"sum\">");
      add_html_rate (out, part->findings, part->characters);
      g_string_append (out, "</p>\n");
    }
  g_string_append (out, "<table><thead><tr>");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_string_append (out, "<th scope=\"col\">");
      add_escaped (out, heads[i]);
      g_string_append (out, "</th>");
    }
  g_string_append (out, "</tr></thead><tbody>\n");
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);

      if (row->article == part->number && row->page == part->page &&
          g_ptr_array_find (part->findings, row->finding, NULL))
        add_html_row (out, row);
    }
  g_string_append (out, "</tbody></table>\n");
}

static char *
make_html (const Table *self)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (self->edition);
  const char *paper = galley_masthead_get (masthead, GALLEY_FACT_PAPER);
  const char *date = galley_masthead_get (masthead, GALLEY_FACT_DATE);
  g_autofree char *sums =
      g_strdup_printf (_ ("%u characters · %u to correct, %u to look at, %u hints · "), self->characters,
                       self->counts[GALLEY_SEVERITY_ERROR], self->counts[GALLEY_SEVERITY_WARNING],
                       self->counts[GALLEY_SEVERITY_HINT]);
  g_autoptr (GString) title = g_string_new (_ ("Proofreading report"));
  GString *out = g_string_new ("<!DOCTYPE html>\n<html lang=\"");

  if (paper != NULL)
    g_string_append_printf (title, " · %s", paper);
  if (date != NULL)
    g_string_append_printf (title, " · %s", date);
  g_string_append (out, _ ("en")); /* Translators: the code of your language, for a page in HTML. */
  g_string_append (out, "\">\n<head><meta charset=\"utf-8\">"
                        "<meta name=\"viewport\" content=\"width=device-width\"><title>");
  add_escaped (out, title->str);
  g_string_append_printf (out, "</title><style>%s</style></head>\n<body>\n<h1>", style);
  add_escaped (out, title->str);
  g_string_append (out, "</h1>\n<p class=\"sum\">");
  add_escaped (out, sums);
  add_html_rate (out, self->all, self->characters);
  g_string_append (out, "</p>\n");
  for (guint i = 0; i < self->parts->len; i++)
    add_html_part (out, self, g_ptr_array_index (self->parts, i));
  if (self->rows->len == 0)
    {
      g_string_append (out, "<p>");
      add_escaped (out, _ ("Nothing was found."));
      g_string_append (out, "</p>\n");
    }
  g_string_append (out, "</body></html>\n");
  return g_string_free (out, FALSE);
}

char *
galley_check_report_make (GalleyEdition *edition,
                          const GPtrArray *findings,
                          GalleyCheckReportFormat format,
                          GalleyCheckReportLine line,
                          gpointer user_data)
{
  Table table;
  char *report;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (findings != NULL, NULL);

  table_init (&table, edition, findings, line, user_data);
  report = format == GALLEY_CHECK_REPORT_HTML  ? make_html (&table)
           : format == GALLEY_CHECK_REPORT_CSV ? make_csv (&table)
                                               : make_json (&table);
  table_clear (&table);
  return report;
}
