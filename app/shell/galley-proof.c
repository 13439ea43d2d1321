/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-proof-private.h"

#include "galley-places.h"

G_DEFINE_FINAL_TYPE (GalleyProof, galley_proof, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_BUSY,
  PROP_RATE,
  N_PROPS
};

enum
{
  CHANGED,
  FAILED,
  NOISY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

void
galley_proof_tell_busy (GalleyProof *self)
{
  gboolean busy = galley_proof_is_busy (self);

  if (busy != self->was_busy && !self->disposed)
    {
      self->was_busy = busy;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
    }
}

void
galley_proof_tell_failed (GalleyProof *self, GError *error)
{
  g_signal_emit (self, signals[FAILED], 0, error->message);
}

void
galley_proof_tell_problems (GalleyProof *self)
{
  g_auto (GStrv) problems = galley_check_dup_problems (self->check);
  g_autoptr (GString) fresh = g_string_new (NULL);

  for (guint i = 0; problems[i] != NULL; i++)
    {
      if (g_hash_table_add (self->told, g_strdup (problems[i])))
        g_string_append_printf (fresh, "%s%s", fresh->len > 0 ? "\n" : "", problems[i]);
    }
  if (fresh->len > 0)
    g_signal_emit (self, signals[FAILED], 0, fresh->str);
}

void
galley_proof_tell_noisy (GalleyProof *self, GalleyRule *rule)
{
  if (g_hash_table_add (self->offered, g_strdup (rule->id)))
    g_signal_emit (self, signals[NOISY], 0, rule);
}

void
galley_proof_tell_changed (ProofState *state)
{
  g_autoptr (GalleyProof) self = g_object_ref (state->proof);
  g_autoptr (GalleyArticle) article = g_object_ref (state->article);

  g_signal_emit (self, signals[CHANGED], 0, article);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
}

/* Lets go of what @keep does not want. */
gboolean
galley_proof_filter (ProofState *state, gboolean (*keep) (ProofState *state, GalleyFinding *finding))
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (state->findings));

  for (guint i = state->held->len; i > 0; i--)
    {
      if (!keep (state, g_ptr_array_index (state->held, i - 1)))
        g_ptr_array_remove_index (state->held, i - 1);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (G_LIST_MODEL (state->findings), i);

      if (keep (state, finding))
        g_ptr_array_add (kept, g_steal_pointer (&finding));
    }
  return kept->len < n && galley_places_put (state->findings, kept);
}

gboolean
galley_proof_is_kept (ProofState *state, GalleyFinding *finding)
{
  return !galley_check_is_ignored (state->proof->check, finding, galley_article_get_id (state->article));
}

static void
article_items_changed_cb (
    GListModel *model, guint position, guint n_removed, guint n_added, ProofState *state)
{
  state->edited = g_get_monotonic_time ();
  state->counted = FALSE;
  if (n_removed > 0 && galley_proof_filter (state, galley_proof_is_live))
    galley_proof_tell_changed (state);
  galley_proof_schedule_check (state);
}

static void
state_free (gpointer data)
{
  ProofState *state = data;

  galley_proof_forget_part (state);
  g_clear_handle_id (&state->pause_source, g_source_remove);
  g_clear_handle_id (&state->hold_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (state->article, state);
  g_list_store_remove_all (state->findings);
  g_object_unref (state->findings);
  g_ptr_array_unref (state->held);
  g_clear_pointer (&state->across, g_ptr_array_unref);
  g_clear_pointer (&state->across_own, g_ptr_array_unref);
  g_hash_table_unref (state->seen);
  g_hash_table_unref (state->former);
  g_object_unref (state->article);
  g_free (state);
}

static ProofState *
ensure_state (GalleyProof *self, GalleyArticle *article)
{
  ProofState *state = g_hash_table_lookup (self->states, article);

  if (state != NULL)
    return state;
  state = g_new0 (ProofState, 1);
  state->proof = self;
  state->article = g_object_ref (article);
  state->findings = g_list_store_new (GALLEY_TYPE_FINDING);
  state->held = g_ptr_array_new_with_free_func (g_object_unref);
  state->seen = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  state->former = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_signal_connect (article, "items-changed", G_CALLBACK (article_items_changed_cb), state);
  g_hash_table_insert (self->states, article, state);
  return state;
}

/* The articles nobody looks at are checked one after the other, so that the one in work never waits long. */
void
galley_proof_start_waiting (GalleyProof *self)
{
  while (self->n_running == 0 && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GalleyArticle) article = g_queue_pop_head (&self->waiting);
      ProofState *state = g_hash_table_lookup (self->states, article);

      if (state == NULL)
        continue;
      state->waiting = FALSE;
      if (state->pause_source == 0)
        galley_proof_start_check (state);
    }
}

