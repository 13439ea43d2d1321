/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-origin.h"

gboolean
galley_origin_is_key (const char *key)
{
  g_return_val_if_fail (key != NULL, FALSE);

  return g_str_equal (key, GALLEY_ORIGIN_KEY);
}

static const GalleyMetaItem *
find_item (GalleyArticle *article)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);

  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      if (galley_origin_is_key (item->key))
        return item;
    }
  return NULL;
}

GalleyAsset *
galley_origin_get_text (GalleyEdition *edition, GalleyArticle *article)
{
  const GalleyMetaItem *item;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  item = find_item (article);
  return item != NULL ? galley_edition_get_asset (edition, item->value) : NULL;
}

GPtrArray *
galley_origin_list_family (GalleyEdition *edition, GalleyArticle *article)
{
  g_autoptr (GPtrArray) all = NULL;
  GPtrArray *family = g_ptr_array_new ();
  const GalleyMetaItem *mine;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), family);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), family);

  mine = find_item (article);
  all = galley_edition_list_articles (edition);
  for (guint i = 0; i < all->len; i++)
    {
      const GalleyMetaItem *item = mine != NULL ? find_item (all->pdata[i]) : NULL;

      if (all->pdata[i] == article || (item != NULL && g_str_equal (item->value, mine->value) &&
                                       g_strcmp0 (item->qualifier, mine->qualifier) == 0))
        g_ptr_array_add (family, all->pdata[i]);
    }
  return family;
}

gboolean
galley_origin_get_range (GalleyArticle *article, guint *start, guint *end)
{
  gboolean found = FALSE;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      guint from, to;

      if (!galley_block_get_source (galley_article_get_block (article, i), &from, &to))
        continue;
      *start = found ? MIN (*start, from) : from;
      *end = found ? MAX (*end, to) : to;
      found = TRUE;
    }
  return found;
}

/* --- for exporters ------------------------------------------------------------------------------------------------- */

static GalleyArticle *
strip_article (GalleyArticle *article)
{
  g_autoptr (GalleyArticle) copy =
      galley_article_new_with_id (galley_article_get_kind (article), galley_article_get_id (article));
  GalleyMetadata *metadata = galley_article_get_metadata (article);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    galley_article_append (copy, galley_article_get_block (article, i));
  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      if (!galley_origin_is_key (item->key))
        galley_metadata_add (galley_article_get_metadata (copy), item->key, item->value, item->qualifier);
    }
  galley_article_set_confidence (copy, galley_article_get_confidence (article));
  return galley_article_freeze (copy);
}

static void
strip_page (GalleyEdition *to, GalleyPage *page)
{
  g_autoptr (GalleyPage) copy = galley_page_new (galley_page_get_number (page), galley_page_get_name (page));
  GalleyMetadata *staff = galley_page_get_staff (page);

  for (guint i = 0; i < galley_metadata_get_n_items (staff); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (staff, i);

      galley_metadata_add (galley_page_get_staff (copy), item->key, item->value, item->qualifier);
    }
  for (guint i = 0; i < galley_page_get_n_articles (page); i++)
    {
      GalleyArticle *article = galley_page_get_article (page, i);
      g_autoptr (GalleyArticle) stripped =
          find_item (article) != NULL ? strip_article (article) : g_object_ref (article);

      galley_page_insert (copy, G_MAXUINT, stripped);
    }
  galley_edition_add_page (to, copy);
}

GalleyEdition *
galley_origin_strip (GalleyEdition *frozen)
{
  g_autoptr (GHashTable) sources = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GPtrArray) assets = NULL;
  GalleyEdition *copy;

  g_return_val_if_fail (GALLEY_IS_EDITION (frozen), NULL);

  articles = galley_edition_list_articles (frozen);
  for (guint i = 0; i < articles->len; i++)
    {
      const GalleyMetaItem *item = find_item (articles->pdata[i]);

      if (item != NULL)
        g_hash_table_add (sources, item->value);
    }
  if (g_hash_table_size (sources) == 0)
    return g_object_ref (frozen);

  copy = galley_edition_new_with_id (galley_edition_get_id (frozen));
  galley_edition_set_draft (copy, galley_edition_get_draft (frozen));
  galley_edition_set_publication (copy, galley_edition_get_publication (frozen));
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    galley_masthead_set (galley_edition_get_masthead (copy), i,
                         galley_masthead_get (galley_edition_get_masthead (frozen), i));
  for (guint i = 0; i < galley_edition_get_n_pages (frozen); i++)
    strip_page (copy, galley_edition_get_page (frozen, i));
  assets = galley_edition_list_assets (frozen);
  for (guint i = 0; i < assets->len; i++)
    {
      if (!g_hash_table_contains (sources, galley_asset_get_id (assets->pdata[i])))
        galley_edition_add_asset (copy, assets->pdata[i]);
    }
  return copy;
}

/* --- places -------------------------------------------------------------------------------------------------------- */

#define SYNC_LENGTH 6 /* characters that tell the beginning of a paragraph from the rest */
#define LOOK_AHEAD 16 /* characters typed or taken away that the two are brought into step again behind */

