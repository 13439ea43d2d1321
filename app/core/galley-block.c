/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-block.h"

struct _GalleyBlock
{
  GObject parent_instance;

  GalleyRole role;
  char *text;
  gsize n_bytes;
  guint length;
  GArray *spans; /* of GalleySpan, or NULL */
  guint source_start;
  guint source_end;
  double confidence;
};

G_DEFINE_FINAL_TYPE (GalleyBlock, galley_block, G_TYPE_OBJECT)

static const char *const span_names[] = { "strong", "emphasis", "link", "dateline", "join" };

static void
span_clear (gpointer data)
{
  g_free ((char *) ((GalleySpan *) data)->value);
}

static void
galley_block_finalize (GObject *object)
{
  GalleyBlock *self = GALLEY_BLOCK (object);

  g_free (self->text);
  g_clear_pointer (&self->spans, g_array_unref);

  G_OBJECT_CLASS (galley_block_parent_class)->finalize (object);
}

static void
galley_block_class_init (GalleyBlockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_block_finalize;
}

static void
galley_block_init (GalleyBlock *self)
{
  self->source_start = GALLEY_NO_SOURCE;
  self->source_end = GALLEY_NO_SOURCE;
  self->confidence = 1;
}

static gint
compare_spans (gconstpointer a, gconstpointer b)
{
  const GalleySpan *x = a, *y = b;

  if (x->start != y->start)
    return x->start < y->start ? -1 : 1;
  if (x->end != y->end)
    return x->end < y->end ? -1 : 1;
  return (gint) x->kind - (gint) y->kind;
}

/* A join is a seam: it may be empty. Any other mark that became empty has lost what it marked. */
static void
take_span (GalleyBlock *self, GalleySpanKind kind, guint start, guint end, const char *value)
{
  GalleySpan span = { kind, MIN (start, self->length), MIN (end, self->length), NULL };

  if (span.start > span.end || (span.start == span.end && kind != GALLEY_SPAN_JOIN))
    return;

  if (self->spans == NULL)
    {
      self->spans = g_array_new (FALSE, FALSE, sizeof (GalleySpan));
      g_array_set_clear_func (self->spans, span_clear);
    }
  span.value = g_strdup (value);
  g_array_append_val (self->spans, span);
}

static void
sort_spans (GalleyBlock *self)
{
  if (self->spans != NULL)
    g_array_sort (self->spans, compare_spans);
}

/* Takes @text. */
static GalleyBlock *
block_take (GalleyRole role, char *text, gsize n_bytes)
{
  GalleyBlock *self = g_object_new (GALLEY_TYPE_BLOCK, NULL);

  self->role = role;
  self->text = text;
  self->n_bytes = n_bytes;
  self->length = (guint) g_utf8_strlen (text, (gssize) n_bytes);
  return self;
}

/* A block made from @self by an edit comes from the same place of the source, and is as sure. */
static void
inherit (GalleyBlock *self, GalleyBlock *from)
{
  self->source_start = from->source_start;
  self->source_end = from->source_end;
  self->confidence = from->confidence;
}

GalleyBlock *
galley_block_new (GalleyRole role, const char *text, gssize length)
{
  g_return_val_if_fail ((guint) role < GALLEY_N_ROLES, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  gsize n_bytes = length < 0 ? strlen (text) : (gsize) length;

  g_return_val_if_fail (g_utf8_validate_len (text, n_bytes, NULL), NULL);

  return block_take (role, g_strndup (text, n_bytes), n_bytes);
}

GalleyBlock *
galley_block_new_full (GalleyRole role,
                       const char *text,
                       gssize length,
                       const GalleySpan *spans,
                       guint n_spans,
                       guint source_start,
                       guint source_end,
                       double confidence)
{
  GalleyBlock *self = galley_block_new (role, text, length);

  if (self == NULL)
    return NULL;

  for (guint i = 0; i < n_spans; i++)
    take_span (self, spans[i].kind, spans[i].start, spans[i].end, spans[i].value);
  sort_spans (self);
  self->source_start = source_start;
  self->source_end = source_end;
  self->confidence = CLAMP (confidence, 0, 1);
  return self;
}

GalleyRole
galley_block_get_role (GalleyBlock *self)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), GALLEY_ROLE_BODY);

  return self->role;
}

