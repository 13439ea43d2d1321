/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checker-plugin.h — a checker as a plan: a table of rules, the functions that look, and the packs that belong to it. The
 * object around it is the same for all of them, and stands here once. */

#pragma once

#include <glib/gi18n-lib.h>

#include "galley-checker.h"
#include "galley-peas.h"
#include "galley-rules-set.h"

/* What the functions are given besides the text. */
typedef struct
{
  GPtrArray *rules; /* of GalleyRule, in the order of the table */
  GalleyReport *report;
  GalleyJob *job;
  gboolean option; /* the plan's own */
  gpointer table;  /* what the plan read of its own, or NULL */
} CheckerLook;

typedef struct
{
  const char *module;
  const char *language; /* of its packs; NULL: it has none */
  const GalleyRule *fields;
  guint n_fields;
  /* Any of them may be NULL. */
  void (*block) (const CheckerLook *look, GalleyBlock *block);
  void (*article) (const CheckerLook *look, GalleyArticle *frozen);
  void (*edition) (const CheckerLook *look, GalleyEdition *frozen);
  /* Data of its own besides the packs, read anew when they are; or NULL. @folders: of the publication. */
  gpointer (*read_table) (const char *const *folders);
  GDestroyNotify free_table;
  /* One thing that can be chosen: a boolean property of that name, off by default; or NULL. */
  const char *option;
  const char *option_label;
} CheckerPlan;

typedef struct
{
  GPtrArray *rules;
  GalleyRuleSet *set;
  gpointer table;
  GStrv folders; /* of the publication, or NULL */
  gboolean option;
} CheckerState;

/* The rules of the table, with name and why in the user's language (array with a free function). */
static inline GPtrArray *
checker_plan_make_rules (const CheckerPlan *plan)
{
  GPtrArray *rules = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_unref);

  for (guint i = 0; i < plan->n_fields; i++)
    {
      GalleyRule local = plan->fields[i];

      local.name = local.name != NULL ? (char *) g_dgettext (GETTEXT_PACKAGE, local.name) : NULL;
      local.why = local.why != NULL ? (char *) g_dgettext (GETTEXT_PACKAGE, local.why) : NULL;
      g_ptr_array_add (rules, galley_rule_new (&local));
    }
  return rules;
}

static inline void
checker_state_forget (CheckerState *self, const CheckerPlan *plan)
{
  g_clear_pointer (&self->set, galley_rule_set_free);
  if (self->table != NULL && plan->free_table != NULL)
    plan->free_table (self->table);
  self->table = NULL;
}

static inline void
checker_state_load (CheckerState *self, const CheckerPlan *plan)
{
  if (self->set == NULL && plan->language != NULL)
    self->set = galley_rule_set_load (plan->module, plan->language, (const char *const *) self->folders);
  if (self->table == NULL && plan->read_table != NULL)
    self->table = plan->read_table ((const char *const *) self->folders);
}

static inline void
checker_state_use (CheckerState *self, const CheckerPlan *plan, const char *const *folders)
{
  checker_state_forget (self, plan);
  g_strfreev (self->folders);
  self->folders = g_strdupv ((GStrv) folders);
}

static inline GStrv
checker_state_dup_problems (CheckerState *self)
{
  g_autoptr (GStrvBuilder) problems = g_strv_builder_new ();
  const GPtrArray *known = self->set != NULL ? galley_rule_set_get_problems (self->set) : NULL;

  for (guint i = 0; known != NULL && i < known->len; i++)
    g_strv_builder_add (problems, g_ptr_array_index (known, i));
  return g_strv_builder_end (problems);
}

static inline CheckerLook
checker_state_look (CheckerState *self, GalleyReport *report, GalleyJob *job)
{
  return (CheckerLook){ self->rules, report, job, self->option, self->table };
}

static inline GPtrArray *
checker_state_list (CheckerState *self, const CheckerPlan *plan)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_unref);

  for (guint i = 0; i < self->rules->len; i++)
    g_ptr_array_add (list, galley_rule_ref (g_ptr_array_index (self->rules, i)));
  checker_state_load (self, plan);
  if (self->set != NULL)
    galley_rule_set_list (self->set, list);
  return list;
}

static inline gboolean
checker_state_block (CheckerState *self,
                     const CheckerPlan *plan,
                     GalleyBlock *block,
                     GalleyReport *report,
                     GalleyJob *job,
                     GError **error)
{
  CheckerLook look = checker_state_look (self, report, job);

  if (plan->block != NULL)
    plan->block (&look, block);
  return self->set == NULL || galley_rule_set_check_block (self->set, block, report, job, error);
}

/* The short way to report under rule number @rule of the table; @message NULL: the rule's own why. */
static inline void
checker_report (const CheckerLook *look,
                guint rule,
                GalleyBlock *block,
                guint start,
                guint end,
                const char *message,
                const char *fix)
{
  GalleyRule *known = g_ptr_array_index (look->rules, rule);

  galley_report_add (look->report, known, block, start, end, message != NULL ? message : known->why, fix);
}

/* TRUE for copy that is read as sentences: ads and furniture are not. */
static inline gboolean
checker_is_prose (GalleyBlock *block)
{
  GalleyRole role = galley_block_get_role (block);

  return role != GALLEY_ROLE_AD && role != GALLEY_ROLE_FURNITURE;
}

