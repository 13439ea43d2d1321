/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-next.h — the next edition, begun from the last. */

#pragma once

#include "galley-store.h"

G_BEGIN_DECLS

/* Fills a new, empty edition from @last (galley_imprint_make_next()) for @date (NULL: the day after), notes what it is to be held
 * against, and logs it. */
gboolean galley_next_begin (GalleyStore *store, GalleyEdition *last, const char *date, GError **error);

G_END_DECLS