const char *
galley_block_get_text (GalleyBlock *self)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), NULL);

  return self->text;
}

guint
galley_block_get_length (GalleyBlock *self)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), 0);

  return self->length;
}

gsize
galley_block_get_n_bytes (GalleyBlock *self)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), 0);

  return self->n_bytes;
}

const GalleySpan *
galley_block_get_spans (GalleyBlock *self, guint *n_spans)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), NULL);

  if (n_spans != NULL)
    *n_spans = self->spans != NULL ? self->spans->len : 0;
  return self->spans != NULL ? (const GalleySpan *) (gpointer) self->spans->data : NULL;
}

const GalleySpan *
galley_block_find_span (GalleyBlock *self, GalleySpanKind kind)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (self, &n_spans);

  for (guint i = 0; i < n_spans; i++)
    {
      if (spans[i].kind == kind)
        return &spans[i];
    }
  return NULL;
}

gboolean
galley_block_get_source (GalleyBlock *self, guint *start, guint *end)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), FALSE);

  if (self->source_start == GALLEY_NO_SOURCE)
    return FALSE;
  if (start != NULL)
    *start = self->source_start;
  if (end != NULL)
    *end = self->source_end;
  return TRUE;
}

double
galley_block_get_confidence (GalleyBlock *self)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), 0);

  return self->confidence;
}

/* Text of plain ASCII is counted without walking. */
static const char *
offset_to_pointer (GalleyBlock *self, guint offset)
{
  if (self->n_bytes == self->length)
    return self->text + offset;
  return g_utf8_offset_to_pointer (self->text, offset);
}

char *
galley_block_dup_range (GalleyBlock *self, guint start, guint end)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), NULL);

  end = MIN (end, self->length);
  start = MIN (start, end);

  const char *from = offset_to_pointer (self, start);
  const char *to =
      self->n_bytes == self->length ? self->text + end : g_utf8_offset_to_pointer (from, end - start);

  return g_strndup (from, (gsize) (to - from));
}

static void
copy_spans (GalleyBlock *to, GalleyBlock *from, gint shift)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (from, &n_spans);

  for (guint i = 0; i < n_spans; i++)
    take_span (to, spans[i].kind, spans[i].start + shift, spans[i].end + shift, spans[i].value);
}

GalleyBlock *
galley_block_with_role (GalleyBlock *self, GalleyRole role)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), NULL);
  g_return_val_if_fail ((guint) role < GALLEY_N_ROLES, NULL);

  GalleyBlock *block = block_take (role, g_strndup (self->text, self->n_bytes), self->n_bytes);

  copy_spans (block, self, 0);
  inherit (block, self);
  block->confidence = 1;
  return block;
}

/* Where a boundary of a mark lands after an edit. Text put in at the end of a mark stays outside of it. */
static guint
move_boundary (guint boundary, guint offset, guint n_removed, guint n_inserted, gboolean is_end)
{
  if (boundary < offset || (is_end && boundary == offset))
    return boundary;
  if (boundary >= offset + n_removed)
    return boundary - n_removed + n_inserted;
  return is_end ? offset : offset + n_inserted;
}

GalleyBlock *
galley_block_splice (GalleyBlock *self, guint offset, guint n_removed, const char *inserted)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), NULL);
  g_return_val_if_fail (offset <= self->length && n_removed <= self->length - offset, NULL);

  const char *from = offset_to_pointer (self, offset);
  const char *to = g_utf8_offset_to_pointer (from, n_removed);
  gsize head = (gsize) (from - self->text);
  gsize tail = self->n_bytes - (gsize) (to - self->text);
  gsize middle = inserted != NULL ? strlen (inserted) : 0;
  guint n_inserted = inserted != NULL ? (guint) g_utf8_strlen (inserted, (gssize) middle) : 0;
  char *text = g_malloc (head + middle + tail + 1);

  memcpy (text, self->text, head);
  if (middle > 0)
    memcpy (text + head, inserted, middle);
  memcpy (text + head + middle, to, tail);
  text[head + middle + tail] = '\0';

  GalleyBlock *block = block_take (self->role, text, head + middle + tail);
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (self, &n_spans);

  for (guint i = 0; i < n_spans; i++)
    {
      gboolean seam = spans[i].kind == GALLEY_SPAN_JOIN;

      /* A seam inside of what was taken away is gone: there is nothing left to part again. */
      if (seam && spans[i].start > offset && spans[i].start < offset + n_removed)
        continue;
      guint end = move_boundary (spans[i].end, offset, n_removed, n_inserted, TRUE);
      guint start = seam ? end : move_boundary (spans[i].start, offset, n_removed, n_inserted, FALSE);
      take_span (block, spans[i].kind, start, end, spans[i].value);
    }
  sort_spans (block);
  inherit (block, self);
  return block;
}

