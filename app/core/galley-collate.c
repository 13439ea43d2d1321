/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-collate-private.h"

/* Small differences in a passage that moved do not make two of it. */
#define MIN_MOVED 6
/* A match of this many characters needs no neighbours to prove it. */
#define MIN_SURE 4
/* How far what was changed beside a mark is taken for a part of it. */
#define MAX_AROUND 8
#define MAX_PHRASE 24
/* So much of what should be gone is looked for beside what came. */
#define MAX_LEFT 200
/* An article of which less is found on a page is not there. */
#define MIN_FOUND 0.2
/* In a bare text, foreign matter of this many characters between two columns is looked up among the rest of the page. */
#define MIN_FOREIGN 4

typedef struct
{
  GalleyText before;
  GalleyText marked;
  GalleyText proof;
  GalleyAlignment old; /* before → proof */
  GalleyAlignment new; /* marked → proof */
  gboolean loose;
  gboolean open;       /* of a bare text: what stands before and behind the article may be other matter */
  const char *others;  /* without white space, or NULL */
  guint8 *told_marked; /* of each character: a mark that was not carried out accounts for it */
  guint8 *told_proof;
  const guint *sources; /* of each character of the proof: the one before that stands there, or NOWHERE */
  GalleyCollation *result;
} Collate;

/* --- marks --------------------------------------------------------------------------------------------------------- */

static gboolean
is_next (const GalleyAlignment *self, guint left)
{
  return self->map[left] != GALLEY_NOWHERE && self->map[left + 1] == self->map[left] + 1;
}

/* The text begins, or ends, there on both sides. */
static gboolean
is_edge (const GalleyAlignment *self, guint at)
{
  if (at == 0)
    return self->from->n == 0 ? self->to->n == 0 : self->map[0] == 0;
  return self->map[at - 1] != GALLEY_NOWHERE && self->map[at - 1] + 1 == self->to->n;
}

static gboolean
is_figure (gunichar c)
{
  return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19);
}

/* A figure, or the point or comma inside a number. */
static gboolean
is_of_number (const GalleyText *text, guint at)
{
  gunichar c = text->chars[at];

  if (is_figure (c))
    return TRUE;
  return (c == '.' || c == ',' || c == 0xff0e) && at > 0 && at + 1 < text->n &&
         is_figure (text->chars[at - 1]) && is_figure (text->chars[at + 1]);
}

/* A figure more beside it makes another number of it: 206 is not in 2060. */
static gboolean
is_cut_number (const GalleyAlignment *self, guint start, guint end)
{
  const GalleyText *from = self->from, *to = self->to;
  guint first = self->map[start], last = self->map[end - 1] + 1;

  return (is_figure (from->chars[start]) && first > 0 && is_figure (to->chars[first - 1]) &&
          (start == 0 || !is_figure (from->chars[start - 1]))) ||
         (is_figure (from->chars[end - 1]) && last < to->n && is_figure (to->chars[last]) &&
          (end == from->n || !is_figure (from->chars[end])));
}

/* Which neighbours of a piece are to be its neighbours on the other side too. */
typedef enum
{
  NEED_ONE = 0, /* either */
  NEED_LEFT = 1,
  NEED_RIGHT = 2,
  NEED_BOTH = NEED_LEFT | NEED_RIGHT,
} Need;

/* Does what stands from @start to @end stand whole on the other side, in its place? */
static gboolean
is_whole (const GalleyAlignment *self, guint start, guint end, Need need)
{
  gboolean left, right;

  for (guint i = start; i < end; i++)
    {
      if (self->map[i] == GALLEY_NOWHERE || (i > start && !is_next (self, i - 1)))
        return FALSE;
    }
  if (start == end)
    return start == 0 || start == self->from->n ? is_edge (self, start) : is_next (self, start - 1);
  left = start > 0 ? is_next (self, start - 1) : is_edge (self, 0);
  right = end < self->from->n ? is_next (self, end - 1) : is_edge (self, end);
  if (is_cut_number (self, start, end))
    need = NEED_BOTH;
  if (need != NEED_ONE)
    return (left || (need & NEED_LEFT) == 0) && (right || (need & NEED_RIGHT) == 0);
  return left || right || (end - start >= MIN_SURE && !self->moved[start]);
}

