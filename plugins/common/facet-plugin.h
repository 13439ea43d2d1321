/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facet-plugin.h — what every facet plugin repeats: a type that is a facet, its state, and its registration. */

#pragma once

#include <gmodule.h>

#include "galley-facet.h"
#include "galley-peas.h"

/* Declares TypeName with the fields of STATE, which PREFIX_begin() fills and PREFIX_end() empties; PREFIX_list() makes the
 * fields, and the edition (or NULL) stands in self->edition. */
#define FACET_PLUGIN(TypeName, prefix, STATE)                                                                \
  struct _##TypeName                                                                                         \
  {                                                                                                          \
    GObject parent_instance;                                                                                 \
    GalleyEdition *edition;                                                                                  \
    STATE;                                                                                                   \
  };                                                                                                         \
  static void prefix##_begin (TypeName *self);                                                               \
  static void prefix##_end (TypeName *self);                                                                 \
  static void prefix##_list (TypeName *self, GalleyArticle *article, GListStore *list);                      \
  static GListModel *prefix##_list_fields (GalleyFacet *facet, GalleyArticle *article)                       \
  {                                                                                                          \
    GListStore *list = g_list_store_new (GALLEY_TYPE_FIELD);                                                 \
    prefix##_list ((TypeName *) facet, article, list);                                                       \
    return G_LIST_MODEL (list);                                                                              \
  }                                                                                                          \
  static void prefix##_set_edition (GalleyFacet *facet, GalleyEdition *edition)                              \
  {                                                                                                          \
    g_set_object (&((TypeName *) facet)->edition, edition);                                                  \
  }                                                                                                          \
  static void prefix##_iface_init (GalleyFacetInterface *iface)                                              \
  {                                                                                                          \
    iface->list_fields = prefix##_list_fields;                                                               \
    iface->set_edition = prefix##_set_edition;                                                               \
  }                                                                                                          \
  G_DEFINE_FINAL_TYPE_WITH_CODE (TypeName, prefix, G_TYPE_OBJECT,                                            \
                                 G_IMPLEMENT_INTERFACE (GALLEY_TYPE_FACET, prefix##_iface_init))             \
  static void prefix##_finalize (GObject *object)                                                            \
  {                                                                                                          \
    prefix##_end ((TypeName *) object);                                                                      \
    g_clear_object (&((TypeName *) object)->edition);                                                        \
    G_OBJECT_CLASS (prefix##_parent_class)->finalize (object);                                               \
  }                                                                                                          \
  static void prefix##_class_init (TypeName##Class *klass)                                                   \
  {                                                                                                          \
    G_OBJECT_CLASS (klass)->finalize = prefix##_finalize;                                                    \
    prefix##_extend (G_OBJECT_CLASS (klass));                                                                \
  }                                                                                                          \
  static void prefix##_init (TypeName *self)                                                                 \
  {                                                                                                          \
    prefix##_begin (self);                                                                                   \
  }                                                                                                          \
  G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);                                       \
  G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module)                                        \
  {                                                                                                          \
    peas_object_module_register_extension_type (module, GALLEY_TYPE_FACET, prefix##_get_type ());            \
  }
