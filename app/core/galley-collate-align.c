/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-collate-private.h"

/* A passage of this many characters that was taken out here and put in there has moved. */
#define MIN_MOVED 6
/* Cells of a table of common characters at most: what is larger counts as replaced. */
#define MAX_CELLS 4000000
/* How many characters at its end a passage that moved may take from its old neighbours. */
#define MAX_ALONG 4
/* Two paragraphs that are alike as far as this are one that was changed. */
#define MIN_ALIKE 0.5
#define MAX_PAIRS 250000
/* What a neighbour that is alike too speaks for two paragraphs: the same sentence may stand twice. */
#define NEIGHBOUR 0.15

/* --- texts --------------------------------------------------------------------------------------------------------- */

void
galley_text_init (GalleyText *self, GalleyArticle *article)
{
  g_autofree char *text = galley_article_dup_text (article);
  glong n;

  self->article = g_object_ref (article);
  self->chars = g_utf8_to_ucs4_fast (text, -1, &n);
  self->n = (guint) n;
  self->starts = g_new (guint, galley_article_get_n_blocks (article) + 1);
  for (guint i = 0, at = 0; i < galley_article_get_n_blocks (article); i++)
    {
      self->starts[i] = at;
      at += galley_block_get_length (galley_article_get_block (article, i)) + 1;
    }
}

void
galley_text_clear (GalleyText *self)
{
  g_clear_object (&self->article);
  g_free (self->chars);
  g_free (self->starts);
}

guint
galley_text_index_of (const GalleyText *self, GalleyPlace place)
{
  if (place.block >= galley_article_get_n_blocks (self->article))
    return self->n;
  return MIN (self->starts[place.block] + place.offset, self->n);
}

GalleyPlace
galley_text_place_of (const GalleyText *self, guint at)
{
  guint n = galley_article_get_n_blocks (self->article);

  for (guint i = 0; i < n; i++)
    {
      guint length = galley_block_get_length (galley_article_get_block (self->article, i));

      if (at <= length || i + 1 == n)
        return (GalleyPlace){ i, MIN (at, length) };
      at -= length + 1;
    }
  return (GalleyPlace){ 0, 0 };
}

char *
galley_text_dup_range (const GalleyText *self, guint start, guint end)
{
  return g_ucs4_to_utf8 (self->chars + start, (glong) (end - start), NULL, NULL, NULL);
}

/* --- hunks --------------------------------------------------------------------------------------------------------- */

/* What a hand makes one mark of: 3200 → 3020 differs in two places, with a figure between them. */
#define MAX_BETWEEN 2

static gboolean
can_merge (const GalleyHunk *one, const GalleyHunk *next)
{
  return one->kind != GALLEY_CHANGE_ROLE && next->kind != GALLEY_CHANGE_ROLE &&
         one->old_end.block == next->old_start.block && one->new_end.block == next->new_start.block &&
         next->old_start.offset - one->old_end.offset <= MAX_BETWEEN &&
         strchr (one->old_text, '\n') == NULL && strchr (one->new_text, '\n') == NULL &&
         strchr (next->old_text, '\n') == NULL && strchr (next->new_text, '\n') == NULL;
}

static void
merge (GalleyHunk *one, const GalleyHunk *next, GalleyArticle *before)
{
  GalleyBlock *block = galley_article_get_block (before, one->old_end.block);
  g_autofree char *between = galley_block_dup_range (block, one->old_end.offset, next->old_start.offset);
  g_autofree char *old_text = g_strconcat (one->old_text, between, next->old_text, NULL);
  g_autofree char *new_text = g_strconcat (one->new_text, between, next->new_text, NULL);

  g_free (one->old_text);
  g_free (one->new_text);
  one->old_text = g_steal_pointer (&old_text);
  one->new_text = g_steal_pointer (&new_text);
  one->old_end = next->old_end;
  one->new_end = next->new_end;
  one->kind = MIN (one->kind, next->kind);
  one->head |= next->head;
}