/* How far a piece that stands alone on one side could as well stand further to the left or right ("100" → "1000"). */
static void
slide (const GalleyText *text, guint start, guint end, guint *left, guint *right)
{
  *left = *right = 0;
  while (start > *left && text->chars[start - *left - 1] == text->chars[end - *left - 1])
    ++*left;
  while (end + *right < text->n && text->chars[start + *right] == text->chars[end + *right])
    ++*right;
}

/* Does most of a piece of @text stand somewhere in the range of @other? Of a short one: all of it. */
static gboolean
has_most (const GalleyText *text, guint start, guint end, const GalleyText *other, guint from, guint to)
{
  guint n = MIN (end - start, MAX_LEFT), m = MIN (to - from, 4 * MAX_LEFT), best = 0;
  guint row[4 * MAX_LEFT + 1] = { 0 };

  for (guint i = 0; i < n; i++)
    {
      for (guint k = m; k-- > 0;)
        {
          row[k + 1] = text->chars[start + i] == other->chars[from + k] ? row[k] + 1 : 0;
          best = MAX (best, row[k + 1]);
        }
    }
  return n > 0 && best >= (n < MIN_SURE ? n : (n + 1) / 2);
}

/* What stands from @start to @end has one of its neighbours on the other side. Where the other one should be, does there
 * stand what it should have taken the place of (of @text, @from to @to)? */
static gboolean
is_left_standing (
    const GalleyAlignment *self, guint start, guint end, const GalleyText *text, guint from, guint to)
{
  const guint *map = self->map;

  if (start == end)
    return FALSE;
  if (start > 0 && map[start - 1] != GALLEY_NOWHERE && map[start - 1] + 1 < map[start] &&
      has_most (text, from, to, self->to, map[start - 1] + 1, map[start]))
    return TRUE;
  return end < self->from->n && map[end] != GALLEY_NOWHERE && map[end - 1] + 1 < map[end] &&
         has_most (text, from, to, self->to, map[end - 1] + 1, map[end]);
}

/* The characters of the proof between the two neighbours of a range of the marked text; FALSE where these do not stand in
 * their order there. */
static gboolean
find_gap (const GalleyAlignment *self, guint start, guint end, guint *from, guint *to)
{
  *from = start == 0 ? 0 : self->map[start - 1] + 1;
  *to = end == self->from->n ? self->to->n : self->map[end];
  return (start == 0 || self->map[start - 1] != GALLEY_NOWHERE) &&
         (end == self->from->n || self->map[end] != GALLEY_NOWHERE) && *from <= *to &&
         *to - *from <= 4 * (end - start) + 200;
}

static void
tell (guint8 *told, guint start, guint end)
{
  memset (told + start, 1, end - start);
}

/* Of what was taken out, or not put in, the place alone is left: between its two neighbours, of which the figures beside it
 * are one. */
static Need
need_at_gap (guint left, guint right)
{
  return (left == 0 ? NEED_LEFT : NEED_ONE) | (right == 0 ? NEED_RIGHT : NEED_ONE);
}

