/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "galley-view-private.h"

#include "galley-card.h"
#include "galley-places.h"
#include "galley-role-margin.h"
#include "galley-text.h"

#define HAN_PER_LINE 40
#define LONG_BLOCK 5000
#define INSIDE_WRAP 7
#define MAX_LEAVES 48

G_DEFINE_FINAL_TYPE (GalleyView, galley_view, GTK_TYPE_WIDGET)

enum
{
  CARET_MOVED,
  FINDING_SELECTED,
  N_SIGNALS
};

enum
{
  PROP_0,
  PROP_ARTICLE,
  N_PROPS
};

static guint signals[N_SIGNALS];
static GParamSpec *properties[N_PROPS];

static const char *const role_keys[GALLEY_N_ROLES] = {
  [GALLEY_ROLE_KICKER] = "<Alt>1",    [GALLEY_ROLE_HEADLINE] = "<Alt>2",  [GALLEY_ROLE_SUBHEAD] = "<Alt>3",
  [GALLEY_ROLE_PEOPLE] = "<Alt>4",    [GALLEY_ROLE_BYLINE] = "<Alt>5",    [GALLEY_ROLE_BODY] = "<Alt>6",
  [GALLEY_ROLE_CROSSHEAD] = "<Alt>7", [GALLEY_ROLE_QUOTE] = "<Alt>8",     [GALLEY_ROLE_NOTE] = "<Alt>9",
  [GALLEY_ROLE_CAPTION] = "<Alt>0",   [GALLEY_ROLE_CREDIT] = "<Alt>c",    [GALLEY_ROLE_JUMP] = "<Alt>j",
  [GALLEY_ROLE_AD] = "<Alt>a",        [GALLEY_ROLE_FURNITURE] = "<Alt>f",
};

const char *
galley_view_get_role_accelerator (GalleyRole role)
{
  g_return_val_if_fail ((guint) role < GALLEY_N_ROLES, NULL);

  return role_keys[role];
}

GtkTextBuffer *
galley_view_get_text_buffer (GalleyView *self)
{
  return self->leaf != NULL ? GTK_TEXT_BUFFER (self->leaf->buffer) : NULL;
}

void
galley_view_get_caret_iter (GalleyView *self, GtkTextIter *iter)
{
  GtkTextBuffer *buffer = galley_view_get_text_buffer (self);

  gtk_text_buffer_get_iter_at_mark (buffer, iter, gtk_text_buffer_get_insert (buffer));
}

/* --- looks ------------------------------------------------------------------------------------------------------- */

static void
dress_leaf (GalleyView *self, Leaf *leaf)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (style);
  gboolean high_contrast = adw_style_manager_get_high_contrast (style);
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  GtkSourceStyleScheme *scheme =
      gtk_source_style_scheme_manager_get_scheme (schemes, dark ? "Adwaita-dark" : "Adwaita");
  static const GalleyRole dimmed[] = { GALLEY_ROLE_AD, GALLEY_ROLE_FURNITURE, GALLEY_ROLE_JUMP };
  GdkRGBA colour;

  gtk_source_buffer_set_style_scheme (GTK_SOURCE_BUFFER (leaf->buffer), scheme);
  gtk_source_buffer_set_highlight_syntax (GTK_SOURCE_BUFFER (leaf->buffer), FALSE);
  gdk_rgba_parse (&colour,
                  dark ? (high_contrast ? "#d0d0d0" : "#a8a8a8") : (high_contrast ? "#404040" : "#6a6a6a"));
  for (guint i = 0; i < G_N_ELEMENTS (dimmed); i++)
    g_object_set (galley_buffer_get_role_tag (leaf->buffer, dimmed[i]), "foreground-rgba", &colour, NULL);
  galley_marks_set_ground (leaf->marks, dark, high_contrast);
}

