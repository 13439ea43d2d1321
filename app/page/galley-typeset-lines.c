/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where lines end, and where each glyph of a line stands. */

#include "config.h"

#include <string.h>

#include "galley-hyphenate.h"
#include "galley-typeset.h"

/* Blanks that grow by more than this part of an em make a loose line. */
#define LOOSE 0.22
/* Bytes; what is longer is no word. */
#define LONGEST_WORD 200

/* --- lines ---------------------------------------------------------------------------------------------------------- */

/* What a glyph can give in a line that begins at @first: an opening mark there gave its blank away already. */
static double
blank_at (GalleyPara *self, guint first, guint at)
{
  const GalleyGlyph *glyph = &g_array_index (self->glyphs, GalleyGlyph, at);

  if (at == first && first > 0 && (glyph->flags & GALLEY_GLYPH_OPENER) != 0)
    return 0;
  return 0.25 * glyph->blank * self->type.size;
}

/* Slack goes beside wide characters and into blanks; letters and figures of a word stay together. */
static gboolean
takes_slack (const GalleyGlyph *before, const GalleyGlyph *after)
{
  if ((after->flags & GALLEY_GLYPH_CLUSTER) == 0)
    return FALSE;
  if ((before->flags & GALLEY_GLYPH_SPACE) != 0)
    return TRUE;
  return ((before->flags | after->flags) & GALLEY_GLYPH_WIDE) != 0 &&
         (after->flags & GALLEY_GLYPH_SPACE) == 0;
}

typedef struct
{
  guint at;     /* the line ends before this glyph */
  double width; /* without blanks at the end */
  double blank; /* what its marks can give away */
  gboolean hyphen;
} Break;

/* A line that begins with an opening mark, other than the first, begins with its ink. */
static double
trim_of (GalleyPara *self, guint first)
{
  const GalleyGlyph *glyph = &g_array_index (self->glyphs, GalleyGlyph, first);

  if (first == 0 || (glyph->flags & GALLEY_GLYPH_OPENER) == 0)
    return 0;
  return 0.25 * glyph->blank * self->type.size;
}

/* Would the blanks of the line be so wide that a word is parted rather? */
static gboolean
is_loose (GalleyPara *self, guint first, const Break *end, double room)
{
  const GalleyGlyph *glyphs = (const GalleyGlyph *) self->glyphs->data;
  guint last = end->at, n_gaps = 0;

  while (last > first && (glyphs[last - 1].flags & GALLEY_GLYPH_SPACE) != 0)
    last--;
  for (guint i = first + 1; i < last; i++)
    n_gaps += takes_slack (&glyphs[i - 1], &glyphs[i]);
  return room - end->width > LOOSE * self->type.size * n_gaps;
}

/* The end of the word that begins at @at. */
static guint
word_end (GalleyPara *self, guint at)
{
  const GalleyGlyph *glyphs = (const GalleyGlyph *) self->glyphs->data;

  for (at++; at < self->glyphs->len; at++)
    {
      if ((glyphs[at].flags & (GALLEY_GLYPH_BREAK | GALLEY_GLYPH_SPACE)) != 0)
        break;
    }
  return at;
}

/* May a word be parted at the end of the next line? Not in headlines, and not in three lines on end. */
static gboolean
may_part (GalleyPara *self)
{
  guint n = self->lines->len;

  if (!self->english || self->type.align != GALLEY_ALIGN_JUSTIFY)
    return FALSE;
  return n < 2 || !g_array_index (self->lines, GalleyLine, n - 1).hyphen ||
         !g_array_index (self->lines, GalleyLine, n - 2).hyphen;
}

/* Takes of the word behind a loose line as much into it as there is room for; not of the last word of a paragraph. */
static Break
part_word (GalleyPara *self, guint first, Break end, double room)
{
  const GalleyGlyph *glyphs = (const GalleyGlyph *) self->glyphs->data;
  guint last = word_end (self, end.at);
  gsize begin = glyphs[end.at].byte;
  gsize length = last < self->glyphs->len ? glyphs[last].byte - begin : 0;
  guint8 parts[LONGEST_WORD];
  double width = 0;
  Break parted = end;

  if (length == 0 || length > sizeof parts || !galley_hyphenate (self->text + begin, length, parts))
    return end;
  for (guint i = first; i < last; i++)
    {
      if (i > end.at && (glyphs[i].flags & GALLEY_GLYPH_CLUSTER) != 0 && parts[glyphs[i].byte - begin] != 0 &&
          width + self->hyphen.width <= room + 0.01)
        parted = (Break){ i, width + self->hyphen.width, 0, TRUE };
      width += glyphs[i].width;
    }
  return parted;
}