typedef struct
{
  const char *text; /* what is left of the block, and how much of it has gone by */
  guint offset;
  const char *slice; /* the same of the source */
  guint place;
} Walk;

static Walk
begin_walk (GalleyBlock *block, const char *slice)
{
  Walk walk = { galley_block_get_text (block), 0, slice, 0 };
  g_autofree char *head = galley_block_dup_range (block, 0, SYNC_LENGTH);
  const char *found = *head != '\0' ? strstr (slice, head) : NULL;

  /* The second half of a paragraph that was parted names the place of the whole. */
  if (found != NULL)
    {
      walk.place = (guint) g_utf8_strlen (slice, found - slice);
      walk.slice = found;
    }
  return walk;
}

static void
skip_text (Walk *walk, guint n)
{
  for (; n > 0 && *walk->text != '\0'; n--, walk->offset++)
    walk->text = g_utf8_next_char (walk->text);
}

static void
skip_slice (Walk *walk, guint n)
{
  for (; n > 0 && *walk->slice != '\0'; n--, walk->place++)
    walk->slice = g_utf8_next_char (walk->slice);
}

static gboolean
same_pair (const char *a, const char *b)
{
  if (*a == '\0' || *b == '\0' || g_utf8_get_char (a) != g_utf8_get_char (b))
    return FALSE;
  a = g_utf8_next_char (a);
  b = g_utf8_next_char (b);
  return g_utf8_get_char (a) == g_utf8_get_char (b);
}

/* How many characters of @long lie before what @other goes on with; 0 where that is not near. */
static guint
find_again (const char *other, const char *longer)
{
  for (guint n = 0; n < LOOK_AHEAD && *longer != '\0'; n++, longer = g_utf8_next_char (longer))
    {
      if (n > 0 && same_pair (longer, other))
        return n;
    }
  return 0;
}

static gboolean
skip_seam (Walk *walk, GalleyBlock *block)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);

  for (guint i = 0; i < n_spans; i++)
    {
      if (spans[i].kind == GALLEY_SPAN_JOIN && spans[i].start == walk->offset && spans[i].value != NULL &&
          *spans[i].value != '\0' && g_str_has_prefix (walk->slice, spans[i].value))
        {
          skip_slice (walk, (guint) g_utf8_strlen (spans[i].value, -1));
          return TRUE;
        }
    }
  return FALSE;
}

/* One step further; both have text left. */
static void
step (Walk *walk, GalleyBlock *block)
{
  gunichar mine = g_utf8_get_char (walk->text);
  gunichar theirs = g_utf8_get_char (walk->slice);
  guint n;

  if (skip_seam (walk, block))
    return;
  if (mine == theirs)
    {
      skip_text (walk, 1);
      skip_slice (walk, 1);
    }
  else if (g_unichar_isspace (theirs))
    skip_slice (walk, 1);
  else if (g_unichar_isspace (mine))
    skip_text (walk, 1);
  else if ((n = find_again (walk->slice, walk->text)) > 0)
    skip_text (walk, n);
  else if ((n = find_again (walk->text, walk->slice)) > 0)
    skip_slice (walk, n);
  else
    {
      skip_text (walk, 1);
      skip_slice (walk, 1);
    }
}

guint
galley_origin_to_source (GalleyBlock *block, guint offset, const char *slice)
{
  Walk walk;

  g_return_val_if_fail (GALLEY_IS_BLOCK (block), 0);
  g_return_val_if_fail (slice != NULL, 0);

  walk = begin_walk (block, slice);
  while (walk.offset < offset && *walk.text != '\0' && *walk.slice != '\0')
    step (&walk, block);
  return walk.place;
}

guint
galley_origin_from_source (GalleyBlock *block, guint place, const char *slice)
{
  Walk walk;

  g_return_val_if_fail (GALLEY_IS_BLOCK (block), 0);
  g_return_val_if_fail (slice != NULL, 0);

  walk = begin_walk (block, slice);
  while (walk.place < place && *walk.text != '\0' && *walk.slice != '\0')
    step (&walk, block);
  return walk.offset;
}

GalleyBlock *
galley_origin_find_block (GPtrArray *articles, guint place, GalleyArticle **article)
{
  GalleyBlock *best = NULL;
  gboolean best_inside = FALSE;
  guint best_size = G_MAXUINT;

  g_return_val_if_fail (articles != NULL, NULL);

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *candidate = articles->pdata[i];

      for (guint k = 0; k < galley_article_get_n_blocks (candidate); k++)
        {
          GalleyBlock *block = galley_article_get_block (candidate, k);
          guint start, end, size;
          gboolean inside;

          if (!galley_block_get_source (block, &start, &end) || start > place)
            continue;
          /* A paragraph that was healed reaches over what stood between: the closer fit is the right one. */
          inside = place <= end;
          size = inside ? end - start : place - end;
          if (inside < best_inside || (inside == best_inside && size >= best_size))
            continue;
          best = block;
          best_inside = inside;
          best_size = size;
          if (article != NULL)
            *article = candidate;
        }
    }
  return best;
}
