/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-json-scan.h"

/* As many levels as there are bits. */
#define DEEPEST 64

static void
fail (GalleyJsonScan *self)
{
  /* At an end nothing more is found. */
  self->p = "";
  self->failed = TRUE;
}

static void
skip_blanks (GalleyJsonScan *self)
{
  while (*self->p == ' ' || *self->p == '\n' || *self->p == '\t' || *self->p == '\r')
    self->p++;
}

/* Takes that sign, or fails. */
static void
take (GalleyJsonScan *self, char sign)
{
  skip_blanks (self);
  if (*self->p == sign && sign != '\0')
    self->p++;
  else
    fail (self);
}

void
galley_json_scan_init (GalleyJsonScan *self, const char *text)
{
  *self = (GalleyJsonScan){ .p = text };
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    fail (self);
}

gboolean
galley_json_scan_is_done (GalleyJsonScan *self)
{
  skip_blanks (self);
  return !self->failed && *self->p == '\0';
}

void
galley_json_scan_enter (GalleyJsonScan *self, char open)
{
  if (self->depth == DEEPEST)
    fail (self);
  take (self, open);
  self->objects = self->objects << 1 | (open == '{');
  self->depth++;
  self->first = TRUE;
}

gboolean
galley_json_scan_next (GalleyJsonScan *self)
{
  gboolean first = self->first;

  self->first = FALSE;
  skip_blanks (self);
  if (*self->p == (self->objects & 1 ? '}' : ']') && self->depth > 0)
    {
      self->p++;
      self->objects >>= 1;
      self->depth--;
      return FALSE;
    }
  if (!first)
    take (self, ',');
  else if (*self->p == '\0')
    fail (self);
  return !self->failed;
}

char *
galley_json_scan_key (GalleyJsonScan *self)
{
  g_autofree char *key = galley_json_scan_string (self);

  take (self, ':');
  return self->failed ? NULL : g_steal_pointer (&key);
}

/* --- strings ------------------------------------------------------------------------------------------------------- */

/* The four hexadecimal digits at @p, or -1. */
static gint32
read_unit (const char *p)
{
  gint32 unit = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* What \uXXXX says, one or two of them; @p stands behind the u and is moved on. 0 where it says nothing that text can hold. */
static gunichar
read_escape (const char **p)
{
  gint32 unit = read_unit (*p), low;

  if (unit <= 0)
    return 0;
  *p += 4;
  if (unit < 0xD800 || unit > 0xDFFF)
    return (gunichar) unit;
  if (unit > 0xDBFF || (*p)[0] != '\\' || (*p)[1] != 'u')
    return 0;
  low = read_unit (*p + 2);
  if (low < 0xDC00 || low > 0xDFFF)
    return 0;
  *p += 6;
  return 0x10000 + (((gunichar) unit - 0xD800) << 10) + ((gunichar) low - 0xDC00);
}

/* The string from @p on, which has escapes, up to its quotation mark. Control characters may stand there as they are: json-glib writes
 * one of them so. */
static char *
read_escaped (GalleyJsonScan *self)
{
  static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
  g_autoptr (GString) text = g_string_new (NULL);
  const char *p = self->p;

  while (*p != '"')
    {
      const char *plain = p, *name;

      while (*p != '"' && *p != '\\' && *p != '\0')
        p++;
      g_string_append_len (text, plain, p - plain);
      if (*p == '"')
        break;
      if (*p != '\\')
        return NULL;
      p += 2;
      name = p[-1] != '\0' ? strchr (names, p[-1]) : NULL;
      if (name != NULL)
        g_string_append_c (text, meant[name - names]);
      else
        {
          gunichar c = p[-1] == 'u' ? read_escape (&p) : 0;

          if (c == 0)
            return NULL;
          g_string_append_unichar (text, c);
        }
    }
  self->p = p + 1;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
galley_json_scan_string (GalleyJsonScan *self)
{
  const char *p;
  char *text;

  take (self, '"');
  p = self->p;
  while (*p != '"' && *p != '\\' && *p != '\0')
    p++;
  if (*p == '"')
    {
      text = g_strndup (self->p, (gsize) (p - self->p));
      self->p = p + 1;
      return text;
    }
  text = *p == '\\' ? read_escaped (self) : NULL;
  if (text == NULL)
    fail (self);
  return text;
}

/* --- numbers and the rest ------------------------------------------------------------------------------------------- */

guint
galley_json_scan_count (GalleyJsonScan *self)
{
  guint64 count = 0;

  skip_blanks (self);
  if (!g_ascii_isdigit (*self->p))
    fail (self);
  while (g_ascii_isdigit (*self->p) && count <= G_MAXUINT)
    count = count * 10 + (guint64) (*self->p++ - '0');
  if (count > G_MAXUINT || *self->p == '.' || *self->p == 'e' || *self->p == 'E')
    fail (self);
  return self->failed ? 0 : (guint) count;
}

double
galley_json_scan_number (GalleyJsonScan *self)
{
  double number;
  char *end;

  skip_blanks (self);
  if (*self->p != '-' && !g_ascii_isdigit (*self->p))
    fail (self);
  number = g_ascii_strtod (self->p, &end);
  if (end == self->p)
    fail (self);
  else
    self->p = end;
  return self->failed ? 0 : number;
}

void
galley_json_scan_skip (GalleyJsonScan *self)
{
  static const char *const words[] = { "true", "false", "null" };
  gboolean object;

  skip_blanks (self);
  object = *self->p == '{';
  if (*self->p == '"')
    g_free (galley_json_scan_string (self));
  else if (*self->p == '[' || object)
    {
      galley_json_scan_enter (self, *self->p);
      while (galley_json_scan_next (self))
        {
          if (object)
            g_free (galley_json_scan_key (self));
          galley_json_scan_skip (self);
        }
    }
  else if (g_ascii_isalpha (*self->p))
    {
      for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        {
          if (g_str_has_prefix (self->p, words[i]))
            {
              self->p += strlen (words[i]);
              return;
            }
        }
      fail (self);
    }
  else
    galley_json_scan_number (self);
}
