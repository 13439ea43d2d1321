/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a window, the manner in which the page is set, and the units that the search reads. */

#include <string.h>

#include "galley-segment-private.h"

#define MAX_WIDTH 60 /* no column is wider, in characters of a Chinese line */
#define MAX_LATIN_WIDTH 90
#define MIN_LINES 12 /* fewer say nothing about a width */

static gboolean
is_line_end (gunichar c)
{
  return c == '\n' || c == '\r' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* ASCII and what is like it takes half the room of a Han character. */
static guint
count_cells (const char *p)
{
  return (guchar) *p < 0xe2 ? 1 : 2;
}

static void
split_lines (SegPage *page)
{
  const char *p = page->utf8;
  guint at = 0;
  guint blanks = 0;

  while (at < page->n)
    {
      SegLine line = { .blanks = (guint8) MIN (blanks, 255) };
      guint start = at;
      guint stop;
      guint cells = 0;

      for (; at < page->n && page->c[at] == ' '; at++, p = g_utf8_next_char (p))
        cells += count_cells (p);
      line.start = stop = at;
      line.byte = (guint) (p - page->utf8);
      line.indent = (guint8) MIN (at - start, 255);
      for (; at < page->n && !is_line_end (page->c[at]); at++)
        {
          cells += count_cells (p);
          p = g_utf8_next_char (p);
          if (page->c[at] != ' ')
            {
              stop = at + 1;
              line.cells = cells;
            }
        }
      line.length = stop - line.start;
      if (line.length > 0)
        {
          g_array_append_val (page->lines, line);
          blanks = 0;
        }
      else
        blanks++;
      if (at + 1 < page->n && page->c[at] == '\r' && page->c[at + 1] == '\n')
        p++, at++;
      if (at < page->n)
        p = g_utf8_next_char (p), at++;
    }
}

static void
find_script (SegPage *page)
{
  guint han = 0, latin = 0;

  for (guint i = 0; i < page->n; i++)
    {
      han += seg_is_han (page->c[i]);
      latin += page->c[i] < 0x250 && g_unichar_isalpha (page->c[i]);
    }
  page->latin = latin > 8 * han;
}

/* How long a line is, with its indent: counted in characters, or in the room they take. */
static guint
measure (const SegLine *line, gboolean by_room)
{
  return by_room ? (line->cells + 1) / 2 : line->length + line->indent;
}

typedef struct
{
  guint total; /* lines */
  guint best;  /* of them, those of the width */
  guint width; /* 0 where there is none */
  guint mode;
} Width;

/* The width of hard-wrapped lines: most lines are just as long, and hardly any is longer. */
static Width
find_width (const SegPage *page, gboolean by_room)
{
  guint counts[MAX_LATIN_WIDTH + 12] = { 0 };
  guint limit = page->latin ? MAX_LATIN_WIDTH : MAX_WIDTH;
  guint slack = page->latin ? 8 : 2;
  Width found = { 0 };

  for (guint i = 0; i < page->lines->len; i++)
    {
      const SegLine *line = &g_array_index (page->lines, SegLine, i);

      if (line->length >= 6)
        {
          found.total++;
          counts[MIN (measure (line, by_room), limit + 1)]++;
        }
    }
  if (found.total < MIN_LINES)
    return found;
  for (guint width = page->latin ? 24 : 8; width <= limit; width++)
    {
      guint n = 0;

      for (guint w = width - slack; w <= width; w++)
        n += counts[w];
      if (n > found.best && counts[width] > 0)
        {
          found.best = n;
          found.width = width;
        }
    }
  if (found.best * 2 < found.total)
    found.width = 0;
  found.mode = found.width;
  for (guint w = found.width - MIN (slack, found.width); w < found.width; w++)
    if (counts[w] > counts[found.mode])
      found.mode = w;
  return found;
}

/* A column is filled by characters where text comes from a grid, by the room they take where it was set: whichever fits more
 * lines. */
static void
choose_width (SegPage *page)
{
  Width width = find_width (page, FALSE);
  Width room = page->latin ? width : find_width (page, TRUE);
  gboolean by_room = room.best > width.best + width.total / 50;

  if (by_room)
    width = room;
  page->width = width.width;
  page->mode = width.mode;
  for (guint i = 0; i < page->lines->len; i++)
    {
      SegLine *line = &g_array_index (page->lines, SegLine, i);

      line->measure = measure (line, by_room);
    }
}

static gboolean
is_full (const SegPage *page, const SegLine *line)
{
  guint slack = page->latin ? 12 : 2;

  return page->width > 0 && line->measure + slack >= page->width && line->measure <= page->width + 1;
}

static gboolean
ends_sentence (const SegPage *page, const SegLine *line)
{
  gunichar last = page->c[line->start + line->length - 1];

  return last == 0x3002 || last == '!' || last == '?' || last == ':' || last == ';' || last == 0x201d;
}

/* Does a paragraph end with this line and another begin with the next? Where lines are wrapped, a short line tells; where
 * they are not, two long ones do. */
static gboolean
parts_paragraphs (const SegPage *page, const SegLine *line)
{
  if (!ends_sentence (page, line))
    return FALSE;
  if (page->width > 0)
    return !is_full (page, line) && line[1].measure + 4 >= page->width;
  return line->length >= 30 && line[1].length >= 30;
}

/* Do empty lines part paragraphs, or only articles? */
static gboolean
is_spaced (const SegPage *page, guint n_gaps, guint n_body)
{
  guint n_parted = 0, n_pairs = 0;

  for (guint i = 0; i + 1 < page->lines->len; i++)
    {
      const SegLine *line = &g_array_index (page->lines, SegLine, i);

      if (parts_paragraphs (page, line))
        {
          n_pairs++;
          n_parted += line[1].blanks > 0;
        }
    }
  if (n_pairs >= 4)
    return n_parted * 2 > n_pairs;
  return page->width > 0 ? n_gaps * 12 > n_body : n_gaps * 2 > n_body;
}

static void
find_manner (SegPage *page)
{
  guint n_long = 0, n_indented = 0, n_gaps = 0, n_body = 0;
  guint gaps[8] = { 0 };

  for (guint i = 0; i < page->lines->len; i++)
    {
      const SegLine *line = &g_array_index (page->lines, SegLine, i);

      n_indented += line->indent >= 2 && line->indent <= 8;
      n_long += page->width > 0 ? line->measure + 3 >= page->width : line->length >= 40;
      if (line->length >= 20 || page->width > 0)
        {
          n_body++;
          n_gaps += line->blanks > 0;
        }
      if (i > 0 && line->blanks > 0)
        gaps[MIN (line->blanks, 7)]++;
    }
  if (page->width > 0)
    page->indented = n_indented * 12 > n_long && n_indented >= 4;
  else
    page->indented = n_indented * 2 > n_long && n_indented >= 3;
  page->spaced = is_spaced (page, n_gaps, n_body);
  page->gap = 1;
  for (guint i = 2; i < G_N_ELEMENTS (gaps); i++)
    if (gaps[i] > gaps[page->gap])
      page->gap = i;
}

/* Lines that stand for themselves whatever their length: datelines begin a paragraph, bylines and credits are whole. */
static gboolean
find_alone (const SegPage *page, const SegLine *line)
{
  const gunichar *s = page->c + line->start;
  SegBylineKind kind;

  if (page->latin)
    return seg_byline_english (s, line->length, NULL) > 0;
  if (line->length > 40 || seg_jump (s, line->length, NULL, NULL) != 0)
    return line->length <= 40;
  kind = seg_byline_line (s, line->length, NULL);
  return kind == SEG_BYLINE_ROLES || kind == SEG_BYLINE_CREDIT || kind == SEG_BYLINE_BOTH ||
         kind == SEG_BYLINE_STAFF;
}

static gboolean
begins_paragraph (const SegPage *page, const SegLine *line)
{
  SegDateline dateline;
  const gunichar *s = page->c + line->start;

  if (line->blanks > 0 || (page->indented && line->indent >= 2))
    return TRUE;
  if (!page->latin && line->start > 1 && seg_is_numbered (s, line->length) && ends_sentence (page, line - 1))
    return TRUE;
  return page->latin ? seg_english_dateline (s, line->length, &dateline)
                     : seg_dateline (s, line->length, &dateline);
}

/* Asked twice of each line, as the one before and the one behind. */
static gboolean
stands_alone (const SegPage *page, SegLine *line)
{
  if (!line->is_known)
    {
      line->is_known = TRUE;
      line->is_alone = find_alone (page, line);
    }
  return line->is_alone;
}

/* Masthead and folio lines at the head and foot of the page. */
static gboolean
is_furniture (const SegPage *page, guint i)
{
  const SegLine *line = &g_array_index (page->lines, SegLine, i);

  if (!((page->first && i < SEG_ZONE_HEAD) || (page->last && i + SEG_ZONE_FOOT >= page->lines->len)))
    return FALSE;
  return seg_masthead_line (page->c + line->start, line->length, TRUE, NULL) > 180;
}

/* Where only articles are parted by empty lines, the first line of one is its headline, were it as long as the column:
 * to cut a paragraph here costs little, for the search can join it; to join a headline cannot be undone. */
static gboolean
looks_like_head (const SegPage *page, const SegLine *line)
{
  const gunichar *s = page->c + line->start;
  guint n = line->length;
  gboolean tagged = n > 6 && s[n - 1] == ')';

  if (page->spaced || page->latin)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (s[i] == 0x3002 || s[i] == ',' || s[i] == 0xff0c)
        return FALSE;
      tagged = tagged && (i > 2 || s[i] != '(');
    }
  return line->blanks > 0 || (tagged && seg_contains (s, n, "("));
}

