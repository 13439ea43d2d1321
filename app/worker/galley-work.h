/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-work.h — one file read by one importer, locked down: what galley-worker does, and what a process that the command line
 * forked does (galley-serve.h). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Does what is the same for every file, and takes time: a process that forks others calls it once for them all. */
void galley_work_prepare (void);

/* Runs the importer @module of the plugins in @folder over the file on standard input, which is called @name, is of @type and lies
 * in the folder @path ("" for none), and writes what the importer pushes to standard output (galley-tape.h); with the @mode "ask"
 * only if the importer takes the file for its own, with "read" in any case. Ends the process. */
G_NORETURN void galley_work (const char *folder,
                             const char *module,
                             const char *name,
                             const char *type,
                             const char *path,
                             const char *mode);

G_END_DECLS