GPtrArray *
galley_collate_list_hunks (GalleyArticle *before, GalleyArticle *after)
{
  GPtrArray *hunks = galley_diff_articles (before, after);

  for (guint i = 0; i + 1 < hunks->len;)
    {
      GalleyHunk *one = g_ptr_array_index (hunks, i), *next = g_ptr_array_index (hunks, i + 1);

      if (!can_merge (one, next))
        {
          i++;
          continue;
        }
      merge (one, next, before);
      g_ptr_array_remove_index (hunks, i + 1);
    }
  return hunks;
}

/* --- alignments ---------------------------------------------------------------------------------------------------- */

static void
join (GalleyAlignment *self, guint from, guint to, guint n, gboolean moved)
{
  for (guint i = 0; i < n; i++)
    {
      self->map[from + i] = to + i;
      self->moved[from + i] = moved;
      self->reached[to + i] = TRUE;
    }
}

/* The most characters that both ranges have in the same order are joined. */
static void
join_within (GalleyAlignment *self, guint x1, guint x2, guint y1, guint y2)
{
  gsize n = x2 - x1, m = y2 - y1;
  g_autofree guint16 *table = NULL;

  if (n == 0 || m == 0 || n * m > MAX_CELLS || n > G_MAXUINT16 || m > G_MAXUINT16)
    return;
  table = g_new0 (guint16, (n + 1) * (m + 1));
  for (gsize i = n; i-- > 0;)
    {
      for (gsize j = m; j-- > 0;)
        {
          guint16 down = table[(i + 1) * (m + 1) + j], right = table[i * (m + 1) + j + 1];

          table[i * (m + 1) + j] = self->from->chars[x1 + i] == self->to->chars[y1 + j]
                                       ? (guint16) (table[(i + 1) * (m + 1) + j + 1] + 1)
                                       : MAX (down, right);
        }
    }
  for (gsize i = 0, j = 0; i < n && j < m;)
    {
      if (self->from->chars[x1 + i] == self->to->chars[y1 + j])
        join (self, x1 + (guint) i++, y1 + (guint) j++, 1, FALSE);
      else if (table[(i + 1) * (m + 1) + j] >= table[i * (m + 1) + j + 1])
        i++;
      else
        j++;
    }
}

typedef struct
{
  guint start;
  guint end;
} Run;

/* The runs of characters that stand nowhere on the other side. */
static GArray *
list_runs (const guint *map, const guint8 *reached, guint n, guint least)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (Run));

  for (guint i = 0; i < n;)
    {
      guint start = i;

      while (i < n && (map != NULL ? map[i] == GALLEY_NOWHERE : !reached[i]))
        i++;
      if (i - start >= least)
        {
          Run run = { start, i };

          g_array_append_val (runs, run);
        }
      if (i == start)
        i++;
    }
  return runs;
}

/* The longest piece that both runs have. */
static guint
find_common (const GalleyAlignment *self, const Run *x, const Run *y, guint *at_x, guint *at_y)
{
  guint n = x->end - x->start, m = y->end - y->start, best = 0;
  g_autofree guint *row = NULL;

  if ((gsize) n * m > MAX_CELLS)
    return 0;
  row = g_new0 (guint, m + 1);
  for (guint i = 0; i < n; i++)
    {
      for (guint j = m; j-- > 0;)
        {
          row[j + 1] = self->from->chars[x->start + i] == self->to->chars[y->start + j] ? row[j] + 1 : 0;
          if (row[j + 1] > best)
            {
              best = row[j + 1];
              *at_x = x->start + i + 1 - best;
              *at_y = y->start + j + 1 - best;
            }
        }
    }
  return best;
}

