/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-lexicon.h"
#include "galley-error.h"
#include "galley-gather.h"
#include "galley-incoming.h"
#include "galley-open.h"
#include "galley-session.h"

#define MAX_RECENT 12

/* How long a change of the rules rests before they are read again. */
#define RULES_PAUSE_MS 400

struct _GalleySession
{
  GObject parent_instance;

  GSettings *settings;
  GalleyPlugins *plugins;
  GalleyCheck *check;
  GalleyDesk *desk;
  GFileMonitor *rules_monitor; /* of the desk's own rules */
  guint rules_timeout;
  GalleyStore *store;
  GalleyProof *proof;
  GalleyWorkflow *workflow;
  char *title;
};

G_DEFINE_FINAL_TYPE (GalleySession, galley_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SETTINGS,
  PROP_EDITION,
  PROP_PROOF,
  PROP_TITLE,
  PROP_STATE,
  N_PROPS
};

enum
{
  FAILED,
  NOISY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* One import under way. */
typedef struct
{
  guint page;
  GalleyStore *store; /* what was open at the start, or NULL */
  GalleyJob *job;
  GPtrArray *editions; /* of GalleyEdition */
  GPtrArray *failures; /* of char * */
  GPtrArray *files;    /* of GalleyGathered * */
} Import;

static void
import_free (Import *import)
{
  g_clear_object (&import->store);
  g_clear_object (&import->job);
  g_ptr_array_unref (import->editions);
  g_ptr_array_unref (import->failures);
  g_ptr_array_unref (import->files);
  g_free (import);
}

void
galley_imported_free (GalleyImported *self)
{
  g_free (self->first);
  g_strfreev (self->notes);
  g_strfreev (self->failures);
  g_ptr_array_unref (self->files);
  g_free (self);
}

static char *
dup_author (GalleySession *self)
{
  char *author = g_settings_get_string (self->settings, "author");

  if (*author == '\0')
    g_clear_pointer (&author, g_free);
  return author;
}

static void
update_title (GalleySession *self)
{
  GalleyEdition *edition = galley_session_get_edition (self);
  g_autofree char *title = edition != NULL ? galley_edition_dup_title (edition) : NULL;

  if (g_strcmp0 (title, self->title) == 0)
    return;
  g_free (self->title);
  self->title = g_steal_pointer (&title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
on_store_state (GalleySession *self)
{
  g_autofree char *state = NULL;
  g_autofree char *message = NULL;

  g_object_get (self->store, "state", &state, "message", &message, NULL);
  if (g_strcmp0 (state, "failed") == 0 && message != NULL)
    g_signal_emit (self, signals[FAILED], 0, message);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
on_proof_failed (GalleySession *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
apply_checker_options (GalleySession *self)
{
  g_autoptr (GVariant) options = g_settings_get_value (self->settings, "checker-options");
  GVariantIter iter;
  const char *name, *text;

  g_variant_iter_init (&iter, options);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &text))
    {
      const char *dot = strchr (name, '.');
      g_autofree char *module = dot != NULL ? g_strndup (name, dot - name) : NULL;

      /* An option of a plugin that has gone, or has changed since, is not worth a word. */
      if (module != NULL && galley_plugins_find (self->plugins, module) != NULL)
        galley_check_set_option (self->check, module, dot + 1, text, NULL);
    }
}

/* The desk is one for all windows: what is decided in one counts in the others. */
GalleyDesk *
galley_session_get_desk (GalleySession *self)
{
  static GalleyDesk *shared;

  g_return_val_if_fail (GALLEY_IS_SESSION (self), NULL);

  if (self->desk == NULL && shared != NULL)
    {
      self->desk = g_object_ref (shared);
    }
  else if (self->desk == NULL)
    {
      self->desk = galley_desk_new (NULL);
      g_set_weak_pointer (&shared, self->desk);
    }
  return self->desk;
}

static void
on_noisy (GalleySession *self, GalleyRule *rule)
{
  g_signal_emit (self, signals[NOISY], 0, rule);
}

static void restart_proof (GalleySession *self);

static gboolean
on_rules_settled (gpointer user_data)
{
  GalleySession *self = user_data;

  self->rules_timeout = 0;
  restart_proof (self);
  return G_SOURCE_REMOVE;
}

/* Whoever writes the rules, here or in another editor: they count a moment later. */
static void
on_rules_changed (GalleySession *self)
{
  g_clear_handle_id (&self->rules_timeout, g_source_remove);
  self->rules_timeout = g_timeout_add (RULES_PAUSE_MS, on_rules_settled, self);
}

static void
watch_rules (GalleySession *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) folder = NULL;

  if (self->rules_monitor != NULL)
    return;
  path = galley_desk_dup_rules_folder (galley_session_get_desk (self));
  folder = g_file_new_for_path (path);
  self->rules_monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->rules_monitor != NULL)
    g_signal_connect_object (self->rules_monitor, "changed", G_CALLBACK (on_rules_changed), self,
                             G_CONNECT_SWAPPED);
  /* A folder that is not there yet is watched with long sight only. */
  g_signal_connect_object (self->desk, "rules-changed", G_CALLBACK (on_rules_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
start_proof (GalleySession *self)
{
  g_autofree char *profile = g_settings_get_string (self->settings, "profile");

  /* Its checks that are running hold the old one: without an edition it starts no more of them. */
  if (self->proof != NULL)
    galley_proof_set_edition (self->proof, NULL);
  g_clear_object (&self->proof);
  g_clear_object (&self->check);
  self->check = galley_check_new (galley_session_get_plugins (self), *profile != '\0' ? profile : NULL);
  apply_checker_options (self);
  self->proof = galley_proof_new (self->check, self->store);
  g_signal_connect_object (self->proof, "failed", G_CALLBACK (on_proof_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->proof, "noisy", G_CALLBACK (on_noisy), self, G_CONNECT_SWAPPED);
  galley_proof_set_desk (self->proof, galley_session_get_desk (self));
  galley_proof_set_edition (self->proof, galley_store_get_edition (self->store));
  watch_rules (self);
}

static void
restart_proof (GalleySession *self)
{
  if (self->store == NULL)
    return;
  start_proof (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROOF]);
}

static void
on_disabled_changed (GalleySession *self)
{
  g_auto (GStrv) disabled = g_settings_get_strv (self->settings, "disabled-plugins");
  const GPtrArray *infos;

  if (self->plugins == NULL)
    return;
  infos = galley_plugins_list (self->plugins);
  for (guint i = 0; i < infos->len; i++)
    {
      GalleyPluginInfo *info = infos->pdata[i];

      galley_plugins_set_enabled (self->plugins, info,
                                  !g_strv_contains ((const char *const *) disabled, info->module));
    }
  restart_proof (self);
}

static void
on_options_changed (GalleySession *self)
{
  if (self->check == NULL)
    return;
  start_proof (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROOF]);
}

static void
on_author_changed (GalleySession *self)
{
  g_autofree char *author = dup_author (self);

  if (self->store != NULL)
    galley_store_set_author (self->store, author != NULL ? author : g_get_user_name ());
}

static void
remember (GalleySession *self)
{
  g_auto (GStrv) old = g_settings_get_strv (self->settings, "recent-editions");
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (galley_store_get_uri (self->store));
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) recent = NULL;

  g_strv_builder_add (builder, uri);
  for (guint i = 0, n = 1; old[i] != NULL && n < MAX_RECENT; i++)
    {
      if (!g_str_equal (old[i], uri))
        {
          g_strv_builder_add (builder, old[i]);
          n++;
        }
    }
  recent = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "recent-editions", (const char *const *) recent);
  g_settings_set_string (self->settings, "last-edition", uri);
}

static void
take_store (GalleySession *self, GalleyStore *store)
{
  GalleyEdition *edition = galley_store_get_edition (store);

  self->store = store;
  g_signal_connect_object (store, "notify::state", G_CALLBACK (on_store_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (galley_edition_get_masthead (edition), "changed", G_CALLBACK (update_title), self,
                           G_CONNECT_SWAPPED);
  start_proof (self);
  remember (self);
  update_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROOF]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static gboolean
open_store (GalleySession *self, GFile *file, gboolean create, GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *author = dup_author (self);
  GalleyStore *store;

  if (path == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                   _ ("“%s” does not lie on this computer: copy it to a folder here first."), uri);
      return FALSE;
    }
  if (!galley_session_close (self, error))
    return FALSE;
  store = galley_store_open (path, create, author, error);
  if (store == NULL)
    return FALSE;
  take_store (self, store);
  return TRUE;
}

gboolean
galley_session_open (GalleySession *self, GFile *file, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_SESSION (self), FALSE);

  return open_store (self, file, FALSE, error);
}

gboolean
galley_session_create (GalleySession *self, GFile *file, GError **error)
{
  g_autoptr (GFile) target = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (GALLEY_IS_SESSION (self), FALSE);

  target = file != NULL ? g_object_ref (file) : galley_session_dup_new_file (self, NULL);
  folder = g_file_get_parent (target);
  if (folder != NULL && !g_file_make_directory_with_parents (folder, NULL, &local) &&
      !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return open_store (self, target, TRUE, error);
}

gboolean
galley_session_close (GalleySession *self, GError **error)
{
  g_autoptr (GalleyStore) store = NULL;
  gboolean done;

  g_return_val_if_fail (GALLEY_IS_SESSION (self), FALSE);

  if (self->store == NULL)
    return TRUE;
  if (!galley_store_flush (self->store, error))
    return FALSE;
  store = g_steal_pointer (&self->store);
  galley_proof_set_edition (self->proof, NULL);
  g_clear_object (&self->proof);
  g_clear_object (&self->check);
  g_signal_handlers_disconnect_by_data (store, self);
  update_title (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EDITION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROOF]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  done = galley_store_close (store, error);
  return done;
}

GFile *
galley_session_dup_folder (GalleySession *self)
{
  g_autofree char *uri = g_settings_get_string (self->settings, "editions-folder");
  g_autofree char *path = NULL;

  if (*uri != '\0')
    return g_file_new_for_uri (uri);
  path = g_build_filename (g_get_user_data_dir (), "galley", "editions", NULL);
  return g_file_new_for_path (path);
}

GFile *
galley_session_dup_new_file (GalleySession *self, const char *name)
{
  g_autoptr (GFile) folder = galley_session_dup_folder (self);
  g_autofree char *base = NULL;

  if (name != NULL)
    {
      base = g_strdup (name);
    }
  else
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_local ();
      g_autofree char *day = g_date_time_format (now, "%F");

      /* Translators: the file name of a new edition; %s is a date. */
      base = g_strdup_printf (_ ("Untitled %s"), day);
    }
  g_strdelimit (base, "/\\:*?\"<>|", '-');
  for (guint i = 1;; i++)
    {
      g_autofree char *file_name =
          i == 1 ? g_strdup_printf ("%s.galley", base) : g_strdup_printf ("%s (%u).galley", base, i);
      g_autoptr (GFile) file = g_file_get_child (folder, file_name);

      if (!g_file_query_exists (file, NULL))
        return g_steal_pointer (&file);
    }
}

gboolean
galley_session_is_edition (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, ".galley");
}

