/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rules-set.h — the packs of one checker: every rules/NAME.rules of the data folders that is written for it and for the
 * language. A pack says for whom it is by "checker=" in [pack]; words-zh takes those that say nothing. */

#pragma once

#include "galley-rules.h"

G_BEGIN_DECLS

typedef struct _GalleyRuleSet GalleyRuleSet;

/* Reads the packs for the checker @module and the language ("zh"). What is broken becomes a note of @job (may be NULL);
 * the rest is used. Never NULL. */
GalleyRuleSet *galley_rule_set_load (const char *module, const char *language, GalleyJob *job);
void galley_rule_set_free (GalleyRuleSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyRuleSet, galley_rule_set_free)

/* Adds a reference to each rule to @rules, an array of GalleyRule *. */
void galley_rule_set_list (GalleyRuleSet *self, GPtrArray *rules);
gboolean galley_rule_set_check_block (
    GalleyRuleSet *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error);

G_END_DECLS