/* Joins what was taken out here and put in there, longest passages first. */
static void
join_moved (GalleyAlignment *self)
{
  for (guint round = 0; round < 64; round++)
    {
      g_autoptr (GArray) outs = list_runs (self->map, NULL, self->from->n, MIN_MOVED);
      g_autoptr (GArray) ins = list_runs (NULL, self->reached, self->to->n, MIN_MOVED);
      guint best = MIN_MOVED - 1, best_x = 0, best_y = 0;
      gsize cells = 0;

      for (guint i = 0; i < outs->len; i++)
        {
          const Run *x = &g_array_index (outs, Run, i);

          for (guint j = 0; j < ins->len && cells < 8 * (gsize) MAX_CELLS; j++)
            {
              const Run *y = &g_array_index (ins, Run, j);
              guint at_x = 0, at_y = 0, n;

              if (MIN (x->end - x->start, y->end - y->start) <= best)
                continue;
              cells += (gsize) (x->end - x->start) * (y->end - y->start);
              n = find_common (self, x, y, &at_x, &at_y);
              if (n > best)
                {
                  best = n;
                  best_x = at_x;
                  best_y = at_y;
                }
            }
        }
      if (best < MIN_MOVED)
        return;
      join (self, best_x, best_y, best, TRUE);
    }
}

/* A character of @to is free, or whoever stands there can stand behind its own neighbour just as well. */
static gboolean
can_take (GalleyAlignment *self, guint *sources, guint y)
{
  guint z = sources[y], to;

  if (!self->reached[y])
    return TRUE;
  if (z == GALLEY_NOWHERE || z == 0 || self->moved[z] || self->map[z - 1] == GALLEY_NOWHERE)
    return FALSE;
  to = self->map[z - 1] + 1;
  if (to >= self->to->n || self->reached[to] || self->to->chars[to] != self->from->chars[z])
    return FALSE;
  join (self, z, to, 1, self->moved[z - 1]);
  sources[to] = z;
  self->reached[y] = FALSE;
  return TRUE;
}

/* A passage that moved takes the few characters at its ends along that were taken for those of its old neighbours: a full
 * stop and the end of the paragraph are the same everywhere. */
static void
take_along (GalleyAlignment *self)
{
  g_autofree guint *sources = g_new (guint, self->to->n + 1);

  memset (sources, 0xff, sizeof (guint) * (self->to->n + 1));
  for (guint i = 0; i < self->from->n; i++)
    {
      if (self->map[i] != GALLEY_NOWHERE)
        sources[self->map[i]] = i;
    }
  for (guint i = 0; i < self->from->n; i++)
    {
      for (guint k = 0, x = i + 1; k < MAX_ALONG && self->moved[i] && x < self->from->n; k++, x++)
        {
          guint y = self->map[x - 1] + 1;

          if (self->moved[x] || y >= self->to->n || self->from->chars[x] != self->to->chars[y] ||
              !can_take (self, sources, y))
            break;
          if (self->map[x] != GALLEY_NOWHERE)
            self->reached[self->map[x]] = FALSE;
          join (self, x, y, 1, TRUE);
          sources[y] = x;
          if (self->from->chars[x] == '\n')
            break;
        }
    }
}

/* What follows a character that has its place, and is the same on both sides, has its place too. */
static void
spread (GalleyAlignment *self)
{
  for (guint x = 1; x < self->from->n; x++)
    {
      guint y = self->map[x - 1] != GALLEY_NOWHERE ? self->map[x - 1] + 1 : GALLEY_NOWHERE;

      if (self->map[x] == GALLEY_NOWHERE && y < self->to->n && !self->reached[y] &&
          self->from->chars[x] == self->to->chars[y])
        join (self, x, y, 1, self->moved[x - 1]);
    }
  for (guint x = self->from->n; x-- > 1;)
    {
      guint y = self->map[x] != GALLEY_NOWHERE && self->map[x] > 0 ? self->map[x] - 1 : GALLEY_NOWHERE;

      if (self->map[x - 1] == GALLEY_NOWHERE && y < self->to->n && !self->reached[y] &&
          self->from->chars[x - 1] == self->to->chars[y])
        join (self, x - 1, y, 1, self->moved[x]);
    }
}

