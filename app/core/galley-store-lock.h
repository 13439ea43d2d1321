/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-lock.h — one writer at a time. The lock is the kernel's (an open file description lock on a hidden file
 * beside the edition), so it dies with its holder and a killed program locks nobody out; what stands in the file only
 * says who holds it. For the store alone. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _GalleyLock GalleyLock;

/* Locks the edition at @path for writing, or says in one sentence who has it (GALLEY_ERROR_CONFLICT) or why it cannot be
 * written there (GIO's errors). @author: the name others are told. */
GalleyLock *galley_lock_take (const char *path, const char *author, GError **error);
/* Lets go, and takes the hidden file away. */
void galley_lock_free (GalleyLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyLock, galley_lock_free)

G_END_DECLS