static inline void
checker_plan_install (const CheckerPlan *plan, GObjectClass *klass)
{
  const char *label = plan->option != NULL ? g_dgettext (GETTEXT_PACKAGE, plan->option_label) : NULL;

  if (plan->option != NULL)
    g_object_class_install_property (
        klass, 1,
        g_param_spec_boolean (plan->option, label, label, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
}

/* The type @TypeName (functions @type_name_…) that does what @plan says, and the plugin's way in. */
#define CHECKER_PLUGIN(TypeName, type_name, plan)                                                            \
  typedef struct                                                                                             \
  {                                                                                                          \
    GObject parent_instance;                                                                                 \
    CheckerState state;                                                                                      \
  } TypeName;                                                                                                \
  typedef struct                                                                                             \
  {                                                                                                          \
    GObjectClass parent_class;                                                                               \
  } TypeName##Class;                                                                                         \
  static GType type_name##_get_type (void);                                                                  \
  static void type_name##_checker_init (GalleyCheckerInterface *iface);                                      \
  G_DEFINE_FINAL_TYPE_WITH_CODE (TypeName, type_name, G_TYPE_OBJECT,                                         \
                                 G_IMPLEMENT_INTERFACE (GALLEY_TYPE_CHECKER, type_name##_checker_init))      \
  static gboolean type_name##_prepare (GalleyChecker *checker, const char *language, GalleyJob *job,         \
                                       GError **error)                                                       \
  {                                                                                                          \
    checker_state_load (&((TypeName *) checker)->state, &(plan));                                            \
    return TRUE;                                                                                             \
  }                                                                                                          \
  static void type_name##_use_packs (GalleyChecker *checker, const char *const *folders)                     \
  {                                                                                                          \
    checker_state_use (&((TypeName *) checker)->state, &(plan), folders);                                    \
  }                                                                                                          \
  static GStrv type_name##_dup_problems (GalleyChecker *checker)                                             \
  {                                                                                                          \
    return checker_state_dup_problems (&((TypeName *) checker)->state);                                      \
  }                                                                                                          \
  static GPtrArray *type_name##_list_rules (GalleyChecker *checker)                                          \
  {                                                                                                          \
    return checker_state_list (&((TypeName *) checker)->state, &(plan));                                     \
  }                                                                                                          \
  static gboolean type_name##_check_block (GalleyChecker *checker, GalleyBlock *block, GalleyReport *report, \
                                           GalleyJob *job, GError **error)                                   \
  {                                                                                                          \
    return checker_state_block (&((TypeName *) checker)->state, &(plan), block, report, job, error);         \
  }                                                                                                          \
  static gboolean type_name##_check_article (GalleyChecker *checker, GalleyArticle *frozen,                  \
                                             GalleyReport *report, GalleyJob *job, GError **error)           \
  {                                                                                                          \
    CheckerState *state = &((TypeName *) checker)->state;                                                    \
    CheckerLook look = checker_state_look (state, report, job);                                              \
    if ((plan).article != NULL)                                                                              \
      (plan).article (&look, frozen);                                                                        \
    return galley_job_continues (job, error);                                                                \
  }                                                                                                          \
  static gboolean type_name##_check_edition (GalleyChecker *checker, GalleyEdition *frozen,                  \
                                             GalleyReport *report, GalleyJob *job, GError **error)           \
  {                                                                                                          \
    CheckerState *state = &((TypeName *) checker)->state;                                                    \
    CheckerLook look = checker_state_look (state, report, job);                                              \
    if ((plan).edition != NULL)                                                                              \
      (plan).edition (&look, frozen);                                                                        \
    return galley_job_continues (job, error);                                                                \
  }                                                                                                          \
  static void type_name##_finalize (GObject *object)                                                         \
  {                                                                                                          \
    CheckerState *state = &((TypeName *) object)->state;                                                     \
    g_ptr_array_unref (state->rules);                                                                        \
    checker_state_forget (state, &(plan));                                                                   \
    g_strfreev (state->folders);                                                                             \
    G_OBJECT_CLASS (type_name##_parent_class)->finalize (object);                                            \
  }                                                                                                          \
  static void type_name##_checker_init (GalleyCheckerInterface *iface)                                       \
  {                                                                                                          \
    iface->use_packs = type_name##_use_packs;                                                                \
    iface->dup_problems = type_name##_dup_problems;                                                          \
    iface->prepare = type_name##_prepare;                                                                    \
    iface->list_rules = type_name##_list_rules;                                                              \
    iface->check_block = type_name##_check_block;                                                            \
    iface->check_article = type_name##_check_article;                                                        \
    iface->check_edition = type_name##_check_edition;                                                        \
  }                                                                                                          \
  static void type_name##_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)   \
  {                                                                                                          \
    CheckerState *state = &((TypeName *) object)->state;                                                     \
    if (state->option != g_value_get_boolean (value))                                                        \
      {                                                                                                      \
        state->option = g_value_get_boolean (value);                                                         \
        g_object_notify_by_pspec (object, pspec);                                                            \
      }                                                                                                      \
  }                                                                                                          \
  static void type_name##_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)         \
  {                                                                                                          \
    g_value_set_boolean (value, ((TypeName *) object)->state.option);                                        \
  }                                                                                                          \
  static void type_name##_class_init (TypeName##Class *klass)                                                \
  {                                                                                                          \
    GObjectClass *object_class = G_OBJECT_CLASS (klass);                                                     \
    object_class->finalize = type_name##_finalize;                                                           \
    object_class->set_property = type_name##_set_property;                                                   \
    object_class->get_property = type_name##_get_property;                                                   \
    checker_plan_install (&(plan), object_class);                                                            \
  }                                                                                                          \
  static void type_name##_init (TypeName *self)                                                              \
  {                                                                                                          \
    self->state.rules = checker_plan_make_rules (&(plan));                                                   \
  }                                                                                                          \
  G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);                                       \
  G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module)                                        \
  {                                                                                                          \
    peas_object_module_register_extension_type (module, GALLEY_TYPE_CHECKER, type_name##_get_type ());       \
  }
