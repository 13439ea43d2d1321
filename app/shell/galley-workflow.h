/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-workflow.h — 三审三校, 核红 and 签发 of the edition at hand, for the window: what stage each article is at, kept up to
 * date; doing the next step; and reading what the store keeps. Whatever needs the disk waits for it without holding up the
 * window: what is done is done when the store has nothing left to write, what is read is read in a thread. No widget. */

#pragma once

#include <gio/gio.h>

#include "galley-page.h"

G_BEGIN_DECLS

typedef struct _GalleySession GalleySession;
typedef struct _GalleyRounds GalleyRounds;

#define GALLEY_TYPE_WORKFLOW (galley_workflow_get_type ())
G_DECLARE_FINAL_TYPE (GalleyWorkflow, galley_workflow, GALLEY, WORKFLOW, GObject)

/* @session owns it. Signals: "changed" (): a stage or a signature is another now. */
GalleyWorkflow *galley_workflow_new (GalleySession *session);

/* Borrowed; NULL as long as no edition is open. Only for what needs no disk: rounds, signature, publication. */
GalleyRounds *galley_workflow_get_rounds (GalleyWorkflow *self);

/* How far an article is. */
typedef enum
{
  GALLEY_STAGE_NONE,    /* nothing was done yet */
  GALLEY_STAGE_RUNNING, /* a round is in somebody's hands */
  GALLEY_STAGE_ENDED,   /* the last round that ended */
  GALLEY_STAGE_SIGNED,
  GALLEY_STAGE_VOID, /* signed, and changed since */
} GalleyStage;

/* @brief: "一校"; @full: "一校 许梅", each NULL at GALLEY_STAGE_NONE and may be a NULL pointer (newly allocated). Quick: what
 * it takes a digest to know is kept until the article changes. */
GalleyStage
galley_workflow_get_stage (GalleyWorkflow *self, GalleyArticle *article, char **brief, char **full);

/* Names worth offering, the likeliest first: who was here lately, and the staff of the page (may be NULL). */
GStrv galley_workflow_list_names (GalleyWorkflow *self, GalleyPage *page);
/* The name things are done under now (static until it changes). */
const char *galley_workflow_get_author (GalleyWorkflow *self);

/* --- doing --------------------------------------------------------------------------------------------------------- */

typedef enum
{
  GALLEY_DO_BEGIN,
  GALLEY_DO_END,
  GALLEY_DO_NEXT, /* the next round, at once */
  GALLEY_DO_SIGN, /* through the gates of galley-preflight.h */
  GALLEY_DO_WITHDRAW,
} GalleyDoing;

/* What came of it: the articles it was done to, and the sentence why not for the first of the others. */
typedef struct
{
  guint n_done;
  guint n_refused;
  char *article; /* id of the first that was refused, or NULL */
  char *why;     /* or NULL */
} GalleyDone;

void galley_done_free (GalleyDone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyDone, galley_done_free)

/* Does it to @articles (array of live GalleyArticle *), one after the other, under the name @person, which is the author of what
 * is changed from now on. @override: why a rule is passed over, or NULL. */
void galley_workflow_do_async (GalleyWorkflow *self,
                               GalleyDoing what,
                               GPtrArray *articles,
                               const char *person,
                               const char *override,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
/* NULL with an error where the edition was closed or cannot be written. */
GalleyDone *galley_workflow_do_finish (GalleyWorkflow *self, GAsyncResult *result, GError **error);

/* The edition goes by the rules of another publication. */
void galley_workflow_set_publication_async (GalleyWorkflow *self,
                                            const char *name,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean galley_workflow_set_publication_finish (GalleyWorkflow *self, GAsyncResult *result, GError **error);

/* --- reading ------------------------------------------------------------------------------------------------------- */

/* Runs in a thread. @rounds: on a store of the thread's own, whose edition is the live one, frozen. @findings: of the whole
 * edition, where they were asked for. Returns what is read, NULL with an error. */
typedef gpointer (*GalleyWorkflowReader) (GalleyRounds *rounds,
                                          const GPtrArray *findings,
                                          gpointer data,
                                          GError **error);

/* Reads when all that was done is on disk. @check: has the whole edition proofread for it first. */
void galley_workflow_read_async (GalleyWorkflow *self,
                                 gboolean check,
                                 GalleyWorkflowReader reader,
                                 gpointer data,
                                 GDestroyNotify free_data,
                                 GDestroyNotify free_result,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gpointer galley_workflow_read_finish (GalleyWorkflow *self, GAsyncResult *result, GError **error);

/* A reader: what stands between the edition and print (array of GalleyObstacle *; @data is not heeded). */
gpointer galley_workflow_read_obstacles (GalleyRounds *rounds,
                                         const GPtrArray *findings,
                                         gpointer data,
                                         GError **error);

/* A moment as a desk reads it: the time of day, and the day where it is not today (newly allocated). */
char *galley_workflow_dup_time (gint64 microseconds);

G_END_DECLS
