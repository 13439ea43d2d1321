/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-workflow-private.h"

/* How long the text rests before it is asked whether its signature holds. */
#define LOOK_MS 250

/* An article whose signature is known, until the article changes. */
typedef struct
{
  GalleyWorkflow *workflow;
  GalleyArticle *article;
  GalleySignatureState state;
  gboolean stale;
} Watch;

G_DEFINE_FINAL_TYPE (GalleyWorkflow, galley_workflow, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- signatures ---------------------------------------------------------------------------------------------------- */

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_signal_handlers_disconnect_by_data (watch->article, watch);
  g_signal_handlers_disconnect_by_data (galley_article_get_metadata (watch->article), watch);
  g_object_unref (watch->article);
  g_free (watch);
}

static gboolean
look (gpointer data)
{
  GalleyWorkflow *self = data;
  gboolean changed = FALSE;
  GHashTableIter iter;
  gpointer value;

  self->look_source = 0;
  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Watch *watch = value;
      g_autoptr (GalleySignature) signature = NULL;

      if (!watch->stale)
        continue;
      signature = galley_rounds_get_signature (self->rounds, watch->article);
      watch->stale = FALSE;
      changed |= watch->state != signature->state;
      watch->state = signature->state;
    }
  if (changed)
    g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
article_changed_cb (Watch *watch)
{
  GalleyWorkflow *self = watch->workflow;

  /* Only a valid signature can be lost by a change, and a lost one comes back by none. */
  if (watch->state != GALLEY_SIGNATURE_VALID)
    return;
  watch->stale = TRUE;
  if (self->look_source == 0)
    self->look_source = g_timeout_add (LOOK_MS, look, self);
}

static GalleySignatureState
get_signature_state (GalleyWorkflow *self, GalleyArticle *article)
{
  Watch *watch = g_hash_table_lookup (self->watches, article);
  g_autoptr (GalleySignature) signature = NULL;

  if (watch != NULL)
    return watch->state;
  signature = galley_rounds_get_signature (self->rounds, article);
  watch = g_new0 (Watch, 1);
  watch->workflow = self;
  watch->article = g_object_ref (article);
  watch->state = signature->state;
  g_signal_connect_swapped (article, "items-changed", G_CALLBACK (article_changed_cb), watch);
  g_signal_connect_swapped (article, "notify::kind", G_CALLBACK (article_changed_cb), watch);
  g_signal_connect_swapped (galley_article_get_metadata (article), "changed", G_CALLBACK (article_changed_cb),
                            watch);
  g_hash_table_insert (self->watches, article, watch);
  return watch->state;
}

/* --- stages -------------------------------------------------------------------------------------------------------- */

static void
set_text (char **text, char *value)
{
  if (text != NULL)
    *text = value;
  else
    g_free (value);
}

static GalleyStage
tell_signed (GalleyWorkflow *self, GalleyArticle *article, char **brief, char **full)
{
  gboolean valid = get_signature_state (self, article) == GALLEY_SIGNATURE_VALID;
  g_autoptr (GalleySignature) signature = NULL;

  set_text (brief, g_strdup (valid ? C_ ("stage", "signed") : C_ ("stage", "void")));
  if (full != NULL)
    {
      signature = galley_rounds_get_signature (self->rounds, article);
      *full = valid ? g_strdup_printf (_ ("Signed by %s"), signature->signer)
                    : g_strdup_printf (_ ("Signature of %s void"), signature->signer);
    }
  return valid ? GALLEY_STAGE_SIGNED : GALLEY_STAGE_VOID;
}

GalleyStage
galley_workflow_get_stage (GalleyWorkflow *self, GalleyArticle *article, char **brief, char **full)
{
  const GalleyRound *round;
  GalleyStage stage = GALLEY_STAGE_RUNNING;

  g_return_val_if_fail (GALLEY_IS_WORKFLOW (self), GALLEY_STAGE_NONE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), GALLEY_STAGE_NONE);

  set_text (brief, NULL);
  set_text (full, NULL);
  if (self->rounds == NULL)
    return GALLEY_STAGE_NONE;
  round = galley_rounds_get_running (self->rounds, galley_article_get_id (article));
  if (round == NULL && get_signature_state (self, article) != GALLEY_SIGNATURE_NONE)
    return tell_signed (self, article, brief, full);
  if (round == NULL)
    {
      stage = GALLEY_STAGE_ENDED;
      round = galley_rounds_get_last (self->rounds, galley_article_get_id (article));
    }
  if (round == NULL)
    return GALLEY_STAGE_NONE;
  set_text (brief, g_strdup (round->plan->label));
  set_text (full, g_strdup_printf (stage == GALLEY_STAGE_ENDED ? _ ("%s %s ✓") : "%s %s", round->plan->label,
                                   round->person));
  return stage;
}

char *
galley_workflow_dup_time (gint64 microseconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  gboolean today;

  if (local == NULL)
    return g_strdup ("");
  today = g_date_time_get_year (local) == g_date_time_get_year (now) &&
          g_date_time_get_day_of_year (local) == g_date_time_get_day_of_year (now);
  /* Translators: strftime formats of a moment today, and of one on another day. */
  return g_date_time_format (local, today ? _ ("%H:%M") : _ ("%Y-%m-%d %H:%M"));
}

/* --- names --------------------------------------------------------------------------------------------------------- */

