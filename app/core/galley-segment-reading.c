/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From labels to a reading: blocks with their pieces of the source, articles, repairs. */

#include <string.h>

#include "galley-segment-private.h"

/* The reading in the making. Everything up to @cursor (in the window) is accounted for. */
typedef struct
{
  GalleyReading *reading;
  const SegPage *page;
  const SegPath *path;
  guint cursor;
  guint story;      /* article that body goes to, or G_MAXUINT */
  gboolean waiting; /* it has but an editor's note: the headline comes next */
  guint story_body; /* its last body block, or G_MAXUINT */
  guint body_unit;  /* and the unit that it ends with */
  guint current;    /* article in hand, or G_MAXUINT */
  guint block;      /* block in hand */
} Maker;

/* A block as the maker needs it: text that grows without being measured again. */
typedef struct
{
  GalleyReadingBlock public;
  guint n; /* characters */
  gsize n_bytes;
  gsize n_space; /* bytes allocated */
} Block;

static void
block_free (gpointer data)
{
  GalleyReadingBlock *block = data;

  g_free (block->text);
  g_array_unref (block->pieces);
  g_free (block);
}

static void
repair_clear (gpointer data)
{
  g_free (((GalleyRepair *) data)->removed);
}

GalleyReading *
seg_reading_new (void)
{
  GalleyReading *self = g_new0 (GalleyReading, 1);

  self->blocks = g_ptr_array_new_with_free_func (block_free);
  self->articles = g_ptr_array_new_with_free_func (g_free);
  self->repairs = g_array_new (FALSE, FALSE, sizeof (GalleyRepair));
  g_array_set_clear_func (self->repairs, repair_clear);
  self->staff = g_ptr_array_new_with_free_func (seg_person_free);
  self->masthead = galley_masthead_new ();
  return self;
}

void
galley_reading_free (GalleyReading *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->articles);
  g_array_unref (self->repairs);
  g_ptr_array_unref (self->staff);
  g_object_unref (self->masthead);
  g_free (self->page_name);
  g_free (self);
}

static GalleyReadingBlock *
get_block (Maker *self, guint index)
{
  return g_ptr_array_index (self->reading->blocks, index);
}

/* The characters [start, end) of the window. Both lie near the unit in hand: count from its line. */
static char *
dup_source (Maker *self, guint start, guint end)
{
  const GArray *lines = self->page->lines;
  guint low = 0, high = lines->len;
  const char *from;

  while (low + 1 < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (lines, SegLine, middle).start <= start)
        low = middle;
      else
        high = middle;
    }
  from = g_utf8_offset_to_pointer (self->page->utf8 + g_array_index (lines, SegLine, low).byte,
                                   (glong) start - (glong) g_array_index (lines, SegLine, low).start);
  return g_utf8_substring (from, 0, end - start);
}

static void
add_repair (Maker *self, GalleyRepairKind kind, guint start, guint end, guint block, double confidence)
{
  GalleyRepair repair = { .kind = kind,
                          .start = self->page->base + start,
                          .length = end - start,
                          .block = block,
                          .confidence = confidence };

  if (block != G_MAXUINT)
    repair.offset = ((Block *) get_block (self, block))->n;
  if (kind >= GALLEY_REPAIR_JOIN)
    repair.removed = dup_source (self, start, end);
  g_array_append_val (self->reading->repairs, repair);
}

/* The blanks up to @start, as a repair of that kind. */
static void
skip_to (Maker *self, guint start, GalleyRepairKind kind, guint block, double confidence)
{
  if (start > self->cursor)
    add_repair (self, kind, self->cursor, start, block, confidence);
  self->cursor = MAX (self->cursor, start);
}

static void
begin_article (Maker *self, GalleyArticleKind kind, gint near, double confidence)
{
  GalleyReadingArticle *article = g_new0 (GalleyReadingArticle, 1);

  article->kind = kind;
  article->near = near;
  article->confidence = confidence;
  self->current = self->reading->articles->len;
  g_ptr_array_add (self->reading->articles, article);
}

static guint
begin_block (Maker *self, GalleyRole role, guint article, double confidence)
{
  GalleyReadingBlock *block = (GalleyReadingBlock *) g_new0 (Block, 1);

  block->role = role;
  block->text = g_strdup ("");
  block->pieces = g_array_sized_new (FALSE, FALSE, sizeof (GalleyPiece), 1);
  block->article = article;
  block->confidence = confidence;
  g_ptr_array_add (self->reading->blocks, block);
  self->block = self->reading->blocks->len - 1;
  return self->block;
}