/* --- paragraphs that moved ------------------------------------------------------------------------------------------- */

/* How much two paragraphs have in common, 0 … 1: their pairs of neighbouring characters. */
static double
compare_blocks (GalleyBlock *one, GalleyBlock *other)
{
  g_autoptr (GHashTable) pairs = NULL;
  guint n = galley_block_get_length (one), m = galley_block_get_length (other), common = 0;

  if (n < MIN_MOVED || m < MIN_MOVED || n > 3 * m || m > 3 * n)
    return 0;
  if (g_str_equal (galley_block_get_text (one), galley_block_get_text (other)))
    return 1;
  pairs = g_hash_table_new (NULL, NULL);
  for (const char *p = galley_block_get_text (one); *p != '\0'; p = g_utf8_next_char (p))
    {
      gpointer key =
          GUINT_TO_POINTER (g_utf8_get_char (p) * 0x20001u ^ g_utf8_get_char (g_utf8_next_char (p)));

      g_hash_table_insert (pairs, key,
                           GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (pairs, key)) + 1));
    }
  for (const char *p = galley_block_get_text (other); *p != '\0'; p = g_utf8_next_char (p))
    {
      gpointer key =
          GUINT_TO_POINTER (g_utf8_get_char (p) * 0x20001u ^ g_utf8_get_char (g_utf8_next_char (p)));
      guint left = GPOINTER_TO_UINT (g_hash_table_lookup (pairs, key));

      if (left == 0)
        continue;
      common++;
      g_hash_table_insert (pairs, key, GUINT_TO_POINTER (left - 1));
    }
  return 2.0 * common / (n + m);
}

/* How much speaks for two paragraphs that are alike: their neighbours are too. 0 where they are not. */
static double
weigh_pair (const double *alike, guint n, guint m, guint i, guint j)
{
  double weight = alike[i * m + j];

  if (weight <= MIN_ALIKE)
    return 0;
  if (i > 0 && j > 0 && alike[(i - 1) * m + j - 1] > MIN_ALIKE)
    weight += NEIGHBOUR;
  if (i + 1 < n && j + 1 < m && alike[(i + 1) * m + j + 1] > MIN_ALIKE)
    weight += NEIGHBOUR;
  return weight;
}

/* For each block of @from the block of @to that it is, or -1: the most alike first, each once. */
static gint *
pair_blocks (const GalleyText *from, const GalleyText *to)
{
  guint n = galley_article_get_n_blocks (from->article), m = galley_article_get_n_blocks (to->article);
  gint *pairs = g_new (gint, n + 1);
  g_autofree gboolean *taken = g_new0 (gboolean, m + 1);
  g_autofree double *alike = NULL;
  g_autofree double *weights = NULL;

  for (guint i = 0; i < n; i++)
    pairs[i] = -1;
  if ((gsize) n * m > MAX_PAIRS)
    return pairs;
  alike = g_new0 (double, (gsize) n *m + 1);
  for (guint i = 0; i < n; i++)
    {
      for (guint j = 0; j < m; j++)
        alike[i * m + j] = compare_blocks (galley_article_get_block (from->article, i),
                                           galley_article_get_block (to->article, j));
    }
  weights = g_new0 (double, (gsize) n *m + 1);
  for (guint i = 0; i < n * m; i++)
    weights[i] = weigh_pair (alike, n, m, i / m, i % m);
  for (;;)
    {
      double best = MIN_ALIKE;
      guint x = n, y = m;

      for (guint i = 0; i < n; i++)
        {
          for (guint j = 0; pairs[i] < 0 && j < m; j++)
            {
              if (!taken[j] && weights[i * m + j] > best)
                {
                  best = weights[i * m + j];
                  x = i;
                  y = j;
                }
            }
        }
      if (x == n)
        return pairs;
      pairs[x] = (gint) y;
      taken[y] = TRUE;
    }
}

