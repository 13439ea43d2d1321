/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rules-read.c — files of rules: their sections, and the tests inside them. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-rules-private.h"

#define PACK_MAX_BYTES (8 * 1024 * 1024)

/* A pattern that needs more steps than this on one paragraph is a mistake, and stops the check of an edition. */
#define MATCH_LIMIT "(*LIMIT_MATCH=50000)"

#define DEFAULT_SKIP GALLEY_PROTECT_CODE
#define DEFAULT_ROLES                                                                                        \
  (((1u << GALLEY_N_ROLES) - 1) & ~(1u << GALLEY_ROLE_FURNITURE) & ~(1u << GALLEY_ROLE_AD))

/* The line on which a group begins, or a key of it: GKeyFile does not tell. */
static guint
find_line (const char *data, const char *group, const char *key)
{
  g_autofree char *head = g_strconcat ("[", group, "]", NULL);
  gboolean inside = FALSE;
  guint line = 1, found = 0;

  for (const char *p = data; p != NULL && *p != '\0'; line++)
    {
      const char *next = strchr (p, '\n');

      while (*p == ' ' || *p == '\t')
        p++;
      if (*p == '[')
        {
          if (inside && key != NULL)
            break;
          inside = g_str_has_prefix (p, head);
          if (inside)
            found = line;
          if (inside && key == NULL)
            break;
        }
      else if (inside && key != NULL && g_str_has_prefix (p, key) && strchr (" \t=", p[strlen (key)]) != NULL)
        {
          return line;
        }
      p = next != NULL ? next + 1 : NULL;
    }
  return found;
}

typedef struct
{
  GalleyRulePack *pack;
  const char *data;
  const char *group;
} Section;

static void G_GNUC_PRINTF (3, 4) section_broken (Section *self, const char *key, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list args;

  va_start (args, format);
  why = g_strdup_vprintf (format, args);
  va_end (args);
  g_ptr_array_add (self->pack->broken,
                   g_strdup_printf ("%s:%u: [%s] %s", self->pack->name,
                                    find_line (self->data, self->group, key), self->group, why));
}

static char *
section_get (Section *self, const char *key)
{
  g_autofree char *value = g_key_file_get_value (self->pack->file, self->group, key, NULL);

  return value != NULL && *g_strstrip (value) != '\0' ? g_steal_pointer (&value) : NULL;
}

/* The value in the user's language, where the file has one. */
static char *
section_get_local (Section *self, const char *key)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *local = g_strdup_printf ("%s[%s]", key, languages[i]);
      char *value = section_get (self, local);

      if (value != NULL)
        return value;
    }
  return section_get (self, key);
}

/* The values of key.1, key.2 … in the order of the file. */
static GStrv
section_list (Section *self, const char *key)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->pack->file, self->group, NULL, NULL);
  g_autofree char *prefix = g_strconcat (key, ".", NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = NULL;

      if (!g_str_has_prefix (keys[i], prefix))
        continue;
      value = section_get (self, keys[i]);
      if (value != NULL)
        g_strv_builder_add (builder, value);
    }
  return g_strv_builder_end (builder);
}

static gboolean
section_get_boolean (Section *self, const char *key, gboolean otherwise)
{
  g_autofree char *value = section_get (self, key);

  if (value == NULL)
    return otherwise;
  return g_str_equal (value, "true") || g_str_equal (value, "yes") || g_str_equal (value, "1");
}