/* A mark is judged by its place in both versions: the marked text whole in the proof, or the text before it. */
static void
judge_text (Collate *self, GalleyMark *mark)
{
  const GalleyHunk *hunk = mark->hunk;
  guint b1 = galley_text_index_of (&self->before, hunk->old_start),
        b2 = galley_text_index_of (&self->before, hunk->old_end);
  guint a1 = galley_text_index_of (&self->marked, hunk->new_start),
        a2 = galley_text_index_of (&self->marked, hunk->new_end);
  guint left = 0, right = 0, from, to;
  gboolean slid;
  Need need;

  /* What both sides begin and end with is not what was marked: it would vouch for the rest as its neighbour. */
  while (a1 < a2 && b1 < b2 && self->marked.chars[a1] == self->before.chars[b1])
    a1++, b1++;
  while (a1 < a2 && b1 < b2 && self->marked.chars[a2 - 1] == self->before.chars[b2 - 1])
    a2--, b2--;
  if (a1 == a2 && b1 < b2)
    slide (&self->before, b1, b2, &left, &right);
  else if (b1 == b2 && a1 < a2)
    slide (&self->marked, a1, a2, &left, &right);
  slid = left + right > 0;
  if (hunk->kind == GALLEY_CHANGE_NUMBER)
    {
      /* The whole figure is meant. */
      while (left < MIN (a1, b1) && is_of_number (&self->marked, a1 - left - 1) &&
             self->marked.chars[a1 - left - 1] == self->before.chars[b1 - left - 1])
        left++;
      while (right < MIN (self->marked.n - a2, self->before.n - b2) &&
             is_of_number (&self->marked, a2 + right) &&
             self->marked.chars[a2 + right] == self->before.chars[b2 + right])
        right++;
    }
  left = MIN (left, MIN (a1, b1));
  right = MIN (right, MIN (self->marked.n - a2, self->before.n - b2));

  need = slid ? NEED_BOTH : a1 == a2 ? need_at_gap (left, right) : NEED_ONE;
  if (is_whole (&self->new, a1 - left, a2 + right, need) &&
      !is_left_standing (&self->new, a1 - left, a2 + right, &self->before, b1, b2))
    return;
  need = slid ? NEED_BOTH : b1 == b2 ? need_at_gap (left, right) : NEED_ONE;
  if (is_whole (&self->old, b1 - left, b2 + right, need) &&
      !is_left_standing (&self->old, b1 - left, b2 + right, &self->marked, a1, a2))
    {
      mark->state = GALLEY_MARK_NOT;
      tell (self->told_marked, a1 - left, a2 + right);
      for (guint i = b1 - left; i < b2 + right; i++)
        self->told_proof[self->old.map[i]] = TRUE;
      return;
    }
  a1 -= left;
  a2 += right;
  /* What was changed with it belongs to it. */
  for (guint i = 0; i < self->new.changes->len; i++)
    {
      const GalleyTextChange *change = &g_array_index (self->new.changes, GalleyTextChange, i);

      if (change->role || change->x2 < a1 || change->x1 > a2 || change->x2 - change->x1 > MAX_PHRASE ||
          change->y2 - change->y1 > MAX_PHRASE)
        continue;
      a1 = MIN (a1, change->x1);
      a2 = MAX (a2, change->x2);
    }
  for (guint i = 0; i < MAX_AROUND && a1 > 0 && self->new.map[a1 - 1] == GALLEY_NOWHERE; i++)
    a1--;
  for (guint i = 0; i < MAX_AROUND && a2 < self->marked.n && self->new.map[a2] == GALLEY_NOWHERE; i++)
    a2++;
  if (!find_gap (&self->new, a1, a2, &from, &to))
    {
      mark->state = GALLEY_MARK_OTHERWISE;
      tell (self->told_marked, a1, a2);
      return;
    }
  mark->state = GALLEY_MARK_OTHERWISE;
  mark->found = galley_text_dup_range (&self->proof, from, to);
  tell (self->told_marked, a1, a2);
  tell (self->told_proof, from, to);
}

static GalleyRole
role_at (const GalleyText *text, guint block)
{
  return galley_block_get_role (galley_article_get_block (text->article, block));
}

/* The block of the proof in which most of a block of the other text stands; -1 where none of it does. */
static gint
find_block (const GalleyAlignment *self, guint block)
{
  guint start = galley_text_index_of (self->from, (GalleyPlace){ block, 0 });
  guint length = galley_block_get_length (galley_article_get_block (self->from->article, block));

  for (guint i = start; i < start + length; i++)
    {
      if (self->map[i] != GALLEY_NOWHERE)
        return (gint) galley_text_place_of (self->to, self->map[i]).block;
    }
  return -1;
}

static void
judge_role (Collate *self, GalleyMark *mark)
{
  gint block = self->loose ? -1 : find_block (&self->new, mark->hunk->new_start.block);
  GalleyRole role;

  if (self->loose)
    {
      mark->state = GALLEY_MARK_UNSEEN;
      return;
    }
  if (block < 0)
    {
      mark->state = GALLEY_MARK_OTHERWISE;
      return;
    }
  role = role_at (&self->proof, (guint) block);
  if (role == role_at (&self->before, mark->hunk->old_start.block))
    mark->state = GALLEY_MARK_NOT;
  else if (role != role_at (&self->marked, mark->hunk->new_start.block))
    {
      mark->state = GALLEY_MARK_OTHERWISE;
      mark->found = g_strdup (galley_role_get_label (role));
    }
}

