/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where each article stands. A page is cut twice: into bands across its whole width, and each band into stacks of articles beside
 * one another. All cuts of the next few articles into stacks, and all widths of these, are tried; what is best is found
 * band by band (dynamic programming over the article that comes next and the lines already taken). */

#include "config.h"

#include "galley-sheet-private.h"

/* So many articles at most stand in one band, in so many stacks. */
#define MAX_BAND 7
#define MAX_STACKS 5
/* Ways to lay out one band that are kept, by height. */
#define MAX_WAYS 6

#define COST_WHITE 1.0      /* a line of a column left empty */
#define COST_STRETCHED 0.25 /* one that a picture or an advertisement fills */
#define COST_SHEET 4000.0
#define COST_HEADS 14.0  /* two headlines side by side (碰题) */
#define COST_LEG 1.2     /* a line more than is pleasant in one column */
#define COST_SHALLOW 9.0 /* a line less than a block of text should have */
#define COST_LEAD 30.0   /* the first article narrower than it deserves, per column */
#define COST_SMALL 24.0  /* a picture of one column */
#define LONGEST_LEG 40
#define SHALLOWEST 4

typedef struct
{
  guint8 n_modules;
  guint8 n_stacks;
  guint8 ends[MAX_STACKS]; /* modules up to here stand in the stack */
  guint8 spans[MAX_STACKS];
  guint16 rows;
  float cost;
} Band;

typedef struct
{
  GPtrArray *modules;
  guint columns;
  guint limit;  /* rows a band may have */
  GArray *ways; /* of Band, for the articles from here on */
} Search;

static GalleyModule *
module_at (Search *self, guint index)
{
  return g_ptr_array_index (self->modules, index);
}

static double
module_cost (const GalleyModule *module, guint span, guint columns)
{
  guint n = module->lines->len, rows = (n + span - 1) / span;
  double cost = 0;

  if (module->flat)
    return span > 2 ? 3.0 * (span - 2) : 0;
  if (n == 0 && module->pictures->len > 0)
    return span == 1 ? COST_SMALL : 0;
  if (rows > LONGEST_LEG)
    cost += COST_LEG * (rows - LONGEST_LEG);
  if (n > 0 && rows < SHALLOWEST && span > 1)
    cost += COST_SHALLOW * (SHALLOWEST - rows) * (span - 1);
  if (module->rank == 0 && module->part == 0 && n > 20 && span * 5 < columns * 3)
    cost += COST_LEAD * (columns * 3.0 / 5 - span);
  return cost;
}

/* The width a stack of modules has with the given span, or FALSE where one of them cannot. */
static gboolean
stack_rows (Search *self, guint from, guint to, guint span, guint *rows, guint *stretch, double *cost)
{
  *rows = *stretch = 0;
  for (guint i = from; i < to; i++)
    {
      const GalleyModule *module = module_at (self, i);

      if (module->rows[span] == 0)
        return FALSE;
      *rows += module->rows[span];
      *stretch += galley_module_get_stretch (module, span);
      *cost += module_cost (module, span, self->columns);
    }
  return *rows <= self->limit;
}

static void
keep_way (Search *self, const Band *band)
{
  guint worst = 0, n_same = 0;

  for (guint i = 0; i < self->ways->len; i++)
    {
      const Band *other = &g_array_index (self->ways, Band, i);

      if (other->n_modules != band->n_modules)
        continue;
      if (other->rows <= band->rows && other->cost <= band->cost)
        return;
      n_same++;
      if (n_same == 1 || other->cost > g_array_index (self->ways, Band, worst).cost)
        worst = i;
    }
  if (n_same < MAX_WAYS)
    g_array_append_val (self->ways, *band);
  else if (band->cost < g_array_index (self->ways, Band, worst).cost)
    g_array_index (self->ways, Band, worst) = *band;
}

/* Headlines that stand on one line run into each other. */
static double
side_by_side (Search *self, guint first, const Band *band)
{
  double cost = 0;

  for (guint i = 1; i < band->n_stacks; i++)
    {
      const GalleyModule *left = module_at (self, first + (i > 1 ? band->ends[i - 2] : 0));
      const GalleyModule *right = module_at (self, first + band->ends[i - 1]);

      if (left->kind == GALLEY_ARTICLE_STORY && right->kind == GALLEY_ARTICLE_STORY)
        cost += COST_HEADS;
    }
  return cost;
}

