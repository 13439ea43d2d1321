/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-proof-run.c — having articles checked, and taking in what is found. */

#include "config.h"

#include "galley-proof-private.h"

#include "galley-places.h"

/* How long typing must rest before what changed is checked, and how long a finding at the caret waits. */
#define PAUSE_MS 200
#define HOLD_MS 2000
#define MAX_FORMER 5000
/* How long the quick checkers' findings wait for those of the slow ones, to be shown with them. */
#define PART_MS 80

/* One run of the checker over one article. */
typedef struct
{
  GalleyProof *proof;
  GalleyArticle *article;
  GPtrArray *blocks;
} Run;

gboolean
galley_proof_is_live (ProofState *state, GalleyFinding *finding)
{
  return galley_article_has_block (state->article, galley_finding_get_block (finding));
}

gboolean
galley_proof_touches_caret (ProofState *state, GalleyFinding *finding)
{
  GalleyProof *self = state->proof;
  GalleyPlace place;

  return self->caret_article == state->article &&
         galley_places_find (finding, galley_article_get_block (state->article, self->caret_block),
                             self->caret_offset, &place);
}

gboolean
galley_proof_hold_over_cb (gpointer data)
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

void
galley_proof_forget_part (ProofState *state)
{
  g_clear_handle_id (&state->part_source, g_source_remove);
  g_clear_object (&state->part);
  g_clear_pointer (&state->part_findings, g_ptr_array_unref);
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
      gboolean fresh =
          typing && galley_proof_touches_caret (state, finding) && !g_hash_table_contains (old, finding);

      if (!galley_proof_is_live (state, finding) || !galley_proof_is_kept (state, finding))
        continue;
      /* Of a fold only the place at the caret waits: the others may have been marked long since. */
      if (fresh && galley_places_count (finding) > 1)
        state->hand = caret_block;
      g_ptr_array_add (fresh && galley_places_count (finding) == 1 ? state->held : shown,
                       g_object_ref (finding));
    }
  if (state->held->len > 0 || state->hand != NULL)
    state->hold_source = g_timeout_add (rest / 1000 + 1, galley_proof_hold_over_cb, state);
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

/* Takes in what a check of the article says of @blocks. */
static void
take_result (ProofState *state, GPtrArray *blocks, GPtrArray *findings)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  g_hash_table_remove_all (state->seen);
  for (guint i = 0; i < blocks->len; i++)
    {
      if (galley_article_has_block (state->article, g_ptr_array_index (blocks, i)))
        g_hash_table_add (state->seen, g_object_ref (g_ptr_array_index (blocks, i)));
    }
  if (state->across_own == NULL || state->across_own->len == 0)
    {
      take_findings (state, findings);
      return;
    }
  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (all, g_object_ref (g_ptr_array_index (findings, i)));
  for (guint i = 0; i < state->across_own->len; i++)
    {
      if (galley_proof_is_live (state, g_ptr_array_index (state->across_own, i)))
        g_ptr_array_add (all, g_object_ref (g_ptr_array_index (state->across_own, i)));
    }
  galley_places_sort (all, state->article);
  take_findings (state, all);
}

static gboolean
part_cb (gpointer data)
{
  ProofState *state = data;
  g_autoptr (GalleyArticle) part = g_steal_pointer (&state->part);
  g_autoptr (GPtrArray) findings = g_steal_pointer (&state->part_findings);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();

  state->part_source = 0;
  state->part_shown = g_get_monotonic_time ();
  for (guint i = 0; i < galley_article_get_n_blocks (part); i++)
    g_ptr_array_add (blocks, galley_article_get_block (part, i));
  take_result (state, blocks, findings);
  return G_SOURCE_REMOVE;
}

/* Slow checkers have yet to look: what the others found is not held back for them. */
void
galley_proof_part_found_cb (GalleyProof *self, GalleyArticle *frozen, GPtrArray *findings)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ProofState *state = value;

      if (!g_str_equal (galley_article_get_id (state->article), galley_article_get_id (frozen)))
        continue;
      galley_proof_forget_part (state);
      state->part = g_object_ref (frozen);
      state->part_findings = g_ptr_array_ref (findings);
      state->part_source = g_timeout_add (PART_MS, part_cb, state);
      return;
    }
}

/* A slow checker can be used now: it has not seen anything yet. */
void
galley_proof_prepared_cb (GalleyProof *self)
{
  GHashTableIter iter;
  gpointer article;

  if (self->all_wanted)
    galley_proof_check_all (self);
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, &article, NULL))
    galley_proof_wait (self, article);
  galley_proof_start_waiting (self);
  galley_proof_tell_busy (self);
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
    state->n_running -= MIN (state->n_running, 1);
  if (self->disposed)
    {
      run_free (run);
      return;
    }
  if (state == NULL)
    ; /* The article is gone; the others still wait. */
  else if (findings != NULL)
    {
      galley_proof_forget_part (state);
      state->part_shown = 0;
      state->checked = TRUE;
      sift_across (state, findings);
      take_result (state, run->blocks, findings);
      galley_proof_tell_problems (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    galley_proof_tell_failed (self, error);
  else if (state->n_running == 0 && state->pause_source == 0)
    /* Another article was in more of a hurry. */
    galley_proof_wait (self, state->article);
  galley_proof_start_waiting (self);
  galley_proof_tell_busy (self);
  run_free (run);
}

void
galley_proof_start_check (ProofState *state)
{
  GalleyProof *self = state->proof;
  GalleyMasthead *masthead = self->edition != NULL ? galley_edition_get_masthead (self->edition) : NULL;
  g_autoptr (GPtrArray) first = g_ptr_array_new ();
  Run *run = g_new0 (Run, 1);
  guint n = galley_article_get_n_blocks (state->article);

  g_clear_handle_id (&state->pause_source, g_source_remove);
  state->part_shown = 0;
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
  state->n_running++;
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
  if (state->article == state->proof->caret_article)
    {
      galley_proof_start_check (state);
      return G_SOURCE_REMOVE;
    }
  /* Hundreds may have been changed at once. */
  galley_proof_wait (state->proof, state->article);
  galley_proof_start_waiting (state->proof);
  galley_proof_tell_busy (state->proof);
  return G_SOURCE_REMOVE;
}

void
galley_proof_schedule_check (ProofState *state)
{
  if (state->pause_source != 0)
    g_source_remove (state->pause_source);
  state->pause_source = g_timeout_add (PAUSE_MS, pause_cb, state);
  galley_proof_tell_busy (state->proof);
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
        galley_proof_tell_failed (self, error);
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
  self->all_wanted = galley_check_is_preparing (self->check);
  galley_check_edition_async (self->check, self->edition, self->cancellable, all_checked_cb,
                              g_object_ref (self));
  galley_proof_tell_busy (self);
}