static gboolean
may_not_begin (gunichar c)
{
  return c == '.' || c == 0x2026 || c == 0x2014 || seg_is_closing (c);
}

/* Is a line shorter than its column for a reason? No mark may begin a line: what stands before one goes down with it, and
 * so do an opening mark, and a word or number that is not to be torn. */
static gboolean
is_pushed (const SegPage *page, const SegLine *next)
{
  const gunichar *s = page->c + next->start;

  return next->length < 3 || (s[0] < 0x80 && g_unichar_isalnum (s[0])) || s[0] == 0x201c || s[0] == 0x2018 ||
         s[0] == '(' || s[0] == 0x300a || may_not_begin (s[1]) || may_not_begin (s[2]);
}

typedef enum
{
  BREAK_NONE,
  BREAK_SEEN,  /* paragraphs part here */
  BREAK_GUESS, /* they may: the line is full, and a sentence ends with it */
} Break;

/* Where neither indent nor empty line parts paragraphs, a sentence that ends with the line may end one. */
static Break
find_break (const SegPage *page, const SegLine *line)
{
  gunichar last = page->c[line->start + line->length - 1];

  if (page->latin || page->indented || page->spaced || !ends_sentence (page, line))
    return BREAK_NONE;
  if (last == 0x201d && line->length > 1)
    last = page->c[line->start + line->length - 2];
  if (last != 0x3002 && last != '!' && last != '?')
    return BREAK_NONE;
  return line->measure < page->mode && !is_pushed (page, line + 1) ? BREAK_SEEN : BREAK_GUESS;
}

