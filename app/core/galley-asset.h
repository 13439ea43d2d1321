/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-asset.h — a picture that belongs to an edition, known by the SHA-256 of its bytes. Immutable but for its words. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_ASSET (galley_asset_get_type ())
G_DECLARE_FINAL_TYPE (GalleyAsset, galley_asset, GALLEY, ASSET, GObject)

/* @name is a file name without folders; @mime_type may be NULL (then guessed from name and bytes). */
GalleyAsset *galley_asset_new (const char *name, const char *mime_type, GBytes *bytes);

const char *galley_asset_get_id (GalleyAsset *self); /* SHA-256, 64 hex digits */
const char *galley_asset_get_name (GalleyAsset *self);
const char *galley_asset_get_mime_type (GalleyAsset *self);
GBytes *galley_asset_get_bytes (GalleyAsset *self); /* owned by the asset */

/* Words about the picture: "alt", "caption", "credit", "rights", "place", "date" …; NULL where unset.
 * "changed" (char *key) is emitted after each change. */
const char *galley_asset_get_info (GalleyAsset *self, const char *key);
void galley_asset_set_info (GalleyAsset *self, const char *key, const char *value);
/* The keys that are set, sorted (free with g_strfreev). */
GStrv galley_asset_list_info (GalleyAsset *self);
/* SHA-256 over all these words with their keys (newly allocated): the same words, the same digest, on every machine. */
char *galley_asset_dup_info_digest (GalleyAsset *self);

G_END_DECLS
