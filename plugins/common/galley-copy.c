/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-byline.h"
#include "galley-segment.h"

#include "galley-copy.h"

/* A headline nobody marked as one is no longer than this, in characters. */
#define MAX_BARE_HEADLINE 40
/* A page has more than a handful of paragraphs, and more than a note's worth of characters. */
#define MIN_PAGE_ITEMS 8
#define MIN_PAGE_CHARACTERS 300

typedef struct
{
  guint start; /* in bytes of the text */
  GalleyStyle style;
  char *address;
} Run;

/* A paragraph, or a picture when there is an asset. */
typedef struct
{
  GString *text;
  GArray *runs; /* of Run */
  char *style;
  guint level;
  gboolean display;
  gboolean begins; /* an article: its writer said so */
  guint notes;     /* how many notes had begun when it ended */
  GalleyAsset *asset;
} Item;

/* A text that is being read: the main one, a box, a note. */
typedef struct
{
  GPtrArray *items;
  GPtrArray *boxes; /* items that wait for the paragraph in hand to end */
  Item *current;
  guint note; /* its number, for notes */
  gboolean merging;
  gboolean parting; /* the paragraph goes on behind a word: another word needs a blank */
  char *label;
  guint rows;        /* rows we are in */
  guint plain_rows;  /* of them, how many are a single cell around paragraphs */
  gboolean cell_gap; /* a paragraph ended in the cell: a blank before the next */
  guint tabs;        /* cells that ended; written when text comes behind them */
} Frame;

struct _GalleyCopy
{
  GPtrArray *frames; /* of Frame; the last is the one in hand */
  GPtrArray *notes;  /* of GPtrArray of Item: one for each note */
  GPtrArray *meta;   /* of GalleyMetaItem */
  GHashTable *authors;
  gboolean has_marks; /* articles are parted by marks */
  gsize n_bytes;
  guint n_items;
  guint n_changes;
  guint n_tables;
  guint n_hidden;
  guint n_missing;
  guint n_comments;
};

static void
run_clear (gpointer data)
{
  g_free (((Run *) data)->address);
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_string_free (item->text, TRUE);
  g_array_unref (item->runs);
  g_free (item->style);
  g_clear_object (&item->asset);
  g_free (item);
}

static Item *
item_new (const char *style, guint level)
{
  Item *item = g_new0 (Item, 1);

  item->text = g_string_new (NULL);
  item->runs = g_array_new (FALSE, FALSE, sizeof (Run));
  g_array_set_clear_func (item->runs, run_clear);
  item->style = g_strdup (style);
  item->level = level;
  return item;
}

static void
frame_free (gpointer data)
{
  Frame *frame = data;

  g_ptr_array_unref (frame->items);
  g_ptr_array_unref (frame->boxes);
  g_clear_pointer (&frame->current, item_free);
  g_free (frame->label);
  g_free (frame);
}

static Frame *
frame_new (void)
{
  Frame *frame = g_new0 (Frame, 1);

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

static Frame *
top (GalleyCopy *self)
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
  g_hash_table_unref (self->authors);
  g_free (self);
}

/* --- what the importer tells ------------------------------------------------------------------------------------ */

static gboolean
is_in_line (const Frame *frame)
{
  return frame->rows > frame->plain_rows;
}

static void
finish_item (GalleyCopy *self, Frame *frame)
{
  Item *item = g_steal_pointer (&frame->current);

  g_clear_pointer (&frame->label, g_free);
  frame->merging = FALSE;
  frame->parting = FALSE;
  frame->tabs = 0;
  if (item != NULL && item->text->len > 0)
    {
      item->notes = self->notes->len;
      g_ptr_array_add (frame->items, item);
      self->n_items++;
    }
  else if (item != NULL)
    item_free (item);
  g_ptr_array_extend_and_steal (frame->items, g_steal_pointer (&frame->boxes));
  frame->boxes = g_ptr_array_new_with_free_func (item_free);
}