static gboolean
section_get_skip (Section *self, guint *skip)
{
  static const struct
  {
    const char *name;
    guint bits;
  } known[] = {
    { "titles", GALLEY_PROTECT_TITLE },
    { "quotes", GALLEY_PROTECT_QUOTE },
    { "brackets", GALLEY_PROTECT_BRACKET },
    { "english", GALLEY_PROTECT_ENGLISH },
    { "numbers", GALLEY_PROTECT_NUMBER },
    { "code", GALLEY_PROTECT_CODE },
    { "names", 0 },
    { "none", 0 },
  };
  g_autofree char *value = section_get (self, "skip");
  g_auto (GStrv) words = value != NULL ? g_strsplit_set (value, ",; ", -1) : NULL;

  *skip = value == NULL ? DEFAULT_SKIP : 0;
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      guint k = 0;

      while (k < G_N_ELEMENTS (known) && !g_str_equal (known[k].name, words[i]))
        k++;
      if (k == G_N_ELEMENTS (known) && *words[i] != '\0')
        {
          section_broken (self, "skip", _ ("“%s” is no kind of span that can be skipped"), words[i]);
          return FALSE;
        }
      if (k < G_N_ELEMENTS (known))
        *skip |= known[k].bits;
    }
  return TRUE;
}

static gboolean
section_get_roles (Section *self, guint *roles)
{
  g_autofree char *value = section_get (self, "scope");
  g_auto (GStrv) words = value != NULL ? g_strsplit_set (value, ",; ", -1) : NULL;

  *roles = 0;
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      GalleyRole role;

      if (*words[i] == '\0' || g_str_equal (words[i], "block"))
        continue;
      if (g_str_equal (words[i], "all"))
        *roles |= (1u << GALLEY_N_ROLES) - 1;
      else if (galley_role_from_name (words[i], &role))
        *roles |= 1u << role;
      else
        {
          section_broken (self, "scope", _ ("“%s” is no role of a paragraph"), words[i]);
          return FALSE;
        }
    }
  if (*roles == 0)
    *roles = DEFAULT_ROLES;
  return TRUE;
}

/* What the error rate counts for a fault of that class, where the rule does not say. */
static double
default_weight (const char *klass)
{
  return g_strcmp0 (klass, "标点") == 0 || g_strcmp0 (klass, "数字") == 0 ? 0.1 : 1;
}

/* The rule of a section, with @wrong and @right as its example. NULL where it is broken, which has been said then. */
static GalleyRule *
section_make_rule (Section *self, const char *id, const char *wrong, const char *right)
{
  g_autofree char *name = section_get_local (self, "name");
  g_autofree char *norm = section_get (self, "norm");
  g_autofree char *klass = section_get (self, "class");
  g_autofree char *severity = section_get (self, "severity");
  g_autofree char *why = section_get_local (self, "why");
  g_autofree char *weight = section_get (self, "weight");
  GalleyRule fields = { 0 };

  fields.severity = GALLEY_SEVERITY_WARNING;
  if (severity != NULL && !galley_severity_from_name (severity, &fields.severity))
    {
      section_broken (self, "severity", _ ("“%s” is no severity: error, warning or hint"), severity);
      return NULL;
    }
  fields.id = (char *) id;
  fields.name = name != NULL ? name : why != NULL ? why : (char *) id;
  fields.norm = norm;
  fields.klass = klass != NULL ? klass : (char *) "词语";
  fields.why = why;
  fields.wrong = (char *) wrong;
  fields.right = (char *) right;
  fields.weight = weight != NULL ? g_ascii_strtod (weight, NULL) : default_weight (fields.klass);
  fields.safe = section_get_boolean (self, "safe", FALSE);
  return galley_rule_new (&fields);
}

static guint
pack_add (GalleyRulePack *self, GalleyRuleEntry *entry)
{
  g_ptr_array_add (self->entries, entry);
  return self->entries->len - 1;
}

/* Keys of a list that are no words. */
static gboolean
is_setting (const char *key)
{
  static const char *const settings[] = {
    "name",  "norm",    "severity", "class",  "scope", "skip", "tags",
    "since", "enabled", "why",      "weight", "safe",  NULL,
  };
  g_autofree char *plain = g_strndup (key, strcspn (key, "[."));

  return g_strv_contains (settings, plain) || g_str_equal (plain, "except");
}

