/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-metadata-panel.h — what is known about an article, as rows to fill in: the fields of all facet plugins. */

#pragma once

#include <gtk/gtk.h>

#include "galley-article.h"
#include "galley-plugins.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_METADATA_PANEL (galley_metadata_panel_get_type ())
G_DECLARE_FINAL_TYPE (GalleyMetadataPanel, galley_metadata_panel, GALLEY, METADATA_PANEL, GtkWidget)

GtkWidget *galley_metadata_panel_new (void);
void galley_metadata_panel_set_plugins (GalleyMetadataPanel *self, GalleyPlugins *plugins);
/* Rows are drawn when the panel is on screen, and again when the metadata change by other hands. */
void galley_metadata_panel_set_article (GalleyMetadataPanel *self, GalleyArticle *article);

/* The focus goes to the field of that id; FALSE where there is none. */
gboolean galley_metadata_panel_focus_field (GalleyMetadataPanel *self, const char *id);

G_END_DECLS
