/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-metadata.h — what is known about an article beside its text: an ordered list of key, value, qualifier.
 * Keys are those of the facets ("section", "urgency", "person", "subject" …); a key may hold several values. The
 * qualifier says in what way: a person's role (本报记者, 通讯员, 摄), a subject's scheme (medtop). */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  char *key;
  char *value;
  char *qualifier; /* or NULL */
} GalleyMetaItem;

#define GALLEY_TYPE_METADATA (galley_metadata_get_type ())
G_DECLARE_FINAL_TYPE (GalleyMetadata, galley_metadata, GALLEY, METADATA, GObject)

/* "changed" (char *key) is emitted after each change. */
GalleyMetadata *galley_metadata_new (void);
GalleyMetadata *galley_metadata_copy (GalleyMetadata *self);

/* The first value of a key, or NULL (owned by @self). */
const char *galley_metadata_get (GalleyMetadata *self, const char *key);
/* Makes @value the only one of the key; NULL or "" removes the key. */
void galley_metadata_set (GalleyMetadata *self, const char *key, const char *value);
/* Adds one more value behind those the key has; an equal value with an equal qualifier is not added twice. */
void galley_metadata_add (GalleyMetadata *self, const char *key, const char *value, const char *qualifier);
/* Takes one value away; @qualifier NULL matches any. FALSE where there was none. */
gboolean
galley_metadata_remove (GalleyMetadata *self, const char *key, const char *value, const char *qualifier);
void galley_metadata_clear (GalleyMetadata *self, const char *key);

/* All items, or those of one key, in order: array of const GalleyMetaItem * owned by @self (free the array). */
GPtrArray *galley_metadata_list (GalleyMetadata *self, const char *key);
guint galley_metadata_get_n_items (GalleyMetadata *self);
const GalleyMetaItem *galley_metadata_get_item (GalleyMetadata *self, guint index);

gboolean galley_metadata_equal (GalleyMetadata *self, GalleyMetadata *other);

G_END_DECLS
