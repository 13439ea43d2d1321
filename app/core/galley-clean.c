/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-clean.h"

char *
galley_clean_text (const char *text, gsize length)
{
  g_autoptr (GString) clean = NULL;
  gboolean dirty = FALSE;
  const char *end = text + length;

  for (const char *p = text; p < end && !dirty; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      dirty = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 ||
              c == 0xfffc || c == 0xfeff || (c >= 0x300 && g_unichar_combining_class (c) != 0) ||
              (c >= 0xf900 && c <= 0xfaff) || (c >= 0x2f800 && c <= 0x2fa1f);
    }
  if (!dirty)
    return NULL;
  clean = g_string_sized_new (length);
  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r' && p + 1 < end && p[1] == '\n')
        continue;
      if (c == '\r' || c == 0x2028 || c == 0x2029)
        g_string_append_c (clean, '\n');
      else if (c == '\n' || c == '\t' || (c >= 0x20 && c < 0x7f) || (c >= 0xa0 && c != 0xfffc && c != 0xfeff))
        g_string_append_unichar (clean, c);
    }
  return g_utf8_normalize (clean->str, clean->len, G_NORMALIZE_NFC);
}

static gboolean
ends_line (gunichar c)
{
  return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

char *
galley_clean_line (const char *text)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (ends_line (c) || c == '\t')
        g_string_append_c (line, ' ');
      else if (c >= 0x20 && (c < 0x7f || c >= 0xa0) && c != 0xfffc && c != 0xfeff)
        g_string_append_unichar (line, c);
    }
  return g_utf8_normalize (line->str, (gssize) line->len, G_NORMALIZE_NFC);
}

gboolean
galley_clean_has_lines (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (ends_line (g_utf8_get_char (p)))
        return TRUE;
    }
  return FALSE;
}
