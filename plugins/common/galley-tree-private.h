/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-tree-private.h — for galley-tree*.c alone. */

#pragma once

#include "galley-tree.h"

G_BEGIN_DECLS

/* The document in UTF-8, @written bytes with a zero behind them (newly allocated); NULL where it is in no encoding. */
char *galley_tree_dup_text (const char *data, gsize length, gsize *written);

G_END_DECLS
