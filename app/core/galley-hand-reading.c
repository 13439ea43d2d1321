/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The next reading. Where the articles there are and those of another reading share text they form a region; a region is
 * swapped whole or not at all, so no character is lost and none comes twice. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-hand-private.h"
#include "galley-origin.h"
#include "galley-segment.h"

#define N_READINGS 6

/* An article and the part of the source it covers. */
typedef struct
{
  GalleyArticle *article;
  guint start;
  guint end;
  gboolean live; /* stands in the edition, not in the reading */
} Extent;

/* Some live articles, and those of the reading that would take their place. */
typedef struct
{
  GPtrArray *live;
  GPtrArray *read;
} Swap;

GPtrArray *
galley_hand_read (GalleyAsset *text, GalleyJob *job, GError **error)
{
  g_autoptr (GPtrArray) readings = NULL;
  g_autoptr (GPtrArray) editions = g_ptr_array_new_with_free_func (g_object_unref);
  const char *data;
  gsize length;

  g_return_val_if_fail (GALLEY_IS_ASSET (text), NULL);

  data = g_bytes_get_data (galley_asset_get_bytes (text), &length);
  readings = galley_segment_read (data != NULL ? data : "", (gssize) length, N_READINGS, job, error);
  if (readings == NULL)
    return NULL;
  for (guint i = 0; i < readings->len; i++)
    {
      g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
      GalleyEdition *edition;

      galley_segment_push (readings->pdata[i], builder);
      edition = galley_builder_finish (builder, NULL);
      if (edition != NULL)
        g_ptr_array_add (editions, edition);
    }
  return g_steal_pointer (&editions);
}

/* --- regions ------------------------------------------------------------------------------------------------------- */

static gint
compare_extents (gconstpointer a, gconstpointer b)
{
  const Extent *left = a;
  const Extent *right = b;

  if (left->start != right->start)
    return left->start < right->start ? -1 : 1;
  return (left->end > right->end) - (left->end < right->end);
}

static void
add_extents (GArray *extents, GPtrArray *articles, gboolean live)
{
  for (guint i = 0; i < articles->len; i++)
    {
      Extent extent = { articles->pdata[i], 0, 0, live };

      if (galley_origin_get_range (extent.article, &extent.start, &extent.end))
        g_array_append_val (extents, extent);
    }
}

/* Those of the reading that lie in a region, in order. */
static GPtrArray *
list_inside (GPtrArray *articles, guint start, guint end)
{
  g_autoptr (GArray) extents = g_array_new (FALSE, FALSE, sizeof (Extent));
  GPtrArray *inside = g_ptr_array_new ();

  add_extents (extents, articles, FALSE);
  g_array_sort (extents, compare_extents);
  for (guint i = 0; i < extents->len; i++)
    {
      const Extent *extent = &g_array_index (extents, Extent, i);

      if (extent->start < end && extent->end > start)
        g_ptr_array_add (inside, extent->article);
    }
  return inside;
}

/* Is the article as the reader had it? */
static gboolean
is_same (GalleyArticle *live, GalleyArticle *read)
{
  guint n = galley_article_get_n_blocks (live);
  g_autoptr (GalleyMetadata) metadata = NULL;

  if (galley_article_get_kind (live) != galley_article_get_kind (read) ||
      galley_article_get_n_blocks (read) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (!galley_block_equal (galley_article_get_block (live, i), galley_article_get_block (read, i)))
        return FALSE;
    }
  metadata = galley_metadata_copy (galley_article_get_metadata (live));
  galley_metadata_clear (metadata, GALLEY_ORIGIN_KEY);
  return galley_metadata_equal (metadata, galley_article_get_metadata (read));
}

