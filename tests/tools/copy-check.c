/* SPDX-License-Identifier: GPL-3.0-or-later */
/* copy-check — copy on standard input through every checker. A line is ROLE <tab> TEXT; "#" ends an article, "##" the page;
 * "!fact=value" sets a fact of the masthead. Prints a line for each finding (severity, rule, text, context), or with
 * --figures how long it took: processor time for the whole, for an edition of eight pages, and for a keystroke. Modules
 * named by --without=MODULE are left out. */

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "galley-check.h"

#define CONTEXT 12
#define KEYSTROKES 60

static double
processor_ms (void)
{
  return clock () * 1000.0 / CLOCKS_PER_SEC;
}

static GalleyBlock *
read_block (char *line)
{
  char *tab = strchr (line, '\t');
  GalleyRole role = GALLEY_ROLE_BODY;

  if (tab == NULL)
    return NULL;
  *tab = '\0';
  galley_role_from_name (line, &role);
  return galley_block_new (role, tab + 1, -1);
}

static void
read_fact (GalleyEdition *edition, char *line)
{
  char *equals = strchr (line, '=');
  GalleyFact fact;

  if (equals == NULL)
    return;
  *equals = '\0';
  if (galley_fact_from_name (line, &fact))
    galley_masthead_set (galley_edition_get_masthead (edition), fact, equals + 1);
}

static GalleyEdition *
read_edition (gsize *bytes)
{
  GalleyEdition *edition = galley_edition_new ();
  g_autoptr (GalleyArticle) article = NULL;
  guint page = 1;
  char *line = NULL;
  size_t capacity = 0;
  ssize_t length;

  while ((length = getline (&line, &capacity, stdin)) >= 0)
    {
      g_autoptr (GalleyBlock) block = NULL;

      line[strcspn (line, "\n")] = '\0';
      if (*line == '#')
        {
          g_clear_object (&article);
          page += line[1] == '#';
          continue;
        }
      if (*line == '!')
        {
          read_fact (edition, line + 1);
          continue;
        }
      block = read_block (line);
      if (block == NULL)
        continue;
      if (article == NULL)
        {
          article = galley_article_new (GALLEY_ARTICLE_STORY);
          galley_page_insert (galley_edition_ensure_page (edition, page, NULL), G_MAXUINT, article);
        }
      galley_article_append (article, block);
      *bytes += galley_block_get_n_bytes (block);
    }
  free (line);
  return edition;
}

static GPtrArray *
check (GalleyCheck *self, GalleyEdition *edition)
{
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *findings = galley_check_edition (self, frozen, job, &error);

  if (findings == NULL)
    g_error ("%s", error->message);
  return findings;
}

static void
print_finding (GalleyFinding *finding)
{
  GalleyBlock *block = galley_finding_get_block (finding);
  guint start = galley_finding_get_start (finding), end = galley_finding_get_end (finding);
  g_autofree char *before = galley_block_dup_range (block, start > CONTEXT ? start - CONTEXT : 0, start);
  g_autofree char *after =
      galley_block_dup_range (block, end, MIN (end + CONTEXT, galley_block_get_length (block)));
  g_autofree char *text = galley_finding_dup_text (finding);

  g_print ("%s\t%s\t%s\t%s[%s]%s\n", galley_severity_get_name (galley_finding_get_severity (finding)),
           galley_finding_get_rule (finding)->id, text, before, text, after);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) findings = galley_check_article_finish (GALLEY_CHECK (source), result, NULL);

  g_assert_nonnull (findings);
  g_main_loop_quit (user_data);
}

/* One character more in the middle of the article, checked in the thread of the checker. */
static void
measure_keystrokes (GalleyCheck *self, GalleyArticle *article)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint middle = galley_article_get_n_blocks (article) / 2;
  double whole = 0, here = 0;

  for (guint i = 0; i < KEYSTROKES; i++)
    {
      g_autoptr (GalleyBlock) changed =
          galley_block_splice (galley_article_get_block (article, middle), 4, 0, "好");
      gint64 began, sent;

      galley_article_splice (article, middle, 1, &changed, 1);
      began = g_get_monotonic_time ();
      galley_check_article_async (self, article, NULL, NULL, NULL, on_checked, loop);
      sent = g_get_monotonic_time ();
      g_main_loop_run (loop);
      /* The first run checks the article as a whole. */
      if (i > 0)
        {
          whole += (double) (g_get_monotonic_time () - began);
          here += (double) (sent - began);
        }
    }
  g_print (
      "keystroke in %u characters: %.2f ms from the key to the findings, %.2f ms of them in the main loop\n",
      galley_article_count_characters (article), whole / 1000 / (KEYSTROKES - 1),
      here / 1000 / (KEYSTROKES - 1));
}

