/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-tag-dialog.h — metadata for many articles at once: the fields that are ticked are written into all of them as one step, and
 * what came of it stands beside each article. */

#pragma once

#include <adwaita.h>

#include "galley-correct.h"
#include "galley-session.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_TAG_DIALOG (galley_tag_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GalleyTagDialog, galley_tag_dialog, GALLEY, TAG_DIALOG, AdwWindow)

/* @articles: of GalleyArticle * (referenced). */
GtkWidget *galley_tag_dialog_new (GtkWindow *parent,
                                  GalleySession *session,
                                  GalleyCorrect *correct,
                                  GPtrArray *articles);

G_END_DECLS
