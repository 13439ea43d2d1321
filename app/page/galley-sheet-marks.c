/* SPDX-License-Identifier: GPL-3.0-or-later */

/* 红样: the marks of a round as a proofreader's pen makes them (GB/T 14706). A mark stands on the text, a line leads it to the nearer
 * margin, and there stands what is to be there instead. Lines do not cross: of the marks in one line of text the outermost
 * leaves lowest, and the notes of a margin stand in the order in which their lines arrive. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-diff.h"
#include "galley-sheet-private.h"

#define NOTE_SIZE 8.0
#define NOTE_LEADING 10.5
#define NOTE_EDGE 20.0  /* from the edge of the paper to the notes */
#define NOTE_LENGTH 28u /* characters; what is longer stands on the slip alone */
#define PEN 0.7
#define LONGEST_SWAP 16u /* characters that are turned round with one mark */

typedef enum
{
  SIGN_REPLACE, /* 改正 */
  SIGN_DELETE,  /* 删除 */
  SIGN_INSERT,  /* 增补 */
  SIGN_SWAP,    /* 对调 */
  SIGN_JOIN,    /* 接排 */
  SIGN_SPLIT,   /* 另起段 */
  SIGN_ROLE,    /* 说明 */
} Sign;

typedef struct
{
  guint number;
  Sign sign;
  const GalleyHunk *hunk; /* borrowed */
  guint sheet;
  double x; /* where its line begins */
  double y; /* the baseline of its line of text */
  gboolean right;
  char *note;
  double leader; /* the height its line runs at */
  double note_y; /* the middle of its note */
} Mark;

typedef struct
{
  GalleyStrip *strip;
  GArray *marks; /* of Mark */
  double red, green, blue;
} Marked;

static void
mark_clear (gpointer data)
{
  g_free (((Mark *) data)->note);
}

/* --- where on the strip ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  const GalleyStripLine *line;
  double x;
} Spot;

/* The glyph before which the character @offset of a paragraph begins; its number of glyphs for the end. */
static guint
glyph_at (const GalleyPara *para, guint offset)
{
  gsize byte = (gsize) (g_utf8_offset_to_pointer (para->text, offset) - para->text);

  for (guint i = 0; i < para->glyphs->len; i++)
    {
      if (g_array_index (para->glyphs, GalleyGlyph, i).byte >= byte)
        return i;
    }
  return para->glyphs->len;
}

static const GalleyStripLine *
find_line (GalleyStrip *strip, guint block, guint line)
{
  for (guint i = 0; i < strip->lines->len; i++)
    {
      const GalleyStripLine *found = &g_array_index (strip->lines, GalleyStripLine, i);

      if (found->para == block && found->line == line)
        return found;
    }
  return NULL;
}

/* @ends: of two lines that meet there, the end of the first. */
static gboolean
find_spot (GalleyStrip *strip, const GalleyPlace *place, gboolean ends, Spot *spot)
{
  GalleyPara *para = place->block < strip->paras->len ? g_ptr_array_index (strip->paras, place->block) : NULL;
  guint glyph;

  if (para == NULL || para->lines->len == 0)
    return FALSE;
  glyph = glyph_at (para, place->offset);
  for (guint i = 0; i < para->lines->len; i++)
    {
      const GalleyLine *line = &g_array_index (para->lines, GalleyLine, i);
      g_autofree double *xs = NULL;

      if (glyph > line->last || (glyph == line->last && !ends && i + 1 < para->lines->len))
        continue;
      xs = galley_para_place_line (para, i, NULL);
      spot->line = find_line (strip, place->block, i);
      spot->x = strip->x + xs[glyph - line->first];
      return spot->line != NULL;
    }
  return FALSE;
}

/* --- the pen ------------------------------------------------------------------------------------------------------------------- */

static GArray *
new_path (void)
{
  return g_array_new (FALSE, FALSE, sizeof (GalleyStroke));
}