/* Of the pairs those that do not stand in the order of the others: the heaviest rising run stays. */
static gboolean *
list_moved (const GalleyText *from, const gint *pairs, guint n)
{
  gboolean *moved = g_new0 (gboolean, n + 1);
  g_autofree guint *weight = g_new0 (guint, n + 1);
  g_autofree gint *before = g_new (gint, n + 1);
  gint last = -1;

  for (guint i = 0; i < n; i++)
    {
      before[i] = -1;
      if (pairs[i] < 0)
        continue;
      for (guint k = 0; k < i; k++)
        {
          if (pairs[k] >= 0 && pairs[k] < pairs[i] && weight[k] > weight[i])
            {
              weight[i] = weight[k];
              before[i] = (gint) k;
            }
        }
      weight[i] += galley_block_get_length (galley_article_get_block (from->article, i)) + 1;
      moved[i] = TRUE;
      if (last < 0 || weight[i] > weight[last])
        last = (gint) i;
    }
  for (; last >= 0; last = before[last])
    moved[last] = FALSE;
  return moved;
}

/* --- alignments of paragraphs ------------------------------------------------------------------------------------------ */

/* Some paragraphs of a text, and for each of their characters its index in the whole. */
typedef struct
{
  GalleyArticle *article;
  GArray *blocks; /* of guint */
  GArray *index;  /* of guint; one more at the end */
  GArray *starts; /* of guint */
} Part;

static void
part_init (Part *self, const GalleyText *text, const gboolean *take, gboolean want)
{
  self->article = galley_article_new (GALLEY_ARTICLE_STORY);
  self->blocks = g_array_new (FALSE, FALSE, sizeof (guint));
  self->index = g_array_new (FALSE, FALSE, sizeof (guint));
  self->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < galley_article_get_n_blocks (text->article); i++)
    {
      GalleyBlock *block = galley_article_get_block (text->article, i);

      if (take[i] != want)
        continue;
      g_array_append_val (self->blocks, i);
      g_array_append_val (self->starts, self->index->len);
      galley_article_append (self->article, block);
      for (guint k = 0; k <= galley_block_get_length (block); k++)
        {
          guint at = text->starts[i] + k;

          g_array_append_val (self->index, at);
        }
    }
}

static void
part_clear (Part *self)
{
  g_object_unref (self->article);
  g_array_unref (self->blocks);
  g_array_unref (self->index);
  g_array_unref (self->starts);
}

static guint
part_at (const Part *self, GalleyPlace place)
{
  return place.block < self->starts->len ? g_array_index (self->starts, guint, place.block) + place.offset
                                         : 0;
}

static guint
part_index (const Part *self, const GalleyText *text, guint at)
{
  return at < self->index->len ? g_array_index (self->index, guint, at) : text->n;
}

static void
join_part (
    GalleyAlignment *self, const Part *x, const Part *y, guint from_x, guint from_y, guint n, gboolean moved)
{
  for (guint i = 0; i < n; i++)
    {
      guint at = part_index (x, self->from, from_x + i), to = part_index (y, self->to, from_y + i);

      if (at < self->from->n && to < self->to->n)
        join (self, at, to, 1, moved);
    }
}