/* GTK keeps the layout of lines by their address, and when the buffer goes it forgets only lines it has measured: one it
 * was merely asked about would be taken for a line of the next buffer. Nor does it see that a tag changed on lines where
 * the tag neither begins nor ends. Have it forget them all. */
static void
forget_layout (GalleyView *self)
{
  gtk_text_view_set_pixels_inside_wrap (GTK_TEXT_VIEW (self->text), INSIDE_WRAP + 1);
  gtk_text_view_set_pixels_inside_wrap (GTK_TEXT_VIEW (self->text), INSIDE_WRAP);
}

static void
style_changed_cb (GalleyView *self)
{
  for (GList *l = self->leaves.head; l != NULL; l = l->next)
    dress_leaf (self, l->data);
  forget_layout (self);
}

/* The text is as wide as 40 Han characters, whatever the font is. @force: also where the font is what it was. */
static void
fit_width (GalleyView *self, gboolean force)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->text, "一二三四五六七八九十");
  GtkSourceGutter *gutter = gtk_source_view_get_gutter (GTK_SOURCE_VIEW (self->text), GTK_TEXT_WINDOW_LEFT);
  GtkTextTag *indent;
  int width;
  int margin;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_widget_measure (GTK_WIDGET (gutter), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &margin, NULL, NULL);
  margin += gtk_text_view_get_left_margin (GTK_TEXT_VIEW (self->text)) +
            gtk_text_view_get_right_margin (GTK_TEXT_VIEW (self->text));
  if (!force && self->fitted == width * HAN_PER_LINE / 10 + margin)
    return;
  self->fitted = width * HAN_PER_LINE / 10 + margin;
  adw_clamp_scrollable_set_maximum_size (ADW_CLAMP_SCROLLABLE (self->clamp),
                                         width * HAN_PER_LINE / 10 + margin + 8);
  for (GList *l = self->leaves.head; l != NULL; l = l->next)
    {
      indent = gtk_text_tag_table_lookup (
          gtk_text_buffer_get_tag_table (GTK_TEXT_BUFFER (((Leaf *) l->data)->buffer)), "indent");
      g_object_set (indent, "indent", width / 5, NULL);
    }
  forget_layout (self);
}

/* --- findings ---------------------------------------------------------------------------------------------------- */

void
galley_view_look_at (GalleyView *self, GalleyFinding *finding)
{
  if (!g_set_object (&self->finding, finding))
    return;
  galley_card_set_finding (GALLEY_CARD (self->card), finding);
  if (finding == NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  g_signal_emit (self, signals[FINDING_SELECTED], 0, finding);
}

static gboolean
is_shown (GalleyView *self, GalleyFinding *finding)
{
  return self->leaf != NULL && galley_article_has_block (galley_buffer_get_article (self->leaf->buffer),
                                                         galley_finding_get_block (finding));
}

/* The finding the place stands in or at; of several the one that begins last, and of the one looked at that one. */
GalleyFinding *
galley_view_find_at (GalleyView *self, const GtkTextIter *iter)
{
  GListModel *findings;
  GalleyFinding *best = NULL;
  GalleyBlock *block;
  GalleyPlace place;
  guint offset;
  guint n;

  if (self->leaf == NULL || self->proof == NULL)
    return NULL;
  block = galley_buffer_block_at (self->leaf->buffer, iter, &offset);
  findings = galley_proof_get_findings (self->proof, galley_buffer_get_article (self->leaf->buffer));
  n = g_list_model_get_n_items (findings);
  for (guint i = 0; i < n && (best == NULL || best != self->finding); i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, i);

      if (galley_places_find (finding, block, offset, &place))
        best = finding;
    }
  return best;
}