static void
append (GalleyCopy *self, const char *utf8, gsize length, GalleyStyle style, const char *address)
{
  Item *item = top (self)->current;
  const Run *last = item->runs->len > 0 ? &g_array_index (item->runs, Run, item->runs->len - 1) : NULL;

  if (last == NULL || last->style != style || g_strcmp0 (last->address, address) != 0)
    {
      Run run = { (guint) item->text->len, style, g_strdup (address) };

      g_array_append_val (item->runs, run);
    }
  g_string_append_len (item->text, utf8, (gssize) length);
  self->n_bytes += length;
}

void
galley_copy_begin (GalleyCopy *self, const char *style, guint level)
{
  Frame *frame = top (self);

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
  finish_item (self, frame);
  frame->current = item_new (style, level);
}

void
galley_copy_begin_article (GalleyCopy *self)
{
  Frame *frame = top (self);

  if (frame->current != NULL && !is_in_line (frame) && self->frames->len == 1)
    frame->current->begins = self->has_marks = TRUE;
}

void
galley_copy_label (GalleyCopy *self, const char *label)
{
  Frame *frame = top (self);

  g_free (frame->label);
  frame->label = frame->current != NULL && (frame->current->text->len == 0 || is_in_line (frame))
                     ? g_strdup (label)
                     : NULL;
}

void
galley_copy_display (GalleyCopy *self)
{
  if (top (self)->current != NULL && !is_in_line (top (self)))
    top (self)->current->display = TRUE;
}

static gboolean
is_word (gunichar c)
{
  return g_unichar_isalnum (c) && !g_unichar_iswide (c);
}

static void
write_tabs (GalleyCopy *self, Frame *frame)
{
  for (; frame->tabs > 0; frame->tabs--)
    append (self, "\t", 1, GALLEY_STYLE_PLAIN, NULL);
}

static void
append_line (GalleyCopy *self, const char *utf8, gsize length, GalleyStyle style, const char *address)
{
  Frame *frame = top (self);
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
  append (self, utf8, length, style, address);
}

void
galley_copy_text (GalleyCopy *self, const char *utf8, gssize length, GalleyStyle style, const char *address)
{
  const char *end = utf8 + (length < 0 ? (gssize) strlen (utf8) : length);

  for (const char *line = utf8;; line++)
    {
      const char *line_end = memchr (line, '\n', (gsize) (end - line));
      Frame *frame = top (self);

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

          finish_item (self, frame);
          frame->current = item_new (name, level);
          frame->current->display = display;
        }
      line = line_end;
    }
}

void
galley_copy_end (GalleyCopy *self)
{
  Frame *frame = top (self);

  if (!is_in_line (frame))
    {
      finish_item (self, frame);
      return;
    }
  g_clear_pointer (&frame->label, g_free);
  frame->cell_gap = frame->current != NULL && frame->current->text->len > 0 &&
                    !g_str_has_suffix (frame->current->text->str, "\t");
}

void
galley_copy_end_merging (GalleyCopy *self, gboolean parts)
{
  Frame *frame = top (self);
  const GString *text = frame->current != NULL ? frame->current->text : NULL;

  frame->merging = !is_in_line (frame);
  frame->parting = parts && text != NULL && text->len > 0 &&
                   is_word (g_utf8_get_char (g_utf8_find_prev_char (text->str, text->str + text->len)));
}

void
galley_copy_begin_row (GalleyCopy *self, guint n_cells)
{
  Frame *frame = top (self);
  gboolean was_in_line = is_in_line (frame);

  frame->rows++;
  if (was_in_line)
    {
      write_tabs (self, frame);
      frame->cell_gap = frame->current->text->len > 0 && !g_str_has_suffix (frame->current->text->str, "\t");
    }
  else
    {
      finish_item (self, frame);
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
  Frame *frame = top (self);

  frame->cell_gap = FALSE;
  if (is_in_line (frame) && frame->current != NULL)
    frame->tabs++;
}

void
galley_copy_end_row (GalleyCopy *self)
{
  Frame *frame = top (self);

  if (frame->rows == 0)
    return;
  frame->rows--;
  frame->tabs = 0;
  if (frame->plain_rows > frame->rows)
    {
      frame->plain_rows = frame->rows;
      finish_item (self, frame);
    }
  else if (!is_in_line (frame))
    finish_item (self, frame);
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
      Frame *frame = top (self);

      frame->note = self->notes->len;
      frame->current = item_new (NULL, 0);
      append_line (self, label, strlen (label), GALLEY_STYLE_PLAIN, NULL);
      /* The first paragraph of the note goes on in it. */
      frame->merging = TRUE;
    }
}

