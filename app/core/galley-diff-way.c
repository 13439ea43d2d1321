/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-diff-way.c — the shortest way from one text to another, in time that stays in proportion to their length. */

#include "config.h"

#include <string.h>

#include "galley-diff-private.h"

/* Both limits keep the time in proportion to the length. A path of more than MAX_COST edits is not looked for to its end
 * but cut where it has come furthest; and when BUDGET steps were taken in all, what is left counts as replaced. */
#define MAX_COST 128
#define BUDGET 4000000

/* Stretches longer than this, in which no clause is left as it was, are compared by what they share alone. */
#define MIN_LONG 100

/* A piece shorter than this stands in any text, and proves nothing. */
#define MIN_ANCHOR 4

typedef struct
{
  GalleyDiffText old;
  GalleyDiffText new;
  gint *forward; /* by diagonal: how far along the old text a path from the start has come */
  gint *backward;
  guint8 *sides; /* by the lower 16 bits of a character: on which sides it stands; all 0 between two uses */
  gint64 budget;
} Diff;

/* --- the shortest way from one text to the other (Myers, from both ends at once) ------------------------------------ */

/* One step of all paths from the start; TRUE where one has met a path from the end. */
static gboolean
step_forward (Diff *self,
              const GalleyDiffRange *range,
              gint low,
              gint high,
              gint back_low,
              gint back_high,
              gboolean meet,
              gint *x,
              gint *y)
{
  const gunichar *old = self->old.chars, *new = self->new.chars;
  gint *far = self->forward;

  for (gint d = high; d >= low; d -= 2)
    {
      gint at = far[d - 1] < far[d + 1] ? far[d + 1] : far[d - 1] + 1;
      gint begin = at, end = MIN ((gint) range->old_end, (gint) range->new_end + d);

      while (at < end && old[at] == new[at - d])
        at++;
      self->budget -= 1 + at - begin;
      far[d] = at;
      if (meet && d >= back_low && d <= back_high && self->backward[d] <= at)
        {
          *x = at;
          *y = at - d;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
step_backward (Diff *self,
               const GalleyDiffRange *range,
               gint low,
               gint high,
               gint fore_low,
               gint fore_high,
               gboolean meet,
               gint *x,
               gint *y)
{
  const gunichar *old = self->old.chars, *new = self->new.chars;
  gint *far = self->backward;

  for (gint d = high; d >= low; d -= 2)
    {
      gint at = far[d - 1] < far[d + 1] ? far[d - 1] : far[d + 1] - 1;
      gint begin = at, end = MAX ((gint) range->old_start, (gint) range->new_start + d);

      while (at > end && old[at - 1] == new[at - d - 1])
        at--;
      self->budget -= 1 + begin - at;
      far[d] = at;
      if (meet && d >= fore_low && d <= fore_high && at <= self->forward[d])
        {
          *x = at;
          *y = at - d;
          return TRUE;
        }
    }
  return FALSE;
}

/* The point that the paths from the start have brought furthest. */
static void
find_furthest (Diff *self, const GalleyDiffRange *range, gint low, gint high, gint *x, gint *y)
{
  gint best = -1;

  for (gint d = low; d <= high; d += 2)
    {
      gint at = MIN (self->forward[d], (gint) range->old_end);

      if (at - d > (gint) range->new_end)
        at = (gint) range->new_end + d;
      if (at + at - d > best)
        {
          best = at + at - d;
          *x = at;
          *y = at - d;
        }
    }
}

/* Widens the band of diagonals by one on each side, or narrows it where it would leave the square; outside stands @wall. */
static void
widen (gint *far, gint *low, gint *high, gint lowest, gint highest, gint wall)
{
  if (*low > lowest)
    {
      --*low;
      far[*low - 1] = wall;
    }
  else
    ++*low;
  if (*high < highest)
    {
      ++*high;
      far[*high + 1] = wall;
    }
  else
    --*high;
}

/* A point on a short way through the range. Both sides of the range are not empty, and their ends differ. */
static void
find_middle (Diff *self, const GalleyDiffRange *range, gint *x, gint *y)
{
  gint lowest = (gint) range->old_start - (gint) range->new_end;
  gint highest = (gint) range->old_end - (gint) range->new_start;
  gint fore_low = (gint) range->old_start - (gint) range->new_start, fore_high = fore_low;
  gint back_low = (gint) range->old_end - (gint) range->new_end, back_high = back_low;
  gboolean odd = ((fore_low - back_low) & 1) != 0;

  self->forward[fore_low] = (gint) range->old_start;
  self->backward[back_low] = (gint) range->old_end;
  for (guint cost = 1;; cost++)
    {
      widen (self->forward, &fore_low, &fore_high, lowest, highest, -1);
      if (step_forward (self, range, fore_low, fore_high, back_low, back_high, odd, x, y))
        return;
      widen (self->backward, &back_low, &back_high, lowest, highest, G_MAXINT);
      if (step_backward (self, range, back_low, back_high, fore_low, fore_high, !odd, x, y))
        return;
      if (cost >= MAX_COST)
        {
          find_furthest (self, range, fore_low, fore_high, x, y);
          return;
        }
    }
}

static void
trim (Diff *self, GalleyDiffRange *range)
{
  while (range->old_start < range->old_end && range->new_start < range->new_end &&
         self->old.chars[range->old_start] == self->new.chars[range->new_start])
    {
      range->old_start++;
      range->new_start++;
    }
  while (range->old_start < range->old_end && range->new_start < range->new_end &&
         self->old.chars[range->old_end - 1] == self->new.chars[range->new_end - 1])
    {
      range->old_end--;
      range->new_end--;
    }
}

static void
compare (Diff *self, GalleyDiffRange range)
{
  for (;;)
    {
      gint x = 0, y = 0;

      trim (self, &range);
      if (range.old_start == range.old_end || range.new_start == range.new_end || self->budget < 0 ||
          (range.old_end - range.old_start == 1 && range.new_end - range.new_start == 1))
        {
          memset (self->old.changed + range.old_start, 1, range.old_end - range.old_start);
          memset (self->new.changed + range.new_start, 1, range.new_end - range.new_start);
          return;
        }
      find_middle (self, &range, &x, &y);
      compare (self, (GalleyDiffRange){ range.old_start, (guint) x, range.new_start, (guint) y });
      range.old_start = (guint) x;
      range.new_start = (guint) y;
    }
}

/* --- long changes -------------------------------------------------------------------------------------------------- */

enum
{
  SIDE_OLD = 1,
  SIDE_NEW = 2
};

static void
mark_side (guint8 *sides, const GalleyDiffText *text, guint start, guint end, guint8 side)
{
  for (guint i = start; i < end; i++)
    sides[text->chars[i] & 0xffff] |= side;
}

/* The characters of a stretch that stand on the other side too. The others are changed, whatever the way. */
static void
take_shared (GalleyDiffText *shared, GalleyDiffText *text, guint start, guint end, const guint8 *sides)
{
  shared->chars = g_new (gunichar, end - start);
  shared->changed = g_malloc0 (end - start);
  for (guint i = start; i < end; i++)
    {
      if (sides[text->chars[i] & 0xffff] == (SIDE_OLD | SIDE_NEW))
        shared->chars[shared->n_chars++] = text->chars[i];
      else
        text->changed[i] = 1;
    }
}

static void
give_back (GalleyDiffText *shared, GalleyDiffText *text, guint start, guint end, guint8 *sides)
{
  guint n = 0;

  for (guint i = start; i < end; i++)
    {
      if (!text->changed[i])
        text->changed[i] = shared->changed[n++];
      sides[text->chars[i] & 0xffff] = 0;
    }
  g_free (shared->chars);
  g_free (shared->changed);
}

/* Where much was changed, most of the new characters stand nowhere near in the old text. The way without them is as good as
 * with them, and far shorter: its cost goes with the square of what differs. */
static void
compare_gap (Diff *self, GalleyDiffRange range)
{
  Diff shared = { .forward = self->forward, .backward = self->backward };

  trim (self, &range);
  if (range.old_end - range.old_start < MIN_LONG || range.new_end - range.new_start < MIN_LONG)
    {
      compare (self, range);
      return;
    }
  mark_side (self->sides, &self->old, range.old_start, range.old_end, SIDE_OLD);
  mark_side (self->sides, &self->new, range.new_start, range.new_end, SIDE_NEW);
  take_shared (&shared.old, &self->old, range.old_start, range.old_end, self->sides);
  take_shared (&shared.new, &self->new, range.new_start, range.new_end, self->sides);
  shared.budget = self->budget;
  compare (&shared, (GalleyDiffRange){ 0, shared.old.n_chars, 0, shared.new.n_chars });
  self->budget = shared.budget;
  give_back (&shared.old, &self->old, range.old_start, range.old_end, self->sides);
  give_back (&shared.new, &self->new, range.new_start, range.new_end, self->sides);
}

/* --- anchors: pieces that stand once in either text, and in the same order ------------------------------------------ */

typedef struct
{
  guint start;
  guint end;
  guint hash;
} Piece;

typedef struct
{
  const Piece *old; /* NULL once it was met twice */
  const Piece *new;
  gboolean twice;
} Pair;

static gboolean
ends_clause (gunichar c)
{
  switch (c)
    {
    case '\n':
    case '.':
    case ',':
    case ';':
    case '!':
    case '?':
    case 0x3002: /* 。 */
    case 0xff0c: /* ， */
    case 0xff1b: /* ； */
    case 0xff01: /* ！ */
    case 0xff1f: /* ？ */
    case 0xff1a: /* ： */
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
ends_block (gunichar c)
{
  return c == '\n';
}

static GArray *
cut (const GalleyDiffText *text, guint start, guint end, gboolean (*ends) (gunichar c))
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  Piece piece = { start, start, 5381 };

  for (guint i = start; i < end; i++)
    {
      piece.hash = piece.hash * 33 + text->chars[i];
      if (!ends (text->chars[i]) && i + 1 < end)
        continue;
      piece.end = i + 1;
      if (piece.end - piece.start >= MIN_ANCHOR)
        g_array_append_val (pieces, piece);
      piece = (Piece){ i + 1, i + 1, 5381 };
    }
  return pieces;
}

static gboolean
same_piece (Diff *self, const Piece *old, const Piece *new)
{
  return old->end - old->start ==
         new->end - new->start &&memcmp (self->old.chars + old->start, self->new.chars + new->start,
                                         (old->end - old->start) * sizeof (gunichar)) ==
         0;
}

/* The pairs of pieces that stand once on each side, in the order of the old text (array of Pair). */
static GArray *
pair_pieces (Diff *self, GArray *old, GArray *new)
{
  g_autoptr (GHashTable) by_hash = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

  for (guint i = 0; i < old->len; i++)
    {
      const Piece *piece = &g_array_index (old, Piece, i);
      Pair *pair = g_hash_table_lookup (by_hash, GUINT_TO_POINTER (piece->hash));

      if (pair != NULL)
        {
          pair->twice = TRUE;
          continue;
        }
      pair = g_new0 (Pair, 1);
      pair->old = piece;
      g_hash_table_insert (by_hash, GUINT_TO_POINTER (piece->hash), pair);
    }
  for (guint i = 0; i < new->len; i++)
    {
      const Piece *piece = &g_array_index (new, Piece, i);
      Pair *pair = g_hash_table_lookup (by_hash, GUINT_TO_POINTER (piece->hash));

      if (pair == NULL)
        continue;
      pair->twice |= pair->new != NULL || !same_piece (self, pair->old, piece);
      pair->new = piece;
    }
  for (guint i = 0; i < old->len; i++)
    {
      const Pair *pair = g_hash_table_lookup (by_hash, GUINT_TO_POINTER (g_array_index (old, Piece, i).hash));

      if (!pair->twice && pair->new != NULL)
        g_array_append_val (pairs, *pair);
    }
  return pairs;
}

/* The longest run of pairs that rises on the new side as well: what moved is left to be deleted and inserted. */
static GArray *
keep_rising (GArray *pairs)
{
  g_autofree guint *piles = g_new (guint, pairs->len + 1); /* the top of each pile, as an index of pairs */
  g_autofree guint *before = g_new (guint, pairs->len + 1);
  GArray *rising = g_array_new (FALSE, FALSE, sizeof (Pair));
  guint n_piles = 0;

  for (guint i = 0; i < pairs->len; i++)
    {
      guint start = g_array_index (pairs, Pair, i).new->start;
      guint low = 0, high = n_piles;

      while (low < high)
        {
          guint middle = (low + high) / 2;

          if (g_array_index (pairs, Pair, piles[middle]).new->start < start)
            low = middle + 1;
          else
            high = middle;
        }
      before[i] = low > 0 ? piles[low - 1] : G_MAXUINT;
      piles[low] = i;
      n_piles = MAX (n_piles, low + 1);
    }
  g_array_set_size (rising, n_piles);
  for (guint i = n_piles > 0 ? piles[n_piles - 1] : G_MAXUINT, k = n_piles; k > 0; i = before[i])
    g_array_index (rising, Pair, --k) = g_array_index (pairs, Pair, i);
  return rising;
}

/* Whole paragraphs first, clauses in what lies between them, characters in what is left. */
static void
compare_between (Diff *self, GalleyDiffRange range, gboolean clauses)
{
  trim (self, &range);
  if (range.old_start == range.old_end || range.new_start == range.new_end)
    {
      compare (self, range);
      return;
    }

  g_autoptr (GArray) old =
      cut (&self->old, range.old_start, range.old_end, clauses ? ends_clause : ends_block);
  g_autoptr (GArray) new =
      cut (&self->new, range.new_start, range.new_end, clauses ? ends_clause : ends_block);
  g_autoptr (GArray) pairs = pair_pieces (self, old, new);
  g_autoptr (GArray) anchors = keep_rising (pairs);

  for (guint i = 0; i <= anchors->len; i++)
    {
      const Pair *anchor = i < anchors->len ? &g_array_index (anchors, Pair, i) : NULL;
      GalleyDiffRange gap = { range.old_start, anchor != NULL ? anchor->old->start : range.old_end,
                              range.new_start, anchor != NULL ? anchor->new->start : range.new_end };

      if (clauses)
        compare_gap (self, gap);
      else
        compare_between (self, gap, TRUE);
      if (anchor != NULL)
        {
          range.old_start = anchor->old->end;
          range.new_start = anchor->new->end;
        }
    }
}

void
galley_diff_mark (GalleyDiffText *old, GalleyDiffText *new)
{
  Diff self = { .old = *old, .new = *new, .budget = BUDGET };

  /* Diagonals run from minus the length of the new text to the length of the old, with a wall at each end. */
  gsize n_diagonals = (gsize) self.old.n_chars + self.new.n_chars + 3;
  g_autofree gint *room = g_new (gint, 2 * n_diagonals);
  g_autofree guint8 *sides = g_malloc0 (0x10000);

  self.forward = room + self.new.n_chars + 1;
  self.backward = self.forward + n_diagonals;
  self.sides = sides;
  compare_between (&self, (GalleyDiffRange){ 0, self.old.n_chars, 0, self.new.n_chars }, FALSE);
}