const char *
galley_workflow_get_author (GalleyWorkflow *self)
{
  g_return_val_if_fail (GALLEY_IS_WORKFLOW (self), NULL);

  return self->store != NULL ? galley_store_get_author (self->store) : g_get_user_name ();
}

GStrv
galley_workflow_list_names (GalleyWorkflow *self, GalleyPage *page)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) recent = NULL;
  g_autoptr (GPtrArray) staff = NULL;

  g_return_val_if_fail (GALLEY_IS_WORKFLOW (self), NULL);

  recent = g_settings_get_strv (galley_session_get_settings (self->session), "recent-names");
  for (guint i = 0; recent[i] != NULL; i++)
    {
      if (g_hash_table_add (seen, recent[i]))
        g_strv_builder_add (builder, recent[i]);
    }
  staff = page != NULL ? galley_metadata_list (galley_page_get_staff (page), "staff") : NULL;
  for (guint i = 0; staff != NULL && i < staff->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (staff, i);

      if (g_hash_table_add (seen, item->value))
        g_strv_builder_add (builder, item->value);
    }
  return g_strv_builder_end (builder);
}

/* --- the edition --------------------------------------------------------------------------------------------------- */

static gpointer
list_events (GalleyRounds *rounds, const GPtrArray *findings, gpointer data, GError **error)
{
  return galley_store_list_events (galley_rounds_get_store (rounds), error);
}

static void read_log (GalleyWorkflow *self);

static void
on_events (GObject *object, GAsyncResult *result, gpointer data)
{
  GalleyWorkflow *self = GALLEY_WORKFLOW (object);
  g_autoptr (GPtrArray) events = galley_workflow_read_finish (self, result, NULL);
  gboolean changed = FALSE;

  self->looking = FALSE;
  if (events == NULL || self->rounds != data)
    return;
  /* What was done here meanwhile, or written, is not in it. */
  if (self->looked != self->n_changes || self->look_again)
    {
      read_log (self);
      return;
    }
  if (!galley_rounds_take_events (self->rounds, events, &changed, NULL) || !changed)
    return;
  g_hash_table_remove_all (self->watches);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
read_log (GalleyWorkflow *self)
{
  self->looking = TRUE;
  self->look_again = FALSE;
  self->looked = self->n_changes;
  galley_workflow_read_async (self, FALSE, list_events, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL,
                              on_events, self->rounds);
}

/* Whoever writes a signed article has the log say that its signature is void: what it says is read again. */
static void
on_state (GalleyWorkflow *self)
{
  g_autofree char *state = NULL;

  g_object_get (self->store, "state", &state, NULL);
  if (g_str_equal (state, "saved") && galley_rounds_has_signatures (self->rounds))
    {
      if (self->looking)
        self->look_again = TRUE;
      else
        read_log (self);
    }
  galley_workflow_turn (self);
}

static void
on_rounds_changed (GalleyWorkflow *self)
{
  self->n_changes++;
  g_hash_table_remove_all (self->watches);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
let_go (GalleyWorkflow *self)
{
  galley_workflow_fail_all (self);
  g_clear_handle_id (&self->look_source, g_source_remove);
  g_hash_table_remove_all (self->watches);
  if (self->rounds != NULL)
    g_signal_handlers_disconnect_by_data (self->rounds, self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->rounds);
  g_clear_object (&self->store);
}

static void
on_edition (GalleyWorkflow *self)
{
  GalleyStore *store = galley_session_get_store (self->session);
  g_autoptr (GError) error = NULL;

  let_go (self);
  if (store != NULL)
    {
      self->rounds = galley_rounds_new (store, &error);
      if (self->rounds == NULL)
        g_signal_emit_by_name (self->session, "failed", error->message);
    }
  if (self->rounds != NULL)
    {
      self->store = g_object_ref (store);
      g_signal_connect_swapped (store, "notify::state", G_CALLBACK (on_state), self);
      g_signal_connect_swapped (self->rounds, "changed", G_CALLBACK (on_rounds_changed), self);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
galley_workflow_dispose (GObject *object)
{
  let_go (GALLEY_WORKFLOW (object));
  G_OBJECT_CLASS (galley_workflow_parent_class)->dispose (object);
}

static void
galley_workflow_finalize (GObject *object)
{
  g_hash_table_unref (GALLEY_WORKFLOW (object)->watches);
  G_OBJECT_CLASS (galley_workflow_parent_class)->finalize (object);
}

static void
galley_workflow_class_init (GalleyWorkflowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_workflow_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_workflow_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
galley_workflow_init (GalleyWorkflow *self)
{
  g_queue_init (&self->waiting);
  self->watches = g_hash_table_new_full (NULL, NULL, NULL, watch_free);
}

GalleyWorkflow *
galley_workflow_new (GalleySession *session)
{
  GalleyWorkflow *self;

  g_return_val_if_fail (session != NULL, NULL);

  self = g_object_new (GALLEY_TYPE_WORKFLOW, NULL);
  self->session = session;
  g_signal_connect_object (session, "notify::edition", G_CALLBACK (on_edition), self, G_CONNECT_SWAPPED);
  return self;
}

GalleyRounds *
galley_workflow_get_rounds (GalleyWorkflow *self)
{
  g_return_val_if_fail (GALLEY_IS_WORKFLOW (self), NULL);

  return self->rounds;
}
