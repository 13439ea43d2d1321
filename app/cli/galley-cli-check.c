/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "galley-builder.h"
#include "galley-check-profile.h"
#include "galley-check-report.h"
#include "galley-cli-check.h"
#include "galley-cli-writer.h"
#include "galley-error.h"

/* Where a block stands, as the reader of the output names it. */
typedef struct
{
  int article;
  guint block;
  guint line;
} Place;

typedef struct
{
  const char *path;
  gboolean lines;
  gboolean json;
  gboolean rate;
  GalleySeverity fail_on;
  char **reports;
} Check;

/* ---- what to check with ---- */

static gboolean
is_checker (const char *name)
{
  GalleyPlugins *plugins = galley_cli_get_plugins ();
  GalleyPluginInfo *info = galley_plugins_find (plugins, name);

  return info != NULL && galley_plugins_get_key (plugins, info, "Checker-Scope") != NULL;
}

static gboolean
names_rule (const GPtrArray *rules, const char *name)
{
  for (guint i = 0; i < rules->len; i++)
    {
      if (galley_profile_names_rule (name, ((const GalleyRule *) rules->pdata[i])->id))
        return TRUE;
    }
  return FALSE;
}

static GalleyExit
select_rules (const GalleyCommand *self, GalleyCheck *check, const char *list)
{
  g_auto (GStrv) names = galley_cli_split_list (list);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rules = galley_check_list_rules (check, &error);

  if (rules == NULL)
    return galley_cli_failed (NULL, error);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!is_checker (names[i]) && !names_rule (rules, names[i]))
        return galley_cli_misused (
            self, _ ("There is no rule or checker “%s”; “galley-cli rules” lists them."), names[i]);
    }
  galley_check_set_rules (check, (const char *const *) names);
  return GALLEY_EXIT_DONE;
}

GalleyExit
galley_cli_make_check (const GalleyCommand *self, const char *profile, const char *rules, GalleyCheck **check)
{
  g_autoptr (GalleyDesk) desk = NULL;

  if (profile != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyProfile) found = galley_profile_load (profile, &error);

      if (found == NULL)
        return galley_cli_misused (self, "--profile %s: %s", profile, error->message);
    }

  *check = galley_check_new (galley_cli_get_plugins (), profile);
  desk = galley_desk_new (NULL);
  galley_check_set_desk (*check, desk);
  return rules != NULL ? select_rules (self, *check, rules) : GALLEY_EXIT_DONE;
}

static GalleyExit
set_options (const GalleyCommand *self, GalleyCheck *check, char **options)
{
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    {
      g_autofree char *module = NULL;
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;
      g_autoptr (GError) error = NULL;

      if (!galley_cli_split_option (options[i], &module, &key, &value))
        return galley_cli_misused (self, _ ("--set %s: it has the form CHECKER.key=value."), options[i]);
      if (!is_checker (module))
        return galley_cli_misused (self, _ ("There is no checker “%s”; “galley-cli plugins” lists them."),
                                   module);
      if (!galley_check_set_option (check, module, key, value, &error))
        return galley_cli_misused (self, "--set %s: %s", options[i], error->message);
    }
  return GALLEY_EXIT_DONE;
}

gboolean
galley_cli_load_decisions (GalleyCheck *check, GalleyStore *store, GError **error)
{
  g_autoptr (GPtrArray) decisions = galley_store_list_decisions (store, error);

  if (decisions == NULL)
    return FALSE;
  for (guint i = 0; i < decisions->len; i++)
    {
      const GalleyDecision *decision = decisions->pdata[i];

      if (g_str_equal (decision->decision, "ignore"))
        galley_check_ignore (check, decision->key, decision->scope, decision->article);
    }
  return TRUE;
}

void
galley_cli_print_problems (GalleyCheck *check)
{
  g_auto (GStrv) problems = galley_check_dup_problems (check);

  for (guint i = 0; problems != NULL && problems[i] != NULL; i++)
    galley_cli_remark (NULL, problems[i]);
}

/* ---- what to check ---- */

/* Every line an article of its own, its text untouched: no importer, so that an offset means what the caller counts. */
static GalleyEdition *
open_lines (const char *path, GalleyJob *job, GHashTable *places, GError **error)
{
  g_autoptr (GBytes) bytes = galley_cli_read (path, job, error);
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  GalleyPage *page = galley_edition_ensure_page (edition, 1, NULL);
  const char *text, *end;
  guint line = 0;
  int number = 0;
  gsize size;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &size);
  if (size > GALLEY_BUILDER_MAX_BYTES)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("The text is larger than %u MiB."),
                   GALLEY_BUILDER_MAX_BYTES >> 20);
      return NULL;
    }

  end = text + size;
  while (text < end)
    {
      const char *stop = memchr (text, '\n', end - text);
      gssize length = (stop != NULL ? stop : end) - text;

      line++;
      if (length > 0 && text[length - 1] == '\r')
        length--;
      if (!g_utf8_validate_len (text, length, NULL))
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("Line %u is not UTF-8 text."), line);
          return NULL;
        }
      if (length > 0)
        {
          g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
          g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, text, length);
          Place *place = g_new (Place, 1);

          *place = (Place){ number++, 0, line };
          galley_article_append (article, block);
          galley_page_insert (page, G_MAXUINT, article);
          g_hash_table_insert (places, g_object_ref (block), place);
        }
      text = stop != NULL ? stop + 1 : end;
    }
  return g_steal_pointer (&edition);
}

