/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits for the disk: reading in a thread, and doing one thing after the other. */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-error.h"
#include "galley-workflow-private.h"

#define MAX_NAMES 12

/* --- waiting ------------------------------------------------------------------------------------------------------- */

typedef void (*Go) (GTask *task);

typedef struct
{
  GTask *task;
  Go go;
} Wait;

static void
fail (Wait *wait, int code, const char *message)
{
  g_task_return_new_error (wait->task, G_IO_ERROR, code, "%s", message);
  g_object_unref (wait->task);
  g_free (wait);
}

void
galley_workflow_fail_all (GalleyWorkflow *self)
{
  Wait *wait;

  while ((wait = g_queue_pop_head (&self->waiting)) != NULL)
    fail (wait, G_IO_ERROR_CANCELLED, _ ("The edition was closed."));
}

static gboolean
is_saved (GalleyWorkflow *self, char **message)
{
  g_autofree char *state = NULL;

  galley_store_hurry (self->store);
  g_object_get (self->store, "state", &state, "message", message, NULL);
  return g_str_equal (state, "saved");
}

void
galley_workflow_turn (GalleyWorkflow *self)
{
  if (self->turning)
    return;
  self->turning = TRUE;
  while (self->store != NULL && !g_queue_is_empty (&self->waiting))
    {
      g_autofree char *message = NULL;
      gboolean saved = is_saved (self, &message);
      Wait *wait;

      if (!saved && message == NULL)
        break;
      wait = g_queue_pop_head (&self->waiting);
      if (wait == NULL)
        break;
      if (!saved)
        {
          fail (wait, G_IO_ERROR_FAILED, message);
          continue;
        }
      wait->go (wait->task);
      g_object_unref (wait->task);
      g_free (wait);
    }
  self->turning = FALSE;
}

/* Takes the task. */
static void
go_when_saved (GalleyWorkflow *self, GTask *task, Go go)
{
  Wait *wait = g_new (Wait, 1);

  wait->task = task;
  wait->go = go;
  if (self->store == NULL)
    {
      fail (wait, G_IO_ERROR_CANCELLED, _ ("The edition was closed."));
      return;
    }
  g_queue_push_tail (&self->waiting, wait);
  galley_workflow_turn (self);
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  GalleyWorkflowReader reader;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  GalleyCheck *check;  /* held while it gets ready, or NULL */
  gulong prepared;     /* the handler that waits for it */
  GPtrArray *findings; /* or NULL */
  GalleyEdition *frozen;
  char *uri;
  char *author;
} Read;

static void
read_free (gpointer data)
{
  Read *read = data;

  if (read->free_data != NULL)
    read->free_data (read->data);
  g_clear_object (&read->check);
  g_clear_pointer (&read->findings, g_ptr_array_unref);
  g_clear_object (&read->frozen);
  g_free (read->uri);
  g_free (read->author);
  g_free (read);
}

static void
read_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Read *read = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open_beside (read->uri, read->frozen, &error);
  g_autoptr (GalleyRounds) rounds = NULL;
  gpointer result = NULL;

  if (store != NULL)
    {
      galley_store_set_author (store, read->author);
      rounds = galley_rounds_new (store, &error);
    }
  if (rounds != NULL)
    result = read->reader (rounds, read->findings, read->data, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, result, read->free_result);
}

static void
start_reading (GTask *task)
{
  GalleyWorkflow *self = g_task_get_source_object (task);
  Read *read = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  read->frozen = galley_edition_freeze (galley_store_get_edition (self->store));
  read->uri = g_strdup (galley_store_get_uri (self->store));
  read->author = g_strdup (galley_store_get_author (self->store));
  g_task_run_in_thread (task, read_in_thread);
}

static void on_checked (GObject *source, GAsyncResult *result, gpointer data);

/* What was slow is ready, or has given up. */
static void
on_prepared (GTask *task)
{
  GalleyWorkflow *self = g_task_get_source_object (task);
  Read *read = g_task_get_task_data (task);
  g_autoptr (GalleyCheck) check = g_steal_pointer (&read->check);

  g_clear_signal_handler (&read->prepared, check);
  if (self->store != NULL)
    {
      galley_check_edition_async (check, galley_store_get_edition (self->store),
                                  g_task_get_cancellable (task), on_checked, task);
      return;
    }
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _ ("The edition was closed."));
  g_object_unref (task);
}