GalleyBlock *
galley_block_append (GalleyBlock *self, GalleyBlock *next)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), NULL);
  g_return_val_if_fail (GALLEY_IS_BLOCK (next), NULL);

  GalleyBlock *block =
      block_take (self->role, g_strconcat (self->text, next->text, NULL), self->n_bytes + next->n_bytes);

  copy_spans (block, self, 0);
  copy_spans (block, next, (gint) self->length);
  sort_spans (block);
  inherit (block, self);
  if (self->source_start == GALLEY_NO_SOURCE)
    block->source_start = next->source_start;
  if (next->source_end != GALLEY_NO_SOURCE)
    block->source_end = next->source_end;
  return block;
}

GalleyBlock *
galley_block_slice (GalleyBlock *self, guint start, guint end)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), NULL);

  end = MIN (end, self->length);
  start = MIN (start, end);

  g_autofree char *text = galley_block_dup_range (self, start, end);
  gsize n_bytes = strlen (text);
  GalleyBlock *block = block_take (self->role, g_steal_pointer (&text), n_bytes);
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (self, &n_spans);

  for (guint i = 0; i < n_spans; i++)
    {
      guint from = MAX (spans[i].start, start), to = MIN (spans[i].end, end);

      if (spans[i].kind == GALLEY_SPAN_JOIN ? (from > start && from < end) : from < to)
        take_span (block, spans[i].kind, from - start, to - start, spans[i].value);
    }
  sort_spans (block);
  inherit (block, self);
  return block;
}

GalleyBlock *
galley_block_add_span (GalleyBlock *self, GalleySpanKind kind, guint start, guint end, const char *value)
{
  g_return_val_if_fail (GALLEY_IS_BLOCK (self), NULL);

  GalleyBlock *block = block_take (self->role, g_strndup (self->text, self->n_bytes), self->n_bytes);

  copy_spans (block, self, 0);
  take_span (block, kind, start, end, value);
  sort_spans (block);
  inherit (block, self);
  return block;
}

GalleyBlock *
galley_block_remove_span (GalleyBlock *self, guint index)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (self, &n_spans);

  g_return_val_if_fail (index < n_spans, NULL);

  GalleyBlock *block = block_take (self->role, g_strndup (self->text, self->n_bytes), self->n_bytes);

  for (guint i = 0; i < n_spans; i++)
    {
      if (i != index)
        take_span (block, spans[i].kind, spans[i].start, spans[i].end, spans[i].value);
    }
  inherit (block, self);
  return block;
}

gboolean
galley_block_equal (GalleyBlock *self, GalleyBlock *other)
{
  guint n_mine, n_theirs;
  const GalleySpan *mine, *theirs;

  if (self == other)
    return TRUE;
  if (self->role != other->role || self->n_bytes != other->n_bytes || !g_str_equal (self->text, other->text))
    return FALSE;

  mine = galley_block_get_spans (self, &n_mine);
  theirs = galley_block_get_spans (other, &n_theirs);
  if (n_mine != n_theirs)
    return FALSE;
  for (guint i = 0; i < n_mine; i++)
    {
      if (compare_spans (&mine[i], &theirs[i]) != 0 || g_strcmp0 (mine[i].value, theirs[i].value) != 0)
        return FALSE;
    }
  return TRUE;
}

const char *
galley_span_kind_get_name (GalleySpanKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (span_names), NULL);

  return span_names[kind];
}

gboolean
galley_span_kind_from_name (const char *name, GalleySpanKind *kind)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (span_names); i++)
    {
      if (g_str_equal (span_names[i], name))
        {
          *kind = (GalleySpanKind) i;
          return TRUE;
        }
    }
  return FALSE;
}
