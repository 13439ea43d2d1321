/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "galley-check-hits.h"
#include "galley-check.h"

static GalleyRule *
make_rule (const char *id, GalleySeverity severity)
{
  GalleyRule fields = {
    (char *) id, (char *) id, NULL, (char *) "词语", severity, NULL, NULL, NULL, 1, FALSE
  };

  return galley_rule_new (&fields);
}

static GalleyArticle *
make_article (const char *const *texts)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, texts[i], -1);

      galley_article_append (article, block);
    }
  return article;
}

static void
add (GPtrArray *findings,
     GalleyArticle *article,
     const char *id,
     GalleySeverity severity,
     guint start,
     guint end)
{
  g_autoptr (GalleyRule) rule = make_rule (id, severity);
  const char *fixes[] = { "改", NULL };

  g_ptr_array_add (findings,
                   galley_finding_new (rule, galley_article_get_block (article, 0), start, end, id, fixes));
}

/* Of those that overlap the gravest wins, then the longest, then the first id; the others' reasons are kept under it. */
static void
test_overlap (void)
{
  static const char *const texts[] = { "一二三四五六七八九十", NULL };
  g_autoptr (GalleyArticle) article = make_article (texts);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) resolved = NULL;

  add (findings, article, "W.LONG", GALLEY_SEVERITY_WARNING, 0, 4);
  add (findings, article, "E.SHORT", GALLEY_SEVERITY_ERROR, 1, 2);
  add (findings, article, "W.ALONE", GALLEY_SEVERITY_WARNING, 5, 6);
  add (findings, article, "W.B", GALLEY_SEVERITY_WARNING, 7, 9);
  add (findings, article, "W.A", GALLEY_SEVERITY_WARNING, 8, 10);
  resolved = galley_hits_resolve (article, findings);
  g_assert_cmpuint (resolved->len, ==, 3);
  g_assert_cmpstr (galley_finding_get_rule (g_ptr_array_index (resolved, 0))->id, ==, "E.SHORT");
  g_assert_nonnull (strstr (galley_finding_get_message (g_ptr_array_index (resolved, 0)), "W.LONG"));
  g_assert_cmpstr (galley_finding_get_rule (g_ptr_array_index (resolved, 1))->id, ==, "W.ALONE");
  g_assert_cmpstr (galley_finding_get_rule (g_ptr_array_index (resolved, 2))->id, ==, "W.A");
}

static void
test_fold (void)
{
  static const char *const texts[] = { "帐帐帐帐帐帐帐帐", NULL };
  g_autoptr (GalleyArticle) article = make_article (texts);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) resolved = NULL;
  g_autofree char *text = NULL;
  guint n_edits;

  for (guint i = 0; i < 8; i++)
    add (findings, article, "W", GALLEY_SEVERITY_WARNING, i, i + 1);
  resolved = galley_hits_resolve (article, findings);
  g_assert_cmpuint (resolved->len, ==, 1);
  galley_finding_get_edits (g_ptr_array_index (resolved, 0), &n_edits);
  g_assert_cmpuint (n_edits, ==, 8);
  g_assert_true (galley_finding_apply (g_ptr_array_index (resolved, 0), 0, article));
  text = galley_article_dup_text (article);
  g_assert_cmpstr (g_strstrip (text), ==, "改改改改改改改改");
  g_assert_false (galley_finding_apply (g_ptr_array_index (resolved, 0), 0, article));
}

/* What is kept with a block goes when the block goes, and does not hold it. */
static void
test_shelf (void)
{
  static const char *const texts[] = { "一二三四", NULL };
  g_autoptr (GalleyArticle) article = make_article (texts);
  GalleyBlock *block = galley_article_get_block (article, 0);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) again = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (guint));
  guint slot = 0;
  int check;

  g_array_append_val (owners, slot);
  add (findings, article, "W", GALLEY_SEVERITY_WARNING, 1, 3);
  g_assert_cmphex (galley_hits_recall (block, &check, 1, 5, again), ==, 0);
  galley_hits_keep (block, &check, 1, 5, findings, 0, owners);
  g_assert_cmphex (galley_hits_recall (block, &check, 1, 5, again), ==, 5);
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpuint (galley_finding_get_end (g_ptr_array_index (again, 0)), ==, 3);
  /* The rules have changed; it is another's finding; another checker has not looked. */
  g_assert_cmphex (galley_hits_recall (block, &check, 2, 5, again), ==, 0);
  g_assert_cmphex (galley_hits_recall (block, &check, 1, 4, again), ==, 4);
  g_assert_cmphex (galley_hits_recall (block, &check, 1, 2, again), ==, 0);
  g_assert_cmpuint (again->len, ==, 1);
  g_ptr_array_set_size (findings, 0);
  g_ptr_array_set_size (again, 0);
  g_object_add_weak_pointer (G_OBJECT (block), (gpointer *) &block);
  galley_article_splice (article, 0, 1, NULL, 0);
  g_assert_null (block);
}

