/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-error.h — the one error domain of the house. Plugins use it and GIO's, and invent none of their own. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GalleyError:
 * @GALLEY_ERROR_UNSUPPORTED: nothing here reads or writes this
 * @GALLEY_ERROR_MALFORMED: the input is broken, or not what its name says
 * @GALLEY_ERROR_ENCRYPTED: the input is locked with a password
 * @GALLEY_ERROR_TOO_LARGE: the input passes a size, depth or expansion limit
 * @GALLEY_ERROR_NOT_EXPRESSIBLE: the target format has no room for what it was given
 * @GALLEY_ERROR_CONFLICT: somebody else holds or has changed this
 */
typedef enum
{
  GALLEY_ERROR_UNSUPPORTED,
  GALLEY_ERROR_MALFORMED,
  GALLEY_ERROR_ENCRYPTED,
  GALLEY_ERROR_TOO_LARGE,
  GALLEY_ERROR_NOT_EXPRESSIBLE,
  GALLEY_ERROR_CONFLICT,
} GalleyError;

#define GALLEY_ERROR (galley_error_quark ())
GQuark galley_error_quark (void);

G_END_DECLS
