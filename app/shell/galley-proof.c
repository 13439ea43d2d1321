/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-proof-private.h"

#include "galley-places.h"

/* How long typing must rest before what changed is checked, and how long a finding at the caret waits. */
#define PAUSE_MS 200
#define HOLD_MS 2000
#define MAX_FORMER 5000

G_DEFINE_FINAL_TYPE (GalleyProof, galley_proof, G_TYPE_OBJECT)

/* One run of the checker over one article. */
typedef struct
{
  GalleyProof *proof;
  GalleyArticle *article;
  GPtrArray *blocks;
} Run;

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
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void start_check (ProofState *state);

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
galley_proof_tell_changed (ProofState *state)
{
  g_autoptr (GalleyProof) self = g_object_ref (state->proof);
  g_autoptr (GalleyArticle) article = g_object_ref (state->article);

  g_signal_emit (self, signals[CHANGED], 0, article);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
}

static gboolean
touches_caret (ProofState *state, GalleyFinding *finding)
{
  GalleyProof *self = state->proof;
  GalleyPlace place;

  return self->caret_article == state->article &&
         galley_places_find (finding, galley_article_get_block (state->article, self->caret_block),
                             self->caret_offset, &place);
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

/* A fold counts by its first place: that one of many others changed does not make it go and come. */
static gboolean
is_live (ProofState *state, GalleyFinding *finding)
{
  return galley_article_has_block (state->article, galley_finding_get_block (finding));
}

gboolean
galley_proof_is_kept (ProofState *state, GalleyFinding *finding)
{
  return !galley_check_is_ignored (state->proof->check, finding, galley_article_get_id (state->article));
}

static gboolean pause_cb (gpointer data);

static void
schedule_check (ProofState *state)
{
  if (state->pause_source != 0)
    g_source_remove (state->pause_source);
  state->pause_source = g_timeout_add (PAUSE_MS, pause_cb, state);
  galley_proof_tell_busy (state->proof);
}

static void
article_items_changed_cb (
    GListModel *model, guint position, guint n_removed, guint n_added, ProofState *state)
{
  state->edited = g_get_monotonic_time ();
  state->counted = FALSE;
  if (n_removed > 0 && galley_proof_filter (state, is_live))
    galley_proof_tell_changed (state);
  schedule_check (state);
}

static void
state_free (gpointer data)
{
  ProofState *state = data;

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

static gboolean
hold_over_cb (gpointer data)
{
  ProofState *state = data;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (state->findings));

  state->hold_source = 0;
  state->hand = NULL;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (all, g_list_model_get_item (G_LIST_MODEL (state->findings), i));
  g_ptr_array_extend_and_steal (all, g_steal_pointer (&state->held));
  state->held = g_ptr_array_new_with_free_func (g_object_unref);
  galley_places_sort (all, state->article);
  galley_places_put (state->findings, all);
  galley_proof_tell_changed (state);
  return G_SOURCE_REMOVE;
}

static void
remember_seen (ProofState *state)
{
  GHashTableIter iter;
  gpointer block;

  if (g_hash_table_size (state->former) > MAX_FORMER)
    g_hash_table_remove_all (state->former);
  g_hash_table_iter_init (&iter, state->seen);
  while (g_hash_table_iter_next (&iter, &block, NULL))
    {
      if (!g_hash_table_contains (state->former, block))
        g_hash_table_add (state->former, g_object_ref (block));
    }
}

/* Takes in what a check found: @findings are of this article, in order. */
static void
take_findings (ProofState *state, GPtrArray *findings)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) old = g_hash_table_new (galley_places_hash, galley_places_equal);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (state->findings));
  gint64 rest = state->edited + HOLD_MS * 1000 - g_get_monotonic_time ();
  gboolean typing = state->edited != 0 && rest > 0;
  GalleyBlock *caret_block;

  /* What the list holds is shown already: that it is found once more is no news. */
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (G_LIST_MODEL (state->findings), i);

      g_hash_table_add (old, finding);
    }
  g_ptr_array_set_size (state->held, 0);
  g_clear_handle_id (&state->hold_source, g_source_remove);
  state->hand = NULL;
  caret_block = galley_article_get_block (state->article, state->proof->caret_block);
  typing = typing && caret_block != NULL && !g_hash_table_contains (state->former, caret_block);
  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      gboolean fresh = typing && touches_caret (state, finding) && !g_hash_table_contains (old, finding);

      if (!is_live (state, finding) || !galley_proof_is_kept (state, finding))
        continue;
      /* Of a fold only the place at the caret waits: the others may have been marked long since. */
      if (fresh && galley_places_count (finding) > 1)
        state->hand = caret_block;
      g_ptr_array_add (fresh && galley_places_count (finding) == 1 ? state->held : shown,
                       g_object_ref (finding));
    }
  if (state->held->len > 0 || state->hand != NULL)
    state->hold_source = g_timeout_add (rest / 1000 + 1, hold_over_cb, state);
  galley_places_put (state->findings, shown);
  remember_seen (state);
  /* Also when the list is the same: marks of blocks that were not yet seen are due now. */
  galley_proof_tell_changed (state);
}

/* What the check of the edition found here and the check of the article does not: that shows only across the edition. */
static void
sift_across (ProofState *state, GPtrArray *findings)
{
  g_autoptr (GHashTable) own = g_hash_table_new (galley_places_hash, galley_places_equal);

  if (state->across == NULL)
    return;
  for (guint i = 0; i < findings->len; i++)
    g_hash_table_add (own, g_ptr_array_index (findings, i));
  g_clear_pointer (&state->across_own, g_ptr_array_unref);
  state->across_own = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < state->across->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (state->across, i);

      if (!g_hash_table_contains (own, finding))
        g_ptr_array_add (state->across_own, g_object_ref (finding));
    }
  g_clear_pointer (&state->across, g_ptr_array_unref);
}

