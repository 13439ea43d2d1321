/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-copy-private.h"

/* Of what a remark is about so much is kept, until it is known how much is shown (bytes). */
#define MAX_QUOTE_BYTES 1024u
/* So many are open at once: all text is written to each of them. */
#define MAX_OPEN_QUOTES 64u

static void
run_clear (gpointer data)
{
  g_free (((GalleyCopyRun *) data)->address);
}

static void
comment_free (gpointer data)
{
  GalleyCopyComment *comment = data;

  g_free (comment->author);
  g_free (comment->text);
  g_free (comment->id);
  g_free (comment);
}

static void
quote_free (gpointer data)
{
  GalleyCopyQuote *quote = data;

  g_string_free (quote->text, TRUE);
  g_free (quote);
}

static void
item_free (gpointer data)
{
  GalleyCopyItem *item = data;

  g_string_free (item->text, TRUE);
  g_array_unref (item->runs);
  g_free (item->style);
  g_clear_pointer (&item->comments, g_ptr_array_unref);
  g_clear_object (&item->asset);
  g_free (item);
}

static GalleyCopyItem *
item_new (const char *style, guint level)
{
  GalleyCopyItem *item = g_new0 (GalleyCopyItem, 1);

  item->text = g_string_new (NULL);
  item->runs = g_array_new (FALSE, FALSE, sizeof (GalleyCopyRun));
  g_array_set_clear_func (item->runs, run_clear);
  item->style = g_strdup (style);
  item->level = level;
  return item;
}

static void
frame_free (gpointer data)
{
  GalleyCopyFrame *frame = data;

  g_ptr_array_unref (frame->items);
  g_ptr_array_unref (frame->boxes);
  g_clear_pointer (&frame->current, item_free);
  g_free (frame->label);
  g_free (frame);
}

static GalleyCopyFrame *
frame_new (void)
{
  GalleyCopyFrame *frame = g_new0 (GalleyCopyFrame, 1);

  frame->items = g_ptr_array_new_with_free_func (item_free);
  frame->boxes = g_ptr_array_new_with_free_func (item_free);
  return frame;
}

static void
meta_free (gpointer data)
{
  GalleyMetaItem *item = data;

  g_free (item->key);
  g_free (item->value);
  g_free (item->qualifier);
  g_free (item);
}

GalleyCopyFrame *
galley_copy_top (GalleyCopy *self)
{
  return g_ptr_array_index (self->frames, self->frames->len - 1);
}

GalleyCopy *
galley_copy_new (void)
{
  GalleyCopy *self = g_new0 (GalleyCopy, 1);

  self->frames = g_ptr_array_new_with_free_func (frame_free);
  self->notes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->meta = g_ptr_array_new_with_free_func (meta_free);
  self->comments = g_ptr_array_new_with_free_func (comment_free);
  self->quotes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, quote_free);
  self->open = g_ptr_array_new ();
  self->authors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_ptr_array_add (self->frames, frame_new ());
  return self;
}

void
galley_copy_free (GalleyCopy *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->frames);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->meta);
  g_ptr_array_unref (self->comments);
  g_ptr_array_unref (self->open);
  g_hash_table_unref (self->quotes);
  g_hash_table_unref (self->authors);
  g_free (self);
}

/* --- what the importer tells ------------------------------------------------------------------------------------ */

static gboolean
is_in_line (const GalleyCopyFrame *frame)
{
  return frame->rows > frame->plain_rows;
}

void
galley_copy_finish_item (GalleyCopy *self, GalleyCopyFrame *frame)
{
  GalleyCopyItem *item = g_steal_pointer (&frame->current);

  g_clear_pointer (&frame->label, g_free);
  frame->merging = FALSE;
  frame->parting = FALSE;
  frame->tabs = 0;
  frame->mark = 0;
  if (item != NULL && item->text->len > 0)
    {
      item->notes = self->notes->len;
      g_ptr_array_add (frame->items, item);
      self->n_items++;
    }
  else if (item != NULL)
    {
      if (item->comments != NULL)
        g_ptr_array_extend_and_steal (self->comments, g_steal_pointer (&item->comments));
      item_free (item);
    }
  g_ptr_array_extend_and_steal (frame->items, g_steal_pointer (&frame->boxes));
  frame->boxes = g_ptr_array_new_with_free_func (item_free);
}

