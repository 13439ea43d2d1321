/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-refusal.h"

struct _GalleyRefusal
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *sentence;
  GtkWidget *reason;
  GtkWidget *button;
  guint idle;
};

G_DEFINE_FINAL_TYPE (GalleyRefusal, galley_refusal, GTK_TYPE_WIDGET)

enum
{
  OVERRIDE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_reason (GalleyRefusal *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
}

static void
on_reason (GalleyRefusal *self)
{
  g_autofree char *reason = dup_reason (self);

  gtk_widget_set_sensitive (self->button, *reason != '\0');
}

static void
on_clicked (GalleyRefusal *self)
{
  g_autofree char *reason = dup_reason (self);

  if (*reason != '\0')
    g_signal_emit (self, signals[OVERRIDE], 0, reason);
}

static void
galley_refusal_dispose (GObject *object)
{
  g_clear_handle_id (&GALLEY_REFUSAL (object)->idle, g_source_remove);
  g_clear_pointer (&GALLEY_REFUSAL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (galley_refusal_parent_class)->dispose (object);
}

static void
galley_refusal_class_init (GalleyRefusalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_refusal_dispose;
  signals[OVERRIDE] = g_signal_new ("override", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "refusal");
}

static void
galley_refusal_init (GalleyRefusal *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  self->sentence = gtk_label_new (NULL);
  self->reason = gtk_entry_new ();
  self->button = gtk_button_new ();
  gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->sentence), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->sentence), 0);
  gtk_widget_add_css_class (self->sentence, "why");
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->reason), _ ("Reason, for the log"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reason), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Reason for passing over the rule"), -1);
  gtk_button_set_use_underline (GTK_BUTTON (self->button), TRUE);
  gtk_box_append (GTK_BOX (line), self->reason);
  gtk_box_append (GTK_BOX (line), self->button);
  gtk_box_append (GTK_BOX (self->box), self->sentence);
  gtk_box_append (GTK_BOX (self->box), line);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (self->reason, "changed", G_CALLBACK (on_reason), self);
  g_signal_connect_swapped (self->reason, "activate", G_CALLBACK (on_clicked), self);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
}

GtkWidget *
galley_refusal_new (void)
{
  return g_object_new (GALLEY_TYPE_REFUSAL, NULL);
}

/* When it has its place: a panel scrolls to where the focus is. */
static gboolean
take_focus (gpointer data)
{
  GalleyRefusal *self = data;

  self->idle = 0;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (self->reason);
  return G_SOURCE_REMOVE;
}

void
galley_refusal_show (GalleyRefusal *self, const char *sentence, const char *label)
{
  g_return_if_fail (GALLEY_IS_REFUSAL (self));

  gtk_label_set_label (GTK_LABEL (self->sentence), sentence);
  gtk_button_set_label (GTK_BUTTON (self->button), label);
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
  on_reason (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, take_focus, self, NULL);
}

void
galley_refusal_hide (GalleyRefusal *self)
{
  g_return_if_fail (GALLEY_IS_REFUSAL (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
