/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-buffer.h"
#include "galley-hand.h"

#include <string.h>

#include "galley-check.h"
#include "galley-clean.h"
#include "galley-history.h"

struct _GalleyBuffer
{
  GtkSourceBuffer parent_instance;

  GalleyArticle *article;
  GPtrArray
      *blocks; /* the blocks as the text shows them: what an outside change took away is known from here */
  GtkTextTag *role_tags[GALLEY_N_ROLES];
  GtkTextTag *indent_tag;

  GalleyHistory *history;
  guint depth;         /* of user actions */
  GalleyStroke stroke; /* the text edit in hand */
  GalleyCaret before;  /* where the caret was */

  guint writing : 1;    /* our own text edit goes to the article */
  guint reflecting : 1; /* the article's change goes to the text */
  guint replaying : 1;  /* undo or redo: nothing is recorded */
  guint tagging : 1;    /* we give lines their tags */
  guint outside : 1;    /* a change of several articles is under way */
  guint touched : 1;    /* and has changed this one */
  int direction;        /* 0: done, -1: undone, 1: redone */
  guint could_undo : 1;
  guint could_redo : 1;
};

G_DEFINE_FINAL_TYPE (GalleyBuffer, galley_buffer, GTK_SOURCE_TYPE_BUFFER)

enum
{
  PROP_0,
  PROP_ARTICLE,
  PROP_CAN_STEP_BACK,
  PROP_CAN_STEP_FORWARD,
  N_PROPS
};

enum
{
  ROLES_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static const struct
{
  double scale;
  int weight;
  int above;
  int below;
  gboolean indented;
} looks[GALLEY_N_ROLES] = {
  [GALLEY_ROLE_KICKER] = { 1.1, PANGO_WEIGHT_MEDIUM, 6, 2, FALSE },
  [GALLEY_ROLE_HEADLINE] = { 1.6, PANGO_WEIGHT_BOLD, 6, 6, FALSE },
  [GALLEY_ROLE_SUBHEAD] = { 1.15, PANGO_WEIGHT_MEDIUM, 2, 6, FALSE },
  [GALLEY_ROLE_PEOPLE] = { 1.0, PANGO_WEIGHT_MEDIUM, 4, 4, FALSE },
  [GALLEY_ROLE_BYLINE] = { 0.95, PANGO_WEIGHT_NORMAL, 4, 8, FALSE },
  [GALLEY_ROLE_BODY] = { 1.0, PANGO_WEIGHT_NORMAL, 4, 4, TRUE },
  [GALLEY_ROLE_CROSSHEAD] = { 1.0, PANGO_WEIGHT_BOLD, 10, 4, FALSE },
  [GALLEY_ROLE_QUOTE] = { 0.95, PANGO_WEIGHT_NORMAL, 4, 4, TRUE },
  [GALLEY_ROLE_NOTE] = { 0.95, PANGO_WEIGHT_NORMAL, 4, 4, TRUE },
  [GALLEY_ROLE_CAPTION] = { 0.9, PANGO_WEIGHT_NORMAL, 6, 2, FALSE },
  [GALLEY_ROLE_CREDIT] = { 0.9, PANGO_WEIGHT_NORMAL, 2, 6, FALSE },
  [GALLEY_ROLE_JUMP] = { 0.9, PANGO_WEIGHT_NORMAL, 4, 4, FALSE },
  [GALLEY_ROLE_AD] = { 0.9, PANGO_WEIGHT_NORMAL, 4, 4, FALSE },
  [GALLEY_ROLE_FURNITURE] = { 0.85, PANGO_WEIGHT_NORMAL, 3, 3, FALSE },
};

static GtkTextBuffer *
as_text (GalleyBuffer *self)
{
  return GTK_TEXT_BUFFER (self);
}

static GalleyCaret
place_of_caret (GalleyBuffer *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (as_text (self), &iter, gtk_text_buffer_get_insert (as_text (self)));
  return (GalleyCaret){ gtk_text_iter_get_line (&iter), gtk_text_iter_get_line_offset (&iter) };
}

static void
put_caret (GalleyBuffer *self, GalleyCaret place)
{
  GtkTextIter iter;

  if (!gtk_text_buffer_get_iter_at_line (as_text (self), &iter, place.line))
    gtk_text_buffer_get_end_iter (as_text (self), &iter);
  else
    gtk_text_iter_forward_chars (&iter, MIN ((gint) place.offset, gtk_text_iter_get_chars_in_line (&iter)));
  if (gtk_text_iter_get_line (&iter) > (gint) place.line)
    gtk_text_iter_backward_char (&iter);
  gtk_text_buffer_place_cursor (as_text (self), &iter);
}

static void
tell_undo (GalleyBuffer *self)
{
  gboolean can_undo = galley_buffer_can_undo (self);
  gboolean can_redo = galley_buffer_can_redo (self);

  if (can_undo != self->could_undo)
    {
      self->could_undo = can_undo;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_STEP_BACK]);
    }
  if (can_redo != self->could_redo)
    {
      self->could_redo = can_redo;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_STEP_FORWARD]);
    }
}