static void
move_to (GArray *path, double x, double y)
{
  GalleyStroke stroke = { GALLEY_STROKE_MOVE, { x }, { y } };

  g_array_append_val (path, stroke);
}

static void
line_to (GArray *path, double x, double y)
{
  GalleyStroke stroke = { GALLEY_STROKE_LINE, { x }, { y } };

  g_array_append_val (path, stroke);
}

static void
curve_to (GArray *path, double x1, double y1, double x2, double y2, double x3, double y3)
{
  GalleyStroke stroke = { GALLEY_STROKE_CURVE, { x1, x2, x3 }, { y1, y2, y3 } };

  g_array_append_val (path, stroke);
}

static void
add_path (Marked *self, guint sheet, GArray *path)
{
  GalleySheet *on = g_ptr_array_index (self->strip->sheets, sheet);
  GalleyItem item = { .kind = GALLEY_ITEM_MARK, .article = -1, .leading = PEN, .path = path };

  item.red = self->red;
  item.green = self->green;
  item.blue = self->blue;
  g_array_append_val (on->items, item);
}

/* A ring round characters, with round ends. */
static void
add_ring (GArray *path, double x1, double x2, double y, double size)
{
  double top = y - size * 0.95, bottom = y + size * 0.2, r = MIN ((bottom - top) / 2, (x2 - x1) / 2 + 1);

  x1 -= 1;
  x2 += 1;
  move_to (path, x1 + r, top);
  line_to (path, x2 - r, top);
  curve_to (path, x2 + r * 0.2, top, x2 + r * 0.2, bottom, x2 - r, bottom);
  line_to (path, x1 + r, bottom);
  curve_to (path, x1 - r * 0.2, bottom, x1 - r * 0.2, top, x1 + r, top);
}

/* 删除: the words are struck through. */
static void
add_strike (GArray *path, double x1, double x2, double y, double size)
{
  move_to (path, x1, y - size * 0.36);
  line_to (path, x2, y - size * 0.4);
}

/* The loop a struck word's line ends in. */
static void
add_loop (GArray *path, double x, double y, double size, int direction)
{
  move_to (path, x, y);
  curve_to (path, x + direction * size, y - size * 0.2, x + direction * size, y - size,
            x + direction * size * 0.5, y - size);
  curve_to (path, x + direction * size * 0.1, y - size, x + direction * size * 0.3, y,
            x + direction * size * 1.3, y + size * 0.1);
}

/* 增补: an open beak over the place. */
static void
add_beak (GArray *path, double x, double y, double size)
{
  move_to (path, x - size * 0.22, y - size * 1.05);
  line_to (path, x, y - size * 0.6);
  line_to (path, x + size * 0.22, y - size * 1.05);
}

/* 对调: a line over the first and under the second. */
static void
add_swap (GArray *path, double x1, double middle, double x2, double y, double size)
{
  double top = y - size * 0.98, bottom = y + size * 0.22;

  move_to (path, x1, y - size * 0.4);
  line_to (path, x1, top);
  line_to (path, middle, top);
  line_to (path, middle, bottom);
  line_to (path, x2, bottom);
  line_to (path, x2, y - size * 0.4);
}

/* Draws @add over each line from one place to the other. */
static void
over_lines (Marked *self,
            const GalleyHunk *hunk,
            void (*add) (GArray *path, double x1, double x2, double y, double size))
{
  GalleyStrip *strip = self->strip;

  for (guint i = 0; i < strip->lines->len; i++)
    {
      const GalleyStripLine *line = &g_array_index (strip->lines, GalleyStripLine, i);
      GalleyPara *para = g_ptr_array_index (strip->paras, line->para);
      const GalleyLine *glyphs = &g_array_index (para->lines, GalleyLine, line->line);
      guint from = 0, to = para->glyphs->len;
      g_autofree double *xs = NULL;
      GArray *path;

      if (line->para < hunk->old_start.block || line->para > hunk->old_end.block)
        continue;
      if (line->para == hunk->old_start.block)
        from = glyph_at (para, hunk->old_start.offset);
      if (line->para == hunk->old_end.block)
        to = glyph_at (para, hunk->old_end.offset);
      from = MAX (from, glyphs->first);
      to = MIN (to, glyphs->last);
      if (from >= to)
        continue;
      xs = galley_para_place_line (para, line->line, NULL);
      path = new_path ();
      add (path, strip->x + xs[from - glyphs->first], strip->x + xs[to - glyphs->first], line->y,
           para->type.size);
      add_path (self, line->sheet, path);
    }
}

