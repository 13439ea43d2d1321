/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-card.h"
#include "galley-text.h"
#include "galley-view-private.h"

static void
role_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);
  GtkTextIter start;
  GtkTextIter end;
  GalleyRole role;

  if (self->leaf == NULL || !galley_role_from_name (g_variant_get_string (parameter, NULL), &role))
    return;
  if (gtk_text_buffer_get_selection_bounds (galley_view_get_text_buffer (self), &start, &end) &&
      gtk_text_iter_starts_line (&end))
    gtk_text_iter_backward_char (&end);
  galley_buffer_set_role (self->leaf->buffer, gtk_text_iter_get_line (&start), gtk_text_iter_get_line (&end),
                          role);
}

static void
next_finding_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  galley_view_next_finding (GALLEY_VIEW (widget), 1);
}

static void
previous_finding_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  galley_view_next_finding (GALLEY_VIEW (widget), -1);
}

static void
close_card (GalleyView *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

static void
take_fix_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);
  g_autoptr (GalleyFinding) finding = self->finding != NULL ? g_object_ref (self->finding) : NULL;
  gint fix = g_variant_get_int32 (parameter);
  g_autofree char *text = finding != NULL && fix >= 0 ? galley_card_dup_fix (finding, fix) : NULL;

  if (text == NULL || self->leaf == NULL || galley_text_is_composing (GALLEY_TEXT (self->text)))
    {
      gtk_widget_error_bell (widget);
      return;
    }
  close_card (self);
  if (!galley_buffer_apply_fix (self->leaf->buffer, finding, fix))
    gtk_widget_error_bell (widget);
  else if (self->proof != NULL)
    galley_proof_count_accepted (self->proof, finding);
  galley_view_look_at (self, NULL);
}

static void
ignore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);
  g_autoptr (GalleyFinding) finding = self->finding != NULL ? g_object_ref (self->finding) : NULL;
  g_autoptr (GalleyIgnored) ignored = NULL;
  const char *scope = g_variant_get_string (parameter, NULL);
  g_autoptr (GError) error = NULL;

  if (finding == NULL || self->proof == NULL || self->leaf == NULL ||
      !(g_str_equal (scope, "once") || g_str_equal (scope, "article") || g_str_equal (scope, "edition")))
    {
      gtk_widget_error_bell (widget);
      return;
    }
  close_card (self);
  galley_view_look_at (self, NULL);
  ignored = galley_proof_ignore (self->proof, galley_view_get_article (self), finding, scope, &error);
  if (ignored == NULL)
    {
      g_signal_emit_by_name (self->proof, "failed", error->message);
      return;
    }
  galley_view_remember (self, GALLEY_DECIDED_IGNORED, ignored, NULL);
}

static void
explain_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);
  gboolean up = gtk_widget_get_visible (self->popover);

  galley_card_set_explained (GALLEY_CARD (self->card),
                             !up || !galley_card_get_explained (GALLEY_CARD (self->card)));
  if (!up)
    galley_view_show_card (self);
}

/* At the seam of a healed join takes it apart, anywhere else joins with the next paragraph. */
static void
join_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);
  guint line;
  guint offset;

  if (self->leaf == NULL)
    return;
  galley_view_get_caret (self, &line, &offset);
  if (!galley_buffer_unjoin (self->leaf->buffer, line, offset) &&
      !galley_buffer_join (self->leaf->buffer, line))
    gtk_widget_error_bell (widget);
}

/* The end of a sentence that is nearest to the middle of the block; 0 where there is none. */
static guint
find_middle (GalleyBlock *block)
{
  guint middle = galley_block_get_length (block) / 2;
  const char *p = galley_block_get_text (block);
  guint best = 0;

  for (guint i = 1; *p != '\0'; i++, p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c == 0x3002 || c == 0xff01 || c == 0xff1f || c == '.') &&
          (best == 0 || ABS ((gint) i - (gint) middle) < ABS ((gint) best - (gint) middle)))
        best = i;
    }
  return best;
}

static void
split_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);
  GtkTextIter iter;
  GalleyBlock *block;
  guint offset;

  if (self->leaf == NULL)
    return;
  galley_view_get_caret_iter (self, &iter);
  block = galley_buffer_block_at (self->leaf->buffer, &iter, &offset);
  if (block != NULL && (offset == 0 || offset == galley_block_get_length (block)))
    offset = find_middle (block);
  if (block == NULL || !galley_buffer_split (self->leaf->buffer, gtk_text_iter_get_line (&iter), offset))
    gtk_widget_error_bell (widget);
}

static void
clipboard_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyView *self = GALLEY_VIEW (widget);
  const char *verb = strrchr (name, '.') + 1;
  g_autofree char *signal = g_strconcat (verb, "-clipboard", NULL);

  g_signal_emit_by_name (self->text, signal);
}

void
galley_view_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "view.role", "s", role_action);
  gtk_widget_class_install_action (widget_class, "view.next-finding", NULL, next_finding_action);
  gtk_widget_class_install_action (widget_class, "view.previous-finding", NULL, previous_finding_action);
  gtk_widget_class_install_action (widget_class, "view.take-fix", "i", take_fix_action);
  gtk_widget_class_install_action (widget_class, "view.ignore", "s", ignore_action);
  gtk_widget_class_install_action (widget_class, "view.explain", NULL, explain_action);
  gtk_widget_class_install_action (widget_class, "view.join", NULL, join_action);
  gtk_widget_class_install_action (widget_class, "view.split", NULL, split_action);
  gtk_widget_class_install_action (widget_class, "view.cut", NULL, clipboard_action);
  gtk_widget_class_install_action (widget_class, "view.copy", NULL, clipboard_action);
  gtk_widget_class_install_action (widget_class, "view.paste", NULL, clipboard_action);
  galley_view_install_desk_actions (widget_class);
  galley_view_install_undo_actions (widget_class);
}