/* Gives the lines from @first to @last (included) the tags of their roles. @fresh: the lines may wear others. */
static void
tag_lines (GalleyBuffer *self, guint first, guint last, gboolean fresh)
{
  GtkTextIter start;
  GtkTextIter end;

  if (self->blocks->len == 0)
    return;
  last = MIN (last, self->blocks->len - 1);
  if (first > last)
    return;
  self->tagging = TRUE;
  if (fresh)
    {
      gtk_text_buffer_get_iter_at_line (as_text (self), &start, first);
      gtk_text_buffer_get_iter_at_line (as_text (self), &end, last);
      gtk_text_iter_forward_line (&end);
      for (guint i = 0; i < GALLEY_N_ROLES; i++)
        gtk_text_buffer_remove_tag (as_text (self), self->role_tags[i], &start, &end);
      gtk_text_buffer_remove_tag (as_text (self), self->indent_tag, &start, &end);
    }
  for (guint line = first; line <= last; line++)
    {
      GalleyBlock *block = g_ptr_array_index (self->blocks, line);
      GalleyRole role = galley_block_get_role (block);

      gtk_text_buffer_get_iter_at_line (as_text (self), &start, line);
      end = start;
      /* Up to the line end, not over it: GTK looks for what a changed tag touches by where tags begin and end, and would
       * pass over a line inside of a longer run. */
      if (!gtk_text_iter_ends_line (&end))
        gtk_text_iter_forward_to_line_end (&end);
      gtk_text_buffer_apply_tag (as_text (self), self->role_tags[role], &start, &end);
      if (looks[role].indented && gtk_text_iter_get_char (&start) != 0x3000)
        gtk_text_buffer_apply_tag (as_text (self), self->indent_tag, &start, &end);
      else if (looks[role].indented)
        gtk_text_buffer_remove_tag (as_text (self), self->indent_tag, &start, &end);
    }
  self->tagging = FALSE;
}