/* --- signs --------------------------------------------------------------------------------------------------------------------------- */

/* Where @old is two parts that stand in @new the other way round: the length of the first in characters, else 0. */
static guint
swapped_at (const char *old, const char *new)
{
  gsize length = strlen (old);

  if (length != strlen (new) || length > 60)
    return 0;
  for (const char *p = old; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize first = (gsize) (p - old);

      if (first > 0 && strncmp (new, p, length - first) == 0 &&
          strncmp (new + length - first, old, first) == 0)
        return (guint) g_utf8_pointer_to_offset (old, p);
    }
  return 0;
}

static Sign
sign_of (const GalleyHunk *hunk)
{
  if (hunk->kind == GALLEY_CHANGE_ROLE)
    return SIGN_ROLE;
  if (g_str_equal (hunk->old_text, "") && g_str_equal (hunk->new_text, "\n"))
    return SIGN_SPLIT;
  if (g_str_equal (hunk->old_text, "\n") && g_str_equal (hunk->new_text, ""))
    return SIGN_JOIN;
  if (g_str_equal (hunk->old_text, ""))
    return SIGN_INSERT;
  if (g_str_equal (hunk->new_text, ""))
    return SIGN_DELETE;
  return swapped_at (hunk->old_text, hunk->new_text) > 0 ? SIGN_SWAP : SIGN_REPLACE;
}

/* A paragraph break is shown as the sign for one. */
static char *
dup_shown (const char *text, guint longest)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *joined = g_strjoinv ("¶", lines);

  if (g_utf8_strlen (joined, -1) <= (glong) longest)
    return g_steal_pointer (&joined);
  {
    g_autofree char *start = g_utf8_substring (joined, 0, longest);

    return g_strconcat (start, "…", NULL);
  }
}

static const char *
new_role_label (const GalleySheetRound *round, const GalleyHunk *hunk)
{
  GalleyBlock *block = galley_article_get_block (round->after, hunk->new_start.block);

  return block != NULL ? galley_role_get_label (galley_block_get_role (block)) : "";
}

static char *
dup_note (const GalleySheetRound *round, const Mark *mark)
{
  g_autofree char *new = dup_shown (mark->hunk->new_text, NOTE_LENGTH);

  switch (mark->sign)
    {
    case SIGN_ROLE:
      return g_strdup_printf ("%u｜%s", mark->number, new_role_label (round, mark->hunk));
    case SIGN_REPLACE:
    case SIGN_INSERT:
      return g_strdup_printf ("%u｜%s", mark->number, new);
    default:
      return g_strdup_printf ("%u", mark->number);
    }
}