/* --- import --------------------------------------------------------------------------------------------- */

static GFile *
dup_file_for_import (GalleySession *self, GalleyEdition *edition)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (edition);
  const char *paper = galley_masthead_get (masthead, GALLEY_FACT_PAPER);
  const char *date = galley_masthead_get (masthead, GALLEY_FACT_DATE);
  g_autofree char *name = NULL;

  if (paper != NULL && date != NULL)
    name = g_strdup_printf ("%s-%s", paper, date);
  else if (paper != NULL || date != NULL)
    name = g_strdup (paper != NULL ? paper : date);
  return galley_session_dup_new_file (self, name);
}

static void
keep_revisions (GalleySession *self, GPtrArray *articles)
{
  for (guint i = 0; i < articles->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (galley_incoming_keep (self->store, articles->pdata[i], &error) == 0)
        {
          g_signal_emit (self, signals[FAILED], 0, error->message);
          return;
        }
    }
}

static void
finish_import (GTask *task)
{
  GalleySession *self = g_task_get_source_object (task);
  Import *import = g_task_get_task_data (task);
  GalleyImported *result;
  g_autoptr (GPtrArray) articles = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;

  /* The articles belong to the edition they were read for, and to no other. */
  if (self->store != import->store)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _ ("The edition was closed."));
      return;
    }
  if (import->editions->len > 0 && self->store == NULL)
    {
      g_autoptr (GFile) file = dup_file_for_import (self, import->editions->pdata[0]);

      if (!galley_session_create (self, file, &error))
        {
          g_task_return_error (task, error);
          return;
        }
    }
  result = g_new0 (GalleyImported, 1);
  for (guint i = 0; i < import->editions->len; i++)
    {
      GalleyEdition *edition = import->editions->pdata[i];
      g_autoptr (GPtrArray) list = galley_edition_list_articles (edition);

      for (guint j = 0; j < list->len; j++)
        {
          GalleyArticle *article = list->pdata[j];

          g_ptr_array_add (articles, g_object_ref (article));
          if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
            continue;
          result->n_articles++;
          if (result->first == NULL)
            result->first = g_strdup (galley_article_get_id (article));
        }
      galley_edition_absorb (galley_store_get_edition (self->store), edition, import->page);
    }
  if (articles->len > 0)
    keep_revisions (self, articles);
  update_title (self);
  result->notes = galley_job_dup_notes (import->job);
  g_ptr_array_add (import->failures, NULL);
  result->failures = g_strdupv ((char **) import->failures->pdata);
  result->files = g_ptr_array_ref (import->files);
  g_task_return_pointer (task, result, (GDestroyNotify) galley_imported_free);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Import *import = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition = galley_open_finish (result, &error);

  if (edition != NULL)
    g_ptr_array_add (import->editions, edition);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_ptr_array_add (import->failures, g_strdup (error->message));
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  finish_import (task);
}

