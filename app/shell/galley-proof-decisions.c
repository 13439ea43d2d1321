/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-proof-decisions.c — what was decided about findings: ignored, and what the desk keeps of its own. */

#include "config.h"

#include "galley-proof-private.h"

void
galley_proof_read_decisions (GalleyProof *self)
{
  g_autoptr (GPtrArray) decisions = galley_store_list_decisions (self->store, NULL);

  for (guint i = 0; decisions != NULL && i < decisions->len; i++)
    {
      GalleyDecision *decision = g_ptr_array_index (decisions, i);
      g_autoptr (GalleyIgnored) ignored = NULL;

      if (!g_str_equal (decision->decision, "ignore"))
        continue;
      ignored = galley_ignored_new (decision->key, decision->scope, decision->article, NULL);
      g_list_store_append (self->ignored, ignored);
      galley_check_ignore (self->check, decision->key, decision->scope, decision->article);
    }
}

/* Lets go of the findings that nobody wants to see any more. */
static void
drop_ignored (GalleyProof *self)
{
  g_autoptr (GPtrArray) touched = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (galley_proof_filter (value, galley_proof_is_kept))
        g_ptr_array_add (touched, value);
    }
  for (guint i = 0; i < touched->len; i++)
    galley_proof_tell_changed (g_ptr_array_index (touched, i));
}

/* Has every article checked again, the one in work first. */
static void
check_again (GalleyProof *self)
{
  ProofState *first =
      self->caret_article != NULL ? g_hash_table_lookup (self->states, self->caret_article) : NULL;
  GHashTableIter iter;
  gpointer value;

  if (first != NULL)
    galley_proof_wait (self, first->article);
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    galley_proof_wait (self, ((ProofState *) value)->article);
  galley_proof_start_waiting (self);
  galley_proof_tell_busy (self);
}

static void
desk_changed_cb (GalleyProof *self)
{
  galley_check_set_desk (self->check, self->desk);
  check_again (self);
}

void
galley_proof_set_desk (GalleyProof *self, GalleyDesk *desk)
{
  g_return_if_fail (GALLEY_IS_PROOF (self));
  g_return_if_fail (desk == NULL || GALLEY_IS_DESK (desk));

  if (self->desk == desk)
    return;
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_func (self->desk, desk_changed_cb, self);
  g_set_object (&self->desk, desk);
  if (desk != NULL)
    {
      g_signal_connect_object (desk, "changed", G_CALLBACK (desk_changed_cb), self, G_CONNECT_SWAPPED);
      desk_changed_cb (self);
    }
}

GalleyDesk *
galley_proof_get_desk (GalleyProof *self)
{
  g_return_val_if_fail (GALLEY_IS_PROOF (self), NULL);

  return self->desk;
}

void
galley_proof_count_accepted (GalleyProof *self, GalleyFinding *finding)
{
  g_return_if_fail (GALLEY_IS_PROOF (self));

  if (self->desk != NULL)
    galley_desk_count (self->desk, galley_finding_get_rule (finding)->id, TRUE, 1);
}

GalleyIgnored *
galley_proof_ignore (
    GalleyProof *self, GalleyArticle *article, GalleyFinding *finding, const char *scope, GError **error)
{
  g_autofree char *key = NULL;
  g_autoptr (GalleyIgnored) ignored = NULL;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), NULL);
  g_return_val_if_fail (GALLEY_IS_FINDING (finding), NULL);
  g_return_val_if_fail (
      g_str_equal (scope, "once") || g_str_equal (scope, "article") || g_str_equal (scope, "edition"), NULL);

  key = galley_finding_dup_key (finding);
  ignored = galley_ignored_new (key, scope, galley_article_get_id (article),
                                galley_finding_get_rule (finding)->name);
  if (self->store != NULL &&
      !galley_store_decide (self->store, key, scope, galley_ignored_get_article (ignored), "ignore", error))
    return NULL;
  galley_check_ignore (self->check, key, scope, galley_ignored_get_article (ignored));
  g_list_store_append (self->ignored, ignored);
  if (self->desk != NULL)
    galley_desk_count (self->desk, galley_finding_get_rule (finding)->id, FALSE, 1);
  drop_ignored (self);
  if (self->desk != NULL && galley_desk_is_noisy (self->desk, galley_finding_get_rule (finding)->id))
    galley_proof_tell_noisy (self, galley_finding_get_rule (finding));
  return g_steal_pointer (&ignored);
}

gboolean
galley_proof_unignore (GalleyProof *self, GalleyIgnored *ignored, GError **error)
{
  g_autoptr (GalleyIgnored) held = NULL;
  GHashTableIter iter;
  gpointer value;
  guint position;

  g_return_val_if_fail (GALLEY_IS_PROOF (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_IGNORED (ignored), FALSE);

  if (!g_list_store_find (self->ignored, ignored, &position))
    return TRUE;
  if (self->store != NULL && !galley_store_undecide (self->store, galley_ignored_get_key (ignored),
                                                     galley_ignored_get_scope (ignored),
                                                     galley_ignored_get_article (ignored), error))
    return FALSE;
  held = g_object_ref (ignored);
  g_list_store_remove (self->ignored, position);
  galley_check_unignore (self->check, galley_ignored_get_key (held), galley_ignored_get_scope (held),
                         galley_ignored_get_article (held));
  if (self->desk != NULL)
    galley_desk_count (self->desk, galley_ignored_get_rule_id (held), FALSE, -1);
  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ProofState *state = value;

      if (galley_ignored_get_article (held) == NULL ||
          g_str_equal (galley_ignored_get_article (held), galley_article_get_id (state->article)))
        galley_proof_wait (self, state->article);
    }
  galley_proof_start_waiting (self);
  galley_proof_tell_busy (self);
  return TRUE;
}

GListModel *
galley_proof_get_ignored (GalleyProof *self)
{
  g_return_val_if_fail (GALLEY_IS_PROOF (self), NULL);

  return G_LIST_MODEL (self->ignored);
}