static GStrv
read_exceptions (Section *self)
{
  g_auto (GStrv) lines = section_list (self, "except");
  g_autofree char *all = g_strjoinv (";", lines);
  g_auto (GStrv) words = g_strsplit (all, ";", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*g_strstrip (words[i]) != '\0')
        g_strv_builder_add (builder, words[i]);
    }
  return g_strv_builder_end (builder);
}

static void
add_word (Section *self, GalleyRule *rule, const char *wrong, GStrv but, guint skip, guint roles)
{
  g_autofree char *value = section_get (self, wrong);
  g_auto (GStrv) right = g_strsplit (value != NULL ? value : "", "|", -1);
  GalleyRuleEntry *entry;

  self->pack->n_tests++;
  for (guint i = 0; right[i] != NULL; i++)
    {
      if (strstr (right[i], wrong) != NULL)
        {
          section_broken (self, wrong, _ ("“%s” holds what it should put right"), right[i]);
          return;
        }
    }
  entry = g_new0 (GalleyRuleEntry, 1);
  entry->rule = galley_rule_ref (rule);
  entry->skip = skip;
  entry->roles = roles;
  entry->wrong = g_strdup (wrong);
  entry->right = g_steal_pointer (&right);
  entry->but = but;
  galley_triggers_add (self->pack->triggers, wrong, pack_add (self->pack, entry));
}

static void
read_list (Section *self, const char *id)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->pack->file, self->group, NULL, NULL);
  g_autofree char *wrong = NULL, *right = NULL;
  g_autoptr (GalleyRule) rule = NULL;
  guint skip, roles, first = 0;
  GStrv but;

  while (keys[first] != NULL && is_setting (keys[first]))
    first++;
  if (keys[first] == NULL || !section_get_skip (self, &skip) || !section_get_roles (self, &roles))
    return;
  wrong = g_strdup (keys[first]);
  right = section_get (self, wrong);
  rule = section_make_rule (self, id, wrong, right);
  if (rule == NULL)
    return;
  but = read_exceptions (self);
  g_ptr_array_add (self->pack->buts, but);
  for (guint i = first; keys[i] != NULL; i++)
    {
      if (!is_setting (keys[i]))
        add_word (self, rule, keys[i], but, skip, roles);
    }
  g_ptr_array_add (self->pack->rules, g_steal_pointer (&rule));
}

/* The shortest set phrase, and the longest. */
#define PHRASE_MIN 4
#define PHRASE_MAX 8

/* The phrase set off by one of its halves: where one character is another, the other half still stands. */
static void
add_half (Section *self, const GalleyRuleEntry *like, const char *phrase, guint length, gboolean second)
{
  GalleyRuleEntry *entry = g_new0 (GalleyRuleEntry, 1);
  guint middle = length / 2;
  g_autofree char *half =
      second ? g_utf8_substring (phrase, middle, length) : g_utf8_substring (phrase, 0, middle);

  entry->rule = galley_rule_ref (like->rule);
  entry->skip = like->skip;
  entry->roles = like->roles;
  entry->but = like->but;
  entry->phrases = self->pack->phrases;
  entry->right = g_new0 (char *, 2);
  entry->right[0] = g_strdup (phrase);
  entry->phrase = g_utf8_to_ucs4_fast (phrase, -1, NULL);
  entry->length = length;
  entry->half = second ? middle : 0;
  galley_triggers_add (self->pack->triggers, half, pack_add (self->pack, entry));
}

/* The phrases of a line, parted by blanks. */
static void
add_phrases (Section *self, const GalleyRuleEntry *like, const char *key, const char *line)
{
  g_auto (GStrv) phrases = g_strsplit (line, " ", -1);

  for (guint i = 0; phrases[i] != NULL; i++)
    {
      guint length = (guint) g_utf8_strlen (phrases[i], -1);

      if (length == 0)
        continue;
      self->pack->n_tests++;
      if (length < PHRASE_MIN || length > PHRASE_MAX)
        {
          section_broken (self, key, _ ("“%s” is no phrase of %d to %d characters"), phrases[i], PHRASE_MIN,
                          PHRASE_MAX);
          continue;
        }
      g_hash_table_add (self->pack->phrases, g_strdup (phrases[i]));
      add_half (self, like, phrases[i], length, FALSE);
      add_half (self, like, phrases[i], length, TRUE);
    }
}

