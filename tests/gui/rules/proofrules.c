/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four rules that never change, so that the tests of the window do not depend on those of the house. */

#include "config.h"

#include <string.h>

#include "galley-checker.h"
#include "galley-peas.h"

#define PROOF_TYPE_RULES (proof_rules_get_type ())
G_DECLARE_FINAL_TYPE (ProofRules, proof_rules, PROOF, RULES, GObject)

struct _ProofRules
{
  GObject parent_instance;

  GalleyRule *typo;
  GalleyRule *style;
  GalleyRule *comma;
  GalleyRule *vague;
};

static void checker_iface_init (GalleyCheckerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ProofRules,
                               proof_rules,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_CHECKER, checker_iface_init))

static GPtrArray *
proof_rules_list_rules (GalleyChecker *checker)
{
  ProofRules *self = PROOF_RULES (checker);
  GPtrArray *rules = g_ptr_array_new ();

  g_ptr_array_add (rules, galley_rule_ref (self->typo));
  g_ptr_array_add (rules, galley_rule_ref (self->style));
  g_ptr_array_add (rules, galley_rule_ref (self->comma));
  g_ptr_array_add (rules, galley_rule_ref (self->vague));
  return rules;
}

static void
find_all (
    GalleyBlock *block, GalleyRule *rule, const char *wrong, const char *const *fixes, GalleyReport *report)
{
  const char *text = galley_block_get_text (block);
  g_autofree char *message = fixes != NULL ? g_strdup_printf ("“%s”应为“%s”", wrong, fixes[0])
                                           : g_strdup_printf ("“%s”是多少？", wrong);

  for (const char *p = strstr (text, wrong); p != NULL; p = strstr (p + strlen (wrong), wrong))
    {
      guint start = g_utf8_strlen (text, p - text);

      galley_report_take (
          report, galley_finding_new (rule, block, start, start + g_utf8_strlen (wrong, -1), message, fixes));
    }
}

static gboolean
proof_rules_check_block (
    GalleyChecker *checker, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error)
{
  ProofRules *self = PROOF_RULES (checker);

  find_all (block, self->typo, "布署", (const char *const[]){ "部署", "布置", NULL }, report);
  find_all (block, self->style, "非常", (const char *const[]){ "十分", NULL }, report);
  find_all (block, self->comma, ",", (const char *const[]){ "，", NULL }, report);
  find_all (block, self->vague, "许多", NULL, report);
  return TRUE;
}

static GStrv
proof_rules_dup_problems (GalleyChecker *checker)
{
  static const char *const problems[] = { "One rule is broken.", NULL };

  return g_strdupv ((GStrv) problems);
}

static void
checker_iface_init (GalleyCheckerInterface *iface)
{
  iface->list_rules = proof_rules_list_rules;
  iface->dup_problems = proof_rules_dup_problems;
  iface->check_block = proof_rules_check_block;
}

static GalleyRule *
make_rule (const char *id, const char *name, GalleySeverity severity, const char *wrong, const char *right)
{
  const GalleyRule fields = {
    .id = (char *) id,
    .name = (char *) name,
    .norm = (char *) "现代汉语词典（第7版）",
    .klass = (char *) "词语",
    .severity = severity,
    .why = (char *) "两个词读音相近，意思不同。",
    .wrong = (char *) wrong,
    .right = (char *) right,
    .weight = 1,
    .safe = FALSE,
  };

  return galley_rule_new (&fields);
}

static void
proof_rules_finalize (GObject *object)
{
  ProofRules *self = PROOF_RULES (object);

  galley_rule_unref (self->typo);
  galley_rule_unref (self->style);
  galley_rule_unref (self->comma);
  galley_rule_unref (self->vague);
  G_OBJECT_CLASS (proof_rules_parent_class)->finalize (object);
}

static void
proof_rules_class_init (ProofRulesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = proof_rules_finalize;
}

static void
proof_rules_init (ProofRules *self)
{
  self->typo = make_rule ("PROOF.TYPO", "错词", GALLEY_SEVERITY_ERROR, "布署任务", "部署任务");
  self->style = make_rule ("PROOF.STYLE", "用词", GALLEY_SEVERITY_WARNING, NULL, NULL);
  self->comma = make_rule ("PROOF.COMMA", "半角逗号", GALLEY_SEVERITY_HINT, "好,对", "好，对");
  self->vague = make_rule ("PROOF.VAGUE", "笼统", GALLEY_SEVERITY_WARNING, NULL, NULL);
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_CHECKER, PROOF_TYPE_RULES);
}
