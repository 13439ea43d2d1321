/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-banner.h"

struct _GalleyBanner
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (GalleyBanner, galley_banner, GTK_TYPE_WIDGET)

static void
on_close (GtkWidget *widget, const char *action, GVariant *parameter)
{
  galley_banner_hide (GALLEY_BANNER (widget));
}

static void
galley_banner_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_BANNER);
  G_OBJECT_CLASS (galley_banner_parent_class)->dispose (object);
}

static void
galley_banner_class_init (GalleyBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_banner_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/galley/Galley/galley-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, GalleyBanner, label);
  gtk_widget_class_install_action (widget_class, "banner.close", NULL, on_close);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
galley_banner_init (GalleyBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
galley_banner_new (void)
{
  return g_object_new (GALLEY_TYPE_BANNER, NULL);
}

void
galley_banner_show (GalleyBanner *self, const char *text)
{
  g_return_if_fail (GALLEY_IS_BANNER (self));

  gtk_label_set_label (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), text);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

void
galley_banner_show_list (GalleyBanner *self, const char *title, const char *const *lines)
{
  g_autoptr (GString) text = NULL;

  g_return_if_fail (GALLEY_IS_BANNER (self));

  text = g_string_new (title);
  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, lines[i]);
    }
  galley_banner_show (self, text->str);
}

void
galley_banner_hide (GalleyBanner *self)
{
  g_return_if_fail (GALLEY_IS_BANNER (self));

  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

const char *
galley_banner_get_text (GalleyBanner *self)
{
  g_return_val_if_fail (GALLEY_IS_BANNER (self), NULL);

  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_label (self->label) : NULL;
}
