/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-stage-bar.h"
#include "galley-statistics.h"

#define HEIGHT 8 /* pixels */
#define GAP 1

struct _GalleyStageBar
{
  GtkWidget parent_instance;

  GArray *counts;  /* of guint */
  GArray *colours; /* of GdkRGBA */
};

G_DEFINE_FINAL_TYPE (GalleyStageBar, galley_stage_bar, GTK_TYPE_WIDGET)

void
galley_stage_get_colour (GalleyPublication *publication, guint stage, GdkRGBA *colour)
{
  guint n_rounds = galley_publication_get_n_rounds (publication);

  if (stage == 0)
    gdk_rgba_parse (colour, "rgba(128,128,128,0.35)");
  else if (stage > n_rounds ||
           !gdk_rgba_parse (colour, galley_publication_get_round (publication, stage - 1)->colour))
    gdk_rgba_parse (colour, "#9141ac");
}

/* The last stage is nearest to the beginning: the bar fills up from there. */
static void
galley_stage_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GalleyStageBar *self = GALLEY_STAGE_BAR (widget);
  float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  GskRoundedRect round;
  float x = 0;
  guint total = 0;

  for (guint i = 0; i < self->counts->len; i++)
    total += g_array_index (self->counts, guint, i);
  if (total == 0)
    return;
  gsk_rounded_rect_init_from_rect (&round, &GRAPHENE_RECT_INIT (0, 0, width, height), height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  for (guint i = self->counts->len; i-- > 0;)
    {
      float part = width * (float) g_array_index (self->counts, guint, i) / (float) total;

      if (part > GAP)
        gtk_snapshot_append_color (snapshot, &g_array_index (self->colours, GdkRGBA, i),
                                   &GRAPHENE_RECT_INIT (x, 0, part - GAP, height));
      x += part;
    }
  gtk_snapshot_pop (snapshot);
}

static void
galley_stage_bar_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 40;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 160;
}

static void
galley_stage_bar_finalize (GObject *object)
{
  g_array_unref (GALLEY_STAGE_BAR (object)->counts);
  g_array_unref (GALLEY_STAGE_BAR (object)->colours);
  G_OBJECT_CLASS (galley_stage_bar_parent_class)->finalize (object);
}

static void
galley_stage_bar_class_init (GalleyStageBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = galley_stage_bar_finalize;
  widget_class->snapshot = galley_stage_bar_snapshot;
  widget_class->measure = galley_stage_bar_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
galley_stage_bar_init (GalleyStageBar *self)
{
  self->counts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->colours = g_array_new (FALSE, FALSE, sizeof (GdkRGBA));
}

GtkWidget *
galley_stage_bar_new (void)
{
  return g_object_new (GALLEY_TYPE_STAGE_BAR, NULL);
}

void
galley_stage_bar_set (GalleyStageBar *self, GalleyPublication *publication, const guint *counts)
{
  g_autoptr (GString) words = g_string_new (NULL);
  guint n;

  g_return_if_fail (GALLEY_IS_STAGE_BAR (self));

  n = galley_statistics_get_n_stages (publication);
  g_array_set_size (self->counts, 0);
  g_array_set_size (self->colours, 0);
  for (guint i = 0; i < n; i++)
    {
      GdkRGBA colour;

      galley_stage_get_colour (publication, i, &colour);
      g_array_append_val (self->counts, counts[i]);
      g_array_append_val (self->colours, colour);
      if (counts[i] > 0)
        g_string_append_printf (words, "%s%s %u", words->len > 0 ? " · " : "",
                                galley_statistics_get_stage_label (publication, i), counts[i]);
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words->str, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
