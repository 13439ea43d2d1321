/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-version.h"

static GQuark
versions_quark (void)
{
  return g_quark_from_static_string ("galley-versions");
}

static void
version_free (gpointer data)
{
  GalleyVersion *version = data;

  g_clear_pointer (&version->blocks, g_ptr_array_unref);
  g_free (version->author);
  g_free (version);
}

static void
versions_free (gpointer data)
{
  g_ptr_array_unref (data);
}

void
galley_article_add_version (GalleyArticle *self, GPtrArray *blocks, const char *author, gint64 time)
{
  GPtrArray *versions;
  GalleyVersion *version;

  g_return_if_fail (GALLEY_IS_ARTICLE (self));

  versions = g_object_get_qdata (G_OBJECT (self), versions_quark ());
  if (versions == NULL)
    {
      versions = g_ptr_array_new_with_free_func (version_free);
      g_object_set_qdata_full (G_OBJECT (self), versions_quark (), versions, versions_free);
    }
  version = g_new0 (GalleyVersion, 1);
  version->author = g_strdup (author);
  version->time = time;
  if (blocks != NULL)
    {
      version->blocks = g_ptr_array_new_with_free_func (g_object_unref);
      for (guint i = 0; i < blocks->len; i++)
        g_ptr_array_add (version->blocks, g_object_ref (g_ptr_array_index (blocks, i)));
    }
  g_ptr_array_add (versions, version);
}

const GPtrArray *
galley_article_get_versions (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), NULL);

  return g_object_get_qdata (G_OBJECT (self), versions_quark ());
}

void
galley_article_forget_versions (GalleyArticle *self)
{
  g_return_if_fail (GALLEY_IS_ARTICLE (self));

  g_object_set_qdata (G_OBJECT (self), versions_quark (), NULL);
}