static void
run_free (Run *run)
{
  g_object_unref (run->proof);
  g_object_unref (run->article);
  g_ptr_array_unref (run->blocks);
  g_free (run);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *run = data;
  GalleyProof *self = run->proof;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = galley_check_article_finish (GALLEY_CHECK (source), result, &error);
  ProofState *state = g_hash_table_lookup (self->states, run->article);

  self->n_running--;
  if (state != NULL)
    state->running = FALSE;
  if (self->disposed || state == NULL)
    {
      run_free (run);
      return;
    }
  if (findings != NULL)
    {
      g_hash_table_remove_all (state->seen);
      for (guint i = 0; i < run->blocks->len; i++)
        {
          if (galley_article_has_block (state->article, g_ptr_array_index (run->blocks, i)))
            g_hash_table_add (state->seen, g_object_ref (g_ptr_array_index (run->blocks, i)));
        }
      state->checked = TRUE;
      sift_across (state, findings);
      if (state->across_own != NULL && state->across_own->len > 0)
        {
          g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

          for (guint i = 0; i < findings->len; i++)
            g_ptr_array_add (all, g_object_ref (g_ptr_array_index (findings, i)));
          for (guint i = 0; i < state->across_own->len; i++)
            {
              if (is_live (state, g_ptr_array_index (state->across_own, i)))
                g_ptr_array_add (all, g_object_ref (g_ptr_array_index (state->across_own, i)));
            }
          galley_places_sort (all, state->article);
          take_findings (state, all);
        }
      else
        take_findings (state, findings);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error->message);
  galley_proof_start_waiting (self);
  galley_proof_tell_busy (self);
  run_free (run);
}

static void
start_check (ProofState *state)
{
  GalleyProof *self = state->proof;
  GalleyMasthead *masthead = self->edition != NULL ? galley_edition_get_masthead (self->edition) : NULL;
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  Run *run = g_new0 (Run, 1);
  guint n = galley_article_get_n_blocks (state->article);

  g_clear_handle_id (&state->pause_source, g_source_remove);
  run->proof = g_object_ref (self);
  run->article = g_object_ref (state->article);
  run->blocks = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (state->article, i);

      g_ptr_array_add (run->blocks, g_object_ref (block));
      if (i >= state->first_visible && i <= state->last_visible)
        g_ptr_array_add (first, block);
    }
  state->running = TRUE;
  self->n_running++;
  galley_check_article_async (self->check, state->article, masthead, first, self->cancellable, checked_cb,
                              run);
  galley_proof_tell_busy (self);
}

static gboolean
pause_cb (gpointer data)
{
  ProofState *state = data;

  state->pause_source = 0;
  start_check (state);
  return G_SOURCE_REMOVE;
}

/* The articles nobody looks at are checked one after the other, so that the one in work never waits long. */
void
galley_proof_start_waiting (GalleyProof *self)
{
  while (self->n_running == 0 && !g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GalleyArticle) article = g_queue_pop_head (&self->waiting);
      ProofState *state = g_hash_table_lookup (self->states, article);

      if (state != NULL && state->pause_source == 0)
        start_check (state);
    }
}

void
galley_proof_wait (GalleyProof *self, GalleyArticle *article)
{
  if (g_queue_find (&self->waiting, article) == NULL)
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
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
galley_proof_init (GalleyProof *self)
{
  self->states = g_hash_table_new_full (NULL, NULL, NULL, state_free);
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->ignored = g_list_store_new (GALLEY_TYPE_IGNORED);
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
  if (!state->checked && !state->running && state->pause_source == 0)
    start_check (state);
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

  if (self->n_running > 0 || self->all_running || !g_queue_is_empty (&self->waiting))
    return TRUE;
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      if (((ProofState *) data)->pause_source != 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
galley_proof_is_due (GalleyProof *self, GalleyArticle *article)
{
  ProofState *state;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), FALSE);

  state = g_hash_table_lookup (self->states, article);
  return state != NULL && (state->pause_source != 0 || state->running);
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

static void
all_checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyProof) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = galley_check_edition_finish (GALLEY_CHECK (source), result, &error);
  g_autoptr (GHashTable) owners = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer value;

  self->all_running = FALSE;
  if (self->disposed)
    return;
  if (findings == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit (self, signals[FAILED], 0, error->message);
      galley_proof_tell_busy (self);
      return;
    }
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ProofState *state = value;

      g_clear_pointer (&state->across, g_ptr_array_unref);
      g_clear_pointer (&state->across_own, g_ptr_array_unref);
      state->across = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < galley_article_get_n_blocks (state->article); i++)
        g_hash_table_insert (owners, galley_article_get_block (state->article, i), state);
      galley_proof_wait (self, state->article);
    }
  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      ProofState *state = g_hash_table_lookup (owners, galley_finding_get_block (finding));

      if (state != NULL)
        g_ptr_array_add (state->across, g_object_ref (finding));
    }
  galley_proof_start_waiting (self);
  galley_proof_tell_busy (self);
}

void
galley_proof_check_all (GalleyProof *self)
{
  g_return_if_fail (GALLEY_IS_PROOF (self));

  if (self->edition == NULL || self->all_running)
    return;
  self->all_running = TRUE;
  galley_check_edition_async (self->check, self->edition, self->cancellable, all_checked_cb,
                              g_object_ref (self));
  galley_proof_tell_busy (self);
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
      hold_over_cb (state);
      return;
    }
  for (guint i = 0; i < state->held->len; i++)
    {
      if (!touches_caret (state, g_ptr_array_index (state->held, i)))
        {
          g_clear_handle_id (&state->hold_source, g_source_remove);
          hold_over_cb (state);
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