static void
append_text (Block *block, const char *text, gsize n_bytes, guint n)
{
  if (block->n_bytes + n_bytes + 1 > block->n_space)
    {
      /* Most blocks are one piece: do not waste memory on growth that never comes. */
      block->n_space = block->n_bytes == 0 ? n_bytes + 1 : (block->n_bytes + n_bytes + 1) * 3 / 2;
      block->public.text = g_realloc (block->public.text, block->n_space);
    }
  memcpy (block->public.text + block->n_bytes, text, n_bytes);
  block->n_bytes += n_bytes;
  block->n += n;
  block->public.text[block->n_bytes] = '\0';
}

/* Puts characters of the window behind what the block has. @glue (ASCII) stands between the two. */
static void
append_range (Maker *self, guint index, const SegLine *line, guint skip, guint length, const char *glue)
{
  Block *block = (Block *) get_block (self, index);
  const char *start = g_utf8_offset_to_pointer (self->page->utf8 + line->byte, skip);
  const char *end = g_utf8_offset_to_pointer (start, length);
  GalleyPiece piece = { self->page->base + line->start + skip, length };

  if (length == 0)
    return;
  append_text (block, glue, strlen (glue), (guint) strlen (glue));
  append_text (block, start, (gsize) (end - start), length);
  g_array_append_val (block->public.pieces, piece);
  self->cursor = line->start + skip + length;
}

/* Characters [from, to) of the unit's text go to the end of block @index. The first gap is a @kind repair. */
static void
append_unit (Maker *self,
             const SegUnit *unit,
             guint from,
             guint to,
             guint index,
             GalleyRepairKind kind,
             const char *glue,
             double confidence)
{
  guint at = 0;

  for (guint i = 0; i < unit->n_lines; i++)
    {
      const SegLine *line = &g_array_index (self->page->lines, SegLine, unit->line + i);
      gboolean spaced = i > 0 && self->page->text[unit->off + at] == ' ';
      guint start, end;

      at += spaced;
      start = MAX (from, at);
      end = MIN (to, at + line->length);
      if (start < end)
        {
          gboolean first = start == from;

          skip_to (self, line->start + start - at, first ? kind : GALLEY_REPAIR_WRAP,
                   first && kind == GALLEY_REPAIR_BLANK ? G_MAXUINT : index, confidence);
          append_range (self, index, line, start - at, end - start, first ? glue : spaced ? " " : "");
        }
      at += line->length;
    }
}

static void
add_unit_block (Maker *self, guint i, GalleyRole role, guint article)
{
  const SegUnit *unit = seg_page_unit (self->page, i);
  double confidence = self->path->confidence[i];

  begin_block (self, role, article, confidence);
  append_unit (self, unit, 0, unit->n, self->block, GALLEY_REPAIR_BLANK, "", confidence);
}

/* Takes the last character of a block away: it becomes part of a repair. */
static void
drop_last (Maker *self, guint index)
{
  GalleyReadingBlock *block = get_block (self, index);
  GalleyPiece *piece = &g_array_index (block->pieces, GalleyPiece, block->pieces->len - 1);
  Block *own = (Block *) block;
  char *last = g_utf8_find_prev_char (block->text, block->text + own->n_bytes);
  guint at = piece->start + piece->length - 1 - self->page->base;

  own->n_bytes = (gsize) (last - block->text);
  own->n--;
  *last = '\0';
  if (--piece->length == 0)
    g_array_set_size (block->pieces, block->pieces->len - 1);
  if (self->cursor == at + 1)
    self->cursor = at;
  else
    add_repair (self, GALLEY_REPAIR_OVERLAP, at, at + 1, index, 0.8);
}

static gboolean
is_hyphenated (const SegPage *page, const SegUnit *a, const SegUnit *b)
{
  const gunichar *s = seg_unit_text (page, a);
  const gunichar *t = seg_unit_text (page, b);

  return page->latin && a->n >= 3 && b->n > 0 && s[a->n - 1] == '-' && g_unichar_isalpha (s[a->n - 2]) &&
         g_unichar_islower (t[0]);
}

/* Where the text of a paragraph ends: before a jump that stands behind its last sentence. */
static guint
find_body_end (Maker *self, const SegUnit *unit)
{
  guint end = unit->jump_at > 0 ? unit->jump_at : unit->n;

  while (end > 1 && seg_unit_text (self->page, unit)[end - 1] == ' ')
    end--;
  return end;
}

