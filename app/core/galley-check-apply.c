/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check-apply.c — a fix carried out on a live article. */

#include "config.h"

#include "galley-check.h"

static gint
compare_edits (gconstpointer a, gconstpointer b)
{
  const GalleyEdit *one = a, *two = b;

  return one->start < two->start ? 1 : one->start > two->start ? -1 : 0;
}

/* Carries out the edits of one block, last one first, so that the places of the others hold. */
static void
edit_block (GalleyArticle *article, GArray *edits, GalleyBlock *block)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (GalleyEdit));
  g_autoptr (GalleyBlock) now = g_object_ref (block);
  gint index = galley_article_index_of (article, block);
  GalleyBlock *next = galley_article_get_block (article, (guint) index + 1);
  gboolean join = FALSE;

  for (guint i = 0; i < edits->len; i++)
    {
      const GalleyEdit *edit = &g_array_index (edits, GalleyEdit, i);

      if (edit->block == block)
        g_array_append_vals (own, edit, 1);
    }
  g_array_sort (own, compare_edits);
  for (guint i = 0; i < own->len; i++)
    {
      const GalleyEdit *edit = &g_array_index (own, GalleyEdit, i);
      GalleyBlock *changed = now;

      if (edit->start < edit->end || *edit->text != '\0')
        {
          changed = galley_block_splice (now, edit->start, edit->end - edit->start, edit->text);
          g_object_unref (g_steal_pointer (&now));
          now = changed;
        }
      join |= edit->join;
    }
  if (join && next != NULL)
    {
      GalleyBlock *joined = galley_block_append (now, next);

      g_object_unref (g_steal_pointer (&now));
      now = joined;
    }
  if (now != block)
    galley_article_splice (article, (guint) index, join && next != NULL ? 2 : 1, &now, 1);
}

/* The edits of the fix: the fold's own, or the one that a plain fix stands for. */
static GArray *
list_edits (GalleyFinding *finding, guint fix)
{
  GArray *edits = g_array_new (FALSE, FALSE, sizeof (GalleyEdit));
  const char *const *fixes = galley_finding_get_fixes (finding);
  guint n;
  const GalleyEdit *all = galley_finding_get_edits (finding, &n);

  if (n > 0 && fix == 0)
    g_array_append_vals (edits, all, n);
  else if (fix < g_strv_length ((GStrv) fixes))
    {
      GalleyEdit edit = { galley_finding_get_block (finding), galley_finding_get_start (finding),
                          galley_finding_get_end (finding), (char *) fixes[fix], FALSE };

      g_array_append_val (edits, edit);
    }
  return edits;
}

gboolean
galley_finding_apply (GalleyFinding *finding, guint fix, GalleyArticle *article)
{
  g_autoptr (GArray) edits = NULL;
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();

  g_return_val_if_fail (GALLEY_IS_FINDING (finding), FALSE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  edits = list_edits (finding, fix);
  for (guint i = 0; i < edits->len; i++)
    {
      GalleyBlock *block = g_array_index (edits, GalleyEdit, i).block;

      if (!galley_article_has_block (article, block))
        return FALSE;
      if (!g_ptr_array_find (blocks, block, NULL))
        g_ptr_array_add (blocks, block);
    }
  /* From the end: a join takes the block behind it, which must have had its own edits by then. */
  for (guint i = blocks->len; i-- > 0;)
    edit_block (article, edits, g_ptr_array_index (blocks, i));
  return edits->len > 0;
}

static gint
compare_places (gconstpointer a, gconstpointer b, gpointer article)
{
  const GalleyEdit *one = a, *two = b;
  gint line_one = galley_article_index_of (article, one->block);
  gint line_two = galley_article_index_of (article, two->block);

  if (line_one != line_two)
    return line_one < line_two ? -1 : 1;
  return one->start < two->start ? -1 : one->start > two->start ? 1 : 0;
}

/* Does one of the changes touch what is changed already, or a paragraph that is gone? */
static gboolean
is_in_the_way (const GArray *edits, const GArray *all, GalleyArticle *article)
{
  for (guint i = 0; i < edits->len; i++)
    {
      const GalleyEdit *edit = &g_array_index (edits, GalleyEdit, i);

      if (!galley_article_has_block (article, edit->block))
        return TRUE;
      for (guint k = 0; k < all->len; k++)
        {
          const GalleyEdit *other = &g_array_index (all, GalleyEdit, k);

          if (other->block == edit->block &&
              ((edit->start < other->end && other->start < edit->end) || edit->start == other->start))
            return TRUE;
        }
    }
  return FALSE;
}

guint
galley_findings_apply (GPtrArray *findings, GalleyArticle *article)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (GalleyEdit));
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = 0;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), 0);

  for (guint i = 0; i < findings->len; i++)
    {
      g_autoptr (GArray) edits = list_edits (g_ptr_array_index (findings, i), 0);

      if (edits->len == 0 || is_in_the_way (edits, all, article))
        continue;
      g_array_append_vals (all, edits->data, edits->len);
      n++;
    }
  g_array_sort_with_data (all, compare_places, article);
  for (guint i = 0; i < all->len; i++)
    {
      GalleyBlock *block = g_array_index (all, GalleyEdit, i).block;

      if (blocks->len == 0 || g_ptr_array_index (blocks, blocks->len - 1) != block)
        g_ptr_array_add (blocks, g_object_ref (block));
    }
  for (guint i = blocks->len; i-- > 0;)
    edit_block (article, all, g_ptr_array_index (blocks, i));
  return n;
}