static void
draw_sign (Marked *self, const Mark *mark, const Spot *start, const Spot *end)
{
  GalleyStrip *strip = self->strip;
  const GalleyPara *para = g_ptr_array_index (strip->paras, start->line->para);
  double size = para->type.size;
  GArray *path = new_path ();

  switch (mark->sign)
    {
    case SIGN_REPLACE:
      over_lines (self, mark->hunk, add_ring);
      break;
    case SIGN_DELETE:
      over_lines (self, mark->hunk, add_strike);
      break;
    case SIGN_INSERT:
      add_beak (path, start->x, start->line->y, size);
      break;
    case SIGN_SWAP:
      {
        GalleyPlace middle = mark->hunk->old_start;
        Spot at;

        middle.offset += swapped_at (mark->hunk->old_text, mark->hunk->new_text);
        if (start->line == end->line && find_spot (strip, &middle, FALSE, &at))
          add_swap (path, start->x, at.x, end->x, start->line->y, size);
        else
          over_lines (self, mark->hunk, add_ring);
        break;
      }
    case SIGN_SPLIT: /* 另起段: a corner before the words, and a line to where they go */
      move_to (path, start->x, start->line->y - size);
      line_to (path, start->x, start->line->y + size * 0.3);
      line_to (path, strip->x + size, start->line->y + size * 0.3);
      line_to (path, strip->x + size * 1.4, start->line->y + size * 0.1);
      break;
    case SIGN_JOIN: /* 接排: from the end of the one to the beginning of the other */
      if (start->line->sheet == end->line->sheet)
        {
          double middle = (start->line->y + end->line->y - size) / 2 + size * 0.1;

          move_to (path, start->x + 1, start->line->y - size * 0.4);
          curve_to (path, start->x + size * 2, start->line->y, start->x + size, middle, start->x, middle);
          line_to (path, end->x - size * 0.5, middle);
          curve_to (path, end->x - size * 1.2, middle, end->x - size * 1.2, end->line->y - size * 0.4,
                    end->x - 1, end->line->y - size * 0.4);
        }
      break;
    case SIGN_ROLE: /* a bracket along the paragraph's first line */
      move_to (path, start->x - 2, start->line->y - size);
      line_to (path, start->x - 5, start->line->y - size);
      line_to (path, start->x - 5, start->line->y + size * 0.2);
      line_to (path, start->x - 2, start->line->y + size * 0.2);
      break;
    }
  add_path (self, start->line->sheet, path);
}

/* Characters of one block from @start up to @end (newly allocated). */
static char *
dup_between (GalleyArticle *article, const GalleyPlace *start, const GalleyPlace *end)
{
  return galley_block_dup_range (galley_article_get_block (article, start->block), start->offset,
                                 end->offset);
}

/* What went from one place and came to another a few characters on, was turned round with what stands between (对调): one mark
 * for two changes. NULL where the two are no such pair. */
static GalleyHunk *
join_swap (const GalleySheetRound *round, const GalleyHunk *first, const GalleyHunk *second)
{
  const GalleyHunk *gone = *first->new_text == '\0' ? first : second, *come = gone == first ? second : first;
  GalleyHunk *joined;

  if (first->kind == GALLEY_CHANGE_ROLE || second->kind == GALLEY_CHANGE_ROLE || *gone->new_text != '\0' ||
      *come->old_text != '\0' || !g_str_equal (gone->old_text, come->new_text) ||
      strchr (gone->old_text, '\n') != NULL)
    return NULL;
  if (first->old_start.block != second->old_end.block || first->new_start.block != second->new_end.block ||
      second->old_end.offset - first->old_start.offset > LONGEST_SWAP)
    return NULL;
  joined = g_new0 (GalleyHunk, 1);
  joined->kind = first->kind;
  joined->old_start = first->old_start;
  joined->old_end = second->old_end;
  joined->new_start = first->new_start;
  joined->new_end = second->new_end;
  joined->old_text = dup_between (round->before, &joined->old_start, &joined->old_end);
  joined->new_text = dup_between (round->after, &joined->new_start, &joined->new_end);
  return joined;
}

static void
join_swaps (const GalleySheetRound *round, GPtrArray *hunks)
{
  for (guint i = 0; i + 1 < hunks->len; i++)
    {
      GalleyHunk *joined = join_swap (round, g_ptr_array_index (hunks, i), g_ptr_array_index (hunks, i + 1));

      if (joined == NULL)
        continue;
      g_ptr_array_remove_range (hunks, i, 2);
      g_ptr_array_insert (hunks, (gint) i, joined);
    }
}

