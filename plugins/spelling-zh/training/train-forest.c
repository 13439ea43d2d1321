/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train-forest.c — gradient boosting over histograms, for a yes or no. */
#include "training.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_COLUMNS 64
#define MAX_BINS 255
#define MAX_LEAVES 64
#define LEAST_ROWS 60
#define RIDGE 2.0
#define SETTLED 0.01f /* slope of a row that has little to teach any more: some of them stand for all */
#define SETTLED_SHARE 0.15f

typedef struct
{
  double slope, curve;
  gint64 rows;
} Bin;

typedef struct
{
  Bin bins[MAX_COLUMNS][MAX_BINS];
} Histogram;

typedef struct
{
  gsize low, high; /* rows of the order */
  Histogram *histogram;
  double slope, curve;
  double gain; /* of the best split */
  guint feature, bin;
  guint node;
  double bin_slope, bin_curve;
} Leaf;

typedef struct
{
  const ForestOptions *options;
  gsize n_rows;
  guint n_columns;
  guint8 *bins; /* n_rows times n_columns */
  float cuts[MAX_COLUMNS][MAX_BINS];
  guint n_bins[MAX_COLUMNS];
  gboolean used[MAX_COLUMNS];
  const guint8 *labels;
  const float *weights;
  double *all_scores; /* n_rows for each forest */
  double *scores;     /* of the forest that grows */
  float *slopes, *curves;
  guint32 *order;
  guint32 *spare;
  guint64 random;
  Forest *forest;
} Trainer;

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return x < y ? -1 : x > y;
}

/* Cuts between values so that each bin holds about as many rows. */
static void
choose_cuts (Trainer *self, const float *rows, guint feature)
{
  gsize n_sample = MIN (self->n_rows, 200000), step = self->n_rows / n_sample;
  g_autofree float *sample = g_new (float, n_sample);
  guint n = 0;

  for (gsize i = 0; i < n_sample; i++)
    sample[i] = rows[i * step * self->n_columns + feature];
  qsort (sample, n_sample, sizeof *sample, compare_floats);
  for (guint k = 1; k < MAX_BINS; k++)
    {
      float cut = sample[n_sample * k / MAX_BINS];

      if (n == 0 || cut > self->cuts[feature][n - 1])
        self->cuts[feature][n++] = cut;
    }
  self->n_bins[feature] = n + 1;
}

static guint
bin_of (const Trainer *self, guint feature, float value)
{
  guint low = 0, high = self->n_bins[feature] - 1;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->cuts[feature][middle] < value)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
fill_histogram (Trainer *self, Leaf *leaf)
{
  memset (leaf->histogram, 0, sizeof *leaf->histogram);
  leaf->slope = leaf->curve = 0;
  for (gsize i = leaf->low; i < leaf->high; i++)
    {
      guint32 row = self->order[i];
      const guint8 *bins = self->bins + (gsize) row * self->n_columns;
      double slope = self->slopes[row], curve = self->curves[row];

      leaf->slope += slope;
      leaf->curve += curve;
      for (guint f = 0; f < self->n_columns; f++)
        {
          Bin *bin = &leaf->histogram->bins[f][bins[f]];

          bin->slope += slope;
          bin->curve += curve;
          bin->rows++;
        }
    }
}

static void
subtract_histogram (const Trainer *self, Leaf *leaf, const Leaf *parent_minus)
{
  leaf->slope -= parent_minus->slope;
  leaf->curve -= parent_minus->curve;
  for (guint f = 0; f < self->n_columns; f++)
    for (guint b = 0; b < MAX_BINS; b++)
      {
        leaf->histogram->bins[f][b].slope -= parent_minus->histogram->bins[f][b].slope;
        leaf->histogram->bins[f][b].curve -= parent_minus->histogram->bins[f][b].curve;
        leaf->histogram->bins[f][b].rows -= parent_minus->histogram->bins[f][b].rows;
      }
}

static double
worth (double slope, double curve)
{
  return slope * slope / (curve + RIDGE);
}

