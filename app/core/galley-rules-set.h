/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rules-set.h — the packs of one checker: every rules/NAME.rules of the data folders, and every *.rules of the folders
 * of a publication, that is written for it and for the language. A pack says for whom it is by "checker=" in [pack]; words-zh
 * takes those that say nothing.
 *
 * Packs inherit: the user's stand above the installed ones, the publication's above the user's. A rule of a pack above takes
 * the place of the one with its id (with enabled=false of nothing), a list adds its words and changes those that are there. */

#pragma once

#include "galley-rules.h"

G_BEGIN_DECLS

typedef struct _GalleyRuleSet GalleyRuleSet;

/* Reads the packs for the checker @module and the language ("zh"); @folders: of the publication, the last counts for most
 * (may be NULL). What is broken is listed, the rest is used. Never NULL. */
GalleyRuleSet *galley_rule_set_load (const char *module, const char *language, const char *const *folders);
void galley_rule_set_free (GalleyRuleSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyRuleSet, galley_rule_set_free)

/* The sentences about what does not work (array of char *, borrowed). */
const GPtrArray *galley_rule_set_get_problems (GalleyRuleSet *self);

/* Everything of which packs are made, as a number that changes when one of the files does: packs and tables of names of
 * the data folders and of @folders (may be NULL). */
guint64 galley_rule_set_stamp (const char *const *folders);

/* The files whose groups [names], [order], [places] and [within] hold the names of the house: names/NAME.names of the data
 * folders, then what lies in @folders (may be NULL), packs too; each folder by name, the last counts for most. */
GStrv galley_rule_set_list_names (const char *const *folders);

/* Adds a reference to each rule to @rules, an array of GalleyRule *. */
void galley_rule_set_list (GalleyRuleSet *self, GPtrArray *rules);
gboolean galley_rule_set_check_block (
    GalleyRuleSet *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error);

G_END_DECLS
