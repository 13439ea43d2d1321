/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-copyfit.h"
#include "galley-slot-row.h"

#define DELAY_MS 300

struct _GalleySlotRow
{
  AdwEntryRow parent_instance;

  GtkLabel *fit;
  GalleyArticle *article;
  GSignalGroup *article_signals;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (GalleySlotRow, galley_slot_row, ADW_TYPE_ENTRY_ROW)

static char *
describe_characters (const GalleyCopySlot *slot, const GalleyCopyfit *fit)
{
  guint n = (guint) ABS (fit->over_characters);

  if (fit->over_characters > 0)
    return g_strdup_printf (ngettext ("A slot of %u characters: %u character is to be cut",
                                      "A slot of %u characters: %u characters are to be cut", n),
                            slot->n_characters, n);
  return g_strdup_printf (ngettext ("A slot of %u characters: there is room for %u character",
                                    "A slot of %u characters: there is room for %u characters", n),
                          slot->n_characters, n);
}

char *
galley_slot_describe (GalleyArticle *article, gboolean *over)
{
  GalleyCopySlot slot;
  GalleyCopyfit fit;
  guint n;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  if (!galley_copyfit_measure_own (article, &slot, &fit))
    return NULL;
  if (over != NULL)
    *over = fit.over_characters > 0;
  if (slot.n_characters > 0)
    return describe_characters (&slot, &fit);
  n = (guint) ABS (fit.over_characters);
  /* Translators: 13 characters × 40 lines, lines that are taken, characters. */
  return g_strdup_printf (
      fit.over_characters > 0
          ? ngettext ("A slot of %u characters × %u lines: %u lines are taken, %u character is to be cut",
                      "A slot of %u characters × %u lines: %u lines are taken, %u characters are to be cut",
                      n)
          : ngettext (
                "A slot of %u characters × %u lines: %u lines are taken, there is room for %u character",
                "A slot of %u characters × %u lines: %u lines are taken, there is room for %u characters", n),
      slot.line_length, slot.n_lines, fit.n_lines, n);
}

static void
update (GalleySlotRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  GalleyCopySlot slot;
  GalleyCopyfit fit;
  g_autofree char *label = NULL;
  g_autofree char *whole = galley_slot_describe (self->article, NULL);
  gboolean bad = *text != '\0' && !galley_copy_slot_parse (text, &slot);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (galley_copyfit_measure_own (self->article, &slot, &fit))
    label = galley_copyfit_dup_label (&slot, &fit);
  gtk_label_set_label (self->fit, label != NULL ? label : "");
  if (label != NULL && fit.over_characters > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->fit), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->fit), "error");
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               whole != NULL ? whole
                                             : _ ("Characters in a line × lines: 13×40; or characters: 800"));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_INVALID,
                               bad ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static gboolean
on_timeout (gpointer data)
{
  GalleySlotRow *self = data;

  self->timeout = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
queue_update (GalleySlotRow *self)
{
  if (self->timeout == 0)
    self->timeout = g_timeout_add (DELAY_MS, on_timeout, self);
}

static void
on_edited (GalleySlotRow *self)
{
  galley_metadata_set (galley_article_get_metadata (self->article), GALLEY_SLOT_KEY,
                       gtk_editable_get_text (GTK_EDITABLE (self)));
  update (self);
}

static void
galley_slot_row_dispose (GObject *object)
{
  GalleySlotRow *self = GALLEY_SLOT_ROW (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->article_signals);
  g_clear_object (&self->article);
  G_OBJECT_CLASS (galley_slot_row_parent_class)->dispose (object);
}

static void
galley_slot_row_class_init (GalleySlotRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_slot_row_dispose;
}

static void
galley_slot_row_init (GalleySlotRow *self)
{
  self->fit = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->fit), "numeric");
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), GTK_WIDGET (self->fit));
  self->article_signals = g_signal_group_new (GALLEY_TYPE_ARTICLE);
  g_signal_group_connect_swapped (self->article_signals, "items-changed", G_CALLBACK (queue_update), self);
}

GtkWidget *
galley_slot_row_new (GalleyArticle *article)
{
  GalleySlotRow *self;
  const char *slot;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  self = g_object_new (GALLEY_TYPE_SLOT_ROW, "title", _ ("Slot (13×40, or characters)"), NULL);
  self->article = g_object_ref (article);
  slot = galley_metadata_get (galley_article_get_metadata (article), GALLEY_SLOT_KEY);
  gtk_editable_set_text (GTK_EDITABLE (self), slot != NULL ? slot : "");
  update (self);
  g_signal_group_set_target (self->article_signals, article);
  g_signal_connect (self, "changed", G_CALLBACK (on_edited), NULL);
  return GTK_WIDGET (self);
}
