/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-tree-text.c — the encoding of an XML document, by its first bytes and by what its declaration names (XML 1.0, F). */

#include "config.h"

#include <string.h>

#include "galley-tree-private.h"

/* The encoding a declaration names, or NULL (newly allocated). */
static char *
dup_declared (const char *data, gsize length)
{
  const char *end = length > 5 && memcmp (data, "<?xml", 5) == 0
                        ? g_strstr_len (data, (gssize) MIN (length, 512), "?>")
                        : NULL;
  const char *at = end != NULL ? g_strstr_len (data, end - data, "encoding") : NULL;
  const char *close;

  if (at == NULL)
    return NULL;
  at += strlen ("encoding");
  while (at < end && (strchr (" \t\r\n=", *at) != NULL))
    at++;
  if (at >= end || (*at != '"' && *at != '\''))
    return NULL;
  close = memchr (at + 1, *at, (gsize) (end - at - 1));
  return close != NULL ? g_strndup (at + 1, (gsize) (close - at - 1)) : NULL;
}

char *
galley_tree_dup_text (const char *data, gsize length, gsize *written)
{
  g_autofree char *declared = NULL;
  const char *from = NULL;

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      length -= 3;
    }
  else if (length >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "<\0", 2) == 0))
    from = "UTF-16LE";
  else if (length >= 2 && (memcmp (data, "\xfe\xff", 2) == 0 || memcmp (data, "\0<", 2) == 0))
    from = "UTF-16BE";
  else
    {
      declared = dup_declared (data, length);
      /* It would begin otherwise. */
      if (declared != NULL && g_ascii_strncasecmp (declared, "UTF-16", 6) == 0)
        return NULL;
      if (declared != NULL && g_ascii_strcasecmp (declared, "UTF-8") != 0 &&
          g_ascii_strcasecmp (declared, "UTF8") != 0)
        from = g_ascii_strcasecmp (declared, "GB2312") == 0 ? "GB18030" : declared;
    }
  if (from != NULL)
    {
      gboolean has_mark = from[0] == 'U' && (guchar) data[0] >= 0xfe;

      return g_convert (data + 2 * has_mark, (gssize) (length - 2 * has_mark), "UTF-8", from, NULL, written,
                        NULL);
    }
  /* Zeros are not valid either. */
  if (!g_utf8_validate_len (data, length, NULL))
    return NULL;
  *written = length;
  return g_strndup (data, length);
}
