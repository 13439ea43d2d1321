/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-checker.h"

G_DEFINE_INTERFACE (GalleyChecker, galley_checker, G_TYPE_OBJECT)

static GPtrArray *
galley_checker_real_list_rules (GalleyChecker *self)
{
  return g_ptr_array_new ();
}

static void
galley_checker_real_use_packs (GalleyChecker *self, const char *const *folders)
{
}

static GStrv
galley_checker_real_dup_problems (GalleyChecker *self)
{
  return NULL;
}

static gboolean
galley_checker_real_prepare (GalleyChecker *self, const char *language, GalleyJob *job, GError **error)
{
  return TRUE;
}

static void
galley_checker_real_see_edition (GalleyChecker *self, GalleyEdition *frozen)
{
}

static gboolean
galley_checker_real_check_block (
    GalleyChecker *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error)
{
  return TRUE;
}

static gboolean
galley_checker_real_check_article (
    GalleyChecker *self, GalleyArticle *frozen, GalleyReport *report, GalleyJob *job, GError **error)
{
  return TRUE;
}

static gboolean
galley_checker_real_check_edition (
    GalleyChecker *self, GalleyEdition *frozen, GalleyReport *report, GalleyJob *job, GError **error)
{
  return TRUE;
}

static void
galley_checker_default_init (GalleyCheckerInterface *iface)
{
  iface->list_rules = galley_checker_real_list_rules;
  iface->use_packs = galley_checker_real_use_packs;
  iface->dup_problems = galley_checker_real_dup_problems;
  iface->prepare = galley_checker_real_prepare;
  iface->see_edition = galley_checker_real_see_edition;
  iface->check_block = galley_checker_real_check_block;
  iface->check_article = galley_checker_real_check_article;
  iface->check_edition = galley_checker_real_check_edition;
}

GPtrArray *
galley_checker_list_rules (GalleyChecker *self)
{
  g_return_val_if_fail (GALLEY_IS_CHECKER (self), NULL);

  return GALLEY_CHECKER_GET_IFACE (self)->list_rules (self);
}

void
galley_checker_use_packs (GalleyChecker *self, const char *const *folders)
{
  g_return_if_fail (GALLEY_IS_CHECKER (self));

  GALLEY_CHECKER_GET_IFACE (self)->use_packs (self, folders);
}

GStrv
galley_checker_dup_problems (GalleyChecker *self)
{
  g_return_val_if_fail (GALLEY_IS_CHECKER (self), NULL);

  return GALLEY_CHECKER_GET_IFACE (self)->dup_problems (self);
}

gboolean
galley_checker_prepare (GalleyChecker *self, const char *language, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_CHECKER (self), FALSE);

  return GALLEY_CHECKER_GET_IFACE (self)->prepare (self, language, job, error);
}

void
galley_checker_see_edition (GalleyChecker *self, GalleyEdition *frozen)
{
  g_return_if_fail (GALLEY_IS_CHECKER (self));
  g_return_if_fail (GALLEY_IS_EDITION (frozen));

  GALLEY_CHECKER_GET_IFACE (self)->see_edition (self, frozen);
}

gboolean
galley_checker_check_block (
    GalleyChecker *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_CHECKER (self), FALSE);

  return GALLEY_CHECKER_GET_IFACE (self)->check_block (self, block, report, job, error);
}

gboolean
galley_checker_check_article (
    GalleyChecker *self, GalleyArticle *frozen, GalleyReport *report, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_CHECKER (self), FALSE);

  return GALLEY_CHECKER_GET_IFACE (self)->check_article (self, frozen, report, job, error);
}

gboolean
galley_checker_check_edition (
    GalleyChecker *self, GalleyEdition *frozen, GalleyReport *report, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_CHECKER (self), FALSE);

  return GALLEY_CHECKER_GET_IFACE (self)->check_edition (self, frozen, report, job, error);
}
