/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-facts-panel.h — the facts at the head of the paper, each checked as it is typed, and name and staff of a page. */

#pragma once

#include "galley-fault-list.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_FACTS_PANEL (galley_facts_panel_get_type ())
G_DECLARE_FINAL_TYPE (GalleyFactsPanel, galley_facts_panel, GALLEY, FACTS_PANEL, GtkWidget)

GtkWidget *galley_facts_panel_new (void);
void galley_facts_panel_set_edition (GalleyFactsPanel *self, GalleyEdition *edition);
void galley_facts_panel_set_page (GalleyFactsPanel *self, GalleyPage *page);
/* What does not agree in the edition; it is told of the edition by who knows the one before (borrowed). */
GalleyFaultList *galley_facts_panel_get_faults (GalleyFactsPanel *self);

/* The focus goes to that fact ("weekday"). */
void galley_facts_panel_focus_fact (GalleyFactsPanel *self, const char *name);

G_END_DECLS
