/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-view-undo.c — Ctrl+Z: whatever was done last is taken back first, be it typed, a fix, a decision over a finding, or done
 * to several articles at once. Each keeps its own steps; the time they were made puts them in one order. */

#include "config.h"

#include "galley-text.h"
#include "galley-view-private.h"

typedef struct
{
  GalleyDecided kind;
  GalleyIgnored *ignored;
  char *what;
  gint64 time; /* monotonic, as that of the other steps */
} Decision;

/* --- decisions ---------------------------------------------------------------------------------------------------- */

static void
decision_free (gpointer data)
{
  Decision *decision = data;

  g_clear_object (&decision->ignored);
  g_free (decision->what);
  g_free (decision);
}

GPtrArray *
galley_view_decisions_new (void)
{
  return g_ptr_array_new_with_free_func (decision_free);
}

void
galley_view_remember (GalleyView *self, GalleyDecided kind, GalleyIgnored *ignored, const char *what)
{
  Decision *decision;

  g_return_if_fail (GALLEY_IS_VIEW (self));

  if (self->leaf == NULL)
    return;
  decision = g_new0 (Decision, 1);
  decision->kind = kind;
  decision->ignored = ignored != NULL ? g_object_ref (ignored) : NULL;
  decision->what = g_strdup (what);
  decision->time = g_get_monotonic_time ();
  g_ptr_array_add (self->leaf->decisions, decision);
  galley_buffer_part_steps (self->leaf->buffer);
  galley_view_update_undo (self);
}

static gboolean
has_item (GListModel *list, gpointer item)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (list, i);

      if ((gpointer) other == item)
        return TRUE;
    }
  return FALSE;
}

/* Does it still hold? The lists of what was ignored and what the desk keeps take things back as well. */
static gboolean
holds (GalleyView *self, const Decision *decision)
{
  GalleyDesk *desk = galley_proof_get_desk (self->proof);
  g_auto (GStrv) terms = NULL;

  if (decision->kind == GALLEY_DECIDED_IGNORED)
    return has_item (galley_proof_get_ignored (self->proof), decision->ignored);
  if (desk == NULL)
    return FALSE;
  if (decision->kind == GALLEY_DECIDED_RULE_OFF)
    return galley_desk_is_rule_off (desk, decision->what);
  terms = galley_desk_dup_all_terms (desk);
  return g_strv_contains ((const char *const *) terms, decision->what);
}

/* The last one that can be taken back, or NULL. */
static const Decision *
get_decision (GalleyView *self)
{
  GPtrArray *decisions = self->leaf != NULL && self->proof != NULL ? self->leaf->decisions : NULL;

  while (decisions != NULL && decisions->len > 0)
    {
      const Decision *decision = g_ptr_array_index (decisions, decisions->len - 1);

      if (holds (self, decision))
        return decision;
      g_ptr_array_set_size (decisions, (gint) decisions->len - 1);
    }
  return NULL;
}

static void
take_back (GalleyView *self)
{
  GPtrArray *decisions = self->leaf->decisions;
  Decision *decision = g_ptr_array_steal_index (decisions, decisions->len - 1);
  GalleyDesk *desk = galley_proof_get_desk (self->proof);
  g_autoptr (GError) error = NULL;

  if (decision->kind == GALLEY_DECIDED_IGNORED)
    galley_proof_unignore (self->proof, decision->ignored, &error);
  else if (decision->kind == GALLEY_DECIDED_TERM)
    galley_desk_remove_term (desk, decision->what, &error);
  else
    galley_desk_set_rule_off (desk, decision->what, FALSE, &error);
  decision_free (decision);
  if (error != NULL)
    g_signal_emit_by_name (self->proof, "failed", error->message);
  galley_buffer_part_steps (self->leaf->buffer);
  galley_view_update_undo (self);
}

/* --- what changes several articles -------------------------------------------------------------------------------- */

void
galley_view_begin_outside (GalleyView *self, int direction)
{
  g_return_if_fail (GALLEY_IS_VIEW (self));

  for (GList *l = self->leaves.head; l != NULL; l = l->next)
    galley_buffer_begin_outside (((Leaf *) l->data)->buffer, direction);
}

void
galley_view_end_outside (GalleyView *self)
{
  g_return_if_fail (GALLEY_IS_VIEW (self));

  for (GList *l = self->leaves.head; l != NULL; l = l->next)
    galley_buffer_end_outside (((Leaf *) l->data)->buffer);
}

void
galley_view_set_outside (GalleyView *self, gint64 back, gboolean forward)
{
  g_return_if_fail (GALLEY_IS_VIEW (self));

  self->outside_back = back;
  self->outside_forward = forward;
  galley_view_update_undo (self);
}

static gboolean
step_outside (GalleyView *self, gboolean forward)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (self, "step-outside", forward, &handled);
  return handled;
}

/* --- the actions -------------------------------------------------------------------------------------------------- */

void
galley_view_update_undo (GalleyView *self)
{
  gboolean back =
      self->outside_back != 0 ||
      (self->leaf != NULL && (self->leaf->decisions->len > 0 || galley_buffer_can_undo (self->leaf->buffer)));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "view.undo", back);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "view.redo",
                                 self->outside_forward ||
                                     (self->leaf != NULL && galley_buffer_can_redo (self->leaf->buffer)));
}

/* When the text was changed last; 0 where nothing of it can be undone. */
static gint64
get_text_time (GalleyView *self)
{
  gboolean outside;
  gint64 time = 0;

  return self->leaf != NULL && galley_buffer_peek (self->leaf->buffer, FALSE, &outside, &time) ? time : 0;
}

static void
undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);
  const Decision *decision = get_decision (self);

  gint64 text = get_text_time (self);

  if ((decision == NULL || decision->time < MAX (text, self->outside_back)) && step_outside (self, FALSE))
    return;
  if (decision != NULL && decision->time >= text)
    take_back (self);
  else if (self->leaf != NULL && !galley_text_is_composing (GALLEY_TEXT (self->text)))
    {
      galley_buffer_undo (self->leaf->buffer);
      gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->text),
                                          gtk_text_buffer_get_insert (galley_view_get_text_buffer (self)));
    }
}

static void
redo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);

  if (self->leaf == NULL || galley_text_is_composing (GALLEY_TEXT (self->text)) || step_outside (self, TRUE))
    return;
  galley_buffer_redo (self->leaf->buffer);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->text),
                                      gtk_text_buffer_get_insert (galley_view_get_text_buffer (self)));
}

void
galley_view_install_undo_actions (GtkWidgetClass *widget_class)
{
  g_signal_new ("step-outside", G_OBJECT_CLASS_TYPE (widget_class), G_SIGNAL_RUN_LAST, 0,
                g_signal_accumulator_true_handled, NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_install_action (widget_class, "view.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "view.redo", NULL, redo_action);
}