static GalleyArticle *
long_article (GalleyEdition *edition, guint characters)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint a = 0, n = 0; a < articles->len && n < characters; a++)
    {
      GalleyArticle *from = g_ptr_array_index (articles, a);

      for (guint b = 0; b < galley_article_get_n_blocks (from) && n < characters; b++)
        {
          GalleyBlock *block = galley_article_get_block (from, b);
          g_autoptr (GalleyBlock) own =
              galley_block_new (galley_block_get_role (block), galley_block_get_text (block), -1);

          galley_article_append (article, own);
          n += galley_block_get_length (block);
        }
    }
  return article;
}

/* The first articles, dealt to eight pages of some five thousand characters. */
static GalleyEdition *
eight_pages (GalleyEdition *edition)
{
  GalleyEdition *small = galley_edition_new ();
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  guint n = 0;

  for (guint a = 0; a < articles->len && n < 8 * 5000; a++)
    {
      GalleyArticle *from = g_ptr_array_index (articles, a);
      g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);

      for (guint b = 0; b < galley_article_get_n_blocks (from); b++)
        {
          GalleyBlock *block = galley_article_get_block (from, b);
          g_autoptr (GalleyBlock) own =
              galley_block_new (galley_block_get_role (block), galley_block_get_text (block), -1);

          galley_article_append (article, own);
          n += galley_block_get_length (block);
        }
      galley_page_insert (galley_edition_ensure_page (small, 1 + n / 5001, NULL), G_MAXUINT, article);
    }
  return small;
}

static void
print_figures (GalleyCheck *self, GalleyEdition *edition, gsize bytes)
{
  g_autoptr (GalleyEdition) small = eight_pages (edition);
  g_autoptr (GalleyArticle) article = long_article (edition, 20000);
  g_autoptr (GPtrArray) rules = galley_check_list_rules (self, NULL);
  g_autoptr (GPtrArray) first = check (self, small);
  g_autoptr (GPtrArray) all = NULL, again = NULL;
  g_autoptr (GalleyEdition) fresh = eight_pages (edition);
  double start = processor_ms (), edition_ms;

  again = check (self, fresh);
  edition_ms = processor_ms () - start;
  start = processor_ms ();
  all = check (self, edition);
  g_print ("whole text: %u rules, %.2f MB, %.1f ms, %.2f MB/s, %u findings\n", rules->len, bytes / 1e6,
           processor_ms () - start, bytes / 1e3 / (processor_ms () - start), all->len);
  g_print ("edition of %u pages: %.1f ms\n", galley_edition_get_n_pages (fresh), edition_ms);
  measure_keystrokes (self, article);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GStrvBuilder) without = g_strv_builder_new ();
  g_auto (GStrv) disabled = NULL, problems = NULL;
  g_autoptr (GalleyPlugins) plugins = NULL;
  g_autoptr (GalleyCheck) self = NULL;
  g_autoptr (GalleyEdition) edition = NULL;
  gboolean figures = FALSE;
  gsize bytes = 0;

  setlocale (LC_ALL, "");
  for (int i = 1; i < argc; i++)
    {
      figures |= g_str_equal (argv[i], "--figures");
      if (g_str_has_prefix (argv[i], "--without="))
        g_strv_builder_add (without, argv[i] + strlen ("--without="));
    }
  disabled = g_strv_builder_end (without);
  plugins = galley_plugins_new ((const char *const *) disabled);
  self = galley_check_new (plugins, NULL);
  edition = read_edition (&bytes);
  if (figures)
    {
      print_figures (self, edition, bytes);
    }
  else
    {
      g_autoptr (GPtrArray) findings = check (self, edition);

      for (guint i = 0; i < findings->len; i++)
        print_finding (g_ptr_array_index (findings, i));
    }
  problems = galley_check_dup_problems (self);
  for (guint i = 0; problems[i] != NULL; i++)
    g_printerr ("%s\n", problems[i]);
  return problems[0] != NULL;
}
