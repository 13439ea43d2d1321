/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-progress.h"

#define POLL_MS 100

struct _GalleyProgress
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
  GtkProgressBar *bar;
  GtkWidget *cancel;

  GalleyJob *job;
  guint poll;
};

G_DEFINE_FINAL_TYPE (GalleyProgress, galley_progress, GTK_TYPE_WIDGET)

static gboolean
on_poll (gpointer user_data)
{
  GalleyProgress *self = user_data;
  double done = galley_job_get_progress (self->job);

  if (done > 0)
    gtk_progress_bar_set_fraction (self->bar, CLAMP (done, 0, 1));
  else
    gtk_progress_bar_pulse (self->bar);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  return G_SOURCE_CONTINUE;
}

static void
on_cancel (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyProgress *self = GALLEY_PROGRESS (widget);

  if (self->job == NULL)
    return;
  galley_job_cancel (self->job);
  gtk_widget_set_sensitive (self->cancel, FALSE);
  gtk_label_set_label (self->label, _ ("Stopping…"));
}

static void
galley_progress_dispose (GObject *object)
{
  GalleyProgress *self = GALLEY_PROGRESS (object);

  galley_progress_stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_PROGRESS);
  G_OBJECT_CLASS (galley_progress_parent_class)->dispose (object);
}

static void
galley_progress_class_init (GalleyProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_progress_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/galley/Galley/galley-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyProgress, revealer);
  gtk_widget_class_bind_template_child (widget_class, GalleyProgress, label);
  gtk_widget_class_bind_template_child (widget_class, GalleyProgress, bar);
  gtk_widget_class_bind_template_child (widget_class, GalleyProgress, cancel);
  gtk_widget_class_install_action (widget_class, "progress.cancel", NULL, on_cancel);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
galley_progress_init (GalleyProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
galley_progress_new (void)
{
  return g_object_new (GALLEY_TYPE_PROGRESS, NULL);
}

void
galley_progress_start (GalleyProgress *self, GalleyJob *job, const char *what)
{
  g_return_if_fail (GALLEY_IS_PROGRESS (self));
  g_return_if_fail (GALLEY_IS_JOB (job));

  galley_progress_stop (self);
  self->job = g_object_ref (job);
  gtk_label_set_label (self->label, what);
  gtk_progress_bar_set_fraction (self->bar, 0);
  gtk_widget_set_sensitive (self->cancel, TRUE);
  self->poll = g_timeout_add (POLL_MS, on_poll, self);
}

void
galley_progress_stop (GalleyProgress *self)
{
  g_return_if_fail (GALLEY_IS_PROGRESS (self));

  g_clear_handle_id (&self->poll, g_source_remove);
  g_clear_object (&self->job);
  if (self->revealer != NULL)
    gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

GalleyJob *
galley_progress_get_job (GalleyProgress *self)
{
  g_return_val_if_fail (GALLEY_IS_PROGRESS (self), NULL);

  return self->job;
}
