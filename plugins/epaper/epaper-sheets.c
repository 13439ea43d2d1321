/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures of the pages: as they would be printed, or boxes in their place. */

#include "config.h"

#include "../common/galley-export-plan.h"
#include "epaper-sheets.h"
#include "galley-sheet.h"

/* Wide enough to read headlines on, and small enough for a phone. */
#define PICTURE_PIXELS 1100

static void
plan_free (gpointer data)
{
  SitePlan *plan = data;

  g_ptr_array_unref (plan->leaves);
  g_array_unref (plan->areas);
  g_free (plan->picture);
  g_free (plan);
}

static SitePlan *
plan_new (GPtrArray *plans)
{
  SitePlan *plan = g_new0 (SitePlan, 1);

  plan->leaves = g_ptr_array_new ();
  plan->areas = g_array_new (FALSE, FALSE, sizeof (ExportArea));
  plan->ratio = 390.0 / 545;
  g_ptr_array_add (plans, plan);
  return plan;
}

/* Boxes, each as large as its article weighs. */
static void
plan_boxes (GPtrArray *plans, GPtrArray *leaves)
{
  SitePlan *plan = plan_new (plans);
  g_autoptr (GPtrArray) articles = g_ptr_array_new ();

  for (guint i = 0; i < leaves->len; i++)
    {
      g_ptr_array_add (plan->leaves, g_ptr_array_index (leaves, i));
      g_ptr_array_add (articles, ((const SiteLeaf *) g_ptr_array_index (leaves, i))->article);
    }
  g_array_unref (plan->areas);
  plan->areas = export_plan_areas (articles);
}

static SiteLeaf *
find_leaf (GPtrArray *leaves, GalleyArticle *article)
{
  for (guint i = 0; i < leaves->len; i++)
    {
      SiteLeaf *leaf = g_ptr_array_index (leaves, i);

      if (leaf->article == article)
        return leaf;
    }
  return NULL;
}

static gboolean
plan_sheet (Site *site, GPtrArray *plans, GPtrArray *leaves, GalleySheet *sheet, GError **error)
{
  SitePlan *plan = plan_new (plans);
  g_autoptr (GBytes) picture = galley_sheet_to_png (sheet, PICTURE_PIXELS, error);
  const GalleySheetArea *areas;
  double width, height;
  guint n;

  if (picture == NULL)
    return FALSE;
  galley_sheet_get_size (sheet, &width, &height);
  areas = galley_sheet_get_areas (sheet, &n);
  plan->ratio = width / height;
  for (guint i = 0; i < n; i++)
    {
      SiteLeaf *leaf = find_leaf (leaves, areas[i].article);
      ExportArea area = { areas[i].x / width, areas[i].y / height, areas[i].width / width,
                          areas[i].height / height };

      if (leaf == NULL)
        continue;
      g_ptr_array_add (plan->leaves, leaf);
      g_array_append_val (plan->areas, area);
    }
  plan->picture = g_strdup_printf ("%spage-%02u-%u.png", site_html.pictures, galley_sheet_get_number (sheet),
                                   galley_sheet_get_continuation (sheet) + 1);
  return site_write_file (site, plan->picture, g_bytes_get_data (picture, NULL), g_bytes_get_size (picture),
                          error);
}

GPtrArray *
site_list_plans (Site *site, GalleyPage *page, GPtrArray *leaves, gboolean drawn, GError **error)
{
  g_autoptr (GPtrArray) plans = g_ptr_array_new_with_free_func (plan_free);
  g_autoptr (GPtrArray) sheets = NULL;
  GalleySheetOptions options;

  if (leaves->len == 0)
    return g_steal_pointer (&plans);
  if (!drawn)
    {
      plan_boxes (plans, leaves);
      return g_steal_pointer (&plans);
    }
  galley_sheet_options_init (&options, GALLEY_PAPER_PUBLICATION, site->edition);
  options.ads = site->options->ads;
  options.furniture = site->options->furniture;
  sheets = galley_sheet_compose (site->edition, page, &options, site->like, site->job, error);
  if (sheets == NULL)
    return NULL;
  if (site->like == NULL)
    site->like = g_object_ref (g_ptr_array_index (sheets, 0));
  for (guint i = 0; i < sheets->len; i++)
    {
      if (!plan_sheet (site, plans, leaves, g_ptr_array_index (sheets, i), error))
        return NULL;
    }
  return g_steal_pointer (&plans);
}
