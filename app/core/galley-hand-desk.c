/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a desk does to many articles at once: find and replace, other places, tags, the digest of page one. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-hand-private.h"
#include "galley-imprint.h"
#include "galley-replace.h"

/* --- find and replace -------------------------------------------------------------------------------------------------- */

GalleyHandStep *
galley_hand_replace_begin (GalleyEdition *edition)
{
  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);

  return galley_hand_step_new (edition, _ ("The text was replaced."));
}

guint
galley_hand_replace_in (GalleyHandStep *step, GPtrArray *replacements)
{
  const GalleyReplacement *first = NULL;
  guint n, block;

  g_return_val_if_fail (step != NULL, 0);
  g_return_val_if_fail (replacements != NULL, 0);

  for (guint i = 0; i < replacements->len && first == NULL; i++)
    {
      const GalleyReplacement *replacement = replacements->pdata[i];

      if (galley_article_has_block (replacement->article, replacement->block))
        first = replacement;
    }
  if (first == NULL)
    return 0;
  block = (guint) galley_article_index_of (first->article, first->block);
  galley_hand_step_watch (step, first->article, FALSE);
  n = galley_replace_apply (replacements);
  galley_hand_step_settle (step, n > 0);
  if (n > 0 && galley_hand_step_get_article (step, NULL) == NULL)
    galley_hand_step_look (step, first->article, block, first->article, block);
  return n;
}

GalleyHandStep *
galley_hand_replace_end (GalleyHandStep *step, gboolean whole)
{
  g_return_val_if_fail (step != NULL, NULL);

  if (galley_hand_step_get_article (step, NULL) == NULL)
    {
      galley_hand_step_free (step);
      return NULL;
    }
  if (!whole)
    galley_hand_step_set_label (step, _ ("Part of the text was replaced."));
  return galley_hand_step_end (step);
}

GalleyHandStep *
galley_hand_replace (GalleyEdition *edition, GPtrArray *replacements, guint *n_made)
{
  GalleyHandStep *step;
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GHashTable) places = NULL;
  guint n = 0;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (replacements != NULL, NULL);

  articles = g_ptr_array_new ();
  places = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < replacements->len; i++)
    {
      GalleyReplacement *replacement = replacements->pdata[i];
      GPtrArray *there = g_hash_table_lookup (places, replacement->article);

      if (there == NULL)
        {
          there = g_ptr_array_new ();
          g_hash_table_insert (places, replacement->article, there);
          g_ptr_array_add (articles, replacement->article);
        }
      g_ptr_array_add (there, replacement);
    }
  step = galley_hand_replace_begin (edition);
  for (guint i = 0; i < articles->len; i++)
    n += galley_hand_replace_in (step, g_hash_table_lookup (places, articles->pdata[i]));
  if (n_made != NULL)
    *n_made = n;
  return galley_hand_replace_end (step, TRUE);
}

/* --- other places ------------------------------------------------------------------------------------------------------- */

static GPtrArray *
list_in_order (GalleyEdition *edition, GPtrArray *articles)
{
  g_autoptr (GPtrArray) all = galley_edition_list_articles (edition);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < all->len; i++)
    {
      if (g_ptr_array_find (articles, all->pdata[i], NULL))
        g_ptr_array_add (list, g_object_ref (all->pdata[i]));
    }
  return list;
}

/* What the page is to hold: what stays, with @moved (or none) let in before what is at @position now. */
static GPtrArray *
plan_page (GalleyPage *page, GPtrArray *moved, gboolean let_in, guint position)
{
  GPtrArray *plan = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = galley_page_get_n_articles (page), at = 0;

  for (guint i = 0; i < n; i++)
    {
      GalleyArticle *article = galley_page_get_article (page, i);

      if (i == position)
        at = plan->len;
      if (!g_ptr_array_find (moved, article, NULL))
        g_ptr_array_add (plan, g_object_ref (article));
    }
  if (position >= n)
    at = plan->len;
  for (guint i = 0; let_in && i < moved->len; i++)
    g_ptr_array_insert (plan, (gint) (at + i), g_object_ref (moved->pdata[i]));
  return plan;
}

