/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keywords — words an article is about, weighed against the other articles of the edition and, where a folder of editions is
 * named, against these. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-archive.h"
#include "galley-keywords.h"

#include "../common/facet-plugin.h"

#define MAX_SUGGESTIONS 8

G_DECLARE_FINAL_TYPE (KeywordsFacet, keywords_facet, KEYWORDS, FACET, GObject)

static void keywords_facet_extend (GObjectClass *klass);

FACET_PLUGIN (KeywordsFacet, keywords_facet, char *folder; GalleyArchive * archive)

enum
{
  PROP_0,
  PROP_ARCHIVE,
};

static void
keywords_facet_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, KEYWORDS_FACET (object)->folder);
}

/* The index as it is: bringing it up to date is for a search, which may take its time. */
static void
keywords_facet_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  KeywordsFacet *self = KEYWORDS_FACET (object);

  g_clear_pointer (&self->archive, galley_archive_free);
  g_free (self->folder);
  self->folder = g_value_dup_string (value);
  if (self->folder != NULL && *self->folder != '\0')
    self->archive = galley_archive_open (self->folder, NULL, NULL);
}

static void
keywords_facet_extend (GObjectClass *klass)
{
  klass->get_property = keywords_facet_get_property;
  klass->set_property = keywords_facet_set_property;
  g_object_class_install_property (klass, PROP_ARCHIVE,
                                   g_param_spec_string ("archive", NULL,
                                                        N_ ("Folder of the editions to weigh against"), NULL,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
keywords_facet_begin (KeywordsFacet *self)
{
}

static void
keywords_facet_end (KeywordsFacet *self)
{
  g_clear_pointer (&self->archive, galley_archive_free);
  g_free (self->folder);
}

static guint
count (const char *word, guint *total, gpointer archive)
{
  return galley_archive_count (archive, word, total);
}

static void
keywords_facet_list (KeywordsFacet *self, GalleyArticle *article, GListStore *list)
{
  g_autoptr (GalleyField) field =
      galley_field_new ("keyword", _ ("Keywords"), GALLEY_FIELD_LIST, _ ("Several are parted by semicolons"));
  g_autoptr (GPtrArray) found = galley_keywords_suggest (
      article, self->edition, self->archive != NULL ? count : NULL, self->archive, MAX_SUGGESTIONS);

  galley_field_read (field, article);
  for (guint i = 0; i < found->len; i++)
    {
      const GalleyKeyword *keyword = g_ptr_array_index (found, i);
      g_autofree char *why = galley_keyword_dup_why (keyword);

      galley_field_add_suggestion (field, keyword->word, NULL, why);
    }
  g_list_store_append (list, field);
}
