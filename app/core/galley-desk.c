/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-desk.h"
#include "galley-error.h"

#define MAX_TERM 60
#define NOISY_FROM 10
#define OWN_RULES "rules" G_DIR_SEPARATOR_S "own.rules"

struct _GalleyDesk
{
  GObject parent_instance;

  char *folder;
  GPtrArray *words; /* the lines of the dictionary, notes too */
  GPtrArray *rules; /* the lines of the rules that are off */
  GHashTable *days; /* term → last day, or "" */
  GKeyFile *counts;
  GKeyFile *severities;
};

G_DEFINE_FINAL_TYPE (GalleyDesk, galley_desk, G_TYPE_OBJECT)

static guint changed_signal;
static guint rules_signal;

static char *
dup_path (GalleyDesk *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static GPtrArray *
read_lines (GalleyDesk *self, const char *name)
{
  g_autofree char *path = dup_path (self, name);
  g_autofree char *text = NULL;
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return lines;
  parts = g_strsplit (text, "\n", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_strstrip (parts[i]);
      if (*parts[i] != '\0')
        g_ptr_array_add (lines, g_strdup (parts[i]));
    }
  return lines;
}

static gboolean
write_text (GalleyDesk *self, const char *name, const char *text, GError **error)
{
  g_autofree char *path = dup_path (self, name);

  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The folder “%s” cannot be made."), self->folder);
      return FALSE;
    }
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
write_lines (GalleyDesk *self, const char *name, GPtrArray *lines, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", (const char *) lines->pdata[i]);
  return write_text (self, name, text->str, error);
}

/* The term of a line of the dictionary, and its day; NULL for a note. */
static char *
split_line (const char *line, const char **day)
{
  const char *tab = strchr (line, '\t');

  *day = tab != NULL ? tab + 1 : "";
  if (*line == '#')
    return NULL;
  return tab != NULL ? g_strchomp (g_strndup (line, tab - line)) : g_strdup (line);
}

static void
read_days (GalleyDesk *self)
{
  g_hash_table_remove_all (self->days);
  for (guint i = 0; i < self->words->len; i++)
    {
      const char *day;
      char *term = split_line (self->words->pdata[i], &day);

      if (term != NULL)
        g_hash_table_replace (self->days, term, g_strstrip (g_strdup (day)));
    }
}

static gint
find_term (GalleyDesk *self, const char *term)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const char *day;
      g_autofree char *own = split_line (self->words->pdata[i], &day);

      if (g_strcmp0 (own, term) == 0)
        return (gint) i;
    }
  return -1;
}

static void
galley_desk_finalize (GObject *object)
{
  GalleyDesk *self = GALLEY_DESK (object);

  g_free (self->folder);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_hash_table_unref (self->days);
  g_key_file_unref (self->counts);
  g_key_file_unref (self->severities);
  G_OBJECT_CLASS (galley_desk_parent_class)->finalize (object);
}

static void
galley_desk_class_init (GalleyDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_desk_finalize;
  rules_signal = g_signal_new ("rules-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
galley_desk_init (GalleyDesk *self)
{
  self->days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->counts = g_key_file_new ();
  self->severities = g_key_file_new ();
}

GalleyDesk *
galley_desk_new (const char *folder)
{
  GalleyDesk *self = g_object_new (GALLEY_TYPE_DESK, NULL);
  g_autofree char *path = NULL;
  g_autofree char *severities = NULL;

  self->folder =
      folder != NULL ? g_strdup (folder) : g_build_filename (g_get_user_data_dir (), "galley", NULL);
  self->words = read_lines (self, "dictionary.txt");
  self->rules = read_lines (self, "rules-off.txt");
  read_days (self);
  path = dup_path (self, "rules-count.ini");
  g_key_file_load_from_file (self->counts, path, G_KEY_FILE_NONE, NULL);
  severities = dup_path (self, "rules-severity.ini");
  g_key_file_load_from_file (self->severities, severities, G_KEY_FILE_NONE, NULL);
  return self;
}

static gboolean
is_day (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *moment = g_strconcat (text, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (moment, utc);

  return strlen (text) == 10 && time != NULL;
}

gboolean
galley_desk_add_term (GalleyDesk *self, const char *term, const char *until, GError **error)
{
  g_autofree char *own = g_strstrip (g_strdup (term));
  gint at;
  char *line;

  g_return_val_if_fail (GALLEY_IS_DESK (self), FALSE);

  if (*own == '\0' || *own == '#' || strpbrk (own, "\t\r\n") != NULL || g_utf8_strlen (own, -1) > MAX_TERM)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                           _ ("That is no term for the dictionary: it has to be a few words in one line."));
      return FALSE;
    }
  if (until != NULL && !is_day (until))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is no day like 2027-01-31."), until);
      return FALSE;
    }
  line = until != NULL ? g_strconcat (own, "\t", until, NULL) : g_strdup (own);
  at = find_term (self, own);
  if (at >= 0)
    {
      g_free (self->words->pdata[at]);
      self->words->pdata[at] = line;
    }
  else
    g_ptr_array_add (self->words, line);
  read_days (self);
  g_signal_emit (self, changed_signal, 0);
  return write_lines (self, "dictionary.txt", self->words, error);
}