/* What is full needs no more text, and makes room for another. */
static void
append_to_quotes (GalleyCopy *self, const char *utf8, gsize length)
{
  for (guint i = self->open->len; i > 0; i--)
    {
      GalleyCopyQuote *quote = g_ptr_array_index (self->open, i - 1);

      g_string_append_len (quote->text, utf8, (gssize) MIN (length, MAX_QUOTE_BYTES));
      if (quote->text->len >= MAX_QUOTE_BYTES)
        g_ptr_array_remove_index_fast (self->open, i - 1);
    }
}

static void
append (GalleyCopy *self, const char *utf8, gsize length, GalleyStyle style, const char *address)
{
  GalleyCopyItem *item = galley_copy_top (self)->current;
  const GalleyCopyRun *last =
      item->runs->len > 0 ? &g_array_index (item->runs, GalleyCopyRun, item->runs->len - 1) : NULL;

  if (last == NULL || last->style != style || g_strcmp0 (last->address, address) != 0)
    {
      GalleyCopyRun run = { (guint) item->text->len, style, g_strdup (address) };

      g_array_append_val (item->runs, run);
    }
  g_string_append_len (item->text, utf8, (gssize) length);
  self->n_bytes += length;
  append_to_quotes (self, utf8, length);
}

void
galley_copy_begin (GalleyCopy *self, const char *style, guint level)
{
  GalleyCopyFrame *frame = galley_copy_top (self);

  if (is_in_line (frame))
    return;
  if (frame->merging && frame->current != NULL)
    {
      /* A merged paragraph is of the kind of its last part. */
      g_free (frame->current->style);
      frame->current->style = g_strdup (style);
      frame->current->level = level;
      frame->merging = FALSE;
      return;
    }
  galley_copy_finish_item (self, frame);
  frame->current = item_new (style, level);
}

void
galley_copy_begin_article (GalleyCopy *self)
{
  GalleyCopyFrame *frame = galley_copy_top (self);

  if (frame->current != NULL && !is_in_line (frame) && self->frames->len == 1)
    frame->current->begins = self->has_marks = TRUE;
}

void
galley_copy_label (GalleyCopy *self, const char *label)
{
  GalleyCopyFrame *frame = galley_copy_top (self);

  g_free (frame->label);
  frame->label = frame->current != NULL && (frame->current->text->len <= frame->mark || is_in_line (frame))
                     ? g_strdup (label)
                     : NULL;
}

void
galley_copy_display (GalleyCopy *self)
{
  if (galley_copy_top (self)->current != NULL && !is_in_line (galley_copy_top (self)))
    galley_copy_top (self)->current->display = TRUE;
}

static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) && !g_unichar_iswide (c);
}

static void
write_tabs (GalleyCopy *self, GalleyCopyFrame *frame)
{
  for (; frame->tabs > 0; frame->tabs--)
    append (self, "\t", 1, GALLEY_STYLE_PLAIN, NULL);
}

/* A mark that was typed before an item, as those that lists have: the tab behind it parts no columns. */
static gboolean
is_typed_mark (const GString *text)
{
  static const char *const marks[] = { "•", "–", "-", "·", "◦", "○", "●", "▪", "■", "□", "◆", "➢", "✓" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (g_str_equal (text->str, marks[i]))
        return TRUE;
    }
  return FALSE;
}

static void
append_line (GalleyCopy *self, const char *utf8, gsize length, GalleyStyle style, const char *address)
{
  GalleyCopyFrame *frame = galley_copy_top (self);
  g_autofree char *label = NULL;

  if (length == 0 || galley_copy_is_full (self))
    return;
  if (frame->current == NULL)
    frame->current = item_new (NULL, 0);
  if (frame->tabs > 0)
    write_tabs (self, frame);
  else if (frame->cell_gap && is_in_line (frame))
    append (self, " ", 1, GALLEY_STYLE_PLAIN, NULL);
  else if (frame->parting && is_word (g_utf8_get_char (utf8)))
    append (self, " ", 1, GALLEY_STYLE_PLAIN, NULL);
  frame->cell_gap = FALSE;
  frame->parting = FALSE;
  label = g_steal_pointer (&frame->label);
  if (label != NULL)
    append (self, label, strlen (label), GALLEY_STYLE_PLAIN, NULL);
  if (*utf8 == '\t' && !is_in_line (frame) && is_typed_mark (frame->current->text))
    {
      append (self, " ", 1, style, address);
      utf8++;
      length--;
    }
  if (length > 0)
    append (self, utf8, length, style, address);
}