static void
mark_free (gpointer data)
{
  GalleyMark *mark = data;

  g_clear_pointer (&mark->hunk, galley_hunk_free);
  g_free (mark->found);
  g_free (mark);
}

static void
judge_marks (Collate *self, GPtrArray *hunks)
{
  /* The hunks pass into the marks. */
  g_ptr_array_set_free_func (hunks, NULL);
  for (guint i = 0; i < hunks->len; i++)
    {
      GalleyMark *mark = g_new0 (GalleyMark, 1);

      mark->hunk = g_ptr_array_index (hunks, i);
      g_ptr_array_add (self->result->marks, mark);
      if (mark->hunk->kind == GALLEY_CHANGE_ROLE)
        judge_role (self, mark);
      else
        judge_text (self, mark);
    }
  g_ptr_array_set_size (hunks, 0);
}

/* --- what no mark asked for ---------------------------------------------------------------------------------------- */

static void
extra_free (gpointer data)
{
  GalleyExtra *extra = data;

  g_free (extra->old_text);
  g_free (extra->new_text);
  g_free (extra);
}

static GalleyExtra *
add_extra (Collate *self, GalleyExtraKind kind, guint x, guint y, char *old_text, char *new_text)
{
  GalleyExtra *extra = g_new0 (GalleyExtra, 1);

  extra->kind = kind;
  extra->marked = galley_text_place_of (&self->marked, x);
  extra->proof = galley_text_place_of (&self->proof, y);
  extra->old_text = old_text;
  extra->new_text = new_text;
  extra->mark = -1;
  g_ptr_array_add (self->result->extras, extra);
  return extra;
}

static gboolean
is_breaks (const char *text)
{
  return *text != '\0' && strspn (text, "\n") == strlen (text);
}

/* Matter of the rest of the page that stands between two columns of this article. */
static gboolean
is_foreign (Collate *self, const char *text)
{
  return self->loose && self->others != NULL && g_utf8_strlen (text, -1) >= MIN_FOREIGN &&
         strstr (self->others, text) != NULL;
}

/* In a bare text: does what was put in here, or a little further on, where it would be the same, belong to the rest of the
 * page? */
static gboolean
is_of_page (Collate *self, guint x, guint y1, guint y2)
{
  for (guint i = 0; self->loose && i <= MAX_AROUND; i++)
    {
      g_autofree char *text = galley_text_dup_range (&self->proof, y1, y2);

      if ((self->open && (x == 0 || x == self->marked.n)) || is_foreign (self, text))
        return TRUE;
      if (y2 >= self->proof.n || self->marked.chars[x] != self->proof.chars[y1])
        return FALSE;
      x++;
      y1++;
      y2++;
    }
  return FALSE;
}

static void
add_change (Collate *self, guint x1, guint x2, guint y1, guint y2)
{
  g_autofree char *old_text = galley_text_dup_range (&self->marked, x1, x2);
  g_autofree char *new_text = galley_text_dup_range (&self->proof, y1, y2);
  GalleyExtraKind kind = GALLEY_EXTRA_CHANGE;

  if (x1 == x2 && is_of_page (self, x1, y1, y2))
    return;
  if (*new_text == '\0' && is_breaks (old_text))
    kind = GALLEY_EXTRA_JOINED;
  else if (*old_text == '\0' && is_breaks (new_text))
    kind = GALLEY_EXTRA_SPLIT;
  add_extra (self, kind, x1, y1, g_steal_pointer (&old_text), g_steal_pointer (&new_text));
}

/* Of each character of the proof: it moved there. */
static guint8 *
dup_arrived (const GalleyAlignment *self)
{
  guint8 *arrived = g_malloc0 (self->to->n + 1);

  for (guint i = 0; i < self->from->n; i++)
    {
      if (self->moved[i])
        arrived[self->map[i]] = TRUE;
    }
  return arrived;
}

