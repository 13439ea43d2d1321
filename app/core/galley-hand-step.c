/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps: what was touched, as it was before and as it is behind. Blocks never change, so a state is a list of pointers. */

#include "config.h"

#include "galley-hand-private.h"

/* An article at one moment. */
typedef struct
{
  GPtrArray *blocks;
  GalleyMetadata *metadata;
  GalleyArticleKind kind;
  double confidence;
} State;

typedef struct
{
  GalleyArticle *article;
  State *before; /* NULL: the step made it */
  State *after;
} ArticleChange;

typedef struct
{
  GalleyPage *page;
  GPtrArray *before; /* of GalleyArticle * */
  GPtrArray *after;
} PageChange;

struct _GalleyHandStep
{
  GalleyEdition *edition;
  const char *label;
  GPtrArray *articles; /* of ArticleChange * */
  GPtrArray *pages;    /* of PageChange * */
  GalleyArticle *look[2];
  guint look_block[2];
  gboolean done;
  gint64 time;
};

static void
state_free (State *state)
{
  if (state == NULL)
    return;
  g_ptr_array_unref (state->blocks);
  g_object_unref (state->metadata);
  g_free (state);
}

static State *
take_state (GalleyArticle *article)
{
  State *state = g_new0 (State, 1);
  guint n = galley_article_get_n_blocks (article);

  state->blocks = g_ptr_array_new_full (n, g_object_unref);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (state->blocks, g_object_ref (galley_article_get_block (article, i)));
  state->metadata = galley_metadata_copy (galley_article_get_metadata (article));
  state->kind = galley_article_get_kind (article);
  state->confidence = galley_article_get_confidence (article);
  return state;
}

static gboolean
is_in_state (GalleyArticle *article, const State *state)
{
  if (galley_article_get_n_blocks (article) != state->blocks->len ||
      galley_article_get_kind (article) != state->kind ||
      !galley_metadata_equal (galley_article_get_metadata (article), state->metadata))
    return FALSE;
  for (guint i = 0; i < state->blocks->len; i++)
    {
      if (galley_article_get_block (article, i) != state->blocks->pdata[i])
        return FALSE;
    }
  return TRUE;
}

void
galley_hand_set_metadata (GalleyMetadata *metadata, GalleyMetadata *from)
{
  if (galley_metadata_equal (metadata, from))
    return;
  while (galley_metadata_get_n_items (metadata) > 0)
    {
      g_autofree char *key = g_strdup (galley_metadata_get_item (metadata, 0)->key);

      galley_metadata_clear (metadata, key);
    }
  for (guint i = 0; i < galley_metadata_get_n_items (from); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (from, i);

      galley_metadata_add (metadata, item->key, item->value, item->qualifier);
    }
}

/* Only the blocks between those that stay are replaced, so that the caret and what was found in the others stay as well. */
static void
set_blocks (GalleyArticle *article, GPtrArray *blocks)
{
  guint n = galley_article_get_n_blocks (article);
  guint head = 0, tail = 0;

  while (head < n && head < blocks->len && galley_article_get_block (article, head) == blocks->pdata[head])
    head++;
  while (tail < n - head && tail < blocks->len - head &&
         galley_article_get_block (article, n - 1 - tail) == blocks->pdata[blocks->len - 1 - tail])
    tail++;
  galley_article_splice (article, head, n - head - tail, (GalleyBlock *const *) blocks->pdata + head,
                         blocks->len - head - tail);
}

static void
put_state (GalleyArticle *article, const State *state)
{
  /* What tells nobody comes first: whoever hears of the rest sees all of it. */
  galley_article_set_confidence (article, state->confidence);
  galley_hand_set_metadata (galley_article_get_metadata (article), state->metadata);
  galley_article_set_kind (article, state->kind);
  set_blocks (article, state->blocks);
}

static void
article_change_free (gpointer data)
{
  ArticleChange *change = data;

  g_object_unref (change->article);
  state_free (change->before);
  state_free (change->after);
  g_free (change);
}

static void
page_change_free (gpointer data)
{
  PageChange *change = data;

  g_object_unref (change->page);
  g_ptr_array_unref (change->before);
  g_clear_pointer (&change->after, g_ptr_array_unref);
  g_free (change);
}

GalleyHandStep *
galley_hand_step_new (GalleyEdition *edition, const char *label)
{
  GalleyHandStep *self = g_new0 (GalleyHandStep, 1);

  self->edition = g_object_ref (edition);
  self->label = label;
  self->articles = g_ptr_array_new_with_free_func (article_change_free);
  self->pages = g_ptr_array_new_with_free_func (page_change_free);
  return self;
}

void
galley_hand_step_set_label (GalleyHandStep *self, const char *label)
{
  self->label = label;
}

void
galley_hand_step_free (GalleyHandStep *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->articles);
  g_ptr_array_unref (self->pages);
  g_clear_object (&self->look[0]);
  g_clear_object (&self->look[1]);
  g_object_unref (self->edition);
  g_free (self);
}

void
galley_hand_step_watch (GalleyHandStep *self, GalleyArticle *article, gboolean made)
{
  ArticleChange *change = g_new0 (ArticleChange, 1);

  change->article = g_object_ref (article);
  change->before = made ? NULL : take_state (article);
  g_ptr_array_add (self->articles, change);
}