/* The best end for a line that begins at @first and has @room. */
static Break
find_break (GalleyPara *self, guint first, double room)
{
  const GalleyGlyph *glyphs = (const GalleyGlyph *) self->glyphs->data;
  Break here = { first, 0, 0 }, best = { first, 0, 0 }, forced = { first, 0, 0 };
  double inked = 0; /* the width up to the last glyph that is not a blank */

  for (guint i = first; i <= self->glyphs->len; i++)
    {
      if (i == self->glyphs->len || (i > first && (glyphs[i].flags & GALLEY_GLYPH_BREAK) != 0))
        {
          Break end = { i, inked, here.blank };

          if (inked - here.blank > room + 0.01)
            break;
          best = end;
        }
      if (i == self->glyphs->len)
        break;
      if (i > first && (glyphs[i].flags & GALLEY_GLYPH_CLUSTER) != 0 && inked <= room)
        forced = (Break){ i, inked, here.blank };
      here.width += glyphs[i].width;
      if ((glyphs[i].flags & GALLEY_GLYPH_SPACE) == 0)
        inked = here.width;
      if (inked - here.blank > room + self->type.size * 6)
        break;
      here.blank += blank_at (self, first, i);
    }
  if (best.at < self->glyphs->len && may_part (self) && is_loose (self, first, &best, room))
    best = part_word (self, first, best, room);
  if (best.at > first)
    return best;
  /* No place to break: an address, a word longer than the column. */
  return forced.at > first ? forced : (Break){ first + 1, glyphs[first].width, 0 };
}

static void
add_line (GalleyPara *self, guint first, Break end, double indent, double trim, double width)
{
  GalleyLine line = { first, end.at, (float) (indent - trim), (float) end.width, 0, end.hyphen };
  double room = width - indent + trim;
  gboolean last = end.at == self->glyphs->len;
  double over = end.width - room;

  if (over > 0)
    line.slack = (float) -over;
  else if (self->type.align == GALLEY_ALIGN_JUSTIFY && !last)
    line.slack = (float) -over;
  else if (self->type.align == GALLEY_ALIGN_CENTRE)
    line.x += (float) (-over / 2);
  else if (self->type.align == GALLEY_ALIGN_RIGHT)
    line.x += (float) -over;
  g_array_append_val (self->lines, line);
}

/* A last line of one character looks forgotten (孤字): the line before gives it company. */
static void
mend_last (GalleyPara *self, double width)
{
  GalleyLine *last, *before;
  guint n_signs = 0, at;
  double indent, trim, moved = 0;

  if (self->lines->len < 2)
    return;
  last = &g_array_index (self->lines, GalleyLine, self->lines->len - 1);
  before = last - 1;
  for (guint i = last->first; i < last->last; i++)
    {
      const GalleyGlyph *glyph = &g_array_index (self->glyphs, GalleyGlyph, i);

      n_signs += (glyph->flags & (GALLEY_GLYPH_CLUSTER | GALLEY_GLYPH_CLOSER)) == GALLEY_GLYPH_CLUSTER;
      if ((glyph->flags & GALLEY_GLYPH_WIDE) == 0)
        return;
    }
  if (n_signs != 1)
    return;
  for (at = before->last - 1; at > before->first; at--)
    {
      moved += g_array_index (self->glyphs, GalleyGlyph, at).width;
      if ((g_array_index (self->glyphs, GalleyGlyph, at).flags & GALLEY_GLYPH_BREAK) != 0)
        break;
    }
  if (at <= before->first + 4 || moved > self->type.size * 2.1)
    return;
  indent = before->first == 0 ? self->type.indent * self->type.size : 0;
  trim = trim_of (self, before->first);
  {
    guint first = before->first;
    Break end = { at, before->width - moved, 0 };
    Break rest = { last->last, last->width + moved, 0 };

    g_array_set_size (self->lines, self->lines->len - 2);
    add_line (self, first, end, indent, trim, width);
    add_line (self, at, rest, 0, trim_of (self, at), width);
  }
}

void
galley_para_break (GalleyPara *self, double width)
{
  double indent = self->type.indent * self->type.size;

  g_array_set_size (self->lines, 0);
  self->width = width;
  for (guint first = 0; first < self->glyphs->len;)
    {
      double trim = trim_of (self, first);
      Break end = find_break (self, first, width - indent + trim);

      add_line (self, first, end, indent, trim, width);
      first = end.at;
      indent = 0;
    }
  if (self->type.align == GALLEY_ALIGN_JUSTIFY)
    mend_last (self, width);
}

