/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What there is: formats and their options, plugins, rules. */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-checker.h"
#include "galley-cli-check.h"
#include "galley-cli-json.h"
#include "galley-facet.h"
#include "galley-importer.h"
#include "galley-rules.h"
#include "galley-save.h"

/* ---- formats ---- */

static const char *
get_key (const GalleyPluginInfo *info, const char *key)
{
  return galley_plugins_get_key (galley_cli_get_plugins (), (GalleyPluginInfo *) info, key);
}

static void
print_format (const GalleyPluginInfo *info)
{
  const char *suffixes = get_key (info, "Importer-Suffixes");
  const char *suffix = get_key (info, "Exporter-Suffix");
  gboolean reads = galley_cli_has_format (info->module, "Importer-");
  gboolean writes = galley_cli_has_format (info->module, "Exporter-");

  galley_cli_print ("%-12s %c%c  %-12s %s\n", info->module, reads ? 'r' : '-', writes ? 'w' : '-',
                    suffixes != NULL ? suffixes : (suffix != NULL ? suffix : ""), info->name);
}

static void
write_list (GalleyCliWriter *writer, const char *name, const char *value)
{
  g_auto (GStrv) parts = value != NULL ? g_strsplit_set (value, ";, ", -1) : NULL;

  galley_cli_writer_begin_array (writer, name);
  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      if (*g_strstrip (parts[i]) != '\0')
        galley_cli_writer_string (writer, NULL, parts[i]);
    }
  galley_cli_writer_end (writer);
}

static void
write_format (GalleyCliWriter *writer, const GalleyPluginInfo *info)
{
  gboolean writes = galley_cli_has_format (info->module, "Exporter-");

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "format", info->module);
  galley_cli_writer_string (writer, "name", info->name);
  galley_cli_writer_string (writer, "description", info->description);
  galley_cli_writer_boolean (writer, "reads", galley_cli_has_format (info->module, "Importer-"));
  write_list (writer, "suffixes", get_key (info, "Importer-Suffixes"));
  write_list (writer, "types", get_key (info, "Importer-Types"));
  galley_cli_writer_boolean (writer, "writes", writes);
  if (writes)
    {
      galley_cli_writer_string (writer, "suffix", get_key (info, "Exporter-Suffix"));
      galley_cli_writer_string (writer, "level", get_key (info, "Exporter-Level"));
      write_list (writer, "holds", get_key (info, "Exporter-Holds"));
    }
  galley_cli_writer_end (writer);
}

static char *
dup_default (const GParamSpec *spec)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, spec->value_type);
  g_param_value_set_default ((GParamSpec *) spec, &value);
  if (G_VALUE_HOLDS_STRING (&value))
    return g_strdup (g_value_get_string (&value) != NULL ? g_value_get_string (&value) : "");
  if (G_VALUE_HOLDS_BOOLEAN (&value))
    return g_strdup (g_value_get_boolean (&value) ? "true" : "false");
  if (G_VALUE_HOLDS_ENUM (&value))
    {
      const GEnumValue *nick =
          g_enum_get_value (G_PARAM_SPEC_ENUM (spec)->enum_class, g_value_get_enum (&value));

      return g_strdup (nick->value_nick);
    }
  return g_strdup_value_contents (&value);
}

/* What an option takes, in words: "true|false", the nicks of an enum, else its type. */
static char *
dup_values (const GParamSpec *spec)
{
  if (G_IS_PARAM_SPEC_ENUM (spec))
    {
      const GEnumClass *klass = G_PARAM_SPEC_ENUM (spec)->enum_class;
      GString *text = g_string_new (NULL);

      for (guint i = 0; i < klass->n_values; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", klass->values[i].value_nick);
      return g_string_free (text, FALSE);
    }
  if (G_IS_PARAM_SPEC_BOOLEAN (spec))
    return g_strdup ("true|false");
  return g_strdup (G_IS_PARAM_SPEC_STRING (spec) ? "TEXT" : "N");
}

static GalleyExit
print_options (const GalleyCommand *self, const char *format, gboolean names, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = NULL;
  g_autoptr (GPtrArray) specs = NULL;
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  if (!galley_cli_has_format (format, "Exporter-"))
    return galley_cli_misused (self, _ ("There is no export format “%s”; “galley-cli formats” lists them."),
                               format);
  exporter = galley_save_create (galley_cli_get_plugins (), format, &error);
  if (exporter == NULL)
    return galley_cli_failed (format, error);

  specs = galley_save_list_options (exporter);
  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < specs->len; i++)
    {
      const GParamSpec *spec = specs->pdata[i];
      g_autofree char *value = dup_default (spec);
      g_autofree char *values = dup_values (spec);
      const char *blurb = g_param_spec_get_blurb ((GParamSpec *) spec);

      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "option", spec->name);
      galley_cli_writer_string (writer, "values", values);
      galley_cli_writer_string (writer, "default", value);
      galley_cli_writer_string (writer, "description", blurb);
      galley_cli_writer_end (writer);
      if (names)
        galley_cli_print ("%s.%s\n", format, spec->name);
      else if (!json)
        galley_cli_print ("%s.%s=%s  (%s)  %s\n", format, spec->name, values, value,
                          blurb != NULL ? blurb : "");
    }
  galley_cli_writer_end (writer);
  if (json && !names)
    galley_cli_emit (writer);
  return GALLEY_EXIT_DONE;
}

