/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checker-words.h — does one of a few words stand here? Words are written "甲|乙|丙"; nothing is allocated. */

#pragma once

#include "galley-protect.h"

/* The length of the word at @word, up to the bar or the end; @next is set behind it. */
static inline guint
checker_word_length (const char *word, const char **next)
{
  guint length = 0;

  for (; *word != '\0' && *word != '|'; word = g_utf8_next_char (word))
    length++;
  *next = word;
  return length;
}

static inline gboolean
checker_word_stands (const GalleyChars *chars, guint i, const char *word, guint length)
{
  if (i + length > chars->n)
    return FALSE;
  for (guint k = 0; k < length; k++, word = g_utf8_next_char (word))
    {
      if (chars->chars[i + k] != g_utf8_get_char (word))
        return FALSE;
    }
  return TRUE;
}

/* The length of the first of the words that begins at @i; 0 for none. */
static inline guint
checker_words_at (const GalleyChars *chars, guint i, const char *words)
{
  for (const char *word = words, *next; *word != '\0'; word = *next != '\0' ? next + 1 : next)
    {
      guint length = checker_word_length (word, &next);

      if (length > 0 && checker_word_stands (chars, i, word, length))
        return length;
    }
  return 0;
}

/* TRUE when one of the words ends right before @i. */
static inline gboolean
checker_words_before (const GalleyChars *chars, guint i, const char *words)
{
  for (const char *word = words, *next; *word != '\0'; word = *next != '\0' ? next + 1 : next)
    {
      guint length = checker_word_length (word, &next);

      if (length > 0 && length <= i && checker_word_stands (chars, i - length, word, length))
        return TRUE;
    }
  return FALSE;
}

/* TRUE when one of the words begins in [@start, @end). */
static inline gboolean
checker_words_within (const GalleyChars *chars, guint start, guint end, const char *words)
{
  for (guint i = start; i < end; i++)
    {
      if (checker_words_at (chars, i, words) > 0)
        return TRUE;
    }
  return FALSE;
}