static void
add_body (Maker *self, guint i)
{
  const SegUnit *unit = seg_page_unit (self->page, i);
  double confidence = self->path->confidence[i];

  begin_block (self, GALLEY_ROLE_BODY, self->current, confidence);
  append_unit (self, unit, 0, find_body_end (self, unit), self->block, GALLEY_REPAIR_BLANK, "", confidence);
}

static void
add_inline_jump (Maker *self, guint i)
{
  const SegUnit *unit = seg_page_unit (self->page, i);
  double confidence = self->path->confidence[i];

  if (unit->jump_at == 0)
    return;
  begin_block (self, GALLEY_ROLE_JUMP, self->current, confidence);
  append_unit (self, unit, unit->jump_at, unit->n, self->block, GALLEY_REPAIR_BLANK, "", confidence);
  self->story_body = G_MAXUINT;
}

static void
join_body (Maker *self, guint i)
{
  const SegUnit *unit = seg_page_unit (self->page, i);
  guint end = find_body_end (self, unit);
  const SegUnit *before = seg_page_unit (self->page, self->body_unit);
  double confidence = self->path->confidence[i];
  guint drop_before = 0, drop_after = 0;

  if (!unit->is_guessed && seg_join_overlap (self->page, self->body_unit, i, &drop_before, &drop_after))
    {
      const GalleyReadingBlock *block = get_block (self, self->story_body);

      if (block->pieces->len > 1 || g_array_index (block->pieces, GalleyPiece, 0).length > 1)
        {
          drop_last (self, self->story_body);
          append_unit (self, unit, drop_after, end, self->story_body, GALLEY_REPAIR_OVERLAP, "", confidence);
        }
    }
  else if (unit->is_guessed && self->body_unit + 1 == i)
    append_unit (self, unit, 0, end, self->story_body, GALLEY_REPAIR_WRAP, "", confidence);
  else if (is_hyphenated (self->page, before, unit))
    {
      drop_last (self, self->story_body);
      append_unit (self, unit, 0, end, self->story_body, GALLEY_REPAIR_HYPHEN, "", confidence);
    }
  else
    append_unit (self, unit, 0, end, self->story_body, GALLEY_REPAIR_JOIN, self->page->latin ? " " : "",
                 confidence);
  get_block (self, self->story_body)->confidence =
      MIN (get_block (self, self->story_body)->confidence, confidence);
}

static void
add_caption (Maker *self, guint i)
{
  const SegUnit *unit = seg_page_unit (self->page, i);
  const gunichar *s = seg_unit_text (self->page, unit);
  guint end = unit->credit_at;
  double confidence = self->path->confidence[i];

  if (end == 0)
    {
      add_unit_block (self, i, GALLEY_ROLE_CAPTION, self->current);
      return;
    }
  while (end > 1 && s[end - 1] == ' ')
    end--;
  begin_block (self, GALLEY_ROLE_CAPTION, self->current, confidence);
  append_unit (self, unit, 0, end, self->block, GALLEY_REPAIR_BLANK, "", confidence);
  begin_block (self, GALLEY_ROLE_CREDIT, self->current, confidence);
  append_unit (self, unit, unit->credit_at, unit->n, self->block, GALLEY_REPAIR_BLANK, "", confidence);
}

/* "…会议强调—— 主题" in one line: the dash parts kicker and headline for sure, and a verb of saying with a blank does. */
guint
seg_find_kicker (const gunichar *s, guint n)
{
  for (guint i = 2; i + 3 < n; i++)
    if (s[i + 1] == ' ' &&
        ((s[i] == 0x2014 && s[i - 1] == 0x2014) ||
         (i < 30 && seg_is_han (s[i]) && seg_words_match_end (SEG_WORDS_SAYS, s, i + 1) > 1)))
      return i + 1;
  return 0;
}

