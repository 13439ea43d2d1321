/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-banner.h — a strip across the window that says what went wrong, until it is closed. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_BANNER (galley_banner_get_type ())
G_DECLARE_FINAL_TYPE (GalleyBanner, galley_banner, GALLEY, BANNER, GtkWidget)

GtkWidget *galley_banner_new (void);
/* Shows one sentence, or several in lines of their own. The same text is not shown twice over. */
void galley_banner_show (GalleyBanner *self, const char *text);
void galley_banner_show_list (GalleyBanner *self, const char *title, const char *const *lines);
void galley_banner_hide (GalleyBanner *self);
/* What is shown, or NULL. */
const char *galley_banner_get_text (GalleyBanner *self);

G_END_DECLS