/* At the place of the finding the caret is in, else at its first. */
static void
point_popover (GalleyView *self, GalleyFinding *finding)
{
  GtkTextView *text = GTK_TEXT_VIEW (self->text);
  GdkRectangle area;
  GdkRectangle end_area;
  GalleyPlace place;
  GtkTextIter iter;
  guint offset;
  double x;
  double y;

  galley_view_get_caret_iter (self, &iter);
  if (!galley_places_find (finding, galley_buffer_block_at (self->leaf->buffer, &iter, &offset), offset,
                           &place))
    place = galley_places_get (finding, 0);
  if (!galley_buffer_locate (self->leaf->buffer, place.block, place.start, &iter))
    return;
  gtk_text_view_get_iter_location (text, &iter, &area);
  gtk_text_iter_forward_chars (&iter, place.end - place.start);
  gtk_text_view_get_iter_location (text, &iter, &end_area);
  if (end_area.y == area.y)
    area.width = MAX (end_area.x - area.x, 1);
  gtk_text_view_buffer_to_window_coords (text, GTK_TEXT_WINDOW_WIDGET, area.x, area.y, &area.x, &area.y);
  if (!gtk_widget_translate_coordinates (self->text, GTK_WIDGET (self), area.x, area.y, &x, &y))
    return;
  area.x = x;
  area.y = CLAMP (y, 0, MAX (gtk_widget_get_height (GTK_WIDGET (self)) - area.height, 0));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &area);
}

void
galley_view_show_card (GalleyView *self)
{
  if (self->finding == NULL || !is_shown (self, self->finding) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  point_popover (self, self->finding);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  galley_card_grab_focus (GALLEY_CARD (self->card));
}

static void queue_sync (GalleyView *self);

static gboolean
sync_cb (gpointer data)
{
  GalleyView *self = data;

  self->sync_source = 0;
  if (self->leaf == NULL || self->proof == NULL || galley_text_is_composing (GALLEY_TEXT (self->text)))
    return G_SOURCE_REMOVE;
  if (galley_marks_sync (self->leaf->marks, self->proof))
    queue_sync (self);
  if (self->finding != NULL && !is_shown (self, self->finding))
    galley_view_look_at (self, NULL);
  return G_SOURCE_REMOVE;
}

static void
queue_sync (GalleyView *self)
{
  if (self->sync_source == 0)
    self->sync_source = g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, sync_cb, self, NULL);
}

static void
proof_changed_cb (GalleyView *self, GalleyArticle *article)
{
  if (self->leaf != NULL && galley_buffer_get_article (self->leaf->buffer) == article)
    queue_sync (self);
}

/* --- caret ------------------------------------------------------------------------------------------------------- */

static void
tell_visible (GalleyView *self)
{
  GtkTextView *text = GTK_TEXT_VIEW (self->text);
  GdkRectangle visible;
  GtkTextIter first;
  GtkTextIter last;

  if (self->leaf == NULL || self->proof == NULL)
    return;
  gtk_text_view_get_visible_rect (text, &visible);
  gtk_text_view_get_line_at_y (text, &first, visible.y, NULL);
  gtk_text_view_get_line_at_y (text, &last, visible.y + visible.height, NULL);
  galley_proof_set_visible (self->proof, galley_buffer_get_article (self->leaf->buffer),
                            gtk_text_iter_get_line (&first), gtk_text_iter_get_line (&last));
}

static void
update_warning (GalleyView *self, GalleyBlock *block)
{
  guint length = block != NULL ? galley_block_get_length (block) : 0;

  if (length > LONG_BLOCK)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("This paragraph has %u characters; typing in it gets slow."), length);

      gtk_label_set_text (GTK_LABEL (self->warning_label), text);
    }
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->warning), length > LONG_BLOCK);
}

/* What the gutter's child has drawn is kept until the child itself is told. */
static void
redraw_margin (GalleyView *self)
{
  GtkWidget *gutter =
      GTK_WIDGET (gtk_source_view_get_gutter (GTK_SOURCE_VIEW (self->text), GTK_TEXT_WINDOW_LEFT));

  gtk_widget_queue_draw (gutter);
  gtk_widget_queue_draw (gtk_widget_get_first_child (gutter));
}