static void
add_head (Maker *self, guint i)
{
  const SegUnit *unit = seg_page_unit (self->page, i);
  guint kicker = seg_find_kicker (seg_unit_text (self->page, unit), unit->n);
  double confidence = self->path->confidence[i];

  if (kicker == 0 || (i > 0 && self->path->labels[i - 1] == SEG_KICKER))
    {
      add_unit_block (self, i, GALLEY_ROLE_HEADLINE, self->current);
      return;
    }
  begin_block (self, GALLEY_ROLE_KICKER, self->current, confidence);
  append_unit (self, unit, 0, kicker, self->block, GALLEY_REPAIR_BLANK, "", confidence);
  while (kicker < unit->n && seg_unit_text (self->page, unit)[kicker] == ' ')
    kicker++;
  begin_block (self, GALLEY_ROLE_HEADLINE, self->current, confidence);
  append_unit (self, unit, kicker, unit->n, self->block, GALLEY_REPAIR_BLANK, "", confidence);
}

static GalleyRole
role_of (SegLabel label)
{
  switch ((guint) label)
    {
    case SEG_FURNITURE:
      return GALLEY_ROLE_FURNITURE;
    case SEG_AD:
      return GALLEY_ROLE_AD;
    case SEG_KICKER:
      return GALLEY_ROLE_KICKER;
    case SEG_SUBHEAD:
      return GALLEY_ROLE_SUBHEAD;
    case SEG_PEOPLE:
      return GALLEY_ROLE_PEOPLE;
    case SEG_BYLINE:
      return GALLEY_ROLE_BYLINE;
    case SEG_JUMP_FROM:
    case SEG_JUMP_TO:
      return GALLEY_ROLE_JUMP;
    case SEG_CROSS:
    case SEG_CROSS_FIRST:
      return GALLEY_ROLE_CROSSHEAD;
    case SEG_NOTE:
      return GALLEY_ROLE_NOTE;
    case SEG_CREDIT:
    case SEG_CREDIT_FIRST:
      return GALLEY_ROLE_CREDIT;
    case SEG_HEAD:
    case SEG_HEAD_MORE:
    case SEG_TITLE:
      return GALLEY_ROLE_HEADLINE;
    case SEG_CAPTION:
    case SEG_CAPTION_MORE:
      return GALLEY_ROLE_CAPTION;
    case SEG_LEAD:
    case SEG_BODY:
    case SEG_BODY_MORE:
    case SEG_N_LABELS:
      break;
    }
  return GALLEY_ROLE_BODY;
}

static gboolean
is_picture (SegLabel label)
{
  return label >= SEG_TITLE && label <= SEG_CREDIT;
}

static gboolean
begins_picture (SegLabel before, SegLabel label)
{
  switch ((guint) label)
    {
    case SEG_TITLE:
      return TRUE;
    case SEG_CREDIT_FIRST:
      return before != SEG_TITLE && before != SEG_CREDIT_FIRST;
    case SEG_CAPTION:
      return before != SEG_TITLE && before != SEG_CREDIT_FIRST;
    default:
      return !is_picture (before);
    }
}

/* A new ad begins where a block does, unless it is the bare rest of the one before (a slogan without a firm). */
static gboolean
begins_ad (Maker *self, guint i, SegLabel before)
{
  const SegUnit *unit = seg_page_unit (self->page, i);

  if (before != SEG_AD)
    return TRUE;
  if (unit->blanks == 0)
    return FALSE;
  return unit->n_dense > 6 ||
         seg_words_match_end (SEG_WORDS_COMPANY, seg_unit_text (self->page, unit), unit->n) > 0;
}

static gboolean
begins_story (SegLabel before, SegLabel label, gboolean has_story)
{
  if (label == SEG_KICKER)
    return TRUE;
  if (label == SEG_HEAD)
    return before != SEG_KICKER;
  return !has_story;
}

/* An editor's note right before a headline belongs to the story below it. */
static gboolean
is_foreword (Maker *self, guint i)
{
  guint8 next = i + 1 < self->page->units->len ? self->path->labels[i + 1] : SEG_N_LABELS;

  return self->path->labels[i] == SEG_NOTE && seg_page_unit (self->page, i)->is_editor &&
         (next == SEG_KICKER || next == SEG_HEAD);
}

