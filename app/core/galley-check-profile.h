/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check-profile.h — what one publication wants of proofreading, as data: profiles/NAME.profile, a key file.
 *
 *   [profile]  name, parent (another profile, read first)
 *   [rules]    ID or a prefix of ids = error | warning | hint | off; the longest prefix counts
 *   [options]  MODULE.PROPERTY = value, set on the checkers
 *   [terms]    words, one a line: never a fault
 *
 * A folder profiles/NAME beside it holds what belongs to that publication alone: packs of rules (*.rules) and tables of names
 * (*.names). A publication has those of its parents too; what it says itself counts for more. */

#pragma once

#include "galley-finding.h"

G_BEGIN_DECLS

#define GALLEY_DEFAULT_PROFILE "newspaper"

typedef struct _GalleyProfile GalleyProfile;

/* The profile of that name, NULL for "newspaper". GALLEY_ERROR_UNSUPPORTED where there is none, _MALFORMED where it or a
 * parent cannot be read. */
GalleyProfile *galley_profile_load (const char *name, GError **error);
/* One that leaves everything as the rules say. */
GalleyProfile *galley_profile_new (void);
void galley_profile_free (GalleyProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyProfile, galley_profile_free)

/* FALSE when the rule is off. @severity is changed where the profile says so. */
gboolean galley_profile_judge (GalleyProfile *self, const char *rule_id, GalleySeverity *severity);

/* Properties to set: keys "MODULE.PROPERTY", values text (owned by the profile). */
GHashTable *galley_profile_get_options (GalleyProfile *self);
/* The folders of the publication that exist, its parents' before its own (owned by the profile, ends with NULL). */
const char *const *galley_profile_get_folders (GalleyProfile *self);
/* Words that are never a fault (owned by the profile, ends with NULL). */
const char *const *galley_profile_get_terms (GalleyProfile *self);

/* TRUE when @pattern names the rule: its id, a prefix of it up to a point, or its last part. */
gboolean galley_profile_names_rule (const char *pattern, const char *rule_id);

G_END_DECLS