/* A gate that opened because a checker was not ready yet would be none. */
static gboolean
waits_for_checkers (GTask *task, GalleyCheck *check)
{
  Read *read = g_task_get_task_data (task);

  if (!galley_check_is_preparing (check))
    return FALSE;
  g_clear_pointer (&read->findings, g_ptr_array_unref);
  read->check = g_object_ref (check);
  read->prepared = g_signal_connect_swapped (check, "prepared", G_CALLBACK (on_prepared), task);
  return TRUE;
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Read *read = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  read->findings = galley_check_edition_finish (GALLEY_CHECK (source), result, &error);
  if (read->findings != NULL && waits_for_checkers (task, GALLEY_CHECK (source)))
    return;
  if (read->findings != NULL)
    {
      go_when_saved (g_task_get_source_object (task), task, start_reading);
      return;
    }
  g_task_return_error (task, g_steal_pointer (&error));
  g_object_unref (task);
}

void
galley_workflow_read_async (GalleyWorkflow *self,
                            gboolean check,
                            GalleyWorkflowReader reader,
                            gpointer data,
                            GDestroyNotify free_data,
                            GDestroyNotify free_result,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Read *read = g_new0 (Read, 1);
  GalleyProof *proof = self->store != NULL ? galley_session_get_proof (self->session) : NULL;

  g_task_set_source_tag (task, galley_workflow_read_async);
  read->reader = reader;
  read->data = data;
  read->free_data = free_data;
  read->free_result = free_result;
  g_task_set_task_data (task, read, read_free);
  if (check && proof != NULL)
    galley_check_edition_async (galley_proof_get_check (proof), galley_store_get_edition (self->store),
                                cancellable, on_checked, task);
  else
    go_when_saved (self, task, start_reading);
}

gpointer
galley_workflow_read_finish (GalleyWorkflow *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gpointer
galley_workflow_read_obstacles (GalleyRounds *rounds,
                                const GPtrArray *findings,
                                gpointer data,
                                GError **error)
{
  return galley_preflight_list (rounds, findings, error);
}

/* --- doing --------------------------------------------------------------------------------------------------------- */

/* What stood against an article when it was looked at. */
typedef struct
{
  char *digest;
  GStrv sentences;
} Gate;

typedef struct
{
  GalleyDoing what;
  GPtrArray *articles;
  char *person;
  char *override;
  GHashTable *gates; /* article id → Gate; of signing */
  guint at;
  GalleyDone *done;
} Deed;

void
galley_done_free (GalleyDone *self)
{
  g_free (self->article);
  g_free (self->why);
  g_free (self);
}

static void
gate_free (gpointer data)
{
  Gate *gate = data;

  g_free (gate->digest);
  g_strfreev (gate->sentences);
  g_free (gate);
}

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  g_ptr_array_unref (deed->articles);
  g_free (deed->person);
  g_free (deed->override);
  g_clear_pointer (&deed->gates, g_hash_table_unref);
  g_clear_pointer (&deed->done, galley_done_free);
  g_free (deed);
}

static gboolean
sign (GalleyWorkflow *self, const Deed *deed, GalleyArticle *article, GError **error)
{
  const Gate *gate = g_hash_table_lookup (deed->gates, galley_article_get_id (article));
  g_autofree char *digest = galley_article_dup_digest (article);

  if (gate == NULL || !g_str_equal (gate->digest, digest))
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                           _ ("The article was changed while it was looked at; sign it once more."));
      return FALSE;
    }
  return galley_rounds_sign (self->rounds, article, deed->person, (const char *const *) gate->sentences,
                             deed->override, error);
}

static gboolean
do_one (GalleyWorkflow *self, const Deed *deed, GalleyArticle *article, GError **error)
{
  switch (deed->what)
    {
    case GALLEY_DO_BEGIN:
      return galley_rounds_begin (self->rounds, article, deed->person, deed->override, error);
    case GALLEY_DO_END:
      return galley_rounds_end (self->rounds, article, deed->person, deed->override, error);
    case GALLEY_DO_NEXT:
      return galley_rounds_next (self->rounds, article, deed->person, deed->override, error);
    case GALLEY_DO_SIGN:
      return sign (self, deed, article, error);
    case GALLEY_DO_WITHDRAW:
    default:
      return galley_rounds_withdraw (self->rounds, article, deed->person, error);
    }
}

/* Whoever did something is the one at this desk now: what is changed from here on is theirs. */
static void
remember (GalleyWorkflow *self, const char *person)
{
  GSettings *settings = galley_session_get_settings (self->session);
  g_autofree char *name = g_strstrip (g_strdup (person));
  g_auto (GStrv) old = g_settings_get_strv (settings, "recent-names");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  g_strv_builder_add (builder, name);
  for (guint i = 0, n = 1; old[i] != NULL && n < MAX_NAMES; i++)
    {
      if (g_str_equal (old[i], name))
        continue;
      g_strv_builder_add (builder, old[i]);
      n++;
    }
  names = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "recent-names", (const char *const *) names);
  g_settings_set_string (settings, "author", name);
}