/* The offsets in characters at which the lines of a file of UTF-8 text begin; NULL where the file is something else. */
static GArray *
find_lines (GBytes *bytes)
{
  gsize size;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  const char *end;
  GArray *starts;
  guint offset = 0;

  if (text == NULL || !g_utf8_validate_len (text, size, NULL))
    return NULL;
  /* A byte-order mark is no character of the copy. */
  end = text + size;
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    text += 3;

  starts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (starts, offset);
  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      offset++;
      if (*p == '\n')
        g_array_append_val (starts, offset);
    }
  return starts;
}

static guint
line_of (const GArray *starts, guint offset)
{
  guint low = 0, high = starts->len;

  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (starts, guint, middle) <= offset)
        low = middle;
      else
        high = middle;
    }
  return low + 1;
}

/* A block stands on a line of its file; a stored one on a line of its article. */
static void
find_places (GalleyEdition *edition, GBytes *bytes, GHashTable *places)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  g_autoptr (GArray) starts = find_lines (bytes);
  int number = 0;

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = articles->pdata[i];
      gboolean furniture = galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE;

      for (guint k = 0; k < galley_article_get_n_blocks (article); k++)
        {
          GalleyBlock *block = galley_article_get_block (article, k);
          Place *place = g_new (Place, 1);
          guint start, end;

          *place = (Place){ furniture ? -1 : number, k, k + 1 };
          if (starts != NULL && galley_block_get_source (block, &start, &end))
            place->line = line_of (starts, start);
          g_hash_table_insert (places, g_object_ref (block), place);
        }
      number += furniture ? 0 : 1;
    }
}

/* ---- what came out ---- */

