/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-rules-set.h"
#include "galley-vocabulary.h"

#define DEFAULT_CHECKER "words-zh"

struct _GalleyRuleSet
{
  GPtrArray *packs; /* of GalleyRulePack */
};

static void
note (GalleyJob *job, const char *text)
{
  if (job != NULL)
    galley_job_note (job, "%s", text);
}

/* The value of a key of [pack], without reading the file as a whole: most packs are somebody else's. */
static char *
peek (const char *data, const char *key)
{
  const char *group = g_str_has_prefix (data, "[pack]") ? data : strstr (data, "\n[pack]");
  const char *end = group != NULL ? strstr (group + 1, "\n[") : NULL;
  g_autofree char *head = group == NULL ? g_strdup ("")
                          : end != NULL ? g_strndup (group, (gsize) (end - group))
                                        : g_strdup (group);
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);
  gsize length = strlen (key);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (strncmp (lines[i], key, length) == 0 && lines[i][length] == '=')
        return g_strstrip (g_strdup (lines[i] + length + 1));
    }
  return NULL;
}

static gboolean
is_for (const char *data, const char *module, const char *language)
{
  g_autofree char *checker = peek (data, "checker");
  g_autofree char *lang = peek (data, "lang");

  return g_str_equal (checker != NULL ? checker : DEFAULT_CHECKER, module) &&
         g_str_has_prefix (lang != NULL ? lang : "zh-CN", language);
}

static void
load_pack (GalleyRuleSet *self, const char *path, const char *module, const char *language, GalleyJob *job)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  GalleyRulePack *pack;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, &error))
    {
      note (job, error->message);
      return;
    }
  if (!is_for (data, module, language))
    return;
  pack = galley_rule_pack_new (name, data, (gssize) length, &error);
  if (pack == NULL)
    {
      note (job, error->message);
      return;
    }
  for (guint i = 0; i < galley_rule_pack_get_broken (pack)->len; i++)
    note (job, g_ptr_array_index (galley_rule_pack_get_broken (pack), i));
  g_ptr_array_add (self->packs, pack);
}

GalleyRuleSet *
galley_rule_set_load (const char *module, const char *language, GalleyJob *job)
{
  GalleyRuleSet *self = g_new0 (GalleyRuleSet, 1);
  g_auto (GStrv) paths = galley_data_list ("rules", ".rules");

  self->packs = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_pack_free);
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    load_pack (self, paths[i], module, language, job);
  return self;
}

void
galley_rule_set_free (GalleyRuleSet *self)
{
  g_ptr_array_unref (self->packs);
  g_free (self);
}

void
galley_rule_set_list (GalleyRuleSet *self, GPtrArray *rules)
{
  for (guint i = 0; i < self->packs->len; i++)
    {
      const GPtrArray *own = galley_rule_pack_get_rules (g_ptr_array_index (self->packs, i));

      for (guint k = 0; k < own->len; k++)
        g_ptr_array_add (rules, galley_rule_ref (g_ptr_array_index (own, k)));
    }
}

gboolean
galley_rule_set_check_block (
    GalleyRuleSet *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error)
{
  for (guint i = 0; i < self->packs->len; i++)
    {
      if (!galley_rule_pack_check_block (g_ptr_array_index (self->packs, i), block, report, job, error))
        return FALSE;
    }
  return TRUE;
}