/* Folders and archives were opened, each file read; what is there twice is a note. */
static void
on_gathered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GalleyHarvest) harvest = galley_gather_run_finish (result, &error);

  if (harvest == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_extend (import->editions, harvest->editions, (GCopyFunc) (GCallback) g_object_ref, NULL);
  g_ptr_array_extend (import->files, harvest->files, (GCopyFunc) (GCallback) galley_gathered_copy, NULL);
  for (guint i = 0; harvest->failures[i] != NULL; i++)
    g_ptr_array_add (import->failures, g_strdup (harvest->failures[i]));
  for (guint i = 0; harvest->doubles[i] != NULL; i++)
    galley_job_note (import->job, "%s", harvest->doubles[i]);
  finish_import (task);
}

static void
start_import (GalleySession *self,
              GListModel *files,
              GBytes *text,
              guint page,
              GalleyJob *job,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (self, galley_job_get_cancellable (job), callback, user_data);
  g_autoptr (GFile) folder = galley_session_dup_folder (self);
  Import *import = g_new0 (Import, 1);

  if (g_file_peek_path (folder) != NULL)
    galley_lexicon_update_later (g_file_peek_path (folder));
  g_task_set_source_tag (task, start_import);
  /* The result is decided here: an import that is complete is not thrown away by a late cancel. */
  g_task_set_check_cancellable (task, FALSE);
  import->page = page;
  g_set_object (&import->store, self->store);
  import->job = g_object_ref (job);
  import->editions = g_ptr_array_new_with_free_func (g_object_unref);
  import->failures = g_ptr_array_new_with_free_func (g_free);
  import->files = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_gathered_free);
  g_task_set_task_data (task, import, (GDestroyNotify) import_free);
  if (files == NULL)
    {
      galley_open_bytes_async (galley_session_get_plugins (self), "clipboard.txt", text, NULL, job, on_opened,
                               task);
      return;
    }

  g_autoptr (GalleyEdition) present =
      self->store != NULL ? galley_edition_freeze (galley_store_get_edition (self->store)) : NULL;

  galley_gather_run_async (galley_session_get_plugins (self), files, present, job, on_gathered, task);
}

