/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-check.h"
#include "galley-error.h"
#include "galley-check-hits.h"
#include "galley-check-profile.h"
#include "galley-rate.h"

/* A name shorter than this is as likely to be part of a word. */
#define NAME_MIN 2

typedef struct
{
  char *module;
  GalleyChecker *object;
  GStrv languages; /* "zh", "en"; empty: all */
  gboolean block, article, edition;
  GHashTable *prepared; /* set of languages */
  gboolean failed;
} Checker;

struct _GalleyCheck
{
  GObject parent_instance;

  GalleyPlugins *plugins;
  char *profile_name;
  guint serial; /* names this object on the shelves of blocks */

  /* Held while checkers run or are set up: a checker is entered by one thread at a time. */
  GMutex lock;
  GPtrArray *checkers; /* of Checker, or NULL before they were made */
  GalleyProfile *profile;
  GalleyRate *rate;
  GPtrArray *problems;
  GStrv rules;
  guint generation;
  char *facts; /* the masthead facts under which the shelved findings were made */

  /* Held for a moment: what the front may change while a check runs. */
  GMutex state_lock;
  GHashTable *ignored; /* key → set of article ids, "" for the edition */
  GHashTable *waiting; /* article id → Request that has not run yet */
  GThreadPool *worker;
};

G_DEFINE_FINAL_TYPE (GalleyCheck, galley_check, G_TYPE_OBJECT)

static void
checker_free (gpointer data)
{
  Checker *self = data;

  g_free (self->module);
  g_clear_object (&self->object);
  g_strfreev (self->languages);
  g_hash_table_unref (self->prepared);
  g_free (self);
}

/* --- setting up --------------------------------------------------------------------------------------------------- */

static void
add_problem (GalleyCheck *self, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (self->problems, text, g_str_equal, NULL))
    g_ptr_array_add (self->problems, g_strdup (text));
}

static GStrv
split_key (const char *value)
{
  return g_strsplit (value != NULL ? value : "", ";", -1);
}

/* Text of a command line or a profile → the property. */
static gboolean
set_property (GObject *object, const char *name, const char *text, GError **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean good = TRUE;
  char *end = NULL;

  if (pspec == NULL || !(pspec->flags & G_PARAM_WRITABLE))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("There is no option “%s”"), name);
      return FALSE;
    }
  g_value_init (&value, pspec->value_type);
  if (G_VALUE_HOLDS_BOOLEAN (&value))
    {
      gboolean yes = g_str_equal (text, "true") || g_str_equal (text, "yes") || g_str_equal (text, "1");

      good = yes || g_str_equal (text, "false") || g_str_equal (text, "no") || g_str_equal (text, "0");
      g_value_set_boolean (&value, yes);
    }
  else if (G_VALUE_HOLDS_STRING (&value))
    g_value_set_string (&value, text);
  else if (G_VALUE_HOLDS_INT (&value))
    g_value_set_int (&value, (gint) g_ascii_strtoll (text, &end, 10));
  else if (G_VALUE_HOLDS_UINT (&value))
    g_value_set_uint (&value, (guint) g_ascii_strtoull (text, &end, 10));
  else if (G_VALUE_HOLDS_DOUBLE (&value))
    g_value_set_double (&value, g_ascii_strtod (text, &end));
  else if (G_VALUE_HOLDS_ENUM (&value))
    {
      const GEnumValue *choice = g_enum_get_value_by_nick (G_PARAM_SPEC_ENUM (pspec)->enum_class, text);

      good = choice != NULL;
      g_value_set_enum (&value, choice != NULL ? choice->value : 0);
    }
  else
    good = FALSE;
  if (!good || (end != NULL && (*end != '\0' || end == text)) || g_param_value_validate (pspec, &value))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is no value for the option “%s”"),
                   text, name);
      return FALSE;
    }
  g_object_set_property (object, name, &value);
  return TRUE;
}

