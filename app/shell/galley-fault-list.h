/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-fault-list.h — what the facts of an edition say against each other: masthead, jump lines at both ends, the digest. Looks
 * again a moment after something changed, in a thread. */

#pragma once

#include <adwaita.h>

#include "galley-edition.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_FAULT_LIST (galley_fault_list_get_type ())
G_DECLARE_FINAL_TYPE (GalleyFaultList, galley_fault_list, GALLEY, FAULT_LIST, AdwPreferencesGroup)

/* Signal "article-wanted" (GalleyArticle *): a fault of that article is to be looked at. */
GtkWidget *galley_fault_list_new (void);
/* @last_issue, @last_date: of the edition before, or NULL. */
void galley_fault_list_set_edition (GalleyFaultList *self,
                                    GalleyEdition *edition,
                                    const char *last_issue,
                                    const char *last_date);
gboolean galley_fault_list_is_busy (GalleyFaultList *self);

G_END_DECLS