/* All widths of stack @stack and those behind it. */
static void
try_spans (Search *self,
           guint first,
           Band *band,
           guint stack,
           guint columns_left,
           double white,
           double cost,
           guint *heights,
           guint *stretches)
{
  guint n_left = band->n_stacks - stack;
  guint from = first + (stack > 0 ? band->ends[stack - 1] : 0), to = first + band->ends[stack];

  for (guint span = n_left == 1 ? columns_left : 1; span + n_left - 1 <= columns_left; span++)
    {
      double more = 0;
      guint rows;

      if (!stack_rows (self, from, to, span, &rows, &stretches[stack], &more))
        continue;
      band->spans[stack] = (guint8) span;
      heights[stack] = rows;
      if (stack + 1 < band->n_stacks)
        {
          try_spans (self, first, band, stack + 1, columns_left - span, white, cost + more, heights,
                     stretches);
          continue;
        }
      band->rows = 0;
      for (guint i = 0; i < band->n_stacks; i++)
        band->rows = MAX (band->rows, (guint16) heights[i]);
      band->cost = (float) (cost + more + side_by_side (self, first, band));
      for (guint i = 0; i < band->n_stacks; i++)
        {
          guint over = band->rows - heights[i], filled = MIN (over, stretches[i]);

          band->cost += (float) ((COST_WHITE * (over - filled) + COST_STRETCHED * filled) * band->spans[i]);
        }
      keep_way (self, band);
    }
}

/* All ways to put the @n articles from @first into stacks. */
static void
try_stacks (Search *self, guint first, guint n)
{
  for (guint cuts = 0; cuts < 1u << (n - 1); cuts++)
    {
      Band band = { .n_modules = (guint8) n };
      guint heights[MAX_STACKS], stretches[MAX_STACKS];
      gboolean good = TRUE;

      for (guint i = 0; i < n && good; i++)
        {
          if (i + 1 < n && (cuts & (1u << i)) == 0)
            continue;
          good = band.n_stacks < MAX_STACKS;
          if (good)
            band.ends[band.n_stacks++] = (guint8) (i + 1);
        }
      if (good && band.n_stacks <= self->columns)
        try_spans (self, first, &band, 0, self->columns, 0, 0, heights, stretches);
    }
}

/* --- the page ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  double cost; /* from the beginning up to here; < 0: not reached */
  guint from;  /* the state before */
  gint way;    /* the band that led here; -1: a new sheet */
} State;

typedef struct
{
  guint columns, first_rows, rows, stride;
  GPtrArray *ways; /* per module: GArray of Band */
  State *states;   /* [module][sheet 0 or later][lines taken] */
} Plan;

static guint
state_index (const Plan *plan, guint module, gboolean later, guint taken)
{
  return module * plan->stride + (later ? plan->first_rows + 1 : 0) + taken;
}

static void
reach (Plan *plan, guint from, guint to, double cost, gint way)
{
  State *state = &plan->states[to];

  if (state->cost >= 0 && state->cost <= cost)
    return;
  state->cost = cost;
  state->from = from;
  state->way = way;
}

static void
go_on (Plan *plan, guint module, gboolean later, guint taken)
{
  guint at = state_index (plan, module, later, taken);
  const GArray *ways = g_ptr_array_index (plan->ways, module);
  guint limit = later ? plan->rows : plan->first_rows;

  if (plan->states[at].cost < 0)
    return;
  for (guint i = 0; i < ways->len; i++)
    {
      const Band *band = &g_array_index (ways, Band, i);

      if (taken + band->rows <= limit)
        reach (plan, at, state_index (plan, module + band->n_modules, later, taken + band->rows),
               plan->states[at].cost + band->cost, (gint) i);
    }
  if (taken > 0 || !later)
    reach (plan, at, state_index (plan, module, TRUE, 0),
           plan->states[at].cost + COST_SHEET + 0.3 * (limit - taken) * plan->columns, -1);
}