static gboolean
tell_caret_cb (gpointer data)
{
  GalleyView *self = data;
  GtkTextIter iter;

  self->tell_source = 0;
  if (self->leaf == NULL)
    return G_SOURCE_REMOVE;
  galley_view_get_caret_iter (self, &iter);
  /* The role of the line the caret is in is drawn stronger. */
  redraw_margin (self);
  update_warning (self, galley_buffer_block_at (self->leaf->buffer, &iter, NULL));
  tell_visible (self);
  /* While the card is up it is about the finding it shows. */
  if (!gtk_widget_get_visible (self->popover))
    galley_view_look_at (self, galley_view_find_at (self, &iter));
  g_signal_emit (self, signals[CARET_MOVED], 0);
  return G_SOURCE_REMOVE;
}

static void
caret_moved_cb (GalleyView *self)
{
  guint block;
  guint offset;

  if (self->proof != NULL)
    {
      galley_view_get_caret (self, &block, &offset);
      galley_proof_set_caret (self->proof, galley_buffer_get_article (self->leaf->buffer), block, offset);
    }
  if (self->tell_source == 0)
    self->tell_source = g_idle_add_full (G_PRIORITY_DEFAULT, tell_caret_cb, self, NULL);
}

static void
buffer_changed_cb (GalleyView *self)
{
  queue_sync (self);
}

static void
roles_changed_cb (GalleyView *self)
{
  redraw_margin (self);
  if (self->tell_source == 0)
    self->tell_source = g_idle_add_full (G_PRIORITY_DEFAULT, tell_caret_cb, self, NULL);
}

/* --- leaves ------------------------------------------------------------------------------------------------------ */

static void
leaf_free (gpointer data)
{
  Leaf *leaf = data;

  g_ptr_array_unref (leaf->decisions);
  g_object_unref (leaf->marks);
  g_object_unref (leaf->buffer);
  g_free (leaf);
}

static Leaf *
ensure_leaf (GalleyView *self, GalleyArticle *article)
{
  Leaf *leaf = NULL;

  for (GList *l = self->leaves.head; l != NULL; l = l->next)
    {
      leaf = l->data;
      if (galley_buffer_get_article (leaf->buffer) == article)
        {
          g_queue_unlink (&self->leaves, l);
          g_queue_push_head_link (&self->leaves, l);
          return leaf;
        }
    }
  leaf = g_new0 (Leaf, 1);
  leaf->buffer = galley_buffer_new (article);
  leaf->marks = galley_marks_new (leaf->buffer);
  leaf->decisions = galley_view_decisions_new ();
  dress_leaf (self, leaf);
  g_queue_push_head (&self->leaves, leaf);
  if (self->leaves.length > MAX_LEAVES)
    leaf_free (g_queue_pop_tail (&self->leaves));
  return leaf;
}

static void
leave (GalleyView *self)
{
  if (self->leaf == NULL)
    return;
  self->leaf->scrolled =
      gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)));
  g_signal_handlers_disconnect_by_data (self->leaf->buffer, self);
  if (self->proof != NULL)
    galley_proof_set_caret (self->proof, NULL, 0, 0);
  self->leaf = NULL;
}

static void
show_buffer (GalleyView *self, GtkTextBuffer *buffer)
{
  forget_layout (self);
  gtk_text_view_set_buffer (GTK_TEXT_VIEW (self->text), buffer);
}