/* Does a credit behind the last sentence of a caption go on in the next line? "…丰收的喜悦。 通讯员" / "A 摄" */
static gboolean
tears_credit (const SegPage *page, const SegLine *line)
{
  const SegLine *next = line + 1;
  const gunichar *s = page->c + line->start;
  gunichar credit[80];
  guint tail = line->length;
  gboolean taken = FALSE;

  for (guint i = 0; i < next->length && !taken; i++)
    taken = page->c[next->start + i] == 0x6444 || page->c[next->start + i] == 0x56fe; /* 摄 图 */
  if (!taken)
    return FALSE;
  while (tail > 0 && s[tail - 1] != 0x3002 && s[tail - 1] != '!' && s[tail - 1] != 0x201d)
    tail--;
  if (tail == 0 || tail == line->length || line->length - tail + next->length > G_N_ELEMENTS (credit))
    return FALSE;
  memcpy (credit, s + tail, (line->length - tail) * sizeof (gunichar));
  memcpy (credit + line->length - tail, page->c + next->start, next->length * sizeof (gunichar));
  return seg_byline_line (credit, line->length - tail + next->length, NULL) == SEG_BYLINE_CREDIT;
}

/* Does line @i run on into the next one? */
static gboolean
runs_on (const SegPage *page, guint i)
{
  SegLine *line = &g_array_index (page->lines, SegLine, i);
  SegLine *next = line + 1;

  if (i + 1 >= page->lines->len || !is_full (page, line) || begins_paragraph (page, next))
    return FALSE;
  if (next->measure > page->width + 1)
    return FALSE;
  if (looks_like_head (page, line))
    return FALSE;
  if (is_furniture (page, i) || is_furniture (page, i + 1))
    return FALSE;
  if (find_break (page, line) != BREAK_NONE)
    return FALSE;
  if (!page->latin && tears_credit (page, line))
    return TRUE;
  return !stands_alone (page, line) && !stands_alone (page, next);
}