/* The breaks about a passage that moved move with it. */
static void
spread_moved (Collate *self, guint8 *arrived)
{
  const GalleyText *from = &self->marked;

  for (guint i = 0; i < from->n; i++)
    {
      if (from->chars[i] == '\n' && self->new.map[i] == GALLEY_NOWHERE &&
          ((i > 0 && self->new.moved[i - 1]) || (i + 1 < from->n && self->new.moved[i + 1])))
        self->told_marked[i] = TRUE;
    }
  for (guint i = 0; i < self->proof.n; i++)
    {
      if (self->proof.chars[i] == '\n' && !self->new.reached[i] &&
          ((i > 0 && arrived[i - 1]) || (i + 1 < self->proof.n && arrived[i + 1])))
        self->told_proof[i] = TRUE;
    }
}

/* Did @at move along with what moved from @start to @last? A paragraph that was changed inside moved as one. */
static gboolean
continues_move (Collate *self, guint start, guint last, guint at)
{
  const GalleyAlignment *new = &self->new;

  if (!new->moved[at] || new->map[at] <= new->map[last])
    return FALSE;
  return (at - last <= MIN_MOVED && new->map[at] - new->map[last] <= 2 * MIN_MOVED) ||
         (galley_text_place_of (new->from, start).block == galley_text_place_of (new->from, at).block &&
          galley_text_place_of (new->to, new->map[start]).block ==
              galley_text_place_of (new->to, new->map[at]).block);
}

static void
add_moves (Collate *self)
{
  const GalleyAlignment *new = &self->new;

  for (guint i = 0; i < new->from->n; i++)
    {
      guint start = i, last = i;

      if (!new->moved[i])
        continue;
      for (guint k = i + 1; k < new->from->n; k++)
        {
          if (continues_move (self, start, last, k))
            last = k;
        }
      add_extra (self, GALLEY_EXTRA_MOVED, start, new->map[start],
                 galley_text_dup_range (new->from, start, last + 1),
                 galley_text_dup_range (new->to, new->map[start], new->map[last] + 1));
      i = last;
    }
}

/* Narrows the ends of two ranges to what neither a mark, nor a move, nor both sides alike account for. FALSE when nothing
 * is left. */
static gboolean
narrow (Collate *self, const guint8 *arrived, guint *x1, guint *x2, guint *y1, guint *y2)
{
  const GalleyAlignment *new = &self->new;
  gboolean left = FALSE;
  guint before;

  do
    {
      before = *x1 + *y1 - *x2 - *y2;
      while (*x1 < *x2 && (self->told_marked[*x1] || new->moved[*x1]))
        ++*x1;
      while (*x1 < *x2 && (self->told_marked[*x2 - 1] || new->moved[*x2 - 1]))
        --*x2;
      while (*y1 < *y2 && (self->told_proof[*y1] || arrived[*y1]))
        ++*y1;
      while (*y1 < *y2 && (self->told_proof[*y2 - 1] || arrived[*y2 - 1]))
        --*y2;
      while (*x1 < *x2 && *y1 < *y2 && new->map[*x1] == *y1)
        {
          ++*x1;
          ++*y1;
        }
      while (*x1 < *x2 && *y1 < *y2 && new->map[*x2 - 1] == *y2 - 1)
        {
          --*x2;
          --*y2;
        }
    }
  while (before != *x1 + *y1 - *x2 - *y2);
  for (guint i = *x1; i < *x2; i++)
    left |= new->map[i] == GALLEY_NOWHERE && !self->told_marked[i];
  for (guint i = *y1; i < *y2; i++)
    left |= !new->reached[i] && !self->told_proof[i];
  return left;
}

/* For each character of the proof the one of the proof before that stands there. */
static guint *
dup_sources (const GalleyAlignment *self)
{
  guint *sources = g_new (guint, self->to->n + 1);

  memset (sources, 0xff, sizeof (guint) * (self->to->n + 1));
  for (guint i = 0; i < self->from->n; i++)
    {
      if (self->map[i] != GALLEY_NOWHERE)
        sources[self->map[i]] = i;
    }
  return sources;
}