void
galley_view_set_article (GalleyView *self, GalleyArticle *article)
{
  GalleyBuffer *buffer;

  g_return_if_fail (GALLEY_IS_VIEW (self));
  g_return_if_fail (article == NULL || GALLEY_IS_ARTICLE (article));

  if (galley_view_get_article (self) == article && (article != NULL || self->leaf == NULL))
    return;
  galley_view_look_at (self, NULL);
  leave (self);
  if (article == NULL)
    {
      g_autoptr (GtkSourceBuffer) empty = gtk_source_buffer_new (NULL);

      show_buffer (self, GTK_TEXT_BUFFER (empty));
    }
  else
    {
      self->leaf = ensure_leaf (self, article);
      buffer = self->leaf->buffer;
      show_buffer (self, GTK_TEXT_BUFFER (buffer));
      g_signal_connect_swapped (buffer, "notify::cursor-position", G_CALLBACK (caret_moved_cb), self);
      g_signal_connect_swapped (buffer, "changed", G_CALLBACK (buffer_changed_cb), self);
      g_signal_connect_swapped (buffer, "roles-changed", G_CALLBACK (roles_changed_cb), self);
      g_signal_connect_swapped (buffer, "notify::can-step-back", G_CALLBACK (galley_view_update_undo), self);
      g_signal_connect_swapped (buffer, "notify::can-step-forward", G_CALLBACK (galley_view_update_undo),
                                self);
      fit_width (self, TRUE);
      gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->text),
                                    gtk_text_buffer_get_insert (GTK_TEXT_BUFFER (buffer)), 0.1, FALSE, 0, 0);
      caret_moved_cb (self);
      queue_sync (self);
    }
  gtk_widget_set_sensitive (self->text, article != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARTICLE]);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->warning), FALSE);
  galley_view_update_undo (self);
}

GalleyArticle *
galley_view_get_article (GalleyView *self)
{
  g_return_val_if_fail (GALLEY_IS_VIEW (self), NULL);

  return self->leaf != NULL ? galley_buffer_get_article (self->leaf->buffer) : NULL;
}

GalleyBuffer *
galley_view_get_buffer (GalleyView *self)
{
  g_return_val_if_fail (GALLEY_IS_VIEW (self), NULL);

  return self->leaf != NULL ? self->leaf->buffer : NULL;
}

void
galley_view_set_proof (GalleyView *self, GalleyProof *proof)
{
  g_return_if_fail (GALLEY_IS_VIEW (self));
  g_return_if_fail (proof == NULL || GALLEY_IS_PROOF (proof));

  if (self->proof == proof)
    return;
  galley_view_look_at (self, NULL);
  if (self->proof != NULL)
    g_signal_handler_disconnect (self->proof, self->proof_changed);
  g_set_object (&self->proof, proof);
  for (GList *l = self->leaves.head; l != NULL; l = l->next)
    {
      galley_marks_clear (((Leaf *) l->data)->marks);
      g_ptr_array_set_size (((Leaf *) l->data)->decisions, 0);
    }
  galley_view_update_undo (self);
  if (proof != NULL)
    {
      self->proof_changed = g_signal_connect_swapped (proof, "changed", G_CALLBACK (proof_changed_cb), self);
      queue_sync (self);
    }
}

GalleyProof *
galley_view_get_proof (GalleyView *self)
{
  g_return_val_if_fail (GALLEY_IS_VIEW (self), NULL);

  return self->proof;
}

GalleyFinding *
galley_view_get_finding (GalleyView *self)
{
  g_return_val_if_fail (GALLEY_IS_VIEW (self), NULL);

  return self->finding;
}

GtkTextView *
galley_view_get_text_view (GalleyView *self)
{
  g_return_val_if_fail (GALLEY_IS_VIEW (self), NULL);

  return GTK_TEXT_VIEW (self->text);
}

void
galley_view_get_caret (GalleyView *self, guint *block_index, guint *offset)
{
  GtkTextIter iter;

  g_return_if_fail (GALLEY_IS_VIEW (self));

  *block_index = 0;
  *offset = 0;
  if (self->leaf == NULL)
    return;
  galley_view_get_caret_iter (self, &iter);
  *block_index = gtk_text_iter_get_line (&iter);
  *offset = gtk_text_iter_get_line_offset (&iter);
}