static void
read_phrases (Section *self, const char *id)
{
  g_auto (GStrv) keys = g_key_file_get_keys (self->pack->file, self->group, NULL, NULL);
  g_autofree char *wrong = section_get (self, "wrong"), *right = section_get (self, "right");
  g_autoptr (GalleyRule) rule = NULL;
  GalleyRuleEntry like = { 0 };
  GStrv but;

  if (!section_get_skip (self, &like.skip) || !section_get_roles (self, &like.roles) ||
      (rule = section_make_rule (self, id, wrong, right)) == NULL)
    return;
  but = read_exceptions (self);
  g_ptr_array_add (self->pack->buts, but);
  like.rule = rule;
  like.but = but;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *line = g_str_has_prefix (keys[i], "phrases.") ? section_get (self, keys[i]) : NULL;

      if (line != NULL)
        add_phrases (self, &like, keys[i], line);
    }
  g_ptr_array_add (self->pack->rules, g_steal_pointer (&rule));
}

/* "wrong → right" of a test; @right NULL where there is only a wrong. */
static void
split_test (const char *test, char **wrong, char **right)
{
  const char *arrow = strstr (test, "→");

  *wrong = g_strstrip (arrow != NULL ? g_strndup (test, (gsize) (arrow - test)) : g_strdup (test));
  *right = arrow != NULL ? g_strstrip (g_strdup (arrow + strlen ("→"))) : NULL;
}

static GalleyRole
test_role (const GalleyRuleEntry *entry)
{
  guint role = GALLEY_ROLE_BODY;

  if ((entry->roles >> role) & 1)
    return GALLEY_ROLE_BODY;
  for (role = 0; role < GALLEY_N_ROLES - 1 && !((entry->roles >> role) & 1);)
    role++;
  return (GalleyRole) role;
}

/* What the entry makes of a text: with its first fix taken everywhere; NULL where it finds nothing. */
static char *
try_entry (GalleyRuleEntry *entry, const char *text, GalleyJob *job)
{
  g_autoptr (GalleyBlock) block = galley_block_new (test_role (entry), text, -1);
  g_autoptr (GalleyReport) report = galley_report_new (NULL);
  const GalleyChars *chars = galley_protect_read (block);
  g_autoptr (GString) out = g_string_new (NULL);
  const GPtrArray *findings;
  guint at = 0;

  galley_rule_entry_try (entry, block, chars, report, job);
  findings = galley_report_get_findings (report);
  if (findings->len == 0)
    return NULL;
  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      const char *const *fixes = galley_finding_get_fixes (finding);
      g_autofree char *before = galley_block_dup_range (block, at, galley_finding_get_start (finding));
      g_autofree char *same = galley_finding_dup_text (finding);

      g_string_append (out, before);
      g_string_append (out, fixes[0] != NULL ? fixes[0] : same);
      at = galley_finding_get_end (finding);
    }
  g_string_append (out, text + chars->bytes[at]);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
run_bad_test (Section *self, GalleyRuleEntry *entry, const char *test, GalleyJob *job)
{
  g_autofree char *wrong = NULL, *right = NULL, *made = NULL;

  split_test (test, &wrong, &right);
  made = try_entry (entry, wrong, job);
  if (made == NULL)
    {
      section_broken (self, "bad.1", _ ("its test fails: nothing was found in “%s”"), wrong);
      return FALSE;
    }
  if (right != NULL && !g_str_equal (made, right))
    {
      section_broken (self, "bad.1", _ ("its test fails: “%s” became “%s”, not “%s”"), wrong, made, right);
      return FALSE;
    }
  return TRUE;
}

