/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-check.h"
#include "galley-cli-writer.h"

/* A fix may open the way for another; two rules that undo each other must not go on for ever. */
#define MAX_PASSES 8

typedef struct
{
  const char *path;
  char *person; /* who does this, or NULL */
  gboolean dry_run;
  gboolean json;
  GalleyEdition *edition;
  GHashTable *changed; /* of GalleyArticle *: what a fix was carried out in */
  GPtrArray *lines;    /* of char *: the report, printed once the store has it all */
  guint n_fixes;
} Fix;

static gboolean
is_safe (GalleyFinding *finding)
{
  guint n_edits;

  galley_finding_get_edits (finding, &n_edits);
  return galley_finding_get_rule (finding)->safe &&
         (n_edits > 0 || galley_finding_get_fixes (finding)[0] != NULL);
}

static gboolean
is_fold (GalleyFinding *finding)
{
  guint n_edits;

  galley_finding_get_edits (finding, &n_edits);
  return n_edits > 0;
}

static void
report (Fix *self, GalleyFinding *finding, GalleyArticle *article)
{
  const char *const *fixes = galley_finding_get_fixes (finding);
  g_autofree char *text = galley_finding_dup_text (finding);
  int number = galley_edition_number_of (self->edition, article);

  self->n_fixes++;
  if (self->json)
    {
      g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (FALSE);

      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_integer (writer, "article", number);
      galley_cli_writer_integer (writer, "block",
                                 galley_article_index_of (article, galley_finding_get_block (finding)));
      galley_cli_writer_integer (writer, "start", galley_finding_get_start (finding));
      galley_cli_writer_integer (writer, "end", galley_finding_get_end (finding));
      galley_cli_writer_string (writer, "text", text);
      galley_cli_writer_string (writer, "rule", galley_finding_get_rule (finding)->id);
      galley_cli_writer_string (writer, "fix", fixes[0]);
      galley_cli_writer_end (writer);
      g_ptr_array_add (self->lines, galley_cli_writer_steal (writer));
    }
  else
    {
      g_ptr_array_add (self->lines,
                       g_strdup_printf ("#%d: %s → %s [%s]\n", number, text,
                                        fixes[0] != NULL ? fixes[0] : galley_finding_get_message (finding),
                                        galley_finding_get_rule (finding)->id));
    }
}

/* All plain fixes of one block at once, from its end to its start, so that no offset moves before it is used.
 * @findings: those from @first to before @last stand in the block, sorted by start. */
static void
fix_block (Fix *self, GalleyArticle *article, GPtrArray *findings, guint first, guint last)
{
  GalleyBlock *old = galley_finding_get_block (findings->pdata[first]);
  g_autoptr (GalleyBlock) block = g_object_ref (old);
  g_autoptr (GPtrArray) done = g_ptr_array_new ();
  guint limit = G_MAXUINT;

  for (guint i = last; i-- > first;)
    {
      GalleyFinding *finding = findings->pdata[i];
      guint start = galley_finding_get_start (finding);
      guint end = galley_finding_get_end (finding);
      GalleyBlock *next;

      if (end > limit)
        continue;
      next = galley_block_splice (block, start, end - start, galley_finding_get_fixes (finding)[0]);
      g_object_unref (block);
      block = next;
      limit = start;
      g_ptr_array_insert (done, 0, finding);
    }

  for (guint i = 0; i < done->len; i++)
    report (self, done->pdata[i], article);
  galley_article_splice (article, (guint) galley_article_index_of (article, old), 1, &block, 1);
  g_hash_table_add (self->changed, article);
}

static GalleyArticle *
find_article (GPtrArray *articles, GalleyBlock *block)
{
  for (guint i = 0; i < articles->len; i++)
    {
      if (galley_article_has_block (articles->pdata[i], block))
        return articles->pdata[i];
    }
  return NULL;
}

/* The number of safe fixes of one pass. Findings come by block, then by start. */
static guint
fix_all (Fix *self, GPtrArray *findings)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (self->edition);
  g_autoptr (GPtrArray) plain = g_ptr_array_new ();
  guint before = self->n_fixes;

  /* A fold may put blocks together: it goes first, and its blocks wait for the next pass. */
  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = findings->pdata[i];
      GalleyArticle *article = find_article (articles, galley_finding_get_block (finding));

      if (article == NULL || !is_safe (finding))
        continue;
      if (!is_fold (finding))
        {
          g_ptr_array_add (plain, finding);
          continue;
        }
      report (self, finding, article);
      if (galley_finding_apply (finding, 0, article))
        g_hash_table_add (self->changed, article);
      else
        g_free (g_ptr_array_steal_index (self->lines, --self->n_fixes));
    }

  for (guint i = 0; i < plain->len;)
    {
      GalleyBlock *block = galley_finding_get_block (plain->pdata[i]);
      GalleyArticle *article = find_article (articles, block);
      guint last = i + 1;

      while (last < plain->len && galley_finding_get_block (plain->pdata[last]) == block)
        last++;
      if (article != NULL)
        fix_block (self, article, plain, i, last);
      i = last;
    }
  return self->n_fixes - before;
}

