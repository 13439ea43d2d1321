/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-clean.h"
#include "galley-error.h"
#include "galley-replace.h"

void
galley_replacement_free (GalleyReplacement *self)
{
  g_object_unref (self->article);
  g_object_unref (self->block);
  g_free (self->old_text);
  g_free (self->new_text);
  g_free (self);
}

/* GLib's sentences name places in the pattern, and end in none. */
static GRegex *
compile (const char *pattern, GalleyReplaceFlags flags, GError **error)
{
  g_autofree char *escaped = flags & GALLEY_REPLACE_REGEX ? NULL : g_regex_escape_string (pattern, -1);
  g_autoptr (GError) problem = NULL;
  GRegex *regex;

  if (*pattern == '\0' || !g_utf8_validate (pattern, -1, NULL))
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("There is nothing to look for."));
      return NULL;
    }
  regex = g_regex_new (escaped != NULL ? escaped : pattern,
                       (flags & GALLEY_REPLACE_IGNORE_CASE ? G_REGEX_CASELESS : 0) | G_REGEX_OPTIMIZE, 0,
                       &problem);
  if (regex == NULL)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("This is no regular expression: %s"),
                 problem->message);
  return regex;
}

/* The digits behind a backslash, read as GRegex reads them: three octal ones, or some behind a 0, are a character; else one or
 * two are a group. @end: behind them. The group, or 0. */
static guint64
read_number (const char *digits, const char **end)
{
  gsize octal = strspn (digits, "01234567"), n = strspn (digits, "0123456789");
  char number[] = { digits[0], n > 1 ? digits[1] : '\0', '\0' };

  *end = digits + (*digits == '0' ? CLAMP (octal, 1, 3) : octal >= 3 ? 3 : MIN (n, 2));
  return *digits == '0' || octal >= 3 ? 0 : g_ascii_strtoull (number, NULL, 10);
}

/* "g<name>" or "g<2>". */
static gboolean
has_group (GRegex *regex, const char *reference, const char **end)
{
  const char *start = reference + strlen ("g<");
  g_autofree char *name = NULL;

  *end = strchr (start, '>');
  g_return_val_if_fail (*end != NULL, FALSE);
  name = g_strndup (start, (gsize) (*end - start));
  (*end)++;
  return g_ascii_isdigit (*name)
             ? g_ascii_strtoull (name, NULL, 10) <= (guint64) g_regex_get_capture_count (regex)
             : g_regex_get_string_number (regex, name) >= 0;
}

/* GRegex writes nothing for a group that the pattern has not, nor for a change of case with nothing behind it: the words that
 * were found would go. @text: as g_regex_check_replacement() lets it pass. */
static gboolean
has_references (GRegex *regex, const char *text)
{
  gboolean waits = FALSE; /* a change of case for what it changes */

  for (const char *p = text; *p != '\0';)
    {
      char escape = *p == '\\' ? p[1] : '\0';

      if (escape == 'g' ? !has_group (regex, p + 1, &p)
                        : g_ascii_isdigit (escape) &&
                              read_number (p + 1, &p) > (guint64) g_regex_get_capture_count (regex))
        return FALSE;
      if (escape != 'g' && !g_ascii_isdigit (escape))
        p += escape != '\0' ? 2 : 1;
      if (escape != 'E')
        waits = escape != '\0' && strchr ("lLuU", escape) != NULL;
    }
  return !waits;
}

static gboolean
check_text (GRegex *regex, const char *text, GalleyReplaceFlags flags, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (!g_utf8_validate (text, -1, NULL) || galley_clean_has_lines (text))
    g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                         _ ("The replacement has to be one line of text."));
  else if ((flags & GALLEY_REPLACE_REGEX) == 0)
    return TRUE;
  else if (g_regex_check_replacement (text, NULL, &problem))
    {
      if (has_references (regex, text))
        return TRUE;
      g_set_error_literal (
          error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
          _ ("The replacement names a group that the expression has not, or ends in a change of "
             "case."));
    }
  else
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("This is no replacement: %s"),
                 problem->message);
  return FALSE;
}

