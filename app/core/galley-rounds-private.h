/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rounds-private.h — the details of events, read and written. For the rounds alone. */

#pragma once

#include <json-glib/json-glib.h>

#include "galley-rounds.h"

G_BEGIN_DECLS

/* Is it one person, however the name is spelt in bytes: white space, marks, width, case, composition and what cannot be seen aside? */
gboolean galley_person_is_same (const char *one, const char *other);
/* The name as it is logged, without the white space around it (newly allocated). @person is UTF-8. */
char *galley_person_dup_name (const char *person);
/* GALLEY_ERROR_CONFLICT for no name, and one with control or format characters. */
gboolean galley_person_check (const char *person, GError **error);
/* The same for a reason of an override that says nothing or is not UTF-8; NULL, no override, is right. */
gboolean galley_person_check_reason (const char *override, GError **error);

/* The object a detail holds (owned by the new parser), or NULL. */
JsonObject *galley_event_parse (const GalleyEvent *event, JsonParser **parser);
/* Borrowed from the object; NULL where there is none. */
const char *galley_event_get_text (JsonObject *object, const char *name);
gint64 galley_event_get_count (JsonObject *object, const char *name);
/* What the changes of a "void" event are, one sentence (newly allocated). */
char *galley_event_dup_changes (JsonObject *object);

/* {"NAME":value,…} of pairs until NULL: a name that begins with "#" has a gint64 behind it, any other a text, which is left
 * out when it is NULL. */
char *galley_event_dup_detail (const char *name, ...) G_GNUC_NULL_TERMINATED;

/* The round that a "round.copy" event tells of (newly allocated, with all that is in it). */
GalleyRound *galley_event_read_copy (const GalleyEvent *event, JsonObject *object);

/* The pictures an article shows that are there: id → digest of their words (free with g_hash_table_unref()). */
GHashTable *galley_rounds_list_pictures (GalleyEdition *edition, GalleyArticle *article);
/* The same as a "sign" event has them; empty in those of before pictures were signed. */
GHashTable *galley_event_list_pictures (JsonObject *object);
/* The sentences of what a signature was given against (free with g_strfreev()), or NULL. */
GStrv galley_event_list_obstacles (JsonObject *object);
/* The number of the page an article stands on, or 0. */
guint galley_rounds_find_page (GalleyEdition *edition, GalleyArticle *article);
/* The signature of @person on the article as it stands. @obstacles: what it is given against, when @override says why. */
GalleySignature *galley_signature_new (GalleyEdition *edition,
                                       GalleyArticle *article,
                                       const char *person,
                                       const char *const *obstacles,
                                       const char *override);
GalleySignature *galley_signature_copy (const GalleySignature *self);
/* Is the article what was signed, on the page it was signed for, and every picture there with the words it had? */
gboolean galley_signature_holds (const GalleySignature *self, GalleyEdition *edition, GalleyArticle *article);
/* The detail of a "sign" event that says what @signature does. @facts: the digest of the facts of the edition. */
char *galley_event_dup_sign (const GalleySignature *signature, gint64 revision, const char *facts);

G_END_DECLS
