/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-builder-versions.h"
#include "galley-version.h"

/* A paragraph of so many characters that stands in both tells that two articles are one. */
#define TELLING 10

typedef struct
{
  GalleyEdition *edition; /* or NULL */
  char *author;
  gint64 time;
} Version;

struct _GalleyBuilderVersions
{
  GPtrArray *versions; /* of Version * */
  char *author;        /* of the one that was taken off */
  gint64 time;
};

static void
version_free (gpointer data)
{
  Version *version = data;

  g_clear_object (&version->edition);
  g_free (version->author);
  g_free (version);
}

GalleyBuilderVersions *
galley_builder_versions_new (void)
{
  GalleyBuilderVersions *self = g_new0 (GalleyBuilderVersions, 1);

  self->versions = g_ptr_array_new_with_free_func (version_free);
  return self;
}

void
galley_builder_versions_free (GalleyBuilderVersions *self)
{
  g_ptr_array_unref (self->versions);
  g_free (self->author);
  g_free (self);
}

void
galley_builder_versions_add (GalleyBuilderVersions *self,
                             GalleyEdition *edition,
                             const char *author,
                             gint64 time)
{
  Version *version = g_new0 (Version, 1);

  version->edition = edition;
  version->author = g_strdup (author);
  version->time = time;
  g_ptr_array_add (self->versions, version);
}

GalleyEdition *
galley_builder_versions_steal_last (GalleyBuilderVersions *self)
{
  Version *last;
  GalleyEdition *edition;

  if (self->versions->len == 0)
    return NULL;
  last = g_ptr_array_index (self->versions, self->versions->len - 1);
  edition = g_steal_pointer (&last->edition);
  self->author = g_steal_pointer (&last->author);
  self->time = last->time;
  g_ptr_array_remove_index (self->versions, self->versions->len - 1);
  return edition;
}

/* --- which is which ---------------------------------------------------------------------------------------------- */

static gboolean
is_same (GalleyArticle *one, GalleyArticle *other)
{
  g_autofree char *headline = galley_article_dup_headline (one);
  g_autofree char *their_headline = galley_article_dup_headline (other);

  if (*headline != '\0' && g_str_equal (headline, their_headline))
    return TRUE;
  for (guint i = 0; i < galley_article_get_n_blocks (one); i++)
    {
      GalleyBlock *block = galley_article_get_block (one, i);

      for (guint k = 0; galley_block_get_length (block) >= TELLING && k < galley_article_get_n_blocks (other);
           k++)
        {
          if (g_str_equal (galley_block_get_text (block),
                           galley_block_get_text (galley_article_get_block (other, k))))
            return TRUE;
        }
    }
  return FALSE;
}

static void
add_blocks (GPtrArray *blocks, GalleyArticle *article)
{
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    g_ptr_array_add (blocks, galley_article_get_block (article, i));
}

static gint
find_same (GPtrArray *old, guint from, GalleyArticle *article)
{
  for (guint i = from; i < old->len; i++)
    {
      if (is_same (article, g_ptr_array_index (old, i)))
        return (gint) i;
    }
  return -1;
}

/* Of each of @last the blocks it had among @old (array of arrays). What belongs to none of them any more is left with the one before
 * it: the text that was taken out stays to be seen. */
static GPtrArray *
pair (GPtrArray *old, GPtrArray *last)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  guint at = 0;

  for (guint i = 0; i < last->len; i++)
    {
      GPtrArray *blocks = g_ptr_array_new ();
      gint same = old->len == last->len ? (gint) i : find_same (old, at, g_ptr_array_index (last, i));

      g_ptr_array_add (all, blocks);
      if (same < 0)
        continue;
      for (; at < (guint) same; at++)
        add_blocks (i > 0 ? g_ptr_array_index (all, i - 1) : blocks, g_ptr_array_index (old, at));
      add_blocks (blocks, g_ptr_array_index (old, at++));
    }
  for (; at < old->len && all->len > 0; at++)
    add_blocks (g_ptr_array_index (all, all->len - 1), g_ptr_array_index (old, at));
  return all;
}

void
galley_builder_versions_tell (GalleyBuilderVersions *self, GalleyEdition *last)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (last);

  for (guint i = 0; i < self->versions->len; i++)
    {
      const Version *version = g_ptr_array_index (self->versions, i);
      g_autoptr (GPtrArray) old =
          version->edition != NULL ? galley_edition_list_articles (version->edition) : g_ptr_array_new ();
      g_autoptr (GPtrArray) pairs = pair (old, articles);

      for (guint k = 0; k < articles->len; k++)
        galley_article_add_version (g_ptr_array_index (articles, k), g_ptr_array_index (pairs, k),
                                    version->author, version->time);
    }
  for (guint k = 0; k < articles->len; k++)
    galley_article_add_version (g_ptr_array_index (articles, k), NULL, self->author, self->time);
}
