/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-markup.h"

struct _GalleyMarkup
{
  GObject parent_instance;

  char *round;
  GHashTable *changes;  /* article id → GalleyMarkupChange * */
  GHashTable *findings; /* GalleyBlock * → GPtrArray of GalleyFinding * */
};

G_DEFINE_FINAL_TYPE (GalleyMarkup, galley_markup, G_TYPE_OBJECT)

static void
change_free (gpointer data)
{
  GalleyMarkupChange *change = data;

  g_object_unref (change->before);
  g_free (change->author);
  g_free (change);
}

static void
galley_markup_finalize (GObject *object)
{
  GalleyMarkup *self = GALLEY_MARKUP (object);

  g_free (self->round);
  g_hash_table_unref (self->changes);
  g_hash_table_unref (self->findings);

  G_OBJECT_CLASS (galley_markup_parent_class)->finalize (object);
}

static void
galley_markup_class_init (GalleyMarkupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_markup_finalize;
}

static void
galley_markup_init (GalleyMarkup *self)
{
  self->changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, change_free);
  /* The findings hold their blocks. */
  self->findings = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
}

GalleyMarkup *
galley_markup_new (void)
{
  return GALLEY_MARKUP (g_object_new (GALLEY_TYPE_MARKUP, NULL));
}

void
galley_markup_set_round (GalleyMarkup *self, const char *name)
{
  g_return_if_fail (GALLEY_IS_MARKUP (self));

  g_free (self->round);
  self->round = g_strdup (name);
}

const char *
galley_markup_get_round (GalleyMarkup *self)
{
  g_return_val_if_fail (GALLEY_IS_MARKUP (self), NULL);

  return self->round;
}

void
galley_markup_add_change (
    GalleyMarkup *self, const char *article, GalleyArticle *before, const char *author, gint64 time)
{
  GalleyMarkupChange *change;

  g_return_if_fail (GALLEY_IS_MARKUP (self));
  g_return_if_fail (article != NULL && GALLEY_IS_ARTICLE (before));

  change = g_new0 (GalleyMarkupChange, 1);
  change->before = galley_article_freeze (before);
  change->author = g_strdup (author);
  change->time = time;
  g_hash_table_replace (self->changes, g_strdup (article), change);
}

static gint
compare_findings (gconstpointer a, gconstpointer b)
{
  return galley_finding_compare (*(GalleyFinding *const *) a, *(GalleyFinding *const *) b);
}

void
galley_markup_add_finding (GalleyMarkup *self, GalleyFinding *finding)
{
  GalleyBlock *block;
  GPtrArray *list;

  g_return_if_fail (GALLEY_IS_MARKUP (self));
  g_return_if_fail (GALLEY_IS_FINDING (finding));

  block = galley_finding_get_block (finding);
  list = g_hash_table_lookup (self->findings, block);
  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (self->findings, block, list);
    }
  g_ptr_array_add (list, g_object_ref (finding));
  g_ptr_array_sort (list, compare_findings);
}

const GalleyMarkupChange *
galley_markup_get_change (GalleyMarkup *self, const char *article)
{
  g_return_val_if_fail (GALLEY_IS_MARKUP (self), NULL);
  g_return_val_if_fail (article != NULL, NULL);

  return g_hash_table_lookup (self->changes, article);
}

GPtrArray *
galley_markup_get_findings (GalleyMarkup *self, GalleyBlock *block)
{
  g_return_val_if_fail (GALLEY_IS_MARKUP (self), NULL);

  return g_hash_table_lookup (self->findings, block);
}
