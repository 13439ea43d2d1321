/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-registry.h — the persons a desk writes about itself with: names and what they were last called (本报记者, 通讯员, 摄),
 * learned from editions and used to complete them. A plain file, people.txt in XDG_DATA_HOME/galley: name, tab, role, tab, how
 * often. */

#pragma once

#include "galley-edition.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *role; /* "" where none is known */
  guint times;
} GalleyRegistered;

typedef struct _GalleyRegistry GalleyRegistry;

/* @folder: where the file lies, NULL for the user's own. A file that cannot be read counts as empty. */
GalleyRegistry *galley_registry_new (const char *folder);
GalleyRegistry *galley_registry_ref (GalleyRegistry *self);
void galley_registry_unref (GalleyRegistry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyRegistry, galley_registry_unref)

/* Learns one name; a role that is given is what they are called now. */
void galley_registry_add (GalleyRegistry *self, const char *name, const char *role);
/* Learns the persons of an article, or those of it all and the staff of the pages. */
void galley_registry_learn_article (GalleyRegistry *self, GalleyArticle *article);
void galley_registry_learn (GalleyRegistry *self, GalleyEdition *edition);
gboolean galley_registry_save (GalleyRegistry *self, GError **error);

/* The person of that very name, or NULL (borrowed). */
const GalleyRegistered *galley_registry_find (GalleyRegistry *self, const char *name);
/* Those whose name begins with @typed, or else holds it, most often met first (array of borrowed const GalleyRegistered *; free
 * it). @limit 0: all. */
GPtrArray *galley_registry_complete (GalleyRegistry *self, const char *typed, guint limit);

G_END_DECLS
