/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check-run.c — checkers over blocks, articles and the edition; and what of their findings the editor sees. */

#include "config.h"

#include <string.h>

#include "galley-check-hits.h"
#include "galley-check-private.h"

/* A name shorter than this is as likely to be part of a word. */
#define NAME_MIN 2

static gboolean
speaks (const GalleyCheckSlot *checker, const char *language)
{
  if (checker->languages[0] == NULL || *checker->languages[0] == '\0')
    return TRUE;
  for (guint i = 0; checker->languages[i] != NULL; i++)
    {
      gsize length = strlen (checker->languages[i]);

      if (g_str_equal (checker->languages[i], "*") ||
          (length > 0 && g_ascii_strncasecmp (checker->languages[i], language, length) == 0 &&
           (language[length] == '\0' || language[length] == '-')))
        return TRUE;
    }
  return FALSE;
}

/* TRUE when the checker can be used on copy of that language. A checker that cannot be prepared is left out from then on,
 * and the problem is told; FALSE with @error only when the job was cancelled. */
static gboolean
prepare (GalleyCheckRun *run, GalleyCheckSlot *checker, const char *language, GError **error)
{
  GalleyCheck *self = run->check;
  g_autoptr (GError) problem = NULL;

  if (checker->failed || checker->preparing || !speaks (checker, language))
    return FALSE;
  if (g_hash_table_contains (checker->prepared, language))
    return TRUE;
  if (checker->slow && run->context != NULL)
    {
      galley_check_prepare_beside (run, checker, language);
      return FALSE;
    }
  if (galley_checker_prepare (checker->object, language, run->job, &problem))
    {
      g_hash_table_add (checker->prepared, g_strdup (language));
      galley_check_note_problems (self, checker);
      return TRUE;
    }
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  checker->failed = TRUE;
  galley_check_add_problem (self, problem != NULL ? problem->message : checker->module);
  return FALSE;
}

/* A checker that fails in the middle is left out with one sentence; only a cancelled job ends the check. */
static gboolean
survive (GalleyCheck *self, GalleyCheckSlot *checker, GError *problem, GError **error)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  checker->failed = TRUE;
  galley_check_add_problem (self, problem != NULL ? problem->message : checker->module);
  g_clear_error (&problem);
  return TRUE;
}

static void
move_findings (GalleyReport *report, GPtrArray *to)
{
  if (galley_report_get_findings (report)->len > 0)
    g_ptr_array_extend_and_steal (to, galley_report_steal (report));
}

/* More checkers than a word has bits are not kept with the block, and look anew each time. */
#define MAX_KEPT 64

/* One checker on one block; what it found goes behind @found, with its slot in @owners. FALSE when it was cancelled; @looked
 * tells whether it got to the end. */
static gboolean
look_at_block (GalleyCheckRun *run,
               guint slot,
               GalleyBlock *block,
               GPtrArray *found,
               GArray *owners,
               gboolean *looked,
               GError **error)
{
  GalleyCheckSlot *checker = g_ptr_array_index (run->check->checkers, slot);
  GError *problem = NULL;
  guint before = found->len;

  *looked = galley_checker_check_block (checker->object, block, run->report, run->job, &problem);
  if (!*looked)
    {
      g_ptr_array_unref (galley_report_steal (run->report));
      return survive (run->check, checker, problem, error);
    }
  move_findings (run->report, found);
  for (guint i = before; i < found->len; i++)
    g_array_append_val (owners, slot);
  return TRUE;
}

