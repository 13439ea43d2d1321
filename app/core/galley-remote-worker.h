/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-remote-worker.h — the process an importer runs in, however it was started: from the program galley-worker, or by the
 * server that forks (app/worker/galley-serve.h). For galley-remote.c, and the server's side of the wire. */

#pragma once

#include "galley-plugins.h"
#include "galley-source.h"

G_BEGIN_DECLS

/* The wire to the server: one packet for each file, seven texts that end with a zero each (folder, module, name, type, path, mode,
 * and "last" or "more"), with two descriptors: the file, and where the frames go. While the worker runs, a packet of any content stops
 * it. When it has ended its status comes back, as waitpid() gives it. The last file is read by the server itself: it is a child
 * of ours, to be stopped and waited for as such. */
#define GALLEY_REMOTE_N_TEXTS 7
#define GALLEY_REMOTE_MAX_PACKET 65536

typedef struct _GalleyRemoteWorker GalleyRemoteWorker;

/* Starts one on the bytes of @source; NULL with @error. One at a time runs from a server: another waits for it. */
GalleyRemoteWorker *galley_remote_worker_start (
    GalleyPlugins *plugins, GalleyPluginInfo *info, gboolean ask, GalleySource *source, GError **error);
/* Where its frames come from (owned by it). */
int galley_remote_worker_get_fd (GalleyRemoteWorker *self);
/* Ends it at once. */
void galley_remote_worker_stop (GalleyRemoteWorker *self);
/* Waits for its end, and frees it. The number of the signal that ended it, or 0. @is_done: it has said all it has to say, and
 * its end need not be waited for. */
int galley_remote_worker_wait (GalleyRemoteWorker *self, gboolean is_done);

G_END_DECLS