GalleyExit
galley_cli_formats (const GalleyCommand *self, int argc, char **argv)
{
  gboolean names = FALSE, readers = FALSE, writers = FALSE, json = FALSE;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "names", 0, 0, G_OPTION_ARG_NONE, &names, N_ ("Print the names alone, one a line"), NULL },
    { "readers", 0, 0, G_OPTION_ARG_NONE, &readers, N_ ("Only what can be read"), NULL },
    { "writers", 0, 0, G_OPTION_ARG_NONE, &writers, N_ ("Only what can be written"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);
  const GPtrArray *infos;

  if (!galley_cli_parse (self, entries, argc, argv, 0, 1, &rest))
    return GALLEY_EXIT_USAGE;
  if (rest[0] != NULL)
    return print_options (self, rest[0], names, json);

  infos = galley_plugins_list (galley_cli_get_plugins ());
  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < infos->len; i++)
    {
      const GalleyPluginInfo *info = infos->pdata[i];
      gboolean reads = galley_cli_has_format (info->module, "Importer-");
      gboolean writes = galley_cli_has_format (info->module, "Exporter-");

      if ((!reads && !writes) || (readers && !reads) || (writers && !writes))
        continue;
      write_format (writer, info);
      if (names)
        galley_cli_print ("%s\n", info->module);
      else if (!json)
        print_format (info);
    }
  galley_cli_writer_end (writer);
  if (json && !names)
    galley_cli_emit (writer);
  return GALLEY_EXIT_DONE;
}

/* ---- plugins ---- */

/* Loads the plugin for each kind of object its key file names, so that its error is known. */
static const char *
try_plugin (GalleyPluginInfo *info)
{
  const struct
  {
    const char *const *keys;
    GType type;
  } kinds[] = {
    { (const char *const[]){ "Importer-Types", "Importer-Suffixes", NULL }, GALLEY_TYPE_IMPORTER },
    { (const char *const[]){ "Exporter-Types", "Exporter-Suffix", NULL }, GALLEY_TYPE_EXPORTER },
    { (const char *const[]){ "Checker-Scope", "Checker-Languages", NULL }, GALLEY_TYPE_CHECKER },
    { (const char *const[]){ "Facet-Group", NULL }, GALLEY_TYPE_FACET },
  };

  for (guint i = 0; info->enabled && i < G_N_ELEMENTS (kinds); i++)
    {
      for (guint k = 0; kinds[i].keys[k] != NULL; k++)
        {
          g_autoptr (GObject) object = NULL;
          g_autoptr (GError) error = NULL;

          if (get_key (info, kinds[i].keys[k]) == NULL)
            continue;
          object = galley_plugins_create (galley_cli_get_plugins (), info, kinds[i].type, &error);
          if (object == NULL)
            return info->error != NULL ? info->error : g_intern_string (error->message);
          break;
        }
    }
  return info->error;
}

GalleyExit
galley_cli_plugins (const GalleyCommand *self, int argc, char **argv)
{
  gboolean names = FALSE, json = FALSE;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "names", 0, 0, G_OPTION_ARG_NONE, &names, N_ ("Print the names alone, one a line"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);
  const GPtrArray *infos;

  if (!galley_cli_parse (self, entries, argc, argv, 0, 0, &rest))
    return GALLEY_EXIT_USAGE;

  infos = galley_plugins_list (galley_cli_get_plugins ());
  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < infos->len; i++)
    {
      GalleyPluginInfo *info = infos->pdata[i];
      const char *error = names ? NULL : try_plugin (info);

      if (names)
        galley_cli_print ("%s\n", info->module);
      else if (!json)
        galley_cli_print ("%-14s %-4s %s%s%s\n", info->module,
                          info->enabled ? (error != NULL ? "bad" : "on") : "off", info->name,
                          error != NULL ? ": " : "", error != NULL ? error : "");
      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "plugin", info->module);
      galley_cli_writer_string (writer, "name", info->name);
      galley_cli_writer_string (writer, "description", info->description);
      galley_cli_writer_string (writer, "folder", info->folder);
      galley_cli_writer_boolean (writer, "enabled", info->enabled);
      galley_cli_writer_string (writer, "error", error);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
  if (json && !names)
    galley_cli_emit (writer);
  return GALLEY_EXIT_DONE;
}

