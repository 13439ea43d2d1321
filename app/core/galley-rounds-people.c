/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-rounds-private.h"

static gboolean
is_hidden (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_FORMAT || type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR ||
         type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* Variation selectors and fillers: letters and marks by their type, but nothing that is seen. */
static gboolean
is_blank (gunichar c)
{
  return is_hidden (c) || g_unichar_isspace (c) || (c >= 0xfe00 && c <= 0xfe0f) ||
         (c >= 0xe0100 && c <= 0xe01ef) || c == 0x34f || c == 0x115f || c == 0x1160 || c == 0x3164;
}

/* Says nothing of who somebody is: blanks, and marks, which make nobody else of 吴月 where they stand behind the name or in it. */
static gboolean
is_empty (gunichar c)
{
  return is_blank (c) || g_unichar_ispunct (c);
}

/* What is compared, never what is kept: 吴月 and 吴  月 are one person, in whatever form the characters come. */
static char *
dup_bare (const char *name)
{
  g_autofree char *wide = name != NULL ? g_utf8_normalize (name, -1, G_NORMALIZE_NFKC) : NULL;
  g_autofree char *folded = wide != NULL ? g_utf8_casefold (wide, -1) : g_strdup ("");
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_NFKC);
  GString *bare = g_string_new (NULL);

  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_empty (c))
        g_string_append_unichar (bare, c);
    }
  return g_string_free (bare, FALSE);
}

gboolean
galley_person_is_same (const char *one, const char *other)
{
  g_autofree char *first = dup_bare (one);
  g_autofree char *second = dup_bare (other);

  return *first != '\0' && g_str_equal (first, second);
}

char *
galley_person_dup_name (const char *person)
{
  const char *start = person;
  const char *end = person + strlen (person);

  while (*start != '\0' && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return g_strndup (start, (gsize) (end - start));
}

gboolean
galley_person_check (const char *person, GError **error)
{
  g_autofree char *bare = NULL;
  g_autofree char *name = NULL;

  if (person != NULL && g_utf8_validate (person, -1, NULL))
    {
      bare = dup_bare (person);
      name = galley_person_dup_name (person);
    }
  if (bare == NULL || *bare == '\0')
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                           _ ("It takes the name of the person who does this."));
      return FALSE;
    }
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!is_hidden (g_utf8_get_char (p)))
        continue;
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                           _ ("A name has no line ends and no characters that cannot be seen."));
      return FALSE;
    }
  return TRUE;
}

gboolean
galley_person_check_reason (const char *override, GError **error)
{
  g_autofree char *bare = NULL;

  if (override == NULL)
    return TRUE;
  if (g_utf8_validate (override, -1, NULL))
    bare = dup_bare (override);
  if (bare != NULL && *bare != '\0')
    return TRUE;
  g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                       _ ("It takes a reason in words to pass over a rule."));
  return FALSE;
}