static void
add_mark (Marked *self, const GalleySheetRound *round, const GalleyHunk *hunk, guint number)
{
  Mark mark = { .number = number, .sign = sign_of (hunk), .hunk = hunk };
  Spot start, end;

  if (!find_spot (self->strip, &hunk->old_start, mark.sign == SIGN_JOIN, &start))
    {
      /* A paragraph without text, or behind the last. */
      GalleyPlace before = { hunk->old_start.block > 0 ? hunk->old_start.block - 1 : 0, G_MAXUINT };
      GalleyPara *para = before.block < self->strip->paras->len
                             ? g_ptr_array_index (self->strip->paras, before.block)
                             : NULL;

      before.offset = para != NULL ? (guint) g_utf8_strlen (para->text, -1) : 0;
      if (!find_spot (self->strip, &before, TRUE, &start))
        return;
    }
  if (!find_spot (self->strip, &hunk->old_end, mark.sign != SIGN_JOIN, &end))
    end = start;
  draw_sign (self, &mark, &start, &end);
  mark.sheet = start.line->sheet;
  mark.x = mark.sign == SIGN_INSERT || mark.sign == SIGN_SPLIT || start.line != end.line
               ? start.x
               : (start.x + end.x) / 2;
  mark.y = start.line->y;
  mark.right = mark.x > self->strip->x + self->strip->width / 2;
  mark.note = dup_note (round, &mark);
  g_array_append_val (self->marks, mark);
}

/* --- leaders and notes ---------------------------------------------------------------------------------------------------------------- */

/* In the order in which lines arrive at the margin. */
static gint
compare_marks (gconstpointer a, gconstpointer b)
{
  const Mark *left = *(const Mark *const *) a, *right = *(const Mark *const *) b;

  if (left->y != right->y)
    return left->y < right->y ? -1 : 1;
  if (left->x != right->x)
    return (left->x < right->x) == left->right ? -1 : 1;
  return (gint) left->number - (gint) right->number;
}

static double
note_width (Marked *self)
{
  return self->strip->x - NOTE_EDGE - 14;
}

static GalleyPara *
new_note (Marked *self, const Mark *mark)
{
  GalleyType type = { GALLEY_FACE_SANS, NOTE_SIZE, 0, mark->right ? GALLEY_ALIGN_LEFT : GALLEY_ALIGN_RIGHT,
                      0 };
  GalleySheet *sheet = g_ptr_array_index (self->strip->sheets, mark->sheet);
  GalleyPara *para = galley_para_new (galley_sheet_get_setter (sheet, FALSE), &type, NULL, mark->note);

  galley_para_break (para, note_width (self));
  return para;
}

/* Of the marks of one line of text the one farthest from its margin runs highest. */
static void
set_leaders (Marked *self, GPtrArray *marks)
{
  double gap = self->strip->leading - self->strip->size * 1.25;

  for (guint i = 0, end; i < marks->len; i = end)
    {
      const Mark *first = g_ptr_array_index (marks, i);

      for (end = i + 1; end < marks->len && ((Mark *) g_ptr_array_index (marks, end))->y == first->y;)
        end++;
      for (guint k = i; k < end; k++)
        {
          Mark *mark = g_ptr_array_index (marks, k);

          mark->leader = mark->y - self->strip->size * 1.05 - gap * (double) (end - k) / (end - i + 1);
        }
    }
}

/* Each as near to its line as the others allow; pushed down first, then up from the foot. */
static void
set_notes (GPtrArray *marks, GPtrArray *paras, double top, double bottom)
{
  double at = top;

  for (guint i = 0; i < marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (marks, i);
      double height = ((GalleyPara *) g_ptr_array_index (paras, i))->lines->len * NOTE_LEADING + 3;

      mark->note_y = MAX (at + height / 2, mark->leader);
      at = mark->note_y + height / 2;
    }
  at = bottom;
  for (guint i = marks->len; i-- > 0;)
    {
      Mark *mark = g_ptr_array_index (marks, i);
      double height = ((GalleyPara *) g_ptr_array_index (paras, i))->lines->len * NOTE_LEADING + 3;

      mark->note_y = MIN (mark->note_y, at - height / 2);
      at = mark->note_y - height / 2;
    }
}