static gboolean
latin_gap (const gunichar *text, guint n, gunichar next)
{
  gunichar last = n > 0 ? text[n - 1] : 0;

  return last != 0 && last < 0x2e80 && next < 0x2e80 && last != ' ' && next != ' ' &&
         (g_unichar_isalnum (last) || g_unichar_ispunct (last)) &&
         (g_unichar_isalpha (next) || g_unichar_ispunct (next)) &&
         (g_unichar_isalpha (last) || g_unichar_isalpha (next));
}

static void
make_units (SegPage *page)
{
  guint block = 0;
  guint n = 0;
  gboolean guessed = FALSE;

  page->text = g_new (gunichar, page->n + page->lines->len + 1);
  for (guint i = 0; i < page->lines->len;)
    {
      const SegLine *line = &g_array_index (page->lines, SegLine, i);
      SegUnit unit = { .line = i, .off = n, .blanks = line->blanks, .indent = line->indent };

      if (line->blanks > 0)
        block++;
      unit.block = block;
      unit.is_guessed = guessed && line->blanks == 0;
      for (;;)
        {
          line = &g_array_index (page->lines, SegLine, i);
          if (unit.n_lines > 0 && page->latin &&
              latin_gap (page->text + unit.off, n - unit.off, page->c[line->start]))
            page->text[n++] = ' ';
          memcpy (page->text + n, page->c + line->start, line->length * sizeof (gunichar));
          n += line->length;
          unit.n_lines++;
          if (!runs_on (page, i++))
            break;
        }
      unit.full = is_full (page, line);
      guessed = unit.full && i < page->lines->len && find_break (page, line) == BREAK_GUESS;
      unit.n = n - unit.off;
      for (guint k = 0; k < unit.n; k++)
        unit.n_dense += page->text[unit.off + k] != ' ';
      g_array_append_val (page->units, unit);
    }
}

SegPage *
seg_page_new (const char *utf8, gsize n_bytes, guint base, gboolean first, gboolean last)
{
  SegPage *page = g_new0 (SegPage, 1);
  const char *end = utf8 + n_bytes;

  page->utf8 = utf8;
  page->n_bytes = n_bytes;
  page->base = base;
  page->first = first;
  page->last = last;
  page->c = g_new (gunichar, n_bytes + 1);
  for (const char *p = utf8; p < end; p = g_utf8_next_char (p))
    page->c[page->n++] = seg_fold (g_utf8_get_char (p));
  page->lines = g_array_new (FALSE, FALSE, sizeof (SegLine));
  page->units = g_array_new (FALSE, FALSE, sizeof (SegUnit));

  split_lines (page);
  find_script (page);
  choose_width (page);
  find_manner (page);
  make_units (page);
  return page;
}

void
seg_page_free (SegPage *page)
{
  g_array_unref (page->lines);
  g_array_unref (page->units);
  g_free (page->c);
  g_free (page->text);
  g_free (page);
}