/* Does a mark that was not carried out lie there, in the proof before? */
static gboolean
is_at_open_mark (Collate *self, guint start, guint end)
{
  for (guint i = 0; i < self->result->marks->len; i++)
    {
      const GalleyMark *mark = g_ptr_array_index (self->result->marks, i);

      if (mark->state != GALLEY_MARK_DONE && mark->hunk->kind != GALLEY_CHANGE_ROLE &&
          galley_text_index_of (&self->before, mark->hunk->old_start) <= end &&
          galley_text_index_of (&self->before, mark->hunk->old_end) >= start)
        return TRUE;
    }
  return FALSE;
}

/* What stands there in the proof stood there before, neighbours and all: that is a mark that was not carried out. */
static gboolean
is_undone (Collate *self, guint y1, guint y2)
{
  const guint *sources = self->sources;

  if (y1 == 0 || y2 == self->proof.n || sources[y1 - 1] == GALLEY_NOWHERE)
    return FALSE;
  for (guint i = y1; i <= y2; i++)
    {
      if (sources[i] == GALLEY_NOWHERE || sources[i] != sources[i - 1] + 1)
        return FALSE;
    }
  return is_at_open_mark (self, sources[y1 - 1] + 1, sources[y2]);
}

/* What differs inside one hunk. */
static void
add_rest (Collate *self, const GalleyTextChange *change, const guint8 *arrived)
{
  guint x1 = change->x1, x2 = change->x2, y1 = change->y1, y2 = change->y2;

  if (narrow (self, arrived, &x1, &x2, &y1, &y2) && !is_undone (self, y1, y2))
    add_change (self, x1, x2, y1, y2);
}

static void
add_role (Collate *self, const GalleyTextChange *change)
{
  for (guint i = 0; i < self->result->marks->len; i++)
    {
      const GalleyMark *mark = g_ptr_array_index (self->result->marks, i);

      if (mark->hunk->kind == GALLEY_CHANGE_ROLE && mark->hunk->new_start.block == change->old_block)
        return;
    }

  GalleyExtra *extra = g_new0 (GalleyExtra, 1);

  extra->kind = GALLEY_EXTRA_ROLE;
  extra->marked.block = change->old_block;
  extra->proof.block = change->new_block;
  extra->old_text = g_strdup (galley_role_get_name (role_at (&self->marked, change->old_block)));
  extra->new_text = g_strdup (galley_role_get_name (role_at (&self->proof, change->new_block)));
  extra->mark = -1;
  g_ptr_array_add (self->result->extras, extra);
}

static gint
compare_extras (gconstpointer a, gconstpointer b)
{
  const GalleyExtra *x = *(const GalleyExtra *const *) a;
  const GalleyExtra *y = *(const GalleyExtra *const *) b;

  if (x->marked.block != y->marked.block)
    return x->marked.block < y->marked.block ? -1 : 1;
  return (x->marked.offset > y->marked.offset) - (x->marked.offset < y->marked.offset);
}

/* What is put in or taken out may begin a little earlier or later where the same characters stand about it: "x…" is "…x". */
static gboolean
is_same_text (const char *one, const char *other, gboolean turn)
{
  g_autofree char *twice = turn ? g_strconcat (one, one, NULL) : NULL;

  return g_str_equal (one, other) ||
         (turn && strlen (one) == strlen (other) && strstr (twice, other) != NULL);
}

/* A change that is just what a mark asked for, but not there. */
static void
match_elsewhere (Collate *self)
{
  for (guint i = 0; i < self->result->extras->len; i++)
    {
      GalleyExtra *extra = g_ptr_array_index (self->result->extras, i);

      for (guint k = 0; k < self->result->marks->len && extra->mark < 0; k++)
        {
          GalleyMark *mark = g_ptr_array_index (self->result->marks, k);

          if (extra->kind != GALLEY_EXTRA_CHANGE || mark->state == GALLEY_MARK_DONE || mark->elsewhere ||
              !is_same_text (mark->hunk->old_text, extra->old_text, *extra->new_text == '\0') ||
              !is_same_text (mark->hunk->new_text, extra->new_text, *extra->old_text == '\0'))
            continue;
          mark->elsewhere = TRUE;
          extra->mark = (gint) k;
        }
    }
}