/* ---- rules ---- */

static void
print_rule (const GalleyRule *rule)
{
  galley_cli_print ("%-28s %-8s %s%s%s\n", rule->id, galley_severity_get_name (rule->severity), rule->name,
                    rule->norm != NULL ? "  — " : "", rule->norm != NULL ? rule->norm : "");
}

static void
write_rule (GalleyCliWriter *writer, const GalleyRule *rule)
{
  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "rule", rule->id);
  galley_cli_writer_string (writer, "name", rule->name);
  galley_cli_writer_string (writer, "class", rule->klass);
  galley_cli_writer_string (writer, "severity", galley_severity_get_name (rule->severity));
  galley_cli_writer_string (writer, "norm", rule->norm);
  galley_cli_writer_string (writer, "why", rule->why);
  galley_cli_writer_string (writer, "wrong", rule->wrong);
  galley_cli_writer_string (writer, "right", rule->right);
  galley_cli_writer_number (writer, "weight", rule->weight);
  galley_cli_writer_boolean (writer, "safe", rule->safe);
  galley_cli_writer_end (writer);
}

static gboolean
is_wanted (const GalleyRule *rule, char **prefixes)
{
  for (guint i = 0; prefixes != NULL && prefixes[i] != NULL; i++)
    {
      if (g_str_has_prefix (rule->id, prefixes[i]))
        return TRUE;
    }
  return prefixes == NULL || prefixes[0] == NULL;
}

/* Reads a file of rules and runs the tests inside it. A rule that fails is no use to anyone: exit 3. */
static GalleyExit
test_rules (const char *path, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyRulePack) pack = galley_rule_pack_load (path, &error);
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);
  const GPtrArray *rules, *broken;

  if (pack == NULL)
    return galley_cli_failed (path, error);
  rules = galley_rule_pack_get_rules (pack);
  broken = galley_rule_pack_get_broken (pack);

  if (json)
    {
      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "file", path);
      galley_cli_writer_integer (writer, "rules", rules->len);
      galley_cli_writer_integer (writer, "tests", galley_rule_pack_get_n_tests (pack));
      galley_cli_writer_begin_array (writer, "broken");
      for (guint i = 0; i < broken->len; i++)
        galley_cli_writer_string (writer, NULL, broken->pdata[i]);
      galley_cli_writer_end (writer);
      galley_cli_writer_end (writer);
      galley_cli_emit (writer);
    }
  else
    {
      galley_cli_print (_ ("%u rules work, %u tests ran, %u rules are broken\n"), rules->len,
                        galley_rule_pack_get_n_tests (pack), broken->len);
      for (guint i = 0; i < broken->len; i++)
        galley_cli_remark (NULL, broken->pdata[i]);
    }
  return broken->len == 0 ? GALLEY_EXIT_DONE : GALLEY_EXIT_FAILED;
}

GalleyExit
galley_cli_rules (const GalleyCommand *self, int argc, char **argv)
{
  gboolean names = FALSE, json = FALSE;
  g_autofree char *test = NULL;
  g_autofree char *profile = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "test", 0, 0, G_OPTION_ARG_FILENAME, &test, N_ ("Read a file of rules and run the tests inside it"),
      "FILE" },
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &profile, N_ ("With the packs of this publication"), "NAME" },
    { "names", 0, 0, G_OPTION_ARG_NONE, &names, N_ ("Print the ids alone, one a line"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GalleyCheck) check = NULL;
  g_autoptr (GPtrArray) rules = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);
  g_auto (GStrv) prefixes = NULL;

  if (!galley_cli_parse (self, entries, argc, argv, 0, 1, &rest))
    return GALLEY_EXIT_USAGE;
  if (test != NULL)
    return test_rules (test, json);

  if (galley_cli_make_check (self, profile, NULL, &check) != GALLEY_EXIT_DONE)
    return GALLEY_EXIT_USAGE;
  rules = galley_check_list_rules (check, &error);
  galley_cli_print_problems (check);
  if (rules == NULL)
    return galley_cli_failed (NULL, error);

  prefixes = rest[0] != NULL ? galley_cli_split_list (rest[0]) : NULL;
  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < rules->len; i++)
    {
      const GalleyRule *rule = rules->pdata[i];

      if (!is_wanted (rule, prefixes))
        continue;
      write_rule (writer, rule);
      /* Several packs may share an id: for completion it is one name. */
      if (names && (i == 0 || !g_str_equal (rule->id, ((const GalleyRule *) rules->pdata[i - 1])->id)))
        galley_cli_print ("%s\n", rule->id);
      else if (!names && !json)
        print_rule (rule);
    }
  galley_cli_writer_end (writer);
  if (json && !names)
    galley_cli_emit (writer);
  return GALLEY_EXIT_DONE;
}
