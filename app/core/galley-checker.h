/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-checker.h — reads blocks, reports findings; changes nothing. Implement the scopes you need: the others find
 * nothing by default. The host enters one object from one thread at a time. Writable properties are its options. */

#pragma once

#include "galley-edition.h"
#include "galley-job.h"
#include "galley-report.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_CHECKER (galley_checker_get_type ())
G_DECLARE_INTERFACE (GalleyChecker, galley_checker, GALLEY, CHECKER, GObject)

struct _GalleyCheckerInterface
{
  GTypeInterface parent_iface;

  /* The rules it knows, for lists and profiles (array of GalleyRule *, transfer container). May be called before prepare. */
  GPtrArray *(*list_rules) (GalleyChecker *self);
  /* Where the packs of the publication lie, on top of the shared ones (see galley-rules-set.h). Comes before the first
   * prepare, and again when a pack has changed: what was read is void then. */
  void (*use_packs) (GalleyChecker *self, const char *const *folders);
  /* What of its packs does not work, one sentence each (transfer full, may be NULL). */
  GStrv (*dup_problems) (GalleyChecker *self);
  /* Loads what it needs, once per language (BCP 47), before the first check. */
  gboolean (*prepare) (GalleyChecker *self, const char *language, GalleyJob *job, GError **error);
  /* The whole edition, before its articles are checked: what else it says can be evidence for or against a finding in one
   * of them. Articles that are checked alone later belong to the edition seen last. */
  void (*see_edition) (GalleyChecker *self, GalleyEdition *frozen);
  /* What shows in this block alone; the host keeps the result for as long as the block lives. */
  gboolean (*check_block) (
      GalleyChecker *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error);
  /* What shows only in the article as a whole. */
  gboolean (*check_article) (
      GalleyChecker *self, GalleyArticle *frozen, GalleyReport *report, GalleyJob *job, GError **error);
  /* What shows only across the edition. */
  gboolean (*check_edition) (
      GalleyChecker *self, GalleyEdition *frozen, GalleyReport *report, GalleyJob *job, GError **error);
};

GPtrArray *galley_checker_list_rules (GalleyChecker *self);
void galley_checker_use_packs (GalleyChecker *self, const char *const *folders);
GStrv galley_checker_dup_problems (GalleyChecker *self);
gboolean galley_checker_prepare (GalleyChecker *self, const char *language, GalleyJob *job, GError **error);
void galley_checker_see_edition (GalleyChecker *self, GalleyEdition *frozen);
gboolean galley_checker_check_block (
    GalleyChecker *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error);
gboolean galley_checker_check_article (
    GalleyChecker *self, GalleyArticle *frozen, GalleyReport *report, GalleyJob *job, GError **error);
gboolean galley_checker_check_edition (
    GalleyChecker *self, GalleyEdition *frozen, GalleyReport *report, GalleyJob *job, GError **error);

G_END_DECLS
