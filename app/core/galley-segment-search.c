/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best ways through a page: a dynamic programme over units × (label, story), n best kept in each state. */

#include <math.h>
#include <string.h>

#include "galley-segment-private.h"

#define NEVER (-50.0)
#define MAX_BEST 16

/* What a state knows of the story: crossheads come by twos and threes, so one alone has to be remembered. */
enum
{
  STORY_NONE, /* or in one, where the label says so */
  STORY_OPEN, /* round a picture or an ad */
  STORY_LONE, /* the same, or in one, with but one crosshead so far */
  N_STORIES,
};

#define N_STATES (SEG_N_LABELS * N_STORIES)

/* One of the n best ways to a state. */
typedef struct
{
  double score;
  guint32 body;  /* last unit of the open story, or G_MAXUINT32 */
  guint32 cross; /* last crosshead of it that is no label, or G_MAXUINT32 */
  guint16 from;  /* state before, times MAX_BEST, plus its rank */
  guint8 blanks; /* empty lines before the picture in hand */
} Cell;

/* A label that may follow a state, and the state that it leads to. */
typedef struct
{
  guint8 label;
  guint8 next;
  float cost; /* of the step */
} Follower;

typedef struct
{
  SegPage *page;
  guint n_best;
  Follower followers[N_STATES][SEG_N_LABELS];
  guint n_followers[N_STATES];
  float *emits;               /* units × labels */
  float *joins;               /* of each unit with the one right before it */
  Cell *cells;                /* units × states × n_best */
  double *backward;           /* units × states: best score of what follows */
  guint join_body, join_unit; /* the join across a picture that was asked for last, and what it costs */
  double join_cost;
} Search;

static inline SegLabel
label_of (guint state)
{
  return (SegLabel) (state / N_STORIES);
}

static gboolean
may_be_open (SegLabel label)
{
  return label == SEG_FURNITURE || label == SEG_AD || label >= SEG_TITLE;
}

static gboolean
is_story (SegLabel label)
{
  return label >= SEG_LEAD && label <= SEG_CROSS;
}

/* Is a story open in this state, round what is not of it? */
static inline gboolean
state_is_open (guint state)
{
  return may_be_open (label_of (state)) && state % N_STORIES != STORY_NONE;
}

static inline gboolean
state_in_story (guint state)
{
  return is_story (label_of (state)) || state_is_open (state);
}

static inline gboolean
state_is_lone (guint state)
{
  return state % N_STORIES == STORY_LONE;
}

/* The state that @label has after @state; a crosshead is counted by count_cross(). */
static inline guint
next_state (guint state, SegLabel label)
{
  gboolean story = state_in_story (state);

  if (may_be_open (label))
    return label * N_STORIES + (!story ? STORY_NONE : state_is_lone (state) ? STORY_LONE : STORY_OPEN);
  return label * N_STORIES + (is_story (label) && story && state_is_lone (state) ? STORY_LONE : STORY_NONE);
}

static Cell *
get_cell (Search *self, guint i, guint state, guint rank)
{
  return &self->cells[((gsize) i * N_STATES + state) * self->n_best + rank];
}

static gboolean
is_picture (SegLabel label)
{
  return label >= SEG_TITLE && label <= SEG_CREDIT;
}

#define LONE_CROSS (-1.3) /* a story has no crossheads, or more than one */
#define FIRST_CROSS (-0.6)
#define LATER_CROSS 0.4

static inline gboolean
counts_as_cross (const Search *self, guint i, SegLabel label)
{
  return label == SEG_CROSS && !seg_page_unit (self->page, i)->is_label;
}

/* The state of a crosshead: the first of its story is alone, the second is not, nor are those that follow. */
static inline guint
count_cross (guint next, const Cell *cell)
{
  return next - next % N_STORIES + (cell->cross == G_MAXUINT32 ? STORY_LONE : STORY_NONE);
}

static double
cross_cost (const Search *self, guint i, guint state, SegLabel label, const Cell *cell)
{
  if (counts_as_cross (self, i, label))
    return cell->cross == G_MAXUINT32 ? FIRST_CROSS
                                      : LATER_CROSS + seg_cost_parallel (self->page, cell->cross, i);
  return state_is_lone (state) && !is_story (label) && !may_be_open (label) ? LONE_CROSS : 0;
}

static double
get_join (Search *self, guint body, guint i)
{
  if (body + 1 == i)
    return self->joins[i];
  if (self->join_body != body || self->join_unit != i)
    {
      self->join_body = body;
      self->join_unit = i;
      self->join_cost = seg_cost_join (self->page, body, i);
    }
  return self->join_cost;
}

