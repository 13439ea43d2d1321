/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "galley-colours.h"
#include "galley-text.h"
#include "galley-tints.h"

/* How long the text rests before it is coloured again, and what is coloured in one turn. */
#define PAUSE_MS 500
#define SLICE 120

struct _GalleyColours
{
  GObject parent_instance;

  GalleySession *session;
  GalleyView *view;
  GSettings *settings;
  char *round; /* whose marks, or NULL */
  GalleyTints *tints;
  GSignalGroup *article_signals;
  GCancellable *reading;
  GtkTextBuffer *coloured; /* weak: where tags of ours stand */
  guint n_applied;
  guint timeout;
  guint source;
};

G_DEFINE_FINAL_TYPE (GalleyColours, galley_colours, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GalleyTintKind
get_kind (GalleyColours *self)
{
  if (g_settings_get_boolean (self->settings, "blame-visible"))
    return GALLEY_TINTS_BLAME;
  return g_settings_get_boolean (self->settings, "marks-visible") ? GALLEY_TINTS_MARKS : GALLEY_TINTS_NONE;
}

/* --- tags ---------------------------------------------------------------------------------------------------------- */

static GtkTextTag *
find_tag (GtkTextBuffer *buffer, guint hue)
{
  g_autofree char *name = g_strdup_printf ("galley-round-%u", hue);

  return gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), name);
}

/* Below all others: what was found in the text is seen through it. */
static GtkTextTag *
ensure_tag (GtkTextBuffer *buffer, guint hue)
{
  GtkTextTag *tag = find_tag (buffer, hue);
  g_autofree char *name = NULL;

  if (tag != NULL)
    return tag;
  name = g_strdup_printf ("galley-round-%u", hue);
  tag = gtk_text_buffer_create_tag (buffer, name, NULL);
  gtk_text_tag_set_priority (tag, 0);
  return tag;
}

static GdkRGBA
get_colour (const GalleyHue *hue)
{
  GdkRGBA colour;
  float rgba[4];

  galley_hue_get_rgba (hue, adw_style_manager_get_dark (adw_style_manager_get_default ()), rgba);
  colour = (GdkRGBA){ rgba[0], rgba[1], rgba[2], rgba[3] };
  return colour;
}

static void
dress_tag (GtkTextTag *tag, GalleyTintKind kind, const GalleyHue *hue)
{
  GdkRGBA colour = get_colour (hue), ground = colour;
  gboolean marks = kind == GALLEY_TINTS_MARKS;

  ground.alpha = 0.22f;
  g_object_set (tag, "foreground-rgba", marks ? &colour : NULL, "underline",
                marks ? PANGO_UNDERLINE_SINGLE : PANGO_UNDERLINE_NONE, "underline-set", marks,
                "background-rgba", marks ? NULL : &ground, NULL);
}

static void
clear (GalleyColours *self)
{
  GtkTextIter start, end;

  g_clear_handle_id (&self->source, g_source_remove);
  galley_text_set_wedges (GALLEY_TEXT (galley_view_get_text_view (self->view)), NULL);
  if (self->coloured == NULL)
    return;
  gtk_text_buffer_get_bounds (self->coloured, &start, &end);
  for (guint i = 0; find_tag (self->coloured, i) != NULL; i++)
    gtk_text_buffer_remove_tag (self->coloured, find_tag (self->coloured, i), &start, &end);
  g_clear_weak_pointer (&self->coloured);
}

static void
apply_tint (GalleyColours *self, GalleyBuffer *buffer, const GalleyTint *tint)
{
  GtkTextIter start, end;

  /* A paragraph that was changed since is coloured the next time. */
  if (tint->end == tint->start || !galley_buffer_locate (buffer, tint->block, tint->start, &start) ||
      !galley_buffer_locate (buffer, tint->block, tint->end, &end))
    return;
  gtk_text_buffer_apply_tag (GTK_TEXT_BUFFER (buffer), find_tag (GTK_TEXT_BUFFER (buffer), tint->hue), &start,
                             &end);
}

