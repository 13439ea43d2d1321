/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-collate-page.c — of the text of a whole page the lines that are one article's, in the order of the article: a page
 * that came back has its columns in any order, other matter between them, folios and credits. */

#include "config.h"

#include <string.h>

#include "galley-collate-private.h"
#include "galley-segment-private.h"

/* So many characters in a row stand by chance in no two texts. */
#define GRAM 4
/* What part of a line has to stand in a text for the line to be of it; of its own article less will do. */
#define MIN_FIT 0.5
#define MIN_OWN 0.3
/* A folio or a credit may share some of its characters with the article. */
#define MIN_SURE 0.75
/* How much the place of a line that was changed may be off. */
#define MAX_OFF 24
/* A place is asked of so many: a phrase that stands oftener says nothing about the place. */
#define MAX_PLACES 32
/* Longer lines are taken in pieces: of a text without lines a piece can be another article's. */
#define MAX_LINE 40

typedef enum
{
  LINE_UNKNOWN,
  LINE_OWN,
  LINE_FOREIGN,
} LineKind;

/* Which line of the page, and which piece of it: blanks part the columns of a printed text. */
typedef struct
{
  guint row;
  guint column;
} Spot;

typedef struct
{
  const gunichar *chars; /* without white space; borrowed */
  guint n;
  Spot spot;
  LineKind kind;
  guint start; /* of LINE_OWN: where in the marked article */
  guint end;
  guint chunk; /* of lines that follow each other on the page and in the article */
} Line;

/* Where each row of GRAM characters stands in a text. */
typedef struct
{
  gunichar *chars;
  guint n;
  GHashTable *grams; /* hash → GArray of guint */
} Index;

typedef struct
{
  Index marked;
  Index before;
  Index others;
  GalleyAlignment way; /* before → marked */
  guint8 *covered;     /* of each character of the marked article: a line stands there */
  gunichar *page;
  GArray *lines; /* of Line */
} Page;

/* --- indices ------------------------------------------------------------------------------------------------------- */

static gpointer
hash_gram (const gunichar *chars)
{
  guint hash = 5381;

  for (guint i = 0; i < GRAM; i++)
    hash = hash * 0x01000193 ^ chars[i];
  return GUINT_TO_POINTER (hash);
}

static void
index_init (Index *self, const char *text)
{
  glong n;

  self->chars = g_utf8_to_ucs4_fast (text, -1, &n);
  self->n = (guint) n;
  self->grams = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  for (guint i = 0; i + GRAM <= self->n; i++)
    {
      gpointer key = hash_gram (self->chars + i);
      GArray *places = g_hash_table_lookup (self->grams, key);

      if (places == NULL)
        {
          places = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (self->grams, key, places);
        }
      if (places->len < MAX_PLACES)
        g_array_append_val (places, i);
    }
}

static void
index_clear (Index *self)
{
  g_free (self->chars);
  g_hash_table_unref (self->grams);
}

/* What part of a line stands in the text, 0 … 1, wherever. */
static double
measure (const Index *self, const Line *line)
{
  guint covered = 0, last = 0;

  for (guint i = 0; i + GRAM <= line->n; i++)
    {
      if (g_hash_table_contains (self->grams, hash_gram (line->chars + i)))
        {
          covered += i + GRAM - MAX (last, i);
          last = i + GRAM;
        }
    }
  return line->n > 0 ? (double) covered / line->n : 0;
}

/* --- lines --------------------------------------------------------------------------------------------------------- */

static gboolean
is_line_end (gunichar c)
{
  return c == '\n' || c == '\r' || c == '\f' || c == 0x2028 || c == 0x2029;
}

static void
add_line (Page *self, guint start, guint end, Spot spot)
{
  for (guint at = start; at < end; at += MAX_LINE)
    {
      Line line = { .chars = self->page + at, .n = MIN (MAX_LINE, end - at), .spot = spot };

      g_array_append_val (self->lines, line);
    }
}

/* Two blanks or more in a row part columns, as a reader of PDF that keeps the look of the page sets them. */
static void
cut_lines (Page *self, const char *text)
{
  guint n = 0, start = 0, blanks = 0;
  Spot spot = { 0, 0 };

  self->page = g_new (gunichar, g_utf8_strlen (text, -1) * GALLEY_UNFOLDED + 1);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!galley_collate_is_blank (c))
        {
          n += galley_collate_unfold (c, self->page + n);
          blanks = 0;
        }
      else if (is_line_end (c) || ++blanks == 2)
        {
          add_line (self, start, n, spot);
          spot.row += is_line_end (c);
          spot.column = is_line_end (c) ? 0 : spot.column + (n > start);
          start = n;
        }
    }
  add_line (self, start, n, spot);
}

/* A folio, a line of the masthead, the credits of the page. */
static gboolean
is_furniture (const Line *line)
{
  guint figures = 0, marks = 0;

  for (guint i = 0; i < line->n; i++)
    {
      figures += g_unichar_isdigit (line->chars[i]);
      marks += g_unichar_ispunct (line->chars[i]);
    }
  return (figures > 0 && figures + marks == line->n && line->n <= GRAM) ||
         seg_masthead_line (line->chars, line->n, TRUE, NULL) > G_MAXUINT8 / 2;
}

