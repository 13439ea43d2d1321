/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-desk.h — what a desk keeps of its own for proofreading, over all editions: words that are never a fault, rules that
 * are switched off, and how often each rule was heeded and ignored. Plain files in XDG_DATA_HOME/galley, read by the window
 * and the command line alike:
 *
 *   dictionary.txt   a word or several a line; behind a tab the last day it is good for (2027-01-31); "#" begins a note
 *   rules-off.txt    the id of a rule a line, or a prefix of ids
 *   rules-severity.ini  [PROFILE] ID= error, warning or hint: how grave the desk takes a rule in that profile
 *   rules-count.ini  [ID] accepted=, ignored=
 *   rules/           packs of the desk's own (see galley-rules.h); rules/own.rules is the one the window edits */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_DESK (galley_desk_get_type ())
G_DECLARE_FINAL_TYPE (GalleyDesk, galley_desk, GALLEY, DESK, GObject)

/* @folder: where the files lie, made when something is kept; NULL for the user's own. Files that cannot be read count as
 * empty. Signals "changed": words, rules that are off or severities (not the counts) are others now; "rules-changed": the pack
 * edited by hand is. */
GalleyDesk *galley_desk_new (const char *folder);

/* Adds words; @until, "2027-01-31", is the last day they are good for, NULL for ever. What is there gets the new day.
 * GALLEY_ERROR_MALFORMED for what is no term (empty, more than a line, longer than 60 characters) or no day; GIO's. */
gboolean galley_desk_add_term (GalleyDesk *self, const char *term, const char *until, GError **error);
gboolean galley_desk_remove_term (GalleyDesk *self, const char *term, GError **error);
/* The terms that are good today (free with g_strfreev). */
GStrv galley_desk_dup_terms (GalleyDesk *self);
/* All of them, also those whose day is over. */
GStrv galley_desk_dup_all_terms (GalleyDesk *self);
/* The last day of a term as it stands in the file, or NULL (borrowed). */
const char *galley_desk_get_until (GalleyDesk *self, const char *term);

gboolean galley_desk_set_rule_off (GalleyDesk *self, const char *rule_id, gboolean off, GError **error);
GStrv galley_desk_dup_rules_off (GalleyDesk *self);

/* How grave a rule is taken in a profile, whatever the rule and the profile say; NULL: as they say. @severity as
 * galley_severity_get_name() has it. */
gboolean galley_desk_set_severity (
    GalleyDesk *self, const char *profile, const char *rule_id, const char *severity, GError **error);
/* NULL where the desk says nothing. */
char *galley_desk_dup_severity (GalleyDesk *self, const char *profile, const char *rule_id);
/* All of a profile: rule id → name of a severity (both char *, free with g_hash_table_unref). */
GHashTable *galley_desk_dup_severities (GalleyDesk *self, const char *profile);

/* The folder of the desk's own packs of rules, and the one that is edited by hand in the window (free with g_free). */
char *galley_desk_dup_rules_folder (GalleyDesk *self);
char *galley_desk_dup_own_rules (GalleyDesk *self); /* its text; "" where there is none */
gboolean galley_desk_set_own_rules (GalleyDesk *self, const char *text, GError **error);

/* Counts one more finding of the rule as accepted or ignored; @by -1 takes one back. */
void galley_desk_count (GalleyDesk *self, const char *rule_id, gboolean accepted, int by);
void galley_desk_get_counts (GalleyDesk *self, const char *rule_id, guint *accepted, guint *ignored);
/* Was it ignored in more than four of five cases, of ten at least? Then it is worth asking whether to switch it off. */
gboolean galley_desk_is_noisy (GalleyDesk *self, const char *rule_id);
/* The ids of the rules that are, and are not switched off (free with g_strfreev). */
GStrv galley_desk_dup_noisy (GalleyDesk *self);
/* Forgets how often the rule was heeded and ignored: it is not asked about again for a while. */
void galley_desk_forget_counts (GalleyDesk *self, const char *rule_id);
/* Is the rule off, by its id or a prefix of it? */
gboolean galley_desk_is_rule_off (GalleyDesk *self, const char *rule_id);

G_END_DECLS
