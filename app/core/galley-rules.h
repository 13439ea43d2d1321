/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rules.h — .rules files: rules as text anyone can write, with their tests inside. GLib key-file syntax.
 *
 *   [pack]              id, version, lang
 *   [list ID]           wrong=right, one a line (right: several parted by '|'); name, severity, class, norm, why, weight,
 *                       safe, scope, skip, enabled, except.N=longer words in which the wrong one is right, parted by ';'
 *   [phrases ID]        phrases.N=set phrases of four to eight characters, parted by blanks: where one character of them is
 *                       another it is reported; except.N=other forms that are right too; wrong, right: an example
 *   [rule ID]           pattern (PCRE2), replace, suggest.N; the same keys but except; bad.N=wrong → right (or only the
 *                       wrong, where there is no replacement), ok.N=text
 *   [names] and others  not for this engine: left alone
 *
 * scope names roles ("body;headline"; nothing: all but furniture and ads); skip names protected spans: titles, quotes,
 * brackets, english, numbers, code, none. name and why may stand in other languages too: name[en]. A rule whose pattern or test fails is listed as broken, with file and line, and skipped. */

#pragma once

#include <gio/gio.h>

#include "galley-finding.h"
#include "galley-job.h"
#include "galley-report.h"

G_BEGIN_DECLS

typedef struct _GalleyRulePack GalleyRulePack;

/* Reads one file's text; @name stands in messages. NULL only where it is not key-file syntax at all (GALLEY_ERROR_MALFORMED
 * with the line); broken rules are listed, not fatal. */
GalleyRulePack *galley_rule_pack_new (const char *name, const char *data, gssize length, GError **error);
GalleyRulePack *galley_rule_pack_load (const char *path, GError **error);
void galley_rule_pack_free (GalleyRulePack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyRulePack, galley_rule_pack_free)

/* What the text of a pack says anew of the packs below it, as keys of @claims (char *, freed by the set): the ids of its rules,
 * of its lists that are switched off, and the words of the others. A text that is no pack claims nothing. */
void galley_rule_pack_claim (const char *data, GHashTable *claims);
/* Gives up what others claim. Before the first check. */
void galley_rule_pack_yield (GalleyRulePack *self, GHashTable *claims);

/* Takes the rules of @other (freed): one pass over a text serves for both. */
void galley_rule_pack_absorb (GalleyRulePack *self, GalleyRulePack *other);

/* What the file says of itself: its id (else @name), and the language it is for ("zh-CN" where it does not say). */
const char *galley_rule_pack_get_id (GalleyRulePack *self);
const char *galley_rule_pack_get_language (GalleyRulePack *self);

/* The rules that work (array of GalleyRule *, borrowed) and the sentences about those that do not. */
const GPtrArray *galley_rule_pack_get_rules (GalleyRulePack *self);
const GPtrArray *galley_rule_pack_get_broken (GalleyRulePack *self);
/* How many tests ran. */
guint galley_rule_pack_get_n_tests (GalleyRulePack *self);

/* Looks at one block; thread-safe for different reports. */
gboolean galley_rule_pack_check_block (
    GalleyRulePack *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error);

G_END_DECLS