void
galley_copy_text (GalleyCopy *self, const char *utf8, gssize length, GalleyStyle style, const char *address)
{
  const char *end = utf8 + (length < 0 ? (gssize) strlen (utf8) : length);

  for (const char *line = utf8;; line++)
    {
      const char *line_end = memchr (line, '\n', (gsize) (end - line));
      GalleyCopyFrame *frame = galley_copy_top (self);

      append_line (self, line, (gsize) ((line_end != NULL ? line_end : end) - line), style, address);
      if (line_end == NULL)
        return;
      if (is_in_line (frame))
        frame->cell_gap = TRUE;
      else if (frame->current != NULL && frame->current->text->len > 0)
        {
          g_autofree char *name = g_strdup (frame->current->style);
          gboolean display = frame->current->display;
          guint level = frame->current->level;

          galley_copy_finish_item (self, frame);
          frame->current = item_new (name, level);
          frame->current->display = display;
        }
      line = line_end;
    }
}

void
galley_copy_end (GalleyCopy *self)
{
  GalleyCopyFrame *frame = galley_copy_top (self);

  if (!is_in_line (frame))
    {
      galley_copy_finish_item (self, frame);
      return;
    }
  g_clear_pointer (&frame->label, g_free);
  frame->cell_gap = frame->current != NULL && frame->current->text->len > 0 &&
                    !g_str_has_suffix (frame->current->text->str, "\t");
}

void
galley_copy_end_merging (GalleyCopy *self, gboolean parts)
{
  GalleyCopyFrame *frame = galley_copy_top (self);
  const GString *text = frame->current != NULL ? frame->current->text : NULL;

  frame->merging = !is_in_line (frame);
  frame->parting = parts && text != NULL && text->len > 0 &&
                   is_word (g_utf8_get_char (g_utf8_find_prev_char (text->str, text->str + text->len)));
}

void
galley_copy_begin_row (GalleyCopy *self, guint n_cells)
{
  GalleyCopyFrame *frame = galley_copy_top (self);
  gboolean was_in_line = is_in_line (frame);

  frame->rows++;
  if (was_in_line)
    {
      write_tabs (self, frame);
      frame->cell_gap = frame->current->text->len > 0 && !g_str_has_suffix (frame->current->text->str, "\t");
    }
  else
    {
      galley_copy_finish_item (self, frame);
      if (n_cells == 1)
        frame->plain_rows++;
      else
        frame->current = item_new (NULL, 0);
      frame->cell_gap = FALSE;
    }
}

void
galley_copy_next_cell (GalleyCopy *self)
{
  GalleyCopyFrame *frame = galley_copy_top (self);

  frame->cell_gap = FALSE;
  if (is_in_line (frame) && frame->current != NULL)
    frame->tabs++;
}

void
galley_copy_end_row (GalleyCopy *self)
{
  GalleyCopyFrame *frame = galley_copy_top (self);

  if (frame->rows == 0)
    return;
  frame->rows--;
  frame->tabs = 0;
  if (frame->plain_rows > frame->rows)
    {
      frame->plain_rows = frame->rows;
      galley_copy_finish_item (self, frame);
    }
  else if (!is_in_line (frame))
    galley_copy_finish_item (self, frame);
  frame->cell_gap = is_in_line (frame);
}

void
galley_copy_push_flow (GalleyCopy *self, GalleyCopyFlow flow)
{
  g_autofree char *mark = NULL;

  if (flow == GALLEY_COPY_NOTE)
    {
      g_ptr_array_add (self->notes, g_ptr_array_new_with_free_func (item_free));
      mark = g_strdup_printf ("[%u]", self->notes->len);
      append_line (self, mark, strlen (mark), GALLEY_STYLE_PLAIN, NULL);
    }
  g_ptr_array_add (self->frames, frame_new ());
  if (mark != NULL)
    {
      g_autofree char *label = g_strconcat (mark, " ", NULL);
      GalleyCopyFrame *frame = galley_copy_top (self);

      frame->note = self->notes->len;
      frame->current = item_new (NULL, 0);
      append_line (self, label, strlen (label), GALLEY_STYLE_PLAIN, NULL);
      frame->mark = frame->current->text->len;
      /* The first paragraph of the note goes on in it. */
      frame->merging = TRUE;
    }
}

