/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-removal.h — taking an article out, and putting it back. */

#pragma once

#include <adwaita.h>

#include "galley-session.h"
#include "galley-workspace.h"

G_BEGIN_DECLS

/* A toast that says what was taken out from @position of @page, and can put it back there. */
AdwToast *galley_removal_toast_new (GalleyWorkspace *workspace,
                                    GalleySession *session,
                                    GalleyArticle *article,
                                    GalleyPage *page,
                                    guint position);

G_END_DECLS
