/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-incoming.h"
#include "galley-rounds.h"
#include "galley-version.h"

/* The article with the blocks of an earlier version. */
static GalleyArticle *
dup_earlier (GalleyArticle *article, const GalleyVersion *version)
{
  GalleyArticle *earlier =
      galley_article_new_with_id (galley_article_get_kind (article), galley_article_get_id (article));
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      galley_metadata_add (galley_article_get_metadata (earlier), item->key, item->value, item->qualifier);
    }
  galley_article_splice (earlier, 0, 0, (GalleyBlock *const *) version->blocks->pdata, version->blocks->len);
  return earlier;
}

static void
add_person (GString *persons, const char *person)
{
  if (person == NULL)
    return;
  if (persons->len > 0)
    g_string_append (persons, "、");
  g_string_append (persons, person);
}

/* The versions as revisions. */
static gint64
keep_versions (GalleyStore *store, GalleyArticle *article, const GPtrArray *versions, GError **error)
{
  g_autoptr (GString) persons = g_string_new (NULL);
  gint64 first = 0, last = 0, ended = 0;

  for (guint i = 0; i < versions->len; i++)
    {
      const GalleyVersion *version = g_ptr_array_index (versions, i);
      g_autoptr (GalleyArticle) earlier =
          version->blocks != NULL ? dup_earlier (article, version) : g_object_ref (article);
      gint64 number = galley_store_keep_as (store, earlier, i == 0 ? "import" : GALLEY_ROUND_COPY,
                                            version->author, version->time, error);

      if (number == 0)
        return 0;
      if (i == 0)
        first = number;
      else if (number != last)
        {
          add_person (persons, version->author);
          ended = MAX (ended, version->time);
        }
      last = number;
    }
  if (last != first && !galley_rounds_log_copy (store, galley_article_get_id (article), first, last,
                                                persons->len > 0 ? persons->str : NULL, ended, error))
    return 0;
  return last;
}

gint64
galley_incoming_keep (GalleyStore *store, GalleyArticle *article, GError **error)
{
  const GPtrArray *versions;
  gint64 last;

  g_return_val_if_fail (GALLEY_IS_STORE (store), 0);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), 0);

  versions = galley_article_get_versions (article);
  if (versions == NULL)
    return galley_store_keep (store, article, "import", error);
  last = keep_versions (store, article, versions, error);
  if (last != 0)
    galley_article_forget_versions (article);
  return last;
}