static gboolean
run_passes (Fix *self, GalleyCheck *check, GalleyJob *job, GError **error)
{
  for (guint pass = 0; pass < MAX_PASSES; pass++)
    {
      g_autoptr (GalleyEdition) frozen = galley_edition_freeze (self->edition);
      g_autoptr (GPtrArray) findings = NULL;

      galley_job_push_range (job, (double) pass / MAX_PASSES, (double) (pass + 1) / MAX_PASSES);
      findings = galley_check_edition (check, frozen, job, error);
      galley_job_pop_range (job);
      if (findings == NULL || !galley_job_continues (job, error))
        return FALSE;
      if (fix_all (self, findings) == 0)
        break;
    }
  return TRUE;
}

/* One revision for each article that was changed, however many fixes it had. */
static gboolean
keep_changed (Fix *self, GalleyStore *store, GError **error)
{
  GHashTableIter iter;
  gpointer article;

  if (!galley_store_flush (store, error))
    return FALSE;
  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, &article, NULL))
    {
      if (galley_store_keep (store, article, "fix", error) == 0)
        return FALSE;
    }
  return TRUE;
}

static void
print_report (const Fix *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    galley_cli_print ("%s", (const char *) self->lines->pdata[i]);
  if (self->json)
    return;
  if (self->dry_run)
    galley_cli_print (
        ngettext ("%u fix would be carried out\n", "%u fixes would be carried out\n", self->n_fixes),
        self->n_fixes);
  else
    galley_cli_print (ngettext ("%u fix carried out\n", "%u fixes carried out\n", self->n_fixes),
                      self->n_fixes);
}

/* A dry run changes the edition in memory alone: its store is open for reading, and writes nothing. */
static GalleyStore *
open_store (const Fix *self, GError **error)
{
  return self->dry_run ? galley_store_open_readonly (self->path, error)
                       : galley_cli_open_store_as (self->path, self->person, error);
}

static GalleyExit
run (Fix *self, GalleyCheck *check)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) closing = NULL;
  g_autoptr (GalleyStore) store = open_store (self, &error);
  g_autoptr (GalleyCliWatch) watch = NULL;
  gboolean done;

  if (store == NULL)
    return galley_cli_failed (self->path, error);
  self->edition = g_object_ref (galley_store_get_edition (store));

  watch = galley_cli_watch_new (self->path);
  done = galley_cli_load_decisions (check, store, &error) &&
         run_passes (self, check, galley_cli_watch_get_job (watch), &error);
  galley_cli_watch_end (watch, self->path);
  galley_cli_print_problems (check);

  /* What was fixed before a stop stands in the edition, and so it has its revision. */
  if (!self->dry_run && g_hash_table_size (self->changed) > 0 &&
      !keep_changed (self, store, done ? &error : NULL))
    done = FALSE;
  if (!self->dry_run && !galley_store_close (store, &closing))
    {
      if (error == NULL)
        g_propagate_error (&error, g_steal_pointer (&closing));
      done = FALSE;
    }
  if (!done)
    return galley_cli_failed (self->path, error);

  print_report (self);
  return GALLEY_EXIT_DONE;
}

GalleyExit
galley_cli_fix (const GalleyCommand *self, int argc, char **argv)
{
  g_autofree char *rules = NULL;
  g_autofree char *profile = NULL;
  g_auto (GStrv) files = NULL;
  Fix fix = { 0 };
  const GOptionEntry entries[] = {
    { "rules", 0, 0, G_OPTION_ARG_FILENAME, &rules, N_ ("Only these rules and checkers"), "LIST" },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &profile, N_ ("House style to check by"), "NAME" },
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &fix.person, N_ ("Who does this"), "NAME" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &fix.dry_run, N_ ("Say what would be done, and change nothing"),
      NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &fix.json, N_ ("Print one JSON object a fix"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GalleyCheck) check = NULL;
  GalleyExit code;

  if (!galley_cli_parse (self, entries, argc, argv, 1, 1, &files))
    return GALLEY_EXIT_USAGE;

  if ((code = galley_cli_make_check (self, profile, rules, &check)) != GALLEY_EXIT_DONE)
    return code;

  fix.path = files[0];
  fix.changed = g_hash_table_new_full (NULL, NULL, NULL, NULL);
  fix.lines = g_ptr_array_new_with_free_func (g_free);
  code = run (&fix, check);
  g_clear_object (&fix.edition);
  g_free (fix.person);
  g_hash_table_unref (fix.changed);
  g_ptr_array_unref (fix.lines);
  return code;
}
