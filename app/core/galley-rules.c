/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-rules-private.h"

void
galley_rule_entry_free (gpointer data)
{
  GalleyRuleEntry *self = data;

  galley_rule_unref (self->rule);
  g_free (self->wrong);
  g_strfreev (self->right);
  g_free (self->phrase);
  g_strfreev (self->templates);
  g_clear_pointer (&self->regex, g_regex_unref);
  g_free (self);
}

/* --- looking at a text -------------------------------------------------------------------------------------------- */

/* A fault in quoted speech may be the speaker's own: the editor is asked, not told. */
static void
report_take (GalleyReport *report,
             const GalleyRuleEntry *entry,
             const GalleyChars *chars,
             GalleyFinding *finding)
{
  guint start = galley_finding_get_start (finding), end = galley_finding_get_end (finding);

  if (entry->rule->severity == GALLEY_SEVERITY_ERROR && g_strcmp0 (entry->rule->klass, "词语") == 0 &&
      galley_chars_inside (chars, start, end, GALLEY_PROTECT_QUOTE))
    galley_finding_set_severity (finding, GALLEY_SEVERITY_WARNING);
  galley_report_take (report, finding);
}

/* One sentence for the finding: what to write, and why. */
static char *
make_message (const GalleyRuleEntry *entry)
{
  const char *why = entry->rule->why;

  if (entry->phrase != NULL)
    return g_strdup_printf (_ ("The set phrase is “%s”"), entry->right[0]);
  if (entry->wrong != NULL && entry->right[0] != NULL && why != NULL)
    return g_strdup_printf (_ ("“%s” should be “%s”: %s"), entry->wrong, entry->right[0], why);
  if (entry->wrong != NULL && entry->right[0] != NULL)
    return g_strdup_printf (_ ("“%s” should be “%s”"), entry->wrong, entry->right[0]);
  return g_strdup (why != NULL ? why : entry->rule->name);
}

/* TRUE when the word at [@start, @end) is part of a longer one that is right. */
static gboolean
stands_in_longer (const GalleyRuleEntry *entry, const GalleyChars *chars, guint start)
{
  for (guint i = 0; entry->but != NULL && entry->but[i] != NULL; i++)
    {
      const char *longer = entry->but[i], *inside = longer;

      while ((inside = strstr (inside, entry->wrong)) != NULL)
        {
          guint before = (guint) g_utf8_pointer_to_offset (longer, inside);

          if (before <= start && galley_chars_at (chars, start - before, longer))
            return TRUE;
          inside = g_utf8_next_char (inside);
        }
    }
  return FALSE;
}

static gboolean
entry_applies (const GalleyRuleEntry *entry, GalleyBlock *block)
{
  return (entry->roles >> galley_block_get_role (block)) & 1;
}

static void
check_word (const GalleyRuleEntry *entry,
            GalleyBlock *block,
            const GalleyChars *chars,
            guint start,
            guint end,
            GalleyReport *report)
{
  g_autofree char *message = NULL;

  if (!entry_applies (entry, block) || galley_chars_touch (chars, start, end, entry->skip) ||
      stands_in_longer (entry, chars, start))
    return;
  message = make_message (entry);
  report_take (
      report, entry, chars,
      galley_finding_new (entry->rule, block, start, end, message, (const char *const *) entry->right));
}

/* TRUE when the copy differs from the phrase that would begin at @start in one character; or in two that are one and the same
 * in the phrase and in the copy, as 诩诩如生 for 栩栩如生. What stands there must be words. */
static gboolean
has_slip (const GalleyRuleEntry *entry, const GalleyChars *chars, guint start)
{
  guint slips = 0, first = 0;

  if (start + entry->length > chars->n)
    return FALSE;
  for (guint i = 0; i < entry->length; i++)
    {
      if (chars->kinds[start + i] != GALLEY_CHAR_HAN)
        return FALSE;
      if (chars->chars[start + i] == entry->phrase[i])
        continue;
      if (++slips == 1)
        first = i;
      else if (slips > 2 || entry->phrase[i] != entry->phrase[first] ||
               chars->chars[start + i] != chars->chars[start + first])
        return FALSE;
    }
  return slips > 0;
}