static void
draw_leader (Marked *self, const Mark *mark, GalleyPara *note)
{
  GalleyStrip *strip = self->strip;
  GalleySheet *sheet = g_ptr_array_index (strip->sheets, mark->sheet);
  double edge = mark->right ? strip->x + strip->width + 4 : strip->x - 4;
  double to = mark->right ? edge + 9 : edge - 9;
  double height = note->lines->len * NOTE_LEADING;
  GArray *path = new_path ();
  GalleyItem *item;

  move_to (path, mark->x, mark->y - strip->size * 1.02);
  line_to (path, mark->x, mark->leader);
  line_to (path, edge, mark->leader);
  line_to (path, to, mark->note_y);
  if (mark->sign == SIGN_DELETE)
    add_loop (path, mark->right ? to + 16 : to - 16, mark->note_y + 3, 6, mark->right ? 1 : -1);
  add_path (self, mark->sheet, path);
  item = galley_sheet_add_text (sheet, note, 0, note->lines->len, mark->right ? to + 2 : NOTE_EDGE,
                                mark->note_y - height / 2 + galley_sheet_baseline (NOTE_SIZE, NOTE_LEADING),
                                NOTE_LEADING, NULL, -1);
  item->red = self->red;
  item->green = self->green;
  item->blue = self->blue;
}

static void
draw_margin (Marked *self, guint sheet, gboolean right)
{
  g_autoptr (GPtrArray) marks = g_ptr_array_new ();
  g_autoptr (GPtrArray) paras = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_para_unref);

  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = &g_array_index (self->marks, Mark, i);

      if (mark->sheet == sheet && mark->right == right)
        g_ptr_array_add (marks, mark);
    }
  g_ptr_array_sort (marks, compare_marks);
  set_leaders (self, marks);
  for (guint i = 0; i < marks->len; i++)
    g_ptr_array_add (paras, new_note (self, g_ptr_array_index (marks, i)));
  set_notes (marks, paras, 56, 800);
  for (guint i = 0; i < marks->len; i++)
    draw_leader (self, g_ptr_array_index (marks, i), g_ptr_array_index (paras, i));
}

/* --- the slip ------------------------------------------------------------------------------------------------------------------------- */

static char *
dup_slip_line (const GalleySheetRound *round, const Mark *mark)
{
  const GalleyHunk *hunk = mark->hunk;
  g_autofree char *old = dup_shown (hunk->old_text, 400), *new = dup_shown (hunk->new_text, 400);
  guint paragraph = hunk->old_start.block + 1, at = hunk->old_start.offset + 1;

  switch (mark->sign)
    {
    case SIGN_REPLACE:
      return g_strdup_printf (_ ("%u. Paragraph %u, character %u: “%s” becomes “%s”"), mark->number,
                              paragraph, at, old, new);
    case SIGN_DELETE:
      return g_strdup_printf (_ ("%u. Paragraph %u, character %u: “%s” goes"), mark->number, paragraph, at,
                              old);
    case SIGN_INSERT:
      return g_strdup_printf (_ ("%u. Paragraph %u, before character %u: “%s” is put in"), mark->number,
                              paragraph, at, new);
    case SIGN_SWAP:
      return g_strdup_printf (_ ("%u. Paragraph %u, character %u: “%s” is turned round to “%s”"),
                              mark->number, paragraph, at, old, new);
    case SIGN_JOIN:
      return g_strdup_printf (_ ("%u. Paragraph %u: the next paragraph runs on"), mark->number, paragraph);
    case SIGN_SPLIT:
      return g_strdup_printf (_ ("%u. Paragraph %u: a new paragraph begins at character %u"), mark->number,
                              paragraph, at);
    default:
      return g_strdup_printf (_ ("%u. Paragraph %u becomes: %s"), mark->number, paragraph,
                              new_role_label (round, hunk));
    }
}