/* The row of places that most characters of the line agree on, and of several the nearest to @expected: how many agree.
 * @start: where the line begins there. */
static guint
find_row (const Index *text, const Line *line, guint expected, gint *start)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  guint best = 0;

  for (guint i = 0; i + GRAM <= line->n; i++)
    {
      const GArray *places = g_hash_table_lookup (text->grams, hash_gram (line->chars + i));

      for (guint k = 0; places != NULL && k < places->len; k++)
        {
          gint row = (gint) g_array_index (places, guint, k) - (gint) i;
          guint votes = GPOINTER_TO_UINT (g_hash_table_lookup (rows, GINT_TO_POINTER (row))) + 1;

          g_hash_table_insert (rows, GINT_TO_POINTER (row), GUINT_TO_POINTER (votes));
          if (votes > best || (votes == best && ABS (row - (gint) expected) < ABS (*start - (gint) expected)))
            {
              best = votes;
              *start = row;
            }
        }
    }
  return best;
}

/* Where a character of the article before its marks stands, or would stand, among them. */
static guint
map_place (const Page *self, guint at)
{
  for (at = MIN (at, self->before.n); at > 0; at--)
    {
      if (self->way.map[at - 1] != GALLEY_NOWHERE)
        return self->way.map[at - 1] + 1;
    }
  return 0;
}

static void
set_own (Page *self, Line *line, guint start, guint end)
{
  line->kind = LINE_OWN;
  line->start = MIN (start, self->marked.n);
  line->end = CLAMP (end, line->start, self->marked.n);
  memset (self->covered + line->start, 1, line->end - line->start);
}

static gboolean
is_bare (const Page *self, guint start, guint end)
{
  guint bare = 0;

  for (guint i = start; i < end; i++)
    bare += !self->covered[i];
  return bare > 0 && 2 * bare >= end - start;
}

/* @bare: no other line stands there yet. */
static void
find_place (Page *self, Line *line, guint expected, gboolean bare)
{
  gint marked = 0, before = 0;
  guint votes = find_row (&self->marked, line, expected, &marked), start, end;

  if (find_row (&self->before, line, expected, &before) > votes)
    {
      start = map_place (self, (guint) MAX (before, 0));
      end = map_place (self, (guint) MAX (before, 0) + line->n);
    }
  else if (votes > 0)
    {
      start = MIN ((guint) MAX (marked, 0), self->marked.n);
      end = MIN (start + line->n, self->marked.n);
    }
  else
    return;
  if (!bare || is_bare (self, start, end))
    set_own (self, line, start, end);
}

/* What speaks for itself. @last: the line before it. @both: what stands here and elsewhere too. */
static void
sort_line (Page *self, Line *line, const Line *last, gboolean both)
{
  double own = MAX (measure (&self->marked, line), measure (&self->before, line));
  double other = measure (&self->others, line);
  guint expected = last != NULL ? last->end : 0;

  if (other >= MIN_FIT && other > own)
    line->kind = LINE_FOREIGN;
  else if (own < MIN_SURE && is_furniture (line))
    line->kind = line->n >= GRAM ? LINE_FOREIGN : LINE_UNKNOWN;
  else if (own >= MIN_OWN && own > other)
    find_place (self, line, expected, FALSE);
  else if (both && own >= MIN_OWN && own >= other)
    {
      if (last == NULL || last->kind != LINE_FOREIGN)
        find_place (self, line, expected, TRUE);
      if (line->kind == LINE_UNKNOWN)
        line->kind = LINE_FOREIGN;
    }
}

static const Line *
find_neighbour (const Page *self, guint at, gint step, gboolean column)
{
  const Line *line = &g_array_index (self->lines, Line, at);

  for (gint i = (gint) at + step; i >= 0 && i < (gint) self->lines->len; i += step)
    {
      const Line *other = &g_array_index (self->lines, Line, i);

      if (!column || (other->spot.column == line->spot.column && other->kind != LINE_UNKNOWN))
        return other;
    }
  return NULL;
}

/* Does the line stand in the article just there, and no other line of the page? */
static gboolean
is_there (const Page *self, const Line *line, guint at)
{
  return at + line->n <= self->marked.n && is_bare (self, at, at + line->n) &&
         memcmp (self->marked.chars + at, line->chars, line->n * sizeof (gunichar)) == 0;
}

/* The place nearest to @at, for which no line was found yet, where the line stands in the article. */
static gboolean
take_near (Page *self, Line *line, guint at)
{
  for (guint off = 0; off <= MAX_OFF; off++)
    {
      guint places[] = { at + off, at - MIN (off, at) };

      for (guint i = 0; i < G_N_ELEMENTS (places); i++)
        {
          if (is_there (self, line, places[i]))
            {
              set_own (self, line, places[i], places[i] + line->n);
              return TRUE;
            }
        }
    }
  return FALSE;
}

static gboolean
is_own (const Line *line)
{
  return line != NULL && line->kind == LINE_OWN;
}