static void
write_edits (GalleyCliWriter *writer, GalleyFinding *finding, GHashTable *places)
{
  guint n;
  const GalleyEdit *edits = galley_finding_get_edits (finding, &n);

  if (n == 0)
    return;
  galley_cli_writer_begin_array (writer, "edits");
  for (guint i = 0; i < n; i++)
    {
      const Place *place = g_hash_table_lookup (places, edits[i].block);

      galley_cli_writer_begin_object (writer, NULL);
      if (place != NULL)
        {
          galley_cli_writer_integer (writer, "article", place->article);
          galley_cli_writer_integer (writer, "block", place->block);
        }
      galley_cli_writer_integer (writer, "start", edits[i].start);
      galley_cli_writer_integer (writer, "end", edits[i].end);
      galley_cli_writer_string (writer, "text", edits[i].text != NULL ? edits[i].text : "");
      if (edits[i].join)
        galley_cli_writer_boolean (writer, "join", TRUE);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
}

static void
write_finding (GalleyCliWriter *writer, GalleyFinding *finding, GHashTable *places)
{
  const Place *place = g_hash_table_lookup (places, galley_finding_get_block (finding));
  const GalleyRule *rule = galley_finding_get_rule (finding);
  const char *const *fixes = galley_finding_get_fixes (finding);
  g_autofree char *text = galley_finding_dup_text (finding);

  galley_cli_writer_begin_object (writer, NULL);
  if (place != NULL)
    {
      galley_cli_writer_integer (writer, "article", place->article);
      galley_cli_writer_integer (writer, "block", place->block);
      galley_cli_writer_integer (writer, "line", place->line);
    }
  galley_cli_writer_integer (writer, "start", galley_finding_get_start (finding));
  galley_cli_writer_integer (writer, "end", galley_finding_get_end (finding));
  galley_cli_writer_string (writer, "text", text);
  galley_cli_writer_string (writer, "rule", rule->id);
  galley_cli_writer_string (writer, "class", rule->klass);
  galley_cli_writer_string (writer, "severity",
                            galley_severity_get_name (galley_finding_get_severity (finding)));
  galley_cli_writer_string (writer, "norm", rule->norm);
  galley_cli_writer_string (writer, "message", galley_finding_get_message (finding));
  galley_cli_writer_begin_array (writer, "fixes");
  for (guint i = 0; fixes[i] != NULL; i++)
    galley_cli_writer_string (writer, NULL, fixes[i]);
  galley_cli_writer_end (writer);
  write_edits (writer, finding, places);
  galley_cli_writer_number (writer, "confidence", galley_finding_get_confidence (finding));
  galley_cli_writer_number (writer, "weight", galley_finding_get_weight (finding));
  galley_cli_writer_end (writer);
  galley_cli_emit (writer);
}

/* "page.txt:12:53: error: …", as editors and grep know it; in an edition "E.galley#3:5:53:" with the article's number. */
static void
print_finding (const Check *self, gboolean stored, GalleyFinding *finding, GHashTable *places)
{
  const Place *place = g_hash_table_lookup (places, galley_finding_get_block (finding));
  const char *const *fixes = galley_finding_get_fixes (finding);
  g_autofree char *name = g_filename_display_name (self->path);
  g_autofree char *text = galley_finding_dup_text (finding);

  galley_cli_print ("%s", name);
  if (place != NULL && stored)
    galley_cli_print ("#%d", place->article);
  if (place != NULL)
    galley_cli_print (":%u", place->line);
  galley_cli_print (":%u: %s: %s", galley_finding_get_start (finding) + 1,
                    galley_severity_get_name (galley_finding_get_severity (finding)), text);
  if (fixes[0] != NULL)
    galley_cli_print (" → %s", *fixes[0] != '\0' ? fixes[0] : _ ("(nothing)"));
  galley_cli_print (": %s [%s]\n", galley_finding_get_message (finding),
                    galley_finding_get_rule (finding)->id);
}

static void
print_total (const GPtrArray *findings)
{
  guint counts[GALLEY_SEVERITY_ERROR + 1] = { 0 };

  for (guint i = 0; i < findings->len; i++)
    counts[galley_finding_get_severity (findings->pdata[i])]++;

  galley_cli_print (ngettext ("%u finding", "%u findings", findings->len), findings->len);
  galley_cli_print (_ (": %u to correct, %u to look at, %u hints\n"), counts[GALLEY_SEVERITY_ERROR],
                    counts[GALLEY_SEVERITY_WARNING], counts[GALLEY_SEVERITY_HINT]);
}

static void
print_rate (
    const Check *self, GalleyArticle *article, int number, guint characters, const GPtrArray *findings)
{
  double rate = galley_check_rate (findings, characters);

  if (self->json)
    {
      g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (FALSE);

      galley_cli_writer_begin_object (writer, NULL);
      if (article != NULL)
        galley_cli_writer_integer (writer, "article", number);
      galley_cli_writer_integer (writer, "characters", characters);
      galley_cli_writer_integer (writer, "findings", findings->len);
      galley_cli_writer_number (writer, "rate", rate);
      if (article == NULL)
        {
          galley_cli_writer_number (writer, "limit", galley_check_rate_limit ());
          galley_cli_writer_boolean (writer, "passes", rate <= galley_check_rate_limit ());
        }
      galley_cli_writer_end (writer);
      galley_cli_emit (writer);
    }
  else if (article != NULL)
    {
      g_autofree char *headline = galley_article_dup_headline (article);

      galley_cli_print (_ ("%3d  %6.1f per 10,000  %6u characters  %s\n"), number, rate, characters,
                        headline);
    }
  else
    {
      galley_cli_print (_ ("Error rate %.1f per 10,000 characters (%u characters, limit %.0f): %s\n"), rate,
                        characters, galley_check_rate_limit (),
                        rate <= galley_check_rate_limit () ? _ ("passes") : _ ("does not pass"));
    }
}

/* The rate of each article, then of all. Findings are by article, so one walk serves. */
static void
print_rates (const Check *self, GalleyEdition *edition, const GPtrArray *findings, GHashTable *places)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  guint total = 0;
  int number = 0;

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = articles->pdata[i];
      guint characters = galley_article_count_characters (article);
      g_autoptr (GPtrArray) own = g_ptr_array_new ();

      if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
        continue;
      total += characters;
      for (guint k = 0; !self->lines && k < findings->len; k++)
        {
          const Place *place = g_hash_table_lookup (places, galley_finding_get_block (findings->pdata[k]));

          if (place != NULL && place->article == number)
            g_ptr_array_add (own, findings->pdata[k]);
        }
      if (!self->lines)
        print_rate (self, article, number, characters, own);
      number++;
    }
  print_rate (self, NULL, -1, total, findings);
}

static GalleyExit
print_findings (const Check *self, gboolean stored, const GPtrArray *findings, GHashTable *places)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (FALSE);
  GalleyExit code = GALLEY_EXIT_DONE;

  for (guint i = 0; i < findings->len; i++)
    {
      if (self->json)
        write_finding (writer, findings->pdata[i], places);
      else
        print_finding (self, stored, findings->pdata[i], places);
      if (galley_finding_get_severity (findings->pdata[i]) >= self->fail_on)
        code = GALLEY_EXIT_FINDINGS;
    }
  if (!self->json)
    print_total (findings);
  return code;
}