static Checker *
find_checker (GalleyCheck *self, const char *module)
{
  for (guint i = 0; i < self->checkers->len; i++)
    {
      Checker *checker = g_ptr_array_index (self->checkers, i);

      if (g_str_equal (checker->module, module))
        return checker;
    }
  return NULL;
}

static void
apply_profile (GalleyCheck *self)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, galley_profile_get_options (self->profile));
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_auto (GStrv) parts = g_strsplit (key, ".", 2);
      Checker *checker = parts[0] != NULL && parts[1] != NULL ? find_checker (self, parts[0]) : NULL;
      g_autoptr (GError) error = NULL;

      if (checker != NULL && !set_property (G_OBJECT (checker->object), parts[1], value, &error))
        add_problem (self, error->message);
    }
}

static void
load_profile (GalleyCheck *self)
{
  g_autoptr (GError) error = NULL;

  self->profile = galley_profile_load (self->profile_name, &error);
  if (self->profile == NULL)
    {
      /* The default profile may be missing where no data are installed; one that was asked for may not. */
      if (self->profile_name != NULL || !g_error_matches (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED))
        add_problem (self, error->message);
      self->profile = galley_profile_new ();
    }
  self->rate = galley_rate_load (NULL);
}

/* Makes the checkers. Under the lock, and in the thread of the caller: the plugin host belongs to it. */
static void
ensure_checkers (GalleyCheck *self)
{
  g_autoptr (GPtrArray) infos = NULL;

  if (self->checkers != NULL)
    return;
  self->checkers = g_ptr_array_new_with_free_func (checker_free);
  load_profile (self);
  infos = galley_plugins_list_with (self->plugins, "Checker-Scope", NULL);
  for (guint i = 0; i < infos->len; i++)
    {
      GalleyPluginInfo *info = g_ptr_array_index (infos, i);
      g_auto (GStrv) scopes = split_key (galley_plugins_get_key (self->plugins, info, "Checker-Scope"));
      g_autoptr (GError) error = NULL;
      GObject *object = galley_plugins_create (self->plugins, info, GALLEY_TYPE_CHECKER, &error);
      Checker *checker;

      if (object == NULL)
        {
          add_problem (self, error->message);
          continue;
        }
      checker = g_new0 (Checker, 1);
      checker->module = g_strdup (info->module);
      checker->object = GALLEY_CHECKER (object);
      checker->languages = split_key (galley_plugins_get_key (self->plugins, info, "Checker-Languages"));
      checker->block = g_strv_contains ((const char *const *) scopes, "block");
      checker->article = g_strv_contains ((const char *const *) scopes, "article");
      checker->edition = g_strv_contains ((const char *const *) scopes, "edition");
      checker->prepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_ptr_array_add (self->checkers, checker);
    }
  apply_profile (self);
}

static gboolean
speaks (const Checker *checker, const char *language)
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

/* --- running ------------------------------------------------------------------------------------------------------ */

/* TRUE when the checker can be used on copy of that language. A checker that cannot be prepared is left out from then on,
 * and the problem is told; FALSE with @error only when the job was cancelled. */
static gboolean
prepare (GalleyCheck *self, Checker *checker, const char *language, GalleyJob *job, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (checker->failed || !speaks (checker, language))
    return FALSE;
  if (g_hash_table_contains (checker->prepared, language))
    return TRUE;
  if (galley_checker_prepare (checker->object, language, job, &problem))
    {
      g_hash_table_add (checker->prepared, g_strdup (language));
      return TRUE;
    }
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  checker->failed = TRUE;
  add_problem (self, problem != NULL ? problem->message : checker->module);
  return FALSE;
}

/* A checker that fails in the middle is left out with one sentence; only a cancelled job ends the check. */
static gboolean
survive (GalleyCheck *self, Checker *checker, GError *problem, GError **error)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, problem);
      return FALSE;
    }
  checker->failed = TRUE;
  add_problem (self, problem != NULL ? problem->message : checker->module);
  g_clear_error (&problem);
  return TRUE;
}

