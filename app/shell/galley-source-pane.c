/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "galley-origin.h"
#include "galley-source-pane.h"

struct _GalleySourcePane
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *name;
  GtkWidget *stack;
  GtkWidget *scroller;
  GtkWidget *text;
  GtkTextBuffer *buffer;
  GtkTextTag *mark; /* the block the caret of the article is in */
  GtkTextTag *spot; /* the character */

  GalleyView *view;
  GtkAdjustment *view_adjustment;
  GalleyEdition *edition;
  GalleyAsset *source; /* what is shown, or NULL */
  guint first_line;    /* that are marked */
  guint last_line;
  guint follow_idle;
  guint lead_idle;
  guint shown : 1;   /* a block is marked */
  guint leading : 1; /* the article follows us now, so we do not follow it */
};

G_DEFINE_FINAL_TYPE (GalleySourcePane, galley_source_pane, GTK_TYPE_WIDGET)

enum
{
  ARTICLE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
has_focus (GalleySourcePane *self)
{
  return gtk_widget_has_focus (self->text);
}

/* --- what is shown ----------------------------------------------------------------------------------------------- */

static void
show_source (GalleySourcePane *self, GalleyAsset *source)
{
  const char *text = "";
  gsize length = 0;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), source != NULL ? "text" : "nothing");
  if (!g_set_object (&self->source, source))
    return;
  if (source != NULL)
    text = g_bytes_get_data (galley_asset_get_bytes (source), &length);
  gtk_label_set_label (GTK_LABEL (self->name), source != NULL ? galley_asset_get_name (source) : "");
  self->leading = TRUE;
  gtk_text_buffer_set_text (self->buffer, text != NULL ? text : "", (int) length);
  self->leading = FALSE;
  self->shown = FALSE;
}

static void
clear_marks (GalleySourcePane *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->mark, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->spot, &start, &end);
  self->shown = FALSE;
}

static char *
dup_slice (GalleySourcePane *self, guint from, guint to)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) from);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, (int) to);
  return gtk_text_buffer_get_slice (self->buffer, &start, &end, TRUE);
}

/* Line by line: GTK sees that a tag changed only on lines where it begins or ends. */
static void
mark_lines (GalleySourcePane *self, guint from, guint to)
{
  GtkTextIter start, end, line_end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) from);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, (int) to);
  self->first_line = (guint) gtk_text_iter_get_line (&start);
  self->last_line = (guint) gtk_text_iter_get_line (&end);
  self->shown = TRUE;
  while (gtk_text_iter_compare (&start, &end) < 0)
    {
      line_end = start;
      if (!gtk_text_iter_ends_line (&line_end))
        gtk_text_iter_forward_to_line_end (&line_end);
      if (gtk_text_iter_compare (&line_end, &end) > 0)
        line_end = end;
      gtk_text_buffer_apply_tag (self->buffer, self->mark, &start, &line_end);
      if (!gtk_text_iter_forward_line (&start))
        break;
    }
}

/* Marks the characters of a block, and the one the caret is before. */
static void
mark_block (GalleySourcePane *self, GalleyBlock *block, guint offset)
{
  g_autofree char *slice = NULL;
  GtkTextIter start, end;
  guint from, to, place;

  clear_marks (self);
  if (block == NULL || !galley_block_get_source (block, &from, &to))
    return;
  slice = dup_slice (self, from, to);
  place = from + galley_origin_to_source (block, offset, slice);
  mark_lines (self, from, to);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, (int) place);
  end = start;
  if (gtk_text_iter_forward_char (&end))
    gtk_text_buffer_apply_tag (self->buffer, self->spot, &start, &end);
  if (has_focus (self))
    return;
  self->leading = TRUE;
  gtk_text_buffer_place_cursor (self->buffer, &start);
  self->leading = FALSE;
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->text), gtk_text_buffer_get_insert (self->buffer), 0.2,
                                FALSE, 0, 0);
}

/* --- after the article ------------------------------------------------------------------------------------------- */

static GalleyBlock *
get_block (GalleySourcePane *self, guint *offset)
{
  GalleyArticle *article = galley_view_get_article (self->view);
  guint block;

  if (article == NULL)
    return NULL;
  galley_view_get_caret (self->view, &block, offset);
  return galley_article_get_block (article, block);
}