static void
find_split (Trainer *self, Leaf *leaf)
{
  double whole = worth (leaf->slope, leaf->curve);

  leaf->gain = 0;
  for (guint f = 0; f < self->n_columns; f++)
    {
      double slope = 0, curve = 0;
      gint64 rows = 0, all = leaf->high - leaf->low;

      for (guint b = 0; self->used[f] && b + 1 < self->n_bins[f]; b++)
        {
          const Bin *bin = &leaf->histogram->bins[f][b];
          double gain;

          slope += bin->slope;
          curve += bin->curve;
          rows += bin->rows;
          if (rows < LEAST_ROWS || all - rows < LEAST_ROWS)
            continue;
          gain = worth (slope, curve) + worth (leaf->slope - slope, leaf->curve - curve) - whole;
          if (gain > leaf->gain + 1e-9)
            {
              leaf->gain = gain;
              leaf->feature = f;
              leaf->bin = b;
            }
        }
    }
}

/* Sorts the rows of @leaf to the two sides of its split; returns where the right side begins. */
static gsize
partition (Trainer *self, const Leaf *leaf)
{
  gsize left = leaf->low, n_right = 0;

  for (gsize i = leaf->low; i < leaf->high; i++)
    {
      guint32 row = self->order[i];

      if (self->bins[(gsize) row * self->n_columns + leaf->feature] <= leaf->bin)
        self->order[left++] = row;
      else
        self->spare[n_right++] = row;
    }
  memcpy (self->order + left, self->spare, n_right * sizeof *self->spare);
  return left;
}

static void
split_leaf (Trainer *self, Leaf *leaf, Leaf *other, guint root)
{
  SpellingNode *node = &g_array_index (self->forest->nodes, SpellingNode, root + leaf->node);
  guint left = self->forest->nodes->len - root;
  gsize middle = partition (self, leaf);
  SpellingNode empty = { 0, SPELLING_LEAF, 0 };

  node->feature = leaf->feature;
  node->value = self->cuts[leaf->feature][leaf->bin];
  node->left = left;
  g_array_append_val (self->forest->nodes, empty);
  g_array_append_val (self->forest->nodes, empty);

  /* The smaller side is counted, the other is what remains. */
  other->low = middle;
  other->high = leaf->high;
  leaf->high = middle;
  if (leaf->high - leaf->low < other->high - other->low)
    {
      Leaf small = { .low = leaf->low, .high = leaf->high, .histogram = other->histogram };

      fill_histogram (self, &small);
      subtract_histogram (self, leaf, &small);
      other->histogram = leaf->histogram;
      other->slope = leaf->slope;
      other->curve = leaf->curve;
      leaf->histogram = small.histogram;
      leaf->slope = small.slope;
      leaf->curve = small.curve;
    }
  else
    {
      fill_histogram (self, other);
      subtract_histogram (self, leaf, other);
    }
  leaf->node = left;
  other->node = left + 1;
  find_split (self, leaf);
  find_split (self, other);
}

static void
choose_rows_and_columns (Trainer *self, Leaf *root)
{
  gsize n = 0;

  for (gsize i = 0; i < self->n_rows; i++)
    {
      double p = 1 / (1 + exp (-self->scores[i]));

      float share = self->options->rows;

      self->slopes[i] = self->weights[i] * (self->labels[i] - p);
      self->curves[i] = self->weights[i] * p * (1 - p);
      if (fabsf (self->slopes[i]) < SETTLED)
        {
          self->slopes[i] /= SETTLED_SHARE;
          self->curves[i] /= SETTLED_SHARE;
          share *= SETTLED_SHARE;
        }
      if (random_below (&self->random, 1000) < share * 1000)
        self->order[n++] = i;
    }
  for (guint f = 0; f < self->n_columns; f++)
    self->used[f] = random_below (&self->random, 1000) < self->options->columns * 1000;
  root->low = 0;
  root->high = n;
  root->node = 0;
}