/* All usable checkers on one block: those that have looked at it before are only asked what they found. */
static gboolean
check_block (GalleyCheckRun *run, const guint8 *usable, GalleyBlock *block, GPtrArray *found, GError **error)
{
  GalleyCheck *self = run->check;
  gconstpointer name = GUINT_TO_POINTER (self->serial);
  guint64 wanted = 0, done, fresh = 0;
  guint from;

  for (guint slot = 0; slot < self->checkers->len && slot < MAX_KEPT; slot++)
    {
      const GalleyCheckSlot *checker = g_ptr_array_index (self->checkers, slot);

      if (usable[slot] && checker->block && !checker->failed)
        wanted |= G_GUINT64_CONSTANT (1) << slot;
    }
  done = galley_hits_recall (block, name, self->generation, wanted, found);
  if (done == wanted && self->checkers->len <= MAX_KEPT)
    return TRUE;
  from = found->len;
  g_array_set_size (run->owners, 0);
  for (guint slot = 0; slot < self->checkers->len; slot++)
    {
      const GalleyCheckSlot *checker = g_ptr_array_index (self->checkers, slot);
      gboolean looked, kept = slot < MAX_KEPT;

      if (!usable[slot] || !checker->block || checker->failed || (kept && (done >> slot) & 1))
        continue;
      if (!look_at_block (run, slot, block, found, run->owners, &looked, error))
        return FALSE;
      if (looked && kept)
        fresh |= G_GUINT64_CONSTANT (1) << slot;
    }
  if (self->checkers->len <= MAX_KEPT)
    galley_hits_keep (block, name, self->generation, fresh, found, from, run->owners);
  return TRUE;
}

