/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-arrivals.h — a folder that is watched: what comes into it is told once it is whole, and once only. A file is whole when
 * it has not grown for a while; hidden files and those a program has not finished by their names are none. Lives on the thread
 * that made it and its main context. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file is whole when nothing was written to it for so long (milliseconds). */
#define GALLEY_ARRIVALS_QUIET_MS 1500

#define GALLEY_TYPE_ARRIVALS (galley_arrivals_get_type ())
G_DECLARE_FINAL_TYPE (GalleyArrivals, galley_arrivals, GALLEY, ARRIVALS, GObject)

/* Watches a local folder; NULL where that cannot be done. Signal "arrived" (GListModel * of GFile): these are whole and new.
 * @memory: the path of a file in which it stands which files are known, so that what came while nobody watched is told too. Where
 * it tells nothing of this folder, what lies there now is known. NULL: only what comes from now on is told. */
GalleyArrivals *galley_arrivals_new (GFile *folder, const char *memory, GError **error);
GFile *galley_arrivals_get_folder (GalleyArrivals *self); /* borrowed */

/* This file was taken, and is not told again, until it has gone and another one comes by its name. */
void galley_arrivals_know (GalleyArrivals *self, GFile *file);

G_END_DECLS