void
galley_proof_wait (GalleyProof *self, GalleyArticle *article)
{
  ProofState *state = g_hash_table_lookup (self->states, article);

  if (state == NULL || state->waiting)
    return;
  state->waiting = TRUE;
  g_queue_push_tail (&self->waiting, g_object_ref (article));
}

static void pages_changed_cb (GalleyProof *self);

static void
unfollow_pages (GalleyProof *self)
{
  for (guint i = 0; i < self->followed->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->followed, i), pages_changed_cb, self);
  g_ptr_array_set_size (self->followed, 0);
}

static void
rescan (GalleyProof *self)
{
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GHashTable) present = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key;
  guint n_pages;

  unfollow_pages (self);
  if (self->edition == NULL)
    return;
  n_pages = galley_edition_get_n_pages (self->edition);
  for (guint i = 0; i < n_pages; i++)
    {
      GalleyPage *page = galley_edition_get_page (self->edition, i);

      g_signal_connect_swapped (page, "items-changed", G_CALLBACK (pages_changed_cb), self);
      g_ptr_array_add (self->followed, g_object_ref (page));
    }
  articles = galley_edition_list_articles (self->edition);
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);

      g_hash_table_add (present, article);
      if (!g_hash_table_contains (self->states, article))
        {
          ensure_state (self, article);
          galley_proof_wait (self, article);
        }
      else if (!((ProofState *) g_hash_table_lookup (self->states, article))->checked)
        galley_proof_wait (self, article);
    }
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (!g_hash_table_contains (present, key))
        g_hash_table_iter_remove (&iter);
    }
  galley_proof_start_waiting (self);
  galley_proof_tell_busy (self);
}

/* Rules look at the facts of the edition: all that was found under the old ones is in doubt. */
static void
masthead_changed_cb (GalleyProof *self)
{
  GHashTableIter iter;
  gpointer article;

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &article, NULL))
    galley_proof_wait (self, article);
  galley_proof_start_waiting (self);
  galley_proof_tell_busy (self);
}

static gboolean
rescan_cb (gpointer data)
{
  GalleyProof *self = data;

  self->rescan_source = 0;
  rescan (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
  return G_SOURCE_REMOVE;
}

/* An article on the move leaves one page before it comes to the other: look when that is over. */
static void
pages_changed_cb (GalleyProof *self)
{
  if (self->rescan_source == 0)
    self->rescan_source = g_idle_add (rescan_cb, self);
}

static void
galley_proof_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GalleyProof *self = GALLEY_PROOF (object);

  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, galley_proof_is_busy (self));
      break;
    case PROP_RATE:
      g_value_set_double (value, galley_proof_get_edition_rate (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
forget_edition (GalleyProof *self)
{
  g_clear_handle_id (&self->rescan_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->edition != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->edition, pages_changed_cb, self);
      g_signal_handlers_disconnect_by_func (galley_edition_get_masthead (self->edition), masthead_changed_cb,
                                            self);
    }
  unfollow_pages (self);
  g_queue_clear_full (&self->waiting, g_object_unref);
  g_hash_table_remove_all (self->states);
  self->caret_article = NULL;
  g_clear_object (&self->edition);
}

static void
galley_proof_dispose (GObject *object)
{
  GalleyProof *self = GALLEY_PROOF (object);

  self->disposed = TRUE;
  if (self->cancellable != NULL)
    forget_edition (self);
  g_clear_object (&self->check);
  galley_proof_set_desk (self, NULL);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (galley_proof_parent_class)->dispose (object);
}

static void
galley_proof_finalize (GObject *object)
{
  GalleyProof *self = GALLEY_PROOF (object);

  g_hash_table_unref (self->states);
  g_ptr_array_unref (self->followed);
  g_object_unref (self->ignored);
  g_hash_table_unref (self->offered);
  g_hash_table_unref (self->told);
  G_OBJECT_CLASS (galley_proof_parent_class)->finalize (object);
}

static void
galley_proof_class_init (GalleyProofClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = galley_proof_get_property;
  object_class->dispose = galley_proof_dispose;
  object_class->finalize = galley_proof_finalize;

  properties[PROP_BUSY] =
      g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_RATE] =
      g_param_spec_double ("rate", NULL, NULL, 0, G_MAXDOUBLE, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, GALLEY_TYPE_ARTICLE);
  signals[NOISY] = g_signal_new ("noisy", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, GALLEY_TYPE_RULE);
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
galley_proof_init (GalleyProof *self)
{
  self->states = g_hash_table_new_full (NULL, NULL, NULL, state_free);
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->ignored = g_list_store_new (GALLEY_TYPE_IGNORED);
  self->offered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->waiting);
}