static guint
line_of_block (GalleyBlock *block, gpointer user_data)
{
  const Place *place = g_hash_table_lookup (user_data, block);

  return place != NULL ? place->line : 0;
}

/* Each file whole or not at all, in the form its name asks for. */
static gboolean
write_reports (
    const Check *self, GalleyEdition *edition, const GPtrArray *findings, GHashTable *places, GError **error)
{
  for (guint i = 0; self->reports != NULL && self->reports[i] != NULL; i++)
    {
      GalleyCheckReportFormat format = GALLEY_CHECK_REPORT_JSON;
      g_autofree char *report = NULL;

      galley_check_report_find_format (self->reports[i], &format);
      report = galley_check_report_make (edition, findings, format, line_of_block, places);
      if (!g_file_set_contents_full (self->reports[i], report, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666,
                                     error))
        return FALSE;
    }
  return TRUE;
}

static GalleyExit
run (const Check *self, GalleyCheck *check)
{
  g_autoptr (GalleyCliWatch) watch = galley_cli_watch_new (self->path);
  GalleyJob *job = galley_cli_watch_get_job (watch);
  g_autoptr (GHashTable) places = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  g_autoptr (GalleyInput) input = NULL;
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  GalleyExit code;

  if (self->lines)
    {
      edition = open_lines (self->path, job, places, &error);
    }
  else if ((input = galley_input_open (self->path, NULL, job, &error)) != NULL)
    {
      edition = g_object_ref (input->edition);
      find_places (edition, input->bytes, places);
    }

  if (edition != NULL &&
      (input == NULL || input->store == NULL || galley_cli_load_decisions (check, input->store, &error)))
    {
      g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);

      findings = galley_check_edition (check, frozen, job, &error);
    }
  galley_cli_watch_end (watch, self->path);
  galley_cli_print_problems (check);
  if (findings == NULL)
    return galley_cli_failed (self->path, error);

  if (!write_reports (self, edition, findings, places, &error))
    return galley_cli_failed (NULL, error);
  code = print_findings (self, input != NULL && input->store != NULL, findings, places);
  if (self->rate)
    print_rates (self, edition, findings, places);
  return code;
}

GalleyExit
galley_cli_check (const GalleyCommand *self, int argc, char **argv)
{
  g_autofree char *rules = NULL;
  g_autofree char *profile = NULL;
  g_autofree char *fail_on = NULL;
  g_auto (GStrv) options = NULL;
  g_auto (GStrv) files = NULL;
  g_auto (GStrv) reports = NULL;
  Check run_of = { NULL, FALSE, FALSE, FALSE, GALLEY_SEVERITY_ERROR, NULL };
  const GOptionEntry entries[] = {
    { "lines", 0, 0, G_OPTION_ARG_NONE, &run_of.lines,
      N_ ("Each line of the input is a paragraph of its own"), NULL },
    { "rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, N_ ("Only these rules and checkers"), "LIST" },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &profile, N_ ("House style to check by"), "NAME" },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options, N_ ("Option of a checker"), "CHECKER.key=value" },
    { "fail-on", 0, 0, G_OPTION_ARG_FILENAME, &fail_on, N_ ("From which severity on the exit status is 1"),
      "error|warning|hint" },
    { "rate", 0, 0, G_OPTION_ARG_NONE, &run_of.rate, N_ ("Tell the error rate of each article and of all"),
      NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &reports,
      N_ ("Write the findings into a file as well: a page, a table or a document, by its name"),
      "FILE.html|FILE.csv|FILE.json" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &run_of.json, N_ ("Print one JSON object a line"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GalleyCheck) check = NULL;
  GalleyExit code;

  if (!galley_cli_parse (self, entries, argc, argv, 1, 1, &files))
    return GALLEY_EXIT_USAGE;
  if (fail_on != NULL && !galley_severity_from_name (fail_on, &run_of.fail_on))
    return galley_cli_misused (self, _ ("--fail-on %s: it is error, warning or hint."), fail_on);
  for (guint i = 0; reports != NULL && reports[i] != NULL; i++)
    {
      GalleyCheckReportFormat format;

      if (!galley_check_report_find_format (reports[i], &format))
        return galley_cli_misused (
            self, _ ("--report %s: the name of a report ends in .html, .csv or .json."), reports[i]);
    }
  run_of.path = files[0];
  run_of.reports = reports;

  if ((code = galley_cli_make_check (self, profile, rules, &check)) != GALLEY_EXIT_DONE ||
      (code = set_options (self, check, options)) != GALLEY_EXIT_DONE)
    return code;
  return run (&run_of, check);
}