static void
refuse (Deed *deed, GalleyArticle *article, const GError *error)
{
  if (deed->done->n_refused++ > 0)
    return;
  deed->done->article = g_strdup (galley_article_get_id (article));
  deed->done->why = g_strdup (error->message);
}

/* One article each time that all is written: none of them has to wait for the disk then. */
static void
do_next (GTask *task)
{
  GalleyWorkflow *self = g_task_get_source_object (task);
  Deed *deed = g_task_get_task_data (task);
  GalleyArticle *article;
  g_autofree char *before = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;

  if (deed->at == deed->articles->len)
    {
      if (deed->done->n_done > 0)
        remember (self, deed->person);
      g_task_return_pointer (task, g_steal_pointer (&deed->done), (GDestroyNotify) galley_done_free);
      return;
    }
  article = g_ptr_array_index (deed->articles, deed->at++);
  before = g_strdup (galley_store_get_author (self->store));
  name = g_strstrip (g_strdup (deed->person));
  galley_store_set_author (self->store, *name != '\0' ? name : before);
  if (do_one (self, deed, article, &error))
    deed->done->n_done++;
  else
    {
      galley_store_set_author (self->store, before);
      refuse (deed, article, error);
    }
  go_when_saved (self, g_object_ref (task), do_next);
}

static gpointer
read_gates (GalleyRounds *rounds, const GPtrArray *findings, gpointer data, GError **error)
{
  const char *const *ids = data;
  GalleyEdition *edition = galley_store_get_edition (galley_rounds_get_store (rounds));
  g_autoptr (GHashTable) gates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, gate_free);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      GalleyArticle *article = galley_edition_find_article (edition, ids[i], NULL);
      g_autoptr (GPtrArray) list =
          article != NULL ? galley_preflight_list_article (rounds, article, findings, error) : NULL;
      g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
      Gate *gate;

      if (list == NULL && article != NULL)
        return NULL;
      for (guint k = 0; list != NULL && k < list->len; k++)
        {
          const GalleyObstacle *obstacle = g_ptr_array_index (list, k);

          if (obstacle->blocks)
            g_strv_builder_add (sentences, obstacle->sentence);
        }
      if (article == NULL)
        continue;
      gate = g_new0 (Gate, 1);
      gate->digest = galley_article_dup_digest (article);
      gate->sentences = g_strv_builder_end (sentences);
      g_hash_table_insert (gates, g_strdup (ids[i]), gate);
    }
  return g_steal_pointer (&gates);
}

static void
on_gates (GObject *object, GAsyncResult *result, gpointer data)
{
  GalleyWorkflow *self = GALLEY_WORKFLOW (object);
  GTask *task = data;
  Deed *deed = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  deed->gates = galley_workflow_read_finish (self, result, &error);
  if (deed->gates != NULL)
    {
      go_when_saved (self, task, do_next);
      return;
    }
  g_task_return_error (task, g_steal_pointer (&error));
  g_object_unref (task);
}

static GStrv
list_ids (GPtrArray *articles)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < articles->len; i++)
    g_strv_builder_add (ids, galley_article_get_id (g_ptr_array_index (articles, i)));
  return g_strv_builder_end (ids);
}

void
galley_workflow_do_async (GalleyWorkflow *self,
                          GalleyDoing what,
                          GPtrArray *articles,
                          const char *person,
                          const char *override,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;
  Deed *deed;

  g_return_if_fail (GALLEY_IS_WORKFLOW (self));
  g_return_if_fail (articles != NULL);
  g_return_if_fail (person != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  deed = g_new0 (Deed, 1);
  g_task_set_source_tag (task, galley_workflow_do_async);
  deed->what = what;
  deed->articles = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_extend (deed->articles, articles, (GCopyFunc) (GCallback) g_object_ref, NULL);
  deed->person = g_strdup (person);
  deed->override = g_strdup (override);
  deed->done = g_new0 (GalleyDone, 1);
  g_task_set_task_data (task, deed, deed_free);
  if (what == GALLEY_DO_SIGN)
    galley_workflow_read_async (self, TRUE, read_gates, list_ids (articles), (GDestroyNotify) g_strfreev,
                                (GDestroyNotify) g_hash_table_unref, NULL, on_gates, task);
  else
    go_when_saved (self, task, do_next);
}

GalleyDone *
galley_workflow_do_finish (GalleyWorkflow *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
set_publication (GTask *task)
{
  GalleyWorkflow *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (galley_rounds_set_publication (self->rounds, g_task_get_task_data (task),
                                     galley_workflow_get_author (self), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
galley_workflow_set_publication_async (GalleyWorkflow *self,
                                       const char *name,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, galley_workflow_set_publication_async);
  g_task_set_task_data (task, g_strdup (name), g_free);
  go_when_saved (self, task, set_publication);
}

gboolean
galley_workflow_set_publication_finish (GalleyWorkflow *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
