/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-finding-rows.h — the findings of an article as rows of a list: groups by severity, in each a row for a finding. A
 * row outlives its finding: when a paragraph is typed in, its findings go and are found again, and their rows stay where they
 * are and take the new ones. Only what is gone for good, or new, moves rows. No widget. */

#pragma once

#include "galley-finding.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_FINDING_ROW (galley_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (GalleyFindingRow, galley_finding_row, GALLEY, FINDING_ROW, GObject)

/* Property "finding", notified when the row takes another. */
GalleyFinding *galley_finding_row_get_finding (GalleyFindingRow *self); /* borrowed */

#define GALLEY_TYPE_FINDING_GROUP (galley_finding_group_get_type ())
G_DECLARE_FINAL_TYPE (GalleyFindingGroup, galley_finding_group, GALLEY, FINDING_GROUP, GObject)

/* Property "count": how many findings there are, also those that have no row yet. */
GalleyFindingGroup *galley_finding_group_new (GalleySeverity severity);
GalleySeverity galley_finding_group_get_severity (GalleyFindingGroup *self);
guint galley_finding_group_get_count (GalleyFindingGroup *self);
/* The rows (GListModel of GalleyFindingRow, borrowed). */
GListModel *galley_finding_group_get_rows (GalleyFindingGroup *self);
/* The place of the row of a finding, -1 where it has none. */
gint galley_finding_group_find (GalleyFindingGroup *self, GalleyFinding *finding);

/* Brings the rows one step nearer to the findings of this severity among @findings (may be NULL), as many as @quota allows,
 * which is lessened by those. A step takes a millisecond or two of a list view's time: TRUE when there was something to do,
 * to be called again in another turn of the main loop. */
gboolean galley_finding_group_update (GalleyFindingGroup *self, GListModel *findings, guint *quota);

G_END_DECLS