gboolean
galley_desk_remove_term (GalleyDesk *self, const char *term, GError **error)
{
  gint at;

  g_return_val_if_fail (GALLEY_IS_DESK (self), FALSE);

  at = find_term (self, term);
  if (at < 0)
    return TRUE;
  g_ptr_array_remove_index (self->words, at);
  read_days (self);
  g_signal_emit (self, changed_signal, 0);
  return write_lines (self, "dictionary.txt", self->words, error);
}

static GStrv
list_terms (GalleyDesk *self, const char *today)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->words->len; i++)
    {
      const char *day;
      g_autofree char *term = split_line (self->words->pdata[i], &day);
      const char *until = term != NULL ? g_hash_table_lookup (self->days, term) : NULL;

      if (until != NULL && (today == NULL || *until == '\0' || strcmp (until, today) >= 0))
        g_strv_builder_add (builder, term);
    }
  return g_strv_builder_end (builder);
}

GStrv
galley_desk_dup_terms (GalleyDesk *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  g_return_val_if_fail (GALLEY_IS_DESK (self), NULL);

  return list_terms (self, today);
}

GStrv
galley_desk_dup_all_terms (GalleyDesk *self)
{
  g_return_val_if_fail (GALLEY_IS_DESK (self), NULL);

  return list_terms (self, NULL);
}

const char *
galley_desk_get_until (GalleyDesk *self, const char *term)
{
  const char *day;

  g_return_val_if_fail (GALLEY_IS_DESK (self), NULL);

  day = g_hash_table_lookup (self->days, term);
  return day != NULL && *day != '\0' ? day : NULL;
}

gboolean
galley_desk_set_rule_off (GalleyDesk *self, const char *rule_id, gboolean off, GError **error)
{
  guint at;
  gboolean is_off;

  g_return_val_if_fail (GALLEY_IS_DESK (self), FALSE);
  g_return_val_if_fail (rule_id != NULL && *rule_id != '\0', FALSE);

  is_off = g_ptr_array_find_with_equal_func (self->rules, rule_id, g_str_equal, &at);
  if (is_off == off)
    return TRUE;
  if (off)
    g_ptr_array_add (self->rules, g_strdup (rule_id));
  else
    g_ptr_array_remove_index (self->rules, at);
  g_signal_emit (self, changed_signal, 0);
  return write_lines (self, "rules-off.txt", self->rules, error);
}

GStrv
galley_desk_dup_rules_off (GalleyDesk *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (GALLEY_IS_DESK (self), NULL);

  for (guint i = 0; i < self->rules->len; i++)
    {
      if (*(const char *) self->rules->pdata[i] != '#')
        g_strv_builder_add (builder, self->rules->pdata[i]);
    }
  return g_strv_builder_end (builder);
}

gboolean
galley_desk_is_rule_off (GalleyDesk *self, const char *rule_id)
{
  g_return_val_if_fail (GALLEY_IS_DESK (self), FALSE);

  for (guint i = 0; i < self->rules->len; i++)
    {
      const char *own = self->rules->pdata[i];
      gsize length = strlen (own);

      if (strncmp (own, rule_id, length) == 0 && (rule_id[length] == '\0' || rule_id[length] == '.'))
        return TRUE;
    }
  return FALSE;
}

gboolean
galley_desk_set_severity (
    GalleyDesk *self, const char *profile, const char *rule_id, const char *severity, GError **error)
{
  g_autofree char *old = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (GALLEY_IS_DESK (self), FALSE);
  g_return_val_if_fail (profile != NULL && rule_id != NULL, FALSE);

  old = galley_desk_dup_severity (self, profile, rule_id);
  if (g_strcmp0 (old, severity) == 0)
    return TRUE;
  if (severity != NULL)
    g_key_file_set_string (self->severities, profile, rule_id, severity);
  else
    g_key_file_remove_key (self->severities, profile, rule_id, NULL);
  g_signal_emit (self, changed_signal, 0);
  text = g_key_file_to_data (self->severities, NULL, NULL);
  return write_text (self, "rules-severity.ini", text, error);
}