static gboolean
page_is (GalleyPage *page, GPtrArray *plan)
{
  if (galley_page_get_n_articles (page) != plan->len)
    return FALSE;
  for (guint i = 0; i < plan->len; i++)
    {
      if (galley_page_get_article (page, i) != plan->pdata[i])
        return FALSE;
    }
  return TRUE;
}

GalleyHandStep *
galley_hand_move (GalleyEdition *edition, GPtrArray *articles, GalleyPage *page, guint position)
{
  g_autoptr (GPtrArray) moved = NULL;
  g_autoptr (GPtrArray) plan = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  GalleyHandStep *step;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_PAGE (page), NULL);

  moved = list_in_order (edition, articles);
  plan = plan_page (page, moved, TRUE, position);
  if (moved->len == 0 || page_is (page, plan))
    return NULL;
  step = galley_hand_step_new (edition, moved->len == 1 ? _ ("The article was moved.")
                                                        : _ ("The articles were moved."));
  galley_hand_step_watch_page (step, page);
  for (guint i = 0; i < moved->len; i++)
    {
      GalleyPage *from = NULL;
      g_autoptr (GPtrArray) others = NULL;

      galley_edition_find_article (edition, galley_article_get_id (moved->pdata[i]), &from);
      if (from == NULL || from == page)
        continue;
      galley_hand_step_watch_page (step, from);
      others = plan_page (from, moved, FALSE, 0);
      galley_hand_set_page (from, others);
    }
  galley_hand_set_page (page, plan);
  galley_hand_step_look (step, moved->pdata[0], 0, moved->pdata[0], 0);
  return galley_hand_step_end (step);
}

GalleyHandStep *
galley_hand_remove (GalleyEdition *edition, GPtrArray *articles)
{
  g_autoptr (GPtrArray) gone = NULL;
  g_autoptr (GPtrArray) all = NULL;
  GalleyArticle *next = NULL;
  GalleyHandStep *step;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);

  gone = list_in_order (edition, articles);
  if (gone->len == 0)
    return NULL;
  /* The nearest one behind what goes, else the nearest before it, is looked at. */
  all = galley_edition_list_articles (edition);
  for (guint i = 0; i < all->len; i++)
    {
      if (g_ptr_array_find (gone, all->pdata[i], NULL))
        continue;
      next = all->pdata[i];
      if (i > 0 && g_ptr_array_find (gone, all->pdata[i - 1], NULL))
        break;
    }
  step = galley_hand_step_new (edition, gone->len == 1 ? _ ("The article was removed.")
                                                       : _ ("The articles were removed."));
  galley_hand_step_look (step, gone->pdata[0], 0, next, 0);
  for (guint i = 0; i < gone->len; i++)
    {
      GalleyPage *page = NULL;
      g_autoptr (GPtrArray) rest = NULL;

      galley_edition_find_article (edition, galley_article_get_id (gone->pdata[i]), &page);
      if (page == NULL)
        continue;
      galley_hand_step_watch_page (step, page);
      rest = plan_page (page, gone, FALSE, 0);
      galley_hand_set_page (page, rest);
    }
  return galley_hand_step_end (step);
}

/* --- tags --------------------------------------------------------------------------------------------------------------- */

void
galley_tagged_free (GalleyTagged *self)
{
  g_object_unref (self->article);
  g_free (self);
}

/* One value that was typed, taken apart as galley_field_write() does: for the ways it has not. */
static void
change_values (GalleyMetadata *metadata, const GalleyTag *tag)
{
  const char *key = galley_field_get_id (tag->field);
  g_auto (GStrv) parts =
      g_regex_split_simple (galley_field_has_completer (tag->field) ? "[;；]" : "[;；、]", tag->text, 0, 0);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *value = NULL;
      g_autofree char *qualifier = NULL;

      if (*g_strstrip (parts[i]) == '\0')
        continue;
      galley_field_resolve (tag->field, parts[i], &value, &qualifier);
      if (tag->mode == GALLEY_TAG_ADD)
        galley_metadata_add (metadata, key, value, qualifier);
      else
        galley_metadata_remove (metadata, key, value, qualifier);
    }
}