static void
choose_article (Maker *self, guint i, SegLabel before, SegLabel label)
{
  double confidence = self->path->confidence[i];

  if (label == SEG_FURNITURE)
    {
      if (before != SEG_FURNITURE || self->current == G_MAXUINT)
        begin_article (self, GALLEY_ARTICLE_FURNITURE, -1, confidence);
    }
  else if (label == SEG_AD)
    {
      if (begins_ad (self, i, before) || self->current == G_MAXUINT)
        begin_article (self, GALLEY_ARTICLE_AD, -1, confidence);
    }
  else if (is_picture (label))
    {
      if (begins_picture (before, label) || self->current == G_MAXUINT)
        begin_article (self, GALLEY_ARTICLE_PICTURE, self->story == G_MAXUINT ? -1 : (gint) self->story,
                       confidence);
    }
  else if (self->waiting)
    {
      self->current = self->story;
      self->waiting = label == SEG_NOTE;
    }
  else if (begins_story (before, label, self->story != G_MAXUINT) || is_foreword (self, i))
    {
      self->waiting = label == SEG_NOTE;
      begin_article (self, GALLEY_ARTICLE_STORY, -1, confidence);
      self->story = self->current;
      self->story_body = G_MAXUINT;
    }
  else
    self->current = self->story;
}

/* Ads keep one block a printed line. */
static void
add_lines (Maker *self, guint i, GalleyRole role)
{
  const SegUnit *unit = seg_page_unit (self->page, i);

  for (guint k = 0; k < unit->n_lines; k++)
    {
      const SegLine *line = &g_array_index (self->page->lines, SegLine, unit->line + k);

      begin_block (self, role, self->current, self->path->confidence[i]);
      skip_to (self, line->start, GALLEY_REPAIR_BLANK, G_MAXUINT, 1);
      append_range (self, self->block, line, 0, line->length, "");
    }
}

static void
add_unit (Maker *self, guint i, SegLabel before)
{
  const SegUnit *unit = seg_page_unit (self->page, i);
  SegLabel label = (SegLabel) self->path->labels[i];

  choose_article (self, i, before, label);
  switch ((guint) label)
    {
    case SEG_FURNITURE:
      seg_masthead_line (seg_unit_text (self->page, unit), unit->n, TRUE, self->reading);
      add_lines (self, i, GALLEY_ROLE_FURNITURE);
      break;
    case SEG_AD:
      add_lines (self, i, GALLEY_ROLE_AD);
      break;
    case SEG_HEAD:
      add_head (self, i);
      break;
    case SEG_HEAD_MORE:
    case SEG_CAPTION_MORE:
      append_unit (self, unit, 0, unit->n, self->block, GALLEY_REPAIR_WRAP, self->page->latin ? " " : "",
                   self->path->confidence[i]);
      break;
    case SEG_CAPTION:
      add_caption (self, i);
      break;
    case SEG_BODY_MORE:
      if (self->story_body != G_MAXUINT)
        {
          join_body (self, i);
          self->body_unit = i;
          add_inline_jump (self, i);
          break;
        }
      G_GNUC_FALLTHROUGH;
    case SEG_LEAD:
    case SEG_BODY:
      add_body (self, i);
      self->story_body = self->block;
      self->body_unit = i;
      add_inline_jump (self, i);
      break;
    default:
      add_unit_block (self, i, role_of (label), self->current);
      if (label == SEG_CROSS || label == SEG_CROSS_FIRST)
        self->story_body = G_MAXUINT;
      break;
    }
  if (label == SEG_NOTE || label == SEG_JUMP_TO)
    self->story_body = G_MAXUINT;
}

static int
compare_repairs (gconstpointer a, gconstpointer b)
{
  const GalleyRepair *left = a;
  const GalleyRepair *right = b;

  return (left->start > right->start) - (left->start < right->start);
}

gboolean
seg_reading_add (GalleyReading *reading, const SegPage *page, const SegPath *path, gboolean open)
{
  Maker self = { .reading = reading,
                 .page = page,
                 .path = path,
                 .story = G_MAXUINT,
                 .story_body = G_MAXUINT,
                 .current = G_MAXUINT };
  SegLabel before = SEG_N_LABELS;
  guint first = reading->repairs->len;

  for (guint i = reading->articles->len; open && i > 0 && self.story == G_MAXUINT; i--)
    if (((GalleyReadingArticle *) g_ptr_array_index (reading->articles, i - 1))->kind == GALLEY_ARTICLE_STORY)
      self.story = i - 1;

  for (guint i = 0; i < page->units->len; i++)
    {
      add_unit (&self, i, before);
      before = (SegLabel) path->labels[i];
    }
  skip_to (&self, page->n, GALLEY_REPAIR_BLANK, G_MAXUINT, 1);
  reading->score += path->score;
  if (reading->repairs->len > first)
    qsort (&g_array_index (reading->repairs, GalleyRepair, first), reading->repairs->len - first,
           sizeof (GalleyRepair), compare_repairs);
  return self.story_body != G_MAXUINT;
}
