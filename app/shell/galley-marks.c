/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-marks.h"

#include "galley-places.h"

/* Lines that are marked in one go. */
#define SLICE 24

struct _GalleyMarks
{
  GObject parent_instance;

  GalleyBuffer *buffer;
  GtkTextTag *tags[GALLEY_SEVERITY_ERROR + 1];
  GHashTable *applied; /* GalleyBlock (borrowed: only compared) → a hash of the marks its line wears */
};

G_DEFINE_FINAL_TYPE (GalleyMarks, galley_marks, G_TYPE_OBJECT)

/* Colours by severity: for a light ground, a dark one, and both again with high contrast. Shape tells them apart as well. */
static const char *const colours[4][GALLEY_SEVERITY_ERROR + 1] = {
  { "#8a8a8a", "#b86f00", "#d3122a" },
  { "#9a9a9a", "#ffb84d", "#ff6b6b" },
  { "#505050", "#7a4300", "#a8001a" },
  { "#d0d0d0", "#ffd080", "#ff9a9a" },
};

static const PangoUnderline shapes[GALLEY_SEVERITY_ERROR + 1] = {
  PANGO_UNDERLINE_SINGLE,
  PANGO_UNDERLINE_DOUBLE,
  PANGO_UNDERLINE_ERROR,
};

/* Takes the marks off that the place touches. */
static void
unmark_at (GalleyMarks *self, const GtkTextIter *from, const GtkTextIter *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->tags); i++)
    {
      GtkTextIter start = *from;
      GtkTextIter end = *to;
      gboolean before =
          gtk_text_iter_ends_tag (from, self->tags[i]) || gtk_text_iter_has_tag (from, self->tags[i]);
      gboolean behind = gtk_text_iter_has_tag (to, self->tags[i]);

      if (!before && !behind && !gtk_text_iter_starts_tag (from, self->tags[i]))
        continue;
      if (before && !gtk_text_iter_starts_tag (&start, self->tags[i]))
        gtk_text_iter_backward_to_tag_toggle (&start, self->tags[i]);
      if (behind)
        gtk_text_iter_forward_to_tag_toggle (&end, self->tags[i]);
      gtk_text_buffer_remove_tag (GTK_TEXT_BUFFER (self->buffer), self->tags[i], &start, &end);
    }
}

static void
inserted_cb (GalleyMarks *self, GtkTextIter *end, const char *text, int length)
{
  GtkTextIter start = *end;

  gtk_text_iter_backward_chars (&start, g_utf8_strlen (text, length));
  unmark_at (self, &start, end);
}

static void
deleted_cb (GalleyMarks *self, GtkTextIter *start, GtkTextIter *end)
{
  unmark_at (self, start, start);
}

static void
article_items_changed_cb (
    GalleyMarks *self, guint position, guint n_removed, guint n_added, GListModel *model)
{
  /* A block that comes back by undo finds its line in an unknown state. */
  for (guint i = 0; i < n_added; i++)
    g_hash_table_remove (self->applied, galley_article_get_block (GALLEY_ARTICLE (model), position + i));
}

static void
galley_marks_dispose (GObject *object)
{
  GalleyMarks *self = GALLEY_MARKS (object);

  if (self->buffer != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->buffer, self);
      g_signal_handlers_disconnect_by_data (galley_buffer_get_article (self->buffer), self);
    }
  g_clear_object (&self->buffer);
  g_clear_pointer (&self->applied, g_hash_table_unref);
  G_OBJECT_CLASS (galley_marks_parent_class)->dispose (object);
}

static void
galley_marks_class_init (GalleyMarksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_marks_dispose;
}

static void
galley_marks_init (GalleyMarks *self)
{
  self->applied = g_hash_table_new (NULL, NULL);
}