static gboolean
are_same (GPtrArray *live, GPtrArray *read)
{
  if (live->len != read->len)
    return FALSE;
  for (guint i = 0; i < live->len; i++)
    {
      if (!is_same (live->pdata[i], read->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_as_read (GPtrArray *live, GPtrArray *readings, guint start, guint end)
{
  for (guint i = 0; i < readings->len; i++)
    {
      g_autoptr (GPtrArray) articles = galley_edition_list_articles (readings->pdata[i]);
      g_autoptr (GPtrArray) inside = list_inside (articles, start, end);

      if (are_same (live, inside))
        return TRUE;
    }
  return FALSE;
}

static void
swap_free (gpointer data)
{
  Swap *swap = data;

  g_ptr_array_unref (swap->live);
  g_ptr_array_unref (swap->read);
  g_free (swap);
}

static void
add_swap (GPtrArray *swaps, GArray *extents, guint first, guint n, guint end, GPtrArray *readings)
{
  Swap *swap = g_new (Swap, 1);

  swap->live = g_ptr_array_new ();
  swap->read = g_ptr_array_new ();
  for (guint i = first; i < first + n; i++)
    {
      const Extent *extent = &g_array_index (extents, Extent, i);

      g_ptr_array_add (extent->live ? swap->live : swap->read, extent->article);
    }
  if (swap->live->len > 0 && swap->read->len > 0 && !are_same (swap->live, swap->read) &&
      is_as_read (swap->live, readings, g_array_index (extents, Extent, first).start, end))
    g_ptr_array_add (swaps, swap);
  else
    swap_free (swap);
}

/* What is to be swapped so that the family reads as @reading has it. */
static GPtrArray *
list_swaps (GPtrArray *family, GalleyEdition *reading, GPtrArray *readings)
{
  GPtrArray *swaps = g_ptr_array_new_with_free_func (swap_free);
  g_autoptr (GArray) extents = g_array_new (FALSE, FALSE, sizeof (Extent));
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (reading);

  add_extents (extents, family, TRUE);
  add_extents (extents, articles, FALSE);
  g_array_sort (extents, compare_extents);
  for (guint first = 0; first < extents->len;)
    {
      guint end = g_array_index (extents, Extent, first).end;
      guint n = 1;

      for (; first + n < extents->len && g_array_index (extents, Extent, first + n).start < end; n++)
        end = MAX (end, g_array_index (extents, Extent, first + n).end);
      add_swap (swaps, extents, first, n, end, readings);
      first += n;
    }
  return swaps;
}

/* --- which comes next ---------------------------------------------------------------------------------------------- */

static void
write_article (GString *out, GalleyArticle *article)
{
  g_string_append_printf (out, "%d", galley_article_get_kind (article));
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      g_string_append_printf (out, "\n%d %s", galley_block_get_role (block), galley_block_get_text (block));
    }
  g_string_append_c (out, '\f');
}

/* What the family would look like: two readings that come to the same are one. */
static char *
dup_outcome (GPtrArray *family, GPtrArray *swaps)
{
  g_autoptr (GPtrArray) left = g_ptr_array_copy (family, NULL, NULL);
  g_autoptr (GPtrArray) sorted = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; swaps != NULL && i < swaps->len; i++)
    {
      const Swap *swap = swaps->pdata[i];

      for (guint k = 0; k < swap->live->len; k++)
        g_ptr_array_remove (left, swap->live->pdata[k]);
      g_ptr_array_extend (left, swap->read, NULL, NULL);
    }
  sorted = list_inside (left, 0, G_MAXUINT);
  for (guint i = 0; i < sorted->len; i++)
    write_article (out, sorted->pdata[i]);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, out->str, (gssize) out->len);
}

/* The swaps that lead to the reading behind the one there is; NULL where there is no other. */
static GPtrArray *
choose_swaps (GPtrArray *family, GPtrArray *readings)
{
  g_autoptr (GPtrArray) outcomes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) plans = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autofree char *now = dup_outcome (family, NULL);
  guint at, next;

  for (guint i = 0; i < readings->len; i++)
    {
      GPtrArray *swaps = list_swaps (family, readings->pdata[i], readings);
      g_autofree char *outcome = dup_outcome (family, swaps);

      if (g_ptr_array_find_with_equal_func (outcomes, outcome, g_str_equal, NULL))
        {
          g_ptr_array_unref (swaps);
          continue;
        }
      g_ptr_array_add (plans, swaps);
      g_ptr_array_add (outcomes, g_steal_pointer (&outcome));
    }
  if (outcomes->len == 0)
    return NULL;
  next = g_ptr_array_find_with_equal_func (outcomes, now, g_str_equal, &at) ? (at + 1) % outcomes->len : 0;
  if (g_str_equal (outcomes->pdata[next], now))
    return NULL;
  return g_ptr_array_ref (plans->pdata[next]);
}

/* --- the swap ------------------------------------------------------------------------------------------------------ */

static void
fill_article (GalleyArticle *article, GalleyArticle *read, GalleyArticle *relative)
{
  g_autoptr (GalleyMetadata) metadata = galley_metadata_copy (galley_article_get_metadata (read));
  g_autoptr (GPtrArray) origin =
      galley_metadata_list (galley_article_get_metadata (relative), GALLEY_ORIGIN_KEY);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();

  for (guint i = 0; i < origin->len; i++)
    {
      const GalleyMetaItem *item = origin->pdata[i];

      galley_metadata_add (metadata, item->key, item->value, item->qualifier);
    }
  for (guint i = 0; i < galley_article_get_n_blocks (read); i++)
    g_ptr_array_add (blocks, galley_article_get_block (read, i));
  galley_article_set_confidence (article, galley_article_get_confidence (read));
  galley_hand_set_metadata (galley_article_get_metadata (article), metadata);
  galley_article_set_kind (article, galley_article_get_kind (read));
  galley_article_splice (article, 0, galley_article_get_n_blocks (article),
                         (GalleyBlock *const *) blocks->pdata, blocks->len);
}

