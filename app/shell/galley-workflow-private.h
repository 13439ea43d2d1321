/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-workflow-private.h — what the two files of the workflow know of each other: stages, and what waits for the disk. */

#pragma once

#include "galley-preflight.h"
#include "galley-session.h"
#include "galley-workflow.h"

G_BEGIN_DECLS

struct _GalleyWorkflow
{
  GObject parent_instance;

  GalleySession *session; /* borrowed: it owns us */
  GalleyStore *store;
  GalleyRounds *rounds;
  GHashTable *watches; /* GalleyArticle → Watch */
  GQueue waiting;      /* of GTask * that go on when all is written */
  guint look_source;   /* signed articles were changed: which signatures hold? */
  gboolean looking;    /* the log is being read again … */
  gboolean look_again; /* … and was written meanwhile */
  guint looked;        /* … as of this number of changes … */
  guint n_changes;     /* … of which so many were made here */
  gboolean turning;    /* those that wait are having their turn */
};

/* Those that wait go on, or fail, as the store is now. */
void galley_workflow_turn (GalleyWorkflow *self);
void galley_workflow_fail_all (GalleyWorkflow *self);

G_END_DECLS