GalleyMarks *
galley_marks_new (GalleyBuffer *buffer)
{
  GalleyMarks *self;

  g_return_val_if_fail (GALLEY_IS_BUFFER (buffer), NULL);

  self = g_object_new (GALLEY_TYPE_MARKS, NULL);
  self->buffer = g_object_ref (buffer);
  for (guint i = 0; i < G_N_ELEMENTS (self->tags); i++)
    self->tags[i] = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (buffer), NULL, "underline", shapes[i], NULL);
  galley_marks_set_ground (self, FALSE, FALSE);
  g_signal_connect_data (buffer, "insert-text", G_CALLBACK (inserted_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_data (buffer, "delete-range", G_CALLBACK (deleted_cb), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_swapped (galley_buffer_get_article (buffer), "items-changed",
                            G_CALLBACK (article_items_changed_cb), self);
  return self;
}

/* One underline of a line. */
typedef struct
{
  guint start;
  guint end;
  GalleySeverity severity;
} Mark;

static guint
hash_of_marks (const GArray *marks)
{
  guint hash = 17;

  for (guint i = 0; marks != NULL && i < marks->len; i++)
    {
      const Mark *mark = &g_array_index (marks, Mark, i);

      hash = ((hash * 31 + mark->start) * 31 + mark->end) * 31 + mark->severity;
    }
  return hash;
}

static void
mark_line (GalleyMarks *self, guint line, const GArray *marks)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  GtkTextIter start;
  GtkTextIter end;

  /* The line end is cleared as well: a mark that reached it would else go on with the next line. */
  gtk_text_buffer_get_iter_at_line (buffer, &start, line);
  end = start;
  gtk_text_iter_forward_line (&end);
  for (guint i = 0; i < G_N_ELEMENTS (self->tags); i++)
    gtk_text_buffer_remove_tag (buffer, self->tags[i], &start, &end);
  for (guint i = 0; marks != NULL && i < marks->len; i++)
    {
      const Mark *mark = &g_array_index (marks, Mark, i);

      gtk_text_buffer_get_iter_at_line (buffer, &start, line);
      gtk_text_iter_forward_chars (&start, mark->start);
      end = start;
      /* A finding of no width is shown on the character behind it, at the end of the line on the one before. */
      if (mark->end == mark->start && gtk_text_iter_ends_line (&end))
        gtk_text_iter_backward_char (&start);
      else
        gtk_text_iter_forward_chars (&end, MAX (mark->end - mark->start, 1));
      if (gtk_text_iter_get_line (&start) == (gint) line)
        gtk_text_buffer_apply_tag (buffer, self->tags[mark->severity], &start, &end);
    }
}

/* The marks that are due: GalleyBlock → array of Mark. */
static GHashTable *
collect_marks (GalleyProof *proof, GalleyArticle *article)
{
  GHashTable *due = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  GListModel *findings = galley_proof_get_findings (proof, article);
  guint n = g_list_model_get_n_items (findings);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, i);
      guint n_places = galley_places_count (finding);

      for (guint k = 0; k < n_places; k++)
        {
          GalleyPlace place = galley_places_get (finding, k);
          Mark mark = { place.start, place.end, galley_finding_get_severity (finding) };
          GArray *marks = g_hash_table_lookup (due, place.block);

          if (galley_proof_is_at_hand (proof, article, place.block, place.start, place.end))
            continue;
          if (marks == NULL)
            {
              marks = g_array_new (FALSE, FALSE, sizeof (Mark));
              g_hash_table_insert (due, place.block, marks);
            }
          g_array_append_val (marks, mark);
        }
    }
  return due;
}

gboolean
galley_marks_sync (GalleyMarks *self, GalleyProof *proof)
{
  g_autoptr (GHashTable) due = NULL;
  GalleyArticle *article;
  GHashTable *applied;
  guint n_blocks;
  guint n_marked = 0;

  g_return_val_if_fail (GALLEY_IS_MARKS (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_PROOF (proof), FALSE);

  article = galley_buffer_get_article (self->buffer);
  n_blocks = galley_article_get_n_blocks (article);
  /* As long as a paragraph waits for its check, what is known of the article is half of it: nothing flickers. */
  for (guint line = 0; line < n_blocks; line++)
    {
      if (!galley_proof_has_seen (proof, article, galley_article_get_block (article, line)))
        return FALSE;
    }
  due = collect_marks (proof, article);
  applied = g_hash_table_new (NULL, NULL);
  for (guint line = 0; line < n_blocks; line++)
    {
      GalleyBlock *block = galley_article_get_block (article, line);
      GArray *marks = g_hash_table_lookup (due, block);
      guint hash = hash_of_marks (marks);
      gpointer worn = g_hash_table_lookup (self->applied, block);

      if (worn == NULL || GPOINTER_TO_UINT (worn) != hash)
        {
          if (n_marked++ >= SLICE)
            continue;
          mark_line (self, line, marks);
        }
      g_hash_table_insert (applied, block, GUINT_TO_POINTER (hash));
    }
  g_hash_table_unref (self->applied);
  self->applied = applied;
  return n_marked > SLICE;
}

void
galley_marks_clear (GalleyMarks *self)
{
  GtkTextIter start;
  GtkTextIter end;

  g_return_if_fail (GALLEY_IS_MARKS (self));

  gtk_text_buffer_get_bounds (GTK_TEXT_BUFFER (self->buffer), &start, &end);
  for (guint i = 0; i < G_N_ELEMENTS (self->tags); i++)
    gtk_text_buffer_remove_tag (GTK_TEXT_BUFFER (self->buffer), self->tags[i], &start, &end);
  g_hash_table_remove_all (self->applied);
}

void
galley_marks_set_ground (GalleyMarks *self, gboolean dark, gboolean high_contrast)
{
  const char *const *row = colours[(dark ? 1 : 0) + (high_contrast ? 2 : 0)];

  g_return_if_fail (GALLEY_IS_MARKS (self));

  for (guint i = 0; i < G_N_ELEMENTS (self->tags); i++)
    {
      GdkRGBA colour;

      gdk_rgba_parse (&colour, row[i]);
      g_object_set (self->tags[i], "underline-rgba", &colour, NULL);
      /* A line below a comma is hardly seen: a breath of the colour behind it is. */
      colour.alpha = high_contrast ? 0.25f : 0.12f;
      g_object_set (self->tags[i], "background-rgba", &colour, NULL);
    }
}
