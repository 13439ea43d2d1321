/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-remote.h — an importer in a process of its own. It gets the bytes of the file and nothing else: no network, no
 * writing, little memory and time. What its importer pushes comes back as frames (galley-tape.h) and goes into our builder.
 * What breaks there costs one sentence here. */

#pragma once

#include "galley-builder.h"
#include "galley-plugins.h"
#include "galley-source.h"

G_BEGIN_DECLS

/* Runs the importer of @info over @source. Blocks; any thread. With @ask it is asked first whether the file is its own:
 * G_IO_ERROR_NOT_SUPPORTED where it says no (then nothing has been pushed). The error of the importer as it gave it; GALLEY_ERROR_TOO_LARGE
 * where it needed too much time or memory, GALLEY_ERROR_MALFORMED where it broke down, G_IO_ERROR_CANCELLED, and
 * G_IO_ERROR_NOT_FOUND where the program could not be started (then nothing has been pushed). */
gboolean galley_remote_load (GalleyPlugins *plugins,
                             GalleyPluginInfo *info,
                             gboolean ask,
                             GalleySource *source,
                             GalleyBuilder *builder,
                             GalleyJob *job,
                             GError **error);

/* Puts the frames in @data into @builder, as far as they are complete; for tests. FALSE with an error as above. */
gboolean galley_remote_replay (
    const guint8 *data, gsize length, GalleyBuilder *builder, GalleyJob *job, GError **error);

G_END_DECLS
