/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check-setup.c — the checkers of a check: made, and set by the profile. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-check-private.h"
#include "galley-error.h"
#include "galley-rules-set.h"

static void
checker_free (gpointer data)
{
  GalleyCheckSlot *self = data;

  g_free (self->module);
  g_clear_object (&self->object);
  g_strfreev (self->languages);
  g_hash_table_unref (self->prepared);
  g_free (self);
}

void
galley_check_add_problem (GalleyCheck *self, const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->state_lock);

  if (!g_ptr_array_find_with_equal_func (self->problems, text, g_str_equal, NULL))
    g_ptr_array_add (self->problems, g_strdup (text));
}

void
galley_check_note_problems (GalleyCheck *self, const GalleyCheckSlot *checker)
{
  g_auto (GStrv) problems = galley_checker_dup_problems (checker->object);

  for (guint i = 0; problems != NULL && problems[i] != NULL; i++)
    galley_check_add_problem (self, problems[i]);
}

static GStrv
split_key (const char *value)
{
  return g_strsplit (value != NULL ? value : "", ";", -1);
}

gboolean
galley_check_set_property (GObject *object, const char *name, const char *text, GError **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean good = TRUE;
  char *end = NULL;

  if (pspec == NULL || !(pspec->flags & G_PARAM_WRITABLE))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("There is no option “%s”"), name);
      return FALSE;
    }
  g_value_init (&value, pspec->value_type);
  if (G_VALUE_HOLDS_BOOLEAN (&value))
    {
      gboolean yes = g_str_equal (text, "true") || g_str_equal (text, "yes") || g_str_equal (text, "1");

      good = yes || g_str_equal (text, "false") || g_str_equal (text, "no") || g_str_equal (text, "0");
      g_value_set_boolean (&value, yes);
    }
  else if (G_VALUE_HOLDS_STRING (&value))
    g_value_set_string (&value, text);
  else if (G_VALUE_HOLDS_INT (&value))
    g_value_set_int (&value, (gint) g_ascii_strtoll (text, &end, 10));
  else if (G_VALUE_HOLDS_UINT (&value))
    g_value_set_uint (&value, (guint) g_ascii_strtoull (text, &end, 10));
  else if (G_VALUE_HOLDS_DOUBLE (&value))
    g_value_set_double (&value, g_ascii_strtod (text, &end));
  else if (G_VALUE_HOLDS_ENUM (&value))
    {
      const GEnumValue *choice = g_enum_get_value_by_nick (G_PARAM_SPEC_ENUM (pspec)->enum_class, text);

      good = choice != NULL;
      g_value_set_enum (&value, choice != NULL ? choice->value : 0);
    }
  else
    good = FALSE;
  if (!good || (end != NULL && (*end != '\0' || end == text)) || g_param_value_validate (pspec, &value))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is no value for the option “%s”"),
                   text, name);
      return FALSE;
    }
  g_object_set_property (object, name, &value);
  return TRUE;
}

GalleyCheckSlot *
galley_check_find_checker (GalleyCheck *self, const char *module)
{
  for (guint i = 0; i < self->checkers->len; i++)
    {
      GalleyCheckSlot *checker = g_ptr_array_index (self->checkers, i);

      if (g_str_equal (checker->module, module))
        return checker;
    }
  return NULL;
}

static void
apply_profile (GalleyCheck *self)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, galley_profile_get_options (self->profile));
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_auto (GStrv) parts = g_strsplit (key, ".", 2);
      GalleyCheckSlot *checker =
          parts[0] != NULL && parts[1] != NULL ? galley_check_find_checker (self, parts[0]) : NULL;
      g_autoptr (GError) error = NULL;

      if (checker != NULL && !galley_check_set_property (G_OBJECT (checker->object), parts[1], value, &error))
        galley_check_add_problem (self, error->message);
    }
}

static void
load_profile (GalleyCheck *self)
{
  g_autoptr (GError) error = NULL;

  self->profile = galley_profile_load (self->profile_name, &error);
  if (self->profile == NULL)
    {
      /* The default profile may be missing where no data are installed; one that was asked for may not. */
      if (self->profile_name != NULL || !g_error_matches (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED))
        galley_check_add_problem (self, error->message);
      self->profile = galley_profile_new ();
    }
  self->rate = galley_rate_load (NULL);
}

/* Files are looked at once a second at most: a keystroke waits for nothing. */
#define STAMP_EVERY G_USEC_PER_SEC

void
galley_check_heed_packs (GalleyCheck *self, gboolean now)
{
  const char *const *folders = galley_profile_get_folders (self->profile);
  gint64 time = g_get_monotonic_time ();
  guint64 stamp;

  if (!now && time - self->stamped < STAMP_EVERY)
    return;
  self->stamped = time;
  stamp = galley_rule_set_stamp (folders);
  if (stamp == self->stamp && !now)
    return;
  if (self->stamp != 0)
    {
      g_ptr_array_set_size (self->problems, 0);
      g_clear_pointer (&self->profile, galley_profile_free);
      g_clear_pointer (&self->rate, galley_rate_free);
      load_profile (self);
      apply_profile (self);
      folders = galley_profile_get_folders (self->profile);
    }
  self->stamp = stamp;
  self->generation++;
  for (guint i = 0; i < self->checkers->len; i++)
    {
      GalleyCheckSlot *checker = g_ptr_array_index (self->checkers, i);

      g_hash_table_remove_all (checker->prepared);
      checker->failed = FALSE;
      galley_checker_use_packs (checker->object, folders);
    }
}

void
galley_check_ensure_checkers (GalleyCheck *self)
{
  g_autoptr (GPtrArray) infos = NULL;

  if (self->checkers != NULL)
    return;
  self->checkers = g_ptr_array_new_with_free_func (checker_free);
  load_profile (self);
  infos = galley_plugins_list_with (self->plugins, "Checker-Scope", NULL);
  for (guint i = 0; i < infos->len; i++)
    {
      GalleyPluginInfo *info = g_ptr_array_index (infos, i);
      g_auto (GStrv) scopes = split_key (galley_plugins_get_key (self->plugins, info, "Checker-Scope"));
      g_autoptr (GError) error = NULL;
      GObject *object = galley_plugins_create (self->plugins, info, GALLEY_TYPE_CHECKER, &error);
      GalleyCheckSlot *checker;

      if (object == NULL)
        {
          galley_check_add_problem (self, error->message);
          continue;
        }
      checker = g_new0 (GalleyCheckSlot, 1);
      checker->module = g_strdup (info->module);
      checker->object = GALLEY_CHECKER (object);
      checker->languages = split_key (galley_plugins_get_key (self->plugins, info, "Checker-Languages"));
      checker->block = g_strv_contains ((const char *const *) scopes, "block");
      checker->article = g_strv_contains ((const char *const *) scopes, "article");
      checker->edition = g_strv_contains ((const char *const *) scopes, "edition");
      checker->slow = g_strcmp0 (galley_plugins_get_key (self->plugins, info, "Checker-Pace"), "slow") == 0;
      checker->prepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_ptr_array_add (self->checkers, checker);
    }
  apply_profile (self);
  galley_check_heed_packs (self, FALSE);
}
