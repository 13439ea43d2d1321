/* SPDX-License-Identifier: GPL-3.0-or-later */
/* english — E01: English copy, and English words in Chinese copy. Spelling by enchant, where a dictionary of English is
 * installed; the pack rules/english.rules; and marks of the wrong script in English sentences. */

#include "config.h"

#include <string.h>

#ifdef HAVE_ENCHANT
#include <enchant.h>
#endif

#include <glib/gi18n-lib.h>

#include "galley-protect.h"

#include "../common/checker-plugin.h"

enum
{
  RULE_SPELLING,
  RULE_WIDE,
};

static const GalleyRule fields[] = {
  [RULE_SPELLING] = { "EN.WORD.SPELLING", N_ ("Unknown English word"), "CY/T 154-2017", "外文",
                      GALLEY_SEVERITY_WARNING, N_ ("The dictionary does not know this word"), "goverment",
                      "government", 1, FALSE },
  [RULE_WIDE] = { "EN.PUNCT.WIDE", N_ ("Chinese marks in an English sentence"), "CY/T 154-2017 7", "标点",
                  GALLEY_SEVERITY_ERROR, N_ ("An English sentence takes English marks"), "Check it，please.",
                  "Check it, please.", 0.1, TRUE },
};

/* --- marks -------------------------------------------------------------------------------------------------------- */

static const char *
narrow_of (gunichar c)
{
  switch (c)
    {
    case 0xff0c:
      return ",";
    case 0x3002:
      return ".";
    case 0xff1b:
      return ";";
    case 0xff1a:
      return ":";
    case 0xff1f:
      return "?";
    case 0xff01:
      return "!";
    case 0xff08:
      return "(";
    case 0xff09:
      return ")";
    case 0x3010: /* 【 */
    case 0x300c: /* 「 */
      return "[";
    case 0x3011:
    case 0x300d:
      return "]";
    default:
      return NULL;
    }
}

static guint
count_words (const GalleyChars *chars)
{
  guint words = 0;

  for (guint i = 0; i < chars->n; i++)
    words += chars->kinds[i] == GALLEY_CHAR_LATIN && (i == 0 || chars->kinds[i - 1] != GALLEY_CHAR_LATIN);
  return words;
}

/* A blank goes with a narrow mark inside the sentence: behind most, before an opening bracket. */
static void
report_wide (
    const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars, guint i, const char *narrow)
{
  gboolean opens = strchr ("([", *narrow) != NULL;
  gboolean letter_before = i > 0 && chars->kinds[i - 1] == GALLEY_CHAR_LATIN;
  gboolean letter_behind = chars->kinds[i + 1] == GALLEY_CHAR_LATIN;
  g_autofree char *fix =
      g_strconcat (opens && letter_before ? " " : "", narrow, !opens && letter_behind ? " " : "", NULL);

  checker_report (look, RULE_WIDE, block, i, i + 1, NULL, fix);
}

static void
check_marks (const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars)
{
  if (chars->has_han || count_words (chars) < 2)
    return;
  for (guint i = 0; i < chars->n; i++)
    {
      const char *narrow = narrow_of (chars->chars[i]);

      if (narrow != NULL)
        report_wide (look, block, chars, i, narrow);
    }
}

/* --- spelling ----------------------------------------------------------------------------------------------------- */

#ifdef HAVE_ENCHANT
/* Shorter words are abbreviations as often as not. */
#define WORD_MIN 4

/* enchant has no locks: one word is asked for at a time. */
static GMutex enchant_lock;

static EnchantDict *
find_dictionary (void)
{
  static gboolean asked;
  static EnchantDict *dictionary;

  if (!asked)
    {
      EnchantBroker *broker = enchant_broker_init ();

      asked = TRUE;
      dictionary = enchant_broker_request_dict (broker, "en_US");
      if (dictionary == NULL)
        dictionary = enchant_broker_request_dict (broker, "en_GB");
    }
  return dictionary;
}