void
galley_copy_pop_flow (GalleyCopy *self)
{
  Frame *frame = top (self);
  Frame *below;
  GPtrArray *target;

  if (self->frames->len < 2)
    return;
  finish_item (self, frame);
  g_ptr_array_steal_index (self->frames, self->frames->len - 1);
  below = top (self);
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
  Frame *frame = top (self);
  Item *item = item_new (NULL, 0);

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
galley_copy_comment (GalleyCopy *self, const char *author, const char *text)
{
  if (*text == '\0')
    return;
  self->n_comments++;
  galley_copy_meta (self, "comment", text, author);
}

gboolean
galley_copy_is_full (GalleyCopy *self)
{
  return self->n_bytes > GALLEY_BUILDER_MAX_BYTES || self->n_items > GALLEY_BUILDER_MAX_BLOCKS;
}

/* --- into the builder ------------------------------------------------------------------------------------------- */

typedef struct
{
  GalleyCopy *copy;
  GalleyBuilder *builder;
  gboolean has_title; /* some style is a headline by name: outline levels are crossheads then */
  gboolean has_head;
  gboolean only_head;
  gboolean is_empty;
  guint notes;          /* how many were written */
  GalleyAsset *picture; /* the last one, for the caption behind it; borrowed */
} Pusher;

static void
push_item (Pusher *pusher, const Item *item, GalleyRole role)
{
  GalleyBuilder *builder = pusher->builder;

  galley_builder_begin (builder, role);
  for (guint i = 0; i < item->runs->len; i++)
    {
      const Run *run = &g_array_index (item->runs, Run, i);
      gsize end = i + 1 < item->runs->len ? g_array_index (item->runs, Run, i + 1).start : item->text->len;
      guint offset = galley_builder_get_offset (builder);

      galley_builder_text (builder, item->text->str + run->start, (gssize) (end - run->start), run->style);
      if (run->address != NULL)
        galley_builder_mark (builder, GALLEY_SPAN_LINK, offset, galley_builder_get_offset (builder),
                             run->address);
    }
}

static void
push_notes (Pusher *pusher, guint up_to)
{
  for (; pusher->notes < up_to && pusher->notes < pusher->copy->notes->len; pusher->notes++)
    {
      GPtrArray *items = g_ptr_array_index (pusher->copy->notes, pusher->notes);

      for (guint i = 0; i < items->len; i++)
        {
          const Item *item = g_ptr_array_index (items, i);

          if (item->asset != NULL)
            galley_builder_asset (pusher->builder, item->asset);
          else
            push_item (pusher, item, GALLEY_ROLE_NOTE);
        }
    }
}

static void
push_meta (GalleyCopy *self, GalleyBuilder *builder)
{
  for (guint i = 0; i < self->meta->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (self->meta, i);

      galley_builder_item (builder, item->key, item->value, item->qualifier);
    }
}

static gboolean
reads_as_byline (const char *text)
{
  g_autoptr (GPtrArray) people = galley_byline_parse (text);

  return people != NULL && people->len > 0;
}

static gboolean
is_blank (const Item *item)
{
  for (const char *p = item->text->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isspace (g_utf8_get_char (p)))
        return FALSE;
    }
  return TRUE;
}

