/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-application.h — the program: one process, one window for each edition. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_APPLICATION (galley_application_get_type ())
G_DECLARE_FINAL_TYPE (GalleyApplication, galley_application, GALLEY, APPLICATION, AdwApplication)

/* @flags: G_APPLICATION_NON_UNIQUE in tests, which have no bus. NULL with one sentence in @error when the settings schema
 * is not installed. */
GalleyApplication *galley_application_new (GApplicationFlags flags, GError **error);
GSettings *galley_application_get_settings (GalleyApplication *self); /* borrowed */

G_END_DECLS
