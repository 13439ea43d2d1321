/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-lock.h — gives up what an importer has no need of. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Does what galley_lock() needs and what takes time: a process that forks others calls it once for them all. */
void galley_lock_prepare (void);

/* From here on this process cannot open anything for writing, see files other than the system's read-only data and those in
 * @root (may be NULL), reach the network, start programs or look into others; it gets half a gigabyte and half a minute.
 * What the system does not have is left out; limits of memory and time always hold. FALSE where not even those do. */
gboolean galley_lock (const char *root);

G_END_DECLS
