/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-ignored.h — one finding that was ignored, and how far that reaches. Immutable. */

#pragma once

#include "galley-article.h"
#include "galley-finding.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_IGNORED (galley_ignored_get_type ())
G_DECLARE_FINAL_TYPE (GalleyIgnored, galley_ignored, GALLEY, IGNORED, GObject)

/* @key: of galley_finding_dup_key (); @scope: "once", "article", "edition" (anything else counts as once); @article: the id,
 * not heeded for the edition; @rule_name: for the list, or NULL where only the id of the rule is known. */
GalleyIgnored *
galley_ignored_new (const char *key, const char *scope, const char *article, const char *rule_name);

const char *galley_ignored_get_key (GalleyIgnored *self);
const char *galley_ignored_get_scope (GalleyIgnored *self);
const char *galley_ignored_get_article (GalleyIgnored *self); /* id; NULL for the edition */
const char *galley_ignored_get_text (GalleyIgnored *self);    /* what was marked; never NULL */
const char *galley_ignored_get_rule (GalleyIgnored *self);    /* the rule's name, else its id; never NULL */
const char *galley_ignored_get_rule_id (GalleyIgnored *self);

G_END_DECLS