static void
follow_caret (GalleySourcePane *self)
{
  GalleyArticle *article;
  GalleyBlock *block;
  guint offset = 0;

  if (self->view == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  article = galley_view_get_article (self->view);
  show_source (self, self->edition != NULL && article != NULL
                         ? galley_origin_get_text (self->edition, article)
                         : NULL);
  block = get_block (self, &offset);
  if (self->source != NULL)
    mark_block (self, block, offset);
}

/* The line that stands at the top of the article goes to the top of the source. */
static gboolean
on_follow_scroll (gpointer data)
{
  GalleySourcePane *self = data;
  GtkTextView *view = galley_view_get_text_view (self->view);
  GalleyBuffer *buffer = galley_view_get_buffer (self->view);
  GdkRectangle visible;
  GtkTextIter iter;
  GalleyBlock *block;
  guint from, to;

  self->follow_idle = 0;
  if (self->source == NULL || buffer == NULL || !gtk_widget_get_visible (GTK_WIDGET (self)) ||
      has_focus (self))
    return G_SOURCE_REMOVE;
  gtk_text_view_get_visible_rect (view, &visible);
  gtk_text_view_get_line_at_y (view, &iter, visible.y + visible.height / 4, NULL);
  block = galley_buffer_block_at (buffer, &iter, NULL);
  if (block != NULL && galley_block_get_source (block, &from, &to))
    {
      gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, (int) from);
      gtk_text_view_scroll_to_iter (GTK_TEXT_VIEW (self->text), &iter, 0, TRUE, 0, 0.25);
    }
  return G_SOURCE_REMOVE;
}

static void
on_view_scrolled (GalleySourcePane *self)
{
  if (self->follow_idle == 0 && !self->leading)
    self->follow_idle = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_follow_scroll, self, NULL);
}

/* --- before the article ------------------------------------------------------------------------------------------ */

static void
lead_to (GalleySourcePane *self, guint place)
{
  GalleyArticle *article = galley_view_get_article (self->view);
  GalleyArticle *its = NULL;
  GalleyBlock *block;
  g_autoptr (GPtrArray) family = NULL;
  g_autofree char *slice = NULL;
  guint from = 0, to = 0;

  if (article == NULL || self->edition == NULL)
    return;
  family = galley_origin_list_family (self->edition, article);
  block = galley_origin_find_block (family, place, &its);
  if (block == NULL || !galley_block_get_source (block, &from, &to))
    return;
  slice = dup_slice (self, from, to);
  if (its != article)
    g_signal_emit (self, signals[ARTICLE_WANTED], 0, its);
  if (galley_view_get_article (self->view) == its)
    galley_view_set_caret (self->view, (guint) galley_article_index_of (its, block),
                           galley_origin_from_source (block, place - from, slice));
}

static gboolean
on_lead (gpointer data)
{
  GalleySourcePane *self = data;
  int place;

  self->lead_idle = 0;
  g_object_get (self->buffer, "cursor-position", &place, NULL);
  lead_to (self, (guint) place);
  return G_SOURCE_REMOVE;
}

static void
on_caret (GalleySourcePane *self)
{
  if (!self->leading && self->source != NULL && self->view != NULL && self->lead_idle == 0)
    self->lead_idle = g_idle_add_full (G_PRIORITY_DEFAULT, on_lead, self, NULL);
}

/* --- the widget -------------------------------------------------------------------------------------------------- */

static void
dress (GalleySourcePane *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (style);
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  GdkRGBA mark, spot;

  gtk_source_buffer_set_style_scheme (
      GTK_SOURCE_BUFFER (self->buffer),
      gtk_source_style_scheme_manager_get_scheme (schemes, dark ? "Adwaita-dark" : "Adwaita"));
  gdk_rgba_parse (&mark, dark ? "#4a4420" : "#fbf1c0");
  gdk_rgba_parse (&spot, dark ? "#8a7a20" : "#f0cf4a");
  g_object_set (self->mark, "background-rgba", &mark, NULL);
  g_object_set (self->spot, "background-rgba", &spot, NULL);
}

static void
galley_source_pane_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  gtk_widget_measure (GALLEY_SOURCE_PANE (widget)->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
galley_source_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (GALLEY_SOURCE_PANE (widget)->box, width, height, baseline, NULL);
}

static gboolean
galley_source_pane_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GALLEY_SOURCE_PANE (widget)->text);
}

static void
galley_source_pane_dispose (GObject *object)
{
  GalleySourcePane *self = GALLEY_SOURCE_PANE (object);

  g_clear_handle_id (&self->follow_idle, g_source_remove);
  g_clear_handle_id (&self->lead_idle, g_source_remove);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  if (self->buffer != NULL)
    g_signal_handlers_disconnect_by_data (self->buffer, self);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  if (self->view_adjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->view_adjustment, self);
  g_clear_object (&self->view_adjustment);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->edition);
  g_clear_object (&self->source);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (galley_source_pane_parent_class)->dispose (object);
}