static gboolean
tag_article (GalleyArticle *article, const GalleyTag *tag)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autoptr (GalleyMetadata) before = galley_metadata_copy (metadata);

  if (tag->mode == GALLEY_TAG_SET || galley_field_get_kind (tag->field) != GALLEY_FIELD_LIST)
    galley_field_write (tag->field, article, tag->text);
  else
    {
      change_values (metadata, tag);
      galley_field_name_values (tag->field, article);
    }
  return !galley_metadata_equal (before, metadata);
}

GalleyHandStep *
galley_hand_tag (
    GalleyEdition *edition, GPtrArray *articles, const GalleyTag *tags, guint n_tags, GPtrArray **results)
{
  g_autoptr (GPtrArray) tagged = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_tagged_free);
  GalleyHandStep *step;
  guint n_changed = 0;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);

  step = galley_hand_step_new (edition, _ ("The articles were tagged."));
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyTagged *result = g_new0 (GalleyTagged, 1);

      result->article = g_object_ref (articles->pdata[i]);
      galley_hand_step_watch (step, result->article, FALSE);
      for (guint k = 0; k < n_tags; k++)
        result->n_changed += tag_article (result->article, &tags[k]);
      n_changed += result->n_changed;
      g_ptr_array_add (tagged, result);
    }
  if (results != NULL)
    *results = g_steal_pointer (&tagged);
  if (n_changed > 0)
    return galley_hand_step_end (step);
  galley_hand_step_free (step);
  return NULL;
}

/* --- the digest --------------------------------------------------------------------------------------------------------- */

static GalleyArticle *
find_digest (GalleyPage *page)
{
  for (guint i = 0; i < galley_page_get_n_articles (page); i++)
    {
      if (galley_imprint_is_digest (galley_page_get_article (page, i)))
        return galley_page_get_article (page, i);
    }
  return NULL;
}

/* What stands behind the headline gives way to the lines. FALSE where it says that already. */
static gboolean
set_lines (GalleyArticle *article, char **lines)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = galley_article_get_n_blocks (article), head = 0;
  gboolean differs;

  while (head < n && galley_role_is_head (galley_block_get_role (galley_article_get_block (article, head))))
    head++;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] != '\0')
        g_ptr_array_add (blocks, galley_block_new (GALLEY_ROLE_BODY, lines[i], -1));
    }
  differs = blocks->len != n - head;
  for (guint i = 0; !differs && i < blocks->len; i++)
    differs = strcmp (galley_block_get_text (blocks->pdata[i]),
                      galley_block_get_text (galley_article_get_block (article, head + i))) != 0;
  if (differs)
    galley_article_splice (article, head, n - head, (GalleyBlock *const *) blocks->pdata, blocks->len);
  return differs;
}

static GalleyArticle *
new_digest (void)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) headline = galley_block_new (GALLEY_ROLE_HEADLINE, "导读", -1);

  galley_metadata_set (galley_article_get_metadata (article), "genre", "导读");
  galley_article_append (article, headline);
  return article;
}

GalleyHandStep *
galley_hand_make_digest (GalleyEdition *edition, guint per_page)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GalleyPage *page;
  GalleyArticle *article;
  GalleyHandStep *step;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);

  text = galley_imprint_dup_digest (edition, per_page);
  page = galley_edition_get_page (edition, 0);
  if (*text == '\0' || page == NULL || galley_page_get_number (page) != 1)
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  article = find_digest (page);
  step = galley_hand_step_new (edition, _ ("The digest of page one was made."));
  if (article != NULL)
    {
      galley_hand_step_watch (step, article, FALSE);
      if (!set_lines (article, lines))
        {
          galley_hand_step_free (step);
          return NULL;
        }
    }
  else
    {
      g_autoptr (GalleyArticle) made = new_digest ();

      article = made;
      set_lines (made, lines);
      galley_hand_step_watch_page (step, page);
      galley_page_insert (page, G_MAXUINT, made);
      galley_hand_step_watch (step, made, TRUE);
    }
  galley_hand_step_look (step, article, 0, article, 0);
  return galley_hand_step_end (step);
}