static void
test_apply (void)
{
  static const char *const texts[] = { "前文断在这", "这里接上。", "完", NULL };
  g_autoptr (GalleyArticle) article = make_article (texts);
  g_autoptr (GalleyRule) rule = make_rule ("F", GALLEY_SEVERITY_WARNING);
  GalleyBlock *first = galley_article_get_block (article, 0);
  g_autoptr (GalleyFinding) join = galley_finding_new (rule, first, 4, 5, "join", NULL);
  g_autofree char *text = NULL;

  g_assert_false (galley_finding_apply (join, 0, article));
  galley_finding_add_edit (join, first, 4, 5, "", TRUE);
  g_assert_true (galley_finding_apply (join, 0, article));
  text = galley_article_dup_text (article);
  g_assert_cmpstr (g_strstrip (text), ==, "前文断在这里接上。\n完");
}

typedef struct
{
  GMainLoop *loop;
  GPtrArray *findings;
  GError *error;
  guint pending;
} Wait;

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  g_clear_pointer (&wait->findings, g_ptr_array_unref);
  g_clear_error (&wait->error);
  wait->findings = galley_check_article_finish (GALLEY_CHECK (source), result, &wait->error);
  if (--wait->pending == 0)
    g_main_loop_quit (wait->loop);
}

static guint
count_rule (const GPtrArray *findings, const char *id)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += g_str_equal (galley_finding_get_rule (g_ptr_array_index (findings, i))->id, id);
  return n;
}

static void
run_async (GalleyCheck *check, GalleyArticle *article, Wait *wait, guint times)
{
  wait->pending = times;
  for (guint i = 0; i < times; i++)
    galley_check_article_async (check, article, NULL, NULL, NULL, on_done, wait);
  g_main_loop_run (wait->loop);
}

/* The whole way, in the thread of the checker: find, ignore, take back, change, find again. */
static void
test_async (void)
{
  static const char *const texts[] = { "会议布署了工作。", "天色很好。", NULL };
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
  g_autoptr (GalleyArticle) article = make_article (texts);
  Wait wait = { g_main_loop_new (NULL, FALSE), NULL, NULL, 0 };
  g_autofree char *key = NULL, *text = NULL;

  run_async (check, article, &wait, 1);
  g_assert_no_error (wait.error);
  g_assert_cmpuint (count_rule (wait.findings, "CN.WORD.TYPO"), ==, 1);
  key = galley_finding_dup_key (g_ptr_array_index (wait.findings, 0));

  galley_check_ignore (check, key, "once", galley_article_get_id (article));
  run_async (check, article, &wait, 1);
  g_assert_cmpuint (count_rule (wait.findings, "CN.WORD.TYPO"), ==, 0);
  galley_check_unignore (check, key, "once", galley_article_get_id (article));
  galley_check_ignore (check, key, "once", "another article");
  run_async (check, article, &wait, 3);
  g_assert_no_error (wait.error);
  g_assert_cmpuint (count_rule (wait.findings, "CN.WORD.TYPO"), ==, 1);

  g_assert_true (galley_finding_apply (g_ptr_array_index (wait.findings, 0), 0, article));
  text = galley_article_dup_text (article);
  g_assert_nonnull (strstr (text, "部署了工作"));
  run_async (check, article, &wait, 1);
  g_assert_cmpuint (count_rule (wait.findings, "CN.WORD.TYPO"), ==, 0);
  g_clear_pointer (&wait.findings, g_ptr_array_unref);
  g_main_loop_unref (wait.loop);
}

