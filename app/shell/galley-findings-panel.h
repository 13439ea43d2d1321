/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-findings-panel.h — the list of findings of the article shown, worst first, with the card of the one selected and
 * the list of what was ignored. Drives the view and is driven by it. */

#pragma once

#include "galley-view.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_FINDINGS_PANEL (galley_findings_panel_get_type ())
G_DECLARE_FINAL_TYPE (GalleyFindingsPanel, galley_findings_panel, GALLEY, FINDINGS_PANEL, GtkWidget)

/* Property "count": findings in the list (read-only, notified). */
GtkWidget *galley_findings_panel_new (void);
void galley_findings_panel_set_view (GalleyFindingsPanel *self, GalleyView *view);
void galley_findings_panel_set_proof (GalleyFindingsPanel *self, GalleyProof *proof);

G_END_DECLS