void
galley_hand_step_settle (GalleyHandStep *self, gboolean changed)
{
  guint last = self->articles->len - 1;
  ArticleChange *change = g_ptr_array_index (self->articles, last);

  if (changed)
    change->after = take_state (change->article);
  else
    g_ptr_array_remove_index (self->articles, last);
}

void
galley_hand_step_watch_page (GalleyHandStep *self, GalleyPage *page)
{
  PageChange *change;

  for (guint i = 0; i < self->pages->len; i++)
    {
      if (((PageChange *) self->pages->pdata[i])->page == page)
        return;
    }
  change = g_new0 (PageChange, 1);
  change->page = g_object_ref (page);
  change->before = galley_hand_list_page (page);
  g_ptr_array_add (self->pages, change);
}

void
galley_hand_step_look (
    GalleyHandStep *self, GalleyArticle *before, guint block_before, GalleyArticle *after, guint block_after)
{
  g_set_object (&self->look[0], before);
  g_set_object (&self->look[1], after);
  self->look_block[0] = block_before;
  self->look_block[1] = block_after;
}

GalleyHandStep *
galley_hand_step_end (GalleyHandStep *self)
{
  for (guint i = 0; i < self->articles->len; i++)
    {
      ArticleChange *change = self->articles->pdata[i];

      if (change->after == NULL)
        change->after = take_state (change->article);
    }
  for (guint i = 0; i < self->pages->len; i++)
    {
      PageChange *change = self->pages->pdata[i];

      change->after = galley_hand_list_page (change->page);
    }
  self->done = TRUE;
  self->time = g_get_monotonic_time ();
  return self;
}

/* --- pages --------------------------------------------------------------------------------------------------------- */

GPtrArray *
galley_hand_list_page (GalleyPage *page)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < galley_page_get_n_articles (page); i++)
    g_ptr_array_add (list, g_object_ref (galley_page_get_article (page, i)));
  return list;
}

void
galley_hand_set_page (GalleyPage *page, GPtrArray *articles)
{
  for (guint i = galley_page_get_n_articles (page); i > 0; i--)
    {
      if (!g_ptr_array_find (articles, galley_page_get_article (page, i - 1), NULL))
        galley_page_remove (page, i - 1);
    }
  for (guint i = 0; i < articles->len; i++)
    {
      gint at;

      if (galley_page_get_article (page, i) == articles->pdata[i])
        continue;
      at = galley_page_index_of (page, articles->pdata[i]);
      if (at >= 0)
        galley_page_remove (page, (guint) at);
      galley_page_insert (page, i, articles->pdata[i]);
    }
}

static gboolean
page_holds (GalleyPage *page, GPtrArray *articles)
{
  if (galley_page_get_n_articles (page) != articles->len)
    return FALSE;
  for (guint i = 0; i < articles->len; i++)
    {
      if (galley_page_get_article (page, i) != articles->pdata[i])
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_page (GalleyEdition *edition, GalleyPage *page)
{
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      if (galley_edition_get_page (edition, i) == page)
        return TRUE;
    }
  return FALSE;
}

/* --- back and forth ------------------------------------------------------------------------------------------------ */

/* Is everything as the step left it, or, where it is undone, found it? */
static gboolean
stands (GalleyHandStep *self)
{
  for (guint i = 0; i < self->articles->len; i++)
    {
      const ArticleChange *change = self->articles->pdata[i];
      const State *state = self->done || change->before == NULL ? change->after : change->before;

      if (!is_in_state (change->article, state))
        return FALSE;
    }
  for (guint i = 0; i < self->pages->len; i++)
    {
      const PageChange *change = self->pages->pdata[i];

      if (!has_page (self->edition, change->page) ||
          !page_holds (change->page, self->done ? change->after : change->before))
        return FALSE;
    }
  return TRUE;
}

gboolean
galley_hand_step_can_undo (GalleyHandStep *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->done && stands (self);
}

gboolean
galley_hand_step_can_redo (GalleyHandStep *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !self->done && stands (self);
}

static void
turn (GalleyHandStep *self)
{
  self->done = !self->done;
  for (guint i = 0; i < self->articles->len; i++)
    {
      const ArticleChange *change = self->articles->pdata[i];

      if (change->before != NULL)
        put_state (change->article, self->done ? change->after : change->before);
    }
  for (guint i = 0; i < self->pages->len; i++)
    {
      const PageChange *change = self->pages->pdata[i];

      galley_hand_set_page (change->page, self->done ? change->after : change->before);
    }
  self->time = g_get_monotonic_time ();
}

gboolean
galley_hand_step_undo (GalleyHandStep *self)
{
  if (!galley_hand_step_can_undo (self))
    return FALSE;
  turn (self);
  return TRUE;
}

gboolean
galley_hand_step_redo (GalleyHandStep *self)
{
  if (!galley_hand_step_can_redo (self))
    return FALSE;
  turn (self);
  return TRUE;
}

gboolean
galley_hand_step_is_done (GalleyHandStep *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->done;
}

const char *
galley_hand_step_get_label (GalleyHandStep *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->label;
}

GalleyArticle *
galley_hand_step_get_article (GalleyHandStep *self, guint *block)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (block != NULL)
    *block = self->look_block[self->done];
  return self->look[self->done];
}

gint64
galley_hand_step_get_time (GalleyHandStep *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->time;
}