void
galley_view_set_caret (GalleyView *self, guint block_index, guint offset)
{
  GtkTextBuffer *buffer = galley_view_get_text_buffer (self);
  GtkTextIter iter;
  GtkTextIter end;

  g_return_if_fail (GALLEY_IS_VIEW (self));

  if (buffer == NULL)
    return;
  gtk_text_buffer_get_iter_at_line (buffer, &iter,
                                    MIN (block_index, (guint) gtk_text_buffer_get_line_count (buffer) - 1));
  end = iter;
  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  gtk_text_iter_forward_chars (&iter, MIN (offset, (guint) gtk_text_iter_get_line_offset (&end)));
  gtk_text_buffer_place_cursor (buffer, &iter);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->text), gtk_text_buffer_get_insert (buffer), 0.15, FALSE,
                                0, 0);
}

void
galley_view_grab_focus (GalleyView *self)
{
  g_return_if_fail (GALLEY_IS_VIEW (self));

  gtk_widget_grab_focus (self->text);
}

void
galley_view_select_finding (GalleyView *self, GalleyFinding *finding)
{
  gint line;

  g_return_if_fail (GALLEY_IS_VIEW (self));
  g_return_if_fail (GALLEY_IS_FINDING (finding));

  if (!is_shown (self, finding))
    return;
  line = galley_article_index_of (galley_view_get_article (self), galley_finding_get_block (finding));
  galley_view_look_at (self, finding);
  galley_view_set_caret (self, line, galley_finding_get_start (finding));
}

void
galley_view_show_finding (GalleyView *self, GalleyFinding *finding)
{
  galley_view_select_finding (self, finding);
  if (self->finding == finding)
    galley_view_show_card (self);
}

gboolean
galley_view_next_finding (GalleyView *self, int direction)
{
  g_autoptr (GalleyFinding) found = NULL;
  GListModel *findings;
  guint line;
  guint offset;
  guint n;

  g_return_val_if_fail (GALLEY_IS_VIEW (self), FALSE);

  if (self->leaf == NULL || self->proof == NULL)
    return FALSE;
  findings = galley_proof_get_findings (self->proof, galley_view_get_article (self));
  n = g_list_model_get_n_items (findings);
  galley_view_get_caret (self, &line, &offset);
  for (guint i = 0; i < n && found == NULL; i++)
    {
      guint at = direction > 0 ? i : n - 1 - i;
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, at);
      guint its_line =
          galley_article_index_of (galley_view_get_article (self), galley_finding_get_block (finding));
      guint start = galley_finding_get_start (finding);
      gboolean behind = its_line > line || (its_line == line && start >= offset);
      gboolean before = its_line < line || (its_line == line && start < offset);

      /* Where one is looked at, it is the next in the list that counts: several may begin in one place. */
      if (finding == self->finding && at + (direction > 0 ? 1 : -1) < n)
        found = g_list_model_get_item (findings, at + (direction > 0 ? 1 : -1));
      else if (self->finding == NULL && (direction > 0 ? behind : before))
        found = g_steal_pointer (&finding);
    }
  if (found == NULL && n > 0)
    found = g_list_model_get_item (findings, direction > 0 ? 0 : n - 1);
  if (found == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return FALSE;
    }
  galley_view_show_finding (self, found);
  return TRUE;
}

/* --- the widget -------------------------------------------------------------------------------------------------- */

static void
add_shortcut (GtkShortcutController *controller, const char *keys, const char *action, GVariant *target)
{
  GtkShortcut *shortcut =
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys), gtk_named_action_new (action));

  if (target != NULL)
    gtk_shortcut_set_arguments (shortcut, target);
  gtk_shortcut_controller_add_shortcut (controller, shortcut);
}