static GArray *
list_ways (GPtrArray *modules, guint first, guint columns, guint limit)
{
  Search search = { modules, columns, limit, g_array_new (FALSE, FALSE, sizeof (Band)) };

  for (guint n = 1; n <= MAX_BAND && first + n <= modules->len; n++)
    {
      /* No band leaps over a sheet that ends with an article's part. */
      try_stacks (&search, first, n);
      if (((GalleyModule *) g_ptr_array_index (modules, first + n - 1))->goes_on)
        break;
    }
  return search.ways;
}

static guint
best_end (const Plan *plan, guint n)
{
  guint best = G_MAXUINT;

  for (guint i = n * plan->stride; i < (n + 1) * plan->stride; i++)
    {
      if (plan->states[i].cost >= 0 && (best == G_MAXUINT || plan->states[i].cost < plan->states[best].cost))
        best = i;
    }
  return best;
}

static void
add_band (
    GPtrArray *modules, guint first, const Band *band, guint row, guint sheet, guint count, GArray *slots)
{
  guint column = 0, at = first;

  for (guint s = 0; s < band->n_stacks; s++)
    {
      guint y = row;

      for (; at < first + band->ends[s]; at++)
        {
          const GalleyModule *module = g_ptr_array_index (modules, at);
          GalleySheetSlot slot = {
            at, column, band->spans[s], y, module->rows[band->spans[s]], sheet, count
          };

          y += slot.rows;
          g_array_append_val (slots, slot);
        }
      /* What is over goes to who can use it, then to the last. */
      for (guint i = slots->len - (band->ends[s] - (s > 0 ? band->ends[s - 1] : 0)),
                 extra = row + band->rows - y;
           i < slots->len && extra > 0; i++)
        {
          GalleySheetSlot *slot = &g_array_index (slots, GalleySheetSlot, i);
          guint more = i + 1 == slots->len
                           ? extra
                           : MIN (extra, galley_module_get_stretch (g_ptr_array_index (modules, slot->module),
                                                                    slot->span));

          slot->rows += more;
          extra -= more;
          for (guint j = i + 1; j < slots->len; j++)
            g_array_index (slots, GalleySheetSlot, j).row += more;
        }
      column += band->spans[s];
    }
}

static GArray *
read_back (const Plan *plan, GPtrArray *modules, guint end)
{
  GArray *slots = g_array_new (FALSE, TRUE, sizeof (GalleySheetSlot));
  g_autoptr (GArray) trail = g_array_new (FALSE, FALSE, sizeof (guint));
  guint sheet = 0;

  for (guint at = end; plan->states[at].from != G_MAXUINT; at = plan->states[at].from)
    g_array_prepend_val (trail, at);
  for (guint i = 0; i < trail->len; i++)
    {
      const State *state = &plan->states[g_array_index (trail, guint, i)];
      guint module = state->from / plan->stride, taken = state->from % plan->stride;

      if (taken > plan->first_rows)
        taken -= plan->first_rows + 1;
      if (state->way < 0)
        sheet++;
      else
        add_band (modules, module,
                  &g_array_index ((GArray *) g_ptr_array_index (plan->ways, module), Band, state->way), taken,
                  sheet, i, slots);
    }
  return slots;
}

GArray *
galley_plan (GPtrArray *modules, guint columns, guint first_rows, guint rows)
{
  guint n = modules->len, end;
  Plan plan = { .columns = columns, .first_rows = first_rows, .rows = rows, .stride = first_rows + rows + 2 };
  GArray *slots;

  plan.ways = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  plan.states = g_new (State, (gsize) (n + 1) * plan.stride);
  for (guint i = 0; i < (n + 1) * plan.stride; i++)
    plan.states[i] = (State){ -1, G_MAXUINT, -1 };
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (plan.ways, list_ways (modules, i, columns, MAX (rows, first_rows)));
  plan.states[0].cost = 0;
  for (guint i = 0; i < n; i++)
    {
      for (guint taken = 0; taken <= first_rows; taken++)
        go_on (&plan, i, FALSE, taken);
      /* From the fullest down: a new sheet begins with no line taken. */
      for (guint taken = rows + 1; taken-- > 0;)
        go_on (&plan, i, TRUE, taken);
    }
  end = best_end (&plan, n);
  g_assert (end != G_MAXUINT);
  slots = read_back (&plan, modules, end);
  g_ptr_array_unref (plan.ways);
  g_free (plan.states);
  return slots;
}