char *
galley_desk_dup_severity (GalleyDesk *self, const char *profile, const char *rule_id)
{
  g_return_val_if_fail (GALLEY_IS_DESK (self), NULL);

  return g_key_file_get_string (self->severities, profile, rule_id, NULL);
}

GHashTable *
galley_desk_dup_severities (GalleyDesk *self, const char *profile)
{
  GHashTable *all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) keys = NULL;

  g_return_val_if_fail (GALLEY_IS_DESK (self), all);

  keys = g_key_file_get_keys (self->severities, profile, NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    g_hash_table_insert (all, g_strdup (keys[i]), galley_desk_dup_severity (self, profile, keys[i]));
  return all;
}

char *
galley_desk_dup_rules_folder (GalleyDesk *self)
{
  g_return_val_if_fail (GALLEY_IS_DESK (self), NULL);

  return dup_path (self, "rules");
}

char *
galley_desk_dup_own_rules (GalleyDesk *self)
{
  g_autofree char *path = NULL;
  char *text = NULL;

  g_return_val_if_fail (GALLEY_IS_DESK (self), NULL);

  path = dup_path (self, OWN_RULES);
  if (!g_file_get_contents (path, &text, NULL, NULL))
    text = g_strdup ("");
  if (!g_utf8_validate (text, -1, NULL))
    g_clear_pointer (&text, g_free);
  return text != NULL ? text : g_strdup ("");
}

gboolean
galley_desk_set_own_rules (GalleyDesk *self, const char *text, GError **error)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (GALLEY_IS_DESK (self), FALSE);

  folder = galley_desk_dup_rules_folder (self);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The folder “%s” cannot be made."), folder);
      return FALSE;
    }
  if (!write_text (self, OWN_RULES, text, error))
    return FALSE;
  g_signal_emit (self, rules_signal, 0);
  return TRUE;
}

void
galley_desk_count (GalleyDesk *self, const char *rule_id, gboolean accepted, int by)
{
  const char *key = accepted ? "accepted" : "ignored";
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  int count;

  g_return_if_fail (GALLEY_IS_DESK (self));

  count = g_key_file_get_integer (self->counts, rule_id, key, NULL);
  g_key_file_set_integer (self->counts, rule_id, key, MAX (count + by, 0));
  text = g_key_file_to_data (self->counts, NULL, NULL);
  /* A count that is lost is no loss worth a word to the editor. */
  if (!write_text (self, "rules-count.ini", text, &error))
    g_info ("%s", error->message);
}

void
galley_desk_get_counts (GalleyDesk *self, const char *rule_id, guint *accepted, guint *ignored)
{
  g_return_if_fail (GALLEY_IS_DESK (self));

  *accepted = (guint) MAX (g_key_file_get_integer (self->counts, rule_id, "accepted", NULL), 0);
  *ignored = (guint) MAX (g_key_file_get_integer (self->counts, rule_id, "ignored", NULL), 0);
}

gboolean
galley_desk_is_noisy (GalleyDesk *self, const char *rule_id)
{
  guint accepted, ignored;

  galley_desk_get_counts (self, rule_id, &accepted, &ignored);
  return accepted + ignored >= NOISY_FROM && ignored * 5 > (accepted + ignored) * 4;
}

GStrv
galley_desk_dup_noisy (GalleyDesk *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  g_return_val_if_fail (GALLEY_IS_DESK (self), NULL);

  ids = g_key_file_get_groups (self->counts, NULL);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (galley_desk_is_noisy (self, ids[i]) && !galley_desk_is_rule_off (self, ids[i]))
        g_strv_builder_add (builder, ids[i]);
    }
  return g_strv_builder_end (builder);
}

void
galley_desk_forget_counts (GalleyDesk *self, const char *rule_id)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GALLEY_IS_DESK (self));

  if (!g_key_file_remove_group (self->counts, rule_id, NULL))
    return;
  text = g_key_file_to_data (self->counts, NULL, NULL);
  if (!write_text (self, "rules-count.ini", text, &error))
    g_info ("%s", error->message);
}