static void
make_shortcuts (GalleyView *self)
{
  GtkShortcutController *controller = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  /* Before the text widget sees them: it has an undo of its own. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (controller), GTK_PHASE_CAPTURE);
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    add_shortcut (controller, role_keys[i], "view.role", g_variant_new_string (galley_role_get_name (i)));
  add_shortcut (controller, "<Control>z", "view.undo", NULL);
  add_shortcut (controller, "<Control><Shift>z|<Control>y", "view.redo", NULL);
  add_shortcut (controller, "F8", "view.next-finding", NULL);
  add_shortcut (controller, "<Shift>F8", "view.previous-finding", NULL);
  add_shortcut (controller, "<Control><Shift>F8", "view.fix-many", NULL);
  add_shortcut (controller, "<Control><Shift>d", "view.add-term", NULL);
  add_shortcut (controller, "<Control>j", "view.join", NULL);
  gtk_shortcut_controller_add_shortcut (
      controller, gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                                    gtk_callback_action_new (galley_view_menu_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (controller));
}

static void
make_text (GalleyView *self)
{
  GtkSourceGutterRenderer *margin = galley_role_margin_new ();
  GtkGesture *right = gtk_gesture_click_new ();
  GtkGesture *left = gtk_gesture_click_new ();
  GtkSourceGutter *gutter;
  GtkTextView *text;

  self->text = galley_text_new ();
  text = GTK_TEXT_VIEW (self->text);
  gtk_text_view_set_wrap_mode (text, GTK_WRAP_WORD_CHAR);
  /* Tab leads on to the panels: copy has no tabs, and who has no mouse must get out again. */
  gtk_text_view_set_accepts_tab (text, FALSE);
  gtk_text_view_set_left_margin (text, 16);
  gtk_text_view_set_right_margin (text, 24);
  gtk_text_view_set_top_margin (text, 18);
  gtk_text_view_set_bottom_margin (text, 160);
  gtk_text_view_set_pixels_inside_wrap (text, INSIDE_WRAP);
  gtk_text_view_set_input_purpose (text, GTK_INPUT_PURPOSE_FREE_FORM);
  gtk_source_view_set_highlight_current_line (GTK_SOURCE_VIEW (self->text), FALSE);
  gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (self->text), FALSE);
  gtk_widget_add_css_class (self->text, "galley-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Text of the article"), -1);
  gutter = gtk_source_view_get_gutter (GTK_SOURCE_VIEW (self->text), GTK_TEXT_WINDOW_LEFT);
  gtk_source_gutter_insert (gutter, margin, 0);
  g_signal_connect_swapped (margin, "activate", G_CALLBACK (galley_view_role_margin_cb), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (right), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (right), GTK_PHASE_CAPTURE);
  g_signal_connect (right, "pressed", G_CALLBACK (galley_view_right_pressed_cb), self);
  gtk_widget_add_controller (self->text, GTK_EVENT_CONTROLLER (right));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (left), GDK_BUTTON_PRIMARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (left), GTK_PHASE_CAPTURE);
  g_signal_connect (left, "released", G_CALLBACK (galley_view_left_released_cb), self);
  gtk_widget_add_controller (self->text, GTK_EVENT_CONTROLLER (left));
  /* What waited for the input method to finish. */
  g_signal_connect_swapped (self->text, "preedit-changed", G_CALLBACK (queue_sync), self);
}

static void
make_warning (GalleyView *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Split It"));

  self->warning = gtk_revealer_new ();
  self->warning_label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->warning_label), TRUE);
  gtk_widget_set_hexpand (self->warning_label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->warning_label), 0);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "view.split");
  gtk_widget_add_css_class (row, "long-paragraph");
  gtk_box_append (GTK_BOX (row), self->warning_label);
  gtk_box_append (GTK_BOX (row), button);
  gtk_revealer_set_child (GTK_REVEALER (self->warning), row);
}

static void
card_closed_cb (GalleyView *self)
{
  gtk_widget_grab_focus (self->text);
}

static void
galley_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GalleyView *self = GALLEY_VIEW (widget);

  gtk_widget_allocate (self->box, width, height, baseline, NULL);
  gtk_popover_present (GTK_POPOVER (self->popover));
  gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
