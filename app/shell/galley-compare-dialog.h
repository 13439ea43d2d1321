/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-compare-dialog.h — two versions of an article beside each other or in one text, by character; figures, names and titles
 * that changed stand first in the list beside them. */

#pragma once

#include <adwaita.h>

#include "galley-workflow.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_COMPARE_DIALOG (galley_compare_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GalleyCompareDialog, galley_compare_dialog, GALLEY, COMPARE_DIALOG, AdwWindow)

/* @before, @after: numbers of revisions, 0 for @article as it is now; with the words for them. */
GtkWidget *galley_compare_dialog_new (GtkWindow *parent,
                                      GalleyWorkflow *workflow,
                                      GalleyArticle *article,
                                      gint64 before,
                                      const char *before_label,
                                      gint64 after,
                                      const char *after_label);
/* Is it still being read or laid out? */
gboolean galley_compare_dialog_is_busy (GalleyCompareDialog *self);

G_END_DECLS