/* Everything that the way from @cell of @state to @label at unit @i costs. */
static double
edge_cost (Search *self, guint i, guint state, const Follower *follower, const Cell *cell)
{
  SegLabel label = (SegLabel) follower->label;
  SegLabel before = label_of (state);
  guint blanks = seg_page_unit (self->page, i)->blanks;
  guint32 body = cell->body;
  double cost = follower->cost;

  if (is_picture (before))
    blanks = MAX (blanks, cell->blanks);
  cost += seg_cost_begin (self->page, i, before, label, state_is_open (state), blanks);
  cost += cross_cost (self, i, state, label, cell);
  if (body != G_MAXUINT32 && state_in_story (state) && before != SEG_CROSS)
    {
      double join = get_join (self, body, i);

      if (label == SEG_BODY_MORE)
        cost += join;
      else if (join > 0)
        cost -= label == SEG_BODY ? MIN (join, 4.0) * 0.8 : MIN (join, 2.0) * 0.5;
    }
  else if (label == SEG_BODY_MORE)
    return 2 * NEVER;
  return cost;
}

/* What the way to @state must know of itself at unit @i. */
static Cell
remember (Search *self, guint i, guint state, const Cell *before, guint16 from)
{
  SegLabel label = label_of (state);
  SegLabel last = label_of (from / MAX_BEST);
  gboolean story = state_in_story (state);
  Cell cell = { 0, story ? before->body : G_MAXUINT32, story ? before->cross : G_MAXUINT32, from, 0 };

  if (counts_as_cross (self, i, label))
    cell.cross = i;
  else if (is_story (label) && label != SEG_CROSS)
    cell.body = i;
  if (is_picture (label))
    cell.blanks =
        is_picture (last) && label != SEG_TITLE ? before->blanks : seg_page_unit (self->page, i)->blanks;
  return cell;
}

static void
offer (Search *self, guint i, guint state, double score, const Cell *before, guint16 from)
{
  guint n = self->n_best;
  Cell *cells = get_cell (self, i, state, 0);
  Cell cell;

  if (score <= cells[n - 1].score)
    return;
  cell = remember (self, i, state, before, from);
  cell.score = score;
  for (guint rank = n - 1;; rank--)
    {
      if (rank == 0 || cells[rank - 1].score >= score)
        {
          cells[rank] = cell;
          return;
        }
      cells[rank] = cells[rank - 1];
    }
}

#define PLAUSIBLE 30.0f /* labels that are that much worse than the best one are not tried */

static void
fill_emits (Search *self, guint i)
{
  float *emits = self->emits + (gsize) i * SEG_N_LABELS;
  float best = -1e6f;

  for (guint label = 0; label < SEG_N_LABELS; label++)
    {
      emits[label] = (float) seg_cost_emit (self->page, i, (SegLabel) label);
      best = MAX (best, emits[label]);
    }
  for (guint label = 0; label < SEG_N_LABELS; label++)
    if (emits[label] < best - PLAUSIBLE)
      emits[label] = 2 * NEVER;
}

static void
prepare (Search *self)
{
  guint n = self->page->units->len;

  for (guint state = 0; state < N_STATES; state++)
    for (guint label = 0; label < SEG_N_LABELS; label++)
      {
        double cost = seg_cost_step (label_of (state), (SegLabel) label, state_is_open (state));

        if (cost > NEVER)
          self->followers[state][self->n_followers[state]++] =
              (Follower){ (guint8) label, (guint8) next_state (state, (SegLabel) label), (float) cost };
      }
  self->joins = g_new0 (float, n);
  for (guint i = 1; i < n; i++)
    self->joins[i] = (float) seg_cost_join (self->page, i - 1, i);
  self->emits = g_new (float, (gsize) n *SEG_N_LABELS);
  for (guint i = 0; i < n; i++)
    fill_emits (self, i);
}

static void
begin_search (Search *self, gboolean open)
{
  guint start = SEG_FURNITURE * N_STORIES + (open ? STORY_OPEN : STORY_NONE);
  const Cell nothing = { 0, G_MAXUINT32, G_MAXUINT32, 0, 0 };

  for (guint label = 0; label < SEG_N_LABELS; label++)
    {
      double cost = seg_cost_step (SEG_FURNITURE, (SegLabel) label, open);
      guint state = next_state (start, (SegLabel) label);

      if (label == SEG_BODY_MORE && open)
        cost = log (0.3);
      /* Copy that is not a page may begin with its first paragraph. */
      if (label == SEG_LEAD && self->page->first)
        cost = log (0.04);
      if (cost > NEVER)
        offer (self, 0, state, cost + self->emits[label], &nothing, (guint16) (start * MAX_BEST));
    }
}