static void
on_prepared (GalleyCheck *check, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static void
on_part (GalleyCheck *check, GalleyArticle *frozen, GPtrArray *findings, guint *n)
{
  *n = count_rule (findings, "CN.WORD.TYPO");
}

/* A slow checker is prepared while the others answer, and looks when they are done and were told of. */
static void
test_slow (void)
{
  static const char *const texts[] = { "会议布署了工作。", NULL };
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
  g_autoptr (GalleyArticle) article = make_article (texts);
  Wait wait = { g_main_loop_new (NULL, FALSE), NULL, NULL, 0 };
  guint n_part = 0;

#ifndef HAVE_SPELLING
  g_test_skip ("libime or unicode-data was not installed when this was built: there is no slow checker");
  g_main_loop_unref (wait.loop);
  return;
#endif
  g_assert_nonnull (galley_plugins_find (plugins, "spelling-zh"));
  g_signal_connect (check, "prepared", G_CALLBACK (on_prepared), wait.loop);
  g_signal_connect (check, "part-found", G_CALLBACK (on_part), &n_part);
  wait.pending = 1;
  galley_check_article_async (check, article, NULL, NULL, NULL, on_done, &wait);
  while (wait.findings == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_rule (wait.findings, "CN.WORD.TYPO"), ==, 1);
  while (galley_check_is_preparing (check))
    g_main_context_iteration (NULL, TRUE);
  run_async (check, article, &wait, 1);
  g_assert_cmpuint (n_part, ==, 1);
  g_assert_cmpuint (count_rule (wait.findings, "CN.WORD.TYPO"), ==, 1);
  g_clear_pointer (&wait.findings, g_ptr_array_unref);
  g_main_loop_unref (wait.loop);
}

/* How grave the desk takes a rule, and back to what the profile says. */
static void
test_severity (void)
{
  static const char *const texts[] = { "会议布署了工作。", NULL };
  static const char *const wanted[] = { NULL, "hint", "warning", NULL };
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
  g_autofree char *folder = g_dir_make_tmp ("galley-desk-XXXXXX", NULL);
  g_autoptr (GalleyDesk) desk = galley_desk_new (folder);
  g_autoptr (GalleyArticle) article = make_article (texts);
  Wait wait = { g_main_loop_new (NULL, FALSE), NULL, NULL, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      GalleyFinding *finding;

      g_assert_true (galley_desk_set_severity (desk, "newspaper", "CN.WORD.TYPO", wanted[i], NULL));
      galley_check_set_desk (check, desk);
      run_async (check, article, &wait, 1);
      g_assert_cmpuint (wait.findings->len, ==, 1);
      finding = g_ptr_array_index (wait.findings, 0);
      g_assert_cmpstr (galley_severity_get_name (galley_finding_get_severity (finding)), ==,
                       wanted[i] != NULL ? wanted[i] : "error");
    }
  g_clear_pointer (&wait.findings, g_ptr_array_unref);
  g_main_loop_unref (wait.loop);
}

static void
test_filter (void)
{
  static const char *const texts[] = { "会议布署了工作,大家鼓掌。。", NULL };
  static const char *const prefix[] = { "CN.PUNCT", NULL };
  static const char *const last[] = { "P10", NULL };
  static const char *const module[] = { "words-zh", NULL };
  static const struct
  {
    const char *const *rules;
    guint words, width, repeated;
  } cases[] = { { NULL, 1, 1, 1 }, { prefix, 0, 1, 1 }, { last, 0, 0, 1 }, { module, 1, 0, 0 } };
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  g_autoptr (GalleyArticle) article = make_article (texts);

  galley_page_insert (galley_edition_ensure_page (edition, 1, NULL), 0, article);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
      g_autoptr (GalleyJob) job = galley_job_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) found = NULL;

      galley_check_set_rules (check, cases[i].rules);
      found = galley_check_edition (check, frozen, job, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (count_rule (found, "CN.WORD.TYPO"), ==, cases[i].words);
      g_assert_cmpuint (count_rule (found, "CN.PUNCT.P01"), ==, cases[i].width);
      g_assert_cmpuint (count_rule (found, "CN.PUNCT.P10"), ==, cases[i].repeated);
    }
}

static void
test_cancel (void)
{
  static const char *const texts[] = { "会议布署了工作。", NULL };
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
  g_autoptr (GalleyArticle) article = make_article (texts);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Wait wait = { g_main_loop_new (NULL, FALSE), NULL, NULL, 1 };

  g_cancellable_cancel (cancellable);
  galley_check_article_async (check, article, NULL, NULL, cancellable, on_done, &wait);
  g_main_loop_run (wait.loop);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (wait.findings);
  g_clear_error (&wait.error);
  g_main_loop_unref (wait.loop);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/overlap", test_overlap);
  g_test_add_func ("/check/fold", test_fold);
  g_test_add_func ("/check/shelf", test_shelf);
  g_test_add_func ("/check/apply", test_apply);
  g_test_add_func ("/check/async", test_async);
  g_test_add_func ("/check/slow", test_slow);
  g_test_add_func ("/check/severity", test_severity);
  g_test_add_func ("/check/filter", test_filter);
  g_test_add_func ("/check/cancel", test_cancel);
  return g_test_run ();
}