/* Is it a word of what else stands on the page? */
static gboolean
is_other_word (const Page *self, const Line *line)
{
  for (guint i = 0; line->n < GRAM && i + line->n <= self->others.n; i++)
    {
      if (memcmp (self->others.chars + i, line->chars, line->n * sizeof (gunichar)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* What is short, or new: it goes with the lines about it. */
static void
settle_line (Page *self, guint at)
{
  Line *line = &g_array_index (self->lines, Line, at);
  const Line *before[] = { find_neighbour (self, at, -1, FALSE), find_neighbour (self, at, -1, TRUE) };
  const Line *after[] = { find_neighbour (self, at, 1, FALSE), find_neighbour (self, at, 1, TRUE) };
  const Line *last = before[1], *next = after[1];

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      if ((is_own (before[i]) && take_near (self, line, before[i]->end)) ||
          (is_own (after[i]) && take_near (self, line, after[i]->start - MIN (line->n, after[i]->start))))
        return;
    }
  line->kind = LINE_FOREIGN;
  if (is_furniture (line))
    return;
  if (is_own (last) && is_own (next) && last->end <= next->start + MAX_OFF &&
      next->start <= last->end + 2 * line->n + MAX_OFF && !is_other_word (self, line))
    set_own (self, line, MIN (last->end, next->start), MIN (last->end + line->n, next->start));
  else if (is_own (last) && is_bare (self, last->end, MIN (last->end + line->n, self->marked.n)))
    set_own (self, line, last->end, last->end + line->n);
  else if (is_own (next) && is_bare (self, next->start - MIN (line->n, next->start), next->start))
    set_own (self, line, next->start - MIN (line->n, next->start), next->start);
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
  const Line *x = *(const Line *const *) a, *y = *(const Line *const *) b;

  if (x->chunk != y->chunk)
    return x->chunk < y->chunk ? -1 : 1;
  return (x->chars > y->chars) - (x->chars < y->chars);
}

/* Does other matter stand in the same line of the page? */
static gboolean
is_shared (const Page *self, const Line *line)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *other = &g_array_index (self->lines, Line, i);

      if (other->kind != LINE_OWN && other->spot.row == line->spot.row &&
          other->spot.column == line->spot.column)
        return TRUE;
    }
  return FALSE;
}

/* Lines that follow each other on the page and in the article stay together: each chunk stands where its first line does. */
static char *
join_lines (Page *self, gboolean *open)
{
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  GString *text = g_string_new (NULL);
  guint chunk = 0, end = GALLEY_NOWHERE;

  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = &g_array_index (self->lines, Line, i);

      if (line->kind != LINE_OWN)
        continue;
      if (end == GALLEY_NOWHERE || line->start + 1 < end || line->start > end + 1)
        chunk = line->start;
      line->chunk = chunk;
      end = line->end;
      g_ptr_array_add (own, line);
    }
  g_ptr_array_sort (own, compare_lines);
  for (guint i = 0; i < own->len; i++)
    {
      const Line *line = own->pdata[i];

      for (guint k = 0; k < line->n; k++)
        g_string_append_unichar (text, line->chars[k]);
    }
  *open = own->len == 0 || is_shared (self, own->pdata[0]) || is_shared (self, own->pdata[own->len - 1]);
  return g_string_free (text, FALSE);
}

static void
page_init (
    Page *self, const GalleyText *before, const GalleyText *marked, const char *others, const char *page)
{
  g_autofree char *old_text = galley_text_dup_range (before, 0, before->n);
  g_autofree char *new_text = galley_text_dup_range (marked, 0, marked->n);

  index_init (&self->before, old_text);
  index_init (&self->marked, new_text);
  index_init (&self->others, others);
  galley_alignment_init (&self->way, before, marked);
  self->covered = g_malloc0 (marked->n + 1);
  cut_lines (self, page);
}

static void
page_clear (Page *self)
{
  index_clear (&self->before);
  index_clear (&self->marked);
  index_clear (&self->others);
  galley_alignment_clear (&self->way);
  g_free (self->covered);
  g_free (self->page);
  g_array_unref (self->lines);
}

char *
galley_collate_dup_own (const GalleyText *before,
                        const GalleyText *marked,
                        const char *others,
                        const char *page,
                        double *found,
                        gboolean *open)
{
  Page self;
  guint covered = 0;
  char *text;

  page_init (&self, before, marked, others, page);
  for (guint both = 0; both < 2; both++)
    {
      for (guint i = 0; i < self.lines->len; i++)
        {
          Line *line = &g_array_index (self.lines, Line, i);

          if (line->kind == LINE_UNKNOWN)
            sort_line (&self, line, i > 0 ? line - 1 : NULL, both == 1);
        }
    }
  for (guint i = 0; i < self.lines->len; i++)
    {
      if (g_array_index (self.lines, Line, i).kind == LINE_UNKNOWN)
        settle_line (&self, i);
    }
  for (guint i = 0; i < marked->n; i++)
    covered += self.covered[i];
  *found = marked->n > 0 ? (double) covered / marked->n : 1;
  text = join_lines (&self, open);
  page_clear (&self);
  return text;
}
