/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"

#include "galley-office.h"

gboolean
galley_office_is_ole (const guint8 *head, gsize length)
{
  static const guint8 mark[] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1 };

  return length >= sizeof mark && memcmp (head, mark, sizeof mark) == 0;
}

gboolean
galley_office_holds (const guint8 *data, gsize length, const char *word, gsize n)
{
  const guint8 *end = data + length;

  for (const guint8 *p = data; (gsize) (end - p) >= n; p++)
    {
      p = memchr (p, word[0], (gsize) (end - p) - n + 1);
      if (p == NULL)
        return FALSE;
      if (memcmp (p, word, n) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Names in such a container are UTF-16. */
static gboolean
holds_name (const guint8 *data, gsize length, const char *name)
{
  gsize n = strlen (name);
  g_autofree char *wide = g_malloc0 (2 * n);

  for (gsize i = 0; i < n; i++)
    wide[2 * i] = name[i];
  return galley_office_holds (data, length, wide, 2 * n);
}

GalleyZip *
galley_office_open (GalleySource *source, GError **error)
{
  const char *shown = galley_source_get_name (source);
  GBytes *bytes = galley_source_get_bytes (source);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (!galley_office_is_ole (data, length))
    return galley_zip_open (bytes, shown, error);
  if (holds_name (data, length, "EncryptedPackage") || holds_name (data, length, "EncryptionInfo"))
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_ENCRYPTED, _ ("“%s” is locked with a password."), shown);
  else
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                 _ ("“%s” is of a Word before 2007; save it as DOCX."), shown);
  return NULL;
}

void
galley_office_property (GalleyCopy *copy, const char *name, const char *value)
{
  static const char *const keys[][2] = {
    { "title", "title" },
    { "creator", "creator" },
    { "initial-creator", "creator" },
    { "description", "description" },
    { "language", "language" },
    { "created", "created" },
    { "creation-date", "created" },
    { "modified", "modified" },
    { "date", "modified" },
    { "category", "category" },
    { "lastModifiedBy", "modified-by" },
  };

  if (g_str_equal (name, "keywords") || g_str_equal (name, "keyword") || g_str_equal (name, "subject"))
    {
      g_autofree char *even = g_strdup (value);
      g_auto (GStrv) words = NULL;

      for (const char *mark = "；，、"; *mark != '\0'; mark = g_utf8_next_char (mark))
        {
          g_autofree char *one = g_strndup (mark, (gsize) (g_utf8_next_char (mark) - mark));
          g_auto (GStrv) parts = g_strsplit (even, one, -1);

          g_free (even);
          even = g_strjoinv (";", parts);
        }
      words = g_strsplit_set (even, ";,", -1);
      for (guint i = 0; words[i] != NULL; i++)
        galley_copy_meta (copy, "keyword", g_strstrip (words[i]), NULL);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (g_str_equal (name, keys[i][0]))
        galley_copy_meta (copy, keys[i][1], value, NULL);
    }
}

/* HYPERLINK "http://…" \o "…": the first word that is no switch. */
char *
galley_office_field_address (const char *code)
{
  const char *p = code + strspn (code, " \t\n");
  g_autofree char *word = NULL;

  if (g_ascii_strncasecmp (p, "HYPERLINK", 9) != 0)
    return NULL;
  p += 9;
  p += strspn (p, " \t\n");
  if (*p == '"' || g_str_has_prefix (p, "“"))
    {
      p = g_utf8_next_char (p);
      word = g_strndup (p, strcspn (p, "\""));
    }
  else
    word = g_strndup (p, strcspn (p, " \t\n"));
  return *word != '\0' && *word != '\\' ? g_steal_pointer (&word) : NULL;
}
