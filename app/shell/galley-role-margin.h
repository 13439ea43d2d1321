/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-role-margin.h — the role of each paragraph in the margin. */

#pragma once

#include "galley-buffer.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_ROLE_MARGIN (galley_role_margin_get_type ())
G_DECLARE_FINAL_TYPE (GalleyRoleMargin, galley_role_margin, GALLEY, ROLE_MARGIN, GtkSourceGutterRenderer)

GtkSourceGutterRenderer *galley_role_margin_new (void);

G_END_DECLS
