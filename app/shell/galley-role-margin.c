/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-hand.h"
#include "galley-role-margin.h"

#define PAD 10

struct _GalleyRoleMargin
{
  GtkSourceGutterRenderer parent_instance;

  PangoLayout *layouts[GALLEY_N_ROLES]; /* made when first drawn, dropped when fonts change */
  PangoLayout *guess;                   /* the mark of what the reader was not sure of */
};

G_DEFINE_FINAL_TYPE (GalleyRoleMargin, galley_role_margin, GTK_SOURCE_TYPE_GUTTER_RENDERER)

static PangoLayout *
ensure_layout (GalleyRoleMargin *self, GalleyRole role)
{
  if (self->layouts[role] == NULL)
    self->layouts[role] = gtk_widget_create_pango_layout (GTK_WIDGET (self), galley_role_get_label (role));
  return self->layouts[role];
}

static PangoLayout *
ensure_guess (GalleyRoleMargin *self)
{
  if (self->guess == NULL)
    {
      g_autoptr (PangoAttrList) bold = pango_attr_list_new ();

      pango_attr_list_insert (bold, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      self->guess = gtk_widget_create_pango_layout (GTK_WIDGET (self), "?");
      pango_layout_set_attributes (self->guess, bold);
    }
  return self->guess;
}

static void
drop_layouts (GalleyRoleMargin *self)
{
  g_clear_object (&self->guess);
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    g_clear_object (&self->layouts[i]);
}

static void
draw_guess (GalleyRoleMargin *self, GtkSnapshot *snapshot, int y)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (style, "warning_color", &colour))
    gtk_style_context_get_color (style, &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (PAD / 2, y));
  gtk_snapshot_append_layout (snapshot, ensure_guess (self), &colour);
  gtk_snapshot_restore (snapshot);
}

static void
galley_role_margin_snapshot_line (GtkSourceGutterRenderer *renderer,
                                  GtkSnapshot *snapshot,
                                  GtkSourceGutterLines *lines,
                                  guint line)
{
  GalleyRoleMargin *self = GALLEY_ROLE_MARGIN (renderer);
  GtkSourceBuffer *buffer = gtk_source_gutter_renderer_get_buffer (renderer);
  GtkSourceView *view = gtk_source_gutter_renderer_get_view (renderer);
  PangoLayout *layout;
  GdkRectangle place;
  GdkRGBA colour;
  GtkTextIter iter;
  int width;
  int height;
  int y;

  if (!GALLEY_IS_BUFFER (buffer))
    return;
  layout = ensure_layout (self, galley_buffer_get_line_role (GALLEY_BUFFER (buffer), line));
  pango_layout_get_pixel_size (layout, &width, &height);
  /* Beside the first line of the text itself: what is above it depends on the role. */
  gtk_text_buffer_get_iter_at_line (GTK_TEXT_BUFFER (buffer), &iter, line);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (view), &iter, &place);
  gtk_text_view_buffer_to_window_coords (GTK_TEXT_VIEW (view), GTK_TEXT_WINDOW_LEFT, 0, place.y, NULL, &y);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (view)), &colour);
  colour.alpha *= gtk_source_gutter_lines_is_cursor (lines, line) ? 1.0f : 0.6f;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (gtk_widget_get_width (GTK_WIDGET (self)) - width - PAD,
                                                y + (place.height - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
  if (galley_hand_is_unsure (galley_buffer_get_article (GALLEY_BUFFER (buffer)), line))
    draw_guess (self, snapshot, y + (place.height - height) / 2);
}

static gboolean
galley_role_margin_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  GtkSourceGutterRenderer *renderer = GTK_SOURCE_GUTTER_RENDERER (widget);
  GtkSourceBuffer *buffer = gtk_source_gutter_renderer_get_buffer (renderer);
  GtkTextView *view = GTK_TEXT_VIEW (gtk_source_gutter_renderer_get_view (renderer));
  g_autofree char *text = NULL;
  GalleyArticle *article;
  GalleyBlock *block;
  GtkTextIter iter;
  int buffer_y;
  guint line;

  if (keyboard || !GALLEY_IS_BUFFER (buffer))
    return FALSE;
  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_LEFT, x, y, NULL, &buffer_y);
  gtk_text_view_get_line_at_y (view, &iter, buffer_y, NULL);
  line = (guint) gtk_text_iter_get_line (&iter);
  article = galley_buffer_get_article (GALLEY_BUFFER (buffer));
  if (!galley_hand_is_unsure (article, line))
    return FALSE;
  block = galley_article_get_block (article, line);
  if (galley_block_get_confidence (block) < GALLEY_HAND_UNSURE)
    text = g_strdup_printf (_ ("%s is a guess, sure to %.0f %%. Alt+K says it is right."),
                            galley_role_get_label (galley_block_get_role (block)),
                            galley_block_get_confidence (block) * 100);
  else
    text = g_strdup_printf (
        _ ("That the article begins here is a guess, sure to %.0f %%. Alt+K says it is right."),
        galley_article_get_confidence (article) * 100);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static gboolean
galley_role_margin_query_activatable (GtkSourceGutterRenderer *renderer,
                                      GtkTextIter *iter,
                                      GdkRectangle *area)
{
  return TRUE;
}

static void
galley_role_margin_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  GalleyRoleMargin *self = GALLEY_ROLE_MARGIN (widget);
  int widest = 0;
  int guess;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      for (guint i = 0; i < GALLEY_N_ROLES; i++)
        {
          int width;

          pango_layout_get_pixel_size (ensure_layout (self, i), &width, NULL);
          widest = MAX (widest, width);
        }
      pango_layout_get_pixel_size (ensure_guess (self), &guess, NULL);
      widest += 2 * PAD + guess;
    }
  *minimum = *natural = widest;
}

static void
galley_role_margin_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (galley_role_margin_parent_class)->css_changed (widget, change);
  drop_layouts (GALLEY_ROLE_MARGIN (widget));
}

static void
galley_role_margin_dispose (GObject *object)
{
  drop_layouts (GALLEY_ROLE_MARGIN (object));
  G_OBJECT_CLASS (galley_role_margin_parent_class)->dispose (object);
}

static void
galley_role_margin_class_init (GalleyRoleMarginClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_role_margin_dispose;
  widget_class->measure = galley_role_margin_measure;
  widget_class->query_tooltip = galley_role_margin_query_tooltip;
  widget_class->css_changed = galley_role_margin_css_changed;
  renderer_class->snapshot_line = galley_role_margin_snapshot_line;
  renderer_class->query_activatable = galley_role_margin_query_activatable;
}

static void
galley_role_margin_init (GalleyRoleMargin *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "role-margin");
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkSourceGutterRenderer *
galley_role_margin_new (void)
{
  return g_object_new (GALLEY_TYPE_ROLE_MARGIN, NULL);
}
