/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export-plugin.h — the object of an exporter that has only the common options, in one line. Its struct begins with
 * `GObject parent_instance; ExportOptions options;`. */

#pragma once

#include <gmodule.h>

#include "galley-exporter.h"
#include "galley-peas.h"

#include "galley-export.h"

/* @vfunc is save or save_tree, and the function is @type_name with that name behind it. */
#define EXPORT_DEFINE_OBJECT(TypeName, type_name, vfunc)                                                     \
  static void type_name##_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)         \
  {                                                                                                          \
    if (!export_get_option (&((TypeName *) object)->options, id, value))                                     \
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);                                                 \
  }                                                                                                          \
  static void type_name##_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)   \
  {                                                                                                          \
    if (!export_set_option (&((TypeName *) object)->options, id, value))                                     \
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);                                                 \
  }                                                                                                          \
  static void type_name##_iface_init (GalleyExporterInterface *iface)                                        \
  {                                                                                                          \
    iface->vfunc = type_name##_##vfunc;                                                                      \
  }                                                                                                          \
  G_DEFINE_FINAL_TYPE_WITH_CODE (TypeName, type_name, G_TYPE_OBJECT,                                         \
                                 G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, type_name##_iface_init))       \
  static void type_name##_class_init (TypeName##Class *klass)                                                \
  {                                                                                                          \
    G_OBJECT_CLASS (klass)->get_property = type_name##_get_property;                                         \
    G_OBJECT_CLASS (klass)->set_property = type_name##_set_property;                                         \
    export_install_options (G_OBJECT_CLASS (klass));                                                         \
  }                                                                                                          \
  static void type_name##_init (TypeName *self)                                                              \
  {                                                                                                          \
  }

/* The same for a plugin that is nothing else. */
#define EXPORT_DEFINE_TYPE(TypeName, type_name, vfunc)                                                       \
  EXPORT_DEFINE_OBJECT (TypeName, type_name, vfunc)                                                          \
  G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);                                       \
  G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module)                                        \
  {                                                                                                          \
    peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, type_name##_get_type ());      \
  }