static inline guint
reach (const Search *self, guint i, Follower follower, const Cell *cell)
{
  return counts_as_cross (self, i, (SegLabel) follower.label) ? count_cross (follower.next, cell)
                                                              : follower.next;
}

/* Ways that are that much worse than the best one never come back. */
#define BEAM 20.0

static double
find_floor (Search *self, guint i)
{
  double best = -1e12;

  for (guint state = 0; state < N_STATES; state++)
    best = MAX (best, get_cell (self, i, state, 0)->score);
  return best - BEAM;
}

static void
step_forward (Search *self, guint i)
{
  const float *emits = self->emits + (gsize) i * SEG_N_LABELS;
  double floor = find_floor (self, i - 1);

  for (guint state = 0; state < N_STATES; state++)
    {
      const Cell *cells = get_cell (self, i - 1, state, 0);

      if (cells[0].score < floor)
        continue;
      for (guint k = 0; k < self->n_followers[state]; k++)
        {
          Follower follower = self->followers[state][k];

          if (emits[follower.label] <= NEVER)
            continue;
          for (guint rank = 0; rank < self->n_best && cells[rank].score >= floor; rank++)
            {
              double edge = edge_cost (self, i, state, &follower, &cells[rank]);

              if (edge <= NEVER)
                break;
              offer (self, i, reach (self, i, follower, &cells[rank]),
                     cells[rank].score + edge + emits[follower.label], &cells[rank],
                     (guint16) (state * MAX_BEST + rank));
            }
        }
    }
}

/* A page may break off anywhere, but not right behind a kicker or headline. */
static double
end_cost (Search *self, guint state)
{
  const SegUnit *last = seg_page_unit (self->page, self->page->units->len - 1);

  double lone = state_is_lone (state) ? LONE_CROSS : 0;

  switch ((guint) label_of (state))
    {
    case SEG_CAPTION:
    case SEG_CAPTION_MORE:
      return lone + (last->credit_at > 0 || last->is_picture ? 0 : -3);
    case SEG_KICKER:
    case SEG_TITLE:
    case SEG_CREDIT_FIRST:
      return -8;
    case SEG_HEAD:
    case SEG_HEAD_MORE:
    case SEG_SUBHEAD:
    case SEG_PEOPLE:
    case SEG_BYLINE:
    case SEG_JUMP_FROM:
    case SEG_CROSS:
    case SEG_CROSS_FIRST:
      return -5;
    default:
      return lone;
    }
}

static void
run_backward (Search *self)
{
  guint n = self->page->units->len;

  for (guint state = 0; state < N_STATES; state++)
    self->backward[(gsize) (n - 1) * N_STATES + state] = end_cost (self, state);
  for (guint i = n - 1; i > 0; i--)
    {
      const float *emits = self->emits + (gsize) i * SEG_N_LABELS;
      const double *behind = self->backward + (gsize) i * N_STATES;
      double floor = find_floor (self, i - 1);

      for (guint state = 0; state < N_STATES; state++)
        {
          const Cell *cell = get_cell (self, i - 1, state, 0);
          double best = -1e12;

          for (guint k = 0; k < self->n_followers[state] && cell->score >= floor; k++)
            {
              Follower follower = self->followers[state][k];

              if (emits[follower.label] > NEVER)
                best = MAX (best, edge_cost (self, i, state, &follower, cell) + emits[follower.label] +
                                      behind[reach (self, i, follower, cell)]);
            }
          self->backward[(gsize) (i - 1) * N_STATES + state] = best;
        }
    }
}

/* How sure each label is: how much worse the best page is that gives the unit another label. */
static void
find_confidence (Search *self, SegPath *path, double best)
{
  for (guint i = 0; i < self->page->units->len; i++)
    {
      double other = -1e12;

      for (guint state = 0; state < N_STATES; state++)
        if (label_of (state) != (SegLabel) path->labels[i])
          {
            Cell *cell = get_cell (self, i, state, 0);

            if (cell->score > -1e9)
              other = MAX (other, cell->score + self->backward[(gsize) i * N_STATES + state]);
          }
      path->confidence[i] = (float) (1 / (1 + exp (CLAMP ((other - best) * 0.6, -30, 30))));
    }
}

