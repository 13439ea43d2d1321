/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "galley-export-plan.h"

/* A page is 390 mm wide and 550 mm high (对开). */
#define PAGE_RATIO (390.0 / 550.0)

/* Long articles are larger, but not as much as they are longer: the short ones have to be hit with a finger. */
static double
weigh (GalleyArticle *article, guint index)
{
  double weight = 6 + sqrt (galley_article_count_characters (article));

  if (galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE)
    weight += 12;
  return index == 0 ? weight * 1.4 : weight;
}

/* How far the areas of a row of @weight are from the shape of a headline with its text, at the worst. */
static double
worst_shape (const double *weights, guint n, double row, double total)
{
  double height = row / total / PAGE_RATIO;
  double worst = 0;

  for (guint i = 0; i < n; i++)
    {
      double ratio = weights[i] / row / height;

      worst = MAX (worst, fabs (log (ratio / 1.2)));
    }
  return worst;
}

/* How many of the articles from @first on share a row: more are taken as long as the shapes get better. */
static guint
fill_row (const double *weights, guint n, double total, double *row)
{
  double best = G_MAXDOUBLE;
  double sum = 0;

  for (guint i = 0; i < n; i++)
    {
      double shape;

      sum += weights[i];
      shape = worst_shape (weights, i + 1, sum, total);
      if (i > 0 && shape > best)
        return i;
      best = shape;
      *row = sum;
    }
  return n;
}

GArray *
export_plan_areas (GPtrArray *articles)
{
  GArray *areas = g_array_sized_new (FALSE, TRUE, sizeof (ExportArea), articles->len);
  g_autofree double *weights = g_new0 (double, articles->len + 1);
  double total = 0;
  double y = 0;

  for (guint i = 0; i < articles->len; i++)
    total += weights[i] = weigh (g_ptr_array_index (articles, i), i);
  for (guint i = 0; i < articles->len;)
    {
      double row = 0;
      double x = 0;
      guint n = fill_row (weights + i, articles->len - i, total, &row);

      for (guint k = 0; k < n; k++)
        {
          ExportArea area = { x, y, weights[i + k] / row, row / total };

          g_array_append_val (areas, area);
          x += area.width;
        }
      y += row / total;
      i += n;
    }
  return areas;
}