static void
add_slip_text (GalleyStrip *strip, const GalleyType *type, const char *words, const char *tag)
{
  GalleySheet *sheet = galley_strip_get_sheet (strip);
  g_autoptr (GalleyPara) para = galley_para_new (galley_sheet_get_setter (sheet, FALSE), type, NULL, words);
  double height = type->size * 1.6;

  galley_para_break (para, strip->width);
  for (guint i = 0; i < para->lines->len; i++)
    {
      galley_strip_need (strip, height);
      galley_sheet_add_text (galley_strip_get_sheet (strip), para, i, i + 1, strip->x,
                             strip->y + galley_sheet_baseline (type->size, height), height, tag, -1);
      strip->y += height;
    }
}

static void
add_slip (Marked *self, const GalleySheetRound *round)
{
  GalleyType title = { GALLEY_FACE_SANS_BOLD, 12, 0, GALLEY_ALIGN_LEFT, 0 };
  GalleyType line = { GALLEY_FACE_SANS, 9.5, 0, GALLEY_ALIGN_LEFT, 0 };
  GalleyStrip *strip = self->strip;
  g_autofree char *head = g_strdup_printf (ngettext ("%s%s%s: %u mark", "%s%s%s: %u marks", self->marks->len),
                                           round->name, round->person != NULL ? "　" : "",
                                           round->person != NULL ? round->person : "", self->marks->len);

  /* On a sheet of its own. */
  strip->y = 1e6;
  strip->width = 420;
  strip->x = (595.28 - strip->width) / 2;
  galley_strip_need (strip, 0);
  add_slip_text (strip, &title, head, "H1");
  strip->y += 6;
  for (guint i = 0; i < self->marks->len; i++)
    {
      g_autofree char *words = dup_slip_line (round, &g_array_index (self->marks, Mark, i));

      add_slip_text (strip, &line, words, "P");
    }
}

GPtrArray *
galley_sheet_compose_marked (GalleyEdition *frozen,
                             const GalleySheetRound *round,
                             guint n_characters,
                             GalleySheet *like,
                             GalleyJob *job,
                             GError **error)
{
  static const double colours[][3] = { { 0.84, 0.06, 0.1 }, { 0.05, 0.2, 0.8 }, { 0, 0.5, 0.2 } };
  g_autoptr (GPtrArray) hunks = NULL;
  g_autoptr (GalleyStrip) strip = NULL;
  g_autoptr (GArray) marks = g_array_new (FALSE, TRUE, sizeof (Mark));
  g_autofree char *headline = NULL, *title = NULL;
  const double *colour;
  Marked self;

  g_return_val_if_fail (round != NULL && round->before != NULL && round->after != NULL && round->name != NULL,
                        NULL);

  hunks = galley_diff_articles (round->before, round->after);
  if (hunks->len == 0)
    return g_ptr_array_new_with_free_func (g_object_unref);
  join_swaps (round, hunks);
  headline = galley_article_dup_headline (round->before);
  title = g_strdup_printf (
      "%s　%.*s", round->name,
      (int) (g_utf8_offset_to_pointer (headline, MIN (g_utf8_strlen (headline, -1), 40)) - headline),
      headline);
  strip = galley_strip_new (frozen, round->before, MIN (n_characters, 30), 2.5, title, like);
  if (!galley_strip_set (strip, job, error))
    return NULL;
  colour = colours[round->colour % G_N_ELEMENTS (colours)];
  self = (Marked){ strip, marks, colour[0], colour[1], colour[2] };
  g_array_set_clear_func (marks, mark_clear);
  for (guint i = 0; i < hunks->len; i++)
    add_mark (&self, round, g_ptr_array_index (hunks, i), i + 1);
  for (guint s = 0; s < strip->sheets->len; s++)
    {
      draw_margin (&self, s, FALSE);
      draw_margin (&self, s, TRUE);
    }
  add_slip (&self, round);
  return g_ptr_array_ref (strip->sheets);
}