void
seg_path_free (gpointer data)
{
  SegPath *path = data;

  g_free (path->labels);
  g_free (path->confidence);
  g_free (path);
}

static SegPath *
trace_path (Search *self, guint state, guint rank, double score)
{
  guint n = self->page->units->len;
  SegPath *path = g_new0 (SegPath, 1);

  path->labels = g_new (guint8, n);
  path->confidence = g_new (float, n);
  path->score = score;
  for (guint i = n; i > 0; i--)
    {
      guint16 from = get_cell (self, i - 1, state, rank)->from;

      path->labels[i - 1] = (guint8) label_of (state);
      state = from / MAX_BEST;
      rank = from % MAX_BEST;
    }
  return path;
}

typedef struct
{
  double score;
  guint state, rank;
} Final;

static int
compare_finals (gconstpointer a, gconstpointer b)
{
  const Final *left = a;
  const Final *right = b;

  return left->score > right->score ? -1 : left->score < right->score;
}

static GPtrArray *
collect_paths (Search *self)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (seg_path_free);
  g_autoptr (GArray) finals = g_array_new (FALSE, FALSE, sizeof (Final));
  guint last = self->page->units->len - 1;

  for (guint state = 0; state < N_STATES; state++)
    for (guint rank = 0; rank < self->n_best; rank++)
      {
        Cell *cell = get_cell (self, last, state, rank);
        Final final = { cell->score + end_cost (self, state), state, rank };

        if (cell->score > -1e9)
          g_array_append_val (finals, final);
      }
  g_array_sort (finals, compare_finals);
  for (guint i = 0; i < finals->len && paths->len < self->n_best; i++)
    {
      const Final *final = &g_array_index (finals, Final, i);
      SegPath *path = trace_path (self, final->state, final->rank, final->score);

      /* The open bit may differ where the labels do not. */
      for (guint k = 0; k < paths->len && path != NULL; k++)
        if (memcmp (((SegPath *) g_ptr_array_index (paths, k))->labels, path->labels, last + 1) == 0)
          g_clear_pointer (&path, seg_path_free);
      if (path == NULL)
        continue;
      find_confidence (self, path, g_array_index (finals, Final, 0).score);
      g_ptr_array_add (paths, path);
    }
  return paths;
}

GPtrArray *
seg_search (SegPage *page, guint n, gboolean open, GalleyJob *job, GError **error)
{
  guint n_units = page->units->len;
  Search self = { .page = page, .n_best = CLAMP (n, 1, MAX_BEST) };
  GPtrArray *paths = NULL;
  gsize n_cells = (gsize) n_units * N_STATES * self.n_best;
  guint i;

  if (n_units == 0)
    {
      paths = g_ptr_array_new_with_free_func (seg_path_free);
      g_ptr_array_add (paths, g_new0 (SegPath, 1));
      return paths;
    }
  self.cells = g_new (Cell, n_cells);
  self.backward = g_new (double, (gsize) n_units *N_STATES);
  for (gsize k = 0; k < n_cells; k++)
    self.cells[k] = (Cell){ -1e12, G_MAXUINT32, G_MAXUINT32, 0, 0 };

  prepare (&self);
  begin_search (&self, open);
  for (i = 1; i < n_units; i++)
    {
      if (job != NULL && i % 256 == 0 && !galley_job_continues (job, error))
        break;
      step_forward (&self, i);
    }
  if (i == n_units)
    {
      run_backward (&self);
      paths = collect_paths (&self);
    }
  g_free (self.cells);
  g_free (self.backward);
  g_free (self.emits);
  g_free (self.joins);
  return paths;
}

GPtrArray *
seg_search_manners (SegPage *page, guint n, gboolean open, GalleyJob *job, GError **error)
{
  g_autoptr (GPtrArray) one = NULL;
  g_autoptr (GPtrArray) two = NULL;

  page->two_line = FALSE;
  one = seg_search (page, n, open, job, error);
  /* Where empty lines part everything, they say themselves which lines belong together. */
  if (one == NULL || page->spaced || page->latin || page->units->len == 0)
    return g_steal_pointer (&one);
  page->two_line = TRUE;
  two = seg_search (page, n, open, job, error);
  if (two == NULL)
    return NULL;
  if (((SegPath *) g_ptr_array_index (two, 0))->score > ((SegPath *) g_ptr_array_index (one, 0))->score)
    return g_steal_pointer (&two);
  page->two_line = FALSE;
  return g_steal_pointer (&one);
}