/* Other forms that are right too; and they may run into what stands beside the phrase. */
static gboolean
is_other_form (const GalleyRuleEntry *entry, const GalleyChars *chars, guint start)
{
  g_autofree char *whole = galley_chars_dup (chars, start, start + entry->length);

  if (g_hash_table_contains (entry->phrases, whole))
    return TRUE;
  for (guint i = 0; entry->but != NULL && entry->but[i] != NULL; i++)
    {
      guint length = (guint) g_utf8_strlen (entry->but[i], -1);

      for (guint at = start > length ? start - length + 1 : 0; at < start + entry->length; at++)
        {
          if (galley_chars_at (chars, at, entry->but[i]))
            return TRUE;
        }
    }
  return FALSE;
}

static void
check_phrase (const GalleyRuleEntry *entry,
              GalleyBlock *block,
              const GalleyChars *chars,
              guint at,
              GalleyReport *report)
{
  guint start = at - entry->half;
  g_autofree char *message = NULL;

  if (at < entry->half || !entry_applies (entry, block) || !has_slip (entry, chars, start) ||
      galley_chars_touch (chars, start, start + entry->length, entry->skip) ||
      is_other_form (entry, chars, start))
    return;
  message = make_message (entry);
  report_take (report, entry, chars,
               galley_finding_new (entry->rule, block, start, start + entry->length, message,
                                   (const char *const *) entry->right));
}

static void
report_match (const GalleyRuleEntry *entry,
              GalleyBlock *block,
              const GalleyChars *chars,
              const GMatchInfo *match,
              GalleyReport *report)
{
  g_autoptr (GPtrArray) fixes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *message = NULL;
  gint from, to;
  guint start, end;

  if (!g_match_info_fetch_pos (match, 0, &from, &to))
    return;
  start = galley_chars_index (chars, (gsize) from);
  end = galley_chars_index (chars, (gsize) to);
  if (galley_chars_touch (chars, start, end, entry->skip))
    return;
  for (guint i = 0; entry->templates[i] != NULL; i++)
    {
      char *fix = g_match_info_expand_references (match, entry->templates[i], NULL);

      if (fix != NULL)
        g_ptr_array_add (fixes, fix);
    }
  g_ptr_array_add (fixes, NULL);
  message = make_message (entry);
  report_take (
      report, entry, chars,
      galley_finding_new (entry->rule, block, start, end, message, (const char *const *) fixes->pdata));
}

void
galley_rule_entry_try (GalleyRuleEntry *entry,
                       GalleyBlock *block,
                       const GalleyChars *chars,
                       GalleyReport *report,
                       GalleyJob *job)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GError) error = NULL;

  if (!entry_applies (entry, block) || g_atomic_int_get (&entry->off))
    return;
  g_regex_match_full (entry->regex, galley_block_get_text (block), (gssize) galley_block_get_n_bytes (block),
                      0, 0, &match, &error);
  while (error == NULL && g_match_info_matches (match))
    {
      report_match (entry, block, chars, match, report);
      g_match_info_next (match, &error);
    }
  if (error != NULL && g_atomic_int_compare_and_exchange (&entry->off, 0, 1))
    galley_job_note (job, _ ("The rule %s took too long and was switched off"), entry->rule->id);
}

typedef struct
{
  GalleyRulePack *pack;
  GalleyBlock *block;
  const GalleyChars *chars;
  GalleyReport *report;
  guint64 *fired; /* a bit for each entry: patterns to try */
  gboolean any;
} Scan;

static void
on_trigger (guint target, guint at, guint end, gpointer user_data)
{
  Scan *scan = user_data;
  const GalleyRuleEntry *entry = g_ptr_array_index (scan->pack->entries, target);

  if (entry->phrase != NULL)
    {
      check_phrase (entry, scan->block, scan->chars, at, scan->report);
      return;
    }
  if (entry->regex == NULL)
    {
      check_word (entry, scan->block, scan->chars, at, end, scan->report);
      return;
    }
  scan->fired[target / 64] |= G_GUINT64_CONSTANT (1) << (target % 64);
  scan->any = TRUE;
}

static gboolean
try_patterns (Scan *scan, guint n_words, GalleyJob *job, GError **error)
{
  for (guint word = 0; word < n_words; word++)
    {
      guint64 bits = scan->fired[word];

      for (guint bit = 0; bits != 0; bit++, bits >>= 1)
        {
          if (!(bits & 1))
            continue;
          if (!galley_job_continues (job, error))
            return FALSE;
          galley_rule_entry_try (g_ptr_array_index (scan->pack->entries, word * 64 + bit), scan->block,
                                 scan->chars, scan->report, job);
        }
    }
  return TRUE;
}

