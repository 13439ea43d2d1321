/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-builder-versions.h — the versions of a file that was pushed more than once, and which article of one is which of
 * another. For the builder alone. */

#pragma once

#include "galley-edition.h"

G_BEGIN_DECLS

typedef struct _GalleyBuilderVersions GalleyBuilderVersions;

GalleyBuilderVersions *galley_builder_versions_new (void);
void galley_builder_versions_free (GalleyBuilderVersions *self);

/* Adds a version; takes @edition, which may be NULL: there was no text then. */
void galley_builder_versions_add (GalleyBuilderVersions *self,
                                  GalleyEdition *edition,
                                  const char *author,
                                  gint64 time);
/* Takes the last one off; NULL where there is none. */
GalleyEdition *galley_builder_versions_steal_last (GalleyBuilderVersions *self);
/* Gives each article of @last what it was in the versions, galley_article_get_versions(). Who made the last one is what the version
 * that was taken off said, else nobody. */
void galley_builder_versions_tell (GalleyBuilderVersions *self, GalleyEdition *last);

G_END_DECLS
