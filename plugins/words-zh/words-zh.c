/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words-zh — wrong words from packs of rules (data/rules, and the user's own): all that name no other checker. */

#include "config.h"

#include "galley-checker.h"
#include "galley-peas.h"
#include "galley-rules-set.h"

#define WORDS_TYPE_CHECKER_ZH (words_checker_zh_get_type ())
G_DECLARE_FINAL_TYPE (WordsCheckerZh, words_checker_zh, WORDS, CHECKER_ZH, GObject)

struct _WordsCheckerZh
{
  GObject parent_instance;

  GalleyRuleSet *set;
};

static void words_checker_zh_checker_init (GalleyCheckerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WordsCheckerZh,
                               words_checker_zh,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_CHECKER, words_checker_zh_checker_init))

static gboolean
words_checker_zh_prepare (GalleyChecker *checker, const char *language, GalleyJob *job, GError **error)
{
  WordsCheckerZh *self = WORDS_CHECKER_ZH (checker);

  g_clear_pointer (&self->set, galley_rule_set_free);
  self->set = galley_rule_set_load ("words-zh", "zh", job);
  return TRUE;
}

static GPtrArray *
words_checker_zh_list_rules (GalleyChecker *checker)
{
  WordsCheckerZh *self = WORDS_CHECKER_ZH (checker);
  GPtrArray *rules = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_unref);

  if (self->set == NULL)
    self->set = galley_rule_set_load ("words-zh", "zh", NULL);
  galley_rule_set_list (self->set, rules);
  return rules;
}

static gboolean
words_checker_zh_check_block (
    GalleyChecker *checker, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error)
{
  return galley_rule_set_check_block (WORDS_CHECKER_ZH (checker)->set, block, report, job, error);
}

static void
words_checker_zh_finalize (GObject *object)
{
  g_clear_pointer (&WORDS_CHECKER_ZH (object)->set, galley_rule_set_free);
  G_OBJECT_CLASS (words_checker_zh_parent_class)->finalize (object);
}

static void
words_checker_zh_checker_init (GalleyCheckerInterface *iface)
{
  iface->prepare = words_checker_zh_prepare;
  iface->list_rules = words_checker_zh_list_rules;
  iface->check_block = words_checker_zh_check_block;
}

static void
words_checker_zh_class_init (WordsCheckerZhClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = words_checker_zh_finalize;
}

static void
words_checker_zh_init (WordsCheckerZh *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_CHECKER, WORDS_TYPE_CHECKER_ZH);
}