/* Two lines, parted at the blank nearest to the middle. */
static gboolean
break_at_blank (GalleyPara *self, double width)
{
  double total = 0, best_gap = width;
  guint best = 0;
  double sum = 0, inked = 0, best_width = 0, best_start = 0;

  for (guint i = 0; i < self->glyphs->len; i++)
    total += g_array_index (self->glyphs, GalleyGlyph, i).width;
  if (total > 2 * width)
    return FALSE;
  for (guint i = 0; i < self->glyphs->len; i++)
    {
      const GalleyGlyph *glyph = &g_array_index (self->glyphs, GalleyGlyph, i);

      if (i > 0 && (glyph->flags & (GALLEY_GLYPH_BREAK | GALLEY_GLYPH_SPACE)) == GALLEY_GLYPH_BREAK &&
          inked < sum && inked <= width && total - sum <= width && ABS (total / 2 - sum) < best_gap)
        {
          best = i;
          best_gap = ABS (total / 2 - sum);
          best_width = inked;
          best_start = sum;
        }
      sum += glyph->width;
      if ((glyph->flags & GALLEY_GLYPH_SPACE) == 0)
        inked = sum;
    }
  if (best == 0 || best_gap > total * 0.25)
    return FALSE;
  g_array_set_size (self->lines, 0);
  self->width = width;
  add_line (self, 0, (Break){ best, best_width, 0 }, 0, 0, width);
  add_line (self, best, (Break){ self->glyphs->len, inked - best_start, 0 }, 0, 0, width);
  return TRUE;
}

void
galley_para_break_balanced (GalleyPara *self, double width)
{
  double low, high = width;
  guint n;

  galley_para_break (self, width);
  n = self->lines->len;
  if (n < 2)
    return;
  if (n == 2 && break_at_blank (self, width))
    return;
  low = width / 2;
  while (high - low > self->type.size / 4)
    {
      double middle = (low + high) / 2;

      galley_para_break (self, middle);
      if (self->lines->len > n)
        low = middle;
      else
        high = middle;
    }
  galley_para_break (self, high);
  /* The lines stay; their place is that in the whole width. */
  self->width = width;
  for (guint i = 0; i < self->lines->len; i++)
    {
      GalleyLine *line = &g_array_index (self->lines, GalleyLine, i);

      if (self->type.align == GALLEY_ALIGN_CENTRE)
        line->x += (float) ((width - high) / 2);
      else if (self->type.align == GALLEY_ALIGN_RIGHT)
        line->x += (float) (width - high);
    }
}

guint
galley_para_find_parted (GalleyPara *self, guint line, gsize *end)
{
  const GalleyGlyph *glyphs = (const GalleyGlyph *) self->glyphs->data;
  guint first = g_array_index (self->lines, GalleyLine, line).last, at = word_end (self, first);

  while (first > 0 && (glyphs[first].flags & GALLEY_GLYPH_BREAK) == 0)
    first--;
  *end = at < self->glyphs->len ? glyphs[at].byte : strlen (self->text);
  return first;
}

/* --- where each glyph stands -------------------------------------------------------------------------------------- */

static void
squeeze (GalleyPara *self, const GalleyLine *line, double *xs, guint end)
{
  const GalleyGlyph *glyphs = (const GalleyGlyph *) self->glyphs->data;
  double blank = 0, moved = 0, share;
  guint n = line->last - line->first;

  for (guint i = line->first; i < end; i++)
    blank += blank_at (self, line->first, i);
  share = blank > 0 ? MIN (1.0, -line->slack / blank) : 0;
  for (guint i = 0; i <= n; i++)
    {
      const GalleyGlyph *glyph = i < n ? &glyphs[line->first + i] : NULL;
      double give = line->first + i < end ? share * blank_at (self, line->first, line->first + i) : 0;

      /* The blank of an opening mark is before its ink. */
      if (glyph != NULL && (glyph->flags & GALLEY_GLYPH_OPENER) != 0)
        {
          moved += give;
          xs[i] -= moved;
        }
      else
        {
          xs[i] -= moved;
          moved += give;
        }
    }
}

double *
galley_para_place_line (GalleyPara *self, guint index, double *gap)
{
  const GalleyLine *line = &g_array_index (self->lines, GalleyLine, index);
  const GalleyGlyph *glyphs = (const GalleyGlyph *) self->glyphs->data;
  guint n = line->last - line->first, n_gaps = 0, end = line->last;
  double *xs = g_new (double, n + 1);
  double x = line->x, each = 0;

  while (end > line->first && (glyphs[end - 1].flags & GALLEY_GLYPH_SPACE) != 0)
    end--;
  for (guint i = line->first + 1; i < end; i++)
    n_gaps += takes_slack (&glyphs[i - 1], &glyphs[i]);
  /* A gap wider than an em is worse than a ragged edge. */
  if (line->slack > 0 && n_gaps > 0 && line->slack / n_gaps <= self->type.size)
    each = line->slack / n_gaps;
  if (gap != NULL)
    *gap = each;
  for (guint i = 0; i < n; i++)
    {
      guint at = line->first + i;

      if (i > 0 && at < end && takes_slack (&glyphs[at - 1], &glyphs[at]))
        x += each;
      xs[i] = x;
      x += glyphs[at].width;
    }
  xs[n] = x;
  if (line->slack < 0)
    squeeze (self, line, xs, end);
  return xs;
}