/* The live article that begins where the read one does keeps its place in people's minds: its id, its rounds, its notes. */
static GalleyArticle *
find_heir (GPtrArray *live, GalleyArticle *read)
{
  guint start, end, its_start;

  galley_origin_get_range (read, &start, &end);
  for (guint i = 0; i < live->len; i++)
    {
      if (galley_origin_get_range (live->pdata[i], &its_start, &end) && its_start == start)
        return live->pdata[i];
    }
  return NULL;
}

static GalleyPage *
find_page (GalleyEdition *edition, GalleyArticle *article)
{
  GalleyPage *page = NULL;

  galley_edition_find_article (edition, galley_article_get_id (article), &page);
  return page;
}

/* Gives back one of the articles that came in (borrowed). */
static GalleyArticle *
carry_out (GalleyHandStep *step, GalleyEdition *edition, const Swap *swap)
{
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) heirs = g_ptr_array_copy (swap->live, NULL, NULL);
  g_autoptr (GPtrArray) list = NULL;
  GalleyArticle *relative = swap->live->pdata[0];
  GalleyPage *page = find_page (edition, relative);
  guint at = (guint) galley_page_index_of (page, relative);

  for (guint i = 0; i < swap->live->len; i++)
    {
      galley_hand_step_watch (step, swap->live->pdata[i], FALSE);
      galley_hand_step_watch_page (step, find_page (edition, swap->live->pdata[i]));
    }
  for (guint i = 0; i < swap->read->len; i++)
    {
      GalleyArticle *read = swap->read->pdata[i];
      GalleyArticle *heir = find_heir (heirs, read);
      g_autoptr (GalleyArticle) article =
          heir != NULL ? g_object_ref (heir) : galley_article_new (galley_article_get_kind (read));

      g_ptr_array_remove (heirs, heir);
      if (heir == NULL || !is_same (heir, read))
        fill_article (article, read, relative);
      if (heir == NULL)
        galley_hand_step_watch (step, article, TRUE);
      g_ptr_array_add (result, g_steal_pointer (&article));
    }
  for (guint i = 0; i < swap->live->len; i++)
    {
      GalleyPage *its = find_page (edition, swap->live->pdata[i]);

      if (its != page)
        galley_page_remove (its, (guint) galley_page_index_of (its, swap->live->pdata[i]));
    }
  list = galley_hand_list_page (page);
  for (guint i = 0; i < swap->live->len; i++)
    {
      guint found;

      if (!g_ptr_array_find (list, swap->live->pdata[i], &found))
        continue;
      at -= found < at;
      g_ptr_array_remove_index (list, found);
    }
  for (guint i = 0; i < result->len; i++)
    g_ptr_array_insert (list, (gint) (at + i), g_object_ref (result->pdata[i]));
  galley_hand_set_page (page, list);
  return result->pdata[0];
}

GalleyHandStep *
galley_hand_next_reading (GalleyEdition *edition, GalleyArticle *article, GPtrArray *readings)
{
  g_autoptr (GPtrArray) family = NULL;
  g_autoptr (GPtrArray) swaps = NULL;
  GalleyHandStep *step;
  GalleyArticle *look = NULL;
  guint start = 0, end = 0;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);
  g_return_val_if_fail (readings != NULL, NULL);

  if (galley_origin_get_text (edition, article) == NULL)
    return NULL;
  family = galley_origin_list_family (edition, article);
  swaps = choose_swaps (family, readings);
  if (swaps == NULL)
    return NULL;
  galley_origin_get_range (article, &start, &end);
  step = galley_hand_step_new (edition, _ ("This is the next reading of the page."));
  for (guint i = 0; i < swaps->len; i++)
    look = carry_out (step, edition, swaps->pdata[i]);

  /* The text that was looked at, wherever it stands now. */
  if (find_page (edition, article) == NULL)
    {
      g_ptr_array_unref (family);
      family = galley_origin_list_family (edition, look);
      galley_origin_find_block (family, start, &look);
    }
  else
    look = article;
  galley_hand_step_look (step, article, 0, look, 0);
  return galley_hand_step_end (step);
}