static void
grow_tree (Trainer *self, Histogram *histograms)
{
  Leaf leaves[MAX_LEAVES];
  guint n = 1, root = self->forest->nodes->len;
  SpellingNode empty = { 0, SPELLING_LEAF, 0 };

  g_array_append_val (self->forest->roots, root);
  g_array_append_val (self->forest->nodes, empty);
  choose_rows_and_columns (self, &leaves[0]);
  leaves[0].histogram = &histograms[0];
  fill_histogram (self, &leaves[0]);
  find_split (self, &leaves[0]);
  while (n < self->options->n_leaves)
    {
      guint best = 0;

      for (guint i = 1; i < n; i++)
        if (leaves[i].gain > leaves[best].gain)
          best = i;
      if (leaves[best].gain <= 0)
        break;
      leaves[n].histogram = &histograms[n];
      split_leaf (self, &leaves[best], &leaves[n], root);
      n++;
    }
  for (guint i = 0; i < n; i++)
    g_array_index (self->forest->nodes, SpellingNode, root + leaves[i].node).value =
        self->options->rate * leaves[i].slope / (leaves[i].curve + RIDGE) / self->options->n_forests;
}

/* Adds the newest tree to every row's score. */
static void
apply_tree (Trainer *self, const float *rows)
{
  guint root = g_array_index (self->forest->roots, guint32, self->forest->roots->len - 1);
  const SpellingNode *tree = &g_array_index (self->forest->nodes, SpellingNode, root);

  for (gsize i = 0; i < self->n_rows; i++)
    {
      const SpellingNode *node = tree;

      while (node->feature != SPELLING_LEAF)
        node = tree + node->left + (rows[i * self->n_columns + node->feature] > node->value);
      self->scores[i] += node->value * self->options->n_forests;
    }
}

Forest *
forest_train (const float *rows,
              guint n_columns,
              const guint8 *labels,
              const float *weights,
              gsize n_rows,
              const ForestOptions *options)
{
  Trainer self = { .options = options,
                   .n_columns = n_columns,
                   .n_rows = n_rows,
                   .labels = labels,
                   .weights = weights,
                   .random = 7132 };
  g_autofree Histogram *histograms = g_new (Histogram, options->n_leaves);
  double positive = 0, all = 0;

  self.forest = g_new0 (Forest, 1);
  self.forest->roots = g_array_new (FALSE, FALSE, sizeof (guint32));
  self.forest->nodes = g_array_new (FALSE, FALSE, sizeof (SpellingNode));
  self.bins = g_new (guint8, n_rows * n_columns);
  self.all_scores = g_new (double, n_rows * options->n_forests);
  self.slopes = g_new (float, n_rows);
  self.curves = g_new (float, n_rows);
  self.order = g_new (guint32, n_rows);
  self.spare = g_new (guint32, n_rows);
  for (guint f = 0; f < n_columns; f++)
    {
      choose_cuts (&self, rows, f);
      for (gsize i = 0; i < n_rows; i++)
        self.bins[i * n_columns + f] = bin_of (&self, f, rows[i * n_columns + f]);
    }
  for (gsize i = 0; i < n_rows; i++)
    {
      positive += weights[i] * labels[i];
      all += weights[i];
    }
  /* A set without one kind or the other teaches nothing, but is no reason to fail. */
  self.forest->base = log ((positive + 1e-3) / (all - positive + 1e-3));
  for (gsize i = 0; i < n_rows * options->n_forests; i++)
    self.all_scores[i] = self.forest->base;
  for (guint t = 0; t < options->n_trees * options->n_forests; t++)
    {
      self.scores = self.all_scores + n_rows * (t % options->n_forests);
      grow_tree (&self, histograms);
      apply_tree (&self, rows);
    }
  g_free (self.bins);
  g_free (self.all_scores);
  g_free (self.slopes);
  g_free (self.curves);
  g_free (self.order);
  g_free (self.spare);
  return self.forest;
}

void
forest_free (Forest *self)
{
  g_array_unref (self->roots);
  g_array_unref (self->nodes);
  g_free (self);
}
