/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-text.h"

struct _GalleyText
{
  GtkSourceView parent_instance;

  GArray *wedges; /* of GalleyWedge, or NULL */
  gboolean composing;
};

G_DEFINE_FINAL_TYPE (GalleyText, galley_text, GTK_SOURCE_TYPE_VIEW)

static char *
dup_selected (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start;
  GtkTextIter end;

  if (!gtk_text_buffer_get_selection_bounds (buffer, &start, &end))
    return NULL;
  return gtk_text_buffer_get_slice (buffer, &start, &end, TRUE);
}

static void
galley_text_copy_clipboard (GtkTextView *view)
{
  g_autofree char *text = dup_selected (view);

  if (text != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (view)), text);
}

static void
galley_text_cut_clipboard (GtkTextView *view)
{
  galley_text_copy_clipboard (view);
  gtk_text_buffer_delete_selection (gtk_text_view_get_buffer (view), TRUE, gtk_text_view_get_editable (view));
}

/* Text on its way from the clipboard. */
typedef struct
{
  GtkTextView *view;
  GtkTextBuffer *buffer;
} Paste;

static void
paste_free (Paste *paste)
{
  g_object_unref (paste->view);
  g_object_unref (paste->buffer);
  g_free (paste);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Paste, paste_free)

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Paste) paste = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  GtkTextView *view = paste->view;
  GtkTextBuffer *buffer = paste->buffer;

  if (text == NULL || *text == '\0' || !gtk_text_view_get_editable (view))
    return;
  /* A slow clipboard may answer when another article is shown: the text was not meant for that one. */
  if (gtk_text_view_get_buffer (view) != buffer)
    return;
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete_selection (buffer, TRUE, TRUE);
  gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, TRUE);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_view_scroll_mark_onscreen (view, gtk_text_buffer_get_insert (buffer));
}

static void
galley_text_paste_clipboard (GtkTextView *view)
{
  Paste *paste = g_new (Paste, 1);

  paste->view = g_object_ref (view);
  paste->buffer = g_object_ref (gtk_text_view_get_buffer (view));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (view)), NULL, pasted_cb, paste);
}

/* A small upright wave between two characters; no font needs to have it. */
static void
draw_seam (GalleyText *self, GtkSnapshot *snapshot, const GtkTextIter *iter)
{
  GdkRectangle place;
  GdkRGBA colour;
  cairo_t *cairo;
  double x;
  double wave;

  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), iter, &place);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  x = place.x;
  wave = place.height / 6.0;
  cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x - 4, place.y, 8, place.height));
  cairo_set_source_rgba (cairo, colour.red, colour.green, colour.blue, colour.alpha * 0.5);
  cairo_set_line_width (cairo, 1.2);
  cairo_move_to (cairo, x, place.y);
  for (guint i = 0; i < 6; i++)
    {
      double side = i % 2 == 0 ? 2.5 : -2.5;
      double y = place.y + i * wave;

      cairo_curve_to (cairo, x + side, y + wave / 3, x + side, y + 2 * wave / 3, x, y + wave);
    }
  cairo_stroke (cairo);
  cairo_destroy (cairo);
}

/* Below the line, pointing up to where characters were taken out. */
static void
draw_wedge (GalleyText *self, GtkSnapshot *snapshot, const GtkTextIter *iter, const GdkRGBA *colour)
{
  GdkRectangle place;
  cairo_t *cairo;
  double x, y;

  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self), iter, &place);
  x = place.x;
  y = place.y + place.height;
  cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x - 6, y - 10, 12, 12));
  gdk_cairo_set_source_rgba (cairo, colour);
  cairo_move_to (cairo, x, y - 8);
  cairo_line_to (cairo, x + 5, y);
  cairo_line_to (cairo, x - 5, y);
  cairo_close_path (cairo);
  cairo_fill (cairo);
  cairo_destroy (cairo);
}

static void
draw_wedges (GalleyText *self, GtkSnapshot *snapshot, const GtkTextIter *line, GalleyBlock *block)
{
  for (guint i = 0; self->wedges != NULL && i < self->wedges->len; i++)
    {
      const GalleyWedge *wedge = &g_array_index (self->wedges, GalleyWedge, i);
      GtkTextIter place = *line;

      if (wedge->block != block)
        continue;
      gtk_text_iter_forward_chars (&place, (gint) MIN (wedge->offset, galley_block_get_length (block)));
      draw_wedge (self, snapshot, &place, &wedge->colour);
    }
}

static void
galley_text_snapshot_layer (GtkTextView *view, GtkTextViewLayer layer, GtkSnapshot *snapshot)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GdkRectangle visible;
  GtkTextIter iter;
  GtkTextIter end;

  GTK_TEXT_VIEW_CLASS (galley_text_parent_class)->snapshot_layer (view, layer, snapshot);
  if (layer != GTK_TEXT_VIEW_LAYER_ABOVE_TEXT || !GALLEY_IS_BUFFER (buffer))
    return;
  gtk_text_view_get_visible_rect (view, &visible);
  gtk_text_view_get_line_at_y (view, &iter, visible.y, NULL);
  gtk_text_view_get_line_at_y (view, &end, visible.y + visible.height, NULL);
  do
    {
      GalleyBlock *block = galley_buffer_block_at (GALLEY_BUFFER (buffer), &iter, NULL);
      guint n_spans = 0;
      const GalleySpan *spans = block != NULL ? galley_block_get_spans (block, &n_spans) : NULL;

      for (guint i = 0; i < n_spans; i++)
        {
          GtkTextIter place = iter;

          if (spans[i].kind != GALLEY_SPAN_JOIN)
            continue;
          gtk_text_iter_forward_chars (&place, spans[i].start);
          draw_seam (GALLEY_TEXT (view), snapshot, &place);
        }
      if (block != NULL)
        draw_wedges (GALLEY_TEXT (view), snapshot, &iter, block);
    }
  while (gtk_text_iter_forward_line (&iter) && gtk_text_iter_compare (&iter, &end) <= 0);
}

static void
preedit_changed_cb (GtkTextView *view, const char *preedit)
{
  GALLEY_TEXT (view)->composing = preedit != NULL && *preedit != '\0';
}

static void
galley_text_finalize (GObject *object)
{
  g_clear_pointer (&GALLEY_TEXT (object)->wedges, g_array_unref);
  G_OBJECT_CLASS (galley_text_parent_class)->finalize (object);
}

static void
galley_text_class_init (GalleyTextClass *klass)
{
  GtkTextViewClass *view_class = GTK_TEXT_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = galley_text_finalize;
  view_class->copy_clipboard = galley_text_copy_clipboard;
  view_class->cut_clipboard = galley_text_cut_clipboard;
  view_class->paste_clipboard = galley_text_paste_clipboard;
  view_class->snapshot_layer = galley_text_snapshot_layer;
}

static void
galley_text_init (GalleyText *self)
{
  g_signal_connect (self, "preedit-changed", G_CALLBACK (preedit_changed_cb), NULL);
}

GtkWidget *
galley_text_new (void)
{
  return g_object_new (GALLEY_TYPE_TEXT, NULL);
}

void
galley_text_set_wedges (GalleyText *self, GArray *wedges)
{
  g_return_if_fail (GALLEY_IS_TEXT (self));

  if (self->wedges == NULL && wedges == NULL)
    return;
  g_clear_pointer (&self->wedges, g_array_unref);
  self->wedges = wedges;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
galley_text_is_composing (GalleyText *self)
{
  g_return_val_if_fail (GALLEY_IS_TEXT (self), FALSE);

  return self->composing;
}