void
galley_copy_pop_flow (GalleyCopy *self)
{
  GalleyCopyFrame *frame = galley_copy_top (self);
  GalleyCopyFrame *below;
  GPtrArray *target;

  if (self->frames->len < 2)
    return;
  galley_copy_finish_item (self, frame);
  g_ptr_array_steal_index (self->frames, self->frames->len - 1);
  below = galley_copy_top (self);
  if (frame->note > 0)
    target = g_ptr_array_index (self->notes, frame->note - 1);
  else
    target = below->current != NULL ? below->boxes : below->items;
  g_ptr_array_extend_and_steal (target, g_steal_pointer (&frame->items));
  frame->items = g_ptr_array_new ();
  frame_free (frame);
}

guint
galley_copy_get_depth (GalleyCopy *self)
{
  return self->frames->len - 1;
}

void
galley_copy_picture (GalleyCopy *self, GalleyAsset *asset)
{
  GalleyCopyFrame *frame = galley_copy_top (self);
  GalleyCopyItem *item = item_new (NULL, 0);

  item->asset = g_object_ref (asset);
  item->notes = self->notes->len;
  g_ptr_array_add (frame->current != NULL ? frame->boxes : frame->items, item);
}

void
galley_copy_meta (GalleyCopy *self, const char *key, const char *value, const char *qualifier)
{
  GalleyMetaItem *item;

  if (value == NULL || *value == '\0')
    return;
  item = g_new0 (GalleyMetaItem, 1);
  item->key = g_strdup (key);
  item->value = g_strdup (value);
  item->qualifier = g_strdup (qualifier);
  g_ptr_array_add (self->meta, item);
}

void
galley_copy_count_change (GalleyCopy *self, const char *author)
{
  self->n_changes++;
  if (author != NULL && *author != '\0' && !g_hash_table_contains (self->authors, author))
    g_hash_table_add (self->authors, g_strdup (author));
}

void
galley_copy_count_table (GalleyCopy *self)
{
  self->n_tables++;
}

void
galley_copy_count_hidden (GalleyCopy *self)
{
  self->n_hidden++;
}

void
galley_copy_count_missing (GalleyCopy *self)
{
  self->n_missing++;
}

void
galley_copy_count_drawing (GalleyCopy *self)
{
  self->n_drawings++;
}

void
galley_copy_open_quote (GalleyCopy *self, const char *id)
{
  GalleyCopyQuote *quote;

  if (id == NULL || self->open->len >= MAX_OPEN_QUOTES || g_hash_table_contains (self->quotes, id))
    return;
  quote = g_new0 (GalleyCopyQuote, 1);
  quote->text = g_string_new (NULL);
  g_hash_table_insert (self->quotes, g_strdup (id), quote);
  g_ptr_array_add (self->open, quote);
}

void
galley_copy_close_quote (GalleyCopy *self, const char *id)
{
  GalleyCopyQuote *quote = id != NULL ? g_hash_table_lookup (self->quotes, id) : NULL;

  if (quote == NULL)
    return;
  quote->is_closed = TRUE;
  g_ptr_array_remove_fast (self->open, quote);
}

void
galley_copy_comment (GalleyCopy *self, const char *author, const char *text, const char *id)
{
  GalleyCopyFrame *frame = galley_copy_top (self);
  GalleyCopyComment *comment;
  GPtrArray **target;

  if (*text == '\0')
    return;
  self->n_comments++;
  comment = g_new0 (GalleyCopyComment, 1);
  comment->author = g_strdup (author);
  comment->text = g_strdup (text);
  comment->id = g_strdup (id);
  target = frame->current != NULL ? &frame->current->comments : &self->comments;
  if (*target == NULL)
    *target = g_ptr_array_new_with_free_func (comment_free);
  g_ptr_array_add (*target, comment);
}

gboolean
galley_copy_is_full (GalleyCopy *self)
{
  return self->n_bytes > GALLEY_BUILDER_MAX_BYTES || self->n_items > GALLEY_BUILDER_MAX_BLOCKS;
}
