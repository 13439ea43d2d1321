/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-people.h — names, each with what the person did: the values of one metadata key with their qualifiers. */

#pragma once

#include <gtk/gtk.h>

#include "galley-metadata.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_PEOPLE (galley_people_get_type ())
G_DECLARE_FINAL_TYPE (GalleyPeople, galley_people, GALLEY, PEOPLE, GtkWidget)

/* @label names the whole for a screen reader: "Authors". */
GtkWidget *galley_people_new (const char *label);
/* What a person may have done, as stored and as shown. Before set(). */
void galley_people_add_choice (GalleyPeople *self, const char *code, const char *label);
/* Shows and edits the values of @key; changes by other hands show too. */
void galley_people_set (GalleyPeople *self, GalleyMetadata *metadata, const char *key);

G_END_DECLS