gboolean
galley_rule_pack_check_block (
    GalleyRulePack *self, GalleyBlock *block, GalleyReport *report, GalleyJob *job, GError **error)
{
  guint n_words = self->entries->len / 64 + 1;
  Scan scan = { self, block, galley_protect_read (block), report, NULL, FALSE };

  scan.fired = g_newa0 (guint64, n_words);
  galley_triggers_run (self->triggers, scan.chars->chars, scan.chars->n, on_trigger, &scan);
  for (guint i = 0; i < self->always->len; i++)
    {
      guint target = g_array_index (self->always, guint, i);

      scan.fired[target / 64] |= G_GUINT64_CONSTANT (1) << (target % 64);
      scan.any = TRUE;
    }
  return !scan.any || try_patterns (&scan, n_words, job, error);
}

void
galley_rule_pack_free (GalleyRulePack *self)
{
  g_free (self->name);
  g_free (self->id);
  g_free (self->language);
  g_clear_pointer (&self->file, g_key_file_unref);
  g_clear_pointer (&self->rules, g_ptr_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->buts, g_ptr_array_unref);
  g_clear_pointer (&self->broken, g_ptr_array_unref);
  g_clear_pointer (&self->always, g_array_unref);
  g_clear_pointer (&self->phrases, g_hash_table_unref);
  g_clear_pointer (&self->triggers, galley_triggers_free);
  g_free (self);
}

const char *
galley_rule_pack_get_id (GalleyRulePack *self)
{
  return self->id != NULL ? self->id : self->name;
}

const char *
galley_rule_pack_get_language (GalleyRulePack *self)
{
  return self->language != NULL ? self->language : "zh-CN";
}

const GPtrArray *
galley_rule_pack_get_rules (GalleyRulePack *self)
{
  return self->rules;
}

const GPtrArray *
galley_rule_pack_get_broken (GalleyRulePack *self)
{
  return self->broken;
}

guint
galley_rule_pack_get_n_tests (GalleyRulePack *self)
{
  return self->n_tests;
}

/* The rule itself, its list as a whole, or the word of it. */
static gboolean
is_claimed (const GalleyRuleEntry *entry, GHashTable *claims)
{
  g_autofree char *word = NULL;

  if (g_hash_table_contains (claims, entry->rule->id))
    return TRUE;
  if (entry->wrong == NULL)
    return FALSE;
  word = g_strconcat (entry->rule->id, "\n", entry->wrong, NULL);
  return g_hash_table_contains (claims, word);
}

void
galley_rule_pack_yield (GalleyRulePack *self, GHashTable *claims)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      GalleyRuleEntry *entry = g_ptr_array_index (self->entries, i);

      if (is_claimed (entry, claims))
        entry->roles = 0;
    }
  for (guint i = self->rules->len; i-- > 0;)
    {
      const GalleyRule *rule = g_ptr_array_index (self->rules, i);

      if (g_hash_table_contains (claims, rule->id))
        g_ptr_array_remove_index (self->rules, i);
    }
}

void
galley_rule_pack_absorb (GalleyRulePack *self, GalleyRulePack *other)
{
  guint offset = self->entries->len;
  GHashTableIter iter;
  gpointer phrase;

  g_hash_table_iter_init (&iter, other->phrases);
  while (g_hash_table_iter_next (&iter, &phrase, NULL))
    g_hash_table_add (self->phrases, g_strdup (phrase));
  for (guint i = 0; i < other->entries->len; i++)
    ((GalleyRuleEntry *) g_ptr_array_index (other->entries, i))->phrases = self->phrases;
  for (guint i = 0; i < other->always->len; i++)
    {
      guint target = g_array_index (other->always, guint, i) + offset;

      g_array_append_val (self->always, target);
    }
  g_ptr_array_extend_and_steal (self->entries, g_steal_pointer (&other->entries));
  g_ptr_array_extend_and_steal (self->rules, g_steal_pointer (&other->rules));
  g_ptr_array_extend_and_steal (self->buts, g_steal_pointer (&other->buts));
  g_ptr_array_extend_and_steal (self->broken, g_steal_pointer (&other->broken));
  galley_triggers_absorb (self->triggers, g_steal_pointer (&other->triggers), offset);
  galley_triggers_seal (self->triggers);
  self->n_tests += other->n_tests;
  galley_rule_pack_free (other);
}