static void
move_findings (GalleyReport *report, GPtrArray *to)
{
  g_autoptr (GPtrArray) findings = galley_report_steal (report);

  g_ptr_array_extend_and_steal (to, g_steal_pointer (&findings));
}

/* One run over one article or edition. */
typedef struct
{
  GalleyCheck *check;
  GalleyMasthead *masthead;
  GalleyReport *report;
  GalleyJob *job;
} Run;

static gboolean
check_block (Run *run, guint slot, GalleyBlock *block, GPtrArray *found, GError **error)
{
  GalleyCheck *self = run->check;
  Checker *checker = g_ptr_array_index (self->checkers, slot);
  gconstpointer name = GUINT_TO_POINTER (self->serial);
  GError *problem = NULL;

  if (galley_hits_recall (block, name, slot, self->generation, found))
    return TRUE;
  if (!galley_checker_check_block (checker->object, block, run->report, run->job, &problem))
    {
      g_ptr_array_unref (galley_report_steal (run->report));
      return survive (self, checker, problem, error);
    }
  galley_hits_keep (block, name, slot, self->generation, galley_report_get_findings (run->report));
  move_findings (run->report, found);
  return TRUE;
}

static gboolean
check_blocks (Run *run,
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
      for (guint slot = 0; slot < run->check->checkers->len; slot++)
        {
          const Checker *checker = g_ptr_array_index (run->check->checkers, slot);

          if (usable[slot] && checker->block && !checker->failed &&
              !check_block (run, slot, block, found, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_whole_article (Run *run, GalleyArticle *article, const guint8 *usable, GPtrArray *found, GError **error)
{
  for (guint slot = 0; slot < run->check->checkers->len; slot++)
    {
      Checker *checker = g_ptr_array_index (run->check->checkers, slot);
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

/* TRUE when a checker has a rule that the filter lets through: the others need not run. */
static gboolean
has_wanted_rule (GalleyCheck *self, const Checker *checker)
{
  g_autoptr (GPtrArray) rules = NULL;

  if (self->rules == NULL || g_strv_contains ((const char *const *) self->rules, checker->module))
    return TRUE;
  rules = galley_checker_list_rules (checker->object);
  for (guint i = 0; i < rules->len; i++)
    {
      const GalleyRule *rule = g_ptr_array_index (rules, i);

      if (is_wanted (self, NULL, rule->id))
        {
          g_ptr_array_set_free_func (rules, (GDestroyNotify) galley_rule_unref);
          return TRUE;
        }
    }
  g_ptr_array_set_free_func (rules, (GDestroyNotify) galley_rule_unref);
  return FALSE;
}

/* Which checkers look at copy of that language (a byte each; NULL when the job was cancelled). */
static guint8 *
find_usable (Run *run, const char *language, GError **error)
{
  g_autofree guint8 *usable = g_new0 (guint8, run->check->checkers->len + 1);

  for (guint slot = 0; slot < run->check->checkers->len; slot++)
    {
      Checker *checker = g_ptr_array_index (run->check->checkers, slot);
      GError *problem = NULL;

      usable[slot] = has_wanted_rule (run->check, checker) &&
                     prepare (run->check, checker, language, run->job, &problem);
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

static gboolean
is_ignored (GalleyCheck *self, GalleyFinding *finding, const char *article)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->state_lock);
  g_autofree char *key = NULL;
  GHashTable *where;

  if (g_hash_table_size (self->ignored) == 0)
    return FALSE;
  key = galley_finding_dup_key (finding);
  where = g_hash_table_lookup (self->ignored, key);
  return where != NULL && (g_hash_table_contains (where, "") || g_hash_table_contains (where, article));
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

      if (!galley_profile_judge (self->profile, rule->id, &severity) || is_ignored (self, finding, id) ||
          (is_about_words (rule) && names->len > 0 && touches_word (finding, names)))
        {
          g_ptr_array_remove_index (found, i);
          continue;
        }
      galley_finding_set_severity (finding, severity);
      galley_finding_set_weight (finding, galley_rate_weigh (self->rate, rule, role));
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
          Checker *checker = find_checker (self, self->rules[k]);
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

/* What the blocks and the article as a whole show, before it is sorted out. */
static GPtrArray *
look_at_article (Run *run, GalleyArticle *article, GPtrArray *first, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree guint8 *usable = find_usable (run, galley_article_get_language (article), error);

  if (usable == NULL || !check_blocks (run, article, first, usable, found, error) ||
      !check_whole_article (run, article, usable, found, error))
    return NULL;
  return g_steal_pointer (&found);
}

static GPtrArray *
finish_article (GalleyCheck *self, GalleyArticle *article, GPtrArray *found)
{
  drop_unwanted (self, found);
  sift (self, article, found);
  return galley_hits_resolve (article, found);
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

static void
run_begin (Run *run, GalleyCheck *self, GalleyMasthead *masthead, GalleyJob *job)
{
  note_facts (self, masthead);
  *run = (Run){ self, masthead, galley_report_new (masthead), g_object_ref (job) };
}

static void
run_end (Run *run)
{
  g_clear_object (&run->report);
  g_clear_object (&run->job);
}

static gboolean
look_across (Run *run, GalleyEdition *edition, GHashTable *by_article, GPtrArray *articles, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint slot = 0; slot < run->check->checkers->len; slot++)
    {
      Checker *checker = g_ptr_array_index (run->check->checkers, slot);
      GError *problem = NULL;

      if (!checker->edition || checker->failed || g_hash_table_size (checker->prepared) == 0 ||
          !has_wanted_rule (run->check, checker))
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

static GPtrArray *
run_edition (Run *run, GalleyEdition *frozen, GError **error)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (frozen);
  g_autoptr (GHashTable) by_article =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

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
galley_check_edition (GalleyCheck *self, GalleyEdition *frozen, GalleyJob *job, GError **error)
{
  GPtrArray *findings;
  Run run;

  g_return_val_if_fail (GALLEY_IS_CHECK (self), NULL);
  g_return_val_if_fail (GALLEY_IS_EDITION (frozen), NULL);
  g_return_val_if_fail (GALLEY_IS_JOB (job), NULL);

  g_mutex_lock (&self->lock);
  ensure_checkers (self);
  run_begin (&run, self, galley_edition_get_masthead (frozen), job);
  findings = run_edition (&run, frozen, error);
  run_end (&run);
  g_mutex_unlock (&self->lock);
  return findings;
}

/* --- in the thread of the checker --------------------------------------------------------------------------------- */

typedef struct
{
  GalleyArticle *article; /* frozen; or … */
  GalleyEdition *edition; /* … frozen */
  GalleyMasthead *masthead;
  GPtrArray *first;
  gboolean replaced; /* under the state lock: a newer one is on its way */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_clear_object (&self->article);
  g_clear_object (&self->edition);
  g_clear_object (&self->masthead);
  g_clear_pointer (&self->first, g_ptr_array_unref);
  g_free (self);
}

/* The key under which a request waits: an edition's is in no danger of being an article's. */
static const char *
request_key (const Request *request)
{
  return request->article != NULL ? galley_article_get_id (request->article)
                                  : galley_edition_get_id (request->edition);
}

static GPtrArray *
run_request (GalleyCheck *self, Request *request, GalleyJob *job, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *findings = NULL, *found;
  Run run;

  run_begin (&run, self, request->masthead, job);
  if (request->edition != NULL)
    {
      findings = run_edition (&run, request->edition, error);
    }
  else
    {
      found = look_at_article (&run, request->article, request->first, error);
      if (found != NULL)
        {
          findings = finish_article (self, request->article, found);
          g_ptr_array_unref (found);
        }
    }
  run_end (&run);
  return findings;
}

static void
work (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  GalleyCheck *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GalleyJob) job = galley_job_new (g_task_get_cancellable (task));
  g_autoptr (GError) error = NULL;
  GPtrArray *findings;

  g_mutex_lock (&self->state_lock);
  if (g_hash_table_lookup (self->waiting, request_key (request)) == request)
    g_hash_table_remove (self->waiting, request_key (request));
  if (request->replaced)
    galley_job_cancel (job);
  g_mutex_unlock (&self->state_lock);

  findings = galley_job_continues (job, &error) ? run_request (self, request, job, &error) : NULL;
  if (findings == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, findings, (GDestroyNotify) g_ptr_array_unref);
}

static void
send_request (GalleyCheck *self, GTask *task, Request *request)
{
  Request *older;

  g_mutex_lock (&self->lock);
  ensure_checkers (self);
  g_mutex_unlock (&self->lock);

  g_task_set_task_data (task, request, request_free);
  g_mutex_lock (&self->state_lock);
  older = g_hash_table_lookup (self->waiting, request_key (request));
  if (older != NULL)
    older->replaced = TRUE;
  g_hash_table_replace (self->waiting, g_strdup (request_key (request)), request);
  if (self->worker == NULL)
    self->worker = g_thread_pool_new (work, NULL, 1, TRUE, NULL);
  g_mutex_unlock (&self->state_lock);
  g_thread_pool_push (self->worker, task, NULL);
}

void
galley_check_article_async (GalleyCheck *self,
                            GalleyArticle *article,
                            GalleyMasthead *masthead,
                            GPtrArray *first,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  Request *request;

  g_return_if_fail (GALLEY_IS_CHECK (self));
  g_return_if_fail (GALLEY_IS_ARTICLE (article));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, galley_check_article_async);
  request = g_new0 (Request, 1);
  request->article = galley_article_freeze (article);
  request->masthead = masthead != NULL ? galley_masthead_copy (masthead) : NULL;
  for (guint i = 0; first != NULL && i < first->len; i++)
    {
      if (request->first == NULL)
        request->first = g_ptr_array_new_with_free_func (g_object_unref);
      g_ptr_array_add (request->first, g_object_ref (g_ptr_array_index (first, i)));
    }
  send_request (self, task, request);
}

GPtrArray *
galley_check_article_finish (GalleyCheck *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
galley_check_edition_async (GalleyCheck *self,
                            GalleyEdition *edition,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task;
  Request *request;

  g_return_if_fail (GALLEY_IS_CHECK (self));
  g_return_if_fail (GALLEY_IS_EDITION (edition));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, galley_check_edition_async);
  request = g_new0 (Request, 1);
  request->edition = galley_edition_freeze (edition);
  request->masthead = galley_masthead_copy (galley_edition_get_masthead (edition));
  send_request (self, task, request);
}

GPtrArray *
galley_check_edition_finish (GalleyCheck *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the rest ----------------------------------------------------------------------------------------------------- */

GalleyCheck *
galley_check_new (GalleyPlugins *plugins, const char *profile)
{
  GalleyCheck *self;

  g_return_val_if_fail (GALLEY_IS_PLUGINS (plugins), NULL);

  self = g_object_new (GALLEY_TYPE_CHECK, NULL);
  self->plugins = g_object_ref (plugins);
  self->profile_name = g_strdup (profile);
  return self;
}

void
galley_check_set_rules (GalleyCheck *self, const char *const *rules)
{
  g_return_if_fail (GALLEY_IS_CHECK (self));

  g_mutex_lock (&self->lock);
  g_strfreev (self->rules);
  self->rules = g_strdupv ((GStrv) rules);
  self->generation++;
  g_mutex_unlock (&self->lock);
}

gboolean
galley_check_set_option (
    GalleyCheck *self, const char *module, const char *name, const char *text, GError **error)
{
  gboolean done = FALSE;
  Checker *checker;

  g_return_val_if_fail (GALLEY_IS_CHECK (self), FALSE);

  g_mutex_lock (&self->lock);
  ensure_checkers (self);
  checker = find_checker (self, module);
  if (checker == NULL)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("There is no checker “%s”"), module);
  else
    done = set_property (G_OBJECT (checker->object), name, text, error);
  self->generation += done ? 1 : 0;
  g_mutex_unlock (&self->lock);
  return done;
}

static gint
compare_rules (gconstpointer a, gconstpointer b)
{
  const GalleyRule *const *one = a, *const *two = b;

  return strcmp ((*one)->id, (*two)->id);
}

GPtrArray *
galley_check_list_rules (GalleyCheck *self, GError **error)
{
  GPtrArray *all;

  g_return_val_if_fail (GALLEY_IS_CHECK (self), NULL);

  all = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_unref);
  g_mutex_lock (&self->lock);
  ensure_checkers (self);
  for (guint i = 0; i < self->checkers->len; i++)
    {
      const Checker *checker = g_ptr_array_index (self->checkers, i);
      GPtrArray *rules = galley_checker_list_rules (checker->object);

      g_ptr_array_set_free_func (rules, NULL);
      g_ptr_array_extend_and_steal (all, rules);
    }
  g_mutex_unlock (&self->lock);
  g_ptr_array_sort (all, compare_rules);
  return all;
}

GStrv
galley_check_dup_problems (GalleyCheck *self)
{
  GStrv problems;

  g_return_val_if_fail (GALLEY_IS_CHECK (self), NULL);

  g_mutex_lock (&self->lock);
  problems = g_new0 (char *, self->problems->len + 1);
  for (guint i = 0; i < self->problems->len; i++)
    problems[i] = g_strdup (g_ptr_array_index (self->problems, i));
  g_mutex_unlock (&self->lock);
  return problems;
}

void
galley_check_ignore (GalleyCheck *self, const char *key, const char *article)
{
  GHashTable *where;

  g_return_if_fail (GALLEY_IS_CHECK (self));

  g_mutex_lock (&self->state_lock);
  where = g_hash_table_lookup (self->ignored, key);
  if (where == NULL)
    {
      where = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->ignored, g_strdup (key), where);
    }
  g_hash_table_add (where, g_strdup (article != NULL ? article : ""));
  g_mutex_unlock (&self->state_lock);
}

void
galley_check_unignore (GalleyCheck *self, const char *key, const char *article)
{
  GHashTable *where;

  g_return_if_fail (GALLEY_IS_CHECK (self));

  g_mutex_lock (&self->state_lock);
  where = g_hash_table_lookup (self->ignored, key);
  if (where != NULL)
    g_hash_table_remove (where, article != NULL ? article : "");
  if (where != NULL && g_hash_table_size (where) == 0)
    g_hash_table_remove (self->ignored, key);
  g_mutex_unlock (&self->state_lock);
}

double
galley_check_rate (const GPtrArray *findings, guint n_characters)
{
  g_autoptr (GalleyRate) rate = galley_rate_load (NULL);

  return n_characters > 0 ? galley_rate_sum (rate, findings) * 10000 / n_characters : 0;
}

static gint
compare_edits (gconstpointer a, gconstpointer b)
{
  const GalleyEdit *one = a, *two = b;

  return one->start < two->start ? 1 : one->start > two->start ? -1 : 0;
}

/* Carries out the edits of one block, last one first, so that the places of the others hold. */
static void
edit_block (GalleyArticle *article, GArray *edits, GalleyBlock *block)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (GalleyEdit));
  g_autoptr (GalleyBlock) now = g_object_ref (block);
  gint index = galley_article_index_of (article, block);
  GalleyBlock *next = galley_article_get_block (article, (guint) index + 1);
  gboolean join = FALSE;

  for (guint i = 0; i < edits->len; i++)
    {
      const GalleyEdit *edit = &g_array_index (edits, GalleyEdit, i);

      if (edit->block == block)
        g_array_append_vals (own, edit, 1);
    }
  g_array_sort (own, compare_edits);
  for (guint i = 0; i < own->len; i++)
    {
      const GalleyEdit *edit = &g_array_index (own, GalleyEdit, i);
      GalleyBlock *changed = now;

      if (edit->start < edit->end || *edit->text != '\0')
        {
          changed = galley_block_splice (now, edit->start, edit->end - edit->start, edit->text);
          g_object_unref (g_steal_pointer (&now));
          now = changed;
        }
      join |= edit->join;
    }
  if (join && next != NULL)
    {
      GalleyBlock *joined = galley_block_append (now, next);

      g_object_unref (g_steal_pointer (&now));
      now = joined;
    }
  if (now != block)
    galley_article_splice (article, (guint) index, join && next != NULL ? 2 : 1, &now, 1);
}

/* The edits of the fix: the fold's own, or the one that a plain fix stands for. */
static GArray *
list_edits (GalleyFinding *finding, guint fix)
{
  GArray *edits = g_array_new (FALSE, FALSE, sizeof (GalleyEdit));
  const char *const *fixes = galley_finding_get_fixes (finding);
  guint n;
  const GalleyEdit *all = galley_finding_get_edits (finding, &n);

  if (n > 0 && fix == 0)
    g_array_append_vals (edits, all, n);
  else if (fix < g_strv_length ((GStrv) fixes))
    {
      GalleyEdit edit = { galley_finding_get_block (finding), galley_finding_get_start (finding),
                          galley_finding_get_end (finding), (char *) fixes[fix], FALSE };

      g_array_append_val (edits, edit);
    }
  return edits;
}

gboolean
galley_finding_apply (GalleyFinding *finding, guint fix, GalleyArticle *article)
{
  g_autoptr (GArray) edits = NULL;
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();

  g_return_val_if_fail (GALLEY_IS_FINDING (finding), FALSE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  edits = list_edits (finding, fix);
  for (guint i = 0; i < edits->len; i++)
    {
      GalleyBlock *block = g_array_index (edits, GalleyEdit, i).block;

      if (!galley_article_has_block (article, block))
        return FALSE;
      if (!g_ptr_array_find (blocks, block, NULL))
        g_ptr_array_add (blocks, block);
    }
  /* From the end: a join takes the block behind it, which must have had its own edits by then. */
  for (guint i = blocks->len; i-- > 0;)
    edit_block (article, edits, g_ptr_array_index (blocks, i));
  return edits->len > 0;
}

static void
galley_check_finalize (GObject *object)
{
  GalleyCheck *self = GALLEY_CHECK (object);

  /* The last hold may be the worker's own: it must not be waited for. */
  if (self->worker != NULL)
    g_thread_pool_free (self->worker, FALSE, FALSE);
  g_clear_pointer (&self->checkers, g_ptr_array_unref);
  g_clear_object (&self->plugins);
  g_clear_pointer (&self->profile, galley_profile_free);
  g_clear_pointer (&self->rate, galley_rate_free);
  g_ptr_array_unref (self->problems);
  g_hash_table_unref (self->ignored);
  g_hash_table_unref (self->waiting);
  g_strfreev (self->rules);
  g_free (self->facts);
  g_free (self->profile_name);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->state_lock);
  G_OBJECT_CLASS (galley_check_parent_class)->finalize (object);
}

static void
galley_check_class_init (GalleyCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_check_finalize;
}

static void
galley_check_init (GalleyCheck *self)
{
  static guint last_serial;

  g_mutex_init (&self->lock);
  g_mutex_init (&self->state_lock);
  self->serial = (guint) g_atomic_int_add ((gint *) &last_serial, 1) + 1;
  self->generation = 1;
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->ignored =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  self->waiting = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}
