/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-view-desk.c — the actions about what the desk keeps of its own, words and rules, and the fixes of many findings. */

#include "config.h"

#include <string.h>

#include "galley-fix-dialog.h"
#include "galley-view-private.h"

static GalleyDesk *
get_desk (GalleyView *self)
{
  return self->proof != NULL ? galley_proof_get_desk (self->proof) : NULL;
}

/* What was done is remembered for Ctrl+Z; what could not be kept is told. */
static void
keep (GalleyView *self, GalleyDecided kind, const char *what, GError *error)
{
  if (error != NULL)
    g_signal_emit_by_name (self->proof, "failed", error->message);
  else
    galley_view_remember (self, kind, NULL, what);
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  galley_view_look_at (self, NULL);
}

static void
add_term_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);
  GalleyDesk *desk = get_desk (self);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GtkTextIter start;
  GtkTextIter end;

  if (self->leaf != NULL &&
      gtk_text_buffer_get_selection_bounds (galley_view_get_text_buffer (self), &start, &end))
    text = gtk_text_iter_get_slice (&start, &end);
  else if (self->finding != NULL)
    text = galley_finding_dup_text (self->finding);
  if (desk == NULL || text == NULL || *text == '\0')
    {
      gtk_widget_error_bell (widget);
      return;
    }
  galley_desk_add_term (desk, text, NULL, &error);
  keep (self, GALLEY_DECIDED_TERM, g_strstrip (text), error);
}

void
galley_view_switch_rule_off (GalleyView *self, const char *rule_id)
{
  GalleyDesk *desk;
  g_autofree char *id = g_strdup (rule_id);
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GALLEY_IS_VIEW (self));
  g_return_if_fail (rule_id != NULL);

  desk = get_desk (self);
  if (desk == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  galley_desk_set_rule_off (desk, id, TRUE, &error);
  keep (self, GALLEY_DECIDED_RULE_OFF, id, error);
}

static void
rule_off_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);

  if (self->finding == NULL)
    gtk_widget_error_bell (widget);
  else
    galley_view_switch_rule_off (self, galley_finding_get_rule (self->finding)->id);
}

static void
fix_many_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);

  if (self->leaf == NULL || self->proof == NULL ||
      g_list_model_get_n_items (galley_proof_get_findings (self->proof, galley_view_get_article (self))) == 0)
    gtk_widget_error_bell (widget);
  else
    gtk_window_present (GTK_WINDOW (galley_fix_dialog_new (self)));
}

void
galley_view_install_desk_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "view.add-term", NULL, add_term_action);
  gtk_widget_class_install_action (widget_class, "view.rule-off", NULL, rule_off_action);
  gtk_widget_class_install_action (widget_class, "view.fix-many", NULL, fix_many_action);
}