GalleyProof *
galley_proof_new (GalleyCheck *check, GalleyStore *store)
{
  GalleyProof *self;

  g_return_val_if_fail (GALLEY_IS_CHECK (check), NULL);
  g_return_val_if_fail (store == NULL || GALLEY_IS_STORE (store), NULL);

  self = g_object_new (GALLEY_TYPE_PROOF, NULL);
  self->check = g_object_ref (check);
  g_signal_connect_object (check, "part-found", G_CALLBACK (galley_proof_part_found_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (check, "prepared", G_CALLBACK (galley_proof_prepared_cb), self, G_CONNECT_SWAPPED);
  if (store != NULL)
    {
      self->store = g_object_ref (store);
      galley_proof_read_decisions (self);
    }
  return self;
}

GalleyCheck *
galley_proof_get_check (GalleyProof *self)
{
  g_return_val_if_fail (GALLEY_IS_PROOF (self), NULL);

  return self->check;
}

void
galley_proof_set_edition (GalleyProof *self, GalleyEdition *edition)
{
  g_return_if_fail (GALLEY_IS_PROOF (self));
  g_return_if_fail (edition == NULL || GALLEY_IS_EDITION (edition));

  if (self->edition == edition)
    return;
  forget_edition (self);
  self->cancellable = g_cancellable_new ();
  if (edition != NULL)
    {
      self->edition = g_object_ref (edition);
      g_signal_connect_swapped (edition, "items-changed", G_CALLBACK (pages_changed_cb), self);
      g_signal_connect_swapped (galley_edition_get_masthead (edition), "changed",
                                G_CALLBACK (masthead_changed_cb), self);
      rescan (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
  galley_proof_tell_busy (self);
}

GalleyEdition *
galley_proof_get_edition (GalleyProof *self)
{
  g_return_val_if_fail (GALLEY_IS_PROOF (self), NULL);

  return self->edition;
}

GListModel *
galley_proof_get_findings (GalleyProof *self, GalleyArticle *article)
{
  ProofState *state;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  state = ensure_state (self, article);
  if (!state->checked && state->n_running == 0 && state->pause_source == 0)
    galley_proof_start_check (state);
  return G_LIST_MODEL (state->findings);
}

guint
galley_proof_count (GalleyProof *self, GalleyArticle *article, GalleySeverity severity)
{
  ProofState *state;
  guint count = 0;
  guint n;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), 0);

  state = g_hash_table_lookup (self->states, article);
  n = state != NULL ? g_list_model_get_n_items (G_LIST_MODEL (state->findings)) : 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (G_LIST_MODEL (state->findings), i);

      count += galley_finding_get_severity (finding) == severity;
    }
  return count;
}

static void
add_findings (ProofState *state, GPtrArray *all)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (state->findings));

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (G_LIST_MODEL (state->findings), i));
}