/* Short, without the point of a sentence, and made to stand out: a headline nobody gave a style. */
static gboolean
is_bare_headline (const Item *item)
{
  const char *text = item->text->str;
  const char *last = item->text->len > 0 ? g_utf8_find_prev_char (text, text + item->text->len) : NULL;
  const Run *run = item->runs->len == 1 ? &g_array_index (item->runs, Run, 0) : NULL;
  gboolean strong = run != NULL && (run->style & GALLEY_STYLE_STRONG);

  return last != NULL && (item->display || strong) && g_utf8_strlen (text, -1) <= MAX_BARE_HEADLINE &&
         g_utf8_strchr ("。；，：.;,:", -1, g_utf8_get_char (last)) == NULL;
}

static GalleyRole
find_role (Pusher *pusher, const Item *item, gboolean *begins)
{
  GalleyRole role;
  guint level;
  gboolean named = galley_copy_style_role (item->style, &role, &level);

  *begins = FALSE;
  if (named && level == 0)
    {
      *begins = role == GALLEY_ROLE_KICKER || role == GALLEY_ROLE_HEADLINE ? !pusher->only_head : FALSE;
      return role;
    }
  if (!named)
    level = item->level;
  if (level > 0)
    {
      if (level == 1 && !pusher->has_title)
        {
          *begins = pusher->has_head || !pusher->only_head;
          return GALLEY_ROLE_HEADLINE;
        }
      if (level == 2 && !pusher->has_title && pusher->has_head && pusher->only_head)
        return GALLEY_ROLE_SUBHEAD;
      return GALLEY_ROLE_CROSSHEAD;
    }
  if (pusher->is_empty && is_bare_headline (item))
    return GALLEY_ROLE_HEADLINE;
  if (pusher->has_head && pusher->only_head && reads_as_byline (item->text->str))
    return GALLEY_ROLE_BYLINE;
  return GALLEY_ROLE_BODY;
}

static void
begin_article (Pusher *pusher)
{
  pusher->has_head = FALSE;
  pusher->only_head = TRUE;
  pusher->is_empty = TRUE;
  pusher->picture = NULL;
}

/* A caption belongs to the picture above it. */
static void
tell_picture (Pusher *pusher, const Item *item, GalleyRole role)
{
  const char *key = role == GALLEY_ROLE_CAPTION ? "caption" : role == GALLEY_ROLE_CREDIT ? "credit" : NULL;

  if (key == NULL)
    pusher->picture = NULL;
  else if (pusher->picture != NULL && galley_asset_get_info (pusher->picture, key) == NULL)
    galley_asset_set_info (pusher->picture, key, item->text->str);
}

static void
push_articles (Pusher *pusher, const GPtrArray *items)
{
  guint seen_notes = 0;
  gboolean has_begun = FALSE;

  begin_article (pusher);
  push_meta (pusher->copy, pusher->builder);
  for (guint i = 0; i < items->len && !galley_builder_is_full (pusher->builder); i++)
    {
      const Item *item = g_ptr_array_index (items, i);
      gboolean begins;
      GalleyRole role;

      /* What the file says of itself stays with the first of them. */
      if (item->begins && (has_begun || !pusher->is_empty))
        {
          push_notes (pusher, seen_notes);
          galley_builder_next_article (pusher->builder);
          begin_article (pusher);
        }
      has_begun |= item->begins;
      if (item->asset != NULL)
        {
          galley_builder_asset (pusher->builder, item->asset);
          pusher->picture = item->asset;
          continue;
        }
      if (is_blank (item))
        continue;
      role = find_role (pusher, item, &begins);
      if (begins && !pusher->copy->has_marks)
        {
          push_notes (pusher, seen_notes);
          galley_builder_next_article (pusher->builder);
          begin_article (pusher);
        }
      push_item (pusher, item, role);
      tell_picture (pusher, item, role);
      pusher->has_head |= role == GALLEY_ROLE_HEADLINE;
      pusher->only_head &= galley_role_is_head (role);
      pusher->is_empty = FALSE;
      seen_notes = MAX (seen_notes, item->notes);
    }
  push_notes (pusher, pusher->copy->notes->len);
  galley_builder_next_article (pusher->builder);
}