static char *
expand (GMatchInfo *match, const char *text, GalleyReplaceFlags flags)
{
  g_autofree char *expanded =
      flags & GALLEY_REPLACE_REGEX ? g_match_info_expand_references (match, text, NULL) : NULL;

  /* A paragraph is one line, and \n, \x{…} write what may not stand in one. */
  return galley_clean_line (expanded != NULL ? expanded : flags & GALLEY_REPLACE_REGEX ? "" : text);
}

static gboolean
find_in_block (GalleyArticle *article,
               GalleyBlock *block,
               GRegex *regex,
               const char *text,
               GalleyReplaceFlags flags,
               GPtrArray *list,
               GError **error)
{
  const char *own = galley_block_get_text (block);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GError) problem = NULL;
  guint start = 0;
  const char *at = own;

  g_regex_match_full (regex, own, -1, 0, 0, &match, &problem);
  while (problem == NULL && g_match_info_matches (match))
    {
      GalleyReplacement *replacement;
      int first, last;

      g_match_info_fetch_pos (match, 0, &first, &last);
      if (last > first)
        {
          replacement = g_new (GalleyReplacement, 1);
          start += (guint) g_utf8_strlen (at, own + first - at);
          at = own + first;
          replacement->article = g_object_ref (article);
          replacement->block = g_object_ref (block);
          replacement->start = start;
          replacement->old_text = g_strndup (own + first, (gsize) (last - first));
          replacement->end = start + (guint) g_utf8_strlen (replacement->old_text, -1);
          replacement->new_text = expand (match, text, flags);
          g_ptr_array_add (list, replacement);
        }
      g_match_info_next (match, &problem);
    }
  if (problem == NULL)
    return TRUE;
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("The expression takes too long: %s"),
               problem->message);
  return FALSE;
}

GPtrArray *
galley_replace_find (
    GPtrArray *articles, const char *pattern, const char *text, GalleyReplaceFlags flags, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_replacement_free);
  g_autoptr (GRegex) regex = NULL;

  g_return_val_if_fail (pattern != NULL && text != NULL, NULL);

  regex = compile (pattern, flags, error);
  if (regex == NULL || !check_text (regex, text, flags, error))
    return NULL;
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);

      if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
        continue;
      for (guint k = 0; k < galley_article_get_n_blocks (article); k++)
        {
          if (!find_in_block (article, galley_article_get_block (article, k), regex, text, flags, list,
                              error))
            return NULL;
        }
    }
  return g_steal_pointer (&list);
}

/* Those from @first to before @last stand in one block, in order. */
static guint
change_block (GPtrArray *list, guint first, guint last)
{
  const GalleyReplacement *head = g_ptr_array_index (list, first);
  gint at = galley_article_index_of (head->article, head->block);
  g_autoptr (GalleyBlock) block = g_object_ref (head->block);
  guint limit = G_MAXUINT, n = 0;

  if (at < 0)
    return 0;
  for (guint i = last; i-- > first;)
    {
      const GalleyReplacement *replacement = g_ptr_array_index (list, i);
      GalleyBlock *next;

      if (replacement->end > limit || g_str_equal (replacement->old_text, replacement->new_text))
        continue;
      next = galley_block_splice (block, replacement->start, replacement->end - replacement->start,
                                  replacement->new_text);
      g_object_unref (block);
      block = next;
      limit = replacement->start;
      n++;
    }
  if (n > 0)
    galley_article_splice (head->article, (guint) at, 1, &block, 1);
  return n;
}

guint
galley_replace_apply (GPtrArray *replacements)
{
  guint n = 0;

  for (guint i = 0; i < replacements->len;)
    {
      const GalleyReplacement *head = g_ptr_array_index (replacements, i);
      guint last = i + 1;

      while (last < replacements->len &&
             ((const GalleyReplacement *) g_ptr_array_index (replacements, last))->block == head->block)
        last++;
      n += change_block (replacements, i, last);
      i = last;
    }
  return n;
}