static gboolean
run_tests (Section *self, GalleyRuleEntry *entry)
{
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_auto (GStrv) bad = section_list (self, "bad");
  g_auto (GStrv) ok = section_list (self, "ok");

  if (bad[0] == NULL)
    {
      section_broken (self, NULL, _ ("it has no test: bad.1 must show what it finds"));
      return FALSE;
    }
  for (guint i = 0; bad[i] != NULL; i++)
    {
      self->pack->n_tests++;
      if (!run_bad_test (self, entry, bad[i], job))
        return FALSE;
    }
  for (guint i = 0; ok[i] != NULL; i++)
    {
      g_autofree char *made = try_entry (entry, ok[i], job);

      self->pack->n_tests++;
      if (made != NULL)
        {
          section_broken (self, "ok.1", _ ("its test fails: something was found in “%s”"), ok[i]);
          return FALSE;
        }
    }
  return TRUE;
}

/* The replacements: replace first, then suggest.N. */
static GStrv
read_templates (Section *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) more = section_list (self, "suggest");
  g_autofree char *first = g_key_file_get_value (self->pack->file, self->group, "replace", NULL);

  if (first != NULL)
    g_strv_builder_add (builder, first);
  g_strv_builder_addv (builder, (const char **) more);
  return g_strv_builder_end (builder);
}

static GalleyRuleEntry *
make_pattern (Section *self, GalleyRule *rule, const char *pattern)
{
  g_autofree char *limited = g_strconcat (MATCH_LIMIT, pattern, NULL);
  g_autoptr (GError) error = NULL;
  GalleyRuleEntry *entry = g_new0 (GalleyRuleEntry, 1);

  entry->rule = galley_rule_ref (rule);
  entry->templates = read_templates (self);
  entry->regex = g_regex_new (limited, G_REGEX_OPTIMIZE, 0, &error);
  if (entry->regex == NULL)
    section_broken (self, "pattern", "%s", error->message);
  for (guint i = 0; entry->regex != NULL && entry->templates[i] != NULL; i++)
    {
      if (!g_regex_check_replacement (entry->templates[i], NULL, &error))
        {
          section_broken (self, "replace", "%s", error->message);
          g_clear_pointer (&entry->regex, g_regex_unref);
        }
    }
  if (entry->regex == NULL)
    {
      galley_rule_entry_free (entry);
      return NULL;
    }
  return entry;
}

static void
add_pattern (GalleyRulePack *self, GalleyRuleEntry *entry, const char *pattern)
{
  g_auto (GStrv) strings = galley_trigger_strings (pattern);
  guint target = pack_add (self, entry);

  if (strings == NULL)
    {
      g_array_append_val (self->always, target);
      return;
    }
  for (guint i = 0; strings[i] != NULL; i++)
    galley_triggers_add (self->triggers, strings[i], target);
}

static void
read_rule (Section *self, const char *id)
{
  g_autofree char *pattern = section_get (self, "pattern");
  g_autofree char *test = section_get (self, "bad.1");
  g_autofree char *wrong = NULL, *right = NULL;
  g_autoptr (GalleyRule) rule = NULL;
  GalleyRuleEntry *entry;

  if (pattern == NULL)
    {
      section_broken (self, NULL, _ ("it has no pattern"));
      return;
    }
  if (test != NULL)
    split_test (test, &wrong, &right);
  rule = section_make_rule (self, id, wrong, right);
  entry = rule != NULL ? make_pattern (self, rule, pattern) : NULL;
  if (entry == NULL)
    return;
  if (!section_get_skip (self, &entry->skip) || !section_get_roles (self, &entry->roles) ||
      !run_tests (self, entry))
    {
      galley_rule_entry_free (entry);
      return;
    }
  add_pattern (self->pack, entry, pattern);
  g_ptr_array_add (self->pack->rules, g_steal_pointer (&rule));
}