galley_view_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  gtk_widget_measure (GALLEY_VIEW (widget)->box, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

static gboolean
galley_view_grab_focus_vfunc (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GALLEY_VIEW (widget)->text);
}

/* Styles change whenever the window gets or loses the focus: to lay out all the text again then would be for nothing. */
static void
galley_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (galley_view_parent_class)->css_changed (widget, change);
  if (GALLEY_VIEW (widget)->text != NULL)
    fit_width (GALLEY_VIEW (widget), FALSE);
}

static void
galley_view_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (galley_view_parent_class)->realize (widget);
  fit_width (GALLEY_VIEW (widget), TRUE);
}

static void
galley_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ARTICLE)
    g_value_set_object (value, galley_view_get_article (GALLEY_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
galley_view_dispose (GObject *object)
{
  GalleyView *self = GALLEY_VIEW (object);

  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_clear_handle_id (&self->sync_source, g_source_remove);
  leave (self);
  if (self->proof != NULL)
    g_signal_handler_disconnect (self->proof, self->proof_changed);
  g_clear_object (&self->proof);
  g_clear_object (&self->finding);
  g_signal_handlers_disconnect_by_data (adw_style_manager_get_default (), self);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  /* The source view does not let go of all that hangs on its buffer: see it off with the buffer gone. */
  if (self->text != NULL)
    gtk_text_view_set_buffer (GTK_TEXT_VIEW (self->text), NULL);
  self->text = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_queue_clear_full (&self->leaves, leaf_free);
  G_OBJECT_CLASS (galley_view_parent_class)->dispose (object);
}

static void
galley_view_class_init (GalleyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = galley_view_get_property;
  G_OBJECT_CLASS (klass)->dispose = galley_view_dispose;
  widget_class->size_allocate = galley_view_size_allocate;
  widget_class->measure = galley_view_measure;
  widget_class->grab_focus = galley_view_grab_focus_vfunc;
  widget_class->css_changed = galley_view_css_changed;
  widget_class->realize = galley_view_realize;
  gtk_widget_class_set_css_name (widget_class, "galleyview");

  properties[PROP_ARTICLE] = g_param_spec_object ("article", NULL, NULL, GALLEY_TYPE_ARTICLE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);

  signals[CARET_MOVED] = g_signal_new ("caret-moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[FINDING_SELECTED] = g_signal_new ("finding-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, GALLEY_TYPE_FINDING);

  galley_view_install_actions (widget_class);
}

static void
galley_view_init (GalleyView *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_queue_init (&self->leaves);
  gtk_widget_add_css_class (GTK_WIDGET (self), "galley-view");
  make_text (self);
  make_warning (self);
  self->scroller = gtk_scrolled_window_new ();
  self->clamp = adw_clamp_scrollable_new ();
  adw_clamp_scrollable_set_tightening_threshold (ADW_CLAMP_SCROLLABLE (self->clamp), 4000);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (self->clamp), self->text);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->clamp);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_hexpand (self->scroller, TRUE);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), self->warning);
  gtk_box_append (GTK_BOX (self->box), self->scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  self->card = galley_card_new ();
  galley_card_set_target (GALLEY_CARD (self->card), GTK_WIDGET (self));
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), self->card);
  gtk_widget_add_css_class (self->popover, "finding-card");
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (card_closed_cb), self);
  self->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));

  make_shortcuts (self);
  g_signal_connect_swapped (style, "notify::dark", G_CALLBACK (style_changed_cb), self);
  g_signal_connect_swapped (style, "notify::high-contrast", G_CALLBACK (style_changed_cb), self);
  gtk_widget_set_sensitive (self->text, FALSE);
  galley_view_update_undo (self);
}

GtkWidget *
galley_view_new (void)
{
  return g_object_new (GALLEY_TYPE_VIEW, NULL);
}