static guint
count_characters (ProofState *state)
{
  if (!state->counted)
    {
      state->n_characters = galley_article_count_characters (state->article);
      state->counted = TRUE;
    }
  return state->n_characters;
}

double
galley_proof_get_rate (GalleyProof *self, GalleyArticle *article)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  ProofState *state;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), 0);

  state = g_hash_table_lookup (self->states, article);
  if (state == NULL || !state->checked)
    return 0;
  add_findings (state, all);
  return count_characters (state) > 0 ? galley_check_rate (all, count_characters (state)) : 0;
}

double
galley_proof_get_edition_rate (GalleyProof *self)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer data;
  guint n_characters = 0;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), 0);

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      ProofState *state = data;

      if (!state->checked || galley_article_get_kind (state->article) == GALLEY_ARTICLE_FURNITURE)
        continue;
      add_findings (state, all);
      n_characters += count_characters (state);
    }
  return n_characters > 0 ? galley_check_rate (all, n_characters) : 0;
}

gboolean
galley_proof_is_busy (GalleyProof *self)
{
  GHashTableIter iter;
  gpointer data;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), FALSE);

  if (self->n_running > 0 || self->all_running || !g_queue_is_empty (&self->waiting) ||
      galley_check_is_preparing (self->check))
    return TRUE;
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      if (((ProofState *) data)->pause_source != 0)
        return TRUE;
    }
  return FALSE;
}

/* Have the slow checkers been at it for longer than a reader likes to wait? */
static gboolean
waits_long (ProofState *state)
{
  return state->part_shown != 0 && g_get_monotonic_time () - state->part_shown > G_TIME_SPAN_SECOND;
}

gboolean
galley_proof_is_due (GalleyProof *self, GalleyArticle *article)
{
  ProofState *state;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), FALSE);

  state = g_hash_table_lookup (self->states, article);
  /* What the quick checkers found in an article nobody typed in is as good as done. */
  return state != NULL &&
         (state->pause_source != 0 ||
          (state->n_running > 0 && (state->part_shown == 0 || state->edited != 0) && !waits_long (state)));
}

gboolean
galley_proof_has_seen (GalleyProof *self, GalleyArticle *article, GalleyBlock *block)
{
  ProofState *state;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), FALSE);

  state = g_hash_table_lookup (self->states, article);
  return state != NULL && g_hash_table_contains (state->seen, block);
}

gboolean
galley_proof_is_at_hand (
    GalleyProof *self, GalleyArticle *article, GalleyBlock *block, guint start, guint end)
{
  ProofState *state;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), FALSE);

  state = g_hash_table_lookup (self->states, article);
  return state != NULL && state->hand == block && self->caret_offset >= start && self->caret_offset <= end;
}

void
galley_proof_set_caret (GalleyProof *self, GalleyArticle *article, guint block, guint offset)
{
  ProofState *state;

  g_return_if_fail (GALLEY_IS_PROOF (self));

  state = self->caret_article != NULL ? g_hash_table_lookup (self->states, self->caret_article) : NULL;
  self->caret_article = article;
  self->caret_block = block;
  self->caret_offset = offset;
  if (state == NULL)
    return;
  if (state->hand != NULL)
    {
      g_clear_handle_id (&state->hold_source, g_source_remove);
      galley_proof_hold_over_cb (state);
      return;
    }
  for (guint i = 0; i < state->held->len; i++)
    {
      if (!galley_proof_touches_caret (state, g_ptr_array_index (state->held, i)))
        {
          g_clear_handle_id (&state->hold_source, g_source_remove);
          galley_proof_hold_over_cb (state);
          return;
        }
    }
}

void
galley_proof_set_visible (GalleyProof *self, GalleyArticle *article, guint first_block, guint last_block)
{
  ProofState *state;

  g_return_if_fail (GALLEY_IS_PROOF (self));

  state = g_hash_table_lookup (self->states, article);
  if (state != NULL)
    {
      state->first_visible = first_block;
      state->last_visible = last_block;
    }
}