static void
galley_source_pane_class_init (GalleySourcePaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_source_pane_dispose;
  widget_class->measure = galley_source_pane_measure;
  widget_class->size_allocate = galley_source_pane_size_allocate;
  widget_class->grab_focus = galley_source_pane_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "sourcepane");
  signals[ARTICLE_WANTED] = g_signal_new ("article-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, GALLEY_TYPE_ARTICLE);
}

static void
make_text (GalleySourcePane *self)
{
  GtkTextView *text;

  self->buffer = GTK_TEXT_BUFFER (gtk_source_buffer_new (NULL));
  gtk_source_buffer_set_highlight_matching_brackets (GTK_SOURCE_BUFFER (self->buffer), FALSE);
  self->mark = gtk_text_buffer_create_tag (self->buffer, "mark", NULL);
  self->spot = gtk_text_buffer_create_tag (self->buffer, "spot", NULL);
  self->text = gtk_source_view_new_with_buffer (GTK_SOURCE_BUFFER (self->buffer));
  text = GTK_TEXT_VIEW (self->text);
  gtk_text_view_set_editable (text, FALSE);
  gtk_text_view_set_wrap_mode (text, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (text, 8);
  gtk_text_view_set_right_margin (text, 12);
  gtk_text_view_set_top_margin (text, 8);
  gtk_text_view_set_bottom_margin (text, 80);
  gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (self->text), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Source text of the article"), GTK_ACCESSIBLE_PROPERTY_READ_ONLY, TRUE,
                                  -1);
  gtk_widget_add_css_class (self->text, "galley-text");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->text);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  g_signal_connect_swapped (self->buffer, "notify::cursor-position", G_CALLBACK (on_caret), self);
}

static void
galley_source_pane_init (GalleySourcePane *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkWidget *nothing = gtk_label_new (_ ("The text this article came from was not kept."));

  make_text (self);
  gtk_label_set_wrap (GTK_LABEL (nothing), TRUE);
  gtk_label_set_justify (GTK_LABEL (nothing), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (nothing, "dim-label");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), self->scroller, "text");
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  self->name = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (self->name, "source-name");
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->name);
  gtk_box_append (GTK_BOX (self->box), self->stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  g_signal_connect_swapped (style, "notify::dark", G_CALLBACK (dress), self);
  g_signal_connect (self, "notify::visible", G_CALLBACK (follow_caret), NULL);
  dress (self);
}

GtkWidget *
galley_source_pane_new (void)
{
  return g_object_new (GALLEY_TYPE_SOURCE_PANE, NULL);
}

void
galley_source_pane_set_view (GalleySourcePane *self, GalleyView *view)
{
  g_return_if_fail (GALLEY_IS_SOURCE_PANE (self));
  g_return_if_fail (GALLEY_IS_VIEW (view));
  g_return_if_fail (self->view == NULL);

  g_set_weak_pointer (&self->view, view);
  self->view_adjustment =
      g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (galley_view_get_text_view (view))));
  g_signal_connect_swapped (view, "caret-moved", G_CALLBACK (follow_caret), self);
  g_signal_connect_swapped (view, "notify::article", G_CALLBACK (follow_caret), self);
  g_signal_connect_swapped (self->view_adjustment, "value-changed", G_CALLBACK (on_view_scrolled), self);
}

void
galley_source_pane_set_edition (GalleySourcePane *self, GalleyEdition *edition)
{
  g_return_if_fail (GALLEY_IS_SOURCE_PANE (self));

  g_set_object (&self->edition, edition);
  if (self->view != NULL)
    follow_caret (self);
}

gboolean
galley_source_pane_get_marked (GalleySourcePane *self, guint *first_line, guint *last_line)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE_PANE (self), FALSE);

  if (!self->shown)
    return FALSE;
  *first_line = self->first_line;
  *last_line = self->last_line;
  return TRUE;
}

void
galley_source_pane_go_to (GalleySourcePane *self, guint line)
{
  GtkTextIter iter;

  g_return_if_fail (GALLEY_IS_SOURCE_PANE (self));

  gtk_text_buffer_get_iter_at_line (self->buffer, &iter, (int) line);
  gtk_text_buffer_place_cursor (self->buffer, &iter);
}

GtkTextView *
galley_source_pane_get_text_view (GalleySourcePane *self)
{
  g_return_val_if_fail (GALLEY_IS_SOURCE_PANE (self), NULL);

  return GTK_TEXT_VIEW (self->text);
}
