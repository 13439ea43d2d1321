/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rounds-ui.h — ties rounds, history and their colours to the parts of the workspace: stage and author in the status line,
 * the legend, places gone to, dialogs. */

#pragma once

#include "galley-correct.h"
#include "galley-history-panel.h"
#include "galley-workflow-panel.h"

G_BEGIN_DECLS

typedef struct _GalleyWorkspace GalleyWorkspace;

/* The parts it works with, all borrowed for as long as it lives. */
typedef struct
{
  GalleySession *session;
  GalleyWorkspace *workspace;
  GalleyView *view;
  GalleyCorrect *correct;
  GalleyWorkflowPanel *workflow;
  GalleyHistoryPanel *history;
  GtkLabel *legend;
  GtkLabel *stage;
  GtkLabel *author;
} GalleyRoundsParts;

#define GALLEY_TYPE_ROUNDS_UI (galley_rounds_ui_get_type ())
G_DECLARE_FINAL_TYPE (GalleyRoundsUi, galley_rounds_ui, GALLEY, ROUNDS_UI, GObject)

/* Signal "said" (const char *): one sentence on what was done. */
GalleyRoundsUi *galley_rounds_ui_new (const GalleyRoundsParts *parts);
/* Another article is shown. */
void galley_rounds_ui_set_article (GalleyRoundsUi *self, GalleyArticle *article);
/* "step", "hand-on", "sign", "collate-page", "preflight", "log". */
void galley_rounds_ui_run (GalleyRoundsUi *self, const char *what);
/* Goes to the place: text, field, fact, round. */
void galley_rounds_ui_go_to (GalleyRoundsUi *self, const GalleyPlaceItem *item);
/* Are colours, or what the two panels show, still being read? */
gboolean galley_rounds_ui_is_busy (GalleyRoundsUi *self);

G_END_DECLS
