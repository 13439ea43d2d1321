/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-workflow-report.h — what the workflow panel shows of one article and has to be read for: how many marks each round
 * made, 核红, and what stands against signing. */

#pragma once

#include "galley-proof-items.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *n_marks;  /* of guint, by the rounds of the publication */
  GPtrArray *marks; /* of GalleyPlaceItem *; NULL: no round has ended */
  char *summary;    /* of 核红, or NULL */
  GalleyTone tone;
  GPtrArray *gates;   /* of GalleyPlaceItem * */
  gboolean green;     /* none of them blocks */
  gboolean changed;   /* since the last round ended */
  GError *page_error; /* why the page that came back could not be read, or NULL */
} GalleyWorkflowReport;

void galley_workflow_report_free (GalleyWorkflowReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyWorkflowReport, galley_workflow_report_free)

/* What is to be read: the article with the id @id, whose open findings are @findings (array of GalleyFinding *, taken); @page: a
 * file 核红 is held against, or NULL. For galley_workflow_read_async(), with the two functions below. */
gpointer galley_workflow_report_order (const char *id, GPtrArray *findings, GFile *page);
void galley_workflow_report_order_free (gpointer order);
gpointer
galley_workflow_report_read (GalleyRounds *rounds, const GPtrArray *findings, gpointer order, GError **error);

G_END_DECLS