static gboolean
check_blocks (GalleyCheckRun *run,
              GalleyArticle *article,
              GPtrArray *first,
              const guint8 *usable,
              GPtrArray *found,
              GError **error)
{
  g_autoptr (GHashTable) done = g_hash_table_new (NULL, NULL);
  guint n = galley_article_get_n_blocks (article), n_first = first != NULL ? first->len : 0;

  for (guint i = 0; i < n_first + n; i++)
    {
      GalleyBlock *block =
          i < n_first ? g_ptr_array_index (first, i) : galley_article_get_block (article, i - n_first);

      if ((i < n_first && !galley_article_has_block (article, block)) ||
          (n_first > 0 && !g_hash_table_add (done, block)))
        continue;
      if (!galley_job_continues (run->job, error))
        return FALSE;
      if (!check_block (run, usable, block, found, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_whole_article (
    GalleyCheckRun *run, GalleyArticle *article, const guint8 *usable, GPtrArray *found, GError **error)
{
  for (guint slot = 0; slot < run->check->checkers->len; slot++)
    {
      GalleyCheckSlot *checker = g_ptr_array_index (run->check->checkers, slot);
      GError *problem = NULL;

      if (!usable[slot] || !checker->article || checker->failed)
        continue;
      if (!galley_job_continues (run->job, error))
        return FALSE;
      if (galley_checker_check_article (checker->object, article, run->report, run->job, &problem))
        {
          move_findings (run->report, found);
          continue;
        }
      g_ptr_array_unref (galley_report_steal (run->report));
      if (!survive (run->check, checker, problem, error))
        return FALSE;
    }
  return TRUE;
}

/* The rules filter and the profile: FALSE for a finding nobody asked for. */
static gboolean
is_wanted (GalleyCheck *self, const char *module, const char *rule_id)
{
  for (guint i = 0; self->rules != NULL && self->rules[i] != NULL; i++)
    {
      if (g_strcmp0 (self->rules[i], module) == 0 || galley_profile_names_rule (self->rules[i], rule_id))
        return TRUE;
    }
  return self->rules == NULL;
}

/* Did the desk switch the rule off? */
static gboolean
is_off (GalleyCheck *self, const char *rule_id)
{
  for (guint i = 0; self->rules_off != NULL && self->rules_off[i] != NULL; i++)
    {
      gsize length = strlen (self->rules_off[i]);

      if (strncmp (self->rules_off[i], rule_id, length) == 0 &&
          (rule_id[length] == '\0' || rule_id[length] == '.'))
        return TRUE;
    }
  return FALSE;
}

/* TRUE when one of the rules is let through by the filter and not off in the profile: the other checkers need not run. */
static gboolean
has_wanted_rule (GalleyCheck *self, GalleyCheckSlot *checker)
{
  g_autoptr (GPtrArray) rules = NULL;

  if (checker->wanted_when == self->generation)
    return checker->wanted;
  checker->wanted_when = self->generation;
  checker->wanted = FALSE;
  rules = galley_checker_list_rules (checker->object);
  g_ptr_array_set_free_func (rules, (GDestroyNotify) galley_rule_unref);
  for (guint i = 0; i < rules->len && !checker->wanted; i++)
    {
      const GalleyRule *rule = g_ptr_array_index (rules, i);
      GalleySeverity severity = rule->severity;

      checker->wanted = is_wanted (self, checker->module, rule->id) && !is_off (self, rule->id) &&
                        galley_profile_judge (self->profile, rule->id, &severity);
    }
  return checker->wanted;
}

/* Which checkers, the slow ones or the others, look at copy of that language (a byte each; NULL when the job was cancelled). */
static guint8 *
find_usable (GalleyCheckRun *run, const char *language, gboolean slow, GError **error)
{
  g_autofree guint8 *usable = g_new0 (guint8, run->check->checkers->len + 1);

  for (guint slot = 0; slot < run->check->checkers->len; slot++)
    {
      GalleyCheckSlot *checker = g_ptr_array_index (run->check->checkers, slot);
      GError *problem = NULL;

      usable[slot] = checker->slow == slow && has_wanted_rule (run->check, checker) &&
                     prepare (run, checker, language, &problem);
      if (problem != NULL)
        {
          g_propagate_error (error, problem);
          return NULL;
        }
    }
  return g_steal_pointer (&usable);
}

/* The names that stand where names stand: in bylines, credits and people lines, and in the metadata. */
static GPtrArray *
list_names (GalleyCheck *self, GalleyArticle *article)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) persons = galley_metadata_list (galley_article_get_metadata (article), "person");
  const char *const *terms = galley_profile_get_terms (self->profile);

  for (guint i = 0; i < persons->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (persons, i);

      if (g_utf8_strlen (item->value, -1) >= NAME_MIN)
        g_ptr_array_add (names, g_strdup (item->value));
    }
  for (guint i = 0; terms[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (terms[i]));
  for (guint i = 0; self->terms != NULL && self->terms[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (self->terms[i]));
  return names;
}

/* TRUE when the finding touches a place where one of the words stands. */
static gboolean
touches_word (GalleyFinding *finding, const GPtrArray *words)
{
  const char *text = galley_block_get_text (galley_finding_get_block (finding));
  const char *start = g_utf8_offset_to_pointer (text, galley_finding_get_start (finding));
  const char *end =
      g_utf8_offset_to_pointer (start, galley_finding_get_end (finding) - galley_finding_get_start (finding));

  for (guint i = 0; i < words->len; i++)
    {
      const char *word = g_ptr_array_index (words, i);
      gsize length = strlen (word);

      for (const char *at = text; length > 0 && (at = strstr (at, word)) != NULL; at += length)
        {
          if (at < end && at + length > start)
            return TRUE;
        }
    }
  return FALSE;
}

/* TRUE when the whole of the finding stands in a term of the desk: then it is meant that way, marks and all. */
static gboolean
stands_in_term (GalleyCheck *self, GalleyFinding *finding)
{
  const char *text = galley_block_get_text (galley_finding_get_block (finding));
  const char *start = g_utf8_offset_to_pointer (text, galley_finding_get_start (finding));
  const char *end =
      g_utf8_offset_to_pointer (start, galley_finding_get_end (finding) - galley_finding_get_start (finding));

  for (guint i = 0; self->terms != NULL && self->terms[i] != NULL; i++)
    {
      gsize length = strlen (self->terms[i]);

      for (const char *at = text; (at = strstr (at, self->terms[i])) != NULL && at <= start; at += length)
        {
          if (at + length >= end)
            return TRUE;
        }
    }
  return FALSE;
}

/* Words and characters may be names or terms; marks and numbers may not. */
static gboolean
is_about_words (const GalleyRule *rule)
{
  return rule->klass != NULL && (g_str_equal (rule->klass, "词语") || g_str_equal (rule->klass, "字"));
}

/* Takes out what nobody asked for, what was ignored and what is a name, and sets severities and weights. */
static void
sift (GalleyCheck *self, GalleyArticle *article, GPtrArray *found)
{
  g_autoptr (GPtrArray) names = list_names (self, article);
  const char *id = galley_article_get_id (article);

  for (guint i = found->len; i-- > 0;)
    {
      GalleyFinding *finding = g_ptr_array_index (found, i);
      const GalleyRule *rule = galley_finding_get_rule (finding);
      GalleySeverity severity = galley_finding_get_severity (finding);
      GalleyRole role = galley_block_get_role (galley_finding_get_block (finding));
      const char *own;

      if (!galley_profile_judge (self->profile, rule->id, &severity) ||
          galley_check_is_ignored (self, finding, id) || is_off (self, rule->id) ||
          stands_in_term (self, finding) ||
          (is_about_words (rule) && names->len > 0 && touches_word (finding, names)))
        {
          g_ptr_array_remove_index (found, i);
          continue;
        }
      own = self->severities != NULL ? g_hash_table_lookup (self->severities, rule->id) : NULL;
      if (own != NULL)
        galley_severity_from_name (own, &severity);
      galley_finding_set_severity (finding, severity);
      /* What is only asked of the editor does not count. */
      galley_finding_set_weight (
          finding, severity == GALLEY_SEVERITY_HINT
                       ? 0
                       : galley_rate_weigh (self->rate, rule, role, galley_rate_count_wrong (finding)));
    }
}

/* Findings whose rule is not asked for. Done before anything else looks at them. */
static void
drop_unwanted (GalleyCheck *self, GPtrArray *found)
{
  for (guint i = found->len; self->rules != NULL && i-- > 0;)
    {
      const GalleyRule *rule = galley_finding_get_rule (g_ptr_array_index (found, i));
      gboolean wanted = is_wanted (self, NULL, rule->id);

      for (guint k = 0; !wanted && self->rules[k] != NULL; k++)
        {
          GalleyCheckSlot *checker = galley_check_find_checker (self, self->rules[k]);
          g_autoptr (GPtrArray) rules = checker != NULL ? galley_checker_list_rules (checker->object) : NULL;

          if (rules == NULL)
            continue;
          g_ptr_array_set_free_func (rules, (GDestroyNotify) galley_rule_unref);
          for (guint r = 0; !wanted && r < rules->len; r++)
            wanted = g_str_equal (((GalleyRule *) g_ptr_array_index (rules, r))->id, rule->id);
        }
      if (!wanted)
        g_ptr_array_remove_index (found, i);
    }
}

static GPtrArray *
finish_article (GalleyCheck *self, GalleyArticle *article, GPtrArray *found)
{
  drop_unwanted (self, found);
  sift (self, article, found);
  return galley_hits_resolve (article, found);
}

/* What is known before the slow checkers look: what the others found, and the slow ones the last time. */
static void
tell_part (GalleyCheckRun *run, GalleyArticle *article, GPtrArray *found)
{
  GPtrArray *former = g_hash_table_lookup (run->check->slow_found, galley_article_get_id (article));
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (all, g_object_ref (g_ptr_array_index (found, i)));
  for (guint i = 0; former != NULL && i < former->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (former, i);

      if (galley_article_has_block (article, galley_finding_get_block (finding)))
        g_ptr_array_add (all, g_object_ref (finding));
    }
  run->tell_part (run, article, finish_article (run->check, article, all));
}

/* From here to the end of the slow checkers another request may cancel the run. */
static void
set_slow_job (GalleyCheckRun *run, gboolean on)
{
  g_mutex_lock (&run->check->state_lock);
  run->check->slow_job = on ? run->job : NULL;
  g_mutex_unlock (&run->check->state_lock);
}

static gboolean
look_with (GalleyCheckRun *run,
           GalleyArticle *article,
           GPtrArray *first,
           const guint8 *usable,
           GPtrArray *found,
           GError **error)
{
  return check_blocks (run, article, first, usable, found, error) &&
         check_whole_article (run, article, usable, found, error);
}

static gboolean
look_slowly (GalleyCheckRun *run,
             GalleyArticle *article,
             GPtrArray *first,
             const guint8 *usable,
             GPtrArray *found,
             GError **error)
{
  g_autoptr (GPtrArray) late = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *kept;
  gboolean done;

  if (run->tell_part == NULL)
    return look_with (run, article, first, usable, found, error);
  tell_part (run, article, found);
  set_slow_job (run, TRUE);
  done = look_with (run, article, first, usable, late, error);
  set_slow_job (run, FALSE);
  if (!done)
    return FALSE;
  kept = g_ptr_array_copy (late, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_set_free_func (kept, g_object_unref);
  g_hash_table_replace (run->check->slow_found, g_strdup (galley_article_get_id (article)), kept);
  g_ptr_array_extend_and_steal (found, g_steal_pointer (&late));
  return TRUE;
}

/* What the blocks and the article as a whole show, before it is sorted out. */
static GPtrArray *
look_at_article (GalleyCheckRun *run, GalleyArticle *article, GPtrArray *first, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  const char *language = galley_article_get_language (article);
  g_autofree guint8 *quick = find_usable (run, language, FALSE, error);
  g_autofree guint8 *slow = NULL;

  if (quick == NULL || !look_with (run, article, first, quick, found, error))
    return NULL;
  slow = find_usable (run, language, TRUE, error);
  if (slow == NULL || (memchr (slow, TRUE, run->check->checkers->len) != NULL &&
                       !look_slowly (run, article, first, slow, found, error)))
    return NULL;
  return g_steal_pointer (&found);
}

/* Rules may look at the facts of the masthead; when these change, what was found under them is void. */
static void
note_facts (GalleyCheck *self, GalleyMasthead *masthead)
{
  g_autoptr (GString) facts = g_string_new (NULL);

  for (guint i = 0; masthead != NULL && i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (masthead, (GalleyFact) i);

      g_string_append (facts, value != NULL ? value : "");
      g_string_append_c (facts, '\n');
    }
  if (g_strcmp0 (facts->str, self->facts) == 0)
    return;
  g_free (self->facts);
  self->facts = g_string_free (g_steal_pointer (&facts), FALSE);
  self->generation++;
}

static gboolean
is_same_table (GHashTable *one, GHashTable *other)
{
  GHashTableIter iter;
  gpointer key, value;

  if (one == NULL || other == NULL || g_hash_table_size (one) != g_hash_table_size (other))
    return one == other;
  g_hash_table_iter_init (&iter, one);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (g_strcmp0 (g_hash_table_lookup (other, key), value) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Words are looked at when all is found; a rule may keep its checker from running at all, and what was shelved has its
 * severity. */
static void
heed_desk (GalleyCheck *self)
{
  g_auto (GStrv) off = NULL;
  g_auto (GStrv) terms = NULL;
  g_autoptr (GHashTable) severities = NULL;
  gboolean changed;

  g_mutex_lock (&self->state_lock);
  changed = self->desk_changed;
  self->desk_changed = FALSE;
  off = g_steal_pointer (&self->desk_rules_off);
  terms = g_steal_pointer (&self->desk_terms);
  severities = g_steal_pointer (&self->desk_severities);
  g_mutex_unlock (&self->state_lock);
  if (!changed)
    return;
  g_strfreev (self->terms);
  self->terms = g_steal_pointer (&terms);
  if (!is_same_table (self->severities, severities))
    {
      g_clear_pointer (&self->severities, g_hash_table_unref);
      self->severities = g_steal_pointer (&severities);
      self->generation++;
    }
  if (self->rules_off == NULL ||
      !g_strv_equal ((const char *const *) off, (const char *const *) self->rules_off))
    {
      g_strfreev (self->rules_off);
      self->rules_off = g_steal_pointer (&off);
      self->generation++;
    }
}

void
galley_check_run_begin (GalleyCheckRun *run, GalleyCheck *self, GalleyMasthead *masthead, GalleyJob *job)
{
  galley_check_heed_packs (self, FALSE);
  heed_desk (self);
  note_facts (self, masthead);
  *run = (GalleyCheckRun){ .check = self,
                           .masthead = masthead,
                           .report = galley_report_new (masthead),
                           .job = g_object_ref (job),
                           .owners = g_array_new (FALSE, FALSE, sizeof (guint)) };
}

void
galley_check_run_end (GalleyCheckRun *run)
{
  g_clear_object (&run->report);
  g_clear_object (&run->job);
  g_clear_pointer (&run->owners, g_array_unref);
}

static gboolean
look_across (
    GalleyCheckRun *run, GalleyEdition *edition, GHashTable *by_article, GPtrArray *articles, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint slot = 0; slot < run->check->checkers->len; slot++)
    {
      GalleyCheckSlot *checker = g_ptr_array_index (run->check->checkers, slot);
      GError *problem = NULL;

      if (!checker->edition || checker->failed || checker->preparing ||
          g_hash_table_size (checker->prepared) == 0 || !has_wanted_rule (run->check, checker))
        continue;
      if (!galley_job_continues (run->job, error))
        return FALSE;
      if (galley_checker_check_edition (checker->object, edition, run->report, run->job, &problem))
        move_findings (run->report, found);
      else if (!survive (run->check, checker, problem, error))
        return FALSE;
      else
        g_ptr_array_unref (galley_report_steal (run->report));
    }
  /* Each goes to the article whose block it is about. */
  for (guint i = 0; i < found->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (found, i);

      for (guint k = 0; k < articles->len; k++)
        {
          GalleyArticle *article = g_ptr_array_index (articles, k);

          if (!galley_article_has_block (article, galley_finding_get_block (finding)))
            continue;
          g_ptr_array_add (g_hash_table_lookup (by_article, article), g_object_ref (finding));
          break;
        }
    }
  return TRUE;
}

GPtrArray *
galley_check_run_edition (GalleyCheckRun *run, GalleyEdition *frozen, GError **error)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (frozen);
  g_autoptr (GHashTable) by_article =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint slot = 0; slot < run->check->checkers->len; slot++)
    {
      GalleyCheckSlot *checker = g_ptr_array_index (run->check->checkers, slot);

      if (!checker->failed && !checker->preparing)
        galley_checker_see_edition (checker->object, frozen);
    }
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);
      GPtrArray *found = look_at_article (run, article, NULL, error);

      if (found == NULL)
        return NULL;
      g_hash_table_insert (by_article, article, found);
      galley_job_progress (run->job, (i + 1.0) / articles->len);
    }
  if (!look_across (run, frozen, by_article, articles, error))
    return NULL;
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);

      g_ptr_array_extend_and_steal (
          all, finish_article (run->check, article, g_hash_table_lookup (by_article, article)));
    }
  return g_steal_pointer (&all);
}

GPtrArray *
galley_check_run_article (GalleyCheckRun *run, GalleyArticle *frozen, GPtrArray *first, GError **error)
{
  g_autoptr (GPtrArray) found = look_at_article (run, frozen, first, error);

  return found != NULL ? finish_article (run->check, frozen, found) : NULL;
}
