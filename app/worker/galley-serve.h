/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-serve.h — a process that was forked before anything happened in this one, and forks a worker for each file: what the
 * programs and their libraries cost to start is paid once, and not again for each file. Every worker reads one file, locks itself
 * before it does (galley-lock.h), and ends. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Forks it. To be called while this process has one thread and nothing to hide. The socket and, in *@pid, the process to give to
 * galley_plugins_use_server(), or -1. */
int galley_serve_start (int *pid);
/* Lets go of it, and waits for its end. */
void galley_serve_end (int socket, int pid);

G_END_DECLS
