/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check.h — the second third of the line: blocks → checkers → findings. Results are kept per block and checker, so
 * a keystroke checks one block again. Checking runs in a thread of its own, on frozen articles; needs no display. */

#pragma once

#include "galley-checker.h"
#include "galley-desk.h"
#include "galley-edition.h"
#include "galley-plugins.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_CHECK (galley_check_get_type ())
G_DECLARE_FINAL_TYPE (GalleyCheck, galley_check, GALLEY, CHECK, GObject)

/* @profile: the name of a profile of data/profiles ("newspaper"), or NULL for that one.
 *
 * A checker whose key file says X-Checker-Pace=slow holds nobody up who asks by galley_check_article_async(): the others look
 * first, and it is prepared in a thread of its own. Signals, in the main context of the request: "part-found"
 * (GalleyArticle *frozen, GPtrArray *findings): what is known of an article before the slow ones look at it; "prepared": a slow
 * checker can be used from now on, so that it is worth asking again. */
GalleyCheck *galley_check_new (GalleyPlugins *plugins, const char *profile);

/* Packs of rules, tables of names and the profile are read again. That happens by itself at the next check, a second after a
 * file was changed; this is for those who cannot wait. Checks again is the caller's. */
void galley_check_reload (GalleyCheck *self);

/* Only these: rule ids, prefixes of ids ("CN.PUNCT"), or modules of checkers; NULL: all. Forgets what was found. */
void galley_check_set_rules (GalleyCheck *self, const char *const *rules);
/* An option of a checker: its writable property, from text. */
gboolean galley_check_set_option (
    GalleyCheck *self, const char *module, const char *name, const char *text, GError **error);

/* All rules of all enabled checkers, sorted by id (array of GalleyRule *, referenced; free the array). Loads them. */
GPtrArray *galley_check_list_rules (GalleyCheck *self, GError **error);
/* Checkers and rules that could not be used, one sentence each (free with g_strfreev). */
GStrv galley_check_dup_problems (GalleyCheck *self);

/* Is a slow checker being prepared? */
gboolean galley_check_is_preparing (GalleyCheck *self);

/* What the desk keeps of its own is heeded: findings on its words are not reported, nor those of rules that are off. It is
 * read here, and has to be set again when it has changed. */
void galley_check_set_desk (GalleyCheck *self, GalleyDesk *desk);

/* Decisions about a finding with the key of galley_finding_dup_key(). @scope "once": this very place; "article": the same text
 * under the same rule in the article with the id @article; "edition": in all of them, @article is not heeded then. Each
 * call of the second takes back one of the first. */
void galley_check_ignore (GalleyCheck *self, const char *key, const char *scope, const char *article);
void galley_check_unignore (GalleyCheck *self, const char *key, const char *scope, const char *article);
gboolean galley_check_is_ignored (GalleyCheck *self, GalleyFinding *finding, const char *article);

/* Checks the whole edition (frozen) in this thread. The findings by article order, block order, start; overlaps resolved
 * (array of GalleyFinding * with a free function). */
GPtrArray *galley_check_edition (GalleyCheck *self, GalleyEdition *frozen, GalleyJob *job, GError **error);

/* One article, in the thread of the checker. The call after it, for whatever article, may cancel it while slow checkers look
 * (G_IO_ERROR_CANCELLED). @first: the blocks to look at before the others (borrowed, may be NULL; the
 * ones on screen). @masthead: the facts, frozen copy is made. A call for the same article takes the place of one that has
 * not run yet. */
void galley_check_article_async (GalleyCheck *self,
                                 GalleyArticle *article,
                                 GalleyMasthead *masthead,
                                 GPtrArray *first,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* The findings of the article, sorted (array with a free function). Those whose block is no longer in the live article are
 * stale: the caller drops them by galley_article_has_block(). */
GPtrArray *galley_check_article_finish (GalleyCheck *self, GAsyncResult *result, GError **error);

/* The same for the whole edition. */
void galley_check_edition_async (GalleyCheck *self,
                                 GalleyEdition *edition,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GPtrArray *galley_check_edition_finish (GalleyCheck *self, GAsyncResult *result, GError **error);

/* Weighted errors per 10,000 characters of an article or edition under these findings (差错率); @characters: what was
 * counted, may be NULL. */
double galley_check_rate (const GPtrArray *findings, guint n_characters);
/* The rate at which a paper just passes: 3 in the method of 2020. */
double galley_check_rate_limit (void);

/* Carries out fix @fix (an index into the fixes; 0 for a fold) of @finding on a live article. FALSE when it is stale. */
gboolean galley_finding_apply (GalleyFinding *finding, guint fix, GalleyArticle *article);
/* The first fixes of many (array of GalleyFinding *), each paragraph changed once. How many findings were put right: stale
 * ones, and those that overlap one before them, are left. */
guint galley_findings_apply (GPtrArray *findings, GalleyArticle *article);

G_END_DECLS