static gboolean
is_id (const char *id)
{
  if (*id == '\0')
    return FALSE;
  for (const char *p = id; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("._-", *p) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
read_section (Section *self)
{
  gboolean list = g_str_has_prefix (self->group, "list "), rule = g_str_has_prefix (self->group, "rule ");
  gboolean phrases = g_str_has_prefix (self->group, "phrases ");
  g_autofree char *id = NULL;

  if (!list && !rule && !phrases)
    return;
  id = g_strstrip (g_strdup (strchr (self->group, ' ')));
  if (!is_id (id))
    {
      section_broken (self, NULL, _ ("an id has letters, digits, points, dashes and underscores only"));
      return;
    }
  if (!section_get_boolean (self, "enabled", TRUE))
    return;
  if (list)
    read_list (self, id);
  else if (phrases)
    read_phrases (self, id);
  else
    read_rule (self, id);
}

static gint
compare_rules (gconstpointer a, gconstpointer b)
{
  const GalleyRule *const *one = a, *const *two = b;

  return strcmp ((*one)->id, (*two)->id);
}

GalleyRulePack *
galley_rule_pack_new (const char *name, const char *data, gssize length, GError **error)
{
  g_autoptr (GalleyRulePack) self = g_new0 (GalleyRulePack, 1);
  g_autoptr (GError) problem = NULL;
  g_autofree char *copy = length < 0 ? g_strdup (data) : g_strndup (data, (gsize) length);
  g_auto (GStrv) groups = NULL;

  self->name = g_strdup (name);
  self->file = g_key_file_new ();
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_rule_unref);
  self->entries = g_ptr_array_new_with_free_func (galley_rule_entry_free);
  self->buts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->broken = g_ptr_array_new_with_free_func (g_free);
  self->phrases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->always = g_array_new (FALSE, FALSE, sizeof (guint));
  self->triggers = galley_triggers_new ();
  if (strlen (copy) > PACK_MAX_BYTES || !g_utf8_validate (copy, -1, NULL) ||
      !g_key_file_load_from_data (self->file, copy, (gsize) -1, G_KEY_FILE_KEEP_TRANSLATIONS, &problem))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("%s is not a file of rules: %s"), name,
                   problem != NULL ? problem->message : _ ("it is no text in UTF-8, or too big"));
      return NULL;
    }
  self->id = g_key_file_get_value (self->file, "pack", "id", NULL);
  self->language = g_key_file_get_value (self->file, "pack", "lang", NULL);
  groups = g_key_file_get_groups (self->file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      Section section = { self, copy, groups[i] };

      read_section (&section);
    }
  g_ptr_array_sort (self->rules, compare_rules);
  galley_triggers_seal (self->triggers);
  return g_steal_pointer (&self);
}

GalleyRulePack *
galley_rule_pack_load (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *data = NULL;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  return galley_rule_pack_new (name, data, (gssize) length, error);
}

static void
claim_words (GKeyFile *file, const char *group, const char *id, GHashTable *claims)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      if (!is_setting (keys[i]))
        g_hash_table_add (claims, g_strconcat (id, "\n", keys[i], NULL));
    }
}

void
galley_rule_pack_claim (const char *data, GHashTable *claims)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) groups = NULL;

  if (strlen (data) > PACK_MAX_BYTES || !g_utf8_validate (data, -1, NULL) ||
      !g_key_file_load_from_data (file, data, (gsize) -1, G_KEY_FILE_NONE, NULL))
    return;
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      gboolean list = g_str_has_prefix (groups[i], "list "),
               phrases = g_str_has_prefix (groups[i], "phrases ");
      g_autofree char *enabled = g_key_file_get_value (file, groups[i], "enabled", NULL);
      g_autofree char *id = NULL;

      if (!list && !phrases && !g_str_has_prefix (groups[i], "rule "))
        continue;
      id = g_strstrip (g_strdup (strchr (groups[i], ' ')));
      if (phrases && (enabled == NULL || !g_str_equal (enabled, "false")))
        continue;
      if (list && (enabled == NULL || !g_str_equal (enabled, "false")))
        claim_words (file, groups[i], id, claims);
      else
        g_hash_table_add (claims, g_steal_pointer (&id));
    }
}
