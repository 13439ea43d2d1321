/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people — who made an article, and in what role. Names come from the byline, and from the desk's registry. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-byline.h"
#include "galley-registry.h"
#include "galley-vocabulary.h"

#include "../common/facet-plugin.h"

G_DECLARE_FINAL_TYPE (PeopleFacet, people_facet, PEOPLE, FACET, GObject)

static void
people_facet_extend (GObjectClass *klass)
{
}

FACET_PLUGIN (PeopleFacet, people_facet, GalleyVocabulary *vocabulary; GalleyRegistry * registry)

static void
people_facet_begin (PeopleFacet *self)
{
  self->vocabulary = galley_vocabulary_load ("news", NULL);
  self->registry = galley_registry_new (NULL);
}

static void
people_facet_end (PeopleFacet *self)
{
  g_clear_pointer (&self->vocabulary, galley_vocabulary_unref);
  g_clear_pointer (&self->registry, galley_registry_unref);
}

/* --- suggestions ------------------------------------------------------------------------------------------------ */

static gboolean
is_known (GPtrArray *known, const char *name)
{
  for (guint i = 0; i < known->len; i++)
    {
      if (g_str_equal (((const GalleyMetaItem *) g_ptr_array_index (known, i))->value, name))
        return TRUE;
    }
  return FALSE;
}

/* A name alone gets the role it had last. */
static void
suggest_person (PeopleFacet *self, GalleyField *field, const GalleyPerson *person, gboolean byline)
{
  const GalleyRegistered *registered = galley_registry_find (self->registry, person->name);
  gboolean bare = *person->role == '\0' && registered != NULL && *registered->role != '\0';

  galley_field_add_suggestion (field, person->name, bare ? registered->role : person->role,
                               bare     ? _ ("Named in the byline; the registry knows the role")
                               : byline ? _ ("Named in the byline")
                                        : _ ("Named in the credit of the picture"));
}

static void
suggest (PeopleFacet *self, GalleyField *field, GalleyArticle *article)
{
  g_autoptr (GPtrArray) known = galley_metadata_list (galley_article_get_metadata (article), "person");

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);
      g_autoptr (GPtrArray) people = NULL;

      if (role == GALLEY_ROLE_BYLINE || role == GALLEY_ROLE_CREDIT)
        people = galley_byline_parse (galley_block_get_text (block));
      for (guint k = 0; people != NULL && k < people->len; k++)
        {
          const GalleyPerson *person = g_ptr_array_index (people, k);

          if (!is_known (known, person->name))
            suggest_person (self, field, person, role == GALLEY_ROLE_BYLINE);
        }
    }
}

/* --- fields ----------------------------------------------------------------------------------------------------- */

static GPtrArray *
complete (const char *typed, guint limit, gpointer data)
{
  g_autoptr (GPtrArray) people = galley_registry_complete (data, typed, limit);
  GPtrArray *offers = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_offer_free);

  for (guint i = 0; i < people->len; i++)
    {
      const GalleyRegistered *person = g_ptr_array_index (people, i);
      g_autofree char *label =
          *person->role != '\0' ? g_strdup_printf ("%s %s", person->role, person->name) : NULL;

      g_ptr_array_add (offers,
                       galley_offer_new (person->name, *person->role != '\0' ? person->role : NULL, label));
    }
  return offers;
}

static void
unref_registry (gpointer registry)
{
  galley_registry_unref (registry);
}

static void
people_facet_list (PeopleFacet *self, GalleyArticle *article, GListStore *list)
{
  g_autoptr (GalleyField) field = galley_field_new ("person", _ ("By"), GALLEY_FIELD_PEOPLE,
                                                    _ ("Role and name; several are parted by semicolons"));
  const GPtrArray *roles =
      self->vocabulary != NULL ? galley_vocabulary_get_terms (self->vocabulary, "role") : NULL;

  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      const GalleyTerm *role = g_ptr_array_index (roles, i);

      galley_field_add_choice (field, role->code, role->label);
    }
  galley_field_set_completer (field, complete, galley_registry_ref (self->registry), unref_registry);
  galley_field_read (field, article);
  suggest (self, field, article);
  g_list_store_append (list, field);
}
