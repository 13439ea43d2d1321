/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <libxml/HTMLparser.h>

#include "markdown-entities.h"

char *
markdown_decode_entity (const char *text, gsize length)
{
  g_autofree char *name = NULL;
  const htmlEntityDesc *known;
  gunichar c = 0;
  char utf8[7] = "";

  if (length < 3)
    return g_strndup (text, length);
  name = g_strndup (text + 1, length - 2);
  if (*name == '#')
    {
      gboolean hex = name[1] == 'x' || name[1] == 'X';

      c = (gunichar) MIN (g_ascii_strtoull (name + (hex ? 2 : 1), NULL, hex ? 16 : 10), 0x110000);
      if (c == 0 || !g_unichar_validate (c))
        c = 0xFFFD;
    }
  else if ((known = htmlEntityLookup ((const xmlChar *) name)) != NULL)
    c = known->value;
  if (c == 0)
    return g_strndup (text, length);
  g_unichar_to_utf8 (c, utf8);
  return g_strdup (utf8);
}

char *
markdown_decode_entities (const char *text, gsize length)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < length;)
    {
      const char *end = text[i] == '&' ? memchr (text + i, ';', MIN (length - i, 12)) : NULL;

      if (end != NULL)
        {
          gsize n = (gsize) (end + 1 - (text + i));
          g_autofree char *decoded = markdown_decode_entity (text + i, n);

          g_string_append (out, decoded);
          i += n;
        }
      else
        g_string_append_c (out, text[i++]);
    }
  return g_string_free (out, FALSE);
}

char *
markdown_tag_attribute (const char *tag, const char *name)
{
  g_autofree char *key = g_strdup_printf ("%s=\"", name);
  const char *start = strstr (tag, key);
  const char *end;

  if (start == NULL)
    return NULL;
  start += strlen (key);
  end = strchr (start, '"');
  return end != NULL ? markdown_decode_entities (start, (gsize) (end - start)) : NULL;
}