/* Text of a page has no styles of ours; its pictures and what the file says of itself stand in an article of their own. */
static gboolean
push_page (Pusher *pusher, const GPtrArray *items, const GString *text, GalleyJob *job, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  g_autoptr (GalleyAsset) source = galley_asset_new ("page.txt", "text/plain; charset=utf-8", bytes);

  galley_builder_source (pusher->builder, source);
  if (!galley_segment_text (text->str, (gssize) text->len, pusher->builder, job, error))
    return FALSE;
  galley_builder_source (pusher->builder, NULL);
  galley_builder_kind (pusher->builder, GALLEY_ARTICLE_FURNITURE);
  push_meta (pusher->copy, pusher->builder);
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = g_ptr_array_index (items, i);

      if (item->asset != NULL)
        galley_builder_asset (pusher->builder, item->asset);
    }
  push_notes (pusher, pusher->copy->notes->len);
  galley_builder_next_article (pusher->builder);
  return TRUE;
}

static gboolean
has_roles (Pusher *pusher, const GPtrArray *items)
{
  gboolean found = FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = g_ptr_array_index (items, i);
      GalleyRole role = GALLEY_ROLE_BODY;
      guint level;
      gboolean named = item->asset == NULL && galley_copy_style_role (item->style, &role, &level);

      found |= item->level > 0 || (named && role != GALLEY_ROLE_BODY && role != GALLEY_ROLE_QUOTE);
      pusher->has_title |= named && level == 0 && role == GALLEY_ROLE_HEADLINE;
    }
  return found;
}

static void
tell_job (GalleyCopy *self, GalleyJob *job)
{
  guint n_authors = g_hash_table_size (self->authors);
  g_autoptr (GList) authors = g_list_sort (g_hash_table_get_keys (self->authors), (GCompareFunc) strcmp);
  g_autoptr (GString) names = g_string_new (NULL);

  for (GList *author = authors; author != NULL; author = author->next)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", (char *) author->data);
  if (self->n_changes > 0 && n_authors > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u tracked change was accepted; by %s.",
                                  "%u tracked changes were accepted; by %s.", self->n_changes),
                     self->n_changes, names->str);
  else if (self->n_changes > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u tracked change was accepted.",
                                  "%u tracked changes were accepted.", self->n_changes),
                     self->n_changes);
  if (self->n_comments > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u comment is kept with the metadata, not in the text.",
                                  "%u comments are kept with the metadata, not in the text.",
                                  self->n_comments),
                     self->n_comments);
  if (self->n_tables > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u table became lines of text.",
                                  "%u tables became lines of text.", self->n_tables),
                     self->n_tables);
  if (self->n_hidden > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u piece of hidden text was left out.",
                                  "%u pieces of hidden text were left out.", self->n_hidden),
                     self->n_hidden);
  if (self->n_missing > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u picture is not in the file and was left out.",
                                  "%u pictures are not in the file and were left out.", self->n_missing),
                     self->n_missing);
}

static GString *
join_text (const GPtrArray *items)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = g_ptr_array_index (items, i);

      if (item->asset == NULL)
        g_string_append_printf (text, "%s\n", item->text->str);
    }
  return text;
}

gboolean
galley_copy_push (GalleyCopy *self, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (self != NULL && self->frames->len > 0, FALSE);

  Pusher pusher = { .copy = self, .builder = builder };
  GPtrArray *items;

  while (self->frames->len > 1)
    galley_copy_pop_flow (self);
  finish_item (self, top (self));
  items = top (self)->items;
  tell_job (self, job);
  if (!has_roles (&pusher, items) && items->len >= MIN_PAGE_ITEMS)
    {
      g_autofree char *text = NULL;
      gsize length;
      g_autoptr (GString) joined = join_text (items);

      text = g_utf8_make_valid (joined->str, (gssize) joined->len);
      length = strlen (text);
      g_string_assign (joined, text);
      if (g_utf8_strlen (text, (gssize) length) >= MIN_PAGE_CHARACTERS &&
          galley_segment_looks_like_page (text, (gssize) length))
        return push_page (&pusher, items, joined, job, error);
    }
  push_articles (&pusher, items);
  return galley_job_continues (job, error);
}