static gboolean
apply_some (gpointer data)
{
  GalleyColours *self = data;
  GalleyBuffer *buffer = galley_view_get_buffer (self->view);

  for (guint i = 0; i < SLICE && buffer != NULL && self->n_applied < self->tints->tints->len; i++)
    apply_tint (self, buffer, g_ptr_array_index (self->tints->tints, self->n_applied++));
  if (buffer != NULL && self->n_applied < self->tints->tints->len)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
apply_wedges (GalleyColours *self)
{
  GArray *wedges = g_array_new (FALSE, FALSE, sizeof (GalleyWedge));

  for (guint i = 0; self->tints->kind == GALLEY_TINTS_MARKS && i < self->tints->tints->len; i++)
    {
      const GalleyTint *tint = g_ptr_array_index (self->tints->tints, i);
      GalleyWedge wedge = { tint->block, tint->start,
                            get_colour (g_ptr_array_index (self->tints->hues, tint->hue)) };

      if (tint->end == tint->start)
        g_array_append_val (wedges, wedge);
    }
  galley_text_set_wedges (GALLEY_TEXT (galley_view_get_text_view (self->view)), wedges);
}

static void
apply (GalleyColours *self)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (galley_view_get_buffer (self->view));

  clear (self);
  if (self->tints != NULL && buffer != NULL)
    {
      for (guint i = 0; i < self->tints->hues->len; i++)
        dress_tag (ensure_tag (buffer, i), self->tints->kind, g_ptr_array_index (self->tints->hues, i));
      g_set_weak_pointer (&self->coloured, buffer);
      self->n_applied = 0;
      self->source = g_idle_add (apply_some, self);
      apply_wedges (self);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

static void
on_tints (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyColours) self = data;
  GalleyTints *tints = galley_workflow_read_finish (GALLEY_WORKFLOW (object), result, NULL);

  if (self->reading != g_task_get_cancellable (G_TASK (result)) || self->session == NULL)
    {
      g_clear_pointer (&tints, galley_tints_free);
      return;
    }
  g_clear_object (&self->reading);
  clear (self);
  g_clear_pointer (&self->tints, galley_tints_free);
  self->tints = tints;
  apply (self);
}

static gboolean
start_reading (gpointer data)
{
  GalleyColours *self = data;
  GalleyArticle *article = galley_view_get_article (self->view);
  GalleyWorkflow *workflow = galley_session_get_workflow (self->session);

  self->timeout = 0;
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (article == NULL || galley_workflow_get_rounds (workflow) == NULL ||
      get_kind (self) == GALLEY_TINTS_NONE)
    {
      clear (self);
      g_clear_pointer (&self->tints, galley_tints_free);
      g_signal_emit (self, signals[CHANGED], 0);
      return G_SOURCE_REMOVE;
    }
  self->reading = g_cancellable_new ();
  galley_workflow_read_async (
      workflow, FALSE, galley_tints_read,
      galley_tints_order (get_kind (self), galley_article_get_id (article), self->round),
      galley_tints_order_free, (GDestroyNotify) galley_tints_free, self->reading, on_tints,
      g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
queue (GalleyColours *self, guint delay)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (delay, start_reading, self);
}

static void
on_text_changed (GalleyColours *self)
{
  if (get_kind (self) != GALLEY_TINTS_NONE)
    queue (self, PAUSE_MS);
}

static void
on_changed (GalleyColours *self)
{
  if (get_kind (self) != GALLEY_TINTS_NONE || self->tints != NULL)
    queue (self, 0);
}

static void
on_article (GalleyColours *self)
{
  clear (self);
  g_clear_pointer (&self->tints, galley_tints_free);
  g_clear_pointer (&self->round, g_free);
  g_signal_group_set_target (self->article_signals, galley_view_get_article (self->view));
  queue (self, 0);
}

/* Two kinds of colours in one text would say nothing. */
static void
on_setting (GalleyColours *self, const char *key)
{
  const char *other = g_str_equal (key, "marks-visible") ? "blame-visible" : "marks-visible";

  if (g_settings_get_boolean (self->settings, key))
    g_settings_set_boolean (self->settings, other, FALSE);
  else if (g_str_equal (key, "marks-visible"))
    g_clear_pointer (&self->round, g_free);
  queue (self, 0);
}

/* --- the object ---------------------------------------------------------------------------------------------------- */

static void
galley_colours_dispose (GObject *object)
{
  GalleyColours *self = GALLEY_COLOURS (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->article_signals);
  g_clear_weak_pointer (&self->coloured);
  g_clear_object (&self->view);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (galley_colours_parent_class)->dispose (object);
}

static void
galley_colours_finalize (GObject *object)
{
  GalleyColours *self = GALLEY_COLOURS (object);

  g_clear_pointer (&self->tints, galley_tints_free);
  g_free (self->round);
  G_OBJECT_CLASS (galley_colours_parent_class)->finalize (object);
}

static void
galley_colours_class_init (GalleyColoursClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_colours_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_colours_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
galley_colours_init (GalleyColours *self)
{
  self->article_signals = g_signal_group_new (GALLEY_TYPE_ARTICLE);
  g_signal_group_connect_swapped (self->article_signals, "items-changed", G_CALLBACK (on_text_changed), self);
}

GalleyColours *
galley_colours_new (GalleySession *session, GalleyView *view)
{
  GalleyColours *self;

  g_return_val_if_fail (GALLEY_IS_SESSION (session), NULL);
  g_return_val_if_fail (GALLEY_IS_VIEW (view), NULL);

  self = g_object_new (GALLEY_TYPE_COLOURS, NULL);
  self->session = g_object_ref (session);
  self->view = g_object_ref (view);
  self->settings = g_object_ref (galley_session_get_settings (session));
  g_signal_connect_object (view, "notify::article", G_CALLBACK (on_article), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (galley_session_get_workflow (session), "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::marks-visible", G_CALLBACK (on_setting), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::blame-visible", G_CALLBACK (on_setting), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (apply), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
galley_colours_show_round (GalleyColours *self, const char *round)
{
  g_return_if_fail (GALLEY_IS_COLOURS (self));

  g_settings_set_boolean (self->settings, "marks-visible", TRUE);
  g_free (self->round);
  self->round = g_strdup (round);
  queue (self, 0);
}

char *
galley_colours_dup_legend (GalleyColours *self)
{
  GString *legend;

  g_return_val_if_fail (GALLEY_IS_COLOURS (self), NULL);

  if (get_kind (self) == GALLEY_TINTS_NONE || self->tints == NULL)
    return NULL;
  legend = g_string_new (NULL);
  for (guint i = 0; i < self->tints->hues->len; i++)
    {
      const GalleyHue *hue = g_ptr_array_index (self->tints->hues, i);
      GdkRGBA colour = get_colour (hue);
      g_autofree char *label = g_markup_escape_text (hue->label, -1);

      g_string_append_printf (legend, "%s<span foreground=\"#%02x%02x%02x\">■</span> %s", i > 0 ? "    " : "",
                              (guint) (colour.red * 255), (guint) (colour.green * 255),
                              (guint) (colour.blue * 255), label);
    }
  if (self->tints->hues->len == 0)
    g_string_append (legend, self->tints->kind == GALLEY_TINTS_BLAME
                                 ? _ ("All of it is as it came in.")
                                 : _ ("No round was begun: there are no marks."));
  else if (self->tints->kind == GALLEY_TINTS_MARKS)
    g_string_append_printf (legend, ngettext (" · %u mark", " · %u marks", self->tints->tints->len),
                            self->tints->tints->len);
  return g_string_free (legend, FALSE);
}

char *
galley_colours_dup_caret (GalleyColours *self)
{
  GalleyArticle *article;
  GalleyBlock *block;
  guint line, offset;

  g_return_val_if_fail (GALLEY_IS_COLOURS (self), NULL);

  article = galley_view_get_article (self->view);
  if (article == NULL || self->tints == NULL)
    return NULL;
  galley_view_get_caret (self->view, &line, &offset);
  block = galley_article_get_block (article, line);
  for (guint i = 0; i < self->tints->tints->len; i++)
    {
      const GalleyTint *tint = g_ptr_array_index (self->tints->tints, i);

      if (tint->block == block && offset >= tint->start &&
          (offset < tint->end || (tint->start == tint->end && offset == tint->start)))
        return g_strdup (tint->text);
    }
  return self->tints->kind == GALLEY_TINTS_BLAME && block != NULL ? g_strdup (_ ("As it came in")) : NULL;
}

gboolean
galley_colours_is_busy (GalleyColours *self)
{
  g_return_val_if_fail (GALLEY_IS_COLOURS (self), FALSE);

  return self->timeout != 0 || self->reading != NULL || self->source != 0;
}
