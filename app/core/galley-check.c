/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-check-private.h"
#include "galley-error.h"

G_DEFINE_FINAL_TYPE (GalleyCheck, galley_check, G_TYPE_OBJECT)

enum
{
  PART_FOUND,
  PREPARED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

GPtrArray *
galley_check_edition (GalleyCheck *self, GalleyEdition *frozen, GalleyJob *job, GError **error)
{
  GPtrArray *findings;
  GalleyCheckRun run;

  g_return_val_if_fail (GALLEY_IS_CHECK (self), NULL);
  g_return_val_if_fail (GALLEY_IS_EDITION (frozen), NULL);
  g_return_val_if_fail (GALLEY_IS_JOB (job), NULL);

  g_mutex_lock (&self->lock);
  galley_check_ensure_checkers (self);
  galley_check_run_begin (&run, self, galley_edition_get_masthead (frozen), job);
  findings = galley_check_run_edition (&run, frozen, error);
  galley_check_run_end (&run);
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

typedef struct
{
  GalleyCheck *check;
  GalleyArticle *article;
  GPtrArray *findings;
} Part;

static void
part_free (gpointer data)
{
  Part *part = data;

  g_object_unref (part->check);
  g_object_unref (part->article);
  g_ptr_array_unref (part->findings);
  g_free (part);
}

static gboolean
part_cb (gpointer data)
{
  Part *part = data;

  g_signal_emit (part->check, signals[PART_FOUND], 0, part->article, part->findings);
  return G_SOURCE_REMOVE;
}

static void
tell_part (GalleyCheckRun *run, GalleyArticle *frozen, GPtrArray *findings)
{
  Part *part = g_new (Part, 1);

  *part = (Part){ g_object_ref (run->check), g_object_ref (frozen), findings };
  g_main_context_invoke_full (run->context, G_PRIORITY_DEFAULT, part_cb, part, part_free);
}

static GPtrArray *
run_request (GalleyCheck *self, Request *request, GTask *task, GalleyJob *job, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GPtrArray *findings;
  GalleyCheckRun run;

  g_auto (GStrv) notes = NULL;

  galley_check_run_begin (&run, self, request->masthead, job);
  run.context = g_task_get_context (task);
  if (request->article != NULL)
    run.tell_part = tell_part;
  if (request->edition != NULL)
    {
      findings = galley_check_run_edition (&run, request->edition, error);
    }
  else
    {
      findings = galley_check_run_article (&run, request->article, request->first, error);
    }
  galley_check_run_end (&run);
  /* Nobody else sees this job: what a rule had to say is kept with the problems. */
  notes = galley_job_dup_notes (job);
  for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
    galley_check_add_problem (self, notes[i]);
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

  findings = galley_job_continues (job, &error) ? run_request (self, request, task, job, &error) : NULL;
  if (findings == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, findings, (GDestroyNotify) g_ptr_array_unref);
}

static void
send_request (GalleyCheck *self, GTask *task, Request *request)
{
  Request *older;

  /* Only once: whoever types must not wait for a check that runs. */
  if (self->checkers == NULL)
    {
      g_mutex_lock (&self->lock);
      galley_check_ensure_checkers (self);
      g_mutex_unlock (&self->lock);
    }

  g_task_set_task_data (task, request, request_free);
  g_mutex_lock (&self->state_lock);
  older = g_hash_table_lookup (self->waiting, request_key (request));
  if (older != NULL)
    older->replaced = TRUE;
  /* What is asked for now comes before what slow checkers are at. */
  if (request->article != NULL && self->slow_job != NULL)
    galley_job_cancel (self->slow_job);
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
galley_check_reload (GalleyCheck *self)
{
  g_return_if_fail (GALLEY_IS_CHECK (self));

  g_mutex_lock (&self->lock);
  galley_check_ensure_checkers (self);
  galley_check_heed_packs (self, TRUE);
  g_mutex_unlock (&self->lock);
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
  GalleyCheckSlot *checker;

  g_return_val_if_fail (GALLEY_IS_CHECK (self), FALSE);

  g_mutex_lock (&self->lock);
  galley_check_ensure_checkers (self);
  checker = galley_check_find_checker (self, module);
  if (checker == NULL)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("There is no checker “%s”"), module);
  else
    done = galley_check_set_property (G_OBJECT (checker->object), name, text, error);
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
  galley_check_ensure_checkers (self);
  for (guint i = 0; i < self->checkers->len; i++)
    {
      const GalleyCheckSlot *checker = g_ptr_array_index (self->checkers, i);
      GPtrArray *rules = galley_checker_list_rules (checker->object);

      g_ptr_array_set_free_func (rules, NULL);
      g_ptr_array_extend_and_steal (all, rules);
      galley_check_note_problems (self, checker);
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

  g_mutex_lock (&self->state_lock);
  problems = g_new0 (char *, self->problems->len + 1);
  for (guint i = 0; i < self->problems->len; i++)
    problems[i] = g_strdup (g_ptr_array_index (self->problems, i));
  g_mutex_unlock (&self->state_lock);
  return problems;
}

void
galley_check_set_desk (GalleyCheck *self, GalleyDesk *desk)
{
  g_return_if_fail (GALLEY_IS_CHECK (self));
  g_return_if_fail (GALLEY_IS_DESK (desk));

  /* The next run takes it: the one that goes on now is not waited for. */
  g_mutex_lock (&self->state_lock);
  g_strfreev (self->desk_rules_off);
  g_strfreev (self->desk_terms);
  g_clear_pointer (&self->desk_severities, g_hash_table_unref);
  self->desk_severities = galley_desk_dup_severities (
      desk, self->profile_name != NULL ? self->profile_name : GALLEY_DEFAULT_PROFILE);
  self->desk_rules_off = galley_desk_dup_rules_off (desk);
  self->desk_terms = galley_desk_dup_terms (desk);
  self->desk_changed = TRUE;
  g_mutex_unlock (&self->state_lock);
}

/* A key is rule, text, and what stands before and behind; a wide scope is about the first two. */
static char *
dup_name (const char *key, gboolean wide)
{
  const char *text = wide ? strchr (key, '\x1f') : NULL;
  const char *context = text != NULL ? strchr (text + 1, '\x1f') : NULL;

  return context != NULL ? g_strndup (key, context - key) : g_strdup (key);
}

/* How often the name is ignored in the article ("" for the edition), under the state lock. */
static guint
times_ignored (GalleyCheck *self, const char *name, const char *article)
{
  GHashTable *where = g_hash_table_lookup (self->ignored, name);

  return where != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (where, article)) : 0;
}

static void
change_ignored (GalleyCheck *self, const char *key, const char *scope, const char *article, int by)
{
  gboolean edition = g_str_equal (scope, "edition") || article == NULL;
  g_autofree char *name = dup_name (key, edition || g_str_equal (scope, "article"));
  const char *place = edition ? "" : article;
  GHashTable *where;
  guint times;

  g_mutex_lock (&self->state_lock);
  where = g_hash_table_lookup (self->ignored, name);
  if (where == NULL && by > 0)
    {
      where = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->ignored, g_strdup (name), where);
    }
  times = times_ignored (self, name, place);
  if (where != NULL && (by > 0 || times > 1))
    g_hash_table_replace (where, g_strdup (place), GUINT_TO_POINTER (times + by));
  else if (where != NULL)
    g_hash_table_remove (where, place);
  g_mutex_unlock (&self->state_lock);
}

void
galley_check_ignore (GalleyCheck *self, const char *key, const char *scope, const char *article)
{
  g_return_if_fail (GALLEY_IS_CHECK (self));
  g_return_if_fail (key != NULL && scope != NULL);

  change_ignored (self, key, scope, article, 1);
}

void
galley_check_unignore (GalleyCheck *self, const char *key, const char *scope, const char *article)
{
  g_return_if_fail (GALLEY_IS_CHECK (self));
  g_return_if_fail (key != NULL && scope != NULL);

  change_ignored (self, key, scope, article, -1);
}

gboolean
galley_check_is_ignored (GalleyCheck *self, GalleyFinding *finding, const char *article)
{
  g_autofree char *key = NULL;
  g_autofree char *wide = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (GALLEY_IS_CHECK (self), FALSE);

  locker = g_mutex_locker_new (&self->state_lock);
  if (g_hash_table_size (self->ignored) == 0)
    return FALSE;
  key = galley_finding_dup_key (finding);
  wide = dup_name (key, TRUE);
  return times_ignored (self, key, article) > 0 || times_ignored (self, wide, article) > 0 ||
         times_ignored (self, wide, "") > 0;
}

/* Asked for at every change of the findings: the table is read once. */
static GalleyRate *
shared_rate (void)
{
  static gsize loaded;
  static GalleyRate *rate;

  if (g_once_init_enter (&loaded))
    {
      rate = galley_rate_load (NULL);
      g_once_init_leave (&loaded, 1);
    }
  return rate;
}

double
galley_check_rate (const GPtrArray *findings, guint n_characters)
{
  return n_characters > 0 ? galley_rate_sum (shared_rate (), findings) * 10000 / n_characters : 0;
}

double
galley_check_rate_limit (void)
{
  return galley_rate_get_limit (shared_rate ());
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
  g_hash_table_unref (self->slow_found);
  g_strfreev (self->desk_rules_off);
  g_strfreev (self->desk_terms);
  g_clear_pointer (&self->desk_severities, g_hash_table_unref);
  g_clear_pointer (&self->severities, g_hash_table_unref);
  g_strfreev (self->rules);
  g_strfreev (self->rules_off);
  g_strfreev (self->terms);
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
  signals[PART_FOUND] = g_signal_new ("part-found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 2, GALLEY_TYPE_ARTICLE, G_TYPE_PTR_ARRAY);
  signals[PREPARED] = g_signal_new ("prepared", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
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
  self->slow_found =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}
