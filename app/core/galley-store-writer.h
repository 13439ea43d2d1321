/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-writer.h — the thread that turns batches into commits. It has at most one batch; one that cannot be written
 * (full disk) is kept and tried again until it can. For the store alone. */

#pragma once

#include "galley-store-content.h"

G_BEGIN_DECLS

typedef struct _GalleyWriter GalleyWriter;

/* Takes @db, which is the thread's alone from now on. @done is called with @data, in the caller's thread-default main
 * context, after each attempt; nothing of the writer waits for that. */
GalleyWriter *galley_writer_new (GalleyDb *db, GSourceFunc done, gpointer data);
/* Ends the thread and closes the file; a batch that could not be written is lost. */
void galley_writer_free (GalleyWriter *self);

/* TRUE while it has a batch. @error, which may be NULL, is set to why the last attempt failed, if it did. */
gboolean galley_writer_is_busy (GalleyWriter *self, GError **error);
/* Hands over a batch (taken). Not while busy. */
void galley_writer_submit (GalleyWriter *self, GalleyBatch *batch);
/* Waits until there is no batch, or one more attempt has failed. */
gboolean galley_writer_wait (GalleyWriter *self, GError **error);

/* A source of @context (borrowed) that calls @callback when its ready time has come, which any thread may set. */
GSource *galley_timer_new (GMainContext *context, GSourceFunc callback, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyWriter, galley_writer_free)

G_END_DECLS