static char *
join_texts (GPtrArray *blocks, guint first, guint n, gboolean newline_before, gboolean newline_after)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    {
      if (newline_before || (!newline_after && i > first))
        g_string_append_c (text, '\n');
      g_string_append (text, galley_block_get_text (g_ptr_array_index (blocks, i)));
      if (newline_after)
        g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

/* Brings the lines [@position, @position + @n_old) of the text, of @n_lines in all, to what the blocks hold now. Only the
 * part that differs is touched, so caret and marks around it stay. */
static void
reflect (GalleyBuffer *self, guint position, guint n_old, guint n_new, guint n_lines)
{
  gboolean at_end = position + n_old >= n_lines;
  gboolean before = at_end && position > 0;
  g_autofree char *new_text = join_texts (self->blocks, position, n_new, before, !at_end);
  g_autofree char *old_text = NULL;
  GtkTextIter start;
  GtkTextIter end;
  const char *old_end;
  const char *new_end;
  const char *o;
  const char *n;
  guint skip = 0;

  gtk_text_buffer_get_iter_at_line (as_text (self), &start, position);
  if (before)
    {
      gtk_text_buffer_get_iter_at_line (as_text (self), &start, position - 1);
      if (!gtk_text_iter_ends_line (&start))
        gtk_text_iter_forward_to_line_end (&start);
    }
  if (at_end)
    gtk_text_buffer_get_end_iter (as_text (self), &end);
  else
    gtk_text_buffer_get_iter_at_line (as_text (self), &end, position + n_old);
  old_text = gtk_text_buffer_get_slice (as_text (self), &start, &end, TRUE);

  for (o = old_text, n = new_text; *o != '\0' && g_utf8_get_char (o) == g_utf8_get_char (n); skip++)
    {
      o = g_utf8_next_char (o);
      n = g_utf8_next_char (n);
    }
  old_end = o + strlen (o);
  new_end = n + strlen (n);
  while (old_end > o && new_end > n)
    {
      const char *old_previous = g_utf8_prev_char (old_end);
      const char *new_previous = g_utf8_prev_char (new_end);

      if (g_utf8_get_char (old_previous) != g_utf8_get_char (new_previous))
        break;
      old_end = old_previous;
      new_end = new_previous;
    }

  self->reflecting = TRUE;
  gtk_text_iter_forward_chars (&start, skip);
  if (old_end > o)
    {
      end = start;
      gtk_text_iter_forward_chars (&end, g_utf8_strlen (o, old_end - o));
      gtk_text_buffer_delete (as_text (self), &start, &end);
    }
  if (new_end > n)
    gtk_text_buffer_insert (as_text (self), &start, n, new_end - n);
  self->reflecting = FALSE;
}

static void
article_items_changed_cb (
    GalleyBuffer *self, guint position, guint n_removed, guint n_added, GListModel *article)
{
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_lines = self->blocks->len;

  if (n_removed == 0 && n_added == 0)
    return;
  self->touched = TRUE;
  for (guint i = 0; i < n_removed; i++)
    g_ptr_array_add (removed, g_object_ref (g_ptr_array_index (self->blocks, position + i)));
  if (n_removed > 0)
    g_ptr_array_remove_range (self->blocks, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    {
      GalleyBlock *block = galley_article_get_block (GALLEY_ARTICLE (article), position + i);

      g_ptr_array_add (added, g_object_ref (block));
      g_ptr_array_insert (self->blocks, position + i, g_object_ref (block));
    }

  if (!self->replaying)
    {
      GalleyCaret caret = self->writing ? self->before : place_of_caret (self);

      galley_history_record (self->history, position, removed, added, self->writing ? &self->stroke : NULL,
                             caret);
    }
  if (!self->writing)
    {
      reflect (self, position, n_removed, n_added, n_lines);
      if (n_added > 0)
        tag_lines (self, position, position + n_added - 1, TRUE);
      g_signal_emit (self, signals[ROLES_CHANGED], 0, position, MAX (position + n_added, 1) - 1);
    }
  if (!self->replaying && self->depth == 0)
    galley_history_close (self->history, place_of_caret (self));
  tell_undo (self);
}

/* What comes below a line of this role, when a new line is begun at its end. */
static GalleyRole
role_below (GalleyRole role)
{
  switch (role)
    {
    case GALLEY_ROLE_KICKER:
      return GALLEY_ROLE_HEADLINE;
    case GALLEY_ROLE_CAPTION:
      return GALLEY_ROLE_CREDIT;
    case GALLEY_ROLE_HEADLINE:
    case GALLEY_ROLE_SUBHEAD:
    case GALLEY_ROLE_PEOPLE:
    case GALLEY_ROLE_BYLINE:
    case GALLEY_ROLE_CROSSHEAD:
    case GALLEY_ROLE_CREDIT:
      return GALLEY_ROLE_BODY;
    case GALLEY_ROLE_BODY:
    case GALLEY_ROLE_QUOTE:
    case GALLEY_ROLE_NOTE:
    case GALLEY_ROLE_JUMP:
    case GALLEY_ROLE_AD:
    case GALLEY_ROLE_FURNITURE:
    default:
      return role;
    }
}

/* The blocks that stand where @block stood after @text, which may have line ends, came in at @offset. */
static GPtrArray *
blocks_with_text (GalleyBlock *block, guint offset, const char *text)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_lines = g_strv_length (lines);
  guint length = block != NULL ? galley_block_get_length (block) : 0;
  GalleyRole role = block != NULL ? galley_block_get_role (block) : GALLEY_ROLE_BODY;
  g_autoptr (GalleyBlock) head = NULL;
  g_autoptr (GalleyBlock) tail = NULL;

  if (n_lines <= 1)
    {
      g_ptr_array_add (blocks, block != NULL ? galley_block_splice (block, offset, 0, text)
                                             : galley_block_new (role, text, -1));
      return blocks;
    }
  if (block == NULL)
    {
      for (guint i = 0; i < n_lines; i++)
        g_ptr_array_add (blocks, galley_block_new (role, lines[i], -1));
      return blocks;
    }
  head = galley_block_slice (block, 0, offset);
  g_ptr_array_add (blocks, galley_block_splice (head, offset, 0, lines[0]));
  /* At the end of a line begins what comes below it; in the middle, or in front, the rest stays what it was. */
  if (offset == length && length > 0)
    role = role_below (role);
  for (guint i = 1; i + 1 < n_lines; i++)
    g_ptr_array_add (blocks, galley_block_new (role, lines[i], -1));
  if (offset == length)
    g_ptr_array_add (blocks, galley_block_new (role, lines[n_lines - 1], -1));
  else
    {
      tail = galley_block_slice (block, offset, length);
      g_ptr_array_add (blocks, galley_block_splice (tail, 0, 0, lines[n_lines - 1]));
    }
  return blocks;
}

static void
write_article (GalleyBuffer *self, guint line, guint n_removed, GPtrArray *blocks)
{
  gboolean many = n_removed != 1 || blocks->len != 1;

  self->writing = TRUE;
  galley_article_splice (self->article, line, n_removed, (GalleyBlock *const *) blocks->pdata, blocks->len);
  self->writing = FALSE;
  tag_lines (self, line, line + blocks->len - 1, many);
  if (many)
    g_signal_emit (self, signals[ROLES_CHANGED], 0, line, line + blocks->len - 1);
}

static gboolean
ends_sentence (const char *text)
{
  gsize length = strlen (text);
  gunichar last = length > 0 ? g_utf8_get_char (g_utf8_prev_char (text + length)) : 0;

  return last == '\n' || last == 0x3002 || last == 0xff01 || last == 0xff1f || last == 0xff1b || last == '.';
}

static void
galley_buffer_insert_text (GtkTextBuffer *buffer, GtkTextIter *iter, const char *text, int length)
{
  GalleyBuffer *self = GALLEY_BUFFER (buffer);
  g_autofree char *clean = NULL;
  g_autofree char *added = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  GalleyBlock *block;
  guint line;
  guint offset;
  guint n_added;

  if (length < 0)
    length = strlen (text);
  if (self->reflecting)
    {
      GTK_TEXT_BUFFER_CLASS (galley_buffer_parent_class)->insert_text (buffer, iter, text, length);
      return;
    }
  clean = galley_clean_text (text, length);
  added = clean != NULL ? g_steal_pointer (&clean) : g_strndup (text, length);
  if (*added == '\0')
    return;

  self->before = place_of_caret (self);
  line = gtk_text_iter_get_line (iter);
  offset = gtk_text_iter_get_line_offset (iter);
  n_added = g_utf8_strlen (added, -1);
  self->stroke = (GalleyStroke){
    .kind = strchr (added, '\n') != NULL ? GALLEY_STROKE_OTHER : GALLEY_STROKE_INSERT,
    .line = line,
    .from = offset,
    .to = offset + n_added,
    .last = ends_sentence (added),
  };
  block = line < self->blocks->len ? g_ptr_array_index (self->blocks, line) : NULL;
  blocks = blocks_with_text (block, offset, added);

  GTK_TEXT_BUFFER_CLASS (galley_buffer_parent_class)->insert_text (buffer, iter, added, strlen (added));
  write_article (self, line, block != NULL ? 1 : 0, blocks);
  /* The tags moved nothing, but they made the iterator's stamp old. */
  gtk_text_buffer_get_iter_at_line (buffer, iter, line);
  gtk_text_iter_forward_chars (iter, offset + n_added);
}

static void
galley_buffer_delete_range (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end)
{
  GalleyBuffer *self = GALLEY_BUFFER (buffer);
  g_autoptr (GPtrArray) blocks = NULL;
  GalleyBlock *block;
  guint line = gtk_text_iter_get_line (start);
  guint offset = gtk_text_iter_get_line_offset (start);
  guint end_line = gtk_text_iter_get_line (end);
  guint end_offset = gtk_text_iter_get_line_offset (end);

  if (self->reflecting || self->blocks->len == 0 || gtk_text_iter_equal (start, end))
    {
      GTK_TEXT_BUFFER_CLASS (galley_buffer_parent_class)->delete_range (buffer, start, end);
      return;
    }
  self->before = place_of_caret (self);
  self->stroke = (GalleyStroke){
    .kind = line == end_line ? GALLEY_STROKE_DELETE : GALLEY_STROKE_OTHER,
    .line = line,
    .from = offset,
    .to = end_offset,
    .last = FALSE,
  };

  blocks = g_ptr_array_new_with_free_func (g_object_unref);
  block = g_ptr_array_index (self->blocks, line);
  if (line == end_line)
    g_ptr_array_add (blocks, galley_block_splice (block, offset, end_offset - offset, NULL));
  else
    {
      GalleyBlock *last = g_ptr_array_index (self->blocks, end_line);
      g_autoptr (GalleyBlock) head = galley_block_slice (block, 0, offset);
      g_autoptr (GalleyBlock) tail = galley_block_slice (last, end_offset, galley_block_get_length (last));

      /* Where nothing is left of the first line, what remains is the last one, and stays what it was. */
      if (offset == 0 && galley_block_get_length (tail) > 0)
        g_ptr_array_add (blocks, g_steal_pointer (&tail));
      else
        g_ptr_array_add (blocks, galley_block_append (head, tail));
    }

  GTK_TEXT_BUFFER_CLASS (galley_buffer_parent_class)->delete_range (buffer, start, end);
  write_article (self, line, end_line - line + 1, blocks);
  gtk_text_buffer_get_iter_at_line_offset (buffer, start, line, 0);
  gtk_text_iter_forward_chars (start, offset);
  *end = *start;
}

/* Text that is dragged about brings its tags along; what a line looks like is for its role to say. */
static void
galley_buffer_apply_tag (GtkTextBuffer *buffer,
                         GtkTextTag *tag,
                         const GtkTextIter *start,
                         const GtkTextIter *end)
{
  GalleyBuffer *self = GALLEY_BUFFER (buffer);
  gboolean ours = tag == self->indent_tag;

  for (guint i = 0; i < GALLEY_N_ROLES && !ours; i++)
    ours = tag == self->role_tags[i];
  if (!ours || self->tagging)
    GTK_TEXT_BUFFER_CLASS (galley_buffer_parent_class)->apply_tag (buffer, tag, start, end);
}

static void
galley_buffer_begin_user_action (GtkTextBuffer *buffer)
{
  GALLEY_BUFFER (buffer)->depth++;
}

static void
galley_buffer_end_user_action (GtkTextBuffer *buffer)
{
  GalleyBuffer *self = GALLEY_BUFFER (buffer);

  if (--self->depth == 0)
    {
      galley_history_close (self->history, place_of_caret (self));
      tell_undo (self);
    }
}

static void
galley_buffer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GalleyBuffer *self = GALLEY_BUFFER (object);

  switch (id)
    {
    case PROP_ARTICLE:
      g_value_set_object (value, self->article);
      break;
    case PROP_CAN_STEP_BACK:
      g_value_set_boolean (value, galley_buffer_can_undo (self));
      break;
    case PROP_CAN_STEP_FORWARD:
      g_value_set_boolean (value, galley_buffer_can_redo (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
make_tags (GalleyBuffer *self)
{
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    {
      g_autofree char *name = g_strdup_printf ("role-%s", galley_role_get_name (i));

      self->role_tags[i] = gtk_text_buffer_create_tag (
          as_text (self), name, "scale", looks[i].scale, "weight", looks[i].weight, "pixels-above-lines",
          looks[i].above, "pixels-below-lines", looks[i].below, "language", "zh-cn", NULL);
    }
  self->indent_tag = gtk_text_buffer_create_tag (as_text (self), "indent", NULL);
}

static void
galley_buffer_dispose (GObject *object)
{
  GalleyBuffer *self = GALLEY_BUFFER (object);

  if (self->article != NULL)
    g_signal_handlers_disconnect_by_data (self->article, self);
  g_clear_object (&self->article);
  galley_history_clear (self->history);
  g_ptr_array_set_size (self->blocks, 0);
  /* The parent deletes its text on the way out: that is no edit. */
  self->reflecting = TRUE;
  G_OBJECT_CLASS (galley_buffer_parent_class)->dispose (object);
}

static void
galley_buffer_finalize (GObject *object)
{
  GalleyBuffer *self = GALLEY_BUFFER (object);

  galley_history_free (self->history);
  g_ptr_array_unref (self->blocks);
  G_OBJECT_CLASS (galley_buffer_parent_class)->finalize (object);
}

static void
galley_buffer_class_init (GalleyBufferClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkTextBufferClass *buffer_class = GTK_TEXT_BUFFER_CLASS (klass);

  object_class->get_property = galley_buffer_get_property;
  object_class->dispose = galley_buffer_dispose;
  object_class->finalize = galley_buffer_finalize;
  buffer_class->insert_text = galley_buffer_insert_text;
  buffer_class->delete_range = galley_buffer_delete_range;
  buffer_class->apply_tag = galley_buffer_apply_tag;
  buffer_class->begin_user_action = galley_buffer_begin_user_action;
  buffer_class->end_user_action = galley_buffer_end_user_action;

  properties[PROP_ARTICLE] = g_param_spec_object ("article", NULL, NULL, GALLEY_TYPE_ARTICLE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_STEP_BACK] =
      g_param_spec_boolean ("can-step-back", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_STEP_FORWARD] =
      g_param_spec_boolean ("can-step-forward", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ROLES_CHANGED] = g_signal_new ("roles-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
}

static void
galley_buffer_init (GalleyBuffer *self)
{
  self->blocks = g_ptr_array_new_with_free_func (g_object_unref);
  self->history = galley_history_new ();
}

GalleyBuffer *
galley_buffer_new (GalleyArticle *article)
{
  GalleyBuffer *self;
  GtkTextIter start;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);
  g_return_val_if_fail (!galley_article_is_frozen (article), NULL);

  self = g_object_new (GALLEY_TYPE_BUFFER, NULL);
  gtk_text_buffer_set_enable_undo (as_text (self), FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (GTK_SOURCE_BUFFER (self), FALSE);
  gtk_source_buffer_set_implicit_trailing_newline (GTK_SOURCE_BUFFER (self), FALSE);
  make_tags (self);
  self->article = g_object_ref (article);
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    g_ptr_array_add (self->blocks, g_object_ref (galley_article_get_block (article, i)));
  reflect (self, 0, 0, self->blocks->len, 0);
  tag_lines (self, 0, G_MAXUINT, FALSE);
  gtk_text_buffer_get_start_iter (as_text (self), &start);
  gtk_text_buffer_place_cursor (as_text (self), &start);
  g_signal_connect_object (article, "items-changed", G_CALLBACK (article_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

GalleyArticle *
galley_buffer_get_article (GalleyBuffer *self)
{
  g_return_val_if_fail (GALLEY_IS_BUFFER (self), NULL);

  return self->article;
}

GalleyRole
galley_buffer_get_line_role (GalleyBuffer *self, guint line)
{
  g_return_val_if_fail (GALLEY_IS_BUFFER (self), GALLEY_ROLE_BODY);

  if (line >= self->blocks->len)
    return GALLEY_ROLE_BODY;
  return galley_block_get_role (g_ptr_array_index (self->blocks, line));
}

/* One splice of the article as one undo step. */
static void
replace_blocks (GalleyBuffer *self, guint first, guint n_removed, GPtrArray *blocks)
{
  gtk_text_buffer_begin_user_action (as_text (self));
  galley_article_splice (self->article, first, n_removed, (GalleyBlock *const *) blocks->pdata, blocks->len);
  gtk_text_buffer_end_user_action (as_text (self));
}

void
galley_buffer_set_role (GalleyBuffer *self, guint first_line, guint last_line, GalleyRole role)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean differs = FALSE;

  g_return_if_fail (GALLEY_IS_BUFFER (self));
  g_return_if_fail ((guint) role < GALLEY_N_ROLES);

  if (self->blocks->len == 0 || first_line >= self->blocks->len)
    return;
  last_line = MIN (last_line, self->blocks->len - 1);
  while (first_line < last_line && galley_buffer_get_line_role (self, first_line) == role)
    first_line++;
  while (last_line > first_line && galley_buffer_get_line_role (self, last_line) == role)
    last_line--;
  for (guint i = first_line; i <= last_line; i++)
    {
      differs |= galley_buffer_get_line_role (self, i) != role;
      g_ptr_array_add (blocks, galley_block_with_role (g_ptr_array_index (self->blocks, i), role));
    }
  if (differs)
    replace_blocks (self, first_line, blocks->len, blocks);
}

gboolean
galley_buffer_apply_fix (GalleyBuffer *self, GalleyFinding *finding, guint fix_index)
{
  gboolean done;

  g_return_val_if_fail (GALLEY_IS_BUFFER (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_FINDING (finding), FALSE);

  gtk_text_buffer_begin_user_action (as_text (self));
  done = galley_finding_apply (finding, fix_index, self->article);
  gtk_text_buffer_end_user_action (as_text (self));
  return done;
}

gboolean
galley_buffer_join (GalleyBuffer *self, guint line)
{
  g_autoptr (GPtrArray) blocks = NULL;

  g_return_val_if_fail (GALLEY_IS_BUFFER (self), FALSE);

  if (line + 1 >= self->blocks->len)
    return FALSE;
  blocks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (blocks, galley_hand_heal_blocks (g_ptr_array_index (self->blocks, line),
                                                    g_ptr_array_index (self->blocks, line + 1)));
  replace_blocks (self, line, 2, blocks);
  return TRUE;
}

gboolean
galley_buffer_unjoin (GalleyBuffer *self, guint line, guint offset)
{
  g_autoptr (GPtrArray) blocks = NULL;
  GalleyBlock *before, *after;

  g_return_val_if_fail (GALLEY_IS_BUFFER (self), FALSE);

  if (line >= self->blocks->len ||
      !galley_hand_part_block (g_ptr_array_index (self->blocks, line), offset, &before, &after))
    return FALSE;
  blocks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (blocks, before);
  g_ptr_array_add (blocks, after);
  replace_blocks (self, line, 1, blocks);
  return TRUE;
}

gboolean
galley_buffer_split (GalleyBuffer *self, guint line, guint offset)
{
  g_autoptr (GPtrArray) blocks = NULL;
  GalleyBlock *block;

  g_return_val_if_fail (GALLEY_IS_BUFFER (self), FALSE);

  block = line < self->blocks->len ? g_ptr_array_index (self->blocks, line) : NULL;
  if (block == NULL || offset == 0 || offset >= galley_block_get_length (block))
    return FALSE;
  blocks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (blocks, galley_block_slice (block, 0, offset));
  g_ptr_array_add (blocks, galley_block_slice (block, offset, galley_block_get_length (block)));
  replace_blocks (self, line, 1, blocks);
  return TRUE;
}

gboolean
galley_buffer_can_undo (GalleyBuffer *self)
{
  g_return_val_if_fail (GALLEY_IS_BUFFER (self), FALSE);

  return galley_history_can_undo (self->history);
}

gboolean
galley_buffer_can_redo (GalleyBuffer *self)
{
  g_return_val_if_fail (GALLEY_IS_BUFFER (self), FALSE);

  return galley_history_can_redo (self->history);
}

/* One step of the history, on the article; the text follows. */
static void
replay (GalleyBuffer *self,
        gboolean (*step) (GalleyHistory *history, GalleyArticle *article, GalleyCaret *caret))
{
  GalleyCaret caret;
  gboolean done;

  if (self->depth > 0)
    return;
  self->replaying = TRUE;
  done = step (self->history, self->article, &caret);
  self->replaying = FALSE;
  if (done)
    put_caret (self, caret);
  tell_undo (self);
}

void
galley_buffer_undo (GalleyBuffer *self)
{
  g_return_if_fail (GALLEY_IS_BUFFER (self));

  replay (self, galley_history_undo);
}

void
galley_buffer_redo (GalleyBuffer *self)
{
  g_return_if_fail (GALLEY_IS_BUFFER (self));

  replay (self, galley_history_redo);
}

void
galley_buffer_part_steps (GalleyBuffer *self)
{
  g_return_if_fail (GALLEY_IS_BUFFER (self));

  galley_history_part (self->history);
}

void
galley_buffer_begin_outside (GalleyBuffer *self, int direction)
{
  g_return_if_fail (GALLEY_IS_BUFFER (self));
  g_return_if_fail (!self->outside);

  self->outside = TRUE;
  self->touched = FALSE;
  self->direction = direction;
  galley_history_close (self->history, place_of_caret (self));
  galley_history_part (self->history);
  galley_history_set_outside (self->history, TRUE);
  self->replaying = direction != 0;
  self->depth++;
}

void
galley_buffer_end_outside (GalleyBuffer *self)
{
  g_return_if_fail (GALLEY_IS_BUFFER (self));

  if (!self->outside)
    return;
  self->outside = FALSE;
  self->replaying = FALSE;
  self->depth--;
  galley_history_close (self->history, place_of_caret (self));
  galley_history_set_outside (self->history, FALSE);
  if (self->direction != 0 && self->touched)
    galley_history_pass (self->history, self->direction > 0);
  tell_undo (self);
}

gboolean
galley_buffer_peek (GalleyBuffer *self, gboolean forward, gboolean *outside, gint64 *time)
{
  g_return_val_if_fail (GALLEY_IS_BUFFER (self), FALSE);

  return galley_history_peek (self->history, forward, outside, time);
}

gboolean
galley_buffer_locate (GalleyBuffer *self, GalleyBlock *block, guint char_offset, GtkTextIter *iter)
{
  gint line;

  g_return_val_if_fail (GALLEY_IS_BUFFER (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_BLOCK (block), FALSE);

  line = galley_article_index_of (self->article, block);
  if (line < 0 || char_offset > galley_block_get_length (block))
    return FALSE;
  gtk_text_buffer_get_iter_at_line (as_text (self), iter, line);
  gtk_text_iter_forward_chars (iter, char_offset);
  return TRUE;
}

GalleyBlock *
galley_buffer_block_at (GalleyBuffer *self, const GtkTextIter *iter, guint *offset)
{
  guint line;

  g_return_val_if_fail (GALLEY_IS_BUFFER (self), NULL);

  line = gtk_text_iter_get_line (iter);
  if (offset != NULL)
    *offset = gtk_text_iter_get_line_offset (iter);
  return line < self->blocks->len ? g_ptr_array_index (self->blocks, line) : NULL;
}

GtkTextTag *
galley_buffer_get_role_tag (GalleyBuffer *self, GalleyRole role)
{
  g_return_val_if_fail (GALLEY_IS_BUFFER (self), NULL);
  g_return_val_if_fail ((guint) role < GALLEY_N_ROLES, NULL);

  return self->role_tags[role];
}