static void
add_hunk (GalleyAlignment *self, const Part *x, const Part *y, const GalleyHunk *hunk, gboolean moved)
{
  GalleyTextChange change = { .role = hunk->kind == GALLEY_CHANGE_ROLE };

  change.old_block =
      hunk->old_start.block < x->blocks->len ? g_array_index (x->blocks, guint, hunk->old_start.block) : 0;
  change.new_block =
      hunk->new_start.block < y->blocks->len ? g_array_index (y->blocks, guint, hunk->new_start.block) : 0;
  change.x1 = part_index (x, self->from, part_at (x, hunk->old_start));
  change.x2 = part_index (x, self->from, part_at (x, hunk->old_end));
  change.y1 = part_index (y, self->to, part_at (y, hunk->new_start));
  change.y2 = part_index (y, self->to, part_at (y, hunk->new_end));
  change.x2 = MAX (change.x1, change.x2);
  change.y2 = MAX (change.y1, change.y2);
  g_array_append_val (self->changes, change);
  /* Across a paragraph that moved away the table would find what is not there to be found. */
  if (!change.role && change.x2 - change.x1 == part_at (x, hunk->old_end) - part_at (x, hunk->old_start) &&
      change.y2 - change.y1 == part_at (y, hunk->new_end) - part_at (y, hunk->new_start))
    {
      join_within (self, change.x1, change.x2, change.y1, change.y2);
      for (guint i = change.x1; moved && i < change.x2; i++)
        self->moved[i] = self->map[i] != GALLEY_NOWHERE;
    }
}

static void
align_parts (GalleyAlignment *self, const Part *x, const Part *y, gboolean moved)
{
  g_autoptr (GPtrArray) hunks = galley_collate_list_hunks (x->article, y->article);
  guint from_x = 0, from_y = 0;
  guint n = x->index->len > 0 ? x->index->len - 1 : 0, m = y->index->len > 0 ? y->index->len - 1 : 0;

  for (guint i = 0; i < hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (hunks, i);

      if (hunk->kind != GALLEY_CHANGE_ROLE)
        {
          join_part (self, x, y, from_x, from_y,
                     MIN (part_at (x, hunk->old_start) - from_x, part_at (y, hunk->new_start) - from_y),
                     moved);
          from_x = part_at (x, hunk->old_end);
          from_y = part_at (y, hunk->new_end);
        }
      add_hunk (self, x, y, hunk, moved);
    }
  join_part (self, x, y, from_x, from_y, MIN (n - MIN (n, from_x), m - MIN (m, from_y)), moved);
}

static void
align_moved (GalleyAlignment *self, const gint *pairs, const gboolean *moved, guint n, guint m)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree gboolean *one = g_new0 (gboolean, n + 1);
      g_autofree gboolean *other = g_new0 (gboolean, m + 1);
      Part x, y;

      if (!moved[i])
        continue;
      one[i] = other[pairs[i]] = TRUE;
      part_init (&x, self->from, one, TRUE);
      part_init (&y, self->to, other, TRUE);
      align_parts (self, &x, &y, TRUE);
      part_clear (&x);
      part_clear (&y);
    }
}

void
galley_alignment_init (GalleyAlignment *self, const GalleyText *from, const GalleyText *to)
{
  guint n = galley_article_get_n_blocks (from->article), m = galley_article_get_n_blocks (to->article);
  g_autofree gint *pairs = pair_blocks (from, to);
  g_autofree gboolean *moved = list_moved (from, pairs, n);
  g_autofree gboolean *arrived = g_new0 (gboolean, m + 1);
  Part x, y;

  self->from = from;
  self->to = to;
  self->map = g_new (guint, from->n + 1);
  self->moved = g_malloc0 (from->n + 1);
  self->reached = g_malloc0 (to->n + 1);
  self->changes = g_array_new (FALSE, FALSE, sizeof (GalleyTextChange));
  memset (self->map, 0xff, sizeof (guint) * (from->n + 1));
  for (guint i = 0; i < n; i++)
    {
      if (moved[i])
        arrived[pairs[i]] = TRUE;
    }
  part_init (&x, from, moved, FALSE);
  part_init (&y, to, arrived, FALSE);
  align_parts (self, &x, &y, FALSE);
  part_clear (&x);
  part_clear (&y);
  align_moved (self, pairs, moved, n, m);
  join_moved (self);
  take_along (self);
  spread (self);
}

void
galley_alignment_clear (GalleyAlignment *self)
{
  g_free (self->map);
  g_free (self->moved);
  g_free (self->reached);
  g_clear_pointer (&self->changes, g_array_unref);
}