void
galley_session_import_async (GalleySession *self,
                             GListModel *files,
                             guint page,
                             GalleyJob *job,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (GALLEY_IS_SESSION (self));
  g_return_if_fail (G_IS_LIST_MODEL (files));
  g_return_if_fail (GALLEY_IS_JOB (job));

  start_import (self, files, NULL, page, job, callback, user_data);
}

void
galley_session_import_text_async (GalleySession *self,
                                  const char *text,
                                  guint page,
                                  GalleyJob *job,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (GALLEY_IS_SESSION (self));
  g_return_if_fail (text != NULL);
  g_return_if_fail (GALLEY_IS_JOB (job));

  bytes = g_bytes_new (text, strlen (text));
  start_import (self, NULL, bytes, page, job, callback, user_data);
}

GalleyImported *
galley_session_import_finish (GalleySession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- the object ----------------------------------------------------------------------------------------- */

static void
galley_session_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GalleySession *self = GALLEY_SESSION (object);

  switch (prop_id)
    {
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    case PROP_EDITION:
      g_value_set_object (value, galley_session_get_edition (self));
      break;
    case PROP_PROOF:
      g_value_set_object (value, self->proof);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATE:
      g_value_set_string (value, galley_session_get_state (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_session_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  GalleySession *self = GALLEY_SESSION (object);

  switch (prop_id)
    {
    case PROP_SETTINGS:
      self->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_session_constructed (GObject *object)
{
  GalleySession *self = GALLEY_SESSION (object);

  G_OBJECT_CLASS (galley_session_parent_class)->constructed (object);

  self->workflow = galley_workflow_new (self);
  g_signal_connect_object (self->settings, "changed::disabled-plugins", G_CALLBACK (on_disabled_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::profile", G_CALLBACK (restart_proof), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::checker-options", G_CALLBACK (on_options_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::author", G_CALLBACK (on_author_changed), self,
                           G_CONNECT_SWAPPED);
}

static void
galley_session_dispose (GObject *object)
{
  GalleySession *self = GALLEY_SESSION (object);
  g_autoptr (GError) error = NULL;

  if (!galley_session_close (self, &error))
    g_message ("%s", error->message);
  g_clear_object (&self->workflow);
  g_clear_object (&self->proof);
  g_clear_object (&self->check);
  g_clear_object (&self->store);
  g_clear_handle_id (&self->rules_timeout, g_source_remove);
  g_clear_object (&self->rules_monitor);
  g_clear_object (&self->desk);
  g_clear_object (&self->plugins);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (galley_session_parent_class)->dispose (object);
}

static void
galley_session_finalize (GObject *object)
{
  GalleySession *self = GALLEY_SESSION (object);

  g_free (self->title);
  G_OBJECT_CLASS (galley_session_parent_class)->finalize (object);
}

static void
galley_session_class_init (GalleySessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = galley_session_get_property;
  object_class->set_property = galley_session_set_property;
  object_class->constructed = galley_session_constructed;
  object_class->dispose = galley_session_dispose;
  object_class->finalize = galley_session_finalize;

  properties[PROP_SETTINGS] =
      g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EDITION] = g_param_spec_object ("edition", NULL, NULL, GALLEY_TYPE_EDITION,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROOF] =
      g_param_spec_object ("proof", NULL, NULL, GALLEY_TYPE_PROOF, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] =
      g_param_spec_string ("state", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[NOISY] = g_signal_new ("noisy", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, GALLEY_TYPE_RULE);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
galley_session_init (GalleySession *self)
{
}

GalleySession *
galley_session_new (GSettings *settings)
{
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  return g_object_new (GALLEY_TYPE_SESSION, "settings", settings, NULL);
}

GSettings *
galley_session_get_settings (GalleySession *self)
{
  g_return_val_if_fail (GALLEY_IS_SESSION (self), NULL);

  return self->settings;
}

GalleyPlugins *
galley_session_get_plugins (GalleySession *self)
{
  g_return_val_if_fail (GALLEY_IS_SESSION (self), NULL);

  if (self->plugins == NULL)
    {
      g_auto (GStrv) disabled = g_settings_get_strv (self->settings, "disabled-plugins");

      self->plugins = galley_plugins_new ((const char *const *) disabled);
      galley_plugins_use_worker (self->plugins);
    }
  return self->plugins;
}

GalleyStore *
galley_session_get_store (GalleySession *self)
{
  g_return_val_if_fail (GALLEY_IS_SESSION (self), NULL);

  return self->store;
}

GalleyEdition *
galley_session_get_edition (GalleySession *self)
{
  g_return_val_if_fail (GALLEY_IS_SESSION (self), NULL);

  return self->store != NULL ? galley_store_get_edition (self->store) : NULL;
}

GalleyProof *
galley_session_get_proof (GalleySession *self)
{
  g_return_val_if_fail (GALLEY_IS_SESSION (self), NULL);

  return self->proof;
}

GalleyWorkflow *
galley_session_get_workflow (GalleySession *self)
{
  g_return_val_if_fail (GALLEY_IS_SESSION (self), NULL);

  return self->workflow;
}

const char *
galley_session_get_title (GalleySession *self)
{
  g_return_val_if_fail (GALLEY_IS_SESSION (self), NULL);

  return self->title;
}

const char *
galley_session_get_state (GalleySession *self)
{
  g_autofree char *state = NULL;

  g_return_val_if_fail (GALLEY_IS_SESSION (self), NULL);

  if (self->store == NULL)
    return NULL;
  g_object_get (self->store, "state", &state, NULL);
  return g_intern_string (state);
}