/* What was asked for at one place and stands at another did not move. */
static void
forget_moves (Collate *self)
{
  GalleyAlignment *new = &self->new;

  for (guint i = 0; i < new->from->n; i++)
    {
      if (!new->moved[i] || !(self->told_marked[i] || self->told_proof[new->map[i]]))
        continue;
      new->reached[new->map[i]] = FALSE;
      new->map[i] = GALLEY_NOWHERE;
      new->moved[i] = FALSE;
    }
}

static void
find_extras (Collate *self)
{
  g_autofree guint8 *arrived = NULL;
  g_autofree guint *sources = dup_sources (&self->old);

  forget_moves (self);
  arrived = dup_arrived (&self->new);
  self->sources = sources;
  spread_moved (self, arrived);
  if (!self->loose)
    add_moves (self);
  for (guint i = 0; i < self->new.changes->len; i++)
    {
      const GalleyTextChange *change = &g_array_index (self->new.changes, GalleyTextChange, i);

      if (!change->role)
        add_rest (self, change, arrived);
      else if (!self->loose)
        add_role (self, change);
    }
  g_ptr_array_sort (self->result->extras, compare_extras);
  match_elsewhere (self);
}

/* --- names --------------------------------------------------------------------------------------------------------- */

const char *
galley_mark_state_get_name (GalleyMarkState state)
{
  static const char *const names[] = { "done", "not", "otherwise", "unseen" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

const char *
galley_extra_kind_get_name (GalleyExtraKind kind)
{
  static const char *const names[] = { "change", "moved", "joined", "split", "role" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}

/* --- the whole ----------------------------------------------------------------------------------------------------- */

void
galley_collation_free (GalleyCollation *self)
{
  g_ptr_array_unref (self->marks);
  g_ptr_array_unref (self->extras);
  g_free (self);
}

gboolean
galley_collation_is_clean (GalleyCollation *self)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      GalleyMarkState state = ((const GalleyMark *) g_ptr_array_index (self->marks, i))->state;

      if (state != GALLEY_MARK_DONE && state != GALLEY_MARK_UNSEEN)
        return FALSE;
    }
  return self->extras->len == 0;
}

gboolean
galley_collation_is_absent (GalleyCollation *self)
{
  return self->found < MIN_FOUND;
}

static GalleyCollation *
run (Collate *self, GalleyArticle *before, GalleyArticle *marked, GalleyArticle *proof)
{
  g_autoptr (GPtrArray) hunks = galley_collate_list_hunks (before, marked);

  galley_text_init (&self->before, before);
  galley_text_init (&self->marked, marked);
  galley_text_init (&self->proof, proof);
  galley_alignment_init (&self->old, &self->before, &self->proof);
  galley_alignment_init (&self->new, &self->marked, &self->proof);
  self->told_marked = g_malloc0 (self->marked.n + 1);
  self->told_proof = g_malloc0 (self->proof.n + 1);
  self->result = g_new0 (GalleyCollation, 1);
  self->result->found = 1;
  self->result->marks = g_ptr_array_new_with_free_func (mark_free);
  self->result->extras = g_ptr_array_new_with_free_func (extra_free);

  judge_marks (self, hunks);
  find_extras (self);

  g_free (self->told_marked);
  g_free (self->told_proof);
  galley_alignment_clear (&self->old);
  galley_alignment_clear (&self->new);
  galley_text_clear (&self->before);
  galley_text_clear (&self->marked);
  galley_text_clear (&self->proof);
  return self->result;
}

GalleyCollation *
galley_collate (GalleyArticle *before, GalleyArticle *marked, GalleyArticle *proof)
{
  Collate self = { 0 };

  g_return_val_if_fail (GALLEY_IS_ARTICLE (before) && GALLEY_IS_ARTICLE (marked), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (proof), NULL);

  return run (&self, before, marked, proof);
}

GalleyCollation *
galley_collate_bare (
    GalleyArticle *before, GalleyArticle *marked, GalleyArticle *proof, const char *others, gboolean open)
{
  Collate self = { .loose = TRUE, .open = open, .others = others };

  return run (&self, before, marked, proof);
}
