/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-hyphenate.h"

#ifdef HAVE_HYPHEN

#include <hyphen.h>

/* Shorter words stay whole, longer ones are none. */
#define SHORTEST 5
#define LONGEST 100
#define LEAST_BEFORE 2
#define LEAST_BEHIND 3

/* Patterns are read once, for as long as the program runs; NULL where there are none. */
static HyphenDict *
get_patterns (void)
{
  static const char *const names[] = { "hyph_en_US.dic", "hyph_en_GB.dic" };
  static gsize asked = 0;
  static HyphenDict *patterns = NULL;

  if (g_once_init_enter (&asked))
    {
      const char *const *folders = g_get_system_data_dirs ();

      for (guint i = 0; i < G_N_ELEMENTS (names) && patterns == NULL; i++)
        {
          for (guint f = 0; folders[f] != NULL && patterns == NULL; f++)
            {
              g_autofree char *path = g_build_filename (folders[f], "hyphen", names[i], NULL);

              patterns = hnj_hyphen_load (path);
            }
        }
      g_once_init_leave (&asked, 1);
    }
  return patterns;
}

/* Letters of which the first at most is a capital. */
static gboolean
is_plain (const char *letters, gsize length)
{
  for (gsize i = 1; i < length; i++)
    {
      if (!g_ascii_islower (letters[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
part (HyphenDict *patterns, const char *letters, gsize length, guint8 *parts)
{
  char lower[LONGEST + 1], points[LONGEST + 5] = "";
  char **rep = NULL;
  int *pos = NULL, *cut = NULL;
  gboolean found = FALSE;

  if (length < SHORTEST || length > LONGEST || !is_plain (letters, length))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    lower[i] = g_ascii_tolower (letters[i]);
  lower[length] = '\0';
  if (hnj_hyphen_hyphenate3 (patterns, lower, (int) length, points, NULL, &rep, &pos, &cut, LEAST_BEFORE,
                             LEAST_BEHIND, 0, 0) != 0)
    return FALSE;
  for (gsize i = 1; i < length; i++)
    {
      /* An odd digit behind a letter. A place where letters would change (there are none in English) has a replacement. */
      parts[i] = (points[i - 1] & 1) != 0 && (rep == NULL || rep[i - 1] == NULL);
      found |= parts[i] != 0;
    }
  for (gsize i = 0; rep != NULL && i < length; i++)
    g_free (rep[i]);
  g_free (rep);
  g_free (pos);
  g_free (cut);
  return found;
}

/* The patterns know no letters of other languages. */
static gboolean
has_foreign_letter (const char *text, gsize length)
{
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      if ((guchar) *p >= 0x80 && g_unichar_isalpha (g_utf8_get_char (p)))
        return TRUE;
    }
  return FALSE;
}

gboolean
galley_hyphenate (const char *word, gsize length, guint8 *parts)
{
  gsize first = 0, last = length;
  HyphenDict *patterns;

  memset (parts, 0, length);
  /* Marks before and behind; between them there is nothing but letters. */
  while (first < length && !g_ascii_isalnum (word[first]))
    first++;
  while (last > first && !g_ascii_isalnum (word[last - 1]))
    last--;
  if (last - first < SHORTEST || has_foreign_letter (word, length))
    return FALSE;
  for (gsize i = first; i < last; i++)
    {
      if (!g_ascii_isalpha (word[i]))
        return FALSE;
    }
  patterns = get_patterns ();
  return patterns != NULL && part (patterns, word + first, last - first, parts + first);
}

#else

gboolean
galley_hyphenate (const char *word, gsize length, guint8 *parts)
{
  memset (parts, 0, length);
  return FALSE;
}

#endif
