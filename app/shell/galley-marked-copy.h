/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-marked-copy.h — the copy of an edition with the marks of a round, as exporters take it. No widget. */

#pragma once

#include "galley-edition.h"
#include "galley-markup.h"
#include "galley-publication.h"
#include "galley-workflow.h"

G_BEGIN_DECLS

/* The rounds that articles of @edition have begun, the newest first (array of const GalleyRoundPlan *, as long as the rounds stay
 * as they are; free the array). @rounds may be NULL: there are none. */
GPtrArray *galley_marked_copy_list_rounds (GalleyRounds *rounds, GalleyEdition *edition);

typedef struct
{
  GalleyEdition *edition; /* frozen: what the round left, as a draft */
  GalleyMarkup *markup;
} GalleyMarkedCopy;

void galley_marked_copy_free (GalleyMarkedCopy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyMarkedCopy, galley_marked_copy_free)

/* Reads it in a thread. @round: the name of one. */
void galley_marked_copy_read_async (GalleyWorkflow *workflow,
                                    const char *round,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GalleyMarkedCopy *
galley_marked_copy_read_finish (GalleyWorkflow *workflow, GAsyncResult *result, GError **error);

/* "报-2025-03-18.docx" → "报-2025-03-18-一校.docx": beside the copy without marks, not in its place (newly allocated). */
char *galley_marked_copy_dup_name (const char *name, const char *round);

G_END_DECLS
