/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-places.h"

guint
galley_places_count (GalleyFinding *finding)
{
  guint n_edits;

  g_return_val_if_fail (GALLEY_IS_FINDING (finding), 0);

  galley_finding_get_edits (finding, &n_edits);
  return MAX (n_edits, 1);
}

GalleyPlace
galley_places_get (GalleyFinding *finding, guint index)
{
  guint n_edits;
  const GalleyEdit *edits = galley_finding_get_edits (finding, &n_edits);

  if (index < n_edits)
    return (GalleyPlace){ edits[index].block, edits[index].start, edits[index].end };
  return (GalleyPlace){ galley_finding_get_block (finding), galley_finding_get_start (finding),
                        galley_finding_get_end (finding) };
}

gboolean
galley_places_find (GalleyFinding *finding, GalleyBlock *block, guint offset, GalleyPlace *place)
{
  guint n = galley_places_count (finding);

  for (guint i = 0; i < n; i++)
    {
      *place = galley_places_get (finding, i);
      if (place->block == block && place->start <= offset && place->end >= offset)
        return TRUE;
    }
  return FALSE;
}

gboolean
galley_places_equal (gconstpointer one, gconstpointer other)
{
  GalleyFinding *a = GALLEY_FINDING ((gpointer) one);
  GalleyFinding *b = GALLEY_FINDING ((gpointer) other);
  guint n = galley_places_count (a);

  if (a == b)
    return TRUE;
  if (!g_str_equal (galley_finding_get_rule (a)->id, galley_finding_get_rule (b)->id) ||
      galley_finding_get_severity (a) != galley_finding_get_severity (b) || galley_places_count (b) != n ||
      g_strcmp0 (galley_finding_get_message (a), galley_finding_get_message (b)) != 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      GalleyPlace p = galley_places_get (a, i);
      GalleyPlace q = galley_places_get (b, i);

      if (p.block != q.block || p.start != q.start || p.end != q.end)
        return FALSE;
    }
  return TRUE;
}

guint
galley_places_hash (gconstpointer finding)
{
  GalleyFinding *self = GALLEY_FINDING ((gpointer) finding);

  return g_direct_hash (galley_finding_get_block (self)) ^ galley_finding_get_start (self) * 31u ^
         galley_finding_get_end (self) * 131u ^ g_str_hash (galley_finding_get_rule (self)->id);
}

static gint
compare_placed (gconstpointer one, gconstpointer other, gpointer lines)
{
  GalleyFinding *a = *(GalleyFinding *const *) one;
  GalleyFinding *b = *(GalleyFinding *const *) other;
  guint line_a = GPOINTER_TO_UINT (g_hash_table_lookup (lines, galley_finding_get_block (a)));
  guint line_b = GPOINTER_TO_UINT (g_hash_table_lookup (lines, galley_finding_get_block (b)));

  if (line_a != line_b)
    return line_a < line_b ? -1 : 1;
  return galley_finding_compare (a, b);
}

void
galley_places_sort (GPtrArray *findings, GalleyArticle *article)
{
  g_autoptr (GHashTable) lines = g_hash_table_new (NULL, NULL);
  guint n = galley_article_get_n_blocks (article);

  for (guint i = 0; i < n; i++)
    g_hash_table_insert (lines, galley_article_get_block (article, i), GUINT_TO_POINTER (i));
  g_ptr_array_sort_with_data (findings, compare_placed, lines);
}

/* Where the array has the equal of an object of the list, puts that object in its place. */
static void
take_known (GListModel *list, GPtrArray *findings)
{
  g_autoptr (GHashTable) known = g_hash_table_new (galley_places_hash, galley_places_equal);
  guint n = g_list_model_get_n_items (list);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFinding) old = g_list_model_get_item (list, i);

      g_hash_table_add (known, old);
    }
  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *old = g_hash_table_lookup (known, findings->pdata[i]);

      if (old != NULL && old != findings->pdata[i])
        {
          g_object_ref (old);
          g_object_unref (findings->pdata[i]);
          findings->pdata[i] = old;
        }
    }
}

gboolean
galley_places_put (GListStore *list, GPtrArray *findings)
{
  return galley_places_put_some (list, findings, G_MAXUINT, G_MAXUINT);
}

gboolean
galley_places_put_some (GListStore *list, GPtrArray *findings, guint max_removed, guint max_added)
{
  GListModel *model = G_LIST_MODEL (list);
  guint n_old = g_list_model_get_n_items (model);
  guint n_new = findings->len;
  guint head = 0;
  guint tail = 0;

  take_known (model, findings);
  for (; head < n_old && head < n_new; head++)
    {
      g_autoptr (GalleyFinding) old = g_list_model_get_item (model, head);

      if (old != findings->pdata[head])
        break;
    }
  for (; head + tail < n_old && head + tail < n_new; tail++)
    {
      g_autoptr (GalleyFinding) old = g_list_model_get_item (model, n_old - 1 - tail);

      if (old != findings->pdata[n_new - 1 - tail])
        break;
    }
  if (head + tail == n_old && head + tail == n_new)
    return FALSE;
  g_list_store_splice (list, head, MIN (n_old - head - tail, max_removed), findings->pdata + head,
                       MIN (n_new - head - tail, max_added));
  return TRUE;
}