/* Names have capitals; what has digits or joints is no word of the dictionary. */
static gboolean
is_plain_word (const GalleyChars *chars, guint start, guint end)
{
  if (end - start < WORD_MIN || (chars->marks[start] & GALLEY_PROTECT_CODE) ||
      (start > 0 &&
       (chars->kinds[start - 1] == GALLEY_CHAR_DIGIT ||
        (chars->chars[start - 1] < 0x80 && strchr ("-_@#/.'&", (int) chars->chars[start - 1]) != NULL))) ||
      chars->kinds[end] == GALLEY_CHAR_DIGIT || chars->chars[end] == '-' || chars->chars[end] == '\'' ||
      chars->chars[end] == 0x2019)
    return FALSE;
  for (guint i = start; i < end; i++)
    {
      if (chars->chars[i] >= 0x80 || !g_ascii_islower ((gchar) chars->chars[i]))
        return FALSE;
    }
  return TRUE;
}

/* British forms, where the dictionary is American: the word is known with the other ending. */
static gboolean
is_british (EnchantDict *dictionary, const char *word)
{
  static const struct
  {
    const char *british;
    const char *american;
  } forms[] = {
    { "our", "or" },      { "isation", "ization" }, { "isa", "iza" },     { "ise", "ize" },
    { "ising", "izing" }, { "yse", "yze" },         { "ysing", "yzing" }, { "lling", "ling" },
    { "lled", "led" },    { "ller", "ler" },        { "tre", "ter" },     { "ence", "ense" },
    { "ogue", "og" },     { "aes", "es" },          { "ae", "e" },        { "oe", "e" },
    { "tyre", "tire" },   { "gramme", "gram" },     { "plough", "plow" }, { "mould", "mold" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      const char *at = strstr (word, forms[i].british);
      g_autofree char *other = NULL;

      if (at == NULL)
        continue;
      other = g_strdup_printf ("%.*s%s%s", (int) (at - word), word, forms[i].american,
                               at + strlen (forms[i].british));
      if (enchant_dict_check (dictionary, other, -1) == 0)
        return TRUE;
    }
  return FALSE;
}

#define SUGGESTIONS 5

static void
report_word (const CheckerLook *look,
             GalleyBlock *block,
             guint start,
             guint end,
             EnchantDict *dictionary,
             const char *word)
{
  gsize n = 0;
  char **suggestions = enchant_dict_suggest (dictionary, word, -1, &n);
  const char *fixes[SUGGESTIONS + 1] = { NULL };
  GalleyRule *rule = g_ptr_array_index (look->rules, RULE_SPELLING);
  GalleyFinding *finding;

  for (gsize i = 0; suggestions != NULL && i < MIN (n, SUGGESTIONS); i++)
    fixes[i] = suggestions[i];
  finding = galley_finding_new (rule, block, start, end, rule->why, fixes);
  /* In Chinese copy an unknown word is a name more often than not. */
  if (galley_protect_read (block)->has_han)
    galley_finding_set_severity (finding, GALLEY_SEVERITY_HINT);
  galley_report_take (look->report, finding);
  if (suggestions != NULL)
    enchant_dict_free_string_list (dictionary, suggestions);
}

static void
check_spelling (const CheckerLook *look, GalleyBlock *block, const GalleyChars *chars)
{
  for (guint i = 0; i < chars->n;)
    {
      guint end = i;
      g_autofree char *word = NULL;

      while (end < chars->n && chars->kinds[end] == GALLEY_CHAR_LATIN)
        end++;
      if (end == i)
        {
          i++;
          continue;
        }
      if (is_plain_word (chars, i, end))
        {
          EnchantDict *dictionary;

          word = galley_chars_dup (chars, i, end);
          g_mutex_lock (&enchant_lock);
          dictionary = find_dictionary ();
          if (dictionary != NULL && enchant_dict_check (dictionary, word, -1) > 0 &&
              !is_british (dictionary, word))
            report_word (look, block, i, end, dictionary, word);
          g_mutex_unlock (&enchant_lock);
        }
      i = end;
    }
}
#endif

static void
look_at_block (const CheckerLook *look, GalleyBlock *block)
{
  const GalleyChars *chars = galley_protect_read (block);

  if (!checker_is_prose (block))
    return;
  check_marks (look, block, chars);
#ifdef HAVE_ENCHANT
  if (galley_chars_has (chars, GALLEY_CHAR_LATIN))
    check_spelling (look, block, chars);
#endif
}

static const CheckerPlan plan = {
  .module = "english",
  .language = "en",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .block = look_at_block,
};

CHECKER_PLUGIN (EnglishChecker, english_checker, plan)
